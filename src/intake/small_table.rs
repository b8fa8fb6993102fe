//! Small tables of any columns (schools, population, staff), as text.

use std::path::Path;

use super::ReadOptions;
use super::dialect::{self, Judge, Rank};
use super::header_or_data::looks_like_data;
use super::headers;
use super::non_data::NonDataRows;
use super::report::{ColumnUse, Report};
use super::score_file::count_head;
use super::source::Source;
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
    let mut source = Source::open(path, options.encoding)?;
    let judge = Judge { rank: &|cells, alike, below| rank(cells, alike, below, options), merge: |_| None };
    let layout = dialect::find(&mut source, &judge, options)?;
    let mut report = source.report();
    report.columns = kept_columns(&layout.headers);
    count_head(&mut report, &source, &layout);
    let non_data = NonDataRows::new(source.encoding, layout.raw_headers.clone(), Vec::new());
    let mut table =
        SmallTable { file: source.file.clone(), headers: layout.headers.clone(), ..SmallTable::default() };
    walk(&source.bytes, &layout, &non_data, &mut report, |row, fields, report| {
        let cell = |bytes: &[u8]| trim(&source.encoding.decode(bytes)).to_owned();
        table.rows.push(fields.iter().map(|field| cell(&field.bytes())).collect());
        table.row_numbers.push(row);
        report.accepted += 1;
    })?;
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

pub(super) fn kept_columns(headers: &[String]) -> Vec<ColumnUse> {
    let kept = |(index, header): (usize, &String)| ColumnUse {
        place: ColumnPlace { index, header: header.clone() },
        field: Some(header.clone()),
        reason: KEPT,
    };
    headers.iter().enumerate().map(kept).collect()
}
