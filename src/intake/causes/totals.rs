//! What a person should know of scores, totals and counts.

use crate::error::Explained;
use crate::lang::Text;

pub const HEAP_OF_ZEROS: Explained = Explained {
    code: "EG-545",
    means: Text::new(
        "0 分异常地多，可能是缺考；若是，请在 policy 里写明 0 的含义",
        "unusually many zeros, perhaps absent candidates; if so, say in the policy what 0 means",
    ),
    example: Text::new("某科 300 人中有 40 人是 0 分。", "40 of 300 candidates have 0 in a subject."),
    fix: Text::new(
        "若 0 表示缺考，在 [policy] 里写明；确是 0 分则不必处理。",
        "say in [policy] that 0 means absent, if it does; nothing is needed if it does not.",
    ),
};

pub const TOTAL_ROW_DIFFERS: Explained = Explained {
    code: "EG-546",
    means: Text::new(
        "合计或平均行写的数与读到的不符",
        "a row of totals or means states another number than was read",
    ),
    example: Text::new(
        "合计行写 120 人，读到 118 人。",
        "the row of totals says 120 candidates, 118 were read.",
    ),
    fix: Text::new(
        "看拒收的行；少的人多半在其中。",
        "look at the rejected rows: the missing ones are most likely among them.",
    ),
};

pub const TOTAL_VOIDED: Explained = Explained {
    code: "EG-552",
    means: Text::new(
        "某科缺考、缓考、违纪、免考或读不懂，总分作废",
        "a subject has a mark (absent, exempt, …) or cannot be read: the total is not counted",
    ),
    example: Text::new(
        "数学一格是“病假”，总分一列写着其余两科之和 180。",
        "mathematics says 病假 (ill), the total is the sum of the other two, 180.",
    ),
    fix: Text::new(
        "一般不必处理。要照文件的总分计，写 --policy total=given（配置 [policy] 里 total = \"given\"）。",
        "mostly nothing. To count totals as the file states them, say --policy total=given (total = \"given\" in [policy]).",
    ),
};

pub const INCOMPLETE_TOTAL: Explained = Explained {
    code: "EG-553",
    means: Text::new(
        "有成绩的科目比同一年份、年级、科类的多数考生少，总分不完整",
        "scores in fewer subjects than most of the same year, grade and track: an incomplete total",
    ),
    example: Text::new(
        "多数考生有六科成绩，某名考生只有四科，其余是空白或短横，总分 260。",
        "most candidates have scores in six subjects, one in four, with blanks or dashes beside, and a total of 260.",
    ),
    fix: Text::new(
        "核对这些行。要照文件的总分计，写 --policy total=given（配置 [policy] 里 total = \"given\"）。",
        "look at these rows. To count totals as the file states them, say --policy total=given (total = \"given\" in [policy]).",
    ),
};

pub const TOTAL_ABOVE_SUM: Explained = Explained {
    code: "EG-554",
    means: Text::new(
        "总分高于各科之和：可能有加分，或有的科目没有认出",
        "the total is above the sum of the subjects: bonus points, or a subject that was not recognised",
    ),
    example: Text::new(
        "语文 90、数学 80，总分 180：加分 10 分，或还有一科没有认出。",
        "Chinese 90, mathematics 80, a total of 180: ten bonus points, or a third subject.",
    ),
    fix: Text::new(
        "没有认出的科目用 --column 表头=subject:科目 写明；确是加分则不必处理。",
        "name a subject that was not recognised with --column HEADER=subject:NAME; nothing is needed for bonus points.",
    ),
};

pub const TOTAL_BELOW_SUM: Explained = Explained {
    code: "EG-555",
    means: Text::new(
        "总分低于各科之和：可能有不计入总分的科目，或求和时漏了文本格式的分数",
        "the total is below the sum of the subjects: a subject that does not count, or scores that are text and were left out of the sum",
    ),
    example: Text::new(
        "语文 90、数学 80（文本格式），总分 90：Excel 的 SUM 不加文本。",
        "Chinese 90, mathematics 80 as text, a total of 90: the SUM of Excel passes texts over.",
    ),
    fix: Text::new(
        "在原表中改正总分；或不用总分列而由各科相加：--column 总分=ignore。",
        "mend the totals; or add the subjects instead: --column Total=ignore.",
    ),
};

pub const TOTAL_LEAVES_OUT: Explained = Explained {
    code: "EG-556",
    means: Text::new(
        "不符的总分等于其余各科之和：这一科不计入总分，或那几格是文本而没有加上",
        "the totals that differ are the sum of the other subjects: this one does not count, or its scores are text and were not added",
    ),
    example: Text::new(
        "六科之外还有信息技术，总分总是前六科之和。",
        "information technology stands beside six subjects, and the total is always the sum of the six.",
    ),
    fix: Text::new(
        "一般不必处理；不需要这一科时写 --column 信息技术=ignore。",
        "mostly nothing; --column IT=ignore where the subject is not wanted.",
    ),
};

pub const NOBODY_SCORED: Explained = Explained {
    code: "EG-557",
    means: Text::new(
        "没有一名考生有成绩（没有写列名的，是各科相加的总分）",
        "no candidate has a score (where no column is named, in the sum of the subjects)",
    ),
    example: Text::new(
        "选考科目各占一列，没有总分列：没有人各科都有成绩，总分无人有。",
        "every elective has its column and there is no column of totals: nobody has a score in all, so nobody has a total.",
    ),
    fix: Text::new(
        "总分按有成绩的各科相加：--policy total=all（配置 [policy] 里 total = \"all\"）；整列空白的科目写 --column 表头=ignore。",
        "add the subjects that are scored: --policy total=all (total = \"all\" in [policy]); a column without any score: --column HEADER=ignore.",
    ),
};

pub const FULL_MARK_DIFFERS: Explained = Explained {
    code: "EG-558",
    means: Text::new(
        "写明的满分不止一个且互不相同：依次以配置、表头、满分行为准",
        "full marks are stated that differ: the configuration's counts, else the header's, else that of the row of full marks",
    ),
    example: Text::new(
        "表头写“数学（满分120）”，满分行里是 150。",
        "the header says \"Math (120)\", the row of full marks 150.",
    ),
    fix: Text::new(
        "在配置的 [source.full_marks]（命令行 --full-mark 数学=150）写明，并改正文件。",
        "declare it in [source.full_marks] (--full-mark mathematics=150) and mend the file.",
    ),
};

pub const GRADES: Explained = Explained {
    code: "EG-559",
    means: Text::new(
        "是等级而不是分数，这一列没有使用；要计入，请在 policy 里写明每个等级的分数",
        "grades, not scores: the column is not used; to count it, say in the policy what each grade is worth",
    ),
    example: Text::new("体育一列是 优秀、良好、及格。", "physical education holds A, B and C."),
    fix: Text::new(
        "要计入，用 --policy 优秀=95 --policy 良好=80 写明每个等级的分数（配置 [policy] 里 \"优秀\" = \"95\"）；不需要则写 --column 体育=ignore。",
        "to count it, say what each grade is worth: --policy A=95 --policy B=80 (\"A\" = \"95\" in [policy]); --column PE=ignore where it is not wanted.",
    ),
};

pub const PERCENT_SIGN: Explained = Explained {
    code: "EG-560",
    means: Text::new(
        "带百分号的数，按百分号前的数读取（57% 读作 57）",
        "a number with a sign of percent, read as the number before it (57% as 57)",
    ),
    example: Text::new("57%。", "57%."),
    fix: Text::new(
        "一般不必处理；同一列里另有 0.57 这样的数时，改成同一种写法。",
        "mostly nothing; where the same column also holds 0.57, write all in one way.",
    ),
};

pub const COUNT_DIFFERS: Explained = Explained {
    code: "EG-570",
    means: Text::new(
        "本段人数与累计人数之差不符，以累计人数为准（believe = count 则以人数为准）",
        "the count is not what the cumulative counts differ by; the cumulative ones are believed (believe = count for the others)",
    ),
    example: Text::new(
        "689 分累计 25 人，688 分本段写 1 人、累计仍是 25 人：688 分实为 0 人。",
        "25 candidates down to 689, and 688 has a count of 1 and 25 again: nobody has 688.",
    ),
    fix: Text::new(
        "位次与人数都由累计人数得出，列出的行可与公布的原表核对；要以人数为准，加 --believe count（配置：believe = \"count\"）。",
        "ranks and counts follow from the cumulative counts; compare the rows listed with the table as published, or add --believe count (configuration: believe = \"count\").",
    ),
};

pub const CUMULATIVE_DIFFERS: Explained = Explained {
    code: "EG-571",
    means: Text::new(
        "累计人数与各段人数之和不符，以人数为准",
        "the cumulative count is not the sum of the counts, which are believed",
    ),
    example: Text::new(
        "--believe count：各段人数相加为 26，累计却写 25。",
        "--believe count: the counts add up to 26, the cumulative count says 25.",
    ),
    fix: Text::new(
        "与公布的原表核对；不写 --believe 则以累计人数为准。",
        "compare with the table as published; without --believe the cumulative counts are believed.",
    ),
};

pub const TOP_NOT_PUBLISHED: Explained = Explained {
    code: "EG-572",
    means: Text::new(
        "首行的累计人数含有更高分的考生，他们的分数没有公布，合为一档",
        "the cumulative count of the first row holds candidates of higher scores, which are not published: one bucket",
    ),
    example: Text::new(
        "首行 664 分，本段 3 人，累计 23 人：更高的 20 人没有公布。",
        "the first row is 664 with 3 candidates and 23 down to it: 20 above are not published.",
    ),
    fix: Text::new(
        "不必处理；他们在 664 分以上合为一档，名次不受影响，均分等无从得知。最高分就是首行时，请写明满分（--full-mark 总分=750）。",
        "none is needed; they are one bucket above 664, ranks hold, means cannot be known. Declare the full mark (--full-mark total=750) where the first row is the best score there is.",
    ),
};
