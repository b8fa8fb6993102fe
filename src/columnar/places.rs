//! A file that several threads read, each at its own place: one cursor would be moved by all of them.

use std::fs::File;
use std::io::{BufReader, Read};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// An open file without a cursor.
#[derive(Clone, Debug)]
pub(super) struct Places {
    file: Arc<File>,
    size: u64,
}

impl Places {
    pub fn of(file: File) -> std::io::Result<Places> {
        let size = file.metadata()?.len();
        Ok(Places { file: Arc::new(file), size })
    }

    pub fn file(&self) -> &File {
        &self.file
    }
}

impl Length for Places {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Places {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> Result<BufReader<From>> {
        Ok(BufReader::new(From { file: Arc::clone(&self.file), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let mut bytes = Vec::with_capacity(length);
        let read =
            From { file: Arc::clone(&self.file), at: start }.take(length as u64).read_to_end(&mut bytes)?;
        if read != length {
            return Err(ParquetError::EOF(format!("{length} bytes at {start}, of which {read} are there")));
        }
        Ok(bytes.into())
    }
}

/// The bytes of a file from some place on.
pub(super) struct From {
    file: Arc<File>,
    at: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = read_at(&self.file, buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> std::io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> std::io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}
