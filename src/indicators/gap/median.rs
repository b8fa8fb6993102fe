//! Gaps at quantiles and the share below the other group's median: where densities come in.

use super::measure::{Evaluated, Link, MeanError, Missing, OPEN};
use super::score::Score;
use super::sides::Sides;
use crate::figures::Value;
use crate::indicators::mean_and_rates::position;
use crate::number::{Rational, Scale, to_f64};
use crate::stats::normal_quantile;
use crate::tally::Distribution;

/// The default of most software, and of `subject_quantiles`.
const QUANTILE_TYPE: u8 = 7;
/// The median of everyday use: the mean of the two middle scores.
const MEDIAN_TYPE: u8 = 2;

/// A quantile in ticks; `None` where an open bucket hides it.
fn quantile(distribution: &Distribution, p: Rational, kind: u8) -> Option<Rational> {
    let at = position(distribution.tested(), p, kind)?;
    let low = Rational::from_integer(i128::from(distribution.at_rank(at.lower)?));
    if at.weight == Rational::from_integer(0) {
        return Some(low);
    }
    let high = Rational::from_integer(i128::from(distribution.at_rank(at.lower + 1)?));
    Some(low + (high - low) * at.weight)
}

fn real_quantile(distribution: &Distribution, p: f64) -> Option<f64> {
    // Places are counted in millionths: far finer than the error from which p comes.
    let million = 1_000_000;
    let p = Rational::new((p.clamp(0.0, 1.0) * f64::from(million)).round() as i128, i128::from(million));
    quantile(distribution, p, QUANTILE_TYPE).map(to_f64)
}

/// The scores around a quantile that its own error makes plausible: Woodruff (1952), JASA 47, 635–646.
struct Window {
    low: f64,
    high: f64,
    /// The share of the distribution between the two, as probabilities.
    mass: f64,
}

/// `above` marks the scores beyond the quantile. `None` without an error to make a window of.
fn window(
    distribution: &Distribution,
    (side, above): (usize, &Score),
    p: f64,
    error: MeanError<'_>,
) -> Option<Window> {
    let reach = normal_quantile(0.975)? * error(side, above)?;
    let (from, to) = ((p - reach).max(0.0), (p + reach).min(1.0));
    let (low, high) = (real_quantile(distribution, from)?, real_quantile(distribution, to)?);
    (to > from).then_some(Window { low, high, mass: to - from })
}

fn beyond(ticks: Rational) -> Score {
    Score::AtLeast((ticks.floor() + Rational::from_integer(1)).to_integer() as i64)
}

/// The difference of the quantiles of probability `p`.
pub fn quantile_difference(
    scale: Scale,
    sides: &Sides,
    p: Rational,
    error: MeanError<'_>,
) -> Result<Evaluated, Missing> {
    let [first, second] = [0, 1].map(|at| quantile(&sides[at].all, p, QUANTILE_TYPE));
    let quantiles = [first.ok_or(OPEN)?, second.ok_or(OPEN)?];
    let step = to_f64(scale.step());
    let slopes = [(0, step), (1, -step)].map(|(at, sign): (usize, f64)| {
        let above = beyond(quantiles[at]);
        let window = window(&sides[at].all, (at, &above), to_f64(p), error);
        window.map(|window| (above, sign * (window.high - window.low) / window.mass))
    });
    let [first, second] = slopes.map(|slope| slope.into_iter().collect::<Vec<_>>());
    let weights = [&first, &second].map(|slopes| slopes.first().map_or(0.0, |slope| slope.1));
    let known = !first.is_empty() && !second.is_empty();
    Ok(Evaluated {
        value: Value::Exact((quantiles[0] - quantiles[1]) * scale.step()),
        link: Link::Identity { null: Some(0.0) },
        slopes: if known { [first, second] } else { [Vec::new(), Vec::new()] },
        weights,
        note: None,
    })
}

/// The share, in percent, of one group's candidates below the median of the other, side `of`.
pub fn below_median(
    scale: Scale,
    sides: &Sides,
    of: usize,
    error: MeanError<'_>,
) -> Result<Evaluated, Missing> {
    let (its, others) = (&sides[of].all, &sides[1 - of].all);
    let half = Rational::new(1, 2);
    let median = quantile(its, half, MEDIAN_TYPE).ok_or(OPEN)?;
    let line = scale.ticks_at_least(median * scale.step());
    let n = others.tested();
    let below = n - others.at_least(line).ok_or(OPEN)?;
    let own = (Score::AtLeast(line), -100.0);
    // The median moves too: by its side's density, the share by the other's.
    let above = beyond(median);
    let through_median = window(its, (of, &above), 0.5, error).map(|window| {
        let share = |ticks: f64| {
            let counts = others.counts().iter();
            counts.filter(|c| c.0 as f64 <= ticks).map(|c| c.1).sum::<u64>() as f64 / n as f64
        };
        (above, 100.0 * (share(window.high) - share(window.low)) / window.mass)
    });
    let mut slopes = [Vec::new(), Vec::new()];
    let mut weights = [0.0; 2];
    if let Some(through) = through_median {
        weights[of] = through.1;
        weights[1 - of] = own.1;
        slopes[of].push(through);
        slopes[1 - of].push(own);
    }
    let share = Rational::new(i128::from(below) * 100, i128::from(n));
    Ok(Evaluated {
        value: Value::Exact(share),
        link: Link::Identity { null: None },
        slopes,
        weights,
        note: None,
    })
}
