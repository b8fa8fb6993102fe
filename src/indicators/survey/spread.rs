//! The standard deviation of a population, from a weighted sample.

use super::super::arguments::Request;
use super::super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Parts, Whom,
};
use super::super::rows::Rows;
use super::definition::{AGGREGATION, EDGES, REFERENCE, SCORES, UNIVERSE, with_design};
use super::shape::Shape;
use super::smooth::each_subject;
use crate::error::Result;
use crate::figures::{Figures, Status, Unit};
use crate::lang::Text;
use crate::stats::survey::dual::Dual;
use crate::stats::survey::functions::variance;

pub const SURVEY_STANDARD_DEVIATION: Indicator = Indicator {
    id: "survey_standard_deviation",
    name: Text::new("抽样标准差", "survey standard deviation"),
    aliases: &["加权标准差", "weighted standard deviation"],
    summary: Text::new(
        "由抽样数据推断总体成绩的标准差，误差按抽样设计计算",
        "standard deviation of the population per subject and group, from a weighted sample, with its error",
    ),
    formula: Text::new(
        "标准差 = √（Σ 权数 ×（成绩 − 加权平均）² ÷ Σ 权数），按样本方差时再乘 √(n/(n − 1))；误差：重复权下各重算，或线性化；区间在对数上",
        "standard deviation = √(Σ w (y − mean)² / Σ w), with divisor = sample times √(n/(n − 1)); errors: anew under each replicate weight, or linearised; interval of the logarithm",
    ),
    katex: r"\hat\sigma=\sqrt{\frac{\sum_i w_i(y_i-\hat\mu)^2}{\sum_i w_i}}",
    universe: UNIVERSE,
    numerator: Text::new("加权离差平方和", "weighted sum of squares about the mean"),
    denominator: Text::new("权数之和（推断的总体人数）", "sum of weights (the population they stand for)"),
    aggregation: AGGREGATION,
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new(
        "standard_deviation",
        Text::new("标准差", "standard deviation"),
        Discloses::Scores(Whom::Base),
    )],
    parameters: with_design![
        SCORES,
        Parameter {
            name: "divisor",
            text: Text::new(
                "方差的除数：weights 权数之和（OECD、IEA），sample 再乘 n/(n − 1)（R survey 的 svyvar）",
                "the variance's divisor: the sum of weights (OECD, IEA), or sample: times n/(n − 1) as svyvar of R survey",
            ),
            kind: Kind::Choice(&[
                ("weights", Text::new("权数之和", "the sum of weights")),
                ("sample", Text::new("样本校正", "corrected for the sample")),
            ]),
            default: Default::Value("weights"),
            many: false,
        },
    ],
    edges: EDGES,
    reference: REFERENCE,
    docstring: include_str!("survey_standard_deviation.txt"),
    example: Example {
        input: "考号,学校,权,数学\n1,甲,10,60\n2,甲,10,80\n3,乙,20,90\n4,丙,20,70\n",
        by: &[],
        arguments: &[("scores", &["数学"]), ("weight", &["权"]), ("cluster", &["学校"])],
        steps: Text::new(
            "平均 76.67；（10×277.8 + 10×11.1 + 20×177.8 + 20×44.4）÷ 60 = 122.22，√122.22 = 11.06",
            "mean 76.67; (10×277.8 + 10×11.1 + 20×177.8 + 20×44.4) / 60 = 122.22, √122.22 = 11.06",
        ),
        expected: &[Expected {
            measure: "standard_deviation",
            subject: Some("mathematics"),
            group: &[],
            value: "11.06",
        }],
    },
    method: Method::Rows(survey_standard_deviation),
};

fn survey_standard_deviation(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    let corrected = request.arguments.text("divisor") == Some("sample");
    each_subject(rows, request, "survey_standard_deviation", None, |own| {
        let deviation = |totals: &[Dual]| variance(totals).map(|variance| variance.sqrt());
        let mut found = own.by_group(&own.centred(), &[(0, 0)], deviation);
        if corrected {
            for (values, count) in found.iter_mut().zip(&own.counts) {
                let n = count.n as f64;
                let factor = (n / (n - 1.0)).sqrt();
                values.iter_mut().for_each(|value| {
                    *value = value.take().filter(|_| n > 1.0).map(|value| value.times(factor));
                });
            }
        }
        let what = ("standard_deviation", Unit::Points);
        own.figures(what, &found, request.arguments.confidence(), (Shape::Logarithm, Status::NotApplicable))
    })
}
