//! What all places have in common: measures, arguments, formula.

use super::places::fill;
use crate::indicators::definition::{Default, Discloses, Kind, Measure, Parameter, Places};
use crate::lang::Text;

pub const FORMULA: Text = Text::new(
    "名次 = 比它好的单位数 + 1；区间下限 = 1 + 有把握比它好的单位数，上限 = 单位数 − 有把握比它差的单位数；有把握：两两之差的 z 检验经 Holm 校正后显著",
    "place = units that are better + 1; lower = 1 + units surely better, upper = units − units surely worse; surely: the z test of the difference is significant after Holm's adjustment",
);

/// A measure of a place.
pub struct Place(&'static str, Text);

pub const RANK: Place = Place("rank", Text::new("名次", "rank"));
pub const BEST_RANK: Place = Place("best_rank", Text::new("最好名次", "best rank"));
pub const WORST_RANK: Place = Place("worst_rank", Text::new("最差名次", "worst rank"));
pub const SURELY_TOP: Place =
    Place("surely_top", Text::new("确在前列（1 是，0 否）", "surely among the top (1 yes, 0 no)"));
pub const POSSIBLY_TOP: Place =
    Place("possibly_top", Text::new("可能在前列（1 是，0 否）", "possibly among the top (1 yes, 0 no)"));

impl Place {
    pub const fn of(self, discloses: Discloses) -> Measure {
        Measure::new(self.0, self.1, discloses).shown_with(Places::Of(0)).ranking().found_again_by(fill)
    }
}

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
