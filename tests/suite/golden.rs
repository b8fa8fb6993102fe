//! Figures that others published or certified, from tests/golden. Each folder's SOURCE.md says whose they are.

use std::collections::BTreeMap;
use std::fs;

use edugauge::exam::Exam;
use edugauge::figures::{Label, Status, Value};
use edugauge::number::{Decimal, Rational, Scale};
use edugauge::records::{Mark, Records, ScoreColumn, Subject};

use crate::precision::{FIFTEEN_DIGITS, ONE_ROUNDING};
use crate::support::{count, figures, only, published, repository, text_of, whole};
use crate::truth::Truth;

/// The authorities' own counts at the control lines: `published_line_counts.csv`, from the pages named there.
const JIANGSU_PHYSICS: &[(&str, i128)] = &[("462", 187_958), ("516", 124_308), ("600", 30_768)];
const JIANGSU_HISTORY: &[(&str, i128)] = &[("478", 50_966), ("530", 26_805), ("600", 4_028)];
/// Henan 2023, 理科, as the authority's table itself accumulates (rows 514 and 409).
const HENAN_SCIENCE: &[(&str, i128)] = &[("514", 125_465), ("409", 320_263)];

const TABLES: &[(&str, &[(&str, i128)])] = &[
    ("jiangsu_2024_physics.csv", JIANGSU_PHYSICS),
    ("jiangsu_2024_history.csv", JIANGSU_HISTORY),
    ("henan_2023_science.csv", HENAN_SCIENCE),
];

#[test]
fn published_counts_at_the_lines() {
    for (name, lines) in TABLES {
        let exam = published(name);
        let texts: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
        let rates = figures(&exam, "admission_rate", &[], &[("lines", &texts)]);
        let table = figures(&exam, "score_table", &[], &[]);
        for (line, reached) in *lines {
            assert_eq!(
                only(&rates, "rate", Some("total"), &[line]).numerator(),
                count(*reached),
                "{name} {line}"
            );
            assert_eq!(
                only(&table, "cumulative", Some("total"), &[line]).value(),
                count(*reached),
                "{name} {line}"
            );
        }
    }
}

/// The physics table puts 689–750 together (107 candidates): 689 can be answered, 700 cannot, 751 nobody reached.
#[test]
fn a_line_inside_the_top_bucket_has_no_figure() {
    let exam = published("jiangsu_2024_physics.csv");
    let rates = figures(&exam, "admission_rate", &[], &[("lines", &["689", "690", "700", "750", "751"])]);
    assert_eq!(only(&rates, "rate", None, &["689"]).numerator(), count(107));
    assert_eq!(only(&rates, "rate", None, &["751"]).numerator(), count(0));
    for inside in ["690", "700", "750"] {
        let figure = only(&rates, "rate", None, &[inside]);
        assert_eq!(
            (figure.status(), figure.value(), figure.numerator()),
            (Status::NotApplicable, None, None),
            "{inside}"
        );
    }
}

/// The mean of candidates whose scores are hidden in a bucket is not guessed.
#[test]
fn an_open_table_has_no_mean() {
    let means = figures(&published("jiangsu_2024_physics.csv"), "subject_mean", &[], &[]);
    for measure in ["mean", "standard_deviation"] {
        assert_eq!(only(&means, measure, None, &[]).status(), Status::NotApplicable);
    }
}

#[test]
fn score_tables_reproduce_the_published_rows() {
    for (name, _) in TABLES {
        let text = text_of(&repository("tests/golden/score_tables").join(name));
        let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
        assert!(rows.len() > 400, "{name}");
        let computed = figures(&published(name), "score_table", &[], &[]);
        let of = |measure: &str| -> Vec<(Label, Option<Value>)> {
            let figures = computed.iter().filter(|figure| figure.measure() == measure);
            figures.map(|figure| (figure.group()[0].clone().unwrap(), figure.value())).collect()
        };
        let column = |at: usize| -> Vec<(Label, Option<Value>)> {
            rows.iter().map(|row| (row[0].into(), count(row[at].parse().unwrap()))).collect()
        };
        assert_eq!(of("count"), column(1), "{name}");
        assert_eq!(of("cumulative"), column(2), "{name}");
    }
}

/// A NIST data set: its observations as they are printed, and the two certified values of its header.
struct Certified {
    observations: Vec<Decimal>,
    mean: String,
    deviation: String,
    exact: bool,
}

fn certified(name: &str) -> Certified {
    let text = fs::read_to_string(repository("tests/golden/nist").join(format!("{name}.dat"))).unwrap();
    let of = |label: &str| text.lines().find(|line| line.starts_with(label)).unwrap();
    let value = |label: &str| {
        let after = of(label).rsplit_once(": ").unwrap().1;
        after.split_whitespace().next().unwrap().to_owned()
    };
    let n: usize = of("Number of Observations").rsplit_once(':').unwrap().1.trim().parse().unwrap();
    let data = text.lines().skip_while(|line| !line.starts_with("Data: Y")).skip(2);
    let numbers = data.map(str::trim).filter(|line| !line.is_empty());
    let observations: Vec<Decimal> = numbers.map(|line| Decimal::parse(line.as_bytes()).unwrap()).collect();
    assert_eq!(observations.len(), n, "{name}");
    Certified {
        observations,
        mean: value("Sample Mean"),
        deviation: value("Sample Standard Deviation"),
        exact: of("Sample Standard Deviation").contains("(exact)"),
    }
}

/// The observations as the scores of one subject, in steps of their last printed digit.
fn as_exam(observations: &[Decimal]) -> Exam {
    let decimals = observations.iter().map(|number| number.decimals).max().unwrap();
    let scale = Scale::of_decimals(decimals);
    let ticks = observations.iter().map(|number| scale.ticks(number.to_rational()).unwrap());
    let ticks: Vec<i32> = ticks.map(|ticks| ticks.try_into().unwrap()).collect();
    let marks = vec![Mark::Scored; ticks.len()];
    let subject = Subject { id: "y".to_owned(), full_mark: None, scale };
    Exam::from_records(Records {
        rows: Vec::new(),
        len: ticks.len(),
        keys: Vec::new(),
        scores: vec![ScoreColumn { subject, ticks, marks }],
    })
}

/// From records through the tally to the figure, as any score goes.
#[test]
fn all_nine_nist_univariate_sets_to_fifteen_digits() {
    let sets =
        ["NumAcc1", "NumAcc2", "NumAcc3", "NumAcc4", "Mavro", "Michelso", "Lew", "Lottery", "PiDigits"];
    let mut truth = Truth::of("nist_univariate");
    for name in sets {
        let certified = certified(name);
        let computed = figures(&as_exam(&certified.observations), "subject_mean", &[], &[]);
        let allowed = if certified.exact { ONE_ROUNDING } else { FIFTEEN_DIGITS };
        for (measure, printed) in [("mean", &certified.mean), ("standard_deviation", &certified.deviation)] {
            let value = only(&computed, measure, None, &[]).value().unwrap();
            truth.near(value.to_f64(), printed.parse().unwrap(), allowed, &format!("{name} {measure}"));
        }
        if certified.exact {
            let exact = Decimal::parse(certified.mean.as_bytes()).unwrap().to_rational();
            assert_eq!(only(&computed, "mean", None, &[]).value(), Some(Value::Exact(exact)), "{name}");
        }
    }
    truth.done();
}

/// NumAcc4 once more, from its definition (10000000.2, then 0.1 and 0.3 in turn): the variance is 1/100, a fraction.
#[test]
fn the_variance_of_numacc4_is_a_hundredth() {
    let mut counts = BTreeMap::new();
    for decimal in certified("NumAcc4").observations {
        *counts.entry(decimal.mantissa).or_insert(0) += 1;
    }
    let expected = BTreeMap::from([(100_000_001, 500), (100_000_002, 1), (100_000_003, 500)]);
    assert_eq!(counts, expected);
    let distribution = edugauge::tally::Distribution::new(counts.into_iter().collect(), [0; Mark::COUNT]);
    let sums = distribution.sums().unwrap();
    let scale = Scale::of_decimals(1);
    assert_eq!(sums.mean(scale), Some(whole(10_000_000) + Rational::new(1, 5)));
    assert_eq!(sums.variance(scale, 1), Some(Rational::new(1, 100)));
    assert_eq!(sums.variance(scale, sums.n), None);
}
