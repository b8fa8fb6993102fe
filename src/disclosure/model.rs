//! A release as unknown whole numbers: the cells that its figures add up, and which of them each figure tells.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cells::Axis;
use super::cohort::{Sat, Tested, is_roll};
use super::entries::{Entry, Known, Labels as GroupLabels, cuts};
use super::kinship::Kinship;
use super::levels::{Further, Keys, Labels, keys_of, numbered};
use super::people::People;
use super::plan::{Use, by_keys, plan};
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
    pub group: GroupLabels,
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

/// What a subject is made from.
struct Of<'a> {
    tally: &'a Tally,
    labels: &'a Labels,
    subject: usize,
    entries: &'a [&'a Entry],
    /// What others tell of who sat it.
    others: Vec<&'a Sat>,
    /// The keys of all figures of any subject.
    all_keys: Keys,
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
    /// The model of one source and year. All keys are crossed if that makes no more than `few` cells.
    pub fn new(tally: Option<&Tally>, entries: &[Entry], few: usize) -> Model {
        Model::of_cohort(tally, entries, (&[], 0), few)
    }

    /// The same, where figures of other subjects and sources tell who sat a subject, unless they are farther apart
    /// than a slack.
    pub fn of_cohort(
        tally: Option<&Tally>,
        entries: &[Entry],
        (sat, slack): (&[Sat], u64),
        few: usize,
    ) -> Model {
        let mut model = Model::default();
        let is_same = |entry: &&Entry| matches!(&entry.known, Known::Events(events) if events.same.is_some());
        let with_events = entries.iter().filter(is_same).map(|entry| entry.figure);
        let mut same = SameRows { of: with_events.collect(), rows: HashMap::new() };
        if let Some(tally) = tally {
            let labels = Labels::new(tally);
            let mut subjects: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
            for entry in entries.iter().filter(|entry| matches!(entry.known, Known::Told { .. })) {
                subjects.entry(entry.subject.as_str()).or_default().push(entry);
            }
            let mut axes = Vec::new();
            let tested = Tested::new(tally);
            let keys = |entry: &Entry| match &entry.known {
                Known::Told { parts, .. } => keys_of(&labels, &entry.group, parts).unwrap_or(0),
                Known::Events(_) => 0,
            };
            let all_keys = entries.iter().map(keys).fold(0, |all, own| all | own);
            for (id, entries) in subjects {
                if let Ok(subject) = tally.subject_index(id) {
                    let is_other = |sat: &&Sat| sat.source.is_some() || sat.subject != id;
                    let others = sat.iter().filter(is_other);
                    let others = others.filter(|sat| sat.is_of(&tested, id, slack)).collect();
                    let of = Of { tally, labels: &labels, subject, entries: &entries, others, all_keys };
                    axes.push(model.add_subject(&of, few, &mut same));
                }
            }
            model.tie_registered(&axes);
            model.add_additive(tally, &labels, entries, few);
        }
        super::events::add(&mut model, entries, &same);
        // They serve the making alone, and are large.
        (model.by_row, model.place_numbers) = (BTreeMap::new(), BTreeMap::new());
        model
    }

    fn add_subject(&mut self, of: &Of<'_>, few: usize, same: &mut SameRows) -> Axis {
        let Of { tally, labels, subject, entries, .. } = *of;
        let scale = tally.subjects[subject].scale;
        let mut marks: Vec<&'static str> = Vec::new();
        let mut uses: Vec<Use> = Vec::new();
        for entry in entries {
            let Known::Told { what, parts } = &entry.known else { continue };
            let Some(keys) = keys_of(labels, &entry.group, parts) else { continue };
            let cuts = cuts(parts).map(|cut| scale.ticks_at_least(cut)).collect();
            let is_marked =
                parts.iter().any(|part| matches!(part.range, Range::Everybody | Range::Marked(_)));
            uses.push(Use { keys, cuts, sums: *what == What::Sum, marks: is_marked });
            marks.extend(parts.iter().filter_map(|part| match part.range {
                Range::Marked(mark) => Some(mark),
                _ => None,
            }));
        }
        let of_others = of.others.iter().filter_map(|sat| keys_of(labels, &sat.group, &sat.parts));
        uses.extend(of_others.map(|keys| Use { keys, ..Use::default() }));
        marks.sort_unstable();
        marks.dedup();
        let known: RefCell<BTreeMap<Keys, usize>> = RefCell::default();
        let groups = |keys| *known.borrow_mut().entry(keys).or_insert_with(|| labels.groups_of(keys));
        if uses.iter().any(|of| of.marks) && groups(of.all_keys) <= few {
            // Those registered are told apart by all keys, so that other subjects tell of them too.
            uses.push(Use { keys: of.all_keys, marks: true, ..Use::default() });
        }
        let plan = plan(&by_keys(uses.into_iter()), &groups, few);
        let axis = self.add_levels(tally, labels, subject, &plan, &marks);
        let mut inside = Inside::new();
        for entry in entries {
            if let Known::Told { what, parts } = &entry.known
                && let Some((row, truth)) =
                    self.row_of((tally, labels, &axis), &entry.group, *what, parts, &mut inside)
            {
                if same.of.contains(&entry.figure) {
                    same.rows.insert((entry.figure, parts.clone()), row.clone());
                }
                self.add_quantity(row, truth, entry, *what);
            }
        }
        for sat in &of.others {
            let row = self.row_of((tally, labels, &axis), &sat.group, What::Count, &sat.parts, &mut inside);
            if let Some((row, truth)) = row {
                let place = Place { subject: tally.subjects[subject].id.clone(), group: sat.group.clone() };
                if let Some(at) = self.quantity(row, truth, place, What::Count) {
                    self.quantities[at].figures.extend(&sat.figures);
                    self.quantities[at].roll |= is_roll(&sat.parts);
                }
            }
        }
        axis
    }

    /// The cells that an entry adds up, and their sum. `None` where the tally does not have them.
    fn row_of(
        &self,
        (tally, labels, axis): (&Tally, &Labels, &Axis),
        group: &GroupLabels,
        what: What,
        parts: &[Part],
        inside: &mut Inside,
    ) -> Option<(Row, i64)> {
        let keys = keys_of(labels, group, parts)?;
        let scale = tally.subjects[axis.subject].scale;
        let cuts: Vec<i64> = cuts(parts).map(|cut| scale.ticks_at_least(cut)).collect();
        let mut row = Row::new();
        for part in parts {
            let wanted = numbered(labels, group, part)?;
            let further = match (what, part.range) {
                (What::Sum, _) => Some(Further::Sum),
                (_, Range::Everybody) => Some(Further::Everybody),
                (_, Range::Marked(mark)) => Some(Further::Marked(mark)),
                (_, Range::Scores { .. }) => None,
                (_, Range::Places { .. } | Range::Most { .. } | Range::Event { .. } | Range::Base { .. }) => {
                    return None;
                }
            };
            let level = axis.level_of(keys, if further.is_none() { &cuts } else { &[] }, further)?;
            let ranges = match part.range {
                Range::Scores { from, below } => {
                    let ticks = |score| scale.ticks_at_least(score);
                    let end = below.map_or(level.ranges(), |below| level.range_from(Some(ticks(below))));
                    level.range_from(from.map(ticks))..end
                }
                _ => 0..0,
            };
            let cohorts = inside.entry((level.first_cell, wanted)).or_insert_with_key(|(_, wanted)| {
                (0..level.cohorts.len()).filter(|at| level.cohorts[*at].is_in(wanted)).collect()
            });
            for cohort in cohorts.iter().copied() {
                match further {
                    Some(further) => row.push((level.further[&further] + cohort as u32, part.times)),
                    None => row.extend(ranges.clone().map(|range| (level.cell(cohort, range), part.times))),
                }
            }
        }
        row.sort_unstable();
        let truth = self.value(&row);
        Some((row, truth))
    }

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
    fn quantity(&mut self, row: Row, truth: i64, place: Place, what: What) -> Option<usize> {
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

    /// The true value of a sum of cells.
    pub fn value(&self, row: &Row) -> i64 {
        row.iter().map(|(cell, weight)| self.cells[*cell as usize].truth * weight).sum()
    }
}

/// The rows of the tally that events may be the same as, by figure and what it tells.
pub struct SameRows {
    /// The figures with events.
    of: BTreeSet<usize>,
    pub rows: HashMap<(usize, Vec<Part>), Row>,
}

/// The cohorts of a level, told by its first cell, that are part of a group.
type Inside = BTreeMap<(u32, Vec<(usize, u32)>), Vec<usize>>;
