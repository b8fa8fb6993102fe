//! The profiled deviance and its derivatives at given ratios θ, from sums over schools.

use super::super::cholesky::Cholesky;
use super::super::cross::CrossProducts;
use super::satterthwaite::slopes;
use super::spread::covariance;
use super::{Criterion, Fit, NoFit, School};

/// What does not change with θ.
pub struct Profile<'a> {
    schools: Vec<&'a School>,
    /// Where each district begins among the schools, and the end.
    districts: Vec<usize>,
    nested: bool,
    pub criterion: Criterion,
    /// Cross products within schools: Σ (xx' − s s' / n).
    within: CrossProducts,
    size: usize,
    pub n: f64,
}

/// The profiled deviance at one θ.
pub struct At {
    pub theta: [f64; 2],
    pub deviance: f64,
    /// ∂ deviance / ∂ θ of the profiled deviance.
    pub slopes: [f64; 2],
    /// Derivatives of log |V| + (REML) log |M|, and of the residual sum of squares.
    pub slopes_of_logs: [f64; 2],
    pub slopes_of_rss: [f64; 2],
    pub rss: f64,
    pub beta: Vec<f64>,
    factor: Cholesky,
}

impl<'a> Profile<'a> {
    pub fn new(schools: &'a [School], nested: bool, criterion: Criterion) -> Result<Profile<'a>, NoFit> {
        let mut schools: Vec<&School> = schools.iter().filter(|s| s.products.n() > 0.0).collect();
        let size = schools.first().ok_or(NoFit::TooFew)?.products.size();
        // Stable: within a district the schools keep their order, so that sums have one order.
        schools.sort_by_key(|school| if nested { school.district } else { 0 });
        let mut districts = vec![0];
        districts.extend(
            (1..schools.len()).filter(|at| nested && schools[*at].district != schools[at - 1].district),
        );
        districts.push(schools.len());
        let (mut within, mut whole) = (CrossProducts::zero(size), CrossProducts::zero(size));
        for school in &schools {
            whole.add(&school.products);
            within.add(&within_school(&school.products));
        }
        let n = whole.n();
        Cholesky::new(&whole.xx, size).map_err(NoFit::Dependent)?;
        let levels = if nested { districts.len() - 1 } else { schools.len() };
        if levels < 2 || n <= size as f64 || n <= schools.len() as f64 {
            return Err(NoFit::TooFew);
        }
        Ok(Profile { schools, districts, nested, criterion, within, size, n })
    }

    /// What σ² is divided by.
    pub fn free(&self) -> f64 {
        match self.criterion {
            Criterion::Ml => self.n,
            Criterion::Reml => self.n - self.size as f64,
        }
    }

    /// `None` where nothing is left to be explained.
    pub fn at(&self, theta: [f64; 2]) -> Option<At> {
        let sums = self.sums(theta);
        let factor = Cholesky::new(&sums.products.xx, self.size).ok()?;
        let beta = factor.solve(&sums.products.xy);
        let explained: f64 = beta.iter().zip(&sums.products.xy).map(|(a, b)| a * b).sum();
        let rss = sums.products.yy - explained;
        if rss <= 1e-13 * sums.products.yy {
            return None;
        }
        let (slopes_of_logs, slopes_of_rss) = self.slopes(theta, &beta, &factor);
        let log_m = factor.log_determinant();
        let log_restricted = if self.criterion == Criterion::Reml { log_m } else { 0.0 };
        let free = self.free();
        let constant = 1.0 + (2.0 * std::f64::consts::PI * rss / free).ln();
        let slope = |level: usize| slopes_of_logs[level] + free * slopes_of_rss[level] / rss;
        Some(At {
            theta,
            deviance: free * constant + sums.log_v + log_restricted,
            slopes: [slope(0), slope(1)],
            slopes_of_logs,
            slopes_of_rss,
            rss,
            beta,
            factor,
        })
    }

    fn district(&self, number: usize) -> &[&'a School] {
        &self.schools[self.districts[number]..self.districts[number + 1]]
    }

    /// X'V⁻¹X, X'V⁻¹y, y'V⁻¹y in units of σ², and log |V|.
    fn sums(&self, theta: [f64; 2]) -> Sums {
        let mut sums = Sums { products: self.within.clone(), log_v: 0.0 };
        for number in 0..self.districts.len() - 1 {
            let mut pulled = Pulled::zero(self.size);
            for school in self.district(number) {
                let n = school.products.n();
                let kept = 1.0 / (1.0 + n * theta[0]);
                sums.add_square(school.products.sums(), school.products.xy[0], kept / n);
                sums.log_v -= kept.ln();
                pulled.add(school, kept);
            }
            if self.nested {
                let grown = 1.0 + theta[1] * pulled.weight;
                sums.add_square(&pulled.x, pulled.y, -theta[1] / grown);
                sums.log_v += grown.ln();
            }
        }
        sums
    }

    /// The derivatives of the logarithms and of the residual sum of squares.
    fn slopes(&self, theta: [f64; 2], beta: &[f64], factor: &Cholesky) -> ([f64; 2], [f64; 2]) {
        let restricted = f64::from(u8::from(self.criterion == Criterion::Reml));
        let residual = |x: &[f64], y: f64| y - x.iter().zip(beta).map(|(x, b)| x * b).sum::<f64>();
        let (mut logs, mut rss) = ([0.0; 2], [0.0; 2]);
        let mut v = vec![0.0; self.size];
        for number in 0..self.districts.len() - 1 {
            let mut pulled = Pulled::zero(self.size);
            let schools = self.district(number);
            schools
                .iter()
                .for_each(|school| pulled.add(school, 1.0 / (1.0 + school.products.n() * theta[0])));
            let grown = 1.0 + theta[1] * pulled.weight;
            let shared = theta[1] / grown;
            let of_district = residual(&pulled.x, pulled.y);
            for school in schools {
                let n = school.products.n();
                let kept = 1.0 / (1.0 + n * theta[0]);
                let (own, common) = (kept, shared * n * kept);
                v.iter_mut().zip(school.products.sums()).zip(&pulled.x).for_each(|((v, own_x), x)| {
                    *v = own * own_x - common * x;
                });
                let left =
                    own * residual(school.products.sums(), school.products.xy[0]) - common * of_district;
                rss[0] -= left * left;
                logs[0] += n * kept - shared * (n * kept).powi(2) - restricted * factor.quadratic(&v);
            }
            if self.nested {
                v.iter_mut().zip(&pulled.x).for_each(|(v, x)| *v = x / grown);
                rss[1] -= (of_district / grown).powi(2);
                logs[1] += pulled.weight / grown - restricted * factor.quadratic(&v);
            }
        }
        (logs, rss)
    }

    /// Of the coefficients, at (σ², components).
    pub fn covariance(&self, point: &[f64]) -> Option<Vec<f64>> {
        let (residual, components) = point.split_first()?;
        let mut theta = [0.0; 2];
        theta.iter_mut().zip(components).for_each(|(theta, component)| *theta = component / residual);
        Some(self.at(theta)?.factor.inverse().into_iter().map(|c| c * residual).collect())
    }

    pub fn fit(&self, at: &At) -> Fit {
        let residual = at.rss / self.free();
        let levels = if self.nested { 2 } else { 1 };
        let components: Vec<f64> = at.theta[..levels].iter().map(|theta| theta * residual).collect();
        Fit {
            criterion: self.criterion,
            coefficients: at.beta.clone(),
            covariance: at.factor.inverse().into_iter().map(|c| c * residual).collect(),
            covariance_slopes: slopes(self, residual, &components),
            degrees_of_freedom: self.degrees_of_freedom(),
            residual,
            variance_covariance: covariance(self, residual, &components),
            components,
            deviance: at.deviance,
            n: self.n,
            schools: self.schools.len(),
            districts: self.nested.then(|| self.districts.len() - 1),
        }
    }

    /// Units of the level at which a covariate varies, less those of the level above and the coefficients of the
    /// level (Pinheiro & Bates 2000, 2.4.2); the constant belongs to the highest level.
    fn degrees_of_freedom(&self) -> Vec<f64> {
        let levels: Vec<usize> = (0..self.size).map(|covariate| self.level(covariate)).collect();
        let (schools, districts) = (self.schools.len() as f64, (self.districts.len() - 1) as f64);
        let above = if self.nested { districts } else { 0.0 };
        let units = [self.n - schools, schools - above, districts];
        let of = |level: &usize| units[*level] - levels.iter().filter(|other| *other == level).count() as f64;
        levels.iter().map(of).collect()
    }

    /// 0 where a covariate differs within schools, 1 between schools of a district, 2 between districts only.
    fn level(&self, covariate: usize) -> usize {
        let total: f64 = self.schools.iter().map(|s| s.products.xx[covariate * (self.size + 1)]).sum();
        if self.within.xx[covariate * (self.size + 1)] > 1e-12 * total {
            return 0;
        }
        let mean = |school: &&&School| school.products.sums()[covariate] / school.products.n();
        let constant = |number| {
            let mut means = self.district(number).iter().map(|school| mean(&school));
            let first = means.next();
            means.all(|mean| first.is_some_and(|first| (mean - first).abs() <= 1e-9 * (1.0 + first.abs())))
        };
        if self.nested && (0..self.districts.len() - 1).all(constant) { 2 } else { 1 }
    }
}

struct Sums {
    products: CrossProducts,
    log_v: f64,
}

impl Sums {
    /// Adds `factor` times the products of sums over a unit.
    fn add_square(&mut self, x: &[f64], y: f64, factor: f64) {
        for (row, a) in x.iter().enumerate().filter(|(_, a)| **a != 0.0) {
            for (column, b) in x.iter().enumerate() {
                self.products.xx[row * x.len() + column] += factor * a * b;
            }
            self.products.xy[row] += factor * a * y;
        }
        self.products.yy += factor * y * y;
    }
}

/// Σ over a district's schools of their sums, each times what θ₁ leaves of it.
struct Pulled {
    x: Vec<f64>,
    y: f64,
    weight: f64,
}

impl Pulled {
    fn zero(size: usize) -> Pulled {
        Pulled { x: vec![0.0; size], y: 0.0, weight: 0.0 }
    }

    fn add(&mut self, school: &School, kept: f64) {
        self.x.iter_mut().zip(school.products.sums()).for_each(|(sum, x)| *sum += kept * x);
        self.y += kept * school.products.xy[0];
        self.weight += kept * school.products.n();
    }
}

fn within_school(products: &CrossProducts) -> CrossProducts {
    let mut sums = Sums { products: products.clone(), log_v: 0.0 };
    sums.add_square(products.sums(), products.xy[0], -1.0 / products.n());
    sums.products
}
