//! Rank bands and n-tiles: how the candidates of each group are spread over the ranking of the whole.

use super::arguments::Request;
use super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
    SUBJECTS, Whom,
};
use super::grouping::{blocks, chosen_subjects, grouping_keys};
use super::mean_and_rates::{count, open_ended};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{AllTold, Figure, Figures, Range, Status, Told, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, Scale};
use crate::tally::Distribution;

pub const RANK_BANDS: Indicator = Indicator {
    id: "rank_bands",
    name: Text::new("名次段分布", "rank bands"),
    aliases: &["名次段", "名次分布", "排名段"],
    summary: Text::new(
        "各组考生在整体名次各段（如 1–100、101–500）中的人数与份额",
        "candidates of each group in bands of the whole's ranking, such as 1–100 and 101–500",
    ),
    formula: Text::new(
        "名次 = 整体中高于该分的人数 + 1（同分同名次，不拆开）；份额 = 该段本组人数 ÷ 该段总人数 × 100",
        "rank = candidates of the whole above + 1 (a tie shares one rank and stays whole); share = the group's candidates in the band / all in the band × 100",
    ),
    katex: r"r_i = \#\{x_j > x_i\}+1,\qquad n_{gk} = \#\{i \in g : a_k \le r_i \le b_k\}",
    universe: Text::new(
        "该科有成绩的考生；整体为当年数据中的全部考生",
        "candidates with a score in the subject; the whole is everybody of that year",
    ),
    numerator: Text::new("本组在该段的人数", "candidates of the group in the band"),
    denominator: Text::new("整体在该段的人数", "candidates of the whole in the band"),
    aggregation: Text::new("人数相加", "counts are added"),
    unit: Unit::Persons,
    decimals: 1,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("count", Text::new("人数", "count"), Discloses::Count(Whom::Scoring))
            .shown_with(Places::AsNeeded),
        Measure::new(
            "share",
            Text::new("占该段的 %", "share of the band, %"),
            Discloses::Share { part: Whom::Scoring, whole: Whom::Scoring },
        ),
    ],
    parameters: &[
        Parameter {
            name: "edges",
            text: Text::new(
                "各段的最后名次，由小到大，如 100、500、1000；其余归最后一段",
                "last rank of each band, ascending, such as 100, 500, 1000; the rest is the last band",
            ),
            kind: Kind::Count,
            default: Default::Required,
            many: true,
        },
        SUBJECTS,
    ],
    edges: Text::new(
        "整体无人实考：no_denominator；某段无人（被同分占满）：人数 0，份额 no_denominator；一分一段表两端合并：not_applicable；名次不递增：报错",
        "nobody tested: no_denominator; nobody in a band (a tie above fills it): count 0, share no_denominator; published table with open ends: not_applicable; edges that do not ascend: refused",
    ),
    reference: Text::new(
        "各地质量分析通行口径；名次 1、2、2、4",
        "usage of education bureaus; ranks 1, 2, 2, 4",
    ),
    docstring: include_str!("rank_bands.txt"),
    example: Example {
        input: "考号,学校,总分\n1,甲,520\n2,甲,518\n3,乙,518\n4,乙,501\n5,乙,490\n",
        by: &["school"],
        arguments: &[("edges", &["2"]), ("subjects", &["total"])],
        steps: Text::new(
            "名次 1、2、2、4、5:1–2 段 3 人，甲 2 人，2 ÷ 3 = 66.7%；其后 2 人都在乙",
            "ranks 1, 2, 2, 4, 5: three in 1–2, two of them of 甲, 2 / 3 = 66.7 %; the other two are of 乙",
        ),
        expected: &[
            Expected { measure: "count", subject: Some("total"), group: &["甲", "1-2"], value: "2.0" },
            Expected { measure: "share", subject: Some("total"), group: &["甲", "1-2"], value: "66.7" },
            Expected { measure: "count", subject: Some("total"), group: &["乙", "3-"], value: "2.0" },
        ],
    },
    method: Method::Exam(rank_bands),
};

fn rank_bands(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let last = edges(request)?;
    let keys = grouping_keys(request);
    let mut figures = Figures::new(keys.iter().chain(&["band"]).map(|k| (*k).to_owned()).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        let everybody = blocks(&of_year.tally, 0);
        for block in blocks(&of_year.tally, keys.len()) {
            for &at in &subjects {
                let whole = everybody.first().map(|all| all.distribution(at)).unwrap_or_default();
                let place = Figure {
                    year: of_year.year,
                    group: block.group(),
                    subject: Some(of_year.tally.subjects[at].id.as_str().into()),
                    ..Figure::new(RANK_BANDS.id, "count", Unit::Persons)
                };
                let scale = of_year.tally.subjects[at].scale;
                figures.extend(spread(&place, &last, scale, &whole, &block.distribution(at)));
            }
        }
    }
    Ok(figures)
}

/// The last rank of each band; refused unless they ascend.
fn edges(request: &Request<'_>) -> Result<Vec<u64>> {
    let written = request.arguments.written_numbers("edges");
    let fault = || Error::InvalidArgument {
        argument: "edges".to_owned(),
        found: written.iter().map(|edge| edge.written.as_str()).collect::<Vec<_>>().join(", "),
        expected: Text::new("由小到大的名次", "ranks in ascending order"),
    };
    let ranks = written.iter().map(|edge| u64::try_from(edge.value.to_integer()).map_err(|_| fault()));
    let ranks = ranks.collect::<Result<Vec<u64>>>()?;
    if ranks.windows(2).all(|pair| pair[0] < pair[1]) { Ok(ranks) } else { Err(fault()) }
}

/// The candidates of a band, in the group and in all; an empty band tells of nobody.
fn told(lowest: Option<i64>, lowest_above: Option<i64>, scale: Scale) -> AllTold {
    let Some(lowest) = lowest else { return AllTold::NOTHING };
    let range = Range::between(scale.score(lowest), lowest_above.map(|ticks| scale.score(ticks)));
    [Told::count(range), Told { whole: true, ..Told::count(range) }, Told::tested()].into()
}

/// Two figures a band: how many of the group are in it, and how large a share of it they are.
fn spread(
    place: &Figure,
    last: &[u64],
    scale: Scale,
    whole: &Distribution,
    ours: &Distribution,
) -> Vec<Figure> {
    let mut in_whole = vec![0; last.len() + 1];
    let mut in_ours = vec![0; last.len() + 1];
    let mut lowest = vec![None; last.len() + 1];
    let mut above = 0;
    for &(ticks, candidates) in whole.counts().iter().rev() {
        let band = last.partition_point(|edge| *edge < above + 1);
        in_whole[band] += candidates;
        lowest[band] = Some(ticks);
        let found = ours.counts().binary_search_by_key(&ticks, |c| c.0);
        in_ours[band] += found.map_or(0, |at| ours.counts()[at].1);
        above += candidates;
    }
    let mut figures = Vec::with_capacity(2 * in_whole.len());
    for (band, (&all, &mine)) in in_whole.iter().zip(&in_ours).enumerate() {
        let from = if band == 0 { 1 } else { last[band - 1] + 1 };
        let to = last.get(band).map_or(String::new(), u64::to_string);
        let told = told(lowest[band], lowest[..band].iter().rev().find_map(|ticks| *ticks), scale);
        let mut figure = Figure { n: Some(mine), denominator: Some(count(all)), told, ..place.clone() };
        figure.group.push(Some(format!("{from}-{to}")));
        let share = Figure { measure: "share", unit: Unit::Percent, ..figure.clone() };
        if !whole.is_exact() {
            figures.extend([open_ended(figure), open_ended(share)]);
            continue;
        }
        if above == 0 {
            figures.extend([figure, share].map(|figure| figure.without_value(Status::NoDenominator)));
            continue;
        }
        let counted = |figure: Figure| Figure { numerator: Some(count(mine)), ..figure };
        figures.push(counted(figure).with_value(count(mine)));
        figures.push(match all {
            0 => counted(share).without_value(Status::NoDenominator),
            _ => {
                let percent = Rational::new(i128::from(mine) * 100, i128::from(all));
                counted(share).with_value(Value::Exact(percent))
            }
        });
    }
    figures
}
