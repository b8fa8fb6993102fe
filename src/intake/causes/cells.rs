//! Why a cell is not believed.

use crate::error::Explained;
use crate::lang::Text;

pub const UNKNOWN_MARK: Explained = Explained {
    code: "EG-521",
    means: Text::new("不认识的标记", "an unknown mark"),
    example: Text::new("成绩格里写着“优”“见附件”。", "a score cell holds 优 or \"see annex\"."),
    fix: Text::new(
        "改成分数或留空；若是本地惯用的标记，在 [policy] 里写明它的含义，如 \"见附件\" = \"absent\"。",
        "write a score or nothing; a mark used locally can be given its meaning in [policy], as \"see annex\" = \"absent\".",
    ),
};

pub const NOT_A_NUMBER: Explained = Explained {
    code: "EG-522",
    means: Text::new("不是规范的数字", "not written as a plain number"),
    example: Text::new(
        "78分、1,234、1O0（字母 O）、90..5、9,5。",
        "78 points, 1,234, 1O0 (the letter O), 90..5, 9,5.",
    ),
    fix: Text::new(
        "只写数字和一个小数点：78、1234、100、90.5、9.5。小数点写作逗号的文件（9,5）用 --decimal , 指明（配置里 decimal = \",\"）。",
        "digits and one point only: 78, 1234, 100, 90.5, 9.5. Where all decimals follow a comma (9,5), say --decimal , (decimal = \",\" in the configuration).",
    ),
};

pub const NEGATIVE: Explained = Explained {
    code: "EG-523",
    means: Text::new("分数为负", "a negative score"),
    example: Text::new("-1 表示缺考。", "-1 for an absent candidate."),
    fix: Text::new(
        "在 [policy] 里说明 -1 的含义，或改成“缺考”；本来可以为负的（增值分、进步分）写明：--column P8=progress:P8（配置 [source.columns] 里 \"P8\" = \"progress:P8\"），它不计入总分。",
        "say in [policy] what -1 means, or write 缺考; scores that may be below zero (progress) are declared: --column P8=progress:P8 (\"P8\" = \"progress:P8\" in [source.columns]); they are no part of the total.",
    ),
};

pub const OVER_FULL_MARK: Explained = Explained {
    code: "EG-524",
    means: Text::new("高于满分", "above the full mark"),
    example: Text::new(
        "满分 100 的科目里有 101，或 810（本是 81.0）。",
        "101, or 810 for 81.0, in a subject out of 100.",
    ),
    fix: Text::new(
        "核对这一格；若是满分写错，改 full_marks。",
        "check the cell; mend full_marks where that is wrong.",
    ),
};

pub const OFF_SCALE: Explained = Explained {
    code: "EG-525",
    means: Text::new("不在分值间隔上", "not on the declared step"),
    example: Text::new("分值间隔写明 0.5，而成绩是 72.3。", "72.3 where steps of half a point are declared."),
    fix: Text::new(
        "核对这一格；若确有更细的分，改 steps。",
        "check the cell; mend steps where scores are finer.",
    ),
};

pub const TOO_MANY_DECIMALS: Explained = Explained {
    code: "EG-526",
    means: Text::new("小数超过三位", "more than three decimals"),
    example: Text::new("83.33333 之类算出来的平均分。", "83.33333, as means are."),
    fix: Text::new(
        "给出原始分；确需更多小数时写明 steps。",
        "give the raw score; declare steps where more decimals are meant.",
    ),
};

pub const OUT_OF_RANGE: Explained = Explained {
    code: "EG-527",
    means: Text::new("数值过大", "a number out of range"),
    example: Text::new("成绩格里是身份证号。", "an id in a score cell."),
    fix: Text::new("核对列是否错位。", "see whether the columns have shifted."),
};

pub const MISSING_CODE: Explained = Explained {
    code: "EG-528",
    means: Text::new(
        "999 之类的数未写明满分，分不清是分数还是缺考；请写明满分，或在 policy 里说明",
        "999 or the like without a full mark: a score or none? Declare the full mark, or say so in the policy",
    ),
    example: Text::new(
        "没有写明满分的科目里有 999 或 9999。",
        "999 or 9999 in a subject without a full mark.",
    ),
    fix: Text::new(
        "写明 full_marks，或在 [policy] 里说明这些数的含义。",
        "declare full_marks, or say in [policy] what these numbers mean.",
    ),
};

pub const KEY_DISAGREES: Explained = Explained {
    code: "EG-529",
    means: Text::new(
        "同一考生的各行不一致，按不明处理",
        "the rows of one candidate disagree; taken as not known",
    ),
    example: Text::new(
        "同一考生的语文行写一中，数学行写二中。",
        "the row for Chinese says school 1, the row for mathematics of the same candidate school 2.",
    ),
    fix: Text::new(
        "核对该考生的学校；在改正之前按不明处理。",
        "check the candidate's school; until then it counts as not known.",
    ),
};

pub const NOT_COMPUTED: Explained = Explained {
    code: "EG-530",
    means: Text::new(
        "公式没有保存结果；请在 Excel 中打开并保存一次",
        "a formula without a saved result; open and save the workbook in Excel once",
    ),
    example: Text::new(
        "由程序生成的 .xlsx，公式没有保存结果。",
        "an .xlsx written by a program, its formulas without results.",
    ),
    fix: Text::new("在 Excel 中打开、保存一次，再读。", "open and save it in Excel once, then read it."),
};

pub const DECIMAL_COMMA: Explained = Explained {
    code: "EG-573",
    means: Text::new("小数点写作逗号", "a comma where the decimal point is expected"),
    example: Text::new("12,5（德语、法语等地的写法）。", "12,5, as it is written in German or French."),
    fix: Text::new(
        "--decimal ,（配置 decimal = \",\"；Python decimal=\",\"），全文件的小数点都按逗号读；只有个别格如此时，改成 12.5。",
        "--decimal , (decimal = \",\" in the configuration and in Python) reads a comma before all decimals of the file; where only a few cells are so, write 12.5.",
    ),
};
