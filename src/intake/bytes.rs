//! The bytes of a file, read piece by piece at any place, by several threads at once.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::error::{Error, NOT_REGULAR, Result};
use crate::threads;

/// Read at a time, so that reading a whole file can be broken off.
const PIECE: usize = 16 << 20;

/// Bytes that can be read anywhere.
pub(super) enum Bytes {
    Memory(Vec<u8>),
    File(OpenFile),
}

/// A regular file as it was when it was opened.
pub(super) struct OpenFile {
    file: File,
    path: PathBuf,
    stamp: Stamp,
}

/// By which it is seen that a file has been written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Stamp {
        Stamp { size: metadata.len(), modified: metadata.modified().ok() }
    }

    /// # Errors
    /// [`Error::FileChanged`] where the file is not the one that it was.
    pub fn same_as(&self, other: &Stamp, path: &Path) -> Result<()> {
        if self == other { Ok(()) } else { Err(Error::FileChanged { path: path.to_owned() }) }
    }
}

impl OpenFile {
    /// # Errors
    /// Not a regular file (reading a pipe or a device might never end), or not readable.
    pub fn open(path: &Path) -> Result<OpenFile> {
        let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
        // Asked before it is opened: opening a pipe waits for its other end.
        regular(&std::fs::metadata(path).map_err(unreadable)?).map_err(unreadable)?;
        let file = File::open(path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        regular(&metadata).map_err(unreadable)?;
        Ok(OpenFile { file, path: path.to_owned(), stamp: Stamp::of(&metadata) })
    }

    /// # Errors
    /// [`Error::FileChanged`] where the file was written to since it was opened.
    pub fn unchanged(&self) -> Result<()> {
        let now = self.file.metadata().map_err(|source| self.unreadable(source))?;
        self.stamp.same_as(&Stamp::of(&now), &self.path)
    }

    pub fn size(&self) -> u64 {
        self.stamp.size
    }

    fn changed(&self) -> Error {
        Error::FileChanged { path: self.path.clone() }
    }

    fn unreadable(&self, source: io::Error) -> Error {
        Error::Unreadable { path: self.path.clone(), source }
    }
}

fn regular(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, NOT_REGULAR));
    }
    Ok(())
}

impl Bytes {
    pub fn size(&self) -> u64 {
        match self {
            Bytes::Memory(bytes) => bytes.len() as u64,
            Bytes::File(file) => file.size(),
        }
    }

    /// Appends the bytes from `from` to `to`, both within the size.
    ///
    /// # Errors
    /// Not readable; [`Error::FileChanged`] where the file has become shorter.
    pub fn read(&self, from: u64, to: u64, buffer: &mut Vec<u8>) -> Result<()> {
        match self {
            Bytes::Memory(bytes) => {
                buffer.extend_from_slice(&bytes[from as usize..to as usize]);
                Ok(())
            }
            Bytes::File(file) => {
                let filled = buffer.len();
                buffer.resize(filled + (to - from) as usize, 0);
                for (at, piece) in (0u64..).zip(buffer[filled..].chunks_mut(PIECE)) {
                    threads::check();
                    let offset = from + at * PIECE as u64;
                    read_exact_at(&file.file, piece, offset).map_err(|fault| match fault.kind() {
                        io::ErrorKind::UnexpectedEof => file.changed(),
                        _ => file.unreadable(fault),
                    })?;
                }
                Ok(())
            }
        }
    }

    pub fn stamp(&self) -> Stamp {
        match self {
            Bytes::Memory(_) => Stamp::default(),
            Bytes::File(file) => file.stamp,
        }
    }

    /// # Errors
    /// [`Error::FileChanged`] where the file was written to since it was opened.
    pub fn unchanged(&self) -> Result<()> {
        match self {
            Bytes::Memory(_) => Ok(()),
            Bytes::File(file) => file.unchanged(),
        }
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut buffer: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, buffer, offset) {
            Ok(0) => return Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
            Ok(read) => {
                buffer = &mut buffer[read..];
                offset += read as u64;
            }
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(())
}
