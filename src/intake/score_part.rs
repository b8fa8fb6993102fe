//! A column of scores in the making.

use std::collections::BTreeMap;

use super::ReadOptions;
use super::causes::Cause;
use super::policy::Policy;
use super::report::Report;
use super::score_rule::{Rule, power};
use super::scores::Reading;
use crate::error::{ColumnPlace, Error, Result};
use crate::lang::Text;
use crate::number::{Decimal, Rational, Scale};
use crate::records::{Mark, ScoreColumn, Subject};
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
    pub fn new(options: &ReadOptions) -> Result<Declared> {
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

    /// An empty column of scores of this subject.
    pub fn part(&self, place: ColumnPlace, id: &str) -> ScorePart {
        let policy = self.policy.clone();
        let rule = Rule::new(self.full_mark(id), self.scales.get(id).copied()).under(&policy);
        ScorePart {
            place,
            id: id.to_owned(),
            rule,
            policy,
            decimals: 0,
            ticks: Vec::new(),
            marks: Vec::new(),
        }
    }
}

fn above_zero(argument: &str, number: Rational) -> Result<Scale> {
    Scale::new(number).ok_or_else(|| Error::InvalidArgument {
        argument: argument.to_owned(),
        found: number.to_string(),
        expected: Text::new("大于 0 的数", "a number above 0"),
    })
}

/// The cells of one subject so far.
pub(super) struct ScorePart {
    pub place: ColumnPlace,
    id: String,
    rule: Rule,
    policy: Policy,
    /// Undeclared columns: `ticks` are in units of `10^-decimals`, the finest so far.
    decimals: u8,
    ticks: Vec<i32>,
    marks: Vec<Mark>,
}

impl ScorePart {
    /// Adds the next candidate's cell.
    #[inline]
    pub fn push(&mut self, reading: Reading, row: u64, report: &mut Report) -> Mark {
        let (reading, rules) = self.policy.apply(reading);
        rules.into_iter().flatten().for_each(|rule| report.touch(rule));
        let scored = match reading {
            Reading::Score(number) => self.score(number),
            Reading::WideScore(number) => {
                let scored = self.score(number);
                if scored.is_ok() {
                    report.find(row, Some(&self.place), Cause::FullWidthDigits);
                }
                scored
            }
            Reading::Mark(mark) => {
                self.ticks.push(0);
                self.marks.push(mark);
                return mark;
            }
            Reading::Finding(cause) => Err(cause),
        };
        let mark = match scored {
            Ok(_) => Mark::Scored,
            Err(cause) => {
                report.find(row, Some(&self.place), cause);
                Mark::Invalid
            }
        };
        self.ticks.push(scored.unwrap_or(0));
        self.marks.push(mark);
        mark
    }

    #[inline]
    fn score(&mut self, number: Decimal) -> std::result::Result<i32, Cause> {
        let (ticks, decimals) = self.rule.ticks(number)?;
        if self.rule.scale.is_some() || decimals == self.decimals {
            return Ok(ticks);
        }
        if decimals > self.decimals {
            self.refine(decimals);
        }
        Ok(ticks * power(self.decimals - decimals))
    }

    /// Every score so far stays within 32 bits at the finest step: [`Rule::ticks`] sees to it.
    #[cold]
    fn refine(&mut self, decimals: u8) {
        let factor = power(decimals - self.decimals);
        self.ticks.iter_mut().for_each(|ticks| *ticks *= factor);
        self.decimals = decimals;
    }

    /// Puts a mark in place of the last cell.
    pub fn replace_last(&mut self, mark: Mark) {
        if let (Some(ticks), Some(last)) = (self.ticks.last_mut(), self.marks.last_mut()) {
            *ticks = 0;
            *last = mark;
        }
    }

    pub fn finish(self) -> ScoreColumn {
        let scale = self.rule.scale.unwrap_or_else(|| Scale::of_decimals(self.decimals));
        let subject = Subject { id: self.id, full_mark: self.rule.full_mark, scale };
        ScoreColumn { subject, ticks: self.ticks, marks: self.marks }
    }
}
