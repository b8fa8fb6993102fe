//! Registers of one row each: rows counted, with conditions. Every expected number can be counted in the files here.

use crate::support::{Outcome, Project, edugauge, text_of, written};

const PROJECTS: &str = "\
项目,类型,状态,年份,投入,交付日期
A园,新建,已交付,2011,140万元,2011-08-20
B园,新建,在建,2011,200万元,
C园,新建,已交付,2011,60万元,2011年9月1日
D园,改扩建,已交付,2011,50万元,2011/12/31
E园,改扩建,,2011,50万元,
F园,新建,已交付,2010,10万元,2010-08-20
";

/// A message without the places where its lines are broken.
fn flat(message: &str) -> String {
    message.chars().filter(|c| !c.is_whitespace() && *c != '│').collect()
}

fn compute(indicator: &str, table: &str, options: &[&str]) -> Outcome {
    let file = written(table);
    let path = file.path().to_str().unwrap().to_owned();
    let head = ["--lang", "zh", "compute", indicator, &path, "--format", "csv"];
    edugauge(&[&head, options].concat())
}

/// The values of a measure, in order.
fn values(outcome: &Outcome, measure: &str) -> Vec<String> {
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let mut lines = outcome.out.lines();
    let head: Vec<&str> = lines.next().unwrap().trim_start_matches('\u{feff}').split(',').collect();
    let at = |name: &str| head.iter().position(|header| *header == name).unwrap();
    let cells = lines.map(|line| line.split(',').collect::<Vec<_>>());
    let of_measure = cells.filter(|cells| cells[at("measure")] == measure);
    of_measure.map(|cells| cells[at("value")].to_owned()).collect()
}

#[test]
fn rows_are_counted_by_year_and_group() {
    let counted = compute("count_by_year", PROJECTS, &["--by", "类型"]);
    // 2010: 新建 1, 改扩建 none; 2011: 新建 3, 改扩建 2.
    assert_eq!(values(&counted, "count"), ["1", "0", "3", "2"]);
    assert_eq!(values(&counted, "change"), ["", "", "2", "2"]);
}

#[test]
fn a_table_without_years_says_why_nothing_is_compared() {
    let counted = compute("count_by_year", "项目,类型\nA园,新建\nB园,改扩建\n", &[]);
    assert_eq!(values(&counted, "count"), ["2"]);
    assert!(flat(&counted.err).contains("没有年份，无从与上一年相比"), "{}", counted.err);
}

#[test]
fn conditions_choose_the_rows() {
    let count = |conditions: &[&str]| {
        let options: Vec<&str> = conditions.iter().flat_map(|one| ["--where", *one]).collect();
        values(&compute("count_by_year", PROJECTS, &options), "count")
    };
    assert_eq!(count(&["状态 is 已交付"]), ["1", "3"]);
    assert_eq!(count(&["状态 is 已交付|在建"]), ["1", "4"]);
    assert_eq!(count(&["状态 is 已交付", "类型 is_not 改扩建"]), ["1", "2"]);
    assert_eq!(count(&["交付日期 from 2011-09-01"]), ["0", "2"]);
    assert_eq!(count(&["交付日期 until 2011-08"]), ["1", "1"]);
    let units = compute("count_by_year", PROJECTS, &["--where", "投入 at_least 600000", "--unit", "元"]);
    assert_eq!(values(&units, "count"), ["0", "3"]);
}

#[test]
fn what_a_blank_leaves_open_and_a_word_that_no_cell_has_are_said() {
    let blank = compute("count_by_year", PROJECTS, &["--where", "状态 is 已交付"]);
    assert!(
        blank.out.contains("rows not counted for a blank in a column of the conditions: 1"),
        "{}",
        blank.out
    );
    let slip = compute("count_by_year", PROJECTS, &["--where", "状态 is 己交付"]);
    assert!(slip.out.contains("no cell of 状态 is 己交付"), "{}", slip.out);
    let header = compute("count_by_year", PROJECTS, &["--where", "状况 is 已交付"]);
    assert!(header.code == 3 && header.err.contains("状态"), "{}", header.err);
    let word = compute("count_by_year", PROJECTS, &["--where", "状态 = 已交付"]);
    assert!(word.code == 2 && word.err.contains("at_least、at_most、is"), "{}", word.err);
}

#[test]
fn ratios_are_of_rows_that_meet_conditions() {
    let share = |options: &[&str]| values(&compute("ratio", PROJECTS, options), "ratio");
    // 3 of 5 rows of 2011 are delivered, 1 of 1 of 2010.
    assert_eq!(share(&["--numerator-where", "状态 is 已交付"]), ["100", "60"]);
    assert_eq!(share(&["--numerator-where", "状态 is 已交付", "--where", "类型 is 新建"])[1][..5], *"66.66");
    // Yuan a project: 500 ten thousands over 5.
    let mean = share(&["--numerator", "投入", "--unit", "元", "--scale", "number"]);
    assert_eq!(mean, ["100000", "1000000"]);
    let nothing = compute("ratio", PROJECTS, &[]);
    assert!(nothing.code == 2 && nothing.err.contains("numerator_where"), "{}", nothing.err);
}

#[test]
fn values_of_a_column_count_once() {
    let visits = "学校代码,场次\n041,1\n041,1\n017,1\n";
    let count = |options: &[&str]| values(&compute("count_by_year", visits, options), "count");
    assert_eq!(count(&[]), ["3"]);
    assert_eq!(count(&["--distinct", "学校代码"]), ["2"]);
    let of_sums = compute("count_by_year", visits, &["--count", "场次", "--distinct", "学校代码"]);
    assert!(of_sums.code == 2 && of_sums.err.contains("distinct"), "{}", of_sums.err);
    let blank = compute("count_by_year", "学校代码,x\n041,1\n,1\n", &["--distinct", "学校代码"]);
    assert!(blank.code == 3 && blank.err.contains("第 3 行"), "{}", blank.err);
}

#[test]
fn cells_that_are_no_numbers_are_refused_with_what_mends_them() {
    let said = |cell: &str| {
        let table = format!("项目,数量\nA,{cell}\nB,3\n");
        let refused = compute("count_by_year", &table, &["--count", "数量"]);
        assert_eq!(refused.code, 3, "{cell}: {}", refused.out);
        flat(&refused.err)
    };
    assert!(said("5000余").contains("不能相加：填台账中的准确数"), "{}", said("5000余"));
    assert!(said("约5000").contains("准确的数"));
    assert!(said("是").contains("is=[\"是\"]"), "{}", said("是"));
    assert!(said("12%").contains("units=[\"%\"]"));
    assert!(said("58场").contains("units=[\"场\"]"));
    let read = compute("count_by_year", "项目,数量\nA,58场\nB,3\n", &["--count", "数量", "--unit", "场"]);
    assert_eq!(values(&read, "count"), ["61"]);
}

const CONFIG: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n";

fn project(counts: &str, options: &str, rows: &str) -> Project {
    let source = format!("[[source]]\nid = \"t\"\nkind = \"table\"\npath = \"t.csv\"\n{counts}");
    let table = format!(
        "[[table]]\nid = \"a\"\nindicator = \"count_by_year\"\nmeasures = [\"count\"]\nsource = \"t\"\nby = [\"类型\"]\n[table.options]\n{options}"
    );
    Project::new(&format!("{CONFIG}{source}{table}"), &[("t.csv", &rows.replace("2011", "2024"))])
}

#[test]
fn conditions_of_a_configuration_are_tables() {
    let options =
        "where = [{ column = \"状态\", is = [\"已交付\"] }, { column = \"交付日期\", from = 2024-01-01 }]\n";
    let made = project("counts = \"things\"\n", options, PROJECTS);
    let run = made.run();
    assert_eq!(run.code, 0, "{}", run.err);
    let figures = text_of(&made.path("out/2024/figures.csv"));
    assert!(figures.contains("状态 is 已交付") || figures.contains("状态 为 已交付"), "{figures}");
    assert_eq!(made.csv("a").len(), 3, "{:?}", made.csv("a"));
    let one = "where = { column = \"状态\", is = \"已交付\" }\n";
    assert_eq!(project("counts = \"things\"\n", one, PROJECTS).run().code, 0);
    let wrong =
        project("counts = \"things\"\n", "where = [{ column = \"状态\", equals = 1 }]\n", PROJECTS).run();
    assert!(wrong.code == 2 && wrong.err.contains("at_least"), "{}", wrong.err);
}

#[test]
fn a_word_of_a_condition_that_no_cell_has_needs_attention() {
    let slip = "where = [{ column = \"状态\", is = [\"已交付\", \"在健\"] }]\n";
    let made = project("counts = \"things\"\n", slip, PROJECTS);
    let run = made.run();
    let said = flat(&run.err);
    assert!(run.code == 0 && said.contains("状态中的在健在数据中没有；数据中有：在建,已交付"), "{}", run.err);
    assert_eq!(made.call("run", &["--strict"]).code, 1);
    // Of names only the wrong one is said.
    let names: String = (0..30).map(|n| format!("园{n},新建,在建,2024,,\n")).collect();
    let names = format!("项目,类型,状态,年份,投入,交付日期\n{names}");
    let one = project("counts = \"things\"\n", "where = [{ column = \"项目\", is = [\"园99\"] }]\n", &names);
    let said = flat(&one.run().err);
    assert!(said.contains("项目中的园99在数据中没有") && !said.contains("园7"), "{said}");
}

#[test]
fn a_public_release_knows_what_its_rows_are() {
    let unsaid = project("", "", PROJECTS).run();
    assert!(unsaid.code == 2 && flat(&unsaid.err).contains("counts=\"pupils\""), "{}", unsaid.err);
    let pupils: String =
        (0..30).map(|n| format!("{n},{},是,2024,,\n", if n < 27 { "甲" } else { "乙" })).collect();
    let pupils = format!("学号,类型,状态,年份,投入,交付日期\n{pupils}");
    let made = project("counts = \"pupils\"\n", "", &pupils);
    assert_eq!(made.run().code, 0);
    // Three of 乙 are too few: neither stands there, nor 27 beside 30.
    let lines = made.csv("a").join("\n");
    assert!(lines.contains("[c]") && !lines.contains("27") && !lines.contains(",3"), "{lines}");
}
