//! What the indicators of items have in common: arguments and the worked example.

use crate::indicators::definition::{Default, Discloses, Expected, Kind, Parameter};
use crate::lang::Text;

/// Everything about items tells of the candidates of a group: as safe as these are many.
pub const OF_ITEMS: Discloses = Discloses::Analysis;

/// What the plan says of an item, whoever sat the paper.
pub const OF_THE_PLAN: Discloses = Discloses::Nothing("the plan of the paper says it");

pub const UNIVERSE: Text = Text::new(
    "到考的考生：总分栏注明缺考等的、总分与各题全空的不计；有题读不懂的考生不计入任何数",
    "candidates who sat the paper: not those whose total is marked absent or the like, nor those with nothing in any column; a candidate of whom an item cannot be read is in no figure",
);

pub const AGGREGATION: Text = Text::new(
    "各组由考生各题得分的合计重新计算，不由下级的数平均",
    "of a group: computed anew from the sums of its candidates, never a mean of figures",
);

/// Of the worked example of the registry: eight candidates, four items; the columns of 满分, 答案 and 知识点 stand below
/// the header.
pub const INPUT: &str = "考号,学校,1,1(答案),2,3,总分\n满分,,3,,6,8,\n答案,,,B,,,\n知识点,,函数,,函数;几何,几何,\n01,甲,3,B,6,8,17\n02,甲,3,B,3,6,12\n03,甲,3,B,3,5,11\n04,甲,0,A,6,4,10\n05,乙,3,B,0,6,9\n06,乙,0,C,3,3,6\n07,乙,0,,0,2,2\n08,乙,0,D,3,0,3\n";

pub const fn expected(
    measure: &'static str,
    group: &'static [&'static str],
    value: &'static str,
) -> Expected {
    Expected { measure, subject: None, group, value }
}

const LEVELS: Kind = Kind::Choice(&[
    ("item", Text::new("小题", "single items")),
    ("question", Text::new("题，小题合并", "questions, their parts added")),
]);

pub const LEVEL: Parameter = Parameter {
    name: "level",
    text: Text::new("以什么为一题", "what counts as one"),
    kind: LEVELS,
    default: Default::Value("item"),
    many: false,
};

pub const LEVEL_OF_QUESTIONS: Parameter = Parameter {
    name: "level",
    text: Text::new("以什么为一题", "what counts as one"),
    kind: LEVELS,
    default: Default::Value("question"),
    many: false,
};

pub const DEVIATION: Parameter = Parameter {
    name: "deviation",
    text: Text::new("标准差的除数", "the divisor of the standard deviation"),
    kind: Kind::Choice(&[("population", Text::new("n", "n")), ("sample", Text::new("n − 1", "n − 1"))]),
    default: Default::Value("population"),
    many: false,
};

pub const BLANK: Parameter = Parameter {
    name: "blank",
    text: Text::new("到考者的空白", "a blank of a candidate who sat the paper"),
    kind: Kind::Choice(&[
        ("zero", Text::new("记 0 分", "counts 0")),
        ("omit", Text::new("不计入该题", "is left out of the item")),
    ]),
    default: Default::Value("zero"),
    many: false,
};

pub const NOT_REACHED: Parameter = Parameter {
    name: "not_reached",
    text: Text::new(
        "卷末连续的空白（没有做到）",
        "blanks up to the end of the paper (not reached); as `blank`, if not given",
    ),
    kind: Kind::Choice(&[
        ("zero", Text::new("记 0 分", "count 0")),
        ("omit", Text::new("不计入该题", "are left out of the item")),
    ]),
    default: Default::Nothing,
    many: false,
};

pub const GROUP_SHARE: Parameter = Parameter {
    name: "share",
    text: Text::new(
        "高分组、低分组各占的份额",
        "the share of candidates in the top group, and in the bottom group",
    ),
    kind: Kind::Share,
    default: Default::Value("0.27"),
    many: false,
};

pub const GROUP_SIZE: Parameter = Parameter {
    name: "size",
    text: Text::new("份额乘人数不是整数时", "where share × candidates is no whole number"),
    kind: Kind::Choice(&[
        ("ceil", Text::new("进一", "rounded up")),
        ("floor", Text::new("舍去", "rounded down")),
        ("round", Text::new("四舍五入", "rounded half up")),
    ]),
    default: Default::Value("ceil"),
    many: false,
};

pub const TIES: Parameter = Parameter {
    name: "ties",
    text: Text::new("总分恰在分界的考生", "candidates whose total is at the cut"),
    kind: Kind::Choice(&[
        ("split", Text::new("按所需的份额计入", "count by the share that is needed of them")),
        ("inclusive", Text::new("全部计入，两组人数可以不同", "all count; the groups may differ in size")),
    ]),
    default: Default::Value("split"),
    many: false,
};
