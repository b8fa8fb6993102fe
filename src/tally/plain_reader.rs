//! A kept tally's plain table put together again: nothing is believed that edugauge would not write.

use std::collections::HashMap;

use num_traits::Zero;

use super::plain::{
    FIXED, MOST_CANDIDATES, SCORE_TO, SUBJECT_LABEL, VERSION, VERSION_COLUMN, VERSION_WITH_LABELS,
};
use super::{Distribution, Group, Tally};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::number::{Decimal, Rational, Scale};
use crate::records::{Mark, Subject};
use crate::subjects::SubjectNames;

/// Puts a kept tally together again, row by row, and believes nothing.
pub struct Reader {
    place: Place,
    headers: Vec<String>,
    keys: Vec<usize>,
    fixed: [usize; FIXED.len()],
    score_to: Option<usize>,
    label: Option<usize>,
    version: usize,
    names: SubjectNames,
    subjects: Vec<(Subject, u64)>,
    groups: HashMap<Vec<String>, Vec<Cell>>,
}

/// One subject of one group so far, each count with the row it stands in.
#[derive(Clone, Default)]
struct Cell {
    scores: Vec<(i64, u64, u64)>,
    marks: [(u64, u64); Mark::COUNT],
    /// Buckets counted at their lowest score, and their other end.
    upward: Vec<(i64, i64)>,
    bottom: Option<i64>,
}

/// The cells of a row in the places of [`FIXED`].
const SUBJECT: usize = 0;
const FULL_MARK: usize = 1;
const STEP: usize = 2;
const MARK: usize = 3;
const SCORE: usize = 4;
const COUNT: usize = 5;

impl Reader {
    /// # Errors
    /// A column that is missing, or there twice.
    pub fn new(headers: &[String], place: Place) -> Result<Reader> {
        for (at, header) in headers.iter().enumerate() {
            if headers[..at].contains(header) {
                return Err(Error::DuplicateKey {
                    place: place.at_column(at, header),
                    key: header.clone(),
                    first_row: 1,
                });
            }
        }
        let find = |name: &str| {
            headers.iter().position(|header| header == name).ok_or_else(|| Error::ColumnNotFound {
                place: place.clone(),
                column: name.to_owned(),
                available: headers.to_vec(),
                suggestion: None,
            })
        };
        let version = find(VERSION_COLUMN)?;
        let mut fixed = [0; FIXED.len()];
        for (at, name) in fixed.iter_mut().zip(FIXED) {
            *at = find(name)?;
        }
        let score_to = headers.iter().position(|header| header == SCORE_TO);
        let label = headers.iter().position(|header| header == SUBJECT_LABEL);
        let taken =
            |at: &usize| *at == version || fixed.contains(at) || [score_to, label].contains(&Some(*at));
        let keys = (0..headers.len()).filter(|at| !taken(at)).collect();
        Ok(Reader {
            place,
            headers: headers.to_vec(),
            keys,
            fixed,
            score_to,
            label,
            version,
            names: SubjectNames::default(),
            subjects: Vec::new(),
            groups: HashMap::new(),
        })
    }

    /// Takes a row with as many cells as there are headers.
    ///
    /// # Errors
    /// Whatever is not as edugauge writes it: [`Error::BadCell`], or [`Error::DuplicateKey`] for a score of one
    /// group that stands in two rows.
    pub fn push(&mut self, row: u64, cells: &[&str]) -> Result<()> {
        let version = if self.label.is_some() { VERSION_WITH_LABELS } else { VERSION };
        if cells[self.version] != version {
            let expected = Text::new(
                "1（此格式的版本；有 subject_label 列时是 2）",
                "1, the version of this format (2 where it has the column subject_label)",
            );
            return Err(self.bad(row, self.version, cells, expected));
        }
        let subject = self.subject(row, cells)?;
        let scale = self.subjects[subject].0.scale;
        let mark = Mark::ALL.into_iter().find(|mark| mark.id() == cells[self.fixed[MARK]]);
        let Some(mark) = mark else {
            let expected = Text::new(
                "scored、blank、absent、deferred、exempt、violation、invalid 或 withheld",
                "scored, blank, absent, deferred, exempt, violation, invalid or withheld",
            );
            return Err(self.bad(row, self.fixed[MARK], cells, expected));
        };
        let ticks = if mark == Mark::Scored {
            Some(self.ticks(row, self.fixed[SCORE], cells, &self.subjects[subject].0)?)
        } else if cells[self.fixed[SCORE]].is_empty() {
            None
        } else {
            let expected = Text::new("空白：没有成绩的人没有分数", "nothing: these candidates have no score");
            return Err(self.bad(row, self.fixed[SCORE], cells, expected));
        };
        let to = self.score_to.filter(|at| !cells[*at].is_empty());
        let to =
            to.map(|at| self.ticks(row, at, cells, &Subject { full_mark: None, scale, id: String::new() }));
        let to = to.transpose()?.filter(|_| ticks.is_some());
        let count = cells[self.fixed[COUNT]]
            .parse()
            .ok()
            .filter(|count| *count <= MOST_CANDIDATES && (*count > 0 || to.is_some()));
        let Some(count) = count else {
            let expected =
                Text::new("人数（大于 0 的整数）", "a count of candidates, a whole number above 0");
            return Err(self.bad(row, self.fixed[COUNT], cells, expected));
        };
        let labels: Vec<String> = self.keys.iter().map(|at| cells[*at].to_owned()).collect();
        let subjects = self.subjects.len();
        let group = self.groups.entry(labels).or_default();
        if group.len() < subjects {
            group.resize(subjects, Cell::default());
        }
        if let Some(first_row) = group[subject].add(row, mark, ticks, to, count) {
            let key = cells.join(",");
            return Err(Error::DuplicateKey { place: self.place.clone().at_row(row), key, first_row });
        }
        Ok(())
    }

    /// # Errors
    /// No row at all; more candidates than can be; a score that stands in two rows.
    pub fn finish(self) -> Result<Tally> {
        if self.groups.is_empty() {
            return Err(Error::Empty { place: self.place });
        }
        let mut sums = vec![0u64; self.subjects.len()];
        let mut groups = Vec::with_capacity(self.groups.len());
        for (labels, mut cells) in self.groups {
            cells.resize(self.subjects.len(), Cell::default());
            let mut distributions = Vec::with_capacity(cells.len());
            for (cell, sum) in cells.into_iter().zip(&mut sums) {
                let distribution = cell.distribution(&self.place)?;
                *sum += distribution.registered();
                distributions.push(distribution);
            }
            groups.push(Group { labels, distributions });
        }
        if let Some(found) = sums.into_iter().find(|sum| *sum > MOST_CANDIDATES) {
            let what = Text::new("考生人数", "candidates");
            return Err(Error::LimitExceeded { place: self.place, what, found, allowed: MOST_CANDIDATES });
        }
        groups.sort_by(|a, b| a.labels.cmp(&b.labels));
        let keys = self.keys.iter().map(|at| self.headers[*at].clone()).collect();
        let subjects = self.subjects.into_iter().map(|(subject, _)| subject).collect();
        Ok(Tally { keys, subjects, groups, names: self.names })
    }

    /// Where the subject of a row stands; its full mark and step must be those of the rows above.
    fn subject(&mut self, row: u64, cells: &[&str]) -> Result<usize> {
        let id = cells[self.fixed[SUBJECT]];
        if id.is_empty() {
            return Err(self.bad(row, self.fixed[SUBJECT], cells, Text::new("科目", "a subject")));
        }
        let number = |at: usize| Decimal::parse(cells[self.fixed[at]].as_bytes()).map(Decimal::to_rational);
        let positive = |at: usize| number(at).filter(|number| *number > Rational::zero());
        let full_mark = match cells[self.fixed[FULL_MARK]] {
            "" => None,
            _ => Some(positive(FULL_MARK).ok_or_else(|| {
                let expected = Text::new("满分（大于 0），不知则空白", "the full mark, above 0, or nothing");
                self.bad(row, self.fixed[FULL_MARK], cells, expected)
            })?),
        };
        let Some(scale) = positive(STEP).and_then(Scale::new) else {
            let expected = Text::new("分值间隔（大于 0）", "the step of the scores, above 0");
            return Err(self.bad(row, self.fixed[STEP], cells, expected));
        };
        let label = self.label.map(|at| cells[at]).filter(|label| !label.is_empty());
        let Some(at) = self.subjects.iter().position(|(subject, _)| subject.id == id) else {
            label.iter().for_each(|label| self.names.keep(id, label));
            self.subjects.push((Subject { id: id.to_owned(), full_mark, scale }, row));
            return Ok(self.subjects.len() - 1);
        };
        let (known, _) = &self.subjects[at];
        let expected = Text::new("与该科前面各行相同", "the same as in the rows above of this subject");
        if known.full_mark != full_mark {
            return Err(self.bad(row, self.fixed[FULL_MARK], cells, expected));
        }
        if known.scale != scale {
            return Err(self.bad(row, self.fixed[STEP], cells, expected));
        }
        if let Some(at) = self.label.filter(|_| self.names.word(id).as_deref() != label) {
            return Err(self.bad(row, at, cells, expected));
        }
        Ok(at)
    }

    fn ticks(&self, row: u64, at: usize, cells: &[&str], subject: &Subject) -> Result<i64> {
        let score = Decimal::parse(cells[at].as_bytes()).map(Decimal::to_rational);
        let score = score.filter(|score| *score >= Rational::zero());
        let Some(score) = score.filter(|score| subject.full_mark.is_none_or(|full| *score <= full)) else {
            let expected = Text::new("0 到满分之间的分数", "a score from 0 to the full mark");
            return Err(self.bad(row, at, cells, expected));
        };
        let ticks = subject.scale.ticks(score).filter(|ticks| *ticks <= i64::from(i32::MAX));
        ticks
            .ok_or_else(|| self.bad(row, at, cells, Text::new("分值间隔的整数倍", "a whole number of steps")))
    }

    fn bad(&self, row: u64, column: usize, cells: &[&str], expected: Text) -> Error {
        let place = self.place.clone().at_row(row).at_column(column, &self.headers[column]);
        Error::BadCell { place, found: cells[column].to_owned(), expected }
    }
}

impl Cell {
    /// Adds a row; the row in which the same mark stands already, if there is one. Scores are compared when all
    /// are there.
    fn add(&mut self, row: u64, mark: Mark, ticks: Option<i64>, to: Option<i64>, count: u64) -> Option<u64> {
        let Some(ticks) = ticks else {
            let (known, first) = std::mem::replace(&mut self.marks[mark as usize], (count, row));
            return (known > 0).then_some(first);
        };
        self.scores.push((ticks, count, row));
        match to {
            Some(to) if to >= ticks => self.upward.push((ticks, to)),
            Some(to) => self.bottom = Some(self.bottom.map_or(to, |bottom| bottom.min(to))),
            None => {}
        }
        None
    }

    fn distribution(mut self, place: &Place) -> Result<Distribution> {
        self.scores.sort_unstable();
        if let Some(pair) = self.scores.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let (first, second) = (pair[0].2.min(pair[1].2), pair[0].2.max(pair[1].2));
            let key = pair[0].0.to_string();
            return Err(Error::DuplicateKey { place: place.clone().at_row(second), key, first_row: first });
        }
        self.upward.sort_unstable();
        let best = self.scores.last().map(|score| score.0);
        let top = self.upward.pop_if(|(low, _)| Some(*low) == best).map(|(_, high)| high);
        let counts = self.scores.iter().map(|(ticks, count, _)| (*ticks, *count)).collect();
        let marks = self.marks.map(|(count, _)| count);
        Ok(Distribution::new(counts, marks).with_open_ends(top, self.bottom).with_ranges(self.upward))
    }
}
