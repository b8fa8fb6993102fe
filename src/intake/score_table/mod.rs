//! Published tables of scores (一分一段表): score or range of scores, candidates in it, candidates down to it.
//!
//! As people keep them: continued to the right or on further pages, several tracks by a column or side by side, one of
//! the two counts alone, counts as `31.0` or `1,205`, rows that contradict, and tops that are not published.

mod cells;
mod columns;
mod rows;
mod tally;
mod words;

pub(super) use columns::{of_batches, rank_header};
pub(super) use rows::score_table_of;
pub use tally::score_table_tally;
pub use words::is_track as names_track;

use std::io::Read;
use std::path::Path;

use super::ReadOptions;
use super::container::holds_others;
use super::dialect::{HEADER_ROWS, header_text};
use super::report::Report;
use super::small_table::read_table_by;
use super::source::Source;
use crate::error::Result;
use crate::figures::Phrase;
use crate::lang::Text;
use crate::number::Rational;
use crate::records::SmallTable;

/// Which of the two counts of a row is believed where they contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Believe {
    /// Candidates with this score or more.
    Cumulative,
    /// Candidates with this score.
    Count,
}

impl Believe {
    pub(super) fn parse(text: &str) -> Option<Believe> {
        match text {
            "cumulative" | "累计" | "累计人数" => Some(Believe::Cumulative),
            "count" | "人数" => Some(Believe::Count),
            _ => None,
        }
    }

    /// What the method of every figure says of it.
    pub fn method(self) -> &'static Phrase {
        match self {
            Believe::Cumulative => &BY_CUMULATIVE,
            Believe::Count => &BY_COUNTS,
        }
    }
}

static BY_CUMULATIVE: Phrase =
    Phrase::new("table_by_cumulative", "一分一段表以累计人数为准", "score table by its cumulative counts");
static BY_COUNTS: Phrase =
    Phrase::new("table_by_counts", "一分一段表以本段人数为准", "score table by its counts");

/// A row of a score table; `low = high` except where the row stands for a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreTableRow {
    pub low: Rational,
    /// For `689及以上` the full mark of the total if it is given, else above any.
    pub high: Rational,
    /// Candidates with these scores, as believed.
    pub count: u64,
    /// Candidates with these or higher scores, as published.
    pub cumulative: Option<u64>,
    /// The physical row in the file.
    pub row: u64,
}

impl ScoreTableRow {
    /// Whether nobody says how high its best scores are.
    pub fn is_without_end(&self) -> bool {
        self.low != self.high && self.high == Rational::from_integer(cells::NO_END)
    }
}

/// The rows of one track (year, province), best scores first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// In the order of the table's keys.
    pub labels: Vec<String>,
    pub rows: Vec<ScoreTableRow>,
}

/// A score table that was held to its own numbers.
#[derive(Clone, Debug)]
pub struct ScoreTable {
    /// The keys that the file has: the track, the year.
    pub keys: Vec<String>,
    pub tracks: Vec<Track>,
    pub report: Report,
    /// Which count is believed, where the user says so or the two contradict each other.
    pub believed: Option<Believe>,
}

impl ScoreTable {
    /// The rows of all tracks.
    pub fn rows(&self) -> impl Iterator<Item = &ScoreTableRow> {
        self.tracks.iter().flat_map(|track| &track.rows)
    }

    /// What its figures say of how it was read, where there was a choice.
    pub fn method(&self) -> Option<&'static Phrase> {
        self.believed.map(Believe::method)
    }
}

/// Reads a score table and holds it to its own numbers: scores fall from row to row, cumulative counts never do, and
/// a row whose counts contradict each other is a finding of the report.
///
/// # Errors
/// [`crate::error::Error::ScoreTableBroken`] at the first row out of order; a missing column; a cell that is no number.
pub fn read_score_table(path: &Path, options: &ReadOptions) -> Result<ScoreTable> {
    let (table, report) = read(path, options)?;
    score_table_of(&table, report, options)
}

fn read(path: &Path, options: &ReadOptions) -> Result<(SmallTable, Report)> {
    read_table_by(path, options, &columns::judge(options))
}

/// How much of a file is looked at to tell a score table from a list of candidates.
const LOOKED_AT: u64 = 64 << 10;

/// Whether a file is a published score table: its first rows name a score column and a count column, and no column of
/// candidates or schools. A file that cannot be read is none; whoever reads it next says why.
pub fn is_score_table(path: &Path, options: &ReadOptions) -> bool {
    if let Some(headers) = headers_of_columns(path) {
        return columns::columns(&headers, options).is_ok();
    }
    if holds_others(path) {
        return read(path, options).is_ok_and(|(table, _)| columns::columns(&table.headers, options).is_ok());
    }
    let Some(start) = first_lines(path) else { return false };
    let Ok(source) = Source::from_bytes(start, path.display().to_string(), options.encoding) else {
        return false;
    };
    let text = source.encoding.decode(&source.bytes);
    let cell = |cell: &str| header_text(cell.trim().trim_matches('"'));
    let cells = |line: &str| line.split([',', '\t', ';', '|']).map(cell).collect();
    let rows: Vec<Vec<String>> = text.lines().take(HEADER_ROWS as usize).map(cells).collect();
    columns::holds_header(&rows, options)
}

/// The headers of a file of columns, of which no row need be read; none where it is broken.
#[cfg(feature = "columnar")]
fn headers_of_columns(path: &Path) -> Option<Vec<String>> {
    let open = crate::intake::columns_file::OpenColumns::open(path).transpose()?;
    Some(open.map_or_else(|_| Vec::new(), |open| open.columns.headers()))
}

#[cfg(not(feature = "columnar"))]
fn headers_of_columns(_path: &Path) -> Option<Vec<String>> {
    None
}

/// The first lines of a regular file, whole ones only: a cut may fall inside a character.
fn first_lines(path: &Path) -> Option<Vec<u8>> {
    let file = std::fs::File::open(Some(path).filter(|path| path.is_file())?).ok()?;
    let mut bytes = Vec::new();
    file.take(LOOKED_AT).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 == LOOKED_AT {
        let line_end = memchr::memrchr(b'\n', &bytes)?;
        // In UTF-16LE the line end has a second byte.
        let wide = bytes.starts_with(b"\xff\xfe");
        bytes.truncate(line_end + 1 + usize::from(wide));
    }
    Some(bytes)
}

/// The option of reading that says which count is believed.
pub(super) const BELIEVE: Text = Text::new(
    "一分一段表的人数与累计人数矛盾时以哪一列为准：cumulative（默认）或 count",
    "which count of a score table is believed where the two contradict each other: cumulative (default) or count",
);
