//! All that is wrong with a configuration, as far as it can be told at once: what has a fault is left out, and the rest
//! is read again.

use crate::error::{ConfigProblem, Error};

/// More are not told at once.
const MOST: usize = 10;

/// A fault with the others that the text has. `read` tells the first of the faults of spelling, keys and types;
/// `check`, of a text without these, the first of what does not fit together.
pub(super) fn all(
    first: Error,
    read: impl Fn(&str) -> Option<Error>,
    check: impl Fn(&str) -> Option<Error>,
) -> Error {
    let Error::Config { text, .. } = &first else { return first };
    let mut text = text.clone();
    let mut found: Vec<Error> = Vec::new();
    let mut tables = Vec::new();
    while let Some(fault) = read(&text).filter(|fault| found.len() < MOST && is_told(fault, &found)) {
        let offset = offset_of(&fault);
        tables.extend(table_at(&text, offset));
        text = blanked(&text, entry_at(&text, offset));
        found.push(fault);
    }
    if read(&text).is_none() {
        // A table without what was left out of it would be wrong for that alone.
        text = tables.into_iter().fold(text, |text, table| blanked(&text, table));
        while let Some(fault) = check(&text).filter(|_| found.len() < MOST) {
            let table = table_at(&text, offset_of(&fault)).filter(|_| matches!(fault, Error::Config { .. }));
            match table {
                Some(table) => text = blanked(&text, table),
                None if found.is_empty() => {
                    found.push(fault);
                    break;
                }
                // It may be that it names what was left out.
                None => break,
            }
            found.push(fault);
        }
    }
    match first {
        Error::Config { file, text, offset, length, problem, .. } => {
            let more = found.into_iter().skip(1).collect();
            Error::Config { file, text, offset, length, problem, more }
        }
        other => other,
    }
}

fn offset_of(fault: &Error) -> usize {
    if let Error::Config { offset, .. } = fault { *offset } else { 0 }
}

/// What lacks something after a part was left out, or cannot be taken apart any more, is no fault of its own.
fn is_told(fault: &Error, found: &[Error]) -> bool {
    let Error::Config { problem, length, .. } = fault else { return false };
    let is_of_value = |detail: &str| {
        ["invalid type", "invalid value", "unknown variant"].iter().any(|begun| detail.starts_with(begun))
    };
    found.is_empty()
        || match problem {
            ConfigProblem::Missing { .. } => false,
            ConfigProblem::Syntax { detail } => *length > 0 && is_of_value(detail),
            _ => *length > 0,
        }
}

/// The line of an offset; under a header, all that belongs to it.
fn entry_at(text: &str, offset: usize) -> std::ops::Range<usize> {
    let start = line_start(text, offset);
    match text[start..].trim_start().starts_with('[') {
        true => start..next_header(text, start, |_| false),
        false => start..text[start..].find('\n').map_or(text.len(), |end| start + end),
    }
}

/// The `[[table]]` that an offset lies in, with its sections.
fn table_at(text: &str, offset: usize) -> Option<std::ops::Range<usize>> {
    const OWN: &str = "[table.";
    let headers = headers(text).filter(|(at, _)| *at <= line_start(text, offset));
    let (start, header) = headers.filter(|(_, header)| !header.starts_with(OWN)).last()?;
    header.starts_with("[[table]]").then(|| start..next_header(text, start, |header| header.starts_with(OWN)))
}

fn next_header(text: &str, start: usize, belongs: impl Fn(&str) -> bool) -> usize {
    headers(text).find(|(at, header)| *at > start && !belongs(header)).map_or(text.len(), |(at, _)| at)
}

/// The lines that begin with a bracket, each with its place.
fn headers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let line = line.trim();
        line.starts_with('[').then_some((start, line))
    })
}

fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// The text with blanks in the place of a part, so that all else stays in its place.
fn blanked(text: &str, part: std::ops::Range<usize>) -> String {
    let blank: String =
        text[part.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    format!("{}{blank}{}", &text[..part.start], &text[part.end..])
}
