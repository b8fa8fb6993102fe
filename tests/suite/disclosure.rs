//! What a public table may show: no cell from which a pupil could be known, and no cell from which it follows.

use edugauge::disclosure::{Rule, suppress};
use edugauge::figures::{Figure, Figures, Status, Unit, Value};
use edugauge::indicators::{Input, compute, find};
use edugauge::intake::{ReadOptions, read_table};
use edugauge::release::{Config, RunOptions, run};

use crate::support::{arguments, count, edugauge, exam, figures, only, text_of, whole, written};

const RULE: Rule = Rule { minimum_cell: 10 };

/// Schools, each with so many candidates of whom so many reach the line of 500.
fn schools(sizes: &[(&str, u32, u32)]) -> edugauge::exam::Exam {
    let mut text = "考号,学校,总分\n".to_owned();
    for (school, tested, attained) in sizes {
        for number in 0..*tested {
            text += &format!("{school}{number},{school},{}\n", if number < *attained { 500 } else { 499 });
        }
    }
    exam(&text, &[])
}

fn rates(sizes: &[(&str, u32, u32)]) -> Figures {
    figures(&schools(sizes), "admission_rate", &["school"], &[("lines", &["500"])])
}

fn hidden(figures: &Figures) -> Vec<&str> {
    let rows = figures.rows.iter().filter(|figure| figure.status == Status::Suppressed);
    rows.map(|figure| figure.group[0].as_deref().unwrap_or("all")).collect()
}

/// In every family but one there is a second small school, so that only primary suppression is at work.
#[test]
fn counts_from_1_to_9_are_hidden_and_0_and_10_are_shown() {
    for (attained, is_hidden) in [(0, false), (1, true), (9, true), (10, false), (50, false)] {
        let mut rates = rates(&[("甲", 100, attained), ("乙", 100, 5), ("丙", 100, 5)]);
        suppress(&mut rates, RULE);
        let figure = only(&rates, "rate", None, &["甲", "500"]);
        assert_eq!(figure.status == Status::Suppressed, is_hidden, "{attained} of 100");
        assert!(is_hidden || figure.value.is_some());
    }
}

/// 95 of 100 tell of the 5 who did not; 100 of 100 tell of nobody in particular.
#[test]
fn the_few_who_are_not_counted_are_protected_too() {
    for (attained, is_hidden) in [(90, false), (91, true), (99, true), (100, false)] {
        let mut rates = rates(&[("甲", 100, attained), ("乙", 100, 5), ("丙", 100, 5)]);
        suppress(&mut rates, RULE);
        let figure = only(&rates, "rate", None, &["甲", "500"]);
        assert_eq!(figure.status == Status::Suppressed, is_hidden, "{attained} of 100");
    }
}

#[test]
fn a_lonely_hidden_sibling_gets_company() {
    // With 40 in all known, 甲 would follow from 乙 and 丙; 丙 is the smaller of the two.
    let mut lonely = rates(&[("甲", 50, 5), ("乙", 100, 20), ("丙", 60, 15)]);
    assert_eq!(suppress(&mut lonely, RULE), 2);
    assert_eq!(hidden(&lonely), ["丙", "甲"]);
    let mut pair = rates(&[("甲", 50, 5), ("乙", 100, 5), ("丙", 60, 15)]);
    assert_eq!((suppress(&mut pair, RULE), hidden(&pair).contains(&"丙")), (2, false));
    let mut none = rates(&[("甲", 50, 20), ("乙", 100, 20), ("丙", 60, 20)]);
    assert_eq!(suppress(&mut none, RULE), 0);
}

/// The row of all schools together is no sibling: it is the total from which the lonely one would follow.
#[test]
fn the_total_stays_and_a_sibling_goes() {
    let exam = schools(&[("甲", 50, 5), ("乙", 100, 20)]);
    let mut all = figures(&exam, "admission_rate", &["school"], &[("lines", &["500"])]);
    all.append(figures(&exam, "admission_rate", &[], &[("lines", &["500"])]));
    suppress(&mut all, RULE);
    let total = all.rows.iter().find(|figure| figure.group[0].is_none()).unwrap();
    assert_eq!((total.status, total.numerator), (Status::Ok, count(25)));
    assert_eq!(hidden(&all).len(), 2);
}

#[test]
fn means_of_few_are_hidden() {
    let text = "考号,学校,数学\n1,甲,80\n2,甲,90\n".to_owned()
        + &(0..30).map(|n| format!("b{n},乙,{}\nc{n},丙,{}\n", 50 + n, 60 + n)).collect::<String>();
    let exam = exam(&text, &[("mathematics", 100)]);
    for id in ["subject_mean", "pass_rate", "low_rate"] {
        let mut figures = figures(&exam, id, &["school"], &[]);
        suppress(&mut figures, RULE);
        assert!(hidden(&figures).contains(&"甲"), "{id}");
        assert!(figures.rows.iter().any(|figure| figure.status == Status::Ok), "{id}");
    }
}

#[test]
fn a_hidden_figure_gives_nothing_away() {
    let mut rates = rates(&[("甲", 50, 5), ("乙", 100, 20), ("丙", 60, 15)]);
    rates.rows.iter_mut().for_each(|figure| figure.note = "5 of 50".to_owned());
    let before = rates.clone();
    suppress(&mut rates, RULE);
    for (figure, shown) in rates.rows.iter().zip(&before.rows) {
        if figure.status != Status::Suppressed {
            assert_eq!(figure, shown);
            continue;
        }
        let bare = Figure::new("admission_rate", "rate", Unit::Percent).without_value(Status::Suppressed);
        let place = (figure.group.clone(), figure.subject.clone(), figure.year, figure.method.clone());
        let (group, subject, year, method) = place;
        // Nothing but its place and its convention: no value, counts, n, interval or note.
        assert_eq!(*figure, Figure { group, subject, year, method, ..bare });
        assert_eq!(figure.group, shown.group);
    }
    assert_eq!(hidden(&rates).len(), 2);
}

#[test]
fn institutions_are_never_hidden() {
    let file = written("学校,达标,学校数\n甲,1,3\n乙,2,5\n");
    let (table, _) = read_table(file.path(), &ReadOptions::default()).unwrap();
    let given = arguments(&[("numerator", &["达标"]), ("denominator", &["学校数"])]);
    let by = ["学校".to_owned()];
    let mut ratios = compute(find("ratio").unwrap(), Input::Table(&table), &by, &given).unwrap();
    let before = ratios.clone();
    assert_eq!(suppress(&mut ratios, RULE), 0);
    assert_eq!(ratios, before);
}

#[test]
fn a_figure_without_a_value_keeps_its_own_status() {
    let mut none = figures(&exam("考号,学校,数学\n1,甲,缺考\n", &[]), "subject_mean", &["school"], &[]);
    assert_eq!(suppress(&mut none, RULE), 0);
    assert!(none.rows.iter().all(|figure| figure.status == Status::NoDenominator));
}

/// 53 in a county of 4,000 are shown; 5 are not.
#[test]
fn rates_per_inhabitants_are_counts_too() {
    for (attained, is_hidden) in [(5, true), (53, false)] {
        let given: &crate::support::Given<'_> =
            &[("lines", &["500"]), ("population", &["4000"]), ("basis", &["resident"])];
        let mut rate = figures(&schools(&[("甲", 100, attained)]), "rate_per_10k", &[], given);
        suppress(&mut rate, RULE);
        assert_eq!(rate.rows[0].status == Status::Suppressed, is_hidden, "{attained}");
    }
}

/// A project as `edugauge init` writes it, its configuration changed.
fn released(change: impl Fn(&str) -> String) -> (Figures, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(edugauge(&["--lang", "en", "init", folder.path().to_str().unwrap()]).code, 0);
    let path = folder.path().join("edugauge.toml");
    std::fs::write(&path, change(&text_of(&path))).unwrap();
    let release = run(&Config::load(&path).unwrap(), &RunOptions::default(), &|_, _| ()).unwrap();
    (release.figures, folder)
}

/// A score table by single points has small counts by its nature: in a public release its bands are put together,
/// also where the configuration asks for less.
#[test]
fn a_public_score_table_has_no_small_band() {
    for option in ["", "\nmerge_below = 1", "\nmerge_below = 3"] {
        let (figures, _folder) = released(|text| text.replace("width = 10", &format!("width = 1{option}")));
        let counts = figures.rows.iter().filter(|f| f.indicator == "score_table" && f.unit == Unit::Persons);
        let counts: Vec<Option<Value>> = counts.map(|f| f.value).collect();
        assert!(counts.len() > 4);
        for value in counts {
            assert!(matches!(value, Some(Value::Exact(n)) if n >= whole(10)), "{option}: {value:?}");
        }
    }
}

#[test]
fn an_internal_release_hides_nothing_and_says_so() {
    let public = |text: &str| text.replace("\nscore = 190", "\nscore = 225");
    let internal = |text: &str| public(text).replace("profile = \"public\"", "profile = \"internal\"");
    let hidden = |figures: &Figures| figures.rows.iter().any(|figure| figure.status == Status::Suppressed);
    let (figures, folder) = released(public);
    assert!(hidden(&figures), "the case must have something to hide");
    let report = |folder: &tempfile::TempDir| text_of(&folder.path().join("out/2024/report.html"));
    assert!(!report(&folder).contains("不得公开"));
    let (figures, folder) = released(internal);
    assert!(!hidden(&figures));
    assert!(report(&folder).contains("不得公开"));
}
