//! A file of candidates pass by pass, for lazy frames.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use serde_json::json;

use super::call::released;
use super::exam::{notice_texts, report_json, to_python};
use super::frames::{capsule, columns_of as frame_of};
use super::reading::{Map, counted_options, options_of};
use crate::columnar::{self, Out, Stream};
use crate::error::{Error, Result};
use crate::intake::{
    self, Candidates, Pace, ReadOptions, Rejected, Report, Stamp, Wanted, ids_of_file, read_candidates,
};
use crate::lang::Lang;
use crate::number::to_f64;
use crate::records::{Mark, Records};
use crate::release::notices::{self, Caller};

/// A file of candidates: what the first pass told of it, and further passes.
#[pyclass(frozen, module = "edugauge._core")]
pub struct ScoreFile {
    path: PathBuf,
    options: ReadOptions,
    stamp: Stamp,
    report: Report,
    columns: Vec<Column>,
    /// The records of the first pass, until they are asked for.
    first: Mutex<Option<Records>>,
}

/// What a column of candidates is.
#[derive(Clone)]
enum Column {
    Row,
    Id,
    Key(usize, String),
    Score(usize, String),
    Mark(usize, String),
}

impl Column {
    fn name(&self) -> Cow<'_, str> {
        match self {
            Column::Row => "row".into(),
            Column::Id => "candidate_id".into(),
            Column::Key(_, name) | Column::Score(_, name) => name.into(),
            Column::Mark(_, subject) => format!("{subject}_mark").into(),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Column::Row => "row",
            Column::Id | Column::Key(..) => "text",
            Column::Score(..) => "score",
            Column::Mark(..) => "mark",
        }
    }
}

fn columns_of(records: &Records, report: &Report) -> Vec<Column> {
    let has_ids = report.columns.iter().any(|column| column.field.as_deref() == Some("candidate_id"));
    let mut columns = vec![Column::Row];
    columns.extend(has_ids.then_some(Column::Id));
    columns.extend(records.keys.iter().enumerate().map(|(at, key)| Column::Key(at, key.name.clone())));
    let subjects = records.scores.iter().enumerate();
    columns.extend(subjects.flat_map(|(at, of)| {
        [Column::Score(at, of.subject.id.clone()), Column::Mark(at, of.subject.id.clone())]
    }));
    columns
}

fn read(path: &Path, options: &ReadOptions, allowed: f64) -> Result<(Candidates, Records)> {
    let mut read = read_candidates(path, options, &Wanted::all_records(), Pace::default(), None)?;
    read.report.refuse_above(allowed, allowed)?;
    let records = read.records.take().ok_or(Error::Internal { what: "records were not kept" })?;
    Ok((read, records))
}

#[pymethods]
impl ScoreFile {
    #[new]
    #[pyo3(signature = (path, *, file, columns, full_marks, steps, policy, year, allowed_percent))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        path: PathBuf,
        file: Map,
        columns: Map,
        full_marks: Map,
        steps: Map,
        policy: Map,
        year: Option<i32>,
        allowed_percent: f64,
    ) -> PyResult<ScoreFile> {
        let options = options_of(file, columns, full_marks, steps, policy, year)?;
        released(py, move || {
            let (read, records) = read(&path, &options, allowed_percent)?;
            let columns = columns_of(&records, &read.report);
            let (stamp, report, first) = (read.stamp, read.report, Mutex::new(Some(records)));
            Ok(ScoreFile { path, options, stamp, report, columns, first })
        })
    }

    /// Names of the columns, and what each holds: `row`, `text`, `score`, `mark`.
    #[getter]
    fn columns(&self) -> Vec<(String, &'static str)> {
        self.columns.iter().map(|column| (column.name().into_owned(), column.kind())).collect()
    }

    #[getter]
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &report_json(&self.report))
    }

    /// The rows that are not among the candidates: physical row, code and cause.
    #[getter]
    fn rejects<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let lang = Lang::from_environment();
        let reject =
            |r: &Rejected| json!({ "row": r.row, "code": r.cause.code(), "cause": r.describe(lang) });
        to_python(py, &self.report.rejected.iter().map(reject).collect::<Vec<_>>().into())
    }

    fn attention(&self) -> Vec<String> {
        let of_report = notices::of_reports(None, std::iter::once(&self.report));
        notice_texts(&of_report, Caller::Python)
    }

    /// The candidates of the next pass; after the first the file is read again, and must be the same.
    fn candidates(&self, py: Python<'_>, with_ids: bool) -> PyResult<ScoreRows> {
        released(py, || {
            let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).take();
            let records = match first {
                Some(records) => records,
                None => {
                    // What may be refused was decided by the first pass.
                    let (again, records) = read(&self.path, &self.options, 100.0)?;
                    self.stamp.same_as(&again.stamp, &self.path)?;
                    records
                }
            };
            let ids = with_ids.then(|| self.ids(&records)).transpose()?.unwrap_or_default();
            Ok(ScoreRows(Arc::new(Held { records, columns: self.columns.clone(), ids })))
        })
    }
}

impl ScoreFile {
    /// The id of each candidate; nothing where there is none.
    fn ids(&self, records: &Records) -> Result<Vec<Option<String>>> {
        let ids = ids_of_file(&self.path, &self.options, &self.report)?;
        let mut of_rows = ids.rows.into_iter().peekable();
        let id = |row: &u64| {
            while of_rows.next_if(|(at, _)| at < row).is_some() {}
            of_rows.next_if(|(at, _)| at == row).map(|(_, id)| id).filter(|id| !id.is_empty())
        };
        Ok(records.rows.iter().map(id).collect())
    }
}

struct Held {
    records: Records,
    columns: Vec<Column>,
    ids: Vec<Option<String>>,
}

/// The candidates of one pass.
#[pyclass(frozen, module = "edugauge._core")]
pub struct ScoreRows(Arc<Held>);

#[pymethods]
impl ScoreRows {
    fn __len__(&self) -> usize {
        self.0.records.len
    }

    /// Some of them, with these columns.
    fn part(&self, py: Python<'_>, names: Vec<String>, start: usize, count: usize) -> PyResult<ArrowPart> {
        let held = &self.0;
        py.detach(|| {
            let upto = held.records.len.min(start.saturating_add(count));
            let chosen = names.iter().filter_map(|name| held.columns.iter().find(|of| of.name() == *name));
            let columns: Vec<_> =
                chosen.map(|column| (column.name(), held.cells(column, start.min(upto)..upto))).collect();
            Ok(ArrowPart(Mutex::new(Some(columnar::stream(&columns)?))))
        })
    }
}

impl Held {
    fn cells(&self, column: &Column, rows: std::ops::Range<usize>) -> Out<'_> {
        let records = &self.records;
        match column {
            Column::Row => {
                Out::Count(records.rows[rows].iter().map(|row| i64::try_from(*row).ok()).collect())
            }
            Column::Id => Out::texts(self.ids.get(rows).unwrap_or_default().iter().map(Option::as_deref)),
            Column::Key(at, _) => {
                let key = &records.keys[*at];
                let label = |label: &'_ String| Some(label.clone()).filter(|label| !label.is_empty());
                let labels = key.labels.iter().map(|text| label(text).map(Cow::Owned)).collect();
                Out::Text(labels, key.codes[rows].iter().map(|code| *code as usize).collect())
            }
            Column::Score(at, _) => {
                let scores = &records.scores[*at];
                let cells = scores.ticks[rows.clone()].iter().zip(&scores.marks[rows]);
                let score = |ticks: i32| to_f64(scores.subject.scale.score(i64::from(ticks)));
                Out::Real(cells.map(|(ticks, mark)| (*mark == Mark::Scored).then(|| score(*ticks))).collect())
            }
            Column::Mark(at, _) => Out::Text(
                mark_labels(),
                records.scores[*at].marks[rows].iter().map(|mark| *mark as usize).collect(),
            ),
        }
    }
}

/// What cells of scores are, in the order of their numbers.
#[pyfunction]
pub fn marks() -> Vec<&'static str> {
    Mark::ALL.iter().map(|mark| mark.id()).collect()
}

/// The same as the labels of a column.
fn mark_labels() -> Vec<Option<Cow<'static, str>>> {
    Mark::ALL.iter().map(|mark| Some(Cow::Borrowed(mark.id()))).collect()
}

/// Columns that a library of frames takes once.
#[pyclass(frozen, module = "edugauge._core")]
pub struct ArrowPart(Mutex<Option<Stream>>);

#[pymethods]
impl ArrowPart {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let stream = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        capsule(py, stream.ok_or(Error::Internal { what: "columns that are taken twice" })?)
    }
}

/// The mark and the score of each cell of a frame's only column, by the rules of one subject.
#[pyfunction]
#[pyo3(signature = (frame, *, subject, full_marks, steps, policy))]
pub fn judged_cells(
    frame: &Bound<'_, PyAny>,
    subject: String,
    full_marks: Map,
    steps: Map,
    policy: Map,
) -> PyResult<ArrowPart> {
    let options = counted_options(&full_marks, &steps, &policy)?;
    let table = frame_of(frame)?;
    released(frame.py(), || {
        let (mut marks, mut scores) = (Vec::new(), Vec::new());
        intake::judge_cells(&table, &subject, &options, |mark, score| {
            marks.push(mark as usize);
            scores.push(score.map(to_f64));
        })?;
        let columns = [("mark".into(), Out::Text(mark_labels(), marks)), ("score".into(), Out::Real(scores))];
        Ok(ArrowPart(Mutex::new(Some(columnar::stream(&columns)?))))
    })
}
