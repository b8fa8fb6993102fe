//! Which candidates' ids were seen, and whether Excel rewrote them.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use super::digits::{PACKED_DIGITS, packed};
use super::id_texts::Texts;
use super::interner::{FastHasher, FastMap};

pub(super) type FastSet<K> = HashSet<K, BuildHasherDefault<FastHasher>>;

/// Excel keeps this many digits of a number.
const DOUBLE_DIGITS: usize = 15;
/// Ids that differ in more than their digits have at most so many different rests.
const RESTS: usize = 1 << 12;

/// What stands in the column of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Id<'a> {
    /// Nothing: empty ids tell no one apart.
    Empty,
    /// Written as 1.1E+17: it tells no one apart either.
    Destroyed,
    Digits(u64),
    Text(&'a [u8]),
}

/// Reads an id, without the blanks around it.
#[inline]
pub(super) fn read(raw: &[u8]) -> Id<'_> {
    match packed(raw) {
        Some(digits) => Id::Digits(digits),
        None if raw.is_empty() => Id::Empty,
        None if is_exponent(raw) => Id::Destroyed,
        None => Id::Text(raw),
    }
}

/// How many ids have more digits than a double holds, and how many of these end in zeros from there on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LongIds {
    all: u64,
    in_zeros: u64,
}

impl LongIds {
    #[inline]
    pub fn see(&mut self, raw: &[u8]) {
        if raw.len() > DOUBLE_DIGITS {
            self.all += 1;
            self.in_zeros += u64::from(raw[DOUBLE_DIGITS..].iter().all(|byte| *byte == b'0'));
        }
    }

    pub fn add(&mut self, other: LongIds) {
        self.all += other.all;
        self.in_zeros += other.in_zeros;
    }

    /// Whether every long id ends in zeros, as after Excel took them for numbers.
    pub fn all_in_zeros(self) -> bool {
        self.all > 1 && self.all == self.in_zeros
    }
}

/// Pages that are found without a look-up: rows in no order go from page to page.
const RECENT: usize = 1 << 11;
/// By the last bits of the key; a key that no id has where there is none yet.
struct Recent([(u64, u32); RECENT]);

impl Default for Recent {
    fn default() -> Recent {
        Recent([(u64::MAX, 0); RECENT])
    }
}

/// The ids of one file. Numbers near each other share a page of bits, so that a running number takes a bit
/// and not eight bytes.
#[derive(Default)]
pub(super) struct Ids {
    pages: Vec<Page>,
    /// By the rest of the id and the number without its last 16 bits.
    page_of: FastMap<u64, u32>,
    recent: Recent,
    /// What stands around the digits (`G` of G320123…), by which ids are told apart too.
    rests: FastMap<Box<[u8]>, u64>,
    others: Texts,
    /// What stands around the digits of the last id.
    rest: Vec<u8>,
}

impl Ids {
    /// Takes the next id; whether it is new.
    #[inline]
    pub fn see(&mut self, id: Id<'_>) -> bool {
        match id {
            Id::Empty | Id::Destroyed => true,
            Id::Digits(digits) => self.see_number(0, digits),
            Id::Text(text) => self.see_text(text),
        }
    }

    fn see_text(&mut self, text: &[u8]) -> bool {
        let Some(digits) = last_digits(text, &mut self.rest) else { return self.others.insert(text) };
        let known = self.rests.len();
        let number = match self.rests.get(&self.rest[..]) {
            Some(number) => *number,
            None if known < RESTS => {
                self.rests.insert(self.rest[..].into(), known as u64 + 1);
                known as u64 + 1
            }
            None => return self.others.insert(text),
        };
        self.see_number(number, digits)
    }

    #[inline]
    fn see_number(&mut self, rest: u64, digits: u64) -> bool {
        // 18 digits with a 1 before them take 61 bits, of which 45 are left.
        let key = rest << 48 | digits >> 16;
        let at = match self.recent.0[key as usize % RECENT] {
            (recent, at) if recent == key => at,
            _ => self.page(key),
        };
        self.pages[at as usize].insert(digits as u16)
    }

    fn page(&mut self, key: u64) -> u32 {
        let pages = &mut self.pages;
        let at = *self.page_of.entry(key).or_insert_with(|| {
            pages.push(Page::Few(Vec::new()));
            pages.len() as u32 - 1
        });
        self.recent.0[key as usize % RECENT] = (key, at);
        at
    }
}

/// Which of 65,536 neighbouring numbers were seen.
enum Page {
    /// Ascending.
    Few(Vec<u16>),
    Many(Box<[u64; 1024]>),
}

/// A list longer than this becomes bits.
const FEW: usize = 256;

impl Page {
    #[inline]
    fn insert(&mut self, number: u16) -> bool {
        match self {
            Page::Many(bits) => {
                let (word, bit) = (&mut bits[usize::from(number >> 6)], 1 << (number & 63));
                let new = *word & bit == 0;
                *word |= bit;
                new
            }
            Page::Few(numbers) => {
                let Err(at) = numbers.binary_search(&number) else { return false };
                numbers.insert(at, number);
                if numbers.len() > FEW {
                    self.spread();
                }
                true
            }
        }
    }

    #[cold]
    fn spread(&mut self) {
        let Page::Few(numbers) = self else { return };
        let mut bits = Box::new([0u64; 1024]);
        numbers.iter().for_each(|number| bits[usize::from(number >> 6)] |= 1 << (number & 63));
        *self = Page::Many(bits);
    }
}

/// The last digits of a text as a number; all else of it becomes `rest`.
fn last_digits(text: &[u8], rest: &mut Vec<u8>) -> Option<u64> {
    let end = text.iter().rposition(u8::is_ascii_digit)? + 1;
    let digits =
        text[..end].iter().rev().take(PACKED_DIGITS).take_while(|byte| byte.is_ascii_digit()).count();
    let number = packed(&text[end - digits..end])?;
    let (before, after) = (&text[..end - digits], &text[end..]);
    rest.clear();
    [&before.len().to_le_bytes()[..], before, after].iter().for_each(|part| rest.extend_from_slice(part));
    Some(number)
}

/// Whether Excel rewrote some of these codes.
pub(super) fn is_destroyed<'c>(codes: impl Iterator<Item = &'c str>) -> bool {
    let (mut long, mut destroyed) = (LongIds::default(), false);
    for code in codes.map(|code| code.trim().as_bytes()) {
        long.see(code);
        destroyed |= is_exponent(code);
    }
    destroyed || long.all_in_zeros()
}

/// 2024/3/1, 3月1日 and 1-Mar, as Excel writes what it takes for a date.
pub(super) fn is_date(raw: &[u8]) -> bool {
    const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let number = |part: &[u8], highest: u32| {
        let value =
            std::str::from_utf8(part).ok().filter(|part| part.len() <= 4).and_then(|p| p.parse().ok());
        value.is_some_and(|value: u32| (1..=highest).contains(&value))
    };
    let month = |part: &[u8]| MONTHS.chunks(3).any(|name| name == part);
    let parts = |by: u8| raw.split(|byte| *byte == by).collect::<Vec<_>>();
    match (&parts(b'/')[..], &parts(b'-')[..]) {
        ([year, of, day], _) => year.len() == 4 && number(year, 9999) && number(of, 12) && number(day, 31),
        (_, [day, of]) => number(day, 31) && month(of),
        (_, [day, of, year]) => number(day, 31) && month(of) && number(year, 9999),
        _ => {
            let text = std::str::from_utf8(raw).ok().and_then(|text| text.strip_suffix('日'));
            let parts = text.and_then(|text| text.split_once('月'));
            parts.is_some_and(|(of, day)| number(of.as_bytes(), 12) && number(day.as_bytes(), 31))
        }
    }
}

/// 1.10101E+17, as Excel writes long numbers.
fn is_exponent(raw: &[u8]) -> bool {
    let [before @ .., b'E' | b'e', b'+', tens, ones] = raw else { return false };
    tens.is_ascii_digit() && ones.is_ascii_digit() && before.first().is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_known_again_in_any_order() {
        let words = "5 7 05 6 7 5 6 x1 9 x1 8 05 123456789012345678 G01 G1 1G G01 G1X \
                     12345678901234567890 22345678901234567890 甲 甲 G1X";
        let words: Vec<&str> = words.split_whitespace().collect();
        let mut ids = Ids::default();
        let again: Vec<usize> = (0..words.len()).filter(|at| !ids.see(read(words[*at].as_bytes()))).collect();
        assert_eq!(again, [4, 5, 6, 9, 11, 16, 21, 22]);
        assert_eq!((ids.see(read(b"")), ids.see(read(b""))), (true, true));
    }

    #[test]
    fn a_full_page_forgets_nobody() {
        let mut ids = Ids::default();
        let numbers = || (0..3000u64).map(|n| (n * 7919) % 70_001);
        assert!(numbers().all(|n| ids.see(Id::Digits(n))));
        assert!(!numbers().any(|n| ids.see(Id::Digits(n))));
    }

    #[test]
    fn dates_are_told_from_ids() {
        for date in ["2024/3/1", "2024/12/31", "1-Mar", "3-Jan-24", "3月1日"] {
            assert!(is_date(date.as_bytes()), "{date}");
        }
        for id in ["2024-3-12", "1-2", "3/1", "2024/13/1", "G1-Mar", "A月1日", "2024/3/1/7", "一月1日"] {
            assert!(!is_date(id.as_bytes()), "{id}");
        }
    }

    #[test]
    fn ids_that_excel_rewrote() {
        for word in ["1.10101E+17", "6.93E+12", "6.93E+12"] {
            assert_eq!(read(word.as_bytes()), Id::Destroyed);
        }
        assert!(!is_exponent(b"E+17") && !is_exponent(b"1E+7"));
        let mut long = LongIds::default();
        long.see(b"320123201101012000");
        long.see(b"320123201101013000");
        assert!(long.all_in_zeros());
        long.see(b"320123201101013001");
        assert!(!long.all_in_zeros());
    }
}
