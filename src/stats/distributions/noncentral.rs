//! The noncentral F distribution, for the interval of a share of variance.

use super::beta::LogOdds;
use super::elementary::{excess_over_ln, stirling_error};
use super::tail::{Family, Side, ln_probability};
use crate::stats::roots::root;

/// The noncentral F distribution: Σ Poisson(j; λ/2) · I(d₁/2 + j, d₂/2), of which each tail is a sum of positive
/// terms.
#[derive(Clone, Copy, Debug)]
pub struct NoncentralF {
    numerator: f64,
    denominator: f64,
    /// λ / 2.
    mean: f64,
}

/// The terms that change the sum: j from `low` to `high`.
struct Window {
    low: f64,
    high: f64,
}

impl Window {
    /// Around a mode of log-concave terms that fall at least as fast as Poisson's.
    fn around(mode: f64) -> Window {
        let reach = 9.0 * mode.sqrt() + 40.0;
        Window { low: (mode - reach).floor().max(0.0), high: (mode + reach).ceil() }
    }
}

impl NoncentralF {
    /// `None` where degrees of freedom are not above zero or the noncentrality is below.
    pub fn new(numerator: f64, denominator: f64, noncentrality: f64) -> Option<NoncentralF> {
        let known = noncentrality >= 0.0 && noncentrality.is_finite();
        let mean = known.then_some(noncentrality / 2.0)?;
        Some(NoncentralF {
            numerator: super::positive(numerator)?,
            denominator: super::positive(denominator)?,
            mean,
        })
    }

    /// P(F ≤ f).
    pub fn cdf(&self, f: f64) -> f64 {
        self.tail(f, Side::Lower)
    }

    /// P(F > f).
    pub fn sf(&self, f: f64) -> f64 {
        self.tail(f, Side::Upper)
    }

    fn tail(&self, f: f64, side: Side) -> f64 {
        /// Above this, terms that are nothing beside Poisson's largest are nothing beside the sum.
        const LARGE: f64 = 1e-7;
        /// So many terms are smooth: they are sampled, and the trapezoidal rule is exact to rounding.
        const SMOOTH: f64 = 1e4;
        if let Some(end) = super::at_end(f, f64::INFINITY, side) {
            return end;
        }
        let usual = Window::around(self.mean);
        let sum = if self.mean < SMOOTH {
            self.each(f, side, &usual)
        } else {
            Some(self.sampled(f, side, &usual, self.mean.sqrt() / 3.0))
        };
        if let Some(sum) = sum.filter(|sum| *sum > LARGE) {
            return sum.min(1.0);
        }
        let mode = self.mode(f, side);
        let stride = if mode < SMOOTH { 1.0 } else { mode.sqrt() / 3.0 };
        self.sampled(f, side, &Window::around(mode), stride).min(1.0)
    }

    /// Every term from its neighbour, in the direction in which the tail grows, so that nothing cancels. `None`
    /// where the first is too small for that.
    fn each(&self, f: f64, side: Side, window: &Window) -> Option<f64> {
        let up = side == Side::Upper;
        let mut j = if up { window.low } else { window.high };
        let (family, point) = self.beta(f, j);
        let b = family.b;
        let mut weight = self.ln_weight(j).exp();
        let mut tail = ln_probability(&family, &point, side).exp();
        // I(a, b) − I(a + 1, b).
        let mut step = family.density(&point).value() / family.a;
        if !(step.is_normal() && (weight.is_normal() || self.mean == 0.0)) {
            return None;
        }
        let mut sum = 0.0;
        while (window.low..=window.high).contains(&j) {
            sum += weight * tail;
            let a = self.numerator / 2.0 + j;
            if up {
                tail += step;
                step *= point.x * (a + b) / (a + 1.0);
                weight *= self.mean / (j + 1.0);
                j += 1.0;
            } else {
                step *= a / (point.x * (a - 1.0 + b));
                tail += step;
                weight *= j / self.mean;
                j -= 1.0;
            }
        }
        Some(sum)
    }

    /// Every `stride`-th term, each by itself.
    fn sampled(&self, f: f64, side: Side, window: &Window, stride: f64) -> f64 {
        let count = ((window.high - window.low) / stride).ceil() as u64;
        (0..=count).map(|k| self.ln_term(f, side, window.low + stride * k as f64).exp()).sum::<f64>() * stride
    }

    fn ln_term(&self, f: f64, side: Side, j: f64) -> f64 {
        let (family, point) = self.beta(f, j);
        self.ln_weight(j) + ln_probability(&family, &point, side)
    }

    fn beta(&self, f: f64, j: f64) -> (LogOdds, super::beta::Point) {
        let (own, a) = (self.numerator / 2.0, self.numerator / 2.0 + j);
        let family = LogOdds::new(a, self.denominator / 2.0);
        (family, family.at_ratio(f * (own / a)))
    }

    /// ln of the Poisson probability of j, by its deviance.
    fn ln_weight(&self, j: f64) -> f64 {
        if j == 0.0 || self.mean == 0.0 {
            return if j == 0.0 { -self.mean } else { f64::NEG_INFINITY };
        }
        let deviance = j * excess_over_ln((self.mean - j) / j, (self.mean / j).ln());
        -deviance - stirling_error(j) - (2.0 * std::f64::consts::PI * j).ln() / 2.0
    }

    /// The j of the largest term: between the mean and where f is in the middle of the beta distribution.
    fn mode(&self, f: f64, side: Side) -> f64 {
        let middle = ((f - 1.0) * self.numerator / 2.0).max(0.0);
        let (mut low, mut high) = match side {
            Side::Lower => (middle.min(self.mean), self.mean),
            Side::Upper => (self.mean, middle.max(self.mean)),
        };
        (low, high) = (low.floor(), high.ceil());
        while high - low > 1.0 {
            let j = (low + (high - low) / 2.0).floor();
            if j <= low || j >= high {
                break;
            }
            if self.ln_term(f, side, j) < self.ln_term(f, side, j + 1.0) { low = j } else { high = j }
        }
        low
    }
}

/// The noncentrality under which `statistic` has `probability` below it; 0 where even the central distribution has
/// less, `None` where no double is large enough. A probability falls as the noncentrality grows.
pub fn noncentrality_of_f(statistic: f64, numerator: f64, denominator: f64, probability: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0 && statistic < f64::INFINITY) {
        return None;
    }
    // Of the tail that is the smaller.
    let excess = |lambda: f64| {
        let f = NoncentralF::new(numerator, denominator, lambda)?;
        Some(if probability <= 0.5 {
            f.cdf(statistic) - probability
        } else {
            (1.0 - probability) - f.sf(statistic)
        })
    };
    let mut low = (0.0, excess(0.0)?);
    if low.1 <= 0.0 {
        return Some(0.0);
    }
    let mut at = (numerator * statistic).max(1.0);
    loop {
        let value = excess(at)?;
        if value <= 0.0 {
            return Some(root(|lambda| excess(lambda).unwrap_or(f64::NAN), low, (at, value)));
        }
        low = (at, value);
        at *= 2.0;
    }
}
