//! Places of districts and schools (名次区间) and how sure they are: means or rates with their errors, from which the
//! places follow.

mod definition;
mod of_column;
mod places;
mod shared;

pub use definition::RANK_INTERVAL;
pub use of_column::RANK_INTERVAL_OF_COLUMN;

use super::arguments::Request;
use super::grouping::{
    Block, blocks, chosen_subjects, count, grouping_keys, outside_the_error, without_school,
};
use super::mean_and_rates::{NoCut, SCORE_AT_LEAST, Thresholds, full_mark_unknown, open_ended};
use super::schools::{is_school, school_key};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{AllTold, Clauses, Figure, Figures, Phrase, Range, Status, Term, Told, Unit, Value};
use crate::lang::Text;
use crate::number::{Rational, ratio, to_f64};
use crate::records::Subject;
use crate::stats::clusters::{Cell, Correction, Share, share_variance, variance};
use crate::tally::Distribution;

const ID: &str = "rank_interval";
/// Of a column of a small table.
const PUBLISHED: &str = "rank_interval_of_column";

fn rank_interval(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let by = grouping_keys(request);
    check_within(&by, request)?;
    let statistic = Statistic::asked(exam, request, &by)?;
    let mut keys = by.clone();
    keys.extend(statistic.school.as_deref().filter(|school| !by.contains(school)));
    let mut figures = Figures::new(by.iter().map(|k| (*k).to_owned()).collect());
    let methods = places::methods(request.arguments);
    for of_year in exam.by_year(&keys)?.iter() {
        let tally = &of_year.tally;
        let subjects = chosen_subjects(tally, request.arguments.all("subjects"))?;
        for block in blocks(tally, by.len()) {
            for &at in &subjects {
                let subject = &tally.subjects[at];
                let figure = Figure {
                    year: of_year.year,
                    group: block.group(),
                    subject: Some(subject.id.as_str().into()),
                    ..Figure::new(ID, statistic.measure(), statistic.unit())
                };
                let figure = statistic.of(figure, subject, &block, at);
                let places = places::empty(&figure, &methods, request.arguments);
                figures.push(figure);
                figures.extend(places);
            }
        }
    }
    places::fill(&mut figures, request.arguments);
    Ok(figures)
}

fn check_within(by: &[&str], request: &Request<'_>) -> Result<()> {
    let stranger = request.arguments.all("within").iter().find(|key| !by.contains(&key.as_str()));
    match stranger {
        None => Ok(()),
        Some(key) => Err(Error::InvalidArgument {
            argument: "within".to_owned(),
            found: key.clone(),
            expected: Text::new("分组键（by）中的一个", "one of the grouping keys (`by`)"),
        }),
    }
}

/// What the places are by.
struct Statistic {
    /// Of a rate.
    thresholds: Option<Thresholds>,
    is_clustered: bool,
    /// The key of the schools, where errors are clustered by them and it is at hand.
    school: Option<String>,
}

impl Statistic {
    fn asked(exam: &Exam, request: &Request<'_>, by: &[&str]) -> Result<Statistic> {
        let school = school_key(exam, request.arguments.text("school"));
        let are_schools = school.as_deref().is_some_and(|school| by.contains(&school))
            || by.iter().any(|key| ["school", "school_code"].contains(key));
        let is_clustered = match request.arguments.text("error") {
            Some("clustered") => true,
            Some("independent") => false,
            _ => !are_schools,
        };
        let is_rate = request.arguments.text("of") == Some("rate");
        let thresholds =
            is_rate.then(|| Thresholds::asked(request.arguments, "threshold", exam)).transpose()?;
        Ok(Statistic { thresholds, is_clustered, school: school.filter(|_| is_clustered) })
    }

    fn measure(&self) -> &'static str {
        if self.thresholds.is_some() { "rate" } else { "mean" }
    }

    fn unit(&self) -> Unit {
        if self.thresholds.is_some() { Unit::Percent } else { Unit::Points }
    }

    fn of(&self, figure: Figure, subject: &Subject, block: &Block<'_>, at: usize) -> Figure {
        let method = Clauses::from(if self.is_clustered { &CLUSTERED } else { &INDEPENDENT });
        let cut = self.thresholds.as_ref().map(|thresholds| thresholds.cut(subject));
        let unit = block.distribution(at);
        let schools: Vec<&Distribution> = match &self.school {
            None => Vec::new(),
            Some(_) => self.schools(block, at).collect(),
        };
        let figure = Figure { n: Some(unit.tested()), ..figure };
        match cut {
            None => mean(Figure { method, told: AllTold::mean(), ..figure }, subject, &unit, self, &schools),
            Some(Ok(cut)) => {
                let said = SCORE_AT_LEAST.with([Term::declared(cut)]);
                let told = [Told::count(Range::from(cut)), Told::tested()].into();
                let figure = Figure { method: Clauses::from(said).and(method), told, ..figure };
                rate(figure, subject.scale.ticks_at_least(cut), &unit, self, &schools)
            }
            Some(Err(NoCut::FullMarkUnknown)) => full_mark_unknown(Figure { n: None, ..figure }),
            Some(Err(why)) => {
                Figure { note: why.note().into(), n: None, ..figure.without_value(Status::NotApplicable) }
            }
        }
    }

    /// The schools of a unit, those known: the key stands last, or is the unit's own.
    fn schools<'a>(&self, block: &Block<'a>, at: usize) -> impl Iterator<Item = &'a Distribution> {
        let leading = block.labels.len();
        let known =
            block.groups.iter().filter(move |group| group.labels.get(leading).is_none_or(|l| is_school(l)));
        known.map(move |group| &group.distributions[at])
    }

    /// The remark on candidates of no school.
    fn outside(&self, unit: &Distribution, known: u64) -> Clauses {
        match self.is_clustered && self.school.is_some() && known > 0 {
            true => outside_the_error(unit.tested() - known),
            false => without_school(0),
        }
    }
}

fn mean(
    figure: Figure,
    subject: &Subject,
    unit: &Distribution,
    statistic: &Statistic,
    schools: &[&Distribution],
) -> Figure {
    let Some(sums) = unit.sums() else { return open_ended(Figure { n: None, ..figure }) };
    let Some(mean) = sums.mean(subject.scale) else { return figure.without_value(Status::NoDenominator) };
    let own: Vec<(i128, u64)> = schools
        .iter()
        .filter_map(|school| school.sums())
        .filter(|own| own.n > 0)
        .map(|own| (own.sum, own.n))
        .collect();
    let variance = match statistic.is_clustered {
        false => sums.variance(subject.scale, 1).map(|variance| to_f64(variance) / sums.n as f64),
        true => mean_variance(&own).map(|variance| variance * to_f64(subject.scale.step()).powi(2)),
    };
    let known = own.iter().map(|(_, n)| n).sum();
    Figure { se: error(variance), ..figure.noted(statistic.outside(unit, known)) }
        .with_value(Value::Exact(mean))
}

/// Σ of the schools' influences squared × G / (G − 1), influence = (sum − n × mean) / all.
fn mean_variance(schools: &[(i128, u64)]) -> Option<f64> {
    let (sum, all) = schools.iter().fold((0, 0), |(sum, all), own| (sum + own.0, all + i128::from(own.1)));
    let share = |(cluster, own): (usize, &(i128, u64))| {
        let exact = own.0 * all - i128::from(own.1) * sum;
        Share { cluster, n: own.1, influence: exact as f64 / (all as f64 * all as f64) }
    };
    let shares = schools.iter().enumerate().map(share).collect();
    variance(&[Cell { weight: 1.0, shares }], Correction::Cr1).map(|(variance, _)| variance)
}

fn rate(
    figure: Figure,
    cut: i64,
    unit: &Distribution,
    statistic: &Statistic,
    schools: &[&Distribution],
) -> Figure {
    let Some(reached) = unit.at_least(cut) else { return open_ended(Figure { n: None, ..figure }) };
    let n = unit.tested();
    let figure = Figure { numerator: Some(count(reached)), denominator: Some(count(n)), ..figure };
    if n == 0 {
        return figure.without_value(Status::NoDenominator);
    }
    let own: Vec<(u64, u64)> =
        schools.iter().filter_map(|school| Some((school.at_least(cut)?, school.tested()))).collect();
    let variance = match statistic.is_clustered {
        false => Some(rate_variance(reached, n)),
        true => share_variance(&own).map(|(variance, _)| variance),
    };
    let known = own.iter().map(|(_, n)| n).sum();
    let value = Value::Exact(ratio(i128::from(reached) * 100, i128::from(n)));
    let se = error(variance).map(|se| se * 100.0);
    Figure { se, ..figure.noted(statistic.outside(unit, known)) }.with_value(value)
}

/// With one more who reached the line and one who did not (Agresti & Caffo 2000): a rate of 0 or 100 % is not sure.
fn rate_variance(reached: u64, n: u64) -> f64 {
    let (p, n) = ((reached + 1) as f64 / (n + 2) as f64, (n + 2) as f64);
    p * (1.0 - p) / n
}

fn error(variance: Option<f64>) -> Option<f64> {
    variance.map(f64::sqrt).filter(|se| *se > 0.0)
}

fn whole(number: usize) -> Value {
    Value::Exact(Rational::from_integer(number as i128))
}

static CLUSTERED: Phrase =
    Phrase::new("unit_errors_clustered", "误差按学校聚类", "errors clustered by school");
static INDEPENDENT: Phrase =
    Phrase::new("unit_errors_independent", "误差按考生相互独立", "errors of independent pupils");
