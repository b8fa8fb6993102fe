//! Everything that can be found wrong with the inputs of a run, in one pass and without writing anything.

use super::candidates::Schools;
use super::compose::compute_table;
use super::config::{Config, LINK, Source, SourceKind};
use super::earlier::{self, Known};
use super::linked_sources::read_linked;
use super::notices::{Notice, admissions_by_school};
use super::options::year as year_of;
use super::planned::{Planned, needed, planned_files};
use super::produced::{Before, Destination, produce_from};
use super::sources::{self, Sources};
use super::{RunOptions, unmatched_lines};
use crate::error::{Error, Result};
use crate::intake::{Cause, FindingGroup, Report, Severity};

/// Of each kind of finding, so many rows are named.
const PLACES: usize = 5;

/// What was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// A file, or one sheet of it.
    #[default]
    Input,
    /// A table of the configuration.
    Table,
    /// The configuration and all its inputs together.
    Configuration,
}

/// What was found in one input, or in putting the inputs together.
#[derive(Debug, Default)]
pub struct Checked {
    pub scope: Scope,
    /// The name of the file, the table or the configuration.
    pub subject: String,
    pub report: Option<Report>,
    /// The table files of the configuration.
    pub inputs: super::config::Inputs,
    /// What needs attention.
    pub notices: Vec<Notice>,
    /// What a run would stop at.
    pub faults: Vec<Error>,
}

/// A group of findings with its first rows.
pub struct Places {
    pub group: FindingGroup,
    pub rows: Vec<u64>,
}

/// The findings of a report by cause and column, each with its first rows.
pub fn places(report: &Report) -> Vec<Places> {
    let rows = |group: &FindingGroup| -> Vec<u64> {
        match group.cause.severity() {
            Severity::RowRejected => {
                let same = report.rejected.iter().filter(|rejected| rejected.cause == group.cause);
                same.map(|rejected| rejected.row).take(PLACES).collect()
            }
            _ => {
                let same = |cause: Cause, column| cause == group.cause && column == group.column.as_ref();
                let of_group = report.findings.iter().filter(|f| same(f.cause, f.column.as_ref()));
                of_group.map(|finding| finding.row).take(PLACES).collect()
            }
        }
    };
    report.grouped().into_iter().map(|group| Places { rows: rows(&group), group }).collect()
}

impl Checked {
    pub(super) fn of(scope: Scope, subject: String) -> Checked {
        Checked { scope, subject, ..Checked::default() }
    }

    pub(super) fn with(self, fault: Error) -> Checked {
        Checked { faults: vec![fault], ..self }
    }

    pub(super) fn take(&mut self, read: Result<Option<Report>>, [rows, cells]: [f64; 2]) {
        match read {
            Ok(report) => {
                self.faults.extend(report.as_ref().and_then(|report| report.refuse_above(rows, cells).err()));
                self.report = report;
            }
            Err(fault) => self.faults.push(fault),
        }
    }
}

/// Reads every input that the configuration names, joins the schools, and makes every table; goes on after a fault
/// wherever it can. Where each input is sound, everything that a run does is done, but for writing.
///
/// # Errors
/// The configuration does not say the year.
pub fn check(config: &Config, options: &RunOptions) -> Result<Vec<Checked>> {
    let year = year_of(config, options)?;
    let mut inputs = Inputs::new(config, options, year);
    let schools = inputs.read_schools();
    // Where a run would write, and what it would hold itself against.
    let destination = Destination::of(config, options, year)
        .and_then(|destination| earlier::named(config).map(|_| destination));
    let whole = || Checked {
        inputs: config.content.inputs.clone(),
        ..Checked::of(Scope::Configuration, config.path.display().to_string())
    };
    let destination = match destination {
        Ok(destination) => Some(destination),
        Err(fault) => {
            inputs.found.push(whole().with(fault));
            None
        }
    };
    let linked_alone = |id: &str| {
        let link = config.content.link.iter().filter(|_| inputs.needed.contains(&LINK));
        let mut sides = link.flat_map(|link| [link.entry.get_ref(), link.exit.get_ref()]);
        sides.any(|side| side == id) && !inputs.needed.contains(&id)
    };
    // Repeated ids, which a link counts, stop no run that only links a source.
    let read: Vec<&Source> =
        config.content.sources.iter().filter(|source| !linked_alone(&source.id)).collect();
    for source in read {
        inputs.read(source, schools.as_ref());
    }
    let Inputs { mut sources, mut unused, sound, mut found, .. } = inputs;
    sources.settle_tables(year);
    unused.settle_tables(year);
    let is_sound = found.iter().all(|checked| checked.faults.is_empty());
    let made = destination.filter(|_| is_sound).map(|destination| {
        let before = Before::of(config, &destination, (&mut sources, year), Known::OnDisk, &|_, _| {})?;
        produce_from(config, options, &destination, &sources, before)
    });
    let mut whole = whole();
    match made {
        Some(Ok(made)) => {
            let empty = made.empty;
            whole.faults.extend((!empty.is_empty()).then_some(Error::EmptyTables { tables: empty }));
            whole.notices = made.notices;
        }
        made => {
            let faulty = faulty_tables(config, &sources, &sound, year);
            // A fault of tables is said of each that has it.
            whole.faults.extend(made.and_then(Result::err).filter(|_| faulty.is_empty()));
            found.extend(faulty);
            for read in [&sources, &unused] {
                whole.notices.extend(read.notices.iter().cloned());
                whole.notices.extend(unmatched_lines::notices(config, read)?);
            }
            whole.notices.extend(admissions_by_school(config));
        }
    }
    found.push(whole);
    Ok(found)
}

/// The tables that cannot be made of sources that could be read: of the others, no more than that can be said.
fn faulty_tables(config: &Config, sources: &Sources, sound: &[&str], year: i32) -> Vec<Checked> {
    let of_sound =
        config.content.tables.iter().filter(|table| sound.contains(&table.source.get_ref().as_str()));
    let faulty = of_sound.filter_map(|table| {
        let fault = compute_table(config, sources, table, year).err()?;
        let subject = format!("{} [{}]", config.path.display(), table.id);
        Some(Checked::of(Scope::Table, subject).with(fault))
    });
    faulty.collect()
}

/// All inputs of a configuration, as far as they can be read.
struct Inputs<'a> {
    config: &'a Config,
    year: i32,
    needed: Vec<&'a str>,
    /// What a run would read.
    sources: Sources,
    /// What no table and no headline uses.
    unused: Sources,
    /// Sources without a fault.
    sound: Vec<&'a str>,
    found: Vec<Checked>,
}

impl<'a> Inputs<'a> {
    fn new(config: &'a Config, options: &RunOptions, year: i32) -> Inputs<'a> {
        let none = || Sources::new(config, options.said(config));
        Inputs {
            config,
            year,
            needed: needed(config).into_iter().map(|source| source.id.as_str()).collect(),
            sources: none(),
            unused: none(),
            sound: Vec::new(),
            found: Vec::new(),
        }
    }

    fn read_schools(&mut self) -> Option<Schools> {
        let every: Vec<&Source> = self.config.content.sources.iter().collect();
        let is_needed = sources::schools_path(self.config, &needed(self.config)).is_some();
        let into = if is_needed { &mut self.sources } else { &mut self.unused };
        match sources::read_schools(self.config, &every, into) {
            Ok(schools) => {
                self.found.extend(into.reports.iter().map(|(_, report)| Checked {
                    report: Some(report.clone()),
                    ..Checked::of(Scope::Input, report.file.clone())
                }));
                schools
            }
            Err(fault) => {
                let path = self.config.content.schools.as_ref().map_or_else(String::new, |s| s.path.clone());
                self.found.push(Checked::of(Scope::Input, path).with(fault));
                None
            }
        }
    }

    fn read(&mut self, source: &'a Source, schools: Option<&Schools>) {
        let before = self.found.len();
        if source.kind == SourceKind::Linked {
            let (config, year) = (self.config, self.year);
            let into = self.of(source);
            let first = into.reports.len();
            let read = read_linked(config, schools, year, into, &|_, _| {});
            let reports: Vec<Report> =
                into.reports[first..].iter().map(|(_, report)| report.clone()).collect();
            self.found.extend(reports.into_iter().map(|report| Checked {
                report: Some(report.clone()),
                ..Checked::of(Scope::Input, report.file)
            }));
            match read {
                Ok(()) => self.sound.push(&source.id),
                Err(fault) => self.found.push(Checked::of(Scope::Input, source.id.clone()).with(fault)),
            }
            return;
        }
        let named = || Checked::of(Scope::Input, source.path.iter().next().unwrap_or(&source.id).to_owned());
        match planned_files(self.config, source, self.year) {
            Err(fault) => self.found.push(named().with(fault)),
            Ok(files) => {
                for file in files {
                    self.read_sheets(source, &file, schools);
                    if let Err(fault) = self.of(source).close_file(&file.path) {
                        let subject = file.path.display().to_string();
                        self.found.push(Checked::of(Scope::Input, subject).with(fault));
                    }
                }
            }
        }
        let is_sound = |found: &[Checked]| found.iter().all(|checked| checked.faults.is_empty());
        if is_sound(&self.found[before..])
            && let Err(fault) = self.of(source).close_source(source)
        {
            self.found.push(named().with(fault));
        }
        if is_sound(&self.found[before..]) {
            self.sound.push(&source.id);
        }
    }

    /// A file, sheet by sheet.
    fn read_sheets(&mut self, source: &Source, file: &Planned, schools: Option<&Schools>) {
        let sheets = match file.by_sheet(source) {
            Err(fault) => return self.found.push(Checked::of(Scope::Input, file.named()).with(fault)),
            Ok(sheets) => sheets,
        };
        let checks = &self.config.content.checks;
        let allowed = [checks.rejected_rows_percent, checks.invalid_cells_percent];
        for sheet in &sheets {
            let (config, year) = (self.config, self.year);
            let into = self.of(source);
            let read = sources::read_file(config, source, sheet, year, schools, false, into, &|_, _| {});
            if let Ok(Some(report)) = &read {
                into.reports.push((Some(source.id.clone()), report.clone()));
            }
            let mut checked = Checked::of(Scope::Input, sheet.named());
            checked.take(read, allowed);
            self.found.push(checked);
        }
    }

    fn of(&mut self, source: &Source) -> &mut Sources {
        if self.needed.contains(&source.id.as_str()) { &mut self.sources } else { &mut self.unused }
    }
}
