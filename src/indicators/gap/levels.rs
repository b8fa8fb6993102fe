//! The gap from counts by proficiency level, where no score is known: superiority, V, and the shares that reach
//! each level.

use std::collections::BTreeMap;

use super::errors::{Measured, level};
use super::measure::Measure;

use super::rules::Rules;
use super::sides::{Pair, Side, Sides};
use crate::error::{Error, Result};
use crate::figures::{Figure, Figures, Phrase, Status, Unit, Value};
use crate::indicators::arguments::Request;
use crate::indicators::columns::{bad_cell, column};
use crate::indicators::small_tables::{Sign, sums};
use crate::lang::Text;
use crate::number::{Decimal, Rational, Scale};
use crate::records::{Mark, SmallTable, Subject};
use crate::stats::probit;
use crate::tally::Distribution;

pub const GROUP_COLUMN: &str = "group";
pub const LEVEL_COLUMN: &str = "level";
pub const COUNT_COLUMN: &str = "count";

/// Candidates of one year and group by side and level.
#[derive(Default)]
struct Counted {
    by_side: [BTreeMap<usize, u64>; 2],
    labels: [Vec<String>; 2],
}

pub fn level_gap(table: &SmallTable, request: &Request<'_>) -> Result<Figures> {
    let rules = Rules::of_counts(request)?;
    let pair = Pair::asked(request)?;
    let levels = levels(table, request)?;
    let mut figures = Figures::new(request.by.iter().cloned().chain(["level".to_owned()]).collect());
    let subject = Subject { id: String::new(), full_mark: None, scale: Scale::of_decimals(0) };
    for ((year, labels), counted) in counted(table, request, &pair, &levels)? {
        let sides: Sides = [0, 1].map(|at: usize| Side {
            labels: counted.labels[at].clone(),
            all: distribution(&counted.by_side[at]),
            ..Side::default()
        });
        let counts = [0, 1].map(|at: usize| sides[at].all.tested());
        let (n, fewest) = (counts.iter().sum(), counts.iter().copied().min());
        let place = |name, unit, level: Option<&String>| {
            let mut group: Vec<Option<String>> = labels.iter().cloned().map(Some).collect();
            group.push(level.cloned());
            Figure { year, group: group.into(), n: Some(n), fewest, ..Figure::new("level_gap", name, unit) }
        };
        let group_key = request.arguments.text(GROUP_COLUMN).unwrap_or_default();
        let figure = |figure: Figure, measure| {
            let measured = Measured::new(measure, &subject, &sides, group_key, &rules);
            level(figure, &measured, &rules)
        };
        figures.push(figure(place("superiority", Unit::Number, None), Measure::Superiority));
        figures.push(figure(place("v", Unit::Number, None), Measure::V));
        figures.push(by_probit(place("v_probit", Unit::Number, None), &sides, levels.len()));
        for (at, name) in levels.iter().enumerate().skip(1) {
            let line = Measure::RateDifference(Rational::from_integer(at as i128));
            let place = place("rate_difference", Unit::PercentagePoints, Some(name));
            figures.push(figure(place, line));
        }
    }
    Ok(figures)
}

/// V of two normal distributions cut at the same thresholds, by maximum likelihood.
fn by_probit(figure: Figure, sides: &Sides, levels: usize) -> Figure {
    let figure = Figure { method: (&ORDERED_PROBIT).into(), ..figure };
    if sides.iter().any(|side| side.all.tested() == 0) {
        return figure.without_value(Status::NoDenominator);
    }
    let counts = [0, 1].map(|at: usize| {
        let mut counts = vec![0.0; levels];
        sides[at].all.counts().iter().for_each(|&(level, count)| counts[level as usize] = count as f64);
        counts
    });
    match probit::fit(&counts[0], &counts[1]) {
        Some(fit) => figure.with_value(Value::Real(fit.v())),
        None => figure.without_value(Status::NotApplicable).noted(&TOO_FEW_LEVELS),
    }
}

fn distribution(counts: &BTreeMap<usize, u64>) -> Distribution {
    let counts = counts.iter().filter(|(_, count)| **count > 0);
    Distribution::new(counts.map(|(level, count)| (*level as i64, *count)).collect(), [0; Mark::COUNT])
}

/// The levels from the lowest up: as they are given, else by their numbers.
fn levels(table: &SmallTable, request: &Request<'_>) -> Result<Vec<String>> {
    let at = column(table, request.arguments.text(LEVEL_COLUMN).unwrap_or_default())?;
    let given = request.arguments.all("order");
    if !given.is_empty() {
        let expected = Text::new("order 中列出的等级", "one of the levels that `order` lists");
        return match table.rows.iter().position(|row| !given.contains(&row[at])) {
            Some(row) => Err(bad_cell(table, row, at, expected)),
            None => Ok(given.to_vec()),
        };
    }
    let mut numbers: BTreeMap<Rational, String> = BTreeMap::new();
    for row in &table.rows {
        let number = Decimal::parse(row[at].as_bytes()).ok_or_else(|| Error::MissingArgument {
            indicator: "level_gap".to_owned(),
            argument: "order".to_owned(),
            expected: Text::new("等级从低到高的顺序", "the levels from the lowest to the highest"),
        })?;
        numbers.insert(number.to_rational(), row[at].clone());
    }
    Ok(numbers.into_values().collect())
}

type Places = BTreeMap<(Option<i32>, Vec<String>), Counted>;

fn counted(table: &SmallTable, request: &Request<'_>, pair: &Pair, levels: &[String]) -> Result<Places> {
    let header = |name| request.arguments.text(name).unwrap_or_default().to_owned();
    let (group, level) = (header(GROUP_COLUMN), header(LEVEL_COLUMN));
    let count = column(table, &header(COUNT_COLUMN))?;
    let by: Vec<String> = request.by.iter().cloned().chain([group, level]).collect();
    let detailed = Request { by: &by, arguments: request.arguments };
    let mut places = Places::new();
    for cell in sums(table, &detailed, &[(count, Sign::NotNegative)])? {
        let (labels, last) = cell.group.split_at(request.by.len());
        let counted = places.entry((cell.year, labels.to_vec())).or_default();
        let side = [&pair.first, &pair.second].into_iter().position(|labels| labels.contains(&last[0]));
        let (Some(side), Some(at)) = (side, levels.iter().position(|level| *level == last[1])) else {
            continue;
        };
        let candidates = whole(table, count, cell.values[0])?;
        *counted.by_side[side].entry(at).or_default() += candidates;
        if !counted.labels[side].contains(&last[0]) {
            counted.labels[side].push(last[0].clone());
        }
    }
    Ok(places)
}

/// A blank count is not zero, and no part of a candidate is one.
fn whole(table: &SmallTable, count: usize, value: Option<Rational>) -> Result<u64> {
    let whole = value.filter(Rational::is_integer).and_then(|value| u64::try_from(value.to_integer()).ok());
    whole.ok_or_else(|| {
        let is_no_count = |row: &Vec<String>| row[count].trim().parse::<u64>().is_err();
        let row = table.rows.iter().position(is_no_count).unwrap_or(0);
        bad_cell(table, row, count, Text::new("人数（整数）", "a count of candidates"))
    })
}

static ORDERED_PROBIT: Phrase = Phrase::new(
    "ordered_probit",
    "异方差有序 probit 模型，最大似然",
    "heteroskedastic ordered probit, maximum likelihood",
);
static TOO_FEW_LEVELS: Phrase = Phrase::new(
    "too_few_levels",
    "能区分两组的等级不足三个",
    "fewer than three levels that both groups can be told apart by",
);
