//! What the survey indicators have in common: their words and the arguments that describe a sample.

use super::super::definition::{Default, Kind, Parameter};
use crate::lang::Text;

pub const UNIVERSE: Text = Text::new(
    "样本中有成绩且权数大于 0 的学生，代表抽样的总体；任一似真值缺失的学生按该科无成绩处理",
    "pupils of the sample with a score and a weight above 0, who stand for the population that was sampled",
);

pub const AGGREGATION: Text = Text::new(
    "加权和先相加再相除；多个似真值各算一遍，按 Rubin 法则合并",
    "weighted sums first, then one division; plausible values each in turn, put together by Rubin's rules",
);

pub const EDGES: Text = Text::new(
    "一组没有权数：no_denominator；某个重复权下无值、只有一个抽样单位：值照给，误差为空并说明；成绩可为负、小数位数不限；权数缺失或为负、层或抽样单位（学校）空白、缺少的列、只有一个单位的层（lonely = fail）、似真值个数不齐、重复权与抽样单位同时给出：报错",
    "a group without weight: no_denominator; no value under some replicate, or one cluster only: the value stands, its error is null and the note says why; scores may be below zero and have any decimals; negative or missing weights, a blank stratum or cluster (an unknown school), columns that are not there, strata with a single cluster (lonely = fail), plausible values of unequal number, replicate weights beside clusters: refused",
);

pub const REFERENCE: Text = Text::new(
    "Wolter (2007)；Rubin (1987)；Barnard & Rubin (1999)；PISA Data Analysis Manual (2009)；用 R survey 4.1 检验",
    "Wolter (2007); Rubin (1987); Barnard & Rubin (1999); PISA Data Analysis Manual (2009); held against R survey 4.1",
);

pub const SCORES: Parameter = Parameter {
    name: "scores",
    text: Text::new(
        "成绩列，可多科；似真值写成 PV{1..10}MATH，可起名：mathematics=PV{1..10}MATH",
        "the scores, any number of subjects; plausible values as PV{1..10}MATH, with a name as mathematics=PV{1..10}MATH",
    ),
    kind: Kind::Pair,
    default: Default::Required,
    many: true,
};

const fn named(name: &'static str, text: Text) -> Parameter {
    Parameter { name, text, kind: Kind::Name, default: Default::Nothing, many: false }
}

pub const WEIGHT: Parameter = named(
    "weight",
    Text::new("学生的权数列（不给则人人为 1）", "the pupils' weight (1 for everybody, if not given)"),
);

pub const REPLICATES: Parameter = Parameter {
    name: "replicates",
    text: Text::new("重复权列，如 W_FSTURWT{1..80}", "the replicate weights, such as W_FSTURWT{1..80}"),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

pub const REPLICATION: Parameter = Parameter {
    name: "replication",
    text: Text::new(
        "重复权怎样造出：brr、fay（另给 rho）、jk1、jk2、jkn（另给 replicate_scales）、bootstrap",
        "how the replicate weights were made: brr, fay (with rho), jk1, jk2, jkn (with replicate_scales), bootstrap",
    ),
    kind: Kind::Choice(&[
        ("brr", Text::new("平衡半样本：系数 1/R", "balanced repeated replication: factor 1/R")),
        ("fay", Text::new("Fay 调整：系数 1/(R(1−ρ)²)", "Fay's adjustment: factor 1/(R(1 − ρ)²)")),
        ("jk1", Text::new("刀切：系数（R−1）/R", "jackknife: factor (R − 1)/R")),
        ("jk2", Text::new("成对刀切：系数 1", "jackknife of pairs: factor 1")),
        (
            "jkn",
            Text::new(
                "分层刀切：系数由 replicate_scales 给出",
                "stratified jackknife: factors from replicate_scales",
            ),
        ),
        ("bootstrap", Text::new("自助法：系数 1/(R−1)", "bootstrap: factor 1/(R − 1)")),
    ]),
    default: Default::Nothing,
    many: false,
};

pub const RHO: Parameter = Parameter {
    name: "rho",
    text: Text::new("Fay 调整的 ρ（PISA 为 0.5）", "ρ of Fay's adjustment (PISA: 0.5)"),
    kind: Kind::Share,
    default: Default::Nothing,
    many: false,
};

pub const SCALE: Parameter = Parameter {
    name: "scale",
    text: Text::new(
        "代替通常系数的系数（如 TIMSS 2015 起 150 个重复权为 0.5）",
        "a factor in place of the usual one (such as 0.5 for the 150 replicates of TIMSS since 2015)",
    ),
    kind: Kind::Positive,
    default: Default::Nothing,
    many: false,
};

pub const REPLICATE_SCALES: Parameter = Parameter {
    name: "replicate_scales",
    text: Text::new(
        "每个重复权自己的系数，或共用一个",
        "a factor of its own for each replicate, or one for all",
    ),
    kind: Kind::Positive,
    default: Default::Nothing,
    many: true,
};

pub const CENTRE: Parameter = Parameter {
    name: "centre",
    text: Text::new(
        "重复估计以什么为中心：estimate 全样本估计（OECD、IEA 的做法），replicates 重复估计的平均",
        "from what the replicates' deviations are taken: the full-sample estimate (as the OECD and IEA do) or the replicates' mean",
    ),
    kind: Kind::Choice(&[
        ("estimate", Text::new("全样本估计", "the full-sample estimate")),
        ("replicates", Text::new("重复估计的平均", "the mean of the replicates")),
    ]),
    default: Default::Value("estimate"),
    many: false,
};

pub const ZONE: Parameter = named(
    "zone",
    Text::new(
        "由刀切区造出 jk2 重复权：区的列（TIMSS、PIRLS 的 JKZONE）",
        "jackknife zones from which jk2 replicates are made (JKZONE of TIMSS and PIRLS)",
    ),
);

pub const HALF: Parameter = named(
    "half",
    Text::new("与 zone 同用：区内哪一半，0 或 1(JKREP)", "with zone: the half of the zone, 0 or 1 (JKREP)"),
);

pub const HALVES: Parameter = Parameter {
    name: "halves",
    text: Text::new(
        "与 zone 同用：one 每区一个重复权（半区 1 加倍），both 每区两个、系数 1/2（TIMSS 2015、PIRLS 2016 起）",
        "with zone: one replicate of each zone (half 1 doubled), or both halves in turn with factor 1/2 (TIMSS since 2015, PIRLS since 2016)",
    ),
    kind: Kind::Choice(&[
        ("one", Text::new("每区一个重复权", "one replicate of each zone")),
        ("both", Text::new("每区两个重复权", "two replicates of each zone")),
    ]),
    default: Default::Value("one"),
    many: false,
};

pub const STRATA: Parameter = Parameter {
    name: "strata",
    text: Text::new(
        "层的列，可多列合为一层（没有重复权时）；jkn 重复权只用来数自由度",
        "the strata, several columns together (where there are no replicate weights); with jkn replicates only to count degrees of freedom",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

pub const CLUSTER: Parameter = Parameter {
    name: "cluster",
    text: Text::new(
        "抽样单位（学校）的列；编号在层内有效；不给则视学生为各自抽出；两阶段抽样再给第二阶段的单位（班级）",
        "the sampled units (schools), numbered within their stratum; pupils themselves if not given; of two stages also the units of the second (classes)",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

pub const FPC: Parameter = Parameter {
    name: "fpc",
    text: Text::new(
        "有限总体校正：每层单位总数（或抽样比，全部不超过 1）的列，每阶段一列；不给则视为有放回",
        "finite population correction: the number of units in the stratum (or the share drawn, none above 1), a column for each stage; drawn with replacement if not given",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

pub const LONELY: Parameter = Parameter {
    name: "lonely",
    text: Text::new(
        "只有一个抽样单位的层（同 R survey）：fail 报错，remove 不计，certainty 视为必然抽中（方差 0），adjust 取与总平均之差的平方，average 取其他层的平均",
        "a stratum with a single cluster (as in R survey): fail, remove, certainty (no variance), adjust (its squared distance from the mean of all), average (of the other strata)",
    ),
    kind: Kind::Choice(&[
        ("fail", Text::new("报错", "refused")),
        ("remove", Text::new("不计", "left out")),
        ("certainty", Text::new("必然抽中", "certain to be drawn")),
        ("adjust", Text::new("以总平均为中心", "centred on the mean of all")),
        ("average", Text::new("取其他层的平均", "the mean of the other strata")),
    ]),
    default: Default::Value("fail"),
    many: false,
};

pub const DF: Parameter = Parameter {
    name: "df",
    text: Text::new(
        "抽样设计的自由度（默认：单位数 − 层数；重复权数 − 1，jkn 给出 strata 时为重复权数 − 层数）",
        "degrees of freedom of the design (default: clusters − strata; replicates − 1, or for jkn with strata replicates − strata)",
    ),
    kind: Kind::Positive,
    default: Default::Nothing,
    many: false,
};

pub const DF_OF: Parameter = Parameter {
    name: "df_of",
    text: Text::new(
        "没有重复权时，自由度按整个设计还是按有该组学生的单位和层计",
        "without replicate weights: degrees of freedom of the whole design, or of the clusters and strata that have pupils of the group",
    ),
    kind: Kind::Choice(&[
        ("design", Text::new("整个设计", "the whole design")),
        ("domain", Text::new("该组所在的单位和层", "the group's own clusters and strata")),
    ]),
    default: Default::Value("design"),
    many: false,
};

pub const SAMPLING_FROM: Parameter = Parameter {
    name: "sampling_from",
    text: Text::new(
        "抽样方差取自哪些似真值：all 全部的平均，first 只取第一个（TIMSS、PIRLS 2011 及以前，NAEP）",
        "the plausible values from which the sampling variance is taken: the mean over all, or the first (TIMSS and PIRLS until 2011, NAEP)",
    ),
    kind: Kind::Choice(&[
        ("all", Text::new("全部似真值的平均", "the mean over all plausible values")),
        ("first", Text::new("第一个似真值", "the first plausible value")),
    ]),
    default: Default::Value("all"),
    many: false,
};

pub const SCHOOL: Parameter = named(
    "school",
    Text::new(
        "学校的列，只用来数学校（minimum_schools）",
        "the school, only to count schools (minimum_schools)",
    ),
);

pub const MINIMUM_PUPILS: Parameter = Parameter {
    name: "minimum_pupils",
    text: Text::new(
        "少于这么多学生的组在说明中注明（PISA 为 30）；值照给",
        "groups of fewer pupils are marked in the note (PISA: 30); their values are given all the same",
    ),
    kind: Kind::Count,
    default: Default::Nothing,
    many: false,
};

pub const MINIMUM_SCHOOLS: Parameter = Parameter {
    name: "minimum_schools",
    text: Text::new(
        "少于这么多学校的组在说明中注明（PISA 为 5），另给 school",
        "groups of fewer schools are marked in the note (PISA: 5); with school",
    ),
    kind: Kind::Count,
    default: Default::Nothing,
    many: false,
};

/// An indicator's own parameters, and those that describe a sample.
macro_rules! with_design {
    ($($own:expr),* $(,)?) => {
        &[
            $($own,)*
            $crate::indicators::survey::definition::WEIGHT,
            $crate::indicators::survey::definition::REPLICATES,
            $crate::indicators::survey::definition::REPLICATION,
            $crate::indicators::survey::definition::RHO,
            $crate::indicators::survey::definition::SCALE,
            $crate::indicators::survey::definition::REPLICATE_SCALES,
            $crate::indicators::survey::definition::CENTRE,
            $crate::indicators::survey::definition::ZONE,
            $crate::indicators::survey::definition::HALF,
            $crate::indicators::survey::definition::HALVES,
            $crate::indicators::survey::definition::STRATA,
            $crate::indicators::survey::definition::CLUSTER,
            $crate::indicators::survey::definition::FPC,
            $crate::indicators::survey::definition::LONELY,
            $crate::indicators::survey::definition::DF,
            $crate::indicators::survey::definition::DF_OF,
            $crate::indicators::survey::definition::SAMPLING_FROM,
            $crate::indicators::survey::definition::SCHOOL,
            $crate::indicators::survey::definition::MINIMUM_PUPILS,
            $crate::indicators::survey::definition::MINIMUM_SCHOOLS,
            $crate::indicators::definition::CONFIDENCE,
        ]
    };
}
pub(super) use with_design;
