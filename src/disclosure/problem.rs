//! The problems into which a model falls: what shares no cell cannot help or harm each other. What is given of one,
//! and what each of its rows is for a reader.

use std::collections::BTreeSet;

use super::model::{Limit, Model};
use super::part::SOLVABLE;
use super::sensitive::Sensitive;
use super::span::Row;
use super::union::Union;
use super::web::Web;

/// Quantities, links and limits that hang together, and what is sensitive among them.
#[derive(Default)]
pub struct Problem<'m> {
    pub links: Vec<&'m Row>,
    pub limits: Vec<&'m Limit>,
    pub quantities: Vec<usize>,
    pub sensitive: Vec<&'m Sensitive>,
}

/// Those with anything sensitive.
pub fn problems<'m>(model: &'m Model, sensitive: &'m [Sensitive]) -> Vec<Problem<'m>> {
    let mut union = Union::new(model.cells.len());
    let limits = model.limits.iter().map(|limit| &limit.row);
    let rows = model.links.iter().chain(limits).chain(model.quantities.iter().map(|q| &q.row));
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
        if let Some(at) = home(&limit.row) {
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

/// What a row of a problem is for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Known whatever is hidden.
    Rigid,
    /// No more than this.
    Limit(i64),
    /// Published unless it is given up.
    Quantity(usize),
}

/// A problem, with what its rows are.
pub struct Relaxing<'m, 'p> {
    pub model: &'m Model,
    pub given: &'p Given<'p>,
    pub rows: Vec<&'m Row>,
    pub kinds: Vec<Kind>,
    pub web: Web,
    /// All cells, where they can be looked at at once.
    pub all: Option<BTreeSet<u32>>,
}

impl<'m, 'p> Relaxing<'m, 'p> {
    pub fn new(model: &'m Model, problem: &Problem<'m>, given: &'p Given<'p>) -> Relaxing<'m, 'p> {
        let mut rows = Vec::new();
        let mut kinds = Vec::new();
        for link in &problem.links {
            rows.push(*link);
            kinds.push(Kind::Rigid);
        }
        for limit in &problem.limits {
            rows.push(&limit.row);
            kinds.push(Kind::Limit(limit.most));
        }
        for at in &problem.quantities {
            rows.push(&model.quantities[*at].row);
            let is_fixed = given.public[*at] || (given.kept[*at] && !given.primary[*at]);
            kinds.push(if is_fixed { Kind::Rigid } else { Kind::Quantity(*at) });
        }
        let web = Web::new(rows.iter().map(|row| row.iter().map(|entry| entry.0).collect()).collect());
        // Limits are rows of a programme too: two of each count that is rounded.
        let all = web.cells_up_to(SOLVABLE).filter(|_| problem.limits.len() <= SOLVABLE);
        Relaxing { model, given, rows, kinds, web, all }
    }
}
