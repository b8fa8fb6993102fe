//! Distributions: the score table (一分一段表).

use super::arguments::Request;
use super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
    SUBJECT, Whom,
};
use super::grouping::{blocks, chosen_subjects, grouping_keys};
use super::weighted::{WEIGHT, each_weighted};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{AllTold, Figure, Figures, Label, Range, Status, Told, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, plain, ratio};
use crate::records::Subject;
use crate::tally::Distribution;

pub const SCORE_TABLE: Indicator = Indicator {
    id: "score_table",
    name: Text::new("一分一段表", "score table"),
    aliases: &["分数段", "一分段", "score bands"],
    summary: Text::new(
        "从高分到低分，每一分（或每一段）的人数、累计人数与各自的份额",
        "candidates at each score (or band) and above, and their shares, from the best score down",
    ),
    formula: Text::new(
        "累计人数 = 分数不低于该段的人数；份额 = 人数 ÷ 实考人数 × 100；该段最好名次 = 累计 − 人数 + 1",
        "cumulative = candidates in the band or above; share = count / tested × 100; best rank = cumulative − count + 1",
    ),
    katex: r"C(s) = \#\{X_i \ge s\}",
    universe: Text::new("该科有成绩的考生", "candidates with a score in the subject"),
    numerator: Text::new("该段人数；累计人数", "candidates in the band; cumulative"),
    denominator: Text::new("实考人数（份额）", "candidates tested (of the shares)"),
    aggregation: Text::new("人数相加", "counts are added"),
    unit: Unit::Persons,
    decimals: 0,
    layout: Layout::Distribution,
    measures: &[
        Measure::new("count", Text::new("人数", "count"), Discloses::Count(Whom::Scoring))
            .shown_with(Places::AsNeeded),
        Measure::new("cumulative", Text::new("累计人数", "cumulative"), Discloses::Count(Whom::Scoring))
            .shown_with(Places::AsNeeded),
        Measure::new(
            "share",
            Text::new("占比 %", "share, %"),
            Discloses::Share { part: Whom::Scoring, whole: Whom::Tested },
        )
        .shown_with(Places::Of(2)),
        Measure::new(
            "cumulative_share",
            Text::new("累计占比 %", "cumulative share, %"),
            Discloses::Share { part: Whom::Scoring, whole: Whom::Tested },
        )
        .shown_with(Places::Of(2)),
    ],
    parameters: &[
        SUBJECT,
        Parameter {
            name: "width",
            text: Text::new(
                "每段的分数宽度；不给则一分（一个分值间隔）一段",
                "points per band; one step of the scale if not given",
            ),
            kind: Kind::Points,
            default: Default::Nothing,
            many: false,
        },
        Parameter {
            name: "merge_below",
            text: Text::new(
                "人数少于此数的段与下一段合并（如省级表的「689—750」）；1 为不合并",
                "bands with fewer candidates are put together with the next below, as in \"689-750\"; 1 keeps all",
            ),
            kind: Kind::Count,
            default: Default::Value("1"),
            many: false,
        },
        WEIGHT,
    ],
    edges: Text::new(
        "无人实考：一行，no_denominator；没有人的分数段不列出",
        "nobody tested: one row, no_denominator; bands without candidates are not listed",
    ),
    reference: Text::new(
        "各省教育考试院一分一段表；江苏 2024、河南 2023 检验",
        "score tables of the provincial authorities; held against Jiangsu 2024 and Henan 2023",
    ),
    docstring: include_str!("score_table.txt"),
    example: Example {
        input: "考号,总分\n1,520\n2,518\n3,518\n4,501\n5,缺考\n",
        by: &[],
        arguments: &[("width", &["10"])],
        steps: Text::new(
            "520–529:1 人，累计 1；510–519:2 人，累计 3，占 2 ÷ 4 = 50%，累计占 75%；500–509:1 人，累计 4",
            "520–529: 1, cumulative 1; 510–519: 2, cumulative 3, 2 / 4 = 50 %, cumulative 75 %; 500–509: 1, cumulative 4",
        ),
        expected: &[
            Expected { measure: "count", subject: Some("total"), group: &["510-519"], value: "2" },
            Expected { measure: "cumulative", subject: Some("total"), group: &["510-519"], value: "3" },
            Expected { measure: "cumulative", subject: Some("total"), group: &["500-509"], value: "4" },
            Expected { measure: "share", subject: Some("total"), group: &["510-519"], value: "50" },
            Expected {
                measure: "cumulative_share",
                subject: Some("total"),
                group: &["510-519"],
                value: "75",
            },
        ],
    },
    method: Method::Exam(score_table),
};

/// A row of the table: candidates from `low` to `high` ticks.
struct Band {
    low: i64,
    high: i64,
    candidates: u64,
    /// In ticks of weight; as many as candidates, where these are not weighted.
    weight: i128,
}

/// Whom a table counts.
struct Whole<'a> {
    subject: &'a Subject,
    /// So many ticks of weight are 1.
    one: i128,
    /// Completes a figure, which tells these counts.
    complete: &'a dyn Fn(Figure, AllTold) -> Figure,
}

fn score_table(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let keys = grouping_keys(request);
    let least = request.arguments.number("merge_below").unwrap_or_default().to_integer();
    let least = u64::try_from(least).unwrap_or(1);
    if let Some(key) = request.arguments.text(WEIGHT.name) {
        return weighted_table(exam, request, key, least);
    }
    let mut figures =
        Figures::new(keys.iter().map(|k| (*k).to_owned()).chain(["score".to_owned()]).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let at = chosen_subjects(&of_year.tally, request.arguments.all("subject"))?[0];
        let subject = &of_year.tally.subjects[at];
        let width = band_width(subject, request.arguments.number("width"))?;
        for block in blocks(&of_year.tally, keys.len()) {
            let distribution = block.distribution(at);
            let counts = distribution.counts().iter().map(|(ticks, n)| (*ticks, *n, i128::from(*n)));
            let mut bands = bands(subject, counts.rev(), width);
            widen(&mut bands, &distribution);
            let tested = distribution.tested();
            let complete = |figure, told| Figure { n: Some(tested), told, ..figure };
            let (group, id) = (block.group(), Label::from(subject.id.as_str()));
            let rows = rows(&Whole { subject, one: 1, complete: &complete }, &merged(bands, least));
            figures.extend(rows.into_iter().map(|(label, figure)| Figure {
                year: of_year.year,
                group: group.with(label),
                subject: Some(id.clone()),
                ..figure
            }));
        }
    }
    Ok(figures)
}

/// The table of weighted candidates. Bands are put together where they have few candidates, whatever these weigh.
fn weighted_table(exam: &Exam, request: &Request<'_>, key: &str, least: u64) -> Result<Figures> {
    each_weighted(exam, request, key, &["score"], |subject, weighted| {
        let width = band_width(subject, request.arguments.number("width"))?;
        let scores = weighted.scores().iter().rev();
        let bands = bands(subject, scores.map(|(ticks, of)| (*ticks, of.candidates, of.weight)), width);
        let complete = |figure, told| weighted.counted(figure, subject, &told);
        let rows = rows(&Whole { subject, one: weighted.one(), complete: &complete }, &merged(bands, least));
        Ok(rows.into_iter().map(|(label, figure)| (vec![label], figure)).collect())
    })
}

/// The width of a band in ticks; refused unless it is a whole number of steps of the scale.
fn band_width(subject: &Subject, width: Option<Rational>) -> Result<i64> {
    let Some(width) = width else { return Ok(1) };
    subject.scale.ticks(width).ok_or_else(|| crate::error::Error::InvalidArgument {
        argument: "width".to_owned(),
        found: plain(width),
        expected: Text::new("该科分值间隔的整数倍", "a multiple of the step of the subject's scale"),
    })
}

/// Bands with candidates, the best first, from scores of which the best is first. None reaches above the full mark.
fn bands(subject: &Subject, scores: impl Iterator<Item = (i64, u64, i128)>, width: i64) -> Vec<Band> {
    let most = subject.full_mark.and_then(|mark| subject.scale.ticks(mark)).unwrap_or(i64::MAX);
    let mut bands: Vec<Band> = Vec::new();
    for (ticks, candidates, weight) in scores {
        let low = ticks.div_euclid(width) * width;
        match bands.last_mut() {
            Some(band) if band.low == low => {
                band.candidates += candidates;
                band.weight += weight;
            }
            _ => bands.push(Band { low, high: (low + width - 1).min(most).max(ticks), candidates, weight }),
        }
    }
    bands
}

/// Open buckets of a published table stay whole.
fn widen(bands: &mut [Band], distribution: &Distribution) {
    if let (Some(band), Some(best)) = (bands.first_mut(), distribution.open_top()) {
        band.high = band.high.max(best);
    }
    for band in bands.iter_mut() {
        let within = |low: i64| band.low <= low && low <= band.high;
        let ends = distribution.ranges().iter().filter(|(low, _)| within(*low)).map(|(_, high)| *high);
        band.high = ends.max().map_or(band.high, |high| band.high.max(high));
    }
    if let (Some(band), Some(worst)) = (bands.last_mut(), distribution.open_bottom()) {
        band.low = band.low.min(worst);
    }
}

/// Puts small bands together with the next below; what is left at the bottom joins the band above it.
fn merged(bands: Vec<Band>, least: u64) -> Vec<Band> {
    let mut merged: Vec<Band> = Vec::new();
    let mut open: Option<Band> = None;
    for band in bands {
        let grown = match open.take() {
            Some(above) => above.and(&band),
            None => band,
        };
        if grown.candidates >= least {
            merged.push(grown);
        } else {
            open = Some(grown);
        }
    }
    match (merged.last_mut(), open) {
        (Some(last), Some(rest)) => *last = last.and(&rest),
        (None, Some(rest)) => merged.push(rest),
        (_, None) => {}
    }
    merged
}

impl Band {
    /// With the next below.
    fn and(&self, below: &Band) -> Band {
        let (candidates, weight) = (self.candidates + below.candidates, self.weight + below.weight);
        Band { low: below.low, high: self.high, candidates, weight }
    }
}

/// The figures, each with the label of its band.
fn rows(whole: &Whole<'_>, bands: &[Band]) -> Vec<(Option<Label>, Figure)> {
    let place = |measure, unit| Figure::new("score_table", measure, unit);
    if bands.is_empty() {
        let figure = (whole.complete)(place("count", Unit::Persons), AllTold::NOTHING);
        return vec![(None, Figure { n: None, ..figure }.without_value(Status::NoDenominator))];
    }
    let all: i128 = bands.iter().map(|band| band.weight).sum();
    let mut rows = Vec::new();
    let mut cumulative = 0;
    for band in bands {
        cumulative += band.weight;
        let label = Label::from(label(whole.subject, band));
        let from = whole.subject.scale.score(band.low);
        let end = whole.subject.scale.score(band.high.saturating_add(1));
        let told = |range| -> AllTold { [Told::count(range), Told::tested()].into() };
        let (within, above) = (told(Range::between(from, Some(end))), told(Range::from(from)));
        let mut add = |figure: Figure, told: &AllTold| {
            rows.push((Some(label.clone()), (whole.complete)(figure, told.clone())));
        };
        for (measure, weight, told) in [("count", band.weight, &within), ("cumulative", cumulative, &above)] {
            let counted = Value::Exact(ratio(weight, whole.one));
            add(place(measure, Unit::Persons).with_value(counted), told);
        }
        for (measure, weight, told) in
            [("share", band.weight, &within), ("cumulative_share", cumulative, &above)]
        {
            let figure = Figure {
                numerator: Some(Value::Exact(ratio(weight, whole.one))),
                denominator: Some(Value::Exact(ratio(all, whole.one))),
                ..place(measure, Unit::Percent)
            };
            add(figure.with_value(Value::Exact(ratio(weight * 100, all))), told);
        }
    }
    rows
}

/// `689-750`, or the one score of a band of one.
fn label(subject: &Subject, band: &Band) -> String {
    let score = |ticks| plain(subject.scale.score(ticks));
    match band.low == band.high {
        true => score(band.low),
        false => format!("{}-{}", score(band.low), score(band.high)),
    }
}
