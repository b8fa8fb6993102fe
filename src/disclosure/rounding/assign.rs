//! Which multiple each count of a model is rounded to.
//!
//! The unknowns are the cells of the model, in units of the base: whatever adds up in the cells adds up in all that
//! is made of them. Small problems are solved at once. Large ones level by level, wide groups first: what was decided
//! for all candidates is divided among districts, what was decided for a district among its schools.

use std::collections::{BTreeMap, BTreeSet};

use super::super::entry::Labels;
use super::super::model::{Model, Quantity};
use super::super::span::Row;
use super::super::union::Union;
use super::task::{Band, Task};
use crate::figures::What;

/// Up to so many cells are solved at once.
const AT_ONCE: usize = 250;

/// The rounded counts of a model.
#[derive(Debug)]
pub struct Assigned {
    /// For each quantity that is a count, what it is rounded to.
    pub rounded: Vec<Option<i64>>,
    /// For each cell that is a count, the same.
    pub cells: Vec<Option<i64>>,
    /// Counts that are no neighbouring multiples, because there is no rounding (or none was found) in which all are.
    pub widened: usize,
}

/// What was decided of all who are registered in a group, or have a score, in units, by how many they are. A reader who
/// finds 10 in one subject and 15 in the next, where the same candidates sit both, knows them more closely than promised.
pub type Rolls = BTreeMap<i64, BTreeMap<Labels, i64>>;

/// `fixed` are the multiples that earlier releases have published of quantities, in units; `caps` what quantities are
/// part of that is told exactly. `None` where no rounding was found that adds up.
pub fn assign(
    model: &Model,
    base: i64,
    fixed: &[Option<i64>],
    caps: &[Option<i64>],
    rolls: &mut Rolls,
) -> Option<Assigned> {
    let rows = Rows::new(model, base, fixed, caps);
    let mut units: Vec<Option<i64>> = vec![None; model.cells.len()];
    let mut is_complete = true;
    for part in rows.parts(&(0..model.cells.len() as u32).collect::<Vec<u32>>(), &units) {
        if part.len() > AT_ONCE || !rows.decide(&part, base, rolls, &mut units) {
            for level in by_level(model, &part) {
                for part in rows.parts(&level, &units) {
                    is_complete &= rows.decide(&part, base, rolls, &mut units);
                }
            }
        }
        rows.note_rolls(&units, rolls);
    }
    let rounded = model.quantities.iter().map(|quantity| match quantity.what {
        What::Count => Some(sum_of(&quantity.row, &units)? * base),
        What::Sum | What::Weighted => None,
    });
    let rounded: Vec<Option<i64>> = rounded.collect();
    let is_wide = |(quantity, rounded): (&Quantity, &Option<i64>)| {
        rounded.is_some_and(|rounded| (rounded - quantity.truth).abs() >= base)
    };
    let widened = model.quantities.iter().zip(&rounded).filter(|both| is_wide(*both)).count();
    let cells = units.into_iter().map(|units| units.map(|units| units * base)).collect();
    is_complete.then_some(Assigned { rounded, cells, widened })
}

/// The cells of each level, those of wide groups first, those of events last.
fn by_level(model: &Model, cells: &[u32]) -> Vec<Vec<u32>> {
    let level = |cell: u32| model.level_starts.partition_point(|start| *start <= cell);
    let mut levels: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    cells.iter().for_each(|cell| levels.entry(level(*cell)).or_default().push(*cell));
    let events = levels.remove(&model.level_starts.len());
    levels.into_values().rev().chain(events).collect()
}

/// A sum of counts that has to be rounded.
struct Sum<'m> {
    row: Row,
    truth: i64,
    fixed: Option<i64>,
    cap: Option<i64>,
    is_published: bool,
    /// Where it counts all of a group: the group.
    roll: Option<&'m Labels>,
}

/// What is known of the cells of a model, and in which sums each is.
struct Rows<'m> {
    model: &'m Model,
    links: Vec<&'m Row>,
    sums: Vec<Sum<'m>>,
    links_of: Vec<Vec<usize>>,
    sums_of: Vec<Vec<usize>>,
}

impl<'m> Rows<'m> {
    fn new(model: &'m Model, base: i64, fixed: &[Option<i64>], caps: &[Option<i64>]) -> Rows<'m> {
        let is_count = |row: &Row| row.iter().all(|(cell, _)| model.cells[*cell as usize].is_count);
        let links: Vec<&Row> = model.links.iter().filter(|row| is_count(row)).collect();
        let mut sums: Vec<Sum<'m>> = Vec::new();
        let mut known: BTreeSet<&Row> = BTreeSet::new();
        for ((quantity, fixed), cap) in model.quantities.iter().zip(fixed).zip(caps) {
            if quantity.what == What::Count {
                known.insert(&quantity.row);
                let fixed = fixed.filter(|units| (units * base - quantity.truth).abs() < base);
                let roll = quantity.roll.then(|| &model.places[quantity.place].group);
                let (row, truth) = (quantity.row.clone(), quantity.truth);
                sums.push(Sum { row, truth, fixed, cap: *cap, is_published: true, roll });
            }
        }
        // All at or above a score, of each cohort: what wider groups pass down must be possible for narrower ones.
        for cohort in &model.cohorts {
            for from in 0..cohort.len() {
                let row = cohort[from..].to_vec();
                if row.len() > 1 && !known.contains(&row) {
                    let truth = model.value(&row);
                    sums.push(Sum { row, truth, fixed: None, cap: None, is_published: false, roll: None });
                }
            }
        }
        let mut of = [vec![Vec::new(); model.cells.len()], vec![Vec::new(); model.cells.len()]];
        for (at, row) in links.iter().enumerate() {
            row.iter().for_each(|(cell, _)| of[0][*cell as usize].push(at));
        }
        for (at, sum) in sums.iter().enumerate() {
            sum.row.iter().for_each(|(cell, _)| of[1][*cell as usize].push(at));
        }
        let [links_of, sums_of] = of;
        Rows { model, links, sums, links_of, sums_of }
    }

    /// Of some cells those that are counts, by what hangs together through others of them.
    fn parts(&self, cells: &[u32], units: &[Option<i64>]) -> Vec<Vec<u32>> {
        let is_free = |cell: u32| self.model.cells[cell as usize].is_count && units[cell as usize].is_none();
        let free: Vec<u32> = cells.iter().copied().filter(|cell| is_free(*cell)).collect();
        let mut union = Union::new(free.len());
        let mut join = |row: &Row| {
            let inside: Vec<usize> =
                row.iter().filter_map(|(cell, _)| free.binary_search(cell).ok()).collect();
            inside.windows(2).for_each(|pair| union.join(pair[0], pair[1]));
        };
        self.links.iter().for_each(|row| join(row));
        self.sums.iter().for_each(|sum| join(&sum.row));
        let mut parts: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (at, cell) in free.iter().enumerate() {
            parts.entry(union.root(at)).or_default().push(*cell);
        }
        parts.into_values().collect()
    }

    /// Decides some cells, given those that are decided. Rows with cells that are decided later wait. Returns whether
    /// there was a solution.
    fn decide(&self, cells: &[u32], base: i64, rolls: &Rolls, units: &mut [Option<i64>]) -> bool {
        let mut task = Task::default();
        task.cells.extend(cells.iter().map(|cell| self.model.cells[*cell as usize].truth));
        let split = |row: &Row| -> Option<(Vec<(usize, i64)>, i64)> {
            let (mut terms, mut decided) = (Vec::new(), 0);
            for (cell, weight) in row {
                match (cells.binary_search(cell), units[*cell as usize]) {
                    (Ok(at), _) => terms.push((at, *weight)),
                    (Err(_), Some(units)) => decided += units * weight,
                    (Err(_), None) => return None,
                }
            }
            Some((terms, decided))
        };
        for link in rows_of(cells, &self.links_of) {
            if let Some((terms, decided)) = split(self.links[link]) {
                task.links.push((terms, -decided));
            }
        }
        for at in rows_of(cells, &self.sums_of) {
            let sum = &self.sums[at];
            if let Some((terms, decided)) = split(&sum.row) {
                let of_roll = sum.roll.and_then(|group| rolls.get(&sum.truth)?.get(group).copied());
                let fixed = sum.fixed.or(of_roll);
                let Sum { truth, cap, is_published, .. } = *sum;
                task.bands.push(Band { terms, decided, truth, fixed, cap, is_published });
            }
        }
        let Some(found) = task.solve(base) else { return false };
        cells.iter().zip(found).for_each(|(cell, found)| units[*cell as usize] = Some(found));
        true
    }

    /// How many candidates a group has is one number, whichever subject it is told of.
    fn note_rolls(&self, units: &[Option<i64>], rolls: &mut Rolls) {
        for sum in &self.sums {
            if let (Some(group), Some(decided)) = (sum.roll, sum_of(&sum.row, units)) {
                rolls.entry(sum.truth).or_default().entry(group.clone()).or_insert(decided);
            }
        }
    }
}

/// The units of a sum, once all of its cells are decided.
fn sum_of(row: &Row, units: &[Option<i64>]) -> Option<i64> {
    row.iter().map(|(cell, weight)| Some(units[*cell as usize]? * weight)).sum()
}

/// The rows that any of some cells are in.
fn rows_of(cells: &[u32], of: &[Vec<usize>]) -> Vec<usize> {
    let mut rows: Vec<usize> = cells.iter().flat_map(|cell| &of[*cell as usize]).copied().collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}
