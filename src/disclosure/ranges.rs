//! What a reader can tell of a hidden count: the least and the most that it can be.
//!
//! The true numbers are one solution of all that is published. Others are looked for at the corners of the region
//! of all solutions, by linear programming. In small parts a range counts as wide
//! only if two solutions in whole numbers span it, so that a reader who knows that pupils are not divisible is no
//! better off.

use std::collections::{BTreeMap, BTreeSet};

use super::lp::{Relation, Terms};
use super::model::{Limit, Model};
use super::moves::Move;
use super::part::{Part, SMALL, SOLVABLE, TOLERANCE, negative};
use super::span::{Row, Span};
use super::swaps::{Sheet, Swaps};
use super::union::Union;

/// How many unknowns of a large part are looked at around a row, until its range is found wide enough.
const AROUND: [usize; 5] = [100, 200, 400, 1_000, 4_000];
/// From so many on that takes long, and in vain where most of a release must be hidden.
const FAR: usize = 1_000;
/// Rounds of exploring; a round that finds little is the last.
const ROUNDS: usize = 12;

/// What follows from a set of published rows.
pub struct Ranges<'m> {
    model: &'m Model,
    parts: Vec<Part>,
    /// The part and place of each cell that is not known.
    home: BTreeMap<u32, (usize, usize)>,
    /// Where a part is large.
    swaps: Option<Swaps<'m>>,
    sheet: Sheet,
    /// How many more rows may be looked far around in vain; `None` where it must be known of each.
    pub far_left: Option<usize>,
}

/// Solutions of a question that is similar.
pub type Pool = Vec<Move>;

/// How wide a range was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// Two solutions span what is needed.
    Enough,
    /// No more than this.
    Only(f64),
}

impl<'m> Ranges<'m> {
    /// From the rows that are known and the limits on sums of scores; `asked` are the rows whose ranges are of
    /// interest.
    pub fn new(model: &'m Model, known: &[&'m Row], limits: &[&'m Limit], asked: &[&Row]) -> Ranges<'m> {
        let mut open: BTreeSet<u32> = known.iter().flat_map(|row| row.iter().map(|e| e.0)).collect();
        let limited = limits.iter().map(|limit| &limit.row);
        open.extend(limited.chain(asked.iter().copied()).flat_map(|row| row.iter().map(|entry| entry.0)));
        close_zeros(model, known, &mut open);
        if open.len() <= SOLVABLE {
            // Without it programmes would be larger, and no other.
            let mut span = Span::default();
            known.iter().for_each(|row| span.insert(row));
            open.retain(|cell| !span.is_known(*cell));
            close_zeros(model, known, &mut open);
        }
        let mut ranges = Ranges {
            model,
            parts: Vec::new(),
            home: BTreeMap::new(),
            swaps: None,
            sheet: Sheet::default(),
            far_left: None,
        };
        ranges.divide(&open, known, limits);
        if ranges.parts.iter().any(|part| !part.is_solvable()) {
            ranges.swaps = Some(Swaps::new(model, known.iter().map(|row| (*row, None)), limits));
        }
        ranges
    }

    /// Cells that share a row share a part.
    fn divide(&mut self, open: &BTreeSet<u32>, known: &[&Row], limits: &[&Limit]) {
        let cells: Vec<u32> = open.iter().copied().collect();
        let mut union = Union::new(cells.len());
        let place = |cell: u32| cells.binary_search(&cell).ok();
        let opened = |row: &Row| -> Vec<usize> { row.iter().filter_map(|e| place(e.0)).collect() };
        for row in known.iter().copied().chain(limits.iter().map(|limit| &limit.row)) {
            let inside = opened(row);
            inside.windows(2).for_each(|pair| union.join(pair[0], pair[1]));
        }
        let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, cell) in cells.iter().enumerate() {
            let next = numbers.len();
            let part = *numbers.entry(union.root(at)).or_insert(next);
            if part == self.parts.len() {
                self.parts.push(Part::default());
            }
            self.home.insert(*cell, (part, self.parts[part].cells.len()));
            self.parts[part].add(self.model, *cell);
        }
        for row in known {
            self.add_row(row, None);
        }
        for limit in limits {
            self.add_row(&limit.row, Some(limit.most));
        }
        self.parts.iter_mut().for_each(Part::finish);
    }

    /// The unknown part of a row; the known cells go to the other side, where the truth tells what they are. A row
    /// is what it is in truth, or as much as `most`.
    fn add_row(&mut self, row: &Row, most: Option<i64>) {
        let mut terms = Terms::new();
        let mut sum = 0;
        let mut part = None;
        for (cell, weight) in row {
            if let Some((home, at)) = self.home.get(cell) {
                terms.push((*at, *weight as f64));
                sum += weight * self.model.cells[*cell as usize].truth;
                part = Some(*home);
            }
        }
        let Some(part) = part else { return };
        let (relation, limit) = match most {
            None => (Relation::Equal, sum),
            Some(most) => (Relation::AtMost, sum - self.model.value(row) + most),
        };
        self.parts[part].program.rows.push((terms, relation, limit as f64));
    }

    /// The unknown cells of a row, by part.
    fn unknown(&self, row: &Row) -> BTreeMap<usize, Terms> {
        let mut unknown: BTreeMap<usize, Terms> = BTreeMap::new();
        for (cell, weight) in row {
            if let Some((part, at)) = self.home.get(cell) {
                unknown.entry(*part).or_default().push((*at, *weight as f64));
            }
        }
        unknown
    }

    /// Tries the solutions of a similar question; those that satisfy all rows of this one are kept.
    pub fn recall(&mut self, pool: &Pool) {
        for solution in pool {
            let mut of_part: BTreeMap<usize, Move> = BTreeMap::new();
            for (cell, by) in solution {
                if let Some((part, at)) = self.home.get(cell) {
                    of_part.entry(*part).or_default().push((*at as u32, *by));
                }
            }
            of_part.into_iter().for_each(|(part, moved)| self.parts[part].try_out(moved));
        }
    }

    /// The solutions found, for a similar question.
    pub fn remember(&self) -> Pool {
        let most = self.parts.iter().map(|part| part.moves.all().len()).max().unwrap_or(0);
        let solution = |number: usize| {
            let of_part = |part: &Part| -> Move {
                let moved = part.moves.all().get(number).into_iter().flatten();
                moved.map(|(at, by)| (part.cells[*at as usize], *by)).collect()
            };
            let mut cells: Move = self.parts.iter().flat_map(of_part).collect();
            cells.sort_by_key(|entry| entry.0);
            cells
        };
        (0..most).map(solution).collect()
    }

    /// Looks for solutions far from the truth in many rows at once, so that few need a search of their own.
    pub fn explore(&mut self, rows: &[&Row], needs: &[f64]) {
        let mut open: Vec<usize> = (0..rows.len()).collect();
        for round in 1..=ROUNDS {
            let before = open.len();
            open.retain(|at| self.seen(rows[*at]) < needs[*at]);
            if open.is_empty() || (round > 2 && before < open.len() + open.len() / 8) {
                return;
            }
            let mut sums: BTreeMap<usize, BTreeMap<usize, f64>> = BTreeMap::new();
            for at in &open {
                // Weights and signs that differ, or cells that are exchanged for each other would balance.
                let mixed = (at * 2_654_435_761 + round * 40_503) >> 7;
                let weight = (1.0 + (mixed % 13) as f64) * if mixed & 64 == 0 { 1.0 } else { -1.0 };
                for (part, terms) in self.unknown(rows[*at]) {
                    let sum = sums.entry(part).or_default();
                    terms.iter().for_each(|(at, w)| *sum.entry(*at).or_default() += w * weight);
                }
            }
            sums.retain(|part, _| self.parts[*part].is_solvable());
            for (part, sum) in sums {
                let objective: Terms = sum.into_iter().collect();
                self.parts[part].search(&objective);
                self.parts[part].search(&negative(&objective));
            }
        }
    }

    /// The width that the solutions found so far span.
    fn seen(&self, row: &Row) -> f64 {
        self.unknown(row).iter().map(|(part, terms)| self.parts[*part].seen(terms)).sum()
    }

    /// Whether the range of a row is at least `need` wide.
    pub fn width(&mut self, row: &Row, need: f64) -> Width {
        if self.seen(row) >= need {
            return Width::Enough;
        }
        let unknown = self.unknown(row);
        let is_large = unknown.keys().any(|part| !self.parts[*part].is_solvable());
        if let Some(swaps) = self.swaps.as_ref().filter(|_| is_large)
            && swaps.span(row, need.ceil() as i64, &[], &mut self.sheet).is_some()
        {
            return Width::Enough;
        }
        let is_near = self.far_left == Some(0);
        for size in AROUND.into_iter().filter(|size| is_large && !(is_near && *size >= FAR)) {
            for (part, terms) in &unknown {
                self.parts[*part].search_around(terms, size);
                self.parts[*part].search_around(&negative(terms), size);
            }
            if self.seen(row) >= need {
                return Width::Enough;
            }
        }
        if is_large {
            self.far_left = self.far_left.map(|left| left.saturating_sub(1));
            return Width::Only(self.seen(row));
        }
        let mut relaxed = 0.0;
        for (part, terms) in &unknown {
            let part = &mut self.parts[*part];
            let most = part.search(terms);
            let least = part.search(&negative(terms));
            relaxed += most + least;
        }
        if self.seen(row) >= need {
            return Width::Enough;
        }
        if relaxed + TOLERANCE < need {
            return Width::Only(relaxed);
        }
        // The corners were not whole numbers: others are looked for.
        for (part, terms) in &unknown {
            let part = &mut self.parts[*part];
            if part.cells.len() <= SMALL {
                part.search_whole(terms);
                part.search_whole(&negative(terms));
            }
        }
        let found = self.seen(row);
        if found >= need { Width::Enough } else { Width::Only(found) }
    }

    /// The bounds of a row by linear programming alone, for the record.
    #[cfg(test)]
    pub fn bounds(&mut self, row: &Row) -> (f64, f64) {
        let truth = self.model.value(row) as f64;
        let (mut low, mut high) = (truth, truth);
        for (part, terms) in self.unknown(row) {
            high += self.parts[part].search(&terms);
            low -= self.parts[part].search(&negative(&terms));
        }
        (low, high)
    }
}

/// Counts that add up to nothing are nothing each, and one unknown in a row is known.
fn close_zeros(model: &Model, known: &[&Row], open: &mut BTreeSet<u32>) {
    let mut rows: Vec<&Row> = known.to_vec();
    loop {
        let before = open.len();
        rows.retain(|row| {
            let inside = || row.iter().filter(|(cell, _)| open.contains(cell));
            let count = inside().count();
            let sum: i64 = inside().map(|(cell, weight)| weight * model.cells[*cell as usize].truth).sum();
            let one_sign = inside().all(|e| e.1 > 0) || inside().all(|e| e.1 < 0);
            let closes = count == 1 || (sum == 0 && one_sign);
            if closes {
                row.iter().for_each(|(cell, _)| {
                    open.remove(cell);
                });
            }
            count > 0 && !closes
        });
        if open.len() == before {
            return;
        }
    }
}
