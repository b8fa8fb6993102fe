//! What one candidate lost, point by point, and whether that is more than chance: for use inside alone.

use super::knowledge_definition::{COUNTS, OF};
use super::paper::{Group, Paper, each_group};
use super::points::{Point, points};
use super::shared::{AGGREGATION, INPUT, UNIVERSE, expected};
use crate::error::Result;
use crate::figures::{Figure, Figures, Phrase, Status, Unit as Of, Value};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    CONFIDENCE, Discloses, Example, Indicator, Layout, Measure, Method, Places,
};
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::ItemSheet;
use crate::stats::items::{Pair, alpha};
use crate::stats::normal_quantile;

const ID: &str = "pupil_diagnosis";

pub const PUPIL_DIAGNOSIS: Indicator = Indicator {
    id: ID,
    name: Text::new("考生诊断", "diagnosis of candidates"),
    aliases: &["个人诊断", "学生知识点诊断", "pupil profile"],
    summary: Text::new(
        "每名考生（按行号）各知识点的得分率、与全体之差、失分的题数，以及差是否超出测量误差",
        "of every candidate (by row) the rate in each point of knowledge, its gap to all, how many items lost points, and whether the gap is more than measurement error",
    ),
    formula: Text::new(
        "差 = 自己的得分率 − 全体得分率；标准误 = 该点得分的标准差 × √(1 − 该点的 α) ÷ 该点满分；薄弱：差 + z × 标准误 < 0",
        "gap = own rate − rate of all; standard error = standard deviation of the scores in the point × √(1 − its α) / its full mark; weak: gap + z × standard error < 0",
    ),
    katex: r"d_{ik}=r_{ik}-r_k,\qquad s_k=\frac{s_{X_k}\sqrt{1-\alpha_k}}{F_k}",
    universe: UNIVERSE,
    numerator: Text::new("自己在该点的得分", "own points"),
    denominator: Text::new("该点满分", "full mark of the point"),
    aggregation: AGGREGATION,
    unit: Of::Percent,
    decimals: 1,
    layout: Layout::ByMeasure,
    measures: &[
        Measure::new("rate", Text::new("得分率", "rate"), Discloses::Candidate),
        Measure::new("gap", Text::new("与全体之差", "gap to all"), Discloses::Candidate),
        Measure::new("items_lost", Text::new("失分题数", "items that lost points"), Discloses::Candidate)
            .shown_with(Places::AsNeeded),
        Measure::new("weak", Text::new("薄弱（1 是，0 否）", "weak (1 yes, 0 no)"), Discloses::Candidate)
            .shown_with(Places::AsNeeded),
    ],
    parameters: &[OF, COUNTS, CONFIDENCE],
    edges: Text::new(
        "满分未知：missing_input；不足 2 题或没有差异：没有标准误，weak 为 not_applicable；逐个列出学生，只供内部使用，不是排名",
        "an unknown full mark: missing_input; fewer than 2 items, or no variance: no standard error, weak is not_applicable; it lists pupils, is for use inside alone, and is no ranking",
    ),
    reference: Text::new(
        "经典测量理论的测量标准误；手工检验",
        "standard error of measurement of classical test theory; checked by hand",
    ),
    docstring: include_str!("pupil_diagnosis.txt"),
    example: Example {
        input: INPUT,
        by: &[],
        arguments: &[],
        steps: Text::new(
            "考号 07（第 11 行）几何：第 2、3 题得 0 + 2，满分 14：14.3 %；全体 58 ÷ 112 = 51.8 %，差 −37.5",
            "candidate 07 (row 11) in 几何: 0 + 2 of 14 in items 2 and 3 is 14.3 %; all 58 / 112 = 51.8 %, gap −37.5",
        ),
        expected: &[expected("rate", &["11", "几何"], "14.3"), expected("gap", &["11", "几何"], "-37.5")],
    },
    method: Method::Items(pupil_diagnosis),
};

fn pupil_diagnosis(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let arguments = request.arguments;
    let paper = Paper::asked(sheet, arguments);
    let points = points(sheet, arguments)?;
    let dimension = arguments.text("of").unwrap_or("knowledge").to_owned();
    let confidence = arguments.confidence();
    let z = normal_quantile(0.5 + confidence / 2.0).unwrap_or(f64::NAN);
    each_group(sheet, request, &["row", &dimension], |group, push| {
        for point in &points {
            crate::threads::check();
            let whole = Whole::of(&paper, point, group);
            if group.candidates.is_empty() {
                let none = figure("rate", Of::Percent).without_value(Status::NoDenominator);
                push([None, Some(point.label.as_str())].into_iter().collect(), none);
            }
            for candidate in &group.candidates {
                let row = sheet.rows[*candidate].to_string();
                for figure in whole.figures(sheet, point, *candidate, z, confidence) {
                    push([Some(row.as_str()), Some(point.label.as_str())].into_iter().collect(), figure);
                }
            }
        }
    })
}

fn figure(measure: &'static str, unit: Of) -> Figure {
    Figure { n: Some(1), fewest: Some(1), ..Figure::new(ID, measure, unit) }
}

/// What the group has in a point.
struct Whole {
    rate: Option<Rational>,
    /// Of one candidate's rate.
    error: Option<f64>,
    factors: Vec<i128>,
    unit: Rational,
}

impl Whole {
    fn of(paper: &Paper<'_>, point: &Point, group: &Group) -> Whole {
        let (sheet, unit) = (paper.sheet, point.unit());
        let factors = point.factors(unit);
        let own: Vec<i64> = group
            .candidates
            .iter()
            .map(|at| i64::try_from(point.score(sheet, &factors, *at)).unwrap_or(i64::MAX))
            .collect();
        let n = own.len() as i128;
        let per_point = |full: Rational| unit * sheet.step / full;
        let sums = Pair::of(own.iter().map(|score| (*score, 0)));
        let rate = point.full.filter(|_| n > 0).map(|full| Rational::new(sums.x, n) * per_point(full));
        let parts: Vec<i128> = point
            .items
            .iter()
            .zip(&factors)
            .map(|((at, _), factor)| {
                let scores = group.candidates.iter().map(|one| i64::from(sheet.scores[*at][*one].max(0)));
                Pair::of(scores.map(|score| (score, 0))).spread_x() * factor * factor
            })
            .collect();
        let error = alpha(&parts, sums.spread_x()).zip(point.full).filter(|_| n > 1).map(|(alpha, full)| {
            let variance = sums.spread_x() as f64 / (n * (n - 1)) as f64;
            (variance * (1.0 - to_f64(alpha)).max(0.0)).sqrt() * to_f64(per_point(full))
        });
        Whole { rate, error, factors, unit }
    }

    fn figures(
        &self,
        sheet: &ItemSheet,
        point: &Point,
        candidate: usize,
        z: f64,
        confidence: f64,
    ) -> Vec<Figure> {
        let (rate, gap) = (figure("rate", Of::Percent), figure("gap", Of::PercentagePoints));
        let (lost, weak) = (figure("items_lost", Of::Count), figure("weak", Of::Count));
        let Some((full, all)) = point.full.zip(self.rate) else {
            return [rate, gap, lost, weak].map(|figure| figure.without_value(Status::MissingInput)).into();
        };
        let hundred = Rational::from_integer(100);
        let steps = point.score(sheet, &self.factors, candidate);
        let points = Rational::from_integer(steps) * self.unit * sheet.step;
        let own = points / full * hundred;
        let difference = own - all * hundred;
        let error = self.error.map(|error| error * 100.0);
        let near = |sign: f64| error.map(|error| to_f64(difference) + sign * z * error);
        let (lower, upper) = (near(-1.0), near(1.0));
        let count = point
            .items
            .iter()
            .filter(|(at, _)| {
                let item = &sheet.items[*at];
                let score = sheet.scores[*at][candidate];
                let reached = Rational::from_integer(i128::from(score.max(0))) * sheet.step;
                (item.choice.is_none() || score >= 0) && item.full_mark.is_some_and(|full| reached < full)
            })
            .count();
        let whole = |number: i128| Value::Exact(Rational::from_integer(number));
        let rate =
            Figure { numerator: Some(Value::Exact(points)), denominator: Some(Value::Exact(full)), ..rate };
        let gap = Figure { se: error, lower, upper, confidence: error.map(|_| confidence), ..gap };
        vec![
            rate.with_value(Value::Exact(own)),
            gap.with_value(Value::Exact(difference)),
            lost.with_value(whole(count as i128)),
            match upper {
                Some(upper) => weak.with_value(whole(i128::from(upper < 0.0))),
                None => weak.noted(&NO_ERROR).without_value(Status::NotApplicable),
            },
        ]
    }
}

static NO_ERROR: Phrase = Phrase::new(
    "diagnosis_without_error",
    "该点不足 2 题或没有差异，没有测量误差",
    "fewer than 2 items in the point, or no variance: no measurement error",
);
