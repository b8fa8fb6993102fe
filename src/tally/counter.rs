//! Counting from many threads: rows are put together by group, then counted group by group, so that the
//! counts being written stay in cache and no thread waits long for another.

use std::sync::{Arc, Mutex, PoisonError};

use super::cells::{Cells, ELSEWHERE, FIRST_SCORE, HIGHEST, Overflow, refined};
use crate::number::{Rational, common_step};
use crate::records::Mark;

/// Groups are dealt to this many buckets.
const BUCKETS: usize = 256;
/// Rows that a thread gathers for a bucket before it counts them; all buckets together stay in cache.
const GATHERED: usize = 128;

/// The step of each column; rows in other steps are brought to the finer of the two.
pub type Steps = Arc<[Rational]>;

/// The counts of groups by column, shared by threads.
pub struct Counter {
    columns: usize,
    buckets: Vec<Mutex<Bucket>>,
}

/// The groups of one bucket: every [`BUCKETS`]th.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    steps: Option<Steps>,
    /// Group by group, its columns.
    pub cells: Vec<Cells>,
    pub overflow: Overflow,
}

/// What one thread has gathered and not yet counted.
pub struct Gathered {
    lanes: Vec<Lane>,
    steps: Steps,
}

#[derive(Default)]
struct Lane {
    /// Row by row: the number of the group in its bucket in two halves, then a value per column.
    rows: Vec<u16>,
    /// Cell of the bucket, ticks.
    wide: Vec<(u32, i64)>,
}

impl Counter {
    pub fn new(columns: usize) -> Counter {
        Counter { columns, buckets: (0..BUCKETS).map(|_| Mutex::default()).collect() }
    }

    /// Something to gather rows in.
    pub fn gathered(&self, steps: Steps) -> Gathered {
        Gathered { lanes: (0..BUCKETS).map(|_| Lane::default()).collect(), steps }
    }

    /// Sets the steps of the rows that come next.
    pub fn in_steps(&self, gathered: &mut Gathered, steps: &Steps) {
        if gathered.steps != *steps {
            self.count(gathered);
            gathered.steps = Arc::clone(steps);
        }
    }

    /// Takes a candidate: a cell per column, the ticks of a score or a mark as [`cell_of_mark`] writes it.
    #[inline]
    pub fn take(&self, gathered: &mut Gathered, group: u32, cells: &[i32]) {
        let (bucket, local) = (group as usize % BUCKETS, group / BUCKETS as u32);
        let lane = &mut gathered.lanes[bucket];
        lane.rows.extend([local as u16, (local >> 16) as u16]);
        for (column, cell) in cells.iter().enumerate() {
            let value = match *cell {
                mark if mark < 0 => mark.unsigned_abs() as u16,
                ticks if i64::from(ticks) <= HIGHEST => ticks as u16 + FIRST_SCORE,
                ticks => {
                    let cell = local * self.columns as u32 + column as u32;
                    lane.wide.push((cell, i64::from(ticks)));
                    ELSEWHERE
                }
            };
            lane.rows.push(value);
        }
        if lane.rows.len() >= GATHERED * (self.columns + 2) {
            self.count_lane(bucket, lane, &gathered.steps);
        }
    }

    /// Counts everything gathered.
    pub fn count(&self, gathered: &mut Gathered) {
        for (bucket, lane) in gathered.lanes.iter_mut().enumerate() {
            if !lane.rows.is_empty() {
                self.count_lane(bucket, lane, &gathered.steps);
            }
        }
    }

    fn count_lane(&self, bucket: usize, lane: &mut Lane, steps: &Steps) {
        // Counts are only ever added to, so a bucket left by a panic is still one.
        let mut bucket = self.buckets[bucket].lock().unwrap_or_else(PoisonError::into_inner);
        bucket.reach(lane, self.columns);
        match bucket.in_steps(steps, self.columns) {
            None => bucket.count(lane, self.columns),
            Some(factors) => bucket.count_refined(lane, self.columns, &factors),
        }
        lane.rows.clear();
        lane.wide.clear();
    }

    /// Adds one value to a row that has [`CELL_ELSEWHERE`] in its place: a score in `steps`, or a mark.
    pub fn add(&self, group: u32, column: usize, cell: i32, steps: &Steps) {
        let (bucket, local) = place(group as usize);
        let mut bucket = self.buckets[bucket].lock().unwrap_or_else(PoisonError::into_inner);
        bucket.in_steps(steps, self.columns);
        let at = local * self.columns + column;
        match u32::try_from(cell) {
            Ok(ticks) => bucket.overflow.add_wide(at as u32, i64::from(ticks), 1),
            Err(_) => {
                bucket.cells[at].add(cell.unsigned_abs() as u16);
            }
        }
    }

    /// The buckets, all in the same steps.
    pub(super) fn finish(self, steps: &Steps) -> Vec<Bucket> {
        let buckets = self.buckets.into_iter();
        let finished = buckets.map(|bucket| {
            let mut bucket = bucket.into_inner().unwrap_or_else(PoisonError::into_inner);
            bucket.in_steps(steps, self.columns);
            bucket
        });
        finished.collect()
    }
}

/// A mark as it stands in a row of cells.
#[inline]
pub fn cell_of_mark(mark: Mark) -> i32 {
    -(mark as i32)
}

/// Stands in a row for a value that is added by [`Counter::add`].
pub const CELL_ELSEWHERE: i32 = -(ELSEWHERE as i32);

/// Where a group is: its bucket and its number there.
pub(super) fn place(group: usize) -> (usize, usize) {
    (group % BUCKETS, group / BUCKETS)
}

impl Bucket {
    /// Makes room for every group of the lane.
    fn reach(&mut self, lane: &Lane, columns: usize) {
        let rows = lane.rows.chunks_exact(columns + 2);
        let highest = rows.map(local).max().unwrap_or(0);
        let wanted = (highest + 1) * columns;
        if self.cells.len() < wanted {
            self.cells.resize_with(wanted, Cells::default);
        }
    }

    /// Brings the counts to steps that are as fine as `steps`; the factors of rows that are in coarser ones.
    fn in_steps(&mut self, steps: &Steps, columns: usize) -> Option<Vec<i64>> {
        let Some(ours) = self.steps.take() else {
            self.steps = Some(Arc::clone(steps));
            return None;
        };
        if Arc::ptr_eq(&ours, steps) || ours == *steps {
            self.steps = Some(ours);
            return None;
        }
        let finest: Steps = ours.iter().zip(steps.iter()).map(|(a, b)| finer(*a, *b)).collect();
        for (column, factor) in factors(&ours, &finest).into_iter().enumerate().filter(|(_, f)| *f != 1) {
            self.refine(column, columns, factor);
        }
        let theirs = factors(steps, &finest);
        self.steps = Some(finest);
        theirs.iter().any(|factor| *factor != 1).then_some(theirs)
    }

    fn refine(&mut self, column: usize, columns: usize, factor: i64) {
        // What overflowed before goes first: refined cells may add to it in the new steps.
        self.overflow.refine(column as u32, columns as u32, factor);
        for at in (column..self.cells.len()).step_by(columns) {
            self.cells[at].refine(at as u32, factor, &mut self.overflow);
        }
    }

    fn count(&mut self, lane: &Lane, columns: usize) {
        for row in lane.rows.chunks_exact(columns + 2) {
            let first = local(row) * columns;
            for (at, value) in row[2..].iter().enumerate() {
                if self.cells[first + at].add(*value) {
                    self.overflow.carry((first + at) as u32, *value);
                }
            }
        }
        for (cell, ticks) in &lane.wide {
            self.overflow.add_wide(*cell, *ticks, 1);
        }
    }

    #[cold]
    fn count_refined(&mut self, lane: &mut Lane, columns: usize, factors: &[i64]) {
        for (cell, ticks) in &mut lane.wide {
            *ticks *= factors[*cell as usize % columns];
        }
        for row in lane.rows.chunks_exact_mut(columns + 2) {
            let first = local(row) * columns;
            for (column, value) in row[2..].iter_mut().enumerate() {
                *value = refined(*value, factors[column]).unwrap_or_else(|ticks| {
                    lane.wide.push(((first + column) as u32, ticks));
                    ELSEWHERE
                });
            }
        }
        self.count(lane, columns);
    }
}

#[inline]
fn local(row: &[u16]) -> usize {
    usize::from(row[0]) | usize::from(row[1]) << 16
}

fn finer(a: Rational, b: Rational) -> Rational {
    // Steps of one column are decimals or sums of them, whose common step is at hand.
    common_step(a, b).unwrap_or_else(|| a.min(b))
}

/// How many of the finer steps make one of the coarser.
fn factors(coarse: &Steps, fine: &Steps) -> Vec<i64> {
    // A common step divides both; their quotient is small for any steps of marks.
    let factor = |(coarse, fine): (&Rational, &Rational)| {
        i64::try_from((coarse / fine).to_integer()).unwrap_or(i64::MAX)
    };
    coarse.iter().zip(fine.iter()).map(factor).collect()
}
