//! The problems into which a model falls: what shares no cell cannot help or harm each other.

use std::collections::BTreeSet;

use super::model::{Limit, Model};
use super::ranges::Union;
use super::sensitive::Sensitive;
use super::span::Row;

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
