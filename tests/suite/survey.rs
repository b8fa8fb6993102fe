//! Survey inference against R survey, and what it does with bad input.

use std::sync::OnceLock;

use edugauge::error::Error;
use edugauge::figures::{Figure, Figures, Status};
use edugauge::indicators::{Input, compute, find};
use edugauge::intake::{ReadOptions, read_table};
use edugauge::records::SmallTable;
use edugauge::stats::StudentT;

use crate::precision::assert_near;
use crate::support::{Given, arguments, repository, strings, written};
use crate::truth::Truth;

/// R's own sums are not exact to the last digit either.
const DIGITS: f64 = 1e-9;

fn sample() -> &'static SmallTable {
    static SAMPLE: OnceLock<SmallTable> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let path = repository("tests/golden/survey/sample.csv");
        read_table(&path, &ReadOptions::default()).unwrap().0
    })
}

fn asked(table: &SmallTable, id: &str, by: &[&str], given: &Given<'_>) -> Result<Figures, Error> {
    compute(find(id).unwrap(), Input::Table(table), &strings(by), &arguments(given))
}

/// The arguments that describe a design of `make.R`.
fn design(case: &str) -> Vec<(&'static str, &'static [&'static str])> {
    let mut given: Vec<(&str, &'static [&'static str])> = vec![("weight", &["w"])];
    let (kind, centre) = case.split_once('_').unwrap_or((case, ""));
    given.extend::<Vec<(&str, &'static [&'static str])>>(match kind {
        "linear" => vec![("strata", &["stratum"]), ("cluster", &["school"])],
        "brr" => vec![("replicates", &["B{1..12}"]), ("replication", &["brr"])],
        "fay" => vec![("replicates", &["F{1..12}"]), ("replication", &["fay"]), ("rho", &["0.3"])],
        "jk1" => vec![("replicates", &["J{1..16}"]), ("replication", &["jk1"])],
        "jkn" => {
            vec![("replicates", &["N{1..16}"]), ("replication", &["jkn"]), ("replicate_scales", &["0.5"])]
        }
        "bootstrap" => vec![("replicates", &["S{1..24}"]), ("replication", &["bootstrap"])],
        "jk2" => vec![("zone", &["zone"]), ("half", &["half"])],
        other => panic!("no design {other}"),
    });
    if centre == "mean" {
        given.push(("centre", &["replicates"]));
    }
    given
}

fn figure(case: &str, what: &str, group: &str) -> Figure {
    let mut given = design(case);
    let values: &[&str] = if what.starts_with("pv_") { &["PV{1..5}MATH"] } else { &["PV1MATH"] };
    given.push(("scores", if what == "reading" { &["reading"] } else { values }));
    let by: &[&str] = if ["f", "m"].contains(&group) { &["sex"] } else { &[] };
    let figures = match what {
        "mean" | "reading" | "pv_mean" => asked(sample(), "survey_mean", by, &given),
        "rate" => {
            given.push(("lines", &["500"]));
            asked(sample(), "survey_rate", by, &given)
        }
        "quantile" => {
            given.push(("probabilities", if group == "0.5" { &["0.5"] } else { &["0.25"] }));
            asked(sample(), "survey_quantiles", by, &given)
        }
        _ => {
            given.extend([("group", &["sex"][..]), ("first", &["f"][..]), ("second", &["m"][..])]);
            asked(sample(), "survey_gap", by, &given)
        }
    };
    let rows = figures.unwrap().to_vec();
    rows.into_iter().find(|row| by.is_empty() || row.group[0].as_deref() == Some(group)).unwrap()
}

/// Every value, error and degree of freedom of `expected.csv`: R survey 4.1.1, see SOURCE.md.
#[test]
fn agrees_with_r_survey() {
    let expected = std::fs::read_to_string(repository("tests/golden/survey/expected.csv")).unwrap();
    let (mut truth, mut compared) = (Truth::of("survey_designs"), 0);
    for line in expected.lines().skip(1).filter(|line| !line.starts_with("lonely")) {
        let [case, what, group, value, se, df] = line.split(',').collect::<Vec<_>>()[..] else { panic!() };
        let (number, found) = (|text: &str| text.parse::<f64>().unwrap(), figure(case, what, group));
        truth.near(found.value.unwrap().to_f64(), number(value), DIGITS, line);
        truth.near(found.se.unwrap(), number(se), DIGITS, line);
        if df != "NA" {
            truth.near(found.df.unwrap(), number(df), DIGITS, line);
        }
        compared += 1;
    }
    assert_eq!(compared, 132);
    truth.done();
}

/// The sample without the second school of stratum 1.
fn lonely() -> SmallTable {
    let mut table = sample().clone();
    let kept: Vec<bool> =
        table.rows.iter().map(|row| (row[1].as_str(), row[2].as_str()) != ("1", "2")).collect();
    let mut at = kept.iter();
    table.rows.retain(|_| *at.next().unwrap());
    let mut at = kept.iter();
    table.row_numbers.retain(|_| *at.next().unwrap());
    table
}

#[test]
fn a_single_cluster_is_refused_or_counted_as_r_counts_it() {
    let mut given = design("linear");
    given.push(("scores", &["PV1MATH"]));
    let fault = asked(&lonely(), "survey_mean", &[], &given).unwrap_err();
    assert_eq!(fault.code(), "EG-206");
    assert!(fault.to_string().contains("stratum = 1"), "{fault}");
    let expected = std::fs::read_to_string(repository("tests/golden/survey/expected.csv")).unwrap();
    for (policy, name) in [(&["certainty"], "lonely_certainty"), (&["adjust"], "lonely_adjust")] {
        let line = expected.lines().find(|line| line.starts_with(name)).unwrap();
        let se: f64 = line.split(',').nth(4).unwrap().parse().unwrap();
        given.push(("lonely", policy));
        let found = asked(&lonely(), "survey_mean", &[], &given).unwrap().get(0).to_figure();
        assert_near(found.se.unwrap(), se, DIGITS, line);
        given.pop();
    }
}

fn table(text: &str) -> SmallTable {
    read_table(written(text).path(), &ReadOptions::default()).unwrap().0
}

const BRR: &Given<'_> =
    &[("scores", &["a"]), ("weight", &["w"]), ("replicates", &["r{1..2}"]), ("replication", &["brr"])];

fn fault(text: &str, given: &Given<'_>) -> String {
    asked(&table(text), "survey_mean", &[], given).unwrap_err().to_string()
}

#[test]
fn weights_that_cannot_be_are_refused_with_their_place() {
    let negative = fault("a,w,r1,r2\n1,1,2,0\n2,1,0,-2\n", BRR);
    assert!(negative.contains("row 3, column D \"r2\": found \"-2\""), "{negative}");
    let blank = fault("a,w,r1,r2\n1,,2,0\n2,1,0,2\n", BRR);
    assert!(blank.contains("row 2, column B \"w\""), "{blank}");
    let missing = fault("a,w,r1\n1,1,2\n2,1,0\n", BRR);
    assert!(missing.contains("no column \"r2\""), "{missing}");
    let untold = fault("a,w,r1,r2\n1,1,2,0\n2,1,0,2\n", &BRR[..3]);
    assert!(untold.contains("replication"), "{untold}");
    let rho = fault("a,w,r1,r2\n1,1,2,0\n2,1,0,2\n", &[BRR, &[("rho", &["0.5"])]].concat());
    assert!(rho.contains("rho"), "{rho}");
}

/// Weights of 1 are no weights: the mean of everybody, exact to the last digit.
#[test]
fn weights_of_one_leave_the_mean() {
    let scores = [72.5, 60.0, 88.0, 91.5, 45.0, 70.0];
    let rows: String = scores.iter().map(|score| format!("{score},1\n")).collect();
    let given: &Given<'_> = &[("scores", &["a"]), ("weight", &["w"])];
    let weighted = asked(&table(&format!("a,w\n{rows}")), "survey_mean", &[], given).unwrap();
    let plain = asked(&table(&format!("a,w\n{rows}")), "survey_mean", &[], &given[..1]).unwrap();
    let mean = |figures: &Figures| figures.iter().find(|f| f.measure() == "mean").unwrap().to_figure();
    // 427 ÷ 6; the squares about it add up to 4528 ÷ 3, so the s.e. is √(4528 ÷ 90).
    assert_near(mean(&weighted).value.unwrap().to_f64(), 427.0 / 6.0, 1e-15, "mean");
    assert_near(mean(&weighted).se.unwrap(), (4528.0_f64 / 90.0).sqrt(), 1e-14, "se");
    assert_eq!((mean(&weighted).value, mean(&weighted).se), (mean(&plain).value, mean(&plain).se));
}

#[test]
fn plausible_values_must_go_together() {
    let some = fault("p1,p2\n1,2\n3,\n", &[("scores", &["p{1..2}"])]);
    assert!(some.contains("row 3, column B \"p2\"") && !some.contains('∞'), "{some}");
    let text = "p1,p2,q1,q2,q3\n1,2,1,2,3\n3,4,1,2,3\n";
    let unequal = fault(text, &[("scores", &["p{1..2}", "q{1..3}"])]);
    assert!(unequal.contains("q: 3"), "{unequal}");
    let one_short = fault("p1,p2\n1,2\n3,4\n", &[("scores", &["p{1..3}"])]);
    assert!(one_short.contains("no column \"p3\""), "{one_short}");
}

#[test]
fn edges_have_a_status_or_a_note() {
    let only =
        |text: &str, given: &Given<'_>| asked(&table(text), "survey_mean", &["g"], given).unwrap().to_vec();
    let rows = only("g,a,w\nx,1,1\nx,3,1\ny,,1\ny,5,0\n", &[("scores", &["a"]), ("weight", &["w"])]);
    assert_eq!((rows[0].status, rows[1].status), (Status::Ok, Status::NoDenominator));
    assert_eq!((rows[0].n, rows[1].n), (Some(2), Some(0)));
    assert_eq!(rows[0].note, "1 rows of weight 0 count for nothing");
    let flat = only("g,a\nx,2\nx,2\n", &[("scores", &["a"])]);
    assert!(flat[0].se.is_none() && flat[0].note.to_string().contains("no variance"), "{flat:?}");
    let gone = only("g,a,w,r1,r2\nx,1,1,2,0\ny,2,1,0,2\n", BRR);
    assert!(gone[0].value.is_some() && gone[0].note.to_string().contains("no value under some replicate"));
    let school = [("scores", &["a"][..]), ("cluster", &["s"][..])];
    let single = only("g,a,s\nx,1,1\nx,2,1\n", &school);
    assert!(single[0].value.is_some() && single[0].se.is_none() && !single[0].note.is_empty());
}

#[test]
fn several_groups_are_compared_in_pairs_or_with_a_reference() {
    let text = "g,a\nu,1\nu,3\nt,4\nt,8\nr,2\nr,7\n";
    let asked = |more: &Given<'_>| {
        let given = [&[("scores", &["a"][..]), ("group", &["g"][..])], more].concat();
        asked(&table(text), "survey_gap", &[], &given)
    };
    let labels = |figures: &Figures| -> Vec<String> {
        figures
            .iter()
            .map(|row| row.group().iter().flatten().cloned().collect::<Vec<_>>().join("-"))
            .collect()
    };
    let all = asked(&[]).unwrap();
    assert_eq!(labels(&all), ["r-t", "r-u", "t-u"]);
    assert!(all.iter().all(|row| row.method().to_string().contains("Holm over 3")));
    let plain = asked(&[("adjust", &["none"])]).unwrap();
    let (p, adjusted): (Vec<f64>, Vec<f64>) =
        plain.iter().zip(&all).map(|(p, a)| (p.p_value().unwrap(), a.p_value().unwrap())).unzip();
    let smallest = p.iter().copied().fold(1.0, f64::min);
    assert_near(adjusted.iter().copied().fold(1.0, f64::min), (3.0 * smallest).min(1.0), DIGITS, "Holm");
    assert_eq!(labels(&asked(&[("reference", &["u"])]).unwrap()), ["r-u", "t-u"]);
    assert!(asked(&[("reference", &["z"])]).is_err());
    let joined = asked(&[("first", &["u", "t"]), ("second", &["r"])]).unwrap();
    assert_eq!(labels(&joined), ["u + t-r"]);
    assert_eq!(joined.get(0).value().unwrap().to_f64(), 4.0 - 4.5);
    assert!(asked(&[("first", &["u"])]).is_err() && asked(&[("first", &["u"]), ("second", &["u"])]).is_err());
}

/// Weights at either end of the doubles: their products are beyond them, the probability is not.
#[test]
fn a_probability_of_superiority_stays_within_its_range_whatever_the_weights() {
    for weight in ["1e-300", "1", "1e300"] {
        let rows = [
            ("1", "1", "a"),
            ("1", "2", "a"),
            ("2", "3", "b"),
            ("2", "4", "b"),
            ("3", "5", "a"),
            ("3", "7", "b"),
        ];
        let rows = rows.map(|(school, score, group)| format!("{school},{weight},{score},{group}\n")).concat();
        let table = table(&format!("s,w,y,g\n{rows}"));
        let given: &Given<'_> = &[
            ("scores", &["y"]),
            ("group", &["g"]),
            ("of", &["auc"]),
            ("weight", &["w"]),
            ("cluster", &["s"]),
        ];
        let found = asked(&table, "survey_gap", &[], given).unwrap().get(0).to_figure();
        // By hand: of nine pairs, two have the first group above: 5 over 3 and over 4.
        assert_near(found.value.unwrap().to_f64(), 2.0 / 9.0, 1e-15, weight);
        assert!(found.lower.unwrap() >= 0.0 && found.upper.unwrap() <= 1.0, "{found:?}");
    }
}

fn correlated(pairs: &[(f64, f64)]) -> Figure {
    let rows: String = pairs.iter().map(|(x, y)| format!("1,{x},{y}\n")).collect();
    let given: &Given<'_> = &[("scores", &["y"]), ("other", &["x"]), ("weight", &["w"])];
    asked(&table(&format!("w,x,y\n{rows}")), "survey_correlation", &[], given).unwrap().get(0).to_figure()
}

/// Both are of Fisher's z. r / se says otherwise in some of the samples.
#[test]
fn the_p_value_of_a_correlation_says_what_its_interval_says() {
    let ranks = [1.0, 2.0, 3.0, 4.0, 6.0, 5.0, 7.0, 8.0, 9.0, 10.0];
    let mut samples: Vec<Vec<(f64, f64)>> = vec![(0..10).map(f64::from).zip(ranks).collect()];
    let mut state = 20_260_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from((state >> 40) as u32 % 1000) / 100.0
    };
    for sample in 0..50 {
        let tie = f64::from(sample % 5) / 4.0;
        let mut pair = || {
            let x = random();
            (x, tie * x + random())
        };
        samples.push((0..5 + sample % 4).map(|_| pair()).collect());
    }
    let (mut apart, mut significant) = (0, 0);
    for pairs in &samples {
        let found = correlated(pairs);
        let (p, lower, upper) = (found.p_value.unwrap(), found.lower.unwrap(), found.upper.unwrap());
        let without_zero = lower > 0.0 || upper < 0.0;
        assert_eq!(p < 0.05, without_zero, "{pairs:?}: {p} {lower} {upper}");
        significant += usize::from(without_zero);
        let t = StudentT::new(found.df.unwrap()).unwrap();
        let of_r = t.two_sided(found.value.unwrap().to_f64() / found.se.unwrap());
        apart += usize::from((of_r < 0.05) != without_zero);
    }
    assert!(apart > 0 && (1..samples.len()).contains(&significant), "{apart} {significant}");
}
