//! The number in a figure.

use crate::number::{Rational, round_half_up, to_f64};

/// A number that is either an exact fraction or, after a square root or a quantile, a double.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Exact(Rational),
    Real(f64),
}

impl Value {
    pub fn to_f64(self) -> f64 {
        match self {
            Value::Exact(ratio) => to_f64(ratio),
            Value::Real(real) => real,
        }
    }

    /// The fraction, where it is one.
    pub fn exact(self) -> Option<Rational> {
        match self {
            Value::Exact(ratio) => Some(ratio),
            Value::Real(_) => None,
        }
    }

    /// With `decimals` places, half up; exactly so for fractions, from the printed double otherwise.
    pub fn round(self, decimals: u8) -> String {
        match self {
            Value::Exact(ratio) => round_half_up(ratio, decimals),
            Value::Real(real) => match Rational::approximate(real) {
                Some(ratio) => round_half_up(ratio, decimals),
                None => format!("{real:.*}", usize::from(decimals)),
            },
        }
    }
}

trait Approximate: Sized {
    fn approximate(real: f64) -> Option<Self>;
}

impl Approximate for Rational {
    /// The fraction that the shortest decimal of a double stands for.
    fn approximate(real: f64) -> Option<Rational> {
        crate::number::Decimal::parse(format!("{real}").as_bytes()).map(|d| d.to_rational())
    }
}
