//! What the first rows of a file say of its columns: scores that no header tells, grades in place of scores, full
//! marks. Nothing is taken for a score because of it; a person is told.

use std::collections::{BTreeMap, BTreeSet};

use super::ReadOptions;
use super::aliases::stated_full_mark;
use super::causes::Cause;
use super::dialect::Layout;
use super::encoding::Encoding;
use super::guard::Guard;
use super::headers::{Column, Role};
use super::marks;
use super::non_data_words::{FULL_MARK_WORDS, classify};
use super::opened::Opened;
use super::plan::Plan;
use super::report::Report;
use super::text::{narrow, trim};
use crate::error::{ColumnPlace, Error, Place, Result};
use crate::number::{Decimal, Rational};
use crate::subjects::{TOTAL, is_minor};

/// So many rows are looked at.
pub(super) const ROWS: usize = 2_000;
/// A column of scores has more values than this, and a highest one within these.
const VALUES: usize = 10;
const HIGHEST: [i64; 2] = [20, 150];

/// The first rows below the header, as whole as it is.
pub(super) struct Sample {
    /// With the number of each.
    rows: Vec<(u64, Vec<String>)>,
}

/// Full marks as the file states them, beside those that the user declares.
#[derive(Default)]
pub(super) struct FullMarks {
    /// The row below the header that holds them, if one does.
    pub row: Option<(u64, Vec<String>)>,
    /// By subject.
    stated: BTreeMap<String, Rational>,
    /// Columns of which two full marks are stated, or another than the user declares.
    differing: Vec<ColumnPlace>,
}

impl Sample {
    pub fn of_file(opened: &Opened) -> Result<Sample> {
        let head = opened.first_bytes()?;
        let rows = opened.layout.first_rows(&head, ROWS);
        let text = |cells: &Vec<Vec<u8>>| cells.iter().map(|cell| plain(cell, opened.encoding)).collect();
        Ok(Sample { rows: rows.iter().map(|(row, cells)| (*row, text(cells))).collect() })
    }

    #[cfg(feature = "columnar")]
    pub fn of_rows(rows: impl Iterator<Item = (u64, Vec<String>)>) -> Sample {
        let plain = |cells: Vec<String>| cells.iter().map(|cell| trim(&narrow(cell)).to_owned()).collect();
        Sample { rows: rows.take(ROWS).map(|(row, cells)| (row, plain(cells))).collect() }
    }

    /// Candidates as far as it can be told: without rows of totals and remarks.
    fn candidates(&self) -> impl Iterator<Item = &Vec<String>> {
        let rows = self.rows.iter().map(|(_, cells)| cells);
        rows.filter(|cells| {
            cells.iter().find(|cell| !cell.is_empty()).is_some_and(|cell| classify(cell).is_none())
        })
    }

    fn filled(&self, column: usize) -> Vec<&str> {
        let cells = self.candidates().filter_map(|cells| cells.get(column)).map(String::as_str);
        cells.filter(|cell| !cell.is_empty()).collect()
    }

    /// Columns of subjects in which many schools give no scores (体育, 音乐, …), where these hold none: grades.
    /// A text that the policy explains is no grade.
    pub fn graded(&self, columns: &[Column], options: &ReadOptions) -> Vec<usize> {
        let is_graded = |column: &&Column| {
            let Role::Subject(id) = &column.role else { return false };
            if !is_minor(id) || column.is_by_user() {
                return false;
            }
            let cells = self.filled(column.place.index);
            let said = |cell: &&&str| marks::find(cell).is_none() && options.policy.of_text(cell).is_none();
            let said: Vec<&&str> = cells.iter().filter(said).collect();
            let numbers = said.iter().filter(|cell| number(cell).is_some()).count();
            10 * numbers < 9 * said.len()
        };
        columns.iter().filter(is_graded).map(|column| column.place.index).collect()
    }

    /// Whether a tenth of the cells of a column are numbers.
    fn holds_scores(&self, column: usize) -> bool {
        let cells = self.filled(column);
        10 * cells.iter().filter(|cell| number(cell).is_some()).count() >= cells.len()
    }

    /// Columns of such subjects that are empty throughout.
    pub fn empty(&self, columns: &[Column]) -> Vec<usize> {
        let is_empty = |column: &&Column| {
            let minor = matches!(&column.role, Role::Subject(id) if is_minor(id)) && !column.is_by_user();
            minor && self.rows.len() < ROWS && self.filled(column.place.index).is_empty()
        };
        columns.iter().filter(is_empty).map(|column| column.place.index).collect()
    }

    /// Columns that no header tells and that hold what scores look like: numbers in nine of ten cells, more than
    /// ten values, the highest from 20 to 150, no numbering from 1 on, not the same throughout each class.
    pub fn like_scores(&self, columns: &[Column]) -> Vec<ColumnPlace> {
        let class = columns.iter().find(|column| column.role == Role::Key("class".to_owned()));
        let class = class.map(|class| class.place.index);
        let unknown = columns.iter().filter(|column| column.is_unknown());
        unknown
            .filter(|column| self.is_like_scores(column.place.index, class))
            .map(|c| c.place.clone())
            .collect()
    }

    fn is_like_scores(&self, column: usize, class: Option<usize>) -> bool {
        let cells: Vec<&str> =
            self.filled(column).into_iter().filter(|cell| marks::find(cell).is_none()).collect();
        let numbers: Vec<Rational> = cells.iter().filter_map(|cell| number(cell)).collect();
        let values: BTreeSet<Rational> = numbers.iter().copied().collect();
        let (Some(lowest), Some(highest)) = (values.first(), values.last()) else { return false };
        let whole = Rational::from_integer;
        let [from, to] = HIGHEST.map(|mark| whole(i128::from(mark)));
        let numbered = *lowest == whole(1)
            && values.iter().all(Rational::is_integer)
            && *highest == whole(values.len() as i128);
        10 * numbers.len() >= 9 * cells.len()
            && values.len() > VALUES
            && (from..=to).contains(highest)
            && *lowest >= whole(0)
            && !numbered
            && class.is_none_or(|class| self.differs_within(column, class))
    }

    fn differs_within(&self, column: usize, class: usize) -> bool {
        let mut first: BTreeMap<&str, &str> = BTreeMap::new();
        self.candidates().any(|cells| {
            let (Some(class), Some(cell)) = (cells.get(class), cells.get(column)) else { return false };
            *first.entry(class).or_insert(cell) != cell
        })
    }

    /// The full marks that headers (语文（满分150）) and a row of them below the header state.
    pub fn full_marks(&self, columns: &[Column], options: &ReadOptions) -> FullMarks {
        let mut found = FullMarks { row: self.full_mark_row(columns), ..FullMarks::default() };
        for column in columns {
            let Some(id) = column.role.subject() else { continue };
            let of_row = found.row.as_ref().and_then(|(_, cells)| number(cells.get(column.place.index)?));
            let of_header = stated_full_mark(&column.place.header);
            let declared = options.full_marks.get(id).copied();
            let stated = [declared, of_header, of_row.filter(|mark| *mark > Rational::from_integer(0))];
            let mut stated = stated.into_iter().flatten();
            let Some(first) = stated.next() else { continue };
            if stated.any(|other| other != first) {
                found.differing.push(column.place.clone());
            }
            found.stated.insert(id.to_owned(), first);
        }
        found
    }

    /// The row that begins with 满分; or the first row where it names nobody and holds whole numbers in all columns of
    /// scores, each at least as high as all below, the total their sum.
    fn full_mark_row(&self, columns: &[Column]) -> Option<(u64, Vec<String>)> {
        let named = self.rows.iter().take(3).find(|(_, cells)| {
            let first = cells.iter().find(|cell| !cell.is_empty());
            first.is_some_and(|cell| FULL_MARK_WORDS.contains(&cell.trim_end_matches(':')))
        });
        named
            .or_else(|| self.rows.first().filter(|(_, cells)| self.states_full_marks(cells, columns)))
            .cloned()
    }

    fn states_full_marks(&self, cells: &[String], columns: &[Column]) -> bool {
        // Without a column of ids the first candidate could not be told from it.
        if !columns.iter().any(|column| column.role == Role::CandidateId) {
            return false;
        }
        let (mut sum, mut total, mut subjects) = (Rational::from_integer(0), None, 0);
        for column in columns {
            let Some(cell) = cells.get(column.place.index) else { return false };
            let Role::Subject(id) = &column.role else {
                if cell.is_empty() {
                    continue;
                }
                return false;
            };
            let Some(mark) = number(cell).filter(|mark| (*mark / Rational::from_integer(5)).is_integer())
            else {
                return false;
            };
            let below = self.rows[1..].iter().filter_map(|(_, cells)| number(cells.get(column.place.index)?));
            if below.max().is_some_and(|highest| highest > mark) {
                return false;
            }
            if id == TOTAL {
                total = Some(mark);
            } else {
                sum += mark;
                subjects += 1;
            }
        }
        subjects > 1 && total == Some(sum) && self.rows.len() > 1
    }
}

impl FullMarks {
    /// The options with the full marks that the file states; those that the user declares win.
    pub fn within(&self, options: &ReadOptions) -> ReadOptions {
        let mut options = options.clone();
        for (id, mark) in &self.stated {
            options.full_marks.entry(id.clone()).or_insert(*mark);
        }
        options
    }
}

/// What is known of a file's columns when its first rows were looked at.
pub(super) struct Known {
    pub columns: Vec<Column>,
    /// With the full marks that the file states.
    pub options: ReadOptions,
    full_marks: FullMarks,
    grades: Vec<ColumnPlace>,
}

impl Known {
    /// Of a table with a column for each subject.
    ///
    /// # Errors
    /// No column of scores is left.
    pub fn new(
        mut columns: Vec<Column>,
        sample: &Sample,
        options: &ReadOptions,
        place: &Place,
    ) -> Result<Known> {
        let graded = sample.graded(&columns, options);
        let empty = sample.empty(&columns);
        graded.iter().for_each(|at| columns[*at].ignore_grades());
        empty.iter().for_each(|at| columns[*at].ignore_empty());
        // A paper may have columns of options alone.
        if graded.len() + empty.len() > 0 && !columns.iter().any(|column| column.role.subject().is_some()) {
            let headers = columns.iter().map(|column| column.place.header.clone());
            let headers = headers.filter(|header| !header.is_empty()).collect();
            let (place, choose) = (place.clone(), Vec::new());
            return Err(Error::NoScoreColumn { place, headers, choose, ranks: None });
        }
        let full_marks = sample.full_marks(&columns, options);
        let grades = graded.iter().map(|at| columns[*at].place.clone()).collect();
        Ok(Known { options: full_marks.within(options), columns, full_marks, grades })
    }

    /// The row of full marks, which is no candidate.
    pub fn full_mark_row(&self) -> Option<&[String]> {
        self.full_marks.row.as_ref().map(|(_, cells)| cells.as_slice())
    }

    /// Says what a person should know of the columns.
    pub fn doubt(&self, sample: &Sample, plan: &mut Plan, [header, data]: [u64; 2], report: &mut Report) {
        self.full_marks.differing.iter().for_each(|at| report.find(header, Some(at), Cause::FullMarkDiffers));
        self.grades.iter().for_each(|at| report.find(data, Some(at), Cause::Grades));
        if plan.derive {
            let mut unused = sample.like_scores(&self.columns);
            // Some of its cells are scores, of which the total would lack the rest.
            unused.extend(self.grades.iter().filter(|at| sample.holds_scores(at.index)).cloned());
            unused.iter().for_each(|at| report.find(data, Some(at), Cause::UnusedScores));
            plan.withhold_total = !unused.is_empty();
        }
    }
}

impl Layout {
    /// The first whole rows below the header, with their numbers; `head` is how the file begins.
    pub fn first_rows(&self, head: &[u8], most: usize) -> Vec<(u64, Vec<Vec<u8>>)> {
        let width = self.width();
        let mut guard = Guard::new(head, self.data_start, self.data_row, self.dialect, Some(width));
        let (mut fields, mut rows) = (Vec::new(), Vec::new());
        while rows.len() < most
            && let Some(line) = guard.advance(&mut fields)
        {
            if line.outcome.is_ok() && fields.len() == width {
                rows.push((line.row, fields.iter().map(|field| field.bytes().into_owned()).collect()));
            }
        }
        rows
    }
}

fn plain(cell: &[u8], encoding: Encoding) -> String {
    trim(&narrow(&encoding.decode(cell))).to_owned()
}

fn number(cell: &str) -> Option<Rational> {
    Decimal::parse(cell.as_bytes()).map(Decimal::to_rational)
}
