//! Files as people make them with office programs: what can be read is read with a finding, the rest is refused with
//! what it really is. Every expected number follows from the text written here.

use std::path::{Path, PathBuf};

use edugauge::error::{ContainerProblem, Error, Result};
use edugauge::intake::{Cause, ReadOptions, Report, read_scores, read_table};
use edugauge::lang::Lang;
use edugauge::records::Records;

fn read(text: &str) -> (Records, Report) {
    let file = crate::support::written(text);
    read_scores(file.path(), &ReadOptions::default(), None).unwrap()
}

fn causes(report: &Report) -> Vec<(Cause, u64, u64)> {
    report.grouped().iter().map(|group| (group.cause, group.count, group.first_row)).collect()
}

/// A delimiter at the end of every row but the header, as some programs write it.
#[test]
fn rows_with_empty_cells_beyond_the_header_are_refused() {
    // 语文 may be what stands between 考号 and 数学 in another file: then every score would be of the wrong subject.
    let (records, report) = read("考号,语文,数学\n1,90,80,,\n2,91,缺考,,\n3,92,82,,\n");
    assert_eq!((records.len, report.accepted), (0, 0));
    assert_eq!(causes(&report), [(Cause::LongRow, 3, 2), (Cause::SurplusCells, 1, 1)]);
}

#[test]
fn a_row_as_wide_as_the_header_is_read_beside_those_that_are_wider() {
    let (records, report) = read("考号,语文,数学\n1,90,80,\n2,91,81,补考\n3,92,82,\n4,83,84\n5,94,84,\n");
    assert_eq!(records.len, 1);
    assert_eq!(causes(&report), [(Cause::LongRow, 4, 2), (Cause::SurplusCells, 1, 1)]);
}

#[test]
fn surplus_cells_of_some_rows_are_as_before() {
    // Half of the rows are as wide as the header.
    let (records, report) = read("考号,语文\n1,90,\n2,91\n3,92,\n4,93\n");
    assert_eq!(records.len, 2);
    assert_eq!(causes(&report), [(Cause::LongRow, 2, 2)]);
}

#[test]
fn a_table_of_any_columns_refuses_them_too() {
    let file = crate::support::written("code,count\na,1,\nb,2,\n");
    let (table, report) = read_table(file.path(), &ReadOptions::default()).unwrap();
    assert_eq!((table.headers.len(), table.rows.len()), (2, 0));
    assert_eq!(causes(&report), [(Cause::LongRow, 2, 2), (Cause::SurplusCells, 1, 1)]);
}

#[test]
fn dates_in_the_column_of_ids_are_told() {
    let (records, report) = read("考号,语文\n2024/3/1,90\n3月2日,91\n20240303,92\n");
    assert_eq!(records.len, 3);
    assert_eq!(causes(&report), [(Cause::DateForText, 2, 2)]);
}

fn named(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// What the file is said to be, by both ways of reading.
fn foreign(path: &Path) -> String {
    let said = |read: Result<()>| match read.unwrap_err() {
        Error::Container { problem: ContainerProblem::Foreign { what }, .. } => what.get(Lang::En).to_owned(),
        other => panic!("{other}"),
    };
    let scores = said(read_scores(path, &ReadOptions::default(), None).map(|_| ()));
    assert_eq!(said(read_table(path, &ReadOptions::default()).map(|_| ())), scores);
    scores
}

#[test]
fn what_is_no_table_is_said_to_be_what_it_is() {
    // The beginnings are those of the formats' own descriptions.
    for (name, bytes, expected) in [
        ("成绩.pdf", &b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"[..], "a PDF"),
        ("scores.csv", b"%PDF-1.4\n1,2\n3,4\n", "a PDF"),
        ("scan.png", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0", "a picture"),
        ("photo.csv", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0", "a picture"),
        ("a.csv", b"Rar!\x1A\x07\x01\0", "an archive other than zip (rar, 7z, gz, xz)"),
        (
            "old.dbf",
            b"\x03\x18\x06\x01\x28\0\0\0\x41\0\x1E\0",
            "the file of a database (dBase, Access, SQLite)",
        ),
        (
            "~$成绩.xlsx",
            b"\x05zhang        ",
            "the temporary file that Office keeps beside one that is open (~$…)",
        ),
    ] {
        let (_folder, path) = named(name, bytes);
        assert_eq!(foreign(&path), expected, "{name}");
    }
    let document =
        crate::workbooks::zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    let (_folder, path) = named("成绩.xlsx", &document);
    assert_eq!(foreign(&path), "a Word document");
    let (_folder, path) = named("a.zip", &crate::workbooks::zipped(&[("scan.pdf", b"%PDF-1.4\n")]));
    assert_eq!(foreign(&path), "a PDF");
}

#[test]
fn a_file_without_candidates_stops_a_run() {
    for text in ["考号,语文\n", "考号,语文\n备注：,\n"] {
        let file = crate::support::written(text);
        let path = file.path().to_str().unwrap();
        for command in ["check", "compute subject_mean"] {
            let args: Vec<&str> = command.split(' ').chain([path]).collect();
            let outcome = crate::support::edugauge(&args);
            assert_eq!(outcome.code, 3, "{command}: {}{}", outcome.out, outcome.err);
            assert!((outcome.out + &outcome.err).contains("EG-103"), "{command}");
        }
    }
    let (_folder, path) = named("a.csv", b"\r\n  \r\n\r\n");
    let read = read_scores(&path, &ReadOptions::default(), None);
    assert!(matches!(read, Err(Error::Empty { .. })));
}
