//! The batches of a table, which several threads take one after the other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow_array::{ArrayRef, RecordBatch};

use super::cells::Block;
use super::columns::Wanted;
use crate::error::{Error, Place, Result};
use crate::threads;

/// Rows that are read at a time: what becomes of them stays in the cache of a core.
pub(super) const ROWS: usize = 1 << 13;

pub(super) type Source = Box<dyn Iterator<Item = Result<RecordBatch>> + Send>;

/// Where the cells of each column of a table stand in its batches.
type Cells = Arc<[Option<(usize, Wanted)>]>;

/// The batches of a table. Its columns come in lanes, each of which has one or several: while one thread has the
/// second lane of a batch made, another has the first of the next one made.
pub struct Batches {
    lanes: Vec<Mutex<Lane>>,
    cells: Cells,
    /// The name of the table, and of what kind its file is.
    of: (String, &'static str),
}

struct Lane {
    source: Source,
    /// What is left of a batch that was longer.
    rest: Option<RecordBatch>,
    /// How many batches were taken.
    taken: u64,
}

/// Some rows of a table, as they stand in memory.
pub struct Batch {
    rows: usize,
    columns: Vec<ArrayRef>,
    cells: Cells,
}

impl Batches {
    pub(super) fn new(
        lanes: Vec<Source>,
        cells: Vec<Option<(usize, Wanted)>>,
        of: (String, &'static str),
    ) -> Batches {
        let lane = |source| Mutex::new(Lane { source, rest: None, taken: 0 });
        Batches { lanes: lanes.into_iter().map(lane).collect(), cells: cells.into(), of }
    }

    /// A lane has fewer rows than the first.
    fn uneven(&self) -> Error {
        let (place, kind) = (Place::file(&self.of.0), self.of.1);
        Error::ColumnarFile { place, kind, detail: Some(String::new()) }
    }

    /// The next batch, with its number.
    pub fn take_next(&self) -> Option<(u64, Result<Batch>)> {
        threads::check();
        let locked = |lane| Mutex::lock(lane).unwrap_or_else(PoisonError::into_inner);
        let mut lanes = self.lanes.iter();
        let mut held: MutexGuard<'_, Lane> = locked(lanes.next()?);
        let number = held.taken;
        let first = match held.take(ROWS)? {
            Ok(first) => first,
            Err(fault) => return Some((number, Err(fault))),
        };
        let rows = first.num_rows();
        let mut columns = first.columns().to_vec();
        for lane in lanes {
            // The next lane is held before this one is let go: so no thread overtakes another.
            held = locked(lane);
            match held.take(rows) {
                Some(Ok(more)) if more.num_rows() == rows => columns.extend_from_slice(more.columns()),
                Some(Err(fault)) => return Some((number, Err(fault))),
                _ => return Some((number, Err(self.uneven()))),
            }
        }
        Some((number, Ok(Batch { rows, columns, cells: Arc::clone(&self.cells) })))
    }
}

impl Lane {
    /// So many rows, or fewer at the end of what the source gives at a time.
    fn take(&mut self, rows: usize) -> Option<Result<RecordBatch>> {
        let batch = match self.rest.take() {
            Some(rest) => rest,
            None => loop {
                match self.source.next()? {
                    Ok(batch) if batch.num_rows() == 0 => {}
                    Ok(batch) => break batch,
                    Err(fault) => return Some(Err(fault)),
                }
            },
        };
        self.taken += 1;
        if rows < batch.num_rows() {
            self.rest = Some(batch.slice(rows, batch.num_rows() - rows));
            return Some(Ok(batch.slice(0, rows)));
        }
        Some(Ok(batch))
    }
}

impl Iterator for Batches {
    type Item = Result<Batch>;

    fn next(&mut self) -> Option<Result<Batch>> {
        self.take_next().map(|(_, batch)| batch)
    }
}

impl Batch {
    pub fn len(&self) -> usize {
        self.rows
    }

    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The bytes of its cells.
    pub fn block(&self) -> Block {
        let column = |cells: &Option<(usize, Wanted)>| {
            cells
                .filter(|(_, wanted)| *wanted != Wanted::Nothing)
                .map(|(at, wanted)| (Arc::clone(&self.columns[at]), wanted == Wanted::Scores))
        };
        Block::new(self.rows, self.cells.iter().map(column))
    }
}
