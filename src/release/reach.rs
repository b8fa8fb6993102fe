//! Where a configuration may read and write: below its own folder, and where the person who runs it allows.
//! A configuration that came by mail must not reach other files of this computer, however it spells their paths.

use std::path::{Component, Path, PathBuf};

use super::config::Config;
use crate::error::{Error, Result};

/// Links followed to a path that does not exist before it is given up.
const LINKS: usize = 16;

impl Config {
    /// Allows these folders beside the configuration's own.
    #[must_use]
    pub fn allow_outside(mut self, folders: &[PathBuf]) -> Config {
        self.allowed.extend(folders.iter().cloned());
        self
    }

    /// A path that the configuration names, which may hold wildcards.
    ///
    /// # Errors
    /// [`Error::OutsideFolder`]. A path that is written as one outside is not even looked at: on Windows, looking
    /// at a share tells its owner who looks.
    pub(super) fn within(&self, path: PathBuf) -> Result<PathBuf> {
        let plain = without_wildcards(&path);
        let folders: Vec<PathBuf> = self.folders().map(|folder| resolved(folder)).collect();
        let as_written = written(&plain);
        // A search from the root on would go through every file of the computer.
        let is_below = as_written.parent().is_some()
            && folders
                .iter()
                .cloned()
                .chain(self.folders().map(|folder| written(folder)))
                .any(|folder| starts_with(&as_written, &folder))
            && folders.iter().any(|folder| starts_with(&resolved(&plain), folder));
        if is_below { Ok(path) } else { Err(Error::OutsideFolder { path, folder: self.folder_shown() }) }
    }

    /// The configuration's own folder, and those that are allowed beside it.
    fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        std::iter::once(&self.folder).chain(&self.allowed)
    }

    fn folder_shown(&self) -> PathBuf {
        if self.folder.as_os_str().is_empty() { PathBuf::from(".") } else { self.folder.clone() }
    }
}

/// What the person who uses this computer allows to every configuration: a folder a line.
pub(super) fn allowed_by_user() -> Vec<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = match cfg!(windows) {
        true => variable("APPDATA"),
        false => variable("XDG_CONFIG_HOME").or_else(|| variable("HOME").map(|home| home.join(".config"))),
    };
    let text =
        folder.and_then(|folder| std::fs::read_to_string(folder.join("edugauge/allow-outside.txt")).ok());
    let text = text.unwrap_or_default();
    let lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    // A relative one would be another folder wherever the program is run.
    lines.filter(|line| !line.starts_with('#')).map(PathBuf::from).filter(|path| path.is_absolute()).collect()
}

/// Whether a path is the folder or lies in it, however either is spelt and whatever links lead there.
pub(super) fn is_within(path: &Path, folder: &Path) -> bool {
    starts_with(&resolved(path), &resolved(folder))
}

/// A path without links, `.` and `..`, as far as it exists; the rest of it as it is written.
pub(super) fn resolved(path: &Path) -> PathBuf {
    resolved_by(path, LINKS)
}

fn resolved_by(path: &Path, links: usize) -> PathBuf {
    let mut real = PathBuf::new();
    for part in absolute(path).components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            part => real.push(part),
        }
        match (real.canonicalize(), real.read_link()) {
            (Ok(found), _) => real = found,
            // It leads to what is not there yet.
            (Err(_), Ok(target)) if links > 0 => {
                let from = real.parent().unwrap_or(Path::new("")).join(target);
                real = resolved_by(&from, links - 1);
            }
            _ => {}
        }
    }
    real
}

/// A path as it is written, from the root on, without `.` and `..`; nothing is looked up.
fn written(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in absolute(path).components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

fn absolute(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The folder in which the search for a pattern begins.
fn without_wildcards(path: &Path) -> PathBuf {
    if path.symlink_metadata().is_ok() {
        return path.to_owned();
    }
    let is_plain = |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
    path.components().take_while(is_plain).collect()
}

/// Windows and macOS take `Out` and `out` for the same.
fn starts_with(path: &Path, folder: &Path) -> bool {
    let folded = |path: &Path| PathBuf::from(path.to_string_lossy().to_lowercase());
    match cfg!(any(windows, target_os = "macos")) {
        true => folded(path).starts_with(folded(folder)),
        false => path.starts_with(folder),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_a_path_is_spelt_it_is_the_same_place() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("data/deep")).unwrap();
        for spelt in ["data", "./data", "data/.", "data/deep/..", "new/../data", "data/deep/../../data/"] {
            assert_eq!(resolved(&at(spelt)), resolved(&at("data")), "{spelt}");
            assert!(is_within(&at(spelt).join("x.csv"), &at("data")), "{spelt}");
        }
        assert!(!is_within(&at("database/x.csv"), &at("data")), "whole names are compared");
        assert!(!is_within(&at("data/../x.csv"), &at("data")));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_even_to_what_is_not_there_yet() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("out")).unwrap();
        std::os::unix::fs::symlink(at("out"), at("link")).unwrap();
        std::os::unix::fs::symlink("out/2030", at("later")).unwrap();
        std::os::unix::fs::symlink("round", at("round")).unwrap();
        assert!(is_within(&at("link/x.csv"), &at("out")));
        assert!(is_within(&at("later/x.csv"), &at("out")));
        assert!(!is_within(&at("round/x.csv"), &at("out")));
    }
}
