//! The labels and groups of a file, decoded at first sight.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::encoding::Encoding;
use super::fields::Field;
use super::headers::{Column, Role};
use super::interner::{FastMap, tidy_key};
use super::text::trim_raw;
use crate::error::ColumnPlace;
use crate::records::KeyColumn;

/// A column of keys.
pub(super) struct KeyPart {
    pub place: ColumnPlace,
    name: String,
    tidy: fn(&str) -> String,
}

/// The key columns of a file: those that tell groups apart, then the others.
pub(super) struct KeyParts {
    pub parts: Vec<KeyPart>,
    pub wanted: usize,
}

impl KeyParts {
    /// `wanted` are the keys that must tell groups apart; `None` for all of the file.
    pub fn new(columns: &[Column], wanted: Option<&[String]>) -> KeyParts {
        let key = |column: &Column| match &column.role {
            Role::Key(name) => {
                Some(KeyPart { place: column.place.clone(), name: name.clone(), tidy: tidy_key(name) })
            }
            _ => None,
        };
        let is_wanted = |part: &KeyPart| wanted.is_none_or(|wanted| wanted.contains(&part.name));
        let (mut parts, others): (Vec<_>, Vec<_>) = columns.iter().filter_map(key).partition(is_wanted);
        let wanted = parts.len();
        parts.extend(others);
        KeyParts { parts, wanted }
    }
}

/// Every label and group of a file, shared by the threads that read it.
pub(super) struct Dictionary<'p> {
    pub keys: &'p KeyParts,
    encoding: Encoding,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// Per wanted key.
    labels: Vec<Labels>,
    groups: FastMap<Box<[u32]>, u32>,
    codes: Vec<Box<[u32]>>,
}

#[derive(Default)]
struct Labels {
    labels: Vec<String>,
    code_of: FastMap<String, u32>,
}

impl<'p> Dictionary<'p> {
    pub fn new(keys: &'p KeyParts, encoding: Encoding) -> Dictionary<'p> {
        let labels = (0..keys.wanted).map(|_| Labels::default()).collect();
        Dictionary { keys, encoding, known: Mutex::new(Known { labels, ..Known::default() }) }
    }

    /// The number of a group by its cells.
    pub fn group(&self, cells: &[Field<'_>]) -> u32 {
        let known = &mut *self.known();
        let wanted = self.keys.parts.iter().take(self.keys.wanted);
        let codes: Box<[u32]> = wanted
            .zip(cells)
            .zip(&mut known.labels)
            .map(|((part, cell), labels)| labels.code((part.tidy)(&self.encoding.decode(&cell.bytes()))))
            .collect();
        let next = known.codes.len() as u32;
        let all = &mut known.codes;
        *known.groups.entry(codes).or_insert_with_key(|codes| {
            all.push(codes.clone());
            next
        })
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Labels are only ever added, so a dictionary left by a panic is still one.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many groups there are.
    pub fn groups(&self) -> u32 {
        self.known().codes.len() as u32
    }

    /// The keys of the groups that `order` lists, labels in order of first appearance.
    pub fn keys(&self, order: &[u32]) -> Vec<KeyColumn> {
        let known = self.known();
        let column = |(at, part): (usize, &KeyPart)| {
            let mut column = KeyColumn { name: part.name.clone(), ..KeyColumn::default() };
            let mut renumbered: Vec<Option<u32>> = vec![None; known.labels[at].labels.len()];
            for group in order {
                let code = known.codes[*group as usize][at] as usize;
                let new = *renumbered[code].get_or_insert_with(|| {
                    column.labels.push(known.labels[at].labels[code].clone());
                    column.labels.len() as u32 - 1
                });
                column.codes.push(new);
            }
            column
        };
        self.keys.parts.iter().take(self.keys.wanted).enumerate().map(column).collect()
    }

    /// A spelling that had to be made plain: the header of its column, as it is written, as it is kept.
    pub fn mapping(&self, key: usize, raw: &[u8]) -> (String, String, String) {
        let part = &self.keys.parts[key];
        let written = self.encoding.decode(trim_raw(raw));
        (part.place.header.clone(), written.to_string(), (part.tidy)(&written))
    }

    /// Whether a cell's text had to be made plain.
    pub fn is_odd(&self, key: usize, cell: Field<'_>) -> bool {
        let bytes = cell.bytes();
        let label = (self.keys.parts[key].tidy)(&self.encoding.decode(&bytes));
        label.as_bytes() != self.encoding.decode(trim_raw(&bytes)).as_bytes()
    }
}

impl Labels {
    fn code(&mut self, label: String) -> u32 {
        let next = self.labels.len() as u32;
        let labels = &mut self.labels;
        *self.code_of.entry(label).or_insert_with_key(|label| {
            labels.push(label.clone());
            next
        })
    }
}
