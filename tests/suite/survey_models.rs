//! Plausible values in models, contrasts, trends and averages, against R: tests/golden/survey/models.R.

use edugauge::figures::{Figure, FigureRef, Figures};
use edugauge::indicators::{Input, compute, find};
use edugauge::intake::{ReadOptions, read_table};
use edugauge::records::SmallTable;

use crate::precision::assert_near;
use crate::support::{Given, arguments, repository, strings};
use crate::truth::Truth;

const DIGITS: f64 = 1e-8;
/// R's logistic fits stop at a relative change of the deviance.
const FITTED: f64 = 1e-5;

fn sample() -> SmallTable {
    let mut table =
        read_table(&repository("tests/golden/survey/sample.csv"), &ReadOptions::default()).unwrap().0;
    let zone = table.headers.iter().position(|header| header == "zone").unwrap();
    table.headers.push("cycle".to_owned());
    for row in &mut table.rows {
        let later = row[zone].parse::<u32>().unwrap() > 4;
        row.push(if later { "2022" } else { "2018" }.to_owned());
    }
    table
}

fn asked(id: &str, given: &Given<'_>) -> Figures {
    compute(find(id).unwrap(), Input::Table(&sample()), &strings(&[]), &arguments(given)).unwrap()
}

type Design = Vec<(&'static str, &'static [&'static str])>;

fn design(case: &str) -> Design {
    let own: Design = match case {
        "fay" => vec![("replicates", &["F{1..12}"]), ("replication", &["fay"]), ("rho", &["0.3"])],
        "jk1" => vec![("replicates", &["J{1..16}"]), ("replication", &["jk1"])],
        "jk2_both" => vec![("zone", &["zone"]), ("half", &["half"]), ("halves", &["both"])],
        _ => vec![("strata", &["stratum"]), ("cluster", &["school"])],
    };
    [vec![("weight", &["w"][..])], own].concat()
}

fn found(case: &str, what: &str, term: &str) -> Figure {
    let mut given = design(case);
    let values: &[&str] = &["PV{1..5}MATH"];
    let gap = |of| vec![("scores", values), ("group", &["sex"][..]), ("of", of)];
    let next: &[&str] = &["other=PV{1..5}NEXT"];
    let (id, more): (&str, Design) = match (case, what) {
        ("trend", _) => (
            "survey_trend",
            vec![("scores", &["reading"]), ("cycle", &["cycle"]), ("linking_error", &["2.5"])],
        ),
        ("average", _) => ("survey_average", vec![("scores", &["reading"]), ("over", &["cycle"])]),
        (_, "first") => ("survey_mean", vec![("scores", values), ("sampling_from", &["first"])]),
        (_, "linear" | "r_squared") => {
            ("survey_regression", vec![("scores", values), ("covariates", &["sex", "zone"])])
        }
        (_, "logistic") => (
            "survey_logistic",
            vec![("scores", values), ("line", &["500"]), ("covariates", &["sex", "zone"])],
        ),
        (_, "on_values") => ("survey_regression", vec![("scores", values), ("covariates", next)]),
        (_, "d") => ("survey_gap", gap(&["d"])),
        (_, "auc") => ("survey_gap", gap(&["auc"])),
        (_, "v") => ("survey_gap", gap(&["v"])),
        other => panic!("no statistic {other:?}"),
    };
    given.extend(more);
    let mut table = sample();
    // The m-th value beside the next: PV2MATH … PV5MATH, PV1MATH under the names PV1NEXT … PV5NEXT.
    let at = |name: &str| table.headers.iter().position(|header| header == name).unwrap();
    let places: Vec<usize> = [2, 3, 4, 5, 1].iter().map(|m| at(&format!("PV{m}MATH"))).collect();
    table.headers.extend((1..=5).map(|m| format!("PV{m}NEXT")));
    for row in &mut table.rows {
        let own: Vec<String> = places.iter().map(|place| row[*place].clone()).collect();
        row.extend(own);
    }
    let figures = compute(find(id).unwrap(), Input::Table(&table), &[], &arguments(&given)).unwrap();
    let label = match (what, term) {
        (_, "(Intercept)") => "intercept",
        (_, "sexm") => "sex=m",
        ("on_values", _) => "other",
        (_, "f-m") => "f",
        ("mean", _) => "",
        (_, other) => other,
    };
    let own = |row: &FigureRef<'_>| {
        (what == "r_squared") == (row.measure() == "r_squared")
            && (label.is_empty() || row.group().iter().flatten().any(|own| &**own == label))
    };
    figures.iter().find(own).unwrap_or_else(|| panic!("{case} {what} {term}: {figures:?}")).to_figure()
}

/// Every line of models.csv: R 4.2.2, survey 4.1.1; see SOURCE.md.
#[test]
fn agrees_with_r() {
    let expected = std::fs::read_to_string(repository("tests/golden/survey/models.csv")).unwrap();
    let (mut linear, mut fitted) = (Truth::of("survey_models"), Truth::of("survey_models_logistic"));
    let mut compared = 0;
    for line in expected.lines().skip(1) {
        let [case, what, term, value, se, df] = line.split(',').collect::<Vec<_>>()[..] else { panic!() };
        let (number, figure) = (|text: &str| text.parse::<f64>().unwrap(), found(case, what, term));
        let digits = if what == "logistic" { FITTED } else { DIGITS };
        let truth = if what == "logistic" { &mut fitted } else { &mut linear };
        truth.near(figure.value.unwrap().to_f64(), number(value), digits, line);
        truth.near(figure.se.unwrap(), number(se), digits, line);
        truth.near(figure.df.unwrap(), number(df), digits, line);
        compared += 1;
    }
    assert_eq!(compared, 44);
    linear.done();
    fitted.done();
}

/// P(first > second) by all pairs, and its error by leaving out each school of a stratified jackknife: the two
/// must be near, as both estimate the same; the value must be the same.
#[test]
fn the_linearised_superiority_is_near_the_jackknife() {
    let of = |case: &str| found(case, "auc", "f-m");
    let (linear, jackknife) = (of("linear"), of("jk2_both"));
    assert_near(linear.value.unwrap().to_f64(), jackknife.value.unwrap().to_f64(), 1e-12, "auc");
    assert!((linear.se.unwrap() / jackknife.se.unwrap() - 1.0).abs() < 0.05, "{linear:?} {jackknife:?}");
    assert_eq!(linear.measure, "auc");
}

#[test]
fn an_average_counts_every_country_alike_and_names_who_is_left_out() {
    let mut given = design("linear");
    given.extend([("scores", &["reading"][..]), ("over", &["cycle"][..]), ("of", &["levels"][..])]);
    given.push(("cuts", &["400", "500"]));
    let rows = asked("survey_average", &given).to_vec();
    assert_eq!(rows.len(), 3);
    let all: f64 = rows.iter().map(|row| row.value.unwrap().to_f64()).sum();
    assert_near(all, 100.0, 1e-12, "levels");
}

#[test]
fn a_linking_error_is_of_its_subject_and_cycles() {
    let mut given = design("linear");
    given.extend([("scores", &["reading", "PV1MATH"][..]), ("cycle", &["cycle"][..])]);
    given.push(("linking_error", &["reading:2018/2022=3", "PV1MATH:2015/2018=9"]));
    let rows = asked("survey_trend", &given).to_vec();
    assert!(rows[0].method.to_string().contains("linking error 3"), "{}", rows[0].method);
    assert!(rows[1].note.to_string().contains("none of the linking errors given is of"), "{}", rows[1].note);
}
