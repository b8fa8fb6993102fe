//! The ratio of two totals of a population, from a weighted sample.

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
use crate::stats::survey::functions::ratio;

pub const SURVEY_RATIO: Indicator = Indicator {
    id: "survey_ratio",
    name: Text::new("抽样比值", "survey ratio"),
    aliases: &["加权比值", "ratio estimator"],
    summary: Text::new(
        "由抽样数据推断总体中两个总量之比（如课外时间 ÷ 课内时间），误差按抽样设计计算",
        "ratio of two totals of the population per group, from a weighted sample, with the error of its design",
    ),
    formula: Text::new(
        "比值 = Σ 权数 × 分子 ÷ Σ 权数 × 分母；误差同抽样平均分（重复权下各重算，或线性化）",
        "ratio = Σ w y / Σ w x; errors as for the survey mean (anew under each replicate weight, or linearised)",
    ),
    katex: r"\hat R=\frac{\sum_i w_i y_i}{\sum_i w_i x_i}",
    universe: UNIVERSE,
    numerator: Text::new("加权分子之和", "weighted sum of the numerator"),
    denominator: Text::new("加权分母之和", "weighted sum of the denominator"),
    aggregation: AGGREGATION,
    unit: Unit::Number,
    decimals: 4,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("ratio", Text::new("比值", "ratio"), Discloses::Scores(Whom::Base))],
    parameters: with_design![
        SCORES,
        Parameter {
            name: "below",
            text: Text::new(
                "分母的列（scores 为分子）",
                "the column of the denominator (scores are the numerator)"
            ),
            kind: Kind::Pair,
            default: Default::Required,
            many: false,
        },
    ],
    edges: EDGES,
    reference: REFERENCE,
    docstring: include_str!("survey_ratio.txt"),
    example: Example {
        input: "考号,学校,权,课外,课内\n1,甲,10,2,4\n2,甲,10,3,5\n3,乙,20,1,5\n4,丙,20,4,5\n",
        by: &[],
        arguments: &[
            ("scores", &["课外"]),
            ("below", &["课内"]),
            ("weight", &["权"]),
            ("cluster", &["学校"]),
        ],
        steps: Text::new(
            "(10×2 + 10×3 + 20×1 + 20×4) ÷ (10×4 + 10×5 + 20×5 + 20×5) = 150 ÷ 290 = 0.5172",
            "(10×2 + 10×3 + 20×1 + 20×4) / (10×4 + 10×5 + 20×5 + 20×5) = 150 / 290 = 0.5172",
        ),
        expected: &[Expected { measure: "ratio", subject: Some("课外"), group: &[], value: "0.5172" }],
    },
    method: Method::Rows(survey_ratio),
};

fn survey_ratio(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    each_subject(rows, request, "survey_ratio", Some("below"), |own| {
        let found = own.by_group(&own.values, &[], |totals| ratio(&totals[1..]));
        let confidence = request.arguments.confidence();
        own.figures(("ratio", Unit::Number), &found, confidence, (Shape::Student, Status::NoDenominator))
    })
}
