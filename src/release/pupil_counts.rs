//! Small tables that count pupils. How their numbers hang together is not known as it is of candidates, so where
//! one of them is of too few, all that a source shows by the same groups is hidden with it.

use std::collections::BTreeMap;

use super::config::{Config, Counts};
use super::protection::Computed;
use crate::disclosure::hide;
use crate::figures::{FigureRef, Label, Status, Value};
use crate::indicators::definition::ColumnSums;
use crate::indicators::names::{measure_of, own_measure_of};
use crate::number::Rational;

/// Hides what is of too few pupils; returns how many figures of the release that are.
pub fn protect(config: &Config, tables: &mut [Computed<'_>]) -> usize {
    let minimum = config.content.disclosure.minimum_cell;
    let mut hidden = 0;
    for source in config.content.sources.iter().filter(|source| source.counts == Some(Counts::Pupils)) {
        let of_source = |table: &&mut Computed<'_>| table.source == source.id && is_of_columns(table);
        let mut by_groups: BTreeMap<&[String], Vec<&mut Computed<'_>>> = BTreeMap::new();
        for table in tables.iter_mut().filter(of_source) {
            by_groups.entry(table.by).or_default().push(table);
        }
        for alike in by_groups.into_values().filter(|alike| is_of_few(alike, minimum)) {
            for table in alike {
                for (at, shown) in table.shown.iter().enumerate() {
                    hidden += usize::from(*shown && table.figures.get(at).status() != Status::Suppressed);
                    table.figures.update(at, hide);
                }
            }
        }
    }
    hidden
}

fn is_of_columns(table: &Computed<'_>) -> bool {
    table
        .figures
        .iter()
        .all(|figure| measure_of(figure.indicator(), figure.measure()).is_some_and(|of| of.sums.is_some()))
}

/// Whether any number, or the difference of two of one group, is one of a few pupils: of 300 pupils 295 board, so
/// that 5 do not.
fn is_of_few(tables: &[&mut Computed<'_>], minimum: u64) -> bool {
    type Place<'a> = (Option<i32>, &'a [Option<Label>]);
    let mut numbers: BTreeMap<Place<'_>, Vec<Rational>> = BTreeMap::new();
    for figure in tables.iter().flat_map(|table| table.figures.iter()) {
        numbers.entry((figure.year(), figure.group())).or_default().extend(told(figure));
    }
    let nobody = Rational::from_integer(0);
    let is_few = |count: Rational| count > nobody && count < Rational::from_integer(i128::from(minimum));
    let any_few = |counts: &Vec<Rational>| {
        let pairs = counts.iter().flat_map(|one| counts.iter().map(move |other| *one - *other));
        counts.iter().copied().chain(pairs).any(is_few)
    };
    numbers.values().any(any_few)
}

/// The sums that a figure shows; growth and change are quotients and differences of years.
fn told(figure: FigureRef<'_>) -> impl Iterator<Item = Rational> {
    let value = figure
        .value()
        .filter(|_| own_measure_of(figure).is_some_and(|of| of.sums == Some(ColumnSums::Value)));
    [figure.numerator(), figure.denominator(), value].into_iter().flatten().filter_map(|value| match value {
        Value::Exact(exact) => Some(exact),
        Value::Real(_) => None,
    })
}
