//! Designs, estimates and models on the schools of R survey's own data, against R survey: tests/golden/survey_api.

use std::sync::OnceLock;

use edugauge::figures::{Figure, Figures, Status};
use edugauge::indicators::{Input, compute, find};
use edugauge::intake::{ReadOptions, read_table};
use edugauge::lang::Lang;
use edugauge::records::SmallTable;

use crate::precision::assert_near;
use crate::support::{Given, arguments, repository, strings, written};
use crate::truth::Truth;

const DIGITS: f64 = 1e-9;
/// R's fits stop at a relative change of the deviance.
const FITTED: f64 = 1e-6;

fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| std::fs::read_to_string(repository("tests/golden/survey_api/api.csv")).unwrap())
}

fn table(text: &str) -> SmallTable {
    read_table(written(text).path(), &ReadOptions::default()).unwrap().0
}

/// One sample of the file.
fn sample(name: &str) -> SmallTable {
    let own = |line: &&str| line.starts_with("sample,") || line.starts_with(&format!("{name},"));
    table(&text().lines().filter(own).map(|line| format!("{line}\n")).collect::<String>())
}

fn asked(table: &SmallTable, id: &str, by: &[&str], given: &Given<'_>) -> Figures {
    compute(find(id).unwrap(), Input::Table(table), &strings(by), &arguments(given)).unwrap()
}

type Design = Vec<(&'static str, &'static [&'static str])>;

fn design(case: &str) -> (SmallTable, Design) {
    let (name, more): (&str, Design) = match case {
        "srs" => ("srs", vec![]),
        "strat" => ("strat", vec![("strata", &["stype"])]),
        "strat_fpc" => ("strat", vec![("strata", &["stype"]), ("fpc", &["fpc"])]),
        "strat_two" => ("strat", vec![("strata", &["stype", "sch.wide"])]),
        "clus1" => ("clus1", vec![("cluster", &["dnum"])]),
        "clus1_fpc" => ("clus1", vec![("cluster", &["dnum"]), ("fpc", &["fpc"])]),
        "clus2" => ("clus2", vec![("cluster", &["dnum", "snum"]), ("fpc", &["fpc", "fpc2"])]),
        "jk1" => ("clus1", vec![("replicates", &["J{1..15}"]), ("replication", &["jk1"])]),
        lonely => {
            let policy: &'static [&'static str] = match lonely {
                "lonely_remove" => &["remove"],
                "lonely_certainty" => &["certainty"],
                "lonely_adjust" => &["adjust"],
                "lonely_average" => &["average"],
                other => panic!("no design {other}"),
            };
            ("clus1", vec![("strata", &["dnum"]), ("lonely", policy)])
        }
    };
    (sample(name), [vec![("weight", &["pw"][..])], more].concat())
}

fn found(case: &str, what: &str, group: &str) -> Figure {
    let (table, mut given) = design(case);
    let scores = |given: &mut Design, column: &'static [&'static str]| given.push(("scores", column));
    let mut of = |id: &str, column: &'static [&'static str], more: Design| -> Vec<Figure> {
        if !column.is_empty() {
            scores(&mut given, column);
        }
        given.extend(more);
        asked(&table, id, &[], &given).to_vec()
    };
    let api: &[&str] = &["api00"];
    let rows = match what {
        "mean" => of("survey_mean", api, vec![]),
        "total" => of("survey_total", &["enroll"], vec![]),
        "ratio" => of("survey_ratio", &["api.stu"], vec![("below", &["enroll"])]),
        "sd" => of("survey_standard_deviation", api, vec![]),
        "sd_sample" => of("survey_standard_deviation", api, vec![("divisor", &["sample"])]),
        "correlation" => of("survey_correlation", api, vec![("other", &["meals"])]),
        "quantile" => of("survey_quantiles", api, vec![("probabilities", &["0.25", "0.5", "0.75"])]),
        "quantile90" => {
            of("survey_quantiles", api, vec![("probabilities", &["0.5"]), ("confidence", &["0.9"])])
        }
        "deff_replacement" => of("survey_design_effect", api, vec![]),
        "deff_finite" => of("survey_design_effect", api, vec![("against", &["finite"])]),
        "rate_logit" => of("survey_rate", api, vec![("lines", &["700"])]),
        "rate_beta" => of("survey_rate", api, vec![("lines", &["700"]), ("interval", &["beta"])]),
        "share" => of("survey_levels", &[], vec![("level", &["stype"])]),
        "gap" => of("survey_gap", api, vec![("group", &["sch.wide"])]),
        "linear" => of("survey_regression", api, vec![("covariates", &["ell", "meals", "mobility"])]),
        "factor" => of("survey_regression", api, vec![("covariates", &["meals", "stype"])]),
        "logistic" => {
            of("survey_logistic", api, vec![("line", &["700"]), ("covariates", &["ell", "mobility"])])
        }
        other => panic!("no statistic {other}"),
    };
    let label = match group {
        "(Intercept)" => "intercept",
        "No-Yes" => "No",
        other => other,
    };
    let own = |row: &&Figure| label.is_empty() || row.group.iter().flatten().any(|l| &**l == label);
    rows.iter().find(own).unwrap_or_else(|| panic!("{case} {what} {group}: {rows:?}")).clone()
}

/// Every line of expected.csv: R 4.2.2, survey 4.1.1; see SOURCE.md.
#[test]
fn agrees_with_r_survey() {
    let expected = std::fs::read_to_string(repository("tests/golden/survey_api/expected.csv")).unwrap();
    let (mut linear, mut fitted) = (Truth::of("survey_api"), Truth::of("survey_api_logistic"));
    let mut compared = 0;
    for line in expected.lines().skip(1) {
        let [case, what, group, value, se, lower, upper] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        if case == "small" || what == "df_domain" {
            continue;
        }
        let figure = found(case, what, group);
        let digits = if what == "logistic" { FITTED } else { DIGITS };
        let truth = if what == "logistic" { &mut fitted } else { &mut linear };
        let mut near = |found: Option<f64>, expected: &str, what: &str| match expected.parse::<f64>() {
            Err(_) => {}
            // A share that the strata fix has no variance; what R has of it is rounding.
            Ok(0.0) => assert!(found.is_none_or(|found| found < 1e-9), "{line}: {what} {found:?}"),
            Ok(expected) => truth.near(found.expect(line), expected, digits, &format!("{line}: {what}")),
        };
        near(figure.value.map(|value| value.to_f64()), value, "value");
        if !(se.parse().is_ok_and(|se: f64| se < 1e-9)) {
            near(figure.se, se, "se");
        }
        near(figure.lower, lower, "lower");
        near(figure.upper, upper, "upper");
        compared += 1;
    }
    assert_eq!(compared, 204);
    linear.done();
    fitted.done();
}

/// `degf` of the subset in R.
#[test]
fn degrees_of_freedom_of_a_group_count_its_own_clusters_and_strata() {
    for (case, expected) in [("clus1", 7.0), ("strat", 49.0)] {
        let (table, mut given) = design(case);
        given.extend([("scores", &["api00"][..]), ("df_of", &["domain"][..])]);
        let rows = asked(&table, "survey_mean", &["stype"], &given).to_vec();
        let high = rows.iter().find(|row| row.group[0].as_deref() == Some("H")).unwrap();
        assert_eq!(high.df, Some(expected), "{case}");
    }
}

fn small(scores: &str, weight: &str) -> SmallTable {
    let rows: String = scores.split(' ').map(|score| format!("{score},{weight}\n")).collect();
    table(&format!("y,w\n{rows}"))
}

/// Weights of .7 and weights of 1 say the same of eight scores; doubles added up one by one do not.
#[test]
fn equal_weights_leave_the_quantiles_whatever_they_are() {
    for n in 2..40 {
        let scores: Vec<String> = (1..=n).map(|y| y.to_string()).collect();
        let probabilities: &[&str] = &["0.1", "0.25", "0.3", "0.5", "0.7", "0.75", "0.9"];
        let quantiles = |weight: &str| -> Vec<f64> {
            let given: &Given<'_> =
                &[("scores", &["y"]), ("weight", &["w"]), ("probabilities", probabilities)];
            let rows = asked(&small(&scores.join(" "), weight), "survey_quantiles", &[], given).to_vec();
            rows.iter().map(|row| row.value.unwrap().to_f64()).collect()
        };
        // ⌈n p⌉, in whole hundredths.
        let exact: Vec<f64> = [10u32, 25, 30, 50, 70, 75, 90].map(|p| (n * p).div_ceil(100).into()).to_vec();
        for weight in ["1", "0.7", "0.1", "30.97", "0.333333", "123456.789"] {
            assert_eq!(quantiles(weight), exact, "{n} scores of weight {weight}");
        }
    }
}

#[test]
fn weights_that_are_written_add_up_as_they_are_written() {
    // .1 + .2 is .3, half of all.
    let table = table("y,w\n1,0.1\n2,0.2\n3,0.3\n");
    let given: &Given<'_> = &[("scores", &["y"]), ("weight", &["w"]), ("probabilities", &["0.5"])];
    let rows = asked(&table, "survey_quantiles", &[], given).to_vec();
    assert_eq!(rows[0].value.unwrap().to_f64(), 2.0);
}

/// R survey 4.1: svyquantile(~y, svydesign(~1, data = …), 0.5) has 3 to 100 around 6, s.e. 22.0355870086742.
#[test]
fn the_interval_of_a_quantile_is_woodruffs() {
    let table = small("1 2 3 4 5 6 7 8 9 100 200 300", "1");
    let given: &Given<'_> = &[("scores", &["y"]), ("probabilities", &["0.5", "0", "1"])];
    let rows = asked(&table, "survey_quantiles", &[], given).to_vec();
    assert_eq!(
        (rows[0].value.unwrap().to_f64(), rows[0].lower, rows[0].upper),
        (6.0, Some(3.0), Some(100.0))
    );
    assert_near(rows[0].se.unwrap(), 22.0355870086742, 1e-12, "se");
    assert!(rows[0].method.to_string().contains("Woodruff"));
    for (row, end) in rows[1..].iter().zip([1.0, 300.0]) {
        assert_eq!((row.value.unwrap().to_f64(), row.se, row.lower), (end, None, None));
        assert!(row.note.to_string().contains("end of the sample"), "{}", row.note);
    }
}

/// R survey 4.1 svyciprop of 1 in 50; scipy 1.17 binomtest(0, 50).proportion_ci() for none and for all.
#[test]
fn the_interval_of_a_rate_stays_within_0_and_100() {
    let rate = |scores: &str, interval: &'static [&'static str]| {
        let given: &Given<'_> = &[("scores", &["y"]), ("lines", &["1"]), ("interval", interval)];
        asked(&small(scores, "2"), "survey_rate", &[], given).get(0).to_figure()
    };
    let zeros = vec!["0"; 49].join(" ");
    let (one, none) = (format!("1 {zeros}"), format!("0 {zeros}"));
    let logit = rate(&one, &["logit"]);
    assert_near(logit.lower.unwrap(), 0.261882500050112, DIGITS, "logit");
    assert_near(logit.upper.unwrap(), 13.6905495105796, DIGITS, "logit");
    let beta = rate(&one, &["beta"]);
    assert_near(beta.lower.unwrap(), 0.0474525208024675, DIGITS, "beta");
    assert_near(beta.upper.unwrap(), 10.7881597006161, DIGITS, "beta");
    for interval in [&["logit"][..], &["beta"][..]] {
        let none = rate(&none, interval);
        assert_eq!((none.value.unwrap().to_f64(), none.se, none.lower), (0.0, None, Some(0.0)));
        assert_near(none.upper.unwrap(), 7.11217364641967, DIGITS, "none of 50");
        assert!(none.note.to_string().contains("effective size: 50.0"), "{}", none.note);
        let all = rate(&vec!["1"; 50].join(" "), interval);
        assert_near(all.lower.unwrap(), 92.8878263535803, DIGITS, "all of 50");
        assert_eq!(all.upper, Some(100.0));
    }
}

#[test]
fn a_design_is_said_whole_in_both_languages() {
    let method = |given: &Given<'_>| {
        let table = table("y,h,c,w,r1,r2\n1,a,1,1,2,0\n2,a,2,1,0,2\n3,b,3,1,2,0\n");
        let rows = asked(&table, "survey_mean", &[], &[&[("scores", &["y"][..])], given].concat()).to_vec();
        [Lang::En, Lang::Zh].map(|lang| rows[0].method.text(lang))
    };
    let drawn: &Given<'_> =
        &[("strata", &["h"]), ("cluster", &["c"]), ("lonely", &["adjust"]), ("df_of", &["domain"])];
    let [en, zh] = method(drawn);
    let said = "linearised: 3 clusters in 2 strata, cluster c, strata h, 1 single: adjust, df of the group";
    assert_eq!(en, said);
    let said = "线性化：3 个抽样单位，2 层，抽样单位列 c，层列 h，1 层只有一个抽样单位：以总平均为中心，自由度按该组";
    assert_eq!(zh, said);
    let fay: &Given<'_> = &[("replicates", &["r{1..2}"]), ("replication", &["fay"]), ("rho", &["0.5"])];
    let [en, zh] = method(fay);
    assert_eq!(en, "fay (rho 0.5): 2 replicates, centred on the estimate");
    assert_eq!(zh, "Fay 调整（ρ = 0.5）：2 个重复权，以全样本估计为中心");
}

#[test]
fn remarks_read_well_where_counts_of_pupils_are_masked() {
    let given: &Given<'_> = &[("scores", &["y"]), ("weight", &["w"]), ("minimum_pupils", &["30"])];
    let found = asked(&table("y,w\n1,1\n2,1\n3,0\n"), "survey_mean", &[], given);
    let note = found.get(0).note();
    let said = "1 rows of weight 0 count for nothing; 2 pupils, the study reports from 30 on";
    assert_eq!(*note, said);
    let masked = note.masked();
    let said = "some rows of weight 0 count for nothing; some pupils, the study reports from 30 on";
    assert_eq!(masked, said);
    assert_eq!(masked.text(Lang::Zh), "若干行权数为 0，不计；若干名学生，该测评只公布 30 名以上的");
}

#[test]
fn scores_have_any_sign_and_any_decimals() {
    let table = table("y,x\n-1.5,1\n0.123456789012345678901234567,2\n-2.5e-3,3\n1.5,4\n");
    let given: &Given<'_> = &[("scores", &["y"]), ("lines", &["-1.5", "0", "-0.002"])];
    let rows = asked(&table, "survey_rate", &[], given).to_vec();
    let rates: Vec<f64> = rows.iter().map(|row| row.value.unwrap().to_f64()).collect();
    assert_eq!(rates, [100.0, 50.0, 50.0]);
    let mean = asked(&table, "survey_mean", &[], &given[..1]).get(0).value().unwrap().to_f64();
    assert_near(mean, (0.123_456_789_012_345_68 - 0.0025) / 4.0, 1e-15, "mean");
}

#[test]
fn numbers_drawn_from_must_fit_the_sample() {
    let fault = |text: &str| {
        let given: &Given<'_> = &[("scores", &["y"]), ("strata", &["h"]), ("fpc", &["n"])];
        compute(find("survey_mean").unwrap(), Input::Table(&table(text)), &[], &arguments(given))
            .unwrap_err()
            .to_string()
    };
    let uneven = fault("y,h,n\n1,a,10\n2,a,12\n3,b,5\n4,b,5\n");
    assert!(uneven.contains("row 3, column C \"n\""), "{uneven}");
    let few = fault("y,h,n\n1,a,10\n2,a,10\n3,b,1.5\n4,b,1.5\n");
    assert!(few.contains("row 4, column C \"n\""), "{few}");
    let none = fault("y,h,n\n1,a,10\n2,a,\n3,b,5\n4,b,5\n");
    assert!(none.contains("row 3, column C \"n\""), "{none}");
}

#[test]
fn what_cannot_be_estimated_has_a_status_and_a_reason() {
    let table = table("g,y,x,z\na,1,1,2\na,2,2,4\na,4,3,6\na,3,4,8\nb,0,1,1\nb,1,2,0\nb,1,3,\n");
    let given: &Given<'_> = &[("scores", &["y"]), ("covariates", &["x", "z"])];
    let rows = asked(&table, "survey_regression", &["g"], given).to_vec();
    assert_eq!(rows[0].status, Status::NotApplicable);
    assert!(rows[0].note.to_string().contains("z does not vary by itself"), "{}", rows[0].note);
    let left_out = rows.iter().find(|row| row.group[0].as_deref() == Some("b")).unwrap();
    assert!(left_out.note.to_string().contains("1 pupils without a covariate"), "{}", left_out.note);
    let given: &Given<'_> = &[("scores", &["y"]), ("line", &["3"]), ("covariates", &["x"])];
    let rows = asked(&table, "survey_logistic", &["g"], given).to_vec();
    assert!(rows[0].note.to_string().contains("tells the outcomes apart"), "{rows:?}");
}

/// A blank is no group: the gap is that of the pupils whose group is known, and the others are counted in the note.
#[test]
fn pupils_of_unknown_group_take_no_part_in_a_gap() {
    let rows = |last: &str| format!("y,g\n10,f\n14,f\n15,f\n11,m\n12,m\n19,m\n{last}");
    let gap = |text: &str| {
        let given: &Given<'_> = &[("scores", &["y"]), ("group", &["g"])];
        asked(&table(text), "survey_gap", &[], given).to_vec()
    };
    let (known, all) = (gap(&rows("")), gap(&rows("40,\n50,\n")));
    assert_eq!((known.len(), all.len()), (1, 1));
    // They are of the sample all the same, whose part the compared groups are, so that the error is a domain's.
    assert_eq!((all[0].value, all[0].n), (known[0].value, known[0].n));
    assert!(!all[0].method.to_string().contains("Holm"), "{}", all[0].method);
    assert_eq!(all[0].note, "2 pupils of unknown group are left out");
    assert_eq!(all[0].note.masked().text(Lang::Zh), "若干名学生组别不知，未计入");
}

#[test]
fn one_group_or_one_cycle_is_refused_and_a_linking_error_of_nothing_is_said() {
    let refused = |text: &str, id: &str, given: &Given<'_>| {
        let indicator = find(id).unwrap();
        let error = compute(indicator, Input::Table(&table(text)), &[], &arguments(given)).unwrap_err();
        (error.code(), error.message(Lang::En))
    };
    let one = "y,g\n1,a\n2,a\n3,a\n";
    let (code, said) = refused(one, "survey_gap", &[("scores", &["y"]), ("group", &["g"])]);
    assert!(code == "EG-206" && said.contains("group"), "{said}");
    let (code, said) = refused(one, "survey_trend", &[("scores", &["y"]), ("cycle", &["g"])]);
    assert!(code == "EG-206" && said.contains("cycle"), "{said}");
    let two = "y,g\n1,2018\n2,2018\n3,2018\n4,2022\n5,2022\n6,2022\n";
    for error in ["2015/2022=3", "science:2018/2022=3"] {
        let given: &Given<'_> = &[("scores", &["y"]), ("cycle", &["g"]), ("linking_error", &[error])];
        let found = asked(&table(two), "survey_trend", &[], given);
        let said = found.get(0).note();
        let expected = "none of the linking errors given is of this subject and these cycles, taken as 0";
        assert!(said.to_string().starts_with(expected), "{said}");
    }
}
