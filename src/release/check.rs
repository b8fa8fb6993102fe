//! Everything that can be found wrong with the inputs of a run, in one pass and without writing anything.

use super::config::{Config, Source};
use super::sources::{self, Sources};
use super::{RunOptions, compute_table, unmatched_lines, year as year_of};
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
    /// What a person should know of how the inputs fit together.
    pub remarks: Vec<String>,
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
    let mut sources = Sources { lang, ..Sources::default() };
    let mut found = Vec::new();
    let schools = match sources::read_schools(config, &every, &mut sources) {
        Ok(schools) => schools,
        Err(fault) => {
            let subject = config.content.schools.as_ref().map_or_else(String::new, |s| s.path.clone());
            found.push(Checked { subject, faults: vec![fault], ..Checked::default() });
            None
        }
    };
    found.extend(sources.reports.drain(..).map(|report| Checked {
        subject: report.file.clone(),
        report: Some(report),
        ..Checked::default()
    }));
    let checks = &config.content.checks;
    let allowed = [checks.rejected_rows_percent, checks.invalid_cells_percent];
    let mut whole = Vec::new();
    for source in every {
        let before = found.len();
        match sources::planned_files(config, source, year) {
            Err(fault) => {
                let subject = source.path.clone();
                found.push(Checked { subject, faults: vec![fault], ..Checked::default() });
            }
            Ok(files) => found.extend(files.iter().map(|file| {
                let mut checked = Checked { subject: file.path.display().to_string(), ..Checked::default() };
                let schools = schools.as_ref();
                let read =
                    sources::read_file(config, source, file, year, schools, false, &mut sources, &|_, _| {});
                checked.take(read, allowed);
                checked
            })),
        }
        if found[before..].iter().all(|checked| checked.faults.is_empty()) {
            whole.push(source.id.as_str());
        }
    }
    let mut remarks = std::mem::take(&mut sources.remarks);
    remarks.extend(unmatched_lines::remarks(config, &sources, lang)?);
    if !remarks.is_empty() {
        let subject = config.path.display().to_string();
        found.push(Checked { subject, remarks, ..Checked::default() });
    }
    // Of a source that could not be read, no more than that can be said.
    for table in config.content.tables.iter().filter(|table| whole.contains(&table.source.get_ref().as_str()))
    {
        if let Err(fault) = compute_table(config, &sources, table, year) {
            let subject = format!("{} [{}]", config.path.display(), table.id);
            found.push(Checked { subject, faults: vec![fault], ..Checked::default() });
        }
    }
    Ok(found)
}
