//! Where one value stands among many: by its deviation from the mean and by its rank.

use crate::number::{Rational, to_f64};

/// How many lie below a value and how many share it, of `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub below: u64,
    pub equal: u64,
    pub n: u64,
}

/// What a percentile rank counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentileRank {
    /// (below + equal) / n.
    AtOrBelow,
    /// (below + equal / 2) / n.
    MidRank,
    /// (n − rank) / (n − 1) with competition ranks 1, 2, 2, 4.
    Beaten,
}

impl Place {
    /// The share, of 1; `None` where nobody is left to be compared with.
    pub fn percentile(self, kind: PercentileRank) -> Option<Rational> {
        let (below, equal, n) = (i128::from(self.below), i128::from(self.equal), i128::from(self.n));
        let (above_line, below_line) = match kind {
            PercentileRank::AtOrBelow => (below + equal, n),
            PercentileRank::MidRank => (2 * below + equal, 2 * n),
            PercentileRank::Beaten => (below + equal - 1, n - 1),
        };
        (below_line > 0).then(|| Rational::new(above_line, below_line))
    }
}

/// The stanine of a share of the ranking: cuts after 4, 11, 23, 40, 60, 77, 89 and 96 %; a share on a cut
/// belongs to the better side.
pub fn stanine(share: Rational) -> i128 {
    let cuts = [4, 11, 23, 40, 60, 77, 89, 96];
    let reached = cuts.iter().filter(|cut| share >= Rational::new(**cut, 100)).count();
    1 + reached as i128
}

/// (value − mean) / s.d., the s.d. with denominator n − `lost`: one square root of the exact z².
/// `None` where the s.d. is zero or not defined.
pub fn deviation_in_sd(value: i64, n: u64, sum: i128, sum_of_squares: i128, lost: u64) -> Option<f64> {
    let free = i128::from(n.checked_sub(lost).filter(|free| *free > 0)?);
    let n = i128::from(n);
    // z² = (n x − Σ)² (n − lost) / (n (n Σ² − Σ²)), all in whole numbers.
    let deviation = n * i128::from(value) - sum;
    let spread = n * sum_of_squares - sum * sum;
    if spread <= 0 {
        return None;
    }
    let above = deviation.checked_mul(deviation).and_then(|square| square.checked_mul(free));
    let square = match (above, spread.checked_mul(n)) {
        (Some(above), Some(below)) => to_f64(Rational::new(above, below)),
        // Beyond 128 bits a double is as good as any.
        _ => (deviation as f64).powi(2) / spread as f64 * (free as f64 / n as f64),
    };
    Some(square.sqrt() * deviation.signum() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_of_one_and_of_ties() {
        let of = |n| Some(Rational::new(n, 8));
        let place = Place { below: 1, equal: 2, n: 4 };
        assert_eq!(place.percentile(PercentileRank::AtOrBelow), of(6));
        assert_eq!(place.percentile(PercentileRank::MidRank), of(4));
        assert_eq!(place.percentile(PercentileRank::Beaten), Some(Rational::new(2, 3)));
        assert_eq!(Place { below: 0, equal: 1, n: 1 }.percentile(PercentileRank::Beaten), None);
        assert_eq!(stanine(Rational::new(4, 100)), 2);
        assert_eq!((stanine(Rational::new(1, 100)), stanine(Rational::new(96, 100))), (1, 9));
    }

    #[test]
    fn no_deviation_without_spread() {
        assert_eq!(deviation_in_sd(5, 3, 15, 75, 0), None);
        assert_eq!(deviation_in_sd(5, 1, 5, 25, 1), None);
        assert_eq!(deviation_in_sd(80, 4, 280, 19_800, 0), Some(2f64.sqrt()));
    }
}
