//! The errors of a gap and of its change, worked by hand.

use edugauge::exam::Exam;
use edugauge::figures::{Status, Value};
use edugauge::number::Rational;

use crate::precision::{A_FEW_ROUNDINGS, assert_near};
use crate::support::{Given, count, edugauge, exam, figures, only, written};

/// Six schools of one candidate each. `d` is the score at school D.
fn year(year: i32, d: i32) -> Exam {
    let urban = format!("{year},1,A,城区,90\n{year},2,B,城区,80\n{year},3,C,城区,70\n");
    let rural = format!("{year},4,D,乡村,{d}\n{year},5,E,乡村,60\n{year},6,F,乡村,50\n");
    exam(&format!("年份,考号,学校,城乡,数学\n{urban}{rural}"), &[("mathematics", 100)])
}

/// Urban (90 + 80 + 70) / 3 = 80, rural (70 + 60 + 50) / 3 = 60. A school's influence is the sum of
/// (x − mean) / 3 over its candidates, negative for rural: 10/3, 0, −10/3, −10/3, 0, 10/3. Variance
/// 6/5 × 4 × 100/9 = 160/3, with 6 − 2 degrees of freedom. CR2, with few schools the default, divides each square
/// by 1 − 1/3: 3/2 × 4 × 100/9 = 200/3, with 4 degrees of freedom since both sides are alike.
#[test]
fn the_clustered_error_is_the_one_worked_by_hand() {
    let gap = figures(&year(2010, 70), "subject_gap", &[], &[("correction", &["cr1"])]);
    let difference = only(&gap, "difference", None, &[]);
    assert_eq!((difference.value(), difference.df()), (count(20), Some(4.0)));
    assert_near(difference.se().unwrap(), (160.0f64 / 3.0).sqrt(), A_FEW_ROUNDINGS, "standard error");
    let gap = figures(&year(2010, 70), "subject_gap", &[], &[]);
    let difference = only(&gap, "difference", None, &[]);
    assert_near(difference.se().unwrap(), (200.0f64 / 3.0).sqrt(), A_FEW_ROUNDINGS, "CR2");
    assert_near(difference.df().unwrap(), 4.0, A_FEW_ROUNDINGS, "Satterthwaite");
    // Welch: 100/3 + 100/3 with s² = 100 on each side.
    let independent = only(&gap, "difference_independent", None, &[]);
    assert_near(independent.se().unwrap(), (200.0f64 / 3.0).sqrt(), A_FEW_ROUNDINGS, "Welch");
}

/// With 73 at D the rural mean is 61, the gap 19, its change −1; the influences there become −4, 1/3, 11/3.
/// A school is one cluster in both years, so only what differs counts: −2/3, 1/3, 1/3. Variance
/// 6/5 × 6/9 = 4/5, with 6 − 4 degrees of freedom; CR2: 3/2 × 6/9 = 1.
#[test]
fn the_error_of_a_change_counts_what_differs_within_a_school() {
    let mut exam = year(2010, 70);
    exam.join(year(2011, 73));
    let gap = figures(&exam, "subject_gap", &[], &[("correction", &["cr1"])]);
    let change = only(&gap, "change", None, &[]);
    assert_eq!((change.year(), change.value(), change.df()), (Some(2011), count(-1), Some(2.0)));
    assert_near(change.se().unwrap(), 0.8f64.sqrt(), A_FEW_ROUNDINGS, "standard error of the change");
    let gap = figures(&exam, "subject_gap", &[], &[]);
    assert_near(only(&gap, "change", None, &[]).se().unwrap(), 1.0, A_FEW_ROUNDINGS, "CR2 of the change");
}

/// The same scores at the same schools: the gap did not change, and nothing is left to estimate an error from.
#[test]
fn two_equal_years_have_no_change_and_no_error() {
    let mut exam = year(2010, 70);
    exam.join(year(2011, 70));
    let gap = figures(&exam, "subject_gap", &[], &[]);
    let change = only(&gap, "change", None, &[]);
    assert_eq!((change.status(), change.value(), change.se()), (Status::Ok, count(0), None));
    assert!(!change.note().is_empty());
}

#[test]
fn without_schools_the_gap_stands_and_its_error_is_missing() {
    let exam = exam("考号,城乡,数学\n1,城区,90\n2,城区,80\n3,乡村,60\n4,乡村,50\n", &[]);
    let gap = figures(&exam, "subject_gap", &[], &[]);
    let difference = only(&gap, "difference", None, &[]);
    assert_eq!((difference.value(), difference.se(), difference.lower()), (count(30), None, None));
    assert!(difference.note().to_string().contains("no school is known"), "{}", difference.note());
    assert!(only(&gap, "difference_independent", None, &[]).se().is_some());
}

/// Towns are in neither group unless they are asked for: 城区 90, 镇区 60, 乡村 30.
#[test]
fn towns_belong_where_they_are_said_to() {
    let exam = exam("考号,城乡,数学\n1,城区,90\n2,镇区,60\n3,乡村,30\n", &[]);
    for (towns, difference) in [("apart", 60), ("urban", 45), ("rural", 45)] {
        let gap = figures(&exam, "subject_gap", &[], &[("towns", &[towns])]);
        assert_eq!(only(&gap, "difference", None, &[]).value(), count(difference), "{towns}");
    }
    let gap = figures(&exam, "subject_gap", &[], &[("first", &["镇区"])]);
    assert_eq!(only(&gap, "difference", None, &[]).value(), count(30));
}

/// The gap of `year(…)` narrows from 20 to 19, then to 18: the slope is −1 a year, told in words.
#[test]
fn the_command_line_tells_the_trend_in_words() {
    let file = |d: i32| {
        let urban = "1,A,城区,90\n2,B,城区,80\n3,C,城区,70\n";
        written(&format!("考号,学校,城乡,数学\n{urban}4,D,乡村,{d}\n5,E,乡村,60\n6,F,乡村,50\n"))
    };
    let files = [file(70), file(73), file(76)];
    let named = |at: usize| format!("{}={}", 2010 + at, files[at].path().display());
    let (first, second, third) = (named(0), named(1), named(2));
    let outcome = edugauge(&[
        "--lang",
        "zh",
        "compute",
        "差距走势",
        &first,
        &second,
        &third,
        "--subject",
        "数学",
        "--format",
        "json",
    ]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let json: serde_json::Value = serde_json::from_str(&outcome.out).unwrap();
    let slope = json.as_array().unwrap().iter().find(|figure| figure["measure"] == "slope").unwrap();
    assert_eq!(slope["value"].as_f64(), Some(-1.0));
    let note = slope["note"].as_str().unwrap();
    assert!(
        note.starts_with("the gap is narrower by 1.0 points a year on average, 95 % interval "),
        "{note}"
    );
    assert!(note.contains(": the data do not bear out that it is narrower; "), "{note}");
    let table =
        edugauge(&["--lang", "zh", "compute", "差距走势", &first, &second, &third, "--subject", "数学"]);
    assert!(table.out.contains("差距平均每年缩小 1.0 分，95% 区间 "), "{}", table.out);
    assert!(table.out.contains("：尚不能断定缩小；"), "{}", table.out);
    assert!(!table.out.contains("the gap is"), "{}", table.out);
}

/// Doing it again or with the rows in another order gives the same bytes, the drawn schools included.
#[test]
fn resampling_depends_on_nothing_but_the_seed() {
    let rows = ["1,A,城区,90", "2,B,城区,80", "3,C,城区,70", "4,D,乡村,70", "5,E,乡村,60", "6,F,乡村,50"];
    let read = |rows: &[&str]| exam(&format!("考号,学校,城乡,数学\n{}\n", rows.join("\n")), &[]);
    let reversed: Vec<&str> = rows.iter().rev().copied().collect();
    let given: &[(&str, &[&str])] = &[("error", &["bootstrap"]), ("permutations", &["15"])];
    let gaps = figures(&read(&rows), "gap", &[], given);
    assert_eq!(gaps, figures(&read(&reversed), "gap", &[], given));
    let other = figures(&read(&rows), "gap", &[], &[("error", &["bootstrap"]), ("seed", &["2"])]);
    assert_ne!(only(&gaps, "difference", None, &[]).se(), only(&other, "difference", None, &[]).se());
}

/// Whose school is not known counts in the value; the error is that of the candidates whose school is.
#[test]
fn candidates_without_a_school_are_outside_the_error() {
    let rows = |unknown: &str| {
        let known = "1,甲,城区,80\n2,甲,城区,86\n3,乙,城区,70\n4,乙,城区,75\n5,丙,乡村,60\n6,丙,乡村,66\n7,丁,乡村,75\n8,丁,乡村,71\n";
        exam(&format!("考号,学校,城乡,数学\n{known}{unknown}"), &[])
    };
    let of = |exam: &Exam| {
        let found = figures(exam, "subject_gap", &[], &[("subjects", &["数学"])]);
        only(&found, "difference", None, &[]).to_figure()
    };
    let (with, without) = (of(&rows("9,,城区,100\n10,,乡村,0\n11,,乡村,3\n")), of(&rows("")));
    // By hand: (80 + 86 + 70 + 75 + 100) / 5 − (60 + 66 + 75 + 71 + 0 + 3) / 6.
    assert_eq!(with.value, Some(Value::Exact(Rational::new(411, 5) - Rational::new(275, 6))));
    assert_eq!((with.se, with.df), (without.se, without.df));
    assert!(
        with.note.to_string().contains("3 candidates without a school count in the value, not in its error"),
        "{}",
        with.note
    );
    assert!(!without.note.to_string().contains("without a school"), "{}", without.note);
    let known = figures(
        &rows("9,,城区,100\n"),
        "pass_rate",
        &[],
        &[("subjects", &["数学"]), ("threshold", &["70"]), ("interval", &["korn_graubard"])],
    );
    assert!(
        known.get(0).note().to_string().contains("1 candidates without a school count in the value"),
        "{:?}",
        known.get(0)
    );
}

/// R 4.2.2, pROC 1.18.0: `var(roc(c(0,0,0,1,1,1,1), c(60,66,75,80,71,70,86)), method = "delong")`, and its interval.
#[test]
fn superiority_with_delongs_normal_interval() {
    let exam = exam(
        "考号,学校,城乡,数学\n1,甲,城区,80\n2,甲,城区,71\n3,乙,城区,70\n4,乙,城区,86\n5,丙,乡村,60\n6,丙,乡村,66\n7,丁,乡村,75\n",
        &[],
    );
    let of = |distribution: &str| {
        let given: &Given<'_> = &[
            ("subjects", &["数学"]),
            ("measures", &["superiority"]),
            ("error", &["independent"]),
            ("distribution", &[distribution]),
        ];
        only(&figures(&exam, "gap", &[], given), "superiority", None, &[]).to_figure()
    };
    let (normal, student) = (of("normal"), of("t"));
    assert_eq!(normal.df, None);
    assert!(normal.method.to_string().ends_with("normal distribution"), "{}", normal.method);
    assert_eq!(normal.se, student.se);
    assert!(student.df.is_some());
    assert_near(normal.value.unwrap().to_f64(), 0.833_333_333_333_333_3, A_FEW_ROUNDINGS, "AUC");
    assert_near(normal.se.unwrap(), 0.192_450_089_729_875_26, A_FEW_ROUNDINGS, "DeLong");
    assert_near(normal.lower.unwrap(), 0.456_138_088_641_276_2, 1e-14, "lower");
    assert_eq!(normal.upper, Some(1.0));
}
