//! How hard each item was: 难度.

use super::item_labels::ItemLabels;
use super::paper::{Group, NONE, Paper, Unit, each_group, few, unreached};
use crate::error::Result;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit as Of, Value};
use crate::indicators::arguments::{Arguments, Request};
use crate::number::{Rational, to_f64};
use crate::records::{self, ItemSheet};
use crate::stats::intervals::wilson;
use crate::stats::items::Pair;
use crate::stats::{Interval, normal_quantile};
use crate::threads;

pub const ID: &str = "item_difficulty";

pub fn item_difficulty(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let paper = Paper::asked(sheet, request.arguments);
    let unreached = unreached(sheet);
    let labels = ItemLabels::of(&paper);
    each_group(sheet, request, labels.keys(), |group, push| {
        let asked = Asked { paper: &paper, arguments: request.arguments, group };
        let of_units = threads::map_numbers(paper.units.len(), |at| {
            let unit = &paper.units[at];
            let own = asked.of_unit(unit, &paper.scores[at]);
            own.into_iter().chain(asked.blanks(unit, &unreached)).collect::<Vec<Figure>>()
        });
        for (unit, figures) in paper.units.iter().zip(of_units) {
            figures.into_iter().for_each(|figure| push(labels.unit(unit), figure));
        }
        for (unit, scores) in paper.alternatives.iter().zip(&paper.alternative_scores) {
            let own = asked.of_unit(unit, scores);
            let choice = asked.choice(scores);
            own.into_iter().chain(choice).for_each(|figure| push(labels.unit(unit), figure));
        }
        asked.of_paper().into_iter().for_each(|figure| push(labels.whole_paper(), figure));
    })
}

struct Asked<'a> {
    paper: &'a Paper<'a>,
    arguments: &'a Arguments,
    group: &'a Group,
}

impl Asked<'_> {
    fn figure(&self, measure: &'static str, unit: Of, n: usize) -> Figure {
        Figure { n: Some(n as u64), method: self.paper.method.clone(), ..Figure::new(ID, measure, unit) }
            .noted(few(n))
    }

    fn of_unit(&self, unit: &Unit, scores: &[i32]) -> Vec<Figure> {
        let own: Vec<i64> = self
            .group
            .candidates
            .iter()
            .map(|at| scores[*at])
            .filter(|score| *score != NONE)
            .map(i64::from)
            .collect();
        let is_choice = self.paper.said(unit, |item| item.key.clone()).is_some_and(|key| key.len() == 1);
        let mut figures = self.spread(&own, unit.full, is_choice && unit.items.len() == 1);
        let full = self.paper.full_steps(unit).map(i64::from);
        figures.push(self.share("zero_share", &own, Some(0)));
        figures.push(self.share("full_share", &own, full));
        figures.push(self.full_mark(unit.full, own.len()));
        if let Some(planned) = self.paper.said(unit, |item| item.expected).filter(|_| unit.items.len() == 1) {
            figures.push(self.figure("expected", Of::Number, own.len()).with_value(Value::Exact(planned)));
            let gap = difficulty(self.paper, &own, unit.full).map(|own| own - planned);
            let figure = self.figure("expected_gap", Of::Number, own.len());
            figures.push(match gap {
                Some(gap) => figure.with_value(Value::Exact(gap)),
                None => figure.without_value(if own.is_empty() {
                    Status::NoDenominator
                } else {
                    Status::MissingInput
                }),
            });
        }
        figures
    }

    fn full_mark(&self, full: Option<Rational>, n: usize) -> Figure {
        let figure = self.figure("full_mark", Of::Points, n);
        match full {
            Some(full) => figure.with_value(Value::Exact(full)),
            None => figure.noted(&NO_FULL_MARK).without_value(Status::MissingInput),
        }
    }

    /// Mean, difficulty, standard deviation and their ratio.
    fn spread(&self, own: &[i64], full: Option<Rational>, is_choice: bool) -> Vec<Figure> {
        let figure = |measure, unit| self.figure(measure, unit, own.len());
        let sums = Pair::of(own.iter().map(|score| (*score, 0)));
        let (mean, hard, sd, cv) = (
            figure("mean", Of::Points),
            figure("difficulty", Of::Number),
            figure("sd", Of::Points),
            figure("cv", Of::Number),
        );
        let none = Status::NoDenominator;
        if own.is_empty() {
            return [mean, hard, sd, cv].map(|figure| figure.without_value(none)).into();
        }
        let average = self.paper.points(Rational::new(sums.x, sums.n));
        let (sum, n) = (self.paper.points(Rational::from_integer(sums.x)), Rational::from_integer(sums.n));
        let mean = Figure { numerator: Some(Value::Exact(sum)), denominator: Some(Value::Exact(n)), ..mean }
            .with_value(Value::Exact(average));
        let is_sample = self.arguments.text("deviation") == Some("sample");
        let lost = i128::from(is_sample);
        let method = Clauses::from(if is_sample { &SAMPLE } else { &POPULATION });
        let variance = (sums.n > lost).then(|| Rational::new(sums.spread_x(), sums.n * (sums.n - lost)));
        let deviation = variance.map(|variance| to_f64(variance).sqrt() * to_f64(self.paper.sheet.step));
        let sd = Figure { method: sd.method.and(&method), ..sd };
        let cv = Figure { method: cv.method.and(&method), ..cv };
        let cv = match deviation {
            Some(deviation) if sums.x > 0 => cv.with_value(Value::Real(deviation / to_f64(average))),
            _ => cv.without_value(none),
        };
        let sd = match deviation {
            Some(deviation) => sd.with_value(Value::Real(deviation)),
            None => sd.without_value(none),
        };
        vec![mean, self.hard(hard, own, full, is_choice), sd, cv]
    }

    fn hard(&self, figure: Figure, own: &[i64], full: Option<Rational>, is_choice: bool) -> Figure {
        let is_loss = self.arguments.text("direction") == Some("loss");
        let options =
            self.arguments.number("options").filter(|m| is_choice && *m > Rational::from_integer(1));
        let method = figure
            .method
            .and(if is_loss { &LOSS } else { &PASS })
            .and(options.map(|m| GUESSING.with([Term::chosen(m)])));
        let figure = Figure { method, ..figure };
        let Some(rate) = difficulty(self.paper, own, full) else {
            return figure.noted(&NO_FULL_MARK).without_value(Status::MissingInput);
        };
        let one = Rational::from_integer(1);
        let rate = options.map_or(rate, |m| (m * rate - one) / (m - one));
        let sum = own.iter().map(|score| i128::from(*score)).sum::<i128>();
        let plain = options.is_none() && !is_loss;
        let parts = full.filter(|_| plain).map(|full| {
            let sum = self.paper.points(Rational::from_integer(sum));
            (Value::Exact(sum), Value::Exact(full * Rational::from_integer(own.len() as i128)))
        });
        let (numerator, denominator) = parts.unzip();
        let value = if is_loss { one - rate } else { rate };
        let figure = Figure { numerator, denominator, ..figure }.with_value(Value::Exact(value));
        match self.interval(own, full) {
            Some(ends) => {
                let moved = |end: f64| {
                    let m = options.map(to_f64);
                    let end = m.map_or(end, |m| (m * end - 1.0) / (m - 1.0));
                    if is_loss { 1.0 - end } else { end }
                };
                let (one, other) = (moved(ends.lower), moved(ends.upper));
                Figure {
                    lower: Some(one.min(other)),
                    upper: Some(one.max(other)),
                    confidence: Some(self.arguments.confidence()),
                    method: figure.method.and(&SIMPLE),
                    ..figure
                }
            }
            None => figure,
        }
    }

    /// Of the score rate, where candidates are taken for a sample.
    fn interval(&self, own: &[i64], full: Option<Rational>) -> Option<Interval> {
        if self.arguments.text("interval") != Some("simple") {
            return None;
        }
        let confidence = self.arguments.confidence();
        let steps = full? / self.paper.sheet.step;
        let whole = |score: i64| Rational::from_integer(i128::from(score)) == steps;
        if own.iter().all(|score| *score == 0 || whole(*score)) {
            let right = own.iter().filter(|score| whole(**score)).count() as u64;
            return wilson(right, own.len() as u64, confidence);
        }
        let sums = Pair::of(own.iter().map(|score| (*score, 0)));
        let n = sums.n.checked_sub(1).filter(|less| *less > 0).map(|_| sums.n)?;
        let variance = sums.spread_x() as f64 / (n * (n - 1)) as f64;
        let (mean, steps) = (sums.x as f64 / n as f64, to_f64(steps));
        let reach = normal_quantile(0.5 + confidence / 2.0)? * (variance / n as f64).sqrt();
        let [lower, upper] = [mean - reach, mean + reach].map(|end| (end / steps).clamp(0.0, 1.0));
        Some(Interval { lower, upper })
    }

    fn share(&self, measure: &'static str, own: &[i64], of: Option<i64>) -> Figure {
        let figure = self.figure(measure, Of::Percent, own.len());
        let Some(wanted) = of else { return figure.noted(&NO_FULL_MARK).without_value(Status::MissingInput) };
        let count = own.iter().filter(|score| **score == wanted).count() as i128;
        share_of(figure, count, own.len() as i128)
    }

    /// How many of the group left the item blank, and how many did not come to it.
    fn blanks(&self, unit: &Unit, unreached: &[Vec<bool>]) -> Vec<Figure> {
        if unit.choose.is_some() {
            return Vec::new();
        }
        let sheet = self.paper.sheet;
        let (mut omitted, mut behind) = (0i128, 0i128);
        for &candidate in &self.group.candidates {
            let is_blank = |at: &usize| sheet.scores[*at][candidate] == records::BLANK;
            let is_behind = unit.items.iter().any(|at| is_blank(at) && unreached[*at][candidate]);
            behind += i128::from(is_behind);
            omitted += i128::from(!is_behind && unit.items.iter().any(is_blank));
        }
        let n = self.group.candidates.len();
        let figure = |measure, count| {
            self.figure(measure, Of::Persons, n).with_value(Value::Exact(Rational::from_integer(count)))
        };
        vec![figure("omitted", omitted), figure("not_reached", behind)]
    }

    /// Who chose a question, and how they did in the rest of the paper: without that its difficulty misleads.
    fn choice(&self, scores: &[i32]) -> Vec<Figure> {
        let all = self.group.candidates.len();
        let chose: Vec<usize> =
            self.group.candidates.iter().copied().filter(|at| scores[*at] != NONE).collect();
        let chosen = share_of(self.figure("chosen", Of::Percent, all), chose.len() as i128, all as i128);
        let mean = self.figure("compulsory_mean", Of::Points, chose.len());
        let rest: i128 =
            chose.iter().map(|at| i128::from(self.paper.totals[*at] - i64::from(scores[*at]))).sum();
        let mean = match chose.len() as i128 {
            0 => mean.without_value(Status::NoDenominator),
            n => mean.with_value(Value::Exact(self.paper.points(Rational::new(rest, n)))),
        };
        vec![chosen, mean]
    }

    fn of_paper(&self) -> Vec<Figure> {
        let own: Vec<i64> = self.group.candidates.iter().map(|at| self.paper.totals[*at]).collect();
        let mut figures = self.spread(&own, self.paper.full, false);
        figures.push(self.full_mark(self.paper.full, own.len()));
        figures
    }
}

/// The share of the full mark, exactly; `None` where it is not known or nobody is there.
fn difficulty(paper: &Paper<'_>, own: &[i64], full: Option<Rational>) -> Option<Rational> {
    let full = full.filter(|full| *full > Rational::from_integer(0) && !own.is_empty())?;
    let sum = own.iter().map(|score| i128::from(*score)).sum::<i128>();
    Some(paper.points(Rational::new(sum, own.len() as i128)) / full)
}

/// A share in per cent with its parts.
pub fn share_of(figure: Figure, part: i128, whole: i128) -> Figure {
    let exact = |number| Some(Value::Exact(Rational::from_integer(number)));
    let figure = Figure { numerator: exact(part), denominator: exact(whole), ..figure };
    match whole {
        0 => figure.without_value(Status::NoDenominator),
        _ => figure.with_value(Value::Exact(Rational::new(part * 100, whole))),
    }
}

// One sentence for both: which of them it is depends on the scores of a group.
static SIMPLE: Phrase = Phrase::new(
    "difficulty_interval",
    "区间：对错题按 Wilson，其余为平均分 ± z 标准误",
    "interval: Wilson's of items that are right or wrong, else the mean ± z standard errors",
);
static PASS: Phrase = Phrase::new("difficulty_is_rate", "难度为得分率", "difficulty is the score rate");
static LOSS: Phrase = Phrase::new("difficulty_is_loss", "难度为失分率", "difficulty is the rate lost");
static GUESSING: Phrase = Phrase::new(
    "difficulty_corrected_for_guessing",
    "按 {} 个选项校正猜测",
    "corrected for guessing among {} options",
);
static POPULATION: Phrase =
    Phrase::new("item_deviation_by_n", "标准差以 n 为除数", "standard deviation with divisor n");
static SAMPLE: Phrase = Phrase::new(
    "item_deviation_by_n_less_1",
    "标准差以 n − 1 为除数",
    "standard deviation with divisor n − 1",
);
static NO_FULL_MARK: Phrase =
    Phrase::new("item_without_full_mark", "该题的满分未知", "the full mark of the item is not known");
