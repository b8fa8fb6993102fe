//! Candidates with what figures say of their scores: columns of numbers, shown as counts only.

use std::borrow::Cow;

use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};

use super::call::released;
use super::exam::Exam;
use super::figures::Figures;
use super::frames::capsule;
use super::given::{Arguments, given};
use crate::columnar::{self, Out};
use crate::indicators::{candidate_scores as joined, scaled_exam};

/// Candidates one by one: file, row, keys, scores, and what was put beside them.
#[pyclass(frozen, module = "edugauge")]
pub struct CandidateScores(joined::CandidateScores);

#[pymethods]
impl CandidateScores {
    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        let keys = self.0.keys.iter().map(|(name, _)| name);
        let scores = self.0.columns.iter().map(|(name, _)| name);
        ["file", "row"].into_iter().map(str::to_owned).chain(keys.chain(scores).cloned()).collect()
    }

    /// Column name → values; a missing value is None.
    fn columns_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        columns.set_item("file", &self.0.files)?;
        columns.set_item("row", &self.0.rows)?;
        for (name, labels) in &self.0.keys {
            columns.set_item(name, labels)?;
        }
        for (name, numbers) in &self.0.columns {
            columns.set_item(name, numbers)?;
        }
        Ok(columns)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let rows = self.0.rows.iter().map(|row| i64::try_from(*row).ok()).collect();
        let mut columns = vec![
            (Cow::Borrowed("file"), Out::Number(self.0.files.clone())),
            (Cow::Borrowed("row"), Out::Count(rows)),
        ];
        for (name, labels) in &self.0.keys {
            let labels = labels.iter().map(Option::as_deref);
            columns.push((Cow::Borrowed(name.as_str()), Out::texts(labels)));
        }
        for (name, numbers) in &self.0.columns {
            columns.push((Cow::Borrowed(name.as_str()), Out::Real(numbers.clone())));
        }
        capsule(py, columnar::stream(&columns)?)
    }

    /// As a frame of polars.
    fn pl<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// As a frame of pandas.
    fn df<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("pandas")?.call_method1("DataFrame", (self.columns_dict(py)?,))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        format!("<CandidateScores: {} candidates; columns: {}>", self.0.len(), self.columns().join(", "))
    }
}

/// Every candidate with what each of the figures says of the score that he has.
#[pyfunction]
pub fn candidate_scores(
    exam: &Bound<'_, Exam>,
    tables: Vec<Bound<'_, Figures>>,
) -> PyResult<CandidateScores> {
    let tables: Vec<&crate::figures::Figures> = tables.iter().map(|table| &table.get().0).collect();
    let (py, exam) = (exam.py(), &exam.get().exam);
    released(py, || joined::candidate_scores(exam, &tables)).map(CandidateScores)
}

/// The candidates with scaled scores in place of raw ones; `arguments` are those of `scaled_score`.
#[pyfunction]
pub fn with_scaled_scores(exam: &Bound<'_, Exam>, by: Vec<String>, arguments: Arguments) -> PyResult<Exam> {
    let given = given(arguments);
    let raw = exam.get();
    let scaled = released(exam.py(), || scaled_exam(&raw.exam, &by, &given))?;
    Ok(Exam { exam: scaled, reports: raw.reports.clone(), notices: raw.notices.clone() })
}
