//! The mean of the best or the worst share of the candidates, or of those between.

use super::{TESTED, open_ended};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{AllTold, Figure, Figures, Numeral, Phrase, Status, Term, Told, Unit, Value};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Parts,
    SUBJECTS,
};
use crate::indicators::grouping::each_distribution;
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::Subject;
use crate::tally::Distribution;

pub const TAIL_MEAN: Indicator = Indicator {
    id: "tail_mean",
    name: Text::new("高低分段平均分", "tail mean"),
    aliases: &[
        "尖子生平均分",
        "前百分之平均分",
        "后三分之一平均分",
        "截尾平均分",
        "top-p mean",
        "trimmed mean",
    ],
    summary: Text::new(
        "最好、最差一定份额考生的平均分，或两端各去掉一定份额后的平均分；并列者按份额折算",
        "mean score of the best or worst share of the candidates, or of those left after trimming both ends; ties are split exactly",
    ),
    formula: Text::new(
        "k = n × p（可为分数）；前 k 人（或后 k 人、或去掉两端各 k 人后）的分数之和 ÷ 人数，界上并列者按所差人数折算",
        "k = n × p, possibly a fraction; sum of the scores of the best k (or worst k, or all but k at each end) / their number, ties at the border counted in part",
    ),
    katex: r"\bar x_{\text{top}} = \frac{1}{np}\Bigl(\sum_{x_i > c} x_i + \bigl(np - \#\{x_i > c\}\bigr)\,c\Bigr)",
    universe: TESTED,
    numerator: Text::new("计入者的分数之和", "sum of the scores that count"),
    denominator: Text::new("计入人数（可为分数）", "candidates that count, possibly a fraction"),
    aggregation: Text::new(
        "由合并后的分布重新计算；各部分的前 p 不能相加",
        "recomputed from the pooled distribution; the best shares of parts do not add",
    ),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("mean", Text::new("平均分", "mean"), Discloses::Tail)],
    parameters: &[
        Parameter {
            name: "side",
            text: Text::new(
                "top 最好的一段、bottom 最差的一段、trimmed 去掉两端",
                "top: the best share; bottom: the worst; trimmed: both ends taken off",
            ),
            kind: Kind::Choice(&[
                ("top", Text::new("前段", "the best share")),
                ("bottom", Text::new("后段", "the worst share")),
                ("trimmed", Text::new("截尾", "all but the share at each end")),
            ]),
            default: Default::Value("top"),
            many: false,
        },
        Parameter {
            name: "share",
            text: Text::new(
                "份额，可写分数（不给则 top 为 0.27，bottom 为 1/3，trimmed 每端 0.1）",
                "the share, fractions allowed (0.27 for top, 1/3 for bottom, 0.1 at each end for trimmed, if not given)",
            ),
            kind: Kind::Share,
            default: Default::Nothing,
            many: false,
        },
        SUBJECTS,
    ],
    edges: Text::new(
        "无人实考：no_denominator；一分一段表两端合并：not_applicable；两端各去掉一半以上：报错",
        "nobody tested: no_denominator; a published table with open ends: not_applicable; half or more trimmed at each end: refused",
    ),
    reference: Text::new(
        "各地质量分析的前 p%、后三分之一、截尾平均；并列按份额折算，与名次排列无关",
        "usage of quality analyses; ties split by share, so that the order of rows does not matter",
    ),
    docstring: include_str!("tail_mean.txt"),
    example: Example {
        input: "考号,语文\n1,90\n2,80\n3,80\n4,60\n5,缺考\n",
        by: &[],
        arguments: &[("side", &["top"]), ("share", &["0.5"])],
        steps: Text::new(
            "实考 4 人，k = 4 × 0.5 = 2:90 全计，两个并列的 80 共计一人；（90 + 80）÷ 2 = 85",
            "4 tested, k = 4 × 0.5 = 2: the 90 and one of the two tied 80s; (90 + 80) / 2 = 85",
        ),
        expected: &[Expected { measure: "mean", subject: Some("chinese"), group: &[], value: "85.00" }],
    },
    method: Method::Exam(tail_mean),
};

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Top,
    Bottom,
    Trimmed,
}

fn tail_mean(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let (side, usual) = match request.arguments.text("side") {
        Some("bottom") => (Side::Bottom, Rational::new(1, 3)),
        Some("trimmed") => (Side::Trimmed, Rational::new(1, 10)),
        _ => (Side::Top, Rational::new(27, 100)),
    };
    let share = request.arguments.number("share").unwrap_or(usual);
    if side == Side::Trimmed && share >= Rational::new(1, 2) {
        return Err(Error::InvalidArgument {
            argument: "share".to_owned(),
            found: plain(share),
            expected: Text::new("小于 0.5 的份额", "a share below 0.5"),
        });
    }
    each_distribution(exam, request, |subject, distribution| vec![mean(subject, distribution, side, share)])
}

fn mean(subject: &Subject, distribution: &Distribution, side: Side, share: Rational) -> Figure {
    let words: &'static Phrase = match side {
        Side::Top => &BEST,
        Side::Bottom => &WORST,
        Side::Trimmed => &TRIMMED,
    };
    let figure = Figure {
        n: Some(distribution.tested()),
        method: words.with([Term::chosen(Numeral::exact(share))]).into(),
        told: AllTold::mean(),
        ..Figure::new("tail_mean", "mean", Unit::Points)
    };
    if !distribution.is_exact() {
        return open_ended(figure);
    }
    if distribution.tested() == 0 {
        return figure.without_value(Status::NoDenominator);
    }
    let n = Rational::from_integer(i128::from(distribution.tested()));
    let end = n * share;
    let ascending = distribution.counts().iter();
    let zero = Rational::from_integer(0);
    let (counted, ticks, places) = match side {
        Side::Top => (end, sum_of(ascending.rev(), zero, end), (zero, end)),
        Side::Bottom => (end, sum_of(ascending, zero, end), (n - end, n)),
        Side::Trimmed => (n - end - end, sum_of(ascending, end, n - end), (end, n - end)),
    };
    let sum = ticks * subject.scale.step();
    Figure {
        told: figure.told.and([Told::places(places.0, places.1)]),
        numerator: Some(Value::Exact(sum)),
        denominator: Some(Value::Exact(counted)),
        ..figure.with_value(Value::Exact(sum / counted))
    }
}

static BEST: Phrase = Phrase::new("mean_of_best", "前段平均，份额 {}", "mean of the best {}");
static WORST: Phrase = Phrase::new("mean_of_worst", "后段平均，份额 {}", "mean of the worst {}");
static TRIMMED: Phrase =
    Phrase::new("trimmed_mean", "去掉两端后的平均，每端份额 {}", "mean without the best and worst {}");

/// The sum of the scores of the candidates from place `from` to place `to`, both possibly inside a candidate.
fn sum_of<'a>(counts: impl Iterator<Item = &'a (i64, u64)>, from: Rational, to: Rational) -> Rational {
    let mut sum = Rational::from_integer(0);
    let mut passed = Rational::from_integer(0);
    for (ticks, count) in counts {
        let next = passed + Rational::from_integer(i128::from(*count));
        let counted = next.min(to) - passed.max(from);
        if counted > Rational::from_integer(0) {
            sum += counted * Rational::from_integer(i128::from(*ticks));
        }
        passed = next;
    }
    sum
}
