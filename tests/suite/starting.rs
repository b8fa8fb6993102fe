//! From the files that people have to the tables: `init --from`, one edit of a workbook, `run`.

use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;

use crate::support::{Outcome, edugauge};

const SCHOOLS: usize = 12;

/// Scores from plain arithmetic: 40 candidates in each of 12 schools.
fn candidates(year: i32) -> Vec<[String; 5]> {
    let mut rows = Vec::new();
    for school in 1..=SCHOOLS {
        for number in 1..=40 {
            let spread = (number * 37 + school * 11) % 61;
            let (chinese, mathematics) = (60 + spread, 45 + spread + school);
            rows.push([
                format!("{year}{school:02}{number:03}"),
                format!("{school:02}"),
                chinese.to_string(),
                mathematics.to_string(),
                (chinese + mathematics).to_string(),
            ]);
        }
    }
    rows
}

const HEADS: [&str; 5] = ["考号", "学校代码", "语文", "数学", "总分"];

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

fn csv(path: &Path, year: i32) {
    let mut text = HEADS.join(",") + "\r\n";
    candidates(year).iter().for_each(|row| text += &(row.join(",") + "\r\n"));
    fs::write(path, gb18030(&text)).unwrap();
}

fn workbook(path: &Path, year: i32) {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").unwrap().write_string(0, 0, "期末成绩,勿外传").unwrap();
    let sheet = book.add_worksheet().set_name("成绩").unwrap();
    for (column, head) in (0u16..).zip(HEADS) {
        sheet.write_string(0, column, head).unwrap();
    }
    for (row, cells) in (1u32..).zip(candidates(year)) {
        for (column, cell) in (0u16..).zip(&cells) {
            match column {
                0 | 1 => sheet.write_string(row, column, cell).unwrap(),
                _ => sheet.write_number(row, column, cell.parse::<i32>().unwrap()).unwrap(),
            };
        }
    }
    book.save(path).unwrap();
}

struct County {
    folder: tempfile::TempDir,
}

impl County {
    fn new() -> County {
        let county = County { folder: tempfile::tempdir().unwrap() };
        csv(&county.path("中考2022.csv"), 2022);
        csv(&county.path("中考2023.csv"), 2023);
        workbook(&county.path("2024年中考.xlsx"), 2024);
        let mut schools = "学校代码,学校,城乡类别\r\n".to_owned();
        for school in 1..=SCHOOLS {
            let residence = if school <= 6 { "城区" } else { "乡村" };
            schools += &format!("{school:02},第{school}中学,{residence}\r\n");
        }
        fs::write(county.path("学校.csv"), gb18030(&schools)).unwrap();
        county
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn init(&self) -> Outcome {
        let dir = self.path("某县");
        let files =
            ["中考2022.csv", "中考2023.csv", "2024年中考.xlsx", "学校.csv"].map(|name| self.path(name));
        let mut args = vec!["--lang", "zh", "init", dir.to_str().unwrap(), "--from"];
        args.extend(files.iter().map(|file| file.to_str().unwrap()));
        edugauge(&args)
    }

    fn run(&self) -> Outcome {
        edugauge(&["--lang", "zh", "run", self.path("某县/edugauge.toml").to_str().unwrap()])
    }

    /// Writes cells into the workbook of inputs, as an analyst would: sheet, row, column, what.
    fn fill(&self, cells: &[(&str, usize, usize, &str)]) {
        let path = self.path("某县/inputs.xlsx");
        let mut old: Xlsx<_> = open_workbook(&path).unwrap();
        let mut book = Workbook::new();
        for name in old.sheet_names() {
            let range = old.worksheet_range(&name).unwrap();
            let mut rows: Vec<Vec<String>> =
                range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
            for (_, row, column, text) in cells.iter().filter(|(sheet, ..)| *sheet == name) {
                rows.resize(rows.len().max(row + 1), Vec::new());
                let width = rows[*row].len().max(column + 1);
                rows[*row].resize(width, String::new());
                rows[*row][*column] = (*text).to_owned();
            }
            let sheet = book.add_worksheet().set_name(&name).unwrap();
            for (row, cells) in (0u32..).zip(&rows) {
                for (column, cell) in (0u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                    match cell.parse::<f64>() {
                        Ok(number) => sheet.write_number(row, column, number).unwrap(),
                        Err(_) => sheet.write_string(row, column, cell).unwrap(),
                    };
                }
            }
        }
        book.save(&path).unwrap();
    }

    fn table(&self, id: &str) -> String {
        fs::read_to_string(self.path(&format!("某县/out/2024/table_{id}.csv"))).unwrap()
    }
}

#[test]
fn a_county_goes_from_its_files_to_its_tables() {
    let county = County::new();
    let outcome = county.init();
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    for told in [
        "中考2022.csv：2022 考生 480 名；语文、数学",
        "学校.csv：学校表",
        "还缺 3 项：",
        "满分",
        "分数线（2022、2023、2024）",
    ] {
        assert!(outcome.out.contains(told), "{told}: {}", outcome.out);
    }
    let config = fs::read_to_string(county.path("某县/edugauge.toml")).unwrap();
    assert!(config.contains("years = [2024]") && config.contains("sheet = \"成绩\""), "{config}");
    // It runs as it is: means stand, rates and admission wait for the workbook, and that is said.
    let outcome = county.run();
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.err.contains("没有满分：语文、数学、总分"), "{}", outcome.err);
    // What is missing is asked for where `init` asked for it, and nothing is said of the tables that it wrote.
    assert!(outcome.err.contains("→ inputs.xlsx 的「满分」表"), "{}", outcome.err);
    assert!(!outcome.err.contains("按学校列出"), "{}", outcome.err);
    assert!(county.table("rates").contains("\n第1中学,40,"), "{}", county.table("rates"));
    // One edit of the workbook.
    county.fill(&[
        ("满分", 1, 1, "150"),
        ("满分", 2, 1, "150"),
        ("满分", 3, 1, "300"),
        ("分数线", 1, 2, "普高线"),
        ("分数线", 1, 3, "170"),
        ("分数线", 2, 2, "普高线"),
        ("分数线", 2, 3, "170"),
        ("分数线", 3, 2, "普高线"),
        ("分数线", 3, 3, "170"),
        ("人口", 1, 2, "1.1"),
        ("人口", 2, 2, "1.1"),
        ("人口", 3, 2, "1.2"),
    ]);
    let outcome = county.run();
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(!outcome.err.contains("没有满分") && !outcome.err.contains("没有人口"), "{}", outcome.err);
    // Counted here from the same arithmetic, not by the program.
    let reached = candidates(2024).iter().filter(|row| row[4].parse::<i32>().unwrap() >= 170).count();
    let per_10k = format!("{:.1}", reached as f64 / 1.2);
    let table = county.table("per_10k");
    let of_2024 = table.lines().find(|line| line.starts_with("2024")).unwrap();
    assert!(of_2024.contains(&format!("{reached},{per_10k}")), "{reached} {per_10k}: {table}");
    // The workbook is an input like any other.
    let record = edugauge::release::Record::read(&county.path("某县/out/2024.record.json")).unwrap();
    assert!(record.inputs.iter().any(|input| input.file.ends_with("inputs.xlsx")), "{:?}", record.inputs);
    let verified = edugauge(&["verify", county.path("某县/out/2024").to_str().unwrap()]);
    assert_eq!(verified.code, 0, "{} {}", verified.out, verified.err);
}

/// What headers say of full marks is not asked for again: it stands in the workbook of inputs, to be checked.
#[test]
fn full_marks_that_headers_say_are_filled_in() {
    let county = County::new();
    let (file, dir) = (county.path("2024中考.csv"), county.path("乙县"));
    let text = "考号,学校,语文（满分120）,数学（满分37.5）,英语\n1,甲,90,30,70\n2,乙,80,20.5,60\n";
    fs::write(&file, text).unwrap();
    let outcome =
        edugauge(&["--lang", "zh", "init", dir.to_str().unwrap(), "--from", file.to_str().unwrap()]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    for told in ["填入 inputs.xlsx 的「满分」表（语文 120、数学 37.5）", "满分（英语、总分）"]
    {
        assert!(outcome.out.contains(told), "{told}: {}", outcome.out);
    }
    let mut book: Xlsx<_> = open_workbook(dir.join("inputs.xlsx")).unwrap();
    let sheet = book.worksheet_range("满分").unwrap();
    let rows: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows[1..3], [["语文", "120"], ["数学", "37.5"]]);
}

#[test]
fn a_cell_of_the_inputs_that_is_wrong_is_named() {
    let county = County::new();
    county.init();
    county.fill(&[("分数线", 1, 2, "普高线"), ("分数线", 1, 3, "一百七")]);
    let outcome = county.run();
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.err.contains("EG-107") && outcome.err.contains("第 2 行"), "{}", outcome.err);
    // Of four sheets, which one.
    assert!(outcome.err.contains("inputs.xlsx [分数线]"), "{}", outcome.err);
}

#[test]
fn the_workbook_of_inputs_is_in_the_language_of_the_reader() {
    let county = County::new();
    let dir = county.path("某县");
    let file = county.path("中考2023.csv");
    let outcome =
        edugauge(&["--lang", "en", "init", dir.to_str().unwrap(), "--from", file.to_str().unwrap()]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(
        outcome.out.contains("cut scores (2023): the sheet cut_scores of inputs.xlsx"),
        "{}",
        outcome.out
    );
    let book: Xlsx<_> = open_workbook(county.path("某县/inputs.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["cut_scores", "population", "full_marks", "targets"]);
    let run = || edugauge(&["--lang", "en", "run", dir.join("edugauge.toml").to_str().unwrap()]);
    assert!(run().err.contains("no full mark: Chinese, Mathematics, Total"), "{}", run().err);
    let marks = ["150", "150", "300"];
    let cells: Vec<_> = (1..).zip(marks).map(|(row, mark)| ("full_marks", row, 1, mark)).collect();
    county.fill(&cells);
    county.fill(&[("cut_scores", 1, 2, "First"), ("cut_scores", 1, 3, "200"), ("population", 1, 2, "40000")]);
    let outcome = run();
    assert!(outcome.code == 0 && !outcome.err.contains("no full mark"), "{}", outcome.err);
    let admission = fs::read_to_string(dir.join("out/2023/table_per_10k.csv")).unwrap();
    assert!(admission.contains("First"), "{admission}");
}

#[test]
fn what_a_file_without_a_year_lacks_is_listed() {
    let county = County::new();
    let (file, dir) = (county.path("期末.csv"), county.path("我县"));
    fs::write(&file, "考号,学校,语文\n1,甲,90\n2,乙,80\n").unwrap();
    let outcome =
        edugauge(&["--lang", "zh", "init", dir.to_str().unwrap(), "--from", file.to_str().unwrap()]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let listed: Vec<&str> = outcome.out.lines().skip(1).collect();
    assert_eq!(listed[..2], ["还缺 4 项：", "  1. 年份：在 [project] 中写 year = …"], "{}", outcome.out);
    assert!(listed.contains(&"  3. 分数线：inputs.xlsx 的「分数线」表"), "{}", outcome.out);
}

#[test]
fn nothing_is_made_of_files_without_candidates() {
    let county = County::new();
    let dir = county.path("空县");
    let outcome =
        edugauge(&["init", dir.to_str().unwrap(), "--from", county.path("学校.csv").to_str().unwrap()]);
    assert_eq!(outcome.code, 3, "{}", outcome.out);
    assert!(!dir.exists());
}

#[test]
fn what_is_wrong_with_a_command_or_a_configuration_is_said_in_the_language_of_the_reader() {
    let outcome = edugauge(&["--lang", "zh", "run", "--yaer", "2011"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.err.contains("没有 --yaer 这个选项") && outcome.err.contains("--year"),
        "{}",
        outcome.err
    );
    let outcome = edugauge(&["--lang", "zh", "run"]);
    assert!(outcome.err.contains("缺少：") && outcome.err.contains("用法："), "{}", outcome.err);
    let outcome = edugauge(&["--lang", "en", "run", "a.toml", "--format", "xml"]);
    assert!(outcome.err.contains("cannot be xml; it may be: text, json"), "{}", outcome.err);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    for (text, told) in [
        ("[project]\ntitle = \"t\"\nregion = \"r\"\nyear = \"2011\"\n", "应为整数"),
        ("[project]\ntitle = \"t\"\ntitle = \"t\"\n", "这个键写了两次"),
        ("[project]\ntitle = t\n", "文本要放在引号里"),
        (
            "[project]\ntitle = \"t\"\nregion = \"r\"\n[[source]]\nid = \"s\"\npath = \"a\"\nkind = \"tables\"\n",
            "没有「tables」这个值",
        ),
    ] {
        fs::write(&path, text).unwrap();
        let outcome = edugauge(&["--lang", "zh", "run", path.to_str().unwrap()]);
        let words: String = outcome.err.split_whitespace().collect();
        assert!(words.replace('│', "").contains(told), "{told}: {}", outcome.err);
    }
}

/// A year of half the candidates, or of another mean, is told against the year before.
#[test]
fn a_year_unlike_the_year_before_is_told() {
    let county = County::new();
    county.init();
    let text = HEADS.join(",") + "\r\n";
    let half: String = candidates(2023).iter().take(240).map(|row| row.join(",") + "\r\n").collect();
    fs::write(county.path("某县/data/中考2023.csv"), gb18030(&(text + &half))).unwrap();
    let outcome = county.run();
    // 480 against 240 the year before, 12 schools against 6, and none of the rural ones.
    for told in
        ["2024 年考生数与上一年相差很大：2023 年 240，2024 年 480", "学校数", "城乡「乡村」所占百分比"]
    {
        assert!(outcome.err.contains(told), "{told}: {}", outcome.err);
    }
}

/// A configuration that names a file which is not there, and the file that is: they are connected, so that tables
/// read it.
#[test]
fn what_inspect_found_is_written_to_the_source_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("c.toml");
    let text = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n[disclosure]\nprofile = \"internal\"\n[[source]]\nid = \"zhongkao\"\npath = \"data/考生_{year}.csv\"\n[[table]]\nid = \"m\"\nindicator = \"subject_mean\"\nsource = \"zhongkao\"\n";
    fs::write(&config, text).unwrap();
    let data = folder.path().join("真的.csv");
    fs::write(&data, "考号,语文,备用\n1,90,x\n2,80,y\n").unwrap();
    let (config, data) = (config.to_str().unwrap(), data.to_str().unwrap());
    let outcome = edugauge(&["--lang", "zh", "inspect", data, "--write", config]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let written = fs::read_to_string(config).unwrap();
    assert!(written.contains("path = \"真的.csv\"") && !written.contains("exam"), "{written}");
    let outcome = edugauge(&["--lang", "zh", "run", config]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
}
