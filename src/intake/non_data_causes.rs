//! Why a row that is no candidate is none.

use crate::lang::Text;

/// Why a row that is no candidate was recognised as such, without a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NonData {
    /// No characters, or only delimiters and spaces.
    Blank,
    /// 合计, 平均分, 全市, …
    TotalRow,
    /// 备注, 注:…
    Remark,
    /// The header once more, as at page breaks.
    RepeatedHeader,
    /// The header of another table, or of the same one with its columns in another order.
    OtherHeader,
}

impl NonData {
    /// Every reason, in the order of the codes.
    pub const ALL: &[NonData] =
        &[NonData::Blank, NonData::TotalRow, NonData::Remark, NonData::RepeatedHeader, NonData::OtherHeader];

    /// The stable code: 56x.
    pub fn code(self) -> &'static str {
        match self {
            NonData::Blank => "EG-561",
            NonData::TotalRow => "EG-562",
            NonData::Remark => "EG-563",
            NonData::RepeatedHeader => "EG-564",
            NonData::OtherHeader => "EG-565",
        }
    }

    /// The reason, in words.
    pub fn text(self) -> Text {
        match self {
            NonData::Blank => Text::new("空行", "empty row"),
            NonData::TotalRow => Text::new("合计或平均行", "row of totals or means"),
            NonData::Remark => Text::new("备注行", "remark"),
            NonData::RepeatedHeader => Text::new("重复的表头", "repeated header"),
            NonData::OtherHeader => Text::new("另一张表的表头", "header of another table"),
        }
    }
}
