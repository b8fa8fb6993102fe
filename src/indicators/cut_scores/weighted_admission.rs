//! The admission rate of a sample: every candidate counts by a weight.

use super::admitted::{method, told};
use super::each_line::at_lines_by;
use super::{AtLine, Part, at_least, left_out_note};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Status, Unit, Value};
use crate::indicators::arguments::Request;
use crate::indicators::grouping::grouping_keys;
use crate::indicators::weighted::{Weights, refuse_grouped};
use crate::number::Rational;

/// The weight of those at the line per hundred of all. Its error is the survey's, not Wilson's.
pub fn weighted_admission(
    exam: &Exam,
    request: &Request<'_>,
    key: &str,
    (exclusive, registered): (bool, bool),
) -> Result<Figures> {
    refuse_grouped(&grouping_keys(request), key)?;
    at_lines_by(exam, request, Some(key), |at, weights| {
        weights.map(|weights| rate(at, weights, exclusive, registered)).into_iter().collect()
    })
}

fn rate(at: &AtLine<'_>, weights: &Weights<'_>, exclusive: bool, registered: bool) -> Figure {
    let weight = |part: &Part<'_>| part.weight.map_or(0, |label| weights.of(label));
    let weighty: Vec<(i128, &Part<'_>)> =
        at.parts.iter().map(|part| (weight(part), part)).filter(|(weight, _)| *weight > 0).collect();
    let sum = |count: &dyn Fn(&Part<'_>) -> u64| -> Rational {
        let of_parts = weighty.iter().map(|(weight, part)| weight * i128::from(count(part)));
        Rational::new(of_parts.sum(), weights.one)
    };
    let tested = |part: &Part<'_>| part.distribution.tested();
    let of = match registered {
        true => sum(&|part| part.distribution.registered()),
        false => sum(&tested),
    };
    let reached = |part: &Part<'_>, score| at_least(part.distribution, at.scale, score).unwrap_or(0);
    let attained = |part: &Part<'_>| {
        let better = part.higher.filter(|_| exclusive).map_or(0, |line| reached(part, line.score));
        reached(part, part.line.score).saturating_sub(better)
    };
    let fewest = || {
        let candidates = |count: &dyn Fn(&Part<'_>) -> u64| weighty.iter().map(|(_, part)| count(part)).sum();
        let (reached, tested): (u64, u64) = (candidates(&attained), candidates(&tested));
        [tested, reached, tested - reached].into_iter().filter(|count| *count > 0).min()
    };
    let figure = Figure {
        n: Some(weighty.iter().map(|(_, part)| tested(part)).sum()),
        method: method(at, exclusive, registered),
        note: left_out_note(at),
        ..Figure::new("admission_rate", "rate", Unit::Percent)
    };
    let labels: Vec<&str> = at.parts.iter().filter_map(|part| part.weight).collect();
    let figure = weights.complete(figure, &told(at, exclusive, registered), &distinct(labels), fewest);
    if !at.any_line() {
        return figure.without_value(Status::MissingInput);
    }
    if of == Rational::from_integer(0) {
        return figure.without_value(Status::NoDenominator);
    }
    let attained = sum(&attained);
    Figure {
        numerator: Some(Value::Exact(attained)),
        denominator: Some(Value::Exact(of)),
        ..figure.with_value(Value::Exact(attained / of * Rational::from_integer(100)))
    }
}

/// Each label once: two tracks may have the same weights.
fn distinct(mut labels: Vec<&str>) -> Vec<&str> {
    labels.sort_unstable();
    labels.dedup();
    labels
}
