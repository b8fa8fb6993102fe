//! Figures whose counts were changed after they were computed, as by rounding.

use super::cut_scores::GARWOOD;
use super::mean_and_rates::rule_of;
pub(crate) use super::mean_and_rates::without_rule;
use crate::figures::{Figure, Unit};
use crate::number::{Rational, to_f64};
use crate::stats::intervals::{Share, byar, garwood};

/// Gives a figure whose counts were changed the interval of these, by its convention; none where its convention
/// looks at the schools one by one.
pub fn set_interval(figure: &mut Figure, before: &Figure) {
    let Some(confidence) = before.confidence.filter(|_| before.lower.is_some()) else { return };
    if let Some((lower, upper)) = interval(figure, confidence) {
        (figure.lower, figure.upper, figure.confidence) = (Some(lower), Some(upper), Some(confidence));
    }
}

fn interval(figure: &Figure, confidence: f64) -> Option<(f64, f64)> {
    let (counted, of) = (figure.numerator?.exact()?, figure.denominator?.exact()?);
    let whole = |count: Rational| u64::try_from(count.to_integer()).ok();
    match figure.unit {
        Unit::Percent => {
            let found = rule_of(&figure.method)?(Share::of(whole(counted)?, whole(of)?), confidence)?;
            Some((found.lower * 100.0, found.upper * 100.0))
        }
        Unit::Per10k => {
            let rule = if figure.method.has(&GARWOOD) { garwood } else { byar };
            let (found, scale) = (rule(whole(counted)?, confidence)?, 10_000.0 / to_f64(of));
            Some((found.lower * scale, found.upper * scale))
        }
        _ => None,
    }
}
