//! Differences of means and their errors where candidates are independent (Welch), and effect sizes.

use super::{Interval, StudentT};

/// What is needed to compare the mean of one group with another's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    pub n: u64,
    pub mean: f64,
    /// With denominator n − 1.
    pub variance: f64,
}

/// An estimate with its error; interval and p-value by Student's t with `df`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub se: f64,
    pub df: f64,
    pub interval: Interval,
    /// Two-sided, against zero.
    pub p_value: f64,
}

/// Completes an estimate; `None` where the error or the degrees of freedom are not above zero.
pub fn estimate(value: f64, se: f64, df: f64, confidence: f64) -> Option<Estimate> {
    if !(se > 0.0 && df > 0.0) {
        return None;
    }
    let t = StudentT::new(df)?;
    let reach = t.upper_quantile((1.0 - confidence) / 2.0)? * se;
    Some(Estimate {
        value,
        se,
        df,
        interval: Interval { lower: value - reach, upper: value + reach },
        p_value: t.two_sided(value / se),
    })
}

/// Welch's error of `a.mean − b.mean`, with Welch–Satterthwaite degrees of freedom: candidates are taken as
/// independent draws. `None` with fewer than two candidates in a group or no variance at all.
pub fn welch(a: Moments, b: Moments, confidence: f64) -> Option<Estimate> {
    if a.n < 2 || b.n < 2 {
        return None;
    }
    let (va, vb) = (a.variance / a.n as f64, b.variance / b.n as f64);
    let total = va + vb;
    let df = total * total / (va * va / (a.n - 1) as f64 + vb * vb / (b.n - 1) as f64);
    estimate(a.mean - b.mean, total.sqrt(), df, confidence)
}

/// The pooled standard deviation; `None` with fewer than two candidates in a group or no variance.
pub fn pooled_deviation(a: Moments, b: Moments) -> Option<f64> {
    if a.n < 2 || b.n < 2 {
        return None;
    }
    let pooled = ((a.n - 1) as f64 * a.variance + (b.n - 1) as f64 * b.variance) / (a.n + b.n - 2) as f64;
    (pooled > 0.0).then(|| pooled.sqrt())
}

/// The factor that turns Cohen's d into Hedges' g: 1 − 3 / (4 (n₁ + n₂ − 2) − 1). Hedges & Olkin (1985).
pub fn hedges_factor(n: u64) -> f64 {
    1.0 - 3.0 / (4.0 * (n as f64 - 2.0) - 1.0)
}

/// Hedges' g: Cohen's d with the pooled standard deviation, times [`hedges_factor`].
pub fn hedges_g(a: Moments, b: Moments) -> Option<f64> {
    Some((a.mean - b.mean) / pooled_deviation(a, b)? * hedges_factor(a.n + b.n))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tennessee STAR, grade 3 mathematics, rural − urban. Expected: R 4.2 t.test and effectsize on
    /// mlmRev::star.
    #[test]
    fn welch_and_hedges_agree_with_r() {
        let rural = Moments { n: 2899, mean: 624.8658158, variance: 39.56072113f64.powi(2) };
        let urban = Moments { n: 446, mean: 619.9843049, variance: 37.74690672f64.powi(2) };
        let welch = welch(rural, urban, 0.95).unwrap();
        assert!((welch.value / welch.se - 2.526012833).abs() < 1e-7);
        assert!((welch.df - 605.4508378).abs() < 1e-5);
        assert!((welch.p_value - 0.01179040562).abs() < 1e-9);
        assert!((welch.interval.lower - 1.0863).abs() < 5e-5);
        assert!((welch.interval.upper - 8.6767).abs() < 5e-5);
        assert!((hedges_g(rural, urban).unwrap() - 0.1241074829).abs() < 1e-9);
    }

    #[test]
    fn no_error_without_freedom() {
        let one = Moments { n: 1, mean: 3.0, variance: 0.0 };
        assert_eq!(welch(one, one, 0.95), None);
        assert_eq!(hedges_g(one, one), None);
    }
}
