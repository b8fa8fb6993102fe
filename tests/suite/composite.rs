//! The composite index: weights, parts, ranks. Every expected number is worked by hand beside it.

use edugauge::error::Result;
use edugauge::figures::{FigureRef, Figures, Labels, Status, Value};
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, read_table};
use edugauge::number::Rational;

fn figures(text: &str, weights: &[&str]) -> Result<Figures> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let (table, _) = read_table(file.path(), &ReadOptions::default()).unwrap();
    let mut arguments = Given::new();
    arguments.set("weight", weights.iter().map(|w| (*w).to_owned()).collect());
    compute(find("综合指数").unwrap(), Input::Table(&table), &["学校".to_owned()], &arguments)
}

fn one<'a>(figures: &'a Figures, measure: &str, school: &str, part: &str) -> FigureRef<'a> {
    let group = Labels::from(vec![Some(school), (!part.is_empty()).then_some(part)]);
    figures.iter().find(|f| f.measure() == measure && *f.group() == group).unwrap()
}

fn value(figures: &Figures, measure: &str, school: &str, part: &str) -> Rational {
    match one(figures, measure, school, part).value() {
        Some(Value::Exact(value)) => value,
        other => panic!("{other:?}"),
    }
}

#[test]
fn worked_example() {
    let example = &find("composite_index").unwrap().example;
    let figures = figures(example.input, example.arguments[0].1).unwrap();
    for expected in example.expected {
        let figure = one(&figures, expected.measure, expected.group[0], expected.group[1]);
        let places = expected.value.split_once('.').map_or(0, |(_, places)| places.len());
        assert_eq!(figure.value().unwrap().round(u8::try_from(places).unwrap()), expected.value);
    }
}

/// Three weights of tenths add to 1 exactly, which they do not in doubles (0.1 + 0.2 + 0.7 = 0.9999999999999999).
/// 甲 1 + 4 + 21 = 26, 乙 2 + 6 + 14 = 22, 丙 4 + 4 + 14 = 22, 丁 0: ranks 1, 2, 2, 4; 戊 lacks a part.
#[test]
fn ranks_with_ties_and_a_missing_part() {
    let text = "学校,a,b,c\n甲,10,20,30\n乙,20,30,20\n丙,40,20,20\n丁,0,0,0\n戊,99,,99\n";
    let figures = figures(text, &["a=0.1", "b=0.2", "c=0.7"]).unwrap();
    let whole = Rational::from_integer;
    let of = |measure, school| value(&figures, measure, school, "");
    assert_eq!(["甲", "乙", "丙", "丁"].map(|s| of("index", s)), [26, 22, 22, 0].map(whole));
    assert_eq!(["甲", "乙", "丙", "丁"].map(|s| of("rank", s)), [1, 2, 2, 4].map(whole));
    assert_eq!(value(&figures, "weighted", "戊", "a"), Rational::new(99, 10));
    for (measure, part) in [("index", ""), ("rank", ""), ("weighted", "b")] {
        let missing = one(&figures, measure, "戊", part);
        assert_eq!((missing.value(), missing.status()), (None, Status::MissingInput));
    }
}

#[test]
fn years_are_ranked_apart_and_two_rows_are_not_added() {
    let years = figures("年份,学校,a\n2022,甲,1\n2022,乙,2\n2023,甲,5\n2023,乙,4\n", &["a=1"]).unwrap();
    let ranks = years.iter().filter(|f| f.measure() == "rank").map(|f| f.value().unwrap().to_f64());
    assert_eq!(ranks.collect::<Vec<_>>(), [2.0, 1.0, 1.0, 2.0]);
    let twice = figures("学校,a\n甲,1\n甲,2\n乙,1\n", &["a=1"]).unwrap();
    assert_eq!(one(&twice, "index", "甲", "").status(), Status::NotApplicable);
    assert_eq!(value(&twice, "rank", "乙", ""), Rational::from_integer(1));
}

#[test]
fn weights_that_do_not_fit_are_refused() {
    let text = "学校,a,b\n甲,1,2\n";
    for weights in
        [&["a=0.5", "b=0.4"][..], &["a=1.5", "b=-0.5"], &["a=0.5", "a=0.5"], &["a"], &["a=1", "b=0"]]
    {
        assert!(figures(text, weights).is_err(), "{weights:?}");
    }
    assert!(figures(text, &["a=0.5", "x=0.5"]).is_err());
}
