//! Reading what the configuration names: candidates, score tables, small tables, the school list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::candidates::{Additions, Counts, Schools, scaled};
use super::config::{Config, Setting, Source, SourceKind};
use super::joins;
use super::kept::kept_path;
use crate::error::{Error, Result};
use crate::exam::{Exam, YEAR};
use crate::intake::{
    Policy, ReadOptions, Report, is_tally, of_year, read_score_table, read_table, read_tally,
    score_table_tally,
};
use crate::lang::Lang;
use crate::number::Rational;
use crate::records::SmallTable;

/// The key under which the track of a candidate stands.
pub(super) const TRACK: &str = "track";

/// What was read, by the id of its source.
#[derive(Default)]
pub struct Sources {
    pub exams: BTreeMap<String, Exam>,
    pub tables: BTreeMap<String, SmallTable>,
    pub reports: Vec<Report>,
    /// Every file that was read, in order, for the manifest.
    pub files: Vec<PathBuf>,
    /// What a person should know of the joins, in the language of messages.
    pub remarks: Vec<String>,
    pub lang: Lang,
}

/// One file to be read, and for which year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub path: PathBuf,
    /// `None` where the path does not say the year.
    pub year: Option<i32>,
}

/// The files of a source for a year and, where they exist, for the years before that its tables show.
pub fn planned_files(config: &Config, source: &Source, year: i32) -> Result<Vec<Planned>> {
    let kept = |year| kept_path(config, source, year).filter(|path| path.is_file());
    if !source.path.contains("{year}") {
        let paths = matching(&config.folder.join(&source.path))?;
        let files = paths.into_iter().map(|path| Planned { path, year: None });
        let before = kept(year - 1).map(|path| Planned { path, year: Some(year - 1) });
        return Ok(files.chain(before).collect());
    }
    let mut planned = Vec::new();
    let first = year.saturating_sub(i32::from(years_needed(config, source)) - 1);
    for (year, needed) in (first..=year).map(|of| (of, of == year)) {
        let pattern = config.folder.join(source.path.replace("{year}", &year.to_string()));
        match matching(&pattern) {
            Ok(paths) => planned.extend(paths.into_iter().map(|path| Planned { path, year: Some(year) })),
            Err(fault) => match kept(year) {
                Some(path) => planned.push(Planned { path, year: Some(year) }),
                None if needed => return Err(fault),
                None => {}
            },
        }
    }
    Ok(planned)
}

/// How many years of a source its tables need: two at least, since changes need the year before.
fn years_needed(config: &Config, source: &Source) -> u16 {
    let uses = |table: &&super::config::Table| {
        std::iter::once(&table.source).chain(&table.province).any(|id| *id.get_ref() == source.id)
    };
    let tables = config.content.tables.iter().filter(uses);
    tables.map(super::config::Table::years_needed).max().unwrap_or(2)
}

/// The years of which every source with `{year}` in its path has a file.
pub fn years(config: &Config) -> Vec<i32> {
    let dated = config.content.sources.iter().filter(|source| source.path.contains("{year}"));
    let of_source = |source: &Source| -> BTreeSet<i32> {
        let folder_and_name = config.folder.join(&source.path);
        let Some(pattern) = folder_and_name.to_str() else { return BTreeSet::new() };
        let (before, after) = pattern.split_once("{year}").unwrap_or((pattern, ""));
        let paths = glob::glob(&pattern.replace("{year}", "[0-9][0-9][0-9][0-9]"));
        let found = paths.into_iter().flatten().flatten();
        found.filter_map(|path| year_within(path.to_str()?, before, after)).collect()
    };
    let common = dated.map(of_source).reduce(|one, other| one.intersection(&other).copied().collect());
    common.unwrap_or_default().into_iter().collect()
}

/// The year of a path that came of a pattern: the four digits behind what stands before `{year}`.
fn year_within(path: &str, before: &str, after: &str) -> Option<i32> {
    let plain = before.rfind(['*', '?']).map_or(before, |at| &before[at + 1..]);
    let at = path.find(plain)? + plain.len();
    let digits = path.get(at..at + 4)?;
    let rest = after.split(['*', '?', '{']).next().unwrap_or("");
    path[at + 4..].starts_with(rest).then(|| digits.parse().ok())?
}

/// The files that a path with wildcards stands for, in order; at least one.
fn matching(pattern: &Path) -> Result<Vec<PathBuf>> {
    let missing = || Error::Unreadable {
        path: pattern.to_owned(),
        source: std::io::Error::from(std::io::ErrorKind::NotFound),
    };
    if pattern.exists() {
        return Ok(vec![pattern.to_owned()]);
    }
    let text = pattern.to_str().ok_or_else(missing)?;
    let mut paths: Vec<PathBuf> = glob::glob(text).map_err(|_| missing())?.flatten().collect();
    paths.sort();
    if paths.is_empty() { Err(missing()) } else { Ok(paths) }
}

/// Reads the sources that `needed` names, for a year and the one before.
pub fn read(
    config: &Config,
    needed: &[&Source],
    year: i32,
    lang: Lang,
    progress: &dyn Fn(&Path, u64),
) -> Result<Sources> {
    let mut sources = Sources { lang, ..Sources::default() };
    let schools = read_schools(config, needed, &mut sources)?;
    for source in needed {
        for file in planned_files(config, source, year)? {
            let read =
                read_file(config, source, &file, year, schools.as_ref(), true, &mut sources, progress)?;
            sources.reports.extend(read);
        }
        if !source.scaling.is_empty()
            && let Some(exam) = sources.exams.remove(&source.id)
        {
            sources.exams.insert(source.id.clone(), scaled(exam, &source.scaling)?);
        }
    }
    Ok(sources)
}

/// Reads one file of a source into `sources`, with its schools; score tables have no report. `refuse`: stops at
/// more refused rows or cells than the configuration allows.
#[allow(clippy::too_many_arguments)]
pub(super) fn read_file(
    config: &Config,
    source: &Source,
    file: &Planned,
    year: i32,
    schools: Option<&Schools>,
    refuse: bool,
    sources: &mut Sources,
    progress: &dyn Fn(&Path, u64),
) -> Result<Option<Report>> {
    sources.files.push(file.path.clone());
    let options = options(config, source, file.year)?;
    match source.kind {
        SourceKind::Table => {
            let (table, report) = read_table(&file.path, &options)?;
            sources.tables.insert(source.id.clone(), table);
            Ok(Some(report))
        }
        SourceKind::ScoreTable => {
            let table = read_score_table(&file.path, &options)?;
            let label = file.year.unwrap_or(year).to_string();
            let track = source.track.iter().map(|track| (TRACK, track.as_str()));
            let labels: Vec<(&str, &str)> = [(YEAR, label.as_str())].into_iter().chain(track).collect();
            let tally = score_table_tally(&table, &labels, &file.path.display().to_string())?;
            let exam = Exam::from_tally(tally).with_method(table.method());
            sources.exams.entry(source.id.clone()).or_default().join(exam);
            Ok(Some(table.report).filter(|report| !report.grouped().is_empty()))
        }
        SourceKind::Candidates if is_tally(&file.path) => {
            let exam = sources.exams.entry(source.id.clone()).or_default();
            // A file of several years may hold the candidates themselves.
            if exam.years()?.contains(&file.year) {
                sources.files.pop();
                return Ok(None);
            }
            let tally = read_tally(&file.path)?;
            let own_years = tally.keys.iter().any(|key| key == YEAR);
            let of = if own_years { file.year } else { file.year.or(Some(year)) };
            exam.join(Exam::from_tally(of_year(tally, of)?));
            sources.remarks.push(said_of_kept(&file.path, sources.lang));
            Ok(None)
        }
        SourceKind::Candidates => {
            let done = |bytes: u64| progress(&file.path, bytes);
            let counts = Counts::read(&file.path, &options, Some(&done))?;
            let report = counts.report.clone();
            if refuse {
                let checks = &config.content.checks;
                report.refuse_above(checks.rejected_rows_percent, checks.invalid_cells_percent)?;
            }
            let lang = sources.lang;
            let schools = schools.filter(|_| source.schools).cloned();
            let (exam, joined) = counts.into_exam(Additions { year: Some(year), schools })?;
            sources
                .remarks
                .extend(joined.iter().flat_map(|joined| joins::remarks(config, &source.id, joined, lang)));
            sources.exams.entry(source.id.clone()).or_default().join(exam);
            Ok(Some(report))
        }
    }
}

fn said_of_kept(path: &Path, lang: Lang) -> String {
    let path = path.display();
    lang.pick(
        format!("{path}:已保存的计数表,不是考生数据"),
        format!("{path}: a kept tally, not the candidates"),
    )
}

/// The list of schools, where a source is joined to it.
pub(super) fn schools_path(config: &Config, needed: &[&Source]) -> Option<PathBuf> {
    let wanted = needed.iter().any(|s| s.kind == SourceKind::Candidates && s.schools);
    config.content.schools.as_ref().filter(|_| wanted).map(|schools| config.folder.join(&schools.path))
}

pub(super) fn read_schools(
    config: &Config,
    needed: &[&Source],
    sources: &mut Sources,
) -> Result<Option<Schools>> {
    let Some(path) = schools_path(config, needed) else { return Ok(None) };
    let Some(schools) = &config.content.schools else { return Ok(None) };
    let options = file_options(config, &schools.settings())?;
    let (list, report) = read_table(&path, &options)?;
    sources.files.push(path);
    sources.reports.push(report);
    Ok(Some(Schools { list, key: Some(schools.key.clone()), columns: schools.columns.clone() }))
}

/// How a file is written, as far as the configuration says.
fn file_options(
    config: &Config,
    settings: &[(&'static str, &Option<Spanned<Setting>>)],
) -> Result<ReadOptions> {
    let mut options = ReadOptions::default();
    for (name, setting) in settings {
        if let Some(setting) = setting {
            let found = options.set(name, &setting.get_ref().to_string());
            found.map_err(|fault| config.placed(setting.span(), fault))?;
        }
    }
    Ok(options)
}

/// The rules of all sources, and over them those of this one.
fn policy(config: &Config, source: &Source) -> Result<Policy> {
    let mut policy = Policy::default();
    for (what, verdict) in config.content.policy.iter().chain(&source.policy) {
        let set = policy.set(what.get_ref(), verdict.get_ref());
        set.map_err(|fault| config.placed(verdict.span(), fault))?;
    }
    Ok(policy)
}

fn options(config: &Config, source: &Source, year: Option<i32>) -> Result<ReadOptions> {
    let numbers = |given: &BTreeMap<String, toml::Spanned<super::config::Number>>| {
        given
            .iter()
            .map(|(subject, number)| {
                Ok((crate::subjects::subject_id(subject).to_owned(), config.number(number)?))
            })
            .collect::<Result<BTreeMap<String, Rational>>>()
    };
    Ok(ReadOptions {
        columns: source.columns.clone(),
        full_marks: numbers(&source.full_marks)?,
        steps: numbers(&source.steps)?,
        year,
        policy: policy(config, source)?,
        ..file_options(config, &source.settings())?
    })
}
