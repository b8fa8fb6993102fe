//! Cut scores: batches, borderline candidates, subject cuts, hits.

use edugauge::error::Result;
use edugauge::exam::Exam;
use edugauge::figures::{FigureRef, Figures, Status, Value};
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::{ReadOptions, read_score_table, read_scores, score_table_tally};
use edugauge::number::Rational;

fn exam(text: &str) -> Exam {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    Exam::from_records(read_scores(file.path(), &ReadOptions::default(), None).unwrap().0)
}

fn golden(path: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(path)
}

/// 江苏 2024 物理类, as published.
fn jiangsu() -> Exam {
    let path = golden("score_tables/jiangsu_2024_physics.csv");
    let rows = read_score_table(&path, &ReadOptions::default()).unwrap();
    Exam::from_tally(score_table_tally(&rows, &[], "jiangsu").unwrap())
}

fn figures(id: &str, exam: &Exam, by: &[&str], given: &[(&str, &[&str])]) -> Result<Figures> {
    let mut arguments = Given::new();
    for (name, values) in given {
        arguments.set(*name, values.iter().map(|v| (*v).to_owned()).collect());
    }
    let by: Vec<String> = by.iter().map(|key| (*key).to_owned()).collect();
    compute(find(id).unwrap(), Input::Exam(exam), &by, &arguments)
}

fn one<'a>(figures: &'a Figures, measure: &str, group: &[&str], subject: &str) -> FigureRef<'a> {
    let mut found = figures.iter().filter(|f| {
        let labels: Vec<&str> = f.group().iter().map(|l| l.as_deref().unwrap_or("")).collect();
        f.measure() == measure && labels == group && f.subject() == Some(subject)
    });
    let first = found.next().unwrap_or_else(|| panic!("no {measure} of {group:?} in {subject}"));
    assert!(found.next().is_none());
    first
}

fn exact(figure: FigureRef<'_>) -> Rational {
    match figure.value() {
        Some(Value::Exact(value)) => value,
        other => panic!("{} {:?}: {other:?}, {}", figure.measure(), figure.group(), figure.note()),
    }
}

fn whole(number: i128) -> Rational {
    Rational::from_integer(number)
}

#[test]
fn worked_examples() {
    for id in ["admission_rate", "rate_per_10k", "borderline", "subject_cut", "hits"] {
        let example = &find(id).unwrap().example;
        let figures = figures(id, &exam(example.input), example.by, example.arguments).unwrap();
        for expected in example.expected {
            let subject = expected.subject.unwrap();
            let figure = one(&figures, expected.measure, expected.group, subject);
            let places = expected.value.split_once('.').map_or(0, |(_, places)| places.len());
            let value = figure.value().unwrap().round(u8::try_from(places).unwrap());
            assert_eq!(value, expected.value, "{id} {}", expected.measure);
        }
    }
}

const LINES: (&str, &[&str]) = ("lines", &["物理类:本科=230", "历史类:本科=170"]);

/// Against tests/golden/cut_scores/expected.csv: Python fractions, one candidate at a time.
#[test]
fn every_value_of_the_golden_folder() {
    let exam = exam(&std::fs::read_to_string(golden("cut_scores/input.csv")).unwrap());
    let expected = std::fs::read_to_string(golden("cut_scores/expected.csv")).unwrap();
    let mut compared = 0;
    for row in expected.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let [indicator, convention, group, subject, measure, value] = cells[..] else { panic!("{row}") };
        let convention = [convention];
        let (by, given): (&str, Vec<(&str, &[&str])>) = match indicator {
            "subject_cut" => ("track", vec![LINES, ("derivation", &convention)]),
            "hits" => ("school", vec![LINES, ("derivation", &convention)]),
            _ if convention == ["split"] => (
                "school",
                vec![LINES, ("convention", &convention), ("width", &["8"]), ("width_above", &["5"])],
            ),
            _ => ("school", vec![LINES, ("convention", &convention), ("width", &["8"])]),
        };
        let figures = figures(indicator, &exam, &[by], &given).unwrap();
        let found = exact(one(&figures, measure, &[group, "本科"], subject));
        let (above, below) = value.split_once('/').unwrap_or((value, "1"));
        assert_eq!(found, Rational::new(above.parse().unwrap(), below.parse().unwrap()), "{row}");
        compared += 1;
    }
    assert_eq!(compared, 15 + 3 * 3 * 3 * 8 + 9);
}

/// Published cumulative counts: 600 → 30,768, 特控 516 → 124,308, 本科 462 → 187,958. A batch without those of the
/// higher one is the difference: 187,958 − 124,308 = 63,650 and 124,308 − 30,768 = 93,540.
#[test]
fn batches_exclusive_of_the_higher_one() {
    let lines: (&str, &[&str]) = ("lines", &["本科=462", "高分=600", "特控=516"]);
    let cumulative = figures("admission_rate", &jiangsu(), &[], &[lines]).unwrap();
    let attained = |figures: &Figures, line| one(figures, "rate", &[line], "total").numerator();
    let count = |n| Some(Value::Exact(whole(n)));
    assert_eq!(attained(&cumulative, "本科"), count(187_958));
    let exclusive = figures("admission_rate", &jiangsu(), &[], &[lines, ("batch", &["exclusive"])]).unwrap();
    assert_eq!(attained(&exclusive, "本科"), count(63_650));
    assert_eq!(attained(&exclusive, "特控"), count(93_540));
    assert_eq!(attained(&exclusive, "高分"), count(30_768));
    assert!(exclusive.get(0).method().to_string().contains("exclusive"));
    assert!(cumulative.get(0).method().to_string().contains("cumulative"));
}

/// From the published cumulative counts of 一分一段表: 454 to 461 below 462, without a candidate's record.
#[test]
fn borderline_from_a_published_table() {
    let table = std::fs::read_to_string(golden("score_tables/jiangsu_2024_physics.csv")).unwrap();
    let cumulative = |score: &str| -> i128 {
        let row = table.lines().find(|row| row.split(',').next() == Some(score)).unwrap();
        row.split(',').nth(2).unwrap().parse().unwrap()
    };
    let given: [(&str, &[&str]); 2] = [("lines", &["本科=462"]), ("width", &["8"])];
    let figures = figures("borderline", &jiangsu(), &[], &given).unwrap();
    let count = one(&figures, "count", &["本科"], "total");
    assert_eq!(exact(count), whole(cumulative("454") - cumulative("462")));
    assert_eq!(one(&figures, "above", &["本科"], "total").status(), Status::NotApplicable);
}

#[test]
fn order_of_candidates_does_not_matter() {
    let text = std::fs::read_to_string(golden("cut_scores/input.csv")).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    let turned = format!("{header}\n{}\n", rows.join("\n"));
    for id in ["hits", "borderline", "subject_cut"] {
        let by = if id == "subject_cut" { ["track"] } else { ["school"] };
        let one = figures(id, &exam(&text), &by, &[LINES]).unwrap();
        assert_eq!(one, figures(id, &exam(&turned), &by, &[LINES]).unwrap(), "{id}");
    }
}

#[test]
fn value_if_and_only_if_status_is_ok() {
    let exam = exam("考号,科类,数学,总分\n1,物理类,缺考,缺考\n2,历史类,100,150\n");
    for id in ["hits", "borderline", "subject_cut", "admission_rate"] {
        for by in [&[][..], &["track"][..]] {
            for line in ["本科=160", "物理类:本科=160", "历史类:本科=200"] {
                let figures = figures(id, &exam, by, &[("lines", &[line])]).unwrap();
                assert!(!figures.is_empty());
                for figure in figures.iter() {
                    assert_eq!(figure.value().is_some(), figure.status() == Status::Ok, "{id} {figure:?}");
                }
            }
        }
    }
}

#[test]
fn causes_are_named() {
    let records = exam("考号,数学,总分\n1,100,150\n2,80,120\n");
    let line: (&str, &[&str]) = ("lines", &["130"]);
    // A score table does not know who reached both.
    assert!(figures("hits", &jiangsu(), &[], &[line]).is_err());
    let derivation: (&str, &[&str]) = ("derivation", &["proportional"]);
    assert!(figures("subject_cut", &jiangsu(), &[], &[line, derivation]).is_err());
    // Cuts and the derivation that uses them come together, for one line.
    assert!(figures("hits", &records, &[], &[line, ("derivation", &["given"])]).is_err());
    assert!(figures("hits", &records, &[], &[line, ("cuts", &["数学=90"])]).is_err());
    let given: (&str, &[&str]) = ("derivation", &["given"]);
    let two: (&str, &[&str]) = ("lines", &["130", "140"]);
    assert!(figures("hits", &records, &[], &[two, given, ("cuts", &["数学=90"])]).is_err());
    assert!(figures("borderline", &records, &[], &[line, ("width_above", &["5"])]).is_err());
    // Two candidates are fewer than 25.
    let few = figures("subject_cut", &records, &[], &[line, ("derivation", &["conditional_mean"])]).unwrap();
    assert_eq!(few.get(0).status(), Status::NotApplicable);
    assert_eq!(few.get(0).n(), Some(2));
    // Nobody at the line: no rank to read the subject's score at; recall has no denominator.
    let nobody: (&str, &[&str]) = ("lines", &["200"]);
    let none = figures("subject_cut", &records, &[], &[nobody]).unwrap();
    assert_eq!(none.get(0).status(), Status::NotApplicable);
    let cuts: [(&str, &[&str]); 3] = [nobody, given, ("cuts", &["数学=90"])];
    let none = figures("hits", &records, &[], &cuts).unwrap();
    assert_eq!(one(&none, "recall", &["200"], "mathematics").status(), Status::NoDenominator);
    assert_eq!(exact(one(&none, "single", &["200"], "mathematics")), whole(1));
}
