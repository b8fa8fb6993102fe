//! Normal, t, F, beta and χ²: both tails and their quantiles, to 12 digits for probabilities from 1e-300 to ½ in
//! either tail and shapes or degrees of freedom from ½ to 1e12, wherever the true value is a normal double.
//! Elsewhere 0, ∞ or the nearest end. Nothing panics, and everything ends within a bounded number of steps.
//!
//! Own code, because statrs 0.19 is wrong at the scale of examinations, and does not always return:
//! <https://github.com/statrs-dev/statrs/issues/434> (`Beta::cdf` 6e-7 off at shapes of 1e5 and outside [0, 1] at
//! 1e8, and with it the p-values of t and F; mended on its main branch by #456, in no release) and
//! <https://github.com/statrs-dev/statrs/issues/435> (`inv_beta_reg` panics or does not return; #457 is open).
//! When both are released and `tests/suite/distributions.rs` holds with them, this folder may go. Of the normal
//! distribution the quantile and the density are statrs', whose distribution function has ten digits; that is libm's.
//!
//! How: each tail is the density times the area under a log-concave curve that is 1 where the tail begins, in the
//! logarithm of the variable or of its odds. The density comes from Stirling's remainders and deviances (Loader
//! 2000), the area from a series of positive terms or Gauss–Legendre panels. So nothing cancels, whatever the shapes.

mod beta;
mod elementary;
mod gamma;
mod noncentral;
mod tail;

use std::f64::consts::SQRT_2;

use statrs::distribution::{Continuous, Normal};
use statrs::function::erf::erfc_inv;

use beta::LogOdds;
use gamma::LogScale;
use tail::Side::{Lower, Upper};
use tail::{Family, Side, probability, quantile};

pub use noncentral::{NoncentralF, noncentrality_of_f};

/// The standard normal quantile of `probability` in (0, 1).
pub fn normal_quantile(probability: f64) -> Option<f64> {
    inside(probability).map(|p| -SQRT_2 * erfc_inv(2.0 * p))
}

/// P(Z ≤ `value`) of the standard normal.
pub fn normal_cdf(value: f64) -> f64 {
    libm::erfc(-value / SQRT_2) / 2.0
}

pub fn normal_density(value: f64) -> f64 {
    Normal::standard().pdf(value)
}

fn inside(probability: f64) -> Option<f64> {
    (probability > 0.0 && probability < 1.0).then_some(probability)
}

fn positive(shape: f64) -> Option<f64> {
    (shape > 0.0 && shape.is_finite()).then_some(shape)
}

/// The v whose lower (upper) tail has `p`, from the smaller of the two tails. 1 − p is exact above ½.
fn solve<F: Family>(family: &F, p: f64, side: Side) -> f64 {
    let other = if side == Lower { Upper } else { Lower };
    if p <= 0.5 { quantile(family, p, side) } else { quantile(family, 1.0 - p, other) }
}

/// The beta distribution; its lower tail is the regularised incomplete beta function Iₓ(a, b).
#[derive(Clone, Copy, Debug)]
pub struct Beta(LogOdds);

impl Beta {
    /// `None` where a shape is not above zero.
    pub fn new(a: f64, b: f64) -> Option<Beta> {
        Some(Beta(LogOdds::new(positive(a)?, positive(b)?)))
    }

    /// P(X ≤ x).
    pub fn cdf(&self, x: f64) -> f64 {
        self.tail(x, Lower)
    }

    /// P(X > x).
    pub fn sf(&self, x: f64) -> f64 {
        self.tail(x, Upper)
    }

    fn tail(&self, x: f64, side: Side) -> f64 {
        at_end(x, 1.0, side).unwrap_or_else(|| probability(&self.0, &self.0.at_x(x), side))
    }

    /// The x below which the probability is `p` in (0, 1).
    pub fn quantile(&self, p: f64) -> Option<f64> {
        Some(self.0.place(solve(&self.0, inside(p)?, Lower)).x)
    }

    /// The x above which the probability is `p` in (0, 1).
    pub fn upper_quantile(&self, p: f64) -> Option<f64> {
        Some(self.0.place(solve(&self.0, inside(p)?, Upper)).x)
    }
}

/// The tail at or outside the ends of the range from 0 to `last`; NaN stays NaN.
fn at_end(x: f64, last: f64, side: Side) -> Option<f64> {
    let below = if side == Lower { 0.0 } else { 1.0 };
    if x.is_nan() {
        Some(x)
    } else if x <= 0.0 {
        Some(below)
    } else {
        (x >= last).then_some(1.0 - below)
    }
}

/// The F distribution.
#[derive(Clone, Copy, Debug)]
pub struct F(LogOdds);

impl F {
    /// `None` where degrees of freedom are not above zero.
    pub fn new(numerator: f64, denominator: f64) -> Option<F> {
        Some(F(LogOdds::new(positive(numerator)? / 2.0, positive(denominator)? / 2.0)))
    }

    /// P(F ≤ f).
    pub fn cdf(&self, f: f64) -> f64 {
        self.tail(f, Lower)
    }

    /// P(F > f).
    pub fn sf(&self, f: f64) -> f64 {
        self.tail(f, Upper)
    }

    fn tail(&self, f: f64, side: Side) -> f64 {
        // F is the odds over those of the mean.
        at_end(f, f64::INFINITY, side).unwrap_or_else(|| probability(&self.0, &self.0.at_ratio(f), side))
    }

    /// The f below which the probability is `p` in (0, 1).
    pub fn quantile(&self, p: f64) -> Option<f64> {
        Some(solve(&self.0, inside(p)?, Lower).exp())
    }

    /// The f above which the probability is `p` in (0, 1).
    pub fn upper_quantile(&self, p: f64) -> Option<f64> {
        Some(solve(&self.0, inside(p)?, Upper).exp())
    }
}

/// The χ² distribution; its lower tail is the regularised incomplete gamma function P(df / 2, x / 2).
#[derive(Clone, Copy, Debug)]
pub struct ChiSquared {
    half: LogScale,
    df: f64,
}

impl ChiSquared {
    /// `None` where the degrees of freedom are not above zero.
    pub fn new(df: f64) -> Option<ChiSquared> {
        let df = positive(df)?;
        Some(ChiSquared { half: LogScale::new(df / 2.0), df })
    }

    /// P(X ≤ x).
    pub fn cdf(&self, x: f64) -> f64 {
        self.tail(x, Lower)
    }

    /// P(X > x).
    pub fn sf(&self, x: f64) -> f64 {
        self.tail(x, Upper)
    }

    fn tail(&self, x: f64, side: Side) -> f64 {
        at_end(x, f64::INFINITY, side)
            .unwrap_or_else(|| probability(&self.half, &self.half.at_x(x / 2.0), side))
    }

    /// The x below which the probability is `p` in (0, 1).
    pub fn quantile(&self, p: f64) -> Option<f64> {
        Some(self.df * solve(&self.half, inside(p)?, Lower).exp())
    }

    /// The x above which the probability is `p` in (0, 1).
    pub fn upper_quantile(&self, p: f64) -> Option<f64> {
        Some(self.df * solve(&self.half, inside(p)?, Upper).exp())
    }
}

/// Student's t distribution.
#[derive(Clone, Copy, Debug)]
pub struct StudentT {
    /// Of t² / (t² + df).
    square: LogOdds,
}

impl StudentT {
    /// Infinite degrees of freedom are those of the normal distribution. `None` where they are not above zero.
    pub fn new(df: f64) -> Option<StudentT> {
        /// From here on no digit tells t from normal.
        const NORMAL: f64 = 1e30;
        Some(StudentT { square: LogOdds::new(0.5, positive(df.min(NORMAL))? / 2.0) })
    }

    /// P(T ≤ t).
    pub fn cdf(&self, t: f64) -> f64 {
        self.sf(-t)
    }

    /// P(T > t).
    pub fn sf(&self, t: f64) -> f64 {
        if t < 0.0 { 1.0 - self.two_sided(t) / 2.0 } else { self.two_sided(t) / 2.0 }
    }

    /// P(|T| ≥ |t|).
    pub fn two_sided(&self, t: f64) -> f64 {
        let square = t * t;
        if t.is_nan() {
            t
        } else if t == 0.0 {
            1.0
        } else if t.is_infinite() {
            0.0
        } else if square.is_normal() {
            probability(&self.square, &self.square.at_ratio(square), Upper)
        } else {
            probability(&self.square, &self.square.place(2.0 * t.abs().ln()), Upper)
        }
    }

    /// The t below which the probability is `p` in (0, 1).
    pub fn quantile(&self, p: f64) -> Option<f64> {
        self.upper_quantile(p).map(|t| 0.0 - t)
    }

    /// The t above which the probability is `p` in (0, 1).
    pub fn upper_quantile(&self, p: f64) -> Option<f64> {
        let p = inside(p)?;
        let outside = 2.0 * p.min(1.0 - p);
        // Near the middle from what lies between −t and t, which 1 − 2p gives exactly.
        let v = if outside == 1.0 { f64::NEG_INFINITY } else { solve(&self.square, outside, Upper) };
        let t = (v / 2.0).exp();
        Some(if p > 0.5 { -t } else { t })
    }
}
