//! A file of a release before it is published: small ones in memory, large ones laid aside on disk.

use std::fs::File;
use std::io::{self, Seek, Write};

use super::Hashed;
use crate::error::{Error, Result};

/// A file of the release that is not there yet.
#[derive(Debug)]
pub struct OutputFile {
    /// Its name (with `/` between folders) and what tells its bytes.
    pub hashed: Hashed,
    content: Content,
}

/// Where the bytes of a file wait. A release of many tables has large ones, several at a time.
#[derive(Debug)]
enum Content {
    Memory(Vec<u8>),
    /// A file without a name, which goes away with this program.
    Disk(File),
}

/// Files larger than this wait on disk.
const LARGE: usize = 1 << 20;

impl OutputFile {
    /// # Errors
    /// A large file, and no room for it where temporary files are.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Result<OutputFile> {
        let hashed = Hashed::of(name, &bytes);
        if bytes.len() <= LARGE {
            return Ok(OutputFile { hashed, content: Content::Memory(bytes) });
        }
        let laid_aside = || -> io::Result<File> {
            let mut file = tempfile::tempfile()?;
            file.write_all(&bytes)?;
            Ok(file)
        };
        let file = laid_aside().map_err(|source| Error::Unwritable { path: std::env::temp_dir(), source })?;
        Ok(OutputFile { hashed, content: Content::Disk(file) })
    }

    pub fn name(&self) -> &str {
        &self.hashed.file
    }

    pub fn copy_to(&mut self, to: &mut File) -> io::Result<()> {
        match &mut self.content {
            Content::Memory(bytes) => to.write_all(bytes),
            Content::Disk(file) => {
                file.rewind()?;
                io::copy(file, to).map(drop)
            }
        }
    }
}
