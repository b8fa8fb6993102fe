//! Refusals of tests/data/cases whose mending lines are applied as they are printed, until the value of SOURCE.md comes.

use super::support::{Outcome, edugauge, repository};

/// Without the breaks and frames of the terminal.
fn unwrapped(text: &str) -> String {
    text.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn compute(file: &str, options: &[String]) -> Outcome {
    let path = repository("tests/data/cases").join(file).display().to_string();
    let mut arguments = vec!["--lang", "en", "compute", "subject_mean", &path, "--format", "csv"];
    arguments.extend(options.iter().map(String::as_str));
    edugauge(&arguments)
}

/// As a shell cuts it.
fn words(line: &str) -> Vec<String> {
    let (name, value) = line.split_once(' ').unwrap();
    vec![name.to_owned(), value.trim_matches('"').to_owned()]
}

/// Value and n of the mean of a subject after the lines were applied one after the other. Each must be printed by what
/// is refused without it; what is said together is applied together.
#[track_caller]
fn mean(file: &str, subject: &str, steps: &[&[&str]]) -> (f64, u64) {
    let mut options = Vec::new();
    for step in steps {
        let refused = compute(file, &options);
        assert_ne!(refused.code, 0, "{file} is read without {step:?}");
        let said = unwrapped(&refused.err);
        for line in *step {
            assert!(said.contains(line), "{file}: {line} is not printed: {said}");
            options.extend(words(line));
        }
    }
    let read = compute(file, &options);
    assert_eq!(read.code, 0, "{file} {options:?}: {}", read.err);
    let id = edugauge::subjects::subject_id(subject);
    let row = read.out.lines().find(|line| line.starts_with(&format!("subject_mean,mean,,{id},")));
    let cells: Vec<&str> = row.unwrap_or_else(|| panic!("{file}: {}", read.out)).split(',').collect();
    ((cells[4].parse::<f64>().unwrap() * 1e7).round() / 1e7, cells[8].parse().unwrap())
}

/// The values are worked out by hand from the files.
#[test]
fn every_refusal_prints_what_mends_it() {
    // (90 + 91) / 2.
    assert_eq!(mean("04-latin1/tw.csv", "语文", &[&["--encoding big5"]]), (90.5, 2));
    assert_eq!(mean("04-latin1/jp.csv", "语文", &[&["--encoding shift-jis"]]), (90.5, 2));
    // (2.3 + 1.7 + 3.0) / 3.
    let german: &[&[&str]] =
        &[&["--encoding windows-1252"], &["--column Mathematik=subject:Mathematik"], &["--decimal ,"]];
    assert_eq!(mean("04-latin1/de.csv", "Mathematik", german), (2.3333333, 3));
    // (505.5 + 520.1 + 600) / 3.
    let brazilian: &[&[&str]] = &[&["--encoding windows-1252"], &["--column NU_NOTA_MT=subject:NU_NOTA_MT"]];
    for file in ["04-latin1/a.csv", "04-latin1/b.csv"] {
        assert_eq!(mean(file, "NU_NOTA_MT", brazilian), (541.8666667, 3));
    }
    let exact = mean("06-decimals/pv.csv", "数学", &[&["--step math=0.00001"]]);
    assert_eq!(exact, (533.3700675, 4));
    let courses: &[&[&str]] = &[&["--column course=subject", "--column grade=score"]];
    assert_eq!(mean("07-long-grade/long_en.csv", "数学", courses), (70.0, 2));
    // (95 + 72) / 2, with the worth that the file's own policy gives 优秀.
    let sittings: &[&[&str]] = &[
        &["--column 课程名称=subject", "--column 百分成绩=score"],
        &["--column 选课时间=exam"],
        &["--policy 优秀=95"],
    ];
    assert_eq!(mean("07-long-grade/long_zh.csv", "大学英语", sittings), (83.5, 2));
    let first: &[&[&str]] = &[&["--column 期中语文=语文", "--column 期中数学=数学"]];
    assert_eq!(mean("08-layouts/suffix_exams.csv", "语文", first), (90.5, 2));
    let beside: &[&[&str]] = &[&["--column D=ignore"], &["--column E=ignore"], &["--column F=ignore"]];
    assert_eq!(mean("08-layouts/side_classes_nohead.csv", "语文", beside), (90.5, 2));
    // 10 + 20 + 30 + 11 + 21 + 32 = 124.
    let counted: &[&[&str]] = &[&["--column headcount=subject:headcount"]];
    assert_eq!(mean("12-header-row/ees.csv", "headcount", counted), (20.6666667, 6));
    // 0.31 − 0.42 − 1.05 = −1.16.
    let progress: &[&[&str]] = &[&["--column BASICS=subject:BASICS"], &["--policy SUPP=absent"]];
    assert_eq!(mean("15-negative-percent/p8.csv", "BASICS", progress), (50.0, 2));
    let progress: &[&[&str]] = &[&["--column P8=subject:P8"], &["--column P8=progress:P8"]];
    assert_eq!(mean("15-negative-percent/p8.csv", "P8", progress), (-0.3866667, 3));
    // (80 + 70 + 60) / 3.
    let marks: &[&[&str]] = &[&["--policy AB=absent", "--policy NA=absent", "--policy NE=absent"]];
    assert_eq!(mean("19-masked-marks/marks.csv", "数学", marks), (70.0, 3));
    let comma: &[&[&str]] = &[&["--column Mathe=subject:Mathe"], &["--decimal ,"]];
    assert_eq!(mean("22-latin-decimal-comma/de2.csv", "Mathe", comma), (12.0833333, 3));
}

/// 5 of 90 and 5 of 70; 6 of 100 to 105; 5 of 90 beside 5 of 50.
#[test]
fn sheets_are_asked_for_by_their_names() {
    let both: &[&[&str]] = &[&["--sheet \"1班,2班\""]];
    for file in ["13-sheet-choice/aa.xlsx", "16-multi-sheet/aa.xlsx"] {
        assert_eq!(mean(file, "语文", both), (80.0, 10));
    }
    assert_eq!(mean("13-sheet-choice/ad.xlsx", "语文", &[&["--sheet \"1班,3班\""]]), (70.0, 10));
    assert_eq!(mean("13-sheet-choice/uv.xlsx", "总分", &[&["--sheet \"Sheet1\""]]), (102.5, 6));
    assert_eq!(mean("13-sheet-choice/at.xlsx", "语文", &[&["--sheet \"各科\""]]), (90.0, 5));
}

/// Sheets called after classes are classes, by their names where they have no such column; other sheets are sheets.
#[test]
fn candidates_of_several_sheets_are_told_by_their_sheet() {
    let path = |file: &str| repository("tests/data/cases").join(file).display().to_string();
    let by = |file: &str, sheets: &str, key: &str| {
        let path = path(file);
        let arguments =
            ["--lang", "en", "compute", "subject_mean", &path, "--sheet", sheets, "--subjects", "语文"];
        let read = edugauge(&[&arguments[..], &["--by", key, "--format", "csv"]].concat());
        assert_eq!(read.code, 0, "{}", read.err);
        let means = read.out.lines().filter(|line| line.starts_with("subject_mean,mean,"));
        means.map(|line| line.split(',').skip(3).take(3).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    let expected = ["1班 chinese 90", "2班 chinese 70"];
    assert_eq!(by("13-sheet-choice/aa.xlsx", "*", "class"), expected);
    // The second sheet has a column of its own, which says 3班.
    assert_eq!(by("13-sheet-choice/ad.xlsx", "1班,3班", "class"), ["1班 chinese 90", "3班 chinese 50"]);
    let configured = tempfile::tempdir().unwrap();
    std::fs::copy(path("13-sheet-choice/aa.xlsx"), configured.path().join("aa.xlsx")).unwrap();
    let config = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n[disclosure]\nprofile = \"internal\"\n\
        [[source]]\nid = \"s\"\npath = \"aa.xlsx\"\nsheet = \"*\"\n\
        [[table]]\nid = \"m\"\nsource = \"s\"\nindicator = \"subject_mean\"\nby = [\"class\"]\n";
    let toml = configured.path().join("c.toml");
    std::fs::write(&toml, config).unwrap();
    let outcome = edugauge(&["--lang", "en", "run", toml.to_str().unwrap()]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let table = std::fs::read_to_string(configured.path().join("out/2024/table_m.csv")).unwrap();
    assert!(table.contains("\n2班,"), "{table}");
}
