//! The simple face: two means, their difference with both errors, and its change.

use std::collections::BTreeMap;

use super::change::{Before, change};
use super::errors::{Measured, level};
use super::measure::{Measure, Missing, OPEN};
use super::rules::{ErrorKind, Rules, Universe};
use super::sides::{Pair, Side, labels_at};
use super::told;
use super::{Comparison, comparisons};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Unit, Value};
use crate::indicators::arguments::Request;
use crate::indicators::grouping::grouping_keys;
use crate::threads;

pub fn subject_gap(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let rules = Rules::asked(exam, request)?;
    let pair = Pair::asked(request)?;
    let compared =
        comparisons(exam, request, &rules, |tallies, at| Ok(vec![pair.among(&labels_at(tallies, at))?]))?;
    let mut figures = Figures::new(grouping_keys(request).iter().map(|key| (*key).to_owned()).collect());
    let mut before: BTreeMap<_, Before<'_>> = BTreeMap::new();
    let told = threads::map_each(&compared, |comparison| {
        let measured = comparison.measured(Measure::Difference, &rules);
        let rows = of_year(comparison, &measured, &rules);
        (measured, rows)
    });
    for (comparison, (measured, rows)) in compared.iter().zip(told) {
        figures.extend(rows);
        if let Some(last) = before.get(&comparison.series()) {
            let figure = place(comparison, "change", Unit::Points);
            figures.push(change(figure, &measured, last, &rules));
        }
        if let Ok(measured) = measured {
            before.insert(comparison.series(), Before { year: comparison.year, measured });
        }
    }
    Ok(figures)
}

fn place(comparison: &Comparison, measure: &'static str, unit: Unit) -> Figure {
    comparison.place(Figure::new("subject_gap", measure, unit))
}

fn of_year(
    comparison: &Comparison,
    measured: &std::result::Result<Measured<'_>, Missing>,
    rules: &Rules,
) -> Vec<Figure> {
    let [first, second] = &comparison.sides;
    let mut figures = vec![mean(comparison, "mean_first", first), mean(comparison, "mean_second", second)];
    let welch = Rules { kind: ErrorKind::Independent, ..rules.clone() };
    figures.push(level(place(comparison, "difference", Unit::Points), measured, rules));
    let independent = level(place(comparison, "difference_independent", Unit::Points), measured, &welch);
    let method = match rules.universe {
        Universe::Census => Clauses::default(),
        Universe::Cohort => (&WELCH).into(),
    };
    figures.push(Figure { method, ..independent });
    let effect = Figure {
        method: (&POOLED_DEVIATION).into(),
        told: told::gap(Measure::HedgesG, &comparison.sides, &comparison.group_key),
        ..place(comparison, "hedges_g", Unit::Number)
    };
    figures.push(match comparison.measured(Measure::HedgesG, rules) {
        Ok(g) => effect.with_value(g.evaluated.value),
        Err(missing) => missing.of(effect),
    });
    figures
}

fn mean(comparison: &Comparison, measure: &'static str, side: &Side) -> Figure {
    let figure = Figure {
        n: Some(side.all.tested()),
        method: side.named().into(),
        told: told::mean(side, &comparison.group_key),
        ..place(comparison, measure, Unit::Points)
    };
    match side.all.sums() {
        None => OPEN.of(figure),
        Some(sums) => match sums.mean(comparison.subject.scale) {
            Some(mean) => figure.with_value(Value::Exact(mean)),
            None => figure.without_value(Status::NoDenominator),
        },
    }
}

static WELCH: Phrase = Phrase::new("welch", "Welch，考生相互独立", "Welch, candidates independent");
static POOLED_DEVIATION: Phrase = Phrase::new("pooled_deviation", "合并标准差", "pooled s.d.");
