//! Random intercepts and decompositions against R, by hand, and at their edges.

use std::sync::OnceLock;

use edugauge::exam::Exam;
use edugauge::figures::{FigureRef, Figures, Status, Value};
use edugauge::indicators::{Input, compute, find};
use edugauge::intake::{ReadOptions, read_scores};
use edugauge::number::Rational;

use crate::precision::assert_near;
use crate::support::{Given, arguments, exam, figures, only, repository};
use crate::truth::Truth;

/// Eight significant digits: R's own optimum is polished to about ten.
const DIGITS: f64 = 1e-8;

fn pupils() -> &'static Exam {
    static PUPILS: OnceLock<Exam> = OnceLock::new();
    PUPILS.get_or_init(|| {
        let path = repository("tests/golden/models/pupils.csv");
        Exam::from_records(read_scores(&path, &ReadOptions::default(), None).unwrap().0)
    })
}

fn expected(prefix: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(repository("tests/golden/models/expected.csv")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with(prefix));
    rows.map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn compare(truth: &mut Truth, found: FigureRef<'_>, row: &[String]) {
    let what = row.join(",");
    let pairs = [
        (found.value().map(Value::to_f64), &row[3]),
        (found.se(), &row[4]),
        (found.lower(), &row[6]),
        (found.upper(), &row[7]),
    ];
    for (found, expected) in pairs {
        if let Ok(expected) = expected.parse::<f64>() {
            truth.near(found.unwrap_or_else(|| panic!("{what}: missing")), expected, DIGITS, &what);
        }
    }
}

/// `(Intercept)`, `residence城区`, `chinese` of R as the terms here.
fn term(name: &str) -> &str {
    match name {
        "(Intercept)" => "constant",
        "residence城区" => "residence=城区",
        "track物理" => "track=物理",
        other => other,
    }
}

fn fitted(model: &str, criterion: &str, levels: &str, df: &str) -> Figures {
    let df: &[&str] = &[df];
    let covariates: &[&str] = match model {
        "null" => &[],
        "residence" => &["residence"],
        _ => &["residence", "track", "语文"],
    };
    let criterion: &[&str] = if criterion == "ml" { &["ml"] } else { &["reml"] };
    let mut given: Vec<(&str, &[&str])> =
        vec![("subjects", &["数学"]), ("criterion", criterion), ("covariates", covariates), ("df", df)];
    if levels == "two" {
        given.push(("district", &["district"]));
    }
    figures(pupils(), "random_intercept", &[], &given)
}

/// R 4.2.2, lme4 1.1.31, optimum and information polished with numDeriv on dense matrices; see SOURCE.md.
#[test]
fn random_intercepts_agree_with_r() {
    let (mut truth, mut compared) = (Truth::of("random_intercept"), 0);
    for model in ["null", "residence", "full"] {
        for criterion in ["reml", "ml"] {
            for levels in ["one", "two"] {
                let found = fitted(model, criterion, levels, "levels");
                for row in expected(&format!("{model}_{criterion}_{levels},")) {
                    if row[1] == "df" {
                        let figure = only(&found, "coefficient", None, &[term(&row[2])]);
                        assert_eq!(figure.df(), row[3].parse().ok(), "{row:?}");
                        continue;
                    }
                    let figure = found.iter().find(|f| {
                        f.measure() == row[1] && f.group()[0].as_deref().unwrap_or("") == term(&row[2])
                    });
                    compare(&mut truth, figure.unwrap_or_else(|| panic!("no {row:?}")), &row);
                    compared += 1;
                }
            }
        }
    }
    assert_eq!(compared, 88);
    truth.done();
}

/// Dense matrices in numpy, satterthwaite.py.
#[test]
fn degrees_of_freedom_agree_with_satterthwaites() {
    let text = std::fs::read_to_string(repository("tests/golden/models/satterthwaite.csv")).unwrap();
    let (mut truth, mut compared) = (Truth::of("random_intercept_df"), 0);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [model, criterion, levels] = cells[0].split('_').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let found = fitted(model, criterion, levels, "satterthwaite");
        let term = match cells[1] {
            "城乡" => "residence=城区",
            "科类" => "track=物理",
            "语文" => "chinese",
            other => other,
        };
        let figure = only(&found, "coefficient", None, &[term]);
        let expected: f64 = cells[2].parse().unwrap();
        truth.near(figure.df().unwrap(), expected, 1e-6, line);
        compared += 1;
    }
    assert_eq!(compared, 28);
    truth.done();
}

#[test]
fn a_decomposition_agrees_with_r() {
    let cases: [(&str, &Given<'_>); 2] = [
        ("oaxaca_residence", &[("covariates", &["sex", "track", "语文"])]),
        (
            "oaxaca_sex",
            &[
                ("covariates", &["track", "语文"]),
                ("group", &["sex"]),
                ("first", &["女"]),
                ("second", &["男"]),
            ],
        ),
    ];
    let mut truth = Truth::of("oaxaca_blinder");
    for (case, given) in cases {
        for row in expected(&format!("{case},")) {
            let reference: [&str; 1] = [if row[2].is_empty() { "pooled" } else { &row[2] }];
            let given = [given, &[("reference", &reference[..]), ("subjects", &["数学"])]].concat();
            let found = figures(pupils(), "oaxaca_blinder", &[], &given);
            let figure = found.iter().find(|f| f.measure() == row[1] && f.group()[0].is_none()).unwrap();
            compare(&mut truth, figure, &row);
        }
    }
    truth.done();
}

/// The parts add up, and those of the covariates to what is explained.
#[test]
fn the_parts_of_a_decomposition_add_up() {
    let given: &Given<'_> = &[("covariates", &["sex", "track", "语文"]), ("subjects", &["数学"])];
    let found = figures(pupils(), "oaxaca_blinder", &[], given);
    let value = |measure: &str| {
        let whole = found.iter().find(|f| f.measure() == measure && f.group()[0].is_none());
        whole.unwrap().value().unwrap().to_f64()
    };
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12 * (1.0 + a.abs()), "{a} {b}");
    near(value("explained") + value("unexplained"), value("difference"));
    near(value("endowments") + value("coefficients") + value("interaction"), value("difference"));
    let parts = found.iter().filter(|f| f.group()[0].is_some()).map(|f| f.value().unwrap().to_f64());
    near(parts.sum(), value("explained"));
    let gap = figures(pupils(), "subject_gap", &[], &[("subjects", &["数学"])]);
    near(value("difference"), only(&gap, "difference", None, &[]).value().unwrap().to_f64());
}

const FEW: &str = "考号,学校,城乡,科类,语文,数学\n";

fn few(rows: &str) -> Exam {
    exam(&format!("{FEW}{rows}"), &[])
}

fn note_of(exam: &Exam, id: &str, given: &Given<'_>) -> (Status, String) {
    let given = [given, &[("subjects", &["数学"][..])]].concat();
    let found = compute(find(id).unwrap(), Input::Exam(exam), &[], &arguments(&given)).unwrap();
    (found.get(0).status(), found.get(0).note().to_string())
}

#[test]
fn a_model_that_cannot_be_says_why() {
    let one_school = few("1,甲,城区,物理,1,80\n2,甲,城区,历史,2,90\n");
    let (status, note) = note_of(&one_school, "random_intercept", &[]);
    assert_eq!(status, Status::NotApplicable);
    assert!(note.contains("fewer than two schools"), "{note}");
    let flat = few("1,甲,城区,物理,1,80\n2,甲,城区,历史,2,80\n3,乙,乡村,物理,2,90\n4,乙,乡村,物理,2,90\n");
    assert_eq!(note_of(&flat, "random_intercept", &[]).1, "no variance within schools");
    let twice = few("1,甲,城区,物理,1,80\n2,甲,城区,物理,2,85\n3,乙,乡村,历史,2,90\n4,乙,乡村,历史,2,97\n");
    let (status, note) = note_of(&twice, "random_intercept", &[("covariates", &["residence", "track"])]);
    assert_eq!(
        (status, note.to_string().as_str()),
        (Status::NotApplicable, "track=物理 follows from the covariates before it")
    );
    let alone = few(
        "1,甲,城区,物理,1,80\n2,甲,城区,物理,2,85\n6,丁,城区,物理,2,81\n3,乙,乡村,历史,2,90\n4,乙,乡村,物理,2,97\n5,乙,乡村,物理,2,99\n",
    );
    let (status, note) = note_of(&alone, "oaxaca_blinder", &[("covariates", &["track"])]);
    assert_eq!(status, Status::NotApplicable);
    assert!(note.contains("track=物理 does not vary by itself in 城区"), "{note}");
    let unknown = find("random_intercept").unwrap();
    let given = arguments(&[("covariates", &["身高"])]);
    assert_eq!(compute(unknown, Input::Exam(&alone), &[], &given).unwrap_err().code(), "EG-203");
}

/// Schools whose means differ less than chance would have them: the variance of schools is 0.
#[test]
fn a_variance_at_its_boundary_is_given_and_noted() {
    let level = few("1,甲,城区,物理,1,80\n2,甲,城区,物理,2,90\n3,乙,乡村,历史,2,81\n4,乙,乡村,历史,,89\n");
    let found = figures(&level, "random_intercept", &[], &[("subjects", &["数学"])]);
    let school = only(&found, "variance_school", None, &[]);
    assert_eq!((school.value(), school.se()), (Some(Value::Real(0.0)), None));
    assert_eq!(school.note(), "at its boundary");
    let share = only(&found, "share_school", None, &[]);
    assert_eq!((share.value(), share.lower()), (Some(Value::Real(0.0)), Some(0.0)));
    let given: &Given<'_> = &[("subjects", &["数学"]), ("covariates", &["语文"])];
    let left = figures(&level, "random_intercept", &[], given);
    assert_eq!(left.get(0).n(), Some(3));
    assert!(left.get(0).note().to_string().starts_with("1 candidates without a school or a covariate"));
}

#[test]
fn the_order_of_rows_does_not_show_in_a_model() {
    let path = repository("tests/golden/models/pupils.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    let turned = exam(&lines.join("\n"), &[]);
    let given: &Given<'_> =
        &[("subjects", &["数学"]), ("covariates", &["residence", "语文"]), ("district", &["district"])];
    assert_eq!(
        figures(pupils(), "random_intercept", &[], given),
        figures(&turned, "random_intercept", &[], given)
    );
}

fn exact(figures: &Figures, measure: &str, group: &[&str]) -> Rational {
    match only(figures, measure, Some("mathematics"), group).value() {
        Some(Value::Exact(value)) => value,
        other => panic!("{measure}: {other:?}"),
    }
}

#[test]
fn exact_parts_add_up_to_the_gap() {
    let group: &Given<'_> =
        &[("group", &["sex"]), ("first", &["女"]), ("second", &["男"]), ("subjects", &["数学"])];
    let kinds = [group, &[("key", &["track"][..])]].concat();
    let found = figures(pupils(), "gap_composition", &[], &kinds);
    let of = |measure: &str| {
        let whole = found.iter().find(|f| f.measure() == measure && f.group()[0].is_none()).unwrap();
        let Some(Value::Exact(value)) = whole.value() else { panic!("{whole:?}") };
        value
    };
    assert_eq!(of("composition") + of("performance"), of("difference"));
    for measure in ["composition", "performance"] {
        let kinds = exact(&found, measure, &["物理"]) + exact(&found, measure, &["历史"]);
        assert_eq!(kinds, of(measure));
    }
    let split = figures(pupils(), "gap_between_schools", &[], group);
    let parts =
        ["between", "within"].map(|measure| only(&split, measure, None, &[]).value().unwrap().to_f64());
    assert_near(
        parts[0] + parts[1],
        only(&split, "difference", None, &[]).value().unwrap().to_f64(),
        1e-13,
        "parts",
    );
}

/// Leaving a school out by hand: the gap of the candidates without it.
#[test]
fn a_school_contributes_what_the_gap_loses_without_it() {
    let text = std::fs::read_to_string(repository("tests/golden/models/pupils.csv")).unwrap();
    let left = text.lines().filter(|line| !line.contains(",S07,")).collect::<Vec<_>>().join("\n");
    let subjects: &Given<'_> = &[("subjects", &["数学"])];
    let without = figures(&exam(&left, &[]), "subject_gap", &[], subjects);
    let found = figures(pupils(), "gap_by_school", &[], subjects);
    assert_eq!(exact(&found, "difference_without", &["S07"]), exact(&without, "difference", &[]));
    let whole = found.iter().find(|f| f.measure() == "difference").unwrap();
    let Some(Value::Exact(gap)) = whole.value() else { panic!() };
    assert_eq!(exact(&found, "contribution", &["S07"]), gap - exact(&found, "difference_without", &["S07"]));
    let lonely = few("1,甲,城区,物理,1,80\n2,乙,乡村,物理,2,90\n3,丙,乡村,历史,2,70\n");
    let found = figures(&lonely, "gap_by_school", &[], subjects);
    let only_one = only(&found, "contribution", None, &["甲"]);
    assert_eq!(
        (only_one.status(), only_one.note().to_string().as_str()),
        (Status::NotApplicable, "the only school of its group")
    );
}

#[test]
fn a_kind_of_one_group_only_is_named() {
    let exam = few("1,甲,城区,物理,1,80\n2,甲,城区,历史,2,90\n3,乙,乡村,物理,2,70\n");
    let given: &Given<'_> = &[("key", &["track"]), ("subjects", &["数学"])];
    let found = figures(&exam, "gap_composition", &[], given);
    let part = only(&found, "composition", None, &[]);
    assert_eq!(
        (part.status(), part.note().to_string().as_str()),
        (Status::NotApplicable, "only one group has candidates of 历史")
    );
    assert_eq!(only(&found, "difference", None, &[]).status(), Status::Ok);
    let rates = figures(&exam, "gap_composition", &[], &[given, &[("line", &["80"][..])]].concat());
    let rate = only(&rates, "difference", None, &[]).value().unwrap().to_f64();
    assert_eq!(rate, 100.0);
}

/// The example of the registry with 1000 more in every score: every part is the same, by kind too.
#[test]
fn the_parts_of_a_gap_do_not_depend_on_the_zero_of_the_scale() {
    let rows = |add: u32| {
        let scores = [("物理,城区", 90), ("物理,城区", 86), ("历史,城区", 79)];
        let scores = scores.into_iter().chain([("物理,乡村", 80), ("历史,乡村", 70), ("历史,乡村", 75)]);
        let rows = scores.enumerate().map(|(at, (kind, score))| format!("{at},{kind},{}\n", score + add));
        exam(&format!("考号,科类,城乡,数学\n{}", rows.collect::<String>()), &[])
    };
    let parts = |exam: &Exam| {
        let found = figures(exam, "gap_composition", &[], &[("key", &["track"]), ("subjects", &["数学"])]);
        found
            .iter()
            .map(|figure| (figure.measure(), figure.group().clone(), figure.value()))
            .collect::<Vec<_>>()
    };
    assert_eq!(parts(&rows(0)), parts(&rows(1000)));
    let found = figures(&rows(0), "gap_composition", &[], &[("key", &["track"]), ("subjects", &["数学"])]);
    // By hand: 1/3 × (84 − 80), −1/3 × (75.75 − 80).
    assert_eq!(exact(&found, "composition", &["物理"]), Rational::new(4, 3));
    assert_eq!(exact(&found, "composition", &["历史"]), Rational::new(17, 12));
}

#[test]
fn a_blank_kind_is_one_kind_and_said() {
    let note = |exam: &Exam, measure: &str, group: Option<&str>| {
        let found = figures(exam, "gap_composition", &[], &[("key", &["track"]), ("subjects", &["数学"])]);
        let is_it = |f: &FigureRef<'_>| f.measure() == measure && f.group()[0].as_deref() == group;
        found.iter().find(is_it).unwrap().note().clone()
    };
    let both = few("1,甲,城区,物理,1,80\n2,甲,城区,,2,90\n3,乙,乡村,物理,2,70\n4,乙,乡村,,2,60\n");
    const TOGETHER: &str = "candidates whose kind is not known count as one kind";
    assert_eq!(note(&both, "composition", None), TOGETHER);
    assert_eq!(note(&both, "performance", Some("")), TOGETHER);
    assert_eq!(note(&both, "performance", Some("物理")), "");
    assert_eq!(note(&both, "difference", None), "");
    let one = few("1,甲,城区,物理,1,80\n2,甲,城区,,2,90\n3,乙,乡村,物理,2,70\n");
    assert_eq!(note(&one, "composition", None), "only one group has candidates whose kind is not known");
}
