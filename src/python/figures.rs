//! Figures out: as an Arrow stream, as Python values, as text and HTML.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyList, PyString};

use super::frames::capsule;
use crate::columnar::{self, Out};
use crate::error::Error;
use crate::indicators::Verdict;
use crate::indicators::names::names;
use crate::lang::Lang;
use crate::render;

/// Rows that a notebook shows.
const SHOWN: usize = 60;

/// Tidy figures. `edugauge.Figures` wraps them.
#[pyclass(frozen, module = "edugauge._core")]
pub struct Figures(pub crate::figures::Figures);

impl Figures {
    /// The first rows, and how many more there are.
    fn shown(&self) -> (crate::figures::Figures, usize) {
        let first = self.0.select(0..self.0.len().min(SHOWN));
        (first, self.0.len().saturating_sub(SHOWN))
    }
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
        for (name, cells) in columnar::figures(&self.0) {
            let list = match cells {
                Out::Year(cells) => PyList::new(py, cells)?,
                Out::Count(cells) => PyList::new(py, cells)?,
                Out::Number(cells) => PyList::new(py, cells)?,
                Out::Real(cells) => PyList::new(py, cells)?,
                Out::Text(texts, codes) => {
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

    /// Those at some places, in that order.
    fn selected(&self, places: Vec<usize>) -> PyResult<Figures> {
        if places.iter().any(|place| *place >= self.0.len()) {
            return Err(Error::Internal { what: "a figure that there is not" }.into());
        }
        Ok(Figures(self.0.select(places)))
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        capsule(py, columnar::stream(&columnar::figures(&self.0))?)
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

    /// On which side of zero the interval of each figure lies, with the words for it.
    fn verdicts(&self, lang: &str) -> Vec<Option<(&'static str, String)>> {
        let lang = Lang::parse(lang).unwrap_or_default();
        let said = |verdict: Verdict| {
            let side = match verdict {
                Verdict::Above => "above",
                Verdict::Below => "below",
                Verdict::NotDistinguishable => "within",
                Verdict::TooFew => "few",
            };
            (side, verdict.text(lang))
        };
        self.0.iter().map(|figure| Verdict::of(figure).map(said)).collect()
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
