//! Controlled rounding: every count of pupils is published as a neighbouring multiple of a base, and what adds up in
//! truth adds up in what is published. What follows from counts (rates, shares, changes of these) is computed from the
//! rounded ones. What does not (means, quantiles, gaps) is published exactly, or hidden as without rounding, given all
//! that rounded counts tell.

mod assign;
mod form;
mod restate;
mod task;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use assign::{Assigned, Rolls};
pub use form::{Form, Place, Recipe, forms};

use super::domain::{Domain, Recoverable};
use super::model::{Limit, Model};
use super::sheet::Standing;
use super::span::Row;
use crate::figures::{Figures, What};
use crate::threads;

/// The figures of a release, rounded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rounded {
    forms: Vec<Form>,
    /// For each domain and quantity.
    counts: Vec<Vec<Option<i64>>>,
    /// Counts that are no neighbouring multiples.
    pub widened: usize,
}

impl Rounded {
    /// How many figures follow from rounded counts.
    pub fn figures(&self, standing: &[Standing]) -> usize {
        let both = self.forms.iter().zip(standing);
        both.filter(|(form, standing)| standing.shown && form.counts().next().is_some()).count()
    }

    fn count(&self, (domain, quantity): Place) -> i64 {
        self.counts[domain][quantity].unwrap_or_default()
    }

    /// Puts rounded counts into the figures of all sheets, in their order.
    pub fn apply<'f>(&self, all: impl Iterator<Item = &'f mut Figures>) {
        let mut first = 0;
        for figures in all {
            let forms = &self.forms[first..first + figures.len()];
            for (at, form) in forms.iter().enumerate() {
                figures.update(at, |figure| restate::restate(figure, form, &|place| self.count(place)));
            }
            restate::restate_changes(figures, forms);
            first += figures.len();
        }
    }
}

/// Takes what earlier releases have published rounded for known. Returns it by domain and quantity.
pub fn know_earlier(
    forms: &[Form],
    standing: &[Standing],
    domains: &mut [Domain],
) -> Vec<Vec<Option<Earlier>>> {
    let mut earlier: Vec<Vec<Option<Earlier>>> =
        domains.iter().map(|domain| vec![None; domain.model.quantities.len()]).collect();
    for (form, standing) in forms.iter().zip(standing) {
        let Some(published) = standing.rounded_before else { continue };
        let base = published.base as i64;
        for (number, (domain, quantity)) in form.counts() {
            let truth = domains[domain].model.quantities[quantity].truth;
            // Data that were corrected since are other numbers.
            let near = published.number(number).filter(|rounded| (rounded - truth).abs() < base);
            if let Some(rounded) = near {
                earlier[domain][quantity] = Some(Earlier { base, rounded });
            }
        }
    }
    for (domain, earlier) in domains.iter_mut().zip(&earlier) {
        for (at, earlier) in earlier.iter().enumerate() {
            if let Some(Earlier { base, rounded }) = earlier {
                limit(domain, at, *base, *rounded);
            }
        }
    }
    earlier
}

/// What an earlier release rounded a count to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    base: i64,
    rounded: i64,
}

/// Rounds all counts of all domains. From then on the models know how closely the rounded counts tell the true ones.
///
/// # Errors
/// Where no rounding was found that adds up.
pub fn round(
    forms: Vec<Form>,
    earlier: &[Vec<Option<Earlier>>],
    domains: &mut [Domain],
    base: i64,
) -> Result<Rounded, Recoverable> {
    let assign = |at: usize, rolls: &mut Rolls| {
        let (domain, earlier) = (&domains[at], &earlier[at]);
        let same = |earlier: &Option<Earlier>| {
            earlier.filter(|earlier| earlier.rounded % base == 0).map(|earlier| earlier.rounded / base)
        };
        let fixed: Vec<Option<i64>> = earlier.iter().map(same).collect();
        assign::assign(&domain.model, base, &fixed, &caps(&domain.model, &forms), rolls)
    };
    // Sources of one year may be of the same candidates.
    let mut of_years: BTreeMap<Option<i32>, Vec<usize>> = BTreeMap::new();
    (0..domains.len()).for_each(|at| of_years.entry(domains[at].year).or_default().push(at));
    let of_years: Vec<Vec<usize>> = of_years.into_values().collect();
    let assigned = threads::map_each(&of_years, |of_year| {
        let mut rolls = Rolls::new();
        of_year.iter().map(|at| (*at, assign(*at, &mut rolls))).collect::<Vec<_>>()
    });
    let assigned: BTreeMap<usize, Option<Assigned>> = assigned.into_iter().flatten().collect();
    let mut rounded = Rounded { forms, ..Rounded::default() };
    for (domain, assigned) in domains.iter_mut().zip(assigned.into_values()) {
        let Some(assigned) = assigned else { return Err(domain.not_rounded()) };
        for (at, count) in assigned.rounded.iter().enumerate() {
            if let Some(count) = count {
                limit(domain, at, base, *count);
            }
        }
        let differs = |(cell, count): (usize, &Option<i64>)| {
            let by = (*count)? - domain.model.cells[cell].truth;
            (by != 0).then_some((cell as u32, by as f64))
        };
        domain.rounded = assigned.cells.iter().enumerate().filter_map(differs).collect();
        rounded.widened += assigned.widened;
        rounded.counts.push(assigned.rounded);
    }
    Ok(rounded)
}

/// For each quantity, the candidates of its group, where a figure tells them exactly.
fn caps(model: &Model, forms: &[Form]) -> Vec<Option<i64>> {
    let is_exact = |figure: &usize| !forms[*figure].is_rounded();
    let mut totals: BTreeMap<usize, i64> = BTreeMap::new();
    for quantity in &model.quantities {
        if quantity.what == What::Count && quantity.figures.iter().any(is_exact) {
            let total = totals.entry(quantity.place).or_default();
            *total = quantity.truth.max(*total);
        }
    }
    model.quantities.iter().map(|quantity| totals.get(&quantity.place).copied()).collect()
}

/// A reader knows that a true count is less than the base away from what is published.
fn limit(domain: &mut Domain, quantity: usize, base: i64, rounded: i64) {
    let quantity = &domain.model.quantities[quantity];
    // Those that had to be moved farther are told closely enough as they are.
    let distance = base.max((rounded - quantity.truth).abs() + 1);
    let row: Row = quantity.row.clone();
    let negative: Row = row.iter().map(|(cell, weight)| (*cell, -weight)).collect();
    domain.model.limits.push(Limit { row, most: rounded + distance - 1 });
    if rounded >= distance {
        domain.model.limits.push(Limit { row: negative, most: distance - 1 - rounded });
    }
}
