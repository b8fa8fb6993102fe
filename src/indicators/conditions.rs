//! Which rows of a small table meet the conditions of an argument.

use std::collections::BTreeSet;

use super::arguments::Request;
use super::columns::{bad_cell, column, number_in};
use super::condition::{Days, Test};
use super::definition::{Default, Indicator, Kind, Parameter};
use super::given::Given;
use crate::error::Result;
use crate::figures::{Clause, Clauses, Figures, Phrase, Term};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;

pub const WHERE: Parameter = Parameter {
    name: "where",
    text: Text::new(
        "只计满足这些条件的行，如 班额 at_least 56；条件词：at_least、at_most、is、is_not、from、until",
        "only rows that meet these conditions count, such as `班额 at_least 56`; at_least, at_most, is, is_not, from or until",
    ),
    kind: Kind::Condition,
    default: Default::Nothing,
    many: true,
};

/// Conditions with the columns that they are of.
#[derive(Clone)]
pub struct Filter<'a> {
    table: &'a SmallTable,
    units: &'a [String],
    tests: Vec<(usize, &'a Test)>,
}

impl<'a> Filter<'a> {
    pub fn of(table: &'a SmallTable, request: &'a Request<'_>, name: &str) -> Result<Filter<'a>> {
        let mut tests = Vec::new();
        for condition in request.arguments.conditions(name) {
            let at = column(table, &condition.column)?;
            tests.extend(condition.tests.iter().map(|test| (at, test)));
        }
        Ok(Filter { table, units: request.arguments.all("units"), tests })
    }

    /// Conditions that every row meets.
    pub fn none(table: &'a SmallTable) -> Filter<'a> {
        Filter { table, units: &[], tests: Vec::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether a row meets all of them; `None` where a blank cell leaves that open.
    pub fn holds(&self, row: usize) -> Result<Option<bool>> {
        let mut open = false;
        for (column, test) in &self.tests {
            match self.meets(row, *column, test)? {
                Some(true) => {}
                Some(false) => return Ok(Some(false)),
                None => open = true,
            }
        }
        Ok((!open).then_some(true))
    }

    fn meets(&self, row: usize, column: usize, test: &Test) -> Result<Option<bool>> {
        let cell = self.table.rows[row][column].trim();
        if cell.is_empty() {
            return Ok(None);
        }
        let number =
            |test: &dyn Fn(Rational) -> bool| Ok(number_in(self.table, row, column, self.units)?.map(test));
        let days = |test: &dyn Fn(Days) -> Option<bool>| {
            let refused = || bad_cell(self.table, row, column, A_DAY);
            Days::read(cell).ok_or_else(refused).and_then(|days| test(days).map(Some).ok_or_else(refused))
        };
        match test {
            Test::AtLeast(least, _) => number(&|cell| cell >= *least),
            Test::AtMost(most, _) => number(&|cell| cell <= *most),
            Test::Is(names) => Ok(Some(names.iter().any(|name| name == cell))),
            Test::IsNot(names) => Ok(Some(!names.iter().any(|name| name == cell))),
            // A month says nothing of a day within it.
            Test::From(from) => days(&|cell| {
                if cell.first() >= from.first() {
                    Some(true)
                } else {
                    (cell.last() < from.first()).then_some(false)
                }
            }),
            Test::Until(until) => days(&|cell| {
                if cell.last() <= until.last() {
                    Some(true)
                } else {
                    (cell.first() > until.last()).then_some(false)
                }
            }),
        }
    }

    /// What was asked for.
    pub fn method(&self) -> Option<Clause> {
        let told = |(column, test): &(usize, &Test)| {
            let header = Term::name(self.table.headers[*column].as_str());
            let names = |names: &[String]| Term::List(names.iter().map(|n| Term::name(n.as_str())).collect());
            let clause = match test {
                Test::AtLeast(_, written) => AT_LEAST.with([header, Term::chosen(written.as_str())]),
                Test::AtMost(_, written) => AT_MOST.with([header, Term::chosen(written.as_str())]),
                Test::Is(all) => IS.with([header, names(all)]),
                Test::IsNot(all) => IS_NOT.with([header, names(all)]),
                Test::From(days) => FROM.with([header, Term::chosen(days.text().as_str())]),
                Test::Until(days) => UNTIL.with([header, Term::chosen(days.text().as_str())]),
            };
            Term::Clause(Box::new(clause))
        };
        let all: Vec<Term> = self.tests.iter().map(told).collect();
        (!all.is_empty()).then(|| ROWS_WHERE.with([Term::List(all)]))
    }

    /// Words that are asked for and that no cell of the column has: said, as they may be slips.
    pub fn unknown(&self) -> Clauses {
        let said = |(column, test): &(usize, &Test)| {
            let header = Term::name(self.table.headers[*column].as_str());
            let clause = |name: String| NO_SUCH.with([header.clone(), Term::name(name.as_str())]);
            words_without_cell(self.table, *column, test).into_iter().map(clause).collect::<Vec<_>>()
        };
        self.tests.iter().flat_map(said).collect()
    }
}

/// Words of one condition that no cell of its column has.
pub struct UnknownWords {
    pub column: String,
    pub words: Vec<String>,
    /// Those that cells have.
    pub at_hand: Vec<String>,
}

/// The words of a test that no cell of its column has.
fn words_without_cell(table: &SmallTable, column: usize, test: &Test) -> Vec<String> {
    let (Test::Is(names) | Test::IsNot(names)) = test else { return Vec::new() };
    let is_had = |name: &&String| table.rows.iter().any(|row| row[column].trim() == **name);
    names.iter().filter(|name| !is_had(name)).cloned().collect()
}

/// The words of all conditions on the rows of a table that none of its cells has.
pub fn unknown_words(indicator: &Indicator, given: &Given, table: &SmallTable) -> Vec<UnknownWords> {
    let Ok(arguments) = given.typed(indicator) else { return Vec::new() };
    let conditions = indicator.parameters.iter().filter(|parameter| parameter.kind == Kind::Condition);
    let mut all = Vec::new();
    for condition in conditions.flat_map(|parameter| arguments.conditions(parameter.name)) {
        let Ok(at) = column(table, &condition.column) else { continue };
        let words: Vec<String> =
            condition.tests.iter().flat_map(|test| words_without_cell(table, at, test)).collect();
        if !words.is_empty() {
            let cells = table.rows.iter().map(|row| row[at].trim()).filter(|cell| !cell.is_empty());
            let cells: BTreeSet<&str> = cells.collect();
            let at_hand = cells.into_iter().map(str::to_owned).collect();
            all.push(UnknownWords { column: condition.column.clone(), words, at_hand });
        }
    }
    all
}

/// An indicator of the rows that meet `where`; those that a blank cell leaves open do not.
pub fn over_rows(
    table: &SmallTable,
    request: &Request<'_>,
    compute: fn(&SmallTable, &Request<'_>) -> Result<Figures>,
) -> Result<Figures> {
    let filter = Filter::of(table, request, WHERE.name)?;
    if filter.is_empty() {
        return compute(table, request);
    }
    let rows = 0..table.rows.len();
    let kept: Vec<usize> = rows
        .filter_map(|row| filter.holds(row).map(|holds| (holds == Some(true)).then_some(row)).transpose())
        .collect::<Result<_>>()?;
    let mut figures = compute(&table.select(&kept), request)?;
    let (asked, unknown) = (filter.method().into_iter().collect::<Clauses>(), filter.unknown());
    figures.map_methods(|own| own.and_new(asked.clone()));
    figures.map_notes(|own| own.and_new(unknown.clone()));
    Ok(figures)
}

const A_DAY: Text = Text::new(
    "一个日期，如 2011-09-01（条件按日分界时，只有年、月的日期无从判断）",
    "a date such as 2011-09-01 (a month or a year cannot be told from a day within it)",
);

static ROWS_WHERE: Phrase = Phrase::new("rows_where", "只计 {} 的行", "rows where {}");
static AT_LEAST: Phrase = Phrase::new("cells_at_least", "{} ≥ {}", "{} >= {}");
static AT_MOST: Phrase = Phrase::new("cells_at_most", "{} ≤ {}", "{} <= {}");
static IS: Phrase = Phrase::new("cells_are", "{} 为 {}", "{} is {}");
static IS_NOT: Phrase = Phrase::new("cells_are_not", "{} 不为 {}", "{} is not {}");
static FROM: Phrase = Phrase::new("days_from", "{} 自 {} 起", "{} from {}");
static UNTIL: Phrase = Phrase::new("days_until", "{} 至 {} 止", "{} until {}");
static NO_SUCH: Phrase = Phrase::new("no_such_cell", "{} 列没有 {}", "no cell of {} is {}");
