//! Equal n-tiles (四分位组, 十等分组): how the candidates of each group are spread over equal parts of the
//! whole's ranking.

use std::borrow::Cow;

use super::arguments::Request;
use super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, Places,
    SUBJECTS, Whom,
};
use super::grouping::{blocks, chosen_subjects, grouping_keys};
use super::mean_and_rates::{count, open_ended};
use super::placement::TESTED;
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{
    AllTold, Clause, Clauses, Figure, Figures, Phrase, Range, Status, Term, Told, Unit, Value,
};
use crate::lang::Text;
use crate::number::{Rational, Scale};
use crate::tally::Distribution;

const ID: &str = "n_tiles";
/// More parts than this are no n-tiles but a list of scores.
const MOST: u64 = 1000;

pub const N_TILES: Indicator = Indicator {
    id: ID,
    name: Text::new("等分组分布", "n-tiles"),
    aliases: &["四等分", "五等分", "十等分", "四分位组", "等分组", "quartile groups", "deciles"],
    summary: Text::new(
        "把整体按名次等分为若干组，各组考生落在每一等分中的人数与份额",
        "the whole's ranking in equal parts, and how many candidates of each group are in each part",
    ),
    formula: Text::new(
        "第 k 等分含名次（k−1）N/m 以后至 kN/m 的考生；同分者不拆开，按所选的办法归入一处；份额 = 本组在该等分的人数 ÷ 本组实考人数 × 100",
        "part k holds the ranks above (k − 1)N/m up to kN/m; a tie stays whole and goes where `ties` says; share = the group's candidates in the part / its tested × 100",
    ),
    katex: r"k_i=\left\lceil \frac{r_i\,m}{N}\right\rceil",
    universe: TESTED,
    numerator: Text::new("本组在该等分的人数", "candidates of the group in the part"),
    denominator: Text::new("本组实考人数", "tested of the group"),
    aggregation: Text::new("人数相加", "counts are added"),
    unit: Unit::Persons,
    decimals: 1,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("count", Text::new("人数", "count"), Discloses::Count(Whom::Scoring))
            .shown_with(Places::AsNeeded),
        Measure::new(
            "share",
            Text::new("占本组的 %", "share of the group, %"),
            Discloses::Share { part: Whom::Scoring, whole: Whom::Scoring },
        ),
    ],
    parameters: &[
        Parameter {
            name: "tiles",
            text: Text::new(
                "等分数，2 至 1000，第 1 等分最好",
                "how many parts, 2 to 1000; the first is the best",
            ),
            kind: Kind::Count,
            default: Default::Value("4"),
            many: false,
        },
        Parameter {
            name: "ties",
            text: Text::new(
                "跨界的同分者归 better 较好、worse 较差、middle 其名次中点所在的等分",
                "where a tie across a border goes: better, worse, or the part of its middle rank",
            ),
            kind: Kind::Choice(&[
                ("better", Text::new("归较好", "by its best rank")),
                ("worse", Text::new("归较差", "by its worst rank")),
                ("middle", Text::new("按中点", "by the middle of its ranks")),
            ]),
            default: Default::Value("better"),
            many: false,
        },
        SUBJECTS,
    ],
    edges: Text::new(
        "整体无人实考：no_denominator；本组无人实考：人数 0，份额 no_denominator；等分数多于考生数：有的等分无人，人数 0；一分一段表两端合并：not_applicable；等分数小于 2 或大于 1000：报错",
        "nobody tested: no_denominator; nobody of the group tested: count 0, share no_denominator; more parts than candidates: some are empty, count 0; a published table with open ends: not_applicable; fewer than 2 or more than 1000 parts: refused",
    ),
    reference: Text::new(
        "各地质量分析通行口径（A、B、C、D 四等分）；名次 1、2、2、4",
        "usage of education bureaus (four parts A to D); ranks 1, 2, 2, 4",
    ),
    docstring: include_str!("n_tiles.txt"),
    example: Example {
        input: "考号,学校,总分\n1,甲,520\n2,甲,518\n3,乙,518\n4,乙,501\n",
        by: &["school"],
        arguments: &[("tiles", &["2"]), ("subjects", &["total"])],
        steps: Text::new(
            "共 4 人，第 1 等分为名次 1–2；518 分两人名次 2、3，最好名次 2，归第 1 等分：甲 2 人、乙 1 人；乙 1 ÷ 2 = 50.0",
            "4 candidates, the first half holds ranks 1–2; two have 518, ranks 2 and 3, best rank 2, so the first half: 甲 2, 乙 1; 乙 1 / 2 = 50.0",
        ),
        expected: &[
            Expected { measure: "count", subject: Some("total"), group: &["甲", "1"], value: "2.0" },
            Expected { measure: "count", subject: Some("total"), group: &["甲", "2"], value: "0.0" },
            Expected { measure: "share", subject: Some("total"), group: &["乙", "1"], value: "50.0" },
            Expected { measure: "count", subject: Some("total"), group: &["乙", "2"], value: "1.0" },
        ],
    },
    method: Method::Exam(n_tiles),
};

/// How the whole is parted.
struct Parting {
    tiles: u64,
    ties: Ties,
}

/// The part of a tie that reaches across a border.
#[derive(Clone, Copy)]
enum Ties {
    Better,
    Worse,
    Middle,
}

impl Parting {
    /// The part, from 0, of candidates who share the ranks after `above` up to `through`, of `all`.
    fn tile(&self, above: u64, through: u64, all: u64) -> usize {
        // Twice the rank, so that the middle of two ranks is whole.
        let doubled = match self.ties {
            Ties::Worse => 2 * u128::from(through),
            Ties::Middle => u128::from(above) + 1 + u128::from(through),
            Ties::Better => 2 * (u128::from(above) + 1),
        };
        let tile = (doubled * u128::from(self.tiles)).div_ceil(2 * u128::from(all.max(1)));
        usize::try_from(tile).map_or(0, |tile| tile.saturating_sub(1))
    }

    fn method(&self) -> Clauses {
        let ties = match self.ties {
            Ties::Better => &TIES_BETTER,
            Ties::Worse => &TIES_WORSE,
            Ties::Middle => &TIES_MIDDLE,
        };
        [EQUAL_PARTS.with([Term::chosen(self.tiles)]), Clause::from(ties)].into_iter().collect()
    }
}

static EQUAL_PARTS: Phrase = Phrase::new("equal_parts", "{} 等分", "{} equal parts");
static TIES_BETTER: Phrase = Phrase::new("tile_ties_better", "同分者归较好的等分", "ties better");
static TIES_WORSE: Phrase = Phrase::new("tile_ties_worse", "同分者归较差的等分", "ties worse");
static TIES_MIDDLE: Phrase = Phrase::new("tile_ties_middle", "同分者按名次中点归入等分", "ties middle");

fn n_tiles(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let parting = Parting {
        tiles: tiles(request)?,
        ties: match request.arguments.text("ties") {
            Some("worse") => Ties::Worse,
            Some("middle") => Ties::Middle,
            _ => Ties::Better,
        },
    };
    let method = parting.method();
    let keys = grouping_keys(request);
    let mut figures = Figures::new(keys.iter().chain(&["tile"]).map(|k| (*k).to_owned()).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        let everybody = blocks(&of_year.tally, 0);
        let wholes: Vec<Cow<'_, Distribution>> = subjects
            .iter()
            .map(|at| everybody.first().map(|all| all.distribution(*at)).unwrap_or_default())
            .collect();
        for block in blocks(&of_year.tally, keys.len()) {
            for (&at, whole) in subjects.iter().zip(&wholes) {
                let place = Figure {
                    year: of_year.year,
                    group: block.group(),
                    subject: Some(of_year.tally.subjects[at].id.as_str().into()),
                    method: method.clone(),
                    ..Figure::new(ID, "count", Unit::Persons)
                };
                let scale = of_year.tally.subjects[at].scale;
                figures.extend(spread(&place, &parting, scale, whole, &block.distribution(at)));
            }
        }
    }
    Ok(figures)
}

fn tiles(request: &Request<'_>) -> Result<u64> {
    let text = request.arguments.text("tiles").unwrap_or_default();
    let tiles = request.arguments.whole("tiles").filter(|tiles| (2..=MOST).contains(tiles));
    tiles.ok_or_else(|| Error::InvalidArgument {
        argument: "tiles".to_owned(),
        found: text.to_owned(),
        expected: Text::new("2 至 1000 的整数", "a whole number from 2 to 1000"),
    })
}

/// The candidates of a part, in the group and in all; an empty part tells of nobody.
fn told(tile: usize, lowest: &[Option<i64>], scale: Scale) -> AllTold {
    let Some(from) = lowest[tile] else { return AllTold::tested() };
    let below = lowest[..tile].iter().flatten().next_back().map(|ticks| scale.score(*ticks));
    let range = Range::between(scale.score(from), below);
    [Told::count(range), Told { whole: true, ..Told::count(range) }, Told::tested()].into()
}

fn spread(
    place: &Figure,
    parting: &Parting,
    scale: Scale,
    whole: &Distribution,
    ours: &Distribution,
) -> Vec<Figure> {
    let all = whole.tested();
    let mut counts = vec![0; usize::try_from(parting.tiles).unwrap_or(0)];
    let mut lowest = vec![None; counts.len()];
    let mut above = 0;
    for &(ticks, candidates) in whole.counts().iter().rev() {
        let tile = parting.tile(above, above + candidates, all);
        lowest[tile] = Some(ticks);
        let found = ours.counts().binary_search_by_key(&ticks, |c| c.0);
        counts[tile] += found.map_or(0, |at| ours.counts()[at].1);
        above += candidates;
    }
    let mut figures = Vec::with_capacity(2 * counts.len());
    for (at, mine) in counts.into_iter().enumerate() {
        let told = told(at, &lowest, scale);
        let mut figure =
            Figure { n: Some(mine), denominator: Some(count(ours.tested())), told, ..place.clone() };
        figure.group.push(Some((at + 1).to_string()));
        let share = Figure { measure: "share", unit: Unit::Percent, ..figure.clone() };
        if !whole.is_exact() {
            figures.extend([open_ended(figure), open_ended(share)]);
            continue;
        }
        if all == 0 {
            figures.extend([figure, share].map(|figure| figure.without_value(Status::NoDenominator)));
            continue;
        }
        let counted = |figure: Figure| Figure { numerator: Some(count(mine)), ..figure };
        figures.push(counted(figure).with_value(count(mine)));
        figures.push(match ours.tested() {
            0 => counted(share).without_value(Status::NoDenominator),
            tested => {
                let percent = Rational::new(i128::from(mine) * 100, i128::from(tested));
                counted(share).with_value(Value::Exact(percent))
            }
        });
    }
    figures
}
