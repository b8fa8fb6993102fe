//! The two groups of a gap: who is in them, school by school.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Clause, Phrase, Term};
use crate::indicators::arguments::Request;
use crate::indicators::grouping::Block;
use crate::indicators::schools::is_school;
use crate::lang::Text;
use crate::tally::{Distribution, Tally};

/// Words for urban and rural schools and their codes in the statistical classification.
const URBAN: &[&str] = &["城区", "城市", "城镇", "城", "urban", "111", "112"];
const TOWN: &[&str] = &["镇区", "镇", "县镇", "town", "121", "122", "123"];
const RURAL: &[&str] = &["乡村", "农村", "乡", "村", "rural", "210", "220"];

/// Two groups to compare: the labels that belong to each.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    pub first: Vec<String>,
    pub second: Vec<String>,
    /// Whether the user named the labels of each.
    given: [bool; 2],
}

impl Pair {
    /// The two groups that the arguments name; urban and rural if they name none.
    ///
    /// # Errors
    /// A label in both groups.
    pub fn asked(request: &Request<'_>) -> Result<Pair> {
        let pair = Pair {
            first: labels(request, "first", "urban", URBAN),
            second: labels(request, "second", "rural", RURAL),
            given: ["first", "second"].map(|side| !request.arguments.all(side).is_empty()),
        };
        match pair.second.iter().find(|label| pair.first.contains(label)) {
            None => Ok(pair),
            Some(label) => Err(Error::InvalidArgument {
                argument: "second".to_owned(),
                found: label.clone(),
                expected: Text::new("不在第一组中的标签", "labels that are not in the first group"),
            }),
        }
    }

    pub fn of(first: &str, second: &str) -> Pair {
        Pair::of_all(vec![first.to_owned()], vec![second.to_owned()])
    }

    pub fn of_all(first: Vec<String>, second: Vec<String>) -> Pair {
        Pair { first, second, given: [true; 2] }
    }

    /// This pair, if its labels are among those of the data. Of the customary words some will do; that there are
    /// none of a side is a fault only where the data call their groups by words that are not known.
    ///
    /// # Errors
    /// A label that nobody has.
    pub fn among(&self, labels: &[String]) -> Result<Pair> {
        let is_known =
            |label: &String| [URBAN, TOWN, RURAL].iter().any(|words| words.contains(&label.as_str()));
        let other_words = labels.iter().any(|label| !label.is_empty() && !is_known(label));
        if labels.iter().all(String::is_empty) {
            // Nobody's group is known: figures say so themselves.
            return Ok(self.clone());
        }
        let sides = [("first", &self.first), ("second", &self.second)];
        for ((argument, side), given) in sides.into_iter().zip(self.given) {
            let nobody = |label: &&String| !labels.contains(label);
            let unmatched: Vec<String> = side.iter().filter(nobody).cloned().collect();
            let is_fault = match given {
                true => !unmatched.is_empty(),
                false => unmatched.len() == side.len() && other_words,
            };
            if is_fault {
                return Err(Error::LabelNotAtHand {
                    argument: argument.to_owned(),
                    labels: unmatched,
                    at_hand: labels.iter().filter(|label| !label.is_empty()).cloned().collect(),
                });
            }
        }
        Ok(self.clone())
    }

    /// The pair that the arguments name, if there are such groups in the data.
    ///
    /// # Errors
    /// As [`Pair::asked`] and [`Pair::among`]; a key that is not at hand.
    pub fn asked_of(exam: &Exam, request: &Request<'_>) -> Result<Pair> {
        let years = exam.by_year(&[request.arguments.text("group").unwrap_or_default()])?;
        let tallies: Vec<&Tally> = years.iter().map(|of_year| &of_year.tally).collect();
        Pair::asked(request)?.among(&labels_at(&tallies, 0))
    }
}

fn labels(request: &Request<'_>, argument: &str, towns: &str, known: &[&str]) -> Vec<String> {
    let given = request.arguments.all(argument);
    if !given.is_empty() {
        return given.to_vec();
    }
    let towns: &[&str] = if request.arguments.text("towns") == Some(towns) { TOWN } else { &[] };
    known.iter().chain(towns).map(|label| (*label).to_owned()).collect()
}

/// Every label of a key but the empty one (not known): urban, town and rural first, so that gaps between them have
/// the customary sign, then the others in order.
pub fn labels_at(tallies: &[&Tally], at: usize) -> Vec<String> {
    let groups = tallies.iter().flat_map(|tally| &tally.groups);
    let labels: BTreeSet<&String> = groups.map(|group| &group.labels[at]).collect();
    let mut labels: Vec<String> = labels.into_iter().filter(|label| !label.is_empty()).cloned().collect();
    let class =
        |label: &String| [URBAN, TOWN, RURAL].iter().position(|words| words.contains(&label.as_str()));
    labels.sort_by_key(|label| class(label).unwrap_or(3));
    labels
}

/// One side of a gap in one subject: its candidates, and those of each school.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The labels that were found, in order.
    pub labels: Vec<String>,
    pub all: Distribution,
    /// Only schools with a candidate who has a score. Empty where no school is known.
    pub by_school: BTreeMap<String, Distribution>,
    /// The candidates of these schools, where there are others too.
    pub known: Option<Distribution>,
}

/// Labels that make one group.
pub fn together<'a>(labels: impl IntoIterator<Item = &'a String>) -> Option<Clause> {
    let label = |label: &String| LABEL.with([Term::name(label.as_str())]);
    labels.into_iter().map(label).reduce(|group, label| AND.with([group.into(), label.into()]))
}

static LABEL: Phrase = Phrase::new("label", "{}", "{}");
static AND: Phrase = Phrase::new("with_label", "{} + {}", "{} + {}");

/// Where the keys of a gap stand among the labels of a group.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    pub group: usize,
    pub school: Option<usize>,
}

impl Side {
    pub fn read(block: &Block<'_>, places: Places, labels: &[String], subject: usize) -> Side {
        let groups = block.groups.iter().filter(|group| labels.contains(&group.labels[places.group]));
        let all = Distribution::sum_of(groups.clone().map(|group| &group.distributions[subject]));
        let mut side = Side { all, ..Side::default() };
        for group in groups {
            let (label, distribution) = (&group.labels[places.group], &group.distributions[subject]);
            if !side.labels.contains(label) {
                side.labels.push(label.clone());
            }
            let school = |at: &usize| distribution.tested() > 0 && is_school(&group.labels[*at]);
            if let Some(at) = places.school.filter(school) {
                match side.by_school.entry(group.labels[at].clone()) {
                    Entry::Vacant(school) => _ = school.insert(distribution.clone()),
                    Entry::Occupied(school) => school.into_mut().add(distribution),
                }
            }
        }
        let of_schools: u64 = side.by_school.values().map(Distribution::tested).sum();
        if of_schools > 0 && of_schools < side.all.tested() {
            side.known = Some(Distribution::sum_of(side.by_school.values()));
        }
        side
    }

    /// The candidates of whom an error by schools is.
    pub fn of_schools(&self) -> &Distribution {
        self.known.as_ref().unwrap_or(&self.all)
    }

    pub fn without_school(&self) -> u64 {
        self.all.tested() - self.of_schools().tested()
    }

    pub fn name(&self) -> String {
        self.labels.join(" + ")
    }

    pub fn named(&self) -> Option<Clause> {
        together(&self.labels)
    }

    /// The same side, its schools cut down to some.
    pub fn only_schools(&self, schools: &BTreeSet<&String>) -> Side {
        let kept = self.by_school.iter().filter(|(school, _)| schools.contains(school));
        let all = Distribution::sum_of(kept.clone().map(|(_, distribution)| distribution));
        let by_school = kept.map(|(school, distribution)| (school.clone(), distribution.clone())).collect();
        Side { labels: self.labels.clone(), all, by_school, known: None }
    }
}

/// Both sides of a gap.
pub type Sides = [Side; 2];

pub fn read_sides(block: &Block<'_>, places: Places, pair: &Pair, subject: usize) -> Sides {
    [&pair.first, &pair.second].map(|labels| Side::read(block, places, labels, subject))
}
