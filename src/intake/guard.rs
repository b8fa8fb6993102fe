//! Lines → records, such that one stray quote costs one line and nothing is padded or swallowed.

use super::causes::Cause;
use super::fields::{NO_QUOTE, Split, split_plain, split_quoted};
use super::lines::{line_at, line_before};
use super::non_data::NonDataRows;

pub(super) use super::fields::{DELIMITERS, Dialect, Field};

/// A longer cell, or a longer record of several lines, is a fault of the file.
pub(super) const MAX_FIELD_BYTES: usize = 1 << 20;
/// No export has more columns; Excel has 16,384.
pub(super) const MAX_COLUMNS: usize = 1 << 15;

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
    pub(super) bytes: &'a [u8],
    pub(super) position: usize,
    pub(super) row: u64,
    pub(super) dialect: Dialect,
    /// Fields of a whole record; without it a record of several lines is believed whenever its quotes close.
    pub(super) width: Option<usize>,
    /// Tells remarks, which are no pieces of the rows beside them.
    pub(super) notes: Option<&'a NonDataRows>,
    holds_quotes: bool,
    /// The escape, where it is anywhere ahead.
    escape: Option<u8>,
    holds_foreign_quotes: bool,
    pub(super) holds_nul: bool,
    /// The line before this position is a piece of a row.
    after_piece: bool,
    /// Whether the file goes on behind the bytes.
    pub(super) open_ended: bool,
    /// Whether a line could not be judged because the bytes ended before the file.
    pub(super) starved: bool,
}

impl<'a> Guard<'a> {
    /// Begins at `position`, which is the start of physical line `row`.
    pub fn new(
        bytes: &'a [u8],
        position: usize,
        row: u64,
        dialect: Dialect,
        width: Option<usize>,
    ) -> Guard<'a> {
        let rest = bytes.get(position..).unwrap_or_default();
        // Nearly every file holds none of the three: then one search tells.
        let any = memchr::memchr3(dialect.quote, foreign(dialect.quote), 0, rest);
        let odd = any.map_or(&[][..], |at| &rest[at..]);
        let holds = |byte| memchr::memchr(byte, odd).is_some();
        Guard {
            bytes,
            position,
            row,
            dialect,
            width,
            notes: None,
            holds_quotes: holds(dialect.quote),
            escape: dialect.escape.filter(|escape| memchr::memchr(*escape, rest).is_some()),
            holds_foreign_quotes: holds(foreign(dialect.quote)),
            holds_nul: holds(0),
            after_piece: false,
            open_ended: false,
            starved: false,
        }
    }

    /// Watches for pieces of rows: lines of one cell that are no remark.
    pub fn watching(mut self, notes: &'a NonDataRows) -> Guard<'a> {
        self.notes = Some(notes);
        let before = line_before(self.bytes, self.position);
        self.after_piece = before.is_some_and(|line| self.is_piece(line));
        self
    }

    /// Watches over a part of a file, which goes on behind it if `open_ended`; `after_piece` tells whether the
    /// line before it is a piece.
    pub fn watching_part(mut self, notes: &'a NonDataRows, after_piece: bool, open_ended: bool) -> Guard<'a> {
        self.notes = Some(notes);
        self.after_piece = after_piece;
        self.open_ended = open_ended;
        self
    }

    /// Whether the line before the next one is a piece of a row.
    pub fn is_after_piece(&self) -> bool {
        self.after_piece
    }

    /// Whether a line could not be judged because the bytes ended before the file.
    pub fn is_starved(&self) -> bool {
        self.starved
    }

    /// The physical number of the next line.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// Where the next line begins.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Splits the next record into `fields`; `None` at the end.
    #[inline]
    pub fn advance(&mut self, fields: &mut Vec<Field<'a>>) -> Option<Line> {
        let after_piece = std::mem::take(&mut self.after_piece);
        let mut line = self.next_record(fields)?;
        if self.notes.is_none() {
            return Some(line);
        }
        if line.outcome.is_ok() && Some(fields.len()) == self.width {
            if after_piece || self.before_piece() {
                line.outcome = Err(Cause::BesidePiece);
            }
        } else if line.outcome.is_err() || fields.len() == 1 {
            self.after_piece = self.is_piece(line_before(self.bytes, self.position).unwrap_or_default());
        }
        Some(line)
    }

    #[inline]
    fn next_record(&mut self, fields: &mut Vec<Field<'a>>) -> Option<Line> {
        let bytes = self.bytes;
        let span = line_at(bytes, self.position)?;
        let line = &bytes[span.start..span.end];
        let row = self.row;
        self.position = span.next;
        self.row += 1;
        if self.holds_nul && memchr::memchr(0, line).is_some() {
            return Some(Line { row, lines: 1, outcome: Err(Cause::NulByte) });
        }
        let quoted = self.holds_quotes && memchr::memchr(self.dialect.quote, line).is_some();
        let outcome = if quoted || self.escape.is_some_and(|escape| memchr::memchr(escape, line).is_some()) {
            match split_quoted(line, self.dialect, fields).0 {
                Split::Whole => Ok(()),
                Split::Misplaced => Err(Cause::MisplacedQuote),
                Split::Open => return Some(self.over_lines(span, fields)),
            }
        } else {
            split_plain(line, self.dialect.delimiter, fields);
            Ok(())
        };
        let too_long = line.len() > MAX_FIELD_BYTES && fields.iter().any(|f| f.raw.len() > MAX_FIELD_BYTES);
        let outcome = match outcome {
            Ok(()) if self.holds_foreign_quotes && self.in_foreign_quotes(line, fields) => {
                Err(Cause::ForeignQuote)
            }
            Ok(()) if too_long => Err(Cause::FieldTooLong),
            outcome => outcome,
        };
        Some(Line { row, lines: 1, outcome })
    }

    /// Whether a cell stands between quotes of the other kind: in this row another program wrote quotes.
    #[cold]
    fn in_foreign_quotes(&self, line: &[u8], fields: &[Field<'_>]) -> bool {
        let foreign = foreign(self.dialect.quote);
        fields.iter().any(|field| {
            let start = field.raw.as_ptr().addr() - line.as_ptr().addr();
            let quoted = start > 0 && line[start - 1] == self.dialect.quote;
            !quoted && matches!(field.raw, [first, .., last] if *first == foreign && *last == foreign)
        })
    }
}

/// The other of the two quotes that programs write.
fn foreign(quote: u8) -> u8 {
    match quote {
        NO_QUOTE => NO_QUOTE,
        b'"' => b'\'',
        _ => b'"',
    }
}

#[cfg(test)]
mod tests {
    use super::super::encoding::Encoding;
    use super::*;

    type Walked = Vec<(u64, u64, Result<Vec<String>, Cause>)>;

    fn walk(text: &str, width: usize) -> Walked {
        walk_as(Dialect::delimited(b','), text, width)
    }

    fn walk_as(dialect: Dialect, text: &str, width: usize) -> Walked {
        let notes = NonDataRows::new(Encoding::Utf8, Vec::new(), Vec::new());
        let mut guard = Guard::new(text.as_bytes(), 0, 1, dialect, Some(width)).watching(&notes);
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
    fn declared_quotes_and_escapes() {
        let single = Dialect { quote: b'\'', ..Dialect::delimited(b',') };
        assert_eq!(walk_as(single, "'a,b','it''s',\"c\n", 3), [(1, 1, cells(&["a,b", "it's", "\"c"]))]);
        let none = Dialect { quote: NO_QUOTE, ..Dialect::delimited(b',') };
        assert_eq!(walk_as(none, "\"a\",b'\n", 2), [(1, 1, cells(&["\"a\"", "b'"]))]);
        let escape = Dialect { escape: Some(b'\\'), ..Dialect::delimited(b',') };
        let walked = walk_as(escape, "\"a\\\"b\",c\\,d,e\\\\\n", 3);
        assert_eq!(walked, [(1, 1, cells(&["a\"b", "c,d", "e\\"]))]);
        // A doubled quote is none where an escape is declared.
        assert_eq!(walk_as(escape, "\"a\"\"b\",c\n", 2), [(1, 1, Err(Cause::MisplacedQuote))]);
        assert_eq!(walk_as(escape, "a,b\\\n", 2), [(1, 1, Err(Cause::MisplacedQuote))]);
        assert_eq!(walk_as(escape, "a,\"b\\\n", 2), [(1, 1, Err(Cause::UnclosedQuote))]);
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

    fn refused(text: &str, width: usize) -> Vec<(u64, Cause)> {
        walk(text, width).into_iter().filter_map(|(row, _, outcome)| Some((row, outcome.err()?))).collect()
    }

    #[test]
    fn a_cell_of_many_lines_is_one_cell() {
        let walked = walk("1,\"a\nb, c\nd\ne\nf\ng\nh\ni\nj\n\",2\n3,c,4\n", 3);
        assert_eq!(
            walked.iter().map(|l| (l.0, l.1, l.2.is_ok())).collect::<Vec<_>>(),
            [(1, 10, true), (11, 1, true)]
        );
        // The first line has three fields by itself, the second has not.
        assert_eq!(walk("1,\"a, b\nc\",2\n", 3).len(), 1);
    }

    /// One cell of three lines, or two stray quotes and a row between them.
    #[test]
    fn lines_that_can_be_read_in_two_ways_are_refused() {
        let walked = walk("1,\"a,2\n3,b,4\n5,c\",6\n7,d,8\n", 3);
        assert_eq!((walked[0].1, walked[0].2.clone()), (3, Err(Cause::UnclearQuote)));
        assert_eq!((walked.len(), walked[1].0, walked[1].2.is_ok()), (2, 4, true));
        // A quote in the last column before a record whose cell begins with a line end.
        assert_eq!(
            refused("1,a,\"2\n3,\"\nb\",4\n", 3),
            [(1, Cause::UnclearQuote), (3, Cause::MisplacedQuote)]
        );
        // A line of prose within a broken cell would pass for a row.
        assert_eq!(refused("1,\"a\nb, c, d\ne\"x,2\n", 3), [(1, Cause::UnclearQuote)]);
    }

    #[test]
    fn rows_beside_a_piece_of_a_row_may_be_cut_off_themselves() {
        let beside = [(2, Cause::BesidePiece), (4, Cause::BesidePiece)];
        assert_eq!(refused("1,a\n2,b\nc\n4,d\n5,e\n", 2), beside);
        assert_eq!(refused("1,a\n\n2,b\n备注：c\n4,d\n5;e\n6,f\n", 2), []);
    }

    #[test]
    fn quotes_of_the_other_kind_are_no_text() {
        assert_eq!(
            refused("1,'a'\n2,O'Brien\n3,\"'b'\"\n4,''\n", 2),
            [(1, Cause::ForeignQuote), (4, Cause::ForeignQuote)]
        );
    }
}
