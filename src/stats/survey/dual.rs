//! A number with its derivatives: a statistic is written once, and its linearisation follows.

use std::ops::{Add, Div, Mul, Sub};

/// Totals that a statistic may be a function of.
pub const TOTALS: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual {
    pub value: f64,
    pub slope: [f64; TOTALS],
}

impl Dual {
    /// The total at a place, with a slope of 1 along itself.
    pub fn variable(value: f64, at: usize) -> Dual {
        let mut slope = [0.0; TOTALS];
        slope[at] = 1.0;
        Dual { value, slope }
    }

    fn through(self, value: f64, derivative: f64) -> Dual {
        Dual { value, slope: self.slope.map(|slope| derivative * slope) }
    }

    pub fn times(self, factor: f64) -> Dual {
        self.through(self.value * factor, factor)
    }

    pub fn sqrt(self) -> Dual {
        let root = self.value.sqrt();
        self.through(root, 0.5 / root)
    }
}

fn both(a: Dual, b: Dual, value: f64, by_a: f64, by_b: f64) -> Dual {
    let mut slope = [0.0; TOTALS];
    for (at, slope) in slope.iter_mut().enumerate() {
        *slope = by_a * a.slope[at] + by_b * b.slope[at];
    }
    Dual { value, slope }
}

impl Add for Dual {
    type Output = Dual;
    fn add(self, other: Dual) -> Dual {
        both(self, other, self.value + other.value, 1.0, 1.0)
    }
}

impl Sub for Dual {
    type Output = Dual;
    fn sub(self, other: Dual) -> Dual {
        both(self, other, self.value - other.value, 1.0, -1.0)
    }
}

impl Mul for Dual {
    type Output = Dual;
    fn mul(self, other: Dual) -> Dual {
        both(self, other, self.value * other.value, other.value, self.value)
    }
}

impl Div for Dual {
    type Output = Dual;
    fn div(self, other: Dual) -> Dual {
        let value = self.value / other.value;
        both(self, other, value, 1.0 / other.value, -value / other.value)
    }
}
