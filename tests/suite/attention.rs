//! One place where all that needs attention is said, with the line that mends it.

use std::fs;

use serde_json::Value as Json;

use crate::support::{Outcome, Project, edugauge};

const HEAD: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n[disclosure]\nprofile = \"internal\"\n[[source]]\nid = \"s\"\npath = \"{year}.csv\"\n";
const SCORES: &str = "考号,学校,语文,数学,体育\n1,甲,90,80,40\n2,甲,60,50,30\n3,乙,70,90,35\n";

fn project_of(config: &str) -> Project {
    Project::new(&format!("{HEAD}{config}"), &[("2024.csv", SCORES)])
}

fn change(project: &Project, from: &str, to: &str) {
    let text = fs::read_to_string(project.path("c.toml")).unwrap();
    assert!(text.contains(from));
    fs::write(project.path("c.toml"), text.replace(from, to)).unwrap();
}

fn kinds(json: &Json) -> Vec<&str> {
    json["notices"].as_array().unwrap().iter().map(|notice| notice["kind"].as_str().unwrap()).collect()
}

const PASS: &str = "[[table]]\nid = \"pass\"\nindicator = \"pass_rate\"\nsource = \"s\"\nby = [\"school\"]\n[[table]]\nid = \"means\"\nindicator = \"subject_mean\"\nsource = \"s\"\n";

#[test]
fn figures_without_a_value_are_counted_by_what_they_lack_and_mended_by_the_line_that_is_printed() {
    let project = project_of(PASS);
    // All of the first table lacks full marks: it has no value at all, and the exit code says so.
    let outcome = project.call("run", &[]);
    assert_eq!(outcome.code, 1, "{}", outcome.err);
    assert!(outcome.err.contains("EG-216") && outcome.err.contains("pass"), "{}", outcome.err);
    assert!(project.path("out/2024/manifest.json").exists(), "the release is written all the same");
    // One full mark of two: the other subject and the total go without, in both tables.
    change(
        &project,
        "[[table]]\nid = \"pass\"",
        "[source.full_marks]\nchinese = 100\n[[table]]\nid = \"pass\"",
    );
    let outcome = project.call("run", &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let block = outcome.err.split("需要注意").nth(1).unwrap();
    assert!(
        block.contains("没有满分：数学、体育、总分 →") && block.contains("（报表 pass, means）"),
        "{block}"
    );
    assert!(
        block.contains("数据源 s：full_marks = { mathematics = 100, physical_education = 100, total = 100 }"),
        "{block}"
    );
    assert_eq!(project.call("run", &["--strict"]).code, 1);
    change(&project, "chinese = 100", "chinese = 100\nmathematics = 100\nphysical_education = 100");
    let outcome = project.call("run", &[]);
    assert!(!outcome.err.contains("没有满分"), "{}", outcome.err);
}

#[test]
fn columns_that_are_not_used_and_totals_that_were_made_are_named() {
    let project = project_of("[[table]]\nid = \"means\"\nindicator = \"subject_mean\"\nsource = \"s\"\n");
    let scores = SCORES.replace("体育", "特长");
    fs::write(project.path("2024.csv"), scores).unwrap();
    let outcome = project.call("run", &["--format", "json"]);
    let json: Json = serde_json::from_str(outcome.out.lines().next().unwrap()).unwrap();
    assert_eq!(kinds(&json), ["unused_columns", "derived_total", "figures_missing"], "{json}");
    let unused = &json["notices"][0];
    assert_eq!(unused["count"], 1);
    assert!(unused["message"]["zh"].as_str().unwrap().contains("1 列没有使用：特长"), "{unused}");
    assert!(unused["help"]["zh"].as_str().unwrap().contains("\"特长\" = \"ignore\""), "{unused}");
    // The printed lines, word for word.
    change(&project, "[[table]]", "[source.columns]\n\"特长\" = \"ignore\"\n[[table]]");
    let outcome = project.call("run", &["--format", "json"]);
    let json: Json = serde_json::from_str(outcome.out.lines().next().unwrap()).unwrap();
    assert_eq!(kinds(&json), ["derived_total", "figures_missing"]);
}

#[test]
fn a_table_that_may_be_empty_says_so() {
    let table = "[[table]]\nid = \"a\"\nindicator = \"subject_mean\"\nsource = \"s\"\nby = [\"学校\"]\nfilter = { \"学校\" = [\"丙\"] }\n";
    let project = project_of(table);
    let outcome = project.call("run", &[]);
    assert_eq!(outcome.code, 1, "{}", outcome.err);
    assert!(outcome.err.contains("报表 a：school 中的 丙 在数据中没有；数据中有：乙, 甲"), "{}", outcome.err);
    change(&project, "by = ", "allow_empty = true\nby = ");
    assert_eq!(project.call("run", &[]).code, 0);
    let page = fs::read_to_string(project.path("out/2024/report.html")).unwrap();
    assert!(page.contains("本表没有数据"), "{page}");
}

#[test]
fn targets_that_no_table_takes_are_named() {
    let project = project_of(
        "[inputs]\ntargets = \"目标.csv\"\n[[table]]\nid = \"a\"\nindicator = \"subject_mean\"\nsource = \"s\"\n",
    );
    fs::write(project.path("目标.csv"), "年份,分数线,目标\n2024,普高线,2\n").unwrap();
    let outcome = project.call("run", &[]);
    for told in ["给了 1 项目标，没有报表用到", "indicator = \"target_attainment\""] {
        assert!(outcome.err.contains(told), "{told}: {}", outcome.err);
    }
}

#[test]
fn lines_inhabitants_and_sentences_that_are_missing_are_named_with_their_years() {
    let tables = "[[cut_score]]\nsource = \"s\"\nyear = 2024\nline = \"普高线\"\nscore = 150\n[[population]]\nyear = 2023\ncount = 1\nunit = \"万人\"\nbasis = \"户籍\"\n[headline]\nsource = \"s\"\nline = \"普高线\"\n[[table]]\nid = \"a\"\nindicators = [\"admission_rate\", \"rate_per_10k\"]\nsource = \"s\"\nrows = [\"year\"]\ncolumns = [\"quantity\"]\nlast_years = 2\n";
    let project = project_of(tables);
    fs::write(project.path("2023.csv"), SCORES).unwrap();
    let outcome = project.call("run", &[]);
    let block = outcome.err.split("需要注意").nth(1).unwrap_or_default();
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    for told in [
        "2024 年没有人口",
        "[[population]] year = 2024",
        "以下考生没有分数线：2023（3 人）",
        "[[cut_score]] source = \"s\", year = 2023",
        "要点中少一句：「普高线」万人本",
    ] {
        assert!(block.contains(told), "{told}: {block}");
    }
}

#[test]
fn a_check_and_a_dry_run_do_everything_but_write() {
    let config = "[[table]]\nid = \"a\"\nindicator = \"pass_rate\"\nsource = \"s\"\n";
    let project = project_of(config);
    // Only who computes everything finds that a table has no value.
    for (command, options) in [("check", &[][..]), ("run", &["--dry-run"])] {
        let outcome = project.call(command, options);
        assert_eq!(outcome.code, 1, "{command}: {} {}", outcome.out, outcome.err);
        assert!(outcome.err.contains("EG-216"), "{}", outcome.err);
    }
    change(&project, "pass_rate", "subject_mean");
    let outcome = project.call("run", &["--dry-run"]);
    assert!(outcome.err.contains("总分按各科之和计"), "{}", outcome.err);
    let outcome = project.call("check", &[]);
    assert!(outcome.out.contains("总分按各科之和计"), "{}", outcome.out);
    assert_eq!(project.call("check", &["--strict"]).code, 1);
    assert!(!project.path("out").exists());
}

#[test]
fn one_indicator_ends_with_what_needs_attention_too() {
    let project = project_of("");
    let data = project.path("2024.csv");
    let call = |options: &[&str]| {
        edugauge(&[&["--lang", "en", "compute", "pass_rate", data.to_str().unwrap()][..], options].concat())
    };
    let outcome = call(&[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.err.contains("Needs attention"), "{}", outcome.err);
    assert!(outcome.err.contains("--full-mark chinese=100"), "{}", outcome.err);
    assert_eq!(call(&["--strict"]).code, 1);
}

/// Offices call their groups by words of their own: a gap of nobody is none.
#[test]
fn groups_that_nobody_is_of_are_refused_with_those_there_are() {
    let project = project_of("");
    let scores = "考号,城乡类别,语文\n1,县直,90\n2,县直,80\n3,村小,70\n4,村小,50\n";
    fs::write(project.path("2024.csv"), scores).unwrap();
    let data = project.path("2024.csv");
    let call = |options: &[&str]| {
        edugauge(&[&["--lang", "zh", "compute", "subject_gap", data.to_str().unwrap()][..], options].concat())
    };
    for options in [&[][..], &["--first", "城", "--second", "村小"]] {
        let outcome = call(options);
        assert_eq!(outcome.code, 2, "{}", outcome.out);
        assert!(outcome.err.contains("EG-217") && outcome.err.contains("县直"), "{}", outcome.err);
    }
    // (90 + 80) / 2 − (70 + 50) / 2 = 25.
    let outcome = call(&["--first", "县直", "--second", "村小", "--format", "csv"]);
    assert!(outcome.out.contains(",25.0,"), "{}", outcome.out);
}

/// tests/data/cases/10-absolute-threshold-total: 60 of a total of 200 was everybody's pass.
#[test]
fn a_score_is_a_threshold_of_single_subjects() {
    let data = crate::support::repository("tests/data/cases/10-absolute-threshold-total/t.csv");
    let data = data.to_str().unwrap();
    let marks = ["--full-mark", "英语=100", "--full-mark", "数学=100", "--full-mark", "total=200"];
    let call = |options: &[&str]| {
        let args = ["--lang", "zh", "compute", "pass_rate", data, "--format", "csv"];
        edugauge(&[&args[..], options].concat())
    };
    let total = |outcome: &Outcome| -> String {
        let line = outcome.out.lines().find(|line| line.contains(",total,")).unwrap_or_default().to_owned();
        line.split(',').nth(4).unwrap_or_default().to_owned()
    };
    let outcome = call(&["--threshold", "60"]);
    assert_eq!((outcome.code, total(&outcome).as_str()), (0, ""), "{}", outcome.out);
    assert!(outcome.out.contains("not_applicable"), "{}", outcome.out);
    // 25 %: the note of the case, with the share of the full mark.
    assert_eq!(total(&call(&[&["--threshold", "0.6"][..], &marks].concat())), "25");
    assert_eq!(total(&call(&["--threshold", "60", "--threshold", "total=120"])), "25");
    assert_eq!(total(&call(&["--threshold", "120", "--subjects", "total"])), "25");
    let outcome = call(&[&["--threshold", "数学=170"][..], &marks].concat());
    assert_eq!(outcome.code, 2, "{}", outcome.out);
    assert!(outcome.err.contains("mathematics=170"), "{}", outcome.err);
    // A score for all that one subject has not: its own status, the others go on.
    let outcome = call(&["--threshold", "96", "--full-mark", "英语=95"]);
    let of = |subject: &str| outcome.out.lines().find(|line| line.contains(subject)).unwrap().to_owned();
    assert!(
        of(",english,").contains("not_applicable") && of(",mathematics,").contains(",ok,"),
        "{}",
        outcome.out
    );
}

#[test]
fn measures_go_by_their_names() {
    let project = project_of(
        "[source.full_marks]\nchinese = 100\nmathematics = 100\nphysical_education = 60\ntotal = 260\n[[table]]\nid = \"means\"\nindicator = \"平均分\"\nsource = \"s\"\nrows = [\"科目\"]\ncolumns = [\"统计量\"]\nmeasures = [\"平均分\", \"facility\"]\n",
    );
    let outcome = project.call("run", &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let json: Json =
        serde_json::from_str(&fs::read_to_string(project.path("out/2024/release.json")).unwrap()).unwrap();
    let text = json.to_string();
    assert!(text.contains("得分率") && !text.contains("\"标准差\""), "{text}");
    change(&project, "\"平均分\", \"facility\"", "\"平均\"");
    let outcome = project.call("run", &[]);
    assert!(outcome.code == 2 && outcome.err.contains("平均"), "{}", outcome.err);
}

#[test]
fn findings_are_mended_by_a_line_of_the_configuration_that_names_them() {
    let project = project_of(PASS);
    fs::write(
        project.path("2024.csv"),
        "考号,学校,语文,数学,总分\n1,甲,90,缺考,90\n2,甲,60,50,110\n3,乙,70,90,160\n",
    )
    .unwrap();
    let outcome = project.call("check", &[]);
    assert!(outcome.out.contains("数据源 s 的 [source.policy]：total = \"given\""), "{}", outcome.out);
    assert!(!outcome.out.split("需要注意").nth(1).unwrap().contains("--policy"), "{}", outcome.out);
    let mended = "path = \"{year}.csv\"\n[source.policy]\ntotal = \"given\"";
    change(&project, "path = \"{year}.csv\"", mended);
    let outcome = project.call("check", &[]);
    assert!(!outcome.out.contains("EG-552"), "{}", outcome.out);
}
