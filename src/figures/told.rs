//! What a figure lets its reader know of the pupils behind it: how many there are in which range of scores, and
//! what their scores add up to.

use std::ops::Deref;
use std::sync::Arc;

use super::label::Label;
use super::shared::Shared;
use crate::number::Rational;
use crate::threads::Lazy;

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
    /// Where it is another subject than the figure's.
    pub subject: Option<Label>,
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
    /// At these places in the order of scores, the best first; both may lie inside a candidate.
    Places { from: Rational, to: Rational },
    /// With the most frequent score. How many have it stands in no table, so that it is not published.
    Most { count: u64 },
    /// To whom something happened that the scores of one subject do not tell (passing all of them), and how many they
    /// are. The events of one name divide all who count; those of a score of their own are told apart by its ends.
    Event { name: &'static str, from: Option<Rational>, below: Option<Rational>, count: i64 },
    /// Of a subject, with a score from here: among them are all to whom the event beside it happened.
    Reached { from: Rational },
    /// All whom such events divide, and how many they are.
    Base { name: &'static str, count: i64 },
}

impl Range {
    pub const TESTED: Range = Range::Scores { from: None, below: None };
    /// The name of a base of all who are registered; any other is of those with a score.
    pub const REGISTERED: &str = "registered";

    pub fn from(score: Rational) -> Range {
        Range::Scores { from: Some(score), below: None }
    }

    pub fn below(score: Rational) -> Range {
        Range::Scores { from: None, below: Some(score) }
    }

    pub fn between(from: Rational, below: Option<Rational>) -> Range {
        Range::Scores { from: Some(from), below }
    }

    pub fn event(name: &'static str, count: u64) -> Range {
        Range::Event { name, from: None, below: None, count: count as i64 }
    }

    pub fn base(name: &'static str, count: u64) -> Range {
        Range::Base { name, count: count as i64 }
    }

    /// Whether only the figure itself knows how many they are.
    pub fn is_event(self) -> bool {
        matches!(self, Range::Event { .. } | Range::Base { .. })
    }
}

impl Told {
    pub fn count(range: Range) -> Told {
        Told::count_of(vec![Part::of(None, range)])
    }

    pub fn count_of(parts: Vec<Part>) -> Told {
        Told { what: What::Count, parts, year: None, whole: false, subject: None }
    }

    /// A count of events, whatever they are.
    pub fn count_events(events: impl IntoIterator<Item = Range>) -> Told {
        Told::count_of(events.into_iter().map(|event| Part::of(None, event)).collect())
    }

    /// The sum of the scores at some places.
    pub fn places(from: Rational, to: Rational) -> Told {
        Told { what: What::Sum, ..Told::count(Range::Places { from, to }) }
    }

    /// All to whom an event happened have a score from here on in a subject.
    pub fn reached(event: Range, subject: &Label, from: Rational) -> Told {
        Told::count_events([event, Range::Reached { from }]).in_subject(subject)
    }

    /// The same of another subject.
    pub fn in_subject(self, subject: &Label) -> Told {
        Told { subject: Some(subject.clone()), ..self }
    }

    /// The same of all groups together, or of all that share some labels.
    pub fn of_whole(mut self, within: &[(String, String)]) -> Told {
        self.parts.iter_mut().for_each(|part| part.keys.extend(within.iter().cloned()));
        Told { whole: true, ..self }
    }

    /// Whether only the figure itself knows what is counted.
    pub fn is_event(&self) -> bool {
        self.parts.iter().any(|part| part.range.is_event())
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
        static MEAN: Lazy<[Told; 2]> =
            Lazy::new(|| [Told { what: What::Sum, ..Told::tested() }, Told::tested()]);
        AllTold(Shared::Known(&*MEAN))
    }

    /// The same, and of the whole that a group is held against.
    pub fn means(within: &[(String, String)]) -> AllTold {
        static MEANS: Lazy<Vec<Told>> = Lazy::new(|| both(&[]));
        fn both(within: &[(String, String)]) -> Vec<Told> {
            let own = AllTold::mean();
            let whole = own.iter().map(|told| told.clone().of_whole(within));
            own.iter().cloned().chain(whole).collect()
        }
        match within {
            [] => AllTold(Shared::Known(&MEANS)),
            _ => both(within).into(),
        }
    }

    /// Whether they are one in memory.
    pub fn is_same(&self, other: &AllTold) -> bool {
        self.0.is_same(&other.0)
    }

    /// These and others.
    pub fn and(&self, others: impl IntoIterator<Item = Told>) -> AllTold {
        self.iter().cloned().chain(others).collect()
    }

    /// How many have a score, and nothing else.
    pub fn tested() -> AllTold {
        static TESTED: Lazy<[Told; 1]> = Lazy::new(|| [Told::tested()]);
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
