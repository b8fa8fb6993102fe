//! Frames of polars (cargo feature `polars`): what is expected is what the CSV of the same rows gives.

use std::collections::BTreeMap;
use std::fs;

use edugauge::error::Error;
use edugauge::exam::Exam;
use edugauge::figures::Figures;
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, Report};
use edugauge::number::Rational;
use edugauge::polars::prelude::*;
use edugauge::release::{Additions, Counts};
use edugauge::tally::Tally;

/// More rows than are read at a time.
const ROWS: usize = 20_011;

/// One candidate stands in two rows; a score is off every scale, and an id is missing.
fn csv() -> String {
    let row = |at: usize| {
        let mark = ["缺考", "", "88", "61.5", "缓考"][at % 5];
        let chinese = if at == 17 { "9o".to_owned() } else { (at * 7 % 121).to_string() };
        let id = if at == 23 { 22 } else { at };
        format!(
            "{id:06},{}中,{},{chinese},{:?},{mark},{}.25\n",
            at % 7 + 1,
            ["城市", "农村"][at % 2],
            (at * 13 % 201) as f64 / 2.0,
            at % 100
        )
    };
    "考号,学校,城乡,语文,数学,英语,物理\n".to_owned() + &(0..ROWS).map(row).collect::<String>()
}

/// The rows as texts, doubles, categories and decimals, in chunks that do not agree.
fn frame(csv: &str) -> DataFrame {
    let rows: Vec<Vec<&str>> = csv.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let texts = |at: usize| -> Vec<Option<&str>> {
        rows.iter().map(|row| Some(row[at]).filter(|cell| !cell.is_empty())).collect()
    };
    let categories = DataType::from_categories(Categories::global());
    let half = rows.len() / 2;
    let mathematics: Vec<f64> = rows.iter().map(|row| row[4].parse().unwrap()).collect();
    let mut in_two = Series::new("数学".into(), &mathematics[..half]);
    in_two.append(&Series::new("数学".into(), &mathematics[half..])).unwrap();
    let physics = Series::new("物理".into(), texts(6)).cast(&DataType::Decimal(38, 3)).unwrap();
    let columns = vec![
        Column::new("考号".into(), texts(0)),
        Column::new("学校".into(), texts(1)).cast(&categories).unwrap(),
        Column::new("城乡".into(), texts(2)),
        Column::new("语文".into(), texts(3)),
        in_two.into(),
        Column::new("英语".into(), texts(5)).cast(&categories).unwrap(),
        physics.into(),
    ];
    DataFrame::new(rows.len(), columns).unwrap()
}

fn options() -> ReadOptions {
    let full = |subject: &str| (subject.to_owned(), Rational::from_integer(150));
    ReadOptions {
        full_marks: ["语文", "数学", "英语", "物理"].map(full).into(), ..ReadOptions::default()
    }
}

fn of_csv(csv: &str) -> (Exam, Report) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, csv).unwrap();
    let counts = Counts::read(&path, &options(), None).unwrap();
    let report = counts.report.clone();
    (counts.into_exam(Additions::default()).unwrap().0, report)
}

fn of_frame(frame: &DataFrame) -> Result<(Exam, Report), Error> {
    Exam::from_dataframe(frame, &options())
}

fn figures(id: &str, exam: &Exam, by: &[&str]) -> Figures {
    let by: Vec<String> = by.iter().map(|key| (*key).to_owned()).collect();
    compute(find(id).unwrap(), Input::Exam(exam), &by, &Given::new()).unwrap()
}

/// A cause with its column, its count and its first row.
type Found = (&'static str, Option<String>, u64, u64);

/// A file has a header above its first row.
fn findings(report: &Report, header: u64) -> Vec<Found> {
    let grouped = report.grouped();
    let one = grouped.iter().map(|group| {
        let column = group.column.as_ref().map(|column| column.header.clone());
        (group.cause.code(), column, group.count, group.first_row - header)
    });
    one.collect()
}

#[test]
fn a_frame_gives_the_figures_and_the_findings_of_the_csv() {
    let csv = csv();
    let (exam, report) = of_frame(&frame(&csv)).unwrap();
    let (expected, expected_report) = of_csv(&csv);
    // One unreadable score, one repeated id.
    assert_eq!(findings(&expected_report, 1).len(), 2, "{:?}", findings(&expected_report, 1));
    assert_eq!(findings(&report, 0), findings(&expected_report, 1));
    assert_eq!((report.accepted, exam.len()), (expected_report.accepted, ROWS as u64 - 1));
    for (id, by) in [
        ("subject_mean", &["school"][..]),
        ("participation_rate", &["residence"]),
        ("pass_all_rate", &["school"]),
    ] {
        let given = figures(id, &exam, by);
        assert!(given.len() > 1, "{id}");
        assert_eq!(given, figures(id, &expected, by), "{id}");
    }
}

#[test]
fn a_part_of_a_frame_is_read_as_its_rows_alone() {
    let csv = csv();
    // Bits of nulls and booleans then begin within a byte.
    let lines: Vec<&str> = csv.lines().collect();
    let part = [&lines[..1], &lines[1 + 10_003..1 + 10_003 + 501]].concat().join("\n");
    let (exam, _) = of_frame(&frame(&csv).slice(10_003, 501)).unwrap();
    let (expected, _) = of_csv(&part);
    let tallies = [exam, expected].map(|exam| exam.tally(&["school", "residence"]).unwrap());
    assert_eq!(tallies[0], tallies[1]);

    let keys = df!(
        "毕业" => [Some(true), None, Some(false)],
        "班" => [Some(3u8), None, Some(12)],
        "语文" => [Some(90i16), Some(85), None],
    );
    let keys = keys.unwrap().slice(1, 2);
    let named = ["毕业", "班", "毕业"];
    let (tally, _) = Tally::from_lazyframe(keys.lazy(), &named, &["语文"], &ReadOptions::default()).unwrap();
    let labels: Vec<&[String]> = tally.groups.iter().map(|group| &group.labels[..]).collect();
    assert_eq!(
        (tally.keys.len(), labels),
        (2, vec![&["".to_owned(), "".to_owned()][..], &["false".to_owned(), "12".to_owned()]])
    );
}

#[test]
fn a_lazy_frame_is_run_with_the_columns_that_are_named() {
    let csv = csv();
    // 化学 fails where it is computed: nobody asks for it.
    let broken = col("语文").strict_cast(DataType::Int64).alias("化学");
    let frame = frame(&csv).lazy().with_column(broken);
    assert!(frame.clone().collect().is_err());
    let columns = BTreeMap::from([("考号".to_owned(), "candidate_id".to_owned())]);
    let options = ReadOptions { columns, ..options() };
    let subjects = ["语文", "数学", "英语", "物理"];
    let (tally, report) = Tally::from_lazyframe(frame.clone(), &["学校"], &subjects, &options).unwrap();
    let (expected, expected_report) = of_csv(&csv);
    assert_eq!(tally, expected.tally(&["school"]).unwrap());
    assert_eq!(report.accepted, expected_report.accepted);
    // The label that is named holds, and a year that is said.
    let columns = BTreeMap::from([("学校".to_owned(), "key:unit".to_owned())]);
    let options = ReadOptions { columns, year: Some(2024), ..ReadOptions::default() };
    let (tally, _) = Tally::from_lazyframe(frame, &["学校"], &["语文"], &options).unwrap();
    assert_eq!(tally.keys, ["year", "unit"]);
}

#[test]
fn figures_and_tallies_are_frames_again() {
    let (exam, _) = of_frame(&frame(&csv())).unwrap();
    let means = figures("subject_mean", &exam, &["school"]);
    let table = means.to_dataframe().unwrap();
    assert_eq!(table.height(), means.len());
    let value = table.column("value").unwrap().f64().unwrap();
    let n = table.column("n").unwrap().i64().unwrap();
    let school = table.column("school").unwrap().str().unwrap();
    for (at, figure) in means.iter().enumerate() {
        assert_eq!(value.get(at), figure.value().map(|value| value.to_f64()));
        assert_eq!(n.get(at), figure.n().map(|n| n as i64));
        assert_eq!(school.get(at), figure.group()[0].as_deref());
    }
    assert!(value.null_count() < value.len());
    let none = Figures::default().to_dataframe().unwrap();
    assert_eq!((none.height(), none.width()), (0, table.width() - 1));

    let tally = exam.tally(&["school"]).unwrap();
    let kept = tally.to_dataframe().unwrap();
    assert_eq!(Tally::from_dataframe(&kept).unwrap(), Tally::from_dataframe(&kept.reverse()).unwrap());
    assert_eq!(Tally::from_dataframe(&kept).unwrap().to_dataframe().unwrap().height(), kept.height());
    let fault = of_frame(&kept).unwrap_err();
    assert!(fault.to_string().contains("Tally::from_dataframe"), "{fault}");
}

/// The error of a column of scores, which must name the column.
fn refused(column: Column) -> (String, String) {
    let kind = column.dtype().clone();
    let frame = DataFrame::new(column.len(), vec![column]).unwrap();
    let read = Exam::from_dataframe(&frame, &ReadOptions::default());
    let fault = read.map(drop).expect_err(&format!("{kind}"));
    (fault.code().to_owned(), fault.to_string())
}

#[test]
fn columns_without_plain_cells_are_refused_by_their_names() {
    let numbers = Series::new("a".into(), [90i64, 85]);
    let lists = Column::new("语文".into(), [numbers.clone(), numbers.clone()]);
    let structs = StructChunked::from_series("语文".into(), 2, [&numbers].into_iter()).unwrap();
    let days = Column::new("语文".into(), [1i64, 2]);
    let times = days.i64().unwrap().clone().into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC));
    for (column, what) in [
        (lists, "lists"),
        (structs.into_series().into(), "structs"),
        (days.cast(&DataType::Duration(TimeUnit::Microseconds)).unwrap(), "durations"),
        (times.into_series().into(), "timezone"),
        (Column::new("语文".into(), [&b"90"[..], b"85"]), "binary"),
    ] {
        let (code, said) = refused(column);
        assert_eq!(code, "EG-122", "{said}");
        assert!(said.contains("语文") && said.contains(what), "{said}");
    }
}

#[test]
fn numbers_that_are_no_scores_are_findings() {
    let cells = |column: Column| -> (u64, Vec<Found>) {
        let frame = DataFrame::new(column.len(), vec![column]).unwrap();
        let (_, report) = Exam::from_dataframe(&frame, &ReadOptions::default()).unwrap();
        (report.accepted, findings(&report, 0))
    };
    let named = Some("语文".to_owned());
    // NaN and infinity are never scores; u64 beyond i64 and 38 digits are no score that can be believed.
    let doubles = Column::new("语文".into(), [90.0, f64::NAN, f64::INFINITY, 80.0]);
    let unsigned = Column::new("语文".into(), [90u64, u64::MAX, 80]);
    let long = Column::new("语文".into(), ["90", "99999999999999999999999999999999999999", "80"]);
    let [decimals, wide] = [DataType::Decimal(38, 0), DataType::Int128].map(|kind| long.cast(&kind).unwrap());
    for (column, rows, refused) in [(doubles, 4, 2), (unsigned, 3, 1), (decimals, 3, 1), (wide, 3, 1)] {
        let kind = column.dtype().clone();
        let (accepted, found) = cells(column);
        assert_eq!(accepted, rows, "{kind}");
        assert_eq!(found.iter().map(|(.., count, _)| count).sum::<u64>(), refused, "{kind}: {found:?}");
        assert!(
            found.iter().all(|(_, column, _, first)| *column == named && *first == 2),
            "{kind}: {found:?}"
        );
    }
}

#[test]
fn what_polars_cannot_hand_over_is_our_error() {
    let frame = df!("学校" => ["甲", "乙"], "语文" => ["90", "缺考"]).unwrap();
    let tally = |frame: LazyFrame, keys: &[&str]| {
        Tally::from_lazyframe(frame, keys, &["语文"], &ReadOptions::default())
    };
    let fault = |frame: LazyFrame, keys: &[&str]| {
        let fault = tally(frame, keys).unwrap_err();
        // No cell of a pupil, which polars tells.
        assert!(!fault.to_string().contains("缺考"), "{fault}");
        (fault.code().to_owned(), fault.to_string())
    };
    let lazy = || frame.clone().lazy();
    assert_eq!(fault(lazy().with_column(col("语文").strict_cast(DataType::Float64)), &[]).0, "EG-123");
    assert_eq!(fault(lazy().select([col("语文"), col("学校").alias("语文")]), &[]).0, "EG-123");
    let (code, said) = fault(lazy(), &["学效"]);
    assert!(code == "EG-106" && said.contains("学效"), "{code} {said}");

    let of_frame = |frame: &DataFrame| Exam::from_dataframe(frame, &ReadOptions::default());
    assert_eq!(of_frame(&DataFrame::empty()).unwrap_err().exit_code(), 3);
    // Rows that a program left none of are none; a frame without a column of scores is refused.
    let (exam, report) = of_frame(&frame.clear()).unwrap();
    assert_eq!((exam.len(), report.accepted), (0, 0));
    let (tally, _) = tally(frame.clear().lazy(), &["学校"]).unwrap();
    assert!(tally.groups.is_empty());
    assert_eq!(of_frame(&df!("学校" => ["甲"]).unwrap()).unwrap_err().exit_code(), 3);
}
