//! The delete-one jackknife.

use super::inequality::total;

/// √((n − 1)/n Σ (θᵢ − θ̄)²), θᵢ being the statistic without unit i. `None` with fewer than three units, or where one
/// of the θᵢ is not defined. Efron & Tibshirani (1993), ch. 11.
pub fn jackknife_error<T: Copy>(units: &[T], statistic: impl Fn(&[T]) -> Option<f64>) -> Option<f64> {
    let n = units.len() as f64;
    if units.len() < 3 {
        return None;
    }
    let without = |at: usize| statistic(&[&units[..at], &units[at + 1..]].concat());
    let values = (0..units.len()).map(without).collect::<Option<Vec<f64>>>()?;
    let mean = total(values.iter().copied()) / n;
    let squares = total(values.iter().map(|value| (value - mean) * (value - mean)));
    Some((squares * (n - 1.0) / n).sqrt())
}
