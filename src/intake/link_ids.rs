//! The ids of candidates row by row, by which two examinations are linked. Ids are compared as everywhere: as text, in
//! plain digits and without blanks around them.

use std::collections::BTreeMap;
use std::path::Path;

use super::ReadOptions;
use super::aliases::{Meaning, meaning};
use super::ids::is_destroyed;
use super::report::Report;
use super::small_table::{TableRow, each_row};
use super::text::{narrow, trim};
use crate::error::{ColumnPlace, Error, Place, Result};
use crate::records::SmallTable;

/// Physical rows and the id in each, the empty text for none.
pub struct RowIds {
    /// What the column of ids is headed.
    pub header: String,
    pub rows: Vec<(u64, String)>,
}

/// An id in plain digits, without blanks around it.
pub fn plain_id(written: &str) -> String {
    trim(&narrow(written)).to_owned()
}

/// Whether a header is that of names, which are no ids.
pub fn is_of_names(header: &str) -> bool {
    matches!(meaning(header), Some(Meaning::Identity { field: "name", .. }))
}

/// The ids of a file of which `report` is the account.
///
/// # Errors
/// No column of ids; ids that Excel rewrote.
pub fn ids_of_file(path: &Path, options: &ReadOptions, report: &Report) -> Result<RowIds> {
    let place = id_column(report)?;
    let options = ReadOptions { header_row: report.header_row, columns: BTreeMap::new(), ..options.clone() };
    let mut rows = Vec::new();
    each_row(path, &options, &mut |row| {
        if let TableRow::Data { row, cells } = row {
            rows.push((row, cells.get(place.index).map_or_else(String::new, |cell| plain_id(cell))));
        }
        true
    })?;
    checked(RowIds { header: place.header.clone(), rows }, report, &place)
}

/// The ids of a table whose columns are those of the account.
///
/// # Errors
/// As for files.
pub fn ids_of_table(table: &SmallTable, report: &Report) -> Result<RowIds> {
    let place = id_column(report)?;
    let id = |row: &Vec<String>| row.get(place.index).map_or_else(String::new, |cell| plain_id(cell));
    let rows = table.row_numbers.iter().zip(&table.rows).map(|(number, row)| (*number, id(row))).collect();
    checked(RowIds { header: place.header.clone(), rows }, report, &place)
}

fn id_column(report: &Report) -> Result<ColumnPlace> {
    let used = report.columns.iter().find(|column| column.field.as_deref() == Some("candidate_id"));
    used.map(|column| column.place.clone()).ok_or_else(|| Error::ColumnNotFound {
        place: Place::file(&report.file),
        column: "candidate_id".to_owned(),
        available: report.columns.iter().map(|column| column.place.header.clone()).collect(),
        suggestion: None,
    })
}

fn checked(ids: RowIds, report: &Report, place: &ColumnPlace) -> Result<RowIds> {
    let place = Place::file(&report.file).at_column(place.index, &place.header);
    refuse_destroyed(ids.rows.iter().map(|(_, id)| id.as_str()), place)?;
    Ok(ids)
}

/// Refuses ids that Excel rewrote.
///
/// # Errors
/// [`Error::KeyDestroyed`] at the place.
pub fn refuse_destroyed<'c>(ids: impl Iterator<Item = &'c str>, place: Place) -> Result<()> {
    if is_destroyed(ids) { Err(Error::KeyDestroyed { place }) } else { Ok(()) }
}
