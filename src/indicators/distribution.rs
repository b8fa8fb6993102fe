//! Distributions: the score table (一分一段表).

use std::sync::Arc;

use super::Request;
use super::grouping::{blocks, chosen_subjects, grouping_keys};
use super::mean_and_rates::{count, percentage};
use super::registry::{Default, Disclosure, Example, Expected, Indicator, Kind, Method, Parameter, SUBJECT};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Range, Status, Told, Unit};
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::Subject;
use crate::tally::Distribution;

pub const SCORE_TABLE: Indicator = Indicator {
    id: "score_table",
    name: Text::new("一分一段表", "score table"),
    aliases: &["分数段", "一分段", "score bands"],
    summary: Text::new(
        "从高分到低分,每一分(或每一段)的人数、累计人数与各自的份额",
        "candidates at each score (or band) and above, and their shares, from the best score down",
    ),
    formula: Text::new(
        "累计人数 = 分数不低于该段的人数;份额 = 人数 ÷ 实考人数 × 100;该段最好名次 = 累计 − 人数 + 1",
        "cumulative = candidates in the band or above; share = count / tested × 100; best rank = cumulative − count + 1",
    ),
    katex: r"C(s) = \#\{X_i \ge s\}",
    universe: Text::new("该科有成绩的考生", "candidates with a score in the subject"),
    numerator: Text::new("该段人数;累计人数", "candidates in the band; cumulative"),
    denominator: Text::new("实考人数(份额)", "candidates tested (of the shares)"),
    aggregation: Text::new("人数相加", "counts are added"),
    unit: Unit::Persons,
    decimals: 0,
    measures: &[
        ("count", Text::new("人数", "count")),
        ("cumulative", Text::new("累计人数", "cumulative")),
        ("share", Text::new("占比 %", "share, %")),
        ("cumulative_share", Text::new("累计占比 %", "cumulative share, %")),
    ],
    parameters: &[
        SUBJECT,
        Parameter {
            name: "width",
            text: Text::new(
                "每段的分数宽度;不给则一分(一个分值间隔)一段",
                "points per band; one step of the scale if not given",
            ),
            kind: Kind::Points,
            default: Default::Nothing,
            many: false,
        },
        Parameter {
            name: "merge_below",
            text: Text::new(
                "人数少于此数的段与下一段合并(如省级表的「689—750」);1 为不合并",
                "bands with fewer candidates are put together with the next below, as in \"689-750\"; 1 keeps all",
            ),
            kind: Kind::Count,
            default: Default::Value("1"),
            many: false,
        },
    ],
    edges: Text::new(
        "无人实考:一行,no_denominator;没有人的分数段不列出",
        "nobody tested: one row, no_denominator; bands without candidates are not listed",
    ),
    disclosure: Disclosure::Pupils,
    reference: Text::new(
        "各省教育考试院一分一段表;江苏 2024、河南 2023 检验",
        "score tables of the provincial authorities; held against Jiangsu 2024 and Henan 2023",
    ),
    example: Example {
        input: "考号,总分\n1,520\n2,518\n3,518\n4,501\n5,缺考\n",
        by: &[],
        arguments: &[("width", &["10"])],
        steps: Text::new(
            "520–529:1 人,累计 1;510–519:2 人,累计 3,占 2 ÷ 4 = 50%,累计占 75%;500–509:1 人,累计 4",
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
    count: u64,
}

fn score_table(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let keys = grouping_keys(request);
    let least = request.arguments.number("merge_below").unwrap_or_default().to_integer();
    let mut figures =
        Figures::new(keys.iter().map(|k| (*k).to_owned()).chain(["score".to_owned()]).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let at = chosen_subjects(&of_year.tally, request.arguments.all("subject"))?[0];
        let subject = &of_year.tally.subjects[at];
        let width = band_width(subject, request.arguments.number("width"))?;
        for block in blocks(&of_year.tally, keys.len()) {
            let distribution = block.distribution(at);
            let bands = merged(bands(&distribution, width), u64::try_from(least).unwrap_or(1));
            let place = Figure {
                year: of_year.year,
                group: block.group(),
                subject: Some(subject.id.as_str().into()),
                ..Figure::new("score_table", "count", Unit::Persons)
            };
            rows(&mut figures, &place, subject, &distribution, &bands);
        }
    }
    Ok(figures)
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

/// Bands with candidates, the best first. Open buckets of a published table stay whole.
fn bands(distribution: &Distribution, width: i64) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for &(ticks, count) in distribution.counts().iter().rev() {
        let low = ticks.div_euclid(width) * width;
        match bands.last_mut() {
            Some(band) if band.low == low => band.count += count,
            _ => bands.push(Band { low, high: low + width - 1, count }),
        }
    }
    if let (Some(band), Some(best)) = (bands.first_mut(), distribution.open_top()) {
        band.high = band.high.max(best);
    }
    if let (Some(band), Some(worst)) = (bands.last_mut(), distribution.open_bottom()) {
        band.low = band.low.min(worst);
    }
    bands
}

/// Puts small bands together with the next below; what is left at the bottom joins the band above it.
fn merged(bands: Vec<Band>, least: u64) -> Vec<Band> {
    let mut merged: Vec<Band> = Vec::new();
    let mut open: Option<Band> = None;
    for band in bands {
        let grown = match open.take() {
            Some(above) => Band { low: band.low, high: above.high, count: above.count + band.count },
            None => band,
        };
        if grown.count >= least {
            merged.push(grown);
        } else {
            open = Some(grown);
        }
    }
    match (merged.last_mut(), open) {
        (Some(last), Some(rest)) => {
            last.low = rest.low;
            last.count += rest.count;
        }
        (None, Some(rest)) => merged.push(rest),
        (_, None) => {}
    }
    merged
}

fn rows(
    figures: &mut Figures,
    place: &Figure,
    subject: &Subject,
    distribution: &Distribution,
    bands: &[Band],
) {
    if bands.is_empty() {
        let mut figure = place.clone().without_value(Status::NoDenominator);
        figure.group = figure.group.with(None);
        figures.rows.push(figure);
        return;
    }
    let tested = distribution.tested();
    let mut cumulative = 0;
    for band in bands {
        cumulative += band.count;
        let mut labelled = place.clone();
        labelled.group.push(Some(label(subject, band)));
        labelled.n = Some(tested);
        let from = subject.scale.score(band.low);
        let end = subject.scale.score(band.high.saturating_add(1));
        let told = |range| -> Arc<[Told]> { [Told::count(range), Told::tested()].into() };
        let (within, above) = (told(Range::between(from, Some(end))), told(Range::from(from)));
        for (measure, candidates, told) in
            [("count", band.count, &within), ("cumulative", cumulative, &above)]
        {
            let figure = Figure { measure, told: Arc::clone(told), ..labelled.clone() };
            figures.rows.push(figure.with_value(count(candidates)));
        }
        for (measure, candidates, told) in
            [("share", band.count, &within), ("cumulative_share", cumulative, &above)]
        {
            let figure = Figure { measure, told: Arc::clone(told), unit: Unit::Percent, ..labelled.clone() };
            figures.rows.push(percentage(figure, candidates, tested));
        }
    }
}

/// `689-750`, or the one score of a band of one.
fn label(subject: &Subject, band: &Band) -> String {
    let score = |ticks| plain(subject.scale.score(ticks));
    match band.low == band.high {
        true => score(band.low),
        false => format!("{}-{}", score(band.low), score(band.high)),
    }
}
