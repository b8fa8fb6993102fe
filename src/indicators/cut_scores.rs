//! Cut scores (上线): how many reached a line, of those tested and of the inhabitants.

use super::Request;
use super::arguments::{CutScore, Population};
use super::grouping::{Block, blocks, grouping_keys};
use super::mean_and_rates::percentage;
use super::registry::{
    CONFIDENCE, Default, Disclosure, Example, Expected, Indicator, Kind, Method, Parameter, SUBJECT,
};
use crate::error::{Error, Result};
use crate::exam::{Exam, YearTally};
use crate::figures::{Figure, Figures, Status, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::stats::intervals::byar;
use crate::tally::Distribution;

const TRACK: &str = "track";

const LINES: Parameter = Parameter {
    name: "lines",
    text: Text::new(
        "分数线,可给多条:[年份/][科类:][名称=]分数",
        "the lines, any number: [YEAR/][TRACK:][NAME=]SCORE",
    ),
    kind: Kind::CutScore,
    default: Default::Required,
    many: true,
};

const DENOMINATOR: Parameter = Parameter {
    name: "denominator",
    text: Text::new("分母:tested 实考 或 registered 报名", "the denominator: tested or registered"),
    kind: Kind::Choice(&[
        ("tested", Text::new("实考", "candidates with a score")),
        ("registered", Text::new("报名", "all candidates, absent ones included")),
    ]),
    default: Default::Value("tested"),
    many: false,
};

pub const ADMISSION_RATE: Indicator = Indicator {
    id: "admission_rate",
    name: Text::new("上线率", "admission rate"),
    aliases: &["上线人数", "达线率", "录取率", "cut attainment"],
    summary: Text::new(
        "达到分数线的考生人数及其占考生的百分比,可按多条线、分科类",
        "candidates who reached a line, and their share, at one or several lines, by track",
    ),
    formula: Text::new(
        "上线率 = 上线人数 ÷ 实考人数 × 100;上线人数 = 分数 ≥ 线的人数",
        "admission rate = attained / tested × 100; attained = candidates with a score ≥ the line",
    ),
    katex: r"\frac{\#\{X_i \ge L\}}{n}\times 100",
    universe: Text::new(
        "总分有成绩的考生(或报名考生,由 denominator 决定);线按科类给出时,没有线的科类不计入,并在说明中写明人数",
        "candidates with a total (or all registered, as `denominator` says); where lines are by track, tracks without a line are left out and counted in the note",
    ),
    numerator: Text::new(
        "分数 ≥ 线的人数,各科类用各自的线",
        "candidates at or above the line, each track by its own",
    ),
    denominator: Text::new("实考人数(默认)或报名人数", "tested (default) or registered"),
    aggregation: Text::new(
        "各部分的上线人数、实考人数分别相加后再相除;各线累计,不扣除高批次",
        "counts are added, then divided; lines are cumulative, a higher batch is not taken off",
    ),
    unit: Unit::Percent,
    decimals: 1,
    measures: &[("rate", Text::new("上线率", "admission rate"))],
    parameters: &[LINES, DENOMINATOR, SUBJECT, CONFIDENCE],
    edges: Text::new(
        "无人计入:no_denominator;该年没有线:missing_input;线落在一分一段表的合并档内:not_applicable;线所指的科类没有考生:报错",
        "nobody counted: no_denominator; no line of that year: missing_input; a line inside an open bucket of a published table: not_applicable; a line for a track without candidates: refused",
    ),
    disclosure: Disclosure::Pupils,
    reference: Text::new(
        "靖江市 2011 年年报(1967 人,41.7%);江苏省 2024 年一分一段表;区间:Wilson (1927)",
        "Jingjiang annual report 2011 (1,967; 41.7 %); Jiangsu score tables 2024; interval: Wilson (1927)",
    ),
    example: Example {
        input: "考号,科类,总分\n1,理科,520\n2,理科,500\n3,理科,480\n4,文科,510\n5,文科,缺考\n",
        by: &[],
        arguments: &[("lines", &["理科:本二=500", "文科:本二=505"])],
        steps: Text::new(
            "理科 520、500 达 500 线,文科 510 达 505 线,共 3 人;实考 4 人(缺考不计);3 ÷ 4 = 75.0",
            "520 and 500 reach 500, 510 reaches 505: 3; tested 4 (the absent one is left out); 3 / 4 = 75.0",
        ),
        expected: &[Expected { measure: "rate", subject: Some("total"), group: &["本二"], value: "75.0" }],
    },
    method: Method::Exam(admission_rate),
};

pub const RATE_PER_10K: Indicator = Indicator {
    id: "rate_per_10k",
    name: Text::new("万人本", "qualifiers per 10,000 inhabitants"),
    aliases: &["每万人上线人数", "万人上线率", "per 10,000"],
    summary: Text::new(
        "每万名居民中达到分数线的考生数",
        "candidates who reached a line per 10,000 inhabitants",
    ),
    formula: Text::new("万人本 = 上线人数 ÷ 人口 × 10000", "attained / population × 10,000"),
    katex: r"\frac{\#\{X_i \ge L\}}{P}\times 10\,000",
    universe: Text::new(
        "达线考生;人口为同一年份、同一地区的户籍或常住人口(必须说明)",
        "candidates at the line; the population of the same year and place, registered or resident (to be named)",
    ),
    numerator: Text::new("上线人数", "attained"),
    denominator: Text::new("人口数", "inhabitants"),
    aggregation: Text::new(
        "上线人数与人口分别相加后再相除",
        "attained and inhabitants are added, then divided",
    ),
    unit: Unit::Per10k,
    decimals: 1,
    measures: &[("rate", Text::new("万人本", "per 10,000"))],
    parameters: &[
        LINES,
        Parameter {
            name: "population",
            text: Text::new(
                "人口,可给多项:[年份[/分组]=]人数,可用万",
                "the inhabitants, any number: [YEAR[/GROUP]=]COUNT, 万 allowed",
            ),
            kind: Kind::Population,
            default: Default::Required,
            many: true,
        },
        Parameter {
            name: "basis",
            text: Text::new(
                "人口口径:registered 户籍 或 resident 常住",
                "the basis of the population: registered or resident",
            ),
            kind: Kind::Choice(&[
                ("registered", Text::new("户籍", "registered population")),
                ("resident", Text::new("常住", "resident population")),
            ]),
            default: Default::Required,
            many: false,
        },
        SUBJECT,
        CONFIDENCE,
    ],
    edges: Text::new(
        "人口为 0:no_denominator;该年或该组没有人口:missing_input;人口全是别的年份:报错",
        "population 0: no_denominator; no population of that year or group: missing_input; populations of other years only: refused",
    ),
    disclosure: Disclosure::Pupils,
    reference: Text::new(
        "靖江市 2011 年年报(28.8);区间:Byar(Breslow & Day 1987)",
        "Jingjiang annual report 2011 (28.8); interval: Byar (Breslow & Day 1987)",
    ),
    example: Example {
        input: "考号,总分\n1,520\n2,500\n3,480\n4,缺考\n",
        by: &[],
        arguments: &[("lines", &["本二=500"]), ("population", &["800"]), ("basis", &["registered"])],
        steps: Text::new("达线 2 人;2 ÷ 800 × 10000 = 25.0", "2 reach the line; 2 / 800 × 10,000 = 25.0"),
        expected: &[Expected { measure: "rate", subject: Some("total"), group: &["本二"], value: "25.0" }],
    },
    method: Method::Exam(rate_per_10k),
};

/// Those at one line in one block of candidates.
struct Attained {
    /// `None` where a published table does not tell.
    attained: Option<u64>,
    tested: u64,
    registered: u64,
    /// Candidates of tracks that have no line.
    left_out: u64,
    /// Whether any line applied at all.
    any_line: bool,
    cut: String,
}

fn admission_rate(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let registered = request.arguments.text("denominator") == Some("registered");
    let confidence = request.arguments.confidence();
    at_lines(exam, request, |_, _, at| {
        let figure = Figure {
            n: Some(at.tested),
            method: format!("{}; of the {}", at.cut, if registered { "registered" } else { "tested" }).into(),
            note: left_out_note(at),
            ..Figure::new("admission_rate", "rate", Unit::Percent)
        };
        let denominator = if registered { at.registered } else { at.tested };
        match at.attained {
            _ if !at.any_line => figure.without_value(Status::MissingInput),
            None => inside_bucket(figure),
            Some(_) if denominator == 0 => figure.without_value(Status::NoDenominator),
            Some(attained) => {
                percentage(Figure { confidence: Some(confidence), ..figure }, attained, denominator)
            }
        }
    })
}

fn rate_per_10k(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let populations = request.arguments.populations("population")?;
    let basis = request.arguments.text("basis").unwrap_or_default().to_owned();
    let confidence = request.arguments.confidence();
    check_population_years(exam, &populations)?;
    at_lines(exam, request, |year, labels, at| {
        let figure = Figure {
            n: Some(at.tested),
            method: format!("{}; {basis} population", at.cut).into(),
            note: left_out_note(at),
            ..Figure::new("rate_per_10k", "rate", Unit::Per10k)
        };
        let population = find_population(&populations, year, labels);
        match (at.attained, population) {
            _ if !at.any_line => figure.without_value(Status::MissingInput),
            (None, _) => inside_bucket(figure),
            (_, None) => Figure {
                note: "no population of this year and group was given".to_owned(),
                ..figure.without_value(Status::MissingInput)
            },
            (_, Some(people)) if people == Rational::from_integer(0) => {
                figure.without_value(Status::NoDenominator)
            }
            (Some(attained), Some(people)) => per_10k(figure, attained, people, confidence),
        }
    })
}

fn per_10k(figure: Figure, attained: u64, people: Rational, confidence: f64) -> Figure {
    let attained_value = Rational::from_integer(i128::from(attained));
    let value = Value::Exact(attained_value * Rational::from_integer(10_000) / people);
    let scale = 10_000.0 / crate::number::to_f64(people);
    let interval = byar(attained, confidence);
    Figure {
        numerator: Some(Value::Exact(attained_value)),
        denominator: Some(Value::Exact(people)),
        lower: interval.map(|i| i.lower * scale),
        upper: interval.map(|i| i.upper * scale),
        confidence: Some(confidence),
        ..figure.with_value(value)
    }
}

fn inside_bucket(figure: Figure) -> Figure {
    Figure {
        note: "the line lies inside an open bucket of the published table".to_owned(),
        ..figure.without_value(Status::NotApplicable)
    }
}

fn left_out_note(at: &Attained) -> String {
    match at.left_out {
        0 => String::new(),
        n => format!("{n} candidates of tracks without this line are left out"),
    }
}

/// Populations of other years only cannot stand beside these candidates.
fn check_population_years(exam: &Exam, populations: &[Population]) -> Result<()> {
    let years: Vec<i32> = exam.years()?.into_iter().flatten().collect();
    let given: Vec<i32> = populations.iter().filter_map(|p| p.year).collect();
    let all_dated = given.len() == populations.len();
    if all_dated && !years.is_empty() && !given.iter().any(|year| years.contains(year)) {
        return Err(Error::PopulationYear { years, given });
    }
    Ok(())
}

fn find_population(populations: &[Population], year: Option<i32>, labels: &[String]) -> Option<Rational> {
    let of_group = |p: &&Population| match (&p.group, labels) {
        (None, []) => true,
        (Some(group), [label]) => group == label,
        _ => false,
    };
    let of_year = |p: &&Population| p.year.is_none() || year.is_none() || p.year == year;
    populations.iter().filter(of_year).find(of_group).map(|p| p.count)
}

/// Calls `each` for every year, group and line; tracks are told apart where a line is for one track.
fn at_lines(
    exam: &Exam,
    request: &Request<'_>,
    mut each: impl FnMut(Option<i32>, &[String], &Attained) -> Figure,
) -> Result<Figures> {
    let lines = request.arguments.cut_scores("lines")?;
    let subject = request.arguments.text("subject").unwrap_or_default();
    let by = grouping_keys(request);
    let by_track = lines.iter().any(|line| line.track.is_some());
    let mut keys = by.clone();
    if by_track && !by.contains(&TRACK) {
        keys.push(TRACK);
    }
    let mut figures = Figures::new(by.iter().map(|k| (*k).to_owned()).chain(["line".to_owned()]).collect());
    for of_year in exam.by_year(&keys)? {
        let lines = lines_of_year(&lines, of_year.year);
        let track_at = by_track.then(|| of_year.tally.key_index(TRACK)).transpose()?;
        check_tracks(&lines, &of_year, track_at)?;
        let at = of_year.tally.subject_index(subject)?;
        let scale = of_year.tally.subjects[at].scale;
        for block in blocks(&of_year.tally, by.len()) {
            for name in line_names(&lines) {
                let attained = attained(
                    &block,
                    &lines,
                    name,
                    track_at,
                    |distribution, cut| distribution[at].at_least(scale.ticks_at_least(cut)),
                    at,
                );
                let mut group = block.group();
                group.push(Some(name.to_owned()));
                figures.rows.push(Figure {
                    year: of_year.year,
                    group,
                    subject: Some(subject.to_owned()),
                    ..each(of_year.year, block.labels, &attained)
                });
            }
        }
    }
    Ok(figures)
}

fn lines_of_year(lines: &[CutScore], year: Option<i32>) -> Vec<&CutScore> {
    lines.iter().filter(|line| line.year.is_none() || year.is_none() || line.year == year).collect()
}

fn line_names<'a>(lines: &[&'a CutScore]) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for line in lines {
        if !names.contains(&line.name.as_str()) {
            names.push(&line.name);
        }
    }
    names
}

fn check_tracks(lines: &[&CutScore], of_year: &YearTally, track_at: Option<usize>) -> Result<()> {
    let Some(track_at) = track_at else { return Ok(()) };
    let mut tracks: Vec<String> = of_year.tally.groups.iter().map(|g| g.labels[track_at].clone()).collect();
    tracks.sort();
    tracks.dedup();
    for line in lines {
        if let Some(track) = line.track.as_ref().filter(|track| !tracks.contains(track)) {
            return Err(Error::LineWithoutCandidates {
                line: line.name.clone(),
                track: track.clone(),
                tracks,
            });
        }
    }
    Ok(())
}

fn attained(
    block: &Block<'_>,
    lines: &[&CutScore],
    name: &str,
    track_at: Option<usize>,
    at_least: impl Fn(&[Distribution], Rational) -> Option<u64>,
    subject: usize,
) -> Attained {
    let mut sum = Attained {
        attained: Some(0),
        tested: 0,
        registered: 0,
        left_out: 0,
        any_line: false,
        cut: String::new(),
    };
    let mut cuts: Vec<String> = Vec::new();
    for group in block.groups {
        let track = track_at.map(|at| group.labels[at].as_str());
        let distribution = &group.distributions[subject];
        let Some(line) = line_for(lines, name, track) else {
            sum.left_out += distribution.registered();
            continue;
        };
        sum.any_line = true;
        sum.tested += distribution.tested();
        sum.registered += distribution.registered();
        sum.attained = sum.attained.zip(at_least(&group.distributions, line.score)).map(|(a, b)| a + b);
        let cut = match &line.track {
            Some(track) => format!("{track} >= {}", plain(line.score)),
            None => format!("score >= {}", plain(line.score)),
        };
        if !cuts.contains(&cut) {
            cuts.push(cut);
        }
    }
    sum.cut = cuts.join(", ");
    sum
}

/// The line of that name for a track: its own, else one that is for all tracks.
fn line_for<'a>(lines: &[&'a CutScore], name: &str, track: Option<&str>) -> Option<&'a CutScore> {
    let named = || lines.iter().copied().filter(|line| line.name == name);
    named()
        .find(|line| line.track.is_some() && line.track.as_deref() == track)
        .or_else(|| named().find(|line| line.track.is_none()))
}
