//! The regularised incomplete gamma function.

use super::elementary::{FAR, area_under, excess_over_ln, exp_excess, per_root_two_pi, stirling_error};
use super::tail::{Family, Scaled, Side};

/// The gamma distribution of x, of scale 1, in the variable v = ln(x / a), whose density is xᵃ e⁻ˣ / Γ(a).
#[derive(Clone, Copy, Debug)]
pub struct LogScale {
    a: f64,
    at_mode: f64,
    factor: f64,
}

#[derive(Clone, Copy, Debug)]
pub struct Point {
    x: f64,
    /// x − a.
    distance: f64,
    /// ln(x / a).
    v: f64,
}

/// Below this the power series has few terms anyway.
const FEW_TERMS: f64 = 40.0;

impl LogScale {
    pub fn new(a: f64) -> LogScale {
        LogScale { a, at_mode: stirling_error(a), factor: per_root_two_pi(a) }
    }

    pub fn at_x(&self, x: f64) -> Point {
        Point { x, distance: x - self.a, v: (x / self.a).ln() }
    }
}

impl Family for LogScale {
    type Place = Point;

    fn place(&self, v: f64) -> Point {
        Point { x: self.a * v.exp(), distance: self.a * v.exp_m1(), v }
    }

    fn density(&self, at: &Point) -> Scaled {
        let fallen = self.a * excess_over_ln(at.distance / self.a, at.v);
        Scaled { factor: self.factor, exponent: fallen + self.at_mode }
    }

    fn below_mode(&self, at: &Point) -> bool {
        at.distance < 0.0
    }

    fn area(&self, at: &Point, side: Side) -> f64 {
        if side == Side::Lower { self.below(at) } else { self.above(at) }
    }

    fn spread(&self) -> f64 {
        1.0 / self.a.sqrt()
    }
}

impl LogScale {
    /// P(a, x) per density: DLMF 8.11.4, all terms positive, or the area.
    fn below(&self, at: &Point) -> f64 {
        let Point { x, distance, .. } = *at;
        if self.a > FEW_TERMS && distance > -0.5 * self.a {
            let drop = |s: f64| -distance * s + x * exp_excess(-s);
            return area_under(drop, guess(at), FAR).0;
        }
        let (mut term, mut sum, mut k) = (1.0, 1.0, 0.0);
        while term > 1e-18 * sum {
            k += 1.0;
            term *= x / (self.a + k);
            sum += term;
        }
        sum / self.a
    }

    /// Q(a, x) per density.
    fn above(&self, at: &Point) -> f64 {
        let drop = |s: f64| at.distance * s + at.x * exp_excess(s);
        area_under(drop, guess(at), FAR).0
    }
}

fn guess(at: &Point) -> f64 {
    10.0 / (at.distance.abs() + at.x.sqrt())
}
