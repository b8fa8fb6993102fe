//! A person's own files in the folder of a release, and what somebody wrote into files of the release: they are never
//! lost, whatever takes the release's place.

use std::fs;
use std::io;
use std::path::Path;

use super::folder::{Strangers, folders_under};
use super::{Manifest, sha256};

/// A person's own files and folders, and edited ones of the old release, go into the new one before it takes its
/// place: at no moment are they only where nobody looks.
pub fn carry_over(target: &Path, staged: &Path) -> io::Result<Vec<String>> {
    let Ok(manifest) = Manifest::read(target) else { return Ok(Vec::new()) };
    for name in folders_under(target)? {
        fs::create_dir_all(staged.join(name))?;
    }
    let strangers = Strangers::of(target, &manifest)?;
    let mut kept = Vec::new();
    for name in strangers.foreign {
        same_file(&target.join(&name), &staged.join(&name))?;
        kept.push(name);
    }
    for name in strangers.edited {
        let from = target.join(&name);
        let under = edited_name(&name, &fs::read(&from)?);
        if !staged.join(&under).exists() {
            same_file(&from, &staged.join(&under))?;
            kept.push(under);
        }
    }
    Ok(kept)
}

/// Removes an old release after what is a person's own in it, and not yet in the new one, has gone over: somebody may
/// have saved a file at the last moment.
pub fn clear(old: &Path, new: &Path) -> Vec<String> {
    let mut kept = Vec::new();
    if old.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
        return kept;
    }
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

/// Moves a file over, unless it is there; another of its name stays.
fn carry(from: &Path, new: &Path, name: String) -> Option<String> {
    let to = new.join(&name);
    let name = match to.symlink_metadata() {
        Err(_) => name,
        Ok(_) => {
            let bytes = fs::read(from).ok()?;
            if fs::read(&to).is_ok_and(|there| there == bytes) {
                return None;
            }
            edited_name(&name, &bytes)
        }
    };
    let to = new.join(&name);
    if to.exists() {
        return None;
    }
    to.parent().map(fs::create_dir_all)?.ok()?;
    fs::rename(from, to).ok().map(|()| name)
}

/// The same file under a second name, so that whoever has it open still writes to both; a copy where the system has
/// no such thing.
fn same_file(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

/// `tables.xlsx` as somebody has edited it is `tables.edited-1a2b3c4d.xlsx`, told by its bytes.
pub fn edited_name(name: &str, bytes: &[u8]) -> String {
    let mark = format!("edited-{}", &sha256(bytes)[..8]);
    match name.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => format!("{stem}.{mark}.{ending}"),
        _ => format!("{name}.{mark}"),
    }
}
