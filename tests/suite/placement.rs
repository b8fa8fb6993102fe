//! Places in the ranking against the published Jiangsu 2024 tables and by hand.

use std::path::Path;

use edugauge::error::Error;
use edugauge::exam::Exam;
use edugauge::figures::{FigureRef, Figures, Status};
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, read_score_table, read_scores, score_table_tally};

fn arguments(given: &[(&str, &[&str])]) -> Given {
    let mut arguments = Given::new();
    for (name, values) in given {
        arguments.set(*name, values.iter().map(|value| (*value).to_owned()).collect());
    }
    arguments
}

fn exam(text: &str) -> Exam {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    Exam::from_records(read_scores(file.path(), &ReadOptions::default(), None).unwrap().0)
}

/// A published table; the year of it as its only key.
fn published(name: &str, year: &str) -> Exam {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/score_tables").join(name);
    let rows = read_score_table(&path, &ReadOptions::default()).unwrap();
    let labels = [("year", year)];
    Exam::from_tally(score_table_tally(&rows, &labels, name).unwrap())
}

fn computed(id: &str, exam: &Exam, given: &[(&str, &[&str])]) -> Result<Figures, Error> {
    compute(find(id)?, Input::Exam(exam), &[], &arguments(given))
}

fn shown(figure: FigureRef<'_>) -> String {
    let value = figure.value().map_or("-".to_owned(), |value| value.round(2));
    format!("{} {value} {}", figure.measure(), figure.status().id())
}

#[test]
fn examples_of_these_families_come_out() {
    for id in [
        "scaled_score",
        "standard_score",
        "line_from_share",
        "rank_of_score",
        "equivalent_score",
        "rank_bands",
    ] {
        let indicator = find(id).unwrap();
        let example = &indicator.example;
        let by: Vec<String> = example.by.iter().map(|key| (*key).to_owned()).collect();
        let exam = exam(example.input);
        let figures = compute(indicator, Input::Exam(&exam), &by, &arguments(example.arguments)).unwrap();
        for expected in example.expected {
            let is_it = |figure: &FigureRef<'_>| {
                let group: Vec<&str> = figure.group().iter().filter_map(|label| label.as_deref()).collect();
                figure.measure() == expected.measure && group == expected.group
            };
            let value = figures.iter().find(is_it).and_then(|figure| figure.value()).unwrap();
            assert_eq!(value.round(indicator.decimals), expected.value, "{id}: {expected:?}");
        }
    }
}

/// The authority's counts at its lines: 600 → 30,768, 516 → 124,308, 462 → 187,958. The best ranks are these
/// less the candidates at the score in the same table (786, 1,318, 960) plus 1.
#[test]
fn ranks_in_a_published_table() {
    let jiangsu = published("jiangsu_2024_physics.csv", "2024");
    let figures = computed("位次", &jiangsu, &[("scores", &["600", "516", "462", "700"])]).unwrap();
    let of = |measure: &str| -> Vec<Option<i128>> {
        let rows = figures.iter().filter(|figure| figure.measure() == measure);
        rows.map(|figure| figure.value().map(|value| value.to_f64() as i128)).collect()
    };
    assert_eq!(of("worst_rank"), [Some(30_768), Some(124_308), Some(187_958), None]);
    assert_eq!(of("best_rank"), [Some(29_983), Some(122_991), Some(186_999), None]);
    assert_eq!(figures.last().unwrap().status(), Status::NotApplicable, "700 lies in 689-750");
}

/// From the table, N = 245,739: number ⌈0.4 N⌉ = 98,296 is at 536 (cumulative 98,546; the row above ends at
/// 97,313); number ⌈0.7 N⌉ = 172,018 is at 477 (cumulative 172,470). 98,546 / N = 40.10 %, 172,470 / N = 70.18 %.
#[test]
fn lines_from_shares_in_a_published_table() {
    let jiangsu = published("jiangsu_2024_physics.csv", "2024");
    let figures = computed("line_from_share", &jiangsu, &[("share", &["0.4", "0.7", "0.0001"])]).unwrap();
    let found: Vec<String> = figures.iter().map(shown).collect();
    let expected = ["score 536.00 ok", "reached 40.10 ok", "score 477.00 ok", "reached 70.18 ok"];
    assert_eq!(found[..4], expected);
    assert_eq!(found[4], "score - not_applicable", "number 25 is in the open bucket");
}

/// The same with two published tables standing for two years. 516 has worst rank 124,308 of 245,739; number
/// ⌈124,308 × 92,399 / 245,739⌉ = 46,741 of the other is at 487 (cumulative 46,894). It has no number 124,308.
#[test]
fn equivalent_scores_of_two_published_tables() {
    let mut both = published("jiangsu_2024_physics.csv", "2024");
    both.join(published("jiangsu_2024_history.csv", "2023"));
    let of = |place: &str, to: &str| {
        let years: [(&str, &[&str]); 2] = [("from_year", &["2024"]), ("to_year", &[to])];
        let given = [years[0], years[1], ("scores", &["516"]), ("place", &[place])];
        computed("同位分", &both, &given)
    };
    assert_eq!(shown(of("share", "2023").unwrap().get(0)), "equivalent 487.00 ok");
    assert_eq!(shown(of("rank", "2023").unwrap().get(0)), "equivalent - not_applicable");
    assert_eq!(shown(of("share", "2024").unwrap().get(0)), "equivalent 516.00 ok", "a year with itself");
    assert!(matches!(of("share", "2022"), Err(Error::InvalidArgument { .. })));
}

#[test]
fn nobody_and_a_score_that_nobody_has() {
    let nobody = exam("考号,总分\n1,缺考\n");
    for (id, argument) in [("line_from_share", "share"), ("rank_of_score", "scores")] {
        let figures = computed(id, &nobody, &[(argument, &["0.5"])]).unwrap();
        assert!(figures.iter().all(|figure| figure.status() == Status::NoDenominator), "{id}");
    }
    // By hand: two above 505, so it would rank 3; of 3, one is not above it, 33.33 %.
    let three = exam("考号,总分\n1,520\n2,510\n3,500\n");
    let figures = computed("rank_of_score", &three, &[("scores", &["505"])]).unwrap();
    let found: Vec<String> = figures.iter().map(shown).collect();
    assert_eq!(found, ["best_rank 3.00 ok", "worst_rank 3.00 ok", "percentile_rank 33.33 ok"]);
    assert_eq!(figures.get(0).note(), "nobody has this score");
}

#[test]
fn a_group_that_the_other_year_lacks_is_missing_input() {
    let two = exam("年份,考号,学校,总分\n2023,1,甲,600\n2024,2,乙,590\n");
    let given = arguments(&[("scores", &["590"]), ("from_year", &["2024"]), ("to_year", &["2023"])]);
    let by = ["school".to_owned()];
    let figures = compute(find("equivalent_score").unwrap(), Input::Exam(&two), &by, &given).unwrap();
    assert_eq!(figures.get(0).status(), Status::MissingInput);
}

/// By hand: ranks 1, 1, 1, 4, 5. A tie of three fills the bands 1–1 and 2–3, and all of it is in the first.
#[test]
fn ties_stay_whole_in_rank_bands() {
    let five = exam("考号,学校,总分\n1,甲,90\n2,乙,90\n3,乙,90\n4,甲,80\n5,甲,70\n");
    let figures = computed("名次段", &five, &[("edges", &["1", "3"])]).unwrap();
    let found: Vec<String> = figures.iter().map(shown).collect();
    let expected = [
        "count 3.00 ok",
        "share 100.00 ok",
        "count 0.00 ok",
        "share - no_denominator",
        "count 2.00 ok",
        "share 100.00 ok",
    ];
    assert_eq!(found, expected);
    let by = ["school".to_owned()];
    let given = arguments(&[("edges", &["1", "3"])]);
    let schools = compute(find("rank_bands").unwrap(), Input::Exam(&five), &by, &given).unwrap();
    let counts: Vec<u64> = schools.iter().filter(|f| f.measure() == "count").filter_map(|f| f.n()).collect();
    assert_eq!(counts.iter().sum::<u64>(), 5, "the groups together are the whole");
    assert!(matches!(
        computed("rank_bands", &five, &[("edges", &["3", "1"])]),
        Err(Error::InvalidArgument { .. })
    ));
}

/// A third of 50 candidates is number 17; by hand.
#[test]
fn a_line_from_a_third_of_the_candidates() {
    let rows: String = (1..=50).map(|at| format!("{at},{}\n", 400 + at)).collect();
    let exam = crate::support::exam(&format!("考号,总分\n{rows}"), &[]);
    let given: &crate::support::Given<'_> = &[("share", &["1/3", "0.30"]), ("subjects", &["total"])];
    let found = crate::support::figures(&exam, "line_from_share", &[], given);
    let value = |measure: &str, share: &str| {
        crate::support::only(&found, measure, Some("total"), &[share]).value().unwrap().to_f64()
    };
    assert_eq!((value("score", "1/3"), value("reached", "1/3")), (434.0, 34.0));
    assert_eq!((value("score", "0.3"), value("reached", "0.3")), (436.0, 30.0));
}
