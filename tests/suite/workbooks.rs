//! Workbooks and archives: the same content gives the same records and findings in whatever it is wrapped.

use std::io::Write;
use std::path::{Path, PathBuf};

use edugauge::error::{ContainerProblem, Error, Result};
use edugauge::intake::{Cause, NonData, ReadOptions, Report, read_scores, read_scores_columns, read_table};
use edugauge::records::{Mark, Records};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::support::frame;

/// The rows of `tests/golden/workbooks/make.py`.
const EXPORT: &str = "2024年期末考试成绩,,,,,,\n\
    准考证号,姓名,学校,班级,语文,数学,总分\n\
    0101,张三,第一中学,1,90,85.5,175.5\n\
    0102,李㐀,第一中学,1,缺考,88,88\n\
    0201,王𠮷,第二中学,2,72,,72\n\
    0202,赵，六,第二 中学,2,78分,８５,163\n\
    合计,,,,162,258.5,498.5\n";

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/workbooks").join(name)
}

fn read(path: &Path) -> Result<(Records, Report)> {
    read_scores(path, &ReadOptions::default(), None)
}

fn written(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

type Account = (u64, Vec<(u64, Cause)>, Vec<(u64, NonData)>, Vec<(u64, Option<String>, Cause)>);

/// What a report says of rows and cells, whatever the file was.
fn account(report: &Report) -> Account {
    let column = |f: &edugauge::intake::Finding| f.column.as_ref().map(|column| column.letters());
    let findings = report.findings.iter().filter(|f| f.cause != Cause::SheetChosen);
    (
        report.accepted,
        report.rejected.iter().map(|r| (r.row, r.cause)).collect(),
        report.non_data.to_vec(),
        // That a sheet was chosen is said of the workbook, not of its rows.
        findings.map(|f| (f.row, column(f), f.cause)).collect(),
    )
}

#[test]
fn one_content_in_every_wrapping() {
    let (_folder, path) = written("a.csv", EXPORT.as_bytes());
    let (records, report) = read(&path).unwrap();
    assert_eq!(records.scores[1].marks, [Mark::Scored, Mark::Scored, Mark::Blank, Mark::Scored]);
    assert_eq!((report.accepted, report.count(edugauge::intake::Severity::CellInvalid)), (4, 1));
    let gb = encoding_rs::GB18030.encode(EXPORT).0.into_owned();
    let utf16: Vec<u8> =
        b"\xFF\xFE".iter().copied().chain(EXPORT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let wrapped = [
        ("gb.csv", gb.clone()),
        ("utf16.csv", utf16),
        ("a.zip", zipped(&[("成绩.csv", &gb), ("__MACOSX/._成绩.csv", b"x")])),
        ("b.zip", zipped(&[("scores.xlsx", &std::fs::read(golden("scores.xlsx")).unwrap())])),
    ];
    for (name, bytes) in wrapped {
        let (_folder, path) = written(name, &bytes);
        let (other, other_report) = read(&path).unwrap();
        assert_eq!((&other, account(&other_report)), (&records, account(&report)), "{name}");
    }
    for name in ["scores.xlsx", "scores.ods", "scores.xls"] {
        let (other, other_report) = read(&golden(name)).unwrap();
        assert_eq!((&other, account(&other_report)), (&records, account(&report)), "{name}");
        assert_eq!(
            (other_report.sheet.as_deref(), other_report.header_row),
            (Some("成绩"), Some(2)),
            "{name}"
        );
    }
}

#[test]
fn a_frame_of_the_same_content_says_the_same() {
    let (_folder, path) = written("a.csv", EXPORT.as_bytes());
    let (records, report) = read(&path).unwrap();
    let (_, table) = EXPORT.split_once('\n').unwrap();
    let frame = frame(table);
    let (other, other_report) = read_scores_columns(&frame, &ReadOptions::default()).unwrap();
    assert_eq!((&other.keys, &other.scores), (&records.keys, &records.scores));
    assert!(other.rows.iter().map(|row| row + 2).eq(records.rows.iter().copied()));
    // Row 1 of a frame is its first row of data, which is row 3 of the file.
    let moved = |(accepted, rejected, non_data, findings): Account| {
        (
            accepted,
            rejected.into_iter().map(|(row, cause)| (row + 2, cause)).collect(),
            non_data.into_iter().map(|(row, reason)| (row + 2, reason)).collect(),
            findings.into_iter().map(|(row, column, cause)| (row + 2, column, cause)).collect(),
        )
    };
    assert_eq!(moved(account(&other_report)), account(&report));
}

/// A workbook whose sheets hold these rows; cells that are numbers are written as numbers.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Workbook {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row as u32, column as u16, number).unwrap(),
                    Err(_) => sheet.write_string(row as u32, column as u16, *cell).unwrap(),
                };
            }
        }
    }
    workbook
}

fn read_workbook(workbook: &mut Workbook, options: &ReadOptions) -> Result<(Records, Report)> {
    let (_folder, path) = written("a.xlsx", &workbook.save_to_buffer().unwrap());
    read_scores(&path, options, None)
}

fn sheet(name: &str) -> ReadOptions {
    ReadOptions { sheet: Some(name.to_owned()), ..ReadOptions::default() }
}

const SCORES: &[&[&str]] = &[&["考号", "语文"], &["01x", "90"], &["02x", "80"]];

#[test]
fn the_sheet_is_chosen_by_its_content_or_named() {
    let codes: &[&[&str]] = &[&["学校代码", "学校名称"], &["041", "一中"]];
    let mut one = workbook(&[("代码", codes), ("成绩", SCORES)]);
    let (records, report) = read_workbook(&mut one, &ReadOptions::default()).unwrap();
    assert_eq!((records.len, report.sheet.as_deref()), (2, Some("成绩")));
    let mut two = workbook(&[("1班", SCORES), ("2班", &SCORES[..2])]);
    let refused = read_workbook(&mut two, &ReadOptions::default()).unwrap_err();
    assert!(matches!(&refused, Error::WhichSheet { asked: None, choices, .. } if *choices == ["1班", "2班"]));
    assert_eq!(read_workbook(&mut two, &sheet("2班")).unwrap().0.len, 1);
    let refused = read_workbook(&mut two, &sheet("3班")).unwrap_err();
    assert!(matches!(refused, Error::WhichSheet { asked: Some(_), .. }));
}

#[test]
fn cells_that_are_no_text_are_told_apart() {
    let mut workbook = workbook(&[(
        "a",
        &[
            &["考号", "学校代码", "班级", "语文"],
            &["1", "41", "", "90"],
            &["2", "41", "", "80"],
            &["3", "041x", "", "70"],
        ],
    )]);
    let sheet = workbook.worksheet_from_index(0).unwrap();
    let date = Format::new().set_num_format("m\"月\"d\"日\"");
    sheet.write_datetime_with_format(1, 2, ExcelDateTime::from_ymd(2024, 1, 2).unwrap(), &date).unwrap();
    // A result of sums that a double holds as 175.79999999999998.
    sheet.write_formula(2, 3, Formula::new("=90.3+85.5").set_result("175.79999999999998")).unwrap();
    sheet.write_formula(3, 3, Formula::new("=SUM(A1)").set_result("")).unwrap();
    let (records, report) = read_workbook(&mut workbook, &ReadOptions::default()).unwrap();
    let found: Vec<(Cause, u64, u64)> =
        report.grouped().iter().map(|group| (group.cause, group.count, group.first_row)).collect();
    assert!(
        found.contains(&(Cause::NumericCode, 3, 2)) && found.contains(&(Cause::NumericCode, 2, 2)),
        "{found:?}"
    );
    assert!(found.contains(&(Cause::DateForText, 1, 2)), "{found:?}");
    assert_eq!(records.scores[0].ticks[..2], [900, 1758]);
    assert_eq!(records.key("class").unwrap().labels[0], "2024-01-02");
}

#[test]
fn a_formula_without_a_result_is_no_blank() {
    let xml = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>考号</t></is></c><c r="B1" t="inlineStr"><is><t>语文</t></is></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><t>01</t></is></c><c r="B2"><f>40+50</f></c></row></sheetData></worksheet>"#;
    let (_folder, path) = written("a.xlsx", &with_sheet(xml));
    let (records, report) = read(&path).unwrap();
    assert_eq!(records.scores[0].marks, [Mark::Invalid]);
    assert_eq!((report.findings[0].row, report.findings[0].cause), (2, Cause::NotComputed));
}

/// The smallest workbook around the XML of a sheet.
fn with_sheet(xml: &str) -> Vec<u8> {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    let book = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let rels = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let root = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/worksheets/sheet1.xml", xml.as_bytes()),
    ])
}

#[test]
fn a_workbook_that_refers_to_others_says_so() {
    let xml = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>考号</t></is></c><c r="B1" t="inlineStr"><is><t>语文</t></is></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><t>01</t></is></c><c r="B2"><f>[1]a!B2</f><v>90</v></c></row></sheetData></worksheet>"#;
    let plain = with_sheet(xml);
    let mut archive = zip::ZipWriter::new_append(std::io::Cursor::new(plain.clone())).unwrap();
    archive
        .start_file("xl/externalLinks/externalLink1.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    archive.write_all(b"<externalLink/>").unwrap();
    let linked = archive.finish().unwrap().into_inner();
    for (bytes, told) in [(plain, false), (linked, true)] {
        let (_folder, path) = written("a.xlsx", &bytes);
        let (records, report) = read(&path).unwrap();
        assert_eq!(records.scores[0].ticks, [90]);
        assert_eq!(report.findings.iter().any(|f| f.cause == Cause::OtherWorkbooks), told);
    }
}

#[test]
fn a_bomb_is_refused_by_its_measure() {
    let (_folder, path) = written("bomb.xlsx", &with_sheet(&" ".repeat(80 << 20)));
    let packed = std::fs::metadata(&path).unwrap().len();
    let refused = read(&path).unwrap_err();
    let Error::Container { problem: ContainerProblem::Bomb { found, packed: told, .. }, .. } = refused else {
        panic!("{refused}")
    };
    assert!(found >= 80 << 20 && told == packed && packed < 1 << 20);
}

#[test]
fn an_archive_that_declares_less_than_it_holds_is_refused() {
    let text = format!("考号,语文\n{}", "1,90\n".repeat(1000));
    let mut bytes = zipped(&[("a.csv", text.as_bytes())]);
    // The uncompressed size in the central directory: 24 bytes behind its signature.
    let central = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[central + 24..central + 28].copy_from_slice(&10u32.to_le_bytes());
    let (_folder, path) = written("a.zip", &bytes);
    assert!(matches!(read(&path), Err(Error::Container { .. })));
}

#[test]
fn empty_styled_columns_cost_nothing_and_far_cells_are_refused() {
    let styled: String = (0..1_000_000).map(|_| r#"<c s="0"/>"#).collect();
    let xml = |cells: &str| {
        format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>语文</t></is></c></row><row r="2"><c r="A2"><v>90</v></c>{cells}</row></sheetData></worksheet>"#
        )
    };
    let (_folder, path) = written("a.xlsx", &with_sheet(&xml(&styled)));
    assert_eq!(read(&path).unwrap().0.scores[0].ticks, [90]);
    let far = xml(r#"</row><row r="1048576"><c r="XFD1048576"><v>1</v></c>"#);
    let (_folder, path) = written("a.xlsx", &with_sheet(&far));
    assert!(matches!(read(&path), Err(Error::LimitExceeded { .. })));
}

#[test]
fn what_cannot_be_read_says_why() {
    let problem = |bytes: &[u8]| {
        let (_folder, path) = written("a.xlsx", bytes);
        match read(&path).unwrap_err() {
            Error::Container { problem, .. } => problem,
            other => panic!("{other}"),
        }
    };
    for name in ["protected.xlsx", "protected.xls", "protected.ods"] {
        let bytes = std::fs::read(golden(name)).unwrap();
        assert_eq!(problem(&bytes), ContainerProblem::Protected, "{name}");
    }
    // An archive under a password says so in the flags of its entries: 6 bytes behind the signature of the entry,
    // 8 behind that of the directory.
    let mut locked = zipped(&[("a.csv", "考号,语文\n1,90\n".as_bytes())]);
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = locked.windows(4).position(|four| four == signature).unwrap();
        locked[at + flags] |= 1;
    }
    assert_eq!(problem(&locked), ContainerProblem::Protected);
    let whole = std::fs::read(golden("scores.xlsx")).unwrap();
    assert!(matches!(problem(&whole[..whole.len() / 2]), ContainerProblem::Broken { .. }));
    let old = std::fs::read(golden("scores.xls")).unwrap();
    assert!(matches!(problem(&old[..600]), ContainerProblem::Broken { .. }));
    assert_eq!(problem(b"<html><table><tr><td>1</td></tr></table></html>"), ContainerProblem::Html);
    assert_eq!(problem(&zipped(&[])), ContainerProblem::Hollow);
    assert_eq!(problem(&Workbook::new().save_to_buffer().unwrap()), ContainerProblem::Hollow);
}

#[test]
fn an_archive_of_several_files_asks_which() {
    let bytes = zipped(&[("a.csv", b"\xd3\xef\n90\n"), ("b.csv", "语文\n80\n".as_bytes())]);
    let (_folder, path) = written("a.zip", &bytes);
    let refused = read(&path).unwrap_err();
    assert!(matches!(&refused, Error::WhichSheet { choices, .. } if *choices == ["a.csv", "b.csv"]));
    assert_eq!(read_scores(&path, &sheet("b.csv"), None).unwrap().0.scores[0].ticks, [80]);
}

#[test]
fn small_tables_come_from_workbooks_too() {
    let rows: &[&[&str]] = &[&["学校名单"], &["学校代码", "学校\n名称"], &["041x", "第一\n中学"]];
    let mut book = workbook(&[("a", rows)]);
    let (_folder, path) = written("a.xlsx", &book.save_to_buffer().unwrap());
    let (table, report) = read_table(&path, &ReadOptions::default()).unwrap();
    assert_eq!(
        (table.headers, table.rows),
        (
            vec!["学校代码".to_owned(), "学校名称".to_owned()],
            vec![vec!["041x".to_owned(), "第一\n中学".to_owned()]]
        )
    );
    assert_eq!((report.physical_rows, table.row_numbers), (3, vec![3]));
}

#[test]
fn garbled_headers_are_told_with_the_encoding_mistaken() {
    let garbled = encoding_rs::GB18030.decode("考号,学校,数学,总分\n".as_bytes()).0.into_owned();
    let (_folder, path) = written("a.csv", format!("{garbled}1,x,2,3\n").as_bytes());
    let refused = read(&path).unwrap_err();
    let Error::Mojibake { read_as, written_in, .. } = refused else { panic!("{refused}") };
    assert_eq!((read_as, written_in), ("gb18030", "UTF-8"));
}
