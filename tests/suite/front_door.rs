//! What a newcomer meets in the first minutes: the first report of one's own, and what is said where a word is wrong.

use std::fs;

use crate::support::{Outcome, Project, edugauge, repository, text_of};

/// Two lines of arithmetic: in each of three schools of 20, candidate n has n × 5 in both subjects.
fn newcomer() -> Project {
    let rows: String = (0..60)
        .map(|at| {
            let (school, score) = (["甲", "乙", "丙"][at / 20], (at % 20 + 1) * 5);
            format!("{at},{school},{score},{score},{}\n", 2 * score)
        })
        .collect();
    Project::new("", &[("中考2025.csv", &format!("考号,学校,语文,数学,总分\n{rows}"))])
}

fn path(project: &Project, name: &str) -> String {
    project.path(name).display().to_string()
}

#[test]
fn the_first_report_shows_admission_by_school_and_is_no_publication() {
    let project = newcomer();
    let folder = path(&project, "我县");
    let init = edugauge(&["--lang", "zh", "init", &folder, "--from", &path(&project, "中考2025.csv")]);
    assert_eq!(init.code, 0, "{}", init.err);
    assert!(init.out.contains("草稿"), "{}", init.out);
    // A folder stands for the configuration in it.
    let run = || edugauge(&["--lang", "zh", "run", &folder]);
    let first = run();
    assert_eq!(first.code, 0, "{}", first.err);
    // Lines and inhabitants that are not given yet are asked for where they are to be written.
    for told in ["报表 admission 没有一个数值（2025 年没有分数线或目标）", "→ inputs.xlsx 的「分数线」表"]
    {
        assert!(first.err.contains(told), "{told}: {}", first.err);
    }
    let config = project.path("我县/edugauge.toml");
    let lined =
        text_of(&config) + "[[cut_score]]\nsource = \"exam\"\nyear = 2025\nline = \"普高线\"\nscore = 150\n";
    fs::write(&config, lined).unwrap();
    // Totals are 10, 20 … 200: six of 20 reach 150, in every school. The score table beside it, made in the run
    // before, hides none of them.
    let second = run();
    assert_eq!(second.code, 0, "{}", second.err);
    let table = text_of(&project.path("我县/out/2025/table_admission.csv"));
    for school in ["甲", "乙", "丙"] {
        assert!(table.contains(&format!("\n{school},20,6,30.0")), "{table}");
    }
    assert!(text_of(&project.path("我县/out/2025/report.html")).contains("不得公开"));
    // What the draft showed is not taken to be published: the public release takes nothing into account.
    fs::write(&config, text_of(&config).replace("profile = \"internal\"", "profile = \"public\"")).unwrap();
    run();
    let manifest = text_of(&project.path("我县/out/2025/manifest.json"));
    assert!(manifest.contains("\"earlier\": []"), "{manifest}");
}

#[test]
fn a_folder_without_a_configuration_is_told_with_those_inside() {
    let project = newcomer();
    let called = || edugauge(&["--lang", "en", "run", &path(&project, "")]);
    fs::rename(project.path("c.toml"), project.path("c.txt")).unwrap();
    let none = called();
    assert!(
        none.code == 2 && none.err.contains("EG-219") && none.err.contains("edugauge init"),
        "{}",
        none.err
    );
    for county in ["a", "b"] {
        fs::create_dir(project.path(county)).unwrap();
        fs::write(project.path(county).join("edugauge.toml"), "").unwrap();
    }
    let two = called();
    let said = two.err.replace('\\', "/");
    assert!(two.code == 2 && said.contains("a/edugauge.toml") && said.contains("b/edugauge.toml"), "{said}");
}

#[test]
fn marks_of_several_columns_are_one_thing_with_the_rules_of_all() {
    let marks = "考号,学校,语文,数学\n1,甲,90,80\n2,甲,事假,70\n3,乙,60,公假\n4,乙,70,75\n";
    let project = Project::new("", &[("m.csv", marks)]);
    let check = edugauge(&["--lang", "zh", "check", &path(&project, "m.csv")]);
    // Nobody is told that the mark of one column stands in the other.
    let of_cells: Vec<&str> = check.out.lines().filter(|line| line.contains("公假")).collect();
    assert!(!of_cells.is_empty(), "{} {}", check.out, check.err);
    assert!(
        of_cells
            .iter()
            .all(|line| line.contains("全文件的标记") || line.contains("[policy]") || !line.contains("列「"))
    );
    let init = edugauge(&["--lang", "zh", "init", &path(&project, "x"), "--from", &path(&project, "m.csv")]);
    assert!(init.out.contains("\"事假\" = \"absent\"、"), "{}", init.out);
    let told = edugauge(&["--lang", "zh", "check", &path(&project, "m.csv")]);
    let block = told.out.split("需要注意").nth(1).unwrap_or_default();
    assert_eq!(block.matches("不认识的标记").count(), 1, "{}", told.out);
    assert!(block.contains("--policy 事假=absent") && block.contains("--policy 公假=absent"), "{block}");
}

const COUNTS: &str = "年份,类型,数量\n2023,新建,3\n2024,新建,5\n";

fn compute(indicator: &str, options: &[&str]) -> Outcome {
    let project = Project::new("", &[("t.csv", COUNTS)]);
    let file = path(&project, "t.csv");
    edugauge(&[&["--lang", "en", "compute", indicator, &file][..], options].concat())
}

#[test]
fn blank_cells_are_only_told_where_there_are_some() {
    // 2022 is not in the table, so that 2023 has no growth.
    let counted = compute("count_by_year", &["--count", "数量"]);
    assert_eq!(counted.code, 0, "{}", counted.err);
    assert!(!counted.err.contains("blank"), "{}", counted.err);
    assert!(counted.err.contains("nothing of the year before 2023"), "{}", counted.err);
    // A measure that nobody asked for by a column of groups is no input that is missing.
    let unequal = compute("inequality", &["--resource", "数量", "--weight", "数量"]);
    assert!(unequal.code == 0 && !unequal.err.contains("blank"), "{} {}", unequal.out, unequal.err);
}

#[test]
fn a_word_of_a_condition_that_no_cell_has_is_told_by_compute() {
    let slip = compute("ratio", &["--numerator", "数量", "--where", "类型 is 新健"]);
    assert!(slip.err.contains("新健 of `类型` is not in the data, which have: 新建"), "{}", slip.err);
    let strict = compute("ratio", &["--numerator", "数量", "--where", "类型 is 新健", "--strict"]);
    assert_eq!(strict.code, 1, "{}", strict.err);
}

fn release(table: &str) -> Outcome {
    let config = format!(
        "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"en\"\n[disclosure]\nprofile = \"internal\"\n[[source]]\nid = \"s\"\nkind = \"table\"\npath = \"t.csv\"\n[[table]]\nid = \"a\"\nsource = \"s\"\n{table}"
    );
    let project = Project::new(&config, &[("t.csv", COUNTS)]);
    edugauge(&["--lang", "en", "run", &path(&project, "c.toml")])
}

#[test]
fn a_misspelt_key_of_a_condition_is_told_with_the_one_that_is_meant() {
    for (condition, meant) in [
        ("{ colum = \"类型\", is = \"新建\" }", "column"),
        ("{ column = \"数量\", at_lest = 5 }", "at_least"),
    ] {
        for written in [format!("[{condition}]"), condition.to_owned()] {
            let table =
                format!("indicator = \"ratio\"\noptions = {{ numerator = \"数量\", where = {written} }}\n");
            let run = release(&table);
            let said: String = run.err.split_whitespace().collect();
            assert!(run.code == 2 && said.contains("didyoumean") && said.contains(meant), "{}", run.err);
        }
    }
}

/// `类` is a part of what an option says and names nothing.
#[test]
fn a_side_is_a_word_of_an_option_and_no_part_of_one() {
    let table = |side: &str| {
        format!(
            "indicator = \"ratio\"\noptions = {{ numerator = \"数量\", where = [{{ column = \"类型\", is = \"新建\" }}] }}\nrows = [\"{side}\"]\ncolumns = [\"quantity\"]\n"
        )
    };
    let run = release(&table("新"));
    assert!(run.code == 2 && run.err.contains("EG-201"), "{}", run.err);
}

/// The pages of releases name every preset, so that none has to be guessed.
#[test]
fn every_preset_is_named_in_the_pages() {
    for page in ["docs/en/release.md", "docs/zh/release.md"] {
        let said = text_of(&repository(page));
        for preset in edugauge::release::config::PRESETS {
            assert!(said.contains(&format!("`{}`", preset.id)), "{page}: {}", preset.id);
        }
    }
}

/// Each fault by its line; what follows only from what was left out is none.
#[test]
fn all_faults_of_a_configuration_are_told_at_once() {
    let config = "[project]\ntitle = \"t\"\nregoin = \"r\"\nregion = \"r\"\nyear = \"2024\"\n[[source]]\nid = \"s\"\nkind = \"table\"\npath = \"t.csv\"\n[[table]]\nid = \"a\"\nsource = \"s\"\nindicatr = \"ratio\"\n[[table]]\nid = \"b\"\nsource = \"q\"\nindicator = \"ratio\"\n[[table]]\nid = \"c\"\nsource = \"s\"\nindicator = \"ratoi\"\n[[table]]\nid = \"d\"\nsource = \"s\"\nindicator = \"ratio\"\n[table.options]\nnumerater = \"数量\"\n[disclosure]\nprofile = \"internal\"\n";
    let project = Project::new(config, &[("t.csv", COUNTS)]);
    let run = edugauge(&["--lang", "zh", "run", &path(&project, "c.toml")]);
    let said: String = run.err.split_whitespace().collect::<String>().replace('│', "");
    for (line, word) in
        [(3, "regoin"), (5, "2024"), (13, "indicatr"), (16, "「q」"), (21, "ratoi"), (27, "numerater")]
    {
        let at = said.find(&format!("第{line}行")).unwrap_or_else(|| panic!("{line}: {}", run.err));
        assert!(said[at..].contains(word), "{line} {word}: {}", run.err);
    }
    assert_eq!((run.code, said.matches("还有：").count()), (2, 5), "{}", run.err);
}
