//! Intake: bytes or frames → records. Every cell is a score, a mark or a finding; nothing is guessed.
//!
//! The way through: `opened` (`encoding`, `dialect`: delimiter and header row) → `headers` (which column is
//! what) → `pass` and `worker` (blocks of the file, each by the next free thread: `chunk`, `signs` of another
//! encoding) → `guard` (lines → records, one stray quote costs one line) → `non_data` (totals and remarks) →
//! `rows` (`groups`, `scores`, `marks`, `totals`) → `ledger` (the account, in the order of the file: `ids`) →
//! counts or `kept` records. What happened to every row and every doubtful cell is in the [`Report`].

mod agreement;
mod aliases;
mod bytes;
mod candidates;
mod causes;
mod cell_line;
mod choices;
mod chunk;
#[cfg(feature = "columnar")]
mod columns_file;
mod container;
#[cfg(feature = "columnar")]
mod counts;
mod dialect;
mod dictionary;
mod digits;
mod doubted_totals;
mod encoding;
#[cfg(feature = "columnar")]
mod engine_counts;
mod fields;
mod findings;
#[cfg(feature = "columnar")]
mod frame_pass;
#[cfg(feature = "columnar")]
mod frame_rows;
#[cfg(feature = "columnar")]
mod frames;
mod groups;
mod guard;
mod header_or_data;
mod headers;
mod id_texts;
mod identity;
mod ids;
mod interner;
#[doc(hidden)]
pub mod invariants;
mod items;
mod join;
mod kept;
mod kept_tally;
mod ledger;
mod line;
mod lines;
mod link_ids;
mod listing;
mod long;
mod mapped;
mod marks;
mod merged;
mod mojibake;
mod non_data;
mod non_data_causes;
mod non_data_words;
mod open_quote;
mod opened;
mod options;
mod packed;
mod pass;
mod pieces;
mod plain_rows;
mod plan;
mod policy;
mod proof;
mod rejects;
mod repeats;
mod report;
mod rows;
mod sample;
mod score_file;
mod score_part;
mod score_rule;
mod score_table;
mod scores;
mod sheet_doubts;
mod signs;
mod sittings;
mod small_table;
mod source;
mod stated;
mod surplus;
mod table_pass;
mod text;
mod too_many;
mod totals;
mod walk;
mod wanted;
mod witness;
mod worker;

pub use aliases::{ALIASES, Alias};
pub use bytes::{Stamp, let_settle};
pub use candidates::{Candidates, read_candidates};
pub use causes::{Cause, Severity};
pub use cell_line::{CellLine, cell_line};
pub use container::sheet_names;
#[cfg(feature = "columnar")]
pub use counts::{COUNT_COLUMNS, read_counts};
pub use encoding::Encoding;
#[cfg(feature = "columnar")]
pub use engine_counts::{
    CountedColumn, CountedSubjects, judge_cells, key_of_header, marks_of_counted, read_counted,
};
pub use findings::{Cells, Finding, FindingGroup, Mend, Rejected, remark_on_verdicts};
#[cfg(feature = "columnar")]
pub use frame_rows::{read_score_table_columns, read_table_columns};
#[cfg(feature = "columnar")]
pub use frames::{read_columns, read_scores_columns};
pub use interner::tidy_label;
#[cfg(feature = "columnar")]
pub use items::read_items_columns;
pub use items::{ItemOptions, read_items};
pub use join::{JoinReport, attach_schools};
pub use kept_tally::{is_tally, of_year, read_tally, read_tally_watched};
#[cfg(feature = "columnar")]
pub use kept_tally::{is_tally_columns, read_tally_columns};
pub use link_ids::{RowIds, ids_of_file, ids_of_table, is_of_names, plain_id, refuse_destroyed};
pub use listing::{Listing, OfCause, ROWS_LISTED};
pub use marks::MARKS;
pub use non_data_causes::NonData;
pub use options::{READ_OPTIONS, ReadOption, ReadOptions, TableLayout};
pub use policy::{Duplicates, Policy, TotalRule, Verdict};
pub use rejects::{Listed, listed, shown_unknown_marks, with_lines};
pub use report::{ColumnUse, FINDINGS_KEPT, Report, SubjectMarks};
pub use score_file::read_scores;
pub use score_table::{
    Believe, ScoreTable, ScoreTableRow, Track, is_score_table, names_track, read_score_table,
    score_table_tally,
};
pub use small_table::{TableRow, each_row, each_row_at, read_table};
pub use text::is_same_header;
pub use wanted::{Keys, Pace, Wanted};
pub use witness::{Seen, Witness, blake3_of};
