//! Quantiles, median, extremes and mode of each subject.

use super::position::position;
use super::{POOLED, TESTED, count, open_ended};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{
    AllTold, Clause, Clauses, Figure, Figures, Label, Labels, Phrase, Range, Status, Term, Told, Unit, Value,
};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, SUBJECTS,
};
use crate::indicators::grouping::each_table;
use crate::indicators::weighted::{self, WEIGHT, Weighted, each_weighted};
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::Subject;
use crate::tally::Distribution;

/// How many tied modes a note lists.
const LISTED_MODES: usize = 5;

const TYPES: &[(&str, Text)] = &[
    ("1", Text::new("类型 1", "inverse of the distribution function")),
    ("2", Text::new("类型 2", "like 1, averaged where it jumps")),
    ("3", Text::new("类型 3", "the nearest score, the even rank on ties")),
    ("4", Text::new("类型 4", "linear between the steps of the distribution function")),
    ("5", Text::new("类型 5", "linear, mid-steps (Hazen)")),
    ("6", Text::new("类型 6", "linear, p(n + 1) (Weibull; Excel QUARTILE.EXC)")),
    ("7", Text::new("类型 7", "linear, p(n − 1) + 1 (R, numpy, Excel QUARTILE.INC)")),
    ("8", Text::new("类型 8", "linear, unbiased for the median")),
    ("9", Text::new("类型 9", "linear, unbiased for normal scores")),
];

static HYNDMAN_FAN: Phrase = Phrase::new("hyndman_fan", "Hyndman–Fan 类型 {}", "Hyndman-Fan type {}");

pub const SUBJECT_QUANTILES: Indicator = Indicator {
    id: "subject_quantiles",
    name: Text::new("分位数", "subject quantiles"),
    aliases: &["四分位数", "百分位数", "中位数", "众数", "最高分", "最低分", "median", "quartiles"],
    summary: Text::new(
        "各科实考考生的四分位数（或任意分位数）、中位数、最低分、最高分与众数",
        "quartiles (or any quantiles), median, lowest, highest and most frequent score, per subject",
    ),
    formula: Text::new(
        "分位数 = (1 − γ)·第 j 名分数 + γ·第 j+1 名分数（由低到高），j + γ = np + m，m 由类型决定，默认类型 7：m = 1 − p",
        "quantile = (1 − γ) × score of rank j + γ × score of rank j + 1 from the lowest, j + γ = np + m, m by the type; default type 7: m = 1 − p",
    ),
    katex: r"Q(p) = (1-\gamma)\,x_{(j)} + \gamma\,x_{(j+1)},\qquad j+\gamma = np+m",
    universe: TESTED,
    numerator: Text::new("众数：得该分的人数；其余无", "mode: candidates with that score; else none"),
    denominator: Text::new("众数：实考人数；其余无", "mode: candidates tested; else none"),
    aggregation: POOLED,
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new("quantile", Text::new("分位数", "quantile"), Discloses::Quantile),
        Measure::new(
            "median",
            Text::new("中位数（中间两名的平均）", "median (mean of the two middle scores)"),
            Discloses::Quantile,
        ),
        Measure::new("minimum", Text::new("最低分", "lowest score"), Discloses::Extreme),
        Measure::new("maximum", Text::new("最高分", "highest score"), Discloses::Extreme),
        Measure::new(
            "mode",
            Text::new("众数（并列时取最低者）", "mode (the lowest of ties)"),
            Discloses::Mode,
        ),
    ],
    parameters: &[
        Parameter {
            name: "probabilities",
            text: Text::new(
                "各分位的概率，可给多个（不给则为 0.25、0.5、0.75）",
                "the probabilities, any number (0.25, 0.5 and 0.75 if not given)",
            ),
            kind: Kind::Share,
            default: Default::Nothing,
            many: true,
        },
        Parameter {
            name: "quantile_type",
            text: Text::new("Hyndman–Fan 类型 1 至 9（默认 7）", "the Hyndman–Fan type, 1 to 9 (default 7)"),
            kind: Kind::Choice(TYPES),
            default: Default::Value("7"),
            many: false,
        },
        SUBJECTS,
        WEIGHT,
    ],
    edges: Text::new(
        "无人实考：no_denominator；分数落在一分一段表的合并档内：not_applicable；众数并列：取最低者，说明中列出；加权时众数是权数之和最大的分数",
        "nobody tested: no_denominator; a score inside an open bucket of a published table: not_applicable; tied modes: the lowest, the note lists them; of weighted candidates the mode is the score with the largest weight",
    ),
    reference: Text::new(
        "Hyndman & Fan (1996), The American Statistician 50, 361–365；用 numpy.quantile 九种方法检验",
        "Hyndman & Fan (1996), The American Statistician 50, 361–365; held against the nine methods of numpy.quantile",
    ),
    docstring: include_str!("subject_quantiles.txt"),
    example: Example {
        input: "考号,数学\n1,60\n2,70\n3,80\n4,95\n5,缺考\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "实考 4 人；p = 0.25:4 × 0.25 + 0.75 = 1.75，第 1 名 60 向第 2 名 70 走 0.75，得 67.5；中位数（70 + 80）÷ 2 = 75",
            "4 tested; p = 0.25: 4 × 0.25 + 0.75 = 1.75, from rank 1 (60) 0.75 of the way to rank 2 (70): 67.5; median (70 + 80) / 2 = 75",
        ),
        expected: &[
            Expected { measure: "quantile", subject: Some("mathematics"), group: &["0.25"], value: "67.50" },
            Expected { measure: "median", subject: Some("mathematics"), group: &["0.5"], value: "75.00" },
            Expected { measure: "maximum", subject: Some("mathematics"), group: &["1"], value: "95.00" },
        ],
    },
    method: Method::Exam(subject_quantiles),
};

fn subject_quantiles(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let asked = asked(request);
    if let Some(key) = request.arguments.text(WEIGHT.name) {
        if asked.iter().any(|asked| asked.kind > 2) {
            let expected = Text::new(
                "quantile_type 为 1 或 2：其余类型须人数为整数",
                "quantile_type 1 or 2: the others need whole candidates",
            );
            return Err(weighted::invalid(key, expected));
        }
        return each_weighted(exam, request, key, &["probability"], |subject, weighted| {
            let quantiles = asked.iter().map(|asked| weighted_quantile(subject, weighted, asked));
            let mode = (vec![None::<Label>].into(), weighted_mode(subject, weighted));
            Ok(quantiles.chain([mode]).collect())
        });
    }
    each_table(exam, request, &["probability"], |subject, distribution| {
        of_subject(subject, distribution, &asked)
    })
}

/// One quantile of every subject.
struct Asked {
    measure: &'static str,
    p: Rational,
    label: Labels,
    kind: u8,
    method: Clauses,
}

fn asked(request: &Request<'_>) -> Vec<Asked> {
    let kind: u8 = request.arguments.text("quantile_type").and_then(|text| text.parse().ok()).unwrap_or(7);
    let method: Clauses = HYNDMAN_FAN.with([Term::chosen(kind)]).into();
    let mut probabilities = request.arguments.numbers("probabilities");
    if probabilities.is_empty() {
        probabilities = (1..=3).map(|quarter| Rational::new(quarter, 4)).collect();
    }
    let asked =
        |measure, p, kind, method| Asked { measure, p, label: vec![Some(plain(p))].into(), kind, method };
    let (zero, half, one) = (Rational::new(0, 1), Rational::new(1, 2), Rational::new(1, 1));
    let quantiles = probabilities.iter().map(|p| asked("quantile", *p, kind, method.clone()));
    // The median of everyday use is the mean of the two middle scores whatever the type.
    let named = [("median", half, 2), ("minimum", zero, 1), ("maximum", one, 1)];
    let named = named.map(|(measure, p, kind)| asked(measure, p, kind, Clauses::default()));
    quantiles.chain(named).collect()
}

/// The figures of one subject, each with its probability; the mode has none.
fn of_subject(subject: &Subject, distribution: &Distribution, asked: &[Asked]) -> Vec<(Labels, Figure)> {
    let quantile = |asked: &Asked| {
        let figure = Figure {
            method: asked.method.clone(),
            ..Figure::new("subject_quantiles", asked.measure, Unit::Points)
        };
        (asked.label.clone(), quantile(figure, subject, distribution, asked.p, asked.kind))
    };
    asked.iter().map(quantile).chain([(vec![None::<Label>].into(), mode(subject, distribution))]).collect()
}

fn weighted_quantile(subject: &Subject, weighted: &Weighted<'_>, asked: &Asked) -> (Labels, Figure) {
    let figure = Figure {
        method: asked.method.clone(),
        ..Figure::new("subject_quantiles", asked.measure, Unit::Points)
    };
    let figure = weighted.counted(figure, subject, &AllTold::tested());
    let figure = match weighted.quantile(subject, asked.p, asked.kind == 2) {
        Some(score) => figure.with_value(Value::Exact(score)),
        None => figure.without_value(Status::NoDenominator),
    };
    (asked.label.clone(), figure)
}

fn quantile(figure: Figure, subject: &Subject, distribution: &Distribution, p: Rational, kind: u8) -> Figure {
    let figure = Figure { n: Some(distribution.tested()), told: AllTold::tested(), ..figure };
    let Some(at) = position(distribution.tested(), p, kind) else {
        return figure.without_value(Status::NoDenominator);
    };
    let Some(low) = distribution.at_rank(at.lower) else { return open_ended(figure) };
    let low_score = subject.scale.score(low);
    if at.weight == Rational::from_integer(0) {
        return figure.with_value(Value::Exact(low_score));
    }
    let Some(high) = distribution.at_rank(at.lower + 1) else { return open_ended(figure) };
    let way = subject.scale.score(high - low) * at.weight;
    figure.with_value(Value::Exact(low_score + way))
}

/// The most frequent score, the lowest of several. A published table's open bucket may hide one.
fn mode(subject: &Subject, distribution: &Distribution) -> Figure {
    let figure = Figure {
        n: Some(distribution.tested()),
        told: AllTold::tested(),
        ..Figure::new("subject_quantiles", "mode", Unit::Points)
    };
    if !distribution.is_exact() {
        return open_ended(figure);
    }
    let most = distribution.counts().iter().map(|(_, count)| *count).max().unwrap_or(0);
    let modes: Vec<i64> = distribution.counts().iter().filter(|c| c.1 == most).map(|c| c.0).collect();
    let Some(lowest) = modes.first() else { return figure.without_value(Status::NoDenominator) };
    let note = (modes.len() > 1).then(|| ties(subject, &modes)).into();
    Figure {
        told: figure.told.and([Told::count(Range::Most { count: most })]),
        numerator: Some(count(most)),
        denominator: Some(count(distribution.tested())),
        note,
        ..figure.with_value(Value::Exact(subject.scale.score(*lowest)))
    }
}

/// The score with the largest weight, the lowest of several.
fn weighted_mode(subject: &Subject, weighted: &Weighted<'_>) -> Figure {
    let figure = Figure::new("subject_quantiles", "mode", Unit::Points);
    let figure = weighted.counted(figure, subject, &AllTold::tested());
    let Some((mode, most, modes)) = weighted.mode() else {
        return figure.without_value(Status::NoDenominator);
    };
    Figure {
        told: figure.told.and([Told::count(Range::Most { count: weighted.fewest_at_mode() })]),
        numerator: Some(Value::Exact(most)),
        denominator: Some(Value::Exact(weighted.total())),
        note: (modes.len() > 1).then(|| ties(subject, &modes)).into(),
        ..figure.with_value(Value::Exact(subject.scale.score(mode)))
    }
}

fn ties(subject: &Subject, modes: &[i64]) -> Clause {
    let listed = modes.iter().take(LISTED_MODES).map(|ticks| Term::found(subject.scale.score(*ticks)));
    let phrase = if modes.len() > LISTED_MODES { &TIED_MODES_AND_MORE } else { &TIED_MODES };
    phrase.with([Term::found(modes.len()), listed.collect()])
}

static TIED_MODES: Phrase =
    Phrase::new("tied_modes", "{} 个分数次数相同：{}", "{} scores are equally frequent: {}");
static TIED_MODES_AND_MORE: Phrase =
    Phrase::new("tied_modes_and_more", "{} 个分数次数相同：{}、…", "{} scores are equally frequent: {}, …");
