//! What was used, and a person should know.

use crate::error::Explained;
use crate::lang::Text;

pub const FULL_WIDTH_DIGITS: Explained = Explained {
    code: "EG-541",
    means: Text::new("全角数字，已按半角读取", "full-width digits, read as plain ones"),
    example: Text::new("８５。", "８５."),
    fix: Text::new("不必处理；已按 85 读取。", "none is needed; it was read as 85."),
};

pub const DESTROYED_ID: Explained = Explained {
    code: "EG-542",
    means: Text::new(
        "标识已被 Excel 改写（如 1.1E+17、末位全为 0）；请以文本格式重新导出",
        "ids rewritten by Excel (as 1.1E+17, or ending in zeros); export them again as text",
    ),
    example: Text::new(
        "3.20E+17，或一列长号码末三位全是 000。",
        "3.20E+17, or long ids that all end in 000.",
    ),
    fix: Text::new(
        "从原系统以文本格式重新导出；这样的列不能用来连接。",
        "export them again as text; nothing can be joined on such a column.",
    ),
};

pub const KEY_NORMALISED: Explained = Explained {
    code: "EG-543",
    means: Text::new(
        "分组文字已统一全角与空格（按不同写法计数）",
        "group labels with full-width letters or odd spaces, made plain (counted per spelling)",
    ),
    example: Text::new("“第１中学”按“第1中学”分组。", "第１中学 is grouped as 第1中学."),
    fix: Text::new(
        "不必处理；若两种写法本是两所学校，请改名区别。",
        "none is needed; rename schools that differ in nothing else.",
    ),
};

pub const NUMERIC_CODE: Explained = Explained {
    code: "EG-544",
    means: Text::new(
        "代码列里是数值而不是文本，前导零若有则已丢失（按列计数）",
        "numbers, not text, in a column of codes: leading zeros, if there were any, are lost",
    ),
    example: Text::new(
        "工作簿里学校代码是数值 41，原来可能是 041。",
        "a school code is the number 41 in a workbook, and may have been 041.",
    ),
    fix: Text::new(
        "把该列设为文本后重新录入或导出。",
        "format the column as text and enter or export it again.",
    ),
};

pub const DATE_FOR_TEXT: Explained = Explained {
    code: "EG-547",
    means: Text::new(
        "代码或名称列里是日期，多半是 Excel 改写的（如 1-2 变成 1月2日）",
        "a date in a column of codes or names, most likely rewritten by Excel (1-2 as 2 January)",
    ),
    example: Text::new("班级“1-2”被 Excel 改成“1月2日”。", "class 1-2 has become 2 January."),
    fix: Text::new("把该列设为文本后重新录入。", "format the column as text and enter it again."),
};

pub const OTHER_WORKBOOKS: Explained = Explained {
    code: "EG-548",
    means: Text::new(
        "工作簿引用了别的文件，读的是上次保存的结果",
        "the workbook refers to other files; the results last saved were read",
    ),
    example: Text::new("总分由另一个文件里的公式算出。", "totals come from formulas over another file."),
    fix: Text::new(
        "打开两个文件，更新链接并保存，再读；或粘贴为数值。",
        "open both, update and save; or paste the values.",
    ),
};

pub const ID_MADE_PLAIN: Explained = Explained {
    code: "EG-549",
    means: Text::new(
        "考生标识中的全角字符或空格，识别考生时按半角、无空格处理",
        "full-width characters or odd spaces in an id, taken as plain ones to tell candidates apart",
    ),
    example: Text::new(
        "考号“０１０１”与 0101 是同一考生；列出的对应只写形状（０ 表示全角数字），不写考号。",
        "id ０１０１ is the candidate 0101; only the shape of what was made plain is listed, never the id.",
    ),
    fix: Text::new(
        "不必处理；若两者本是两名考生，请改正考号。",
        "none is needed; mend the ids where they are two candidates.",
    ),
};

pub const SURPLUS_CELLS: Explained = Explained {
    code: "EG-550",
    means: Text::new(
        "大多数行比表头多出空单元格：表头可能少写了一列，这些行不采用（按文件计一次）",
        "most rows have empty cells beyond the header, which may lack a name: they are refused (counted once a file)",
    ),
    example: Text::new(
        "每一行都以逗号结尾，表头没有：8 个列名，每行 9 格，第 9 格全空。表头也可能少写了中间一列，其后各科就错位，所以这些行都拒收（EG-502）。",
        "rows end in a comma, the header does not: or it lost a name and all scores behind it are one column off, so rows are refused (EG-502).",
    ),
    fix: Text::new(
        "表头少了一列的，补上列名；否则在表头末尾也加一个逗号，或用 Excel 打开后另存。",
        "add the name that is missing; else end the header in a comma too, or open the file in Excel and save it.",
    ),
};

pub const UNUSED_SCORES: Explained = Explained {
    code: "EG-551",
    means: Text::new(
        "这一列像成绩，没有使用，而总分由各科相加得出：总分的各项数字因此不给出",
        "a column that looks like scores and is not used, beside a total that is the sum of the subjects: figures of the total are not given",
    ),
    example: Text::new(
        "语文、数学、英语之外还有一列“综合”，三十多种分数，最高 60，没有总分列。",
        "beside Chinese, mathematics and English a column \"Project\" with 30 different numbers up to 60, and no column of totals.",
    ),
    fix: Text::new(
        "写明它是什么：--column 综合=subject:综合（配置 [source.columns] 里 \"综合\" = \"subject:综合\"）；不计入总分就写 综合=ignore。",
        "say what it is: --column Project=subject:project (\"Project\" = \"subject:project\" in [source.columns]); Project=ignore where it does not count.",
    ),
};

pub const SHEET_CHOSEN: Explained = Explained {
    code: "EG-580",
    means: Text::new(
        "工作簿有几张表，没有写明读哪一张；只有这一张有成绩（或所要的列），读的是它。请用 sheet 写明",
        "the workbook has several sheets and none was named; this one alone has scores (or the columns asked for) and was read. Name it in `sheet`",
    ),
    example: Text::new(
        "工作簿有「说明」和「成绩」两张表，没有写明读哪一张；有成绩的只有后者，读的是它。",
        "a workbook has a sheet of notes and one of scores, and none was named; the one with scores was read.",
    ),
    fix: Text::new(
        "写明 --sheet 成绩，或配置中 sheet = \"成绩\"，就不再提示。",
        "name it with --sheet or in sheet = \"…\", and it is not told again.",
    ),
};
