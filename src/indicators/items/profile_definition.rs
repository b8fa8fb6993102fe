//! What the profile of a paper is.

use super::profile::{ID, paper_profile};
use super::shared::{
    AGGREGATION, BLANK, DEVIATION, GROUP_SHARE, INPUT, LEVEL_OF_QUESTIONS, OF_ITEMS, UNIVERSE, expected,
};
use crate::figures::Unit as Of;
use crate::indicators::definition::{
    Default, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
};
use crate::lang::Text;

const fn plain(id: &'static str, name: Text) -> Measure {
    Measure::new(id, name, OF_ITEMS)
}

pub const PAPER_PROFILE: Indicator = Indicator {
    id: ID,
    name: Text::new("试卷质量分析", "profile of a paper"),
    aliases: &["试卷分析", "全卷指标", "paper analysis"],
    summary: Text::new(
        "一张试卷的人数、满分、最高、最低、平均、标准差、难度、区分度、偏度、峰度、信度，易中难题的分值比，主客观题",
        "candidates, full mark, highest, lowest, mean, standard deviation, difficulty, discrimination, skewness, kurtosis and reliability of a paper, its points by difficulty, objective and constructed items",
    ),
    formula: Text::new(
        "难度 = 总分平均 ÷ 满分；鉴别指数 =（高分组平均 − 低分组平均）÷ 满分；易题、中题、难题的分值占全卷的百分比",
        "difficulty = mean of the total / full mark; D = (mean of the top group − mean of the bottom group) / full mark; points of easy, medium and hard questions per cent of the paper",
    ),
    katex: r"P=\frac{\bar T}{F}",
    universe: UNIVERSE,
    numerator: Text::new("总分合计", "sum of the totals"),
    denominator: Text::new("人数 × 满分", "candidates × full mark"),
    aggregation: AGGREGATION,
    unit: Of::Number,
    decimals: 3,
    layout: Layout::Listed,
    measures: &[
        plain("candidates", Text::new("人数", "candidates")).shown_with(Places::AsNeeded),
        plain("full_mark", Text::new("满分", "full mark")).shown_with(Places::AsNeeded),
        plain("highest", Text::new("最高分", "highest")).shown_with(Places::AsNeeded),
        plain("lowest", Text::new("最低分", "lowest")).shown_with(Places::AsNeeded),
        plain("mean", Text::new("平均分", "mean")).shown_with(Places::Of(2)),
        plain("sd", Text::new("标准差", "standard deviation")).shown_with(Places::Of(2)),
        plain("cv", Text::new("差异系数", "coefficient of variation")),
        plain("difficulty", Text::new("难度", "difficulty")),
        plain("discrimination", Text::new("鉴别指数", "discrimination")),
        plain("skewness", Text::new("偏度", "skewness")),
        plain("kurtosis", Text::new("峰度", "kurtosis")),
        plain("median", Text::new("中位数", "median")).shown_with(Places::Of(2)),
        plain("mode", Text::new("众数", "mode")).shown_with(Places::AsNeeded),
        plain("alpha", Text::new("α 系数", "alpha")),
        plain("sem", Text::new("测量标准误", "standard error of measurement")),
        plain("easy_share", Text::new("易题分值占比", "points of easy questions")).shown_with(Places::Of(1)),
        plain("medium_share", Text::new("中等题分值占比", "points of medium questions"))
            .shown_with(Places::Of(1)),
        plain("hard_share", Text::new("难题分值占比", "points of hard questions")).shown_with(Places::Of(1)),
        plain("objective_rate", Text::new("客观题得分率", "rate of objective items"))
            .shown_with(Places::Of(1)),
        plain("constructed_rate", Text::new("主观题得分率", "rate of constructed items"))
            .shown_with(Places::Of(1)),
        plain(
            "part_correlation",
            Text::new("主客观题相关", "correlation of objective and constructed items"),
        ),
    ],
    parameters: &[
        LEVEL_OF_QUESTIONS,
        GROUP_SHARE,
        Parameter {
            name: "easy",
            text: Text::new("难度（得分率）达到多少为易题", "from which difficulty on a question is easy"),
            kind: Kind::Share,
            default: Default::Value("0.7"),
            many: false,
        },
        Parameter {
            name: "hard",
            text: Text::new("难度（得分率）低于多少为难题", "below which difficulty a question is hard"),
            kind: Kind::Share,
            default: Default::Value("0.4"),
            many: false,
        },
        DEVIATION,
        BLANK,
    ],
    edges: Text::new(
        "满分未知：与满分有关的为 missing_input；无人：no_denominator；总分没有差异：偏度、峰度、信度为 not_applicable；没有主客观之分：not_applicable；众数有几个时取最低的；测量标准误按 n − 1",
        "an unknown full mark: what depends on it is missing_input; nobody: no_denominator; totals that do not vary: skewness, kurtosis and reliability are not_applicable; no objective or no constructed items: not_applicable; of several modes the lowest; the SEM has the divisor n − 1",
    ),
    reference: Text::new(
        "各省教育考试机构试卷分析报告；与 scipy 核对",
        "paper reports of provincial examination authorities; held against scipy",
    ),
    docstring: include_str!("paper_profile.txt"),
    example: Example {
        input: INPUT,
        by: &[],
        arguments: &[],
        steps: Text::new(
            "总分 17、12、11、10、9、6、2、3，合计 70，满分 17：难度 70 ÷（8 × 17）= 0.515；中位数（9 + 10）÷ 2 = 9.5；三题难度 0.5、0.5、0.531 都是中等",
            "totals 17, 12, 11, 10, 9, 6, 2, 3, together 70, full mark 17: difficulty 70 / (8 × 17) = 0.515; median (9 + 10) / 2 = 9.5; difficulties 0.5, 0.5 and 0.531 are all medium",
        ),
        expected: &[
            expected("difficulty", &[], "0.515"),
            expected("median", &[], "9.500"),
            expected("medium_share", &[], "100.000"),
        ],
    },
    method: Method::Items(paper_profile),
};
