//! A gap split between and within schools: in which schools the groups sit, and how they differ in the same ones.

use super::super::arguments::Request;
use super::super::definition::{
    Discloses, Example, Expected, Indicator, Layout, Measure, Method, SCHOOL, SUBJECTS,
};
use super::super::gap::rules::{FIRST, GROUP, SECOND, TOWNS};
use super::super::schools::school_key;
use super::{UNIVERSE, each_gap, less, mean, sum};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Phrase, Unit, Value};
use crate::lang::Text;
use crate::number::Rational;

pub const GAP_BETWEEN_SCHOOLS: Indicator = Indicator {
    id: "gap_between_schools",
    name: Text::new("差距的校间与校内部分", "gap between and within schools"),
    aliases: &["校内差距", "校间差距", "within-school gap"],
    summary: Text::new(
        "把两组均分差距分成校间部分（就读的学校不同）与校内部分（同校之内不同）",
        "gap of two groups' means split into a part between schools (which schools they attend) and one within (differences in the same school)",
    ),
    formula: Text::new(
        "校间 = Σ（第一组在该校的比例 − 第二组在该校的比例）× 该校平均分；校内 = 差距 − 校间",
        "between = Σ (share of the first group in the school − share of the second) × mean of the school; within = gap − between",
    ),
    katex: r"\Delta=\underbrace{\sum_s(p_{1s}-p_{2s})\bar y_s}_{\text{between}}+\underbrace{\sum_s p_{1s}(\bar y_{1s}-\bar y_s)-p_{2s}(\bar y_{2s}-\bar y_s)}_{\text{within}}",
    universe: UNIVERSE,
    numerator: Text::new("无", "none"),
    denominator: Text::new("无", "none"),
    aggregation: Text::new(
        "学校的平均分是该校两组全体考生的平均；两部分之和恰为差距",
        "a school's mean is over its candidates of both groups; the two parts add up to the gap exactly",
    ),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new(
            "difference",
            Text::new("差距（第一组 − 第二组）", "difference (first − second)"),
            Discloses::Means,
        ),
        Measure::part("between", Text::new("校间部分", "between schools")),
        Measure::part("within", Text::new("校内部分", "within schools")),
    ],
    parameters: &[GROUP, FIRST, SECOND, TOWNS, SCHOOL, SUBJECTS],
    edges: Text::new(
        "一组无人实考：no_denominator；没有一所学校兼有两组：全部为校间部分，说明中注明；没有学校字段：报错；一分一段表两端合并：not_applicable",
        "a group without candidates: no_denominator; no school with both groups: all of the gap is between schools, as the note says; no school key: refused; open ends of a published table: not_applicable",
    ),
    reference: Text::new(
        "Reardon (2008), Thirteen Ways of Looking at the Black–White Test Score Gap",
        "Reardon (2008), Thirteen Ways of Looking at the Black–White Test Score Gap",
    ),
    docstring: include_str!("gap_between_schools.txt"),
    example: Example {
        input: "考号,学校,性别,数学\n1,甲,女,90\n2,甲,女,86\n3,甲,男,82\n4,乙,女,70\n5,乙,男,66\n6,乙,男,62\n",
        by: &[],
        arguments: &[("group", &["sex"]), ("first", &["女"]), ("second", &["男"])],
        steps: Text::new(
            "女 82，男 70，差 12；甲 86，乙 66；女生 2/3 在甲，男生 1/3：校间（2/3 − 1/3）× 86 + (1/3 − 2/3) × 66 = 6.67，校内 5.33",
            "girls 82, boys 70, gap 12; schools 86 and 66; girls 2/3 in 甲, boys 1/3: between (2/3 − 1/3) × 86 + (1/3 − 2/3) × 66 = 6.67, within 5.33",
        ),
        expected: &[
            Expected { measure: "difference", subject: Some("mathematics"), group: &[], value: "12.00" },
            Expected { measure: "between", subject: Some("mathematics"), group: &[], value: "6.67" },
            Expected { measure: "within", subject: Some("mathematics"), group: &[], value: "5.33" },
        ],
    },
    method: Method::Exam(gap_between_schools),
};

fn gap_between_schools(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let school = school_key(exam, request.arguments.text("school")).unwrap_or_else(|| "school".to_owned());
    let measures = ["difference", "between", "within"];
    let mut figures = each_gap(
        exam,
        request,
        "gap_between_schools",
        (&school, "school"),
        &measures,
        |place, subject, split| {
            let means = mean(&split.whole(0), subject).zip(mean(&split.whole(1), subject));
            let Some((first, second)) = means else { return Vec::new() };
            let sizes = [0, 1].map(|side| i128::from(split.n(side)));
            let part = |(_, cell): &(String, [crate::tally::Distribution; 2])| {
                let [own_first, own_second] = [0, 1].map(|side| i128::from(cell[side].tested()));
                let mut both = cell[0].clone();
                both.add(&cell[1]);
                let share = Rational::new(own_first, sizes[0]) - Rational::new(own_second, sizes[1]);
                Some(share * mean(&both, subject)?)
            };
            let parts: Vec<Rational> = split.cells.iter().filter_map(part).collect();
            let between = sum(&parts);
            let mixed = split.cells.iter().any(|(_, cell)| cell.iter().all(|side| side.tested() > 0));
            let note = split.without_school().and((!mixed).then_some(&NOTHING_WITHIN));
            let place = Figure { note, ..place };
            let within = less(first - second, between);
            let values = [Value::Exact(first - second), between, within];
            let figure = |(measure, value)| Figure { measure, ..place.clone() }.with_value(value);
            measures.into_iter().zip(values).map(figure).collect()
        },
    )?;
    // Its figures are of all schools together.
    figures.truncate_keys(figures.keys.len() - 1);
    Ok(figures)
}

static NOTHING_WITHIN: Phrase =
    Phrase::new("no_school_of_both", "没有一所学校兼有两组考生", "no school has candidates of both groups");
