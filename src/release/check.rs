//! Everything that can be found wrong with the inputs of a run, in one pass and without writing anything.

use super::candidates::Schools;
use super::compose::compute_table;
use super::config::{Config, Source};
use super::kept::targets;
use super::notices::{Notice, of_reports};
use super::options::{out_folder, year as year_of};
use super::planned::{Planned, planned_files};
use super::sources::{self, Sources};
use super::{RunOptions, earlier, rehearse, unmatched_lines};
use crate::error::{Error, Result};
use crate::intake::{Cause, FindingGroup, ReadOptions, Report, Severity};
use crate::intake::{is_score_table, read_score_table, read_scores, read_table, score_table_tally};

/// Of each kind of finding, so many rows are named.
const PLACES: usize = 5;

/// What was found in one input, or in putting the inputs together.
#[derive(Debug, Default)]
pub struct Checked {
    /// The file, or the table of the configuration.
    pub subject: String,
    pub report: Option<Report>,
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

/// Reads one file as what it looks like: a score table, candidates' scores, or a table of any columns.
pub fn check_file(path: &std::path::Path, options: &ReadOptions, allowed: [f64; 2]) -> Checked {
    let mut checked = Checked { subject: path.display().to_string(), ..Checked::default() };
    if is_score_table(path, options) {
        let read = read_score_table(path, options).and_then(|table| {
            score_table_tally(&table, &[], &table.report.file)?;
            Ok(Some(table.report).filter(|report| !report.grouped().is_empty()))
        });
        checked.take(read, allowed);
        return checked;
    }
    let report = match read_scores(path, options, None) {
        Ok((_, report)) => Ok(report),
        Err(Error::NoScoreColumn { .. } | Error::HeaderNotFound { .. }) => {
            read_table(path, options).map(|(_, report)| report)
        }
        Err(fault) => Err(fault),
    };
    checked.take(report.map(Some), allowed);
    checked.notices = of_reports(None, checked.report.iter());
    checked
}

impl Checked {
    fn take(&mut self, read: Result<Option<Report>>, [rows, cells]: [f64; 2]) {
        match read {
            Ok(report) => {
                self.faults.extend(report.as_ref().and_then(|report| report.refuse_above(rows, cells).err()));
                self.report = report;
            }
            Err(fault) => self.faults.push(fault),
        }
    }
}

/// Reads every input that the configuration names, joins the schools, and tries every table; goes on after a
/// fault wherever it can.
///
/// # Errors
/// The configuration does not say the year.
pub fn check(config: &Config, options: &RunOptions) -> Result<Vec<Checked>> {
    let year = year_of(config, options)?;
    let every: Vec<&Source> = config.content.sources.iter().collect();
    let lang = options.said(config);
    let mut sources = Sources::new(lang);
    let mut found = Vec::new();
    let schools = match sources::read_schools(config, &every, &mut sources) {
        Ok(schools) => schools,
        Err(fault) => {
            let subject = config.content.schools.as_ref().map_or_else(String::new, |s| s.path.clone());
            found.push(Checked { subject, faults: vec![fault], ..Checked::default() });
            None
        }
    };
    found.extend(sources.reports.drain(..).map(|(_, report)| Checked {
        subject: report.file.clone(),
        report: Some(report),
        ..Checked::default()
    }));
    // Where a run would write, and what it would hold itself against.
    let places = out_folder(config, options).and_then(|out| {
        targets(config, year, &out)?;
        earlier::named(config)
    });
    if let Err(fault) = places {
        let subject = config.path.display().to_string();
        found.push(Checked { subject, faults: vec![fault], ..Checked::default() });
    }
    let checks = &config.content.checks;
    let allowed = [checks.rejected_rows_percent, checks.invalid_cells_percent];
    let mut whole = Vec::new();
    for source in every {
        let before = found.len();
        match planned_files(config, source, year) {
            Err(fault) => {
                let subject = source.path.iter().next().unwrap_or(&source.id).to_owned();
                found.push(Checked { subject, faults: vec![fault], ..Checked::default() });
            }
            Ok(files) => {
                for file in files {
                    let path = file.path.clone();
                    found.extend(sheets(config, source, file, year, schools.as_ref(), &mut sources, allowed));
                    if let Err(fault) = sources.close_file(&path) {
                        let subject = path.display().to_string();
                        found.push(Checked { subject, faults: vec![fault], ..Checked::default() });
                    }
                }
            }
        }
        if found[before..].iter().all(|checked| checked.faults.is_empty()) {
            whole.push(source.id.as_str());
        }
    }
    sources.settle_tables(year);
    // Of a source that could not be read, no more than that can be said.
    for table in config.content.tables.iter().filter(|table| whole.contains(&table.source.get_ref().as_str()))
    {
        if let Err(fault) = compute_table(config, &sources, table, year) {
            let subject = format!("{} [{}]", config.path.display(), table.id);
            found.push(Checked { subject, faults: vec![fault], ..Checked::default() });
        }
    }
    found.push(whole_run(config, options, &sources, found.iter().all(|checked| checked.faults.is_empty()))?);
    Ok(found)
}

/// All inputs together: where each of them is sound, everything that a run does is done, but for writing.
fn whole_run(config: &Config, options: &RunOptions, sources: &Sources, sound: bool) -> Result<Checked> {
    let mut checked = Checked { subject: config.path.display().to_string(), ..Checked::default() };
    if !sound {
        checked.notices.clone_from(&sources.notices);
        checked.notices.extend(unmatched_lines::notices(config, sources)?);
        return Ok(checked);
    }
    match rehearse(config, options) {
        Err(fault) => checked.faults.push(fault),
        Ok((notices, empty)) => {
            checked.notices = notices;
            checked.faults.extend((!empty.is_empty()).then_some(Error::EmptyTables { tables: empty }));
        }
    }
    Ok(checked)
}

/// A file, sheet by sheet.
fn sheets(
    config: &Config,
    source: &Source,
    file: Planned,
    year: i32,
    schools: Option<&Schools>,
    sources: &mut Sources,
    allowed: [f64; 2],
) -> Vec<Checked> {
    let subject = file.named();
    match file.by_sheet(source) {
        Err(fault) => vec![Checked { subject, faults: vec![fault], ..Checked::default() }],
        Ok(sheets) => sheets
            .iter()
            .map(|sheet| {
                let mut checked = Checked { subject: sheet.named(), ..Checked::default() };
                let read =
                    sources::read_file(config, source, sheet, year, schools, false, sources, &|_, _| {});
                checked.take(read, allowed);
                checked
            })
            .collect(),
    }
}
