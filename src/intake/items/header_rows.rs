//! Where the headers of an item sheet are, in one row or in two.

use super::super::ReadOptions;
use super::super::aliases::meaning;
use super::super::dialect::Judge;
use super::super::headers;
use super::blueprint::Planned;
use super::columns::recognised;
use super::grammar::{holds, parse};
use super::long::long_columns;
use crate::error::Place;

/// How the header of an item sheet is found.
pub fn judge<'j>(options: &'j ReadOptions, plan: &'j [Planned]) -> Judge<'j> {
    let is_long =
        move |cells: &[String]| matches!(long_columns(cells, plan, options, &Place::default()), Ok(Some(_)));
    Judge {
        rank: Box::new(move |cells, _, _| {
            let mapped = headers::mapped(cells, options);
            let [identities, items] = recognised(cells, plan);
            // A row of a long sheet holds a subject and numbers, too.
            let identities = identities + if is_long(cells) { cells.len() } else { 0 };
            let named = |cell: &&String| !cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let is_named = identities > 0 || cells.iter().filter(named).count() == cells.len();
            (mapped > 0 || is_named && items + identities > 0).then_some([mapped, identities, items])
        }),
        likelihood: Box::new(move |headers| {
            let [identities, items] = recognised(headers, plan);
            usize::from(items > 0)
                + usize::from(identities > 0 && items > 2)
                + 2 * usize::from(is_long(headers))
        }),
        merge: |_| None,
    }
}

/// The headers of one row, or of two as far as the second tells more; `None` where the second is a row of data.
pub fn joined(headers: &[String], second: &[String]) -> Option<Vec<String>> {
    let headers: Vec<String> = headers.iter().map(|header| bare(header)).collect();
    if headers.len() != second.len() {
        return None;
    }
    let is_other = |at: usize| meaning(&headers[at]).is_some();
    let filled: Vec<usize> = (0..second.len()).filter(|at| !second[*at].is_empty()).collect();
    let own: Vec<usize> =
        filled.iter().copied().filter(|at| !is_other(*at) || second[*at] != headers[*at]).collect();
    let tells = own.iter().all(|at| holds(&second[*at]).is_some()) && !own.is_empty();
    let numbers = own.iter().all(|at| !is_other(*at) && parse(&second[*at]).is_some())
        && own.iter().any(|at| parse(&headers[*at]).is_none());
    if !tells && !numbers {
        return None;
    }
    let mut left = String::new();
    let joined = headers.iter().enumerate().map(|(at, header)| {
        if !header.is_empty() {
            left = if is_other(at) { String::new() } else { header.clone() };
        }
        match (second[at].is_empty(), header.is_empty()) {
            (true, _) => header.clone(),
            (false, _) if is_other(at) => header.clone(),
            (false, true) if left.is_empty() => second[at].clone(),
            (false, _) if tells => format!("{left}({})", second[at].trim_matches(|c| "()（）".contains(c))),
            (false, _) => format!("{left}.{}", second[at]),
        }
    });
    Some(joined.collect())
}

/// What programs write where a cell of a header is merged with the one before it.
pub fn bare(header: &str) -> String {
    if header.starts_with("Unnamed:") || header.starts_with("__EMPTY") {
        String::new()
    } else {
        header.to_owned()
    }
}
