//! One pass over a file: neither threads nor blocks show in anything, and what cannot be read is refused.

use std::fs;
use std::io::Write;
use std::path::Path;

use edugauge::error::{Error, Result};
use edugauge::intake::{
    Candidates, Encoding, Keys, Pace, ReadOptions, Report, TableRow, Wanted, each_row_at, read_candidates,
};
use edugauge::tally::Tally;
use proptest::prelude::*;

use crate::support::written;

fn wanted() -> Wanted {
    Wanted { counts: Some(Keys::All), records: usize::MAX }
}

fn read(path: &Path, pace: Pace) -> Result<Candidates> {
    read_candidates(path, &ReadOptions::default(), &wanted(), pace, None)
}

type Rows = Vec<(u64, Vec<String>)>;

/// The rows of a table of any columns.
fn table(path: &Path, pace: Pace) -> Result<(Rows, Report)> {
    let mut rows = Rows::new();
    let report = each_row_at(path, &ReadOptions::default(), pace, &mut |row| {
        rows.push(match row {
            TableRow::Header(cells) => (0, cells.to_vec()),
            TableRow::Data { row, cells } => (row, cells.iter().map(|cell| cell.to_string()).collect()),
        });
        true
    })?;
    Ok((rows, report))
}

const AT_ONCE: Pace = Pace { threads: 1, block: u64::MAX, whole: u64::MAX };

/// Rows of every kind that intake knows, right and wrong.
const ROWS: &[&str] = &[
    "2011,0101,甲校,男,90,85.5,",
    "2011,0102,甲校,女,72,66,138",
    "2011,0103,乙校,男,缺考,88,88",
    "2011,G0104,乙校,女,81.25,免考,",
    "2011,0101,甲校,男,1,2,3",
    "2012,0101,乙校,女,61,62,123",
    "2011,０１０１,甲校,男,4,5,9",
    "2011,0105,甲校（东）,男,９０,70,160",
    "2011,0106,甲校（东）,男,50,70,120",
    "2011,\"0107\",\"甲,校\",女,60,61,121",
    "2011,0108,\"丙\n校\",女,62,63,125",
    "2011,0109,\"丙\r\n\"\"校\"\"\n东\",女,62,63,125",
    "2011,0110,\"丁校,男,70,71,141",
    "2011,0111,丁\"校,男,70,71,141",
    "2011,0112,丁校,男,70",
    "2011,0113,丁校,男,70,71,141,9",
    "2011,1.10101E+17,丁校,男,优,7O,-3",
    "2012,0114,,,0,0,0",
    "合计,,,,400,500,900",
    "备注：缺考以空白表示",
    "torn",
    "",
    ",,,,,,",
    "2011,0115,丁校,'男',70,71,141",
    "年份,考号,学校,性别,语文,数学,总分",
    "2011,12345678901234567890,丁校,男,70,71.125,141.125",
];

fn text() -> impl Strategy<Value = String> {
    let row = (prop::sample::select(ROWS), 0..5usize, prop::sample::select(&["\n", "\r\n", "\r"][..]));
    let with_total = any::<bool>();
    (prop::collection::vec(row, 0..60), with_total, any::<bool>()).prop_map(|(rows, total, open)| {
        let header = "年份,考号,学校,性别,语文,数学,总分";
        let mut text =
            format!("{}\n", if total { header.to_owned() } else { header.replace("总分", "英语") });
        for (row, fresh, end) in rows {
            // Most rows have an id of their own, some repeat one.
            let id = text.len().to_string();
            text += &if fresh > 0 { row.replacen("01", &id, 1) } else { row.to_owned() };
            text += end;
        }
        if open { text.trim_end_matches(['\n', '\r']).to_owned() } else { text }
    })
}

fn same(left: &Candidates, right: &Candidates) -> std::result::Result<(), TestCaseError> {
    prop_assert_eq!(&left.report, &right.report);
    prop_assert_eq!(&left.records, &right.records);
    for keys in [&[][..], &["school"], &["sex", "year"]] {
        let [ours, theirs] = [left, right].map(|read| read.cube.as_ref().unwrap().tally(keys).unwrap());
        prop_assert_eq!(&ours, &theirs);
        prop_assert_eq!(&ours, &Tally::count(left.records.as_ref().unwrap(), keys).unwrap());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    /// Also that counting and keeping candidates come to the same tally.
    #[test]
    fn blocks_and_threads_show_nowhere(
        text in text(), block in 1..200u64, threads in prop::sample::select(&[1usize, 2, 8][..]), gb in any::<bool>(),
    ) {
        let bytes = if gb { encoding_rs::GB18030.encode(&text).0.into_owned() } else { text.clone().into_bytes() };
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), bytes).unwrap();
        let whole = read(file.path(), AT_ONCE).unwrap();
        let parts = read(file.path(), Pace { threads, block, whole: 0 }).unwrap();
        same(&whole, &parts)?;
        let memory = read(file.path(), Pace { threads, block, whole: u64::MAX }).unwrap();
        same(&whole, &memory)?;
        let rows = |pace| table(file.path(), pace).map_err(|fault| fault.to_string());
        prop_assert_eq!(rows(Pace { threads, block, whole: 0 }), rows(AT_ONCE));
    }

    /// Two exports in one file, a cut character, foreign bytes: the same refusal, at the same place.
    #[test]
    fn a_refusal_is_the_same_in_blocks(
        first in text(), second in text(), kind in 0..5usize, cut in 0..3usize, block in 1..300u64,
    ) {
        let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
        let mut bytes = match kind {
            0 => [first.as_bytes(), b"\n", &gb(&second)].concat(),
            1 => [&gb(&first), &b"\n"[..], second.as_bytes()].concat(),
            2 => [first.as_bytes(), b"\n1,\xFF\xFF\n", second.as_bytes()].concat(),
            3 => [&gb(&first), &b"\n1,\xFF\xFF\n"[..]].concat(),
            _ => [first.as_bytes(), "\n2011,甲".as_bytes()].concat(),
        };
        bytes.truncate(bytes.len() - cut);
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), bytes).unwrap();
        let whole = read(file.path(), AT_ONCE).map_err(|fault| fault.to_string());
        let parts = read(file.path(), Pace { threads: 2, block, whole: 0 }).map_err(|fault| fault.to_string());
        prop_assert_eq!(whole.map(|read| read.report), parts.map(|read| read.report));
        let rows = |pace| table(file.path(), pace).map_err(|fault| fault.to_string());
        prop_assert_eq!(rows(Pace { threads: 1, block, whole: 0 }), rows(AT_ONCE));
    }
}

#[test]
fn what_is_no_file_of_rows_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(read(folder.path(), AT_ONCE), Err(Error::Unreadable { .. })));
    assert!(matches!(table(folder.path(), AT_ONCE), Err(Error::Unreadable { .. })));
    let empty = written("");
    for whole in [0, u64::MAX] {
        let pace = Pace { threads: 2, block: 100, whole };
        assert!(matches!(read(empty.path(), pace), Err(Error::Empty { .. })));
        assert!(matches!(table(empty.path(), pace), Err(Error::Empty { .. })));
    }
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if made.is_ok_and(|status| status.success()) {
        assert!(matches!(read(&pipe, AT_ONCE), Err(Error::Unreadable { .. })));
        assert!(matches!(table(&pipe, AT_ONCE), Err(Error::Unreadable { .. })));
    }
}

#[test]
fn a_hundred_thousand_columns_are_refused() {
    let header: Vec<String> = (0..100_000).map(|column| format!("题{column}")).collect();
    let file = written(&format!("考号,总分,{}\n1,2\n", header.join(",")));
    for whole in [0, u64::MAX] {
        let pace = Pace { threads: 2, block: 1 << 16, whole };
        let refused = read(file.path(), pace);
        assert!(matches!(refused, Err(Error::LimitExceeded { .. })), "{refused:?}");
        assert!(matches!(table(file.path(), pace), Err(Error::LimitExceeded { .. })));
    }
}

#[test]
fn a_cell_that_fills_the_file_is_refused_with_its_row() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"\xE8\x80\x83\xE5\x8F\xB7,math\n1,50\n2,").unwrap();
    for _ in 0..20 {
        file.write_all(&vec![b'9'; 1 << 20]).unwrap();
    }
    file.write_all(b"\n3,60\n").unwrap();
    file.flush().unwrap();
    let refused = read(file.path(), Pace { threads: 2, block: 1 << 20, whole: 0 }).unwrap_err();
    let Error::LimitExceeded { place, .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(place.row, Some(3));
}

/// Five gibibytes of which nearly all are a hole: refused at the line that does not end, not read through.
#[cfg(unix)]
#[test]
fn a_huge_hole_is_refused_at_once() {
    let file = written("考号,math\n1,50\n");
    fs::OpenOptions::new().write(true).open(file.path()).unwrap().set_len(5 << 30).unwrap();
    for refused in
        [read(file.path(), Pace::default()).map(drop), table(file.path(), Pace::default()).map(drop)]
    {
        let Err(Error::LimitExceeded { place, .. }) = &refused else { panic!("{refused:?}") };
        assert_eq!(place.row, Some(3));
    }
}

#[test]
fn a_cell_of_more_than_a_mebibyte_costs_its_row() {
    let long = "9".repeat((1 << 20) + 1);
    let file = written(&format!("考号,math\n1,50\n2,{long}\n3,60\n"));
    let read = read(file.path(), Pace { threads: 2, block: 1 << 16, whole: 0 }).unwrap();
    assert_eq!((read.report.accepted, read.report.rejected[0].row), (2, 3));
}

#[test]
fn a_file_that_grows_while_it_is_read_is_refused() {
    // Progress is told every mebibyte.
    let file = written(&format!("考号,math\n{}", "1,50\n".repeat(400_000)));
    let grow =
        |_| fs::OpenOptions::new().append(true).open(file.path()).unwrap().write_all(b"2,60\n").unwrap();
    let pace = Pace { threads: 1, block: 1 << 10, whole: 0 };
    let refused = read_candidates(file.path(), &ReadOptions::default(), &wanted(), pace, Some(&grow));
    assert!(matches!(refused, Err(Error::FileChanged { .. })), "growing: {:?}", refused.err());
    let shrink = |_| fs::OpenOptions::new().write(true).open(file.path()).unwrap().set_len(2_000).unwrap();
    let refused = read_candidates(file.path(), &ReadOptions::default(), &wanted(), pace, Some(&shrink));
    assert!(matches!(refused, Err(Error::FileChanged { .. })), "shrinking: {:?}", refused.err());
}

/// Ticks of 0.01 step over a wide range, marks beyond 16 bits: whatever the counter does with them, it must be
/// what counting the records finds.
#[test]
fn counts_of_unusual_scores_are_those_of_the_records() {
    let mut text = "考号,学校,math,total\n".to_owned();
    for row in 0..3_000u32 {
        let school = row % 5;
        let math =
            if row < 1_500 { format!("{}", row % 90) } else { format!("{}.{:03}", row % 900, row % 7) };
        text += &format!("{row},s{school},{math},{}\n", u64::from(row) * 700);
    }
    let file = written(&text);
    let read = read(file.path(), Pace { threads: 2, block: 4_000, whole: 0 }).unwrap();
    let cube = read.cube.unwrap();
    for keys in [&[][..], &["school"]] {
        assert_eq!(cube.tally(keys).unwrap(), Tally::count(read.records.as_ref().unwrap(), keys).unwrap());
    }
    assert_eq!(read.report.encoding, Encoding::Utf8);
}
