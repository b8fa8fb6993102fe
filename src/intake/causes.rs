//! Why a row was refused, a cell not believed, or something worth a note was found.

pub use super::non_data_causes::NonData;
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
    CountDiffers,
    CumulativeDiffers,
    TopNotPublished,
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
        Cause::CountDiffers,
        Cause::CumulativeDiffers,
        Cause::TopNotPublished,
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
            Cause::CountDiffers => "EG-570",
            Cause::CumulativeDiffers => "EG-571",
            Cause::TopNotPublished => "EG-572",
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
            | Cause::TopNotPublished => Severity::Note,
        }
    }

    /// What was found, in words.
    pub fn text(self) -> Text {
        match self {
            Cause::ShortRow => Text::new("单元格比表头少", "fewer cells than the header"),
            Cause::LongRow => Text::new("单元格比表头多", "more cells than the header"),
            Cause::MisplacedQuote => Text::new("引号位置不对", "a quote where none may stand"),
            Cause::UnclosedQuote => Text::new("引号没有闭合", "a quote that is not closed"),
            Cause::NulByte => Text::new("含有 NUL 字节", "a NUL byte"),
            Cause::FieldTooLong => Text::new("单元格超过 1 MiB", "a cell of more than 1 MiB"),
            Cause::DuplicateCandidate => {
                Text::new("考生标识与另一行重复", "the candidate's id stands in another row, which counts")
            }
            Cause::UnclearQuote => Text::new(
                "引号之间的几行可能是一条记录,也可能是几条",
                "lines between two quotes that may be one record or several",
            ),
            Cause::BesidePiece => Text::new(
                "紧挨着一行断开的内容,本行可能被截断",
                "beside a piece of a row, of which this row may have lost a part",
            ),
            Cause::ForeignQuote => Text::new("单元格用了另一种引号", "a cell in quotes of the other kind"),
            Cause::SameSubjectTwice => {
                Text::new("同一考生同一科目已有成绩", "the candidate has a score in this subject already")
            }
            Cause::BelowOtherHeader => Text::new("在另一张表的表头之下", "below the header of another table"),
            Cause::NoIdentity => Text::new("没有写明考生或科目", "no candidate or no subject is named"),
            Cause::MissingCode => Text::new(
                "999 之类的数未写明满分,分不清是分数还是缺考;请写明满分,或在 policy 里说明",
                "999 or the like without a full mark: a score or none? Declare the full mark, or say so in the policy",
            ),
            Cause::KeyDisagrees => Text::new(
                "同一考生的各行不一致,按不明处理",
                "the rows of one candidate disagree; taken as not known",
            ),
            Cause::NotComputed => Text::new(
                "公式没有保存结果;请在 Excel 中打开并保存一次",
                "a formula without a saved result; open and save the workbook in Excel once",
            ),
            Cause::NumericCode => Text::new(
                "代码列里是数值而不是文本,前导零若有则已丢失(按列计数)",
                "numbers, not text, in a column of codes: leading zeros, if there were any, are lost",
            ),
            Cause::HeapOfZeros => Text::new(
                "0 分异常地多,可能是缺考;若是,请在 policy 里写明 0 的含义",
                "unusually many zeros, perhaps absent candidates; if so, say in the policy what 0 means",
            ),
            Cause::TotalRowDiffers => Text::new(
                "合计或平均行写的数与读到的不符",
                "a row of totals or means states another number than was read",
            ),
            Cause::DateForText => Text::new(
                "代码或名称列里是日期,多半是 Excel 改写的(如 1-2 变成 1月2日)",
                "a date in a column of codes or names, most likely rewritten by Excel (1-2 as 2 January)",
            ),
            Cause::OtherWorkbooks => Text::new(
                "工作簿引用了别的文件,读的是上次保存的结果",
                "the workbook refers to other files; the results last saved were read",
            ),
            Cause::IdMadePlain => Text::new(
                "考生标识中的全角字符或空格,识别考生时按半角、无空格处理",
                "full-width characters or odd spaces in an id, taken as plain ones to tell candidates apart",
            ),
            Cause::SurplusCells => Text::new(
                "大多数行比表头多出空单元格:表头可能少写了一列,这些行不采用(按文件计一次)",
                "most rows have empty cells beyond the header, which may lack a name: they are refused (counted once a file)",
            ),
            Cause::CountDiffers => Text::new(
                "本段人数与累计人数之差不符，以累计人数为准（believe = count 则以人数为准）",
                "the count is not what the cumulative counts differ by; the cumulative ones are believed (believe = count for the others)",
            ),
            Cause::CumulativeDiffers => Text::new(
                "累计人数与各段人数之和不符，以人数为准",
                "the cumulative count is not the sum of the counts, which are believed",
            ),
            Cause::TopNotPublished => Text::new(
                "首行的累计人数含有更高分的考生，他们的分数没有公布，合为一档",
                "the cumulative count of the first row holds candidates of higher scores, which are not published: one bucket",
            ),
            Cause::UnknownMark => Text::new("不认识的标记", "an unknown mark"),
            Cause::NotANumber => Text::new("不是规范的数字", "not written as a plain number"),
            Cause::Negative => Text::new("分数为负", "a negative score"),
            Cause::OverFullMark => Text::new("高于满分", "above the full mark"),
            Cause::OffScale => Text::new("不在分值间隔上", "not on the declared step"),
            Cause::TooManyDecimals => Text::new("小数超过三位", "more than three decimals"),
            Cause::OutOfRange => Text::new("数值过大", "a number out of range"),
            Cause::FullWidthDigits => {
                Text::new("全角数字,已按半角读取", "full-width digits, read as plain ones")
            }
            Cause::DestroyedId => Text::new(
                "标识已被 Excel 改写(如 1.1E+17、末位全为 0);请以文本格式重新导出",
                "ids rewritten by Excel (as 1.1E+17, or ending in zeros); export them again as text",
            ),
            Cause::KeyNormalised => Text::new(
                "分组文字已统一全角与空格(按不同写法计数)",
                "group labels with full-width letters or odd spaces, made plain (counted per spelling)",
            ),
        }
    }
}
