//! Figures whose counts were changed after they were computed, as by rounding.

use crate::figures::{Figure, Unit};
use crate::number::{Rational, to_f64};
use crate::stats::Interval;
use crate::stats::intervals::{Share, agresti_coull, byar, clopper_pearson, garwood, wilson_of};

/// Gives a figure whose counts were changed the interval of these, by the convention that gives that of the counts
/// before; none where no convention does (those that look at the schools one by one).
pub fn set_interval(figure: &mut Figure, before: &Figure) {
    let (Some(lower), Some(upper), Some(confidence)) = (before.lower, before.upper, before.confidence) else {
        return;
    };
    let conventions: &[&Convention] = match figure.unit {
        Unit::Percent => &[&of_shares(wilson_of), &of_shares(clopper_pearson), &of_shares(agresti_coull)],
        Unit::Per10k => &[&of_people(byar), &of_people(garwood)],
        _ => &[],
    };
    let of = |convention: &Convention, figure: &Figure| {
        convention(figure.numerator?.exact()?, figure.denominator?.exact()?, confidence)
    };
    let same = conventions.iter().find(|convention| of(convention, before) == Some((lower, upper)));
    if let Some((lower, upper)) = same.and_then(|convention| of(convention, figure)) {
        (figure.lower, figure.upper, figure.confidence) = (Some(lower), Some(upper), Some(confidence));
    }
}

/// The bounds of so many among so many, with a confidence.
type Convention<'a> = dyn Fn(Rational, Rational, f64) -> Option<(f64, f64)> + 'a;

fn of_shares(
    interval: fn(Share, f64) -> Option<Interval>,
) -> impl Fn(Rational, Rational, f64) -> Option<(f64, f64)> {
    move |counted, of, confidence| {
        let number = |count: Rational| u64::try_from(count.to_integer()).ok();
        let found = interval(Share::of(number(counted)?, number(of)?), confidence)?;
        Some((found.lower * 100.0, found.upper * 100.0))
    }
}

fn of_people(
    interval: fn(u64, f64) -> Option<Interval>,
) -> impl Fn(Rational, Rational, f64) -> Option<(f64, f64)> {
    move |counted, people, confidence| {
        let found = interval(u64::try_from(counted.to_integer()).ok()?, confidence)?;
        let scale = 10_000.0 / to_f64(people);
        Some((found.lower * scale, found.upper * scale))
    }
}
