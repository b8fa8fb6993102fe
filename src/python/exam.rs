//! Examination data and small tables as Python objects that show counts, never pupils.

use std::borrow::Cow;

use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};
use serde_json::{Value as Json, json};

use super::call::released;
use super::frames::capsule;
use crate::columnar::{self, Out};
use crate::error::ColumnPlace;
use crate::intake::{Rejected, Report, Severity};
use crate::lang::Lang;
use crate::records::{Mark, SmallTable};
use crate::release::notices::{Caller, Notice, merged};

/// Candidates of one or several years.
#[pyclass(frozen, subclass, module = "edugauge")]
pub struct Exam {
    pub exam: crate::exam::Exam,
    /// One account per file or frame that was read.
    pub reports: Vec<Json>,
    /// What of them needs attention.
    pub notices: Vec<Notice>,
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
        let notices = merged(self.notices.iter().chain(&other.notices).cloned());
        Exam { exam, reports: [&self.reports[..], &other.reports].concat(), notices }
    }

    /// What of the reading needs attention, each with what mends it.
    fn attention(&self) -> Vec<String> {
        notice_texts(&self.notices, Caller::Python)
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
    pub rejects: Vec<Rejected>,
    pub reports: Vec<Json>,
    pub notices: Vec<Notice>,
}

#[pymethods]
impl Table {
    #[getter]
    fn headers(&self) -> Vec<String> {
        self.table.headers.clone()
    }

    /// What reading did with every row: a list of one dict, or one for each sheet.
    #[getter]
    fn report<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &Json::from(self.reports.clone()))
    }

    /// What of the reading needs attention, each with what mends it.
    fn attention(&self) -> Vec<String> {
        notice_texts(&self.notices, Caller::Python)
    }

    /// The rows that are not in the table: physical row, code and cause, one dict each.
    #[getter]
    fn rejects<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let lang = Lang::from_environment();
        let reject =
            |r: &Rejected| json!({ "row": r.row, "code": r.cause.code(), "cause": r.describe(lang) });
        to_python(py, &Json::from(self.rejects.iter().map(reject).collect::<Vec<_>>()))
    }

    /// Header → cells, all as text; columns of one header are numbered (`a`, `a_2`).
    fn columns_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for (at, header) in self.distinct_headers().into_iter().enumerate() {
            let cells: Vec<&str> = self.table.rows.iter().map(|row| row[at].as_str()).collect();
            columns.set_item(header, cells)?;
        }
        Ok(columns)
    }

    /// Physical row of each row, the first row of the file being 1.
    #[getter]
    fn row_numbers(&self) -> Vec<u64> {
        self.table.row_numbers.clone()
    }

    /// All cells as text.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let column = |(at, header): (usize, String)| {
            let cells = Out::texts(self.table.rows.iter().map(|row| Some(row[at].as_str())));
            (Cow::Owned(header), cells)
        };
        let columns: Vec<_> = self.distinct_headers().into_iter().enumerate().map(column).collect();
        capsule(py, columnar::stream(&columns)?)
    }

    /// As a frame of polars.
    fn pl<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("polars")?.call_method1("DataFrame", (self.columns_dict(py)?,))
    }

    /// As a frame of pandas.
    fn df<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("pandas")?.call_method1("DataFrame", (self.columns_dict(py)?,))
    }

    fn __len__(&self) -> usize {
        self.table.rows.len()
    }

    fn __repr__(&self) -> String {
        format!("<Table: {} rows; columns: {}>", self.table.rows.len(), self.table.headers.join(", "))
    }
}

impl Table {
    /// Columns without a header go by their letters, those of one header are numbered.
    fn distinct_headers(&self) -> Vec<String> {
        let mut distinct: Vec<String> = Vec::new();
        for (index, header) in self.table.headers.iter().enumerate() {
            let bare = if header.is_empty() {
                ColumnPlace { index, header: String::new() }.letters()
            } else {
                header.clone()
            };
            let numbered = (2..).map(|number| format!("{bare}_{number}"));
            let free = std::iter::once(bare.clone()).chain(numbered).find(|name| !distinct.contains(name));
            distinct.extend(free);
        }
        distinct
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

/// Each notice in the reader's language, with what mends it.
pub fn notice_texts(notices: &[Notice], caller: Caller<'_>) -> Vec<String> {
    let lang = Lang::from_environment();
    let said = |notice: &Notice| {
        let mend = notice.mend(caller, lang).map(|mend| format!(" → {mend}"));
        notice.text(lang) + &mend.unwrap_or_default()
    };
    notices.iter().map(said).collect()
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
    let made_plain = report.normalised.iter();
    let made_plain = made_plain.map(|(header, from, to)| json!({ "header": header, "from": from, "to": to }));
    json!({
        "file": report.file,
        "encoding": report.encoding.name(),
        "encoding_reason": report.encoding_reason.get(lang),
        "sheet": report.sheet,
        "delimiter": report.delimiter,
        "quote": report.quote,
        "header_row": report.header_row,
        "header_rows": report.header_rows,
        "rows": report.physical_rows,
        "accepted": report.accepted,
        "rejected": report.rejected.len(),
        "non_data": report.non_data.len(),
        "columns": columns.collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "marks": Json::Object(marks.collect()),
        "made_plain": made_plain.collect::<Vec<_>>(),
        "unknown_marks": crate::intake::shown_unknown_marks(report),
        "total_derived": report.total_derived,
        "totals_made_absent": report.totals_made_absent,
        "policy": report.policy.iter().map(|(rule, cells)| (rule.clone(), Json::from(*cells))).collect::<serde_json::Map<_, _>>(),
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::RowRejected => "row_rejected",
        Severity::CellInvalid => "cell_invalid",
        Severity::Note => "note",
    }
}
