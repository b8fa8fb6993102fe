//! What is wrong with headers and columns.

use super::super::entry::{Class, Entry, Exit, Said};
use super::super::words::listed;
use super::super::{ColumnPlace, Error};
use crate::lang::Lang::{En, Zh};
use crate::lang::Text;

pub const HEADER_NOT_FOUND: Entry = Entry {
    code: "EG-104",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new("前 20 行里没有一行像表头。", "None of the first 20 rows looks like a header."),
    example: Text::new(
        "文件第一行就是 0101,张三,90，没有表头；或表头缺了一个分隔符，比下面的行少一列。",
        "the first line is already 0101,Zhang,90; or the header lacks a delimiter and so a column.",
    ),
    fix: Text::new(
        "补上表头；或用 --header-row 行号 指明表头，--header-rows 0 说明没有表头，--column 说明各列。",
        "put the header in; or name its row with --header-row, say that there is none with --header-rows 0, say with --column what the columns are.",
    ),
    said: |error| {
        let Error::HeaderNotFound { place, seen, choose, batches } = error else { return Said::default() };
        let said = match seen.is_empty() {
            true => Said::of(
                format!("{}：找不到表头行", place.describe(Zh)),
                format!("{place}: no header row found"),
            ),
            false => Said::of(
                format!("{}：找不到表头行；前几行各有 {} 格", place.describe(Zh), seen.join("、")),
                format!("{place}: no header row found; cells in the first rows: {}", seen.join(", ")),
            ),
        };
        if !batches.is_empty() {
            let lines = batches.join("\n");
            return said.help(
                format!("这像是几个批次并列的一分一段表：写明读哪一个批次，一次读一个，例如：\n--kind score-table\n{lines}"),
                format!("it looks like a score table of several batches side by side: say which to read, one at a time, for example:\n--kind score-table\n{lines}"),
            );
        }
        if choose.is_empty() {
            return said.help(
                "请核对分隔符（逗号要用半角；--delimiter 可指明）和表头所在的行（--header-row；没有表头用 --header-rows 0），或写明哪一列是什么（--column 表头=字段）；表头显示为乱码时指明编码（--encoding big5、--encoding shift-jis、--encoding euc-kr、--encoding windows-1252）",
                "see whether the cells are separated by , ; | or a tab (--delimiter names another), say where the header is (--header-row; --header-rows 0 for none) or which header is which field (--column HEADER=FIELD); name the encoding where the headers are garbled (--encoding big5, --encoding shift-jis, --encoding euc-kr, --encoding windows-1252)",
            );
        }
        let lines = choose.join("\n");
        said.help(format!("首行若是表头，请写明哪些列是成绩，例如：\n{lines}\n若表头不在首行，写明 --header-row；首行显示为乱码时写明 --encoding"), format!("if the first row is the header, say which columns hold scores, for example:\n{lines}\nif another row is, say --header-row; where the first row is garbled, --encoding"))
    },
};

pub const DUPLICATE_COLUMN: Entry = Entry {
    code: "EG-105",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "两列被认作同一内容，不知该信哪一列。",
        "Two columns were taken for the same field, and none can be preferred.",
    ),
    example: Text::new(
        "既有“语文”又有“语文原始分”，都被认作语文。",
        "both 语文 and 语文原始分 were taken for Chinese.",
    ),
    fix: Text::new(
        "把不用的一列写成 ignore：--column 语文原始分=ignore。",
        "mark the one not wanted: --column 语文原始分=ignore.",
    ),
    said: |error| {
        let Error::DuplicateColumn { place, field, other } = error else { return Said::default() };
        let letters = place.column.as_ref().map_or_else(String::new, ColumnPlace::letters);
        let said = Said::of(
            format!(
                "{}：与 {} 列「{}」都被认作「{field}」，同一内容只能有一列",
                place.describe(Zh),
                other.letters(),
                other.header
            ),
            format!(
                "{place}: this column and column {} \"{}\" both hold \"{field}\"; only one may",
                other.letters(),
                other.header
            ),
        );
        said.help(format!("请在 columns 中把其中一列标为 ignore（命令行：--column 表头=ignore；表头相同时写列的字母：--column {letters}=ignore）"), format!("mark one of them as `ignore` in `columns` (command line: --column HEADER=ignore, or by its letters where headers are equal: --column {letters}=ignore)"))
    },
};

pub const COLUMN_NOT_FOUND: Entry = Entry {
    code: "EG-106",
    exit: Exit::Input,
    class: Class::ColumnNotFound,
    means: Text::new("所需的列不在文件里。", "A column that is needed is not in the file."),
    example: Text::new(
        "要按 school_code 连接学校表，而成绩表的代码列叫“编码”。",
        "the school list is joined on school_code, and the codes stand under 编码.",
    ),
    fix: Text::new(
        "用 --column 编码=school_code 说明，或在配置的 [source.columns] 里写明。",
        "say --column 编码=school_code, or write it into [source.columns] of the configuration.",
    ),
    said: |error| {
        let Error::ColumnNotFound { place, column, available, suggestion } = error else {
            return Said::default();
        };
        let said = Said::of(
            format!("{}：没有「{column}」这一列；现有的列：{}", place.describe(Zh), listed(available, Zh)),
            format!("{place}: no column \"{column}\"; the columns are: {}", listed(available, En)),
        );
        let said = said.help(
            "请在 columns 中写明哪一列是什么（命令行：--column 表头=字段）",
            "say in `columns` which header is which field (command line: --column HEADER=FIELD)",
        );
        said.did_you_mean(suggestion.as_deref())
    },
};

pub const NO_SCORE_COLUMN: Entry = Entry {
    code: "EG-113",
    exit: Exit::Input,
    class: Class::ColumnNotFound,
    means: Text::new("文件里没有一列被认作成绩。", "No column of the file was taken for scores."),
    example: Text::new(
        "表头是“分数A、分数B”，认不出是哪一科。",
        "the headers are 分数A and 分数B: of which subject?",
    ),
    fix: Text::new("--column 分数A=数学 逐列说明。", "say so for each: --column 分数A=mathematics."),
    said: |error| {
        let Error::NoScoreColumn { place, headers, choose, ranks } = error else { return Said::default() };
        let said = Said::of(
            format!("{}：没有认出任何成绩列；现有的列：{}", place.describe(Zh), listed(headers, Zh)),
            format!("{place}: no column is known to hold scores; the columns are: {}", listed(headers, En)),
        );
        if let Some(option) = ranks {
            return said.help(
                format!("若这是一分一段表，位次是该分及以上的累计人数（同分者的最后一名）：\n{option}\n若位次是同分者的第一名，累计人数要用下一行的位次减 1"),
                format!("if this is a score table, and its place that of the last candidate with the score (all down to it):\n{option}\nif it is that of the first, the place of the next row less 1 is the cumulative count"),
            );
        }
        if choose.is_empty() {
            return said.help(
                "请在 columns 中写明哪一列是什么（命令行：--column 表头=字段）",
                "say in `columns` which header is which field (command line: --column HEADER=FIELD)",
            );
        }
        let lines = choose.join("\n");
        said.help(format!("请写明哪些列是成绩（几次考试或几个班并列时选其中一个的），例如：\n{lines}"), format!("say which columns hold scores (those of one where several examinations or classes stand side by side), for example:\n{lines}"))
    },
};

pub const KEY_DESTROYED: Entry = Entry {
    code: "EG-115",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "考号或代码已被 Excel 改写（如 1.1E+17、第 16 位起全为 0），原来的数字找不回来，不能用来连接。请从原系统以文本格式重新导出。",
        "Ids or codes were rewritten by Excel (as 1.1E+17, or zeros from the sixteenth digit on); the digits are gone, so nothing can be joined on them. Export them again as text.",
    ),
    example: Text::new("身份证号一列变成 3.20101E+17。", "a column of ids reads 3.20101E+17."),
    fix: Text::new(
        "回到原系统，把该列设为文本再导出；从 Excel 里改回格式找不回数字。",
        "export again with the column as text; formatting the cells in Excel brings no digit back.",
    ),
    said: |error| {
        let Error::KeyDestroyed { place } = error else { return Said::default() };
        let said = Said::of(
            format!("{}：已被 Excel 改写（如 1.1E+17、第 16 位起全为 0），不能用来连接", place.describe(Zh)),
            format!(
                "{place}: rewritten by Excel (as 1.1E+17, or zeros from the sixteenth digit on); nothing can be joined on it"
            ),
        );
        said.help(
            "请从原系统重新导出：先把该列设为文本格式，不要用 Excel 打开后另存",
            "export it again with the column as text, and do not save it from Excel",
        )
    },
};
