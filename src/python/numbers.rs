//! Frames of numbers as they stand in memory: columns of doubles are lent, not copied.

use pyo3::prelude::*;

use super::frames::{OF_SOURCE, columns_of, is_frame, wrong_type};
use crate::columnar;

/// A frame with a row per pupil, held for several questions.
#[pyclass(frozen, module = "edugauge._core")]
pub struct Frame {
    pub frame: crate::records::Frame,
}

#[pymethods]
impl Frame {
    #[getter]
    fn headers(&self) -> Vec<String> {
        self.frame.columns.iter().map(|(header, _)| header.clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.frame.rows
    }

    fn __repr__(&self) -> String {
        format!("<Frame: {} rows, {} columns>", self.frame.rows, self.frame.columns.len())
    }
}

/// The columns of a frame with `__arrow_c_stream__`, or of a dict of lists.
#[pyfunction]
pub fn read_frame(data: &Bound<'_, PyAny>) -> PyResult<Frame> {
    if !is_frame(data)? {
        return Err(wrong_type("data", data, OF_SOURCE));
    }
    Ok(Frame { frame: columnar::frame(&columns_of(data)?) })
}
