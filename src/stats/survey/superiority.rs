//! How often one of a group is above one of another, from a weighted sample.

use super::{Design, Estimated, Weights};
use crate::threads;

/// P(first > second) + P(first = second) / 2 of each column, from the rows of either group. `None` without weight.
pub fn superiority(
    design: &Design,
    weights: &Weights<'_>,
    column: &[f64],
    group: &[u32],
    (first, second): (u32, u32),
) -> Option<Estimated> {
    let mut rows: Vec<u32> = (0..group.len() as u32)
        .filter(|row| [first, second].contains(&group[*row as usize]) && !column[*row as usize].is_nan())
        .collect();
    rows.sort_by(|a, b| column[*a as usize].total_cmp(&column[*b as usize]));
    let pair = Pair { rows, column, group, first };
    let value = pair.share(weights.full)?;
    let deviations = match design {
        Design::Replicated(_) => {
            let moved = |weight: &&[f64]| pair.share(weight).map_or(f64::NAN, |share| share - value);
            threads::map_each(&weights.replicates, moved)
        }
        Design::Linear(units) => pair.pulls(units.of_row(), units.len(), weights.full, value),
    };
    Some(Estimated::new(value, deviations))
}

/// The rows of both groups in ascending order.
struct Pair<'a> {
    rows: Vec<u32>,
    column: &'a [f64],
    group: &'a [u32],
    first: u32,
}

impl Pair<'_> {
    /// Rows of equal values, in ascending order.
    fn ties(&self) -> impl Iterator<Item = &[u32]> {
        self.rows.chunk_by(|a, b| self.column[*a as usize] == self.column[*b as usize])
    }

    fn is_first(&self, row: u32) -> bool {
        self.group[row as usize] == self.first
    }

    /// Of some rows, the weight of the first group and of the second.
    fn weigh(&self, rows: &[u32], weight: &[f64]) -> (f64, f64) {
        let mut sums = (0.0, 0.0);
        for row in rows {
            let own = if self.is_first(*row) { &mut sums.0 } else { &mut sums.1 };
            *own += weight[*row as usize];
        }
        sums
    }

    fn share(&self, weight: &[f64]) -> Option<f64> {
        // By a power of two, which changes no digit: products of the weights themselves may leave the doubles.
        let largest = self.rows.iter().map(|row| weight[*row as usize]).fold(0.0, f64::max);
        let scale = if largest > 0.0 { (-largest.log2().floor()).exp2() } else { 1.0 };
        let (mut above, mut first, mut second) = (0.0, 0.0, 0.0);
        for tie in self.ties() {
            let (own, other) = self.weigh(tie, weight);
            let (own, other) = (own * scale, other * scale);
            above += own * (second + other / 2.0);
            first += own;
            second += other;
        }
        (first > 0.0 && second > 0.0).then(|| above / (first * second))
    }

    /// Each unit's pull: of the first group w (share of the second below − AUC) / W₁, of the second likewise.
    fn pulls(&self, unit: &[u32], units: usize, weight: &[f64], value: f64) -> Vec<f64> {
        let all = self.weigh(&self.rows, weight);
        let (mut first, mut second) = (0.0, 0.0);
        let mut pulls = vec![0.0; units];
        for tie in self.ties() {
            let (own, other) = self.weigh(tie, weight);
            let below = (second + other / 2.0) / all.1;
            let above = (all.0 - first - own / 2.0) / all.0;
            for row in tie {
                let (share, of) = if self.is_first(*row) { (below, all.0) } else { (above, all.1) };
                pulls[unit[*row as usize] as usize] += weight[*row as usize] * (share - value) / of;
            }
            first += own;
            second += other;
        }
        pulls
    }
}
