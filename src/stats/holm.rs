//! Several tests at once.

/// Holm's step-down adjustment of p-values, in the order given: each is at least what it was, at most 1.
///
/// Holm (1979), Scandinavian Journal of Statistics 6, 65–70; `p.adjust(p, "holm")`.
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut highest: f64 = 0.0;
    for (passed, at) in order.into_iter().enumerate() {
        let times = (p_values.len() - passed) as f64;
        highest = highest.max((p_values[at] * times).min(1.0));
        adjusted[at] = highest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2.2: p.adjust(c(.01, .04, .03, .005), "holm").
    #[test]
    fn agrees_with_r() {
        assert_eq!(holm(&[0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02]);
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
        assert_eq!(holm(&[]), [0.0; 0]);
    }
}
