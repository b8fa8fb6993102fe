//! What a file is: candidates, a score table, a list of schools, or another table.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::exam::{Exam, parse_year};
use crate::intake::{ReadOptions, is_same_header, is_score_table, read_score_table, read_table};
use crate::lang::Lang;
use crate::number::Rational;
use crate::release::{Additions, Counts, holds_nothing, refuse_repeats};
use crate::subjects::{SubjectNames, TOTAL};

/// A file that was looked at.
pub(super) struct Looked {
    pub path: PathBuf,
    /// The name of the copy.
    pub name: String,
    /// That its name or its data tell.
    pub years: Vec<i32>,
    pub what: What,
}

pub(super) enum What {
    Candidates(Candidates),
    ScoreTable,
    /// Which column joins it, whether it names the schools, and its labels of urban and rural.
    Schools {
        key: &'static str,
        names: bool,
        labels: Vec<String>,
    },
    Table {
        headers: Vec<String>,
    },
}

#[derive(Default)]
pub(super) struct Candidates {
    /// The sheets to read, where there are several, or where one was chosen of several.
    pub sheets: Vec<String>,
    pub count: u64,
    pub subjects: Vec<String>,
    /// Full marks that headers or rows of the files say, by the id of their subject.
    pub full_marks: Vec<(String, Rational)>,
    /// What they are called.
    pub names: SubjectNames,
    pub keys: Vec<String>,
    pub tracks: Vec<String>,
    /// Labels of urban and rural, where candidates have them.
    pub residences: Vec<String>,
    /// Columns of which it is not known what they are.
    pub unknown: Vec<String>,
    /// Rules that marks which are not known may be given, as the configuration writes them.
    pub rules: Vec<String>,
    /// Whether the data say the year of each candidate.
    pub tells_year: bool,
}

/// Looks at one file.
///
/// # Errors
/// A file that cannot be read, or of whose sheets it must be said which.
pub(super) fn look(path: &Path) -> Result<Looked> {
    let options = ReadOptions::default();
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let year = year_of(&name);
    let looked = |years: Vec<i32>, what| Looked { path: path.to_owned(), name: name.clone(), years, what };
    if is_score_table(path, &options) {
        read_score_table(path, &options)?;
        return Ok(looked(year.into_iter().collect(), What::ScoreTable));
    }
    match candidates(path) {
        Ok((candidates, years)) => {
            let years = if candidates.tells_year { years } else { year.into_iter().collect() };
            Ok(looked(years, What::Candidates(candidates)))
        }
        Err(fault) if holds_nothing(&fault) => {
            let table = read_table(path, &options)?.0;
            let column = |names: &[&str]| {
                let named = |header: &String| names.iter().any(|name| is_same_header(header, name));
                table.headers.iter().position(named)
            };
            let names = column(&["学校", "学校名称", "school"]).is_some();
            let key = match (column(&["学校代码", "school_code"]), names) {
                (Some(_), _) => Some("school_code"),
                (None, true) => Some("school"),
                (None, false) => None,
            };
            let residence = column(&["城乡类别", "城乡", "城乡分类", "residence"]);
            let what = match (key, residence) {
                (Some(key), Some(at)) => {
                    let labels = distinct(table.rows.iter().map(|row| row[at].clone()));
                    What::Schools { key, names, labels }
                }
                (Some(key), None) if table.headers.len() <= 4 => {
                    What::Schools { key, names, labels: Vec::new() }
                }
                _ => What::Table { headers: table.headers.clone() },
            };
            Ok(looked(year.into_iter().collect(), what))
        }
        Err(fault) => Err(fault),
    }
}

/// The four digits in a name that are a year of our time.
fn year_of(name: &str) -> Option<i32> {
    let runs = name.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4);
    runs.filter_map(|run| parse_year(run).ok().flatten()).find(|year| (1950..2100).contains(year))
}

fn candidates(path: &Path) -> Result<(Candidates, Vec<i32>)> {
    match read(path, &[]) {
        Err(Error::WhichSheet { asked: None, choices, .. }) if !choices.is_empty() => read(path, &choices),
        read => read,
    }
}

fn read(path: &Path, sheets: &[String]) -> Result<(Candidates, Vec<i32>)> {
    let asked: Vec<Option<String>> =
        if sheets.is_empty() { vec![None] } else { sheets.iter().cloned().map(Some).collect() };
    let mut found = Candidates { sheets: sheets.to_vec(), ..Candidates::default() };
    let mut all: Vec<(String, Exam)> = Vec::new();
    for sheet in asked {
        let options = ReadOptions { sheet, ..ReadOptions::default() };
        let counts = Counts::read(path, &options, None)?;
        let report = counts.report.clone();
        let unknown = report.columns.iter().filter(|column| column.is_unknown());
        add(&mut found.rules, report.offered_rules().iter().map(|rule| rule.as_setting().1));
        add(&mut found.unknown, unknown.map(|column| column.place.header.clone()));
        if sheets.is_empty() {
            found.sheets = report.sheet.clone().into_iter().collect();
        }
        let (exam, _) = counts.into_exam(Additions::default())?;
        all.push((report.sheet.unwrap_or_default(), exam));
    }
    if all.len() > 1 {
        refuse_repeats(path, &all)?;
    }
    let mut exam = Exam::default();
    all.into_iter().for_each(|(_, of_sheet)| exam.join(of_sheet));
    let years: Vec<i32> = exam.years()?.into_iter().flatten().collect();
    found.tells_year = !years.is_empty();
    found.count = exam.len();
    found.subjects = exam.subjects().into_iter().map(|subject| subject.id).collect();
    let marks = exam.subjects().into_iter().filter_map(|subject| Some((subject.id, subject.full_mark?)));
    found.full_marks = marks.collect();
    found.names = exam.names().clone();
    found.keys = exam.keys();
    found.tracks = labels(&exam, "track")?;
    found.residences = labels(&exam, "residence")?;
    Ok((found, years))
}

fn labels(exam: &Exam, key: &str) -> Result<Vec<String>> {
    if exam.keys().iter().all(|known| known != key) {
        return Ok(Vec::new());
    }
    let years = exam.by_year(&[key])?;
    let groups = years.iter().flat_map(|of_year| &of_year.tally.groups);
    Ok(distinct(groups.map(|group| group.labels[0].clone())))
}

fn distinct(labels: impl Iterator<Item = String>) -> Vec<String> {
    let mut known = Vec::new();
    add(&mut known, labels.filter(|label| !label.is_empty()));
    known
}

fn add(known: &mut Vec<String>, more: impl Iterator<Item = String>) {
    for one in more {
        if !known.contains(&one) {
            known.push(one);
        }
    }
}

impl Looked {
    pub fn has_candidates(&self) -> bool {
        matches!(self.what, What::Candidates(_))
    }

    /// One line: what the file was taken for.
    pub fn described(&self, lang: Lang) -> String {
        let years: Vec<String> = self.years.iter().map(i32::to_string).collect();
        let years = if years.is_empty() { String::new() } else { format!("{} ", joined(&years, lang)) };
        let what = match &self.what {
            What::Candidates(found) => {
                let subjects = found.subjects.iter().filter(|id| *id != TOTAL);
                let subjects: Vec<String> =
                    subjects.map(|id| found.names.name(id, lang).to_owned()).collect();
                let (n, subjects) = (found.count, joined(&subjects, lang));
                lang.pick(format!("考生 {n} 名；{subjects}"), format!("{n} candidates; {subjects}"))
            }
            What::ScoreTable => lang.pick("一分一段表", "a score table").to_owned(),
            What::Schools { .. } => lang.pick("学校表", "a list of schools").to_owned(),
            What::Table { headers } => {
                let headers = joined(headers, lang);
                lang.pick(format!("小表：{headers}"), format!("a table: {headers}"))
            }
        };
        lang.pick(format!("{}：{years}{what}", self.name), format!("{}: {years}{what}", self.name))
    }
}

/// What the files were taken for, and what nobody but the user can say.
#[derive(Default)]
pub(super) struct Found {
    pub looked: Vec<Looked>,
    /// In the language of the user.
    pub missing: Vec<String>,
    /// What was taken from the files and is to be looked at, likewise.
    pub taken: Vec<String>,
}

/// Names with the marks of the language between.
pub(super) fn joined(names: &[String], lang: Lang) -> String {
    names.join(lang.pick("、", ", "))
}
