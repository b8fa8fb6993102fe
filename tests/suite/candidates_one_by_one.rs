//! Scaled scores in place of raw ones, and figures beside the candidates whose scores they are of.

use std::fs;

use edugauge::error::Error;
use edugauge::exam::Exam;
use edugauge::indicators::candidate_scores::{CandidateScores, candidate_scores};
use edugauge::indicators::{Given, Input, compute, find, scaled_exam};
use edugauge::intake::{ReadOptions, read_scores};
use edugauge::number::Rational;

use crate::support::edugauge;

/// Two files of one examination. In chemistry the best half (90, 80, 80) is band A, 100 to 86; the others are
/// band B, 85 to 71. 吴 did not take it, 郑 has no total.
const FIRST: &str = "年份,考号,班级,语文,化学,总分\n2024,1,一班,80,90,170\n2024,2,一班,90.5,80,170.5\n2024,3,二班,70,70,140\n";
const SECOND: &str =
    "年份,考号,班级,语文,化学,总分\n2024,4,二班,60,60,120\n2024,5,二班,50,,50\n2024,6,一班,缺考,80,缺考\n";
const BANDS: [&str; 2] = ["A=50:100-86", "B=50:85-71"];

fn read(text: &str) -> Exam {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    // Both files must count in the same steps.
    let steps = ["chinese", "total"].map(|subject| (subject.to_owned(), Rational::new(1, 2)));
    let options = ReadOptions { steps: steps.into_iter().collect(), ..ReadOptions::default() };
    Exam::from_records(read_scores(file.path(), &options, None).unwrap().0)
}

fn both() -> Exam {
    let mut exam = read(FIRST);
    exam.join(read(SECOND));
    exam
}

fn arguments(given: &[(&str, &[&str])]) -> Given {
    let mut arguments = Given::new();
    given.iter().for_each(|(name, values)| {
        arguments.set(*name, values.iter().map(|value| (*value).to_owned()).collect());
    });
    arguments
}

fn halves() -> Given {
    arguments(&[("subjects", &["chemistry"]), ("scheme", &["custom"]), ("bands", &BANDS)])
}

fn column<'a>(scores: &'a CandidateScores, name: &str) -> &'a [Option<f64>] {
    &scores.columns.iter().find(|(of, _)| of == name).unwrap().1
}

#[test]
fn totals_follow_from_scaled_scores() {
    let scaled = scaled_exam(&both(), &[], &halves()).unwrap();
    let scores = candidate_scores(&scaled, &[]).unwrap();
    // Band A: 90 is the best raw score and 80 the worst, so 100 and 86; band B: 70 and 60, so 85 and 71.
    let chemistry = [Some(100.0), Some(86.0), Some(85.0), Some(71.0), None, Some(86.0)];
    assert_eq!(column(&scores, "chemistry"), chemistry);
    // 170 − 90 + 100; 170.5 − 80 + 86; 140 − 70 + 85; 120 − 60 + 71; 50; none.
    let totals = [Some(180.0), Some(176.5), Some(155.0), Some(131.0), Some(50.0), None];
    assert_eq!(column(&scores, "total"), totals);
    assert_eq!((&scores.files[..], &scores.rows[..]), (&[1, 1, 1, 2, 2, 2][..], &[2, 3, 4, 2, 3, 4][..]));
    let best = scaled.subjects().into_iter().find(|subject| subject.id == "chemistry").unwrap();
    assert_eq!(best.full_mark.map(|full| full.to_integer()), Some(100));
}

/// The other route: the conversion table, looked up for every candidate.
#[test]
fn each_has_the_scaled_score_of_the_conversion_table() {
    let exam = both();
    let by = ["class".to_owned()];
    let table = compute(find("scaled_score").unwrap(), Input::Exam(&exam), &by, &halves()).unwrap();
    let looked_up = candidate_scores(&exam, &[&table]).unwrap();
    let scaled = scaled_exam(&exam, &by, &halves()).unwrap();
    let replaced = candidate_scores(&scaled, &[]).unwrap();
    assert_eq!(column(&looked_up, "chemistry_scaled"), column(&replaced, "chemistry"));
    assert_ne!(column(&looked_up, "chemistry_scaled"), column(&looked_up, "chemistry"));
}

/// Expected: (x − 70.1) ÷ √(1020.2 ÷ 5) by Python's `math.sqrt`; deviations 9.9, 20.4, −0.1, −10.1, −20.1.
#[test]
fn each_has_the_standard_score_of_his_score() {
    let exam = both();
    let given = arguments(&[("subjects", &["chinese"])]);
    let table = compute(find("standard_score").unwrap(), Input::Exam(&exam), &[], &given).unwrap();
    let scores = candidate_scores(&exam, &[&table]).unwrap();
    let expected = [
        0.693_070_696_816_797_2,
        1.428_145_678_289_157_5,
        -0.007_000_714_109_260_18,
        -0.707_072_125_035_317_6,
        -1.407_143_535_961_375,
    ];
    let found = column(&scores, "chinese_z");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found.unwrap() - expected).abs() < 1e-12, "{found:?} is not {expected}");
    }
    assert_eq!(found[5], None);
}

#[test]
fn what_no_scheme_scales_is_refused() {
    let refused = |exam: &Exam, given: &Given| match scaled_exam(exam, &[], given) {
        Err(Error::InvalidArgument { argument, .. } | Error::MissingArgument { argument, .. }) => argument,
        other => panic!("{other:?}"),
    };
    let zero = read("考号,化学,总分\n1,90,170\n2,0,80\n");
    let mut above_zero = halves();
    above_zero.set("base", vec!["above_zero".to_owned()]);
    assert_eq!(refused(&zero, &above_zero), "base");
    // 30 is no sum of raw scores with 90 among them: 30 − 90 + 86 is, by a hair, above zero; 2 − 90 + 86 is not.
    assert_eq!(refused(&read("考号,化学,总分\n1,90,2\n2,95,170\n"), &halves()), "total");
    let counted = Exam::from_tally(zero.tally(&[]).unwrap());
    assert_eq!(refused(&counted, &halves()), "source");
    assert!(candidate_scores(&counted, &[]).is_err());
    let by_nothing = compute(find("subject_mean").unwrap(), Input::Exam(&zero), &[], &Given::new());
    assert!(candidate_scores(&zero, &[&by_nothing.unwrap()]).is_err());
}

#[test]
fn a_release_counts_scaled_totals() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.csv"), FIRST).unwrap();
    fs::write(path("b.csv"), SECOND).unwrap();
    fs::write(
        path("c.toml"),
        "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n[disclosure]\nprofile = \"internal\"\n\
         [[source]]\nid = \"s\"\npath = \"*.csv\"\n[source.steps]\nchinese = 0.5\ntotal = 0.5\n[source.scaling]\nsubjects = [\"化学\"]\n\
         scheme = \"custom\"\nbands = [\"A=50:100-86\", \"B=50:85-71\"]\n\
         [[cut_score]]\nsource = \"s\"\nline = \"L\"\nscore = 155\n\
         [[table]]\nid = \"1\"\ntitle = \"t\"\nsource = \"s\"\nindicator = \"admission_rate\"\n",
    )
    .unwrap();
    let outcome = edugauge(&["--lang", "en", "run", path("c.toml").to_str().unwrap()]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    // Of the five totals 180, 176.5, 155, 131 and 50, three reach 155; of the raw ones two did.
    let figures = fs::read_to_string(path("out/2024/figures.csv")).unwrap();
    let rate = figures.lines().find(|line| line.contains("admission_rate")).unwrap();
    assert!(rate.contains(",60,") || rate.contains(",60.0,"), "{rate}");
}
