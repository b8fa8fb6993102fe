//! One error type: what was found, what was expected, and where.

use std::path::PathBuf;

use crate::lang::{Lang, Text};

mod codes;
mod masked;
mod place;
mod problems;
mod text;
mod toml_words;

pub(crate) use text::NOT_REGULAR;

pub use codes::CODES;
pub use masked::masked;
pub use place::{ColumnPlace, Place};
pub use problems::{ConfigProblem, ContainerProblem};

pub type Result<T> = std::result::Result<T, Error>;

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
    /// An input that was written to while it was read.
    FileChanged {
        path: PathBuf,
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
        /// Options of which each makes a column below the first row one of scores.
        choose: Vec<String>,
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
        /// Options of which each makes one a column of scores.
        choose: Vec<String>,
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
    /// Ids or codes that Excel rewrote (1.1E+17, zeros from the sixteenth digit on) and that rows must be joined on.
    KeyDestroyed {
        place: Place,
    },
    /// Candidates who are there more than once, where the policy refuses that.
    RepeatedCandidates {
        place: Place,
        count: u64,
    },
    /// Headers that are text decoded by the wrong encoding.
    Mojibake {
        place: Place,
        found: String,
        meant: String,
        /// As which encoding the text was read, and in which it was written.
        read_as: &'static str,
        written_in: &'static str,
    },
    /// A workbook or archive that cannot be read.
    Container {
        place: Place,
        problem: ContainerProblem,
    },
    /// Which sheet of a workbook or file of an archive to read must be said.
    WhichSheet {
        place: Place,
        asked: Option<String>,
        choices: Vec<String>,
    },
    /// Two sheets of a workbook that hold mostly the same candidates, both to be counted.
    SheetsRepeat {
        place: Place,
        sheet: String,
        others: Vec<String>,
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
    /// Labels of groups that nobody in the data has.
    LabelNotAtHand {
        argument: String,
        labels: Vec<String>,
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
    /// A file that is no kept tally stands where one is to be written.
    NoTallyToReplace {
        path: PathBuf,
    },
    /// A path of the configuration that leads out of the folders it may use.
    OutsideFolder {
        path: PathBuf,
        folder: PathBuf,
    },
    /// The folder of the release is a link to another.
    ReleaseIsLink {
        path: PathBuf,
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
    /// Things that need attention, where the user wants none.
    Attention {
        notices: usize,
    },
    /// Tables of a release without any value.
    EmptyTables {
        tables: Vec<String>,
    },
    /// A hidden number that a reader of the release could still tell too closely; `place` says whose, in both
    /// languages.
    Recoverable {
        place: [String; 2],
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
