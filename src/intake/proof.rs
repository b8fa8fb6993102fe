//! What a file is not: its encoding held against all of it, and refused with the row.

use super::bytes::Bytes;
use super::chunk::{Blocks, Chunk};
use super::signs::{Guess, Objection, Verdict};
use crate::error::{Error, Place, Result};

const PIECE: u64 = 1 << 20;

/// What speaks against the guess in the whole file, if anything.
pub(super) fn prove(bytes: &Bytes, start: u64, guess: Guess) -> Result<Option<Objection>> {
    let blocks = Blocks { start, end: bytes.size(), length: PIECE };
    let mut verdict = Verdict::new(guess);
    let mut chunk = Chunk::default();
    for number in 0..blocks.count() {
        chunk.load(bytes, blocks, number)?;
        if let Err(objection) = verdict.add(&guess.signs(chunk.lines()), chunk.first()) {
            return Ok(Some(objection));
        }
    }
    Ok(verdict.finish().err())
}

/// The refusal of bytes at an offset that are in none of the encodings tried.
pub(super) fn refusal(bytes: &Bytes, file: &str, offset: u64, tried: Vec<&'static str>) -> Error {
    match lines_before(bytes, offset) {
        Ok((lines, ended)) => {
            Error::Encoding { place: Place::file(file).at_row(lines + u64::from(ended)), offset, tried }
        }
        Err(fault) => fault,
    }
}

/// The lines that begin before an offset, and whether the last of them has ended there.
fn lines_before(bytes: &Bytes, offset: u64) -> Result<(u64, bool)> {
    let (mut lines, mut ended, mut last, mut at) = (0, true, 0u8, 0);
    let mut piece = Vec::new();
    while at < offset {
        let next = (at + PIECE).min(offset);
        piece.clear();
        bytes.read(at, next, &mut piece)?;
        for byte in &piece {
            let pair = last == b'\r' && *byte == b'\n';
            lines += u64::from(ended && !pair);
            ended = matches!(byte, b'\n' | b'\r');
            last = *byte;
        }
        at = next;
    }
    Ok((lines, ended))
}
