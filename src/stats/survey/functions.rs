//! Statistics that are smooth functions of weighted totals, under every weight or linearised.

use std::collections::HashMap;

use super::dual::Dual;
use super::{Design, Estimated, NOWHERE, Pass, Totals, Variate, Weights, totals};

/// A total of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Of {
    /// Σ w over the pupils who have the variate.
    Weight(usize),
    /// Σ w y of the variate.
    Total(usize),
}

/// The totals of all groups under every weight; in a linear design also of every unit.
pub struct Summed<'a> {
    design: &'a Design,
    weights: usize,
    totals: Totals,
    /// By group, its units and their places among the parts.
    parts: Vec<Vec<(u32, usize)>>,
    of_parts: Option<Totals>,
}

impl<'a> Summed<'a> {
    pub fn new(
        design: &'a Design,
        weights: &Weights<'_>,
        variates: &[Variate<'_>],
        group: &[u32],
        groups: usize,
    ) -> Summed<'a> {
        let columns: Vec<&[f64]> = weights.all().collect();
        let sums = totals(&Pass { weights: &columns, variates, group, groups });
        let mut parts = vec![Vec::new(); groups];
        let of_parts = match design {
            Design::Replicated(_) => None,
            Design::Linear(units) => {
                let (part_of_row, found) = split(group, units.of_row());
                for (place, (group, unit)) in found.iter().enumerate() {
                    parts[*group as usize].push((*unit, place));
                }
                let pass =
                    Pass { weights: &[weights.full], variates, group: &part_of_row, groups: found.len() };
                Some(totals(&pass))
            }
        };
        Summed { design, weights: columns.len(), totals: sums, parts, of_parts }
    }

    fn value(totals: &Totals, group: usize, of: Of, weight: usize) -> f64 {
        match of {
            Of::Weight(variate) => totals.pair(group, variate, weight).1,
            Of::Total(variate) => totals.pair(group, variate, weight).0,
        }
    }

    /// A function of some totals, each of one group. `None` where it has no value in the full sample.
    pub fn estimate(
        &self,
        picks: &[(usize, Of)],
        function: impl Fn(&[Dual]) -> Option<Dual>,
    ) -> Option<Estimated> {
        let under = |weight: usize| {
            let variables = picks.iter().enumerate().map(|(at, (group, of))| {
                Dual::variable(Summed::value(&self.totals, *group, *of, weight), at)
            });
            function(&variables.collect::<Vec<_>>()).filter(|found| found.value.is_finite())
        };
        let full = under(0)?;
        let value = full.value;
        let deviations = match (self.design, &self.of_parts) {
            (Design::Linear(units), Some(of_parts)) => {
                let mut pulls = vec![0.0; units.len()];
                for ((group, of), slope) in picks.iter().zip(full.slope) {
                    for (unit, place) in &self.parts[*group] {
                        pulls[*unit as usize] += slope * Summed::value(of_parts, *place, *of, 0);
                    }
                }
                pulls
            }
            _ => (1..self.weights).map(|w| under(w).map_or(f64::NAN, |found| found.value - value)).collect(),
        };
        Some(Estimated::new(value, deviations))
    }
}

/// Of each row the number of its group and unit together, and what the numbers stand for.
pub fn split(group: &[u32], unit: &[u32]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let mut numbers: HashMap<(u32, u32), u32> = HashMap::new();
    let mut parts: Vec<(u32, u32)> = Vec::new();
    let of_row = group.iter().zip(unit).map(|(group, unit)| match *group {
        NOWHERE => NOWHERE,
        group => *numbers.entry((group, *unit)).or_insert_with(|| {
            parts.push((group, *unit));
            parts.len() as u32 - 1
        }),
    });
    (of_row.collect(), parts)
}

/// Σ w y².. of values around a centre: the mean less the centre, and the variance with divisor Σ w.
fn moments(weight: Dual, sum: Dual, squares: Dual) -> (Dual, Dual) {
    let mean = sum / weight;
    (mean, squares / weight - mean * mean)
}

/// Σ w, Σ w y, Σ w y².
pub fn variance(totals: &[Dual]) -> Option<Dual> {
    let [weight, sum, squares] = totals else { return None };
    let (_, variance) = moments(*weight, *sum, *squares);
    (weight.value > 0.0 && variance.value >= 0.0).then_some(variance)
}

/// Σ w, Σ w x, Σ w y, Σ w x², Σ w y², Σ w x y.
pub fn correlation(totals: &[Dual]) -> Option<Dual> {
    let [weight, x, y, xx, yy, xy] = totals else { return None };
    let (mean_x, of_x) = moments(*weight, *x, *xx);
    let (mean_y, of_y) = moments(*weight, *y, *yy);
    let product = of_x * of_y;
    (weight.value > 0.0 && of_x.value > 0.0 && of_y.value > 0.0)
        .then(|| (*xy / *weight - mean_x * mean_y) / product.sqrt())
}

/// Σ w, Σ w y, Σ w y² of two groups: the difference of their means in standard deviations, the root of the mean
/// of the two variances.
pub fn standardised_difference(totals: &[Dual]) -> Option<Dual> {
    let [w1, y1, yy1, w2, y2, yy2] = totals else { return None };
    let (first, of_first) = moments(*w1, *y1, *yy1);
    let (second, of_second) = moments(*w2, *y2, *yy2);
    let pooled = (of_first + of_second).times(0.5);
    (w1.value > 0.0 && w2.value > 0.0 && pooled.value > 0.0).then(|| (first - second) / pooled.sqrt())
}

/// Σ w y, Σ w x.
pub fn ratio(totals: &[Dual]) -> Option<Dual> {
    let [above, below] = totals else { return None };
    (below.value != 0.0).then(|| *above / *below)
}

/// A total as it stands.
pub fn identity(totals: &[Dual]) -> Option<Dual> {
    totals.first().copied()
}
