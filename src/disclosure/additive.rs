//! Sums that are sums of others: the total of a group, of its subjects.

use super::cells::Axis;
use super::levels::{Further, Level};
use super::model::Model;
use super::span::Row;
use crate::number::Rational;
use crate::subjects::TOTAL;
use crate::tally::Tally;

/// A sum of scores that is the sum of others.
pub struct Additive {
    pub whole: Row,
    /// The cells of the others, and how many ticks of the whole a tick of each is.
    pub parts: Vec<(u32, Rational)>,
}

impl Model {
    /// The total of a group is the sum of its subjects, where the numbers say so.
    pub fn add_additive(&mut self, tally: &Tally, axes: &[Axis]) {
        let is_total = |axis: &&Axis| tally.subjects[axis.subject].id == TOTAL;
        let Some(total) = axes.iter().find(is_total) else { return };
        let parts: Vec<&Axis> = axes.iter().filter(|axis| axis.subject != total.subject).collect();
        if parts.is_empty() || parts.len() + 1 < tally.subjects.len() {
            // A subject that no table shows stays unknown, and so do the others.
            return;
        }
        for level in &total.levels {
            let of_parts: Option<Vec<(&Axis, &Level)>> = parts
                .iter()
                .map(|axis| Some((*axis, axis.levels.iter().find(|of| of.keys == level.keys)?)))
                .collect();
            let Some(of_parts) = of_parts else { continue };
            for at in 0..level.cohorts.len() {
                self.additive.extend(self.additive_of((tally, total.subject), (level, at), &of_parts));
            }
        }
    }

    fn additive_of(
        &self,
        (tally, total): (&Tally, usize),
        (level, at): (&Level, usize),
        parts: &[(&Axis, &Level)],
    ) -> Option<Additive> {
        let cell = |level: &Level, at: usize| Some(level.further.get(&Further::Sum)? + at as u32);
        let step = |subject: usize| tally.subjects[subject].scale.step();
        let score = |cell: u32, subject: usize| {
            Rational::from_integer(i128::from(self.cells[cell as usize].truth)) * step(subject)
        };
        let whole = cell(level, at)?;
        let labels = &level.cohorts[at].labels;
        let of_part = |(axis, of): &(&Axis, &Level)| {
            // Cohorts stand in the order of the tally's groups, in each subject alike.
            let same = of.cohorts.get(at).filter(|cohort| &cohort.labels == labels).map(|_| at);
            Some((cell(of, same?)?, axis.subject))
        };
        let parts: Vec<(u32, usize)> = parts.iter().map(of_part).collect::<Option<_>>()?;
        let sum: Rational = parts.iter().map(|(cell, subject)| score(*cell, *subject)).sum();
        let parts = parts.iter().map(|(cell, subject)| (*cell, step(*subject) / step(total)));
        (sum == score(whole, total)).then(|| Additive { whole: vec![(whole, 1)], parts: parts.collect() })
    }
}
