//! What a person should look at before a sheet is believed.

use std::collections::BTreeMap;

use super::answers;
use super::assembled::Sheet;
use crate::number::{Rational, plain};
use crate::records::{BLANK, Item, ItemDoubt, ItemSheet, KeyColumn};

/// So many rows are named.
pub const ROWS: usize = 5;

/// What is known of a sheet beside its items.
pub struct Doubts {
    /// The total of each candidate as the sheet states it.
    pub stated: Option<Vec<Option<Rational>>>,
    /// The full mark of the paper, where it is said.
    pub full: Option<Rational>,
    /// Items of which the options alone were there.
    pub is_scored_by_key: Vec<bool>,
}

pub fn check(sheet: &mut ItemSheet, seen: &Doubts) {
    let mut doubts = Vec::new();
    doubts.extend(totals(sheet, seen));
    doubts.extend(keys(sheet, seen));
    doubts.extend(seen.full.and_then(|full| paper(sheet, full)));
    let named = |test: &dyn Fn(usize) -> bool| -> Vec<String> {
        (0..sheet.items.len()).filter(|at| test(*at)).map(|at| sheet.items[at].id.clone()).collect()
    };
    let n = sheet.len();
    let is_constant = |at: usize| {
        if sheet.items[at].key.as_deref() == Some(answers::EVERYTHING) {
            return false;
        }
        let mut scores = sheet.scores[at].iter().filter(|score| **score >= 0);
        let first = scores.next();
        let mut others = 0;
        let is_same = scores.all(|score| {
            others += 1;
            Some(score) == first
        });
        is_same && others > 0
    };
    let is_blank = |at: usize| {
        let blank = sheet.scores[at].iter().filter(|score| **score == BLANK).count();
        sheet.items[at].choice.is_none() && 5 * blank > n
    };
    let is_less_chosen = |at: usize| is_less_chosen(sheet, at);
    for (found, doubt) in [
        (named(&is_constant), ItemDoubt::Constant as fn(Vec<String>) -> ItemDoubt),
        (named(&is_blank), ItemDoubt::OftenBlank),
        (named(&is_less_chosen), ItemDoubt::KeyLessChosen),
    ] {
        if !found.is_empty() {
            doubts.push(doubt(found));
        }
    }
    sheet.doubts.extend(doubts);
}

/// Items that count for nothing: told, and left out where that is asked for.
pub fn settle_void(sheet: &mut ItemSheet, dropped: bool) {
    let is_void = |item: &Item| item.key.as_deref() == Some(answers::EVERYTHING);
    let items: Vec<String> =
        sheet.items.iter().filter(|item| is_void(item)).map(|item| item.id.clone()).collect();
    if items.is_empty() {
        return;
    }
    sheet.doubts.push(ItemDoubt::Void { items, dropped });
    if dropped {
        sheet.without_items(is_void);
    }
}

/// The total against the sum of the items, candidate by candidate.
fn totals(sheet: &ItemSheet, seen: &Doubts) -> Option<ItemDoubt> {
    let stated = seen.stated.as_ref()?;
    let sum = |at: usize| sheet.scores.iter().map(|item| i64::from(item[at].max(0))).sum::<i64>();
    let differs = |at: &usize| {
        stated[*at].is_some_and(|total| total != sheet.step * Rational::from_integer(i128::from(sum(*at))))
    };
    let mut rows: Vec<u64> = (0..sheet.len()).filter(differs).map(|at| sheet.rows[at]).collect();
    let candidates = rows.len() as u64;
    rows.truncate(ROWS);
    (candidates > 0).then_some(ItemDoubt::TotalDiffers { candidates, rows })
}

/// Scores beside options: what the key and its rule give against what is written.
fn keys(sheet: &ItemSheet, seen: &Doubts) -> Option<ItemDoubt> {
    let (mut items, mut rows) = (Vec::new(), Vec::new());
    for (at, item) in sheet.items.iter().enumerate().filter(|(at, _)| !seen.is_scored_by_key[*at]) {
        let (Some(key), Some(full)) = (&item.key, item.full_mark) else { continue };
        let none =
            KeyColumn { codes: vec![0; sheet.len()], labels: vec![String::new()], ..KeyColumn::default() };
        let Some(answers) = sheet.answers[at].as_ref().or((key == answers::EVERYTHING).then_some(&none))
        else {
            continue;
        };
        let several = answers::has_several(key);
        let own: Vec<Rational> = answers
            .labels
            .iter()
            .map(|chosen| answers::score(chosen, key, item.rule, full) / sheet.step)
            .collect();
        // Without a rule a part of the key may be worth anything.
        let is_open =
            |chosen: &str| several && item.rule == crate::records::ScoringRule::Exact && is_part(chosen, key);
        let differs = |candidate: &usize| {
            let score = sheet.scores[at][*candidate];
            let code = answers.codes[*candidate] as usize;
            score >= 0
                && !is_open(&answers.labels[code])
                && own[code] != Rational::from_integer(i128::from(score))
        };
        let differing: Vec<u64> = (0..sheet.len()).filter(differs).map(|at| sheet.rows[at]).collect();
        if !differing.is_empty() {
            items.push(item.id.clone());
            rows.extend(differing);
        }
    }
    rows.sort_unstable();
    rows.dedup();
    let candidates = rows.len() as u64;
    rows.truncate(ROWS);
    (candidates > 0).then_some(ItemDoubt::KeyDisagrees { items, candidates, rows })
}

fn is_part(chosen: &str, key: &str) -> bool {
    !chosen.is_empty() && key.split('|').any(|one| one != chosen && chosen.chars().all(|c| one.contains(c)))
}

/// Whether a wrong option of a single choice is chosen more often than the key.
fn is_less_chosen(sheet: &ItemSheet, at: usize) -> bool {
    let Item { key: Some(key), .. } = &sheet.items[at] else { return false };
    let Some(answers) = &sheet.answers[at] else { return false };
    if answers::has_several(key) || key == "*" {
        return false;
    }
    let mut counts = vec![0u64; answers.labels.len()];
    answers.codes.iter().for_each(|code| counts[*code as usize] += 1);
    let of = |right: bool| {
        let chosen = answers.labels.iter().zip(&counts).filter(|(label, _)| {
            !label.is_empty()
                && *label != answers::MULTIPLE
                && key.split('|').any(|one| one == *label) == right
        });
        chosen.map(|(_, count)| *count).max().unwrap_or(0)
    };
    of(false) > of(true)
}

/// What plan and columns do not find in each other.
pub fn of_plan(sheet: &Sheet<'_>, items: &[Item], unknown: &[u64]) -> Vec<ItemDoubt> {
    let mut doubts = Vec::new();
    let names = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect::<Vec<_>>();
    if !sheet.plan.is_empty() {
        let used: Vec<&str> = sheet.planned.iter().flatten().map(|planned| planned.name.as_str()).collect();
        let lost = sheet.plan.iter().map(|planned| planned.name.as_str()).filter(|name| !used.contains(name));
        let lost = names(lost.collect());
        if !lost.is_empty() {
            doubts.push(ItemDoubt::WithoutColumn(lost));
        }
        let without = items.iter().zip(sheet.planned).filter(|(_, planned)| planned.is_none());
        let without = names(without.map(|(item, _)| item.id.as_str()).collect());
        if !without.is_empty() {
            doubts.push(ItemDoubt::WithoutPlan(without));
        }
    }
    let unmarked = names(items.iter().filter(|i| i.full_mark.is_none()).map(|i| i.id.as_str()).collect());
    if !unmarked.is_empty() {
        doubts.push(ItemDoubt::WithoutFullMark(unmarked));
    }
    let differs = |at: &usize| {
        let planned = sheet.planned[*at].and_then(|planned| planned.full_mark);
        matches!((planned, sheet.said[*at].full_mark), (Some(one), Some(other)) if one != other)
    };
    let differing = names((0..items.len()).filter(differs).map(|at| items[at].id.as_str()).collect());
    if !differing.is_empty() {
        doubts.push(ItemDoubt::FullMarkDiffers(differing));
    }
    if !unknown.is_empty() {
        let rows = unknown.iter().take(ROWS).copied().collect();
        doubts.push(ItemDoubt::NotKnown { candidates: unknown.len() as u64, rows });
    }
    doubts
}

/// The full marks of the items against that of the paper.
fn paper(sheet: &ItemSheet, full: Rational) -> Option<ItemDoubt> {
    let mut sum = Rational::from_integer(0);
    let mut slots: BTreeMap<&str, (&str, Rational, usize)> = BTreeMap::new();
    for item in &sheet.items {
        let own = item.full_mark?;
        let Some(choice) = &item.choice else {
            sum += own;
            continue;
        };
        let slot =
            slots.entry(&choice.group).or_insert((&item.question, Rational::from_integer(0), choice.choose));
        if slot.0 == item.question {
            slot.1 += own;
        }
    }
    sum += slots
        .values()
        .map(|(_, one, choose)| *one * Rational::from_integer(*choose as i128))
        .sum::<Rational>();
    (sum != full).then(|| ItemDoubt::FullMarksDoNotAdd { items: plain(sum), paper: plain(full) })
}
