//! Linked scores against the R package equate and a program of its own (tests/golden/linked_score), by hand, and in
//! public releases.

use edugauge::error::Error;
use edugauge::exam::Exam;
use edugauge::figures::{Clauses, FigureRef, Figures, Status};
use edugauge::indicators::{Input, compute, find};
use edugauge::lang::Lang;

use crate::support::{Given, Project, arguments, edugauge, exam, figures};

const FREQUENCIES: &str = include_str!("../golden/linked_score/frequencies.csv");
const EQUATE: &str = include_str!("../golden/linked_score/expected.csv");
const INDEPENDENT: &str = include_str!("../golden/linked_score/independent.csv");
const FORMS: [(&str, &[&str]); 4] =
    [("subject", &["mathematics"]), ("form", &["class"]), ("from_form", &["A"]), ("to_form", &["B"])];

fn rows(text: &str) -> Vec<Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect()).collect()
}

/// The pupils of both forms one by one, in `schools` schools by turns.
fn pupils(schools: usize) -> String {
    let mut text = "考号,学校,班级,数学\n".to_owned();
    let mut number = 0;
    for row in rows(FREQUENCIES) {
        for (form, count) in [("A", row[1]), ("B", row[2])] {
            for _ in 0..count.parse::<usize>().unwrap() {
                number += 1;
                text += &format!("{number},校{},{form},{}\n", number % schools, row[0]);
            }
        }
    }
    text
}

fn two_forms() -> Exam {
    exam(&pupils(20), &[("mathematics", 40)])
}

fn with<'a>(more: &[(&'a str, &'a [&'a str])]) -> Vec<(&'a str, &'a [&'a str])> {
    FORMS.iter().chain(more).copied().collect()
}

fn linked(exam: &Exam, given: &Given<'_>) -> Result<Figures, Error> {
    compute(find("linked_score")?, Input::Exam(exam), &[], &arguments(given))
}

fn of<'a>(figures: &'a Figures, measure: &str) -> FigureRef<'a> {
    figures.iter().find(|figure| figure.measure() == measure).unwrap()
}

fn said(clauses: &Clauses) -> String {
    clauses.text(Lang::En)
}

fn real(figure: FigureRef<'_>) -> f64 {
    figure.value().unwrap().to_f64()
}

/// Expected: equate (its percentile ranks are kept to some eight digits), numpy and scipy.
#[test]
fn links_are_those_of_equate_and_of_an_independent_program() {
    let exam = two_forms();
    for (text, tolerance) in [(EQUATE, 1e-7), (INDEPENDENT, 1e-9)] {
        let mut compared = 0;
        for row in rows(text) {
            let (method, degree, score) = ([row[0]], [row[1]], [row[2]]);
            let mut given = with(&[("scores", &score), ("methods", &method)]);
            given.extend((!row[1].is_empty()).then_some(("degree", &degree[..])));
            let figures = linked(&exam, &given).unwrap();
            let (found, expected) = (real(of(&figures, row[0])), row[3].parse::<f64>().unwrap());
            assert!((found - expected).abs() < tolerance, "{row:?}: {found}");
            if let Some(se) = row.get(4).filter(|se| !se.is_empty()) {
                let (found, expected) = (of(&figures, row[0]).se().unwrap(), se.parse::<f64>().unwrap());
                assert!((found / expected - 1.0).abs() < 1e-10, "{row:?}: {found}");
            }
            compared += 1;
        }
        assert!(compared >= 40);
    }
}

/// Expected: 2,000 replicates of equate (equate.R), at 10, 20 and 33 points.
#[test]
fn bootstrap_errors_are_near_those_of_equate() {
    let exam = two_forms();
    let scores = ["10", "20", "33"];
    let given = with(&[("scores", &scores), ("error", &["pupils"]), ("replicates", &["400"])]);
    let figures = linked(&exam, &given).unwrap();
    for (method, expected) in [
        ("mean", [0.31993, 0.31993, 0.31993]),
        ("linear", [0.46171, 0.34616, 0.46009]),
        ("equipercentile", [0.54513, 0.51999, 0.56609]),
    ] {
        let of_method = figures.iter().filter(|figure| figure.measure() == method);
        for (figure, expected) in of_method.zip(expected) {
            let ratio = figure.se().unwrap() / expected;
            assert!((0.85..1.15).contains(&ratio), "{method}: {ratio}");
            assert!(figure.lower().unwrap() < real(figure) && real(figure) < figure.upper().unwrap());
        }
    }
    let again = linked(&exam, &given).unwrap();
    assert!(figures.iter().zip(again.iter()).all(|(a, b)| a.se() == b.se()), "the seed decides");
}

/// Twenty schools of pupils by turns are as good as independent pupils; nobody's school is known without the key.
#[test]
fn schools_are_resampled_where_they_are_known() {
    let exam = two_forms();
    let given = with(&[("scores", &["20"]), ("error", &["schools"])]);
    let se = of(&linked(&exam, &given).unwrap(), "mean").se().unwrap();
    assert!((0.15..0.5).contains(&se), "{se}");
    let missing = with(&[("scores", &["20"]), ("error", &["schools"]), ("school", &["class"])]);
    let figures = linked(&exam, &missing).unwrap();
    assert_eq!(of(&figures, "mean").se(), None);
    assert!(said(of(&figures, "mean").note()).contains("fewer than two known schools"));
}

#[test]
fn few_pupils_are_linked_by_means_or_not_at_all() {
    let of_each = |count: usize| {
        let row =
            |at: usize| format!("{at},{},{}\n", if at.is_multiple_of(2) { "A" } else { "B" }, 50 + at % 20);
        let text = (0..2 * count).map(row).collect::<String>();
        let figures = linked(
            &exam(&format!("考号,班级,数学\n{text}"), &[("mathematics", 100)]),
            &with(&[("scores", &["60"])]),
        );
        figures.unwrap().iter().map(|figure| (figure.status(), said(figure.note()))).collect::<Vec<_>>()
    };
    assert!(
        of_each(29)
            .iter()
            .all(|(status, note)| { *status == Status::NotApplicable && note.contains("fewer than 30") })
    );
    let some = of_each(99);
    assert_eq!(some[0].0, Status::Ok);
    assert!(
        some[1..]
            .iter()
            .all(|(status, note)| { *status == Status::NotApplicable && note.contains("by means only") })
    );
    assert!(of_each(100).iter().all(|(status, _)| *status == Status::Ok));
}

#[test]
fn scores_that_the_form_does_not_have_are_not_linked() {
    let exam = two_forms();
    for (score, is_linked) in [("1", false), ("1.5", false), ("2", true), ("39", true), ("40", false)] {
        let figures = linked(&exam, &with(&[("scores", &[score])])).unwrap();
        // Nobody of form A has 0, 1 or 40.
        assert!(figures.iter().all(|figure| (figure.status() == Status::Ok) == is_linked), "{score}");
    }
}

/// Linear: −2.81 at 2 points (below 0); the range of the other form is that of its full mark.
#[test]
fn results_beyond_the_range_are_given_or_cut() {
    let exam = two_forms();
    let free = linked(&exam, &with(&[("scores", &["2"])])).unwrap();
    assert!(
        real(of(&free, "linear")) < -2.0 && said(of(&free, "linear").note()).contains("beyond the scores")
    );
    let cut = linked(&exam, &with(&[("scores", &["2"]), ("clip", &["range"])])).unwrap();
    assert_eq!(real(of(&cut, "linear")), 0.0);
}

/// By hand: chinese is twice mathematics and 10, for everybody; a step of one against a step of two changes nothing.
#[test]
fn a_single_group_is_two_subjects_of_the_same_pupils() {
    let row = |at: usize| format!("{at},{},{}\n", at % 40, 10 + 2 * (at % 40));
    let text = format!("考号,数学,语文\n{}", (0..400).map(row).collect::<String>());
    let exam = exam(&text, &[("mathematics", 40), ("chinese", 100)]);
    let given: Vec<(&str, &[&str])> = vec![
        ("scores", &["15"]),
        ("subject", &["mathematics"]),
        ("to_subject", &["chinese"]),
        ("design", &["single_group"]),
    ];
    let figures = figures(&exam, "linked_score", &[], &given);
    assert!((real(of(&figures, "linear")) - 40.0).abs() < 1e-9);
    // 15 + 49 − 19.5
    assert_eq!(real(of(&figures, "mean")), 44.5);
    // 15 is P = 15.5 / 40; the steps of chinese are of 1, and every other one is empty: 40 ± ½.
    assert_eq!(real(of(&figures, "equipercentile")), 40.0);
    assert!(
        figures.iter().all(|figure| figure.se().is_none() && said(figure.note()).contains("single group"))
    );
    let refused = linked(&exam, &given[..3]);
    assert!(matches!(refused, Err(Error::InvalidArgument { argument, .. }) if argument == "design"));
}

#[test]
fn years_are_linked_with_the_sentence_on_cohorts() {
    let row = |at: usize| format!("{},{at},{}\n", 2023 + at % 2, 300 + at % 150);
    let text = format!("年份,考号,总分\n{}", (0..600).map(row).collect::<String>());
    let given: Vec<(&str, &[&str])> =
        vec![("scores", &["400"]), ("from_year", &["2024"]), ("to_year", &["2023"])];
    let figures = figures(&exam(&text, &[]), "linked_score", &[], &given);
    assert!(figures.iter().all(|figure| said(figure.note()).contains("assumes cohorts of equal ability")));
    assert_eq!(of(&figures, "mean").year(), Some(2024));
}

#[test]
fn what_is_not_two_forms_is_refused() {
    let exam = two_forms();
    let argument = |given: &Given<'_>| match linked(&exam, given) {
        Err(Error::InvalidArgument { argument, .. }) => argument,
        other => panic!("{other:?}"),
    };
    let scores: (&str, &[&str]) = ("scores", &["20"]);
    assert_eq!(argument(&[scores, ("subject", &["mathematics"])]), "to_form");
    assert_eq!(argument(&[scores, FORMS[0], FORMS[1], FORMS[2]]), "to_form");
    assert_eq!(argument(&with(&[scores, ("degree", &["11"])])), "degree");
    assert_eq!(argument(&with(&[scores, ("design", &["single_group"])])), "design");
    let unknown = [scores, FORMS[0], FORMS[1], FORMS[2], ("to_form", &["C"])];
    let refused = linked(&exam, &unknown).unwrap_err();
    assert!(
        matches!(&refused, Error::LabelNotAtHand { at_hand, .. } if at_hand == &["A", "B"]),
        "{refused:?}"
    );
}

/// One pupil of form A has 39 points: what is said of that place is hidden in public, what is said of 20 points, where 69
/// are, is not.
#[test]
fn a_public_release_hides_links_at_thin_scores() {
    let config = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n\
        [[source]]\nid = \"s\"\npath = \"s.csv\"\n[source.full_marks]\nmathematics = 40\n\
        [[table]]\nid = \"t\"\ntitle = \"t\"\nsource = \"s\"\nindicator = \"linked_score\"\n\
        [table.options]\nscores = [20, 39]\nsubject = \"mathematics\"\nform = \"class\"\nfrom_form = \"A\"\n\
        to_form = \"B\"\nmethods = [\"mean\", \"equipercentile\"]\n";
    let project = Project::made(config, &[("s.csv", &pupils(20))]);
    let figures = String::from_utf8(project.bytes("figures.csv")).unwrap();
    let row = |measure: &str, score: &str| {
        let is_it =
            |line: &&str| line.contains(&format!(",{measure},")) && line.contains(&format!(",{score},"));
        figures.lines().find(is_it).unwrap_or_else(|| panic!("{figures}"))
    };
    assert!(row("mean", "20").contains(",ok,"), "{figures}");
    assert!(row("equipercentile", "20").contains("18.23"), "{figures}");
    let thin = row("equipercentile", "39");
    assert!(thin.contains("suppressed") && !thin.contains("38."), "{thin}");
}

/// A group of which nobody sat the other form lacks no input that somebody could give: nothing is advised.
#[test]
fn a_group_without_the_other_form_asks_for_no_full_mark() {
    let mut text = "考号,区县,班级,数学\n".to_owned();
    for at in 0..360 {
        let (district, form) = [("东", "A"), ("东", "B"), ("西", "A")][at / 120];
        text += &format!("{at:03},{district},{form},{}\n", 40 + at * 7 % 60);
    }
    let data = tempfile::tempdir().unwrap();
    let path = data.path().join("scores.csv");
    std::fs::write(&path, text).unwrap();
    let args = [
        "--lang",
        "zh",
        "compute",
        "linked_score",
        path.to_str().unwrap(),
        "--scores",
        "70",
        "--subject",
        "数学",
        "--form",
        "class",
        "--from-form",
        "A",
        "--to-form",
        "B",
        "--by",
        "district",
        "--methods",
        "mean",
        "--strict",
    ];
    let outcome = edugauge(&args);
    assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
    assert!(
        outcome.out.contains("没有该卷的考生") && !outcome.err.contains("满分"),
        "{}{}",
        outcome.out,
        outcome.err
    );
}
