//! Log-linear presmoothing: Poisson counts whose logarithm is a polynomial of the score. n and as many moments as the
//! degree stay what they are.
//!
//! Holland & Thayer (2000), Journal of Educational and Behavioral Statistics 25, 133–183.

use super::Form;
use crate::stats::cholesky::Cholesky;
use crate::threads;

/// The highest degree: beyond it the moments are not told apart by doubles.
pub const DEGREES: u64 = 10;
const ROUNDS: usize = 200;

/// The smoothed counts; `None` where the degree is not below the number of distinct scores, or nothing is reached.
pub fn log_linear(form: &Form<f64>, degree: usize) -> Option<Form<f64>> {
    let distinct = form.counts.iter().filter(|count| **count > 0.0).count();
    if degree == 0 || degree as u64 > DEGREES || degree >= distinct {
        return None;
    }
    let size = degree + 1;
    let last = (form.counts.len() - 1) as f64;
    let rows: Vec<Vec<f64>> =
        (0..form.counts.len()).map(|at| legendre(2.0 * at as f64 / last - 1.0, size)).collect();
    let total: f64 = form.counts.iter().sum();
    // From the counts, with some where nobody is: the first round is a regression of their logarithms.
    let started: Vec<f64> = form.counts.iter().map(|count| count + 0.1).collect();
    let logs: Vec<f64> = started.iter().map(|mean| mean.ln()).collect();
    let mut coefficients =
        solve(&rows, &started, &sums(&rows, started.iter().zip(&logs).map(|(m, l)| m * l)))?;
    let mut fit = fitted(&rows, &coefficients);
    let mut likelihood = log_likelihood(form, &fit);
    for _ in 0..ROUNDS {
        threads::check();
        let missed = sums(&rows, form.counts.iter().zip(&fit).map(|(count, mean)| count - mean));
        if missed.iter().all(|missed| missed.abs() <= 1e-11 * total) {
            return Some(Form { lowest: form.lowest, counts: fit });
        }
        let step = solve(&rows, &fit, &missed)?;
        let halves = (0..40).map(|halving| 0.5_f64.powi(halving));
        let moved = halves
            .map(|part| -> Vec<f64> { coefficients.iter().zip(&step).map(|(c, s)| c + part * s).collect() });
        let better = moved.map(|moved| (fitted(&rows, &moved), moved)).find(|(fit, _)| {
            let new = log_likelihood(form, fit);
            new.is_finite() && new >= likelihood - 1e-9 * likelihood.abs()
        });
        (fit, coefficients) = better?;
        likelihood = log_likelihood(form, &fit);
    }
    None
}

/// The first polynomials of Legendre.
fn legendre(x: f64, size: usize) -> Vec<f64> {
    let mut values = vec![1.0, x];
    for k in 1..size {
        let k_real = k as f64;
        values.push(((2.0 * k_real + 1.0) * x * values[k] - k_real * values[k - 1]) / (k_real + 1.0));
    }
    values.truncate(size);
    values
}

fn fitted(rows: &[Vec<f64>], coefficients: &[f64]) -> Vec<f64> {
    rows.iter().map(|row| row.iter().zip(coefficients).map(|(a, b)| a * b).sum::<f64>().exp()).collect()
}

fn log_likelihood(form: &Form<f64>, fit: &[f64]) -> f64 {
    form.counts.iter().zip(fit).map(|(count, mean)| count * mean.ln().max(-700.0) - mean).sum()
}

fn sums(rows: &[Vec<f64>], values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sums = vec![0.0; rows[0].len()];
    for (row, value) in rows.iter().zip(values) {
        sums.iter_mut().zip(row).for_each(|(sum, part)| *sum += value * part);
    }
    sums
}

/// b of XᵀWXb = v.
fn solve(rows: &[Vec<f64>], weights: &[f64], v: &[f64]) -> Option<Vec<f64>> {
    let size = v.len();
    let mut matrix = vec![0.0; size * size];
    for (row, weight) in rows.iter().zip(weights) {
        for a in 0..size {
            for b in 0..size {
                matrix[a * size + b] += weight * row[a] * row[b];
            }
        }
    }
    Some(Cholesky::new(&matrix, size).ok()?.solve(v))
}
