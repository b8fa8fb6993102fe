//! Two sources of one file: what one tells of its scores is told of the other too, as far as both count the same, or
//! one counts as zero whom the other leaves out.

use std::collections::BTreeMap;

use super::cohort::Sat;
use super::entry::{Entry, Known};
use crate::figures::{Part, Range, What};
use crate::number::Rational;
use crate::records::Mark;
use crate::tally::{Distribution, Tally};

/// How a subject of another source counts the candidates of ours.
struct Relation {
    /// Those who have no score here and one there, of zero as a rule.
    further: Vec<&'static str>,
    /// Whether all who have a score above zero have the same in both.
    is_of_scores: bool,
    /// Whether all who have none have none for the same reason.
    is_of_marks: bool,
}

/// Of what another source tells of the same candidates, what it tells of the same scores too. What it tells of how many
/// have a score is marked in `sat`, where that is not the number here.
pub fn told(tally: &Tally, other: &Tally, told: Vec<Entry>, sat: &mut [Sat]) -> Vec<Entry> {
    let labels = |tally: &Tally| tally.groups.iter().map(|group| group.labels.clone()).collect::<Vec<_>>();
    if tally.keys != other.keys || labels(tally) != labels(other) {
        return Vec::new();
    }
    let mut known: BTreeMap<String, Option<Relation>> = BTreeMap::new();
    let mut entries = Vec::new();
    for entry in told {
        let of_subject = known.entry(entry.subject.clone());
        let relation = of_subject.or_insert_with_key(|subject| relation(tally, other, subject));
        entries.extend(relation.as_ref().and_then(|relation| relation.read(entry)));
    }
    for each in sat.iter_mut().filter(|each| !each.is_of_registered()) {
        let relation = known.get(&each.subject).and_then(Option::as_ref);
        each.is_told_exactly = relation.is_some_and(|relation| !relation.further.is_empty());
    }
    entries
}

/// `None` where nothing says how the one counts those of the other.
fn relation(tally: &Tally, other: &Tally, subject: &str) -> Option<Relation> {
    let (ours, theirs) = (tally.subject_index(subject).ok()?, other.subject_index(subject).ok()?);
    if tally.subjects[ours].scale != other.subjects[theirs].scale {
        return None;
    }
    let groups = || {
        let groups = tally.groups.iter().zip(&other.groups);
        groups.map(|(group, of_other)| (&group.distributions[ours], &of_other.distributions[theirs]))
    };
    let is_counted_there = |mark: &Mark| {
        groups().any(|(own, _)| own.marked(*mark) > 0) && groups().all(|(_, there)| there.marked(*mark) == 0)
    };
    let further: Vec<Mark> =
        Mark::ALL.into_iter().filter(|mark| *mark != Mark::Scored).filter(is_counted_there).collect();
    let marked = |own: &Distribution| further.iter().map(|mark| own.marked(*mark)).sum::<u64>();
    let is_alike = |(own, there): (&Distribution, &Distribution)| {
        there.tested() == own.tested() + marked(own) && there.registered() == own.registered()
    };
    if !groups().all(is_alike) {
        return None;
    }
    let is_of_marks =
        groups().all(|(own, there)| Mark::ALL.iter().all(|m| own.marked(*m) == there.marked(*m)));
    let is_of_scores = groups().all(|(own, there)| {
        let ends = |of: &Distribution| (of.open_top(), of.open_bottom(), of.ranges().to_vec());
        above_zero(own).eq(above_zero(there)) && ends(own) == ends(there)
    });
    if further.is_empty() && !is_of_scores {
        return None;
    }
    Some(Relation { further: further.into_iter().map(Mark::id).collect(), is_of_scores, is_of_marks })
}

fn above_zero(of: &Distribution) -> impl Iterator<Item = &(i64, u64)> {
    of.counts().iter().filter(|(ticks, _)| *ticks > 0)
}

impl Relation {
    /// What an entry of the other source tells of ours.
    fn read(&self, mut entry: Entry) -> Option<Entry> {
        let (what, parts) = match &mut entry.known {
            Known::Told { what, parts } => (*what, parts),
            Known::Among { .. } => return self.is_of_scores.then_some(entry),
            Known::Events(_) => return None,
        };
        let is_of_all = |part: &Part| matches!(part.range, Range::TESTED | Range::Everybody);
        if !self.is_of_scores && (what == What::Sum || !parts.iter().all(is_of_all)) {
            return None;
        }
        if !self.is_of_marks && parts.iter().any(|part| matches!(part.range, Range::Marked(_))) {
            return None;
        }
        // They add nothing to a sum.
        if what != What::Sum {
            let counts_zero = |part: &&Part| match part.range {
                Range::Scores { from, .. } => from.is_none_or(|from| from <= Rational::from_integer(0)),
                _ => false,
            };
            let of_zero: Vec<Part> = parts.iter().filter(counts_zero).cloned().collect();
            for part in of_zero {
                let marked =
                    self.further.iter().map(|mark| Part { range: Range::Marked(mark), ..part.clone() });
                parts.extend(marked);
            }
        }
        Some(entry)
    }
}
