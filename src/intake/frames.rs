//! The same rules for data frames: every column as text, null as blank, rows numbered from 1.

use std::fmt::Display;

use polars::prelude::{Column as FrameColumn, DataFrame, DataType, StringChunked};

use super::ReadOptions;
use super::builder::Builder;
use super::encoding::Encoding;
use super::guard::Field;
use super::non_data::NonDataRows;
use super::report::Report;
use super::score_file::{column_uses, identity_columns, score_columns};
use super::score_table::{ScoreTableRow, score_table_of};
use super::small_table::kept_columns;
use super::text::trim;
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::records::{Records, SmallTable};

const FRAME: &str = "<frame>";
/// What pandas calls its index when it hands over a frame.
const INDEX: &str = "__index_level_0__";

/// The columns of a frame as text.
struct TextFrame {
    headers: Vec<String>,
    columns: Vec<StringChunked>,
    height: usize,
}

impl TextFrame {
    fn new(frame: &DataFrame) -> Result<TextFrame> {
        let mut text = TextFrame { headers: Vec::new(), columns: Vec::new(), height: frame.height() };
        for column in frame.columns().iter().filter(|column| column.name() != INDEX) {
            let place = Place::file(FRAME).at_column(text.headers.len(), column.name().to_string());
            text.columns.push(as_text(column).ok_or_else(|| Error::BadCell {
                place,
                found: column.dtype().to_string(),
                expected: Text::new("文字或数字列", "a column of text or numbers"),
            })?);
            text.headers.push(column.name().to_string());
        }
        if text.columns.is_empty() {
            return Err(Error::Empty { place: Place::file(FRAME) });
        }
        Ok(text)
    }

    fn report(&self) -> Report {
        let mut report = Report::new(FRAME, Encoding::Utf8, Text::new("内存中的表格", "a frame in memory"));
        report.physical_rows = self.height as u64;
        report
    }

    /// As [`super::score_file::walk`] does for files.
    fn walk<'a>(
        &'a self,
        non_data: &NonDataRows,
        report: &mut Report,
        mut take: impl FnMut(u64, &[Field<'a>], &mut Report),
    ) {
        let mut fields: Vec<Field<'a>> = Vec::with_capacity(self.columns.len());
        for index in 0..self.height {
            let row = index as u64 + 1;
            fields.clear();
            let cell = |column: &'a StringChunked| column.get(index).unwrap_or_default();
            fields.extend(self.columns.iter().map(|column| Field::plain(cell(column).as_bytes())));
            match non_data.recognise(&fields) {
                Some(reason) => report.non_data.push((row, reason)),
                None => take(row, &fields, report),
            }
        }
    }

    fn non_data(&self, identity: Vec<usize>) -> NonDataRows {
        let headers = self.headers.iter().map(|header| header.as_bytes().to_vec()).collect();
        NonDataRows::new(Encoding::Utf8, vec![headers], identity)
    }
}

fn shortest<N: Display + Copy>(
    values: impl Iterator<Item = Option<N>>,
    is_nan: fn(N) -> bool,
) -> StringChunked {
    values.map(|value| value.filter(|value| !is_nan(*value)).map(|value| value.to_string())).collect()
}

/// Floats by their shortest decimal text, so that 72.3 is 72.3; all else as polars writes it.
fn as_text(column: &FrameColumn) -> Option<StringChunked> {
    match column.dtype() {
        DataType::Float64 => Some(shortest(column.f64().ok()?.iter(), f64::is_nan)),
        DataType::Float32 => Some(shortest(column.f32().ok()?.iter(), f32::is_nan)),
        DataType::List(_) | DataType::Struct(_) | DataType::Array(..) | DataType::Binary => None,
        _ => column.cast(&DataType::String).ok()?.str().ok().cloned(),
    }
}

/// [`super::read_scores`] for a frame: one row per candidate. Row 1 is the first row of data.
///
/// # Errors
/// As for files; also a column that is neither text nor numbers.
pub fn read_scores_frame(frame: &DataFrame, options: &ReadOptions) -> Result<(Records, Report)> {
    let text = TextFrame::new(frame)?;
    let columns = score_columns(&text.headers, options, &Place::file(FRAME))?;
    let mut report = text.report();
    report.columns = column_uses(&columns);
    let mut builder = Builder::new(&columns, options, Encoding::Utf8)?;
    let non_data = text.non_data(identity_columns(&columns));
    text.walk(&non_data, &mut report, |row, fields, report| builder.push(row, fields, report));
    let records = builder.finish(&mut report)?;
    report.check()?;
    Ok((records, report))
}

/// [`super::read_table`] for a frame. Of the options none is used.
///
/// # Errors
/// A column that is neither text nor numbers; a frame without columns.
pub fn read_table_frame(frame: &DataFrame, _options: &ReadOptions) -> Result<(SmallTable, Report)> {
    let text = TextFrame::new(frame)?;
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
    report.check()?;
    Ok((table, report))
}

/// [`super::read_score_table`] for a frame.
///
/// # Errors
/// As for files.
pub fn read_score_table_frame(frame: &DataFrame, options: &ReadOptions) -> Result<Vec<ScoreTableRow>> {
    let (table, report) = read_table_frame(frame, options)?;
    score_table_of(&table, &report, options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Mark;
    use polars::prelude::df;

    #[test]
    fn floats_are_read_as_they_are_written() {
        let frame = df!(
            "__index_level_0__" => [0i64, 1, 2],
            "考号" => [1i64, 2, 3],
            "语文" => [Some(72.3), Some(90.0), Some(f64::NAN)],
            "数学" => [Some("缺考"), None, Some("88")],
        )
        .unwrap();
        let (records, report) = read_scores_frame(&frame, &ReadOptions::default()).unwrap();
        assert_eq!((report.physical_rows, report.accepted), (3, 3));
        assert_eq!(records.scores[0].ticks, [723, 900, 0]);
        assert_eq!(records.scores[0].marks, [Mark::Scored, Mark::Scored, Mark::Blank]);
        assert_eq!(records.scores[1].marks, [Mark::Absent, Mark::Blank, Mark::Scored]);
        assert_eq!(records.scores[2].marks, [Mark::Absent, Mark::Blank, Mark::Blank]);
    }
}
