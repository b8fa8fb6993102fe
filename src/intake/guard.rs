//! Lines → records, such that one stray quote costs one line and nothing is padded or swallowed.
//!
//! Works on raw bytes of UTF-8 or GB18030: in both, delimiters (`,` tab `;`), quotes and line ends are never
//! part of another character. (`|` is one of the trail bytes of GB18030, so such files come transcoded.)

use std::borrow::Cow;

use super::causes::Cause;
use super::lines::{Span, line_at};

/// A longer cell is a fault of the file.
pub(super) const MAX_FIELD_BYTES: usize = 1 << 20;
/// A quoted cell with line ends may stretch a record over this many lines.
pub(super) const MAX_RECORD_LINES: usize = 8;
/// No export has more columns.
pub(super) const MAX_COLUMNS: usize = 10_000;

/// A cell as it stands in the file, without the quotes around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Field<'a> {
    pub raw: &'a [u8],
    /// Holds doubled quotes that stand for one.
    pub escaped: bool,
}

impl<'a> Field<'a> {
    pub fn plain(raw: &'a [u8]) -> Field<'a> {
        Field { raw, escaped: false }
    }

    /// The bytes that the cell means.
    #[inline]
    pub fn bytes(self) -> Cow<'a, [u8]> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        let mut bytes = Vec::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let Some(at) = memchr::memchr(b'"', rest) {
            bytes.extend_from_slice(&rest[..=at]);
            rest = rest.get(at + 2..).unwrap_or_default();
        }
        bytes.extend_from_slice(rest);
        Cow::Owned(bytes)
    }
}

/// One record, or one line that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The physical number of its first line, as a text editor counts; the same as Excel's unless a quoted
    /// cell above holds a line end.
    pub row: u64,
    /// How many physical lines it takes.
    pub lines: u64,
    /// The fields are split, or the line is refused.
    pub outcome: Result<(), Cause>,
}

/// Walks the bytes line by line. Any line start is a place from which a second guard can walk on.
pub(super) struct Guard<'a> {
    bytes: &'a [u8],
    position: usize,
    row: u64,
    delimiter: u8,
    /// Fields of a whole record; without it a record of several lines is believed whenever its quotes close.
    width: Option<usize>,
    holds_quotes: bool,
    holds_nul: bool,
}

impl<'a> Guard<'a> {
    /// Begins at `position`, which is the start of physical line `row`.
    pub fn new(bytes: &'a [u8], position: usize, row: u64, delimiter: u8, width: Option<usize>) -> Guard<'a> {
        let rest = bytes.get(position..).unwrap_or_default();
        let holds_quotes = memchr::memchr(b'"', rest).is_some();
        let holds_nul = memchr::memchr(0, rest).is_some();
        Guard { bytes, position, row, delimiter, width, holds_quotes, holds_nul }
    }

    /// Where the next line begins.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Splits the next record into `fields`; `None` at the end.
    #[inline]
    pub fn advance(&mut self, fields: &mut Vec<Field<'a>>) -> Option<Line> {
        let bytes = self.bytes;
        let span = line_at(bytes, self.position)?;
        let line = &bytes[span.start..span.end];
        let row = self.row;
        self.position = span.next;
        self.row += 1;
        if self.holds_nul && memchr::memchr(0, line).is_some() {
            return Some(Line { row, lines: 1, outcome: Err(Cause::NulByte) });
        }
        let outcome = if self.holds_quotes && memchr::memchr(b'"', line).is_some() {
            match split_quoted(line, self.delimiter, fields) {
                Split::Whole => Ok(()),
                Split::Misplaced => Err(Cause::MisplacedQuote),
                Split::Open => return Some(self.over_lines(span, fields)),
            }
        } else {
            split_plain(line, self.delimiter, fields);
            Ok(())
        };
        let too_long = line.len() > MAX_FIELD_BYTES && fields.iter().any(|f| f.raw.len() > MAX_FIELD_BYTES);
        let outcome = if too_long { Err(Cause::FieldTooLong) } else { outcome };
        Some(Line { row, lines: 1, outcome })
    }

    /// A quote that its line does not close: a record of several lines, or else a stray quote that costs
    /// its own line only.
    #[cold]
    fn over_lines(&mut self, first: Span, fields: &mut Vec<Field<'a>>) -> Line {
        let row = self.row - 1;
        let stray = Line { row, lines: 1, outcome: Err(Cause::UnclosedQuote) };
        let mut last = first;
        for lines in 2..=MAX_RECORD_LINES {
            if self.stands_alone(last) {
                return stray;
            }
            let Some(next) = line_at(self.bytes, last.next) else { return stray };
            last = next;
            let text = &self.bytes[first.start..last.end];
            if text.len() > MAX_FIELD_BYTES {
                return stray;
            }
            match split_quoted(text, self.delimiter, fields) {
                Split::Open => continue,
                Split::Misplaced => return stray,
                Split::Whole => {}
            }
            let whole = self.width.is_none_or(|width| width == fields.len());
            if !whole || self.stands_alone(last) || (self.holds_nul && memchr::memchr(0, text).is_some()) {
                return stray;
            }
            self.position = last.next;
            self.row = row + lines as u64;
            return Line { row, lines: lines as u64, outcome: Ok(()) };
        }
        stray
    }

    /// Whether a line has all the fields by itself, its quotes ignored: then it is no part of another record.
    fn stands_alone(&self, line: Span) -> bool {
        let line = &self.bytes[line.start..line.end];
        self.width.is_some_and(|width| memchr::memchr_iter(self.delimiter, line).count() + 1 == width)
    }
}

#[inline]
fn split_plain<'a>(line: &'a [u8], delimiter: u8, fields: &mut Vec<Field<'a>>) {
    fields.clear();
    let mut start = 0;
    for at in memchr::memchr_iter(delimiter, line) {
        fields.push(Field::plain(&line[start..at]));
        start = at + 1;
    }
    fields.push(Field::plain(&line[start..]));
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Split {
    Whole,
    Open,
    Misplaced,
}

/// Strictly by RFC 4180: a quote opens only at the start of a field and closes only at its end.
fn split_quoted<'a>(line: &'a [u8], delimiter: u8, fields: &mut Vec<Field<'a>>) -> Split {
    fields.clear();
    let mut rest = line;
    loop {
        let after = if rest.first() == Some(&b'"') {
            let Some((field, length)) = quoted(&rest[1..]) else { return Split::Open };
            fields.push(field);
            &rest[1 + length..]
        } else {
            let end = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
            let raw = &rest[..end];
            if memchr::memchr(b'"', raw).is_some() {
                return Split::Misplaced;
            }
            fields.push(Field::plain(raw));
            &rest[end..]
        };
        match after.split_first() {
            None => return Split::Whole,
            Some((byte, next)) if *byte == delimiter => rest = next,
            Some(_) => return Split::Misplaced,
        }
    }
}

/// The field behind an opening quote, and the bytes up to and including the closing one.
fn quoted(text: &[u8]) -> Option<(Field<'_>, usize)> {
    let mut from = 0;
    let mut escaped = false;
    loop {
        let at = from + memchr::memchr(b'"', &text[from..])?;
        if text.get(at + 1) != Some(&b'"') {
            return Some((Field { raw: &text[..at], escaped }, at + 1));
        }
        escaped = true;
        from = at + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Walked = Vec<(u64, u64, Result<Vec<String>, Cause>)>;

    fn walk(text: &str, width: usize) -> Walked {
        let mut guard = Guard::new(text.as_bytes(), 0, 1, b',', Some(width));
        let mut fields = Vec::new();
        let mut lines = Vec::new();
        while let Some(line) = guard.advance(&mut fields) {
            let cells =
                || fields.iter().map(|f| String::from_utf8(f.bytes().into_owned()).unwrap()).collect();
            lines.push((line.row, line.lines, line.outcome.map(|()| cells())));
        }
        lines
    }

    fn cells(cells: &[&str]) -> Result<Vec<String>, Cause> {
        Ok(cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn quotes_by_the_rules() {
        assert_eq!(walk("\"a,b\",\"say \"\"x\"\"\",\n", 3), [(1, 1, cells(&["a,b", "say \"x\"", ""]))]);
        assert_eq!(walk("a,b\"c\n", 2), [(1, 1, Err(Cause::MisplacedQuote))]);
        assert_eq!(walk("\"a\"b,c\n", 2), [(1, 1, Err(Cause::MisplacedQuote))]);
    }

    #[test]
    fn a_cell_may_hold_a_line_end() {
        let walked = walk("1,\"a\r\nb\",2\n3,c,4\n", 3);
        assert_eq!(walked, [(1, 2, cells(&["1", "a\r\nb", "2"])), (3, 1, cells(&["3", "c", "4"]))]);
    }

    #[test]
    fn stray_quotes_cost_their_own_lines() {
        let walked = walk("1,\"a,2\n3,b,4\n5,c,6\n7,\"d,8\n9,e,0\n", 3);
        let refused: Vec<u64> = walked.iter().filter(|l| l.2.is_err()).map(|l| l.0).collect();
        assert_eq!((walked.len(), refused), (5, vec![1, 4]));
    }

    #[test]
    fn a_quote_open_for_nine_lines_is_stray() {
        let walked = walk("1,\"a\nb\nc\nd\ne\nf\ng\nh\ni\",2\n", 3);
        assert_eq!(walked[0], (1, 1, Err(Cause::UnclosedQuote)));
        assert_eq!(walked.len(), 9);
    }
}
