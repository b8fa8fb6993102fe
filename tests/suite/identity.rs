//! Who is who: repeated candidates and the policy for them, years, full-width ids. Every expected number follows
//! from the text written here.

use std::path::Path;

use edugauge::error::{Error, Result};
use edugauge::intake::{
    Candidates, Cause, Keys, Pace, ReadOptions, Report, Wanted, read_candidates, read_scores_columns,
};
use edugauge::records::{Mark, Records};

use crate::support::{frame, written};

fn options(duplicates: &str) -> ReadOptions {
    let mut options = ReadOptions::default();
    options.policy.set("duplicates", duplicates).unwrap();
    options
}

fn read_at(path: &Path, options: &ReadOptions, pace: Pace) -> Result<Candidates> {
    let wanted = Wanted { counts: Some(Keys::All), records: usize::MAX };
    read_candidates(path, options, &wanted, pace, None)
}

const AT_ONCE: Pace = Pace { threads: 1, block: u64::MAX, whole: u64::MAX };

/// The records and the account, which neither threads nor blocks may change.
fn read(text: &str, options: &ReadOptions) -> Result<(Records, Report)> {
    let file = written(text);
    let read = read_at(file.path(), options, AT_ONCE);
    for (threads, block) in [(1, 16), (3, 16), (2, 50)] {
        let again = read_at(file.path(), options, Pace { threads, block, whole: 0 });
        match (&read, &again) {
            (Ok(read), Ok(again)) => {
                assert_eq!((&again.records, &again.report), (&read.records, &read.report));
                let everybody = |read: &Candidates| read.cube.as_ref().map(|cube| cube.tally(&[]).unwrap());
                assert_eq!(everybody(again), everybody(read));
            }
            (Err(read), Err(again)) => assert_eq!(again.to_string(), read.to_string()),
            _ => panic!("{read:?} is not {again:?}"),
        }
    }
    read.map(|read| (read.records.unwrap_or_default(), read.report))
}

fn rejected(report: &Report) -> Vec<(u64, Cause)> {
    report.rejected.iter().map(|rejected| (rejected.row, rejected.cause)).collect()
}

fn scores(records: &Records, column: usize) -> &[i32] {
    &records.scores[column].ticks
}

/// The same candidates, whose rows are counted from the first below the header.
fn as_of_a_frame(records: &Records) -> Records {
    Records { rows: records.rows.iter().map(|row| row - 1).collect(), ..records.clone() }
}

/// 01 is there three times, with totals of 160, 190 and 190; 02 twice, once absent; 03 once.
const REPEATED: &str = "考号,语文,数学\n01,90,70\n02,缺考,99\n03,50,50\n01,95,95\n02,10,20\n01,91,99\n";

#[test]
fn the_policy_says_which_row_of_a_candidate_counts() {
    let duplicate = Cause::DuplicateCandidate;
    for (word, chinese, left_out) in [
        ("first", &[90, 0, 50][..], [5, 6, 7]),
        ("last", &[50, 10, 91][..], [2, 3, 5]),
        ("best", &[50, 95, 10][..], [2, 3, 7]),
    ] {
        let (records, report) = read(REPEATED, &options(word)).unwrap();
        assert_eq!(scores(&records, 0), chinese, "{word}");
        assert_eq!(rejected(&report), left_out.map(|row| (row, duplicate)), "{word}");
        assert_eq!((report.accepted, report.accounted()), (3, 7));
        // The same of a frame, whose rows are counted from its first candidate.
        let (of_frame, report) = read_scores_columns(&frame(REPEATED), &options(word)).unwrap();
        assert_eq!(of_frame, as_of_a_frame(&records), "{word}");
        assert_eq!(rejected(&report), left_out.map(|row| (row - 1, duplicate)), "{word}");
    }
    let refused = read(REPEATED, &options("refuse")).unwrap_err();
    assert!(matches!(refused, Error::RepeatedCandidates { count: 3, .. }), "{refused}");
    assert!(read_scores_columns(&frame(REPEATED), &options("refuse")).is_err());
}

#[test]
fn the_best_row_is_that_of_the_highest_total() {
    // The file's own total decides; a finer score below does not unsettle the comparison.
    let text = "考号,语文,总分\n1,90,100\n1,80,100.5\n2,1,\n2,2,缺考\n3,7,9.25\n4,5,6\n";
    let (records, report) = read(text, &options("best")).unwrap();
    assert_eq!(scores(&records, 0), [80, 1, 7, 5]);
    assert_eq!(rejected(&report).iter().map(|(row, _)| *row).collect::<Vec<_>>(), [2, 5]);
    // Without a total and with one subject, that subject decides.
    let (records, _) = read("考号,语文\n1,60\n1,61\n", &options("best")).unwrap();
    assert_eq!(scores(&records, 0), [61]);
    // Nobody is repeated: nothing is left out.
    let (records, report) = read("考号,语文\n1,60\n2,61\n", &options("best")).unwrap();
    assert_eq!((records.len, rejected(&report)), (2, Vec::new()));
}

#[test]
fn the_last_row_of_a_long_file_may_count() {
    let text = "考号,科目,成绩\n01,语文,90\n01,语文,80\n01,语文,85\n";
    for (word, score, left_out) in [("first", 90, [3, 4]), ("last", 85, [2, 3]), ("best", 90, [3, 4])] {
        let (records, report) = read(text, &options(word)).unwrap();
        assert_eq!(scores(&records, 0), [score], "{word}");
        let mut rows: Vec<u64> = report.rejected.iter().map(|rejected| rejected.row).collect();
        rows.sort_unstable();
        assert_eq!(rows, left_out, "{word}");
    }
}

#[test]
fn a_candidate_of_another_year_is_another_candidate() {
    let text = "年份,考号,语文\n2023,0101,90\n2024,0101,80\n2024年,0102,70\n２０２４,0101,60\n,0101,50\n";
    let (records, report) = read(text, &ReadOptions::default()).unwrap();
    assert_eq!(rejected(&report), [(5, Cause::DuplicateCandidate)]);
    assert_eq!(scores(&records, 0), [90, 80, 70, 50]);
    let (of_frame, _) = read_scores_columns(&frame(text), &ReadOptions::default()).unwrap();
    assert_eq!(of_frame, as_of_a_frame(&records));
    let long = "年份,考号,科目,成绩\n2023,0101,语文,90\n2024,0101,语文,80\n2024,0101,数学,70\n";
    let (records, report) = read(long, &ReadOptions::default()).unwrap();
    assert_eq!((records.len, rejected(&report)), (2, Vec::new()));
    assert_eq!(records.scores[1].marks, [Mark::Blank, Mark::Scored]);
    // Where the user says the year of all, the column says nothing: ids alone tell candidates apart.
    let year = ReadOptions { year: Some(2024), ..ReadOptions::default() };
    let (records, _) = read("年份,考号,语文\n2023,0101,90\n2024,0101,80\n", &year).unwrap();
    assert_eq!(scores(&records, 0), [90]);
}

#[test]
fn the_width_of_an_id_tells_no_one_apart_and_is_told() {
    let text = "考号,语文\n0101,90\n０１０１,80\nＧ02\u{3000},70\nG02,60\n";
    let long = "考号,科目,成绩\n0101,语文,90\n０１０１,数学,80\nＧ02\u{3000},语文,70\nG02,数学,60\n";
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    let listed = |report: &Report| -> Vec<(String, String)> {
        report.normalised.iter().map(|(_, from, to)| (from.clone(), to.clone())).collect()
    };
    let shapes = [("ｘ00\u{3000}", "x00"), ("００００", "0000")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    let (_, report) = read(text, &ReadOptions::default()).unwrap();
    assert_eq!(rejected(&report), [(3, Cause::DuplicateCandidate), (5, Cause::DuplicateCandidate)]);
    assert_eq!(listed(&report), shapes[..1]);
    let found: Vec<(u64, Cause)> = report.findings.iter().map(|f| (f.row, f.cause)).collect();
    assert_eq!(found, [(4, Cause::IdMadePlain)]);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &gb).unwrap();
    let of_gb = read_at(file.path(), &ReadOptions::default(), AT_ONCE).unwrap();
    assert_eq!((of_gb.report.normalised, of_gb.report.rejected), (report.normalised, report.rejected));
    let (records, report) = read(long, &ReadOptions::default()).unwrap();
    assert_eq!(records.len, 2);
    assert_eq!(scores(&records, 1), [80, 60]);
    let mut both = shapes.to_vec();
    both.sort();
    assert_eq!(listed(&report), both);
    // Excel's damage is seen in any width.
    let (_, report) = read("考号,语文\n１.1E+17,90\n", &ReadOptions::default()).unwrap();
    assert!(report.findings.iter().any(|finding| finding.cause == Cause::DestroyedId));
}
