//! Random intercepts of schools, and of districts above them, by maximum likelihood (ML) and restricted maximum
//! likelihood (REML), from each school's cross products.
//!
//! V = σ² (I + θ₁ Z₁Z₁' + θ₂ Z₂Z₂'). Coefficients and σ² have closed forms at given θ, so that only θ is searched:
//! where the derivative of the profiled deviance is zero.

mod profile;
mod satterthwaite;
pub mod slopes;
mod spread;

use super::cross::CrossProducts;
use super::roots::first_crossing;
use profile::{At, Profile};
pub use spread::{Share, shares};

/// The candidates of one school.
#[derive(Clone, Debug, PartialEq)]
pub struct School {
    pub products: CrossProducts,
    /// A number that schools of one district share; of no meaning without districts.
    pub district: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    Ml,
    Reml,
}

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFit {
    /// The covariate at this place is a combination of those before it.
    Dependent(usize),
    /// No more candidates than coefficients, or fewer than two schools (or districts).
    TooFew,
    /// Nothing is left within schools, or no maximum is reached.
    NoVariance,
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    pub criterion: Criterion,
    pub coefficients: Vec<f64>,
    /// Of the coefficients, by rows.
    pub covariance: Vec<f64>,
    /// How that moves with (σ², components); `None` where a component is 0.
    covariance_slopes: Option<Vec<Vec<f64>>>,
    /// Degrees of freedom of each coefficient: those of the level at which its covariate varies.
    pub degrees_of_freedom: Vec<f64>,
    /// σ², of pupils within schools.
    pub residual: f64,
    /// σ² θ of schools and, where there are any, of districts.
    pub components: Vec<f64>,
    /// Of (σ², components), by rows: the inverse of the observed information; `None` where a component is 0.
    pub variance_covariance: Option<Vec<f64>>,
    /// −2 log likelihood (of the restricted likelihood for REML).
    pub deviance: f64,
    pub n: f64,
    pub schools: usize,
    pub districts: Option<usize>,
}

/// Fits the model; `nested` adds the level of districts.
pub fn fit(schools: &[School], nested: bool, criterion: Criterion) -> Result<Fit, NoFit> {
    let profile = Profile::new(schools, nested, criterion)?;
    let theta = if nested { two_levels(&profile) } else { one_level(&profile) };
    let at = profile.at(theta.ok_or(NoFit::NoVariance)?).ok_or(NoFit::NoVariance)?;
    Ok(profile.fit(&at))
}

/// A derivative that cannot be had counts as rising, so that the search turns back.
fn slope(at: Option<At>, level: usize) -> f64 {
    at.map_or(f64::INFINITY, |at| at.slopes[level])
}

fn one_level(profile: &Profile<'_>) -> Option<[f64; 2]> {
    first_crossing(|schools| slope(profile.at([schools, 0.0]), 0)).map(|schools| [schools, 0.0])
}

/// The derivative of the deviance that is profiled over the schools' θ is the partial one.
fn two_levels(profile: &Profile<'_>) -> Option<[f64; 2]> {
    let of_schools = |districts: f64| first_crossing(|schools| slope(profile.at([schools, districts]), 0));
    let districts = first_crossing(|districts| {
        slope(of_schools(districts).and_then(|schools| profile.at([schools, districts])), 1)
    })?;
    Some([of_schools(districts)?, districts])
}
