//! The account of one file: its blocks are entered in the order of the file, whoever read them.

use std::collections::{BTreeSet, HashSet};

use super::causes::Cause;
use super::dictionary::Dictionary;
use super::findings::{Finding, Rejected};
use super::groups::Spelling;
use super::ids::{LongIds, is_destroyed};
use super::plan::Plan;
use super::repeats::Repeats;
use super::report::{FINDINGS_KEPT, Report, SubjectMarks};
use super::rows::Rows;
use super::score_rule::heap_of_zeros;
use super::sittings::Sat;
use crate::error::{ColumnPlace, Result};
use crate::number::Rational;
use crate::records::{KeyColumn, Mark, Subject};
use crate::tally::cell_of_mark;

pub(super) struct Ledger<'p> {
    plan: &'p Plan,
    report: Report,
    repeats: Repeats,
    /// How ids looked that were made plain.
    plain_ids: BTreeSet<(String, String)>,
    long_ids: LongIds,
    /// Spellings that were told.
    told: HashSet<(usize, Box<[u8]>)>,
    decimals: Vec<u8>,
    /// The physical row of the first candidate.
    first: Option<u64>,
    /// Per column and mark.
    marks: Vec<[u64; Mark::COUNT]>,
    /// Per column, the physical row of the first score of 0.
    zeros: Vec<Option<u64>>,
    candidates: usize,
    large: Vec<LargeTotal>,
    sat: Sat,
}

/// A sum of subjects that may be out of range in the steps of the whole file.
#[derive(Clone, Copy, Debug)]
pub(super) struct LargeTotal {
    row: u64,
    /// Among the candidates of the file.
    pub candidate: usize,
    pub group: u32,
    sum: i64,
    step: Rational,
    /// In steps of the file; `None` where it is out of range.
    pub ticks: Option<i32>,
}

impl LargeTotal {
    /// The cell that it is.
    pub fn cell(&self) -> i32 {
        self.ticks.unwrap_or(cell_of_mark(Mark::Invalid))
    }
}

/// The account closed.
pub(super) struct Closed {
    pub report: Report,
    /// Of the columns of cells.
    pub subjects: Vec<Subject>,
    pub large: Vec<LargeTotal>,
    /// Per column, the physical row of the first score of 0.
    zeros: Vec<Option<u64>>,
    /// The physical row of the first candidate.
    first: Option<u64>,
    /// In how many subjects candidates have scores.
    pub sat: Sat,
    /// Spellings of keys that had to be made plain.
    spellings: Vec<(usize, Box<[u8]>)>,
}

impl Closed {
    /// Lists every label that was made plain.
    pub fn list_normalised(&mut self, dictionary: &Dictionary<'_>) {
        let listed = self.spellings.iter().take(FINDINGS_KEPT);
        self.report.normalised.extend(listed.map(|(key, raw)| dictionary.mapping(*key, raw)));
        self.report.normalised.sort();
    }

    /// Says where Excel rewrote the codes of schools.
    pub fn doubt_codes(&mut self, keys: &[KeyColumn]) {
        let codes = keys.iter().find(|key| key.name == "school_code");
        if !codes.is_some_and(|codes| is_destroyed(codes.labels.iter().map(String::as_str))) {
            return;
        }
        let used = self.report.columns.iter().find(|used| used.field.as_deref() == Some("school_code"));
        let place = used.map(|used| used.place.clone());
        self.report.find(self.first.unwrap_or(0), place.as_ref(), Cause::DestroyedId);
    }

    /// Says where a heap of zeros looks like absent candidates. `counts` are those of a column over all.
    pub fn doubt_zeros(&mut self, column: usize, counts: &[(i64, u64)]) {
        let (Some(zeros), Some(row)) = (heap_of_zeros(counts), self.zeros[column]) else { return };
        let field = Some(format!("subject:{}", self.subjects[column].id));
        let used = self.report.columns.iter().find(|used| used.field == field);
        let place = used.map(|used| used.place.clone());
        self.report.find_many(row, place.as_ref(), Cause::HeapOfZeros, zeros);
    }
}

impl<'p> Ledger<'p> {
    pub fn new(plan: &'p Plan, report: Report) -> Ledger<'p> {
        Ledger {
            plan,
            report,
            repeats: Repeats::first(),
            plain_ids: BTreeSet::new(),
            long_ids: LongIds::default(),
            told: HashSet::new(),
            decimals: plan.no_decimals(),
            first: None,
            marks: vec![[0; Mark::COUNT]; plan.width()],
            zeros: vec![None; plan.width()],
            candidates: 0,
            large: Vec::new(),
            sat: Sat::default(),
        }
    }

    /// The account of a file of which it is known which rows of repeated candidates count, or to be found out.
    pub fn with_repeats(self, repeats: Repeats) -> Ledger<'p> {
        Ledger { repeats, ..self }
    }

    /// What was found out of repeated candidates.
    pub fn into_repeats(self) -> Repeats {
        self.repeats
    }

    /// Decimals of the columns so far.
    pub fn decimals(&self) -> &[u8] {
        &self.decimals
    }

    /// Which candidates of the next block, whose first line is physical row `first`, are left out because they
    /// are there more than once, by their number in it.
    pub fn repeated(&mut self, rows: &Rows, first: u64) -> Result<Vec<usize>> {
        if self.plan.identity.is_none() {
            return Ok(Vec::new());
        }
        self.repeats.left_out(rows, first, self.plan)
    }

    /// Enters the next block, whose first line is physical row `first`.
    pub fn enter(&mut self, rows: &Rows, mut account: Report, first: u64) -> Result<()> {
        for (ours, theirs) in self.decimals.iter_mut().zip(&rows.decimals) {
            *ours = (*ours).max(*theirs);
        }
        for (ours, theirs) in self.marks.iter_mut().zip(&rows.marks) {
            ours.iter_mut().zip(theirs).for_each(|(ours, theirs)| *ours += theirs);
        }
        self.long_ids.add(rows.long_ids);
        self.enter_spellings(rows, &mut account);
        self.enter_large_totals(rows, first)?;
        self.plain_ids.extend(rows.plain_ids.iter().cloned());
        if let Some(line) = rows.lines.first() {
            self.first = self.first.or(Some(first + u64::from(*line)));
        }
        for (ours, line) in self.zeros.iter_mut().zip(&rows.zeros) {
            *ours = ours.or(line.map(|line| first + u64::from(line)));
        }
        self.candidates += rows.len();
        self.sat.add(&rows.sat);
        rows.odd.add_to(&mut self.report);
        self.report.absorb(account, first);
        Ok(())
    }

    /// A spelling is told once a file, where it first stands.
    fn enter_spellings(&mut self, rows: &Rows, account: &mut Report) {
        let new = rows.spellings.iter().filter(|found| self.told.insert((found.key, found.raw.clone())));
        let new: Vec<&Spelling> = new.collect();
        for found in new.into_iter().rev() {
            let place = &self.plan.keys.parts[found.key].place;
            account.find_before(found.findings_before, found.row, place, Cause::KeyNormalised);
        }
    }

    fn enter_large_totals(&mut self, rows: &Rows, first: u64) -> Result<()> {
        if rows.large_totals.is_empty() {
            return Ok(());
        }
        let step = *self.plan.steps(&rows.decimals)?.last().unwrap_or(&Rational::from_integer(1));
        let before = self.candidates;
        self.large.extend(rows.large_totals.iter().map(|(candidate, sum)| LargeTotal {
            row: first + u64::from(rows.lines[*candidate]),
            candidate: before + candidate,
            group: rows.groups[*candidate],
            sum: *sum,
            step,
            ticks: None,
        }));
        Ok(())
    }

    /// Closes the account, when every block was entered.
    pub fn close(mut self) -> Result<Closed> {
        if let Some(place) = self.plan.id()
            && self.long_ids.all_in_zeros()
        {
            self.report.find(self.first.unwrap_or(0), Some(place), Cause::DestroyedId);
        }
        let subjects = self.plan.subjects(&self.decimals)?;
        let step = subjects.last().map(|total| total.scale.step());
        for total in &mut self.large {
            let factor = step.map_or(1, |step| (total.step / step).to_integer());
            total.ticks = i32::try_from(i128::from(total.sum).saturating_mul(factor)).ok();
            let mark = if total.ticks.is_some() { Mark::Scored } else { Mark::Invalid };
            if let Some(marks) = self.marks.last_mut() {
                marks[mark as usize] += 1;
            }
            if total.ticks.is_none() {
                self.report.find(total.row, None, Cause::OutOfRange);
            }
        }
        self.report.total_derived = self.plan.derive;
        if let Some(place) = self.plan.id() {
            let shapes = std::mem::take(&mut self.plain_ids).into_iter().take(FINDINGS_KEPT);
            self.report.normalised.extend(shapes.map(|(from, to)| (place.header.clone(), from, to)));
        }
        let marks = subjects.iter().zip(self.marks);
        self.report.marks =
            marks.map(|(subject, counts)| SubjectMarks { subject: subject.id.clone(), counts }).collect();
        let (zeros, first) = (self.zeros, self.first);
        self.report.explain_totals(|column| self.plan.place(column).cloned());
        let derived = self.plan.withhold_total.then(|| subjects.len() - 1);
        self.report.find_unscored(derived, self.first, |column| self.plan.place(column).cloned());
        let spellings = self.told.into_iter().collect();
        Ok(Closed {
            report: self.report,
            subjects,
            large: self.large,
            zeros,
            first,
            sat: self.sat,
            spellings,
        })
    }
}

impl Report {
    /// As [`Report::find`], but listed before all findings behind the first `before`.
    fn find_before(&mut self, before: usize, row: u64, column: &ColumnPlace, cause: Cause) {
        let listed = self.findings.len();
        self.find(row, Some(column), cause);
        if before < listed {
            self.findings.truncate(listed);
            self.findings.insert(before, Finding { row, column: Some(column.clone()), cause });
        }
    }

    /// Adds the account of the rows that come next, the first of which is physical row `first`.
    pub(super) fn absorb(&mut self, next: Report, first: u64) {
        self.accepted += next.accepted;
        self.continuation += next.continuation;
        self.totals_made_absent += next.totals_made_absent;
        for (column, count) in next.totals_without {
            *self.totals_without.entry(column).or_default() += count;
        }
        self.touched.resize(self.touched.len().max(next.touched.len()), 0);
        self.touched.iter_mut().zip(&next.touched).for_each(|(ours, theirs)| *ours += theirs);
        self.rejected.absorb(next.rejected, |rejected| Rejected { row: first + rejected.row, ..rejected });
        self.absorb_stated(next.stated, first);
        self.non_data.absorb(next.non_data, |(row, reason)| (first + row, reason));
        let room = FINDINGS_KEPT.saturating_sub(self.findings.len());
        let findings = next.findings.into_iter().take(room);
        self.findings.extend(findings.map(|finding| Finding { row: first + finding.row, ..finding }));
        for (place, (count, row)) in next.counts {
            let entry = self.counts.entry(place).or_insert((0, first + row));
            entry.0 += count;
            entry.1 = entry.1.min(first + row);
        }
    }
}
