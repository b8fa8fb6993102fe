//! Where data come from: a path or a frame, and what is read of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyo3::prelude::*;

use super::exam::Table;
use super::frames::{OF_SOURCE, columns_of, is_frame, wrong_type};
use crate::columnar::{Columns, TextBuilder};
use crate::error::Result;
use crate::intake::{self, ItemOptions, ReadOptions, Report};
use crate::records::{ItemSheet, SmallTable};
use crate::release::linking::{Examined, read_examined, refuse};
use crate::release::notices::Notice;
use crate::release::{
    Additions, AskedSheet, Counts, JoinedTables, SaidOfTable, Schools, add_sheets, asked_sheets, labelled,
    read_score_tables, read_sheets, written_sheets,
};
use crate::tally::Tally;

/// Where data come from, out of reach of the interpreter.
pub(super) enum Source {
    Path(PathBuf),
    Frame(Arc<Columns>),
    Table(SmallTable),
}

impl Source {
    pub fn new(data: &Bound<'_, PyAny>) -> PyResult<Source> {
        if let Ok(table) = data.cast::<Table>() {
            return Ok(Source::Table(table.get().table.clone()));
        }
        if is_frame(data)? {
            return Ok(Source::Frame(Arc::new(columns_of(data)?)));
        }
        data.extract::<PathBuf>().map(Source::Path).map_err(|_| wrong_type("source", data, OF_SOURCE))
    }

    /// The candidates; of a file they are counted and only a few kept one by one.
    pub fn exam(
        &self,
        options: &ReadOptions,
        sheets: &[String],
        schools: &Option<Schools>,
        allowed: f64,
        reports: &mut Vec<Report>,
    ) -> Result<(crate::exam::Exam, Vec<Notice>)> {
        let additions = |sheet| Additions { year: None, schools: schools.clone(), sheet };
        let mut taken = |counts: Counts, sheet| {
            counts.report.refuse_above(allowed, allowed)?;
            reports.push(counts.report.clone());
            Ok(counts.into_exam(additions(sheet))?.0)
        };
        let frame = match self {
            Source::Path(path) => {
                let asked = sheets_of(path, sheets)?;
                let read = |sheet| Counts::read(path, &ReadOptions { sheet, ..options.clone() }, None);
                return read_sheets(path, asked, read, taken);
            }
            Source::Frame(frame) => Arc::clone(frame),
            Source::Table(table) => Arc::new(as_frame(table)?),
        };
        Ok((taken(Counts::of_columns(frame, options)?, None)?, Vec::new()))
    }

    /// The candidates one by one, with their ids.
    pub fn examined(&self, options: &ReadOptions, allowed: f64) -> Result<Examined> {
        let frame = match self {
            Source::Path(path) => return read_examined(path, options, allowed),
            Source::Frame(frame) => Arc::clone(frame),
            Source::Table(table) => Arc::new(as_frame(table)?),
        };
        let (records, report) = intake::read_scores_columns(&frame, options)?;
        refuse(&report, allowed)?;
        let (table, _) = intake::read_table_columns(&frame)?;
        let ids = intake::ids_of_table(&table, &report)?;
        Ok(Examined { records, ids, report })
    }

    /// The rows of all sheets, put together by their headers.
    pub fn table(&self, options: &ReadOptions, sheets: &[String]) -> Result<ReadTable> {
        let (table, report) = match self {
            Source::Path(path) => {
                let mut read = ReadTable::default();
                let mut tables = JoinedTables::default();
                for sheet in sheets_of(path, sheets)? {
                    let options = ReadOptions { sheet: sheet.name.clone(), ..options.clone() };
                    let (mut table, report) = intake::read_table(path, &options)?;
                    if sheet.key.is_some() {
                        table.file = sheet.of(path);
                    }
                    read.reports.push(report);
                    tables.add(None, table);
                }
                read.notices = tables.notices(0);
                read.table = tables.rows(true).clone();
                return Ok(read);
            }
            Source::Frame(frame) => intake::read_table_columns(frame)?,
            Source::Table(table) => return Ok(ReadTable { table: table.clone(), ..ReadTable::default() }),
        };
        Ok(ReadTable { table, reports: vec![report], notices: Vec::new() })
    }

    pub fn score_table(
        &self,
        options: &ReadOptions,
        sheets: &[String],
        said: SaidOfTable<'_>,
    ) -> Result<(crate::exam::Exam, Vec<Report>, Vec<Notice>)> {
        let frame = match self {
            Source::Path(path) => {
                let (sheets, mut reports) = (sheets_of(path, sheets)?, Vec::new());
                let take = |report| -> Result<()> {
                    reports.push(report);
                    Ok(())
                };
                let (exam, passed_over) = read_score_tables(path, sheets, options, said, take)?;
                return Ok((exam, reports, passed_over));
            }
            Source::Frame(frame) => Arc::clone(frame),
            Source::Table(table) => Arc::new(as_frame(table)?),
        };
        let table = intake::read_score_table_columns(&frame, options)?;
        let exam = labelled(&table, &AskedSheet::default(), said, &self.name())?;
        Ok((exam, vec![table.report], Vec::new()))
    }

    /// The items of a paper, sheet by sheet.
    pub fn items(
        &self,
        options: &ReadOptions,
        sheets: &[String],
        of: &ItemOptions,
        additions: &Additions,
        allowed: f64,
    ) -> Result<(ItemSheet, Vec<Report>)> {
        let mut paper = ItemSheet::default();
        let frame = match self {
            Source::Path(path) => {
                let asked = sheets_of(path, sheets)?;
                let reports = add_sheets(&mut paper, path, asked, options, of, additions, allowed)?;
                return Ok((paper, reports));
            }
            Source::Frame(frame) => Arc::clone(frame),
            Source::Table(table) => Arc::new(as_frame(table)?),
        };
        let (mut sheet, report) = intake::read_items_columns(&frame, options, of)?;
        report.refuse_above(allowed, allowed)?;
        additions.apply(&mut sheet).map_err(|fault| report.place_missing_key(fault))?;
        Ok((sheet, vec![report]))
    }

    pub fn is_tally(&self) -> bool {
        match self {
            Source::Path(path) => intake::is_tally(path),
            Source::Frame(frame) => intake::is_tally_columns(frame),
            Source::Table(_) => false,
        }
    }

    pub fn tally(&self) -> Result<Tally> {
        match self {
            Source::Path(path) => intake::read_tally(path),
            Source::Frame(frame) => intake::read_tally_columns(frame),
            Source::Table(table) => intake::read_tally_columns(&as_frame(table)?),
        }
    }

    fn name(&self) -> String {
        match self {
            Source::Path(path) => path.display().to_string(),
            Source::Frame(_) => Columns::FRAME.to_owned(),
            Source::Table(table) => table.file.clone(),
        }
    }
}

/// A small table, and what reading it did.
#[derive(Default)]
pub(super) struct ReadTable {
    pub table: SmallTable,
    pub reports: Vec<Report>,
    pub notices: Vec<Notice>,
}

fn sheets_of(path: &Path, sheets: &[String]) -> Result<Vec<AskedSheet>> {
    match sheets {
        [written] => written_sheets(path, Some(written)),
        sheets => asked_sheets(path, sheets),
    }
}

fn as_frame(table: &SmallTable) -> Result<Columns> {
    let mut columns = TextBuilder::default();
    for (at, header) in table.headers.iter().enumerate() {
        table.rows.iter().for_each(|row| columns.push(row.get(at).map(String::as_str)));
        columns.end(header.clone(), false);
    }
    columns.finish()
}
