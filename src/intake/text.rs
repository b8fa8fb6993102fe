//! Spaces and widths: what is trimmed, and what counts as the same word.

use std::borrow::Cow;

/// Spaces of every width, and characters that cannot be seen.
fn is_space(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' | '\u{0}')
}

/// Without spaces of any width, and invisible characters, at both ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Full-width ASCII (８５, （, Ａ) as plain ASCII.
pub(super) fn narrow(text: &str) -> Cow<'_, str> {
    let is_wide = |c: char| matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{3000}' | '\u{a0}');
    if !text.contains(is_wide) {
        return Cow::Borrowed(text);
    }
    let plain = |c: char| match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    Cow::Owned(text.chars().map(plain).collect())
}

/// By which two headers are the same: narrow, lower case, without spaces and underscores.
pub(super) fn header_key(text: &str) -> String {
    let narrow = narrow(text);
    narrow.chars().filter(|c| !is_space(*c) && *c != '_').flat_map(char::to_lowercase).collect()
}

/// Whether two headers differ in nothing but width, case, spaces and underscores.
///
/// ```
/// assert!(edugauge::intake::is_same_header("School_Name ", "ｓchoolname"));
/// ```
pub fn is_same_header(header: &str, other: &str) -> bool {
    header_key(header) == header_key(other)
}

/// Raw bytes without ASCII blanks at both ends; they are part of no other character.
#[inline]
pub(super) fn trim_raw(raw: &[u8]) -> &[u8] {
    raw.trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_header_in_other_dress() {
        assert_eq!(header_key("\u{feff}姓\u{3000}名 "), "姓名");
        assert_eq!(header_key("School_Name"), "schoolname");
        assert_eq!(narrow("８５（Ａ）"), "85(A)");
    }
}
