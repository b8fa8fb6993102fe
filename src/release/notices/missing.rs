//! What a figure without a value lacks.

use crate::figures::{FigureRef, Status};
use crate::indicators::balance::NO_GROUP_COLUMN;
use crate::indicators::change::is_change;
use crate::indicators::definition::Method;
use crate::indicators::targets::NO_COUNT_BEFORE;
use crate::indicators::{Indicator, UNSETTLED, find};

/// What was not given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// The full mark of subjects.
    FullMark(Vec<String>),
    /// The inhabitants of years.
    Population(Vec<i32>),
    /// A line, or a target, of years.
    Line(Vec<i32>),
    /// The year before the first.
    YearBefore(Vec<i32>),
    /// A total that could be counted, which findings of its columns tell.
    Total,
    /// Cells of a small table.
    Cells,
    Other,
}

/// What is at hand for the figures of an indicator.
pub struct Known<'a> {
    pub full_mark: &'a dyn Fn(&str) -> bool,
    pub population: &'a dyn Fn(Option<i32>) -> bool,
}

impl Missing {
    /// Of a figure whose status is `missing_input`.
    pub fn of(figure: FigureRef<'_>, known: &Known<'_>) -> Option<Missing> {
        if figure.status() != Status::MissingInput {
            return None;
        }
        if figure.note().has(&UNSETTLED) {
            return Some(Missing::Total);
        }
        let years = || figure.year().into_iter().collect();
        if is_change(figure) {
            return Some(Missing::YearBefore(years()));
        }
        let Ok(indicator) = find(figure.indicator()) else { return Some(Missing::Other) };
        let takes = |name: &str| indicator.parameter(name).is_some();
        let subject = figure.subject().filter(|subject| !(known.full_mark)(subject));
        Some(match (indicator, subject) {
            _ if figure.note().has(&NO_COUNT_BEFORE) => Missing::YearBefore(years()),
            _ if figure.note().has(&NO_GROUP_COLUMN) => return None,
            (indicator, _) if is_of_table(indicator) => Missing::Cells,
            _ if takes("population") && !(known.population)(figure.year()) => Missing::Population(years()),
            _ if takes("lines") || takes("targets") => Missing::Line(years()),
            (_, Some(subject)) => Missing::FullMark(vec![subject.to_owned()]),
            _ => Missing::Other,
        })
    }

    /// Whether it is something to be given beside the data.
    pub fn is_input(&self) -> bool {
        matches!(self, Missing::FullMark(_) | Missing::Population(_) | Missing::Line(_))
    }

    /// Puts two of one kind together.
    pub fn joined(self, other: Missing) -> Result<Missing, (Missing, Missing)> {
        fn all<T: Ord>(mut one: Vec<T>, other: Vec<T>) -> Vec<T> {
            for item in other {
                if !one.contains(&item) {
                    one.push(item);
                }
            }
            one
        }
        Ok(match (self, other) {
            (Missing::FullMark(one), Missing::FullMark(other)) => Missing::FullMark(all(one, other)),
            (Missing::Population(one), Missing::Population(other)) => Missing::Population(all(one, other)),
            (Missing::Line(one), Missing::Line(other)) => Missing::Line(all(one, other)),
            (Missing::YearBefore(one), Missing::YearBefore(other)) => Missing::YearBefore(all(one, other)),
            (Missing::Total, Missing::Total) => Missing::Total,
            (Missing::Cells, Missing::Cells) => Missing::Cells,
            (Missing::Other, Missing::Other) => Missing::Other,
            different => return Err(different),
        })
    }
}

fn is_of_table(indicator: &Indicator) -> bool {
    matches!(indicator.method, Method::Table(_) | Method::Rows(_))
}
