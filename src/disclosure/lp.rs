//! Linear programmes; the only place that knows the solver.

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, microlp, variable};

/// How a sum stands to its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Equal,
    AtMost,
}

pub type Terms = Vec<(usize, f64)>;

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
            model = model.with(match relation {
                Relation::Equal => constraint!(sum(terms) == *limit),
                Relation::AtMost => constraint!(sum(terms) <= *limit),
            });
        }
        let solution = model.solve().ok()?;
        Some(unknowns.iter().map(|unknown| solution.value(*unknown)).collect())
    }
}
