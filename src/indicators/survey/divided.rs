//! How many pupils of a sample are on which side of a line: what a rate tells of them, for disclosure control.

use super::design::Sample;
use super::estimates::{Groups, Statistic, Subject};
use crate::figures::{AllTold, Range, Told};
use crate::number::{Decimal, Rational};

/// Pupils with a score and a weight, for disclosure control.
pub fn weighed(n: u64) -> Range {
    Range::base("weighed", n)
}

/// The line of a rate, from its label and as it is compared.
pub fn line((label, statistic): &(Option<String>, Statistic)) -> Option<(Rational, f64)> {
    let Statistic::Rate(line) = statistic else { return None };
    Some((Decimal::parse(label.as_ref()?.as_bytes())?.to_rational(), *line))
}

/// How many pupils of a group are between which lines. Where weights are equal a rate tells how many reach its line,
/// and where few weights occur almost so.
pub struct Divided {
    /// By the first plausible value: pupils below all lines, then from each line to the next.
    events: Vec<(Option<Rational>, Option<Rational>, u64)>,
    /// For each line, the fewest of one side by any plausible value, where there are any.
    fewest: Vec<(Rational, Option<u64>)>,
}

pub fn divided(
    sample: &Sample<'_>,
    subject: &Subject<'_>,
    groups: &Groups,
    lines: &[(Rational, f64)],
) -> Vec<Divided> {
    let ends: Vec<Option<Rational>> = lines.iter().map(|line| Some(line.0)).collect();
    let froms = [None].into_iter().chain(ends.iter().copied());
    let belows = ends.iter().copied().chain([None]);
    let empty: Vec<_> = froms.zip(belows).map(|(from, below)| (from, below, 0)).collect();
    let mut reached = vec![vec![vec![0; lines.len() + 1]; subject.columns.len()]; groups.labels.len()];
    for (row, (group, weight)) in groups.of_row.iter().zip(sample.weight()).enumerate() {
        let Some(of_group) = reached.get_mut(*group as usize).filter(|_| *weight != 0.0) else { continue };
        for (column, counts) in subject.columns.iter().zip(of_group) {
            if !column[row].is_nan() {
                counts[lines.iter().filter(|line| column[row] >= line.1).count()] += 1;
            }
        }
    }
    let of_group = |by_column: Vec<Vec<u64>>| {
        let first = by_column.first().into_iter().flatten();
        let events = empty.iter().zip(first).map(|(end, count)| (end.0, end.1, *count)).collect();
        let fewest = lines.iter().enumerate().map(|(at, line)| {
            let sides = by_column.iter().flat_map(|counts| {
                let (below, above) = counts.split_at(at + 1);
                [below.iter().sum::<u64>(), above.iter().sum()]
            });
            (line.0, sides.filter(|count| *count > 0).min())
        });
        // A single count is among the events.
        let fewest = if by_column.len() > 1 { fewest.collect() } else { Vec::new() };
        Divided { events, fewest }
    };
    reached.into_iter().map(of_group).collect()
}

impl Divided {
    /// What the rate at a line tells, and the fewest whom it sets apart.
    pub fn told(&self, line: Rational, n: u64) -> (AllTold, Option<u64>) {
        let event = |(from, below, count): &(Option<Rational>, Option<Rational>, u64)| Range::Event {
            name: "reached",
            from: *from,
            below: *below,
            count: *count as i64,
        };
        let above = self.events.iter().filter(|(from, ..)| from.is_some_and(|from| from >= line)).map(event);
        let all = self.events.iter().map(event).chain([weighed(n)]);
        let fewest = self.fewest.iter().find(|fewest| fewest.0 == line).and_then(|fewest| fewest.1);
        ([Told::count_events(above), Told::count_events(all)].into(), fewest)
    }
}
