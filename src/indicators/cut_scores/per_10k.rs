//! Those at a line per 10,000 inhabitants (万人本).

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    Parts, SUBJECT, Whom,
};
use super::super::lines::Population;
use super::each_line::at_lines;
use super::{LINES, inside_bucket, left_out_note};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Phrase, Range, Status, Unit, Value};
use crate::lang::Text;
use crate::number::Rational;
use crate::stats::Interval;
use crate::stats::intervals::{byar, garwood};

const INTERVAL: Parameter = Parameter {
    name: "interval",
    text: Text::new("区间：byar 或 garwood（精确）", "the interval: byar, or garwood (exact)"),
    kind: Kind::Choice(&[
        ("byar", Text::new("Byar", "Byar's approximation")),
        ("garwood", Text::new("Garwood 精确区间", "exact Poisson")),
    ]),
    default: Default::Value("byar"),
    many: false,
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
        "达线考生；人口为同一年份、同一地区的户籍或常住人口（必须说明）",
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
    layout: Layout::Single(Parts {
        numerator: Text::new("上线人数", "Attained"),
        denominator: Text::new("人口", "Inhabitants"),
        other: None,
    }),
    measures: &[Measure::new("rate", Text::new("万人本", "per 10,000"), Discloses::Per(Whom::Scoring))],
    parameters: &[
        LINES,
        Parameter {
            name: "population",
            text: Text::new(
                "人口，可给多项：[年份[/分组]=]人数，可用万",
                "the inhabitants, any number: [YEAR[/GROUP]=]COUNT, 万 allowed",
            ),
            kind: Kind::Population,
            default: Default::Required,
            many: true,
        },
        Parameter {
            name: "basis",
            text: Text::new(
                "人口口径：registered 户籍 或 resident 常住",
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
        INTERVAL,
        CONFIDENCE,
    ],
    edges: Text::new(
        "人口为 0：no_denominator；该年或该组没有人口：missing_input；人口全是别的年份：报错",
        "population 0: no_denominator; no population of that year or group: missing_input; populations of other years only: refused",
    ),
    reference: Text::new(
        "靖江市 2011 年年报（28.8）；区间：Byar(Breslow & Day 1987)、Garwood (1936)",
        "Jingjiang annual report 2011 (28.8); intervals: Byar (Breslow & Day 1987), Garwood (1936)",
    ),
    docstring: include_str!("rate_per_10k.txt"),
    example: Example {
        input: "考号,总分\n1,520\n2,500\n3,480\n4,缺考\n",
        by: &[],
        arguments: &[("lines", &["本二=500"]), ("population", &["800"]), ("basis", &["registered"])],
        steps: Text::new("达线 2 人；2 ÷ 800 × 10000 = 25.0", "2 reach the line; 2 / 800 × 10,000 = 25.0"),
        expected: &[Expected { measure: "rate", subject: Some("total"), group: &["本二"], value: "25.0" }],
    },
    method: Method::Exam(rate_per_10k),
};

fn rate_per_10k(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let populations = request.arguments.populations("population").to_vec();
    let basis = if request.arguments.text("basis") == Some("resident") { &RESIDENT } else { &REGISTERED };
    let confidence = request.arguments.confidence();
    let exact = request.arguments.text("interval") == Some("garwood");
    check_population_years(exam, &populations)?;
    at_lines(exam, request, |at| {
        let figure = Figure {
            n: Some(at.tested()),
            method: at.cut().and(basis).and(exact.then_some(&GARWOOD)),
            note: left_out_note(at),
            told: [at.told(|part| Range::from(part.line.score)), at.told_tested()].into(),
            ..Figure::new("rate_per_10k", "rate", Unit::Per10k)
        };
        let population = find_population(&populations, at.year, at.labels);
        vec![match (at.attained(), population) {
            _ if !at.any_line() => figure.without_value(Status::MissingInput),
            (None, _) => inside_bucket(figure),
            (_, None) => {
                Figure { note: (&NO_POPULATION).into(), ..figure.without_value(Status::MissingInput) }
            }
            (_, Some(people)) if people == Rational::from_integer(0) => {
                figure.without_value(Status::NoDenominator)
            }
            (Some(attained), Some(people)) => {
                let interval = if exact { garwood } else { byar }(attained, confidence);
                per_10k(figure, attained, people, (interval, confidence))
            }
        }]
    })
}

static REGISTERED: Phrase = Phrase::new("registered_population", "户籍人口", "registered population");
static RESIDENT: Phrase = Phrase::new("resident_population", "常住人口", "resident population");
pub(in crate::indicators) static GARWOOD: Phrase =
    Phrase::new("interval_garwood", "区间：Garwood", "interval Garwood");
static NO_POPULATION: Phrase = Phrase::new(
    "no_population",
    "没有给出该年、该组的人口",
    "no population of this year and group was given",
);

fn per_10k(
    figure: Figure,
    attained: u64,
    people: Rational,
    (interval, confidence): (Option<Interval>, f64),
) -> Figure {
    let attained_value = Rational::from_integer(i128::from(attained));
    let value = Value::Exact(attained_value * Rational::from_integer(10_000) / people);
    let scale = 10_000.0 / crate::number::to_f64(people);
    Figure {
        numerator: Some(Value::Exact(attained_value)),
        denominator: Some(Value::Exact(people)),
        lower: interval.map(|i| i.lower * scale),
        upper: interval.map(|i| i.upper * scale),
        confidence: Some(confidence),
        ..figure.with_value(value)
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
