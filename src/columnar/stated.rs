//! What the footer of a Parquet file says of a column, held against what is read of it: few writers give their pages
//! the sums by which a changed byte would show.

use std::collections::VecDeque;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Decimal32Type, Decimal64Type, Decimal128Type, DecimalType, Float32Type, Float64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, PrimitiveArray, downcast_integer_array};
use arrow_schema::DataType;
use bytes::Bytes;
use parquet::basic::ColumnOrder;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;

/// What is said of the rows of one column that are not read yet.
pub(super) struct Stated(VecDeque<Group>);

/// One row group.
struct Group {
    rows: usize,
    nulls: Option<usize>,
    bounds: Bounds,
}

/// Between which values all cells are.
enum Bounds {
    Unknown,
    /// As they are stored, in 32 bits or in more.
    Whole(i128, i128, bool),
    Doubles(f64, f64),
    Texts(Bytes, Bytes),
}

/// Whether the numbers of rows agree with each other.
pub(super) fn rows_agree(metadata: &ParquetMetaData) -> bool {
    let all: i64 = metadata.row_groups().iter().map(|group| group.num_rows()).sum();
    let whole = |column: &ColumnChunkMetaData, rows| {
        column.column_descr().max_rep_level() > 0 || column.num_values() == rows
    };
    all == metadata.file_metadata().num_rows()
        && metadata.row_groups().iter().all(|group| {
            group.num_rows() >= 0 && group.columns().iter().all(|column| whole(column, group.num_rows()))
        })
}

impl Stated {
    /// Of a column of plain cells, by its place among the columns of the table.
    pub fn of(metadata: &ParquetMetaData, column: usize) -> Stated {
        let file = metadata.file_metadata();
        let schema = file.schema_descr();
        let leaf = (0..schema.num_columns()).find(|leaf| schema.get_column_root_idx(*leaf) == column);
        let is_ordered = leaf.is_some_and(|leaf| {
            !matches!(file.column_order(leaf), ColumnOrder::UNDEFINED | ColumnOrder::UNKNOWN)
        });
        let group = |group: &RowGroupMetaData| {
            let said = leaf.and_then(|leaf| group.column(leaf).statistics());
            let nulls = said.and_then(Statistics::null_count_opt).map(|nulls| nulls as usize);
            let of_values = said.filter(|said| is_ordered && !said.is_min_max_deprecated());
            let bounds = of_values.map_or(Bounds::Unknown, Bounds::of);
            Group { rows: group.num_rows() as usize, nulls, bounds }
        };
        let groups = metadata.row_groups().iter().map(group);
        Stated(groups.filter(|group| group.rows > 0).collect())
    }

    /// Whether the next cells are what is said of them.
    pub fn agrees(&mut self, cells: &ArrayRef) -> bool {
        let mut from = 0;
        while from < cells.len() {
            let Some(group) = self.0.front_mut() else { return false };
            let here = cells.slice(from, group.rows.min(cells.len() - from));
            if !group.takes(&here) {
                return false;
            }
            from += here.len();
            if group.rows == 0 {
                self.0.pop_front();
            }
        }
        true
    }

    /// Whether all rows have come.
    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}

impl Group {
    fn takes(&mut self, cells: &ArrayRef) -> bool {
        self.rows -= cells.len();
        if let Some(nulls) = &mut self.nulls {
            let Some(rest) = nulls.checked_sub(cells.logical_null_count()) else { return false };
            *nulls = rest;
            if rest > self.rows {
                return false;
            }
        }
        self.bounds.hold(cells)
    }
}

impl Bounds {
    fn of(said: &Statistics) -> Bounds {
        let both = said.min_bytes_opt().zip(said.max_bytes_opt());
        let bounds = both.and_then(|(low, high)| match said {
            Statistics::Int32(said) => {
                Some(Bounds::Whole((*said.min_opt()?).into(), (*said.max_opt()?).into(), true))
            }
            Statistics::Int64(said) => {
                Some(Bounds::Whole((*said.min_opt()?).into(), (*said.max_opt()?).into(), false))
            }
            Statistics::Float(said) => {
                Some(Bounds::Doubles((*said.min_opt()?).into(), (*said.max_opt()?).into()))
            }
            Statistics::Double(said) => Some(Bounds::Doubles(*said.min_opt()?, *said.max_opt()?)),
            Statistics::ByteArray(_) | Statistics::FixedLenByteArray(_) => {
                Some(Bounds::Texts(Bytes::copy_from_slice(low), Bytes::copy_from_slice(high)))
            }
            Statistics::Boolean(_) | Statistics::Int96(_) => None,
        });
        bounds.unwrap_or(Bounds::Unknown)
    }

    fn hold(&self, cells: &ArrayRef) -> bool {
        use DataType as Of;
        match (self, cells.data_type()) {
            (Bounds::Whole(low, high, is_short), kind) if kind.is_integer() => {
                // What has no sign is stored as if it had one.
                let of_bits = |number: i128| match is_short {
                    true => i128::from(number as u32),
                    false => i128::from(number as u64),
                };
                let is_signed = kind.is_signed_integer();
                let [low, high] = [*low, *high].map(|bound| if is_signed { bound } else { of_bits(bound) });
                downcast_integer_array!(
                    cells => numbers(cells, |number| (low..=high).contains(&i128::from(number))),
                    _ => true,
                )
            }
            (Bounds::Doubles(low, high), Of::Float32) => {
                numbers(cells.as_primitive::<Float32Type>(), |number| inside(number.into(), *low, *high))
            }
            (Bounds::Doubles(low, high), Of::Float64) => {
                numbers(cells.as_primitive::<Float64Type>(), |number| inside(number, *low, *high))
            }
            (_, Of::Decimal32(..)) => self.hold_decimals::<Decimal32Type>(cells),
            (_, Of::Decimal64(..)) => self.hold_decimals::<Decimal64Type>(cells),
            (_, Of::Decimal128(..)) => self.hold_decimals::<Decimal128Type>(cells),
            (Bounds::Texts(low, high), _) => hold_texts(cells, |text| &low[..] <= text && text <= &high[..]),
            _ => true,
        }
    }

    fn hold_decimals<T: DecimalType>(&self, cells: &ArrayRef) -> bool
    where
        i128: From<T::Native>,
    {
        let (low, high) = match self {
            Bounds::Whole(low, high, _) => (*low, *high),
            Bounds::Texts(low, high) => match (big_endian(low), big_endian(high)) {
                (Some(low), Some(high)) => (low, high),
                _ => return true,
            },
            _ => return true,
        };
        numbers(cells.as_primitive::<T>(), |number| (low..=high).contains(&i128::from(number)))
    }
}

/// NaN is within no bounds that there are.
fn inside(number: f64, low: f64, high: f64) -> bool {
    number.is_nan() || low.is_nan() || high.is_nan() || (low <= number && number <= high)
}

fn big_endian(bytes: &[u8]) -> Option<i128> {
    let first = *bytes.first()?;
    let mut number = [if first < 0x80 { 0 } else { 0xFF }; 16];
    number[16usize.checked_sub(bytes.len())?..].copy_from_slice(bytes);
    Some(i128::from_be_bytes(number))
}

fn numbers<T: ArrowPrimitiveType>(cells: &PrimitiveArray<T>, holds: impl Fn(T::Native) -> bool) -> bool {
    match cells.null_count() {
        0 => cells.values().iter().fold(true, |all, number| all & holds(*number)),
        _ => cells.iter().flatten().all(holds),
    }
}

/// Of texts, and of dictionaries of them.
fn hold_texts(cells: &ArrayRef, holds: impl Fn(&[u8]) -> bool) -> bool {
    let holds = |text: Option<&str>| text.is_none_or(|text| holds(text.as_bytes()));
    match cells.data_type() {
        DataType::Utf8 => cells.as_string::<i32>().iter().all(holds),
        DataType::LargeUtf8 => cells.as_string::<i64>().iter().all(holds),
        DataType::Utf8View => cells.as_string_view().iter().all(holds),
        DataType::Dictionary(_, of) if **of == DataType::Utf8 => {
            let coded = cells.as_any_dictionary();
            let (keys, values) = (coded.keys(), coded.values().as_string::<i32>());
            if values.is_empty() {
                return true;
            }
            // Of values that no row has nothing is said.
            let mut of_values = vec![None; values.len()];
            coded
                .normalized_keys()
                .into_iter()
                .enumerate()
                .filter(|(row, _)| keys.is_valid(*row))
                .all(|(_, code)| *of_values[code].get_or_insert_with(|| holds(Some(values.value(code)))))
        }
        _ => true,
    }
}
