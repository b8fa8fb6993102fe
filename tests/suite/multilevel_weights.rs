//! Sampling weights in models of schools against mpmath and R WeMix (tests/golden/models/SOURCE.md), against
//! schools and pupils written out as often as they count, and at their edges.

use edugauge::error::Error;
use edugauge::figures::Figures;
use edugauge::indicators::{Input, compute, find};
use edugauge::intake::{ReadOptions, read_table};
use edugauge::records::SmallTable;

use crate::multilevel::{agree, figure, table};
use crate::precision::assert_near;
use crate::support::{Given, arguments, repository};

/// Newton's optimum of 50 digits; errors of ours are by differences of doubles.
const DIGITS: f64 = 1e-9;
/// Where WeMix' search stops (bobyqa), and its numerical derivatives.
const STOPPED: f64 = 2e-6;

fn pupils() -> SmallTable {
    read_table(&repository("tests/golden/models/weighted_pupils.csv"), &ReadOptions::default()).unwrap().0
}

fn asked(table: &SmallTable, given: &Given<'_>) -> Result<Figures, Error> {
    let own: &Given<'_> = &[("school", &["school"]), ("scores", &["score"])];
    let given = arguments(&[own, given].concat());
    compute(find("multilevel_model").unwrap(), Input::Table(table), &[], &given)
}

fn fitted(table: &SmallTable, given: &Given<'_>) -> Figures {
    asked(table, given).unwrap()
}

fn model(name: &str) -> Vec<(&'static str, &'static [&'static str])> {
    match name {
        "null" => vec![],
        // The private schools are the reference.
        "intercept" => vec![("covariates", &["ses", "sector"])],
        _ => vec![("covariates", &["ses", "sector"]), ("slopes", &["ses"])],
    }
}

fn of_case(case: &str) -> Figures {
    let parts: Vec<&str> = case.split('_').collect();
    let mut given = model(parts[0]);
    let scaling: &[&str] = match parts[1] {
        "size" => &["size"],
        "effective" => &["effective"],
        _ => &["none"],
    };
    given.extend::<[(&str, &[&str]); 2]>([("weight", &["weight"]), ("scaling", scaling)]);
    if parts[2] == "weighted" {
        given.push(("school_weight", &["school_weight"]));
    }
    fitted(&pupils(), &given)
}

/// 50 digits, the integral over the schools' effects written out otherwise: tests/golden/models/weighted.py.
#[test]
fn sampling_weights_agree_with_mpmath() {
    assert_eq!(agree("multilevel_weights", "tests/golden/models/weighted.csv", DIGITS, of_case), 185);
}

/// R 4.2.2, WeMix 4.0.4: tests/golden/models/weighted.R.
#[test]
fn sampling_weights_agree_with_wemix() {
    assert_eq!(agree("multilevel_wemix", "tests/golden/models/weighted_wemix.csv", STOPPED, of_case), 155);
}

fn compare(found: &Figures, expected: &Figures, digits: f64) {
    for (measure, term, other) in [
        ("coefficient", "intercept", ""),
        ("coefficient", "ses", ""),
        ("coefficient", "sector=public", ""),
        ("variance_school", "intercept", ""),
        ("variance_school", "ses", ""),
        ("correlation_school", "intercept", "ses"),
        ("variance_pupil", "", ""),
        ("deviance", "", ""),
    ] {
        let of = |figures| figure(figures, measure, term, other).value().unwrap().to_f64();
        assert_near(of(found), of(expected), digits, &format!("{measure} {term}"));
    }
}

fn column(table: &mut SmallTable, header: &str, value: impl Fn(usize, &[String]) -> String) {
    table.headers.push(header.to_owned());
    for (at, row) in table.rows.iter_mut().enumerate() {
        let value = value(at, row);
        row.push(value);
    }
}

/// Weights that are the same for all say nothing: the fit is that by maximum likelihood.
#[test]
fn equal_weights_are_maximum_likelihood() {
    let mut table = pupils();
    column(&mut table, "alike", |_, _| "3.7".to_owned());
    let plain = fitted(&table, &[model("slope"), vec![("criterion", &["ml"])]].concat());
    for scaling in [&["size"], &["effective"]] {
        let given: &Given<'_> = &[("weight", &["alike"]), ("scaling", scaling)];
        compare(&fitted(&table, &[&model("slope"), given].concat()), &plain, 1e-10);
    }
    let of_schools = fitted(&table, &[model("slope"), vec![("school_weight", &["alike"])]].concat());
    let deviance = |figures| figure(figures, "deviance", "", "").value().unwrap().to_f64();
    assert_near(deviance(&of_schools), 3.7 * deviance(&plain), 1e-12, "3.7 times the likelihood");
    let coefficient = |figures| figure(figures, "coefficient", "ses", "").value().unwrap().to_f64();
    assert_near(coefficient(&of_schools), coefficient(&plain), 1e-10, "schools alike");
}

/// A school of weight 3 is three schools, a pupil of weight 2 two pupils, where weights are whole and not scaled.
#[test]
fn whole_weights_are_rows_written_out() {
    let mut table = pupils();
    let of_school = |row: &[String]| row[0][1..].parse::<usize>().unwrap() % 3 + 1;
    column(&mut table, "of_school", |_, row| of_school(row).to_string());
    column(&mut table, "of_pupil", |at, row| (of_school(row) * (at % 2 + 1)).to_string());
    let mut out = SmallTable { rows: Vec::new(), ..table.clone() };
    for (at, row) in table.rows.iter().enumerate() {
        for copy in 0..of_school(row) {
            for _ in 0..at % 2 + 1 {
                let mut row = row.clone();
                row[0] = format!("{}_{copy}", row[0]);
                out.rows.push(row);
            }
        }
    }
    let plain = fitted(&out, &[model("slope"), vec![("criterion", &["ml"])]].concat());
    let given: &Given<'_> =
        &[("weight", &["of_pupil"]), ("school_weight", &["of_school"]), ("scaling", &["none"])];
    compare(&fitted(&table, &[&model("slope"), given].concat()), &plain, 1e-9);
}

#[test]
fn what_the_method_says_and_degrees_of_freedom() {
    let found = fitted(&pupils(), &[model("intercept"), vec![("weight", &["weight"])]].concat());
    let coefficient = figure(&found, "coefficient", "ses", "");
    assert_eq!(coefficient.df(), Some(31.0));
    assert_eq!(
        coefficient.method().to_string(),
        "pseudo-ML, random intercepts; pupils' weights scaled within schools to sum to their number; \
         no weight of schools given, schools count alike; robust errors, clustered by school; \
         reference sector=private; 32 schools"
    );
    let share = figure(&found, "share_school", "", "");
    let (lower, upper) = (share.lower().unwrap(), share.upper().unwrap());
    // R: p <- .1254…; plogis(qlogis(p) + c(-1, 1) * qt(.975, 31) * se / (p * (1 - p)))
    let (p, se) = (share.value().unwrap().to_f64(), share.se().unwrap());
    let reach = 2.039513446396408 * se / (p * (1.0 - p));
    let back = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    let logit = (p / (1.0 - p)).ln();
    assert_near(lower, back(logit - reach), 1e-10, "lower");
    assert_near(upper, back(logit + reach), 1e-10, "upper");
}

#[test]
fn weights_that_are_not_scaled_say_what_they_are_divided_by() {
    let said = |given: &Given<'_>| fitted(&pupils(), given).get(0).method().to_string();
    let none: &Given<'_> = &[("weight", &["weight"]), ("scaling", &["none"])];
    let alone = said(none);
    assert!(
        alone.contains("random intercepts; pupils' weights not scaled; no weight of schools given"),
        "{alone}"
    );
    let both = said(&[none, &[("school_weight", &["school_weight"])]].concat());
    assert!(both.contains("pupils' weights divided by the school's, not scaled; schools count"), "{both}");
}

/// By Rubin's rules on the errors of each; with two equal columns those of one.
#[test]
fn plausible_values_are_put_together() {
    let mut table = pupils();
    for value in ["PV1", "PV2"] {
        column(&mut table, value, |_, row| row[5].clone());
    }
    let given: &Given<'_> =
        &[("school", &["school"]), ("weight", &["weight"]), ("school_weight", &["school_weight"])];
    let of = |scores: &str| {
        let given = arguments(&[given, &[("scores", &[scores])]].concat());
        compute(find("multilevel_model").unwrap(), Input::Table(&table), &[], &given).unwrap()
    };
    let (one, two) = (of("score"), of("PV{1..2}"));
    for (measure, term) in [("coefficient", "intercept"), ("variance_school", "intercept")] {
        let se = |figures| figure(figures, measure, term, "").se().unwrap();
        assert_near(se(&two), se(&one), 1e-12, measure);
    }
}

const SMALL: &str = "school,w,v,score\nA,1,2,3\nA,2,2,5\nA,0,2,50\nB,1,1,4\nB,3,1,9\nC,1,4,8\nC,1,4,1\nD,0,1,99\nD,0,1,98\n,2,,7\n";

/// A school of which nobody counts is no school, wherever its zeros stand.
#[test]
fn rows_of_weight_0_are_left_out() {
    let found = fitted(&table(SMALL), &[("weight", &["w"]), ("school_weight", &["v"])]);
    let first = found.get(0);
    assert_eq!(
        (first.n(), first.note().to_string().as_str()),
        (Some(6), "1 candidates without a school are left out; 3 rows of weight 0 are left out")
    );
    assert!(first.method().to_string().ends_with("3 schools"), "{}", first.method());
    let without: String =
        SMALL.lines().filter(|line| !line.contains(",0,")).map(|l| format!("{l}\n")).collect();
    let expected = fitted(&table(&without), &[("weight", &["w"]), ("school_weight", &["v"])]);
    let values = |figures: &Figures| figures.iter().map(|f| f.value()).collect::<Vec<_>>();
    assert_eq!(values(&found), values(&expected));
    let zero = SMALL.replace("C,1,4", "C,1,0");
    let found = fitted(&table(&zero), &[("weight", &["w"]), ("school_weight", &["v"])]);
    assert_eq!((found.get(0).n(), found.get(0).df()), (Some(4), Some(1.0)));
}

/// Three schools of the same pupils, and two schools of a covariate of theirs: their scores are 0 but for rounding.
#[test]
fn errors_that_are_nothing_but_rounding_are_none() {
    let alike = "school,x,w,score\nA,0,1,1\nA,1,2,2.2\nA,0,2,3.1\nB,0,1,1\nB,1,2,2.2\nB,0,2,3.1\nC,0,1,1\nC,1,2,2.2\nC,0,2,3.1\n";
    let two = "school,x,w,score\nA,0,1,1\nA,0,2,2.2\nA,0,2,3.1\nB,1,1,1.7\nB,1,2,2.9\nB,1,2,4.3\n";
    for text in [alike, two] {
        let found = fitted(&table(text), &[("weight", &["w"]), ("covariates", &["x"])]);
        let slope = figure(&found, "coefficient", "x", "");
        assert_eq!((slope.se(), slope.p_value()), (None, None), "{text}");
        let note = "schools do not differ, or are no more than the coefficients: no robust error";
        assert!(slope.note().to_string().contains(note), "{}", slope.note());
    }
}

#[test]
fn weights_that_are_none_are_refused_where_they_stand() {
    let refused = |from: &str, to: &str, given: &Given<'_>| {
        asked(&table(&SMALL.replace(from, to)), given).unwrap_err().to_string()
    };
    let both: &Given<'_> = &[("weight", &["w"]), ("school_weight", &["v"])];
    let fault = refused("B,3,1", "B,-3,1", both);
    assert!(fault.contains("row 6") && fault.contains("a sampling weight: 0 or above"), "{fault}");
    assert!(refused("B,3,1", "B,,1", both).contains("row 6"));
    assert!(refused("B,3,1", "B,3,-1", both).contains("row 6"));
    let fault = refused("B,3,1", "B,3,1.5", both);
    assert!(fault.contains("row 6") && fault.contains("the same in each of its rows"), "{fault}");
    for (name, value) in [("precision", "w"), ("criterion", "reml"), ("df", "levels")] {
        let fault = refused("", "", &[("weight", &["w"]), (name, &[value])]);
        assert!(fault.contains(name) && fault.contains("beside sampling weights"), "{fault}");
    }
    assert!(refused("", "", &[("scaling", &["size"])]).contains("with weight alone"));
}
