//! One error type: what was found, what was expected, and where.

use std::fmt;
use std::path::PathBuf;

use crate::lang::{Lang, Text};

mod codes;
mod text;

pub use codes::CODES;

pub type Result<T> = std::result::Result<T, Error>;

/// A place in an input, as a person finds it in Excel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it, or `<frame>`.
    pub file: String,
    /// The physical row, the first being 1.
    pub row: Option<u64>,
    pub column: Option<ColumnPlace>,
}

/// A column by position and header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnPlace {
    /// The first being 0.
    pub index: usize,
    pub header: String,
}

impl ColumnPlace {
    /// The letters of the column in a spreadsheet: A, B, …, Z, AA, ….
    pub fn letters(&self) -> String {
        let mut letters = Vec::new();
        let mut rest = self.index + 1;
        while rest > 0 {
            rest -= 1;
            letters.push(b'A' + (rest % 26) as u8);
            rest /= 26;
        }
        letters.iter().rev().map(|b| char::from(*b)).collect()
    }
}

impl Place {
    pub fn file(file: impl Into<String>) -> Place {
        Place { file: file.into(), row: None, column: None }
    }

    pub fn at_row(mut self, row: u64) -> Place {
        self.row = Some(row);
        self
    }

    pub fn at_column(mut self, index: usize, header: impl Into<String>) -> Place {
        self.column = Some(ColumnPlace { index, header: header.into() });
        self
    }

    pub fn describe(&self, lang: Lang) -> String {
        let mut text = self.file.clone();
        if let Some(row) = self.row {
            text += &lang.pick(format!(",第 {row} 行"), format!(", row {row}"));
        }
        if let Some(column) = &self.column {
            let letters = column.letters();
            let header = &column.header;
            text +=
                &lang.pick(format!(",{letters} 列「{header}」"), format!(", column {letters} \"{header}\""));
        }
        text
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Lang::En))
    }
}

/// What is wrong with a value in the configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigProblem {
    Syntax { detail: String },
    UnknownKey { key: String, suggestion: Option<String> },
    BadValue { found: String, expected: Text },
    Missing { key: String },
}

/// Everything that stops edugauge. [`Error::code`] is stable; [`Error::message`] and [`Error::help`] are
/// in both languages.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.display())]
pub enum Error {
    /// A file that cannot be opened or read.
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// An output that cannot be written.
    Unwritable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// Bytes that belong to none of the encodings that exports use, or not to the one asked for.
    Encoding {
        place: Place,
        offset: u64,
        tried: Vec<&'static str>,
    },
    /// A file without any row.
    Empty {
        place: Place,
    },
    /// No row looks like a header.
    HeaderNotFound {
        place: Place,
        seen: Vec<String>,
    },
    /// Two columns hold the same field.
    DuplicateColumn {
        place: Place,
        field: String,
        other: ColumnPlace,
    },
    /// A column that the request needs is not in the file.
    ColumnNotFound {
        place: Place,
        column: String,
        available: Vec<String>,
        suggestion: Option<String>,
    },
    /// A cell of a small table (schools, population, …) that must be a number, a year, … and is not.
    BadCell {
        place: Place,
        found: String,
        expected: Text,
    },
    /// More rows or cells were refused than the configuration allows; `first` describes the first in both languages.
    TooManyFindings {
        place: Place,
        refused: u64,
        total: u64,
        allowed_percent: f64,
        first: [String; 2],
    },
    /// Accepted, rejected and recognised rows do not add up to the rows of the file: a fault of edugauge.
    RowsLost {
        place: Place,
        physical: u64,
        accounted: u64,
    },
    /// A table of scores and counts that contradicts itself.
    ScoreTableBroken {
        place: Place,
        found: String,
        expected: String,
    },
    /// No column of the file is known to hold scores.
    NoScoreColumn {
        place: Place,
        headers: Vec<String>,
    },
    /// More of something than any export has.
    LimitExceeded {
        place: Place,
        what: Text,
        found: u64,
        allowed: u64,
    },
    /// The same key twice in a table that must have one row per key.
    DuplicateKey {
        place: Place,
        key: String,
        first_row: u64,
    },
    /// Keys of the candidates that the school list does not have.
    JoinUnmatched {
        place: Place,
        key: String,
        missing: Vec<String>,
        count: u64,
    },
    /// A fault in the configuration file.
    Config {
        file: String,
        text: String,
        offset: usize,
        length: usize,
        problem: ConfigProblem,
    },
    UnknownIndicator {
        id: String,
        suggestion: Option<String>,
    },
    /// A grouping key that the data do not have.
    KeyNotAtHand {
        key: String,
        at_hand: Vec<String>,
    },
    SubjectNotAtHand {
        subject: String,
        at_hand: Vec<String>,
    },
    UnknownArgument {
        indicator: String,
        argument: String,
        suggestion: Option<String>,
        known: Vec<String>,
    },
    InvalidArgument {
        argument: String,
        found: String,
        expected: Text,
    },
    MissingArgument {
        indicator: String,
        argument: String,
        expected: Text,
    },
    /// Data sets that cannot be put together: other scale, other full mark.
    NotMergeable {
        subject: String,
        ours: String,
        theirs: String,
    },
    /// The population given is of other years than the candidates.
    PopulationYear {
        years: Vec<i32>,
        given: Vec<i32>,
    },
    /// A cut score for a track of which there is no candidate.
    LineWithoutCandidates {
        line: String,
        track: String,
        tracks: Vec<String>,
    },
    /// Another run holds the output folder.
    OutputLocked {
        path: PathBuf,
    },
    /// Where the release is to go stands something that is no release.
    OutputOccupied {
        path: PathBuf,
    },
    /// The old release could not be moved away; the new one stands beside it.
    OutputNotReplaced {
        path: PathBuf,
        beside: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// A folder that is to be a release and has no manifest of edugauge.
    NoRelease {
        place: Place,
    },
    /// A release whose files, or whose inputs, are no longer what its manifest says.
    NotVerified {
        path: PathBuf,
        problems: usize,
    },
    /// Two releases that do not show the same figures.
    FiguresDiffer {
        old: PathBuf,
        new: PathBuf,
        figures: usize,
    },
    /// Of several releases asked for in one call, some did not come about; each has been told already.
    SomeFailed {
        failed: usize,
        of: usize,
        exit_code: u8,
    },
    /// A fault of edugauge itself.
    Internal {
        what: &'static str,
    },
}

impl Error {
    fn display(&self) -> String {
        self.message(Lang::En)
    }
}
