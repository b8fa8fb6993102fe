//! Amounts of schools in a small table: columns by header, cells as numbers, rows by year and group.

use std::collections::BTreeMap;

use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Zero};

use super::super::Request;
use super::super::registry::{Default, Kind, Parameter};
use crate::error::{Error, Place, Result};
use crate::exam::parse_year;
use crate::figures::Value;
use crate::lang::{Text, nearest};
use crate::number::{Decimal, Rational, to_f64};
use crate::records::SmallTable;

pub const YEAR_COLUMN: Parameter = Parameter {
    name: "year",
    text: Text::new(
        "年份列的表头;不给则认 年份、年度、year",
        "the header of the year's column; 年份, 年度 or year if not given",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: false,
};

/// The rows of one year and group, as places in the table.
pub struct Rows {
    pub year: Option<i32>,
    pub group: Vec<Option<String>>,
    pub places: Vec<usize>,
}

/// The rows by year and the requested columns, in the order of year and labels. A table without rows is one
/// group without schools, unless it is to be grouped.
pub fn grouped(table: &SmallTable, request: &Request<'_>) -> Result<Vec<Rows>> {
    let year = match request.arguments.text("year") {
        Some(header) => Some(column(table, header)?),
        None => ["年份", "年度", "year"].iter().find_map(|name| position(table, name)),
    };
    let by: Vec<&String> = request.by.iter().filter(|key| *key != crate::exam::YEAR).collect();
    let by = by.into_iter().map(|key| column(table, key)).collect::<Result<Vec<_>>>()?;
    let mut groups: BTreeMap<(Option<i32>, Vec<Option<String>>), Vec<usize>> = BTreeMap::new();
    for (at, row) in table.rows.iter().enumerate() {
        let year = year.map_or(Ok(None), |column| parse_year(&row[column]))?;
        let labels = by.iter().map(|column| Some(row[*column].clone())).collect();
        groups.entry((year, labels)).or_default().push(at);
    }
    if groups.is_empty() && by.is_empty() {
        groups.insert((None, Vec::new()), Vec::new());
    }
    let rows = groups.into_iter().map(|((year, group), places)| Rows { year, group, places });
    Ok(rows.collect())
}

/// The keys of the figures: the requested columns without the year, which every figure has anyway.
pub fn keys(request: &Request<'_>) -> Vec<String> {
    request.by.iter().filter(|key| *key != crate::exam::YEAR).cloned().collect()
}

pub fn position(table: &SmallTable, header: &str) -> Option<usize> {
    table.headers.iter().position(|h| h == header)
}

pub fn column(table: &SmallTable, header: &str) -> Result<usize> {
    position(table, header).ok_or_else(|| Error::ColumnNotFound {
        place: Place::file(&table.file),
        column: header.to_owned(),
        available: table.headers.clone(),
        suggestion: nearest(header, table.headers.iter().map(String::as_str)),
    })
}

/// Amounts stay below this, with at most six places, so that products of a few of them fit 128 bits.
const LARGEST: i128 = 1_000_000_000_000;
const PLACES: u8 = 6;

/// The amount in a cell, `None` where it is blank; refused below zero.
pub fn amount(table: &SmallTable, row: usize, column: usize) -> Result<Option<Rational>> {
    let cell = table.rows[row][column].trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let decimal = Decimal::parse(cell.as_bytes()).filter(|decimal| decimal.decimals <= PLACES);
    let amount = decimal.map(Decimal::to_rational);
    let fits = |amount: &Rational| *amount >= Rational::zero() && *amount < Rational::from_integer(LARGEST);
    amount.filter(fits).map(Some).ok_or_else(|| Error::BadCell {
        place: Place::file(&table.file)
            .at_row(table.row_numbers[row])
            .at_column(column, &table.headers[column]),
        found: table.rows[row][column].clone(),
        expected: Text::new(
            "0 或正数,小于一万亿,小数不超过 6 位",
            "zero or a positive number below 10^12 with at most 6 decimals",
        ),
    })
}

/// An exact sum; `None` where its common denominator outgrows 128 bits.
pub fn sum<'a>(amounts: impl IntoIterator<Item = &'a Rational>) -> Option<Rational> {
    amounts.into_iter().try_fold(Rational::zero(), |sum, amount| sum.checked_add(amount))
}

/// `above / below`, exactly where it fits; `None` where `below` is zero.
pub fn quotient(above: Rational, below: Rational) -> Option<Value> {
    if below.is_zero() {
        return None;
    }
    let exact = above.checked_div(&below).map(Value::Exact);
    Some(exact.unwrap_or_else(|| Value::Real(to_f64(above) / to_f64(below))))
}

/// `a − b` as a double; exact until then where it fits, so that nothing cancels.
pub fn deviation(a: Rational, b: Value) -> f64 {
    let exact = match b {
        Value::Exact(b) => a.checked_sub(&b),
        Value::Real(_) => None,
    };
    exact.map_or_else(|| to_f64(a) - b.to_f64(), to_f64)
}

/// `a − b`; as a double where it does not fit.
pub fn difference(a: Rational, b: Rational) -> Value {
    a.checked_sub(&b).map_or_else(|| Value::Real(to_f64(a) - to_f64(b)), Value::Exact)
}

/// `a × b`; as a double where it does not fit.
pub fn product(a: Rational, b: Rational) -> Value {
    a.checked_mul(&b).map_or_else(|| Value::Real(to_f64(a) * to_f64(b)), Value::Exact)
}

/// Names the rows, as a spreadsheet numbers them, in which something is missing.
pub fn row_list(table: &SmallTable, places: &[usize]) -> String {
    let numbers: Vec<String> = places.iter().take(5).map(|at| table.row_numbers[*at].to_string()).collect();
    let more = if places.len() > numbers.len() { ", …" } else { "" };
    format!("{}{more}", numbers.join(", "))
}
