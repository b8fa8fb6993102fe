//! Counts by year, plans, retention and rotation: every expected number is worked by hand beside it.

use edugauge::error::Result;
use edugauge::figures::{FigureRef, Figures, Status, Value};
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, read_table};
use edugauge::lang::Lang;
use edugauge::number::Rational;
use edugauge::release::{Heading, layout};
use edugauge::render::table::{Cell, Column};

fn figures(id: &str, text: &str, by: &[&str], given: &[(&str, &[&str])]) -> Result<Figures> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    let (table, _) = read_table(file.path(), &ReadOptions::default()).unwrap();
    let mut arguments = Given::new();
    for (name, values) in given {
        arguments.set(*name, values.iter().map(|v| (*v).to_owned()).collect());
    }
    let by: Vec<String> = by.iter().map(|key| (*key).to_owned()).collect();
    let figures = compute(find(id).unwrap(), Input::Table(&table), &by, &arguments)?;
    for figure in figures.iter() {
        assert_eq!(figure.value().is_some(), figure.status() == Status::Ok, "{figure:?}");
    }
    Ok(figures)
}

fn one<'a>(figures: &'a Figures, measure: &str, year: Option<i32>, group: &[&str]) -> FigureRef<'a> {
    let found = figures.iter().find(|f| {
        let labels: Vec<&str> = f.group().iter().map(|l| l.as_deref().unwrap_or("")).collect();
        f.measure() == measure && f.year() == year && labels == group
    });
    found.unwrap_or_else(|| panic!("no {measure} of {year:?} {group:?}"))
}

fn exact(above: i128, below: i128) -> Option<Value> {
    Some(Value::Exact(Rational::new(above, below)))
}

#[test]
fn worked_examples() {
    for id in ["ratio", "count_by_year", "plan_attainment", "retention_rate", "teacher_rotation"] {
        let example = &find(id).unwrap().example;
        let figures = figures(id, example.input, example.by, example.arguments).unwrap();
        for expected in example.expected {
            let value = one(&figures, expected.measure, None, expected.group).value().unwrap();
            let places = expected.value.split_once('.').map_or(0, |(_, places)| places.len());
            assert_eq!(value.round(u8::try_from(places).unwrap()), expected.value, "{id}");
        }
    }
}

#[test]
fn growth_needs_the_year_just_before() {
    let text =
        "年份,学段,学校\n2021,小学,4\n2022,小学,3\n2022,小学,2\n2024,小学,7\n2021,初中,0\n2022,初中,2\n";
    let figures = figures("count_by_year", text, &["学段"], &[("count", &["学校"])]).unwrap();
    let (primary, junior) = (&["小学"][..], &["初中"][..]);
    let at = |measure, year, group| one(&figures, measure, Some(year), group);
    // 3 + 2 = 5; 5 − 4 = 1; 1 / 4 = 25 %.
    assert_eq!(at("count", 2022, primary).value(), exact(5, 1));
    assert_eq!(at("change", 2022, primary).value(), exact(1, 1));
    assert_eq!(at("growth", 2022, primary).value(), exact(25, 1));
    assert_eq!(at("growth", 2021, primary).status(), Status::MissingInput);
    // 2023 is not there: 2024 is not compared with 2022.
    assert_eq!(at("change", 2024, primary).status(), Status::MissingInput);
    assert_eq!(at("change", 2022, junior).value(), exact(2, 1));
    assert_eq!(at("growth", 2022, junior).status(), Status::NoDenominator);
}

#[test]
fn plans_add_before_they_are_divided() {
    let given: [(&str, &[&str]); 2] = [("plan", &["计划"]), ("achieved", &["完成"])];
    let figures = |text| figures("plan_attainment", text, &[], &given);
    // (38 + 12) / (40 + 10) = 100 %, not the mean of 95 % and 120 %.
    let pooled = figures("项目,计划,完成\n甲,40,38\n乙,10,12\n").unwrap();
    assert_eq!(one(&pooled, "rate", None, &[]).value(), exact(100, 1));
    assert_eq!(one(&pooled, "difference", None, &[]).value(), exact(0, 1));
    let nothing = figures("项目,计划,完成\n甲,0,3\n").unwrap();
    assert_eq!(one(&nothing, "rate", None, &[]).status(), Status::NoDenominator);
    assert_eq!(one(&nothing, "difference", None, &[]).value(), exact(3, 1));
    let blank = figures("项目,计划,完成\n甲,40,\n乙,10,12\n").unwrap();
    assert_eq!(one(&blank, "rate", None, &[]).status(), Status::MissingInput);
    assert!(figures("项目,计划,完成\n甲,-1,3\n").is_err());
    assert!(figures("项目,计划,做成\n甲,1,3\n").is_err());
}

/// A row per item: what was planned and achieved, under the headers of the data, the rate and the difference.
#[test]
fn plans_are_laid_out_a_row_each() {
    let given: [(&str, &[&str]); 2] = [("plan", &["计划"]), ("achieved", &["完成"])];
    let text = "项目,计划,完成\n甲,40,38\n乙,0,4\n";
    let figures = figures("plan_attainment", text, &["项目"], &given).unwrap();
    let heading = Heading { id: "plan", title: "", notes: &[], decimals: None, order: &[], lang: Lang::Zh };
    let table = layout(&figures, find("plan_attainment").unwrap(), &heading, None).unwrap();
    let headers: Vec<String> = table.columns.iter().map(Column::full_header).collect();
    assert_eq!(headers, ["项目", "计划", "完成", "完成率 %", "差额"]);
    let mut shown: Vec<Vec<String>> = Vec::new();
    for row in &table.rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Text(text) => text.to_string(),
            Cell::Number(number) => number.digits().to_owned(),
            Cell::Missing(status) => status.symbol().to_owned(),
            Cell::Empty => String::new(),
        });
        shown.push(cells.collect());
    }
    // In the order of the data. 38 / 40 = 95 %; a share of nothing is none.
    assert_eq!(shown, [["甲", "40", "38", "95.0", "-2"], ["乙", "0", "4", "[z]", "4"]]);
    assert_eq!(table.unit, None);
}

const RETENTION: [(&str, &[&str]); 5] = [
    ("graduates", &["毕业"]),
    ("transferred_in", &["转入"]),
    ("transferred_out", &["转出"]),
    ("entrants", &["入学"]),
    ("deaths", &["死亡"]),
];

#[test]
fn retention_is_judged_from_the_exact_value() {
    let of =
        |row: &str| figures("retention_rate", &format!("毕业,转入,转出,入学,死亡\n{row}\n"), &[], &RETENTION);
    // (95 − 0 + 0) / (101 − 1) = 95 %, just at the limit; 9499 / 10000 = 94.99 % shows as 95.0 and is below it.
    let at_limit = of("95,0,0,101,1").unwrap();
    assert_eq!(at_limit.get(0).value(), exact(95, 1));
    assert!(at_limit.get(0).note().to_string().starts_with("meets the limit of 95"));
    let short = of("9499,0,0,10000,0").unwrap();
    assert_eq!(short.get(0).value().unwrap().round(1), "95.0");
    assert!(short.get(0).note().to_string().starts_with("below the limit"));
    assert_eq!(of("1,0,0,2,2").unwrap().get(0).status(), Status::NoDenominator);
    assert_eq!(of("1,0,0,2,3").unwrap().get(0).status(), Status::NotApplicable);
    assert_eq!(of("1,,0,2,1").unwrap().get(0).status(), Status::MissingInput);
}

#[test]
fn rotation_and_backbone_share() {
    let given: [(&str, &[&str]); 3] =
        [("eligible", &["条件"]), ("rotated", &["交流"]), ("backbone", &["骨干"])];
    let of = |row: &str| figures("teacher_rotation", &format!("条件,交流,骨干\n{row}\n"), &[], &given);
    // 10 / 100 = 10 %, 2 / 10 = 20 %: both just at their limits.
    let both = of("100,10,2").unwrap();
    assert_eq!([both.get(0).value(), both.get(1).value()], [exact(10, 1), exact(20, 1)]);
    assert!(both.iter().all(|figure| figure.note().to_string().starts_with("meets")));
    let none = of("100,0,0").unwrap();
    assert_eq!(none.get(0).value(), exact(0, 1));
    assert_eq!(none.get(1).status(), Status::NoDenominator);
    assert_eq!(of("100,10,11").unwrap().get(1).status(), Status::NotApplicable);
}
