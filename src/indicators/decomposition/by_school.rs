//! What each school contributes to a gap: the gap with all schools less the gap without it.

use super::super::arguments::Request;
use super::super::definition::{
    Discloses, Example, Expected, Indicator, Layout, Measure, Method, SCHOOL, SUBJECTS,
};
use super::super::gap::rules::{FIRST, GROUP, SECOND, TOWNS};
use super::super::schools::school_key;
use super::{Split, UNIVERSE, at_label, each_gap, mean};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{AllTold, Figure, Figures, Phrase, Status, Unit, Value};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::Subject;

pub const GAP_BY_SCHOOL: Indicator = Indicator {
    id: "gap_by_school",
    name: Text::new("各校对差距的贡献", "gap by school"),
    aliases: &["学校贡献", "留一法", "leave one out"],
    summary: Text::new(
        "去掉某校后两组均分差距是多少，该校因此使差距大（正）或小（负）了多少",
        "gap of two groups' means without a school, and by how much the school widens (positive) or narrows it",
    ),
    formula: Text::new(
        "贡献 = 全部学校的差距 − 去掉该校的差距",
        "contribution = gap of all schools − gap without the school",
    ),
    katex: r"c_s=\Delta-\Delta_{(-s)}",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "各组均值由其余全体考生重新计算；各校贡献之和不等于差距",
        "each mean is over all candidates who remain; contributions do not add up to the gap",
    ),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new("difference", Text::new("全部学校的差距", "difference, all schools"), Discloses::Means),
        Measure::new(
            "difference_without",
            Text::new("去掉该校的差距", "difference without the school"),
            Discloses::Analysis,
        ),
        Measure::new(
            "contribution",
            Text::new("该校的贡献", "contribution of the school"),
            Discloses::Analysis,
        ),
    ],
    parameters: &[GROUP, FIRST, SECOND, TOWNS, SCHOOL, SUBJECTS],
    edges: Text::new(
        "一组无人实考：no_denominator；某组只有这一所学校：not_applicable；没有学校字段：报错；不知所属学校的考生列在空标签下，说明写明人数",
        "a group without candidates: no_denominator; the only school of a group: not_applicable; no school key: refused; candidates of no known school stand under an empty label, with their count in the note, as the parts are of the whole gap",
    ),
    reference: Text::new("定义：留一法", "by definition: leave one out"),
    docstring: include_str!("gap_by_school.txt"),
    example: Example {
        input: "考号,学校,城乡,数学\n1,甲,城区,90\n2,甲,城区,84\n3,乙,城区,78\n4,丙,乡村,70\n5,丙,乡村,76\n6,丁,乡村,82\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "全部：84 − 76 = 8；去掉乙：87 − 76 = 11，乙的贡献 8 − 11 = −3；去掉丁：84 − 73 = 11，丁的贡献 −3",
            "all: 84 − 76 = 8; without 乙: 87 − 76 = 11, its contribution 8 − 11 = −3; without 丁: 84 − 73 = 11, −3",
        ),
        expected: &[
            Expected { measure: "difference", subject: Some("mathematics"), group: &[""], value: "8.00" },
            Expected {
                measure: "contribution",
                subject: Some("mathematics"),
                group: &["乙"],
                value: "-3.00",
            },
            Expected {
                measure: "difference_without",
                subject: Some("mathematics"),
                group: &["丁"],
                value: "11.00",
            },
        ],
    },
    method: Method::Exam(gap_by_school),
};

const MEASURES: [&str; 3] = ["difference", "difference_without", "contribution"];

fn gap_by_school(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let school = school_key(exam, request.arguments.text("school")).unwrap_or_else(|| "school".to_owned());
    each_gap(exam, request, "gap_by_school", (&school, "school"), &MEASURES, |place, subject, split| {
        let Some(gap) = gap(subject, split, None) else { return Vec::new() };
        let place = Figure { note: split.without_school(), ..place };
        let mut figures = vec![place.clone().with_value(Value::Exact(gap))];
        for (at, (label, cell)) in split.cells.iter().enumerate() {
            let n = Some(cell.iter().map(|side| side.tested()).sum());
            let place = Figure { n, told: AllTold::NOTHING, ..at_label(&place, label) };
            let [without, contribution] =
                ["difference_without", "contribution"].map(|measure| Figure { measure, ..place.clone() });
            figures.extend(match self::gap(subject, split, Some(at)) {
                Some(left) => [
                    without.with_value(Value::Exact(left)),
                    contribution.with_value(Value::Exact(gap - left)),
                ],
                None => [without, contribution]
                    .map(|figure| figure.noted(&ONLY_SCHOOL).without_value(Status::NotApplicable)),
            });
        }
        figures
    })
}

/// The gap of all schools but one; `None` where a group is left without candidates.
fn gap(subject: &Subject, split: &Split, without: Option<usize>) -> Option<Rational> {
    let side = |side: usize| {
        let whole = mean(&split.whole(side), subject)?;
        let Some(at) = without else { return Some(whole) };
        let (all, own) = (split.whole(side).sums()?, split.cells[at].1[side].sums()?);
        let left = crate::tally::Sums {
            n: all.n - own.n,
            sum: all.sum - own.sum,
            sum_of_squares: all.sum_of_squares - own.sum_of_squares,
        };
        left.mean(subject.scale)
    };
    Some(side(0)? - side(1)?)
}

static ONLY_SCHOOL: Phrase =
    Phrase::new("only_school_of_group", "该组只有这一所学校", "the only school of its group");
