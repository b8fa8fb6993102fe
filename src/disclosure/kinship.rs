//! Cohorts and how they add up: where a solution that moves one of them can be evened out by few others.

use std::collections::{BTreeMap, BTreeSet};

use super::span::Row;

/// The cohorts of all levels of a model, by number, and the knots that tie them.
#[derive(Default)]
pub struct Kinship {
    cells: Vec<Vec<Kin>>,
    of_cell: BTreeMap<u32, usize>,
    knots: Vec<Knot>,
    /// For each cohort, the knot in which it is a part.
    above: Vec<Option<usize>>,
    /// For each cohort, the knots in which it is the whole.
    below: Vec<Vec<usize>>,
}

/// A cell of a cohort, and the scores that it counts; sums and marks count at any score.
#[derive(Clone, Copy, Debug)]
pub struct Kin {
    pub cell: u32,
    pub scores: Scores,
}

/// From a score to below another, in ticks.
pub type Scores = (Option<i64>, Option<i64>);

/// Cohorts of two levels that add up to the same pupils.
struct Knot {
    parts: Vec<usize>,
    wholes: Vec<usize>,
}

/// How far to look around a cohort.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// How many of those that add up to the same whole.
    pub siblings: usize,
    /// Through how many wholes to others.
    pub up: usize,
    /// Whether the parts of those that move may move too.
    pub down: bool,
    /// Whether only scores nearby are looked at.
    pub near: bool,
}

impl Kinship {
    pub fn add(&mut self, cells: Vec<Kin>) -> usize {
        let number = self.cells.len();
        cells.iter().for_each(|kin| {
            self.of_cell.insert(kin.cell, number);
        });
        self.cells.push(cells);
        self.above.push(None);
        self.below.push(Vec::new());
        number
    }

    pub fn tie(&mut self, parts: Vec<usize>, wholes: Vec<usize>) {
        let knot = self.knots.len();
        parts.iter().for_each(|part| self.above[*part] = Some(knot));
        wholes.iter().for_each(|whole| self.below[*whole].push(knot));
        self.knots.push(Knot { parts, wholes });
    }

    /// The cohorts of a row; `None` where a cell belongs to none.
    pub fn of(&self, row: &Row) -> Option<BTreeSet<usize>> {
        row.iter().map(|(cell, _)| self.of_cell.get(cell).copied()).collect()
    }

    /// The cells of some cohorts, as far as they count within some scores.
    pub fn cells_of(&self, cohorts: &BTreeSet<usize>, within: Scores) -> BTreeSet<u32> {
        let cells = cohorts.iter().flat_map(|cohort| &self.cells[*cohort]);
        cells.filter(|kin| overlap(kin.scores, within)).map(|kin| kin.cell).collect()
    }

    pub fn cells(&self, cohort: usize) -> &[Kin] {
        &self.cells[cohort]
    }

    /// The scores that a row counts, and on both sides those that count as many as are needed.
    pub fn scores_around(&self, row: &Row, need: i64, count: &dyn Fn(u32) -> i64) -> Scores {
        let scores = row.iter().filter_map(|(cell, _)| {
            let cells = &self.cells[*self.of_cell.get(cell)?];
            let at = cells.iter().position(|kin| kin.cell == *cell)?;
            let enough = |beside: &mut dyn Iterator<Item = &Kin>| {
                let mut reached = cells[at].scores;
                let mut counted = 0;
                for kin in beside.take_while(|kin| kin.scores != (None, None)) {
                    reached = both(reached, kin.scores);
                    counted += count(kin.cell);
                    if counted >= need {
                        break;
                    }
                }
                reached
            };
            Some(both(enough(&mut cells[..at].iter().rev()), enough(&mut cells[at + 1..].iter())))
        });
        scores.reduce(both).unwrap_or((None, None))
    }

    /// The cohorts around some, the cheapest of each kind.
    pub fn around(
        &self,
        start: &BTreeSet<usize>,
        reach: Reach,
        price: &dyn Fn(usize) -> u64,
    ) -> BTreeSet<usize> {
        let mut around = start.clone();
        let mut rising = start.clone();
        for _ in 0..=reach.up {
            let knots: BTreeSet<usize> = rising.iter().filter_map(|cohort| self.above[*cohort]).collect();
            for knot in &knots {
                around.extend(cheapest(&self.knots[*knot].parts, &around, reach.siblings, price));
            }
            let wholes = knots
                .iter()
                .flat_map(|knot| cheapest(&self.knots[*knot].wholes, &BTreeSet::new(), 2, price).into_iter());
            rising = wholes.collect();
            if reach.up > 0 {
                around.extend(&rising);
            }
        }
        if reach.down { self.with_parts(around, price) } else { around }
    }

    /// With two parts of each cohort, and of these, in every way in which it is divided.
    fn with_parts(&self, mut around: BTreeSet<usize>, price: &dyn Fn(usize) -> u64) -> BTreeSet<usize> {
        let mut next: Vec<usize> = around.iter().copied().collect();
        while let Some(cohort) = next.pop() {
            for knot in &self.below[cohort] {
                let parts = &self.knots[*knot].parts;
                let inside = parts.iter().filter(|part| around.contains(part)).count();
                let added = cheapest(parts, &around, 2_usize.saturating_sub(inside), price);
                next.extend(&added);
                around.extend(added);
            }
        }
        around
    }
}

fn cheapest(
    of: &[usize],
    without: &BTreeSet<usize>,
    count: usize,
    price: &dyn Fn(usize) -> u64,
) -> Vec<usize> {
    if count == 0 {
        return Vec::new();
    }
    let others = of.iter().filter(|one| !without.contains(one));
    let mut priced: Vec<(u64, usize)> = others.map(|one| (price(*one), *one)).collect();
    priced.sort_unstable();
    priced.into_iter().take(count).map(|(_, one)| one).collect()
}

fn overlap(a: Scores, b: Scores) -> bool {
    let begins_before =
        |one: Scores, other: Scores| one.0.zip(other.1).is_none_or(|(from, below)| from < below);
    begins_before(a, b) && begins_before(b, a)
}

/// From the lower beginning to the higher end.
pub fn both(a: Scores, b: Scores) -> Scores {
    (a.0.zip(b.0).map(|(a, b)| a.min(b)), a.1.zip(b.1).map(|(a, b)| a.max(b)))
}
