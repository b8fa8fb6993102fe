//! One pass over a table of columns by several threads, entered in the order of its rows, as of a file.

use super::causes::Cause;
use super::dictionary::Dictionary;
use super::encoding::Encoding;
use super::fields::Field;
use super::groups::Grouper;
use super::kept::Kept;
use super::ledger::Ledger;
use super::line::{Leave, Line, Panicked};
use super::plan::Plan;
use super::report::Report;
use super::rows::{RowReader, Rows};
use super::sittings::Usual;
use super::walk::{Above, Walk};
use crate::columnar::{Batches, Block, Columns, Wanted};
use crate::error::{Error, Result};
use crate::tally::{Counter, Gathered, Steps};
use crate::threads::{self, Stage};

/// What the threads of a pass share and do not change.
pub(super) struct Pass<'p> {
    pub table: &'p Columns,
    pub cells: &'p [Wanted],
    pub plan: &'p Plan,
    pub walk: Walk<'p>,
    pub dictionary: &'p Dictionary<'p>,
    pub usual: &'p Usual,
    /// Where candidates are counted, if they are.
    pub counter: Option<&'p Counter>,
}

/// What the batches so far have come to.
pub(super) struct Account<'p> {
    pub rows: u64,
    pub filled: Filled,
    above: Above,
    pub ledger: Ledger<'p>,
    pub kept: Option<Kept>,
}

/// Of each column, how many cells are there, and the row of the first.
#[derive(Default)]
pub(super) struct Filled(pub Vec<(u64, u64)>);

impl Filled {
    /// Adds the rows of a block, the first of which is `first`.
    pub fn add(&mut self, block: &Block, columns: usize, first: u64) {
        self.0.resize(columns, (0, 0));
        for (at, (row, count)) in self.0.iter_mut().enumerate().filter(|(at, _)| block.filled(*at) > 0) {
            if *count == 0 {
                let found = (0..block.rows()).find(|row| !block.cell(at, *row).is_empty());
                *row = first + found.unwrap_or(0) as u64;
            }
            *count += block.filled(at) as u64;
        }
    }
}

impl Panicked for Error {
    fn panicked() -> Error {
        Error::Internal { what: "a panic" }
    }
}

impl Walk<'_> {
    /// Gives `take` a row of a block, which has this number; one with a NUL byte is refused, as in a file.
    #[inline]
    pub fn row_of<'b>(
        &self,
        (block, row): (&'b Block, usize),
        number: u64,
        fields: &mut Vec<Field<'b>>,
        above: &mut Above,
        report: &mut Report,
        take: &mut impl FnMut(u64, &[Field<'b>], &mut Report),
    ) {
        if block.holds_nul(row) {
            return report.reject(number, Cause::NulByte);
        }
        fields.clear();
        fields.extend(block.row(row).map(Field::plain));
        self.row(number, fields, above, report, take);
    }
}

impl<'p> Pass<'p> {
    /// Reads the whole table. `progress` is told the rows done.
    pub fn run(
        &self,
        ledger: Ledger<'p>,
        kept: Option<Kept>,
        threads: usize,
        progress: Option<&dyn Fn(u64)>,
    ) -> Result<Account<'p>> {
        let line =
            Line::new(Account { rows: 0, filled: Filled::default(), above: Above::default(), ledger, kept });
        let batches = self.table.batches(self.cells)?;
        std::thread::scope(|scope| {
            for _ in 1..threads.max(1) {
                scope.spawn(threads::of_caller(|| self.work(&line, &batches, None)));
            }
            let tell = |done: u64| {
                threads::progress(Stage::Reading, done, self.table.rows.max(done));
                progress.iter().for_each(|progress| progress(done));
            };
            self.work(&line, &batches, Some(&tell));
        });
        threads::check();
        line.finish()
    }

    fn work(&self, line: &Line<Account<'p>, Error>, batches: &Batches, progress: Option<&dyn Fn(u64)>) {
        let _leave = Leave(line);
        let mut worker = match Worker::new(self) {
            Ok(worker) => worker,
            Err(fault) => return line.stop(fault),
        };
        while !threads::is_interrupted() {
            let Some((number, batch)) = batches.take_next() else { break };
            let block = match batch {
                Ok(batch) => batch.block(),
                // Faults of earlier rows come first.
                Err(fault) => {
                    line.enter::<()>(number, |_| Err(fault));
                    return;
                }
            };
            let supposed = Above { rows: number > 0, other_header: false };
            let read = worker.walk(&block, supposed, &[]);
            let entered = line.enter(number, |account| {
                let rows = worker.enter(account, &block, read?)?;
                Ok((rows, account.rows))
            });
            let Some((rows, done)) = entered else { return };
            worker.count(&rows);
            progress.iter().for_each(|progress| progress(done));
        }
        worker.count_rest();
    }
}

struct Walked {
    /// What stands above the first row, as was supposed, and above what follows.
    above: [Above; 2],
    rows: Rows,
    report: Report,
}

/// One thread of a pass.
struct Worker<'p, 'w> {
    pass: &'w Pass<'p>,
    reader: RowReader<'p>,
    decimals: Vec<u8>,
    gathered: Option<Gathered>,
    steps: Steps,
}

impl<'p, 'w> Worker<'p, 'w> {
    fn new(pass: &'w Pass<'p>) -> Result<Worker<'p, 'w>> {
        let decimals = pass.plan.no_decimals();
        let steps = pass.plan.steps(&decimals)?;
        Ok(Worker {
            pass,
            reader: RowReader::new(pass.plan, Encoding::Utf8, Grouper::new(pass.dictionary), pass.usual),
            decimals,
            gathered: pass.counter.map(|counter| counter.gathered(steps.clone())),
            steps,
        })
    }

    fn walk(&mut self, block: &Block, above: Above, again: &[usize]) -> Result<Walked> {
        let mut rows = self.reader.begin(&self.decimals);
        let mut report = super::columns_file::report_of(self.pass.table);
        let (reader, mut after) = (&mut self.reader, above);
        let mut fields = Vec::with_capacity(self.pass.walk.width);
        for row in 0..block.rows() {
            let take = &mut |row, fields: &[Field<'_>], report: &mut Report| {
                reader.push(row, fields, again, &mut rows, report);
            };
            let walk = self.pass.walk;
            walk.row_of((block, row), row as u64, &mut fields, &mut after, &mut report, take);
        }
        self.reader.end(&mut rows, &mut report)?;
        Ok(Walked { above: [above, after], rows, report })
    }

    fn enter(&mut self, account: &mut Account<'p>, block: &Block, mut walked: Walked) -> Result<Rows> {
        // Rows are numbered from 1.
        let first = account.rows + 1;
        if account.above != walked.above[0] {
            walked = self.walk(block, account.above, &[])?;
        }
        let again = account.ledger.repeated(&walked.rows, first)?;
        if !again.is_empty() {
            walked = self.walk(block, account.above, &again)?;
        }
        account.ledger.enter(&walked.rows, walked.report, first)?;
        if let Some(kept) = &mut account.kept
            && !kept.add(&walked.rows, self.pass.plan, first)?
        {
            account.kept = None;
        }
        account.above = walked.above[1];
        account.filled.add(block, self.pass.walk.width, first);
        account.rows += block.rows() as u64;
        self.decimals.clone_from_slice(account.ledger.decimals());
        Ok(walked.rows)
    }

    fn count(&mut self, rows: &Rows) {
        let (Some(counter), Some(gathered)) = (self.pass.counter, &mut self.gathered) else { return };
        // The steps of rows that were entered are known.
        if let Ok(steps) = self.pass.plan.steps(&rows.decimals)
            && steps != self.steps
        {
            self.steps = steps;
        }
        counter.in_steps(gathered, &self.steps);
        for (candidate, group) in rows.groups.iter().enumerate() {
            counter.take(gathered, *group, rows.cells(candidate));
        }
    }

    fn count_rest(&mut self) {
        if let (Some(counter), Some(gathered)) = (self.pass.counter, &mut self.gathered) {
            counter.count(gathered);
        }
    }
}
