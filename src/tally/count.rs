//! The kernel: rows are first put together by group, then counted group by group, so that the counts being
//! written stay in cache and groups can be counted by several threads without sharing anything.

use std::collections::HashMap;

use super::{Distribution, Group, Tally};
use crate::error::Result;
use crate::records::{KeyColumn, Mark, Records, ScoreColumn};
use crate::subjects::SubjectNames;
use crate::threads;

/// Above this many possible scores a group is sorted instead of counted into an array.
const ARRAY_LIMIT: i64 = 1 << 20;

pub(super) fn count(records: &Records, keys: &[&str]) -> Result<Tally> {
    let columns = keys.iter().map(|k| records.key(k)).collect::<Result<Vec<_>>>()?;
    let (group_of_row, codes) = number_groups(records.len, &columns);
    let rows = rows_by_group(&group_of_row, codes.len());
    let mut groups = threads::map_numbers(codes.len(), |number| {
        let labels = codes[number].iter().zip(&columns);
        let labels = labels.map(|(code, column)| column.labels[*code as usize].clone()).collect();
        let counted = records.scores.iter().map(|column| distribution(column, &rows[number]));
        Group { labels, distributions: counted.collect() }
    });
    groups.sort_by(|a, b| a.labels.cmp(&b.labels));
    Ok(Tally {
        keys: keys.iter().map(|k| (*k).to_owned()).collect(),
        subjects: records.subjects().cloned().collect(),
        groups,
        names: SubjectNames::default(),
    })
}

/// Numbers the combinations of key codes in order of appearance.
fn number_groups(len: usize, columns: &[&KeyColumn]) -> (Vec<u32>, Vec<Vec<u32>>) {
    if columns.is_empty() {
        let groups = if len == 0 { Vec::new() } else { vec![Vec::new()] };
        return (vec![0; len], groups);
    }
    let mut numbers: HashMap<Vec<u32>, u32> = HashMap::new();
    let mut groups = Vec::new();
    let mut combination = vec![0; columns.len()];
    let mut group_of_row = Vec::with_capacity(len);
    for row in 0..len {
        for (code, column) in combination.iter_mut().zip(columns) {
            *code = column.codes[row];
        }
        let number = match numbers.get(&combination) {
            Some(number) => *number,
            None => {
                let number = groups.len() as u32;
                numbers.insert(combination.clone(), number);
                groups.push(combination.clone());
                number
            }
        };
        group_of_row.push(number);
    }
    (group_of_row, groups)
}

fn rows_by_group(group_of_row: &[u32], groups: usize) -> Vec<Vec<u32>> {
    let mut sizes = vec![0; groups];
    for group in group_of_row {
        sizes[*group as usize] += 1;
    }
    let mut rows: Vec<Vec<u32>> = sizes.into_iter().map(Vec::with_capacity).collect();
    for (row, group) in group_of_row.iter().enumerate() {
        rows[*group as usize].push(row as u32);
    }
    rows
}

fn distribution(column: &ScoreColumn, rows: &[u32]) -> Distribution {
    let mut marks = [0; Mark::COUNT];
    let mut scored: Vec<i32> = Vec::with_capacity(rows.len());
    for row in rows {
        let mark = column.marks[*row as usize];
        marks[mark as usize] += 1;
        if mark == Mark::Scored {
            scored.push(column.ticks[*row as usize]);
        }
    }
    Distribution::new(count_ticks(scored), marks)
}

fn count_ticks(mut scored: Vec<i32>) -> Vec<(i64, u64)> {
    let (Some(low), Some(high)) = (scored.iter().min().copied(), scored.iter().max().copied()) else {
        return Vec::new();
    };
    let width = i64::from(high) - i64::from(low) + 1;
    if width <= ARRAY_LIMIT && width <= 64 * scored.len() as i64 {
        let mut array = vec![0u64; width as usize];
        for ticks in &scored {
            array[(i64::from(*ticks) - i64::from(low)) as usize] += 1;
        }
        let counted = array.into_iter().enumerate().filter(|(_, count)| *count > 0);
        return counted.map(|(at, count)| (i64::from(low) + at as i64, count)).collect();
    }
    scored.sort_unstable();
    scored.chunk_by(|a, b| a == b).map(|run| (i64::from(run[0]), run.len() as u64)).collect()
}
