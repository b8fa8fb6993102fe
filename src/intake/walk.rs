//! Lines → rows that may be candidates; every other line goes into the report.

use super::causes::Cause;
use super::chunk::MAX_LINE_BYTES;
use super::dialect::Layout;
use super::fields::Field;
use super::guard::Guard;
use super::non_data::NonDataRows;
use super::non_data_causes::NonData;
use super::report::Report;
use super::score_file::too_long;
use crate::error::{Place, Result};
use crate::threads;

/// What the rows of a file are walked by.
#[derive(Clone, Copy)]
pub(super) struct Walk<'p> {
    /// Fields of a whole row.
    pub width: usize,
    pub non_data: &'p NonDataRows,
}

/// What stands above a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Above {
    /// A row of data: above all of them, another header is a part of the header.
    pub rows: bool,
    /// A header of another table, of which the lines below it are.
    pub other_header: bool,
}

impl Walk<'_> {
    /// Gives `take` every row that may be data, with as many fields as the header; puts all others into the
    /// report. Ends with the first line that begins at `until` or behind it, or before one that is longer than
    /// any row: then that is told. `above` is what stands above the first of them, then above the next.
    pub fn rows<'a>(
        &self,
        guard: &mut Guard<'a>,
        until: usize,
        above: &mut Above,
        report: &mut Report,
        mut take: impl FnMut(u64, &[Field<'a>], &mut Report),
    ) -> Option<LongLine> {
        let mut fields = Vec::with_capacity(self.width);
        while guard.position() < until {
            let start = guard.position();
            let Some(line) = guard.advance(&mut fields) else { break };
            let length = (guard.position() - start) as u64;
            if line.lines == 1 && length > MAX_LINE_BYTES {
                return Some(LongLine { row: line.row, length });
            }
            if line.outcome.is_ok() {
                report.continuation += line.lines - 1;
            }
            match line.outcome {
                Err(cause) => (line.row..line.row + line.lines).for_each(|row| report.reject(row, cause)),
                Ok(()) => self.row(line.row, &fields, above, report, &mut take),
            }
        }
        None
    }

    /// Gives `take` a row, or puts it into the report.
    #[inline]
    pub fn row<'a>(
        &self,
        row: u64,
        fields: &[Field<'a>],
        above: &mut Above,
        report: &mut Report,
        take: &mut impl FnMut(u64, &[Field<'a>], &mut Report),
    ) {
        if !above.other_header && self.non_data.is_plain(fields, self.width) {
            above.rows = true;
            return take(row, fields, report);
        }
        match self.non_data.recognise(fields) {
            Some(reason) => {
                above.other_header |= reason == NonData::OtherHeader && above.rows;
                report.set_aside(row, reason, fields, self.non_data.encoding);
            }
            None if above.other_header => report.reject(row, Cause::BelowOtherHeader),
            None if fields.len() != self.width => report.reject_width(row, fields.len(), self.width),
            None if self.non_data.names_nobody(fields) => report.reject(row, Cause::NoIdentity),
            None => {
                above.rows = true;
                take(row, fields, report);
            }
        }
    }
}

/// A line that no export has, and its length in bytes.
pub(super) struct LongLine {
    pub row: u64,
    pub length: u64,
}

/// [`Walk::rows`] over all rows of a small file below its header.
pub(super) fn walk<'a>(
    bytes: &'a [u8],
    layout: &Layout,
    non_data: &'a NonDataRows,
    report: &mut Report,
    mut take: impl FnMut(u64, &[Field<'a>], &mut Report),
) -> Result<()> {
    let width = layout.width();
    let take = |row: u64, fields: &[Field<'a>], report: &mut Report| {
        threads::check();
        take(row, fields, report);
    };
    let mut guard =
        Guard::new(bytes, layout.data_start, layout.data_row, layout.dialect, Some(width)).watching(non_data);
    let long = Walk { width, non_data }.rows(&mut guard, bytes.len(), &mut Above::default(), report, take);
    long.map_or(Ok(()), |long| Err(too_long(Place::file(&report.file).at_row(long.row), long.length)))
}
