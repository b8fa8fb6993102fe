//! Rows in which a text holds a NUL byte: no text does, unless something was overwritten, so no file's row with one is read.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, GenericStringArray, OffsetSizeTrait, StringViewArray};
use arrow_schema::DataType;

/// Adds the rows of a column that have one, in their order.
pub(super) fn rows_with_nul(array: &ArrayRef, rows: &mut Vec<usize>) {
    match array.data_type() {
        DataType::Utf8 => of_texts(array.as_string::<i32>(), rows),
        DataType::LargeUtf8 => of_texts(array.as_string::<i64>(), rows),
        DataType::Utf8View => of_views(array.as_string_view(), rows),
        DataType::Dictionary(..) => {
            let coded = array.as_any_dictionary();
            let mut values = Vec::new();
            rows_with_nul(coded.values(), &mut values);
            if !values.is_empty() {
                let codes = coded.normalized_keys().into_iter().enumerate();
                let has = |(row, code): &(usize, usize)| {
                    coded.keys().is_valid(*row) && values.binary_search(code).is_ok()
                };
                rows.extend(codes.filter(has).map(|(row, _)| row));
            }
        }
        _ => {}
    }
}

fn holds(text: &str) -> bool {
    memchr::memchr(0, text.as_bytes()).is_some()
}

fn of_texts<O: OffsetSizeTrait>(texts: &GenericStringArray<O>, rows: &mut Vec<usize>) {
    // All texts stand one behind the other, so one search nearly always tells.
    let offsets = texts.value_offsets();
    let ends = offsets.first().zip(offsets.last());
    let all = ends.and_then(|(from, to)| texts.value_data().get(from.as_usize()..to.as_usize()));
    if all.is_some_and(|all| memchr::memchr(0, all).is_some()) {
        rows.extend((0..texts.len()).filter(|row| texts.is_valid(*row) && holds(texts.value(*row))));
    }
}

fn of_views(texts: &StringViewArray, rows: &mut Vec<usize>) {
    const ONES: u128 = u128::from_ne_bytes([1; 16]);
    // A text of up to twelve bytes stands in its view behind its length; the bytes behind it are zero.
    let may_hold = |view: &u128| match *view as u32 {
        length @ ..=12 => {
            let bytes = view >> 32 | u128::MAX << (8 * length);
            bytes.wrapping_sub(ONES) & !bytes & (ONES << 7) != 0
        }
        _ => true,
    };
    let some = texts.views().iter().enumerate().filter(|(_, view)| may_hold(view)).map(|(row, _)| row);
    rows.extend(some.filter(|row| texts.is_valid(*row) && holds(texts.value(*row))));
}
