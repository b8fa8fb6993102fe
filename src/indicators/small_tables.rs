//! Columns of a small table put together by year and group: the same steps for every declared ratio.

use std::collections::BTreeMap;

use num_traits::CheckedAdd;

use super::arguments::Request;
use super::columns::{bad_cell, column, number, position};
use super::definition::{Default, Kind, Parameter};
use crate::error::Result;
use crate::exam::parse_year;
use crate::figures::{Figure, Phrase, Term, Unit};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;

pub const YEAR_COLUMN: Parameter = Parameter {
    name: "year",
    text: Text::new(
        "年份列的表头；不给则认 年份、年度、year",
        "the header of the year's column; 年份, 年度 or year if not given",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: false,
};

/// A parameter that names a column.
pub const fn header(name: &'static str, text: Text) -> Parameter {
    Parameter { name, text, kind: Kind::Name, default: Default::Required, many: false }
}

/// Which numbers a column may hold.
#[derive(Clone, Copy, PartialEq)]
pub enum Sign {
    Any,
    NotNegative,
}

/// The sums of one year and group.
pub struct Sums {
    pub year: Option<i32>,
    pub group: Vec<String>,
    /// One per column asked for; `None` once a cell was blank.
    pub values: Vec<Option<Rational>>,
    pub rows: u64,
    /// The file without a row that the zeros are of.
    pub of_empty: Option<String>,
}

impl Sums {
    /// A figure in the place of this group, still without a value.
    pub fn figure(&self, indicator: &'static str, measure: &'static str, unit: Unit) -> Figure {
        Figure {
            year: self.year,
            group: self
                .group
                .iter()
                .map(|label| Some(label.clone()).filter(|_| self.of_empty.is_none()))
                .collect(),
            n: Some(self.rows),
            note: self.of_empty.as_ref().map(|file| EMPTY.with([Term::name(file.as_str())])).into(),
            ..Figure::new(indicator, measure, unit)
        }
    }
}

/// The sums of columns by year and group; groups in the order of the table, years ascending.
pub fn sums(table: &SmallTable, request: &Request<'_>, columns: &[(usize, Sign)]) -> Result<Vec<Sums>> {
    let year = year_column(table, request)?;
    let by = request.by.iter().map(|key| column(table, key)).collect::<Result<Vec<_>>>()?;
    let mut places: BTreeMap<(Option<i32>, Vec<String>), usize> = BTreeMap::new();
    let mut groups: Vec<Sums> = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let year = year.map_or(Ok(None), |column| parse_year(&row[column]))?;
        let group: Vec<String> = by.iter().map(|column| row[*column].clone()).collect();
        let place = *places.entry((year, group.clone())).or_insert(groups.len());
        if place == groups.len() {
            let values = vec![Some(Rational::from_integer(0)); columns.len()];
            groups.push(Sums { year, group, values, rows: 0, of_empty: None });
        }
        add_row(table, at, columns, &mut groups[place])?;
    }
    groups.sort_by_key(|sums| sums.year);
    Ok(groups)
}

/// The sums of a register: one without a row says that there was nothing, which is a zero of all groups together.
pub fn registered(table: &SmallTable, request: &Request<'_>, columns: &[(usize, Sign)]) -> Result<Vec<Sums>> {
    let groups = sums(table, request, columns)?;
    if !table.rows.is_empty() {
        return Ok(groups);
    }
    let file = std::path::Path::new(&table.file).file_name();
    let file = file.map_or_else(|| table.file.clone(), |name| name.to_string_lossy().into_owned());
    Ok(vec![Sums {
        year: None,
        group: vec![String::new(); request.by.len()],
        values: vec![Some(Rational::from_integer(0)); columns.len()],
        rows: 0,
        of_empty: Some(file),
    }])
}

static EMPTY: Phrase =
    Phrase::new("empty_register", "{} 没有一行，计为 0", "{} has no row, which counts as 0");

fn add_row(table: &SmallTable, row: usize, columns: &[(usize, Sign)], sums: &mut Sums) -> Result<()> {
    sums.rows += 1;
    for ((column, sign), sum) in columns.iter().zip(&mut sums.values) {
        let cell = number(table, row, *column)?;
        if *sign == Sign::NotNegative && cell.is_some_and(|n| n < Rational::from_integer(0)) {
            return Err(bad_cell(table, row, *column, Text::new("0 或正数", "zero or a positive number")));
        }
        *sum = match sum.zip(cell) {
            None => None,
            Some((sum, cell)) => Some(sum.checked_add(&cell).ok_or_else(|| {
                bad_cell(table, row, *column, Text::new("不超出范围的数", "a number within range"))
            })?),
        };
    }
    Ok(())
}

/// The column of the year: the one that is named, else the first of the usual headers, if any.
pub fn year_column(table: &SmallTable, request: &Request<'_>) -> Result<Option<usize>> {
    match request.arguments.text("year") {
        Some(header) => column(table, header).map(Some),
        None => Ok(["年份", "年度", "year"].iter().find_map(|name| position(table, name))),
    }
}

/// The columns that arguments name, none of them negative.
pub fn columns(table: &SmallTable, request: &Request<'_>, names: &[&str]) -> Result<Vec<(usize, Sign)>> {
    let header = |name: &&str| column(table, request.arguments.text(name).unwrap_or_default());
    names.iter().map(|name| Ok((header(name)?, Sign::NotNegative))).collect()
}
