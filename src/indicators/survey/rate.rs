//! The share of a population that reaches a line, from a weighted sample.

use super::super::arguments::Request;
use super::super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Parts, Whom,
};
use super::super::rows::Rows;
use super::definition::{AGGREGATION, EDGES, SCORES, UNIVERSE, with_design};
use super::estimates::{Statistic, each_group};
use crate::error::Result;
use crate::figures::{Figures, Unit};
use crate::lang::Text;
use crate::number::{plain, to_f64};

pub const SURVEY_RATE: Indicator = Indicator {
    id: "survey_rate",
    name: Text::new("抽样达线率", "survey rate"),
    aliases: &["加权达线率", "达标率推断", "proficiency rate"],
    summary: Text::new(
        "由抽样数据推断总体中达到分数线的比例，误差按抽样设计计算",
        "share of the population that reaches a line, from a weighted sample, with the error of its design",
    ),
    formula: Text::new(
        "达线率 = 达线者权数之和 ÷ 权数之和 × 100；误差与似真值同抽样平均分；区间：logit p̂ ± t·se/(p̂(1 − p̂)) 还原，或 Korn–Graubard；无人或人人达线时用有效样本量的精确二项区间",
        "rate = Σ w over those at or above the line / Σ w × 100; errors and plausible values as for the survey mean; interval: logit p̂ ± t se / (p̂ (1 − p̂)) turned back, or Korn and Graubard's; where nobody or everybody reaches the line the exact binomial one of the effective size",
    ),
    katex: r"\hat p=100\cdot\frac{\sum_i w_i\,[y_i\ge L]}{\sum_i w_i}",
    universe: UNIVERSE,
    numerator: Text::new("达线者权数之和", "weight of those at or above the line"),
    denominator: Text::new("权数之和（推断的总体人数）", "sum of weights (the population they stand for)"),
    aggregation: AGGREGATION,
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new(
        "rate",
        Text::new("达线率", "rate"),
        Discloses::Weighted { part: Whom::Event, whole: Whom::Base },
    )],
    parameters: with_design![
        SCORES,
        Parameter {
            name: "lines",
            text: Text::new("分数线，可多条；达到即算", "the lines, any number; reaching one counts"),
            kind: Kind::Number,
            default: Default::Required,
            many: true,
        },
        INTERVAL,
    ],
    edges: EDGES,
    reference: Text::new(
        "Korn & Graubard (1998), Survey Methodology 24, 193–201；Rubin (1987)；用 R survey 4.1 svyciprop（xlogit、beta）检验",
        "Korn & Graubard (1998), Survey Methodology 24, 193–201; Rubin (1987); held against svyciprop (xlogit, beta) of R survey 4.1",
    ),
    docstring: include_str!("survey_rate.txt"),
    example: Example {
        input: "考号,学校,权,数学\n1,甲,10,60\n2,甲,10,80\n3,乙,20,90\n4,丙,20,70\n",
        by: &[],
        arguments: &[("scores", &["数学"]), ("lines", &["75"]), ("weight", &["权"]), ("cluster", &["学校"])],
        steps: Text::new(
            "达 75 分的权数 10 + 20 = 30，30 ÷ 60 = 50.0%",
            "weight at or above 75: 10 + 20 = 30; 30 / 60 = 50.0 %",
        ),
        expected: &[Expected {
            measure: "rate",
            subject: Some("mathematics"),
            group: &["75"],
            value: "50.0",
        }],
    },
    method: Method::Rows(survey_rate),
};

pub const INTERVAL: Parameter = Parameter {
    name: "interval",
    text: Text::new(
        "区间：logit（对数比值上的 t 区间）或 beta（Korn–Graubard）",
        "the interval: logit (Student's on the log odds) or beta (Korn and Graubard's)",
    ),
    kind: Kind::Choice(&[
        ("logit", Text::new("对数比值上的 t 区间", "Student's on the log odds")),
        ("beta", Text::new("Korn–Graubard 区间", "Korn and Graubard's")),
    ]),
    default: Default::Value("logit"),
    many: false,
};

fn survey_rate(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    let lines = request.arguments.numbers("lines");
    let each: Vec<_> =
        lines.into_iter().map(|line| (Some(plain(line)), Statistic::Rate(to_f64(line)))).collect();
    each_group(rows, request, ("survey_rate", "rate"), &["line"], &each)
}
