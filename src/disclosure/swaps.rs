//! Other candidates who would give the same published figures: some a little better, others a little worse, or some of
//! another group. Where many cells hang together these are found without any programme.
//!
//! A candidate of a group who is just below a score and could as well be at it changes one count of each group that
//! he is in, at every level that is divided there. Two candidates of groups that have most in common, one of whom
//! rises and one falls, change only the counts of what they do not have in common.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::model::{Limit, Model};
use super::moves::Move;
use super::people::{Ladder, People};
use super::span::Row;

/// How many groups are tried beside one.
const PARTNERS: usize = 60;
/// How many groups of a row are tried.
const GROUPS: usize = 40;

/// By how much cells change, ascending by cell once it is [`tidy`].
type Delta = Vec<(u32, i64)>;
/// The groups that a group can trade candidates with.
type Partners = Arc<Vec<usize>>;

/// How far a row may move.
#[derive(Clone, Copy)]
enum Bound {
    /// Not at all.
    Known,
    /// Not at all, unless the quantity is hidden.
    Shown(usize),
    /// Up, by so much.
    Slack(i64),
}

/// What is published, by cell.
pub struct Swaps<'m> {
    model: &'m Model,
    bounds: Vec<Bound>,
    /// Where the rows of each cell begin, and of the end.
    firsts: Vec<usize>,
    rows: Vec<u32>,
    /// The weight of the cell in each.
    weights: Vec<i64>,
    /// Partners that were looked up before.
    partners: Mutex<BTreeMap<(usize, Vec<usize>), Partners>>,
}

/// A solution on the way: how far cells and rows are from the truth.
#[derive(Default)]
struct Moved {
    cells: BTreeMap<u32, i64>,
    rows: BTreeMap<u32, i64>,
}

/// How far a change moves each row, and which rows it is in: to be written over by the next.
struct Sheet<'h> {
    by_row: Vec<Option<i64>>,
    touched: Vec<u32>,
    hidden: &'h [bool],
}

impl Moved {
    fn as_move(&self) -> Move {
        self.cells.iter().filter(|(_, by)| **by != 0).map(|(cell, by)| (*cell, *by as f64)).collect()
    }
}

impl<'m> Swaps<'m> {
    /// From the rows that are known, and the quantities by which those are known that may be hidden.
    pub fn new(
        model: &'m Model,
        known: impl Iterator<Item = (&'m Row, Option<usize>)>,
        limits: &[&'m Limit],
    ) -> Swaps<'m> {
        let known = known.map(|(row, quantity)| (row, quantity.map_or(Bound::Known, Bound::Shown)));
        let slack = |limit: &Limit| Bound::Slack(limit.most - model.value(&limit.row));
        let limited = limits.iter().map(|limit| (&limit.row, slack(limit)));
        let all: Vec<(&Row, Bound)> = known.chain(limited).collect();
        let mut firsts = vec![0; model.cells.len() + 1];
        all.iter().flat_map(|(row, _)| *row).for_each(|(cell, _)| firsts[*cell as usize + 1] += 1);
        (1..firsts.len()).for_each(|at| firsts[at] += firsts[at - 1]);
        let mut next = firsts.clone();
        let size = firsts[model.cells.len()];
        let (mut rows, mut weights) = (vec![0; size], vec![0; size]);
        for (at, (row, _)) in all.iter().enumerate() {
            for (cell, weight) in *row {
                let place = &mut next[*cell as usize];
                (rows[*place], weights[*place]) = (at as u32, *weight);
                *place += 1;
            }
        }
        let bounds = all.into_iter().map(|(_, bound)| bound).collect();
        Swaps { model, bounds, firsts, rows, weights, partners: Mutex::default() }
    }

    /// Swaps that span a range of a sum that is at least so wide, if there are any while some quantities are hidden.
    pub fn span(&self, row: &Row, need: i64, hidden: &[bool]) -> Option<Vec<Move>> {
        let mut sheet = Sheet { by_row: vec![None; self.bounds.len()], touched: Vec::new(), hidden };
        let (up, rises) = self.reach(row, 1, need, &mut sheet);
        let mut moves = vec![rises.as_move()];
        if up < need {
            let (down, falls) = self.reach(row, -1, need - up, &mut sheet);
            if up + down < need {
                return None;
            }
            moves.push(falls.as_move());
        }
        moves.retain(|found| !found.is_empty());
        Some(moves)
    }

    /// How far a sum rises (or falls) by swaps one after the other, up to what is needed.
    fn reach(&self, row: &Row, sign: i64, need: i64, sheet: &mut Sheet<'_>) -> (i64, Moved) {
        let mut moved = Moved::default();
        let mut reached = 0;
        let mut both = Delta::new();
        for people in &self.model.people {
            for step in self.steps(people, row, sign) {
                if reached >= need {
                    return (reached, moved);
                }
                let divided = step.divided(people);
                let mut alone = Delta::new();
                step.add(people, &divided, &mut alone);
                tidy(&mut alone);
                let mut gain_of = |delta: &Delta, reached: i64| {
                    let gain = sign * weigh(row, delta);
                    let times = |gain| (need - reached + gain - 1) / gain;
                    if gain > 0 { gain * self.apply(delta, times(gain), &mut moved, sheet) } else { 0 }
                };
                reached += gain_of(&alone, reached);
                for &partner in self.partners(people, &step, &divided).iter() {
                    if reached >= need {
                        return (reached, moved);
                    }
                    both.clone_from(&alone);
                    Step { group: partner, up: !step.up, cut: step.cut }.add(people, &divided, &mut both);
                    tidy(&mut both);
                    reached += gain_of(&both, reached);
                }
            }
        }
        (reached, moved)
    }

    /// Groups that have most in common with that of a step where it matters.
    fn partners(&self, people: &People, step: &Step, divided: &[(usize, usize)]) -> Partners {
        let levels: Vec<usize> = divided.iter().map(|(level, _)| *level).collect();
        // The levels of a subject begin with cells of its own, so that they tell subjects apart.
        let first = people.levels.first().map_or(0, |level| level.first_cell as usize);
        let key = (step.group, levels.iter().copied().chain([first]).collect::<Vec<usize>>());
        let mut known = self.partners.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(key).or_insert_with(|| Arc::new(step.partners(people, &levels))))
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
    fn apply(&self, delta: &Delta, most: i64, moved: &mut Moved, sheet: &mut Sheet<'_>) -> i64 {
        let mut times = most;
        for (cell, by) in delta.iter().filter(|(_, by)| *by < 0) {
            let left = self.model.cells[*cell as usize].truth + moved.cells.get(cell).unwrap_or(&0);
            times = times.min(left / -by);
        }
        if times <= 0 {
            return 0;
        }
        self.note(delta, sheet);
        for row in &sheet.touched {
            let by = sheet.by_row[*row as usize].unwrap_or(0);
            match self.bounds[*row as usize] {
                Bound::Slack(slack) if by > 0 => {
                    times = times.min((slack - moved.rows.get(row).unwrap_or(&0)) / by);
                }
                Bound::Known if by != 0 => return 0,
                Bound::Shown(quantity) if by != 0 && !sheet.hidden.get(quantity).is_some_and(|h| *h) => {
                    return 0;
                }
                Bound::Known | Bound::Shown(_) | Bound::Slack(_) => {}
            }
        }
        if times <= 0 {
            return 0;
        }
        delta.iter().for_each(|(cell, by)| *moved.cells.entry(*cell).or_default() += times * by);
        for row in &sheet.touched {
            let by = sheet.by_row[*row as usize].unwrap_or(0);
            if by != 0 {
                *moved.rows.entry(*row).or_default() += times * by;
            }
        }
        times
    }

    /// Writes down how far a change moves each row.
    fn note(&self, delta: &Delta, sheet: &mut Sheet<'_>) {
        sheet.touched.drain(..).for_each(|row| sheet.by_row[row as usize] = None);
        for (cell, by) in delta {
            let places = self.firsts[*cell as usize]..self.firsts[*cell as usize + 1];
            for (row, weight) in self.rows[places.clone()].iter().zip(&self.weights[places]) {
                let so_far = &mut sheet.by_row[*row as usize];
                if so_far.is_none() {
                    sheet.touched.push(*row);
                }
                *so_far.get_or_insert(0) += weight * by;
            }
        }
    }
}

fn weigh(row: &Row, delta: &Delta) -> i64 {
    let weight = |cell: &u32| row.binary_search_by_key(cell, |entry| entry.0).map_or(0, |at| row[at].1);
    delta.iter().map(|(cell, by)| by * weight(cell)).sum()
}

/// Ascending by cell, each once, without those that stay.
fn tidy(delta: &mut Delta) {
    delta.sort_unstable_by_key(|entry| entry.0);
    delta.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1 += next.1;
        }
        is_same
    });
    delta.retain(|(_, by)| *by != 0);
}

/// A candidate of a group comes to a score from just below it, or falls just below it.
#[derive(Clone, Copy)]
struct Step {
    group: usize,
    up: bool,
    cut: i64,
}

impl Step {
    fn add(&self, people: &People, divided: &[(usize, usize)], delta: &mut Delta) {
        let by = if self.up { 1 } else { -1 };
        let cohorts = &people.cohorts[self.group];
        for (level, range) in divided {
            let (level, cohort) = (&people.levels[*level], cohorts[*level]);
            delta.extend([(level.cell(cohort, range + 1), by), (level.cell(cohort, *range), -by)]);
        }
    }

    /// The levels that are divided at its score, and the range below it.
    fn divided(&self, people: &People) -> Vec<(usize, usize)> {
        let place = |(at, level): (usize, &Ladder)| Some((at, level.cuts.binary_search(&self.cut).ok()?));
        people.levels.iter().enumerate().filter_map(place).collect()
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
