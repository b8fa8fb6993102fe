//! Examination data and small tables as Python objects that show counts, never pupils.

use pyo3::prelude::*;
use serde_json::{Value as Json, json};

use super::errors::released;
use crate::intake::{Report, Severity};
use crate::lang::Lang;
use crate::records::{Mark, SmallTable};

/// Candidates of one or several years.
#[pyclass(frozen, subclass, module = "edugauge")]
pub struct Exam {
    pub exam: crate::exam::Exam,
    /// One account per file or frame that was read.
    pub reports: Vec<Json>,
}

#[pymethods]
impl Exam {
    /// Keys by which the candidates can be grouped.
    #[getter]
    fn keys(&self) -> Vec<String> {
        self.exam.keys()
    }

    /// Ids of the subjects.
    #[getter]
    fn subjects(&self) -> Vec<String> {
        self.exam.subjects().into_iter().map(|subject| subject.id).collect()
    }

    /// Years, ascending; None where it is not known.
    #[getter]
    fn years(&self, py: Python<'_>) -> PyResult<Vec<Option<i32>>> {
        released(py, || self.exam.years())
    }

    /// What reading did with every row and every doubtful cell: one dict per file or frame.
    #[getter]
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &Json::from(self.reports.clone()))
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(usize::try_from(self.exam.len())?)
    }

    /// The candidates of both.
    fn __add__(&self, other: &Exam) -> Exam {
        let mut exam = self.exam.clone();
        exam.join(other.exam.clone());
        Exam { exam, reports: [&self.reports[..], &other.reports].concat() }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let [subjects, keys] = [self.subjects(), self.keys()].map(|names| names.join(", "));
        let years = known(&self.years(py)?).join(", ");
        Ok(format!(
            "<Exam: {} candidates; years: {years}; subjects: {subjects}; keys: {keys}>",
            self.exam.len()
        ))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let lang = Lang::from_environment();
        let rows = [
            (lang.pick("考生", "Candidates"), self.exam.len().to_string()),
            (lang.pick("年份", "Years"), known(&self.years(py)?).join(", ")),
            (lang.pick("科目", "Subjects"), self.subjects().join(", ")),
            (lang.pick("分组", "Keys"), self.keys().join(", ")),
        ];
        let row =
            |(name, text): &(&str, String)| format!("<tr><th>{name}</th><td>{}</td></tr>", escaped(text));
        Ok(format!("<table>{}</table>", rows.iter().map(row).collect::<String>()))
    }
}

/// A small table (schools, population, staff) as text.
#[pyclass(frozen, module = "edugauge")]
pub struct Table {
    pub table: SmallTable,
    pub reports: Vec<Json>,
}

#[pymethods]
impl Table {
    #[getter]
    fn headers(&self) -> Vec<String> {
        self.table.headers.clone()
    }

    /// What reading did with every row: a list of one dict.
    #[getter]
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &Json::from(self.reports.clone()))
    }

    fn __len__(&self) -> usize {
        self.table.rows.len()
    }

    fn __repr__(&self) -> String {
        format!("<Table: {} rows; columns: {}>", self.table.rows.len(), self.table.headers.join(", "))
    }
}

fn known(years: &[Option<i32>]) -> Vec<String> {
    years.iter().map(|year| year.map_or("?".to_owned(), |year| year.to_string())).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

pub fn to_python<'py>(py: Python<'py>, value: &Json) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (value.to_string(),))
}

/// A reading report as data: counts, causes and rows, no cell of a candidate.
pub fn report_json(report: &Report) -> Json {
    let lang = Lang::from_environment();
    let columns = report.columns.iter().map(|column| {
        json!({
            "header": column.place.header,
            "letters": column.place.letters(),
            "field": column.field,
            "reason": column.reason.get(lang),
        })
    });
    let findings = report.grouped().into_iter().map(|group| {
        json!({
            "code": group.cause.code(),
            "severity": severity(group.cause.severity()),
            "column": group.column.as_ref().map(|column| &column.header),
            "count": group.count,
            "first_row": group.first_row,
            "text": group.describe(lang),
        })
    });
    let marks = report.marks.iter().map(|marks| {
        let counts =
            Mark::ALL.iter().zip(marks.counts).map(|(mark, count)| (mark.id().to_owned(), Json::from(count)));
        (marks.subject.clone(), Json::Object(counts.collect()))
    });
    json!({
        "file": report.file,
        "encoding": report.encoding.name(),
        "encoding_reason": report.encoding_reason.get(lang),
        "delimiter": report.delimiter,
        "header_row": report.header_row,
        "rows": report.physical_rows,
        "accepted": report.accepted,
        "rejected": report.rejected.len(),
        "non_data": report.non_data.len(),
        "columns": columns.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "marks": Json::Object(marks.collect()),
        "unknown_marks": report.unknown_marks,
        "total_derived": report.total_derived,
        "totals_made_absent": report.totals_made_absent,
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::RowRejected => "row_rejected",
        Severity::CellInvalid => "cell_invalid",
        Severity::Note => "note",
    }
}
