//! The cells of a column as bytes, each as the shortest text that says the same.

use std::collections::HashMap;
use std::io::Write as _;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, DecimalType};
use arrow_array::types::{Float16Type, Float32Type, Float64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, LargeStringArray, PrimitiveArray, StringArray, StringViewArray,
    downcast_integer_array, downcast_temporal_array,
};
use arrow_schema::DataType;
use arrow_select::take::take;

use super::codes::codes;
use super::digits::digits;
use super::nul::rows_with_nul;
use super::tenths::Tenths;

/// Some rows of a table as bytes.
pub struct Block {
    rows: usize,
    columns: Vec<Cells>,
    filled: Vec<usize>,
    /// Ascending.
    with_nul: Vec<usize>,
}

impl Block {
    /// Columns that are `None` have no cells; `true` stands beside those whose NaN is shown.
    pub(super) fn new(rows: usize, columns: impl Iterator<Item = Option<(ArrayRef, bool)>>) -> Block {
        let (mut cells, mut filled, mut with_nul) = (Vec::new(), Vec::new(), Vec::new());
        for column in columns {
            column.iter().for_each(|(array, _)| rows_with_nul(array, &mut with_nul));
            filled.push(column.as_ref().map_or(0, |(array, _)| array.len() - array.logical_null_count()));
            cells.push(column.map_or(Cells::Empty, |(array, shows_nan)| Cells::of(&array, shows_nan)));
        }
        with_nul.sort_unstable();
        Block { rows, columns: cells, filled, with_nul }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many cells of a column are there.
    pub fn filled(&self, column: usize) -> usize {
        self.filled[column]
    }

    /// Whether a text of the row holds a NUL byte.
    #[inline]
    pub fn holds_nul(&self, row: usize) -> bool {
        !self.with_nul.is_empty() && self.with_nul.binary_search(&row).is_ok()
    }

    /// Empty where nothing stands.
    #[inline]
    pub fn cell(&self, column: usize, row: usize) -> &[u8] {
        self.columns[column].get(row)
    }

    /// All cells of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &[u8]> {
        self.columns.iter().map(move |column| column.get(row))
    }

    /// All cells of a row as texts.
    pub fn texts(&self, row: usize) -> Vec<&str> {
        self.row(row).map(|cell| std::str::from_utf8(cell).unwrap_or_default()).collect()
    }
}

/// The cells of one column.
pub(super) enum Cells {
    Empty,
    Short(StringArray),
    Long(LargeStringArray),
    View(StringViewArray),
    Written(Written),
    Tenths(Tenths),
    /// Which of the values each row has.
    Coded(Vec<u32>, Box<Cells>),
}

/// The code of a missing cell.
const MISSING: u32 = u32::MAX;

/// Texts, one behind the other.
#[derive(Default)]
pub(super) struct Written {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Written {
    fn end(&mut self) {
        self.ends.push(self.bytes.len() as u32);
    }

    fn get(&self, at: usize) -> &[u8] {
        let from = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[from as usize..self.ends[at] as usize]
    }
}

impl Cells {
    /// Of an array of plain cells; of any other none.
    pub fn of(array: &ArrayRef, shows_nan: bool) -> Cells {
        match array.data_type() {
            DataType::Utf8 => Cells::Short(array.as_string::<i32>().clone()),
            DataType::LargeUtf8 => Cells::Long(array.as_string::<i64>().clone()),
            DataType::Utf8View => Cells::View(array.as_string_view().clone()),
            DataType::Float16 => floats(
                array.as_primitive::<Float16Type>().iter().map(|cell| cell.map(|cell| cell.to_f32())),
                shows_nan,
            ),
            DataType::Float32 => floats(array.as_primitive::<Float32Type>().iter(), shows_nan),
            DataType::Float64 => floats(array.as_primitive::<Float64Type>().iter(), shows_nan),
            DataType::Decimal32(..) => short_decimals::<Decimal32Type>(array),
            DataType::Decimal64(..) => short_decimals::<Decimal64Type>(array),
            DataType::Decimal128(..) => short_decimals::<Decimal128Type>(array),
            DataType::Decimal256(..) => decimals::<Decimal256Type>(array),
            DataType::Boolean => booleans(array.as_boolean()),
            DataType::Dictionary(..) => dictionary(array, shows_nan),
            kind if kind.is_integer() => integers(array),
            kind if kind.is_temporal() => times(array),
            _ => Cells::Empty,
        }
    }

    #[inline]
    pub fn get(&self, row: usize) -> &[u8] {
        match self {
            Cells::Empty => b"",
            Cells::Short(texts) if texts.is_null(row) => b"",
            Cells::Short(texts) => texts.value(row).as_bytes(),
            Cells::Long(texts) if texts.is_null(row) => b"",
            Cells::Long(texts) => texts.value(row).as_bytes(),
            Cells::View(texts) if texts.is_null(row) => b"",
            Cells::View(texts) => texts.value(row).as_bytes(),
            Cells::Written(written) => written.get(row),
            Cells::Tenths(tenths) => tenths.get(row),
            Cells::Coded(codes, values) => match codes[row] {
                MISSING => b"",
                code => values.get(code as usize),
            },
        }
    }
}

fn integers(array: &ArrayRef) -> Cells {
    let mut written = Written::default();
    downcast_integer_array!(
        array => {
            if let Some(tenths) = Tenths::integers(array) {
                return Cells::Tenths(tenths);
            }
            written.ends.reserve(array.len());
            for cell in array.iter() {
                if let Some(number) = cell {
                    digits(&mut written.bytes, i128::from(number));
                }
                written.end();
            }
        },
        _ => return Cells::Empty,
    );
    Cells::Written(written)
}

/// 90.0 is "90": a class or a code that pandas made a float because one was missing keeps its name. Each distinct
/// number is written once.
fn floats<F>(numbers: impl Iterator<Item = Option<F>> + Clone, shows_nan: bool) -> Cells
where
    F: Into<f64> + std::fmt::Display + Copy,
{
    if let Some(tenths) = Tenths::doubles(numbers.clone().map(|cell| cell.map(Into::into)), shows_nan) {
        return Cells::Tenths(tenths);
    }
    let mut written = Written::default();
    let mut known: HashMap<u64, u32> = HashMap::new();
    let mut code = |cell: Option<F>| {
        let Some(number) = cell else { return MISSING };
        let double: f64 = number.into();
        if double.is_nan() && !shows_nan {
            return MISSING;
        }
        *known.entry(double.to_bits()).or_insert_with(|| {
            // Of a number there is always a text.
            let _ = write!(written.bytes, "{number}");
            written.end();
            written.ends.len() as u32 - 1
        })
    };
    let codes = numbers.map(&mut code).collect();
    Cells::Coded(codes, Box::new(Cells::Written(written)))
}

fn short_decimals<T: DecimalType>(array: &ArrayRef) -> Cells
where
    i128: From<T::Native>,
{
    let short: &PrimitiveArray<T> = array.as_primitive();
    Tenths::decimals(short, short.scale()).map_or_else(|| decimals::<T>(array), Cells::Tenths)
}

/// 90.00 is "90", as of doubles.
fn decimals<T: DecimalType>(array: &ArrayRef) -> Cells {
    let array: &PrimitiveArray<T> = array.as_primitive();
    let mut written = Written::default();
    for row in 0..array.len() {
        if array.is_valid(row) {
            let text = array.value_as_string(row);
            let short =
                if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
            written.bytes.extend_from_slice(short.as_bytes());
        }
        written.end();
    }
    Cells::Written(written)
}

fn booleans(array: &BooleanArray) -> Cells {
    let mut written = Written::default();
    for cell in array {
        written.bytes.extend_from_slice(match cell {
            None => b"",
            Some(true) => b"true",
            Some(false) => b"false",
        });
        written.end();
    }
    Cells::Written(written)
}

/// As ISO 8601 writes them.
fn times(array: &ArrayRef) -> Cells {
    use DataType::{Date32, Date64, Time32, Time64, Timestamp};
    let mut written = Written::default();
    let kind = array.data_type();
    downcast_temporal_array!(
        array => {
            for row in 0..array.len() {
                if array.is_valid(row) {
                    // Of a time that there is, there is a text.
                    let _ = match kind {
                        Date32 | Date64 => array.value_as_date(row).map(|day| write!(written.bytes, "{day}")),
                        Time32(_) | Time64(_) => array.value_as_time(row).map(|time| write!(written.bytes, "{time}")),
                        Timestamp(..) => array
                            .value_as_datetime(row)
                            .map(|time| write!(written.bytes, "{}", time.format("%Y-%m-%dT%H:%M:%S%.f"))),
                        _ => None,
                    };
                }
                written.end();
            }
        },
        _ => return Cells::Empty,
    );
    Cells::Written(written)
}

/// The values of texts are lent, however many there are; others are written for these rows alone.
fn dictionary(array: &ArrayRef, shows_nan: bool) -> Cells {
    let coded = array.as_any_dictionary();
    let values = coded.values();
    if values.is_empty() {
        return Cells::Empty;
    }
    match Cells::of(&values.slice(0, 0), shows_nan) {
        Cells::Short(_) | Cells::Long(_) | Cells::View(_) => {
            Cells::Coded(codes(coded, MISSING), Box::new(Cells::of(values, shows_nan)))
        }
        _ => take(values, coded.keys(), None).map_or(Cells::Empty, |array| Cells::of(&array, shows_nan)),
    }
}
