//! Paths of the configuration, as they are written on Windows and elsewhere.

use std::path::{Path, PathBuf};

use super::{Config, ConfigProblem, Error, Result, Source};
use crate::lang::Text;

/// What a path in double quotes may go wrong by.
pub(super) const IN_QUOTES: Text = Text::new(
    "不含转义的路径：双引号里的反斜杠是转义符，请写 'data\\2011.csv'（单引号）或 \"data/2011.csv\"",
    "a path without escapes: a backslash within double quotes begins one; write 'data\\2011.csv' (single quotes) or \"data/2011.csv\"",
);

impl Config {
    /// Makes the paths mean the same on every system.
    pub(super) fn settle_paths(&mut self) -> Result<()> {
        let mut fault = None;
        let text = &self.text;
        let content = &mut self.content;
        let mut settle = |path: &mut String| {
            if path.chars().any(char::is_control) {
                fault.get_or_insert_with(|| place_of(text, path));
            }
            *path = portable(path);
        };
        content.sources.iter_mut().flat_map(Source::paths_mut).for_each(&mut settle);
        let inputs = &mut content.inputs;
        let of_inputs = [
            &mut inputs.workbook,
            &mut inputs.cut_scores,
            &mut inputs.population,
            &mut inputs.full_marks,
            &mut inputs.targets,
        ];
        of_inputs.into_iter().flatten().for_each(&mut settle);
        content.link.iter_mut().flat_map(|link| link.paths_mut()).for_each(&mut settle);
        content.schools.iter_mut().for_each(|schools| settle(&mut schools.path));
        content.disclosure.earlier.iter_mut().flatten().for_each(&mut settle);
        for tally in content.sources.iter_mut().filter_map(|source| source.tally.as_mut()) {
            settle(tally.get_mut());
        }
        match fault {
            Some((span, found)) => {
                Err(self.fault(span, ConfigProblem::BadValue { found, expected: IN_QUOTES }))
            }
            None => Ok(()),
        }
    }
}

/// `data\2011.csv` is `data/2011.csv`: Windows takes either, other systems only the second. A path of a share
/// (`\\server\…`) is one on Windows only and stays.
fn portable(path: &str) -> String {
    if path.starts_with(r"\\") { path.to_owned() } else { path.replace('\\', "/") }
}

/// The line of the configuration that an escape stands in, and the path as it came out.
fn place_of(text: &str, path: &str) -> (std::ops::Range<usize>, String) {
    let end = path.find(char::is_control).unwrap_or(path.len());
    let written =
        text.match_indices(&path[..end]).find(|(at, begun)| text[at + begun.len()..].starts_with('\\'));
    let span = written.map_or(0..0, |(at, begun)| at..at + begun.len() + 2);
    (span, format!("{path:?}"))
}

/// Whether a fault of the TOML reader is an escape that there is not.
pub(super) fn is_escape(message: &str) -> bool {
    message.contains("escape")
}

/// The configuration that a folder holds; a file is itself.
///
/// # Errors
/// A folder that holds none.
pub(super) fn in_folder(path: &Path) -> Result<PathBuf> {
    let named = path.join(FILE);
    if !path.is_dir() || named.is_file() {
        return Ok(if path.is_dir() { named } else { path.to_owned() });
    }
    let folders = std::fs::read_dir(path).into_iter().flatten().flatten();
    let mut inner: Vec<PathBuf> = folders.map(|entry| entry.path().join(FILE)).collect();
    inner.retain(|path| path.is_file());
    inner.sort();
    let found = inner.iter().map(|path| path.display().to_string()).collect();
    Err(Error::NoConfiguration { folder: path.to_owned(), found })
}

/// What a configuration is called.
const FILE: &str = "edugauge.toml";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_separator_is_the_same_path() {
        assert_eq!(portable(r"数据\2011年\高考.csv"), "数据/2011年/高考.csv");
        assert_eq!(portable("data/a\\b.csv"), "data/a/b.csv");
        assert_eq!(portable(r"C:\成绩\{year}.csv"), "C:/成绩/{year}.csv");
        assert_eq!(portable(r"\\server\share\a.csv"), r"\\server\share\a.csv");
    }

    #[test]
    fn no_name_of_a_region_or_table_is_a_path_or_a_device_of_windows() {
        let names =
            ["CON", "nul", "COM1", "aux.csv", "甲县. ", "..", "a/b\\c", "C:", "甲\u{202E}乙", " ", ""];
        for name in names {
            for made in [super::super::folder_name(name), super::super::file_stem(name)] {
                let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
                assert!(made.chars().all(plain), "{name:?} → {made:?}");
                let device = made.to_ascii_lowercase();
                assert!(device.starts_with("region_") || device.starts_with("table_"), "{made}");
            }
        }
    }
}
