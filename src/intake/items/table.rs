//! Item sheets from tables of columns: frames, Parquet and Arrow files.

use super::super::columns_file::checked;
use super::super::frames::read_known_columns;
use super::super::text::{narrow, trim};
use super::super::wanted::{Pace, Wanted};
use super::super::{ReadOptions, Report};
use super::long::{finish_long, long_columns, long_options};
use super::options::ItemOptions;
use super::read::{Head, ROWS};
use crate::columnar::{Block, Columns, TextBuilder};
use crate::error::{Error, Place, Result};
use crate::records::ItemSheet;
use crate::threads;

/// [`super::read_items`] for a table of columns. Row 1 is the first row of data.
///
/// # Errors
/// As for files; also columns of lists and the like.
pub fn read_items_columns(
    table: &Columns,
    options: &ReadOptions,
    of: &ItemOptions,
) -> Result<(ItemSheet, Report)> {
    let (plan, rule) = (of.planned()?, of.rule()?);
    let headers = checked(table)?;
    let place = Place::file(&table.name);
    if let Some(columns) = long_columns(&headers, &plan, options, &place)? {
        let (own, wanted) = (long_options(options, &plan), Wanted::all_records());
        let read = read_known_columns(table, columns.clone(), &own, &wanted, Pace::default(), None)?;
        return finish_long(read, &columns, plan, options, (rule, of), &place);
    }
    table.all_readable()?;
    let blocks = table.all_batches()?.map(|batch| Ok(batch?.block())).collect::<Result<Vec<Block>>>()?;
    let all: Vec<Vec<&str>> =
        blocks.iter().flat_map(|block| (0..block.rows()).map(move |row| block.texts(row))).collect();
    let plain = |cell: &&str| trim(&narrow(cell)).to_owned();
    let first = all.iter().take(ROWS).map(|cells| cells.iter().map(plain).collect());
    let rows: Vec<(u64, Vec<String>)> = (1..).zip(first).collect();
    let head = Head::find(&headers, &rows, plan, options, &place)?;
    let mut texts = TextBuilder::default();
    for (at, header) in headers.iter().enumerate() {
        threads::check();
        for (row, cells) in all.iter().enumerate() {
            // What is said of items is no candidate.
            texts.push(cells.get(at).copied().filter(|cell| row >= head.rows && !cell.is_empty()));
        }
        texts.end(header.clone(), false);
    }
    let mut texts = texts.finish()?;
    texts.name.clone_from(&table.name);
    let columns = head.score_columns(options, &place)?;
    let (own, wanted) = (head.options(options), Wanted::all_records());
    let read = read_known_columns(&texts, columns, &own, &wanted, Pace::default(), None)?;
    let records = read.records.ok_or(Error::Internal { what: "records were not kept" })?;
    head.finish(records, read.report, rule, of)
}
