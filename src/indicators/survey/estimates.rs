//! Estimates by group and subject, one per plausible value, and the figures that they make.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::Request;
use super::super::grouping::noted;
use super::design::Sample;
use super::divided::{divided, line, weighed};
use super::rows::{Rows, expand};
use crate::error::{Error, Result};
use crate::figures::{Figure, Figures, Status, Told, Unit, Value};
use crate::lang::Text;
use crate::number::Rational;
use crate::records::KeyColumn;
use crate::stats::survey::{Estimated, Take, Variate, combine, means, quantiles};
use crate::subjects::subject_id;

/// A quantity of one subject in one group.
#[derive(Clone, Copy)]
pub enum Statistic {
    Mean,
    /// The share, in per cent, that reaches a line.
    Rate(f64),
    Quantile(f64),
}

/// A subject and its scores: one column, or one per plausible value.
pub struct Subject<'a> {
    pub id: String,
    pub columns: Vec<Cow<'a, [f64]>>,
}

/// Which group each row is in; groups in the order of their labels.
pub struct Groups {
    pub of_row: Vec<u32>,
    pub labels: Vec<Vec<String>>,
}

/// The estimates of one statistic: `[group][subject]`, each with one per plausible value.
pub type Estimates = Vec<Vec<Vec<Option<Estimated>>>>;

pub fn subjects<'a>(rows: &'a Rows<'_>, request: &Request<'_>) -> Result<Vec<Subject<'a>>> {
    let mut subjects: Vec<Subject<'a>> = Vec::new();
    for text in request.arguments.all("scores") {
        let (name, pattern) = text.split_once('=').unwrap_or(("", text));
        let headers = expand("scores", pattern)?;
        let columns = headers.iter().map(|header| rows.numbers(header)).collect::<Result<Vec<_>>>()?;
        refuse_infinite(rows, &headers, &columns)?;
        refuse_ragged(rows, &headers, &columns)?;
        let name = if name.is_empty() { unnumbered(pattern) } else { name.to_owned() };
        subjects.push(Subject { id: subject_id(name.trim()).to_owned(), columns });
    }
    let several = || subjects.iter().filter(|subject| subject.columns.len() > 1);
    match several().find(|subject| Some(subject.columns.len()) != several().next().map(|s| s.columns.len())) {
        None => Ok(subjects),
        Some(other) => Err(Error::InvalidArgument {
            argument: "scores".to_owned(),
            found: format!("{}: {}", other.id, other.columns.len()),
            expected: Text::new("各科似真值个数相同", "as many plausible values in every subject"),
        }),
    }
}

/// `PV{1..10}MATH` is PVMATH.
fn unnumbered(pattern: &str) -> String {
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
                Text::new("一个有限的数,或留空", "a finite number, or nothing"),
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

/// Each statistic of all groups and subjects; means and rates of all in one pass, quantiles in another.
pub fn estimates(
    sample: &Sample<'_>,
    statistics: &[Statistic],
    subjects: &[Subject<'_>],
    groups: &Groups,
) -> Vec<Estimates> {
    let columns: Vec<&[f64]> = subjects.iter().flat_map(|s| s.columns.iter().map(|c| &**c)).collect();
    let (weights, count) = (sample.weights(), groups.labels.len());
    let probabilities: Vec<f64> = statistics.iter().filter_map(|statistic| statistic.probability()).collect();
    let mut sorted =
        quantiles(&sample.design, &weights, &columns, &groups.of_row, count, &probabilities).into_iter();
    let takes: Vec<Take> = statistics.iter().filter_map(|statistic| statistic.take()).collect();
    let variates: Vec<Variate<'_>> =
        takes.iter().flat_map(|take| columns.iter().map(|values| Variate { values, take: *take })).collect();
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
        let factor = if matches!(statistic, Statistic::Rate(_)) { 100.0 } else { 1.0 };
        let in_unit = |cell: Option<Estimated>| cell.map(|estimated| estimated.times(factor));
        let next = summed.iter_mut().map(|row| row.by_ref().take(columns.len()).map(in_unit).collect());
        next.map(split).collect()
    };
    statistics.iter().map(&mut one).collect()
}

/// Pupils with a score and a weight, and their weight, by group.
pub fn counts(sample: &Sample<'_>, subject: &Subject<'_>, groups: &Groups) -> Vec<(u64, f64)> {
    let mut counts = vec![(0, 0.0); groups.labels.len()];
    let weighed = groups.of_row.iter().zip(sample.weight()).zip(&*subject.columns[0]);
    for ((group, weight), score) in weighed {
        if let (Some((n, sum)), false) = (counts.get_mut(*group as usize), score.is_nan() || *weight == 0.0) {
            *n += 1;
            *sum += weight;
        }
    }
    counts
}

impl Statistic {
    fn probability(self) -> Option<f64> {
        match self {
            Statistic::Quantile(probability) => Some(probability),
            _ => None,
        }
    }

    fn take(self) -> Option<Take> {
        match self {
            Statistic::Mean => Some(Take::Value),
            Statistic::Rate(line) => Some(Take::AtLeast(line)),
            Statistic::Quantile(_) => None,
        }
    }

    pub fn unit(self) -> Unit {
        match self {
            Statistic::Rate(_) => Unit::Percent,
            _ => Unit::Points,
        }
    }
}

/// A figure from the estimates of all plausible values. `tested` asks for a p-value against zero.
pub fn figure(
    place: Figure,
    sample: &Sample<'_>,
    values: &[Option<Estimated>],
    confidence: f64,
    tested: bool,
) -> Figure {
    let mut method = sample.method.clone();
    if values.len() > 1 {
        method += &format!("; {} plausible values, Rubin", values.len());
    }
    let note = match sample.weightless {
        0 => place.note.clone(),
        count => format!("{count} rows of weight 0 count for nothing"),
    };
    let place = Figure { method: method.into(), note, ..place };
    let Some(values) = values.iter().map(Option::as_ref).collect::<Option<Vec<_>>>() else {
        return place.without_value(Status::NoDenominator);
    };
    let points: Vec<f64> = values.iter().map(|estimated| estimated.value).collect();
    let mean = points.iter().sum::<f64>() / points.len() as f64;
    let place = place.with_value(Value::Real(mean));
    let variances: Option<Vec<f64>> =
        values.iter().map(|estimated| sample.design.variance(&estimated.deviations)).collect();
    let complete = sample.degrees_of_freedom();
    let Some(combined) = variances.and_then(|variances| combine(&points, &variances, complete)) else {
        let why = "no value under some replicate, or no interval of the share: no error";
        return Figure { note: noted(&place.note, why), ..place };
    };
    let Some(interval) = combined.interval(confidence) else {
        return Figure { note: noted(&place.note, "no variance or no degree of freedom: no error"), ..place };
    };
    Figure {
        se: Some(combined.se),
        lower: Some(interval.lower),
        upper: Some(interval.upper),
        confidence: Some(confidence),
        df: Some(combined.df),
        p_value: if tested { combined.p_value() } else { None },
        ..place
    }
}

/// A figure per group, subject and statistic, each statistic with its label in the one further dimension.
pub fn each_group(
    rows: &Rows<'_>,
    request: &Request<'_>,
    id: &'static str,
    measure: &'static str,
    dimension: &[&str],
    statistics: &[(Option<String>, Statistic)],
) -> Result<Figures> {
    let sample = Sample::read(rows, id, request.arguments)?;
    let subjects = subjects(rows, request)?;
    let groups = Groups::read(rows, request.by)?;
    let mut figures = Figures::new(
        request.by.iter().map(String::as_str).chain(dimension.iter().copied()).map(str::to_owned).collect(),
    );
    let asked: Vec<Statistic> = statistics.iter().map(|(_, statistic)| *statistic).collect();
    let found = estimates(&sample, &asked, &subjects, &groups);
    let counts: Vec<_> = subjects.iter().map(|subject| counts(&sample, subject, &groups)).collect();
    let mut lines: Vec<(Rational, f64)> = statistics.iter().filter_map(line).collect();
    lines.sort_by_key(|line| line.0);
    lines.dedup();
    let divided: Vec<_> = subjects.iter().map(|subject| divided(&sample, subject, &groups, &lines)).collect();
    for (group, labels) in groups.labels.iter().enumerate() {
        for (at, subject) in subjects.iter().enumerate() {
            for ((label, statistic), found) in statistics.iter().zip(&found) {
                let (n, weight) = counts[at][group];
                let of_line = label.as_deref().and_then(|label| line(&(Some(label.to_owned()), *statistic)));
                let (told, fewest) = match of_line {
                    Some((line, _)) => divided[at][group].told(line, n),
                    None => ([Told::count_events([weighed(n)])].into(), None),
                };
                let labels = labels.iter().cloned().map(Some);
                let place = Figure {
                    group: labels.chain(label.iter().cloned().map(Some)).collect(),
                    subject: Some(subject.id.as_str().into()),
                    n: Some(n),
                    denominator: (weight > 0.0).then_some(Value::Real(weight)),
                    told,
                    fewest,
                    ..Figure::new(id, measure, statistic.unit())
                };
                let confidence = request.arguments.confidence();
                figures.rows.push(figure(place, &sample, &found[group][at], confidence, false));
            }
        }
    }
    Ok(figures)
}
