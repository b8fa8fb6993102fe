//! Small tables of any columns (schools, population, staff), as text.

use std::borrow::Cow;
use std::path::Path;

use super::ReadOptions;
use super::container::LINE_END;
use super::dialect::{Around, Judge, Layout, Rank, header_text};
use super::encoding::Encoding;
use super::guard::Guard;
use super::header_or_data::{holds_digits, is_below_names, is_separated_otherwise, looks_like_data};
use super::headers;
use super::non_data::{NonDataRows, names_above_digits};
use super::opened::Opened;
use super::report::{ColumnUse, Report};
use super::score_file::describe_head;
use super::sheet_doubts::doubt_sheet;
use super::table_pass::each_row_of;
use super::text::trim;
use super::wanted::Pace;
use crate::error::{ColumnPlace, Result};
use crate::lang::Text;
use crate::records::SmallTable;

const KEPT: Text = Text::new("原样保留", "kept as it is");

/// Reads a table as text: every accepted row, its cells without the spaces around them.
///
/// The header is the first of the first 20 rows that has as many cells as most rows, the fewest of them empty,
/// and does not look like the rows below it; or the row that holds the headers in `options.columns`. Of the
/// options, these headers, the encoding, the delimiter and the row of the header are used.
///
/// # Errors
/// Not readable, no encoding, no header.
pub fn read_table(path: &Path, options: &ReadOptions) -> Result<(SmallTable, Report)> {
    read_table_by(path, options, &judge(options))
}

/// [`read_table`] where other headers are looked for.
pub(super) fn read_table_by(
    path: &Path,
    options: &ReadOptions,
    judge: &Judge<'_>,
) -> Result<(SmallTable, Report)> {
    gathered(|take| each_row_by(path, options, Pace::default(), judge, take))
}

/// What a reader gives row by row as a table.
pub(super) fn gathered(
    read: impl FnOnce(&mut dyn FnMut(TableRow<'_>) -> bool) -> Result<Report>,
) -> Result<(SmallTable, Report)> {
    let mut table = SmallTable::default();
    let report = read(&mut |row| {
        match row {
            TableRow::Header(headers) => table.headers = headers.to_vec(),
            TableRow::Data { row, cells } => {
                table.rows.push(cells.iter().map(|cell| trim(cell).to_owned()).collect());
                table.row_numbers.push(row);
            }
        }
        true
    })?;
    table.file = report.file.clone();
    Ok((table, report))
}

/// A row as [`each_row`] gives it.
pub enum TableRow<'a> {
    Header(&'a [String]),
    /// An accepted row and its physical number; its cells are as they stand in the file.
    Data {
        row: u64,
        cells: &'a [Cow<'a, str>],
    },
}

/// Gives `take` the header and every accepted row of a table of any columns, until `take` says no: then the
/// report is that of the rows so far. No row is given before the encoding of the whole file is certain. The file is
/// read in blocks, except workbooks, archives, UTF-16 and GB18030 whose cells are parted by a pipe.
///
/// # Errors
/// As for [`read_table`].
pub fn each_row(
    path: &Path,
    options: &ReadOptions,
    take: &mut dyn FnMut(TableRow<'_>) -> bool,
) -> Result<Report> {
    each_row_at(path, options, Pace::default(), take)
}

/// [`each_row`] at a pace, which shows in nothing; the threads of it are one.
///
/// # Errors
/// As there.
pub fn each_row_at(
    path: &Path,
    options: &ReadOptions,
    pace: Pace,
    take: &mut dyn FnMut(TableRow<'_>) -> bool,
) -> Result<Report> {
    each_row_by(path, options, pace, &judge(options), take)
}

fn judge(options: &ReadOptions) -> Judge<'_> {
    Judge {
        rank: Box::new(|cells, alike, around| rank(cells, alike, around, options)),
        likelihood: Box::new(|headers| likelihood(headers, options)),
        merge: |_| None,
    }
}

fn each_row_by(
    path: &Path,
    options: &ReadOptions,
    pace: Pace,
    judge: &Judge<'_>,
    take: &mut dyn FnMut(TableRow<'_>) -> bool,
) -> Result<Report> {
    #[cfg(feature = "columnar")]
    if let Some(open) = super::columns_file::OpenColumns::open(path)? {
        let report = super::frame_rows::each_row_of_columns(&open.columns, take)?;
        return open.close(&options.witness).map(|_| report);
    }
    let mut opened = Opened::open(path, options, judge, pace.whole)?.proved(options, judge)?;
    let digits = below_names(&opened.first_bytes()?, opened.encoding, &mut opened.layout);
    let layout = &opened.layout;
    let mut report = opened.report();
    report.columns = kept_columns(&layout.headers);
    describe_head(&mut report, layout);
    let non_data =
        NonDataRows::new(opened.encoding, layout.raw_headers.clone(), Vec::new()).with_digits(digits);
    // `a, b, c`: the blank belongs to the delimiter.
    let padded = layout
        .raw_headers
        .first()
        .is_some_and(|cells| cells.len() > 1 && cells[1..].iter().all(|cell| cell.starts_with(b" ")));
    let unpadded = |at: usize, cell: &mut Cow<'_, [u8]>| {
        if padded && at > 0 && cell.starts_with(b" ") {
            *cell = Cow::Owned(cell[1..].to_vec());
        }
    };
    if !take(TableRow::Header(&layout.headers)) {
        return Ok(report);
    }
    let whole = each_row_of(&opened, &non_data, &mut report, pace.block, &mut |row, fields| {
        let mut raw: Vec<Cow<'_, [u8]>> = fields.iter().map(|field| field.bytes()).collect();
        raw.iter_mut().enumerate().for_each(|(at, cell)| unpadded(at, cell));
        let text = |raw| match opened.encoding.decode(raw) {
            text if opened.sheet.is_some() => Cow::Owned(text.replace(LINE_END, "\n")),
            text => text,
        };
        let cells: Vec<Cow<'_, str>> = raw.iter().map(|raw| text(raw)).collect();
        take(TableRow::Data { row, cells: &cells })
    })?;
    doubt_sheet(opened.sheet.as_ref(), layout.data_row, &mut report);
    if whole {
        report.check()?;
    }
    Ok(report)
}

fn rank(cells: &[String], alike: usize, around: &Around<'_>, options: &ReadOptions) -> Option<Rank> {
    let mapped = headers::mapped(cells, options);
    let said = options.delimiter.is_some();
    let Around { above, below } = around;
    let others: Vec<&[String]> = above.iter().chain(below).copied().collect();
    let is_data = || {
        looks_like_data(cells, below)
            || is_below_names(cells, above)
            || (!said && is_separated_otherwise(cells, &others))
    };
    // Below a header there are rows; the last of equally full ones is none.
    let filled_cells = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let is_last = || below.is_empty() && above.iter().any(|row| filled_cells(row) == filled_cells(cells));
    if mapped == 0 && (is_data() || is_last()) {
        return None;
    }
    // A delimiter that splits nothing makes all rows alike: it comes last.
    let alike = if cells.len() > 1 { alike } else { 0 };
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let fullness = match filled {
        filled if filled == cells.len() => 2,
        filled if 2 * filled >= cells.len() => 1,
        _ => return None,
    };
    Some([mapped, alike, 3 * cells.len() + fullness])
}

/// Tables of any columns have at least two, or those that the user names.
fn likelihood(headers: &[String], options: &ReadOptions) -> usize {
    usize::from(headers::mapped(headers, options) > 0) * 2 + usize::from(headers.len() > 1)
}

/// Rows that show how the cells of a column are written.
const SAMPLE: usize = 40;

/// The columns whose cells hold digits. Rows below the header that hold names in all of them are a part of it.
fn below_names(head: &[u8], encoding: Encoding, layout: &mut Layout) -> Vec<usize> {
    let width = layout.width();
    let mut guard = Guard::new(head, layout.data_start, layout.data_row, layout.dialect, Some(width));
    let mut fields = Vec::new();
    let mut rows: Vec<(Vec<String>, usize, u64)> = Vec::new();
    while rows.len() < SAMPLE
        && let Some(line) = guard.advance(&mut fields)
    {
        let cells = fields.iter().map(|field| header_text(&encoding.decode(&field.bytes())));
        let cells: Vec<String> = cells.collect();
        if line.outcome.is_err() || cells.len() != width {
            continue;
        }
        rows.push((cells, guard.position(), guard.row()));
    }
    let holds = |at: &usize| {
        let filled = rows.iter().map(|(cells, ..)| &cells[*at]).filter(|cell| !cell.is_empty());
        let (mut all, mut with) = (0, 0);
        filled.for_each(|cell| {
            all += 1;
            with += usize::from(holds_digits(cell));
        });
        with > 2 && 5 * with >= 4 * all
    };
    let digits: Vec<usize> = (0..width).filter(holds).collect();
    for (cells, position, row) in &rows {
        let follows = *row == layout.data_row + 1;
        let names = names_above_digits(cells, &digits).filter(|names| !names.is_empty());
        if !follows || layout.header_rows == 0 || names.is_none() {
            break;
        }
        layout.header_rows += 1;
        (layout.data_start, layout.data_row) = (*position, *row);
    }
    digits
}

pub(super) fn kept_columns(headers: &[String]) -> Vec<ColumnUse> {
    let kept = |(index, header): (usize, &String)| ColumnUse {
        place: ColumnPlace { index, header: header.clone() },
        field: Some(header.clone()),
        reason: KEPT,
    };
    headers.iter().enumerate().map(kept).collect()
}
