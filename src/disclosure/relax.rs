//! The cheapest quantities to give up so that a sensitive one can vary as far as it must.
//!
//! A linear programme: a second solution that differs from the truth by what is needed, at the least cost, where each
//! published quantity that differs costs its worth. What differs is to be hidden.

use std::collections::{BTreeMap, BTreeSet};

use super::lp::{Program, Relation, Terms, Unknown};
use super::model::Model;
use super::secondary::{Given, Problem};
use super::sensitive::Sensitive;
use super::span::Row;

/// The quantities to hide; empty if there are none. Besides those of its own group, only the `most` cheapest other
/// groups may be touched, which keeps the programme small.
pub fn relax(
    model: &Model,
    problem: &Problem<'_>,
    given: &Given<'_>,
    hidden: &[bool],
    sensitive: &Sensitive,
    most: usize,
) -> Vec<usize> {
    let own: BTreeSet<u32> = sensitive.row.iter().map(|entry| entry.0).collect();
    let touched = touchable(model, problem, given, hidden, &own, most);
    let free = |at: usize| hidden[at] || touched.contains(&at);
    let rigid = problem.quantities.iter().filter(|at| !free(**at));
    let mut rows: Vec<&Row> = problem.links.clone();
    rows.extend(rigid.map(|at| &model.quantities[*at].row));
    let elastic: Vec<usize> = touched.iter().copied().filter(|at| !hidden[*at]).collect();
    let moving = moving(&rows, &elastic, model, &own);
    let program = program(model, &rows, &problem.limits, &moving, &elastic);
    let truth = model.value(&sensitive.row) as f64;
    for aim in [sensitive.need as f64, -(sensitive.need as f64)] {
        if truth + aim >= 0.0
            && let Some(up) = solve(&program, &moving, &elastic, given, (&sensitive.row, aim))
        {
            return up;
        }
    }
    // Nothing in one direction: as far down as it can go, the rest up.
    let (Some(down), Some(up)) = (
        solve(&program, &moving, &elastic, given, (&sensitive.row, -truth)),
        solve(&program, &moving, &elastic, given, (&sensitive.row, sensitive.need as f64 - truth)),
    ) else {
        return Vec::new();
    };
    down.into_iter().chain(up).collect::<BTreeSet<usize>>().into_iter().collect()
}

/// Published quantities that may be given up: those that share cells with the sensitive one, those of groups where
/// something is hidden already, and the cheapest others.
fn touchable(
    model: &Model,
    problem: &Problem<'_>,
    given: &Given<'_>,
    hidden: &[bool],
    own: &BTreeSet<u32>,
    most: usize,
) -> BTreeSet<usize> {
    let may = |at: &usize| !given.public[*at] && !given.kept[*at];
    let shares = |at: &usize| model.quantities[*at].row.iter().any(|entry| own.contains(&entry.0));
    let mut places: BTreeSet<usize> =
        problem.quantities.iter().filter(|at| shares(at)).map(|at| model.quantities[*at].place).collect();
    let mut groups: BTreeMap<usize, (f64, bool)> = BTreeMap::new();
    for at in &problem.quantities {
        let group = groups.entry(model.quantities[*at].place).or_insert((0.0, false));
        *group = (group.0.max(given.worth[*at]), group.1 || hidden[*at]);
    }
    let mut others: Vec<(&usize, &(f64, bool))> = groups.iter().collect();
    others.sort_by(|a, b| b.1.1.cmp(&a.1.1).then(a.1.0.total_cmp(&b.1.0)).then(a.0.cmp(b.0)));
    places.extend(others.into_iter().take(most).map(|(place, _)| *place));
    // The widest group is the last resort of all; it comes in with the second, wider search.
    let inside = |at: &usize| places.contains(&model.quantities[*at].place);
    problem.quantities.iter().copied().filter(|at| may(at) && inside(at)).collect()
}

/// The cells that can differ from the truth: those not fixed one by one by rigid rows, near the sensitive ones.
fn moving(rows: &[&Row], elastic: &[usize], model: &Model, own: &BTreeSet<u32>) -> BTreeMap<u32, usize> {
    let mut span = super::span::Span::default();
    rows.iter().for_each(|row| span.insert(row));
    let elastic_rows = elastic.iter().map(|at| &model.quantities[*at].row);
    let cells: BTreeSet<u32> =
        rows.iter().copied().chain(elastic_rows).flat_map(|row| row.iter().map(|entry| entry.0)).collect();
    let loose = cells.into_iter().chain(own.iter().copied()).filter(|cell| !span.is_known(*cell));
    let loose: BTreeSet<u32> = loose.collect();
    loose.into_iter().enumerate().map(|(at, cell)| (cell, at)).collect()
}

/// Unknowns: the moving cells, then for each elastic quantity how far it rises and how far it falls.
fn program(
    model: &Model,
    rows: &[&Row],
    limits: &[&Row],
    moving: &BTreeMap<u32, usize>,
    elastic: &[usize],
) -> Program {
    let mut program = Program::default();
    for cell in moving.keys() {
        // A difference from the truth: no count falls below zero.
        let lower = -(model.cells[*cell as usize].truth as f64);
        program.unknowns.push(Unknown { lower, upper: 1e6 });
    }
    let terms = |row: &Row| -> Terms {
        row.iter().filter_map(|(cell, weight)| Some((*moving.get(cell)?, *weight as f64))).collect()
    };
    for row in rows {
        let terms = terms(row);
        if !terms.is_empty() {
            program.rows.push((terms, Relation::Equal, 0.0));
        }
    }
    for limit in limits {
        let terms = terms(limit);
        if !terms.is_empty() {
            program.rows.push((terms, Relation::AtMost, -model.value(limit) as f64));
        }
    }
    for at in elastic {
        let rise = program.unknowns.len();
        program.unknowns.extend([Unknown { lower: 0.0, upper: 1e6 }; 2]);
        let mut terms = terms(&model.quantities[*at].row);
        terms.extend([(rise, -1.0), (rise + 1, 1.0)]);
        program.rows.push((terms, Relation::Equal, 0.0));
    }
    program
}

fn solve(
    program: &Program,
    moving: &BTreeMap<u32, usize>,
    elastic: &[usize],
    given: &Given<'_>,
    (row, aim): (&Row, f64),
) -> Option<Vec<usize>> {
    if aim == 0.0 {
        return Some(Vec::new());
    }
    let mut terms: Terms = Terms::new();
    for (cell, weight) in row {
        terms.push((*moving.get(cell)?, *weight as f64));
    }
    let mut rows = program.rows.clone();
    rows.push((terms, Relation::Equal, aim));
    let program = Program { unknowns: program.unknowns.clone(), rows };
    let first = moving.len();
    let cost = elastic.iter().enumerate().flat_map(|(number, at)| {
        let cost = -given.worth[*at];
        [(first + 2 * number, cost), (first + 2 * number + 1, cost)]
    });
    let found = program.maximise(&cost.collect::<Terms>(), &[])?;
    let differs = |number: usize| {
        let (rise, fall) = (found[first + 2 * number], found[first + 2 * number + 1]);
        (rise - fall).abs() > 1e-6
    };
    Some(elastic.iter().enumerate().filter(|(number, _)| differs(*number)).map(|(_, at)| *at).collect())
}
