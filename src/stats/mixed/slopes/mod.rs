//! Intercepts and slopes that vary between schools, with weights of precision or of sampling.
//!
//! y = Xβ + Z u + e, u ~ N(0, Σ) of each school with Σ unstructured, e ~ N(0, σ² / w); Z is the constant and some
//! columns of X. Fitted in columns about their means and in standard deviations, which changes nothing but the
//! digits: the constant is in both X and Z.

mod evaluate;
mod robust;
mod sampling;
mod search;
mod spread;

use super::super::cross::CrossProducts;
use super::super::survey::NOWHERE;
use super::{Criterion, NoFit, Share};
use evaluate::{Profile, School};
pub use sampling::{Sampling, Scaling};
use spread::Spread;

pub struct Model<'a> {
    pub outcome: &'a [f64],
    /// Without the constant.
    pub covariates: Vec<&'a [f64]>,
    /// The covariates whose slopes vary.
    pub slopes: &'a [usize],
    /// Of each row; `NOWHERE` for rows left out.
    pub school: &'a [u32],
    pub weights: Weights<'a>,
    pub criterion: Criterion,
}

/// Above 0 for the rows that count.
#[derive(Clone, Copy)]
pub enum Weights<'a> {
    Equal,
    /// Residual variances are σ² / w.
    Precision(&'a [f64]),
    /// The fit is by maximum pseudo-likelihood, errors are robust.
    Sampling(&'a Sampling),
}

/// A fitted model, in the units of its columns.
#[derive(Clone, Debug)]
pub struct Fit {
    pub coefficients: Vec<f64>,
    pub errors: Vec<f64>,
    /// Satterthwaite's; `None` where the variances are at their boundary, and of a pseudo-likelihood.
    pub satterthwaite: Option<Vec<f64>>,
    /// Of the level at which each covariate varies.
    pub degrees_of_freedom: Vec<f64>,
    pub residual: f64,
    pub residual_error: Option<f64>,
    /// Σ by rows, the constant first.
    pub components: Vec<f64>,
    /// Standard errors of Σ; `None` at the boundary.
    pub component_errors: Option<Vec<f64>>,
    /// Of correlations, by rows.
    pub correlation_errors: Option<Vec<f64>>,
    /// Of the variance between schools in all; without slopes only.
    pub share: Option<Share>,
    pub deviance: f64,
    pub schools: usize,
}

impl Fit {
    /// Of a coefficient that varies between schools, where Satterthwaite's are not to be had: each school shows it
    /// once, however many pupils it has, so that there are no more than schools less the mean of them.
    pub fn of_schools(&self, term: usize) -> f64 {
        self.degrees_of_freedom[term].min(self.schools as f64 - 1.0)
    }
}

/// A residual variance below this share of all is rounding.
const EXACT: f64 = 1e-10;

pub fn fit(model: &Model<'_>, confidence: f64) -> Result<Fit, NoFit> {
    let standard = Standard::new(model)?;
    let schools = standard.schools(model);
    let profile = Profile::new(&schools, model, standard.rows)?;
    let lambda = search::lowest(&profile).ok_or(NoFit::NoVariance)?;
    let at =
        profile.at(&lambda.square()).filter(|at| at.rss > EXACT * profile.free()).ok_or(NoFit::NoVariance)?;
    Ok(standard.fit(model, &profile, &Spread::new(&profile, &lambda, &at, confidence)))
}

/// How the columns are centred and scaled.
struct Standard {
    rows: f64,
    /// Of y and of each covariate: mean and standard deviation.
    outcome: (f64, f64),
    covariates: Vec<(f64, f64)>,
}

impl Standard {
    fn new(model: &Model<'_>) -> Result<Standard, NoFit> {
        let rows: Vec<usize> = (0..model.outcome.len()).filter(|row| model.school[*row] != NOWHERE).collect();
        let moments = |column: &[f64]| {
            let n = rows.len() as f64;
            let mean = rows.iter().map(|row| column[*row]).sum::<f64>() / n;
            let squares: f64 = rows.iter().map(|row| (column[*row] - mean).powi(2)).sum();
            (mean, (squares / n).sqrt())
        };
        if rows.is_empty() {
            return Err(NoFit::TooFew);
        }
        let covariates: Vec<(f64, f64)> = model.covariates.iter().map(|column| moments(column)).collect();
        // A spread that is nothing but the rounding of the mean is none.
        let flat = covariates.iter().position(|(mean, spread)| *spread <= 1e-14 * mean.abs());
        let outcome = moments(model.outcome);
        match flat {
            Some(at) => Err(NoFit::Dependent(at + 1)),
            None if outcome.1 <= 1e-14 * outcome.0.abs() => Err(NoFit::NoVariance),
            None => Ok(Standard { rows: rows.len() as f64, outcome, covariates }),
        }
    }

    fn schools(&self, model: &Model<'_>) -> Vec<School> {
        let count = model.school.iter().filter(|school| **school != NOWHERE).max().map_or(0, |m| m + 1);
        let size = self.covariates.len() + 1;
        let nobody =
            School { products: CrossProducts::zero(size), log_weights: 0.0, times: 1.0, pupils: 0.0 };
        let mut schools = vec![nobody; count as usize];
        let mut x = vec![1.0; size];
        for (row, school) in model.school.iter().enumerate().filter(|(_, school)| **school != NOWHERE) {
            for ((x, column), (mean, spread)) in
                x[1..].iter_mut().zip(&model.covariates).zip(&self.covariates)
            {
                *x = (column[row] - mean) / spread;
            }
            let y = (model.outcome[row] - self.outcome.0) / self.outcome.1;
            let school = &mut schools[*school as usize];
            let (weight, pupils) = match model.weights {
                Weights::Equal => (1.0, 1.0),
                Weights::Precision(weight) => (weight[row], 1.0),
                Weights::Sampling(sampling) => (sampling.pupil[row], sampling.pupil[row]),
            };
            school.products.add_cell(&x, weight, weight * y, weight * y * y);
            school.pupils += pupils;
            match model.weights {
                Weights::Sampling(sampling) => school.times = sampling.school[row],
                _ => school.log_weights += weight.ln(),
            }
        }
        schools.retain(|school| school.products.n() > 0.0);
        schools
    }

    /// What each coefficient (or effect of a school) in the units of the columns is of the standardised ones.
    fn back(&self, columns: &[usize]) -> Vec<f64> {
        let size = columns.len();
        let mut back = vec![0.0; size * size];
        for (at, column) in columns.iter().enumerate() {
            match column.checked_sub(1).map(|own| self.covariates[own]) {
                None => back[at * size + at] = self.outcome.1,
                Some((mean, spread)) => {
                    back[at * size + at] = self.outcome.1 / spread;
                    back[at] = -self.outcome.1 * mean / spread;
                }
            }
        }
        back
    }

    fn fit(&self, model: &Model<'_>, profile: &Profile<'_>, spread: &Spread<'_>) -> Fit {
        let size = profile.size;
        let back = self.back(&(0..size).collect::<Vec<_>>());
        let row = |at: usize| &back[at * size..(at + 1) * size];
        let of = |at: usize| row(at).iter().zip(&spread.at.beta).map(|(b, beta)| b * beta).sum::<f64>();
        let mut coefficients: Vec<f64> = (0..size).map(of).collect();
        coefficients[0] += self.outcome.0;
        let square = self.outcome.1 * self.outcome.1;
        let random: Vec<usize> =
            std::iter::once(0).chain(model.slopes.iter().map(|slope| slope + 1)).collect();
        let own = self.back(&random);
        let components = spread.components(&own);
        let logs: f64 = self.covariates.iter().map(|(_, spread)| spread.ln()).sum();
        let restricted = if model.criterion == Criterion::Reml { 2.0 * logs } else { 0.0 };
        let divisor = if let Weights::Sampling(sampling) = model.weights { sampling.divisor } else { 1.0 };
        Fit {
            errors: (0..size).map(|at| spread.variance(row(at)).sqrt()).collect(),
            satterthwaite: (0..size).map(|at| spread.satterthwaite(row(at))).collect(),
            degrees_of_freedom: profile.degrees_of_freedom(),
            residual: spread.residual * square,
            residual_error: spread.residual_error().map(|error| error * square),
            component_errors: spread.component_errors(&own),
            correlation_errors: spread.correlation_errors(&own, &components),
            components,
            share: spread.share(),
            deviance: divisor
                * (spread.at.deviance + 2.0 * profile.free() * self.outcome.1.ln() + restricted),
            schools: profile.schools.len(),
            coefficients,
        }
    }
}
