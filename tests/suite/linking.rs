//! `edugauge link`: the account on the screen, without any pupil in it, and what is refused.

use std::path::PathBuf;

use crate::support::{Outcome, Project, edugauge, repository};

const ENTRY: &str = "准考证号,姓名,学校,数学,总分\n0101,张三,甲校,60,260\n0102,李四,甲校,70,270\n0103,王五,乙校,80,280\n0104,赵六,乙校,缺考,缺考\n0105,钱七,乙校,50,250\n0106,孙八,乙校,51,251\n0106,孙八,乙校,52,252\n";
const EXIT: &str = "考号,学校,数学,总分\n9001,甲校,66,366\n9002,乙校,77,377\n9003,乙校,88,388\n9004,乙校,44,344\n9006,乙校,55,355\n";
const OF_ENTRY: &str = "准考证号,学籍号\n0101,G1\n0102,G2\n0103,G3\n0104,G4\n0105,G5\n0106,G6\n";
const OF_EXIT: &str = "考号,学籍号\n9001,G1\n9002,G2\n9003,Ｇ３\n9004,G4\n9006,G6\n";

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Files {
        let files = Files(tempfile::tempdir().unwrap());
        for (name, text) in
            [("entry.csv", ENTRY), ("exit.csv", EXIT), ("m_entry.csv", OF_ENTRY), ("m_exit.csv", OF_EXIT)]
        {
            std::fs::write(files.path(name), text).unwrap();
        }
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn link(&self, lang: &str, more: &[&str]) -> Outcome {
        let [entry, exit] =
            ["entry.csv", "exit.csv"].map(|name| self.path(name).to_str().unwrap().to_owned());
        edugauge(&[&["--lang", lang, "link", &entry, &exit], more].concat())
    }

    fn mapped(&self, lang: &str, more: &[&str]) -> Outcome {
        let [entry, exit] =
            ["m_entry.csv", "m_exit.csv"].map(|name| self.path(name).to_str().unwrap().to_owned());
        let mapped = ["--id", "学籍号", "--entry-mapping", &entry, "--exit-mapping", &exit];
        self.link(lang, &[&mapped[..], more].concat())
    }
}

/// By hand: 9001 to 9003 are found with a score at both, 9004 was absent at entry, 0106 stands twice; 0102 moved.
#[test]
fn the_account_by_hand() {
    let outcome = Files::new().mapped("zh", &[]);
    // 3 of 5 are 60 %, which is less than 80 %: a finding.
    assert_eq!(outcome.code, 1, "{}{}", outcome.out, outcome.err);
    for line in [
        "匹配率 60.0%（有出口成绩 5 人，其中入口也有成绩 3 人）",
        "重复的号码（不用来连接）：入口 1，出口 0",
        "相连而无成绩（缺考等）：入口 1，出口 0",
        "转学 1 人",
        "入口平均分：相连者 270.00，只在入口者 250.50",
        "乙校：50.0%（2 / 4）",
        "甲校：100.0%（1 / 1）",
    ] {
        assert!(outcome.out.contains(line), "{line}: {}", outcome.out);
    }
    assert!(outcome.err.contains("EG-218") && !outcome.err.contains("strict"), "{}", outcome.err);
    let english = Files::new().mapped("en", &[]);
    assert!(english.out.contains("match rate 60.0 % (5 with an exit score, 3 of them with an entry score)"));
    for told in [&outcome, &english] {
        for pupil in ["张三", "0101", "9001", "G1"] {
            assert!(!told.out.contains(pupil) && !told.err.contains(pupil), "{pupil}");
        }
    }
}

#[test]
fn numbers_of_two_systems_are_refused_with_how_they_are_written() {
    let outcome = Files::new().link("zh", &[]);
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.err.contains("EG-131") && outcome.err.contains("0000"), "{}", outcome.err);
    assert!(!outcome.err.contains("9001") && !outcome.err.contains("0101"), "{}", outcome.err);
    // Both are four digits: that they are written alike is said once.
    assert!(outcome.err.contains("两边的号码都多写作 0000"), "{}", outcome.err);
}

/// Ids that meet are not what is wrong.
#[test]
fn all_absent_is_refused_with_that_as_the_cause() {
    let files = Files::new();
    let absent = "考号,学校,数学,总分\n9001,甲校,缺考,缺考\n9002,乙校,缺考,缺考\n9003,乙校,缺考,缺考\n";
    std::fs::write(files.path("exit.csv"), absent).unwrap();
    let outcome = files.mapped("zh", &[]);
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.err.contains("EG-131") && outcome.err.contains("没有成绩"), "{}", outcome.err);
    assert!(!outcome.err.contains("同一套号码"), "{}", outcome.err);
}

/// The table that is written is read like any export, and its figures are those of the link.
#[test]
fn the_linked_table_is_computed_from() {
    let files = Files::new();
    let linked = files.path("linked.csv");
    let linked = linked.to_str().unwrap();
    assert_eq!(files.mapped("zh", &["--output", linked, "--movers", "exclude"]).code, 1);
    let text = std::fs::read_to_string(linked).unwrap();
    // 9002 moved; 9004 was absent at entry, and nobody knows 9006 of the two.
    assert_eq!(
        text,
        "学校,数学,总分,入口数学,入口总分\n甲校,66,366,60,260\n乙校,88,388,80,280\n乙校,44,344,缺考,缺考\n乙校,55,355,,\n"
    );
    let computed = edugauge(&["compute", "match_rate", linked, "--by", "school", "--format", "csv"]);
    assert_eq!(computed.code, 0, "{}", computed.err);
    assert!(computed.out.contains("33.3"), "{}", computed.out);
    let again = files.mapped("zh", &["--output", linked]);
    assert_eq!(again.code, 4, "{}", again.err);
    assert_eq!(std::fs::read_to_string(linked).unwrap(), text);
}

/// The same rows in two files a side give the same account.
#[test]
fn a_side_may_be_several_files() {
    let files = Files::new();
    let whole = files.mapped("zh", &[]);
    for (name, text, at) in [("entry", ENTRY, 4), ("exit", EXIT, 3)] {
        let lines: Vec<&str> = text.lines().collect();
        let first = lines[..at].join("\n") + "\n";
        let second = [&lines[..1], &lines[at..]].concat().join("\n") + "\n";
        std::fs::write(files.path(&format!("{name}.csv")), first).unwrap();
        std::fs::write(files.path(&format!("{name}2.csv")), second).unwrap();
    }
    let [entry, exit] = ["entry2.csv", "exit2.csv"].map(|name| files.path(name).to_str().unwrap().to_owned());
    let parts = files.mapped("zh", &["--entry-file", &entry, "--exit-file", &exit]);
    assert_eq!((parts.code, &parts.out), (1, &whole.out), "{}", parts.err);
}

#[test]
fn names_link_nobody() {
    let outcome = Files::new().link("zh", &["--id", "姓名"]);
    assert_eq!(outcome.code, 2, "{}", outcome.err);
    assert!(outcome.err.contains("同名"), "{}", outcome.err);
}

const CONFIG: &str = r#"
[project]
title = "增值"
region = "甲县"
year = 2024

[disclosure]
profile = "internal"

[[source]]
id = "before"
path = "entry.csv"
full_marks = { "数学" = 100, "总分" = 500 }

[[source]]
id = "after"
path = ["exit_1.csv", "exit_2.csv"]
full_marks = { "数学" = 100, "总分" = 500 }

[link]
entry = "before"
exit = "after"
id = "学籍号"
mapping = { entry = "m_entry.csv", exit = "m_exit.csv" }

[[table]]
id = "matched"
indicator = "match_rate"
source = "link"
by = ["school"]
"#;

/// The exit examination in two files, one of which has half marks.
const EXIT_1: &str = "考号,学校,数学,总分\n9001,甲校,66,366\n9002,乙校,77.5,377.5\n";
const EXIT_2: &str = "考号,学校,数学,总分\n9003,乙校,88,388\n9004,乙校,44,344\n9006,乙校,55,355\n";

fn project(config: &str) -> Project {
    let files = [
        ("entry.csv", ENTRY),
        ("exit_1.csv", EXIT_1),
        ("exit_2.csv", EXIT_2),
        ("m_entry.csv", OF_ENTRY),
        ("m_exit.csv", OF_EXIT),
    ];
    Project::new(config, &files)
}

/// By hand, as for `the_account_by_hand`; the exit scores of 9002 are halves.
#[test]
fn a_configuration_links_and_gives_the_account() {
    let project = project(CONFIG);
    let outcome = project.run();
    assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
    for line in [
        "匹配率 60.0%（有出口成绩 5 人，其中入口也有成绩 3 人）",
        "重复的号码（不用来连接）：入口 1，出口 0",
        "转学 1 人",
        "只有 3 人有入口成绩（匹配率 60.0%）",
        "[link]",
    ] {
        assert!(outcome.err.contains(line), "{line}: {}", outcome.err);
    }
    assert!(!outcome.err.contains("EG-215") && !outcome.err.contains("没有报表用到"), "{}", outcome.err);
    let figures = std::fs::read_to_string(project.path("out/2024/figures.csv")).unwrap();
    let rate = |school: &str, subject: &str| {
        let is_wanted = |row: &Row| {
            row["measure"] == "match_rate" && row["school"] == school && row["subject"] == subject
        };
        csv_rows(&figures).find(is_wanted).unwrap()["value"].clone()
    };
    assert_eq!(rate("甲校", "mathematics"), "100.0");
    // 9002 and 9003 of four have an entry score.
    assert_eq!(rate("乙校", "total"), "50.0");
    // Exit means of 乙: (377.5 + 388) / 2 and (344 + 355) / 2.
    assert!(figures.contains("382.75") && figures.contains("-33.25"), "{figures}");
    let record = std::fs::read_to_string(project.path("out/2024.record.json")).unwrap();
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    let account = &record["links"][0];
    assert_eq!((&account["linked"], &account["exit_scored"]), (&3.into(), &5.into()));
    assert_eq!((&account["movers"], &account["exit_only"]), (&1.into(), &1.into()));
    let inputs: Vec<&str> =
        record["inputs"].as_array().unwrap().iter().filter_map(|of| of["file"].as_str()).collect();
    for file in ["entry.csv", "exit_1.csv", "exit_2.csv", "m_entry.csv", "m_exit.csv"] {
        assert!(inputs.contains(&file), "{inputs:?}");
        assert!(record["tables"][0]["inputs"].as_array().unwrap().iter().any(|of| of == file), "{record}");
    }
    for pupil in ["张三", "\"0101\"", "\"9001\"", "G1"] {
        assert!(!figures.contains(pupil) && !outcome.err.contains(pupil), "{pupil}");
    }
    let checked = project.call("check", &[]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    let strict = project.call("run", &["--strict"]);
    assert_eq!(strict.code, 1, "{}", strict.err);
}

/// What cannot be linked is refused at its place in the file, before anything is read.
#[test]
fn a_configuration_that_cannot_link_is_refused() {
    let cases = [
        ("entry = \"before\"", "entry = \"befor\"", "before"),
        ("id = \"学籍号\"", "id = \"姓名\"", "同名"),
        ("id = \"学籍号\"", "id = \"学籍号\"\nmovers = \"leave\"", "stayers_only"),
        ("id = \"学籍号\"", "id = \"学籍号\"\nmatch_rate = 80", "0 到 1"),
        ("profile = \"internal\"", "profile = \"public\"", "internal"),
        ("mapping = {", "mappings = {", "mapping"),
    ];
    for (right, wrong, said) in cases {
        let outcome = project(&CONFIG.replace(right, wrong)).run();
        assert_eq!(outcome.code, 2, "{wrong}: {}", outcome.err);
        assert!(outcome.err.contains(said), "{wrong}: {}", outcome.err);
    }
    // Figures that are not of linked candidates would be of a part of them, in public beside the whole.
    let public = CONFIG.replace("internal", "public").replace("match_rate", "subject_mean");
    assert_eq!(project(&public).run().code, 2);
    // Numbers of two systems.
    let unmapped = CONFIG.replace("mapping = {", "# mapping = {").replace("学籍号", "考号");
    let outcome = project(&unmapped).run();
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.err.contains("EG-131") || outcome.err.contains("考号"), "{}", outcome.err);
}

/// The example: everything that its tables say follows from its files, and what the schools add is found again.
#[test]
fn the_example_of_growth_finds_what_its_schools_add() {
    let out = tempfile::tempdir().unwrap();
    let config = repository("examples/growth/edugauge.toml");
    let args = ["--lang", "zh", "run", config.to_str().unwrap(), "--out", out.path().to_str().unwrap()];
    let outcome = edugauge(&args);
    assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
    assert!(outcome.err.contains("2024 年两次考试相连") && outcome.err.contains("转学"), "{}", outcome.err);
    let figures = std::fs::read_to_string(out.path().join("2024/figures.csv")).unwrap();
    // `EFFECTS` of make.py: 四中 adds 6 in each subject, 二中 −5, of a pupils' spread of some 12.
    let total = |school: &str| {
        let mut rows = csv_rows(&figures);
        let value = rows.find(|row| {
            row["indicator"] == "school_value_added"
                && row["measure"] == "value"
                && row["school"] == school
                && row["subject"] == "total"
        });
        value.unwrap()["value"].parse::<f64>().unwrap()
    };
    // The table says in words what the interval says, and the remarks are a few, each with its subjects.
    let table = std::fs::read_to_string(out.path().join("2024/table_schools.csv")).unwrap();
    let of = |school: &str| table.lines().find(|line| line.starts_with(&format!("总分,{school},"))).unwrap();
    assert!(of("四中").contains("高于平均") && of("二中").contains("低于平均"), "{table}");
    assert!(of("三中").contains("与平均无法区分"), "{table}");
    assert!(table.starts_with("\u{FEFF}科目,学校,相连人数"), "{table}");
    let page = std::fs::read_to_string(out.path().join("2024/report.html")).unwrap();
    assert_eq!(
        page.matches("总分：入口与出口的相关系数").count(),
        9,
        "once a table of several subjects but the match rates"
    );
    // Where two subjects are compared, each has its own; else match rates stand in their table.
    assert_eq!(page.matches("匹配率 93.6%").count(), 3, "{page}");
    assert!(page.contains("语文匹配率 93.6%") && page.contains("数学匹配率 93.6%"), "{page}");
    assert!((total("四中") - 18.0).abs() < 6.0, "{}", total("四中"));
    assert!((total("二中") + 15.0).abs() < 6.0, "{}", total("二中"));
}

type Row = std::collections::BTreeMap<String, String>;

fn csv_rows(text: &str) -> impl Iterator<Item = Row> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let rows: Vec<Row> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    rows.into_iter()
}
