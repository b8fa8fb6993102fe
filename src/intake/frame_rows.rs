//! Tables of columns row by row, as texts.

use std::borrow::Cow;

use super::ReadOptions;
use super::causes::Cause;
use super::columns_file::{checked, report_of};
use super::encoding::Encoding;
use super::fields::Field;
use super::frame_pass::Filled;
use super::non_data::NonDataRows;
use super::report::Report;
use super::score_table::{ScoreTable, score_table_of};
use super::sheet_doubts::holds_codes;
use super::small_table::{TableRow, gathered, kept_columns};
use super::walk::{Above, Walk};
use crate::columnar::Columns;
use crate::error::Result;
use crate::records::SmallTable;

/// Gives `take` the header and every accepted row of a table of columns, until it says no.
///
/// # Errors
/// A column of lists and the like; those of the file.
pub(super) fn each_row_of_columns(
    table: &Columns,
    take: &mut dyn FnMut(TableRow<'_>) -> bool,
) -> Result<Report> {
    let headers = checked(table)?;
    let mut report = report_of(table);
    report.columns = kept_columns(&headers);
    let non_data = of_headers(&headers, Vec::new());
    let walk = Walk { width: headers.len(), non_data: &non_data };
    let (mut above, mut filled, mut goes_on) = (Above::default(), Filled::default(), true);
    let batches = table.all_batches()?;
    if !take(TableRow::Header(&headers)) {
        return Ok(report);
    }
    'all: for batch in batches {
        let block = batch?.block();
        filled.add(&block, headers.len(), report.physical_rows + 1);
        let mut fields = Vec::new();
        for row in 0..block.rows() {
            report.physical_rows += 1;
            let number = report.physical_rows;
            let mut accept = |row, fields: &[Field<'_>], report: &mut Report| {
                report.accepted += 1;
                let cells: Vec<Cow<'_, str>> =
                    fields.iter().map(|field| Encoding::Utf8.decode(field.raw)).collect();
                goes_on = take(TableRow::Data { row, cells: &cells });
            };
            walk.row_of((&block, row), number, &mut fields, &mut above, &mut report, &mut accept);
            if !goes_on {
                break 'all;
            }
        }
    }
    doubt_numbers(table, &filled, &mut report);
    report.check()?;
    Ok(report)
}

/// [`super::read_table`] for a frame.
///
/// # Errors
/// A column of lists and the like; a frame without columns.
pub fn read_table_columns(table: &Columns) -> Result<(SmallTable, Report)> {
    gathered(|take| each_row_of_columns(table, take))
}

/// [`super::read_score_table`] for a frame.
///
/// # Errors
/// As for files.
pub fn read_score_table_columns(table: &Columns, options: &ReadOptions) -> Result<ScoreTable> {
    let (table, report) = read_table_columns(table)?;
    score_table_of(&table, report, options)
}

/// The cells of each row with its number, all as texts.
///
/// # Errors
/// A column of lists and the like; what `take` says; those of the file.
pub(super) fn each_text_row(table: &Columns, mut take: impl FnMut(u64, &[&str]) -> Result<()>) -> Result<()> {
    let mut number = 0;
    for batch in table.all_batches()? {
        let block = batch?.block();
        for row in 0..block.rows() {
            number += 1;
            take(number, &block.texts(row))?;
        }
    }
    Ok(())
}

/// Columns of codes whose cells were numbers, as [`super::sheet_doubts::doubt_sheet`] finds them in workbooks.
pub(super) fn doubt_numbers(table: &Columns, filled: &Filled, report: &mut Report) {
    let numbers = table.columns.iter().zip(&filled.0).enumerate();
    for (index, (_, (first, count))) in numbers.filter(|(_, (column, _))| column.numbers) {
        let used = report.columns.get(index).map(|used| (used.place.clone(), used.field.clone()));
        let Some((place, field)) = used else { continue };
        if *count > 0 && holds_codes(&place.header, field.as_deref()) {
            report.find_many(*first, Some(&place), Cause::NumericCode, *count);
        }
    }
}

pub(super) fn of_headers(headers: &[String], identity: Vec<usize>) -> NonDataRows {
    let headers = headers.iter().map(|header| header.as_bytes().to_vec()).collect();
    NonDataRows::new(Encoding::Utf8, vec![headers], identity)
}
