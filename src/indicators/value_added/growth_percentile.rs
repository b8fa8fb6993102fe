//! Growth percentiles: where a candidate stands among those who began alike, and the median of each group.

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, Default, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places, SCHOOL,
    SUBJECTS,
};
use super::bands::{BANDS, MINIMUM_BAND, NUMBER, WIDTH};
use super::cohort::{Cohort, Unit, each_cohort};
use super::expectation::FORM;
use super::percentiles::Percentiles;
use super::score_gain::{EDGES, LINKED, MINI, expected, share};
use super::shared::{ENTRY, LOW_MATCH_RATE, MATCH_RATE, MINIMUM, Placed, Rules, figure, linked};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Phrase, Status, Unit as Of, Value};
use crate::lang::Text;

pub const GROWTH_PERCENTILE: Indicator = Indicator {
    id: "growth_percentile",
    name: Text::new("成长百分位", "growth percentile"),
    aliases: &["学生成长百分等级", "SGP", "增长百分位", "student growth percentile"],
    summary: Text::new(
        "各组考生在起点相同者中出口位置的中位数",
        "median, over the candidates of a group, of their percentile rank at exit among those who began alike",
    ),
    formula: Text::new(
        "残差等级：回归残差在全体相连考生中的百分等级；同起点等级：出口分数在同一入口分数段中的百分等级；分位数回归：100 个分位的期望曲线中低于出口分数的条数，1 至 99；百分等级 =（低于者 + 同分者的一半）÷ 人数 × 100",
        "residual_rank: percentile rank of the residual among all linked; conditional_rank: of the exit score within the entry band; quantile_regression: of the curves of 100 quantiles those below the exit score, 1 to 99; percentile rank = (those below + half of those equal) / n × 100",
    ),
    katex: r"p_i=\frac{100}{N}\Big(\#\{j: e_j<e_i\}+\tfrac12\#\{j: e_j=e_i\}\Big)",
    universe: LINKED,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "各考生的百分位在全体相连考生中求得，再取各组的中位数与平均",
        "percentiles are among all linked candidates; then the median and the mean of each group",
    ),
    unit: Of::Number,
    decimals: 1,
    layout: Layout::ByMeasure,
    measures: MEASURES,
    parameters: PARAMETERS,
    edges: EDGES,
    reference: Text::new(
        "Betebenner (2009)；Castellano & Ho (2013)，doi 10.3102/1076998611435413：残差百分等级与分位数回归所得接近；用 R 对 mlmRev::Exam、bdf 检验",
        "Betebenner (2009); Castellano & Ho (2013), doi 10.3102/1076998611435413: ranks of residuals come near those of quantile regression; held against R on mlmRev Exam and bdf",
    ),
    docstring: include_str!("growth_percentile.txt"),
    example: Example {
        input: MINI,
        by: &["school"],
        arguments: &[
            ("minimum", &["5"]),
            ("method", &["conditional_rank"]),
            ("bands", &["distinct"]),
            ("minimum_band", &["2"]),
        ],
        steps: Text::new(
            "每个入口分数两人，两校各一：高者百分位 75，低者 25；甲校 75、75、75、75、25，中位数 75；乙校中位数 25",
            "two began with each score, one of each school: the higher one is at 75, the other at 25; 甲 75 75 75 75 25, median 75; 乙 median 25",
        ),
        expected: &[
            expected("median", &["甲"], "75.0"),
            expected("median", &["乙"], "25.0"),
            expected("mean", &["甲"], "65.0"),
        ],
    },
    method: Method::Exam(growth_percentile),
};

const MEASURES: &[Measure] = &[
    linked("median", Text::new("成长百分位中位数", "median growth percentile")),
    linked("mean", Text::new("成长百分位平均", "mean growth percentile")),
    linked("share_at_least_50", Text::new("成长百分位达到 50 者份额", "share at 50 or above"))
        .shown_with(Places::Of(1)),
];

const PARAMETERS: &[Parameter] = &[
    ENTRY,
    Parameter {
        name: "method",
        text: Text::new("百分位怎样求得", "how percentiles are found"),
        kind: Kind::Choice(&[
            ("residual_rank", Text::new("回归残差的百分等级", "percentile rank of the residual")),
            (
                "conditional_rank",
                Text::new("同一入口分数段内的百分等级", "percentile rank within the entry band"),
            ),
            (
                "quantile_regression",
                Text::new("分位数回归（Betebenner 的 SGP）", "quantile regression (Betebenner's SGP)"),
            ),
        ]),
        default: Default::Value("residual_rank"),
        many: false,
    },
    FORM,
    Parameter {
        name: "ties",
        text: Text::new(
            "分位数回归中等于出口分数的分位怎样计",
            "of quantile regression: what quantiles equal to the exit score count",
        ),
        kind: Kind::Choice(&[
            ("strict", Text::new("不计（SGP 程序包的做法）", "nothing, as the package SGP counts")),
            ("mid", Text::new("计一半", "half")),
        ]),
        default: Default::Value("strict"),
        many: false,
    },
    BANDS,
    NUMBER,
    WIDTH,
    MINIMUM_BAND,
    MINIMUM,
    MATCH_RATE,
    LOW_MATCH_RATE,
    SCHOOL,
    SUBJECTS,
    CONFIDENCE,
];

fn growth_percentile(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let rules = Rules::asked(request);
    each_cohort(exam, request, &[], |cohort, figures| {
        let percentiles = Percentiles::of(cohort, request.arguments);
        for unit in &cohort.units {
            push(&percentiles, cohort, unit, &rules, figures);
        }
    })
}

fn push(percentiles: &Percentiles, cohort: &Cohort, unit: &Unit, rules: &Rules, figures: &mut Figures) {
    let group = percentiles.of_unit(unit);
    let place = |measure, of| {
        let empty = figure("growth_percentile", measure, of, percentiles.method.clone());
        let place = rules.place(cohort, unit, empty);
        match (place, percentiles.fault) {
            (Placed::Open(figure), Some(fault)) => {
                Placed::Closed(figure.noted(fault).without_value(Status::NotApplicable))
            }
            (place, _) => place,
        }
    };
    figures.push(place("median", Of::Number).filled(|figure| {
        let se = group.se();
        let half = se.zip(rules.reach).map(|(se, reach)| 1.2533 * se * reach);
        let median = group.median();
        Figure {
            se: se.map(|se| 1.2533 * se),
            lower: half.map(|half| median - half),
            upper: half.map(|half| median + half),
            confidence: half.map(|_| rules.confidence),
            ..figure.noted(&OF_MEDIAN)
        }
        .with_value(Value::Real(median))
    }));
    let mean = place("mean", Of::Number);
    figures.push(
        mean.filled(|figure| Figure { se: group.se(), ..figure }.with_value(Value::Real(group.mean()))),
    );
    let reached = place("share_at_least_50", Of::Percent);
    figures.push(reached.filled(|figure| share(figure, group.at_least_half(), unit.n())));
}

static OF_MEDIAN: Phrase = Phrase::new(
    "se_of_median",
    "中位数的标准误为平均的 1.2533 倍",
    "error of the median: 1.2533 times that of the mean",
);
