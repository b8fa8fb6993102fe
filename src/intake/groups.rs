//! Keys of candidates → numbers of groups: one look-up by raw bytes a row, decoded only at first sight.

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
    wanted: usize,
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
    keys: &'p KeyParts,
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
    fn group(&self, cells: &[Field<'_>]) -> u32 {
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
    fn is_odd(&self, key: usize, cell: Field<'_>) -> bool {
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

/// A spelling that had to be made plain, where a block first has it.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    pub key: usize,
    pub raw: Box<[u8]>,
    /// Counted from the block's first.
    pub row: u64,
    /// How many findings the block has before it.
    pub findings_before: usize,
}

/// Where a grouper tells the spellings that had to be made plain.
pub(super) struct Told<'t> {
    pub spellings: &'t mut Vec<Spelling>,
    pub row: u64,
    pub findings_before: usize,
}

impl Told<'_> {
    fn tell(&mut self, key: usize, cell: Field<'_>) {
        let (row, findings_before) = (self.row, self.findings_before);
        self.spellings.push(Spelling { key, raw: cell.bytes().into(), row, findings_before });
    }
}

/// What a thread knows of the groups by their raw bytes.
pub(super) struct Grouper<'p> {
    dictionary: &'p Dictionary<'p>,
    seen: FastMap<Box<[u8]>, Entry>,
    others: Vec<FastMap<Box<[u8]>, Entry>>,
    raw: Vec<u8>,
    last: Vec<u8>,
    last_group: Option<u32>,
}

#[derive(Clone, Copy)]
struct Entry {
    group: u32,
    odd: bool,
    /// The walk in which an odd entry was told.
    told: u64,
}

/// Ends a key's bytes; it is in no valid text of either encoding.
const END: u8 = 0xFF;
/// A column of keys with more spellings is not remembered further.
const REMEMBERED: usize = 1 << 20;

impl<'p> Grouper<'p> {
    pub fn new(dictionary: &'p Dictionary<'p>) -> Grouper<'p> {
        let others = dictionary.keys.parts.len() - dictionary.keys.wanted;
        Grouper {
            dictionary,
            seen: FastMap::default(),
            others: (0..others).map(|_| FastMap::default()).collect(),
            raw: Vec::new(),
            last: Vec::new(),
            last_group: None,
        }
    }

    /// The group of a row. Each spelling that had to be made plain is told once a `walk`.
    #[inline]
    pub fn group(&mut self, fields: &[Field<'_>], walk: u64, mut told: Told<'_>) -> u32 {
        let keys = self.dictionary.keys;
        self.raw.clear();
        for part in &keys.parts[..keys.wanted] {
            self.raw.extend_from_slice(fields[part.place.index].raw);
            self.raw.push(END);
        }
        let group = match self.last_group {
            // Exports are mostly sorted by school and class.
            Some(group) if self.raw == self.last => group,
            _ => self.look_up(fields, walk, &mut told),
        };
        for at in 0..self.others.len() {
            self.watch(at, fields, walk, &mut told);
        }
        group
    }

    fn look_up(&mut self, fields: &[Field<'_>], walk: u64, told: &mut Told<'_>) -> u32 {
        let entry = match self.seen.get(&self.raw[..]) {
            Some(entry) => *entry,
            None => self.first_sight(fields),
        };
        if !entry.odd {
            std::mem::swap(&mut self.raw, &mut self.last);
            self.last_group = Some(entry.group);
            return entry.group;
        }
        self.last_group = None;
        if entry.told != walk {
            self.seen.insert(self.raw.as_slice().into(), Entry { told: walk, ..entry });
            let keys = self.dictionary.keys;
            for (key, part) in keys.parts.iter().enumerate().take(keys.wanted) {
                let cell = fields[part.place.index];
                if self.dictionary.is_odd(key, cell) {
                    told.tell(key, cell);
                }
            }
        }
        entry.group
    }

    #[cold]
    fn first_sight(&mut self, fields: &[Field<'_>]) -> Entry {
        let keys = self.dictionary.keys;
        let wanted = || keys.parts.iter().take(keys.wanted).map(|part| fields[part.place.index]);
        let cells: Vec<Field<'_>> = wanted().collect();
        let group = self.dictionary.group(&cells);
        let odd = wanted().enumerate().any(|(key, cell)| self.dictionary.is_odd(key, cell));
        let entry = Entry { group, odd, told: 0 };
        self.seen.insert(self.raw.as_slice().into(), entry);
        entry
    }

    /// A key that tells no groups apart: only its odd spellings are of interest.
    #[inline]
    fn watch(&mut self, at: usize, fields: &[Field<'_>], walk: u64, told: &mut Told<'_>) {
        let keys = self.dictionary.keys;
        let key = keys.wanted + at;
        let cell = fields[keys.parts[key].place.index];
        if cell.raw.iter().all(|byte| byte.is_ascii_graphic()) {
            return;
        }
        let known = self.others[at].get(cell.raw).copied();
        let odd = known.map_or_else(|| self.dictionary.is_odd(key, cell), |entry| entry.odd);
        let new = odd && known.is_none_or(|entry| entry.told != walk);
        if new {
            told.tell(key, cell);
        }
        let remembers = known.is_some() || self.others[at].len() < REMEMBERED;
        if remembers && (new || known.is_none()) {
            self.others[at].insert(cell.raw.into(), Entry { group: 0, odd, told: walk });
        }
    }
}
