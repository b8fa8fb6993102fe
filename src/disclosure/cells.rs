//! The cells of one subject: counts by cohort and range, sums of scores, those without a score.

use std::collections::BTreeMap;

use super::levels::{Keys, Labels, Level, is_within};
use super::model::{Cell, Model, SumCell};
use super::span::Row;
use crate::records::Mark;
use crate::tally::Tally;

/// The levels of one subject, and where its sums and marks stand.
pub struct Axis {
    pub subject: usize,
    pub levels: Vec<Level>,
    pub sums: Option<Groups>,
    pub everybody: Option<Groups>,
    pub marks: BTreeMap<&'static str, Groups>,
}

/// Cells of one kind: one for each cohort of a level.
pub struct Groups {
    pub level: usize,
    pub first_cell: u32,
}

impl Model {
    pub fn levels_of(
        &mut self,
        tally: &Tally,
        labels: &Labels,
        subject: usize,
        plan: Vec<(Keys, Vec<i64>)>,
    ) -> Axis {
        let mut levels: Vec<Level> = Vec::new();
        for (keys, cuts) in plan {
            let cohorts = labels.cohorts(tally, keys, subject);
            let level = Level { keys, cuts, cohorts, first_cell: self.cells.len() as u32 };
            for cohort in &level.cohorts {
                for range in 0..level.ranges() {
                    let (from, below) = level.ends(range);
                    self.cells.push(Cell { truth: cohort.count(from, below), is_count: true });
                }
            }
            if let Some(narrower) = levels.last() {
                self.links.extend(links(narrower, &level));
            }
            levels.push(level);
        }
        let narrowest = &levels[0];
        self.cohorts.extend((0..narrowest.cohorts.len()).map(|cohort| all_of(narrowest, cohort)));
        Axis { subject, levels, sums: None, everybody: None, marks: BTreeMap::new() }
    }

    /// A cell for each cohort's sum of scores, and what its counts by range allow it to be.
    pub fn add_sums(&mut self, tally: &Tally, axis: &mut Axis, keys: Keys) {
        let at = level_with(&axis.levels, keys);
        let level = &axis.levels[at];
        let sums: Option<Vec<i64>> =
            level.cohorts.iter().map(|cohort| i64::try_from(cohort.distribution.sums()?.sum).ok()).collect();
        let Some(sums) = sums else { return };
        let first_cell = self.cells.len() as u32;
        let subject = &tally.subjects[axis.subject];
        let full = subject.full_mark.map(|full| subject.scale.ticks_at_least(full));
        for (cohort, sum) in sums.into_iter().enumerate() {
            let cell = first_cell + cohort as u32;
            self.cells.push(Cell { truth: sum, is_count: false });
            let tested = level.cohorts[cohort].distribution.tested() as i64;
            self.sums.push(SumCell { cell, tested, full_mark: full });
            let Some(full) = full else { continue };
            // Lowest possible scores − sum ≤ 0, and sum − highest possible scores ≤ 0.
            let weights = (0..level.ranges()).map(|range| {
                let (from, below) = level.ends(range);
                (level.cell(cohort, range), from.unwrap_or(0), below.map_or(full, |below| below - 1))
            });
            let weights: Vec<(u32, i64, i64)> = weights.collect();
            let low = weights.iter().map(|(cell, low, _)| (*cell, *low)).chain([(cell, -1)]);
            let high = weights.iter().map(|(cell, _, high)| (*cell, -*high)).chain([(cell, 1)]);
            for limit in [low.filter(|e| e.1 != 0).collect::<Row>(), high.filter(|e| e.1 != 0).collect()] {
                // Scores above the full mark or below zero would break it; then it is no knowledge either.
                if self.value(&limit) <= 0 {
                    self.limits.push(limit);
                }
            }
        }
        axis.sums = Some(Groups { level: at, first_cell });
    }

    /// Cells for those without a score, by mark, and for everybody.
    pub fn add_marks(&mut self, axis: &mut Axis, keys: Keys, told: &[&'static str]) {
        let at = level_with(&axis.levels, keys);
        let level = &axis.levels[at];
        let other: Vec<Mark> = Mark::ALL
            .into_iter()
            .filter(|mark| *mark != Mark::Scored && !told.contains(&mark.id()))
            .collect();
        let kinds = told.iter().copied().chain(["other"]);
        for kind in kinds {
            axis.marks.insert(kind, Groups { level: at, first_cell: self.cells.len() as u32 });
            for cohort in &level.cohorts {
                let named = Mark::ALL.into_iter().filter(|mark| mark.id() == kind && kind != "other");
                let marks: Vec<Mark> = if kind == "other" { other.clone() } else { named.collect() };
                let count: u64 = marks.into_iter().map(|mark| cohort.distribution.marked(mark)).sum();
                self.cells.push(Cell { truth: count as i64, is_count: true });
            }
        }
        let first_cell = self.cells.len() as u32;
        for (number, cohort) in level.cohorts.iter().enumerate() {
            let everybody = first_cell + number as u32;
            self.cells.push(Cell { truth: cohort.distribution.registered() as i64, is_count: true });
            let mut link = all_of(level, number);
            link.extend(axis.marks.values().map(|groups| (groups.first_cell + number as u32, 1)));
            link.push((everybody, -1));
            link.sort_unstable();
            self.links.push(link);
        }
        axis.everybody = Some(Groups { level: at, first_cell });
    }
}

/// All candidates with a score of a cohort.
fn all_of(level: &Level, cohort: usize) -> Row {
    (0..level.ranges()).map(|range| (level.cell(cohort, range), 1)).collect()
}

/// Each range of a wide group is the sum of its parts over the narrow groups and over its own finer ranges.
fn links(narrow: &Level, wide: &Level) -> Vec<Row> {
    let mut links = Vec::new();
    for (at, cohort) in wide.cohorts.iter().enumerate() {
        let parts: Vec<usize> =
            (0..narrow.cohorts.len()).filter(|part| narrow.cohorts[*part].is_part_of(cohort)).collect();
        for range in 0..narrow.ranges() {
            let (from, below) = narrow.ends(range);
            let end = below.map_or(wide.ranges(), |below| wide.range_from(Some(below)));
            let mut link: Row =
                (wide.range_from(from)..end).map(|range| (wide.cell(at, range), -1)).collect();
            link.extend(parts.iter().map(|part| (narrow.cell(*part, range), 1)));
            link.sort_unstable();
            links.push(link);
        }
    }
    links
}

/// The level of the widest groups that still tell these keys.
pub fn level_with(levels: &[Level], keys: Keys) -> usize {
    levels.iter().rposition(|level| is_within(keys, level.keys)).unwrap_or(0)
}
