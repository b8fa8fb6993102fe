//! What `gap` says of itself.

use super::gaps::gap;
use super::rules::{
    CLUSTER, CORRECTION, DISTRIBUTION, ERROR, FIRST, GROUP, PERMUTATIONS, REPLICATES, SECOND, TOWNS, UNIVERSE,
};
use crate::figures::Unit;
use crate::indicators::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    SEED, SUBJECTS, Whom,
};
use crate::lang::Text;

const DIFFERENCE: Text = Text::new("均分差距", "difference of means");
const RATIO: Text = Text::new("均分之比", "ratio of means");
const PERCENT: Text = Text::new("差距占较高均分的百分比", "difference as a percentage of the larger mean");
const COHENS_D: Text = Text::new("标准化差距 Cohen's d", "Cohen's d");
const HEDGES_G: Text = Text::new("标准化差距 Hedges' g", "Hedges' g");
const SUPERIORITY: Text = Text::new("优势概率（AUC）", "probability of superiority (AUC)");
const V: Text = Text::new("V = √2 Φ⁻¹(AUC)", "V = √2 Φ⁻¹(AUC)");
const QUANTILE: Text = Text::new("分位数差距", "difference of quantiles");
const RATE: Text = Text::new("达线率差距（百分点）", "difference of the shares that reach a line");
const RATE_RATIO: Text = Text::new("达线率之比", "ratio of the shares that reach a line");
const ODDS_RATIO: Text = Text::new("达线优势比", "odds ratio of reaching a line");
const BELOW_FIRST: Text =
    Text::new("第二组低于第一组中位数的比例", "share of the second group below the first's median");
const BELOW_SECOND: Text =
    Text::new("第一组低于第二组中位数的比例", "share of the first group below the second's median");

/// A line up to 1 is a share of the full mark.
pub const LINES: Parameter = Parameter {
    name: "lines",
    text: Text::new(
        "比较达线率的分数线，可给多条：[年份/][名称=]分数；不超过 1 的数是满分的份额",
        "the lines whose attainment is compared, any number: [YEAR/][NAME=]SCORE; up to 1 a share of the full mark",
    ),
    kind: Kind::CutScore,
    default: Default::Nothing,
    many: true,
};

const MEASURES: Parameter = Parameter {
    name: "measures",
    text: Text::new(
        "要哪些差距（不给则为全部）：difference、ratio、percent、cohens_d、hedges_g、superiority、v、quantile_difference、rate_difference、rate_ratio、odds_ratio、below_first_median、below_second_median",
        "which measures (all, if not given): difference, ratio, percent, cohens_d, hedges_g, superiority, v, quantile_difference, rate_difference, rate_ratio, odds_ratio, below_first_median, below_second_median",
    ),
    kind: Kind::Choice(&[
        ("difference", DIFFERENCE),
        ("ratio", RATIO),
        ("percent", PERCENT),
        ("cohens_d", COHENS_D),
        ("hedges_g", HEDGES_G),
        ("superiority", SUPERIORITY),
        ("v", V),
        ("quantile_difference", QUANTILE),
        ("rate_difference", RATE),
        ("rate_ratio", RATE_RATIO),
        ("odds_ratio", ODDS_RATIO),
        ("below_first_median", BELOW_FIRST),
        ("below_second_median", BELOW_SECOND),
    ]),
    default: Default::Nothing,
    many: true,
};

const COMPARE: Parameter = Parameter {
    name: "compare",
    text: Text::new(
        "比较哪些组：two 两组、reference 各组与参照组、all 两两比较（城、镇、乡在先，其余按标签；多组时 p 值经 Holm 调整）",
        "which groups: two, each with a reference, or all pairs (urban, town, rural first, the others by their labels; with several, p-values are adjusted by Holm)",
    ),
    kind: Kind::Choice(&[
        ("two", Text::new("两组", "the two groups")),
        ("reference", Text::new("与参照组", "each with the reference")),
        ("all", Text::new("两两", "all pairs")),
    ]),
    default: Default::Value("two"),
    many: false,
};

const REFERENCE: Parameter = Parameter {
    name: "reference",
    text: Text::new("参照组的标签", "the label of the reference group"),
    kind: Kind::Name,
    default: Default::Nothing,
    many: false,
};

const PROBABILITIES: Parameter = Parameter {
    name: "probabilities",
    text: Text::new(
        "分位，可给多个（默认 0.1、0.25、0.5、0.75、0.9）",
        "probabilities of the quantiles, any number (0.1, 0.25, 0.5, 0.75, 0.9 by default)",
    ),
    kind: Kind::Share,
    default: Default::Nothing,
    many: true,
};

pub const GAP: Indicator = Indicator {
    id: "gap",
    name: Text::new("两组差距", "gap in every measure"),
    aliases: &["组间差距", "差距", "效应量", "effect size"],
    summary: Text::new(
        "两组或多组学生的差距：均分差、比、标准化差距、优势概率、分位数、达线率，附误差与历年变化",
        "the gap between groups in every measure: means, ratio, effect sizes, superiority, quantiles, rates, with errors and changes between years",
    ),
    formula: Text::new(
        "差 = 第一组 − 第二组；比 = 第一组 ÷ 第二组；AUC = P（第一组 > 第二组）+ P（相等）/2；变化 = 今年 − 上一年（比则相除）",
        "differences are first − second, ratios first / second; AUC = P(first > second) + P(equal) / 2; change = this year − the year before (of ratios the quotient)",
    ),
    katex: r"d=\frac{\bar x_1-\bar x_2}{s_p},\quad g=d\Bigl(1-\tfrac{3}{4(n_1+n_2-2)-1}\Bigr),\quad V=\sqrt2\,\Phi^{-1}(\mathrm{AUC})",
    universe: Text::new(
        "该科有成绩、属于所比各组的考生",
        "candidates with a score who are in one of the groups compared",
    ),
    numerator: Text::new("第一组的统计量", "the statistic of the first group"),
    denominator: Text::new("第二组的统计量（只用于比）", "that of the second group (of ratios only)"),
    aggregation: Text::new(
        "各组由全体考生的分数分布重新计算，不取学校平均的平均",
        "every statistic is of the pooled distribution of scores of a group, not a mean of schools",
    ),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new("difference", DIFFERENCE, Discloses::Means),
        Measure::new("ratio", RATIO, Discloses::Means),
        Measure::new("percent", PERCENT, Discloses::Means),
        Measure::new("cohens_d", COHENS_D, Discloses::Standardised),
        Measure::new("hedges_g", HEDGES_G, Discloses::Standardised),
        Measure::new("superiority", SUPERIORITY, Discloses::Scores(Whom::Tested)),
        Measure::new("v", V, Discloses::Scores(Whom::Tested)),
        Measure::new("quantile_difference", QUANTILE, Discloses::Scores(Whom::Tested)),
        Measure::new("rate_difference", RATE, Discloses::Shares),
        Measure::new("rate_ratio", RATE_RATIO, Discloses::Shares),
        Measure::new("odds_ratio", ODDS_RATIO, Discloses::Shares),
        Measure::new("below_first_median", BELOW_FIRST, Discloses::Scores(Whom::Tested)),
        Measure::new("below_second_median", BELOW_SECOND, Discloses::Scores(Whom::Tested)),
        Measure::new(
            "difference_change",
            Text::new("均分差距的变化", "change of the difference"),
            Discloses::Means,
        ),
        Measure::new(
            "ratio_change",
            Text::new("均分之比的变化（相除）", "change of the ratio (quotient)"),
            Discloses::Means,
        ),
        Measure::new(
            "percent_change",
            Text::new("差距百分比的变化", "change of the percentage"),
            Discloses::Means,
        ),
        Measure::new(
            "cohens_d_change",
            Text::new("Cohen's d 的变化", "change of Cohen's d"),
            Discloses::Standardised,
        ),
        Measure::new(
            "hedges_g_change",
            Text::new("Hedges' g 的变化", "change of Hedges' g"),
            Discloses::Standardised,
        ),
        Measure::new(
            "superiority_change",
            Text::new("优势概率的变化", "change of the probability of superiority"),
            Discloses::Scores(Whom::Tested),
        ),
        Measure::new("v_change", Text::new("V 的变化", "change of V"), Discloses::Scores(Whom::Tested)),
        Measure::new(
            "quantile_difference_change",
            Text::new("分位数差距的变化", "change of the quantile difference"),
            Discloses::Scores(Whom::Tested),
        ),
        Measure::new(
            "rate_difference_change",
            Text::new("达线率差距的变化", "change of the difference of shares"),
            Discloses::Shares,
        ),
        Measure::new(
            "rate_ratio_change",
            Text::new("达线率之比的变化（相除）", "change of the ratio of shares (quotient)"),
            Discloses::Shares,
        ),
        Measure::new(
            "odds_ratio_change",
            Text::new("优势比的变化（相除）", "change of the odds ratio (quotient)"),
            Discloses::Shares,
        ),
        Measure::new(
            "below_first_median_change",
            Text::new("第二组低于第一组中位数比例的变化", "change of that share"),
            Discloses::Scores(Whom::Tested),
        ),
        Measure::new(
            "below_second_median_change",
            Text::new("第一组低于第二组中位数比例的变化", "change of that share"),
            Discloses::Scores(Whom::Tested),
        ),
    ],
    parameters: &[
        GROUP,
        FIRST,
        SECOND,
        TOWNS,
        COMPARE,
        REFERENCE,
        MEASURES,
        PROBABILITIES,
        LINES,
        CLUSTER,
        UNIVERSE,
        ERROR,
        CORRECTION,
        DISTRIBUTION,
        REPLICATES,
        PERMUTATIONS,
        SEED,
        SUBJECTS,
        CONFIDENCE,
    ],
    edges: Text::new(
        "一组无人实考：no_denominator；一分一段表的合并档使均值未知：not_applicable（AUC 与 V 把档内视为同分）；没有方差、均值不大于 0、无人或人人达线：该项 not_applicable；线按份额给出而满分未知：missing_input；没有学校字段、某组少于 2 所学校：数值照给，聚类误差为空并说明；某组不足 30 人或 5 所学校：说明中提醒；universe=sample：报错",
        "a group without candidates: no_denominator; an open bucket of a published table: not_applicable (AUC and V count its candidates as level); no variance, a mean not above 0, nobody or everybody at a line: that measure not_applicable; a share of an unknown full mark: missing_input; no school key or fewer than 2 schools in a group: the value stands, its clustered error is empty and the note says why; fewer than 30 candidates or 5 schools in a group: a warning in the note; universe = sample: refused",
    ),
    reference: Text::new(
        "Hedges & Olkin (1985)；Ho (2009)；DeLong 等（1988）；Woodruff (1952)；Bell & McCaffrey (2002)；Efron (1987)；Holm (1979)；用 R 与 scipy 复核",
        "Hedges & Olkin (1985); Ho (2009); DeLong et al. (1988); Woodruff (1952); Bell & McCaffrey (2002); Efron (1987); Holm (1979); held against R and scipy",
    ),
    docstring: include_str!("gap.txt"),
    example: Example {
        input: "考号,学校,城乡,数学\n1,甲,城区,90\n2,甲,城区,84\n3,乙,城区,78\n4,丙,乡村,70\n5,丙,乡村,76\n6,丁,乡村,82\n",
        by: &[],
        arguments: &[
            ("measures", &["difference", "superiority", "quantile_difference", "rate_difference"]),
            ("probabilities", &["0.5"]),
            ("lines", &["良好=80"]),
        ],
        steps: Text::new(
            "均分 84 与 76，差 8；九对中城区高于乡村 8 对（78 低于 82），AUC = 8÷9 = 0.89；中位数 84 − 76 = 8；达 80 分 2÷3 与 1÷3，差 33.33 个百分点",
            "means 84 and 76, difference 8; of nine pairs urban is above in 8 (78 is below 82), AUC = 8/9 = 0.89; medians 84 − 76 = 8; at 80 or above 2/3 and 1/3, 33.33 points apart",
        ),
        expected: &[
            Expected {
                measure: "difference",
                subject: Some("mathematics"),
                group: &["城区", "乡村", "", ""],
                value: "8.00",
            },
            Expected {
                measure: "superiority",
                subject: Some("mathematics"),
                group: &["城区", "乡村", "", ""],
                value: "0.89",
            },
            Expected {
                measure: "quantile_difference",
                subject: Some("mathematics"),
                group: &["城区", "乡村", "0.5", ""],
                value: "8.00",
            },
            Expected {
                measure: "rate_difference",
                subject: Some("mathematics"),
                group: &["城区", "乡村", "", "良好"],
                value: "33.33",
            },
        ],
    },
    method: Method::Exam(gap),
};
