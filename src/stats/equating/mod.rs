//! Linking of the scores of two forms by their distributions.
//!
//! Kolen & Brennan (2014), "Test Equating, Scaling, and Linking", 3rd ed., chapters 2, 3 and 7. Scores are whole numbers
//! of one step, from the lowest of a form upwards.

mod log_linear;

pub use log_linear::{DEGREES, log_linear};

use crate::number::Rational;

/// How many have each score of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Form<W> {
    /// The lowest score.
    pub lowest: i64,
    /// By score from there upwards; fractions where it was smoothed.
    pub counts: Vec<W>,
}

/// Moments with denominators n.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    pub n: f64,
    pub mean: f64,
    pub variance: f64,
    pub skewness: f64,
    pub kurtosis: f64,
}

impl Moments {
    /// Of scores that are so many times as large.
    pub fn in_units(&self, ratio: f64) -> Moments {
        Moments { mean: self.mean * ratio, variance: self.variance * ratio * ratio, ..*self }
    }

    fn lost(&self, bessel: bool) -> f64 {
        if bessel { self.n / (self.n - 1.0) } else { 1.0 }
    }
}

impl Form<f64> {
    /// `None` where nobody is, or all have one score.
    pub fn moments(&self) -> Option<Moments> {
        let scores =
            || self.counts.iter().enumerate().map(|(at, count)| (self.lowest as f64 + at as f64, *count));
        let n: f64 = scores().map(|(_, count)| count).sum();
        let mean = scores().map(|(score, count)| count * score).sum::<f64>() / n;
        let central =
            |power: i32| scores().map(|(score, count)| count * (score - mean).powi(power)).sum::<f64>() / n;
        let variance = central(2);
        let is_spread = n > 0.0 && variance > 0.0;
        is_spread.then(|| Moments {
            n,
            mean,
            variance,
            skewness: central(3) / variance.powf(1.5),
            kurtosis: central(4) / (variance * variance),
        })
    }

    /// Percentile rank of a score: P(x) = F(x* − 1) + (x − x* + ½) f(x*), x* the nearest whole score.
    fn percentile_rank(&self, score: f64) -> f64 {
        let nearest = (score + 0.5).floor();
        let at = nearest - self.lowest as f64;
        if at < 0.0 {
            return 0.0;
        }
        let at = at as usize;
        let total: f64 = self.counts.iter().sum();
        let below: f64 = self.counts.iter().take(at).sum();
        let own = self.counts.get(at).copied().unwrap_or(0.0);
        (below + (score - nearest + 0.5) * own) / total
    }

    /// The score of a percentile rank: within the first whole score up to which there are as many.
    fn of_rank(&self, rank: f64) -> f64 {
        let wanted = rank * self.counts.iter().sum::<f64>();
        let mut below = 0.0;
        let mut last = 0;
        for (at, count) in self.counts.iter().enumerate() {
            if *count > 0.0 {
                if wanted <= below + count {
                    let lowest = self.lowest as f64 - 0.5;
                    let within = ((wanted - below) / count).max(0.0);
                    return if wanted > 0.0 { lowest + at as f64 + within } else { lowest };
                }
                (below, last) = (below + count, at);
            }
        }
        self.lowest as f64 + last as f64 + 0.5
    }

    /// The score on this form of the percentile rank that a score has on another.
    pub fn equipercentile(&self, other: &Form<f64>, score: f64) -> f64 {
        self.of_rank(other.percentile_rank(score))
    }
}

/// The same of counts, an exact fraction; `None` where nobody is.
pub fn equipercentile(from: &Form<u64>, to: &Form<u64>, score: Rational) -> Option<Rational> {
    let half = Rational::new(1, 2);
    let whole = |count: u64| Rational::from_integer(i128::from(count));
    let total = |form: &Form<u64>| form.counts.iter().sum::<u64>();
    let (from_total, to_total) = (total(from), total(to));
    if from_total == 0 || to_total == 0 {
        return None;
    }
    let nearest = (score + half).floor();
    let lowest = Rational::from_integer(i128::from(to.lowest)) - half;
    let Ok(at) = usize::try_from(nearest.to_integer() - i128::from(from.lowest)) else { return Some(lowest) };
    let below: u64 = from.counts.iter().take(at).sum();
    let own = from.counts.get(at).copied().unwrap_or(0);
    let reached = whole(below) + (score - nearest + half) * whole(own);
    let wanted = reached * whole(to_total) / whole(from_total);
    if wanted <= whole(0) {
        return Some(lowest);
    }
    let mut below = 0;
    for (at, count) in to.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        if wanted <= whole(below + count) {
            return Some(
                lowest + Rational::from_integer(at as i128) + (wanted - whole(below)) / whole(*count),
            );
        }
        below += count;
    }
    None
}

/// ȳ + (s_y / s_x)(x − x̄); `bessel` where deviations have n − 1.
pub fn linear(from: &Moments, to: &Moments, score: f64, bessel: bool) -> f64 {
    let deviation = |of: &Moments| (of.variance * of.lost(bessel)).sqrt();
    to.mean + deviation(to) / deviation(from) * (score - from.mean)
}

/// Its error for two random groups, by the delta method without normality (Kolen & Brennan, table 7.2).
pub fn linear_error(from: &Moments, to: &Moments, score: f64, bessel: bool) -> f64 {
    let z = (score - from.mean) / (from.variance * from.lost(bessel)).sqrt();
    let each = |of: &Moments| {
        let lost = of.lost(bessel);
        let (skewness, kurtosis) = (of.skewness / lost.powf(1.5), of.kurtosis / (lost * lost));
        (1.0 + skewness * z + (kurtosis - 1.0) / 4.0 * z * z) / of.n
    };
    (to.variance * to.lost(bessel) * (each(from) + each(to))).max(0.0).sqrt()
}

/// The error of x + ȳ − x̄ for two random groups.
pub fn mean_error(from: &Moments, to: &Moments) -> f64 {
    (from.variance / (from.n - 1.0) + to.variance / (to.n - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREQUENCIES: &str = include_str!("../../../tests/golden/linked_score/frequencies.csv");

    fn forms() -> [Form<f64>; 2] {
        let rows: Vec<Vec<f64>> = FREQUENCIES
            .lines()
            .skip(1)
            .map(|line| line.split(',').map(|f| f.parse().unwrap()).collect())
            .collect();
        [1, 2].map(|at| Form { lowest: 0, counts: rows.iter().map(|row| row[at]).collect() })
    }

    /// n and as many raw moments as the degree are kept: a property of the likelihood's maximum.
    #[test]
    fn smoothing_keeps_moments() {
        let [form, _] = forms();
        for degree in 1..=10 {
            let smooth = log_linear(&form, degree).unwrap();
            for power in 0..=degree as i32 {
                let moment = |of: &Form<f64>| -> f64 {
                    of.counts
                        .iter()
                        .enumerate()
                        .map(|(at, count)| count * (at as f64 / 40.0).powi(power))
                        .sum()
                };
                assert!((moment(&smooth) / moment(&form) - 1.0).abs() < 1e-9, "{degree} {power}");
            }
        }
    }

    #[test]
    fn a_degree_that_the_scores_do_not_bear_has_no_smoothing() {
        let three = Form { lowest: 5, counts: vec![40.0, 0.0, 30.0, 50.0] };
        assert!(log_linear(&three, 2).is_some());
        assert_eq!(log_linear(&three, 3), None);
        assert_eq!(log_linear(&three, 0), None);
    }

    /// The exact fraction and the double are one link.
    #[test]
    fn fractions_and_doubles_agree() {
        let [from, to] = forms();
        let counts = |form: &Form<f64>| Form {
            lowest: form.lowest,
            counts: form.counts.iter().map(|c| *c as u64).collect(),
        };
        for half in 4..80 {
            let exact = equipercentile(&counts(&from), &counts(&to), Rational::new(half, 2)).unwrap();
            let real = to.equipercentile(&from, half as f64 / 2.0);
            assert!((crate::number::to_f64(exact) - real).abs() < 1e-10, "{half}");
        }
    }

    /// By hand: scores 0, 2 of one pupil each against 0, 1, 2 of one each. 1 has P = ½ + 0: half of three pupils is in the
    /// middle of the second score. At ½ of the pupils nobody is between 0 and 2: the first score that reaches it ends at ½.
    #[test]
    fn empty_scores_are_left_below() {
        let (gap, full) =
            (Form { lowest: 0, counts: vec![1u64, 0, 1] }, Form { lowest: 0, counts: vec![1u64, 1, 1] });
        let one = Rational::from_integer(1);
        assert_eq!(equipercentile(&gap, &full, one), Some(one));
        assert_eq!(equipercentile(&full, &gap, one), Some(Rational::new(1, 2)));
    }
}
