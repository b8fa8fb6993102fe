//! The rows of a score table in their order, held to their own numbers.

use std::collections::BTreeSet;

use super::super::ReadOptions;
use super::super::causes::Cause;
use super::super::non_data_causes::NonData;
use super::super::report::Report;
use super::cells::{NO_END, count, of_total, scores};
use super::columns::{Block, Columns, columns};
use super::words::TRACK;
use super::{Believe, ScoreTable, ScoreTableRow, Track};
use crate::error::{ColumnPlace, Error, Place, Result};
use crate::lang::Text;
use crate::number::{Rational, Scale, decimals_of, round_half_up};
use crate::records::SmallTable;

/// A row of one block: where it stands, and its cells.
struct Line<'a> {
    /// Rows between two headers that are the same: the pages of a printed table.
    page: usize,
    block: usize,
    row: u64,
    cells: &'a [String],
}

/// A row whose score is known.
struct Scored<'a> {
    line: &'a Line<'a>,
    low: Rational,
    high: Rational,
}

struct Reading<'a> {
    table: &'a SmallTable,
    options: &'a ReadOptions,
    place: Place,
    columns: Columns,
}

/// The score table that a table of text is.
///
/// # Errors
/// A missing column, a cell that is no number, scores that do not fall from row to row, a falling cumulative count.
pub fn score_table_of(table: &SmallTable, mut report: Report, options: &ReadOptions) -> Result<ScoreTable> {
    let place = Place::file(&table.file);
    if let Some(rejected) = report.rejected.first() {
        let width = format!("{} ▢", table.headers.len());
        return Err(broken(place.at_row(rejected.row), rejected.cause.code().to_owned(), width));
    }
    let columns = columns(&table.headers, options).map_err(|column| Error::ColumnNotFound {
        place: place.clone(),
        column: column.to_owned(),
        available: table.headers.clone(),
        suggestion: None,
    })?;
    let reading = Reading { table, options, place, columns };
    let keys = reading.keys();
    let pages =
        report.non_data.iter().filter(|(_, what)| *what == NonData::RepeatedHeader).map(|(row, _)| *row);
    let mut tracks = Vec::new();
    let mut doubted = false;
    for (labels, lines) in reading.by_labels(&pages.collect())? {
        let rows = reading.held(&reading.in_order(&lines)?, &mut report)?;
        tracks.push(Track { labels, rows });
    }
    for cause in [Cause::CountDiffers, Cause::CumulativeDiffers, Cause::TopNotPublished] {
        doubted |= report.findings.iter().any(|finding| finding.cause == cause);
    }
    if tracks.is_empty() {
        return Err(Error::Empty { place: reading.place });
    }
    let believed = options.believe.or(doubted.then_some(Believe::Cumulative));
    Ok(ScoreTable { keys, tracks, report, believed })
}

fn broken(place: Place, found: String, expected: String) -> Error {
    Error::ScoreTableBroken { place, found, expected }
}

pub fn shown(score: Rational) -> String {
    round_half_up(score, decimals_of(score))
}

impl<'a> Reading<'a> {
    fn at(&self, row: u64, column: usize) -> Place {
        self.place.clone().at_row(row).at_column(column, &self.table.headers[column])
    }

    fn column(&self, index: usize) -> ColumnPlace {
        ColumnPlace { index, header: self.table.headers[index].clone() }
    }

    /// The keys of the columns, and the track where headers name it.
    fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.columns.labels.iter().map(|(key, _)| key.clone()).collect();
        let named = self.columns.blocks.iter().any(|block| block.track.is_some());
        if named && !keys.iter().any(|key| key == TRACK) {
            keys.push(TRACK.to_owned());
        }
        keys
    }

    /// The lines of each track (year, province), in the order in which these first appear.
    fn by_labels(&self, pages: &BTreeSet<u64>) -> Result<Vec<(Vec<String>, Vec<Line<'a>>)>> {
        let mut groups: Vec<(Vec<String>, Vec<Line<'a>>)> = Vec::new();
        for (cells, row) in self.table.rows.iter().zip(&self.table.row_numbers) {
            let page = pages.range(..row).count();
            for (at, block) in self.columns.blocks.iter().enumerate() {
                let of_block = [Some(block.score), block.count, block.cumulative];
                let filled = of_block.into_iter().flatten().filter(|column| !cells[*column].is_empty());
                // What goes on to the right may end earlier, and a track may begin later.
                let mut numbers = [block.count, block.cumulative].into_iter().flatten();
                let none = numbers.all(|column| cells[column].is_empty());
                if filled.count() == 0 || (none && self.columns.blocks.len() > 1) {
                    continue;
                }
                let labels = self.labels(cells, *row, block)?;
                let line = Line { page, block: at, row: *row, cells };
                match groups.iter_mut().find(|(known, _)| *known == labels) {
                    Some((_, lines)) => lines.push(line),
                    None => groups.push((labels, vec![line])),
                }
            }
        }
        Ok(groups)
    }

    fn labels(&self, cells: &[String], row: u64, block: &Block) -> Result<Vec<String>> {
        let mut labels = Vec::with_capacity(self.columns.labels.len() + 1);
        for (_, column) in &self.columns.labels {
            let label = cells[*column].trim();
            if label.is_empty() {
                return Err(Error::BadCell {
                    place: self.at(row, *column),
                    found: String::new(),
                    expected: Text::new("每一行都写明（如科类）", "a label in every row, such as the track"),
                });
            }
            labels.push(label.strip_suffix(".0").unwrap_or(label).to_owned());
        }
        if labels.len() < self.keys().len() {
            labels.push(block.track.clone().unwrap_or_default());
        }
        Ok(labels)
    }

    /// The lines from the best score down: page by page, down each part and on to the right, or row by row.
    fn in_order<'l>(&self, lines: &'l [Line<'a>]) -> Result<Vec<Scored<'l>>> {
        let mut down: Vec<&Line<'a>> = lines.iter().collect();
        down.sort_by_key(|line| (line.page, line.block, line.row));
        let found = self.falling(&down);
        if found.is_err() {
            let mut across: Vec<&Line<'a>> = lines.iter().collect();
            across.sort_by_key(|line| (line.row, line.block));
            if let Ok(across) = self.falling(&across) {
                return Ok(across);
            }
        }
        found
    }

    fn falling<'l>(&self, lines: &[&'l Line<'a>]) -> Result<Vec<Scored<'l>>> {
        let mut found: Vec<Scored<'l>> = Vec::with_capacity(lines.len());
        for line in lines {
            let column = self.columns.blocks[line.block].score;
            let previous = found.last().map(|last| last.low);
            let text = &line.cells[column];
            let (low, high) = scores(text, previous, self.options).ok_or_else(|| Error::BadCell {
                place: self.at(line.row, column),
                found: text.clone(),
                expected: Text::new(
                    "分数、分数段（689-750）、689及以上或 220以下",
                    "a score, a range (689-750), 689及以上 or 220以下",
                ),
            })?;
            if let Some(previous) = previous.filter(|previous| high >= *previous) {
                let place = self.at(line.row, column);
                return Err(broken(place, shown(high), format!("< {}", shown(previous))));
            }
            found.push(Scored { line, low, high });
        }
        Ok(found)
    }

    fn number(&self, line: &Line<'_>, column: Option<usize>) -> Result<Option<u64>> {
        let Some(column) = column else { return Ok(None) };
        let text = &line.cells[column];
        let bad = || Error::BadCell {
            place: self.at(line.row, column),
            found: text.clone(),
            expected: Text::new("人数（整数；无人写 0）", "a count of candidates (0 where there is nobody)"),
        };
        count(text).map(Some).ok_or_else(bad)
    }

    /// The rows with the counts that are believed, each contradiction a finding.
    fn held(&self, lines: &[Scored<'_>], report: &mut Report) -> Result<Vec<ScoreTableRow>> {
        let believe = self.options.believe.unwrap_or(Believe::Cumulative);
        let mut rows: Vec<ScoreTableRow> = Vec::with_capacity(lines.len() + 1);
        let (mut sum, mut above): (u64, Option<u64>) = (0, None);
        for scored in lines {
            let line = scored.line;
            let block = &self.columns.blocks[line.block];
            let (stated, cumulative) =
                (self.number(line, block.count)?, self.number(line, block.cumulative)?);
            if let (Some(cumulative), Some(above), Some(column)) = (cumulative, above, block.cumulative)
                && cumulative < above
            {
                return Err(broken(self.at(line.row, column), cumulative.to_string(), format!("≥ {above}")));
            }
            if rows.is_empty()
                && let Some(hidden) = self.not_published(lines, stated, cumulative, believe)
            {
                report.find(
                    line.row,
                    block.cumulative.map(|at| self.column(at)).as_ref(),
                    Cause::TopNotPublished,
                );
                sum = hidden.count;
                above = Some(hidden.count);
                rows.push(hidden);
            }
            let derived = cumulative.map(|cumulative| cumulative - above.unwrap_or(0));
            let count = match (stated, derived, believe) {
                (Some(stated), _, Believe::Count) | (Some(stated), None, _) => stated,
                (_, Some(derived), _) => derived,
                (None, None, _) => 0,
            };
            sum = sum.saturating_add(count);
            match believe {
                Believe::Cumulative if stated.is_some_and(|stated| stated != count) => {
                    report.find(
                        line.row,
                        block.count.map(|at| self.column(at)).as_ref(),
                        Cause::CountDiffers,
                    );
                }
                Believe::Count
                    if stated.is_some() && cumulative.is_some_and(|cumulative| cumulative != sum) =>
                {
                    let column = block.cumulative.map(|at| self.column(at));
                    report.find(line.row, column.as_ref(), Cause::CumulativeDiffers);
                }
                _ => {}
            }
            above = cumulative.or(above);
            let high = self.open_end(scored, rows.is_empty() && stated.is_none(), line, block, report);
            rows.push(ScoreTableRow { low: scored.low, high, count, cumulative, row: line.row });
        }
        Ok(rows)
    }

    /// Without counts, the first row stands for its score and, for all that is published, any above it.
    fn open_end(
        &self,
        scored: &Scored<'_>,
        first_without_count: bool,
        line: &Line<'_>,
        block: &Block,
        report: &mut Report,
    ) -> Rational {
        let top = of_total(&self.options.full_marks).unwrap_or(Rational::from_integer(NO_END));
        if !first_without_count || scored.low != scored.high || scored.high >= top {
            return scored.high;
        }
        report.find(line.row, block.cumulative.map(|at| self.column(at)).as_ref(), Cause::TopNotPublished);
        top
    }

    /// The candidates above the first row, where its cumulative count holds more than its own and the full mark
    /// leaves room for them.
    fn not_published(
        &self,
        lines: &[Scored<'_>],
        stated: Option<u64>,
        cumulative: Option<u64>,
        believe: Believe,
    ) -> Option<ScoreTableRow> {
        let first = lines.first()?;
        let count =
            cumulative?.checked_sub(stated?).filter(|count| *count > 0 && believe != Believe::Count)?;
        let finest =
            lines.iter().map(|line| decimals_of(line.low).max(decimals_of(line.high))).max().unwrap_or(0);
        let low = first.high + Scale::of_decimals(finest).step();
        let high = of_total(&self.options.full_marks).unwrap_or(Rational::from_integer(NO_END));
        let row = ScoreTableRow { low, high, count, cumulative: Some(count), row: first.line.row };
        Some(row).filter(|row| row.low <= row.high)
    }
}
