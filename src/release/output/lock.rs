//! One run at a time in an output folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::publish::refuse_link;
use crate::error::{Error, Result};

const LOCK: &str = ".edugauge.lock";

/// The lock of an output folder. The operating system holds it and lets go of it when its process ends, however
/// it ends; the file is only what it hangs on.
pub struct Lock {
    out: PathBuf,
    path: PathBuf,
    /// Whether the folder was made for it.
    made: bool,
    // Held open: closing it would free the lock.
    _file: File,
}

impl Lock {
    pub fn take(out: &Path) -> Result<Lock> {
        let path = out.join(LOCK);
        let unwritable = |source| Error::Unwritable { path: path.clone(), source };
        let made = !out.exists();
        // Another run that ends just now takes its file away; then there is a new one to be locked.
        for _ in 0..100 {
            fs::create_dir_all(out).map_err(|source| Error::Unwritable { path: out.to_owned(), source })?;
            refuse_link(&path)?;
            let mut options = OpenOptions::new();
            let file = match options.create(true).truncate(false).read(true).write(true).open(&path) {
                Err(fault) if fault.kind() == io::ErrorKind::NotFound => continue,
                opened => opened.map_err(unwritable)?,
            };
            match file.try_lock() {
                Ok(()) if is_still_there(&file, &path) => {
                    say_who_holds(&file);
                    return Ok(Lock { out: out.to_owned(), path, made, _file: file });
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Error::OutputLocked { path: out.to_owned() }),
                // Some network folders know no locks: there, the folder's swap alone keeps releases whole.
                Err(TryLockError::Error(fault)) if fault.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Lock { out: out.to_owned(), path, made, _file: file });
                }
                Err(TryLockError::Error(source)) => return Err(unwritable(source)),
            }
        }
        Err(Error::OutputLocked { path: out.to_owned() })
    }

    /// The folder that is held.
    pub fn out(&self) -> &Path {
        &self.out
    }
}

/// For the person who finds it. What is no lock, but raw data under a second name, is not written over.
fn say_who_holds(file: &File) {
    const SAYS: &str = "pid ";
    let mut begins = Vec::new();
    let read = file.take(SAYS.len() as u64).read_to_end(&mut begins);
    if read.is_ok() && (begins.is_empty() || begins == SAYS.as_bytes()) {
        let mut file = file;
        let _ = file.set_len(0);
        let _ = file.rewind();
        let _ = writeln!(file, "{SAYS}{}", std::process::id());
    }
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |a: fs::Metadata, b: fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    file.metadata().is_ok_and(|ours| fs::metadata(path).is_ok_and(|theirs| same(ours, theirs)))
}

#[cfg(not(unix))]
fn is_still_there(_file: &File, path: &Path) -> bool {
    path.exists()
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
        if self.made {
            // Only where nothing came of the run: a folder with a release in it is not removed.
            let _ = fs::remove_dir(&self.out);
        }
    }
}
