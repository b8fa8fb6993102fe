//! The shares of a population at each level, from a weighted sample.

use std::borrow::Cow;

use super::super::arguments::Request;
use super::super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Parts, Whom,
};
use super::super::rows::Rows;
use super::definition::{AGGREGATION, EDGES, UNIVERSE, with_design};
use super::design::Sample;
use super::estimates::{Groups, Subject, counts, subjects};
use super::rate::INTERVAL;
use super::report::{Ask, Count, figure};
use super::shape::Shape;
use super::smooth::place;
use crate::error::{Error, Result};
use crate::figures::{Figure, Figures, Phrase, Term, Unit};
use crate::lang::Text;
use crate::number::{Rational, plain, to_f64};
use crate::stats::survey::{NOWHERE, Take, Variate, means};

pub const SURVEY_LEVELS: Indicator = Indicator {
    id: "survey_levels",
    name: Text::new("抽样等级分布", "survey levels"),
    aliases: &["精熟度等级", "proficiency levels", "等级比例"],
    summary: Text::new(
        "由抽样数据推断总体中各等级（按分数线划分的精熟度等级，或已有的等级、类别列）的比例",
        "share of the population at each level (proficiency levels by cut scores, or the labels of a column), per group, from a weighted sample",
    ),
    formula: Text::new(
        "比例 = 该等级者权数之和 ÷ 权数之和 × 100；每个似真值各自定级；区间同抽样达线率",
        "share = Σ w over those at the level / Σ w × 100; each plausible value has a level of its own; interval as for the survey rate",
    ),
    katex: r"\hat p_k=100\cdot\frac{\sum_i w_i\,[c_k\le y_i<c_{k+1}]}{\sum_i w_i}",
    universe: UNIVERSE,
    numerator: Text::new("该等级者权数之和", "weight of those at the level"),
    denominator: Text::new("权数之和（推断的总体人数）", "sum of weights (the population they stand for)"),
    aggregation: AGGREGATION,
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("share", Text::new("比例", "share"), Discloses::Scores(Whom::Base))],
    parameters: with_design![
        Parameter {
            name: "scores",
            text: Text::new("成绩列或似真值，与 cuts 同用", "the scores or plausible values, with cuts",),
            kind: Kind::Pair,
            default: Default::Nothing,
            many: true,
        },
        Parameter {
            name: "cuts",
            text: Text::new(
                "各等级的分数线（达到即入上一级），与 scores 同用",
                "the cut scores of the levels (a score that reaches one is above it), with scores",
            ),
            kind: Kind::Number,
            default: Default::Nothing,
            many: true,
        },
        Parameter {
            name: "level",
            text: Text::new(
                "每名学生的等级或类别的列，代替 scores 与 cuts；空白者不计",
                "the column of each pupil's level or category, in place of scores and cuts; blanks are left out",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: false,
        },
        INTERVAL,
    ],
    edges: EDGES,
    reference: Text::new(
        "PISA Data Analysis Manual (2009), 9；用 R survey 4.1 检验",
        "PISA Data Analysis Manual (2009), chapter 9; held against R survey 4.1",
    ),
    docstring: include_str!("survey_levels.txt"),
    example: Example {
        input: "考号,学校,权,数学\n1,甲,10,60\n2,甲,10,80\n3,乙,20,90\n4,丙,20,70\n",
        by: &[],
        arguments: &[
            ("scores", &["数学"]),
            ("cuts", &["70", "85"]),
            ("weight", &["权"]),
            ("cluster", &["学校"]),
        ],
        steps: Text::new(
            "70 分以下权数 10，70 至 85 为 10 + 20 = 30，85 分以上 20:16.7%、50.0%、33.3%",
            "weight below 70: 10, from 70 to 85: 10 + 20 = 30, from 85: 20: 16.7 %, 50.0 %, 33.3 %",
        ),
        expected: &[
            Expected { measure: "share", subject: Some("mathematics"), group: &["<70"], value: "16.7" },
            Expected { measure: "share", subject: Some("mathematics"), group: &["70-85"], value: "50.0" },
            Expected { measure: "share", subject: Some("mathematics"), group: &[">=85"], value: "33.3" },
        ],
    },
    method: Method::Rows(survey_levels),
};

/// Levels by their labels, each a range of a column.
pub type Bands = Vec<(String, Take)>;

fn survey_levels(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    let sample = Sample::read(rows, "survey_levels", request.arguments)?;
    let groups = Groups::read(rows, request.by)?;
    let (variables, bands) = leveled(rows, request)?;
    let by_label = request.arguments.text("level").is_some();
    let shape = match request.arguments.text("interval") {
        Some("beta") => Shape::Beta,
        _ => Shape::Logit,
    };
    let mut figures = Figures::new(request.by.iter().cloned().chain(["level".to_owned()]).collect());
    let df = sample.degrees_of_freedom(&groups);
    let everybody = sample.counted(groups.labels.len(), |row| groups.of_row[row]);
    for subject in &variables {
        let each = || subject.columns.iter();
        let variates: Vec<Variate<'_>> =
            bands.iter().flat_map(|(_, take)| each().map(|column| Variate::new(column, *take))).collect();
        let found = means(&sample.design, &sample.weights(), &variates, &groups.of_row, groups.labels.len());
        let counts = counts(&sample, subject, &groups);
        let apart: Vec<Vec<Option<u64>>> =
            bands.iter().map(|(_, take)| fewest(&sample, subject, &groups, &counts, *take)).collect();
        for (group, (labels, found)) in groups.labels.iter().zip(found).enumerate() {
            let each = bands.iter().zip(found.chunks(subject.columns.len())).enumerate();
            for (band, ((level, _), own)) in each {
                let labels = labels.iter().chain([level]).cloned().map(Some);
                let subject = Some(&*subject.id).filter(|_| !by_label);
                let place = place(("survey_levels", "share", Unit::Percent), labels, subject, counts[group]);
                let place = Figure { fewest: apart[band][group], ..place };
                let values: Vec<_> =
                    own.iter().map(|share| share.clone().map(|share| share.times(100.0))).collect();
                let ask = Ask::new(&sample, request.arguments.confidence(), df[group]);
                let found = figure(place, &Ask { count: counts[group], shape, ..ask }, &values);
                let unknown = everybody[group].n - counts[group].n;
                let remark = (by_label && unknown > 0).then(|| UNKNOWN.with([Term::pupils(unknown)]));
                figures.push(found.noted(remark));
            }
        }
    }
    Ok(figures)
}

/// By group: the fewest pupils whom a level sets apart, at it or not, by any plausible value; for disclosure control.
fn fewest(
    sample: &Sample<'_>,
    subject: &Subject<'_>,
    groups: &Groups,
    counts: &[Count],
    take: Take,
) -> Vec<Option<u64>> {
    let is_at = |score: f64| match take {
        Take::Between(from, below) => score >= from && score < below,
        Take::AtLeast(line) => score >= line,
        Take::Value => true,
    };
    let of_column = |column: &Cow<'_, [f64]>| {
        let group = |row: usize| if is_at(column[row]) { groups.of_row[row] } else { NOWHERE };
        sample.counted(groups.labels.len(), group)
    };
    let at: Vec<Vec<Count>> = subject.columns.iter().map(of_column).collect();
    let of_group = |group: usize| {
        let sides = at.iter().flat_map(|of| [of[group].n, counts[group].n - of[group].n]);
        sides.filter(|count| *count > 0).min()
    };
    (0..groups.labels.len()).map(of_group).collect()
}

/// The variables whose levels are asked for, and the levels.
fn leveled<'a>(rows: &'a Rows<'_>, request: &Request<'_>) -> Result<(Vec<Subject<'a>>, Bands)> {
    let cuts = request.arguments.numbers("cuts");
    let scores = request.arguments.pairs("scores");
    match request.arguments.text("level") {
        Some(header) if cuts.is_empty() && scores.is_empty() => {
            let column = rows.labels(header)?;
            let code = |code: &u32| match column.labels[*code as usize].as_str() {
                "" => f64::NAN,
                _ => f64::from(*code),
            };
            let codes = column.codes.iter().map(code).collect();
            let labels = column.labels.iter().enumerate().filter(|(_, label)| !label.is_empty());
            let bands = labels
                .map(|(at, label)| (label.clone(), Take::Between(at as f64, at as f64 + 1.0)))
                .collect();
            let own = Subject {
                id: header.to_owned(),
                headers: vec![header.to_owned()],
                columns: vec![Cow::Owned(codes)],
            };
            Ok((vec![own], bands))
        }
        None if !cuts.is_empty() && !scores.is_empty() => Ok((subjects(rows, request)?, bands(cuts))),
        _ => Err(Error::MissingArgument {
            indicator: "survey_levels".to_owned(),
            argument: "cuts".to_owned(),
            expected: Text::new(
                "scores 与 cuts 一起给出，或只给 level",
                "scores and cuts together, or level alone",
            ),
        }),
    }
}

static UNKNOWN: Phrase = Phrase::new(
    "survey_level_unknown",
    "{} 名学生等级空白，未计入",
    "{} pupils of unknown level are left out",
);

/// `<c₁`, `c₁-c₂`, …, `>=c_k`.
pub fn bands(mut cuts: Vec<Rational>) -> Bands {
    cuts.sort();
    cuts.dedup();
    let (Some(first), Some(last)) = (cuts.first().copied(), cuts.last().copied()) else {
        return Vec::new();
    };
    let mut bands = vec![(format!("<{}", plain(first)), Take::Between(f64::NEG_INFINITY, to_f64(first)))];
    bands.extend(cuts.windows(2).map(|pair| {
        let take = Take::Between(to_f64(pair[0]), to_f64(pair[1]));
        (format!("{}-{}", plain(pair[0]), plain(pair[1])), take)
    }));
    bands.push((format!(">={}", plain(last)), Take::AtLeast(to_f64(last))));
    bands
}
