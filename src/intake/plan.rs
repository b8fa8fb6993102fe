//! What is read of the rows of a file, and what the cells of one candidate come to.

use super::ReadOptions;
use super::causes::Cause;
use super::dictionary::KeyParts;
use super::headers::{Column, Role};
use super::identity::Identity;
use super::items::OptionCodes;
use super::policy::Policy;
use super::report::Report;
use super::rows::Rows;
use super::score_part::{Cell, Declared, ScorePart};
use super::score_rule::{MAX_DECIMALS, power};
use super::sittings::SittingColumns;
use super::totals;
use crate::error::{ColumnPlace, Result};
use crate::number::Rational;
use crate::records::{Mark, Subject};
use crate::subjects::TOTAL;
use crate::tally::{Steps, cell_of_mark};

/// What is read of the rows of a file.
pub(super) struct Plan {
    pub identity: Option<Identity>,
    pub keys: KeyParts,
    /// The subjects, then the total where the file has one.
    parts: Vec<ScorePart>,
    has_total: bool,
    /// Whether the total is the sum of the subjects; it then is one more column of cells.
    pub derive: bool,
    /// Whether a column beside the subjects looks like scores and is not used: their sum would be no total.
    pub withhold_total: bool,
    /// The columns that it adds.
    pub addends: Vec<usize>,
    /// Columns that tell with whom a candidate sat the same papers.
    pub sittings: SittingColumns,
    declared_total: Option<Rational>,
    pub policy: Policy,
    pub decimal_comma: bool,
    /// The year of all candidates.
    pub year: Option<i32>,
}

impl Plan {
    /// `wanted` are the keys that tell groups apart; `None` for all.
    pub fn new(columns: &[Column], options: &ReadOptions, wanted: Option<&[String]>) -> Result<Plan> {
        let declared = Declared::new(options)?;
        let (mut parts, mut total) = (Vec::new(), None);
        for column in columns {
            let place = column.place.clone();
            match &column.role {
                Role::Subject(subject) if subject == TOTAL => total = Some(declared.part(place, subject)),
                Role::Subject(subject) => parts.push(declared.part(place, subject)),
                Role::Progress(subject) => parts.push(declared.part(place, subject).signed()),
                Role::Options(key) => parts.push(declared.part(place, key).of_options()),
                Role::CandidateId
                | Role::Key(_)
                | Role::Name
                | Role::SubjectName
                | Role::LongScore
                | Role::ItemName
                | Role::ItemOptions
                | Role::Ignored => {}
            }
        }
        let has_total = total.is_some();
        let mut addends = totals::addends(&parts.iter().map(|part| part.id.as_str()).collect::<Vec<_>>());
        addends.retain(|at| parts[*at].shift() == 0 && parts[*at].options.is_none());
        parts.extend(total);
        Ok(Plan {
            identity: Identity::of(columns),
            keys: KeyParts::new(columns, wanted),
            parts,
            has_total,
            derive: !has_total && addends.len() > 1,
            withhold_total: false,
            addends,
            sittings: SittingColumns::of(columns),
            declared_total: declared.full_mark(TOTAL),
            policy: options.policy.clone(),
            decimal_comma: options.decimal_comma == Some(true),
            year: options.year,
        })
    }

    /// Columns of cells.
    pub fn width(&self) -> usize {
        self.parts.len() + usize::from(self.derive)
    }

    /// The subjects of the columns of cells, whose scores take these decimals.
    pub fn subjects(&self, decimals: &[u8]) -> Result<Vec<Subject>> {
        let parts = self.parts.iter().zip(decimals);
        let mut subjects: Vec<Subject> = parts.map(|(part, decimals)| part.subject(*decimals)).collect();
        if self.derive {
            let mut total = totals::subject(self.addends.iter().map(|at| &subjects[*at]))?;
            total.full_mark = self.declared_total.or(total.full_mark);
            subjects.push(total);
        }
        Ok(subjects)
    }

    /// Whether a stated total stands beside subjects that it should be the sum of.
    pub fn judges_totals(&self) -> bool {
        self.has_total && self.addends.len() > 1
    }

    /// The column of the total, where the file has one.
    pub fn total(&self) -> Option<&ColumnPlace> {
        self.parts.last().filter(|_| self.has_total).map(|part| &part.place)
    }

    /// The column of cells that has this number.
    pub fn place(&self, column: usize) -> Option<&ColumnPlace> {
        self.parts.get(column).map(|part| &part.place)
    }

    /// What the cells of a column stand for, where they are options.
    pub fn options(&self, column: usize) -> Option<&OptionCodes> {
        self.parts.get(column)?.options.as_ref()
    }

    /// How many points each column of cells has its scores above what they are, so that none is below zero.
    pub fn shifts(&self) -> Vec<i64> {
        let of_total = self.derive.then_some(0);
        self.parts.iter().map(ScorePart::shift).chain(of_total).collect()
    }

    /// The steps of the columns of cells.
    pub fn steps(&self, decimals: &[u8]) -> Result<Steps> {
        Ok(self.subjects(decimals)?.iter().map(|subject| subject.scale.step()).collect())
    }

    /// Where ids stand.
    pub fn id(&self) -> Option<&ColumnPlace> {
        self.identity.as_ref().map(|identity| &identity.id)
    }

    /// Decimals of the columns before any score was read.
    pub fn no_decimals(&self) -> Vec<u8> {
        vec![0; self.parts.len()]
    }

    /// How much larger the ticks of a column may still become when finer scores are found.
    pub fn growth(&self) -> i64 {
        if self.parts.iter().all(ScorePart::is_declared) { 1 } else { i64::from(power(MAX_DECIMALS)) }
    }
}

impl Plan {
    /// Adds the cells of one candidate, as they are read. `usual` is in how many subjects most of those who sat
    /// the same papers have scores. In how many this one has.
    #[inline]
    pub fn scores(
        &self,
        row: u64,
        usual: usize,
        rows: &mut Rows,
        report: &mut Report,
        mut cell: impl FnMut(&ScorePart) -> Cell,
    ) -> usize {
        let (mut explicit, mut scored) = (None, 0);
        let mut addends = self.addends.iter().copied().peekable();
        let subjects = self.parts.len() - usize::from(self.has_total);
        for (column, part) in self.parts.iter().enumerate() {
            let read = match cell(part) {
                Cell::Plain(ticks) => Ok((ticks, 0)),
                Cell::Read(reading, row) => part.read(reading, row, report),
            };
            let mut cell = match read {
                Err(mark) => cell_of_mark(mark),
                Ok((ticks, decimals)) if decimals == rows.decimals[column] => ticks,
                Ok((ticks, decimals)) => rows.in_step(column, ticks, decimals),
            };
            if column < subjects {
                let counts = addends.next_if_eq(&column).is_some();
                scored += usize::from(counts && cell >= 0);
                if is_explicit(cell) {
                    explicit = explicit.or(Some(cell));
                }
            } else if (explicit.is_some() || scored < usual) && cell >= cell_of_mark(Mark::Blank) {
                cell = self.doubted_total(row, cell, explicit, scored, report);
            }
            rows.cells.push(cell);
        }
        if self.derive {
            // Filled when the steps of the block are known.
            rows.cells.push(0);
        }
        scored
    }

    /// The cell of a total, as it is stated, beside a subject in which the candidate has no score for a reason that
    /// is given, or of a candidate who has fewer scores than most: it says so, and is none where the policy says so.
    fn doubted_total(
        &self,
        row: u64,
        cell: i32,
        explicit: Option<i32>,
        scored: usize,
        report: &mut Report,
    ) -> i32 {
        let believed = self.policy.total.believes(scored > 0);
        if cell >= 0 {
            if explicit.is_none() {
                report.find(row, self.total(), Cause::IncompleteTotal);
            } else if !believed {
                report.find(row, self.total(), Cause::TotalVoided);
            }
            report.totals_made_absent += u64::from(!believed);
        }
        if believed { cell } else { explicit.unwrap_or(cell_of_mark(Mark::Blank)) }
    }
}

/// Whether a cell says why the candidate has no score, or cannot be read: then a total beside it is not complete.
/// A blank says neither.
fn is_explicit(cell: i32) -> bool {
    cell < cell_of_mark(Mark::Blank)
}
