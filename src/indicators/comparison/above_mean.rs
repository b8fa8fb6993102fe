//! The above-mean rate (超均率), for which two formulas are in use.

use super::means::{Means, means, ratio};
use super::{RECOMPUTED, UNIVERSE, WITHIN, each_with_whole};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Phrase, Range, Told, Unit};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    Parts, SUBJECTS,
};
use crate::indicators::mean_and_rates::{open_ended, percentage};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::Subject;
use crate::tally::Distribution;

pub const ABOVE_MEAN_RATE: Indicator = Indicator {
    id: "above_mean_rate",
    name: Text::new("超均率", "above-mean rate"),
    aliases: &["超平均率", "高于平均分的比例"],
    summary: Text::new(
        "一组超过整体平均分的程度：A 平均分超出的百分比，B 高于整体平均分的考生所占百分比",
        "how far a group is above the mean of the whole: A, by how many per cent its mean exceeds it; B, the share of its candidates above it",
    ),
    formula: Text::new(
        "A（默认）= 组平均分 ÷ 整体平均分 × 100 − 100；B = 分数 > 整体平均分的人数 ÷ 实考人数 × 100",
        "A (ratio, default) = mean of the group / mean of the whole × 100 − 100; B (share) = candidates with a score > the whole's mean / tested × 100",
    ),
    katex: r"A=\frac{\bar x_g}{\bar x_{\text{all}}}\times 100-100,\qquad B=\frac{\#\{x_i>\bar x_{\text{all}}\}}{n_g}\times 100",
    universe: UNIVERSE,
    numerator: Text::new(
        "A：组平均分；B：高于整体平均分的人数",
        "A: mean of the group; B: candidates above the mean of the whole",
    ),
    denominator: Text::new("A：整体平均分；B：组内实考人数", "A: mean of the whole; B: tested of the group"),
    aggregation: RECOMPUTED,
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("rate", Text::new("超均率", "above-mean rate"), Discloses::Means)],
    parameters: &[
        Parameter {
            name: "convention",
            text: Text::new(
                "ratio（A，比均率 − 100）或 share（B，高于整体平均分的人数比例）",
                "ratio (A: mean ratio − 100) or share (B: the share of candidates above the mean)",
            ),
            kind: Kind::Choice(&[
                ("ratio", Text::new("比均率减一百", "mean ratio − 100")),
                ("share", Text::new("人数比例", "share of candidates above the mean")),
            ]),
            default: Default::Value("ratio"),
            many: false,
        },
        WITHIN,
        SUBJECTS,
        CONFIDENCE,
    ],
    edges: Text::new(
        "组内无人实考或（A）整体平均分为 0：no_denominator；恰为平均分者不算超过；一分一段表两端合并：not_applicable",
        "nobody of the group tested or, for A, a whole with mean 0: no_denominator; a score equal to the mean is not above it; a published table with open ends: not_applicable",
    ),
    reference: Text::new(
        "两种口径在各地质量分析中并存，须注明；B 的区间：Wilson (1927)",
        "both conventions are in use in bureaus' analyses and must be named; interval of B: Wilson (1927)",
    ),
    docstring: include_str!("above_mean_rate.txt"),
    example: Example {
        input: "考号,学校,语文\n1,甲校,90\n2,甲校,75\n3,乙校,60\n4,乙校,76\n5,乙校,74\n6,乙校,缺考\n",
        by: &["school"],
        arguments: &[("convention", &["share"])],
        steps: Text::new(
            "全体（90 + 75 + 60 + 76 + 74）÷ 5 = 75；甲校高于 75 的 1 人（恰为 75 的不算），1 ÷ 2 = 50.0；乙校 1 ÷ 3 = 33.3",
            "all: (90 + 75 + 60 + 76 + 74) / 5 = 75; 甲校: one is above 75 (75 itself is not), 1 / 2 = 50.0; 乙校: 1 / 3 = 33.3",
        ),
        expected: &[
            Expected { measure: "rate", subject: Some("chinese"), group: &["甲校"], value: "50.0" },
            Expected { measure: "rate", subject: Some("chinese"), group: &["乙校"], value: "33.3" },
        ],
    },
    method: Method::Exam(above_mean_rate),
};

fn above_mean_rate(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let by_share = request.arguments.text("convention") == Some("share");
    let confidence = request.arguments.confidence();
    let method = if by_share { &SHARE_ABOVE } else { &RATIO_LESS_100 };
    each_with_whole(exam, request, |subject, group, whole| {
        let figure =
            Figure { method: method.into(), ..Figure::new("above_mean_rate", "rate", Unit::Percent) };
        match means(figure, subject, group, whole) {
            Ok((figure, means)) if by_share => {
                share(Figure { confidence: Some(confidence), ..figure }, &means, subject, group)
            }
            Ok((figure, means)) => ratio(figure, &means, Rational::from_integer(100)),
            Err(figure) => *figure,
        }
    })
}

/// The share strictly above the whole's mean, which may lie between two scores.
fn share(figure: Figure, means: &Means, subject: &Subject, group: &Distribution) -> Figure {
    let above = subject.scale.ticks_at_least(means.whole);
    let first_above = above.saturating_add(i64::from(subject.scale.score(above) == means.whole));
    let told = [Told::count(Range::from(subject.scale.score(first_above)))].into();
    match group.at_least(first_above) {
        Some(counted) => percentage(Figure { told, ..figure }, counted, group.tested()),
        None => open_ended(Figure { confidence: None, ..figure }),
    }
}

static SHARE_ABOVE: Phrase =
    Phrase::new("share_above_mean", "高于整体平均分的人数比例", "share of candidates above the mean");
static RATIO_LESS_100: Phrase = Phrase::new("mean_ratio_less_100", "比均率 − 100", "mean ratio - 100");
