//! The files of a release's folder: which are the release's, which a person's own.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::{Hashed, MANIFEST, Manifest};

/// Every file under a folder by its name from there, with `/` between folders.
pub fn files_under(folder: &Path) -> io::Result<Vec<String>> {
    fn walk(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                walk(&entry.path(), &format!("{name}/"), names)?;
            } else {
                names.push(name);
            }
        }
        Ok(())
    }
    let mut names = Vec::new();
    walk(folder, "", &mut names)?;
    names.sort();
    Ok(names)
}

/// Every folder under a folder, by its name from there, the outer before the inner.
pub fn folders_under(folder: &Path) -> io::Result<Vec<String>> {
    fn walk(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                names.push(name.clone());
                walk(&entry.path(), &format!("{name}/"), names)?;
            }
        }
        Ok(())
    }
    let mut names = Vec::new();
    walk(folder, "", &mut names)?;
    Ok(names)
}

/// The files in a release's folder that the release did not write, and those of its own that somebody has
/// changed since.
pub struct Strangers {
    pub foreign: Vec<String>,
    pub edited: Vec<String>,
}

impl Strangers {
    pub fn of(folder: &Path, manifest: &Manifest) -> io::Result<Strangers> {
        let ours: BTreeSet<&str> = manifest.outputs.iter().map(|file| file.file.as_str()).collect();
        let names = files_under(folder)?.into_iter().filter(|name| name != MANIFEST);
        let (own, foreign): (Vec<String>, Vec<String>) = names.partition(|name| ours.contains(name.as_str()));
        let changed = |name: &String| {
            let known = manifest.outputs.iter().find(|file| file.file == *name);
            fs::read(folder.join(name)).is_ok_and(|bytes| Some(&Hashed::of(name.clone(), &bytes)) != known)
        };
        let edited = own.into_iter().filter(changed).collect();
        Ok(Strangers { foreign, edited })
    }
}
