//! The mean, the standard deviation and the facility (得分率) of each subject.

use super::{POOLED, TESTED, count, full_mark_unknown, open_ended};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{AllTold, Figure, Figures, Labels, Phrase, Status, Unit, Value};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, SUBJECTS,
};
use crate::indicators::grouping::each_distribution;
use crate::indicators::weighted::{WEIGHT, Weighted, each_weighted};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::Subject;
use crate::tally::{Distribution, Sums};

pub(in crate::indicators) const DEVIATION_DENOMINATOR: Parameter = Parameter {
    name: "denominator",
    text: Text::new(
        "标准差的分母：n_minus_1（样本）或 n（总体）",
        "the denominator of the standard deviation: n_minus_1 (sample) or n (population)",
    ),
    kind: Kind::Choice(&[
        ("n_minus_1", Text::new("n−1", "n − 1, the sample's")),
        ("n", Text::new("总体", "n, the population's")),
    ]),
    default: Default::Value("n_minus_1"),
    many: false,
};

pub const SUBJECT_MEAN: Indicator = Indicator {
    id: "subject_mean",
    name: Text::new("平均分", "subject mean"),
    aliases: &["均分", "学科均分", "得分率", "标准差", "mean"],
    summary: Text::new(
        "各科实考考生的平均分、标准差与得分率",
        "mean score, standard deviation and facility of those tested, per subject",
    ),
    formula: Text::new(
        "平均分 = 总分数 ÷ 实考人数；标准差分母为 n−1（默认）或 n；得分率 = 平均分 ÷ 满分 × 100",
        "mean = sum of scores / tested; s.d. with denominator n − 1 (default) or n; facility = mean / full mark × 100",
    ),
    katex: r"\bar x = \frac{1}{n}\sum_{i=1}^{n} x_i,\qquad s = \sqrt{\frac{1}{n-1}\sum_i (x_i-\bar x)^2},\qquad P = \frac{\bar x}{F}\times 100",
    universe: TESTED,
    numerator: Text::new("分数之和", "sum of the scores"),
    denominator: Text::new("实考人数", "candidates tested"),
    aggregation: POOLED,
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::BySubject,
    measures: &[
        Measure::new("mean", Text::new("平均分", "mean"), Discloses::Mean),
        Measure::new("standard_deviation", Text::new("标准差", "standard deviation"), Discloses::Spread),
        Measure::new("facility", Text::new("得分率", "facility"), Discloses::Mean),
    ],
    parameters: &[DEVIATION_DENOMINATOR, SUBJECTS, WEIGHT],
    edges: Text::new(
        "无人实考：no_denominator；只有一人时分母为 n−1 的标准差 not_applicable；满分未知时得分率 missing_input；已公布的一分一段表两端合并时 not_applicable",
        "nobody tested: no_denominator; s.d. of one candidate with n − 1: not_applicable; facility without a full mark: missing_input; published table with open ends: not_applicable",
    ),
    reference: Text::new(
        "教育统计学通用定义；NIST StRD 单变量数据集检验",
        "textbook definition; held against NIST StRD univariate sets",
    ),
    docstring: include_str!("subject_mean.txt"),
    example: Example {
        input: "考号,学校,语文\n001,一中,90\n002,一中,85\n003,一中,缺考\n004,一中,92\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "实考 3 人：（90 + 85 + 92）÷ 3 = 89；离差平方和 1 + 16 + 9 = 26，√(26 ÷ 2) = 3.61",
            "3 tested: (90 + 85 + 92) / 3 = 89; squared deviations 1 + 16 + 9 = 26, √(26 / 2) = 3.61",
        ),
        expected: &[
            Expected { measure: "mean", subject: Some("chinese"), group: &[], value: "89.00" },
            Expected { measure: "standard_deviation", subject: Some("chinese"), group: &[], value: "3.61" },
        ],
    },
    method: Method::Exam(subject_mean),
};

fn subject_mean(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let lost = lost_degrees(request);
    if let Some(key) = request.arguments.text(WEIGHT.name) {
        return each_weighted(exam, request, key, &[], |subject, weighted| {
            let figures = weighted_figures(subject, weighted, lost);
            let complete = |figure| (Labels::default(), weighted.counted(figure, subject, &AllTold::mean()));
            Ok(figures.map(complete).into())
        });
    }
    each_distribution(exam, request, |subject, distribution| {
        let tested = Tested::of(subject, distribution);
        vec![tested.mean(), tested.standard_deviation(lost), tested.facility()]
    })
}

/// What the chosen convention takes off n in the denominator of a variance.
pub(in crate::indicators) fn lost_degrees(request: &Request<'_>) -> u64 {
    u64::from(request.arguments.text("denominator") != Some("n"))
}

/// Mean, standard deviation and facility of weighted candidates.
fn weighted_figures(subject: &Subject, weighted: &Weighted<'_>, lost: u64) -> [Figure; 3] {
    let place = |measure, unit| Figure::new("subject_mean", measure, unit);
    let figures = [
        Figure { denominator: Some(Value::Exact(weighted.total())), ..place("mean", Unit::Points) },
        Figure { method: deviation_method(lost).into(), ..place("standard_deviation", Unit::Points) },
        place("facility", Unit::Percent),
    ];
    let Some(mean) = weighted.mean(subject) else {
        return figures.map(|figure| figure.without_value(Status::NoDenominator));
    };
    let [of_mean, deviation, facility] = figures;
    let of_mean = Figure { numerator: Some(Value::Exact(weighted.sum(subject))), ..of_mean };
    let deviation = match weighted.standard_deviation(subject, lost) {
        Some(deviated) => deviation.with_value(Value::Real(deviated)),
        None => deviation.without_value(Status::NotApplicable),
    };
    [of_mean.with_value(Value::Exact(mean)), deviation, of_full_mark(facility, mean, subject)]
}

/// What a standard deviation is divided by.
pub(in crate::indicators) fn deviation_method(lost: u64) -> &'static Phrase {
    if lost == 1 { &OF_N_MINUS_1 } else { &OF_N }
}

static OF_N: Phrase = Phrase::new("denominator_n", "标准差分母为 n", "denominator n");
static OF_N_MINUS_1: Phrase = Phrase::new("denominator_n_minus_1", "标准差分母为 n−1", "denominator n-1");

/// The mean per hundred of the full mark.
fn of_full_mark(figure: Figure, mean: Rational, subject: &Subject) -> Figure {
    let Some(full) = subject.full_mark else { return full_mark_unknown(figure) };
    Figure {
        numerator: Some(Value::Exact(mean)),
        denominator: Some(Value::Exact(full)),
        ..figure.with_value(Value::Exact(mean / full * Rational::from_integer(100)))
    }
}

/// What the figures of a group in one subject have in common.
struct Tested<'a> {
    subject: &'a Subject,
    n: u64,
    /// Not known of a published table with open ends.
    sums: Option<Sums>,
    mean: Option<Rational>,
}

impl Tested<'_> {
    fn of<'a>(subject: &'a Subject, distribution: &Distribution) -> Tested<'a> {
        let sums = distribution.sums();
        let mean = sums.and_then(|sums| sums.mean(subject.scale));
        Tested { subject, n: distribution.tested(), sums, mean }
    }

    fn figure(&self, measure: &'static str, unit: Unit) -> Figure {
        Figure { n: Some(self.n), told: AllTold::mean(), ..Figure::new("subject_mean", measure, unit) }
    }

    fn mean(&self) -> Figure {
        let figure = Figure { denominator: Some(count(self.n)), ..self.figure("mean", Unit::Points) };
        let Some(sums) = self.sums else { return open_ended(figure) };
        let Some(mean) = self.mean else { return figure.without_value(Status::NoDenominator) };
        let sum = self.subject.scale.of_ticks(Rational::from_integer(sums.sum));
        Figure { numerator: Some(Value::Exact(sum)), ..figure.with_value(Value::Exact(mean)) }
    }

    fn standard_deviation(&self, lost: u64) -> Figure {
        let figure = self.figure("standard_deviation", Unit::Points);
        let figure = Figure { method: deviation_method(lost).into(), ..figure };
        let Some(sums) = self.sums else { return open_ended(figure) };
        match sums.variance(self.subject.scale, lost) {
            Some(variance) => figure.with_value(Value::Real(to_f64(variance).sqrt())),
            None if sums.n == 0 => figure.without_value(Status::NoDenominator),
            None => figure.without_value(Status::NotApplicable),
        }
    }

    fn facility(&self) -> Figure {
        let figure = self.figure("facility", Unit::Percent);
        if self.sums.is_none() {
            return open_ended(figure);
        }
        let Some(mean) = self.mean else { return figure.without_value(Status::NoDenominator) };
        of_full_mark(figure, mean, self.subject)
    }
}
