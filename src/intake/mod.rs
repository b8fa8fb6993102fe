//! Intake: bytes or frames → records. Every cell is a score, a mark or a finding; nothing is guessed.
//!
//! The way through: `encoding` (strict, over the whole file) → `dialect` (delimiter and header row) →
//! `headers` (which column is what) → `guard` (lines → records, one stray quote costs one line) →
//! `non_data` (totals and remarks) → `builder` (`scores`, `marks`, `interner`) → `totals`.
//! What happened to every row and every doubtful cell is in the [`Report`].

use std::collections::BTreeMap;

use crate::number::Rational;

mod aliases;
mod builder;
mod causes;
mod dialect;
mod encoding;
mod fields;
mod frames;
mod guard;
mod header_or_data;
mod headers;
mod ids;
mod interner;
mod join;
mod lines;
mod marks;
mod non_data;
mod open_quote;
mod report;
mod score_file;
mod score_part;
mod score_table;
mod scores;
mod small_table;
mod source;
mod text;
mod totals;

pub use aliases::{ALIASES, Alias};
pub use causes::{Cause, NonData, Severity};
pub use encoding::Encoding;
pub use frames::{TextColumn, TextFrame, read_score_table_frame, read_scores_frame, read_table_frame};
pub use interner::tidy_label;
pub use join::{JoinReport, attach_schools};
pub use marks::MARKS;
pub use report::{ColumnUse, FINDINGS_KEPT, Finding, FindingGroup, Rejected, Report, SubjectMarks};
pub use score_file::read_scores;
pub use score_table::{ScoreTableRow, is_score_table, read_score_table, score_table_tally};
pub use small_table::read_table;

/// What a user says about a file; everything else is found in the file itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadOptions {
    /// Instead of recognising it.
    pub encoding: Option<Encoding>,
    /// Header → field: `candidate_id`, `name`, a key (`school`, `class`, …), `subject:<id>`, a subject of the
    /// catalogue, `key:<name>` for any other key, or `ignore`. Wins over the aliases.
    pub columns: BTreeMap<String, String>,
    /// Subject → full mark; a score above it is a finding.
    pub full_marks: BTreeMap<String, Rational>,
    /// Subject → step; a score off it is a finding. Undeclared, the finest score of the column tells.
    pub steps: BTreeMap<String, Rational>,
    /// The year of the examination, where the file does not say it or says it wrongly.
    pub year: Option<i32>,
}
