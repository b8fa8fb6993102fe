//! Logistic regression of a weighted sample: Newton's method, under each replicate weight from the full sample's
//! coefficients.

use super::super::cholesky::Cholesky;
use super::regression::{Fit, Model, NoFit};
use super::{Design, Estimated, NOWHERE, Units, Weights};
use crate::threads;

/// A relative step below this ends the search: the next would be of its square.
const SETTLED: f64 = 1e-9;
const STEPS: usize = 30;

/// By group; the outcomes are 0 or 1, and there is no R².
pub fn logistic(design: &Design, weights: &Weights<'_>, model: &Model<'_>) -> Vec<Result<Fit, NoFit>> {
    (0..model.groups).map(|group| of_group(design, weights, model, group)).collect()
}

fn of_group(design: &Design, weights: &Weights<'_>, model: &Model<'_>, group: usize) -> Result<Fit, NoFit> {
    let placed = model.group.iter().enumerate().filter(|(_, own)| **own != NOWHERE);
    let rows: Vec<usize> = placed.filter(|(_, own)| **own as usize == group).map(|(row, _)| row).collect();
    let mut fit = Fit { coefficients: vec![Vec::new(); model.covariates.len() + 1], r_squared: Vec::new() };
    for value in 0..model.outcomes.len() {
        let table = Rows::new(&rows, &model.beside(value), model.outcomes[value]);
        let start = vec![0.0; table.size];
        let full = table.fit(|row| weights.full[rows[row]], &start)?;
        let each = match design {
            Design::Linear(units) => table.pulls(units, &rows, weights.full, &full)?,
            Design::Replicated(_) => {
                let under = |weight: &&[f64]| table.fit(|row| weight[rows[row]], &full).ok();
                let others = threads::map_each(&weights.replicates, under);
                let moved = |term: usize| {
                    let one = |b: &Option<Vec<f64>>| b.as_ref().map_or(f64::NAN, |b| b[term] - full[term]);
                    others.iter().map(one).collect()
                };
                (0..table.size).map(moved).collect()
            }
        };
        // Back to the units of the columns as they were given.
        let known = table.given(&full);
        let each = table.given_each(each);
        for (own, (known, deviations)) in fit.coefficients.iter_mut().zip(known.into_iter().zip(each)) {
            own.push(Estimated::new(known, deviations));
        }
    }
    Ok(fit)
}

/// The rows of one group, a constant first, covariates about their means and in their standard deviations.
struct Rows {
    size: usize,
    x: Vec<f64>,
    y: Vec<f64>,
    means: Vec<f64>,
    scales: Vec<f64>,
}

impl Rows {
    fn new(rows: &[usize], covariates: &[&[f64]], outcome: &[f64]) -> Rows {
        let size = covariates.len() + 1;
        let (mut means, mut scales) = (vec![0.0], vec![1.0]);
        for column in covariates {
            let n = rows.len().max(1) as f64;
            let mean = rows.iter().map(|row| column[*row]).sum::<f64>() / n;
            let squares = rows.iter().map(|row| (column[*row] - mean).powi(2)).sum::<f64>();
            means.push(mean);
            scales.push(if squares > 0.0 { (squares / n).sqrt() } else { 1.0 });
        }
        let mut x = Vec::with_capacity(rows.len() * size);
        for row in rows {
            x.push(1.0);
            let own = covariates.iter().zip(means[1..].iter().zip(&scales[1..]));
            x.extend(own.map(|(column, (mean, scale))| (column[*row] - mean) / scale));
        }
        Rows { size, x, y: rows.iter().map(|row| outcome[*row]).collect(), means, scales }
    }

    /// The gradient and the information at some coefficients.
    fn at(&self, weight: &impl Fn(usize) -> f64, b: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut gradient = vec![0.0; self.size];
        let mut information = vec![0.0; self.size * self.size];
        for (row, (x, y)) in self.x.chunks_exact(self.size).zip(&self.y).enumerate() {
            let w = weight(row);
            if w == 0.0 {
                continue;
            }
            let share = share(x, b);
            let (error, v) = (w * (y - share), w * share * (1.0 - share));
            for (at, a) in x.iter().enumerate() {
                gradient[at] += error * a;
                let own = &mut information[at * self.size..at * self.size + at + 1];
                own.iter_mut().zip(x).for_each(|(own, other)| *own += v * a * other);
            }
        }
        for row in 0..self.size {
            for column in 0..row {
                information[column * self.size + row] = information[row * self.size + column];
            }
        }
        (gradient, information)
    }

    fn fit(&self, weight: impl Fn(usize) -> f64, start: &[f64]) -> Result<Vec<f64>, NoFit> {
        if (0..self.y.len()).all(|row| weight(row) == 0.0) {
            return Err(NoFit::Nobody);
        }
        let mut b = start.to_vec();
        for step in 0..STEPS {
            let (gradient, information) = self.at(&weight, &b);
            let dependent = |term| if step == 0 { NoFit::Dependent(term) } else { NoFit::Separated };
            let moved = Cholesky::new(&information, self.size).map_err(dependent)?.solve(&gradient);
            b.iter_mut().zip(&moved).for_each(|(b, moved)| *b += moved);
            if b.iter().zip(&moved).all(|(b, moved)| moved.abs() <= SETTLED * b.abs().max(1.0)) {
                return Ok(b);
            }
        }
        Err(NoFit::Separated)
    }

    /// Each unit's pull on the coefficients: information⁻¹ Σ w x (y − p).
    fn pulls(
        &self,
        units: &Units,
        rows: &[usize],
        weight: &[f64],
        b: &[f64],
    ) -> Result<Vec<Vec<f64>>, NoFit> {
        let (_, information) = self.at(&|row| weight[rows[row]], b);
        let factor = Cholesky::new(&information, self.size).map_err(NoFit::Dependent)?;
        let mut scores = vec![0.0; units.len() * self.size];
        for ((x, y), row) in self.x.chunks_exact(self.size).zip(&self.y).zip(rows) {
            let error = weight[*row] * (y - share(x, b));
            let from = units.of_row()[*row] as usize * self.size;
            scores[from..from + self.size].iter_mut().zip(x).for_each(|(own, x)| *own += error * x);
        }
        let mut pulls = vec![vec![0.0; units.len()]; self.size];
        for (unit, own) in scores.chunks(self.size).enumerate() {
            pulls.iter_mut().zip(factor.solve(own)).for_each(|(pulls, moved)| pulls[unit] = moved);
        }
        Ok(pulls)
    }

    fn given(&self, b: &[f64]) -> Vec<f64> {
        let mut given: Vec<f64> = b.iter().zip(&self.scales).map(|(b, scale)| b / scale).collect();
        given[0] -= given[1..].iter().zip(&self.means[1..]).map(|(b, mean)| b * mean).sum::<f64>();
        given
    }

    /// The same of deviations by term.
    fn given_each(&self, deviations: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        let count = deviations.first().map_or(0, Vec::len);
        let mut given = vec![Vec::with_capacity(count); self.size];
        for at in 0..count {
            let own: Vec<f64> = deviations.iter().map(|term| term[at]).collect();
            given.iter_mut().zip(self.given(&own)).for_each(|(given, own)| given.push(own));
        }
        given
    }
}

fn share(x: &[f64], b: &[f64]) -> f64 {
    let eta: f64 = x.iter().zip(b).map(|(x, b)| x * b).sum();
    1.0 / (1.0 + (-eta).exp())
}
