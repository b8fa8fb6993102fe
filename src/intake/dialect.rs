//! Which character separates the cells, and which row is the header.

use super::encoding::Encoding;
use super::guard::{DELIMITERS, Dialect, Field, Guard, MAX_COLUMNS};
use super::lines::line_at;
use super::source::Source;
use super::text::{narrow, trim};
use crate::error::{Error, Result};
use crate::lang::Text;

/// The header is looked for in this many physical rows.
pub(super) const HEADER_ROWS: u64 = 20;

/// How much a row looks like the header; compared from the first number to the last.
pub(super) type Rank = [usize; 3];

/// Where the header is and where the data begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub dialect: Dialect,
    pub headers: Vec<String>,
    /// The cells of each row of the header, in the bytes of the source.
    pub raw_headers: Vec<Vec<Vec<u8>>>,
    pub header_row: u64,
    /// Physical rows that the header takes.
    pub header_rows: u64,
    pub data_start: usize,
    pub data_row: u64,
}

/// From a row of the head, how many rows have as many cells, and those of them below it.
pub(super) type Ranking<'j> = dyn Fn(&[String], usize, &[&[String]]) -> Option<Rank> + 'j;

/// How headers are found: which row is one, and whether two rows are one together.
pub(super) struct Judge<'j> {
    pub rank: &'j Ranking<'j>,
    /// Given a row and the one below it: the headers of both, where they are merged headers.
    pub merge: fn(&[String], &[String]) -> Option<Vec<String>>,
}

/// A row of the head under one delimiter.
#[derive(Clone)]
struct Candidate {
    row: u64,
    lines: u64,
    cells: Vec<String>,
    raw: Vec<Vec<u8>>,
    after: usize,
}

/// The layout whose header is ranked highest; of equals the first row, under the first delimiter.
///
/// # Errors
/// [`Error::HeaderNotFound`] where no row has a rank.
pub(super) fn find(source: &mut Source, judge: &Judge<'_>) -> Result<Layout> {
    // The pipe is a trail byte of GB18030; only UTF-8 can be cut at it.
    let head = &source.bytes[..head_length(&source.bytes)];
    if source.encoding == Encoding::Gb18030 && Encoding::Gb18030.decode(head).contains('|') {
        source.widen();
    }
    let head = &source.bytes[..head_length(&source.bytes)];
    let mut best: Option<(Rank, Layout)> = None;
    let mut shape = Vec::new();
    for dialect in dialects(head) {
        if dialect.delimiter == b'|' && source.encoding != Encoding::Utf8 {
            continue;
        }
        let rows = split_head(head, dialect, source.encoding);
        let counts: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.row <= HEADER_ROWS) {
            let alike = counts.iter().filter(|count| **count == row.cells.len()).count();
            let as_many = |below: &&Candidate| below.cells.len() == row.cells.len();
            let below: Vec<&[String]> =
                rows[at + 1..].iter().filter(as_many).map(|below| below.cells.as_slice()).collect();
            let Some(rank) = (judge.rank)(&row.cells, alike, &below) else { continue };
            if best.as_ref().is_none_or(|(highest, _)| rank > *highest) {
                best = Some((rank, layout(&rows, at, dialect, judge)));
            }
        }
        if shape.iter().max() < counts.iter().max() {
            shape = counts;
        }
    }
    // The rows may be pupils' data: only their shape is told.
    let seen = || shape.iter().take(3).map(|count| format!("{count} ▢")).collect();
    let (_, layout) = best.ok_or_else(|| Error::HeaderNotFound { place: source.place(), seen: seen() })?;
    within_limits(source, layout)
}

/// Every delimiter with the usual quote, and with the other one where cells of the head stand in it.
fn dialects(head: &[u8]) -> Vec<Dialect> {
    let begins_a_cell = |quote: u8| {
        let begins = |at: usize| {
            let before = at.checked_sub(1).map(|before| head[before]);
            before.is_none_or(|byte| DELIMITERS.contains(&byte) || matches!(byte, b'\n' | b'\r'))
        };
        memchr::memchr_iter(quote, head).any(begins)
    };
    let quotes: &[u8] = if begins_a_cell(b'\'') && !begins_a_cell(b'"') { b"\"'" } else { b"\"" };
    let with = |quote: &u8| DELIMITERS.map(|delimiter| Dialect { delimiter, quote: *quote });
    quotes.iter().flat_map(with).collect()
}

fn within_limits(source: &Source, layout: Layout) -> Result<Layout> {
    if layout.headers.len() <= MAX_COLUMNS {
        return Ok(layout);
    }
    Err(Error::LimitExceeded {
        place: source.place().at_row(layout.header_row),
        what: Text::new("列数", "columns"),
        found: layout.headers.len() as u64,
        allowed: MAX_COLUMNS as u64,
    })
}

/// The header at `at`, together with a row above or below it that belongs to it.
fn layout(rows: &[Candidate], at: usize, dialect: Dialect, judge: &Judge<'_>) -> Layout {
    let merged = |upper: usize| {
        let (one, two) = (rows.get(upper)?, rows.get(upper + 1)?);
        let fits = one.row + one.lines == two.row && one.cells.len() == two.cells.len();
        fits.then(|| (judge.merge)(&one.cells, &two.cells)).flatten().map(|headers| (headers, upper))
    };
    let pair = merged(at).or_else(|| merged(at.checked_sub(1)?));
    let (headers, first, last) = match pair {
        Some((headers, upper)) => (headers, &rows[upper], &rows[upper + 1]),
        None => (rows[at].cells.clone(), &rows[at], &rows[at]),
    };
    let mut raw_headers = vec![first.raw.clone()];
    if last.row != first.row {
        raw_headers.push(last.raw.clone());
    }
    let data_row = last.row + last.lines;
    Layout {
        dialect,
        headers,
        raw_headers,
        header_row: first.row,
        header_rows: data_row - first.row,
        data_start: last.after,
        data_row,
    }
}

/// The first rows, and some more that show how many cells a row has.
fn head_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    for _ in 0..2 * HEADER_ROWS {
        let Some(line) = line_at(bytes, length) else { break };
        length = line.next;
    }
    length
}

fn split_head(head: &[u8], dialect: Dialect, encoding: Encoding) -> Vec<Candidate> {
    let mut guard = Guard::new(head, 0, 1, dialect, None);
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut candidates = Vec::new();
    while let Some(line) = guard.advance(&mut fields) {
        if line.outcome.is_err() {
            continue;
        }
        candidates.push(Candidate {
            row: line.row,
            lines: line.lines,
            cells: fields.iter().map(|field| header_text(&encoding.decode(&field.bytes()))).collect(),
            raw: fields.iter().map(|field| field.raw.to_vec()).collect(),
            after: guard.position(),
        });
    }
    candidates
}

/// A header as it is shown: narrow, on one line, without spaces around it.
pub(super) fn header_text(text: &str) -> String {
    let narrow = narrow(text);
    let lines: Vec<&str> = narrow.lines().map(trim).collect();
    trim(&lines.concat()).to_owned()
}
