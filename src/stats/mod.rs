//! Numbers only: this room knows no columns, no files and no indicators. The sole user of `statrs`.

pub mod anova;
pub mod bootstrap;
mod cholesky;
pub mod clusters;
pub mod cross;
pub mod difference;
mod distributions;
pub mod holm;
pub mod inequality;
pub mod intervals;
pub mod mixed;
mod noncentral;
pub mod oaxaca;
pub mod probit;
pub mod random;
mod roots;
pub mod standard;
pub mod survey;

pub use distributions::{
    beta_quantile, chi_squared_quantile, f_quantile, f_upper_tail, normal_cdf, normal_density,
    normal_quantile, student_t_quantile, student_t_two_sided,
};
pub use noncentral::noncentrality_of_f;

/// An estimate's range, at the confidence that the caller asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
}
