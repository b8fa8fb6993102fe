//! Value added of schools by a random-intercept model: shrunken, each with its reliability.

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, Default, DrawnAs, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
    SUBJECTS,
};
use super::cohort::{Cohort, Unit, each_cohort};
use super::model::{Fitted, Modelled, fitted};
use super::said::said_of_whole;
use super::score_gain::{EDGES, LINKED, expected};
use super::shared::{
    ENTRY, LOW_MATCH_RATE, MATCH_RATE, MINIMUM, Placed, Rules, figure, is_apart, linked, verdict,
};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit as Of, Value};
use crate::lang::Text;
use crate::number::Rational;
use crate::stats::mixed::{Criterion, NoFit};

pub const SCHOOL_VALUE_ADDED: Indicator = Indicator {
    id: "school_value_added",
    name: Text::new("学校增值（随机截距）", "school value added"),
    aliases: &["多层模型增值", "收缩增值", "BLUP", "school effect", "contextual value added"],
    summary: Text::new(
        "以入口分数为协变量的随机截距模型中各校的效应（向零收缩）及其可靠性",
        "effect of each school in a random-intercept model of exit on entry scores, shrunken, with its reliability",
    ),
    formula: Text::new(
        "出口 = 截距 + 斜率 × 入口 + 学校效应 + 残差；原始值 = 该校平均残差；可靠性 λ = τ² ÷（τ² + σ² ÷ 人数）；增值 = λ × 原始值；标准误 = √(τ²σ² ÷（σ² + 人数 × τ²）)",
        "exit = constant + slope × entry + effect of the school + residual; raw = mean residual of the school; reliability λ = τ² / (τ² + σ² / n); value = λ × raw; error √(τ²σ² / (σ² + nτ²))",
    ),
    katex: r"y_{is}=a+bx_{is}+u_s+e_{is},\qquad \hat u_s=\lambda_s\bar e_s,\quad \lambda_s=\frac{\tau^2}{\tau^2+\sigma^2/n_s}",
    universe: LINKED,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "分组的每一组是模型的一所学校；由各组的人数、和与积一次拟合",
        "each group of `by` is a school of the model; one fit from the groups' counts, sums and cross products",
    ),
    unit: Of::Points,
    decimals: 2,
    layout: Layout::ByMeasure,
    measures: MEASURES,
    parameters: PARAMETERS,
    edges: EDGES,
    reference: Text::new(
        "Goldstein & Spiegelhalter (1996)；Raudenbush & Willms (1995) 的 A 型、B 型效应；用 R lme4 对 mlmRev::Exam、bdf、Chem97 检验",
        "Goldstein & Spiegelhalter (1996); type A and B effects: Raudenbush & Willms (1995); held against R lme4 on mlmRev Exam, bdf and Chem97",
    ),
    docstring: include_str!("school_value_added.txt"),
    example: Example {
        input: "考号,学校,入口,出口\n1,甲,60,70\n2,甲,80,90\n3,乙,60,50\n4,乙,80,70\n5,丙,60,61\n6,丙,80,79\n",
        by: &["school"],
        arguments: &[("minimum", &["2"])],
        steps: Text::new(
            "三校入口相同：斜率 (20 + 20 + 18) ÷ 3 ÷ 20 = 29/30，出口平均 80、60、70；校内残差平方和 4/3，σ² = 4/3 ÷ 2 = 2/3；校间均方 200，τ² =（200 − 2/3）÷ 2 = 99.67；λ = 99.67 ÷（99.67 + 1/3）= 0.9967；甲校 10 × λ = 9.97",
            "the schools begin alike: slope (20 + 20 + 18) / 3 / 20 = 29/30, exit means 80, 60, 70; sum of squares within schools 4/3, σ² = 4/3 / 2 = 2/3; mean square between schools 200, τ² = (200 − 2/3) / 2 = 99.67; λ = 99.67 / (99.67 + 1/3) = 0.9967; 甲 10 × λ = 9.97",
        ),
        expected: &[
            expected("raw", &["甲"], "10.00"),
            expected("value", &["甲"], "9.97"),
            expected("value", &["丙"], "0.00"),
        ],
    },
    method: Method::Exam(school_value_added),
};

const MEASURES: &[Measure] = &[
    linked("value", Text::new("增值（收缩）", "value added (shrunken)")).drawn_as(DrawnAs::Effect),
    linked("raw", Text::new("未收缩的增值", "value added (not shrunken)")).without_interval(),
    linked("reliability", Text::new("可靠性", "reliability"))
        .shown_with(Places::Of(3))
        .drawn_as(DrawnAs::Reliability)
        .without_interval(),
    linked("rank", Text::new("名次", "rank")).shown_with(Places::AsNeeded).ranking(),
    linked("slope", Text::new("斜率", "slope")).shown_with(Places::Of(4)),
    linked("slope_of_mean", Text::new("学校入口平均分的斜率", "slope of the schools' entry means"))
        .shown_with(Places::Of(4)),
    linked("constant", Text::new("截距", "constant")),
    linked("variance_school", Text::new("学校间方差", "variance of schools")),
    linked("variance_pupil", Text::new("学生间方差（校内）", "variance of pupils within schools")),
    linked("share_school", Text::new("学校间份额", "share of schools")).shown_with(Places::Of(3)),
    linked("deviance", Text::new("偏差 −2 log L", "deviance, −2 log likelihood")),
    linked("mean_reliability", Text::new("平均可靠性", "mean reliability")).shown_with(Places::Of(3)),
    linked("median_reliability", Text::new("可靠性的中位数", "median reliability")).shown_with(Places::Of(3)),
    linked(
        "distinguishable",
        Text::new("高于或低于平均的学校", "schools said to be above or below the average"),
    )
    .shown_with(Places::AsNeeded),
];

const PARAMETERS: &[Parameter] = &[
    ENTRY,
    Parameter {
        name: "criterion",
        text: Text::new("估计方法", "criterion of the fit"),
        kind: Kind::Choice(&[("reml", Text::new("REML", "REML")), ("ml", Text::new("ML", "ML"))]),
        default: Default::Value("reml"),
        many: false,
    },
    Parameter {
        name: "context",
        text: Text::new("模型是否含学校的入口平均分", "whether the schools' entry means are in the model"),
        kind: Kind::Choice(&[
            ("none", Text::new("不含：学校对学生的全部影响", "no: all that a school does for its pupils")),
            (
                "school_mean",
                Text::new("含：与生源相近的学校相比", "yes: compared with schools of like intake"),
            ),
        ]),
        default: Default::Value("none"),
        many: false,
    },
    Parameter {
        name: "ranks",
        text: Text::new("是否给出名次", "whether there are ranks"),
        kind: Kind::Choice(&[("no", Text::new("不给", "no")), ("yes", Text::new("给出", "yes"))]),
        default: Default::Value("no"),
        many: false,
    },
    MINIMUM,
    MATCH_RATE,
    LOW_MATCH_RATE,
    SUBJECTS,
    CONFIDENCE,
];

fn school_value_added(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let rules = Rules::asked(request);
    let context = request.arguments.text("context") == Some("school_mean");
    let ml = request.arguments.text("criterion") == Some("ml");
    let criterion = if ml { Criterion::Ml } else { Criterion::Reml };
    let ranks = request.arguments.text("ranks") == Some("yes");
    each_cohort(exam, request, &[], |cohort, figures| {
        Schools { cohort, rules: &rules, context, criterion, ranks }.push(figures);
    })
}

struct Schools<'a> {
    cohort: &'a Cohort,
    rules: &'a Rules,
    context: bool,
    criterion: Criterion,
    ranks: bool,
}

impl Schools<'_> {
    fn push(&self, figures: &mut Figures) {
        let model = match self.cohort.has_no_spread() {
            true => Err(NoFit::NoVariance),
            false => fitted(self.cohort, self.context, self.criterion),
        };
        let first = figures.len();
        for (at, unit) in self.cohort.units.iter().enumerate() {
            figures.extend(self.of_unit(at, unit, &model));
        }
        if self.ranks {
            self.rank(figures, first);
        }
        if let Ok(model) = &model {
            let apart = (first..figures.len()).filter(|at| {
                let figure = figures.get(*at);
                figure.measure() == "value" && is_apart((figure.n(), figure.lower(), figure.upper()))
            });
            let apart = apart.count();
            figures.extend(self.whole(model, figures.keys.len(), apart));
        }
    }

    fn empty(&self, measure: &'static str, of: Of) -> Figure {
        let criterion = if self.criterion == Criterion::Ml { &ML } else { &REML };
        let context = if self.context { &IN_CONTEXT } else { &WITHOUT_CONTEXT };
        figure("school_value_added", measure, of, Clauses::from(criterion).and(context))
    }

    fn of_unit(&self, at: usize, unit: &Unit, model: &Modelled) -> Vec<Figure> {
        let place = |measure, of| self.rules.place(self.cohort, unit, self.empty(measure, of));
        match (place("value", Of::Points), model) {
            (Placed::Closed(figure), _) => vec![figure],
            (Placed::Open(figure), Err(why)) => {
                let why = if *why == NoFit::TooFew { &TOO_FEW } else { &NO_FIT };
                vec![figure.noted(why).without_value(Status::NotApplicable)]
            }
            (Placed::Open(figure), Ok(model)) => match &model.effects[at] {
                None => vec![figure.noted(&NO_SCHOOL).without_value(Status::NotApplicable)],
                Some(effect) => {
                    let half = self.rules.reach.map(|reach| reach * effect.se).filter(|_| effect.se > 0.0);
                    let figure = Figure {
                        se: half.map(|_| effect.se),
                        lower: half.map(|half| effect.value - half),
                        upper: half.map(|half| effect.value + half),
                        confidence: half.map(|_| self.rules.confidence),
                        ..figure
                    };
                    let of =
                        [(effect.raw, "raw", Of::Points), (effect.reliability, "reliability", Of::Number)];
                    let others = of.map(|(value, measure, of)| {
                        place(measure, of).filled(|figure| figure.with_value(Value::Real(value)))
                    });
                    let value = verdict(figure.noted(&PREDICTION)).with_value(Value::Real(effect.value));
                    std::iter::once(value).chain(others).collect::<Vec<_>>()
                }
            },
        }
    }

    /// Adds the places of the values, 1 the highest.
    fn rank(&self, figures: &mut Figures, first: usize) {
        let values: Vec<(usize, f64)> = (first..figures.len())
            .filter(|at| figures.get(*at).measure() == "value")
            .filter_map(|at| Some((at, figures.get(at).value()?.to_f64())))
            .collect();
        for (at, value) in &values {
            let better = values.iter().filter(|(_, other)| other > value).count();
            let own = figures.get(*at).to_figure();
            let rank = Value::Exact(Rational::from_integer(better as i128 + 1));
            let bare = Figure { se: None, lower: None, upper: None, confidence: None, ..own };
            figures.push(Figure { measure: "rank", unit: Of::Number, ..bare }.with_value(rank));
        }
    }

    fn whole(&self, model: &Fitted, keys: usize, apart: usize) -> Vec<Figure> {
        let fewest = self.cohort.units.iter().map(Unit::n).filter(|n| *n > 0).min();
        let left_out = self.cohort.whole.n - model.n;
        let note = (left_out > 0).then(|| LEFT_OUT.with([Term::pupils(left_out)]));
        let place = |measure, of| {
            said_of_whole(
                self.cohort,
                Figure {
                    year: self.cohort.year,
                    group: vec![None::<String>; keys].into(),
                    subject: Some(self.cohort.exit.id.as_str().into()),
                    n: Some(model.n),
                    fewest,
                    note: note.clone().into(),
                    ..self.empty(measure, of)
                },
            )
        };
        let all = model.tau2 + model.sigma2;
        let apart = Value::Exact(Rational::from_integer(apart as i128));
        [
            ("slope", Of::Number, Some(Value::Real(model.slope))),
            ("slope_of_mean", Of::Number, model.slope_of_mean.map(Value::Real)),
            ("constant", Of::Points, Some(Value::Real(model.constant))),
            ("variance_school", Of::Number, Some(Value::Real(model.tau2))),
            ("variance_pupil", Of::Number, Some(Value::Real(model.sigma2))),
            ("share_school", Of::Number, Some(Value::Real(model.tau2 / all))),
            ("deviance", Of::Number, Some(Value::Real(model.deviance))),
            ("mean_reliability", Of::Number, Some(Value::Real(model.mean_reliability()))),
            ("median_reliability", Of::Number, Some(Value::Real(model.median_reliability()))),
            ("distinguishable", Of::Count, Some(apart)),
        ]
        .into_iter()
        .filter_map(|(measure, of, value)| Some(place(measure, of).with_value(value?)))
        .collect()
    }
}

static ML: Phrase = Phrase::new("value_added_ml", "随机截距（ML）", "random intercepts, ML");
static REML: Phrase = Phrase::new("value_added_reml", "随机截距（REML）", "random intercepts, REML");
static IN_CONTEXT: Phrase = Phrase::new(
    "value_added_in_context",
    "含学校的入口平均分：与生源相近的学校相比",
    "with the schools' entry means: compared with schools of like intake",
);
static WITHOUT_CONTEXT: Phrase =
    Phrase::new("value_added_without_context", "不含学校的入口平均分", "without the schools' entry means");
static PREDICTION: Phrase = Phrase::new(
    "interval_of_prediction",
    "区间是预测（收缩值）的区间",
    "the interval is that of a prediction (a shrunken value)",
);
static TOO_FEW: Phrase = Phrase::new(
    "too_few_schools_linked",
    "少于两所学校，或每校只有一人",
    "fewer than two schools, or one candidate each",
);
static NO_FIT: Phrase = Phrase::new("value_added_no_fit", "模型拟合不出", "the model cannot be fitted");
static NO_SCHOOL: Phrase =
    Phrase::new("school_not_known", "不知所属学校，不在模型中", "school not known: not in the model");
static LEFT_OUT: Phrase = Phrase::new(
    "linked_without_school",
    "{} 名相连考生不知所属学校，未计入",
    "{} linked candidates without a school are left out",
);
