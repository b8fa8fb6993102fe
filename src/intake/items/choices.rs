//! Questions of which a candidate answers some: what was not chosen is blank.

use std::collections::BTreeMap;

use super::checks::{self, Doubts, ROWS};
use super::options::ItemOptions;
use crate::records::{BLANK, Choice, ItemDoubt, ItemSheet, KeyColumn};

/// The alternatives of one choice, each with its items.
struct Slot {
    choose: usize,
    /// Ids of the question, and its items.
    alternatives: Vec<(String, Vec<usize>)>,
}

fn slots(sheet: &ItemSheet) -> Vec<Slot> {
    let mut slots: BTreeMap<&str, Slot> = BTreeMap::new();
    for (at, item) in sheet.items.iter().enumerate() {
        let Some(choice) = &item.choice else { continue };
        let slot = slots
            .entry(&choice.group)
            .or_insert_with(|| Slot { choose: choice.choose, alternatives: Vec::new() });
        match slot.alternatives.iter_mut().find(|(question, _)| *question == item.question) {
            Some((_, items)) => items.push(at),
            None => slot.alternatives.push((item.question.clone(), vec![at])),
        }
    }
    slots.into_values().collect()
}

/// Leaves of each choice as many answers as are allowed: those that the candidate says to have chosen, else the first,
/// or the best.
pub fn settle_choices(sheet: &mut ItemSheet, chosen: Option<&KeyColumn>, best: bool) -> Option<ItemDoubt> {
    let mut too_many: Vec<u64> = Vec::new();
    for slot in slots(sheet) {
        for candidate in 0..sheet.len() {
            let of = |items: &[usize]| {
                items.iter().map(|at| i32::from(sheet.scores[*at][candidate].max(0))).sum::<i32>()
            };
            let said = chosen.map_or("", |key| key.label(candidate));
            let is_said = |(question, items): &(String, Vec<usize>)| {
                *question == said || items.iter().any(|at| sheet.items[*at].id == said)
            };
            if let Some(own) = slot.alternatives.iter().position(is_said).filter(|_| slot.choose == 1) {
                for (at, (_, items)) in slot.alternatives.iter().enumerate() {
                    for item in items {
                        let score = &mut sheet.scores[*item][candidate];
                        *score = if at == own { (*score).max(0) } else { BLANK };
                    }
                }
                continue;
            }
            let answered = |items: &[usize]| items.iter().any(|at| sheet.scores[*at][candidate] >= 0);
            let mut order: Vec<usize> =
                (0..slot.alternatives.len()).filter(|at| answered(&slot.alternatives[*at].1)).collect();
            if order.len() <= slot.choose {
                continue;
            }
            too_many.push(sheet.rows[candidate]);
            if best {
                order.sort_by_key(|at| std::cmp::Reverse(of(&slot.alternatives[*at].1)));
            }
            for at in &order[slot.choose..] {
                for item in &slot.alternatives[*at].1 {
                    sheet.scores[*item][candidate] = BLANK;
                }
            }
        }
    }
    too_many.sort_unstable();
    too_many.dedup();
    let candidates = too_many.len() as u64;
    too_many.truncate(ROWS);
    (candidates > 0).then_some(ItemDoubt::AnsweredTooMany { candidates, rows: too_many, best })
}

/// `选做一选1` is one of the group 选做一; `二选一` is its own name.
pub fn choice_of(text: &str) -> Choice {
    let numeral = |text: &str| {
        let at = "一二三四五".chars().position(|c| text == c.to_string()).map(|at| at + 1);
        at.or_else(|| text.parse().ok().filter(|n: &usize| (1..10).contains(n)))
    };
    let split = text.rsplit_once('选').and_then(|(before, after)| Some((before, numeral(after)?)));
    match split {
        Some((before, choose)) if numeral(before).is_none() && !before.is_empty() => {
            Choice { group: before.to_owned(), choose }
        }
        Some((_, choose)) => Choice { group: text.to_owned(), choose },
        None => Choice { group: text.to_owned(), choose: 1 },
    }
}

/// Choices are settled, papers of zeros left out where that is asked for, and all is checked.
pub fn finish(
    mut paper: ItemSheet,
    chosen: Option<&KeyColumn>,
    seen: &Doubts,
    options: &ItemOptions,
) -> ItemSheet {
    let too_many = settle_choices(&mut paper, chosen, options.best_of_choice);
    paper.doubts.extend(too_many);
    let is_zero = |at: &usize| paper.scores.iter().all(|item| item[*at] <= 0);
    let zeros: Vec<usize> = (0..paper.len()).filter(is_zero).collect();
    checks::check(&mut paper, seen);
    checks::settle_void(&mut paper, options.drop_void);
    if !zeros.is_empty() {
        let (candidates, dropped) = (zeros.len() as u64, options.drop_zero_papers);
        paper.doubts.push(ItemDoubt::ZeroPapers { candidates, dropped });
    }
    if options.drop_zero_papers && !zeros.is_empty() {
        let kept: Vec<usize> = (0..paper.len()).filter(|at| zeros.binary_search(at).is_err()).collect();
        paper.keys = paper.keys.iter().map(|key| only(key, &kept)).collect();
        paper.answers = paper.answers.iter().map(|key| key.as_ref().map(|key| only(key, &kept))).collect();
        paper.scores = paper.scores.iter().map(|item| kept.iter().map(|at| item[*at]).collect()).collect();
        paper.rows = kept.iter().map(|at| paper.rows[*at]).collect();
    }
    paper
}

/// The candidates that are kept.
pub fn only(key: &KeyColumn, kept: &[usize]) -> KeyColumn {
    let codes = kept.iter().map(|at| key.codes[*at]).collect();
    KeyColumn { name: key.name.clone(), codes, labels: key.labels.clone() }
}
