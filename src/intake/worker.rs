//! One thread of a pass: reads a block, and enters it when its turn has come.

use blake3::hazmat::ChainingValue;

use super::chunk::{Chunk, MAX_LINE_BYTES};
use super::groups::Grouper;
use super::guard::{Guard, MAX_FIELD_BYTES};
use super::lines::count_lines;
use super::pass::{Pass, Stopped, Turn};
use super::report::Report;
use super::rows::{RowReader, Rows};
use super::score_file::too_long;
use super::signs::Signs;
use super::walk::{Above, LongLine};
use super::witness::BlockHashes;
use crate::error::{Error, Result};
use crate::tally::{Gathered, Steps};

/// One thread of a pass.
pub(super) struct Worker<'p, 'w> {
    pass: &'w Pass<'p>,
    reader: RowReader<'p>,
    chunk: Chunk,
    decimals: Vec<u8>,
    gathered: Option<Gathered>,
    steps: Steps,
}

/// A block, read but not entered.
pub(super) struct Read {
    signs: Option<Signs>,
    hash: Option<ChainingValue>,
    lines: u64,
    walked: Option<Walked>,
}

/// The records of a block from one of its lines on.
struct Walked {
    /// Where in the file the walk began and ended.
    from: u64,
    to: u64,
    /// Physical rows walked.
    lines: u64,
    /// Whether the last of them is a piece of a row.
    ends_in_piece: bool,
    long_line: Option<LongLine>,
    /// What stands above the first of them, as was supposed, and above what follows.
    above: [Above; 2],
    rows: Rows,
    report: Report,
}

impl<'p, 'w> Worker<'p, 'w> {
    pub fn new(pass: &'w Pass<'p>) -> Result<Worker<'p, 'w>> {
        let decimals = pass.plan.no_decimals();
        let steps = pass.plan.steps(&decimals)?;
        let grouper = Grouper::new(pass.dictionary);
        Ok(Worker {
            pass,
            reader: RowReader::new(pass.plan, pass.opened.encoding, grouper, pass.usual),
            chunk: Chunk::default(),
            decimals,
            gathered: pass.counter.map(|counter| counter.gathered(steps.clone())),
            steps,
        })
    }

    pub fn read(&mut self, number: u64) -> Result<Read> {
        let Pass { opened, blocks, .. } = self.pass;
        self.chunk.load(&opened.bytes, *blocks, number)?;
        let block = || self.chunk.block(*blocks, number);
        let hash = self.pass.hashed.then(|| BlockHashes::of_block(*blocks, number, opened.mark(), block()));
        let lines = self.chunk.lines();
        // An invalid block is not read: its bytes cannot be cut.
        let signs = opened.check.map(|guess| guess.signs(lines));
        let sound = signs.as_ref().is_none_or(Signs::is_sound) && !self.chunk.too_long;
        let lines = self.chunk.count_lines();
        let from = self.chunk.first().max(blocks.start + opened.layout.data_start as u64);
        let first = from == blocks.start + opened.layout.data_start as u64;
        let above = Above { rows: !first, other_header: false };
        let walked = if sound { Some(self.walk(from, false, above, &[])?) } else { None };
        Ok(Read { signs, hash, lines, walked })
    }

    /// Walks the records of the block from `from` on.
    fn walk(&mut self, from: u64, after_piece: bool, above: Above, again: &[usize]) -> Result<Walked> {
        let Pass { opened, blocks, walk, .. } = self.pass;
        loop {
            let mut rows = self.reader.begin(&self.decimals);
            let mut report = opened.report();
            let (bytes, until) = (&self.chunk.bytes, self.chunk.end);
            let start = ((from - self.chunk.offset) as usize).min(until);
            let mut guard = Guard::new(bytes, start, 0, opened.layout.dialect, Some(walk.width))
                .watching_part(walk.non_data, after_piece, self.chunk.open_ended);
            let reader = &mut self.reader;
            let mut after = above;
            let long_line = walk.rows(&mut guard, until, &mut after, &mut report, |row, fields, report| {
                reader.push(row, fields, again, &mut rows, report);
            });
            if !guard.is_starved() {
                let to = self.chunk.offset + guard.position().max(start) as u64;
                let (lines, ends_in_piece) = (guard.row(), guard.is_after_piece());
                self.reader.end(&mut rows, &mut report)?;
                return Ok(Walked {
                    from,
                    to,
                    lines,
                    ends_in_piece,
                    long_line,
                    above: [above, after],
                    rows,
                    report,
                });
            }
            // A record of several lines is at most this long, and the line that shows it comes on top.
            let length = 2 * MAX_FIELD_BYTES as u64;
            self.chunk.extend(&opened.bytes, *blocks, length)?;
        }
    }

    /// Enters the block into the account; its candidates are counted when the turn is over.
    pub fn enter(&mut self, turn: &mut Turn<'p>, read: Read) -> std::result::Result<Rows, Stopped> {
        if let (Some(verdict), Some(signs)) = (&mut turn.verdict, &read.signs) {
            verdict.add(signs, self.chunk.first()).map_err(Stopped::Objection)?;
        }
        read.hash.into_iter().for_each(|hash| turn.hashes.push(hash));
        if self.chunk.too_long {
            return Err(self.long_line(turn).into());
        }
        let Some(mut walked) = read.walked else {
            return Err(Error::Internal { what: "a block of an encoding that it is not in" }.into());
        };
        // A record may reach into this block from the one before; only now it is known where.
        let behind = self.chunk.behind();
        let from = turn.at.max(self.chunk.first()).min(behind);
        let after_piece = turn.after_piece && from < behind;
        let above = turn.above;
        if walked.from.min(behind) != from || after_piece || above != walked.above[0] {
            walked = self.walk(from, after_piece, above, &[])?;
        }
        if let Some(long) = walked.long_line {
            return Err(too_long(self.pass.opened.place().at_row(turn.row + long.row), long.length).into());
        }
        let again = turn.ledger.repeated(&walked.rows, turn.row)?;
        if !again.is_empty() {
            walked = self.walk(from, after_piece, above, &again)?;
        }
        turn.ledger.enter(&walked.rows, walked.report, turn.row)?;
        if let Some(kept) = &mut turn.kept
            && !kept.add(&walked.rows, self.pass.plan, turn.row)?
        {
            turn.kept = None;
        }
        turn.above = walked.above[1];
        turn.at = walked.to.max(turn.at);
        turn.row += walked.lines;
        if walked.lines > 0 {
            turn.after_piece = walked.ends_in_piece;
        }
        turn.physical_rows += read.lines;
        self.decimals.clone_from_slice(turn.ledger.decimals());
        Ok(walked.rows)
    }

    /// The refusal of a line that no export has, with its row.
    fn long_line(&self, turn: &Turn<'_>) -> Error {
        let from = (turn.at.saturating_sub(self.chunk.offset) as usize).max(self.chunk.start);
        let lines = count_lines(&self.chunk.bytes[from.min(self.chunk.bytes.len())..]);
        let place = self.pass.opened.place().at_row(turn.row + lines.saturating_sub(1));
        too_long(place, MAX_LINE_BYTES)
    }

    pub fn count(&mut self, rows: &Rows) {
        let (Some(counter), Some(gathered)) = (self.pass.counter, &mut self.gathered) else { return };
        // The steps of a block that was entered are known.
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
    /// Counts what was gathered and not yet counted.
    pub fn count_rest(&mut self) {
        if let (Some(counter), Some(gathered)) = (self.pass.counter, &mut self.gathered) {
            counter.count(gathered);
        }
    }
}
