//! Frames that their own engines count, column by column.

use pyo3::prelude::*;

use super::call::released;
use super::exam::report_json;
use super::frames::columns_of;
use super::reading::{Map, counted_options};
use super::tally::{Tally, made_of};
use crate::columnar::{self, Columns};
use crate::error::{Error, Place};
use crate::indicators::check_weights;
use crate::intake::{self, CountedColumn, CountedSubjects};
use crate::release::notices;

/// The key that each header means.
#[pyfunction]
pub fn counted_keys(headers: Vec<String>) -> Vec<String> {
    headers.iter().map(|header| intake::key_of_header(header)).collect()
}

/// What columns of these headers are of: the subjects, the places of the total, and of those that it adds.
#[pyfunction]
pub fn counted_subjects(headers: Vec<String>) -> (Vec<String>, Vec<usize>, Vec<usize>) {
    let CountedSubjects { words, totals, addends } = CountedSubjects::of(&headers);
    (words, totals, addends)
}

/// The exception of a frame that its library does not hand over (this column of it), that lacks a column, in which so
/// many candidates are repeated, or of which a column is of a kind that holds no cells.
#[pyfunction]
#[pyo3(signature = (library, *, lacks = None, available = Vec::new(), repeated = None, column = None, at = 0, kind = None))]
#[allow(clippy::too_many_arguments)]
pub fn frame_fault(
    py: Python<'_>,
    library: String,
    lacks: Option<String>,
    available: Vec<String>,
    repeated: Option<u64>,
    column: Option<String>,
    at: usize,
    kind: Option<String>,
) -> Py<PyAny> {
    let place = Place::file(Columns::FRAME);
    let fault = match (lacks, repeated) {
        (Some(column), _) => {
            let suggestion = crate::lang::nearest(&column, available.iter().map(String::as_str));
            Error::ColumnNotFound { place, column, available, suggestion }
        }
        (None, Some(count)) => Error::RepeatedCandidates { place, count },
        (None, None) => match kind.as_deref().and_then(columnar::refused_kind) {
            Some(found) => {
                Error::ColumnOfNoCells { place: place.at_column(at, column.unwrap_or_default()), found }
            }
            None => Error::FrameFailed { library, column },
        },
    };
    PyErr::from(fault).into_value(py).into_any()
}

/// The marks of the cells of a counted column, row by row.
#[pyfunction]
#[pyo3(signature = (frame, *, keys, subject, full_marks, steps, policy))]
pub fn marks_of_counted(
    frame: &Bound<'_, PyAny>,
    keys: usize,
    subject: String,
    full_marks: Map,
    steps: Map,
    policy: Map,
) -> PyResult<Vec<u8>> {
    let options = counted_options(&full_marks, &steps, &policy)?;
    let mut table = columns_of(frame)?;
    table.columns.iter_mut().skip(keys).take(1).for_each(|cell| cell.header.clone_from(&subject));
    released(frame.py(), || {
        let column = CountedColumn { header: subject.clone(), subject: subject.clone(), table: &table };
        let marks = intake::marks_of_counted(&column, keys, &options)?;
        Ok(marks.into_iter().map(|mark| mark as u8).collect())
    })
}

/// The tally of counted columns: header, subject and the counts of each.
#[pyfunction]
#[pyo3(signature = (columns, *, library, keys, left_out, year, weight, full_marks, steps, policy, allowed_percent))]
#[allow(clippy::too_many_arguments)]
pub fn tally_of_counted<'py>(
    py: Python<'py>,
    columns: Vec<(String, String, Bound<'py, PyAny>)>,
    library: String,
    keys: Vec<String>,
    left_out: u64,
    year: Option<i32>,
    weight: Option<String>,
    full_marks: Map,
    steps: Map,
    policy: Map,
    allowed_percent: f64,
) -> PyResult<Bound<'py, Tally>> {
    let options = counted_options(&full_marks, &steps, &policy)?;
    let read = |(header, subject, frame): (String, String, Bound<'py, PyAny>)| {
        let mut table = columns_of(&frame)?;
        // What is refused is told by the columns of the frame that was counted.
        let named = keys.iter().chain([&header]);
        table.columns.iter_mut().zip(named).for_each(|(column, name)| column.header.clone_from(name));
        Ok((header, subject, table))
    };
    let tables = columns.into_iter().map(read).collect::<PyResult<Vec<(String, String, Columns)>>>()?;
    let (tally, report) = released(py, || {
        let column = tables.iter().map(|(header, subject, table)| CountedColumn {
            header: header.clone(),
            subject: subject.clone(),
            table,
        });
        let columns: Vec<CountedColumn<'_>> = column.collect();
        let (tally, report) = intake::read_counted(&columns, &keys, left_out, &options, &library)?;
        report.refuse_above(allowed_percent, allowed_percent)?;
        let tally = intake::of_year(tally, year)?;
        weight.iter().try_for_each(|weight| check_weights(&tally, weight))?;
        Ok((tally, report))
    })?;
    let notices = notices::of_reports(None, std::iter::once(&report));
    Bound::new(py, made_of(tally, vec![report_json(&report)], notices))
}
