//! `edugauge compute`: one indicator from one source.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::compute_arguments::parameter_id;
use super::progress::Progress;
use super::tally::WEIGHT;
use super::{Console, Done};
use crate::error::{Error, Result};
use crate::exam::{Exam, YEAR, parse_year};
use crate::figures::Figures;
use crate::indicators::change::{Comparison, with_changes};
use crate::indicators::registry::{Method, names};
use crate::indicators::{AGAINST, Arguments, Indicator, Input, compute as compute_indicator, find};
use crate::intake::{
    Policy, READ_OPTIONS, ReadOption, ReadOptions, Report, is_score_table, is_tally, of_year,
    read_score_table, read_table, read_tally, score_table_tally,
};
use crate::lang::Text;
use crate::number::{Decimal, Rational};
use crate::release::{Additions, Counts, Schools};
use crate::render;
use crate::subjects::subject_id;

/// More refused than this, in percent, and no figure is printed.
const ALLOWED_PERCENT: f64 = 1.0;

pub fn compute(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let Some((id, matches)) = matches.subcommand() else { return Ok(()) };
    let indicator = find(id)?;
    let sources = sources(matches);
    let by: Vec<String> = matches.get_many("by").into_iter().flatten().cloned().collect();
    let arguments = arguments(indicator, matches);
    // Told before anything is read: a wrong argument need not wait for a large file.
    arguments.checked(indicator)?;
    let comparison = comparison(matches)?;
    let computed = |input| -> Result<Figures> {
        let figures = compute_indicator(indicator, input, &by, &arguments)?;
        match comparison {
            Some(comparison) => with_changes(figures, indicator, input, &by, &arguments, comparison),
            None => Ok(figures),
        }
    };
    let figures = match indicator.method {
        Method::Exam(_) => computed(Input::Exam(&read_exam(&sources, matches, console)?))?,
        Method::Against(..) => {
            let exam = read_exam(&sources, matches, console)?;
            computed(Input::Against(&exam, &read_provinces(matches, console)?))?
        }
        Method::Table(_) | Method::Rows(_) => {
            let options = file_options(matches)?;
            let (table, report) = read_table(&sources[0].path, &options)?;
            warn(&report, console)?;
            computed(Input::Table(&table))?
        }
    };
    print(&figures, matches.get_one::<String>("format").map_or("table", String::as_str), console)
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

fn arguments(indicator: &Indicator, matches: &ArgMatches) -> Arguments {
    let mut arguments = Arguments::new();
    for parameter in indicator.parameters {
        let values = matches.get_many::<String>(&parameter_id(parameter.name));
        if let Some(values) = values {
            arguments.set(parameter.name, values.cloned().collect());
        }
    }
    arguments
}

/// The candidates of all sources, whatever they are.
pub(super) fn read_exam(
    sources: &[Source],
    matches: &ArgMatches,
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
        let counts = Counts::read(&source.path, &options, Some(&done))?;
        warn(&counts.report, console)?;
        counts.report.refuse_above(ALLOWED_PERCENT, ALLOWED_PERCENT)?;
        exam.join(counts.into_exam(Additions { year: None, schools: schools(matches)? })?.0);
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

/// The options for reading that the command line gave.
pub fn read_options(matches: &ArgMatches, year: Option<i32>) -> Result<ReadOptions> {
    let mut columns: BTreeMap<String, String> = pairs(matches, "column")?.into_iter().collect();
    if let Ok(Some(column)) = matches.try_get_one::<String>(WEIGHT) {
        columns.insert(column.clone(), format!("key:{WEIGHT}"));
    }
    Ok(ReadOptions {
        columns,
        full_marks: numbers(matches, "full-mark")?,
        steps: numbers(matches, "step")?,
        year,
        policy: policy(matches)?,
        ..file_options(matches)?
    })
}

fn policy(matches: &ArgMatches) -> Result<Policy> {
    let mut policy = Policy::default();
    for (what, verdict) in pairs(matches, "policy")? {
        policy.set(&what, &verdict)?;
    }
    Ok(policy)
}

/// How a file is written, as far as the command line says.
pub fn file_options(matches: &ArgMatches) -> Result<ReadOptions> {
    let mut options = ReadOptions::default();
    given_options(matches).try_for_each(|(name, text)| options.set(name, text))?;
    Ok(options)
}

/// The options of reading that the command line gave.
pub fn given_options(matches: &ArgMatches) -> impl Iterator<Item = (&'static str, &String)> {
    let given = |option: &'static ReadOption| Some((option.name, matches.get_one::<String>(option.name)?));
    READ_OPTIONS.iter().filter(|option| matches.try_contains_id(option.name).is_ok()).filter_map(given)
}

fn invalid(argument: &str, found: &str, expected: Text) -> Error {
    Error::InvalidArgument { argument: argument.to_owned(), found: found.to_owned(), expected }
}

/// `LEFT=RIGHT`, any number of times. A header may itself hold `=`; a field does not.
pub fn pairs(matches: &ArgMatches, name: &str) -> Result<Vec<(String, String)>> {
    let given = matches.get_many::<String>(name).into_iter().flatten();
    given
        .map(|text| {
            let pair = text.rsplit_once('=').filter(|(left, right)| !left.is_empty() && !right.is_empty());
            let (left, right) = pair.ok_or_else(|| invalid(name, text, Text::new("左=右", "LEFT=RIGHT")))?;
            Ok((left.to_owned(), right.to_owned()))
        })
        .collect()
}

fn numbers(matches: &ArgMatches, name: &str) -> Result<BTreeMap<String, Rational>> {
    let number = |(subject, text): (String, String)| {
        let number = Decimal::parse(text.as_bytes()).map(Decimal::to_rational);
        let number = number.filter(|number| *number > Rational::from_integer(0));
        let number =
            number.ok_or_else(|| invalid(name, &text, Text::new("大于 0 的数", "a number above 0")))?;
        Ok((subject_id(&subject).to_owned(), number))
    };
    pairs(matches, name)?.into_iter().map(number).collect()
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
            let figures = crate::release::worded(figures, console.lang);
            let table = render::table::from_figures(&figures, console.lang, names);
            write!(console.out, "{}", render::text::table_text(&table, console.lang))?;
        }
    }
    Ok(())
}

/// The path of a file that a command was given.
pub fn path<'a>(matches: &'a ArgMatches, name: &str) -> &'a Path {
    matches.get_one::<PathBuf>(name).map_or(Path::new(""), PathBuf::as_path)
}
