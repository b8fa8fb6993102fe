//! The admission rate (上线率): those at a line per hundred candidates.

use std::collections::BTreeMap;

use super::super::arguments::Request;
use super::super::definition::{
    CONFIDENCE, Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter,
    Parts, SUBJECT, Whom,
};
use super::super::mean_and_rates::{INTERVAL, RateInterval, SchoolCount};
use super::admitted::{OF_REGISTERED, method, told};
use super::each_line::{at_lines, each_line};
use super::weighted_admission::weighted_admission;
use super::{AtLine, LINES, inside_bucket, left_out_note};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Status, Unit};
use crate::indicators::schools::is_school;
use crate::indicators::weighted::WEIGHT;
use crate::lang::Text;

const PARTS: Parts = Parts {
    numerator: Text::new("上线人数", "Attained"),
    denominator: Text::new("实考人数", "Tested"),
    other: Some((&OF_REGISTERED, Text::new("报名人数", "Registered"))),
};

const DENOMINATOR: Parameter = Parameter {
    name: "denominator",
    text: Text::new("分母：tested 实考 或 registered 报名", "the denominator: tested or registered"),
    kind: Kind::Choice(&[
        ("tested", Text::new("实考", "candidates with a score")),
        ("registered", Text::new("报名", "all candidates, absent ones included")),
    ]),
    default: Default::Value("tested"),
    many: false,
};

const BATCH: Parameter = Parameter {
    name: "batch",
    text: Text::new(
        "多条线：cumulative 累计（含上更高线者）或 exclusive 扣除更高线",
        "several lines: cumulative, or exclusive of those at a higher line of the same track",
    ),
    kind: Kind::Choice(&[
        ("cumulative", Text::new("累计", "those at a higher line count too")),
        ("exclusive", Text::new("分段", "those at a higher line are taken off")),
    ]),
    default: Default::Value("cumulative"),
    many: false,
};

pub const ADMISSION_RATE: Indicator = Indicator {
    id: "admission_rate",
    name: Text::new("上线率", "admission rate"),
    aliases: &["上线人数", "达线率", "录取率", "cut attainment"],
    summary: Text::new(
        "达到分数线的考生人数及其占考生的百分比，可按多条线、分科类",
        "candidates who reached a line, and their share, at one or several lines, by track",
    ),
    formula: Text::new(
        "上线率 = 上线人数 ÷ 实考人数 × 100；上线人数 = 分数 ≥ 线的人数",
        "admission rate = attained / tested × 100; attained = candidates with a score ≥ the line",
    ),
    katex: r"\frac{\#\{X_i \ge L\}}{n}\times 100",
    universe: Text::new(
        "总分有成绩的考生（或报名考生，由所选的分母决定）；线按科类给出时，没有线的科类不计入，并在说明中写明人数",
        "candidates with a total (or all registered, as `denominator` says); where lines are by track, tracks without a line are left out and counted in the note",
    ),
    numerator: Text::new(
        "分数 ≥ 线的人数，各科类用各自的线",
        "candidates at or above the line, each track by its own",
    ),
    denominator: Text::new("实考人数（默认）或报名人数", "tested (default) or registered"),
    aggregation: Text::new(
        "各部分的上线人数、实考人数分别相加后再相除；各线默认累计；扣除更高线时，同一科类中不计达到更高一条线的人",
        "counts are added, then divided; lines are cumulative by default, with batch = exclusive those at the next higher line of their track are taken off",
    ),
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Single(PARTS),
    measures: &[Measure::new(
        "rate",
        Text::new("上线率", "admission rate"),
        Discloses::Share { part: Whom::Scoring, whole: Whom::Candidates },
    )
    .of_admission()],
    parameters: &[LINES, DENOMINATOR, BATCH, SUBJECT, INTERVAL, CONFIDENCE, WEIGHT],
    edges: Text::new(
        "无人计入：no_denominator；该年没有线：missing_input；线落在一分一段表的合并档内：not_applicable；线所指的科类没有考生：报错",
        "nobody counted: no_denominator; no line of that year: missing_input; a line inside an open bucket of a published table: not_applicable; a line for a track without candidates: refused",
    ),
    reference: Text::new(
        "靖江市 2011 年年报（1967 人，41.7%）；江苏省 2024 年一分一段表；区间：Wilson (1927)、Korn & Graubard (1998) 等",
        "Jingjiang annual report 2011 (1,967; 41.7 %); Jiangsu score tables 2024; intervals: Wilson (1927), Korn & Graubard (1998) and others",
    ),
    docstring: include_str!("admission_rate.txt"),
    example: Example {
        input: "考号,科类,总分\n1,理科,520\n2,理科,500\n3,理科,480\n4,文科,510\n5,文科,缺考\n",
        by: &[],
        arguments: &[("lines", &["理科:本二=500", "文科:本二=505"])],
        steps: Text::new(
            "理科 520、500 达 500 线，文科 510 达 505 线，共 3 人；实考 4 人（缺考不计）；3 ÷ 4 = 75.0",
            "520 and 500 reach 500, 510 reaches 505: 3; tested 4 (the absent one is left out); 3 / 4 = 75.0",
        ),
        expected: &[Expected { measure: "rate", subject: Some("total"), group: &["本二"], value: "75.0" }],
    },
    method: Method::Exam(admission_rate),
};

fn admission_rate(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let denominator = request.arguments.text("denominator").unwrap_or_default();
    let batch = request.arguments.text("batch").unwrap_or_default();
    let interval = RateInterval::asked(exam, request);
    let (exclusive, registered) = (batch == "exclusive", denominator == "registered");
    if let Some(key) = request.arguments.text(WEIGHT.name) {
        return weighted_admission(exam, request, key, (exclusive, registered));
    }
    let school = interval.school.as_ref();
    let schools =
        school.map(|school| by_school(exam, request, school, (exclusive, registered))).transpose()?;
    at_lines(exam, request, |at| {
        let figure = Figure {
            n: Some(at.tested()),
            method: method(at, exclusive, registered),
            note: left_out_note(at),
            told: told(at, exclusive, registered),
            ..Figure::new("admission_rate", "rate", Unit::Percent)
        };
        vec![match counts(at, exclusive, registered) {
            _ if !at.any_line() => figure.without_value(Status::MissingInput),
            None => inside_bucket(figure),
            Some((_, 0)) => figure.without_value(Status::NoDenominator),
            Some((attained, of)) => {
                let schools = schools.as_ref().and_then(|schools| schools.get(&place(at, at.labels)));
                interval.complete(figure, attained, of, schools.map_or(&[][..], Vec::as_slice))
            }
        }]
    })
}

/// Those at the line, and all candidates; `None` where a published table does not tell.
fn counts(at: &AtLine<'_>, exclusive: bool, registered: bool) -> Option<SchoolCount> {
    let of = if registered { at.registered() } else { at.tested() };
    Some((if exclusive { at.attained_exclusively() } else { at.attained() }?, of))
}

/// Year, group and line.
type Place = (Option<i32>, Vec<String>, String);

fn place(at: &AtLine<'_>, labels: &[String]) -> Place {
    let line = at.parts.first().map_or_else(String::new, |part| part.line.name.clone());
    (at.year, labels.to_vec(), line)
}

/// The counts of every school.
fn by_school(
    exam: &Exam,
    request: &Request<'_>,
    school: &str,
    (exclusive, registered): (bool, bool),
) -> Result<BTreeMap<Place, Vec<SchoolCount>>> {
    let by: Vec<String> = request.by.iter().cloned().chain([school.to_owned()]).collect();
    let request = Request { by: &by, arguments: request.arguments };
    let counted = each_line(exam, &request, None, Vec::new(), |at, _, counted| {
        if let Some((_, labels)) = at.labels.split_last().filter(|(school, _)| is_school(school)) {
            counted.push((place(at, labels), counts(at, exclusive, registered)));
        }
    })?;
    let mut schools: BTreeMap<Place, Vec<SchoolCount>> = BTreeMap::new();
    counted.into_iter().for_each(|(place, counts)| schools.entry(place).or_default().extend(counts));
    Ok(schools)
}
