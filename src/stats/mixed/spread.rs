//! How surely the variance components and their shares are known.

use super::super::cholesky::Cholesky;
use super::super::roots::root;
use super::super::{Interval, normal_quantile};
use super::profile::Profile;
use super::{Fit, School};

/// A component as a share of the whole variance: the intraclass correlation of its level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub value: f64,
    /// By the delta method; `None` at the boundary.
    pub se: Option<f64>,
    /// One level: profile likelihood. Two levels: the delta method on the logit.
    pub interval: Option<Interval>,
}

/// Relative step of the differences by which the information is had from the exact gradient.
const STEP: f64 = 1e-3;

/// The inverse of the observed information of (σ², components), by rows; `None` where a component is 0.
pub(super) fn covariance(profile: &Profile<'_>, residual: f64, components: &[f64]) -> Option<Vec<f64>> {
    let point: Vec<f64> = std::iter::once(residual).chain(components.iter().copied()).collect();
    if components.contains(&0.0) {
        return None;
    }
    let size = point.len();
    let mut information = vec![0.0; size * size];
    for column in 0..size {
        let moved = |steps: f64| {
            let mut moved = point.clone();
            moved[column] *= 1.0 + steps * STEP;
            gradient(profile, &moved)
        };
        let (far, near, back, far_back) = (moved(2.0)?, moved(1.0)?, moved(-1.0)?, moved(-2.0)?);
        for row in 0..size {
            let difference = 8.0 * (near[row] - back[row]) - (far[row] - far_back[row]);
            // Half of the deviance's second derivative is the information.
            information[row * size + column] = difference / (12.0 * STEP * point[column]) / 2.0;
        }
    }
    for row in 0..size {
        for column in 0..row {
            let mean = (information[row * size + column] + information[column * size + row]) / 2.0;
            information[row * size + column] = mean;
            information[column * size + row] = mean;
        }
    }
    Cholesky::new(&information, size).ok().map(|factor| factor.inverse())
}

/// Of the deviance in (σ², components).
fn gradient(profile: &Profile<'_>, point: &[f64]) -> Option<Vec<f64>> {
    let (residual, components) = point.split_first()?;
    let mut theta = [0.0; 2];
    theta.iter_mut().zip(components).for_each(|(theta, component)| *theta = component / residual);
    let at = profile.at(theta)?;
    let of_level = |level: usize| (at.slopes_of_logs[level] + at.slopes_of_rss[level] / residual) / residual;
    let levels: Vec<f64> = (0..components.len()).map(of_level).collect();
    let through: f64 = levels.iter().zip(theta).map(|(slope, theta)| slope * theta).sum();
    let own = profile.free() / residual - at.rss / (residual * residual) - through;
    Some(std::iter::once(own).chain(levels).collect())
}

/// The share of each component, with its interval.
pub fn shares(schools: &[School], fit: &Fit, confidence: f64) -> Vec<Share> {
    let all = fit.residual + fit.components.iter().sum::<f64>();
    let z = normal_quantile(1.0 - (1.0 - confidence) / 2.0);
    let share = |level: usize| {
        let value = fit.components[level] / all;
        let se = share_error(fit, level, all);
        let interval = z.and_then(|z| match fit.components.len() {
            1 => profile_interval(schools, fit, z * z),
            _ => logit_interval(value, se?, z),
        });
        Share { value, se, interval }
    };
    (0..fit.components.len()).map(share).collect()
}

fn share_error(fit: &Fit, level: usize, all: f64) -> Option<f64> {
    let covariance = fit.variance_covariance.as_ref()?;
    let size = fit.components.len() + 1;
    let own = |at: usize| f64::from(u8::from(at == level + 1));
    let slope: Vec<f64> = (0..size).map(|at| (own(at) - fit.components[level] / all) / all).collect();
    let terms = (0..size * size).map(|at| slope[at / size] * slope[at % size] * covariance[at]);
    Some(terms.sum::<f64>().sqrt())
}

pub(super) fn logit_interval(share: f64, se: f64, z: f64) -> Option<Interval> {
    let (logit, reach) = ((share / (1.0 - share)).ln(), z * se / (share * (1.0 - share)));
    let back = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    (share > 0.0).then(|| Interval { lower: back(logit - reach), upper: back(logit + reach) })
}

/// The shares whose deviance is at most `rise` above the lowest.
fn profile_interval(schools: &[School], fit: &Fit, rise: f64) -> Option<Interval> {
    let profile = Profile::new(schools, false, fit.criterion).ok()?;
    let lowest = profile.at([fit.components[0] / fit.residual, 0.0])?;
    let above = |theta: f64| {
        profile.at([theta, 0.0]).map_or(f64::INFINITY, |at| at.deviance - lowest.deviance - rise)
    };
    interval_of_share(above, lowest.theta[0], rise)
}

/// The shares θ/(1 + θ) at the ends of those θ around `middle` for which `above`, the deviance above the lowest
/// less `rise`, is not above 0.
pub(super) fn interval_of_share(above: impl Fn(f64) -> f64, middle: f64, rise: f64) -> Option<Interval> {
    let share = |theta: f64| theta / (1.0 + theta);
    let at_zero = above(0.0);
    let lower = if at_zero <= 0.0 { 0.0 } else { root(&above, (0.0, at_zero), (middle, -rise)) };
    let mut far = (2.0 * middle).max(1e-6);
    while above(far) <= 0.0 {
        far *= 2.0;
        if far > 1e12 {
            return None;
        }
    }
    let upper = root(&above, (middle, -rise), (far, above(far)));
    Some(Interval { lower: share(lower), upper: share(upper) })
}
