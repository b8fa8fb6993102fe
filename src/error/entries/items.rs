//! Sheets of the items of a paper.

use super::super::entry::{Class, Entry, Exit, Said};
use super::super::words::listed;
use super::super::{Error, Lang};
use crate::lang::Text;
use Lang::{En, Zh};

pub const ITEM_NAME: Entry = Entry {
    code: "EG-125",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "小题的题号被 Excel 改写（(1) 变成 -1，1-2、8/10 变成日期），或看不出是小题还是带小数的题号（只有 12.1，没有 12.2）。",
        "The name of an item was changed by Excel ((1) into -1, 1-2 and 8/10 into dates), or may be a part of a question or a number with a decimal (12.1 without 12.2).",
    ),
    example: Text::new("表头有一格是 2024-01-02，原来是 1-2。", "a header is 2024-01-02 and was 1-2."),
    fix: Text::new(
        "在 Excel 中把表头设为文本后重新填写题号；或写明该列是哪一题：columns = { \"表头\" = \"item:题号\" }，或给出双向细目表。",
        "make the header text in Excel and write the number again; or say which item the column is: columns = { HEADER = \"item:NUMBER\" }; or give the plan of the paper.",
    ),
    said: |error| {
        let Error::ItemName { place, found, ambiguous } = error else { return Said::default() };
        let said = match ambiguous {
            true => Said::of(
                format!("{}：「{found}」是第 {found} 题的小题还是带小数的题号，看不出来", place.describe(Zh)),
                format!("{place}: \"{found}\" may be a part of a question, or a number with a decimal"),
            ),
            false => Said::of(
                format!("{}：题号「{found}」像是被 Excel 改写过的", place.describe(Zh)),
                format!("{place}: the name of the item \"{found}\" seems to have been changed by Excel"),
            ),
        };
        said.help(
            format!("请改正表头，或写明是哪一题：columns = {{ \"{found}\" = \"item:题号\" }}（命令行：--column {found}=item:题号）"),
            format!("mend the header, or say which item it is: columns = {{ \"{found}\" = \"item:NUMBER\" }} (command line: --column {found}=item:NUMBER)"),
        )
    },
};

pub const NO_ITEMS: Entry = Entry {
    code: "EG-126",
    exit: Exit::Input,
    class: Class::ColumnNotFound,
    means: Text::new("没有一列被认作小题。", "No column is known to hold an item."),
    example: Text::new("表里只有各科总分。", "the sheet has the totals of subjects alone."),
    fix: Text::new(
        "题号写作 1、16(1)、一.3 等，或给出双向细目表，或写明：columns = { \"表头\" = \"item:题号\" }；只有总分的表用 read_scores 读。",
        "write items as 1, 16(1), 一.3 and the like, give the plan of the paper, or say: columns = { HEADER = \"item:NUMBER\" }; a sheet of totals is read by read_scores.",
    ),
    said: |error| {
        let Error::NoItems { place, headers } = error else { return Said::default() };
        Said::of(
            format!("{}：没有认出任何小题列；现有的列：{}", place.describe(Zh), listed(headers, Zh)),
            format!("{place}: no column is known to hold an item; the columns are: {}", listed(headers, En)),
        )
        .help(
            "题号写作 1、16(1)、一.3 等，或写明哪一列是哪一题（命令行：--column 表头=item:题号）；只有总分的表按成绩表读",
            "write items as 1, 16(1), 一.3, or say which column is which item (command line: --column HEADER=item:NUMBER); a sheet of totals is one of scores",
        )
    },
};

pub const OPTIONS_UNSCORED: Entry = Entry {
    code: "EG-127",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "只有选项、没有得分的题，缺少标准答案、满分或多选题的计分规则，不能判分。",
        "Items of which the sheet has the options chosen and no score lack a key, a full mark, or a rule for a part of the key.",
    ),
    example: Text::new(
        "多选题答案 AC，没有写选对一个得几分。",
        "the key is AC, and nothing says what A alone is worth.",
    ),
    fix: Text::new(
        "在双向细目表里写明标准答案、分值和计分规则，或用 rule 写明全卷的规则（half、per_option、subset=2、exact）；不要的题写 columns = { \"表头\" = \"ignore\" }。",
        "say key, full mark and rule in the plan, or the rule of the whole paper by `rule` (half, per_option, subset=2, exact); leave an item out by columns = { HEADER = \"ignore\" }.",
    ),
    said: |error| {
        let Error::OptionsUnscored { place, items, lacks } = error else { return Said::default() };
        Said::of(
            format!("{}：第 {} 题只有选项，缺少{}", place.describe(Zh), listed(items, Zh), lacks.zh),
            format!("{place}: items {} have options alone and lack {}", listed(items, En), lacks.en),
        )
        .help(
            "请在双向细目表（或表头下的「标准答案」「满分」「计分规则」行）里写明，或用 rule 写明全卷的规则",
            "say it in the plan (or in rows 标准答案, 满分, 计分规则 below the header), or by `rule` for the whole paper",
        )
    },
};

pub const PAPERS_DIFFER: Entry = Entry {
    code: "EG-128",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "要合在一起的小题表不是同一张试卷：题目、满分或细目不同。",
        "Sheets that are to be one are not of one paper: other items, full marks or plan.",
    ),
    example: Text::new(
        "一班的表有 24 题，二班的有 23 题。",
        "the sheet of class 1 has 24 items, that of class 2 has 23.",
    ),
    fix: Text::new(
        "分开分析，或给所有的表同一份双向细目表并改正表头。",
        "analyse them apart, or give all sheets one plan and mend their headers.",
    ),
    said: |error| {
        let Error::PapersDiffer { file, other } = error else { return Said::default() };
        Said::of(
            format!("{other} 与 {file} 不是同一张试卷（题目、满分或细目不同），不能合并"),
            format!("{other} is not of the same paper as {file} (other items, full marks or plan)"),
        )
    },
};

pub const SEVERAL_PAPERS: Entry = Entry {
    code: "EG-129",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "一题一行的表里有几科，没有写明分析哪一科。",
        "A sheet with a row per candidate and item holds several subjects, and nothing says which is meant.",
    ),
    example: Text::new("科目列里有语文和数学。", "the column of subjects has Chinese and mathematics."),
    fix: Text::new(
        "用 subject 写明是哪一科；另一科另建一个数据源。",
        "say which by `subject`; the other subject is a source of its own.",
    ),
    said: |error| {
        let Error::SeveralPapers { place, papers } = error else { return Said::default() };
        let first = papers.first().map_or("", String::as_str);
        Said::of(
            format!(
                "{}：一题一行的表里有几科（{}），没有写明分析哪一科",
                place.describe(Zh),
                listed(papers, Zh)
            ),
            format!(
                "{place}: the rows are of several subjects ({}), and nothing says which is meant",
                listed(papers, En)
            ),
        )
        .help(
            format!("写明 subject = \"{first}\"（命令行：--paper-subject {first}）"),
            format!("say subject = \"{first}\" (command line: --paper-subject {first})"),
        )
    },
};
