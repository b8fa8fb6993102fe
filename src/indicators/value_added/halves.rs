//! How far the effects of schools agree between two random halves of their own candidates.

use std::collections::BTreeSet;

use super::super::definition::{Default, Kind, Parameter};
use super::cohort::{Cohort, Unit};
use super::model::Fitted;
use super::said::said_of_whole;
use super::shared::figure;
use super::stability::{Side, TOO_FEW};
use crate::figures::{Clauses, Figure, Phrase, Status, Term, Unit as Of, Value};
use crate::lang::Text;
use crate::stats::correlation::pearson;
use crate::stats::random::Stream;
use crate::threads;

pub const SPLITS: Parameter = Parameter {
    name: "splits",
    text: Text::new("随机分半的次数", "how often candidates are divided at random"),
    kind: Kind::Repeats,
    default: Default::Value("20"),
    many: false,
};

/// How the halves are drawn, and what of them is compared.
pub struct Drawn {
    pub raw: bool,
    pub minimum: u64,
    pub splits: u64,
    pub seed: u64,
}

/// Means over all splits.
struct Agreement {
    correlation: f64,
    /// By Spearman and Brown, split by split: that of values of twice as many candidates.
    stepped_up: f64,
}

/// Of every group of `keys` labels, the agreement of random halves of its schools' candidates.
pub(super) fn halves(side: &Side<'_>, drawn: &Drawn, keys: usize) -> Vec<Figure> {
    let groups: BTreeSet<&[String]> = side.cohort.units.iter().map(|unit| &unit.labels[..keys]).collect();
    groups.into_iter().flat_map(|group| of_group(side, drawn, group)).collect()
}

fn of_group(side: &Side<'_>, drawn: &Drawn, group: &[String]) -> [Figure; 2] {
    let (cohort, model) = (side.cohort, side.model.as_ref());
    let counts = |model| drawn.schools(cohort, model, group).map(Unit::n).collect();
    let n: Vec<u64> = model.map_or_else(Vec::new, counts);
    let agreement = model.and_then(|model| drawn.agreement(cohort, model, group));
    let method = Clauses::from(if drawn.raw { &RAW_HALVES } else { &SHRUNKEN_HALVES })
        .and(OF_LEAST.with([Term::chosen(drawn.minimum)]))
        .and(HALVES.with([drawn.splits, drawn.seed].map(Term::chosen)));
    let place = |measure| {
        let labels = group.iter().map(|label| Some(label.clone())).chain([None]);
        let figure = Figure {
            year: cohort.year,
            group: labels.collect::<Vec<_>>().into(),
            subject: Some(cohort.exit.id.as_str().into()),
            n: Some(n.iter().sum()),
            fewest: n.iter().min().copied(),
            ..figure("value_added_stability", measure, Of::Number, method.clone())
        };
        said_of_whole(cohort, figure).noted(SPLIT.with([Term::found(n.len() as u64)]))
    };
    let with = |measure, of: fn(&Agreement) -> f64| match &agreement {
        Some(agreement) => place(measure).with_value(Value::Real(of(agreement))),
        None => place(measure).noted(&TOO_FEW).without_value(Status::NotApplicable),
    };
    [with("split_half", |of| of.stepped_up), with("split_half_correlation", |of| of.correlation)]
}

/// The residuals of one school's candidates, in the order of their scores, so that the order of rows shows nowhere.
struct School {
    residuals: Vec<f64>,
    sum: f64,
}

impl Drawn {
    /// The schools of a group that are split: of enough candidates, with an effect.
    fn schools<'a>(
        &'a self,
        cohort: &'a Cohort,
        model: &'a Fitted,
        group: &'a [String],
    ) -> impl Iterator<Item = &'a Unit> {
        let units = cohort.units.iter().zip(&model.effects);
        let is_in = |unit: &Unit| unit.labels.starts_with(group) && unit.n() >= self.minimum.max(2);
        units.filter(move |(unit, effect)| is_in(unit) && effect.is_some()).map(|(unit, _)| unit)
    }

    /// `None` for fewer than three schools, or where all effects of a half are the same.
    fn agreement(&self, cohort: &Cohort, model: &Fitted, group: &[String]) -> Option<Agreement> {
        let [entry, exit] = cohort.steps();
        let residual = |x: i64, y: i64| y as f64 * exit - model.constant - model.slope * x as f64 * entry;
        let school = |unit: &Unit| {
            let mut residuals = Vec::with_capacity(unit.n() as usize);
            for (x, y, count) in unit.parts.iter().flat_map(|part| part.pairs.iter()) {
                residuals.extend(std::iter::repeat_n(residual(x, y), count as usize));
            }
            School { sum: residuals.iter().sum(), residuals }
        };
        let schools: Vec<School> = self.schools(cohort, model, group).map(school).collect();
        if schools.len() < 3 {
            return None;
        }
        let of_split = |split: usize| pearson(&self.split(&schools, model, split as u64));
        let all = threads::map_numbers(self.splits as usize, of_split);
        let all: Vec<f64> = all.into_iter().collect::<Option<_>>()?;
        let mean = |of: &dyn Fn(f64) -> f64| all.iter().map(|r| of(*r)).sum::<f64>() / all.len() as f64;
        let stepped_up = mean(&|r| 2.0 * r / (1.0 + r));
        (!all.is_empty() && stepped_up.is_finite())
            .then(|| Agreement { correlation: mean(&|r| r), stepped_up })
    }

    /// The effects of both halves of each school.
    fn split(&self, schools: &[School], model: &Fitted, split: u64) -> Vec<[f64; 2]> {
        let mut stream = Stream::new(self.seed, split);
        let mut effects = |school: &School| {
            let mut left: Vec<u32> = (0..school.residuals.len() as u32).collect();
            let first = left.len() / 2;
            let mut sum = 0.0;
            for at in 0..first {
                let drawn = at + stream.below(left.len() - at);
                left.swap(at, drawn);
                sum += school.residuals[left[at] as usize];
            }
            let effect = |sum: f64, n: usize| {
                let n = n as f64;
                let reliability = if self.raw { 1.0 } else { model.tau2 / (model.tau2 + model.sigma2 / n) };
                reliability * sum / n
            };
            [effect(sum, first), effect(school.sum - sum, left.len() - first)]
        };
        schools.iter().map(&mut effects).collect()
    }
}

static RAW_HALVES: Phrase = Phrase::new(
    "halves_of_raw",
    "以全体的随机截距模型（REML）得各校两半考生的平均残差（未收缩），再求相关，按斯皮尔曼–布朗公式校正",
    "of the mean residuals, not shrunken, of two halves of each school by one model of all (random intercepts, REML), stepped up by Spearman and Brown",
);
static SHRUNKEN_HALVES: Phrase = Phrase::new(
    "halves_of_shrunken",
    "以全体的随机截距模型（REML）得各校两半考生收缩后的增值，再求相关，按斯皮尔曼–布朗公式校正",
    "of the shrunken value added of two halves of each school by one model of all (random intercepts, REML), stepped up by Spearman and Brown",
);
static OF_LEAST: Phrase = Phrase::new(
    "halves_of_schools_of",
    "学校至少有 {} 名相连考生",
    "of schools with {} linked candidates at least",
);
static HALVES: Phrase =
    Phrase::new("random_halves", "随机分半 {} 次，种子 {}，取平均", "mean over {} random splits, seed {}");
static SPLIT: Phrase = Phrase::new("schools_split", "分半的学校 {} 所", "{} schools are split");
