//! The cheapest quantities to give up so that a sensitive one can vary as far as it must.
//!
//! A linear programme over the cells around it, all others as they are in truth: another solution that differs by
//! what is needed, at the least cost, where each published quantity that differs costs its worth. What differs is to
//! be hidden.

use std::collections::BTreeSet;

use super::kinship::Reach;
use super::local::{Local, Relaxed};
use super::problem::{Kind, Relaxing};
use super::sensitive::Sensitive;
use super::span::Row;
use crate::threads;

/// How many cells are looked at where whole persons are asked for.
const NEAR: usize = 40;
/// How often to look further for something cheaper than what was found.
const TRIES: usize = 2;
/// Above so many cells that would take too long, unless what was found is dear: a district is given up, say.
const CHEAP: usize = 100;
const DEAR: f64 = 10_000.0;
const CHEAPER_THAN_DEAR: usize = 400;
/// How far to look among cohorts, step by step.
const REACHES: [Reach; 8] = [
    Reach { siblings: 8, up: 0, down: false, near: true },
    Reach { siblings: 4, up: 0, down: true, near: true },
    Reach { siblings: 3, up: 1, down: true, near: true },
    Reach { siblings: 6, up: 3, down: true, near: true },
    Reach { siblings: 4, up: 0, down: true, near: false },
    Reach { siblings: 3, up: 1, down: true, near: false },
    Reach { siblings: 8, up: 1, down: true, near: false },
    Reach { siblings: 8, up: 3, down: true, near: false },
];
/// How many cells are looked at where cohorts do not help.
const SIZES: [usize; 4] = [80, 160, 320, 1_280];

impl Relaxing<'_, '_> {
    /// What to give up for a sensitive quantity, looking ever further around it; `None` if nothing helps. Rounds
    /// after the first begin with what can be done in whole persons nearby.
    pub fn relax(&self, hidden: &[bool], sensitive: &Sensitive, round: usize) -> Option<Relaxed> {
        if round > 0 {
            let near = self.around(hidden, &sensitive.row, NEAR);
            if let Some(found) = self.within(hidden, sensitive, &near, true) {
                return Some(found);
            }
        }
        match &self.all {
            Some(all) => self.within(hidden, sensitive, all, false),
            None => self.cheapest(hidden, sensitive, round),
        }
    }

    /// The first that is found looking ever further, or something cheaper soon after.
    fn cheapest(&self, hidden: &[bool], sensitive: &Sensitive, round: usize) -> Option<Relaxed> {
        let kin = self.model.kinship.of(&sensitive.row);
        let of_kin = kin.iter().flat_map(|kin| {
            let reaches = REACHES[round..].iter();
            reaches.map(|reach| self.kin(hidden, sensitive, kin, *reach))
        });
        let further = SIZES.iter().map(|size| self.around(hidden, &sensitive.row, *size));
        let mut tried: BTreeSet<u32> = BTreeSet::new();
        let mut best: Option<Relaxed> = None;
        let mut further_tries = TRIES;
        for cells in of_kin.chain(further) {
            if cells == tried {
                continue;
            }
            let found = self.within(hidden, sensitive, &cells, false);
            let is_better = |found: &Relaxed| best.as_ref().is_none_or(|best| found.cost < best.cost);
            if let Some(found) = found.filter(is_better) {
                best = Some(found);
            }
            if let Some(best) = &best {
                let most = if best.cost > DEAR { CHEAPER_THAN_DEAR } else { CHEAP };
                if best.cost == 0.0 || further_tries == 0 || cells.len() > most {
                    break;
                }
                further_tries -= 1;
            }
            tried = cells;
        }
        best
    }

    /// The cells of the cohorts around those of a row.
    fn kin(
        &self,
        hidden: &[bool],
        sensitive: &Sensitive,
        kin: &BTreeSet<usize>,
        reach: Reach,
    ) -> BTreeSet<u32> {
        let kinship = &self.model.kinship;
        let cost =
            |cohort: usize| kinship.cells(cohort).iter().map(|kin| self.cost(hidden, kin.cell)).sum::<u64>();
        let count = |cell: u32| self.model.cells[cell as usize].truth;
        let scores = match reach.near {
            true => kinship.scores_around(&sensitive.row, 2 * sensitive.need, &count),
            false => (None, None),
        };
        let mut cells = kinship.cells_of(&kinship.around(kin, reach, &cost), scores);
        cells.extend(sensitive.row.iter().map(|entry| entry.0));
        cells
    }

    /// What to give up if only some cells move. With `whole`, in whole persons.
    fn within(
        &self,
        hidden: &[bool],
        sensitive: &Sensitive,
        cells: &BTreeSet<u32>,
        whole: bool,
    ) -> Option<Relaxed> {
        let local = Local::new(self, hidden, cells);
        let truth = self.model.value(&sensitive.row) as f64;
        let need = sensitive.need as f64;
        let moved = |aim: f64| local.solve(&sensitive.row, aim, whole);
        let (up, down) = match truth < need {
            true => (moved(need), None),
            false => threads::both(|| moved(need), || moved(-need)),
        };
        let is_cheaper = |down: &Relaxed| up.as_ref().is_none_or(|up| up.cost > 0.0 && down.cost < up.cost);
        let best = down.filter(is_cheaper).or(up);
        // Not in one direction: as far down as it can go, the rest up.
        best.or_else(|| {
            let (down, up) = (moved(-truth.min(need))?, moved((need - truth).max(0.0))?);
            Some(down.and(up))
        })
    }

    /// The cells around a quantity; those about which little is published come first.
    fn around(&self, hidden: &[bool], row: &Row, size: usize) -> BTreeSet<u32> {
        let binds = |at: usize| match self.kinds[at] {
            Kind::Rigid | Kind::Limit(_) => true,
            Kind::Quantity(quantity) => !hidden[quantity],
        };
        let cost = |cell: u32| self.cost(hidden, cell);
        let start: Vec<u32> = row.iter().map(|entry| entry.0).collect();
        self.web.around(&start, size, &binds, &cost)
    }

    /// What moving a cell costs, roughly, in thousandths.
    fn cost(&self, hidden: &[bool], cell: u32) -> u64 {
        let price = |at: &usize| match self.kinds[*at] {
            Kind::Quantity(quantity) if !hidden[quantity] => {
                self.given.worth[quantity] / self.rows[*at].len() as f64
            }
            _ => 0.0,
        };
        let of_rows: f64 = self.web.rows_of(cell).iter().map(price).sum();
        1_000 + (1_000.0 * of_rows) as u64
    }
}
