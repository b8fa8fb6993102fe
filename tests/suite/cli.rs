//! The command line as it is met: what goes to stdout, what to stderr, how it ends, what it leaves behind.
//! Every bad input that edugauge promises to refuse is here, in both languages.

use std::fs;
use std::path::{Path, PathBuf};

use edugauge::indicators::INDICATORS;

use crate::support::{Outcome, edugauge, files_under, names_in, repository, text_of};

/// Messages are wrapped to the width of a terminal: compared without spaces and the bars of the frame.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '│').collect()
}

#[track_caller]
fn says(outcome: &Outcome, words: &[&str]) {
    for word in words {
        assert!(squeezed(&outcome.err).contains(&squeezed(word)), "\"{word}\" is not said:\n{}", outcome.err);
    }
}

/// A refusal: nothing on stdout, the code and the words on stderr.
#[track_caller]
fn refuses(args: &[&str], exit_code: u8, words: &[&str]) {
    let outcome = edugauge(args);
    assert_eq!((outcome.code, outcome.out.as_str()), (exit_code, ""), "{}", outcome.err);
    says(&outcome, words);
}

/// Files of a test in a folder of their own.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    /// A folder as `edugauge init` writes it.
    fn project() -> Folder {
        let folder = Folder::new();
        let outcome = edugauge(&["--lang", "en", "init", &folder.path("")]);
        assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
        folder
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    /// Changes a file's text; panics where there is nothing to change.
    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = text_of(Path::new(&self.path(name)));
        assert!(text.contains(from), "{name} holds no {from}");
        self.write(name, text.replacen(from, to, 1));
    }

    fn run(&self, lang: &str) -> Outcome {
        edugauge(&["--lang", lang, "run", &self.path("edugauge.toml")])
    }

    #[track_caller]
    fn run_refuses(&self, exit_code: u8, zh: &[&str], en: &[&str]) {
        refuses(&["--lang", "zh", "run", &self.path("edugauge.toml")], exit_code, zh);
        refuses(&["--lang", "en", "run", &self.path("edugauge.toml")], exit_code, en);
    }
}

const CANDIDATES: &str = "data/考生_2024.csv";
/// The third candidate of the sample stands in row 4 of its file: row 1 is the header.
const THIRD: &str = "202401003,01,112,122,234";

// ---- what works ------------------------------------------------------------------------------------------

#[test]
fn init_then_run_makes_a_whole_release() {
    let folder = Folder::project();
    assert_eq!(names_in(folder.0.path()), ["data", "edugauge.toml"]);
    let outcome = folder.run("zh");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.contains("重点线上线人数") && outcome.out.contains("tables.xlsx"), "{}", outcome.out);
    says(&outcome, &["采用 120 行，拒收 0 行"]);
    assert_eq!(names_in(Path::new(&folder.path("out"))), ["2024", "2024.record.json"]);
    let names = names_in(Path::new(&folder.path("out/2024")));
    for name in ["tables.xlsx", "report.html", "figures.csv", "manifest.json", "table_gap.csv"] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
    let first = files_under(Path::new(&folder.path("out")));
    assert_eq!(folder.run("zh").code, 0);
    assert!(first == files_under(Path::new(&folder.path("out"))), "the second run gave other bytes");
}

#[test]
fn init_leaves_a_folder_with_files_alone() {
    let folder = Folder::new();
    folder.write("mine.txt", "x");
    refuses(&["--lang", "zh", "init", &folder.path("")], 4, &["EG-301", "换一个还没有的文件夹"]);
    refuses(&["--lang", "en", "init", &folder.path("")], 4, &["EG-301", "does not exist yet"]);
    assert_eq!(names_in(folder.0.path()), ["mine.txt"]);
}

#[test]
fn nothing_needs_attention_in_what_init_writes() {
    let folder = Folder::project();
    for command in ["check", "run"] {
        let outcome = edugauge(&["--lang", "en", command, &folder.path("edugauge.toml"), "--strict"]);
        assert_eq!(outcome.code, 0, "{} {}", outcome.out, outcome.err);
    }
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = Folder::project();
    let outcome = edugauge(&["--lang", "en", "run", &folder.path("edugauge.toml"), "--dry-run"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(outcome.err, "");
    for line in ["考生_2023.csv", "考生_2024.csv", "gap  城乡各科均分差距", "writes to:"] {
        assert!(outcome.out.contains(line), "{}", outcome.out);
    }
    assert_eq!(names_in(folder.0.path()), ["data", "edugauge.toml"]);
}

#[test]
fn another_year_and_folder_may_be_named() {
    let folder = Folder::project();
    folder.edit(
        "edugauge.toml",
        "[[population]]",
        "[[population]]\nyear = 2023\ncount = 0.4\nunit = \"万人\"\nbasis = \"户籍\"\n[[population]]",
    );
    folder.edit("edugauge.toml", "year = 2023\nline = \"重点线\"", "year = 2022\nline = \"重点线\"");
    let elsewhere = folder.path("elsewhere");
    let config = folder.path("edugauge.toml");
    let outcome = edugauge(&["--lang", "en", "run", &config, "--year", "2023", "--out", &elsewhere]);
    // There is no line for 2023: two tables are empty, which the exit code says.
    assert_eq!(outcome.code, 1, "{}", outcome.err);
    assert!(outcome.err.contains("EG-216") && outcome.err.contains("admission, per_10k"), "{}", outcome.err);
    // Of the lines that no candidate is of, that of the configuration's own year waits for its turn.
    assert!(outcome.err.contains("1 cut scores match no candidate: 2022/重点线"), "{}", outcome.err);
    assert_eq!(names_in(Path::new(&elsewhere)), ["2023", "2023.record.json"]);
    assert_eq!(names_in(folder.0.path()), ["data", "edugauge.toml", "elsewhere"]);
}

/// The first candidates at 462: Jiangsu 2024 物理类, tests/golden/score_tables.
#[test]
fn compute_prints_data_only_in_three_formats() {
    let table = repository("tests/golden/score_tables/jiangsu_2024_physics.csv");
    let compute = |format| {
        let args = ["--lang", "zh", "compute", "admission_rate", table.to_str().unwrap(), "--line", "462"];
        let outcome = edugauge(&[&args[..], &["--format", format]].concat());
        assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
        outcome.out
    };
    let json: serde_json::Value = serde_json::from_str(&compute("json")).unwrap();
    assert_eq!((&json[0]["numerator"], &json[0]["status"]), (&187_958.into(), &"ok".into()));
    let csv = compute("csv");
    assert!(
        csv.starts_with("\u{FEFF}indicator,measure,year,line,") && csv.contains(",187958,245739,"),
        "{csv}"
    );
    assert!(compute("table").contains("187"), "{}", compute("table"));
}

#[test]
fn compute_takes_chinese_names_several_years_and_a_school_list() {
    let folder = Folder::project();
    let [before, now] =
        [2023, 2024].map(|year| format!("{year}={}", folder.path(&format!("data/考生_{year}.csv"))));
    let schools = folder.path("data/学校.csv");
    let args =
        ["--lang", "zh", "compute", "城乡均分差距", &before, &now, "--schools", &schools, "--format", "json"];
    let outcome = edugauge(&args);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
    let json: serde_json::Value = serde_json::from_str(&outcome.out).unwrap();
    let changes: Vec<&serde_json::Value> =
        json.as_array().unwrap().iter().filter(|figure| figure["measure"] == "change").collect();
    assert_eq!(changes.len(), 3, "chinese, mathematics, total");
    assert!(changes.iter().all(|change| change["year"] == 2024 && change["status"] == "ok"));
}

#[test]
fn list_and_explain_tell_the_registry() {
    let list = edugauge(&["--lang", "en", "list"]);
    assert_eq!((list.code, list.out.lines().count()), (0, INDICATORS.len()));
    let gap = edugauge(&["--lang", "zh", "list", "--search", "城乡"]);
    assert!(gap.out.starts_with("subject_gap ") && gap.out.lines().count() == 2, "{}", gap.out);
    for indicator in INDICATORS {
        for (lang, formula) in [("zh", indicator.formula.zh), ("en", indicator.formula.en)] {
            let outcome = edugauge(&["--lang", lang, "explain", indicator.name.zh]);
            assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
            assert!(outcome.out.contains(formula) && outcome.out.contains(indicator.id), "{}", outcome.out);
        }
    }
    let code = edugauge(&["--lang", "en", "explain", "eg-521"]);
    assert_eq!((code.code, code.out.lines().next()), (0, Some("EG-521 an unknown mark")));
    refuses(&["--lang", "en", "explain", "pass_rat"], 2, &["EG-202", "did you mean \"pass_rate\"?"]);
    refuses(&["--lang", "zh", "explain", "EG-999"], 2, &["EG-202"]);
}

#[test]
fn completions_are_scripts_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = edugauge(&["completions", shell]);
        assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
        assert!(outcome.out.contains("edugauge") && outcome.out.contains("subject_gap"), "{shell}");
    }
}

#[test]
fn help_is_data_and_wrong_usage_is_not() {
    let help = edugauge(&["--lang", "zh", "--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    assert!(help.out.contains("按配置生成一年的报表"));
    refuses(&["--lang", "en"], 2, &["usage: edugauge"]);
    refuses(&["--lang", "en", "calculate"], 2, &["there is no command calculate"]);
    refuses(&["--lang", "en", "compute", "subject_maen", "a.csv"], 2, &["subject_mean"]);
    refuses(
        &["--lang", "en", "compute", "pass_rate", "a.csv", "--treshold", "0.6"],
        2,
        &["did you mean --threshold?"],
    );
    refuses(&["--lang", "en", "compute", "rate_per_10k", "a.csv", "--line", "5"], 2, &["--basis <BASIS>"]);
}

#[test]
fn inspect_tells_how_a_file_is_read() {
    let folder = Folder::new();
    let file = folder.write("a.csv", MIXED);
    let zh = edugauge(&["--lang", "zh", "inspect", &file, "--full-mark", "数学=150"]);
    let en = edugauge(&["--lang", "en", "inspect", &file, "--full-mark", "math=150"]);
    assert_eq!((zh.code, zh.err.as_str(), en.code, en.err.as_str()), (0, "", 0, ""));
    for line in
        ["UTF-8", "D 数学 → subject:mathematics", "EG-501", "D 列「数学」：不认识的标记 ×1，首见于第 4 行"]
    {
        assert!(zh.out.contains(line), "{line}:\n{}", zh.out);
    }
    for line in [
        "physical rows 6: accepted 3, rejected 2, not data 0",
        "column D \"数学\": above the full mark ×1, first at row 3",
        "fewer cells than the header (4 found, 5 expected) ×1, first at row 5",
        "more cells than the header (6 found, 5 expected) ×1, first at row 6",
    ] {
        assert!(en.out.contains(line), "{line}:\n{}", en.out);
    }
    let table = repository("tests/golden/score_tables/henan_2023_science.csv");
    let outcome = edugauge(&["--lang", "en", "inspect", table.to_str().unwrap()]);
    assert!(outcome.out.contains("611 rows, 539447 candidates, scores 750 to 100"), "{}", outcome.out);
}

// ---- bad input -------------------------------------------------------------------------------------------

/// Row 3 has a score over 150, row 4 an unknown mark, row 5 a cell too few, row 6 one too many.
const MIXED: &str = "考号,学校,科类,数学,总分\n1,甲,理科,90,500\n2,甲,文科,151,480\n3,乙,理科,优,510\n\
    4,乙,理科,80\n5,乙,理科,80,500,1\n";

fn compute<'a>(lang: &'a str, indicator: &'a str, file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["--lang", lang, "compute", indicator, file][..], more].concat()
}

#[test]
fn too_many_refused_rows_or_cells_give_no_figure() {
    let folder = Folder::new();
    let file = folder.write("a.csv", MIXED);
    let full = ["--full-mark", "数学=150"];
    let zh = ["EG-108", "a.csv：共 5 处中有 2 处无法采信", "首见于第 5 行", "EG-524 D 列「数学」：高于满分"];
    let en =
        ["EG-108", "a.csv: 2 of 5 could not be accepted", "EG-502", "column D \"数学\": an unknown mark"];
    refuses(&compute("zh", "subject_mean", &file, &full), 1, &zh);
    refuses(&compute("en", "subject_mean", &file, &full), 1, &en);
}

/// Local marks are the first thing that a file of one's own is refused for: the option to add is said at once.
#[test]
fn a_mark_that_is_not_known_is_told_with_the_option_that_gives_it_a_meaning() {
    let folder = Folder::new();
    let rows: String = (1..=300).map(|id| format!("{id},A,{}\n", if id < 3 { "AB" } else { "70" })).collect();
    let file = folder.write("marks.csv", format!("ID,School,Maths\n{rows}"));
    let inspected = |lang| edugauge(&["--lang", lang, "inspect", &file]).out;
    assert!(
        inspected("en").contains("not known: AB ×2\n    → --policy AB=absent (if"),
        "{}",
        inspected("en")
    );
    assert!(inspected("zh").contains("→ --policy AB=absent（若表示缺考"), "{}", inspected("zh"));
    let computed = edugauge(&compute("en", "subject_mean", &file, &["--full-mark", "math=100"]));
    assert!(computed.err.contains("→ --policy AB=absent (if it means absent; or"), "{}", computed.err);
    let settled = edugauge(&compute(
        "en",
        "subject_mean",
        &file,
        &["--full-mark", "math=100", "--policy", "AB=absent"],
    ));
    assert!(settled.code == 0 && !settled.err.contains("EG-521"), "{}", settled.err);
}

/// Of 361 score cells one is refused: below the 1 % of the configuration. The run goes on and says which.
#[test]
fn a_few_doubtful_cells_are_told_with_file_column_and_row() {
    for (cell, zh, en) in [
        ("151", "EG-524 C 列「语文」：高于满分 ×1，首见于第 4 行", "above the full mark ×1, first at row 4"),
        ("优", "EG-521 C 列「语文」：不认识的标记 ×1，首见于第 4 行", "an unknown mark ×1, first at row 4"),
    ] {
        let folder = Folder::project();
        folder.edit(CANDIDATES, THIRD, &THIRD.replacen("112", cell, 1));
        let outcome = folder.run("zh");
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        says(&outcome, &["考生_2024.csv：采用 120 行", zh]);
        let outcome = folder.run("en");
        says(&outcome, &["考生_2024.csv: accepted 120 rows", "column C \"语文\"", en]);
    }
}

#[test]
fn a_few_short_and_long_rows_are_told_with_file_and_row() {
    for (row, zh, en) in [
        (
            "202401003,01,112,122",
            "EG-501 单元格比表头少（有 4 格，应为 5 格）×1，首见于第 4 行",
            "EG-501 fewer cells",
        ),
        (
            "202401003,01,112,122,234,9",
            "EG-502 单元格比表头多（有 6 格，应为 5 格）×1，首见于第 4 行",
            "EG-502 more cells",
        ),
    ] {
        let folder = Folder::project();
        folder.edit(CANDIDATES, THIRD, row);
        let outcome = folder.run("zh");
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        says(&outcome, &["考生_2024.csv：采用 119 行，拒收 1 行", zh]);
        says(&folder.run("en"), &["accepted 119 rows, rejected 1", en, "first at row 4"]);
    }
}

#[test]
fn a_run_above_the_threshold_writes_nothing_and_keeps_the_old_release() {
    let folder = Folder::project();
    assert_eq!(folder.run("zh").code, 0);
    let before = files_under(Path::new(&folder.path("out")));
    let text = text_of(Path::new(&folder.path(CANDIDATES)));
    folder.write(CANDIDATES, text.replace(",01,", ",01,优,"));
    folder.run_refuses(
        1,
        &["EG-108", "考生_2024.csv", "120 处中有 30 处无法采信，超过允许的 1%", "首见于第 2 行"],
        &["EG-108", "30 of 120 could not be accepted, more than the 1 % allowed", "first at row 2"],
    );
    assert!(before == files_under(Path::new(&folder.path("out"))), "the old release was touched");
    assert_eq!(names_in(Path::new(&folder.path("out"))), ["2024", "2024.record.json"]);
}

#[test]
fn a_missing_column_is_named_with_its_file() {
    let folder = Folder::project();
    folder.edit(CANDIDATES, "学校代码", "无关");
    folder.run_refuses(
        3,
        &["EG-106", "考生_2024.csv：没有「school_code」这一列；现有的列：考号、无关、语文"],
        &["EG-106", "考生_2024.csv: no column \"school_code\"; the columns are: 考号, 无关, 语文"],
    );
    assert_eq!(names_in(folder.0.path()), ["data", "edugauge.toml"]);

    let file = folder.write("a.csv", "考号,学校,备考\n1,甲,9\n");
    let none = ["EG-113", "a.csv", "现有的列：考号、学校、备考"];
    refuses(&compute("zh", "subject_mean", &file, &[]), 3, &none);
    let file = folder.write("b.csv", "考号,数学\n1,90\n");
    refuses(&compute("en", "subject_mean", &file, &["--by", "school"]), 2, &["EG-203", "no key \"school\""]);
    refuses(
        &compute("zh", "subject_mean", &file, &["--subject", "物理"]),
        2,
        &["EG-204", "现有：mathematics"],
    );
    let file = folder.write("c.csv", "学段,计划人数,完成人数\n小学,2,1\n");
    let columns = ["--numerator", "完成数", "--denominator", "计划人数"];
    refuses(&compute("zh", "ratio", &file, &columns), 3, &["EG-106", "c.csv：没有「完成数」这一列"]);
}

/// The two bytes FF FF stand in row 2; offset: 考号,数学\n is 6+1+6+1 bytes, 1, is 2.
#[test]
fn a_file_of_no_encoding_is_refused_with_row_and_offset() {
    let folder = Folder::project();
    let bytes = ["考号,数学\n1,".as_bytes(), b"\xFF\xFF\n"].concat();
    let file = folder.write("a.csv", &bytes);
    let zh = ["EG-102", "a.csv，第 2 行：第 16 字节", "UTF-8、GB18030"];
    refuses(&compute("zh", "subject_mean", &file, &[]), 3, &zh);
    refuses(&compute("en", "subject_mean", &file, &[]), 3, &["a.csv, row 2: the bytes at offset 16"]);
    folder.write(CANDIDATES, &bytes);
    folder.run_refuses(3, &["EG-102", "考生_2024.csv，第 2 行"], &["EG-102", "考生_2024.csv, row 2"]);
    assert_eq!(names_in(folder.0.path()), ["a.csv", "data", "edugauge.toml"]);
}

#[test]
fn a_population_of_another_year_is_refused() {
    let folder = Folder::project();
    folder.edit("edugauge.toml", "year = 2024\ncount", "year = 2019\ncount");
    folder.run_refuses(
        2,
        &["EG-208", "考生是 2023、2024 年的，所给人口却是 2019 年的"],
        &["EG-208", "the candidates are of 2023, 2024 but the population is of 2019"],
    );
    let file = format!("2024={}", folder.path(CANDIDATES));
    let options = ["--line", "190", "--population", "2023=0.4万", "--basis", "registered"];
    refuses(&compute("en", "rate_per_10k", &file, &options), 2, &["EG-208", "of 2024", "of 2023"]);
}

#[test]
fn a_line_for_a_track_without_candidates_is_refused() {
    let folder = Folder::new();
    let file = folder.write("a.csv", "考号,科类,总分\n1,理科,500\n2,文科,480\n");
    let options = ["--line", "艺术:本二=300"];
    refuses(
        &compute("zh", "admission_rate", &file, &options),
        2,
        &["EG-209", "分数线「本二」定在科类「艺术」上，但没有这一科类的考生；现有科类：文科、理科"],
    );
    refuses(
        &compute("en", "admission_rate", &file, &options),
        2,
        &["EG-209", "the line \"本二\" is for the track \"艺术\"", "tracks at hand: 文科, 理科"],
    );
}

#[test]
fn a_zero_denominator_is_a_figure_with_a_status() {
    let folder = Folder::new();
    let zero = folder.write("a.csv", "学段,完成,计划\n小学,1,0\n初中,2,0\n");
    let columns = ["--numerator", "完成", "--denominator", "计划", "--format", "json"];
    let absent = folder.write("b.csv", "考号,总分\n1,缺考\n2,缺考\n");
    let people = ["--line", "5", "--population", "0", "--basis", "resident", "--format", "json"];
    for (at, args) in [
        compute("zh", "ratio", &zero, &columns),
        compute("en", "admission_rate", &absent, &["--line", "5", "--format", "json"]),
        compute("en", "subject_mean", &absent, &["--format", "json"]),
        compute("en", "rate_per_10k", &absent, &people),
    ]
    .into_iter()
    .enumerate()
    {
        let outcome = edugauge(&args);
        // That no candidate has a score is told.
        let told = outcome.err.contains("EG-557");
        assert_eq!((outcome.code, outcome.err.is_empty(), told), (0, at == 0, at > 0), "{args:?}");
        let json: serde_json::Value = serde_json::from_str(&outcome.out).unwrap();
        for figure in json.as_array().unwrap() {
            assert_eq!(
                (&figure["value"], &figure["status"]),
                (&().into(), &"no_denominator".into()),
                "{figure}"
            );
        }
    }
    let shown = edugauge(&compute("en", "ratio", &zero, &columns[..4]));
    assert!(shown.out.contains("[z]") && !shown.out.contains("NaN"), "{}", shown.out);
}

#[test]
fn a_cell_that_is_no_number_is_named_with_row_and_column() {
    let folder = Folder::new();
    let file = folder.write("a.csv", "学段,完成,计划\n小学,1,10\n初中,约二,10\n");
    let columns = ["--numerator", "完成", "--denominator", "计划"];
    refuses(
        &compute("zh", "ratio", &file, &columns),
        3,
        &["EG-107", "a.csv，第 3 行，B 列「完成」", "「约二」"],
    );
    refuses(
        &compute("en", "ratio", &file, &columns),
        3,
        &["a.csv, row 3, column B \"完成\"", "an exact number"],
    );
}

#[test]
fn an_unknown_key_is_refused_with_its_place_and_a_suggestion() {
    let folder = Folder::project();
    folder.edit("edugauge.toml", "language = ", "langage = ");
    folder.run_refuses(
        2,
        &["EG-201", "edugauge.toml 第 9 行第 1 列：不认识的项「langage」", "您是不是想写「language」？"],
        &["EG-201", "edugauge.toml, line 9, column 1: unknown key \"langage\"", "did you mean \"language\"?"],
    );
    assert_eq!(names_in(folder.0.path()), ["data", "edugauge.toml"]);
}

#[test]
fn other_faults_of_the_configuration_are_refused_with_their_place() {
    for (from, to, words) in [
        ("threshold = 0.6", "treshold = 0.6", &["line 103, column 1", "did you mean \"threshold\"?"][..]),
        ("\"pass_rate\"", "\"pas_rate\"", &["did you mean \"pass_rate\"?"]),
        (
            "source = \"exam\"\nby = [\"residence\"]",
            "source = \"exams\"\nby = []",
            &["did you mean \"exam\"?"],
        ),
        ("year = 2024", "year = \"2024\"", &["line 8, column 8"]),
        ("region = \"某县\"\n", "", &["\"region\" is missing"]),
        ("chinese = 150", "chinese = -150", &["found -150, expected a number above 0"]),
        ("[project]", "[project", &["line 5"]),
        ("id = \"per_10k\"", "id = \"admission\"", &["an id that is used once"]),
        ("minimum_cell = 10", "minimum_cell = \"1O\"", &["line 17, column 16"]),
    ] {
        let folder = Folder::project();
        folder.edit("edugauge.toml", from, to);
        refuses(&["--lang", "en", "run", &folder.path("edugauge.toml")], 2, &[&["EG-201"], words].concat());
        assert_eq!(names_in(folder.0.path()), ["data", "edugauge.toml"]);
    }
}

#[test]
fn input_that_cannot_be_read_is_named() {
    refuses(&compute("zh", "subject_mean", "no/such.csv", &[]), 3, &["EG-101", "无法读取 no/such.csv"]);
    refuses(&["--lang", "en", "run", "no/such.toml"], 3, &["EG-101", "cannot read no/such.toml"]);
    let folder = Folder::project();
    let config = folder.path("edugauge.toml");
    refuses(&["--lang", "en", "run", &config, "--year", "2030"], 3, &["EG-101", "考生_2030.csv"]);
}

#[test]
fn a_file_in_place_of_the_output_folder_is_left_alone() {
    let folder = Folder::project();
    folder.write("out", "mine");
    folder.run_refuses(4, &["EG-301", "无法写入"], &["EG-301", "cannot write"]);
    assert_eq!(fs::read(folder.path("out")).unwrap(), b"mine");
    assert_eq!(names_in(folder.0.path()), ["data", "edugauge.toml", "out"]);
}

/// What stands where the release is to go is replaced only if it is a release.
#[test]
fn files_that_are_no_release_are_not_replaced() {
    let folder = Folder::project();
    fs::create_dir_all(folder.path("out/2024")).unwrap();
    folder.write("out/2024/photo.jpg", "mine");
    folder.run_refuses(4, &["EG-303", "2024"], &["EG-303", "2024"]);
    assert_eq!(names_in(Path::new(&folder.path("out"))), ["2024"]);
    assert_eq!(fs::read(folder.path("out/2024/photo.jpg")).unwrap(), b"mine");
    fs::remove_dir_all(folder.path("out/2024")).unwrap();
    folder.write("out/2024", "mine");
    folder.run_refuses(4, &["EG-303"], &["EG-303"]);
    assert_eq!(fs::read(folder.path("out/2024")).unwrap(), b"mine");
    fs::remove_file(folder.path("out/2024")).unwrap();
    fs::create_dir(folder.path("out/2024")).unwrap();
    assert_eq!(folder.run("en").code, 0, "an empty folder is nobody's");
}

#[test]
fn a_second_run_into_the_same_folder_is_refused() {
    let folder = Folder::project();
    fs::create_dir(folder.path("out")).unwrap();
    // What a run that was killed leaves is only a file: nobody holds it.
    let lock = fs::File::create(folder.path("out/.edugauge.lock")).unwrap();
    lock.lock().unwrap();
    folder.run_refuses(4, &["EG-302", "另一次运行正在写"], &["EG-302", "another run is writing to"]);
    assert_eq!(names_in(Path::new(&folder.path("out"))), [".edugauge.lock"]);
    drop(lock);
    assert_eq!(folder.run("en").code, 0);
    assert_eq!(names_in(Path::new(&folder.path("out"))), ["2024", "2024.record.json"]);
}

/// A reader that goes away (`edugauge list | head -1`) is no fault; a full disk is.
#[test]
fn an_output_that_cannot_be_written() {
    struct Broken(std::io::ErrorKind);
    impl std::io::Write for Broken {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for (kind, code) in [(std::io::ErrorKind::BrokenPipe, 0), (std::io::ErrorKind::StorageFull, 4)] {
        let args = ["edugauge", "--lang", "en", "list"].map(Into::into).to_vec();
        assert_eq!(edugauge::cli::run(args, &mut Broken(kind), &mut Vec::new()), code);
    }
}

/// Threat: a pupil's name or id in a message. No refusal above may hold one.
#[test]
fn messages_hold_no_pupils_data() {
    let folder = Folder::new();
    let file = folder.write(
        "a.csv",
        "考号,姓名,数学\n110110001,欧阳某某,151\n110110002,欧阳某某,优\n110110002,欧阳某某,\n",
    );
    let outcome = edugauge(&compute("zh", "subject_mean", &file, &["--full-mark", "数学=150"]));
    assert_eq!(outcome.code, 1);
    let inspected = edugauge(&["--lang", "zh", "inspect", &file]);
    for text in [&outcome.out, &outcome.err, &inspected.out, &inspected.err] {
        assert!(!text.contains("欧阳") && !text.contains("110110"), "{text}");
    }
}

/// Whatever is written by a command ends up where it was asked to, never beside the inputs of the repository.
#[test]
fn the_example_stays_as_it_is() {
    let example: PathBuf = repository("examples/jingjiang");
    let out = tempfile::tempdir().unwrap();
    let before = names_in(&example);
    let config = example.join("edugauge.toml");
    let outcome =
        edugauge(&["--lang", "en", "run", config.to_str().unwrap(), "--out", out.path().to_str().unwrap()]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.contains("本二: 1967 candidates attained, admission rate 41.7 %, 28.8 per 10,000"));
    assert_eq!(names_in(&example), before);
}

#[test]
fn a_chinese_help_has_no_english_around_its_texts() {
    for command in [
        &["--help"][..],
        &["run", "--help"],
        &["compute", "--help"],
        &["compute", "admission_rate", "--help"],
    ] {
        let outcome = edugauge(&[&["--lang", "zh"], command].concat());
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        assert!(
            outcome.out.contains("用法：edugauge") && outcome.out.contains("显示帮助"),
            "{}",
            outcome.out
        );
        for english in
            ["Usage", "Options", "OPTIONS", "Arguments", "Commands", "Print", "default:", "possible", "alias"]
        {
            assert!(!outcome.out.contains(english), "{english}: {}", outcome.out);
        }
    }
}
