//! A column of few different values: each is kept once, and the rows hold its number.

use std::hash::{BuildHasher, Hash, RandomState};

use hashbrown::HashTable;

/// The values last met, which the next is compared with first: neighbours mostly share what they hold.
const RECENT: usize = 4;

/// What can be told at no cost to be equal to another, though not that it is not.
pub trait Alike: Clone + Eq + Hash {
    fn is_same(&self, other: &Self) -> bool;
}

#[derive(Clone, Debug)]
pub struct Coded<T> {
    codes: Codes,
    values: Vec<T>,
    /// The codes by the hashes of their values; empty after a selection, until a value is looked up.
    by_hash: HashTable<u32>,
    hasher: RandomState,
    recent: [u32; RECENT],
}

impl<T> Default for Coded<T> {
    fn default() -> Coded<T> {
        Coded {
            codes: Codes::default(),
            values: Vec::new(),
            by_hash: HashTable::new(),
            hasher: RandomState::new(),
            recent: [0; RECENT],
        }
    }
}

impl<T> Coded<T> {
    pub fn get(&self, at: usize) -> &T {
        &self.values[self.codes.get(at)]
    }

    /// The different values; rows that were changed may have left some behind that none has any more.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The numbers of the rows' values among [`Coded::values`].
    pub fn codes(&self) -> impl Iterator<Item = usize> {
        self.codes.iter()
    }
}

impl<T: Alike> Coded<T> {
    /// Sets the value of a row, or of the row after the last.
    pub fn put(&mut self, at: usize, value: T) {
        let code = self.code_of(value);
        self.codes.put(at, code);
    }

    fn code_of(&mut self, value: T) -> u32 {
        let is_same =
            |code: &&u32| self.values.get(**code as usize).is_some_and(|known| known.is_same(&value));
        if let Some(code) = self.recent.iter().find(is_same) {
            return *code;
        }
        let code = self.looked_up(value);
        self.recent.rotate_right(1);
        self.recent[0] = code;
        code
    }

    fn looked_up(&mut self, value: T) -> u32 {
        let Coded { values, by_hash, hasher, .. } = self;
        if by_hash.len() != values.len() {
            by_hash.clear();
            for (code, value) in (0..).zip(values.iter()) {
                by_hash.insert_unique(hasher.hash_one(value), code, |code| {
                    hasher.hash_one(&values[*code as usize])
                });
            }
        }
        let hash = hasher.hash_one(&value);
        if let Some(code) = by_hash.find(hash, |code| values[*code as usize] == value) {
            return *code;
        }
        let code = values.len() as u32;
        values.push(value);
        by_hash.insert_unique(hash, code, |code| hasher.hash_one(&values[*code as usize]));
        code
    }

    /// Puts another value in place of each.
    pub fn map(&mut self, change: impl Fn(&T) -> T) {
        let mut changed = Coded::default();
        let codes: Vec<u32> = self.values.iter().map(|value| changed.code_of(change(value))).collect();
        changed.codes.extend(self.codes.iter().map(|code| codes[code]));
        *self = changed;
    }

    /// The same value in all rows.
    pub fn fill(&mut self, rows: usize, value: T) {
        *self = Coded { values: vec![value], ..Coded::default() };
        self.codes.extend((0..rows).map(|_| 0));
    }

    /// The values of others behind those of so many rows.
    pub fn append(&mut self, rows: usize, other: Coded<T>) {
        if rows == 0 {
            *self = other;
            return;
        }
        let codes: Vec<u32> = other.values.into_iter().map(|value| self.code_of(value)).collect();
        self.codes.extend(other.codes.iter().map(|code| codes[code]));
    }

    /// The values of some rows; what the others hold is let go.
    pub fn select(&self, places: &[usize]) -> Coded<T> {
        let mut codes: Vec<Option<u32>> = vec![None; self.values.len()];
        let mut selected = Coded::default();
        for at in places {
            let of = self.codes.get(*at);
            let code = *codes[of].get_or_insert_with(|| {
                selected.values.push(self.values[of].clone());
                selected.values.len() as u32 - 1
            });
            selected.codes.push(code);
        }
        selected
    }

    pub fn shrink_to_fit(&mut self) {
        self.codes.shrink_to_fit();
        self.values.shrink_to_fit();
        self.by_hash = HashTable::new();
    }
}

/// Numbers of values, in as few bytes as the highest needs.
#[derive(Clone, Debug)]
enum Codes {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Default for Codes {
    fn default() -> Codes {
        Codes::One(Vec::new())
    }
}

impl Codes {
    fn len(&self) -> usize {
        match self {
            Codes::One(codes) => codes.len(),
            Codes::Two(codes) => codes.len(),
            Codes::Four(codes) => codes.len(),
        }
    }

    fn get(&self, at: usize) -> usize {
        match self {
            Codes::One(codes) => codes[at].into(),
            Codes::Two(codes) => codes[at].into(),
            Codes::Four(codes) => codes[at] as usize,
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        (0..self.len()).map(|at| self.get(at))
    }

    fn put(&mut self, at: usize, code: u32) {
        if at == self.len() {
            return self.push(code);
        }
        self.make_room_for(code);
        match self {
            Codes::One(codes) => codes[at] = code as u8,
            Codes::Two(codes) => codes[at] = code as u16,
            Codes::Four(codes) => codes[at] = code,
        }
    }

    fn push(&mut self, code: u32) {
        self.make_room_for(code);
        match self {
            Codes::One(codes) => codes.push(code as u8),
            Codes::Two(codes) => codes.push(code as u16),
            Codes::Four(codes) => codes.push(code),
        }
    }

    fn extend(&mut self, codes: impl Iterator<Item = u32>) {
        self.reserve(codes.size_hint().0);
        codes.for_each(|code| self.push(code));
    }

    fn make_room_for(&mut self, code: u32) {
        *self = match self {
            Codes::One(codes) if code > u32::from(u16::MAX) => {
                Codes::Four(codes.iter().map(|code| u32::from(*code)).collect())
            }
            Codes::One(codes) if code > u32::from(u8::MAX) => {
                Codes::Two(codes.iter().map(|code| u16::from(*code)).collect())
            }
            Codes::Two(codes) if code > u32::from(u16::MAX) => {
                Codes::Four(codes.iter().map(|code| u32::from(*code)).collect())
            }
            _ => return,
        };
    }

    fn reserve(&mut self, more: usize) {
        match self {
            Codes::One(codes) => codes.reserve(more),
            Codes::Two(codes) => codes.reserve(more),
            Codes::Four(codes) => codes.reserve(more),
        }
    }

    fn shrink_to_fit(&mut self) {
        match self {
            Codes::One(codes) => codes.shrink_to_fit(),
            Codes::Two(codes) => codes.shrink_to_fit(),
            Codes::Four(codes) => codes.shrink_to_fit(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Alike for u32 {
        fn is_same(&self, _: &u32) -> bool {
            // So that equal values are found by their hashes.
            false
        }
    }

    #[test]
    fn more_values_than_a_code_held_so_far_leave_those_before_as_they_were() {
        let mut column = Coded::default();
        let value = |at: usize| (at as u32 * 7) % 70_001;
        (0..140_000).for_each(|at| column.put(at, value(at)));
        column.put(3, 70_001);
        assert_eq!(*column.get(3), 70_001);
        assert!((4..140_000).all(|at| *column.get(at) == value(at)));
        assert_eq!(column.values().len(), 70_002);
        let few = column.select(&[139_999, 3, 139_999]);
        assert_eq!((few.values(), few.codes().last()), (&[value(139_999), 70_001][..], Some(0)));
    }

    #[test]
    fn values_that_become_equal_have_one_code() {
        let mut column = Coded::default();
        [5, 6, 7, 5].into_iter().enumerate().for_each(|(at, value)| column.put(at, value));
        column.map(|value| value / 2);
        assert_eq!(column.values(), [2, 3]);
        let mut other = Coded::default();
        other.put(0, 3);
        other.append(1, column);
        assert_eq!((0..5).map(|at| *other.get(at)).collect::<Vec<_>>(), [3, 2, 3, 3, 2]);
        assert_eq!(other.values(), [3, 2]);
    }
}
