//! Plausible values put together by Rubin's rules.

use super::super::{Interval, StudentT};

/// What several plausible values say of one quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Combined {
    /// The mean of the estimates.
    pub value: f64,
    pub se: f64,
    pub df: f64,
    /// The mean of the sampling variances.
    pub sampling: f64,
    /// The variance between the estimates, B.
    pub imputation: f64,
}

/// From which plausible values the sampling variance is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// The mean over all of them.
    All,
    /// The first alone, as TIMSS, PIRLS and NAEP did.
    First,
}

/// Rubin's rules: T = Ū + (1 + 1/M) B, with the degrees of freedom of Barnard & Rubin (1999) from the
/// `complete` ones of the design. A single value is its own estimate, with B = 0. `None` for no value.
pub fn combine(values: &[f64], variances: &[f64], complete: f64, sampling: Sampling) -> Option<Combined> {
    let m = values.len() as f64;
    if values.is_empty() || values.len() != variances.len() {
        return None;
    }
    let value = values.iter().sum::<f64>() / m;
    let sampling = match sampling {
        Sampling::All => variances.iter().sum::<f64>() / m,
        Sampling::First => variances[0],
    };
    if values.len() == 1 {
        return Some(Combined { value, se: sampling.sqrt(), df: complete, sampling, imputation: 0.0 });
    }
    let imputation = values.iter().map(|each| (each - value).powi(2)).sum::<f64>() / (m - 1.0);
    let between = (1.0 + 1.0 / m) * imputation;
    let total = sampling + between;
    let missing = if total > 0.0 { between / total } else { 0.0 };
    let observed = (complete + 1.0) / (complete + 3.0) * complete * (1.0 - missing);
    let df = 1.0 / (missing * missing / (m - 1.0) + 1.0 / observed);
    Some(Combined { value, se: total.sqrt(), df, sampling, imputation })
}

impl Combined {
    /// By Student's t; `None` without an error.
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        let quantile = StudentT::new(self.df)?.upper_quantile((1.0 - confidence) / 2.0)?;
        let reach = quantile * self.se;
        (self.se > 0.0).then_some(Interval { lower: self.value - reach, upper: self.value + reach })
    }

    /// Two-sided.
    pub fn p_value(&self, against: f64) -> Option<f64> {
        if self.se > 0.0 {
            Some(StudentT::new(self.df)?.two_sided((self.value - against) / self.se))
        } else {
            None
        }
    }
}
