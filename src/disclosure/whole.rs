//! Programmes in whole numbers: the linear programme first, which mostly has whole corners here, then branch and
//! bound. A solver's own branching ends by the clock or not at all: sums of weighted pupils can keep it for days.

use super::lp::{Program, Relation};

const NEAR: f64 = 1e-6;
/// Programmes solved for one question; a fixed number, so that no clock decides.
const NODES: usize = 400;

/// The best solution found in which the unknowns marked in `whole` are whole numbers (those beyond its end need not
/// be); `None` where there is none, or none was found in time.
pub fn maximise(program: &Program, objective: &[(usize, f64)], whole: &[bool]) -> Option<Vec<f64>> {
    let marked: Vec<usize> = (0..whole.len()).filter(|at| whole[*at]).collect();
    let mut best: Option<(f64, Vec<f64>)> = None;
    let mut open = vec![Vec::<(usize, f64, f64)>::new()];
    for _ in 0..NODES {
        let Some(bounds) = open.pop() else { break };
        let mut narrowed = program.clone();
        for (at, lower, upper) in &bounds {
            narrowed.unknowns[*at].lower = narrowed.unknowns[*at].lower.max(*lower);
            narrowed.unknowns[*at].upper = narrowed.unknowns[*at].upper.min(*upper);
        }
        if narrowed.unknowns.iter().any(|unknown| unknown.lower > unknown.upper) {
            continue;
        }
        let Some(found) = narrowed.maximise(objective) else { continue };
        let value = value(program, objective, &found);
        if best.as_ref().is_some_and(|(best, _)| value <= best + NEAR) {
            continue;
        }
        let off = |at: &usize| (found[*at] - found[*at].round()).abs();
        let farthest = marked.iter().copied().max_by(|a, b| off(a).total_cmp(&off(b)).then(b.cmp(a)));
        match farthest.filter(|at| off(at) > NEAR) {
            None => {
                let mut tidy = found;
                marked.iter().for_each(|at| tidy[*at] = tidy[*at].round());
                // The solver's word is not enough.
                if satisfies(program, &tidy) {
                    best = Some((value, tidy));
                }
            }
            Some(at) => {
                let floor = found[at].floor();
                let mut down = bounds.clone();
                down.push((at, f64::NEG_INFINITY, floor));
                let mut up = bounds;
                up.push((at, floor + 1.0, f64::INFINITY));
                // The nearer side is looked at first.
                if found[at] - floor < 0.5 { open.extend([up, down]) } else { open.extend([down, up]) }
            }
        }
    }
    best.map(|(_, found)| found)
}

/// The sum that is to be large, less the prices of what differs from its start.
fn value(program: &Program, objective: &[(usize, f64)], found: &[f64]) -> f64 {
    let sum: f64 = objective.iter().map(|(at, weight)| weight * found[*at]).sum();
    let unknowns = program.unknowns.iter().zip(found);
    sum - unknowns.map(|(unknown, found)| unknown.price * (found - unknown.start).abs()).sum::<f64>()
}

fn satisfies(program: &Program, found: &[f64]) -> bool {
    program.rows.iter().all(|(terms, relation, limit)| {
        let sum: f64 = terms.iter().map(|(at, weight)| weight * found[*at]).sum();
        match relation {
            Relation::Equal => (sum - limit).abs() < 1e-3,
            Relation::AtMost => sum < limit + 1e-3,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::lp::Unknown;
    use super::*;

    /// A knapsack of many nearly equal things has no solution that a branching without limit would come to an end of.
    #[test]
    fn the_search_ends_where_branching_would_not() {
        let weights = (0..40).map(|at| 1_000.0 + f64::from((at * 7_919) % 997));
        let row: Vec<(usize, f64)> = weights.enumerate().collect();
        let half = (row.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0).floor() - 0.5;
        let program = Program {
            unknowns: vec![Unknown::between(0.0, 1.0); 40],
            rows: vec![(row, Relation::Equal, half)],
        };
        assert_eq!(maximise(&program, &[(0, 1.0), (1, 1.0)], &[true; 40]), None);
    }

    /// By hand: of 3a + 5b ≤ 14 in whole numbers 2a + 3b is 9 at most (a = 3, b = 1), 9.33 in fractions. Where
    /// each a costs 3, b alone is worth having.
    #[test]
    fn whole_numbers_are_found_and_prices_count() {
        let rows = vec![(vec![(0, 3.0), (1, 5.0)], Relation::AtMost, 14.0)];
        let unknowns = vec![Unknown::between(0.0, 10.0), Unknown::between(0.0, 10.0)];
        let program = Program { unknowns, rows };
        assert_eq!(maximise(&program, &[(0, 2.0), (1, 3.0)], &[true; 2]), Some(vec![3.0, 1.0]));
        let mut priced = program;
        priced.unknowns[0] = Unknown { price: 3.0, ..Unknown::from(0.0, 0.0, 10.0) };
        assert_eq!(maximise(&priced, &[(0, 2.0), (1, 3.0)], &[true; 2]), Some(vec![0.0, 2.0]));
    }
}
