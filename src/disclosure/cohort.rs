//! One cohort across subjects and sources: whoever knows how many of a group sat one subject knows, but for the few who
//! were absent, how many sat another, and so it is with two sources that read the same candidates.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::entry::{Entry, Known, Labels};
use crate::figures::{Part, Range, Told, What};
use crate::tally::{Group, Tally};

/// So many parts of all may be in one subject or source and not in the other.
const APART: u64 = 20;

/// How many of a group have a score in a subject, with the figures that tell it.
#[derive(Clone)]
pub struct Sat {
    /// `None` where it is the same source.
    pub source: Option<String>,
    pub subject: String,
    pub group: Labels,
    pub parts: Vec<Part>,
    pub count: u64,
    /// How many of all groups do.
    pub of_all: u64,
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
    known: RefCell<BTreeMap<Vec<Labels>, Option<Vec<u64>>>>,
}

impl<'a> Tested<'a> {
    pub fn new(tally: &'a Tally) -> Tested<'a> {
        Tested { tally, known: RefCell::default() }
    }

    /// Those of a group and some parts of it; `None` for a key or a subject that the tally does not have.
    fn of(&self, group: &Labels, parts: &[Part], subject: &str) -> Option<u64> {
        let at = self.tally.subject_index(subject).ok()?;
        let labels = |part: &Part| group.iter().chain(&part.keys).cloned().collect::<Labels>();
        let wanted: Vec<Labels> = parts.iter().map(labels).collect();
        if let Some(counts) = self.known.borrow().get(&wanted) {
            return Some(counts.as_ref()?[at]);
        }
        let counts = self.count(&wanted);
        let count = counts.as_ref().map(|counts| counts[at]);
        self.known.borrow_mut().insert(wanted, counts);
        count
    }

    fn whole(&self, group: &Labels, subject: &str) -> Option<u64> {
        self.of(group, &[Part::of(None, Range::TESTED)], subject)
    }

    fn all(&self, subject: &str) -> Option<u64> {
        self.whole(&Labels::new(), subject)
    }

    fn count(&self, wanted: &[Labels]) -> Option<Vec<u64>> {
        let key = |name: &String| self.tally.keys.iter().position(|key| key == name);
        let place = |(name, label): &(String, String)| Some((key(name)?, label.clone()));
        let wanted: Vec<Vec<(usize, String)>> = wanted
            .iter()
            .map(|labels| labels.iter().map(place).collect::<Option<_>>())
            .collect::<Option<_>>()?;
        let mut counts = vec![0; self.tally.subjects.len()];
        for group in &self.tally.groups {
            let is_in = |labels: &&Vec<(usize, String)>| {
                labels.iter().all(|(key, label)| group.labels[*key] == *label)
            };
            let times = wanted.iter().filter(is_in).count() as u64;
            if times > 0 {
                for (count, distribution) in counts.iter_mut().zip(&group.distributions) {
                    *count += times * distribution.tested();
                }
            }
        }
        Some(counts)
    }
}

/// What some entries tell of who sat which subject.
pub fn sat(tested: &Tested<'_>, entries: &[Entry], source: Option<&str>) -> Vec<Sat> {
    type Group<'e> = (&'e str, &'e Labels, Vec<&'e Labels>);
    let mut found: BTreeMap<Group<'_>, (&[Part], Vec<usize>)> = BTreeMap::new();
    for entry in entries {
        if let Known::Told { what: What::Count, parts } = &entry.known
            && parts.iter().all(|part| part.range == Range::TESTED && part.times == 1)
        {
            let keys = parts.iter().map(|part| &part.keys).collect();
            let of_group = found.entry((&entry.subject, &entry.group, keys)).or_insert((parts, Vec::new()));
            of_group.1.push(entry.figure);
        }
    }
    let known = found.into_iter().map(|((subject, group, _), (parts, figures))| {
        let (count, of_all) = (tested.of(group, parts, subject)?, tested.all(subject)?);
        let source = source.map(str::to_owned);
        let (subject, group, parts) = (subject.to_owned(), group.clone(), parts.to_vec());
        Some(Sat { source, subject, group, parts, count, of_all, figures })
    });
    known.flatten().collect()
}

impl Sat {
    /// Whether those of the same group who have a score in another subject are as good as the same candidates: what is
    /// off by more than `slack` protects itself.
    pub fn is_of(&self, tested: &Tested<'_>, subject: &str, slack: u64) -> bool {
        let is_near = |of_all: u64| of_all.abs_diff(self.of_all) * APART <= of_all;
        let count = tested.of(&self.group, &self.parts, subject);
        tested.all(subject).is_some_and(is_near)
            && count.is_some_and(|count| count > 0 && count.abs_diff(self.count) <= slack)
    }
}

/// Of what another source tells of the same candidates, what it tells of the same scores too: of subjects that neither
/// of two sources of one file scales.
pub fn of_same_scores(tally: &Tally, other: &Tally, mut told: Vec<Entry>) -> Vec<Entry> {
    let labels = |tally: &Tally| tally.groups.iter().map(|group| group.labels.clone()).collect::<Vec<_>>();
    if tally.keys != other.keys || labels(tally) != labels(other) {
        return Vec::new();
    }
    let is_same = |subject: &str| {
        let (Ok(ours), Ok(theirs)) = (tally.subject_index(subject), other.subject_index(subject)) else {
            return false;
        };
        let mut groups = tally.groups.iter().zip(&other.groups);
        tally.subjects[ours].scale == other.subjects[theirs].scale
            && groups.all(|(group, of_other)| group.distributions[ours] == of_other.distributions[theirs])
    };
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    told.retain(|entry| {
        let is_of_scores = matches!(entry.known, Known::Told { .. });
        is_of_scores && *known.entry(entry.subject.clone()).or_insert_with(|| is_same(&entry.subject))
    });
    told
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
    Tested::new(tally).whole(group, subject)
}

/// A subject that just those have a score in whom events of no single subject divide.
pub fn subject_sat<'a>(tally: &'a Tally, told: &Told, group: &Labels) -> &'a str {
    let base = told.parts.iter().find_map(|part| match part.range {
        Range::Base { count, .. } => Some((group.iter().chain(&part.keys).cloned().collect(), count)),
        _ => None,
    });
    let sat = base.and_then(|(group, count)| {
        let tested = Tested::new(tally);
        let is_sat = |id: &str| tested.whole(&group, id) == u64::try_from(count).ok();
        tally.subjects.iter().map(|subject| subject.id.as_str()).find(|id| is_sat(id))
    });
    sat.unwrap_or_default()
}
