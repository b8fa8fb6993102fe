//! Which character separates the cells, and which rows are the header.

use super::ReadOptions;
use super::encoding::Encoding;
use super::guard::{DELIMITERS, Dialect, Field, Guard, MAX_COLUMNS};
use super::lines::line_at;
use super::source::Source;
use super::surplus::surplus;
use super::text::{narrow, trim};
use crate::error::{ColumnPlace, Error, Result};
use crate::lang::Text;

/// The header is looked for in this many physical rows.
pub(super) const HEADER_ROWS: u64 = 20;
/// Merged headers have at most this many rows.
const MERGED_ROWS: usize = 3;

/// How much a row looks like the header; compared from the first number to the last.
pub(super) type Rank = [usize; 3];

/// Where the header is and where the data begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub dialect: Dialect,
    pub headers: Vec<String>,
    /// The cells of each row of the header and of the titles above it, in the bytes of the source: at page
    /// breaks they stand there once more.
    pub raw_headers: Vec<Vec<Vec<u8>>>,
    pub header_row: u64,
    /// Physical rows that the header takes.
    pub header_rows: u64,
    pub data_start: usize,
    pub data_row: u64,
    /// So many empty cells stand at the end of most rows beyond those of the header.
    pub surplus: usize,
}

impl Layout {
    /// Cells of a whole row.
    pub fn width(&self) -> usize {
        self.headers.len()
    }
}

/// From a row of the head, how many rows have as many cells, and those of them below it.
pub(super) type Ranking<'j> = dyn Fn(&[String], usize, &Around<'_>) -> Option<Rank> + 'j;

/// The other rows of the head that have as many cells.
pub(super) struct Around<'a> {
    pub above: Vec<&'a [String]>,
    pub below: Vec<&'a [String]>,
}

/// Of headers.
pub(super) type Likelihood<'j> = dyn Fn(&[String]) -> usize + 'j;

/// How headers are found: which row is one, and whether several rows are one together.
pub(super) struct Judge<'j> {
    pub rank: Box<Ranking<'j>>,
    /// How likely these are the headers of what is looked for; of sheets that are likeliest alike a person chooses.
    pub likelihood: Box<Likelihood<'j>>,
    /// Given rows that follow each other: the headers of all, where they are merged headers.
    pub merge: fn(&[&[String]]) -> Option<Vec<String>>,
}

/// A row of the head under one delimiter.
#[derive(Clone)]
struct Candidate {
    row: u64,
    lines: u64,
    cells: Vec<String>,
    raw: Vec<Vec<u8>>,
    before: usize,
    after: usize,
}

/// The layout whose header is ranked highest; of equals the first row, under the first delimiter. What the
/// options declare is obeyed.
///
/// # Errors
/// [`Error::HeaderNotFound`] where no row has a rank.
pub(super) fn find(source: &mut Source, judge: &Judge<'_>, options: &ReadOptions) -> Result<Layout> {
    let (best, shape) = rank_best(source, judge, options)?;
    // The rows may be pupils' data: only their shape is told.
    let seen = shape.iter().take(3).map(usize::to_string).collect();
    let (place, choose, batches) = (source.place(), Vec::new(), Vec::new());
    let (_, layout) = best.ok_or(Error::HeaderNotFound { place, seen, choose, batches })?;
    within_limits(source, &layout)?;
    Ok(layout)
}

/// A layout and the rank of its header.
pub(super) type Ranked = (Rank, Layout);

/// The best layout with its rank, if any, and how many cells each row of the head has.
pub(super) fn rank_best(
    source: &mut Source,
    judge: &Judge<'_>,
    options: &ReadOptions,
) -> Result<(Option<Ranked>, Vec<usize>)> {
    let usual = usual_dialects(&source.bytes[..head_length(&source.bytes, options)]);
    let dialects = options.declared(&usual)?;
    // The pipe and the backslash are trail bytes of GB18030; only UTF-8 can be cut at them.
    let head = &source.bytes[..head_length(&source.bytes, options)];
    let unsafe_to_cut =
        || dialects.iter().any(|d| d.escape.is_some()) || source.encoding.decode(head).contains('|');
    if source.encoding == Encoding::Gb18030 && unsafe_to_cut() {
        source.widen();
    }
    let head = &source.bytes[..head_length(&source.bytes, options)];
    let mut best: Option<(Rank, Layout)> = None;
    let mut shape = Vec::new();
    for dialect in dialects {
        if dialect.delimiter == b'|' && source.encoding != Encoding::Utf8 {
            continue;
        }
        let rows = split_head(head, dialect, source.encoding);
        let counts: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
        if options.header_rows == Some(0) {
            let found = without_header(&rows, dialect, options);
            if best.as_ref().is_none_or(|(_, layout)| found.headers.len() > layout.headers.len()) {
                best = Some(([0; 3], found));
            }
            continue;
        }
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| may_be_header(row, options)) {
            let alike = counts.iter().filter(|count| **count == row.cells.len()).count();
            let around = Around {
                above: of_width(&rows[..at], row.cells.len()),
                below: of_width(&rows[at + 1..], row.cells.len()),
            };
            let declared = options.header_row.map(|_| [0, 0, row.cells.len()]);
            let Some(rank) = (judge.rank)(&row.cells, alike, &around).or(declared) else { continue };
            if best.as_ref().is_none_or(|(highest, _)| rank > *highest) {
                best = Some((rank, layout(&rows, at, dialect, judge, options)));
            }
        }
        if shape.iter().max() < counts.iter().max() {
            shape = counts;
        }
    }
    Ok((best, shape))
}

/// The cells of the rows that have so many.
fn of_width(rows: &[Candidate], width: usize) -> Vec<&[String]> {
    rows.iter().map(|row| row.cells.as_slice()).filter(|cells| cells.len() == width).collect()
}

/// Every delimiter with the usual quote, and with the other one where cells of the head stand in it.
fn usual_dialects(head: &[u8]) -> Vec<Dialect> {
    let begins_a_cell = |quote: u8| {
        let begins = |at: usize| {
            let before = at.checked_sub(1).map(|before| head[before]);
            before.is_none_or(|byte| DELIMITERS.contains(&byte) || matches!(byte, b'\n' | b'\r'))
        };
        memchr::memchr_iter(quote, head).any(begins)
    };
    let quotes: &[u8] = if begins_a_cell(b'\'') && !begins_a_cell(b'"') { b"\"'" } else { b"\"" };
    let with =
        |quote: &u8| DELIMITERS.map(|delimiter| Dialect { quote: *quote, ..Dialect::delimited(delimiter) });
    quotes.iter().flat_map(with).collect()
}

fn may_be_header(row: &Candidate, options: &ReadOptions) -> bool {
    options.header_row.map_or(row.row <= HEADER_ROWS, |declared| row.row == declared)
}

fn within_limits(source: &Source, layout: &Layout) -> Result<()> {
    if layout.headers.len() <= MAX_COLUMNS {
        return Ok(());
    }
    Err(Error::LimitExceeded {
        place: source.place().at_row(layout.header_row),
        what: Text::new("列数", "columns"),
        found: layout.headers.len() as u64,
        allowed: MAX_COLUMNS as u64,
    })
}

/// The header at `at`, together with the rows above or below that belong to it.
fn layout(
    rows: &[Candidate],
    at: usize,
    dialect: Dialect,
    judge: &Judge<'_>,
    options: &ReadOptions,
) -> Layout {
    let (headers, first, last) = match options.header_rows {
        // Declared: so many rows from here on, merged as well as can be.
        Some(declared) => {
            let count = usize::try_from(declared).unwrap_or(usize::MAX).min(rows.len() - at).max(1);
            let cells: Vec<&[String]> = rows[at..at + count].iter().map(|row| &row.cells[..]).collect();
            ((judge.merge)(&cells).unwrap_or_else(|| stacked(&cells)), at, at + count - 1)
        }
        None => merged(rows, at, judge).unwrap_or_else(|| (rows[at].cells.clone(), at, at)),
    };
    let data_row = rows[last].row + rows[last].lines;
    Layout {
        dialect,
        headers,
        raw_headers: rows[first..=last].iter().chain(&rows[..first]).map(|row| row.raw.clone()).collect(),
        header_row: rows[first].row,
        header_rows: data_row - rows[first].row,
        data_start: rows[last].after,
        data_row,
        surplus: surplus(rows[last].cells.len(), rows[last + 1..].iter().map(|row| &row.cells[..])),
    }
}

/// The largest group of rows around `at` that are merged headers together.
fn merged(rows: &[Candidate], at: usize, judge: &Judge<'_>) -> Option<(Vec<String>, usize, usize)> {
    (2..=MERGED_ROWS).rev().find_map(|count| {
        (at.saturating_sub(count - 1)..=at).rev().find_map(|first| {
            let group = rows.get(first..first + count)?;
            let follow = group.windows(2).all(|pair| {
                pair[0].row + pair[0].lines == pair[1].row && pair[0].cells.len() == pair[1].cells.len()
            });
            let cells: Vec<&[String]> = group.iter().map(|row| &row.cells[..]).collect();
            let headers = follow.then(|| (judge.merge)(&cells)).flatten()?;
            Some((headers, first, first + count - 1))
        })
    })
}

/// Rows declared to be the header that are no merged headers: each column has its lowest text.
fn stacked(rows: &[&[String]]) -> Vec<String> {
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let lowest = |at: usize| rows.iter().rev().filter_map(|row| row.get(at)).find(|cell| !cell.is_empty());
    (0..width).map(|at| lowest(at).cloned().unwrap_or_default()).collect()
}

/// A file declared to have no header: columns are known by their letters, as many as most rows have.
fn without_header(rows: &[Candidate], dialect: Dialect, options: &ReadOptions) -> Layout {
    let first = options.header_row.unwrap_or(1);
    let data = rows.iter().filter(|row| row.row >= first);
    let counts: Vec<usize> = data.clone().map(|row| row.cells.len()).collect();
    let alike = |width: &usize| counts.iter().filter(|count| *count == width).count();
    let width = counts.iter().copied().max_by_key(alike).unwrap_or(0);
    let letters = |index| ColumnPlace { index, header: String::new() }.letters();
    Layout {
        dialect,
        headers: (0..width).map(letters).collect(),
        raw_headers: rows.iter().filter(|row| row.row < first).map(|row| row.raw.clone()).collect(),
        header_row: first,
        header_rows: 0,
        data_start: data.clone().next().map_or(0, |row| row.before),
        data_row: first,
        surplus: 0,
    }
}

/// The first rows, and some more that show how many cells a row has.
fn head_length(bytes: &[u8], options: &ReadOptions) -> usize {
    let mut length = 0;
    for _ in 0..2 * HEADER_ROWS.max(options.header_row.unwrap_or(0)) {
        let Some(line) = line_at(bytes, length) else { break };
        length = line.next;
    }
    length
}

fn split_head(head: &[u8], dialect: Dialect, encoding: Encoding) -> Vec<Candidate> {
    let mut guard = Guard::new(head, 0, 1, dialect, None);
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut candidates = Vec::new();
    let mut before = 0;
    while let Some(line) = guard.advance(&mut fields) {
        let start = std::mem::replace(&mut before, guard.position());
        if line.outcome.is_err() {
            continue;
        }
        candidates.push(Candidate {
            row: line.row,
            lines: line.lines,
            cells: fields.iter().map(|field| header_text(&encoding.decode(&field.bytes()))).collect(),
            raw: fields.iter().map(|field| field.raw.to_vec()).collect(),
            before: start,
            after: guard.position(),
        });
    }
    candidates
}

/// The cells of the first rows, cut at every delimiter, for a file in which no header was found.
pub(super) fn first_cells(source: &Source) -> Vec<String> {
    let head = &source.bytes[..head_length(&source.bytes, &ReadOptions::default())];
    let text = source.encoding.decode(head);
    text.split([',', '\t', ';', '|', '\n', '\r']).map(header_text).collect()
}

/// A header as it is shown: narrow, on one line, without spaces around it.
pub(super) fn header_text(text: &str) -> String {
    let narrow = narrow(text);
    let lines: Vec<&str> = narrow.split(['\n', '\r', '\u{2028}']).map(trim).collect();
    trim(&lines.concat()).to_owned()
}
