//! The candidates and score tables that a command was given, read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::console::{Console, Done, Stop};
use super::progress::Progress;
use super::read_options::read_options;
use crate::error::Result;
use crate::exam::Exam;
use crate::intake::{ReadOptions, Report, is_tally, of_year, read_table, read_tally};
use crate::release::notices::{Caller, Notice, block, of_reports};
use crate::release::{
    Additions, AskedSheet, Counts, SaidOfTable, Schools, are_score_tables, read_score_tables, read_sheets,
    summary, written_sheets,
};

/// More refused than this, in percent, and no figure is printed.
pub const ALLOWED_PERCENT: f64 = 1.0;

/// The files that a command was given.
pub fn sources(matches: &ArgMatches) -> Vec<Source> {
    matches.get_many("source").into_iter().flatten().map(|path: &PathBuf| source(path)).collect()
}

/// A file and the year that the user names for it.
pub struct Source {
    pub year: Option<i32>,
    pub path: PathBuf,
}

/// `2011=a.csv` names a year; a path without four digits and `=` in front is a path.
fn source(argument: &Path) -> Source {
    let split = argument.to_str().and_then(|text| text.split_once('='));
    match split {
        Some((year, path)) if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => {
            Source { year: year.parse().ok(), path: PathBuf::from(path) }
        }
        _ => Source { year: None, path: argument.to_owned() },
    }
}

/// The candidates of all sources, whatever they are; tells what was refused or doubted.
pub fn read_exam(
    sources: &[Source],
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> std::result::Result<Exam, Stop> {
    let mut read = Read::default();
    let exam = read_reported(sources, matches, &mut read, console)?;
    say_attention(&read.reports, &read.notices(), console)?;
    Ok(exam)
}

/// What reading did.
#[derive(Default)]
pub struct Read {
    pub reports: Vec<Report>,
    /// What needs attention beside what the reports say.
    pub passed_over: Vec<Notice>,
}

impl Read {
    /// All that needs attention.
    pub fn notices(&self) -> Vec<Notice> {
        let mut notices = of_reports(None, self.reports.iter());
        notices.extend(self.passed_over.iter().cloned());
        notices
    }
}

/// The candidates of all sources; `told` is what reading did.
pub fn read_reported(
    sources: &[Source],
    matches: &ArgMatches,
    told: &mut Read,
    console: &mut Console<'_>,
) -> std::result::Result<Exam, Stop> {
    let kind = matches.get_one::<String>("kind").map_or("auto", String::as_str);
    let mut exam = Exam::default();
    let progress = Progress::default();
    for source in sources {
        let options = read_options(matches, source.year)?;
        if kind == "auto" && is_tally(&source.path) {
            exam.join(Exam::from_tally(of_year(read_tally(&source.path)?, source.year)?));
            continue;
        }
        let sheets = written_sheets(&source.path, options.sheet.as_deref())?;
        let is_table = match kind {
            "auto" => are_score_tables(&source.path, &sheets, &options),
            kind => kind == "score-table",
        };
        if is_table {
            let said = SaidOfTable { year: source.year, track: None };
            let (of_sheets, passed_over) =
                read_score_tables(&source.path, sheets, &options, said, |report| warn(&report, console))?;
            exam.join(of_sheets);
            told.passed_over.extend(passed_over);
            continue;
        }
        let done = |bytes| progress.show(&source.path, bytes);
        let read = |sheet| Counts::read(&source.path, &ReadOptions { sheet, ..options.clone() }, Some(&done));
        let (of_sheets, passed_over) = read_sheets(&source.path, sheets, read, |counts, sheet| {
            if let Err(fault) = counts.report.refuse_above(ALLOWED_PERCENT, ALLOWED_PERCENT) {
                warn(&counts.report, console)?;
                return Err(Stop::from(fault));
            }
            told.reports.push(counts.report.clone());
            Ok(counts.into_exam(Additions { year: None, schools: schools(matches)?, sheet })?.0)
        })?;
        exam.join(of_sheets);
        told.passed_over.extend(passed_over);
    }
    Ok(exam)
}

pub fn schools(matches: &ArgMatches) -> Result<Option<Schools>> {
    let Some(path) = matches.get_one::<PathBuf>("schools") else { return Ok(None) };
    let mut options = ReadOptions::default();
    if let Some(encoding) = matches.get_one::<String>("schools-encoding") {
        options.set("encoding", encoding)?;
    }
    let (list, _) = read_table(path, &options)?;
    let key = matches.get_one::<String>("schools-key").map_or("school_code", String::as_str);
    Ok(Some(Schools { list, key: Some(key.to_owned()), columns: BTreeMap::new() }))
}

/// A score table of candidates of a year and track.
pub fn labelled_table(
    path: &Path,
    year: Option<i32>,
    track: Option<&str>,
    console: &mut Console<'_>,
) -> std::result::Result<Exam, Stop> {
    let said = SaidOfTable { year, track };
    let take = |report: Report| warn(&report, console);
    Ok(read_score_tables(path, vec![AskedSheet::default()], &ReadOptions::default(), said, take)?.0)
}

/// Tells on standard error what was refused or doubted.
fn warn(report: &Report, console: &mut Console<'_>) -> Done {
    if report.grouped().is_empty() {
        return Ok(());
    }
    for line in crate::release::describe(report, console.lang) {
        writeln!(console.err, "{line}")?;
    }
    Ok(())
}

/// What was read, where something is to be said of it, and all that needs attention.
pub fn say_attention(reports: &[Report], notices: &[Notice], console: &mut Console<'_>) -> Done {
    for report in reports.iter().filter(|report| !report.grouped().is_empty()) {
        for line in summary(report, console.lang) {
            writeln!(console.err, "{line}")?;
        }
    }
    for line in block(notices, Caller::CommandLine, console.lang) {
        writeln!(console.err, "{line}")?;
    }
    Ok(())
}
