//! The pair tally: exact counts of candidates by group keys × entry score × exit score. Sufficient for every method
//! that has one entry score, whatever the number of candidates; two of them add. A pair of scores nearly names its
//! candidate, so that it is held in memory and written nowhere.

use std::collections::{BTreeMap, HashMap};

use crate::error::Result;
use crate::records::{KeyColumn, Mark, Records, ScoreColumn};

/// Pairs of one group: each different one once, ascending, with how many have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Entry and exit, in ticks.
    scores: Vec<(i32, i32)>,
    /// `None` where everybody has a pair of his own: then pairs alone are smaller.
    counts: Option<Vec<u32>>,
}

/// The candidates who share one label per key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairGroup {
    pub labels: Vec<String>,
    /// Those with both scores.
    pub pairs: Pairs,
    /// Those with an exit score and no entry score: how many, and the sum of their ticks.
    pub exit_only: (u64, i128),
}

impl Pairs {
    fn of(mut scores: Vec<(i32, i32)>) -> Pairs {
        scores.sort_unstable();
        let mut counts: Vec<u32> = Vec::new();
        let mut last = None;
        for score in &scores {
            match counts.last_mut() {
                Some(count) if last == Some(score) => *count += 1,
                _ => counts.push(1),
            }
            last = Some(score);
        }
        scores.dedup();
        Pairs { scores, counts: Some(counts) }.compact()
    }

    fn compact(self) -> Pairs {
        let counts = self.counts.filter(|counts| counts.iter().any(|count| *count != 1));
        Pairs { counts, ..self }
    }

    /// Entry, exit and how many, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (i64, i64, u64)> + '_ {
        let count = |at: usize| self.counts.as_ref().map_or(1, |counts| u64::from(counts[at]));
        self.scores.iter().enumerate().map(move |(at, (x, y))| (i64::from(*x), i64::from(*y), count(at)))
    }

    pub fn len(&self) -> u64 {
        match &self.counts {
            None => self.scores.len() as u64,
            Some(counts) => counts.iter().map(|count| u64::from(*count)).sum(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    fn add(&mut self, other: &Pairs) {
        let mut sums: BTreeMap<(i64, i64), u64> = BTreeMap::new();
        for (x, y, count) in self.iter().chain(other.iter()) {
            *sums.entry((x, y)).or_default() += count;
        }
        let scores = sums.keys().map(|(x, y)| (*x as i32, *y as i32)).collect();
        let counts = sums.values().map(|count| u32::try_from(*count).unwrap_or(u32::MAX)).collect();
        *self = Pairs { scores, counts: Some(counts) }.compact();
    }
}

/// Groups of pairs by the labels of some keys, ascending.
pub fn count_pairs(records: &Records, keys: &[&str], entry: &str, exit: &str) -> Result<Vec<PairGroup>> {
    let columns = keys.iter().map(|key| records.key(key)).collect::<Result<Vec<_>>>()?;
    let column = |id: &str| records.scores.iter().find(|column| column.subject.id == id);
    let (Some(entry), Some(exit)) = (column(entry), column(exit)) else { return Ok(Vec::new()) };
    let (of_row, first_rows) = groups(records.len, &columns);
    let mut pairs: Vec<Vec<(i32, i32)>> = vec![Vec::new(); first_rows.len()];
    let mut exit_only = vec![(0u64, 0i128); first_rows.len()];
    for (at, group) in of_row.iter().enumerate() {
        if exit.marks[at] != Mark::Scored {
            continue;
        }
        let group = *group as usize;
        match entry.marks[at] {
            Mark::Scored => pairs[group].push((entry.ticks[at], exit.ticks[at])),
            _ => {
                exit_only[group].0 += 1;
                exit_only[group].1 += i128::from(exit.ticks[at]);
            }
        }
    }
    let labels = |row: usize| columns.iter().map(|column| column.label(row).to_owned()).collect();
    let rows = first_rows.into_iter().zip(pairs).zip(exit_only);
    let groups = rows.map(|((row, pairs), exit_only)| PairGroup {
        labels: labels(row),
        pairs: Pairs::of(pairs),
        exit_only,
    });
    Ok(merge_pairs(groups.collect()))
}

/// How many have both scores in any of these pairs of subjects, by the labels of some keys.
pub fn count_in_any(
    records: &Records,
    keys: &[&str],
    pairs: &[[&str; 2]],
) -> Result<Vec<(Vec<String>, u64)>> {
    let columns = keys.iter().map(|key| records.key(key)).collect::<Result<Vec<_>>>()?;
    let column = |id: &str| records.scores.iter().find(|column| column.subject.id == id);
    let pairs: Vec<[&ScoreColumn; 2]> =
        pairs.iter().filter_map(|[entry, exit]| Some([column(entry)?, column(exit)?])).collect();
    let (of_row, first_rows) = groups(records.len, &columns);
    let mut counts = vec![0; first_rows.len()];
    for (at, group) in of_row.iter().enumerate() {
        let is_in = |pair: &[&ScoreColumn; 2]| pair.iter().all(|of| of.marks[at] == Mark::Scored);
        counts[*group as usize] += u64::from(pairs.iter().any(is_in));
    }
    let labels = |row: usize| columns.iter().map(|column| column.label(row).to_owned()).collect();
    Ok(first_rows.into_iter().map(labels).zip(counts).collect())
}

/// Groups of several sources put together: those of the same labels are one.
pub fn merge_pairs(mut groups: Vec<PairGroup>) -> Vec<PairGroup> {
    groups.sort_by(|a, b| a.labels.cmp(&b.labels));
    let mut merged: Vec<PairGroup> = Vec::with_capacity(groups.len());
    for group in groups {
        match merged.last_mut().filter(|last| last.labels == group.labels) {
            Some(last) => {
                last.pairs.add(&group.pairs);
                last.exit_only.0 += group.exit_only.0;
                last.exit_only.1 += group.exit_only.1;
            }
            None => merged.push(group),
        }
    }
    merged
}

/// The group of each row, and the first row of each group.
fn groups(len: usize, columns: &[&KeyColumn]) -> (Vec<u32>, Vec<usize>) {
    let mut of_row = vec![0u32; len];
    for column in columns {
        let mut known: HashMap<(u32, u32), u32> = HashMap::new();
        let mut last = None;
        for (group, code) in of_row.iter_mut().zip(&column.codes) {
            let key = (*group, *code);
            // Candidates of one school mostly stand together.
            let number = match last {
                Some((of, number)) if of == key => number,
                _ => {
                    let next = known.len() as u32;
                    *known.entry(key).or_insert(next)
                }
            };
            last = Some((key, number));
            *group = number;
        }
    }
    let mut first_rows = Vec::new();
    for (row, group) in of_row.iter().enumerate() {
        if *group as usize == first_rows.len() {
            first_rows.push(row);
        }
    }
    (of_row, first_rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Scale;
    use crate::records::Subject;

    fn group(label: &str, scores: &[(i32, i32)]) -> PairGroup {
        let pairs = Pairs::of(scores.to_vec());
        PairGroup { labels: vec![label.to_owned()], pairs, exit_only: (1, 5) }
    }

    #[test]
    fn pairs_add_whatever_their_order() {
        let (a, b) = ([(1, 2), (1, 2), (0, 9)], [(1, 2), (3, 3)]);
        let both = merge_pairs(vec![group("甲", &b), group("乙", &a), group("甲", &a)]);
        assert_eq!(both.len(), 2);
        let at_once = group("甲", &[a.as_slice(), b.as_slice()].concat());
        let found = both.iter().find(|group| group.labels == ["甲"]).unwrap();
        assert_eq!(found.pairs, at_once.pairs);
        assert_eq!((found.pairs.len(), found.exit_only), (5, (2, 10)));
        assert_eq!(found.pairs.iter().collect::<Vec<_>>(), [(0, 9, 1), (1, 2, 3), (3, 3, 1)]);
    }

    /// By hand: of four, the first has both pairs, the second one of them, the third only an entry score of each.
    #[test]
    fn who_has_several_pairs_counts_once() {
        let subject = |id: &str| Subject { id: id.to_owned(), full_mark: None, scale: Scale::of_decimals(0) };
        let column = |id: &str, is_scored: [bool; 4]| ScoreColumn {
            subject: subject(id),
            ticks: vec![1; 4],
            marks: is_scored.map(|is| if is { Mark::Scored } else { Mark::Blank }).to_vec(),
        };
        let records = Records {
            len: 4,
            keys: vec![KeyColumn::interned("school", ["甲", "甲", "甲", "乙"].into_iter())],
            scores: vec![
                column("a", [true; 4]),
                column("b", [true, true, false, false]),
                column("c", [true; 4]),
                column("d", [true, false, false, true]),
            ],
            ..Records::default()
        };
        let counts = count_in_any(&records, &["school"], &[["a", "b"], ["c", "d"]]).unwrap();
        assert_eq!(counts, [(vec!["甲".to_owned()], 2), (vec!["乙".to_owned()], 1)]);
    }

    #[test]
    fn pairs_of_which_nobody_shares_one_take_no_counts() {
        assert_eq!(Pairs::of(vec![(2, 1), (1, 1)]).counts, None);
    }
}
