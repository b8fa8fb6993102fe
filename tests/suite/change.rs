//! Year on year: the change of every indicator, its error, and what keeps two years from being compared.

use edugauge::exam::Exam;
use edugauge::figures::{FigureRef, Figures, Status, Unit, Value};
use edugauge::indicators::change::{Comparison, gives_change, with_changes};
use edugauge::indicators::definition::Method;
use edugauge::indicators::{INDICATORS, Input, compute, find};
use edugauge::intake::{ReadOptions, read_scores, read_table};
use edugauge::number::Rational;

use crate::precision::{FIFTEEN_DIGITS, assert_near};
use crate::support::{Given, arguments, count, edugauge, exam, only, strings, whole, written};

fn changes_in(input: Input<'_>, id: &str, by: &[&str], given: &Given<'_>) -> Figures {
    let (indicator, by, given) = (find(id).unwrap(), strings(by), arguments(given));
    let figures = compute(indicator, input, &by, &given).unwrap();
    with_changes(figures, indicator, input, &by, &given, Comparison::default()).unwrap()
}

fn changes(exam: &Exam, id: &str, by: &[&str], given: &Given<'_>) -> Figures {
    changes_in(Input::Exam(exam), id, by, given)
}

#[track_caller]
fn of_year<'a>(figures: &'a Figures, measure: &str, year: i32, group: &[&str]) -> FigureRef<'a> {
    let labels: Vec<Option<&str>> = group.iter().map(|label| Some(*label)).collect();
    let found: Vec<FigureRef<'_>> = figures
        .iter()
        .filter(|f| f.measure() == measure && f.year() == Some(year))
        .filter(|f| group.is_empty() || f.group().iter().map(Option::as_deref).eq(labels.clone()))
        .collect();
    assert_eq!(found.len(), 1, "{measure} {year} {group:?}");
    found[0]
}

const TWO_YEARS: &str = "年份,考号,学校,数学\n2010,101,甲,60\n2010,102,甲,80\n2010,103,乙,50\n2010,104,乙,50\n\
                         2011,111,甲,90\n2011,112,甲,80\n2011,113,乙,50\n2011,114,乙,60\n";

/// By hand: means 60 and 70, +10; pass rates 2 of 4 and 3 of 4, +25 points.
#[test]
fn a_change_is_this_year_less_the_year_before() {
    let two = exam(TWO_YEARS, &[("mathematics", 100)]);
    let means = changes(&two, "subject_mean", &[], &[]);
    let change = of_year(&means, "mean_change", 2011, &[]);
    assert_eq!(
        (change.value(), change.unit(), change.method().to_string().as_str()),
        (count(10), Unit::Points, "2011 - 2010")
    );
    let rates = changes(&two, "pass_rate", &[], &[]);
    let change = of_year(&rates, "rate_change", 2011, &[]);
    assert_eq!((change.value(), change.unit()), (count(25), Unit::PercentagePoints));
    let first = of_year(&rates, "rate_change", 2010, &[]);
    assert_eq!(
        (first.status(), first.note().to_string().as_str()),
        (Status::MissingInput, "no year before is at hand")
    );
    let schools = changes(&two, "subject_mean", &["school"], &[]);
    assert_eq!(of_year(&schools, "mean_change", 2011, &["甲"]).value(), count(15));
    assert_eq!(of_year(&schools, "mean_change", 2011, &["乙"]).value(), count(5));
}

/// Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10: 56/70 less 48/80 is .2000, interval
/// .0524 to .3339; 9/10 less 3/10 is .6000, interval .1705 to .8090.
#[test]
fn the_interval_of_a_changed_rate_is_newcombes() {
    for ((a, n), (b, m), (low, high)) in
        [((56, 70), (48, 80), (5.24, 33.39)), ((9, 10), (3, 10), (17.05, 80.90))]
    {
        let mut text = "年份,考号,数学\n".to_owned();
        for (year, passed, all) in [(2010, b, m), (2011, a, n)] {
            for at in 0..all {
                text += &format!("{year},{year}{at},{}\n", if at < passed { 60 } else { 59 });
            }
        }
        let rates = changes(&exam(&text, &[("mathematics", 100)]), "pass_rate", &[], &[]);
        let change = of_year(&rates, "rate_change", 2011, &[]);
        assert!((change.lower().unwrap() - low).abs() < 0.005, "{change:?}");
        assert!((change.upper().unwrap() - high).abs() < 0.005, "{change:?}");
        assert_eq!(change.confidence(), Some(0.95));
    }
}

fn read(text: &str, full_mark: i128) -> Exam {
    exam(text, &[("mathematics", full_mark)])
}

fn joined(before: Exam, now: Exam) -> Exam {
    let mut both = before;
    both.join(now);
    both
}

#[track_caller]
fn refused(exam: &Exam, id: &str, given: &Given<'_>, why: &str) {
    let figures = changes(exam, id, &[], given);
    let change = figures.iter().rfind(|f| f.measure().ends_with("_change")).unwrap();
    assert_eq!((change.status(), change.value()), (Status::NotComparable, None), "{change:?}");
    assert!(change.note().to_string().contains(why), "{}", change.note());
}

#[test]
fn another_full_mark_is_not_compared() {
    let two = joined(
        read("年份,考号,数学\n2010,101,60\n2010,102,80\n", 100),
        read("年份,考号,数学\n2011,111,90\n2011,112,120\n", 150),
    );
    for id in ["subject_mean", "pass_rate", "excellent_rate", "subject_quantiles", "tail_mean"] {
        refused(&two, id, &[], "the full mark differs between the years: 100 → 150");
    }
    let counts = changes(&two, "participation_rate", &[], &[]);
    assert_eq!(of_year(&counts, "tested_change", 2011, &[]).value(), count(0), "heads have no full mark");
}

/// 甲 has 2 of 4 candidates of 2010 and 2 of 3 of 2011: 50 % of the earlier year are of schools of both.
#[test]
fn another_set_of_schools_is_not_compared_or_told() {
    let text = "年份,考号,学校,数学\n2010,101,甲,60\n2010,102,甲,80\n2010,103,乙,50\n2010,104,乙,50\n\
                2011,111,甲,90\n2011,112,甲,80\n2011,113,丙,50\n";
    refused(
        &read(text, 100),
        "subject_mean",
        &[],
        "another set of schools: 1 new schools, 1 gone, 50.0 % in common",
    );
    // A small school more: 20 of 21 candidates are of schools of both years, so the change is given and told.
    let mut text = "年份,考号,学校,数学\n".to_owned();
    for (year, schools) in [(2010, 20), (2011, 21)] {
        for at in 0..schools {
            text += &format!("{year},{year}{at},{},60\n", if at == 20 { "乙" } else { "甲" });
        }
    }
    let figures = changes(&read(&text, 100), "subject_mean", &[], &[]);
    let change = of_year(&figures, "mean_change", 2011, &[]);
    assert_eq!((change.value(), change.note().to_string().as_str()), (count(0), "1 new schools, 0 gone"));
}

/// 2 of 4 absent in 2011. Blank cells may be a subject not chosen and do not count.
#[test]
fn too_few_with_a_score_are_not_compared() {
    let of_2010 = "年份,考号,数学\n2010,101,60\n2010,102,80\n2010,3,\n";
    let two = joined(
        read(of_2010, 100),
        read("年份,考号,数学\n2011,111,90\n2011,112,80\n2011,3,缺考\n2011,4,缺考\n", 100),
    );
    refused(&two, "subject_mean", &[], "share with a score in 2011: 50.0 %");
    let two =
        joined(read(of_2010, 100), read("年份,考号,数学\n2011,111,90\n2011,112,80\n2011,3,\n2011,4,\n", 100));
    assert_eq!(
        of_year(&changes(&two, "subject_mean", &[], &[]), "mean_change", 2011, &[]).value(),
        count(15)
    );
}

/// Lines differ from year to year and are told; lines by track in one year only are another convention.
#[test]
fn another_convention_is_not_compared() {
    let two = exam(
        "年份,考号,科类,总分\n2010,101,理科,500\n2010,102,文科,400\n2011,111,理科,510\n2011,112,文科,505\n",
        &[],
    );
    let figures = changes(&two, "admission_rate", &[], &[("lines", &["2010/本二=490", "2011/本二=500"])]);
    let change = of_year(&figures, "rate_change", 2011, &[]);
    assert_eq!(change.value(), count(50));
    assert!(change.note().to_string().starts_with("years differ in: score >= 490"), "{}", change.note());
    let given: &Given<'_> = &[("lines", &["2010/本二=490", "2011/理科:本二=500", "2011/文科:本二=500"])];
    refused(&two, "admission_rate", given, "the convention differs between the years");
}

#[test]
fn a_group_that_one_year_lacks_has_no_change() {
    let two = exam("年份,考号,学校,数学\n2010,101,甲,60\n2011,111,乙,60\n", &[("mathematics", 100)]);
    let figures = changes(&two, "subject_mean", &["school"], &[]);
    let change = of_year(&figures, "mean_change", 2011, &["乙"]);
    assert_eq!(
        (change.status(), change.note().to_string().as_str()),
        (Status::MissingInput, "not at hand in the year before")
    );
    let deviation = of_year(&figures, "standard_deviation_change", 2011, &["乙"]);
    assert_eq!(deviation.status(), Status::MissingInput);
}

#[test]
fn the_year_before_is_the_latest_at_hand() {
    let gap = exam("年份,考号,数学\n2008,081,60\n2011,111,70\n", &[("mathematics", 100)]);
    let change = changes(&gap, "subject_mean", &[], &[]);
    let change = of_year(&change, "mean_change", 2011, &[]);
    assert_eq!((change.value(), change.method().to_string().as_str()), (count(10), "2011 - 2008"));
}

/// A table of schools is held to its schools, by rows.
#[test]
fn changes_of_a_small_table() {
    let table = |text: &str| read_table(written(text).path(), &ReadOptions::default()).unwrap().0;
    let given: &Given<'_> = &[("numerator", &["达标"]), ("denominator", &["全部"])];
    let same = table("年份,学校,全部,达标\n2010,甲,10,5\n2010,乙,10,5\n2011,甲,10,6\n2011,乙,10,7\n");
    let figures = changes_in(Input::Table(&same), "ratio", &[], given);
    assert_eq!(of_year(&figures, "ratio_change", 2011, &[]).value(), count(15));
    let other = table("年份,学校,全部,达标\n2010,甲,10,5\n2010,乙,10,5\n2011,甲,10,6\n2011,丙,10,7\n");
    let figures = changes_in(Input::Table(&other), "ratio", &[], given);
    let change = of_year(&figures, "ratio_change", 2011, &[]);
    assert_eq!(change.status(), Status::NotComparable, "{change:?}");
}

/// Whatever can be computed for two years has its change: the worked example taken as two equal years changes by
/// nothing, and no figure is dropped.
#[test]
fn every_indicator_gives_its_change() {
    for indicator in INDICATORS {
        let example = &indicator.example;
        if example.input.contains("年份") || matches!(indicator.method, Method::Rows(_) | Method::Items(_))
        {
            // Already of two years, or of one survey, whose figures name no year, or of one paper.
            continue;
        }
        let mut lines = example.input.lines();
        let mut text = format!("年份,{}\n", lines.next().unwrap());
        let rows: Vec<&str> = lines.collect();
        for year in ["2010", "2011"] {
            // Nobody sits twice in one file: the years' candidates have numbers of their own.
            let own = if matches!(indicator.method, Method::Table(_) | Method::Rows(_)) { "" } else { year };
            rows.iter().for_each(|row| text += &format!("{year},{own}{row}\n"));
        }
        let (file, by, given) = (written(&text), strings(example.by), arguments(example.arguments));
        let full_marks = [("mathematics".to_owned(), whole(100))].into_iter().collect();
        let options = ReadOptions { full_marks, ..ReadOptions::default() };
        let figures = |input: Input<'_>| {
            let figures = compute(indicator, input, &by, &given).unwrap();
            let coverage = Comparison { coverage: Rational::from_integer(0) };
            (figures.len(), with_changes(figures, indicator, input, &by, &given, coverage).unwrap())
        };
        let (levels, changed) = match indicator.method {
            Method::Rows(_) | Method::Items(_) => unreachable!(),
            Method::Table(_) => {
                figures(Input::Table(&read_table(file.path(), &ReadOptions::default()).unwrap().0))
            }
            Method::Exam(_) => {
                figures(Input::Exam(&Exam::from_records(read_scores(file.path(), &options, None).unwrap().0)))
            }
            Method::Against(_, table) => {
                let exam = Exam::from_records(read_scores(file.path(), &options, None).unwrap().0);
                figures(Input::Against(&exam, &crate::catalogue::score_table(table)))
            }
        };
        if gives_change(indicator) {
            assert_eq!(changed.len(), levels, "{} has a change of its own", indicator.id);
            continue;
        }
        assert_eq!(changed.len(), 2 * levels, "{}", indicator.id);
        assert!(changed.iter().any(|figure| figure.year() == Some(2011)), "{}", indicator.id);
        for pair in changed.to_vec().chunks(2).filter(|pair| pair[0].year == Some(2011)) {
            let [level, change] = pair else { unreachable!() };
            assert_eq!(change.measure, format!("{}_change", level.measure));
            assert_eq!(change.status, level.status, "{}: {change:?}", indicator.id);
            let zero = |value: Value| value.to_f64() == 0.0;
            assert!(change.value.is_none_or(zero), "{}: {change:?}", indicator.id);
            assert_eq!(change.value.is_some(), change.status == Status::Ok);
        }
    }
}

#[test]
fn the_command_line_gives_changes_in_both_languages() {
    let file = written(TWO_YEARS);
    let path = file.path().to_str().unwrap();
    let run = |lang: &str, more: &[&str]| {
        let base = ["--lang", lang, "compute", "pass_rate", path, "--full-mark", "数学=100"];
        edugauge(&[&base[..], more].concat())
    };
    let zh = run("zh", &["--change"]);
    assert!(zh.out.contains("比上年变化"), "{}", zh.out);
    assert!(run("en", &["--change"]).out.contains("change on the year before"));
    assert!(!run("zh", &[]).out.contains("比上年变化"));
    let wrong = run("en", &["--change", "--coverage", "1.5"]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    let csv = run("en", &["--change", "--format", "csv"]).out;
    assert!(csv.contains("rate_change"), "{csv}");
}

/// The standard errors of independent years add in squares: √(3² + 4²) = 5, from means of 0/6-like spreads.
#[test]
fn errors_of_two_years_add_in_squares() {
    let two = exam(TWO_YEARS, &[("mathematics", 100)]);
    let means = changes(&two, "subject_mean", &[], &[]);
    for figure in means.iter().filter(|f| f.measure() == "mean_change" && f.year() == Some(2011)) {
        let of = |year| only(&of_one(&means, year), "mean", None, &[]).se();
        if let (Some(se), Some(a), Some(b)) = (figure.se(), of(2011), of(2010)) {
            assert_near(se, a.hypot(b), FIFTEEN_DIGITS, "se");
        }
    }
}

fn of_one(figures: &Figures, year: i32) -> Figures {
    figures.select((0..figures.len()).filter(|at| figures.get(*at).year() == Some(year)))
}
