//! A row per candidate and item (考号, 题号, 得分): the items are known only when every row was read.

use std::collections::BTreeMap;

use super::super::aliases::{Meaning, long_score, meaning};
use super::super::candidates::Candidates;
use super::super::headers::{self, Column, Role};
use super::super::long::{ANSWER as LONG_ANSWER, OF_PAPER};
use super::super::policy::TotalRule;
use super::super::text::header_key;
use super::super::{ReadOptions, Report, TableLayout};
use super::blueprint::{Planned, id_of};
use super::columns::{Columns, Found, Use, columns};
use super::forms::{PAPER, is_paper};
use super::grammar::{Holds, holds, parse};
use super::options::ItemOptions;
use super::read::{ANSWER, Head, ITEM, STATED};
use crate::error::{ColumnPlace, Error, Place, Result};
use crate::number::Rational;
use crate::records::{ItemSheet, Mark, Records, ScoringRule};
use crate::subjects::subject_id;

/// Headers, as [`header_key`] writes them, of the column that says which item a row is of.
const ITEMS: [&str; 14] = [
    "题号",
    "小题号",
    "小题",
    "题目",
    "试题",
    "试题号",
    "题目编号",
    "试题编号",
    "sjtid",
    "tid",
    "th",
    "item",
    "itemid",
    "questionid",
];
const SCORES: [&str; 4] = ["小题得分", "小题分", "stuscore", "itemscore"];
const PAPERS: [&str; 2] = ["sskmmc", "sskm"];

/// What a column of a long sheet is; `None` of those that say nothing of items.
fn role(header: &str, mapped: Option<&String>) -> Option<Role> {
    let key = header_key(header);
    match mapped.map(|word| word.trim()) {
        Some("item") => return Some(Role::ItemName),
        Some("answer") => return Some(Role::ItemOptions),
        Some("score") => return Some(Role::LongScore),
        Some("subject") => return Some(Role::SubjectName),
        Some(_) => return None,
        None => {}
    }
    let key = key.as_str();
    match () {
        () if ITEMS.contains(&key) => Some(Role::ItemName),
        () if SCORES.contains(&key) || long_score(header).is_some() => Some(Role::LongScore),
        () if PAPERS.contains(&key) || meaning(header) == Some(Meaning::SubjectName) => {
            Some(Role::SubjectName)
        }
        () if key.starts_with("标准") => None,
        () => (holds(header) == Some(Holds::Options)).then_some(Role::ItemOptions),
    }
}

/// The columns of a sheet with a row per candidate and item; `None` of any other.
///
/// # Errors
/// Two columns for one field; a layout that is said and lacks a column.
pub fn long_columns(
    headers: &[String],
    plan: &[Planned],
    options: &ReadOptions,
    place: &Place,
) -> Result<Option<Vec<Column>>> {
    let is_said = options.layout == Some(TableLayout::Long);
    let said = |header: &String| {
        options.columns.iter().find(|(known, _)| header_key(known) == header_key(header)).map(|(_, to)| to)
    };
    let roles: Vec<Option<Role>> = headers.iter().map(|header| role(header, said(header))).collect();
    let has = |wanted: &Role| roles.iter().flatten().any(|role| role == wanted);
    let is_item = |header: &String| {
        parse(header).is_some() || plan.iter().any(|planned| header_key(&planned.name) == header_key(header))
    };
    let is_wide = headers.iter().zip(&roles).any(|(header, role)| role.is_none() && is_item(header));
    let holds_items = has(&Role::ItemName) && (has(&Role::LongScore) || has(&Role::ItemOptions));
    if options.layout == Some(TableLayout::Wide) || !is_said && (is_wide || !holds_items) {
        return Ok(None);
    }
    let missing = |column: &str| Error::ColumnNotFound {
        place: place.clone(),
        column: column.to_owned(),
        available: headers.to_vec(),
        suggestion: None,
    };
    if !holds_items {
        return Err(missing(if has(&Role::ItemName) { "score" } else { "item" }));
    }
    let others: Vec<String> = headers
        .iter()
        .zip(&roles)
        .map(|(header, role)| match role {
            Some(_) => String::new(),
            None => header.clone(),
        })
        .collect();
    let is_other =
        |(header, _): &(&String, &String)| others.iter().any(|other| header_key(other) == header_key(header));
    let mapped = options.columns.iter().filter(is_other).map(|(header, to)| (header.clone(), to.clone()));
    let own = ReadOptions { columns: mapped.collect(), layout: Some(TableLayout::Wide), ..options.clone() };
    let mut found = headers::resolve(&others, &own, place)?;
    let mut places: BTreeMap<String, ColumnPlace> = BTreeMap::new();
    for (at, role) in roles.into_iter().enumerate() {
        let Some(role) = role else {
            if is_paper(&headers[at]) {
                found[at] = Column::of_key(found[at].place.clone(), PAPER);
            }
            // Beside items the total of a subject is none of this row.
            if found[at].role.subject().is_some() {
                found[at] = Column::not_used(found[at].place.clone());
            }
            continue;
        };
        let here = ColumnPlace { index: at, header: headers[at].clone() };
        found[at].place = here.clone();
        let field = role.field().unwrap_or_default();
        if let Some(other) = places.insert(field.clone(), here.clone()) {
            let place = place.clone().at_column(here.index, here.header);
            return Err(Error::DuplicateColumn { place, field, other });
        }
        found[at].read_as(role, said(&headers[at]).is_some());
    }
    if !found.iter().any(|column| column.role == Role::CandidateId) {
        return Err(missing("candidate_id"));
    }
    Ok(Some(found))
}

/// How the rows of a long sheet are read: full marks and steps by item.
pub(super) fn long_options(options: &ReadOptions, plan: &[Planned]) -> ReadOptions {
    let by_item = |(id, number): (&String, &Rational)| (format!("{ITEM}{}", id_of(id).0), *number);
    let planned = plan.iter().filter_map(|one| Some((format!("{ITEM}{}", one.id), one.full_mark?)));
    let mut own = ReadOptions {
        full_marks: planned.chain(options.full_marks.iter().map(by_item)).collect(),
        steps: options.steps.iter().map(by_item).collect(),
        columns: BTreeMap::new(),
        ..options.clone()
    };
    own.policy.total = TotalRule::Given;
    own
}

/// A sheet whose rows are of items, when all of them were read.
pub(super) fn finish_long(
    read: Candidates,
    columns: &[Column],
    plan: Vec<Planned>,
    options: &ReadOptions,
    (rule, of): (Option<ScoringRule>, &ItemOptions),
    place: &Place,
) -> Result<(ItemSheet, Report)> {
    let mut records = read.records.ok_or(Error::Internal { what: "records were not kept" })?;
    let name = columns.iter().find(|column| column.role == Role::ItemName);
    let name = name.ok_or(Error::Internal { what: "a long sheet without a column of items" })?;
    let columns = settle_long(&mut records, &plan, of.subject.as_deref(), place, &name.place)?;
    Head::of(columns, Vec::new(), &[], plan, options, place)?.finish(records, read.report, rule, of)
}

/// What is declared by item, for the names under which items are read.
pub fn declare_items<'l>(marks: &mut BTreeMap<String, Rational>, labels: impl Iterator<Item = &'l String>) {
    let own: Vec<(String, Rational)> = labels
        .filter_map(|label| {
            let name = label.rsplit(OF_PAPER).next().unwrap_or(label);
            Some((label.clone(), *marks.get(&format!("{ITEM}{}", id_of(name).0))?))
        })
        .collect();
    marks.extend(own);
}

/// The items of one paper, and its records under the names that a wide sheet has for them.
///
/// # Errors
/// Several papers, of which nobody said which; names of items that Excel changed; no item.
pub fn settle_long(
    records: &mut Records,
    plan: &[Planned],
    subject: Option<&str>,
    place: &Place,
    of_items: &ColumnPlace,
) -> Result<Columns> {
    keep_paper(records, subject, place)?;
    let scores = records.scores.iter().map(|column| column.subject.id.clone());
    let labels: Vec<String> = scores.collect();
    // The names of items are those of the columns that a wide sheet would have.
    let mut known = columns(&labels, plan, &BTreeMap::new(), place).map_err(|fault| match fault {
        Error::ItemName { found, ambiguous, .. } => {
            let place = place.clone().at_column(of_items.index, of_items.header.clone());
            Error::ItemName { place, found, ambiguous }
        }
        other => other,
    })?;
    let is_filled = |label: &String| {
        let key = records.keys.iter().find(|key| key.name == format!("{LONG_ANSWER}{label}"));
        key.is_some_and(|key| key.codes.iter().any(|code| !key.labels[*code as usize].is_empty()))
    };
    let is_scored: Vec<bool> =
        records.scores.iter().map(|column| !column.marks.iter().all(|mark| *mark == Mark::Blank)).collect();
    for item in &mut known.items {
        let Some(at) = item.score else { continue };
        item.options = is_filled(&labels[at]).then_some(at);
        item.score = (is_scored[at] || item.options.is_none()).then_some(at);
    }
    for (label, used) in labels.iter().zip(&known.uses) {
        let (score, answer) = match used {
            Use::Item(id, _) => (format!("{ITEM}{id}"), format!("{ANSWER}{id}")),
            Use::Total => (STATED.to_owned(), String::new()),
            _ => (String::new(), String::new()),
        };
        for column in records.scores.iter_mut().filter(|column| column.subject.id == *label) {
            column.subject.id.clone_from(&score);
        }
        for key in records.keys.iter_mut().filter(|key| key.name == format!("{LONG_ANSWER}{label}")) {
            key.name.clone_from(&answer);
        }
    }
    records.keys.retain(|key| !key.name.is_empty());
    // Of options alone there is no column of scores.
    let by_key: Vec<String> = known
        .items
        .iter()
        .filter(|item| item.score.is_none())
        .map(|item| format!("{ITEM}{}", item.id))
        .collect();
    records.scores.retain(|column| !by_key.contains(&column.subject.id));
    known.items.sort_by_cached_key(|item| order(item, plan));
    Ok(known)
}

/// As the plan has them, else by their numbers.
fn order(item: &Found, plan: &[Planned]) -> (usize, Vec<(usize, String)>) {
    let planned = plan.iter().position(|planned| planned.id == item.id).unwrap_or(plan.len());
    let digits = |part: &str| part.chars().take_while(char::is_ascii_digit).collect::<String>();
    let number = |part: &str| (digits(part).parse().unwrap_or(usize::MAX), part.to_owned());
    (planned, item.id.split('.').map(number).collect())
}

/// Leaves the items of one paper, with their own names.
fn keep_paper(records: &mut Records, subject: Option<&str>, place: &Place) -> Result<()> {
    let split =
        |label: &str| label.split_once(OF_PAPER).map(|(paper, name)| (paper.to_owned(), name.to_owned()));
    let mut papers: Vec<String> = Vec::new();
    for (paper, _) in records.scores.iter().filter_map(|column| split(&column.subject.id)) {
        if !papers.contains(&paper) {
            papers.push(paper);
        }
    }
    let wanted = |paper: &&String| subject.is_some_and(|subject| subject_id(subject) == subject_id(paper));
    let Some(paper) = papers.iter().find(wanted).or(papers.first().filter(|_| papers.len() == 1)) else {
        return match papers.is_empty() {
            true => Ok(()),
            false => Err(Error::SeveralPapers { place: place.clone(), papers }),
        };
    };
    let own = |label: &str| split(label).filter(|(of, _)| of == paper).map(|(_, name)| name);
    records.scores.retain_mut(|column| {
        let name = own(&column.subject.id);
        name.map(|name| column.subject.id = name).is_some()
    });
    records.keys.retain_mut(|key| {
        let Some(label) = key.name.strip_prefix(LONG_ANSWER) else { return true };
        let name = own(label);
        name.map(|name| key.name = format!("{LONG_ANSWER}{name}")).is_some()
    });
    Ok(())
}
