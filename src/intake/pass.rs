//! One pass over a file by several threads: each takes the next block, reads and checks it; the blocks are
//! entered into the account in the order of the file, so that nothing shows how many threads there were.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::chunk::Blocks;
use super::dictionary::Dictionary;
use super::kept::Kept;
use super::ledger::Ledger;
use super::opened::Opened;
use super::plan::Plan;
use super::signs::{Objection, Verdict};
use super::sittings::Usual;
use super::walk::{Above, Walk};
use super::witness::BlockHashes;
use super::worker::Worker;
use crate::error::Error;
use crate::tally::Counter;
use crate::threads::{self, Stage};

/// What the threads of a pass share and do not change.
pub(super) struct Pass<'p> {
    pub opened: &'p Opened,
    pub plan: &'p Plan,
    pub walk: Walk<'p>,
    pub dictionary: &'p Dictionary<'p>,
    pub usual: &'p Usual,
    /// Where candidates are counted, if they are.
    pub counter: Option<&'p Counter>,
    pub blocks: Blocks,
    /// Whether the hash of the file is wanted.
    pub hashed: bool,
}

/// Why a pass ended before the file.
pub(super) enum Stopped {
    Fault(Error),
    Objection(Objection),
}

impl From<Error> for Stopped {
    fn from(fault: Error) -> Stopped {
        Stopped::Fault(fault)
    }
}

/// What the blocks so far have come to. Who holds it has the turn.
pub(super) struct Turn<'p> {
    /// The block that is next.
    number: u64,
    /// Where its first record begins, which is physical row `row`.
    pub at: u64,
    pub row: u64,
    /// Whether the line before it is a piece of a row.
    pub after_piece: bool,
    pub above: Above,
    pub physical_rows: u64,
    pub ledger: Ledger<'p>,
    pub kept: Option<Kept>,
    pub verdict: Option<Verdict>,
    pub hashes: BlockHashes,
    stopped: Option<Stopped>,
}

struct Line<'p> {
    turn: Mutex<Turn<'p>>,
    moved: Condvar,
    next: AtomicU64,
}

/// Bytes after which progress is told again.
const TOLD_EVERY: u64 = 1 << 20;

impl<'p> Pass<'p> {
    /// Reads the whole file. `progress` is told the bytes done.
    pub fn run(
        &self,
        ledger: Ledger<'p>,
        kept: Option<Kept>,
        threads: usize,
        progress: Option<&dyn Fn(u64)>,
    ) -> std::result::Result<Turn<'p>, Stopped> {
        let layout = &self.opened.layout;
        let turn = Turn {
            number: 0,
            at: self.blocks.start + layout.data_start as u64,
            row: layout.data_row,
            after_piece: false,
            above: Above::default(),
            physical_rows: 0,
            ledger,
            kept,
            verdict: self.opened.check.map(Verdict::new),
            hashes: BlockHashes::default(),
            stopped: None,
        };
        let line = Line { turn: Mutex::new(turn), moved: Condvar::new(), next: AtomicU64::new(0) };
        let threads = threads.clamp(1, usize::try_from(self.blocks.count()).unwrap_or(usize::MAX).max(1));
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(threads::of_caller(|| self.work(&line, None)));
            }
            let tell = |done: u64| {
                threads::progress(Stage::Reading, done, self.opened.size);
                progress.iter().for_each(|progress| progress(done));
            };
            self.work(&line, Some(&tell));
        });
        threads::check();
        let mut turn = line.turn.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(stopped) = turn.stopped.take() {
            return Err(stopped);
        }
        if let Some(verdict) = &turn.verdict {
            verdict.finish().map_err(Stopped::Objection)?;
        }
        self.opened.bytes.unchanged()?;
        if let Some(progress) = progress {
            progress(self.opened.size);
        }
        Ok(turn)
    }

    fn work(&self, line: &Line<'p>, progress: Option<&dyn Fn(u64)>) {
        let _leave = Leave(line);
        let mut worker = match Worker::new(self) {
            Ok(worker) => worker,
            Err(fault) => return line.stop(fault.into()),
        };
        let mut told = 0;
        while !threads::is_interrupted() {
            let number = line.next.fetch_add(1, Ordering::Relaxed);
            if number >= self.blocks.count() {
                break;
            }
            let read = worker.read(number);
            let Some(mut turn) = line.wait_for(number) else { return };
            match read.map_err(Stopped::from).and_then(|read| worker.enter(&mut turn, read)) {
                Err(stopped) => {
                    turn.stopped = Some(stopped);
                    drop(turn);
                    line.moved.notify_all();
                    return;
                }
                Ok(rows) => {
                    turn.number += 1;
                    let done = turn.at;
                    drop(turn);
                    line.moved.notify_all();
                    worker.count(&rows);
                    if let Some(progress) = progress
                        && done - told >= TOLD_EVERY
                    {
                        told = done;
                        // Of the file, where the bytes read are its transcoded text.
                        let (all, size) = (u128::from(self.blocks.end.max(1)), u128::from(self.opened.size));
                        progress((u128::from(done) * size / all) as u64);
                    }
                }
            }
        }
        worker.count_rest();
    }
}

impl<'p> Line<'p> {
    /// Waits until a block is next; `None` where the pass has stopped.
    fn wait_for(&self, number: u64) -> Option<MutexGuard<'_, Turn<'p>>> {
        let mut turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        while turn.number != number && turn.stopped.is_none() {
            turn = self.moved.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
        turn.stopped.is_none().then_some(turn)
    }

    fn stop(&self, stopped: Stopped) {
        let mut turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        turn.stopped.get_or_insert(stopped);
        drop(turn);
        self.moved.notify_all();
    }
}

/// Lets nobody wait for a thread that has panicked.
struct Leave<'l, 'p>(&'l Line<'p>);

impl Drop for Leave<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop(Error::Internal { what: "a panic" }.into());
        }
    }
}
