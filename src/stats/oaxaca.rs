//! Why two groups' means differ: the decomposition of Oaxaca and Blinder, its errors by the clusters' pulls.
//!
//! Every part is a function of both groups' mean covariates and coefficients. How a cluster pulls these gives how
//! it pulls the part (the delta method), and so its error, also where groups share clusters.

use super::cholesky::Cholesky;
use super::cross::CrossProducts;
use super::difference::{Estimate, estimate};

/// Whose coefficients say what a difference of covariates is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    First,
    Second,
    /// Of both together.
    Pooled,
    /// Of both together beside an indicator of the group, so that the gap itself is not laid to the covariates.
    PooledWithGroup,
}

/// A part of the gap and each cluster's pull on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub value: f64,
    pub pulls: Vec<f64>,
}

/// The parts of one gap.
#[derive(Clone, Debug, PartialEq)]
pub struct Decomposition {
    pub difference: Part,
    /// Two-fold: by the covariates, at the reference's coefficients.
    pub explained: Part,
    pub unexplained: Part,
    /// Of `explained`, by column of x after the constant.
    pub by_column: Vec<Part>,
    /// Three-fold, from the second group's point of view.
    pub endowments: Part,
    pub coefficients: Part,
    pub interaction: Part,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// In this group (0, 1; 2 for both) the column follows from those before it.
    Dependent { group: usize, column: usize },
    /// In this group there are no more candidates than coefficients.
    TooFew(usize),
}

/// From each cluster's cross products in the first and in the second group.
pub fn decompose(clusters: &[[CrossProducts; 2]], reference: Reference) -> Result<Decomposition, Fault> {
    let first = Side::new(clusters, 0, |pair| pair[0].clone())?;
    let second = Side::new(clusters, 1, |pair| pair[1].clone())?;
    let pooled;
    let of_reference: &Coefficients = match reference {
        Reference::First => &first.coefficients,
        Reference::Second => &second.coefficients,
        Reference::Pooled => {
            pooled = Side::new(clusters, 2, together)?.coefficients;
            &pooled
        }
        Reference::PooledWithGroup => {
            pooled = Side::new(clusters, 2, beside_the_group)?.coefficients;
            &pooled
        }
    };
    let size = first.mean.values.len();
    let means = first.mean.minus(&second.mean);
    let slopes = first.coefficients.minus(&second.coefficients);
    let difference = first.mean.times(&first.coefficients).minus(&second.mean.times(&second.coefficients));
    let by_column: Vec<Part> = (1..size).map(|at| means.column(at).times(&of_reference.column(at))).collect();
    let explained = means.times(&of_reference.first(size));
    Ok(Decomposition {
        unexplained: difference.minus(&explained),
        difference,
        explained,
        by_column,
        endowments: means.times(&second.coefficients),
        coefficients: second.mean.times(&slopes),
        interaction: means.times(&slopes),
    })
}

fn together(pair: &[CrossProducts; 2]) -> CrossProducts {
    let mut both = pair[0].clone();
    both.add(&pair[1]);
    both
}

/// Both groups with one more column, 1 in the first group.
fn beside_the_group(pair: &[CrossProducts; 2]) -> CrossProducts {
    let (both, size) = (together(pair), pair[0].size());
    let mut wide = CrossProducts::zero(size + 1);
    for row in 0..size {
        for column in 0..size {
            wide.xx[row * (size + 1) + column] = both.xx[row * size + column];
        }
        wide.xx[row * (size + 1) + size] = pair[0].sums()[row];
        wide.xx[size * (size + 1) + row] = pair[0].sums()[row];
        wide.xy[row] = both.xy[row];
    }
    wide.xx[size * (size + 2)] = pair[0].n();
    wide.xy[size] = pair[0].xy[0];
    wide.yy = both.yy;
    wide
}

/// Several quantities with each cluster's pull on each.
struct Coefficients {
    values: Vec<f64>,
    /// By cluster.
    pulls: Vec<Vec<f64>>,
}

struct Side {
    mean: Coefficients,
    coefficients: Coefficients,
}

impl Side {
    fn new(
        clusters: &[[CrossProducts; 2]],
        group: usize,
        of: impl Fn(&[CrossProducts; 2]) -> CrossProducts,
    ) -> Result<Side, Fault> {
        let own: Vec<CrossProducts> = clusters.iter().map(of).collect();
        let size = own.first().map_or(0, CrossProducts::size);
        let mut whole = CrossProducts::zero(size);
        own.iter().for_each(|products| whole.add(products));
        if size == 0 || whole.n() <= size as f64 {
            return Err(Fault::TooFew(group));
        }
        let factor = Cholesky::new(&whole.xx, size).map_err(|column| Fault::Dependent { group, column })?;
        let beta = factor.solve(&whole.xy);
        let mean: Vec<f64> = whole.sums().iter().map(|sum| sum / whole.n()).collect();
        let pull_on_mean = |products: &CrossProducts| {
            let pairs = products.sums().iter().zip(&mean);
            pairs.map(|(sum, mean)| (sum - products.n() * mean) / whole.n()).collect()
        };
        let pull_on_beta = |products: &CrossProducts| {
            let score = |row: usize| {
                let fitted: f64 = beta.iter().enumerate().map(|(k, b)| products.xx[row * size + k] * b).sum();
                products.xy[row] - fitted
            };
            factor.solve(&(0..size).map(score).collect::<Vec<_>>())
        };
        Ok(Side {
            mean: Coefficients { pulls: own.iter().map(pull_on_mean).collect(), values: mean.clone() },
            coefficients: Coefficients {
                pulls: own.iter().map(pull_on_beta).collect(),
                values: beta.clone(),
            },
        })
    }
}

impl Coefficients {
    fn minus(&self, other: &Coefficients) -> Coefficients {
        let less = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect();
        let pulls = self.pulls.iter().zip(&other.pulls).map(|(a, b)| less(a, b));
        Coefficients { values: less(&self.values, &other.values), pulls: pulls.collect() }
    }

    /// The first of them.
    fn first(&self, size: usize) -> Coefficients {
        let pulls = self.pulls.iter().map(|pulls| pulls[..size].to_vec());
        Coefficients { values: self.values[..size].to_vec(), pulls: pulls.collect() }
    }

    fn column(&self, at: usize) -> Coefficients {
        let pulls = self.pulls.iter().map(|pulls| vec![pulls[at]]);
        Coefficients { values: vec![self.values[at]], pulls: pulls.collect() }
    }

    /// The sum of products; a cluster pulls a product by its pull on each factor times the other.
    fn times(&self, other: &Coefficients) -> Part {
        let sum = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let pulls = self.pulls.iter().zip(&other.pulls);
        let pulls = pulls.map(|(own, theirs)| sum(own, &other.values) + sum(&self.values, theirs));
        Part { value: sum(&self.values, &other.values), pulls: pulls.collect() }
    }
}

impl Part {
    fn minus(&self, other: &Part) -> Part {
        let pulls = self.pulls.iter().zip(&other.pulls).map(|(a, b)| a - b);
        Part { value: self.value - other.value, pulls: pulls.collect() }
    }

    pub fn plus(&self, other: &Part) -> Part {
        let pulls = self.pulls.iter().zip(&other.pulls).map(|(a, b)| a + b);
        Part { value: self.value + other.value, pulls: pulls.collect() }
    }

    /// With the factor G / (G − 1) and G − 2 degrees of freedom; `None` without freedom or variance.
    pub fn estimate(&self, confidence: f64) -> Option<Estimate> {
        let clusters = self.pulls.len() as f64;
        let squares: f64 = self.pulls.iter().map(|pull| pull * pull).sum();
        estimate(self.value, (clusters / (clusters - 1.0) * squares).sqrt(), clusters - 2.0, confidence)
    }
}
