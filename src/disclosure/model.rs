//! A release as unknown whole numbers: the cells that its figures add up, and which of them each figure tells.

use std::collections::BTreeMap;

use super::cells::{Axis, level_with};
use super::entries::{Entry, Known, Labels as GroupLabels, cuts};
use super::levels::{Keys, Labels, plan};
use super::span::Row;
use crate::figures::{Part, Range, What};
use crate::tally::Tally;

/// An unknown of the reader: candidates of a group in a range, or the sum of their scores in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    pub truth: i64,
    /// A count, which is a whole number.
    pub is_count: bool,
}

/// A count or sum that figures tell.
#[derive(Debug)]
pub struct Quantity {
    pub row: Row,
    pub truth: i64,
    pub figures: Vec<usize>,
    /// The group that it is about, as a number; see [`Model::places`].
    pub place: usize,
    pub what: What,
}

/// The group and subject of quantities, for messages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub subject: String,
    pub group: GroupLabels,
}

/// The sum of scores of a cohort.
pub struct SumCell {
    pub cell: u32,
    pub tested: i64,
    /// In ticks.
    pub full_mark: Option<i64>,
}

#[derive(Default)]
pub struct Model {
    pub cells: Vec<Cell>,
    /// Sums that are zero whatever is published: a whole less its parts.
    pub links: Vec<Row>,
    /// Sums that are zero or less: the lowest scores that some counts allow less the sum of scores.
    pub limits: Vec<Row>,
    pub quantities: Vec<Quantity>,
    pub places: Vec<Place>,
    /// The tested of every narrowest group, as rows: counted by no figure perhaps, and small perhaps.
    pub cohorts: Vec<Row>,
    /// The cells of sums of scores.
    pub sums: Vec<SumCell>,
    place_numbers: BTreeMap<Place, usize>,
    by_row: BTreeMap<Row, usize>,
}

impl Model {
    /// The model of one source and year.
    pub fn new(tally: Option<&Tally>, entries: &[Entry]) -> Model {
        let mut model = Model::default();
        if let Some(tally) = tally {
            let labels = Labels::new(tally);
            let mut subjects: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
            for entry in entries.iter().filter(|entry| matches!(entry.known, Known::Told { .. })) {
                subjects.entry(entry.subject.as_str()).or_default().push(entry);
            }
            for (id, entries) in subjects {
                if let Ok(subject) = tally.subject_index(id) {
                    model.add_subject(tally, &labels, subject, &entries);
                }
            }
        }
        super::events::add(&mut model, entries);
        model
    }

    fn add_subject(&mut self, tally: &Tally, labels: &Labels, subject: usize, entries: &[&Entry]) {
        let scale = tally.subjects[subject].scale;
        let (mut all, mut of_sums, mut of_marks) = (0, 0, 0);
        let mut uses: BTreeMap<i64, Keys> = BTreeMap::new();
        let mut marks: Vec<&'static str> = Vec::new();
        for entry in entries {
            let Known::Told { what, parts } = &entry.known else { continue };
            let Some(keys) = keys_of(labels, &entry.group, parts) else { continue };
            all |= keys;
            if *what == What::Sum {
                of_sums |= keys;
            }
            for cut in cuts(parts) {
                *uses.entry(scale.ticks_at_least(cut)).or_default() |= keys;
            }
            for part in parts {
                match part.range {
                    Range::Everybody => of_marks |= keys,
                    Range::Marked(mark) => {
                        of_marks |= keys;
                        marks.push(mark);
                    }
                    Range::Scores { .. } => {}
                }
            }
        }
        marks.sort_unstable();
        marks.dedup();
        let told =
            |what| entries.iter().any(|e| matches!(&e.known, Known::Told { what: w, .. } if *w == what));
        let marked = entries.iter().any(|e| match &e.known {
            Known::Told { parts, .. } => parts.iter().any(|part| !matches!(part.range, Range::Scores { .. })),
            Known::Event { .. } => false,
        });
        let mut axis = self.levels_of(tally, labels, subject, plan(all, &uses));
        if told(What::Sum) {
            self.add_sums(tally, &mut axis, of_sums);
        }
        if marked {
            self.add_marks(&mut axis, of_marks, &marks);
        }
        for entry in entries {
            if let Known::Told { what, parts } = &entry.known
                && let Some((row, truth)) = self.row_of(tally, labels, &axis, &entry.group, *what, parts)
            {
                self.add_quantity(row, truth, entry, *what);
            }
        }
    }

    /// The cells that an entry adds up, and their sum. `None` where the tally does not have them.
    fn row_of(
        &self,
        tally: &Tally,
        labels: &Labels,
        axis: &Axis,
        group: &GroupLabels,
        what: What,
        parts: &[Part],
    ) -> Option<(Row, i64)> {
        let at = level_with(&axis.levels, keys_of(labels, group, parts)?);
        let scale = tally.subjects[axis.subject].scale;
        let mut row = Row::new();
        for part in parts {
            let wanted = numbered(labels, group, part)?;
            let groups = match (what, part.range) {
                (What::Sum, _) => Some(axis.sums.as_ref()?),
                (_, Range::Everybody) => Some(axis.everybody.as_ref()?),
                (_, Range::Marked(mark)) => Some(axis.marks.get(mark)?),
                (_, Range::Scores { .. }) => None,
            };
            let level = &axis.levels[groups.map_or(at, |groups| groups.level)];
            let ranges = match part.range {
                Range::Scores { from, below } if groups.is_none() => {
                    let ticks = |score| scale.ticks_at_least(score);
                    let end = below.map_or(level.ranges(), |below| level.range_from(Some(ticks(below))));
                    level.range_from(from.map(ticks))..end
                }
                _ => 0..1,
            };
            for cohort in (0..level.cohorts.len()).filter(|at| level.cohorts[*at].is_in(&wanted)) {
                match groups {
                    Some(groups) => row.push((groups.first_cell + cohort as u32, 1)),
                    None => row.extend(ranges.clone().map(|range| (level.cell(cohort, range), 1))),
                }
            }
        }
        row.sort_unstable();
        let truth = self.value(&row);
        Some((row, truth))
    }

    pub fn add_quantity(&mut self, row: Row, truth: i64, entry: &Entry, what: What) {
        if row.is_empty() {
            return;
        }
        let place = Place { subject: entry.subject.clone(), group: entry.group.clone() };
        let places = self.place_numbers.len();
        let place = *self.place_numbers.entry(place.clone()).or_insert_with(|| {
            self.places.push(place);
            places
        });
        let next = self.quantities.len();
        let at = *self.by_row.entry(row.clone()).or_insert(next);
        if at == next {
            self.quantities.push(Quantity { row, truth, figures: Vec::new(), place, what });
        }
        let figures = &mut self.quantities[at].figures;
        if figures.last() != Some(&entry.figure) {
            figures.push(entry.figure);
        }
    }

    /// The true value of a sum of cells.
    pub fn value(&self, row: &Row) -> i64 {
        row.iter().map(|(cell, weight)| self.cells[*cell as usize].truth * weight).sum()
    }
}

fn keys_of(labels: &Labels, group: &GroupLabels, parts: &[Part]) -> Option<Keys> {
    let named = group.iter().chain(parts.iter().filter_map(|part| part.key.as_ref()));
    named.map(|(key, _)| labels.key(key)).try_fold(0, |keys, key| Some(keys | 1 << key?))
}

/// The labels of a group and a part of it, as numbers. `None` for a key that the tally does not have.
fn numbered(labels: &Labels, group: &GroupLabels, part: &Part) -> Option<Vec<(usize, u32)>> {
    let named = group.iter().chain(part.key.as_ref());
    let wanted = named.map(|(key, label)| {
        let key = labels.key(key)?;
        // A label that nobody has selects nobody.
        Some((key, labels.number(key, label).unwrap_or(u32::MAX)))
    });
    wanted.collect()
}
