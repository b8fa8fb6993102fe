//! The cells of one subject: counts by cohort and range, sums of scores, those without a score.

use std::collections::BTreeMap;

use super::kinship::Kin;
use super::levels::{Cohort, Further, Keys, Labels, Level, is_within, some_of};
use super::model::{Cell, Limit, Model, Quantity, SumCell};
use super::part::SOLVABLE;
use super::people::{Ladder, People};
use super::plan::Planned;
use super::span::Row;
use crate::records::Mark;
use crate::tally::Tally;

/// The levels of one subject.
pub struct Axis {
    pub subject: usize,
    pub levels: Vec<Level>,
}

impl Axis {
    /// The last level that tells these keys, divided at these scores or with further cells. Levels are passed on with
    /// all their scores, so it has the fewest cohorts and all that is told of any group of these keys: one count of a
    /// group can be taken from another.
    pub fn level_of(&self, keys: Keys, cuts: &[i64], further: Option<Further>) -> Option<&Level> {
        let tells = |level: &&Level| {
            is_within(keys, level.keys)
                && cuts.iter().all(|cut| level.cuts.binary_search(cut).is_ok())
                && further.is_none_or(|further| level.further.contains_key(&further))
        };
        self.levels.iter().rev().find(tells)
    }
}

impl Model {
    /// Whether one programme can hold all of it.
    pub fn is_solved_as_a_whole(&self) -> bool {
        self.cells.len() <= SOLVABLE
    }

    /// Cells for all levels of a plan. `marks` are those that figures name.
    pub fn add_levels(
        &mut self,
        tally: &Tally,
        labels: &Labels,
        subject: usize,
        plan: &[Planned],
        marks: &[&'static str],
    ) -> Axis {
        let mut levels: Vec<Level> = Vec::new();
        for planned in plan {
            let mut level = self.add_level(labels, tally, subject, planned);
            if planned.told.sums {
                self.add_sums(tally, subject, &mut level);
            }
            if planned.told.marks {
                self.add_marks(&mut level, marks);
            }
            self.cohorts.extend((0..level.cohorts.len()).map(|cohort| all_of(&level, cohort)));
            levels.push(level);
        }
        self.add_marginals(&levels);
        let firsts: Vec<usize> = levels.iter().map(|level| self.add_kin(level)).collect();
        for (at, planned) in plan.iter().enumerate() {
            if planned.wider.is_none() {
                let cohorts = firsts[at]..firsts[at] + levels[at].cohorts.len();
                self.kinship.tie(cohorts.collect(), Vec::new());
            }
            if let Some((wider, keys)) = planned.wider {
                for [parts, wholes] in shared(&levels[at].cohorts, &levels[wider].cohorts, keys).into_values()
                {
                    self.links.extend(links(&levels[at], &parts, &levels[wider], &wholes));
                    let numbers = |level: usize, of: Vec<usize>| {
                        of.iter().map(|cohort| firsts[level] + cohort).collect()
                    };
                    self.kinship.tie(numbers(at, parts), numbers(wider, wholes));
                }
            }
        }
        let ladder = |level: &Level| Ladder {
            first_cell: level.first_cell,
            cuts: level.cuts.clone(),
            cohorts: level.cohorts.len() as u32,
        };
        let ladders = levels.iter().map(ladder).collect();
        self.people.push(People { levels: ladders, cohorts: labels.people(&levels) });
        Axis { subject, levels }
    }

    /// The groups that fewer keys of a level tell than it has, where they have no level of their own: schools, where
    /// tables are by school and track. No figure counts them, but other totals may tell of them.
    fn add_marginals(&mut self, levels: &[Level]) {
        for level in levels {
            let is_own = |keys: Keys| levels.iter().any(|other| other.keys == keys);
            for keys in some_of(level.keys).into_iter().filter(|keys| !is_own(*keys)) {
                let mut groups: BTreeMap<Vec<Option<u32>>, Vec<usize>> = BTreeMap::new();
                for (at, cohort) in level.cohorts.iter().enumerate() {
                    groups.entry(cohort.within(keys)).or_default().push(at);
                }
                for parts in groups.into_values().filter(|parts| parts.len() > 1) {
                    let of = |range| parts.iter().map(move |part| (level.cell(*part, range), 1));
                    self.marginals.extend((0..level.ranges()).map(|range| of(range).collect::<Row>()));
                    let mut all: Row = (0..level.ranges()).flat_map(of).collect();
                    all.sort_unstable();
                    self.marginals.push(all);
                }
            }
        }
    }

    /// Makes the cells of each cohort known as such. Returns the number of the first.
    fn add_kin(&mut self, level: &Level) -> usize {
        let cells = |cohort: usize| -> Vec<Kin> {
            let counts = (0..level.ranges())
                .map(|range| Kin { cell: level.cell(cohort, range), scores: level.ends(range) });
            let further = level.further.values().map(|first| first + cohort as u32);
            counts.chain(further.map(|cell| Kin { cell, scores: (None, None) })).collect()
        };
        let numbers = (0..level.cohorts.len()).map(|cohort| self.kinship.add(cells(cohort)));
        numbers.min().unwrap_or(0)
    }

    fn add_level(&mut self, labels: &Labels, tally: &Tally, subject: usize, planned: &Planned) -> Level {
        let cohorts = labels.cohorts(tally, planned.told.keys, subject);
        let cuts = planned.told.cuts.iter().copied().collect();
        let first_cell = self.cells.len() as u32;
        self.level_starts.push(first_cell);
        let level = Level { keys: planned.told.keys, cuts, cohorts, first_cell, further: BTreeMap::new() };
        for cohort in &level.cohorts {
            for range in 0..level.ranges() {
                let (from, below) = level.ends(range);
                self.cells.push(Cell { truth: cohort.count(from, below), is_count: true });
            }
        }
        level
    }

    /// A cell for each cohort's sum of scores, and what its counts by range allow it to be.
    fn add_sums(&mut self, tally: &Tally, subject: usize, level: &mut Level) {
        let sums: Option<Vec<i64>> =
            level.cohorts.iter().map(|cohort| i64::try_from(cohort.distribution.sums()?.sum).ok()).collect();
        let Some(sums) = sums else { return };
        let first_cell = self.cells.len() as u32;
        let subject = &tally.subjects[subject];
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
            for row in [low.filter(|e| e.1 != 0).collect::<Row>(), high.filter(|e| e.1 != 0).collect()] {
                // Scores above the full mark or below zero would break it; then it is no knowledge either.
                if self.value(&row) <= 0 {
                    self.limits.push(Limit { row, most: 0 });
                }
            }
        }
        level.further.insert(Further::Sum, first_cell);
    }

    /// Cells for those without a score, by mark, and for everybody.
    fn add_marks(&mut self, level: &mut Level, told: &[&'static str]) {
        let mut kinds: Vec<(Further, Vec<Mark>)> = Vec::new();
        let mut others: Vec<Mark> = Mark::ALL.into_iter().filter(|mark| *mark != Mark::Scored).collect();
        for name in told {
            let (of_name, rest) = others.into_iter().partition(|mark| mark.id() == *name);
            kinds.push((Further::Marked(name), of_name));
            others = rest;
        }
        if !others.is_empty() {
            kinds.push((Further::OtherwiseMarked, others));
        }
        for (kind, marks) in kinds {
            level.further.insert(kind, self.cells.len() as u32);
            for cohort in &level.cohorts {
                let count: u64 = marks.iter().map(|mark| cohort.distribution.marked(*mark)).sum();
                self.cells.push(Cell { truth: count as i64, is_count: true });
            }
        }
        let first_cell = self.cells.len() as u32;
        for (number, cohort) in level.cohorts.iter().enumerate() {
            let everybody = first_cell + number as u32;
            self.cells.push(Cell { truth: cohort.distribution.registered() as i64, is_count: true });
            let mut link = all_of(level, number);
            let marked = level.further.iter().filter(|(kind, _)| **kind != Further::Sum);
            link.extend(marked.map(|(_, first)| (first + number as u32, 1)));
            link.push((everybody, -1));
            link.sort_unstable();
            self.links.push(link);
        }
        level.further.insert(Further::Everybody, first_cell);
    }
}

impl Model {
    /// A group that a figure lists has somebody, whether the figure is hidden or not: one of nobody says so. That says
    /// nothing of groups so large that nobody would take them for empty.
    pub fn limit_to_somebody(&mut self, large: i64) {
        let is_listed = |quantity: &&Quantity| quantity.lists && (1..large).contains(&quantity.truth);
        let listed = self.quantities.iter().filter(is_listed);
        let negative = |row: &Row| row.iter().map(|(cell, weight)| (*cell, -weight)).collect();
        let limits = listed.map(|quantity| Limit { row: negative(&quantity.row), most: -1 });
        let limits: Vec<Limit> = limits.collect();
        self.limits.extend(limits);
    }

    /// The same candidates are registered for all subjects, whichever of them they sit: where something is told of those
    /// without a score.
    pub fn tie_registered(&mut self, axes: &[Axis]) {
        // Of a release that is not solved as a whole these ties leave no way to hide what is left.
        if !self.is_solved_as_a_whole() {
            return;
        }
        let everybody = |level: &Level| level.further.get(&Further::Everybody).copied();
        let Some(first) = axes.iter().position(|axis| axis.levels.iter().any(|of| everybody(of).is_some()))
        else {
            return;
        };
        let others =
            axes.iter().enumerate().filter(|(at, _)| *at != first).flat_map(|(_, axis)| &axis.levels);
        let (mut ties, mut limits) = (Vec::new(), Vec::new());
        for other in others {
            for (own, registered) in axes[first].levels.iter().filter_map(|own| Some((own, everybody(own)?)))
            {
                for [ours, theirs] in
                    shared(&own.cohorts, &other.cohorts, own.keys & other.keys).into_values()
                {
                    let ours = ours.iter().map(|at| (registered + *at as u32, -1));
                    let mut row: Row = match everybody(other) {
                        Some(cell) => ours.chain(theirs.iter().map(|at| (cell + *at as u32, 1))).collect(),
                        None => ours.chain(theirs.iter().flat_map(|at| all_of(other, *at))).collect(),
                    };
                    row.sort_unstable();
                    match everybody(other) {
                        Some(_) => ties.push(row),
                        None => limits.push(Limit { row, most: 0 }),
                    }
                }
            }
        }
        ties.retain(|tie| self.value(tie) == 0);
        limits.retain(|limit| self.value(&limit.row) <= 0);
        self.links.extend(ties);
        self.limits.extend(limits);
    }
}

/// All candidates with a score of a cohort.
fn all_of(level: &Level, cohort: usize) -> Row {
    (0..level.ranges()).map(|range| (level.cell(cohort, range), 1)).collect()
}

/// The cohorts of two levels by the groups that both have.
pub fn shared(narrow: &[Cohort], wide: &[Cohort], keys: Keys) -> BTreeMap<Vec<Option<u32>>, [Vec<usize>; 2]> {
    let mut groups: BTreeMap<Vec<Option<u32>>, [Vec<usize>; 2]> = BTreeMap::new();
    for (side, cohorts) in [narrow, wide].into_iter().enumerate() {
        for (at, cohort) in cohorts.iter().enumerate() {
            groups.entry(cohort.within(keys)).or_default()[side].push(at);
        }
    }
    groups
}

/// Two levels agree on a group that both have, in each range of the narrower one.
fn links(narrow: &Level, parts: &[usize], wide: &Level, wholes: &[usize]) -> Vec<Row> {
    let mut links: Vec<Row> = Vec::new();
    for range in 0..narrow.ranges() {
        let (from, below) = narrow.ends(range);
        let end = below.map_or(wide.ranges(), |below| wide.range_from(Some(below)));
        let ranges = wide.range_from(from)..end;
        let of_parts = parts.iter().map(|part| (narrow.cell(*part, range), 1));
        let of_wholes = wholes.iter().flat_map(|at| ranges.clone().map(|range| (wide.cell(*at, range), -1)));
        links.push(of_parts.chain(of_wholes).collect());
    }
    for (kind, first) in &narrow.further {
        let Some(of_wide) = wide.further.get(kind) else { continue };
        let of_parts = parts.iter().map(|part| (first + *part as u32, 1));
        links.push(of_parts.chain(wholes.iter().map(|at| (of_wide + *at as u32, -1))).collect());
    }
    links.iter_mut().for_each(|link| link.sort_unstable());
    links
}
