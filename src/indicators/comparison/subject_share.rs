//! The share of each subject in the sum of the subjects' means.

use std::borrow::Cow;

use num_traits::{CheckedAdd, CheckedDiv};

use crate::error::Result;
use crate::exam::Exam;
use crate::figures::{AllTold, Figure, Figures, Label, Phrase, Status, Term, Unit, Value};
use crate::indicators::arguments::Request;
use crate::indicators::definition::{
    Discloses, Example, Expected, Indicator, Layout, Measure, Method, Parts, SUBJECTS,
};
use crate::indicators::grouping::{Block, blocks, chosen_subjects, grouping_keys};
use crate::indicators::mean_and_rates::open_ended;
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::subjects::TOTAL;
use crate::tally::{Distribution, Tally};

const ID: &str = "subject_share";

pub const SUBJECT_SHARE: Indicator = Indicator {
    id: ID,
    name: Text::new("科目占比", "subject share"),
    aliases: &["学科占比", "学科贡献份额", "share of the total"],
    summary: Text::new(
        "各科平均分占各科平均分之和的百分比",
        "mean of each subject per hundred of the sum of all subjects' means",
    ),
    formula: Text::new(
        "科目占比 = 该科平均分 ÷ Σ 各科平均分 × 100",
        "subject share = mean of the subject / Σ means of the subjects × 100",
    ),
    katex: r"\frac{\bar x_j}{\sum_k \bar x_k}\times 100",
    universe: Text::new(
        "各科有成绩的考生，各科分别计数；总分不在其内",
        "candidates with a score, counted per subject; the total is not among the subjects",
    ),
    numerator: Text::new("该科平均分", "mean of the subject"),
    denominator: Text::new("所选各科平均分之和", "sum of the means of the chosen subjects"),
    aggregation: Text::new("各科平均分由合并后的分数合计重新计算", "the means come from pooled sums"),
    unit: Unit::Percent,
    decimals: 1,
    layout: Layout::Single(Parts::SHARE),
    measures: &[Measure::new("share", Text::new("科目占比", "subject share"), Discloses::Means)],
    parameters: &[SUBJECTS],
    edges: Text::new(
        "该科无人实考或各科平均分之和为 0：no_denominator，其余科目的分母不含该科并注明；一分一段表两端合并：not_applicable",
        "nobody tested in the subject, or means that sum to 0: no_denominator, and the other subjects' note says that the sum goes without it; a published table with open ends: not_applicable",
    ),
    reference: Text::new(
        "各地教育局质量分析通行口径；手工检验",
        "usage of education bureaus' quality analyses; checked by hand",
    ),
    docstring: include_str!("subject_share.txt"),
    example: Example {
        input: "考号,语文,数学\n1,90,70\n2,80,60\n3,70,缺考\n",
        by: &[],
        arguments: &[],
        steps: Text::new(
            "语文平均 80，数学平均 65；80 ÷ (80 + 65) × 100 = 55.2",
            "means 80 and 65; 80 / (80 + 65) × 100 = 55.2",
        ),
        expected: &[
            Expected { measure: "share", subject: Some("chinese"), group: &[], value: "55.2" },
            Expected { measure: "share", subject: Some("mathematics"), group: &[], value: "44.8" },
        ],
    },
    method: Method::Exam(subject_share),
};

fn subject_share(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let keys = grouping_keys(request);
    let mut figures = Figures::new(keys.iter().map(|k| (*k).to_owned()).collect());
    for of_year in exam.by_year(&keys)?.iter() {
        let mut subjects = chosen_subjects(&of_year.tally, request.arguments.all("subjects"))?;
        subjects.retain(|at| of_year.tally.subjects[*at].id != TOTAL);
        for block in blocks(&of_year.tally, keys.len()) {
            for figure in of_block(&of_year.tally, &block, &subjects) {
                figures.push(Figure { year: of_year.year, group: block.group(), ..figure });
            }
        }
    }
    Ok(figures)
}

fn of_block(tally: &Tally, block: &Block<'_>, subjects: &[usize]) -> Vec<Figure> {
    let distributions: Vec<Cow<'_, Distribution>> =
        subjects.iter().map(|at| block.distribution(*at)).collect();
    let all_exact = distributions.iter().all(|of| of.is_exact());
    let mean = |(at, of): (&usize, &Cow<'_, Distribution>)| of.sums()?.mean(tally.subjects[*at].scale);
    let means: Vec<Option<Rational>> = subjects.iter().zip(&distributions).map(mean).collect();
    let sum = sum(means.iter().flatten().copied());
    let missing: Vec<&str> = subjects
        .iter()
        .zip(&means)
        .filter(|(_, mean)| mean.is_none())
        .map(|(at, _)| tally.subjects[*at].id.as_str())
        .collect();
    let label = |at: &usize| Label::from(tally.subjects[*at].id.as_str());
    let told: AllTold = subjects
        .iter()
        .flat_map(|at| {
            AllTold::mean().iter().map(|told| told.clone().in_subject(&label(at))).collect::<Vec<_>>()
        })
        .collect();
    let rows = subjects.iter().zip(&distributions).zip(&means);
    rows.map(|((at, distribution), mean)| {
        let figure = Figure {
            subject: Some(tally.subjects[*at].id.as_str().into()),
            n: Some(distribution.tested()),
            told: told.clone(),
            ..Figure::new(ID, "share", Unit::Percent)
        };
        match mean {
            _ if !all_exact => open_ended(figure),
            Some(mean) => share(figure, *mean, sum, &missing),
            None => figure.without_value(Status::NoDenominator),
        }
    })
    .collect()
}

/// Whether a fraction leaves room to be printed with places.
fn fits(ratio: &Rational) -> bool {
    let limit = 10i128.pow(24);
    ratio.numer().abs() < limit && *ratio.denom() < limit
}

/// Exact while the common denominator of the means fits, a double beyond.
fn sum(means: impl Iterator<Item = Rational> + Clone) -> Value {
    let exact = means.clone().try_fold(Rational::from_integer(0), |sum, mean| sum.checked_add(&mean));
    exact.filter(fits).map_or_else(|| Value::Real(means.map(to_f64).sum()), Value::Exact)
}

fn share(figure: Figure, mean: Rational, sum: Value, missing: &[&str]) -> Figure {
    let subjects: Term = missing.iter().map(|id| Term::subject(*id)).collect();
    let note = (!missing.is_empty()).then(|| NOBODY_TESTED.with([subjects])).into();
    let figure = Figure { numerator: Some(Value::Exact(mean)), denominator: Some(sum), note, ..figure };
    match sum {
        Value::Exact(sum) if sum == Rational::from_integer(0) => figure.without_value(Status::NoDenominator),
        Value::Exact(sum) => figure.with_value(exact_or_real(mean, sum)),
        Value::Real(sum) => figure.with_value(Value::Real(to_f64(mean) * 100.0 / sum)),
    }
}

/// The quotient per hundred, exact if it fits.
fn exact_or_real(above: Rational, below: Rational) -> Value {
    let share = above.checked_div(&below).filter(fits);
    share.map_or_else(
        || Value::Real(to_f64(above) * 100.0 / to_f64(below)),
        |share| Value::Exact(share * Rational::from_integer(100)),
    )
}

static NOBODY_TESTED: Phrase =
    Phrase::new("nobody_tested_in", "无人实考的科目：{}", "nobody was tested in: {}");
