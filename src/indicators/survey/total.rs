//! Totals of a population, from a weighted sample.

use super::super::Request;
use super::super::registry::{Disclosure, Example, Expected, Indicator, Method};
use super::definition::{EDGES, REFERENCE, SCORES, UNIVERSE, with_design};
use super::design::Sample;
use super::estimates::{Groups, subjects};
use super::report::Shape;
use super::rows::Rows;
use super::smooth::{complete, place, rows_of};
use crate::error::Result;
use crate::figures::{Figures, Status, Unit};
use crate::lang::Text;
use crate::stats::survey::functions::identity;
use crate::stats::survey::{Of, Summed, Variate};

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
    measures: &[("total", Text::new("总量", "total")), ("population", Text::new("人数", "population"))],
    parameters: with_design![SCORES],
    edges: EDGES,
    disclosure: Disclosure::Pupils,
    reference: REFERENCE,
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
    let sample = Sample::read(rows, "survey_total", request.arguments)?;
    let groups = Groups::read(rows, request.by)?;
    let count = groups.labels.len();
    let mut figures = Figures::new(request.by.to_vec());
    for subject in subjects(rows, request)? {
        let of_row = complete(&groups, &[&subject.columns[0]]);
        let counts = sample.counted(count, |row| of_row[row]);
        let variates: Vec<Variate<'_>> =
            subject.columns.iter().map(|column| Variate::value(column)).collect();
        let summed = Summed::new(&sample.design, &sample.weights(), &variates, &of_row, count);
        let of = |pick: fn(usize) -> Of, values: usize| {
            let one = |group: usize, value: usize| {
                let known = counts[group].n > 0;
                summed.estimate(&[(group, pick(value))], identity).filter(|_| known)
            };
            (0..count).map(|group| (0..values).map(|value| one(group, value)).collect::<Vec<_>>()).collect()
        };
        let found: [Vec<_>; 2] = [of(Of::Total, subject.columns.len()), of(Of::Weight, 1)];
        for (found, (measure, unit)) in
            found.iter().zip([("total", Unit::Number), ("population", Unit::Persons)])
        {
            let at = |group: usize| {
                let labels = groups.labels[group].iter().cloned().map(Some);
                place(("survey_total", measure, unit), labels, Some(&subject.id), counts[group])
            };
            rows_of(
                &mut figures,
                &sample,
                request,
                &groups,
                (found, &counts),
                at,
                (Shape::Student, Status::NoDenominator),
            );
        }
    }
    Ok(figures)
}
