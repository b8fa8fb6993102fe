//! What the difficulty of an item is.

use super::difficulty::{ID, item_difficulty};
use super::shared::{
    AGGREGATION, BLANK, DEVIATION, INPUT, LEVEL, NOT_REACHED, OF_ITEMS, OF_THE_PLAN, UNIVERSE, expected,
};
use crate::figures::Unit as Of;
use crate::indicators::definition::{
    CONFIDENCE, Default, DrawnAs, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
};
use crate::lang::Text;

pub const ITEM_DIFFICULTY: Indicator = Indicator {
    id: ID,
    name: Text::new("小题难度", "item difficulty"),
    aliases: &["难度", "难度系数", "小题得分率", "difficulty of items"],
    summary: Text::new(
        "每题的平均分、难度（得分率）、标准差、零分率、满分率和未作答人数，满分与预估难度，以及全卷的",
        "mean, difficulty (score rate), standard deviation, share of zeros and of full marks, and blanks of each item and of the paper, with its full mark and what difficulty was expected",
    ),
    formula: Text::new(
        "难度 = 该题得分合计 ÷（人数 × 满分）",
        "difficulty = sum of the scores / (n × full mark)",
    ),
    katex: r"P_j=\frac{\sum_i x_{ij}}{n\,F_j}",
    universe: UNIVERSE,
    numerator: Text::new("该题得分合计", "sum of the scores of the item"),
    denominator: Text::new("人数 × 满分", "candidates × full mark"),
    aggregation: AGGREGATION,
    unit: Of::Number,
    decimals: 3,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("mean", Text::new("平均分", "mean"), OF_ITEMS).shown_with(Places::Of(2)),
        Measure::new("difficulty", Text::new("难度", "difficulty"), OF_ITEMS).drawn_as(DrawnAs::Across),
        Measure::new("sd", Text::new("标准差", "standard deviation"), OF_ITEMS).shown_with(Places::Of(2)),
        Measure::new("cv", Text::new("差异系数", "coefficient of variation"), OF_ITEMS),
        Measure::new("zero_share", Text::new("零分率", "share of zeros"), OF_ITEMS).shown_with(Places::Of(1)),
        Measure::new("full_share", Text::new("满分率", "share of full marks"), OF_ITEMS)
            .shown_with(Places::Of(1)),
        Measure::new("omitted", Text::new("未作答人数", "omitted"), OF_ITEMS).shown_with(Places::AsNeeded),
        Measure::new("not_reached", Text::new("未做到人数", "not reached"), OF_ITEMS)
            .shown_with(Places::AsNeeded),
        Measure::new("full_mark", Text::new("满分", "full mark"), OF_THE_PLAN).shown_with(Places::AsNeeded),
        Measure::new("expected", Text::new("预估难度", "expected difficulty"), OF_THE_PLAN),
        Measure::new("expected_gap", Text::new("与预估难度之差", "difficulty less that expected"), OF_ITEMS),
        Measure::new("chosen", Text::new("选做率", "share who chose it"), OF_ITEMS).shown_with(Places::Of(1)),
        Measure::new(
            "compulsory_mean",
            Text::new("选做者必做部分平均分", "mean of the rest of the paper of those who chose it"),
            OF_ITEMS,
        )
        .shown_with(Places::Of(2)),
    ],
    parameters: &[
        LEVEL,
        Parameter {
            name: "direction",
            text: Text::new("难度的方向", "which way difficulty goes"),
            kind: Kind::Choice(&[
                ("pass", Text::new("得分率，越大越容易", "the score rate: higher is easier")),
                ("loss", Text::new("失分率，越大越难", "the rate lost: higher is harder")),
            ]),
            default: Default::Value("pass"),
            many: false,
        },
        Parameter {
            name: "options",
            text: Text::new(
                "单选题的选项个数：给出则按猜测校正 (mP − 1) ÷ (m − 1)",
                "how many options a single choice has: if given, difficulty is corrected for guessing, (mP − 1) / (m − 1)",
            ),
            kind: Kind::Count,
            default: Default::Nothing,
            many: false,
        },
        DEVIATION,
        Parameter {
            name: "interval",
            text: Text::new(
                "难度的区间（考生视为样本时）",
                "the interval of difficulty, where candidates are a sample",
            ),
            kind: Kind::Choice(&[
                ("none", Text::new("不给", "none")),
                (
                    "simple",
                    Text::new(
                        "对错题按 Wilson，其余按平均分 ± z 标准误",
                        "Wilson's of items that are right or wrong, else the mean ± z standard errors",
                    ),
                ),
            ]),
            default: Default::Value("none"),
            many: false,
        },
        CONFIDENCE,
        BLANK,
        NOT_REACHED,
    ],
    edges: Text::new(
        "满分未知：difficulty、full_share 为 missing_input；无人：no_denominator；选做题合为一题，各选做题另列，只以选做者为分母；各选做题满分不等：missing_input",
        "an unknown full mark: difficulty and full_share are missing_input; nobody: no_denominator; a choice is one item, and its questions stand beside it, of those who chose them; questions of a choice that differ in their full mark: missing_input",
    ),
    reference: Text::new(
        "各省教育考试机构试卷分析报告；与 R psych、CTT 核对",
        "paper reports of provincial examination authorities; held against R psych and CTT",
    ),
    docstring: include_str!("item_difficulty.txt"),
    example: Example {
        input: INPUT,
        by: &[],
        arguments: &[],
        steps: Text::new(
            "第 3 题得分合计 8 + 6 + 5 + 4 + 6 + 3 + 2 + 0 = 34，8 人，满分 8：34 ÷ 64 = 0.531；第 1 题 4 人满分、4 人零分：0.5",
            "item 3: 8 + 6 + 5 + 4 + 6 + 3 + 2 + 0 = 34 of 8 × 8 = 64 is 0.531; item 1: 4 with the full mark, 4 with zero: 0.5",
        ),
        expected: &[
            expected("difficulty", &["1"], "0.500"),
            expected("zero_share", &["1"], "50.000"),
            expected("mean", &["3"], "4.250"),
            expected("difficulty", &["3"], "0.531"),
            expected("full_share", &["3"], "12.500"),
        ],
    },
    method: Method::Items(item_difficulty),
};
