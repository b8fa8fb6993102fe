//! Grade-band scaling against hand working and against Python's fractions (tests/golden/scaled_score).

use std::path::Path;

use edugauge::error::Error;
use edugauge::exam::Exam;
use edugauge::figures::{Figures, Label, Status};
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, read_scores};

fn arguments(given: &[(&str, &[&str])]) -> Given {
    let mut arguments = Given::new();
    for (name, values) in given {
        arguments.set(*name, values.iter().map(|value| (*value).to_owned()).collect());
    }
    arguments
}

fn scaled_of(path: &Path, given: &[(&str, &[&str])]) -> Result<Figures, Error> {
    let (records, _) = read_scores(path, &ReadOptions::default(), None)?;
    let mut given = arguments(given);
    given.set("subjects", vec!["化学".to_owned()]);
    compute(find("赋分")?, Input::Exam(&Exam::from_records(records)), &[], &given)
}

fn scaled(scores: &[&str], given: &[(&str, &[&str])]) -> Result<Figures, Error> {
    let rows: Vec<String> = scores.iter().enumerate().map(|(at, score)| format!("{at},{score}\n")).collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("考号,化学\n{}", rows.concat())).unwrap();
    scaled_of(file.path(), given)
}

/// `raw band scaled`, the best first; `-` where there is none.
fn shown(figures: &Figures) -> Vec<String> {
    let text = |label: &Option<Label>| label.as_deref().unwrap_or("-").to_owned();
    let row = |figure: edugauge::figures::FigureRef<'_>| {
        let value = figure.value().map_or("-".to_owned(), |value| value.round(0));
        format!("{} {} {value}", text(&figure.group()[0]), text(&figure.group()[1]))
    };
    figures.iter().map(row).collect()
}

/// Every scheme, tie rule and share rule over 306 candidates. Expected: recompute.py beside the data.
#[test]
fn conversion_tables_agree_with_fractions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/scaled_score");
    let expected = std::fs::read_to_string(folder.join("expected.csv")).unwrap();
    let lines: Vec<Vec<&str>> = expected.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let mut tables = 0;
    for table in lines.chunk_by(|a, b| a[..5] == b[..5]) {
        let names = ["scheme", "ties", "shares", "single_score", "base"];
        let given: Vec<(&str, &[&str])> =
            names.iter().enumerate().map(|(at, name)| (*name, &table[0][at..=at])).collect();
        let figures = scaled_of(&folder.join("input.csv"), &given).unwrap();
        let found: Vec<_> = figures.iter().filter(|figure| figure.status() == Status::Ok).collect();
        assert_eq!(found.len(), table.len(), "{:?}", &table[0][..5]);
        for (figure, row) in found.iter().zip(table) {
            let labels = [figure.group()[0].as_deref(), figure.group()[1].as_deref()];
            assert_eq!(labels, [Some(row[5]), Some(row[6])], "{row:?}");
            assert_eq!(figure.value().unwrap().round(0), row[7], "{row:?}");
            assert_eq!(figure.n().unwrap().to_string(), row[8], "{row:?}");
        }
        tables += 1;
    }
    assert_eq!(tables, 38);
}

/// By hand: 10 candidates, two bands of 50 %. The tie at 70 holds numbers 5 to 8; the border is 5.
/// better: 4 < 5, the tie is in A. worse: 8 > 5, it is in B. nearest: 8 − 5 = 3 > 5 − 4 = 1, it is in B.
/// A = {90, 80, 70}: 100 − (90 − 80) × 10 / 20 = 95. B = {60, 50}: 80 and 71.
/// B = {70, 60, 50}: 60 → 71 + 9 × 10 / 20 = 75.5, half up 76.
#[test]
fn a_tie_at_the_border_goes_where_it_is_told() {
    let scores = ["90", "90", "80", "80", "70", "70", "70", "70", "60", "50"];
    let of = |ties: &str| {
        let bands: &[&str] = &["A=50:100-90", "B=50:80-71"];
        shown(&scaled(&scores, &[("scheme", &["custom"]), ("bands", bands), ("ties", &[ties])]).unwrap())
    };
    assert_eq!(of("better"), ["90 A 100", "80 A 95", "70 A 90", "60 B 80", "50 B 71"]);
    assert_eq!(of("worse"), ["90 A 100", "80 A 90", "70 B 80", "60 B 76", "50 B 71"]);
    assert_eq!(of("nearest"), of("worse"));
}

/// By hand: 10 candidates, shares 20, 30, 50 %. Six share the best score, so A takes 6. Cumulative: B ends at
/// 5, which is behind, and stays empty. Per band: B ends at 6 + 3 = 9.
#[test]
fn shares_are_counted_from_the_top_or_from_the_band_above() {
    let scores = ["90", "90", "90", "90", "90", "90", "80", "70", "60", "50"];
    let of = |shares: &str| {
        let bands: &[&str] = &["A=20:100-86", "B=30:85-71", "C=50:70-56"];
        scaled(&scores, &[("scheme", &["custom"]), ("bands", bands), ("shares", &[shares])]).unwrap()
    };
    let cumulative = of("cumulative");
    assert_eq!(shown(&cumulative), ["90 A 100", "80 C 70", "70 C 65", "60 C 61", "50 C 56"]);
    assert!(cumulative.iter().all(|figure| figure.note() == "no candidate in band B"));
    assert_eq!(shown(&of("per_band")), ["90 A 100", "80 B 85", "70 B 78", "60 B 71", "50 C 70"]);
}

#[test]
fn one_candidate_one_score_and_nobody() {
    assert_eq!(shown(&scaled(&["55"], &[]).unwrap()), ["55 A 100"]);
    assert_eq!(shown(&scaled(&["55", "55"], &[("single_score", &["lower"])]).unwrap()), ["55 A 86"]);
    assert_eq!(shown(&scaled(&["55"], &[("single_score", &["middle"])]).unwrap()), ["55 A 93"]);
    let nobody = scaled(&["缺考", "缺考"], &[]).unwrap();
    assert_eq!((nobody.len(), nobody.get(0).status()), (1, Status::NoDenominator));
    let zeros = scaled(&["0", "0"], &[("base", &["above_zero"])]).unwrap();
    assert_eq!(zeros.get(0).status(), Status::NoDenominator);
}

/// By hand: without the zero, 2 candidates: A to 0.3 holds number 1, B to number 1 nobody, C to 1.7 number 2.
#[test]
fn raw_zero_outside_the_base_has_no_scaled_score() {
    let figures = scaled(&["80", "60", "0", "缺考"], &[("base", &["above_zero"])]).unwrap();
    assert_eq!(shown(&figures), ["80 A 100", "60 C 70", "0 - -"]);
    assert_eq!(figures.get(2).status(), Status::NotApplicable);
}

#[test]
fn schemes_that_make_no_sense_are_refused() {
    let refused = |given: &[(&str, &[&str])]| {
        matches!(scaled(&["80"], given), Err(Error::InvalidArgument { .. } | Error::MissingArgument { .. }))
    };
    assert!(refused(&[("scheme", &["custom"])]));
    assert!(refused(&[("bands", &["A=100:100-86"])]), "bands beside the national scheme");
    assert!(refused(&[("scheme", &["custom"]), ("bands", &["A=60:100-86", "B=30:85-71"])]));
    assert!(refused(&[("scheme", &["custom"]), ("bands", &["A=50:85-71", "B=50:100-86"])]));
    assert!(refused(&[("scheme", &["guangdong"])]));
}

#[test]
fn the_order_of_candidates_does_not_matter() {
    let scores = ["90", "31", "75", "75", "60", "0", "55", "54.5", "40"];
    let mut turned = scores;
    turned.reverse();
    assert_eq!(scaled(&scores, &[]).unwrap(), scaled(&turned, &[]).unwrap());
}
