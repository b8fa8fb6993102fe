//! Quantiles and tails of the reference distributions; arguments outside their domain give `None`.

use statrs::distribution::{Beta, ChiSquared, Continuous, ContinuousCDF, FisherSnedecor, Normal, StudentsT};

/// The standard normal quantile of `probability` in (0, 1).
pub fn normal_quantile(probability: f64) -> Option<f64> {
    let inside = probability > 0.0 && probability < 1.0;
    inside.then(|| Normal::standard().inverse_cdf(probability))
}

/// P(Z ≤ `value`) of the standard normal.
pub fn normal_cdf(value: f64) -> f64 {
    Normal::standard().cdf(value)
}

pub fn normal_density(value: f64) -> f64 {
    Normal::standard().pdf(value)
}

/// The quantile of `probability` in (0, 1) of the beta distribution with shapes above zero.
pub fn beta_quantile(probability: f64, a: f64, b: f64) -> Option<f64> {
    let inside = probability > 0.0 && probability < 1.0;
    Beta::new(a, b).ok().filter(|_| inside).map(|beta| beta.inverse_cdf(probability))
}

/// The quantile of `probability` in (0, 1) of χ² with degrees of freedom above zero.
pub fn chi_squared_quantile(probability: f64, df: f64) -> Option<f64> {
    let inside = probability > 0.0 && probability < 1.0;
    ChiSquared::new(df).ok().filter(|_| inside).map(|chi| chi.inverse_cdf(probability))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected: scipy 1.17 `t.ppf`.
    #[test]
    fn student_t_agrees_with_scipy() {
        for (p, df, expected) in [
            (0.975, 2.3, 3.807163208232131),
            (0.975, 605.45, 1.9638898909391092),
            (0.995, 4.0, 4.604094871349992),
            (0.975, 41.0, 2.019540970441376),
        ] {
            let found = student_t_quantile(p, df).unwrap();
            assert!((found - expected).abs() < 1e-10 * expected, "{found} is not {expected}");
        }
    }
}
