//! Borderline candidates (临界生): those near a line, by three conventions.

use super::super::arguments::Request;
use super::super::definition::{
    Default, Discloses, Example, Expected, Indicator, Kind, Layout, Measure, Method, Parameter, SUBJECT, Whom,
};
use super::super::lines::CutScore;
use super::super::mean_and_rates::percentage;
use super::each_line::at_lines;
use super::{AtLine, LINES, Part, at_least, inside_bucket, left_out_note};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{AllTold, Clause, Figure, Figures, Phrase, Range, Status, Term, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, Scale};
use crate::tally::Distribution;

const ID: &str = "borderline";

pub const BORDERLINE: Indicator = Indicator {
    id: ID,
    name: Text::new("临界生", "borderline candidates"),
    aliases: &["临界生人数", "踩线生", "边缘生", "near the line"],
    summary: Text::new(
        "分数在线附近的考生人数及其占实考人数的百分比，三种口径",
        "candidates near a line, and their share of those tested, by three conventions",
    ),
    formula: Text::new(
        "线下：L − b ≤ X < L；线上线下：|X − L| ≤ b；分上下：线上 L ≤ X < L + a，线下 L − b ≤ X < L",
        "below: L − b ≤ X < L; both_sides: |X − L| ≤ b; split: above L ≤ X < L + a, below L − b ≤ X < L",
    ),
    katex: r"\#\{L-b \le X_i < L\},\quad \#\{|X_i-L|\le b\},\quad \#\{L\le X_i<L+a\}",
    universe: Text::new(
        "有成绩的考生；线按科类给出时，没有线的科类不计入，并在说明中写明人数",
        "candidates with a score; where lines are by track, tracks without a line are left out and counted in the note",
    ),
    numerator: Text::new("分数在所选区间内的人数", "candidates with a score in the window"),
    denominator: Text::new("实考人数（仅占比）", "tested (of `share` only)"),
    aggregation: Text::new("各部分人数分别相加后再相除", "counts of the parts are added, then divided"),
    unit: Unit::Persons,
    decimals: 1,
    layout: Layout::Listed,
    measures: &[
        Measure::new(
            "count",
            Text::new("临界生人数", "borderline candidates"),
            Discloses::Count(Whom::Scoring),
        ),
        Measure::new(
            "above",
            Text::new("其中线上", "of them at or above the line"),
            Discloses::Count(Whom::Scoring),
        ),
        Measure::new(
            "below",
            Text::new("其中线下", "of them below the line"),
            Discloses::Count(Whom::Scoring),
        ),
        Measure::new(
            "share",
            Text::new("占实考人数的百分比", "per cent of those tested"),
            Discloses::Share { part: Whom::Scoring, whole: Whom::Tested },
        ),
    ],
    parameters: &[
        LINES,
        Parameter {
            name: "convention",
            text: Text::new(
                "口径：below 线下 b 分以内，both_sides 线上线下各 b 分以内，split 线上 a 分、线下 b 分",
                "the convention: below, both_sides or split",
            ),
            kind: Kind::Choice(&[
                ("below", Text::new("线下", "up to b points below the line")),
                ("both_sides", Text::new("线上线下", "within b points of the line, both ends included")),
                ("split", Text::new("分上下", "less than a points above, up to b points below")),
            ]),
            default: Default::Value("below"),
            many: false,
        },
        Parameter {
            name: "width",
            text: Text::new("宽度 b（分）", "the width b in points"),
            kind: Kind::Points,
            default: Default::Value("10"),
            many: false,
        },
        Parameter {
            name: "width_above",
            text: Text::new(
                "线上宽度 a（分），仅用于 split；不给则同 b",
                "the width a above the line, for `split` only; b if not given",
            ),
            kind: Kind::Points,
            default: Default::Nothing,
            many: false,
        },
        SUBJECT,
    ],
    edges: Text::new(
        "没有人实考：no_denominator；该年没有线：missing_input；区间端点落在一分一段表的合并档内：not_applicable；below 口径下的 above:not_applicable；非 split 而给 width_above：报错",
        "nobody tested: no_denominator; no line of that year: missing_input; an end of the window inside an open bucket of a published table: not_applicable; `above` under `below`: not_applicable; width_above without split: refused",
    ),
    reference: Text::new(
        "各地成绩分析惯例；三种口径并存，须写明",
        "usage of examination offices; three conventions are in use and must be named",
    ),
    docstring: include_str!("borderline.txt"),
    example: Example {
        input: "考号,总分\n1,510\n2,505\n3,500\n4,495\n5,490\n6,480\n",
        by: &[],
        arguments: &[("lines", &["本二=500"]), ("convention", &["both_sides"]), ("width", &["10"])],
        steps: Text::new(
            "490 至 510（含两端）：510、505、500 在线上，495、490 在线下，共 5 人；5 ÷ 6 × 100 = 83.3",
            "490 to 510, both included: 510, 505, 500 above, 495, 490 below: 5; 5 / 6 × 100 = 83.3",
        ),
        expected: &[
            Expected { measure: "count", subject: Some("total"), group: &["本二"], value: "5.0" },
            Expected { measure: "above", subject: Some("total"), group: &["本二"], value: "3.0" },
            Expected { measure: "below", subject: Some("total"), group: &["本二"], value: "2.0" },
            Expected { measure: "share", subject: Some("total"), group: &["本二"], value: "83.3" },
        ],
    },
    method: Method::Exam(borderline),
};

/// The window around a line.
struct Window<'a> {
    convention: &'a str,
    below: Rational,
    above: Rational,
}

fn borderline(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let arguments = request.arguments;
    let convention = arguments.text("convention").unwrap_or_default();
    if let (Some(found), true) = (arguments.text("width_above"), convention != "split") {
        return Err(Error::InvalidArgument {
            argument: "width_above".to_owned(),
            found: found.to_owned(),
            expected: Text::new("仅在 convention = split 时给出", "only where convention = split"),
        });
    }
    let below = arguments.number("width").unwrap_or_default();
    let above = arguments.number("width_above").unwrap_or(below);
    let window = Window { convention, below, above };
    at_lines(exam, request, |at| window.figures(at))
}

impl Window<'_> {
    fn figures(&self, at: &AtLine<'_>) -> Vec<Figure> {
        let scale = at.scale;
        let above = at.sum(|part| self.count_above(part.distribution, scale, part.line.score));
        let below = at.sum(|part| self.count_below(part.distribution, scale, part.line.score));
        let one_sided = self.convention == "below";
        let count = if one_sided { below } else { above.zip(below).map(|(a, b)| a + b) };
        let figures = [("count", count), ("above", above), ("below", below)];
        let mut figures = figures.map(|(measure, value)| {
            let figure = self.empty(at, measure, Unit::Persons);
            match value {
                _ if !at.any_line() => figure.without_value(Status::MissingInput),
                _ if at.tested() == 0 => figure.without_value(Status::NoDenominator),
                None => inside_bucket(figure),
                Some(persons) => figure.with_value(Value::Exact(Rational::from_integer(i128::from(persons)))),
            }
        });
        if one_sided && figures[1].status == Status::Ok {
            figures[1] = Figure {
                note: (&ONLY_BELOW).into(),
                ..figures[1].clone().without_value(Status::NotApplicable)
            };
        }
        let share = self.empty(at, "share", Unit::Percent);
        let share = match (figures[0].status, count) {
            (Status::Ok, Some(count)) => percentage(share, count, at.tested()),
            (status, _) => Figure { note: figures[0].note.clone(), ..share.without_value(status) },
        };
        figures.into_iter().chain([share]).collect()
    }

    fn empty(&self, at: &AtLine<'_>, measure: &'static str, unit: Unit) -> Figure {
        Figure {
            n: Some(at.tested()),
            method: at.described(|line| self.words(line)),
            note: left_out_note(at),
            told: self.told(at, measure),
            ..Figure::new(ID, measure, unit)
        }
    }

    /// The window that a measure counts, for disclosure control.
    fn told(&self, at: &AtLine<'_>, measure: &str) -> AllTold {
        let end = |part: &Part<'_>| {
            let end = part.line.score + self.above;
            let included = self.convention == "both_sides" && at.scale.ticks(end).is_some();
            if included { end + at.scale.step() } else { end }
        };
        let above = at.told(|part| Range::between(part.line.score, Some(end(part))));
        let below = at.told(|part| Range::between(part.line.score - self.below, Some(part.line.score)));
        let counted = match measure {
            "above" => above,
            "below" => below,
            _ if self.convention == "below" => below,
            _ => at.told(|part| Range::between(part.line.score - self.below, Some(end(part)))),
        };
        [counted, at.told_tested()].into()
    }

    /// The window as the method shows it, ends included or not as counted.
    fn words(&self, line: &CutScore) -> Clause {
        let whose =
            line.track.as_ref().map_or_else(|| Term::from(&SCORE), |track| Term::name(track.as_str()));
        let [from, at, to] =
            [line.score - self.below, line.score, line.score + self.above].map(Term::declared);
        match self.convention {
            "below" => IN_HALF_OPEN.with([whose, from, at]),
            "both_sides" => IN_CLOSED.with([whose, from, to]),
            _ => IN_BOTH.with([whose, from, at.clone(), at, to]),
        }
    }

    fn count_above(&self, distribution: &Distribution, scale: Scale, line: Rational) -> Option<u64> {
        let end = scale.ticks_at_least(line + self.above);
        let on_a_tick = scale.ticks(line + self.above).is_some();
        let end = if self.convention == "both_sides" && on_a_tick { end.saturating_add(1) } else { end };
        Some(at_least(distribution, scale, line)? - distribution.at_least(end)?)
    }

    fn count_below(&self, distribution: &Distribution, scale: Scale, line: Rational) -> Option<u64> {
        let from = at_least(distribution, scale, line - self.below)?;
        Some(from - at_least(distribution, scale, line)?)
    }
}

static SCORE: Phrase = Phrase::new("score", "分数", "score");
static IN_HALF_OPEN: Phrase = Phrase::new("in_half_open", "{}在 [{}, {})", "{} in [{}, {})");
static IN_CLOSED: Phrase = Phrase::new("in_closed", "{}在 [{}, {}]", "{} in [{}, {}]");
static IN_BOTH: Phrase =
    Phrase::new("in_two_half_open", "{}在 [{}, {}) 与 [{}, {})", "{} in [{}, {}) and [{}, {})");
static ONLY_BELOW: Phrase =
    Phrase::new("only_below_line", "该口径只计线下", "the convention counts only below the line");
