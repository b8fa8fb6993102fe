//! What the counts of several tables leave of a group: several bands taken off the whole leave those in none of them,
//! whether or not another table divides these further.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::kinship::Scores;
use super::model::Model;
use super::span::Row;

/// Choices of tables that are looked at in a group: any two, and more of them together while that is not more.
const CHOICES: usize = 200;

/// A count of a group, and the tables that tell it.
pub struct Counted<'a> {
    pub row: Cow<'a, Row>,
    pub tables: BTreeSet<usize>,
}

/// The cells of a group, as some tables divide it.
#[derive(Clone)]
struct Inside {
    cells: BTreeMap<u32, Divided>,
    /// The scores at which counts begin or end, in ticks.
    cuts: BTreeSet<i64>,
}

/// The scores that counts are of.
pub type Ranges = BTreeSet<Scores>;

#[derive(Clone)]
struct Divided {
    /// The scores that the cell counts.
    scores: Scores,
    /// In which counts it is.
    of: BTreeSet<usize>,
}

/// What the counts of a table, and of several, leave of each other and of all who have a score: the cells that are in
/// the same of them, and of these those between two scores at which counts end.
///
/// `ranges` are those of all counts of a table: what it tells of a whole in one of them, less what it tells of the other
/// groups, it tells of this one, whatever ranges stand there.
pub fn left_of_each_other(
    model: &Model,
    counts: &[Counted<'_>],
    ranges: &dyn Fn(usize) -> Ranges,
) -> Vec<Row> {
    let tables: BTreeSet<usize> = counts.iter().flat_map(|counted| counted.tables.iter().copied()).collect();
    let mut told: Vec<(Vec<usize>, Ranges)> = Vec::new();
    for table in tables {
        let by: Vec<usize> = (0..counts.len()).filter(|at| counts[*at].tables.contains(&table)).collect();
        match told.iter_mut().find(|(same, _)| *same == by) {
            Some((_, own)) => own.extend(ranges(table)),
            None => told.push((by, ranges(table))),
        }
    }
    let inside: Vec<Inside> = told.iter().map(|(by, _)| inside(model, counts, by)).collect();
    let mut left = Vec::new();
    for (of, (_, ranges)) in inside.iter().zip(&told) {
        left.extend(ranges.iter().map(|range| of.within(*range)));
    }
    for (at, one) in inside.iter().enumerate() {
        left.extend(alike(one));
        for other in &inside[at + 1..] {
            left.extend(alike(&together(one, other)));
        }
    }
    let most = most_together(inside.len());
    if most > 2 {
        for (at, one) in inside.iter().enumerate() {
            for next in at + 1..inside.len() {
                let two = together(one, &inside[next]);
                with_more(&two, &inside[next + 1..], most - 2, &mut left);
            }
        }
    }
    left
}

/// How many of so many tables are looked at together.
fn most_together(tables: usize) -> usize {
    let mut choices = 0;
    let mut of_size = 1;
    for size in 1..=tables {
        of_size = of_size * (tables + 1 - size) / size;
        choices += of_size;
        if choices > CHOICES {
            return (size - 1).max(2);
        }
    }
    tables
}

/// What some tables with one to `more` further ones leave.
fn with_more(some: &Inside, further: &[Inside], more: usize, left: &mut Vec<Row>) {
    for (at, one) in further.iter().enumerate() {
        let all = together(some, one);
        left.extend(alike(&all));
        if more > 1 {
            with_more(&all, &further[at + 1..], more - 1, left);
        }
    }
}

impl Inside {
    /// The cells that count scores of a range alone.
    fn within(&self, (from, below): Scores) -> Row {
        let is_within = |divided: &Divided| {
            from.is_none_or(|from| divided.scores.0.is_some_and(|own| own >= from))
                && below.is_none_or(|below| divided.scores.1.is_some_and(|own| own <= below))
        };
        self.cells.iter().filter(|(_, divided)| is_within(divided)).map(|(cell, _)| (*cell, 1)).collect()
    }
}

fn inside(model: &Model, counts: &[Counted<'_>], by: &[usize]) -> Inside {
    let mut inside = Inside { cells: BTreeMap::new(), cuts: BTreeSet::new() };
    for at in by {
        let row = &counts[*at].row;
        let ends = model.scores(row).into_iter().flat_map(|(from, below)| [from, below]);
        inside.cuts.extend(ends.flatten());
        for (cell, _) in row.iter() {
            if !inside.cells.contains_key(cell) {
                inside.cells.extend(model.scored_with(*cell).map(|cell| (cell, divided(model, cell))));
            }
            inside.cells.entry(*cell).or_insert_with(|| divided(model, *cell)).of.insert(*at);
        }
    }
    inside
}

fn divided(model: &Model, cell: u32) -> Divided {
    Divided { scores: model.scores(&[(cell, 1)]).unwrap_or_default(), of: BTreeSet::new() }
}

fn together(one: &Inside, other: &Inside) -> Inside {
    let mut both = one.clone();
    both.cuts.extend(&other.cuts);
    for (cell, divided) in &other.cells {
        match both.cells.get_mut(cell) {
            Some(own) => own.of.extend(&divided.of),
            None => drop(both.cells.insert(*cell, divided.clone())),
        }
    }
    both
}

fn alike(inside: &Inside) -> Vec<Row> {
    let cuts: Vec<i64> = inside.cuts.iter().copied().collect();
    let mut alike: BTreeMap<&BTreeSet<usize>, Row> = BTreeMap::new();
    let mut between: BTreeMap<(&BTreeSet<usize>, usize), Row> = BTreeMap::new();
    for (cell, Divided { scores, of }) in &inside.cells {
        alike.entry(of).or_default().push((*cell, 1));
        let passed = scores.0.map_or(0, |from| cuts.partition_point(|cut| *cut <= from));
        between.entry((of, passed)).or_default().push((*cell, 1));
    }
    alike.into_values().chain(between.into_values()).collect()
}

#[cfg(test)]
mod tests {
    use super::most_together;

    /// By hand: 8 + 28 + 56 + 70 = 162 choices of up to four of eight, 56 more are too many; of eleven any two.
    #[test]
    fn as_many_tables_are_looked_at_together_as_are_not_too_many() {
        assert_eq!([1, 2, 7, 8, 10, 11, 60].map(most_together), [1, 2, 7, 4, 3, 2, 2]);
    }
}
