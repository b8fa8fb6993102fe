//! The regularised incomplete beta function.

use super::elementary::{FAR, area_under, excess_over_ln, exp_excess, per_root_two_pi, stirling_error};
use super::tail::{Family, Scaled, Side};

/// The beta distribution of x in the variable v = ln(x / (1 − x)) − ln(a / b), whose density is
/// xᵃ (1 − x)ᵇ / B(a, b).
#[derive(Clone, Copy, Debug)]
pub struct LogOdds {
    pub a: f64,
    pub b: f64,
    /// ln of the density at the mode, but for the factor.
    at_mode: f64,
    factor: f64,
}

/// A point of the distribution. x and y = 1 − x are each known to all digits, and so is how far they are from the
/// mean: nothing is left of that in 1 − x and x − a / (a + b) where the shapes are large.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    pub x: f64,
    y: f64,
    /// (a + b) x − a.
    distance: f64,
    /// ln of x and of y over their means.
    ln_x: f64,
    ln_y: f64,
}

/// Below this the power series has few terms anyway.
const FEW_TERMS: f64 = 40.0;

impl LogOdds {
    pub fn new(a: f64, b: f64) -> LogOdds {
        let at_mode = stirling_error(a) + stirling_error(b) - stirling_error(a + b);
        let (less, more) = (a.min(b), a.max(b));
        LogOdds { a, b, at_mode, factor: per_root_two_pi(less / (1.0 + less / more)) }
    }

    /// Where the odds are `ratio` times those of the mean.
    pub fn at_ratio(&self, ratio: f64) -> Point {
        let (small, off) =
            if ratio > 1.0 { (1.0 / ratio, (1.0 - ratio) / ratio) } else { (ratio, ratio - 1.0) };
        self.point(ratio.ln(), small, off)
    }

    pub fn at_x(&self, x: f64) -> Point {
        let (a, b) = (self.a, self.b);
        let y = 1.0 - x;
        let (sum, lost) = two_sum(a, b);
        let product = sum * x;
        let distance = (product - a) + (sum.mul_add(x, -product) + lost * x);
        let ln_y = if x < 0.5 { (-x).ln_1p() + (a / b).ln_1p() } else { (y * (sum / b)).ln() };
        Point { x, y, distance, ln_x: (x * (sum / a)).ln(), ln_y }
    }

    /// `small` is e^−|v|, `off` e^−|v| − 1.
    fn point(&self, v: f64, small: f64, off: f64) -> Point {
        let (a, b) = (self.a, self.b);
        if v <= 0.0 {
            let whole = a * small + b;
            let ln_y = ((a + b) / whole).ln();
            let (x, y) = (a * small / whole, b / whole);
            Point { x, y, distance: a * off * y, ln_x: v + ln_y, ln_y }
        } else {
            let whole = a + b * small;
            let ln_x = ((a + b) / whole).ln();
            let (x, y) = (a / whole, b * small / whole);
            Point { x, y, distance: -b * off * x, ln_x, ln_y: ln_x - v }
        }
    }
}

/// a + b and what its rounding lost.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let (more, less) = (a.max(b), a.min(b));
    let sum = more + less;
    (sum, less - (sum - more))
}

impl Family for LogOdds {
    type Place = Point;

    fn place(&self, v: f64) -> Point {
        self.point(v, (-v.abs()).exp(), (-v.abs()).exp_m1())
    }

    /// As far below the mode as the two excesses say: no large logarithms cancel. Loader (2000), Fast and accurate
    /// computation of binomial probabilities.
    fn density(&self, at: &Point) -> Scaled {
        let fallen = self.a * excess_over_ln(at.distance / self.a, at.ln_x)
            + self.b * excess_over_ln(-at.distance / self.b, at.ln_y);
        Scaled { factor: self.factor, exponent: fallen + self.at_mode }
    }

    fn below_mode(&self, at: &Point) -> bool {
        at.distance < 0.0
    }

    fn area(&self, at: &Point, side: Side) -> f64 {
        if at.x <= 0.5 {
            let half = LowerHalf { a: self.a, b: self.b, x: at.x, y: at.y, distance: at.distance };
            if side == Side::Lower { half.below() } else { half.above() }
        } else {
            let half = LowerHalf { a: self.b, b: self.a, x: at.y, y: at.x, distance: -at.distance };
            if side == Side::Lower { half.above() } else { half.below() }
        }
    }

    fn spread(&self) -> f64 {
        (1.0 / self.a + 1.0 / self.b).sqrt()
    }
}

/// A point with x ≤ ½, where 1 − x costs no digit.
struct LowerHalf {
    a: f64,
    b: f64,
    x: f64,
    y: f64,
    distance: f64,
}

impl LowerHalf {
    /// Iₓ(a, b) per density: DLMF 8.17.8, all terms positive, or the area.
    fn below(&self) -> f64 {
        let LowerHalf { a, b, x, distance, .. } = *self;
        if a > FEW_TERMS && distance > -0.5 * a {
            let drop = |s: f64| -distance * s + (a + b) * self.bend(-s);
            return area_under(drop, self.guess(), FAR).0;
        }
        let (mut term, mut sum, mut k) = (1.0, 1.0, 0.0);
        while term > 1e-18 * sum {
            term *= (a + b + k) * x / (a + 1.0 + k);
            sum += term;
            k += 1.0;
        }
        sum / a
    }

    /// 1 − Iₓ(a, b) per density.
    fn above(&self) -> f64 {
        let LowerHalf { a, b, x, y, distance } = *self;
        let drop = |s: f64| distance * s + (a + b) * self.bend(s);
        // From here on the density is e^(−b s).
        let straight = 45.0 - (x / y).ln();
        let (area, end) = area_under(drop, self.guess(), straight);
        if end < straight { area } else { area + (-drop(end)).exp() / b }
    }

    fn guess(&self) -> f64 {
        10.0 / (self.distance.abs() + ((self.a + self.b) * self.x * self.y).sqrt())
    }

    /// ln(1 + x (eˢ − 1)) − x s: what the density falls by, per a + b, beyond a straight line.
    fn bend(&self, s: f64) -> f64 {
        let (x, y) = (self.x, self.y);
        let moved = x * s.exp_m1();
        if moved < 1.0 {
            x * exp_excess(s) - excess_over_ln(moved, moved.ln_1p())
        } else {
            y * s + (x + y * (-s).exp()).ln()
        }
    }
}
