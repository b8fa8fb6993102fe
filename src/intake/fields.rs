//! One record cut into its cells.
//!
//! Works on raw bytes of UTF-8 or GB18030: in both, delimiters (`,` tab `;`), quotes and line ends are never
//! part of another character. (`|` is one of the trail bytes of GB18030, so such files come transcoded.)

use std::borrow::Cow;

/// The characters that separate cells.
pub(super) const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// The character that separates cells, and the one that may stand around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub delimiter: u8,
    pub quote: u8,
}

/// A cell as it stands in the file, without the quotes around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Field<'a> {
    pub raw: &'a [u8],
    /// Holds doubled quotes that stand for one.
    pub escaped: bool,
    quote: u8,
}

impl<'a> Field<'a> {
    pub fn plain(raw: &'a [u8]) -> Field<'a> {
        Field { raw, ..Field::default() }
    }

    /// The bytes that the cell means.
    #[inline]
    pub fn bytes(self) -> Cow<'a, [u8]> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        let mut bytes = Vec::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let Some(at) = memchr::memchr(self.quote, rest) {
            bytes.extend_from_slice(&rest[..=at]);
            rest = rest.get(at + 2..).unwrap_or_default();
        }
        bytes.extend_from_slice(rest);
        Cow::Owned(bytes)
    }
}

#[inline]
pub(super) fn split_plain<'a>(line: &'a [u8], delimiter: u8, fields: &mut Vec<Field<'a>>) {
    fields.clear();
    let mut start = 0;
    for at in memchr::memchr_iter(delimiter, line) {
        fields.push(Field::plain(&line[start..at]));
        start = at + 1;
    }
    fields.push(Field::plain(&line[start..]));
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    Whole,
    Open,
    Misplaced,
}

/// Strictly by RFC 4180: a quote opens only at the start of a field and closes only at its end. Tells how many
/// bytes the record takes, without its line end, or where it breaks.
pub(super) fn split_quoted<'a>(
    text: &'a [u8],
    dialect: Dialect,
    fields: &mut Vec<Field<'a>>,
) -> (Split, usize) {
    let Dialect { delimiter, quote } = dialect;
    fields.clear();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        if rest.first() == Some(&quote) {
            let Some((field, length)) = quoted(&rest[1..], quote) else { return (Split::Open, text.len()) };
            fields.push(field);
            at += 1 + length;
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

/// The field behind an opening quote, and the bytes up to and including the closing one.
fn quoted(text: &[u8], quote: u8) -> Option<(Field<'_>, usize)> {
    let mut from = 0;
    let mut escaped = false;
    loop {
        let at = from + memchr::memchr(quote, &text[from..])?;
        if text.get(at + 1) != Some(&quote) {
            return Some((Field { raw: &text[..at], escaped, quote }, at + 1));
        }
        escaped = true;
        from = at + 2;
    }
}
