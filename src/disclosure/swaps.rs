//! Other candidates who would give the same published figures: some a little better, others a little worse, or some of
//! another group. Where many cells hang together these are found without any programme.
//!
//! A candidate of a group who is just below a score and could as well be at it crosses it in each group that he is in,
//! at every level that is divided there. Two candidates of groups that have most in common, one of whom rises and one
//! falls, change only the counts of what they do not have in common.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::model::{Limit, Model};
use super::moves::Move;
use super::people::People;
use super::span::Row;
use crate::threads;

/// How many groups are tried beside one.
const PARTNERS: usize = 60;
/// How many groups of a row are tried.
const GROUPS: usize = 40;

/// The groups that a group can trade candidates with.
type Partners = Arc<Vec<u32>>;
/// By people, group and the levels that matter.
type PartnersOf = BTreeMap<(usize, u32, Vec<usize>), Partners>;

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
    crossings: Crossings,
    /// Those that were looked up before.
    partners: Mutex<PartnersOf>,
}

/// By how much rows change when one candidate rises from a cell to the next.
struct Crossings {
    /// Where those of each cell begin, and of the end.
    firsts: Vec<usize>,
    rows: Vec<(u32, i64)>,
}

/// Cells from which a candidate rises to the next (1), or to which one falls from it (−1).
type Trade = Vec<(u32, i64)>;

/// A solution on the way: how far cells are from the truth, and rows that may move up to some point.
#[derive(Default)]
struct Moved {
    cells: BTreeMap<u32, i64>,
    rows: BTreeMap<u32, i64>,
}

/// How far a trade moves each row, and which rows it is in: to be written over by the next.
#[derive(Default)]
pub struct Sheet {
    by_row: Vec<Option<i64>>,
    touched: Vec<u32>,
}

/// A sum that is to rise (1) or fall (−1) by what is needed, while some quantities are hidden.
struct Aim<'a> {
    row: &'a Row,
    sign: i64,
    need: i64,
    hidden: &'a [bool],
}

impl Moved {
    fn as_move(&self) -> Move {
        self.cells.iter().filter(|(_, by)| **by != 0).map(|(cell, by)| (*cell, *by as f64)).collect()
    }
}

impl Crossings {
    /// From the rows that each cell is in, and its weights there.
    fn new(cells: usize, rows: &[(&Row, Bound)]) -> Crossings {
        let mut of_cell: Vec<Vec<(u32, i64)>> = vec![Vec::new(); cells + 1];
        for (at, (row, _)) in rows.iter().enumerate() {
            row.iter().for_each(|(cell, weight)| of_cell[*cell as usize].push((at as u32, *weight)));
        }
        let mut crossings = Crossings { firsts: vec![0], rows: Vec::new() };
        for pair in of_cell.windows(2) {
            let (mut left, mut entered) = (pair[0].iter().peekable(), pair[1].iter().peekable());
            while let Some(row) = left.peek().into_iter().chain(entered.peek()).map(|entry| entry.0).min() {
                let out = left.next_if(|entry| entry.0 == row).map_or(0, |entry| entry.1);
                let by = entered.next_if(|entry| entry.0 == row).map_or(0, |entry| entry.1) - out;
                crossings.rows.extend((by != 0).then_some((row, by)));
            }
            crossings.firsts.push(crossings.rows.len());
        }
        crossings
    }

    fn of(&self, cell: u32) -> &[(u32, i64)] {
        &self.rows[self.firsts[cell as usize]..self.firsts[cell as usize + 1]]
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
        let crossings = Crossings::new(model.cells.len(), &all);
        let bounds = all.into_iter().map(|(_, bound)| bound).collect();
        Swaps { model, bounds, crossings, partners: Mutex::default() }
    }

    /// Swaps that span a range of a sum that is at least so wide, if there are any while some quantities are hidden.
    pub fn span(&self, row: &Row, need: i64, hidden: &[bool], sheet: &mut Sheet) -> Option<Vec<Move>> {
        threads::check();
        sheet.by_row.resize(self.bounds.len(), None);
        let (up, rises) = self.reach(&Aim { row, sign: 1, need, hidden }, sheet);
        let mut moves = vec![rises.as_move()];
        if up < need {
            let (down, falls) = self.reach(&Aim { row, sign: -1, need: need - up, hidden }, sheet);
            if up + down < need {
                return None;
            }
            moves.push(falls.as_move());
        }
        moves.retain(|found| !found.is_empty());
        Some(moves)
    }

    /// How far a sum rises (or falls) by swaps one after the other, up to what is needed.
    fn reach(&self, aim: &Aim<'_>, sheet: &mut Sheet) -> (i64, Moved) {
        let mut moved = Moved::default();
        let mut reached = 0;
        let mut trade = Trade::new();
        for (number, people) in self.model.people.iter().enumerate() {
            for step in steps(people, aim) {
                let divided = people.divided(step.cut);
                let of = |group: u32| &people.cohorts[group as usize];
                let cell = |group: u32, (level, range): (usize, usize)| {
                    people.levels[level].cell(of(group)[level], range)
                };
                trade.clear();
                trade.extend(divided.iter().map(|place| (cell(step.group, *place), step.by)));
                reached += self.apply(&trade, aim, reached, &mut moved, sheet);
                for &partner in self.partners(number, people, &step, &divided).iter() {
                    if reached >= aim.need {
                        return (reached, moved);
                    }
                    // Where both are in the same group nothing changes.
                    trade.clear();
                    for place in &divided {
                        if of(step.group)[place.0] != of(partner)[place.0] {
                            trade.push((cell(step.group, *place), step.by));
                            trade.push((cell(partner, *place), -step.by));
                        }
                    }
                    reached += self.apply(&trade, aim, reached, &mut moved, sheet);
                }
                if reached >= aim.need {
                    return (reached, moved);
                }
            }
        }
        (reached, moved)
    }

    /// Groups that have most in common with that of a step where it matters.
    fn partners(&self, number: usize, people: &People, step: &Step, divided: &[(usize, usize)]) -> Partners {
        let levels: Vec<usize> = divided.iter().map(|(level, _)| *level).collect();
        let mut known = self.partners.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (number, step.group, levels);
        if let Some(partners) = known.get(&key) {
            return Arc::clone(partners);
        }
        let partners = Arc::new(people.nearest(step.group, &key.2, PARTNERS));
        known.insert(key, Arc::clone(&partners));
        partners
    }

    /// Applies a trade as often as everything published allows, as far as more is needed than was reached. Returns
    /// how far that brings the sum.
    fn apply(&self, trade: &Trade, aim: &Aim<'_>, reached: i64, moved: &mut Moved, sheet: &mut Sheet) -> i64 {
        let gain = aim.sign * trade.iter().map(|(cell, by)| by * crossed(aim.row, *cell)).sum::<i64>();
        if gain <= 0 {
            return 0;
        }
        let mut times = (aim.need - reached + gain - 1) / gain;
        for (cell, by) in trade {
            let fallen = if *by > 0 { *cell } else { cell + 1 };
            let left = self.model.cells[fallen as usize].truth + moved.cells.get(&fallen).unwrap_or(&0);
            times = times.min(left);
        }
        if times <= 0 || !self.note(trade, aim.hidden, sheet) {
            return 0;
        }
        let limited = || {
            let by = |row: &u32| sheet.by_row[*row as usize].unwrap_or(0);
            sheet.touched.iter().map(move |row| (*row, by(row))).filter(|(_, by)| *by != 0)
        };
        for (row, by) in limited().filter(|(_, by)| *by > 0) {
            if let Bound::Slack(slack) = self.bounds[row as usize] {
                times = times.min((slack - moved.rows.get(&row).unwrap_or(&0)) / by);
            }
        }
        if times <= 0 {
            return 0;
        }
        for (cell, by) in trade {
            *moved.cells.entry(*cell).or_default() -= times * by;
            *moved.cells.entry(cell + 1).or_default() += times * by;
        }
        for (row, by) in limited() {
            if matches!(self.bounds[row as usize], Bound::Slack(_)) {
                *moved.rows.entry(row).or_default() += times * by;
            }
        }
        gain * times
    }

    /// Writes down how far a trade moves each row. Returns whether all that must stay do.
    fn note(&self, trade: &Trade, hidden: &[bool], sheet: &mut Sheet) -> bool {
        sheet.touched.drain(..).for_each(|row| sheet.by_row[row as usize] = None);
        for (cell, by) in trade {
            for (row, weight) in self.crossings.of(*cell) {
                let so_far = &mut sheet.by_row[*row as usize];
                if so_far.is_none() {
                    sheet.touched.push(*row);
                }
                *so_far.get_or_insert(0) += weight * by;
            }
        }
        sheet.touched.iter().filter(|row| sheet.by_row[**row as usize] != Some(0)).all(|row| {
            match self.bounds[*row as usize] {
                Bound::Known => false,
                Bound::Shown(quantity) => hidden.get(quantity).is_some_and(|hidden| *hidden),
                Bound::Slack(_) => true,
            }
        })
    }
}

/// By how much a sum changes when one candidate rises from a cell to the next.
fn crossed(row: &Row, cell: u32) -> i64 {
    let at = row.partition_point(|entry| entry.0 < cell);
    let weight =
        |at: usize, cell: u32| row.get(at).filter(|entry| entry.0 == cell).map_or(0, |entry| entry.1);
    let left = weight(at, cell);
    weight(at + usize::from(left != 0), cell + 1) - left
}

/// A candidate of a group comes to a score from just below it (1), or falls just below it (−1).
#[derive(Clone, Copy)]
struct Step {
    group: u32,
    by: i64,
    cut: i64,
}

/// The single steps of candidates that change a sum.
fn steps(people: &People, aim: &Aim<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for (cell, weight) in aim.row {
        for (at, level) in people.levels.iter().enumerate() {
            let Some((cohort, range)) = level.place(*cell) else { continue };
            let by = |up: bool| if up { 1 } else { -1 };
            let below = range.checked_sub(1).map(|below| (level.cuts[below], by(aim.sign * weight > 0)));
            let above = level.cuts.get(range).map(|cut| (*cut, by(aim.sign * weight < 0)));
            let groups: Vec<u32> = people.groups(at, cohort).take(GROUPS).collect();
            for (cut, by) in below.into_iter().chain(above) {
                steps.extend(groups.iter().map(|group| Step { group: *group, by, cut }));
            }
        }
    }
    steps
}
