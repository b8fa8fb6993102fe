//! Exact numbers: decimals as written, scales of marks, and rounding half up from the exact value.

use num_rational::Ratio;
use num_traits::{Signed, ToPrimitive, Zero};

/// A fraction of two integers; every figure that is a ratio stays one until it is printed.
pub type Rational = Ratio<i128>;

/// A fraction in lowest terms, found by division of machine words where both are that small: figures are mostly
/// counts of people and sums of scores. `denominator` is not 0.
pub fn ratio(numerator: i128, denominator: i128) -> Rational {
    match (u64::try_from(numerator.unsigned_abs()), u64::try_from(denominator)) {
        (Ok(size), Ok(of)) if of > 0 => {
            let (mut one, mut other) = (size, of);
            while other != 0 {
                (one, other) = (other, one % other);
            }
            let common = i128::from(one);
            Rational::new_raw(numerator / common, denominator / common)
        }
        _ => Rational::new(numerator, denominator),
    }
}

/// A decimal number exactly as it was written: `mantissa / 10^decimals`, without trailing zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    pub mantissa: i64,
    pub decimals: u8,
}

impl Decimal {
    /// Reads `[+-]digits[.digits]` and nothing else: no exponent, no thousands separator, no spaces.
    /// `None` also when the digits do not fit 64 bits.
    pub fn parse(text: &[u8]) -> Option<Decimal> {
        let (negative, digits) = match text.split_first()? {
            (b'-', rest) => (true, rest),
            (b'+', rest) => (false, rest),
            _ => (false, text),
        };
        let point = memchr::memchr(b'.', digits);
        let whole = &digits[..point.unwrap_or(digits.len())];
        let fraction = point.map_or(&[][..], |at| &digits[at + 1..]);
        if whole.is_empty() || (point.is_some() && fraction.is_empty()) {
            return None;
        }
        let kept = fraction.len() - fraction.iter().rev().take_while(|d| **d == b'0').count();
        let mut mantissa: i64 = 0;
        for digit in whole.iter().chain(&fraction[..kept]) {
            let value = digit.wrapping_sub(b'0');
            if value > 9 {
                return None;
            }
            mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(value))?;
        }
        if !fraction[kept..].iter().all(u8::is_ascii_digit) {
            return None;
        }
        let decimals = u8::try_from(kept).ok().filter(|kept| *kept <= 18)?;
        let mantissa = if negative { -mantissa } else { mantissa };
        Some(Decimal { mantissa, decimals })
    }

    /// As Excel keeps numbers: a fraction of more than 15 digits, the trace of arithmetic with doubles, is rounded to
    /// that many (83.19999999999999 is 83.2).
    ///
    /// ```
    /// use edugauge::number::Decimal;
    /// let number = |text: &str| Decimal::parse(text.as_bytes()).unwrap().to_15_digits().to_string();
    /// assert_eq!(number("83.19999999999999"), "83.2");
    /// assert_eq!(number("0.30000000000000004"), "0.3");
    /// assert_eq!(number("123456789012.345"), "123456789012.345");
    /// ```
    pub fn to_15_digits(self) -> Decimal {
        const LONGEST: u64 = 1_000_000_000_000_000;
        let Decimal { mut mantissa, mut decimals } = self;
        if decimals == 0 || mantissa.unsigned_abs() < LONGEST {
            return self;
        }
        let mut last = 0;
        while mantissa.unsigned_abs() >= LONGEST && decimals > 0 {
            (last, mantissa, decimals) = (mantissa % 10, mantissa / 10, decimals - 1);
        }
        mantissa += if last.abs() >= 5 { last.signum() } else { 0 };
        while decimals > 0 && mantissa % 10 == 0 {
            (mantissa, decimals) = (mantissa / 10, decimals - 1);
        }
        Decimal { mantissa, decimals }
    }

    pub fn to_rational(self) -> Rational {
        Rational::new(i128::from(self.mantissa), 10i128.pow(u32::from(self.decimals)))
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&round_half_up(self.to_rational(), self.decimals))
    }
}

/// The step of a scale of marks: a score is `ticks × step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    step: Rational,
}

impl Scale {
    /// `None` unless the step is above zero.
    pub fn new(step: Rational) -> Option<Scale> {
        (step > Rational::zero()).then_some(Scale { step })
    }

    /// Steps of `10^-decimals`.
    pub fn of_decimals(decimals: u8) -> Scale {
        Scale { step: Rational::new(1, 10i128.pow(u32::from(decimals))) }
    }

    pub fn step(self) -> Rational {
        self.step
    }

    /// The ticks of a score, or `None` where the score lies between two ticks.
    pub fn ticks(self, score: Rational) -> Option<i64> {
        let ticks = score / self.step;
        ticks.is_integer().then(|| ticks.to_integer().to_i64()).flatten()
    }

    /// The lowest tick that is not below `score`: what "reached the line" means on this scale.
    pub fn ticks_at_least(self, score: Rational) -> i64 {
        let ticks = if self.step == Rational::ONE { score } else { score / self.step };
        let ticks = ticks.ceil().to_integer();
        ticks.to_i64().unwrap_or(if ticks < 0 { i64::MIN } else { i64::MAX })
    }

    pub fn score(self, ticks: i64) -> Rational {
        self.of_ticks(Rational::from_integer(i128::from(ticks)))
    }

    /// So many ticks in points. Most steps are 1, and then there is nothing to reduce.
    pub fn of_ticks(self, ticks: Rational) -> Rational {
        if self.step == Rational::ONE { ticks } else { ticks * self.step }
    }
}

/// The largest step of which both are multiples; `None` where it has more digits than any step of marks.
pub fn common_step(a: Rational, b: Rational) -> Option<Rational> {
    let (left, right) = (a.numer().checked_mul(*b.denom())?, b.numer().checked_mul(*a.denom())?);
    let (mut one, mut other) = (left, right);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    Some(Rational::new(one, a.denom().checked_mul(*b.denom())?))
}

/// Decimal places that print `value`, and every multiple of it, in full; at most 9.
pub fn decimals_of(value: Rational) -> u8 {
    let mut power = Rational::from_integer(1);
    (0..9u8)
        .find(|_| {
            let whole = (value * power).is_integer();
            power *= Rational::from_integer(10);
            whole
        })
        .unwrap_or(9)
}

/// `value` with `decimals` places, halves rounded away from zero (四舍五入), from the exact value.
///
/// ```
/// use edugauge::number::{Rational, round_half_up};
/// assert_eq!(round_half_up(Rational::new(1967 * 100, 4717), 1), "41.7");
/// assert_eq!(round_half_up(Rational::new(5, 1000), 2), "0.01");
/// ```
pub fn round_half_up(value: Rational, decimals: u8) -> String {
    let power = 10i128.pow(u32::from(decimals));
    let scaled = scaled_by_words(value, power).unwrap_or_else(|| scaled_by_fractions(value, power));
    let sign = if value.is_negative() && scaled != 0 { "-" } else { "" };
    match decimals {
        0 => format!("{sign}{scaled}"),
        _ => {
            let (whole, fraction) = (scaled / power, scaled % power);
            format!("{sign}{whole}.{fraction:0width$}", width = usize::from(decimals))
        }
    }
}

/// ⌊|value| × power + ½⌋.
fn scaled_by_fractions(value: Rational, power: i128) -> i128 {
    (value.abs() * Rational::from_integer(power) + Rational::new(1, 2)).floor().to_integer()
}

/// The same; `None` where machine words are too short.
fn scaled_by_words(value: Rational, power: i128) -> Option<i128> {
    let word = |number: u128| u64::try_from(number).ok();
    let denominator = word(value.denom().unsigned_abs())?;
    let scaled = word(value.numer().unsigned_abs())?.checked_mul(word(power.unsigned_abs())?)?;
    Some(i128::from(scaled.checked_mul(2)?.checked_add(denominator)? / denominator.checked_mul(2)?))
}

/// The nearest double of an exact fraction.
pub fn to_f64(value: Rational) -> f64 {
    // Both are doubles themselves, so that one division gives the nearest.
    const EXACT: u128 = 1 << 53;
    if value.numer().unsigned_abs() <= EXACT && value.denom().unsigned_abs() <= EXACT {
        return *value.numer() as f64 / *value.denom() as f64;
    }
    value.to_f64().unwrap_or(f64::NAN)
}

/// A number as a person writes it: all its places up to nine, no trailing zeros.
pub fn plain(value: Rational) -> String {
    round_half_up(value, decimals_of(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words agree with the fractions, and the division of doubles with the nearest double of the fraction.
    #[test]
    fn the_short_ways_are_the_long_ones() {
        let mut state: u64 = 1;
        let mut below = |bits: u32| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i128::from(state >> (64 - bits))
        };
        let mut short = 0;
        for round in 0..20_000 {
            let bits = 1 + round % 60;
            let value = Rational::new(below(bits) - below(bits), 1 + below(1 + round % 50));
            for decimals in [0, 1, 3, 9] {
                let power = 10i128.pow(decimals);
                if let Some(scaled) = scaled_by_words(value, power) {
                    assert_eq!(scaled, scaled_by_fractions(value, power), "{value} with {decimals}");
                    short += 1;
                }
            }
            assert_eq!(Some(to_f64(value)), value.to_f64(), "{value}");
        }
        assert!(short > 30_000, "{short}");
    }

    #[test]
    fn halves_go_away_from_zero() {
        let cases = [((-1, 2), 0, "-1"), ((-1, 3), 0, "0"), ((1, 8), 2, "0.13"), ((-1, 1000), 2, "0.00")];
        for ((above, below), decimals, text) in cases {
            assert_eq!(round_half_up(Rational::new(above, below), decimals), text);
        }
        let large = Rational::new(i128::from(u64::MAX) * 10 + 5, 10);
        assert_eq!(round_half_up(large, 0), "18446744073709551616");
    }
}
