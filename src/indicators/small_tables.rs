//! Columns of a small table put together by year and group: the same steps for every declared ratio.

use super::added::added;
pub use super::added::{Addend, DISTINCT, Sign, Sums, UNITS, asked, year_column};
use super::arguments::Request;
use super::columns::column;
use super::definition::{Default, Kind, Parameter};
use crate::error::Result;
use crate::lang::Text;
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

/// A parameter that names a column which may be left out, so that rows are counted.
pub const fn header_or_rows(name: &'static str, text: Text) -> Parameter {
    Parameter { name, text, kind: Kind::Name, default: Default::Nothing, many: false }
}

/// A parameter that names a column.
pub const fn header(name: &'static str, text: Text) -> Parameter {
    Parameter { name, text, kind: Kind::Name, default: Default::Required, many: false }
}

/// The sums of columns by year and group; groups in the order of the table, years ascending.
pub fn sums(table: &SmallTable, request: &Request<'_>, columns: &[(usize, Sign)]) -> Result<Vec<Sums>> {
    let addends: Vec<Addend<'_>> = columns.iter().map(|(at, sign)| Addend::Column(*at, *sign)).collect();
    added(table, request, &addends)
}

/// The sums of a register: one without a row says that there was nothing, which is a zero of all groups together.
pub fn registered(table: &SmallTable, request: &Request<'_>, columns: &[(usize, Sign)]) -> Result<Vec<Sums>> {
    let addends: Vec<Addend<'_>> = columns.iter().map(|(at, sign)| Addend::Column(*at, *sign)).collect();
    registered_of(table, request, &addends)
}

/// The same of columns and rows.
pub fn registered_of(table: &SmallTable, request: &Request<'_>, addends: &[Addend<'_>]) -> Result<Vec<Sums>> {
    let groups = added(table, request, addends)?;
    if !table.rows.is_empty() {
        return Ok(groups);
    }
    let file = std::path::Path::new(&table.file).file_name();
    let file = file.map_or_else(|| table.file.clone(), |name| name.to_string_lossy().into_owned());
    Ok(vec![Sums::of_empty(file, request.by.len(), addends.len())])
}

/// The columns that arguments name, none of them negative.
pub fn columns(table: &SmallTable, request: &Request<'_>, names: &[&str]) -> Result<Vec<(usize, Sign)>> {
    let header = |name: &&str| column(table, request.arguments.text(name).unwrap_or_default());
    names.iter().map(|name| Ok((header(name)?, Sign::NotNegative))).collect()
}
