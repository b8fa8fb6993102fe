//! Short texts that are compared without a call.

/// A few short texts in one place, so that they are compared without a call: the bytes of each, eight to a word, the
/// last of which is not full. Different texts are packed differently, for none holds a NUL byte.
pub(super) type Packed = [u64; 6];

#[inline]
pub(super) fn pack<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Option<Packed> {
    let mut packed = Packed::default();
    let mut words = packed.iter_mut();
    for mut text in texts {
        while let Some((word, rest)) = text.split_first_chunk() {
            *words.next()? = u64::from_le_bytes(*word);
            text = rest;
        }
        *words.next()? = last_word(text);
    }
    Some(packed)
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

    #[test]
    fn different_texts_are_packed_differently() {
        let texts =
            ["", "1", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "城区"];
        let mut seen = std::collections::BTreeMap::new();
        for first in texts {
            for second in texts {
                let cells = [first, second];
                let packed = pack(cells.iter().map(|text| text.as_bytes()));
                assert_eq!(seen.insert(packed, cells), None);
            }
        }
        assert_eq!(last_word(b"1234567").to_le_bytes(), *b"1234567\0");
        assert_eq!(pack([&[b'1'; 47][..]].into_iter()).map(|packed| packed[5] >> 56), Some(0));
        assert_eq!(pack([&[b'1'; 48][..]].into_iter()), None);
    }
}
