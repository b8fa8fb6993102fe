//! Solutions in which a few cells differ from the truth.

use std::collections::{BTreeMap, BTreeSet};

use super::lp::{Program, Relation, Terms, Unknown};
use super::moves::Move;
use super::relax::{Kind, Relaxing};
use super::span::Row;

/// Differences smaller than this are none.
const NOTHING: f64 = 1e-6;
/// Further than any cell need move.
const FAR: f64 = 1e6;

type Weights = Vec<(usize, i64)>;
/// A published row that may differ: its terms, what that costs, and which quantities it is.
type Elastic = (Terms, f64, Vec<usize>);

/// Quantities to give up, and solutions that this makes possible.
#[derive(Default)]
pub struct Relaxed {
    pub given_up: BTreeSet<usize>,
    pub moves: Vec<Move>,
    pub cost: f64,
}

impl Relaxed {
    pub fn and(mut self, other: Relaxed) -> Relaxed {
        self.given_up.extend(other.given_up);
        self.moves.extend(other.moves);
        self.cost += other.cost;
        self
    }
}

/// The programme over some cells.
pub struct Local {
    cells: Vec<u32>,
    program: Program,
    /// Cells that are whole numbers.
    whole: Vec<bool>,
    /// Published rows that may differ.
    elastic: Vec<Elastic>,
}

impl Local {
    pub fn new(of: &Relaxing<'_, '_>, hidden: &[bool], around: &BTreeSet<u32>) -> Local {
        let cells: Vec<u32> = around.iter().copied().collect();
        let mut program = Program::default();
        let mut whole = Vec::new();
        for cell in &cells {
            let cell = &of.model.cells[*cell as usize];
            // A difference from the truth: no count falls below zero.
            program.unknowns.push(Unknown { lower: -(cell.truth as f64), upper: FAR });
            whole.push(cell.is_count);
        }
        let mut same: BTreeMap<Weights, (f64, Vec<usize>)> = BTreeMap::new();
        let mut rigid: BTreeSet<Weights> = BTreeSet::new();
        for at in of.web.rows_of_all(cells.iter()) {
            let row = of.rows[at];
            let inside = row.iter().filter_map(|(cell, w)| Some((cells.binary_search(cell).ok()?, *w)));
            let terms: Weights = inside.collect();
            match of.kinds[at] {
                Kind::Rigid => {
                    rigid.insert(terms);
                }
                Kind::Limit(most) => {
                    let limit = (most - of.model.value(row)) as f64;
                    program.rows.push((as_terms(&terms), Relation::AtMost, limit));
                }
                Kind::Quantity(quantity) if !hidden[quantity] => {
                    let entry = same.entry(terms).or_default();
                    entry.0 += price(of.given.worth[quantity]);
                    entry.1.push(quantity);
                }
                Kind::Quantity(_) => {}
            }
        }
        same.retain(|terms, _| !rigid.contains(terms));
        program.rows.extend(rigid.iter().map(|terms| (as_terms(terms), Relation::Equal, 0.0)));
        let elastic: Vec<Elastic> =
            same.into_iter().map(|(terms, (cost, of))| (as_terms(&terms), cost, of)).collect();
        for (terms, _, _) in &elastic {
            // How far it rises and how far it falls.
            let rise = program.unknowns.len();
            program.unknowns.extend([Unknown { lower: 0.0, upper: FAR }; 2]);
            let mut terms = terms.clone();
            terms.extend([(rise, -1.0), (rise + 1, 1.0)]);
            program.rows.push((terms, Relation::Equal, 0.0));
        }
        Local { cells, program, whole, elastic }
    }

    /// A few times the same difference, where that makes whole persons of it and everything allows it.
    fn in_whole_numbers(&self, moved: Move) -> Move {
        let times =
            |factor: f64| -> Move { moved.iter().map(|(cell, by)| (*cell, tidy(by * factor))).collect() };
        let is_whole = |(cell, by): &(u32, f64)| by.fract() == 0.0 || self.is_sum(*cell);
        let is_possible = |moved: &Move| {
            moved
                .iter()
                .all(|(cell, by)| self.place(*cell).is_some_and(|at| *by >= self.program.unknowns[at].lower))
                && moved.iter().all(is_whole)
                && self.within_limits(moved)
        };
        [1.0, 2.0, 3.0, 4.0, 6.0].into_iter().map(times).find(is_possible).unwrap_or(moved)
    }

    fn place(&self, cell: u32) -> Option<usize> {
        self.cells.binary_search(&cell).ok()
    }

    fn is_sum(&self, cell: u32) -> bool {
        self.place(cell).is_none_or(|at| !self.whole[at])
    }

    fn within_limits(&self, moved: &Move) -> bool {
        let mut by = vec![0.0; self.program.unknowns.len()];
        moved.iter().filter_map(|(cell, d)| Some((self.place(*cell)?, *d))).for_each(|(at, d)| by[at] = d);
        let limits = self.program.rows.iter().filter(|(_, relation, _)| *relation == Relation::AtMost);
        limits.into_iter().all(|(terms, _, limit)| {
            terms.iter().map(|(at, weight)| by[*at] * weight).sum::<f64>() <= limit + NOTHING
        })
    }

    /// The cheapest solution in which a quantity differs by `aim`.
    pub fn solve(&self, row: &Row, aim: f64, whole: bool) -> Option<Relaxed> {
        if aim == 0.0 {
            return Some(Relaxed::default());
        }
        let terms: Option<Terms> = row
            .iter()
            .map(|(cell, weight)| Some((self.cells.binary_search(cell).ok()?, *weight as f64)))
            .collect();
        let mut rows = self.program.rows.clone();
        rows.push((terms?, Relation::Equal, aim));
        let program = Program { unknowns: self.program.unknowns.clone(), rows };
        let first = self.cells.len();
        let cost = self.elastic.iter().enumerate().flat_map(|(number, (_, cost, _))| {
            [(first + 2 * number, -cost), (first + 2 * number + 1, -cost)]
        });
        let whole = if whole { self.whole.as_slice() } else { &[] };
        let found = program.maximise(&cost.collect::<Terms>(), whole)?;
        let of_cells = self.cells.iter().zip(&found);
        let moved: Move =
            of_cells.filter(|(_, by)| by.abs() > NOTHING).map(|(cell, by)| (*cell, tidy(*by))).collect();
        let mut relaxed = Relaxed { moves: vec![self.in_whole_numbers(moved)], ..Relaxed::default() };
        for (terms, cost, quantities) in &self.elastic {
            let by: f64 = terms.iter().map(|(at, weight)| found[*at] * weight).sum();
            if by.abs() > NOTHING {
                relaxed.cost += cost;
                relaxed.given_up.extend(quantities);
            }
        }
        Some(relaxed)
    }
}

/// A programme counts how far something moves, though it is hidden as much if it moves by one as by many: prices
/// that rise steeply keep it from moving a total by one instead of a school by six.
fn price(worth: f64) -> f64 {
    worth.powi(3)
}

fn as_terms(terms: &[(usize, i64)]) -> Terms {
    terms.iter().map(|(at, weight)| (*at, *weight as f64)).collect()
}

/// A whole number where it is one but for the solver's last digits.
fn tidy(by: f64) -> f64 {
    if (by - by.round()).abs() < NOTHING { by.round() } else { by }
}
