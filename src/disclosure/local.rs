//! Solutions in which a few cells differ from the truth.

use std::collections::{BTreeMap, BTreeSet};

use super::lp::{Program, Relation, Terms, Unknown};
use super::moves::Move;
use super::problem::{Kind, Relaxing};
use super::span::Row;
use super::whole;

/// Differences smaller than this are none.
const NOTHING: f64 = 1e-6;
/// Further than any cell need move.
const FAR: f64 = 1e6;

type Weights = Vec<(usize, i64)>;

/// A published row that may differ.
struct Elastic {
    terms: Terms,
    /// What it costs to give up, and which quantities it is.
    cost: f64,
    of: Vec<usize>,
}

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
    /// Those that can move at all.
    cells: Vec<u32>,
    truths: Vec<f64>,
    program: Program,
    /// Published rows that may differ.
    elastic: Vec<Elastic>,
    is_count: Vec<bool>,
}

/// The rows around some cells, as far as these are in them.
#[derive(Default)]
struct Inside {
    rigid: BTreeSet<Weights>,
    limits: Vec<(Weights, f64)>,
    /// What each costs, and which quantities it is.
    elastic: BTreeMap<Weights, (f64, Vec<usize>)>,
}

impl Inside {
    fn new(of: &Relaxing<'_, '_>, hidden: &[bool], cells: &[u32]) -> Inside {
        let mut inside = Inside::default();
        for at in of.web.rows_of_all(cells.iter()) {
            let row = of.rows[at];
            let terms = row.iter().filter_map(|(cell, w)| Some((cells.binary_search(cell).ok()?, *w)));
            let terms: Weights = terms.collect();
            match of.kinds[at] {
                Kind::Limit(most) => inside.limits.push((terms, (most - of.model.value(row)) as f64)),
                Kind::Quantity(quantity) if hidden[quantity] => {}
                Kind::Quantity(quantity) => {
                    let entry = inside.elastic.entry(terms).or_default();
                    entry.0 += price(of.given.worth[quantity]);
                    entry.1.push(quantity);
                }
                Kind::Rigid => {
                    inside.rigid.insert(terms);
                }
            }
        }
        inside
    }

    /// The cells that rigid rows leave no choice, one after the other: a row's only one, and all that cannot fall
    /// where only falling would even out a rise.
    fn fixed(&self, truths: &[f64]) -> Vec<bool> {
        let mut fixed = vec![false; truths.len()];
        let mut open: Vec<&Weights> = self.rigid.iter().collect();
        loop {
            let before = open.len();
            open.retain(|terms| {
                let free = || terms.iter().filter(|(at, _)| !fixed[*at]);
                let cannot_fall = free().all(|(at, _)| truths[*at] == 0.0);
                let one_way = free().all(|e| e.1 > 0) || free().all(|e| e.1 < 0);
                let closes = free().count() <= 1 || (cannot_fall && one_way);
                if closes {
                    terms.iter().for_each(|(at, _)| fixed[*at] = true);
                }
                !closes
            });
            if open.len() == before {
                return fixed;
            }
        }
    }

    /// Without the cells that are fixed; those that are left are counted anew.
    fn without(self, fixed: &[bool]) -> Inside {
        let mut numbers = Vec::with_capacity(fixed.len());
        let mut next = 0;
        for fixed in fixed {
            numbers.push((!fixed).then_some(next));
            next += usize::from(!fixed);
        }
        let left = |terms: &Weights| -> Weights {
            terms.iter().filter_map(|(at, weight)| Some((numbers[*at]?, *weight))).collect()
        };
        let mut inside = Inside {
            rigid: self.rigid.iter().map(left).collect(),
            limits: self.limits.iter().map(|(terms, limit)| (left(terms), *limit)).collect(),
            elastic: BTreeMap::new(),
        };
        for (terms, (cost, of)) in &self.elastic {
            let entry = inside.elastic.entry(left(terms)).or_default();
            entry.0 += cost;
            entry.1.extend(of);
        }
        inside.rigid.remove(&Weights::new());
        inside.limits.retain(|(terms, _)| !terms.is_empty());
        inside.elastic.retain(|terms, _| !terms.is_empty() && !inside.rigid.contains(terms));
        inside
    }
}

impl Local {
    pub fn new(of: &Relaxing<'_, '_>, hidden: &[bool], around: &BTreeSet<u32>) -> Local {
        let all: Vec<u32> = around.iter().copied().collect();
        let truth = |cell: &u32| of.model.cells[*cell as usize].truth as f64;
        let inside = Inside::new(of, hidden, &all);
        let fixed = inside.fixed(&all.iter().map(truth).collect::<Vec<f64>>());
        let inside = inside.without(&fixed);
        let cells: Vec<u32> =
            all.into_iter().zip(fixed).filter_map(|(cell, fixed)| (!fixed).then_some(cell)).collect();
        let is_count: Vec<bool> = cells.iter().map(|cell| of.model.cells[*cell as usize].is_count).collect();
        let mut local = Local {
            truths: cells.iter().map(truth).collect(),
            program: Program::default(),
            elastic: Vec::new(),
            cells,
            is_count,
        };
        local.fill(inside);
        local
    }

    fn fill(&mut self, inside: Inside) {
        // A difference from the truth: no count falls below zero.
        self.program.unknowns.extend(self.truths.iter().map(|truth| Unknown::from(0.0, -truth, FAR)));
        for (terms, (cost, of)) in inside.elastic {
            let terms = as_terms(&terms);
            if let [(at, weight)] = terms[..] {
                // A cell by itself needs no row that says by how much it differs.
                self.program.unknowns[at].price += cost * weight.abs();
            } else {
                let by = self.program.unknowns.len();
                self.program.unknowns.push(Unknown { price: cost, ..Unknown::from(0.0, -FAR, FAR) });
                let differs = terms.iter().copied().chain([(by, -1.0)]).collect();
                self.program.rows.push((differs, Relation::Equal, 0.0));
            }
            self.elastic.push(Elastic { terms, cost, of });
        }
        for (terms, limit) in &inside.limits {
            self.program.rows.push((as_terms(terms), Relation::AtMost, *limit));
        }
        for terms in &inside.rigid {
            self.program.rows.push((as_terms(terms), Relation::Equal, 0.0));
        }
    }

    /// A few times the same difference, where that makes whole persons of it and everything allows it.
    fn in_whole_numbers(&self, moved: Move) -> Move {
        let times =
            |factor: f64| -> Move { moved.iter().map(|(cell, by)| (*cell, tidy(by * factor))).collect() };
        let is_whole = |(cell, by): &(u32, f64)| by.fract() == 0.0 || self.is_sum(*cell);
        let is_possible = |moved: &Move| {
            moved.iter().all(|(cell, by)| self.place(*cell).is_some_and(|at| *by >= -self.truths[at]))
                && moved.iter().all(is_whole)
                && self.within_limits(moved)
        };
        [1.0, 2.0, 3.0, 4.0, 6.0].into_iter().map(times).find(is_possible).unwrap_or(moved)
    }

    fn place(&self, cell: u32) -> Option<usize> {
        self.cells.binary_search(&cell).ok()
    }

    fn is_sum(&self, cell: u32) -> bool {
        self.place(cell).is_none_or(|at| !self.is_count[at])
    }

    fn within_limits(&self, moved: &Move) -> bool {
        let mut by = vec![0.0; self.cells.len()];
        moved.iter().filter_map(|(cell, d)| Some((self.place(*cell)?, *d))).for_each(|(at, d)| by[at] = d);
        let limits = self.program.rows.iter().filter(|(_, relation, _)| *relation == Relation::AtMost);
        limits.into_iter().all(|(terms, _, limit)| value(terms, &by) <= limit + NOTHING)
    }

    /// The cheapest solution in which a quantity differs by `aim`.
    pub fn solve(&self, row: &Row, aim: f64, whole: bool) -> Option<Relaxed> {
        if aim == 0.0 {
            return Some(Relaxed::default());
        }
        let free: Weights =
            row.iter().filter_map(|(cell, weight)| Some((self.place(*cell)?, *weight))).collect();
        if free.is_empty() {
            return None;
        }
        let mut program = self.program.clone();
        program.rows.push((as_terms(&free), Relation::Equal, aim));
        let found = match whole {
            true => whole::maximise(&program, &[], &self.is_count)?,
            false => program.maximise(&[])?,
        };
        let of_cells = self.cells.iter().zip(&found).filter(|(_, by)| by.abs() > NOTHING);
        let moved: Move = of_cells.map(|(cell, by)| (*cell, tidy(*by))).collect();
        let mut relaxed = Relaxed { moves: vec![self.in_whole_numbers(moved)], ..Relaxed::default() };
        for elastic in &self.elastic {
            if value(&elastic.terms, &found).abs() > NOTHING {
                relaxed.cost += elastic.cost;
                relaxed.given_up.extend(&elastic.of);
            }
        }
        Some(relaxed)
    }
}

fn as_terms(of: &[(usize, i64)]) -> Terms {
    of.iter().map(|(at, weight)| (*at, *weight as f64)).collect()
}

fn value(terms: &Terms, of: &[f64]) -> f64 {
    terms.iter().map(|(at, weight)| of[*at] * weight).sum()
}

/// A programme counts how far something moves, though it is hidden as much if it moves by one as by many: prices
/// that rise steeply keep it from moving a total by one instead of a school by six.
fn price(worth: f64) -> f64 {
    worth.powi(3)
}

/// A whole number where it is one but for the solver's last digits.
fn tidy(by: f64) -> f64 {
    if (by - by.round()).abs() < NOTHING { by.round() } else { by }
}
