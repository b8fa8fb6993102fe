//! Correlations of pairs, and Fisher's interval.

use super::normal_quantile;

/// Pearson's; `None` where one side is constant.
pub fn pearson(pairs: &[[f64; 2]]) -> Option<f64> {
    let n = pairs.len() as f64;
    let mean = |side: usize| pairs.iter().map(|pair| pair[side]).sum::<f64>() / n;
    let means = [mean(0), mean(1)];
    let sum = |a: usize, b: usize| {
        pairs.iter().map(|pair| (pair[a] - means[a]) * (pair[b] - means[b])).sum::<f64>()
    };
    let spread = (sum(0, 0) * sum(1, 1)).sqrt();
    (spread > 0.0).then(|| (sum(0, 1) / spread).clamp(-1.0, 1.0))
}

/// Spearman's: Pearson's of the mean ranks.
pub fn spearman(pairs: &[[f64; 2]]) -> Option<f64> {
    let [one, two] = [0, 1].map(|side| mean_ranks(pairs, side));
    let ranks: Vec<[f64; 2]> = one.into_iter().zip(two).map(|(one, two)| [one, two]).collect();
    pearson(&ranks)
}

fn mean_ranks(pairs: &[[f64; 2]], side: usize) -> Vec<f64> {
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by(|a, b| pairs[*a][side].total_cmp(&pairs[*b][side]));
    let mut ranks = vec![0.0; pairs.len()];
    let mut first = 0;
    while first < order.len() {
        let value = pairs[order[first]][side];
        let alike = order[first..].iter().take_while(|at| pairs[**at][side] == value).count();
        let rank = first as f64 + (alike as f64 + 1.0) / 2.0;
        order[first..first + alike].iter().for_each(|at| ranks[*at] = rank);
        first += alike;
    }
    ranks
}

/// tanh(artanh r ± z / √(n − 3)); `None` for fewer than four pairs or a perfect correlation.
pub fn fisher_interval(r: f64, n: usize, confidence: f64) -> Option<[f64; 2]> {
    let reach = normal_quantile(1.0 - (1.0 - confidence) / 2.0)?;
    let half = reach / ((n as f64) - 3.0).sqrt();
    (n > 3 && r.abs() < 1.0).then(|| [-1.0, 1.0].map(|side| (r.atanh() + side * half).tanh()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2.2: cor.test(c(1, 2, 3, 4, 5), c(2, 1, 4, 3, 7)) and method = "spearman"; ties by rank().
    #[test]
    fn correlations_are_those_of_r() {
        let pairs = [[1.0, 2.0], [2.0, 1.0], [3.0, 4.0], [4.0, 3.0], [5.0, 7.0]];
        let r = pearson(&pairs).unwrap();
        assert!((r - 0.824_163_383_692).abs() < 1e-9, "{r}");
        assert!((spearman(&pairs).unwrap() - 0.8).abs() < 1e-12);
        let [low, high] = fisher_interval(r, 5, 0.95).unwrap();
        assert!(
            (low - -0.212_934_365_585).abs() < 1e-8 && (high - 0.988_013_726_148).abs() < 1e-8,
            "{low} {high}"
        );
        assert_eq!(pearson(&[[1.0, 2.0], [1.0, 3.0]]), None);
        assert_eq!(fisher_interval(0.5, 3, 0.95), None);
    }
}
