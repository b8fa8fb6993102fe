//! What each cause says, in both languages.

use super::causes::Cause;
use crate::lang::Text;

impl Cause {
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
                "引号之间的几行可能是一条记录，也可能是几条",
                "lines between two quotes that may be one record or several",
            ),
            Cause::BesidePiece => Text::new(
                "紧挨着一行断开的内容，本行可能被截断",
                "beside a piece of a row, of which this row may have lost a part",
            ),
            Cause::ForeignQuote => Text::new("单元格用了另一种引号", "a cell in quotes of the other kind"),
            Cause::SameSubjectTwice => Text::new(
                "同一考生同一科目已有成绩（几次考试在一个文件里时，在 columns 里写明哪一列是考试：表头=exam）",
                "the candidate has a score in this subject already (of several examinations in one file say which column tells them: HEADER=exam)",
            ),
            Cause::BelowOtherHeader => Text::new("在另一张表的表头之下", "below the header of another table"),
            Cause::NoIdentity => Text::new("没有写明考生或科目", "no candidate or no subject is named"),
            Cause::MissingCode => Text::new(
                "999 之类的数未写明满分，分不清是分数还是缺考；请写明满分，或在 policy 里说明",
                "999 or the like without a full mark: a score or none? Declare the full mark, or say so in the policy",
            ),
            Cause::KeyDisagrees => Text::new(
                "同一考生的各行不一致，按不明处理",
                "the rows of one candidate disagree; taken as not known",
            ),
            Cause::NotComputed => Text::new(
                "公式没有保存结果；请在 Excel 中打开并保存一次",
                "a formula without a saved result; open and save the workbook in Excel once",
            ),
            Cause::NumericCode => Text::new(
                "代码列里是数值而不是文本，前导零若有则已丢失（按列计数）",
                "numbers, not text, in a column of codes: leading zeros, if there were any, are lost",
            ),
            Cause::HeapOfZeros => Text::new(
                "0 分异常地多，可能是缺考；若是，请在 policy 里写明 0 的含义",
                "unusually many zeros, perhaps absent candidates; if so, say in the policy what 0 means",
            ),
            Cause::TotalRowDiffers => Text::new(
                "合计或平均行写的数与读到的不符",
                "a row of totals or means states another number than was read",
            ),
            Cause::DateForText => Text::new(
                "代码或名称列里是日期，多半是 Excel 改写的（如 1-2 变成 1月2日）",
                "a date in a column of codes or names, most likely rewritten by Excel (1-2 as 2 January)",
            ),
            Cause::OtherWorkbooks => Text::new(
                "工作簿引用了别的文件，读的是上次保存的结果",
                "the workbook refers to other files; the results last saved were read",
            ),
            Cause::IdMadePlain => Text::new(
                "考生标识中的全角字符或空格，识别考生时按半角、无空格处理",
                "full-width characters or odd spaces in an id, taken as plain ones to tell candidates apart",
            ),
            Cause::SurplusCells => Text::new(
                "大多数行比表头多出空单元格：表头可能少写了一列，这些行不采用（按文件计一次）",
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
            Cause::UnusedScores => Text::new(
                "这一列像成绩，没有使用，而总分由各科相加得出：总分的各项数字因此不给出",
                "a column that looks like scores and is not used, beside a total that is the sum of the subjects: figures of the total are not given",
            ),
            Cause::TotalVoided => Text::new(
                "某科缺考、缓考、违纪、免考或读不懂，总分作废",
                "a subject has a mark (absent, exempt, …) or cannot be read: the total is not counted",
            ),
            Cause::IncompleteTotal => Text::new(
                "有成绩的科目比同一年份、年级、科类的多数考生少，总分不完整",
                "scores in fewer subjects than most of the same year, grade and track: an incomplete total",
            ),
            Cause::TotalAboveSum => Text::new(
                "总分高于各科之和：可能有加分，或有的科目没有认出",
                "the total is above the sum of the subjects: bonus points, or a subject that was not recognised",
            ),
            Cause::TotalBelowSum => Text::new(
                "总分低于各科之和：可能有不计入总分的科目，或求和时漏了文本格式的分数",
                "the total is below the sum of the subjects: a subject that does not count, or scores that are text and were left out of the sum",
            ),
            Cause::TotalLeavesOut => Text::new(
                "不符的总分等于其余各科之和：这一科不计入总分，或那几格是文本而没有加上",
                "the totals that differ are the sum of the other subjects: this one does not count, or its scores are text and were not added",
            ),
            Cause::NobodyScored => Text::new(
                "没有一名考生有成绩（没有写列名的，是各科相加的总分）",
                "no candidate has a score (where no column is named, in the sum of the subjects)",
            ),
            Cause::PercentSign => Text::new(
                "带百分号的数，按百分号前的数读取（57% 读作 57）",
                "a number with a sign of percent, read as the number before it (57% as 57)",
            ),
            Cause::Grades => Text::new(
                "是等级而不是分数，这一列没有使用；要计入，请在 policy 里写明每个等级的分数",
                "grades, not scores: the column is not used; to count it, say in the policy what each grade is worth",
            ),
            Cause::FullMarkDiffers => Text::new(
                "写明的满分不止一个且互不相同：依次以配置、表头、满分行为准",
                "full marks are stated that differ: the configuration's counts, else the header's, else that of the row of full marks",
            ),
            Cause::SheetChosen => Text::new(
                "工作簿有几张表，没有写明读哪一张；只有这一张有成绩（或所要的列），读的是它。请用 sheet 写明",
                "the workbook has several sheets and none was named; this one alone has scores (or the columns asked for) and was read. Name it in `sheet`",
            ),
            Cause::UnknownMark => Text::new("不认识的标记", "an unknown mark"),
            Cause::NotANumber => Text::new("不是规范的数字", "not written as a plain number"),
            Cause::DecimalComma => Text::new("小数点写作逗号", "a comma where the decimal point is expected"),
            Cause::Negative => Text::new("分数为负", "a negative score"),
            Cause::OverFullMark => Text::new("高于满分", "above the full mark"),
            Cause::OffScale => Text::new("不在分值间隔上", "not on the declared step"),
            Cause::TooManyDecimals => Text::new("小数超过三位", "more than three decimals"),
            Cause::OutOfRange => Text::new("数值过大", "a number out of range"),
            Cause::FullWidthDigits => {
                Text::new("全角数字，已按半角读取", "full-width digits, read as plain ones")
            }
            Cause::DestroyedId => Text::new(
                "标识已被 Excel 改写（如 1.1E+17、末位全为 0）；请以文本格式重新导出",
                "ids rewritten by Excel (as 1.1E+17, or ending in zeros); export them again as text",
            ),
            Cause::KeyNormalised => Text::new(
                "分组文字已统一全角与空格（按不同写法计数）",
                "group labels with full-width letters or odd spaces, made plain (counted per spelling)",
            ),
        }
    }
}
