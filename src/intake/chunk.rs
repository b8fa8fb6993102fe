//! One block of a file: the whole lines that begin in it.

use super::bytes::Bytes;
use super::lines::count_lines;
use crate::error::Result;

/// A longer line is no row of an export.
pub(super) const MAX_LINE_BYTES: u64 = 16 << 20;
/// Read behind the end of a block at first, for its last line.
const TAIL: u64 = 4 << 10;

/// The blocks of a file from `start` to the end: equal pieces, counted from its first byte.
#[derive(Clone, Copy)]
pub(super) struct Blocks {
    /// Behind the byte order mark.
    pub start: u64,
    pub end: u64,
    pub length: u64,
}

impl Blocks {
    pub fn count(self) -> u64 {
        if self.start >= self.end { 0 } else { self.end.div_ceil(self.length) - self.start / self.length }
    }

    /// Where a block begins and ends.
    pub fn bounds(self, number: u64) -> (u64, u64) {
        let from = (self.start / self.length + number) * self.length;
        (from.max(self.start), (from + self.length).min(self.end))
    }
}

/// The bytes of one block and of the end of its last line.
#[derive(Default)]
pub(super) struct Chunk {
    pub bytes: Vec<u8>,
    /// Of the first byte, in the file.
    pub offset: u64,
    /// Where the first line that begins in the block begins.
    pub start: usize,
    /// Where the first line begins that begins behind the block.
    pub end: usize,
    /// Whether the file goes on behind the bytes.
    pub open_ended: bool,
    /// Whether the last line was given up because of its length.
    pub too_long: bool,
}

impl Chunk {
    /// Reads a block.
    pub fn load(&mut self, source: &Bytes, blocks: Blocks, number: u64) -> Result<()> {
        let (from, to) = blocks.bounds(number);
        // The byte before tells whether a line begins with the block.
        self.offset = if number == 0 { from } else { from - 1 };
        self.bytes.clear();
        self.too_long = false;
        let mut have = (to + TAIL).min(blocks.end);
        source.read(self.offset, have, &mut self.bytes)?;
        let last = (to - 1 - self.offset) as usize;
        self.end = loop {
            self.open_ended = have < blocks.end;
            if let Some(start) = line_start(&self.bytes, last, self.open_ended) {
                break start;
            }
            if have - to > MAX_LINE_BYTES {
                self.too_long = true;
                break self.bytes.len();
            }
            let more = (have + (have - to).max(TAIL)).min(blocks.end);
            source.read(have, more, &mut self.bytes)?;
            have = more;
        };
        self.start = match number {
            0 => 0,
            _ => line_start(&self.bytes, 0, self.open_ended).map_or(self.end, |start| start.min(self.end)),
        };
        Ok(())
    }

    /// Reads on behind what is there.
    pub fn extend(&mut self, source: &Bytes, blocks: Blocks, length: u64) -> Result<()> {
        let have = self.offset + self.bytes.len() as u64;
        let more = (have + length).min(blocks.end);
        source.read(have, more, &mut self.bytes)?;
        self.open_ended = more < blocks.end;
        Ok(())
    }

    /// The bytes of a block that was read, whatever lines they are of.
    pub fn block(&self, blocks: Blocks, number: u64) -> &[u8] {
        let (from, to) = blocks.bounds(number);
        &self.bytes[(from - self.offset) as usize..(to - self.offset) as usize]
    }

    /// The lines of the block.
    pub fn lines(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// Where the chunk's first line begins, in the file.
    pub fn first(&self) -> u64 {
        self.offset + self.start as u64
    }

    /// Where the chunk's lines end, in the file.
    pub fn behind(&self) -> u64 {
        self.offset + self.end as u64
    }

    pub fn count_lines(&self) -> u64 {
        count_lines(self.lines())
    }
}

/// Where a line begins behind the first line end at `from` or later; the end of the file ends a line too.
fn line_start(bytes: &[u8], from: usize, open_ended: bool) -> Option<usize> {
    let at = memchr::memchr2(b'\n', b'\r', bytes.get(from..)?).map(|at| from + at);
    match at {
        Some(at) if bytes[at] == b'\n' => Some(at + 1),
        Some(at) => match bytes.get(at + 1) {
            Some(b'\n') => Some(at + 2),
            Some(_) => Some(at + 1),
            None => (!open_ended).then_some(at + 1),
        },
        None => (!open_ended).then_some(bytes.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_share_out_all_lines() {
        let text = b"a\r\nbb\n\rccc\n\n\r\n\rdddddd\r\n\r\nlast";
        let mut starts = vec![0];
        let mut at = 0;
        while let Some(line) = super::super::lines::line_at(text, at) {
            at = line.next;
            starts.push(at);
        }
        let source = Bytes::Memory(text.to_vec());
        for length in 1..=text.len() as u64 + 1 {
            let blocks = Blocks { start: 0, end: text.len() as u64, length };
            let mut chunk = Chunk::default();
            let mut expected = 0;
            let mut lines = 0;
            for number in 0..blocks.count() {
                chunk.load(&source, blocks, number).unwrap();
                assert!(chunk.first() == expected || chunk.lines().is_empty(), "{length} {number}");
                assert!(starts.contains(&(chunk.behind() as usize)), "{length} {number}");
                expected = expected.max(chunk.behind());
                lines += chunk.count_lines();
            }
            assert_eq!((expected, lines), (text.len() as u64, starts.len() as u64 - 1), "{length}");
        }
    }
}
