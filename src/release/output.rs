//! A release on disk is whole or absent: written beside, moved into place, the manifest last.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// A file of the release: its name and its bytes.
pub struct OutputFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What a release says of itself: which inputs and which edugauge gave which files.
#[derive(Debug, Serialize)]
pub struct Manifest {
    pub edugauge: String,
    pub year: i32,
    pub config: Hashed,
    pub inputs: Vec<Hashed>,
    pub outputs: Vec<Hashed>,
}

/// A file by name and SHA-256; no clock and no absolute path, so that the same inputs give the same bytes.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Hashed {
    pub file: String,
    pub sha256: String,
    pub bytes: u64,
}

impl Hashed {
    pub fn of(file: impl Into<String>, bytes: &[u8]) -> Hashed {
        let digest = Sha256::digest(bytes);
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Hashed { file: file.into(), sha256, bytes: bytes.len() as u64 }
    }
}

const LOCK: &str = ".edugauge.lock";
pub const MANIFEST: &str = "manifest.json";

/// The lock of an output folder; gone when dropped.
struct Lock(PathBuf);

impl Lock {
    fn take(out: &Path) -> Result<Lock> {
        let path = out.join(LOCK);
        let file = fs::OpenOptions::new().write(true).create_new(true).open(&path);
        match file {
            Ok(mut file) => {
                // Who holds it, for the person who finds it; the lock is the file itself.
                let _ = writeln!(file, "pid {}", std::process::id());
                Ok(Lock(path))
            }
            Err(fault) if fault.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(Error::OutputLocked { path: out.to_owned() })
            }
            Err(source) => Err(Error::Unwritable { path, source }),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Writes a release into `out/<name>`, replacing the one that is there only when all of the new one is on disk.
pub fn publish(out: &Path, name: &str, files: &[OutputFile], manifest: &Manifest) -> Result<PathBuf> {
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Unwritable { path, source }
    };
    fs::create_dir_all(out).map_err(unwritable(out))?;
    let _lock = Lock::take(out)?;
    let target = out.join(name);
    if !may_be_replaced(&target) {
        return Err(Error::OutputOccupied { path: target });
    }
    let staging =
        tempfile::Builder::new().prefix(&format!(".{name}.new-")).tempdir_in(out).map_err(unwritable(out))?;
    for file in files {
        write(&staging.path().join(&file.name), &file.bytes)?;
    }
    write(&staging.path().join(MANIFEST), &manifest_bytes(manifest)?)?;
    replace(staging, &target)?;
    Ok(target)
}

/// Nothing, an empty folder, or an earlier release; never a person's own files.
fn may_be_replaced(target: &Path) -> bool {
    if target.symlink_metadata().is_err() || target.join(MANIFEST).is_file() {
        return true;
    }
    fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none())
}

fn manifest_bytes(manifest: &Manifest) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(manifest)
        .map_err(|_| Error::Internal { what: "the manifest is not JSON" })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let unwritable = |source| Error::Unwritable { path: path.to_owned(), source };
    let mut file = fs::File::create(path).map_err(unwritable)?;
    file.write_all(bytes).map_err(unwritable)?;
    file.sync_all().map_err(unwritable)
}

/// Moves the staged folder into place. The old release steps aside first and comes back if that fails.
fn replace(staging: tempfile::TempDir, target: &Path) -> Result<()> {
    let unwritable = |source| Error::Unwritable { path: target.to_owned(), source };
    readable_by_all(staging.path());
    let aside = target.with_extension(format!("old-{}", std::process::id()));
    let had_old = target.exists();
    if had_old {
        fs::rename(target, &aside).map_err(unwritable)?;
    }
    let staged = staging.keep();
    if let Err(source) = fs::rename(&staged, target) {
        if had_old {
            let _ = fs::rename(&aside, target);
        }
        let _ = fs::remove_dir_all(&staged);
        return Err(unwritable(source));
    }
    if had_old {
        // The new release stands; what is left of the old one is only litter.
        let _ = fs::remove_dir_all(&aside);
    }
    Ok(())
}

/// Temporary folders are private; a release is for colleagues too.
#[cfg(unix)]
fn readable_by_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
}

#[cfg(not(unix))]
fn readable_by_all(_folder: &Path) {}
