//! Rows and columns of a small table added up by year and group.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use num_traits::CheckedAdd;

use super::arguments::Request;
use super::columns::{bad_cell, column, number_in, position};
use super::condition::Days;
use super::conditions::{Filter, WHERE};
use super::definition::{Default, Kind, Parameter};
use crate::error::{Error, Result};
use crate::exam::parse_year;
use crate::figures::{Clauses, Figure, Phrase, Term, Unit};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;

pub const DISTINCT: Parameter = Parameter {
    name: "distinct",
    text: Text::new(
        "数行时，这一列的值相同的行只计一次，如 学校代码",
        "where rows are counted, those with one value in this column count once, such as a school's code",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: false,
};

pub const UNITS: Parameter = Parameter {
    name: "units",
    text: Text::new(
        "格里的数可以带的单位，如 场、元（140万元 即 1400000）、%",
        "units that numbers in cells may carry, such as 场, 元 (140万元 is 1400000) or %",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

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
    /// Rows of which a blank leaves open whether they meet the conditions.
    open: u64,
    /// The file without a row that the zeros are of.
    pub of_empty: Option<String>,
    remarks: Clauses,
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
            note: self.note(),
            ..Figure::new(indicator, measure, unit)
        }
    }

    fn zero(year: Option<i32>, group: Vec<String>, width: usize) -> Sums {
        let values = vec![Some(Rational::from_integer(0)); width];
        Sums { year, group, values, rows: 0, open: 0, of_empty: None, remarks: Clauses::default() }
    }

    /// The zeros of a file without a row.
    pub fn of_empty(file: String, keys: usize, width: usize) -> Sums {
        Sums { of_empty: Some(file), ..Sums::zero(None, vec![String::new(); keys], width) }
    }

    fn note(&self) -> Clauses {
        let empty = self.of_empty.as_ref().map(|file| EMPTY.with([Term::name(file.as_str())]));
        let open = (self.open > 0).then(|| OPEN.with([Term::pupils(self.open)]));
        empty.into_iter().chain(open).collect::<Clauses>().and(self.remarks.clone())
    }

    /// Where rows are counted, `n` is that count: it tells nothing more than the figure does.
    pub fn of_rows(self, counted: Option<Rational>) -> Sums {
        let rows = counted.and_then(|count| u64::try_from(count.to_integer()).ok());
        Sums { rows: rows.unwrap_or(self.rows), ..self }
    }
}

/// What of each row is added up.
pub enum Addend<'a> {
    Column(usize, Sign),
    /// Rows, or the values of `distinct` in them, that meet these conditions too.
    Rows(Filter<'a>),
}

/// The same of columns and rows. Where rows alone are counted, every group has a count in every year of the table:
/// that nothing was entered is a zero.
pub fn added(table: &SmallTable, request: &Request<'_>, addends: &[Addend<'_>]) -> Result<Vec<Sums>> {
    let year = year_column(table, request)?;
    let by = request.by.iter().map(|key| column(table, key)).collect::<Result<Vec<_>>>()?;
    let counting = Counting::of(table, request, addends)?;
    let mut places: BTreeMap<(Option<i32>, Vec<String>), usize> = BTreeMap::new();
    let mut groups: Vec<Sums> = Vec::new();
    for at in 0..table.rows.len() {
        let group: Vec<String> = by.iter().map(|column| table.rows[at][*column].clone()).collect();
        let year = year.map_or(Ok(None), |column| year_of(table, at, column))?;
        let place = place(&mut places, &mut groups, (year, group), addends.len());
        counting.add(at, place, &mut groups[place])?;
    }
    if counting.is_of_rows {
        let years: BTreeSet<Option<i32>> = groups.iter().map(|sums| sums.year).collect();
        let labels: Vec<Vec<String>> = groups.iter().map(|sums| sums.group.clone()).collect();
        for (year, group) in labels.iter().flat_map(|group| years.iter().map(move |year| (*year, group))) {
            place(&mut places, &mut groups, (year, group.clone()), addends.len());
        }
    }
    groups.sort_by_key(|sums| sums.year);
    Ok(groups)
}

/// Where the sums of a year and group stand, begun if there are none.
fn place(
    places: &mut BTreeMap<(Option<i32>, Vec<String>), usize>,
    groups: &mut Vec<Sums>,
    key: (Option<i32>, Vec<String>),
    width: usize,
) -> usize {
    *places.entry(key).or_insert_with_key(|(year, group)| {
        groups.push(Sums::zero(*year, group.clone(), width));
        groups.len() - 1
    })
}

/// The year of a row: a date has one, too.
fn year_of(table: &SmallTable, row: usize, column: usize) -> Result<Option<i32>> {
    let cell = &table.rows[row][column];
    parse_year(cell).or_else(|fault| Days::read(cell).map(|days| Some(days.year())).ok_or(fault))
}

/// How the rows of a table are added up.
struct Counting<'a> {
    table: &'a SmallTable,
    addends: &'a [Addend<'a>],
    /// Of all addends.
    only: Filter<'a>,
    units: &'a [String],
    distinct: Option<usize>,
    is_of_rows: bool,
    remarks: Clauses,
    /// By group and addend, the values seen.
    seen: RefCell<BTreeSet<(usize, usize, &'a str)>>,
}

impl<'a> Counting<'a> {
    fn of(
        table: &'a SmallTable,
        request: &'a Request<'_>,
        addends: &'a [Addend<'a>],
    ) -> Result<Counting<'a>> {
        let only = Filter::of(table, request, WHERE.name)?;
        let distinct = request.arguments.text(DISTINCT.name).map(|name| column(table, name)).transpose()?;
        let mut remarks = only.unknown();
        let mut rows = 0;
        for addend in addends {
            if let Addend::Rows(filter) = addend {
                remarks = remarks.and_new(filter.unknown());
                rows += 1;
            }
        }
        if let Some(name) = request.arguments.text(DISTINCT.name).filter(|_| rows == 0) {
            return Err(Error::InvalidArgument {
                argument: DISTINCT.name.to_owned(),
                found: name.to_owned(),
                expected: Text::new(
                    "数行时才用（不写数量列）：一列之和不能去重",
                    "to be given only where rows are counted (without a column of counts): sums cannot be of distinct values",
                ),
            });
        }
        Ok(Counting {
            table,
            addends,
            only,
            units: request.arguments.all(UNITS.name),
            distinct,
            is_of_rows: rows == addends.len() && rows > 0,
            remarks,
            seen: RefCell::default(),
        })
    }

    fn add(&self, row: usize, place: usize, sums: &mut Sums) -> Result<()> {
        sums.remarks = self.remarks.clone();
        match self.only.holds(row)? {
            Some(true) => {}
            Some(false) => return Ok(()),
            None => {
                sums.open += 1;
                return Ok(());
            }
        }
        sums.rows += 1;
        let mut is_open = false;
        for (at, (addend, sum)) in self.addends.iter().zip(&mut sums.values).enumerate() {
            let cell = match addend {
                Addend::Column(column, sign) => self.cell(row, *column, *sign)?,
                Addend::Rows(filter) => {
                    let holds = filter.holds(row)?;
                    is_open |= holds.is_none();
                    let counts = holds == Some(true) && self.is_new(row, (place, at))?;
                    Some(Rational::from_integer(i128::from(counts)))
                }
            };
            *sum = match sum.zip(cell) {
                None => None,
                Some((sum, cell)) => Some(sum.checked_add(&cell).ok_or_else(|| {
                    let column = if let Addend::Column(column, _) = addend { *column } else { 0 };
                    bad_cell(self.table, row, column, Text::new("不超出范围的数", "a number within range"))
                })?),
            };
        }
        sums.open += u64::from(is_open);
        Ok(())
    }

    fn cell(&self, row: usize, column: usize, sign: Sign) -> Result<Option<Rational>> {
        let cell = number_in(self.table, row, column, self.units)?;
        if sign == Sign::NotNegative && cell.is_some_and(|n| n < Rational::from_integer(0)) {
            let expected = Text::new("0 或正数", "zero or a positive number");
            return Err(bad_cell(self.table, row, column, expected));
        }
        Ok(cell)
    }

    /// Whether a row of this place and addend has a value of `distinct` that no row before it had.
    fn is_new(&self, row: usize, (place, addend): (usize, usize)) -> Result<bool> {
        let Some(column) = self.distinct else { return Ok(true) };
        let cell = self.table.rows[row][column].trim();
        if cell.is_empty() {
            let expected = Text::new(
                "每行都有值（distinct 的列按值去重，空白无从判断）",
                "a value in every row (of a blank it cannot be known whether it was counted)",
            );
            return Err(bad_cell(self.table, row, column, expected));
        }
        Ok(self.seen.borrow_mut().insert((place, addend, cell)))
    }
}

/// What was asked of the rows: their conditions, what they are distinct by, units of cells.
pub fn asked(table: &SmallTable, request: &Request<'_>) -> Result<Clauses> {
    let only = Filter::of(table, request, WHERE.name)?.method();
    let distinct = request.arguments.text(DISTINCT.name).map(|name| DISTINCT_BY.with([Term::name(name)]));
    Ok(only.into_iter().chain(distinct).collect())
}

static DISTINCT_BY: Phrase = Phrase::new("distinct_by", "{} 相同的只计一次", "{} alike count once");
static OPEN: Phrase = Phrase::new(
    "open_rows",
    "{} 行的条件列空白，未计入",
    "rows not counted for a blank in a column of the conditions: {}",
);
static EMPTY: Phrase =
    Phrase::new("empty_register", "{} 没有一行，计为 0", "{} has no row, which counts as 0");

/// The column of the year: the one that is named, else the first of the usual headers, if any.
pub fn year_column(table: &SmallTable, request: &Request<'_>) -> Result<Option<usize>> {
    match request.arguments.text("year") {
        Some(header) => column(table, header).map(Some),
        None => Ok(["年份", "年度", "year"].iter().find_map(|name| position(table, name))),
    }
}
