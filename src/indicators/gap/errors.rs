//! What a gap's figure says of its error, and why where it says nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::measure::{Evaluated, Link, Measure, Missing};
use super::resample;
use super::rules::{CR1, CR2, Correction, ErrorKind, Rules, Universe, clustered};
use super::score::Score;
use super::sides::{Side, Sides};
use super::span::Span;
use super::told;
use crate::figures::{AllTold, Clause, Figure, Phrase};
use crate::indicators::grouping::outside_the_error;
use crate::records::Subject;
use crate::stats::clusters::{self, Cell, Share};
use crate::stats::difference::{Estimate, estimate};
use crate::tally::Distribution;

/// Below these a gap is shown with a warning.
const FEW_CANDIDATES: u64 = 30;
const FEW_SCHOOLS: usize = 5;

/// A measure of one pair of groups in one subject and year.
#[derive(Clone, Debug)]
pub struct Measured<'a> {
    pub measure: Measure,
    pub subject: &'a Subject,
    pub sides: &'a Sides,
    pub evaluated: Evaluated,
    pub told: AllTold,
}

/// What an estimate is made of: the gap itself, or gaps of several years with their weights.
pub struct Term<'a, 'b> {
    pub weight: f64,
    pub measured: &'a Measured<'b>,
}

impl<'a> Measured<'a> {
    /// # Errors
    /// The reason why there is no value.
    pub fn new(
        measure: Measure,
        subject: &'a Subject,
        sides: &'a Sides,
        group_key: &str,
        rules: &Rules,
    ) -> Result<Measured<'a>, Missing> {
        let error = |side: usize, score: &Score| mean_error(&sides[side], score, rules);
        let evaluated = measure.evaluate(subject, sides, &error)?;
        let told = told::gap(measure, sides, group_key);
        Ok(Measured { measure, subject, sides, evaluated, told })
    }

    /// The value on the scale on which it varies.
    pub fn working(&self) -> f64 {
        let value = self.evaluated.value.to_f64();
        if self.evaluated.link == Link::Log { value.ln() } else { value }
    }

    fn influence(&self, side: usize, part: &Distribution) -> f64 {
        let whole = self.sides[side].of_schools();
        self.evaluated.slopes[side].iter().map(|(score, slope)| slope * score.deviation(part, whole)).sum()
    }
}

/// The standard error of a mean of one side.
fn mean_error(side: &Side, score: &Score, rules: &Rules) -> Option<f64> {
    if rules.universe == Universe::Census {
        return None;
    }
    if rules.school.is_none() || rules.kind == ErrorKind::Independent {
        return Some((independent_variance(side, &[(score.clone(), 1.0)])?).sqrt());
    }
    let shares = side.by_school.values().enumerate();
    let share = |(cluster, part): (usize, &Distribution)| Share {
        cluster,
        n: part.tested(),
        influence: score.deviation(part, side.of_schools()),
    };
    let cell = Cell { weight: 1.0, shares: shares.map(share).collect() };
    let (variance, _) = clusters::variance(&[cell], clusters::Correction::Cr1)?;
    Some(variance.sqrt())
}

/// The variance of Σ slope · mean v of one side, its candidates independent.
fn independent_variance(side: &Side, slopes: &[(Score, f64)]) -> Option<f64> {
    let n = side.all.tested();
    if n < 2 {
        return None;
    }
    let value = |ticks: i64| slopes.iter().map(|(score, slope)| slope * score.real(ticks)).sum::<f64>();
    let counts = side.all.counts();
    let mean = counts.iter().map(|&(ticks, count)| value(ticks) * count as f64).sum::<f64>() / n as f64;
    let squares =
        counts.iter().map(|&(ticks, count)| (value(ticks) - mean).powi(2) * count as f64).sum::<f64>();
    Some(squares / (n - 1) as f64 / n as f64)
}

/// Completes the figure of one gap.
pub fn level(figure: Figure, measured: &Result<Measured<'_>, Missing>, rules: &Rules) -> Figure {
    match measured {
        Err(missing) => missing.of(figure),
        Ok(measured) => {
            let figure = Figure { told: measured.told.clone(), ..figure };
            let terms = [Term { weight: 1.0, measured }];
            complete(figure.with_value(measured.evaluated.value), &terms, Span::Year, rules)
        }
    }
}

/// Completes a figure that has its value.
pub fn complete(figure: Figure, terms: &[Term<'_, '_>], span: Span, rules: &Rules) -> Figure {
    let figure = Figure { method: span.clause().into(), ..figure };
    let figure = terms.iter().fold(figure, |figure, term| figure.noted(term.measured.evaluated.note));
    let figure = warned(figure, terms);
    if rules.universe == Universe::Census {
        return figure.noted(&CENSUS);
    }
    if rules.kind == ErrorKind::Independent {
        let figure = Figure { method: span.of(Clause::from(&INDEPENDENT)), ..figure };
        return with_estimate(figure, independent(terms, rules), terms, rules);
    }
    if rules.school.is_none() {
        return figure.noted(&NO_SCHOOL);
    }
    let sides = || terms.iter().flat_map(|term| term.measured.sides);
    if sides().any(|side| side.by_school.len() < 2) {
        return figure.noted(&ONE_SCHOOL);
    }
    let figure = figure.noted(outside_the_error(sides().map(Side::without_school).sum()));
    let figure = match rules.kind {
        ErrorKind::Percentile | ErrorKind::Bca => resample::bootstrapped(figure, terms, span, rules),
        _ => linearised(figure, terms, span, rules),
    };
    resample::permuted(figure, terms, rules)
}

fn linearised(figure: Figure, terms: &[Term<'_, '_>], span: Span, rules: &Rules) -> Figure {
    let cells = cells(terms);
    let correction = correction(&cells, rules);
    let words = match correction {
        clusters::Correction::Cr1 => &CR1,
        clusters::Correction::Cr2 => &CR2,
    };
    let key = rules.school.as_deref().unwrap_or_default();
    let method = span.of(clustered(key, schools(terms).len(), words));
    let figure = Figure { method, ..figure };
    let variance = clusters::variance(&cells, correction);
    let estimate = variance.and_then(|(variance, df)| {
        estimate(working(terms) - null(terms).unwrap_or(0.0), variance.sqrt(), rules.df(df), rules.confidence)
    });
    with_estimate(figure, estimate, terms, rules)
}

fn correction(cells: &[Cell], rules: &Rules) -> clusters::Correction {
    match rules.correction {
        Correction::Cr1 => clusters::Correction::Cr1,
        Correction::Cr2 => clusters::Correction::Cr2,
        Correction::Auto if cells.iter().any(|cell| cell.shares.len() < Rules::MANY_SCHOOLS) => {
            clusters::Correction::Cr2
        }
        Correction::Auto => clusters::Correction::Cr1,
    }
}

fn independent(terms: &[Term<'_, '_>], rules: &Rules) -> Option<Estimate> {
    let (mut variance, mut squares) = (0.0, 0.0);
    for term in terms {
        for at in 0..2 {
            let side = &term.measured.sides[at];
            let own = independent_variance(side, &term.measured.evaluated.slopes[at])? * term.weight.powi(2);
            variance += own;
            squares += own * own / (side.all.tested() - 1) as f64;
        }
    }
    let df = variance * variance / squares;
    estimate(working(terms) - null(terms).unwrap_or(0.0), f64::sqrt(variance), rules.df(df), rules.confidence)
}

/// Every school of an estimate, numbered.
pub fn schools<'a>(terms: &[Term<'a, '_>]) -> BTreeMap<&'a String, usize> {
    let sides = terms.iter().flat_map(|term| term.measured.sides);
    let names: BTreeSet<&String> = sides.flat_map(|side| side.by_school.keys()).collect();
    names.into_iter().enumerate().map(|(at, school)| (school, at)).collect()
}

/// Two cells a term. A school of several years is one cluster in all of them.
pub fn cells(terms: &[Term<'_, '_>]) -> Vec<Cell> {
    let numbers = schools(terms);
    let mut cells = Vec::with_capacity(2 * terms.len());
    for term in terms {
        for (at, side) in term.measured.sides.iter().enumerate() {
            let share = |(school, part): (&String, &Distribution)| Share {
                cluster: numbers[school],
                n: part.tested(),
                influence: term.weight * term.measured.influence(at, part),
            };
            let weight = term.weight * term.measured.evaluated.weights[at];
            cells.push(Cell { weight, shares: side.by_school.iter().map(share).collect() });
        }
    }
    cells
}

pub fn working(terms: &[Term<'_, '_>]) -> f64 {
    terms.iter().map(|term| term.weight * term.measured.working()).sum()
}

/// What the estimate is tested against: a change against none at all.
pub fn null(terms: &[Term<'_, '_>]) -> Option<f64> {
    match (terms, terms[0].measured.evaluated.link) {
        ([_], Link::Identity { null }) => null,
        _ => Some(0.0),
    }
}

/// A bound of the working scale as the figure shows it.
pub fn shown(terms: &[Term<'_, '_>], bound: f64) -> f64 {
    let measure = terms[0].measured.measure;
    match (terms, terms[0].measured.evaluated.link) {
        (_, Link::Log) => bound.exp(),
        ([_], _) if measure == Measure::Superiority => bound.clamp(0.0, 1.0),
        ([_], _) if matches!(measure, Measure::BelowFirstMedian | Measure::BelowSecondMedian) => {
            bound.clamp(0.0, 100.0)
        }
        _ => bound,
    }
}

/// The standard error of a ratio is that of its logarithm, times the ratio.
pub fn shown_error(terms: &[Term<'_, '_>], error: f64) -> f64 {
    if terms[0].measured.evaluated.link == Link::Log { error * working(terms).exp() } else { error }
}

fn with_estimate(
    figure: Figure,
    estimate: Option<Estimate>,
    terms: &[Term<'_, '_>],
    rules: &Rules,
) -> Figure {
    let Some(estimate) = estimate else {
        return figure.noted(&NO_ERROR);
    };
    let method = figure.method.and(rules.normal.then_some(&NORMAL));
    let figure = Figure { method, ..figure };
    let null_value = null(terms);
    let shift = null_value.unwrap_or(0.0);
    Figure {
        se: Some(shown_error(terms, estimate.se)),
        lower: Some(shown(terms, estimate.interval.lower + shift)),
        upper: Some(shown(terms, estimate.interval.upper + shift)),
        confidence: Some(rules.confidence),
        df: Some(estimate.df).filter(|df| df.is_finite()),
        p_value: null_value.map(|_| estimate.p_value),
        ..figure
    }
}

fn warned(figure: Figure, terms: &[Term<'_, '_>]) -> Figure {
    let mut sides = terms.iter().flat_map(|term| term.measured.sides);
    let few_candidates = sides.clone().any(|side| side.all.tested() < FEW_CANDIDATES);
    let few_schools = sides.any(|side| (1..FEW_SCHOOLS).contains(&side.by_school.len()));
    figure
        .noted(few_candidates.then_some(&FEW_CANDIDATES_IN_GROUP))
        .noted(few_schools.then_some(&FEW_SCHOOLS_IN_GROUP))
}

static CENSUS: Phrase = Phrase::new(
    "census",
    "普查：全体考生都已计入，没有抽样误差",
    "census: all candidates are counted, so there is no sampling error",
);
static INDEPENDENT: Phrase = Phrase::new("candidates_independent", "考生相互独立", "candidates independent");
static NO_SCHOOL: Phrase = Phrase::new(
    "no_clustered_error_without_school",
    "不知所属学校，没有聚类误差",
    "clustered error not_applicable: no school is known",
);
static ONE_SCHOOL: Phrase = Phrase::new(
    "no_clustered_error_of_one_school",
    "有一组不足 2 所学校，没有聚类误差",
    "fewer than 2 schools in a group: no clustered error",
);
static NORMAL: Phrase = Phrase::new("normal_distribution", "正态分布", "normal distribution");
pub static NO_ERROR: Phrase =
    Phrase::new("no_error", "没有差异或人数太少，没有误差", "no variance or too few candidates: no error");
static FEW_CANDIDATES_IN_GROUP: Phrase =
    Phrase::new("few_candidates_in_group", "有一组不足 30 名考生", "fewer than 30 candidates in a group");
static FEW_SCHOOLS_IN_GROUP: Phrase =
    Phrase::new("few_schools_in_group", "有一组不足 5 所学校", "fewer than 5 schools in a group");
