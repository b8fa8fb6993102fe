//! Amounts of schools in a small table: columns by header, cells as numbers, rows by year and group.

use std::collections::BTreeMap;

use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Zero};

use super::super::arguments::Request;
use super::super::columns::{bad_cell, column};
use super::super::small_tables::year_column;
use crate::error::Result;
use crate::exam::parse_year;
use crate::figures::{Phrase, Term, Value};
use crate::lang::Text;
use crate::number::{Decimal, Rational, to_f64};
use crate::records::SmallTable;

/// The rows of one year and group, as places in the table.
pub struct Rows {
    pub year: Option<i32>,
    pub group: Vec<Option<String>>,
    pub places: Vec<usize>,
}

type Labels = (Option<i32>, Vec<Option<String>>);

/// The rows by year and the requested columns, in the order of year and labels. A table without rows is one
/// group without schools, unless it is to be grouped.
pub fn grouped(table: &SmallTable, request: &Request<'_>) -> Result<Vec<Rows>> {
    let year = year_column(table, request)?;
    let by: Vec<&String> = request.by.iter().filter(|key| *key != crate::exam::YEAR).collect();
    let by = by.into_iter().map(|key| column(table, key)).collect::<Result<Vec<_>>>()?;
    let mut groups: BTreeMap<Labels, Vec<usize>> = BTreeMap::new();
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

/// Amounts stay below this, and those of more than six places have 15 digits at most, so that products of two of them
/// fit 128 bits.
const LARGEST: i128 = 1_000_000_000_000;
const PLACES: u8 = 6;

/// The amount in a cell, with as many places as it has, up to the 15 digits that workbooks keep; `None` where it is blank; refused below zero.
pub fn amount(table: &SmallTable, row: usize, column: usize) -> Result<Option<Rational>> {
    let cell = table.rows[row][column].trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let amount = Decimal::parse(cell.as_bytes()).map(|decimal| match decimal.decimals {
        0..=PLACES => decimal.to_rational(),
        _ => decimal.to_15_digits().to_rational(),
    });
    let fits = |amount: &Rational| *amount >= Rational::zero() && *amount < Rational::from_integer(LARGEST);
    let expected = Text::new("0 或正数，小于一万亿", "zero or a positive number below 10^12");
    amount.filter(fits).map(Some).ok_or_else(|| bad_cell(table, row, column, expected))
}

/// The pupils in a cell, `None` where it is blank; refused unless a whole number below a thousand million.
pub fn headcount(table: &SmallTable, row: usize, column: usize) -> Result<Option<Rational>> {
    let most = Rational::from_integer(1_000_000_000);
    match amount(table, row, column)? {
        Some(pupils) if !pupils.is_integer() || pupils >= most => {
            Err(bad_cell(table, row, column, Text::new("人数（整数）", "a number of pupils (whole)")))
        }
        pupils => Ok(pupils),
    }
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
pub fn row_list(table: &SmallTable, places: &[usize]) -> Term {
    let named = places.iter().take(5).map(|at| Term::found(table.row_numbers[*at]));
    named.chain((places.len() > 5).then(|| Term::from(&MORE_ROWS))).collect()
}

static MORE_ROWS: Phrase = Phrase::new("more_rows", "…", "…");
