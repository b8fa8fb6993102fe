//! Intervals for shares and counts.

use super::{Interval, normal_quantile};

fn two_sided(confidence: f64) -> Option<f64> {
    normal_quantile(1.0 - (1.0 - confidence) / 2.0)
}

/// Wilson's score interval for the share `successes / n`, without continuity correction.
///
/// `None` for n = 0 or a confidence outside (0, 1). Wilson (1927), JASA 22, 209–212.
pub fn wilson(successes: u64, n: u64, confidence: f64) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let z = two_sided(confidence)?;
    let (k, n) = (successes as f64, n as f64);
    let (share, z2) = (k / n, z * z);
    let centre = share + z2 / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    // At the ends the bound is 0 or 1 exactly; the formula would leave a rounding error there.
    let lower = if k == 0.0 { 0.0 } else { (centre - half) / scale };
    let upper = if k == n { 1.0 } else { (centre + half) / scale };
    Some(Interval { lower, upper })
}

/// Byar's approximation to the exact Poisson interval of a count.
///
/// Breslow & Day (1987), *Statistical Methods in Cancer Research* II, p. 69; used for public-health rates per
/// population. A count of 0 has the lower bound 0.
pub fn byar(count: u64, confidence: f64) -> Option<Interval> {
    let z = two_sided(confidence)?;
    let bound = |k: f64, z: f64| k * (1.0 - 1.0 / (9.0 * k) + z / (3.0 * k.sqrt())).powi(3);
    let lower = if count == 0 { 0.0 } else { bound(count as f64, -z) };
    Some(Interval { lower, upper: bound(count as f64 + 1.0, z) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, places: i32) {
        assert!((found - expected).abs() < 0.5 * 10f64.powi(-places), "{found} is not {expected}");
    }

    /// Expected: scipy 1.17 `binomtest(65, 100).proportion_ci(method="wilson")` and `binomtest(0, 20)`.
    #[test]
    fn wilson_agrees_with_scipy() {
        let interval = wilson(65, 100, 0.95).unwrap();
        near(interval.lower, 0.5525444329688796, 12);
        near(interval.upper, 0.7363575175690247, 12);
        let none = wilson(0, 20, 0.95).unwrap();
        assert_eq!(none.lower, 0.0);
        near(none.upper, 0.16112515805281935, 12);
        assert_eq!(wilson(0, 0, 0.95), None);
        assert_eq!(wilson(1, 2, 1.5), None);
    }

    /// Expected: R PHEindicatormethods::phe_rate(65, 100): 50,163.19 to 82,849.14 per 100,000.
    #[test]
    fn byar_agrees_with_r() {
        let interval = byar(65, 0.95).unwrap();
        near(interval.lower * 1000.0, 50_163.19, 2);
        near(interval.upper * 1000.0, 82_849.14, 2);
        assert_eq!(byar(0, 0.95).unwrap().lower, 0.0);
    }
}
