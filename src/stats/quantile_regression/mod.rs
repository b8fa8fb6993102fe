//! Quantile regression of an exit score on a cubic spline of an entry score, and growth percentiles after Betebenner.
//!
//! Betebenner (2009), "Norm- and criterion-referenced student growth", Educational Measurement: Issues and Practice
//! 28(4), 42–51; Koenker (2005), "Quantile Regression", Cambridge, sections 6.2 and 6.3.

mod cold;
mod matrix;
mod simplex;
mod spline;

use self::simplex::{Problem, Simplex};
use self::spline::Spline;
use crate::threads;

/// Pupils with one entry score and one exit score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub entry: f64,
    pub exit: f64,
    pub count: u64,
}

/// The regression at one τ.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    pub tau: f64,
    /// Σ count · ρ_τ(exit − fitted), the least that any spline with these knots reaches.
    pub loss: f64,
    /// How far the loss is above a lower bound of all losses: what was proved of it.
    pub gap: f64,
    /// By entry score, ascending.
    pub fitted: Vec<f64>,
}

/// Regressions on a cubic spline with these knots, one for each τ.
#[derive(Clone, Debug, PartialEq)]
pub struct Fits {
    /// Interior knots: the 20, 40, 60 and 80 % quantiles of the entry scores.
    pub knots: [f64; 4],
    /// The range of the entry scores, a tenth of it wider on either side.
    pub boundary: [f64; 2],
    /// Distinct entry scores, ascending.
    pub entries: Vec<f64>,
    pub fits: Vec<Fit>,
}

/// What is proved of each loss: it is above the least by this part of itself at most.
const RELATIVE_GAP: f64 = 1e-9;

/// Quantile regressions of the exit on the entry score at the given τ, quickest when they ascend.
///
/// `None` where there are no pupils, where a score is not a number, or where neither the simplex nor the general
/// solver reaches a loss that is proved to be the least.
pub fn spline_fits(cells: &[Cell], taus: &[f64]) -> Option<Fits> {
    let cells = merged(cells)?;
    let mut scores: Vec<(f64, u64)> = Vec::new();
    for cell in &cells {
        match scores.last_mut() {
            Some((entry, count)) if *entry == cell.entry => *count += cell.count,
            _ => scores.push((cell.entry, cell.count)),
        }
    }
    let spline = Spline::of(&scores);
    let entries: Vec<f64> = scores.iter().map(|(entry, _)| *entry).collect();
    let problem = Problem::new(&cells, &entries, &spline);
    let mut simplex = Simplex::new(&problem, *taus.first()?)?;
    let fits = taus.iter().map(|tau| {
        threads::check();
        proved(&problem, &mut simplex, *tau)
    });
    let fits = fits.collect::<Option<Vec<Fit>>>()?;
    Some(Fits { knots: spline.interior(), boundary: spline.boundary(), entries, fits })
}

/// The fit from where the last τ ended; where that is not proved, from where the general solver ends.
fn proved<'p>(problem: &'p Problem, simplex: &mut Simplex<'p>, tau: f64) -> Option<Fit> {
    let is_proved = |fit: &Fit| fit.gap <= RELATIVE_GAP * fit.loss + problem.rounding();
    if let Some(fit) = simplex.fit(tau).filter(is_proved) {
        return Some(fit);
    }
    *simplex = Simplex::near(problem, &cold::coefficients(problem, tau)?)?;
    simplex.fit(tau).filter(is_proved)
}

/// Ascending by entry, then exit, each pair of scores once, so that the order of the pupils shows nowhere.
fn merged(cells: &[Cell]) -> Option<Vec<Cell>> {
    let mut sorted: Vec<Cell> = cells.iter().filter(|cell| cell.count > 0).copied().collect();
    if sorted.is_empty() || sorted.iter().any(|cell| !cell.entry.is_finite() || !cell.exit.is_finite()) {
        return None;
    }
    sorted.sort_by(|a, b| a.entry.total_cmp(&b.entry).then(a.exit.total_cmp(&b.exit)));
    sorted.dedup_by(|next, kept| {
        let same = next.entry == kept.entry && next.exit == kept.exit;
        if same {
            kept.count += next.count;
        }
        same
    });
    Some(sorted)
}

/// What becomes of an exit score that equals predictions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// Predictions strictly below, as the R package SGP counts: too low where scores are whole numbers.
    Strict,
    /// Half of those that are equal, too.
    Mid,
}

/// Predictions at each of these many τ: .005, .015, … .995.
pub const PREDICTIONS: usize = 100;

/// What pupils of each entry score reach at exit, by quantile.
#[derive(Clone, Debug, PartialEq)]
pub struct GrowthCurves {
    pub fits: Fits,
    /// By entry score: ascending, to five decimals.
    predictions: Vec<Vec<f64>>,
}

/// The curves of a cohort; `None` as for [`spline_fits`].
pub fn growth_curves(cells: &[Cell]) -> Option<GrowthCurves> {
    let taus: Vec<f64> = (0..PREDICTIONS).map(|at| (2 * at + 1) as f64 / (2 * PREDICTIONS) as f64).collect();
    let fits = spline_fits(cells, &taus)?;
    let of_entry = |at: usize| {
        let rounded = |fit: &Fit| (fit.fitted[at] * 1e5).round() / 1e5;
        let mut predictions: Vec<f64> = fits.fits.iter().map(rounded).collect();
        predictions.sort_by(f64::total_cmp);
        predictions
    };
    let predictions = (0..fits.entries.len()).map(of_entry).collect();
    Some(GrowthCurves { fits, predictions })
}

impl GrowthCurves {
    /// The predictions for an entry score that pupils have, ascending.
    pub fn predictions(&self, entry: f64) -> Option<&[f64]> {
        let at = self.fits.entries.partition_point(|of| *of < entry);
        self.fits.entries.get(at).filter(|of| **of == entry).map(|_| self.predictions[at].as_slice())
    }

    /// The growth percentile of a pair of scores, 1 to 99.
    pub fn percentile(&self, entry: f64, exit: f64, ties: Ties) -> Option<f64> {
        let predictions = self.predictions(entry)?;
        let below = predictions.partition_point(|prediction| *prediction < exit);
        let equal = predictions[below..].partition_point(|prediction| *prediction <= exit);
        let of_equal = match ties {
            Ties::Strict => 0.0,
            Ties::Mid => equal as f64 / 2.0,
        };
        Some((below as f64 + of_equal).clamp(1.0, PREDICTIONS as f64 - 1.0))
    }
}

#[cfg(test)]
mod tests;
