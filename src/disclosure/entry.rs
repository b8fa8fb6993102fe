//! One thing that a figure tells: a count or a sum of a group, or of events that only the figure knows.

use crate::figures::{Part, Range, What};
use crate::number::Rational;

/// A group of pupils by labels of its keys.
pub type Labels = Vec<(String, String)>;

/// One thing that a figure tells.
pub struct Entry {
    /// The figure, counted over all sheets.
    pub figure: usize,
    pub subject: String,
    pub group: Labels,
    pub known: Known,
}

pub enum Known {
    /// A count or sum that the tally holds.
    Told { what: What, parts: Vec<Part> },
    /// A count of events that only the figure knows (who passed all subjects).
    Events(Events),
    /// All to whom an event happened have a score from here; with the subject that the event is of.
    Among { event: Event, subject: String, from: Rational },
}

/// Events of one group, of which a figure tells how many there are together.
#[derive(Default)]
pub struct Events {
    pub cells: Vec<Event>,
    /// All whom they divide, where these are just they.
    pub base: Option<Event>,
    /// Candidates of the tally who are just they; they stand in another entry of the figure.
    pub same: Option<Vec<Part>>,
    /// Where they are all from a score on: its name and the score. Those from a higher one are among them.
    pub reach: Option<(String, Rational)>,
}

/// How many of a group something happened to.
#[derive(Clone)]
pub struct Event {
    pub name: String,
    pub group: Labels,
    pub count: i64,
}

impl Entry {
    /// Whether all candidates of its group are counted who count at all: a figure that has a value or hides it says
    /// that there are some.
    pub fn counts_all(&self) -> bool {
        let is_all = |part: &Part| part.times == 1 && matches!(part.range, Range::TESTED | Range::Everybody);
        match &self.known {
            Known::Told { what, parts } => *what == What::Count && parts.iter().all(is_all),
            Known::Events(events) => events.base.is_some(),
            Known::Among { .. } => false,
        }
    }

    /// Whether all candidates of its group are counted, with a score or without.
    pub fn counts_everybody(&self) -> bool {
        let is_all = |part: &Part| part.keys.is_empty() && part.times == 1 && part.range == Range::Everybody;
        matches!(&self.known, Known::Told { parts, .. } if parts.iter().all(is_all))
    }
}

/// The ranges that a count is made of end at these scores.
pub fn cuts(parts: &[Part]) -> impl Iterator<Item = Rational> + '_ {
    parts
        .iter()
        .flat_map(|part| match part.range {
            Range::Scores { from, below } => [from, below],
            _ => [None, None],
        })
        .flatten()
}
