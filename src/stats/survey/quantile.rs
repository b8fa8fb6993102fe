//! Weighted quantiles: the lowest value that a share of the weight does not exceed.

use rayon::prelude::*;

use super::super::StudentT;
use super::{Design, Estimated, NOWHERE, Strata, Weights};

/// The quantiles of `probabilities` of each column in each group: `[probability][group][column]`, `None` without
/// weight.
///
/// With replicate weights it is computed anew under each. A linear design takes Woodruff's (1952) error: the
/// interval of the share at or below the quantile, read back as scores.
pub fn quantiles(
    design: &Design,
    weights: &Weights<'_>,
    columns: &[&[f64]],
    group: &[u32],
    groups: usize,
    probabilities: &[f64],
) -> Vec<Vec<Vec<Option<Estimated>>>> {
    if probabilities.is_empty() {
        return Vec::new();
    }
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); groups];
    for (row, group) in group.iter().enumerate().filter(|(_, group)| **group != NOWHERE) {
        rows[*group as usize].push(row as u32);
    }
    let of = |rows: &Vec<u32>, column: &[f64]| {
        let mut sorted: Vec<u32> = rows.clone();
        sorted.retain(|row| !column[*row as usize].is_nan());
        sorted.sort_by(|a, b| column[*a as usize].total_cmp(&column[*b as usize]));
        let ranked = Ranked { sorted, column };
        match design {
            Design::Replicated(_) => ranked.replicated(weights, probabilities),
            Design::Linear(strata) => probabilities
                .iter()
                .map(|probability| ranked.woodruff(design, strata, weights.full, *probability))
                .collect(),
        }
    };
    let cells: Vec<(usize, &[f64])> =
        (0..groups).flat_map(|group| columns.iter().map(move |column| (group, *column))).collect();
    let found: Vec<Vec<_>> = cells.into_par_iter().map(|(group, column)| of(&rows[group], column)).collect();
    let one = |at: usize| {
        let cells: Vec<Option<Estimated>> = found.iter().map(|cell| cell[at].clone()).collect();
        cells.chunks(columns.len().max(1)).map(<[_]>::to_vec).collect()
    };
    (0..probabilities.len()).map(one).collect()
}

/// The confidence at which Woodruff's interval is read back.
const READ_AT: f64 = 0.95;

/// The rows of a group in ascending order of their values.
struct Ranked<'a> {
    sorted: Vec<u32>,
    column: &'a [f64],
}

impl Ranked<'_> {
    /// For each share the lowest value up to which the weight is at least that share of all.
    fn at(&self, weight: &[f64], shares: &[f64]) -> Vec<Option<f64>> {
        let mut reached = 0.0;
        let sums = self.sorted.iter().map(|row| {
            reached += weight[*row as usize];
            reached
        });
        let sums: Vec<f64> = sums.collect();
        let found = |share: &f64| {
            // The first place where a sum is reached has a weight above 0: without it the sum stood before.
            let place = sums.partition_point(|sum| *sum < share * reached || *sum == 0.0);
            let row = self.sorted.get(place.min(sums.len().saturating_sub(1)))?;
            (reached > 0.0).then(|| self.column[*row as usize])
        };
        shares.iter().map(found).collect()
    }

    fn replicated(&self, weights: &Weights<'_>, probabilities: &[f64]) -> Vec<Option<Estimated>> {
        let values = self.at(weights.full, probabilities);
        let moved: Vec<_> = weights.replicates.iter().map(|weight| self.at(weight, probabilities)).collect();
        let estimated = |(at, value): (usize, Option<f64>)| {
            let value = value?;
            let moved = moved.iter().map(|replicate| replicate[at].map_or(f64::NAN, |other| other - value));
            Some(Estimated { value, deviations: moved.collect() })
        };
        values.into_iter().enumerate().map(estimated).collect()
    }

    fn woodruff(
        &self,
        design: &Design,
        strata: &Strata,
        weight: &[f64],
        probability: f64,
    ) -> Option<Estimated> {
        let value = self.at(weight, &[probability])[0]?;
        let all: f64 = self.sorted.iter().map(|row| weight[*row as usize]).sum();
        let at_most = |row: u32| f64::from(u8::from(self.column[row as usize] <= value));
        let share = self.sorted.iter().map(|row| weight[*row as usize] * at_most(*row)).sum::<f64>() / all;
        let mut pulls = vec![0.0; strata.clusters()];
        for row in &self.sorted {
            let cluster = strata.cluster_of_row()[*row as usize];
            pulls[cluster as usize] += weight[*row as usize] * (at_most(*row) - share) / all;
        }
        let slope = self.slope(design, weight, share, design.variance(&pulls)?.sqrt());
        // More of the weight at or below a value means a lower quantile.
        pulls.iter_mut().for_each(|pull| *pull *= -slope);
        Some(Estimated { value, deviations: pulls })
    }

    /// Scores per unit of share around `share`; `NaN` where the interval leaves 0 to 1.
    fn slope(&self, design: &Design, weight: &[f64], share: f64, se: f64) -> f64 {
        let t = StudentT::new(design.degrees_of_freedom());
        let reach = t.and_then(|t| t.upper_quantile((1.0 - READ_AT) / 2.0)).map(|quantile| quantile * se);
        let Some(reach) = reach.filter(|reach| *reach > 0.0) else {
            return f64::NAN;
        };
        if share - reach < 0.0 || share + reach > 1.0 {
            return f64::NAN;
        }
        match self.at(weight, &[share - reach, share + reach])[..] {
            [Some(low), Some(high)] => (high - low) / (2.0 * reach),
            _ => f64::NAN,
        }
    }
}
