//! Totals of a population, from a weighted sample.

use super::super::arguments::Request;
use super::super::definition::{Discloses, Example, Expected, Indicator, Layout, Measure, Method, Whom};
use super::super::rows::Rows;
use super::definition::{EDGES, REFERENCE, SCORES, UNIVERSE, with_design};
use super::shape::Shape;
use super::smooth::each_subject;
use crate::error::Result;
use crate::figures::{Figures, Status, Unit};
use crate::lang::Text;
use crate::stats::survey::functions::identity;
use crate::stats::survey::{Of, Variate};

pub const SURVEY_TOTAL: Indicator = Indicator {
    id: "survey_total",
    name: Text::new("抽样总量", "survey total"),
    aliases: &["加权总数", "weighted total", "population total"],
    summary: Text::new(
        "由抽样数据推断总体的总量（如总课时）与有值的人数，误差按抽样设计计算",
        "total of a variable over the population, and how many have it, per group, from a weighted sample",
    ),
    formula: Text::new(
        "总量 = Σ 权数 × 值；人数 = 有值者权数之和；误差与似真值同抽样平均分",
        "total = Σ w y; population = Σ w over those with a value; errors and plausible values as for the survey mean",
    ),
    katex: r"\hat T=\sum_i w_i y_i,\qquad \hat N=\sum_i w_i",
    universe: UNIVERSE,
    numerator: Text::new("加权值之和", "weighted sum of values"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new("各组总量相加", "totals of groups add up"),
    unit: Unit::Number,
    decimals: 0,
    layout: Layout::Listed,
    measures: &[
        Measure::new("total", Text::new("总量", "total"), Discloses::Scores(Whom::Base)),
        Measure::new("population", Text::new("人数", "population"), Discloses::Scores(Whom::Base)),
    ],
    parameters: with_design![SCORES],
    edges: EDGES,
    reference: REFERENCE,
    docstring: include_str!("survey_total.txt"),
    example: Example {
        input: "考号,学校,权,数学\n1,甲,10,60\n2,甲,10,80\n3,乙,20,90\n4,丙,20,70\n",
        by: &[],
        arguments: &[("scores", &["数学"]), ("weight", &["权"]), ("cluster", &["学校"])],
        steps: Text::new("10×60 + 10×80 + 20×90 + 20×70 = 4600", "10×60 + 10×80 + 20×90 + 20×70 = 4,600"),
        expected: &[
            Expected { measure: "total", subject: Some("mathematics"), group: &[], value: "4600" },
            Expected { measure: "population", subject: Some("mathematics"), group: &[], value: "60" },
        ],
    },
    method: Method::Rows(survey_total),
};

fn survey_total(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    each_subject(rows, request, "survey_total", None, |own| {
        let variates: Vec<Variate<'_>> = own.values.iter().flatten().map(|y| Variate::value(y)).collect();
        let summed = own.summed(&variates);
        let of = |pick: fn(usize) -> Of, values: usize| -> Vec<Vec<_>> {
            let one = |group: usize, value: usize| {
                let known = own.counts[group].n > 0;
                summed.estimate(&[(group, pick(value))], identity).filter(|_| known)
            };
            (0..own.counts.len()).map(|group| (0..values).map(|value| one(group, value)).collect()).collect()
        };
        let figures = |what: (&'static str, Unit), found: &[Vec<_>]| {
            let confidence = request.arguments.confidence();
            own.figures(what, found, confidence, (Shape::Student, Status::NoDenominator))
        };
        let totals = figures(("total", Unit::Number), &of(Of::Total, variates.len()));
        let population = figures(("population", Unit::Persons), &of(Of::Weight, 1));
        [totals, population].concat()
    })
}
