//! Ids that are kept whole, byte for byte, so that a repetition is a fact: one behind the other in large pieces, found
//! by a table of their places. A set of strings of their own would take three times the memory.

use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;

use super::ids::FastSet;
use super::interner::FastHasher;

/// A piece never moves, so that growing copies no ids.
const PIECE: usize = 1 << 20;
/// Longer ids are no ids, but whatever they are is kept too.
const LONGEST: usize = 1 << 10;
/// Places are counted in so many bytes.
const STEP: usize = 2;

#[derive(Default)]
pub(super) struct Texts {
    /// Of each id its length in two bytes and itself; every one begins at a whole step.
    pieces: Vec<Vec<u8>>,
    places: HashTable<u32>,
    /// What is too long, or finds no place.
    further: FastSet<Box<[u8]>>,
}

impl Texts {
    /// Whether it is new.
    pub fn insert(&mut self, text: &[u8]) -> bool {
        if text.len() > LONGEST {
            return self.further.insert(text.into());
        }
        let hash = hash(text);
        let pieces = &self.pieces;
        if self.places.find(hash, |place| at(pieces, *place) == text).is_some() {
            return false;
        }
        let Some(place) = self.push(text) else { return self.further.insert(text.into()) };
        let pieces = &self.pieces;
        self.places.insert_unique(hash, place, |place| self::hash(at(pieces, *place)));
        true
    }

    /// The place of a further id; `None` where places have no more numbers.
    fn push(&mut self, text: &[u8]) -> Option<u32> {
        let needed = 2 + text.len().next_multiple_of(STEP);
        if self.pieces.last().is_none_or(|piece| piece.len() + needed > PIECE) {
            self.pieces.push(Vec::with_capacity(PIECE));
        }
        let number = self.pieces.len() - 1;
        let piece = self.pieces.last_mut()?;
        let place = u32::try_from((number * PIECE + piece.len()) / STEP).ok()?;
        piece.extend_from_slice(&u16::try_from(text.len()).ok()?.to_le_bytes());
        piece.extend_from_slice(text);
        piece.resize(piece.len().next_multiple_of(STEP), 0);
        Some(place)
    }
}

fn hash(text: &[u8]) -> u64 {
    BuildHasherDefault::<FastHasher>::default().hash_one(text)
}

fn at(pieces: &[Vec<u8>], place: u32) -> &[u8] {
    let byte = place as usize * STEP;
    let rest = &pieces[byte / PIECE][byte % PIECE..];
    let (length, rest) = rest.split_at(2);
    &rest[..usize::from(u16::from_le_bytes([length[0], length[1]]))]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Held against a set of strings: texts of all lengths, many of them twice, over several pieces.
    #[test]
    fn every_text_is_new_once() {
        let (mut texts, mut known) = (Texts::default(), HashSet::new());
        let mut state: u64 = 7;
        let mut repeated = 0;
        for round in 0..300_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let number = if round % 3 == 0 { state >> 48 } else { state >> 20 };
            let mut text = format!("{number:x}").into_bytes();
            if round % 1_000 == 0 {
                text.resize((state % 3_000) as usize, b'0');
            }
            let is_new = known.insert(text.clone());
            repeated += usize::from(!is_new);
            assert_eq!(texts.insert(&text), is_new, "{}", String::from_utf8_lossy(&text));
        }
        assert!(repeated > 10_000 && texts.pieces.len() > 2 && !texts.further.is_empty());
    }

    /// The ends of an id belong to it: none is another with more or less.
    #[test]
    fn no_id_is_the_beginning_of_another() {
        let mut texts = Texts::default();
        for text in ["", "a", "ab", "a\0", "ab\0\0", "b"] {
            assert!(texts.insert(text.as_bytes()), "{text:?}");
            assert!(!texts.insert(text.as_bytes()), "{text:?}");
        }
    }
}
