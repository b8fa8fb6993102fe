//! A quote that its line does not close: one record of several lines, or a stray quote.

use super::causes::Cause;
use super::fields::{Field, Split, split_quoted};
use super::guard::{Guard, Line, MAX_FIELD_BYTES};
use super::lines::{Span, line_at};

/// Lines that may all be records of their own and may all be one cell are refused together up to this many;
/// beyond it two stray quotes are the likelier story.
const MAX_UNCLEAR_LINES: u64 = 64;
/// Before the header is known, a quoted cell with line ends may stretch over this many lines.
const MAX_HEAD_LINES: u64 = 8;

impl<'a> Guard<'a> {
    /// A quote that its line does not close: a record of several lines, or else a stray quote that costs
    /// its own line only, or else lines of which it cannot be told.
    #[cold]
    pub(super) fn over_lines(&mut self, first: Span, fields: &mut Vec<Field<'a>>) -> Line {
        let row = self.row - 1;
        let stray = Line { row, lines: 1, outcome: Err(Cause::UnclosedQuote) };
        let rest = &self.bytes[first.start..];
        let window = &rest[..rest.len().min(MAX_FIELD_BYTES)];
        let cut = window.len() < rest.len();
        let (split, length) = split_quoted(window, self.dialect, fields);
        // What ends with the bytes may go on in the file.
        self.starved |= self.open_ended && !cut && (split == Split::Open || length == window.len());
        if split == Split::Open || (cut && length == window.len()) {
            return stray;
        }
        let region = Region::new(self, first, first.start + length);
        self.starved |= self.open_ended && region.last.next == self.bytes.len();
        let Some(width) = self.width else {
            let believed = split == Split::Whole && region.lines <= MAX_HEAD_LINES;
            return if believed { self.take(row, &region, Ok(())) } else { stray };
        };
        if split == Split::Misplaced {
            // The quote that closed it belongs to a record of its own, or the record is broken further down.
            let unclear = region.middle_alone > 0 && !self.is_record(region.last, width);
            let refused = unclear && region.lines <= MAX_UNCLEAR_LINES;
            return if refused { self.take(row, &region, Err(Cause::UnclearQuote)) } else { stray };
        }
        let nul = self.holds_nul && memchr::memchr(0, &window[..length]).is_some();
        let one_record = region.middle_alone == 0
            && !(region.first_alone && region.last_alone)
            && !opens(self.dialect.delimiter, fields);
        if fields.len() == width && one_record && !nul {
            return self.take(row, &region, Ok(()));
        }
        let all_alone = region.middle_alone + 2 == region.lines;
        if all_alone && region.lines > MAX_UNCLEAR_LINES {
            return stray;
        }
        self.take(row, &region, Err(Cause::UnclearQuote))
    }

    /// Walks past the lines of a region.
    fn take(&mut self, row: u64, region: &Region, outcome: Result<(), Cause>) -> Line {
        self.position = region.last.next;
        self.row = row + region.lines;
        Line { row, lines: region.lines, outcome }
    }

    /// Whether a line has all the fields by itself, its quotes ignored.
    fn stands_alone(&self, line: Span) -> bool {
        let line = &self.bytes[line.start..line.end];
        self.width.is_some_and(|width| memchr::memchr_iter(self.dialect.delimiter, line).count() + 1 == width)
    }

    /// Whether a line is a record by itself, or opens a quote of its own.
    fn is_record(&self, line: Span, width: usize) -> bool {
        let mut fields = Vec::new();
        match split_quoted(&self.bytes[line.start..line.end], self.dialect, &mut fields).0 {
            Split::Whole => fields.len() == width,
            Split::Open => true,
            Split::Misplaced => false,
        }
    }
}

/// The lines from one with an open quote to the one in which the record ends or breaks.
struct Region {
    lines: u64,
    last: Span,
    first_alone: bool,
    last_alone: bool,
    /// Lines between them that have all the fields by themselves.
    middle_alone: u64,
}

impl Region {
    fn new(guard: &Guard<'_>, first: Span, end: usize) -> Region {
        let mut region = Region {
            lines: 1,
            last: first,
            first_alone: guard.stands_alone(first),
            last_alone: false,
            middle_alone: 0,
        };
        while region.last.end < end
            && let Some(line) = line_at(guard.bytes, region.last.next)
        {
            region.middle_alone += u64::from(region.last_alone);
            region.last_alone = guard.stands_alone(line);
            region.last = line;
            region.lines += 1;
        }
        region
    }
}

/// Whether the quote that closed the last cell of several lines looks like one that opens a cell: it stands
/// behind a delimiter.
fn opens(delimiter: u8, fields: &[Field<'_>]) -> bool {
    let over_lines = |field: &&Field<'_>| memchr::memchr2(b'\n', b'\r', field.raw).is_some();
    let last = fields.iter().rfind(over_lines).and_then(|field| field.raw.last());
    last == Some(&delimiter)
}
