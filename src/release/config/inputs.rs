//! Cut scores, inhabitants, full marks and targets that stand in table files, so that who keeps them need not
//! edit the configuration.

use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use super::content::{Basis, CutScore, Number, Population, PopulationUnit, SourceKind};
use super::{Config, Text};
use crate::error::{Error, Place, Result};
use crate::indicators::Target;
use crate::intake::{ReadOptions, is_same_header, read_table, sheet_names};
use crate::lang::Lang;
use crate::number::Rational;
use crate::records::SmallTable;
use crate::subjects::subject_id;

/// Files of what every year brings anew.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Inputs {
    /// Holds, in sheets of their names, those that have no file of their own.
    pub workbook: Option<String>,
    pub cut_scores: Option<String>,
    pub population: Option<String>,
    pub full_marks: Option<String>,
    pub targets: Option<String>,
}

/// What the table files keep, as far as a run can find it missing.
pub enum Yearly {
    CutScores,
    Population,
    FullMarks,
}

impl Inputs {
    /// Where the user keeps such inputs: a file of its own, or a sheet of the workbook of all.
    pub fn place(&self, of: &Yearly, lang: Lang) -> Option<String> {
        let (form, own) = match of {
            Yearly::CutScores => (&CUT_SCORES, &self.cut_scores),
            Yearly::Population => (&POPULATION, &self.population),
            Yearly::FullMarks => (&FULL_MARKS, &self.full_marks),
        };
        let [zh, en] = form.sheet;
        own.clone().or_else(|| {
            let workbook = self.workbook.as_ref()?;
            Some(lang.pick(format!("{workbook} 的「{zh}」表"), format!("the sheet {en} of {workbook}")))
        })
    }
}

/// What a table holds: how its sheet is called, and its columns.
struct Form {
    sheet: [&'static str; 2],
    value: &'static [&'static str],
}

const YEAR: &[&str] = &["年份", "年度", "year"];
const TRACK: &[&str] = &["科类", "选科", "track"];
const LINE: &[&str] = &["分数线", "线", "线名", "line"];
const GROUP: &[&str] = &["分组", "学校", "区县", "group", "school"];
const UNIT: &[&str] = &["单位", "unit"];
const BASIS: &[&str] = &["口径", "basis"];
const SUBJECT: &[&str] = &["科目", "subject"];
const SOURCE: &[&str] = &["数据源", "source"];

const CUT_SCORES: Form = Form { sheet: ["分数线", "cut_scores"], value: &["分数", "score"] };
const POPULATION: Form = Form { sheet: ["人口", "population"], value: &["人数", "人口", "count"] };
const FULL_MARKS: Form = Form { sheet: ["满分", "full_marks"], value: &["满分", "full_mark"] };
const TARGETS: Form = Form { sheet: ["目标", "targets"], value: &["目标", "人数", "count"] };

/// A table and its rows that have a value.
struct Rows {
    table: SmallTable,
    value: usize,
}

impl Rows {
    fn column(&self, names: &[&str]) -> Option<usize> {
        self.table.headers.iter().position(|header| names.iter().any(|name| is_same_header(header, name)))
    }

    fn cell(&self, row: usize, names: &[&str]) -> &str {
        self.column(names).map_or("", |at| self.table.rows[row][at].trim())
    }

    fn filled(&self) -> impl Iterator<Item = usize> {
        (0..self.table.rows.len()).filter(|row| !self.table.rows[*row][self.value].trim().is_empty())
    }

    fn bad(&self, row: usize, column: usize, expected: Text) -> Error {
        let place = self.table.place(row).at_column(column, &self.table.headers[column]);
        Error::BadCell { place, found: self.table.rows[row][column].clone(), expected }
    }

    fn number(&self, row: usize) -> Result<Number> {
        let text = self.table.rows[row][self.value].trim();
        let whole = text.parse::<i64>().map(Number::Integer);
        let number = whole.or_else(|_| text.parse::<f64>().map(Number::Float)).ok();
        number
            .filter(|number| number.to_rational().is_some())
            .ok_or_else(|| self.bad(row, self.value, Text::new("一个数", "a number")))
    }

    fn year(&self, row: usize) -> Result<Option<i32>> {
        let Some(at) = self.column(YEAR) else { return Ok(None) };
        let expected = Text::new("四位数的年份", "a year of four digits");
        crate::exam::parse_year(&self.table.rows[row][at]).map_err(|_| self.bad(row, at, expected))
    }
}

impl Config {
    /// Reads what stands in table files, beside what the configuration itself says.
    ///
    /// # Errors
    /// A file that cannot be read, or lacks the column of values; a cell that is not what it must be.
    pub(super) fn read_inputs(&mut self) -> Result<()> {
        if let Some(rows) = self.input(&CUT_SCORES, |inputs| inputs.cut_scores.as_ref())? {
            let source = self.main_source();
            for row in rows.filled() {
                let named = rows.cell(row, SOURCE);
                let source = if named.is_empty() { source.clone() } else { named.to_owned() };
                let cut = CutScore {
                    source: Spanned::new(0..0, source),
                    year: rows.year(row)?,
                    line: rows.cell(row, LINE).to_owned(),
                    track: Some(rows.cell(row, TRACK).to_owned()).filter(|track| !track.is_empty()),
                    score: Spanned::new(0..0, rows.number(row)?),
                };
                self.content.cut_scores.push(cut);
            }
        }
        if let Some(rows) = self.input(&POPULATION, |inputs| inputs.population.as_ref())? {
            for row in rows.filled() {
                let population = population(&rows, row)?;
                self.content.populations.push(population);
            }
        }
        if let Some(rows) = self.input(&FULL_MARKS, |inputs| inputs.full_marks.as_ref())? {
            for row in rows.filled() {
                let subject = subject_id(rows.cell(row, SUBJECT)).to_owned();
                let (mark, named) = (rows.number(row)?, rows.cell(row, SOURCE));
                let of = |id: &str| named.is_empty() || named == id;
                let sources = self.content.sources.iter_mut().filter(|s| s.kind != SourceKind::Table);
                for source in sources.filter(|source| of(&source.id)) {
                    source.full_marks.entry(subject.clone()).or_insert(Spanned::new(0..0, mark));
                }
            }
        }
        if let Some(rows) = self.input(&TARGETS, |inputs| inputs.targets.as_ref())? {
            for row in rows.filled() {
                let named = |names| Some(rows.cell(row, names).to_owned()).filter(|name| !name.is_empty());
                let count = rows.number(row)?.to_rational().unwrap_or_default();
                if count < Rational::from_integer(0) || !count.is_integer() {
                    let expected = Text::new("0 或正整数", "a whole number of 0 or more");
                    return Err(rows.bad(row, rows.value, expected));
                }
                let target = Target { year: rows.year(row)?, group: named(GROUP), line: named(LINE), count };
                self.content.targets.push(target);
            }
        }
        Ok(())
    }

    /// What cut scores are of that name no source.
    fn main_source(&self) -> String {
        let content = &self.content;
        let headline = content.headline.as_ref().map(|headline| headline.source.get_ref());
        let is_exam = |kind| matches!(kind, SourceKind::Candidates | SourceKind::ScoreTable);
        let first = content.sources.iter().find(|source| is_exam(source.kind)).map(|s| &s.id);
        headline.or(first).cloned().unwrap_or_default()
    }

    /// The file of a form, or its sheet in the workbook of all.
    fn input(&mut self, form: &Form, own: impl Fn(&Inputs) -> Option<&String>) -> Result<Option<Rows>> {
        let inputs = &self.content.inputs;
        let (path, sheet) = match (own(inputs), &inputs.workbook) {
            (Some(path), _) => (self.within(self.folder.join(path))?, None),
            (None, Some(workbook)) => {
                let path = self.within(self.folder.join(workbook))?;
                let names = sheet_names(&path)?;
                let Some(name) = names.into_iter().find(|name| form.sheet.contains(&name.as_str())) else {
                    self.add_input(path);
                    return Ok(None);
                };
                (path, Some(name))
            }
            (None, None) => return Ok(None),
        };
        let options = ReadOptions { sheet, ..ReadOptions::default() };
        let mut table = read_table(&path, &options)?.0;
        if let Some(sheet) = &options.sheet {
            table.file = format!("{} [{sheet}]", table.file);
        }
        let value = |name: &&str| table.headers.iter().position(|header| is_same_header(header, name));
        let Some(value) = form.value.iter().find_map(value) else {
            return Err(Error::ColumnNotFound {
                place: Place::file(&table.file),
                column: form.value[0].to_owned(),
                available: table.headers.clone(),
                suggestion: None,
            });
        };
        self.add_input(path);
        Ok(Some(Rows { table, value }))
    }

    fn add_input(&mut self, path: PathBuf) {
        if !self.inputs.contains(&path) {
            self.inputs.push(path);
        }
    }
}

fn population(rows: &Rows, row: usize) -> Result<Population> {
    let at = |names: &[&str]| rows.column(names).unwrap_or(rows.value);
    let year = rows.year(row)?;
    let expected = Text::new("四位数的年份", "a year of four digits");
    let year = year.ok_or_else(|| rows.bad(row, at(YEAR), expected))?;
    let unit = match rows.cell(row, UNIT) {
        "" | "人" | "persons" => PopulationUnit::Persons,
        "万人" | "万" | "10k" => PopulationUnit::TenThousands,
        _ => return Err(rows.bad(row, at(UNIT), Text::new("人 或 万人", "persons or 10k"))),
    };
    let basis = match rows.cell(row, BASIS) {
        "户籍" | "registered" => Basis::Registered,
        "常住" | "resident" => Basis::Resident,
        _ => return Err(rows.bad(row, at(BASIS), Text::new("户籍 或 常住", "registered or resident"))),
    };
    let count = Spanned::new(0..0, rows.number(row)?);
    let group = Some(rows.cell(row, GROUP).to_owned()).filter(|group| !group.is_empty());
    Ok(Population { year, count, unit, basis, group })
}
