//! Columns by their headers, from a table of texts or a frame of numbers alike.

use std::borrow::Cow;

use super::columns::{bad_cell, column, number};
use crate::error::{Error, Place, Result, masked};
use crate::lang::{Text, nearest};
use crate::number::to_f64;
use crate::records::{Frame, KeyColumn, SmallTable};

const FRAME: &str = "<frame>";

/// A row per pupil.
pub enum Rows<'a> {
    Table(&'a SmallTable),
    Frame(&'a Frame),
}

impl Rows<'_> {
    pub fn len(&self) -> usize {
        match self {
            Rows::Table(table) => table.rows.len(),
            Rows::Frame(frame) => frame.rows,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The numbers of a column, `NaN` where a cell is missing.
    pub fn numbers(&self, header: &str) -> Result<Cow<'_, [f64]>> {
        match self {
            Rows::Table(table) => {
                let column = column(table, header)?;
                (0..table.rows.len())
                    .map(|row| any_number(table, row, column))
                    .collect::<Result<_>>()
                    .map(Cow::Owned)
            }
            Rows::Frame(frame) => {
                let at = position(frame, header)?;
                let column = &frame.columns[at].1;
                match column.numbers() {
                    Some(numbers) => Ok(numbers),
                    None => self.numbers_of_texts(header, column.labels()),
                }
            }
        }
    }

    /// As in a file: a number however it is written, nothing where it is blank.
    fn numbers_of_texts(&self, header: &str, texts: Option<KeyColumn>) -> Result<Cow<'_, [f64]>> {
        let expected = Text::new("一列数", "a column of numbers");
        let Some(texts) = texts else { return Err(self.fault(0, header, "[…]", expected)) };
        let number = |label: &String| match label.trim() {
            "" => Some(f64::NAN),
            text => written_number(text),
        };
        let numbers: Vec<Option<f64>> = texts.labels.iter().map(number).collect();
        match texts.codes.iter().position(|code| numbers[*code as usize].is_none()) {
            // A name may have been taken for a score.
            Some(row) => {
                Err(self.fault(row, header, &masked(&texts.labels[texts.codes[row] as usize]), expected))
            }
            None => {
                let of_code = |code: &u32| numbers[*code as usize].unwrap_or(f64::NAN);
                Ok(Cow::Owned(texts.codes.iter().map(of_code).collect()))
            }
        }
    }

    /// Whether a column holds numbers alone, blanks aside.
    pub fn is_numeric(&self, header: &str) -> Result<bool> {
        match self {
            Rows::Table(table) => {
                let column = column(table, header)?;
                Ok((0..table.rows.len()).all(|row| any_number(table, row, column).is_ok()))
            }
            Rows::Frame(frame) => Ok(frame.columns[position(frame, header)?].1.numbers().is_some()),
        }
    }

    /// The texts of a column, its labels in ascending order.
    pub fn labels(&self, header: &str) -> Result<KeyColumn> {
        let found = match self {
            Rows::Table(table) => {
                let column = column(table, header)?;
                KeyColumn::interned(header, table.rows.iter().map(|row| row[column].as_str()))
            }
            Rows::Frame(frame) => {
                let at = position(frame, header)?;
                frame.columns[at].1.labels().ok_or_else(|| Error::BadCell {
                    place: Place::file(FRAME).at_column(at, header),
                    found: "[…]".to_owned(),
                    expected: Text::new("一列文字或数", "a column of texts or numbers"),
                })?
            }
        };
        Ok(in_order(found))
    }

    /// What is wrong with a cell. It is not shown: it may be a pupil's score.
    pub fn fault(&self, row: usize, header: &str, found: &str, expected: Text) -> Error {
        match self {
            Rows::Table(table) => match column(table, header) {
                Ok(column) => match bad_cell(table, row, column, expected) {
                    Error::BadCell { place, expected, .. } => {
                        Error::BadCell { place, found: found.to_owned(), expected }
                    }
                    other => other,
                },
                Err(fault) => fault,
            },
            Rows::Frame(frame) => {
                let at = frame.columns.iter().position(|(name, _)| name == header).unwrap_or_default();
                let place = Place::file(FRAME).at_row(row as u64 + 1).at_column(at, header);
                Error::BadCell { place, found: found.to_owned(), expected }
            }
        }
    }
}

/// With any number of decimals, or an exponent: weights are often written with all the digits of a double.
fn any_number(table: &SmallTable, row: usize, column: usize) -> Result<f64> {
    match number(table, row, column) {
        Ok(found) => Ok(found.map_or(f64::NAN, to_f64)),
        Err(fault) => {
            let cell = table.rows[row][column].trim();
            written_number(cell).ok_or(fault)
        }
    }
}

fn written_number(cell: &str) -> Option<f64> {
    let plain = cell.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    cell.parse::<f64>().ok().filter(|found| plain && found.is_finite())
}

fn position(frame: &Frame, header: &str) -> Result<usize> {
    let headers = || frame.columns.iter().map(|(name, _)| name.as_str());
    headers().position(|name| name == header).ok_or_else(|| Error::ColumnNotFound {
        place: Place::file(FRAME),
        column: header.to_owned(),
        available: headers().map(str::to_owned).collect(),
        suggestion: nearest(header, headers()),
    })
}

/// Numbers in the order of their values, texts after them.
fn in_order(mut column: KeyColumn) -> KeyColumn {
    let mut order: Vec<usize> = (0..column.labels.len()).collect();
    let number = |at: usize| column.labels[at].parse::<f64>().unwrap_or(f64::INFINITY);
    order.sort_by(|a, b| {
        number(*a).total_cmp(&number(*b)).then_with(|| column.labels[*a].cmp(&column.labels[*b]))
    });
    let mut place = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new as u32;
    }
    column.codes.iter_mut().for_each(|code| *code = place[*code as usize]);
    column.labels = order.into_iter().map(|old| std::mem::take(&mut column.labels[old])).collect();
    column
}

/// The columns that a pattern names: `W_FSTURWT{1..80}` is W_FSTURWT1 to W_FSTURWT80, `{01..80}` with zeros in
/// front.
pub fn expand(argument: &str, pattern: &str) -> Result<Vec<String>> {
    let Some((before, rest)) = pattern.split_once('{') else { return Ok(vec![pattern.to_owned()]) };
    let range = rest.split_once('}').and_then(|(range, after)| {
        let (from, to) = range.split_once("..")?;
        let numbers = (from.parse::<u32>().ok()?, to.parse::<u32>().ok()?);
        (numbers.0 <= numbers.1 && numbers.1 - numbers.0 < 10_000).then_some((from, numbers, after))
    });
    let Some((from, (low, high), after)) = range else {
        return Err(Error::InvalidArgument {
            argument: argument.to_owned(),
            found: pattern.to_owned(),
            expected: Text::new(
                "列名，或如 W{1..80} 的一串列名",
                "a column, or a run of columns such as W{1..80}",
            ),
        });
    };
    let width = if from.starts_with('0') { from.len() } else { 1 };
    Ok((low..=high).map(|number| format!("{before}{number:0width$}{after}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_name_runs_of_columns() {
        assert_eq!(expand("a", "W_FSTUWT").unwrap(), ["W_FSTUWT"]);
        assert_eq!(expand("a", "PV{1..3}MATH").unwrap(), ["PV1MATH", "PV2MATH", "PV3MATH"]);
        assert_eq!(expand("a", "ASMMAT{09..10}").unwrap(), ["ASMMAT09", "ASMMAT10"]);
        for wrong in ["W{1..", "W{b..3}", "W{3..1}", "W{1-3}", "W{1..999999}"] {
            assert!(expand("a", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn labels_stand_in_the_order_of_their_numbers() {
        let column = in_order(KeyColumn::interned("g", ["10", "乙", "9", "", "10"].into_iter()));
        assert_eq!(column.labels, ["9", "10", "", "乙"]);
        assert_eq!(column.codes, [1, 3, 0, 2, 1]);
    }
}
