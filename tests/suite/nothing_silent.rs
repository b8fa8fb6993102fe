//! Nothing is left out, taken for something else or doubted without a word, and the word says what mends it.

use rust_xlsxwriter::Workbook;

use crate::support::{Outcome, Project, edugauge, written};

/// 40 candidates of four schools, 100 to 178 points in all.
fn scores() -> String {
    let row = |at: usize| format!("{at:03},第{}中学,{},{},{}\n", at % 4 + 1, 60 + at, 40 + at, 100 + 2 * at);
    "考号,学校,语文,数学,总分\n".to_owned() + &(0..40).map(row).collect::<String>()
}

const HEAD: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n[disclosure]\nprofile = \"internal\"\n";
const SOURCE: &str = "[[source]]\nid = \"s\"\npath = \"a.csv\"\n";

fn project(rest: &str) -> Project {
    Project::new(&format!("{HEAD}{SOURCE}{rest}"), &[("a.csv", &scores())])
}

#[track_caller]
fn says(outcome: &Outcome, code: u8, words: &[&str]) {
    assert_eq!(outcome.code, code, "{outcome:?}");
    for word in words {
        assert!(outcome.out.contains(word) || outcome.err.contains(word), "{word}: {outcome:?}");
    }
}

#[test]
fn tables_without_rows_and_columns_show_what_they_are_asked_for() {
    let table = |id: &str, rest: &str| {
        format!("[[table]]\nid = \"{id}\"\nsource = \"s\"\nby = [\"school\"]\n{rest}\n")
    };
    let means = "indicator = \"subject_mean\"\n";
    let project = project(
        &[
            table("shown", &format!("{means}show = [\"value\", \"n\"]\nfilter = {{ subject = [\"语文\"] }}")),
            table("ordered", &format!("{means}order = [\"第3中学\", \"第2中学\"]")),
            table(
                "counted",
                "indicator = \"admission_rate\"\ncounts = true\noptions = { lines = [\"线=150\"] }",
            ),
        ]
        .concat(),
    );
    let outcome = project.run();
    assert_eq!(outcome.code, 0, "{outcome:?}");
    // Of school 1: 60, 64, …, 96.
    assert_eq!(
        project.unstamped_csv("shown")[..2],
        ["学校,语文 平均分 数值,语文 平均分 人数", "第1中学,78.00,10"]
    );
    let schools: Vec<String> =
        project.unstamped_csv("ordered")[1..].iter().map(|row| row[..10].to_owned()).collect();
    assert_eq!(schools, ["第3中学", "第2中学", "第1中学", "第4中学"]);
    // Of school 1 those with 152, 160, 168 and 176 of 100, 108, …, 172: 156, 164, 172.
    assert_eq!(
        project.unstamped_csv("counted")[..2],
        ["学校,分数线,实考人数,总分 上线率", "第1中学,线,10,30.0"]
    );
}

#[test]
fn full_marks_and_lines_that_the_scores_speak_against_are_told() {
    let cut = |line: &str, score: u32| {
        format!("[[cut_score]]\nsource = \"s\"\nline = \"{line}\"\nscore = {score}\n")
    };
    let table = "[[table]]\nid = \"a\"\nindicator = \"admission_rate\"\nsource = \"s\"\nby = [\"school\"]\n";
    let marks = "full_marks = { total = 2000 }\n";
    let project = project(&[marks, &cut("高", 1500), &cut("低", 15), &cut("中", 150), table].concat());
    let words = [
        "分数线 高=1500：40 名考生无一达到",
        "分数线 低=15：40 名考生全部达到",
        "总分满分 2000，而最高只有 178 分（2024 年）",
        "full_marks = { total = …",
    ];
    let outcome = project.run();
    says(&outcome, 0, &words);
    assert!(!outcome.err.contains("中=150"), "{outcome:?}");
    says(&project.call("check", &[]), 0, &words[..3]);
    let file = written(&scores());
    let path = file.path().to_str().unwrap();
    let compute = ["compute", "admission_rate", path, "--line", "高=1500", "--line", "中=150"];
    let outcome = edugauge(&[&compute, &["--full-mark", "total=2000", "--lang", "en"][..]].concat());
    says(&outcome, 0, &["the line 高=1500 is reached by none of 40", "the full mark of Total is 2000"]);
    assert!(!outcome.err.contains("中=150"), "{outcome:?}");
}

#[test]
fn keys_that_are_not_known_are_told_where_they_belong_and_what_may_stand_there() {
    let table = "[[table]]\nid = \"m\"\nindicator = \"pass_rate\"\nsource = \"s\"\n";
    let of = |text: &str| project(text).run();
    says(
        &of(&format!("{table}threshold = 60\n")),
        2,
        &["不认识的项「threshold」", "写在 [table.options] 中", "这里可用：id、preset"],
    );
    says(&of(&format!("{table}full_marks = {{}}\n")), 2, &["「full_marks」写在 [[source]]、[[source.file]]"]);
    says(
        &of(&format!("{table}options = {{ treshold = 60 }}\n")),
        2,
        &["您是不是想写「threshold」", "这里可用：threshold、bands"],
    );
    let elsewhere = of(&format!("{table}options = {{ by = [] }}\n"));
    says(&elsewhere, 2, &["「by」写在 [[table]] 中"]);
    assert!(!elsewhere.err.contains("[table.options]"), "{elsewhere:?}");
    says(&of(&format!("{table}options = {{ decimals = 2 }}\n")), 2, &["「decimals」写在 [[table]] 中"]);
}

/// Two classes and a sheet of explanations before them.
fn workbook(folder: &std::path::Path) -> String {
    let mut book = Workbook::new();
    let notes = book.add_worksheet().set_name("说明").unwrap();
    for (row, text) in ["填表说明", "1. 缺考写缺考", "2. 成绩保留一位小数"].iter().enumerate()
    {
        notes.write_string(row as u32, 0, *text).unwrap();
    }
    for class in [1, 2] {
        let sheet = book.add_worksheet().set_name(format!("{class}班")).unwrap();
        for (column, header) in ["考号", "语文", "数学"].iter().enumerate() {
            sheet.write_string(0, column as u16, *header).unwrap();
        }
        for row in 1..=12 {
            sheet.write_string(row, 0, format!("{class}{row:03}")).unwrap();
            sheet.write_number(row, 1, f64::from(70 + row)).unwrap();
            sheet.write_number(row, 2, f64::from(50 + 2 * row + class)).unwrap();
        }
    }
    let path = folder.join("classes.xlsx");
    book.save(&path).unwrap();
    path.display().to_string()
}

#[test]
fn several_sheets_are_inspected_checked_and_printed() {
    let folder = tempfile::tempdir().unwrap();
    let path = workbook(folder.path());
    let call = |command: &str, sheet: &str| edugauge(&[command, &path, "--sheet", sheet, "--lang", "zh"]);
    let asked = edugauge(&["inspect", &path, "--lang", "zh"]);
    says(&asked, 3, &["--sheet \"1班,2班\""]);
    assert!(!asked.err.contains("说明"), "{asked:?}");
    for sheets in ["*", "1班,2班", "?班"] {
        says(&call("inspect", sheets), 0, &["工作表：1班", "工作表：2班"]);
        let checked = call("check", sheets);
        says(&checked, 0, &["[1班]", "[2班]"]);
        assert_eq!(checked.out.matches("需要注意").count(), 1, "{checked:?}");
        let printed = call("cat", sheets);
        assert_eq!((printed.code, printed.out.lines().count()), (0, 25), "{printed:?}");
    }
    says(&call("inspect", "*"), 0, &["[说明]：没有成绩"]);
    says(&call("cat", "*"), 0, &["[说明]：不是几列的表，未输出"]);
    says(&call("cat", "说明,1班"), 2, &["[1班]", "表头与前面各张相同"]);
    // Of sheets that are called so the candidates' class is known, whatever explains them; what was not read is told.
    let means = edugauge(&["compute", "平均分", &path, "--sheet", "*", "--by", "class", "--lang", "zh"]);
    says(&means, 0, &["[说明]：没有成绩，未读", "1班"]);
    let config = folder.path().join("c.toml").display().to_string();
    says(&edugauge(&["inspect", &path, "--sheet", "1班,2班", "--write", &config]), 0, &[]);
    assert!(std::fs::read_to_string(&config).unwrap().contains("sheet = [\"1班\", \"2班\"]"));
}

#[test]
fn a_file_without_sheets_says_so() {
    let file = written(&scores());
    let path = file.path().to_str().unwrap();
    for command in ["inspect", "check", "cat"] {
        says(&edugauge(&[command, path, "--sheet", "*", "--lang", "zh"]), 3, &["没有工作表", "不写 sheet"]);
    }
}

#[test]
fn what_grades_are_worth_is_an_example_wherever_it_is_offered() {
    let file = written("考号,语文,数学\n1,90,80\n2,优秀,70\n3,良好,60\n4,80,90\n5,85,80\n6,70,75\n");
    for command in ["inspect", "check"] {
        let said = edugauge(&[command, file.path().to_str().unwrap(), "--lang", "zh"]);
        let text = said.out + &said.err;
        assert!(text.contains("优秀=95") && text.contains("只是示例"), "{command}: {text}");
        assert!(!text.contains("优秀=absent"), "{command}: {text}");
    }
}

#[test]
fn help_and_the_nearest_option_in_chinese() {
    says(&edugauge(&["--lang", "zh", "help", "run"]), 0, &["用法：edugauge run", "--dry-run"]);
    says(&edugauge(&["--lang", "zh", "help", "compute", "及格率"]), 0, &["--threshold"]);
    says(&edugauge(&["--lang", "zh", "help", "runn"]), 2, &["命令的名称"]);
    let near = edugauge(&["--lang", "zh", "compute", "subject_mean", "a.csv", "--threshhold", "60"]);
    says(&near, 2, &["--threshold 是", "pass_rate"]);
    assert!(!near.err.contains("--threads"), "{near:?}");
}

#[test]
fn batches_side_by_side_print_the_lines_that_read_one() {
    let file = written("分数,本科人数,本科累计,专科人数,专科累计\n700,1,1,2,2\n699,2,3,1,3\n698,4,7,3,6\n");
    let path = file.path().to_str().unwrap();
    let lines = ["--column 本科人数=count", "--column 本科累计=cumulative", "--column 专科人数=ignore"];
    let asked = edugauge(&["compute", "score_table", path, "--lang", "zh"]);
    says(&asked, 3, &["几个批次并列", "--kind score-table", "--column 专科累计=ignore"]);
    says(&asked, 3, &lines);
    let options = lines.iter().flat_map(|line| line.split(' ')).chain(["--column", "专科累计=ignore"]);
    let args: Vec<&str> =
        ["compute", "score_table", path, "--kind", "score-table"].into_iter().chain(options).collect();
    says(&edugauge(&args), 0, &["7"]);
}

#[test]
fn a_dash_as_a_count_is_told_what_nobody_is() {
    let file = written("分数,人数,累计\n700,1,1\n699,-,1\n698,4,5\n");
    says(
        &edugauge(&["compute", "score_table", file.path().to_str().unwrap(), "--lang", "zh"]),
        3,
        &["无人写 0"],
    );
}

/// Three candidates with 231 and 180 points; the row of totals says 4, 230 and 181.
#[test]
fn a_row_of_totals_that_differs_is_one_thing_to_look_at() {
    let scores = "考号,语文,数学\n1,90,60\n2,80,70\n3,61,50\n合计：4人,230,181\n";
    let table = "[[table]]\nid = \"t\"\nsource = \"s\"\nindicator = \"subject_mean\"\n";
    let made = Project::new(&format!("{HEAD}{SOURCE}{table}"), &[("a.csv", scores)]).run();
    says(&made, 0, &["A 列「考号」、B 列「语文」、C 列「数学」：合计或平均行写的数与读到的不符"]);
    assert_eq!(made.err.matches("EG-546").count() + made.out.matches("EG-546").count(), 1, "{made:?}");
}

#[test]
fn a_trend_of_one_year_says_what_makes_it_longer() {
    let table = "[[table]]\nid = \"t\"\nsource = \"s\"\nindicator = \"subject_mean\"\nmeasures = [\"mean\"]\nrows = [\"year\"]\ncolumns = [\"subject\"]\nchart = \"trend\"\n";
    says(&project(table).run(), 2, &["至少两个年份", "last_years"]);
}
