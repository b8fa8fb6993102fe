//! Bad input over the whole catalogue: a figure with a status, or a refusal that names the cause; never NaN, never a
//! dropped row, never a panic.

use edugauge::error::{Error, Result};
use edugauge::exam::Exam;
use edugauge::figures::{Figures, Status};
use edugauge::indicators::definition::Method;
use edugauge::indicators::{INDICATORS, Indicator, Input, compute, find};
use edugauge::intake::{ItemOptions, ReadOptions, read_items, read_scores, read_table};

use crate::support::{Given, arguments, strings, whole, written};

const SUBJECTS: [&str; 6] = ["语文", "数学", "物理", "化学", "英语", "总分"];

fn run(indicator: &Indicator, input: &str, by: &[&str], given: &Given<'_>) -> Result<Figures> {
    let (file, by, given) = (written(input), strings(by), arguments(given));
    let full_marks = [("mathematics".to_owned(), whole(100)), ("chinese".to_owned(), whole(100))];
    let options = ReadOptions { full_marks: full_marks.into_iter().collect(), ..ReadOptions::default() };
    let exam = || Ok::<_, Error>(Exam::from_records(read_scores(file.path(), &options, None)?.0));
    match indicator.method {
        Method::Exam(_) => compute(indicator, Input::Exam(&exam()?), &by, &given),
        Method::Against(_, table) => {
            compute(indicator, Input::Against(&exam()?, &crate::catalogue::score_table(table)), &by, &given)
        }
        Method::Items(_) => {
            let own = ItemOptions::default();
            let (items, _) = read_items(file.path(), &ReadOptions::default(), &own)?;
            compute(indicator, Input::Items(&items), &by, &given)
        }
        Method::Table(_) | Method::Rows(_) => {
            let (table, _) = read_table(file.path(), &ReadOptions::default())?;
            compute(indicator, Input::Table(&table), &by, &given)
        }
    }
}

fn cells(input: &str) -> Vec<Vec<String>> {
    input.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn joined(rows: &[Vec<String>]) -> String {
    rows.iter().map(|row| row.join(",") + "\n").collect()
}

/// The example with every cell changed of which `is` says so.
fn changed(input: &str, is: impl Fn(&str, &str) -> bool, to: &str) -> String {
    let mut rows = cells(input);
    let header = rows[0].clone();
    for row in &mut rows[1..] {
        for (cell, name) in row.iter_mut().zip(&header) {
            if is(name, cell) {
                *cell = to.to_owned();
            }
        }
    }
    joined(&rows)
}

fn is_number(cell: &str) -> bool {
    cell.parse::<f64>().is_ok()
}

/// An amount: no score, no year, no code.
fn is_amount(name: &str, cell: &str) -> bool {
    is_number(cell) && !["年份", "考号"].contains(&name)
}

/// What befalls the example of an indicator.
fn misfortunes(indicator: &Indicator) -> Vec<(&'static str, String)> {
    let input = indicator.example.input;
    let rows = cells(input);
    let first = joined(&rows[..2.min(rows.len())]);
    if let Method::Exam(_) | Method::Against(..) = indicator.method {
        let is_score = |name: &str, cell: &str| SUBJECTS.contains(&name) && is_number(cell);
        return vec![
            ("one candidate", first),
            ("all scores equal", changed(input, is_score, "60")),
            ("all scores 0", changed(input, is_score, "0")),
            ("nobody with a score", changed(input, is_score, "缺考")),
            ("one school", changed(input, |name, _| name == "学校", "甲")),
            ("no residence class", changed(input, |name, _| name == "城乡", "")),
        ];
    }
    vec![
        ("one row", first),
        ("all amounts 0", changed(input, is_amount, "0")),
        ("all amounts equal", changed(input, is_amount, "7")),
        ("all amounts blank", changed(input, is_amount, "")),
        ("negative amounts", changed(input, is_amount, "-1")),
        ("no numbers", changed(input, is_amount, "x")),
    ]
}

#[test]
fn every_indicator_bears_bad_input() {
    for indicator in INDICATORS {
        let example = &indicator.example;
        for (what, input) in misfortunes(indicator) {
            let what = format!("{}, {what}", indicator.id);
            match run(indicator, &input, example.by, example.arguments) {
                Ok(figures) => {
                    // A table whose rows are blank throughout has none.
                    let blank = input.lines().skip(1).all(|line| line.bytes().all(|byte| byte == b','));
                    assert!(blank || !figures.is_empty(), "{what}: no row at all");
                    for figure in figures.iter() {
                        assert_eq!(
                            figure.value().is_some(),
                            figure.status() == Status::Ok,
                            "{what}: {figure:?}"
                        );
                        let values =
                            [figure.value(), figure.numerator(), figure.denominator()].into_iter().flatten();
                        let reals = [figure.se(), figure.lower(), figure.upper(), figure.p_value()]
                            .into_iter()
                            .flatten();
                        let numbers: Vec<f64> = values.map(|value| value.to_f64()).chain(reals).collect();
                        assert!(numbers.iter().all(|number| number.is_finite()), "{what}: {figure:?}");
                    }
                }
                Err(fault) => {
                    assert_ne!(fault.exit_code(), 70, "{what}: {fault}");
                    assert!(fault.code().starts_with("EG-"), "{what}: {fault}");
                }
            }
        }
    }
}

type Case<'a> = (&'a str, &'a str, &'a [&'a str], &'a Given<'a>, &'a str, Status);

/// Figures that must have no value, and why.
const STATUSES: &[Case<'_>] = &[
    ("pass_rate", "考号,数学\n1,缺考\n", &[], &[], "rate", Status::NoDenominator),
    ("subject_mean", "考号,数学\n1,60\n", &[], &[], "standard_deviation", Status::NotApplicable),
    (
        "group_t_score",
        "考号,学校,数学\n1,甲,60\n2,乙,60\n",
        &["school"],
        &[],
        "t_score",
        Status::NotApplicable,
    ),
    ("between_school_share", "考号,学校,数学\n1,甲,60\n2,甲,70\n", &[], &[], "share", Status::NotApplicable),
    ("between_school_share", "考号,学校,数学\n1,甲,60\n2,乙,60\n", &[], &[], "share", Status::NotApplicable),
    ("standard_score", "考号,数学\n1,60\n2,60\n", &[], &[], "z", Status::NotApplicable),
    ("rank_bands", "考号,总分\n1,缺考\n", &[], &[("edges", &["10"])], "count", Status::NoDenominator),
    ("n_tiles", "考号,总分\n1,缺考\n", &[], &[], "share", Status::NoDenominator),
    (
        "target_attainment",
        "考号,总分\n1,500\n",
        &[],
        &[("lines", &["400"]), ("targets", &["0"])],
        "rate",
        Status::NoDenominator,
    ),
    (
        "target_attainment",
        "考号,总分\n1,500\n",
        &[],
        &[("lines", &["400"]), ("targets", &["甲:5"])],
        "rate",
        Status::MissingInput,
    ),
    (
        "ratio",
        "甲,乙\n5,0\n",
        &[],
        &[("numerator", &["甲"]), ("denominator", &["乙"])],
        "ratio",
        Status::NoDenominator,
    ),
    (
        "ratio",
        "甲,乙\n5,\n",
        &[],
        &[("numerator", &["甲"]), ("denominator", &["乙"])],
        "ratio",
        Status::MissingInput,
    ),
    (
        "weighted_cv",
        "学校,册,人\n甲,5,10\n",
        &[],
        &[("resource", &["册"]), ("weight", &["人"])],
        "cv",
        Status::NotApplicable,
    ),
    (
        "weighted_cv",
        "学校,册,人\n甲,5,\n乙,6,10\n",
        &[],
        &[("resource", &["册"]), ("weight", &["人"])],
        "cv",
        Status::MissingInput,
    ),
    (
        "control_lines",
        "区县,线\n甲,\n乙,500\n",
        &[],
        &[("district", &["区县"]), ("score", &["线"])],
        "rank",
        Status::MissingInput,
    ),
    ("count_by_year", "年份,数\n2011,\n", &[], &[("count", &["数"])], "count", Status::MissingInput),
    (
        "rate_per_10k",
        "考号,总分\n1,500\n",
        &[],
        &[("lines", &["400"]), ("population", &["0"]), ("basis", &["resident"])],
        "rate",
        Status::NoDenominator,
    ),
];

#[test]
fn bad_input_gives_a_status() {
    for (id, input, by, given, measure, status) in STATUSES {
        let figures =
            run(find(id).unwrap(), input, by, given).unwrap_or_else(|fault| panic!("{id}: {fault}"));
        let figure = figures.iter().find(|figure| figure.measure() == *measure);
        let figure = figure.unwrap_or_else(|| panic!("{id}: no {measure}"));
        assert_eq!((figure.status(), figure.value()), (*status, None), "{id} {input}");
    }
}

type Refusal<'a> = (&'a str, &'a str, &'a Given<'a>, &'a str);

/// Input and arguments that must be refused, with a word of the message in English.
const REFUSALS: &[Refusal<'_>] = &[
    (
        "good_rate",
        "考号,数学\n1,60\n",
        &[("bands", &["band"]), ("threshold", &["0.9"]), ("upper", &["0.8"])],
        "upper",
    ),
    ("good_rate", "考号,数学\n1,60\n", &[("bands", &["band"]), ("rank_share", &["0.5"])], "upper_rank_share"),
    ("good_rate", "考号,数学\n1,60\n", &[("rank_share", &["0.5"]), ("base_share", &["1.5"])], "base_share"),
    (
        "scaled_score",
        "考号,化学\n1,60\n",
        &[("subjects", &["化学"]), ("scheme", &["custom"]), ("bands", &["A=60:100-86", "B=30:85-71"])],
        "90",
    ),
    ("composite_index", "学校,甲,乙\n一,1,2\n", &[("weight", &["甲=0.5", "乙=0.4"])], "0.9"),
    ("rank_bands", "考号,总分\n1,500\n", &[("edges", &["10", "5"])], "edges"),
    ("n_tiles", "考号,总分\n1,500\n", &[("tiles", &["1"])], "tiles"),
    ("weighted_cv", "学校,册,人\n甲,-5,10\n", &[("resource", &["册"]), ("weight", &["人"])], "row 2"),
    ("plan_attainment", "计划,完成\n5,-1\n", &[("plan", &["计划"]), ("achieved", &["完成"])], "row 2"),
    ("target_attainment", "考号,总分\n1,500\n", &[("lines", &["400"]), ("targets", &["5", "6"])], "targets"),
    ("ratio", "甲,乙\n5,高\n", &[("numerator", &["甲"]), ("denominator", &["乙"])], "row 2"),
];

#[test]
fn bad_input_is_refused_by_name() {
    for (id, input, given, word) in REFUSALS {
        let by: &[&str] = if *id == "composite_index" { &["学校"] } else { &[] };
        match run(find(id).unwrap(), input, by, given) {
            Ok(figures) => panic!("{id} is not refused: {figures:?}"),
            Err(fault) => assert!(fault.to_string().contains(word), "{id}: {fault} does not say {word}"),
        }
    }
}

/// Candidates of a school without a residence class stay in the whole and are told apart in the grouping.
#[test]
fn a_school_without_residence_is_not_dropped() {
    let input = "考号,城乡,数学\n1,城区,60\n2,,70\n3,乡村,80\n";
    let figures = run(find("subject_mean").unwrap(), input, &["residence"], &[]).unwrap();
    let counted: u64 = figures.iter().filter(|f| f.measure() == "mean").filter_map(|f| f.n()).sum();
    assert_eq!(counted, 3);
}
