//! Top-N placement (全省前百名): candidates whose rank in the province is among the first N, the rank read from
//! the province's score table.

use crate::error::Result;
use crate::exam::{Exam, YearTally};
use crate::figures::{self, Figure, Figures, Phrase, Range, Status, Told, Unit};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Parts,
    SUBJECT, Whom,
};
use crate::indicators::grouping::{Block, blocks, grouping_keys};
use crate::indicators::mean_and_rates::count;
use crate::lang::Text;
use crate::number::{Rational, Scale, plain};
use crate::tally::Distribution;

use super::TRACK;

const ID: &str = "top_rank_count";

pub const TOP_RANK_COUNT: Indicator = Indicator {
    id: ID,
    name: Text::new("全省前列人数", "top-N placement"),
    aliases: &["全省前百名", "前百名人数", "前N名人数", "高分段人数", "top 100"],
    summary: Text::new(
        "各组考生中全省位次在前 N 名的人数，位次由全省一分一段表查得",
        "candidates of each group among the province's first N, the rank read from the province's score table",
    ),
    formula: Text::new(
        "全省位次 = 全省高于该分的人数 + 1；人数 = 全省位次 ≤ N 的考生数，同分者全部计入",
        "rank = candidates of the province above the score + 1; count = candidates with rank ≤ N, all who share a score included",
    ),
    katex: r"\#\{i : \#\{\text{province}: X > X_i\}+1 \le N\}",
    universe: Text::new(
        "该科（默认总分）有成绩的考生；一分一段表分科类时，各科类对各自的表",
        "candidates with a score in the subject (the total by default); where the province has a table per track, each track against its own",
    ),
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new("人数相加", "counts are added"),
    unit: Unit::Persons,
    decimals: 0,
    layout: Layout::Single(Parts::SHARE),
    measures: &[
        Measure::new("count", Text::new("人数", "count"), Discloses::Count(Whom::Scoring)).of_admission()
    ],
    parameters: &[
        Parameter {
            name: "ranks",
            text: Text::new("前多少名，可给多个，如 100", "the ranks N, any number, such as 100"),
            kind: Kind::Count,
            default: Default::Value("100"),
            many: true,
        },
        SUBJECT,
    ],
    edges: Text::new(
        "该年或该科类没有全省表：missing_input；第 N 名落在合并档内而本组有人在该档：not_applicable；某分以上的本地人数多于全省（表不对）：not_applicable；无人实考：no_denominator",
        "no table of the year or track: missing_input; rank N inside the open top bucket and candidates of the group in it: not_applicable; more candidates of ours above a score than the province has (another table): not_applicable; nobody tested: no_denominator",
    ),
    reference: Text::new(
        "靖江市 2011 年年报（全省前百名 13 人）；江苏 2024 一分一段表检验",
        "Jingjiang annual report 2011 (13 in the province's first hundred); held against the Jiangsu 2024 table",
    ),
    docstring: include_str!("top_rank_count.txt"),
    example: Example {
        input: "考号,总分\n1,690\n2,688\n3,687\n4,650\n5,缺考\n",
        by: &[],
        arguments: &[("ranks", &["3", "5"])],
        steps: Text::new(
            "全省表：690 分 2 人，688 分 2 人，687 分 3 人；690 分位次 1,688 分位次 3,687 分位次 5，都含同分者：前 3 名 2 人，前 5 名 3 人",
            "the province: 2 at 690, 2 at 688, 3 at 687; 690 has rank 1, 688 rank 3, 687 rank 5, ties included: 2 among the first 3, 3 among the first 5",
        ),
        expected: &[
            Expected { measure: "count", subject: Some("total"), group: &["3"], value: "2" },
            Expected { measure: "count", subject: Some("total"), group: &["5"], value: "3" },
        ],
    },
    method: Method::Against(
        top_rank_count,
        "分数,人数,累计人数\n690,2,2\n688,2,4\n687,3,7\n650,40,47\n649,1,48\n",
    ),
};

/// The candidates of a group in one track and the province's table for them.
struct Part<'a> {
    /// `None` where candidates of all tracks are together.
    track: Option<&'a str>,
    ours: &'a Distribution,
    province: Option<Distribution>,
}

fn top_rank_count(exam: &Exam, province: &Exam, request: &Request<'_>) -> Result<Figures> {
    let subject = request.arguments.text("subject").unwrap_or_default();
    let by = grouping_keys(request);
    let by_track = province.keys().iter().any(|key| key == TRACK);
    let tables = province.by_year(if by_track { &[TRACK] } else { &[] })?;
    let mut keys = by.clone();
    keys.extend((by_track && !by.contains(&TRACK)).then_some(TRACK));
    let mut figures = Figures::new(by.iter().map(|k| (*k).to_owned()).chain(["rank".to_owned()]).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let at = of_year.tally.subject_index(subject)?;
        let track_at = by_track.then(|| of_year.tally.key_index(TRACK)).transpose()?;
        let table =
            tables.iter().find(|t| t.year.is_none() || of_year.year.is_none() || t.year == of_year.year);
        let scales =
            [of_year.tally.subjects[at].scale, scale_of(table, subject)?.unwrap_or(Scale::of_decimals(0))];
        for block in blocks(&of_year.tally, by.len()) {
            let parts = parts(&block, table, subject, at, track_at)?;
            for rank in request.arguments.numbers("ranks") {
                let mut group = block.group();
                group.push(Some(plain(rank)));
                let figure = Figure {
                    year: of_year.year,
                    group,
                    subject: Some(subject.into()),
                    ..Figure::new(ID, "count", Unit::Persons)
                };
                figures.push(placed(figure, &parts, scales, u64::try_from(rank.to_integer()).unwrap_or(0)));
            }
        }
    }
    Ok(figures)
}

fn scale_of(table: Option<&YearTally>, subject: &str) -> Result<Option<Scale>> {
    table.map(|t| Ok(t.tally.subjects[t.tally.subject_index(subject)?].scale)).transpose()
}

/// The tracks of a block, each with its table.
fn parts<'a>(
    block: &Block<'a>,
    table: Option<&YearTally>,
    subject: &str,
    at: usize,
    track_at: Option<usize>,
) -> Result<Vec<Part<'a>>> {
    let mut parts = Vec::new();
    for group in block.groups {
        let track = track_at.map(|at| group.labels[at].as_str());
        let province = match table {
            None => None,
            Some(table) => {
                let place = table.tally.subject_index(subject)?;
                let mut own =
                    table.tally.groups.iter().filter(|g| track.is_none_or(|track| g.labels[0] == track));
                own.next().map(|group| group.distributions[place].clone())
            }
        };
        parts.push(Part { track, ours: &group.distributions[at], province });
    }
    Ok(parts)
}

fn placed(figure: Figure, parts: &[Part<'_>], scales: [Scale; 2], rank: u64) -> Figure {
    let tested: u64 = parts.iter().map(|part| part.ours.tested()).sum();
    let figure = Figure { n: Some(tested), method: (&BY_PROVINCE).into(), ..figure };
    if tested == 0 {
        return figure.without_value(Status::NoDenominator);
    }
    let noted =
        |note: &'static Phrase, status| Figure { note: note.into(), ..figure.clone().without_value(status) };
    let mut found = 0;
    let mut told = Vec::new();
    for part in parts.iter().filter(|part| part.ours.tested() > 0) {
        let Some(province) = &part.province else {
            return noted(&NO_TABLE, Status::MissingInput);
        };
        match among_first(part.ours, province, scales, rank) {
            Ok(count) => {
                found += count;
                told.push(part.told(count, scales[0]));
            }
            Err(why) => return noted(why, Status::NotApplicable),
        }
    }
    Figure { told: [Told::count_of(told), Told::tested()].into(), ..figure }.with_value(count(found))
}

impl Part<'_> {
    /// The best `count` of ours, who are those from the lowest score among them on.
    fn told(&self, count: u64, scale: Scale) -> figures::Part {
        let mut reached = 0;
        let lowest = self.ours.counts().iter().rev().take_while(|(_, candidates)| {
            let further = reached < count;
            reached += candidates;
            further
        });
        let range = match lowest.last() {
            Some((ticks, _)) => Range::from(scale.score(*ticks)),
            None => Range::between(Rational::from_integer(0), Some(Rational::from_integer(0))),
        };
        figures::Part::of(self.track.map(|track| (TRACK.to_owned(), track.to_owned())), range)
    }
}

/// How many of ours have at most `rank`; why that cannot be said.
fn among_first(
    ours: &Distribution,
    province: &Distribution,
    [scale, their_scale]: [Scale; 2],
    rank: u64,
) -> std::result::Result<u64, &'static Phrase> {
    let mut found = 0;
    for &(ticks, candidates) in ours.counts().iter().rev() {
        let score = scale.score(ticks);
        let from = their_scale.ticks_at_least(score);
        let next = their_scale.ticks(score).map_or(from, |ticks| ticks.saturating_add(1));
        let at_least = province.at_least(from);
        if at_least.is_some_and(|theirs| theirs < found + candidates) {
            return Err(&MORE_THAN_PROVINCE);
        }
        match (province.at_least(next), at_least) {
            (Some(above), _) if above < rank => found += candidates,
            (Some(_), _) => break,
            // Inside the open top bucket: its worst rank may tell, its best one does not.
            (None, _) if bucket(province) <= rank => found += candidates,
            (None, _) => return Err(&super::super::placement::OPEN),
        }
    }
    Ok(found)
}

/// The candidates of the open top bucket: the worst rank in it.
fn bucket(province: &Distribution) -> u64 {
    province.counts().last().map_or(0, |(_, candidates)| *candidates)
}

static BY_PROVINCE: Phrase =
    Phrase::new("rank_in_province", "位次由全省一分一段表查得", "rank in the province's score table");
static NO_TABLE: Phrase = Phrase::new(
    "no_province_table",
    "没有该年、该科类的全省一分一段表",
    "no score table of the province for this year and track",
);
static MORE_THAN_PROVINCE: Phrase = Phrase::new(
    "more_than_province",
    "本地人数多于全省该分人数，一分一段表不对",
    "more candidates than the province has at this score",
);
