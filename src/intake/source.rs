//! A file as bytes that can be cut at ASCII characters: UTF-8 or GB18030, known to be valid.

use std::io;
use std::path::Path;

use super::encoding::{Encoding, recognise, transcode};
use super::report::Report;
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
    /// Size of the file.
    pub size: u64,
}

impl Source {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// Not a regular file, not readable, empty, or in none of the encodings.
    pub fn open(path: &Path, asked: Option<Encoding>) -> Result<Source> {
        let bytes =
            read_regular(path).map_err(|source| Error::Unreadable { path: path.to_owned(), source })?;
        Source::from_bytes(bytes, path.display().to_string(), asked)
    }

    pub fn from_bytes(bytes: Vec<u8>, file: String, asked: Option<Encoding>) -> Result<Source> {
        let size = bytes.len() as u64;
        let found = recognise(&bytes, asked, &file)?;
        let mut bytes = bytes;
        bytes.drain(..found.start);
        if bytes.is_empty() {
            return Err(Error::Empty { place: Place::file(file) });
        }
        let original = found.encoding;
        let mut source = Source { file, bytes, encoding: original, original, reason: found.reason, size };
        if matches!(original, Encoding::Utf16Le | Encoding::Utf16Be) {
            source.widen();
        }
        Ok(source)
    }

    /// Turns the bytes into UTF-8.
    pub fn widen(&mut self) {
        self.bytes = transcode(&self.bytes, self.encoding);
        self.encoding = Encoding::Utf8;
    }

    pub fn report(&self) -> Report {
        Report::new(&self.file, self.original, self.reason)
    }

    pub fn place(&self) -> Place {
        Place::file(&self.file)
    }
}

/// Only regular files: reading a pipe or a device might never end.
fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    std::fs::read(path)
}
