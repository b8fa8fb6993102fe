//! The noncentral F distribution, for the interval of a share of variance.

use statrs::function::beta::{checked_beta_reg, ln_beta};
use statrs::function::gamma::ln_gamma;

/// P(F ≤ statistic) for the noncentral F distribution: Σ Poisson(j; λ/2) · I(d₁/2 + j, d₂/2), summed outward from
/// its largest weight, each term from its neighbour.
pub fn noncentral_f(statistic: f64, numerator: f64, denominator: f64, noncentrality: f64) -> Option<f64> {
    let known = [statistic, numerator, denominator, noncentrality].iter().all(|x| x.is_finite() && *x >= 0.0);
    if !known || numerator == 0.0 || denominator == 0.0 {
        return None;
    }
    let (half, b) = (noncentrality / 2.0, denominator / 2.0);
    let x = numerator * statistic / (numerator * statistic + denominator);
    let start = half.floor();
    let first = numerator / 2.0 + start;
    let weight = if half == 0.0 { 1.0 } else { (start * half.ln() - half - ln_gamma(start + 1.0)).exp() };
    let share = checked_beta_reg(first, b, x).ok()?;
    // I(a, b) − I(a + 1, b), at the start.
    let step = (first * x.ln() + b * (1.0 - x).ln() - first.ln() - ln_beta(first, b)).exp();
    let mut sum = weight * share;
    let mut up = Term { j: start, a: first, weight, share, step };
    while up.weight > NEGLIGIBLE && half > 0.0 {
        up.share -= up.step;
        up.step *= x * (up.a + b) / (up.a + 1.0);
        up.a += 1.0;
        up.j += 1.0;
        up.weight *= half / up.j;
        sum += up.weight * up.share.max(0.0);
    }
    let mut down = Term { j: start, a: first, weight, share, step };
    while down.weight > NEGLIGIBLE && down.j > 0.0 {
        down.step *= down.a / (x * (down.a - 1.0 + b));
        down.a -= 1.0;
        down.share += down.step;
        down.weight *= down.j / half;
        down.j -= 1.0;
        sum += down.weight * down.share.min(1.0);
    }
    Some(sum.min(1.0))
}

/// A term of the sum.
struct Term {
    j: f64,
    a: f64,
    weight: f64,
    share: f64,
    /// I(a, b) − I(a + 1, b).
    step: f64,
}

/// Weights below this change no digit of a probability.
const NEGLIGIBLE: f64 = 1e-18;

/// The noncentrality under which `statistic` has `probability` below it; 0 where even the central distribution has
/// less. A probability falls as the noncentrality grows.
pub fn noncentrality_of_f(statistic: f64, numerator: f64, denominator: f64, probability: f64) -> Option<f64> {
    let below = |lambda: f64| noncentral_f(statistic, numerator, denominator, lambda);
    if below(0.0)? <= probability {
        return Some(0.0);
    }
    let (mut low, mut high) = (0.0, (numerator * statistic).max(1.0));
    while below(high)? > probability {
        low = high;
        high *= 2.0;
        if !high.is_finite() {
            return None;
        }
    }
    while high - low > 1e-13 * high {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if below(middle)? > probability { low = middle } else { high = middle }
    }
    Some(low + (high - low) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected: scipy 1.17 `scipy.stats.ncf.cdf(f, d1, d2, nc)`.
    #[test]
    fn noncentral_f_agrees_with_scipy() {
        for (f, d1, d2, nc, expected) in NCF {
            let found = noncentral_f(*f, *d1, *d2, *nc).unwrap();
            assert!((found - expected).abs() < 1e-10, "{f} {d1} {d2} {nc}: {found} is not {expected}");
        }
        assert_eq!(noncentral_f(f64::NAN, 1.0, 2.0, 3.0), None);
    }

    #[test]
    fn a_noncentrality_gives_its_probability_back() {
        for (f, d1, d2, nc, _) in NCF.iter().filter(|row| row.3 > 0.0) {
            let probability = noncentral_f(*f, *d1, *d2, *nc).unwrap();
            let found = noncentrality_of_f(*f, *d1, *d2, probability).unwrap();
            assert!((found - nc).abs() < 1e-6 * nc, "{found} is not {nc}");
        }
        assert_eq!(noncentrality_of_f(0.5, 3.0, 20.0, 0.975), Some(0.0));
    }

    const NCF: &[(f64, f64, f64, f64, f64)] = &[
        (2.0, 3.0, 20.0, 0.0, 0.8535611969133785),
        (2.0, 3.0, 20.0, 1.5, 0.7044052815848092),
        (4.5, 5.0, 100.0, 12.0, 0.7661244373994673),
        (10.0, 23.0, 5900.0, 230.0, 0.23602601945863327),
        (10.1, 159.0, 7025.0, 1500.0, 0.26559939238173075),
        (1.2, 159.0, 7025.0, 20.0, 0.7282597447643818),
        (0.3, 2.0, 10.0, 4.0, 0.046930024145988306),
    ];
}
