//! What reliability is.

use super::reliability::{ID, reliability};
use super::shared::{
    AGGREGATION, BLANK, DEVIATION, INPUT, LEVEL_OF_QUESTIONS, NOT_REACHED, OF_ITEMS, UNIVERSE, expected,
};
use crate::figures::Unit;
use crate::indicators::definition::{
    CONFIDENCE, Default, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
};
use crate::lang::Text;

pub const RELIABILITY: Indicator = Indicator {
    id: ID,
    name: Text::new("试卷信度", "reliability of a paper"),
    aliases: &["信度", "克龙巴赫系数", "Cronbach alpha"],
    summary: Text::new(
        "克龙巴赫 α 及其区间、标准化 α、KR-20、KR-21、分层 α、分半信度、λ₂、测量标准误、删去一题后的 α",
        "Cronbach's alpha with its interval, standardised alpha, KR-20, KR-21, stratified alpha, split halves, λ₂, standard error of measurement, and alpha without each item",
    ),
    formula: Text::new(
        "α = k ÷ (k − 1) ×（1 − 各题方差之和 ÷ 总分方差）；测量标准误 = 总分标准差 × √(1 − α)",
        "α = k / (k − 1) × (1 − sum of the variances of items / variance of the total); SEM = standard deviation of the total × √(1 − α)",
    ),
    katex: r"\alpha=\frac{k}{k-1}\left(1-\frac{\sum_j s_j^2}{s_T^2}\right)",
    universe: UNIVERSE,
    numerator: Text::new("各题方差之和", "sum of the variances of items"),
    denominator: Text::new("总分方差", "variance of the total"),
    aggregation: AGGREGATION,
    unit: Unit::Number,
    decimals: 3,
    layout: Layout::Listed,
    measures: &[
        Measure::new("alpha", Text::new("α 系数", "alpha"), OF_ITEMS),
        Measure::new("alpha_standardised", Text::new("标准化 α", "standardised alpha"), OF_ITEMS),
        Measure::new("kr20", Text::new("KR-20", "KR-20"), OF_ITEMS),
        Measure::new("kr21", Text::new("KR-21", "KR-21"), OF_ITEMS),
        Measure::new("alpha_stratified", Text::new("分层 α", "stratified alpha"), OF_ITEMS),
        Measure::new("lambda2", Text::new("λ₂", "lambda 2"), OF_ITEMS),
        Measure::new("lambda2_standardised", Text::new("标准化 λ₂", "standardised lambda 2"), OF_ITEMS),
        Measure::new(
            "split_half",
            Text::new("分半信度（奇偶题，斯皮尔曼–布朗）", "split half (Spearman–Brown)"),
            OF_ITEMS,
        ),
        Measure::new(
            "guttman",
            Text::new("分半信度（古特曼、卢隆）", "split half (Guttman, Rulon)"),
            OF_ITEMS,
        ),
        Measure::new("sem", Text::new("测量标准误", "standard error of measurement"), OF_ITEMS),
        Measure::new("n_items", Text::new("题数", "items"), OF_ITEMS).shown_with(Places::AsNeeded),
        Measure::new("alpha_if_deleted", Text::new("删去该题后的 α", "alpha without the item"), OF_ITEMS),
    ],
    parameters: &[
        LEVEL_OF_QUESTIONS,
        Parameter {
            name: "interval",
            text: Text::new("α 的区间", "the interval of alpha"),
            kind: Kind::Choice(&[
                ("feldt", Text::new("按 F 分布（费尔特）", "by the F distribution (Feldt)")),
                ("bonett", Text::new("按 ln(1 − α)（博内特）", "on the scale of ln(1 − alpha) (Bonett)")),
            ]),
            default: Default::Value("feldt"),
            many: false,
        },
        Parameter {
            name: "strata",
            text: Text::new("分层 α 的层", "the strata of stratified alpha"),
            kind: Kind::Choice(&[
                ("objective", Text::new("客观题与主观题", "objective and constructed items")),
                ("type", Text::new("题型", "types of items")),
            ]),
            default: Default::Value("objective"),
            many: false,
        },
        Parameter {
            text: Text::new("测量标准误中标准差的除数", "the divisor of the standard deviation in the SEM"),
            default: Default::Value("sample"),
            ..DEVIATION
        },
        BLANK,
        NOT_REACHED,
        CONFIDENCE,
    ],
    edges: Text::new(
        "不足 2 题或总分没有差异：not_applicable；无人：no_denominator；不是两值且满分相同的题：KR-20、KR-21 为 not_applicable；层不全知道或一层不足 2 题：分层 α 为 not_applicable；α 为负照给，并列出与其余题负相关的题；blank=omit 时有空白的考生不计入（成列删除），不提供成对删除",
        "fewer than 2 items or a total that does not vary: not_applicable; nobody: no_denominator; items that are not all right or wrong with one full mark: KR-20 and KR-21 are not_applicable; strata not known, or of one item: stratified alpha is not_applicable; a negative alpha is given, with the items that go against the rest; with blank=omit candidates with a blank are left out (listwise), pairwise deletion is not offered",
    ),
    reference: Text::new(
        "Cronbach (1951)；Feldt (1965)；Bonett (2002)；Kuder & Richardson (1937)；Guttman (1945)；与 R psych、CTT 核对",
        "Cronbach (1951); Feldt (1965); Bonett (2002); Kuder & Richardson (1937); Guttman (1945); held against R psych and CTT",
    ),
    docstring: include_str!("reliability.txt"),
    example: Example {
        input: INPUT,
        by: &[],
        arguments: &[],
        steps: Text::new(
            "方差乘 8²：三题 144、288、364，合计 796，总分 1372；α = 3/2 ×（1 − 796/1372）= 216/343 = 0.630",
            "variances times 8²: 144, 288, 364 of the items, together 796, 1372 of the total; α = 3/2 × (1 − 796/1372) = 216/343 = 0.630",
        ),
        expected: &[expected("alpha", &[""], "0.630"), expected("n_items", &[""], "3.000")],
    },
    method: Method::Items(reliability),
};
