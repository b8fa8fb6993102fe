//! Reading files: every expected number follows from the bytes written here or from a published table.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use edugauge::error::{Error, Result};
use edugauge::intake::{
    Cause, Encoding, NonData, ReadOptions, Report, Severity, read_score_table, read_scores, read_table,
};
use edugauge::number::Rational;
use edugauge::records::{Mark, Records};
use proptest::prelude::*;

fn written(bytes: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    file
}

fn read_with(bytes: &[u8], options: &ReadOptions) -> Result<(Records, Report)> {
    read_scores(written(bytes).path(), options, None)
}

fn read(bytes: &[u8]) -> (Records, Report) {
    read_with(bytes, &ReadOptions::default()).unwrap()
}

fn numbers(pairs: &[(&str, Rational)]) -> BTreeMap<String, Rational> {
    pairs.iter().map(|(subject, number)| ((*subject).to_owned(), *number)).collect()
}

fn whole(number: i128) -> Rational {
    Rational::from_integer(number)
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

/// Title, header, three candidates, a row of totals.
const EXPORT: &str = "2024年期末考试成绩\r\n\
    准考证号,姓名,学校,班级,语文,数学,总分\r\n\
    0101,张三,第一中学,1,90,85.5,175.5\r\n\
    0102,李㐀,第一中学,1,缺考,88,88\r\n\
    0201,王𠮷,第二中学,2,72,,72\r\n\
    合计,,,,162,173.5,335.5\r\n";

fn assert_export(records: &Records, report: &Report) {
    assert_eq!((report.physical_rows, report.preamble, report.header_row), (6, 1, Some(2)));
    assert_eq!((report.accepted, report.rejected.len()), (3, 0));
    assert_eq!(report.non_data, [(6, NonData::TotalRow)]);
    assert_eq!(records.key("school").unwrap().labels, ["第一中学", "第二中学"]);
    assert_eq!(records.key("school").unwrap().codes, [0, 0, 1]);
    assert_eq!(records.key_names(), ["school", "class"]);
    // Ticks of one point, of a tenth (85.5) and of a tenth (175.5).
    let ticks: Vec<&[i32]> = records.scores.iter().map(|column| &column.ticks[..]).collect();
    assert_eq!(ticks, [&[90, 0, 72][..], &[855, 880, 0], &[1755, 0, 720]]);
    let marks: Vec<&[Mark]> = records.scores.iter().map(|column| &column.marks[..]).collect();
    assert_eq!(marks[0], [Mark::Scored, Mark::Absent, Mark::Scored]);
    assert_eq!(marks[1], [Mark::Scored, Mark::Scored, Mark::Blank]);
    // The second candidate missed a subject, so the 88 beside it is no total; the third did not take one.
    assert_eq!(marks[2], [Mark::Scored, Mark::Absent, Mark::Scored]);
    assert_eq!(report.totals_made_absent, 1);
    assert_eq!(report.marks_seen, BTreeMap::from([("缺考".to_owned(), 1)]));
}

#[test]
fn one_export_in_every_encoding() {
    let utf16 = |start: &[u8], unit: fn(u16) -> [u8; 2]| {
        start.iter().copied().chain(EXPORT.encode_utf16().flat_map(unit)).collect::<Vec<u8>>()
    };
    for (bytes, encoding) in [
        (gb18030(EXPORT), Encoding::Gb18030),
        ([b"\xEF\xBB\xBF", EXPORT.as_bytes()].concat(), Encoding::Utf8),
        (EXPORT.as_bytes().to_vec(), Encoding::Utf8),
        (utf16(b"\xFF\xFE", u16::to_le_bytes), Encoding::Utf16Le),
        (utf16(b"\xFE\xFF", u16::to_be_bytes), Encoding::Utf16Be),
    ] {
        let (records, report) = read(&bytes);
        assert_eq!(report.encoding, encoding);
        assert_export(&records, &report);
    }
}

#[test]
fn every_delimiter_in_both_encodings() {
    for delimiter in ["\t", ";", "|"] {
        let text = EXPORT.replace(',', delimiter);
        for bytes in [gb18030(&text), text.into_bytes()] {
            let (records, report) = read(&bytes);
            assert_eq!(report.delimiter, delimiter.chars().next());
            assert_export(&records, &report);
        }
    }
}

#[test]
fn line_ends_of_every_kind() {
    for end in ["\n", "\r"] {
        let (records, report) = read(EXPORT.replace("\r\n", end).as_bytes());
        assert_export(&records, &report);
    }
}

#[test]
fn an_encoding_may_be_named_and_is_then_held_to() {
    let options = |name| ReadOptions { encoding: Encoding::parse(name), ..ReadOptions::default() };
    let (records, report) = read_with(&gb18030(EXPORT), &options("gbk")).unwrap();
    assert_export(&records, &report);
    let refused = read_with(&gb18030(EXPORT), &options("utf-8"));
    // 2024 is ASCII; 年 in GB18030 begins at byte 4 and is not UTF-8.
    assert!(matches!(refused, Err(Error::Encoding { offset: 4, .. })));
}

#[test]
fn bytes_of_no_encoding_are_refused_with_their_place() {
    let refused = read_with(b"id,math\n1,\xFF\xFF\n", &ReadOptions::default());
    let Err(Error::Encoding { offset, place, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!((offset, place.row), (10, Some(2)));
}

#[test]
fn short_and_long_rows_are_rejected_never_padded() {
    let (records, report) = read(b"id,chinese,math\n1,90,80\n2,70\n3,60,50,\n4,55,45\n");
    let rejected: Vec<(u64, Cause)> = report.rejected.iter().map(|r| (r.row, r.cause)).collect();
    assert_eq!(rejected, [(3, Cause::ShortRow), (4, Cause::LongRow)]);
    assert_eq!(records.scores[0].ticks, [90, 55]);
}

fn thousand_rows(damage: &[(usize, &str)]) -> (Records, Report) {
    let mut text = "id,name,math\n".to_owned();
    for row in 0..1000 {
        match damage.iter().find(|(at, _)| *at == row) {
            Some((_, line)) => text += line,
            None => text += &format!("{row},n{row},50\n"),
        }
    }
    read(text.as_bytes())
}

#[test]
fn one_stray_quote_costs_one_line() {
    // Row 10 of the data is physical row 12.
    let (records, report) = thousand_rows(&[(10, "10,\"n10,50\n")]);
    assert_eq!(records.len, 999);
    assert_eq!((report.rejected[0].row, report.rejected[0].cause), (12, Cause::UnclosedQuote));
    let (records, report) = thousand_rows(&[(10, "10,n\"10,50\n")]);
    assert_eq!((records.len, report.rejected[0].cause), (999, Cause::MisplacedQuote));
}

#[test]
fn two_stray_quotes_cost_two_lines_unless_they_make_one_cell() {
    let (records, _) = thousand_rows(&[(10, "10,\"n10,50\n"), (13, "13,\"n13,50\n")]);
    assert_eq!(records.len, 998);
    // Here the four lines are also one record whose cell holds line ends: which, nobody can tell.
    let (records, report) = thousand_rows(&[(10, "10,\"n10,50\n"), (13, "13,n13\",50\n")]);
    let rejected: Vec<(u64, Cause)> = report.rejected.iter().map(|r| (r.row, r.cause)).collect();
    assert_eq!((records.len, rejected), (996, (12..16).map(|row| (row, Cause::UnclearQuote)).collect()));
    // Farther apart than any cell is long, they are two stray quotes.
    let (records, report) = thousand_rows(&[(10, "10,\"n10,50\n"), (110, "110,n110\",50\n")]);
    assert_eq!((records.len, report.rejected.len()), (998, 2));
}

#[test]
fn a_row_torn_in_its_first_or_last_cell_is_not_taken_for_whole() {
    let (records, report) = read(b"id,name,math\n1,a,80\n2,b,7\n5\n3,c,60\n4,d,50\n");
    let rejected: Vec<(u64, Cause)> = report.rejected.iter().map(|r| (r.row, r.cause)).collect();
    let beside = |row| (row, Cause::BesidePiece);
    assert_eq!(rejected, [beside(3), (4, Cause::ShortRow), beside(5)]);
    assert_eq!(records.scores[0].ticks, [80, 50]);
}

#[test]
fn a_cell_of_two_lines_is_one_record() {
    let (records, report) = read(b"id,school,math\n1,\"No. 1\nSchool\",80\n2,x,70\n");
    assert_eq!((report.physical_rows, report.continuation, report.accepted), (4, 1, 2));
    assert_eq!(records.scores[0].ticks, [80, 70]);
}

#[test]
fn doubtful_cells_are_findings_and_never_numbers() {
    let text =
        "考号,数学\n1,101\n2,优\n3,72.345\n4,-1\n5,78分\n6,1O0\n7,90..5\n8,\"1,234\"\n9,８５\n10,72.5\n";
    let options = ReadOptions {
        full_marks: numbers(&[("数学", whole(100))]),
        steps: numbers(&[("mathematics", Rational::new(1, 2))]),
        ..ReadOptions::default()
    };
    let (records, report) = read_with(text.as_bytes(), &options).unwrap();
    let found: Vec<(u64, Cause)> = report.findings.iter().map(|f| (f.row, f.cause)).collect();
    let expected = [
        (2, Cause::OverFullMark),
        (3, Cause::UnknownMark),
        (4, Cause::OffScale),
        (5, Cause::Negative),
        (6, Cause::NotANumber),
        (7, Cause::NotANumber),
        (8, Cause::NotANumber),
        (9, Cause::NotANumber),
        (10, Cause::FullWidthDigits),
    ];
    assert_eq!(found, expected);
    assert_eq!(records.scores[0].ticks, [0, 0, 0, 0, 0, 0, 0, 0, 170, 145]);
    assert_eq!(records.scores[0].marks[..8], [Mark::Invalid; 8]);
    assert_eq!((report.count(Severity::CellInvalid), report.count(Severity::Note)), (8, 1));
    assert_eq!(report.unknown_marks, BTreeMap::from([("优".to_owned(), 1)]));
    let not_numbers = report.grouped().into_iter().find(|g| g.cause == Cause::NotANumber).unwrap();
    assert_eq!((not_numbers.count, not_numbers.first_row), (4, 6));
}

#[test]
fn without_a_declared_step_the_finest_score_tells() {
    let (records, report) = read("考号,数学\n1,72.25\n2,90\n3,80.1234\n4,60.5\n".as_bytes());
    let column = &records.scores[0];
    assert_eq!(column.subject.scale.step(), Rational::new(1, 100));
    assert_eq!(column.ticks, [7225, 9000, 0, 6050]);
    assert_eq!((report.findings[0].row, report.findings[0].cause), (4, Cause::TooManyDecimals));
}

#[test]
fn totals_are_derived_exactly_where_the_file_has_none() {
    let options = ReadOptions {
        full_marks: numbers(&[("chinese", whole(150)), ("math", whole(150))]),
        ..ReadOptions::default()
    };
    let text = "考号,语文,数学\n1,90.5,80.25\n2,缺考,70\n3,60,\n";
    let (records, report) = read_with(text.as_bytes(), &options).unwrap();
    let total = records.scores.last().unwrap();
    assert!(report.total_derived && total.subject.id == "total");
    assert_eq!(total.subject.full_mark, Some(whole(300)));
    // 90.5 + 80.25 = 170.75
    assert_eq!(total.subject.scale.score(i64::from(total.ticks[0])), Rational::new(17075, 100));
    assert_eq!(total.marks, [Mark::Scored, Mark::Absent, Mark::Blank]);
}

#[test]
fn a_repeated_candidate_counts_once() {
    let (records, report) = read(b"id,math\n01,90\n1,80\n01,90\n01,70\n");
    // 01 and 1 are two ids: ids are text.
    assert_eq!(records.scores[0].ticks, [90, 80]);
    let rejected: Vec<(u64, Cause)> = report.rejected.iter().map(|r| (r.row, r.cause)).collect();
    assert_eq!(rejected, [(4, Cause::DuplicateCandidate), (5, Cause::DuplicateCandidate)]);
}

#[test]
fn ids_that_excel_rewrote_are_told_and_reject_nothing() {
    let (records, report) = read(b"id,math\n1.10101E+17,90\n1.10101E+17,80\n");
    assert_eq!(records.len, 2);
    let group = &report.grouped()[0];
    assert_eq!((group.cause, group.count, group.first_row), (Cause::DestroyedId, 2, 2));
}

#[test]
fn ranks_are_no_scores_and_scaled_marks_are_their_own() {
    let (records, report) = read("考号,物理原始分,物理赋分,物理班名,电话\n1,61,80,3,5\n".as_bytes());
    let subjects: Vec<&str> = records.subjects().map(|s| s.id.as_str()).collect();
    assert_eq!(subjects, ["physics", "physics_scaled"]);
    assert_eq!((records.scores[0].ticks[0], records.scores[1].ticks[0]), (61, 80));
    assert_eq!(report.columns.iter().filter(|c| c.field.is_none()).count(), 2);
}

#[test]
fn merged_headers_of_two_rows_keep_scores_and_ranks_apart() {
    let text = "成绩表,,,,,\n考号,语文,,数学,,总分\n,班名,原始分,得分,班名,\n1,3,90,80,2,170\n\
        考号,语文,,数学,,总分\n,班名,原始分,得分,班名,\n2,1,95,85,1,180\n";
    let (records, report) = read(text.as_bytes());
    let ticks: Vec<&[i32]> = records.scores.iter().map(|column| &column.ticks[..]).collect();
    assert_eq!(ticks, [[90, 95], [80, 85], [170, 180]]);
    assert_eq!((report.preamble, report.header_row, report.header_rows), (1, Some(2), 2));
    assert_eq!(report.non_data, [(5, NonData::RepeatedHeader), (6, NonData::RepeatedHeader)]);
}

#[test]
fn the_year_of_the_options_wins_over_the_column() {
    let text = "年份,考号,数学\n2023年,1,90\n";
    let (records, _) = read(text.as_bytes());
    assert_eq!(records.key("year").unwrap().labels, ["2023"]);
    let options = ReadOptions { year: Some(2024), ..ReadOptions::default() };
    let (records, _) = read_with(text.as_bytes(), &options).unwrap();
    assert_eq!(records.key("year").unwrap().labels, ["2024"]);
}

#[test]
fn nul_bytes_repeated_headers_and_empty_rows_are_accounted_for() {
    let mut text = b"id,name,math\n1,a,90\n\n,,\n2,b\0,80\nid,name,math\n3,c,70\n".to_vec();
    text.extend_from_slice("备注：仅供参考\n".as_bytes());
    let (records, report) = read(&text);
    assert_eq!((records.len, report.rejected[0].row, report.rejected[0].cause), (2, 5, Cause::NulByte));
    let expected =
        [(3, NonData::Blank), (4, NonData::Blank), (6, NonData::RepeatedHeader), (8, NonData::Remark)];
    assert_eq!(report.non_data, expected);
}

#[test]
fn faults_of_the_whole_file_are_errors() {
    let refused = |text: &str| read_with(text.as_bytes(), &ReadOptions::default()).unwrap_err();
    assert!(matches!(refused("考号,语文,语文原始分\n1,2,3\n"), Error::DuplicateColumn { .. }));
    assert!(matches!(refused("考号,姓名\n1,x\n"), Error::NoScoreColumn { .. }));
    assert!(matches!(refused("1,2,3\n4,5,6\n"), Error::HeaderNotFound { .. }));
    assert!(matches!(refused(""), Error::Empty { .. }));
    assert!(matches!(refused("\u{feff}"), Error::Empty { .. }));
    let nowhere = read_scores(Path::new("no/such/file.csv"), &ReadOptions::default(), None);
    assert!(matches!(nowhere, Err(Error::Unreadable { .. })));
    let folder = tempfile::tempdir().unwrap();
    let directory = read_scores(folder.path(), &ReadOptions::default(), None);
    assert!(matches!(directory, Err(Error::Unreadable { .. })));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let refused = read_scores(&pipe, &ReadOptions::default(), None);
    assert!(matches!(refused, Err(Error::Unreadable { .. })));
}

#[test]
fn an_encoding_against_the_byte_order_mark_is_refused() {
    let options = ReadOptions { encoding: Some(Encoding::Gb18030), ..ReadOptions::default() };
    let refused = read_with("\u{feff}考号,数学\n1,90\n".as_bytes(), &options);
    assert!(matches!(refused, Err(Error::Encoding { offset: 0, .. })));
}

#[test]
fn no_message_holds_a_pupils_data() {
    let refused = read_with("张三,90\n李四,80\n".as_bytes(), &ReadOptions::default()).unwrap_err();
    assert!(!refused.to_string().contains("张三"), "{refused}");
}

#[test]
fn progress_is_told_and_ends_at_the_size_of_the_file() {
    let mut text = "id,math\n".to_owned();
    (0..300_000).for_each(|row| text += &format!("{row},50\n"));
    let told = std::cell::RefCell::new(Vec::new());
    let file = written(text.as_bytes());
    read_scores(file.path(), &ReadOptions::default(), Some(&|done| told.borrow_mut().push(done))).unwrap();
    let told = told.into_inner();
    assert!(told.is_sorted() && told.len() <= text.len() / (1 << 20) + 1, "{told:?}");
    assert_eq!(told.last(), Some(&(text.len() as u64)));
}

#[test]
fn small_tables_keep_their_cells_as_text() {
    let text = "学校名单,\n学校代码,学校名称,人数\n041,第一中学,1200\n042,\"第二中学\",\n合计,,1200\n";
    let (table, report) = read_table(written(&gb18030(text)).path(), &ReadOptions::default()).unwrap();
    assert_eq!(table.headers, ["学校代码", "学校名称", "人数"]);
    assert_eq!(table.rows, [["041", "第一中学", "1200"], ["042", "第二中学", ""]]);
    assert_eq!(table.row_numbers, [3, 4]);
    assert_eq!(report.non_data, [(5, NonData::TotalRow)]);
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/score_tables").join(name)
}

#[test]
fn published_score_tables_give_the_published_line_counts() {
    let (lines, _) = read_table(&golden("published_line_counts.csv"), &ReadOptions::default()).unwrap();
    let mut held = 0;
    for line in &lines.rows {
        let name = match line[2].as_str() {
            "物理类" => "jiangsu_2024_physics.csv",
            "历史类" => "jiangsu_2024_history.csv",
            _ => continue,
        };
        let score = whole(line[4].parse().unwrap());
        let rows = read_score_table(&golden(name), &ReadOptions::default()).unwrap();
        let reached: u64 = rows.rows().filter(|row| row.low >= score).map(|row| row.count).sum();
        assert_eq!(reached.to_string(), line[5], "{line:?}");
        held += 1;
    }
    assert_eq!(held, 6);
    // Henan 2023, 理科: 514 → 125,465 and 409 → 320,263, as the table itself accumulates.
    let rows = read_score_table(&golden("henan_2023_science.csv"), &ReadOptions::default()).unwrap();
    let at = |score| rows.rows().find(|row| row.low == whole(score)).and_then(|row| row.cumulative);
    assert_eq!((at(514), at(409)), (Some(125_465), Some(320_263)));
    let top = rows.rows().next().unwrap();
    assert_eq!((top.low, top.high), (whole(710), whole(750)));
}

#[test]
fn a_score_table_that_contradicts_itself_is_refused_where_it_does() {
    let broken = |text: &str| match read_score_table(written(text.as_bytes()).path(), &ReadOptions::default())
    {
        Err(Error::ScoreTableBroken { place, found, expected }) => (place.row, found, expected),
        other => panic!("{other:?}"),
    };
    let texts = |row, found: &str, expected: &str| (Some(row), found.to_owned(), expected.to_owned());
    assert_eq!(broken("分数,人数\n600,1\n600,2\n"), texts(3, "600", "< 600"));
    assert_eq!(broken("分数,人数\n600,1\n601,2\n"), texts(3, "601", "< 600"));
    assert_eq!(broken("分数,人数\n600,1\n599\n"), texts(2, "EG-509", "2 ▢"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Bytes overwritten or inserted anywhere: no panic, and no row unaccounted for.
    #[test]
    fn no_damage_loses_a_row(
        damage in prop::collection::vec(
            (any::<prop::sample::Index>(), prop::sample::select(&b"\",\n\r\t;|\0\xFF\xE5 9.-"[..]), any::<bool>()),
            0..12,
        ),
        gb in any::<bool>(),
    ) {
        let mut bytes = if gb { gb18030(EXPORT) } else { EXPORT.as_bytes().to_vec() };
        for (index, byte, insert) in damage {
            let at = index.index(bytes.len());
            if insert { bytes.insert(at, byte) } else { bytes[at] = byte }
        }
        match read_with(&bytes, &ReadOptions::default()) {
            Ok((records, report)) => {
                prop_assert_eq!(report.accounted(), report.physical_rows);
                prop_assert_eq!(records.len as u64, report.accepted);
                prop_assert!(records.scores.iter().all(|c| c.ticks.len() == records.len && c.marks.len() == records.len));
            }
            Err(Error::RowsLost { .. } | Error::Internal { .. }) => prop_assert!(false),
            Err(_) => {}
        }
        let scores = read_score_table(written(&bytes).path(), &ReadOptions::default());
        let lost = matches!(scores, Err(Error::RowsLost { .. } | Error::Internal { .. }));
        prop_assert!(!lost);
        let table = read_table(written(&bytes).path(), &ReadOptions::default());
        let lost = matches!(table, Err(Error::RowsLost { .. } | Error::Internal { .. }));
        prop_assert!(!lost);
    }
}

/// A file of nothing but different texts is told by its first hundred; the others are counted.
#[test]
fn unknown_texts_beyond_a_hundred_are_counted_together() {
    let mut text = "考号,数学\n".to_owned();
    let letters = (0x5000_u32..).filter_map(char::from_u32);
    (0..150).zip(letters).for_each(|(row, letter)| text += &format!("{row},某{letter}\n"));
    let file = written(text.as_bytes());
    let report = read_scores(file.path(), &ReadOptions::default(), None).unwrap().1;
    assert_eq!((report.unknown_marks.len(), report.unknown_marks_beyond), (100, 50));
    let shown = edugauge::intake::shown_unknown_marks(&report);
    assert_eq!((shown["…"], shown.values().sum::<u64>()), (50, 150));
}
