//! The one model of a table that every renderer draws.

use crate::figures::{Status, Value};

/// A table as people read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Short and unique within a release; becomes the name of the sheet and of the CSV file.
    pub id: String,
    pub title: String,
    /// The unit of the whole table, where all its numbers share one.
    pub unit: Option<String>,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Definitions, conventions, sources: shown below the table.
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub header: String,
    /// Labels stand left, numbers right.
    pub numeric: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    /// Shown with `decimals` places, rounded half up from the exact value; spreadsheets get the rounded number.
    Number {
        value: Value,
        decimals: u8,
    },
    /// No value, and why; shown as its symbol.
    Missing(Status),
    /// Nothing belongs here.
    Empty,
}
