//! Which files a run reads: those of the year and, where they exist, of the years before that its tables show.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::config::{Config, Paths, Source, SourceFile, SourceKind, YEAR};
use super::kept::kept_path;
use super::linked_sources::linked_files;
use super::score_tables::score_table_sheets;
use super::sheets::{AskedSheet, asked_sheets};
use crate::error::{Error, Result};
use crate::intake::ReadOptions;

/// One file to be read, and for which year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub path: PathBuf,
    /// `None` where neither the path nor the configuration says the year.
    pub year: Option<i32>,
    /// Which of the source's files says how it is read, by its number.
    pub settings: Option<usize>,
    pub sheet: AskedSheet,
}

impl Planned {
    pub fn undated(path: PathBuf) -> Planned {
        Planned { path, year: None, settings: None, sheet: AskedSheet::default() }
    }

    /// A file for each of its sheets that are to be read.
    ///
    /// # Errors
    /// A workbook that cannot be read, or has no such sheet.
    pub fn by_sheet(&self, source: &Source) -> Result<Vec<Planned>> {
        let of_file = self.settings.and_then(|at| source.files[at].sheet.as_ref()).or(source.sheet.as_ref());
        let year = self.year.map_or_else(String::new, |year| year.to_string());
        let names = of_file.iter().flat_map(|sheets| &sheets.get_ref().0);
        let asked: Vec<String> = names.map(|name| name.replace(YEAR, &year)).collect();
        let mut sheets = asked_sheets(&self.path, &asked)?;
        if source.kind == SourceKind::ScoreTable && sheets.len() > 1 {
            let options = ReadOptions { columns: source.columns.clone(), ..ReadOptions::default() };
            let (tables, others) = score_table_sheets(&self.path, sheets, &options);
            sheets = [tables, others].concat();
        }
        Ok(sheets.into_iter().map(|sheet| Planned { sheet, ..self.clone() }).collect())
    }

    /// As messages name it.
    pub fn named(&self) -> String {
        self.sheet.of(&self.path)
    }
}

/// The files of a source for a year and, where they exist, for the years before that its tables show.
pub fn planned_files(config: &Config, source: &Source, year: i32) -> Result<Vec<Planned>> {
    if source.kind == SourceKind::Linked {
        return linked_files(config, year);
    }
    let kept = |year| -> Result<Option<Planned>> {
        let path = kept_path(config, source, year)?.filter(|path| path.is_file());
        Ok(path.map(|path| Planned { year: Some(year), ..Planned::undated(path) }))
    };
    if !source.is_dated() {
        let mut planned = of_year(config, source, year)?.found()?;
        planned.iter_mut().for_each(|file| file.year = None);
        planned.extend(kept(year - 1)?);
        return Ok(planned);
    }
    let mut planned = Vec::new();
    let first = year.saturating_sub(i32::from(years_needed(config, source)) - 1);
    for (year, needed) in (first..=year).map(|of| (of, of == year)) {
        let files = of_year(config, source, year)?;
        match (files.is_nowhere(), kept(year)?) {
            (true, Some(kept)) => planned.push(kept),
            (true, None) if !needed => {}
            // Some of a year's files without the others would be a part told as the whole.
            _ => planned.extend(files.found()?),
        }
    }
    Ok(planned)
}

/// The files of a source of one year, whatever its tables show.
///
/// # Errors
/// Paths of the year that stand for no file, where others do.
pub(super) fn files_of_year(config: &Config, source: &Source, year: i32) -> Result<Vec<Planned>> {
    let mut files = of_year(config, source, year)?.found()?;
    if !source.is_dated() {
        files.iter_mut().for_each(|file| file.year = None);
    }
    Ok(files)
}

/// The files of one year, and the first path that stands for none.
#[derive(Default)]
struct OfYear {
    files: Vec<Planned>,
    missing: Option<PathBuf>,
}

impl OfYear {
    fn is_nowhere(&self) -> bool {
        self.files.is_empty()
    }

    fn found(self) -> Result<Vec<Planned>> {
        match self.missing {
            None => Ok(self.files),
            Some(path) => {
                Err(Error::Unreadable { path, source: std::io::Error::from(std::io::ErrorKind::NotFound) })
            }
        }
    }

    fn add(
        &mut self,
        config: &Config,
        source: &Source,
        paths: &Paths,
        year: i32,
        settings: Option<usize>,
    ) -> Result<()> {
        for path in paths.iter() {
            let pattern = config.folder.join(path.replace(YEAR, &year.to_string()));
            let found = matching(config, &pattern)?;
            if found.is_empty() {
                self.missing.get_or_insert(pattern);
            }
            for path in found {
                let sheets = |at: Option<usize>| {
                    let of_file = at.and_then(|at| source.files[at].sheet.as_ref());
                    of_file.or(source.sheet.as_ref()).map(|sheets| sheets.get_ref())
                };
                let same = |file: &&mut Planned| {
                    let is_general = file.settings.is_none_or(|at| source.files[at].path.is_empty());
                    file.path == path && (is_general || sheets(file.settings) == sheets(settings))
                };
                // A file that several paths name is read once, as the last of them says.
                match self.files.iter_mut().find(same) {
                    Some(known)
                        if known.settings != settings
                            && known.settings.is_some()
                            && paths == &source.path =>
                    {
                        self.files.push(Planned { year: Some(year), settings, ..Planned::undated(path) });
                    }
                    Some(known) => known.settings = settings,
                    None => {
                        self.files.push(Planned { year: Some(year), settings, ..Planned::undated(path) });
                    }
                }
            }
        }
        Ok(())
    }
}

fn of_year(config: &Config, source: &Source, year: i32) -> Result<OfYear> {
    let entries = || source.files.iter().enumerate().filter(move |(_, file)| file.is_of(year));
    let mut files = OfYear::default();
    if !entries().any(|(_, file)| file.replaces()) {
        // What is said of a year goes before what is said of all.
        let general = || entries().filter(|(_, file)| file.path.is_empty());
        let of_this_year = general().any(|(_, file)| !file.years.is_empty());
        let mut said = general().filter(|(_, file)| !of_this_year || !file.years.is_empty()).peekable();
        if said.peek().is_none() && (source.path.are_dated() || !source.is_dated()) {
            files.add(config, source, &source.path, year, None)?;
        }
        for (at, _) in said {
            files.add(config, source, &source.path, year, Some(at))?;
        }
    }
    for (at, file) in entries().filter(|(_, file)| !file.path.is_empty()) {
        files.add(config, source, &file.path, year, Some(at))?;
    }
    Ok(files)
}

/// The sources that a table or the headline uses, in the order of the configuration.
pub(super) fn needed(config: &Config) -> Vec<&Source> {
    let content = &config.content;
    let tables =
        content.tables.iter().flat_map(|table| std::iter::once(&table.source).chain(&table.province));
    let headline = content.headline.iter().flat_map(|headline| {
        [Some(&headline.source), headline.gap_source.as_ref()].into_iter().flatten().chain(&headline.province)
    });
    let used: Vec<&String> = tables.chain(headline).map(|id| id.get_ref()).collect();
    content.sources.iter().filter(|source| used.contains(&&source.id)).collect()
}

/// The sources that no table and no headline uses.
pub(super) fn unneeded(config: &Config) -> Vec<&Source> {
    let needed = needed(config);
    config.content.sources.iter().filter(|source| needed.iter().all(|other| other.id != source.id)).collect()
}

/// How many years of a source its tables need: two at least, since changes need the year before.
fn years_needed(config: &Config, source: &Source) -> u16 {
    let uses = |table: &&super::config::Table| {
        std::iter::once(&table.source).chain(&table.province).any(|id| *id.get_ref() == source.id)
    };
    let tables = config.content.tables.iter().filter(uses);
    tables.map(super::config::Table::years_needed).max().unwrap_or(2)
}

/// The years of which every source whose files are of one year each has files.
pub fn years(config: &Config) -> Vec<i32> {
    // Of what is linked, the exit's years are reported.
    let entry = config.content.link.as_ref().filter(|link| link.years > 0).map(|link| link.entry.get_ref());
    let dated = config.content.sources.iter().filter(|source| source.is_dated() && Some(&source.id) != entry);
    let of_source = |source: &Source| -> BTreeSet<i32> {
        let paths = source.path.iter().chain(source.files.iter().flat_map(|file| file.path.iter()));
        let written = source.files.iter().flat_map(|file: &SourceFile| file.years.iter().copied());
        let named: BTreeSet<i32> = paths.flat_map(|path| years_of(config, path)).chain(written).collect();
        let is_there = |year: &i32| of_year(config, source, *year).is_ok_and(|files| !files.is_nowhere());
        named.into_iter().filter(is_there).collect()
    };
    let common = dated.map(of_source).reduce(|one, other| one.intersection(&other).copied().collect());
    common.unwrap_or_default().into_iter().collect()
}

/// The years of the files that a path with `{year}` stands for.
fn years_of(config: &Config, path: &str) -> Vec<i32> {
    let Ok(folder_and_name) = config.within(config.folder.join(path)) else { return Vec::new() };
    let Some(pattern) = folder_and_name.to_str() else { return Vec::new() };
    let Some((before, after)) = pattern.split_once(YEAR) else { return Vec::new() };
    let paths = glob::glob(&pattern.replace(YEAR, "[0-9][0-9][0-9][0-9]"));
    let found = paths.into_iter().flatten().flatten();
    found.filter_map(|path| year_within(path.to_str()?, before, after)).collect()
}

/// The year of a path that came of a pattern: the four digits behind what stands before `{year}`.
fn year_within(path: &str, before: &str, after: &str) -> Option<i32> {
    let plain = before.rfind(['*', '?']).map_or(before, |at| &before[at + 1..]);
    let at = path.find(plain)? + plain.len();
    let digits = path.get(at..at + 4)?;
    let rest = after.split(['*', '?', '{']).next().unwrap_or("");
    path[at + 4..].starts_with(rest).then(|| digits.parse().ok())?
}

/// The files that a path with wildcards stands for, in order.
fn matching(config: &Config, pattern: &Path) -> Result<Vec<PathBuf>> {
    let pattern = config.within(pattern.to_owned())?;
    if pattern.exists() {
        return Ok(vec![pattern]);
    }
    let found = pattern.to_str().and_then(|text| glob::glob(text).ok());
    let mut paths: Vec<PathBuf> = found.into_iter().flatten().flatten().collect();
    paths.sort();
    // A link among them may lead anywhere.
    paths.into_iter().map(|path| config.within(path)).collect()
}
