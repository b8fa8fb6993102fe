//! Which further quantities to hide, so that no sensitive one follows from the others.
//!
//! First by elimination, as in the R package GaussSuppression: the quantities are taken in order of their worth and
//! published one after the other unless a sensitive one would follow. Then ranges, one sensitive count after the
//! other: unless a solution is known in which it varies as far as it must, the cheapest
//! quantities are given up that let it, found by one linear programme over the cells around it. What was hidden for
//! one often serves the next. Last, what need not have been hidden is put back.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Model;
use super::moves::{Moves, span};
use super::part::TOLERANCE;
use super::problem::{Given, Problem, Relaxing};
use super::ranges::{Pool, Ranges, Width};
use super::sensitive::Sensitive;
use super::span::{Guarded, Row, Span};
use super::swaps::{Sheet, Swaps};
use crate::threads;

/// Above so many quantities, elimination would cost more time than it saves cells.
const MEDIUM: usize = 600;
/// Above so many quantities, putting back would cost more time than it saves cells.
const SMALL: usize = 150;

/// What was decided of one problem.
pub struct Chosen {
    /// The quantities to hide, those hidden for their own sake among them.
    pub hidden: Vec<usize>,
    /// Solutions that were found on the way.
    pub pool: Pool,
}

/// So many are looked far around in vain before it is left to the search for what to give up, which finds it too where
/// nothing need be given up.
const FAR_SEARCHES: usize = 50;

/// How often what was found is looked at anew.
const ROUNDS: usize = 4;

/// Decides what must be hidden of one problem. What cannot be protected is left to the audit.
pub fn choose(model: &Model, problem: &Problem<'_>, given: &Given<'_>) -> Chosen {
    let mut hidden = vec![false; model.quantities.len()];
    problem.quantities.iter().for_each(|at| hidden[*at] = given.primary[*at]);
    if problem.quantities.iter().all(|at| given.public[*at] || given.primary[*at]) {
        // Nothing can be decided.
        return Chosen { hidden: primary(problem, given), pool: Pool::new() };
    }
    let mut open = still_secret(model, problem, given);
    let swaps = (problem.quantities.len() > MEDIUM).then(|| swaps(model, problem, given));
    if let Some(swaps) = &swaps {
        // What stays unknown with everything published that may be needs no thought.
        let is_open =
            |sheet: &mut Sheet, at: usize| swaps.span(&open[at].row, open[at].need, &hidden, sheet).is_none();
        let is_open = threads::map_numbers_with(open.len(), Sheet::default, is_open);
        open = open.into_iter().zip(is_open).filter(|(_, is_open)| *is_open).map(|(each, _)| each).collect();
    }
    let relaxing = Relaxing::new(model, problem, given);
    let mut pool = Pool::new();
    let mut narrow = open.clone();
    if problem.quantities.len() <= MEDIUM {
        eliminate(model, problem, given, &mut hidden);
        narrow = too_narrow(model, problem, given, &hidden, &open, &mut pool);
    }
    let mut sheet = Sheet::default();
    for round in 0..ROUNDS {
        let mut moves = Moves::from(pool);
        for sensitive in narrow.drain(..) {
            if round == 0 && moves.width(&sensitive.row) + TOLERANCE >= sensitive.need as f64 {
                continue;
            }
            let span = |swaps: &Swaps<'_>| swaps.span(&sensitive.row, sensitive.need, &hidden, &mut sheet);
            let spanned = swaps.as_ref().and_then(span);
            if let Some(found) = spanned {
                // Nothing more need be hidden for it.
                found.into_iter().for_each(|found| moves.add(found));
            } else if let Some(relaxed) = relaxing.relax(&hidden, sensitive, round) {
                relaxed.given_up.into_iter().for_each(|at| hidden[at] = true);
                relaxed.moves.into_iter().for_each(|found| moves.add(found));
            }
        }
        spare(model, problem, given, &mut hidden, &open, &mut moves);
        pool = moves.into_all();
        narrow = too_narrow(model, problem, given, &hidden, &open, &mut pool);
        if narrow.is_empty() {
            break;
        }
    }
    if narrow.is_empty() && problem.quantities.len() <= SMALL {
        put_back(model, problem, given, &mut hidden, &open, &mut pool);
    }
    let hidden = problem.quantities.iter().copied().filter(|at| hidden[*at]).collect();
    Chosen { hidden, pool }
}

fn primary(problem: &Problem<'_>, given: &Given<'_>) -> Vec<usize> {
    problem.quantities.iter().copied().filter(|at| given.primary[*at]).collect()
}

/// The order of worth decides.
fn eliminate(model: &Model, problem: &Problem<'_>, given: &Given<'_>, hidden: &mut [bool]) {
    let mut order: Vec<usize> = problem.quantities.clone();
    order.sort_by(|a, b| {
        let first = |at: usize| (given.public[at], given.kept[at]);
        let worth = given.worth[*b].total_cmp(&given.worth[*a]);
        first(*b).cmp(&first(*a)).then(worth).then(a.cmp(b))
    });
    let mut span = Span::default();
    problem.links.iter().for_each(|link| span.insert(link));
    order.iter().filter(|at| given.public[**at]).for_each(|at| span.insert(&model.quantities[*at].row));
    let mut guarded = Guarded::default();
    for sensitive in &problem.sensitive {
        // Those that are public already are beyond help.
        guarded.guard(&sensitive.row, &span);
    }
    for at in order.into_iter().filter(|at| !given.public[*at]) {
        let row = &model.quantities[at].row;
        if given.kept[at] && !given.primary[at] {
            // Shown whatever follows from it; the audit will say so.
            span.insert_anyway(row, &mut guarded);
            continue;
        }
        hidden[at] = given.primary[at] || !span.insert_safely(row, &mut guarded);
    }
}

/// The sensitive ones that are not public already.
fn still_secret<'m>(model: &'m Model, problem: &Problem<'m>, given: &Given<'_>) -> Vec<&'m Sensitive> {
    let public = public_span(model, problem, &|at| given.public[at]);
    problem.sensitive.iter().copied().filter(|sensitive| !public.follows(&sensitive.row)).collect()
}

/// What follows from the quantities that are public already.
pub fn public_span(model: &Model, problem: &Problem<'_>, is_public: &dyn Fn(usize) -> bool) -> Span {
    let mut span = Span::default();
    let public = problem.quantities.iter().filter(|at| is_public(**at));
    let public: Vec<&Row> = public.map(|at| &model.quantities[*at].row).collect();
    // From links alone nothing follows.
    if !public.is_empty() {
        problem.links.iter().copied().chain(public).for_each(|row| span.insert(row));
    }
    span
}

/// Publishes again, the most worthy first, what no solution moves without which something would be told too closely.
fn spare(
    model: &Model,
    problem: &Problem<'_>,
    given: &Given<'_>,
    hidden: &mut [bool],
    open: &[&Sensitive],
    moves: &mut Moves,
) {
    let effects: Vec<BTreeMap<usize, f64>> =
        open.iter().map(|sensitive| moves.of_row(&sensitive.row)).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); moves.all().len()];
    for (number, effect) in effects.iter().enumerate() {
        effect.keys().for_each(|at| needed_by[*at].push(number));
    }
    let mut dropped = vec![false; needed_by.len()];
    for at in in_order(problem, given, hidden) {
        let moved = moves.of_row(&model.quantities[at].row);
        let movers: Vec<usize> = moved
            .into_iter()
            .filter(|(number, by)| by.abs() > TOLERANCE && !dropped[*number])
            .map(|e| e.0)
            .collect();
        let touched: BTreeSet<usize> =
            movers.iter().flat_map(|number| &needed_by[*number]).copied().collect();
        movers.iter().for_each(|number| dropped[*number] = true);
        let is_wide = |number: &usize| {
            let left = effects[*number].iter().filter(|(at, _)| !dropped[**at]).map(|(_, by)| *by);
            span(left) + TOLERANCE >= open[*number].need as f64
        };
        if touched.iter().all(is_wide) {
            hidden[at] = false;
        } else {
            movers.iter().for_each(|number| dropped[*number] = false);
        }
    }
    let mut left = Moves::default();
    let kept = moves.all().iter().zip(&dropped).filter(|(_, dropped)| !**dropped);
    kept.for_each(|(found, _)| left.add(found.clone()));
    *moves = left;
}

/// What is hidden for the sake of others, the most worthy first.
fn in_order(problem: &Problem<'_>, given: &Given<'_>, hidden: &[bool]) -> Vec<usize> {
    let may = |at: &usize| hidden[*at] && !given.primary[*at] && !given.public[*at];
    let mut order: Vec<usize> = problem.quantities.iter().copied().filter(may).collect();
    order.sort_by(|a, b| given.worth[*b].total_cmp(&given.worth[*a]).then(a.cmp(b)));
    order
}

fn known<'m>(model: &'m Model, problem: &Problem<'m>, given: &Given<'_>, hidden: &[bool]) -> Vec<&'m Row> {
    let published = problem.quantities.iter().filter(|at| given.public[**at] || !hidden[**at]);
    problem.links.iter().copied().chain(published.map(|at| &model.quantities[*at].row)).collect()
}

/// Swaps given what is known whatever is hidden, and whatever is not hidden.
fn swaps<'m>(model: &'m Model, problem: &Problem<'m>, given: &Given<'_>) -> Swaps<'m> {
    let links = problem.links.iter().map(|link| (*link, None));
    let quantities = problem.quantities.iter();
    let quantities = quantities.map(|at| (&model.quantities[*at].row, (!given.public[*at]).then_some(*at)));
    Swaps::new(model, links.chain(quantities), &problem.limits)
}

fn too_narrow<'m>(
    model: &'m Model,
    problem: &Problem<'m>,
    given: &Given<'_>,
    hidden: &[bool],
    open: &[&'m Sensitive],
    pool: &mut Pool,
) -> Vec<&'m Sensitive> {
    let rows: Vec<&Row> = open.iter().map(|sensitive| &sensitive.row).collect();
    let mut ranges = Ranges::new(model, &known(model, problem, given, hidden), &problem.limits, &rows);
    let needs: Vec<f64> = open.iter().map(|sensitive| sensitive.need as f64).collect();
    ranges.recall(pool);
    ranges.explore(&rows, &needs);
    ranges.far_left = Some(FAR_SEARCHES);
    let narrow =
        |sensitive: &&&Sensitive| ranges.width(&sensitive.row, sensitive.need as f64) != Width::Enough;
    let found = open.iter().filter(narrow).copied().collect();
    *pool = ranges.remember();
    found
}

/// Publishes again, the most worthy first, whatever leaves everything protected.
fn put_back<'m>(
    model: &'m Model,
    problem: &Problem<'m>,
    given: &Given<'_>,
    hidden: &mut [bool],
    open: &[&'m Sensitive],
    pool: &mut Pool,
) {
    for at in in_order(problem, given, hidden) {
        hidden[at] = false;
        hidden[at] = !too_narrow(model, problem, given, hidden, open, pool).is_empty();
    }
}
