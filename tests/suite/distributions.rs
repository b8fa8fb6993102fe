//! Tails and quantiles at every scale: against mpmath and scipy, at the ends, and in the figures that use them.
//! What stands in tests/golden/distributions, and how it was made: its SOURCE.md.

use std::fs;
use std::io::Read;
use std::time::{Duration, Instant};

use edugauge::exam::Exam;
use edugauge::figures::FigureRef;
use edugauge::indicators::{Input, compute, find};
use edugauge::intake::{ReadOptions, read_table};
use edugauge::number::Scale;
use edugauge::records::{Mark, Subject};
use edugauge::stats::intervals::{Share, clopper_pearson, garwood, korn_graubard};
use edugauge::stats::{
    Beta, ChiSquared, F, NoncentralF, StudentT, noncentrality_of_f, normal_cdf, normal_quantile,
};
use edugauge::tally::{Distribution, Group, Tally};

use crate::support::{arguments, figures, only, repository, written};
use crate::truth::Truth;

/// Both tails and both quantiles of a distribution.
struct Of {
    cdf: Box<dyn Fn(f64) -> f64>,
    sf: Box<dyn Fn(f64) -> f64>,
    quantile: Box<dyn Fn(f64) -> f64>,
    upper_quantile: Box<dyn Fn(f64) -> f64>,
}

macro_rules! of {
    ($distribution:expr) => {{
        let d = $distribution.unwrap();
        Of {
            cdf: Box::new(move |x| d.cdf(x)),
            sf: Box::new(move |x| d.sf(x)),
            quantile: Box::new(move |p| d.quantile(p).unwrap()),
            upper_quantile: Box::new(move |p| d.upper_quantile(p).unwrap()),
        }
    }};
}

fn distribution(name: &str, a: f64, b: f64) -> Of {
    match name {
        "beta" => of!(Beta::new(a, b)),
        "f" => of!(F::new(a, b)),
        "t" => of!(StudentT::new(a)),
        "chi2" => of!(ChiSquared::new(a)),
        other => panic!("no distribution {other}"),
    }
}

fn number(text: &str) -> f64 {
    if text.is_empty() { f64::NAN } else { text.parse().unwrap() }
}

/// The worst relative error so far, and where.
#[derive(Default)]
struct Worst(f64, String, u64);

impl Worst {
    fn see(&mut self, found: f64, expected: f64, place: &str) {
        let off = (found / expected - 1.0).abs();
        self.2 += 1;
        if off.is_nan() || off > self.0 {
            self.0 = if off.is_nan() { f64::INFINITY } else { off };
            self.1 = format!("{found:e} in {place}");
        }
    }

    fn done(self, key: &'static str) {
        let mut truth = Truth::of(key);
        (truth.compared, truth.worst) = (self.2, self.0);
        truth.done();
    }
}

/// 12 digits, from tails of 1e-297 to ½ and from shapes of ½ to 1e12.
#[test]
fn tails_and_quantiles_agree_with_mpmath() {
    let text = fs::read_to_string(repository("tests/golden/distributions/grid.csv")).unwrap();
    let (mut worst, mut rows) = (Worst::default(), 0);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let of = distribution(cells[0], number(cells[1]), number(cells[2]));
        let (x, cdf, sf) = (number(cells[3]), number(cells[4]), number(cells[5]));
        worst.see((of.cdf)(x), cdf, line);
        worst.see((of.sf)(x), sf, line);
        // A tail near 1 does not determine x to 12 digits.
        if cdf <= 0.999 {
            worst.see((of.quantile)(cdf), x, line);
        }
        if sf <= 0.999 {
            worst.see((of.upper_quantile)(sf), x, line);
        }
        rows += 1;
    }
    assert!(rows > 1500, "{rows} rows");
    assert!(worst.0 < 1e-12, "{:e}: {}", worst.0, worst.1);
    worst.done("distributions_mpmath");
}

/// 10,000 random points each; scipy's own error is part of the difference.
#[test]
fn tails_and_quantiles_agree_with_scipy() {
    let file = fs::File::open(repository("tests/golden/distributions/points.zip")).unwrap();
    let mut text = String::new();
    zip::ZipArchive::new(file).unwrap().by_index(0).unwrap().read_to_string(&mut text).unwrap();
    let (mut worst, mut rows) = (Worst::default(), 0);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let of = distribution(cells[0], number(cells[1]), number(cells[2]));
        let (x, expected) = (number(cells[3]), number(cells[5]));
        let (tail, other, back) = match cells[4] {
            "lower" => ((of.cdf)(x), (of.sf)(x), (of.quantile)(expected)),
            _ => ((of.sf)(x), (of.cdf)(x), (of.upper_quantile)(expected)),
        };
        worst.see(tail, expected, line);
        worst.see(other, 1.0 - expected, line);
        worst.see(back, x, line);
        rows += 1;
    }
    assert_eq!(rows, 40_000);
    assert!(worst.0 < 1e-12, "{:e}: {}", worst.0, worst.1);
    worst.done("distributions_scipy");
}

/// 8 digits, with noncentralities and degrees of freedom up to 1e8, and the noncentrality back from either tail.
#[test]
fn the_noncentral_f_agrees_with_mpmath() {
    let text = fs::read_to_string(repository("tests/golden/distributions/noncentral.csv")).unwrap();
    let (mut worst, mut back, mut rows) = (Worst::default(), Worst::default(), 0);
    for line in text.lines().skip(1) {
        let cells: Vec<f64> = line.split(',').map(number).collect();
        let [d1, d2, noncentrality, f, cdf, sf] = cells[..] else { panic!("{line}") };
        let found = NoncentralF::new(d1, d2, noncentrality).unwrap();
        worst.see(found.cdf(f), cdf, line);
        worst.see(found.sf(f), sf, line);
        // As much of the noncentrality as the probability determines.
        if (0.01..0.99).contains(&cdf) && noncentrality > 100.0 {
            back.see(noncentrality_of_f(f, d1, d2, cdf).unwrap(), noncentrality, line);
        }
        rows += 1;
    }
    assert!(rows > 100, "{rows} rows");
    assert!(worst.0 < 1e-8, "{:e}: {}", worst.0, worst.1);
    assert!(back.0 < 1e-8, "{:e}: {}", back.0, back.1);
    worst.done("noncentral_f");
}

/// Shapes and probabilities at and beyond what is promised: 0, ∞ or the nearest end, in bounded time, no panic.
#[test]
fn it_always_ends_within_the_range() {
    let shapes = [5e-324, 1e-3, 0.5, 7.0, 5e7, 1e12, 1e300];
    let tails = [5e-324, 0.025, 0.5, 1.0 - 1e-16];
    let begin = Instant::now();
    let hold = |of: &Of, low: f64, high: f64, what: &str| {
        for p in tails {
            for x in [(of.quantile)(p), (of.upper_quantile)(p)] {
                assert!((low..=high).contains(&x), "{what}: {p:e} gives {x:e}");
            }
        }
        for x in [f64::NEG_INFINITY, -1.0, 0.0, 5e-324, 1e-300, 0.3, 0.5, 1.0, 1e12, 1e300, f64::INFINITY] {
            for p in [(of.cdf)(x), (of.sf)(x)] {
                assert!((0.0..=1.0).contains(&p), "{what}: {x:e} gives {p:e}");
            }
        }
        assert!((of.cdf)(f64::NAN).is_nan() && (of.sf)(f64::NAN).is_nan(), "{what}");
    };
    for a in shapes {
        hold(&distribution("t", a, f64::NAN), f64::NEG_INFINITY, f64::INFINITY, &format!("t {a:e}"));
        hold(&distribution("chi2", a, f64::NAN), 0.0, f64::INFINITY, &format!("chi2 {a:e}"));
        for b in shapes {
            hold(&distribution("beta", a, b), 0.0, 1.0, &format!("beta {a:e} {b:e}"));
            hold(&distribution("f", a, b), 0.0, f64::INFINITY, &format!("f {a:e} {b:e}"));
        }
    }
    for f in [0.0, 1e-300, 1.0, 1e9, 1e300] {
        for (d1, d2) in [(1e-3, 1.0), (3.0, 1e8), (1e12, 1e12), (1.0, 1e300)] {
            for noncentrality in [0.0, 1e-300, 1.0, 1e8, 1e15, 1e300] {
                let found = NoncentralF::new(d1, d2, noncentrality).unwrap();
                let both = [found.cdf(f), found.sf(f)];
                assert!(
                    both.iter().all(|p| (0.0..=1.0).contains(p)),
                    "{d1} {d2} {noncentrality} {f}: {both:?}"
                );
            }
            noncentrality_of_f(f, d1, d2, 0.025);
            noncentrality_of_f(f, d1, d2, 0.975);
        }
    }
    assert!(begin.elapsed() < Duration::from_secs(300), "{:?}", begin.elapsed());
    assert!(Beta::new(0.0, 1.0).is_none() && F::new(1.0, f64::NAN).is_none());
    assert!(StudentT::new(0.0).is_none() && ChiSquared::new(f64::INFINITY).is_none());
    assert_eq!(StudentT::new(5.0).unwrap().quantile(0.5), Some(0.0));
    assert_eq!(StudentT::new(5.0).unwrap().quantile(1.0), None);
}

/// Where statrs 0.19 is wrong. If this fails, statrs has mended it: see the head of src/stats/distributions.
/// Expected: mpmath, as in grid.csv.
#[test]
#[expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "that it may not be used elsewhere")]
fn statrs_is_wrong_at_scale() {
    use statrs::distribution::ContinuousCDF;
    let t = statrs::distribution::StudentsT::new(0.0, 1.0, 1e7).unwrap().inverse_cdf(0.975);
    assert!((t - 1.959_964_221_767_205_5).abs() > 0.1, "{t}");
    let beta = statrs::distribution::Beta::new(1e8, 1e8).unwrap().cdf(0.5);
    assert!((beta - 0.5).abs() > 1e-9, "{beta}");
    let normal = statrs::distribution::Normal::standard().cdf(-1.0);
    assert!((normal / 0.158_655_253_931_457_05 - 1.0).abs() > 1e-11, "{normal}");
}

/// Where statrs (the quantile) and libm are right. Expected: mpmath 1.4 `ncdf(x)`, and `findroot` on it.
#[test]
fn the_normal_distribution_agrees_with_mpmath() {
    let text = fs::read_to_string(repository("tests/golden/distributions/normal.csv")).unwrap();
    let (mut cdf, mut quantile) = (Worst::default(), Worst::default());
    for line in text.lines().skip(1) {
        let cells: Vec<f64> = line.split(',').map(number).collect();
        cdf.see(normal_cdf(cells[0]), cells[1], line);
        if cells[1] <= 0.999 {
            quantile.see(normal_quantile(cells[1]).unwrap(), cells[0], line);
        }
    }
    assert!(cdf.0 < 1e-12, "{:e}: {}", cdf.0, cdf.1);
    assert!(quantile.0 < 1e-12, "{:e}: {}", quantile.0, quantile.1);
    cdf.done("normal_cdf");
    quantile.done("normal_quantile");
}

#[track_caller]
fn near(found: Option<f64>, expected: f64) {
    assert!(
        found.is_some_and(|found| (found / expected - 1.0).abs() < 1e-12),
        "{found:?} is not {expected:e}"
    );
}

/// Expected: 1 − .025^(1/n) for nobody (exact), otherwise mpmath's incomplete beta function as in grid.py.
#[test]
fn clopper_pearson_of_rare_events() {
    let upper = |n| clopper_pearson(Share::of(0, n), 0.95).map(|i| i.upper);
    near(upper(1_000_000), 3.688_872_650_206_489e-6);
    near(upper(10_000_000), 3.688_878_773_722_438_6e-7);
    let three = clopper_pearson(Share::of(3, 10_000_000), 0.95);
    near(three.map(|i| i.lower), 6.186_721_656_250_59e-8);
    near(three.map(|i| i.upper), 8.767_270_541_579_751e-7);
    let all = clopper_pearson(Share::of(10_000_000, 10_000_000), 0.95).unwrap();
    assert_eq!((1.0 - all.lower, all.upper), (1.0 - (1.0 - 3.688_878_773_722_438_6e-7), 1.0));
}

/// With the variance of independent candidates and many schools, Korn and Graubard's interval is the exact one.
#[test]
fn korn_graubard_of_millions() {
    let share = Share::of(3, 10_000_000);
    let p = 3e-7;
    let found = korn_graubard(share, p * (1.0 - p) / 1e7, 1e7 - 1.0, 0.95);
    near(found.map(|i| i.lower), 6.186_721_656_250_59e-8);
    near(found.map(|i| i.upper), 8.767_270_541_579_751e-7);
}

/// A count is bounded whatever its size.
#[test]
fn garwood_of_large_counts() {
    let large = garwood(4_000_000_000, 0.95).unwrap();
    assert!(large.lower < 4e9 && large.upper > 4e9 && large.upper - large.lower < 2.6e5, "{large:?}");
}

/// The labels of a group, and its scores with their candidates.
type Counted<'a> = (&'a [&'a str], &'a [(i64, u64)]);

/// A tally of one subject.
fn tally(keys: &[&str], groups: &[Counted<'_>]) -> Exam {
    let group = |(labels, counts): &Counted<'_>| Group {
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        distributions: vec![Distribution::new(counts.to_vec(), [0; Mark::COUNT])],
    };
    Exam::from_tally(Tally {
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        subjects: vec![Subject { id: "mathematics".into(), full_mark: None, scale: Scale::of_decimals(0) }],
        groups: groups.iter().map(group).collect(),
        ..Tally::default()
    })
}

fn interval(figure: FigureRef<'_>) -> (Option<f64>, Option<f64>) {
    (figure.lower(), figure.upper())
}

/// Halves of each group at 60 and 80, and at 50 and 80. Expected: mpmath, from n = 5 and 30 million a group,
/// variances 100 and 225 · n / (n − 1), and the t quantile by root finding on grid.py's incomplete beta function.
#[test]
fn the_gap_of_millions_has_its_interval() {
    for (half, lower, upper) in [
        (2_500_000, 4.984_198_261_403_568, 5.015_801_738_596_432),
        (15_000_000, 4.993_548_968_516_165, 5.006_451_031_483_835),
    ] {
        let exam = tally(
            &["residence"],
            &[(&["乡村"], &[(50, half), (80, half)]), (&["城区"], &[(60, half), (80, half)])],
        );
        let gap = figures(&exam, "subject_gap", &[], &[]);
        let found = interval(only(&gap, "difference_independent", Some("mathematics"), &[]));
        near(found.0, lower);
        near(found.1, upper);
    }
}

/// Four schools of 2.5 million, halves at 50, 52, 54, 56 and 20 more. Expected: mpmath, F quantiles by root
/// finding on grid.py's incomplete beta function, in Searle's formula.
#[test]
fn the_share_between_schools_of_millions_has_its_interval() {
    const HALF: u64 = 1_250_000;
    let exam = tally(
        &["school"],
        &[
            (&["A"], &[(50, HALF), (70, HALF)]),
            (&["B"], &[(52, HALF), (72, HALF)]),
            (&["C"], &[(54, HALF), (74, HALF)]),
            (&["D"], &[(56, HALF), (76, HALF)]),
        ],
    );
    let icc = figures(&exam, "between_school_share", &[], &[("form", &["icc"])]);
    let icc = only(&icc, "share", Some("mathematics"), &[]);
    near(icc.value().map(edugauge::figures::Value::to_f64), 0.062_499_624_999_85);
    near(icc.lower(), 0.020_945_509_551_716_936);
    near(icc.upper(), 0.481_005_740_348_282_36);
    let eta = figures(&exam, "between_school_share", &[], &[]);
    let (lower, upper) = interval(only(&eta, "share", Some("mathematics"), &[]));
    // λ of about 500,000 ± 2 √(2 λ) roughly: .0476 ± .0003.
    assert!(lower.unwrap() > 0.0473 && upper.unwrap() < 0.0480, "{lower:?} {upper:?}");
}

/// Mean 2, error √⅓. Expected: the t quantile by root finding on grid.py's incomplete beta function.
#[test]
fn the_mean_of_a_survey_with_many_degrees_of_freedom_has_its_interval() {
    let table = read_table(written("y\n1\n2\n3\n").path(), &ReadOptions::default()).unwrap().0;
    for (df, t) in [("10000000", 1.959_964_221_767_205_5), ("50000000", 1.959_964_031_985_48)] {
        let given = arguments(&[("scores", &["y"]), ("df", &[df])]);
        let found = compute(find("survey_mean").unwrap(), Input::Table(&table), &[], &given).unwrap();
        let mean = found.iter().find(|figure| figure.lower().is_some()).unwrap();
        near(mean.lower(), 2.0 - t * (1f64 / 3.0).sqrt());
        near(mean.upper(), 2.0 + t * (1f64 / 3.0).sqrt());
    }
}
