//! Counts, plans and limits of a yearly report, from a small table whose columns the user names.

mod count_by_year;
mod plan_attainment;
mod retention_rate;
mod teacher_rotation;

pub use count_by_year::{COUNT_BY_YEAR, NO_COUNT_BEFORE};
pub use plan_attainment::PLAN_ATTAINMENT;
pub use retention_rate::RETENTION_RATE;
pub use teacher_rotation::TEACHER_ROTATION;

use super::definition::{Default, Kind, Parameter};
use crate::figures::{Figure, Phrase, Status, Term, Value};
use crate::lang::Text;
use crate::number::Rational;

/// A limit in per cent that a rate must reach.
const fn limit(name: &'static str, text: Text, default: &'static str) -> Parameter {
    Parameter { name, text, kind: Kind::Points, default: Default::Value(default), many: false }
}

/// Completes a rate in per cent, its parts already known or missing.
fn per_cent(figure: Figure, above: Option<Rational>, below: Option<Rational>) -> Figure {
    let zero = Rational::from_integer(0);
    let figure =
        Figure { numerator: above.map(Value::Exact), denominator: below.map(Value::Exact), ..figure };
    match (above, below) {
        (_, Some(below)) if below == zero => figure.without_value(Status::NoDenominator),
        (Some(_), Some(below)) if below < zero => {
            Figure { note: (&NEGATIVE).into(), ..figure.without_value(Status::NotApplicable) }
        }
        (Some(above), Some(below)) => {
            figure.with_value(Value::Exact(above / below * Rational::from_integer(100)))
        }
        _ => figure.without_value(Status::MissingInput),
    }
}

/// Says whether a rate reaches its limit, from the exact value.
fn judged(figure: Figure, limit: Rational) -> Figure {
    let declared = || [Term::declared(limit)];
    let note = match figure.value {
        Some(Value::Exact(rate)) if rate >= limit => MEETS.with(declared()).into(),
        Some(_) => BELOW.with(declared()).into(),
        None => figure.note.clone(),
    };
    Figure { method: figure.method.and(LIMIT.with(declared())), note, ..figure }
}

static NEGATIVE: Phrase = Phrase::new("negative_denominator", "分母为负", "the denominator is negative");
static LIMIT: Phrase = Phrase::new("limit_at_least", "限值 ≥ {} %", "limit >= {} %");
static MEETS: Phrase = Phrase::new("meets_limit", "达到限值 {} %", "meets the limit of {} %");
static BELOW: Phrase = Phrase::new("below_limit", "未达限值 {} %", "below the limit of {} %");
