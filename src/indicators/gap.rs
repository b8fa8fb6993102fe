//! The gap between two groups (城乡差距): how far, how sure, and whether it changed since last year.

use std::collections::BTreeMap;

use super::Request;
use super::grouping::{Block, blocks, chosen_subjects, grouping_keys, school_key};
use super::registry::{
    CONFIDENCE, Default, Disclosure, Example, Expected, Indicator, Kind, Method, Parameter, SUBJECTS,
};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Part, Range, Status, Told, Unit, Value, What};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::Subject;
use crate::stats::difference::{Estimate, Moments, clustered, hedges_g, welch};
use crate::tally::{Distribution, Sums};

/// Words for urban and rural schools and their codes in the statistical classification.
const URBAN: &[&str] = &["城区", "城市", "城镇", "城", "urban", "111", "112"];
const TOWN: &[&str] = &["镇区", "镇", "县镇", "town", "121", "122", "123"];
const RURAL: &[&str] = &["乡村", "农村", "乡", "村", "rural", "210", "220"];

pub const SUBJECT_GAP: Indicator = Indicator {
    id: "subject_gap",
    name: Text::new("城乡均分差距", "subject gap"),
    aliases: &["城乡差距", "城乡均分差", "均分差距", "urban-rural gap"],
    summary: Text::new(
        "两组学生(默认城区减乡村)各科平均分之差,附按学校聚类的误差,以及比上年的变化",
        "difference of two groups' subject means (urban − rural by default), with errors clustered by school, and its change since the year before",
    ),
    formula: Text::new(
        "差距 = 第一组平均分 − 第二组平均分;变化 = 今年差距 − 上一年差距(负数为缩小)",
        "gap = mean of the first group − mean of the second; change = this year's gap − the year before's (negative: narrower)",
    ),
    katex: r"\Delta = \bar x_1 - \bar x_2,\qquad \widehat{\mathrm{Var}}(\Delta)=\frac{G}{G-1}\sum_{c=1}^{G}u_c^2",
    universe: Text::new(
        "该科有成绩、属于两组之一的考生;镇区默认两边都不算",
        "candidates with a score who are in one of the two groups; towns are in neither by default",
    ),
    numerator: Text::new("两组平均分之差", "difference of the two means"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "各组由全体考生重新计算,不取学校平均的平均",
        "each mean is over all candidates of the group, not the mean of school means",
    ),
    unit: Unit::Points,
    decimals: 2,
    measures: &[
        ("mean_first", Text::new("第一组平均分", "mean of the first group")),
        ("mean_second", Text::new("第二组平均分", "mean of the second group")),
        ("difference", Text::new("差距(误差按学校聚类)", "difference (errors clustered by school)")),
        (
            "difference_independent",
            Text::new("差距(视考生为相互独立,Welch)", "difference (candidates independent, Welch)"),
        ),
        ("hedges_g", Text::new("标准化差距 Hedges' g", "Hedges' g")),
        (
            "change",
            Text::new(
                "差距比上一年的变化(误差按学校聚类)",
                "change since the year before (clustered by school)",
            ),
        ),
    ],
    parameters: &[
        Parameter {
            name: "group",
            text: Text::new("按哪一个字段分两组", "the key that tells the two groups apart"),
            kind: Kind::Name,
            default: Default::Value("residence"),
            many: false,
        },
        Parameter {
            name: "first",
            text: Text::new(
                "第一组的标签,可多个(默认城区一类)",
                "labels of the first group, any number (urban by default)",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: true,
        },
        Parameter {
            name: "second",
            text: Text::new(
                "第二组的标签,可多个(默认乡村一类)",
                "labels of the second group, any number (rural by default)",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: true,
        },
        Parameter {
            name: "towns",
            text: Text::new(
                "镇区算在哪边:apart 都不算、urban 城、rural 乡",
                "where towns belong: apart, urban or rural",
            ),
            kind: Kind::Choice(&[
                ("apart", Text::new("都不算", "in neither group")),
                ("urban", Text::new("算城", "with urban")),
                ("rural", Text::new("算乡", "with rural")),
            ]),
            default: Default::Value("apart"),
            many: false,
        },
        Parameter {
            name: "cluster",
            text: Text::new(
                "误差按哪一个字段聚类(默认学校代码,没有则学校)",
                "the key by which errors are clustered (school code, else school)",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: false,
        },
        SUBJECTS,
        CONFIDENCE,
    ],
    edges: Text::new(
        "一组无人实考:no_denominator;没有学校字段或某组少于 2 所学校:差距照给,聚类误差为空并说明;两年满分不同:变化 not_applicable",
        "a group without candidates: no_denominator; no school key, or fewer than 2 schools in a group: the difference stands, its clustered error is empty and the note says why; full marks differ between years: change not_applicable",
    ),
    disclosure: Disclosure::Pupils,
    reference: Text::new(
        "Tennessee STAR 三年级数学(R survey、sandwich 复核);Hedges & Olkin (1985);Welch (1947)",
        "Tennessee STAR grade 3 mathematics (held against R sandwich); Hedges & Olkin (1985); Welch (1947)",
    ),
    example: Example {
        input: "考号,学校,城乡,数学\n1,甲,城区,90\n2,甲,城区,84\n3,乙,城区,78\n4,丙,乡村,70\n5,丙,乡村,76\n6,丁,乡村,82\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "城区 (90+84+78)÷3 = 84,乡村 (70+76+82)÷3 = 76,差 8;学校影响:甲 +2、乙 −2、丙 +2、丁 −2(÷3 后,符号依组),方差 4/3 × (4+4+4+4) = 21.33,标准误 4.62",
            "urban (90+84+78)/3 = 84, rural (70+76+82)/3 = 76, difference 8; influences of the schools ±2 each, variance 4/3 × 16 = 21.33, standard error 4.62",
        ),
        expected: &[
            Expected { measure: "mean_first", subject: Some("mathematics"), group: &[], value: "84.00" },
            Expected { measure: "mean_second", subject: Some("mathematics"), group: &[], value: "76.00" },
            Expected { measure: "difference", subject: Some("mathematics"), group: &[], value: "8.00" },
        ],
    },
    method: Method::Exam(subject_gap),
};

/// How the two groups and the clusters are told apart, and where their keys stand in the tally.
struct Design {
    first: Vec<String>,
    second: Vec<String>,
    group_at: usize,
    cluster_at: Option<usize>,
    cluster: String,
    confidence: f64,
}

/// One side of a gap in one subject: its candidates, and those of each school.
#[derive(Default)]
struct Side {
    /// The labels that were found, in order.
    labels: Vec<String>,
    all: Distribution,
    by_cluster: BTreeMap<String, Distribution>,
}

/// The gap of one year, group and subject.
struct Gap {
    subject: Subject,
    year: Option<i32>,
    /// What both means let a reader know, for disclosure control.
    told: Vec<Told>,
    first: Sums,
    second: Sums,
    difference: Rational,
    /// By school: how far its candidates pull the difference.
    influences: BTreeMap<String, f64>,
    smallest_side: usize,
}

fn subject_gap(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let by = grouping_keys(request);
    let mut keys = by.clone();
    let group_key = request.arguments.text("group").unwrap_or_default();
    keys.push(group_key);
    let cluster = school_key(exam, request.arguments.text("cluster"));
    keys.extend(cluster.as_deref());
    let design = Design {
        first: side_labels(request, "first", "urban", URBAN),
        second: side_labels(request, "second", "rural", RURAL),
        group_at: by.len(),
        cluster_at: cluster.is_some().then_some(by.len() + 1),
        cluster: cluster.clone().unwrap_or_default(),
        confidence: request.arguments.confidence(),
    };
    let mut figures = Figures::new(by.iter().map(|k| (*k).to_owned()).collect());
    let mut before: BTreeMap<(Vec<String>, String), Gap> = BTreeMap::new();
    for of_year in exam.by_year(&keys)? {
        let subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        for block in blocks(&of_year.tally, by.len()) {
            for &at in &subjects {
                let subject = &of_year.tally.subjects[at];
                let place = Figure {
                    year: of_year.year,
                    group: block.group(),
                    subject: Some(subject.id.clone()),
                    ..Figure::new("subject_gap", "difference", Unit::Points)
                };
                let first = side(&block, &design, &design.first, at);
                let second = side(&block, &design, &design.second, at);
                let told = [told_by(&first, group_key), told_by(&second, group_key)].concat();
                let place = Figure { told: told.clone(), ..place };
                let gap = measure_gap(subject, of_year.year, told, &first, &second);
                let last = before.remove(&(block.labels.to_vec(), subject.id.clone()));
                let sides = (&first, &second);
                figures.rows.extend(level_figures(&place, &design, subject, sides, gap.as_ref()));
                figures.rows.extend(last.as_ref().map(|last| change(&place, &design, gap.as_ref(), last)));
                if let Some(gap) = gap.or(last) {
                    before.insert((block.labels.to_vec(), subject.id.clone()), gap);
                }
            }
        }
    }
    Ok(figures)
}

fn side_labels(request: &Request<'_>, argument: &str, towns: &str, known: &[&str]) -> Vec<String> {
    let given = request.arguments.all(argument);
    if !given.is_empty() {
        return given.to_vec();
    }
    let towns: &[&str] = if request.arguments.text("towns") == Some(towns) { TOWN } else { &[] };
    known.iter().chain(towns).map(|label| (*label).to_owned()).collect()
}

fn side(block: &Block<'_>, design: &Design, labels: &[String], subject: usize) -> Side {
    let mut side = Side::default();
    for group in block.groups.iter().filter(|group| labels.contains(&group.labels[design.group_at])) {
        let distribution = &group.distributions[subject];
        side.all.add(distribution);
        let label = &group.labels[design.group_at];
        if !side.labels.contains(label) {
            side.labels.push(label.clone());
        }
        if let Some(at) = design.cluster_at {
            side.by_cluster.entry(group.labels[at].clone()).or_default().add(distribution);
        }
    }
    side
}

/// The mean of a side and its candidates; the side is told by its labels of the group key.
fn told_by(side: &Side, group_key: &str) -> Vec<Told> {
    let part =
        |label: &String| Part { key: Some((group_key.to_owned(), label.clone())), range: Range::TESTED };
    let count = Told::count_of(side.labels.iter().map(part).collect());
    vec![Told { what: What::Sum, ..count.clone() }, count]
}

fn measure_gap(
    subject: &Subject,
    year: Option<i32>,
    told: Vec<Told>,
    first: &Side,
    second: &Side,
) -> Option<Gap> {
    let (first_sums, second_sums) = (first.all.sums()?, second.all.sums()?);
    let difference = first_sums.mean(subject.scale)? - second_sums.mean(subject.scale)?;
    let mut influences = BTreeMap::new();
    for (side, whole, sign) in [(first, &first_sums, 1.0), (second, &second_sums, -1.0)] {
        for (cluster, distribution) in &side.by_cluster {
            let sums = distribution.sums()?;
            if sums.n > 0 {
                *influences.entry(cluster.clone()).or_default() += sign * influence(subject, &sums, whole);
            }
        }
    }
    let schools = |side: &Side| side.by_cluster.values().filter(|d| d.tested() > 0).count();
    Some(Gap {
        subject: subject.clone(),
        year,
        told,
        first: first_sums,
        second: second_sums,
        difference,
        influences,
        smallest_side: schools(first).min(schools(second)),
    })
}

/// Σ (x − mean) / n over a school's candidates, exactly until the division.
fn influence(subject: &Subject, school: &Sums, whole: &Sums) -> f64 {
    let n = i128::from(whole.n);
    let deviation = Rational::new(school.sum * n - i128::from(school.n) * whole.sum, n * n);
    to_f64(deviation * subject.scale.step())
}

fn level_figures(
    place: &Figure,
    design: &Design,
    subject: &Subject,
    (first, second): (&Side, &Side),
    gap: Option<&Gap>,
) -> Vec<Figure> {
    let mut figures = vec![
        side_mean(place, "mean_first", subject, first),
        side_mean(place, "mean_second", subject, second),
    ];
    let n = first.all.tested() + second.all.tested();
    let place = Figure { n: Some(n), ..place.clone() };
    let Some(gap) = gap else {
        let open = !first.all.is_exact() || !second.all.is_exact();
        let status = if open { Status::NotApplicable } else { Status::NoDenominator };
        let missing = |measure| Figure { measure, ..place.clone().without_value(status) };
        figures.extend(["difference", "difference_independent", "hedges_g"].map(missing));
        return figures;
    };
    let moments = |sums: &Sums| moments(&gap.subject, sums);
    let (a, b) = (moments(&gap.first), moments(&gap.second));
    let value = Value::Exact(gap.difference);
    let valued = place.clone().with_value(value);
    figures.push(clustered_figure(valued.clone(), design, gap.smallest_side, &gap.influences, 2));
    let independent = a.zip(b).and_then(|(a, b)| welch(a, b, design.confidence));
    let independent_figure = Figure {
        measure: "difference_independent",
        method: "Welch, candidates independent".into(),
        ..valued
    };
    figures.push(with_estimate(independent_figure, independent, design.confidence));
    let standardised =
        Figure { measure: "hedges_g", unit: Unit::Number, method: "pooled s.d.".into(), ..place };
    figures.push(match a.zip(b).and_then(|(a, b)| hedges_g(a, b)) {
        Some(g) => standardised.with_value(Value::Real(g)),
        None => standardised.without_value(Status::NotApplicable),
    });
    figures
}

fn side_mean(place: &Figure, measure: &'static str, subject: &Subject, side: &Side) -> Figure {
    let figure = Figure {
        measure,
        n: Some(side.all.tested()),
        method: side.labels.join(" + ").into(),
        told: place.told.chunks(2).nth(usize::from(measure == "mean_second")).unwrap_or_default().to_vec(),
        ..place.clone()
    };
    match side.all.sums() {
        None => figure.without_value(Status::NotApplicable),
        Some(sums) => match sums.mean(subject.scale) {
            Some(mean) => figure.with_value(Value::Exact(mean)),
            None => figure.without_value(Status::NoDenominator),
        },
    }
}

fn moments(subject: &Subject, sums: &Sums) -> Option<Moments> {
    let mean = to_f64(sums.mean(subject.scale)?);
    let variance = to_f64(sums.variance(subject.scale, 1)?);
    Some(Moments { n: sums.n, mean, variance })
}

/// Completes a figure whose error comes from its clusters; says why where there is none.
fn clustered_figure(
    figure: Figure,
    design: &Design,
    smallest_side: usize,
    influences: &BTreeMap<String, f64>,
    cells: usize,
) -> Figure {
    if design.cluster_at.is_none() {
        let note = "no school is known, so there is no clustered error".to_owned();
        return Figure { note, ..figure };
    }
    let clusters: Vec<f64> = influences.values().copied().collect();
    let method =
        format!("clustered by {} ({} clusters), linearised, G/(G-1)", design.cluster, clusters.len());
    let figure = Figure { method: method.into(), ..figure };
    if smallest_side < 2 {
        let note = "fewer than 2 schools in a group: no clustered error".to_owned();
        return Figure { note, ..figure };
    }
    let value = figure.value.map_or(f64::NAN, Value::to_f64);
    let estimate = clustered(value, &clusters, cells, design.confidence);
    with_estimate(figure, estimate, design.confidence)
}

fn with_estimate(figure: Figure, estimate: Option<Estimate>, confidence: f64) -> Figure {
    let Some(estimate) = estimate else {
        return Figure { note: "no variance or too few candidates: no error".to_owned(), ..figure };
    };
    Figure {
        se: Some(estimate.se),
        lower: Some(estimate.interval.lower),
        upper: Some(estimate.interval.upper),
        confidence: Some(confidence),
        df: Some(estimate.df),
        p_value: Some(estimate.p_value),
        ..figure
    }
}

/// The change since the last year with a gap. A school present in both years is one cluster, so that what the
/// two years share does not count twice.
fn change(place: &Figure, design: &Design, now: Option<&Gap>, last: &Gap) -> Figure {
    let figure = Figure { measure: "change", ..place.clone() };
    let Some(now) = now else { return figure.without_value(Status::NoDenominator) };
    if now.subject.full_mark != last.subject.full_mark {
        let note = "the full mark differs between the years".to_owned();
        return Figure { note, ..figure.without_value(Status::NotApplicable) };
    }
    let mut influences = now.influences.clone();
    for (cluster, influence) in &last.influences {
        *influences.entry(cluster.clone()).or_default() -= influence;
    }
    let of_last = |told: &Told| Told { year: last.year, ..told.clone() };
    let figure = Figure {
        n: Some(now.first.n + now.second.n + last.first.n + last.second.n),
        told: now.told.iter().cloned().chain(last.told.iter().map(of_last)).collect(),
        ..figure.with_value(Value::Exact(now.difference - last.difference))
    };
    clustered_figure(figure, design, now.smallest_side.min(last.smallest_side), &influences, 4)
}
