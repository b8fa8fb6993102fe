//! A paper in a list of figures, in the order of an authority's report: 试卷质量分析.

use super::coefficients::strata;
use super::discrimination::group_size;
use super::paper::{Group, Paper, each_group, few};
use super::reliability::{Matrix, spread};
use crate::error::Result;
use crate::figures::{Figure, Figures, Labels, Phrase, Status, Unit as Of, Value};
use crate::indicators::arguments::{Arguments, Request};
use crate::number::{Rational, to_f64};
use crate::records::ItemSheet;
use crate::stats::items::{Pair, alpha, end};

pub const ID: &str = "paper_profile";

pub fn paper_profile(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let paper = Paper::asked(sheet, request.arguments);
    each_group(sheet, request, &[], |group, push| {
        let asked =
            Asked { paper: &paper, arguments: request.arguments, group, matrix: Matrix::of(&paper, group) };
        asked.figures().into_iter().for_each(|figure| push(Labels::default(), figure));
    })
}

struct Asked<'a> {
    paper: &'a Paper<'a>,
    arguments: &'a Arguments,
    group: &'a Group,
    matrix: Matrix,
}

impl Asked<'_> {
    fn figure(&self, measure: &'static str, unit: Of) -> Figure {
        let n = self.group.candidates.len();
        Figure { n: Some(n as u64), method: self.paper.method.clone(), ..Figure::new(ID, measure, unit) }
            .noted(few(n))
    }

    fn or(&self, figure: Figure, value: Option<Value>, why: Status) -> Figure {
        match value {
            Some(value) => figure.with_value(value),
            None if self.group.candidates.is_empty() => figure.without_value(Status::NoDenominator),
            None => figure.without_value(why),
        }
    }

    fn figures(&self) -> Vec<Figure> {
        let mut totals: Vec<i64> = self.group.candidates.iter().map(|at| self.paper.totals[*at]).collect();
        totals.sort_unstable();
        let (missing, not) = (Status::MissingInput, Status::NotApplicable);
        let exact = |measure, unit, value: Option<Rational>, why| {
            self.or(self.figure(measure, unit), value.map(Value::Exact), why)
        };
        let real = |measure, unit, value: Option<f64>| {
            self.or(self.figure(measure, unit), value.map(Value::Real), not)
        };
        let points = |steps: Rational| self.paper.points(steps);
        let whole = |steps: &i64| points(Rational::from_integer(i128::from(*steps)));
        let n = totals.len() as i128;
        let sums = Pair::of(totals.iter().map(|total| (*total, 0)));
        let mean = (n > 0).then(|| points(Rational::new(sums.x, n)));
        let sample = i128::from(self.arguments.text("deviation") == Some("sample"));
        let sd = (n > sample).then(|| {
            let variance = Rational::new(sums.spread_x(), n * (n - sample));
            to_f64(variance).sqrt() * to_f64(self.paper.sheet.step)
        });
        let (parts, total) = self.matrix.spreads();
        let alpha = alpha(&parts, total);
        let of_full = |value: Option<Rational>| value.zip(self.paper.full).map(|(value, full)| value / full);
        let cv = sd.zip(mean).map(|(sd, mean)| sd / to_f64(mean)).filter(|cv| cv.is_finite());
        let (skewness, kurtosis) = shape(&totals);
        let said = if sample == 1 { &SAMPLE } else { &POPULATION };
        let spread = |figure: Figure| Figure { method: figure.method.and(said), ..figure };
        let mut figures = vec![
            self.figure("candidates", Of::Persons).with_value(Value::Exact(Rational::from_integer(n))),
            match self.paper.full {
                Some(full) => self.figure("full_mark", Of::Points).with_value(Value::Exact(full)),
                None => self.figure("full_mark", Of::Points).without_value(missing),
            },
            exact("highest", Of::Points, totals.last().map(whole), not),
            exact("lowest", Of::Points, totals.first().map(whole), not),
            exact("mean", Of::Points, mean, not),
            spread(real("sd", Of::Points, sd)),
            spread(real("cv", Of::Number, cv)),
            exact("difficulty", Of::Number, of_full(mean), missing),
            exact("discrimination", Of::Number, of_full(self.discrimination(&totals)), missing),
            real("skewness", Of::Number, skewness),
            real("kurtosis", Of::Number, kurtosis),
            exact("median", Of::Points, median(&totals).map(points), not),
            exact("mode", Of::Points, mode(&totals).map(|mode| whole(&mode)), not),
            exact("alpha", Of::Number, alpha, not),
            real("sem", Of::Points, self.sem(alpha, total)),
        ];
        figures.extend(self.classes());
        figures.extend(self.parts());
        figures
    }

    /// In points.
    fn discrimination(&self, totals: &[i64]) -> Option<Rational> {
        let share = self.arguments.number("share").unwrap_or(Rational::new(27, 100));
        let size = group_size(share, totals.len(), None);
        let [top, bottom] = [end(totals, size, true)?, end(totals, size, false)?];
        let sum = |test: &dyn Fn(i64) -> bool| {
            totals.iter().filter(|total| test(**total)).map(|total| i128::from(*total)).sum::<i128>()
        };
        let high = top.split_mean(sum(&|t| t > top.cut), sum(&|t| t == top.cut), size as i128);
        let low = bottom.split_mean(sum(&|t| t < bottom.cut), sum(&|t| t == bottom.cut), size as i128);
        Some(self.paper.points(high - low))
    }

    fn sem(&self, alpha: Option<Rational>, total: i128) -> Option<f64> {
        let n = self.matrix.n() as i128;
        let error = (1.0 - to_f64(alpha.filter(|_| n > 1)?)).max(0.0);
        Some((total as f64 / (n * (n - 1)) as f64 * error).sqrt() * to_f64(self.paper.sheet.step))
    }

    /// The points of easy, medium and hard questions.
    fn classes(&self) -> [Figure; 3] {
        let cut = |name, usual| self.arguments.number(name).unwrap_or(usual);
        let (easy, hard) = (cut("easy", Rational::new(7, 10)), cut("hard", Rational::new(2, 5)));
        let n = self.group.candidates.len() as i128;
        let mut sums = Some([Rational::from_integer(0); 3]);
        for (unit, scores) in self.paper.units.iter().zip(&self.paper.scores) {
            let sum: i128 = self.group.candidates.iter().map(|at| i128::from(scores[*at].max(0))).sum();
            let rate =
                unit.full.filter(|_| n > 0).map(|full| self.paper.points(Rational::new(sum, n)) / full);
            sums = sums.zip(rate.zip(unit.full)).map(|(mut sums, (rate, full))| {
                sums[if rate >= easy {
                    0
                } else if rate >= hard {
                    1
                } else {
                    2
                }] += full;
                sums
            });
        }
        let share = |at: usize| {
            let full = self.paper.full.filter(|full| *full > Rational::from_integer(0))?;
            Some(Value::Exact(sums?[at] * Rational::from_integer(100) / full))
        };
        let names = ["easy_share", "medium_share", "hard_share"];
        [0, 1, 2].map(|at| self.or(self.figure(names[at], Of::Percent), share(at), Status::MissingInput))
    }

    /// Objective and constructed items.
    fn parts(&self) -> [Figure; 3] {
        let parts = strata(self.paper, false).filter(|parts| parts.len() == 2);
        let parts = parts.map(|mut parts| {
            let is_objective = |units: &Vec<usize>| {
                self.paper.said(&self.paper.units[units[0]], |item| item.objective) == Some(true)
            };
            parts.sort_by_key(|units| !is_objective(units));
            parts
        });
        let scores = |at: usize| parts.as_ref().map(|parts| self.matrix.sum(&parts[at]));
        let full = |at: usize| {
            let units = &parts.as_ref()?[at];
            units.iter().map(|unit| self.paper.units[*unit].full).sum::<Option<Rational>>()
        };
        let rate = |at: usize| {
            let (own, full) = (scores(at).filter(|own| !own.is_empty())?, full(at)?);
            let sum: i128 = own.iter().map(|score| i128::from(*score)).sum();
            let mean = self.paper.points(Rational::new(sum, own.len() as i128));
            Some(Value::Exact(mean * Rational::from_integer(100) / full))
        };
        let both = scores(0).zip(scores(1));
        let correlation = both.and_then(|(one, two)| Pair::of(one.into_iter().zip(two)).correlation());
        let not = Status::NotApplicable;
        [
            self.or(self.figure("objective_rate", Of::Percent), rate(0), not),
            self.or(self.figure("constructed_rate", Of::Percent), rate(1), not),
            self.or(self.figure("part_correlation", Of::Number), correlation.map(Value::Real), not),
        ]
    }
}

/// Skewness and excess kurtosis of a population.
fn shape(totals: &[i64]) -> (Option<f64>, Option<f64>) {
    let n = totals.len() as f64;
    if spread(totals) == 0 {
        return (None, None);
    }
    let mean = totals.iter().map(|total| i128::from(*total)).sum::<i128>() as f64 / n;
    let moment = |power| totals.iter().map(|total| (*total as f64 - mean).powi(power)).sum::<f64>() / n;
    let variance = moment(2);
    (Some(moment(3) / variance.powf(1.5)), Some(moment(4) / (variance * variance) - 3.0))
}

fn median(sorted: &[i64]) -> Option<Rational> {
    let last = sorted.len().checked_sub(1)?;
    let middle = i128::from(sorted[last / 2]) + i128::from(sorted[last.div_ceil(2)]);
    Some(Rational::new(middle, 2))
}

/// The score that most have; of several the lowest.
fn mode(sorted: &[i64]) -> Option<i64> {
    let runs = sorted.chunk_by(|one, other| one == other);
    runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run[0]))).map(|run| run[0])
}

static POPULATION: Phrase = Phrase::new(
    "paper_deviation_by_n",
    "总分标准差以 n 为除数",
    "standard deviation of totals with divisor n",
);
static SAMPLE: Phrase = Phrase::new(
    "paper_deviation_by_n_less_1",
    "总分标准差以 n − 1 为除数",
    "standard deviation of totals with divisor n − 1",
);
