//! Intervals of places: how many units are surely better than each, and how many surely worse.
//!
//! Mogstad, Romano, Shaikh & Wilhelm (2024), Review of Economic Studies 91, 476–518: whatever family of comparisons keeps
//! its error rate, 1 + those surely better and m − those surely worse enclose the place.

use super::holm::holm;
use super::random::Stream;
use super::{normal_cdf, normal_quantile};
use crate::threads::{self, Stage};

/// A unit: the higher the value, the better its place. Without an error it is compared with nobody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    pub value: f64,
    pub se: Option<f64>,
}

/// How many are surely better and surely worse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Surely {
    pub better: usize,
    pub worse: usize,
}

/// Which comparisons are wrong together with that probability at most: those of each unit by itself, or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    OfEach,
    All,
}

/// The error of the difference of two units; `None` for units that are not compared.
fn error(units: &[Unit], one: usize, other: usize) -> Option<f64> {
    let (one, other) = (units[one].se?, units[other].se?);
    Some((one * one + other * other).sqrt()).filter(|se| *se > 0.0)
}

/// By two-sided tests of every difference, adjusted by Holm.
pub fn by_holm(units: &[Unit], family: Family, confidence: f64) -> Vec<Surely> {
    let p_value = |one: usize, other: usize| {
        let z = error(units, one, other).map(|se| (units[one].value - units[other].value) / se);
        z.map_or(1.0, |z| (2.0 * normal_cdf(-z.abs())).min(1.0))
    };
    let significant = |pairs: &[(usize, usize)]| -> Vec<bool> {
        let p_values: Vec<f64> = pairs.iter().map(|&(one, other)| p_value(one, other)).collect();
        // 1 − 0.95 is above 0.05 by a rounding.
        let limit = (1.0 - confidence) * (1.0 - 1e-12);
        holm(&p_values).into_iter().map(|p| p <= limit).collect()
    };
    let mut surely = vec![Surely::default(); units.len()];
    let is_better = |one: usize, other: usize| units[one].value > units[other].value;
    match family {
        Family::OfEach => {
            for (one, own) in surely.iter_mut().enumerate() {
                threads::check();
                let pairs: Vec<_> =
                    (0..units.len()).filter(|other| *other != one).map(|other| (one, other)).collect();
                for ((_, other), _) in pairs.iter().zip(significant(&pairs)).filter(|(_, sure)| *sure) {
                    match is_better(one, *other) {
                        true => own.worse += 1,
                        false => own.better += 1,
                    }
                }
            }
        }
        Family::All => {
            let pairs: Vec<_> =
                (0..units.len()).flat_map(|one| (0..one).map(move |other| (one, other))).collect();
            for (&(one, other), _) in pairs.iter().zip(significant(&pairs)).filter(|(_, sure)| *sure) {
                let (better, worse) = if is_better(one, other) { (one, other) } else { (other, one) };
                surely[better].worse += 1;
                surely[worse].better += 1;
            }
        }
    }
    surely
}

/// Draws of what units would deviate by if they were alike.
struct Draws(Vec<Vec<f64>>);

impl Draws {
    fn new(units: &[Unit], replicates: usize, seed: u64) -> Draws {
        Draws(threads::map_numbers(replicates, |replicate| {
            let mut stream = Stream::new(seed, replicate as u64);
            let mut draw = |se: f64| normal_quantile(stream.unit()).unwrap_or(0.0) * se;
            units.iter().map(|unit| unit.se.map_or(0.0, &mut draw)).collect()
        }))
    }

    /// The quantile (Hyndman–Fan type 7) of the largest standardised difference of these pairs.
    fn critical(&self, pairs: &[Pair], confidence: f64) -> f64 {
        let of_draw = |draw: &Vec<f64>| {
            pairs.iter().fold(f64::NEG_INFINITY, |most, pair| {
                most.max((draw[pair.better] - draw[pair.worse]) / pair.se)
            })
        };
        let mut largest = threads::map_numbers(self.0.len(), |at| of_draw(&self.0[at]));
        largest.sort_by(f64::total_cmp);
        let place = confidence * (largest.len() - 1) as f64;
        let (below, part) = (place.floor() as usize, place.fract());
        let above = largest.get(below + 1).copied().unwrap_or(largest[below]);
        largest[below] + part * (above - largest[below])
    }

    /// Which of the pairs are surely in that order, step by step (Romano & Wolf 2005).
    fn sure(&self, mut left: Vec<Pair>, confidence: f64) -> Vec<Pair> {
        let mut sure = Vec::new();
        while !left.is_empty() && !self.0.is_empty() {
            threads::check();
            let critical = self.critical(&left, confidence);
            let (new, rest): (Vec<Pair>, Vec<Pair>) = left.iter().partition(|pair| pair.t > critical);
            if new.is_empty() {
                break;
            }
            sure.extend(new);
            left = rest;
        }
        sure
    }
}

/// Whether one is better than another is asked of both orders.
#[derive(Clone, Copy)]
struct Pair {
    better: usize,
    worse: usize,
    se: f64,
    t: f64,
}

/// By the largest of the standardised differences, whose distribution is drawn: estimates are taken to be normal and
/// independent.
pub fn by_bootstrap(
    units: &[Unit],
    family: Family,
    confidence: f64,
    replicates: usize,
    seed: u64,
) -> Vec<Surely> {
    let draws = Draws::new(units, replicates, seed);
    let pair = |better: usize, worse: usize| {
        let se = error(units, better, worse)?;
        Some(Pair { better, worse, se, t: (units[better].value - units[worse].value) / se })
    };
    let mut surely = vec![Surely::default(); units.len()];
    match family {
        Family::OfEach => {
            for (one, own) in surely.iter_mut().enumerate() {
                threads::progress(Stage::Replicates, one as u64, units.len() as u64);
                let others = (0..units.len()).filter(|other| *other != one);
                let pairs = others.flat_map(|other| [pair(one, other), pair(other, one)]).flatten();
                for pair in draws.sure(pairs.collect(), confidence) {
                    match pair.better == one {
                        true => own.worse += 1,
                        false => own.better += 1,
                    }
                }
            }
        }
        Family::All => {
            let all = (0..units.len()).flat_map(|one| (0..units.len()).map(move |other| (one, other)));
            let pairs = all.filter(|(one, other)| one != other).filter_map(|(one, other)| pair(one, other));
            for pair in draws.sure(pairs.collect(), confidence) {
                surely[pair.better].worse += 1;
                surely[pair.worse].better += 1;
            }
        }
    }
    surely
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(of: &[(f64, f64)]) -> Vec<Unit> {
        of.iter().map(|&(value, se)| Unit { value, se: (se > 0.0).then_some(se) }).collect()
    }

    /// By hand: errors of differences √2. Of the first, z = 2.83 and 4.24 (p = 0.0047, 0.00002): both sure. Of the
    /// second, 2.83 and 1.41 (p = 0.0047 × 2, 0.157): one. Of the third, 4.24 and 1.41: one.
    #[test]
    fn three_by_hand() {
        let three = units(&[(10.0, 1.0), (6.0, 1.0), (4.0, 1.0)]);
        let wanted = [(0, 2), (1, 0), (1, 0)].map(|(better, worse)| Surely { better, worse }).to_vec();
        assert_eq!(by_holm(&three, Family::OfEach, 0.95), wanted);
        assert_eq!(by_holm(&three, Family::All, 0.95), wanted);
        assert_eq!(by_bootstrap(&three, Family::OfEach, 0.95, 2000, 1), wanted);
        assert_eq!(by_bootstrap(&three, Family::All, 0.95, 2000, 1), wanted);
    }

    /// One without an error is compared with nobody, and one unit alone with none.
    #[test]
    fn nobody_is_sure_of_what_has_no_error() {
        let three = units(&[(10.0, 0.1), (6.0, 0.0), (1.0, 0.1)]);
        for found in [by_holm(&three, Family::All, 0.95), by_bootstrap(&three, Family::All, 0.95, 200, 1)] {
            assert_eq!(found[1], Surely::default());
            assert_eq!(
                (found[0], found[2]),
                (Surely { better: 0, worse: 1 }, Surely { better: 1, worse: 0 })
            );
        }
        assert_eq!(by_holm(&three[..1], Family::OfEach, 0.95), [Surely::default()]);
        assert_eq!(by_bootstrap(&three[..1], Family::OfEach, 0.95, 200, 1), [Surely::default()]);
    }
}
