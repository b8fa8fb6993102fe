//! Which character separates the cells, and which row is the header.

use super::encoding::Encoding;
use super::guard::{Field, Guard, MAX_COLUMNS};
use super::lines::line_at;
use super::source::Source;
use super::text::{narrow, trim};
use crate::error::{Error, Result};
use crate::lang::Text;

/// The header is looked for in this many physical rows.
pub(super) const HEADER_ROWS: u64 = 20;
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How much a row looks like the header; compared from the first number to the last.
pub(super) type Rank = [usize; 3];

/// Where the header is and where the data begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub delimiter: u8,
    pub headers: Vec<String>,
    /// The header's cells in the bytes of the source.
    pub raw_headers: Vec<Vec<u8>>,
    pub header_row: u64,
    /// Physical rows that the header takes.
    pub header_rows: u64,
    pub data_start: usize,
    pub data_row: u64,
}

/// A row of the head under one delimiter.
struct Candidate {
    row: u64,
    lines: u64,
    cells: Vec<String>,
    raw: Vec<Vec<u8>>,
    after: usize,
}

/// The layout whose header `rank` puts highest; of equals the first row, under the first delimiter.
/// `rank` is given the cells and how many rows of the head have as many.
///
/// # Errors
/// [`Error::HeaderNotFound`] where no row has a rank.
pub(super) fn find(source: &mut Source, rank: &dyn Fn(&[String], usize) -> Option<Rank>) -> Result<Layout> {
    // The pipe is a trail byte of GB18030; only UTF-8 can be cut at it.
    let head = &source.bytes[..head_length(&source.bytes)];
    let piped = source.encoding == Encoding::Gb18030 && Encoding::Gb18030.decode(head).contains('|');
    if piped {
        source.widen();
    }
    let head = &source.bytes[..head_length(&source.bytes)];
    let mut best: Option<(Rank, u8, Candidate)> = None;
    let mut shape = Vec::new();
    for delimiter in DELIMITERS {
        if delimiter == b'|' && source.encoding != Encoding::Utf8 {
            continue;
        }
        let candidates = split_head(head, delimiter, source.encoding);
        let counts: Vec<usize> = candidates.iter().map(|c| c.cells.len()).collect();
        if shape.iter().max() < counts.iter().max() {
            shape.clone_from(&counts);
        }
        for candidate in candidates.into_iter().filter(|c| c.row <= HEADER_ROWS) {
            let alike = counts.iter().filter(|count| **count == candidate.cells.len()).count();
            let Some(rank) = rank(&candidate.cells, alike) else { continue };
            if best.as_ref().is_none_or(|(highest, ..)| rank > *highest) {
                best = Some((rank, delimiter, candidate));
            }
        }
    }
    // The rows may be pupils' data: only their shape is told.
    let seen = || shape.iter().take(3).map(|count| format!("{count} ▢")).collect();
    let (_, delimiter, header) =
        best.ok_or_else(|| Error::HeaderNotFound { place: source.place(), seen: seen() })?;
    layout(source, delimiter, header)
}

fn layout(source: &Source, delimiter: u8, header: Candidate) -> Result<Layout> {
    if header.cells.len() > MAX_COLUMNS {
        return Err(Error::LimitExceeded {
            place: source.place().at_row(header.row),
            what: Text::new("列数", "columns"),
            found: header.cells.len() as u64,
            allowed: MAX_COLUMNS as u64,
        });
    }
    Ok(Layout {
        delimiter,
        headers: header.cells,
        raw_headers: header.raw,
        header_row: header.row,
        header_rows: header.lines,
        data_start: header.after,
        data_row: header.row + header.lines,
    })
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

fn split_head(head: &[u8], delimiter: u8, encoding: Encoding) -> Vec<Candidate> {
    let mut guard = Guard::new(head, 0, 1, delimiter, None);
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
