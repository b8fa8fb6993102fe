//! Files made to do harm: each is refused within seconds, within bounded memory, without a word of the libraries'
//! panics, in a process of its own that a fault would end.

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::repository;
use crate::workbooks::zipped;
use crate::xlsb;

const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 10 });

/// What `edugauge check` says of a file, with so much memory.
struct Said {
    code: Option<i32>,
    text: String,
    took: Duration,
}

/// The address space of a process holds its program and the stacks of its threads too.
fn check(path: &Path, megabytes: u64) -> Said {
    let program = format!("ulimit -v {}; exec \"$0\" \"$@\"", megabytes * 1024);
    let mut command = Command::new("sh");
    command.args(["-c", &program, env!("CARGO_BIN_EXE_edugauge"), "--lang", "en", "--threads", "1", "check"]);
    command.arg(path).env("MALLOC_ARENA_MAX", "1").stdout(Stdio::piped()).stderr(Stdio::piped());
    let began = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut pipes = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let text = std::thread::spawn(move || {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        pipes.0.read_to_end(&mut out).unwrap();
        pipes.1.read_to_end(&mut err).unwrap();
        [String::from_utf8_lossy(&out), String::from_utf8_lossy(&err)].concat()
    });
    let mut code = None;
    while began.elapsed() < LIMIT {
        if let Some(status) = child.try_wait().unwrap() {
            code = status.code();
            break;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    // One that has ended is not there to be killed.
    let _ = child.kill();
    let _ = child.wait();
    Said { code, text: text.join().unwrap(), took: began.elapsed() }
}

/// Refused as an input that cannot be read, with the code of a limit or of a broken container.
#[track_caller]
fn refused(name: &str, bytes: &[u8], codes: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let said = check(&path, 200);
    assert_eq!(said.code, Some(3), "{name} after {:?}: {}", said.took, said.text);
    assert!(codes.iter().any(|code| said.text.contains(code)), "{name}: {}", said.text);
    assert!(!said.text.contains("panicked"), "{name}: {}", said.text);
}

/// The parts of an archive.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |at| {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (String::from_utf8_lossy(part.name_raw()).into_owned(), bytes)
    };
    (0..archive_len(bytes)).map(part).collect()
}

fn archive_len(bytes: &[u8]) -> usize {
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().len()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let options = zip::write::SimpleFileOptions::default();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name.as_str(), options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn golden(name: &str) -> Vec<u8> {
    std::fs::read(repository("tests/golden/workbooks").join(name)).unwrap()
}

/// Where the scores of the golden workbook are.
const SCORES_SHEET: &str = "xl/worksheets/sheet2.xml";

/// A golden workbook with a part of it written anew, or one more.
fn with_part(name: &str, part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = parts(&golden(name));
    if !parts.iter().any(|(other, _)| other == part) {
        parts.push((part.to_owned(), Vec::new()));
    }
    let (_, bytes) = parts.iter_mut().find(|(other, _)| other == part).unwrap();
    *bytes = change(std::str::from_utf8(bytes).unwrap()).into_bytes();
    packed(&parts)
}

#[test]
fn shared_texts_that_are_declared_but_not_there() {
    for declared in
        ["uniqueCount=\"4294967295\"", "uniqueCount='99999999'", "uniqueCount =\n\"18446744073709551615\""]
    {
        let texts = format!(
            "<?xml version=\"1.0\"?><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" {declared}>\
             <si><t>a</t></si></sst>"
        );
        let bytes = with_part("scores.xlsx", "xl/sharedStrings.xml", |_| texts.clone());
        refused("strings.xlsx", &bytes, &["EG-114"]);
    }
    // A comment longer than what is looked at together does not hide it.
    let hidden = format!("<!--{}--><sst uniqueCount=\"4294967295\"></sst>", "x".repeat(200_000));
    refused(
        "hidden.xlsx",
        &with_part("scores.xlsx", "xl/sharedStrings.xml", |_| hidden.clone()),
        &["EG-114"],
    );
}

/// A megabyte that names one sheet 200,000 times: looking for each among all took minutes.
#[test]
fn very_many_sheets_that_are_one() {
    let bytes = with_part("scores.xlsx", "xl/workbook.xml", |text| {
        let from = text.find("<sheet ").unwrap();
        let end = from + text[from..].find("/>").unwrap() + 2;
        let name = text[from..end].split("name=\"").nth(1).unwrap().split('"').next().unwrap();
        let more: String =
            (0..200_000).map(|n| text[from..end].replacen(name, &format!("S{n}"), 1)).collect();
        [&text[..end], &more, &text[end..]].concat()
    });
    refused("sheets.xlsx", &bytes, &["EG-114"]);
}

/// A table document of these rows.
fn document(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"a\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    // The kind of document is told by a part that is not compressed.
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("mimetype", stored).unwrap();
    archive.write_all(b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
    for (name, part) in [("META-INF/manifest.xml", "<manifest:manifest/>"), ("content.xml", &content)] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(part.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn cell(repeats: u64, text: &str) -> String {
    format!(
        "<table:table-cell table:number-columns-repeated=\"{repeats}\" office:value-type=\"string\">\
         <text:p>{text}</text:p></table:table-cell>"
    )
}

#[test]
fn repeats_of_a_table_document() {
    let row = |repeats: u64, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{repeats}\">{cells}</table:table-row>")
    };
    let header = row(1, &[cell(1, "考号"), cell(1, "语文")].concat());
    // The rows are repeated, one cell after empty ones is, a long text is, and rows are empty but for their end.
    refused("rows.ods", &document(&(header.clone() + &row(1_000_000, &cell(50, "90")))), &["EG-114"]);
    let wide = "<table:table-cell table:number-columns-repeated=\"16383\"/>".to_owned() + &cell(1, "x");
    refused("wide.ods", &document(&(header.clone() + &row(1_000, &wide))), &["EG-114"]);
    let text = cell(5_000, &"x".repeat(100_000));
    refused("text.ods", &document(&(header.clone() + &row(1, &text))), &["EG-114"]);
    let far = row(1_000_000, "<table:table-cell/>") + &row(1, &cell(40, "90"));
    refused("far.ods", &document(&(header.clone() + &row(1, &cell(1, "1")) + &far)), &["EG-114"]);
    let spaces = |n: u64| cell(1, &format!("x<text:s text:c=\"{n}\"/>"));
    for row_of in [spaces(2_000_000_000), spaces(60_000).repeat(20)] {
        refused("spaces.ods", &document(&(header.clone() + &row(1, &row_of))), &["EG-114"]);
    }
    let empty = "<table:table-cell table:number-columns-repeated=\"16000\"/><table:table-cell/>";
    refused("empty.ods", &document(&(header.clone() + &row(1, empty).repeat(20_000))), &["EG-114", "EG-118"]);
}

/// What office programs write at the end of every sheet is no such thing.
#[test]
fn empty_rows_and_columns_to_the_end_of_the_sheet_are_nothing() {
    let row = [cell(1, "001"), cell(1, "90")].concat()
        + "<table:table-cell table:number-columns-repeated=\"16382\"/>";
    let rows = "<table:table-row>".to_owned()
        + &[cell(1, "考号"), cell(1, "语文")].concat()
        + "</table:table-row>"
        + &format!("<table:table-row>{row}</table:table-row>").repeat(3_000)
        + "<table:table-row table:number-rows-repeated=\"1045575\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ods");
    std::fs::write(&path, document(&rows)).unwrap();
    let read = edugauge::intake::read_table(&path, &edugauge::intake::ReadOptions::default()).unwrap();
    assert_eq!(read.0.rows.len(), 3_000);
}

#[test]
fn a_cell_at_the_far_corner() {
    let far = |sheet: &str| {
        let cell =
            "<row r=\"1048576\"><c r=\"ZZ1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData>";
        sheet.replacen("</sheetData>", cell, 1)
    };
    refused("corner.xlsx", &with_part("scores.xlsx", SCORES_SHEET, far), &["EG-114"]);
}

#[test]
fn one_piece_of_many_megabytes() {
    let long = |sheet: &str| {
        sheet.replacen("<sheetData>", &format!("<x a=\"{}\"/><sheetData>", "y".repeat(40 << 20)), 1)
    };
    refused("piece.xlsx", &with_part("scores.xlsx", SCORES_SHEET, long), &["EG-114"]);
}

#[test]
fn a_record_of_a_binary_workbook_that_is_longer_than_its_part() {
    let mut parts = parts(&xlsb::workbook("考号,语文\n1,90\n"));
    let (_, strings) = parts.iter_mut().find(|(name, _)| name == "xl/sharedStrings.bin").unwrap();
    // Seven bits at a time, four times: 268,435,455 bytes.
    strings.splice(0..0, [0x9F, 0x01, 0xFF, 0xFF, 0xFF, 0x7F]);
    refused("record.xlsb", &packed(&parts), &["EG-114"]);
}

/// The table of sectors of an old workbook, with a chain that leads back to its beginning.
#[test]
fn an_old_workbook_whose_sectors_go_round_in_a_circle() {
    let mut bytes = golden("scores.xls");
    let at = |bytes: &[u8], place: usize| u32::from_le_bytes(bytes[place..place + 4].try_into().unwrap());
    let size = 1usize << u16::from_le_bytes(bytes[30..32].try_into().unwrap());
    let (directory, table) = (at(&bytes, 48), at(&bytes, 76));
    let entry = (table as usize + 1) * size + 4 * directory as usize;
    bytes[entry..entry + 4].copy_from_slice(&directory.to_le_bytes());
    refused("circle.xls", &bytes, &["EG-118"]);
}

#[test]
fn an_archive_of_very_many_files_and_one_that_unfolds_to_very_much() {
    let names: Vec<String> = (0..10_001).map(|number| format!("{number}.csv")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"a\n1\n"[..])).collect();
    refused("many.zip", &zipped(&many), &["EG-114"]);
    refused("bomb.zip", &zipped(&[("a.csv", &vec![b'0'; 80 << 20])]), &["EG-118"]);
}

/// Numbers that come one after the other from a seed (splitmix64).
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "255",
    "65536",
    "1048577",
    "2147483648",
    "4294967295",
    "9223372036854775807",
    "1e308",
    "",
    "x",
];

/// Changes some bytes, or a number, or takes out, doubles or moves a piece.
fn mutated(bytes: &mut Vec<u8>, drawn: &mut Drawn) {
    if bytes.is_empty() {
        return;
    }
    let at = drawn.below(bytes.len());
    let end = (at + 1 + drawn.below(64)).min(bytes.len());
    match drawn.below(6) {
        0 => bytes[at] = drawn.below(256) as u8,
        1 => drop(bytes.drain(at..end)),
        2 => {
            let piece = bytes[at..end].repeat(1 + drawn.below(200));
            bytes.splice(at..at, piece);
        }
        3 => {
            let value = *drawn.of(&[0, 1, 0x7F, 0x80, 0xFF]);
            bytes[at..end].fill(value);
        }
        4 => bytes.truncate(at),
        _ => {
            // The number that is next, as text; none in a part without digits.
            let Some(from) = bytes[at..].iter().position(u8::is_ascii_digit).map(|found| at + found) else {
                return;
            };
            let digits = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            bytes.splice(from..from + digits, drawn.of(NUMBERS).bytes());
        }
    }
}

#[test]
fn mutated_workbooks_and_archives_end_nothing_but_themselves() {
    let count: usize = std::env::var("EDUGAUGE_MUTATIONS").map_or(100, |count| count.parse().unwrap());
    let csv = "考号,学校,语文\n1,甲,90\n2,乙,缺考\n".as_bytes();
    let seeds: [(&str, Vec<u8>); 5] = [
        ("a.xlsx", golden("scores.xlsx")),
        ("a.ods", golden("scores.ods")),
        ("a.xls", golden("scores.xls")),
        ("a.xlsb", xlsb::workbook("考号,姓名,语文\n1,张三,90\n2,李四,85.5\n")),
        ("a.zip", zipped(&[("a.csv", csv)])),
    ];
    let folder = tempfile::tempdir().unwrap();
    for number in 0..count {
        let mut drawn = Drawn(number as u64);
        let (name, bytes) = &seeds[number % seeds.len()];
        let mut bytes = bytes.clone();
        let changes = 1 + drawn.below(4);
        if name.ends_with("xls") || drawn.below(3) == 0 {
            (0..changes).for_each(|_| mutated(&mut bytes, &mut drawn));
        } else {
            let mut parts = parts(&bytes);
            for _ in 0..changes {
                let at = drawn.below(parts.len());
                mutated(&mut parts[at].1, &mut drawn);
            }
            bytes = packed(&parts);
        }
        let path = folder.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        let said = check(&path, 1024);
        let kept = || {
            let kept = std::env::temp_dir().join(format!("edugauge-mutation-{number}-{name}"));
            std::fs::write(&kept, &bytes).unwrap();
            kept
        };
        assert!(
            matches!(said.code, Some(0..=3)) && !said.text.contains("panicked"),
            "mutation {number} ({}) ended with {:?} after {:?}: {}",
            kept().display(),
            said.code,
            said.took,
            said.text
        );
    }
}
