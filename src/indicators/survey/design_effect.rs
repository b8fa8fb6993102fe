//! What the design of a sample costs: its variance against that of a simple random sample.

use super::super::arguments::Request;
use super::super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Whom,
};
use super::super::rows::Rows;
use super::definition::{EDGES, SCORES, UNIVERSE, with_design};
use super::design::Sample;
use super::estimates::{Groups, Statistic, estimates, subjects};
use super::report::Count;
use super::smooth::{Complete, single};
use crate::error::Result;
use crate::figures::{Figure, Figures, Phrase, Status, Unit, Value};
use crate::lang::Text;
use crate::stats::survey::Estimated;
use crate::stats::survey::functions::variance;

pub const SURVEY_DESIGN_EFFECT: Indicator = Indicator {
    id: "survey_design_effect",
    name: Text::new("抽样设计效应", "survey design effect"),
    aliases: &["设计效应", "design effect", "deff"],
    summary: Text::new(
        "抽样平均分的抽样方差是同样人数简单随机样本的几倍，相当于多少人的简单随机样本",
        "how many times the sampling variance of a survey mean is that of a simple random sample of as many pupils, and of how many such a sample would have to be",
    ),
    formula: Text::new(
        "设计效应 = 抽样方差 ÷ (s² ÷ n)，s² 为加权方差 × n/(n − 1)；多个似真值各取平均后相除；有效样本量 = n ÷ 设计效应",
        "design effect = sampling variance / (s² / n), s² being the weighted variance × n/(n − 1); of several plausible values the mean of either; effective n = n / design effect",
    ),
    katex: r"\mathrm{deff}=\frac{U}{s^2/n},\qquad n_{\mathrm{eff}}=\frac{n}{\mathrm{deff}}",
    universe: UNIVERSE,
    numerator: Text::new("按设计的抽样方差", "sampling variance of the design"),
    denominator: Text::new("简单随机样本的方差", "variance of a simple random sample"),
    aggregation: Text::new("不可相加", "does not add up"),
    unit: Unit::Number,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new("design_effect", Text::new("设计效应", "design effect"), Discloses::Scores(Whom::Base)),
        Measure::new(
            "effective_n",
            Text::new("有效样本量", "effective sample size"),
            Discloses::Scores(Whom::Base),
        ),
    ],
    parameters: with_design![
        SCORES,
        Parameter {
            name: "against",
            text: Text::new(
                "与怎样的简单随机样本比：replacement 有放回，finite 无放回（乘 1 − n/Σ 权数；R survey 的 deff = TRUE）",
                "against a simple random sample with replacement, or finite: without (times 1 − n / Σ w, as deff = TRUE of R survey)",
            ),
            kind: Kind::Choice(&[
                ("replacement", Text::new("有放回", "with replacement")),
                ("finite", Text::new("无放回", "without replacement")),
            ]),
            default: Default::Value("replacement"),
            many: false,
        },
    ],
    edges: EDGES,
    reference: Text::new(
        "Kish (1965), Survey Sampling；用 R survey 4.1 svymean(deff) 检验",
        "Kish (1965), Survey Sampling; held against svymean(deff) of R survey 4.1",
    ),
    docstring: include_str!("survey_design_effect.txt"),
    example: Example {
        input: "考号,学校,权,数学\n1,甲,10,60\n2,甲,10,80\n3,乙,20,90\n4,丙,20,70\n",
        by: &[],
        arguments: &[("scores", &["数学"]), ("weight", &["权"]), ("cluster", &["学校"])],
        steps: Text::new(
            "抽样方差 44.44（见抽样平均分）；s² = 122.22 × 4/3 = 162.96，÷ 4 = 40.74；44.44 ÷ 40.74 = 1.09",
            "sampling variance 44.44 (as for the survey mean); s² = 122.22 × 4/3 = 162.96, / 4 = 40.74; 44.44 / 40.74 = 1.09",
        ),
        expected: &[
            Expected { measure: "design_effect", subject: Some("mathematics"), group: &[], value: "1.09" },
            Expected { measure: "effective_n", subject: Some("mathematics"), group: &[], value: "3.67" },
        ],
    },
    method: Method::Rows(survey_design_effect),
};

fn survey_design_effect(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    let sample = Sample::read(rows, "survey_design_effect", request.arguments)?;
    let (subjects, groups) = (subjects(rows, request)?, Groups::read(rows, request.by)?);
    let confidence = request.arguments.confidence();
    let df = sample.degrees_of_freedom(&groups);
    let means = estimates(&sample, &[Statistic::Mean], &subjects, &groups, (confidence, &df)).swap_remove(0);
    let finite = request.arguments.text("against") == Some("finite");
    let mut figures = Figures::new(request.by.to_vec());
    for (at, subject) in subjects.iter().enumerate() {
        let own = Complete::new("survey_design_effect", &sample, &groups, subject, single(subject));
        let spread = own.by_group(&own.centred(), &[(0, 0)], variance);
        for (group, count) in own.counts.iter().enumerate() {
            let of = |measure| {
                let place = own.place(group, measure, Unit::Number);
                let against = if finite { &AGAINST_FINITE } else { &AGAINST_REPLACEMENT };
                Figure { method: sample.method.and(against), ..place }
            };
            let effect = effect(&sample, &means[group][at], &spread[group], *count, finite);
            let n = count.n as f64;
            for (figure, value) in
                [(of("design_effect"), effect), (of("effective_n"), effect.map(|effect| n / effect))]
            {
                figures.push(match value.filter(|value| value.is_finite() && *value > 0.0) {
                    Some(value) => figure.with_value(Value::Real(value)),
                    None if n == 0.0 => figure.without_value(Status::NoDenominator),
                    None => figure.noted(&NOT_VARYING).without_value(Status::NotApplicable),
                });
            }
        }
    }
    Ok(figures)
}

fn effect(
    sample: &Sample<'_>,
    means: &[Option<Estimated>],
    spread: &[Option<Estimated>],
    count: Count,
    finite: bool,
) -> Option<f64> {
    let sampling: f64 = means
        .iter()
        .map(|mean| sample.design.variance(&mean.as_ref()?.deviations))
        .collect::<Option<Vec<f64>>>()?
        .iter()
        .sum();
    let spread: f64 =
        spread.iter().map(|v| Some(v.as_ref()?.value)).collect::<Option<Vec<f64>>>()?.iter().sum();
    let n = count.n as f64;
    let left = if finite { 1.0 - n / count.weight } else { 1.0 };
    Some(sampling / (spread / (n - 1.0) * left))
}

static AGAINST_FINITE: Phrase = Phrase::new("against_finite", "与无放回的简单随机样本比", "against finite");
static AGAINST_REPLACEMENT: Phrase =
    Phrase::new("against_replacement", "与有放回的简单随机样本比", "against replacement");
static NOT_VARYING: Phrase = Phrase::new(
    "sample_or_scores_do_not_vary",
    "样本或成绩没有差异",
    "no variance, of the sample or of its scores",
);
