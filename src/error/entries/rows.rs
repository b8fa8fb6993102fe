//! What is wrong with rows and cells, and where two sets of data do not fit.

use super::super::Error;
use super::super::entry::{Class, Entry, Exit, Said};
use super::super::words::listed;
use crate::lang::Lang::{En, Zh};
use crate::lang::Text;

pub const BAD_CELL: Entry = Entry {
    code: "EG-107",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "小表中的一个单元格不是所需的内容（数、年份等）。",
        "A cell of a small table is not what it must be (a number, a year, …).",
    ),
    example: Text::new("人数一列里写着“约300”。", "a column of counts holds \"about 300\"."),
    fix: Text::new(
        "把该单元格改成一个数；不知道的留空。",
        "write a number into the cell; leave it empty where none is known.",
    ),
    said: |error| {
        let Error::BadCell { place, found, expected } = error else { return Said::default() };
        Said::of(
            format!("{}：内容是「{found}」，应为{}", place.describe(Zh), expected.zh),
            format!("{place}: found \"{found}\", expected {}", expected.en),
        )
    },
};

pub const TOO_MANY_FINDINGS: Entry = Entry {
    code: "EG-108",
    exit: Exit::Findings,
    class: Class::Data,
    means: Text::new(
        "被拒收的行或读不懂的单元格超过了允许的比例，因此不出数。",
        "More rows or cells were refused than is allowed, so no figure is given.",
    ),
    example: Text::new(
        "1,000 行里有 30 行缺一列，超过允许的 1%。",
        "30 of 1,000 rows lack a column, more than the 1 % allowed.",
    ),
    fix: Text::new(
        "用 edugauge check 文件 --rejects 拒收.csv 看是哪些行，改正后再算；确可接受时在 [checks] 中放宽。",
        "see which with edugauge check FILE --rejects rejects.csv and mend them; allow more in [checks] if that is right.",
    ),
    said: |error| {
        let Error::TooManyFindings { place, refused, total, allowed_percent, first } = error else {
            return Said::default();
        };
        let said = Said::of(
            format!(
                "{}：共 {total} 处中有 {refused} 处无法采信，超过允许的 {allowed_percent}%；第一处：{}",
                place.describe(Zh),
                first[0]
            ),
            format!(
                "{place}: {refused} of {total} could not be accepted, more than the {allowed_percent} % allowed; the first: {}",
                first[1]
            ),
        );
        said.help(
            "用 edugauge inspect 查看全部问题；改正数据，或在 [checks] 中放宽",
            "see them all with edugauge inspect; mend the data, or allow more in [checks]",
        )
    },
};

pub const SCORE_TABLE_BROKEN: Entry = Entry {
    code: "EG-109",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "一分一段表自相矛盾：分数未递减，或累计人数与人数之和不符。",
        "A score table contradicts itself: scores do not fall, or counts do not add up to the cumulative ones.",
    ),
    example: Text::new(
        "600 分累计 120 人，599 分累计却写 115 人；或 599 分之下又是 600 分。",
        "120 candidates down to 600 and yet 115 down to 599; or 600 stands below 599.",
    ),
    fix: Text::new("与公布的原表核对，改正抄录错误。", "compare with the table as published; mend the copy."),
    said: |error| {
        let Error::ScoreTableBroken { place, found, expected } = error else { return Said::default() };
        Said::of(
            format!("{}：一分一段表前后矛盾：内容是 {found}，应为 {expected}", place.describe(Zh)),
            format!("{place}: the score table contradicts itself: found {found}, expected {expected}"),
        )
    },
};

pub const DUPLICATE_KEY: Entry = Entry {
    code: "EG-110",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "每个键只应有一行的表里，同一个键出现了两次。",
        "A key is there twice in a table that must have one row per key.",
    ),
    example: Text::new("学校表里 041 有两行。", "the school list has two rows for 041."),
    fix: Text::new(
        "删去重复的一行；若是两所学校，给它们不同的代码。",
        "delete one; two schools need two codes.",
    ),
    said: |error| {
        let Error::DuplicateKey { place, key, first_row } = error else { return Said::default() };
        Said::of(
            format!("{}：「{key}」重复，第 {first_row} 行已有", place.describe(Zh)),
            format!("{place}: \"{key}\" is there twice, first in row {first_row}"),
        )
    },
};

pub const JOIN_UNMATCHED: Entry = Entry {
    code: "EG-111",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "考生中的学校（或其他键）不在学校表里；若照常连接，这些考生会丢失。",
        "Candidates have a school (or other key) that the list lacks; a join would lose them.",
    ),
    example: Text::new(
        "考生的学校代码是 041，学校表里写成 41。",
        "candidates have 041, the school list has 41.",
    ),
    fix: Text::new(
        "补全学校表；代码列以文本格式导出，保住前导零。",
        "complete the list; export codes as text, so that leading zeros stay.",
    ),
    said: |error| {
        let Error::JoinUnmatched { place, key, missing, count } = error else { return Said::default() };
        let said = Said::of(
            format!(
                "{}：考生数据中有 {count} 个「{key}」不在此表内：{}",
                place.describe(Zh),
                listed(missing, Zh)
            ),
            format!(
                "{place}: {count} values of \"{key}\" among the candidates are not in this table: {}",
                listed(missing, En)
            ),
        );
        said.help(
            "请补全学校表，或核对代码写法（前导零、空格）",
            "complete the school list, or check how the codes are written (leading zeros, spaces)",
        )
    },
};

pub const FEW_LINKED: Entry = Entry {
    code: "EG-131",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "两次考试中能按号码连上的考生不到一半，或出口考试无人有成绩：多半不是同一套号码。",
        "Fewer than half of the candidates of two examinations find each other by their ids, or nobody has an exit score: mostly the ids are of two systems.",
    ),
    example: Text::new(
        "入口考试用中考准考证号，出口考试用高中考号。",
        "the entry has numbers of the 中考, the exit those of the senior schools.",
    ),
    fix: Text::new(
        "用两次考试都有的学籍号（id），或给出考号与学籍号的对照表（mapping）。",
        "name an id that both have, such as 学籍号 (`id`), or give a table that maps the numbers to it (`mapping`).",
    ),
    said: |error| {
        let Error::FewLinked { linked, of, entry, exit, ids_meet } = error else { return Said::default() };
        let [zh, en] = match (ids_meet, entry == exit) {
            (true, _) => [
                "号码多数对得上，但多数人有一边没有成绩".to_owned(),
                "most ids meet, but most candidates have no score on one side".to_owned(),
            ],
            (false, true) => [
                format!("两边的号码都多写作 {entry}，但多数对不上"),
                format!("ids of both sides are mostly written as {entry}, and most do not meet"),
            ],
            (false, false) => [
                format!("入口的号码多写作 {entry}，出口多写作 {exit}"),
                format!("most ids are written as {entry} at entry, as {exit} at exit"),
            ],
        };
        let said = Said::of(
            format!("有出口成绩的 {of} 名考生中只有 {linked} 人有入口成绩：{zh}"),
            format!("only {linked} of {of} candidates with an exit score have an entry score: {en}"),
        );
        if *ids_meet {
            return said.help(
                "请看两边的成绩列和缺考",
                "look at the columns of scores and at the absent of both sides",
            );
        }
        said.help(
            "两次考试用的是同一套号码吗？用 id 指明共同的号码（如 学籍号），或用 mapping 给出对照表",
            "are these ids of one system? Name one that both share (such as 学籍号) by `id`, or give a table by `mapping`",
        )
    },
};

pub const NOT_MERGEABLE: Entry = Entry {
    code: "EG-112",
    exit: Exit::Usage,
    class: Class::Data,
    means: Text::new(
        "两份数据的分值间隔或满分不同，不能合并。",
        "Two sets of data have another step or full mark and cannot be put together.",
    ),
    example: Text::new(
        "2023 年数学满分 120，2024 年 150，却要合并成一份。",
        "mathematics is out of 120 in one file and out of 150 in the other.",
    ),
    fix: Text::new(
        "为各份数据写明 full_marks 与 steps；满分不同的年份分开计算。",
        "declare full_marks and steps for each; compute years of other full marks apart.",
    ),
    said: |error| {
        let Error::NotMergeable { subject, ours, theirs } = error else { return Said::default() };
        let said = Said::of(
            format!("「{subject}」的数据不能合并：一份是 {ours}，另一份是 {theirs}"),
            format!("the data of \"{subject}\" cannot be put together: one has {ours}, the other {theirs}"),
        );
        said.help(
            "请在 full_marks 与 steps 中为各份数据写明满分与分值间隔",
            "declare the full mark and the step of each in full_marks and steps",
        )
    },
};

pub const REPEATED_CANDIDATES: Entry = Entry {
    code: "EG-116",
    exit: Exit::Input,
    class: Class::Data,
    means: Text::new(
        "同一考生出现多次，而 policy 规定此时拒绝（duplicates = \"refuse\"）。",
        "Candidates are there more than once, and the policy refuses that (duplicates = \"refuse\").",
    ),
    example: Text::new("补考的考生有两行成绩。", "a candidate who sat the examination again has two rows."),
    fix: Text::new(
        "在 [policy] 里写 duplicates = \"first\" 或 \"best\"，或删去不用的一行。",
        "say duplicates = \"first\" or \"best\" in [policy], or delete the row not wanted.",
    ),
    said: |error| {
        let Error::RepeatedCandidates { place, count } = error else { return Said::default() };
        let said = Said::of(
            format!("{}：考生与前面的行重复，这样的行共 {count} 行", place.describe(Zh)),
            format!("{place}: the candidate is in an earlier row; there are {count} such rows"),
        );
        said.help(
            "改正数据，或在 [policy] 中写 duplicates = \"first\"（取第一次）",
            "mend the data, or say duplicates = \"first\" in [policy]",
        )
    },
};

pub const ROWS_LOST: Entry = Entry {
    code: "EG-901",
    exit: Exit::Internal,
    class: Class::Base,
    means: Text::new(
        "行数对不上，这是 edugauge 自身的错误。",
        "Rows are unaccounted for: a fault of edugauge.",
    ),
    example: Text::new(
        "程序把某一行算漏了；结果因此不给出。",
        "the program lost count of a row, and so gives no result.",
    ),
    fix: Text::new(
        "请把命令和（去掉个人信息的）文件报告给开发者。",
        "please report the command and the file (without personal data) to the developers.",
    ),
    said: |error| {
        let Error::RowsLost { place, physical, accounted } = error else { return Said::default() };
        let said = Said::of(
            format!(
                "{}：文件有 {physical} 行，却只交代了 {accounted} 行（edugauge 自身的错误）",
                place.describe(Zh)
            ),
            format!(
                "{place}: the file has {physical} rows but {accounted} are accounted for (a fault of edugauge)"
            ),
        );
        said.help("请将此信息报告给 edugauge 的开发者", "please report this to the developers of edugauge")
    },
};

pub const INTERNAL: Entry = Entry {
    code: "EG-902",
    exit: Exit::Internal,
    class: Class::Base,
    means: Text::new("edugauge 自身的错误。", "A fault of edugauge."),
    example: Text::new("程序遇到了它以为不会发生的情形。", "the program met what it took for impossible."),
    fix: Text::new(
        "请把命令和消息报告给开发者。",
        "please report the command and the message to the developers.",
    ),
    said: |error| {
        let Error::Internal { what } = error else { return Said::default() };
        let said = Said::of(format!("edugauge 自身的错误：{what}"), format!("a fault of edugauge: {what}"));
        said.help("请将此信息报告给 edugauge 的开发者", "please report this to the developers of edugauge")
    },
};
