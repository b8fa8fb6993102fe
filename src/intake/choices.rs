//! Which columns may hold scores where no header says so, as options that make them columns of scores.

use std::collections::BTreeSet;

use super::findings::Mend;
use super::headers::recognised;
use crate::number::{Decimal, Rational};

/// So many columns are offered.
const OFFERED: usize = 8;
/// Headers of the course in a file of a row per candidate and course.
const COURSES: &[&str] = &["课程", "科目", "學科", "course", "subject"];
/// Headers of its score.
const SCORES: &[&str] = &["成绩", "分", "score", "grade", "mark", "result"];
/// What characters of other writings, which stand in a Chinese header only where its encoding was mistaken, begin and
/// end with: Greek and Cyrillic, signs and frames, kana and bopomofo.
const FOREIGN: &[[char; 2]] = &[['\u{370}', '\u{52f}'], ['\u{2190}', '\u{2bff}'], ['\u{3040}', '\u{312f}']];

/// The options, each of which makes one column a column of scores; in a file of a row per candidate and course, those
/// of the course and of its score.
pub(super) fn choices(headers: &[String], rows: &[&[String]]) -> Vec<String> {
    let named = headers.iter().enumerate().filter(|(_, header)| !header.is_empty());
    let columns: Vec<(&String, Vec<&str>)> = named.map(|(at, header)| (header, filled(at, rows))).collect();
    let line = |header: &str, field: String| Mend::Column { header: header.to_owned(), field }.as_option();
    let scores: Vec<(&String, Rational)> = columns
        .iter()
        .filter(|(header, cells)| !are_ids(header, cells))
        .filter_map(|(header, cells)| Some((*header, highest(cells)?)))
        .collect();
    let course = columns.iter().find(|(header, cells)| is_course(header, cells));
    let graded = scores.iter().filter(|(header, _)| holds(header, SCORES));
    match (course, graded.max_by_key(|(_, highest)| *highest)) {
        (Some((course, _)), Some((score, _))) => {
            vec![line(course, "subject".to_owned()), line(score, "score".to_owned())]
        }
        _ => {
            let unknown = scores.iter().filter(|(header, _)| recognised(std::slice::from_ref(*header)) == 0);
            unknown.take(OFFERED).map(|(header, _)| line(header, format!("subject:{header}"))).collect()
        }
    }
}

/// Whether a text that was read as Chinese holds what Chinese does not.
pub(super) fn is_garbled(text: &str) -> bool {
    text.chars().any(|c| FOREIGN.iter().any(|[from, to]| (*from..=*to).contains(&c)))
}

fn filled<'a>(at: usize, rows: &[&'a [String]]) -> Vec<&'a str> {
    rows.iter().filter_map(|row| row.get(at)).map(String::as_str).filter(|cell| !cell.is_empty()).collect()
}

fn holds(header: &str, words: &[&str]) -> bool {
    let header = header.to_lowercase();
    words.iter().any(|word| header.contains(word))
}

fn is_course(header: &str, cells: &[&str]) -> bool {
    holds(header, COURSES) && cells.iter().all(|cell| number(cell).is_none())
}

/// Whether a column tells persons apart: whole numbers, each once, that the header calls so, that begin with 0, have
/// many digits, or follow each other.
fn are_ids(header: &str, cells: &[&str]) -> bool {
    let values: BTreeSet<u64> = cells.iter().filter_map(|cell| cell.parse().ok()).collect();
    let (Some(lowest), Some(highest)) = (values.first(), values.last()) else { return false };
    if values.len() < cells.len() {
        return false;
    }
    let header = header.to_lowercase();
    let words = header.split(|c: char| !c.is_alphanumeric());
    let is_named = ["号", "编码", "代码"].iter().any(|word| header.contains(word))
        || words
            .into_iter()
            .any(|word| ["id", "no", "nr", "number", "code", "key"].contains(&word) || word.ends_with("id"));
    let padded = cells.iter().any(|cell| cell.len() > 1 && cell.starts_with('0'));
    let follow = cells.len() >= 10 && highest - lowest < 2 * cells.len() as u64;
    is_named || padded || *lowest >= 1000 || follow
}

/// The highest of a column in which half of the cells are numbers, which neither number the rows nor name years or
/// persons.
fn highest(cells: &[&str]) -> Option<Rational> {
    let numbers: Vec<Rational> = cells.iter().filter_map(|cell| number(cell)).collect();
    let values: BTreeSet<Rational> = numbers.iter().copied().collect();
    let (lowest, highest) = (*values.first()?, *values.last()?);
    let whole = |n: usize| Rational::from_integer(n as i128);
    let counts = lowest == whole(1) && highest == whole(values.len()) && values.len() == numbers.len();
    let years = lowest >= whole(1900) && highest < whole(2100) && values.iter().all(Rational::is_integer);
    let is_of_scores = 2 * numbers.len() >= cells.len() && !counts && !years && highest < whole(10_000);
    is_of_scores.then_some(highest)
}

fn number(cell: &str) -> Option<Rational> {
    let plain = cell.trim_end_matches(['%', '％']).replacen(',', ".", 1);
    Decimal::parse(plain.as_bytes()).map(Decimal::to_rational)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &str, rows: &[&str]) -> Vec<String> {
        let cut = |line: &str| line.split(';').map(str::to_owned).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = rows.iter().map(|row| cut(row)).collect();
        choices(&cut(header), &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    #[test]
    fn columns_of_numbers_that_are_neither_numbering_nor_years() {
        let rows = ["1;5;2022;12,5;57%", "2;5;2022;10,75;43%", "3;6;2022;13;SUPP", "4;6;2022;13;1"];
        let found = of("Schueler;class;Jahr;Mathe;Note B", &rows);
        assert_eq!(found, ["--column Mathe=subject:Mathe", "--column \"Note B=subject:Note B\""]);
    }

    #[test]
    fn columns_that_tell_persons_apart_hold_no_scores() {
        let rows = ["10234;007;501;88", "10187;010;504;73", "10399;012;509;88"];
        let found = of("studentid;seat;pass no.;x", &rows);
        assert_eq!(found, ["--column x=subject:x"]);
    }

    #[test]
    fn a_course_and_its_score() {
        let rows = ["7;algebra;4;81", "7;prose;3;72", "9;algebra;4;59"];
        let found = of("who;course title;credit;grade", &rows);
        assert_eq!(found, ["--column \"course title=subject\"", "--column grade=score"]);
    }

    #[test]
    fn kana_and_bopomofo_are_no_chinese() {
        assert!(is_garbled("瓣ゅ") && is_garbled("痁ㄑ") && !is_garbled("得分（满分150）"));
    }
}
