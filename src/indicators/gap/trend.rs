//! A gap over several years: its slope, what it rests on, and what may be said of it.

use std::collections::{BTreeMap, BTreeSet};

use super::change::FULL_MARKS_DIFFER;
use super::errors::{Measured, Term, complete, level};
use super::gaps::{holds, lines, plain_measure, points};
use super::measure::{Measure, Missing};
use super::rules::Rules;
use super::sentence::{Ends, Pace, sentence};
use super::sides::{Pair, Side, Sides, labels_at};
use super::span::Span;
use super::trend_words::{
    COMMON_SCHOOLS, NO_LINE_OF_YEAR, OTHER_SCHOOLS, TAKE_FREE_OF_SCALE, TOO_FEW_YEARS, UNKNOWN_YEAR,
};
use super::{Comparison, comparisons, told};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{AllTold, Clauses, Figure, Figures, Status, Term as Said, Told, Unit, Value};
use crate::indicators::arguments::Request;
use crate::indicators::grouping::{count, grouping_keys};
use crate::indicators::lines::CutScore;
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::Subject;

pub fn gap_trend(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let rules = Rules::asked(exam, request)?;
    let asked = Asked::read(request)?;
    let pair = Pair::asked(request)?;
    let compared =
        comparisons(exam, request, &rules, |tallies, at| Ok(vec![pair.among(&labels_at(tallies, at))?]))?;
    let mut figures = Figures::new(grouping_keys(request).iter().map(|key| (*key).to_owned()).collect());
    let mut series: Vec<Vec<&Comparison>> = Vec::new();
    for comparison in &compared {
        match series.iter_mut().find(|years| years[0].series() == comparison.series()) {
            Some(years) => years.push(comparison),
            None => series.push(vec![comparison]),
        }
    }
    for years in &series {
        figures.extend(of_series(years, &asked, &rules));
    }
    Ok(figures)
}

/// The measure of which the trend is taken.
struct Asked {
    name: String,
    probability: Rational,
    lines: Vec<CutScore>,
}

impl Asked {
    fn read(request: &Request<'_>) -> Result<Asked> {
        let name = request.arguments.text("measure").unwrap_or_default().to_owned();
        let lines = lines(request, "lines")?;
        if name == "rate_difference" && lines.is_empty() {
            return Err(Error::MissingArgument {
                indicator: "gap_trend".to_owned(),
                argument: "lines".to_owned(),
                expected: Text::new("要达到的分数线", "the line to reach"),
            });
        }
        let half = Rational::new(1, 2);
        Ok(Asked { name, probability: request.arguments.number("probability").unwrap_or(half), lines })
    }

    fn measure(&self, year: Option<i32>, subject: &Subject) -> std::result::Result<Measure, Missing> {
        match self.name.as_str() {
            "quantile_difference" => Ok(Measure::QuantileDifference(self.probability)),
            "rate_difference" => {
                const NO_LINE: Missing =
                    Missing { status: Status::MissingInput, note: Some(&NO_LINE_OF_YEAR) };
                let line = self.lines.iter().find(|line| holds(line, year)).ok_or(NO_LINE)?;
                Ok(Measure::RateDifference(points(line, subject)?))
            }
            name => Ok(plain_measure(name)),
        }
    }

    fn unit(&self) -> Unit {
        match self.name.as_str() {
            "quantile_difference" => Unit::Points,
            "rate_difference" => Unit::PercentagePoints,
            name => plain_measure(name).unit(),
        }
    }
}

/// One year of a series: its number and its gap.
struct Year<'a> {
    year: i32,
    measured: Measured<'a>,
}

fn of_series(years: &[&Comparison], asked: &Asked, rules: &Rules) -> Vec<Figure> {
    let figure = |at: &Comparison, measure| at.place(Figure::new("gap_trend", measure, asked.unit()));
    let mut known: Vec<Year<'_>> = Vec::new();
    let mut rows = Vec::new();
    for comparison in years {
        let measured = measured(comparison, &comparison.sides, asked, rules);
        let gap = level(figure(comparison, "gap"), &measured, rules);
        rows.push(gap.noted(comparison.year.is_none().then_some(&UNKNOWN_YEAR)));
        known.extend(comparison.year.zip(measured.ok()).map(|(year, measured)| Year { year, measured }));
    }
    let last = years[years.len() - 1];
    let everybody = Some(years.iter().map(|year| year.n()).sum());
    let whole = |measure| Figure { year: None, n: everybody, told: told_of(years), ..figure(last, measure) };
    let common = CommonSchools::of(years, rules);
    let remark = |figure: Figure| common.iter().fold(figure, |figure, common| common.remark(figure));
    rows.push(remark(change(whole("change"), &known, rules)));
    rows.push(remark(slope(whole("slope"), &known, rules)));
    if let Some(common) = &common {
        rows.push(common.share(Figure { unit: Unit::Percent, ..whole("common_schools") }));
        rows.push(common.slope(whole("slope_common"), years, asked, rules));
    }
    rows
}

fn measured<'a>(
    comparison: &'a Comparison,
    sides: &'a Sides,
    asked: &Asked,
    rules: &Rules,
) -> std::result::Result<Measured<'a>, Missing> {
    let measure = asked.measure(comparison.year, &comparison.subject)?;
    Measured::new(measure, &comparison.subject, sides, &comparison.group_key, rules)
}

/// How many candidates of all years n counts, whichever the value is of.
fn told_of(years: &[&Comparison]) -> AllTold {
    let of_year = |comparison: &&Comparison| {
        let told = told::gap(Measure::Superiority, &comparison.sides, &comparison.group_key);
        told.iter().map(|told| Told { year: comparison.year, ..told.clone() }).collect::<Vec<_>>()
    };
    years.iter().flat_map(of_year).collect()
}

/// From the first year to the last.
fn change(figure: Figure, years: &[Year<'_>], rules: &Rules) -> Figure {
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return too_few(figure) };
    let weights = [(first, -1.0), (last, 1.0)];
    combined(figure, years, &weights, Span::Between(first.year, last.year), rules)
}

/// The least-squares line through the yearly gaps, each year counting alike.
fn slope(figure: Figure, years: &[Year<'_>], rules: &Rules) -> Figure {
    let n = years.len().max(1) as i128;
    let mean = Rational::new(years.iter().map(|year| i128::from(year.year)).sum(), n);
    let from_mean = |year: &Year<'_>| Rational::from_integer(i128::from(year.year)) - mean;
    let squares: Rational = years.iter().map(|year| from_mean(year) * from_mean(year)).sum();
    if squares == Rational::from_integer(0) {
        return too_few(figure);
    }
    let weights: Vec<(&Year<'_>, f64)> =
        years.iter().map(|year| (year, to_f64(from_mean(year) / squares))).collect();
    combined(figure, years, &weights, Span::LeastSquares(years.len()), rules)
}

fn too_few(figure: Figure) -> Figure {
    figure.without_value(Status::NotApplicable).noted(&TOO_FEW_YEARS)
}

fn combined(
    figure: Figure,
    years: &[Year<'_>],
    weights: &[(&Year<'_>, f64)],
    span: Span,
    rules: &Rules,
) -> Figure {
    if years.len() < 2 {
        return too_few(figure);
    }
    let full_marks = || years.iter().map(|year| year.measured.subject.full_mark);
    let same_full_mark = full_marks().all(|mark| mark == years[0].measured.subject.full_mark);
    if !same_full_mark && !years[0].measured.measure.is_free_of_scale() {
        return figure
            .without_value(Status::NotApplicable)
            .noted(TAKE_FREE_OF_SCALE.with(["percent", "hedges_g", "v"].map(Said::Code)));
    }
    let terms: Vec<Term<'_, '_>> =
        weights.iter().map(|(year, weight)| Term { weight: *weight, measured: &year.measured }).collect();
    let value = weights.iter().map(|(year, weight)| weight * year.measured.evaluated.value.to_f64()).sum();
    let value = exact_change(weights).unwrap_or(Value::Real(value));
    let told = |year: &Year<'_>| {
        let of_year = |told: &Told| Told { year: Some(year.year), ..told.clone() };
        year.measured.told.iter().map(of_year).collect::<Vec<_>>()
    };
    let told = figure.told.and(years.iter().flat_map(told));
    let figure = complete(Figure { told, ..figure.with_value(value) }, &terms, span, rules);
    let gap = |at: usize| years[at].measured.evaluated.value.to_f64();
    let ends = Ends { first: gap(0), last: gap(years.len() - 1) };
    let pace = if matches!(span, Span::LeastSquares(_)) { Pace::PerYear } else { Pace::Whole };
    // The sentence stands before all remarks.
    let said = Clauses::from(sentence(&figure, ends, pace, rules.universe));
    let figure = Figure { note: said.and(&figure.note), ..figure };
    figure.noted((!same_full_mark).then_some(&FULL_MARKS_DIFFER))
}

/// The difference of two years' exact gaps.
fn exact_change(weights: &[(&Year<'_>, f64)]) -> Option<Value> {
    let [(first, -1.0), (last, 1.0)] = weights else { return None };
    match (first.measured.evaluated.value, last.measured.evaluated.value) {
        (Value::Exact(first), Value::Exact(last)) => Some(Value::Exact(last - first)),
        _ => None,
    }
}

/// The schools that have candidates in every year, and how many candidates they hold.
struct CommonSchools {
    schools: BTreeSet<String>,
    candidates: u64,
    all: u64,
    /// The fewest of a side in one year whom these schools have, or do not have.
    fewest: Option<u64>,
}

impl CommonSchools {
    fn of(years: &[&Comparison], rules: &Rules) -> Option<CommonSchools> {
        rules.school.as_ref()?;
        let schools_of = |comparison: &Comparison| -> BTreeSet<String> {
            comparison.sides.iter().flat_map(|side| side.by_school.keys().cloned()).collect()
        };
        let mut schools = schools_of(years[0]);
        years[1..].iter().for_each(|year| schools = &schools & &schools_of(year));
        let sides = years.iter().flat_map(|year| &year.sides);
        let held: BTreeMap<&String, u64> =
            sides.flat_map(|side| &side.by_school).fold(BTreeMap::new(), |mut held, (school, part)| {
                *held.entry(school).or_default() += part.tested();
                held
            });
        let candidates = held.iter().filter(|(school, _)| schools.contains(**school)).map(|(_, n)| n).sum();
        let of_side = |side: &Side| {
            let inside = side.by_school.iter().filter(|(school, _)| schools.contains(*school));
            let inside: u64 = inside.map(|(_, part)| part.tested()).sum();
            [inside, side.all.tested().saturating_sub(inside)]
        };
        let sides = years.iter().flat_map(|year| &year.sides);
        let fewest = sides.flat_map(of_side).filter(|count| *count > 0).min();
        Some(CommonSchools { candidates, all: held.values().sum(), fewest, schools })
    }

    fn share(&self, figure: Figure) -> Figure {
        if self.all == 0 {
            return figure.without_value(Status::NoDenominator);
        }
        let share = Rational::new(i128::from(self.candidates) * 100, i128::from(self.all));
        Figure {
            told: AllTold::NOTHING,
            fewest: self.fewest,
            numerator: Some(count(self.candidates)),
            denominator: Some(count(self.all)),
            method: COMMON_SCHOOLS.with([Said::found(self.schools.len())]).into(),
            ..figure.with_value(Value::Exact(share))
        }
    }

    /// Flags a change of composition.
    fn remark(&self, figure: Figure) -> Figure {
        let changed = figure.value.is_some() && self.candidates < self.all;
        figure.noted(changed.then_some(&OTHER_SCHOOLS))
    }

    /// The slope among these schools alone.
    fn slope(&self, figure: Figure, years: &[&Comparison], asked: &Asked, rules: &Rules) -> Figure {
        let schools: BTreeSet<&String> = self.schools.iter().collect();
        let kept: Vec<Sides> =
            years.iter().map(|year| year.sides.each_ref().map(|side| side.only_schools(&schools))).collect();
        let n = kept.iter().flatten().map(|side| side.all.tested()).sum();
        let known: Vec<Year<'_>> = years
            .iter()
            .zip(&kept)
            .filter_map(|(comparison, sides)| {
                let measured = measured(comparison, sides, asked, rules).ok()?;
                Some(Year { year: comparison.year?, measured })
            })
            .collect();
        let figure = slope(Figure { n: Some(n), ..figure }, &known, rules);
        Figure { told: AllTold::NOTHING, fewest: self.fewest, ..figure }
    }
}
