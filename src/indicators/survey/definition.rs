//! What the survey indicators have in common: their words and the arguments that describe a sample.

use super::super::registry::{Default, Kind, Parameter};
use crate::lang::Text;

pub const UNIVERSE: Text = Text::new(
    "样本中有成绩且权数大于 0 的学生,代表抽样的总体;任一似真值缺失的学生按该科无成绩处理",
    "pupils of the sample with a score and a weight above 0, who stand for the population that was sampled",
);

pub const AGGREGATION: Text = Text::new(
    "加权和先相加再相除;多个似真值各算一遍,按 Rubin 法则合并",
    "weighted sums first, then one division; plausible values each in turn, put together by Rubin's rules",
);

pub const EDGES: Text = Text::new(
    "一组没有权数:no_denominator;某个重复权下无值、只有一个抽样单位:值照给,误差为空并说明;负的或缺失的权数、缺少的列、只有一个单位的层(lonely = refuse)、似真值个数不齐:报错",
    "a group without weight: no_denominator; no value under some replicate, or one cluster only: the value stands, its error is null and the note says why; negative or missing weights, columns that are not there, strata with a single cluster (lonely = refuse), plausible values of unequal number: refused",
);

pub const REFERENCE: Text = Text::new(
    "Wolter (2007);Rubin (1987);Barnard & Rubin (1999);PISA Data Analysis Manual (2009);用 R survey 4.1 检验",
    "Wolter (2007); Rubin (1987); Barnard & Rubin (1999); PISA Data Analysis Manual (2009); held against R survey 4.1",
);

pub const SCORES: Parameter = Parameter {
    name: "scores",
    text: Text::new(
        "成绩列,可多科;似真值写成 PV{1..10}MATH,可起名:mathematics=PV{1..10}MATH",
        "the scores, any number of subjects; plausible values as PV{1..10}MATH, with a name as mathematics=PV{1..10}MATH",
    ),
    kind: Kind::Name,
    default: Default::Required,
    many: true,
};

const fn named(name: &'static str, text: Text) -> Parameter {
    Parameter { name, text, kind: Kind::Name, default: Default::Nothing, many: false }
}

pub const WEIGHT: Parameter = named(
    "weight",
    Text::new("学生的权数列(不给则人人为 1)", "the pupils' weight (1 for everybody, if not given)"),
);

pub const REPLICATES: Parameter = Parameter {
    name: "replicates",
    text: Text::new("重复权列,如 W_FSTURWT{1..80}", "the replicate weights, such as W_FSTURWT{1..80}"),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

pub const REPLICATION: Parameter = Parameter {
    name: "replication",
    text: Text::new(
        "重复权怎样造出:brr、fay(另给 rho)、jk1、jk2、jkn(另给 replicate_scales)、bootstrap",
        "how the replicate weights were made: brr, fay (with rho), jk1, jk2, jkn (with replicate_scales), bootstrap",
    ),
    kind: Kind::Choice(&[
        ("brr", Text::new("平衡半样本:系数 1/R", "balanced repeated replication: factor 1/R")),
        ("fay", Text::new("Fay 调整:系数 1/(R(1−ρ)²)", "Fay's adjustment: factor 1/(R(1 − ρ)²)")),
        ("jk1", Text::new("刀切:系数 (R−1)/R", "jackknife: factor (R − 1)/R")),
        ("jk2", Text::new("成对刀切:系数 1", "jackknife of pairs: factor 1")),
        (
            "jkn",
            Text::new(
                "分层刀切:系数由 replicate_scales 给出",
                "stratified jackknife: factors from replicate_scales",
            ),
        ),
        ("bootstrap", Text::new("自助法:系数 1/(R−1)", "bootstrap: factor 1/(R − 1)")),
    ]),
    default: Default::Nothing,
    many: false,
};

pub const RHO: Parameter = Parameter {
    name: "rho",
    text: Text::new("Fay 调整的 ρ(PISA 为 0.5)", "ρ of Fay's adjustment (PISA: 0.5)"),
    kind: Kind::Share,
    default: Default::Nothing,
    many: false,
};

pub const SCALE: Parameter = Parameter {
    name: "scale",
    text: Text::new(
        "代替通常系数的系数(如 TIMSS 2015 起 150 个重复权为 0.5)",
        "a factor in place of the usual one (such as 0.5 for the 150 replicates of TIMSS since 2015)",
    ),
    kind: Kind::Points,
    default: Default::Nothing,
    many: false,
};

pub const REPLICATE_SCALES: Parameter = Parameter {
    name: "replicate_scales",
    text: Text::new(
        "每个重复权自己的系数,或共用一个",
        "a factor of its own for each replicate, or one for all",
    ),
    kind: Kind::Points,
    default: Default::Nothing,
    many: true,
};

pub const CENTRE: Parameter = Parameter {
    name: "centre",
    text: Text::new(
        "重复估计以什么为中心:estimate 全样本估计(OECD、IEA 的做法),replicates 重复估计的平均",
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
        "由刀切区造出 jk2 重复权:区的列(TIMSS、PIRLS 的 JKZONE)",
        "jackknife zones from which jk2 replicates are made (JKZONE of TIMSS and PIRLS)",
    ),
);

pub const HALF: Parameter = named(
    "half",
    Text::new("与 zone 同用:区内哪一半,0 或 1(JKREP)", "with zone: the half of the zone, 0 or 1 (JKREP)"),
);

pub const STRATA: Parameter =
    named("strata", Text::new("层的列(没有重复权时)", "the strata (where there are no replicate weights)"));

pub const CLUSTER: Parameter = named(
    "cluster",
    Text::new(
        "抽样单位(学校)的列;编号在层内有效;不给则视学生为各自抽出",
        "the sampled units (schools), numbered within their stratum; pupils themselves if not given",
    ),
);

pub const LONELY: Parameter = Parameter {
    name: "lonely",
    text: Text::new(
        "只有一个抽样单位的层:refuse 报错,certainty 视为必然抽中(方差 0),adjust 取与总平均之差的平方",
        "a stratum with a single cluster: refuse, certainty (no variance), adjust (its squared distance from the mean of all)",
    ),
    kind: Kind::Choice(&[
        ("refuse", Text::new("报错", "refused")),
        ("certainty", Text::new("必然抽中", "certain to be drawn")),
        ("adjust", Text::new("以总平均为中心", "centred on the mean of all")),
    ]),
    default: Default::Value("refuse"),
    many: false,
};

pub const DF: Parameter = Parameter {
    name: "df",
    text: Text::new(
        "抽样设计的自由度(默认:单位数 − 层数,或重复权数 − 1)",
        "degrees of freedom of the design (default: clusters − strata, or replicates − 1)",
    ),
    kind: Kind::Points,
    default: Default::Nothing,
    many: false,
};
