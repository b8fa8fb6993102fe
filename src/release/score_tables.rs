//! Published score tables of one file, sheet by sheet.

use std::path::Path;

use super::Counts;
use super::notices::Notice;
use super::sheets::{AskedSheet, holds_nothing, refuse_sums};
use super::sources::TRACK;
use crate::error::{Error, Result};
use crate::exam::{Exam, YEAR};
use crate::intake::{
    ReadOptions, Report, ScoreTable, is_score_table, names_track, read_score_table, score_table_tally,
};

const SHEET: &str = "sheet";

/// What the user says of the candidates of a table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'a> {
    pub year: Option<i32>,
    pub track: Option<&'a str>,
}

fn of(options: &ReadOptions, sheet: &AskedSheet) -> ReadOptions {
    ReadOptions { sheet: sheet.name.clone(), ..options.clone() }
}

/// Whether the sheets that are asked for hold score tables, and none of them candidates.
pub fn are_score_tables(path: &Path, sheets: &[AskedSheet], options: &ReadOptions) -> bool {
    let (tables, others): (Vec<&AskedSheet>, Vec<&AskedSheet>) =
        sheets.iter().partition(|sheet| is_score_table(path, &of(options, sheet)));
    let is_none = |sheet: &&AskedSheet| {
        Counts::read(path, &of(options, sheet), None).is_err_and(|fault| holds_nothing(&fault))
    };
    !tables.is_empty() && others.iter().all(is_none)
}

/// The sheets that hold score tables, with the key that tells them apart: their track where all are called by one
/// (物理类, 历史类). And those that a pattern passes over.
pub fn score_table_sheets(
    path: &Path,
    sheets: Vec<AskedSheet>,
    options: &ReadOptions,
) -> (Vec<AskedSheet>, Vec<AskedSheet>) {
    let is_one = |sheet: &AskedSheet| !sheet.by_pattern || is_score_table(path, &of(options, sheet));
    let (mut tables, others): (Vec<AskedSheet>, Vec<AskedSheet>) = sheets.into_iter().partition(is_one);
    if tables.is_empty() {
        // Each says itself why it is none.
        return (others, Vec::new());
    }
    let is_track = |sheet: &AskedSheet| sheet.name.as_ref().is_some_and(|name| names_track(name));
    let key = if tables.iter().all(is_track) { TRACK } else { SHEET };
    let key = Some(key).filter(|_| tables.len() > 1);
    tables.iter_mut().for_each(|sheet| sheet.key = key);
    (tables, others)
}

/// The candidates of a score table, by what the user says of them and by its sheet.
///
/// # Errors
/// A label that the table does not have.
pub fn labelled(table: &ScoreTable, sheet: &AskedSheet, said: Said<'_>, file: &str) -> Result<Exam> {
    let year = said.year.map(|year| year.to_string());
    let tells_track = said.track.is_some() || table.keys.iter().any(|key| key == TRACK);
    let of_sheet = sheet.label().map(|(key, name)| if tells_track { (SHEET, name) } else { (key, name) });
    let mut labels: Vec<(&str, &str)> = Vec::new();
    labels.extend(year.iter().map(|year| (YEAR, year.as_str())));
    labels.extend(said.track.map(|track| (TRACK, track)));
    labels.extend(of_sheet.iter().map(|(key, name)| (*key, name.as_str())));
    let tally = score_table_tally(table, &labels, file)?;
    Ok(Exam::from_tally(tally).with_method(table.method()))
}

/// The candidates of the score tables of one file, and the sheets that were passed over.
///
/// # Errors
/// As for [`read_score_table`]; a sheet that is the sum of the others.
pub fn read_score_tables<E: From<Error>>(
    path: &Path,
    sheets: Vec<AskedSheet>,
    options: &ReadOptions,
    said: Said<'_>,
    mut take: impl FnMut(Report) -> std::result::Result<(), E>,
) -> std::result::Result<(Exam, Vec<Notice>), E> {
    let (sheets, others) = score_table_sheets(path, sheets, options);
    let passed_over = others.iter().map(|sheet| Notice::SheetNotRead { sheet: sheet.of(path) }).collect();
    let mut all = Vec::new();
    for sheet in sheets {
        let table = read_score_table(path, &of(options, &sheet))?;
        let exam = labelled(&table, &sheet, said, &path.display().to_string())?;
        take(table.report)?;
        all.push((sheet.name.unwrap_or_default(), exam));
    }
    refuse_sums(path, &all)?;
    let mut exam = Exam::default();
    all.into_iter().for_each(|(_, of_sheet)| exam.join(of_sheet));
    Ok((exam, passed_over))
}
