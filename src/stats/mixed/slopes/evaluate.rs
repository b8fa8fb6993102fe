//! The profiled deviance and its derivatives at given Σ / σ², from the schools' cross products.

use super::super::super::cholesky::Cholesky;
use super::super::super::cross::CrossProducts;
use super::super::{Criterion, NoFit};
use super::{Model, Weights};

/// One school's cross products, weighted, and Σ log w of weights of precision.
#[derive(Clone, Debug)]
pub struct School {
    pub products: CrossProducts,
    pub log_weights: f64,
    /// How often its likelihood counts, and for how many pupils each time.
    pub times: f64,
    pub pupils: f64,
}

pub struct Profile<'a> {
    pub schools: &'a [School],
    /// The columns of X that are in Z.
    pub random: Vec<usize>,
    pub size: usize,
    /// Whether it is a pseudo-likelihood.
    pub is_sampled: bool,
    rows: f64,
    n: f64,
    criterion: Criterion,
}

/// The profiled deviance at one Σ / σ².
pub struct At {
    pub deviance: f64,
    pub rss: f64,
    pub beta: Vec<f64>,
    /// Derivatives in Σ / σ², by rows: of log |V| + (REML) log |X'V⁻¹X|, and of the residual sum of squares.
    pub of_logs: Vec<f64>,
    pub of_rss: Vec<f64>,
    factor: Cholesky,
}

impl At {
    /// (X'V⁻¹X)⁻¹ in units of σ².
    pub fn inverse(&self) -> Vec<f64> {
        self.factor.inverse()
    }
}

impl<'a> Profile<'a> {
    pub fn new(schools: &'a [School], model: &Model<'_>, rows: f64) -> Result<Profile<'a>, NoFit> {
        let size = model.covariates.len() + 1;
        let random: Vec<usize> =
            std::iter::once(0).chain(model.slopes.iter().map(|slope| slope + 1)).collect();
        let mut whole = CrossProducts::zero(size);
        schools.iter().for_each(|school| whole.add(&school.products));
        Cholesky::new(&whole.xx, size).map_err(NoFit::Dependent)?;
        // As many effects as rows leave nothing to tell them from the residuals.
        if schools.len() < 2 || rows <= size as f64 || rows <= (schools.len() * random.len()) as f64 {
            return Err(NoFit::TooFew);
        }
        let n = schools.iter().map(|school| school.times * school.pupils).sum();
        let is_sampled = matches!(model.weights, Weights::Sampling(_));
        Ok(Profile { schools, random, size, is_sampled, rows, n, criterion: model.criterion })
    }

    /// What σ² is divided by.
    pub fn free(&self) -> f64 {
        match self.criterion {
            Criterion::Ml => self.n,
            Criterion::Reml => self.n - self.size as f64,
        }
    }

    /// `None` where nothing is left to be explained, or the matrix is no covariance.
    pub fn at(&self, relative: &[f64]) -> Option<At> {
        let (size, q) = (self.size, self.random.len());
        let mut sums = CrossProducts::zero(size);
        let mut logs = 0.0;
        let mut shrunk = Vec::with_capacity(self.schools.len());
        for school in self.schools {
            let own = Shrunk::new(school, &self.random, relative)?;
            sums.add_times(&school.products, school.times);
            own.take_from(&mut sums, relative, school.times);
            logs += school.times * (own.log_determinant - school.log_weights);
            shrunk.push(own);
        }
        let factor = Cholesky::new(&sums.xx, size).ok()?;
        let beta = factor.solve(&sums.xy);
        let rss = sums.yy - beta.iter().zip(&sums.xy).map(|(a, b)| a * b).sum::<f64>();
        if rss <= 1e-13 * sums.yy {
            return None;
        }
        let restricted = self.criterion == Criterion::Reml;
        let (mut of_logs, mut of_rss) = (vec![0.0; q * q], vec![0.0; q * q]);
        for (own, School { times, .. }) in shrunk.iter().zip(self.schools) {
            let left: Vec<f64> = (0..q).map(|a| own.y[a] - dot(own.row(a, size), &beta)).collect();
            for a in 0..q {
                let solved = if restricted { factor.solve(own.row(a, size)) } else { Vec::new() };
                for b in 0..q {
                    of_rss[a * q + b] -= times * left[a] * left[b];
                    let explained = if restricted { dot(&solved, own.row(b, size)) } else { 0.0 };
                    of_logs[a * q + b] += times * own.z[a * q + b] - explained;
                }
            }
        }
        let free = self.free();
        let constant = 1.0 + (2.0 * std::f64::consts::PI * rss / free).ln();
        let log_m = if restricted { factor.log_determinant() } else { 0.0 };
        Some(At { deviance: free * constant + logs + log_m, rss, beta, of_logs, of_rss, factor })
    }

    /// Units of the level at which a covariate varies less the coefficients of the level; the constant is one of
    /// the schools' (Pinheiro & Bates 2000, 2.4.2).
    pub fn degrees_of_freedom(&self) -> Vec<f64> {
        let within = |at: usize| {
            let square = at * (self.size + 1);
            let (mut own, mut all) = (0.0, 0.0);
            for School { products, .. } in self.schools {
                own += products.xx[square] - products.sums()[at].powi(2) / products.n();
                all += products.xx[square];
            }
            own > 1e-12 * all
        };
        let within: Vec<bool> = (0..self.size).map(within).collect();
        let of = |level: &bool| {
            let units =
                if *level { self.rows - self.schools.len() as f64 } else { self.schools.len() as f64 };
            units - within.iter().filter(|other| *other == level).count() as f64
        };
        within.iter().map(of).collect()
    }
}

/// What V⁻¹ leaves of a school: Z'V⁻¹Z, Z'V⁻¹X, Z'V⁻¹y, each (I + Z'WZ G)⁻¹ times the same with W.
pub struct Shrunk {
    pub z: Vec<f64>,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    log_determinant: f64,
    /// Z'WX and Z'Wy.
    pub plain: (Vec<f64>, Vec<f64>),
}

impl Shrunk {
    pub fn new(school: &School, random: &[usize], relative: &[f64]) -> Option<Shrunk> {
        let (size, q) = (school.products.size(), random.len());
        let products = &school.products;
        let x: Vec<f64> =
            random.iter().flat_map(|at| &products.xx[at * size..(at + 1) * size]).copied().collect();
        let y: Vec<f64> = random.iter().map(|at| products.xy[*at]).collect();
        let z: Vec<f64> = (0..q * q).map(|k| products.xx[random[k / q] * size + random[k % q]]).collect();
        let mut matrix = vec![0.0; q * q];
        for (k, cell) in matrix.iter_mut().enumerate() {
            let grown: f64 = (0..q).map(|c| z[k / q * q + c] * relative[c * q + k % q]).sum();
            *cell = grown + f64::from(u8::from(k / q == k % q));
        }
        let width = q + size + 1;
        let mut sides: Vec<f64> = Vec::with_capacity(q * width);
        for a in 0..q {
            sides.extend(&z[a * q..(a + 1) * q]);
            sides.extend(&x[a * size..(a + 1) * size]);
            sides.push(y[a]);
        }
        let log_determinant = eliminate(&mut matrix, &mut sides, q)?;
        let take = |from: usize, count: usize| -> Vec<f64> {
            (0..q).flat_map(|a| &sides[a * width + from..a * width + from + count]).copied().collect()
        };
        Some(Shrunk { z: take(0, q), x: take(q, size), y: take(q + size, 1), log_determinant, plain: (x, y) })
    }

    pub fn row(&self, at: usize, size: usize) -> &[f64] {
        &self.x[at * size..(at + 1) * size]
    }

    /// X'WX − X'WZ G Z'V⁻¹X, and the same of y, so many times.
    fn take_from(&self, sums: &mut CrossProducts, relative: &[f64], times: f64) {
        let (size, q) = (sums.size(), self.y.len());
        let (x, y) = &self.plain;
        for a in 0..q {
            for b in 0..q {
                let factor = times * relative[a * q + b];
                if factor == 0.0 {
                    continue;
                }
                for row in 0..size {
                    let own = factor * x[a * size + row];
                    let line = &mut sums.xx[row * size..(row + 1) * size];
                    line.iter_mut().zip(self.row(b, size)).for_each(|(sum, other)| *sum -= own * other);
                    sums.xy[row] -= own * self.y[b];
                }
                sums.yy -= factor * y[a] * self.y[b];
            }
        }
    }
}

pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Solves for all sides at once, by Gauss with row pivots; the logarithm of the determinant, `None` where it is
/// not above 0.
fn eliminate(matrix: &mut [f64], sides: &mut [f64], size: usize) -> Option<f64> {
    let width = sides.len() / size;
    let (mut log, mut positive) = (0.0, true);
    for at in 0..size {
        let pivot =
            (at..size).max_by(|a, b| matrix[a * size + at].abs().total_cmp(&matrix[b * size + at].abs()))?;
        if pivot != at {
            (0..size).for_each(|k| matrix.swap(at * size + k, pivot * size + k));
            (0..width).for_each(|k| sides.swap(at * width + k, pivot * width + k));
            positive = !positive;
        }
        let diagonal = matrix[at * size + at];
        positive ^= diagonal < 0.0;
        log += diagonal.abs().ln();
        if !log.is_finite() {
            return None;
        }
        for row in (0..size).filter(|row| *row != at) {
            let factor = matrix[row * size + at] / diagonal;
            (at..size).for_each(|k| matrix[row * size + k] -= factor * matrix[at * size + k]);
            (0..width).for_each(|k| sides[row * width + k] -= factor * sides[at * width + k]);
        }
    }
    for at in 0..size {
        let diagonal = matrix[at * size + at];
        (0..width).for_each(|k| sides[at * width + k] /= diagonal);
    }
    positive.then_some(log)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: [0 2; 3 1] has determinant −6, and with [2 1; 1 1] x = (1, 0), determinant 1.
    #[test]
    fn small_systems() {
        assert_eq!(eliminate(&mut [0.0, 2.0, 3.0, 1.0], &mut [1.0, 1.0], 2), None);
        let mut sides = [2.0, 1.0];
        assert!(eliminate(&mut [2.0, 1.0, 1.0, 1.0], &mut sides, 2).unwrap().abs() < 1e-15);
        assert_eq!(sides, [1.0, 0.0]);
    }
}
