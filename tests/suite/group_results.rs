//! Participation, means, rates, quantiles and comparisons with the whole, held to values made elsewhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use edugauge::error::{Error, Result};
use edugauge::exam::Exam;
use edugauge::figures::{FigureRef, Figures, Status, Value};
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, read_score_table, read_scores, score_table_tally};
use edugauge::number::{Decimal, Rational};
use proptest::prelude::*;

const FAMILY: [&str; 9] = [
    "subject_mean",
    "subject_quantiles",
    "tail_mean",
    "pass_all_rate",
    "participation_rate",
    "mean_deviation",
    "mean_ratio",
    "above_mean_rate",
    "group_t_score",
];

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn whole(number: i128) -> Rational {
    Rational::from_integer(number)
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn options(full_marks: &[(&str, i128)]) -> ReadOptions {
    let full_marks: BTreeMap<String, Rational> =
        full_marks.iter().map(|(id, mark)| ((*id).to_owned(), whole(*mark))).collect();
    ReadOptions { full_marks, ..ReadOptions::default() }
}

fn exam(text: &str, full_marks: &[(&str, i128)]) -> Exam {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    Exam::from_records(read_scores(file.path(), &options(full_marks), None).unwrap().0)
}

const FULL: [(&str, i128); 3] = [("chinese", 150), ("mathematics", 150), ("physics", 100)];

fn golden_text() -> String {
    std::fs::read_to_string(repository("tests/golden/group_results/input.csv")).unwrap()
}

/// Given as `name=value&name=value`; the same name again adds a value.
fn ask(exam: &Exam, id: &str, by: &[&str], given: &str) -> Result<Figures> {
    let mut values: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, value) in given.split('&').filter_map(|pair| pair.split_once('=')) {
        values.entry(name).or_default().push(value.to_owned());
    }
    let mut arguments = Given::new();
    values.into_iter().for_each(|(name, values)| arguments.set(name, values));
    compute(find(id).unwrap(), Input::Exam(exam), &strings(by), &arguments)
}

fn figures(exam: &Exam, id: &str, by: &[&str], given: &str) -> Figures {
    ask(exam, id, by, given).unwrap_or_else(|fault| panic!("{id}: {fault}"))
}

#[track_caller]
fn only<'a>(figures: &'a Figures, measure: &str, subject: &str, group: &[&str]) -> FigureRef<'a> {
    let mut found = figures.iter().filter(|figure| {
        let labels = figure.group().iter().map(|label| label.as_deref().unwrap_or(""));
        figure.measure() == measure
            && figure.subject().unwrap_or("") == subject
            && labels.eq(group.iter().copied())
    });
    let figure = found.next().unwrap_or_else(|| panic!("no {measure} of {subject} {group:?}"));
    assert_eq!(found.next(), None, "{measure} of {subject} {group:?} is there twice");
    figure
}

fn split<'a>(text: &'a str, at: &str) -> Vec<&'a str> {
    text.split(at).filter(|part| !part.is_empty()).collect()
}

/// Every figure of expected.csv, made by expected.py: fractions must be equal, doubles equal to 12 digits.
#[test]
fn figures_agree_with_the_second_route() {
    let exam = exam(&golden_text(), &FULL);
    let expected = std::fs::read_to_string(repository("tests/golden/group_results/expected.csv")).unwrap();
    let mut known: BTreeMap<(&str, &str, &str), Figures> = BTreeMap::new();
    let mut compared = 0;
    for line in expected.lines().skip(1) {
        let fields: Vec<&str> = line.split('|').collect();
        let &[id, given, by, group, subject, measure, value] = &fields[..] else { panic!("{line}") };
        let figures =
            known.entry((id, given, by)).or_insert_with(|| figures(&exam, id, &split(by, "+"), given));
        let figure = only(figures, measure, subject, &split(group, "+"));
        assert_value(figure, value, line);
        compared += 1;
    }
    assert_eq!(compared, 1017);
}

#[track_caller]
fn assert_value(figure: FigureRef<'_>, expected: &str, line: &str) {
    let found = figure.value().unwrap_or_else(|| panic!("{line}: {:?}", figure.status()));
    match expected.split_once('/') {
        Some((above, below)) => {
            let fraction = Rational::new(above.parse().unwrap(), below.parse().unwrap());
            assert_eq!(found, Value::Exact(fraction), "{line}");
        }
        None => {
            let expected: f64 = expected.parse().unwrap();
            let error = (found.to_f64() - expected).abs();
            assert!(error <= 1e-12 * expected.abs().max(1.0), "{line}: {found:?}");
        }
    }
}

#[test]
fn worked_examples_come_out() {
    for id in FAMILY.iter().chain(&["subject_share", "good_rate", "pass_rate"]) {
        let indicator = find(id).unwrap();
        let exam = exam(indicator.example.input, &[("mathematics", 100)]);
        let mut arguments = Given::new();
        indicator.example.arguments.iter().for_each(|(name, values)| arguments.set(*name, strings(values)));
        let figures = compute(indicator, Input::Exam(&exam), &strings(indicator.example.by), &arguments);
        let figures = figures.unwrap();
        for expected in indicator.example.expected {
            let subject = expected.subject.unwrap_or("");
            let figure = only(&figures, expected.measure, subject, expected.group);
            assert_eq!(figure.value().unwrap().round(indicator.decimals), expected.value, "{expected:?}");
        }
    }
}

fn assert_missing(figures: &Figures, status: Status) {
    assert!(!figures.is_empty());
    for figure in figures.iter() {
        assert_eq!((figure.value(), figure.status()), (None, status), "{figure:?}");
    }
}

#[test]
fn nobody_tested_has_no_denominator() {
    let exam = exam("考号,语文\n1,缺考\n2,缺考\n", &[("chinese", 100)]);
    for id in FAMILY.iter().filter(|id| **id != "participation_rate") {
        assert_missing(&figures(&exam, id, &[], ""), Status::NoDenominator);
    }
    assert_missing(&figures(&exam, "subject_share", &[], ""), Status::NoDenominator);
    let participation = figures(&exam, "participation_rate", &[], "");
    assert_eq!(only(&participation, "rate", "chinese", &[]).value(), Some(Value::Exact(whole(0))));
    assert_eq!(only(&participation, "absent", "chinese", &[]).value(), Some(Value::Exact(whole(2))));
}

#[test]
fn only_exempt_candidates_leave_nobody_registered() {
    let exam = exam("考号,语文\n1,免考\n2,免考\n", &[]);
    let figures = figures(&exam, "participation_rate", &[], "exempt=left_out");
    assert_eq!(only(&figures, "rate", "chinese", &[]).status(), Status::NoDenominator);
    assert_eq!(only(&figures, "exempt", "chinese", &[]).value(), Some(Value::Exact(whole(2))));
}

#[test]
fn equal_scores_have_no_t_score() {
    let exam = exam("考号,学校,语文\n1,甲,80\n2,乙,80\n", &[]);
    assert_missing(&figures(&exam, "group_t_score", &["school"], ""), Status::NotApplicable);
    let deviation = figures(&exam, "mean_deviation", &["school"], "");
    assert!(deviation.iter().all(|figure| figure.value() == Some(Value::Exact(whole(0)))));
}

#[test]
fn a_whole_with_mean_zero_has_no_ratio() {
    let exam = exam("考号,学校,语文\n1,甲,0\n2,乙,0\n", &[]);
    for id in ["mean_ratio", "above_mean_rate", "subject_share"] {
        assert_missing(&figures(&exam, id, &["school"], ""), Status::NoDenominator);
    }
}

#[test]
fn one_candidate_is_every_quantile_and_has_no_sample_deviation() {
    let exam = exam("考号,语文\n1,72.5\n", &[]);
    for kind in 1..=9 {
        let figures = figures(&exam, "subject_quantiles", &[], &format!("quantile_type={kind}"));
        let value = Some(Value::Exact(Rational::new(145, 2)));
        assert!(figures.iter().all(|figure| figure.value() == value), "{figures:?}");
    }
    let sample = figures(&exam, "subject_mean", &[], "");
    assert_eq!(only(&sample, "standard_deviation", "chinese", &[]).status(), Status::NotApplicable);
    let facility = only(&sample, "facility", "chinese", &[]);
    assert_eq!((facility.status(), facility.value()), (Status::MissingInput, None));
    let population = figures(&exam, "subject_mean", &[], "denominator=n");
    assert_eq!(only(&population, "standard_deviation", "chinese", &[]).value(), Some(Value::Real(0.0)));
}

#[test]
fn tied_modes_are_noted() {
    let exam = exam("考号,语文\n1,60\n2,70\n3,60\n4,70\n5,90\n", &[]);
    let figures = figures(&exam, "subject_quantiles", &[], "");
    let mode = only(&figures, "mode", "chinese", &[""]);
    assert_eq!(
        (mode.value(), mode.numerator()),
        (Some(Value::Exact(whole(60))), Some(Value::Exact(whole(2))))
    );
    assert_eq!(mode.note(), "2 scores are equally frequent: 60, 70");
}

/// A published table with open ends: quantiles inside are known, sums and extremes are not.
#[test]
fn a_published_table_gives_what_it_holds() {
    let path = repository("tests/golden/score_tables/jiangsu_2024_physics.csv");
    let rows = read_score_table(&path, &ReadOptions::default()).unwrap();
    let exam = Exam::from_tally(score_table_tally(&rows, &[], "江苏").unwrap());
    let quantiles = figures(&exam, "subject_quantiles", &[], "");
    let median = only(&quantiles, "median", "total", &["0.5"]);
    // The candidate in the middle: the highest score at which the cumulative count reaches half, and the next.
    let text = std::fs::read_to_string(&path).unwrap();
    let table: Vec<(String, u64)> = text
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            Some((cells.first()?.trim_matches('"').to_owned(), cells.get(2)?.trim().parse().ok()?))
        })
        .collect();
    let n = table.last().unwrap().1;
    let middle = |rank: u64| table.iter().find(|row| row.1 >= rank).unwrap().0.clone();
    let (a, b) = (middle(n.div_ceil(2)), middle(n / 2 + 1));
    let score = |text: &str| Decimal::parse(text.as_bytes()).unwrap().to_rational();
    let mean = (score(&a) + score(&b)) / whole(2);
    assert_eq!((median.value(), median.n()), (Some(Value::Exact(mean)), Some(n)));
    assert_eq!(only(&quantiles, "maximum", "total", &["1"]).status(), Status::NotApplicable);
    for id in ["tail_mean", "mean_ratio", "group_t_score"] {
        assert_missing(&figures(&exam, id, &[], ""), Status::NotApplicable);
    }
    let participation = figures(&exam, "participation_rate", &[], "");
    assert_eq!(only(&participation, "rate", "total", &[]).status(), Status::NotApplicable);
    assert_eq!(only(&participation, "tested", "total", &[]).status(), Status::Ok);
    let refused = ask(&exam, "pass_all_rate", &[], "");
    assert!(matches!(refused, Err(Error::MissingArgument { .. })), "{refused:?}");
}

#[test]
fn unknown_full_marks_are_missing_input() {
    let exam = exam("考号,语文,数学\n1,90,80\n2,80,70\n", &[("chinese", 100)]);
    let figures = figures(&exam, "pass_all_rate", &[], "");
    assert_missing(&figures, Status::MissingInput);
    assert!(figures.get(0).note().to_string().contains("mathematics"));
}

/// Together the bands above the low line hold everybody who reached the pass line, once.
#[test]
fn bands_add_up_to_the_cumulative_rate() {
    let exam = exam(&golden_text(), &FULL);
    for subject in ["chinese", "mathematics", "physics"] {
        let value = |id: &str, given: &str| match only(&figures(&exam, id, &[], given), "rate", subject, &[])
            .value()
        {
            Some(Value::Exact(ratio)) => ratio,
            other => panic!("{other:?}"),
        };
        let bands =
            value("excellent_rate", "") + value("good_rate", "bands=band") + value("pass_rate", "bands=band");
        assert_eq!(bands, value("pass_rate", ""));
    }
}

#[test]
fn wrong_arguments_are_refused() {
    let exam = exam(&golden_text(), &FULL);
    for (id, given) in [
        ("good_rate", "bands=band&upper=0.7"),
        ("pass_rate", "bands=band&threshold=0.8"),
        ("tail_mean", "side=trimmed&share=0.5"),
        ("tail_mean", "share=1/0"),
        ("tail_mean", "share=4/3"),
        ("tail_mean", "share=0.1234567891"),
        ("subject_quantiles", "quantile_type=10"),
        ("subject_quantiles", "probabilities=1"),
        ("mean_deviation", "within=district"),
    ] {
        let refused = ask(&exam, id, &["school"], given);
        assert!(matches!(refused, Err(Error::InvalidArgument { .. })), "{id} {given}: {refused:?}");
    }
    // Thresholds of two kinds can only be compared once the full mark is known: 100 is under 0.7 of 150.
    let mixed = figures(&exam, "good_rate", &[], "bands=band&upper=100");
    assert_eq!(only(&mixed, "rate", "chinese", &[]).status(), Status::NotApplicable);
    assert_eq!(only(&mixed, "rate", "physics", &[]).status(), Status::Ok);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// The order of rows says nothing, and neither does everybody being there twice, where n alone counts.
    #[test]
    fn order_and_repetition_change_nothing(seed in prop::collection::vec(any::<u32>(), 60)) {
        let text = golden_text();
        let (header, rows) = text.split_once('\n').unwrap();
        let mut shuffled: Vec<(u32, &str)> = seed.into_iter().zip(rows.lines()).collect();
        shuffled.sort();
        let again: Vec<&str> = shuffled.iter().map(|(_, row)| *row).collect();
        let (first, second) = (exam(&text, &FULL), exam(&format!("{header}\n{}\n", again.join("\n")), &FULL));
        let twice: String = rows.lines().flat_map(|row| [format!("a{row}\n"), format!("b{row}\n")]).collect();
        let doubled = exam(&format!("{header}\n{twice}"), &FULL);
        for id in FAMILY {
            let ours = figures(&first, id, &["school"], "");
            prop_assert_eq!(&ours, &figures(&second, id, &["school"], ""));
            if ["tail_mean", "pass_all_rate", "mean_deviation", "mean_ratio", "above_mean_rate"].contains(&id) {
                let values = |figures: &Figures| figures.iter().map(|f| f.value()).collect::<Vec<_>>();
                prop_assert_eq!(values(&ours), values(&figures(&doubled, id, &["school"], "")));
            }
        }
    }
}
