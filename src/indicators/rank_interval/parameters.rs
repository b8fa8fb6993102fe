//! The arguments that all places have.

use crate::indicators::definition::{Default, Kind, Parameter};
use crate::lang::Text;

pub const DIRECTION: Parameter = Parameter {
    name: "direction",
    text: Text::new("怎样算名次在前", "what comes first"),
    kind: Kind::Choice(&[
        ("highest", Text::new("高者在前", "the highest")),
        ("lowest", Text::new("低者在前", "the lowest")),
    ]),
    default: Default::Value("highest"),
    many: false,
};

pub const WITHIN: Parameter = Parameter {
    name: "within",
    text: Text::new(
        "在什么范围内排名次：须为分组键中的若干个；不给则为当年全体单位",
        "the keys within which places are given, among the grouping keys; all units of the year if not given",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

pub const FAMILY: Parameter = Parameter {
    name: "family",
    text: Text::new("区间在什么范围内同时成立", "of what the intervals hold together"),
    kind: Kind::Choice(&[
        ("marginal", Text::new("每个单位各自", "of each unit by itself")),
        ("simultaneous", Text::new("所有单位同时", "of all units at once")),
    ]),
    default: Default::Value("marginal"),
    many: false,
};

pub const PROCEDURE: Parameter = Parameter {
    name: "procedure",
    text: Text::new("怎样作多重比较", "how the comparisons are held together"),
    kind: Kind::Choice(&[
        ("holm", Text::new("z 检验，Holm 校正", "z tests, adjusted by Holm")),
        (
            "bootstrap",
            Text::new(
                "最大标准化差的参数自助法，逐步进行",
                "the largest standardised difference, bootstrapped, step by step",
            ),
        ),
    ]),
    default: Default::Value("holm"),
    many: false,
};

pub const REPLICATES: Parameter = Parameter {
    name: "replicates",
    text: Text::new("自助法的重复次数", "of the bootstrap"),
    kind: Kind::Repeats,
    default: Default::Value("2000"),
    many: false,
};

pub const SEED: Parameter = Parameter {
    name: "seed",
    text: Text::new("随机数的种子", "of the random numbers"),
    kind: Kind::Count,
    default: Default::Value("1"),
    many: false,
};

pub const TOP: Parameter = Parameter {
    name: "top",
    text: Text::new(
        "前几名：说明谁确在其中、谁可能在其中",
        "how many are the top: who is surely among them, who possibly",
    ),
    kind: Kind::Count,
    default: Default::Nothing,
    many: false,
};
