//! The arguments of an indicator, as text from the command line, the configuration or Python alike.

use std::collections::BTreeMap;

use super::written::{
    CutScore, Population, Target, parse_cut_score, parse_population, parse_share, parse_target,
    parse_threshold,
};
use crate::error::Result;
use crate::number::{Rational, to_f64};

/// Argument names and their values, as text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Arguments(BTreeMap<String, Vec<String>>);

impl Arguments {
    pub fn new() -> Arguments {
        Arguments(BTreeMap::new())
    }

    pub fn set(&mut self, name: impl Into<String>, values: Vec<String>) {
        self.0.insert(name.into(), values);
    }

    /// One value of one argument alone.
    pub fn only(&self, name: &str, value: &str) -> Arguments {
        let mut only = Arguments::new();
        only.set(name, vec![value.to_owned()]);
        only
    }

    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|name, _| keep(name));
    }

    /// The values of an argument, which is then no longer given.
    pub fn take(&mut self, name: &str) -> Vec<String> {
        self.0.remove(name).unwrap_or_default()
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All values of an argument, none if it was not given.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(String::as_str)
    }

    /// A number that was checked to be one.
    pub fn number(&self, name: &str) -> Option<Rational> {
        parse_share(self.text(name)?)
    }

    /// All numbers of an argument that may be given several times.
    pub fn numbers(&self, name: &str) -> Vec<Rational> {
        self.all(name).iter().filter_map(|text| parse_share(text)).collect()
    }

    /// Thresholds for all subjects (no subject) or for one.
    pub fn thresholds(&self, name: &str) -> Vec<(Option<String>, Rational)> {
        self.all(name).iter().filter_map(|text| parse_threshold(text)).collect()
    }

    pub fn confidence(&self) -> f64 {
        self.number("confidence").map_or(0.95, to_f64)
    }

    pub fn cut_scores(&self, name: &str) -> Result<Vec<CutScore>> {
        self.all(name).iter().map(|text| parse_cut_score(name, text)).collect()
    }

    pub fn populations(&self, name: &str) -> Result<Vec<Population>> {
        self.all(name).iter().map(|text| parse_population(name, text)).collect()
    }

    pub fn targets(&self, name: &str) -> Result<Vec<Target>> {
        self.all(name).iter().map(|text| parse_target(name, text)).collect()
    }
}

/// What is asked of an indicator: the grouping keys and its own arguments.
pub struct Request<'a> {
    pub by: &'a [String],
    pub arguments: &'a Arguments,
}
