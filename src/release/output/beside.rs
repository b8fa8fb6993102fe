//! What goes beside the folder of a release: written before the release takes its place, put right after it.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::own_files::edited_name;
use super::publish::{patiently, sync_folder, write};
use super::record::{RECORD, Record, name_beside, waiting};
use super::{Hashed, OutputFile, sha256};
use crate::error::Result;

/// What goes beside the folder of a release.
pub struct Beside<'a> {
    pub record: &'a Record,
    /// Without the name of the release before theirs.
    pub files: &'a mut [OutputFile],
}

/// Writes what goes beside the release where it waits until the release is in its place.
pub fn stage(out: &Path, release: &str, manifest: &[u8], beside: Beside<'_>) -> Result<()> {
    let waiting = waiting(out, release);
    let mut record = Record { manifest: sha256(manifest), ..beside.record.clone() };
    for file in beside.files {
        let name = name_beside(release, file.name());
        write(&waiting.join(&name), |to| file.copy_to(to))?;
        record.beside.push(Hashed { file: name, ..file.hashed.clone() });
    }
    let bytes = record.to_bytes()?;
    write(&waiting.join(name_beside(release, RECORD)), |to| to.write_all(&bytes))?;
    sync_folder(&waiting);
    Ok(())
}

/// Whether a record may name this as a file beside the release: another's record could name any file of this computer.
fn is_beside(release: &str, file: &str) -> bool {
    file.strip_prefix(release).is_some_and(|rest| rest.starts_with('.')) && !file.contains(['/', '\\'])
}

/// The record comes last: as long as it waits, the next run knows that the others may wait too.
pub fn settle(out: &Path, release: &str) {
    let waiting = waiting(out, release);
    let name_of_record = name_beside(release, RECORD);
    let known = Record::read(&out.join(&name_of_record)).map_or_else(|_| Vec::new(), |old| old.beside);
    for old in known.iter().filter(|old| is_beside(release, &old.file)) {
        let path = out.join(&old.file);
        match fs::read(&path) {
            Ok(bytes) if Hashed::of(old.file.clone(), &bytes) == *old => drop(fs::remove_file(&path)),
            // Somebody has written into it.
            Ok(bytes) => drop(fs::rename(&path, out.join(edited_name(&old.file, &bytes)))),
            Err(_) => {}
        }
    }
    let Ok(record) = Record::read(&waiting.join(&name_of_record)) else { return };
    let others = record.beside.iter().map(|file| &file.file).filter(|file| is_beside(release, file));
    for name in others.chain([&name_of_record]) {
        let _ = patiently(|| fs::rename(waiting.join(name), out.join(name)));
    }
    let _ = fs::remove_dir(&waiting);
}
