//! Small tables of any columns (schools, population, staff), as text.

use std::path::Path;

use super::ReadOptions;
use super::container::{self, LINE_END};
use super::dialect::{Judge, Rank};
use super::header_or_data::looks_like_data;
use super::headers;
use super::non_data::NonDataRows;
use super::report::{ColumnUse, Report};
use super::score_file::count_head;
use super::sheet_doubts::doubt_sheet;
use super::text::trim;
use super::walk::walk;
use crate::error::{ColumnPlace, Result};
use crate::lang::Text;
use crate::records::SmallTable;

const KEPT: Text = Text::new("原样保留", "kept as it is");

/// Reads a table as text: every accepted row, its cells without the spaces around them.
///
/// The header is the first of the first 20 rows that has as many cells as most rows, the fewest of them empty,
/// and does not look like the rows below it; or the row that holds the headers in `options.columns`. Of the options only these headers and the encoding are
/// used.
///
/// # Errors
/// Not readable, no encoding, no header.
pub fn read_table(path: &Path, options: &ReadOptions) -> Result<(SmallTable, Report)> {
    let judge = Judge {
        rank: Box::new(|cells, alike, below| rank(cells, alike, below, options)),
        likelihood: Box::new(|headers| likelihood(headers, options)),
        merge: |_| None,
    };
    let (source, layout) = container::open(path, options, &judge)?;
    let mut report = source.report();
    report.columns = kept_columns(&layout.headers);
    count_head(&mut report, &source, &layout);
    let non_data = NonDataRows::new(source.encoding, layout.raw_headers.clone(), Vec::new());
    let mut table =
        SmallTable { file: source.file.clone(), headers: layout.headers.clone(), ..SmallTable::default() };
    walk(&source.bytes, &layout, &non_data, &mut report, |row, fields, report| {
        let cell = |bytes: &[u8]| match trim(&source.encoding.decode(bytes)) {
            text if source.sheet.is_some() => text.replace(LINE_END, "\n"),
            text => text.to_owned(),
        };
        table.rows.push(fields.iter().map(|field| cell(&field.bytes())).collect());
        table.row_numbers.push(row);
        report.accepted += 1;
    })?;
    doubt_sheet(source.sheet.as_ref(), layout.data_row, &mut report);
    report.check()?;
    Ok((table, report))
}

fn rank(cells: &[String], alike: usize, below: &[&[String]], options: &ReadOptions) -> Option<Rank> {
    let mapped = headers::mapped(cells, options);
    if mapped == 0 && looks_like_data(cells, below) {
        return None;
    }
    // A delimiter that splits nothing makes all rows alike: it comes last.
    let alike = if cells.len() > 1 { alike } else { 0 };
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let fullness = match filled {
        0 => return None,
        filled if filled == cells.len() => 2,
        filled => usize::from(2 * filled >= cells.len()),
    };
    Some([mapped, alike, 3 * cells.len() + fullness])
}

/// Tables of any columns have at least two, or those that the user names.
fn likelihood(headers: &[String], options: &ReadOptions) -> usize {
    usize::from(headers::mapped(headers, options) > 0) * 2 + usize::from(headers.len() > 1)
}

pub(super) fn kept_columns(headers: &[String]) -> Vec<ColumnUse> {
    let kept = |(index, header): (usize, &String)| ColumnUse {
        place: ColumnPlace { index, header: header.clone() },
        field: Some(header.clone()),
        reason: KEPT,
    };
    headers.iter().enumerate().map(kept).collect()
}
