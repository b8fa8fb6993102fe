//! A measure computed again and again from what each school has: three sums where they suffice, else its counts.

use super::errors::Measured;
use super::measure::{Link, Measure};
use super::sides::Side;
use crate::number::to_f64;
use crate::stats::difference::{Moments, hedges_factor, pooled_deviation};
use crate::stats::normal_quantile;
use crate::tally::Distribution;

/// Candidates, Σ v and Σ v² of a school, v the score or whether it reaches the line.
#[derive(Clone, Copy, Debug)]
struct Sums {
    school: usize,
    n: f64,
    sum: f64,
    squares: f64,
}

#[derive(Clone, Debug)]
struct Counts {
    school: usize,
    /// `(place among the scores, candidates)`.
    counts: Vec<(u32, f64)>,
}

#[derive(Clone, Debug)]
enum Schools {
    Sums([Vec<Sums>; 2]),
    Counts { scores: Vec<i64>, sides: [Vec<Counts>; 2] },
}

/// A measure, ready to be computed for any number of copies of each school.
#[derive(Clone, Debug)]
pub struct Recompute {
    measure: Measure,
    logarithm: bool,
    step: f64,
    schools: Schools,
}

impl Recompute {
    /// `number` gives each school its place among the copies.
    pub fn new(
        measured: &Measured<'_>,
        sides: [&Side; 2],
        number: impl Fn(&String) -> Option<usize>,
    ) -> Recompute {
        let scale = measured.subject.scale;
        let line = match measured.measure {
            Measure::RateDifference(line) | Measure::RateRatio(line) | Measure::OddsRatio(line) => {
                Some(scale.ticks_at_least(line))
            }
            _ => None,
        };
        let by_counts = matches!(
            measured.measure,
            Measure::Superiority
                | Measure::V
                | Measure::QuantileDifference(_)
                | Measure::BelowFirstMedian
                | Measure::BelowSecondMedian
        );
        let numbered = |side: &Side| -> Vec<(usize, Distribution)> {
            let schools = side.by_school.iter();
            schools.filter_map(|(school, part)| Some((number(school)?, part.clone()))).collect()
        };
        let numbered = sides.map(numbered);
        let schools = if by_counts { counts_of(&numbered) } else { Schools::Sums(sums_of(&numbered, line)) };
        Recompute {
            measure: measured.measure,
            logarithm: measured.evaluated.link == Link::Log,
            step: to_f64(scale.step()),
            schools,
        }
    }

    /// The measure on its working scale, each school counting so many times on either side; `None` where it is
    /// not defined.
    pub fn value(&self, copies: [&[u32]; 2]) -> Option<f64> {
        let value = match &self.schools {
            Schools::Sums(sides) => {
                let [first, second] = [0, 1].map(|at| add(&sides[at], copies[at]));
                self.of_sums(first, second)
            }
            Schools::Counts { scores, sides } => {
                let [first, second] = [0, 1].map(|at| pour(&sides[at], copies[at], scores.len()));
                self.of_counts(scores, &first, &second)
            }
        }?;
        if self.logarithm { (value > 0.0).then(|| value.ln()) } else { Some(value) }
    }

    fn of_sums(&self, first: Sums, second: Sums) -> Option<f64> {
        if first.n < 1.0 || second.n < 1.0 {
            return None;
        }
        let (a, b) = (first.sum / first.n, second.sum / second.n);
        match self.measure {
            Measure::Difference => Some((a - b) * self.step),
            Measure::Ratio | Measure::RateRatio(_) => (b > 0.0).then(|| a / b),
            Measure::Percent => (a.max(b) > 0.0).then(|| (a - b) / a.max(b) * 100.0),
            Measure::RateDifference(_) => Some((a - b) * 100.0),
            Measure::OddsRatio(_) => {
                let defined = a < 1.0 && b > 0.0 && b < 1.0;
                defined.then(|| a / (1.0 - a) / (b / (1.0 - b)))
            }
            _ => {
                let [first, second] = [first, second].map(|side| Moments {
                    n: side.n as u64,
                    mean: side.sum / side.n,
                    variance: (side.squares - side.sum * side.sum / side.n) / (side.n - 1.0),
                });
                let factor = match self.measure {
                    Measure::HedgesG => hedges_factor(first.n + second.n),
                    _ => 1.0,
                };
                Some((first.mean - second.mean) / pooled_deviation(first, second)? * factor)
            }
        }
    }

    fn of_counts(&self, scores: &[i64], first: &[f64], second: &[f64]) -> Option<f64> {
        let (n_first, n_second): (f64, f64) = (first.iter().sum(), second.iter().sum());
        if n_first < 1.0 || n_second < 1.0 {
            return None;
        }
        match self.measure {
            Measure::Superiority | Measure::V => {
                let (mut below, mut pairs) = (0.0, 0.0);
                for (ours, theirs) in first.iter().zip(second) {
                    pairs += ours * (below + theirs / 2.0);
                    below += theirs;
                }
                let share = pairs / (n_first * n_second);
                let v = || Some(std::f64::consts::SQRT_2 * normal_quantile(share)?);
                if self.measure == Measure::V { v() } else { Some(share) }
            }
            Measure::QuantileDifference(p) => {
                let place = |n: f64| to_f64(p) * (n - 1.0) + 1.0;
                let difference =
                    between(scores, first, place(n_first)) - between(scores, second, place(n_second));
                Some(difference * self.step)
            }
            Measure::BelowFirstMedian => Some(below_median(scores, first, second) / n_second * 100.0),
            _ => Some(below_median(scores, second, first) / n_first * 100.0),
        }
    }
}

/// The candidates of `others` below the median of `its`.
fn below_median(scores: &[i64], its: &[f64], others: &[f64]) -> f64 {
    let half = its.iter().sum::<f64>() / 2.0;
    let median = (at_rank(scores, its, half.ceil()) + at_rank(scores, its, (half + 1.0).floor())) / 2.0;
    let below = scores.iter().zip(others).filter(|(score, _)| (**score as f64) < median);
    below.map(|(_, count)| count).sum()
}

/// The score of a rank from the worst, counted from 1.
fn at_rank(scores: &[i64], counts: &[f64], rank: f64) -> f64 {
    let mut passed = 0.0;
    let at = counts.iter().position(|count| {
        passed += count;
        passed >= rank
    });
    scores[at.unwrap_or(scores.len() - 1)] as f64
}

/// The score at a place that may lie between two ranks.
fn between(scores: &[i64], counts: &[f64], place: f64) -> f64 {
    let low = at_rank(scores, counts, place.floor());
    let part = place.fract();
    if part == 0.0 { low } else { low + part * (at_rank(scores, counts, place.floor() + 1.0) - low) }
}

fn sums_of(sides: &[Vec<(usize, Distribution)>; 2], line: Option<i64>) -> [Vec<Sums>; 2] {
    sides.each_ref().map(|schools| {
        schools
            .iter()
            .map(|(school, part)| {
                let n = part.tested() as f64;
                let of = |v: &dyn Fn(i64) -> f64| -> f64 {
                    part.counts().iter().map(|&(ticks, count)| v(ticks) * count as f64).sum()
                };
                let v = |ticks: i64| line.map_or(ticks as f64, |line| f64::from(u8::from(ticks >= line)));
                Sums { school: *school, n, sum: of(&v), squares: of(&|ticks| v(ticks) * v(ticks)) }
            })
            .collect()
    })
}

fn counts_of(sides: &[Vec<(usize, Distribution)>; 2]) -> Schools {
    let parts = || sides.iter().flatten().map(|(_, part)| part);
    let mut scores: Vec<i64> = parts().flat_map(|part| part.counts().iter().map(|count| count.0)).collect();
    scores.sort_unstable();
    scores.dedup();
    let place = |ticks: i64| scores.partition_point(|score| *score < ticks) as u32;
    let sides = sides.each_ref().map(|schools| {
        let of = |(school, part): &(usize, Distribution)| Counts {
            school: *school,
            counts: part.counts().iter().map(|&(ticks, count)| (place(ticks), count as f64)).collect(),
        };
        schools.iter().map(of).collect()
    });
    Schools::Counts { scores, sides }
}

fn add(schools: &[Sums], copies: &[u32]) -> Sums {
    let none = Sums { school: 0, n: 0.0, sum: 0.0, squares: 0.0 };
    schools.iter().fold(none, |all, own| {
        let times = f64::from(copies[own.school]);
        Sums {
            school: 0,
            n: all.n + times * own.n,
            sum: all.sum + times * own.sum,
            squares: all.squares + times * own.squares,
        }
    })
}

fn pour(schools: &[Counts], copies: &[u32], scores: usize) -> Vec<f64> {
    let mut all = vec![0.0; scores];
    for own in schools.iter().filter(|own| copies[own.school] > 0) {
        let times = f64::from(copies[own.school]);
        own.counts.iter().for_each(|(at, count)| all[*at as usize] += times * count);
    }
    all
}
