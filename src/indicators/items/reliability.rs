//! How far a paper would give the same totals again: 信度.

use super::coefficients::{covariances, lambda2, lambda2_standardised, standardised, strata};
use super::paper::{Group, NONE, Paper, each_group, few, labels, left_out};
use crate::error::Result;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit as Of, Value};
use crate::indicators::arguments::{Arguments, Request};
use crate::number::{Rational, to_f64};
use crate::records::ItemSheet;
use crate::stats::items::{Pair, alpha, bonett, feldt};
use crate::threads;

pub const ID: &str = "reliability";
/// Of more parts their covariances are not formed.
const PARTS: usize = 400;

pub fn reliability(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let paper = Paper::asked(sheet, request.arguments);
    each_group(sheet, request, &["item"], |group, push| {
        let matrix = Matrix::of(&paper, group);
        let asked = Asked { paper: &paper, arguments: request.arguments, matrix: &matrix };
        let spreads = matrix.spreads();
        asked.of_paper(&spreads).into_iter().for_each(|figure| push(labels(None), figure));
        let without = threads::map_numbers(paper.units.len(), |at| asked.without(at, &spreads));
        paper.units.iter().zip(without).for_each(|(unit, figure)| push(labels(Some(&unit.id)), figure));
    })
}

/// The scores of those of whom every unit counts.
pub struct Matrix {
    /// By unit.
    pub scores: Vec<Vec<i64>>,
    pub totals: Vec<i64>,
    pub left_out: usize,
}

impl Matrix {
    pub fn of(paper: &Paper<'_>, group: &Group) -> Matrix {
        let is_whole = |at: &&usize| paper.scores.iter().all(|unit| unit[**at] != NONE);
        let kept: Vec<usize> = group.candidates.iter().filter(is_whole).copied().collect();
        let scores: Vec<Vec<i64>> =
            paper.scores.iter().map(|unit| kept.iter().map(|at| i64::from(unit[*at])).collect()).collect();
        let totals = (0..kept.len()).map(|at| scores.iter().map(|unit| unit[at]).sum()).collect();
        Matrix { scores, totals, left_out: group.candidates.len() - kept.len() }
    }

    pub fn n(&self) -> usize {
        self.totals.len()
    }

    /// n² times the variance of each unit, and of the total.
    pub fn spreads(&self) -> (Vec<i128>, i128) {
        (self.scores.iter().map(|unit| spread(unit)).collect(), spread(&self.totals))
    }

    /// The sum of some units.
    pub fn sum(&self, units: &[usize]) -> Vec<i64> {
        (0..self.n()).map(|at| units.iter().map(|unit| self.scores[*unit][at]).sum()).collect()
    }
}

/// n² times the variance of a population.
pub fn spread(scores: &[i64]) -> i128 {
    Pair::of(scores.iter().map(|score| (*score, 0))).spread_x()
}

struct Asked<'a> {
    paper: &'a Paper<'a>,
    arguments: &'a Arguments,
    matrix: &'a Matrix,
}

impl Asked<'_> {
    fn figure(&self, measure: &'static str) -> Figure {
        let n = self.matrix.n();
        let parts = PARTS_OF.with([Term::found(self.paper.units.len())]);
        let note = Clauses::from(parts).and(left_out(self.matrix.left_out)).and(few(n));
        Figure {
            n: Some(n as u64),
            method: self.paper.method.clone(),
            note,
            ..Figure::new(ID, measure, Of::Number)
        }
    }

    fn real(&self, measure: &'static str, value: Option<f64>) -> Figure {
        let figure = self.figure(measure);
        match value {
            Some(value) => figure.with_value(Value::Real(value)),
            None => figure.without_value(self.why_not()),
        }
    }

    fn exact(&self, measure: &'static str, value: Option<Rational>) -> Figure {
        let figure = self.figure(measure);
        match value {
            Some(value) => figure.with_value(Value::Exact(value)),
            None => figure.without_value(self.why_not()),
        }
    }

    fn why_not(&self) -> Status {
        if self.matrix.n() == 0 { Status::NoDenominator } else { Status::NotApplicable }
    }

    fn of_paper(&self, (parts, total): &(Vec<i128>, i128)) -> Vec<Figure> {
        let total = *total;
        let own = alpha(parts, total);
        let covariances = self.covariances();
        let mut figures = vec![
            self.with_interval(self.exact("alpha", own), own),
            self.real("alpha_standardised", covariances.as_ref().and_then(|all| standardised(all))),
            self.exact("kr20", own.filter(|_| self.is_of_rights())),
            self.exact("kr21", self.kr21(total)),
            self.stratified(total),
            self.real("lambda2", covariances.as_ref().and_then(|all| lambda2(all, parts, total))),
        ];
        let of_standardised = covariances.as_ref().and_then(|all| lambda2_standardised(all));
        figures.push(self.real("lambda2_standardised", of_standardised));
        figures.extend(self.halves(total));
        figures.push(self.sem(own, total));
        figures.push(
            self.figure("n_items").with_value(Value::Exact(Rational::from_integer(parts.len() as i128))),
        );
        figures
    }

    fn with_interval(&self, figure: Figure, own: Option<Rational>) -> Figure {
        let (n, k) = (self.matrix.n() as u64, self.paper.units.len() as u64);
        let confidence = self.arguments.confidence();
        let by_bonett = self.arguments.text("interval") == Some("bonett");
        let interval = own.map(to_f64).and_then(|own| match by_bonett {
            true => bonett(own, n, k, confidence),
            false => feldt(own, n, k, confidence),
        });
        let method = figure.method.and(if by_bonett { &BONETT } else { &FELDT });
        let figure = match own.is_some_and(|own| own < Rational::from_integer(0)) {
            true => figure.noted(NEGATIVE.with([Term::name(self.reversed().join("、"))])),
            false => figure,
        };
        Figure {
            lower: interval.map(|of| of.lower),
            upper: interval.map(|of| of.upper),
            confidence: interval.map(|_| confidence),
            method,
            ..figure
        }
    }

    /// Items that go against the rest of the paper.
    fn reversed(&self) -> Vec<String> {
        let against = |at: &usize| {
            let pairs = self.matrix.scores[*at].iter().zip(&self.matrix.totals);
            Pair::of(pairs.map(|(score, total)| (*score, total - score))).joint() < 0
        };
        let all = (0..self.paper.units.len()).filter(against);
        all.map(|at| self.paper.units[at].id.clone()).collect()
    }

    /// n² times the covariances of all units; too many are not formed.
    fn covariances(&self) -> Option<Vec<Vec<i128>>> {
        let scores = &self.matrix.scores;
        (scores.len() <= PARTS && self.matrix.n() > 0).then(|| covariances(scores))
    }

    /// Whether every unit is right or wrong, and worth the same.
    fn is_of_rights(&self) -> bool {
        self.full().is_some_and(|full| {
            self.matrix.scores.iter().flatten().all(|score| *score == 0 || *score == full)
        })
    }

    /// The full mark that all units have in common, in steps.
    fn full(&self) -> Option<i64> {
        let mut fulls = self.paper.units.iter().map(|unit| self.paper.full_steps(unit));
        let first = fulls.next()??;
        fulls.all(|full| full == Some(first)).then_some(i64::from(first))
    }

    /// As if all items were equally hard: k / (k − 1) (1 − M (k − M) / (k s²)).
    fn kr21(&self, total: i128) -> Option<Rational> {
        let full = self.full().filter(|_| self.is_of_rights() && total > 0)?;
        let (n, k) = (self.matrix.n() as i128, self.paper.units.len() as i128);
        let mean =
            Rational::new(self.matrix.totals.iter().map(|t| i128::from(*t)).sum(), n * i128::from(full));
        let variance = Rational::new(total, n * n * i128::from(full * full));
        let k = Rational::from_integer(k);
        let one = Rational::from_integer(1);
        (k > one).then(|| k / (k - one) * (one - mean * (k - mean) / (k * variance)))
    }

    fn stratified(&self, total: i128) -> Figure {
        let by_type = self.arguments.text("strata") == Some("type");
        let figure = self.figure("alpha_stratified");
        let figure =
            Figure { method: figure.method.and(if by_type { &BY_TYPE } else { &BY_OBJECTIVE }), ..figure };
        let strata = strata(self.paper, by_type);
        let Some(strata) = strata.filter(|strata| strata.len() > 1 && total > 0) else {
            return figure.noted(&NO_STRATA).without_value(self.why_not());
        };
        let mut error = Rational::from_integer(0);
        for units in strata {
            let parts: Vec<i128> = units.iter().map(|at| spread(&self.matrix.scores[*at])).collect();
            let own = spread(&self.matrix.sum(&units));
            let Some(alpha) = alpha(&parts, own) else {
                return figure.noted(&SMALL_STRATUM).without_value(Status::NotApplicable);
            };
            error += Rational::new(own, total) * (Rational::from_integer(1) - alpha);
        }
        figure.with_value(Value::Exact(Rational::from_integer(1) - error))
    }

    /// Odd against even units: the correlation stepped up, and Guttman's (Rulon's) coefficient.
    fn halves(&self, total: i128) -> [Figure; 2] {
        let of =
            |rest: usize| -> Vec<usize> { (0..self.paper.units.len()).filter(|at| at % 2 == rest).collect() };
        let [odd, even] = [of(0), of(1)].map(|units| self.matrix.sum(&units));
        let pair = Pair::of(odd.iter().copied().zip(even.iter().copied()));
        let stepped = pair.correlation().map(|r| 2.0 * r / (1.0 + r)).filter(|r| r.is_finite());
        let halves = Rational::from_integer(pair.spread_x() + pair.spread_y());
        let guttman = (total > 0 && self.paper.units.len() > 1).then(|| {
            Rational::from_integer(2) * (Rational::from_integer(1) - halves / Rational::from_integer(total))
        });
        [self.real("split_half", stepped), self.exact("guttman", guttman).noted(&NOT_ALPHA)]
    }

    fn sem(&self, own: Option<Rational>, total: i128) -> Figure {
        let is_population = self.arguments.text("deviation") == Some("population");
        let n = self.matrix.n() as i128;
        let divisor = n * if is_population { n } else { n - 1 };
        let value = own.filter(|_| divisor > 0).map(|alpha| {
            let error = (1.0 - to_f64(alpha)).max(0.0);
            (total as f64 / divisor as f64 * error).sqrt() * to_f64(self.paper.sheet.step)
        });
        let figure = self.real("sem", value);
        let said = if is_population { &POPULATION } else { &SAMPLE };
        Figure { unit: Of::Points, method: figure.method.and(said), ..figure }
    }

    /// α of the others: of the total without a unit, the variance follows from the sums of both.
    fn without(&self, at: usize, (parts, total): &(Vec<i128>, i128)) -> Figure {
        let unit = &self.matrix.scores[at];
        let with_total = Pair::of(unit.iter().copied().zip(self.matrix.totals.iter().copied())).joint();
        let others: Vec<i128> = (0..parts.len()).filter(|other| *other != at).map(|at| parts[at]).collect();
        self.exact("alpha_if_deleted", alpha(&others, total + parts[at] - 2 * with_total))
    }
}

static PARTS_OF: Phrase = Phrase::new("reliability_of_parts", "共 {} 题", "of {} items");
static FELDT: Phrase =
    Phrase::new("alpha_interval_feldt", "α 的区间按 F 分布", "interval of α by the F distribution");
static BONETT: Phrase = Phrase::new(
    "alpha_interval_bonett",
    "α 的区间按 1 − α 的对数",
    "interval of α on the scale of the logarithm of 1 − α",
);
static NEGATIVE: Phrase = Phrase::new(
    "negative_alpha",
    "α 为负，与其余题负相关的题：{}（先核对答案）",
    "α is negative; items that go against the rest: {} (check the key first)",
);
static BY_OBJECTIVE: Phrase =
    Phrase::new("strata_objective", "按客观题与主观题分层", "strata of objective and constructed items");
static BY_TYPE: Phrase = Phrase::new("strata_by_type", "按题型分层", "strata by type of item");
static NO_STRATA: Phrase = Phrase::new(
    "no_strata_of_items",
    "各题的层不全知道，或只有一层",
    "the strata of items are not all known, or there is one",
);
static SMALL_STRATUM: Phrase = Phrase::new(
    "stratum_without_alpha",
    "有一层不足 2 题或没有差异",
    "a stratum of one item, or without variance",
);
static NOT_ALPHA: Phrase =
    Phrase::new("guttman_is_not_alpha", "有的报告把它叫作 α 系数", "some reports call it α");
static POPULATION: Phrase = Phrase::new(
    "sem_deviation_by_n",
    "总分标准差以 n 为除数",
    "standard deviation of the total with divisor n",
);
static SAMPLE: Phrase = Phrase::new(
    "sem_deviation_by_n_less_1",
    "总分标准差以 n − 1 为除数",
    "standard deviation of the total with divisor n − 1",
);
