//! Hiding small cells, so that a published table gives no pupil away.
//!
//! Primary suppression by a minimum cell, and within each set of sibling groups one more cell where a single
//! hidden one could be had by subtraction from their total.

use crate::figures::{Figure, Figures, Status, Value};
use crate::indicators::find;
use crate::indicators::registry::Disclosure;
use crate::number::Rational;

/// Quantities that are the score of one pupil, however many stand behind them.
const SINGLE_PUPILS: &[(&str, &str)] = &[("subject_quantiles", "minimum"), ("subject_quantiles", "maximum")];

/// The rule of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Counts from 1 to one less than this are hidden.
    pub minimum_cell: u64,
}

/// Hides the figures that rest on too few pupils. Returns how many were hidden.
pub fn suppress(figures: &mut Figures, rule: Rule) -> usize {
    let mut hidden: Vec<bool> = figures.rows.iter().map(|figure| is_small(figure, rule)).collect();
    protect_blocks(figures, &mut hidden);
    protect_siblings(figures, &mut hidden);
    protect_blocks(figures, &mut hidden);
    // Last, since a hidden minimum makes no other quantity of its group less safe.
    for (figure, hidden) in figures.rows.iter().zip(&mut hidden) {
        *hidden |= figure.value.is_some() && SINGLE_PUPILS.contains(&(figure.indicator, figure.measure));
    }
    for (figure, _) in figures.rows.iter_mut().zip(&hidden).filter(|(_, hidden)| **hidden) {
        hide(figure);
    }
    hidden.into_iter().filter(|hidden| *hidden).count()
}

fn counts_pupils(figure: &Figure) -> bool {
    find(figure.indicator).is_ok_and(|indicator| indicator.disclosure == Disclosure::Pupils)
}

/// Whether a count behind the figure is small: the group itself, those counted, or those not counted.
fn is_small(figure: &Figure, rule: Rule) -> bool {
    if figure.value.is_none() || !counts_pupils(figure) {
        return false;
    }
    let small = |count: Rational| {
        count > Rational::from_integer(0) && count < Rational::from_integer(i128::from(rule.minimum_cell))
    };
    let group = figure.n.map(|n| Rational::from_integer(i128::from(n)));
    let is_count = figure.unit == crate::figures::Unit::Persons && figure.measure != "cumulative";
    let own = figure.value.filter(|_| is_count).and_then(exact);
    let parts = match (figure.unit, figure.numerator.and_then(exact), figure.denominator.and_then(exact)) {
        (crate::figures::Unit::Percent, Some(counted), Some(of)) => vec![counted, of - counted],
        (crate::figures::Unit::Per10k, Some(counted), _) => vec![counted],
        _ => Vec::new(),
    };
    group.into_iter().chain(own).chain(parts).any(small)
}

fn exact(value: Value) -> Option<Rational> {
    match value {
        Value::Exact(ratio) => Some(ratio),
        Value::Real(_) => None,
    }
}

/// The quantities of one indicator about the same pupils follow from each other (a double hit is a single hit
/// less the rest): where one is hidden, all are.
fn protect_blocks(figures: &Figures, hidden: &mut [bool]) {
    let block = |at: usize| {
        let figure = &figures.rows[at];
        (figure.indicator, figure.year, &figure.group, &figure.subject)
    };
    let blocks: std::collections::BTreeSet<_> =
        (0..hidden.len()).filter(|at| hidden[*at]).map(block).collect();
    let also: Vec<usize> = (0..hidden.len())
        .filter(|at| !hidden[*at] && figures.rows[*at].value.is_some() && blocks.contains(&block(*at)))
        .collect();
    for at in also {
        hidden[at] = true;
    }
}

/// Where exactly one of several sibling groups is hidden, the smallest of the others is hidden too.
fn protect_siblings(figures: &Figures, hidden: &mut [bool]) {
    let Some(key) = (0..figures.keys.len()).find(|at| is_group_key(&figures.keys[*at])) else { return };
    let family = |figure: &Figure| {
        let mut others = figure.group.clone();
        others[key] = None;
        (figure.indicator, figure.measure, figure.year, figure.subject.clone(), others)
    };
    let mut families: std::collections::BTreeMap<_, Vec<usize>> = std::collections::BTreeMap::new();
    for (at, figure) in figures.rows.iter().enumerate() {
        if figure.group[key].is_some() && figure.value.is_some() && counts_pupils(figure) {
            families.entry(family(figure)).or_default().push(at);
        }
    }
    for members in families.values() {
        let lonely = members.iter().filter(|at| hidden[**at]).count() == 1;
        let smallest = members.iter().copied().filter(|at| !hidden[*at]).min_by_key(|at| figures.rows[*at].n);
        if let (true, Some(at)) = (lonely, smallest) {
            hidden[at] = true;
        }
    }
}

/// Lines, scores and bands are not groups of pupils that add up to a total.
fn is_group_key(key: &str) -> bool {
    key != "line" && key != "score" && key != "band"
}

fn hide(figure: &mut Figure) {
    let bare = Figure::new(figure.indicator, figure.measure, figure.unit);
    *figure = Figure {
        year: figure.year,
        group: std::mem::take(&mut figure.group),
        subject: figure.subject.take(),
        method: std::mem::take(&mut figure.method),
        ..bare.without_value(Status::Suppressed)
    };
}
