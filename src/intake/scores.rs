//! Cell → score, mark or finding. Plain digits never leave their raw bytes; all else is decoded once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::causes::Cause;
use super::encoding::Encoding;
use super::guard::Field;
use super::interner::FastMap;
use super::marks;
use super::text::{narrow, trim, trim_raw};
use crate::number::{Decimal, Rational, Scale};
use crate::records::Mark;

/// Without a declared step, a column's step is that of its finest score, down to this many decimals.
pub(super) const MAX_DECIMALS: u8 = 3;
const POWERS: [i64; MAX_DECIMALS as usize + 1] = [1, 10, 100, 1000];
/// Scores of undeclared columns stay within 32 bits also at the finest step, whatever comes after them.
const MAX_WHOLE: i64 = i32::MAX as i64 / POWERS[MAX_DECIMALS as usize];
/// Distinct unknown texts that the report shows.
const UNKNOWN_KEPT: usize = 100;
const UNKNOWN_CHARACTERS: usize = 8;

/// What a cell says, before the subject's full mark and step are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Score(Decimal),
    /// A score in full-width digits.
    WideScore(Decimal),
    Mark(Mark),
    Finding(Cause),
}

/// `digits[.digits]` of at most nine bytes, as nearly every score is written.
#[inline]
fn short_number(raw: &[u8]) -> Option<Decimal> {
    if raw.is_empty() || raw.len() > 9 {
        return None;
    }
    let mut mantissa: i64 = 0;
    let mut point = raw.len();
    for (at, byte) in raw.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            mantissa = mantissa * 10 + i64::from(digit);
        } else if *byte == b'.' && point == raw.len() && at > 0 && at + 1 < raw.len() {
            point = at;
        } else {
            return None;
        }
    }
    let mut decimals = (raw.len() - point).saturating_sub(1) as u8;
    while decimals > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        decimals -= 1;
    }
    Some(Decimal { mantissa, decimals })
}

/// Reads score cells of one file; remembers what each odd text means.
pub(super) struct CellReader<'a> {
    encoding: Encoding,
    odd: FastMap<Cow<'a, [u8]>, (Reading, usize)>,
    seen: Vec<(String, u64)>,
    unknown: BTreeMap<String, u64>,
}

impl<'a> CellReader<'a> {
    pub fn new(encoding: Encoding) -> CellReader<'a> {
        CellReader { encoding, odd: FastMap::default(), seen: Vec::new(), unknown: BTreeMap::new() }
    }

    #[inline]
    pub fn read(&mut self, field: Field<'a>) -> Reading {
        match short_number(field.raw) {
            Some(number) => Reading::Score(number),
            None if field.raw.is_empty() => Reading::Mark(Mark::Blank),
            None => self.read_odd(field),
        }
    }

    #[cold]
    fn read_odd(&mut self, field: Field<'a>) -> Reading {
        let bytes = field.bytes();
        if let Some((reading, seen)) = self.odd.get(&bytes) {
            if let Some(entry) = self.seen.get_mut(*seen) {
                entry.1 += 1;
            }
            let reading = *reading;
            if reading == Reading::Finding(Cause::UnknownMark) {
                self.show_unknown(&bytes);
            }
            return reading;
        }
        let (reading, seen) = self.first_sight(&bytes);
        if reading == Reading::Finding(Cause::UnknownMark) {
            self.show_unknown(&bytes);
        }
        self.odd.insert(bytes, (reading, seen));
        reading
    }

    fn first_sight(&mut self, bytes: &[u8]) -> (Reading, usize) {
        const NOT_SHOWN: usize = usize::MAX;
        let text = self.encoding.decode(bytes);
        if let Some((word, mark)) = marks::find(&text) {
            let at = self.seen.iter().position(|(seen, _)| seen == word).unwrap_or(self.seen.len());
            if at == self.seen.len() {
                self.seen.push(((*word).to_owned(), 0));
            }
            self.seen[at].1 += 1;
            return (Reading::Mark(*mark), at);
        }
        (read_text(&text, trim_raw(bytes)), NOT_SHOWN)
    }

    fn show_unknown(&mut self, bytes: &[u8]) {
        let text = self.encoding.decode(bytes);
        let shown: String = trim(&text).chars().take(UNKNOWN_CHARACTERS).collect();
        if let Some(count) = self.unknown.get_mut(&shown) {
            *count += 1;
        } else if self.unknown.len() < UNKNOWN_KEPT {
            self.unknown.insert(shown, 1);
        }
    }

    /// The marks seen and the unknown texts seen, with their counts.
    pub fn finish(self) -> (BTreeMap<String, u64>, BTreeMap<String, u64>) {
        (self.seen.into_iter().collect(), self.unknown)
    }
}

fn read_text(text: &str, raw: &[u8]) -> Reading {
    if let Some(number) = Decimal::parse(raw) {
        return Reading::Score(number);
    }
    let bare = trim(text);
    if bare.is_empty() {
        return Reading::Mark(Mark::Blank);
    }
    if let Some(number) = Decimal::parse(bare.as_bytes()) {
        return Reading::Score(number);
    }
    let plain = narrow(bare);
    if let Some(number) = Decimal::parse(plain.as_bytes()) {
        return Reading::WideScore(number);
    }
    let has_digit = plain.chars().any(|c| c.is_ascii_digit());
    Reading::Finding(if has_digit { Cause::NotANumber } else { Cause::UnknownMark })
}

/// The declared full mark and step of a subject, made ready for whole numbers.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub full_mark: Option<Rational>,
    pub scale: Option<Scale>,
    /// The highest mantissa allowed at 0, 1, 2, 3 decimals.
    ceilings: [i64; POWERS.len()],
    /// Ticks are `mantissa × factor / divisor` at 0, 1, 2, 3 decimals, where these fit 64 bits.
    factors: Option<[(i64, i64); POWERS.len()]>,
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
        Rule { full_mark, scale, ceilings, factors }
    }

    fn over_full_mark(&self, number: Decimal) -> bool {
        match self.ceilings.get(usize::from(number.decimals)) {
            Some(ceiling) => number.mantissa > *ceiling,
            None => self.full_mark.is_some_and(|full| number.to_rational() > full),
        }
    }

    /// The score in ticks of the declared step, or in units of `10^-decimals` where none is declared.
    #[inline]
    pub fn ticks(&self, number: Decimal) -> Result<(i32, u8), Cause> {
        if number.mantissa < 0 {
            return Err(Cause::Negative);
        }
        if self.over_full_mark(number) {
            return Err(Cause::OverFullMark);
        }
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

    fn read(text: &str) -> Reading {
        CellReader::new(Encoding::Utf8).read(Field::plain(text.as_bytes()))
    }

    fn score(mantissa: i64, decimals: u8) -> Reading {
        Reading::Score(Decimal { mantissa, decimals })
    }

    #[test]
    fn numbers_are_plain_or_none() {
        assert_eq!(read("90"), score(90, 0));
        assert_eq!(read(" 72.50 "), score(725, 1));
        assert_eq!(read("1234567890"), score(1234567890, 0));
        assert_eq!(read("８５"), Reading::WideScore(Decimal { mantissa: 85, decimals: 0 }));
        for text in ["78分", "1,234", "1O0", "90..5", "6.9E2", "9,5", "5.", ".5", "1 0"] {
            assert_eq!(read(text), Reading::Finding(Cause::NotANumber), "{text}");
        }
        assert_eq!(read("优"), Reading::Finding(Cause::UnknownMark));
        assert_eq!(read("\u{3000}"), Reading::Mark(Mark::Blank));
    }

    #[test]
    fn short_path_agrees_with_the_long_one() {
        for text in ["0", "00", "0.0", "100.000", "1.05", "99999.125", "007"] {
            assert_eq!(short_number(text.as_bytes()), Decimal::parse(text.as_bytes()), "{text}");
        }
    }

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
    fn undeclared_scores_fit_at_the_finest_step() {
        let rule = Rule::new(None, None);
        let ticks = |text: &str| rule.ticks(Decimal::parse(text.as_bytes()).unwrap());
        // i32::MAX is 2,147,483,647: 2,147,482 thousandfold still fits.
        assert_eq!(ticks("2147482.999"), Ok((2147482999, 3)));
        assert_eq!(ticks("2147483"), Err(Cause::OutOfRange));
        assert_eq!(ticks("72.3456"), Err(Cause::TooManyDecimals));
    }
}
