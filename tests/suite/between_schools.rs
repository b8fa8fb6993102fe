//! Between schools: NIST's certified analyses of variance, hand-worked cases, order and edges.

use crate::truth::Truth;
use edugauge::exam::Exam;
use edugauge::figures::{Figure, Figures, Status, Value};
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, read_scores};
use edugauge::stats::anova::{Anova, Cell, one_way};

/// The observations of a set as integers of its finest decimal, by treatment, and the size of that decimal.
fn observations(set: &str) -> (Vec<(u32, i128)>, f64) {
    let path = format!("{}/tests/golden/nist_anova/{set}.dat", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let pairs: Vec<(u32, &str)> = text
        .lines()
        .skip(60)
        .filter_map(|line| line.trim().split_once(char::is_whitespace))
        .map(|(treatment, value)| (treatment.parse().unwrap(), value.trim()))
        .collect();
    let places = |value: &str| value.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let finest = pairs.iter().map(|(_, value)| places(value)).max().unwrap();
    let ticks = |value: &str| {
        let padding = "0".repeat(finest - places(value));
        (value.replace('.', "") + &padding).parse::<i128>().unwrap()
    };
    (pairs.iter().map(|(t, v)| (*t, ticks(v))).collect(), 10f64.powi(-(finest as i32)))
}

fn analysed(set: &str) -> (Anova, f64) {
    let (observations, step) = observations(set);
    let mut cells: std::collections::BTreeMap<u32, Cell> = std::collections::BTreeMap::new();
    for (treatment, value) in observations {
        let cell = cells.entry(treatment).or_insert(Cell { n: 0, sum: 0, sum_of_squares: 0 });
        *cell = Cell {
            n: cell.n + 1,
            sum: cell.sum + value,
            sum_of_squares: cell.sum_of_squares + value * value,
        };
    }
    (one_way(&cells.into_values().collect::<Vec<_>>()).unwrap(), step)
}

/// Digits that agree: −log₁₀ of the relative error.
fn digits(found: f64, certified: f64) -> f64 {
    if found == certified { 16.0 } else { -((found - certified) / certified).abs().log10() }
}

/// Certified F, R² and residual standard deviation from the headers of the files.
#[test]
fn nist_to_fourteen_digits() {
    let certified = [
        ("SiRstv", 1.18046237440255, 0.190999039051129, 0.104076068334656),
        ("AtmWtAg", 15.9467335677930, 0.257426544538321, 1.51048314446410e-5),
        ("SmLs01", 21.0, 0.482758620689655, 0.1),
        ("SmLs02", 201.0, 0.471830985915493, 0.1),
        ("SmLs04", 21.0, 0.482758620689655, 0.1),
        ("SmLs05", 201.0, 0.471830985915493, 0.1),
        ("SmLs07", 21.0, 0.482758620689655, 0.1),
        ("SmLs08", 201.0, 0.471830985915493, 0.1),
    ];
    let mut truth = Truth::of("nist_anova");
    for (set, f, r_squared, deviation) in certified {
        let (anova, step) = analysed(set);
        let found = [
            (anova.f_statistic().unwrap(), f),
            (anova.eta_squared().unwrap(), r_squared),
            (anova.residual_deviation().unwrap() * step, deviation),
        ];
        for (found, certified) in found {
            assert!(digits(found, certified) > 13.9, "{set}: {found} is not {certified}");
            truth.saw((found / certified - 1.0).abs());
        }
    }
    truth.done();
}

fn exam(csv: &str) -> Exam {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), csv).unwrap();
    Exam::from_records(read_scores(file.path(), &ReadOptions::default(), None).unwrap().0)
}

fn computed(id: &str, csv: &str, given: &[(&str, &str)]) -> Figures {
    let mut arguments = Given::new();
    given.iter().for_each(|(name, value)| arguments.set(*name, vec![(*value).to_owned()]));
    compute(find(id).unwrap(), Input::Exam(&exam(csv)), &[], &arguments).unwrap()
}

fn only(id: &str, csv: &str, given: &[(&str, &str)]) -> Figure {
    computed(id, csv, given).get(0).to_figure()
}

const FOUR: &str = "考号,学校,数学\n1,甲,80\n2,甲,90\n3,乙,60\n4,乙,70\n";

/// By hand: SS between 400, within 100; MS 400 and 50, n₀ 2: ICC (400 − 50) / (400 + 50) = 7/9; F 8.
/// p: scipy 1.17 `f.sf(8, 1, 2)`.
#[test]
fn both_forms_by_hand() {
    let eta = only("between_school_share", FOUR, &[]);
    assert_eq!(eta.value, Some(Value::Real(0.8)));
    assert_eq!((eta.numerator, eta.denominator), (Some(Value::Real(400.0)), Some(Value::Real(500.0))));
    assert!(eta.method.to_string().contains("eta squared") && eta.note == "not below the limit 0.15");
    let icc = only("between_school_share", FOUR, &[("form", "icc"), ("limit", "0.9")]);
    assert!((icc.value.unwrap().to_f64() - 7.0 / 9.0).abs() < 1e-15);
    assert!((icc.p_value.unwrap() - 0.105_572_809_000_084_1).abs() < 1e-12);
    assert_eq!(icc.note, "below the limit 0.9");
    assert!(icc.lower.unwrap() < 7.0 / 9.0 && icc.upper.unwrap() > 7.0 / 9.0);
}

/// By hand: (400 − 50) / (500 + 50) = 7/11; the interval is that of η².
#[test]
fn omega_squared_by_hand() {
    let omega = only("between_school_share", FOUR, &[("form", "omega_squared")]);
    assert!((omega.value.unwrap().to_f64() - 7.0 / 11.0).abs() < 1e-15);
    let parts = [omega.numerator, omega.denominator].map(|part| part.unwrap().to_f64());
    assert!((parts[0] - 350.0).abs() < 1e-12 && (parts[1] - 550.0).abs() < 1e-12);
    let eta = only("between_school_share", FOUR, &[]);
    assert_eq!((omega.lower, omega.upper, omega.p_value), (eta.lower, eta.upper, eta.p_value));
}

/// Hsb82: .19097 stands above its interval, .1571 to .1886.
#[test]
fn an_interval_that_does_not_hold_the_estimate_says_why() {
    let path = crate::support::repository("tests/golden/between_school_share/input.csv");
    let csv = std::fs::read_to_string(path).unwrap().replacen("school,mAch", "学校,数学", 1);
    let eta = only("between_school_share", &csv, &[]);
    assert!(eta.value.unwrap().to_f64() > eta.upper.unwrap());
    assert!(
        eta.note.to_string().contains("which eta_squared overestimates: take omega_squared"),
        "{}",
        eta.note
    );
    let omega = only("between_school_share", &csv, &[("form", "omega_squared")]);
    assert!((omega.lower.unwrap()..omega.upper.unwrap()).contains(&omega.value.unwrap().to_f64()));
    assert_eq!(omega.note, "not below the limit 0.15");
}

#[test]
fn the_order_of_rows_does_not_show() {
    let turned = "考号,学校,数学\n4,乙,70\n2,甲,90\n3,乙,60\n1,甲,80\n";
    for id in ["between_school_share", "school_mean_spread"] {
        assert_eq!(computed(id, FOUR, &[]), computed(id, turned, &[]));
    }
}

#[test]
fn edges_have_a_status() {
    let status = |csv, form| only("between_school_share", csv, &[("form", form)]).status;
    let one_school = "考号,学校,数学\n1,甲,80\n2,甲,90\n";
    let flat = "考号,学校,数学\n1,甲,80\n2,甲,80\n3,乙,80\n";
    let singles = "考号,学校,数学\n1,甲,80\n2,乙,90\n";
    let nobody = "考号,学校,数学\n1,甲,缺考\n2,乙,缺考\n";
    for form in ["eta_squared", "omega_squared", "icc"] {
        assert_eq!(status(one_school, form), Status::NotApplicable);
        assert_eq!(status(flat, form), Status::NotApplicable);
        assert_eq!(status(nobody, form), Status::NoDenominator);
    }
    assert_eq!((status(singles, "icc"), status(singles, "eta_squared")), (Status::NotApplicable, Status::Ok));
    let spread = computed("school_mean_spread", one_school, &[]);
    assert_eq!(spread.get(0).status(), Status::NotApplicable);
    assert_eq!(spread.get(1).value(), spread.get(2).value());
    let no_school = exam("考号,数学\n1,80\n");
    let share = find("between_school_share").unwrap();
    assert!(compute(share, Input::Exam(&no_school), &[], &Given::new()).is_err());
}

#[test]
fn candidates_without_a_school_are_counted_in_the_note() {
    let figure =
        only("between_school_share", "考号,学校,数学\n1,甲,80\n2,甲,90\n3,乙,60\n4,乙,70\n5,,0\n", &[]);
    assert_eq!((figure.value, figure.n), (Some(Value::Real(0.8)), Some(4)));
    assert!(figure.note.to_string().starts_with("1 candidates without a school"), "{}", figure.note);
}

/// Hsb82 from tests/golden/between_school_share: 7,185 pupils of 160 schools. Published: η² .19097, ICC .17360; the
/// digits and the intervals are R's, see SOURCE.md.
#[test]
fn high_school_and_beyond() {
    let folder = format!("{}/tests/golden/between_school_share", env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
    let mut schools: std::collections::BTreeMap<String, Cell> = std::collections::BTreeMap::new();
    for line in read("input.csv").lines().skip(1) {
        let (school, score) = line.split_once(',').unwrap();
        let ticks: i128 = score.replace('.', "").parse().unwrap();
        let cell = schools.entry(school.to_owned()).or_insert(Cell { n: 0, sum: 0, sum_of_squares: 0 });
        *cell = Cell {
            n: cell.n + 1,
            sum: cell.sum + ticks,
            sum_of_squares: cell.sum_of_squares + ticks * ticks,
        };
    }
    let anova = one_way(&schools.into_values().collect::<Vec<_>>()).unwrap();
    let (eta, icc) = (anova.eta_squared_interval(0.95).unwrap(), anova.intraclass_interval(0.95).unwrap());
    let text = read("expected.csv");
    let expected = |name: &str| -> f64 {
        let line = text.lines().find(|line| line.split(',').next() == Some(name)).unwrap();
        line.split(',').nth(1).unwrap().parse().unwrap()
    };
    for (name, found, at_least) in [
        ("f", anova.f_statistic().unwrap(), 13.0),
        ("eta_squared", anova.eta_squared().unwrap(), 13.0),
        ("omega_squared", anova.omega_squared().unwrap(), 13.0),
        ("icc", anova.intraclass_correlation().unwrap(), 13.0),
        ("eta_lower", eta.lower, 8.0),
        ("eta_upper", eta.upper, 8.0),
        ("icc_lower", icc.lower, 8.0),
        ("icc_upper", icc.upper, 8.0),
    ] {
        assert!(digits(found, expected(name)) > at_least, "{name}: {found} is not {}", expected(name));
    }
    assert_eq!(format!("{:.5}", anova.eta_squared().unwrap()), "0.19097");
    assert_eq!(format!("{:.5}", anova.intraclass_correlation().unwrap()), "0.17360");
}
