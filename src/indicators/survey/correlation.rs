//! The correlation of two variables of a population, from a weighted sample.

use super::super::arguments::Request;
use super::super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Parts, Whom,
};
use super::super::rows::Rows;
use super::definition::{AGGREGATION, EDGES, REFERENCE, SCORES, with_design};
use super::shape::Shape;
use super::smooth::each_subject;
use crate::error::Result;
use crate::figures::{Figures, Status, Unit};
use crate::lang::Text;
use crate::stats::survey::functions::correlation;

pub const SURVEY_CORRELATION: Indicator = Indicator {
    id: "survey_correlation",
    name: Text::new("抽样相关系数", "survey correlation"),
    aliases: &["加权相关", "weighted correlation"],
    summary: Text::new(
        "由抽样数据推断总体中成绩与另一变量的相关系数，误差按抽样设计计算",
        "correlation of scores with another variable in the population per group, from a weighted sample",
    ),
    formula: Text::new(
        "r = 加权协方差 ÷ √（两个加权方差之积）；似真值第 m 个配第 m 个；区间与 p 值：Fisher z 上的 t 分布",
        "r = weighted covariance / √(product of the weighted variances); the m-th plausible value with the m-th; interval and p-value: Student's on Fisher's z",
    ),
    katex: r"\hat r=\frac{\sum_i w_i(x_i-\bar x)(y_i-\bar y)}{\sqrt{\sum_i w_i(x_i-\bar x)^2\sum_i w_i(y_i-\bar y)^2}}",
    universe: Text::new(
        "样本中两个变量都有值且权数大于 0 的学生",
        "pupils of the sample with both variables and a weight above 0",
    ),
    numerator: Text::new("加权协方差", "weighted covariance"),
    denominator: Text::new("两个加权标准差之积", "product of the weighted standard deviations"),
    aggregation: AGGREGATION,
    unit: Unit::Number,
    decimals: 4,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new(
        "correlation",
        Text::new("相关系数", "correlation"),
        Discloses::Scores(Whom::Base),
    )],
    parameters: with_design![
        SCORES,
        Parameter {
            name: "other",
            text: Text::new(
                "另一个变量的列，或一串似真值（与 scores 的写法相同）",
                "the other variable: a column, or a run of plausible values written as scores are",
            ),
            kind: Kind::Pair,
            default: Default::Required,
            many: false,
        },
    ],
    edges: EDGES,
    reference: REFERENCE,
    docstring: include_str!("survey_correlation.txt"),
    example: Example {
        input: "考号,学校,权,时长,数学\n1,甲,1,1,60\n2,甲,1,2,80\n3,乙,1,3,70\n4,丙,1,4,90\n",
        by: &[],
        arguments: &[
            ("scores", &["数学"]),
            ("other", &["时长"]),
            ("weight", &["权"]),
            ("cluster", &["学校"]),
        ],
        steps: Text::new(
            "离差积之和（−1.5）(−15) + (−0.5)(5) + 0.5(−5) + 1.5×15 = 40；√(5 × 500) = 50；r = 0.8",
            "sum of products (−1.5)(−15) + (−0.5)(5) + 0.5(−5) + 1.5×15 = 40; √(5 × 500) = 50; r = 0.8",
        ),
        expected: &[Expected {
            measure: "correlation",
            subject: Some("mathematics"),
            group: &[],
            value: "0.8000",
        }],
    },
    method: Method::Rows(survey_correlation),
};

fn survey_correlation(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    each_subject(rows, request, "survey_correlation", Some("other"), |own| {
        let found = own.by_group(&own.centred(), &[(0, 0), (1, 1), (0, 1)], correlation);
        let confidence = request.arguments.confidence();
        own.figures(("correlation", Unit::Number), &found, confidence, (Shape::Fisher, Status::NotApplicable))
    })
}
