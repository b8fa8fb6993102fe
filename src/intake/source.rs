//! A file as bytes that can be cut at ASCII characters: UTF-8 or GB18030, known to be valid.

use std::path::Path;

use super::bytes::{Bytes, OpenFile};
use super::container::Kinds;
use super::encoding::{Encoding, recognise, transcode};
use super::witness::Witness;
use crate::error::{Error, Place, Result};
use crate::lang::Text;

pub(super) struct Source {
    /// The file as the user named it.
    pub file: String,
    pub bytes: Vec<u8>,
    /// Of `bytes`.
    pub encoding: Encoding,
    /// Of the file.
    pub original: Encoding,
    pub reason: Text,
    /// The sheet of a workbook that this is, and what its cells were before they were text.
    pub sheet: Option<Sheet>,
}

/// A sheet of a workbook.
pub(super) struct Sheet {
    pub name: String,
    pub kinds: Kinds,
    /// How many sheets with cells it was chosen of, where nobody named it.
    pub chosen_of: usize,
    /// Whether the workbook refers to other files.
    pub refers_to_others: bool,
}

impl Source {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// Not a regular file, not readable, empty, or in none of the encodings.
    pub fn open(path: &Path, asked: Option<Encoding>, witness: &Witness) -> Result<Source> {
        Source::from_bytes(Source::bytes_of(path, witness)?, path.display().to_string(), asked)
    }

    /// All bytes of a file.
    ///
    /// # Errors
    /// Not a regular file, not readable.
    pub fn bytes_of(path: &Path, witness: &Witness) -> Result<Vec<u8>> {
        let open = Bytes::File(OpenFile::open(path)?);
        let mut bytes = Vec::new();
        open.read(0, open.size(), &mut bytes)?;
        open.unchanged()?;
        witness.note_whole(&open, &bytes)?;
        Ok(bytes)
    }

    pub fn from_bytes(bytes: Vec<u8>, file: String, asked: Option<Encoding>) -> Result<Source> {
        let found = recognise(&bytes, asked, &file)?;
        let mut bytes = bytes;
        bytes.drain(..found.start);
        if bytes.trim_ascii().is_empty() {
            return Err(Error::Empty { place: Place::file(file) });
        }
        let original = found.encoding;
        let mut source =
            Source { file, bytes, encoding: original, original, reason: found.reason, sheet: None };
        if !original.can_be_cut() {
            source.widen();
        }
        Ok(source)
    }

    /// The lines of a sheet.
    pub fn of_sheet(mut self, sheet: Sheet, reason: Text) -> Source {
        (self.sheet, self.reason) = (Some(sheet), reason);
        self
    }

    /// Turns the bytes into UTF-8.
    pub fn widen(&mut self) {
        self.bytes = transcode(&self.bytes, self.encoding);
        self.encoding = Encoding::Utf8;
    }

    pub fn place(&self) -> Place {
        Place::file(&self.file)
    }
}
