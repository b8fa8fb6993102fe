//! Tables of columns: files of them, and how their accounts begin.

use std::path::Path;

use super::bytes::{Bytes, OpenFile, Stamp};
use super::container;
use super::encoding::Encoding;
use super::report::Report;
use super::witness::Witness;
use crate::columnar::{Columns, Kind, kind_of_bytes};
use crate::error::{Error, Place, Result};
use crate::lang::Text;

/// The columns of a file, where it is one of columns; a file that cannot be read is none.
pub(super) fn kind_of(path: &Path) -> Option<Kind> {
    kind_of_bytes(&container::beginning(path, 8))
}

/// A file of columns, opened.
pub(super) struct OpenColumns {
    pub columns: Columns,
    open: Bytes,
}

impl OpenColumns {
    /// `None` of any other file.
    ///
    /// # Errors
    /// Not readable, broken, encrypted.
    pub fn open(path: &Path) -> Result<Option<OpenColumns>> {
        let Some(kind) = kind_of(path) else { return Ok(None) };
        let open = OpenFile::open(path)?;
        let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
        let file = open.file().try_clone().map_err(unreadable)?;
        let columns = Columns::of_file(file, kind, path.display().to_string())?;
        Ok(Some(OpenColumns { columns, open: Bytes::File(open) }))
    }

    /// Tells the bytes done by the rows done, as far as it is known how many there are.
    pub fn progress(&self, rows: u64, progress: Option<&dyn Fn(u64)>) {
        let (all, size) = (u128::from(self.columns.rows.max(rows).max(1)), u128::from(self.open.size()));
        progress.iter().for_each(|progress| progress((u128::from(rows) * size / all) as u64));
    }

    /// The stamp of the file that was read, which is still the same.
    ///
    /// # Errors
    /// Changed while it was read.
    pub fn close(&self, witness: &Witness) -> Result<Stamp> {
        self.open.unchanged()?;
        if let Some(path) = self.open.path().filter(|_| witness.is_watching()) {
            let mut hasher = blake3::Hasher::new();
            let (size, mut piece) = (self.open.size(), Vec::new());
            for from in (0..size).step_by(PIECE as usize) {
                piece.clear();
                self.open.read(from, size.min(from + PIECE), &mut piece)?;
                hasher.update(&piece);
            }
            witness.note(path, self.open.stamp(), || hasher.finalize())?;
        }
        Ok(self.open.stamp())
    }
}

const PIECE: u64 = 4 << 20;

pub(super) fn report_of(columns: &Columns) -> Report {
    let reason = match columns.kind() {
        None => Text::new("内存中的表格", "a frame in memory"),
        Some(Kind::Arrow) => Text::new("Arrow 文件", "an Arrow file"),
        Some(_) => Text::new("Parquet 文件", "a Parquet file"),
    };
    Report::new(&columns.name, Encoding::Utf8, reason)
}

/// Refuses a table without columns.
pub(super) fn checked(columns: &Columns) -> Result<Vec<String>> {
    match columns.columns.is_empty() {
        true => Err(Error::Empty { place: Place::file(&columns.name) }),
        false => Ok(columns.headers()),
    }
}
