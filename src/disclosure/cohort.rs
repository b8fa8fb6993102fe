//! One cohort across subjects and sources: whoever knows how many of a group sat one subject knows, but for the few who
//! were absent, how many sat another, and so it is with two sources that read the same candidates.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::entry::{Entry, Known, Labels};
use crate::figures::{Part, Range, Told, What};
use crate::number::Rational;
use crate::tally::{Group, Tally};

/// So many parts of all may be in one subject or source and not in the other.
const APART: u64 = 20;

/// How many of a group have a score in a subject, or are registered for it, with the figures that tell it.
#[derive(Clone)]
pub struct Sat {
    /// `None` where it is the same source.
    pub source: Option<String>,
    pub subject: String,
    pub group: Labels,
    /// Counted once each, or by their weights.
    pub what: What,
    pub parts: Vec<Part>,
    pub count: u64,
    /// Whether another entry says exactly what that is in the same subject of this source.
    pub is_told_exactly: bool,
    /// How many of all groups do.
    pub of_all: u64,
    /// None where it follows from several only.
    pub figures: Vec<usize>,
}

/// Whether these parts are all of one group, registered or with a score.
pub fn is_roll(parts: &[Part]) -> bool {
    let is_all = |part: &Part| matches!(part.range, Range::TESTED | Range::Everybody);
    matches!(parts, [part] if part.keys.is_empty() && part.times == 1 && is_all(part))
}

/// How many of which groups have a score in each subject; a group is looked up once for all subjects.
pub struct Tested<'a> {
    tally: &'a Tally,
    known: RefCell<BTreeMap<Wanted, Option<Vec<Roll>>>>,
    /// By labels, the groups of the tally that are in them.
    inside: RefCell<BTreeMap<Labels, Vec<u32>>>,
}

/// Groups, and how often each counts.
type Wanted = Vec<(Labels, u64)>;

/// Of a group in one subject.
#[derive(Clone, Copy, Default)]
struct Roll {
    tested: u64,
    registered: u64,
}

impl<'a> Tested<'a> {
    pub fn new(tally: &'a Tally) -> Tested<'a> {
        Tested { tally, known: RefCell::default(), inside: RefCell::default() }
    }

    /// Those of a group and some parts of it; `None` for a key or a subject that the tally does not have.
    fn of(&self, group: &Labels, parts: &[Part], subject: &str) -> Option<u64> {
        let roll = self.roll(group, parts, subject)?;
        Some(if is_of_registered(parts) { roll.registered } else { roll.tested })
    }

    fn roll(&self, group: &Labels, parts: &[Part], subject: &str) -> Option<Roll> {
        let at = self.tally.subject_index(subject).ok()?;
        let labels = |part: &Part| group.iter().chain(&part.keys).cloned().collect::<Labels>();
        let wanted = |part: &Part| Some((labels(part), u64::try_from(part.times).ok()?));
        let wanted: Wanted = parts.iter().map(wanted).collect::<Option<_>>()?;
        if let Some(counts) = self.known.borrow().get(&wanted) {
            return Some(counts.as_ref()?[at]);
        }
        let counts = self.count(&wanted);
        let count = counts.as_ref().map(|counts| counts[at]);
        self.known.borrow_mut().insert(wanted, counts);
        count
    }

    /// How many of a group have reached a score in a subject; `None` where the tally cannot say.
    pub fn reached(&self, group: &Labels, from: Rational, subject: &str) -> Option<u64> {
        let at = self.tally.subject_index(subject).ok()?;
        let from = self.tally.subjects[at].scale.ticks_at_least(from);
        let key = |name: &String| self.tally.keys.iter().position(|key| key == name);
        let places: Vec<(usize, &String)> =
            group.iter().map(|(name, label)| Some((key(name)?, label))).collect::<Option<_>>()?;
        let groups = &self.tally.groups;
        let is_in = |of: &Group| places.iter().all(|(key, label)| of.labels[*key] == **label);
        let mut known = self.inside.borrow_mut();
        let inside = known.entry(group.clone()).or_insert_with(|| {
            groups.iter().zip(0..).filter(|(of, _)| is_in(of)).map(|(_, number)| number).collect()
        });
        inside.iter().map(|number| groups[*number as usize].distributions[at].at_least(from)).sum()
    }

    /// All groups together, counted as these parts are.
    fn all(&self, subject: &str, parts: &[Part]) -> Option<u64> {
        let range = if is_of_registered(parts) { Range::Everybody } else { Range::TESTED };
        self.of(&Labels::new(), &[Part::of(None, range)], subject)
    }

    fn count(&self, wanted: &[(Labels, u64)]) -> Option<Vec<Roll>> {
        let key = |name: &String| self.tally.keys.iter().position(|key| key == name);
        let place = |(name, label): &(String, String)| Some((key(name)?, label.clone()));
        let wanted: Vec<(Vec<(usize, String)>, u64)> = wanted
            .iter()
            .map(|(labels, times)| Some((labels.iter().map(place).collect::<Option<_>>()?, *times)))
            .collect::<Option<_>>()?;
        let mut counts = vec![Roll::default(); self.tally.subjects.len()];
        for group in &self.tally.groups {
            let is_in =
                |labels: &[(usize, String)]| labels.iter().all(|(key, label)| group.labels[*key] == *label);
            let times: u64 = wanted.iter().filter(|(labels, _)| is_in(labels)).map(|(_, times)| times).sum();
            if times > 0 {
                for (count, distribution) in counts.iter_mut().zip(&group.distributions) {
                    count.tested += times * distribution.tested();
                    count.registered += times * distribution.registered();
                }
            }
        }
        Some(counts)
    }
}

/// Whether these parts are of all who are registered.
pub fn is_of_registered(parts: &[Part]) -> bool {
    parts.iter().all(|part| part.range == Range::Everybody)
}

/// All who are registered, where those with a score and those with some marks are counted together: with how many have
/// the other marks it is told of all.
fn but_marked(parts: &[Part]) -> Option<Part> {
    let (tested, marked) = parts.split_first()?;
    let is_marked =
        |part: &Part| matches!(part.range, Range::Marked(_)) && part.times == 1 && part.keys == tested.keys;
    let is_of_all = tested.range == Range::TESTED && tested.times == 1 && !marked.is_empty();
    (is_of_all && marked.iter().all(is_marked)).then(|| Part { range: Range::Everybody, ..tested.clone() })
}

/// What some entries tell of who sat which subject, and who is registered for it.
pub fn sat(tested: &Tested<'_>, entries: &[Entry], source: Option<&str>) -> Vec<Sat> {
    type Group<'e> = (&'e str, &'e Labels, Vec<(&'e Labels, i64)>, bool);
    let mut found: BTreeMap<Group<'_>, (What, Vec<Part>, Vec<usize>)> = BTreeMap::new();
    for entry in entries {
        let Known::Told { what, parts } = &entry.known else { continue };
        let is_told = match what {
            What::Count => {
                parts.iter().all(|part| part.times == 1)
                    && (parts.iter().all(|part| part.range == Range::TESTED) || is_of_registered(parts))
            }
            What::Weighted => parts.iter().all(|part| part.range == Range::TESTED),
            What::Sum => false,
        };
        if is_told {
            let keys = parts.iter().map(|part| (&part.keys, part.times)).collect();
            let group = (entry.subject.as_str(), &entry.group, keys, is_of_registered(parts));
            let of_group = found.entry(group).or_insert_with(|| (*what, parts.clone(), Vec::new()));
            of_group.2.push(entry.figure);
        } else if let (What::Count, Some(everybody)) = (what, but_marked(parts)) {
            let group = (entry.subject.as_str(), &entry.group, vec![(&parts[0].keys, 1)], true);
            found.entry(group).or_insert((*what, vec![everybody], Vec::new()));
        }
    }
    let known = found.into_iter().map(|((subject, group, ..), (what, parts, figures))| {
        let (count, of_all) = (tested.of(group, &parts, subject)?, tested.all(subject, &parts)?);
        let source = source.map(str::to_owned);
        let (subject, group) = (subject.to_owned(), group.clone());
        Some(Sat { source, subject, group, what, parts, count, of_all, figures, is_told_exactly: false })
    });
    known.flatten().collect()
}

impl Sat {
    /// Whether a subject of this source does not know it of itself.
    pub fn is_of_another(&self, subject: &str) -> bool {
        self.subject != subject || (self.source.is_some() && !self.is_told_exactly)
    }

    pub fn is_of_registered(&self) -> bool {
        is_of_registered(&self.parts)
    }

    /// Whether more of a group have a score in this subject of the same source than in another, and so how many are
    /// registered for that one at least.
    pub fn is_fuller(&self, tested: &Tested<'_>, subject: &str) -> bool {
        self.source.is_none()
            && self.what == What::Count
            && !self.is_of_registered()
            && tested.of(&self.group, &self.parts, subject).is_some_and(|count| count < self.count)
    }

    /// Whether those of the same group who have a score in another subject are as good as the same candidates: what is
    /// off by more than `slack` protects itself.
    pub fn is_of(&self, tested: &Tested<'_>, subject: &str, slack: u64) -> bool {
        let is_near = |of_all: u64| of_all.abs_diff(self.of_all) * APART <= of_all;
        let count = tested.of(&self.group, &self.parts, subject);
        if self.is_of_registered() {
            // One number, or they are not the same candidates.
            return count == Some(self.count) && self.count > 0;
        }
        tested.all(subject, &self.parts).is_some_and(is_near)
            && count.is_some_and(|count| count > 0 && count.abs_diff(self.count) <= slack)
    }
}

/// Whether two tallies count as good as the same candidates, as far as their common keys tell.
pub fn is_one(tally: &Tally, other: &Tally) -> bool {
    let common: Vec<&String> = tally.keys.iter().filter(|key| other.keys.contains(key)).collect();
    let counts = |tally: &Tally| {
        let places: Vec<usize> =
            common.iter().filter_map(|key| tally.keys.iter().position(|own| own == *key)).collect();
        let mut counts: BTreeMap<Vec<String>, u64> = BTreeMap::new();
        for group in &tally.groups {
            let labels = places.iter().map(|at| group.labels[*at].clone()).collect();
            *counts.entry(labels).or_default() += registered(group);
        }
        counts
    };
    let (own, others) = (counts(tally), counts(other));
    let apart = |label: &Vec<String>| {
        let of = |counts: &BTreeMap<Vec<String>, u64>| counts.get(label).copied().unwrap_or(0);
        of(&own).abs_diff(of(&others))
    };
    let only_others = others.keys().filter(|label| !own.contains_key(*label));
    let differing: u64 = own.keys().chain(only_others).map(apart).sum();
    differing * APART <= own.values().sum::<u64>()
}

fn registered(group: &Group) -> u64 {
    group.distributions.iter().map(|distribution| distribution.registered()).max().unwrap_or(0)
}

/// How many of a group have a score in a subject.
pub fn tested(tally: &Tally, group: &Labels, subject: &str) -> Option<u64> {
    Tested::new(tally).of(group, &[Part::of(None, Range::TESTED)], subject)
}

/// What the base of events of that name is in a subject.
pub fn range_of_base(name: &str) -> Range {
    if name == Range::REGISTERED { Range::Everybody } else { Range::TESTED }
}

/// Whether events of a group divide those who have a score in a subject, or are registered for it.
pub fn is_base(tested: &Tested<'_>, (name, group, count): (&str, &Labels, i64), subject: &str) -> bool {
    let of_tally = tested.of(group, &[Part::of(None, range_of_base(name))], subject);
    of_tally.is_some() && of_tally == u64::try_from(count).ok()
}

/// A subject that just those have a score in, or are registered for, whom events of no single subject divide.
pub fn subject_sat<'a>(tally: &'a Tally, told: &Told, group: &Labels) -> &'a str {
    let base = told.parts.iter().find_map(|part| match part.range {
        Range::Base { name, count } => {
            Some((name, group.iter().chain(&part.keys).cloned().collect::<Labels>(), count))
        }
        _ => None,
    });
    let sat = base.and_then(|(name, group, count)| {
        let tested = Tested::new(tally);
        let is_sat = |id: &&str| is_base(&tested, (name, &group, count), id);
        tally.subjects.iter().map(|subject| subject.id.as_str()).find(is_sat)
    });
    sat.unwrap_or_default()
}
