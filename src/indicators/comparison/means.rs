//! The mean of a group against the mean of the whole: difference, ratio, T score.

use super::{RECOMPUTED, UNIVERSE, WITHIN, each_with_whole};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Phrase, Status, Unit, Value};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    Discloses, Example, Expected, Indicator, Layout, Measure, Method, Parts, SUBJECTS,
};
use crate::indicators::mean_and_rates::{DEVIATION_DENOMINATOR, deviation_method, lost_degrees, open_ended};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::Subject;
use crate::tally::{Distribution, Sums};

const REFERENCE: Text = Text::new(
    "各地教育局质量分析通行口径；手工检验",
    "usage of education bureaus' quality analyses; checked by hand",
);
/// School A: 90, 80 (mean 85); school B: 60, 70 (mean 65); all: 75.
const INPUT: &str = "考号,学校,语文\n1,甲校,90\n2,甲校,80\n3,乙校,60\n4,乙校,70\n5,乙校,缺考\n";

pub const MEAN_DEVIATION: Indicator = Indicator {
    id: "mean_deviation",
    name: Text::new("离均差", "mean deviation from the whole"),
    aliases: &["与平均分之差", "均分离差", "deviation from the mean"],
    summary: Text::new(
        "一组的平均分减整体的平均分，各科分别计算",
        "mean of a group minus the mean of the whole, per subject",
    ),
    formula: Text::new(
        "离均差 = 组平均分 − 整体平均分",
        "mean deviation = mean of the group − mean of the whole",
    ),
    katex: r"\bar x_g - \bar x_{\text{all}}",
    universe: UNIVERSE,
    numerator: Text::new("两个平均分之差", "difference of the two means"),
    denominator: Text::new("无", "none"),
    aggregation: RECOMPUTED,
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("deviation", Text::new("离均差", "deviation"), Discloses::Means)],
    parameters: &[WITHIN, SUBJECTS],
    edges: Text::new(
        "组内无人实考：no_denominator；一分一段表两端合并：not_applicable；within 不在分组键中：报错",
        "nobody of the group tested: no_denominator; a published table with open ends: not_applicable; `within` not among the grouping keys: refused",
    ),
    reference: REFERENCE,
    docstring: include_str!("mean_deviation.txt"),
    example: Example {
        input: INPUT,
        by: &["school"],
        arguments: &[],
        steps: Text::new(
            "甲校（90 + 80）÷ 2 = 85，全体（90 + 80 + 60 + 70）÷ 4 = 75；85 − 75 = 10",
            "甲校 (90 + 80) / 2 = 85, all (90 + 80 + 60 + 70) / 4 = 75; 85 − 75 = 10",
        ),
        expected: &[
            Expected { measure: "deviation", subject: Some("chinese"), group: &["甲校"], value: "10.00" },
            Expected { measure: "deviation", subject: Some("chinese"), group: &["乙校"], value: "-10.00" },
        ],
    },
    method: Method::Exam(mean_deviation),
};

pub const MEAN_RATIO: Indicator = Indicator {
    id: "mean_ratio",
    name: Text::new("比均率", "mean ratio"),
    aliases: &["均分比", "ratio to the mean"],
    summary: Text::new(
        "一组的平均分占整体平均分的百分比，各科分别计算",
        "mean of a group per hundred of the mean of the whole, per subject",
    ),
    formula: Text::new(
        "比均率 = 组平均分 ÷ 整体平均分 × 100",
        "mean ratio = mean of the group / mean of the whole × 100",
    ),
    katex: r"\frac{\bar x_g}{\bar x_{\text{all}}}\times 100",
    universe: UNIVERSE,
    numerator: Text::new("组平均分", "mean of the group"),
    denominator: Text::new("整体平均分", "mean of the whole"),
    aggregation: RECOMPUTED,
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("ratio", Text::new("比均率", "mean ratio"), Discloses::Means)],
    parameters: &[WITHIN, SUBJECTS],
    edges: Text::new(
        "组内无人实考或整体平均分为 0：no_denominator；一分一段表两端合并：not_applicable；within 不在分组键中：报错",
        "nobody of the group tested, or a whole with mean 0: no_denominator; a published table with open ends: not_applicable; `within` not among the grouping keys: refused",
    ),
    reference: REFERENCE,
    docstring: include_str!("mean_ratio.txt"),
    example: Example {
        input: INPUT,
        by: &["school"],
        arguments: &[],
        steps: Text::new("85 ÷ 75 × 100 = 113.3", "85 / 75 × 100 = 113.3"),
        expected: &[
            Expected { measure: "ratio", subject: Some("chinese"), group: &["甲校"], value: "113.3" },
            Expected { measure: "ratio", subject: Some("chinese"), group: &["乙校"], value: "86.7" },
        ],
    },
    method: Method::Exam(mean_ratio),
};

pub const GROUP_T_SCORE: Indicator = Indicator {
    id: "group_t_score",
    name: Text::new("团体 T 分", "group T score"),
    aliases: &["团体T分", "团体标准分", "均分T分", "group T"],
    summary: Text::new(
        "一组平均分在整体中的 T 分：以整体的标准差衡量离均差",
        "T score of a group's mean: its deviation measured in standard deviations of the whole",
    ),
    formula: Text::new(
        "团体 T 分 = 50 + 10 ×（组平均分 − 整体平均分）÷ 整体标准差",
        "group T = 50 + 10 × (mean of the group − mean of the whole) / standard deviation of the whole",
    ),
    katex: r"50 + 10\,\frac{\bar x_g - \bar x_{\text{all}}}{s_{\text{all}}}",
    universe: UNIVERSE,
    numerator: Text::new("离均差", "difference of the two means"),
    denominator: Text::new("整体的标准差（考生之间）", "standard deviation of the whole, between candidates"),
    aggregation: RECOMPUTED,
    unit: Unit::Number,
    decimals: 1,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("t_score", Text::new("团体 T 分", "group T score"), Discloses::Standardised)],
    parameters: &[DEVIATION_DENOMINATOR, WITHIN, SUBJECTS],
    edges: Text::new(
        "组内无人实考：no_denominator；整体分数全相同或只有一人：not_applicable；一分一段表两端合并：not_applicable",
        "nobody of the group tested: no_denominator; a whole of equal scores or of one candidate: not_applicable; a published table with open ends: not_applicable",
    ),
    reference: REFERENCE,
    docstring: include_str!("group_t_score.txt"),
    example: Example {
        input: INPUT,
        by: &["school"],
        arguments: &[("denominator", &["n"])],
        steps: Text::new(
            "全体离差平方和 225 + 25 + 225 + 25 = 500，标准差 √(500 ÷ 4) = 11.18；50 + 10 × 10 ÷ 11.18 = 58.9",
            "squared deviations 225 + 25 + 225 + 25 = 500, s.d. √(500 / 4) = 11.18; 50 + 10 × 10 / 11.18 = 58.9",
        ),
        expected: &[
            Expected { measure: "t_score", subject: Some("chinese"), group: &["甲校"], value: "58.9" },
            Expected { measure: "t_score", subject: Some("chinese"), group: &["乙校"], value: "41.1" },
        ],
    },
    method: Method::Exam(group_t_score),
};

/// The exact means of a group and of its whole.
pub(super) struct Means {
    pub group: Rational,
    pub whole: Rational,
    pub whole_sums: Sums,
}

/// Both means, or the figure that says why there is none.
pub(super) fn means(
    figure: Figure,
    subject: &Subject,
    group: &Distribution,
    whole: &Distribution,
) -> std::result::Result<(Figure, Means), Box<Figure>> {
    let figure = Figure { n: Some(group.tested()), ..figure };
    let Some((of_group, of_whole)) = group.sums().zip(whole.sums()) else {
        return Err(Box::new(open_ended(figure)));
    };
    match of_group.mean(subject.scale).zip(of_whole.mean(subject.scale)) {
        Some((group, whole)) => Ok((figure, Means { group, whole, whole_sums: of_whole })),
        None => Err(Box::new(figure.without_value(Status::NoDenominator))),
    }
}

fn mean_deviation(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    each_with_whole(exam, request, |subject, group, whole| {
        let figure = Figure::new("mean_deviation", "deviation", Unit::Points);
        match means(figure, subject, group, whole) {
            Ok((figure, means)) => figure.with_value(Value::Exact(means.group - means.whole)),
            Err(figure) => *figure,
        }
    })
}

fn mean_ratio(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    each_with_whole(exam, request, |subject, group, whole| {
        let figure = Figure::new("mean_ratio", "ratio", Unit::Percent);
        match means(figure, subject, group, whole) {
            Ok((figure, means)) => ratio(figure, &means, Rational::from_integer(0)),
            Err(figure) => *figure,
        }
    })
}

/// The group's mean per hundred of the whole's, less `base`.
pub(super) fn ratio(figure: Figure, means: &Means, base: Rational) -> Figure {
    let figure = Figure {
        numerator: Some(Value::Exact(means.group)),
        denominator: Some(Value::Exact(means.whole)),
        ..figure
    };
    if means.whole == Rational::from_integer(0) {
        return figure.without_value(Status::NoDenominator);
    }
    figure.with_value(Value::Exact(means.group / means.whole * Rational::from_integer(100) - base))
}

fn group_t_score(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let lost = lost_degrees(request);
    each_with_whole(exam, request, |subject, group, whole| {
        let figure = Figure {
            method: deviation_method(lost).into(),
            ..Figure::new("group_t_score", "t_score", Unit::Number)
        };
        match means(figure, subject, group, whole) {
            Ok((figure, means)) => t_score(figure, &means, subject, lost),
            Err(figure) => *figure,
        }
    })
}

fn t_score(figure: Figure, means: &Means, subject: &Subject, lost: u64) -> Figure {
    let variance = means.whole_sums.variance(subject.scale, lost);
    let Some(variance) = variance.filter(|variance| *variance > Rational::from_integer(0)) else {
        return Figure { note: (&NO_VARIANCE).into(), ..figure.without_value(Status::NotApplicable) };
    };
    let deviation = means.group - means.whole;
    let spread = to_f64(variance).sqrt();
    Figure {
        numerator: Some(Value::Exact(deviation)),
        denominator: Some(Value::Real(spread)),
        ..figure.with_value(Value::Real(50.0 + 10.0 * to_f64(deviation) / spread))
    }
}

static NO_VARIANCE: Phrase =
    Phrase::new("whole_does_not_vary", "整体的分数没有差异", "the scores of the whole do not vary");
