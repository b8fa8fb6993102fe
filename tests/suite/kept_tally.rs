//! A tally as a plain table: what is written is read back, and nothing else is believed.

use edugauge::error::Error;
use edugauge::exam::Exam;
use edugauge::intake::{is_tally, read_tally};
use edugauge::number::{Rational, Scale};
use edugauge::records::{Mark, Subject};
use edugauge::release::keep_tally;
use edugauge::tally::{Distribution, Group, Tally};
use proptest::prelude::*;

use crate::support::{edugauge, exam, figures, published, written};

const HEADER: &str = "edugauge_tally,year,school,subject,full_mark,step,mark,score,count\n";

fn read(text: &str) -> Result<Tally, Error> {
    read_tally(written(text).path())
}

fn kept(tally: &Tally) -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept.csv");
    keep_tally(tally, &file).unwrap();
    assert!(is_tally(&file));
    read_tally(&file).unwrap()
}

#[test]
fn every_figure_comes_back_from_a_kept_tally() {
    let candidates = exam(
        "考号,年份,学校,性别,语文,数学\n1,2011,甲,男,90.5,缺考\n2,2011,\"乙,\"\"东\"\"\",女,85,\n3,2010,甲,男,免考,77\n",
        &[("chinese", 150)],
    );
    let tally = candidates.tally(&["school", "sex"]).unwrap();
    assert_eq!(tally.keys, ["year", "school", "sex"]);
    let again = kept(&tally);
    assert_eq!(again, tally);
    let from_kept = Exam::from_tally(again);
    for (indicator, by) in [("subject_mean", "school"), ("participation_rate", "sex"), ("pass_rate", "year")]
    {
        let figures = |exam| figures(exam, indicator, &[by], &[("subjects", &["chinese"])]);
        assert_eq!(figures(&candidates), figures(&from_kept), "{indicator}");
    }
}

/// The file and the configuration call a subject 外语: so do figures of the kept tally, of one and of several files.
#[test]
fn what_subjects_are_called_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("a.csv"), "考号,语文,外语\n1,90,80\n2,80,70\n").unwrap();
    let told = |args: &[&str]| {
        let outcome = edugauge(args);
        assert_eq!(outcome.code, 0, "{outcome:?}");
        outcome.out
    };
    told(&["tally", &format!("2024={}", path("a.csv")), "-o", &path("kept.csv")]);
    told(&["tally", &path("kept.csv"), "-o", &path("again.csv")]);
    for kept in ["kept.csv", "again.csv"] {
        let text = std::fs::read_to_string(path(kept)).unwrap();
        assert!(text.starts_with("edugauge_tally,year,subject,subject_label,full_mark"), "{text}");
        assert!(text.contains("\n2,2024,english,外语,"), "{text}");
        let figures = told(&["compute", "subject_mean", &path(kept), "--lang", "zh"]);
        assert!(figures.contains("外语") && !figures.contains("英语"), "{figures}");
    }
    let fault = std::fs::read_to_string(path("kept.csv")).unwrap().replacen("外语", "日语", 1);
    assert!(
        matches!(read(&fault).unwrap_err(), Error::BadCell { place, .. } if place.column.as_ref().unwrap().header == "subject_label")
    );
}

/// A column that may be a part of the total was not used: no total was formed, nor is one of it together with others.
#[test]
fn totals_that_were_withheld_stay_so_in_a_kept_tally() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let mut doubtful = "考号,班级,语文,数学,综合素养\n".to_owned();
    for at in 0..40 {
        doubtful += &format!("{at},{}班,{},{},{}\n", at % 2, 60 + at, 50 + at, 20 + at * 7 % 30);
    }
    std::fs::write(path("a.csv"), doubtful).unwrap();
    std::fs::write(path("b.csv"), "考号,班级,语文,数学\n901,1班,90,80\n902,2班,80,70\n").unwrap();
    let keep = |sources: &[&str], to: &str| {
        let sources: Vec<String> = sources.iter().map(|name| path(name)).collect();
        let args: Vec<&str> = sources.iter().map(String::as_str).collect();
        let outcome = edugauge(&[&["tally", "-o", &path(to)], args.as_slice()].concat());
        assert_eq!(outcome.code, 0, "{outcome:?}");
    };
    keep(&["a.csv"], "a_kept.csv");
    keep(&["b.csv"], "b_kept.csv");
    // All in one file, by way of the candidates and of the tallies.
    keep(&["a.csv", "b.csv"], "both.csv");
    keep(&["a_kept.csv", "b_kept.csv"], "merged.csv");
    for sources in
        [vec!["a_kept.csv"], vec!["a_kept.csv", "b_kept.csv"], vec!["both.csv"], vec!["merged.csv"]]
    {
        let paths: Vec<String> = sources.iter().map(|name| path(name)).collect();
        let args: Vec<&str> = paths.iter().map(String::as_str).collect();
        let more = ["--subjects", "total", "--format", "csv"];
        let found = edugauge(&[&["compute", "subject_mean"], args.as_slice(), &more].concat());
        assert_eq!(found.out.matches("missing_input").count(), 3, "{sources:?}: {found:?}");
    }
}

#[test]
fn a_published_table_keeps_its_open_ends() {
    let tally = published("jiangsu_2024_physics.csv").tally(&[]).unwrap();
    assert!(tally.has_open_ends());
    assert_eq!(kept(&tally), tally);
}

#[test]
fn every_fault_is_told_with_its_place() {
    let row = |cells: &str| read(&format!("{HEADER}1,2011,甲,chinese,150,0.5,scored,90.5,3\n{cells}\n"));
    let faults = [
        ("2,2011,甲,chinese,150,0.5,scored,91,1", "edugauge_tally"),
        ("1,2011,甲,,150,0.5,scored,91,1", "subject"),
        ("1,2011,甲,chinese,150,0.5,present,91,1", "mark"),
        ("1,2011,甲,chinese,120,0.5,scored,91,1", "full_mark"),
        ("1,2011,甲,chinese,-1,0.5,scored,91,1", "full_mark"),
        ("1,2011,甲,chinese,150,1,scored,91,1", "step"),
        ("1,2011,甲,chinese,150,0,scored,91,1", "step"),
        ("1,2011,甲,chinese,150,0.5,scored,91.25,1", "score"),
        ("1,2011,甲,chinese,150,0.5,scored,150.5,1", "score"),
        ("1,2011,甲,chinese,150,0.5,scored,-1,1", "score"),
        ("1,2011,甲,chinese,150,0.5,scored,,1", "score"),
        ("1,2011,甲,chinese,150,0.5,scored,9e1,1", "score"),
        ("1,2011,甲,chinese,150,0.5,absent,0,1", "score"),
        ("1,2011,甲,chinese,150,0.5,scored,91,0", "count"),
        ("1,2011,甲,chinese,150,0.5,scored,91,-2", "count"),
        ("1,2011,甲,chinese,150,0.5,scored,91,2.5", "count"),
        ("1,2011,甲,chinese,150,0.5,scored,91,99999999999999999999", "count"),
    ];
    for (cells, column) in faults {
        match row(cells).unwrap_err() {
            Error::BadCell { place, .. } => {
                assert_eq!(place.row, Some(3), "{cells}");
                assert_eq!(place.column.unwrap().header, column, "{cells}");
            }
            other => panic!("{cells}: {other}"),
        }
    }
    let short = row("1,2011,甲,chinese,150,0.5,scored,91").unwrap_err();
    assert!(matches!(short, Error::BadCell { ref place, .. } if place.row == Some(3)), "{short}");
}

#[test]
fn the_same_score_in_two_rows_is_refused() {
    for cells in ["scored,90.5,3", "scored,90.50,4", "absent,,1\n1,2011,甲,chinese,150,0.5,absent,,2"] {
        let text =
            format!("{HEADER}1,2011,甲,chinese,150,0.5,scored,90.5,3\n1,2011,甲,chinese,150,0.5,{cells}\n");
        let fault = read(&text).unwrap_err();
        assert!(matches!(fault, Error::DuplicateKey { first_row: 2 | 3, .. }), "{fault}");
    }
}

#[test]
fn what_is_no_tally_is_refused() {
    let fault = read("edugauge_tally,subject,full_mark,step,mark,score\n").unwrap_err();
    assert!(matches!(fault, Error::ColumnNotFound { ref column, .. } if column == "count"), "{fault}");
    let fault = read("edugauge_tally,a,a,subject,full_mark,step,mark,score,count\n").unwrap_err();
    assert!(matches!(fault, Error::DuplicateKey { .. }), "{fault}");
    assert!(matches!(read(HEADER).unwrap_err(), Error::Empty { .. }));
    let latin = [HEADER.as_bytes(), b"1,2011,\xff,chinese,,1,scored,1,1\n"].concat();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), latin).unwrap();
    assert!(matches!(read_tally(file.path()).unwrap_err(), Error::Encoding { .. }));
    assert!(matches!(read_tally(std::env::temp_dir().as_path()).unwrap_err(), Error::Unreadable { .. }));
    assert!(!is_tally(written("edugauge_tally_of_mine,a\n").path()));
}

#[test]
fn a_key_that_is_a_column_of_the_table_cannot_be_kept() {
    let tally = Tally { keys: vec!["score".to_owned()], ..Tally::default() };
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(
        keep_tally(&tally, &folder.path().join("kept.csv")),
        Err(Error::InvalidArgument { .. })
    ));
    assert!(!folder.path().join("kept.csv").exists(), "nothing is written where something fails");
}

#[test]
fn tallies_of_other_scale_or_full_mark_do_not_add() {
    let one = |full_mark: &str, step: &str| {
        read(&format!("{HEADER}1,2011,甲,chinese,{full_mark},{step},scored,90,1\n")).unwrap()
    };
    for other in [one("120", "1"), one("150", "0.5")] {
        let fault = one("150", "1").merge(&other).unwrap_err();
        assert_eq!(fault.code(), "EG-112");
        assert!(fault.help(edugauge::lang::Lang::En).unwrap().contains("full_marks"));
    }
    // One file of several may state its full marks: of all together they are not known.
    let mut both = one("150", "1");
    both.merge(&one("", "1")).unwrap();
    assert_eq!(both.subjects[0].full_mark, None);
}

/// Tallies of two keys and two subjects: any labels, any counts.
fn any_tally() -> impl Strategy<Value = Tally> {
    let cell = (prop::collection::btree_map(0i64..300, 1u64..1000, 0..6), prop::array::uniform7(0u64..3));
    let groups = prop::collection::btree_map(("\\PC{0,3}", "[a\",'\n\r =]{0,3}"), (cell.clone(), cell), 1..5);
    groups.prop_filter_map("somebody in each subject", |groups| {
        let subject = |id: &str, full_mark| Subject {
            id: id.to_owned(),
            full_mark,
            scale: Scale::new(Rational::new(1, 2)).unwrap(),
        };
        let of = |(counts, marks): (std::collections::BTreeMap<i64, u64>, [u64; 7])| {
            let mut all = [0; Mark::COUNT];
            all[1..].copy_from_slice(&marks);
            Distribution::new(counts.into_iter().collect(), all)
        };
        let groups = groups.into_iter().map(|((a, b), (one, other))| Group {
            labels: vec![a, b],
            distributions: vec![of(one), of(other)],
        });
        let groups: Vec<Group> = groups.collect();
        // A group or subject of nobody has no row to be kept in.
        let peopled = groups.iter().all(|group| group.distributions.iter().all(|d| d.registered() > 0));
        peopled.then(|| Tally {
            keys: vec!["school".to_owned(), "class".to_owned()],
            subjects: vec![subject("chinese", Some(Rational::from_integer(150))), subject("剑道", None)],
            groups,
            ..Tally::default()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn written_and_read_is_the_same(tally in any_tally()) {
        prop_assert_eq!(kept(&tally), tally);
    }

    #[test]
    fn kept_parts_add_to_the_whole(one in any_tally(), other in any_tally()) {
        let mut at_hand = one.clone();
        at_hand.merge(&other).unwrap();
        let mut from_files = kept(&other);
        from_files.merge(&kept(&one)).unwrap();
        prop_assert_eq!(from_files, at_hand);
    }
}
