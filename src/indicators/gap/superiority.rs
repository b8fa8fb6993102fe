//! The probability of superiority and V: how the two distributions lie to each other, whatever the scale.

use super::measure::{Evaluated, Link, Missing, OPEN, not_applicable};
use super::score::{Ladder, Score};
use super::sides::Sides;
use crate::figures::{Phrase, Value};
use crate::number::Rational;
use crate::stats::{normal_density, normal_quantile};
use crate::tally::Distribution;

/// P(first > second) + P(equal) / 2, from counts alone.
pub fn superiority(sides: &Sides) -> Result<Evaluated, Missing> {
    let counts = common_buckets(&sides[0].all, &sides[1].all)?;
    let [first, second] = [0, 1].map(|at: usize| Ladder::new(&counts[at]));
    let n = [0, 1].map(|at: usize| sides[at].all.tested() as f64);
    let pairs = i128::from(sides[0].all.tested()) * i128::from(sides[1].all.tested());
    let value = Value::Exact(Rational::new(second.pairs(&counts[0]), 2 * pairs));
    let slopes = [
        vec![(Score::Placement(second), 1.0 / (2.0 * n[1]))],
        vec![(Score::Placement(first), -1.0 / (2.0 * n[0]))],
    ];
    let is_exact = sides.iter().all(|side| side.all.is_exact());
    let note = (!is_exact).then_some(&BUCKET_IS_LEVEL);
    let link = Link::Identity { null: Some(0.5) };
    Ok(Evaluated { value, link, slopes, weights: [1.0, -1.0], note })
}

/// The counts of both sides where an open bucket of one is a bucket of the other too: no score inside it is told
/// from another.
fn common_buckets(first: &Distribution, second: &Distribution) -> Result<[Vec<(i64, u64)>; 2], Missing> {
    let both = [first, second];
    let top = both.iter().filter(|d| d.open_top().is_some()).filter_map(|d| Some(d.counts().last()?.0)).min();
    let bottom =
        both.iter().filter(|d| d.open_bottom().is_some()).filter_map(|d| Some(d.counts().first()?.0)).max();
    if top.zip(bottom).is_some_and(|(top, bottom)| top <= bottom) {
        return Err(OPEN);
    }
    let ranges = overlapping(both.iter().flat_map(|d| d.ranges().iter().copied()).collect());
    let into_bucket = |ticks: i64| {
        let range = ranges.iter().find(|(low, high)| (*low..=*high).contains(&ticks));
        let ticks = range.map_or(ticks, |(low, _)| *low);
        let ticks = top.map_or(ticks, |top| ticks.min(top));
        bottom.map_or(ticks, |bottom| ticks.max(bottom))
    };
    Ok(both.map(|distribution| {
        let mut counts: Vec<(i64, u64)> = Vec::new();
        for &(ticks, count) in distribution.counts() {
            match counts.last_mut() {
                Some(last) if last.0 == into_bucket(ticks) => last.1 += count,
                _ => counts.push((into_bucket(ticks), count)),
            }
        }
        counts
    }))
}

/// Ranges as they become where those that overlap are one.
fn overlapping(mut ranges: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    ranges.sort_unstable();
    let mut whole: Vec<(i64, i64)> = Vec::new();
    for (low, high) in ranges {
        match whole.last_mut() {
            Some(last) if low <= last.1 => last.1 = last.1.max(high),
            _ => whole.push((low, high)),
        }
    }
    whole
}

/// V = √2 Φ⁻¹(superiority). Ho & Haertel (2006); Ho (2009), JEBS 34, 201–228.
pub fn v(superiority: Evaluated) -> Result<Evaluated, Missing> {
    const APART: Missing = not_applicable(&GROUPS_APART);
    let root = std::f64::consts::SQRT_2;
    let z = normal_quantile(superiority.value.to_f64()).ok_or(APART)?;
    let slope = root / normal_density(z);
    let scaled = |slopes: Vec<(Score, f64)>| slopes.into_iter().map(|(s, f)| (s, f * slope)).collect();
    Ok(Evaluated {
        value: Value::Real(root * z),
        link: Link::Identity { null: Some(0.0) },
        slopes: superiority.slopes.map(scaled),
        ..superiority
    })
}

static BUCKET_IS_LEVEL: Phrase = Phrase::new(
    "bucket_counts_as_level",
    "一分一段表合并档内的考生视为同分",
    "scores in an open bucket of the published table count as level",
);
static GROUPS_APART: Phrase = Phrase::new(
    "groups_do_not_overlap",
    "两组没有重叠，V 为无穷",
    "the groups do not overlap: V is infinite",
);
