//! Why a row was refused, a cell not believed, or something worth a note was found.

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

/// The cause of a finding. [`Cause::code`] is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    ShortRow,
    LongRow,
    MisplacedQuote,
    UnclosedQuote,
    NulByte,
    FieldTooLong,
    DuplicateCandidate,
    UnclearQuote,
    BesidePiece,
    ForeignQuote,
    SameSubjectTwice,
    NoIdentity,
    BelowOtherHeader,
    UnknownMark,
    NotANumber,
    Negative,
    OverFullMark,
    OffScale,
    TooManyDecimals,
    OutOfRange,
    MissingCode,
    KeyDisagrees,
    NotComputed,
    FullWidthDigits,
    DestroyedId,
    KeyNormalised,
    NumericCode,
    HeapOfZeros,
    TotalRowDiffers,
    DateForText,
    OtherWorkbooks,
    IdMadePlain,
    SurplusCells,
    UnusedScores,
    TotalVoided,
    IncompleteTotal,
    TotalAboveSum,
    TotalBelowSum,
    TotalLeavesOut,
    NobodyScored,
    FullMarkDiffers,
    Grades,
    PercentSign,
    CountDiffers,
    CumulativeDiffers,
    TopNotPublished,
    SheetChosen,
    DecimalComma,
}

impl Cause {
    /// Every cause, in the order of the codes.
    pub const ALL: &[Cause] = &[
        Cause::ShortRow,
        Cause::LongRow,
        Cause::MisplacedQuote,
        Cause::UnclosedQuote,
        Cause::NulByte,
        Cause::FieldTooLong,
        Cause::DuplicateCandidate,
        Cause::UnclearQuote,
        Cause::BesidePiece,
        Cause::ForeignQuote,
        Cause::SameSubjectTwice,
        Cause::NoIdentity,
        Cause::BelowOtherHeader,
        Cause::UnknownMark,
        Cause::NotANumber,
        Cause::Negative,
        Cause::OverFullMark,
        Cause::OffScale,
        Cause::TooManyDecimals,
        Cause::OutOfRange,
        Cause::MissingCode,
        Cause::KeyDisagrees,
        Cause::NotComputed,
        Cause::FullWidthDigits,
        Cause::DestroyedId,
        Cause::KeyNormalised,
        Cause::NumericCode,
        Cause::HeapOfZeros,
        Cause::TotalRowDiffers,
        Cause::DateForText,
        Cause::OtherWorkbooks,
        Cause::IdMadePlain,
        Cause::SurplusCells,
        Cause::UnusedScores,
        Cause::TotalVoided,
        Cause::IncompleteTotal,
        Cause::TotalAboveSum,
        Cause::TotalBelowSum,
        Cause::TotalLeavesOut,
        Cause::NobodyScored,
        Cause::FullMarkDiffers,
        Cause::Grades,
        Cause::PercentSign,
        Cause::CountDiffers,
        Cause::CumulativeDiffers,
        Cause::TopNotPublished,
        Cause::DecimalComma,
        Cause::SheetChosen,
    ];

    /// The stable code: 50x and 51x rows, 52x cells, 54x notes.
    pub fn code(self) -> &'static str {
        match self {
            Cause::ShortRow => "EG-501",
            Cause::LongRow => "EG-502",
            Cause::MisplacedQuote => "EG-503",
            Cause::UnclosedQuote => "EG-504",
            Cause::NulByte => "EG-505",
            Cause::FieldTooLong => "EG-506",
            Cause::DuplicateCandidate => "EG-507",
            Cause::UnclearQuote => "EG-508",
            Cause::BesidePiece => "EG-509",
            Cause::ForeignQuote => "EG-510",
            Cause::SameSubjectTwice => "EG-515",
            Cause::NoIdentity => "EG-516",
            Cause::BelowOtherHeader => "EG-517",
            Cause::UnknownMark => "EG-521",
            Cause::NotANumber => "EG-522",
            Cause::Negative => "EG-523",
            Cause::OverFullMark => "EG-524",
            Cause::OffScale => "EG-525",
            Cause::TooManyDecimals => "EG-526",
            Cause::OutOfRange => "EG-527",
            Cause::MissingCode => "EG-528",
            Cause::KeyDisagrees => "EG-529",
            Cause::NotComputed => "EG-530",
            Cause::FullWidthDigits => "EG-541",
            Cause::DestroyedId => "EG-542",
            Cause::KeyNormalised => "EG-543",
            Cause::NumericCode => "EG-544",
            Cause::HeapOfZeros => "EG-545",
            Cause::TotalRowDiffers => "EG-546",
            Cause::DateForText => "EG-547",
            Cause::OtherWorkbooks => "EG-548",
            Cause::IdMadePlain => "EG-549",
            Cause::SurplusCells => "EG-550",
            Cause::UnusedScores => "EG-551",
            Cause::TotalVoided => "EG-552",
            Cause::IncompleteTotal => "EG-553",
            Cause::TotalAboveSum => "EG-554",
            Cause::TotalBelowSum => "EG-555",
            Cause::TotalLeavesOut => "EG-556",
            Cause::NobodyScored => "EG-557",
            Cause::FullMarkDiffers => "EG-558",
            Cause::Grades => "EG-559",
            Cause::PercentSign => "EG-560",
            Cause::CountDiffers => "EG-570",
            Cause::CumulativeDiffers => "EG-571",
            Cause::TopNotPublished => "EG-572",
            Cause::DecimalComma => "EG-573",
            Cause::SheetChosen => "EG-580",
        }
    }

    /// What the finding does to the data.
    pub fn severity(self) -> Severity {
        match self {
            Cause::ShortRow
            | Cause::LongRow
            | Cause::MisplacedQuote
            | Cause::UnclosedQuote
            | Cause::NulByte
            | Cause::FieldTooLong
            | Cause::DuplicateCandidate
            | Cause::UnclearQuote
            | Cause::BesidePiece
            | Cause::ForeignQuote
            | Cause::SameSubjectTwice
            | Cause::NoIdentity
            | Cause::BelowOtherHeader => Severity::RowRejected,
            Cause::UnknownMark
            | Cause::NotANumber
            | Cause::DecimalComma
            | Cause::Negative
            | Cause::OverFullMark
            | Cause::OffScale
            | Cause::TooManyDecimals
            | Cause::OutOfRange
            | Cause::MissingCode
            | Cause::KeyDisagrees
            | Cause::NotComputed => Severity::CellInvalid,
            Cause::FullWidthDigits
            | Cause::DestroyedId
            | Cause::KeyNormalised
            | Cause::NumericCode
            | Cause::HeapOfZeros
            | Cause::TotalRowDiffers
            | Cause::DateForText
            | Cause::OtherWorkbooks
            | Cause::IdMadePlain
            | Cause::SurplusCells
            | Cause::CountDiffers
            | Cause::CumulativeDiffers
            | Cause::TopNotPublished
            | Cause::UnusedScores
            | Cause::TotalVoided
            | Cause::IncompleteTotal
            | Cause::TotalAboveSum
            | Cause::TotalBelowSum
            | Cause::TotalLeavesOut
            | Cause::NobodyScored
            | Cause::FullMarkDiffers
            | Cause::Grades
            | Cause::PercentSign
            | Cause::SheetChosen => Severity::Note,
        }
    }
}
