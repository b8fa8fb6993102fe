//! Why a whole row is out of every figure.

use crate::error::Explained;
use crate::lang::Text;

pub const SHORT_ROW: Explained = Explained {
    code: "EG-501",
    means: Text::new("单元格比表头少", "fewer cells than the header"),
    example: Text::new(
        "表头 5 列，某行写成 0101,张三,一中,90（少了一个分隔符或一格）。",
        "a header of 5 columns above 0101,Zhang,No.1,90: a delimiter or a cell is missing.",
    ),
    fix: Text::new(
        "补上缺的分隔符；不知道的成绩留空，但分隔符不能少。",
        "put the delimiter back; leave a score empty where it is not known, but keep its delimiter.",
    ),
};

pub const LONG_ROW: Explained = Explained {
    code: "EG-502",
    means: Text::new("单元格比表头多", "more cells than the header"),
    example: Text::new(
        "姓名或校名里有逗号而没有加引号：0101,张三,一中,东校区,90。",
        "a comma within a name without quotes: 0101,Zhang,No.1, East,90.",
    ),
    fix: Text::new(
        "给这一格加引号：\"一中,东校区\"；或删去多出的分隔符。",
        "put the cell into quotes, \"No.1, East\", or take the delimiter out.",
    ),
};

pub const MISPLACED_QUOTE: Explained = Explained {
    code: "EG-503",
    means: Text::new("引号位置不对", "a quote where none may stand"),
    example: Text::new(
        "0101,张\"三,90：引号既不在单元格开头，也没有写两遍；=\"0101\",张三,90：为防 Excel 改写而写成公式的考号。",
        "0101,Zhang \"San,90: a quote that neither begins the cell nor is doubled; =\"0101\",Zhang,90: an id written as a formula.",
    ),
    fix: Text::new(
        "删去引号，或把整格加引号、格内引号写两遍：\"张\"\"三\"；公式写法在 Excel 中打开，另存为 .xlsx 再读。",
        "delete it, or quote the whole cell with quotes within doubled: \"Zhang \"\"San\"; open formulas in Excel, save as .xlsx.",
    ),
};

pub const UNCLOSED_QUOTE: Explained = Explained {
    code: "EG-504",
    means: Text::new("引号没有闭合", "a quote that is not closed"),
    example: Text::new(
        "0101,\"张三,90：引号打开后没有闭合。",
        "0101,\"Zhang,90: a quote opens and never closes.",
    ),
    fix: Text::new(
        "补上或删去引号；只损失这一行，其余各行照读。",
        "close it or delete it; only this line is lost, the others are read.",
    ),
};

pub const NUL_BYTE: Explained = Explained {
    code: "EG-505",
    means: Text::new("含有 NUL 字节", "a NUL byte"),
    example: Text::new(
        "传输损坏的文件，行中夹有 0 字节。",
        "a file damaged on its way, with a zero byte within a line.",
    ),
    fix: Text::new("重新导出或重新传输。", "export or copy it again."),
};

pub const FIELD_TOO_LONG: Explained = Explained {
    code: "EG-506",
    means: Text::new("单元格超过 1 MiB", "a cell of more than 1 MiB"),
    example: Text::new(
        "几百万字的单元格，多半是整段文字粘贴进了一格。",
        "a cell of millions of characters, most likely a text pasted by mistake.",
    ),
    fix: Text::new("删去这一格的内容，或拆开。", "empty the cell or split it."),
};

pub const DUPLICATE_CANDIDATE: Explained = Explained {
    code: "EG-507",
    means: Text::new("考生标识与另一行重复", "the candidate's id stands in another row, which counts"),
    example: Text::new("考号 0101 出现两次。", "id 0101 is there twice."),
    fix: Text::new(
        "核对是否重考或重录；[policy] 的 duplicates 可定取舍（first、last、best、refuse）。有年份列时，不同年份的同一考号不算重复；几次考试在一个文件里时，用 --column 考试=exam 写明。",
        "see whether it was a second sitting or a double entry; duplicates in [policy] decides (first, last, best, refuse). With a column of years, the same id in another year is no duplicate; for several examinations in a file say --column term=exam.",
    ),
};

pub const UNCLEAR_QUOTE: Explained = Explained {
    code: "EG-508",
    means: Text::new(
        "引号之间的几行可能是一条记录，也可能是几条",
        "lines between two quotes that may be one record or several",
    ),
    example: Text::new(
        "第 2 行有一个引号打开，第 5 行有一个引号闭合，其间各行自己也都完整：可能是一格里的多行文字，也可能是两个多余的引号。",
        "a quote opens in row 2 and one closes in row 5, and the rows between are whole by themselves: one cell of several lines, or two stray quotes.",
    ),
    fix: Text::new(
        "删去多余的引号，或给格内的引号写两遍。",
        "delete stray quotes, or double those within a cell.",
    ),
};

pub const BESIDE_PIECE: Explained = Explained {
    code: "EG-509",
    means: Text::new(
        "紧挨着一行断开的内容，本行可能被截断",
        "beside a piece of a row, of which this row may have lost a part",
    ),
    example: Text::new(
        "0101,张三,8 的下一行只有一个 5：成绩 85 可能被换行拆开，上一行看似完整，其实不完整。",
        "a line with only 5 below 0101,Zhang,8: a line end may have torn 85, and the row above only looks whole.",
    ),
    fix: Text::new(
        "把断开的两行接好；若单独的一行是说明，以“备注：”开头或删去。",
        "join the torn lines; let a remark begin with 备注: or delete it.",
    ),
};

pub const FOREIGN_QUOTE: Explained = Explained {
    code: "EG-510",
    means: Text::new("单元格用了另一种引号", "a cell in quotes of the other kind"),
    example: Text::new(
        "其余各行用双引号，这一行写成 '张三','90'。",
        "'Zhang','90' in a file whose other rows use double quotes.",
    ),
    fix: Text::new(
        "改用双引号，或去掉引号；全文件都用单引号时会自动识别，也可用 --quote 指明。",
        "use double quotes or none; a file that uses single quotes throughout is recognised, or say so with --quote.",
    ),
};

pub const SAME_SUBJECT_TWICE: Explained = Explained {
    code: "EG-515",
    means: Text::new(
        "同一考生同一科目已有成绩（几次考试在一个文件里时，在 columns 里写明哪一列是考试：表头=exam）",
        "the candidate has a score in this subject already (of several examinations in one file say which column tells them: HEADER=exam)",
    ),
    example: Text::new(
        "长表里 0101 的语文有两行。",
        "a long table has two rows for Chinese of candidate 0101.",
    ),
    fix: Text::new(
        "删去一行；一个文件里有几次考试时，写明哪一列是考试：--column 考试=exam（配置 [source.columns] 里 \"考试\" = \"exam\"）。",
        "delete one; where a file holds several examinations, say which column tells them: --column term=exam (\"term\" = \"exam\" in [source.columns]).",
    ),
};

pub const NO_IDENTITY: Explained = Explained {
    code: "EG-516",
    means: Text::new("没有写明考生或科目", "no candidate or no subject is named"),
    example: Text::new(
        "长表里某行没有考号或没有科目；或一行有分数，却没有考号、姓名、学校，或考号处是文字。",
        "a row of a long table names no candidate or no subject; or a row has scores and neither id, name nor school, or words for an id.",
    ),
    fix: Text::new(
        "补上考号和科目；若是合计、说明之类，删去或以“合计”“备注：”开头。",
        "put both in; delete what is no candidate, or let it begin with 合计 or 备注:.",
    ),
};

pub const BELOW_OTHER_HEADER: Explained = Explained {
    code: "EG-517",
    means: Text::new("在另一张表的表头之下", "below the header of another table"),
    example: Text::new(
        "两张表接在一个文件里，第二张的列序是“考号、姓名、数学、语文”。",
        "two tables in one file, the second with mathematics before Chinese.",
    ),
    fix: Text::new(
        "把两张表分成两个文件；列序相同的重复表头不受影响。",
        "put them into two files; a repeated header of the same order does no harm.",
    ),
};
