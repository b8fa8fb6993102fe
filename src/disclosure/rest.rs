//! What the counts of several tables leave of a group: several bands taken off the whole leave those in none of them,
//! whether or not another table divides these further.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::model::Model;
use super::span::Row;

/// Choices of tables that are looked at in a group: any two, and more of them together while that is not more.
const CHOICES: usize = 200;

/// A count of a group, and the tables that tell it.
pub struct Counted<'a> {
    pub row: Cow<'a, Row>,
    pub tables: BTreeSet<usize>,
}

/// For each cell, in which counts of some tables it is.
type Inside = BTreeMap<u32, BTreeSet<usize>>;

/// What the counts of a table, and of several, leave of each other and of all who have a score: the cells that are in
/// the same of them.
pub fn left_of_each_other(model: &Model, counts: &[Counted<'_>]) -> Vec<Row> {
    let tables: BTreeSet<usize> = counts.iter().flat_map(|counted| counted.tables.iter().copied()).collect();
    let mut told: Vec<Vec<usize>> = Vec::new();
    for table in tables {
        let by: Vec<usize> = (0..counts.len()).filter(|at| counts[*at].tables.contains(&table)).collect();
        // Tables that tell the same leave the same.
        if !told.contains(&by) {
            told.push(by);
        }
    }
    let inside: Vec<Inside> = told.iter().map(|by| inside(model, counts, by)).collect();
    let mut left = Vec::new();
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

fn inside(model: &Model, counts: &[Counted<'_>], by: &[usize]) -> Inside {
    let mut inside = Inside::new();
    for at in by {
        for (cell, _) in counts[*at].row.iter() {
            if !inside.contains_key(cell) {
                inside.extend(model.scored_with(*cell).map(|cell| (cell, BTreeSet::new())));
            }
            inside.entry(*cell).or_default().insert(*at);
        }
    }
    inside
}

fn together(one: &Inside, other: &Inside) -> Inside {
    let mut both = one.clone();
    for (cell, of) in other {
        both.entry(*cell).or_default().extend(of);
    }
    both
}

fn alike(inside: &Inside) -> Vec<Row> {
    let mut alike: BTreeMap<&BTreeSet<usize>, Row> = BTreeMap::new();
    for (cell, of) in inside {
        alike.entry(of).or_default().push((*cell, 1));
    }
    alike.into_values().collect()
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
