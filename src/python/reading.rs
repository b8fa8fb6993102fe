//! Reading from a path or a frame.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use pyo3::prelude::*;

use super::call::released;
use super::exam::{Exam, Table, report_json};
use super::frames::{OF_SOURCE, is_frame, text_frame, wrong_type};
use crate::error::{Error, Result};
use crate::intake::{self, ReadOptions, Report, ScoreTable, TextFrame};
use crate::lang::Text;
use crate::number::{Decimal, Rational};
use crate::records::SmallTable;
use crate::release::notices::{self, Notice};
use crate::release::{Additions, Counts, Schools, asked_sheets, read_sheets, written_sheets};
use crate::tally::Tally;

pub(super) type Map = BTreeMap<String, String>;

/// Where data come from, out of reach of the interpreter.
pub(super) enum Source {
    Path(PathBuf),
    Frame(TextFrame),
    Table(SmallTable),
}

impl Source {
    pub fn new(data: &Bound<'_, PyAny>) -> PyResult<Source> {
        if let Ok(table) = data.cast::<Table>() {
            return Ok(Source::Table(table.get().table.clone()));
        }
        if is_frame(data)? {
            return Ok(Source::Frame(text_frame(data)?));
        }
        data.extract::<PathBuf>().map(Source::Path).map_err(|_| wrong_type("source", data, OF_SOURCE))
    }

    /// The candidates; of a file they are counted and only a few kept one by one.
    fn exam(
        &self,
        options: &ReadOptions,
        sheets: &[String],
        schools: &Option<Schools>,
        allowed: f64,
        reports: &mut Vec<Report>,
    ) -> Result<(crate::exam::Exam, Vec<Notice>)> {
        let additions = |sheet| Additions { year: None, schools: schools.clone(), sheet };
        let frame = match self {
            Source::Path(path) => {
                let asked = match sheets {
                    [written] => written_sheets(path, Some(written))?,
                    sheets => asked_sheets(path, sheets)?,
                };
                let read = |sheet| Counts::read(path, &ReadOptions { sheet, ..options.clone() }, None);
                return read_sheets(path, asked, read, |counts, sheet| {
                    counts.report.refuse_above(allowed, allowed)?;
                    reports.push(counts.report.clone());
                    Ok(counts.into_exam(additions(sheet))?.0)
                });
            }
            Source::Frame(frame) => Cow::Borrowed(frame),
            Source::Table(table) => Cow::Owned(as_frame(table)),
        };
        let (mut records, report) = intake::read_scores_frame(&frame, options)?;
        report.refuse_above(allowed, allowed)?;
        additions(None).apply(&mut records).map_err(|fault| report.place_missing_key(fault))?;
        let names = report.subject_names(&options.columns);
        reports.push(report);
        Ok((crate::exam::Exam::from_records(records).with_names(names), Vec::new()))
    }

    fn table(&self, options: &ReadOptions) -> Result<(SmallTable, Option<Report>)> {
        let read = match self {
            Source::Path(path) => intake::read_table(path, options)?,
            Source::Frame(frame) => intake::read_table_frame(frame, options)?,
            Source::Table(table) => return Ok((table.clone(), None)),
        };
        Ok((read.0, Some(read.1)))
    }

    fn score_table(&self, options: &ReadOptions) -> Result<ScoreTable> {
        match self {
            Source::Path(path) => intake::read_score_table(path, options),
            Source::Frame(frame) => intake::read_score_table_frame(frame, options),
            Source::Table(table) => intake::read_score_table_frame(&as_frame(table), options),
        }
    }

    fn is_tally(&self) -> bool {
        match self {
            Source::Path(path) => intake::is_tally(path),
            Source::Frame(frame) => intake::is_tally_frame(frame),
            Source::Table(_) => false,
        }
    }

    pub fn tally(&self) -> Result<Tally> {
        match self {
            Source::Path(path) => intake::read_tally(path),
            Source::Frame(frame) => intake::read_tally_frame(frame),
            Source::Table(table) => intake::read_tally_frame(&as_frame(table)),
        }
    }

    fn name(&self) -> String {
        match self {
            Source::Path(path) => path.display().to_string(),
            Source::Frame(_) => "<frame>".to_owned(),
            Source::Table(table) => table.file.clone(),
        }
    }
}

fn as_frame(table: &SmallTable) -> TextFrame {
    let column = |(at, header): (usize, &String)| intake::TextColumn {
        header: header.clone(),
        cells: table.rows.iter().map(|row| row.get(at).cloned()).collect(),
        numbers: false,
    };
    TextFrame { columns: table.headers.iter().enumerate().map(column).collect() }
}

/// What may be said of counts that another engine made.
pub(super) fn counted_options(full_marks: &Map, steps: &Map, policy: &Map) -> Result<ReadOptions> {
    let given = Given { full_marks: full_marks.clone(), steps: steps.clone(), ..Given::default() };
    Given { policy: policy.clone(), ..given }.options()
}

/// The options as Python gives them: everything as text.
#[derive(Default)]
struct Given {
    /// How the file is written: `encoding`, `delimiter`, `header_row`, ….
    file: Map,
    columns: Map,
    full_marks: Map,
    steps: Map,
    policy: Map,
    year: Option<i32>,
}

impl Given {
    fn options(self) -> Result<ReadOptions> {
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
        let schools = schools.map(|schools| schools.table(&ReadOptions::default())).transpose()?;
        let schools = schools.map(|(list, _)| Schools { list, key: on, columns: school_columns });
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
#[pyo3(signature = (source, *, file, columns))]
pub fn read_table(source: &Bound<'_, PyAny>, file: Map, columns: Map) -> PyResult<Table> {
    let options = Given { file, columns, ..Given::default() }.options()?;
    let py = source.py();
    let source = Source::new(source)?;
    released(py, move || {
        let (table, report) = source.table(&options)?;
        let rejects = report.iter().flat_map(|report| report.rejected.iter().copied()).collect();
        Ok(Table { table, rejects, reports: report.iter().map(report_json).collect() })
    })
}

#[pyfunction]
#[pyo3(signature = (source, *, file, columns, full_marks, year, track))]
pub fn read_score_table(
    source: &Bound<'_, PyAny>,
    file: Map,
    columns: Map,
    full_marks: Map,
    year: Option<i32>,
    track: Option<String>,
) -> PyResult<Exam> {
    let options = Given { file, columns, full_marks, year, ..Given::default() }.options()?;
    let py = source.py();
    let source = Source::new(source)?;
    released(py, move || {
        let table = source.score_table(&options)?;
        let year = year.map(|year| year.to_string());
        let labels = [("year", year.as_deref()), ("track", track.as_deref())];
        let labels: Vec<(&str, &str)> =
            labels.into_iter().filter_map(|(key, label)| Some((key, label?))).collect();
        let tally = intake::score_table_tally(&table, &labels, &source.name())?;
        let exam = crate::exam::Exam::from_tally(tally).with_method(table.method());
        Ok(of_reports(exam, &[table.report]))
    })
}
