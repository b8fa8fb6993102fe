//! Frames of numbers as they stand in memory: columns of doubles are lent, not copied.

use std::borrow::Cow;
use std::collections::HashMap;

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, RecordBatchReader};
use arrow_cast::cast;
use arrow_schema::DataType;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::call::released;
use super::frames::{INDEX, OF_SOURCE, is_frame, stream, text_frame, unreadable, wrong_type};
use crate::error::{Error, Place, Result};
use crate::intake::TextColumn;
use crate::lang::Text;
use crate::records::{Cells, KeyColumn};

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
    let frame = match data.cast::<PyDict>() {
        Ok(_) => from_texts(text_frame(data)?.columns)?,
        Err(_) => {
            let stream = stream(data)?;
            released(data.py(), move || from_arrow(stream))?
        }
    };
    Ok(Frame { frame })
}

fn from_arrow(stream: FFI_ArrowArrayStream) -> Result<crate::records::Frame> {
    let reader = RecordBatchStreamReader::try_new(stream).map_err(|fault| unreadable(&fault))?;
    let headers: Vec<String> = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
    let mut chunks: Vec<Vec<ArrayRef>> = vec![Vec::new(); headers.len()];
    let mut rows = 0;
    for batch in reader {
        let batch = batch.map_err(|fault| unreadable(&fault))?;
        rows += batch.num_rows();
        chunks.iter_mut().zip(batch.columns()).for_each(|(chunks, array)| chunks.push(array.clone()));
    }
    let columns = headers.into_iter().zip(chunks).filter(|(header, _)| header != INDEX);
    let boxed = columns.map(|(header, chunks)| (header, Box::new(Chunks(chunks)) as Box<dyn Cells>));
    Ok(crate::records::Frame { rows, columns: boxed.collect() })
}

fn from_texts(columns: Vec<TextColumn>) -> Result<crate::records::Frame> {
    let rows = columns.first().map_or(0, |column| column.cells.len());
    if let Some(at) = columns.iter().position(|column| column.cells.len() != rows) {
        return Err(Error::BadCell {
            place: Place::file("<frame>").at_column(at, columns[at].header.clone()),
            found: columns[at].cells.len().to_string(),
            expected: Text::new("与第一列同样多的行", "as many rows as the first column"),
        });
    }
    let boxed =
        columns.into_iter().map(|column| (column.header, Box::new(Texts(column.cells)) as Box<dyn Cells>));
    Ok(crate::records::Frame { rows, columns: boxed.collect() })
}

/// A column of Arrow arrays.
struct Chunks(Vec<ArrayRef>);

impl Cells for Chunks {
    fn numbers(&self) -> Option<Cow<'_, [f64]>> {
        if let [only] = &self.0[..]
            && *only.data_type() == DataType::Float64
            && only.null_count() == 0
        {
            return Some(Cow::Borrowed(only.as_primitive::<Float64Type>().values()));
        }
        let mut numbers = Vec::with_capacity(self.0.iter().map(|array| array.len()).sum());
        for array in &self.0 {
            if !(array.data_type().is_numeric() || *array.data_type() == DataType::Null) {
                return None;
            }
            let doubles = cast(array, &DataType::Float64).ok()?;
            numbers.extend(doubles.as_primitive::<Float64Type>().iter().map(|n| n.unwrap_or(f64::NAN)));
        }
        Some(Cow::Owned(numbers))
    }

    fn labels(&self) -> Option<KeyColumn> {
        let mut labels = Labels::default();
        if let Some(numbers) = self.numbers() {
            let mut of_bits: HashMap<u64, u32> = HashMap::new();
            for number in &*numbers {
                let code = *of_bits.entry(number.to_bits()).or_insert_with(|| {
                    labels.code(&if number.is_nan() { String::new() } else { number.to_string() })
                });
                labels.column.codes.push(code);
            }
            return Some(labels.column);
        }
        for array in self.0.iter().filter(|array| !array.data_type().is_nested()) {
            let text = cast(array, &DataType::Utf8).ok()?;
            text.as_string::<i32>().iter().for_each(|cell| labels.push(cell.unwrap_or_default()));
        }
        let len: usize = self.0.iter().map(|array| array.len()).sum();
        (labels.column.codes.len() == len).then_some(labels.column)
    }
}

/// Labels as they are met, each distinct one stored once.
#[derive(Default)]
struct Labels {
    codes: HashMap<String, u32>,
    column: KeyColumn,
}

impl Labels {
    fn code(&mut self, label: &str) -> u32 {
        if let Some(code) = self.codes.get(label) {
            return *code;
        }
        let code = self.column.labels.len() as u32;
        self.column.labels.push(label.to_owned());
        self.codes.insert(label.to_owned(), code);
        code
    }

    fn push(&mut self, label: &str) {
        let code = self.code(label);
        self.column.codes.push(code);
    }
}

/// A column that came as texts.
struct Texts(Vec<Option<String>>);

impl Cells for Texts {
    fn numbers(&self) -> Option<Cow<'_, [f64]>> {
        let number = |cell: &Option<String>| match cell.as_deref().map(str::trim) {
            None | Some("") => Some(f64::NAN),
            Some(text) => text.parse::<f64>().ok(),
        };
        self.0.iter().map(number).collect::<Option<Vec<_>>>().map(Cow::Owned)
    }

    fn labels(&self) -> Option<KeyColumn> {
        let mut labels = Labels::default();
        self.0.iter().for_each(|cell| labels.push(cell.as_deref().unwrap_or_default()));
        Some(labels.column)
    }
}
