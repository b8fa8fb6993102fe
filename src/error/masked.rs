//! What a message shows of a cell that may be a pupil's.

/// Digits as 0, letters as x, other letters as ＊: the structure of a text without what it says.
///
/// ```
/// assert_eq!(edugauge::error::masked("0102,李㐀,\"a b\",72.5"), "0000,＊＊,\"x x\",00.0");
/// ```
pub fn masked(text: &str) -> String {
    let mask = |character: char| match character {
        c if c.is_numeric() => '0',
        c if c.is_ascii_alphabetic() => 'x',
        c if c.is_ascii() || !c.is_alphanumeric() && !c.is_control() => c,
        _ => '＊',
    };
    text.chars().map(mask).collect()
}
