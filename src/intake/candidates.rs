//! Candidates' scores from a file or a frame: counted, kept one by one, or only accounted for.

use std::path::Path;

use super::ReadOptions;
use super::bytes::Stamp;
use super::chunk::Blocks;
use super::dictionary::Dictionary;
use super::encoding::fault_at;
use super::groups::Grouper;
use super::headers::{Column, is_long};
use super::kept::Kept;
use super::ledger::{Closed, Ledger};
use super::lines::count_lines;
use super::long::LongBuilder;
use super::non_data::NonDataRows;
use super::opened::Opened;
use super::pass::{Pass, Stopped, Turn};
use super::plan::Plan;
use super::proof::refusal;
use super::repeats::Repeats;
use super::report::Report;
use super::rows::RowReader;
use super::sample::{Known, Sample};
use super::score_file::{
    column_uses, describe_head, judge, non_data_rows, score_columns, settle, with_choices, without_pupils,
};
use super::sheet_doubts::doubt_sheet;
use super::sittings::{Sat, Usual};
use super::walk::{Walk, walk};
use super::wanted::{Pace, Wanted};
use super::witness::BlockHashes;
use crate::error::{Error, Result};
use crate::records::{KeyColumn, Keyed, Records};
use crate::tally::{Counter, Cube, Steps, Tally};

/// What was read of a file.
#[derive(Debug)]
pub struct Candidates {
    /// Where counts were wanted.
    pub cube: Option<Cube>,
    /// Where records were wanted and are no more than that.
    pub records: Option<Records>,
    pub report: Report,
    /// Of the file, when it was read.
    pub stamp: Stamp,
}

/// Reads candidates' scores in one pass: one row per candidate, one column per subject.
///
/// Every physical row is accepted, rejected with a cause, or recognised as no candidate; every score cell is
/// a score, a mark, or a finding. Row numbers are physical lines, the first being 1. Nothing of it depends on
/// the number of threads. `progress` is told the bytes done.
///
/// # Errors
/// Not readable, changed while it is read, no encoding, no header, no score column, two columns for one field,
/// an option that means nothing. Doubtful rows and cells are no errors; they are in the report.
pub fn read_candidates(
    path: &Path,
    options: &ReadOptions,
    wanted: &Wanted,
    pace: Pace,
    progress: Option<&dyn Fn(u64)>,
) -> Result<Candidates> {
    #[cfg(feature = "columnar")]
    if let Some(open) = super::columns_file::OpenColumns::open(path)? {
        let of_file = |done: u64| open.progress(done, progress);
        let read = super::frames::read_columns(&open.columns, options, wanted, pace, Some(&of_file))?;
        return Ok(Candidates { stamp: open.close(&options.witness)?, ..read });
    }
    let judge = judge(options);
    let opened = Opened::open(path, options, &judge, pace.whole);
    let mut opened = opened.map_err(|fault| with_choices(fault, path, options, pace.whole))?;
    loop {
        match pass(&opened, options, wanted, pace, progress) {
            Ok(mut candidates) => {
                doubt_sheet(opened.sheet.as_ref(), opened.layout.data_row, &mut candidates.report);
                return Ok(Candidates { stamp: opened.stamp, ..candidates });
            }
            Err(Stopped::Fault(fault)) => match opened.doubt(fault) {
                Stopped::Fault(fault) => return Err(fault),
                Stopped::Objection(objection) => opened = opened.object(options, &judge, objection)?,
            },
            Err(Stopped::Objection(objection)) => opened = opened.object(options, &judge, objection)?,
        }
    }
}

fn pass(
    opened: &Opened,
    options: &ReadOptions,
    wanted: &Wanted,
    pace: Pace,
    progress: Option<&dyn Fn(u64)>,
) -> std::result::Result<Candidates, Stopped> {
    let layout = &opened.layout;
    let place = opened.place().at_row(layout.header_row);
    let columns = score_columns(&layout.headers, options, &place);
    let columns = columns.map_err(|fault| without_pupils(fault, opened))?;
    let mut report = opened.report();
    describe_head(&mut report, layout);
    if is_long(&columns) {
        report.columns = column_uses(&columns);
        return Ok(long(opened, &columns, options, report)?);
    }
    wide(opened, columns, report, options, wanted, pace, progress)
}

/// What stands in the columns of an opened file is known already.
pub(super) fn read_opened(
    opened: &Opened,
    columns: Vec<Column>,
    options: &ReadOptions,
    wanted: &Wanted,
    pace: Pace,
) -> Result<Candidates> {
    let mut report = opened.report();
    describe_head(&mut report, &opened.layout);
    if is_long(&columns) {
        report.columns = column_uses(&columns);
        return long(opened, &columns, options, report);
    }
    match wide(opened, columns, report, options, wanted, pace, None) {
        Ok(candidates) => Ok(candidates),
        Err(Stopped::Fault(fault)) => Err(fault),
        // The encoding was proved before.
        Err(Stopped::Objection(_)) => Err(Error::Internal { what: "a proved encoding was objected to" }),
    }
}

/// A row per candidate.
fn wide(
    opened: &Opened,
    columns: Vec<Column>,
    mut report: Report,
    options: &ReadOptions,
    wanted: &Wanted,
    pace: Pace,
    progress: Option<&dyn Fn(u64)>,
) -> std::result::Result<Candidates, Stopped> {
    let layout = &opened.layout;
    let place = opened.place().at_row(layout.header_row);
    let sample = Sample::of_file(opened)?;
    let known = Known::new(columns, &sample, options, &place)?;
    report.columns = column_uses(&known.columns);
    let mut plan = Plan::new(&known.columns, &known.options, wanted.group_keys())?;
    known.doubt(&sample, &mut plan, [layout.header_row, layout.data_row], &mut report);
    let non_data = non_data_rows(opened, &known.columns)?.with_full_marks(known.full_mark_row());
    let reading = Reading { opened, plan: &plan, non_data: &non_data, wanted, pace };
    let mut usual = reading.usual_of_head(&report)?;
    loop {
        let (candidates, sat) = reading.once(report.clone(), &usual, progress)?;
        if sat.judged_alike(&usual) {
            return Ok(candidates);
        }
        // Only now it is known in how many subjects most candidates have scores.
        usual = sat.usual();
    }
}

/// A file with a row per candidate, and what is wanted of it.
struct Reading<'r> {
    opened: &'r Opened,
    plan: &'r Plan,
    non_data: &'r NonDataRows,
    wanted: &'r Wanted,
    pace: Pace,
}

impl Reading<'_> {
    /// In how many subjects most candidates of the first rows have scores, where a stated total is judged by it: of
    /// nearly every file this is so throughout, and it need not be read twice.
    fn usual_of_head(&self, report: &Report) -> Result<Usual> {
        if !self.plan.judges_totals() {
            return Ok(Usual::default());
        }
        let (opened, plan, none) = (self.opened, self.plan, Usual::default());
        let dictionary = Dictionary::new(&plan.keys, opened.encoding);
        let mut reader = RowReader::new(plan, opened.encoding, Grouper::new(&dictionary), &none);
        let mut rows = reader.begin(&plan.no_decimals());
        let head = opened.first_bytes()?;
        let mut account = report.clone();
        walk(&head, &opened.layout, self.non_data, &mut account, |row, fields, report| {
            reader.push(row, fields, &[], &mut rows, report);
        })?;
        Ok(rows.sat.usual())
    }

    /// Reads the file, and judges totals by `usual`.
    fn once(
        &self,
        report: Report,
        usual: &Usual,
        progress: Option<&dyn Fn(u64)>,
    ) -> std::result::Result<(Candidates, Sat), Stopped> {
        let Reading { opened, plan, non_data, wanted, pace } = *self;
        let blocks = Blocks { start: opened.start, end: opened.bytes.size(), length: pace.block.max(1) };
        let walk = Walk { width: opened.layout.width(), non_data };
        let repeats = Repeats::decide(plan.policy.duplicates, |repeats| {
            let dictionary = Dictionary::new(&plan.keys, opened.encoding);
            let ledger = Ledger::new(plan, report.clone()).with_repeats(repeats);
            let (counter, hashed) = (None, false);
            let pass = Pass { opened, plan, walk, dictionary: &dictionary, usual, counter, blocks, hashed };
            let turn = pass.run(ledger, None, pace.threads, None)?;
            Ok::<_, Stopped>(turn.ledger.into_repeats())
        })?;
        let dictionary = Dictionary::new(&plan.keys, opened.encoding);
        // Where nothing else is wanted, everybody is counted together: the account needs it.
        let counts = wanted.counts.is_some() || wanted.records == 0;
        let counter = counts.then(|| Counter::new(plan.width()));
        let counted = counter.as_ref();
        let hashed = opened.witness.is_watching() && BlockHashes::fits(blocks);
        let pass =
            Pass { opened, plan, walk, dictionary: &dictionary, usual, counter: counted, blocks, hashed };
        let kept = (wanted.records > 0).then(|| Kept::new(plan, wanted.records));
        let Turn { ledger, kept, physical_rows, hashes, .. } =
            pass.run(Ledger::new(plan, report).with_repeats(repeats), kept, pace.threads, progress)?;
        if hashed {
            opened.note(|| hashes.finish())?;
        }
        let mut closed = ledger.close()?;
        closed.report.physical_rows = physical_rows;
        let sat = std::mem::take(&mut closed.sat);
        Ok((finish(closed, plan, dictionary, counter, kept)?, sat))
    }
}

/// A row per candidate and subject: candidates are put together in memory.
fn long(
    opened: &Opened,
    columns: &[Column],
    options: &ReadOptions,
    mut report: Report,
) -> Result<Candidates> {
    let layout = &opened.layout;
    let mut bytes = Vec::new();
    opened.bytes.read(opened.start, opened.bytes.size(), &mut bytes)?;
    opened.bytes.unchanged()?;
    opened.note(|| blake3::Hasher::new().update(opened.mark()).update(&bytes).finalize())?;
    if let Some(at) = opened.check.and_then(|_| fault_at(&bytes, opened.encoding)) {
        let tried = vec![opened.encoding.name()];
        return Err(refusal(&opened.bytes, &opened.file, opened.start + at as u64, tried));
    }
    let non_data = non_data_rows(opened, columns)?;
    let mut builder = LongBuilder::new(columns, options, opened.encoding)?;
    walk(&bytes, layout, &non_data, &mut report, |row, fields, report| builder.push(row, fields, report))?;
    report.physical_rows = count_lines(&bytes);
    let (records, report) = builder.finish(report)?;
    Ok(Candidates { cube: None, records: Some(records), report, stamp: Stamp::default() })
}

/// Puts counts, records and the account together, when every row was read.
pub(super) fn finish(
    mut closed: Closed,
    plan: &Plan,
    dictionary: Dictionary<'_>,
    counter: Option<Counter>,
    kept: Option<Kept>,
) -> Result<Candidates> {
    let steps: Steps = closed.subjects.iter().map(|subject| subject.scale.step()).collect();
    let cube = counter.map(|counter| {
        for total in &closed.large {
            counter.add(total.group, plan.width() - 1, total.cell(), &steps);
        }
        let mut cube = Cube::new(counter, dictionary.groups(), closed.subjects.clone(), &plan.shifts());
        let keys = dictionary.keys(cube.groups());
        let year = plan.year.map(|year| KeyColumn::constant("year", year.to_string(), cube.len()));
        keys.into_iter().chain(year).for_each(|key| cube.add_key(key));
        cube
    });
    let records = kept.map(|kept| kept.finish(&dictionary, &closed.subjects, &closed.large, plan));
    let everybody = match (&cube, &records) {
        (Some(cube), _) => cube.tally(&[])?,
        (None, Some(records)) => Tally::count(records, &[])?,
        (None, None) => Tally::default(),
    };
    if let Some(all) = everybody.groups.first().filter(|_| !plan.policy.knows(0)) {
        all.distributions.iter().enumerate().for_each(|(at, all)| closed.doubt_zeros(at, all.counts()));
    }
    closed.report.check_stated(&everybody);
    closed.list_normalised(&dictionary);
    let keys = [cube.as_ref().map(Keyed::keys), records.as_ref().map(|records| &records.keys[..])];
    closed.doubt_codes(keys.into_iter().flatten().next().unwrap_or_default());
    closed.report.name_rules(&plan.policy);
    settle(&mut closed.report, &plan.policy)?;
    Ok(Candidates { cube, records, report: closed.report, stamp: Stamp::default() })
}
