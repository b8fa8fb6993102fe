//! Where a candidate stands at exit among those who began alike, by each method.

use std::collections::HashMap;

use super::super::arguments::Arguments;
use super::bands::Cutting;
use super::cohort::{Cohort, Unit};
use super::distributions::Scores;
use super::expectation::Expectation;
use super::grown::Grown;
use crate::figures::{Clauses, Phrase};
use crate::number::to_f64;
use crate::stats::quantile_regression::{Cell, Ties, growth_curves};

/// The percentile of each pair of scores.
pub struct Percentiles {
    of: HashMap<(i64, i64), f64>,
    pub method: Clauses,
    /// Why there are none.
    pub fault: Option<&'static Phrase>,
}

impl Percentiles {
    pub fn of(cohort: &Cohort, arguments: &Arguments) -> Percentiles {
        match arguments.text("method") {
            Some("quantile_regression") => Percentiles::of_quantiles(cohort, arguments),
            Some("conditional_rank") => Percentiles::conditional(cohort, &Cutting::asked(arguments)),
            _ => Percentiles::of_residuals(cohort, arguments),
        }
    }

    fn of_residuals(cohort: &Cohort, arguments: &Arguments) -> Percentiles {
        let is_cubic = arguments.text("form") == Some("cubic");
        let said = if is_cubic { &OF_CUBIC } else { &OF_LINE };
        let method = Clauses::from(said);
        if cohort.has_no_spread() {
            return Percentiles { of: HashMap::new(), method, fault: None };
        }
        let expectation = Expectation::of(cohort, arguments);
        // Residuals that differ by less than a billionth of their spread are the same.
        let unit = (cohort.whole.of_exit() / cohort.whole.n as f64).sqrt() * 1e-9;
        let whole = cohort.whole.mean_exit();
        let residual = |x: i64, y: i64| ((y as f64 - whole - expectation.at(x)) / unit).round() as i64;
        let all = cohort.cells();
        let cells = || all.iter().copied();
        let ranks = Scores::counted(cells().map(|(x, y, count)| (residual(x, y), count)).collect());
        let of = cells().map(|(x, y, _)| ((x, y), ranks.mid_rank(residual(x, y)))).collect();
        Percentiles { of, method, fault: None }
    }

    fn conditional(cohort: &Cohort, cutting: &Cutting) -> Percentiles {
        let bands = cutting.of(cohort);
        let mut exits: Vec<Vec<(i64, u64)>> = vec![Vec::new(); bands.exits.len()];
        let all = cohort.cells();
        let cells = || all.iter().copied();
        for (x, y, count) in cells() {
            exits[bands.of(x)].push((y, count));
        }
        let ranks: Vec<Scores> = exits.into_iter().map(Scores::counted).collect();
        let of = cells().map(|(x, y, _)| ((x, y), ranks[bands.of(x)].mid_rank(y))).collect();
        let method = Clauses::from(&OF_BAND).and(cutting.method());
        Percentiles { of, method, fault: None }
    }

    fn of_quantiles(cohort: &Cohort, arguments: &Arguments) -> Percentiles {
        let is_mid = arguments.text("ties") == Some("mid");
        let (ties, said) = if is_mid { (Ties::Mid, &TIES_MID) } else { (Ties::Strict, &TIES_STRICT) };
        let method = Clauses::from(&OF_QUANTILES).and(said);
        if cohort.has_no_spread() {
            return Percentiles { of: HashMap::new(), method, fault: None };
        }
        let points = |x: i64, y: i64| [cohort.entry.scale.score(x), cohort.exit.scale.score(y)].map(to_f64);
        let all = cohort.cells();
        let pairs = || all.iter().copied();
        let cell = |(x, y, count): (i64, i64, u64)| {
            let [entry, exit] = points(x, y);
            Cell { entry, exit, count }
        };
        let cells: Vec<Cell> = pairs().map(cell).collect();
        let Some(curves) = growth_curves(&cells) else {
            return Percentiles { of: HashMap::new(), method, fault: Some(&NO_CURVES) };
        };
        let percentile = |(x, y, _): (i64, i64, u64)| {
            let [entry, exit] = points(x, y);
            Some(((x, y), curves.percentile(entry, exit, ties)?))
        };
        Percentiles { of: pairs().filter_map(percentile).collect(), method, fault: None }
    }

    /// Those of a group.
    pub fn of_unit(&self, unit: &Unit) -> Grown {
        let cells = unit.parts.iter().flat_map(|part| part.pairs.iter());
        let known = cells.filter_map(|(x, y, count)| Some((*self.of.get(&(x, y))?, count)));
        Grown::new(known.collect())
    }
}

static OF_LINE: Phrase =
    Phrase::new("growth_of_line", "回归直线残差的百分等级", "percentile rank of the residual of a line");
static OF_CUBIC: Phrase =
    Phrase::new("growth_of_cubic", "三次曲线残差的百分等级", "percentile rank of the residual of a cubic");
static OF_BAND: Phrase =
    Phrase::new("growth_of_band", "入口分数段内的百分等级", "percentile rank within the entry band");
static OF_QUANTILES: Phrase = Phrase::new(
    "growth_of_quantiles",
    "入口分数三次样条上的分位数回归（100 个分位）",
    "quantile regression on a cubic spline of the entry score, 100 quantiles",
);
static TIES_STRICT: Phrase =
    Phrase::new("growth_ties_strict", "只计低于出口分数的分位", "quantiles below the exit score count");
static TIES_MID: Phrase = Phrase::new(
    "growth_ties_mid",
    "等于出口分数的分位计一半",
    "quantiles equal to the exit score count half",
);
static NO_CURVES: Phrase = Phrase::new(
    "growth_curves_not_found",
    "分位数回归没有求得可证明的解",
    "no solution of the quantile regression could be proved",
);
