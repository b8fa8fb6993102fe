//! Quantiles and tails of the reference distributions; arguments outside their domain give `None`.

use statrs::distribution::{ContinuousCDF, FisherSnedecor, Normal, StudentsT};

/// The standard normal quantile of `probability` in (0, 1).
pub fn normal_quantile(probability: f64) -> Option<f64> {
    let inside = probability > 0.0 && probability < 1.0;
    inside.then(|| Normal::standard().inverse_cdf(probability))
}

/// Student's t quantile of `probability` in (0, 1) with `df` > 0 degrees of freedom.
pub fn student_t_quantile(probability: f64, df: f64) -> Option<f64> {
    let inside = probability > 0.0 && probability < 1.0;
    StudentsT::new(0.0, 1.0, df).ok().filter(|_| inside).map(|t| t.inverse_cdf(probability))
}

/// P(|T| ≥ |statistic|) for Student's t with `df` > 0 degrees of freedom.
pub fn student_t_two_sided(statistic: f64, df: f64) -> Option<f64> {
    let t = StudentsT::new(0.0, 1.0, df).ok()?;
    statistic.is_finite().then(|| 2.0 * t.sf(statistic.abs()))
}

/// The quantile of `probability` in (0, 1) of the F distribution with degrees of freedom above zero.
pub fn f_quantile(probability: f64, numerator: f64, denominator: f64) -> Option<f64> {
    let inside = probability > 0.0 && probability < 1.0;
    FisherSnedecor::new(numerator, denominator).ok().filter(|_| inside).map(|f| f.inverse_cdf(probability))
}

/// P(F ≥ statistic) for the F distribution with degrees of freedom above zero.
pub fn f_upper_tail(statistic: f64, numerator: f64, denominator: f64) -> Option<f64> {
    let f = FisherSnedecor::new(numerator, denominator).ok()?;
    statistic.is_finite().then(|| f.sf(statistic))
}
