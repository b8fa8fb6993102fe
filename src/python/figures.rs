//! Figures out: as an Arrow stream, as Python values, as text and HTML.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, RecordBatchIterator, StringArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyList, PyString};

use crate::figures::{COLUMNS, Coded, Value};
use crate::indicators::names::names;
use crate::lang::Lang;
use crate::render;

/// Rows that a notebook shows.
const SHOWN: usize = 60;

/// Tidy figures. `edugauge.Figures` wraps them.
#[pyclass(frozen, module = "edugauge._core")]
pub struct Figures(pub crate::figures::Figures);

/// One column of the tidy frame.
enum Cells<'a> {
    Year(Vec<Option<i32>>),
    Count(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    /// Each different text once, and which of them the rows have.
    Text(Vec<Option<Cow<'a, str>>>, Vec<usize>),
}

impl Figures {
    /// The columns in the order of [`COLUMNS`], the group keys after the year.
    fn columns(&self) -> Vec<(&str, Cells<'_>)> {
        let mut columns = Vec::with_capacity(COLUMNS.len() + self.0.keys.len());
        for column in COLUMNS {
            columns.push((column.id, self.cells(column.id)));
            if column.id == "year" {
                let keys = self.0.keys.iter().enumerate();
                columns.extend(keys.map(|(at, key)| {
                    (key.as_str(), text(self.0.groups(), |group| label(group[at].as_deref())))
                }));
            }
        }
        columns
    }

    fn cells(&self, id: &str) -> Cells<'_> {
        let rows = self.0.iter();
        let number = |value: Option<Value>| value.map(Value::to_f64);
        match id {
            "indicator" => text(self.0.kinds(), |kind| label(Some(kind.indicator))),
            "measure" => text(self.0.kinds(), |kind| label(Some(kind.measure))),
            "year" => Cells::Year(rows.map(|row| row.year()).collect()),
            "subject" => text(self.0.subject_labels(), |subject| label(subject.as_deref())),
            "value" => Cells::Real(rows.map(|row| number(row.value())).collect()),
            "unit" => {
                text(self.0.kinds(), |kind| label(Some(kind.unit.text().en).filter(|unit| !unit.is_empty())))
            }
            "numerator" => Cells::Real(rows.map(|row| number(row.numerator())).collect()),
            "denominator" => Cells::Real(rows.map(|row| number(row.denominator())).collect()),
            // Signed, because differences of unsigned columns wrap around in data-frame libraries.
            "n" => Cells::Count(rows.map(|row| row.n().and_then(|n| i64::try_from(n).ok())).collect()),
            "se" => Cells::Real(rows.map(|row| row.se()).collect()),
            "lower" => Cells::Real(rows.map(|row| row.lower()).collect()),
            "upper" => Cells::Real(rows.map(|row| row.upper()).collect()),
            "confidence" => Cells::Real(rows.map(|row| row.confidence()).collect()),
            "df" => Cells::Real(rows.map(|row| row.df()).collect()),
            "p_value" => Cells::Real(rows.map(|row| row.p_value()).collect()),
            "method" => text(self.0.methods(), |said| written(said.text(Lang::En))),
            "convention" => text(self.0.methods(), |said| written(said.key())),
            "parameters" => text(self.0.methods(), |said| written(said.parameters())),
            "status" => text(self.0.statuses(), |status| label(Some(status.id()))),
            "note" => text(self.0.notes(), |said| written(said.text(Lang::En))),
            other => unreachable!("the column {other} of figures::COLUMNS"),
        }
    }

    /// The first rows, and how many more there are.
    fn shown(&self) -> (crate::figures::Figures, usize) {
        let first = self.0.select(0..self.0.len().min(SHOWN));
        (first, self.0.len().saturating_sub(SHOWN))
    }

    fn record_batch(&self) -> Result<RecordBatch, ArrowError> {
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = self
            .columns()
            .into_iter()
            .map(|(name, cells)| {
                let (kind, array): (DataType, ArrayRef) = match cells {
                    Cells::Year(cells) => (DataType::Int32, Arc::new(Int32Array::from(cells))),
                    Cells::Count(cells) => (DataType::Int64, Arc::new(Int64Array::from(cells))),
                    Cells::Real(cells) => (DataType::Float64, Arc::new(Float64Array::from(cells))),
                    Cells::Text(texts, codes) => (DataType::Utf8, Arc::new(text_array(&texts, &codes))),
                };
                (Field::new(name, kind, true), array)
            })
            .unzip();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
    }
}

/// A column of texts, each written once however many rows have it.
fn text<'a, T>(column: &'a Coded<T>, of: impl Fn(&'a T) -> Option<Cow<'a, str>>) -> Cells<'a> {
    Cells::Text(column.values().iter().map(of).collect(), column.codes().collect())
}

fn label(text: Option<&str>) -> Option<Cow<'_, str>> {
    text.map(Cow::Borrowed)
}

/// A text that says nothing is null.
fn written<'a>(text: String) -> Option<Cow<'a, str>> {
    (!text.is_empty()).then_some(Cow::Owned(text))
}

fn text_array(texts: &[Option<Cow<'_, str>>], codes: &[usize]) -> StringArray {
    let length = |code: &usize| texts[*code].as_deref().map_or(0, str::len);
    let mut array = StringBuilder::with_capacity(codes.len(), codes.iter().map(length).sum());
    codes.iter().for_each(|code| array.append_option(texts[*code].as_deref()));
    array.finish()
}

#[pymethods]
impl Figures {
    /// Names of the group keys and other dimensions, in order.
    #[getter]
    fn keys(&self) -> Vec<String> {
        self.0.keys.clone()
    }

    /// What a subject of theirs is called, as its source writes it where that is in this language.
    fn subject_name(&self, id: &str, lang: &str) -> String {
        self.0.subjects.name(id, Lang::parse(lang).unwrap_or_default()).to_owned()
    }

    /// Column name → values; a missing value is None.
    fn columns_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = PyDict::new(py);
        for (name, cells) in self.columns() {
            let list = match cells {
                Cells::Year(cells) => PyList::new(py, cells)?,
                Cells::Count(cells) => PyList::new(py, cells)?,
                Cells::Real(cells) => PyList::new(py, cells)?,
                Cells::Text(texts, codes) => {
                    let texts: Vec<Option<Bound<'_, PyString>>> = texts
                        .iter()
                        .map(|text| text.as_deref().map(|text| PyString::new(py, text)))
                        .collect();
                    PyList::new(py, codes.iter().map(|code| texts[*code].as_ref()))?
                }
            };
            columns.set_item(name, list)?;
        }
        Ok(columns)
    }

    /// These figures and others, the keys widened to those of both.
    fn appended(&self, other: &Figures) -> Figures {
        let mut both = self.0.clone();
        both.append(other.0.clone());
        Figures(both)
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The protocol lets a producer ignore a schema that it cannot serve.
        let _ = requested_schema;
        let batch = self.record_batch().map_err(|fault| PyRuntimeError::new_err(fault.to_string()))?;
        let schema = batch.schema();
        let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new([Ok(batch)], schema)));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        let lang = Lang::from_environment();
        let (shown, left) = self.shown();
        let text = render::text::table_text(&render::table::from_figures(&shown, lang, names), lang);
        match left {
            0 => text,
            _ => text + &lang.pick(format!("……另有 {left} 行\n"), format!("… {left} more rows\n")),
        }
    }

    fn _repr_html_(&self) -> String {
        let lang = Lang::from_environment();
        let (shown, left) = self.shown();
        render::html::figures_html(&shown, lang, left, names)
    }

    /// What is said of each figure in one language: its remarks (`note`) or its convention (`method`).
    fn said_in(&self, column: &str, lang: &str) -> Vec<Option<String>> {
        let lang = Lang::parse(lang).unwrap_or_default();
        let said = if column == "method" { self.0.methods() } else { self.0.notes() };
        let texts: Vec<Option<String>> =
            said.values().iter().map(|said| Some(said.text(lang)).filter(|text| !text.is_empty())).collect();
        said.codes().map(|code| texts[code].clone()).collect()
    }

    /// Tidy CSV as bytes: UTF-8 with a byte order mark, so that Excel opens it as it stands.
    fn to_csv<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &render::csv::figures_csv(&self.0))
    }

    /// JSON with every figure in full precision.
    fn to_json(&self) -> String {
        render::json::figures_json(&self.0)
    }
}
