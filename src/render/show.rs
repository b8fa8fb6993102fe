//! What all renderers share: how a cell reads, how wide a text stands, what is never shown.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::table::{Cell, Table};
use crate::figures::Status;
use crate::lang::Lang;

/// What a reader sees of a cell.
pub(super) enum Shown<'a> {
    Text(&'a str),
    /// Digits, rounded, without thousands separators.
    Number(&'a str),
    Symbol(Status),
    Nothing,
}

impl Shown<'_> {
    /// The plain form: no thousands separators, nothing escaped.
    pub(super) fn plain(&self) -> &str {
        match self {
            Shown::Text(text) => text,
            Shown::Number(digits) => digits,
            Shown::Symbol(status) => status.symbol(),
            Shown::Nothing => "",
        }
    }
}

pub(super) fn shown(cell: &Cell) -> Shown<'_> {
    match cell {
        Cell::Text(text) => Shown::Text(text),
        Cell::Number(number) => Shown::Number(number.digits()),
        Cell::Missing(status) => Shown::Symbol(*status),
        Cell::Empty => Shown::Nothing,
    }
}

/// Whole numbers from 1000 on with a comma every three digits; other numbers as they are.
pub(super) fn grouped(digits: &str) -> Cow<'_, str> {
    let bare = digits.strip_prefix('-').unwrap_or(digits);
    if bare.len() < 4 || !bare.bytes().all(|b| b.is_ascii_digit()) {
        return digits.into();
    }
    let mut text = digits[..digits.len() - bare.len()].to_owned();
    for (place, digit) in bare.char_indices() {
        if place > 0 && (bare.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.into()
}

/// Whether a character reorders the text around it: a name holding one can make a line read as
/// something it is not.
fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text without bidi controls and without control characters other than tabs and line ends.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let is_shown = |c: char| !is_bidi_control(c) && (!c.is_control() || matches!(c, '\t' | '\n'));
    if is_plain(text) || text.chars().all(is_shown) {
        return text.into();
    }
    text.chars().filter(|c| is_shown(*c)).collect()
}

/// Most cells are digits.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// As [`clean`], on one line.
pub(super) fn clean_line(text: &str) -> String {
    clean(&text.replace(['\r', '\n', '\t'], " ")).into_owned()
}

/// Columns that a text takes in a fixed-width font; a Chinese character takes two.
pub(super) fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.width() }
}

/// What a spreadsheet could take for a formula, the full-width signs of Chinese input methods included.
pub(super) fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The symbols of statuses, each with what it says.
pub(super) fn by_symbol(statuses: impl Iterator<Item = Status>, lang: Lang) -> Vec<(&'static str, String)> {
    let mut symbols: Vec<(&str, String)> = Vec::new();
    for status in statuses.filter(|status| !status.symbol().is_empty()) {
        let text = status.text().get(lang);
        match symbols.iter_mut().find(|(symbol, _)| *symbol == status.symbol()) {
            Some((_, says)) => *says += &(lang.pick("或", " or ").to_owned() + text),
            None => symbols.push((status.symbol(), text.to_owned())),
        }
    }
    symbols
}

/// One line that explains the symbols in a table, or `None` where no value is missing.
pub(super) fn legend(table: &Table, lang: Lang) -> Option<String> {
    let mut used = [false; Status::ALL.len()];
    for cell in table.rows.iter().flatten() {
        if let Shown::Symbol(status) = shown(cell) {
            used[Status::ALL.iter().position(|s| *s == status)?] = true;
        }
    }
    let used = Status::ALL.iter().zip(used).filter(|(_, used)| *used).map(|(status, _)| *status);
    let parts: Vec<String> =
        by_symbol(used, lang).iter().map(|(symbol, says)| format!("{symbol} {says}")).collect();
    let stop = lang.pick("；", "; ");
    (!parts.is_empty()).then(|| lang.pick("符号：", "Symbols: ").to_owned() + &parts.join(stop))
}

/// The line that names the unit of a whole table.
pub(super) fn unit_line(table: &Table, lang: Lang) -> Option<String> {
    let unit = table.unit.as_deref().filter(|unit| !unit.is_empty())?;
    Some(format!("{}{}", lang.pick("单位：", "Unit: "), clean_line(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Value;
    use crate::number::Rational;
    use crate::render::table::Column;

    #[test]
    fn rounds_half_up_from_the_exact_value() {
        let cell = Cell::number(Value::Exact(Rational::new(1, 8)), 2);
        assert_eq!(shown(&cell).plain(), "0.13");
    }

    #[test]
    fn no_number_is_shown_as_a_symbol() {
        for real in [f64::NAN, f64::INFINITY] {
            assert_eq!(shown(&Cell::real(real, 1)).plain(), "[z]");
        }
    }

    #[test]
    fn groups_whole_numbers_only() {
        let cases = [("999", "999"), ("1000", "1,000"), ("-1234567", "-1,234,567"), ("1234.5", "1234.5")];
        for (digits, text) in cases {
            assert_eq!(grouped(digits), text);
        }
    }

    #[test]
    fn drops_what_reorders_text() {
        assert_eq!(clean("a\u{202E}b\u{2066}c\u{200F}\u{7}"), "abc");
        assert_eq!(clean_line("甲\n乙"), "甲 乙");
    }

    #[test]
    fn legend_joins_the_reasons_of_one_symbol() {
        let column = Column::number("");
        let cells = [Status::NotApplicable, Status::NoDenominator, Status::Suppressed];
        let table = Table {
            id: String::new(),
            title: String::new(),
            unit: None,
            columns: vec![column],
            rows: cells.iter().map(|status| vec![Cell::Missing(*status)]).collect(),
            notes: Vec::new(),
            ..Table::default()
        };
        assert_eq!(
            legend(&table, Lang::Zh).as_deref(),
            Some("符号：[z] 分母为零，没有可计数的对象或不适用；[c] 为保护个人信息而隐去")
        );
    }
}
