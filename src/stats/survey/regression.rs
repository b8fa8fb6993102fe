//! Linear regression of a weighted sample: the same pass as the means, over products of columns.

use super::super::cholesky::Cholesky;
use super::{Design, Estimated, NOWHERE, Pass, Totals, Units, Variate, Weights, totals};
use crate::threads;

/// Columns of a model; rows that lack any of them are in no group.
pub struct Model<'a> {
    /// One per plausible value.
    pub outcomes: Vec<&'a [f64]>,
    /// Each once, or once per plausible value.
    pub covariates: Vec<Vec<&'a [f64]>>,
    pub group: &'a [u32],
    pub groups: usize,
}

/// The coefficients of one group: of the constant first.
pub struct Fit {
    /// `[term][plausible value]`
    pub coefficients: Vec<Vec<Estimated>>,
    /// By plausible value.
    pub r_squared: Vec<Estimated>,
}

/// Why a group has no coefficients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFit {
    /// Nobody with a weight.
    Nobody,
    /// The term follows from those before it.
    Dependent(usize),
    /// A covariate tells the outcomes apart completely, or nearly so.
    Separated,
}

impl Model<'_> {
    /// Whether every plausible value has the same covariates.
    fn shared(&self) -> bool {
        self.covariates.iter().all(|columns| columns.len() == 1)
    }

    /// The covariates beside one plausible value.
    pub fn beside(&self, value: usize) -> Vec<&[f64]> {
        self.covariates.iter().map(|columns| columns[value.min(columns.len() - 1)]).collect()
    }
}

type Columns<'a> = Vec<&'a [f64]>;

/// Least squares by group under every weight, with the plausible values of the outcome together.
pub fn linear(design: &Design, weights: &Weights<'_>, model: &Model<'_>) -> Vec<Result<Fit, NoFit>> {
    let passes: Vec<(Columns<'_>, Columns<'_>)> = if model.shared() {
        vec![(model.beside(0), model.outcomes.clone())]
    } else {
        (0..model.outcomes.len()).map(|m| (model.beside(m), vec![model.outcomes[m]])).collect()
    };
    let mut fits: Vec<Result<Fit, NoFit>> = Vec::new();
    for (x, y) in passes {
        let own = Shared::new(&x, &y, model).fits(design, weights, model);
        fits = if fits.is_empty() { own } else { fits.into_iter().zip(own).map(joined).collect() };
    }
    fits
}

fn joined((known, own): (Result<Fit, NoFit>, Result<Fit, NoFit>)) -> Result<Fit, NoFit> {
    let (mut known, own) = (known?, own?);
    for (known, own) in known.coefficients.iter_mut().zip(own.coefficients) {
        known.extend(own);
    }
    known.r_squared.extend(own.r_squared);
    Ok(known)
}

/// Covariates and outcomes about their means, so that sums of squares keep their digits.
struct Shared {
    x: Vec<Vec<f64>>,
    y: Vec<Vec<f64>>,
    x_means: Vec<f64>,
    y_means: Vec<f64>,
}

impl Shared {
    fn new(x: &[&[f64]], y: &[&[f64]], model: &Model<'_>) -> Shared {
        let centred = |columns: &[&[f64]]| -> (Vec<Vec<f64>>, Vec<f64>) {
            let one = |column: &&[f64]| {
                let mean = mean(column, model.group);
                (column.iter().map(|value| value - mean).collect(), mean)
            };
            threads::map_each(columns, one).into_iter().unzip()
        };
        let ((x, x_means), (y, y_means)) = (centred(x), centred(y));
        Shared { x, y, x_means, y_means }
    }

    /// x, then x x', then y, y² and x y of each outcome.
    fn variates(&self) -> Vec<Variate<'_>> {
        let mut variates: Vec<Variate<'_>> = self.x.iter().map(|x| Variate::value(x)).collect();
        for (at, a) in self.x.iter().enumerate() {
            variates.extend(self.x[..=at].iter().map(|b| Variate::product(a, b)));
        }
        for y in &self.y {
            variates.extend([Variate::value(y), Variate::product(y, y)]);
            variates.extend(self.x.iter().map(|x| Variate::product(x, y)));
        }
        variates
    }

    fn fits(&self, design: &Design, weights: &Weights<'_>, model: &Model<'_>) -> Vec<Result<Fit, NoFit>> {
        let columns: Vec<&[f64]> = weights.all().collect();
        let variates = self.variates();
        let pass = Pass { weights: &columns, variates: &variates, group: model.group, groups: model.groups };
        let sums = totals(&pass);
        let solved = |group: usize| {
            let each = (0..columns.len()).map(|weight| self.solve(&sums, group, weight));
            each.collect::<Vec<_>>()
        };
        let solved: Vec<Vec<Result<Solution, NoFit>>> = (0..model.groups).map(solved).collect();
        match design {
            Design::Replicated(_) => solved.into_iter().map(|each| self.replicated(each)).collect(),
            Design::Linear(units) => self.linearised(units, weights.full, solved, model),
        }
    }

    fn solve(&self, sums: &Totals, group: usize, weight: usize) -> Result<Solution, NoFit> {
        let p = self.x.len();
        let (size, of) = (p + 1, |variate: usize| sums.pair(group, variate, weight).0);
        let all = sums.pair(group, 0, weight).1;
        if all <= 0.0 || all.is_nan() {
            return Err(NoFit::Nobody);
        }
        let mut matrix = vec![0.0; size * size];
        matrix[0] = all;
        let mut next = p;
        for row in 0..p {
            matrix[row + 1] = of(row);
            matrix[(row + 1) * size] = of(row);
            for column in 0..=row {
                matrix[(row + 1) * size + column + 1] = of(next);
                matrix[(column + 1) * size + row + 1] = of(next);
                next += 1;
            }
        }
        let factor = Cholesky::new(&matrix, size).map_err(NoFit::Dependent)?;
        let one = |outcome: usize| {
            let from = next + outcome * (p + 2);
            let (sum, squares) = (of(from), of(from + 1));
            let right: Vec<f64> = std::iter::once(sum).chain((0..p).map(|x| of(from + 2 + x))).collect();
            let slopes = factor.solve(&right);
            let explained: f64 = slopes.iter().zip(&right).map(|(b, r)| b * r).sum();
            let total = squares - sum * sum / all;
            Line { residual: squares - explained, total, mean: sum / all, slopes }
        };
        Ok(Solution { lines: (0..self.y.len()).map(one).collect(), factor })
    }

    /// In the units of the columns as they were given.
    fn given(&self, outcome: usize, slopes: &[f64]) -> Vec<f64> {
        let moved: f64 = slopes[1..].iter().zip(&self.x_means).map(|(b, mean)| b * mean).sum();
        let constant = slopes[0] + self.y_means[outcome] - moved;
        std::iter::once(constant).chain(slopes[1..].iter().copied()).collect()
    }

    fn replicated(&self, solved: Vec<Result<Solution, NoFit>>) -> Result<Fit, NoFit> {
        let mut each = solved.into_iter();
        let full = each.next().unwrap_or(Err(NoFit::Nobody))?;
        let others: Vec<Option<Solution>> = each.map(Result::ok).collect();
        let mut fit = Fit { coefficients: vec![Vec::new(); self.x.len() + 1], r_squared: Vec::new() };
        for (outcome, line) in full.lines.iter().enumerate() {
            let known = self.given(outcome, &line.slopes);
            let moved: Vec<Option<Vec<f64>>> = others
                .iter()
                .map(|other| Some(self.given(outcome, &other.as_ref()?.lines[outcome].slopes)))
                .collect();
            for (term, own) in fit.coefficients.iter_mut().enumerate() {
                let deviations =
                    moved.iter().map(|other| other.as_ref().map_or(f64::NAN, |b| b[term] - known[term]));
                own.push(Estimated::new(known[term], deviations.collect()));
            }
            let explained = line.explained();
            let moved = others.iter().map(|other| {
                other.as_ref().map_or(f64::NAN, |other| other.lines[outcome].explained() - explained)
            });
            fit.r_squared.push(Estimated::new(explained, moved.collect()));
        }
        Ok(fit)
    }

    /// Each unit's pull on the coefficients, (X'WX)⁻¹ Σ w x e, and on R².
    fn linearised(
        &self,
        units: &Units,
        weight: &[f64],
        solved: Vec<Vec<Result<Solution, NoFit>>>,
        model: &Model<'_>,
    ) -> Vec<Result<Fit, NoFit>> {
        let full: Vec<Result<Solution, NoFit>> =
            solved.into_iter().map(|each| each.into_iter().next().unwrap_or(Err(NoFit::Nobody))).collect();
        let one = |outcome: usize| self.scores(units, weight, &full, model.group, outcome);
        let scores = threads::map_numbers(self.y.len(), one);
        let size = self.x.len() + 1;
        let mut fits = Vec::new();
        for (group, solution) in full.iter().enumerate() {
            let Ok(solution) = solution else {
                fits.push(Err(*solution.as_ref().err().unwrap_or(&NoFit::Nobody)));
                continue;
            };
            let mut fit = Fit { coefficients: vec![Vec::new(); size], r_squared: Vec::new() };
            for (outcome, line) in solution.lines.iter().enumerate() {
                let known = self.given(outcome, &line.slopes);
                let mut pulls = vec![vec![0.0; units.len()]; size];
                let mut squared = vec![0.0; units.len()];
                for (unit, own) in scores[outcome][group].chunks(size + 1).enumerate() {
                    squared[unit] = own[size];
                    let moved = self.moved(&solution.factor.solve(&own[..size]));
                    pulls.iter_mut().zip(moved).for_each(|(pulls, moved)| pulls[unit] = moved);
                }
                for (own, (known, pulls)) in fit.coefficients.iter_mut().zip(known.iter().zip(pulls)) {
                    own.push(Estimated::new(*known, pulls));
                }
                fit.r_squared.push(Estimated::new(line.explained(), squared));
            }
            fits.push(Ok(fit));
        }
        fits
    }

    /// A change of the centred coefficients, in the units of the columns as they were given.
    fn moved(&self, slopes: &[f64]) -> Vec<f64> {
        let constant: f64 = slopes[1..].iter().zip(&self.x_means).map(|(b, mean)| b * mean).sum();
        std::iter::once(slopes[0] - constant).chain(slopes[1..].iter().copied()).collect()
    }

    /// By group and unit: Σ w x e, and the pull on R².
    fn scores(
        &self,
        units: &Units,
        weight: &[f64],
        full: &[Result<Solution, NoFit>],
        group: &[u32],
        outcome: usize,
    ) -> Vec<Vec<f64>> {
        let size = self.x.len() + 1;
        let mut scores: Vec<Vec<f64>> = full
            .iter()
            .map(|known| vec![0.0; if known.is_ok() { units.len() * (size + 1) } else { 0 }])
            .collect();
        for (row, group) in group.iter().enumerate().filter(|(_, group)| **group != NOWHERE) {
            let Ok(solution) = &full[*group as usize] else { continue };
            let line = &solution.lines[outcome];
            let y = self.y[outcome][row];
            let x = || self.x.iter().map(|x| x[row]);
            let error = y - line.slopes[0] - x().zip(&line.slopes[1..]).map(|(x, b)| x * b).sum::<f64>();
            let from = units.of_row()[row] as usize * (size + 1);
            let own = &mut scores[*group as usize][from..from + size + 1];
            let w = weight[row];
            own[0] += w * error;
            own[1..size].iter_mut().zip(x()).for_each(|(own, x)| *own += w * error * x);
            let apart = (y - line.mean).powi(2);
            own[size] += w * (line.residual * apart / line.total - error * error) / line.total;
        }
        scores
    }
}

struct Solution {
    factor: Cholesky,
    /// By outcome.
    lines: Vec<Line>,
}

struct Line {
    slopes: Vec<f64>,
    residual: f64,
    total: f64,
    mean: f64,
}

impl Line {
    /// R²; `NaN` where the outcome does not vary.
    fn explained(&self) -> f64 {
        1.0 - self.residual / self.total
    }
}

/// Of the rows that are in a group.
fn mean(column: &[f64], group: &[u32]) -> f64 {
    let own = column.iter().zip(group).filter(|(_, group)| **group != NOWHERE);
    let (sum, n) = own.fold((0.0, 0.0), |(sum, n), (value, _)| (sum + value, n + 1.0));
    if n > 0.0 { sum / n } else { 0.0 }
}
