//! Rows that are listed one by one up to a number, and counted by their causes beyond it: however many lines of a file
//! are refused, the account of them takes no more memory than this.

use std::collections::BTreeMap;
use std::ops::Deref;

use super::causes::Cause;
use super::findings::Rejected;
use super::non_data_causes::NonData;

/// So many rows are listed.
pub const ROWS_LISTED: usize = 1_000_000;

/// A row with its cause.
pub trait OfCause {
    type Cause: Copy + Ord;

    fn cause(&self) -> Self::Cause;
}

impl OfCause for Rejected {
    type Cause = Cause;

    fn cause(&self) -> Cause {
        self.cause
    }
}

impl OfCause for (u64, NonData) {
    type Cause = NonData;

    fn cause(&self) -> NonData {
        self.1
    }
}

/// The first [`ROWS_LISTED`] rows, as a slice, and how many more there are of each cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing<R: OfCause> {
    listed: Vec<R>,
    /// How many, and the first of them.
    beyond: BTreeMap<R::Cause, (u64, R)>,
}

impl<R: OfCause> Default for Listing<R> {
    fn default() -> Listing<R> {
        Listing { listed: Vec::new(), beyond: BTreeMap::new() }
    }
}

impl<R: OfCause> Listing<R> {
    pub(super) fn push(&mut self, row: R) {
        if self.listed.len() < ROWS_LISTED {
            return self.listed.push(row);
        }
        self.beyond.entry(row.cause()).or_insert((0, row)).0 += 1;
    }

    /// Adds the rows that come next, each made what it is in the whole file.
    pub(super) fn absorb(&mut self, next: Listing<R>, moved: impl Fn(R) -> R) {
        next.listed.into_iter().for_each(|row| self.push(moved(row)));
        for (cause, (count, first)) in next.beyond {
            self.beyond.entry(cause).or_insert((0, moved(first))).0 += count;
        }
    }

    /// All but those of a cause.
    pub fn without(mut self, cause: R::Cause) -> Listing<R> {
        self.listed.retain(|row| row.cause() != cause);
        self.beyond.remove(&cause);
        self
    }

    /// All rows, listed or not.
    pub fn len(&self) -> usize {
        let beyond: u64 = self.beyond.values().map(|(count, _)| count).sum();
        self.listed.len().saturating_add(usize::try_from(beyond).unwrap_or(usize::MAX))
    }

    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Of each cause that is not listed to its end: how many more rows there are, and the first of them.
    pub fn beyond(&self) -> impl Iterator<Item = (u64, &R)> {
        self.beyond.values().map(|(count, first)| (*count, first))
    }
}

impl<R: OfCause> Deref for Listing<R> {
    type Target = [R];

    fn deref(&self) -> &[R] {
        &self.listed
    }
}

impl<R: OfCause + PartialEq, const N: usize> PartialEq<[R; N]> for Listing<R> {
    fn eq(&self, rows: &[R; N]) -> bool {
        self.beyond.is_empty() && self.listed == rows
    }
}

impl<R: OfCause + PartialEq> PartialEq<Vec<R>> for Listing<R> {
    fn eq(&self, rows: &Vec<R>) -> bool {
        self.beyond.is_empty() && self.listed == *rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_beyond_the_limit_are_counted_by_cause() {
        let row = |row, cause| Rejected { row, cause, cells: None };
        let mut listing = Listing::default();
        for at in 0..ROWS_LISTED as u64 {
            listing.push(row(at + 1, Cause::ShortRow));
        }
        let first = ROWS_LISTED as u64 + 1;
        let mut next = Listing::default();
        (0..9).for_each(|at| next.push(row(at, if at % 3 == 1 { Cause::LongRow } else { Cause::ShortRow })));
        listing.absorb(next, |next| row(first + next.row, next.cause));
        assert_eq!((listing.len(), listing.iter().len()), (ROWS_LISTED + 9, ROWS_LISTED));
        let beyond: Vec<_> = listing.beyond().map(|(count, first)| (first.cause, count, first.row)).collect();
        assert_eq!(beyond, [(Cause::ShortRow, 6, first), (Cause::LongRow, 3, first + 1)]);
    }
}
