//! Intervals for shares and counts.

use std::cell::Cell;

use super::{Beta, ChiSquared, Interval, StudentT, normal_quantile};

/// The normal quantile of a two-sided interval. Thousands of rates ask for the same, so the last is remembered.
fn two_sided(confidence: f64) -> Option<f64> {
    thread_local! {
        static LAST: Cell<(f64, Option<f64>)> = const { Cell::new((f64::NAN, None)) };
    }
    let (asked, known) = LAST.get();
    if asked == confidence {
        return known;
    }
    let quantile = normal_quantile(1.0 - (1.0 - confidence) / 2.0);
    LAST.set((confidence, quantile));
    quantile
}

/// A share of `n` observations. Both may be fractions where a design effect made the sample smaller.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub successes: f64,
    pub n: f64,
}

impl Share {
    pub fn of(successes: u64, n: u64) -> Share {
        Share { successes: successes as f64, n: n as f64 }
    }

    /// The same share of the sample that independent observations would have to be for its variance to be this
    /// one. `None` where the share is 0 or 1 or does not vary, so that the design has no measurable effect.
    pub fn effective(self, variance: f64) -> Option<Share> {
        let share = self.successes / self.n;
        let n = share * (1.0 - share) / variance;
        (variance > 0.0 && n > 0.0).then_some(Share { successes: share * n, n })
    }
}

/// Wilson's score interval for the share `successes / n`, without continuity correction.
///
/// `None` for n = 0 or a confidence outside (0, 1). Wilson (1927), JASA 22, 209–212.
pub fn wilson(successes: u64, n: u64, confidence: f64) -> Option<Interval> {
    wilson_of(Share::of(successes, n), confidence)
}

/// Wilson's interval of a share whose n may be an effective one.
pub fn wilson_of(share: Share, confidence: f64) -> Option<Interval> {
    let Share { successes: k, n } = share;
    if n <= 0.0 {
        return None;
    }
    let z = two_sided(confidence)?;
    let (share, z2) = (k / n, z * z);
    let centre = share + z2 / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    // At the ends the bound is 0 or 1 exactly; the formula would leave a rounding error there.
    let lower = if k == 0.0 { 0.0 } else { (centre - half) / scale };
    let upper = if k == n { 1.0 } else { (centre + half) / scale };
    Some(Interval { lower, upper })
}

/// The exact binomial interval: each tail at most half of 1 − confidence. Clopper & Pearson (1934),
/// Biometrika 26, 404–413.
pub fn clopper_pearson(share: Share, confidence: f64) -> Option<Interval> {
    let Share { successes: k, n } = share;
    if n <= 0.0 {
        return None;
    }
    let tail = (1.0 - confidence) / 2.0;
    let lower = if k == 0.0 { Some(0.0) } else { Beta::new(k, n - k + 1.0)?.quantile(tail) };
    let upper = if k == n { Some(1.0) } else { Beta::new(k + 1.0, n - k)?.upper_quantile(tail) };
    Some(Interval { lower: lower?, upper: upper? })
}

/// Wald's interval around (k + z²/2) / (n + z²), cut to 0–1. Agresti & Coull (1998), The American
/// Statistician 52, 119–126.
pub fn agresti_coull(share: Share, confidence: f64) -> Option<Interval> {
    if share.n <= 0.0 {
        return None;
    }
    let z = two_sided(confidence)?;
    let n = share.n + z * z;
    let centre = (share.successes + z * z / 2.0) / n;
    let half = z * (centre * (1.0 - centre) / n).sqrt();
    Some(Interval { lower: (centre - half).max(0.0), upper: (centre + half).min(1.0) })
}

/// Korn & Graubard's interval: Clopper–Pearson with the effective sample size, reduced once more for the `df`
/// degrees of freedom of its variance. `survey::svyciprop(method = "beta")`; Korn & Graubard (1998), Survey
/// Methodology 24, 193–201.
pub fn korn_graubard(share: Share, variance: f64, df: f64, confidence: f64) -> Option<Interval> {
    let effective = share.effective(variance)?;
    let t = |df| StudentT::new(df)?.upper_quantile((1.0 - confidence) / 2.0);
    let ratio = t(share.n - 1.0)? / t(df)?;
    let n = effective.n * ratio * ratio;
    clopper_pearson(Share { successes: share.successes / share.n * n, n }, confidence)
}

/// The exact Poisson interval of a count. A count of 0 has the lower bound 0. Garwood (1936), Biometrika 28,
/// 437–442.
pub fn garwood(count: u64, confidence: f64) -> Option<Interval> {
    let (count, tail) = (count as f64, (1.0 - confidence) / 2.0);
    let lower = if count == 0.0 { Some(0.0) } else { ChiSquared::new(2.0 * count)?.quantile(tail) };
    let upper = ChiSquared::new(2.0 * count + 2.0)?.upper_quantile(tail)?;
    Some(Interval { lower: lower? / 2.0, upper: upper / 2.0 })
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

    #[track_caller]
    fn same(found: Option<Interval>, lower: f64, upper: f64) {
        let found = found.unwrap();
        for (found, expected) in [(found.lower, lower), (found.upper, upper)] {
            assert!((found - expected).abs() <= 1e-9 * expected.max(1e-3), "{found} is not {expected}");
        }
    }

    /// Expected: statsmodels 0.14 `proportion_confint(k, n, method="beta")` and `"agresti_coull"`.
    #[test]
    fn clopper_pearson_and_agresti_coull_agree_with_statsmodels() {
        let exact = |k, n| clopper_pearson(Share::of(k, n), 0.95);
        same(exact(65, 100), 0.5481506381760306, 0.7427062214685489);
        same(exact(1, 20), 0.0012650894979498038, 0.24873276277202783);
        same(exact(0, 20), 0.0, 0.16843347098308534);
        same(exact(20, 20), 0.8315665290169146, 1.0);
        same(exact(1967, 4717), 0.4028806024687261, 0.43122689749392396);
        same(exact(299_999, 300_000), 0.9999814279968716, 0.9999999156073103);
        let near_wald = |k, n| agresti_coull(Share::of(k, n), 0.95);
        same(near_wald(65, 100), 0.5523832550776187, 0.7365186954602856);
        same(near_wald(1, 20), 0.0, 0.2541145139292028);
        same(near_wald(20, 20), 0.810190439457511, 1.0);
        same(near_wald(1967, 4717), 0.40300450295207946, 0.43113523530644704);
        assert_eq!((exact(0, 0), near_wald(0, 0)), (None, None));
    }

    /// Expected: scipy 1.17 `chi2.ppf(.025, 2 k) / 2`, `chi2.ppf(.975, 2 k + 2) / 2`.
    #[test]
    fn garwood_agrees_with_scipy() {
        same(garwood(0, 0.95), 0.0, 3.6888794541139354);
        same(garwood(1, 0.95), 0.025317807984289876, 5.571643390938898);
        same(garwood(3, 0.95), 0.6186721228956014, 8.767273069742323);
        same(garwood(65, 0.95), 50.16562772923427, 82.84783581587158);
        same(garwood(1967, 0.95), 1881.0248800428083, 2055.891450892567);
        same(garwood(100_000, 0.95), 99381.15266374472, 100621.74473974388);
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
