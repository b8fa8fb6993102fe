//! The same rules for data frames: every column as text, null as blank, rows numbered from 1.

use std::borrow::Cow;

use super::ReadOptions;
use super::candidates::finish;
use super::causes::Cause;
use super::dictionary::Dictionary;
use super::encoding::Encoding;
use super::fields::Field;
use super::groups::Grouper;
use super::headers::{Role, is_long};
use super::kept::Kept;
use super::ledger::Ledger;
use super::long::LongBuilder;
use super::non_data::NonDataRows;
use super::non_data_causes::NonData;
use super::plan::Plan;
use super::repeats::Repeats;
use super::report::Report;
use super::rows::RowReader;
use super::sample::{Known, Sample};
use super::score_file::{
    SAMPLE, column_uses, identity_columns, score_columns, subject_columns, used_columns,
};
use super::score_table::{ScoreTable, score_table_of};
use super::sheet_doubts::holds_codes;
use super::sittings::Usual;
use super::small_table::kept_columns;
use super::text::trim;
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::records::{Records, SmallTable};
use crate::threads;

pub(super) const FRAME: &str = "<frame>";
/// What pandas calls its index when it hands over a frame.
const INDEX: &str = "__index_level_0__";

/// A data frame whose columns are already text; `None` is a missing cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextFrame {
    pub columns: Vec<TextColumn>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextColumn {
    pub header: String,
    pub cells: Vec<Option<String>>,
    /// Whether the cells were numbers, so that leading zeros would be gone.
    pub numbers: bool,
}

impl TextFrame {
    /// Refuses a frame without columns or with columns of unequal length; drops the index of pandas.
    pub(super) fn checked(&self) -> Result<Frame<'_>> {
        let columns: Vec<&TextColumn> = self.columns.iter().filter(|c| c.header != INDEX).collect();
        let Some(first) = columns.first() else {
            return Err(Error::Empty { place: Place::file(FRAME) });
        };
        let height = first.cells.len();
        if let Some(at) = columns.iter().position(|column| column.cells.len() != height) {
            return Err(Error::BadCell {
                place: Place::file(FRAME).at_column(at, columns[at].header.clone()),
                found: columns[at].cells.len().to_string(),
                expected: Text::new("与第一列同样多的行", "as many rows as the first column"),
            });
        }
        let headers = columns.iter().map(|column| column.header.clone()).collect();
        Ok(Frame { headers, columns, height })
    }
}

/// The columns of a frame that count.
pub(super) struct Frame<'a> {
    pub headers: Vec<String>,
    pub columns: Vec<&'a TextColumn>,
    pub height: usize,
}

impl Frame<'_> {
    pub fn report(&self) -> Report {
        let mut report = Report::new(FRAME, Encoding::Utf8, Text::new("内存中的表格", "a frame in memory"));
        report.physical_rows = self.height as u64;
        report
    }

    /// The cells of each row, with its number.
    fn rows(&self) -> impl Iterator<Item = (u64, Vec<String>)> {
        let row =
            |index: usize| self.columns.iter().map(|c| c.cells[index].clone().unwrap_or_default()).collect();
        (0..self.height).map(move |index| (index as u64 + 1, row(index)))
    }

    /// As [`super::walk::walk`] does for files.
    fn walk<'a>(
        &'a self,
        non_data: &NonDataRows,
        report: &mut Report,
        mut take: impl FnMut(u64, &[Field<'a>], &mut Report),
    ) {
        let mut fields: Vec<Field<'a>> = Vec::with_capacity(self.columns.len());
        let mut below_other = false;
        for index in 0..self.height {
            threads::check();
            let row = index as u64 + 1;
            fields.clear();
            let cell = |column: &'a TextColumn| column.cells[index].as_deref().unwrap_or_default();
            fields.extend(self.columns.iter().map(|column| Field::plain(cell(column).as_bytes())));
            match non_data.recognise(&fields) {
                Some(reason) => {
                    below_other |= reason == NonData::OtherHeader && report.accepted > 0;
                    report.set_aside(row, reason, &fields, Encoding::Utf8);
                }
                None if below_other => report.reject(row, Cause::BelowOtherHeader),
                None if non_data.names_nobody(&fields) => report.reject(row, Cause::NoIdentity),
                None => take(row, &fields, report),
            }
        }
    }

    /// Columns of codes whose cells were numbers, as [`super::sheet_doubts::doubt_sheet`] finds them in workbooks.
    fn doubt_numbers(&self, report: &mut Report) {
        for (index, column) in self.columns.iter().enumerate().filter(|(_, column)| column.numbers) {
            let used = report.columns.get(index).map(|used| (used.place.clone(), used.field.clone()));
            let Some((place, field)) = used else { continue };
            let numbers = column.cells.iter().filter(|cell| cell.is_some()).count() as u64;
            if numbers > 0 && holds_codes(&place.header, field.as_deref()) {
                let first = column.cells.iter().position(Option::is_some).unwrap_or(0) as u64 + 1;
                report.find_many(first, Some(&place), Cause::NumericCode, numbers);
            }
        }
    }

    fn non_data(&self, identity: Vec<usize>) -> NonDataRows {
        let headers = self.headers.iter().map(|header| header.as_bytes().to_vec()).collect();
        NonDataRows::new(Encoding::Utf8, vec![headers], identity)
    }
}

/// [`super::read_scores`] for a frame: one row per candidate. Row 1 is the first row of data.
///
/// # Errors
/// As for files; also columns of unequal length.
pub fn read_scores_frame(frame: &TextFrame, options: &ReadOptions) -> Result<(Records, Report)> {
    let text = frame.checked()?;
    let columns = score_columns(&text.headers, options, &Place::file(FRAME))?;
    let mut report = text.report();
    let long = is_long(&columns);
    let sample = Sample::of_rows(text.rows());
    let known =
        if long { None } else { Some(Known::new(columns.clone(), &sample, options, &Place::file(FRAME))?) };
    let columns = known.as_ref().map_or(columns, |known| known.columns.clone());
    report.columns = column_uses(&columns);
    let ids = columns.iter().find(|column| column.role == Role::CandidateId).map(|id| id.place.index);
    let first = ids.iter().flat_map(|at| text.columns[*at].cells.iter().take(SAMPLE));
    let non_data = text
        .non_data(identity_columns(&columns))
        .with_digits(subject_columns(&columns))
        .with_used(used_columns(&columns))
        .with_ids(ids, columns.len(), first.map(|id| Cow::Borrowed(id.as_deref().unwrap_or_default())));
    let Some(known) = known else {
        let mut builder = LongBuilder::new(&columns, options, Encoding::Utf8)?;
        text.walk(&non_data, &mut report, |row, fields, report| builder.push(row, fields, report));
        let (records, mut report) = builder.finish(report)?;
        text.doubt_numbers(&mut report);
        return Ok((records, report));
    };
    let non_data = non_data.with_full_marks(known.full_mark_row());
    let mut plan = Plan::new(&columns, &known.options, None)?;
    known.doubt(&sample, &mut plan, [1, 1], &mut report);
    let dictionary = Dictionary::new(&plan.keys, Encoding::Utf8);
    let read = |again: &[usize], usual: &Usual| {
        let mut reader = RowReader::new(&plan, Encoding::Utf8, Grouper::new(&dictionary), usual);
        let mut rows = reader.begin(&plan.no_decimals());
        let mut account = text.report();
        text.walk(&non_data, &mut account, |row, fields, report| {
            reader.push(row, fields, again, &mut rows, report);
        });
        reader.end(&mut rows, &mut account).map(|()| (rows, account))
    };
    let mut usual = Usual::default();
    let (ledger, rows) = loop {
        let (mut rows, mut account) = read(&[], &usual)?;
        let repeats = Repeats::decide(plan.policy.duplicates, |mut repeats| {
            repeats.left_out(&rows, 0, &plan).map(|_| repeats)
        });
        let mut ledger = Ledger::new(&plan, report.clone()).with_repeats(repeats?);
        let again = ledger.repeated(&rows, 0)?;
        if !again.is_empty() {
            (rows, account) = read(&again, &usual)?;
        }
        if rows.sat.judged_alike(&usual) {
            ledger.enter(&rows, account, 0)?;
            break (ledger, rows);
        }
        usual = rows.sat.usual();
    };
    let mut kept = Kept::new(&plan, usize::MAX);
    kept.add(&rows, &plan, 0)?;
    let mut read = finish(ledger.close()?, &plan, dictionary, None, Some(kept))?;
    text.doubt_numbers(&mut read.report);
    Ok((read.records.unwrap_or_default(), read.report))
}

/// [`super::read_table`] for a frame. Of the options none is used.
///
/// # Errors
/// Columns of unequal length; a frame without columns.
pub fn read_table_frame(frame: &TextFrame, _options: &ReadOptions) -> Result<(SmallTable, Report)> {
    let text = frame.checked()?;
    let mut report = text.report();
    report.columns = kept_columns(&text.headers);
    let mut table =
        SmallTable { file: FRAME.to_owned(), headers: text.headers.clone(), ..Default::default() };
    let non_data = text.non_data(Vec::new());
    text.walk(&non_data, &mut report, |row, fields, report| {
        let cell = |field: &Field<'_>| trim(&Encoding::Utf8.decode(field.raw)).to_owned();
        table.rows.push(fields.iter().map(cell).collect());
        table.row_numbers.push(row);
        report.accepted += 1;
    });
    text.doubt_numbers(&mut report);
    report.check()?;
    Ok((table, report))
}

/// [`super::read_score_table`] for a frame.
///
/// # Errors
/// As for files.
pub fn read_score_table_frame(frame: &TextFrame, options: &ReadOptions) -> Result<ScoreTable> {
    let (table, report) = read_table_frame(frame, options)?;
    score_table_of(&table, report, options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Mark;

    fn column(header: &str, cells: [Option<&str>; 3]) -> TextColumn {
        TextColumn {
            header: header.to_owned(),
            cells: cells.map(|cell| cell.map(str::to_owned)).to_vec(),
            numbers: false,
        }
    }

    #[test]
    fn a_frame_is_read_by_the_same_rules() {
        let frame = TextFrame {
            columns: vec![
                column("__index_level_0__", [Some("0"), Some("1"), Some("2")]),
                column("考号", [Some("1"), Some("2"), Some("3")]),
                column("语文", [Some("72.3"), Some("90.0"), None]),
                column("数学", [Some("缺考"), None, Some("88")]),
            ],
        };
        let (records, report) = read_scores_frame(&frame, &ReadOptions::default()).unwrap();
        assert_eq!((report.physical_rows, report.accepted), (3, 3));
        assert_eq!(records.scores[0].ticks, [723, 900, 0]);
        assert_eq!(records.scores[0].marks, [Mark::Scored, Mark::Scored, Mark::Blank]);
        assert_eq!(records.scores[1].marks, [Mark::Absent, Mark::Blank, Mark::Scored]);
        assert_eq!(records.scores[2].marks, [Mark::Absent, Mark::Blank, Mark::Blank]);
    }

    #[test]
    fn columns_of_unequal_length_are_refused() {
        let short = TextColumn { header: "数学".to_owned(), cells: vec![None], numbers: false };
        let frame = TextFrame { columns: vec![column("语文", [None, None, None]), short] };
        let fault = read_scores_frame(&frame, &ReadOptions::default()).unwrap_err();
        assert_eq!(fault.code(), "EG-107");
    }
}
