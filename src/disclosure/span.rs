//! What follows from published counts by adding and subtracting alone: a space of rows in reduced echelon form.
//!
//! Coefficients are taken modulo a prime, so that they stay small and exact. A row is found to follow if and only
//! if it does over the fractions, but for a chance of about the number of rows in 2^61.

use std::collections::{BTreeMap, BTreeSet};

/// 2^61 − 1.
const PRIME: u64 = (1 << 61) - 1;

/// A weighted count of cells: ascending cells, weights other than zero.
pub type Row = Vec<(u32, i64)>;

type Reduced = Vec<(u32, u64)>;

/// The rows that follow from those inserted.
#[derive(Default)]
pub struct Span {
    /// Each has weight 1 at its own pivot, which no other has.
    rows: BTreeMap<u32, Reduced>,
    /// For each cell, the pivots of the rows that it is in.
    users: BTreeMap<u32, BTreeSet<u32>>,
}

/// Rows that must not follow: what is left of each after what is known.
#[derive(Default)]
pub struct Guarded {
    rest: Vec<Reduced>,
    users: BTreeMap<u32, BTreeSet<usize>>,
}

fn times(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(PRIME)) as u64
}

fn inverse(a: u64) -> u64 {
    let (mut result, mut base, mut power) = (1, a, PRIME - 2);
    while power > 0 {
        if power & 1 == 1 {
            result = times(result, base);
        }
        base = times(base, base);
        power >>= 1;
    }
    result
}

fn residue(weight: i64) -> u64 {
    let rest = weight.unsigned_abs() % PRIME;
    if weight < 0 && rest > 0 { PRIME - rest } else { rest }
}

/// `row − factor × other`, ascending, without zeros.
fn minus(row: &Reduced, factor: u64, other: &Reduced) -> Reduced {
    let mut result = Vec::with_capacity(row.len() + other.len());
    let (mut ours, mut theirs) = (row.iter().peekable(), other.iter().peekable());
    loop {
        let cell = match (ours.peek(), theirs.peek()) {
            (Some(a), Some(b)) => a.0.min(b.0),
            (Some(a), None) => a.0,
            (None, Some(b)) => b.0,
            (None, None) => break,
        };
        let mine = ours.next_if(|entry| entry.0 == cell).map_or(0, |entry| entry.1);
        let their = theirs.next_if(|entry| entry.0 == cell).map_or(0, |entry| entry.1);
        let left = (mine + PRIME - times(factor, their)) % PRIME;
        if left > 0 {
            result.push((cell, left));
        }
    }
    result
}

fn weight_at(row: &Reduced, cell: u32) -> u64 {
    row.binary_search_by_key(&cell, |entry| entry.0).map_or(0, |at| row[at].1)
}

impl Span {
    /// What is left of a row after all that follows from the span; empty if it follows itself.
    pub fn reduce(&self, row: &Row) -> Vec<(u32, u64)> {
        let mut rest: Reduced = row.iter().map(|(cell, weight)| (*cell, residue(*weight))).collect();
        let pivots: Vec<u32> = rest.iter().map(|e| e.0).filter(|cell| self.rows.contains_key(cell)).collect();
        for pivot in pivots {
            let factor = weight_at(&rest, pivot);
            rest = minus(&rest, factor, &self.rows[&pivot]);
        }
        rest
    }

    pub fn follows(&self, row: &Row) -> bool {
        self.reduce(row).is_empty()
    }

    /// Whether a single cell is known.
    pub fn is_known(&self, cell: u32) -> bool {
        self.rows.get(&cell).is_some_and(|row| row.len() == 1)
    }

    pub fn insert(&mut self, row: &Row) {
        let rest = self.reduce(row);
        self.insert_reduced(rest, &mut Guarded::default());
    }

    /// Inserts a row whatever follows from it; what is left of the guarded ones is brought up to date.
    pub fn insert_anyway(&mut self, row: &Row, guarded: &mut Guarded) {
        let rest = self.reduce(row);
        self.insert_reduced(rest, guarded);
    }

    /// Inserts a row unless a guarded one would follow. Returns whether the row is known now.
    pub fn insert_safely(&mut self, row: &Row, guarded: &mut Guarded) -> bool {
        let rest = self.reduce(row);
        if guarded.would_fall(&rest) {
            return false;
        }
        self.insert_reduced(rest, guarded);
        true
    }

    fn insert_reduced(&mut self, rest: Reduced, guarded: &mut Guarded) {
        // The cell in the fewest rows, so that the rows stay short.
        let uses = |cell: &u32| self.users.get(cell).map_or(0, BTreeSet::len);
        let Some(pivot) = rest.iter().map(|entry| entry.0).min_by_key(uses) else { return };
        let scale = inverse(weight_at(&rest, pivot));
        let rest: Reduced = rest.into_iter().map(|(cell, weight)| (cell, times(weight, scale))).collect();
        for other in self.users.get(&pivot).cloned().unwrap_or_default() {
            let old = self.rows.remove(&other).unwrap_or_default();
            let new = minus(&old, weight_at(&old, pivot), &rest);
            self.replace_users(other, &old, &new);
            self.rows.insert(other, new);
        }
        self.replace_users(pivot, &Vec::new(), &rest);
        guarded.eliminate(pivot, &rest);
        self.rows.insert(pivot, rest);
    }

    fn replace_users(&mut self, row: u32, old: &Reduced, new: &Reduced) {
        for (cell, _) in old {
            if let Some(users) = self.users.get_mut(cell) {
                users.remove(&row);
            }
        }
        for (cell, _) in new {
            self.users.entry(*cell).or_default().insert(row);
        }
    }
}

impl Guarded {
    /// Guards a row against all that comes after `span`. Returns whether it follows already.
    pub fn guard(&mut self, row: &Row, span: &Span) -> bool {
        let rest = span.reduce(row);
        let follows = rest.is_empty();
        for (cell, _) in &rest {
            self.users.entry(*cell).or_default().insert(self.rest.len());
        }
        self.rest.push(rest);
        follows
    }

    /// Whether a guarded row is a multiple of this one.
    fn would_fall(&self, row: &Reduced) -> bool {
        let Some((first, weight)) = row.first() else { return false };
        let Some(users) = self.users.get(first) else { return false };
        let scale = inverse(*weight);
        users.iter().map(|at| &self.rest[*at]).any(|guarded| {
            guarded.len() == row.len() && {
                let factor = times(guarded[0].1, scale);
                guarded.iter().zip(row).all(|(a, b)| a.0 == b.0 && a.1 == times(b.1, factor))
            }
        })
    }

    fn eliminate(&mut self, pivot: u32, row: &Reduced) {
        for at in self.users.remove(&pivot).unwrap_or_default() {
            let old = std::mem::take(&mut self.rest[at]);
            let new = minus(&old, weight_at(&old, pivot), row);
            for (cell, _) in &old {
                if let Some(users) = self.users.get_mut(cell) {
                    users.remove(&at);
                }
            }
            for (cell, _) in &new {
                self.users.entry(*cell).or_default().insert(at);
            }
            self.rest[at] = new;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[(u32, i64)]) -> Row {
        cells.to_vec()
    }

    /// A total and all parts but one give the last; without it, nothing.
    #[test]
    fn a_total_less_its_parts() {
        let mut span = Span::default();
        span.insert(&row(&[(0, 1), (1, 1), (2, 1)]));
        span.insert(&row(&[(0, 1)]));
        assert!(!span.follows(&row(&[(1, 1)])));
        assert!(span.follows(&row(&[(1, 2), (2, 2)])));
        span.insert(&row(&[(2, 1)]));
        assert!(span.follows(&row(&[(1, 1)])) && span.is_known(1));
    }

    #[test]
    fn a_guarded_row_stays_unknown() {
        let (mut span, mut guarded) = (Span::default(), Guarded::default());
        assert!(!guarded.guard(&row(&[(1, 1)]), &span));
        assert!(span.insert_safely(&row(&[(0, 1), (1, 1), (2, 1)]), &mut guarded));
        assert!(span.insert_safely(&row(&[(0, 1)]), &mut guarded));
        assert!(!span.insert_safely(&row(&[(2, 1)]), &mut guarded));
        assert!(!span.follows(&row(&[(1, 1)])));
        assert!(guarded.guard(&row(&[(0, 3)]), &span));
    }
}
