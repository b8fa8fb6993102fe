//! What the rates of points of knowledge are.

use super::knowledge::{ID, knowledge_rates};
use super::shared::{AGGREGATION, INPUT, OF_ITEMS, UNIVERSE, expected};
use crate::figures::Unit;
use crate::indicators::definition::{
    CONFIDENCE, Default, DrawnAs, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
};
use crate::lang::Text;

pub const KNOWLEDGE_RATES: Indicator = Indicator {
    id: ID,
    name: Text::new("知识点得分率", "knowledge rates"),
    aliases: &["知识点分析", "能力层次得分率", "题型得分率", "knowledge points"],
    summary: Text::new(
        "各知识点（或能力层次、题型、题）的得分率、与全体之差、掌握率",
        "of each point of knowledge (or ability, type of item, question) the share of its points that a group reached, its gap to all, and how many mastered it",
    ),
    formula: Text::new(
        "得分率 = 该点各题得分合计 ÷（人数 × 该点满分合计）；差 = 本组 − 全体；掌握率 = 自己的得分率达到掌握线的考生份额",
        "rate = sum of the scores in its items / (candidates × their full marks); gap = group − all; mastery = share of candidates whose own rate reaches `mastery`",
    ),
    katex: r"r_{gk}=\frac{\sum_{i\in g}\sum_j w_{jk}x_{ij}}{n_g\sum_j w_{jk}F_j}",
    universe: UNIVERSE,
    numerator: Text::new("该点各题得分合计", "sum of the scores in its items"),
    denominator: Text::new("人数 × 该点满分合计", "candidates × their full marks"),
    aggregation: AGGREGATION,
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("rate", Text::new("得分率", "rate"), OF_ITEMS),
        Measure::new("gap", Text::new("与全体之差", "gap to all"), OF_ITEMS).drawn_as(DrawnAs::Colour),
        Measure::new("mastery", Text::new("掌握率", "mastery"), OF_ITEMS),
        Measure::new("mastery_gap", Text::new("掌握率之差", "gap in mastery"), OF_ITEMS),
        Measure::new("items", Text::new("题数", "items"), OF_ITEMS).shown_with(Places::AsNeeded),
        Measure::new("points", Text::new("分值", "points"), OF_ITEMS).shown_with(Places::AsNeeded),
        Measure::new("alpha", Text::new("α 系数", "alpha"), OF_ITEMS).shown_with(Places::Of(3)),
    ],
    parameters: PARAMETERS,
    edges: Text::new(
        "细目表没有这一项：报错；有题满分未知：missing_input；无人：no_denominator；不足 3 题或 5 分：注明不稳定；不足 3 题或含选做题：α 为 not_applicable；空白按 0 分；不同试卷的得分率不可比，只与同卷的全体比",
        "a plan that does not say it: refused; an unknown full mark: missing_input; nobody: no_denominator; fewer than 3 items or 5 points: told to be unsteady; fewer than 3 items, or a choice among them: alpha is not_applicable; blanks count 0; rates of different papers cannot be compared but against all of the same paper",
    ),
    reference: Text::new(
        "双向细目表的通行用法；手工检验",
        "common use of tables of specification; checked by hand",
    ),
    docstring: include_str!("knowledge_rates.txt"),
    example: Example {
        input: INPUT,
        by: &["school"],
        arguments: &[],
        steps: Text::new(
            "几何：第 2 题（6 分）和第 3 题（8 分），全体（24 + 34）÷（8 × 14）= 58 ÷ 112 = 51.8 %；甲校（18 + 23）÷ 56 = 73.2 %，差 21.4 个百分点",
            "几何: items 2 (6) and 3 (8), all (24 + 34) / (8 × 14) = 58 / 112 = 51.8 %; 甲 (18 + 23) / 56 = 73.2 %, 21.4 points above",
        ),
        expected: &[
            expected("rate", &["甲", "几何"], "73.2"),
            expected("gap", &["甲", "几何"], "21.4"),
            expected("rate", &["乙", "函数"], "25.0"),
            expected("mastery", &["甲", "几何"], "75.0"),
        ],
    },
    method: Method::Items(knowledge_rates),
};

pub const OF: Parameter = Parameter {
    name: "of",
    text: Text::new(
        "按细目表的哪一项：knowledge、ability、type、question、item、objective，或别的列的表头",
        "by what of the plan: knowledge, ability, type, question, item, objective, or the header of another column",
    ),
    kind: Kind::Name,
    default: Default::Value("knowledge"),
    many: false,
};

pub const COUNTS: Parameter = Parameter {
    name: "counts",
    text: Text::new("一题有几个知识点的怎样计", "how an item of several points counts"),
    kind: Kind::Choice(&[
        ("full", Text::new("对每个都全计", "in full for each")),
        ("equal", Text::new("均分", "divided equally")),
        ("given", Text::new("按细目表的分值", "divided as the plan says")),
    ]),
    default: Default::Value("full"),
    many: false,
};

pub const REFERENCE: Parameter = Parameter {
    name: "reference",
    text: Text::new("与谁比", "against whom"),
    kind: Kind::Choice(&[
        ("all", Text::new("全体，含本组", "all, the group among them")),
        ("others", Text::new("其余各组", "the other groups")),
    ]),
    default: Default::Value("all"),
    many: false,
};

pub const MASTERY: Parameter = Parameter {
    name: "mastery",
    text: Text::new("得分率达到多少为掌握", "from which rate on a candidate has mastered it"),
    kind: Kind::Share,
    default: Default::Value("0.6"),
    many: false,
};

const ACROSS: Parameter = Parameter {
    name: "across",
    text: Text::new(
        "再按细目表的另一项交叉，如 ability：双向细目表本身",
        "crossed with something else that the plan says, such as ability: the table of specification itself",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: false,
};

const PARAMETERS: &[Parameter] = &[OF, ACROSS, COUNTS, MASTERY, REFERENCE, CONFIDENCE];
