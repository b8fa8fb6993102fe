//! One record cut into its cells.
//!
//! Works on raw bytes of UTF-8 or GB18030: in both, delimiters (`,` tab `;`), quotes and line ends are never
//! part of another character. (`|` and `\` are trail bytes of GB18030, so such files come transcoded.)

use std::borrow::Cow;

/// The characters that separate cells.
pub(super) const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// In place of a quote, where quotes are characters like any other; a line that holds it is refused before.
pub(super) const NO_QUOTE: u8 = 0;

/// The character that separates cells, the one that may stand around them, and the one before those that
/// stand for themselves, where a quote within quotes is not doubled as RFC 4180 has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub delimiter: u8,
    pub quote: u8,
    pub escape: Option<u8>,
}

impl Dialect {
    /// As RFC 4180 has it, with any delimiter.
    pub fn delimited(delimiter: u8) -> Dialect {
        Dialect { delimiter, quote: b'"', escape: None }
    }
}

/// A cell as it stands in the file, without the quotes around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Field<'a> {
    pub raw: &'a [u8],
    /// The character before each that stands for itself; 0 where there is none in this cell.
    pub escape: u8,
}

impl<'a> Field<'a> {
    pub fn plain(raw: &'a [u8]) -> Field<'a> {
        Field { raw, ..Field::default() }
    }

    /// The bytes that the cell means.
    #[inline]
    pub fn bytes(self) -> Cow<'a, [u8]> {
        if self.escape == 0 {
            return Cow::Borrowed(self.raw);
        }
        let mut bytes = Vec::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let Some(at) = memchr::memchr(self.escape, rest) {
            bytes.extend_from_slice(&rest[..at]);
            bytes.extend(rest.get(at + 1));
            rest = rest.get(at + 2..).unwrap_or_default();
        }
        bytes.extend_from_slice(rest);
        Cow::Owned(bytes)
    }
}

/// Cells are a few bytes long, so that a search for each delimiter costs more than looking at every eight bytes.
#[inline]
pub(super) fn split_plain<'a>(line: &'a [u8], delimiter: u8, fields: &mut Vec<Field<'a>>) {
    fields.clear();
    let mut start = 0;
    let mut cut = |word: [u8; 8], base: usize| {
        let mut found = where_equal(word, delimiter);
        while found != 0 {
            let at = base + (found.trailing_zeros() / 8) as usize;
            fields.push(Field::plain(&line[start..at]));
            start = at + 1;
            found &= found - 1;
        }
    };
    let (words, rest) = line.as_chunks();
    words.iter().enumerate().for_each(|(at, word)| cut(*word, at * 8));
    // The filling is no delimiter.
    let mut last = [!delimiter; 8];
    last[..rest.len()].copy_from_slice(rest);
    cut(last, words.len() * 8);
    fields.push(Field::plain(&line[start..]));
}

/// The top bit of every byte of the word that is equal to `byte`.
#[inline]
fn where_equal(word: [u8; 8], byte: u8) -> u64 {
    const LOW: u64 = u64::from_ne_bytes([0x7F; 8]);
    let different = u64::from_le_bytes(word) ^ u64::from_ne_bytes([byte; 8]);
    !(((different & LOW) + LOW) | different | LOW)
}

/// Whether a delimiter stands in the eight bytes, and no line end before it.
#[inline]
pub(super) fn begins_with_cell(word: [u8; 8], delimiter: u8) -> bool {
    let delimiters = where_equal(word, delimiter);
    let ends = where_equal(word, b'\n') | where_equal(word, b'\r');
    delimiters.trailing_zeros() < ends.trailing_zeros()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    Whole,
    Open,
    Misplaced,
}

/// Strictly by the rules: a quote opens only at the start of a field and closes only at its end. Tells how many
/// bytes the record takes, without its line end, or where it breaks.
pub(super) fn split_quoted<'a>(
    text: &'a [u8],
    dialect: Dialect,
    fields: &mut Vec<Field<'a>>,
) -> (Split, usize) {
    let Dialect { delimiter, quote, escape } = dialect;
    fields.clear();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        if rest.first() == Some(&quote) {
            let Some((field, length)) = quoted(&rest[1..], dialect) else { return (Split::Open, text.len()) };
            fields.push(field);
            at += 1 + length;
        } else if let Some(escape) = escape {
            let (field, whole) = unquoted(rest, dialect, escape);
            at += field.raw.len();
            if !whole {
                return (Split::Misplaced, at);
            }
            fields.push(field);
        } else {
            let end = memchr::memchr3(delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
            if let Some(misplaced) = memchr::memchr(quote, &rest[..end]) {
                return (Split::Misplaced, at + misplaced);
            }
            fields.push(Field::plain(&rest[..end]));
            at += end;
        }
        match text.get(at) {
            None | Some(b'\n' | b'\r') => return (Split::Whole, at),
            Some(byte) if *byte == delimiter => at += 1,
            Some(_) => return (Split::Misplaced, at),
        }
    }
}

/// The field up to the next delimiter or line end, and whether neither a quote stands in it nor an escape at
/// its end.
fn unquoted(text: &[u8], dialect: Dialect, escape: u8) -> (Field<'_>, bool) {
    let mut field = Field::default();
    let mut at = 0;
    let ends = |byte: u8| byte == dialect.delimiter || matches!(byte, b'\n' | b'\r');
    let whole = loop {
        match text.get(at) {
            None => break true,
            Some(byte) if *byte == escape => {
                if text.get(at + 1).is_none_or(|next| matches!(next, b'\n' | b'\r')) {
                    break false;
                }
                field.escape = escape;
                at += 2;
            }
            Some(byte) if ends(*byte) => break true,
            Some(byte) if *byte == dialect.quote => break false,
            Some(_) => at += 1,
        }
    };
    (Field { raw: &text[..at], ..field }, whole)
}

/// The field behind an opening quote, and the bytes up to and including the closing one.
fn quoted(text: &[u8], dialect: Dialect) -> Option<(Field<'_>, usize)> {
    let escape = dialect.escape.unwrap_or(dialect.quote);
    let mut from = 0;
    let mut used = 0;
    loop {
        let at = from + memchr::memchr2(dialect.quote, escape, &text[from..])?;
        let stands_for_itself = match dialect.escape {
            Some(escape) => text[at] == escape,
            None => text.get(at + 1) == Some(&dialect.quote),
        };
        if !stands_for_itself {
            return Some((Field { raw: &text[..at], escape: used }, at + 1));
        }
        used = escape;
        from = (at + 2).min(text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_lines_are_cut_as_the_standard_library_cuts_them() {
        let bytes = [b',', b'-', b'+', b',', 0x80, 0xAC, 0xFF, 0, b'a'];
        for length in 0..40 {
            for seed in 0..200usize {
                let line: Vec<u8> = (0..length).map(|at| bytes[(seed * 31 + at * at * 7 + at) % 9]).collect();
                let mut fields = Vec::new();
                split_plain(&line, b',', &mut fields);
                let cut: Vec<&[u8]> = fields.iter().map(|field| field.raw).collect();
                assert_eq!(cut, line.split(|byte| *byte == b',').collect::<Vec<_>>());
            }
        }
    }
}
