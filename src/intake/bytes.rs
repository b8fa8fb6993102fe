//! The bytes of a file, read piece by piece at any place, by several threads at once.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

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

/// By which it is seen that a file has been written to, or is another under the same name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// Device, number and change of the file's entry, where the system tells them: unlike the time of writing
    /// nobody can set them back.
    entry: Option<[i64; 4]>,
    /// Written to so shortly before that a write after it might bear the same time.
    fresh: bool,
}

impl PartialEq for Stamp {
    fn eq(&self, other: &Stamp) -> bool {
        (self.size, self.modified, self.entry) == (other.size, other.modified, other.entry)
    }
}

impl Eq for Stamp {}

/// Systems count time for files in steps of up to this.
const STEP: Duration = Duration::from_millis(20);

impl Stamp {
    fn of(metadata: &Metadata) -> Stamp {
        let modified = metadata.modified().ok();
        let entry = entry(metadata);
        let written = modified.into_iter().chain(entry.and_then(entry_time)).max();
        let age = written.and_then(|written| SystemTime::now().duration_since(written).ok());
        Stamp { size: metadata.len(), modified, entry, fresh: age.is_some_and(|age| age < STEP) }
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether a write after the stamp was taken would show.
    pub(super) fn is_settled(&self) -> bool {
        !self.fresh
    }

    /// # Errors
    /// [`Error::FileChanged`] where the file is not the one that it was.
    pub fn same_as(&self, other: &Stamp, path: &Path) -> Result<()> {
        if self == other { Ok(()) } else { Err(Error::FileChanged { path: path.to_owned() }) }
    }

    /// # Errors
    /// [`Error::FileChanged`] where another file, or none, is under the name now.
    pub(super) fn still_of(&self, path: &Path) -> Result<()> {
        let now = std::fs::metadata(path).map_err(|_| Error::FileChanged { path: path.to_owned() })?;
        self.same_as(&Stamp::of(&now), path)
    }
}

#[cfg(unix)]
fn entry(metadata: &Metadata) -> Option<[i64; 4]> {
    use std::os::unix::fs::MetadataExt;
    let (device, number) = (metadata.dev().cast_signed(), metadata.ino().cast_signed());
    Some([device, number, metadata.ctime(), metadata.ctime_nsec()])
}

#[cfg(not(unix))]
fn entry(_metadata: &Metadata) -> Option<[i64; 4]> {
    None
}

fn entry_time([_, _, seconds, nanoseconds]: [i64; 4]) -> Option<SystemTime> {
    let since = Duration::new(u64::try_from(seconds).ok()?, u32::try_from(nanoseconds).ok()?);
    SystemTime::UNIX_EPOCH.checked_add(since)
}

/// Waits until a file that was just written has rested for a moment, so that further writes to it would show.
/// One that is written all the time is refused when it is read.
pub fn let_settle(path: &Path) {
    for _ in 0..5 {
        match std::fs::metadata(path) {
            Ok(metadata) if Stamp::of(&metadata).fresh => std::thread::sleep(STEP),
            _ => return,
        }
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
    /// [`Error::FileChanged`] where the file was written to since it was opened, or another took its place.
    pub fn unchanged(&self) -> Result<()> {
        let now = self.file.metadata().map_err(|source| self.unreadable(source))?;
        self.stamp.same_as(&Stamp::of(&now), &self.path)?;
        self.stamp.still_of(&self.path)
    }

    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    pub fn file(&self) -> &File {
        &self.file
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

    /// Of a file.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Bytes::Memory(_) => None,
            Bytes::File(file) => Some(&file.path),
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
