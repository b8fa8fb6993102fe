//! What is declared of a subject, and how its cells are read by it.

use std::collections::BTreeMap;

use super::ReadOptions;
use super::causes::Cause;
use super::fields::Field;
use super::items::OptionCodes;
use super::policy::Policy;
use super::report::Report;
use super::score_rule::Rule;
use super::scores::{CellReader, Reading};
use crate::error::{ColumnPlace, Error};
use crate::lang::Text;
use crate::number::{Rational, Scale};
use crate::records::{Mark, Subject};
use crate::subjects::subject_id;

/// Full marks and steps by subject id.
pub(super) struct Declared {
    full_marks: BTreeMap<String, Rational>,
    scales: BTreeMap<String, Scale>,
    policy: Policy,
}

impl Declared {
    /// # Errors
    /// A full mark or step that is not above zero.
    pub fn new(options: &ReadOptions) -> Result<Declared, Error> {
        let mut full_marks = BTreeMap::new();
        for (subject, full_mark) in &options.full_marks {
            // A full mark above zero and a step above zero are the same demand.
            above_zero("full_marks", *full_mark)?;
            full_marks.insert(subject_id(subject).to_owned(), *full_mark);
        }
        let mut scales = BTreeMap::new();
        for (subject, step) in &options.steps {
            scales.insert(subject_id(subject).to_owned(), above_zero("steps", *step)?);
        }
        Ok(Declared { full_marks, scales, policy: options.policy.clone() })
    }

    pub fn full_mark(&self, id: &str) -> Option<Rational> {
        self.full_marks.get(id).copied()
    }

    /// What is declared of this subject.
    pub fn rule(&self, id: &str) -> Rule {
        Rule::new(self.full_mark(id), self.scales.get(id).copied()).under(&self.policy)
    }

    /// How the cells of this subject are read.
    pub fn part(&self, place: ColumnPlace, id: &str) -> ScorePart {
        ScorePart {
            place,
            id: id.to_owned(),
            options: None,
            rule: self.rule(id),
            policy: self.policy.clone(),
        }
    }
}

fn above_zero(argument: &str, number: Rational) -> Result<Scale, Error> {
    Scale::new(number).ok_or_else(|| Error::InvalidArgument {
        argument: argument.to_owned(),
        found: number.to_string(),
        expected: Text::new("大于 0 的数", "a number above 0"),
    })
}

/// A cell on the way to its ticks.
#[derive(Clone, Copy)]
pub(super) enum Cell {
    /// The ticks of a whole number.
    Plain(i32),
    /// What it says, and the row in which it stands.
    Read(Reading, u64),
}

/// How the cells of one subject are read.
pub(super) struct ScorePart {
    pub place: ColumnPlace,
    pub id: String,
    /// Where cells are options.
    pub options: Option<OptionCodes>,
    rule: Rule,
    policy: Policy,
}

impl ScorePart {
    /// What stands in a cell, read at once where it is a score beyond question.
    #[inline]
    pub fn cell(&self, field: Field<'_>, row: u64, reader: &mut CellReader) -> Cell {
        if let Some(options) = &self.options {
            return match options.code(field.raw, || reader.text(field)) {
                Some(code) => Cell::Plain(code),
                None => Cell::Read(Reading::Mark(Mark::Blank), row),
            };
        }
        match self.rule.plain_ticks(field.raw) {
            Some(ticks) => Cell::Plain(ticks),
            None => Cell::Read(reader.read(field), row),
        }
    }

    /// The ticks of a score and the decimals that it takes, 0 where the step is declared; or the mark that
    /// stands in its place.
    #[inline]
    pub fn read(&self, reading: Reading, row: u64, report: &mut Report) -> Result<(i32, u8), Mark> {
        let (reading, rules) = self.policy.apply(reading);
        rules.into_iter().flatten().for_each(|rule| report.touch(rule));
        let scored = match reading {
            Reading::Score(number) => self.rule.ticks(number),
            Reading::WideScore(number) => {
                let scored = self.rule.ticks(number);
                if scored.is_ok() {
                    report.find(row, Some(&self.place), Cause::FullWidthDigits);
                }
                scored
            }
            Reading::PercentScore(number) => {
                let scored = self.rule.ticks(number);
                if scored.is_ok() {
                    report.find(row, Some(&self.place), Cause::PercentSign);
                }
                scored
            }
            Reading::Mark(mark) => return Err(mark),
            Reading::Finding(cause) => Err(cause),
        };
        scored.map_err(|cause| {
            report.find(row, Some(&self.place), cause);
            Mark::Invalid
        })
    }

    /// Of options, not of scores.
    pub fn of_options(self) -> ScorePart {
        ScorePart { options: Some(OptionCodes::default()), ..self }
    }

    /// The same of scores that may be below zero.
    pub fn signed(self) -> ScorePart {
        ScorePart { rule: self.rule.signed(), ..self }
    }

    pub fn shift(&self) -> i64 {
        self.rule.shift
    }

    /// The subject, whose scores take `decimals` where no step is declared.
    pub fn subject(&self, decimals: u8) -> Subject {
        let scale = self.rule.scale.unwrap_or_else(|| Scale::of_decimals(decimals));
        Subject { id: self.id.clone(), full_mark: self.rule.full_mark, scale }
    }

    pub fn is_declared(&self) -> bool {
        self.rule.scale.is_some()
    }
}
