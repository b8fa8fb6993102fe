//! Random slopes, weights of precision and plausible values against R and dense matrices, by hand, and at their
//! edges: tests/golden/models/SOURCE.md.

use std::collections::BTreeMap;

use edugauge::figures::{FigureRef, Figures, Status, Value};
use edugauge::indicators::{Input, compute, find};
use edugauge::intake::{ReadOptions, read_table};
use edugauge::records::SmallTable;

use crate::precision::assert_near;
use crate::support::{Given, arguments, repository, strings, written};
use crate::truth::Truth;

/// The golden optimum is Newton's on exact derivatives, of dense matrices.
const DIGITS: f64 = 1e-8;
/// Where lme4's search stops: bobyqa of the deviance alone.
const STOPPED: f64 = 3e-5;

fn pupils() -> SmallTable {
    read_table(&repository("tests/golden/models/slopes_pupils.csv"), &ReadOptions::default()).unwrap().0
}

fn fitted(table: &SmallTable, given: &Given<'_>) -> Figures {
    let own: &Given<'_> = &[("school", &["school"])];
    let scores: &Given<'_> = &[("scores", &["score"])];
    let scores = if given.iter().any(|(name, _)| *name == "scores") { &[] } else { scores };
    let given = [own, scores, given].concat();
    compute(find("multilevel_model").unwrap(), Input::Table(table), &strings(&[]), &arguments(&given))
        .unwrap()
}

fn of_case(case: &str) -> Figures {
    let table = &pupils();
    let (model, criterion) = case.rsplit_once('_').unwrap();
    let criterion: &[&str] = if criterion == "ml" { &["ml"] } else { &["reml"] };
    let (covariates, slopes): (&[&str], &[&str]) = match model {
        "intercept" => (&[], &[]),
        "weighted" => (&["ses"], &[]),
        "two_slopes" => (&["ses", "points"], &["ses", "points"]),
        _ => (&["ses", "sector", "points"], &["ses"]),
    };
    let mut given: Vec<(&str, &[&str])> =
        vec![("covariates", covariates), ("slopes", slopes), ("criterion", criterion)];
    if !["intercept", "slope"].contains(&model) {
        given.push(("precision", &["weight"]));
    }
    fitted(table, &given)
}

pub fn figure<'a>(figures: &'a Figures, measure: &str, term: &str, other: &str) -> FigureRef<'a> {
    let is_it = |f: &FigureRef<'_>| {
        let labels = [0, 1].map(|at| f.group()[at].as_deref().unwrap_or(""));
        f.measure() == measure && labels == [term, other]
    };
    figures.iter().find(is_it).unwrap_or_else(|| panic!("no {measure} {term} {other}"))
}

/// Holds the figures of every case in a golden file (case, measure, term, other, value, error and, where it has them,
/// degrees of freedom); how many numbers were compared.
pub fn agree(key: &'static str, file: &str, digits: f64, of_case: impl Fn(&str) -> Figures) -> usize {
    let text = std::fs::read_to_string(repository(file)).unwrap();
    let mut found: BTreeMap<&str, Figures> = BTreeMap::new();
    let (mut truth, mut compared) = (Truth::of(key), 0);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let figures = found.entry(cells[0]).or_insert_with(|| of_case(cells[0]));
        let figure = figure(figures, cells[1], cells[2], cells[3]);
        let numbers = [figure.value().map(Value::to_f64), figure.se(), figure.df()];
        for (found, expected) in numbers.into_iter().zip(&cells[4..]) {
            let Ok(expected) = expected.parse::<f64>() else { continue };
            truth.near(found.unwrap_or_else(|| panic!("{line}: missing")), expected, digits, line);
            compared += 1;
        }
    }
    truth.done();
    compared
}

/// numpy, dense matrices and exact derivatives: tests/golden/models/slopes.py.
#[test]
fn random_slopes_and_weights_agree_with_dense_matrices() {
    assert_eq!(agree("multilevel_dense", "tests/golden/models/slopes.csv", DIGITS, of_case), 178);
}

/// R 4.2.2, lme4 1.1.31, lmerTest 3.1.3: tests/golden/models/slopes.R.
#[test]
fn random_slopes_and_weights_agree_with_lme4() {
    assert_eq!(agree("multilevel_lme4", "tests/golden/models/slopes_lme4.csv", STOPPED, of_case), 132);
}

pub fn table(text: &str) -> SmallTable {
    read_table(written(text).path(), &ReadOptions::default()).unwrap().0
}

fn value(figures: &Figures, measure: &str, term: &str) -> f64 {
    figure(figures, measure, term, "").value().unwrap().to_f64()
}

/// The scores of whole points that an examination has too: the same model by the other route.
#[test]
fn without_slopes_it_is_the_random_intercept_of_an_examination() {
    let path = repository("tests/golden/models/pupils.csv");
    let exam = edugauge::exam::Exam::from_records(
        edugauge::intake::read_scores(&path, &ReadOptions::default(), None).unwrap().0,
    );
    let given: &Given<'_> = &[("subjects", &["数学"]), ("covariates", &["residence", "语文"])];
    let expected = crate::support::figures(&exam, "random_intercept", &[], given);
    let rows = read_table(&path, &ReadOptions::default()).unwrap().0;
    let given: &Given<'_> = &[
        ("scores", &["数学"]),
        ("covariates", &["语文"]),
        ("factors", &["城乡=乡村"]),
        ("school", &["学校"]),
    ];
    let found =
        compute(find("multilevel_model").unwrap(), Input::Table(&rows), &[], &arguments(given)).unwrap();
    let mut compared = 0;
    for expected in &expected {
        let term = match expected.group()[0].as_deref() {
            Some("constant") => "intercept",
            Some("chinese") => "语文",
            Some("residence=城区") => "城乡=城区",
            other => other.unwrap_or(if expected.measure() == "variance_school" { "intercept" } else { "" }),
        };
        let figure = figure(&found, expected.measure(), term, "");
        let both = |f: FigureRef<'_>| {
            [f.value().map(Value::to_f64), f.se(), f.df(), f.lower(), f.upper(), f.p_value()]
        };
        for (found, expected) in both(figure).into_iter().zip(both(expected)) {
            assert_eq!(found.is_some(), expected.is_some(), "{term} {}", figure.measure());
            let (Some(found), Some(expected)) = (found, expected) else { continue };
            assert_near(found, expected, DIGITS, term);
            compared += 1;
        }
    }
    assert_eq!(compared, 27);
}

/// Weights ten times as large are residual variances ten times as large, and nothing else.
#[test]
fn weights_of_precision_are_relative() {
    let mut table = pupils();
    let given: &Given<'_> = &[("covariates", &["ses"]), ("slopes", &["ses"]), ("precision", &["weight"])];
    let before = fitted(&table, given);
    let at = table.headers.iter().position(|header| header == "weight").unwrap();
    table.rows.iter_mut().for_each(|row| row[at] = (10.0 * row[at].parse::<f64>().unwrap()).to_string());
    let after = fitted(&table, given);
    let near = |a: f64, b: f64| assert_near(a, b, DIGITS, "weights");
    near(value(&after, "variance_pupil", ""), 10.0 * value(&before, "variance_pupil", ""));
    for (measure, term) in
        [("coefficient", "ses"), ("variance_school", "ses"), ("variance_school", "intercept")]
    {
        near(value(&after, measure, term), value(&before, measure, term));
    }
}

/// By Rubin's rules: three columns, each fitted by itself.
#[test]
fn plausible_values_are_put_together() {
    let mut table = pupils();
    let score = table.headers.iter().position(|header| header == "score").unwrap();
    for value in 1..=3 {
        table.headers.push(format!("PV{value}"));
        for (at, row) in table.rows.iter_mut().enumerate() {
            let moved = ((at * 37 + value * 101) % 100) as f64 / 100.0 - 0.5;
            row.push((row[score].parse::<f64>().unwrap() + moved).to_string());
        }
    }
    let model: &Given<'_> = &[("covariates", &["ses"]), ("slopes", &["ses"])];
    let of = |scores: &str| fitted(&table, &[model, &[("scores", &[scores])]].concat());
    let each: Vec<Figures> = (1..=3).map(|value| of(&format!("PV{value}"))).collect();
    let all = of("PV{1..3}");
    for (measure, term) in [("coefficient", "ses"), ("variance_school", "ses"), ("variance_pupil", "")] {
        let own: Vec<(f64, f64)> = each
            .iter()
            .map(|figures| figure(figures, measure, term, ""))
            .map(|figure| (figure.value().unwrap().to_f64(), figure.se().unwrap()))
            .collect();
        let mean = own.iter().map(|(value, _)| value).sum::<f64>() / 3.0;
        let within = own.iter().map(|(_, se)| se * se).sum::<f64>() / 3.0;
        let between = own.iter().map(|(value, _)| (value - mean).powi(2)).sum::<f64>() / 2.0;
        let found = figure(&all, measure, term, "");
        assert_near(found.value().unwrap().to_f64(), mean, 1e-12, measure);
        assert_near(found.se().unwrap(), (within + 4.0 / 3.0 * between).sqrt(), 1e-12, measure);
    }
    assert!(all.iter().all(|figure| figure.measure() != "deviance"));
}

/// Named as the covariate was, run of columns or not.
#[test]
fn slopes_of_plausible_values_are_named_as_their_covariates() {
    let mut table = pupils();
    let ses = table.headers.iter().position(|header| header == "ses").unwrap();
    for value in 1..=2 {
        table.headers.push(format!("SES{value}"));
        table.rows.iter_mut().for_each(|row| row.push(row[ses].clone()));
    }
    let of = |slopes: &'static [&'static str]| {
        fitted(&table, &[("scores", &["score"]), ("covariates", &["SES{1..1}"]), ("slopes", slopes)])
    };
    let (run, name) = (of(&["SES{1..1}"]), of(&["SES"]));
    assert_eq!(value(&run, "variance_school", "SES"), value(&name, "variance_school", "SES"));
}

#[test]
fn who_is_left_out_is_counted() {
    let text = "school,ses,w,score\nA,-1.5,1,-2\nA,.5,2,1\nA,1.25,1,0\nB,-1,1,3\nB,.5,1,4.125\nB,2,1,2\nC,0,1,1\nC,1,1,\n,1,1,3\nC,,1,1\nC,2,0,9\nC,-2,1,2.5\n";
    let found = fitted(&table(text), &[("covariates", &["ses"]), ("precision", &["w"])]);
    let note = "1 candidates without a school are left out; 1 candidates without a covariate are left out; 1 rows of weight 0 are left out";
    assert_eq!((found.get(0).n(), found.get(0).note().to_string().as_str()), (Some(8), note));
    let refused = |text: &str| {
        let given: &Given<'_> = &[("scores", &["score"]), ("school", &["school"]), ("precision", &["w"])];
        let table = table(text);
        compute(find("multilevel_model").unwrap(), Input::Table(&table), &[], &arguments(given)).unwrap_err()
    };
    let fault = refused("school,w,score\nA,1,2\nA,-1,3\n").to_string();
    assert!(fault.contains("a weight of precision: 0 or above"), "{fault}");
    assert!(refused("school,w,score\nA,1,2\nA,,3\n").to_string().contains("row 3"));
}

#[test]
fn models_that_cannot_be_say_why() {
    let why = |text: &str, given: &Given<'_>| {
        let found = fitted(&table(text), given);
        (found.get(0).status(), found.get(0).note().clone())
    };
    let slopes: &Given<'_> = &[("covariates", &["x"]), ("slopes", &["x"])];
    let few = "school,x,score\nA,1,2\nA,2,3\nB,1,5\nB,2,4\n";
    assert_eq!(why(few, slopes).1, "fewer than two schools or districts, or one candidate a school");
    let flat = "school,x,score\nA,1,2\nA,1,3\nB,1,5\nB,1,4\n";
    let (status, note) = why(flat, &[("covariates", &["x"])]);
    assert_eq!(
        (status, note.to_string().as_str()),
        (Status::NotApplicable, "x follows from the covariates before it")
    );
    let exact = "school,score\nA,2\nA,2\nB,5\nB,5\n";
    assert_eq!(why(exact, &[]).1, "no variance within schools");
    assert_eq!(why("school,score\nA,\nB,\n", &[]).0, Status::NoDenominator);
    let unknown = table("school,x,score\nA,1,2\nB,2,3\n");
    let given: &Given<'_> =
        &[("scores", &["score"]), ("school", &["school"]), ("covariates", &["x"]), ("slopes", &["y"])];
    let fault = compute(find("multilevel_model").unwrap(), Input::Table(&unknown), &[], &arguments(given));
    assert_eq!(fault.unwrap_err().code(), "EG-203");
}

/// Schools' slopes are as far apart as chance would have them: their variance is at its boundary.
#[test]
fn a_slope_at_its_boundary_is_given_and_noted() {
    let mut text = "school,x,score\n".to_owned();
    for (school, level) in [("A", 0.0), ("B", 3.0), ("C", 5.0), ("D", 9.0)] {
        for (x, off) in [(-1.0, 0.5), (-1.0, -0.5), (1.0, 0.5), (1.0, -0.5)] {
            text += &format!("{school},{x},{}\n", level + 2.0 * x + off);
        }
    }
    let found = fitted(&table(&text), &[("covariates", &["x"]), ("slopes", &["x"])]);
    let slope = figure(&found, "variance_school", "x", "");
    assert!(slope.value().unwrap().to_f64().abs() < 1e-9, "{:?}", slope.value());
    assert_eq!(
        (slope.se(), slope.note().to_string().as_str()),
        (None, "variances of schools at their boundary")
    );
    let coefficient = figure(&found, "coefficient", "x", "");
    assert_near(coefficient.value().unwrap().to_f64(), 2.0, 1e-12, "slope");
    assert_eq!(coefficient.df(), Some(3.0));
    assert!(
        coefficient.note().to_string().starts_with("degrees of freedom by levels"),
        "{}",
        coefficient.note()
    );
}

/// Slopes of 6 schools go with their intercepts without a rest: the correlation is 1, and 6 slopes were seen, not 48.
#[test]
fn a_slope_of_few_schools_has_no_degrees_of_freedom_of_pupils_at_the_boundary() {
    let mut text = "school,x,age,score\n".to_owned();
    for (school, level) in [("A", -2.0), ("B", -1.5), ("C", -0.5), ("D", 0.0), ("E", 1.0), ("F", 3.0)] {
        for pupil in 0..8 {
            let x = f64::from(pupil % 2) * 2.0 - 1.0;
            let off = f64::from(pupil / 2 % 2) - 0.5;
            text += &format!("{school},{x},{},{}\n", pupil * pupil % 5, level + (1.0 + level) * x + off);
        }
    }
    let of = |covariates: &[&str], df: &[&str]| {
        fitted(&table(&text), &[("covariates", covariates), ("slopes", &["x"]), ("df", df)])
    };
    let (mended, levels) = (of(&["x"], &["satterthwaite"]), of(&["x"], &["levels"]));
    let correlation = figure(&mended, "correlation_school", "intercept", "x");
    assert_near(correlation.value().unwrap().to_f64(), 1.0, 1e-6, "correlation");
    let slope = |figures| figure(figures, "coefficient", "x", "");
    assert_eq!((slope(&mended).df(), slope(&levels).df()), (Some(5.0), Some(41.0)));
    assert!(slope(&mended).p_value() > slope(&levels).p_value());
    assert!(slope(&mended).note().to_string().contains("at most schools − 1"), "{}", slope(&mended).note());
    assert!(slope(&levels).note().to_string().is_empty(), "{}", slope(&levels).note());
    let both = of(&["x", "age"], &["satterthwaite"]);
    let df = ["intercept", "x", "age"].map(|term| figure(&both, "coefficient", term, "").df());
    assert_eq!(df, [Some(5.0), Some(5.0), Some(40.0)]);
}

#[test]
fn neither_the_order_of_rows_nor_the_labels_of_schools_show() {
    let mut turned = pupils();
    turned.rows.reverse();
    let given: &Given<'_> = &[("covariates", &["ses", "sector"]), ("slopes", &["ses"])];
    let (here, there) = (fitted(&pupils(), given), fitted(&turned, given));
    for (a, b) in here.iter().zip(&there) {
        assert_near(a.value().unwrap().to_f64(), b.value().unwrap().to_f64(), 1e-9, a.measure());
    }
}
