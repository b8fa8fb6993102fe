//! Cell → score, mark or finding. Plain digits never leave their raw bytes; all else is decoded once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::causes::Cause;
use super::encoding::Encoding;
use super::fields::Field;
use super::interner::FastMap;
use super::marks;
use super::policy::{Policy, Verdict};
use super::text::{narrow, trim, trim_raw};
use crate::number::Decimal;
use crate::records::Mark;

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

const ZERO: Reading = Reading::Score(Decimal { mantissa: 0, decimals: 0 });
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
    policy: Policy,
    odd: FastMap<Cow<'a, [u8]>, (Reading, usize)>,
    seen: Vec<(String, u64)>,
    unknown: BTreeMap<String, u64>,
}

impl<'a> CellReader<'a> {
    pub fn new(encoding: Encoding, policy: &Policy) -> CellReader<'a> {
        let policy = policy.clone();
        CellReader { encoding, policy, odd: FastMap::default(), seen: Vec::new(), unknown: BTreeMap::new() }
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
        let plain = narrow(&text);
        let plain = trim(&plain);
        match self.policy.of_text(plain) {
            Some((_, Verdict::Mark(mark))) => return (Reading::Mark(mark), self.sees(plain)),
            Some(_) => return (ZERO, self.sees(plain)),
            None => {}
        }
        if let Some((word, mark)) = marks::find(&text) {
            return (Reading::Mark(*mark), self.sees(word));
        }
        (read_text(&text, trim_raw(bytes)), NOT_SHOWN)
    }

    fn sees(&mut self, word: &str) -> usize {
        let at = self.seen.iter().position(|(seen, _)| seen == word).unwrap_or(self.seen.len());
        if at == self.seen.len() {
            self.seen.push((word.to_owned(), 0));
        }
        self.seen[at].1 += 1;
        at
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Reading {
        CellReader::new(Encoding::Utf8, &Policy::default()).read(Field::plain(text.as_bytes()))
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
}
