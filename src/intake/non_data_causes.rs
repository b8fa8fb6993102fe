//! Why a row that is no candidate is none.

use crate::error::Explained;
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

    /// All that is said of it.
    pub fn explained(self) -> Explained {
        match self {
            NonData::Blank => Explained {
                code: "EG-561",
                means: Text::new("空行", "empty row"),
                example: Text::new(
                    "分页处的空行，或只有逗号的一行。",
                    "an empty line at a page break, or a line of commas only.",
                ),
                fix: Text::new("不必处理。", "none is needed."),
            },
            NonData::TotalRow => Explained {
                code: "EG-562",
                means: Text::new("合计或平均行", "row of totals or means"),
                example: Text::new("表末的“合计”“平均分”。", "合计 or 平均分 at the end of a table."),
                fix: Text::new(
                    "不必处理；不计入任何数。若确是名为“合计”的学校或考生，请改名。",
                    "none is needed; it counts nowhere. A school or pupil of that name must be written otherwise.",
                ),
            },
            NonData::Remark => Explained {
                code: "EG-563",
                means: Text::new("备注行", "remark"),
                example: Text::new(
                    "“备注：缺考以空白表示”“制表人：教研室”。",
                    "a line that begins with 备注 or 制表人, below a table.",
                ),
                fix: Text::new("不必处理。", "none is needed."),
            },
            NonData::RepeatedHeader => Explained {
                code: "EG-564",
                means: Text::new("重复的表头", "repeated header"),
                example: Text::new("每页重复一次的表头。", "the header once more on each page."),
                fix: Text::new("不必处理。", "none is needed."),
            },
            NonData::OtherHeader => Explained {
                code: "EG-565",
                means: Text::new("另一张表的表头", "header of another table"),
                example: Text::new(
                    "文件中间出现“考号、姓名、数学、语文”，与上面的列序不同。",
                    "a header with the columns in another order in the middle of a file.",
                ),
                fix: Text::new(
                    "把两张表分成两个文件；其下各行已拒收（EG-517）。",
                    "put the two tables into two files; the rows below were rejected (EG-517).",
                ),
            },
        }
    }

    /// The stable code: 56x.
    pub fn code(self) -> &'static str {
        self.explained().code
    }

    /// The reason, in words.
    pub fn text(self) -> Text {
        self.explained().means
    }
}
