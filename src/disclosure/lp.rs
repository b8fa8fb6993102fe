//! Linear programmes; the only place that knows the solver.

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, microlp, variable};

/// How a sum stands to its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Equal,
    AtMost,
}

pub type Terms = Vec<(usize, f64)>;

/// Larger than any score in ticks.
const LARGE: f64 = 10_000.0;

#[derive(Clone, Copy, Debug)]
pub struct Unknown {
    pub lower: f64,
    pub upper: f64,
}

#[derive(Default, Debug)]
pub struct Program {
    pub unknowns: Vec<Unknown>,
    pub rows: Vec<(Terms, Relation, f64)>,
}

impl Program {
    /// The unknowns where a sum is largest; `None` where the solver finds no solution. With `whole`, only whole
    /// numbers are tried for the unknowns that it marks.
    pub fn maximise(&self, objective: &[(usize, f64)], whole: &[bool]) -> Option<Vec<f64>> {
        let mut problem = ProblemVariables::new();
        let unknowns: Vec<Variable> = self
            .unknowns
            .iter()
            .enumerate()
            .map(|(at, unknown)| {
                let definition = variable().min(unknown.lower).max(unknown.upper);
                let is_whole = whole.get(at).copied().unwrap_or(false);
                problem.add(if is_whole { definition.integer() } else { definition })
            })
            .collect();
        let sum = |terms: &[(usize, f64)]| -> Expression {
            terms.iter().map(|(at, weight)| *weight * unknowns[*at]).sum()
        };
        let mut model = problem.maximise(sum(objective)).using(microlp);
        for (terms, relation, limit) in &self.rows {
            // Rows of weighted counts have large numbers, by which the solver would lose the small ones.
            let largest = terms.iter().map(|(_, weight)| weight.abs()).fold(0.0, f64::max);
            let scale = if largest > LARGE { 1.0 / largest } else { 1.0 };
            let scaled: Terms = terms.iter().map(|(at, weight)| (*at, weight * scale)).collect();
            model = model.with(match relation {
                Relation::Equal => constraint!(sum(&scaled) == limit * scale),
                Relation::AtMost => constraint!(sum(&scaled) <= limit * scale),
            });
        }
        let solution = model.solve().ok()?;
        Some(unknowns.iter().map(|unknown| solution.value(*unknown)).collect())
    }
}
