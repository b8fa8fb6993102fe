//! The model of a source and year, made from what its figures tell.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use super::cells::Axis;
use super::cohort::{Sat, Tested, is_roll};
use super::entry::{Entry, Known, Labels as GroupLabels, cuts};
use super::events::{self, SameRows, less};
use super::levels::{Further, Keys, Labels, keys_of, numbered};
use super::model::{Limit, Model, Place};
use super::part::SOLVABLE;
use super::plan::{Use, by_keys, plan};
use super::span::Row;
use crate::figures::{Part, Range, What};
use crate::number::Rational;
use crate::tally::Tally;

/// What a subject is made from.
struct Of<'a> {
    tally: &'a Tally,
    labels: &'a Labels,
    subject: usize,
    entries: &'a [(usize, &'a Entry)],
    /// What others tell of who sat it.
    others: Vec<&'a Sat>,
    /// What other subjects tell of groups in which more sat them: they are registered for this one too.
    fuller: Vec<&'a Sat>,
    /// The keys of all figures of any subject.
    all_keys: Keys,
    /// Whether figures of any subject tell of those registered.
    is_marked: bool,
}

/// With more cells than this for those registered too, a model is not solved as a whole without them either: they are
/// two of three cells of a group at most.
const FAR_TOO_MANY: usize = 4 * SOLVABLE;

/// Who reached a score where more did by this many times what protects a number says nothing of those to whom an event
/// happened.
const MANY_MORE: i64 = 5;

/// All of a group with a score from here.
fn from_here(score: Rational) -> Vec<Part> {
    vec![Part::of(None, Range::from(score))]
}

/// The cohorts of a level, told by its first cell, that are part of a group.
type Inside = BTreeMap<(u32, Vec<(usize, u32)>), Vec<usize>>;

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
        let (registered, tested): (Vec<&Sat>, Vec<&Sat>) = sat.iter().partition(|sat| sat.is_of_registered());
        let of_tested = || Model::of_known(tally, entries, (&tested, slack), few);
        if registered.is_empty() {
            return of_tested();
        }
        // In a release that is not solved as a whole, who is registered is not one number for all subjects, but whatever
        // tells it of one tells it of all.
        let model = Model::of_known(tally, entries, (&sat.iter().collect::<Vec<_>>(), slack), few);
        if model.cells.len() > FAR_TOO_MANY {
            return model;
        }
        Some(of_tested()).filter(Model::is_solved_as_a_whole).unwrap_or(model)
    }

    fn of_known(tally: Option<&Tally>, entries: &[Entry], (sat, slack): (&[&Sat], u64), few: usize) -> Model {
        let mut model = Model::default();
        let is_same = |entry: &&Entry| matches!(&entry.known, Known::Events(events) if events.same.is_some());
        let with_events = entries.iter().filter(is_same).map(|entry| entry.figure);
        let mut same = SameRows { of: with_events.collect(), ..SameRows::default() };
        if let Some(tally) = tally {
            let labels = Labels::new(tally);
            let mut axes = Vec::new();
            let tested = Tested::new(tally);
            let mut subjects: BTreeMap<&str, Vec<(usize, &Entry)>> = BTreeMap::new();
            for (at, entry) in entries.iter().enumerate() {
                let is_of_scores = match &entry.known {
                    Known::Told { .. } => true,
                    Known::Among { event, from, .. } => {
                        let count = tested.reached(&entry.group, *from, &entry.subject);
                        let more = count.map(|count| count as i64 - event.count);
                        more.is_some_and(|more| (0..=MANY_MORE * slack as i64).contains(&more))
                    }
                    Known::Events(_) => false,
                };
                if is_of_scores {
                    subjects.entry(entry.subject.as_str()).or_default().push((at, entry));
                }
            }
            let keys = |entry: &Entry| match &entry.known {
                Known::Told { parts, .. } => keys_of(&labels, &entry.group, parts).unwrap_or(0),
                Known::Among { from, .. } => keys_of(&labels, &entry.group, &from_here(*from)).unwrap_or(0),
                Known::Events(_) => 0,
            };
            let all_keys = entries.iter().map(keys).fold(0, |all, own| all | own);
            let is_marked = subjects.values().flatten().any(|(_, entry)| tells_of_registered(entry));
            for (id, entries) in subjects {
                if let Ok(subject) = tally.subject_index(id) {
                    let others = || sat.iter().copied().filter(|sat| sat.is_of_another(id));
                    let fuller = others().filter(|sat| sat.is_fuller(&tested, id)).collect();
                    let others = others().filter(|sat| sat.is_of(&tested, id, slack)).collect();
                    let labels = &labels;
                    let entries = &entries;
                    let of = Of { tally, labels, subject, entries, others, fuller, all_keys, is_marked };
                    axes.push(model.add_subject(&of, few, &mut same));
                }
            }
            model.tie_registered(&axes);
            model.tie_registered_groups((tally, &labels), &axes, &tested, sat);
            model.add_additive(tally, &labels, entries, few);
        }
        events::add(&mut model, entries, &same);
        model.is_made();
        model
    }

    fn add_subject(&mut self, of: &Of<'_>, few: usize, same: &mut SameRows) -> Axis {
        let Of { tally, labels, subject, entries, .. } = *of;
        let scale = tally.subjects[subject].scale;
        let mut marks: Vec<&'static str> = Vec::new();
        let mut uses: Vec<Use> = Vec::new();
        for (_, entry) in entries {
            let (what, parts) = match &entry.known {
                Known::Told { what, parts } => (*what, Cow::Borrowed(parts)),
                Known::Among { from, .. } => (What::Count, Cow::Owned(from_here(*from))),
                Known::Events(_) => continue,
            };
            let Some(keys) = keys_of(labels, &entry.group, &parts) else { continue };
            let cuts = cuts(&parts).map(|cut| scale.ticks_at_least(cut)).collect();
            uses.push(Use { keys, cuts, sums: what == What::Sum, marks: tells_of_registered(entry) });
            marks.extend(parts.iter().filter_map(|part| match part.range {
                Range::Marked(mark) => Some(mark),
                _ => None,
            }));
        }
        let of_others = of.others.iter().filter_map(|sat| {
            let keys = keys_of(labels, &sat.group, &sat.parts)?;
            Some(Use { keys, marks: sat.is_of_registered(), ..Use::default() })
        });
        uses.extend(of_others);
        marks.sort_unstable();
        marks.dedup();
        let known: RefCell<BTreeMap<Keys, usize>> = RefCell::default();
        let groups = |keys| *known.borrow_mut().entry(keys).or_insert_with(|| labels.groups_of(keys));
        if of.is_marked && groups(of.all_keys) <= few {
            // Those registered are told apart by all keys, in subjects too that tell of those with a score alone: the
            // same are registered for all.
            uses.push(Use { keys: of.all_keys, marks: true, ..Use::default() });
        }
        let plan = plan(&by_keys(uses.into_iter()), &groups, few);
        let axis = self.add_levels(tally, labels, subject, &plan, &marks);
        let mut inside = Inside::new();
        for (at, entry) in entries {
            if let Known::Among { from, .. } = &entry.known {
                let (of, those) = ((tally, labels, &axis), from_here(*from));
                let row = self.row_of(of, &entry.group, What::Count, &those, &mut inside);
                same.among.extend(row.map(|(row, _)| (*at, row)));
            }
            if let Known::Told { what, parts } = &entry.known
                && let Some((row, truth)) =
                    self.row_of((tally, labels, &axis), &entry.group, *what, parts, &mut inside)
            {
                if same.of.contains(&entry.figure) {
                    same.rows.insert((entry.figure, parts.clone()), row.clone());
                }
                self.add_quantity(row, truth, entry, *what);
                if *what == What::Count && parts.len() > 1 {
                    let of = (tally, labels, &axis);
                    let rows = parts
                        .iter()
                        .map(std::slice::from_ref)
                        .filter_map(|part| Some(self.row_of(of, &entry.group, *what, part, &mut inside)?.0));
                    let rows: Vec<Row> = rows.collect();
                    self.addends.extend(rows);
                }
            }
        }
        for sat in of.others.iter().filter(|sat| !sat.figures.is_empty()) {
            let row = self.row_of((tally, labels, &axis), &sat.group, sat.what, &sat.parts, &mut inside);
            if let Some((row, truth)) = row {
                let place = Place { subject: tally.subjects[subject].id.clone(), group: sat.group.clone() };
                if let Some(at) = self.quantity(row, truth, place, sat.what) {
                    self.quantities[at].figures.extend(&sat.figures);
                    self.quantities[at].roll |= is_roll(&sat.parts);
                }
            }
        }
        for sat in &of.fuller {
            let registered: Vec<Part> =
                sat.parts.iter().map(|part| Part { range: Range::Everybody, ..part.clone() }).collect();
            let row = self.row_of((tally, labels, &axis), &sat.group, What::Count, &registered, &mut inside);
            if let Some((row, _)) = row {
                let row = row.into_iter().map(|(cell, weight)| (cell, -weight)).collect();
                self.limits.push(Limit { row, most: -(sat.count as i64) });
            }
        }
        axis
    }

    /// In a release that is not solved as a whole: the same are registered for another subject in the groups of which
    /// several figures together tell it of one.
    fn tie_registered_groups(
        &mut self,
        (tally, labels): (&Tally, &Labels),
        axes: &[Axis],
        tested: &Tested<'_>,
        sat: &[&Sat],
    ) {
        if self.is_solved_as_a_whole() {
            return;
        }
        let mut inside = Inside::new();
        let is_of_several = |sat: &&&Sat| sat.source.is_none() && sat.figures.is_empty();
        for sat in sat.iter().filter(is_of_several) {
            let mut row = |axis: &Axis| {
                Some(self.row_of((tally, labels, axis), &sat.group, sat.what, &sat.parts, &mut inside)?.0)
            };
            let id = |axis: &&Axis| tally.subjects[axis.subject].id.as_str();
            let Some(own) = axes.iter().find(|axis| id(axis) == sat.subject).and_then(&mut row) else {
                continue;
            };
            let others = axes.iter().filter(|axis| id(axis) != sat.subject && sat.is_of(tested, id(axis), 0));
            let ties: Vec<Row> = others.filter_map(|axis| Some(less(&own, &row(axis)?))).collect();
            self.links.extend(ties);
        }
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
                (
                    _,
                    Range::Places { .. }
                    | Range::Most { .. }
                    | Range::Event { .. }
                    | Range::Reached { .. }
                    | Range::Base { .. },
                ) => return None,
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
}

fn tells_of_registered(entry: &Entry) -> bool {
    let is_marked = |part: &Part| matches!(part.range, Range::Everybody | Range::Marked(_));
    matches!(&entry.known, Known::Told { parts, .. } if parts.iter().any(is_marked))
}
