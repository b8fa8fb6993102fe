//! What `gap_trend` says of itself.

use super::gaps_definition::LINES;
use super::rules::{
    CLUSTER, CORRECTION, DISTRIBUTION, ERROR, FIRST, GROUP, REPLICATES, SECOND, TOWNS, UNIVERSE,
};
use super::trend::gap_trend;
use crate::figures::Unit;
use crate::indicators::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    SEED, SUBJECTS,
};
use crate::lang::Text;

const MEASURE: Parameter = Parameter {
    name: "measure",
    text: Text::new(
        "看哪一种差距的走势：difference、percent、cohens_d、hedges_g、v、quantile_difference、rate_difference",
        "the measure whose trend is taken: difference, percent, cohens_d, hedges_g, v, quantile_difference, rate_difference",
    ),
    kind: Kind::Choice(&[
        ("difference", Text::new("均分差距", "difference of means")),
        ("percent", Text::new("占较高均分的百分比", "percentage of the larger mean")),
        ("cohens_d", Text::new("Cohen's d", "Cohen's d")),
        ("hedges_g", Text::new("Hedges' g", "Hedges' g")),
        ("v", Text::new("V", "V")),
        ("quantile_difference", Text::new("分位数差距", "difference of quantiles")),
        ("rate_difference", Text::new("达线率差距", "difference of the shares that reach a line")),
    ]),
    default: Default::Value("difference"),
    many: false,
};

const PROBABILITY: Parameter = Parameter {
    name: "probability",
    text: Text::new("分位（只用于 quantile_difference）", "the quantile's (of quantile_difference only)"),
    kind: Kind::Share,
    default: Default::Value("0.5"),
    many: false,
};

pub const GAP_TREND: Indicator = Indicator {
    id: "gap_trend",
    name: Text::new("差距走势", "trend of the gap"),
    aliases: &["差距变化", "城乡差距走势", "差距是否缩小", "did the gap narrow"],
    summary: Text::new(
        "若干年里两组差距的走势：逐年差距、首末年变化、每年斜率，附按学校聚类的误差和一句不超出区间的结论",
        "how a gap moved over the years: each year's, the change from first to last, the slope, with errors clustered by school and a sentence that says no more than the interval allows",
    ),
    formula: Text::new(
        "斜率 = Σ（年份 − 平均年份）× 差距 ÷ Σ（年份 − 平均年份）²，各年同等看待；变化 = 末年差距 − 首年差距",
        "slope = Σ (year − mean year) × gap / Σ (year − mean year)², every year alike; change = last gap − first gap",
    ),
    katex: r"b=\frac{\sum_t (t-\bar t)\,\Delta_t}{\sum_t (t-\bar t)^2}",
    universe: Text::new(
        "各年该科有成绩、属于两组之一的考生；年份未知的不参与走势",
        "candidates of every year with a score who are in one of the two groups; years not known take no part",
    ),
    numerator: Text::new("差距的变化", "how the gap moved"),
    denominator: Text::new("年数", "years"),
    aggregation: Text::new(
        "各年差距由全体考生计算；几年都有考生的学校作为同一群，相同的部分相互抵消（配对）",
        "each gap is over all candidates of its year; a school of several years is one cluster, so that what its years share cancels (paired)",
    ),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new("gap", Text::new("当年差距", "gap of the year"), Discloses::Gap),
        Measure::new(
            "change",
            Text::new("首年至末年的变化", "change from the first year to the last"),
            Discloses::Gap,
        ),
        Measure::new("slope", Text::new("平均每年的变化", "slope per year"), Discloses::Gap),
        Measure::new(
            "common_schools",
            Text::new("每年都有考生的学校所占考生", "share of candidates in schools present every year"),
            Discloses::Analysis,
        ),
        Measure::new(
            "slope_common",
            Text::new("每年都有考生的学校的斜率", "slope among schools present every year"),
            Discloses::Analysis,
        ),
    ],
    parameters: &[
        GROUP,
        FIRST,
        SECOND,
        TOWNS,
        MEASURE,
        PROBABILITY,
        LINES,
        CLUSTER,
        UNIVERSE,
        ERROR,
        CORRECTION,
        DISTRIBUTION,
        REPLICATES,
        SEED,
        SUBJECTS,
        CONFIDENCE,
    ],
    edges: Text::new(
        "有差距的年份不足两年：变化与斜率 not_applicable；满分不同：以分计的变化与斜率 not_applicable，其余照算并说明；学校构成有变化：说明中提醒，并给出每年都有考生的学校的斜率；普查：没有区间，句子也不作推断",
        "fewer than two years with a gap: change and slope not_applicable; full marks differ: not_applicable in points, else computed with a remark; schools that are not there every year: a remark, and the slope among those that are; census: no interval, and the sentence infers nothing",
    ),
    reference: Text::new(
        "配对聚类误差：把各年并作一次回归、按学校聚类（R clubSandwich 复核）",
        "paired clustered errors: all years in one regression clustered by school (held against R clubSandwich)",
    ),
    docstring: include_str!("gap_trend.txt"),
    example: Example {
        input: "年份,考号,学校,城乡,数学\n2010,1,甲,城区,90\n2010,2,乙,城区,80\n2010,3,丙,乡村,70\n2010,4,丁,乡村,60\n2011,5,甲,城区,92\n2011,6,乙,城区,78\n2011,7,丙,乡村,74\n2011,8,丁,乡村,60\n2012,9,甲,城区,88\n2012,10,乙,城区,82\n2012,11,丙,乡村,75\n2012,12,丁,乡村,63\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "逐年差距 85 − 65 = 20、85 − 67 = 18、85 − 69 = 16；变化 16 − 20 = −4；斜率（−1×20 + 0×18 + 1×16）÷ 2 = −2",
            "gaps 85 − 65 = 20, 85 − 67 = 18, 85 − 69 = 16; change 16 − 20 = −4; slope (−1×20 + 0×18 + 1×16) / 2 = −2",
        ),
        expected: &[
            Expected { measure: "change", subject: Some("mathematics"), group: &[], value: "-4.00" },
            Expected { measure: "slope", subject: Some("mathematics"), group: &[], value: "-2.00" },
            Expected { measure: "common_schools", subject: Some("mathematics"), group: &[], value: "100.00" },
        ],
    },
    method: Method::Exam(gap_trend),
};
