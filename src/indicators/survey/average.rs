//! The average over countries, each of which counts alike.

use super::super::arguments::Request;
use super::super::definition::{
    Default, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Parts,
};
use super::super::rows::Rows;
use super::definition::{EDGES, SCORES, UNIVERSE, with_design};
use super::design::Sample;
use super::estimates::{Groups, counts, estimates, subjects};
use super::independent::{CUTS, LINE, OF, PROBABILITY, Part, statistics, sum, written};
use super::report::Ask;
use super::shape::Shape;
use crate::error::{Error, Result};
use crate::figures::{Clauses, Figure, Figures, Phrase, Term, Unit};
use crate::lang::Text;

pub const SURVEY_AVERAGE: Indicator = Indicator {
    id: "survey_average",
    name: Text::new("各国（地区）平均", "survey average"),
    aliases: &["OECD平均", "international average", "OECD average"],
    summary: Text::new(
        "若干国家（地区）同一统计量的等权平均，如 OECD 平均，误差由各自独立的样本合成",
        "average over countries of a statistic of each, every country counting alike (such as the OECD average), with its error",
    ),
    formula: Text::new(
        "平均 = Σ 各国估计 ÷ C；标准误 = √（Σ 各国标准误²）÷ C（样本互相独立）；自由度用 Satterthwaite 法；比例的区间在对数优势上",
        "average = Σ estimates / C; standard error = √(Σ se²) / C, samples being independent; degrees of freedom by Satterthwaite; intervals of shares on the logit",
    ),
    katex: r"\bar\theta=\frac1C\sum_c\hat\theta_c,\qquad \mathrm{se}=\frac1C\sqrt{\textstyle\sum_c\mathrm{se}_c^2}",
    universe: UNIVERSE,
    numerator: Text::new("各国估计之和", "sum of the countries' estimates"),
    denominator: Text::new("国家（地区）数", "countries"),
    aggregation: Text::new("各国等权，不按人数", "countries count alike, whatever their size"),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::part("average", Text::new("各国平均", "average"))],
    parameters: with_design![
        SCORES,
        Parameter {
            name: "over",
            text: Text::new("国家（地区）的列", "the column of the countries"),
            kind: Kind::Name,
            default: Default::Required,
            many: false,
        },
        Parameter {
            name: "countries",
            text: Text::new(
                "计入平均的国家（地区），不给则全部",
                "the countries that are averaged over (all, if not given)",
            ),
            kind: Kind::Name,
            default: Default::Nothing,
            many: true,
        },
        OF,
        LINE,
        PROBABILITY,
        CUTS,
    ],
    edges: EDGES,
    reference: Text::new(
        "PISA Data Analysis Manual (2009), 12",
        "PISA Data Analysis Manual (2009), chapter 12",
    ),
    docstring: include_str!("survey_average.txt"),
    example: Example {
        input: "考号,地区,学校,权,数学\n1,东,甲,10,60\n2,东,乙,10,80\n3,西,丙,90,90\n4,西,丁,90,80\n",
        by: &[],
        arguments: &[("scores", &["数学"]), ("over", &["地区"]), ("weight", &["权"]), ("cluster", &["学校"])],
        steps: Text::new(
            "东 70、西 85，等权平均 77.5（西的权数再大也一样）；各自的标准误 10 与 5，√(100 + 25) ÷ 2 = 5.59",
            "east 70, west 85, average 77.5 whatever the weights of the west; standard errors 10 and 5, √(100 + 25) / 2 = 5.59",
        ),
        expected: &[Expected {
            measure: "average",
            subject: Some("mathematics"),
            group: &[""],
            value: "77.50",
        }],
    },
    method: Method::Rows(survey_average),
};

fn survey_average(rows: &Rows<'_>, request: &Request<'_>) -> Result<Figures> {
    let arguments = request.arguments;
    let over = arguments.text("over").unwrap_or_default().to_owned();
    let asked = statistics(request, "survey_average")?;
    let sample = Sample::of_strata(rows, "survey_average", arguments, &[&over])?;
    let subjects = subjects(rows, request)?;
    let headers: Vec<String> = request.by.iter().cloned().chain([over.clone()]).collect();
    let groups = Groups::read(rows, &headers)?;
    let chosen = arguments.all("countries");
    refuse_unknown(&groups, chosen)?;
    let confidence = arguments.confidence();
    let each: Vec<_> = asked.iter().map(|(_, statistic)| *statistic).collect();
    let df = sample.domain_degrees_of_freedom(&groups);
    let found = estimates(&sample, &each, &subjects, &groups, (confidence, &df));
    let keys = request.by.iter().cloned().chain(["level".to_owned()]).collect();
    let mut figures = Figures::new(keys);
    let leading = request.by.len();
    let mut blocks: Vec<(&[String], Vec<usize>)> = Vec::new();
    for (at, labels) in groups.labels.iter().enumerate() {
        if !chosen.is_empty() && !chosen.contains(&labels[leading]) {
            continue;
        }
        match blocks.iter_mut().find(|(known, _)| *known == &labels[..leading]) {
            Some((_, own)) => own.push(at),
            None => blocks.push((&labels[..leading], vec![at])),
        }
    }
    for (labels, own) in blocks {
        for (at, subject) in subjects.iter().enumerate() {
            let counts = counts(&sample, subject, &groups);
            for ((level, statistic), found) in asked.iter().zip(&found) {
                let known: Vec<usize> = own.iter().copied().filter(|group| counts[*group].n > 0).collect();
                let part = |group: &usize| {
                    let ask = Ask { count: counts[*group], ..Ask::new(&sample, confidence, df[*group]) };
                    Part::new(1.0 / known.len() as f64, &found[*group][at], &ask)
                };
                let parts: Vec<Part> = known.iter().map(part).collect();
                let left: Vec<Term> = own
                    .iter()
                    .filter(|group| !known.contains(group))
                    .map(|group| Term::name(groups.labels[*group][leading].as_str()))
                    .collect();
                let left_out = (!left.is_empty()).then(|| LEFT_OUT.with([Term::List(left)]));
                let over = AVERAGE_OVER.with([Term::name(over.as_str()), Term::found(known.len())]);
                let shape = Shape::of("average", statistic.unit());
                let place = Figure {
                    group: labels.iter().cloned().map(Some).chain([level.clone()]).collect(),
                    subject: Some(subject.id.as_str().into()),
                    n: Some(known.iter().map(|group| counts[*group].n).sum()),
                    fewest: known.iter().map(|group| counts[*group].n).min(),
                    method: Clauses::from(written(*statistic)).and(over).and(&sample.method),
                    note: left_out.into(),
                    ..Figure::new("survey_average", "average", statistic.unit())
                };
                figures.push(sum(place, &parts, 0.0, confidence, (shape, false)));
            }
        }
    }
    Ok(figures)
}

fn refuse_unknown(groups: &Groups, chosen: &[String]) -> Result<()> {
    let known = || groups.labels.iter().filter_map(|labels| labels.last());
    match chosen.iter().find(|label| !known().any(|known| known == *label)) {
        None => Ok(()),
        Some(label) => {
            let mut at_hand: Vec<String> = known().cloned().collect();
            at_hand.sort();
            at_hand.dedup();
            Err(Error::KeyNotAtHand { key: label.clone(), at_hand })
        }
    }
}

static AVERAGE_OVER: Phrase =
    Phrase::new("survey_average_over", "等权平均：{}（{} 个）", "average over {} ({})");
static LEFT_OUT: Phrase =
    Phrase::new("left_out_without_score", "没有成绩、未计入：{}", "without a score, left out: {}");
