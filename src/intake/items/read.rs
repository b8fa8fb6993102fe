//! Item sheets from files and frames.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::candidates::read_opened;
use super::super::causes::Cause;
use super::super::dialect::Layout;
use super::super::guard::Guard;
use super::super::headers::{self, Column, Role};
use super::super::opened::Opened;
use super::super::policy::TotalRule;
use super::super::sheet_doubts::doubt_sheet;
use super::super::text::{header_key, narrow, trim};
use super::super::wanted::{Pace, Wanted};
use super::super::{ReadOptions, Report};
use super::assembled::{Sheet, assemble};
use super::blueprint::{self, Planned};
use super::columns::{Columns, Found, Use, columns};
use super::forms::{self, PAPER};
use super::grammar::Holds;
use super::header_rows::{joined, judge};
use super::labels;
use super::long::{finish_long, long_columns, long_options};
use super::options::ItemOptions;
use super::strings::{STRING, WORD};
use crate::error::{ColumnPlace, Error, Place, Result};
use crate::number::{Decimal, Rational};
use crate::records::{ItemSheet, Records, ScoringRule};
use crate::subjects::TOTAL;

/// The columns and rows of which an item is told, and how many rows below the header are no candidates.
pub(super) struct Head {
    headers: Vec<String>,
    columns: Columns,
    said: Vec<Planned>,
    plan: Vec<Planned>,
    /// By item, as far as they are known.
    full_marks: Vec<Option<Rational>>,
    /// Of the paper, where it is said.
    full: Option<Rational>,
    pub(super) rows: usize,
}

/// Only so many rows below the header say something of items.
pub(super) const ROWS: usize = 16;

/// A sheet of the marks of one paper: a row per candidate, a column per item.
///
/// Headers of one row or of two; beside the column of a score may stand that of the options chosen. Rows below the header
/// may say what the plan says: full marks, keys, points of knowledge, …. Whoever did not sit the paper is in no figure; a
/// blank of one who did stays blank.
///
/// # Errors
/// As [`super::super::read_candidates`]; no column of an item; names of items that Excel changed; options that cannot be
/// scored; a plan without a column of item numbers, or with a cell that cannot be read.
pub fn read_items(path: &Path, options: &ReadOptions, of: &ItemOptions) -> Result<(ItemSheet, Report)> {
    #[cfg(feature = "columnar")]
    if let Some(open) = super::super::columns_file::OpenColumns::open(path)? {
        let read = super::table::read_items_columns(&open.columns, options, of)?;
        open.close(&options.witness)?;
        return Ok(read);
    }
    let (plan, rule) = (of.planned()?, of.rule()?);
    let own = ReadOptions { header_rows: options.header_rows.map(|rows| rows.min(1)), ..options.clone() };
    let judge = judge(&own, &plan);
    let pace = Pace::default();
    let mut opened = Opened::open(path, &own, &judge, pace.whole)?.proved(&own, &judge)?;
    let place = opened.place().at_row(opened.layout.header_row);
    let rows = first_rows(&opened)?;
    drop(judge);
    if let Some(columns) = long_columns(&opened.layout.headers, &plan, options, &place)? {
        let own = long_options(options, &plan);
        let read = read_opened(&opened, columns.clone(), &own, &Wanted::all_records(), pace)?;
        return finish_long(read, &columns, plan, options, (rule, of), &place);
    }
    let head = Head::find(&opened.layout.headers, &rows, plan, options, &place)?;
    let bytes = opened.first_bytes()?;
    skip(&mut opened.layout, &bytes, head.rows);
    opened.layout.headers.clone_from(&head.headers);
    let columns = head.score_columns(options, &place)?;
    let own = head.options(&own);
    let mut read = read_opened(&opened, columns, &own, &Wanted::all_records(), pace)?;
    doubt_sheet(opened.sheet.as_ref(), opened.layout.data_row, &mut read.report);
    let records = read.records.ok_or(Error::Internal { what: "records were not kept" })?;
    head.finish(records, read.report, rule, of)
}

/// The rows that follow the header at once.
fn first_rows(opened: &Opened) -> Result<Vec<(u64, Vec<String>)>> {
    let head = opened.first_bytes()?;
    let text = |cell: &Vec<u8>| trim(&narrow(&opened.encoding.decode(cell))).to_owned();
    let rows = opened.layout.first_rows(&head, ROWS);
    let follow = rows.iter().zip(opened.layout.data_row..).take_while(|((row, _), expected)| row == expected);
    Ok(follow.map(|((row, cells), _)| (*row, cells.iter().map(text).collect())).collect())
}

/// Puts so many rows to the header.
fn skip(layout: &mut Layout, head: &[u8], rows: usize) {
    let width = Some(layout.width());
    let mut guard = Guard::new(head, layout.data_start, layout.data_row, layout.dialect, width);
    let mut fields = Vec::new();
    for _ in 0..rows {
        if guard.advance(&mut fields).is_none() {
            break;
        }
        layout.raw_headers.push(fields.iter().map(|field| field.raw.to_vec()).collect());
    }
    layout.header_rows += guard.row() - layout.data_row;
    (layout.data_start, layout.data_row) = (guard.position(), guard.row());
}

/// The subject under which the stated total of a paper is read.
pub(super) const STATED: &str = "stated_total";
pub(super) const ITEM: &str = "item:";
pub(super) const ANSWER: &str = "answer:";
/// The key under which stands which question of a choice was chosen.
pub(super) const CHOSEN: &str = "chosen";

impl Head {
    pub(super) fn find(
        headers: &[String],
        rows: &[(u64, Vec<String>)],
        plan: Vec<Planned>,
        options: &ReadOptions,
        place: &Place,
    ) -> Result<Head> {
        let second = rows.first().and_then(|(_, cells)| joined(headers, cells));
        let first = usize::from(second.is_some());
        let headers = second.unwrap_or_else(|| headers.to_vec());
        let columns = columns(&headers, &plan, &options.columns, place)?;
        let mut head = Head::of(columns, headers, &rows[first..], plan, options, place)?;
        head.rows += first;
        Ok(head)
    }

    pub(super) fn of(
        columns: Columns,
        headers: Vec<String>,
        rows: &[(u64, Vec<String>)],
        plan: Vec<Planned>,
        options: &ReadOptions,
        place: &Place,
    ) -> Result<Head> {
        let (rows, said) = labels::read(&columns, &headers, rows, &plan, place)?;
        let mut head = Head { headers, columns, said, plan, full_marks: Vec::new(), full: None, rows };
        head.full_marks = head.known_full_marks(&options.full_marks);
        head.full = options.full_marks.get(TOTAL).copied();
        Ok(head)
    }

    /// What the reading of scores is to take each column for.
    pub(super) fn score_columns(&self, options: &ReadOptions, place: &Place) -> Result<Vec<Column>> {
        let others: Vec<String> = self
            .headers
            .iter()
            .zip(&self.columns.uses)
            .map(|(header, used)| if *used == Use::Other { header.clone() } else { String::new() })
            .collect();
        let is_item = |word: &str| word.starts_with(ITEM) || word.starts_with(ANSWER) || word == WORD;
        let is_there = |header: &str| others.iter().any(|other| header_key(other) == header_key(header));
        let mapped = options.columns.iter().filter(|(header, to)| !is_item(to) && is_there(header));
        let options = ReadOptions {
            columns: mapped.map(|(header, to)| (header.clone(), to.clone())).collect(),
            ..options.clone()
        };
        let mut found = headers::resolve(&others, &options, place)?;
        for (at, (used, column)) in self.columns.uses.iter().zip(&mut found).enumerate() {
            let place = ColumnPlace { index: at, header: self.headers[at].clone() };
            match used {
                Use::Item(id, Holds::Score) => *column = Column::of_subject(place, &format!("{ITEM}{id}")),
                Use::Item(id, Holds::Options) => {
                    *column = Column::not_used(place);
                    column.read_as(Role::Options(format!("{ANSWER}{id}")), false);
                }
                Use::Total => *column = Column::of_subject(place, STATED),
                Use::Chosen => *column = Column::of_key(place, CHOSEN),
                Use::Paper => *column = Column::of_key(place, PAPER),
                Use::Options => *column = Column::of_key(place, STRING),
                Use::Ignored => column.place = place,
                Use::Other if column.role.subject().is_some() => *column = Column::not_used(place),
                Use::Other => {}
            }
        }
        Ok(found)
    }

    /// How scores are read: each item has its full mark, no total is made.
    pub(super) fn options(&self, options: &ReadOptions) -> ReadOptions {
        let ids: Vec<String> = self.columns.items.iter().map(|item| format!("{ITEM}{}", item.id)).collect();
        let marks = ids.iter().zip(&self.full_marks).filter_map(|(id, mark)| Some((id.clone(), (*mark)?)));
        let steps =
            options.steps.iter().map(|(id, step)| (format!("{ITEM}{}", blueprint::id_of(id).0), *step));
        let mut own = ReadOptions {
            full_marks: marks.collect(),
            steps: steps.filter(|(id, _)| ids.contains(id)).collect(),
            columns: BTreeMap::new(),
            ..options.clone()
        };
        own.policy.total = TotalRule::Given;
        own
    }

    /// The user's by item, else the plan's, else the sheet's.
    fn known_full_marks(&self, given: &BTreeMap<String, Rational>) -> Vec<Option<Rational>> {
        let mark = |(at, item): (usize, &Found)| {
            let stated = item.full_mark.as_ref().and_then(|text| Decimal::parse(text.as_bytes()));
            let by_user =
                given.iter().find(|(id, _)| blueprint::id_of(id).0 == item.id).map(|(_, mark)| *mark);
            let planned = match forms::any(&self.plan) {
                true => forms::full_mark_at(&self.plan, &item.id),
                false => self.planned(at).and_then(|planned| planned.full_mark),
            };
            by_user.or(planned).or(self.said[at].full_mark).or(stated.map(Decimal::to_rational))
        };
        self.columns.items.iter().enumerate().map(mark).collect()
    }

    /// The row of the plan for an item: by its name as it is written, else by its number.
    fn planned(&self, at: usize) -> Option<&Planned> {
        let item = &self.columns.items[at];
        let named = self.plan.iter().find(|planned| header_key(&planned.name) == header_key(&item.name));
        named.or_else(|| self.plan.iter().find(|planned| planned.id == item.id))
    }

    pub(super) fn finish(
        &self,
        mut records: Records,
        mut report: Report,
        rule: Option<ScoringRule>,
        of: &ItemOptions,
    ) -> Result<(ItemSheet, Report)> {
        report.total_derived = false;
        // Items are hard, or not: zeros are no absent candidates; and the items have no sum here.
        report.forget(|cause, column| {
            cause == Cause::HeapOfZeros || column.is_none() && cause == Cause::NobodyScored
        });
        report.marks.retain(|marks| marks.subject != TOTAL && !marks.subject.starts_with(ANSWER));
        for used in &mut report.columns {
            let field = used.field.take();
            used.field = field.map(|field| match field.strip_prefix("subject:") {
                Some(STATED) => TOTAL.to_owned(),
                Some(item) => item.to_owned(),
                None => field,
            });
        }
        let arranged = forms::arrange(&mut records, &self.plan, &self.columns.items, &report.file)?;
        let doubts = match &arranged {
            Some(arranged) => arranged.doubts.clone(),
            None => forms::unarranged(&records, &self.plan).into_iter().collect(),
        };
        let found = arranged.as_ref().map_or(&self.columns.items, |arranged| &arranged.found);
        let by_name = |item: &Found| self.plan.iter().find(|planned| planned.id == item.id);
        let planned: Vec<Option<&Planned>> = match &arranged {
            Some(_) => found.iter().map(by_name).collect(),
            None => (0..found.len()).map(|at| self.planned(at)).collect(),
        };
        // What stands above a column is said of a position.
        let none = vec![Planned::default(); found.len()];
        let own: Vec<Option<Rational>> = planned.iter().map(|planned| (*planned)?.full_mark).collect();
        let (said, full_marks) = match &arranged {
            Some(_) => (&none, &own),
            None => (&self.said, &self.full_marks),
        };
        let sheet = Sheet {
            file: report.file.clone(),
            records,
            found,
            planned: &planned,
            said,
            plan: &self.plan,
            full_marks,
            full: self.full,
            unplaced: arranged.as_ref().map_or(&[], |arranged| &arranged.unplaced),
            rule,
            options: of,
        };
        let mut paper = assemble(sheet)?;
        paper.doubts.splice(0..0, doubts);
        Ok((paper, report))
    }
}
