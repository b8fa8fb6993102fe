//! Value added: properties of every method, refusals, and what is said beside each figure. The values themselves are
//! held against R in tests/python/test_value_added.py.

use edugauge::exam::Exam;
use edugauge::figures::{FigureRef, Figures, Status};
use edugauge::indicators::{Input, compute, find};
use edugauge::lang::Lang;

use crate::support::{Given, Project, arguments, exam, figures, only, strings};

/// 240 invented candidates of eight schools in two districts: entry 20 to 99, exit near it, higher in later schools.
fn rows() -> Vec<(String, String, i64, i64)> {
    let row = |at: i64| {
        let school = at % 8;
        let entry = 20 + (at * 37) % 80;
        let exit = entry + (at * 53) % 31 - 15 + school * 2 + 20;
        (format!("校{school}"), format!("区{}", school / 4), entry, exit)
    };
    (0..240).map(row).collect()
}

fn text(rows: &[(String, String, i64, i64)]) -> String {
    let line = |(at, (school, district, entry, exit)): (usize, &(String, String, i64, i64))| {
        format!("{at:04},{school},{district},{entry},{exit}\n")
    };
    let lines: String = rows.iter().enumerate().map(line).collect();
    format!("考号,学校,区县,入口,出口\n{lines}")
}

fn of(rows: &[(String, String, i64, i64)]) -> Exam {
    exam(&text(rows), &[])
}

const METHODS: &[(&str, &Given<'static>)] = &[
    ("score_gain", &[]),
    ("score_gain", &[("unit", &["t"]), ("sd", &["n"])]),
    ("score_gain", &[("unit", &["school_mean"])]),
    ("rank_gain", &[]),
    ("conversion", &[]),
    ("conversion", &[("bands", &["nine"])]),
    ("band_value_added", &[]),
    ("band_value_added", &[("bands", &["width"]), ("width", &["20"])]),
    ("band_value_added", &[("expectation", &["leave_out"]), ("floor", &["2"])]),
    ("residual_gain", &[]),
    ("residual_gain", &[("form", &["cubic"]), ("se", &["own"])]),
    ("residual_gain", &[("slope", &["within"])]),
    ("school_value_added", &[]),
    ("school_value_added", &[("context", &["school_mean"]), ("criterion", &["ml"])]),
    ("growth_percentile", &[]),
    ("growth_percentile", &[("method", &["conditional_rank"])]),
];

/// Measures that say where the exit scores themselves stand.
const OF_EXIT: &[&str] = &["expected", "constant"];

#[track_caller]
fn alike(one: &Figures, other: &Figures, of: &str) {
    assert_eq!(one.len(), other.len(), "{of}");
    for (a, b) in one.iter().zip(other.iter()) {
        assert_eq!((a.measure(), a.group(), a.status()), (b.measure(), b.group(), b.status()), "{of}");
        if OF_EXIT.contains(&a.measure()) {
            continue;
        }
        let number = |figure: FigureRef<'_>| figure.value().map_or(0.0, |value| value.to_f64());
        let (a_value, b_value) = (number(a), number(b));
        assert!(
            (a_value - b_value).abs() <= 1e-9 * a_value.abs().max(1.0),
            "{of} {}: {a_value} {b_value}",
            a.measure()
        );
        let (a_se, b_se) = (a.se().unwrap_or(0.0), b.se().unwrap_or(0.0));
        assert!((a_se - b_se).abs() <= 1e-9 * a_se.abs().max(1.0), "{of} {}: {a_se} {b_se}", a.measure());
    }
}

#[test]
fn a_constant_added_to_all_exits_changes_nothing() {
    let before = rows();
    let after: Vec<_> = before.iter().map(|(a, b, x, y)| (a.clone(), b.clone(), *x, y + 100)).collect();
    for (id, given) in METHODS {
        for by in ["school", "district"] {
            let [one, other] = [&before, &after].map(|rows| figures(&of(rows), id, &[by], given));
            alike(&one, &other, &format!("{id} {given:?} {by}"));
        }
    }
}

#[test]
fn neither_the_order_of_rows_nor_the_number_of_sources_shows() {
    let all = rows();
    let mut turned = all.clone();
    turned.reverse();
    let (first, second) = all.split_at(101);
    let mut joined = of(second);
    joined.join(of(first));
    for (id, given) in METHODS {
        let one = figures(&of(&all), id, &["school"], given);
        assert_eq!(one, figures(&of(&turned), id, &["school"], given), "{id} {given:?}");
        assert_eq!(one, figures(&joined, id, &["school"], given), "{id} {given:?}");
    }
}

/// Means of three copies of everybody are those of one; only errors are smaller.
#[test]
fn copies_change_no_value_of_a_mean() {
    let once = rows();
    let thrice: Vec<_> = once.iter().cycle().take(once.len() * 3).cloned().collect();
    for (id, given, measure) in [
        ("score_gain", &[("sd", &["n"][..])][..], "gain"),
        ("residual_gain", &[], "gain"),
        ("band_value_added", &[("minimum_band", &["1"])], "value_added"),
        ("growth_percentile", &[], "median"),
    ] {
        let [one, three] = [&once, &thrice].map(|rows| figures(&of(rows), id, &["school"], given));
        for figure in one.iter().filter(|figure| figure.measure() == measure && figure.value().is_some()) {
            let labels: Vec<&str> =
                figure.group().iter().map(|label| label.as_deref().unwrap_or("")).collect();
            let same =
                three.iter().find(|other| other.measure() == measure && other.group() == figure.group());
            let same = same.unwrap_or_else(|| panic!("{labels:?}"));
            let [a, b] = [figure, same].map(|figure| figure.value().unwrap().to_f64());
            assert!((a - b).abs() < 1e-9, "{id} {labels:?}: {a} {b}");
        }
    }
}

/// By construction; ranks that ties share do not.
#[test]
fn values_sum_to_zero() {
    for (id, measure) in
        [("score_gain", "gain"), ("residual_gain", "gain"), ("band_value_added", "value_added")]
    {
        let found = figures(&of(&rows()), id, &["school"], &[]);
        let of_measure = found.iter().filter(|figure| figure.measure() == measure);
        let sum: f64 = of_measure.map(|figure| figure.numerator().unwrap().to_f64()).sum();
        assert!(sum.abs() < 1e-8, "{id}: {sum}");
    }
}

#[test]
fn errors_of_districts_are_clustered_and_verdicts_need_thirty() {
    let all = of(&rows());
    let districts = figures(&all, "band_value_added", &["district"], &[]);
    let of_district = districts.iter().find(|figure| figure.group()[0].as_deref() == Some("区0")).unwrap();
    assert!(of_district.note().text(Lang::Zh).contains("按学校聚类"), "{:?}", of_district.note());
    let schools = figures(&all, "band_value_added", &["school"], &[]);
    let notes: Vec<String> = schools
        .iter()
        .filter(|figure| figure.measure() == "value_added")
        .map(|figure| figure.note().text(Lang::Zh))
        .collect();
    assert!(
        notes.iter().any(|note| note.contains("高于平均"))
            && notes.iter().any(|note| note.contains("低于平均"))
    );
    let few: Vec<_> = rows().into_iter().take(160).collect();
    let few = figures(&of(&few), "band_value_added", &["school"], &[]);
    assert!(few.iter().next().unwrap().note().text(Lang::Zh).contains("不足 30 人"));
}

/// Each with its cause in both languages.
#[test]
fn what_cannot_be_said_has_a_status_and_a_cause() {
    let constant: Vec<_> = rows().into_iter().map(|(a, b, _, y)| (a, b, 60, y)).collect();
    for (id, given) in METHODS {
        let found = figures(&of(&constant), id, &["school"], given);
        let first = found.iter().next().unwrap();
        assert_eq!(first.status(), Status::NotApplicable, "{id}");
        assert!(first.note().text(Lang::Zh).contains("全部相同"), "{id}: {:?}", first.note());
    }
    let one: Vec<_> = rows().into_iter().map(|(_, b, x, y)| ("校".to_owned(), b, x, y)).collect();
    let found = figures(&of(&one), "school_value_added", &["school"], &[]);
    assert_eq!(only(&found, "value", None, &["校"]).status(), Status::NotApplicable);
    assert!(found.iter().next().unwrap().note().text(Lang::En).contains("fewer than two schools"));
    let small = figures(&of(&rows()), "residual_gain", &["school"], &[("minimum", &["31"])]);
    assert!(small.iter().all(|figure| figure.status() == Status::NotApplicable));
    assert!(small.iter().next().unwrap().note().text(Lang::Zh).contains("少于 31 人"));
}

/// A third of the exit scores at the top: a gain is no measure of anything.
#[test]
fn a_ceiling_refuses_gains_and_is_noted_elsewhere() {
    let high: Vec<_> = rows().into_iter().map(|(a, b, x, y)| (a, b, x, y.min(100))).collect();
    let data = exam(&text(&high), &[("exit", 100)]);
    let gain = figures(&data, "score_gain", &["school"], &[]);
    assert_eq!(gain.iter().next().unwrap().status(), Status::NotApplicable);
    assert!(gain.iter().next().unwrap().note().text(Lang::Zh).contains("95%"));
    let residual = figures(&data, "residual_gain", &["school"], &[]);
    assert_eq!(residual.iter().next().unwrap().status(), Status::Ok);
}

#[test]
fn who_has_no_entry_score_is_counted_and_not_used() {
    let mut lines = text(&rows());
    lines += "9001,校0,区0,,90\n9002,校0,区0,缺考,95\n9003,校0,区0,50,缺考\n";
    let data = exam(&lines, &[]);
    let rates = figures(&data, "match_rate", &["school"], &[]);
    assert_eq!(only(&rates, "matched", None, &["校0"]).value().unwrap().to_f64(), 30.0);
    assert_eq!(only(&rates, "exit_only", None, &["校0"]).value().unwrap().to_f64(), 2.0);
    let added = figures(&data, "band_value_added", &["school"], &[]);
    alike(&added, &figures(&of(&rows()), "band_value_added", &["school"], &[]), "unmatched");
    let strict = figures(
        &data,
        "residual_gain",
        &["school"],
        &[("match_rate", &["0.95"]), ("low_match", &["refused"])],
    );
    let school = strict.iter().find(|figure| figure.group()[0].as_deref() == Some("校0")).unwrap();
    assert_eq!(school.status(), Status::NotComparable);
}

#[test]
fn what_lacks_is_refused_with_the_cause() {
    let residual = find("residual_gain").unwrap();
    let refused = |exam: &Exam, given: &Given<'_>, id: &str| {
        let fault = compute(find(id).unwrap(), Input::Exam(exam), &strings(&["school"]), &arguments(given));
        fault.unwrap_err().to_string()
    };
    let plain = exam("考号,学校,数学\n1,甲,80\n2,乙,90\n", &[]);
    let fault = compute(residual, Input::Exam(&plain), &[], &arguments(&[])).unwrap_err();
    assert!(fault.message(Lang::Zh).contains("eg.link"), "{}", fault.message(Lang::Zh));
    let all = of(&rows());
    assert!(refused(&all, &[("cuts", &["0.5", "0.2"])], "conversion").contains("cuts"));
    assert!(
        refused(&all, &[("bands", &["thresholds"]), ("thresholds", &["60", "85"])], "conversion")
            .contains("thresholds")
    );
}

const CONFIG: &str = r#"
[project]
title = "增值"
region = "某县"
year = 2024

[disclosure]
profile = "PROFILE"

[[source]]
id = "linked"
path = "linked.csv"

[[table]]
id = "growth"
title = "同基线增值"
source = "linked"
indicator = "band_value_added"
by = ["school"]
"#;

/// Neither the linked figures of schools nor those of the whole are safe beside the tables of one examination yet.
#[test]
fn a_public_release_refuses_linked_figures_and_says_internal() {
    let files = [("linked.csv", text(&rows()))];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let public = Project::new(&CONFIG.replace("PROFILE", "public"), &files).run();
    assert_eq!(public.code, 2, "{}{}", public.out, public.err);
    assert!(public.err.contains("internal"), "{}", public.err);
    let internal = Project::new(&CONFIG.replace("PROFILE", "internal"), &files).run();
    assert_eq!(internal.code, 0, "{}{}", internal.out, internal.err);
}
