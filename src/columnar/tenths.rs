//! Numbers from 0 to 9,999.9 with one decimal at most, as nearly all scores are: their texts are made once, and a cell
//! is the number of its tenths.

use arrow_array::types::{ArrowPrimitiveType, DecimalType};
use arrow_array::{Array, PrimitiveArray};

use crate::threads::Lazy;

const COUNT: u32 = 100_000;
/// The number of a missing cell.
const MISSING: u32 = u32::MAX;
/// `9999.9`, and how long a text is.
const LONGEST: usize = 6;

/// The text of each number of tenths, and its length behind it.
static TEXTS: Lazy<Vec<[u8; LONGEST + 1]>> = Lazy::new(|| (0..COUNT).map(text).collect());

fn text(tenths: u32) -> [u8; LONGEST + 1] {
    let written = match tenths % 10 {
        0 => (tenths / 10).to_string(),
        tenth => format!("{}.{tenth}", tenths / 10),
    };
    let mut text = [0; LONGEST + 1];
    text[..written.len()].copy_from_slice(written.as_bytes());
    text[LONGEST] = written.len() as u8;
    text
}

/// The cells of a column of such numbers.
pub(super) struct Tenths {
    of_rows: Vec<u32>,
    texts: &'static [[u8; LONGEST + 1]],
}

impl Tenths {
    /// `None` where one of them is another number.
    fn of(rows: usize, cells: impl Iterator<Item = Option<Option<u32>>>) -> Option<Tenths> {
        let mut of_rows = Vec::with_capacity(rows);
        for cell in cells {
            of_rows.push(cell?.unwrap_or(MISSING));
        }
        Some(Tenths { of_rows, texts: &TEXTS })
    }

    /// Of a column that nearly always has no missing cell.
    fn of_numbers<T: ArrowPrimitiveType>(
        array: &PrimitiveArray<T>,
        tenths: impl Fn(T::Native) -> Option<u32>,
    ) -> Option<Tenths> {
        match array.null_count() {
            0 => Tenths::of(array.len(), array.values().iter().map(|number| tenths(*number).map(Some))),
            _ => Tenths::of(
                array.len(),
                array.iter().map(|cell| cell.map_or(Some(None), |of| tenths(of).map(Some))),
            ),
        }
    }

    pub fn integers<T>(array: &PrimitiveArray<T>) -> Option<Tenths>
    where
        T: ArrowPrimitiveType,
        T::Native: TryInto<u32>,
    {
        Tenths::of_numbers(array, |number| {
            number.try_into().ok().filter(|number| *number < COUNT / 10).map(|number| number * 10)
        })
    }

    /// Of decimals with so many digits behind the point.
    pub fn decimals<T>(array: &PrimitiveArray<T>, scale: i8) -> Option<Tenths>
    where
        T: DecimalType,
        i128: From<T::Native>,
    {
        let behind = u32::try_from(scale).ok()?;
        // What the last digits but one stand for.
        let unit = 10i128.checked_pow(behind.saturating_sub(1))?;
        Tenths::of_numbers(array, |number| match i128::from(number) {
            number if behind == 0 => number.checked_mul(10).and_then(within),
            number => exact(number, unit).and_then(within),
        })
    }

    /// NaN is a missing cell, unless it is shown.
    pub fn doubles(cells: impl Iterator<Item = Option<f64>>, shows_nan: bool) -> Option<Tenths> {
        Tenths::of(
            cells.size_hint().0,
            cells.map(|cell| match cell {
                None => Some(None),
                Some(number) if number.is_nan() && !shows_nan => Some(None),
                Some(number) => {
                    let tenths = (number * 10.0).round();
                    // The text of so many tenths is that of the double nearest to them.
                    let is_it = (0.0..f64::from(COUNT)).contains(&tenths)
                        && tenths / 10.0 == number
                        && !number.is_sign_negative();
                    is_it.then_some(Some(tenths as u32))
                }
            }),
        )
    }

    #[inline]
    pub fn get(&self, row: usize) -> &[u8] {
        match self.of_rows[row] {
            MISSING => b"",
            tenths => {
                let text = &self.texts[tenths as usize];
                &text[..usize::from(text[LONGEST])]
            }
        }
    }
}

/// Nearly every decimal is divided in a register.
fn exact(number: i128, unit: i128) -> Option<i128> {
    match (i64::try_from(number), i64::try_from(unit)) {
        (Ok(number), Ok(unit)) => (number % unit == 0).then(|| (number / unit).into()),
        _ => (number % unit == 0).then(|| number / unit),
    }
}

fn within(tenths: i128) -> Option<u32> {
    u32::try_from(tenths).ok().filter(|tenths| *tenths < COUNT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_doubles_are_those_of_the_library() {
        let doubles: Vec<f64> = (0..COUNT).map(|tenths| f64::from(tenths) / 10.0).collect();
        let cells = Tenths::doubles(doubles.iter().map(|double| Some(*double)), true).unwrap();
        for (row, double) in doubles.iter().enumerate() {
            assert_eq!(std::str::from_utf8(cells.get(row)).unwrap(), double.to_string());
        }
    }

    #[test]
    fn other_numbers_are_left_to_others() {
        for other in [0.05, 1e4, 10000.0, -1.0, -0.0, f64::INFINITY, f64::NAN, 0.1 + 0.2, 90.500001] {
            assert!(Tenths::doubles([Some(90.5), Some(other)].into_iter(), true).is_none(), "{other}");
        }
        let missing = Tenths::doubles([Some(f64::NAN), None, Some(1.5)].into_iter(), false).unwrap();
        assert_eq!([missing.get(0), missing.get(1), missing.get(2)], [&b""[..], b"", b"1.5"]);
    }
}
