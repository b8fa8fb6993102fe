//! The same regression by the general solver of linear programmes, from nothing.

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, microlp, variable};

use super::matrix::Row;
use super::simplex::Problem;
use crate::threads;

/// Coefficients of a curve of least loss at τ: min Σ w(τu + (1 − τ)v), curve + u − v = exit.
pub fn coefficients(problem: &Problem, tau: f64) -> Option<Row> {
    threads::check();
    let mut unknowns = ProblemVariables::new();
    let coefficients: Vec<Variable> = (0..problem.columns).map(|_| unknowns.add(variable())).collect();
    let above: Vec<Variable> = problem.cells.iter().map(|_| unknowns.add(variable().min(0.0))).collect();
    let below: Vec<Variable> = problem.cells.iter().map(|_| unknowns.add(variable().min(0.0))).collect();
    let mut loss = Expression::with_capacity(2 * problem.cells.len());
    for (at, cell) in problem.cells.iter().enumerate() {
        loss.add_mul(cell.weight * tau, above[at]);
        loss.add_mul(cell.weight * (1.0 - tau), below[at]);
    }
    let mut model = unknowns.minimise(loss).using(microlp);
    for (at, cell) in problem.cells.iter().enumerate() {
        let mut curve = Expression::with_capacity(problem.columns + 2);
        coefficients.iter().zip(problem.rows[cell.row]).for_each(|(of, value)| curve.add_mul(value, *of));
        curve.add_mul(1.0, above[at]);
        curve.add_mul(-1.0, below[at]);
        model = model.with(constraint!(curve == cell.exit));
    }
    let solution = threads::apart(|| model.solve().ok())?;
    Some(std::array::from_fn(|at| coefficients.get(at).map_or(0.0, |of| solution.value(*of))))
}
