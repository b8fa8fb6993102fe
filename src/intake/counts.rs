//! Counts that another engine made (`GROUP BY keys, subject, score`) → a tally, each distinct cell judged by the
//! same rules as the cells of a file.

use std::collections::{BTreeMap, HashMap};

use super::ReadOptions;
use super::causes::Cause;
use super::columns_file::{checked, report_of};
use super::encoding::Encoding;
use super::frame_rows::each_text_row;
use super::guard::Field;
use super::interner::{tidy_key, tidy_label};
use super::kept_tally::in_order;
use super::policy::Policy;
use super::report::{ColumnUse, Report, SubjectMarks};
use super::score_part::Declared;
use super::score_rule::{Rule, power};
use super::scores::{CellReader, Reading};
use crate::columnar::Columns;
use crate::error::{ColumnPlace, Error, Place, Result};
use crate::lang::Text;
use crate::number::{Rational, Scale};
use crate::records::{Mark, Subject};
use crate::subjects::{SubjectNames, subject_id};
use crate::tally::plain::MOST_CANDIDATES;
use crate::tally::{Distribution, Group, Tally};

/// The columns beside the keys.
pub const COUNT_COLUMNS: [&str; 3] = ["subject", "score", "count"];

/// A score in units of `10^-decimals`, or in ticks of the declared step, with its candidates.
type Scored = (i64, u8, u64);

/// The candidates of one group and subject so far.
#[derive(Default)]
struct Cell {
    scored: Vec<Scored>,
    marks: [u64; Mark::COUNT],
}

/// One subject: its rules, what it is called, and the finest score so far.
struct Judged {
    id: String,
    rule: Rule,
    decimals: u8,
    marks: [u64; Mark::COUNT],
    candidates: u64,
}

/// The tally of a frame with the columns `keys…`, `subject`, `score`, `count`. A score is a number or a text as
/// exports hold it: 缺考 and the like are marks, nothing is blank. Rows of the same group, subject and score
/// add, as do columns that are neither named in `keys` nor one of the three; `keys` empty means all others.
///
/// # Errors
/// A missing column, a count that is no whole number or below 0, an option that means nothing. Scores that cannot
/// be believed are in the report, as many times as they count.
pub fn read_counts(table: &Columns, keys: &[String], options: &ReadOptions) -> Result<(Tally, Report)> {
    let headers = checked(table)?;
    let find = |name: &str| {
        headers.iter().position(|header| header == name).ok_or_else(|| Error::ColumnNotFound {
            place: Place::file(&table.name),
            column: name.to_owned(),
            available: headers.clone(),
            suggestion: crate::lang::nearest(name, headers.iter().map(String::as_str)),
        })
    };
    let [subject_at, score_at, count_at] = [find("subject")?, find("score")?, find("count")?];
    let others = (0..headers.len()).filter(|at| ![subject_at, score_at, count_at].contains(at));
    let keys_at = match keys {
        [] => others.collect(),
        named => named.iter().map(|key| find(key)).collect::<Result<Vec<_>>>()?,
    };
    let keys: Vec<String> = keys_at.iter().map(|at| headers[*at].clone()).collect();
    let mut report = report_of(table);
    report.columns = uses(&headers, &keys_at, [subject_at, score_at, count_at]);
    let score_place = ColumnPlace { index: score_at, header: headers[score_at].clone() };
    let bad = |row: u64, at: usize, found: &str, expected| Error::BadCell {
        place: Place::file(&table.name).at_row(row).at_column(at, &headers[at]),
        found: found.to_owned(),
        expected,
    };
    let mut counts = Counts::new(options)?;
    each_text_row(table, |row, cells| {
        report.physical_rows = row;
        report.accepted = row;
        let count = count(cells[count_at]).ok_or_else(|| {
            let expected =
                Text::new("人数（不小于 0 的整数）", "a count of candidates, a whole number from 0");
            bad(row, count_at, cells[count_at], expected)
        })?;
        let subject = counts
            .subject(cells[subject_at])
            .ok_or_else(|| bad(row, subject_at, cells[subject_at], Text::new("科目", "a subject")))?;
        let labels = keys_at.iter().zip(&keys).map(|(at, key)| tidy_key(key)(cells[*at]));
        let finding = counts.push(labels.collect(), subject, cells[score_at].as_bytes(), count)?;
        if let Some(cause) = finding {
            report.find_many(row, Some(&score_place), cause, count);
        }
        Ok(())
    })?;
    report.check()?;
    Ok((in_order(counts.finish(keys, &mut report)), report))
}

/// A whole number, also where a library made a decimal of it.
pub(super) fn count(text: &str) -> Option<u64> {
    text.strip_suffix(".0").unwrap_or(text).parse().ok().filter(|count| *count <= MOST_CANDIDATES)
}

fn uses(headers: &[String], keys: &[usize], fixed: [usize; 3]) -> Vec<ColumnUse> {
    let used = |(index, header): (usize, &String)| ColumnUse {
        place: ColumnPlace { index, header: header.clone() },
        field: (keys.contains(&index) || fixed.contains(&index)).then(|| header.clone()),
        reason: Text::new("计数表的列", "a column of counts"),
    };
    headers.iter().enumerate().map(used).collect()
}

/// The counts so far, and what the cells of each subject are.
pub(super) struct Counts<'a> {
    declared: Declared,
    policy: &'a Policy,
    subjects: Vec<Judged>,
    names: SubjectNames,
    places: HashMap<String, usize>,
    groups: BTreeMap<Vec<String>, Vec<Cell>>,
    /// By subject, what each distinct text was judged to be.
    known: Vec<HashMap<Vec<u8>, std::result::Result<Known, Cause>>>,
}

#[derive(Clone, Copy)]
struct Known {
    /// The mark, or a score with its decimals.
    what: std::result::Result<(i32, u8), Mark>,
    note: Option<Cause>,
}

impl<'a> Counts<'a> {
    pub fn new(options: &'a ReadOptions) -> Result<Counts<'a>> {
        Ok(Counts {
            declared: Declared::new(options)?,
            policy: &options.policy,
            subjects: Vec::new(),
            names: SubjectNames::default(),
            places: HashMap::new(),
            groups: BTreeMap::new(),
            known: Vec::new(),
        })
    }

    /// Where a subject stands, as its id, name or any other word for it is written.
    pub fn subject(&mut self, word: &str) -> Option<usize> {
        if let Some(at) = self.places.get(word) {
            return Some(*at);
        }
        let label = tidy_label(word);
        if label.is_empty() {
            return None;
        }
        let id = subject_id(&label);
        self.names.tell(id, &label);
        let at = self.subjects.iter().position(|subject| subject.id == id).unwrap_or_else(|| {
            let rule = self.declared.rule(id);
            let marks = [0; Mark::COUNT];
            self.subjects.push(Judged { id: id.to_owned(), rule, decimals: 0, marks, candidates: 0 });
            self.known.push(HashMap::new());
            self.subjects.len() - 1
        });
        self.places.insert(word.to_owned(), at);
        Some(at)
    }

    /// Adds candidates with the same cell; what is to be told of it.
    pub fn push(&mut self, labels: Vec<String>, at: usize, text: &[u8], count: u64) -> Result<Option<Cause>> {
        let judged = self.judged(at, text);
        self.limited(at, count)?;
        let subject = &mut self.subjects[at];
        let finding = match judged {
            Ok(Known { what: Ok((ticks, decimals)), note }) => {
                subject.decimals = subject.decimals.max(decimals);
                let cell = self.add(labels, at, Mark::Scored, count);
                if count > 0 {
                    cell.scored.push((i64::from(ticks), decimals, count));
                }
                note
            }
            Ok(Known { what: Err(mark), note }) => {
                self.add(labels, at, mark, count);
                note
            }
            Err(cause) => {
                self.add(labels, at, Mark::Invalid, count);
                Some(cause)
            }
        };
        Ok(finding.filter(|_| count > 0))
    }

    /// Adds candidates whose cell is taken for this mark, whatever it is.
    pub fn push_mark(&mut self, labels: Vec<String>, at: usize, mark: Mark, count: u64) -> Result<()> {
        self.limited(at, count)?;
        self.add(labels, at, mark, count);
        Ok(())
    }

    fn limited(&mut self, at: usize, more: u64) -> Result<()> {
        let found = &mut self.subjects[at].candidates;
        *found += more;
        if *found <= MOST_CANDIDATES {
            return Ok(());
        }
        let (what, place) = (Text::new("考生人数", "candidates"), Place::file(Columns::FRAME));
        Err(Error::LimitExceeded { place, what, found: *found, allowed: MOST_CANDIDATES })
    }

    fn add(&mut self, labels: Vec<String>, at: usize, mark: Mark, count: u64) -> &mut Cell {
        self.subjects[at].marks[mark as usize] += count;
        let cells = self.groups.entry(labels).or_default();
        cells.resize_with(cells.len().max(at + 1), Cell::default);
        cells[at].marks[mark as usize] += count;
        &mut cells[at]
    }

    fn judged(&mut self, at: usize, text: &[u8]) -> std::result::Result<Known, Cause> {
        if let Some(known) = self.known[at].get(text) {
            return *known;
        }
        let judged = judge(&self.subjects[at].rule, self.policy, text);
        self.known[at].insert(text.to_vec(), judged);
        judged
    }

    /// The score of a cell of a subject.
    pub fn score(&mut self, at: usize, text: &[u8]) -> Option<Rational> {
        let Ok(Known { what: Ok((ticks, decimals)), .. }) = self.judged(at, text) else { return None };
        let scale = self.subjects[at].rule.scale.unwrap_or_else(|| Scale::of_decimals(decimals));
        Some(scale.score(i64::from(ticks)))
    }

    /// What a cell of a subject is, and what is to be told of it.
    pub fn mark(&mut self, at: usize, text: &[u8]) -> (Mark, Option<Cause>) {
        match self.judged(at, text) {
            Ok(Known { what: Ok(_), note }) => (Mark::Scored, note),
            Ok(Known { what: Err(mark), note }) => (mark, note),
            Err(cause) => (Mark::Invalid, Some(cause)),
        }
    }

    pub fn finish(self, keys: Vec<String>, report: &mut Report) -> Tally {
        let subjects = &self.subjects;
        let groups = self.groups.into_iter().map(|(labels, mut cells)| {
            cells.resize_with(subjects.len(), Cell::default);
            let distributions =
                cells.into_iter().zip(subjects).map(|(cell, subject)| cell.distribution(subject)).collect();
            Group { labels, distributions }
        });
        let groups = groups.collect();
        for subject in subjects {
            report.marks.push(SubjectMarks { subject: subject.id.clone(), counts: subject.marks });
        }
        let subjects = self.subjects.into_iter().map(|subject| Subject {
            scale: subject.scale(),
            full_mark: subject.rule.full_mark,
            id: subject.id,
        });
        Tally { keys, subjects: subjects.collect(), groups, names: self.names }
    }
}

impl Judged {
    fn scale(&self) -> Scale {
        self.rule.scale.unwrap_or_else(|| Scale::of_decimals(self.decimals))
    }
}

impl Cell {
    fn distribution(self, subject: &Judged) -> Distribution {
        let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
        for (ticks, decimals, count) in self.scored {
            let finer = if subject.rule.scale.is_some() { 0 } else { subject.decimals - decimals };
            *counts.entry(ticks * i64::from(power(finer))).or_default() += count;
        }
        Distribution::new(counts.into_iter().collect(), self.marks)
    }
}

fn judge(rule: &Rule, policy: &Policy, text: &[u8]) -> std::result::Result<Known, Cause> {
    if text.contains(&0) {
        return Err(Cause::NotANumber); // In a file its whole row is refused, here nobody knows the rest of it.
    }
    let reading = CellReader::new(Encoding::Utf8, policy).read(Field::plain(text));
    let (number, note) = match policy.apply(reading).0 {
        Reading::Score(number) => (number, None),
        Reading::WideScore(number) => (number, Some(Cause::FullWidthDigits)),
        Reading::PercentScore(number) => (number, Some(Cause::PercentSign)),
        Reading::Mark(mark) => return Ok(Known { what: Err(mark), note: None }),
        Reading::Finding(cause) => return Err(cause),
    };
    Ok(Known { what: Ok(rule.ticks(number)?), note })
}
