//! Data frames of the crate `polars`: candidates in, figures and tallies out. Sole user of polars (cargo feature
//! `polars`).
//!
//! Frames go through the Arrow C stream into the columnar door, whose cells are read by the rules of files: the same
//! figures, the same findings as of the CSV of the same rows. `edugauge::polars` is the crate itself, of which your own
//! line in `Cargo.toml` turns on what else you need (`parquet`, `cloud`, `streaming`, …).

mod stream;

use std::sync::Arc;

use polars::prelude::{Column, DataFrame, DataType, LazyFrame, PolarsError, PolarsResult, by_name};

use crate::columnar::{self, Columns};
use crate::error::{Error, Place, Result};
use crate::exam::{Exam, YEAR};
use crate::figures::Figures;
use crate::intake::{
    CountedSubjects, ReadOptions, Report, is_tally_columns, key_of_header, read_tally_columns,
};
use crate::lang::{Text, nearest};
use crate::release::{Additions, Counts};
use crate::subjects::subject_id;
use crate::tally::Tally;
use crate::tally::plain::VERSION_COLUMN;

/// What polars says may hold cells of pupils, so it is not in our errors.
fn failed(_: PolarsError) -> Error {
    Error::FrameFailed { library: "polars".to_owned(), column: None }
}

/// The columns of a frame, which lend its memory.
fn columns_of(frame: &DataFrame) -> Result<Columns> {
    if frame.width() == 0 {
        return Err(Error::Empty { place: Place::file(Columns::FRAME) });
    }
    let mut frame = frame.clone();
    // Arrow has no whole numbers of 128 bits; their digits are the same.
    let is_wide = |column: &Column| matches!(column.dtype(), DataType::Int128 | DataType::UInt128);
    let wide = frame.columns().iter().filter(|column| is_wide(column));
    let texts = wide.map(|column| column.cast(&DataType::String)).collect::<PolarsResult<Vec<_>>>();
    for column in texts.map_err(failed)? {
        frame.with_column(column).map_err(failed)?;
    }
    frame.align_chunks();
    Columns::of_stream(stream::export(&frame).map_err(failed)?, "polars")
}

impl Exam {
    /// The candidates of a frame with a row each, read by the rules of a file: headers are recognised, every cell is a
    /// score, a mark or a finding. Row 1 is the first row of data.
    ///
    /// The report says what became of every row and every doubtful cell; `report.refuse_above(1.0, 1.0)?` refuses
    /// what Python and the command line refuse.
    ///
    /// # Errors
    /// A frame without columns or without a column of scores; a used column of lists, structs, binary data, durations
    /// or times with a timezone; an option that means nothing.
    ///
    /// # Examples
    /// ```
    /// use edugauge::polars::prelude::*;
    /// use edugauge::{exam::Exam, intake::ReadOptions};
    ///
    /// let frame = df!("学校" => ["甲", "甲", "乙"], "语文" => ["90", "缺考", "85.5"])?;
    /// let (exam, report) = Exam::from_dataframe(&frame, &ReadOptions::default())?;
    /// report.refuse_above(1.0, 1.0)?;
    /// assert_eq!((exam.len(), exam.keys()), (3, vec!["school".to_owned()]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_dataframe(frame: &DataFrame, options: &ReadOptions) -> Result<(Exam, Report)> {
        let columns = columns_of(frame)?;
        if is_tally_columns(&columns) {
            return Err(Error::InvalidArgument {
                argument: "frame".to_owned(),
                found: VERSION_COLUMN.to_owned(),
                expected: Text::new(
                    "每名考生一行的数据框，而不是计数表",
                    "a frame with a row per candidate, not a kept tally (Tally::from_dataframe reads one)",
                ),
            });
        }
        let counts = Counts::of_columns(Arc::new(columns), options)?;
        let report = counts.report.clone();
        Ok((counts.into_exam(Additions::default())?.0, report))
    }
}

impl Tally {
    /// The tally of a lazy frame with a row per candidate: it is run by polars' own choice of engine, only with the
    /// columns that are named here, and read by the rules of a file.
    ///
    /// Count by the columns `keys` (学校 is the key `school`, as in reading) and, where it is known, the year. Scores
    /// stand in the columns `subjects`; a total that is not among them is the sum of these. Further columns that
    /// `options.columns` names are read too, such as the one of `candidate_id`, by which repeated candidates are known.
    ///
    /// # Errors
    /// A column that the frame lacks; a query that fails, or gives two columns of one name; whatever
    /// [`Exam::from_dataframe`] refuses.
    ///
    /// # Examples
    /// ```
    /// use edugauge::polars::prelude::*;
    /// use edugauge::{intake::ReadOptions, tally::Tally};
    ///
    /// let frame = df!("学校" => ["甲", "甲", "乙"], "语文" => [90.5, 61.0, 85.5])?;
    /// let options = ReadOptions::default();
    /// let (tally, _report) = Tally::from_lazyframe(frame.lazy(), &["学校"], &["语文"], &options)?;
    /// let counted = tally.to_dataframe()?;
    /// assert_eq!(counted.column("count")?.i64()?.sum(), Some(3));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_lazyframe(
        mut frame: LazyFrame,
        keys: &[&str],
        subjects: &[&str],
        options: &ReadOptions,
    ) -> Result<(Tally, Report)> {
        let schema = frame.collect_schema().map_err(failed)?;
        let available: Vec<String> = schema.iter_names().map(|name| name.to_string()).collect();
        let named = options.columns.keys().map(String::as_str);
        let mut used: Vec<&str> = Vec::new();
        for column in keys.iter().chain(subjects).copied().chain(named) {
            if !available.iter().any(|name| name == column) {
                return Err(Error::ColumnNotFound {
                    place: Place::file(Columns::FRAME),
                    column: column.to_owned(),
                    suggestion: nearest(column, available.iter().map(String::as_str)),
                    available,
                });
            }
            if !used.contains(&column) {
                used.push(column);
            }
        }
        let mut options = options.clone();
        let headers: Vec<String> = subjects.iter().map(|header| (*header).to_owned()).collect();
        for (header, word) in headers.iter().zip(CountedSubjects::of(&headers).words) {
            let field = format!("subject:{}", subject_id(&word));
            options.columns.entry(header.clone()).or_insert(field);
        }
        let keys_of = keys.iter().map(|header| (*header, key_of_header(header)));
        // A year that is said holds instead of the one in the frame.
        for (header, key) in keys_of.filter(|(_, key)| key != YEAR || options.year.is_none()) {
            options.columns.entry(header.to_owned()).or_insert(format!("key:{key}"));
        }
        let chosen = by_name(used.iter().copied(), true, false);
        // `collect` is `Engine::Auto`.
        let rows = frame.select([chosen.as_expr()]).collect().map_err(failed)?;
        let (exam, report) = Exam::from_dataframe(&rows, &options)?;
        let headers = used.iter().filter(|column| keys.contains(column));
        let keys: Vec<String> = headers.map(|header| key_named(&report, header)).collect();
        let tally = exam.tally(&keys.iter().map(String::as_str).collect::<Vec<_>>())?;
        Ok((tally, report))
    }

    /// A kept tally from its table: what [`Tally::to_dataframe`] gives, in any order of rows and columns.
    ///
    /// # Errors
    /// Whatever edugauge would not write, with its place.
    pub fn from_dataframe(frame: &DataFrame) -> Result<Tally> {
        read_tally_columns(&columns_of(frame)?)
    }

    /// The table of the tally, a row per group, subject and score: `edugauge_tally` (the version of the format), the
    /// keys, `subject`, `full_mark`, `step`, `mark`, `score`, `count`. It holds counts of single candidates: keep it as
    /// you keep these.
    ///
    /// # Errors
    /// A key that is named as one of the other columns.
    pub fn to_dataframe(&self) -> Result<DataFrame> {
        stream::import(columnar::stream(&columnar::tally(self)?)?).map_err(failed)
    }
}

/// The key that a column was read as.
fn key_named(report: &Report, header: &str) -> String {
    let used = report.columns.iter().find(|used| used.place.header == header);
    used.and_then(|used| used.field.clone()).unwrap_or_else(|| key_of_header(header))
}

impl Figures {
    /// The figures as a tidy frame: a row per figure, the columns of `figures::COLUMNS` with the group keys after the
    /// year. A missing number is null, and `status` says why.
    ///
    /// # Errors
    /// None that is not ours.
    pub fn to_dataframe(&self) -> Result<DataFrame> {
        stream::import(columnar::stream(&columnar::figures(self))?).map_err(failed)
    }
}
