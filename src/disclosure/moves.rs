//! Ways in which the truth could differ while all that is published stays the same.

use std::collections::BTreeMap;

use super::span::Row;

/// By how much cells differ from the truth, ascending by cell.
pub type Move = Vec<(u32, f64)>;

#[derive(Default)]
pub struct Moves {
    all: Vec<Move>,
    of_cell: BTreeMap<u32, Vec<(usize, f64)>>,
}

impl From<Vec<Move>> for Moves {
    fn from(all: Vec<Move>) -> Moves {
        let mut moves = Moves::default();
        all.into_iter().for_each(|found| moves.add(found));
        moves
    }
}

impl Moves {
    pub fn add(&mut self, found: Move) {
        for (cell, by) in &found {
            self.of_cell.entry(*cell).or_default().push((self.all.len(), *by));
        }
        self.all.push(found);
    }

    pub fn all(&self) -> &[Move] {
        &self.all
    }

    pub fn into_all(self) -> Vec<Move> {
        self.all
    }

    /// How far a sum of cells moves in each of those that move it.
    pub fn of(&self, terms: impl Iterator<Item = (u32, f64)>) -> BTreeMap<usize, f64> {
        let mut by_move: BTreeMap<usize, f64> = BTreeMap::new();
        for (cell, weight) in terms {
            for (number, by) in self.of_cell.get(&cell).into_iter().flatten() {
                *by_move.entry(*number).or_default() += by * weight;
            }
        }
        by_move
    }

    pub fn of_row(&self, row: &Row) -> BTreeMap<usize, f64> {
        self.of(row.iter().map(|(cell, weight)| (*cell, *weight as f64)))
    }

    /// The width of the range that they span, the truth among them.
    pub fn width(&self, row: &Row) -> f64 {
        span(self.of_row(row).into_values())
    }
}

/// The width of a range around the truth.
pub fn span(moves: impl Iterator<Item = f64>) -> f64 {
    let (low, high) = moves.fold((0.0_f64, 0.0_f64), |(low, high), by| (low.min(by), high.max(by)));
    high - low
}
