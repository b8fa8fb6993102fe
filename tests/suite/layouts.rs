//! Layouts, policies and declared dialects: every expected number follows from the text written here.

use std::collections::BTreeMap;

use edugauge::error::{Error, Result};
use edugauge::intake::{Cause, ReadOptions, Report, Severity, read_scores, read_scores_columns};
use edugauge::records::{Mark, Records};

use crate::support::frame;

fn read(text: &str, options: &ReadOptions) -> Result<(Records, Report)> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    read_scores(file.path(), options, None)
}

fn options(settings: &[(&str, &str)]) -> ReadOptions {
    let mut options = ReadOptions::default();
    settings.iter().for_each(|(name, text)| options.set(name, text).unwrap());
    options
}

fn policy(rules: &[(&str, &str)]) -> ReadOptions {
    let mut options = ReadOptions::default();
    rules.iter().for_each(|(what, verdict)| options.policy.set(what, verdict).unwrap());
    options
}

fn column<'a>(records: &'a Records, subject: &str) -> (&'a [i32], &'a [Mark]) {
    let column = records.scores.iter().find(|column| column.subject.id == subject).unwrap();
    (&column.ticks, &column.marks)
}

fn labels(records: &Records, key: &str) -> Vec<String> {
    let key = records.key(key).unwrap();
    key.codes.iter().map(|code| key.labels[*code as usize].clone()).collect()
}

fn causes(report: &Report) -> Vec<(Cause, u64, u64)> {
    report.grouped().iter().map(|group| (group.cause, group.count, group.first_row)).collect()
}

const LONG: &str = "考号,学校,科目,成绩\n\
    01,一中,语文,90\n\
    02,二中,语文,缺考\n\
    01,一中,数学,80\n\
    02,二中,数学,70\n\
    03,一中,数学,60\n";

#[test]
fn the_rows_of_a_candidate_are_put_together() {
    let (records, report) = read(LONG, &ReadOptions::default()).unwrap();
    assert_eq!((records.len, report.accepted), (3, 5));
    assert_eq!(
        column(&records, "chinese"),
        (&[90, 0, 0][..], &[Mark::Scored, Mark::Absent, Mark::Blank][..])
    );
    assert_eq!(column(&records, "mathematics").0, [80, 70, 60]);
    assert_eq!(column(&records, "total"), (&[170, 0, 0][..], &[Mark::Scored, Mark::Absent, Mark::Blank][..]));
    assert_eq!(labels(&records, "school"), ["一中", "二中", "一中"]);
}

#[test]
fn a_long_frame_and_any_order_of_rows_say_the_same() {
    let (from_file, _) = read(LONG, &ReadOptions::default()).unwrap();
    let (from_frame, _) = read_scores_columns(&frame(LONG), &ReadOptions::default()).unwrap();
    // The first row of a frame is row 1, of a file row 2.
    assert_eq!((&from_file.rows[..], &from_frame.rows[..]), (&[2, 3, 6][..], &[1, 2, 5][..]));
    assert_eq!(from_frame.keys, from_file.keys);
    assert_eq!(from_frame.scores, from_file.scores);
    let mut lines: Vec<&str> = LONG.lines().collect();
    lines[1..].reverse();
    let (reversed, _) = read(&lines.join("\n"), &ReadOptions::default()).unwrap();
    // Candidates stand in the order of their first rows: 03, 02, 01.
    let mut ticks = column(&reversed, "mathematics").0.to_vec();
    ticks.reverse();
    assert_eq!(ticks, column(&from_file, "mathematics").0);
}

#[test]
fn rows_of_a_long_file_that_contradict_each_other_are_findings() {
    let text =
        "考号,学校,科目,成绩\n01,一中,语文,90\n01,一中,语文,95\n01,二中,数学,80\n,一中,数学,1\n02,一中,,2\n";
    let (records, report) = read(text, &ReadOptions::default()).unwrap();
    let rejected: Vec<(u64, Cause)> = report.rejected.iter().map(|r| (r.row, r.cause)).collect();
    assert_eq!(rejected, [(3, Cause::SameSubjectTwice), (5, Cause::NoIdentity), (6, Cause::NoIdentity)]);
    assert_eq!(column(&records, "chinese").0, [90]);
    // Two schools for one candidate: the school is not known.
    assert_eq!(labels(&records, "school"), [""]);
    assert!(causes(&report).contains(&(Cause::KeyDisagrees, 1, 4)));
    let (records, report) = read(text, &policy(&[("duplicates", "best")])).unwrap();
    assert_eq!((column(&records, "chinese").0, report.rejected[0].row), (&[95][..], 2));
    let refused = read(text, &policy(&[("duplicates", "refuse")])).unwrap_err();
    assert!(matches!(refused, Error::RepeatedCandidates { count: 1, .. }));
    let destroyed = read("考号,科目,成绩\n6.93E+12,语文,90\n6.93E+12,数学,80\n", &ReadOptions::default());
    assert!(matches!(destroyed, Err(Error::KeyDestroyed { .. })));
}

#[test]
fn the_layout_may_be_declared() {
    let text = "编号,课,得分,总分\n01,语文,90,170\n01,数学,80,170\n";
    let columns = BTreeMap::from([("课".to_owned(), "subject".to_owned())]);
    let long = ReadOptions { columns, ..options(&[("layout", "long")]) };
    let (records, _) = read(text, &long).unwrap();
    assert_eq!((records.len, column(&records, "total").0), (1, &[170][..]));
    // A total in a column of its own: wide by itself.
    let (records, _) = read("编号,科目,得分,总分\n01,语文,90,170\n", &ReadOptions::default()).unwrap();
    assert_eq!(records.subjects().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["total"]);
}

#[test]
fn marks_leave_the_denominator_or_count_as_zero_as_the_policy_says() {
    let text = "考号,语文,数学\n1,缺考,80\n2,违纪,70\n3,0,60\n4,-1,50\n5,事假,40\n";
    let (records, _) = read(text, &ReadOptions::default()).unwrap();
    let marks = [Mark::Absent, Mark::Violation, Mark::Scored, Mark::Invalid, Mark::Invalid];
    assert_eq!(column(&records, "chinese").1, marks);
    let rules =
        [("缺考", "zero"), ("violation", "exclude"), ("0", "absent"), ("-1", "exempt"), ("事假", "deferred")];
    let (records, report) = read(text, &policy(&rules)).unwrap();
    // 0 means absent, and absent counts as 0.
    let marks = [Mark::Scored, Mark::Violation, Mark::Scored, Mark::Exempt, Mark::Deferred];
    assert_eq!(column(&records, "chinese"), (&[0; 5][..], &marks[..]));
    let touched: Vec<(&str, u64)> = report.policy.iter().map(|(rule, n)| (rule.as_str(), *n)).collect();
    let expected = [
        ("缺考 = zero", 2),
        ("violation = exclude", 1),
        ("0 = absent", 1),
        ("-1 = exempt", 1),
        ("事假 = deferred", 1),
    ];
    assert_eq!(touched, expected);
}

#[test]
fn the_policy_says_what_makes_a_total_absent() {
    let text = "考号,语文,数学,总分\n1,缺考,80,80\n2,缺考,缺考,0\n";
    let totals = |rules: &[(&str, &str)]| {
        let (records, _) = read(text, &policy(rules)).unwrap();
        let (ticks, marks) = column(&records, "total");
        (ticks.to_vec(), marks.to_vec())
    };
    assert_eq!(totals(&[]), (vec![0, 0], vec![Mark::Absent; 2]));
    assert_eq!(totals(&[("total", "all")]), (vec![80, 0], vec![Mark::Scored, Mark::Absent]));
    assert_eq!(totals(&[("total", "given")]), (vec![80, 0], vec![Mark::Scored; 2]));
}

#[test]
fn numbers_that_may_mean_nothing_are_asked_about() {
    let text = "考号,语文\n1,999\n2,85\n";
    let (records, report) = read(text, &ReadOptions::default()).unwrap();
    assert_eq!(
        (column(&records, "chinese").1[0], causes(&report)),
        (Mark::Invalid, vec![(Cause::MissingCode, 1, 2)])
    );
    let (records, report) = read(text, &policy(&[("999", "score")])).unwrap();
    assert_eq!((column(&records, "chinese").0, causes(&report)), (&[999, 85][..], vec![]));
    let zeros: String =
        (0..20).map(|row| format!("{row},{}\n", if row < 6 { 0 } else { 60 + row })).collect();
    let text = format!("考号,语文\n{zeros}");
    let (records, report) = read(&text, &ReadOptions::default()).unwrap();
    // They are scores until the policy says otherwise, but a person should look.
    assert_eq!(column(&records, "chinese").1, [Mark::Scored; 20]);
    assert_eq!(causes(&report), [(Cause::HeapOfZeros, 6, 2)]);
    let (_, report) = read(&text, &policy(&[("0", "score")])).unwrap();
    assert!(causes(&report).is_empty());
}

#[test]
fn headers_of_three_rows_and_scaled_marks() {
    let text = "成绩表,,,,,\n考号,物理,,,,总分\n,原始分,,赋分,,\n,成绩,班名,成绩,班名,\n1,61,3,80,5,141\n\
        成绩表,,,,,\n考号,物理,,,,总分\n,原始分,,赋分,,\n,成绩,班名,成绩,班名,\n2,62,2,83,4,145\n";
    let (records, report) = read(text, &ReadOptions::default()).unwrap();
    assert_eq!(column(&records, "physics").0, [61, 62]);
    assert_eq!(column(&records, "physics_scaled").0, [80, 83]);
    assert_eq!(column(&records, "total").0, [141, 145]);
    assert_eq!((report.header_row, report.header_rows, report.non_data.len()), (Some(2), 3, 4));
}

#[test]
fn a_derived_total_adds_raw_scores_and_scaled_ones_only_in_their_place() {
    let (records, _) = read("考号,语文,物理原始分,物理赋分\n1,90,61,80\n", &ReadOptions::default()).unwrap();
    assert_eq!(column(&records, "total").0, [151]);
    let (records, _) = read("考号,语文,物理赋分\n1,90,80\n", &ReadOptions::default()).unwrap();
    assert_eq!(column(&records, "total").0, [170]);
}

#[test]
fn a_declared_dialect_is_obeyed() {
    let text = "导出;日期\n备注\n考号;姓名;语文\n1;'a;b';90\n2;'it''s';80\n";
    let declared = options(&[("delimiter", ";"), ("quote", "'"), ("header_row", "3"), ("header_rows", "1")]);
    let (records, report) = read(text, &declared).unwrap();
    assert_eq!((column(&records, "chinese").0, report.preamble), (&[90, 80][..], 2));
    let wrong = read(text, &options(&[("delimiter", "|")])).unwrap_err();
    assert!(matches!(wrong, Error::HeaderNotFound { .. } | Error::NoScoreColumn { .. }));
    let escaped = "id,name,math\n1,\"a\\\"b,c\",90\n2,d\\,e,80\n";
    let (records, report) = read(escaped, &options(&[("escape", "\\")])).unwrap();
    assert_eq!((column(&records, "mathematics").0, report.rejected.len()), (&[90, 80][..], 0));
    let (records, _) = read("id,name,math\n1,\"a,90\n", &options(&[("quote", "none")])).unwrap();
    assert_eq!(column(&records, "mathematics").0, [90]);
}

#[test]
fn a_file_without_a_header_goes_by_letters() {
    let columns = [("A", "candidate_id"), ("C", "语文")];
    let columns = columns.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let declared = ReadOptions { columns, ..options(&[("header_rows", "0")]) };
    let (records, report) = read("1,x,90\n2,y,80\n", &declared).unwrap();
    assert_eq!((column(&records, "chinese").0, report.header_rows, report.preamble), (&[90, 80][..], 0, 0));
}

#[test]
fn senseless_options_are_refused() {
    let mut options = ReadOptions::default();
    for (name, text) in [("delimiter", "ab"), ("delimiter", "1"), ("header_row", "0"), ("layout", "tall")] {
        assert!(matches!(options.set(name, text), Err(Error::InvalidArgument { .. })), "{name}={text}");
    }
    options.set("delimiter", "'").unwrap();
    options.set("quote", "'").unwrap();
    assert!(matches!(read(LONG, &options), Err(Error::InvalidArgument { .. })));
}

#[test]
fn what_total_rows_state_is_held_against_what_was_read() {
    let text = |totals: &str| format!("考号,姓名,语文,数学\n1,a,90,80\n2,b,缺考,70\n3,c,60,61\n{totals}");
    let differing = |totals: &str| {
        let (_, report) = read(&text(totals), &ReadOptions::default()).unwrap();
        let findings = report.findings.iter().filter(|f| f.cause == Cause::TotalRowDiffers);
        findings.map(|f| (f.row, f.column.as_ref().unwrap().letters())).collect::<Vec<_>>()
    };
    // Sums 150 and 211, two and three tested, means 75 and 70.33….
    assert_eq!(
        differing("合计,,150,211\n平均分,,75,70.33\n最高分,,90,80\n最低分,,60,61\n合计：3人,,,\n"),
        []
    );
    assert_eq!(differing("合计,,2,3\n"), []);
    // The mean with the absent candidate as 0; a sum and a number of candidates that are wrong.
    assert_eq!(differing("平均分,,50.0,70.3\n"), [(5, "C".to_owned())]);
    assert_eq!(differing("合计：4人,,150,212\n"), [(5, "A".to_owned()), (5, "D".to_owned())]);
    // Totals of some of the rows.
    let middle = "合计,,1,1\n4,d,50,50\n小计,,1,1\n";
    assert_eq!(differing(middle), []);
}

#[test]
fn every_label_made_plain_is_listed() {
    let text = "考号,学校,语文\n1,第１中学,90\n2,第1中学,80\n3,\u{3000}第1中学,70\n";
    let (records, report) = read(text, &ReadOptions::default()).unwrap();
    assert_eq!(records.key("school").unwrap().labels, ["第1中学"]);
    let listed: Vec<(&str, &str)> =
        report.normalised.iter().map(|(_, from, to)| (from.as_str(), to.as_str())).collect();
    assert_eq!(listed, [("\u{3000}第1中学", "第1中学"), ("第１中学", "第1中学")]);
}

#[test]
fn numbers_in_a_column_of_codes_are_told_of_frames_too() {
    let mut frame = frame("考号,学校代码,班级,语文\na1,41,1,90\na2,42,2,80\n");
    frame.columns.iter_mut().skip(1).for_each(|column| column.numbers = true);
    let (_, report) = read_scores_columns(&frame, &ReadOptions::default()).unwrap();
    assert_eq!(causes(&report), [(Cause::NumericCode, 2, 1)]);
}

/// What bureaus write below and between their tables, in the shape in which Excel saves it.
#[test]
fn notes_statistics_and_small_tables_are_no_candidates() {
    let head = "考号,姓名,学校,班级,语文,数学,总分\n";
    let row = |n: u32| format!("{n:04},学生甲,第一中学,1班,{},{},{}\n", 60 + n, 50 + n, 110 + 2 * n);
    let rows = |from, to| (from..=to).map(row).collect::<String>();
    for (below, rejected) in [
        ("注：1.缺考以空白表示。,,,,,,\n2.总分为各科之和。,,,,,,\n（三）另见附件,,,,,,\n", 0),
        (
            "填表人：王老师,,审核人：李老师,,2024年7月1日,,\n制表日期：2024-07-01,,,,,,\n,,,,,教务处（盖章）,\n",
            0,
        ),
        ("教务主任：,,校长：,,,,\n", 0),
        ("以上数据经核对无误。\n", 0),
        (",,,,,,\n学校,人数,平均分,及格率,,,\n第一中学,12,85.2,91.7,,,\n合计,12,85.2,91.7,,,\n", 0),
        ("平均分,,,,85.5,76.5,162\n及格率,,,,100%,95.2%,\n优秀率,,,,10.5,20,15\n标准差,,,,3.4,3.5,6.9\n", 0),
        ("1班平均,,,,85,76,161\n全年级平均分,,,,85,76,161\n,,第一中学平均,,85,76,161\n", 0),
        ("满分,,,,100,100,200\n参考人数,,,,12,12,12\n难度,,,,0.7,0.6,0.65\n", 0),
        // A table with a header of its own: its rows are none of this one, and that is told.
        ("名次,姓名,总分,,,,\n1,学生甲,174,,,,\n2,学生甲,173,,,,\n", 2),
        // Scores of nobody, and of something that is no id.
        (",,,,85,76,161\n教研组长,,,,85,76,161\n", 2),
    ] {
        for text in [
            [head, &rows(1, 12), below].concat(),
            [head, &rows(1, 12), "\n", below].concat(),
            ["成绩册,,,,,,\n", head, &rows(1, 12), below].concat(),
        ] {
            let (records, report) = read(&text, &ReadOptions::default()).unwrap();
            assert_eq!((records.len, report.rejected.len()), (12, rejected), "{below}{report:?}");
            assert_eq!(report.count(Severity::CellInvalid), 0, "{below}");
        }
        // A class of five.
        let few = read(&[head, &rows(1, 5), below].concat(), &ReadOptions::default()).unwrap();
        assert_eq!((few.0.len, few.1.rejected.len()), (5, rejected), "{below}");
        if !below.contains("。\n") {
            let (records, _) =
                read_scores_columns(&frame(&[head, &rows(1, 12), below].concat()), &ReadOptions::default())
                    .unwrap();
            assert_eq!(records.len, 12, "{below}");
        }
    }
    // Between the rows, and at page breaks.
    let breaks =
        ["成绩册,,,,,,\n", head, &rows(1, 5), "第1页 共2页,,,,,,\n成绩册,,,,,,\n", head, &rows(6, 12)];
    let (records, report) = read(&breaks.concat(), &ReadOptions::default()).unwrap();
    assert_eq!((records.len, report.rejected.len()), (12, 0));
    let (records, _) =
        read(&[head, &rows(1, 5), "1班平均,,,,85,76,161\n", &rows(6, 12)].concat(), &ReadOptions::default())
            .unwrap();
    assert_eq!(records.len, 12);
}

/// What looks odd and is a candidate.
#[test]
fn odd_candidates_stay() {
    let head = "考号,姓名,学校,语文,数学\n";
    let rows: String = (1..=10).map(|n| format!("{n:04},学生甲,一中,{},{}\n", 60 + n, 50 + n)).collect();
    // Nobody was there; an id with a word before its number; none at all but a name; a full-width id.
    let odd = "0021,,,,\n借读22,学生乙,一中,70,80\n,学生丙,一中,71,81\n００２３,学生丁,一中,缺考,缺考\n,学生戊,,,\n";
    let (records, report) = read(&[head, &rows, odd].concat(), &ReadOptions::default()).unwrap();
    assert_eq!((records.len, report.rejected.len(), report.non_data.len()), (15, 0, 0), "{report:?}");
    // Where ids are words, or there are none, words are no sign of anything.
    let words = "考号,语文,数学\n甲,70,80\n乙,,\n丙,缺考,60\n";
    assert_eq!(read(words, &ReadOptions::default()).unwrap().0.len, 3);
    let names = "姓名,语文,数学\n张三,70,80\n李四,,\n平均,60,70\n高一(2)班平均分,60,70\n方差,1,2\n";
    assert_eq!(read(names, &ReadOptions::default()).unwrap().0.len, 2);
}
