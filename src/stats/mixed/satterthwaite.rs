//! Satterthwaite's degrees of freedom of a combination of the coefficients.

use super::Fit;
use super::profile::Profile;

/// Relative step of the differences by which derivatives are had from the exact covariance.
const STEP: f64 = 1e-3;

/// The derivatives of the coefficients' covariance in (σ², components), by rows; `None` where a component is 0.
pub(super) fn slopes(profile: &Profile<'_>, residual: f64, components: &[f64]) -> Option<Vec<Vec<f64>>> {
    if components.contains(&0.0) {
        return None;
    }
    let point: Vec<f64> = std::iter::once(residual).chain(components.iter().copied()).collect();
    let slope = |at: usize| {
        let moved = |steps: f64| {
            let mut moved = point.clone();
            moved[at] *= 1.0 + steps * STEP;
            profile.covariance(&moved)
        };
        let (far, near, back, far_back) = (moved(2.0)?, moved(1.0)?, moved(-1.0)?, moved(-2.0)?);
        let difference = |k: usize| 8.0 * (near[k] - back[k]) - (far[k] - far_back[k]);
        Some((0..near.len()).map(|k| difference(k) / (12.0 * STEP * point[at])).collect())
    };
    (0..point.len()).map(slope).collect()
}

impl Fit {
    /// 2 v² / Var(v) of the variance v = w'Cw of Σ wₖ βₖ, by the delta method from the variances of the components;
    /// `None` where a component is 0. Giesbrecht & Burns (1985), Biometrics 41, 477–486.
    pub fn satterthwaite(&self, weights: &[f64]) -> Option<f64> {
        let (known, slopes) = (self.variance_covariance.as_ref()?, self.covariance_slopes.as_ref()?);
        let size = weights.len();
        let square = |matrix: &[f64]| -> f64 {
            (0..size * size).map(|k| weights[k / size] * weights[k % size] * matrix[k]).sum()
        };
        let (variance, moves) =
            (square(&self.covariance), slopes.iter().map(|slope| square(slope)).collect::<Vec<_>>());
        let terms = (0..known.len()).map(|k| moves[k / moves.len()] * moves[k % moves.len()] * known[k]);
        let spread: f64 = terms.sum();
        (spread > 0.0).then(|| 2.0 * variance * variance / spread)
    }
}
