//! One pass over a file by several threads: each takes the next block, reads and checks it; the blocks are
//! entered into the account in the order of the file, so that nothing shows how many threads there were.

use std::sync::atomic::{AtomicU64, Ordering};

use super::chunk::Blocks;
use super::dictionary::Dictionary;
use super::kept::Kept;
use super::ledger::Ledger;
use super::line::{Leave, Line, Panicked};
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

impl Panicked for Stopped {
    fn panicked() -> Stopped {
        Error::Internal { what: "a panic" }.into()
    }
}

/// What the blocks so far have come to.
pub(super) struct Turn<'p> {
    /// Where the first record of the next begins, which is physical row `row`.
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
            at: self.blocks.start + layout.data_start as u64,
            row: layout.data_row,
            after_piece: false,
            above: Above::default(),
            physical_rows: 0,
            ledger,
            kept,
            verdict: self.opened.check.map(Verdict::new),
            hashes: BlockHashes::default(),
        };
        let (line, next) = (Line::new(turn), AtomicU64::new(0));
        let threads = threads.clamp(1, usize::try_from(self.blocks.count()).unwrap_or(usize::MAX).max(1));
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(threads::of_caller(|| self.work(&line, &next, None)));
            }
            let tell = |done: u64| {
                threads::progress(Stage::Reading, done, self.opened.size);
                progress.iter().for_each(|progress| progress(done));
            };
            self.work(&line, &next, Some(&tell));
        });
        threads::check();
        let turn = line.finish()?;
        if let Some(verdict) = &turn.verdict {
            verdict.finish().map_err(Stopped::Objection)?;
        }
        self.opened.bytes.unchanged()?;
        if let Some(progress) = progress {
            progress(self.opened.size);
        }
        Ok(turn)
    }

    fn work(&self, line: &Line<Turn<'p>, Stopped>, next: &AtomicU64, progress: Option<&dyn Fn(u64)>) {
        let _leave = Leave(line);
        let mut worker = match Worker::new(self) {
            Ok(worker) => worker,
            Err(fault) => return line.stop(fault.into()),
        };
        let mut told = 0;
        while !threads::is_interrupted() {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= self.blocks.count() {
                break;
            }
            let read = worker.read(number);
            let entered = line.enter(number, |turn| {
                let rows = worker.enter(turn, read?)?;
                Ok((rows, turn.at))
            });
            let Some((rows, done)) = entered else { return };
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
        worker.count_rest();
    }
}
