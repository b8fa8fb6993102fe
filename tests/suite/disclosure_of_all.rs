//! Disclosure control of changes, and of every figure about pupils, also where no count says what it tells.

use std::sync::Arc;

use edugauge::disclosure::{Outcome, Rule, Sheet, Standing, hide, protect};
use edugauge::exam::{Exam, YearTally};
use edugauge::figures::{FigureRef, Figures, Status};
use edugauge::indicators::change::{Comparison, with_changes};
use edugauge::indicators::definition::Method;
use edugauge::indicators::{INDICATORS, Indicator, Input, compute, find};
use edugauge::intake::{ReadOptions, read_scores, read_table};

use crate::support::{Given, arguments, exam, only, strings, whole, written};

const RULE: Rule = Rule { minimum_cell: 10, protection: 5, whole_group: 20, base: None };

/// Protects one table of which only the figures of `year` (or all) are shown.
fn protected(
    mut figures: Figures,
    by: &[&str],
    years: &[YearTally],
    year: Option<i32>,
) -> (Figures, Outcome) {
    let by = strings(by);
    let shown = |figure: FigureRef<'_>| year.is_none() || figure.year() == year;
    let standing = figures.iter().map(|figure| Standing { shown: shown(figure), ..Standing::SHOWN });
    let standing = standing.collect();
    let sheet = Sheet { source: "exam", by: &by, years, figures: &figures, standing, kept: false };
    let outcome = protect(&[sheet], &RULE).unwrap();
    let hidden = (0..figures.len()).filter(|at| outcome.hidden[0][*at]);
    hidden.for_each(|at| figures.update(at, hide));
    let shown = (0..figures.len()).filter(|at| shown(figures.get(*at)));
    (figures.select(shown), outcome)
}

/// Schools in 2010 and 2011: name, candidates, and how many of them reach 500 in each year.
fn two_years(schools: &[(&str, u32, [u32; 2])]) -> Exam {
    let mut text = "年份,考号,学校,总分\n".to_owned();
    for (school, tested, attained) in schools {
        for (year, attained) in [2010, 2011].into_iter().zip(attained) {
            for number in 0..*tested {
                let score = if number < *attained { 500 } else { 499 };
                text += &format!("{year},{year}{school}{number},{school},{score}\n");
            }
        }
    }
    exam(&text, &[("total", 750)])
}

/// The rates of 2011 by school and of all, with their changes on 2010, protected.
fn rates_and_changes(exam: &Exam) -> Figures {
    let (indicator, given) = (find("admission_rate").unwrap(), arguments(&[("lines", &["500"])]));
    let by = strings(&["school"]);
    let input = Input::Exam(exam);
    let mut figures = compute(indicator, input, &by, &given).unwrap();
    figures.append(compute(indicator, input, &[], &given).unwrap());
    let figures = with_changes(figures, indicator, input, &by, &given, Comparison::default()).unwrap();
    protected(figures, &["school"], &exam.by_year(&["school"]).unwrap(), Some(2011)).0
}

fn hidden<'a>(figures: &'a Figures, measure: &str) -> Vec<&'a str> {
    let rows = figures.iter().filter(|f| f.status() == Status::Suppressed && f.measure() == measure);
    rows.map(|figure| figure.group()[0].as_deref().unwrap_or("all")).collect()
}

/// Of 甲 40 attained and 5 the year before: 40 is shown, the change from 5 is not, and 5 does not follow from the
/// changes of all and of the others either. Where the year is the small one, both are hidden.
#[test]
fn a_change_is_hidden_where_either_year_is() {
    let others = [("乙", 200, [60, 70]), ("丙", 100, [50, 60])];
    let now = rates_and_changes(&two_years(&[&[("甲", 100, [5, 40])][..], &others].concat()));
    assert!(hidden(&now, "rate").is_empty(), "2011 has nothing to hide: {:?}", hidden(&now, "rate"));
    let changes = hidden(&now, "rate_change");
    assert!(changes.contains(&"甲") && changes.len() >= 2, "{changes:?}");
    let before = rates_and_changes(&two_years(&[&[("甲", 100, [40, 5])][..], &others].concat()));
    assert!(hidden(&before, "rate").contains(&"甲"));
    for measure in ["rate", "rate_change"] {
        assert!(hidden(&before, measure).len() >= 2, "{measure}: {:?}", hidden(&before, measure));
    }
    let neither = rates_and_changes(&two_years(&[&[("甲", 100, [30, 40])][..], &others].concat()));
    assert!(neither.iter().all(|figure| figure.status() == Status::Ok), "{neither:?}");
}

/// Whoever sees the rate of 2011 and its change has the rate of 2010: from those of all schools but one and of all
/// together, the hidden one would follow. Brute force over the visible changes.
#[test]
fn last_years_count_does_not_follow_from_the_changes() {
    let exam = two_years(&[
        ("甲", 100, [4, 40]),
        ("乙", 200, [60, 70]),
        ("丙", 100, [50, 60]),
        ("丁", 90, [20, 30]),
    ]);
    let figures = rates_and_changes(&exam);
    let known = |school: &str| {
        let at = |measure| only(&figures, measure, None, &[school, "500"]).value().is_some();
        at("rate") && at("rate_change")
    };
    let total = figures.iter().find(|f| f.measure() == "rate_change" && f.group()[0].is_none()).unwrap();
    let unknown = ["甲", "乙", "丙", "丁"].into_iter().filter(|school| !known(school)).count();
    assert!(unknown >= 2 || total.value().is_none(), "甲 follows: {figures:?}");
}

/// An example put in place of the data of a release, with the tallies that its figures are read by.
fn of_example(
    indicator: &'static Indicator,
    text: &str,
    by: &[&str],
    given: &Given<'_>,
) -> (Figures, Arc<[YearTally]>) {
    let (file, keys, given) = (written(text), strings(by), arguments(given));
    let full_marks = [("mathematics".to_owned(), whole(100))].into_iter().collect();
    let options = ReadOptions { full_marks, ..ReadOptions::default() };
    let tallies = |exam: &Exam| {
        let keys = exam.keys();
        exam.by_year(&keys.iter().map(String::as_str).collect::<Vec<_>>()).unwrap()
    };
    let scores = || Exam::from_records(read_scores(file.path(), &options, None).unwrap().0);
    match indicator.method {
        Method::Table(_) | Method::Rows(_) => {
            let table = read_table(file.path(), &ReadOptions::default()).unwrap().0;
            (compute(indicator, Input::Table(&table), &keys, &given).unwrap(), Arc::new([]))
        }
        Method::Items(_) => {
            let items = crate::catalogue::items(file.path());
            (compute(indicator, Input::Items(&items), &keys, &given).unwrap(), Arc::new([]))
        }
        Method::Exam(_) => {
            let exam = scores();
            (compute(indicator, Input::Exam(&exam), &keys, &given).unwrap(), tallies(&exam))
        }
        Method::Against(_, table) => {
            let whole = crate::catalogue::score_table(table);
            let exam = scores();
            (compute(indicator, Input::Against(&exam, &whole), &keys, &given).unwrap(), tallies(&exam))
        }
    }
}

/// The worked examples have a handful of pupils each: of none of them may a public release show a number that
/// counts or describes fewer than the minimum.
#[test]
fn no_figure_about_a_handful_of_pupils_is_shown() {
    let mut hidden = 0;
    for indicator in INDICATORS.iter().filter(|indicator| indicator.is_about_pupils()) {
        let example = &indicator.example;
        let (figures, years) = of_example(indicator, example.input, example.by, example.arguments);
        let before = figures.clone();
        let (figures, _) = protected(figures, example.by, &years, None);
        for (figure, before) in figures.iter().zip(&before) {
            hidden += usize::from(figure.status() == Status::Suppressed);
            let few = |count: Option<u64>| count.is_none_or(|n| n < RULE.minimum_cell);
            let shows = figure.value().is_some_and(|value| value.to_f64() != 0.0);
            // Rows of a table are no pupils.
            let count = match indicator.id {
                "retention_rate" => before.denominator().map(|count| count.to_f64() as u64),
                _ => before.n(),
            };
            assert!(!(shows && few(count)), "{}: {figure:?}", indicator.id);
        }
    }
    assert!(hidden > 150, "{hidden}");
}

/// The parts of a gap, one a school, add up to it: where one school is small, none of them is shown.
#[test]
fn the_parts_of_a_gap_are_hidden_with_the_smallest() {
    for (tested, is_hidden) in [(5, true), (30, false)] {
        let schools = [
            ("甲", "城区", 40, 90),
            ("乙", "城区", tested, 80),
            ("丙", "乡村", 50, 70),
            ("丁", "乡村", 60, 60),
        ];
        let mut text = "考号,学校,城乡,数学\n".to_owned();
        for (school, residence, tested, score) in schools {
            (0..tested)
                .for_each(|n| text += &format!("{school}{n},{school},{residence},{}\n", score + n % 7));
        }
        let indicator = find("gap_by_school").unwrap();
        let (figures, years) = of_example(indicator, &text, &[], &[]);
        assert!(figures.iter().all(|figure| figure.value().is_some()));
        let (figures, _) = protected(figures, &[], &years, None);
        let shown = figures.iter().filter(|figure| figure.value().is_some()).count();
        assert_eq!(shown == 0, is_hidden, "{tested} of 乙: {figures:?}");
        assert!(is_hidden || shown == figures.len());
    }
}
