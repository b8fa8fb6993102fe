//! How surely coefficients and variances are known: the observed information, and Satterthwaite's degrees of
//! freedom from it.

use super::super::super::cholesky::Cholesky;
use super::super::super::{Interval, StudentT, normal_quantile};
use super::super::Share;
use super::super::spread::{interval_of_share, logit_interval};
use super::evaluate::{At, Profile};
use super::robust::{Point, sandwich};
use super::search::Lambda;

/// Step of the differences by which derivatives are had from exact ones, relative to the standard deviations.
const STEP: f64 = 1e-3;

/// Scores of schools that are all the same, or no more than the coefficients, leave this of a variance.
const ROUNDING: f64 = 1e-16;

/// What is known at the lowest deviance, in standardised columns.
pub struct Spread<'a> {
    profile: &'a Profile<'a>,
    pub at: &'a At,
    pub residual: f64,
    /// Σ by rows.
    sigma: Vec<f64>,
    covariance: Vec<f64>,
    /// What the model says of it, where it is robust.
    of_model: Option<Vec<f64>>,
    /// Of (σ², the lower triangle of Σ), and how the coefficients' covariance moves with them (not of a
    /// pseudo-likelihood); `None` at the boundary.
    known: Option<(Vec<f64>, Vec<Vec<f64>>)>,
    confidence: f64,
}

/// The deviance's gradient, and the coefficients' covariance.
type Derivatives = (Vec<f64>, Vec<f64>);

impl<'a> Spread<'a> {
    pub fn new(profile: &'a Profile<'a>, lambda: &Lambda, at: &'a At, confidence: f64) -> Spread<'a> {
        let residual = at.rss / profile.free();
        let mut spread = Spread {
            profile,
            at,
            residual,
            sigma: lambda.square().into_iter().map(|cell| cell * residual).collect(),
            covariance: at.inverse().into_iter().map(|cell| cell * residual).collect(),
            of_model: None,
            known: None,
            confidence,
        };
        match profile.is_sampled {
            true => spread.robust(lambda.at_boundary()),
            false if !lambda.at_boundary() => spread.known = spread.information(),
            false => {}
        }
        spread
    }

    fn q(&self) -> usize {
        self.profile.random.len()
    }

    fn information(&self) -> Option<(Vec<f64>, Vec<Vec<f64>>)> {
        let size = places(self.q()).len();
        let of = |residual: f64, sigma: &[f64]| {
            let (gradient, covariance) = self.derivatives(residual, sigma)?;
            Some([gradient, covariance].concat())
        };
        let slopes = differences(self.residual, &self.sigma, of)?;
        // Half of the deviance's second derivative is the information.
        let half = |k: usize| (slopes[k / size][k % size] + slopes[k % size][k / size]) / 4.0;
        let information: Vec<f64> = (0..size * size).map(half).collect();
        let slopes = slopes.into_iter().map(|mut slope| slope.split_off(size)).collect();
        Some((Cholesky::new(&information, size).ok()?.inverse(), slopes))
    }

    /// The pseudo-likelihood's sandwich.
    fn robust(&mut self, at_boundary: bool) {
        let point = Point { beta: &self.at.beta, residual: self.residual, sigma: self.sigma.clone() };
        let known = if at_boundary { None } else { point.of_variances(self.profile) };
        let robust = match point.scores(self.profile) {
            Some(scores) => sandwich(&self.covariance, &scores.coefficients),
            None => vec![f64::NAN; self.covariance.len()],
        };
        self.of_model = Some(std::mem::replace(&mut self.covariance, robust));
        self.known = known.map(|known| (known, Vec::new()));
    }

    /// The deviance's gradient in (σ², the lower triangle of Σ), and the coefficients' covariance.
    fn derivatives(&self, residual: f64, sigma: &[f64]) -> Option<Derivatives> {
        let q = self.q();
        let relative: Vec<f64> = sigma.iter().map(|cell| cell / residual).collect();
        let at = self.profile.at(&relative)?;
        let slope = |k: usize| (at.of_logs[k] + at.of_rss[k] / residual) / residual;
        let through: f64 = (0..q * q).map(|k| slope(k) * relative[k]).sum();
        let own = |place: &Option<(usize, usize)>| match place {
            None => self.profile.free() / residual - at.rss / (residual * residual) - through,
            Some((a, b)) => f64::from(1 + u8::from(a != b)) * slope(a * q + b),
        };
        let covariance = at.inverse().into_iter().map(|cell| cell * residual).collect();
        Some((places(self.q()).iter().map(own).collect(), covariance))
    }

    /// Of a combination of the coefficients; what is robust and nothing but rounding is 0.
    pub fn variance(&self, weights: &[f64]) -> f64 {
        let variance = quadratic(&self.covariance, weights);
        match &self.of_model {
            Some(of_model) if variance <= ROUNDING * quadratic(of_model, weights) => 0.0,
            _ => variance,
        }
    }

    /// Giesbrecht & Burns (1985).
    pub fn satterthwaite(&self, weights: &[f64]) -> Option<f64> {
        let (known, slopes) = self.known.as_ref().filter(|(_, slopes)| !slopes.is_empty())?;
        let moves: Vec<f64> = slopes.iter().map(|slope| quadratic(slope, weights)).collect();
        let spread = quadratic(known, &moves);
        let variance = self.variance(weights);
        (spread > 0.0).then(|| 2.0 * variance * variance / spread)
    }

    pub fn residual_error(&self) -> Option<f64> {
        self.known.as_ref().map(|(known, _)| known[0].sqrt())
    }

    /// Σ in the units of the columns: B Σ B'.
    pub fn components(&self, back: &[f64]) -> Vec<f64> {
        let q = self.q();
        let of = |k: usize| {
            let (a, b) = (k / q, k % q);
            let terms = (0..q * q).map(|m| back[a * q + m / q] * back[b * q + m % q] * self.sigma[m]);
            terms.sum()
        };
        (0..q * q).map(of).collect()
    }

    /// How a cell of B Σ B' moves with (σ², the lower triangle of Σ).
    fn moves(&self, back: &[f64], (a, b): (usize, usize)) -> Vec<f64> {
        let q = self.q();
        let of = |place: &Option<(usize, usize)>| match place {
            None => 0.0,
            Some((c, d)) if c == d => back[a * q + c] * back[b * q + c],
            Some((c, d)) => back[a * q + c] * back[b * q + d] + back[a * q + d] * back[b * q + c],
        };
        places(self.q()).iter().map(of).collect()
    }

    pub fn component_errors(&self, back: &[f64]) -> Option<Vec<f64>> {
        let (known, _) = self.known.as_ref()?;
        let q = self.q();
        let error = |k: usize| quadratic(known, &self.moves(back, (k / q, k % q))).sqrt();
        Some((0..q * q).map(error).collect())
    }

    /// By the delta method.
    pub fn correlation_errors(&self, back: &[f64], components: &[f64]) -> Option<Vec<f64>> {
        let (known, _) = self.known.as_ref()?;
        let q = self.q();
        let error = |k: usize| {
            let (a, b) = (k / q, k % q);
            let (va, vb) = (components[a * (q + 1)], components[b * (q + 1)]);
            let r = components[k] / (va * vb).sqrt();
            let (of, of_a, of_b) =
                (self.moves(back, (a, b)), self.moves(back, (a, a)), self.moves(back, (b, b)));
            let one = |m: usize| of[m] / (va * vb).sqrt() - r / 2.0 * (of_a[m] / va + of_b[m] / vb);
            quadratic(known, &(0..of.len()).map(one).collect::<Vec<_>>()).sqrt()
        };
        Some((0..q * q).map(error).collect())
    }

    /// The intraclass correlation where the constant alone varies, with the shares whose deviance is at most z²
    /// above the lowest; of a pseudo-likelihood, which has no such interval, by the delta method on the logit.
    pub fn share(&self) -> Option<Share> {
        if self.q() > 1 {
            return None;
        }
        let (own, all) = (self.sigma[0], self.sigma[0] + self.residual);
        let slope = [-own / (all * all), self.residual / (all * all)];
        let se = self.known.as_ref().map(|(known, _)| quadratic(known, &slope).sqrt());
        let value = own / all;
        let tail = (1.0 - self.confidence) / 2.0;
        let interval = if self.profile.is_sampled {
            let schools = StudentT::new(self.profile.schools.len() as f64 - 1.0);
            let t = schools.and_then(|t| t.upper_quantile(tail));
            t.zip(se).and_then(|(t, se)| logit_interval(value, se, t))
        } else {
            let z = normal_quantile(1.0 - tail)?;
            self.profile_interval(z * z)
        };
        Some(Share { value, se, interval })
    }

    fn profile_interval(&self, rise: f64) -> Option<Interval> {
        let middle = self.sigma[0] / self.residual;
        let above = |theta: f64| {
            let at = self.profile.at(&[theta]);
            at.map_or(f64::INFINITY, |at| at.deviance - self.at.deviance - rise)
        };
        interval_of_share(above, middle, rise)
    }
}

/// σ² and the lower triangle of Σ, as rows and columns of Σ.
pub fn places(q: usize) -> Vec<Option<(usize, usize)>> {
    let lower = (0..q).flat_map(|row| (0..=row).map(move |column| Some((row, column))));
    std::iter::once(None).chain(lower).collect()
}

/// The derivatives of some numbers in each place.
pub fn differences(
    residual: f64,
    sigma: &[f64],
    of: impl Fn(f64, &[f64]) -> Option<Vec<f64>>,
) -> Option<Vec<Vec<f64>>> {
    let q = sigma.len().isqrt();
    let slope = |place: Option<(usize, usize)>| {
        let length = match place {
            None => residual,
            Some((a, b)) => (sigma[a * (q + 1)] * sigma[b * (q + 1)]).sqrt(),
        };
        let moved = |steps: f64| {
            let (mut residual, mut sigma) = (residual, sigma.to_vec());
            match place {
                None => residual += steps * STEP * length,
                Some((a, b)) => {
                    sigma[a * q + b] += steps * STEP * length;
                    sigma[b * q + a] = sigma[a * q + b];
                }
            }
            of(residual, &sigma)
        };
        let (far, near, back, far_back) = (moved(2.0)?, moved(1.0)?, moved(-1.0)?, moved(-2.0)?);
        let one = |k: usize| (8.0 * (near[k] - back[k]) - (far[k] - far_back[k])) / (12.0 * STEP * length);
        Some((0..near.len()).map(one).collect())
    };
    places(q).into_iter().map(slope).collect()
}

fn quadratic(matrix: &[f64], weights: &[f64]) -> f64 {
    let size = weights.len();
    (0..size * size).map(|k| weights[k / size] * weights[k % size] * matrix[k]).sum()
}
