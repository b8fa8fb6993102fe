//! Other candidates who would give the same published figures: some a little better, others a little worse, or some of
//! another group. Where many cells hang together these are found without any programme.
//!
//! A candidate of a group who is just below a score and could as well be at it changes one count of each group that
//! he is in, at every level that is divided there. Two candidates of groups that have most in common, one of whom
//! rises and one falls, change only the counts of what they do not have in common.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::model::{Limit, Model};
use super::span::Row;

/// How many groups are tried beside one.
const PARTNERS: usize = 60;
/// How many groups of a row are tried.
const GROUPS: usize = 40;

/// The candidates of one subject: the cells that each group of the tally is in.
pub struct People {
    pub levels: Vec<Ladder>,
    /// For each group of the tally, its cohort at each level.
    pub cohorts: Vec<Vec<u32>>,
}

/// The counts by range of a level.
pub struct Ladder {
    pub first_cell: u32,
    pub cuts: Vec<i64>,
    pub cohorts: u32,
}

impl Ladder {
    fn cell(&self, cohort: u32, range: usize) -> u32 {
        self.first_cell + cohort * (self.cuts.len() as u32 + 1) + range as u32
    }

    fn place(&self, cell: u32) -> Option<(u32, usize)> {
        let ranges = self.cuts.len() as u32 + 1;
        let at = cell.checked_sub(self.first_cell).filter(|at| *at < ranges * self.cohorts)?;
        Some((at / ranges, (at % ranges) as usize))
    }
}

type Delta = BTreeMap<u32, i64>;
/// The groups that a group can trade candidates with.
type Partners = Rc<Vec<usize>>;

/// What is published, by cell.
pub struct Swaps<'m> {
    model: &'m Model,
    rows: Vec<(&'m Row, Option<i64>)>,
    of_cell: Vec<Vec<u32>>,
    /// Partners that were looked up before.
    partners: RefCell<BTreeMap<(usize, Vec<usize>), Partners>>,
}

/// A solution on the way: how far cells and rows are from the truth.
#[derive(Default)]
struct Moved {
    cells: Delta,
    rows: BTreeMap<u32, i64>,
}

impl<'m> Swaps<'m> {
    pub fn new(model: &'m Model, known: &[&'m Row], limits: &[&'m Limit]) -> Swaps<'m> {
        let limited = limits.iter().map(|limit| (&limit.row, Some(limit.most - model.value(&limit.row))));
        let rows: Vec<(&Row, Option<i64>)> = known.iter().map(|row| (*row, None)).chain(limited).collect();
        let mut of_cell = vec![Vec::new(); model.cells.len()];
        for (at, (row, _)) in rows.iter().enumerate() {
            row.iter().for_each(|(cell, _)| of_cell[*cell as usize].push(at as u32));
        }
        Swaps { model, rows, of_cell, partners: RefCell::default() }
    }

    /// Whether swaps span a range of a sum that is at least so wide.
    pub fn span(&self, row: &Row, need: i64) -> bool {
        let up = self.reach(row, 1, need);
        up >= need || up + self.reach(row, -1, need - up) >= need
    }

    /// How far a sum rises (or falls) by swaps one after the other, up to what is needed.
    fn reach(&self, row: &Row, sign: i64, need: i64) -> i64 {
        let mut moved = Moved::default();
        let mut reached = 0;
        for people in &self.model.people {
            for step in self.steps(people, row, sign) {
                if reached >= need {
                    return reached;
                }
                let alone = step.delta(people);
                let gain = sign * weigh(row, &alone);
                if gain > 0 {
                    reached += gain * self.apply(&alone, (need - reached + gain - 1) / gain, &mut moved);
                }
                for &partner in self.partners(people, &step).iter() {
                    if reached >= need {
                        return reached;
                    }
                    let mut both = step.delta(people);
                    Step { group: partner, up: !step.up, cut: step.cut }.add(people, &mut both);
                    both.retain(|_, by| *by != 0);
                    let gain = sign * weigh(row, &both);
                    if gain > 0 {
                        reached += gain * self.apply(&both, (need - reached + gain - 1) / gain, &mut moved);
                    }
                }
            }
        }
        reached
    }

    /// Groups that have most in common with that of a step where it matters.
    fn partners(&self, people: &People, step: &Step) -> Partners {
        let divided = step.divided(people);
        // The levels of a subject begin with cells of its own, so that they tell subjects apart.
        let first = people.levels.first().map_or(0, |level| level.first_cell as usize);
        let key = (step.group, divided.iter().copied().chain([first]).collect::<Vec<usize>>());
        let mut known = self.partners.borrow_mut();
        Rc::clone(known.entry(key).or_insert_with(|| Rc::new(step.partners(people, &divided))))
    }

    /// The single steps of candidates that change a row.
    fn steps(&self, people: &People, row: &Row, sign: i64) -> Vec<Step> {
        let mut steps = Vec::new();
        for (cell, weight) in row {
            for (at, level) in people.levels.iter().enumerate() {
                let Some((cohort, range)) = level.place(*cell) else { continue };
                let groups = (0..people.cohorts.len()).filter(|group| people.cohorts[*group][at] == cohort);
                let groups: Vec<usize> = groups.take(GROUPS).collect();
                let below = range.checked_sub(1).map(|below| (level.cuts[below], sign * weight > 0));
                let above = level.cuts.get(range).map(|cut| (*cut, sign * weight < 0));
                for (cut, up) in below.into_iter().chain(above) {
                    steps.extend(groups.iter().map(|group| Step { group: *group, up, cut }));
                }
            }
        }
        steps
    }

    /// Applies a change as often as everything published allows, up to `most` times. Returns how often.
    fn apply(&self, delta: &Delta, most: i64, moved: &mut Moved) -> i64 {
        let mut times = most;
        let mut of_rows: BTreeMap<u32, i64> = BTreeMap::new();
        for (cell, by) in delta {
            if *by < 0 {
                let left = self.model.cells[*cell as usize].truth + moved.cells.get(cell).unwrap_or(&0);
                times = times.min(left / -by);
            }
            for row in &self.of_cell[*cell as usize] {
                let entries = self.rows[*row as usize].0;
                let weight =
                    entries.binary_search_by_key(cell, |entry| entry.0).map_or(0, |at| entries[at].1);
                *of_rows.entry(*row).or_default() += weight * by;
            }
        }
        of_rows.retain(|_, by| *by != 0);
        for (row, by) in &of_rows {
            match self.rows[*row as usize].1 {
                None => return 0,
                Some(slack) if *by > 0 => {
                    times = times.min((slack - moved.rows.get(row).unwrap_or(&0)) / by);
                }
                Some(_) => {}
            }
        }
        if times <= 0 {
            return 0;
        }
        delta.iter().for_each(|(cell, by)| *moved.cells.entry(*cell).or_default() += times * by);
        of_rows.iter().for_each(|(row, by)| *moved.rows.entry(*row).or_default() += times * by);
        times
    }
}

fn weigh(row: &Row, delta: &Delta) -> i64 {
    row.iter().map(|(cell, weight)| weight * delta.get(cell).unwrap_or(&0)).sum()
}

/// A candidate of a group comes to a score from just below it, or falls just below it.
#[derive(Clone, Copy)]
struct Step {
    group: usize,
    up: bool,
    cut: i64,
}

impl Step {
    fn delta(&self, people: &People) -> Delta {
        let mut delta = Delta::new();
        self.add(people, &mut delta);
        delta
    }

    fn add(&self, people: &People, delta: &mut Delta) {
        let by = if self.up { 1 } else { -1 };
        for (level, cohort) in people.levels.iter().zip(&people.cohorts[self.group]) {
            if let Ok(at) = level.cuts.binary_search(&self.cut) {
                *delta.entry(level.cell(*cohort, at + 1)).or_default() += by;
                *delta.entry(level.cell(*cohort, at)).or_default() -= by;
            }
        }
    }

    /// The levels that are divided at its score.
    fn divided(&self, people: &People) -> Vec<usize> {
        let is_divided = |level: &usize| people.levels[*level].cuts.binary_search(&self.cut).is_ok();
        (0..people.levels.len()).filter(is_divided).collect()
    }

    fn partners(&self, people: &People, divided: &[usize]) -> Vec<usize> {
        let ours = &people.cohorts[self.group];
        let differing = |group: usize| {
            divided.iter().filter(|level| people.cohorts[group][**level] != ours[**level]).count()
        };
        let mut others: Vec<(usize, usize)> = (0..people.cohorts.len())
            .map(|group| (differing(group), group))
            .filter(|(count, _)| *count > 0)
            .collect();
        if others.len() > PARTNERS {
            others.select_nth_unstable(PARTNERS);
            others.truncate(PARTNERS);
        }
        others.sort_unstable();
        others.into_iter().map(|(_, group)| group).collect()
    }
}
