//! A file of a release before it is published: small ones in memory, large ones laid aside on disk.

use std::fs::File;
use std::io::{self, BufWriter, IntoInnerError, Seek, Write};

use tempfile::SpooledData;

use super::{Hashed, Hashing};
use crate::error::{Error, Result};

/// A file of the release that is not there yet.
#[derive(Debug)]
pub struct OutputFile {
    /// Its name (with `/` between folders) and what tells its bytes.
    pub hashed: Hashed,
    /// A release of many tables has large files, several at a time.
    content: SpooledData,
}

/// Files larger than this wait on disk, in a file without a name, which goes away with this program.
const LARGE: usize = 1 << 20;

impl OutputFile {
    /// # Errors
    /// A large file, and no room for it where temporary files are.
    pub fn new(name: impl Into<String>, bytes: &[u8]) -> Result<OutputFile> {
        OutputFile::written(name, |out| out.write_all(bytes))
    }

    /// The file that `write` writes, piece by piece.
    ///
    /// # Errors
    /// As [`OutputFile::new`], and what `write` fails with.
    pub fn written(
        name: impl Into<String>,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<OutputFile> {
        let mut out = BufWriter::new(Hashing::to(tempfile::spooled_tempfile(LARGE)));
        let done = write(&mut out).and_then(|()| out.into_inner().map_err(IntoInnerError::into_error));
        let out = done.map_err(|source| Error::Unwritable { path: std::env::temp_dir(), source })?;
        let (content, hashed) = out.finished(name);
        Ok(OutputFile { hashed, content: content.into_inner() })
    }

    pub fn name(&self) -> &str {
        &self.hashed.file
    }

    pub fn copy_to(&mut self, to: &mut File) -> io::Result<()> {
        match &mut self.content {
            SpooledData::InMemory(bytes) => to.write_all(bytes.get_ref()),
            // From file to file, so that the system copies it.
            SpooledData::OnDisk(file) => {
                file.rewind()?;
                io::copy(file, to).map(drop)
            }
        }
    }
}
