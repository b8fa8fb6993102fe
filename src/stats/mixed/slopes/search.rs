//! The lowest deviance over the factor Λ of Σ / σ² = ΛΛ'.
//!
//! The sign of a column of Λ is of no meaning, so that the search is free of bounds: a boundary of Σ is a
//! stationary point within.

use super::super::super::cholesky::Cholesky;
use super::evaluate::{At, Profile};

/// A lower triangle, by rows of the full square.
#[derive(Clone, Debug)]
pub struct Lambda {
    size: usize,
    cells: Vec<f64>,
}

const STEPS: usize = 500;
/// Step of the differences by which second derivatives are had from the exact gradient.
const STEP: f64 = 1e-4;
/// A diagonal element below this is one of 0.
const BOUNDARY: f64 = 1e-6;
/// Effects of schools beyond all residuals.
const BEYOND: f64 = 1e6;

impl Lambda {
    fn diagonal(size: usize, value: f64) -> Lambda {
        Lambda {
            size,
            cells: (0..size * size).map(|k| if k % (size + 1) == 0 { value } else { 0.0 }).collect(),
        }
    }

    /// ΛΛ'
    pub fn square(&self) -> Vec<f64> {
        let (size, cells) = (self.size, &self.cells);
        let one = |k: usize| (0..size).map(|c| cells[k / size * size + c] * cells[k % size * size + c]).sum();
        (0..size * size).map(one).collect()
    }

    /// Whether ΛΛ' is no covariance of full rank.
    pub fn at_boundary(&self) -> bool {
        (0..self.size).any(|at| self.cells[at * (self.size + 1)].abs() < BOUNDARY)
    }

    fn free(&self) -> impl Iterator<Item = usize> + use<> {
        let size = self.size;
        (0..size * size).filter(move |k| k % size <= k / size)
    }

    fn moved(&self, by: &[f64], factor: f64) -> Lambda {
        let mut moved = self.clone();
        self.free().zip(by).for_each(|(at, by)| moved.cells[at] += factor * by);
        moved
    }

    /// ∂ deviance / ∂ Λ = 2 Γ Λ, Γ the derivative in ΛΛ'.
    fn gradient(&self, profile: &Profile<'_>, at: &At) -> Vec<f64> {
        let (size, scale) = (self.size, profile.free() / at.rss);
        let slope = |k: usize| at.of_logs[k] + scale * at.of_rss[k];
        let one = |k: usize| {
            (0..size).map(|c| 2.0 * slope(k / size * size + c) * self.cells[c * size + k % size]).sum()
        };
        self.free().map(one).collect()
    }
}

/// `None` where there is no lowest: nothing is left within schools.
pub fn lowest(profile: &Profile<'_>) -> Option<Lambda> {
    let size = profile.random.len();
    let found = [0.3, 1.0].into_iter().filter_map(|start| descend(profile, Lambda::diagonal(size, start)));
    found.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(lambda, _)| lambda)
}

/// Newton's steps, damped until they lead down; at last by the gradient alone, as differences of the deviance
/// drown in rounding.
fn descend(profile: &Profile<'_>, start: Lambda) -> Option<(Lambda, f64)> {
    let mut lambda = start;
    let mut at = profile.at(&lambda.square())?;
    let mut damping = 1e-3;
    for _ in 0..STEPS {
        crate::threads::check();
        let gradient = lambda.gradient(profile, &at);
        let hessian = hessian(profile, &lambda)?;
        let scale = (0..gradient.len()).map(|k| hessian[k * (gradient.len() + 1)].abs()).fold(1e-8, f64::max);
        let (moved, there) = loop {
            let Some(step) = step(&hessian, &gradient, damping * scale) else {
                damping = (10.0 * damping).max(1e-6);
                continue;
            };
            let moved = lambda.moved(&step, 1.0);
            match profile.at(&moved.square()).filter(|there| better(profile, (&lambda, &at), (&moved, there)))
            {
                Some(there) => break (moved, there),
                None if damping > 1e12 => return finished(lambda, &at),
                None => damping = (10.0 * damping).max(1e-6),
            }
        };
        damping = if damping < 1e-9 { 0.0 } else { damping / 10.0 };
        (lambda, at) = (moved, there);
        if lambda.cells.iter().any(|cell| cell.abs() > BEYOND) {
            return None;
        }
    }
    None
}

fn finished(lambda: Lambda, at: &At) -> Option<(Lambda, f64)> {
    Some((lambda, at.deviance))
}

/// Lower by more than rounding, or as low and flatter.
fn better(profile: &Profile<'_>, (from, here): (&Lambda, &At), (to, there): (&Lambda, &At)) -> bool {
    let gain = here.deviance - there.deviance;
    let rounding = 1e-10 * profile.free();
    let flat = |lambda: &Lambda, at: &At| lambda.gradient(profile, at).iter().map(|g| g * g).sum::<f64>();
    gain > rounding || (gain > -rounding && flat(to, there) < 0.9 * flat(from, here))
}

fn step(hessian: &[f64], gradient: &[f64], damping: f64) -> Option<Vec<f64>> {
    let size = gradient.len();
    let mut damped = hessian.to_vec();
    (0..size).for_each(|k| damped[k * (size + 1)] += damping);
    if (0..size).any(|k| damped[k * (size + 1)] <= 0.0) {
        return None;
    }
    let solved = Cholesky::new(&damped, size).ok()?.solve(gradient);
    Some(solved.into_iter().map(|step| -step).collect())
}

fn hessian(profile: &Profile<'_>, lambda: &Lambda) -> Option<Vec<f64>> {
    let free: Vec<usize> = lambda.free().collect();
    let size = free.len();
    let mut found = vec![0.0; size * size];
    for column in 0..size {
        let side = |sign: f64| {
            let mut moved = lambda.clone();
            moved.cells[free[column]] += sign * STEP;
            profile.at(&moved.square()).map(|at| moved.gradient(profile, &at))
        };
        let (above, below) = (side(1.0)?, side(-1.0)?);
        for row in 0..size {
            let slope = (above[row] - below[row]) / (2.0 * STEP);
            found[row * size + column] += slope / 2.0;
            found[column * size + row] += slope / 2.0;
        }
    }
    Some(found)
}
