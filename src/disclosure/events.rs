//! Counts of events that only their figures know, such as who passed all subjects: a cell for each event of each
//! group. Events divide those to whom they could happen; and by whatever keys tables are made, they add up to the same
//! in each group that two tables have in common.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::entry::{Entry, Event, Known, Labels};
use super::model::{Cell, Limit, Model};
use super::span::Row;
use crate::figures::{Part, What};
use crate::number::Rational;

/// The rows of the tally that events may be the same as, by figure and what it tells.
#[derive(Default)]
pub struct SameRows {
    /// The figures with events.
    pub of: BTreeSet<usize>,
    pub rows: HashMap<(usize, Vec<Part>), Row>,
    /// By entry, those among whom all are to whom an event happened.
    pub among: HashMap<usize, Row>,
}

/// The groups of one set of keys, each with its cell.
type Family = BTreeMap<Labels, u32>;
/// By event and subject, then by keys.
type Families = BTreeMap<(String, String), BTreeMap<Vec<String>, Family>>;

pub fn add(model: &mut Model, entries: &[Entry], same: &SameRows) {
    let mut families = Families::new();
    model.level_starts.push(model.cells.len() as u32);
    let mut ties: BTreeSet<Row> = BTreeSet::new();
    let mut reached = Reached::new();
    for (at, entry) in entries.iter().enumerate() {
        if let (Known::Among { event, subject, .. }, Some(those)) = (&entry.known, same.among.get(&at)) {
            let row: Row = vec![(cell(model, &mut families, subject, event), 1)];
            model.limits.push(Limit { row: less(&row, those), most: 0 });
            model.add_quantity(row, event.count, entry, What::Count);
        }
        let Known::Events(events) = &entry.known else { continue };
        let mut of = |event: &Event| cell(model, &mut families, &entry.subject, event);
        let mut row: Row = events.cells.iter().map(|event| (of(event), 1)).collect();
        let base: Option<Row> = events.base.as_ref().map(|base| vec![(of(base), 1)]);
        row.sort_unstable();
        let same = events.same.as_ref().and_then(|parts| same.rows.get(&(entry.figure, parts.clone())));
        let rows: Vec<&Row> = [Some(&row), base.as_ref(), same].into_iter().flatten().collect();
        let told: Vec<&Row> = rows.into_iter().filter(|row| !row.is_empty()).collect();
        ties.extend(told.windows(2).map(|pair| less(pair[0], pair[1])));
        for row in [&row, base.as_ref().unwrap_or(&row)] {
            let truth = model.value(row);
            model.add_quantity(row.clone(), truth, entry, What::Count);
        }
        if let Some((name, from)) = &events.reach {
            let of_name = reached.entry((name.clone(), entry.subject.clone())).or_default();
            let keys = entry.group.iter().map(|(key, _)| key.clone()).collect();
            of_name.entry(*from).or_default().entry(keys).or_default().insert(entry.group.clone(), row);
        }
    }
    ties.extend(nested(model, &mut families, &reached));
    ties.extend(families.values().flat_map(shared));
    let holds: Vec<Row> = ties.into_iter().filter(|tie| !tie.is_empty() && model.value(tie) == 0).collect();
    model.links.extend(holds);
}

/// By name and subject, by the score from which on something happened, by keys: who they are in each group.
type Reached = BTreeMap<(String, String), BTreeMap<Rational, BTreeMap<Vec<String>, BTreeMap<Labels, Row>>>>;

/// Those from a higher score on are among those from a lower one, in every group that two tables have in common; the
/// others are a cell.
fn nested(model: &mut Model, families: &mut Families, reached: &Reached) -> Vec<Row> {
    let mut ties = Vec::new();
    for ((name, subject), by_score) in reached {
        let scores: Vec<_> = by_score.iter().collect();
        for (at, (low, wide)) in scores.iter().enumerate() {
            for (high, narrow) in &scores[at + 1..] {
                let name = format!("{name} {low} to {high}");
                for (own, others) in
                    wide.iter().flat_map(|own| narrow.iter().map(move |others| (own, others)))
                {
                    let rests = in_common(own, others);
                    let is_between = |(_, rest): &(Labels, Row)| model.value(rest) >= 0;
                    if !rests.iter().all(is_between) {
                        continue;
                    }
                    for (group, rest) in rests {
                        // Of one table: its events say it.
                        if rest.iter().all(|(_, weight)| *weight > 0) {
                            continue;
                        }
                        let between = Event { name: name.clone(), group, count: model.value(&rest) };
                        let cell = cell(model, families, subject, &between);
                        ties.push(less(&rest, &vec![(cell, 1)]));
                    }
                }
            }
        }
    }
    ties
}

/// For each group of the keys that two tables have in common, those of one less those of the other.
fn in_common(
    (keys, own): (&Vec<String>, &BTreeMap<Labels, Row>),
    (other_keys, others): (&Vec<String>, &BTreeMap<Labels, Row>),
) -> Vec<(Labels, Row)> {
    let mut groups: BTreeMap<Labels, [Row; 2]> = BTreeMap::new();
    for (side, of) in [own, others].into_iter().enumerate() {
        for (group, row) in of {
            let is_common = |(key, _): &&(String, String)| keys.contains(key) && other_keys.contains(key);
            let mut labels: Labels = group.iter().filter(is_common).cloned().collect();
            labels.sort();
            groups.entry(labels).or_default()[side].extend(row);
        }
    }
    groups.into_iter().map(|(group, [own, others])| (group, less(&own, &others))).collect()
}

/// The cell of an event in a group. Where two figures of one name differ in number, they are of other pupils.
fn cell(model: &mut Model, families: &mut Families, subject: &str, event: &Event) -> u32 {
    let keys: Vec<String> = event.group.iter().map(|(key, _)| key.clone()).collect();
    let mut name = event.name.clone();
    loop {
        let of_name = families.entry((name.clone(), subject.to_owned())).or_default();
        let family = of_name.entry(keys.clone()).or_default();
        match family.get(&event.group) {
            Some(cell) if model.cells[*cell as usize].truth == event.count => return *cell,
            Some(_) => name.push('+'),
            None => {
                let cell = model.cells.len() as u32;
                model.cells.push(Cell { truth: event.count, is_count: true });
                family.insert(event.group.clone(), cell);
                return cell;
            }
        }
    }
}

/// The families of one event agree on the groups that they have in common.
fn shared(by_keys: &BTreeMap<Vec<String>, Family>) -> Vec<Row> {
    let mut ties = Vec::new();
    let families: Vec<(&Vec<String>, &Family)> = by_keys.iter().collect();
    for (number, (keys, family)) in families.iter().enumerate() {
        for (other_keys, other) in &families[number + 1..] {
            let common: BTreeSet<&String> = keys.iter().filter(|key| other_keys.contains(key)).collect();
            let mut groups: BTreeMap<Labels, [Row; 2]> = BTreeMap::new();
            for (side, family) in [family, other].into_iter().enumerate() {
                for (group, cell) in family.iter() {
                    let mut labels: Labels =
                        group.iter().filter(|(key, _)| common.contains(key)).cloned().collect();
                    labels.sort();
                    groups.entry(labels).or_default()[side].push((*cell, 1));
                }
            }
            ties.extend(groups.into_values().map(|[own, others]| less(&own, &others)));
        }
    }
    ties
}

/// A row less another.
pub fn less(row: &Row, other: &Row) -> Row {
    let mut difference: BTreeMap<u32, i64> = BTreeMap::new();
    row.iter().for_each(|(cell, weight)| *difference.entry(*cell).or_default() += weight);
    other.iter().for_each(|(cell, weight)| *difference.entry(*cell).or_default() -= weight);
    difference.into_iter().filter(|(_, weight)| *weight != 0).collect()
}
