//! Programmes in whole numbers: the linear programme first, which mostly has whole corners here, then branch and
//! bound.

use super::super::lp::{Program, Relation};

const NEAR: f64 = 1e-6;
/// Programmes solved for one question; a fixed number, so that no clock decides.
const NODES: usize = 400;

/// The best solution found in which the first `whole` unknowns are whole numbers; `None` where there is none, or
/// none was found in time.
pub fn maximise(program: &Program, objective: &[(usize, f64)], whole: usize) -> Option<Vec<f64>> {
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
        let Some(found) = narrowed.maximise(objective, &[]) else { continue };
        let value: f64 = objective.iter().map(|(at, weight)| weight * found[*at]).sum();
        if best.as_ref().is_some_and(|(best, _)| value <= best + NEAR) {
            continue;
        }
        let off = |at: &usize| (found[*at] - found[*at].round()).abs();
        match (0..whole).max_by(|a, b| off(a).total_cmp(&off(b)).then(b.cmp(a))).filter(|at| off(at) > NEAR) {
            None if satisfies(program, &found, whole) => best = Some((value, found)),
            None => {}
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

/// Whether the whole numbers that a solution stands for satisfy every row: the solver's word is not enough.
fn satisfies(program: &Program, found: &[f64], whole: usize) -> bool {
    let value = |at: usize| if at < whole { found[at].round() } else { found[at] };
    program.rows.iter().all(|(terms, relation, limit)| {
        let sum: f64 = terms.iter().map(|(at, weight)| weight * value(*at)).sum();
        match relation {
            Relation::Equal => (sum - limit).abs() < 1e-3,
            Relation::AtMost => sum < limit + 1e-3,
        }
    })
}
