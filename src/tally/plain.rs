//! A tally as a plain table, so that it can be kept: a row per group, subject and score (or mark). Any engine
//! reads it; docs/en/tally.md describes it.

use super::Tally;
pub use super::plain_reader::Reader;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::number::plain;
use crate::records::{Mark, Subject};

/// The first column; its header tells the table from any other, its cells hold [`VERSION`].
pub const VERSION_COLUMN: &str = "edugauge_tally";
/// Of a table without labels of subjects.
pub const VERSION: &str = "1";
/// Of one that has them.
pub const VERSION_WITH_LABELS: &str = "2";
/// Only where a subject has another name than the catalogue's: what it is called, behind its id.
pub const SUBJECT_LABEL: &str = "subject_label";
/// Only where a published score table was kept: the other end of its open bucket.
pub const SCORE_TO: &str = "score_to";
/// The columns behind the keys; `score_to`, where there is one, stands before the count.
pub const FIXED: [&str; 6] = ["subject", "full_mark", "step", "mark", "score", "count"];

/// More than all candidates of a century; sums of squares of this many stay exact.
pub const MOST_CANDIDATES: u64 = u32::MAX as u64;

/// One row: candidates of one group who have the same score or mark in a subject.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    pub labels: &'a [String],
    pub subject: &'a Subject,
    pub mark: Mark,
    /// `None` without a score.
    pub ticks: Option<i64>,
    /// The other end of an open bucket.
    pub to: Option<i64>,
    pub count: u64,
}

impl Row<'_> {
    /// A score of the row's subject as written.
    pub fn score(&self, ticks: Option<i64>) -> Option<String> {
        ticks.map(|ticks| plain(self.subject.scale.score(ticks)))
    }
}

impl Tally {
    /// The names of the columns.
    ///
    /// # Errors
    /// A key that is named as one of the other columns.
    pub fn columns(&self) -> Result<Vec<&str>> {
        let taken = |key: &&String| {
            FIXED.contains(&key.as_str()) || [VERSION_COLUMN, SUBJECT_LABEL, SCORE_TO].contains(&key.as_str())
        };
        if let Some(key) = self.keys.iter().find(taken) {
            return Err(Error::InvalidArgument {
                argument: "by".to_owned(),
                found: key.clone(),
                expected: Text::new(
                    "与计数表的其他列不同名的分组",
                    "a key that is named unlike the table's other columns",
                ),
            });
        }
        let keys = self.keys.iter().map(String::as_str);
        let [subject, before @ .., count] = FIXED;
        let label = self.has_labels().then_some(SUBJECT_LABEL);
        let open = self.has_open_ends().then_some(SCORE_TO);
        Ok([VERSION_COLUMN]
            .into_iter()
            .chain(keys)
            .chain([subject])
            .chain(label)
            .chain(before)
            .chain(open)
            .chain([count])
            .collect())
    }

    /// The version of the table's format.
    pub fn version(&self) -> &'static str {
        if self.has_labels() { VERSION_WITH_LABELS } else { VERSION }
    }

    /// Whether the table tells what its subjects are called.
    pub fn has_labels(&self) -> bool {
        self.names.differ()
    }

    pub fn has_open_ends(&self) -> bool {
        self.groups.iter().any(|group| group.distributions.iter().any(|d| !d.is_exact()))
    }

    /// All rows, groups ascending; within a subject first the scores, ascending, then the marks.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let cells = self.groups.iter().flat_map(|group| {
            self.subjects.iter().zip(&group.distributions).map(move |(subject, cell)| (group, subject, cell))
        });
        cells.flat_map(|(group, subject, cell)| {
            let row =
                Row { labels: &group.labels, subject, mark: Mark::Scored, ticks: None, to: None, count: 0 };
            let last = cell.counts().len().saturating_sub(1);
            let scores = cell.counts().iter().enumerate().map(move |(at, (ticks, count))| {
                let top = cell.open_top().filter(|_| at == last);
                let range = || cell.ranges().iter().find(|(low, _)| low == ticks).map(|(_, high)| *high);
                let to = top.or_else(|| cell.open_bottom().filter(|_| at == 0)).or_else(range);
                Row { ticks: Some(*ticks), to, count: *count, ..row }
            });
            let without = Mark::ALL.into_iter().filter(|mark| *mark != Mark::Scored);
            let marks = without.map(move |mark| Row { mark, count: cell.marked(mark), ..row });
            scores.chain(marks.filter(|row| row.count > 0))
        })
    }
}
