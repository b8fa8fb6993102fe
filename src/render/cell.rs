//! What stands in a cell of a table: its digits are made once, and every renderer reads the same.

use std::fmt;
use std::sync::Arc;

use crate::figures::{Label, Status, Value};
use crate::number::Rational;

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(Label),
    /// Whole numbers from 1000 on may get thousands separators: a year or a code is a [`Cell::Text`].
    Number(Number),
    /// No value, and why; shown as its symbol.
    Missing(Status),
    /// Nothing belongs here.
    Empty,
}

impl Cell {
    pub fn text(text: impl Into<Label>) -> Cell {
        Cell::Text(text.into())
    }

    /// With `decimals` places, rounded half up from the exact value. A number that is none (NaN, infinite) has no
    /// meaning for a reader.
    pub fn number(value: Value, decimals: u8) -> Cell {
        match value {
            Value::Real(real) if !real.is_finite() => Cell::Missing(Status::NotApplicable),
            value => Cell::Number(Number::of(value, decimals)),
        }
    }

    pub fn real(real: f64, decimals: u8) -> Cell {
        Cell::number(Value::Real(real), decimals)
    }

    pub fn count(count: u64) -> Cell {
        Cell::number(Value::Exact(Rational::from_integer(i128::from(count))), 0)
    }
}

/// A number as it is shown.
#[derive(Clone, PartialEq)]
pub struct Number(Digits);

/// A release of many schools has millions of them: digits that are not many need no memory of their own.
#[derive(Clone, PartialEq)]
enum Digits {
    Few { length: u8, bytes: [u8; FEW], kind: Kind },
    Many { digits: Arc<str>, kind: Kind },
}

const FEW: usize = 19;

#[derive(Clone, Copy, PartialEq)]
struct Kind {
    decimals: u8,
    is_zero: bool,
}

impl Number {
    fn of(value: Value, decimals: u8) -> Number {
        let digits = value.round(decimals);
        let kind = Kind { decimals, is_zero: value.to_f64() == 0.0 };
        let mut bytes = [0; FEW];
        match bytes.get_mut(..digits.len()) {
            Some(own) => {
                own.copy_from_slice(digits.as_bytes());
                Number(Digits::Few { length: digits.len() as u8, bytes, kind })
            }
            None => Number(Digits::Many { digits: digits.into(), kind }),
        }
    }

    /// Without thousands separators.
    pub fn digits(&self) -> &str {
        match &self.0 {
            Digits::Few { length, bytes, .. } => {
                std::str::from_utf8(&bytes[..usize::from(*length)]).unwrap_or_default()
            }
            Digits::Many { digits, .. } => digits,
        }
    }

    fn kind(&self) -> Kind {
        match &self.0 {
            Digits::Few { kind, .. } | Digits::Many { kind, .. } => *kind,
        }
    }

    pub fn decimals(&self) -> u8 {
        self.kind().decimals
    }

    /// Whether it reads as zero and is not.
    pub fn rounds_to_zero(&self) -> bool {
        !self.kind().is_zero && self.digits().bytes().all(|digit| matches!(digit, b'0' | b'.' | b'-'))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.digits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_small_and_holds_digits_of_any_length() {
        assert_eq!(size_of::<Cell>(), 24);
        for real in [0.04, -12.345, 1e18, 1e300, f64::MAX] {
            let Cell::Number(number) = Cell::real(real, 1) else { panic!("{real}") };
            assert_eq!(number.digits(), Value::Real(real).round(1));
            assert_eq!((number.decimals(), number.rounds_to_zero()), (1, real == 0.04));
        }
        assert_eq!(Cell::real(f64::NAN, 1), Cell::Missing(Status::NotApplicable));
    }
}
