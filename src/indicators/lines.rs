//! Lines, targets, inhabitants, bands of a scheme and linking errors, as arguments.

use std::fmt;

use crate::number::{Rational, plain};

/// A line that a score must reach, of one year and track or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct CutScore {
    pub year: Option<i32>,
    pub track: Option<String>,
    pub name: String,
    pub score: Rational,
}

/// The inhabitants of one year and group, or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    pub year: Option<i32>,
    pub group: Option<String>,
    pub count: Rational,
}

/// How many candidates should reach a line, of one year, group and line or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub year: Option<i32>,
    pub group: Option<String>,
    pub line: Option<String>,
    pub count: Rational,
}

/// A band of scaling: the best `share` of those left get scaled scores from `high` down to `low`; one score where both
/// are equal.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pub name: String,
    /// Of 1.
    pub share: Rational,
    pub high: Rational,
    pub low: Rational,
}

/// The error of the link between the scales of two cycles, of one subject and two cycles or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkingError {
    pub subject: Option<String>,
    pub cycles: Option<(String, String)>,
    pub error: Rational,
}

/// For messages: nothing reads it.
impl fmt::Display for CutScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(year) = self.year {
            write!(f, "{year}/")?;
        }
        if let Some(track) = &self.track {
            write!(f, "{track}:")?;
        }
        write!(f, "{}={}", self.name, plain(self.score))
    }
}
