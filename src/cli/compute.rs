//! `edugauge compute`: one indicator from one source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::compute_arguments::parameter_id;
use super::progress::Progress;
use super::read_options::{file_options, read_options};
use super::{Console, Done};
use crate::error::{Error, Result};
use crate::exam::{Exam, YEAR, parse_year};
use crate::figures::{Figures, key_id};
use crate::indicators::change::{Comparison, with_changes};
use crate::indicators::definition::Method;
use crate::indicators::names::names;
use crate::indicators::{AGAINST, Given, Indicator, Input, compute as compute_indicator, find};
use crate::intake::{
    ReadOptions, Report, is_score_table, is_tally, of_year, read_score_table, read_table, read_tally,
    score_table_tally,
};
use crate::release::notices::{Caller, Known, Notice, block, of_figures, of_reports};
use crate::release::{Additions, Counts, Schools, read_sheets, summary, written_sheets};
use crate::render;

/// More refused than this, in percent, and no figure is printed.
const ALLOWED_PERCENT: f64 = 1.0;

pub fn compute(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let Some((id, matches)) = matches.subcommand() else { return Ok(()) };
    let indicator = find(id)?;
    let sources = sources(matches);
    let by: Vec<&String> = matches.get_many("by").into_iter().flatten().collect();
    // Columns of small tables go by their own headers.
    let of_table = matches!(indicator.method, Method::Table(_) | Method::Rows(_));
    let named = |word: &String| if of_table { word.clone() } else { key_id(word).to_owned() };
    let by: Vec<String> = by.into_iter().map(named).collect();
    let arguments = arguments(indicator, matches);
    // Told before anything is read: a wrong argument need not wait for a large file.
    arguments.typed(indicator)?;
    let comparison = comparison(matches)?;
    let computed = |input| -> Result<Figures> {
        let figures = compute_indicator(indicator, input, &by, &arguments)?;
        match comparison {
            Some(comparison) => with_changes(figures, indicator, input, &by, &arguments, comparison),
            None => Ok(figures),
        }
    };
    let mut reports = Vec::new();
    let (figures, marked) = match indicator.method {
        Method::Exam(_) => {
            let exam = read_reported(&sources, matches, &mut reports, console)?;
            (computed(Input::Exam(&exam))?, marked(&exam))
        }
        Method::Against(..) => {
            let exam = read_reported(&sources, matches, &mut reports, console)?;
            (computed(Input::Against(&exam, &read_provinces(matches, console)?))?, marked(&exam))
        }
        Method::Table(_) | Method::Rows(_) => {
            let options = file_options(matches)?;
            let (table, report) = read_table(&sources[0].path, &options)?;
            reports.push(report);
            (computed(Input::Table(&table))?, BTreeSet::new())
        }
    };
    print(&figures, matches.get_one::<String>("format").map_or("table", String::as_str), console)?;
    let mut notices = of_reports(None, reports.iter());
    let known = Known {
        full_mark: &|subject| marked.contains(subject),
        population: &|_| arguments.contains("population"),
    };
    notices.extend(of_figures(&figures, &known));
    say_attention(&reports, &notices, console)?;
    match notices.len() {
        notices if notices > 0 && matches.get_flag("strict") => Err(Error::Attention { notices }.into()),
        _ => Ok(()),
    }
}

/// What was read, where something is to be said of it, and all that needs attention.
fn say_attention(reports: &[Report], notices: &[Notice], console: &mut Console<'_>) -> Done {
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

/// The subjects whose full mark is known.
fn marked(exam: &Exam) -> BTreeSet<String> {
    let subjects = exam.subjects().into_iter().filter(|subject| subject.full_mark.is_some());
    subjects.map(|subject| subject.id).collect()
}

/// The files that a command was given.
pub(super) fn sources(matches: &ArgMatches) -> Vec<Source> {
    matches.get_many("source").into_iter().flatten().map(|path: &PathBuf| source(path)).collect()
}

const TRACK: &str = "track";

/// A file and the year that the user names for it.
pub(super) struct Source {
    year: Option<i32>,
    path: PathBuf,
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

/// Whether the change is asked for, and from which coverage on it is given.
fn comparison(matches: &ArgMatches) -> Result<Option<Comparison>> {
    if !matches.get_flag("change") {
        return Ok(None);
    }
    let Some(text) = matches.get_one::<String>("coverage") else { return Ok(Some(Comparison::default())) };
    Comparison::parse(text).map(Some)
}

fn arguments(indicator: &Indicator, matches: &ArgMatches) -> Given {
    let mut arguments = Given::new();
    for parameter in indicator.parameters {
        let values = matches.get_many::<String>(&parameter_id(parameter.name));
        if let Some(values) = values {
            arguments.set(parameter.name, values.cloned().collect());
        }
    }
    arguments
}

/// The candidates of all sources, whatever they are; tells what was refused or doubted.
pub(super) fn read_exam(
    sources: &[Source],
    matches: &ArgMatches,
    console: &mut Console<'_>,
) -> std::result::Result<Exam, super::Stop> {
    let mut reports = Vec::new();
    let exam = read_reported(sources, matches, &mut reports, console)?;
    let notices = of_reports(None, reports.iter());
    say_attention(&reports, &notices, console)?;
    Ok(exam)
}

/// The candidates of all sources, with what reading did.
fn read_reported(
    sources: &[Source],
    matches: &ArgMatches,
    reports: &mut Vec<Report>,
    console: &mut Console<'_>,
) -> std::result::Result<Exam, super::Stop> {
    let kind = matches.get_one::<String>("kind").map_or("auto", String::as_str);
    let mut exam = Exam::default();
    let progress = Progress::default();
    for source in sources {
        let options = read_options(matches, source.year)?;
        if kind == "auto" && is_tally(&source.path) {
            exam.join(Exam::from_tally(of_year(read_tally(&source.path)?, source.year)?));
            continue;
        }
        let is_table = match kind {
            "auto" => is_score_table(&source.path, &options),
            kind => kind == "score-table",
        };
        if is_table {
            exam.join(labelled_table(&source.path, source.year, None, &options, console)?);
            continue;
        }
        let done = |bytes| progress.show(&source.path, bytes);
        let sheets = written_sheets(&source.path, options.sheet.as_deref())?;
        let read = |sheet| Counts::read(&source.path, &ReadOptions { sheet, ..options.clone() }, Some(&done));
        exam.join(read_sheets(&source.path, sheets, read, |counts, sheet| {
            if let Err(fault) = counts.report.refuse_above(ALLOWED_PERCENT, ALLOWED_PERCENT) {
                warn(&counts.report, console)?;
                return Err(super::Stop::from(fault));
            }
            reports.push(counts.report.clone());
            Ok(counts.into_exam(Additions { year: None, schools: schools(matches)?, sheet })?.0)
        })?);
    }
    Ok(exam)
}

fn schools(matches: &ArgMatches) -> Result<Option<Schools>> {
    let Some(path) = matches.get_one::<PathBuf>("schools") else { return Ok(None) };
    let mut options = ReadOptions::default();
    if let Some(encoding) = matches.get_one::<String>("schools-encoding") {
        options.set("encoding", encoding)?;
    }
    let (list, _) = read_table(path, &options)?;
    let key = matches.get_one::<String>("schools-key").map_or("school_code", String::as_str);
    Ok(Some(Schools { list, key: Some(key.to_owned()), columns: BTreeMap::new() }))
}

fn labelled_table(
    path: &Path,
    year: Option<i32>,
    track: Option<&str>,
    options: &ReadOptions,
    console: &mut Console<'_>,
) -> std::result::Result<Exam, super::Stop> {
    let table = read_score_table(path, options)?;
    warn(&table.report, console)?;
    let year = year.map(|year| year.to_string());
    let year = year.iter().map(|year| (YEAR, year.as_str()));
    let labels: Vec<(&str, &str)> = year.chain(track.map(|track| (TRACK, track))).collect();
    let tally = score_table_tally(&table, &labels, &path.display().to_string())?;
    Ok(Exam::from_tally(tally).with_method(table.method()))
}

/// The score tables of the whole: `[YEAR/][TRACK=]PATH`, `YEAR=PATH` where there is no track.
fn read_provinces(matches: &ArgMatches, console: &mut Console<'_>) -> std::result::Result<Exam, super::Stop> {
    let mut whole = Exam::default();
    for argument in matches.get_many::<PathBuf>(AGAINST).into_iter().flatten() {
        let split = argument.to_str().and_then(|text| text.split_once('=')).filter(|_| !argument.exists());
        let Some((label, path)) = split else {
            whole.join(labelled_table(argument, None, None, &ReadOptions::default(), console)?);
            continue;
        };
        let (year, track) = match label.split_once('/') {
            Some((year, track)) => (parse_year(year)?, Some(track)),
            None => match parse_year(label) {
                Ok(year) => (year, None),
                Err(_) => (None, Some(label)),
            },
        };
        whole.join(labelled_table(Path::new(path), year, track, &ReadOptions::default(), console)?);
    }
    Ok(whole)
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

fn print(figures: &Figures, format: &str, console: &mut Console<'_>) -> Done {
    match format {
        "csv" => console.out.write_all(&render::csv::figures_csv(figures))?,
        "json" => writeln!(console.out, "{}", render::json::figures_json(figures))?,
        _ => {
            let table = render::table::from_figures(figures, console.lang, names);
            write!(console.out, "{}", render::text::table_text(&table, console.lang))?;
        }
    }
    Ok(())
}

/// The path of a file that a command was given.
pub fn path<'a>(matches: &'a ArgMatches, name: &str) -> &'a Path {
    matches.get_one::<PathBuf>(name).map_or(Path::new(""), PathBuf::as_path)
}
