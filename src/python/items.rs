//! The items of a paper as a Python object that shows counts, never pupils.

use std::io::Write;
use std::path::{Path, PathBuf};

use pyo3::prelude::*;
use serde_json::{Value as Json, json};

use super::call::released;
use super::exam::{Exam, notice_texts, report_json, to_python};
use super::reading::{Map, options_of};
use super::source::Source;
use crate::error::{Error, Result};
use crate::indicators::{IrtOptions, irt_files};
use crate::intake::{ItemOptions, ReadOptions, Report};
use crate::lang::Text;
use crate::number::{Decimal, Rational, plain};
use crate::records::{Item, ItemSheet, Part, ScoringRule};
use crate::release::notices::{Caller, Notice, of_reports};
use crate::release::{Additions, Schools, append, item_notices};

/// A paper: who sat it, and what each has in each item.
#[pyclass(frozen, module = "edugauge")]
pub struct Items {
    pub sheet: ItemSheet,
    pub reports: Vec<Json>,
    pub notices: Vec<Notice>,
}

#[pymethods]
impl Items {
    /// Ids of the items, in the order of their columns.
    #[getter]
    fn items(&self) -> Vec<String> {
        self.sheet.items.iter().map(|item| item.id.clone()).collect()
    }

    /// Keys by which the candidates can be grouped.
    #[getter]
    fn keys(&self) -> Vec<String> {
        self.sheet.key_names()
    }

    /// What is known of each item: one dict each.
    #[getter]
    fn plan<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &Json::from(self.sheet.items.iter().map(described).collect::<Vec<_>>()))
    }

    /// Candidates who did not sit the paper.
    #[getter]
    fn absent(&self) -> u64 {
        self.sheet.absent
    }

    /// What reading did with every row and every doubtful cell: one dict per file or frame.
    #[getter]
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &Json::from(self.reports.clone()))
    }

    /// The candidates with their scores in each part of the plan as subjects, and the total.
    #[pyo3(signature = (of = "knowledge", counts = "full"))]
    fn exam(&self, py: Python<'_>, of: &str, counts: &str) -> PyResult<Exam> {
        let exam = released(py, || crate::indicators::exam_of_parts(&self.sheet, of, counts))?;
        Ok(Exam { exam, reports: self.reports.clone(), notices: self.notices.clone() })
    }

    /// Two files for packages of item response theory: `responses.csv`, a row per candidate, and `items.csv`.
    #[pyo3(signature = (folder, *, level = "item", blank = "zero", not_reached = "omit", right_from = None))]
    fn to_irt(
        &self,
        py: Python<'_>,
        folder: PathBuf,
        level: &str,
        blank: &str,
        not_reached: &str,
        right_from: Option<f64>,
    ) -> PyResult<Vec<PathBuf>> {
        let zero = Text::new("zero 或 omit", "zero or omit");
        let options = IrtOptions {
            by_question: chosen(
                "level",
                level,
                ["item", "question"],
                Text::new("item 或 question", "item or question"),
            )?,
            blank_missing: chosen("blank", blank, ["zero", "omit"], zero)?,
            not_reached_missing: chosen("not_reached", not_reached, ["zero", "omit"], zero)?,
            right_from: right_from.map(share).transpose()?,
        };
        let written = released(py, || {
            let files = irt_files(&self.sheet, options)?;
            std::fs::create_dir_all(&folder)
                .map_err(|source| Error::Unwritable { path: folder.clone(), source })?;
            let responses = new_file(&folder.join("responses.csv"), &files.responses)?;
            Ok(vec![responses, new_file(&folder.join("items.csv"), &files.items)?])
        })?;
        Ok(written)
    }

    /// What needs attention, each with what mends it.
    fn attention(&self) -> Vec<String> {
        notice_texts(&self.notices, Caller::Python)
    }

    fn __len__(&self) -> usize {
        self.sheet.len()
    }

    /// The candidates of both, where they sat one paper.
    fn __add__(&self, other: &Items) -> PyResult<Items> {
        let mut sheet = self.sheet.clone();
        append(&mut sheet, other.sheet.clone())?;
        let reports = [&self.reports[..], &other.reports].concat();
        Ok(Items { sheet, reports, notices: [&self.notices[..], &other.notices].concat() })
    }

    fn __repr__(&self) -> String {
        let keys = self.keys().join(", ");
        format!("<Items: {} candidates; {} items; keys: {keys}>", self.sheet.len(), self.sheet.items.len())
    }
}

/// A share of the full mark, above 0.
fn share(found: f64) -> Result<Rational> {
    let number = Decimal::parse(found.to_string().as_bytes()).map(Decimal::to_rational);
    let range = Rational::from_integer(0)..=Rational::from_integer(1);
    let is_share = |share: &Rational| range.contains(share) && found > 0.0;
    number.filter(is_share).ok_or_else(|| Error::InvalidArgument {
        argument: "right_from".to_owned(),
        found: found.to_string(),
        expected: Text::new("大于 0、不大于 1 的数", "a number above 0, up to 1"),
    })
}

/// A file of pupils is never written over another.
fn new_file(path: &Path, text: &str) -> Result<PathBuf> {
    let unwritable = |source| Error::Unwritable { path: path.to_owned(), source };
    let mut file = std::fs::File::create_new(path).map_err(unwritable)?;
    file.write_all(text.as_bytes()).map_err(unwritable)?;
    Ok(path.to_owned())
}

fn described(item: &Item) -> Json {
    let number = |number: Option<Rational>| number.map(crate::number::to_f64);
    let parts = |parts: &[Part]| parts.iter().map(|(label, _)| label.clone()).collect::<Vec<_>>();
    let rule = match item.rule {
        ScoringRule::Exact => "exact".to_owned(),
        ScoringRule::Half => "half".to_owned(),
        ScoringRule::PerOption => "per_option".to_owned(),
        ScoringRule::Subset(points) => format!("subset={}", plain(points)),
    };
    json!({
        "item": item.id,
        "name": item.name,
        "question": item.question,
        "type": item.kind,
        "full": number(item.full_mark),
        "key": item.key,
        "rule": item.key.as_ref().map(|_| rule),
        "knowledge": parts(&item.knowledge),
        "ability": parts(&item.ability),
        "expected_difficulty": number(item.expected),
        "choice_group": item.choice.as_ref().map(|choice| choice.group.clone()),
        "choose": item.choice.as_ref().map(|choice| choice.choose),
        "objective": item.objective,
    })
}

/// Of two words, whether it is the second.
fn chosen(argument: &str, found: &str, [first, second]: [&str; 2], expected: Text) -> Result<bool> {
    match found {
        word if word == first => Ok(false),
        word if word == second => Ok(true),
        _ => Err(Error::InvalidArgument { argument: argument.to_owned(), found: found.to_owned(), expected }),
    }
}

#[pyfunction]
#[pyo3(signature = (source, *, file, sheets, columns, full_marks, steps, policy, year, plan, plan_sheet, rule, subject, zero_papers, choice, void, schools, on, school_columns, allowed_percent))]
#[allow(clippy::too_many_arguments)]
pub fn read_items(
    source: &Bound<'_, PyAny>,
    file: Map,
    sheets: Vec<String>,
    columns: Map,
    full_marks: Map,
    steps: Map,
    policy: Map,
    year: Option<i32>,
    plan: Option<&Bound<'_, PyAny>>,
    plan_sheet: Option<String>,
    rule: Option<String>,
    subject: Option<String>,
    zero_papers: &str,
    choice: &str,
    void: &str,
    schools: Option<&Bound<'_, PyAny>>,
    on: Option<String>,
    school_columns: Map,
    allowed_percent: f64,
) -> PyResult<Items> {
    let py = source.py();
    let options = options_of(file, columns, full_marks, steps, policy, year)?;
    let drop_zero_papers =
        chosen("zero_papers", zero_papers, ["keep", "drop"], Text::new("keep 或 drop", "keep or drop"))?;
    let best_of_choice =
        chosen("choice", choice, ["first", "best"], Text::new("first 或 best", "first or best"))?;
    let drop_void = chosen("void", void, ["full", "drop"], Text::new("full 或 drop", "full or drop"))?;
    let source = Source::new(source)?;
    let plan = plan.map(Source::new).transpose()?;
    let schools = schools.map(Source::new).transpose()?;
    released(py, move || {
        let own = ReadOptions { sheet: plan_sheet, ..ReadOptions::default() };
        let plan = plan.map(|plan| plan.table(&own, own.sheet.as_slice())).transpose()?;
        let plan = plan.map(|plan| plan.table);
        let of = ItemOptions { subject, plan, rule, drop_zero_papers, drop_void, best_of_choice };
        let schools = schools.map(|schools| schools.table(&ReadOptions::default(), &[])).transpose()?;
        let schools = schools.map(|read| Schools { list: read.table, key: on, columns: school_columns });
        let additions = Additions { year: None, schools, sheet: None };
        let (sheet, reports) = source.items(&options, &sheets, &of, &additions, allowed_percent)?;
        let mut notices = of_reports(None, reports.iter());
        notices.extend(item_notices(None, &sheet));
        let reports = reports.iter().map(|report: &Report| report_json(report)).collect();
        Ok(Items { sheet, reports, notices })
    })
}
