//! Data frames of any library, and plain dicts of lists, as columns of text.

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::types::{Float16Type, Float32Type, Float64Type};
use arrow_array::{AnyDictionaryArray, Array, ArrayRef, RecordBatchReader, downcast_integer_array};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyCapsule, PyDict, PyFloat, PyInt, PyString};

use super::call::released;
use crate::error::{Error, Result};
use crate::intake::{TextColumn, TextFrame};
use crate::lang::Text;

/// What pandas calls its index when it hands over a frame.
pub const INDEX: &str = "__index_level_0__";
const STREAM: &str = "__arrow_c_stream__";

/// Whether a Python object is read as a frame rather than as a path.
pub fn is_frame(data: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(data.is_instance_of::<PyDict>() || data.hasattr(STREAM)?)
}

/// The columns of a frame with `__arrow_c_stream__`, or of a dict of lists.
pub fn text_frame(data: &Bound<'_, PyAny>) -> PyResult<TextFrame> {
    match data.cast::<PyDict>() {
        Ok(columns) => from_dict(columns),
        Err(_) => from_stream(data),
    }
}

fn from_stream(data: &Bound<'_, PyAny>) -> PyResult<TextFrame> {
    let stream = stream(data)?;
    released(data.py(), move || read_stream(stream))
}

/// The Arrow stream of a frame, moved out of the hands of the interpreter.
pub fn stream(data: &Bound<'_, PyAny>) -> PyResult<FFI_ArrowArrayStream> {
    // Early versions of polars demand the argument that the protocol makes optional.
    let capsule = data.call_method1(STREAM, (data.py().None(),))?;
    let capsule = capsule.cast::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(c"arrow_array_stream"))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: the name says that the capsule holds a stream; `from_raw` moves it out and leaves a released one.
    Ok(unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr()) })
}

fn read_stream(stream: FFI_ArrowArrayStream) -> Result<TextFrame> {
    let reader = RecordBatchStreamReader::try_new(stream).map_err(|fault| unreadable(&fault))?;
    let mut columns: Vec<TextColumn> = reader
        .schema()
        .fields()
        .iter()
        .map(|field| TextColumn {
            header: field.name().clone(),
            cells: Vec::new(),
            numbers: field.data_type().is_numeric(),
        })
        .collect();
    for batch in reader {
        let batch = batch.map_err(|fault| unreadable(&fault))?;
        for (column, array) in columns.iter_mut().zip(batch.columns()) {
            if column.header != INDEX {
                append(column, array)?;
            }
        }
    }
    columns.retain(|column| column.header != INDEX);
    Ok(TextFrame { columns })
}

/// Appends the cells of an array, each as the shortest text that says the same; NaN is a missing cell.
fn append(column: &mut TextColumn, array: &ArrayRef) -> Result<()> {
    let cells = &mut column.cells;
    match array.data_type() {
        DataType::Float16 => {
            let floats = array.as_primitive::<Float16Type>().iter();
            cells.extend(floats.map(|cell| cell.and_then(|float| shortest(float.to_f32()))));
        }
        DataType::Float32 => {
            cells.extend(array.as_primitive::<Float32Type>().iter().map(|cell| cell.and_then(shortest)));
        }
        DataType::Float64 => {
            cells.extend(array.as_primitive::<Float64Type>().iter().map(|cell| cell.and_then(shortest)));
        }
        // Texts and whole numbers are most of any frame: they need no array between.
        DataType::Utf8 => cells.extend(owned(array.as_string::<i32>())),
        DataType::LargeUtf8 => cells.extend(owned(array.as_string::<i64>())),
        DataType::Utf8View => cells.extend(owned(array.as_string_view())),
        kind if kind.is_integer() => {
            downcast_integer_array!(
                array => cells.extend(array.iter().map(|cell| cell.map(|number| number.to_string()))),
                other => return Err(no_text(&column.header, other)),
            );
        }
        DataType::Dictionary(_, of) if !of.is_nested() && !is_binary(of) => {
            return append_coded(column, array.as_any_dictionary());
        }
        other if other.is_nested() || is_binary(other) => return Err(no_text(&column.header, other)),
        other => {
            let text = cast(array, &DataType::Utf8).map_err(|_| no_text(&column.header, other))?;
            cells.extend(owned(text.as_string::<i32>()));
        }
    }
    Ok(())
}

fn owned<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> impl Iterator<Item = Option<String>> {
    texts.into_iter().map(|cell| cell.map(str::to_owned))
}

/// Appends what the codes of a dictionary stand for; each of its values is made a text once.
fn append_coded(column: &mut TextColumn, array: &dyn AnyDictionaryArray) -> Result<()> {
    let mut values = TextColumn { header: column.header.clone(), ..TextColumn::default() };
    append(&mut values, array.values())?;
    if values.cells.is_empty() {
        column.cells.extend(std::iter::repeat_n(None, array.len()));
        return Ok(());
    }
    let of_row = |(row, code): (usize, usize)| match array.is_null(row) {
        true => None,
        false => values.cells[code].clone(),
    };
    column.cells.extend(array.normalized_keys().into_iter().enumerate().map(of_row));
    Ok(())
}

fn is_binary(kind: &DataType) -> bool {
    use DataType::{Binary, BinaryView, FixedSizeBinary, LargeBinary};
    matches!(kind, Binary | LargeBinary | BinaryView | FixedSizeBinary(_))
}

/// 90.0 is "90": a class or a code that pandas made a float because one was missing keeps its name.
fn shortest<F: Into<f64> + std::fmt::Display + Copy>(float: F) -> Option<String> {
    (!float.into().is_nan()).then(|| float.to_string())
}

/// Cells after which the interpreter is asked whether the user wants an end.
const ASKED_EVERY: usize = 1 << 16;

fn from_dict(columns: &Bound<'_, PyDict>) -> PyResult<TextFrame> {
    let mut frame = TextFrame::default();
    for (header, values) in columns {
        let header = header.str()?.to_string();
        if values.is_instance_of::<PyString>() {
            return Err(no_text(&header, &"str").into());
        }
        if values.try_iter().is_err() {
            let found = values.get_type().name()?.to_string();
            return Err(no_text(&header, &found).into());
        }
        let mut cells = Vec::new();
        for value in values.try_iter()? {
            if cells.len() % ASKED_EVERY == ASKED_EVERY - 1 {
                columns.py().check_signals()?;
            }
            cells.push(cell(&header, &value?)?);
        }
        let numbers = values.try_iter()?.any(|value| value.is_ok_and(|value| is_number(&value)));
        frame.columns.push(TextColumn { header, cells, numbers });
    }
    Ok(frame)
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
        return Ok(shortest(float.value()));
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

pub fn unreadable(fault: &ArrowError) -> Error {
    Error::InvalidArgument {
        argument: "frame".to_owned(),
        found: fault.to_string(),
        expected: Text::new("可读的数据框", "a frame that can be read"),
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
