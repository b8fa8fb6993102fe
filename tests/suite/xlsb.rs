//! Binary workbooks (xlsb): the same rows as CSV give the same records and findings.
//!
//! No free program writes xlsb, so the parts are written here record by record, as [MS-XLSB] has them: 2.1.4 (type,
//! length, bytes), 2.5.168 (XLWideString), 2.5.122 (RkNumber), and the records named below. `scores` is what a CSV
//! of the same cells says, so that a fault of this writer cannot pass for one of the reader's.

use std::path::Path;

use edugauge::error::{ContainerProblem, Error, Result};
use edugauge::intake::{Cause, NonData, ReadOptions, Report, read_scores, read_table};
use edugauge::records::Records;

use crate::workbooks::zipped;

const EXPORT: &str = "2024年期末考试成绩,,,,\n\
    准考证号,姓名,语文,数学,总分\n\
    0101,张三,90,85.5,175.5\n\
    0102,李㐀,缺考,88,88\n\
    0103,王𠮷,72.125,1e2,\n\
    0101,张三,90,85.5,175.5\n\
    合计,,162,258.5,498.5\n";

/// A record: its type and its length in groups of seven bits, then its bytes.
pub fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
    let mut record = match u8::try_from(kind) {
        Ok(low @ ..0x80) => vec![low],
        _ => vec![kind as u8 & 0x7F | 0x80, (kind >> 7) as u8],
    };
    let mut length = bytes.len();
    while length > 0x7F {
        record.push(length as u8 & 0x7F | 0x80);
        length >>= 7;
    }
    record.push(length as u8);
    [&record[..], bytes].concat()
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = (units.len() as u32).to_le_bytes();
    length.into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A cell, as Excel stores it: whole numbers and those of two decimals as RkNumber, others as doubles, texts shared
/// or, where `inline`, within the sheet.
fn cell(column: u32, text: &str, inline: bool, shared: &mut Vec<String>) -> Vec<u8> {
    let place = words(&[column, 0]);
    let is_code = text.len() > 1 && text.starts_with('0');
    match text.parse::<f64>().ok().filter(|_| !is_code) {
        // BrtCellRk: 30 bits, then whether an integer, then whether times 100.
        Some(number) if (number * 100.0).fract() == 0.0 => {
            let hundredth = number.fract() != 0.0;
            let stored = if hundredth { number * 100.0 } else { number } as i32;
            record(0x02, &[place, words(&[(stored << 2) as u32 | 2 | u32::from(hundredth)])].concat())
        }
        // BrtCellReal
        Some(number) => record(0x05, &[place, number.to_le_bytes().to_vec()].concat()),
        // BrtCellSt
        None if inline => record(0x06, &[place, wide(text)].concat()),
        // BrtCellIsst
        None => {
            shared.push(text.to_owned());
            record(0x07, &[place, words(&[shared.len() as u32 - 1])].concat())
        }
    }
}

/// BrtBeginSheet, BrtWsDim, BrtBeginSheetData, the rows behind their BrtRowHdr, and the ends.
fn sheet(rows: &[Vec<&str>], shared: &mut Vec<String>) -> Vec<u8> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(1) as u32;
    let mut part =
        [record(0x81, &[]), record(0x94, &words(&[0, rows.len() as u32 - 1, 0, width - 1]))].concat();
    part.extend(record(0x91, &[]));
    for (at, row) in rows.iter().enumerate() {
        part.extend(record(0x00, &[words(&[at as u32, 0]), vec![0; 9], words(&[0])].concat()));
        let cells = row.iter().enumerate().filter(|(_, text)| !text.is_empty());
        cells.for_each(|(column, text)| part.extend(cell(column as u32, text, at % 2 == 0, shared)));
    }
    [part, record(0x92, &[]), record(0x82, &[])].concat()
}

/// A workbook of one sheet called 成绩, by its parts.
pub fn workbook(text: &str) -> Vec<u8> {
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let mut shared = Vec::new();
    let sheet = sheet(&rows, &mut shared);
    // BrtBeginBook, BrtWbProp, BrtBeginBundleShs, BrtBundleSh, BrtEndBundleShs, BrtCalcProp, BrtEndBook.
    let bundle = [words(&[0, 1]), wide("rId1"), wide("成绩")].concat();
    let book = [
        record(0x83, &[]),
        record(0x99, &[words(&[0, 0]), wide("")].concat()),
        record(0x8F, &[]),
        record(0x9C, &bundle),
        record(0x90, &[]),
        record(0x9D, &[0; 26]),
        record(0x84, &[]),
    ];
    // BrtBeginSst with how many there are, each BrtSSTItem, BrtEndSst.
    let count = shared.len() as u32;
    let items = shared.iter().flat_map(|text| record(0x13, &[vec![0], wide(text)].concat()));
    let strings: Vec<u8> =
        record(0x9F, &words(&[count, count])).into_iter().chain(items).chain(record(0xA0, &[])).collect();
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        Target="worksheets/sheet1.bin"/></Relationships>"#;
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/workbook.bin", &book.concat()),
        ("xl/sharedStrings.bin", &strings),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}

fn scores(name: &str, bytes: &[u8]) -> Result<(Records, Report)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_scores(&path, &ReadOptions::default(), None)
}

#[test]
fn a_binary_workbook_gives_what_the_same_rows_give_as_text() {
    // As Excel shows the number that a CSV has as 1e2.
    let (records, report) = scores("a.csv", EXPORT.replace("1e2", "100").as_bytes()).unwrap();
    let (other, binary) = scores("a.xlsb", &workbook(EXPORT)).unwrap();
    assert_eq!(other, records);
    let account = |report: &Report| {
        let findings: Vec<_> = report.grouped().iter().map(|g| (g.cause, g.count, g.first_row)).collect();
        (report.accepted, report.rejected.clone(), report.non_data.clone(), findings)
    };
    assert_eq!(account(&binary), account(&report));
    // Three of four candidates, the fourth of whom is the first again; a title above, a row of totals below.
    assert_eq!((binary.accepted, binary.physical_rows, binary.preamble), (3, 7, 1));
    assert_eq!(
        binary.rejected.iter().map(|r| (r.row, r.cause)).collect::<Vec<_>>(),
        [(6, Cause::DuplicateCandidate)]
    );
    assert_eq!(binary.non_data, [(7, NonData::TotalRow)]);
    assert_eq!(binary.sheet.as_deref(), Some("成绩"));
}

#[test]
fn numbers_in_a_column_of_ids_are_told_in_a_binary_workbook() {
    let (_, report) = scores("a.xlsb", &workbook("考号,语文\n101,90\n102,91\n")).unwrap();
    let told: Vec<_> = report.grouped().iter().map(|g| (g.cause, g.count, g.first_row)).collect();
    assert_eq!(told, [(Cause::NumericCode, 2, 2)]);
}

#[test]
fn a_binary_workbook_is_a_small_table_too_and_a_cut_one_is_refused() {
    let whole = workbook("学校代码,人数\n041,1200\n");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schools.xlsb");
    std::fs::write(&path, &whole).unwrap();
    let read = |path: &Path| read_table(path, &ReadOptions::default());
    assert_eq!(read(&path).unwrap().0.rows, [["041", "1200"]]);
    std::fs::write(&path, &whole[..whole.len() - 40]).unwrap();
    let broken = |fault| matches!(fault, Error::Container { problem: ContainerProblem::Broken { .. }, .. });
    assert!(read(&path).is_err_and(broken));
}
