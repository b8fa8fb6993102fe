//! One error type: what was found, what was expected, and where.
//!
//! A new error is a line in the list below, which says what it carries, and its [`Entry`] in `entries/`, which says
//! all else: `edugauge explain`, exit codes, Python's exceptions and the page of codes come from it.

use std::path::PathBuf;

use crate::lang::{Lang, Text};

mod entries;
mod entry;
mod masked;
mod place;
mod problems;
mod toml_words;
mod words;

pub(crate) use words::{NOT_REGULAR, shell_word, toml_list, toml_text};

use entries::{columnar, columns, file, items, output, release, request, rows, workbook};
pub use entry::{Class, Entry, Exit, Explained};
pub use masked::masked;
pub use place::{ColumnPlace, Place};
pub use problems::{ConfigProblem, ContainerProblem};

pub type Result<T> = std::result::Result<T, Error>;

macro_rules! errors {
    ($($(#[$about:meta])* $file:ident::$entry:ident => $name:ident $fields:tt,)*) => {
        /// Everything that stops edugauge. [`Error::code`] is stable; [`Error::message`] and [`Error::help`] are
        /// in both languages.
        #[derive(Debug, thiserror::Error)]
        #[error("{}", self.message(Lang::En))]
        pub enum Error {
            $($(#[$about])* $name $fields,)*
        }

        /// The entry of every error, in the order of their codes.
        pub const ENTRIES: &[Entry] = &[$($file::$entry,)*];

        impl Error {
            pub fn entry(&self) -> &'static Entry {
                match self {
                    $(Error::$name { .. } => const { &$file::$entry },)*
                }
            }
        }
    };
}

errors! {
    /// A file that cannot be opened or read.
    file::UNREADABLE => Unreadable { path: PathBuf, #[source] source: std::io::Error },
    /// Bytes that belong to none of the encodings that exports use, or not to the one asked for.
    file::ENCODING => Encoding { place: Place, offset: u64, tried: Vec<&'static str> },
    /// A file without any row.
    file::EMPTY => Empty { place: Place },
    /// No row looks like a header.
    columns::HEADER_NOT_FOUND => HeaderNotFound {
        place: Place,
        seen: Vec<String>,
        /// Options of which each makes a column below the first row one of scores.
        choose: Vec<String>,
        /// Those that read one of several batches, where it looks like a score table of such.
        batches: Vec<String>,
    },
    /// Two columns hold the same field.
    columns::DUPLICATE_COLUMN => DuplicateColumn { place: Place, field: String, other: ColumnPlace },
    /// A column that the request needs is not in the file.
    columns::COLUMN_NOT_FOUND => ColumnNotFound {
        place: Place,
        column: String,
        available: Vec<String>,
        suggestion: Option<String>,
    },
    /// A cell of a small table (schools, population, …) that must be a number, a year, … and is not.
    rows::BAD_CELL => BadCell { place: Place, found: String, expected: Text },
    /// More rows or cells were refused than the configuration allows; `first` describes the first in both languages.
    rows::TOO_MANY_FINDINGS => TooManyFindings {
        place: Place,
        refused: u64,
        total: u64,
        allowed_percent: f64,
        first: [String; 2],
    },
    /// A table of scores and counts that contradicts itself.
    rows::SCORE_TABLE_BROKEN => ScoreTableBroken { place: Place, found: String, expected: String },
    /// The same key twice in a table that must have one row per key.
    rows::DUPLICATE_KEY => DuplicateKey { place: Place, key: String, first_row: u64 },
    /// Keys of the candidates that the school list does not have.
    rows::JOIN_UNMATCHED => JoinUnmatched { place: Place, key: String, missing: Vec<String>, count: u64 },
    /// Data sets that cannot be put together: other scale, other full mark.
    rows::NOT_MERGEABLE => NotMergeable { subject: String, ours: String, theirs: String },
    /// No column of the file is known to hold scores.
    columns::NO_SCORE_COLUMN => NoScoreColumn {
        place: Place,
        headers: Vec<String>,
        /// Options of which each makes one a column of scores.
        choose: Vec<String>,
        /// The option that makes places those of a score table, where the file has scores and places alone.
        ranks: Option<String>,
    },
    /// More of something than any export has.
    file::LIMIT_EXCEEDED => LimitExceeded { place: Place, what: Text, found: u64, allowed: u64 },
    /// Ids or codes that Excel rewrote (1.1E+17, zeros from the sixteenth digit on) and that rows must be joined on.
    columns::KEY_DESTROYED => KeyDestroyed { place: Place },
    /// Candidates who are there more than once, where the policy refuses that.
    rows::REPEATED_CANDIDATES => RepeatedCandidates { place: Place, count: u64 },
    /// Headers that are text decoded by the wrong encoding.
    file::MOJIBAKE => Mojibake {
        place: Place,
        found: String,
        meant: String,
        /// As which encoding the text was read, and in which it was written.
        read_as: &'static str,
        written_in: &'static str,
    },
    /// A workbook or archive that cannot be read.
    workbook::CONTAINER => Container { place: Place, problem: ContainerProblem },
    /// Which sheet of a workbook or file of an archive to read must be said.
    workbook::WHICH_SHEET => WhichSheet { place: Place, asked: Option<String>, choices: Vec<String> },
    /// An input that was written to while it was read.
    file::FILE_CHANGED => FileChanged { path: PathBuf },
    /// A Parquet or Arrow file that cannot be read; without `detail` it is encrypted, an
    /// empty one says that its parts contradict each other.
    columnar::COLUMNAR_FILE => ColumnarFile { place: Place, kind: &'static str, detail: Option<String> },
    /// A column of a frame or columnar file whose cells are neither texts, numbers nor dates.
    columnar::COLUMN_OF_NO_CELLS => ColumnOfNoCells { place: Place, found: Text },
    /// A frame that its library does not hand over.
    columnar::FRAME_FAILED => FrameFailed { library: String, column: Option<String> },
    /// A lazy frame that has other rows each time it is asked.
    columnar::FRAME_CHANGED => FrameChanged { library: String },
    /// The name of an item that Excel changed, or that may be an item or a part of one.
    items::ITEM_NAME => ItemName { place: Place, found: String, ambiguous: bool },
    /// No column of a sheet is known to hold an item.
    items::NO_ITEMS => NoItems { place: Place, headers: Vec<String> },
    /// Options without a score beside them, and without what makes them one.
    items::OPTIONS_UNSCORED => OptionsUnscored { place: Place, items: Vec<String>, lacks: Text },
    /// Sheets of different papers that are to be one.
    items::PAPERS_DIFFER => PapersDiffer { file: String, other: String },
    /// Rows of items of several subjects, of which one must be said.
    items::SEVERAL_PAPERS => SeveralPapers { place: Place, papers: Vec<String> },
    /// Two examinations of which too few candidates find each other; how most ids of each are written.
    rows::FEW_LINKED => FewLinked { linked: u64, of: u64, entry: String, exit: String, ids_meet: bool },
    /// A fault in the configuration file.
    request::CONFIG => Config {
        file: String,
        text: String,
        offset: usize,
        length: usize,
        problem: ConfigProblem,
        /// What else is wrong with the file.
        more: Vec<Error>,
    },
    request::UNKNOWN_INDICATOR => UnknownIndicator { id: String, suggestion: Option<String> },
    /// A grouping key that the data do not have.
    request::KEY_NOT_AT_HAND => KeyNotAtHand { key: String, at_hand: Vec<String> },
    request::SUBJECT_NOT_AT_HAND => SubjectNotAtHand { subject: String, at_hand: Vec<String> },
    request::UNKNOWN_ARGUMENT => UnknownArgument {
        indicator: String,
        argument: String,
        suggestion: Option<String>,
        known: Vec<String>,
    },
    request::INVALID_ARGUMENT => InvalidArgument { argument: String, found: String, expected: Text },
    request::MISSING_ARGUMENT => MissingArgument { indicator: String, argument: String, expected: Text },
    /// The population given is of other years than the candidates.
    request::POPULATION_YEAR => PopulationYear { years: Vec<i32>, given: Vec<i32> },
    /// A cut score for a track of which there is no candidate.
    request::LINE_WITHOUT_CANDIDATES => LineWithoutCandidates {
        line: String,
        track: String,
        tracks: Vec<String>,
    },
    /// Two sheets of a workbook that hold mostly the same candidates, both to be counted.
    workbook::SHEETS_REPEAT => SheetsRepeat { place: Place, sheet: String, others: Vec<String> },
    /// Things that need attention, where the user wants none.
    release::ATTENTION => Attention { notices: usize },
    /// Tables of a release without any value.
    release::EMPTY_TABLES => EmptyTables { tables: Vec<String> },
    /// Labels of groups that nobody in the data has.
    request::LABEL_NOT_AT_HAND => LabelNotAtHand {
        argument: String,
        labels: Vec<String>,
        at_hand: Vec<String>,
    },
    /// Of two examinations, fewer candidates are found in both than is usual.
    release::LOW_MATCH => LowMatch { linked: u64, of: u64, percent: u64 },
    /// A folder in the place of a configuration, which holds none; those of the folders in it.
    release::NO_CONFIGURATION => NoConfiguration { folder: PathBuf, found: Vec<String> },
    /// An output that cannot be written.
    output::UNWRITABLE => Unwritable { path: PathBuf, #[source] source: std::io::Error },
    /// Another run holds the output folder.
    output::OUTPUT_LOCKED => OutputLocked { path: PathBuf },
    /// Where the release is to go stands something that is no release.
    output::OUTPUT_OCCUPIED => OutputOccupied { path: PathBuf },
    /// The old release could not be moved away; the new one stands beside it.
    output::OUTPUT_NOT_REPLACED => OutputNotReplaced {
        path: PathBuf,
        beside: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// A folder that is to be a release and has no manifest of edugauge.
    release::NO_RELEASE => NoRelease { place: Place },
    /// A release whose files, or whose inputs, are no longer what its manifest says.
    release::NOT_VERIFIED => NotVerified { path: PathBuf, problems: usize },
    /// Two releases that do not show the same figures.
    release::FIGURES_DIFFER => FiguresDiffer { old: PathBuf, new: PathBuf, figures: usize },
    /// Of several releases asked for in one call, some did not come about; each has been told already.
    release::SOME_FAILED => SomeFailed { failed: usize, of: usize, exit_code: u8 },
    /// A file that is no kept tally stands where one is to be written.
    output::NO_TALLY_TO_REPLACE => NoTallyToReplace { path: PathBuf },
    /// A path of the configuration that leads out of the folders it may use.
    output::OUTSIDE_FOLDER => OutsideFolder { path: PathBuf, folder: PathBuf },
    /// The folder of the release is a link to another.
    output::RELEASE_IS_LINK => ReleaseIsLink { path: PathBuf },
    /// A hidden number that a reader of the release could still tell too closely; `place` says whose, in both
    /// languages.
    release::RECOVERABLE => Recoverable { place: [String; 2] },
    /// Accepted, rejected and recognised rows do not add up to the rows of the file: a fault of edugauge.
    rows::ROWS_LOST => RowsLost { place: Place, physical: u64, accounted: u64 },
    /// A fault of edugauge itself.
    rows::INTERNAL => Internal { what: &'static str },
}

impl Error {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.entry().code
    }

    /// The exit code of the command line; of several releases it is that of the first that failed.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::SomeFailed { exit_code, .. } => *exit_code,
            _ => self.entry().exit as u8,
        }
    }

    /// What happened and where: found against expected.
    pub fn message(&self, lang: Lang) -> String {
        (self.entry().said)(self).message_in(lang)
    }

    /// What to do about it, where there is something to be done.
    pub fn help(&self, lang: Lang) -> Option<String> {
        (self.entry().said)(self).help_in(lang)
    }
}
