//! Errors of estimates whose observations come in clusters: the linearised sandwich and its small-sample
//! corrections.
//!
//! An estimate is made of cells (the two groups of a gap; four for its change between two years). A cluster
//! that stands in several cells is one cluster: what its cells share cancels or adds, as in a paired design.

use std::collections::BTreeMap;

use super::difference::{Estimate, estimate};
use super::inequality::total;

/// What one cluster has in one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub cluster: usize,
    /// Observations, above zero.
    pub n: u64,
    /// How far they pull the estimate: the sum of their influences.
    pub influence: f64,
}

/// One cell: a mean, a share or another statistic of one group.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// By how much the estimate moves with the cell's mean; only the ratio between cells matters.
    pub weight: f64,
    pub shares: Vec<Share>,
}

/// What is done for the bias of the sandwich with few clusters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// The factor G / (G − 1), degrees of freedom G − cells: `sandwich::vcovCL(type = "HC0", cadjust = TRUE)`.
    Cr1,
    /// Bell & McCaffrey's bias-reduced error with Satterthwaite's degrees of freedom, working model of
    /// independent observations: `clubSandwich::vcovCR(type = "CR2")`.
    Cr2,
}

impl Cell {
    fn n(&self) -> f64 {
        self.shares.iter().map(|share| share.n as f64).sum()
    }

    /// One over the root of what is left of a cluster's own residual, 1 − n_c / n; `None` for the only cluster.
    fn inflation(share: &Share, n: f64) -> Option<f64> {
        let left = 1.0 - share.n as f64 / n;
        (left > 0.0).then(|| 1.0 / left.sqrt())
    }
}

/// The estimate with its clustered error; `None` without freedom, without variance, or (CR2) with a cell of one
/// cluster.
pub fn clustered(value: f64, cells: &[Cell], correction: Correction, confidence: f64) -> Option<Estimate> {
    let (variance, df) = variance(cells, correction)?;
    estimate(value, variance.sqrt(), df, confidence)
}

/// The variance of an estimate and its degrees of freedom.
pub fn variance(cells: &[Cell], correction: Correction) -> Option<(f64, f64)> {
    match correction {
        Correction::Cr1 => {
            let sums = cluster_sums(cells, |_, _| Some(1.0))?;
            let clusters = sums.len();
            let df = clusters.checked_sub(cells.len()).filter(|df| *df > 0)?;
            let factor = clusters as f64 / (clusters - 1) as f64;
            Some((factor * total(sums.values().map(|u| u * u)), df as f64))
        }
        Correction::Cr2 => {
            let sums = cluster_sums(cells, Cell::inflation)?;
            Some((total(sums.values().map(|u| u * u)), satterthwaite(cells)?))
        }
    }
}

/// The linearised variance of a share, and its degrees of freedom, from `(counted, all)` of each cluster: that of
/// `survey::svymean` with the clusters as sampled units. `None` with fewer than two clusters.
pub fn share_variance(clusters: &[(u64, u64)]) -> Option<(f64, f64)> {
    let (counted, all) = clusters.iter().fold((0, 0), |(k, n), own| (k + own.0, n + own.1));
    let influence = |own: &(u64, u64)| {
        let exact = i128::from(own.0) * i128::from(all) - i128::from(own.1) * i128::from(counted);
        exact as f64 / (all as f64 * all as f64)
    };
    let present = clusters.iter().filter(|own| own.1 > 0).enumerate();
    let share = |(cluster, own): (usize, &(u64, u64))| Share { cluster, n: own.1, influence: influence(own) };
    variance(&[Cell { weight: 1.0, shares: present.map(share).collect() }], Correction::Cr1)
}

fn cluster_sums(cells: &[Cell], factor: impl Fn(&Share, f64) -> Option<f64>) -> Option<BTreeMap<usize, f64>> {
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for cell in cells {
        let n = cell.n();
        for share in &cell.shares {
            *sums.entry(share.cluster).or_default() += factor(share, n)? * share.influence;
        }
    }
    Some(sums)
}

/// (tr P)² / tr P², P the matrix of inner products of the clusters' parts of the CR2 variance under the working
/// model (Pustejovsky & Tipton 2018, JBES 36, 672–683). With cells as dummies P has a closed form: no matrix of
/// clusters by clusters is ever made.
fn satterthwaite(cells: &[Cell]) -> Option<f64> {
    let mut trace: BTreeMap<usize, f64> = BTreeMap::new();
    let mut loads: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for (at, cell) in cells.iter().enumerate() {
        let n = cell.n();
        for share in &cell.shares {
            let own = share.n as f64;
            *trace.entry(share.cluster).or_default() += cell.weight * cell.weight * own / (n * n);
            let load = cell.weight.abs() * Cell::inflation(share, n)? * own / n.powf(1.5);
            loads.entry(share.cluster).or_default().push((at, load));
        }
    }
    let mut products = vec![0.0; cells.len() * cells.len()];
    let mut own = 0.0;
    for loads in loads.values() {
        for (k, one) in loads {
            for (l, other) in loads {
                products[k * cells.len() + l] += one * other;
            }
        }
        own += loads.iter().map(|(_, load)| load * load).sum::<f64>().powi(2);
    }
    let whole = total(trace.values().copied());
    let squares =
        total(trace.values().map(|p| p * p)) + total(products.iter().map(|product| product * product)) - own;
    (squares > 0.0).then(|| whole * whole / squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(weight: f64, shares: &[(usize, u64, f64)]) -> Cell {
        let share = |&(cluster, n, influence): &(usize, u64, f64)| Share { cluster, n, influence };
        Cell { weight, shares: shares.iter().map(share).collect() }
    }

    /// One observation a cluster: CR2 is Welch's error, s² / n on each side. Scores 90, 80, 70 against
    /// 70, 60, 50: s² = 100, variance 200 / 3, and 4 degrees of freedom since sizes and variances are equal.
    #[test]
    fn cr2_of_single_observations_is_welch() {
        let third = 10.0 / 3.0;
        let cells = [
            cell(1.0, &[(0, 1, third), (1, 1, 0.0), (2, 1, -third)]),
            cell(-1.0, &[(3, 1, -third), (4, 1, 0.0), (5, 1, third)]),
        ];
        let (variance, df) = variance(&cells, Correction::Cr2).unwrap();
        assert!((variance - 200.0 / 3.0).abs() < 1e-12, "{variance}");
        assert!((df - 4.0).abs() < 1e-12, "{df}");
    }

    #[test]
    fn no_error_without_freedom() {
        let cells = [cell(1.0, &[(0, 3, 0.0)]), cell(-1.0, &[(1, 2, 0.0), (2, 2, 0.0)])];
        assert_eq!(clustered(1.0, &cells, Correction::Cr2, 0.95), None);
        let cells = [cell(1.0, &[(0, 3, 0.0)]), cell(-1.0, &[(1, 2, 0.0)])];
        assert_eq!(clustered(1.0, &cells, Correction::Cr1, 0.95), None);
    }
}
