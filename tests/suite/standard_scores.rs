//! Standard scores against scipy (tests/golden/standard_score) and by hand.

use std::path::Path;

use edugauge::exam::Exam;
use edugauge::figures::{Figures, Status};
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, read_scores};

fn computed(path: &Path, given: &[(&str, &str)]) -> Figures {
    let (records, _) = read_scores(path, &ReadOptions::default(), None).unwrap();
    let mut arguments = Given::new();
    arguments.set("subjects", vec!["数学".to_owned()]);
    given.iter().for_each(|(name, value)| arguments.set(*name, vec![(*value).to_owned()]));
    let indicator = find("标准分").unwrap();
    compute(indicator, Input::Exam(&Exam::from_records(records)), &[], &arguments).unwrap()
}

fn of_scores(scores: &[&str], given: &[(&str, &str)]) -> Figures {
    let rows: Vec<String> = scores.iter().enumerate().map(|(at, score)| format!("{at},{score}\n")).collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("考号,数学\n{}", rows.concat())).unwrap();
    computed(file.path(), given)
}

fn values(figures: &Figures, measure: &str) -> Vec<f64> {
    let rows = figures.iter().filter(|figure| figure.measure() == measure);
    rows.map(|figure| figure.value().unwrap().to_f64()).collect()
}

fn near(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() < 1e-10 * expected.abs().max(1.0),
            "{what}: {found}, not {expected}"
        );
    }
}

#[test]
fn standard_scores_agree_with_scipy() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/standard_score");
    let expected = std::fs::read_to_string(folder.join("expected.csv")).unwrap();
    let lines: Vec<Vec<f64>> = expected
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect())
        .collect();
    let column = |at: usize| lines.iter().map(|line| line[at]).collect::<Vec<f64>>();
    let of = |given: &[(&str, &str)]| computed(&folder.join("input.csv"), given);
    let z = column(1);
    let default = of(&[]);
    near(&values(&default, "z"), &z, "z");
    near(&values(&default, "t"), &z.iter().map(|z| 50.0 + 10.0 * z).collect::<Vec<_>>(), "t");
    near(&values(&default, "ceeb"), &z.iter().map(|z| 500.0 + 100.0 * z).collect::<Vec<_>>(), "ceeb");
    near(&values(&of(&[("deviation", "n_minus_1")]), "z"), &column(2), "z with n - 1");
    near(&values(&default, "normalised_t"), &column(3), "normalised t");
    near(&values(&default, "percentile_rank"), &column(4), "at or below");
    near(&values(&of(&[("percentile", "mid_rank")]), "percentile_rank"), &column(5), "mid-rank");
    near(&values(&of(&[("percentile", "beaten")]), "percentile_rank"), &column(6), "beaten");
    // By hand from the mid-ranks 97.5, 92.5, 87.5, 82.5, 75, 67.5, 60, 52.5, 45, 37.5, 27.5, 17.5, 10, 2.5 and
    // the cuts 4, 11, 23, 40, 60, 77, 89, 96.
    let stanines = [9., 8., 7., 7., 6., 6., 6., 5., 5., 4., 4., 3., 2., 1.];
    near(&values(&default, "stanine"), &stanines, "stanine");
}

#[test]
fn no_spread_has_ranks_but_no_deviation() {
    let figures = of_scores(&["60", "60", "60"], &[]);
    let status = |measure: &str| figures.iter().find(|f| f.measure() == measure).unwrap().status();
    assert_eq!(status("z"), Status::NotApplicable);
    assert_eq!(status("ceeb"), Status::NotApplicable);
    assert_eq!(values(&figures, "normalised_t"), [50.0]);
    assert_eq!(values(&figures, "percentile_rank"), [100.0]);
}

#[test]
fn one_candidate_and_nobody() {
    let one = of_scores(&["60"], &[("deviation", "n_minus_1"), ("percentile", "beaten")]);
    let status = |measure: &str| one.iter().find(|f| f.measure() == measure).unwrap().status();
    assert_eq!((status("t"), status("percentile_rank")), (Status::NotApplicable, Status::NoDenominator));
    let nobody = of_scores(&["缺考"], &[]);
    assert_eq!((nobody.len(), nobody.get(0).status()), (1, Status::NoDenominator));
}

#[test]
fn the_order_of_candidates_does_not_matter() {
    assert_eq!(of_scores(&["60", "71.5", "80"], &[]), of_scores(&["80", "60", "71.5"], &[]));
}
