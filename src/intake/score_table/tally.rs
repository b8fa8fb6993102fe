//! The tally of a score table.

use super::{ScoreTable, ScoreTableRow, Track};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::number::{Rational, Scale, decimals_of};
use crate::records::{Mark, Subject};
use crate::subjects::{SubjectNames, TOTAL};
use crate::tally::{Distribution, Group, Tally};

/// The tally of a score table: the candidates of one subject (the total) by the keys of the table, with the year and
/// any other labels that the caller knows. Where the table has such a key itself, its rows with this label are taken.
/// A row that stands for several scores stays a bucket in which nobody tells them.
///
/// # Errors
/// A label that the table does not have.
pub fn score_table_tally(table: &ScoreTable, labels: &[(&str, &str)], file: &str) -> Result<Tally> {
    let at = |key: &str| table.keys.iter().position(|known| known == key);
    let mut tracks: Vec<&Track> = table.tracks.iter().collect();
    for (key, label) in labels {
        if let Some(at) = at(key) {
            tracks.retain(|track| track.labels[at] == *label);
            if tracks.is_empty() {
                return Err(Error::InvalidArgument {
                    argument: (*key).to_owned(),
                    found: format!("{label} ({file})"),
                    expected: Text::new("表中这一列有的内容", "what the table has in this column"),
                });
            }
        }
    }
    let given: Vec<(&str, &str)> = labels.iter().copied().filter(|(key, _)| at(key).is_none()).collect();
    let rows = || tracks.iter().flat_map(|track| &track.rows);
    let finest = rows().flat_map(|row| [row.low, row.high]).map(decimals_of).max().unwrap_or(0);
    let scale = Scale::of_decimals(finest);
    let mut groups = Vec::with_capacity(tracks.len());
    for track in &tracks {
        let known = given.iter().map(|(_, label)| (*label).to_owned());
        groups.push(Group {
            labels: known.chain(track.labels.iter().cloned()).collect(),
            distributions: vec![distribution(&track.rows, scale)],
        });
    }
    groups.sort_by(|a, b| a.labels.cmp(&b.labels));
    let keys = given.iter().map(|(key, _)| (*key).to_owned()).chain(table.keys.iter().cloned()).collect();
    let subjects = vec![Subject { id: TOTAL.to_owned(), full_mark: None, scale }];
    Ok(Tally { keys, subjects, groups, names: SubjectNames::default() })
}

fn distribution(rows: &[ScoreTableRow], scale: Scale) -> Distribution {
    let ticks = |score: Rational| scale.ticks_at_least(score);
    let last = rows.len().saturating_sub(1);
    let mut counts: Vec<(i64, u64)> = Vec::with_capacity(rows.len());
    let mut ranges = Vec::new();
    for (at, row) in rows.iter().enumerate().rev() {
        let counted_at = if at == last && at != 0 { row.high } else { row.low };
        if row.count > 0 || row.low != row.high {
            counts.push((ticks(counted_at), row.count));
        }
        if row.low != row.high && at != 0 && at != last {
            ranges.push((ticks(row.low), ticks(row.high)));
        }
    }
    let open_end = |row: Option<&ScoreTableRow>, end: fn(&ScoreTableRow) -> Rational| {
        row.filter(|row| row.low != row.high).map(|row| ticks(end(row)))
    };
    let top = open_end(rows.first(), |row| row.high);
    let bottom = open_end(rows.last().filter(|_| last > 0), |row| row.low);
    Distribution::new(counts, [0; Mark::COUNT]).with_open_ends(top, bottom).with_ranges(ranges)
}
