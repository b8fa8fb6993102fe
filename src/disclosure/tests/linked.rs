//! Many groups: levels that are linked where their keys meet, against all keys crossed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::entry::{Entry, Known, Labels};
use super::super::model::{Model, Quantity};
use super::super::problem::{Given, problems};
use super::super::ranges::Ranges;
use super::super::secondary::choose;
use super::super::sensitive::{Asked, find};
use super::super::sheet::Rule;
use super::super::span::Row;
use super::Seeded;
use crate::figures::{Part, Range, What};
use crate::number::{Rational, Scale};
use crate::records::{Mark, Subject};
use crate::tally::{Distribution, Group, Tally};

/// Candidates of schools, by track and sex: small schools, tracks that not every school has.
fn drawn(seeded: &mut Seeded, schools: u64) -> Tally {
    let mut groups = Vec::new();
    for school in 0..schools {
        let (size, level) = (2 + seeded.below(30), seeded.below(30) as i64);
        for track in ["文", "理"] {
            for sex in ["男", "女"] {
                let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
                for _ in 0..seeded.below(size) {
                    *counts.entry(20 + level + seeded.below(50) as i64).or_default() += 1;
                }
                let labels = [&format!("{school:02}"), track, sex].map(|label| label.to_string()).to_vec();
                let distribution = Distribution::new(counts.into_iter().collect(), [0; Mark::COUNT]);
                groups.push(Group { labels, distributions: vec![distribution] });
            }
        }
    }
    groups.retain(|group| group.distributions[0].tested() > 0);
    let subject = Subject { id: "total".to_owned(), full_mark: None, scale: Scale::of_decimals(0) };
    let keys = ["school", "track", "sex"].map(str::to_owned).to_vec();
    Tally { keys, subjects: vec![subject], groups, ..Tally::default() }
}

/// Tested and attained at some scores, for each group of some keys: a figure each.
fn shown(tally: &Tally, by: &[&str], lines: &[i64], figures: &mut Vec<(Labels, Part)>) {
    let places: Vec<usize> = by.iter().map(|key| tally.key_index(key).unwrap()).collect();
    let labels = tally.groups.iter().map(|group| -> Labels {
        places.iter().map(|at| (tally.keys[*at].clone(), group.labels[*at].clone())).collect()
    });
    for group in labels.collect::<BTreeSet<Labels>>() {
        for line in std::iter::once(None)
            .chain(lines.iter().map(|line| Some(Rational::from_integer(i128::from(*line)))))
        {
            let range = Range::Scores { from: line, below: None };
            figures.push((group.clone(), Part::of(None, range)));
        }
    }
}

/// What is hidden is decided on levels that are linked where their keys meet. The audit here knows better: it crosses
/// all keys, and which schools have which tracks and sexes is known to it.
#[test]
fn what_is_decided_on_linked_levels_holds_when_all_keys_are_crossed() {
    let mut seeded = Seeded(23);
    let (mut asked, mut hidden_of_all) = (0, 0);
    for _ in 0..6 {
        let tally = drawn(&mut seeded, 14);
        let mut figures = Vec::new();
        shown(&tally, &["school"], &[60], &mut figures);
        shown(&tally, &["track"], &[50, 60, 70], &mut figures);
        shown(&tally, &["sex"], &[60, 75], &mut figures);
        shown(&tally, &[], &[60], &mut figures);
        let entries: Vec<Entry> = figures
            .iter()
            .enumerate()
            .map(|(figure, (group, part))| {
                let known = Known::Told { what: What::Count, parts: vec![part.clone()] };
                Entry { figure, subject: "total".to_owned(), group: group.clone(), known }
            })
            .collect();
        let linked = Model::new(Some(&tally), &entries, 0);
        let crossed = Model::new(Some(&tally), &entries, usize::MAX);
        assert!(crossed.cohorts.len() > linked.cohorts.len());
        let rule = Rule { minimum_cell: 10, protection: 5, whole_group: 10, base: None };
        let found = find(&linked, &Asked { rates: BTreeSet::new(), tables: Vec::new() }, &rule);
        let none = vec![false; linked.quantities.len()];
        let worth: Vec<f64> = linked.quantities.iter().map(|q| 1.0 + (1.0 + q.truth as f64).ln()).collect();
        let given = Given { primary: &found.hidden, public: &none, kept: &none, worth: &worth };
        let mut hidden = BTreeSet::new();
        for problem in problems(&linked, &found.sensitive) {
            let chosen = choose(&linked, &problem, &given).hidden;
            hidden.extend(chosen.into_iter().flat_map(|at| linked.quantities[at].figures.clone()));
        }
        let is_hidden = |quantity: &&Quantity| quantity.figures.iter().any(|at| hidden.contains(at));
        let (small, told): (Vec<_>, Vec<_>) = crossed.quantities.iter().partition(is_hidden);
        let small: Vec<&Row> = small.iter().filter(|q| q.truth > 0 && q.truth < 10).map(|q| &q.row).collect();
        let known: Vec<&Row> = crossed.links.iter().chain(told.iter().map(|q| &q.row)).collect();
        let mut ranges = Ranges::new(&crossed, &known, &[], &small);
        for row in &small {
            let (low, high) = ranges.bounds(row);
            assert!(high - low > 5.0, "{} to {} of {row:?}", low, high);
        }
        asked += small.len();
        hidden_of_all += hidden.len();
        assert!(told.len() > small.len(), "something is left to see");
    }
    assert!(asked > 20 && hidden_of_all > asked, "{asked} {hidden_of_all}");
}
