//! Keys of candidates → numbers of groups: one look-up by raw bytes a row.

use super::dictionary::Dictionary;
use super::fields::Field;
use super::interner::FastMap;
use super::packed::Packed;

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
    /// Groups with short labels in spellings that were not made plain: nearly all.
    short: FastMap<Packed, u32>,
    /// Those of the row above, and its group where it had short labels.
    last: Packed,
    last_group: Option<u32>,
    seen: FastMap<Box<[u8]>, Entry>,
    raw: Vec<u8>,
    others: Vec<Watched>,
}

/// The spellings of a key that tells no groups apart.
#[derive(Default)]
struct Watched {
    /// Short ones that were not made plain, by their last bits.
    plain: Vec<Packed>,
    seen: FastMap<Box<[u8]>, Entry>,
}

/// Of short spellings, so many are found without a look-up.
const PLAIN: usize = 64;

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
            short: FastMap::default(),
            last: Packed::default(),
            last_group: None,
            seen: FastMap::default(),
            raw: Vec::new(),
            others: (0..others).map(|_| Watched::default()).collect(),
        }
    }

    /// The group of a row. Each spelling that had to be made plain is told once a `walk`.
    #[inline]
    pub fn group(&mut self, fields: &[Field<'_>], walk: u64, mut told: Told<'_>) -> u32 {
        let keys = self.dictionary.keys;
        let cells = keys.parts[..keys.wanted].iter().map(|part| fields[part.place.index].raw);
        let same = self.last.put(cells);
        let group = match (same, self.last_group) {
            // Exports are mostly sorted by school and class.
            (Some(true), Some(group)) => group,
            (Some(_), _) => self.short(fields, walk, &mut told),
            (None, _) => {
                self.last_group = None;
                self.look_up(fields, walk, &mut told).group
            }
        };
        for at in 0..self.others.len() {
            self.watch(at, fields, walk, &mut told);
        }
        group
    }

    #[inline]
    fn short(&mut self, fields: &[Field<'_>], walk: u64, told: &mut Told<'_>) -> u32 {
        if let Some(group) = self.short.get(&self.last) {
            self.last_group = Some(*group);
            return *group;
        }
        let entry = self.look_up(fields, walk, told);
        self.last_group = (!entry.odd).then_some(entry.group);
        if !entry.odd {
            self.short.insert(self.last, entry.group);
        }
        entry.group
    }

    fn look_up(&mut self, fields: &[Field<'_>], walk: u64, told: &mut Told<'_>) -> Entry {
        let keys = self.dictionary.keys;
        self.raw.clear();
        for part in &keys.parts[..keys.wanted] {
            self.raw.extend_from_slice(fields[part.place.index].raw);
            self.raw.push(END);
        }
        let entry = match self.seen.get(&self.raw[..]) {
            Some(entry) => *entry,
            None => self.first_sight(fields),
        };
        if entry.odd && entry.told != walk {
            self.seen.insert(self.raw.as_slice().into(), Entry { told: walk, ..entry });
            for (key, part) in keys.parts.iter().enumerate().take(keys.wanted) {
                let cell = fields[part.place.index];
                if self.dictionary.is_odd(key, cell) {
                    told.tell(key, cell);
                }
            }
        }
        entry
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
        let watched = &mut self.others[at];
        let packed = Packed::of(std::iter::once(cell.raw));
        let is_plain = |packed: &Packed| watched.plain.get(packed.place(PLAIN)) == Some(packed);
        if packed.is_some_and(|packed| is_plain(&packed)) {
            return;
        }
        let known = watched.seen.get(cell.raw).copied();
        let odd = known.map_or_else(|| self.dictionary.is_odd(key, cell), |entry| entry.odd);
        let new = odd && known.is_none_or(|entry| entry.told != walk);
        if new {
            told.tell(key, cell);
        }
        let remembers = known.is_some() || watched.seen.len() < REMEMBERED;
        if remembers && (new || known.is_none()) {
            watched.seen.insert(cell.raw.into(), Entry { group: 0, odd, told: walk });
        }
        if let Some(packed) = packed.filter(|_| !odd) {
            watched.plain.resize(PLAIN, Packed::default());
            watched.plain[packed.place(PLAIN)] = packed;
        }
    }
}
