//! How the figures of an indicator stand in a table that names neither rows nor columns: declared with its definition,
//! so that no room which draws or protects tables need know one indicator from another.

use crate::figures::{FigureRef, Figures, Phrase, Unit, Value};
use crate::lang::Text;
use crate::number::decimals_of;

/// The table that suits an indicator.
#[derive(Clone, Copy, Debug)]
pub enum Layout {
    /// One quantity: a row per figure, with its parts where all have them and its interval; of several subjects as
    /// [`Layout::BySubject`].
    Single(Parts),
    /// The first measure: a row per group, a column per subject.
    BySubject,
    /// Several measures at one place: a row per group, subject and place, a column per measure.
    ByMeasure,
    /// Counts along the scores of one subject, a column per measure: drawn as a distribution.
    Distribution,
    /// Two sides, the difference of their means and its change: a row per subject, drawn with intervals.
    Sides(&'static Sides),
    /// What was planned and what was achieved: the parts of one measure, that measure and another.
    Plan { rate: &'static str, difference: &'static str },
    /// Many quantities: a row per figure, which names its measure and unit.
    Listed,
}

/// What the two parts of a quantity are called.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    pub numerator: Text,
    pub denominator: Text,
    /// Another name of the denominator, where the method says this.
    pub other: Option<(&'static Phrase, Text)>,
}

impl Parts {
    pub const SHARE: Parts = Parts {
        numerator: Text::new("分子", "Numerator"),
        denominator: Text::new("分母", "Denominator"),
        other: None,
    };

    /// What the denominators of figures are called.
    pub fn denominator_of(&self, figures: &Figures) -> Text {
        let is_said = |phrase: &Phrase| figures.iter().any(|figure| figure.method().has(phrase));
        self.other.filter(|(phrase, _)| is_said(phrase)).map_or(self.denominator, |(_, other)| other)
    }
}

/// The measures of two sides and their difference, by their ids.
#[derive(Debug)]
pub struct Sides {
    pub first: &'static str,
    pub second: &'static str,
    pub difference: &'static str,
    pub effect: &'static str,
    pub change: &'static str,
}

/// The decimal places of a measure in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// Those of its indicator.
    OfIndicator,
    /// So many.
    Of(u8),
    /// As many as it has, up to two: a count.
    AsNeeded,
}

impl Places {
    pub fn of(self, figure: FigureRef<'_>, of_indicator: u8) -> u8 {
        match (self, figure.value()) {
            (Places::OfIndicator, _) => of_indicator,
            (Places::Of(places), _) => places,
            (Places::AsNeeded, Some(Value::Exact(count))) => decimals_of(count).min(2),
            (Places::AsNeeded, _) => 0,
        }
    }
}

/// The places that suit a figure by its unit; a count of things shows those that it has.
pub fn natural_decimals(figure: FigureRef<'_>) -> u8 {
    match (figure.unit(), figure.value()) {
        (Unit::Number, Some(Value::Exact(count))) if count.is_integer() => 0,
        (Unit::Count, Some(Value::Exact(count))) => decimals_of(count).min(2),
        (unit, _) => unit.decimals(),
    }
}

/// What a measure is in a picture that tells more than bars and trends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawnAs {
    /// A place along the axis across, of points.
    Across,
    /// A place up, of points.
    Up,
    /// What is to be expected up there: a line among the points.
    Curve,
    /// A line along the labels of the head.
    Line,
    /// The colour of a cell, on either side of zero.
    Colour,
    /// A value on either side of zero with its interval, the highest on top.
    Effect,
    /// How reliable such a value is: said beside it.
    Reliability,
}

impl DrawnAs {
    /// Its word in Python.
    pub fn word(self) -> &'static str {
        match self {
            DrawnAs::Across => "across",
            DrawnAs::Up => "up",
            DrawnAs::Curve => "curve",
            DrawnAs::Line => "line",
            DrawnAs::Colour => "colour",
            DrawnAs::Effect => "effect",
            DrawnAs::Reliability => "reliability",
        }
    }
}

/// Which of several figures a measure picks out: whoever sees all of these sees it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extreme {
    pub end: End,
    /// The figures that it is picked from.
    pub indicator: &'static str,
    pub measure: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Lowest,
    Highest,
}

/// Where a figure holds sums of columns of a small table, which count pupils where their source says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnSums {
    /// Its value is one, and its numerator and denominator, where it has them.
    Value,
    /// Its numerator and denominator, where it has them.
    Parts,
}
