//! What a figure lets its reader know of the pupils behind it: how many there are in which range of scores, and
//! what their scores add up to.

use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use super::shared::Shared;
use crate::number::Rational;

/// A count of candidates, or the sum of their scores, that follows from a figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Told {
    pub what: What,
    /// Who is counted, within the group of the figure; the parts have no candidate in common.
    pub parts: Vec<Part>,
    /// Where it is another year than the figure's.
    pub year: Option<i32>,
    /// Whether it holds of all groups together.
    pub whole: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    Count,
    Sum,
    /// A count in which candidates count by their weights: no number of persons.
    Weighted,
}

/// Candidates of some labels (or of all) in a range.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// Further keys than those of the figure's group.
    pub keys: Vec<(String, String)>,
    pub range: Range,
    /// How often each of them counts: 1, but for those of samples.
    pub times: i64,
}

impl Part {
    pub fn of(key: Option<(String, String)>, range: Range) -> Part {
        Part { keys: key.into_iter().collect(), range, times: 1 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Range {
    /// With a score from here, the end not included.
    Scores { from: Option<Rational>, below: Option<Rational> },
    /// With a score or without.
    Everybody,
    /// Without a score, for the reason of that id (`absent`, …).
    Marked(&'static str),
}

impl Range {
    pub const TESTED: Range = Range::Scores { from: None, below: None };

    pub fn from(score: Rational) -> Range {
        Range::Scores { from: Some(score), below: None }
    }

    pub fn below(score: Rational) -> Range {
        Range::Scores { from: None, below: Some(score) }
    }

    pub fn between(from: Rational, below: Option<Rational>) -> Range {
        Range::Scores { from: Some(from), below }
    }
}

impl Told {
    pub fn count(range: Range) -> Told {
        Told::count_of(vec![Part::of(None, range)])
    }

    pub fn count_of(parts: Vec<Part>) -> Told {
        Told { what: What::Count, parts, year: None, whole: false }
    }

    /// Those with a score.
    pub fn tested() -> Told {
        Told::count(Range::TESTED)
    }
}

/// All that follows from a figure. Most figures let know one of the same few things.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AllTold(Shared<[Told]>);

impl AllTold {
    pub const NOTHING: AllTold = AllTold(Shared::Known(&[]));

    /// How many have a score, and what these scores add up to.
    pub fn mean() -> AllTold {
        static MEAN: LazyLock<[Told; 2]> =
            LazyLock::new(|| [Told { what: What::Sum, ..Told::tested() }, Told::tested()]);
        AllTold(Shared::Known(&*MEAN))
    }

    /// How many have a score, and nothing else.
    pub fn tested() -> AllTold {
        static TESTED: LazyLock<[Told; 1]> = LazyLock::new(|| [Told::tested()]);
        AllTold(Shared::Known(&*TESTED))
    }
}

impl Deref for AllTold {
    type Target = [Told];

    fn deref(&self) -> &[Told] {
        &self.0
    }
}

impl<T: Into<Arc<[Told]>>> From<T> for AllTold {
    fn from(told: T) -> AllTold {
        AllTold(Shared::Composed(told.into()))
    }
}

impl FromIterator<Told> for AllTold {
    fn from_iter<I: IntoIterator<Item = Told>>(told: I) -> AllTold {
        AllTold(Shared::Composed(told.into_iter().collect()))
    }
}
