//! One question of rounding: how many units stand in each of some cells, so that sums come out as they must.

use std::collections::BTreeMap;

use super::super::lp::{Program, Relation, Terms, Unknown};
use super::super::whole::maximise;

/// Further than any count need move.
const FAR: f64 = 1e9;
/// What a sum costs that is no neighbouring multiple, against what the distance to the truth costs.
const WIDENED: f64 = 10_000.0;

/// A sum of cells, some of which are decided already.
#[derive(Clone, Debug)]
pub struct Band {
    /// Places among the free cells, with their weights.
    pub terms: Vec<(usize, i64)>,
    /// Units in the cells that are decided.
    pub decided: i64,
    pub truth: i64,
    /// What it was rounded to before, in units.
    pub fixed: Option<i64>,
    /// What it is known to be part of.
    pub cap: Option<i64>,
    pub is_published: bool,
}

/// How much is asked of a solution; the first that there is is taken.
#[derive(Clone, Copy, PartialEq)]
enum Asked {
    /// Every cell and every sum is a neighbouring multiple.
    All,
    /// Everything published is.
    Published,
    /// As much of it as can be.
    Most,
}

/// What a sum costs that is published as more than what it is part of.
const OVER: f64 = 1_000.0;

/// Cells and sums that hang together.
#[derive(Default)]
pub struct Task {
    /// The true counts.
    pub cells: Vec<i64>,
    /// Sums of free cells that are known, in units.
    pub links: Vec<(Vec<(usize, i64)>, i64)>,
    pub bands: Vec<Band>,
}

impl Task {
    /// The units of each cell. Small cells may stay without a solution only where the solver fails.
    pub fn solve(&self, base: i64) -> Option<Vec<i64>> {
        [Asked::All, Asked::Published, Asked::Most].into_iter().find_map(|asked| self.attempt(base, asked))
    }

    fn attempt(&self, base: i64, asked: Asked) -> Option<Vec<i64>> {
        let (program, costs) = self.program(base, asked);
        let objective: Terms = costs.into_iter().map(|(at, cost)| (at, -cost)).collect();
        let found = maximise(&program, &objective, &vec![true; self.cells.len()])?;
        Some(found[..self.cells.len()].iter().map(|units| units.round() as i64).collect())
    }

    fn program(&self, base: i64, asked: Asked) -> (Program, BTreeMap<usize, f64>) {
        let mut program = Program::default();
        let mut costs: BTreeMap<usize, f64> = BTreeMap::new();
        for (at, truth) in self.cells.iter().enumerate() {
            let (floor, ceiling) = neighbours(*truth, base);
            let (lower, upper) = match asked {
                Asked::All => (floor as f64, ceiling as f64),
                _ if *truth == 0 => (0.0, 0.0),
                _ => (0.0, FAR),
            };
            program.unknowns.push(Unknown::between(lower, upper));
            // What no figure shows counts little, so that it decides only among solutions that are else the same.
            let cost = 0.01 * step_cost(*truth, base);
            costs.insert(at, if asked == Asked::All { cost } else { cost.max(0.0) });
        }
        for (terms, sum) in &self.links {
            program.rows.push((as_terms(terms), Relation::Equal, *sum as f64));
        }
        for band in self.bands.iter().filter(|band| band.is_published || asked == Asked::All) {
            self.add_band(band, (base, asked), &mut program, &mut costs);
        }
        (program, costs)
    }

    fn add_band(
        &self,
        band: &Band,
        (base, asked): (i64, Asked),
        program: &mut Program,
        costs: &mut BTreeMap<usize, f64>,
    ) {
        let (floor, ceiling) =
            band.fixed.map_or_else(|| neighbours(band.truth, base), |fixed| (fixed, fixed));
        let mut terms = as_terms(&band.terms);
        if floor == ceiling && asked != Asked::Most {
            program.rows.push((terms, Relation::Equal, (floor - band.decided) as f64));
            return;
        }
        let sum = program.unknowns.len();
        program.unknowns.push(Unknown::between(floor as f64, ceiling as f64));
        let weight = if band.is_published { 1.0 } else { 0.1 };
        // 18 of 19, published as 20 of a 19 that is known, would leave those who are missing too small a range.
        let is_over = band.cap.is_some_and(|cap| band.truth < cap && cap < ceiling * base);
        costs.insert(sum, weight * step_cost(band.truth, base) + if is_over { OVER } else { 0.0 });
        terms.push((sum, -1.0));
        if asked == Asked::Most {
            program.unknowns.extend([Unknown::between(0.0, FAR); 2]);
            terms.extend([(sum + 1, -1.0), (sum + 2, 1.0)]);
            costs.extend([(sum + 1, WIDENED), (sum + 2, WIDENED)]);
        }
        program.rows.push((terms, Relation::Equal, -band.decided as f64));
    }
}

/// The multiples next to a count, in units; the same twice where it is one itself.
pub fn neighbours(truth: i64, base: i64) -> (i64, i64) {
    (truth.div_euclid(base), (truth + base - 1).div_euclid(base))
}

/// How much farther from the truth the upper neighbour is than the lower.
fn step_cost(truth: i64, base: i64) -> f64 {
    match truth.rem_euclid(base) {
        0 => 0.0,
        rest => (base - 2 * rest) as f64,
    }
}

fn as_terms(terms: &[(usize, i64)]) -> Terms {
    terms.iter().map(|(at, weight)| (*at, *weight as f64)).collect()
}
