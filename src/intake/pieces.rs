//! Pieces of rows: what a line end within a cell tears off.

use super::fields::{DELIMITERS, begins_with_cell};
use super::guard::Guard;

impl Guard<'_> {
    /// Whether the next line is a piece of a row.
    #[inline]
    pub(super) fn before_piece(&mut self) -> bool {
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        if rest.first_chunk().is_some_and(|word| begins_with_cell(*word, self.dialect.delimiter)) {
            return false;
        }
        let first = memchr::memchr3(self.dialect.delimiter, b'\n', b'\r', rest);
        match first {
            Some(at) if rest[at] == self.dialect.delimiter => false,
            at => {
                self.starved |= at.is_none() && self.open_ended;
                self.is_piece(&rest[..at.unwrap_or(rest.len())])
            }
        }
    }

    /// Whether a line may have been torn off the row above or below it by a line end within a cell: one cell,
    /// no remark, no row that is only separated otherwise.
    #[cold]
    pub(super) fn is_piece(&self, line: &[u8]) -> bool {
        let Some(width) = self.width.filter(|width| *width > 1) else { return false };
        let other = |delimiter: &u8| memchr::memchr_iter(*delimiter, line).count() + 1 == width;
        !line.trim_ascii().is_empty()
            && memchr::memchr2(self.dialect.quote, self.dialect.delimiter, line).is_none()
            && !DELIMITERS.iter().any(other)
            && !self.notes.is_some_and(|notes| notes.is_note(line))
    }
}
