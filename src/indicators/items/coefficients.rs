//! Coefficients of reliability from the covariances of all parts, and the strata of a paper.

use super::paper::Paper;
use crate::stats::items::{Pair, dot};
use crate::threads;

/// Units by their type, or by whether they are objective; `None` where it is not known of one.
pub fn strata(paper: &Paper<'_>, by_type: bool) -> Option<Vec<Vec<usize>>> {
    let mut found: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, unit) in paper.units.iter().enumerate() {
        let label = paper.said(unit, |item| match by_type {
            true => item.kind.clone(),
            false => item.objective.map(|objective| objective.to_string()),
        })?;
        match found.iter_mut().find(|(known, _)| *known == label) {
            Some((_, units)) => units.push(at),
            None => found.push((label, vec![at])),
        }
    }
    Some(found.into_iter().map(|(_, units)| units).collect())
}

/// n² times the covariances of all columns of scores, each pair once.
pub fn covariances(scores: &[Vec<i64>]) -> Vec<Vec<i128>> {
    let narrow = |column: &Vec<i64>| column.iter().map(|score| i16::try_from(*score).ok()).collect();
    let narrow: Option<Vec<Vec<i16>>> = scores.iter().map(narrow).collect();
    let n = scores.first().map_or(0, Vec::len) as i128;
    let sums: Vec<i128> = scores.iter().map(|column| column.iter().map(|s| i128::from(*s)).sum()).collect();
    let joint = |x: usize, y: usize| match &narrow {
        Some(narrow) => n * dot(&narrow[x], &narrow[y]) - sums[x] * sums[y],
        None => Pair::of(scores[x].iter().copied().zip(scores[y].iter().copied())).joint(),
    };
    let half = threads::map_numbers(scores.len(), |x| (0..=x).map(|y| joint(x, y)).collect::<Vec<i128>>());
    let of = |x: usize, y: usize| if y <= x { half[x][y] } else { half[y][x] };
    (0..scores.len()).map(|x| (0..scores.len()).map(|y| of(x, y)).collect()).collect()
}

/// From the mean correlation of all pairs: k r / (1 + (k − 1) r).
pub fn standardised(all: &[Vec<i128>]) -> Option<f64> {
    let k = all.len();
    if k < 2 || (0..k).any(|at| all[at][at] <= 0) {
        return None;
    }
    let spread = |at: usize| (all[at][at] as f64).sqrt();
    let of_row = |(x, row): (usize, &Vec<i128>)| -> f64 {
        row[..x].iter().enumerate().map(|(y, joint)| *joint as f64 / spread(x) / spread(y)).sum()
    };
    let sum: f64 = all.iter().enumerate().map(of_row).sum();
    let mean = sum / (k * (k - 1) / 2) as f64;
    let below = 1.0 + (k as f64 - 1.0) * mean;
    (below > 0.0).then(|| k as f64 * mean / below)
}

/// Guttman's λ₂.
pub fn lambda2(all: &[Vec<i128>], parts: &[i128], total: i128) -> Option<f64> {
    let k = all.len();
    if k < 2 || total <= 0 {
        return None;
    }
    let of_row = |(x, row): (usize, &Vec<i128>)| -> f64 {
        let others = row.iter().enumerate().filter(|(y, _)| *y != x);
        others.map(|(_, joint)| (*joint as f64).powi(2)).sum()
    };
    let squares: f64 = all.iter().enumerate().map(of_row).sum();
    let own = parts.iter().sum::<i128>() as f64;
    let total = total as f64;
    Some(1.0 - own / total + (k as f64 / (k as f64 - 1.0) * squares).sqrt() / total)
}

/// The same of standardised items, from their correlations.
pub fn lambda2_standardised(all: &[Vec<i128>]) -> Option<f64> {
    let k = all.len() as f64;
    if all.len() < 2 || (0..all.len()).any(|at| all[at][at] <= 0) {
        return None;
    }
    let spread = |at: usize| (all[at][at] as f64).sqrt();
    let of_row = |(x, row): (usize, &Vec<i128>)| -> [f64; 2] {
        let others = row.iter().enumerate().filter(|(y, _)| *y != x);
        let correlations = others.map(|(y, joint)| *joint as f64 / spread(x) / spread(y));
        correlations.fold([0.0; 2], |[sum, squares], r| [sum + r, squares + r * r])
    };
    let [sum, squares] =
        all.iter().enumerate().map(of_row).fold([0.0; 2], |[a, b], [sum, squares]| [a + sum, b + squares]);
    let total = k + sum;
    (total > 0.0).then(|| 1.0 - k / total + (k / (k - 1.0) * squares).sqrt() / total)
}
