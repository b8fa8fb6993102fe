//! Tallies as Python objects: candidates of whom only counts are kept.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use super::call::released;
use super::exam::{Exam, report_json};
use super::frames::{capsule, columns_of};
use super::reading::{Map, counted_options};
use super::source::Source;
use crate::columnar;
use crate::error::{Error, Result};
use crate::indicators::check_weights;
use crate::intake::{read_counts, read_tally_columns};

/// Counts of candidates; an exam of whom nothing else is known. `edugauge.Tally` is a subclass.
#[pyclass(frozen, subclass, extends = Exam, module = "edugauge._core")]
pub struct Tally;

pub(super) type Made = PyClassInitializer<Tally>;

fn made(tally: crate::tally::Tally, reports: Vec<serde_json::Value>) -> Made {
    made_of(tally, reports, Vec::new())
}

pub(super) fn made_of(
    tally: crate::tally::Tally,
    reports: Vec<serde_json::Value>,
    notices: Vec<crate::release::notices::Notice>,
) -> Made {
    let exam = crate::exam::Exam::from_tally(tally);
    PyClassInitializer::from(Exam { exam, reports, notices }).add_subclass(Tally)
}

fn held(exam: &Exam) -> Result<&crate::tally::Tally> {
    exam.exam.as_tally().ok_or(Error::Internal { what: "a tally that is none" })
}

/// The weight is a key like any other.
fn with_weight(keys: &mut Vec<String>, weight: Option<&str>) {
    if let Some(weight) = weight.filter(|weight| !keys.iter().any(|key| key == weight)) {
        keys.push(weight.to_owned());
    }
}

#[pymethods]
impl Tally {
    /// Counts an exam by these keys; by all that it has, if `by` is None.
    #[new]
    #[pyo3(signature = (exam, by, weight))]
    fn new(exam: &Bound<'_, Exam>, by: Option<Vec<String>>, weight: Option<String>) -> PyResult<Made> {
        let py = exam.py();
        let Exam { exam, reports, .. } = exam.get();
        let tally = released(py, || {
            let tally = match (&by, exam.as_tally()) {
                (None, Some(tally)) => tally.clone(),
                _ => {
                    let mut by = by.clone().unwrap_or_else(|| exam.keys());
                    with_weight(&mut by, weight.as_deref());
                    exam.tally(&by.iter().map(String::as_str).collect::<Vec<_>>())?
                }
            };
            weight.iter().try_for_each(|weight| check_weights(&tally, weight))?;
            Ok(tally)
        })?;
        Ok(made(tally, reports.clone()))
    }

    /// Writes the tally as CSV.
    fn write(slf: &Bound<'_, Self>, path: PathBuf) -> PyResult<()> {
        let exam = slf.as_super().get();
        released(slf.py(), || crate::release::keep_tally(held(exam)?, &path))
    }

    /// The candidates of both, counted together.
    fn merged<'py>(slf: &Bound<'py, Self>, other: &Bound<'py, Self>) -> PyResult<Bound<'py, Self>> {
        let (ours, theirs) = (slf.as_super().get(), other.as_super().get());
        let tally = released(slf.py(), || {
            let mut tally = held(ours)?.clone();
            tally.merge(held(theirs)?)?;
            Ok(tally)
        })?;
        Bound::new(slf.py(), made(tally, [&ours.reports[..], &theirs.reports[..]].concat()))
    }

    /// How many groups have candidates.
    #[getter]
    fn groups(slf: &Bound<'_, Self>) -> PyResult<usize> {
        Ok(held(slf.as_super().get())?.groups.len())
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        slf: &Bound<'py, Self>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let tally = held(slf.as_super().get())?;
        let stream = slf.py().detach(|| columnar::stream(&columnar::tally(tally)?))?;
        capsule(slf.py(), stream)
    }
}

/// Reads a kept tally from a file or a frame.
#[pyfunction]
pub fn read_tally<'py>(source: &Bound<'py, PyAny>) -> PyResult<Bound<'py, Tally>> {
    let py = source.py();
    let source = Source::new(source)?;
    let tally = released(py, || source.tally())?;
    Bound::new(py, made(tally, Vec::new()))
}

/// Counts that another engine made, as a tally.
#[pyfunction]
#[pyo3(signature = (frame, *, keys, weight, full_marks, steps, policy, allowed_percent))]
pub fn tally_from_counts<'py>(
    frame: &Bound<'py, PyAny>,
    mut keys: Vec<String>,
    weight: Option<String>,
    full_marks: Map,
    steps: Map,
    policy: Map,
    allowed_percent: f64,
) -> PyResult<Bound<'py, Tally>> {
    let py = frame.py();
    let options = counted_options(&full_marks, &steps, &policy)?;
    let frame = columns_of(frame)?;
    if !keys.is_empty() {
        with_weight(&mut keys, weight.as_deref());
    }
    let (tally, report) = released(py, || {
        let (tally, report) = if crate::intake::is_tally_columns(&frame) {
            (read_tally_columns(&frame)?, None)
        } else {
            let (tally, report) = read_counts(&frame, &keys, &options)?;
            report.refuse_above(allowed_percent, allowed_percent)?;
            (tally, Some(report))
        };
        weight.iter().try_for_each(|weight| check_weights(&tally, weight))?;
        Ok((tally, report))
    })?;
    Bound::new(py, made(tally, report.iter().map(report_json).collect()))
}
