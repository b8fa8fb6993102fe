//! What hangs together with what: the cells of a problem and the rows that they are in.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// The cells of each row, and the rows of each cell.
#[derive(Default)]
pub struct Web {
    rows: Vec<Vec<u32>>,
    of_cell: BTreeMap<u32, Vec<usize>>,
}

impl Web {
    pub fn new(rows: Vec<Vec<u32>>) -> Web {
        let mut of_cell: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            row.iter().for_each(|cell| of_cell.entry(*cell).or_default().push(at));
        }
        Web { rows, of_cell }
    }

    /// All cells, unless there are more than `most`.
    pub fn cells_up_to(&self, most: usize) -> Option<BTreeSet<u32>> {
        (self.of_cell.len() <= most).then(|| self.of_cell.keys().copied().collect())
    }

    /// The rows that a cell is in.
    pub fn rows_of(&self, cell: u32) -> &[usize] {
        self.of_cell.get(&cell).map_or(&[], Vec::as_slice)
    }

    /// The rows that any of some cells are in.
    pub fn rows_of_all<'c>(&self, cells: impl Iterator<Item = &'c u32>) -> BTreeSet<usize> {
        cells.flat_map(|cell| self.rows_of(*cell)).copied().collect()
    }

    /// The `size` cells that are reached at the least cost from some, through rows that are to stay as they are; each
    /// cell costs what `cost` says, in thousandths.
    pub fn around(
        &self,
        start: &[u32],
        size: usize,
        binds: &dyn Fn(usize) -> bool,
        cost: &dyn Fn(u32) -> u64,
    ) -> BTreeSet<u32> {
        let mut reached: BTreeSet<u32> = BTreeSet::new();
        let mut passed: BTreeSet<usize> = BTreeSet::new();
        let mut next: BinaryHeap<Reverse<(u64, u32)>> =
            start.iter().map(|cell| Reverse((0, *cell))).collect();
        while let Some(Reverse((so_far, cell))) = next.pop() {
            if reached.len() >= size.max(start.len()) {
                break;
            }
            if !reached.insert(cell) {
                continue;
            }
            for row in self.rows_of(cell).iter().filter(|row| binds(**row)) {
                if passed.insert(*row) {
                    let others = self.rows[*row].iter().filter(|other| !reached.contains(other));
                    next.extend(others.map(|other| Reverse((so_far + cost(*other), *other))));
                }
            }
        }
        reached
    }
}
