//! Reading from a path or a frame.

use std::collections::BTreeMap;

use pyo3::prelude::*;

use super::call::released;
use super::exam::{Exam, Table, report_json};
use super::source::{ReadTable, Source};
use crate::error::{Error, Result};
use crate::intake::{self, ReadOptions, Report};
use crate::lang::Text;
use crate::number::{Decimal, Rational};
use crate::release::notices;
use crate::release::{SaidOfTable, Schools};

pub(super) type Map = BTreeMap<String, String>;

/// What may be said of counts that another engine made.
pub(super) fn counted_options(full_marks: &Map, steps: &Map, policy: &Map) -> Result<ReadOptions> {
    let given = Given { full_marks: full_marks.clone(), steps: steps.clone(), ..Given::default() };
    Given { policy: policy.clone(), ..given }.options()
}

/// The options as Python gives them: everything as text.
#[derive(Default)]
pub(super) struct Given {
    /// How the file is written: `encoding`, `delimiter`, `header_row`, ….
    pub file: Map,
    pub columns: Map,
    pub full_marks: Map,
    pub steps: Map,
    pub policy: Map,
    pub year: Option<i32>,
}

impl Given {
    pub fn options(self) -> Result<ReadOptions> {
        let mut options = ReadOptions {
            full_marks: numbers("full_marks", &self.full_marks)?,
            steps: numbers("steps", &self.steps)?,
            columns: self.columns,
            year: self.year,
            ..ReadOptions::default()
        };
        for (name, text) in &self.file {
            options.set(name, text)?;
        }
        for (what, verdict) in &self.policy {
            options.policy.set(what, verdict)?;
        }
        Ok(options)
    }
}

const LARGEST_SCORE: Rational = Rational::new_raw(1_000_000, 1);

fn numbers(argument: &str, texts: &Map) -> Result<BTreeMap<String, Rational>> {
    let number = |(subject, text): (&String, &String)| match Decimal::parse(text.as_bytes()) {
        Some(number)
            if number.mantissa > 0 && number.decimals <= 9 && number.to_rational() <= LARGEST_SCORE =>
        {
            Ok((subject.clone(), number.to_rational()))
        }
        _ => Err(Error::InvalidArgument {
            argument: format!("{argument}[{subject:?}]"),
            found: text.clone(),
            expected: Text::new(
                "大于 0 的数（不超过 1000000，至多九位小数）",
                "a number above 0 (1,000,000 and nine decimals at most)",
            ),
        }),
    };
    texts.iter().map(number).collect()
}

/// What may be said of a file of scores.
pub(super) fn options_of(
    file: Map,
    columns: Map,
    full_marks: Map,
    steps: Map,
    policy: Map,
    year: Option<i32>,
) -> Result<ReadOptions> {
    Given { file, columns, full_marks, steps, policy, year }.options()
}

#[pyfunction]
#[pyo3(signature = (source, *, file, sheets, columns, full_marks, steps, policy, year, schools, on, school_columns, allowed_percent))]
#[allow(clippy::too_many_arguments)]
pub fn read_scores(
    source: &Bound<'_, PyAny>,
    file: Map,
    sheets: Vec<String>,
    columns: Map,
    full_marks: Map,
    steps: Map,
    policy: Map,
    year: Option<i32>,
    schools: Option<&Bound<'_, PyAny>>,
    on: Option<String>,
    school_columns: Map,
    allowed_percent: f64,
) -> PyResult<Exam> {
    let py = source.py();
    let options = Given { file, columns, full_marks, steps, policy, year }.options()?;
    let source = Source::new(source)?;
    let schools = schools.map(Source::new).transpose()?;
    released(py, move || {
        if source.is_tally() {
            let tally = intake::of_year(source.tally()?, options.year)?;
            let exam = crate::exam::Exam::from_tally(tally);
            return Ok(Exam { exam, reports: Vec::new(), notices: Vec::new() });
        }
        let schools = schools.map(|schools| schools.table(&ReadOptions::default(), &[])).transpose()?;
        let schools = schools.map(|read| Schools { list: read.table, key: on, columns: school_columns });
        let mut reports = Vec::new();
        let (exam, passed_over) = source.exam(&options, &sheets, &schools, allowed_percent, &mut reports)?;
        let doubts = notices::doubtful_full_marks(None, &exam)?;
        let mut exam = of_reports(exam, &reports);
        exam.notices.extend(passed_over.into_iter().chain(doubts));
        Ok(exam)
    })
}

fn of_reports(exam: crate::exam::Exam, reports: &[Report]) -> Exam {
    let notices = notices::of_reports(None, reports.iter());
    Exam { exam, reports: reports.iter().map(report_json).collect(), notices }
}

#[pyfunction]
#[pyo3(signature = (source, *, file, sheets, columns))]
pub fn read_table(
    source: &Bound<'_, PyAny>,
    file: Map,
    sheets: Vec<String>,
    columns: Map,
) -> PyResult<Table> {
    let options = Given { file, columns, ..Given::default() }.options()?;
    let py = source.py();
    let source = Source::new(source)?;
    released(py, move || {
        let ReadTable { table, reports, notices } = source.table(&options, &sheets)?;
        let rejects = reports.iter().flat_map(|report| report.rejected.iter().copied()).collect();
        Ok(Table { table, rejects, reports: reports.iter().map(report_json).collect(), notices })
    })
}

#[pyfunction]
#[pyo3(signature = (source, *, file, sheets, columns, full_marks, year, track))]
pub fn read_score_table(
    source: &Bound<'_, PyAny>,
    file: Map,
    sheets: Vec<String>,
    columns: Map,
    full_marks: Map,
    year: Option<i32>,
    track: Option<String>,
) -> PyResult<Exam> {
    let options = Given { file, columns, full_marks, year, ..Given::default() }.options()?;
    let py = source.py();
    let source = Source::new(source)?;
    released(py, move || {
        let said = SaidOfTable { year, track: track.as_deref() };
        let (exam, reports, passed_over) = source.score_table(&options, &sheets, said)?;
        let mut exam = of_reports(exam, &reports);
        exam.notices.extend(passed_over);
        Ok(exam)
    })
}
