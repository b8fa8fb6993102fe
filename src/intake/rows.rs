//! Rows → candidates, compactly: the number of a group and a cell per column of scores.

use std::collections::BTreeSet;

use super::agreement::Agreement;
use super::causes::Cause;
use super::encoding::Encoding;
use super::fields::Field;
use super::groups::{Grouper, Spelling, Told};
use super::identity::{IdReader, Identified};
use super::ids::{Id, LongIds, is_date};
use super::plan::Plan;
use super::report::Report;
use super::score_part::{Cell, ScorePart};
use super::score_rule::power;
use super::scores::{CellReader, OddCounts, Reading};
use super::sittings::{Sat, Usual};
use super::totals::Sum;
use crate::error::Result;
use crate::records::Mark;
use crate::tally::{CELL_ELSEWHERE, cell_of_mark};

/// The candidates of one block, and what happened to its rows.
#[derive(Default)]
pub(super) struct Rows {
    width: usize,
    /// Per candidate.
    pub groups: Vec<u32>,
    /// Candidate by candidate, a cell per column: ticks, or a mark below zero.
    pub cells: Vec<i32>,
    /// Of the ticks of each column that the file has.
    pub decimals: Vec<u8>,
    /// The physical row of each candidate, counted from the block's first.
    pub lines: Vec<u32>,
    ids: Vec<StoredId>,
    id_bytes: Vec<u8>,
    pub long_ids: LongIds,
    pub spellings: Vec<Spelling>,
    /// How ids looked that were made plain.
    pub plain_ids: BTreeSet<(String, String)>,
    pub odd: OddCounts,
    /// Per column and mark.
    pub marks: Vec<[u64; Mark::COUNT]>,
    /// Per column, the row of the first score of 0.
    pub zeros: Vec<Option<u32>>,
    /// Sums that may not fit a cell: the candidate and the sum in steps of the total.
    pub large_totals: Vec<(usize, i64)>,
    /// In how many subjects candidates have scores, where a stated total is judged by it.
    pub sat: Sat,
}

#[derive(Clone, Copy)]
enum StoredId {
    None,
    Digits(u64),
    /// A range of the bytes.
    Text(u32, u32),
}

impl Rows {
    fn new(plan: &Plan, decimals: &[u8]) -> Rows {
        Rows { width: plan.width(), decimals: decimals.to_vec(), ..Rows::default() }
    }

    pub fn len(&self) -> usize {
        self.groups.len()
    }

    pub fn id(&self, candidate: usize) -> Id<'_> {
        match self.ids.get(candidate) {
            None | Some(StoredId::None) => Id::Empty,
            Some(StoredId::Digits(digits)) => Id::Digits(*digits),
            Some(StoredId::Text(from, to)) => Id::Text(&self.id_bytes[*from as usize..*to as usize]),
        }
    }

    #[inline]
    pub fn cells(&self, candidate: usize) -> &[i32] {
        &self.cells[candidate * self.width..][..self.width]
    }

    /// The last score of a candidate, which is his total where there is one, in its steps.
    pub fn last_score(&self, candidate: usize) -> Option<i128> {
        match *self.cells(candidate).last()? {
            CELL_ELSEWHERE => {
                let large = self.large_totals.iter().find(|(of, _)| *of == candidate)?;
                Some(i128::from(large.1))
            }
            ticks => (ticks >= 0).then_some(i128::from(ticks)),
        }
    }

    fn keep_id(&mut self, id: Id<'_>) {
        self.ids.push(match id {
            Id::Empty | Id::Destroyed => StoredId::None,
            Id::Digits(digits) => StoredId::Digits(digits),
            Id::Text(text) => {
                let from = self.id_bytes.len() as u32;
                self.id_bytes.extend_from_slice(text);
                StoredId::Text(from, self.id_bytes.len() as u32)
            }
        });
    }

    /// Counts the marks, and finds the first score of 0, of each column.
    fn count_marks(&mut self) {
        self.marks = vec![[0; Mark::COUNT]; self.width];
        self.zeros = vec![None; self.width];
        let mut elsewhere = vec![0; self.width];
        for (cells, line) in self.cells.chunks_exact(self.width.max(1)).zip(&self.lines) {
            // Nearly every cell is a score above 0.
            for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| **cell <= 0) {
                match self.marks[at].get_mut(cell.unsigned_abs() as usize) {
                    Some(_) if *cell == 0 => {
                        self.zeros[at].get_or_insert(*line);
                    }
                    Some(count) => *count += 1,
                    None => elsewhere[at] += 1,
                }
            }
        }
        for (marks, elsewhere) in self.marks.iter_mut().zip(elsewhere) {
            marks[Mark::Scored as usize] = self.lines.len() as u64 - marks.iter().sum::<u64>() - elsewhere;
        }
    }

    /// Ticks at other decimals than those of the column so far.
    pub fn in_step(&mut self, column: usize, ticks: i32, decimals: u8) -> i32 {
        if decimals > self.decimals[column] {
            self.refine(column, decimals);
        }
        ticks * power(self.decimals[column] - decimals)
    }

    /// Earlier ticks of a column in finer steps. [`super::score_rule::Rule::ticks`] sees to it that they fit.
    #[cold]
    fn refine(&mut self, column: usize, decimals: u8) {
        let factor = power(decimals - self.decimals[column]);
        let cells = self.cells.iter_mut().skip(column).step_by(self.width);
        cells.filter(|cell| **cell > 0).for_each(|cell| *cell *= factor);
        self.decimals[column] = decimals;
    }
}

/// Reads the rows of one file, block by block.
pub(super) struct RowReader<'p> {
    plan: &'p Plan,
    reader: CellReader,
    grouper: Grouper<'p>,
    ids: IdReader,
    walk: u64,
    pushed: usize,
    usual: &'p Usual,
    sitting: Vec<u8>,
}

impl<'p> RowReader<'p> {
    /// `usual`: in how many subjects most candidates have scores, as far as it is known.
    pub fn new(plan: &'p Plan, encoding: Encoding, grouper: Grouper<'p>, usual: &'p Usual) -> RowReader<'p> {
        let reader = CellReader::new(encoding, &plan.policy).with_decimal_comma(plan.decimal_comma);
        let ids = IdReader::new(encoding);
        RowReader { plan, reader, grouper, ids, walk: 0, pushed: 0, usual, sitting: Vec::new() }
    }

    /// Begins a block, whose scores are expected to take `decimals`.
    pub fn begin(&mut self, decimals: &[u8]) -> Rows {
        self.walk += 1;
        self.pushed = 0;
        self.reader.counts();
        Rows::new(self.plan, decimals)
    }

    /// Takes a row whose fields are as many as the columns. `again` lists, ascending, the rows of this block
    /// whose candidates are known already, by their number among the rows taken.
    #[inline]
    pub fn push(
        &mut self,
        row: u64,
        fields: &[Field<'_>],
        again: &[usize],
        rows: &mut Rows,
        report: &mut Report,
    ) {
        let number = self.pushed;
        self.pushed += 1;
        if let Some(identity) = &self.plan.identity {
            let Identified { id, plain, made_plain } = self.ids.read(identity, fields);
            rows.long_ids.see(plain);
            if !again.is_empty() && again.binary_search(&number).is_ok() {
                report.reject(row, Cause::DuplicateCandidate);
                return;
            }
            if id == Id::Destroyed {
                report.find(row, Some(&identity.id), Cause::DestroyedId);
            }
            if let Id::Text(text) = id
                && report.sheet.is_none()
                && is_date(text)
            {
                report.find(row, Some(&identity.id), Cause::DateForText);
            }
            if let Some(shapes) = made_plain {
                report.find(row, Some(&identity.id), Cause::IdMadePlain);
                rows.plain_ids.insert(shapes);
            }
            rows.keep_id(id);
        }
        report.accepted += 1;
        rows.lines.push(row as u32);
        let told = Told { spellings: &mut rows.spellings, row, findings_before: report.findings.len() };
        let group = self.grouper.group(fields, self.walk, told);
        rows.groups.push(group);
        let Self { plan, reader, usual, sitting, .. } = self;
        let mut most = 0;
        if plan.judges_totals() {
            plan.sittings.read(fields, sitting);
            most = usual.of(sitting);
        }
        let cell = |part: &ScorePart| part.cell(fields[part.place.index], row, reader);
        let scored = plan.scores(row, most, rows, report, cell);
        if plan.judges_totals() {
            rows.sat.see(sitting, scored);
        }
    }

    /// Takes a candidate whose cells have been read, with the row of each, in the order of the columns, and who
    /// sat the papers of `sitting`.
    pub fn push_read(
        &self,
        row: u64,
        sitting: &[u8],
        cells: &[(Reading, u64)],
        rows: &mut Rows,
        report: &mut Report,
    ) {
        rows.lines.push(row as u32);
        rows.groups.push(0);
        let mut cells = cells.iter().map(|(reading, row)| Cell::Read(*reading, *row));
        let cell = |_: &ScorePart| cells.next().unwrap_or(Cell::Read(Reading::Mark(Mark::Blank), row));
        let scored = self.plan.scores(row, self.usual.of(sitting), rows, report, cell);
        rows.sat.see(sitting, scored);
    }

    /// Ends a block: the totals that the file lacks, and what was counted on the way.
    pub fn end(&mut self, rows: &mut Rows, report: &mut Report) -> Result<()> {
        rows.odd = self.reader.counts();
        if self.plan.judges_totals() {
            self.compare_totals(rows, report)?;
        }
        if self.plan.derive {
            self.derive_totals(rows)?;
        }
        rows.count_marks();
        Ok(())
    }

    /// Holds every total of the file against the sum of the scores beside it.
    fn compare_totals(&self, rows: &mut Rows, report: &mut Report) -> Result<()> {
        let subjects = self.plan.subjects(&rows.decimals)?;
        let Some(agreement) = Agreement::new(&subjects, &self.plan.addends) else { return Ok(()) };
        let mut found = Vec::new();
        for (cells, line) in rows.cells.chunks_exact(rows.width).zip(&rows.lines) {
            if let Some(difference) = agreement.differs(cells) {
                let cause = if difference.above { Cause::TotalAboveSum } else { Cause::TotalBelowSum };
                found.push((u64::from(*line), cause));
                report.see_total_without(difference.without);
            }
        }
        if !found.is_empty() {
            for spelling in &mut rows.spellings {
                spelling.findings_before += found.partition_point(|(row, _)| *row < spelling.row);
            }
            report.find_among(self.plan.total(), &found);
        }
        Ok(())
    }

    fn derive_totals(&self, rows: &mut Rows) -> Result<()> {
        let Plan { addends, policy, .. } = self.plan;
        let sum = Sum::new(&self.plan.subjects(&rows.decimals)?, addends, policy.total)?;
        let safe = i64::from(i32::MAX) / self.plan.growth();
        for (candidate, cells) in rows.cells.chunks_exact_mut(rows.width).enumerate() {
            let Some((total, cells)) = cells.split_last_mut() else { continue };
            *total = match sum.of(cells) {
                _ if self.plan.withhold_total => cell_of_mark(Mark::Withheld),
                Err(mark) => mark,
                Ok(sum) if sum <= safe => sum as i32,
                Ok(sum) => {
                    rows.large_totals.push((candidate, sum));
                    CELL_ELSEWHERE
                }
            };
        }
        Ok(())
    }
}
