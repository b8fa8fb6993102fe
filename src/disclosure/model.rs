//! A release as unknown whole numbers: the cells that its figures add up, and which of them each figure tells.

use std::collections::BTreeMap;

use super::cohort::is_roll;
use super::entry::{Entry, Known, Labels};
use super::kinship::{Kinship, Scores, both};
use super::people::People;
use super::span::Row;
use crate::figures::What;

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
    /// Whether it counts all candidates of the group, with a score or without.
    pub everybody: bool,
    /// Whether it counts all of a group that a figure lists.
    pub lists: bool,
    /// Whether it counts all of a group, registered or with a score: one number, whichever subject or source tells it.
    pub roll: bool,
}

/// The group and subject of quantities, for messages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub subject: String,
    pub group: Labels,
}

/// A sum of cells that is no more than a number.
#[derive(Debug)]
pub struct Limit {
    pub row: Row,
    pub most: i64,
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
    /// What some sums are at most: sums of scores between what counts allow, counts near what they were rounded to.
    pub limits: Vec<Limit>,
    pub quantities: Vec<Quantity>,
    pub places: Vec<Place>,
    /// For each figure, the quantities that it tells, in its order.
    pub by_figure: BTreeMap<usize, Vec<usize>>,
    /// The tested of every group that is spelled out, as rows: counted by no figure perhaps, and small perhaps.
    pub cohorts: Vec<Row>,
    /// The same of groups that fewer keys tell than any level has, and those of each range.
    pub marginals: Vec<Row>,
    /// What figures add up that count several groups, each at a score of its own: another table may tell all but one.
    pub addends: Vec<Row>,
    pub kinship: Kinship,
    /// For each subject, who is in which cells.
    pub people: Vec<People>,
    /// The first cell of each level, and of the events after all levels.
    pub level_starts: Vec<u32>,
    /// The cells of sums of scores.
    pub sums: Vec<SumCell>,
    place_numbers: BTreeMap<Place, usize>,
    by_row: BTreeMap<Row, usize>,
}

impl Model {
    pub fn add_quantity(&mut self, row: Row, truth: i64, entry: &Entry, what: What) {
        let place = Place { subject: entry.subject.clone(), group: entry.group.clone() };
        let Some(at) = self.quantity(row, truth, place, what) else { return };
        let quantity = &mut self.quantities[at];
        quantity.everybody |= quantity.figures.is_empty() && entry.counts_everybody();
        quantity.lists |= entry.counts_all();
        quantity.roll |=
            what == What::Count && matches!(&entry.known, Known::Told { parts, .. } if is_roll(parts));
        if quantity.figures.last() != Some(&entry.figure) {
            quantity.figures.push(entry.figure);
        }
        self.by_figure.entry(entry.figure).or_default().push(at);
    }

    /// The number of a quantity; `None` for one of no cell.
    pub fn quantity(&mut self, row: Row, truth: i64, place: Place, what: What) -> Option<usize> {
        if row.is_empty() {
            return None;
        }
        let places = self.place_numbers.len();
        let place = *self.place_numbers.entry(place.clone()).or_insert_with(|| {
            self.places.push(place);
            places
        });
        let next = self.quantities.len();
        let at = *self.by_row.entry(row.clone()).or_insert(next);
        if at == next {
            let (figures, everybody, lists, roll) = Default::default();
            self.quantities.push(Quantity { row, truth, figures, place, what, everybody, lists, roll });
        }
        Some(at)
    }

    /// All quantities are there. The numbers of rows and places serve the making alone, and are large.
    pub fn is_made(&mut self) {
        (self.by_row, self.place_numbers) = (BTreeMap::new(), BTreeMap::new());
    }

    /// The counts of all who have a score of the cohort that a cell is a count of.
    pub fn scored_with(&self, cell: u32) -> impl Iterator<Item = u32> + use<'_> {
        self.people.iter().flat_map(|people| &people.levels).flat_map(move |level| level.cohort_of(cell))
    }

    /// Whether whoever is counted by one quantity is counted by another of a wider group.
    pub fn is_within_wider(&self, part: &Quantity, whole: &Quantity) -> bool {
        let [own, wider] = [part, whole].map(|quantity| &self.places[quantity.place]);
        let is_wider = own.subject == wider.subject
            && wider.group.len() < own.group.len()
            && wider.group.iter().all(|label| own.group.contains(label));
        let scores = || self.scores(&part.row).zip(self.scores(&whole.row));
        is_wider
            && scores().is_some_and(|(own, all)| {
                all.0.is_none_or(|from| own.0.is_some_and(|own| own >= from))
                    && all.1.is_none_or(|below| own.1.is_some_and(|own| own <= below))
            })
    }

    /// From the lowest to the highest scores that a row counts; `None` where it counts others, too.
    pub fn scores(&self, row: &[(u32, i64)]) -> Option<Scores> {
        let levels = || self.people.iter().flat_map(|people| &people.levels);
        let of_cells = row.iter().map(|(cell, _)| levels().find_map(|level| level.scores(*cell)));
        of_cells.reduce(|one, other| Some(both(one?, other?))).flatten()
    }

    /// The true value of a sum of cells.
    pub fn value(&self, row: &Row) -> i64 {
        row.iter().map(|(cell, weight)| self.cells[*cell as usize].truth * weight).sum()
    }
}
