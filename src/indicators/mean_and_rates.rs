//! Mean and rates (一分三率, 一分四率): how a group did in each subject.

use super::Request;
use super::grouping::each_distribution;
use super::registry::{
    CONFIDENCE, Default, Disclosure, Example, Expected, Indicator, Kind, Method, Parameter, SUBJECTS,
};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Status, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::Subject;
use crate::stats::intervals::wilson;
use crate::tally::Distribution;

const TESTED: Text = Text::new(
    "该科有成绩的考生;缺考、缓考、免考、违纪、空白不计入",
    "candidates with a score in the subject; absent, deferred, exempt, disqualified and blank are left out",
);
const POOLED: Text = Text::new(
    "全体的值由人数与分数的合计重新计算,不是各部分的平均",
    "a whole is computed from the pooled counts and sums, never as the mean of its parts",
);

pub const SUBJECT_MEAN: Indicator = Indicator {
    id: "subject_mean",
    name: Text::new("平均分", "subject mean"),
    aliases: &["均分", "学科均分", "mean"],
    summary: Text::new(
        "各科实考考生的平均分与标准差",
        "mean score and standard deviation of those tested, per subject",
    ),
    formula: Text::new(
        "平均分 = 总分数 ÷ 实考人数;标准差分母为 n−1",
        "mean = sum of scores / tested; s.d. with denominator n − 1",
    ),
    katex: r"\bar x = \frac{1}{n}\sum_{i=1}^{n} x_i,\qquad s = \sqrt{\frac{1}{n-1}\sum_i (x_i-\bar x)^2}",
    universe: TESTED,
    numerator: Text::new("分数之和", "sum of the scores"),
    denominator: Text::new("实考人数", "candidates tested"),
    aggregation: POOLED,
    unit: Unit::Points,
    decimals: 2,
    measures: &[
        ("mean", Text::new("平均分", "mean")),
        ("standard_deviation", Text::new("标准差", "standard deviation")),
    ],
    parameters: &[SUBJECTS],
    edges: Text::new(
        "无人实考:no_denominator;只有一人时标准差 not_applicable;已公布的一分一段表两端合并时 not_applicable",
        "nobody tested: no_denominator; s.d. of one candidate: not_applicable; published table with open ends: not_applicable",
    ),
    disclosure: Disclosure::Pupils,
    reference: Text::new(
        "教育统计学通用定义;NIST StRD 单变量数据集检验",
        "textbook definition; held against NIST StRD univariate sets",
    ),
    example: Example {
        input: "考号,学校,语文\n001,一中,90\n002,一中,85\n003,一中,缺考\n004,一中,92\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "实考 3 人:(90 + 85 + 92) ÷ 3 = 89;离差平方和 1 + 16 + 9 = 26,√(26 ÷ 2) = 3.61",
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
    each_distribution(exam, request, |subject, distribution| {
        vec![mean(subject, distribution), standard_deviation(subject, distribution)]
    })
}

fn mean(subject: &Subject, distribution: &Distribution) -> Figure {
    let figure = Figure {
        n: Some(distribution.tested()),
        denominator: Some(count(distribution.tested())),
        ..Figure::new("subject_mean", "mean", Unit::Points)
    };
    let Some(sums) = distribution.sums() else { return open_ended(figure) };
    match sums.mean(subject.scale) {
        Some(mean) => {
            let sum = Rational::from_integer(sums.sum) * subject.scale.step();
            Figure { numerator: Some(Value::Exact(sum)), ..figure.with_value(Value::Exact(mean)) }
        }
        None => figure.without_value(Status::NoDenominator),
    }
}

fn standard_deviation(subject: &Subject, distribution: &Distribution) -> Figure {
    let figure = Figure {
        n: Some(distribution.tested()),
        method: "denominator n-1".into(),
        ..Figure::new("subject_mean", "standard_deviation", Unit::Points)
    };
    let Some(sums) = distribution.sums() else { return open_ended(figure) };
    match sums.variance(subject.scale, 1) {
        Some(variance) => figure.with_value(Value::Real(to_f64(variance).sqrt())),
        None if sums.n == 0 => figure.without_value(Status::NoDenominator),
        None => figure.without_value(Status::NotApplicable),
    }
}

pub(super) fn open_ended(figure: Figure) -> Figure {
    Figure {
        note: "the published table puts the scores of an open top or bottom bucket together".to_owned(),
        ..figure.without_value(Status::NotApplicable)
    }
}

pub(super) fn count(n: u64) -> Value {
    Value::Exact(Rational::from_integer(i128::from(n)))
}

/// The four rates differ only in name, threshold and side.
struct RateWords {
    id: &'static str,
    name: Text,
    aliases: &'static [&'static str],
    summary: Text,
    formula: Text,
    katex: &'static str,
    numerator: Text,
    example_steps: Text,
    parameters: &'static [Parameter],
    method: Method,
}

const fn rate_parameters(default: &'static str) -> [Parameter; 3] {
    let threshold = Parameter {
        name: "threshold",
        text: Text::new(
            "界线:不超过 1 的数是满分的份额,大于 1 的数是分数",
            "the threshold: up to 1 a share of the full mark, above 1 a score",
        ),
        kind: Kind::Threshold,
        default: Default::Value(default),
        many: false,
    };
    [threshold, SUBJECTS, CONFIDENCE]
}

const RATE_MEASURES: &[(&str, Text)] = &[("rate", Text::new("比率", "rate"))];
const EXCELLENT_PARAMETERS: &[Parameter] = &rate_parameters("0.85");
const GOOD_PARAMETERS: &[Parameter] = &rate_parameters("0.7");
const PASS_PARAMETERS: &[Parameter] = &rate_parameters("0.6");
const LOW_PARAMETERS: &[Parameter] = &rate_parameters("0.4");

const fn rate_indicator(words: RateWords, expected: &'static [Expected]) -> Indicator {
    Indicator {
        id: words.id,
        name: words.name,
        aliases: words.aliases,
        summary: words.summary,
        formula: words.formula,
        katex: words.katex,
        universe: TESTED,
        numerator: words.numerator,
        denominator: Text::new("实考人数", "candidates tested"),
        aggregation: POOLED,
        unit: Unit::Percent,
        decimals: 1,
        measures: RATE_MEASURES,
        parameters: words.parameters,
        edges: Text::new(
            "无人实考:no_denominator;界线按满分份额给出而满分未知:missing_input;界线落在一分一段表合并档内:not_applicable",
            "nobody tested: no_denominator; a share without a full mark: missing_input; a threshold inside an open bucket: not_applicable",
        ),
        disclosure: Disclosure::Pupils,
        reference: Text::new(
            "各地教育局质量分析通行口径(累计口径);区间:Wilson (1927)",
            "usage of education bureaus, cumulative convention; interval: Wilson (1927)",
        ),
        example: Example {
            input: "考号,数学\n1,100\n2,85\n3,70\n4,60\n5,39.5\n6,缺考\n",
            by: &[],
            arguments: &[],
            steps: words.example_steps,
            expected,
        },
        method: words.method,
    }
}

pub const EXCELLENT_RATE: Indicator = rate_indicator(
    RateWords {
        id: "excellent_rate",
        name: Text::new("优秀率", "excellent rate"),
        aliases: &["优分率"],
        summary: Text::new(
            "达到优秀线的实考考生所占百分比",
            "share of those tested who reach the excellent threshold",
        ),
        formula: Text::new(
            "优秀率 = 分数 ≥ 界线的人数 ÷ 实考人数 × 100",
            "candidates with a score ≥ threshold / tested × 100",
        ),
        katex: r"\frac{\#\{x_i \ge cF\}}{n}\times 100",
        numerator: Text::new(
            "分数 ≥ 界线的人数(默认满分的 85%)",
            "scores ≥ threshold (default 0.85 of the full mark)",
        ),
        example_steps: Text::new(
            "满分 100:≥ 85 的有 100、85,2 ÷ 5 = 40.0",
            "full mark 100: 100 and 85 are ≥ 85, 2 / 5 = 40.0",
        ),
        parameters: EXCELLENT_PARAMETERS,
        method: Method::Exam(excellent_rate),
    },
    &[Expected { measure: "rate", subject: Some("mathematics"), group: &[], value: "40.0" }],
);

pub const GOOD_RATE: Indicator = rate_indicator(
    RateWords {
        id: "good_rate",
        name: Text::new("良好率", "good rate"),
        aliases: &["优良率"],
        summary: Text::new(
            "达到良好线的实考考生所占百分比(含优秀)",
            "share of those tested who reach the good threshold, the excellent included",
        ),
        formula: Text::new(
            "良好率 = 分数 ≥ 界线的人数 ÷ 实考人数 × 100",
            "candidates with a score ≥ threshold / tested × 100",
        ),
        katex: r"\frac{\#\{x_i \ge cF\}}{n}\times 100",
        numerator: Text::new(
            "分数 ≥ 界线的人数(默认满分的 70%)",
            "scores ≥ threshold (default 0.7 of the full mark)",
        ),
        example_steps: Text::new(
            "满分 100:≥ 70 的有 100、85、70,3 ÷ 5 = 60.0",
            "full mark 100: 100, 85, 70 are ≥ 70, 3 / 5 = 60.0",
        ),
        parameters: GOOD_PARAMETERS,
        method: Method::Exam(good_rate),
    },
    &[Expected { measure: "rate", subject: Some("mathematics"), group: &[], value: "60.0" }],
);

pub const PASS_RATE: Indicator = rate_indicator(
    RateWords {
        id: "pass_rate",
        name: Text::new("及格率", "pass rate"),
        aliases: &["合格率"],
        summary: Text::new(
            "达到及格线的实考考生所占百分比",
            "share of those tested who reach the pass threshold",
        ),
        formula: Text::new(
            "及格率 = 分数 ≥ 界线的人数 ÷ 实考人数 × 100",
            "candidates with a score ≥ threshold / tested × 100",
        ),
        katex: r"\frac{\#\{x_i \ge cF\}}{n}\times 100",
        numerator: Text::new(
            "分数 ≥ 界线的人数(默认满分的 60%)",
            "scores ≥ threshold (default 0.6 of the full mark)",
        ),
        example_steps: Text::new(
            "满分 100:≥ 60 的有 100、85、70、60,4 ÷ 5 = 80.0",
            "full mark 100: 100, 85, 70, 60 are ≥ 60, 4 / 5 = 80.0",
        ),
        parameters: PASS_PARAMETERS,
        method: Method::Exam(pass_rate),
    },
    &[Expected { measure: "rate", subject: Some("mathematics"), group: &[], value: "80.0" }],
);

pub const LOW_RATE: Indicator = rate_indicator(
    RateWords {
        id: "low_rate",
        name: Text::new("低分率", "low rate"),
        aliases: &["后进率"],
        summary: Text::new(
            "低于低分线的实考考生所占百分比",
            "share of those tested who stay below the low threshold",
        ),
        formula: Text::new(
            "低分率 = 分数 < 界线的人数 ÷ 实考人数 × 100",
            "candidates with a score < threshold / tested × 100",
        ),
        katex: r"\frac{\#\{x_i < cF\}}{n}\times 100",
        numerator: Text::new(
            "分数 < 界线的人数(默认满分的 40%)",
            "scores < threshold (default 0.4 of the full mark)",
        ),
        example_steps: Text::new(
            "满分 100:< 40 的只有 39.5,1 ÷ 5 = 20.0",
            "full mark 100: only 39.5 is < 40, 1 / 5 = 20.0",
        ),
        parameters: LOW_PARAMETERS,
        method: Method::Exam(low_rate),
    },
    &[Expected { measure: "rate", subject: Some("mathematics"), group: &[], value: "20.0" }],
);

fn excellent_rate(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    rates(exam, request, "excellent_rate", Side::AtLeast)
}

fn good_rate(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    rates(exam, request, "good_rate", Side::AtLeast)
}

fn pass_rate(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    rates(exam, request, "pass_rate", Side::AtLeast)
}

fn low_rate(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    rates(exam, request, "low_rate", Side::Below)
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    AtLeast,
    Below,
}

fn rates(exam: &Exam, request: &Request<'_>, id: &'static str, side: Side) -> Result<Figures> {
    let threshold = request.arguments.number("threshold").unwrap_or_default();
    let confidence = request.arguments.confidence();
    each_distribution(exam, request, |subject, distribution| {
        vec![rate(id, side, threshold, confidence, subject, distribution)]
    })
}

fn rate(
    id: &'static str,
    side: Side,
    threshold: Rational,
    confidence: f64,
    subject: &Subject,
    distribution: &Distribution,
) -> Figure {
    let tested = distribution.tested();
    let figure = Figure {
        n: Some(tested),
        denominator: Some(count(tested)),
        ..Figure::new(id, "rate", Unit::Percent)
    };
    let is_share = threshold <= Rational::from_integer(1);
    let cut = match (is_share, subject.full_mark) {
        (true, Some(full)) => threshold * full,
        (true, None) => {
            let note = "the full mark of the subject is not known".to_owned();
            return Figure { note, ..figure.without_value(Status::MissingInput) };
        }
        (false, _) => threshold,
    };
    let sign = if side == Side::Below { "<" } else { ">=" };
    let figure = Figure { method: format!("score {sign} {}", crate::number::plain(cut)).into(), ..figure };
    if tested == 0 {
        return figure.without_value(Status::NoDenominator);
    }
    let Some(reached) = distribution.at_least(subject.scale.ticks_at_least(cut)) else {
        return open_ended(figure);
    };
    let counted = if side == Side::Below { tested - reached } else { reached };
    percentage(Figure { confidence: Some(confidence), ..figure }, counted, tested)
}

/// Completes a figure that is `counted` per hundred of `of`, with Wilson's interval. `of` is above zero.
pub(super) fn percentage(figure: Figure, counted: u64, of: u64) -> Figure {
    let interval = figure.confidence.and_then(|confidence| wilson(counted, of, confidence));
    let value = Rational::new(i128::from(counted) * 100, i128::from(of));
    Figure {
        numerator: Some(count(counted)),
        denominator: Some(count(of)),
        lower: interval.map(|i| i.lower * 100.0),
        upper: interval.map(|i| i.upper * 100.0),
        ..figure.with_value(Value::Exact(value))
    }
}
