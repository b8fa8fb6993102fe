//! Examination data of whatever shape, from which a tally by any keys at hand can be had.

mod candidates;
mod counted;
pub mod linked;
pub mod pairs;
mod relabelled;
mod remembered;
mod source_words;
mod without_total;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::{candidates::Candidates, counted::Again};
use remembered::Remembered;

use crate::error::{Error, Result};
use crate::figures::Phrase;
use crate::lang::Text;
use crate::records::{Records, Subject};
use crate::subjects::SubjectNames;
use crate::tally::{Cube, Group, Tally};

/// The key under which the year of an examination stands.
pub const YEAR: &str = "year";

/// Candidates of one or several years, from records, kept tallies and published score tables alike.
#[derive(Clone, Debug, Default)]
pub struct Exam {
    parts: Vec<Part>,
    remembered: Remembered,
    /// What every figure says of how the source was read.
    method: Option<&'static Phrase>,
    names: SubjectNames,
}

#[derive(Clone, Debug)]
enum Part {
    Records(Arc<Records>),
    Tally(Tally),
    Counted(Arc<counted::Counted>),
}

/// The candidates of one year, counted.
#[derive(Clone, Debug)]
pub struct YearTally {
    pub year: Option<i32>,
    pub tally: Tally,
    /// Whether part of the candidates come from tables of scores, which hold nobody without one.
    pub only_scored: bool,
}

impl YearTally {
    fn marginal(&self, keys: &[&str]) -> Result<YearTally> {
        Ok(YearTally { tally: self.tally.marginal(keys)?, ..*self })
    }
}

impl Exam {
    fn of(part: Part) -> Exam {
        Exam { parts: vec![part], ..Exam::default() }
    }

    pub fn from_records(records: Records) -> Exam {
        Exam::of(Part::Records(Arc::new(records)))
    }

    /// From the counts of a source. `records` are the same candidates one by one, if they were kept; `again`
    /// reads them where a method needs them and they were not.
    pub fn from_counts(cube: Cube, records: Option<Records>, again: Again) -> Exam {
        Exam::of(Part::Counted(Arc::new(counted::Counted::new(cube, records, again))))
    }

    pub fn from_tally(tally: Tally) -> Exam {
        let names = tally.names.clone();
        Exam::of(Part::Tally(tally)).with_names(names)
    }

    /// The tally that this is, if it is nothing else.
    pub fn as_tally(&self) -> Option<&Tally> {
        match self.parts.as_slice() {
            [Part::Tally(tally)] => Some(tally),
            _ => None,
        }
    }

    /// Puts the candidates of another examination beside ours.
    pub fn join(&mut self, other: Exam) {
        self.parts.extend(other.parts);
        self.method = self.method.or(other.method);
        self.names.join(&other.names);
        self.remembered = Remembered::default();
    }

    /// Those who were candidates once, and those who came as counts.
    pub fn apart(self) -> (Exam, Exam) {
        let (counts, candidates) = self.parts.into_iter().partition(|part| matches!(part, Part::Tally(_)));
        let (method, names) = (self.method, self.names);
        let of = |parts| Exam { parts, method, names: names.clone(), ..Exam::default() };
        (of(candidates), of(counts))
    }

    /// Candidates, with or without a score. Absent ones of a published table are not known.
    pub fn len(&self) -> u64 {
        self.parts.iter().map(Part::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Keys that every part has.
    pub fn keys(&self) -> Vec<String> {
        let Some(first) = self.parts.first() else { return Vec::new() };
        let mut keys = first.keys();
        keys.retain(|key| self.parts.iter().all(|part| part.keys().contains(key)));
        keys
    }

    /// Subjects that any part has, in order of first appearance.
    pub fn subjects(&self) -> Vec<Subject> {
        let mut subjects: Vec<Subject> = Vec::new();
        for subject in self.parts.iter().flat_map(Part::subjects) {
            if !subjects.iter().any(|s| s.id == subject.id) {
                subjects.push(subject.clone());
            }
        }
        subjects
    }

    pub fn years(&self) -> Result<Vec<Option<i32>>> {
        Ok(self.by_year(&[])?.iter().map(|y| y.year).collect())
    }

    /// One tally a year by the named keys, years ascending. Only parts of one year must share scale and full mark.
    /// The last ones are remembered, as tables by the same keys mostly stand together.
    pub fn by_year(&self, keys: &[&str]) -> Result<Arc<[YearTally]>> {
        let keys: Vec<&str> = keys.iter().copied().filter(|k| *k != YEAR).collect();
        if let Some(known) = self.remembered.find(&keys) {
            return Ok(known);
        }
        let years: Arc<[YearTally]> =
            self.known_by_year(&keys)?.map_or_else(|| self.count_by_year(&keys), Ok)?.into();
        self.remembered.keep(&keys, &years);
        Ok(years)
    }

    /// The tallies by these keys, where they follow from some that are remembered.
    fn known_by_year(&self, keys: &[&str]) -> Result<Option<Vec<YearTally>>> {
        if let Some(finer) = self.remembered.find_finer(keys) {
            return finer.iter().map(|of_year| of_year.marginal(keys)).collect::<Result<_>>().map(Some);
        }
        let known = self.remembered.find_coarser(keys);
        let known = known.map(|coarser| self.relabelled(keys, &coarser)).transpose()?.flatten();
        if known.is_none() && self.groups_at_most(keys) > remembered::MANY_GROUPS {
            self.remembered.forget_large();
        }
        Ok(known)
    }

    /// No tally by these keys has more groups than this.
    fn groups_at_most(&self, keys: &[&str]) -> usize {
        self.parts.iter().map(|part| part.groups_at_most(keys)).sum()
    }

    fn count_by_year(&self, keys: &[&str]) -> Result<Vec<YearTally>> {
        let mut years: BTreeMap<Option<i32>, (Vec<Tally>, bool)> = BTreeMap::new();
        for part in &self.parts {
            for (year, tally) in part.by_year(keys)? {
                let (tallies, only_scored) = years.entry(year).or_default();
                tallies.push(tally);
                *only_scored |= part.only_scored();
            }
        }
        let of_year =
            |(year, (tallies, only_scored))| Ok(YearTally { year, tally: Tally::sum(tallies)?, only_scored });
        years.into_iter().map(of_year).collect()
    }

    /// Everybody in one tally by the named keys and, where it is known, the year: what can be kept.
    ///
    /// # Errors
    /// A key that is not at hand; years that differ in scale or full mark.
    pub fn tally(&self, keys: &[&str]) -> Result<Tally> {
        let years = self.by_year(keys)?;
        let dated = years.iter().any(|of_year| of_year.year.is_some());
        let mut whole = Tally::default();
        for YearTally { year, tally, .. } in years.iter() {
            let label = year.map_or_else(String::new, |year| year.to_string());
            let dated = dated.then(|| tally.clone().labelled(YEAR, &label));
            whole.merge(dated.as_ref().unwrap_or(tally))?;
        }
        if self.names.differ() {
            whole.names = self.names.clone();
        }
        Ok(whole)
    }
}

impl Part {
    fn groups_at_most(&self, keys: &[&str]) -> usize {
        let labels = |of: &dyn Fn(&str) -> Option<usize>| {
            keys.iter().fold(1, |all: usize, key| all.saturating_mul(of(key).unwrap_or(1)))
        };
        match self {
            Part::Records(records) => labels(&|key| Some(records.key(key).ok()?.labels.len())),
            Part::Counted(counted) => labels(&|key| counted.cube.labels(key)),
            Part::Tally(tally) => tally.groups.len(),
        }
    }

    fn len(&self) -> u64 {
        match self {
            Part::Records(records) => records.len as u64,
            Part::Counted(counted) => counted.cube.candidates(),
            Part::Tally(tally) => {
                let rows = tally.groups.iter();
                rows.map(|g| g.distributions.iter().map(|d| d.registered()).max().unwrap_or(0)).sum()
            }
        }
    }

    /// The candidates one by one; `None` where only counts are known.
    fn records(&self) -> Result<Option<&Records>> {
        match self {
            Part::Records(records) => Ok(Some(records)),
            Part::Counted(counted) => counted.records().map(Some),
            Part::Tally(_) => Ok(None),
        }
    }

    fn only_scored(&self) -> bool {
        let Part::Tally(tally) = self else { return false };
        let mut all = tally.groups.iter().flat_map(|group| &group.distributions);
        all.all(|distribution| distribution.registered() == distribution.tested())
    }

    fn keys(&self) -> Vec<String> {
        match self {
            Part::Records(records) => records.key_names(),
            Part::Counted(counted) => counted.cube.key_names(),
            Part::Tally(tally) => tally.keys.clone(),
        }
    }

    fn subjects(&self) -> Vec<&Subject> {
        match self {
            Part::Records(records) => records.subjects().collect(),
            Part::Counted(counted) => counted.cube.subjects().iter().collect(),
            Part::Tally(tally) => tally.subjects.iter().collect(),
        }
    }

    fn tally(&self, keys: &[&str]) -> Result<Tally> {
        match self {
            Part::Records(records) => Tally::count(records, keys),
            Part::Counted(counted) => counted.cube.tally(keys),
            Part::Tally(tally) => tally.marginal(keys),
        }
    }

    fn by_year(&self, keys: &[&str]) -> Result<Vec<(Option<i32>, Tally)>> {
        if !self.keys().iter().any(|key| key == YEAR) {
            return Ok(vec![(None, self.tally(keys)?)]);
        }
        let with_year: Vec<&str> = std::iter::once(YEAR).chain(keys.iter().copied()).collect();
        let tally = self.tally(&with_year)?;
        let mut years: Vec<(Option<i32>, Tally)> = Vec::new();
        for group in tally.groups {
            let year = parse_year(&group.labels[0])?;
            let rest = Group { labels: group.labels[1..].to_vec(), distributions: group.distributions };
            match years.iter_mut().find(|(known, _)| *known == year) {
                Some((_, tally)) => tally.groups.push(rest),
                None => {
                    let keys = keys.iter().map(|k| (*k).to_owned()).collect();
                    let names = tally.names.clone();
                    let of_year = Tally { keys, subjects: tally.subjects.clone(), groups: vec![rest], names };
                    years.push((year, of_year));
                }
            }
        }
        Ok(years)
    }
}

/// `2011`, `2011年`, `2011年度` are years; blank is a year that is not known.
pub fn parse_year(label: &str) -> Result<Option<i32>> {
    let label = label.trim();
    if label.is_empty() {
        return Ok(None);
    }
    let digits = label.strip_suffix("年度").or_else(|| label.strip_suffix('年')).unwrap_or(label);
    let year = digits.parse::<i32>().ok().filter(|year| (1000..=9999).contains(year));
    year.map(Some).ok_or_else(|| Error::InvalidArgument {
        argument: YEAR.to_owned(),
        found: label.to_owned(),
        expected: Text::new("四位数的年份，如 2011", "a year of four digits, such as 2011"),
    })
}
