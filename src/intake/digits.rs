//! Digits as one number, eight at a time: ids are read in every row.

/// So many digits, with a 1 before them for the sake of leading zeros, fit 64 bits.
pub(super) const PACKED_DIGITS: usize = 18;

const POWERS: [u64; PACKED_DIGITS + 1] = {
    let mut powers = [1; PACKED_DIGITS + 1];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// Up to 18 digits as one number, distinct for distinct ids.
#[inline]
pub(super) fn packed(raw: &[u8]) -> Option<u64> {
    let (before, last) = match raw.len() {
        8..=16 => raw.split_last_chunk()?,
        1..=PACKED_DIGITS => return packed_one_by_one(raw),
        _ => return None,
    };
    let below = eight_digits(u64::from_le_bytes(*last))?;
    let above = match before.len() {
        0 => 0,
        // What stands behind the first digits is shifted out, zeros come in before them.
        first => {
            let shift = 64 - 8 * first as u32;
            let head = u64::from_le_bytes(*raw.first_chunk()?) << (shift % 64);
            eight_digits(head | ZEROS.unbounded_shr(8 * first as u32))?
        }
    };
    Some(POWERS[raw.len()] + above * POWERS[8] + below)
}

fn packed_one_by_one(raw: &[u8]) -> Option<u64> {
    let digit = |id: u64, byte: &u8| byte.is_ascii_digit().then(|| id * 10 + u64::from(byte - b'0'));
    raw.iter().try_fold(1, digit)
}

const ZEROS: u64 = u64::from_ne_bytes([b'0'; 8]);

/// Eight digits as a number: pairs, then fours, then all, by multiplication within the word.
#[inline]
fn eight_digits(word: u64) -> Option<u64> {
    const UPPER: u64 = u64::from_ne_bytes([0xF0; 8]);
    // A byte is a digit where its upper half is 3, also after 6 was added.
    let raised = word.wrapping_add(u64::from_ne_bytes([6; 8]));
    if (word & UPPER ^ ZEROS) | (raised & UPPER ^ ZEROS) != 0 {
        return None;
    }
    let ones = word - ZEROS;
    let pairs = (ones * 10 + (ones >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    Some((fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF)
}

/// A year of four digits and the digits of an id behind it, packed as one: where there is room, distinct for
/// distinct ids of distinct years.
#[inline]
pub(super) fn behind(year: u64, id: u64, raw: &[u8]) -> Option<u64> {
    if raw.len() + 4 > PACKED_DIGITS {
        return None;
    }
    // The 1 before the digits of the id gives way to 1 and the year.
    let shift = POWERS[raw.len()];
    Some((10_000 + year) * shift + (id - shift))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_packed_eight_at_a_time_as_one_by_one() {
        for length in 1..=PACKED_DIGITS {
            for word in
                ["123456789012345678", "000000000000000000", "999999999999999999", "987654321098765432"]
            {
                let expected = format!("1{}", &word[..length]).parse::<u64>().unwrap();
                assert_eq!(packed(&word.as_bytes()[..length]), Some(expected), "{length} of {word}");
            }
            for at in 0..length {
                for other in (0..=255u8).filter(|byte| !byte.is_ascii_digit()) {
                    let mut word = b"320123201101012034"[..length].to_vec();
                    word[at] = other;
                    assert_eq!(packed(&word), None, "{other} at {at} of {length}");
                }
            }
        }
        assert_eq!((packed(b""), packed(b"1234567890123456789")), (None, None));
    }

    #[test]
    fn a_year_stands_before_the_digits() {
        assert_eq!(behind(2024, packed(b"0101").unwrap(), b"0101"), Some(120240101));
        assert_eq!(behind(2024, packed(b"123456789012345").unwrap(), b"123456789012345"), None);
    }
}
