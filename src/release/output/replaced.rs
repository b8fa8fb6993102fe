//! Releases that another took the place of: what they made public stays known, so their figures are kept beside.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::record::{RECORD, Record};
use super::{Hashed, MANIFEST, Manifest, sha256};

pub const FIGURES: &str = "figures.csv";

/// The folder beside a release that holds those it replaced: `2011.replaced`.
pub fn replaced_folder(out: &Path, release: &str) -> PathBuf {
    out.join(format!("{release}.replaced"))
}

/// The replaced releases that are kept of any in an output folder, in order.
pub fn of_replaced(out: &Path, release: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(replaced_folder(out, release)) else { return Vec::new() };
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    folders.retain(|folder| folder.join(MANIFEST).is_file());
    folders.sort();
    folders
}

/// Keeps what a public release shows before another takes its place, unless that shows the same.
pub fn keep(out: &Path, release: &str, by: &[Hashed]) -> io::Result<()> {
    let folder = out.join(release);
    let Ok(manifest) = Manifest::read(&folder) else { return Ok(()) };
    let Ok(figures) = fs::read(folder.join(FIGURES)) else { return Ok(()) };
    let hash = sha256(&figures);
    if !manifest.is_public() || by.iter().any(|file| file.file == FIGURES && file.sha256 == hash) {
        return Ok(());
    }
    let kept = replaced_folder(out, release);
    let place = kept.join(&hash[..16]);
    if place.is_dir() {
        return Ok(());
    }
    let being_made = out.join(format!(".{release}.replaced-new"));
    let _ = fs::remove_dir_all(&being_made);
    fs::create_dir_all(&being_made)?;
    fs::write(being_made.join(FIGURES), &figures)?;
    if let Some(record) = Record::beside(&folder).filter(|record| record.is_of(&folder)) {
        let bytes = record.to_bytes().map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        fs::write(being_made.join(RECORD), bytes)?;
    }
    fs::copy(folder.join(MANIFEST), being_made.join(MANIFEST))?;
    fs::create_dir_all(&kept)?;
    fs::rename(being_made, place)
}
