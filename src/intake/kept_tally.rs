//! Tallies that were kept: recognised by their first column, read strictly, from files and frames.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use super::bytes::OpenFile;
#[cfg(feature = "columnar")]
use super::columns_file::{OpenColumns, checked};
#[cfg(feature = "columnar")]
use super::frame_rows::each_text_row;
use super::witness::{Hashing, Witness};
#[cfg(feature = "columnar")]
use crate::columnar::Columns;
use crate::error::{Error, Place, Result};
use crate::lang::Text;
#[cfg(feature = "columnar")]
use crate::subjects::subject_rank;
use crate::tally::Tally;
use crate::tally::plain::{Reader, VERSION_COLUMN};

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
const BUFFER: usize = 1 << 18;

/// Whether a file is a kept tally: its first header says so. A file that cannot be read is none; whoever reads
/// it next says why.
pub fn is_tally(path: &Path) -> bool {
    #[cfg(feature = "columnar")]
    if let Ok(Some(open)) = OpenColumns::open(path) {
        return is_tally_columns(&open.columns);
    }
    let mut start = Vec::new();
    let mut read = |path| File::open(path)?.take(64).read_to_end(&mut start);
    if !path.is_file() || read(path).is_err() {
        return false;
    }
    let start = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&start);
    start.strip_prefix(VERSION_COLUMN.as_bytes()).is_some_and(|rest| rest.starts_with(b","))
}

/// The candidates of a kept tally as those of a year, where the tally does not say it.
///
/// # Errors
/// A tally of other years.
pub fn of_year(tally: Tally, year: Option<i32>) -> Result<Tally> {
    let Some(label) = year.map(|year| year.to_string()) else { return Ok(tally) };
    let Some(at) = tally.keys.iter().position(|key| key == "year") else {
        return Ok(tally.labelled("year", &label));
    };
    match tally.groups.iter().find(|group| group.labels[at] != label) {
        None => Ok(tally),
        Some(group) => Err(Error::InvalidArgument {
            argument: "year".to_owned(),
            found: format!("{label} ≠ {}", group.labels[at]),
            expected: Text::new("计数表自己的年份", "the year that the kept tally itself has"),
        }),
    }
}

/// Reads a kept tally.
///
/// # Errors
/// Whatever is not as edugauge writes it; the first fault is told, with its row and column.
pub fn read_tally(path: &Path) -> Result<Tally> {
    read_tally_watched(path, &Witness::default())
}

/// [`read_tally`] with somebody who keeps its hash.
///
/// # Errors
/// As there; changed while it is read.
pub fn read_tally_watched(path: &Path, witness: &Witness) -> Result<Tally> {
    #[cfg(feature = "columnar")]
    if let Some(open) = OpenColumns::open(path)? {
        let tally = read_tally_columns(&open.columns)?;
        return open.close(witness).map(|_| tally);
    }
    let open = OpenFile::open(path)?;
    let mut hashing = Hashing::new(open.file());
    let tally = read_from(path, BufReader::with_capacity(BUFFER, &mut hashing))?;
    open.unchanged()?;
    witness.note(path, open.stamp(), || hashing.hash())?;
    Ok(tally)
}

fn read_from(path: &Path, file: impl Read) -> Result<Tally> {
    let place = Place::file(path.display().to_string());
    let mut table = csv::Reader::from_reader(file);
    let fault = |fault: csv::Error| fault_of(fault, &place, path);
    let headers: Vec<String> = table.headers().map_err(fault)?.iter().map(str::to_owned).collect();
    let mut reader = Reader::new(&headers, place.clone())?;
    let mut record = csv::StringRecord::new();
    while table.read_record(&mut record).map_err(fault)? {
        let row = record.position().map_or(0, csv::Position::line);
        reader.push(row, &record.iter().collect::<Vec<_>>())?;
    }
    reader.finish()
}

fn fault_of(fault: csv::Error, place: &Place, path: &Path) -> Error {
    let row = fault.position().map_or(0, csv::Position::line);
    let offset = fault.position().map_or(0, csv::Position::byte);
    match fault.into_kind() {
        csv::ErrorKind::Io(source) => Error::Unreadable { path: path.to_owned(), source },
        csv::ErrorKind::Utf8 { .. } => {
            Error::Encoding { place: place.clone().at_row(row), offset, tried: vec!["UTF-8"] }
        }
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Error::BadCell {
            place: place.clone().at_row(row),
            found: format!("{len} ≠ {expected_len}"),
            expected: Text::new("与表头同样多的单元格", "as many cells as the header has"),
        },
        _ => Error::Internal { what: "a fault of reading that cannot be" },
    }
}

/// Whether a table of columns is a kept tally.
#[cfg(feature = "columnar")]
pub fn is_tally_columns(table: &Columns) -> bool {
    table.columns.iter().any(|column| column.header == VERSION_COLUMN)
}

/// Subjects of frames in the order of tables: the rows of a frame may stand in any.
#[cfg(feature = "columnar")]
pub(super) fn in_order(tally: Tally) -> Tally {
    tally.with_subjects_by(|subject| (subject_rank(&subject.id), subject.id.clone()))
}

/// [`read_tally`] for a table of columns: what a tally hands to a library comes back from it, in any order of
/// columns and rows. Row 1 is the first row of data.
///
/// # Errors
/// As for files.
#[cfg(feature = "columnar")]
pub fn read_tally_columns(table: &Columns) -> Result<Tally> {
    let mut reader = Reader::new(&checked(table)?, Place::file(&table.name))?;
    each_text_row(table, |row, cells| reader.push(row, cells))?;
    reader.finish().map(in_order)
}
