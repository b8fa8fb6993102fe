//! Estimates by group and subject, one per plausible value.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::arguments::{Pair, Request};
use super::super::rows::{Rows, expand};
use super::design::Sample;
use super::divided::{divided, line, weighed};
use super::report::{Ask, Count, figure};
use super::shape::Shape;
use crate::error::{Error, Result};
use crate::figures::{Figure, Figures, Told, Unit, Value};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::KeyColumn;
use crate::stats::survey::{Estimated, NOWHERE, Reading, Take, Variate, means, quantiles};
use crate::subjects::subject_id;

/// A quantity of one subject in one group.
#[derive(Clone, Copy)]
pub enum Statistic {
    Mean,
    /// The share, in per cent, that reaches a line.
    Rate(f64),
    Quantile(Rational),
    /// The share, in per cent, in a range.
    Share(Take),
}

/// A subject and its scores: one column, or one per plausible value.
pub struct Subject<'a> {
    pub id: String,
    pub headers: Vec<String>,
    pub columns: Vec<Cow<'a, [f64]>>,
}

/// Which group each row is in; groups in the order of their labels.
#[derive(Clone)]
pub struct Groups {
    pub of_row: Vec<u32>,
    pub labels: Vec<Vec<String>>,
}

/// The estimates of one statistic: `[group][subject]`, each with one per plausible value.
pub type Estimates = Vec<Vec<Vec<Option<Estimated>>>>;

pub fn subjects<'a>(rows: &'a Rows<'_>, request: &Request<'_>) -> Result<Vec<Subject<'a>>> {
    named_by(rows, request.arguments.pairs("scores"), "scores")
}

/// The subjects, or other variables, that an argument names.
pub fn named_by<'a>(rows: &'a Rows<'_>, pairs: &[Pair], argument: &str) -> Result<Vec<Subject<'a>>> {
    let mut subjects: Vec<Subject<'a>> = Vec::new();
    for Pair { name, text: pattern } in pairs {
        let headers = expand(argument, pattern)?;
        let columns = headers.iter().map(|header| rows.numbers(header)).collect::<Result<Vec<_>>>()?;
        refuse_infinite(rows, &headers, &columns)?;
        refuse_ragged(rows, &headers, &columns)?;
        let name = name.clone().unwrap_or_else(|| unnumbered(pattern));
        subjects.push(Subject { id: subject_id(name.trim()).to_owned(), headers, columns });
    }
    let several = || subjects.iter().filter(|subject| subject.columns.len() > 1);
    match several().find(|subject| Some(subject.columns.len()) != several().next().map(|s| s.columns.len())) {
        None => Ok(subjects),
        Some(other) => Err(Error::InvalidArgument {
            argument: argument.to_owned(),
            found: format!("{}: {}", other.id, other.columns.len()),
            expected: Text::new("各科似真值个数相同", "as many plausible values in every subject"),
        }),
    }
}

/// `PV{1..10}MATH` is PVMATH.
pub fn unnumbered(pattern: &str) -> String {
    match (pattern.split_once('{'), pattern.split_once('}')) {
        (Some((before, _)), Some((_, after))) => format!("{before}{after}"),
        _ => pattern.to_owned(),
    }
}

fn refuse_infinite(rows: &Rows<'_>, headers: &[String], columns: &[Cow<'_, [f64]>]) -> Result<()> {
    for (header, column) in headers.iter().zip(columns) {
        if let Some(row) = column.iter().position(|value| value.is_infinite()) {
            return Err(rows.fault(
                row,
                header,
                "∞",
                Text::new("一个有限的数，或留空", "a finite number, or nothing"),
            ));
        }
    }
    Ok(())
}

/// A pupil has all plausible values or none.
fn refuse_ragged(rows: &Rows<'_>, headers: &[String], columns: &[Cow<'_, [f64]>]) -> Result<()> {
    let Some((first, others)) = columns.split_first() else { return Ok(()) };
    for (header, column) in headers[1..].iter().zip(others) {
        if let Some(row) = first.iter().zip(&**column).position(|(a, b)| a.is_nan() != b.is_nan()) {
            let at = if column[row].is_nan() { header } else { &headers[0] };
            let expected =
                Text::new("与其他似真值一样有值", "a value, as the pupil's other plausible values have");
            return Err(rows.fault(row, at, "", expected));
        }
    }
    Ok(())
}

impl Groups {
    pub fn read(rows: &Rows<'_>, headers: &[String]) -> Result<Groups> {
        let columns = headers.iter().map(|header| rows.labels(header)).collect::<Result<Vec<_>>>()?;
        Ok(Groups::of(&columns, rows.len()))
    }

    fn of(columns: &[KeyColumn], rows: usize) -> Groups {
        let mut numbers: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
        let mut codes = vec![0; columns.len()];
        let mut of_row = Vec::with_capacity(rows);
        for row in 0..rows {
            for (code, column) in codes.iter_mut().zip(columns) {
                *code = column.codes[row];
            }
            let next = numbers.len() as u32;
            let number = match numbers.get(&codes) {
                Some(number) => *number,
                None => *numbers.entry(codes.clone()).or_insert(next),
            };
            of_row.push(number);
        }
        let mut place = vec![0; numbers.len()];
        for (at, number) in numbers.values().enumerate() {
            place[*number as usize] = at as u32;
        }
        of_row.iter_mut().for_each(|number| *number = place[*number as usize]);
        let label = |(code, column): (&u32, &KeyColumn)| column.labels[*code as usize].clone();
        let labels = numbers.keys().map(|codes| codes.iter().zip(columns).map(label).collect()).collect();
        Groups { of_row, labels }
    }
}

/// Each statistic of all groups and subjects; means and rates of all in one pass, quantiles in another. `df` are the
/// groups' degrees of freedom, of which the errors of quantiles are.
pub fn estimates(
    sample: &Sample<'_>,
    statistics: &[Statistic],
    subjects: &[Subject<'_>],
    groups: &Groups,
    (confidence, df): (f64, &[f64]),
) -> Vec<Estimates> {
    let columns: Vec<&[f64]> = subjects.iter().flat_map(|s| s.columns.iter().map(|c| &**c)).collect();
    let (weights, count) = (sample.weights(), groups.labels.len());
    let probabilities: Vec<Rational> =
        statistics.iter().filter_map(|statistic| statistic.probability()).collect();
    let reading = Reading { confidence, df };
    let grouped = (&groups.of_row[..], count);
    let mut sorted =
        quantiles(&sample.design, &weights, &columns, grouped, &probabilities, &reading).into_iter();
    let takes: Vec<Take> = statistics.iter().filter_map(|statistic| statistic.take()).collect();
    let variates: Vec<Variate<'_>> =
        takes.iter().flat_map(|take| columns.iter().map(|values| Variate::new(values, *take))).collect();
    let summed = means(&sample.design, &weights, &variates, &groups.of_row, count);
    let mut summed: Vec<_> = summed.into_iter().map(Vec::into_iter).collect();
    let split = |row: Vec<Option<Estimated>>| {
        let mut cells = row.into_iter();
        subjects.iter().map(|subject| cells.by_ref().take(subject.columns.len()).collect()).collect()
    };
    let mut one = |statistic: &Statistic| -> Estimates {
        if statistic.probability().is_some() {
            return sorted.next().unwrap_or_default().into_iter().map(split).collect();
        }
        let factor = if statistic.unit() == Unit::Percent { 100.0 } else { 1.0 };
        let in_unit = |cell: Option<Estimated>| cell.map(|estimated| estimated.times(factor));
        let next = summed.iter_mut().map(|row| row.by_ref().take(columns.len()).map(in_unit).collect());
        next.map(split).collect()
    };
    statistics.iter().map(&mut one).collect()
}

/// Pupils with a score and a weight, and their weight, by group.
pub fn counts(sample: &Sample<'_>, subject: &Subject<'_>, groups: &Groups) -> Vec<Count> {
    let scores = &subject.columns[0];
    sample.counted(groups.labels.len(), |row| if scores[row].is_nan() { NOWHERE } else { groups.of_row[row] })
}

impl Statistic {
    fn probability(self) -> Option<Rational> {
        match self {
            Statistic::Quantile(probability) => Some(probability),
            _ => None,
        }
    }

    fn take(self) -> Option<Take> {
        match self {
            Statistic::Mean => Some(Take::Value),
            Statistic::Rate(line) => Some(Take::AtLeast(line)),
            Statistic::Share(take) => Some(take),
            Statistic::Quantile(_) => None,
        }
    }

    pub fn unit(self) -> Unit {
        match self {
            Statistic::Rate(_) | Statistic::Share(_) => Unit::Percent,
            _ => Unit::Points,
        }
    }

    pub fn unit_of_difference(self) -> Unit {
        match self.unit() {
            Unit::Percent => Unit::PercentagePoints,
            unit => unit,
        }
    }
}

/// A figure per group, subject and statistic, each statistic with its label in the one further dimension.
pub fn each_group(
    rows: &Rows<'_>,
    request: &Request<'_>,
    (id, measure): (&'static str, &'static str),
    dimension: &[&str],
    statistics: &[(Option<String>, Statistic)],
) -> Result<Figures> {
    let sample = Sample::read(rows, id, request.arguments)?;
    let subjects = subjects(rows, request)?;
    let groups = Groups::read(rows, request.by)?;
    let confidence = request.arguments.confidence();
    let mut figures = Figures::new(
        request.by.iter().map(String::as_str).chain(dimension.iter().copied()).map(str::to_owned).collect(),
    );
    let asked: Vec<Statistic> = statistics.iter().map(|(_, statistic)| *statistic).collect();
    let df = sample.degrees_of_freedom(&groups);
    let found = estimates(&sample, &asked, &subjects, &groups, (confidence, &df));
    let counts: Vec<_> = subjects.iter().map(|subject| counts(&sample, subject, &groups)).collect();
    let mut lines: Vec<(Rational, f64)> = statistics.iter().filter_map(line).collect();
    lines.sort_by_key(|line| line.0);
    lines.dedup();
    let divided: Vec<_> = subjects.iter().map(|subject| divided(&sample, subject, &groups, &lines)).collect();
    let shape = match request.arguments.text("interval") {
        Some("beta") => Shape::Beta,
        Some(_) => Shape::Logit,
        None => Shape::Student,
    };
    for (group, labels) in groups.labels.iter().enumerate() {
        for (at, subject) in subjects.iter().enumerate() {
            for ((label, statistic), found) in statistics.iter().zip(&found) {
                let count = counts[at][group];
                let of_line = label.as_deref().and_then(|label| line(&(Some(label.to_owned()), *statistic)));
                let (told, fewest) = match of_line {
                    Some((line, _)) => divided[at][group].told(line, count.n),
                    None => ([Told::count_events([weighed(count.n)])].into(), None),
                };
                let labels = labels.iter().cloned().map(Some);
                let place = Figure {
                    group: labels.chain(label.iter().cloned().map(Some)).collect(),
                    subject: Some(subject.id.as_str().into()),
                    n: Some(count.n),
                    denominator: (count.weight > 0.0).then_some(Value::Real(count.weight)),
                    told,
                    fewest,
                    ..Figure::new(id, measure, statistic.unit())
                };
                let ask = Ask { count, shape, ..Ask::new(&sample, confidence, df[group]) };
                figures.push(figure(place, &ask, &found[group][at]));
            }
        }
    }
    Ok(figures)
}
