//! Where a group is surely weak: its points of knowledge by their gaps.

use super::knowledge_definition::{COUNTS, OF, REFERENCE};
use super::paper::{Paper, few, groups, subject_of};
use super::points::{Held, Point, held, points};
use super::shared::{AGGREGATION, INPUT, OF_ITEMS, UNIVERSE, expected};
use crate::error::Result;
use crate::figures::{Figure, Figures, Phrase, Status, Unit as Of, Value};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    CONFIDENCE, Default, Example, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::ItemSheet;
use crate::stats::normal_quantile;

const ID: &str = "weak_points";

pub const WEAK_POINTS: Indicator = Indicator {
    id: ID,
    name: Text::new("薄弱点", "weak points"),
    aliases: &["薄弱知识点", "薄弱环节", "weaknesses"],
    summary: Text::new(
        "各组的知识点（或题等）按与全体之差从低到高排列，区间不含 0 的才算薄弱",
        "the points of knowledge (or questions, …) of each group by their gap to all, lowest first; weak are those whose interval excludes 0",
    ),
    formula: Text::new(
        "差 = 本组得分率 − 全体得分率；薄弱：差的区间上限低于 0",
        "gap = rate of the group − rate of all; weak: the upper end of its interval is below 0",
    ),
    katex: r"\text{weak}\iff r_{gk}-r_k+z\,s<0",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: AGGREGATION,
    unit: Of::PercentagePoints,
    decimals: 1,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("gap", Text::new("与全体之差", "gap to all"), OF_ITEMS),
        Measure::new("rate", Text::new("得分率", "rate"), OF_ITEMS),
        Measure::new("points_lost", Text::new("人均失分", "points lost per candidate"), OF_ITEMS)
            .shown_with(Places::Of(2)),
        Measure::new(
            "weak",
            Text::new("薄弱（1 是，0 否；合计为个数）", "weak (1 yes, 0 no; in all: how many)"),
            OF_ITEMS,
        )
        .shown_with(Places::AsNeeded),
    ],
    parameters: &[
        OF,
        COUNTS,
        REFERENCE,
        Parameter {
            name: "minimum_points",
            text: Text::new("少于这么多分的不列", "parts of fewer points are not listed"),
            kind: Kind::Count,
            default: Default::Nothing,
            many: false,
        },
        Parameter {
            name: "minimum_items",
            text: Text::new("少于这么多题的不列", "parts of fewer items are not listed"),
            kind: Kind::Count,
            default: Default::Value("1"),
            many: false,
        },
        Parameter {
            name: "listed",
            text: Text::new("列出哪些", "which are listed"),
            kind: Kind::Choice(&[
                ("all", Text::new("全部", "all")),
                ("weak", Text::new("只列区间上限低于 0 的", "those alone whose interval lies below 0")),
            ]),
            default: Default::Value("all"),
            many: false,
        },
        CONFIDENCE,
    ],
    edges: Text::new(
        "没有可比的：no_denominator；误差算不出（不足 2 人）：weak 为 not_applicable；满分未知：missing_input；没有分组：与全体之差都是 0，weak 为 not_applicable；只列薄弱点时，各组先列一行，weak 为薄弱点的个数",
        "nobody to be held against: no_denominator; no error (fewer than 2 candidates): weak is not_applicable; an unknown full mark: missing_input; no groups: all gaps are 0 and weak is not_applicable; where the weak alone are listed, each group has a row with their number before them",
    ),
    reference: Text::new("同 knowledge_rates；手工检验", "as knowledge_rates; checked by hand"),
    docstring: include_str!("weak_points.txt"),
    example: Example {
        input: INPUT,
        by: &["school"],
        arguments: &[],
        steps: Text::new(
            "乙校：函数 9 ÷ 36 = 25.0 %，全体 36 ÷ 72 = 50.0 %，差 −25.0；几何 17 ÷ 56 = 30.4 %，全体 51.8 %，差 −21.4；函数在前",
            "乙: 函数 9 / 36 = 25.0 %, all 36 / 72 = 50.0 %, gap −25.0; 几何 17 / 56 = 30.4 %, all 51.8 %, gap −21.4; 函数 comes first",
        ),
        expected: &[expected("gap", &["乙", "函数"], "-25.0"), expected("gap", &["乙", "几何"], "-21.4")],
    },
    method: Method::Items(weak_points),
};

fn weak_points(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let arguments = request.arguments;
    let paper = Paper::asked(sheet, arguments);
    let least = |name| arguments.number(name).unwrap_or_default();
    let (least_points, least_items) = (least("minimum_points"), least("minimum_items"));
    let is_listed = |point: &Point| {
        point.full.is_none_or(|full| full >= least_points)
            && Rational::from_integer(point.items.len() as i128) >= least_items
    };
    let points: Vec<Point> = points(sheet, arguments)?.into_iter().filter(is_listed).collect();
    let of = groups(sheet, request.by)?;
    let by = request.by.iter().filter(|key| *key != crate::exam::YEAR).cloned();
    let dimension = arguments.text("of").unwrap_or("knowledge").to_owned();
    let mut figures = Figures::new(by.chain([dimension]).collect());
    let mut all: Vec<Vec<(&Point, Option<Held>)>> = of.iter().map(|_| Vec::new()).collect();
    for point in &points {
        match point.full {
            Some(full) => {
                for held in held(&paper, &of, point, full, arguments) {
                    all[held.group].push((point, Some(held)));
                }
            }
            None => all.iter_mut().for_each(|all| all.push((point, None))),
        }
    }
    let weak_alone = arguments.text("listed") == Some("weak");
    let z = normal_quantile(0.5 + arguments.confidence() / 2.0).unwrap_or(f64::NAN);
    let gap = |held: &Option<Held>| held.as_ref().and_then(|held| held.gap);
    for (group, mut own) in of.iter().zip(all) {
        own.sort_by(|(_, one), (_, other)| match (gap(one), gap(other)) {
            (Some(one), Some(other)) => one.cmp(&other),
            (one, other) => one.is_none().cmp(&other.is_none()),
        });
        let subject = subject_of(sheet);
        let mut push = |label: Option<&str>, figure: Figure| {
            let labels = group.labels.with(label.map(Into::into));
            figures.push(Figure { year: group.year, group: labels, subject: subject.clone(), ..figure });
        };
        let n = group.candidates.len();
        let mut listed: Vec<(&Point, Vec<Figure>)> = own
            .into_iter()
            .map(|(point, held)| (point, of_point(point, held.as_ref(), n, z, arguments.confidence())))
            .collect();
        if weak_alone {
            listed.retain(|(_, figures)| figures.iter().any(is_weak));
            let count = Figure { n: Some(n as u64), ..Figure::new(ID, "weak", Of::Count) };
            push(None, count.with_value(Value::Exact(Rational::from_integer(listed.len() as i128))));
        }
        for (point, figures) in listed {
            figures.into_iter().for_each(|figure| push(Some(&point.label), figure));
        }
    }
    Ok(figures)
}

fn is_weak(figure: &Figure) -> bool {
    figure.measure == "weak" && figure.value == Some(Value::Exact(Rational::from_integer(1)))
}

fn of_point(point: &Point, held: Option<&Held>, n: usize, z: f64, confidence: f64) -> Vec<Figure> {
    let figure = |measure, unit| Figure { n: Some(n as u64), ..Figure::new(ID, measure, unit) }.noted(few(n));
    let hundred = Rational::from_integer(100);
    let (gap, rate) = (figure("gap", Of::PercentagePoints), figure("rate", Of::Percent));
    let (lost, weak) = (figure("points_lost", Of::Points), figure("weak", Of::Count));
    let (Some(held), Some(full)) = (held, point.full) else {
        return [gap, rate, lost, weak].map(|figure| figure.without_value(Status::MissingInput)).into();
    };
    let Some((own, difference)) = held.rate.zip(held.gap) else {
        return [gap, rate, lost, weak].map(|figure| figure.without_value(Status::NoDenominator)).into();
    };
    let value = difference * hundred;
    let error = held.gap_error.map(|error| error * 100.0);
    let near = |sign: f64| error.map(|error| to_f64(value) + sign * z * error);
    let (lower, upper) = (near(-1.0), near(1.0));
    let gap = Figure { se: error, lower, upper, confidence: error.map(|_| confidence), ..gap };
    let verdict = upper.map(|upper| Rational::from_integer(i128::from(upper < 0.0)));
    vec![
        gap.with_value(Value::Exact(value)),
        rate.with_value(Value::Exact(own * hundred)),
        lost.with_value(Value::Exact(full * (Rational::from_integer(1) - own))),
        match verdict {
            Some(verdict) => weak.with_value(Value::Exact(verdict)),
            None => weak.noted(&NO_ERROR).without_value(Status::NotApplicable),
        },
    ]
}

static NO_ERROR: Phrase = Phrase::new(
    "weak_without_error",
    "误差算不出（不足 2 人，或没有别的组）",
    "no error (fewer than 2 candidates, or no other group)",
);
