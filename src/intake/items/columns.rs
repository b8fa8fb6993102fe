//! What each column of an item sheet is, by its header, the row below it, and the plan.

use std::collections::BTreeMap;

use super::super::aliases::{Meaning, meaning};
use super::super::text::{header_key, trim};
use super::blueprint::{Planned, id_of};
use super::forms;
use super::grammar::{Holds, ItemName, is_damaged, parse};
use super::header_rows::bare;
use super::strings;
use crate::error::{ColumnPlace, Error, Place, Result};
use crate::subjects::TOTAL;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    Item(String, Holds),
    /// The total of the paper as the sheet states it.
    Total,
    /// Which question of a choice the candidate chose.
    Chosen,
    /// Which of several papers the candidate had.
    Paper,
    /// The options of all choice items in one string.
    Options,
    /// Whatever exports of scores hold beside: id, name, keys.
    Other,
    /// Nothing that is used here: another subject's total, the total of a part.
    Ignored,
}

/// An item that has a column, in the order of these.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub id: String,
    /// As the header writes it.
    pub name: String,
    /// What the grammar says that it is a part of.
    pub question: String,
    pub full_mark: Option<String>,
    pub score: Option<usize>,
    pub options: Option<usize>,
    /// Of a column with the options of all choice items, which piece is its own.
    pub piece: Option<usize>,
}

pub struct Columns {
    pub uses: Vec<Use>,
    pub items: Vec<Found>,
}

/// What a header is, before columns are held against each other.
enum Heading {
    Item {
        id: String,
        name: Option<ItemName>,
        holds: Option<Holds>,
    },
    Use(Use),
    /// None: it may belong to the one before it.
    Nothing,
}

/// How likely a row is the header of an item sheet: columns of candidates, then columns of items.
pub fn recognised(cells: &[String], plan: &[Planned]) -> [usize; 2] {
    let identities = cells.iter().filter(|cell| meaning(cell).is_some()).count();
    let is_item = |cell: &&String| parse(cell).is_some() || planned(plan, cell).is_some() || is_damaged(cell);
    [identities, cells.iter().filter(is_item).count()]
}

fn planned<'p>(plan: &'p [Planned], header: &str) -> Option<&'p Planned> {
    let key = header_key(header);
    plan.iter().find(|planned| !key.is_empty() && header_key(&planned.name) == key)
}

fn heading(index: usize, header: &str, plan: &[Planned], mapped: Option<&String>) -> Heading {
    let of = |id: &str, holds| {
        let (id, name) = id_of(id);
        Heading::Item { id, name, holds: Some(holds) }
    };
    match mapped.map(|word| word.trim()) {
        Some(word) if word.starts_with("item:") => return of(&word[5..], Holds::Score),
        Some(word) if word.starts_with("answer:") => return of(&word[7..], Holds::Options),
        Some(strings::WORD) => return Heading::Use(Use::Options),
        Some(word) if word == "subject:total" || word == TOTAL => return Heading::Use(Use::Total),
        Some(_) => return Heading::Use(Use::Other),
        None => {}
    }
    let header = &bare(header);
    if trim(header).is_empty() {
        return if index == 0 { Heading::Use(Use::Ignored) } else { Heading::Nothing };
    }
    if let Some(planned) = planned(plan, header) {
        return Heading::Item { id: planned.id.clone(), name: parse(header), holds: None };
    }
    match meaning(header) {
        Some(Meaning::Subject(TOTAL)) => return Heading::Use(Use::Total),
        Some(Meaning::Subject(_)) => return Heading::Use(Use::Ignored),
        Some(_) => return Heading::Use(Use::Other),
        None => {}
    }
    if ["选做", "选做题", "选做题号", "选考", "选考题", "xz"].contains(&header_key(header).as_str())
    {
        return Heading::Use(Use::Chosen);
    }
    if forms::is_paper(header) {
        return Heading::Use(Use::Paper);
    }
    if strings::is_string(header) {
        return Heading::Use(Use::Options);
    }
    if ["全卷", "全卷得分", "总得分", "卷面总分", "卷面分", "试卷得分"].contains(&header_key(header).as_str())
    {
        return Heading::Use(Use::Total);
    }
    match parse(header) {
        Some(name) => {
            // A plan may write an item without the section that the sheet writes before it.
            let id = name.id();
            Heading::Item { holds: name.holds, id, name: Some(name) }
        }
        None => Heading::Use(Use::Other),
    }
}

/// What the columns are.
///
/// # Errors
/// Names of items that Excel changed, or that can be read in two ways; two columns for one; none at all.
pub fn columns(
    headers: &[String],
    plan: &[Planned],
    mapped: &BTreeMap<String, String>,
    place: &Place,
) -> Result<Columns> {
    let of = |header: &str| {
        mapped.iter().find(|(known, _)| header_key(known) == header_key(header)).map(|(_, to)| to)
    };
    let headings: Vec<Heading> =
        headers.iter().enumerate().map(|(at, header)| heading(at, header, plan, of(header))).collect();
    refuse_damaged(headers, &headings, &of, plan, place)?;
    let sections = with_sections(&headings);
    let mut uses: Vec<Use> = Vec::new();
    let mut items: Vec<Found> = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| uses[before].clone());
        let (id, name, holds) = match heading {
            Heading::Use(found) => {
                uses.push(found.clone());
                continue;
            }
            // The nameless column behind one of scores is that of the options.
            Heading::Nothing => match before {
                Some(Use::Item(id, Holds::Score)) => (id, None, Holds::Options),
                _ => {
                    uses.push(Use::Ignored);
                    continue;
                }
            },
            Heading::Item { id, name, holds } => {
                let section = name.as_ref().and_then(|name| name.section.as_ref()).filter(|_| sections);
                let id = section.map_or_else(|| id.clone(), |section| format!("{section}.{id}"));
                (id, name.as_ref(), holds.unwrap_or(Holds::Score))
            }
        };
        enter(&mut items, headers, at, &id, name, holds, place)?;
        uses.push(Use::Item(id, holds));
    }
    if let Some(at) = uses.iter().position(|used| *used == Use::Options) {
        strings::insert(&mut items, plan, at, &headers[at], place)?;
    }
    if items.is_empty() {
        let headers = headers.iter().filter(|header| !header.is_empty()).cloned().collect();
        return Err(Error::NoItems { place: place.clone(), headers });
    }
    settle_total(headers, &mut uses);
    Ok(Columns { uses, items })
}

fn enter(
    items: &mut Vec<Found>,
    headers: &[String],
    at: usize,
    id: &str,
    name: Option<&ItemName>,
    holds: Holds,
    place: &Place,
) -> Result<()> {
    let known = items.iter().position(|item| item.id == id).unwrap_or_else(|| {
        let question = name.map_or(id, ItemName::question);
        let of_section = id.strip_suffix(&name.map_or_else(String::new, ItemName::id)).unwrap_or_default();
        items.push(Found {
            id: id.to_owned(),
            name: headers[at].clone(),
            question: format!("{of_section}{question}"),
            ..Found::default()
        });
        items.len() - 1
    });
    let item = &mut items[known];
    let own = match holds {
        Holds::Score => &mut item.score,
        Holds::Options => &mut item.options,
    };
    if let Some(other) = own.replace(at) {
        return Err(Error::DuplicateColumn {
            place: place.clone().at_column(at, headers[at].clone()),
            field: format!("item:{id}"),
            other: ColumnPlace { index: other, header: headers[other].clone() },
        });
    }
    if holds == Holds::Score && item.options.is_some() {
        item.name.clone_from(&headers[at]);
    }
    let stated = name.and_then(|name| name.full_mark.clone());
    item.full_mark = item.full_mark.take().or(stated);
    Ok(())
}

/// Whether numbers begin anew in each section, so that the section is a part of the item's id.
fn with_sections(headings: &[Heading]) -> bool {
    let mut known: BTreeMap<(&str, Option<Holds>), Option<&str>> = BTreeMap::new();
    headings.iter().any(|heading| {
        let Heading::Item { id, name: Some(name), holds } = heading else { return false };
        let section = name.section.as_deref();
        known.insert((id, *holds), section).is_some_and(|other| other != section && section.is_some())
    })
}

/// One column of a subject beside the items, where no total is stated, is the total.
fn settle_total(headers: &[String], uses: &mut [Use]) {
    let is_subject = |at: &usize| matches!(meaning(&headers[*at]), Some(Meaning::Subject(id)) if id != TOTAL);
    let subjects: Vec<usize> =
        (0..uses.len()).filter(|at| uses[*at] == Use::Ignored).filter(|at| is_subject(at)).collect();
    if let ([one], false) = (&subjects[..], uses.contains(&Use::Total)) {
        uses[*one] = Use::Total;
    }
}

fn refuse_damaged<'m>(
    headers: &[String],
    headings: &[Heading],
    mapped: &dyn Fn(&str) -> Option<&'m String>,
    plan: &[Planned],
    place: &Place,
) -> Result<()> {
    let fault = |at: usize, ambiguous| Error::ItemName {
        place: place.clone().at_column(at, headers[at].clone()),
        found: headers[at].clone(),
        ambiguous,
    };
    for (at, header) in headers.iter().enumerate() {
        let is_said = mapped(header).is_some() || planned(plan, header).is_some();
        if !is_said && is_damaged(header) {
            return Err(fault(at, false));
        }
        let Heading::Item { name: Some(name), .. } = &headings[at] else { continue };
        let has_sibling = headings.iter().enumerate().any(|(other, heading)| {
            let Heading::Item { name: Some(of_other), .. } = heading else { return false };
            other != at && of_other.question() == name.question() && of_other.path != name.path
        });
        let is_decimal =
            trim(header).bytes().all(|b| b.is_ascii_digit() || b == b'.') && name.path.len() == 2;
        if !is_said && plan.is_empty() && is_decimal && !has_sibling {
            return Err(fault(at, true));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
