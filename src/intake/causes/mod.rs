//! Why a row was refused, a cell not believed, or something worth a note was found.

mod cells;
mod notes;
mod rows;
mod totals;

use crate::error::Explained;
use crate::lang::Text;

/// What a finding does to the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The whole row is out of every figure.
    RowRejected,
    /// The cell is [`crate::records::Mark::Invalid`]; the rest of the row counts.
    CellInvalid,
    /// The data were used; a person should know.
    Note,
}

macro_rules! causes {
    ($($file:ident::$explained:ident => $name:ident: $severity:ident,)*) => {
        /// The cause of a finding. [`Cause::code`] is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Cause {
            $($name,)*
        }

        impl Cause {
            /// Every cause, in the order of the codes.
            pub const ALL: &[Cause] = &[$(Cause::$name,)*];

            /// All that is said of it.
            pub fn explained(self) -> Explained {
                match self {
                    $(Cause::$name => $file::$explained,)*
                }
            }

            /// What the finding does to the data.
            pub fn severity(self) -> Severity {
                match self {
                    $(Cause::$name => Severity::$severity,)*
                }
            }
        }
    };
}

// 50x and 51x rows, 52x cells, 54x and on notes.
causes! {
    rows::SHORT_ROW => ShortRow: RowRejected,
    rows::LONG_ROW => LongRow: RowRejected,
    rows::MISPLACED_QUOTE => MisplacedQuote: RowRejected,
    rows::UNCLOSED_QUOTE => UnclosedQuote: RowRejected,
    rows::NUL_BYTE => NulByte: RowRejected,
    rows::FIELD_TOO_LONG => FieldTooLong: RowRejected,
    rows::DUPLICATE_CANDIDATE => DuplicateCandidate: RowRejected,
    rows::UNCLEAR_QUOTE => UnclearQuote: RowRejected,
    rows::BESIDE_PIECE => BesidePiece: RowRejected,
    rows::FOREIGN_QUOTE => ForeignQuote: RowRejected,
    rows::SAME_SUBJECT_TWICE => SameSubjectTwice: RowRejected,
    rows::NO_IDENTITY => NoIdentity: RowRejected,
    rows::BELOW_OTHER_HEADER => BelowOtherHeader: RowRejected,
    cells::UNKNOWN_MARK => UnknownMark: CellInvalid,
    cells::NOT_A_NUMBER => NotANumber: CellInvalid,
    cells::NEGATIVE => Negative: CellInvalid,
    cells::OVER_FULL_MARK => OverFullMark: CellInvalid,
    cells::OFF_SCALE => OffScale: CellInvalid,
    cells::TOO_MANY_DECIMALS => TooManyDecimals: CellInvalid,
    cells::OUT_OF_RANGE => OutOfRange: CellInvalid,
    cells::MISSING_CODE => MissingCode: CellInvalid,
    cells::KEY_DISAGREES => KeyDisagrees: CellInvalid,
    cells::NOT_COMPUTED => NotComputed: CellInvalid,
    notes::FULL_WIDTH_DIGITS => FullWidthDigits: Note,
    notes::DESTROYED_ID => DestroyedId: Note,
    notes::KEY_NORMALISED => KeyNormalised: Note,
    notes::NUMERIC_CODE => NumericCode: Note,
    totals::HEAP_OF_ZEROS => HeapOfZeros: Note,
    totals::TOTAL_ROW_DIFFERS => TotalRowDiffers: Note,
    notes::DATE_FOR_TEXT => DateForText: Note,
    notes::OTHER_WORKBOOKS => OtherWorkbooks: Note,
    notes::ID_MADE_PLAIN => IdMadePlain: Note,
    notes::SURPLUS_CELLS => SurplusCells: Note,
    notes::UNUSED_SCORES => UnusedScores: Note,
    totals::TOTAL_VOIDED => TotalVoided: Note,
    totals::INCOMPLETE_TOTAL => IncompleteTotal: Note,
    totals::TOTAL_ABOVE_SUM => TotalAboveSum: Note,
    totals::TOTAL_BELOW_SUM => TotalBelowSum: Note,
    totals::TOTAL_LEAVES_OUT => TotalLeavesOut: Note,
    totals::NOBODY_SCORED => NobodyScored: Note,
    totals::FULL_MARK_DIFFERS => FullMarkDiffers: Note,
    totals::GRADES => Grades: Note,
    totals::PERCENT_SIGN => PercentSign: Note,
    totals::COUNT_DIFFERS => CountDiffers: Note,
    totals::CUMULATIVE_DIFFERS => CumulativeDiffers: Note,
    totals::TOP_NOT_PUBLISHED => TopNotPublished: Note,
    cells::DECIMAL_COMMA => DecimalComma: CellInvalid,
    notes::SHEET_CHOSEN => SheetChosen: Note,
}

impl Cause {
    /// The stable code.
    pub fn code(self) -> &'static str {
        self.explained().code
    }

    /// What was found, in words.
    pub fn text(self) -> Text {
        self.explained().means
    }
}
