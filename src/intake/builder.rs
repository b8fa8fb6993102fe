//! Rows → [`Records`]: keys interned, scores in ticks, every doubtful cell in the report.

use super::ReadOptions;
use super::causes::Cause;
use super::encoding::Encoding;
use super::fields::Field;
use super::headers::{Column, Role};
use super::ids::{Ids, Seen};
use super::interner::{Interner, tidy_key};
use super::policy::{Policy, TotalRule};
use super::report::{Report, SubjectMarks};
use super::score_part::{Declared, ScorePart};
use super::score_rule::heap_of_zeros;
use super::scores::{CellReader, Reading};
use super::text::trim_raw;
use super::totals;
use crate::error::{ColumnPlace, Result};
use crate::records::{KeyColumn, Mark, Records, ScoreColumn};
use crate::subjects::TOTAL;

struct KeyPart<'a> {
    place: ColumnPlace,
    name: String,
    tidy: fn(&str) -> String,
    interner: Interner<'a>,
}

/// The scores of one file so far: each subject, and the total where the file has one.
#[derive(Default)]
struct ScoreParts {
    subjects: Vec<ScorePart>,
    total: Option<ScorePart>,
    rule: TotalRule,
}

impl ScoreParts {
    /// Takes the cells of one candidate; the total is cell number `subjects.len()`.
    #[inline]
    fn push(&mut self, mut cell: impl FnMut(usize, &ColumnPlace) -> (Reading, u64), report: &mut Report) {
        let (mut explicit, mut scored) = (None, false);
        for (at, part) in self.subjects.iter_mut().enumerate() {
            let (reading, row) = cell(at, &part.place);
            let mark = part.push(reading, row, report);
            if matches!(mark, Mark::Absent | Mark::Deferred | Mark::Violation) {
                explicit = explicit.or(Some(mark));
            }
            scored |= mark == Mark::Scored;
        }
        if let Some(total) = &mut self.total {
            let (reading, row) = cell(self.subjects.len(), &total.place);
            let mark = total.push(reading, row, report);
            let believed = match self.rule {
                TotalRule::Any => false,
                TotalRule::All => scored,
                TotalRule::Given => true,
            };
            if let Some(explicit) = explicit.filter(|_| !believed)
                && matches!(mark, Mark::Scored | Mark::Blank)
            {
                total.replace_last(explicit);
                report.totals_made_absent += u64::from(mark == Mark::Scored);
            }
        }
    }
}

/// Builds the records of one file row by row.
pub(super) struct Builder<'a> {
    encoding: Encoding,
    reader: CellReader<'a>,
    id: Option<ColumnPlace>,
    ids: Ids<'a>,
    keys: Vec<KeyPart<'a>>,
    scores: ScoreParts,
    declared: Declared,
    year: Option<i32>,
    policy: Policy,
    rows: RowNumbers,
}

impl<'a> Builder<'a> {
    pub fn new(columns: &[Column], options: &ReadOptions, encoding: Encoding) -> Result<Builder<'a>> {
        let mut builder = Builder {
            encoding,
            reader: CellReader::new(encoding, &options.policy),
            id: None,
            ids: Ids::default(),
            keys: Vec::new(),
            scores: ScoreParts { rule: options.policy.total, ..ScoreParts::default() },
            declared: Declared::new(options)?,
            year: options.year,
            policy: options.policy.clone(),
            rows: RowNumbers::default(),
        };
        for column in columns {
            let place = column.place.clone();
            match &column.role {
                Role::CandidateId => builder.id = Some(place),
                Role::Key(name) => {
                    let tidy = tidy_key(name);
                    let interner = Interner::new();
                    builder.keys.push(KeyPart { place, name: name.clone(), tidy, interner });
                }
                Role::Subject(id) if id == TOTAL => {
                    builder.scores.total = Some(builder.declared.part(place, id))
                }
                Role::Subject(id) => builder.scores.subjects.push(builder.declared.part(place, id)),
                Role::Name | Role::SubjectName | Role::LongScore | Role::Ignored => {}
            }
        }
        Ok(builder)
    }

    /// Takes a row whose fields are as many as the columns.
    #[inline]
    pub fn push(&mut self, row: u64, fields: &[Field<'a>], report: &mut Report) {
        if !self.is_new(row, fields, report) {
            report.reject(row, Cause::DuplicateCandidate);
            return;
        }
        report.accepted += 1;
        self.rows.push(row);
        for key in &mut self.keys {
            let field = fields.get(key.place.index).copied().unwrap_or_default();
            if key.interner.push(field, self.encoding, key.tidy) {
                report.find(row, Some(&key.place), Cause::KeyNormalised);
            }
        }
        let field = |place: &ColumnPlace| fields.get(place.index).copied().unwrap_or_default();
        let reader = &mut self.reader;
        self.scores.push(|_, place| (reader.read(field(place)), row), report);
    }

    /// Goes on with a reader that has read the cells of this file.
    pub fn set_reader(&mut self, reader: CellReader<'a>) {
        self.reader = reader;
    }

    /// Takes a candidate whose cells have been read, with the row of each, in the order of the columns.
    pub fn push_read(&mut self, row: u64, cell: impl Fn(usize) -> (Reading, u64), report: &mut Report) {
        self.rows.push(row);
        self.scores.push(|at, _| cell(at), report);
    }

    #[inline]
    fn is_new(&mut self, row: u64, fields: &[Field<'a>], report: &mut Report) -> bool {
        let Some(place) = &self.id else { return true };
        let Some(field) = fields.get(place.index) else { return true };
        let seen = self.ids.see(trim_raw(field.raw));
        if seen == Seen::Destroyed {
            report.find(row, Some(place), Cause::DestroyedId);
        }
        seen != Seen::Again
    }

    /// The records, with the marks counted into the report.
    pub fn finish(self, report: &mut Report) -> Result<Records> {
        let len = self.rows.len;
        if let Some(place) = &self.id
            && self.ids.all_in_zeros()
        {
            report.find(self.rows.row_of(0), Some(place), Cause::DestroyedId);
        }
        let mut keys: Vec<KeyColumn> = self.keys.into_iter().map(|k| k.interner.finish(&k.name)).collect();
        if let Some(year) = self.year {
            let labels = vec![year.to_string()];
            keys.push(KeyColumn { name: "year".to_owned(), codes: vec![0; len], labels });
        }
        let given = self.scores.total.is_some();
        let parts = self.scores.subjects.into_iter().chain(self.scores.total);
        let mut scores: Vec<_> = parts.map(ScorePart::finish).collect();
        let addends = totals::addends(&scores);
        let derived = if !given && addends.len() > 1 {
            let mut total = totals::derive(&addends, len, self.policy.total, |index| {
                report.find(self.rows.row_of(index), None, Cause::OutOfRange);
            })?;
            total.subject.full_mark = self.declared.full_mark(TOTAL).or(total.subject.full_mark);
            Some(total)
        } else {
            None
        };
        report.total_derived = derived.is_some();
        scores.extend(derived);
        for column in &scores {
            doubt_zeros(column, &self.policy, &self.rows, report);
            let mut counts = [0; Mark::COUNT];
            column.marks.iter().for_each(|mark| counts[*mark as usize] += 1);
            report.marks.push(SubjectMarks { subject: column.subject.id.clone(), counts });
        }
        (report.marks_seen, report.unknown_marks) = self.reader.finish();
        report.name_rules(&self.policy);
        Ok(Records { len, keys, scores })
    }
}

/// Says where a heap of zeros looks like absent candidates.
fn doubt_zeros(column: &ScoreColumn, policy: &Policy, rows: &RowNumbers, report: &mut Report) {
    if policy.knows(0) {
        return;
    }
    if let Some((count, first)) = heap_of_zeros(column) {
        let field = Some(format!("subject:{}", column.subject.id));
        let place = report.columns.iter().find(|used| used.field == field).map(|used| used.place.clone());
        report.find_many(rows.row_of(first), place.as_ref(), Cause::HeapOfZeros, count);
    }
}

/// The physical row of each accepted candidate; only breaks in the sequence are stored.
#[derive(Default)]
struct RowNumbers {
    len: usize,
    /// Index of a candidate, and the row from which rows follow each other.
    runs: Vec<(usize, u64)>,
}

impl RowNumbers {
    #[inline]
    fn push(&mut self, row: u64) {
        let follows = self.runs.last().is_some_and(|(index, first)| first + (self.len - index) as u64 == row);
        if !follows {
            self.runs.push((self.len, row));
        }
        self.len += 1;
    }

    fn row_of(&self, index: usize) -> u64 {
        let at = self.runs.partition_point(|(first, _)| *first <= index);
        let run = at.checked_sub(1).and_then(|at| self.runs.get(at));
        run.map_or(0, |(first, row)| row + (index - first) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_again() {
        let rows = [2, 3, 4, 7, 8, 20];
        let mut numbers = RowNumbers::default();
        rows.iter().for_each(|row| numbers.push(*row));
        assert_eq!(numbers.runs.len(), 3);
        assert!(rows.iter().enumerate().all(|(index, row)| numbers.row_of(index) == *row));
    }
}
