//! Places in the ranking: the rank of a score, the score of a share, the score of the same place in another year.

use super::Request;
use super::grouping::{Block, blocks, each_table, grouping_keys};
use super::mean_and_rates::count;
use super::registry::{
    Default, Disclosure, Example, Expected, Indicator, Kind, Method, Parameter, SUBJECT, SUBJECTS,
};
use crate::error::{Error, Result};
use crate::exam::{Exam, YearTally};
use crate::figures::{Figure, Figures, Status, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::Subject;
use crate::tally::Distribution;

const TESTED: Text = Text::new("该科有成绩的考生", "candidates with a score in the subject");
const OPEN: &str = "the place lies inside an open bucket of the published table";

const SCORES: Parameter = Parameter {
    name: "scores",
    text: Text::new("分数,可给多个", "the scores, any number"),
    kind: Kind::Points,
    default: Default::Required,
    many: true,
};

pub const LINE_FROM_SHARE: Indicator = Indicator {
    id: "line_from_share",
    name: Text::new("按比例划线", "line from a share"),
    aliases: &["比例划线", "划线", "按比例定线"],
    summary: Text::new(
        "使给定份额的考生达到的分数线,以及实际达线的份额",
        "the score that a given share of the candidates reaches, and the share that really reaches it",
    ),
    formula: Text::new(
        "分数线 = 第 ⌈份额 × 实考人数⌉ 名的分数;同分者全部达线",
        "line = score of candidate number ⌈share × tested⌉; all who share it reach it",
    ),
    katex: r"L = x_{(\lceil pN \rceil)},\qquad \frac{\#\{x_i \ge L\}}{N}\times 100",
    universe: TESTED,
    numerator: Text::new("达线人数", "candidates who reach the line"),
    denominator: Text::new("实考人数", "candidates tested"),
    aggregation: Text::new(
        "线划在一组的全体考生中;整体的线须由合并的人数重划",
        "a line is drawn among all candidates of a group; that of a whole is drawn from the pooled counts",
    ),
    unit: Unit::Points,
    decimals: 2,
    measures: &[("score", Text::new("分数线", "line")), ("reached", Text::new("实际达线率 %", "reached, %"))],
    parameters: &[
        Parameter {
            name: "share",
            text: Text::new("份额,可给多个,如 0.4", "the shares, any number, such as 0.4"),
            kind: Kind::Share,
            default: Default::Required,
            many: true,
        },
        SUBJECTS,
    ],
    edges: Text::new(
        "无人实考:no_denominator;名次落在一分一段表合并档内:not_applicable",
        "nobody tested: no_denominator; a place inside an open bucket: not_applicable",
    ),
    disclosure: Disclosure::Pupils,
    reference: Text::new(
        "各省按计划比例划定控制线的做法;江苏 2024 一分一段表检验",
        "usage of provincial authorities; held against the Jiangsu 2024 score table",
    ),
    example: Example {
        input: "考号,总分\n1,520\n2,518\n3,518\n4,501\n5,480\n6,缺考\n",
        by: &[],
        arguments: &[("share", &["0.3"]), ("subjects", &["total"])],
        steps: Text::new(
            "⌈0.3 × 5⌉ = 2,第 2 名 518 分;518 分有 2 人,达线 3 人,3 ÷ 5 = 60%",
            "⌈0.3 × 5⌉ = 2: number 2 has 518; two have 518, so 3 reach it, 3 / 5 = 60 %",
        ),
        expected: &[
            Expected { measure: "score", subject: Some("total"), group: &["0.3"], value: "518.00" },
            Expected { measure: "reached", subject: Some("total"), group: &["0.3"], value: "60.00" },
        ],
    },
    method: Method::Exam(line_from_share),
};

pub const RANK_OF_SCORE: Indicator = Indicator {
    id: "rank_of_score",
    name: Text::new("分数的位次", "rank of a score"),
    aliases: &["位次", "名次", "分数查位次"],
    summary: Text::new(
        "给定分数的最好名次、最后名次与百分等级",
        "best and worst rank and percentile rank of a given score",
    ),
    formula: Text::new(
        "最好名次 = 高于该分的人数 + 1;最后名次 = 不低于该分的人数;百分等级 = 不高于该分的人数 ÷ 实考人数 × 100",
        "best rank = candidates above + 1; worst rank = candidates with that score or more; percentile rank = candidates with that score or less / tested × 100",
    ),
    katex: r"r_{best} = \#\{x_i > s\}+1,\qquad r_{worst} = \#\{x_i \ge s\}",
    universe: TESTED,
    numerator: Text::new(
        "不高于该分的人数(百分等级)",
        "candidates with that score or less (percentile rank)",
    ),
    denominator: Text::new("实考人数", "candidates tested"),
    aggregation: Text::new(
        "人数相加后排名;名次不能相加或平均",
        "counts are added, then ranked; ranks are never added or averaged",
    ),
    unit: Unit::Number,
    decimals: 2,
    measures: &[
        ("best_rank", Text::new("最好名次", "best rank")),
        ("worst_rank", Text::new("最后名次", "worst rank")),
        ("percentile_rank", Text::new("百分等级 %", "percentile rank, %")),
    ],
    parameters: &[SCORES, SUBJECTS],
    edges: Text::new(
        "无人实考:no_denominator;无人得该分:两个名次都是得该分者会有的名次,并加说明;落在一分一段表合并档内:not_applicable",
        "nobody tested: no_denominator; nobody has the score: both ranks are the one it would have, with a note; inside an open bucket: not_applicable",
    ),
    disclosure: Disclosure::Pupils,
    reference: Text::new(
        "各省一分一段表的位次口径;江苏 2024 公布的各线人数检验",
        "ranks as in provincial score tables; held against the line counts published by Jiangsu 2024",
    ),
    example: Example {
        input: "考号,总分\n1,520\n2,518\n3,518\n4,501\n5,缺考\n",
        by: &[],
        arguments: &[("scores", &["518"]), ("subjects", &["total"])],
        steps: Text::new(
            "高于 518 的 1 人,最好名次 2;不低于的 3 人,最后名次 3;不高于的 3 人,3 ÷ 4 = 75%",
            "1 above 518: best rank 2; 3 with 518 or more: worst rank 3; 3 with 518 or less: 3 / 4 = 75 %",
        ),
        expected: &[
            Expected { measure: "best_rank", subject: Some("total"), group: &["518"], value: "2.00" },
            Expected { measure: "worst_rank", subject: Some("total"), group: &["518"], value: "3.00" },
            Expected { measure: "percentile_rank", subject: Some("total"), group: &["518"], value: "75.00" },
        ],
    },
    method: Method::Exam(rank_of_score),
};

pub const EQUIVALENT_SCORE: Indicator = Indicator {
    id: "equivalent_score",
    name: Text::new("同位分", "equivalent score"),
    aliases: &["等位分", "等效分", "equipercentile"],
    summary: Text::new(
        "一年的分数在另一年处于同一位置的分数",
        "the score of another year that stands at the same place as a score of this one",
    ),
    formula: Text::new(
        "该分的最后名次 c;同位分 = 另一年第 ⌈c × N₂ ÷ N₁⌉ 名的分数(同名次口径:第 c 名)",
        "c = worst rank of the score; equivalent = score of number ⌈c × N₂ / N₁⌉ in the other year (same rank: number c)",
    ),
    katex: r"y = y_{(\lceil c\,N_2/N_1 \rceil)},\qquad c = \#\{x_i \ge x\}",
    universe: TESTED,
    numerator: Text::new("不低于该分的人数", "candidates with that score or more"),
    denominator: Text::new("当年实考人数", "candidates tested in the year of the score"),
    aggregation: Text::new(
        "由每组两年的人数分布直接得出,不由各部分推算",
        "read from the two distributions of each group, never from those of its parts",
    ),
    unit: Unit::Points,
    decimals: 1,
    measures: &[("equivalent", Text::new("同位分", "equivalent score"))],
    parameters: &[
        SCORES,
        year("from_year", Text::new("分数所在的年份", "the year of the scores")),
        year("to_year", Text::new("换算到的年份", "the year in which the equivalent is sought")),
        Parameter {
            name: "place",
            text: Text::new(
                "同位:share 占实考人数的份额相同(默认),rank 名次相同",
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
        "无人实考:no_denominator;另一年没有该组或该年:missing_input;无人达到该分、另一年没有该名次、落在合并档内:not_applicable",
        "nobody tested: no_denominator; the group or year is not at hand: missing_input; nobody reaches the score, no such rank in the other year, or an open bucket: not_applicable",
    ),
    disclosure: Disclosure::Pupils,
    reference: Text::new(
        "等百分位等值(Kolen & Brennan 2014,第 2 章)的离散形式;各省同位分做法",
        "the discrete form of equipercentile equating (Kolen & Brennan 2014, ch. 2); provincial usage",
    ),
    example: Example {
        input: "年份,考号,总分\n2023,1,600\n2023,2,580\n2023,3,560\n2023,4,540\n2024,5,620\n2024,6,590\n",
        by: &[],
        arguments: &[("scores", &["590"]), ("from_year", &["2024"]), ("to_year", &["2023"])],
        steps: Text::new(
            "2024 年 590 分最后名次 2(共 2 人);2023 年第 ⌈2 × 4 ÷ 2⌉ = 4 名为 540 分",
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

type Row = (Vec<Option<String>>, Figure);

/// The ticks of candidate `number` from the best, and how many have that score or more.
struct Reached {
    ticks: i64,
    reached: u64,
}

/// `None` where there is no such candidate, or where an open bucket hides the score.
fn candidate(distribution: &Distribution, number: u64) -> Option<Reached> {
    let mut reached = 0;
    let counts = distribution.counts();
    for (at, &(ticks, candidates)) in counts.iter().enumerate().rev() {
        reached += candidates;
        if number > 0 && reached >= number {
            let in_top = at + 1 == counts.len() && distribution.open_top().is_some();
            let in_bottom = at == 0 && distribution.open_bottom().is_some();
            return (!in_top && !in_bottom).then_some(Reached { ticks, reached });
        }
    }
    None
}

/// ⌈share × n⌉, exactly.
fn number_at(share: Rational, n: u64) -> u64 {
    let number = (share * Rational::from_integer(i128::from(n))).ceil().to_integer();
    u64::try_from(number).unwrap_or(0)
}

fn not_applicable(figure: Figure, note: &str) -> Figure {
    Figure { note: note.to_owned(), ..figure.without_value(Status::NotApplicable) }
}

fn numbers(request: &Request<'_>, name: &str) -> Vec<Rational> {
    let read = |text: &String| crate::number::Decimal::parse(text.trim().as_bytes());
    request.arguments.all(name).iter().filter_map(read).map(|number| number.to_rational()).collect()
}

fn line_from_share(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let shares = numbers(request, "share");
    each_table(exam, request, &["line"], |subject, distribution| {
        shares.iter().flat_map(|share| line(*share, subject, distribution)).collect()
    })
}

fn line(share: Rational, subject: &Subject, distribution: &Distribution) -> Vec<Row> {
    let tested = distribution.tested();
    let found = candidate(distribution, number_at(share, tested));
    let of = |measure, unit| {
        let figure = Figure {
            denominator: Some(count(tested)),
            method: format!("candidate number {}", number_at(share, tested)).into(),
            ..Figure::new(LINE_FROM_SHARE.id, measure, unit)
        };
        match &found {
            _ if tested == 0 => Figure { n: Some(0), ..figure.without_value(Status::NoDenominator) },
            None => not_applicable(figure, OPEN),
            Some(found) => {
                let value = match measure {
                    "score" => subject.scale.score(found.ticks),
                    _ => Rational::new(i128::from(found.reached) * 100, i128::from(tested)),
                };
                let counted =
                    Figure { n: Some(found.reached), numerator: Some(count(found.reached)), ..figure };
                counted.with_value(Value::Exact(value))
            }
        }
    };
    let label = || vec![Some(plain(share))];
    vec![(label(), of("score", Unit::Points)), (label(), of("reached", Unit::Percent))]
}

fn rank_of_score(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let scores = numbers(request, "scores");
    each_table(exam, request, &["score"], |subject, distribution| {
        scores.iter().flat_map(|score| ranks(*score, subject, distribution)).collect()
    })
}

fn ranks(score: Rational, subject: &Subject, distribution: &Distribution) -> Vec<Row> {
    let tested = distribution.tested();
    let from = subject.scale.ticks_at_least(score);
    let next = subject.scale.ticks(score).map_or(from, |ticks| ticks.saturating_add(1));
    let at_least = distribution.at_least(from);
    let found = at_least.zip(distribution.at_least(next));
    let of = |measure, unit| {
        let figure = Figure {
            n: at_least,
            denominator: Some(count(tested)),
            ..Figure::new(RANK_OF_SCORE.id, measure, unit)
        };
        let (at_least, above) = match found {
            _ if tested == 0 => return figure.without_value(Status::NoDenominator),
            None => return not_applicable(figure, OPEN),
            Some(found) => found,
        };
        let note = if at_least == above { "nobody has this score" } else { "" };
        let figure = Figure { note: note.to_owned(), ..figure };
        match measure {
            "best_rank" => figure.with_value(count(above + 1)),
            "worst_rank" => figure.with_value(count(at_least.max(above + 1))),
            _ => {
                let below = tested - above;
                let share = Rational::new(i128::from(below) * 100, i128::from(tested));
                Figure { numerator: Some(count(below)), ..figure.with_value(Value::Exact(share)) }
            }
        }
    };
    let measures =
        [("best_rank", Unit::Number), ("worst_rank", Unit::Number), ("percentile_rank", Unit::Percent)];
    measures.into_iter().map(|(measure, unit)| (vec![Some(plain(score))], of(measure, unit))).collect()
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
        for score in numbers(request, "scores") {
            let figure = Figure {
                year: from.year,
                group: block.group().into_iter().chain([Some(plain(score))]).collect(),
                subject: Some(id.to_owned()),
                method: format!(
                    "to {}; same {}",
                    to.year.unwrap_or(0),
                    if same_rank { "rank" } else { "share" }
                )
                .into(),
                ..Figure::new(EQUIVALENT_SCORE.id, "equivalent", Unit::Points)
            };
            let (mine, their) = (&from.tally.subjects[at], &to.tally.subjects[other]);
            figures.rows.push(equivalent(figure, (mine, &ours, score), (their, target.as_ref()), same_rank));
        }
    }
    Ok(figures)
}

fn equivalent(
    figure: Figure,
    (subject, ours, score): (&Subject, &Distribution, Rational),
    (other, theirs): (&Subject, Option<&Distribution>),
    same_rank: bool,
) -> Figure {
    let figure = Figure { denominator: Some(count(ours.tested())), ..figure };
    let Some(theirs) = theirs else {
        let note = "the group is not at hand in the other year".to_owned();
        return Figure { note, ..figure.without_value(Status::MissingInput) };
    };
    if ours.tested() == 0 || theirs.tested() == 0 {
        return figure.without_value(Status::NoDenominator);
    }
    let Some(reached) = ours.at_least(subject.scale.ticks_at_least(score)) else {
        return not_applicable(figure, OPEN);
    };
    let figure = Figure { n: Some(reached), numerator: Some(count(reached)), ..figure };
    if reached == 0 {
        return not_applicable(figure, "nobody reaches this score");
    }
    let number = match same_rank {
        true => reached,
        false => number_at(Rational::new(i128::from(reached), i128::from(ours.tested())), theirs.tested()),
    };
    if number > theirs.tested() {
        return not_applicable(figure, "the other year has fewer candidates");
    }
    match candidate(theirs, number) {
        Some(found) => figure.with_value(Value::Exact(other.scale.score(found.ticks))),
        None => not_applicable(figure, OPEN),
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
