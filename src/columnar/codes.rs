//! The codes of a dictionary.

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{AnyDictionaryArray, Array};

/// Which of the values, of which there are some, each row has; `missing` where it has none.
pub(super) fn codes(coded: &dyn AnyDictionaryArray, missing: u32) -> Vec<u32> {
    let keys = coded.keys();
    let last = coded.values().len() as u32 - 1;
    let mut codes: Vec<u32> = match keys.as_primitive_opt::<Int32Type>() {
        // As Parquet files are read.
        Some(keys) => keys.values().iter().map(|key| (*key as u32).min(last)).collect(),
        None => coded.normalized_keys().into_iter().map(|code| code as u32).collect(),
    };
    if keys.null_count() > 0 {
        let rows = codes.iter_mut().enumerate();
        rows.filter(|(row, _)| keys.is_null(*row)).for_each(|(_, code)| *code = missing);
    }
    codes
}
