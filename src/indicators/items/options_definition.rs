//! What the shares of options are.

use super::options::{ID, option_shares};
use super::shared::{AGGREGATION, GROUP_SHARE, INPUT, OF_ITEMS, UNIVERSE, expected};
use crate::figures::Unit as Of;
use crate::indicators::definition::{
    Default, DrawnAs, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
};
use crate::lang::Text;

pub const OPTION_SHARES: Indicator = Indicator {
    id: ID,
    name: Text::new("选项分布", "option shares"),
    aliases: &["选项分析", "选项选答率", "distractor analysis"],
    summary: Text::new(
        "每个选择题各选项的人数和份额，分能力组的份额，选答者的平均总分，选答与总分的相关，以及需要检查的选项",
        "of each choice item how many chose which option, their share by groups of the total, their mean total, the correlation of choosing it with the total, and options to look at",
    ),
    formula: Text::new(
        "份额 = 选该项人数 ÷ 人数；相关 = 选（1）与不选（0）和总分的积差相关",
        "share = chose it / candidates; correlation = Pearson's of choosing it (1, else 0) with the total",
    ),
    katex: r"s_{jo}=\frac{\#\{i: a_{ij}=o\}}{n}",
    universe: UNIVERSE,
    numerator: Text::new("选该项的人数", "candidates who chose it"),
    denominator: Text::new("人数", "candidates"),
    aggregation: AGGREGATION,
    unit: Of::Percent,
    decimals: 1,
    layout: Layout::Listed,
    measures: &[
        Measure::new("count", Text::new("人数", "count"), OF_ITEMS).shown_with(Places::AsNeeded),
        Measure::new("share", Text::new("份额", "share"), OF_ITEMS).drawn_as(DrawnAs::Line),
        Measure::new("letter_share", Text::new("单个选项的份额", "share of the single option"), OF_ITEMS),
        Measure::new("mean_total", Text::new("选答者平均总分", "mean total"), OF_ITEMS)
            .shown_with(Places::Of(2)),
        Measure::new("correlation", Text::new("与总分的相关", "correlation with the total"), OF_ITEMS)
            .shown_with(Places::Of(3)),
        Measure::new("correlation_rest", Text::new("与其余题的相关", "correlation with the rest"), OF_ITEMS)
            .shown_with(Places::Of(3)),
        Measure::new(
            "flagged",
            Text::new("需要检查（1 是，0 否）", "to be looked at (1 yes, 0 no)"),
            OF_ITEMS,
        )
        .shown_with(Places::AsNeeded),
    ],
    parameters: &[
        Parameter {
            name: "groups",
            text: Text::new("按总分分成几个能力组", "into how many groups of the total candidates are put"),
            kind: Kind::Count,
            default: Default::Value("5"),
            many: false,
        },
        Parameter {
            name: "grouping",
            text: Text::new("能力组怎样分", "how groups of the total are formed"),
            kind: Kind::Choice(&[
                (
                    "quantile",
                    Text::new("按总分分位数分成 groups 组", "by quantiles of the total, `groups` of them"),
                ),
                (
                    "top_middle_bottom",
                    Text::new("低、中、高三组，如 27/46/27", "bottom, middle and top, such as 27/46/27"),
                ),
            ]),
            default: Default::Value("quantile"),
            many: false,
        },
        GROUP_SHARE,
        Parameter {
            name: "width",
            text: Text::new("按这么宽的总分段分组", "groups by bands of so many points of the total"),
            kind: Kind::Points,
            default: Default::Nothing,
            many: false,
        },
        Parameter {
            name: "rare",
            text: Text::new(
                "少于此份额的错误选项要检查",
                "wrong options of a smaller share are to be looked at",
            ),
            kind: Kind::Share,
            default: Default::Value("0.05"),
            many: false,
        },
        Parameter {
            name: "often_omitted",
            text: Text::new(
                "未选超过此份额要检查",
                "items that more than this share leave blank are to be looked at",
            ),
            kind: Kind::Share,
            default: Default::Value("0.1"),
            many: false,
        },
    ],
    edges: Text::new(
        "没有选项列的题不列；能力组按总分的分位数（第 7 种）分，同分者在一组，人数可以不等；无人：no_denominator；人人都选或总分没有差异：相关为 not_applicable；多选题列组合（最多 10 种，其余合并）并另列单个选项，其份额之和大于 100 %",
        "items without a column of options are not listed; groups are by quantiles of the total (type 7), equal totals together, so that sizes may differ; nobody: no_denominator; all chose it, or a total that does not vary: correlations are not_applicable; of several right options combinations (10 at most, others together) and single options, whose shares add to more than 100 %",
    ),
    reference: Text::new(
        "各省教育考试机构选项分析；Haladyna (2004)；与 R ShinyItemAnalysis 核对",
        "option analysis of provincial examination authorities; Haladyna (2004); held against R ShinyItemAnalysis",
    ),
    docstring: include_str!("option_shares.txt"),
    example: Example {
        input: INPUT,
        by: &[],
        arguments: &[("groups", &["2"])],
        steps: Text::new(
            "第 1 题选 B 的 4 人（考号 01、02、03、05），8 人：50 %；其平均总分（17 + 12 + 11 + 9）÷ 4 = 12.25",
            "item 1: 4 of 8 chose B (01, 02, 03, 05), 50 %; their mean total is (17 + 12 + 11 + 9) / 4 = 12.25",
        ),
        expected: &[
            expected("share", &["1", "B", "", "B"], "50.0"),
            expected("share", &["1", "omit", "", "B"], "12.5"),
            expected("count", &["1", "B", "", "B"], "4.0"),
        ],
    },
    method: Method::Items(option_shares),
};
