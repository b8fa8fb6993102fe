//! Places in the ranking: the rank of a score, and the score of a share.

use super::arguments::{Number, Request};
use super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
    SUBJECTS, Whom,
};
use super::grouping::{count, each_table};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{AllTold, Figure, Figures, Phrase, Range, Status, Told, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::Subject;
use crate::tally::Distribution;

pub(super) const TESTED: Text = Text::new("该科有成绩的考生", "candidates with a score in the subject");
pub(super) static OPEN: Phrase = Phrase::new(
    "place_in_bucket",
    "名次落在一分一段表的合并档内",
    "the place lies inside an open bucket of the published table",
);

pub(super) const SCORES: Parameter = Parameter {
    name: "scores",
    text: Text::new("分数，可给多个", "the scores, any number"),
    kind: Kind::Points,
    default: Default::Required,
    many: true,
};

pub const LINE_FROM_SHARE: Indicator = Indicator {
    id: "line_from_share",
    name: Text::new("按比例划线", "line from a share"),
    aliases: &["比例划线", "划线", "按比例定线"],
    summary: Text::new(
        "使给定份额的考生达到的分数线，以及实际达线的份额",
        "the score that a given share of the candidates reaches, and the share that really reaches it",
    ),
    formula: Text::new(
        "分数线 = 第 ⌈份额 × 实考人数⌉ 名的分数；同分者全部达线",
        "line = score of candidate number ⌈share × tested⌉; all who share it reach it",
    ),
    katex: r"L = x_{(\lceil pN \rceil)},\qquad \frac{\#\{x_i \ge L\}}{N}\times 100",
    universe: TESTED,
    numerator: Text::new("达线人数", "candidates who reach the line"),
    denominator: Text::new("实考人数", "candidates tested"),
    aggregation: Text::new(
        "线划在一组的全体考生中；整体的线须由合并的人数重划",
        "a line is drawn among all candidates of a group; that of a whole is drawn from the pooled counts",
    ),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("score", Text::new("分数", "score"), Discloses::Scores(Whom::Scoring)),
        Measure::new(
            "reached",
            Text::new("实际达线率 %", "reached, %"),
            Discloses::Share { part: Whom::Scoring, whole: Whom::Tested },
        ),
    ],
    parameters: &[
        Parameter {
            name: "share",
            text: Text::new("份额，可给多个，如 0.4、1/3", "the shares, any number, such as 0.4 or 1/3"),
            kind: Kind::Share,
            default: Default::Required,
            many: true,
        },
        SUBJECTS,
    ],
    edges: Text::new(
        "无人实考：no_denominator；名次落在一分一段表合并档内：not_applicable",
        "nobody tested: no_denominator; a place inside an open bucket: not_applicable",
    ),
    reference: Text::new(
        "各省按计划比例划定控制线的做法；江苏 2024 一分一段表检验",
        "usage of provincial authorities; held against the Jiangsu 2024 score table",
    ),
    docstring: include_str!("line_from_share.txt"),
    example: Example {
        input: "考号,总分\n1,520\n2,518\n3,518\n4,501\n5,480\n6,缺考\n",
        by: &[],
        arguments: &[("share", &["0.3"]), ("subjects", &["total"])],
        steps: Text::new(
            "⌈0.3 × 5⌉ = 2，第 2 名 518 分；518 分有 2 人，达线 3 人，3 ÷ 5 = 60%",
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
        "最好名次 = 高于该分的人数 + 1；最后名次 = 不低于该分的人数；百分等级 = 不高于该分的人数 ÷ 实考人数 × 100",
        "best rank = candidates above + 1; worst rank = candidates with that score or more; percentile rank = candidates with that score or less / tested × 100",
    ),
    katex: r"r_{best} = \#\{x_i > s\}+1,\qquad r_{worst} = \#\{x_i \ge s\}",
    universe: TESTED,
    numerator: Text::new(
        "不高于该分的人数（百分等级）",
        "candidates with that score or less (percentile rank)",
    ),
    denominator: Text::new("实考人数", "candidates tested"),
    aggregation: Text::new(
        "人数相加后排名；名次不能相加或平均",
        "counts are added, then ranked; ranks are never added or averaged",
    ),
    unit: Unit::Number,
    decimals: 2,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("best_rank", Text::new("最好名次", "best rank"), Discloses::Scores(Whom::Scoring))
            .shown_with(Places::AsNeeded),
        Measure::new("worst_rank", Text::new("最后名次", "worst rank"), Discloses::Scores(Whom::Scoring))
            .shown_with(Places::AsNeeded),
        Measure::new(
            "percentile_rank",
            Text::new("百分等级 %", "percentile rank, %"),
            Discloses::Scores(Whom::Scoring),
        ),
    ],
    parameters: &[SCORES, SUBJECTS],
    edges: Text::new(
        "无人实考：no_denominator；无人得该分：两个名次都是得该分者会有的名次，并加说明；落在一分一段表合并档内：not_applicable",
        "nobody tested: no_denominator; nobody has the score: both ranks are the one it would have, with a note; inside an open bucket: not_applicable",
    ),
    reference: Text::new(
        "各省一分一段表的位次口径；江苏 2024 公布的各线人数检验",
        "ranks as in provincial score tables; held against the line counts published by Jiangsu 2024",
    ),
    docstring: include_str!("rank_of_score.txt"),
    example: Example {
        input: "考号,总分\n1,520\n2,518\n3,518\n4,501\n5,缺考\n",
        by: &[],
        arguments: &[("scores", &["518"]), ("subjects", &["total"])],
        steps: Text::new(
            "高于 518 的 1 人，最好名次 2；不低于的 3 人，最后名次 3；不高于的 3 人，3 ÷ 4 = 75%",
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

type Row = (Vec<Option<String>>, Figure);

/// The ticks of candidate `number` from the best, and how many have that score or more.
pub(super) struct Reached {
    pub ticks: i64,
    pub reached: u64,
}

/// `None` where there is no such candidate, or where an open bucket hides the score.
pub(super) fn candidate(distribution: &Distribution, number: u64) -> Option<Reached> {
    let mut reached = 0;
    let counts = distribution.counts();
    for (at, &(ticks, candidates)) in counts.iter().enumerate().rev() {
        reached += candidates;
        if number > 0 && reached >= number {
            return (!distribution.is_bucket(at)).then_some(Reached { ticks, reached });
        }
    }
    None
}

/// ⌈share × n⌉, exactly.
pub(super) fn number_at(share: Rational, n: u64) -> u64 {
    let number = (share * Rational::from_integer(i128::from(n))).ceil().to_integer();
    u64::try_from(number).unwrap_or(0)
}

pub(super) fn not_applicable(figure: Figure, note: &'static Phrase) -> Figure {
    Figure { note: note.into(), ..figure.without_value(Status::NotApplicable) }
}

fn line_from_share(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let shares = request.arguments.written_numbers("share");
    // A third has no decimal: it is called as it is written.
    let label = |share: &Number| match share.written.contains('/') {
        true => share.written.trim().to_owned(),
        false => plain(share.value),
    };
    each_table(exam, request, &["line"], |subject, distribution| {
        shares.iter().flat_map(|share| line(share.value, &label(share), subject, distribution)).collect()
    })
}

fn line(share: Rational, label: &str, subject: &Subject, distribution: &Distribution) -> Vec<Row> {
    let tested = distribution.tested();
    let found = candidate(distribution, number_at(share, tested));
    let of = |measure, unit| {
        let figure = Figure {
            denominator: Some(count(tested)),
            method: (&CANDIDATE_AT_SHARE).into(),
            told: AllTold::tested(),
            ..Figure::new(LINE_FROM_SHARE.id, measure, unit)
        };
        match &found {
            _ if tested == 0 => Figure { n: Some(0), ..figure.without_value(Status::NoDenominator) },
            None => not_applicable(figure, &OPEN),
            Some(found) => {
                let value = match measure {
                    "score" => subject.scale.score(found.ticks),
                    _ => Rational::new(i128::from(found.reached) * 100, i128::from(tested)),
                };
                let from = subject.scale.score(found.ticks);
                let counted = Figure {
                    n: Some(found.reached),
                    numerator: Some(count(found.reached)),
                    told: [Told::count(Range::from(from)), Told::tested()].into(),
                    ..figure
                };
                counted.with_value(Value::Exact(value))
            }
        }
    };
    let label = || vec![Some(label.to_owned())];
    vec![(label(), of("score", Unit::Points)), (label(), of("reached", Unit::Percent))]
}

fn rank_of_score(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let scores = request.arguments.numbers("scores");
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
    let reached = |ticks| Told::count(Range::from(subject.scale.score(ticks)));
    let told: AllTold = [reached(from), reached(next), Told::tested()].into();
    let of = |measure, unit| {
        let figure = Figure {
            n: at_least,
            denominator: Some(count(tested)),
            told: told.clone(),
            ..Figure::new(RANK_OF_SCORE.id, measure, unit)
        };
        let (at_least, above) = match found {
            _ if tested == 0 => return figure.without_value(Status::NoDenominator),
            None => return not_applicable(figure, &OPEN),
            Some(found) => found,
        };
        let figure = Figure { note: (at_least == above).then_some(&NOBODY_HAS_IT).into(), ..figure };
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

static CANDIDATE_AT_SHARE: Phrase = Phrase::new(
    "candidate_at_share",
    "第 ⌈份额 × 实考人数⌉ 名的分数",
    "score of candidate number ceil(share x tested)",
);
static NOBODY_HAS_IT: Phrase = Phrase::new("nobody_at_score", "无人得此分", "nobody has this score");
