//! The same rules for tables of columns (data frames, Parquet and Arrow files): null is blank, rows are numbered from 1.

use std::borrow::Cow;

use super::ReadOptions;
use super::bytes::Stamp;
use super::candidates::{Candidates, finish};
use super::columns_file::{checked, report_of};
use super::dictionary::Dictionary;
use super::encoding::Encoding;
use super::fields::Field;
use super::frame_pass::{Account, Filled, Pass};
use super::frame_rows::{doubt_numbers, of_headers};
use super::groups::Grouper;
use super::headers::{Column, Role, is_long};
use super::kept::Kept;
use super::ledger::Ledger;
use super::long::LongBuilder;
use super::non_data::NonDataRows;
use super::plan::Plan;
use super::repeats::Repeats;
use super::report::Report;
use super::rows::RowReader;
use super::sample::{Known, ROWS, Sample};
use super::score_file::{
    SAMPLE, column_uses, identity_columns, score_columns, subject_columns, used_columns,
};
use super::sittings::{Sat, Usual};
use super::walk::{Above, Walk};
use super::wanted::{Pace, Wanted};
use crate::columnar::{Block, Columns, Wanted as Cells};
use crate::error::{Error, Place, Result};
use crate::records::Records;
use crate::tally::Counter;
use crate::threads;

/// [`super::read_candidates`] for a table of columns: one row per candidate. Row 1 is the first row of data.
///
/// # Errors
/// As for files; also columns of lists and the like that are used.
pub fn read_columns(
    table: &Columns,
    options: &ReadOptions,
    wanted: &Wanted,
    pace: Pace,
    progress: Option<&dyn Fn(u64)>,
) -> Result<Candidates> {
    let headers = checked(table)?;
    let place = Place::file(&table.name);
    let columns = score_columns(&headers, options, &place)?;
    read_known_columns(table, columns, options, wanted, pace, progress)
}

/// What stands in the columns is known already.
pub(super) fn read_known_columns(
    table: &Columns,
    columns: Vec<Column>,
    options: &ReadOptions,
    wanted: &Wanted,
    pace: Pace,
    progress: Option<&dyn Fn(u64)>,
) -> Result<Candidates> {
    let headers = checked(table)?;
    let place = Place::file(&table.name);
    let cells = wanted_cells(table, &columns)?;
    let mut report = report_of(table);
    if is_long(&columns) {
        report.columns = column_uses(&columns);
        let non_data = non_data(&headers, &columns, &[]);
        return long(table, &columns, &cells, &non_data, options, report);
    }
    let head = head(table, &cells)?;
    let sample = Sample::of_rows(rows_of(&head));
    let known = Known::new(columns, &sample, options, &place)?;
    report.columns = column_uses(&known.columns);
    let non_data = non_data(&headers, &known.columns, &head).with_full_marks(known.full_mark_row());
    let mut plan = Plan::new(&known.columns, &known.options, wanted.group_keys())?;
    known.doubt(&sample, &mut plan, [1, 1], &mut report);
    let walk = Walk { width: headers.len(), non_data: &non_data };
    let reading =
        Reading { table, cells: &cells, plan: &plan, walk, wanted, threads: pace.threads, progress };
    let mut usual = reading.usual_of(&head, &report);
    loop {
        let (mut candidates, sat, filled) = reading.once(report.clone(), &usual)?;
        if sat.judged_alike(&usual) {
            doubt_numbers(table, &filled, &mut candidates.report);
            return Ok(candidates);
        }
        // Only now it is known in how many subjects most candidates have scores.
        usual = sat.usual();
    }
}

/// The records of [`read_columns`], all of them.
///
/// # Errors
/// As there.
pub fn read_scores_columns(table: &Columns, options: &ReadOptions) -> Result<(Records, Report)> {
    let read = read_columns(table, options, &Wanted::all_records(), Pace::default(), None)?;
    let records = read.records.ok_or(Error::Internal { what: "records were not kept" })?;
    Ok((records, read.report))
}

/// What is read of each column.
fn wanted_cells(table: &Columns, columns: &[Column]) -> Result<Vec<Cells>> {
    let mut cells = vec![Cells::Cells; table.columns.len()];
    for column in columns {
        let at = column.place.index;
        cells[at] = match &column.role {
            Role::Subject(_) | Role::Progress(_) | Role::LongScore => Cells::Scores,
            Role::Ignored if column.is_by_user() => Cells::Nothing,
            _ => Cells::Cells,
        };
        // What nobody uses may be of any type.
        if column.role != Role::Ignored
            && let Some(refusal) = table.refusal(at)
        {
            return Err(refusal);
        }
    }
    Ok(cells)
}

/// The first rows, by which columns are judged.
fn head(table: &Columns, cells: &[Cells]) -> Result<Vec<Block>> {
    let mut head = Vec::new();
    let mut rows = 0;
    for batch in table.batches(cells)? {
        let batch = batch?;
        rows += batch.len();
        head.push(batch.block());
        if rows >= ROWS.max(SAMPLE) {
            break;
        }
    }
    Ok(head)
}

/// The cells of each row, with its number.
fn rows_of(blocks: &[Block]) -> impl Iterator<Item = (u64, Vec<String>)> {
    let rows = blocks.iter().flat_map(|block| (0..block.rows()).map(move |row| block.texts(row)));
    (1..).zip(rows.map(|cells| cells.into_iter().map(str::to_owned).collect()))
}

fn non_data(headers: &[String], columns: &[Column], head: &[Block]) -> NonDataRows {
    let ids = columns.iter().find(|column| column.role == Role::CandidateId).map(|id| id.place.index);
    let cells = |at: usize| {
        let rows = head.iter().flat_map(move |block| (0..block.rows()).map(move |row| block.cell(at, row)));
        rows.take(SAMPLE).map(|cell| Cow::Borrowed(std::str::from_utf8(cell).unwrap_or_default()))
    };
    of_headers(headers, identity_columns(columns))
        .with_digits(subject_columns(columns))
        .with_used(used_columns(columns))
        .with_ids(ids, headers.len(), ids.into_iter().flat_map(cells))
}

/// A table with a row per candidate, and what is wanted of it.
struct Reading<'r> {
    table: &'r Columns,
    cells: &'r [Cells],
    plan: &'r Plan,
    walk: Walk<'r>,
    wanted: &'r Wanted,
    threads: usize,
    progress: Option<&'r dyn Fn(u64)>,
}

impl Reading<'_> {
    /// In how many subjects most candidates of the first rows have scores, as for files.
    fn usual_of(&self, head: &[Block], report: &Report) -> Usual {
        if !self.plan.judges_totals() {
            return Usual::default();
        }
        let (none, dictionary) = (Usual::default(), Dictionary::new(&self.plan.keys, Encoding::Utf8));
        let mut reader = RowReader::new(self.plan, Encoding::Utf8, Grouper::new(&dictionary), &none);
        let mut rows = reader.begin(&self.plan.no_decimals());
        let (mut account, mut above, mut fields) = (report.clone(), Above::default(), Vec::new());
        for block in head {
            for row in 0..block.rows() {
                let take = &mut |row, fields: &[Field<'_>], report: &mut Report| {
                    reader.push(row, fields, &[], &mut rows, report);
                };
                let at = (block, row);
                self.walk.row_of(at, row as u64, &mut fields, &mut above, &mut account, take);
            }
        }
        rows.sat.usual()
    }

    /// Reads the table, and judges totals by `usual`.
    fn once(&self, report: Report, usual: &Usual) -> Result<(Candidates, Sat, Filled)> {
        let Reading { table, cells, plan, walk, wanted, threads, progress } = *self;
        let repeats = Repeats::decide(plan.policy.duplicates, |repeats| {
            let dictionary = Dictionary::new(&plan.keys, Encoding::Utf8);
            let ledger = Ledger::new(plan, report.clone()).with_repeats(repeats);
            let pass = Pass { table, cells, plan, walk, dictionary: &dictionary, usual, counter: None };
            Ok::<_, Error>(pass.run(ledger, None, threads, None)?.ledger.into_repeats())
        })?;
        let dictionary = Dictionary::new(&plan.keys, Encoding::Utf8);
        // Where nothing else is wanted, everybody is counted together: the account needs it.
        let counts = wanted.counts.is_some() || wanted.records == 0;
        let counter = counts.then(|| Counter::new(plan.width()));
        let pass =
            Pass { table, cells, plan, walk, dictionary: &dictionary, usual, counter: counter.as_ref() };
        let kept = (wanted.records > 0).then(|| Kept::new(plan, wanted.records));
        let ledger = Ledger::new(plan, report).with_repeats(repeats);
        let Account { ledger, kept, rows, filled, .. } = pass.run(ledger, kept, threads, progress)?;
        let mut closed = ledger.close()?;
        closed.report.physical_rows = rows;
        let sat = std::mem::take(&mut closed.sat);
        Ok((finish(closed, plan, dictionary, counter, kept)?, sat, filled))
    }
}

/// A row per candidate and subject: candidates are put together in memory.
fn long(
    table: &Columns,
    columns: &[Column],
    cells: &[Cells],
    non_data: &NonDataRows,
    options: &ReadOptions,
    mut report: Report,
) -> Result<Candidates> {
    let blocks = table.batches(cells)?.map(|batch| Ok(batch?.block())).collect::<Result<Vec<Block>>>()?;
    let mut builder = LongBuilder::new(columns, options, Encoding::Utf8)?;
    let walk = Walk { width: table.columns.len(), non_data };
    let (mut above, mut fields) = (Above::default(), Vec::new());
    let mut filled = Filled::default();
    for block in &blocks {
        threads::check();
        filled.add(block, table.columns.len(), report.physical_rows + 1);
        for row in 0..block.rows() {
            report.physical_rows += 1;
            let number = report.physical_rows;
            let at = (block, row);
            walk.row_of(at, number, &mut fields, &mut above, &mut report, &mut |row, fields, report| {
                builder.push(row, fields, report);
            });
        }
    }
    let (records, mut report) = builder.finish(report)?;
    doubt_numbers(table, &filled, &mut report);
    Ok(Candidates { cube: None, records: Some(records), report, stamp: Stamp::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columnar::TextBuilder;
    use crate::records::Mark;

    fn columns(of: &[(&str, &[Option<&str>])]) -> Result<Columns> {
        let mut builder = TextBuilder::default();
        for (header, cells) in of {
            cells.iter().for_each(|cell| builder.push(*cell));
            builder.end((*header).to_owned(), false);
        }
        builder.finish()
    }

    #[test]
    fn a_frame_is_read_by_the_same_rules() {
        let frame = columns(&[
            ("__index_level_0__", &[Some("0"), Some("1"), Some("2")]),
            ("考号", &[Some("1"), Some("2"), Some("3")]),
            ("语文", &[Some("72.3"), Some("90.0"), None]),
            ("数学", &[Some("缺考"), None, Some("88")]),
        ]);
        let wanted = Wanted::all_records();
        let read =
            read_columns(&frame.unwrap(), &ReadOptions::default(), &wanted, Pace::default(), None).unwrap();
        let (records, report) = (read.records.unwrap(), read.report);
        assert_eq!((report.physical_rows, report.accepted), (3, 3));
        assert_eq!(records.scores[0].ticks, [723, 900, 0]);
        assert_eq!(records.scores[0].marks, [Mark::Scored, Mark::Scored, Mark::Blank]);
        assert_eq!(records.scores[1].marks, [Mark::Absent, Mark::Blank, Mark::Scored]);
        assert_eq!(records.scores[2].marks, [Mark::Absent, Mark::Blank, Mark::Blank]);
    }

    #[test]
    fn columns_of_unequal_length_are_refused() {
        let fault = columns(&[("语文", &[None, None, None]), ("数学", &[None])]).unwrap_err();
        assert_eq!(fault.code(), "EG-107");
    }
}
