//! Totals that are sums of subjects: the sums of scores of all subjects and of the total, in one system beside those of
//! each subject. A mean of few in one subject does not follow from the total and the other subjects, of the same group
//! or of any others.

use std::ops::Range;

use super::cells::shared;
use super::entry::{Entry, Known};
use super::kinship::Kin;
use super::levels::{Cohort, Keys, Labels, keys_of, numbered};
use super::model::{Cell, Model, SumCell};
use super::plan::{Use, by_keys, plan};
use super::span::Row;
use crate::figures::What;
use crate::number::Rational;
use crate::subjects::TOTAL;
use crate::tally::Tally;

/// The sums of the groups of some keys.
struct Level {
    keys: Keys,
    /// For each subject of the tally, its groups, in the same order.
    subjects: Vec<Vec<Cohort>>,
    first_cell: u32,
    /// The number of the first group among the kin.
    first_kin: usize,
}

impl Level {
    fn groups(&self) -> usize {
        self.subjects[0].len()
    }

    /// Its groups among the kin.
    fn kin(&self) -> Range<usize> {
        self.first_kin..self.first_kin + self.groups()
    }

    /// The sum of a group in a subject.
    fn cell(&self, group: usize, subject: usize) -> u32 {
        self.first_cell + (group * self.subjects.len() + subject) as u32
    }
}

impl Model {
    /// Cells for the sums of all subjects, where figures tell some of the total and the numbers say that they add up.
    pub fn add_additive(&mut self, tally: &Tally, labels: &Labels, entries: &[Entry], few: usize) {
        let Ok(total) = tally.subject_index(TOTAL) else { return };
        let of_sums = || {
            entries.iter().filter_map(|entry| match &entry.known {
                Known::Told { what: What::Sum, parts } => {
                    let subject = tally.subject_index(&entry.subject).ok()?;
                    Some((entry, parts, subject, keys_of(labels, &entry.group, parts)?))
                }
                _ => None,
            })
        };
        let Some(weights) = weights(tally, total) else { return };
        // A subject of which no figure tells any sum stays unknown, and so do the others.
        let is_told = |subject: usize| of_sums().any(|(_, _, of, _)| of == subject);
        if !(0..tally.subjects.len()).all(is_told) || tally.subjects.len() < 2 {
            return;
        }
        let uses = of_sums().map(|(_, _, _, keys)| Use { keys, sums: true, ..Use::default() });
        let groups = |keys| labels.groups_of(keys);
        let planned = plan(&by_keys(uses), &groups, few / tally.subjects.len());
        let cohorts = |keys| -> Vec<Vec<Cohort>> {
            (0..tally.subjects.len()).map(|subject| labels.cohorts(tally, keys, subject)).collect()
        };
        let of_levels: Vec<(Keys, Vec<Vec<Cohort>>)> =
            planned.iter().map(|level| (level.told.keys, cohorts(level.told.keys))).collect();
        let Some(sums) = of_levels.iter().map(|(_, of)| sums(of)).collect::<Option<Vec<_>>>() else { return };
        if !sums.iter().flatten().any(|group| is_sum(group, &weights)) {
            return;
        }
        let levels: Vec<Level> = of_levels
            .into_iter()
            .zip(&sums)
            .map(|((keys, subjects), sums)| self.add_sum_level(tally, keys, subjects, sums))
            .collect();
        for (at, planned) in planned.iter().enumerate() {
            match planned.wider {
                Some((wider, keys)) => self.tie_sums(&levels[at], &levels[wider], keys),
                None => self.kinship.tie(levels[at].kin().collect(), Vec::new()),
            }
            let is_whole = |group: &usize| is_sum(&sums[at][*group], &weights);
            for group in (0..levels[at].groups()).filter(is_whole) {
                let row = weights
                    .iter()
                    .enumerate()
                    .map(|(subject, weight)| (levels[at].cell(group, subject), *weight));
                self.links.push(row.collect());
            }
        }
        for (entry, parts, subject, keys) in of_sums() {
            let telling = levels.iter().filter(|level| keys & !level.keys == 0);
            let Some(level) = telling.min_by_key(|level| level.groups()) else { continue };
            let mut row = Row::new();
            for part in parts {
                let Some(wanted) = numbered(labels, &entry.group, part) else { continue };
                let inside =
                    (0..level.groups()).filter(|group| level.subjects[subject][*group].is_in(&wanted));
                row.extend(inside.map(|group| (level.cell(group, subject), part.times)));
            }
            row.sort_unstable();
            let truth = self.value(&row);
            self.add_quantity(row, truth, entry, What::Sum);
        }
    }

    fn add_sum_level(
        &mut self,
        tally: &Tally,
        keys: Keys,
        subjects: Vec<Vec<Cohort>>,
        sums: &[Vec<i64>],
    ) -> Level {
        let first_cell = self.cells.len() as u32;
        self.level_starts.push(first_cell);
        let mut level = Level { keys, subjects, first_cell, first_kin: 0 };
        for (group, of_group) in sums.iter().enumerate() {
            for (subject, sum) in of_group.iter().enumerate() {
                let described = &tally.subjects[subject];
                let full_mark = described.full_mark.map(|full| described.scale.ticks_at_least(full));
                let tested = level.subjects[subject][group].distribution.tested() as i64;
                let cell = level.cell(group, subject);
                self.sums.push(SumCell { cell, tested, full_mark });
                self.cells.push(Cell { truth: *sum, is_count: false });
                if tested == 0 {
                    // Nobody's scores add up to nothing, and that nobody sat it may be told by any count.
                    self.links.push(vec![(cell, 1)]);
                }
            }
            let kin = (0..of_group.len())
                .map(|subject| Kin { cell: level.cell(group, subject), scores: (None, None) });
            let number = self.kinship.add(kin.collect());
            level.first_kin = if group == 0 { number } else { level.first_kin };
        }
        level
    }

    /// Two levels agree on the groups that both have, in each subject.
    fn tie_sums(&mut self, narrow: &Level, wide: &Level, keys: Keys) {
        for [parts, wholes] in shared(&narrow.subjects[0], &wide.subjects[0], keys).into_values() {
            for subject in 0..narrow.subjects.len() {
                let of_parts = parts.iter().map(|part| (narrow.cell(*part, subject), 1));
                let of_wholes = wholes.iter().map(|whole| (wide.cell(*whole, subject), -1));
                let mut link: Row = of_parts.chain(of_wholes).collect();
                link.sort_unstable();
                self.links.push(link);
            }
            let numbers =
                |level: &Level, of: &[usize]| of.iter().map(|group| level.first_kin + group).collect();
            self.kinship.tie(numbers(narrow, &parts), numbers(wide, &wholes));
        }
    }
}

/// For each group, its sum in each subject, in ticks.
fn sums(subjects: &[Vec<Cohort>]) -> Option<Vec<Vec<i64>>> {
    let sum = |cohort: &Cohort| i64::try_from(cohort.distribution.sums()?.sum).ok();
    (0..subjects[0].len()).map(|group| subjects.iter().map(|of| sum(&of[group])).collect()).collect()
}

/// How many of a common step a tick of each subject is, the total taken away.
fn weights(tally: &Tally, total: usize) -> Option<Vec<i64>> {
    let steps: Vec<Rational> = tally.subjects.iter().map(|subject| subject.scale.step()).collect();
    let common = steps.iter().map(|step| *step.denom()).fold(1, |a, b| a / gcd(a, b) * b);
    let weight = |(subject, step): (usize, &Rational)| {
        let ticks = i64::try_from((*step * Rational::from_integer(common)).to_integer()).ok()?;
        Some(if subject == total { -ticks } else { ticks })
    };
    steps.iter().enumerate().map(weight).collect()
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Whether the total of a group is the sum of its subjects.
fn is_sum(sums: &[i64], weights: &[i64]) -> bool {
    let all = sums.iter().zip(weights).map(|(sum, weight)| i128::from(*sum) * i128::from(*weight));
    all.sum::<i128>() == 0
}
