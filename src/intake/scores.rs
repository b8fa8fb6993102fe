//! Cell → score, mark or finding. Plain digits never leave their raw bytes; all else is decoded once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::causes::Cause;
use super::container::NOT_COMPUTED;
use super::encoding::Encoding;
use super::fields::Field;
use super::interner::FastMap;
use super::marks;
use super::policy::{Policy, Verdict};
use super::report::Report;
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
    /// A score with a sign of percent behind it.
    PercentScore(Decimal),
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

/// Reads score cells of one file; remembers what each odd text means, and counts those of one walk.
pub(super) struct CellReader {
    encoding: Encoding,
    policy: Policy,
    decimal_comma: bool,
    odd: FastMap<Box<[u8]>, OddText>,
    counts: OddCounts,
}

/// What an odd text means, and the word of the catalogue that it is.
type OddText = (Reading, Option<Arc<str>>);

/// How often texts that are no scores were read.
#[derive(Debug, Default)]
pub(super) struct OddCounts {
    /// Words of the catalogue of marks and of the policy.
    seen: BTreeMap<Arc<str>, u64>,
    /// Unknown texts as the report shows them, in order of appearance.
    unknown: Vec<(String, u64)>,
    unknown_at: FastMap<String, usize>,
}

/// Further odd texts are read anew each time.
const REMEMBERED: usize = 1 << 14;

impl CellReader {
    pub fn new(encoding: Encoding, policy: &Policy) -> CellReader {
        let policy = policy.clone();
        let (odd, counts) = (FastMap::default(), OddCounts::default());
        CellReader { encoding, policy, decimal_comma: false, odd, counts }
    }

    /// Of a file whose scores have a comma before their decimals.
    pub fn with_decimal_comma(self, decimal_comma: bool) -> CellReader {
        CellReader { decimal_comma, ..self }
    }

    /// What stands in a cell, as it is written.
    pub fn text(&self, field: Field<'_>) -> String {
        self.encoding.decode(&field.bytes()).into_owned()
    }

    #[inline]
    pub fn read(&mut self, field: Field<'_>) -> Reading {
        match short_number(field.raw) {
            Some(number) if number.decimals > 0 && self.decimal_comma => self.read_odd(field),
            Some(number) => Reading::Score(number),
            None if field.raw.is_empty() => Reading::Mark(Mark::Blank),
            None => self.read_odd(field),
        }
    }

    #[cold]
    fn read_odd(&mut self, field: Field<'_>) -> Reading {
        let bytes = field.bytes();
        let known = self.odd.get(&bytes[..]).cloned();
        let is_new = known.is_none();
        let (reading, word) = known.unwrap_or_else(|| self.first_sight(&bytes));
        if let Some(word) = &word {
            *self.counts.seen.entry(Arc::clone(word)).or_default() += 1;
        }
        if reading == Reading::Finding(Cause::UnknownMark) {
            let text = self.encoding.decode(&bytes);
            self.counts.see_unknown(trim(&text).chars().take(UNKNOWN_CHARACTERS).collect());
        }
        if is_new && self.odd.len() < REMEMBERED {
            self.odd.insert(bytes.as_ref().into(), (reading, word));
        }
        reading
    }

    /// What a text means, and the word of the catalogue or the policy that it is.
    fn first_sight(&self, bytes: &[u8]) -> (Reading, Option<Arc<str>>) {
        let text = self.encoding.decode(bytes);
        let plain = narrow(&text);
        let plain = trim(&plain);
        match self.policy.of_text(plain) {
            Some((_, Verdict::Mark(mark))) => return (Reading::Mark(mark), Some(plain.into())),
            Some((_, Verdict::Value(number))) => return (Reading::Score(number), Some(plain.into())),
            Some(_) => return (ZERO, Some(plain.into())),
            None => {}
        }
        match marks::find(&text) {
            Some((word, mark)) => (Reading::Mark(*mark), Some((*word).into())),
            None if self.decimal_comma => (read_with_comma(plain), None),
            None => (read_text(&text, trim_raw(bytes)), None),
        }
    }

    /// What was counted since this was last asked.
    pub fn counts(&mut self) -> OddCounts {
        std::mem::take(&mut self.counts)
    }
}

impl OddCounts {
    fn see_unknown(&mut self, shown: String) {
        match self.unknown_at.get(&shown) {
            Some(at) => self.unknown[*at].1 += 1,
            None => {
                self.unknown_at.insert(shown.clone(), self.unknown.len());
                self.unknown.push((shown, 1));
            }
        }
    }

    /// Adds what was counted behind what is in the report already.
    pub fn add_to(&self, report: &mut Report) {
        let Report { marks_seen, unknown_marks, unknown_marks_beyond, .. } = report;
        for (word, count) in &self.seen {
            *marks_seen.entry(word.to_string()).or_default() += count;
        }
        for (shown, count) in &self.unknown {
            if unknown_marks.len() < UNKNOWN_KEPT || unknown_marks.contains_key(shown) {
                *unknown_marks.entry(shown.clone()).or_default() += count;
            } else {
                *unknown_marks_beyond += count;
            }
        }
    }
}

/// 12,5, and not 1,234, which may be a thousand.
fn has_decimal_comma(plain: &str) -> bool {
    plain.split_once(',').is_some_and(|(whole, decimals)| {
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let whole = whole.strip_prefix('-').unwrap_or(whole);
        let is_written = !whole.is_empty() && !decimals.is_empty();
        is_written && decimals.len() != 3 && is_digits(whole) && is_digits(decimals)
    })
}

/// 12,5; a point would be ambiguous.
fn read_with_comma(plain: &str) -> Reading {
    if plain.contains('.') {
        return Reading::Finding(Cause::NotANumber);
    }
    let point = plain.replacen(',', ".", 1);
    read_text(&point, point.as_bytes())
}

fn read_text(text: &str, raw: &[u8]) -> Reading {
    if let Some(number) = Decimal::parse(raw) {
        return Reading::Score(number.to_15_digits());
    }
    let bare = trim(text);
    if bare.is_empty() {
        return Reading::Mark(Mark::Blank);
    }
    if let Some(number) = Decimal::parse(bare.as_bytes()) {
        return Reading::Score(number.to_15_digits());
    }
    if let Some(number) = bare.strip_suffix(['%', '％']).and_then(|bare| Decimal::parse(bare.as_bytes())) {
        return Reading::PercentScore(number.to_15_digits());
    }
    if bare == NOT_COMPUTED {
        return Reading::Finding(Cause::NotComputed);
    }
    let plain = narrow(bare);
    if let Some(number) = Decimal::parse(plain.as_bytes()) {
        return Reading::WideScore(number);
    }
    if has_decimal_comma(&plain) {
        return Reading::Finding(Cause::DecimalComma);
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
        assert_eq!(read("83.19999999999999"), score(832, 1));
        assert_eq!(read("57%"), Reading::PercentScore(Decimal { mantissa: 57, decimals: 0 }));
        for text in ["78分", "1,234", "1O0", "90..5", "6.9E2", "5.", ".5", "1 0"] {
            assert_eq!(read(text), Reading::Finding(Cause::NotANumber), "{text}");
        }
        assert_eq!(["9,5", "12,75"].map(&mut read), [Reading::Finding(Cause::DecimalComma); 2]);
        assert_eq!(read("优"), Reading::Finding(Cause::UnknownMark));
        assert_eq!(read("\u{3000}"), Reading::Mark(Mark::Blank));
    }

    #[test]
    fn a_comma_stands_before_decimals_where_it_is_declared() {
        let comma = CellReader::new(Encoding::Utf8, &Policy::default()).with_decimal_comma(true);
        let mut comma = comma;
        let mut read = |text: &str| comma.read(Field::plain(text.as_bytes()));
        assert_eq!(["12,5", "13", "0,25"].map(&mut read), [score(125, 1), score(13, 0), score(25, 2)]);
        for text in ["12.5", "1.234,5", "1,2,3"] {
            assert_eq!(read(text), Reading::Finding(Cause::NotANumber), "{text}");
        }
    }

    #[test]
    fn short_path_agrees_with_the_long_one() {
        for text in ["0", "00", "0.0", "100.000", "1.05", "99999.125", "007"] {
            assert_eq!(short_number(text.as_bytes()), Decimal::parse(text.as_bytes()), "{text}");
        }
    }
}
