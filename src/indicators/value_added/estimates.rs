//! From a number for each candidate to the value of each group, its error and its interval.

use super::cohort::{Cohort, Unit};
use crate::stats::clusters::{Cell, Correction, Share, variance};

/// The numbers of some candidates, summed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    pub n: u64,
    pub sum: f64,
    squares: f64,
}

impl Sums {
    pub fn see(&mut self, value: f64, count: u64) {
        self.n += count;
        self.sum += value * count as f64;
        self.squares += value * value * count as f64;
    }

    pub fn add(&mut self, other: &Sums) {
        self.n += other.n;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    pub fn mean(&self) -> f64 {
        self.sum / self.n as f64
    }

    /// With denominator n − 1.
    pub fn deviation(&self) -> Option<f64> {
        let n = self.n as f64;
        let spread = self.squares - self.sum * self.sum / n;
        (self.n > 1).then(|| (spread.max(0.0) / (n - 1.0)).sqrt())
    }
}

/// The sums of every school within every group.
pub struct Summed {
    /// By group, school by school.
    pub units: Vec<Vec<Sums>>,
    pub whole: Sums,
}

/// Sums what `value` gives of group, entry and exit; who has no value is left out.
pub fn sums(cohort: &Cohort, value: impl Fn(usize, i64, i64) -> Option<f64>) -> Summed {
    let mut whole = Sums::default();
    let units = cohort.units.iter().enumerate().map(|(at, unit)| {
        let parts = unit.parts.iter().map(|part| {
            let mut sums = Sums::default();
            for (x, y, count) in part.pairs.iter() {
                if let Some(value) = value(at, x, y) {
                    sums.see(value, count);
                }
            }
            whole.add(&sums);
            sums
        });
        parts.collect()
    });
    let units = units.collect();
    Summed { units, whole }
}

/// A mean and its error.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    pub n: u64,
    pub sum: f64,
    pub value: f64,
    pub se: Option<f64>,
    pub is_clustered: bool,
}

impl Summed {
    /// The mean of a group. A group of several schools has an error clustered by them; else it is the spread of its own
    /// candidates, or of `all`, over √n.
    pub fn estimate(&self, at: usize, unit: &Unit, own: bool) -> Estimate {
        let parts = &self.units[at];
        let mut sums = Sums::default();
        parts.iter().for_each(|part| sums.add(part));
        let value = sums.mean();
        let is_clustered = unit.schools() > 1;
        let spread = if own { sums.deviation() } else { self.whole.deviation() };
        let se = match is_clustered {
            true => clustered(parts, unit, value),
            false => spread.map(|spread| spread / (sums.n as f64).sqrt()),
        };
        Estimate { n: sums.n, sum: sums.sum, value, se: se.filter(|se| *se > 0.0), is_clustered }
    }
}

fn clustered(parts: &[Sums], unit: &Unit, value: f64) -> Option<f64> {
    let known = parts.iter().zip(&unit.parts).filter(|(sums, part)| !part.school.is_empty() && sums.n > 0);
    let n: u64 = known.clone().map(|(sums, _)| sums.n).sum();
    let share = |(cluster, (sums, _)): (usize, (&Sums, _))| Share {
        cluster,
        n: sums.n,
        influence: (sums.sum - value * sums.n as f64) / n as f64,
    };
    let shares = known.enumerate().map(share).collect();
    variance(&[Cell { weight: 1.0, shares }], Correction::Cr1).map(|(variance, _)| variance.sqrt())
}
