//! Candidates kept one by one, for what no count by subject tells.

use super::dictionary::Dictionary;
use super::items::OptionCodes;
use super::ledger::LargeTotal;
use super::plan::Plan;
use super::rows::Rows;
use crate::error::Result;
use crate::number::Rational;
use crate::records::{KeyColumn, Mark, Records, ScoreColumn, Subject};
use crate::tally::Steps;

/// The candidates of the blocks so far.
pub(super) struct Kept {
    /// More candidates than this are not kept.
    most: usize,
    /// The group of each.
    groups: Vec<u32>,
    /// The physical row of each.
    rows: Vec<u64>,
    columns: Vec<Column>,
    steps: Option<Steps>,
}

#[derive(Default)]
struct Column {
    ticks: Vec<i32>,
    marks: Vec<Mark>,
}

impl Kept {
    pub fn new(plan: &Plan, most: usize) -> Kept {
        let columns = (0..plan.width()).map(|_| Column::default()).collect();
        Kept { most, groups: Vec::new(), rows: Vec::new(), columns, steps: None }
    }

    /// Adds the candidates of the next block, whose first line is physical row `first`; `false` where they are
    /// too many.
    pub fn add(&mut self, rows: &Rows, plan: &Plan, first: u64) -> Result<bool> {
        if self.groups.len() + rows.len() > self.most {
            return Ok(false);
        }
        let theirs = plan.steps(&rows.decimals)?;
        self.refine(&theirs);
        let ours = self.steps.get_or_insert_with(|| theirs.clone());
        let factors: Vec<i32> = theirs.iter().zip(ours.iter()).map(|(a, b)| factor(*a, *b)).collect();
        self.groups.extend_from_slice(&rows.groups);
        self.rows.extend(rows.lines.iter().map(|line| first + u64::from(*line)));
        for (at, column) in self.columns.iter_mut().enumerate() {
            for candidate in 0..rows.len() {
                let cell = rows.cells(candidate)[at];
                let mark = if cell >= 0 { Mark::Scored } else { mark_of(cell) };
                column.ticks.push(cell.max(0) * factors[at]);
                column.marks.push(mark);
            }
        }
        Ok(true)
    }

    /// Earlier ticks in finer steps. The scores of undeclared columns fit at the finest; totals that might not
    /// are told apart.
    fn refine(&mut self, theirs: &[Rational]) {
        let Some(ours) = &self.steps else { return };
        if theirs.iter().zip(ours.iter()).all(|(a, b)| a >= b) {
            return;
        }
        let finest: Steps = theirs.iter().zip(ours.iter()).map(|(a, b)| *a.min(b)).collect();
        for (at, column) in self.columns.iter_mut().enumerate() {
            let factor = factor(ours[at], finest[at]);
            column.ticks.iter_mut().for_each(|ticks| *ticks *= factor);
        }
        self.steps = Some(finest);
    }

    /// The candidates as records of these subjects.
    pub fn finish(
        mut self,
        dictionary: &Dictionary<'_>,
        subjects: &[Subject],
        large: &[LargeTotal],
        plan: &Plan,
    ) -> Records {
        if let Some(total) = self.columns.last_mut() {
            for large in large {
                total.ticks[large.candidate] = large.ticks.unwrap_or(0);
                total.marks[large.candidate] =
                    if large.ticks.is_some() { Mark::Scored } else { Mark::Invalid };
            }
        }
        let len = self.groups.len();
        let (order, codes) = by_appearance(self.groups);
        let of_groups = dictionary.keys(&order);
        let mut keys: Vec<KeyColumn> = of_groups
            .into_iter()
            .map(|key| {
                let of_group = key.codes;
                let codes = codes.iter().map(|group| of_group[*group as usize]).collect();
                KeyColumn { name: key.name, codes, labels: key.labels }
            })
            .collect();
        keys.extend(plan.year.map(|year| KeyColumn::constant("year", year.to_string(), len)));
        let columns = self.columns.into_iter().zip(subjects).zip(plan.shifts());
        let scores = columns.enumerate().filter_map(|(at, ((mut column, subject), shift))| {
            if let Some(options) = plan.options(at) {
                keys.push(of_options(&subject.id, &column.ticks, options));
                return None;
            }
            let ticks = subject.scale.ticks(Rational::from_integer(shift.into()));
            let shift = ticks.and_then(|ticks| i32::try_from(ticks).ok()).unwrap_or_default();
            let scored =
                column.ticks.iter_mut().zip(&column.marks).filter(|(_, mark)| **mark == Mark::Scored);
            scored.for_each(|(ticks, _)| *ticks -= shift);
            Some(ScoreColumn { subject: subject.clone(), ticks: column.ticks, marks: column.marks })
        });
        let scores = scores.collect();
        Records { len, rows: self.rows, keys, scores }
    }
}

/// The options of a column as a key, in order of first appearance.
fn of_options(name: &str, cells: &[i32], options: &OptionCodes) -> KeyColumn {
    let highest = cells.iter().copied().max().unwrap_or_default().max(0) as usize;
    let mut place: Vec<Option<u32>> = vec![None; highest + 1];
    let mut key = KeyColumn { name: name.to_owned(), ..KeyColumn::default() };
    let KeyColumn { codes, labels, .. } = &mut key;
    codes.extend(cells.iter().map(|cell| {
        *place[*cell as usize].get_or_insert_with(|| {
            labels.push(options.label(*cell));
            labels.len() as u32 - 1
        })
    }));
    key
}

/// The groups in order of first appearance, and for each candidate the place of its group in that order.
fn by_appearance(groups: Vec<u32>) -> (Vec<u32>, Vec<u32>) {
    let highest = groups.iter().copied().max().map_or(0, |highest| highest as usize + 1);
    let mut place: Vec<Option<u32>> = vec![None; highest];
    let mut order = Vec::new();
    let mut codes = groups;
    for code in &mut codes {
        let group = *code;
        *code = *place[group as usize].get_or_insert_with(|| {
            order.push(group);
            order.len() as u32 - 1
        });
    }
    (order, codes)
}

fn factor(coarse: Rational, fine: Rational) -> i32 {
    if coarse <= fine { 1 } else { i32::try_from((coarse / fine).to_integer()).unwrap_or(i32::MAX) }
}

fn mark_of(cell: i32) -> Mark {
    Mark::ALL.get(cell.unsigned_abs() as usize).copied().unwrap_or(Mark::Invalid)
}
