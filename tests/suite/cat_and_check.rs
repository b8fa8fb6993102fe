//! `edugauge cat` and `edugauge check`: what they print, what they list, how they end, and that no pupil's
//! data are in anything but the rows asked for.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::support::{Outcome, edugauge, names_in, repository, strings};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }
}

fn json(outcome: &Outcome) -> Json {
    serde_json::from_str(&outcome.out).unwrap_or_else(|fault| panic!("{fault}: {outcome:?}"))
}

/// The golden files, each for one rule: tests/golden/csv/SOURCE.md.
#[test]
fn csv_by_the_letter() {
    let folder = repository("tests/golden/csv");
    let names: Vec<String> = names_in(&folder).into_iter().filter(|name| name.ends_with(".csv")).collect();
    assert!(names.len() > 25);
    for name in names {
        let expected = fs::read_to_string(folder.join(name.replace(".csv", ".json"))).unwrap();
        let expected: Json = serde_json::from_str(&expected).unwrap();
        let out = Folder::new();
        let file = folder.join(&name);
        let rejects = out.path("rejects.csv");
        let args = ["cat", file.to_str().unwrap(), "--format", "json", "--rejects", &rejects];
        let outcome = edugauge(&args);
        let printed = json(&outcome);
        assert_eq!(printed["columns"], expected["columns"], "{name}");
        assert_eq!(printed["rows"], expected["rows"], "{name}");
        let listed: Vec<(u64, String)> = rows_of(&out.read("rejects.csv")).into_iter().map(place).collect();
        let mut told: Vec<(u64, String)> =
            ["rejected", "not_data"].iter().flat_map(|kind| places(&expected[kind])).collect();
        told.sort();
        assert_eq!(listed, told, "{name}");
        // What is printed as CSV reads as the same rows.
        let again = out.write("again.csv", edugauge(&["cat", file.to_str().unwrap()]).out);
        let cells = |rows: &Json| -> Vec<Json> {
            rows.as_array().unwrap().iter().map(|row| row["cells"].clone()).collect()
        };
        let reread =
            json(&edugauge(&["cat", &again, "--format", "json", "--header-row", "1", "--delimiter", ","]));
        assert_eq!(cells(&reread["rows"]), cells(&expected["rows"]), "{name}");
    }
}

fn rows_of(csv: &str) -> Vec<csv::StringRecord> {
    let text = csv.strip_prefix('\u{feff}').unwrap();
    csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect()
}

fn place(row: csv::StringRecord) -> (u64, String) {
    (row[1].parse().unwrap(), row[3].to_owned())
}

fn places(list: &Json) -> Vec<(u64, String)> {
    let place = |entry: &Json| (entry[0].as_u64().unwrap(), entry[1].as_str().unwrap().to_owned());
    list.as_array().unwrap().iter().map(place).collect()
}

const TABLE: &str = "代码,学校,人数\n041,\"一中,东\",1200\n042,二中\n043,三中,980\n";

#[test]
fn cat_prints_accepted_rows_and_lists_the_others_masked() {
    let folder = Folder::new();
    let file = folder.write("学校.csv", TABLE);
    let rejects = folder.path("rejects.csv");
    let outcome = edugauge(&["--lang", "en", "cat", &file, "--rejects", &rejects]);
    assert_eq!(outcome.out, "代码,学校,人数\n041,\"一中,东\",1200\n043,三中,980\n");
    // One of three rows is more than 1 %.
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.err.contains("EG-501 fewer cells than the header (2 found, 3 expected) ×1, first at row 3"),
        "{}",
        outcome.err
    );
    let listed = rows_of(&folder.read("rejects.csv"));
    assert_eq!(listed.len(), 1);
    let expected =
        ["学校.csv", "3", "", "EG-501", "fewer cells than the header (2 found, 3 expected)", "000,＊＊"];
    assert_eq!(listed[0].iter().collect::<Vec<_>>(), expected);
    edugauge(&["--lang", "zh", "cat", &file, "--rejects", &rejects, "--show-values"]);
    assert_eq!(&rows_of(&folder.read("rejects.csv"))[0][5], "042,二中");
}

#[test]
fn cat_of_whole_tables_is_silent_and_ends_well() {
    let folder = Folder::new();
    let file = folder.write("a.csv", "a,b\n1,2\n");
    let outcome = edugauge(&["cat", &file]);
    assert_eq!((outcome.code, outcome.out.as_str(), outcome.err.as_str()), (0, "a,b\n1,2\n", ""));
    let bare = folder.write("b.csv", "1,x\n2,y\n");
    let outcome = edugauge(&["cat", &bare, "--header-rows", "0"]);
    assert_eq!((outcome.code, outcome.out.as_str()), (0, "1,x\n2,y\n"));
    let spaced = folder.write("c.csv", "a b\n1 x\n2 y\n");
    let outcome = edugauge(&["--lang", "en", "cat", &spaced]);
    assert_eq!((outcome.code, outcome.out.as_str()), (3, ""));
    assert!(outcome.err.contains("EG-104"), "{}", outcome.err);
    let outcome = edugauge(&["cat", &spaced, "--delimiter", " "]);
    assert_eq!((outcome.code, outcome.out.as_str()), (0, "a,b\n1,x\n2,y\n"));
}

/// Two files of which one cannot be decoded, a school without an entry, a line for a track that is not there:
/// all in one pass.
fn troubled_project() -> Folder {
    let folder = Folder::new();
    assert_eq!(edugauge(&["init", &folder.path("")]).code, 0);
    let config = folder.read("edugauge.toml");
    let line = "line = \"重点线\"";
    assert!(config.contains(line));
    folder.write("edugauge.toml", config.replacen(line, "line = \"重点线\"\ntrack = \"理科\"", 1));
    folder.write("data/考生_2023.csv", b"a,b\n1,\xff\xff\n");
    let sheet = "考号,学校代码,语文,数学,总分\n1,01,90,80,170\n2,02,90,80\n3,01,优,80,80\n4,02,95,85,180\n";
    folder.write("data/考生_2024.csv", sheet);
    folder
}

#[test]
fn check_tells_everything_in_one_pass_and_writes_nothing() {
    let folder = troubled_project();
    let before = names_in(folder.0.path());
    let config = folder.path("edugauge.toml");
    for lang in ["zh", "en"] {
        let outcome = edugauge(&["--lang", lang, "check", &config]);
        for code in ["EG-102", "EG-501", "EG-521", "EG-108"] {
            assert!(outcome.out.contains(code), "{code}:\n{}", outcome.out);
        }
        assert_eq!(outcome.code, 3, "the first fault is a file that cannot be read");
    }
    let told = json(&edugauge(&["check", &config, "--format", "json"]));
    let inputs = told.as_array().unwrap();
    let of = |name: &str| inputs.iter().find(|i| i["input"].as_str().unwrap().ends_with(name)).unwrap();
    assert_eq!(of("考生_2023.csv")["faults"][0]["code"], "EG-102");
    let sheet = of("考生_2024.csv");
    assert_eq!(
        sheet["rows"],
        serde_json::json!({ "physical": 5, "accepted": 3, "rejected": 1, "not_data": 0 })
    );
    assert_eq!(sheet["findings"][0]["code"], "EG-501");
    assert_eq!(sheet["findings"][0]["first_rows"], serde_json::json!([3]));
    assert_eq!(sheet["findings"][1]["column"]["header"], "语文");
    let page = edugauge(&["--lang", "zh", "check", &config, "--format", "html"]).out;
    assert!(page.contains("<table") && page.contains("EG-521") && page.contains("不认识的标记"), "{page}");
    assert_eq!(names_in(folder.0.path()), before);
}

#[test]
fn check_ends_with_0_within_the_threshold_and_with_1_above() {
    let folder = Folder::new();
    assert_eq!(edugauge(&["init", &folder.path("")]).code, 0);
    let config = folder.path("edugauge.toml");
    assert_eq!(edugauge(&["check", &config]).code, 0);
    let sheet = folder.write("a.csv", "考号,语文\n1,90\n2,90,1\n");
    let outcome = edugauge(&["--lang", "en", "check", &sheet]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.out.contains("EG-502") && outcome.out.contains("(rows 3)"), "{}", outcome.out);
    let table = folder.write("b.csv", "项目,数\n甲,1\n乙,2\n");
    assert_eq!(edugauge(&["check", &table]).code, 0);
}

#[test]
fn a_line_without_candidates_is_found_by_check() {
    let folder = Folder::new();
    assert_eq!(edugauge(&["init", &folder.path("")]).code, 0);
    let config = folder.read("edugauge.toml").replacen("score = 190", "score = 190\ntrack = \"理科\"", 1);
    folder.write("edugauge.toml", config);
    let outcome = edugauge(&["--lang", "en", "check", &folder.path("edugauge.toml")]);
    assert_ne!(outcome.code, 0, "{}", outcome.out);
    assert!(outcome.out.contains("[admission]"), "{}", outcome.out);
}

/// Values found nowhere else, with everything wrong with them that a report may speak of.
const SECRETS: &[&str] = &["欧阳鸑鷟", "738291046", "97.125", "壹佰零叁", "738291047"];

fn secret_sheet() -> String {
    let mut sheet = "考号,姓名,学校代码,语文,数学,总分\n".to_owned();
    for row in 0..200 {
        sheet += &format!("20240{row:04},甲{row},01,90,80,170\n");
    }
    sheet
        + "738291046,欧阳鸑鷟,01,97.125,壹佰零叁,97.125\n738291046,欧阳鸑鷟,01,97.125,60,157.125\n\
        738291047,欧阳鸑鷟,01,97.125\n738291047,\"欧阳鸑鷟,01,97.125,60,157\n738291047,欧阳鸑鷟,01,97.1255,-97.125,60\n"
}

#[track_caller]
fn holds_no_secret(what: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what} tells {secret}:\n{text}");
    }
}

#[test]
fn no_pupils_data_are_in_messages_lists_and_reports() {
    let folder = Folder::new();
    let file = folder.write("成绩.csv", secret_sheet());
    let rejects = folder.path("rejects.csv");
    let full = ["--full-mark", "语文=96", "--full-mark", "数学=100", "--full-mark", "总分=150"];
    for lang in ["zh", "en"] {
        let commands = [
            vec!["inspect", &file],
            vec!["check", &file, "--rejects", &rejects],
            vec!["check", &file, "--format", "json"],
            vec!["check", &file, "--format", "html"],
            vec!["compute", "subject_mean", &file],
        ];
        for mut command in commands {
            command.extend(full);
            let outcome = edugauge(&[&["--lang", lang], &command[..]].concat());
            holds_no_secret(command[0], &(outcome.out + &outcome.err));
        }
        holds_no_secret("rejects.csv of check", &folder.read("rejects.csv"));
        let outcome = edugauge(&["--lang", lang, "cat", &file, "--rejects", &rejects]);
        holds_no_secret("stderr of cat", &outcome.err);
        holds_no_secret("rejects.csv of cat", &folder.read("rejects.csv"));
    }
}

#[test]
fn no_pupils_data_are_in_a_release_and_its_log() {
    let folder = Folder::new();
    assert_eq!(edugauge(&["init", &folder.path("")]).code, 0);
    folder.write("data/考生_2024.csv", secret_sheet());
    let config = folder.read("edugauge.toml").replace("_percent = 1.0", "_percent = 50.0");
    folder.write("edugauge.toml", config);
    let run =
        |more: &[&str]| edugauge(&[&["--lang", "zh", "run", &folder.path("edugauge.toml")], more].concat());
    let outcome = run(&[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    holds_no_secret("run", &(outcome.out + &outcome.err));
    assert!(!Path::new(&folder.path("out/2024/rejects.csv")).exists(), "rows are not published");
    let listed = folder.read("out/2024.rejects.csv");
    holds_no_secret("rejects.csv", &listed);
    assert!(listed.contains("EG-501") && listed.contains("EG-504"), "{listed}");
    for (name, bytes) in crate::support::files_under(Path::new(&folder.path("out"))) {
        holds_no_secret(name.to_str().unwrap(), &String::from_utf8_lossy(&bytes));
    }
    // A public release holds no lines as they are; an internal one may, where asked for.
    let refused = run(&["--show-values"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    let config = folder.read("edugauge.toml").replace("profile = \"public\"", "profile = \"internal\"");
    folder.write("edugauge.toml", config);
    assert_eq!(run(&["--show-values"]).code, 0);
    assert!(folder.read("out/2024/rejects.csv").contains("欧阳鸑鷟"));
}

#[test]
fn limits_and_things_that_are_no_files_are_named() {
    let folder = Folder::new();
    let wide = folder.write("wide.csv", strings(&["a"; 40_000]).join(",") + "\n1\n");
    let empty = folder.write("empty.csv", "");
    let long = folder.write("long.csv", format!("a,b\n1,{}\n2,x\n3,y\n", "长".repeat(400_000)));
    for (path, code, zh, en) in [
        (&wide, 3, "EG-114", "40000 columns, more than 32768"),
        (&empty, 3, "EG-103", "no rows"),
        (&folder.path(""), 3, "EG-101", "directory"),
        (&folder.path("没有.csv"), 3, "EG-101", "EG-101"),
        (&long, 1, "EG-506", "a cell of more than 1 MiB"),
    ] {
        for (lang, said) in [("zh", zh), ("en", en)] {
            let outcome = edugauge(&["--lang", lang, "cat", path]);
            let words: String = outcome.err.split_whitespace().collect();
            let said: String = said.split_whitespace().collect();
            assert_eq!(outcome.code, code, "{path}: {}", outcome.err);
            assert!(words.replace('│', "").contains(&said), "{said}: {}", outcome.err);
        }
    }
}

/// Cut scores of another year and of a track that nobody has, candidates of a track without a line: told by the
/// check and by the run.
#[test]
fn cut_scores_and_candidates_that_do_not_meet_are_listed_both_ways() {
    let folder = Folder::new();
    folder.write("a.csv", "考号,科类,总分\n1,物理类,500\n2,物理类,480\n3,艺术类,300\n4,历史类,510\n5,,1\n");
    let cut = |year: u32, track: &str| {
        format!(
            "[[cut_score]]\nsource = \"exam\"\nyear = {year}\ntrack = \"{track}\"\nline = \"本科\"\nscore = 450\n"
        )
    };
    let cuts = [cut(2024, "物理类"), cut(2024, "历史类"), cut(2023, "物理类"), cut(2024, "体育类")].concat();
    let config = format!(
        "[project]\ntitle = \"x\"\nregion = \"y\"\nyear = 2024\n[[source]]\nid = \"exam\"\npath = \"a.csv\"\n\
         [[table]]\nid = \"m\"\ntitle = \"m\"\nindicator = \"subject_mean\"\nsource = \"exam\"\n\
         [disclosure]\nprofile = \"internal\"\n{cuts}"
    );
    let config = folder.write("edugauge.toml", config);
    let check = edugauge(&["--lang", "zh", "check", &config]);
    let run = edugauge(&["--lang", "zh", "run", &config]);
    let json = json(&edugauge(&["--lang", "en", "check", &config, "--format", "json"]));
    assert_eq!((check.code, run.code), (0, 0), "{check:?} {run:?}");
    for told in [
        "2 条分数线没有对应的考生：2023/物理类:本科, 2024/体育类:本科",
        "以下考生没有分数线：2024 科类不明（1 人）, 2024 艺术类（1 人）",
    ] {
        assert!(check.out.contains(told), "{told}:\n{}", check.out);
        assert!(run.err.contains(told), "{told}:\n{}", run.err);
    }
    let notices = json.as_array().unwrap().iter().flat_map(|input| input["notices"].as_array().unwrap());
    let remarks: Vec<&str> = notices.map(|notice| notice["message"]["en"].as_str().unwrap()).collect();
    assert_eq!(
        remarks[..2],
        [
            "source exam: 2 cut scores match no candidate: 2023/物理类:本科, 2024/体育类:本科",
            "source exam: candidates without a cut score: 2024 track not known (1), 2024 艺术类 (1)"
        ]
    );
}
