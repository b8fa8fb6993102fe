//! What `level_gap` says of itself.

use super::levels::{COUNT_COLUMN, GROUP_COLUMN, LEVEL_COLUMN, level_gap};
use super::rules::{DISTRIBUTION, FIRST, SECOND, TOWNS, UNIVERSE};
use crate::figures::Unit;
use crate::indicators::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    Whom,
};
use crate::indicators::small_tables::{YEAR_COLUMN, header};
use crate::lang::Text;

const ORDER: Parameter = Parameter {
    name: "order",
    text: Text::new(
        "等级从低到高（等级是数字时可不给）",
        "the levels from the lowest to the highest (not needed where they are numbers)",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: true,
};

const ERROR_OF_COUNTS: Parameter = Parameter {
    name: "error",
    text: Text::new(
        "误差：linearised 按学校聚类（等级人数里没有学校，故不适用）、independent 视考生相互独立",
        "the error: linearised (by school, of which counts by level know none: not applicable) or independent candidates",
    ),
    kind: Kind::Choice(&[
        ("linearised", Text::new("按学校聚类", "clustered by school")),
        ("independent", Text::new("相互独立", "candidates independent")),
    ]),
    default: Default::Value("linearised"),
    many: false,
};

pub const LEVEL_GAP: Indicator = Indicator {
    id: "level_gap",
    name: Text::new("等级差距", "gap from proficiency levels"),
    aliases: &["等级人数差距", "等第差距", "ordinal gap"],
    summary: Text::new(
        "只知各等级人数时两组的差距：优势概率、V，以及各等级达到率之差",
        "the gap where only counts by level are known: superiority, V, and the difference of the shares that reach each level",
    ),
    formula: Text::new(
        "AUC = P（第一组等级高于第二组）+ P（同级）/2；V = √2 Φ⁻¹(AUC)；V(probit) = (μ₁ − μ₂)/√((σ₁² + σ₂²)/2)，两组正态、界限相同，最大似然",
        "AUC = P(first's level above second's) + P(level) / 2; V = √2 Φ⁻¹(AUC); V by probit = (μ₁ − μ₂) / √((σ₁² + σ₂²) / 2) of two normal distributions cut at the same thresholds, maximum likelihood",
    ),
    katex: r"V=\frac{\mu_1-\mu_2}{\sqrt{(\sigma_1^2+\sigma_2^2)/2}}=\sqrt2\,\Phi^{-1}(\mathrm{AUC})",
    universe: Text::new("两组中有等级的考生", "candidates of the two groups who have a level"),
    numerator: Text::new("两组等级分布之差", "how far the two distributions lie apart"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "同一组的各行人数相加后再计算",
        "the counts of all rows of a group are added, then compared",
    ),
    unit: Unit::Number,
    decimals: 3,
    layout: Layout::Listed,
    measures: &[
        Measure::new(
            "superiority",
            Text::new("优势概率（AUC，同级各算一半）", "probability of superiority (ties half)"),
            Discloses::Scores(Whom::Tested),
        ),
        Measure::new("v", Text::new("V = √2 Φ⁻¹(AUC)", "V = √2 Φ⁻¹(AUC)"), Discloses::Scores(Whom::Tested)),
        Measure::new(
            "v_probit",
            Text::new("V（有序 probit）", "V by ordered probit"),
            Discloses::Scores(Whom::Tested),
        ),
        Measure::new(
            "rate_difference",
            Text::new("达到该等级的比例之差", "difference of the shares at or above the level"),
            Discloses::Shares,
        ),
    ],
    parameters: &[
        header(GROUP_COLUMN, Text::new("组别列的表头", "the header of the groups' column")),
        header(LEVEL_COLUMN, Text::new("等级列的表头", "the header of the levels' column")),
        header(COUNT_COLUMN, Text::new("人数列的表头", "the header of the counts' column")),
        ORDER,
        FIRST,
        SECOND,
        TOWNS,
        UNIVERSE,
        ERROR_OF_COUNTS,
        DISTRIBUTION,
        YEAR_COLUMN,
        CONFIDENCE,
    ],
    edges: Text::new(
        "一组没有人：no_denominator；两组等级不重叠：V not_applicable；不足三个等级：v_probit not_applicable；按学校聚类的误差 not_applicable（不知学校）；等级不是数字而没有给出顺序、等级不在顺序中、人数不是整数：报错",
        "a group without candidates: no_denominator; levels that do not overlap: V not_applicable; fewer than three levels: v_probit not_applicable; clustered errors not_applicable (no school is known); levels that are no numbers without `order`, a level that is not listed, a count that is no whole number: refused",
    ),
    reference: Text::new(
        "Ho & Reardon (2012), JEBS 37, 489–517；Reardon 等（2017），JEBS 42, 3–45；Ho (2009)",
        "Ho & Reardon (2012), JEBS 37, 489–517; Reardon et al. (2017), JEBS 42, 3–45; Ho (2009)",
    ),
    docstring: include_str!("level_gap.txt"),
    example: Example {
        input: "城乡,等级,人数\n城区,1,10\n城区,2,20\n城区,3,70\n乡村,1,30\n乡村,2,30\n乡村,3,40\n",
        by: &[],
        arguments: &[("group", &["城乡"]), ("level", &["等级"]), ("count", &["人数"])],
        steps: Text::new(
            "AUC = (20×30 + 70×60 + (10×30 + 20×30 + 70×40)/2) ÷ 10000 = 6650 ÷ 10000 = 0.665；达 2 级 90% 与 70%，差 20；达 3 级 70% 与 40%，差 30",
            "AUC = (20×30 + 70×60 + (10×30 + 20×30 + 70×40)/2) / 10,000 = 6,650 / 10,000 = 0.665; level 2: 90 % and 70 %, 20 points; level 3: 70 % and 40 %, 30 points",
        ),
        expected: &[
            Expected { measure: "superiority", subject: None, group: &[""], value: "0.665" },
            Expected { measure: "rate_difference", subject: None, group: &["2"], value: "20.000" },
            Expected { measure: "rate_difference", subject: None, group: &["3"], value: "30.000" },
        ],
    },
    method: Method::Table(level_gap),
};
