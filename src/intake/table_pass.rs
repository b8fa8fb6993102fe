//! One pass over a table of any size by one thread: block after block, each row given as soon as it is judged.

use super::chunk::{Blocks, Chunk, MAX_LINE_BYTES};
use super::fields::Field;
use super::guard::{Guard, MAX_FIELD_BYTES};
use super::lines::count_lines;
use super::non_data::NonDataRows;
use super::opened::Opened;
use super::report::Report;
use super::score_file::too_long;
use super::walk::{Above, Walk};
use crate::error::Result;
use crate::threads;

/// Where the pass is.
struct At {
    /// Where the next record begins, in the file.
    byte: u64,
    row: u64,
    /// Whether the line before it is a piece of a row.
    after_piece: bool,
    above: Above,
}

/// Gives `take` every row of a table that may be data, until it says no; all others go into the report. Returns
/// whether the whole file was read.
///
/// # Errors
/// Not readable, changed while it is read, a line longer than any row.
pub(super) fn each_row_of(
    opened: &Opened,
    non_data: &NonDataRows,
    report: &mut Report,
    block_bytes: u64,
    take: &mut dyn FnMut(u64, &[Field<'_>]) -> bool,
) -> Result<bool> {
    let layout = &opened.layout;
    let blocks = Blocks { start: opened.start, end: opened.bytes.size(), length: block_bytes.max(1) };
    let walk = Walk { width: layout.width(), non_data };
    let byte = opened.start + layout.data_start as u64;
    let mut at = At { byte, row: layout.data_row, after_piece: false, above: Above::default() };
    let mut chunk = Chunk::default();
    let mut hasher = opened.witness.is_watching().then(blake3::Hasher::new);
    for number in 0..blocks.count() {
        chunk.load(&opened.bytes, blocks, number)?;
        if let Some(hasher) = &mut hasher {
            let mark = if number == 0 { opened.mark() } else { b"" };
            hasher.update(mark).update(chunk.block(blocks, number));
        }
        report.physical_rows += chunk.count_lines();
        if chunk.too_long {
            let from =
                ((at.byte.saturating_sub(chunk.offset)) as usize).clamp(chunk.start, chunk.bytes.len());
            let row = at.row + count_lines(&chunk.bytes[from..]).saturating_sub(1);
            return Err(too_long(opened.place().at_row(row), MAX_LINE_BYTES));
        }
        // A record may reach over whole blocks.
        if at.byte < chunk.behind() && !block(opened, &mut chunk, blocks, &walk, &mut at, report, take)? {
            return Ok(false);
        }
    }
    opened.bytes.unchanged()?;
    hasher.map_or(Ok(()), |hasher| opened.note(|| hasher.finalize()))?;
    Ok(true)
}

fn block(
    opened: &Opened,
    chunk: &mut Chunk,
    blocks: Blocks,
    walk: &Walk<'_>,
    at: &mut At,
    report: &mut Report,
    take: &mut dyn FnMut(u64, &[Field<'_>]) -> bool,
) -> Result<bool> {
    loop {
        threads::check();
        let start = (at.byte - chunk.offset) as usize;
        // Held back until it is certain that the block need not be read again with more behind it.
        let mut held: Vec<(u64, Vec<Field<'_>>)> = Vec::new();
        let (mut account, mut above) = (opened.report(), at.above);
        let mut guard = Guard::new(&chunk.bytes, start, at.row, opened.layout.dialect, Some(walk.width))
            .watching_part(walk.non_data, at.after_piece, chunk.open_ended);
        let long = walk.rows(&mut guard, chunk.end, &mut above, &mut account, |row, fields, account| {
            account.accepted += 1;
            held.push((row, fields.to_vec()));
        });
        if guard.is_starved() {
            drop(held);
            chunk.extend(&opened.bytes, blocks, 2 * MAX_FIELD_BYTES as u64)?;
            continue;
        }
        if let Some(long) = long {
            return Err(too_long(opened.place().at_row(long.row), long.length));
        }
        let byte = chunk.offset + guard.position() as u64;
        *at = At { byte, row: guard.row(), after_piece: guard.is_after_piece(), above };
        report.absorb(account, 0);
        return Ok(held.iter().all(|(row, fields)| take(*row, fields)));
    }
}
