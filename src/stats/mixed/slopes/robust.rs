//! Errors of a pseudo-likelihood from how the schools' parts of its derivatives differ: A⁻¹ B A⁻¹, A the observed
//! information of the coefficients or of the variances, B = J / (J − 1) Σ s s' over J schools.

use super::super::super::cholesky::Cholesky;
use super::evaluate::{Profile, School, Shrunk, dot};
use super::spread::{differences, places};

/// Σ s s' J / (J − 1).
fn meat(scores: &[Vec<f64>]) -> Vec<f64> {
    let size = scores.first().map_or(0, Vec::len);
    let schools = scores.len() as f64;
    let one = |k: usize| scores.iter().map(|s| s[k / size] * s[k % size]).sum::<f64>();
    (0..size * size).map(|k| one(k) * schools / (schools - 1.0)).collect()
}

/// bread × meat × bread.
pub fn sandwich(bread: &[f64], scores: &[Vec<f64>]) -> Vec<f64> {
    let size = scores.first().map_or(0, Vec::len);
    let product = |a: &[f64], b: &[f64]| -> Vec<f64> {
        let one = |k: usize| (0..size).map(|m| a[k / size * size + m] * b[m * size + k % size]).sum();
        (0..size * size).map(one).collect()
    };
    product(&product(bread, &meat(scores)), bread)
}

/// A point of the parameters: the coefficients, σ² and Σ.
#[derive(Clone)]
pub struct Point<'a> {
    pub beta: &'a [f64],
    pub residual: f64,
    pub sigma: Vec<f64>,
}

/// The derivatives of each school's log likelihood in the coefficients, and in σ² and the lower triangle of Σ.
pub struct Scores {
    pub coefficients: Vec<Vec<f64>>,
    pub variances: Vec<Vec<f64>>,
}

impl Point<'_> {
    pub fn scores(&self, profile: &Profile<'_>) -> Option<Scores> {
        let each = profile.schools.iter().map(|school| self.of_school(profile, school));
        let (coefficients, variances) = each.collect::<Option<Vec<_>>>()?.into_iter().unzip();
        Some(Scores { coefficients, variances })
    }

    fn of_school(&self, profile: &Profile<'_>, school: &School) -> Option<(Vec<f64>, Vec<f64>)> {
        let (size, q) = (profile.size, profile.random.len());
        let Point { beta, residual, sigma } = self;
        let relative: Vec<f64> = sigma.iter().map(|cell| cell / residual).collect();
        let shrunk = Shrunk::new(school, &profile.random, &relative)?;
        let left: Vec<f64> = (0..q).map(|a| shrunk.y[a] - dot(shrunk.row(a, size), beta)).collect();
        let effects: Vec<f64> = (0..q).map(|a| dot(&relative[a * q..(a + 1) * q], &left)).collect();
        // W r and then V⁻¹ r, of the columns of X and of r itself.
        let products = &school.products;
        let plain: Vec<f64> = (0..size)
            .map(|at| products.xy[at] - dot(&products.xx[at * size..(at + 1) * size], beta))
            .collect();
        let (of_x, of_y) = &shrunk.plain;
        let taken = |at: usize| (0..q).map(|a| of_x[a * size + at] * effects[a]).sum::<f64>();
        let whole: Vec<f64> = (0..size).map(|at| plain[at] - taken(at)).collect();
        let own = products.yy - dot(&products.xy, beta) - dot(&plain, beta);
        let of_r: f64 =
            (0..q).map(|a| (of_y[a] - dot(&of_x[a * size..(a + 1) * size], beta)) * effects[a]).sum();
        let rss = own - of_r;
        let slope = |a: usize, b: usize| (shrunk.z[a * q + b] - left[a] * left[b] / residual) / residual;
        let through: f64 = (0..q * q).map(|k| slope(k / q, k % q) * relative[k]).sum();
        let half = -school.times / 2.0;
        let of_residual = school.pupils / residual - rss / (residual * residual) - through;
        let of_variance = |place| match place {
            None => half * of_residual,
            Some((a, b)) => f64::from(1 + u8::from(a != b)) * half * slope(a, b),
        };
        let of_variances = places(q).into_iter().map(of_variance).collect();
        Some((whole.into_iter().map(|cell| school.times * cell / residual).collect(), of_variances))
    }

    /// Of σ² and the lower triangle of Σ, by the sandwich, the coefficients held.
    pub fn of_variances(&self, profile: &Profile<'_>) -> Option<Vec<f64>> {
        let gradient = |residual: f64, sigma: &[f64]| {
            let point = Point { beta: self.beta, residual, sigma: sigma.to_vec() };
            let scores = point.scores(profile)?.variances;
            let size = scores.first().map_or(0, Vec::len);
            Some((0..size).map(|at| scores.iter().map(|own| own[at]).sum()).collect())
        };
        let slopes = differences(self.residual, &self.sigma, gradient)?;
        let size = slopes.len();
        let half = |k: usize| -(slopes[k / size][k % size] + slopes[k % size][k / size]) / 2.0;
        let information: Vec<f64> = (0..size * size).map(half).collect();
        let bread = Cholesky::new(&information, size).ok()?.inverse();
        Some(sandwich(&bread, &self.scores(profile)?.variances))
    }
}
