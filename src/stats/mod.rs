//! Numbers only: this room knows no columns, no files and no indicators. The sole user of `statrs` and `libm`.

pub mod anova;
pub mod bootstrap;
mod cholesky;
pub mod clusters;
pub mod correlation;
pub mod cross;
pub mod difference;
mod distributions;
pub mod equating;
pub mod holm;
pub mod inequality;
pub mod intervals;
pub mod items;
pub mod jackknife;
pub mod mixed;
pub mod oaxaca;
pub mod polynomial;
pub mod probit;
pub mod quantile_regression;
pub mod random;
pub mod ranks;
mod roots;
pub mod standard;
pub mod survey;

pub use distributions::{
    Beta, ChiSquared, F, NoncentralF, StudentT, noncentrality_of_f, normal_cdf, normal_density,
    normal_quantile,
};

/// An estimate's range, at the confidence that the caller asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
}
