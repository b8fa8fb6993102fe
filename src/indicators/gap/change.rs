//! How a gap changed since the year before.

use super::errors::{Measured, Term, complete};
use super::measure::{Link, Missing};
use super::rules::Rules;
use super::span::Span;
use crate::figures::{Figure, Phrase, Status, Told, Value};

/// The gap of an earlier year.
pub struct Before<'a> {
    pub year: Option<i32>,
    pub measured: Measured<'a>,
}

/// Completes the figure of a change: a difference, of a ratio the ratio. A school present in both years is one
/// cluster, so that what the two years share does not count twice.
pub fn change(
    figure: Figure,
    now: &Result<Measured<'_>, Missing>,
    before: &Before<'_>,
    rules: &Rules,
) -> Figure {
    let now = match now {
        Err(missing) => return missing.of(figure),
        Ok(now) => now,
    };
    let last = &before.measured;
    if !now.measure.is_free_of_scale() && now.subject.full_mark != last.subject.full_mark {
        return figure.without_value(Status::NotApplicable).noted(&FULL_MARKS_DIFFER);
    }
    let everybody = [now, last].into_iter().flat_map(|measured| measured.sides);
    let n = everybody.map(|side| side.all.tested()).sum();
    let of_last = |told: &Told| Told { year: before.year, ..told.clone() };
    let told = now.told.iter().cloned().chain(last.told.iter().map(of_last)).collect();
    let figure = Figure { n: Some(n), told, ..figure.with_value(difference(now, last)) };
    let terms = [Term { weight: 1.0, measured: now }, Term { weight: -1.0, measured: last }];
    complete(figure, &terms, before.year.map_or(Span::Year, Span::Since), rules)
}

pub static FULL_MARKS_DIFFER: Phrase =
    Phrase::new("full_marks_of_years_differ", "各年满分不同", "the full mark differs between the years");

fn difference(now: &Measured<'_>, last: &Measured<'_>) -> Value {
    let is_ratio = now.evaluated.link == Link::Log;
    match (now.evaluated.value, last.evaluated.value) {
        (Value::Exact(now), Value::Exact(last)) if is_ratio => Value::Exact(now / last),
        (Value::Exact(now), Value::Exact(last)) => Value::Exact(now - last),
        (now, last) => Value::Real(now.to_f64() - last.to_f64()),
    }
}
