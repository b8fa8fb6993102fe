//! Which further quantities to hide, so that no sensitive one follows from the others.
//!
//! First by elimination, as in the R package GaussSuppression: the quantities are taken in order of their worth and
//! published one after the other unless a sensitive one would follow. Then ranges: where a sensitive count could
//! still be told too closely, the cheapest quantities are given up that let it vary as far as it must, found by one
//! linear programme. Last, on small problems, what need not have been hidden is put back.

use std::collections::BTreeSet;

use super::model::Model;
use super::ranges::{Pool, Ranges, Width};
use super::relax::relax;
use super::sensitive::Sensitive;
use super::span::{Guarded, Row, Span};

/// Above so many quantities, putting back would cost more time than it saves cells.
const SMALL: usize = 150;

/// Quantities, links and limits that hang together, and what is sensitive among them.
#[derive(Default)]
pub struct Problem<'m> {
    pub links: Vec<&'m Row>,
    pub limits: Vec<&'m Row>,
    pub quantities: Vec<usize>,
    pub sensitive: Vec<&'m Sensitive>,
}

/// What cannot be chosen freely.
pub struct Given<'a> {
    /// Hidden because they say what is sensitive.
    pub primary: &'a [bool],
    /// Known already, whatever is hidden now.
    pub public: &'a [bool],
    /// Never hidden for the sake of others.
    pub kept: &'a [bool],
    /// The least that each quantity is worth.
    pub worth: &'a [f64],
}

/// Hides what must be hidden of one problem. Returns what could not be protected; the pool takes the solutions found.
pub fn choose<'m>(
    model: &'m Model,
    problem: &Problem<'m>,
    given: &Given<'_>,
    hidden: &mut [bool],
    pool: &mut Pool,
) -> Vec<&'m Sensitive> {
    let mut order: Vec<usize> = problem.quantities.clone();
    order.sort_by(|a, b| {
        let first = |at: usize| (given.public[at], given.kept[at]);
        let worth = given.worth[*b].total_cmp(&given.worth[*a]);
        first(*b).cmp(&first(*a)).then(worth).then(a.cmp(b))
    });
    let open = eliminate(model, problem, given, &order, hidden);
    let mut narrow = Vec::new();
    for round in 0..ROUNDS {
        narrow = too_narrow(model, problem, given, hidden, &open, pool);
        if narrow.is_empty() {
            break;
        }
        for sensitive in &narrow {
            // Each sight of the same one looks further afield.
            let given_up = relax(model, problem, given, hidden, sensitive, 8 << (2 * round));
            given_up.into_iter().for_each(|at| hidden[at] = true);
        }
    }
    if narrow.is_empty() && problem.quantities.len() <= SMALL {
        put_back(model, problem, given, &order, hidden, &open, pool);
    }
    narrow
}

const ROUNDS: u32 = 6;

/// The order of worth decides; sensitive ones that are public already are beyond help and are left out.
fn eliminate<'m>(
    model: &'m Model,
    problem: &Problem<'m>,
    given: &Given<'_>,
    order: &[usize],
    hidden: &mut [bool],
) -> Vec<&'m Sensitive> {
    let mut span = Span::default();
    problem.links.iter().for_each(|link| span.insert(link));
    order.iter().filter(|at| given.public[**at]).for_each(|at| span.insert(&model.quantities[*at].row));
    let mut guarded = Guarded::default();
    let sensitive = problem.sensitive.iter().copied();
    let open: Vec<&Sensitive> = sensitive.filter(|sensitive| !guarded.guard(&sensitive.row, &span)).collect();
    for at in order.iter().filter(|at| !given.public[**at]) {
        let row = &model.quantities[*at].row;
        if given.kept[*at] && !given.primary[*at] {
            // Shown whatever follows from it; the audit will say so.
            span.insert_anyway(row, &mut guarded);
            continue;
        }
        hidden[*at] = given.primary[*at] || !span.insert_safely(row, &mut guarded);
    }
    open
}

fn known<'m>(model: &'m Model, problem: &Problem<'m>, given: &Given<'_>, hidden: &[bool]) -> Vec<&'m Row> {
    let published = problem.quantities.iter().filter(|at| given.public[**at] || !hidden[**at]);
    problem.links.iter().copied().chain(published.map(|at| &model.quantities[*at].row)).collect()
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
    order: &[usize],
    hidden: &mut [bool],
    open: &[&'m Sensitive],
    pool: &mut Pool,
) {
    for at in order.iter().filter(|at| !given.primary[**at] && !given.public[**at]) {
        if std::mem::replace(&mut hidden[*at], false) {
            hidden[*at] = !too_narrow(model, problem, given, hidden, open, pool).is_empty();
        }
    }
}

/// The problems into which a model falls: what shares no cell cannot help or harm each other.
pub fn problems<'m>(model: &'m Model, sensitive: &'m [Sensitive]) -> Vec<Problem<'m>> {
    let mut union = super::ranges::Union::new(model.cells.len());
    let rows = model.links.iter().chain(&model.limits).chain(model.quantities.iter().map(|q| &q.row));
    for row in rows.chain(sensitive.iter().map(|sensitive| &sensitive.row)) {
        row.windows(2).for_each(|pair| union.join(pair[0].0 as usize, pair[1].0 as usize));
    }
    let wanted: BTreeSet<usize> =
        sensitive.iter().filter_map(|s| Some(union.root(s.row.first()?.0 as usize))).collect();
    let numbers: Vec<usize> = wanted.into_iter().collect();
    let mut problems: Vec<Problem<'m>> = numbers.iter().map(|_| Problem::default()).collect();
    let mut home = |row: &Row| {
        let root = union.root(row.first()?.0 as usize);
        numbers.binary_search(&root).ok()
    };
    for link in &model.links {
        if let Some(at) = home(link) {
            problems[at].links.push(link);
        }
    }
    for limit in &model.limits {
        if let Some(at) = home(limit) {
            problems[at].limits.push(limit);
        }
    }
    for (number, quantity) in model.quantities.iter().enumerate() {
        if let Some(at) = home(&quantity.row) {
            problems[at].quantities.push(number);
        }
    }
    for sensitive in sensitive {
        if let Some(at) = home(&sensitive.row) {
            problems[at].sensitive.push(sensitive);
        }
    }
    problems
}
