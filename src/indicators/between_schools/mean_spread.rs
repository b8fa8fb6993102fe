//! How far the means of schools lie apart.

use super::super::arguments::Request;
use super::super::definition::{
    Discloses, End, Example, Expected, Indicator, Layout, Measure, Method, SCHOOL, SUBJECTS,
};
use super::{ONE_SCHOOL, SCHOOLS, Schools, UNIVERSE, each_subject};
use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::stats::inequality::{root_mean_square, total};

pub const SCHOOL_MEAN_SPREAD: Indicator = Indicator {
    id: "school_mean_spread",
    name: Text::new("校均分离散", "spread of school means"),
    aliases: &["校际均分差", "学校均分极差"],
    summary: Text::new(
        "各校平均分之间的标准差、最低、最高、极差与极差率",
        "standard deviation, lowest, highest, range and relative range of the schools' means, per subject",
    ),
    formula: Text::new(
        "标准差：各校均分不加权，分母为学校数 − 1；极差 = 最高 − 最低；极差率 = 极差 ÷ 全体平均分",
        "s.d.: school means unweighted, denominator schools − 1; range = highest − lowest; range ratio = range / mean of all candidates",
    ),
    katex: r"s=\sqrt{\frac{1}{G-1}\sum_g(\bar x_g-\bar{\bar x})^2},\qquad \frac{\max_g\bar x_g-\min_g\bar x_g}{\bar x}",
    universe: UNIVERSE,
    numerator: Text::new("极差（极差率）", "the range (of the range ratio)"),
    denominator: Text::new("全体考生的平均分（极差率）", "the mean of all candidates (of the range ratio)"),
    aggregation: Text::new("各校均分由该校全体考生算出", "each school's mean is over all its candidates"),
    unit: Unit::Points,
    decimals: 2,
    layout: Layout::Listed,
    measures: &[
        Measure::new(
            "standard_deviation",
            Text::new("校均分标准差", "standard deviation of school means"),
            Discloses::Analysis,
        ),
        Measure::new("minimum", Text::new("最低校均分", "lowest school mean"), Discloses::Extreme)
            .extreme_of(End::Lowest, "subject_mean", "mean"),
        Measure::new("maximum", Text::new("最高校均分", "highest school mean"), Discloses::Extreme)
            .extreme_of(End::Highest, "subject_mean", "mean"),
        Measure::part("range", Text::new("校均分极差", "range of school means")),
        Measure::part("range_ratio", Text::new("极差率", "range / mean of all")),
    ],
    parameters: &[SCHOOL, SUBJECTS],
    edges: Text::new(
        "无人实考：no_denominator；只有一所学校：标准差 not_applicable；全体平均分为 0：极差率 no_denominator；一分一段表两端合并：not_applicable",
        "nobody tested: no_denominator; one school: s.d. not_applicable; mean 0: range ratio no_denominator; open ends of a published table: not_applicable",
    ),
    reference: Text::new("教育统计学通用定义", "textbook definition"),
    docstring: include_str!("school_mean_spread.txt"),
    example: Example {
        input: "考号,学校,数学\n1,甲,80\n2,甲,90\n3,乙,60\n4,乙,70\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "甲 85、乙 65：标准差 √(100 + 100) = 14.14；极差 20；20 ÷ 75 = 0.27",
            "85 and 65: s.d. √(100 + 100) = 14.14; range 20; 20 / 75 = 0.27",
        ),
        expected: &[
            Expected {
                measure: "standard_deviation",
                subject: Some("mathematics"),
                group: &[],
                value: "14.14",
            },
            Expected { measure: "range", subject: Some("mathematics"), group: &[], value: "20.00" },
            Expected { measure: "range_ratio", subject: Some("mathematics"), group: &[], value: "0.27" },
        ],
    },
    method: Method::Exam(school_mean_spread),
};

fn school_mean_spread(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let measures = ["standard_deviation", "minimum", "maximum", "range", "range_ratio"];
    each_subject(exam, request, "school_mean_spread", &measures, |place, schools| {
        let counted = [Term::found(schools.sums.len())];
        let method = Clauses::from(&SCHOOL_MEANS).and(SCHOOLS.with(counted));
        let fewest = schools.sums.iter().map(|sums| sums.n).min();
        let place = Figure { method, fewest, ..place };
        let means: Vec<Rational> =
            schools.sums.iter().filter_map(|sums| sums.mean(schools.subject.scale)).collect();
        let lowest = means.iter().min().copied().unwrap_or_default();
        let highest = means.iter().max().copied().unwrap_or_default();
        let exact = |measure, value| Figure { measure, ..place.clone().with_value(Value::Exact(value)) };
        vec![
            spread(Figure { measure: "standard_deviation", ..place.clone() }, &means, schools.sums.len()),
            exact("minimum", lowest),
            exact("maximum", highest),
            exact("range", highest - lowest),
            range_ratio(Figure { measure: "range_ratio", ..place.clone() }, schools, highest - lowest),
        ]
    })
}

fn spread(figure: Figure, means: &[Rational], schools: usize) -> Figure {
    let values: Vec<f64> = means.iter().map(|mean| to_f64(*mean)).collect();
    let centre = total(values.iter().copied()) / values.len() as f64;
    let deviations: Vec<(f64, f64)> = values.iter().map(|value| (value - centre, 1.0)).collect();
    let method = Clauses::from(&SCHOOL_MEANS).and(SCHOOLS_N_MINUS_1.with([Term::found(schools)]));
    let figure = Figure { method, ..figure };
    match root_mean_square(&deviations, 1.0) {
        Some(deviation) => figure.with_value(Value::Real(deviation)),
        None => figure.noted(&ONE_SCHOOL).without_value(Status::NotApplicable),
    }
}

fn range_ratio(figure: Figure, schools: &Schools<'_>, range: Rational) -> Figure {
    let sum: i128 = schools.sums.iter().map(|sums| sums.sum).sum();
    let mean = Rational::new(sum, i128::from(schools.n())) * schools.subject.scale.step();
    let figure = Figure {
        unit: Unit::Number,
        numerator: Some(Value::Exact(range)),
        denominator: Some(Value::Exact(mean)),
        ..figure
    };
    match mean == Rational::from_integer(0) {
        true => figure.without_value(Status::NoDenominator),
        false => figure.with_value(Value::Exact(range / mean)),
    }
}

static SCHOOL_MEANS: Phrase = Phrase::new("school_means", "各校均分", "school means");
static SCHOOLS_N_MINUS_1: Phrase =
    Phrase::new("schools_n_minus_1", "{} 所学校，标准差分母为 n−1", "{} schools, denominator n-1");
