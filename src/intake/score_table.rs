//! Published tables of scores (一分一段表): score or range of scores, candidates in it, candidates down to it.

use std::io::Read;
use std::path::Path;

use num_traits::Zero;

use super::ReadOptions;
use super::container::holds_others;
use super::dialect::HEADER_ROWS;
use super::report::Report;
use super::small_table::read_table;
use super::source::Source;
use super::text::{header_key, narrow};
use crate::error::{Error, Place, Result};
use crate::lang::Text;
use crate::number::{Decimal, Rational, Scale, decimals_of, round_half_up};
use crate::records::{Mark, SmallTable, Subject};
use crate::subjects::{TOTAL, find_subject};
use crate::tally::{Distribution, Group, Tally};

/// A row of a score table; `low = high` except where the row stands for a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreTableRow {
    pub low: Rational,
    /// For `689及以上` the full mark of the total if it is given, else `low`.
    pub high: Rational,
    /// Candidates with these scores.
    pub count: u64,
    /// Candidates with these or higher scores, as published.
    pub cumulative: Option<u64>,
    /// The physical row in the file.
    pub row: u64,
}

/// Reads a score table and holds it to its own numbers: scores fall from row to row, and the counts add up to
/// the cumulative counts.
///
/// # Errors
/// [`Error::ScoreTableBroken`] at the first row that contradicts; a missing column; a cell that is no number.
pub fn read_score_table(path: &Path, options: &ReadOptions) -> Result<Vec<ScoreTableRow>> {
    let (table, report) = read_table(path, options)?;
    score_table_of(&table, &report, options)
}

/// How much of a file is looked at to tell a score table from a list of candidates.
const LOOKED_AT: u64 = 64 << 10;

/// Whether a file is a published score table: one of its first rows names a score column and a count column.
/// A file that cannot be read is none; whoever reads it next says why.
pub fn is_score_table(path: &Path, options: &ReadOptions) -> bool {
    if holds_others(path) {
        let table = read_table(path, options);
        return table.is_ok_and(|(table, _)| columns(&table, &Place::default(), options).is_ok());
    }
    let Some(start) = first_lines(path) else { return false };
    let Ok(source) = Source::from_bytes(start, path.display().to_string(), options.encoding) else {
        return false;
    };
    let named = |field: &str, header: &str| {
        options.columns.iter().any(|(key, word)| word == field && header_key(key) == header)
    };
    let text = source.encoding.decode(&source.bytes);
    text.lines().take(HEADER_ROWS as usize).any(|line| {
        let cells: Vec<String> = line.split([',', '\t', ';', '|']).map(header_key).collect();
        let has = |field: &str, words: &[&str]| {
            cells.iter().any(|cell| words.contains(&cell.as_str()) || named(field, cell))
        };
        has("score", SCORE) && has("count", COUNT)
    })
}

/// The first lines of a regular file, whole ones only: a cut may fall inside a character.
fn first_lines(path: &Path) -> Option<Vec<u8>> {
    let file = std::fs::File::open(Some(path).filter(|path| path.is_file())?).ok()?;
    let mut bytes = Vec::new();
    file.take(LOOKED_AT).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 == LOOKED_AT {
        let line_end = memchr::memrchr(b'\n', &bytes)?;
        // In UTF-16LE the line end has a second byte.
        let wide = bytes.starts_with(b"\xff\xfe");
        bytes.truncate(line_end + 1 + usize::from(wide));
    }
    Some(bytes)
}

const SCORE: &[&str] = &["分数", "成绩", "分数段", "分段", "分值", "总分", "score", "scores"];
const COUNT: &[&str] = &["人数", "本段人数", "本分人数", "同分人数", "段内人数", "count", "n"];
const CUMULATIVE: &[&str] = &["累计人数", "累计", "合计人数", "cumulative", "cumulativecount"];

struct Columns {
    score: usize,
    count: usize,
    cumulative: Option<usize>,
}

fn columns(table: &SmallTable, place: &Place, options: &ReadOptions) -> Result<Columns> {
    let named = |field: &str| {
        let named = options.columns.iter().find(|(_, word)| word.as_str() == field)?;
        table.headers.iter().position(|header| header_key(header) == header_key(named.0))
    };
    let known = |words: &[&str]| table.headers.iter().position(|h| words.contains(&header_key(h).as_str()));
    let missing = |column: &str| Error::ColumnNotFound {
        place: place.clone(),
        column: column.to_owned(),
        available: table.headers.clone(),
        suggestion: None,
    };
    Ok(Columns {
        score: named("score").or_else(|| known(SCORE)).ok_or_else(|| missing("分数"))?,
        count: named("count").or_else(|| known(COUNT)).ok_or_else(|| missing("人数"))?,
        cumulative: named("cumulative").or_else(|| known(CUMULATIVE)),
    })
}

/// The rows of a table already read.
pub(super) fn score_table_of(
    table: &SmallTable,
    report: &Report,
    options: &ReadOptions,
) -> Result<Vec<ScoreTableRow>> {
    let place = Place::file(&table.file);
    let broken =
        |place: Place, found: String, expected: String| Error::ScoreTableBroken { place, found, expected };
    if let Some(rejected) = report.rejected.first() {
        let width = format!("{} ▢", table.headers.len());
        return Err(broken(place.at_row(rejected.row), rejected.cause.code().to_owned(), width));
    }
    let columns = columns(table, &place, options)?;
    let at = |row: u64, column: usize| place.clone().at_row(row).at_column(column, &table.headers[column]);
    let mut rows: Vec<ScoreTableRow> = Vec::with_capacity(table.rows.len());
    let mut sum: u64 = 0;
    for (cells, row) in table.rows.iter().zip(&table.row_numbers) {
        let previous = rows.last().map(|last| last.low);
        let (low, high) = scores(&cells[columns.score], previous, options)
            .ok_or_else(|| bad_score(at(*row, columns.score), &cells[columns.score]))?;
        if let Some(previous) = previous.filter(|previous| high >= *previous) {
            return Err(broken(at(*row, columns.score), shown(high), format!("< {}", shown(previous))));
        }
        let count = whole(&cells[columns.count], at(*row, columns.count))?;
        sum = sum.saturating_add(count);
        let cumulative = match columns.cumulative {
            Some(column) => Some(whole(&cells[column], at(*row, column))?),
            None => None,
        };
        if let (Some(cumulative), Some(column)) = (cumulative, columns.cumulative)
            && cumulative != sum
        {
            return Err(broken(at(*row, column), cumulative.to_string(), sum.to_string()));
        }
        rows.push(ScoreTableRow { low, high, count, cumulative, row: *row });
    }
    if rows.is_empty() { Err(Error::Empty { place }) } else { Ok(rows) }
}

/// The tally of a score table: the candidates of one subject (the total), with the year and any other labels
/// that the caller knows. A top or bottom row that stands for several scores stays an open bucket.
///
/// # Errors
/// A range of scores elsewhere than at the two ends.
pub fn score_table_tally(rows: &[ScoreTableRow], labels: &[(&str, &str)], file: &str) -> Result<Tally> {
    let finest = rows.iter().flat_map(|row| [row.low, row.high]).map(decimals_of).max().unwrap_or(0);
    let scale = Scale::of_decimals(finest);
    let ticks = |score: Rational| scale.ticks_at_least(score);
    let last = rows.len().saturating_sub(1);
    let mut counts: Vec<(i64, u64)> = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate().rev() {
        if row.low != row.high && at != 0 && at != last {
            return Err(Error::ScoreTableBroken {
                place: Place::file(file).at_row(row.row),
                found: format!("{}-{}", shown(row.low), shown(row.high)),
                expected: shown(row.low),
            });
        }
        let counted_at = if at == last && at != 0 { row.high } else { row.low };
        if row.count > 0 || row.low != row.high {
            counts.push((ticks(counted_at), row.count));
        }
    }
    let open_end = |row: Option<&ScoreTableRow>, end: fn(&ScoreTableRow) -> Rational| {
        row.filter(|row| row.low != row.high).map(|row| ticks(end(row)))
    };
    let top = open_end(rows.first(), |row| row.high);
    let bottom = open_end(rows.last().filter(|_| last > 0), |row| row.low);
    let distribution = Distribution::new(counts, [0; Mark::COUNT]).with_open_ends(top, bottom);
    Ok(Tally {
        keys: labels.iter().map(|(key, _)| (*key).to_owned()).collect(),
        subjects: vec![Subject { id: TOTAL.to_owned(), full_mark: None, scale }],
        groups: vec![Group {
            labels: labels.iter().map(|(_, label)| (*label).to_owned()).collect(),
            distributions: vec![distribution],
        }],
    })
}

fn bad_score(place: Place, found: &str) -> Error {
    let expected = Text::new(
        "分数、分数段(689-750)、689及以上或 220以下",
        "a score, a range (689-750), 689及以上 or 220以下",
    );
    Error::BadCell { place, found: found.to_owned(), expected }
}

fn shown(score: Rational) -> String {
    round_half_up(score, decimals_of(score))
}

fn whole(text: &str, place: Place) -> Result<u64> {
    let number = narrow(text).parse().ok();
    number.ok_or_else(|| Error::BadCell {
        place,
        found: text.to_owned(),
        expected: Text::new("人数(整数)", "a count of candidates"),
    })
}

/// The lowest and the highest score that a cell stands for.
fn scores(text: &str, previous: Option<Rational>, options: &ReadOptions) -> Option<(Rational, Rational)> {
    let text: String = narrow(text).chars().filter(|c| !c.is_whitespace() && *c != '分').collect();
    let number =
        |text: &str| Some(Decimal::parse(text.as_bytes())?.to_rational()).filter(|n| *n >= Rational::zero());
    let of_total = |map: &std::collections::BTreeMap<String, Rational>| {
        map.iter().find(|(subject, _)| find_subject(subject) == Some(TOTAL)).map(|(_, value)| *value)
    };
    if let Some(low) = ["及以上", "以上"].iter().find_map(|ending| text.strip_suffix(ending)) {
        let low = number(low)?;
        return Some((low, of_total(&options.full_marks).unwrap_or(low).max(low)));
    }
    if let Some(high) = text.strip_suffix("及以下") {
        return Some((Rational::zero(), number(high)?));
    }
    if let Some(high) = text.strip_suffix("以下") {
        let high = number(high)?;
        // Where the row above already holds this score, 以下 leaves it out.
        let step = of_total(&options.steps).unwrap_or_else(|| Rational::from_integer(1));
        let high = if previous == Some(high) { high - step } else { high };
        return Some((Rational::zero(), high)).filter(|_| high >= Rational::zero());
    }
    if let Some((one, other)) = text.split_once(['-', '—', '–', '~', '至']) {
        let (one, other) = (number(one)?, number(other)?);
        return Some((one.min(other), one.max(other)));
    }
    number(&text).map(|score| (score, score))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, previous: Option<i128>) -> Option<(i128, i128)> {
        let previous = previous.map(Rational::from_integer);
        let (low, high) = scores(text, previous, &ReadOptions::default())?;
        Some((low.to_integer(), high.to_integer()))
    }

    #[test]
    fn scores_and_ranges() {
        assert_eq!(of("600", None), Some((600, 600)));
        assert_eq!(of("689-750", None), Some((689, 750)));
        assert_eq!(of("750 — 689分", None), Some((689, 750)));
        assert_eq!(of("689分及以上", None), Some((689, 689)));
        assert_eq!(of("220以下", Some(220)), Some((0, 219)));
        assert_eq!(of("220以下", Some(221)), Some((0, 220)));
        assert_eq!(of("-5", None), None);
        assert_eq!(of("高分", None), None);
    }
}
