//! `edugauge inspect --write`: a mapping is kept in the configuration, can be corrected there, and is obeyed.

use std::fs;
use std::path::Path;

use crate::support::edugauge;

const EXPORT: &str = "学号;电话;卷一;语文;班级\n01;1;90;80;1\n02;2;70;60;2\n03;3;缺考;50;2\n";

fn written(folder: &Path, name: &str, text: &str) -> String {
    fs::write(folder.join(name), text).unwrap();
    folder.join(name).to_str().unwrap().to_owned()
}

#[test]
fn what_is_not_recognised_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), "考生_2024.csv", EXPORT);
    let outcome = edugauge(&["--lang", "zh", "inspect", &file]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let at = |word: &str| outcome.out.find(word).unwrap_or_else(|| panic!("{word}:\n{}", outcome.out));
    assert!(at("分隔符：';'") < at("引号：\"") && at("引号") < at("表头：第 1 行"));
    assert!(at("未使用的列") < at("卷一") && at("卷一") < at("各列") && at("各列") < at("subject:chinese"));
}

#[test]
fn a_mapping_is_written_corrected_and_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), "考生_2024.csv", EXPORT);
    let config = folder.path().join("edugauge.toml");
    let config_text = config.to_str().unwrap();
    let inspect = [
        "--lang",
        "zh",
        "inspect",
        &file,
        "--delimiter",
        ";",
        "--policy",
        "缺考=zero",
        "--write",
        config_text,
    ];
    let outcome = edugauge(&inspect);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let text = fs::read_to_string(&config).unwrap();
    for line in [
        "year = 2024",
        "path = \"考生_2024.csv\"",
        "delimiter = \";\"",
        "\"学号\" = \"candidate_id\"",
        "\"卷一\" = \"ignore\"",
        "\"缺考\" = \"zero\"",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    // A person corrects it, and keeps a remark of his own.
    let corrected = text.replace("\"卷一\" = \"ignore\"", "\"卷一\" = \"数学\" # 卷一是数学");
    let corrected = format!("{corrected}\n[disclosure]\nprofile = \"internal\"\n");
    fs::write(&config, &corrected).unwrap();
    let run = edugauge(&["--lang", "zh", "run", config_text]);
    assert_eq!(run.code, 0, "{}", run.err);
    let figures = fs::read_to_string(folder.path().join("out/2024/figures.csv")).unwrap();
    // (90 + 70 + 0) / 3
    let mean = figures.lines().find(|line| line.contains("mathematics") && line.contains(",mean,"));
    assert!(mean.is_some_and(|line| line.contains("53.33333")), "{figures}");
    assert!(run.err.contains("缺考 = zero") && run.err.contains("1 格"), "{}", run.err);
    // Written once more, not a line of the person's goes, and it is told what stands against what is found.
    let outcome = edugauge(&inspect);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(fs::read_to_string(&config).unwrap(), corrected);
    assert!(outcome.err.contains("「卷一」= 数学 是配置里原有的，保留；这次认作 ignore"), "{}", outcome.err);
    assert_eq!(outcome.err.lines().count(), 2, "{}", outcome.err);
    // What is no table of columns is refused and left as it is.
    let broken = "[[source]]\nid = \"exam\"\npath = \"考生_2024.csv\"\ncolumns = \"all\"\n";
    fs::write(&config, broken).unwrap();
    assert_eq!(edugauge(&inspect).code, 2);
    assert_eq!(fs::read_to_string(&config).unwrap(), broken);
}

#[test]
fn what_else_the_configuration_holds_stays() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(edugauge(&["init", folder.path().join("p").to_str().unwrap()]).code, 0);
    let config = folder.path().join("p/edugauge.toml");
    let before = fs::read_to_string(&config).unwrap();
    let data = folder.path().join("p/data/考生_2024.csv");
    let outcome = edugauge(&["inspect", data.to_str().unwrap(), "--write", config.to_str().unwrap()]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let after = fs::read_to_string(&config).unwrap();
    assert_eq!(after.matches("[[source]]").count(), 1);
    let kept = before.lines().filter(|line| after.contains(line)).count();
    assert_eq!(kept, before.lines().count(), "a line of the configuration went:\n{after}");
    let run = edugauge(&["run", config.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn options_of_reading_stand_in_the_configuration_with_their_places() {
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), "a.csv", "标题\n考号|语文\n1|90\n2|0\n");
    let config = |rules: &str| {
        let text = format!(
            "[project]\ntitle = \"x\"\nregion = \"y\"\nyear = 2024\n[policy]\n{rules}\n[[source]]\nid = \"exam\"\npath = \"a.csv\"\ndelimiter = \"|\"\nheader_row = 2\n[[table]]\nid = \"m\"\ntitle = \"m\"\nindicator = \"subject_mean\"\nsource = \"exam\"\n[disclosure]\nprofile = \"internal\"\n"
        );
        edugauge(&["--lang", "en", "run", &written(folder.path(), "edugauge.toml", &text)])
    };
    let run = config("\"0\" = \"absent\"");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("policy 0 = absent: 1 cells"), "{}", run.err);
    let wrong = config("absent = \"nought\"");
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("nought") && wrong.err.contains("edugauge.toml"), "{}", wrong.err);
}

#[test]
fn a_score_table_is_connected_to_a_source_of_its_kind() {
    let folder = tempfile::tempdir().unwrap();
    let file =
        written(folder.path(), "一分一段_2024.csv", "分数,人数,累计人数\n700,2,2\n699,3,5\n698,5,10\n");
    let config = folder.path().join("edugauge.toml");
    let config = config.to_str().unwrap();
    let outcome = edugauge(&["--lang", "zh", "inspect", &file, "--write", config]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.err.contains("已写入") && outcome.err.contains("score_table"), "{}", outcome.err);
    let text = fs::read_to_string(config).unwrap();
    assert!(
        text.contains("kind = \"score_table\"") && text.contains("path = \"一分一段_2024.csv\""),
        "{text}"
    );
    fs::write(config, format!("{text}\n[disclosure]\nprofile = \"internal\"\n")).unwrap();
    let outcome = edugauge(&["--lang", "zh", "run", config]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    // A second table of its kind beside a source whose file is there is a source of its own.
    let other = written(folder.path(), "历史类_2024.csv", "分数,人数,累计人数\n650,4,4\n649,3,7\n");
    let outcome = edugauge(&["inspect", &other, "--write", config]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(fs::read_to_string(config).unwrap().contains("id = \"score_table_2\""));
}
