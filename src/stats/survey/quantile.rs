//! Weighted quantiles: the lowest value that a share of the weight does not exceed.

use super::super::{Interval, StudentT};
use super::whole::Unit;
use super::{Design, Estimated, NOWHERE, Units, Weights};
use crate::number::{Rational, to_f64};
use crate::threads::{self, Once};

/// What Woodruff's interval is read at.
pub struct Reading<'a> {
    pub confidence: f64,
    /// Degrees of freedom of each group.
    pub df: &'a [f64],
}

/// The quantiles of `probabilities` of each column in each group: `[probability][group][column]`, `None` without
/// weight.
///
/// With replicate weights it is computed anew under each. A linear design takes Woodruff's (1952) interval: that
/// of the share at or below the quantile, read back as scores, and the error that a t interval of its length has.
pub fn quantiles(
    design: &Design,
    weights: &Weights<'_>,
    columns: &[&[f64]],
    (group, groups): (&[u32], usize),
    probabilities: &[Rational],
    reading: &Reading<'_>,
) -> Vec<Vec<Vec<Option<Estimated>>>> {
    if probabilities.is_empty() {
        return Vec::new();
    }
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); groups];
    for (row, group) in group.iter().enumerate().filter(|(_, group)| **group != NOWHERE) {
        rows[*group as usize].push(row as u32);
    }
    let all: Vec<Column<'_>> = weights.all().map(Column::new).collect();
    let of = |group: usize, column: &[f64]| {
        let mut sorted: Vec<u32> = rows[group].clone();
        sorted.retain(|row| !column[*row as usize].is_nan());
        sorted.sort_by(|a, b| column[*a as usize].total_cmp(&column[*b as usize]));
        let ranked = Ranked { sorted, column };
        match design {
            Design::Replicated(_) => ranked.replicated(&all, probabilities),
            Design::Linear(units) => {
                let reach = StudentT::new(reading.df[group])
                    .and_then(|t| t.upper_quantile((1.0 - reading.confidence) / 2.0));
                let each = probabilities.iter();
                each.map(|p| ranked.woodruff(units, &all[0], *p, reach)).collect()
            }
        }
    };
    let cells: Vec<(usize, &[f64])> =
        (0..groups).flat_map(|group| columns.iter().map(move |column| (group, *column))).collect();
    let found = threads::map_each(&cells, |(group, column)| of(*group, column));
    let one = |at: usize| {
        let cells: Vec<Option<Estimated>> = found.iter().map(|cell| cell[at].clone()).collect();
        cells.chunks(columns.len().max(1)).map(<[_]>::to_vec).collect()
    };
    (0..probabilities.len()).map(one).collect()
}

/// Weights and their unit, which is only looked for where two sums are too close for doubles.
struct Column<'a> {
    weight: &'a [f64],
    unit: Once<Unit>,
}

impl Column<'_> {
    fn new(weight: &[f64]) -> Column<'_> {
        Column { weight, unit: Once::new() }
    }

    fn unit(&self) -> Unit {
        *self.unit.get_or_init(|| Unit::of(self.weight))
    }
}

#[derive(Clone, Copy)]
enum Share {
    Exact(Rational),
    Real(f64),
}

/// The rows of a group in ascending order of their values.
struct Ranked<'a> {
    sorted: Vec<u32>,
    column: &'a [f64],
}

impl Ranked<'_> {
    /// For each share the lowest value up to which the weight is at least that share of all.
    fn at(&self, weight: &Column<'_>, shares: &[Share]) -> Vec<Option<f64>> {
        let mut reached = 0.0;
        let sums = self.sorted.iter().map(|row| {
            reached += weight.weight[*row as usize];
            reached
        });
        let sums: Vec<f64> = sums.collect();
        let found = |share: &Share| {
            let place = match share {
                Share::Real(share) => first(&sums, share * reached),
                Share::Exact(share) => self.exactly(weight, &sums, *share),
            };
            let row = self.sorted.get(place.min(sums.len().saturating_sub(1)))?;
            (reached > 0.0).then(|| self.column[*row as usize])
        };
        shares.iter().map(found).collect()
    }

    /// Doubles find the place; where their rounding could have moved it, whole numbers do.
    fn exactly(&self, weight: &Column<'_>, sums: &[f64], share: Rational) -> usize {
        let all = sums.last().copied().unwrap_or(0.0);
        let (target, slack) = (to_f64(share) * all, 2.0 * f64::EPSILON * sums.len() as f64 * all);
        let (low, high) = (first(sums, target - slack), first(sums, target + slack));
        let value = |at: usize| self.column[self.sorted[at.min(sums.len() - 1)] as usize];
        if low == high || sums.is_empty() || value(low) == value(high) {
            return low;
        }
        let unit = weight.unit();
        let mut reached = 0;
        let counts = self.sorted.iter().map(|row| {
            reached += unit.count(weight.weight[*row as usize]);
            reached
        });
        let counts: Vec<i128> = counts.collect();
        let (whole, rest) = (reached / share.denom(), reached % share.denom());
        let least =
            (whole * share.numer() + (rest * share.numer() + share.denom() - 1) / share.denom()).max(1);
        counts.partition_point(|count| *count < least)
    }

    fn replicated(&self, weights: &[Column<'_>], probabilities: &[Rational]) -> Vec<Option<Estimated>> {
        let shares: Vec<Share> = probabilities.iter().copied().map(Share::Exact).collect();
        let mut each = weights.iter().map(|weight| self.at(weight, &shares));
        let values = each.next().unwrap_or_default();
        let moved: Vec<_> = each.collect();
        let estimated = |(at, value): (usize, Option<f64>)| {
            let value = value?;
            let inner = !is_end(probabilities[at]);
            let other = |replicate: &Vec<Option<f64>>| replicate[at].filter(|_| inner);
            let moved =
                moved.iter().map(|replicate| other(replicate).map_or(f64::NAN, |other| other - value));
            Some(Estimated::new(value, moved.collect()))
        };
        values.into_iter().enumerate().map(estimated).collect()
    }

    fn woodruff(
        &self,
        units: &Units,
        weight: &Column<'_>,
        probability: Rational,
        reach: Option<f64>,
    ) -> Option<Estimated> {
        let value = self.at(weight, &[Share::Exact(probability)])[0]?;
        let weights = weight.weight;
        let all: f64 = self.sorted.iter().map(|row| weights[*row as usize]).sum();
        let at_most = |row: u32| f64::from(u8::from(self.column[row as usize] <= value));
        let share = self.sorted.iter().map(|row| weights[*row as usize] * at_most(*row)).sum::<f64>() / all;
        let mut pulls = vec![0.0; units.len()];
        for row in &self.sorted {
            let unit = units.of_row()[*row as usize];
            pulls[unit as usize] += weights[*row as usize] * (at_most(*row) - share) / all;
        }
        let reach = reach.map(|quantile| quantile * units.variance(&pulls).sqrt());
        let interval = self.read_back(weight, share, reach.filter(|_| !is_end(probability)));
        // More of the weight at or below a value means a lower quantile.
        let slope = match (interval, reach) {
            (Some(interval), Some(reach)) => (interval.upper - interval.lower) / (2.0 * reach),
            _ => f64::NAN,
        };
        pulls.iter_mut().for_each(|pull| *pull *= -slope);
        Some(Estimated { interval, ..Estimated::new(value, pulls) })
    }

    /// The scores at the ends of the share's interval; `None` where it leaves 0 to 1.
    fn read_back(&self, weight: &Column<'_>, share: f64, reach: Option<f64>) -> Option<Interval> {
        let reach = reach.filter(|reach| *reach > 0.0)?;
        let (low, high) = (share - reach, share + reach);
        if low < 0.0 || high > 1.0 {
            return None;
        }
        match self.at(weight, &[Share::Real(low), Share::Real(high)])[..] {
            [Some(lower), Some(upper)] => Some(Interval { lower, upper }),
            _ => None,
        }
    }
}

/// The first place where the sum is reached. Its weight is above 0: without it the sum stood before.
fn first(sums: &[f64], target: f64) -> usize {
    sums.partition_point(|sum| *sum < target || *sum == 0.0)
}

/// The lowest and the highest score of a sample say nothing of how far those of the population lie beyond.
fn is_end(probability: Rational) -> bool {
    *probability.numer() == 0 || probability.numer() == probability.denom()
}
