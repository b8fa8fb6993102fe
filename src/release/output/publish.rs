//! Publishing: a release is whole or absent. It is written beside, the manifest last, and then takes the place
//! of the old one in a single step. Killed at any moment, a run leaves the old release or the new one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::beside::{self, Beside};
use super::folder::Strangers;
use super::lock::Lock;
use super::own_files::{carry_over, clear};
use super::record::{RECORD, Record, name_beside, waiting};
use super::{Hashed, MANIFEST, Manifest, OutputFile, replaced};
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
/// Not writable, or occupied by files that are no release. What was there stays.
pub fn publish(
    lock: &Lock,
    name: &str,
    files: &mut [OutputFile],
    manifest: &Manifest,
    beside: Beside<'_>,
) -> Result<Published> {
    let out = lock.out();
    let place = Place { out, name, target: out.join(name) };
    place.refuse_links()?;
    place.tidy_up();
    place.check_free(files)?;
    let staging =
        tempfile::Builder::new().prefix(&place.litter(NEW)).tempdir_in(out).map_err(unwritable(out))?;
    for file in &mut *files {
        write(&staging.path().join(file.name()), |to| file.copy_to(to))?;
    }
    let bytes = manifest.to_bytes()?;
    let kept = carry_over(&place.target, staging.path()).map_err(unwritable(&place.target))?;
    write(&staging.path().join(MANIFEST), |to| to.write_all(&bytes))?;
    readable_by_all(staging.path());
    sync_folder(staging.path());
    let hashes: Vec<Hashed> = files.iter().map(|file| file.hashed.clone()).collect();
    let replaced = beside::stage(out, name, &bytes, beside).and_then(|()| {
        replaced::keep(out, name, &hashes).map_err(unwritable(&place.target))?;
        place.replace(staging)
    });
    let old = replaced.inspect_err(|_| drop(fs::remove_dir_all(waiting(out, name))))?;
    beside::settle(out, name);
    sync_folder(out);
    let late = old.map_or_else(Vec::new, |old| clear(&old, &place.target));
    Ok(Published { folder: place.target, kept: kept.into_iter().chain(late).collect() })
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

    /// What a link leads to is not ours, and moving the link away would leave nobody knowing where it led.
    fn refuse_links(&self) -> Result<()> {
        let beside = [replaced::replaced_folder(self.out, self.name), waiting(self.out, self.name)];
        std::iter::once(&self.target).chain(&beside).try_for_each(|path| refuse_link(path))
    }

    /// Puts right what a run that was killed has left: a release that stepped aside comes back, the files of a
    /// person's own go where the release is, the record of the release that is there goes beside it, the rest goes
    /// away.
    fn tidy_up(&self) {
        let waiting = waiting(self.out, self.name);
        let record = Record::read(&waiting.join(name_beside(self.name, RECORD)));
        match record.is_ok_and(|record| record.is_of(&self.target)) {
            true => beside::settle(self.out, self.name),
            false => drop(fs::remove_dir_all(&waiting)),
        }
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

/// # Errors
/// A link.
pub(super) fn refuse_link(path: &Path) -> Result<()> {
    match path.is_symlink() {
        true => Err(Error::ReleaseIsLink { path: path.to_owned() }),
        false => Ok(()),
    }
}

fn unwritable(path: &Path) -> impl Fn(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Unwritable { path: path.clone(), source }
}

pub(super) fn write(path: &Path, content: impl FnOnce(&mut fs::File) -> io::Result<()>) -> Result<()> {
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
pub(super) fn patiently(mut step: impl FnMut() -> io::Result<()>) -> io::Result<()> {
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
pub(super) fn sync_folder(folder: &Path) {
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
