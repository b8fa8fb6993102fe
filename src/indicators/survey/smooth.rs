//! What statistics that are functions of totals have in common.

use super::super::Request;
use super::design::Sample;
use super::divided::weighed;
use super::estimates::{Groups, Subject};
use super::report::{Ask, Count, Shape, figure};
use crate::error::{Error, Result};
use crate::figures::{Figure, Figures, Status, Told, Unit, Value};
use crate::lang::Text;
use crate::stats::survey::dual::Dual;
use crate::stats::survey::{Estimated, NOWHERE, Of, Summed, Variate};

/// The groups of the pupils who have a value in every column, everybody else in none.
pub fn complete(groups: &Groups, columns: &[&[f64]]) -> Vec<u32> {
    let known = |row: usize| columns.iter().all(|column| !column[row].is_nan());
    let of_row = groups.of_row.iter().enumerate();
    of_row.map(|(row, group)| if known(row) { *group } else { NOWHERE }).collect()
}

/// A column about the mean of its pupils in any group, so that sums of squares keep their digits.
pub fn centred(column: &[f64], group: &[u32]) -> Vec<f64> {
    let own = column.iter().zip(group).filter(|(value, group)| **group != NOWHERE && !value.is_nan());
    let (sum, n) = own.fold((0.0, 0.0), |(sum, n), (value, _)| (sum + value, n + 1.0));
    let mean = if n > 0.0 { sum / n } else { 0.0 };
    column.iter().map(|value| value - mean).collect()
}

/// A function of the totals of each plausible value's variates, by group: `[group][plausible value]`.
pub fn by_group(
    sample: &Sample<'_>,
    (group, groups): (&[u32], usize),
    columns: &[Vec<Vec<f64>>],
    products: &[(usize, usize)],
    function: impl Fn(&[Dual]) -> Option<Dual>,
) -> Vec<Vec<Option<Estimated>>> {
    let mut variates: Vec<Variate<'_>> = Vec::new();
    for own in columns {
        variates.extend(own.iter().map(|column| Variate::value(column)));
        variates.extend(products.iter().map(|(a, b)| Variate::product(&own[*a], &own[*b])));
    }
    let each = columns.first().map_or(0, Vec::len) + products.len();
    let summed = Summed::new(&sample.design, &sample.weights(), &variates, group, groups);
    let one = |group: usize, value: usize| {
        let own = (value * each..(value + 1) * each).map(|variate| (group, Of::Total(variate)));
        let picks: Vec<(usize, Of)> = std::iter::once((group, Of::Weight(value * each))).chain(own).collect();
        summed.estimate(&picks, &function)
    };
    (0..groups).map(|group| (0..columns.len()).map(|value| one(group, value)).collect()).collect()
}

/// The columns of two variables by plausible value; one without plausible values goes with each of the other's.
///
/// # Errors
/// Where both have plausible values, but not as many: the second's argument is at fault.
pub fn paired<'a>(
    first: &'a Subject<'_>,
    second: &'a Subject<'_>,
    argument: &str,
) -> Result<Vec<[&'a [f64]; 2]>> {
    let (own, other) = (first.columns.len(), second.columns.len());
    if own > 1 && other > 1 && own != other {
        return Err(Error::InvalidArgument {
            argument: argument.to_owned(),
            found: format!("{}: {other}", second.id),
            expected: Text::new(
                "与成绩同样多的似真值，或一列",
                "as many plausible values as the scores have, or one column",
            ),
        });
    }
    let at = |subject: &'a Subject<'_>, value: usize| -> &'a [f64] {
        &subject.columns[value.min(subject.columns.len() - 1)]
    };
    let count = own.max(other);
    Ok((0..count).map(|value| [at(first, value), at(second, value)]).collect())
}

/// A figure without its value: the place of a group and subject.
pub fn place(
    (id, measure, unit): (&'static str, &'static str, Unit),
    labels: impl Iterator<Item = Option<String>>,
    subject: Option<&str>,
    count: Count,
) -> Figure {
    Figure {
        group: labels.collect(),
        subject: subject.map(Into::into),
        n: Some(count.n),
        denominator: (count.weight > 0.0).then_some(Value::Real(count.weight)),
        told: [Told::count_events([weighed(count.n)])].into(),
        ..Figure::new(id, measure, unit)
    }
}

/// The figures of one subject, a row per group; `otherwise` is said of pupils who have no such value.
pub fn rows_of(
    figures: &mut Figures,
    sample: &Sample<'_>,
    request: &Request<'_>,
    groups: &Groups,
    (found, counts): (&[Vec<Option<Estimated>>], &[Count]),
    at: impl Fn(usize) -> Figure,
    (shape, otherwise): (Shape, Status),
) {
    let df = sample.degrees_of_freedom(groups);
    for (group, values) in found.iter().enumerate() {
        let ask = Ask::new(sample, request.arguments.confidence(), df[group]);
        let tested = shape == Shape::Fisher;
        let ask = Ask { shape, tested, count: counts[group], ..ask };
        let found = figure(at(group), &ask, values);
        figures.rows.push(match found.status {
            Status::NoDenominator if counts[group].n > 0 => found.without_value(otherwise),
            _ => found,
        });
    }
}
