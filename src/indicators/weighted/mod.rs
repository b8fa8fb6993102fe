//! Candidates of a sample, who count by the weight that they stand for. The tally keeps the weight as one of its
//! keys, so that counts stay counts; a weight is a decimal as written, so that sums of weights are exact and depend
//! neither on the order of rows nor on the number of threads.

mod weights;

use std::collections::BTreeMap;

use super::arguments::Request;
use super::definition::{Default, Kind, Parameter};
use super::grouping::{blocks, chosen_subjects, grouping_keys};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{AllTold, Figure, Figures, Label, Labels, Range, Told};
use crate::lang::Text;
use crate::number::{Rational, plain, to_f64};
use crate::records::Subject;
use crate::tally::{Distribution, Group};
pub use weights::{Weights, check_weights};

pub const WEIGHT: Parameter = Parameter {
    name: "weight",
    text: Text::new(
        "抽样调查：作为分组保留的权数列（key:名称）；人数按权数计",
        "of a sample survey: the key (key:NAME) that holds the weights by which candidates count",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: false,
};

/// Candidates with one score.
#[derive(Clone, Copy, Default)]
pub struct Counted {
    pub candidates: u64,
    /// In ticks of weight.
    pub weight: i128,
}

/// The candidates of a group in one subject who have a score and a weight above 0.
pub struct Weighted<'a> {
    /// By ticks.
    scores: BTreeMap<i64, Counted>,
    weights: &'a Weights<'a>,
    /// The labels of weights that occur in the group.
    labels: Vec<&'a str>,
}

impl<'a> Weighted<'a> {
    fn of(parts: &[(&'a str, &Distribution)], weights: &'a Weights<'a>) -> Weighted<'a> {
        let mut scores: BTreeMap<i64, Counted> = BTreeMap::new();
        let mut labels: Vec<&str> = parts.iter().map(|(label, _)| *label).collect();
        labels.dedup();
        let weighty = parts.iter().map(|(label, distribution)| (weights.of(label), distribution));
        for (weight, distribution) in weighty.filter(|(weight, _)| *weight > 0) {
            for (ticks, count) in distribution.counts() {
                let counted = scores.entry(*ticks).or_default();
                counted.candidates += count;
                counted.weight += weight * i128::from(*count);
            }
        }
        Weighted { scores, weights, labels }
    }

    /// By ticks, from the lowest.
    pub fn scores(&self) -> &BTreeMap<i64, Counted> {
        &self.scores
    }

    /// Ticks of weight that are a weight of 1.
    pub fn one(&self) -> i128 {
        self.weights.one
    }

    pub fn candidates(&self) -> u64 {
        self.scores.values().map(|counted| counted.candidates).sum()
    }

    fn ticks_of_weight(&self) -> i128 {
        self.scores.values().map(|counted| counted.weight).sum()
    }

    /// The sum of the weights.
    pub fn total(&self) -> Rational {
        Rational::new(self.ticks_of_weight(), self.weights.one)
    }

    /// The sum of weight × score, in points.
    pub fn sum(&self, subject: &Subject) -> Rational {
        subject.scale.of_ticks(Rational::new(self.sum_of_ticks(), self.weights.one))
    }

    fn sum_of_ticks(&self) -> i128 {
        self.scores.iter().map(|(ticks, counted)| i128::from(*ticks) * counted.weight).sum()
    }

    /// `None` without candidates.
    pub fn mean(&self, subject: &Subject) -> Option<Rational> {
        let weight = self.ticks_of_weight();
        (weight > 0).then(|| subject.scale.of_ticks(Rational::new(self.sum_of_ticks(), weight)))
    }

    /// With denominator Σw − `lost`; `None` where that is not above zero.
    pub fn standard_deviation(&self, subject: &Subject, lost: u64) -> Option<f64> {
        let free = to_f64(self.total()) - lost as f64;
        let mean = to_f64(self.mean(subject)?);
        // From the lowest score to the highest: an order of the scores, not of the rows.
        let squares = self.scores.iter().map(|(ticks, counted)| {
            let deviation = to_f64(subject.scale.score(*ticks)) - mean;
            counted.weight as f64 / self.weights.one as f64 * deviation * deviation
        });
        let sum: f64 = squares.sum();
        (free > 0.0).then(|| (sum / free).sqrt())
    }

    /// The weight of those with at least so many ticks.
    pub fn at_least(&self, ticks: i64) -> Rational {
        let weight: i128 = self.scores.range(ticks..).map(|(_, counted)| counted.weight).sum();
        Rational::new(weight, self.weights.one)
    }

    /// The lowest score up to which a share `p` of the weight lies; the mean of it and the next where the share is
    /// just that and `averaged`. `None` without candidates.
    pub fn quantile(&self, subject: &Subject, p: Rational, averaged: bool) -> Option<Rational> {
        let weight = self.ticks_of_weight();
        let mut scores = self.scores.iter();
        let mut passed = 0;
        while let Some((ticks, counted)) = scores.next() {
            passed += counted.weight;
            let share = Rational::new(passed, weight);
            if share < p {
                continue;
            }
            let score = subject.scale.score(*ticks);
            let next = scores.next().filter(|_| averaged && share == p);
            let halfway = |next| (score + subject.scale.score(next)) / Rational::from_integer(2);
            return Some(next.map_or(score, |(next, _)| halfway(*next)));
        }
        None
    }

    /// The fewest candidates with one of the scores with the largest weight.
    pub fn fewest_at_mode(&self) -> u64 {
        let most = self.scores.values().map(|counted| counted.weight).max();
        let modes = self.scores.values().filter(|counted| Some(counted.weight) == most);
        modes.map(|counted| counted.candidates).min().unwrap_or(0)
    }

    /// The lowest of the scores with the largest weight, that weight, and how many share it. `None` without candidates.
    pub fn mode(&self) -> Option<(i64, Rational, Vec<i64>)> {
        let most = self.scores.values().map(|counted| counted.weight).max()?;
        let modes = self.scores.iter().filter(|(_, counted)| counted.weight == most);
        let modes: Vec<i64> = modes.map(|(ticks, _)| *ticks).collect();
        Some((*modes.first()?, Rational::new(most, self.weights.one), modes))
    }

    /// Completes what is known of every figure of this group. Unweighted, it would tell `told`.
    pub fn counted(&self, figure: Figure, subject: &Subject, told: &AllTold) -> Figure {
        let figure = Figure { n: Some(self.candidates()), ..figure };
        self.weights.complete(figure, told, &self.labels, || self.fewest(subject, told))
    }

    /// The fewest candidates that some counts set apart from the others.
    fn fewest(&self, subject: &Subject, told: &[Told]) -> Option<u64> {
        let all = self.candidates();
        let within = |range| match range {
            Range::Scores { from, below } => {
                let at = |score: Option<Rational>| score.map(|score| subject.scale.ticks_at_least(score));
                let (from, below) = (at(from), at(below));
                let is_in = |ticks: &i64| {
                    from.is_none_or(|from| *ticks >= from) && below.is_none_or(|below| *ticks < below)
                };
                let inside = self.scores.iter().filter(|(ticks, _)| is_in(ticks));
                inside.map(|(_, counted)| counted.candidates).sum()
            }
            Range::Base { count, .. } | Range::Event { count, .. } => u64::try_from(count).unwrap_or(0),
            Range::Most { count } => count,
            Range::Everybody | Range::Marked(_) | Range::Places { .. } | Range::Reached { .. } => all,
        };
        let counts = told.iter().flat_map(|told| &told.parts).map(|part| within(part.range));
        counts.flat_map(|count: u64| [count, all.saturating_sub(count)]).filter(|count| *count > 0).min()
    }
}

pub fn invalid(found: &str, expected: Text) -> Error {
    Error::InvalidArgument { argument: WEIGHT.name.to_owned(), found: found.to_owned(), expected }
}

/// Calls `each` for every year, group and chosen subject with the weighted candidates, as
/// [`super::grouping::each_table`] does with the counted ones.
///
/// # Errors
/// A key that is not at hand or asked for as a group too; a label of it that is no weight; a published table.
pub fn each_weighted<L: Into<Labels>>(
    exam: &Exam,
    request: &Request<'_>,
    key: &str,
    dimensions: &[&str],
    each: impl Fn(&Subject, &Weighted<'_>) -> Result<Vec<(L, Figure)>>,
) -> Result<Figures> {
    let by = grouping_keys(request);
    refuse_grouped(&by, key)?;
    let mut figures = Figures::new(by.iter().chain(dimensions).map(|k| (*k).to_owned()).collect());
    let keys: Vec<&str> = by.iter().copied().chain([key]).collect();
    for of_year in exam.by_year(&keys)?.iter() {
        let tally = &of_year.tally;
        let weights = Weights::read(tally, by.len())?;
        let subjects = chosen_subjects(tally, named_subjects(request))?;
        for block in blocks(tally, by.len()) {
            let group = block.group();
            for at in &subjects {
                let subject = &tally.subjects[*at];
                let weighted = Weighted::of(&parts(block.groups, *at, by.len())?, &weights);
                let id = Label::from(subject.id.as_str());
                figures.extend(each(subject, &weighted)?.into_iter().map(|(labels, figure)| Figure {
                    year: of_year.year,
                    group: group.joined(&labels.into()),
                    subject: Some(id.clone()),
                    ..figure
                }));
            }
        }
    }
    Ok(figures)
}

/// Of indicators of one subject, or of several.
fn named_subjects<'a>(request: &Request<'a>) -> &'a [String] {
    match request.arguments.all("subject") {
        [] => request.arguments.all("subjects"),
        one => one,
    }
}

/// A key by which candidates are weighted tells no groups apart.
pub fn refuse_grouped(by: &[&str], key: &str) -> Result<()> {
    match by.contains(&key) {
        true => Err(invalid(key, Text::new("不同时作分组的列", "a key that is not grouped by too"))),
        false => Ok(()),
    }
}

/// The distributions of a block in one subject, each with the label of its weight.
fn parts(groups: &[Group], subject: usize, weight_at: usize) -> Result<Vec<(&str, &Distribution)>> {
    groups.iter().try_for_each(|group| refuse_table(&group.distributions[subject]))?;
    let part = |group| {
        let group: &Group = group;
        (group.labels[weight_at].as_str(), &group.distributions[subject])
    };
    Ok(groups.iter().map(part).collect())
}

/// Nobody knows the weights of those in a bucket of a published table.
pub fn refuse_table(distribution: &Distribution) -> Result<()> {
    if distribution.is_exact() {
        return Ok(());
    }
    Err(invalid("-", Text::new("考生数据，不是公布的一分一段表", "candidates, not a published score table")))
}

/// What is not computed with weights is refused where it is asked for.
pub fn refuse(argument: &str, found: Rational) -> Error {
    let expected = Text::new("加权时不给", "nothing where candidates are weighted");
    Error::InvalidArgument { argument: argument.to_owned(), found: plain(found), expected }
}

#[cfg(test)]
mod tests;
