//! One-way analysis of variance from exact integer sums: variance shares and their interval.

use super::inequality::total;
use super::{F, Interval, noncentrality_of_f};

/// The observations of one group, as sums of integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Above zero.
    pub n: u64,
    pub sum: i128,
    pub sum_of_squares: i128,
}

/// Sums of squares in squared units of the observations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anova {
    pub between: f64,
    pub within: f64,
    pub total: f64,
    pub df_between: u64,
    pub df_within: u64,
    /// The size of group that balanced groups would have: (N − Σ n² / N) / (G − 1).
    pub effective_size: f64,
}

/// Every sum of squares is one of exact integers divided once, so that large means cost no digit. `None` with
/// fewer than two groups, or where the integers outgrow 128 bits.
pub fn one_way(cells: &[Cell]) -> Option<Anova> {
    if cells.len() < 2 {
        return None;
    }
    let n: u64 = cells.iter().map(|c| c.n).sum();
    let all = i128::from(n);
    let sum = cells.iter().try_fold(0i128, |sum, c| sum.checked_add(c.sum))?;
    let squares = cells.iter().try_fold(0i128, |sum, c| sum.checked_add(c.sum_of_squares))?;
    let between = cells.iter().map(|cell| {
        let own = cell.sum.checked_mul(all)?;
        let distance = own.checked_sub(sum.checked_mul(i128::from(cell.n))?)? as f64 / n as f64;
        Some(distance * distance / cell.n as f64)
    });
    let within = cells.iter().map(|cell| deviation(cell.n, cell.sum, cell.sum_of_squares));
    let df_between = cells.len() as u64 - 1;
    let sizes = total(cells.iter().map(|c| c.n as f64 * c.n as f64));
    Some(Anova {
        between: total(between.collect::<Option<Vec<_>>>()?),
        within: total(within.collect::<Option<Vec<_>>>()?),
        total: deviation(n, sum, squares)?,
        df_between,
        df_within: n.checked_sub(cells.len() as u64)?,
        effective_size: (n as f64 - sizes / n as f64) / df_between as f64,
    })
}

/// Σ (x − mean)² = (n Σx² − (Σx)²) / n.
fn deviation(n: u64, sum: i128, squares: i128) -> Option<f64> {
    let exact = squares.checked_mul(i128::from(n))?.checked_sub(sum.checked_mul(sum)?)?;
    Some(exact as f64 / n as f64)
}

impl Anova {
    /// The mean square within; `None` where every group has one observation.
    fn mean_square_within(&self) -> Option<f64> {
        (self.df_within > 0).then(|| self.within / self.df_within as f64)
    }

    fn mean_square_between(&self) -> f64 {
        self.between / self.df_between as f64
    }

    pub fn residual_deviation(&self) -> Option<f64> {
        self.mean_square_within().map(f64::sqrt)
    }

    /// `None` without variance within.
    pub fn f_statistic(&self) -> Option<f64> {
        self.mean_square_within().filter(|within| *within > 0.0).map(|w| self.mean_square_between() / w)
    }

    /// Of the hypothesis that all groups have one mean.
    pub fn p_value(&self) -> Option<f64> {
        Some(F::new(self.df_between as f64, self.df_within as f64)?.sf(self.f_statistic()?))
    }

    /// η²: between / total. `None` where all observations are equal.
    pub fn eta_squared(&self) -> Option<f64> {
        (self.total > 0.0).then(|| self.between / self.total)
    }

    /// ω²: (between − df · mean square within) / (total + mean square within); at times below zero. Hays (1963).
    /// `None` where that is not defined.
    pub fn omega_squared(&self) -> Option<f64> {
        let within = self.mean_square_within()?;
        let whole = self.total + within;
        (whole > 0.0).then(|| (self.between - self.df_between as f64 * within) / whole)
    }

    /// The interval of η² from the noncentral F distribution: λ / (λ + N) at the noncentralities λ under which the
    /// F found is at the ends (Steiger 2004; Smithson 2003). It is of the population's share, which η² overestimates:
    /// it may not hold η².
    pub fn eta_squared_interval(&self, confidence: f64) -> Option<Interval> {
        let (f, tail) = (self.f_statistic()?, (1.0 - confidence) / 2.0);
        let (d1, d2) = (self.df_between as f64, self.df_within as f64);
        let n = d1 + d2 + 1.0;
        let bound = |probability| noncentrality_of_f(f, d1, d2, probability).map(|l| l / (l + n));
        Some(Interval { lower: bound(1.0 - tail)?, upper: bound(tail)? })
    }

    /// The variance components (between, within) by the method of moments; the first may be negative.
    pub fn components(&self) -> Option<(f64, f64)> {
        let within = self.mean_square_within()?;
        Some(((self.mean_square_between() - within) / self.effective_size, within))
    }

    /// The intraclass correlation: between / (between + within). `None` where that is not defined.
    pub fn intraclass_correlation(&self) -> Option<f64> {
        let (between, within) = self.components()?;
        (between + within > 0.0).then(|| between / (between + within))
    }

    /// The interval of the intraclass correlation from the F distribution: exact for balanced groups of a
    /// normal model (Searle 1971), with the effective size otherwise.
    pub fn intraclass_interval(&self, confidence: f64) -> Option<Interval> {
        let (f, tail) = (self.f_statistic()?, (1.0 - confidence) / 2.0);
        let (d1, d2) = (self.df_between as f64, self.df_within as f64);
        let bound = |ratio: f64| (ratio - 1.0) / (ratio + self.effective_size - 1.0);
        let central = F::new(d1, d2)?;
        let (high, low) = (central.upper_quantile(tail)?, central.quantile(tail)?);
        Some(Interval { lower: bound(f / high), upper: bound(f / low) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(values: &[i128]) -> Cell {
        let sum_of_squares = values.iter().map(|v| v * v).sum();
        Cell { n: values.len() as u64, sum: values.iter().sum(), sum_of_squares }
    }

    fn near(found: Option<f64>, expected: f64, within: f64) {
        assert!(found.is_some_and(|found| (found - expected).abs() <= within), "{found:?} not {expected}");
    }

    /// Shrout & Fleiss (1979), table 2: 6 targets, 4 judges; published ICC(1,1) = .17, F = 1.79.
    /// Interval: pingouin 0.7 `intraclass_corr`, CI95 [-0.13, 0.72]; digits: scipy 1.17 `f.ppf` in Searle's formula.
    #[test]
    fn intraclass_correlation_of_shrout_and_fleiss() {
        let targets = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];
        let anova = one_way(&targets.map(|t| cell(&t))).unwrap();
        near(anova.f_statistic(), 1.79, 0.005);
        near(anova.intraclass_correlation(), 0.17, 0.005);
        let interval = anova.intraclass_interval(0.95).unwrap();
        near(Some(interval.lower), -0.13293232487475098, 1e-9);
        near(Some(interval.upper), 0.7225600623281211, 1e-9);
    }

    /// The same data. Expected: scipy 1.17.1, `brentq` on `ncf.cdf(f, 5, 18, nc) - .025`, λ / (λ + 24); the lower
    /// end is 0 where `f.cdf(f, 5, 18) <= .975`.
    #[test]
    fn the_interval_of_eta_squared_agrees_with_scipy() {
        let targets = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];
        let anova = one_way(&targets.map(|t| cell(&t))).unwrap();
        near(anova.eta_squared(), 0.33267570900123306, 1e-14);
        let interval = anova.eta_squared_interval(0.95).unwrap();
        assert_eq!(interval.lower, 0.0);
        near(Some(interval.upper), 0.4729371904902647, 1e-9);
    }

    #[test]
    fn nothing_without_groups_or_variance() {
        assert_eq!(one_way(&[cell(&[1, 2])]), None);
        let flat = one_way(&[cell(&[3, 3]), cell(&[3])]).unwrap();
        assert_eq!((flat.eta_squared(), flat.intraclass_correlation(), flat.p_value()), (None, None, None));
        let single = one_way(&[cell(&[3]), cell(&[5])]).unwrap();
        assert_eq!((single.eta_squared(), single.intraclass_correlation()), (Some(1.0), None));
        let huge = Cell { n: 1 << 40, sum: i128::MAX / 2, sum_of_squares: i128::MAX / 2 };
        assert_eq!(one_way(&[huge, huge]), None);
    }
}
