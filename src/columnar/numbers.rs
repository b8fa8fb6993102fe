//! Tables of numbers as they stand in memory: columns of doubles are lent, not copied.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float16Type, Float32Type, Float64Type};
use arrow_array::{Array, ArrayRef, downcast_integer_array};
use arrow_schema::DataType;

use super::cells::Cells as Bytes;
use super::columns::Columns;
use super::kinds::no_cells;
use crate::records::{Cells, Frame, KeyColumn};

/// The columns of a table in memory, for methods that take many rows of numbers.
pub fn frame(table: &Columns) -> Frame {
    let column = |(at, column): (usize, &super::columns::Column)| {
        (column.header.clone(), Box::new(Chunks(table.chunks(at))) as Box<dyn Cells>)
    };
    let columns = table.columns.iter().enumerate().map(column).collect();
    Frame { rows: usize::try_from(table.rows).unwrap_or(usize::MAX), columns }
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
        self.0.iter().all(|array| append(array, &mut numbers).is_some()).then_some(Cow::Owned(numbers))
    }

    fn labels(&self) -> Option<KeyColumn> {
        if self.0.iter().any(|array| no_cells(array.data_type()).is_some()) {
            return None;
        }
        let chunks: Vec<(usize, Bytes)> =
            self.0.iter().map(|array| (array.len(), Bytes::of(array, false))).collect();
        let cells = chunks.iter().flat_map(|(rows, cells)| (0..*rows).map(|row| cells.get(row)));
        Some(KeyColumn::interned("", cells.map(|cell| std::str::from_utf8(cell).unwrap_or_default())))
    }
}

/// `None` where a cell is no number.
fn append(array: &ArrayRef, numbers: &mut Vec<f64>) -> Option<()> {
    let missing = |number: Option<f64>| number.unwrap_or(f64::NAN);
    match array.data_type() {
        DataType::Float64 => numbers.extend(array.as_primitive::<Float64Type>().iter().map(missing)),
        DataType::Float32 => {
            let floats = array.as_primitive::<Float32Type>().iter();
            numbers.extend(floats.map(|number| missing(number.map(f64::from))));
        }
        DataType::Float16 => {
            let floats = array.as_primitive::<Float16Type>().iter();
            numbers.extend(floats.map(|number| missing(number.map(f64::from))));
        }
        DataType::Null => numbers.extend(std::iter::repeat_n(f64::NAN, array.len())),
        kind if kind.is_integer() => downcast_integer_array!(
            array => numbers.extend(array.iter().map(|number| missing(number.map(|number| number as f64)))),
            _ => return None,
        ),
        kind if kind.is_decimal() || is_text(kind) => {
            let cells = Bytes::of(array, false);
            for row in 0..array.len() {
                numbers.push(match std::str::from_utf8(cells.get(row)).unwrap_or_default().trim() {
                    "" => f64::NAN,
                    text => text.parse().ok()?,
                });
            }
        }
        _ => return None,
    }
    Some(())
}

fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}
