//! The columns and cells of a small table.

use crate::error::{ColumnPlace, Error, Place, Result};
use crate::lang::{Text, nearest};
use crate::number::{Decimal, Rational};
use crate::records::SmallTable;

pub fn position(table: &SmallTable, header: &str) -> Option<usize> {
    table.headers.iter().position(|h| h == header)
}

pub fn column(table: &SmallTable, header: &str) -> Result<usize> {
    let alike: Vec<usize> = (0..table.headers.len()).filter(|at| table.headers[*at] == header).collect();
    if let [first, second, ..] = alike[..] {
        return Err(Error::DuplicateColumn {
            place: Place::file(&table.file).at_column(second, header),
            field: header.to_owned(),
            other: ColumnPlace { index: first, header: header.to_owned() },
        });
    }
    position(table, header).ok_or_else(|| Error::ColumnNotFound {
        place: Place::file(&table.file),
        column: header.to_owned(),
        available: table.headers.clone(),
        suggestion: nearest(header, table.headers.iter().map(String::as_str)),
    })
}

/// The number in a cell, `None` where it is blank.
pub fn number(table: &SmallTable, row: usize, column: usize) -> Result<Option<Rational>> {
    let cell = table.rows[row][column].trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let number = Decimal::parse(cell.as_bytes()).map(Decimal::to_rational);
    number.map(Some).ok_or_else(|| bad_cell(table, row, column, Text::new("一个数", "a number")))
}

pub fn bad_cell(table: &SmallTable, row: usize, column: usize, expected: Text) -> Error {
    Error::BadCell {
        place: table.place(row).at_column(column, &table.headers[column]),
        found: table.rows[row][column].clone(),
        expected,
    }
}
