//! Counts of events that only their figures know, such as who passed all subjects: a cell for each group, another
//! for the rest of the group, and the whole as the sum of its parts where it is.

use std::collections::BTreeMap;

use super::entries::{Entry, Known, Labels};
use super::model::{Cell, Model};
use super::span::Row;
use crate::figures::What;

/// The groups of one set of keys, each with its cell.
type Family = BTreeMap<Labels, u32>;

pub fn add(model: &mut Model, entries: &[Entry]) {
    let mut families: BTreeMap<(&str, &str, Vec<&str>), Family> = BTreeMap::new();
    model.level_starts.push(model.cells.len() as u32);
    for entry in entries {
        let Known::Event { name, count } = &entry.known else { continue };
        let keys: Vec<&str> = entry.group.iter().map(|(key, _)| key.as_str()).collect();
        let family = families.entry((name, &entry.subject, keys)).or_default();
        let cell = *family.entry(entry.group.clone()).or_insert_with(|| {
            model.cells.push(Cell { truth: *count, is_count: true });
            (model.cells.len() - 1) as u32
        });
        model.add_quantity(vec![(cell, 1)], *count, entry, What::Count);
    }
    link_totals(model, &families);
    let events =
        |entry: &&Entry| matches!(&entry.known, Known::Event { name, .. } if name.ends_with("counted"));
    for entry in entries.iter().filter(events) {
        link_rest(model, entry);
    }
}

/// The whole of an event is the sum of its groups, where the numbers say so.
fn link_totals(model: &mut Model, families: &BTreeMap<(&str, &str, Vec<&str>), Family>) {
    for ((name, subject, _), family) in families.iter().filter(|((_, _, keys), _)| !keys.is_empty()) {
        let whole = families.get(&(*name, *subject, Vec::new())).and_then(|whole| whole.values().next());
        let Some(whole) = whole else { continue };
        let mut link: Row = family.values().map(|cell| (*cell, 1)).chain([(*whole, -1)]).collect();
        link.sort_unstable();
        if model.value(&link) == 0 {
            model.links.push(link);
        }
    }
}

/// Those of the group to whom the event did not happen are a count too.
fn link_rest(model: &mut Model, entry: &Entry) {
    let told = model.quantities.iter().filter(|q| q.what == What::Count && q.figures.contains(&entry.figure));
    let mut rows: Vec<(i64, Row)> = told.map(|quantity| (quantity.truth, quantity.row.clone())).collect();
    rows.sort_by_key(|(truth, row)| (*truth, row.len()));
    if let [(count, counted), .., (of, base)] = &rows[..]
        && counted.len() == 1
        && count <= of
        && counted != base
    {
        let rest = model.cells.len() as u32;
        model.cells.push(Cell { truth: of - count, is_count: true });
        let mut link: Row = base.iter().map(|(cell, weight)| (*cell, -weight)).collect();
        link.extend([(counted[0].0, 1), (rest, 1)]);
        link.sort_unstable();
        model.links.push(link);
    }
}
