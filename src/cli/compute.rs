//! `edugauge compute`: one indicator from one source.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::compute_arguments::parameter_id;
use super::console::{Console, Done, Stop};
use super::paper::read_paper;
use super::read_options::file_options;
use super::sources::{Read, labelled_table, read_reported, say_attention, sources};
#[cfg(feature = "columnar")]
use crate::columnar;
use crate::error::{Error, Result};
use crate::exam::{Exam, parse_year};
use crate::figures::{Figures, key_id};
use crate::indicators::change::{Comparison, with_changes};
use crate::indicators::definition::Method;
use crate::indicators::names::names;
use crate::indicators::{AGAINST, Given, Indicator, Input, compute as compute_indicator, find};
use crate::intake::read_table;
use crate::release::notices::{Known, doubtful_full_marks, doubtful_lines, of_figures, words_unmatched};
use crate::render;

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
    let typed = arguments.typed(indicator)?;
    let comparison = comparison(matches)?;
    let computed = |input| -> Result<Figures> {
        let figures = compute_indicator(indicator, input, &by, &arguments)?;
        match comparison {
            Some(comparison) => with_changes(figures, indicator, input, &by, &arguments, comparison),
            None => Ok(figures),
        }
    };
    let mut read = Read::default();
    let mut doubts = Vec::new();
    let mut doubt = |exam: &Exam| -> Result<()> {
        doubts.extend(doubtful_full_marks(None, exam)?);
        doubts.extend(doubtful_lines(None, exam, indicator, &typed)?);
        Ok(())
    };
    let (figures, marked) = match indicator.method {
        Method::Exam(_) => {
            let exam = read_reported(&sources, matches, &mut read, console)?;
            doubt(&exam)?;
            (computed(Input::Exam(&exam))?, marked(&exam))
        }
        Method::Against(..) => {
            let exam = read_reported(&sources, matches, &mut read, console)?;
            (computed(Input::Against(&exam, &read_provinces(matches, console)?))?, marked(&exam))
        }
        Method::Items(_) => {
            let paper = read_paper(&sources, matches, &mut read)?;
            (computed(Input::Items(&paper))?, BTreeSet::new())
        }
        Method::Table(_) | Method::Rows(_) => {
            let options = file_options(matches)?;
            let (table, report) = read_table(&sources[0].path, &options)?;
            read.reports.push(report);
            doubts.extend(words_unmatched("", indicator, &arguments, &table));
            (computed(Input::Table(&table))?, BTreeSet::new())
        }
    };
    print(&figures, matches.get_one::<String>("format").map_or("table", String::as_str), console)?;
    let mut notices = read.notices();
    notices.extend(doubts);
    let known = Known {
        full_mark: &|subject| marked.contains(subject),
        population: &|_| arguments.contains("population"),
    };
    notices.extend(of_figures(&figures, &known));
    say_attention(&read.reports, &notices, console)?;
    match notices.len() {
        notices if notices > 0 && matches.get_flag("strict") => Err(Error::Attention { notices }.into()),
        _ => Ok(()),
    }
}

/// The subjects whose full mark is known.
fn marked(exam: &Exam) -> BTreeSet<String> {
    let subjects = exam.subjects().into_iter().filter(|subject| subject.full_mark.is_some());
    subjects.map(|subject| subject.id).collect()
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

/// The score tables of the whole: `[YEAR/][TRACK=]PATH`, `YEAR=PATH` where there is no track.
fn read_provinces(matches: &ArgMatches, console: &mut Console<'_>) -> std::result::Result<Exam, Stop> {
    let mut whole = Exam::default();
    for argument in matches.get_many::<PathBuf>(AGAINST).into_iter().flatten() {
        let split = argument.to_str().and_then(|text| text.split_once('=')).filter(|_| !argument.exists());
        let Some((label, path)) = split else {
            whole.join(labelled_table(argument, None, None, console)?);
            continue;
        };
        let (year, track) = match label.split_once('/') {
            Some((year, track)) => (parse_year(year)?, Some(track)),
            None => match parse_year(label) {
                Ok(year) => (year, None),
                Err(_) => (None, Some(label)),
            },
        };
        whole.join(labelled_table(Path::new(path), year, track, console)?);
    }
    Ok(whole)
}

fn print(figures: &Figures, format: &str, console: &mut Console<'_>) -> Done {
    match format {
        "csv" => console.out.write_all(&render::csv::figures_csv(figures))?,
        #[cfg(feature = "columnar")]
        "parquet" => console.out.write_all(&columnar::parquet(&columnar::figures(figures))?)?,
        "json" => writeln!(console.out, "{}", render::json::figures_json(figures))?,
        _ => {
            let table = render::table::from_figures(figures, console.lang, names);
            write!(console.out, "{}", render::text::table_text(&table, console.lang))?;
        }
    }
    Ok(())
}
