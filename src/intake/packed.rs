//! Short texts that are compared without a call.

use std::hash::{Hash, Hasher};

/// A few short texts in one place: the bytes of each, eight to a word, the last of which is not full. Different texts
/// are packed differently, for none holds a NUL byte.
#[derive(Clone, Copy, Debug, Default, Eq)]
pub(super) struct Packed([u64; 6]);

impl Packed {
    /// `None` where they do not fit.
    #[inline]
    pub fn of<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Option<Packed> {
        let mut packed = Packed::default();
        packed.put(texts).map(|_| packed)
    }

    /// Puts these texts in the place of others; whether they are the same. `None` where they do not fit: then nothing
    /// is told of what is there now.
    #[inline]
    pub fn put<'a>(&mut self, texts: impl Iterator<Item = &'a [u8]>) -> Option<bool> {
        let mut words = self.0.iter_mut();
        let mut difference = 0;
        let mut put = |word: u64| {
            let place = words.next()?;
            difference |= *place ^ word;
            *place = word;
            Some(())
        };
        for mut text in texts {
            while let Some((word, rest)) = text.split_first_chunk() {
                put(u64::from_le_bytes(*word))?;
                text = rest;
            }
            put(last_word(text))?;
        }
        for place in words {
            difference |= *place;
            *place = 0;
        }
        Some(difference == 0)
    }

    /// One of so many places, where most of the texts that occur have their own.
    pub fn place(&self, places: usize) -> usize {
        const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
        (self.0[0].wrapping_mul(SPREAD) >> 32) as usize % places
    }
}

impl PartialEq for Packed {
    /// Word by word: a few words are compared faster than a function is called.
    #[inline]
    fn eq(&self, other: &Packed) -> bool {
        self.0.iter().zip(&other.0).fold(0, |difference, (ours, theirs)| difference | (ours ^ theirs)) == 0
    }
}

impl Hash for Packed {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.iter().for_each(|word| state.write_u64(*word));
    }
}

/// Fewer than eight bytes.
#[inline]
fn last_word(text: &[u8]) -> u64 {
    let length = text.len();
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        // The two overlap in the same bytes.
        let [first, last] = [first, last].map(|word| u64::from(u32::from_le_bytes(*word)));
        return first | last << (8 * (length - 4));
    }
    let byte = |at: usize| text.get(at).map_or(0, |byte| u64::from(*byte) << (8 * at));
    byte(0) | byte(1) | byte(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 11] =
        ["", "1", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "城区"];

    #[test]
    fn different_texts_are_packed_differently() {
        let pairs = || TEXTS.into_iter().flat_map(|first| TEXTS.map(|second| [first, second]));
        let mut seen = std::collections::HashMap::new();
        for cells in pairs() {
            let packed = Packed::of(cells.iter().map(|text| text.as_bytes())).unwrap();
            assert_eq!(seen.insert(packed, cells), None);
        }
        let mut last = Packed::default();
        for (before, cells) in pairs().flat_map(|before| pairs().map(move |cells| (before, cells))) {
            last.put(before.iter().map(|text| text.as_bytes()));
            assert_eq!(last.put(cells.iter().map(|text| text.as_bytes())), Some(before == cells));
        }
    }

    #[test]
    fn a_word_is_its_bytes_and_long_texts_do_not_fit() {
        assert_eq!(last_word(b"1234567").to_le_bytes(), *b"1234567\0");
        assert_eq!(last_word(b"12").to_le_bytes(), *b"12\0\0\0\0\0\0");
        let of = |length: usize| Packed::of(std::iter::once(&vec![b'1'; length][..]));
        assert_eq!((of(47).is_some(), of(48)), (true, None));
    }
}
