//! The arguments of an indicator: values of their parameters' types, defaults filled in.

use std::collections::BTreeMap;

use super::condition::Condition;
use super::lines::{Band, CutScore, LinkingError, Population, Target};
use crate::number::{Rational, to_f64};

/// Values by the names of their parameters.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Arguments(BTreeMap<&'static str, Values>);

/// The values of one parameter, one at least.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Names, subjects and choices by their ids.
    Words(Vec<String>),
    Numbers(Vec<Number>),
    Thresholds(Vec<Threshold>),
    CutScores(Vec<CutScore>),
    Populations(Vec<Population>),
    Targets(Vec<Target>),
    Pairs(Vec<Pair>),
    Weights(Vec<(String, Number)>),
    Bands(Vec<Band>),
    LinkingErrors(Vec<LinkingError>),
    Conditions(Vec<Condition>),
}

/// A number, and how it was written: a third has no decimal.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    pub value: Rational,
    pub written: String,
}

/// What a score must reach: in one subject, or in all.
pub type Threshold = (Option<String>, Rational);

/// A text, and the name that it goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub name: Option<String>,
    pub text: String,
}

/// What is asked of an indicator: the grouping keys and its own arguments.
pub struct Request<'a> {
    pub by: &'a [String],
    pub arguments: &'a Arguments,
}

impl Arguments {
    pub fn set(&mut self, name: &'static str, values: Values) {
        self.0.insert(name, values);
    }

    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All words of an argument, none if it was not given.
    pub fn all(&self, name: &str) -> &[String] {
        match self.0.get(name) {
            Some(Values::Words(words)) => words,
            other => none(name, other),
        }
    }

    /// The word of an argument, or its number as it was written.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.0.get(name)? {
            Values::Words(words) => words.first().map(String::as_str),
            Values::Numbers(numbers) => numbers.first().map(|number| number.written.as_str()),
            other => none::<String>(name, Some(other)).first().map(String::as_str),
        }
    }

    pub fn number(&self, name: &str) -> Option<Rational> {
        self.written_numbers(name).first().map(|number| number.value)
    }

    pub fn whole(&self, name: &str) -> Option<u64> {
        u64::try_from(self.number(name)?.to_integer()).ok()
    }

    /// All numbers of an argument that may be given several times.
    pub fn numbers(&self, name: &str) -> Vec<Rational> {
        self.written_numbers(name).iter().map(|number| number.value).collect()
    }

    pub fn written_numbers(&self, name: &str) -> &[Number] {
        match self.0.get(name) {
            Some(Values::Numbers(numbers)) => numbers,
            other => none(name, other),
        }
    }

    /// Thresholds for all subjects (no subject) or for one.
    pub fn thresholds(&self, name: &str) -> &[Threshold] {
        match self.0.get(name) {
            Some(Values::Thresholds(thresholds)) => thresholds,
            other => none(name, other),
        }
    }

    pub fn confidence(&self) -> f64 {
        self.number("confidence").map_or(0.95, to_f64)
    }

    pub fn cut_scores(&self, name: &str) -> &[CutScore] {
        match self.0.get(name) {
            Some(Values::CutScores(lines)) => lines,
            other => none(name, other),
        }
    }

    pub fn populations(&self, name: &str) -> &[Population] {
        match self.0.get(name) {
            Some(Values::Populations(populations)) => populations,
            other => none(name, other),
        }
    }

    pub fn targets(&self, name: &str) -> &[Target] {
        match self.0.get(name) {
            Some(Values::Targets(targets)) => targets,
            other => none(name, other),
        }
    }

    pub fn pairs(&self, name: &str) -> &[Pair] {
        match self.0.get(name) {
            Some(Values::Pairs(pairs)) => pairs,
            other => none(name, other),
        }
    }

    pub fn bands(&self, name: &str) -> &[Band] {
        match self.0.get(name) {
            Some(Values::Bands(bands)) => bands,
            other => none(name, other),
        }
    }

    pub fn linking_errors(&self, name: &str) -> &[LinkingError] {
        match self.0.get(name) {
            Some(Values::LinkingErrors(errors)) => errors,
            other => none(name, other),
        }
    }

    pub fn conditions(&self, name: &str) -> &[Condition] {
        match self.0.get(name) {
            Some(Values::Conditions(conditions)) => conditions,
            other => none(name, other),
        }
    }

    pub fn weights(&self, name: &str) -> &[(String, Number)] {
        match self.0.get(name) {
            Some(Values::Weights(weights)) => weights,
            other => none(name, other),
        }
    }
}

impl Values {
    /// Names, each with what it stands for, where it stands for something.
    pub fn names(&self) -> Vec<String> {
        match self {
            Values::Words(words) => words.clone(),
            Values::Pairs(pairs) => pairs.iter().map(Pair::to_string).collect(),
            Values::Weights(weights) => {
                weights.iter().map(|(header, weight)| format!("{header}={}", weight.written)).collect()
            }
            Values::Conditions(conditions) => {
                conditions.iter().map(|condition| condition.column.clone()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Nothing, as nothing was given. To ask for values of another type than the definition has is a slip of the
/// indicator's.
fn none<'a, T>(name: &str, values: Option<&Values>) -> &'a [T] {
    debug_assert!(values.is_none(), "{name} is of another kind");
    &[]
}

impl std::fmt::Display for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name}={}", self.text),
            None => self.text.fmt(f),
        }
    }
}
