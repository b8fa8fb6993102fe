//! Resampling of clusters: bootstrap intervals and the permutation test.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::random::Stream;
use super::{Interval, normal_cdf, normal_quantile};
use crate::threads::{self, Stage};

/// The replicates of an estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Replicates {
    /// Ascending.
    values: Vec<f64>,
    /// Replicates in which the estimate was not defined.
    pub without_value: usize,
}

/// Draws the clusters of each stratum anew, with replacement, `count` times. `statistic` is given how often each
/// cluster was drawn.
pub fn bootstrap(
    strata: &[Vec<usize>],
    clusters: usize,
    count: usize,
    seed: u64,
    statistic: impl Fn(&[u32]) -> Option<f64> + Sync,
) -> Replicates {
    let done = AtomicUsize::new(0);
    let replicate = |drawn: &mut Vec<u32>, number: usize| {
        tell(&done, count);
        drawn.fill(0);
        let mut stream = Stream::new(seed, number as u64);
        for stratum in strata {
            for _ in 0..stratum.len() {
                drawn[stratum[stream.below(stratum.len())]] += 1;
            }
        }
        statistic(drawn)
    };
    Replicates::of(threads::map_numbers_with(count, || vec![0; clusters], replicate))
}

fn tell(done: &AtomicUsize, count: usize) {
    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
    threads::progress(Stage::Replicates, done as u64, count as u64);
}

impl Replicates {
    pub fn of(values: Vec<Option<f64>>) -> Replicates {
        let count = values.len();
        let mut known: Vec<f64> = values.into_iter().flatten().filter(|value| value.is_finite()).collect();
        known.sort_by(f64::total_cmp);
        let without_value = count - known.len();
        Replicates { values: known, without_value }
    }

    /// The standard deviation of the replicates, denominator R − 1.
    pub fn standard_error(&self) -> Option<f64> {
        let n = self.values.len();
        if n < 2 {
            return None;
        }
        let mean = self.values.iter().sum::<f64>() / n as f64;
        let squares: f64 = self.values.iter().map(|value| (value - mean).powi(2)).sum();
        Some((squares / (n - 1) as f64).sqrt())
    }

    /// The replicate at place (R + 1) p, between two of them in proportion; at the ends the first or last.
    fn quantile(&self, p: f64) -> Option<f64> {
        let n = self.values.len();
        let place = (p * (n + 1) as f64).clamp(1.0, n.max(1) as f64);
        let (lower, part) = (place.floor() as usize, place.fract());
        let low = *self.values.get(lower.checked_sub(1)?)?;
        let high = self.values.get(lower).copied().unwrap_or(low);
        Some(low + part * (high - low))
    }

    pub fn percentile_interval(&self, confidence: f64) -> Option<Interval> {
        let tail = (1.0 - confidence) / 2.0;
        Some(Interval { lower: self.quantile(tail)?, upper: self.quantile(1.0 - tail)? })
    }

    /// Efron's bias-corrected and accelerated interval. `influences` are those of the clusters on the estimate,
    /// each stratum's summing to zero.
    pub fn bca_interval(&self, estimate: f64, influences: &[f64], confidence: f64) -> Option<Interval> {
        let below = self.values.iter().filter(|value| **value < estimate).count() as f64;
        let equal = self.values.iter().filter(|value| **value == estimate).count() as f64;
        let bias = normal_quantile((below + equal / 2.0) / self.values.len() as f64)?;
        let squares: f64 = influences.iter().map(|u| u * u).sum();
        if squares <= 0.0 {
            return None;
        }
        let cubes: f64 = influences.iter().map(|u| u.powi(3)).sum();
        let acceleration = cubes / (6.0 * squares.powf(1.5));
        let bound = |p: f64| {
            let moved = bias + normal_quantile(p)?;
            self.quantile(normal_cdf(bias + moved / (1.0 - acceleration * moved)))
        };
        let tail = (1.0 - confidence) / 2.0;
        Some(Interval { lower: bound(tail)?, upper: bound(1.0 - tail)? })
    }
}

/// A test by relabelling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Permutation {
    pub p_value: f64,
    /// How many relabellings were looked at.
    pub relabellings: usize,
    /// Whether they were all there are.
    pub exact: bool,
}

/// The two-sided permutation test of a label that `first` of `clusters` have: how often a relabelling is at least
/// as far from `null` as the estimate. All relabellings if there are at most `count`, else `count` random ones
/// and the observed one.
pub fn permutation(
    (clusters, first): (usize, usize),
    count: usize,
    seed: u64,
    observed: f64,
    statistic: impl Fn(&[bool]) -> Option<f64> + Sync,
) -> Option<Permutation> {
    // Relabellings that give the same value must count whatever their last digit says.
    let reach = observed.abs() * (1.0 - 1e-12);
    let is_far = |labels: &[bool]| statistic(labels).map(|value| value.abs() >= reach);
    if let Some(all) = relabellings(clusters, first).filter(|all| *all <= count) {
        let mut labels: Vec<bool> = (0..clusters).map(|at| at < first).collect();
        let mut far = 0usize;
        loop {
            threads::check();
            far += usize::from(is_far(&labels)?);
            if !next_relabelling(&mut labels) {
                break;
            }
        }
        return Some(Permutation { p_value: far as f64 / all as f64, relabellings: all, exact: true });
    }
    let done = AtomicUsize::new(0);
    let one = |number| {
        tell(&done, count);
        is_far(&random_labels(clusters, first, seed, number)).map(usize::from)
    };
    let far: Option<usize> = threads::map_numbers(count, one).into_iter().sum();
    let p_value = (far? + 1) as f64 / (count + 1) as f64;
    Some(Permutation { p_value, relabellings: count, exact: false })
}

/// How many ways there are to choose `first` of `clusters`; `None` where they outgrow the machine's integers.
fn relabellings(clusters: usize, first: usize) -> Option<usize> {
    (0..first.min(clusters - first))
        .try_fold(1usize, |ways, k| Some(ways.checked_mul(clusters - k)? / (k + 1)))
}

/// The next of all arrangements, in the order in which `true` moves to the back; `false` after the last.
fn next_relabelling(labels: &mut [bool]) -> bool {
    let Some(at) = labels.windows(2).rposition(|pair| pair[0] && !pair[1]) else { return false };
    labels.swap(at, at + 1);
    // What stands behind starts anew: the labels first.
    let behind = labels[at + 2..].iter().filter(|label| **label).count();
    labels[at + 2..].iter_mut().enumerate().for_each(|(place, label)| *label = place < behind);
    true
}

/// The first places of a shuffle (Fisher–Yates) have the label.
fn random_labels(clusters: usize, first: usize, seed: u64, number: usize) -> Vec<bool> {
    let mut stream = Stream::new(seed, number as u64);
    let mut order: Vec<usize> = (0..clusters).collect();
    let mut labels = vec![false; clusters];
    for at in 0..first {
        let other = at + stream.below(clusters - at);
        order.swap(at, other);
        labels[order[at]] = true;
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_relabelling_once() {
        let mut labels = vec![true, true, false, false, false];
        let mut seen = std::collections::BTreeSet::from([labels.clone()]);
        while next_relabelling(&mut labels) {
            assert!(seen.insert(labels.clone()));
        }
        assert_eq!((seen.len(), relabellings(5, 2)), (10, Some(10)));
        assert!(seen.iter().all(|labels| labels.iter().filter(|label| **label).count() == 2));
        assert_eq!(relabellings(3000, 1500), None);
    }

    /// A statistic that is the sum of three clusters of 0, 1 and 2: mean 3, variance 3 × 2/3 = 2.
    #[test]
    fn replicates_vary_as_the_plan_says() {
        let values = [0.0, 1.0, 2.0];
        let sum = |drawn: &[u32]| Some(drawn.iter().zip(values).map(|(k, v)| f64::from(*k) * v).sum());
        let replicates = bootstrap(&[vec![0, 1, 2]], 3, 20_000, 1, sum);
        assert!((replicates.standard_error().unwrap() - 2f64.sqrt()).abs() < 0.02);
        let again = bootstrap(&[vec![0, 1, 2]], 3, 20_000, 1, sum);
        assert_eq!(replicates, again);
        assert_ne!(replicates, bootstrap(&[vec![0, 1, 2]], 3, 20_000, 2, sum));
    }
}
