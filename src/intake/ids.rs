//! Which candidates' ids were seen, and whether Excel rewrote them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use super::interner::FastHasher;

type FastSet<K> = HashSet<K, BuildHasherDefault<FastHasher>>;

/// What an id is, compared with those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// New, or empty: empty ids tell no one apart.
    First,
    Again,
    /// Written as 1.1E+17: it tells no one apart either.
    Destroyed,
}

/// Excel keeps this many digits of a number.
const DOUBLE_DIGITS: usize = 15;

/// The ids of one file.
#[derive(Default)]
pub(super) struct Ids<'a> {
    /// Ids of digits, each with a 1 before it for the sake of leading zeros; every one above the one before,
    /// as most exports are sorted.
    ascending: Vec<u64>,
    /// Ids of digits that came out of order.
    digits: FastSet<u64>,
    others: FastSet<Cow<'a, [u8]>>,
    /// Ids of more digits than a double holds; those of them that end in zeros from there on.
    long: u64,
    long_in_zeros: u64,
}

impl<'a> Ids<'a> {
    /// Takes the next id, without the blanks around it.
    #[inline]
    pub fn see(&mut self, raw: &'a [u8]) -> Seen {
        if raw.is_empty() {
            return Seen::First;
        }
        if raw.len() > DOUBLE_DIGITS {
            self.long += 1;
            self.long_in_zeros += u64::from(raw[DOUBLE_DIGITS..].iter().all(|byte| *byte == b'0'));
        }
        let new = match packed(raw) {
            Some(id) if self.ascending.last().is_none_or(|last| id > *last) => {
                let new = self.digits.is_empty() || !self.digits.contains(&id);
                self.ascending.push(id);
                new
            }
            Some(id) => self.ascending.binary_search(&id).is_err() && self.digits.insert(id),
            None if is_exponent(raw) => return Seen::Destroyed,
            None => self.others.insert(Cow::Borrowed(raw)),
        };
        if new { Seen::First } else { Seen::Again }
    }

    /// Whether every long id ends in zeros, as after Excel took them for numbers.
    pub fn all_in_zeros(&self) -> bool {
        self.long > 1 && self.long == self.long_in_zeros
    }
}

/// Up to 18 digits as one number, distinct for distinct ids.
#[inline]
fn packed(raw: &[u8]) -> Option<u64> {
    if raw.len() > 18 {
        return None;
    }
    let mut id = 1;
    for byte in raw {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        id = id * 10 + u64::from(digit);
    }
    Some(id)
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
        let words = ["5", "7", "05", "6", "7", "5", "6", "x1", "9", "x1", "8", "05", "123456789012345678"];
        let mut ids = Ids::default();
        let again: Vec<usize> =
            (0..words.len()).filter(|at| ids.see(words[*at].as_bytes()) == Seen::Again).collect();
        assert_eq!(again, [4, 5, 6, 9, 11]);
        assert_eq!((ids.see(b""), ids.see(b"")), (Seen::First, Seen::First));
    }

    #[test]
    fn ids_that_excel_rewrote() {
        let mut ids = Ids::default();
        for word in ["1.10101E+17", "6.93E+12", "6.93E+12"] {
            assert_eq!(ids.see(word.as_bytes()), Seen::Destroyed);
        }
        assert!(!is_exponent(b"E+17") && !is_exponent(b"1E+7"));
        let mut ids = Ids::default();
        ids.see(b"320123201101012000");
        ids.see(b"320123201101013000");
        assert!(ids.all_in_zeros());
        ids.see(b"320123201101013001");
        assert!(!ids.all_in_zeros());
    }
}
