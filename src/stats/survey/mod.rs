//! Survey inference: what a weighted sample says of its population, and how surely.
//!
//! Every statistic is an [`Estimated`]: its value and its deviations, one per replicate weight or per sampled
//! cluster, from which the sampling variance of it, and of any difference, follows.

pub mod dual;
pub mod functions;
mod linear;
mod logistic;
mod quantile;
mod regression;
mod replicates;
mod rubin;
mod superiority;
mod totals;
mod whole;

pub use functions::{Of, Summed};
pub use linear::{Drawn, Fault, Lonely, Units};
pub use logistic::logistic;
pub use quantile::{Reading, quantiles};
pub use regression::{Fit, Model, NoFit, linear};
pub use replicates::{Centre, Replication};
pub use rubin::{Combined, Sampling, combine};
pub use superiority::superiority;
pub use totals::{NOWHERE, Pass, Take, Totals, Variate, totals};

use super::Interval;
use crate::threads;

/// From what the sampling error of a sample follows.
pub enum Design {
    Linear(Units),
    Replicated(Replication),
}

/// The pupils' weights: the full-sample weight and, where the design has them, the replicate weights.
pub struct Weights<'a> {
    pub full: &'a [f64],
    pub replicates: Vec<&'a [f64]>,
}

/// A statistic and how far it moves with each replicate, or is pulled by each cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimated {
    pub value: f64,
    pub deviations: Vec<f64>,
    /// Where the statistic has an interval of its own, which does not follow from its variance.
    pub interval: Option<Interval>,
}

impl Weights<'_> {
    /// The full-sample weight first.
    pub fn all(&self) -> impl Iterator<Item = &[f64]> {
        std::iter::once(self.full).chain(self.replicates.iter().copied())
    }
}

/// The first weight, by column and row, that is negative, missing or infinite.
pub fn first_unusable(columns: &[&[f64]]) -> Option<(usize, usize)> {
    let usable = |weight: &f64| *weight >= 0.0 && weight.is_finite();
    let found = threads::map_each(columns, |column| column.iter().position(|weight| !usable(weight)));
    found.into_iter().enumerate().find_map(|(at, row)| Some((at, row?)))
}

impl Estimated {
    pub fn new(value: f64, deviations: Vec<f64>) -> Estimated {
        Estimated { value, deviations, interval: None }
    }

    /// In another unit.
    pub fn times(mut self, factor: f64) -> Estimated {
        self.value *= factor;
        self.interval = None;
        self.deviations.iter_mut().for_each(|deviation| *deviation *= factor);
        self
    }

    /// A function of the statistic: anew under each replicate, or along its slope.
    pub fn through(&self, design: &Design, function: impl Fn(f64) -> f64, slope: f64) -> Option<Estimated> {
        let value = function(self.value);
        let moved = |deviation: &f64| match design {
            Design::Linear(_) => slope * deviation,
            Design::Replicated(_) => function(self.value + deviation) - value,
        };
        let deviations = self.deviations.iter().map(moved).collect();
        value.is_finite().then(|| Estimated::new(value, deviations))
    }

    /// The statistic less another of the same sample, whatever the two share.
    pub fn minus(&self, other: &Estimated) -> Estimated {
        let pairs = self.deviations.iter().zip(&other.deviations);
        Estimated::new(self.value - other.value, pairs.map(|(a, b)| a - b).collect())
    }
}

impl Design {
    /// The sampling variance of a statistic; `None` where a replicate has no value of it.
    pub fn variance(&self, deviations: &[f64]) -> Option<f64> {
        let variance = match self {
            Design::Linear(units) => units.variance(deviations),
            Design::Replicated(replication) => replication.variance(deviations),
        };
        variance.is_finite().then_some(variance)
    }

    pub fn degrees_of_freedom(&self) -> f64 {
        match self {
            Design::Linear(units) => units.degrees_of_freedom(),
            Design::Replicated(replication) => replication.degrees_of_freedom,
        }
    }
}

/// The weighted mean of each variate in each group, with its deviations: `[group][variate]`. `None` where the
/// group has no weight.
pub fn means(
    design: &Design,
    weights: &Weights<'_>,
    variates: &[Variate<'_>],
    group: &[u32],
    groups: usize,
) -> Vec<Vec<Option<Estimated>>> {
    let columns: Vec<&[f64]> = weights.all().collect();
    let sums = totals(&Pass { weights: &columns, variates, group, groups });
    let mut means: Vec<Vec<Option<Estimated>>> =
        (0..groups).map(|g| (0..variates.len()).map(|v| replicated(sums.ratios(g, v))).collect()).collect();
    if let Design::Linear(units) = design {
        linearise(&mut means, units, weights.full, variates, group, &sums);
    }
    means
}

/// The full-sample ratio first, then those of the replicates.
fn replicated(mut ratios: impl Iterator<Item = f64>) -> Option<Estimated> {
    let value = ratios.next().filter(|value| value.is_finite())?;
    Some(Estimated::new(value, ratios.map(|ratio| ratio - value).collect()))
}

/// Puts each unit's pull, Σ w (y − mean) / Σ w over its pupils in the group, in place of the deviations.
fn linearise(
    means: &mut [Vec<Option<Estimated>>],
    units: &Units,
    weight: &[f64],
    variates: &[Variate<'_>],
    group: &[u32],
    whole: &Totals,
) {
    let (part_of_row, parts) = functions::split(group, units.of_row());
    let sums = totals(&Pass { weights: &[weight], variates, group: &part_of_row, groups: parts.len() });
    for estimated in means.iter_mut().flatten().flatten() {
        estimated.deviations = vec![0.0; units.len()];
    }
    for (part, (group, unit)) in parts.into_iter().enumerate() {
        for (variate, estimated) in means[group as usize].iter_mut().enumerate() {
            let Some(estimated) = estimated else { continue };
            let (weighted, weight) = sums.pair(part, variate, 0);
            let pull = weighted - estimated.value * weight;
            estimated.deviations[unit as usize] = pull / whole.pair(group as usize, variate, 0).1;
        }
    }
}
