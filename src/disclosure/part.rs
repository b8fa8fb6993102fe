//! Unknown cells that hang together, and the solutions found for them.

use super::lp::{Program, Relation, Terms, Unknown};
use super::model::Model;
use super::moves::{Move, Moves, span};
use super::web::Web;
use super::whole;

pub const TOLERANCE: f64 = 1e-6;
/// Unknowns up to which solutions in whole numbers are insisted on.
pub const SMALL: usize = 40;
/// Unknowns up to which all of them are looked at at once.
pub const SOLVABLE: usize = 1_000;

/// Differences smaller than this are none.
const NOTHING: f64 = 1e-9;

/// Unknown cells that hang together.
#[derive(Default)]
pub struct Part {
    pub cells: Vec<u32>,
    pub program: Program,
    whole: Vec<bool>,
    truth: Vec<f64>,
    /// Solutions found so far, by places among the cells.
    pub moves: Moves,
    web: Web,
}

impl Part {
    pub fn add(&mut self, model: &Model, cell: u32) {
        let truth = model.cells[cell as usize].truth as f64;
        self.cells.push(cell);
        // Far beyond any range that is asked for; an endless one would only trouble the solver.
        self.program.unknowns.push(Unknown::from(truth, 0.0, 4.0 * truth + 10_000.0));
        self.whole.push(model.cells[cell as usize].is_count);
        self.truth.push(truth);
    }

    /// Takes out the limits that hold whatever the unknowns are, given the sums that they are part of.
    fn drop_idle_limits(&mut self) {
        let rows = &self.program.rows;
        let sums: Vec<(&Terms, f64)> = rows
            .iter()
            .filter(|(terms, relation, _)| *relation == Relation::Equal && terms.iter().all(|e| e.1 > 0.0))
            .map(|(terms, _, sum)| (terms, *sum))
            .collect();
        let mut of_cell: Vec<Vec<usize>> = vec![Vec::new(); self.cells.len()];
        for (number, (terms, _)) in sums.iter().enumerate() {
            terms.iter().for_each(|(at, _)| of_cell[*at].push(number));
        }
        let is_idle = |terms: &Terms, limit: f64| {
            let raised: Vec<&(usize, f64)> = terms.iter().filter(|(_, weight)| *weight > 0.0).collect();
            let Some(first) = raised.first() else { return limit >= 0.0 };
            let steepest = raised.iter().map(|(_, weight)| *weight).fold(0.0, f64::max);
            let holds_all = |number: &usize| {
                let inside =
                    |at: usize| sums[*number].0.iter().any(|(cell, weight)| *cell == at && *weight >= 1.0);
                raised.iter().all(|(at, _)| inside(*at))
            };
            let most =
                of_cell[first.0].iter().filter(|number| holds_all(number)).map(|number| sums[*number].1);
            most.fold(f64::INFINITY, f64::min) * steepest <= limit
        };
        let keep: Vec<bool> = rows
            .iter()
            .map(|(terms, relation, limit)| *relation == Relation::Equal || !is_idle(terms, *limit))
            .collect();
        let mut keep = keep.into_iter();
        self.program.rows.retain(|_| keep.next().unwrap_or(true));
    }

    pub fn is_solvable(&self) -> bool {
        self.cells.len() <= SOLVABLE
    }

    /// The width that the solutions found so far span.
    pub fn seen(&self, terms: &[(usize, f64)]) -> f64 {
        span(self.moves.of(terms.iter().map(|(at, weight)| (*at as u32, *weight))).into_values())
    }

    /// To be called when all rows are there: each once, and those that limit nothing taken out.
    pub fn finish(&mut self) {
        self.drop_idle_limits();
        let rows = &mut self.program.rows;
        rows.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal));
        rows.dedup();
        self.web =
            Web::new(rows.iter().map(|row| row.0.iter().map(|entry| entry.0 as u32).collect()).collect());
    }

    /// Looks for a higher sum among the solutions that differ from the truth around its cells alone.
    pub fn search_around(&mut self, objective: &[(usize, f64)], size: usize) {
        let start: Vec<u32> = objective.iter().map(|entry| entry.0 as u32).collect();
        let is_equal = |at: usize| self.program.rows[at].1 == Relation::Equal;
        let around = self.web.around(&start, size, &is_equal, &|_| 1);
        let cells: Vec<u32> = around.iter().copied().collect();
        let truth = &self.truth;
        let inside = |terms: &Terms| -> Terms {
            let known =
                terms.iter().filter_map(|(at, w)| Some((cells.binary_search(&(*at as u32)).ok()?, *w)));
            known.collect()
        };
        let mut program = Program::default();
        program.unknowns = cells.iter().map(|cell| self.program.unknowns[*cell as usize]).collect();
        for at in self.web.rows_of_all(cells.iter()) {
            let (terms, relation, limit) = &self.program.rows[at];
            let within = inside(terms);
            let inner: f64 = within.iter().map(|(at, w)| w * truth[cells[*at] as usize]).sum();
            program.rows.push((within, *relation, limit - value(terms, truth) + inner));
        }
        if let Some(values) = program.maximise(&inside(&objective.to_vec())) {
            self.keep(cells.into_iter().zip(values).collect());
        }
    }

    /// How far a sum can rise above the truth; a corner in whole numbers is kept.
    pub fn search(&mut self, objective: &[(usize, f64)]) -> f64 {
        let Some(found) = self.program.maximise(objective) else { return 0.0 };
        let rise = value(objective, &found) - value(objective, &self.truth);
        self.keep((0..).zip(found).collect());
        rise
    }

    pub fn search_whole(&mut self, objective: &[(usize, f64)]) {
        if let Some(found) = whole::maximise(&self.program, objective, &self.whole) {
            self.keep((0..).zip(found).collect());
        }
    }

    /// Keeps values of some cells as a solution, if they are one.
    fn keep(&mut self, values: Vec<(u32, f64)>) {
        self.try_out(values.into_iter().map(|(at, value)| (at, value - self.truth[at as usize])).collect());
    }

    /// Keeps a solution, ascending by cell, if it satisfies every row and, in a small part, its counts are whole
    /// numbers. Rows in which nothing moves are as in truth.
    pub fn try_out(&mut self, mut moved: Move) {
        let is_small = self.cells.len() <= SMALL;
        for (_, by) in moved.iter_mut().filter(|(at, _)| is_small && self.whole[*at as usize]) {
            if (*by - by.round()).abs() >= TOLERANCE.sqrt() {
                return;
            }
            *by = by.round();
        }
        moved.retain(|(_, by)| by.abs() > NOTHING);
        let by = |at: usize| {
            moved.binary_search_by_key(&(at as u32), |entry| entry.0).map_or(0.0, |found| moved[found].1)
        };
        let holds = |at: usize| {
            let (terms, relation, limit) = &self.program.rows[at];
            let moved: f64 = terms.iter().map(|(at, weight)| weight * by(*at)).sum();
            let slack = TOLERANCE * (1.0 + limit.abs());
            match relation {
                Relation::Equal => moved.abs() <= slack,
                Relation::AtMost => value(terms, &self.truth) + moved <= limit + slack,
            }
        };
        let is_solution = !moved.is_empty()
            && moved.iter().all(|(at, by)| self.truth[*at as usize] + by >= -TOLERANCE)
            && self.web.rows_of_all(moved.iter().map(|entry| &entry.0)).into_iter().all(holds);
        if is_solution {
            self.moves.add(moved);
        }
    }
}

pub fn negative(terms: &[(usize, f64)]) -> Terms {
    terms.iter().map(|(at, weight)| (*at, -weight)).collect()
}

fn value(terms: &[(usize, f64)], solution: &[f64]) -> f64 {
    terms.iter().map(|(at, weight)| weight * solution[*at]).sum()
}
