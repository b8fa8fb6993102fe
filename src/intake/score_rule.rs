//! What a score of a subject may be, and where a column of them looks wrong.

use super::causes::Cause;
use super::policy::Policy;
use crate::number::{Decimal, Rational, Scale};

/// Without a declared step, a column's step is that of its finest score, down to this many decimals.
pub(super) const MAX_DECIMALS: u8 = 3;
const POWERS: [i64; MAX_DECIMALS as usize + 1] = [1, 10, 100, 1000];
/// Scores of undeclared columns stay within 32 bits also at the finest step, whatever comes after them.
const MAX_WHOLE: i64 = i32::MAX as i64 / POWERS[MAX_DECIMALS as usize];
/// Numbers that mean "none" in some exports. Where no full mark is declared they would pass for scores.
const MISSING_CODES: [i64; 2] = [999, 9999];

/// The declared full mark and step of a subject, made ready for whole numbers.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub full_mark: Option<Rational>,
    pub scale: Option<Scale>,
    /// Of [`MISSING_CODES`], those that no policy explains.
    asked: [bool; MISSING_CODES.len()],
    /// The highest mantissa allowed at 0, 1, 2, 3 decimals.
    ceilings: [i64; POWERS.len()],
    /// Ticks are `mantissa × factor / divisor` at 0, 1, 2, 3 decimals, where these fit 64 bits.
    factors: Option<[(i64, i64); POWERS.len()]>,
    /// Whole numbers up to the first are scores beyond question, of so many ticks each.
    unquestioned: Option<(u32, u32)>,
    /// Points that are added to each score on the way, so that none is below zero; 0 where none may be.
    pub shift: i64,
}

/// Scores that may be below zero are above minus this.
const LOWEST: i64 = 1000;

/// A whole number of one to four digits, as nearly every score is written.
#[inline]
fn few_digits(raw: &[u8]) -> Option<u32> {
    let digit = |byte: u8| u32::from(byte.wrapping_sub(b'0'));
    let (digits, number) = match *raw {
        [a] => ([digit(a), 0, 0, 0], digit(a)),
        [a, b] => ([digit(a), digit(b), 0, 0], digit(a) * 10 + digit(b)),
        [a, b, c] => ([digit(a), digit(b), digit(c), 0], digit(a) * 100 + digit(b) * 10 + digit(c)),
        [a, b, c, d] => (
            [digit(a), digit(b), digit(c), digit(d)],
            digit(a) * 1000 + digit(b) * 100 + digit(c) * 10 + digit(d),
        ),
        _ => return None,
    };
    digits.iter().all(|digit| *digit <= 9).then_some(number)
}

impl Rule {
    pub fn new(full_mark: Option<Rational>, scale: Option<Scale>) -> Rule {
        let ceilings = POWERS.map(|power| {
            full_mark.map_or(i64::MAX, |full| {
                let most = (full * Rational::from_integer(i128::from(power))).floor().to_integer();
                i64::try_from(most).unwrap_or(i64::MAX)
            })
        });
        let factor = |power: i64| -> Option<(i64, i64)> {
            let ratio = (scale?.step() * Rational::from_integer(i128::from(power))).recip();
            let small = |number: i128| i64::try_from(number).ok().filter(|n| *n < 1 << 31);
            Some((small(*ratio.numer())?, small(*ratio.denom())?))
        };
        let factors = POWERS.map(factor);
        let factors = factors.iter().all(Option::is_some).then(|| factors.map(Option::unwrap_or_default));
        let asked = [full_mark.is_none(); MISSING_CODES.len()];
        Rule { full_mark, scale, asked, ceilings, factors, unquestioned: None, shift: 0 }
    }

    /// Of scores that may be below zero.
    pub fn signed(mut self) -> Rule {
        // Whole points and whole steps.
        let step = self.scale.map_or(1, |scale| i64::try_from(*scale.step().numer()).unwrap_or(1));
        self.shift = (LOWEST + step - 1) / step * step;
        self.unquestioned = None;
        self
    }

    /// So many points higher; `None` where it is below zero even so.
    fn raised(&self, number: Decimal) -> Option<Decimal> {
        let points = 10i64.checked_pow(u32::from(number.decimals))?.checked_mul(self.shift)?;
        let mantissa = number.mantissa.checked_add(points).filter(|mantissa| *mantissa >= 0)?;
        Some(Decimal { mantissa, ..number })
    }

    /// Numbers that the policy explains are not asked about.
    pub fn under(mut self, policy: &Policy) -> Rule {
        for (asked, code) in self.asked.iter_mut().zip(MISSING_CODES) {
            *asked &= !policy.knows(code);
        }
        self.unquestioned = if policy.says_numbers() { None } else { self.unquestioned() };
        self
    }

    fn unquestioned(&self) -> Option<(u32, u32)> {
        let factor = match (self.scale, self.factors) {
            (None, _) => 1,
            (Some(_), Some([(factor, 1), ..])) => factor,
            (Some(_), _) => return None,
        };
        let asked = MISSING_CODES.iter().zip(self.asked).find(|(_, asked)| *asked);
        let highest = asked.map_or(self.ceilings[0], |(code, _)| self.ceilings[0].min(code - 1));
        let fits = i64::from(i32::MAX) / factor.max(1);
        Some((u32::try_from(highest.min(fits).min(MAX_WHOLE - 1)).ok()?, u32::try_from(factor).ok()?))
    }

    /// The ticks of a score that is written as a short whole number about which there is nothing to ask; its
    /// decimals are 0. Most cells need no more than this.
    #[inline]
    pub fn plain_ticks(&self, raw: &[u8]) -> Option<i32> {
        let (highest, factor) = self.unquestioned?;
        let number = few_digits(raw).filter(|number| *number <= highest)?;
        Some((number * factor) as i32)
    }

    fn over_full_mark(&self, number: Decimal) -> bool {
        match self.ceilings.get(usize::from(number.decimals)) {
            Some(ceiling) => number.mantissa > *ceiling,
            None => self.full_mark.is_some_and(|full| number.to_rational() > full),
        }
    }

    #[inline]
    fn is_asked(&self, number: Decimal) -> bool {
        let at = MISSING_CODES.iter().position(|code| *code == number.mantissa && number.decimals == 0);
        at.is_some_and(|at| self.asked[at])
    }

    /// The score in ticks of the declared step, or in units of `10^-decimals` where none is declared.
    #[inline]
    pub fn ticks(&self, number: Decimal) -> Result<(i32, u8), Cause> {
        if number.mantissa < 0 && self.shift == 0 {
            return Err(Cause::Negative);
        }
        if self.over_full_mark(number) {
            return Err(Cause::OverFullMark);
        }
        if number.mantissa >= MISSING_CODES[0] && self.is_asked(number) {
            return Err(Cause::MissingCode);
        }
        let number = if self.shift == 0 { number } else { self.raised(number).ok_or(Cause::OutOfRange)? };
        if let Some(scale) = self.scale {
            return Ok((self.declared_ticks(number, scale)?, 0));
        }
        let Some(power) = POWERS.get(usize::from(number.decimals)) else {
            return Err(Cause::TooManyDecimals);
        };
        if number.mantissa >= MAX_WHOLE * power {
            return Err(Cause::OutOfRange);
        }
        Ok((number.mantissa as i32, number.decimals))
    }

    #[inline]
    fn declared_ticks(&self, number: Decimal, scale: Scale) -> Result<i32, Cause> {
        let place = usize::from(number.decimals);
        let ticks = match self.factors.as_ref().and_then(|factors| factors.get(place)) {
            Some((factor, 1)) if number.mantissa < 1 << 31 => number.mantissa * factor,
            Some((factor, divisor)) if number.mantissa < 1 << 31 => {
                let product = number.mantissa * factor;
                if product % divisor != 0 {
                    return Err(Cause::OffScale);
                }
                product / divisor
            }
            _ => exact_ticks(number, scale)?,
        };
        i32::try_from(ticks).map_err(|_| Cause::OutOfRange)
    }
}

/// The zeros, where they are at least five and more than half as many as all other scores up to a fifth of the
/// highest: real zeros thin out above them, absent candidates entered as 0 do not. `counts` ascend.
pub(super) fn heap_of_zeros(counts: &[(i64, u64)]) -> Option<u64> {
    const FEW: u64 = 5;
    let highest = counts.last()?.0;
    let zeros = counts.first().filter(|(ticks, _)| *ticks == 0)?.1;
    if zeros < FEW || highest == 0 {
        return None;
    }
    let low: u64 = counts[1..].iter().take_while(|(ticks, _)| *ticks <= highest / 5).map(|(_, n)| n).sum();
    (zeros * 2 > low).then_some(zeros)
}

/// For steps and scores of unusual size.
fn exact_ticks(number: Decimal, scale: Scale) -> Result<i64, Cause> {
    let (step, score) = (scale.step(), number.to_rational());
    let product = score.numer().checked_mul(*step.denom()).ok_or(Cause::OutOfRange)?;
    let divisor = score.denom().checked_mul(*step.numer()).ok_or(Cause::OutOfRange)?;
    if product % divisor != 0 {
        return Err(Cause::OffScale);
    }
    i64::try_from(product / divisor).map_err(|_| Cause::OutOfRange)
}

/// `10^decimals` for the places that undeclared columns may have.
pub(super) fn power(decimals: u8) -> i32 {
    POWERS.get(usize::from(decimals)).copied().unwrap_or(1) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_mark_and_step_are_held() {
        let rule = Rule::new(Some(Rational::from_integer(100)), Scale::new(Rational::new(1, 2)));
        let ticks = |text: &str| rule.ticks(Decimal::parse(text.as_bytes()).unwrap());
        assert_eq!(ticks("72.5"), Ok((145, 0)));
        assert_eq!(ticks("100"), Ok((200, 0)));
        assert_eq!(ticks("100.5"), Err(Cause::OverFullMark));
        assert_eq!(ticks("72.345"), Err(Cause::OffScale));
        assert_eq!(ticks("72.3456"), Err(Cause::OffScale));
        assert_eq!(ticks("-1"), Err(Cause::Negative));
    }

    #[test]
    fn scores_below_zero_are_raised_where_they_may_be() {
        let ticks = |rule: Rule, text: &str| rule.signed().ticks(Decimal::parse(text.as_bytes()).unwrap());
        assert_eq!(ticks(Rule::new(None, None), "-1.05"), Ok((99_895, 2)));
        assert_eq!(ticks(Rule::new(None, None), "-1000.5"), Err(Cause::OutOfRange));
        // Steps of three: 1002 is the first multiple above 1000.
        let threes = || Rule::new(None, Scale::new(Rational::from_integer(3)));
        assert_eq!(ticks(threes(), "-6"), Ok((332, 0)));
        assert_eq!(ticks(threes(), "-5"), Err(Cause::OffScale));
    }

    #[test]
    fn undeclared_scores_fit_at_the_finest_step() {
        let rule = Rule::new(None, None);
        let ticks = |text: &str| rule.ticks(Decimal::parse(text.as_bytes()).unwrap());
        // i32::MAX is 2,147,483,647: 2,147,482 thousandfold still fits.
        assert_eq!(ticks("2147482.999"), Ok((2147482999, 3)));
        assert_eq!(ticks("2147483"), Err(Cause::OutOfRange));
        assert_eq!(ticks("72.3456"), Err(Cause::TooManyDecimals));
    }
}
