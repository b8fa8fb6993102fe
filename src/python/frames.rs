//! Data frames of any library, and plain dicts of lists, as columns.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyCapsule, PyDict, PyFloat, PyInt, PyString};

use super::call::released;
use crate::columnar::{Columns, Stream, TextBuilder};
use crate::error::Error;
use crate::lang::Text;

const STREAM: &str = "__arrow_c_stream__";
/// What a wrapper of ours has instead: the library, and frames whose rows stand one below the other.
const LIBRARY: &str = "frame_library";
const PARTS: &str = "parts";

/// Whether a Python object is read as a frame rather than as a path.
pub fn is_frame(data: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(data.is_instance_of::<PyDict>() || data.hasattr(STREAM)? || data.hasattr(LIBRARY)?)
}

/// The columns of a frame with `__arrow_c_stream__`, or of a dict of lists.
pub fn columns_of(data: &Bound<'_, PyAny>) -> PyResult<Columns> {
    match data.cast::<PyDict>() {
        Ok(columns) => from_dict(columns),
        Err(_) => {
            let library = library(data)?;
            let streams = match data.getattr_opt(LIBRARY)? {
                None => vec![stream(data)?],
                Some(_) => parts(data)?,
            };
            released(data.py(), move || Columns::of_streams(streams, &library))
        }
    }
}

/// The library of a frame: what a wrapper of ours says, else the first name of the module of its type.
fn library(data: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Some(named) = data.getattr_opt(LIBRARY)? {
        return Ok(named.to_string());
    }
    let module = data.get_type().module()?.to_string();
    Ok(module.trim_start_matches('_').split('.').next().unwrap_or_default().to_owned())
}

/// The Arrow stream of a frame, moved out of the hands of the interpreter.
fn stream(data: &Bound<'_, PyAny>) -> PyResult<Stream> {
    // Early versions of polars demand the argument that the protocol makes optional.
    let capsule = match data.call_method1(STREAM, (data.py().None(),)) {
        Ok(capsule) => capsule,
        Err(cause) => return Err(failed(data, cause)?),
    };
    let capsule = capsule.cast::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(c"arrow_array_stream"))?.cast::<Stream>();
    // SAFETY: the name says that the capsule holds a stream; `from_raw` moves it out and leaves a released one.
    Ok(unsafe { Stream::from_raw(stream.as_ptr()) })
}

fn parts(data: &Bound<'_, PyAny>) -> PyResult<Vec<Stream>> {
    let parts =
        data.call_method0(PARTS).map_err(|cause| failed(data, cause).unwrap_or_else(|fault| fault))?;
    parts.try_iter()?.map(|part| stream(&part?)).collect()
}

/// What a library says of its own frame stands behind our exception: it may hold cells of pupils.
fn failed(data: &Bound<'_, PyAny>, cause: PyErr) -> PyResult<PyErr> {
    let py = data.py();
    if !cause.is_instance_of::<pyo3::exceptions::PyException>(py) {
        return Ok(cause);
    }
    // One of ours says more.
    if cause.value(py).hasattr("code")? {
        return Ok(cause);
    }
    let raised = PyErr::from(Error::FrameFailed { library: library(data)?, column: None });
    raised.set_cause(py, Some(cause));
    Ok(raised)
}

/// Cells after which the interpreter is asked whether the user wants an end.
const ASKED_EVERY: usize = 1 << 16;

fn from_dict(columns: &Bound<'_, PyDict>) -> PyResult<Columns> {
    let mut table = TextBuilder::default();
    for (header, values) in columns {
        let header = header.str()?.to_string();
        if values.is_instance_of::<PyString>() {
            return Err(no_text(&header, &"str").into());
        }
        if values.try_iter().is_err() {
            let found = values.get_type().name()?.to_string();
            return Err(no_text(&header, &found).into());
        }
        let mut numbers = false;
        for (at, value) in values.try_iter()?.enumerate() {
            if at % ASKED_EVERY == ASKED_EVERY - 1 {
                columns.py().check_signals()?;
            }
            let value = value?;
            numbers |= is_number(&value);
            table.push(cell(&header, &value)?.as_deref());
        }
        table.end(header, numbers);
    }
    Ok(table.finish()?)
}

fn is_number(value: &Bound<'_, PyAny>) -> bool {
    let truth = value.is_instance_of::<PyBool>();
    !truth && (value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>())
}

fn cell(header: &str, value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(text.to_string()));
    }
    if let Ok(truth) = value.cast::<PyBool>() {
        return Ok(Some(truth.is_true().to_string()));
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        // 90.0 is "90": a class that pandas made a float because one was missing keeps its name.
        return Ok(Some(float.value()).filter(|float| !float.is_nan()).map(|float| float.to_string()));
    }
    if value.hasattr("__iter__")? {
        return Err(no_text(header, &value.get_type().name()?.to_string()).into());
    }
    Ok(Some(value.str()?.to_string()))
}

fn no_text(header: &str, found: &dyn std::fmt::Display) -> Error {
    Error::InvalidArgument {
        argument: format!("frame[{header:?}]"),
        found: found.to_string(),
        expected: Text::new("一列文字、数字或日期", "a column of texts, numbers or dates"),
    }
}

/// What data may be read from.
pub const OF_SOURCE: Text = Text::new(
    "路径、数据框（polars、pandas、pyarrow 等）或「列名：单元格列表」的字典",
    "a path, a frame (polars, pandas, pyarrow, …) or a dict of lists",
);

/// An argument of another type than is expected.
pub fn wrong_type(argument: &str, data: &Bound<'_, PyAny>, expected: Text) -> PyErr {
    let found = data.get_type().name().map_or_else(|_| "?".to_owned(), |name| name.to_string());
    Error::InvalidArgument { argument: argument.to_owned(), found, expected }.into()
}

/// Columns as the capsule in which the Arrow protocol hands them over. The protocol lets a producer ignore a schema
/// that it cannot serve.
pub fn capsule(py: Python<'_>, stream: Stream) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
}
