//! Rows below the header that say something of each item: 满分, 答案, 题型, 知识点, ….

use super::blueprint::{Planned, Says, says, settle_choice};
use super::columns::{Columns, Use};
use super::grammar::Holds;
use crate::error::{Error, Place, Result};

/// How many of the first rows are such, and what they say of each item.
pub fn read(
    columns: &Columns,
    headers: &[String],
    rows: &[(u64, Vec<String>)],
    plan: &[Planned],
    place: &Place,
) -> Result<(usize, Vec<Planned>)> {
    let mut said: Vec<Planned> = columns
        .items
        .iter()
        .map(|item| Planned { id: item.id.clone(), name: item.name.clone(), ..Planned::default() })
        .collect();
    let mut count = 0;
    for (row, cells) in rows {
        let Some(meaning) = label(columns, cells).or_else(|| unlabelled(columns, cells, plan)) else { break };
        count += 1;
        for (at, item) in columns.items.iter().enumerate() {
            let cell = |column: Option<usize>| {
                let at = column?;
                cells.get(at).filter(|cell| !cell.is_empty()).map(|cell| (at, cell))
            };
            // A key stands above the options, all else above the scores.
            let (first, second) = match meaning {
                Says::Key => (item.options, item.score),
                _ => (item.score, item.options),
            };
            // Above a string of all options stands nothing of one item.
            if item.piece.is_some() {
                continue;
            }
            let Some((column, text)) = cell(first).or_else(|| cell(second)) else { continue };
            said[at].take(meaning, text).map_err(|expected| Error::BadCell {
                place: place.clone().at_row(*row).at_column(column, headers[column].clone()),
                found: text.clone(),
                expected,
            })?;
        }
    }
    said.iter_mut().for_each(settle_choice);
    Ok((count, said))
}

/// What a label in one of the columns that hold no item says of the row.
fn label(columns: &Columns, cells: &[String]) -> Option<Says> {
    let others = columns.uses.iter().zip(cells).filter(|(used, _)| !matches!(used, Use::Item(..)));
    others.filter_map(|(_, cell)| says(cell)).find(|says| *says != Says::Item)
}

/// A row without a label that holds the full mark, or the key, of every item as the plan has it.
fn unlabelled(columns: &Columns, cells: &[String], plan: &[Planned]) -> Option<Says> {
    let is_other = |used: &Use| matches!(used, Use::Other);
    let nobody = columns.uses.iter().zip(cells).all(|(used, cell)| !is_other(used) || cell.is_empty());
    if !nobody || plan.is_empty() {
        return None;
    }
    let fits = |meaning: Says, holds: Holds| {
        let mut any = false;
        let all = columns.uses.iter().zip(cells).all(|(used, cell)| {
            let Use::Item(id, held) = used else { return true };
            let planned = plan.iter().find(|planned| planned.id == *id);
            let Some(planned) = planned.filter(|_| *held == holds && !cell.is_empty()) else { return true };
            let mut own = Planned::default();
            any = true;
            own.take(meaning, cell).is_ok()
                && match meaning {
                    Says::Key => own.key == planned.key,
                    _ => own.full_mark == planned.full_mark,
                }
        });
        (any && all).then_some(meaning)
    };
    fits(Says::FullMark, Holds::Score).or_else(|| fits(Says::Key, Holds::Options))
}
