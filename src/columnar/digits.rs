//! Whole numbers as texts.

/// Scores and ids are a few digits long, for which the formatting of the standard library does too much.
#[inline]
pub(super) fn digits(text: &mut Vec<u8>, number: i128) {
    let Ok(mut rest) = u64::try_from(number.unsigned_abs()) else { return };
    if number < 0 {
        text.push(b'-');
    }
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    while rest > 99 {
        at -= 2;
        digits[at..at + 2].copy_from_slice(&PAIRS[(rest % 100) as usize]);
        rest /= 100;
    }
    at -= 2;
    digits[at..at + 2].copy_from_slice(&PAIRS[rest as usize]);
    text.extend_from_slice(&digits[at + usize::from(rest < 10)..]);
}

/// The numbers below 100.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut at = 0;
    while at < pairs.len() {
        pairs[at] = [b'0' + at as u8 / 10, b'0' + at as u8 % 10];
        at += 1;
    }
    pairs
};
