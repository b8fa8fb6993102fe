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
    narrow
        .chars()
        .filter(|c| !is_space(*c) && *c != '_')
        .flat_map(char::to_lowercase)
        .map(simplified)
        .collect()
}

/// Traditional (and Japanese) characters of headers, each above its simplified one.
const TRADITIONAL: [&str; 2] = [
    "學號級數國国語總績歷證準區縣鄉別類體藝術樂勞動資訊會與電選場試題編碼稱備註滿賦驗験組師員單項門間東華計質賽權際縂壹",
    "学号级数国国语总绩历证准区县乡别类体艺术乐劳动资讯会与电选场试题编码称备注满赋验验组师员单项门间东华计质赛权际总一",
];

fn simplified(character: char) -> char {
    if character < '一' {
        return character;
    }
    let at = TRADITIONAL[0].chars().position(|traditional| traditional == character);
    at.and_then(|at| TRADITIONAL[1].chars().nth(at)).unwrap_or(character)
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
        assert_eq!(header_key("學 號"), "学号");
        assert_eq!(TRADITIONAL[0].chars().count(), TRADITIONAL[1].chars().count());
        assert_eq!(narrow("８５（Ａ）"), "85(A)");
    }
}
