//! Publishing: a release is whole or absent. It is written beside, the manifest last, and then takes the place
//! of the old one in a single step. Killed at any moment, a run leaves the old release or the new one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::folder::Strangers;
use super::lock::Lock;
use super::{MANIFEST, Manifest, OutputFile, sha256};
use crate::error::{Error, Result};

/// Where a release stands, and what else was in its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub folder: PathBuf,
    /// Files of a person's own that were in the old folder and are in the new one; files of the old release that
    /// were edited stand there under another name.
    pub kept: Vec<String>,
}

/// Writes a release into `out/<name>`, replacing the one that is there only when all of the new one is on disk.
///
/// # Errors
/// Not writable, locked by another run, or occupied by files that are no release. What was there stays.
pub fn publish(out: &Path, name: &str, files: &mut [OutputFile], manifest: &Manifest) -> Result<Published> {
    fs::create_dir_all(out).map_err(unwritable(out))?;
    let _lock = Lock::take(out)?;
    let place = Place { out, name, target: out.join(name) };
    place.tidy_up();
    place.check_free(files)?;
    let staging =
        tempfile::Builder::new().prefix(&place.litter(NEW)).tempdir_in(out).map_err(unwritable(out))?;
    for file in files {
        write(&staging.path().join(file.name()), |to| file.copy_to(to))?;
    }
    let bytes = manifest.to_bytes()?;
    write(&staging.path().join(MANIFEST), |to| to.write_all(&bytes))?;
    readable_by_all(staging.path());
    sync_folder(staging.path());
    let old = place.replace(staging)?;
    sync_folder(out);
    let kept = old.map_or_else(Vec::new, |old| clear(&old, &place.target));
    Ok(Published { folder: place.target, kept })
}

const NEW: &str = "new";
const OLD: &str = "old";

struct Place<'a> {
    out: &'a Path,
    name: &'a str,
    target: PathBuf,
}

impl Place<'_> {
    /// The beginning of the names of folders that only a run in progress has.
    fn litter(&self, kind: &str) -> String {
        format!(".{}.{kind}-", self.name)
    }

    /// Puts right what a run that was killed has left: a release that stepped aside comes back, the files of a
    /// person's own go where the release is, the rest goes away.
    fn tidy_up(&self) {
        for kind in [OLD, NEW] {
            let Ok(entries) = fs::read_dir(self.out) else { return };
            let begins = self.litter(kind);
            let litter = entries.flatten().filter(|e| e.file_name().to_string_lossy().starts_with(&begins));
            for entry in litter {
                if kind == OLD && self.target.symlink_metadata().is_err() {
                    let _ = fs::rename(entry.path(), &self.target);
                } else {
                    clear(&entry.path(), &self.target);
                }
            }
        }
    }

    /// Nothing, an empty folder, or an earlier release whose folder has no file of a person's own under the name
    /// of a new one.
    fn check_free(&self, files: &[OutputFile]) -> Result<()> {
        let occupied = || Err(Error::OutputOccupied { path: self.target.clone() });
        if self.target.symlink_metadata().is_err() {
            return Ok(());
        }
        if !self.target.is_dir() {
            return occupied();
        }
        let Ok(manifest) = Manifest::read(&self.target) else {
            let empty = fs::read_dir(&self.target).is_ok_and(|mut entries| entries.next().is_none());
            return if empty { Ok(()) } else { occupied() };
        };
        let strangers = Strangers::of(&self.target, &manifest).map_err(unwritable(&self.target))?;
        let taken = files.iter().any(|file| strangers.foreign.iter().any(|name| name == file.name()));
        if taken { occupied() } else { Ok(()) }
    }

    /// Moves the staged folder into place; returns where the old one is now.
    fn replace(&self, staging: tempfile::TempDir) -> Result<Option<PathBuf>> {
        let staged = staging.keep();
        match self.try_replace(&staged) {
            Ok(old) => Ok(old),
            Err(source) => Err(self.keep_beside(&staged, source)),
        }
    }

    fn try_replace(&self, staged: &Path) -> io::Result<Option<PathBuf>> {
        if self.target.symlink_metadata().is_err() {
            return patiently(|| fs::rename(staged, &self.target)).map(|()| None);
        }
        if exchange(staged, &self.target).is_ok() {
            return Ok(Some(staged.to_owned()));
        }
        // Two steps where the system knows no exchange; a run killed between them is put right by the next.
        let aside = self.out.join(format!("{}{}", self.litter(OLD), std::process::id()));
        patiently(|| fs::rename(&self.target, &aside))?;
        if let Err(fault) = patiently(|| fs::rename(staged, &self.target)) {
            fs::rename(&aside, &self.target)?;
            return Err(fault);
        }
        Ok(Some(aside))
    }

    /// The old release cannot be moved (it is open somewhere): the new one is left where it can be found.
    fn keep_beside(&self, staged: &Path, source: io::Error) -> Error {
        let beside = self.out.join(format!("{}-new", self.name));
        if Manifest::read(&beside).is_ok() {
            let _ = fs::remove_dir_all(&beside);
        }
        match fs::rename(staged, &beside) {
            Ok(()) => Error::OutputNotReplaced { path: self.target.clone(), beside, source },
            Err(_) => {
                let _ = fs::remove_dir_all(staged);
                Error::Unwritable { path: self.target.clone(), source }
            }
        }
    }
}

/// Removes an old release after what is a person's own in it has gone over into the new one.
fn clear(old: &Path, new: &Path) -> Vec<String> {
    let mut kept = Vec::new();
    if let Ok(manifest) = Manifest::read(old)
        && let Ok(strangers) = Strangers::of(old, &manifest)
    {
        for name in strangers.foreign {
            kept.extend(carry(&old.join(&name), new, name));
        }
        for name in strangers.edited {
            let bytes = fs::read(old.join(&name)).unwrap_or_default();
            kept.extend(carry(&old.join(&name), new, edited_name(&name, &bytes)));
        }
    }
    let _ = fs::remove_dir_all(old);
    kept
}

fn carry(from: &Path, new: &Path, name: String) -> Option<String> {
    let to = new.join(&name);
    if to.exists() {
        return None;
    }
    to.parent().map(fs::create_dir_all)?.ok()?;
    fs::rename(from, to).ok().map(|()| name)
}

/// `tables.xlsx` as somebody has edited it is `tables.edited-1a2b3c4d.xlsx`, told by its bytes.
fn edited_name(name: &str, bytes: &[u8]) -> String {
    let mark = format!("edited-{}", &sha256(bytes)[..8]);
    match name.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => format!("{stem}.{mark}.{ending}"),
        _ => format!("{name}.{mark}"),
    }
}

fn unwritable(path: &Path) -> impl Fn(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Unwritable { path: path.clone(), source }
}

fn write(path: &Path, content: impl FnOnce(&mut fs::File) -> io::Result<()>) -> Result<()> {
    let written = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = fs::File::create(path)?;
        content(&mut file)?;
        file.sync_all()
    };
    written().map_err(unwritable(path))
}

/// On Windows a file that is open in Excel, or that a virus scanner looks at, stops a move: most let go soon.
fn patiently(mut step: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    const TRIES: u32 = 5;
    for _ in 1..TRIES {
        match step() {
            Err(fault) if cfg!(windows) && fault.kind() == io::ErrorKind::PermissionDenied => {
                std::thread::sleep(std::time::Duration::from_millis(300));
            }
            done => return done,
        }
    }
    step()
}

/// Swaps two folders in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// The names in a folder survive a power cut only when the folder itself is on disk. Not every system can.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Temporary folders are private; a release is for colleagues too.
#[cfg(unix)]
fn readable_by_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
}

#[cfg(not(unix))]
fn readable_by_all(_folder: &Path) {}
