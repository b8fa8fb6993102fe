//! Papers A and B (A卷、B卷): the same items in another order, which the plan says by position.

use std::collections::BTreeMap;

use super::blueprint::{Planned, id_of};
use super::columns::Found;
use super::grammar::ItemName;
use super::read::{ANSWER, ITEM};
use crate::error::{Error, Place, Result};
use crate::intake::text::{header_key, narrow, trim};
use crate::number::{Rational, common_step};
use crate::records::{ItemDoubt, KeyColumn, Mark, Records, ScoreColumn};

/// The key by which the paper of a candidate is told.
pub const PAPER: &str = "paper";

const HEADERS: [&str; 10] =
    ["卷别", "卷型", "试卷类型", "试卷类别", "试卷卷型", "ab卷", "a/b卷", "a、b卷", "paper", "form"];

pub fn is_paper(header: &str) -> bool {
    HEADERS.contains(&header_key(header).as_str())
}

/// A卷 → A.
fn name(text: &str) -> String {
    let plain = narrow(text).to_uppercase();
    trim(plain.trim_end_matches('卷')).to_owned()
}

/// A header of the plan under which stand the positions of the items in one paper: A卷题号, B卷位置.
pub fn paper_of(header: &str) -> Option<String> {
    let plain = narrow(header);
    let before = trim(&plain).strip_suffix("卷题号").or_else(|| trim(&plain).strip_suffix("卷位置"))?;
    let is_name = (1..=2).contains(&before.chars().count()) && before != "各" && before != "试";
    is_name.then(|| name(before))
}

/// `A:1, B:5`, as far as it can be read.
pub fn positions(cell: &str) -> Option<Vec<(String, String)>> {
    let plain = narrow(cell);
    let one = |part: &str| {
        let (paper, position) = part.split_once([':', '='])?;
        let (paper, position) = (name(paper), trim(position));
        (!paper.is_empty() && !position.is_empty()).then(|| (paper, id_of(position).0))
    };
    plain
        .split([',', ';', '；', '，', '、', ' '])
        .map(trim)
        .filter(|part| !part.is_empty())
        .map(one)
        .collect()
}

pub fn any(plan: &[Planned]) -> bool {
    plan.iter().any(|planned| !planned.positions.is_empty())
}

/// The highest full mark that an item at a position has.
pub fn full_mark_at(plan: &[Planned], position: &str) -> Option<Rational> {
    let is_there = |planned: &&Planned| planned.positions.iter().any(|(_, at)| at == position);
    plan.iter().filter(is_there).filter_map(|planned| planned.full_mark).max()
}

/// The items of the plan, in the place of the positions that columns hold.
pub struct Arranged {
    pub found: Vec<Found>,
    pub doubts: Vec<ItemDoubt>,
    /// Candidates of whom it is not known where the items stand.
    pub unplaced: Vec<bool>,
}

/// Puts what candidates have at each position to the item that it is in their paper. `None` where the plan knows no
/// positions.
///
/// # Errors
/// No column that says which paper a candidate had.
pub fn arrange(
    records: &mut Records,
    plan: &[Planned],
    columns: &[Found],
    file: &str,
) -> Result<Option<Arranged>> {
    let paper = records.keys.iter().position(|key| key.name == PAPER);
    if let Some(at) = paper {
        let own = records.keys[at].labels.iter().map(|label| name(label)).collect::<Vec<_>>();
        let codes = records.keys[at].codes.iter().map(|code| own[*code as usize].as_str());
        records.keys[at] = KeyColumn::interned(PAPER, codes);
    }
    if !any(plan) {
        return Ok(None);
    }
    let Some(paper) = paper.map(|at| records.keys[at].clone()) else {
        return Err(Error::ColumnNotFound {
            place: Place::file(file),
            column: "卷别".to_owned(),
            available: columns.iter().map(|item| item.name.clone()).collect(),
            suggestion: None,
        });
    };
    let mut found = Vec::new();
    let (mut scores, mut answers) = (Vec::new(), Vec::new());
    for planned in plan.iter().filter(|planned| !planned.positions.is_empty()) {
        let position = |code: usize| -> Option<&str> {
            let of = planned.positions.iter().find(|(of, _)| *of == paper.labels[code]);
            of.map(|(_, position)| position.as_str())
        };
        let of_code: Vec<Option<&str>> = (0..paper.labels.len()).map(position).collect();
        let score = scores_of(records, &paper, &of_code, &planned.id);
        let answer = answers_of(records, &paper, &of_code, &planned.id);
        found.push(Found {
            id: planned.id.clone(),
            name: planned.name.clone(),
            question: id_of(&planned.name).1.as_ref().map_or(&*planned.id, ItemName::question).to_owned(),
            score: score.is_some().then_some(0),
            options: answer.is_some().then_some(0),
            ..Found::default()
        });
        scores.extend(score);
        answers.extend(answer);
    }
    let is_mapped = |label: &String| plan.iter().any(|one| one.positions.iter().any(|(of, _)| of == label));
    let unmapped: Vec<String> = paper
        .labels
        .iter()
        .filter(|label| !is_mapped(label))
        .map(|label| match label.as_str() {
            "" => "—".to_owned(),
            label => label.to_owned(),
        })
        .collect();
    let unplaced: Vec<bool> =
        paper.codes.iter().map(|code| !is_mapped(&paper.labels[*code as usize])).collect();
    let is_used = |item: &&Found| plan.iter().any(|one| one.positions.iter().any(|(_, at)| *at == item.id));
    let unused: Vec<String> =
        columns.iter().filter(|item| !is_used(item)).map(|item| item.id.clone()).collect();
    records.scores.retain(|column| !column.subject.id.starts_with(ITEM));
    records.keys.retain(|key| !key.name.starts_with(ANSWER));
    records.scores.extend(scores);
    records.keys.extend(answers);
    let doubts = [(unmapped, ItemDoubt::PapersUnknown as fn(_) -> _), (unused, ItemDoubt::WithoutPlan)];
    let doubts = doubts.into_iter().filter(|(names, _)| !names.is_empty()).map(|(names, of)| of(names));
    Ok(Some(Arranged { found, doubts: doubts.collect(), unplaced }))
}

/// Several papers, and nothing that says whether an item stands at one place in all of them.
pub fn unarranged(records: &Records, plan: &[Planned]) -> Option<ItemDoubt> {
    let key = records.keys.iter().find(|key| key.name == PAPER).filter(|_| !any(plan))?;
    let mut papers: Vec<String> = key.labels.iter().filter(|label| !label.is_empty()).cloned().collect();
    papers.sort_unstable();
    (papers.len() > 1).then_some(ItemDoubt::PapersInOneOrder(papers))
}

fn scores_of(
    records: &Records,
    paper: &KeyColumn,
    of_code: &[Option<&str>],
    id: &str,
) -> Option<ScoreColumn> {
    let at = |position: &Option<&str>| {
        let wanted = format!("{ITEM}{}", (*position)?);
        records.scores.iter().find(|column| column.subject.id == wanted)
    };
    let sources: Vec<Option<&ScoreColumn>> = of_code.iter().map(at).collect();
    let mut subject = sources.iter().flatten().next()?.subject.clone();
    subject.id = format!("{ITEM}{id}");
    let steps = sources.iter().flatten().map(|column| column.subject.scale.step());
    let step = steps.fold(subject.scale.step(), |step, own| common_step(step, own).unwrap_or(step));
    subject.scale = crate::number::Scale::new(step)?;
    let one = |(candidate, code): (usize, &u32)| match sources[*code as usize] {
        None => (0, Mark::Invalid),
        Some(column) => {
            let factor = (column.subject.scale.step() / step).to_integer() as i32;
            (column.ticks[candidate].saturating_mul(factor), column.marks[candidate])
        }
    };
    let (ticks, marks) = paper.codes.iter().enumerate().map(one).unzip();
    Some(ScoreColumn { subject, ticks, marks })
}

fn answers_of(records: &Records, paper: &KeyColumn, of_code: &[Option<&str>], id: &str) -> Option<KeyColumn> {
    let keys: BTreeMap<&str, &KeyColumn> =
        records.keys.iter().filter_map(|key| Some((key.name.strip_prefix(ANSWER)?, key))).collect();
    let sources: Vec<Option<&KeyColumn>> =
        of_code.iter().map(|position| keys.get((*position)?).copied()).collect();
    sources.iter().flatten().next()?;
    let label =
        |(candidate, code): (usize, &u32)| sources[*code as usize].map_or("", |key| key.label(candidate));
    let labels = paper.codes.iter().enumerate().map(label);
    Some(KeyColumn::interned(&format!("{ANSWER}{id}"), labels))
}
