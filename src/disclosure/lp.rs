//! Linear programmes; the only place that knows the solver.

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, microlp, variable};

use crate::threads;

/// How a sum stands to its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Equal,
    AtMost,
}

pub type Terms = Vec<(usize, f64)>;

/// Larger than any score in ticks.
const LARGE: f64 = 10_000.0;
/// Terms from which the solver may take so long that somebody who waits wants to break off. It hears nothing meanwhile.
const LONG: usize = 500;

#[derive(Clone, Copy, Debug)]
pub struct Unknown {
    pub lower: f64,
    pub upper: f64,
    /// Its value in a solution that is known, or nearly one.
    pub start: f64,
    /// What it costs to differ from there, each unit.
    pub price: f64,
}

impl Unknown {
    pub fn between(lower: f64, upper: f64) -> Unknown {
        Unknown { lower, upper, start: lower, price: 0.0 }
    }

    pub fn from(start: f64, lower: f64, upper: f64) -> Unknown {
        Unknown { lower, upper, start, price: 0.0 }
    }
}

#[derive(Clone, Default, Debug)]
pub struct Program {
    pub unknowns: Vec<Unknown>,
    pub rows: Vec<(Terms, Relation, f64)>,
}

/// An unknown as the solver has it: how far it is above and below its start.
struct Moving {
    start: f64,
    rise: Option<Variable>,
    fall: Option<Variable>,
}

impl Moving {
    fn new(unknown: &Unknown, problem: &mut ProblemVariables) -> Moving {
        let start = unknown.start.clamp(unknown.lower, unknown.upper);
        let mut up_to = |most: f64| (most > 0.0).then(|| problem.add(variable().min(0.0).max(most)));
        Moving { start, rise: up_to(unknown.upper - start), fall: up_to(start - unknown.lower) }
    }

    /// Adds so many times how far it is above its start.
    fn add_to(&self, sum: &mut Expression, weight: f64) {
        self.rise.into_iter().for_each(|rise| sum.add_mul(weight, rise));
        self.fall.into_iter().for_each(|fall| sum.add_mul(-weight, fall));
    }

    /// Takes away what it costs to differ from its start.
    fn take_price_from(&self, sum: &mut Expression, price: f64) {
        self.rise.into_iter().chain(self.fall).for_each(|variable| sum.add_mul(-price, variable));
    }
}

impl Program {
    /// The unknowns where a sum, less the prices, is largest; `None` where the solver finds no solution.
    ///
    /// A solver begins with its variables at their bounds. Here these are differences from the start, so that it
    /// begins there instead of far from any solution, and leaves alone what need not move.
    pub fn maximise(&self, objective: &[(usize, f64)]) -> Option<Vec<f64>> {
        threads::check();
        let mut problem = ProblemVariables::new();
        let moving: Vec<Moving> =
            self.unknowns.iter().map(|unknown| Moving::new(unknown, &mut problem)).collect();
        let sum = |terms: &[(usize, f64)], scale: f64| -> Expression {
            let mut sum = Expression::with_capacity(2 * terms.len());
            terms.iter().for_each(|(at, weight)| moving[*at].add_to(&mut sum, weight * scale));
            sum
        };
        let mut aim = sum(objective, 1.0);
        let priced = self.unknowns.iter().zip(&moving).filter(|(unknown, _)| unknown.price > 0.0);
        priced.for_each(|(unknown, moving)| moving.take_price_from(&mut aim, unknown.price));
        let mut model = problem.maximise(aim).using(microlp);
        for (terms, relation, limit) in &self.rows {
            // Rows of weighted counts have large numbers, by which the solver would lose the small ones.
            let largest = terms.iter().map(|(_, weight)| weight.abs()).fold(0.0, f64::max);
            let scale = if largest > LARGE { 1.0 / largest } else { 1.0 };
            let left: f64 = limit - terms.iter().map(|(at, weight)| weight * moving[*at].start).sum::<f64>();
            model = model.with(match relation {
                Relation::Equal => constraint!(sum(terms, scale) == left * scale),
                Relation::AtMost => constraint!(sum(terms, scale) <= left * scale),
            });
        }
        let terms: usize = self.rows.iter().map(|row| row.0.len()).sum();
        let solution = match terms > LONG {
            true => threads::apart(|| model.solve().ok())?,
            false => model.solve().ok()?,
        };
        let by = |variable: Option<Variable>| variable.map_or(0.0, |variable| solution.value(variable));
        Some(moving.iter().map(|moving| moving.start + by(moving.rise) - by(moving.fall)).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::threads::Task;

    /// Goods from many places to as many others, at prices without any order.
    fn long() -> (Program, Terms) {
        let size = 120;
        let cell = |from: usize, to: usize| from * size + to;
        let mut rows = Vec::new();
        for place in 0..size {
            let goods = 1_000.0 + (place * 7_919 % 97) as f64;
            rows.push(((0..size).map(|to| (cell(place, to), 1.0)).collect(), Relation::AtMost, goods));
            rows.push(((0..size).map(|from| (cell(from, place), 1.0)).collect(), Relation::AtMost, goods));
        }
        let prices = (0..size * size).map(|at| (at, 1.0 + (at * 40_503 % 9_973) as f64)).collect();
        (Program { unknowns: vec![Unknown::between(0.0, 1e6); size * size], rows }, prices)
    }

    #[test]
    fn a_solve_is_broken_off_within_half_a_second() {
        let task = Arc::new(Task::default());
        let begun = Instant::now();
        let waiting = {
            let task = Arc::clone(&task);
            std::thread::spawn(move || {
                let (program, prices) = long();
                task.run(|| program.maximise(&prices));
            })
        };
        std::thread::sleep(Duration::from_millis(300));
        assert!(!waiting.is_finished(), "the solve is too short to be broken off");
        task.interrupt();
        let asked = Instant::now();
        assert!(waiting.join().is_err(), "it unwinds");
        assert!(
            asked.elapsed() < Duration::from_millis(500),
            "{:?} of {:?}",
            asked.elapsed(),
            begun.elapsed()
        );
    }
}
