//! What differential item functioning is.

use super::dif::{ID, item_dif};
use super::shared::{AGGREGATION, BLANK, LEVEL, OF_ITEMS, UNIVERSE, expected};
use crate::figures::Unit as Of;
use crate::indicators::definition::{
    Default, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
};
use crate::lang::Text;

pub const ITEM_DIF: Indicator = Indicator {
    id: ID,
    name: Text::new("项目功能差异", "differential item functioning"),
    aliases: &["DIF", "题目功能差异", "Mantel-Haenszel"],
    summary: Text::new(
        "总分相同的两组考生在每题上的差异：Mantel–Haenszel 的 α、Δ、χ² 和等级；多级计分题为标准化均差",
        "of each item how two groups differ at equal totals: α, Δ, χ² of Mantel and Haenszel and a class; of items with several scores the standardised mean difference",
    ),
    formula: Text::new(
        "α = Σ(AD ÷ N) ÷ Σ(BC ÷ N)，Δ = −2.35 ln α；标准化均差 = Σ n_F（焦点组平均 − 参照组平均）÷ Σ n_F",
        "α = Σ(AD / N) / Σ(BC / N), Δ = −2.35 ln α; SMD = Σ n_F (mean of the focal group − mean of the reference group) / Σ n_F",
    ),
    katex: r"\alpha=\frac{\sum_t A_tD_t/N_t}{\sum_t B_tC_t/N_t},\qquad \Delta=-2.35\ln\alpha",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: AGGREGATION,
    unit: Of::Number,
    decimals: 3,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("alpha", Text::new("比数比 α", "odds ratio α"), OF_ITEMS),
        Measure::new(
            "delta",
            Text::new("Δ（正：有利于焦点组）", "Δ (positive: in favour of the focal group)"),
            OF_ITEMS,
        ),
        Measure::new("chi2", Text::new("χ²", "χ²"), OF_ITEMS),
        Measure::new("smd", Text::new("标准化均差", "standardised mean difference"), OF_ITEMS),
        Measure::new("smd_over_sd", Text::new("标准化均差 ÷ 标准差", "SMD / standard deviation"), OF_ITEMS),
        Measure::new("class", Text::new("等级（1 A，2 B，3 C）", "class (1 A, 2 B, 3 C)"), OF_ITEMS)
            .shown_with(Places::AsNeeded),
    ],
    parameters: &[
        Parameter {
            name: "compare",
            text: Text::new("按哪个字段分两组", "the key that tells the groups"),
            kind: Kind::Name,
            default: Default::Required,
            many: false,
        },
        Parameter {
            name: "reference",
            text: Text::new("参照组", "the reference group"),
            kind: Kind::Name,
            default: Default::Required,
            many: false,
        },
        Parameter {
            name: "focal",
            text: Text::new("焦点组", "the focal group"),
            kind: Kind::Name,
            default: Default::Required,
            many: false,
        },
        Parameter {
            name: "classes",
            text: Text::new("等级怎样定", "how classes are given"),
            kind: Kind::Choice(&[
                ("ets", Text::new("按大小和显著性", "by size and significance (ETS)")),
                ("size_only", Text::new("只按大小", "by size alone")),
            ]),
            default: Default::Value("ets"),
            many: false,
        },
        Parameter {
            name: "correction",
            text: Text::new("χ² 的连续性校正", "continuity correction of χ²"),
            kind: Kind::Choice(&[("yes", Text::new("有", "yes")), ("no", Text::new("无", "no"))]),
            default: Default::Value("yes"),
            many: false,
        },
        Parameter {
            name: "purify",
            text: Text::new(
                "把有差异的题从匹配总分中去掉，反复进行",
                "take items that differ out of the matching total, again and again",
            ),
            kind: Kind::Choice(&[("no", Text::new("否", "no")), ("yes", Text::new("是", "yes"))]),
            default: Default::Value("no"),
            many: false,
        },
        Parameter {
            name: "minimum",
            text: Text::new("每组至少多少人，不足的注明", "how many each group should have; fewer are noted"),
            kind: Kind::Count,
            default: Default::Value("100"),
            many: false,
        },
        LEVEL,
        BLANK,
    ],
    edges: Text::new(
        "某总分上只有一组的考生不提供信息，不计入，n 是其余的人数；没有可比的总分：not_applicable；缺一组：no_denominator；人数少时按大小定的等级容易误报；这说明题在总分相同时表现不同，不说明原因",
        "totals at which one group alone stands say nothing and are left out, n is the others; no total that can be compared: not_applicable; a group without candidates: no_denominator; with few candidates classes by size alone cry wolf; it says that an item behaves differently at equal totals, not why",
    ),
    reference: Text::new(
        "Mantel & Haenszel (1959)；Holland & Thayer (1988)；Robins, Breslow & Greenland (1986)；Dorans & Kulick (1986)；与 R difR 核对",
        "Mantel & Haenszel (1959); Holland & Thayer (1988); Robins, Breslow & Greenland (1986); Dorans & Kulick (1986); held against R difR",
    ),
    docstring: include_str!("item_dif.txt"),
    example: Example {
        input: "考号,城乡,1,2,3,总分\n满分,,1,1,1,\n01,城区,1,0,0,1\n02,城区,1,0,0,1\n03,城区,0,1,0,1\n04,乡村,0,1,0,1\n05,乡村,1,0,0,1\n06,城区,1,1,0,2\n07,乡村,0,1,1,2\n08,乡村,1,1,0,2\n09,城区,0,1,1,2\n",
        by: &[],
        arguments: &[("compare", &["residence"]), ("reference", &["城区"]), ("focal", &["乡村"])],
        steps: Text::new(
            "第 1 题：总分 1，城区 2 对 1 错、乡村 1 对 1 错，N = 5；总分 2，城区 1 对 1 错、乡村 1 对 1 错，N = 4；α =（2×1/5 + 1×1/4）÷（1×1/5 + 1×1/4）= 13/9 = 1.444",
            "item 1: at total 1 reference 2 right 1 wrong, focal 1 and 1, N = 5; at total 2 1 and 1, 1 and 1, N = 4; α = (2×1/5 + 1×1/4) / (1×1/5 + 1×1/4) = 13/9 = 1.444",
        ),
        expected: &[expected("alpha", &["1", "乡村 − 城区"], "1.444")],
    },
    method: Method::Items(item_dif),
};
