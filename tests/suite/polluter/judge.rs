//! Holds what the readers deliver to what can be right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use edugauge::error::Error;
use edugauge::intake::{ReadOptions, Report, TableRow, each_row, read_scores};
use edugauge::number::{Decimal, plain};
use edugauge::records::{Mark, Records};

use super::files::Polluted;

/// Rows counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Rows that could be right.
    pub could: usize,
    /// Rows that are.
    pub right: usize,
    /// Delivered, among no reading that is right, without a finding.
    pub wrong: usize,
    /// Neither delivered nor rejected.
    pub lost: usize,
    /// The whole file was refused.
    pub refused: usize,
}

impl Verdict {
    pub fn add(&mut self, other: &Verdict) {
        self.could += other.could;
        self.right += other.right;
        self.wrong += other.wrong;
        self.lost += other.lost;
        self.refused += other.refused;
    }

    fn of(file: &Polluted) -> Verdict {
        Verdict { could: file.right.iter().filter(|row| !row.is_empty()).count(), ..Verdict::default() }
    }
}

#[track_caller]
fn refused(file: &Polluted, fault: &Error) -> Verdict {
    let at_fault = matches!(fault, Error::RowsLost { .. } | Error::Internal { .. });
    assert!(!at_fault, "{}: {fault}", file.name);
    Verdict { refused: 1, ..Verdict::of(file) }
}

/// Candidates whose rows are neither delivered nor, by their number, among the rejected.
fn lost(file: &Polluted, report: &Report, delivered: &dyn Fn(usize) -> bool) -> usize {
    let rejected: BTreeSet<u64> = report.rejected.iter().map(|rejected| rejected.row).collect();
    let is_lost = |(row, lines): &(usize, std::ops::Range<u64>)| {
        !delivered(*row) && !lines.clone().any(|line| rejected.contains(&line))
    };
    file.physical().iter().filter(|entry| is_lost(entry)).count()
}

/// The reader of tables of any columns: cells as they are.
pub fn judge_table(file: &Polluted, path: &Path) -> Verdict {
    let mut delivered: Vec<Vec<String>> = Vec::new();
    let report = each_row(path, &ReadOptions::default(), &mut |row| {
        if let TableRow::Data { cells, .. } = row {
            delivered.push(cells.iter().map(|cell| cell.to_string()).collect());
        }
        true
    });
    let report = match report {
        Ok(report) => report,
        Err(fault) => return refused(file, &fault),
    };
    let readings: Vec<&[Vec<String>]> = file.right.iter().map(Vec::as_slice).collect();
    let (verdict, taken) = matched(file, &readings, &file.also_right, &delivered, |one, other| one == other);
    Verdict { lost: lost(file, &report, &|row| taken[row]), ..verdict }
}

/// Pairs what was delivered with the rows that it may be; what is left over is wrong.
fn matched<T>(
    file: &Polluted,
    readings: &[&[T]],
    also: &[T],
    delivered: &[T],
    same: impl Fn(&T, &T) -> bool,
) -> (Verdict, Vec<bool>) {
    let mut taken = vec![false; readings.len()];
    let mut also_taken = vec![false; also.len()];
    let mut verdict = Verdict::of(file);
    for row in delivered {
        let free = |at: &usize| !taken[*at] && readings[*at].iter().any(|reading| same(reading, row));
        if let Some(at) = (0..readings.len()).find(free) {
            taken[at] = true;
            verdict.right += 1;
        } else if let Some(at) = (0..also.len()).find(|at| !also_taken[*at] && same(&also[*at], row)) {
            also_taken[at] = true;
        } else {
            verdict.wrong += 1;
        }
    }
    (verdict, taken)
}

/// What a row of scores says: keys and, by subject, the score or the mark.
#[derive(Clone, Debug, PartialEq)]
struct Candidate {
    /// Expected: the cell as it is written; delivered: the label.
    keys: BTreeMap<String, String>,
    scores: BTreeMap<String, Cell>,
}

/// Of each cell of a key that was not kept as it is written, what the report lists that it was made.
type Listed = BTreeMap<String, String>;

#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Score(String),
    Mark(Mark),
}

/// The reader of scores. A cell that is a finding agrees with any.
pub fn judge_scores(file: &Polluted, path: &Path) -> Verdict {
    let (records, report) = match read_scores(path, &ReadOptions::default(), None) {
        Ok(read) => read,
        Err(fault) => return refused(file, &fault),
    };
    let expected = |rows: &Vec<Vec<String>>| rows.iter().map(|row| candidate(&file.header, row)).collect();
    let readings: Vec<Vec<Candidate>> = file.right.iter().map(expected).collect();
    let slices: Vec<&[Candidate]> = readings.iter().map(Vec::as_slice).collect();
    let also: Vec<Candidate> = expected(&file.also_right);
    let delivered: Vec<Candidate> = (0..records.len).map(|at| delivered(&records, at)).collect();
    let listed: Listed = report.normalised.iter().map(|(_, raw, kept)| (raw.clone(), kept.clone())).collect();
    let same = |expected: &Candidate, delivered: &Candidate| agrees(expected, delivered, &listed);
    let (verdict, taken) = matched(file, &slices, &also, &delivered, same);
    Verdict { lost: lost(file, &report, &|row| taken[row]), ..verdict }
}

fn agrees(expected: &Candidate, delivered: &Candidate, listed: &Listed) -> bool {
    let cell = |(subject, cell): (&String, &Cell)| match (cell, expected.scores.get(subject)) {
        (Cell::Mark(Mark::Invalid), _) => true,
        // A total is the sum of the subjects, or no score where a subject is marked: told in the report.
        (_, None) => subject == "total",
        (Cell::Mark(_), Some(Cell::Score(_))) => subject == "total",
        (cell, Some(expected)) => cell == expected,
    };
    // A label is the cell as it is written, or what the report lists that it was made: width and line ends only.
    let key = |(key, written): (&String, &String)| match delivered.keys.get(key) {
        Some(label) if label == written => true,
        Some(label) => listed.get(written) == Some(label) && *label == plain_label(written),
        None => false,
    };
    expected.keys.len() == delivered.keys.len()
        && expected.keys.iter().all(key)
        && delivered.scores.iter().all(cell)
}

/// What stands in the cells, told here by means of its own.
fn candidate(header: &[String], row: &[String]) -> Candidate {
    let mut candidate = Candidate { keys: BTreeMap::new(), scores: BTreeMap::new() };
    for (header, cell) in header.iter().zip(row) {
        let subject = match header.as_str() {
            "语文" => "chinese",
            "数学" => "mathematics",
            "英语" => "english",
            "物理" => "physics",
            "化学" => "chemistry",
            "生物" => "biology",
            "历史" => "history",
            "地理" => "geography",
            "总分" => "total",
            "学校" | "学校名称" => {
                candidate.keys.insert("school".to_owned(), cell.trim().to_owned());
                continue;
            }
            "班级" => {
                candidate.keys.insert("class".to_owned(), cell.trim().to_owned());
                continue;
            }
            "城乡" => {
                candidate.keys.insert("residence".to_owned(), cell.trim().to_owned());
                continue;
            }
            _ => continue,
        };
        candidate.scores.insert(subject.to_owned(), score(&narrow(cell)));
    }
    candidate
}

/// A label stands on one line.
fn plain_label(text: &str) -> String {
    narrow(text).split('\n').map(str::trim).collect::<Vec<_>>().join(" ")
}

fn narrow(text: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - 0xfee0).unwrap(),
        other => other,
    };
    text.trim().chars().map(plain).collect()
}

fn score(text: &str) -> Cell {
    match text {
        "" => Cell::Mark(Mark::Blank),
        "缺考" => Cell::Mark(Mark::Absent),
        "-" => Cell::Mark(Mark::Blank),
        "违纪" => Cell::Mark(Mark::Violation),
        text => match Decimal::parse(text.as_bytes()).filter(|number| number.mantissa >= 0) {
            Some(number) => Cell::Score(plain(number.to_rational())),
            // Whatever number it was taken for would be wrong.
            None => Cell::Score(format!("no number: {text}")),
        },
    }
}

fn delivered(records: &Records, at: usize) -> Candidate {
    let keys = records.keys.iter().map(|key| (key.name.clone(), key.labels[key.codes[at] as usize].clone()));
    let scores = records.scores.iter().map(|column| {
        let cell = match column.marks[at] {
            Mark::Scored => Cell::Score(plain(column.subject.scale.score(i64::from(column.ticks[at])))),
            mark => Cell::Mark(mark),
        };
        (column.subject.id.clone(), cell)
    });
    Candidate { keys: keys.collect(), scores: scores.collect() }
}
