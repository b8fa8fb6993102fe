//! The simplex over the bounded dual: max Σ y·a, Xᵀa = (1 − τ)Xᵀw, 0 ≤ a ≤ w.
//!
//! It has a row for each function of the spline, however many the pupils. A basis is as many cells through which the
//! curve goes; cells above it have a = w, those below a = 0. When τ moves, only the right-hand side does: the basis
//! stays dual feasible, and few pivots lead to the next optimum. A pivot moves the curve along an edge past all cells at
//! which the loss still falls (the ratio test with bound flips), as Barrodale and Roberts do.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::matrix::{Row, independent, inverse, product};
use super::spline::Spline;
use super::{Cell, Fit};
use crate::stats::random::Stream;

pub struct Problem {
    /// The functions of the spline at each entry score, those that depend on others left out.
    pub rows: Vec<Row>,
    pub columns: usize,
    pub cells: Vec<Point>,
    total: f64,
    range: f64,
    /// Xᵀw
    weighted: Row,
    independent: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
pub struct Point {
    pub row: usize,
    pub exit: f64,
    pub weight: f64,
    /// The exit score, moved by less than anything that is printed: no two pivots are equally good, none goes in circles.
    moved: f64,
}

/// Part of the range of exit scores by which they are moved.
const MOVED: f64 = 1e-10;
/// Smaller slopes along an edge are rounding.
const FLAT: f64 = 1e-11;
/// More pivots than this from one τ to the next are a sign of going in circles.
const PIVOTS: usize = 20_000;

impl Problem {
    pub fn new(cells: &[Cell], entries: &[f64], spline: &Spline) -> Problem {
        let full: Vec<Row> = entries.iter().map(|entry| spline.at(*entry)).collect();
        let (of_rows, of_columns) = independent(&full);
        let chosen = |row: &Row| -> Row {
            std::array::from_fn(|at| of_columns.get(at).map_or(0.0, |column| row[*column]))
        };
        let rows: Vec<Row> = full.iter().map(chosen).collect();
        let exits = || cells.iter().map(|cell| cell.exit);
        let range = exits().fold(f64::NEG_INFINITY, f64::max) - exits().fold(f64::INFINITY, f64::min);
        let mut row = 0;
        let mut stream = Stream::new(0, 0);
        let mut weighted = [0.0; super::spline::FUNCTIONS];
        let point = |cell: &Cell| {
            while entries[row] != cell.entry {
                row += 1;
            }
            let weight = cell.count as f64;
            weighted.iter_mut().zip(rows[row]).for_each(|(sum, value)| *sum += weight * value);
            Point { row, exit: cell.exit, weight, moved: cell.exit + MOVED * range * (stream.unit() - 0.5) }
        };
        let points: Vec<Point> = cells.iter().map(point).collect();
        let total = points.iter().map(|point| point.weight).sum();
        Problem {
            columns: of_columns.len(),
            cells: points,
            total,
            range,
            weighted,
            independent: of_rows,
            rows,
        }
    }

    /// A loss below this is nothing but rounding.
    pub fn rounding(&self) -> f64 {
        1e-13 * self.total * self.range
    }
}

pub struct Simplex<'p> {
    problem: &'p Problem,
    basis: Vec<usize>,
    is_basic: Vec<bool>,
    /// Of cells outside the basis: whether they are above the curve.
    above: Vec<bool>,
}

/// A cell at which an edge meets its score, after so long a way.
struct Meeting {
    way: f64,
    slope: f64,
    cell: usize,
}

/// The nearest first, in a heap that gives the largest.
impl Ord for Meeting {
    fn cmp(&self, other: &Meeting) -> Ordering {
        other.way.total_cmp(&self.way).then(other.cell.cmp(&self.cell))
    }
}

impl PartialOrd for Meeting {
    fn partial_cmp(&self, other: &Meeting) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Meeting {
    fn eq(&self, other: &Meeting) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Meeting {}

impl<'p> Simplex<'p> {
    /// Through the quantile of the pupils of as many entry scores as are independent.
    pub fn new(problem: &'p Problem, tau: f64) -> Option<Simplex<'p>> {
        let quantile = |row: &usize| {
            let of_row = || (0..problem.cells.len()).filter(|at| problem.cells[*at].row == *row);
            let place = tau * of_row().map(|at| problem.cells[at].weight).sum::<f64>();
            let mut before = 0.0;
            let mut reached = of_row().skip_while(|at| {
                before += problem.cells[*at].weight;
                before < place
            });
            reached.next().or_else(|| of_row().next_back())
        };
        Simplex::through(problem, problem.independent.iter().map(quantile).collect::<Option<_>>()?)
    }

    /// Through cells as near as possible to a curve.
    pub fn near(problem: &'p Problem, coefficients: &Row) -> Option<Simplex<'p>> {
        let away = |at: usize| {
            let cell = &problem.cells[at];
            (cell.exit - product(&problem.rows[cell.row], coefficients)).abs()
        };
        let mut nearest: Vec<usize> = (0..problem.cells.len()).collect();
        nearest.sort_by(|a, b| away(*a).total_cmp(&away(*b)));
        let mut basis: Vec<usize> = Vec::new();
        for cell in nearest {
            let rows = basis.iter().chain([&cell]).map(|at| problem.rows[problem.cells[*at].row]);
            if independent(&rows.collect::<Vec<_>>()).0.len() > basis.len() {
                basis.push(cell);
            }
            if basis.len() == problem.columns {
                break;
            }
        }
        Simplex::through(problem, basis)
    }

    fn through(problem: &'p Problem, basis: Vec<usize>) -> Option<Simplex<'p>> {
        let mut is_basic = vec![false; problem.cells.len()];
        basis.iter().for_each(|at| is_basic[*at] = true);
        let mut simplex = Simplex { problem, basis, is_basic, above: Vec::new() };
        let fitted = simplex.fitted(&inverse(&simplex.rows())?, |cell| cell.moved);
        simplex.above = problem.cells.iter().map(|cell| cell.moved > fitted[cell.row]).collect();
        Some(simplex)
    }

    fn rows(&self) -> Vec<Row> {
        self.basis.iter().map(|at| self.problem.rows[self.problem.cells[*at].row]).collect()
    }

    /// The coefficients with which the curve goes through the cells of the basis.
    fn coefficients(&self, inverse: &[Row], exit: impl Fn(&Point) -> f64) -> Row {
        let mut coefficients = [0.0; super::spline::FUNCTIONS];
        for (coefficient, row) in coefficients.iter_mut().zip(inverse) {
            let terms = self.basis.iter().zip(row).map(|(at, value)| value * exit(&self.problem.cells[*at]));
            *coefficient = terms.sum();
        }
        coefficients
    }

    /// The curve at each entry score.
    fn fitted(&self, inverse: &[Row], exit: impl Fn(&Point) -> f64) -> Vec<f64> {
        let coefficients = self.coefficients(inverse, exit);
        self.problem.rows.iter().map(|row| product(row, &coefficients)).collect()
    }

    /// Xᵀa that is left for the cells of the basis.
    fn left_for_basis(&self, tau: f64) -> Row {
        let mut above = vec![0.0; self.problem.rows.len()];
        for (at, cell) in self.problem.cells.iter().enumerate() {
            if self.above[at] && !self.is_basic[at] {
                above[cell.row] += cell.weight;
            }
        }
        let mut left = self.problem.weighted.map(|sum| (1.0 - tau) * sum);
        for (row, weight) in self.problem.rows.iter().zip(above).filter(|(_, weight)| *weight > 0.0) {
            left.iter_mut().zip(row).for_each(|(sum, value)| *sum -= weight * value);
        }
        left
    }

    /// Moves to the curve of least loss at τ; `None` where it is not reached.
    pub fn fit(&mut self, tau: f64) -> Option<Fit> {
        for _ in 0..PIVOTS {
            let inverse = inverse(&self.rows())?;
            let duals = self.duals(&inverse, tau);
            let Some((leaving, excess)) = self.leaving(&inverse, &duals) else {
                return Some(self.fit_of(&inverse, &duals, tau));
            };
            self.pivot(&inverse, leaving, excess)?;
        }
        None
    }

    /// a of the cells of the basis.
    fn duals(&self, inverse: &[Row], tau: f64) -> Vec<f64> {
        let left = self.left_for_basis(tau);
        let dual = |at: usize| inverse.iter().zip(left).map(|(row, left)| row[at] * left).sum();
        (0..self.basis.len()).map(dual).collect()
    }

    /// The place in the basis that is farthest outside its bounds, for the length of its edge, and how far: above w or
    /// below 0.
    fn leaving(&self, inverse: &[Row], duals: &[f64]) -> Option<(usize, f64)> {
        let rounding = 1e-11 * self.problem.total;
        let excess = |(place, dual): (usize, &f64)| {
            let weight = self.problem.cells[self.basis[place]].weight;
            let excess = if *dual > weight { dual - weight } else { dual.min(0.0) };
            (place, excess)
        };
        let length = |place: usize| inverse.iter().map(|row| row[place] * row[place]).sum::<f64>();
        let outside = duals.iter().enumerate().map(excess).filter(|(_, excess)| excess.abs() > rounding);
        let per_length = |(place, excess): &(usize, f64)| excess * excess / length(*place);
        outside.max_by(|a, b| per_length(a).total_cmp(&per_length(b)))
    }

    fn pivot(&mut self, inverse: &[Row], leaving: usize, excess: f64) -> Option<()> {
        let problem = self.problem;
        let mut edge = [0.0; super::spline::FUNCTIONS];
        // A cell whose a is above w is to be above the curve: the curve goes down there.
        let sign = -excess.signum();
        edge.iter_mut().zip(inverse).for_each(|(part, row)| *part = sign * row[leaving]);
        let steps: Vec<f64> = problem.rows.iter().map(|row| product(row, &edge)).collect();
        let fitted = self.fitted(inverse, |cell| cell.moved);
        let mut meetings: Vec<Meeting> = Vec::new();
        for (at, cell) in problem.cells.iter().enumerate() {
            let step = steps[cell.row];
            let towards = if self.above[at] { step > FLAT } else { step < -FLAT };
            if towards && !self.is_basic[at] {
                let way = ((cell.moved - fitted[cell.row]) / step).max(0.0);
                meetings.push(Meeting { way, slope: cell.weight * step.abs(), cell: at });
            }
        }
        let mut meetings = BinaryHeap::from(meetings);
        let mut falls_by = excess.abs();
        loop {
            let Meeting { slope, cell, .. } = meetings.pop()?;
            falls_by -= slope;
            if falls_by <= 0.0 {
                let left = std::mem::replace(&mut self.basis[leaving], cell);
                self.is_basic[left] = false;
                self.above[left] = excess > 0.0;
                self.is_basic[cell] = true;
                return Some(());
            }
            self.above[cell] = !self.above[cell];
        }
    }

    /// The curve through the true exit scores of the basis. Its gap is Σ r·(w − a) over cells above it and Σ |r|·a
    /// over those below, and what clamping a to its bounds takes from Xᵀa = (1 − τ)Xᵀw.
    fn fit_of(&self, inverse: &[Row], duals: &[f64], tau: f64) -> Fit {
        let problem = self.problem;
        let coefficients = self.coefficients(inverse, |cell| cell.exit);
        let fitted: Vec<f64> = problem.rows.iter().map(|row| product(row, &coefficients)).collect();
        let mut dual_of: Vec<f64> = (problem.cells.iter().zip(&self.above))
            .map(|(cell, above)| cell.weight * f64::from(*above))
            .collect();
        for (at, dual) in self.basis.iter().zip(duals) {
            dual_of[*at] = dual.clamp(0.0, problem.cells[*at].weight);
        }
        let mut missed = problem.weighted.map(|sum| (1.0 - tau) * sum);
        let (mut loss, mut gap) = (0.0, 0.0);
        for (cell, dual) in problem.cells.iter().zip(dual_of) {
            missed.iter_mut().zip(problem.rows[cell.row]).for_each(|(sum, value)| *sum -= dual * value);
            let rest = cell.exit - fitted[cell.row];
            loss += cell.weight * if rest > 0.0 { tau * rest } else { (tau - 1.0) * rest };
            gap += if rest > 0.0 { rest * (cell.weight - dual) } else { -rest * dual };
        }
        gap += missed
            .iter()
            .zip(coefficients)
            .map(|(missed, coefficient)| (missed * coefficient).abs())
            .sum::<f64>();
        Fit { tau, loss, gap, fitted }
    }
}
