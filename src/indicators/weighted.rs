//! Candidates of a sample, who count by the weight that they stand for. The tally keeps the weight as one of its
//! keys, so that counts stay counts; a weight is a decimal as written, so that sums of weights are exact and depend
//! neither on the order of rows nor on the number of threads.

use std::collections::{BTreeMap, HashMap};

use super::Request;
use super::grouping::{blocks, chosen_subjects, grouping_keys};
use super::registry::{Default, Kind, Parameter};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Label, Labels, Told};
use crate::lang::Text;
use crate::number::{Decimal, Rational, plain, to_f64};
use crate::records::Subject;
use crate::tally::{Distribution, Group, Tally};

pub const WEIGHT: Parameter = Parameter {
    name: "weight",
    text: Text::new(
        "抽样调查:作为分组保留的权数列(key:名称);人数按权数计",
        "of a sample survey: the key (key:NAME) that holds the weights by which candidates count",
    ),
    kind: Kind::Name,
    default: Default::Nothing,
    many: false,
};

/// Below these, sums of weights, and of weights times scores, of as many candidates as a tally can hold fit.
const MOST_DECIMALS: u8 = 9;
const MOST_WEIGHT: i128 = 1_000_000_000;

/// Candidates with one score.
#[derive(Clone, Copy, Default)]
struct Counted {
    candidates: u64,
    /// In ticks of weight.
    weight: i128,
}

/// The candidates of a group in one subject who have a score and a weight above 0.
pub struct Weighted {
    /// By ticks.
    scores: BTreeMap<i64, Counted>,
    /// Ticks of weight that are a weight of 1.
    one: i128,
}

impl Weighted {
    fn of<'a>(parts: impl Iterator<Item = (i128, &'a Distribution)>, one: i128) -> Weighted {
        let mut scores: BTreeMap<i64, Counted> = BTreeMap::new();
        for (weight, distribution) in parts.filter(|(weight, _)| *weight > 0) {
            for (ticks, count) in distribution.counts() {
                let counted = scores.entry(*ticks).or_default();
                counted.candidates += count;
                counted.weight += weight * i128::from(*count);
            }
        }
        Weighted { scores, one }
    }

    pub fn candidates(&self) -> u64 {
        self.scores.values().map(|counted| counted.candidates).sum()
    }

    fn ticks_of_weight(&self) -> i128 {
        self.scores.values().map(|counted| counted.weight).sum()
    }

    /// The sum of the weights.
    pub fn total(&self) -> Rational {
        Rational::new(self.ticks_of_weight(), self.one)
    }

    /// The sum of weight × score, in points.
    pub fn sum(&self, subject: &Subject) -> Rational {
        subject.scale.of_ticks(Rational::new(self.sum_of_ticks(), self.one))
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
            counted.weight as f64 / self.one as f64 * deviation * deviation
        });
        let sum: f64 = squares.sum();
        (free > 0.0).then(|| (sum / free).sqrt())
    }

    /// Candidates with at least so many ticks, and their weight.
    pub fn at_least(&self, ticks: i64) -> (u64, Rational) {
        let mut above = (0, 0);
        for counted in self.scores.range(ticks..).map(|(_, counted)| counted) {
            above = (above.0 + counted.candidates, above.1 + counted.weight);
        }
        (above.0, Rational::new(above.1, self.one))
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

    /// Completes what is known of every figure of this group. Who counts how much is not told, so that disclosure
    /// control goes by the fewest candidates that the figure sets apart.
    pub fn counted(&self, figure: Figure, key: &str, apart: &[u64]) -> Figure {
        let n = self.candidates();
        let method = match &*figure.method {
            "" => format!("weighted by {key}"),
            method => format!("weighted by {key}; {method}"),
        };
        let fewest = apart.iter().copied().chain([n]).filter(|count| *count > 0).min();
        Figure { n: Some(n), method: method.into(), told: Told::nothing(), fewest, ..figure }
    }
}

/// The weight of each label, in ticks of weight, and how many of these are 1.
struct Weights<'a> {
    of: HashMap<&'a str, i128>,
    one: i128,
}

impl<'a> Weights<'a> {
    fn read(tally: &'a Tally, at: usize) -> Result<Weights<'a>> {
        let mut read: HashMap<&str, Decimal> = HashMap::new();
        for group in &tally.groups {
            let label = group.labels[at].as_str();
            let weight = Decimal::parse(label.as_bytes()).filter(is_weight).ok_or_else(|| {
                let expected = Text::new(
                    "每名考生一个 0 至十亿的权数,至多 9 位小数",
                    "a weight from 0 to a billion with at most 9 decimals for every candidate",
                );
                invalid(label, expected)
            })?;
            read.insert(label, weight);
        }
        let decimals = read.values().map(|weight| weight.decimals).max().unwrap_or(0);
        let power = |decimals: u8| 10i128.pow(u32::from(decimals));
        let ticks = |weight: Decimal| i128::from(weight.mantissa) * power(decimals - weight.decimals);
        Ok(Weights {
            of: read.into_iter().map(|(label, weight)| (label, ticks(weight))).collect(),
            one: power(decimals),
        })
    }
}

fn is_weight(weight: &Decimal) -> bool {
    let most = Rational::from_integer(MOST_WEIGHT);
    weight.mantissa >= 0 && weight.decimals <= MOST_DECIMALS && weight.to_rational() <= most
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
    each: impl Fn(&Subject, &Weighted) -> Vec<(L, Figure)>,
) -> Result<Figures> {
    let by = grouping_keys(request);
    if by.contains(&key) {
        return Err(invalid(key, Text::new("不同时作分组的列", "a key that is not grouped by too")));
    }
    let mut figures = Figures::new(by.iter().chain(dimensions).map(|k| (*k).to_owned()).collect());
    let keys: Vec<&str> = by.iter().copied().chain([key]).collect();
    for of_year in exam.by_year(&keys)?.iter() {
        let tally = &of_year.tally;
        let weights = Weights::read(tally, by.len())?;
        let subjects = chosen_subjects(tally, request.arguments.all("subjects"))?;
        for block in blocks(tally, by.len()) {
            let group = block.group();
            for at in &subjects {
                let subject = &tally.subjects[*at];
                let weighted = Weighted::of(parts(block.groups, *at, by.len(), &weights)?, weights.one);
                let id = Label::from(subject.id.as_str());
                figures.rows.extend(each(subject, &weighted).into_iter().map(|(labels, figure)| Figure {
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

/// The distributions of a block in one subject, each with its weight.
fn parts<'a>(
    groups: &'a [Group],
    subject: usize,
    weight_at: usize,
    weights: &'a Weights<'_>,
) -> Result<impl Iterator<Item = (i128, &'a Distribution)>> {
    if groups.iter().any(|group| !group.distributions[subject].is_exact()) {
        let expected = Text::new("考生数据,不是公布的一分一段表", "candidates, not a published score table");
        return Err(invalid("-", expected));
    }
    Ok(groups.iter().map(move |group| {
        let weight = weights.of.get(group.labels[weight_at].as_str()).copied().unwrap_or(0);
        (weight, &group.distributions[subject])
    }))
}

/// What is not computed with weights is refused where it is asked for.
pub fn refuse(argument: &str, found: Rational) -> Error {
    let expected = Text::new("加权时不给", "nothing where candidates are weighted");
    Error::InvalidArgument { argument: argument.to_owned(), found: plain(found), expected }
}

#[cfg(test)]
#[path = "weighted_tests.rs"]
mod tests;
