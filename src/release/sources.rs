//! Reading what the configuration names: candidates, score tables, small tables, the school list.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::candidates::{Additions, Counts, Schools, scaled};
use super::config::{Config, Number, Setting, Source, SourceFile, SourceKind};
use super::items::{item_notices, read_paper};
use super::joined_tables::{Tables, renamed};
use super::joins;
use super::kept::said_of_kept;
use super::linked_sources::read_linked;
use super::notices::Notice;
use super::planned::{Planned, planned_files};
use super::score_tables::{Said, labelled};
use super::sheets::{holds_nothing, refuse_repeats, refuse_sums};
use crate::error::Result;
use crate::exam::linked::Account;
use crate::exam::{Exam, YEAR};
use crate::intake::{
    Policy, ReadOptions, Report, Witness, is_score_table, is_tally, let_settle, of_year, read_score_table,
    read_table, read_tally_watched,
};
use crate::lang::Lang;
use crate::number::Rational;
use crate::records::ItemSheet;

/// The key under which the track of a candidate stands.
pub(super) const TRACK: &str = "track";

/// What was read, by the id of its source.
#[derive(Default)]
pub struct Sources {
    pub exams: BTreeMap<String, Exam>,
    pub tables: BTreeMap<String, Tables>,
    pub items: BTreeMap<String, ItemSheet>,
    /// What reading did, with the source of each file; none for the list of schools.
    pub reports: Vec<(Option<String>, Report)>,
    /// Every file that was read, in order, for the manifest.
    pub files: Vec<PathBuf>,
    /// What was read of them.
    pub witness: Witness,
    /// The sheets of the file that is being read, where it has several; those of score tables apart.
    sheets: Vec<(String, Exam)>,
    tables_of_sheets: Vec<(String, Exam)>,
    /// What a person should know of how the inputs fit together.
    pub notices: Vec<Notice>,
    /// Who was found in two linked examinations, by year.
    pub links: Vec<(Option<i32>, Account)>,
    /// The same, in the language of messages.
    pub accounts: Vec<String>,
    /// Which years are of kept tallies, in the language of messages.
    pub remarks: Vec<String>,
    pub lang: Lang,
}

impl Sources {
    /// Before anything is read but the configuration's own table files.
    pub fn new(config: &Config, lang: Lang) -> Sources {
        let files = config.inputs.clone();
        Sources { files, witness: Witness::watching(), lang, ..Sources::default() }
    }

    /// Ends a file of one or several sheets.
    ///
    /// # Errors
    /// A sheet that holds the candidates of others.
    pub(super) fn close_file(&mut self, path: &Path) -> Result<()> {
        refuse_sums(path, &std::mem::take(&mut self.tables_of_sheets))?;
        let sheets = std::mem::take(&mut self.sheets);
        if sheets.len() > 1 { refuse_repeats(path, &sheets) } else { Ok(()) }
    }

    /// Ends a source of which all files are read: its candidates are scaled, where it says so.
    ///
    /// # Errors
    /// Candidates that cannot be scaled as it says.
    pub(super) fn close_source(&mut self, source: &Source) -> Result<()> {
        if !source.scaling.is_empty()
            && let Some(exam) = self.exams.remove(&source.id)
        {
            self.exams.insert(source.id.clone(), scaled(exam, &source.scaling)?);
        }
        if let Some(paper) = self.items.get(&source.id) {
            self.notices.extend(item_notices(Some(&source.id), paper));
        }
        Ok(())
    }

    /// Puts the files of each small table together, when all are read.
    pub(super) fn settle_tables(&mut self, year: i32) {
        for tables in self.tables.values_mut() {
            self.notices.extend(tables.notices(year));
        }
    }
}

/// Reads the sources that `needed` names, for a year and the one before.
pub fn read(
    config: &Config,
    needed: &[&Source],
    year: i32,
    sources: &mut Sources,
    progress: &dyn Fn(&Path, u64),
) -> Result<()> {
    let schools = read_schools(config, needed, sources)?;
    for source in needed {
        if source.kind == SourceKind::Linked {
            read_linked(config, schools.as_ref(), year, sources, progress)?;
            continue;
        }
        for file in planned_files(config, source, year)? {
            for sheet in file.by_sheet(source)? {
                let schools = schools.as_ref();
                let read = read_file(config, source, &sheet, year, schools, true, sources, progress)?;
                sources.reports.extend(read.map(|report| (Some(source.id.clone()), report)));
            }
            sources.close_file(&file.path)?;
        }
        sources.close_source(source)?;
    }
    sources.settle_tables(year);
    Ok(())
}

/// Reads one file of a source, or one sheet of it, into `sources`, with its schools; score tables have no report. `refuse`: stops at
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
    if !sources.files.contains(&file.path) {
        sources.files.push(file.path.clone());
    }
    let settings = file.settings.and_then(|at| source.files.get(at));
    let_settle(&file.path);
    let witness = sources.witness.clone();
    let options = ReadOptions { witness, ..options(config, source, settings, file)? };
    match source.kind {
        SourceKind::Table => {
            let (table, report) = read_table(&file.path, &options)?;
            let table = renamed(table, settings.map(|file| &file.columns));
            sources.tables.entry(source.id.clone()).or_default().add(file.year, table);
            Ok(Some(report))
        }
        SourceKind::ScoreTable => {
            if file.sheet.by_pattern && !is_score_table(&file.path, &options) {
                sources.notices.push(Notice::SheetNotRead { sheet: file.named() });
                return Ok(None);
            }
            let table = read_score_table(&file.path, &options)?;
            let track = settings.and_then(|file| file.track.as_ref()).or(source.track.as_ref());
            let said = Said { year: file.year.or(Some(year)), track: track.map(String::as_str) };
            let exam = labelled(&table, &file.sheet, said, &file.path.display().to_string())?;
            if let Some(sheet) = &file.sheet.name {
                sources.tables_of_sheets.push((sheet.clone(), exam.clone()));
            }
            sources.exams.entry(source.id.clone()).or_default().join(exam);
            Ok(Some(table.report).filter(|report| !report.grouped().is_empty()))
        }
        SourceKind::Items => {
            let schools = schools.filter(|_| source.schools).cloned();
            read_paper(config, source, file, (year, schools, refuse), &options, sources)
        }
        SourceKind::Candidates if is_tally(&file.path) => {
            let exam = sources.exams.entry(source.id.clone()).or_default();
            // A file of several years may hold the candidates themselves.
            if exam.years()?.contains(&file.year) {
                sources.files.retain(|known| *known != file.path);
                return Ok(None);
            }
            let tally = read_tally_watched(&file.path, &sources.witness)?;
            let own_years = tally.keys.iter().any(|key| key == YEAR);
            let of = if own_years { file.year } else { file.year.or(Some(year)) };
            exam.join(Exam::from_tally(of_year(tally, of)?));
            sources.remarks.push(said_of_kept(&file.path, sources.lang));
            Ok(None)
        }
        SourceKind::Linked => Ok(None),
        SourceKind::Candidates => {
            let done = |bytes: u64| progress(&file.path, bytes);
            let counts = match Counts::read(&file.path, &options, Some(&done)) {
                Err(fault) if file.sheet.by_pattern && holds_nothing(&fault) => {
                    sources.notices.push(Notice::SheetNotRead { sheet: file.named() });
                    return Ok(None);
                }
                counts => counts?,
            };
            let report = counts.report.clone();
            if refuse {
                let checks = &config.content.checks;
                report.refuse_above(checks.rejected_rows_percent, checks.invalid_cells_percent)?;
            }
            let schools = schools.filter(|_| source.schools).cloned();
            let (exam, joined) =
                counts.into_exam(Additions { year: Some(year), schools, sheet: file.sheet.label() })?;
            let joined = joined.iter().flat_map(|joined| joins::notices(config, &source.id, joined));
            let new = joined.filter(|notice| !sources.notices.contains(notice)).collect::<Vec<_>>();
            sources.notices.extend(new);
            if let Some(sheet) = &file.sheet.name {
                sources.sheets.push((sheet.clone(), exam.clone()));
            }
            sources.exams.entry(source.id.clone()).or_default().join(exam);
            Ok(Some(report))
        }
    }
}

/// The list of schools, where a source is joined to it.
pub(super) fn schools_path(config: &Config, needed: &[&Source]) -> Option<PathBuf> {
    let of_pupils = |kind| matches!(kind, SourceKind::Candidates | SourceKind::Items | SourceKind::Linked);
    let wanted = needed.iter().any(|s| of_pupils(s.kind) && s.schools);
    config.content.schools.as_ref().filter(|_| wanted).map(|schools| config.folder.join(&schools.path))
}

pub(super) fn read_schools(
    config: &Config,
    needed: &[&Source],
    sources: &mut Sources,
) -> Result<Option<Schools>> {
    let Some(path) = schools_path(config, needed) else { return Ok(None) };
    let path = config.within(path)?;
    let Some(schools) = &config.content.schools else { return Ok(None) };
    let_settle(&path);
    let witness = sources.witness.clone();
    let options = ReadOptions { witness, ..file_options(config, &schools.settings())? };
    let (list, report) = read_table(&path, &options)?;
    sources.files.push(path);
    sources.reports.push((None, report));
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

/// The rules of all sources, over them those of this one, and over both those of this file.
fn policy(config: &Config, source: &Source, file: Option<&SourceFile>) -> Result<Policy> {
    let mut policy = Policy::default();
    let of_file = file.iter().flat_map(|file| &file.policy);
    for (what, verdict) in config.content.policy.iter().chain(&source.policy).chain(of_file) {
        let set = policy.set(what.get_ref(), verdict.get_ref());
        set.map_err(|fault| config.placed(verdict.span(), fault))?;
    }
    Ok(policy)
}

type Numbers = BTreeMap<String, Spanned<Number>>;

/// How one file is read: what its source says, over it what is said of this file.
pub(super) fn options(
    config: &Config,
    source: &Source,
    file: Option<&SourceFile>,
    planned: &Planned,
) -> Result<ReadOptions> {
    let numbers = |of_source: &Numbers, of_file: Option<&Numbers>| {
        let given = of_source.iter().chain(of_file.into_iter().flatten());
        given
            .map(|(subject, number)| {
                Ok((crate::subjects::subject_id(subject).to_owned(), config.number(number)?))
            })
            .collect::<Result<BTreeMap<String, Rational>>>()
    };
    let settings: Vec<_> =
        source.settings().into_iter().chain(file.iter().flat_map(|file| file.settings())).collect();
    let mut columns = source.columns.clone();
    columns.extend(file.iter().flat_map(|file| file.columns.clone()));
    let mut options = ReadOptions {
        columns,
        full_marks: numbers(&source.full_marks, file.map(|file| &file.full_marks))?,
        steps: numbers(&source.steps, file.map(|file| &file.steps))?,
        year: planned.year,
        policy: policy(config, source, file)?,
        ..file_options(config, &settings)?
    };
    options.sheet.clone_from(&planned.sheet.name);
    Ok(options)
}
