//! What figures of linked candidates tell of them, as counts and sums: who is linked are those with an exit score who
//! began somewhere.

use super::cohort::{Cohort, Unit};
use crate::figures::{AllTold, Began, BeganFrom, Label, Part, Range, Told, What};
use crate::number::Rational;

/// From a score, the end not included.
pub type Span = (Option<Rational>, Option<Rational>);

pub const ANY: Span = (None, None);

/// What the figures of one cohort tell; the same for all of its groups.
pub struct Linked {
    entry: Label,
    /// How many are linked.
    pub n: AllTold,
    /// The same, and of all groups together.
    pub n_of_all: AllTold,
    /// What the exit scores of the linked add up to, and how many they are, of the group and of all together: values
    /// that add up over candidates tell of few what these sums tell of them.
    pub means: AllTold,
}

impl Linked {
    pub fn of(entry: &str) -> Linked {
        let nothing = || AllTold::NOTHING;
        let bare = Linked { entry: entry.into(), n: nothing(), n_of_all: nothing(), means: nothing() };
        let (n, sum) = (bare.count(ANY, ANY), bare.sum(ANY));
        let of_all = |told: &Told| told.clone().of_whole(&[]);
        Linked {
            n: [n.clone()].into(),
            n_of_all: [n.clone(), of_all(&n)].into(),
            means: [sum.clone(), n.clone(), of_all(&sum), of_all(&n)].into(),
            ..bare
        }
    }

    pub fn part(&self, entry: Span, exit: Span) -> Part {
        let began =
            Began { entry: self.entry.clone(), from: BeganFrom::Scores { from: entry.0, below: entry.1 } };
        Part { began: Some(began), ..Part::of(None, Range::Scores { from: exit.0, below: exit.1 }) }
    }

    /// Linked candidates by entry and exit score.
    pub fn count(&self, entry: Span, exit: Span) -> Told {
        Told::count_of(vec![self.part(entry, exit)])
    }

    /// What the exit scores of those add up to who began between two scores.
    pub fn sum(&self, entry: Span) -> Told {
        Told { what: What::Sum, ..self.count(entry, ANY) }
    }

    fn unlinked_part(&self) -> Part {
        let began = Began { entry: self.entry.clone(), from: BeganFrom::Nowhere };
        Part { began: Some(began), ..Part::of(None, Range::TESTED) }
    }

    /// With an exit score and no entry score.
    pub fn unlinked(&self) -> Told {
        Told::count_of(vec![self.unlinked_part()])
    }

    pub fn unlinked_sum(&self) -> Told {
        Told { what: What::Sum, ..self.unlinked() }
    }

    /// To how many of the linked something happened.
    pub fn events(&self, [name, others]: [&'static str; 2], of: u64, n: u64) -> AllTold {
        let mut all = vec![Part::of(None, Range::event(name, of))];
        let events = Told::count_of(all.clone());
        all.push(Part::of(None, Range::event(others, n.saturating_sub(of))));
        all.push(self.part(ANY, ANY));
        [events, Told::count_of(all)].into_iter().chain(self.n.iter().cloned()).collect()
    }
}

/// Candidates of a group who are counted in a value, where these are not all who are linked.
pub fn but_some(cohort: &Cohort, unit: &Unit, counted: u64) -> AllTold {
    cohort.linked.means.and(counted_of(&cohort.linked, counted, unit.n()).iter().cloned())
}

/// How many of the linked are counted in a value, and how many are not.
pub fn counted_of(linked: &Linked, counted: u64, n: u64) -> AllTold {
    if counted == n {
        return linked.n.clone();
    }
    let left_out = linked.events(["left out", "counted"], n - counted, n);
    left_out.and([Told::count_events([Range::event("counted", counted)])])
}
