//! Statistics of tests made of items: sums of whole numbers until the last step.

use super::{F, Interval, normal_density, normal_quantile};
use crate::number::{Rational, to_f64};

/// Sums of two columns of whole numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    pub n: i128,
    pub x: i128,
    pub y: i128,
    pub xx: i128,
    pub yy: i128,
    pub xy: i128,
}

impl Pair {
    pub fn of(pairs: impl Iterator<Item = (i64, i64)>) -> Pair {
        let mut sums = Pair::default();
        for (x, y) in pairs {
            let (x, y) = (i128::from(x), i128::from(y));
            sums.n += 1;
            sums.x += x;
            sums.y += y;
            sums.xx += x * x;
            sums.yy += y * y;
            sums.xy += x * y;
        }
        sums
    }

    /// n Σx² − (Σx)², which is n² times the variance of a population.
    pub fn spread_x(&self) -> i128 {
        self.n * self.xx - self.x * self.x
    }

    pub fn spread_y(&self) -> i128 {
        self.n * self.yy - self.y * self.y
    }

    pub fn joint(&self) -> i128 {
        self.n * self.xy - self.x * self.y
    }

    /// Of x and y − x.
    pub fn less_first(&self) -> Pair {
        let Pair { n, x, y, xx, yy, xy } = *self;
        Pair { n, x, y: y - x, xx, yy: yy - 2 * xy + xx, xy: xy - xx }
    }

    /// Pearson's; `None` where one of them does not vary.
    pub fn correlation(&self) -> Option<f64> {
        let (x, y) = (self.spread_x(), self.spread_y());
        (x > 0 && y > 0).then(|| self.joint() as f64 / (x as f64).sqrt() / (y as f64).sqrt())
    }
}

/// Σ of the products of two columns, in blocks whose sums fit 32 bits.
pub fn dot(x: &[i16], y: &[i16]) -> i128 {
    let highest =
        |scores: &[i16]| scores.iter().map(|score| i32::from(*score).abs()).max().unwrap_or(0).max(1);
    let block = (i32::MAX / highest(x).saturating_mul(highest(y))).max(1) as usize;
    let of_block = |(x, y): (&[i16], &[i16])| {
        i128::from(x.iter().zip(y).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum::<i32>())
    };
    x.chunks(block).zip(y.chunks(block)).map(of_block).sum()
}

/// The correlation that a continuous trait would have behind a score of two values, of which a share `p` reached the
/// higher: r √(pq) / φ(Φ⁻¹(p)).
pub fn biserial(correlation: f64, p: f64) -> Option<f64> {
    let z = normal_quantile(p)?;
    Some(correlation * (p * (1.0 - p)).sqrt() / normal_density(z))
}

/// Σ of the scores of a group at one end, where those who are tied at the cut count by the share that is needed of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    pub cut: i64,
    pub beyond: i128,
    pub tied: i128,
}

/// The cut of the `size` highest (or lowest) of some totals.
pub fn end(sorted: &[i64], size: usize, highest: bool) -> Option<End> {
    let at = size.checked_sub(1).filter(|at| *at < sorted.len())?;
    let cut = if highest { sorted[sorted.len() - 1 - at] } else { sorted[at] };
    let below = sorted.partition_point(|total| *total < cut);
    let up_to = sorted.partition_point(|total| *total <= cut);
    let beyond = if highest { sorted.len() - up_to } else { below };
    Some(End { cut, beyond: beyond as i128, tied: (up_to - below) as i128 })
}

impl End {
    /// The mean of a group of `size`: those beyond the cut, and a share of those at it.
    pub fn split_mean(&self, beyond: i128, tied: i128, size: i128) -> Rational {
        let share = Rational::new(size - self.beyond, self.tied);
        (Rational::from_integer(beyond) + share * Rational::from_integer(tied)) / Rational::from_integer(size)
    }

    /// The mean of all at the cut or beyond it.
    pub fn inclusive_mean(&self, beyond: i128, tied: i128) -> Rational {
        Rational::new(beyond + tied, self.beyond + self.tied)
    }
}

/// Cronbach's α of `parts` from n² times their variances and that of their sum; `None` where it is not defined.
pub fn alpha(parts: &[i128], total: i128) -> Option<Rational> {
    let k = parts.len() as i128;
    let sum = parts.iter().sum::<i128>();
    (k > 1 && total > 0)
        .then(|| Rational::new(k, k - 1) * (Rational::from_integer(1) - Rational::new(sum, total)))
}

/// Feldt's interval of α, from the F distribution.
pub fn feldt(alpha: f64, n: u64, k: u64, confidence: f64) -> Option<Interval> {
    let (people, both) = (n.checked_sub(1)? as f64, (n - 1) as f64 * k.checked_sub(1)? as f64);
    let f = F::new(people, both)?;
    let tail = (1.0 - confidence) / 2.0;
    let (high, low) = (f.upper_quantile(tail)?, f.quantile(tail)?);
    Some(Interval { lower: 1.0 - (1.0 - alpha) * high, upper: 1.0 - (1.0 - alpha) * low })
}

/// Bonett's interval of α, on the scale of ln(1 − α).
pub fn bonett(alpha: f64, n: u64, k: u64, confidence: f64) -> Option<Interval> {
    let (k, n) = (k as f64, n as f64);
    if n <= 2.0 || k < 2.0 || alpha >= 1.0 {
        return None;
    }
    let z = normal_quantile(0.5 + confidence / 2.0)?;
    let half = z * (2.0 * k / ((k - 1.0) * (n - 2.0))).sqrt();
    let at = (1.0 - alpha).ln();
    Some(Interval { lower: 1.0 - (at + half).exp(), upper: 1.0 - (at - half).exp() })
}

/// A table of two groups and two outcomes, at one total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stratum {
    /// Of the reference group, right and wrong; of the focal group, right and wrong.
    pub counts: [u64; 4],
}

/// What Mantel and Haenszel say of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MantelHaenszel {
    pub alpha: f64,
    /// Of ln α, by Robins, Breslow and Greenland.
    pub variance: f64,
    pub chi2: f64,
    /// Candidates in strata that hold both groups.
    pub n: u64,
}

/// `None` where no stratum tells anything.
pub fn mantel_haenszel(strata: &[Stratum], corrected: bool) -> Option<MantelHaenszel> {
    let (mut r, mut s) = (0.0, 0.0);
    let (mut pr, mut ps_qr, mut qs) = (0.0, 0.0, 0.0);
    let (mut observed, mut expected, mut variance) = (0.0, 0.0, 0.0);
    let mut candidates = 0;
    for Stratum { counts } in strata {
        let [a, b, c, d] = counts.map(|count| count as f64);
        if counts[0] + counts[1] == 0 || counts[2] + counts[3] == 0 {
            continue;
        }
        let n = a + b + c + d;
        candidates += counts.iter().sum::<u64>();
        let (own_r, own_s) = (a * d / n, b * c / n);
        let (p, q) = ((a + d) / n, (b + c) / n);
        r += own_r;
        s += own_s;
        pr += p * own_r;
        ps_qr += p * own_s + q * own_r;
        qs += q * own_s;
        observed += a;
        expected += (a + b) * (a + c) / n;
        if n > 1.0 {
            variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1.0));
        }
    }
    if r <= 0.0 || s <= 0.0 || variance <= 0.0 {
        return None;
    }
    let distance = f64::abs(observed - expected) - if corrected { 0.5 } else { 0.0 };
    Some(MantelHaenszel {
        alpha: r / s,
        variance: pr / (2.0 * r * r) + ps_qr / (2.0 * r * s) + qs / (2.0 * s * s),
        chi2: distance * distance / variance,
        n: candidates,
    })
}

/// Of one total: how many are of each group, what their scores of the item add to, and those squared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScoreStratum {
    pub n: [i128; 2],
    pub sum: [i128; 2],
    pub squares: i128,
}

/// Mantel's χ² of scores of several steps, and how far the focal group stands above the reference, at equal totals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mantel {
    pub chi2: f64,
    /// Weighted by the focal group, in steps.
    pub difference: f64,
    pub n: u64,
}

pub fn mantel(strata: &[ScoreStratum]) -> Option<Mantel> {
    let (mut distance, mut variance, mut weighted, mut focal, mut n) = (0.0, 0.0, 0.0, 0.0, 0i128);
    for ScoreStratum { n: [reference, own], sum, squares } in strata {
        if *reference == 0 || *own == 0 {
            continue;
        }
        let all = reference + own;
        let total = sum[0] + sum[1];
        n += all;
        distance += sum[1] as f64 - *own as f64 * total as f64 / all as f64;
        if all > 1 {
            let spread = (all * squares - total * total) as f64;
            let all = all as f64;
            variance += *reference as f64 * *own as f64 * spread / (all * all * (all - 1.0));
        }
        weighted += sum[1] as f64 - *own as f64 * sum[0] as f64 / *reference as f64;
        focal += *own as f64;
    }
    (variance > 0.0 && focal > 0.0).then(|| Mantel {
        chi2: distance * distance / variance,
        difference: weighted / focal,
        n: n as u64,
    })
}

/// The caution of a pattern of rights and wrongs: how far it is from the one in which the easiest of as many are right.
/// `weights` are the shares (or sums) of each place, highest first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Caution {
    /// Sato's C.
    pub sato: f64,
    /// Harnisch and Linn's.
    pub modified: f64,
}

/// `None` of patterns that are all right or all wrong, and where the weights do not differ.
pub fn caution(pattern: &[bool], weights: &[i64]) -> Option<Caution> {
    let (k, right) = (pattern.len(), pattern.iter().filter(|one| **one).count());
    if right == 0 || right == k {
        return None;
    }
    let sum = |weights: &[i64]| weights.iter().map(|weight| i128::from(*weight)).sum::<i128>();
    let own: i128 = pattern.iter().zip(weights).filter(|(one, _)| **one).map(|(_, w)| i128::from(*w)).sum();
    let (top, bottom, all) = (sum(&weights[..right]), sum(&weights[k - right..]), sum(weights));
    let covariance = |chosen: i128| k as i128 * chosen - right as i128 * all;
    if covariance(top) == 0 || top == bottom {
        return None;
    }
    let share = |part: i128, whole: i128| to_f64(Rational::new(part, whole));
    Some(Caution {
        sato: share(covariance(top) - covariance(own), covariance(top)),
        modified: share(top - own, top - bottom),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100,000 × 32,767² = 107,367,628,900,000, beyond what a block of 32 bits holds.
    #[test]
    fn products_of_columns_fit_whatever_they_are() {
        assert_eq!(dot(&[1, 2, 3], &[4, 5, 6]), 32);
        assert_eq!(dot(&[i16::MAX; 100_000], &[i16::MAX; 100_000]), 107_367_628_900_000);
    }

    #[test]
    fn ties_at_a_cut_are_split() {
        let totals = [1, 2, 2, 2, 3, 3, 4, 5];
        let top = end(&totals, 3, true).unwrap();
        assert_eq!(top, End { cut: 3, beyond: 2, tied: 2 });
        // 4 and 5 whole, half of each 3: (9 + 3) / 3.
        assert_eq!(top.split_mean(9, 6, 3), Rational::from_integer(4));
        assert_eq!(end(&totals, 3, false).unwrap(), End { cut: 2, beyond: 1, tied: 3 });
        assert_eq!(end(&totals, 9, true), None);
    }

    #[test]
    fn alpha_of_two_equal_parts_is_one() {
        assert_eq!(alpha(&[4, 4], 16), Some(Rational::from_integer(1)));
        assert_eq!(alpha(&[4], 4), None);
        assert_eq!(alpha(&[0, 0], 0), None);
    }

    #[test]
    fn a_guttman_pattern_needs_no_caution() {
        let none = caution(&[true, true, false, false], &[9, 7, 4, 2]).unwrap();
        assert_eq!((none.sato, none.modified), (0.0, 0.0));
        assert_eq!(caution(&[false, false, true, true], &[9, 7, 4, 2]).unwrap().modified, 1.0);
        assert_eq!(caution(&[true; 4], &[9, 7, 4, 2]), None);
    }
}
