//! What statistics that are functions of totals have in common.

use super::super::arguments::Request;
use super::super::rows::Rows;
use super::design::Sample;
use super::divided::weighed;
use super::estimates::{Groups, Subject, named_by, subjects};
use super::report::{Ask, Count, figure};
use super::shape::Shape;
use crate::error::{Error, Result};
use crate::figures::{Figure, Figures, Status, Told, Unit, Value};
use crate::lang::Text;
use crate::stats::survey::dual::Dual;
use crate::stats::survey::{Estimated, NOWHERE, Of, Summed, Variate};

/// One subject's pupils with every value that a statistic needs, by group.
pub struct Complete<'a> {
    id: &'static str,
    sample: &'a Sample<'a>,
    groups: &'a Groups,
    subject: &'a str,
    /// By plausible value: the scores and, where there is one, the second variable.
    pub values: Vec<Vec<&'a [f64]>>,
    of_row: Vec<u32>,
    pub counts: Vec<Count>,
}

/// The figures of each subject. `second` is the argument that names a second variable, where there is one.
pub fn each_subject(
    rows: &Rows<'_>,
    request: &Request<'_>,
    id: &'static str,
    second: Option<&str>,
    figures_of: impl Fn(&Complete<'_>) -> Vec<Figure>,
) -> Result<Figures> {
    let sample = Sample::read(rows, id, request.arguments)?;
    let groups = Groups::read(rows, request.by)?;
    let second = second
        .map(|argument| Ok((argument, named_by(rows, request.arguments.pairs(argument), argument)?)))
        .transpose()?;
    let mut figures = Figures::new(request.by.to_vec());
    for subject in &subjects(rows, request)? {
        let values = match &second {
            Some((argument, other)) => paired(subject, &other[0], argument)?,
            None => single(subject),
        };
        figures.extend(figures_of(&Complete::new(id, &sample, &groups, subject, values)));
    }
    Ok(figures)
}

impl<'a> Complete<'a> {
    pub fn new(
        id: &'static str,
        sample: &'a Sample<'a>,
        groups: &'a Groups,
        subject: &'a Subject<'_>,
        values: Vec<Vec<&'a [f64]>>,
    ) -> Complete<'a> {
        let of_row = complete(groups, &values[0]);
        let counts = sample.counted(groups.labels.len(), |row| of_row[row]);
        Complete { id, sample, groups, subject: &subject.id, values, of_row, counts }
    }

    /// The values about their means.
    pub fn centred(&self) -> Vec<Vec<Vec<f64>>> {
        let own =
            |columns: &Vec<&[f64]>| columns.iter().map(|column| centred(column, &self.of_row)).collect();
        self.values.iter().map(own).collect()
    }

    /// The totals of the groups.
    pub fn summed(&self, variates: &[Variate<'_>]) -> Summed<'_> {
        let sample = self.sample;
        Summed::new(&sample.design, &sample.weights(), variates, &self.of_row, self.counts.len())
    }

    /// A function of the totals of each plausible value: the weight, the columns, their products:
    /// `[group][plausible value]`.
    pub fn by_group(
        &self,
        columns: &[Vec<impl AsRef<[f64]>>],
        products: &[(usize, usize)],
        function: impl Fn(&[Dual]) -> Option<Dual>,
    ) -> Vec<Vec<Option<Estimated>>> {
        let mut variates: Vec<Variate<'_>> = Vec::new();
        for own in columns {
            let column = |at: usize| own[at].as_ref();
            variates.extend((0..own.len()).map(|at| Variate::value(column(at))));
            variates.extend(products.iter().map(|(a, b)| Variate::product(column(*a), column(*b))));
        }
        let each = columns.first().map_or(0, Vec::len) + products.len();
        let summed = self.summed(&variates);
        let one = |group: usize, value: usize| {
            let own = (value * each..(value + 1) * each).map(|variate| (group, Of::Total(variate)));
            let picks: Vec<(usize, Of)> =
                std::iter::once((group, Of::Weight(value * each))).chain(own).collect();
            summed.estimate(&picks, &function)
        };
        let of_group = |group: usize| (0..columns.len()).map(|value| one(group, value)).collect();
        (0..self.counts.len()).map(of_group).collect()
    }

    /// A figure of a group without its value.
    pub fn place(&self, group: usize, measure: &'static str, unit: Unit) -> Figure {
        let labels = self.groups.labels[group].iter().cloned().map(Some);
        place((self.id, measure, unit), labels, Some(self.subject), self.counts[group])
    }

    /// A figure per group from its estimates; `otherwise` is said of pupils who have no such value.
    pub fn figures(
        &self,
        (measure, unit): (&'static str, Unit),
        found: &[Vec<Option<Estimated>>],
        confidence: f64,
        (shape, otherwise): (Shape, Status),
    ) -> Vec<Figure> {
        let df = self.sample.degrees_of_freedom(self.groups);
        let of_group = |(group, values): (usize, &Vec<Option<Estimated>>)| {
            let ask = Ask::new(self.sample, confidence, df[group]);
            let tested = shape == Shape::Fisher;
            let ask = Ask { shape, tested, count: self.counts[group], ..ask };
            let found = figure(self.place(group, measure, unit), &ask, values);
            match found.status {
                Status::NoDenominator if self.counts[group].n > 0 => found.without_value(otherwise),
                _ => found,
            }
        };
        found.iter().enumerate().map(of_group).collect()
    }
}

/// The groups of the pupils who have a value in every column, everybody else in none.
fn complete(groups: &Groups, columns: &[&[f64]]) -> Vec<u32> {
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

/// The columns of a variable by plausible value.
pub fn single<'a>(subject: &'a Subject<'_>) -> Vec<Vec<&'a [f64]>> {
    subject.columns.iter().map(|column| vec![&**column]).collect()
}

/// The columns of two variables by plausible value; one without plausible values goes with each of the other's.
///
/// # Errors
/// Where both have plausible values, but not as many: the second's argument is at fault.
fn paired<'a>(
    first: &'a Subject<'_>,
    second: &'a Subject<'_>,
    argument: &str,
) -> Result<Vec<Vec<&'a [f64]>>> {
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
    Ok((0..count).map(|value| vec![at(first, value), at(second, value)]).collect())
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
