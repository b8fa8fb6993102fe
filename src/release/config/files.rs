//! Which files a source is read from, and what is said of some of them only.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::content::{Number, Source, SourceKind};
use super::settings::{PolicyRules, Setting};
use super::{Config, Text};
use crate::error::Result;

pub const YEAR: &str = "{year}";

/// One text or a list of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Vec<String> {
    fn from(given: OneOrMany) -> Vec<String> {
        match given {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}

/// Paths of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "OneOrMany")]
pub struct Paths(pub Vec<String>);

impl From<OneOrMany> for Paths {
    fn from(given: OneOrMany) -> Paths {
        Paths(given.into())
    }
}

impl Paths {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether they say the year of what they name.
    pub fn are_dated(&self) -> bool {
        !self.is_empty() && self.iter().all(|path| path.contains(YEAR))
    }
}

/// Sheets of a workbook by name; `*` is all of them, `{year}` the year.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "OneOrMany")]
pub struct Sheets(pub Vec<String>);

impl From<OneOrMany> for Sheets {
    fn from(given: OneOrMany) -> Sheets {
        Sheets(given.into())
    }
}

/// What is said of some files of a source, over what the source says of all.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SourceFile {
    /// The years that these files are of; with a path, it stands in place of the source's in these years.
    pub years: Vec<i32>,
    /// The source's own, if not given.
    pub path: Paths,
    pub encoding: Option<Spanned<Setting>>,
    pub delimiter: Option<Spanned<Setting>>,
    pub quote: Option<Spanned<Setting>>,
    pub escape: Option<Spanned<Setting>>,
    pub decimal: Option<Spanned<Setting>>,
    pub header_row: Option<Spanned<Setting>>,
    pub header_rows: Option<Spanned<Setting>>,
    pub sheet: Option<Spanned<Sheets>>,
    pub layout: Option<Spanned<Setting>>,
    pub believe: Option<Spanned<Setting>>,
    pub track: Option<String>,
    pub columns: BTreeMap<String, String>,
    pub policy: PolicyRules,
    pub full_marks: BTreeMap<String, Spanned<Number>>,
    pub steps: BTreeMap<String, Spanned<Number>>,
}

impl SourceFile {
    pub fn is_of(&self, year: i32) -> bool {
        self.years.is_empty() || self.years.contains(&year)
    }

    /// Whether it takes the place of the source's own path in its years.
    pub fn replaces(&self) -> bool {
        !self.years.is_empty() && !self.path.is_empty()
    }

    fn dates_itself(&self) -> bool {
        let sheet = self.sheet.iter().flat_map(|sheets| &sheets.get_ref().0);
        self.years.len() == 1
            || self.path.are_dated()
            || (!self.years.is_empty()
                && sheet.clone().next().is_some()
                && sheet.clone().all(|s| s.contains(YEAR)))
    }
}

impl Source {
    /// Whether its files are each of one year, which the configuration says.
    pub fn is_dated(&self) -> bool {
        self.path.are_dated() || self.files.iter().any(|file| !file.years.is_empty() || file.path.are_dated())
    }

    /// Every path, its own and those of its files.
    pub fn paths_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.path.0.iter_mut().chain(self.files.iter_mut().flat_map(|file| file.path.0.iter_mut()))
    }
}

impl Config {
    /// Every source has a path; where some of its files say their year, all of them do.
    pub(super) fn check_files(&self, source: &Source) -> Result<()> {
        if source.kind == SourceKind::Linked {
            return Ok(());
        }
        let replaced = source.files.iter().any(|file| !file.path.is_empty());
        if source.path.is_empty() && !replaced {
            return Err(self.missing("path"));
        }
        let place = || {
            let quoted = format!("\"{}\"", source.id);
            let at = self.text.find(&quoted).unwrap_or(0);
            at..(at + quoted.len()).min(self.text.len())
        };
        if source.is_dated() {
            let own = source.path.is_empty() || source.path.are_dated() || {
                // A workbook of all years: each file entry says which sheet is which year.
                !source.files.is_empty() && source.files.iter().all(SourceFile::dates_itself)
            };
            let undated = source.files.iter().any(|file| !file.path.is_empty() && !file.dates_itself());
            if !own || undated {
                let expected = Text::new(
                    "每个文件都说明年份：path（或 sheet）中写 {year}，或 [[source.file]] 中写一个 years",
                    "the year of every file: {year} in the path (or the sheet), or one year in `years` of [[source.file]]",
                );
                return Err(self.bad(place(), &source.id, expected));
            }
        }
        let tracks = source.files.iter().any(|file| file.track.is_some());
        if tracks && source.kind != SourceKind::ScoreTable {
            let expected = Text::new(
                "track 只用于 kind 为 score_table 的数据源",
                "`track` only in a source with kind = \"score_table\"",
            );
            return Err(self.bad(place(), &source.id, expected));
        }
        for file in &source.files {
            file.full_marks.values().chain(file.steps.values()).try_for_each(|n| self.positive(n))?;
        }
        Ok(())
    }
}
