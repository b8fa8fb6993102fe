//! The random-intercept model of exit on entry scores, and the effects of its schools.

use super::cohort::{Cohort, Moments, Unit};
use crate::stats::cross::CrossProducts;
use crate::stats::mixed::{Criterion, NoFit, School, fit};

pub struct Fitted {
    /// By group; `None` where its school is not known or nobody is linked.
    pub effects: Vec<Option<Effect>>,
    pub n: u64,
    pub slope: f64,
    pub slope_of_mean: Option<f64>,
    /// At an entry score of 0.
    pub constant: f64,
    pub tau2: f64,
    pub sigma2: f64,
    pub deviance: f64,
}

/// A model, or why there is none.
pub type Modelled = Result<Fitted, NoFit>;

pub struct Effect {
    pub raw: f64,
    pub reliability: f64,
    pub value: f64,
    pub se: f64,
}

impl Fitted {
    fn reliabilities(&self) -> Vec<f64> {
        let mut all: Vec<f64> = self.effects.iter().flatten().map(|effect| effect.reliability).collect();
        all.sort_by(f64::total_cmp);
        all
    }

    pub fn mean_reliability(&self) -> f64 {
        let all = self.reliabilities();
        all.iter().sum::<f64>() / all.len() as f64
    }

    pub fn median_reliability(&self) -> f64 {
        let all = self.reliabilities();
        let middle = all.len() / 2;
        if all.len() % 2 == 1 { all[middle] } else { (all[middle - 1] + all[middle]) / 2.0 }
    }
}

fn is_known(unit: &Unit) -> bool {
    unit.n() > 0 && unit.labels.iter().all(|label| !label.is_empty())
}

/// Fits the model to the groups whose labels are known; `context` adds their entry means.
pub fn fitted(cohort: &Cohort, context: bool, criterion: Criterion) -> Modelled {
    let mut all = Moments::default();
    cohort.units.iter().filter(|unit| is_known(unit)).for_each(|unit| all.add(&unit.moments));
    if all.n == 0 {
        return Err(NoFit::TooFew);
    }
    let centred = Centred { all, steps: cohort.steps(), context };
    let known = cohort.units.iter().filter(|unit| is_known(unit));
    let schools: Vec<School> =
        known.map(|unit| School { products: centred.products(&unit.moments), district: 0 }).collect();
    let fit = fit(&schools, false, criterion)?;
    let (tau2, sigma2) = (fit.components.first().copied().unwrap_or_default(), fit.residual);
    let beta = &fit.coefficients;
    let effect = |unit: &Unit| {
        let [x, y] = centred.means(&unit.moments);
        let mean = beta.get(2).map_or(0.0, |slope| slope * x);
        let n = unit.n() as f64;
        let raw = y - beta[0] - beta[1] * x - mean;
        let reliability = tau2 / (tau2 + sigma2 / n);
        let se = (tau2 * sigma2 / (sigma2 + n * tau2)).sqrt();
        Effect { raw, reliability, value: reliability * raw, se }
    };
    let [entry, exit] = centred.whole();
    let slopes: f64 = beta[1..].iter().sum();
    Ok(Fitted {
        effects: cohort.units.iter().map(|unit| is_known(unit).then(|| effect(unit))).collect(),
        n: all.n,
        slope: beta[1],
        slope_of_mean: beta.get(2).copied(),
        constant: exit + beta[0] - slopes * entry,
        tau2,
        sigma2,
        deviance: fit.deviance,
    })
}

/// Sums about the means of all, in points.
struct Centred {
    all: Moments,
    steps: [f64; 2],
    context: bool,
}

impl Centred {
    fn whole(&self) -> [f64; 2] {
        [self.all.mean_entry() * self.steps[0], self.all.mean_exit() * self.steps[1]]
    }

    /// The group's means above those of all, from exact sums.
    fn means(&self, group: &Moments) -> [f64; 2] {
        let [n, all] = [group.n, self.all.n].map(i128::from);
        let above = |own: i128, whole: i128| (own * all - whole * n) as f64 / (n * all) as f64;
        [above(group.x, self.all.x) * self.steps[0], above(group.y, self.all.y) * self.steps[1]]
    }

    fn products(&self, group: &Moments) -> CrossProducts {
        let n = group.n as f64;
        let [x, y] = self.means(group);
        let [entry, exit] = self.steps;
        let xx = group.of_entry() * entry * entry + n * x * x;
        let xy = group.of_both() * entry * exit + n * x * y;
        let yy = group.of_exit() * exit * exit + n * y * y;
        match self.context {
            false => CrossProducts { xx: vec![n, n * x, n * x, xx], xy: vec![n * y, xy], yy },
            true => CrossProducts {
                xx: vec![n, n * x, n * x, n * x, xx, n * x * x, n * x, n * x * x, n * x * x],
                xy: vec![n * y, xy, n * x * y],
                yy,
            },
        }
    }
}
