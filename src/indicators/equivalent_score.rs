//! Equivalent scores (同位分): the score of another year at the same place in the ranking.

use super::arguments::Request;
use super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, SUBJECT,
};
use super::grouping::{Block, blocks, grouping_keys};
use super::mean_and_rates::count;
use super::placement::{OPEN, SCORES, TESTED, candidate, not_applicable, number_at};
use crate::error::{Error, Result};
use crate::exam::{Exam, YearTally};
use crate::figures::{Clause, Figure, Figures, Phrase, Range, Status, Term, Told, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::Subject;
use crate::tally::Distribution;

pub const EQUIVALENT_SCORE: Indicator = Indicator {
    id: "equivalent_score",
    name: Text::new("同位分", "equivalent score"),
    aliases: &["等位分", "等效分", "equipercentile"],
    summary: Text::new(
        "一年的分数在另一年处于同一位置的分数",
        "the score of another year that stands at the same place as a score of this one",
    ),
    formula: Text::new(
        "该分的最后名次 c；同位分 = 另一年第 ⌈c × N₂ ÷ N₁⌉ 名的分数（同名次口径：第 c 名）",
        "c = worst rank of the score; equivalent = score of number ⌈c × N₂ / N₁⌉ in the other year (same rank: number c)",
    ),
    katex: r"y = y_{(\lceil c\,N_2/N_1 \rceil)},\qquad c = \#\{x_i \ge x\}",
    universe: TESTED,
    numerator: Text::new("不低于该分的人数", "candidates with that score or more"),
    denominator: Text::new("当年实考人数", "candidates tested in the year of the score"),
    aggregation: Text::new(
        "由每组两年的人数分布直接得出，不由各部分推算",
        "read from the two distributions of each group, never from those of its parts",
    ),
    unit: Unit::Points,
    decimals: 1,
    layout: Layout::Listed,
    measures: &[Measure::new("equivalent", Text::new("同位分", "equivalent score"), Discloses::Shares)],
    parameters: &[
        SCORES,
        year("from_year", Text::new("分数所在的年份", "the year of the scores")),
        year("to_year", Text::new("换算到的年份", "the year in which the equivalent is sought")),
        Parameter {
            name: "place",
            text: Text::new(
                "同位：share 占实考人数的份额相同（默认），rank 名次相同",
                "the same place: the same share of those tested, or the same rank",
            ),
            kind: Kind::Choice(&[
                ("share", Text::new("同份额", "the same share of those tested")),
                ("rank", Text::new("同名次", "the same rank")),
            ]),
            default: Default::Value("share"),
            many: false,
        },
        SUBJECT,
    ],
    edges: Text::new(
        "无人实考：no_denominator；另一年没有该组或该年：missing_input；无人达到该分、另一年没有该名次、落在合并档内：not_applicable",
        "nobody tested: no_denominator; the group or year is not at hand: missing_input; nobody reaches the score, no such rank in the other year, or an open bucket: not_applicable",
    ),
    reference: Text::new(
        "等百分位等值（Kolen & Brennan 2014，第 2 章）的离散形式；各省同位分做法",
        "the discrete form of equipercentile equating (Kolen & Brennan 2014, ch. 2); provincial usage",
    ),
    docstring: include_str!("equivalent_score.txt"),
    example: Example {
        input: "年份,考号,总分\n2023,1,600\n2023,2,580\n2023,3,560\n2023,4,540\n2024,5,620\n2024,6,590\n",
        by: &[],
        arguments: &[("scores", &["590"]), ("from_year", &["2024"]), ("to_year", &["2023"])],
        steps: Text::new(
            "2024 年 590 分最后名次 2（共 2 人）；2023 年第 ⌈2 × 4 ÷ 2⌉ = 4 名为 540 分",
            "590 has worst rank 2 of 2 in 2024; number ⌈2 × 4 / 2⌉ = 4 of 2023 has 540",
        ),
        expected: &[Expected {
            measure: "equivalent",
            subject: Some("total"),
            group: &["590"],
            value: "540.0",
        }],
    },
    method: Method::Exam(equivalent_score),
};

const fn year(name: &'static str, text: Text) -> Parameter {
    Parameter { name, text, kind: Kind::Count, default: Default::Required, many: false }
}

fn equivalent_score(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let keys = grouping_keys(request);
    let years = exam.by_year(&keys)?;
    let (from_name, to_name) = ("from_year", "to_year");
    let (from, to) = (of_year(&years, request, from_name)?, of_year(&years, request, to_name)?);
    let same_rank = request.arguments.text("place") == Some("rank");
    let id = request.arguments.text("subject").unwrap_or_default();
    let (at, other) = (from.tally.subject_index(id)?, to.tally.subject_index(id)?);
    let theirs = blocks(&to.tally, keys.len());
    let mut figures = Figures::new(keys.iter().chain(&["score"]).map(|k| (*k).to_owned()).collect());
    for block in blocks(&from.tally, keys.len()) {
        let ours = block.distribution(at);
        let target =
            theirs.iter().find(|b: &&Block<'_>| b.labels == block.labels).map(|b| b.distribution(other));
        for score in request.arguments.numbers("scores") {
            let figure = Figure {
                year: from.year,
                group: block.group().with(Some(plain(score).into())),
                subject: Some(id.into()),
                method: [
                    EQUATED_TO.with([Term::chosen(to.year.unwrap_or(0))]),
                    Clause::from(if same_rank { &SAME_RANK } else { &SAME_SHARE }),
                ]
                .into_iter()
                .collect(),
                ..Figure::new(EQUIVALENT_SCORE.id, "equivalent", Unit::Points)
            };
            let (mine, their) = (&from.tally.subjects[at], &to.tally.subjects[other]);
            figures.push(equivalent(
                figure,
                (mine, &ours, score),
                (their, target.as_deref(), to.year),
                same_rank,
            ));
        }
    }
    Ok(figures)
}

fn equivalent(
    figure: Figure,
    (subject, ours, score): (&Subject, &Distribution, Rational),
    (other, theirs, their_year): (&Subject, Option<&Distribution>, Option<i32>),
    same_rank: bool,
) -> Figure {
    let figure = Figure { denominator: Some(count(ours.tested())), ..figure };
    let Some(theirs) = theirs else {
        return Figure { note: (&NO_GROUP).into(), ..figure.without_value(Status::MissingInput) };
    };
    if ours.tested() == 0 || theirs.tested() == 0 {
        return figure.without_value(Status::NoDenominator);
    }
    let Some(reached) = ours.at_least(subject.scale.ticks_at_least(score)) else {
        return not_applicable(figure, &OPEN);
    };
    let figure = Figure {
        n: Some(reached),
        numerator: Some(count(reached)),
        told: [Told::count(Range::from(score)), Told::tested()].into(),
        ..figure
    };
    if reached == 0 {
        return not_applicable(figure, &NOBODY_REACHES);
    }
    let number = match same_rank {
        true => reached,
        false => number_at(Rational::new(i128::from(reached), i128::from(ours.tested())), theirs.tested()),
    };
    if number > theirs.tested() {
        return not_applicable(figure, &FEWER_CANDIDATES);
    }
    match candidate(theirs, number) {
        Some(found) => {
            let equivalent = other.scale.score(found.ticks);
            let of_theirs = [Told::count(Range::from(equivalent)), Told::tested()];
            let of_theirs = of_theirs.map(|told| Told { year: their_year, ..told });
            Figure { told: figure.told.and(of_theirs), ..figure }.with_value(Value::Exact(equivalent))
        }
        None => not_applicable(figure, &OPEN),
    }
}

/// The tally of the year that an argument names; refused where the data do not have it.
fn of_year<'a>(years: &'a [YearTally], request: &Request<'_>, name: &str) -> Result<&'a YearTally> {
    let wanted = request.arguments.text(name).unwrap_or_default();
    let year = wanted.trim().parse::<i32>().ok();
    years.iter().find(|of| of.year.is_some() && of.year == year).ok_or_else(|| Error::InvalidArgument {
        argument: name.to_owned(),
        found: wanted.to_owned(),
        expected: Text::new("数据中有的年份", "a year that the data have"),
    })
}

static EQUATED_TO: Phrase = Phrase::new("equated_to", "换算到 {} 年", "equated to {}");
static SAME_SHARE: Phrase = Phrase::new("same_share", "占实考人数的份额相同", "same share");
static SAME_RANK: Phrase = Phrase::new("same_rank", "名次相同", "same rank");
static NO_GROUP: Phrase =
    Phrase::new("group_not_in_other_year", "另一年没有该组", "the group is not at hand in the other year");
static NOBODY_REACHES: Phrase =
    Phrase::new("nobody_reaches_score", "无人达到此分", "nobody reaches this score");
static FEWER_CANDIDATES: Phrase =
    Phrase::new("fewer_in_other_year", "另一年的考生不足此名次", "the other year has fewer candidates");
