//! Which groups are compared with which.

use super::super::arguments::Request;
use super::estimates::Groups;
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::stats::survey::NOWHERE;

/// Two groups of one block, by their places among the groups.
#[derive(Clone, Copy)]
pub struct Pair {
    pub first: usize,
    pub second: usize,
}

/// The groups of known label, everybody else in no group: a blank is no group that could be compared.
pub fn known(groups: &Groups) -> Groups {
    let is_known = |labels: &&Vec<String>| labels.last().is_some_and(|label| !label.is_empty());
    let mut place = vec![NOWHERE; groups.labels.len()];
    let known = (0..groups.labels.len()).filter(|at| is_known(&&groups.labels[*at]));
    known.enumerate().for_each(|(number, at)| place[at] = number as u32);
    let of_row = groups.of_row.iter().map(|group| place[*group as usize]).collect();
    Groups { of_row, labels: groups.labels.iter().filter(is_known).cloned().collect() }
}

/// The two sides in place of their labels, everybody else in no group; all groups where no sides are given.
pub fn sides(groups: Groups, first: &[String], second: &[String]) -> Result<Groups> {
    if first.is_empty() && second.is_empty() {
        return Ok(groups);
    }
    for (argument, side, other) in [("first", first, second), ("second", second, first)] {
        let twice = side.iter().find(|label| other.contains(label));
        if let (true, _) | (_, Some(_)) = (side.is_empty(), twice) {
            return Err(Error::InvalidArgument {
                argument: argument.to_owned(),
                found: twice.cloned().unwrap_or_default(),
                expected: Text::new(
                    "first 与 second 都给出，且没有共同的标签",
                    "first and second both, without a label in common",
                ),
            });
        }
    }
    let mut labels: Vec<Vec<String>> = Vec::new();
    let mut place = vec![NOWHERE; groups.labels.len()];
    let mut blocks: Vec<&[String]> = groups.labels.iter().map(|l| &l[..l.len() - 1]).collect();
    blocks.dedup();
    for block in blocks {
        for side in [first, second] {
            let number = labels.len() as u32;
            labels.push(block.iter().cloned().chain([side.join(" + ")]).collect());
            for (at, group) in groups.labels.iter().enumerate() {
                let (own, last) = group.split_at(group.len() - 1);
                if own == block && side.contains(&last[0]) {
                    place[at] = number;
                }
            }
        }
    }
    let of_row = groups.of_row.iter().map(|group| place[*group as usize]).collect();
    Ok(Groups { of_row, labels })
}

/// What is compared in each block of groups with the same labels of the other keys.
pub fn pairs(groups: &Groups, request: &Request<'_>) -> Result<Vec<Vec<Pair>>> {
    let leading = request.by.len();
    let given = !request.arguments.all("first").is_empty();
    let reference = request.arguments.text("reference").filter(|_| !given);
    let known: Vec<&String> = groups.labels.iter().map(|labels| &labels[leading]).collect();
    if let Some(label) = reference.filter(|label| !known.iter().any(|known| known == label)) {
        let mut known: Vec<String> = known.iter().copied().cloned().collect();
        known.sort();
        known.dedup();
        return Err(Error::KeyNotAtHand { key: label.to_owned(), at_hand: known });
    }
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    for at in 0..groups.labels.len() {
        match blocks.last_mut() {
            Some(block) if groups.labels[block[0]][..leading] == groups.labels[at][..leading] => {
                block.push(at)
            }
            _ => blocks.push(vec![at]),
        }
    }
    let compared = |block: Vec<usize>| match reference {
        Some(label) => {
            let second = block.iter().copied().find(|at| groups.labels[*at][leading] == label);
            let others = block.iter().copied().filter(|at| Some(*at) != second);
            second.map_or(Vec::new(), |second| others.map(|first| Pair { first, second }).collect())
        }
        None => {
            let later = |at: usize| block[at + 1..].iter().map(move |second| (at, *second));
            let all = (0..block.len()).flat_map(later);
            all.map(|(first, second)| Pair { first: block[first], second }).collect()
        }
    };
    let pairs: Vec<Vec<Pair>> = blocks.into_iter().map(compared).collect();
    match pairs.iter().all(Vec::is_empty) {
        false => Ok(pairs),
        true => Err(Error::InvalidArgument {
            argument: "group".to_owned(),
            found: known.iter().map(|label| label.as_str()).collect::<Vec<_>>().join(", "),
            expected: Text::new("有两组可比的列", "a column with two groups to compare"),
        }),
    }
}
