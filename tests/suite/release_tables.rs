//! Tables by rows and columns: the numbers stand where the configuration puts them, in every format.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use edugauge::release::config::PRESETS;

use crate::support::{Project, edugauge};

/// Two years, two schools, two subjects; every number below can be counted by hand.
const YEAR_1: &str = "考号,学校,城乡,科类,语文,数学\n1,甲校,城区,文科,90,50\n2,甲校,城区,理科,80,70\n3,乙校,乡村,文科,60,90\n4,乙校,乡村,理科,40,30\n";
const YEAR_2: &str = "考号,学校,城乡,科类,语文,数学\n1,甲校,城区,文科,95,60\n2,甲校,城区,理科,85,80\n3,乙校,乡村,文科,65,95\n4,乙校,乡村,理科,45,缺考\n";

const HEAD: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n[disclosure]\nprofile = \"internal\"\n[[source]]\nid = \"s\"\npath = \"{year}.csv\"\n[source.full_marks]\nchinese = 100\nmathematics = 100\ntotal = 200\n[[cut_score]]\nsource = \"s\"\nline = \"一线\"\nscore = 150\n[[population]]\nyear = 2024\ncount = 1000\nunit = \"人\"\nbasis = \"户籍\"\n[[population]]\nyear = 2023\ncount = 1000\nunit = \"人\"\nbasis = \"户籍\"\n";

/// The files of all projects here.
const FILES: [(&str, &str); 2] = [("2023.csv", YEAR_1), ("2024.csv", YEAR_2)];

fn project_of(tables: &str) -> Project {
    Project::new(&format!("{HEAD}{tables}"), &FILES)
}

fn made(tables: &str) -> Project {
    Project::made(&format!("{HEAD}{tables}"), &FILES)
}

fn refused(tables: &str, words: &[&str]) {
    let outcome = project_of(tables).run();
    assert_eq!((outcome.code, outcome.out.as_str()), (2, ""), "{}", outcome.err);
    for word in words {
        assert!(outcome.err.contains(word), "{word}: {}", outcome.err);
    }
}

#[test]
fn subjects_and_quantities_stand_above_the_schools() {
    let project = made(
        "[[table]]\nid = \"a\"\npreset = \"means_and_rates\"\nsource = \"s\"\nfilter = { subject = [\"语文\", \"数学\"] }\nindicators = [\"subject_mean\", \"pass_rate\"]\n",
    );
    // 2024: 甲校 语文 (95 + 85) / 2 = 90, both pass; 乙校 数学: one of one tested (95) passes.
    assert_eq!(
        project.unstamped_csv("a"),
        [
            "学校,实考人数,语文 平均分（分）,语文 及格率（%）,数学 平均分（分）,数学 及格率（%）",
            "乙校,1,55.00,50.0,95.00,100.0",
            "甲校,2,90.00,100.0,70.00,100.0",
            "合计,3,72.50,75.0,78.33,100.0",
        ]
    );
}

#[test]
fn lines_stand_above_counts_and_rates() {
    let project = made("[[table]]\nid = \"a\"\npreset = \"admission_by_school\"\nsource = \"s\"\n");
    // Totals of 2024: 155, 165, 160, absent.
    assert_eq!(
        project.unstamped_csv("a"),
        ["学校,实考人数,一线 上线人数,一线 上线率", "乙校,1,1,100.0", "甲校,2,2,100.0", "合计,3,3,100.0"]
    );
}

#[test]
fn years_down_the_side_make_a_trend() {
    let project = made(
        "[[table]]\nid = \"a\"\npreset = \"headline_years\"\nsource = \"s\"\n[[table]]\nid = \"b\"\npreset = \"per_10k_by_year\"\nsource = \"s\"\nchart = \"none\"\n",
    );
    // 2023: totals 140, 150, 150, 70, so 2 of 4 reach 150, 20 per 10,000 of 1,000 inhabitants; 2024: 3 of 3.
    assert_eq!(
        project.unstamped_csv("a"),
        ["年份,一线 上线率（%）,一线 万人本（人/万人）", "2023,50.0,20.0", "2024,100.0,30.0"]
    );
    assert_eq!(project.unstamped_csv("b"), ["年份,一线 上线人数,一线 万人本", "2023,2,20.0", "2024,3,30.0"]);
    let page = String::from_utf8(project.bytes("report.html")).unwrap();
    assert_eq!(page.matches("<svg").count(), 1, "one has a chart, the other was told to have none");
    assert!(!page.contains("<script") && !page.contains("href=\"http") && !page.contains("src=\"http"));
}

#[test]
fn the_order_asked_for_and_bars() {
    let project = made(
        "[[table]]\nid = \"a\"\nindicator = \"subject_mean\"\nmeasures = [\"mean\"]\nsource = \"s\"\nby = [\"school\"]\nrows = [\"subject\"]\ncolumns = [\"year\", \"school\"]\norder = [\"乙校\"]\nall_years = true\nchart = \"bars\"\n",
    );
    assert_eq!(
        project.unstamped_csv("a"),
        [
            "科目,2023 乙校,2023 甲校,2024 乙校,2024 甲校",
            "语文,50.00,85.00,55.00,90.00",
            "数学,60.00,60.00,95.00,70.00",
            "总分,110.00,145.00,160.00,160.00",
        ]
    );
}

#[test]
fn what_cannot_be_laid_out_is_refused_with_the_reason() {
    let table = |rest: &str| format!("[[table]]\nid = \"a\"\nsource = \"s\"\n{rest}");
    refused(
        &table(
            "indicator = \"subject_mean\"\nby = [\"school\"]\nrows = [\"school\"]\nmeasures = [\"mean\"]\n",
        ),
        &["EG-206", "subject", "filter"],
    );
    refused(&table("preset = \"admission_by_shcool\"\n"), &["EG-201", "admission_by_school"]);
    refused(
        &table("indicator = \"subject_mean\"\nshow = [\"numerater\"]\nrows = [\"subject\"]\n"),
        &["numerator"],
    );
    refused(&table("indicator = \"subject_mean\"\nmeasures = [\"maen\"]\n"), &["mean"]);
    refused(&table("indicators = [\"subject_mean\", \"pass_rate\"]\n"), &["rows", "columns"]);
    refused(&table(""), &["indicator", "preset"]);
}

#[test]
fn every_preset_is_made_of_indicators_parts_and_measures_that_there_are() {
    for preset in PRESETS {
        let found: Vec<_> =
            preset.indicators.iter().map(|id| edugauge::indicators::find(id).unwrap()).collect();
        assert!(!found.is_empty() && !preset.title.zh.is_empty() && !preset.title.en.is_empty());
        for measure in preset.measures {
            assert!(found.iter().any(|i| i.measure(measure).is_some()), "{}", preset.id);
        }
    }
}

// ---- the workbooks, read back cell by cell --------------------------------------------------------------

fn sheets(bytes: Vec<u8>) -> BTreeMap<String, Vec<Vec<Data>>> {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = workbook.sheet_names();
    let mut sheets = BTreeMap::new();
    for name in names {
        let range = workbook.worksheet_range(&name).unwrap();
        sheets.insert(name, range.rows().map(<[Data]>::to_vec).collect());
    }
    sheets
}

fn reads(cell: &Data) -> String {
    match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    }
}

/// A CSV's cell and a workbook's: the same text, or the same number.
fn same(csv: &str, cell: &Data) -> bool {
    csv == reads(cell) || csv.parse::<f64>().is_ok_and(|n| matches!(cell, Data::Float(f) if *f == n))
}

const TWO_TABLES: &str = "[[table]]\nid = \"a\"\ntitle = \"=均分/表\"\nindicators = [\"subject_mean\", \"pass_rate\"]\nmeasures = [\"mean\", \"rate\"]\nsource = \"s\"\nby = [\"school\"]\nrows = [\"school\"]\ncolumns = [\"subject\", \"quantity\"]\ncounts = true\n[[table]]\nid = \"b\"\npreset = \"gap\"\nsource = \"s\"\n";

#[test]
fn the_workbooks_hold_what_the_csv_files_hold() {
    let project = made(TWO_TABLES);
    let (bureau, accessible) =
        (sheets(project.bytes("tables.xlsx")), sheets(project.bytes("accessible.xlsx")));
    assert_eq!(accessible.keys().collect::<Vec<_>>(), ["封面", "目录", "表1", "表2", "说明"]);
    for (id, sheet, plain) in [("a", "【内部】=均分-表", "表1"), ("b", "【内部】城乡各科均分差距", "表2")]
    {
        let csv: Vec<Vec<String>> = project
            .unstamped_csv(id)
            .iter()
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect();
        let first = |rows: &[Vec<Data>]| {
            let at =
                rows.iter().position(|row| csv[1].iter().zip(row).all(|(a, b)| a.is_empty() || same(a, b)));
            at.unwrap_or_else(|| panic!("{id}: the first row is not there"))
        };
        for (rows, empty) in [(&bureau[sheet], ""), (&accessible[plain], "[z]")] {
            let from = first(rows);
            for (line, row) in csv[1..].iter().zip(&rows[from..]) {
                for (text, cell) in line.iter().zip(row) {
                    let text = if text.is_empty() { empty } else { text };
                    assert!(same(text, cell), "{id}: {text} is {cell:?}");
                }
            }
        }
        // One header row without merged cells: the row above the first has every full header.
        let head: Vec<String> = accessible[plain][first(&accessible[plain]) - 1].iter().map(reads).collect();
        assert_eq!(head[..csv[0].len()], csv[0]);
    }
    let cover: Vec<String> = accessible["封面"].iter().flatten().map(reads).collect();
    for symbol in ["[c]", "[x]", "[z]", "[low]", "[u]"] {
        assert!(cover.iter().any(|line| line.starts_with(symbol)), "{symbol} is not explained");
    }
    // Fewer than 30 candidates stand behind each row.
    assert!(accessible["表1"].iter().flatten().any(|cell| reads(cell) == "[u]"));
}

#[test]
fn every_sheet_of_an_internal_release_is_stamped() {
    let project = made(TWO_TABLES);
    for workbook in ["tables.xlsx", "accessible.xlsx"] {
        for (name, rows) in sheets(project.bytes(workbook)) {
            let list = name == "说明" || (workbook == "accessible.xlsx" && name == "目录");
            let stamped = rows.iter().flatten().any(|cell| reads(cell).contains("内部资料"));
            assert!(stamped || list, "{workbook} {name}");
        }
    }
}

#[test]
fn the_metadata_and_the_json_describe_the_columns() {
    let project = made(TWO_TABLES);
    let text = String::from_utf8(project.bytes("table_a.meta.csv")).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').lines().collect();
    let stamp = "内部资料，未作隐私保护处理，不得公开";
    let expected = [
        "列,类别,单位,小数位数,标识,类型",
        "学校,分组,,,school,string",
        "实考人数,数值,人,0,tested,integer",
        "语文 平均分（分）,数值,分,2,chinese.subject_mean.mean.value,number",
    ];
    assert_eq!(lines[0], format!("{},{stamp}", expected[0]), "also what describes a table is stamped");
    assert_eq!(lines[1..4], expected[1..].iter().map(|line| format!("{line},")).collect::<Vec<_>>());
    let json: serde_json::Value = serde_json::from_slice(&project.bytes("release.json")).unwrap();
    let table = &json["tables"][0];
    assert_eq!(table["columns"][2]["levels"], serde_json::json!(["语文"]));
    assert_eq!(table["rows"][1], serde_json::json!(["甲校", 2, 90.0, 100.0, 70.0, 100.0, 160.0, 100.0]));
    assert_eq!(json["profile"].as_str().map(|text| text.contains("内部")), Some(true));
}

/// Totals: 甲校 155, 165; 乙校 160, and one without.
#[test]
fn columns_of_one_name_are_refused_and_those_of_rank_bands_differ() {
    let table = "[[table]]\nid = \"a\"\nsource = \"s\"\nindicator = \"rank_bands\"\nby = [\"school\"]\nfilter = { subject = [\"总分\"] }\n[table.options]\nedges = [1, 3]\n";
    let lines = made(table).unstamped_csv("a");
    assert_eq!(lines[0], "学校,等级,科目,人数,占该段的 %");
    assert!(lines.contains(&"甲校,1-1,总分,1,100.0".to_owned()), "{lines:?}");
    let twice = "[[table]]\nid = \"a\"\nsource = \"s\"\nindicator = \"subject_mean\"\nrows = [\"subject\"]\nmeasures = [\"mean\"]\nshow = [\"value\", \"value\"]\n";
    refused(twice, &["EG-201", "平均分"]);
}

#[test]
fn a_title_that_is_not_given_names_the_groups() {
    let titled = |rest: &str| {
        let project = made(&format!("[[table]]\nid = \"a\"\nsource = \"s\"\n{rest}\n"));
        let json: serde_json::Value = serde_json::from_slice(&project.bytes("release.json")).unwrap();
        json["tables"][0]["title"].as_str().unwrap().trim_start_matches("【内部】").to_owned()
    };
    assert_eq!(
        titled("indicator = \"admission_rate\"\nby = [\"track\", \"school\"]"),
        "上线率（按科类、学校）"
    );
    assert_eq!(titled("indicator = \"admission_rate\""), "上线率");
    assert_eq!(titled("preset = \"admission_by_school\""), "各学校上线情况");
    assert_eq!(titled("preset = \"admission_by_school\"\nby = [\"residence\"]"), "上线情况（按城乡）");
    assert_eq!(titled("preset = \"admission_by_school\"\ntitle = \"甲\""), "甲");
}

#[test]
fn the_head_of_a_denominator_says_who_is_counted() {
    let head = |denominator: &str| {
        let options = format!("[table.options]\ndenominator = \"{denominator}\"\n");
        let table = "[[table]]\nid = \"a\"\nsource = \"s\"\nindicator = \"admission_rate\"\n";
        made(&format!("{table}{options}")).unstamped_csv("a")[0].clone()
    };
    assert!(head("tested").starts_with("分数线,实考人数,上线人数,上线率"), "{}", head("tested"));
    assert!(head("registered").starts_with("分数线,报名人数,上线人数,上线率"), "{}", head("registered"));
}

#[test]
fn the_paragraph_is_in_both_languages() {
    let headline = "[headline]\nsource = \"s\"\nline = \"一线\"\n";
    let project = made(&format!("{headline}{TWO_TABLES}"));
    // 3 of the 3 tested reach 150; 30 per 10,000 of 1,000 inhabitants.
    assert_eq!(
        String::from_utf8(project.bytes("paragraph.txt")).unwrap(),
        "\u{FEFF}【内部资料，未作隐私保护处理，不得公开】 [Internal: small cells are not hidden, not for publication]\r\n\r\n一线上线人数 3 人，上线率 100.0%，万人本 30.0。\r\n\r\n一线: 3 candidates attained, admission rate 100.0 %, 30.0 per 10,000 inhabitants.\r\n"
    );
}

// ---- year on year -----------------------------------------------------------------------------------------

#[test]
fn changes_have_columns_of_their_own_in_a_table_of_ones_choice() {
    let project = made(
        "[[table]]\nid = \"a\"\nindicator = \"subject_mean\"\nmeasures = [\"mean\"]\nsource = \"s\"\nby = [\"school\"]\nrows = [\"school\"]\ncolumns = [\"subject\"]\nfilter = { subject = [\"语文\", \"数学\"] }\nchange = true\ncoverage = 0\n",
    );
    // 2023 → 2024: 乙校 语文 50 → 55, 数学 60 → 95; 甲校 语文 85 → 90, 数学 60 → 70. Means of all have no interval.
    assert_eq!(
        project.unstamped_csv("a"),
        [
            "学校,语文 平均分,语文 比上年变化 方向,语文 比上年变化 变化,数学 平均分,数学 比上年变化 方向,数学 比上年变化 变化",
            "乙校,55.00,△,5.00,95.00,△,35.00",
            "甲校,90.00,△,5.00,70.00,△,10.00",
        ]
    );
    let json: serde_json::Value = serde_json::from_slice(&project.bytes("release.json")).unwrap();
    let columns = json["tables"][0]["columns"].as_array().unwrap();
    let numeric: Vec<bool> = columns.iter().map(|column| column["numeric"].as_bool().unwrap()).collect();
    assert_eq!(numeric, [false, true, false, true, true, false, true]);
}

#[test]
fn rates_have_an_arrow_their_change_and_its_interval() {
    let project = made(
        "[[table]]\nid = \"a\"\nindicator = \"admission_rate\"\nsource = \"s\"\nby = [\"school\"]\nchange = true\ncoverage = 0\n",
    );
    // 甲校: totals 140 and 150 in 2023, so 1 of 2 reaches 150; 155 and 165 in 2024, 2 of 2. Wilson intervals at
    // 95 % (Wilson 1927): 9.45 to 90.55 and 34.24 to 100; by Zou & Donner's method the change of 50.0 then runs
    // from 50 − √(65.76² + 40.55²) = −27.3 to 50 + √(0² + 40.55²) = 90.5: it holds zero.
    let lines = project.unstamped_csv("a");
    assert!(
        lines[0].ends_with("比上年变化 方向,比上年变化 变化,比上年变化 95% 区间下限,比上年变化 95% 区间上限")
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("甲校,一线,2,2,100.0,") && line.ends_with("△,50.0,-27.3,90.5")),
        "{lines:?}"
    );
    let page = String::from_utf8(project.bytes("report.html")).unwrap();
    assert!(page.contains("<td class=\"arrow\">△</td>") && page.contains("不能断定"));
}

#[test]
fn the_heads_of_intervals_name_their_level() {
    let table = |id: &str, options: &str| {
        format!(
            "[[table]]\nid = \"{id}\"\nindicator = \"admission_rate\"\nmeasures = [\"rate\"]\nsource = \"s\"\nby = [\"school\"]\n{options}change = true\ncoverage = 0\n"
        )
    };
    let project = made(&(table("usual", "") + &table("chosen", "options = { confidence = 0.9 }\n")));
    let head = |id: &str| project.unstamped_csv(id)[0].clone();
    assert!(head("usual").contains("95% 区间下限") && !head("usual").contains("90%"), "{}", head("usual"));
    assert!(head("chosen").contains("90% 区间下限") && !head("chosen").contains("95%"), "{}", head("chosen"));
    let own = "rows = [\"school\"]\ncolumns = [\"line\"]\nshow = [\"value\", \"lower\"]\noptions = { confidence = 0.9 }\n";
    assert!(made(&table("own", own)).unstamped_csv("own")[0].contains("90% 区间下限"));
    let page = String::from_utf8(project.bytes("report.html")).unwrap();
    assert!(page.contains("变化的 90% 区间不含零") && page.contains("变化的 95% 区间不含零"));
}

#[test]
fn means_by_subject_become_a_row_each_with_their_change() {
    let project = made(
        "[[table]]\nid = \"a\"\nindicator = \"subject_mean\"\nsource = \"s\"\nby = [\"school\"]\nfilter = { subject = [\"语文\"], school = [\"甲校\"] }\nchange = true\ncoverage = 0\n[[table]]\nid = \"b\"\nindicator = \"subject_mean\"\nsource = \"s\"\nby = []\nfilter = { subject = [\"语文\", \"数学\"] }\nchange = true\ncoverage = 0\n",
    );
    assert_eq!(
        project.unstamped_csv("a"),
        ["学校,人数,平均分,比上年变化 方向,比上年变化 变化", "甲校,2,90.00,△,5.00"]
    );
    // 2023: 语文 (90 + 80 + 60 + 40) / 4 = 67.5, 数学 60; 2024: 语文 72.5, 数学 (60 + 80 + 95) / 3 = 78.33.
    assert_eq!(
        project.unstamped_csv("b"),
        ["科目,人数,平均分,比上年变化 方向,比上年变化 变化", "语文,4,72.50,△,5.00", "数学,3,78.33,△,18.33",]
    );
}

// ---- languages ---------------------------------------------------------------------------------------------

#[test]
fn documents_are_in_the_configurations_language_and_messages_in_the_command_lines() {
    let project = project_of(TWO_TABLES);
    let config = project.path("c.toml");
    let config = config.to_str().unwrap();
    let chinese = edugauge(&["--lang", "zh", "run", config]);
    let documents = |project: &Project| {
        ["report.html", "tables.xlsx", "table_a.csv", "manifest.json"].map(|name| project.bytes(name))
    };
    let before = documents(&project);
    let english = edugauge(&["--lang", "en", "run", config]);
    assert_eq!((chinese.code, english.code), (0, 0));
    assert_eq!(before, documents(&project), "whoever runs it");
    assert!(chinese.err.contains("采用 4 行") && !chinese.err.contains("accepted"), "{}", chinese.err);
    assert!(english.err.contains("accepted 4 rows") && !english.err.contains("采用"), "{}", english.err);
    // Without a language in the configuration the documents follow the command line.
    let text = fs::read_to_string(config).unwrap().replace("language = \"zh\"\n", "");
    fs::write(config, text).unwrap();
    assert_eq!(edugauge(&["--lang", "en", "run", config]).code, 0);
    assert!(String::from_utf8(project.bytes("report.html")).unwrap().contains("<html lang=\"en\">"));
}

// ---- small counts in remarks ---------------------------------------------------------------------------------

/// 60 candidates of science, 55 of arts, and so many whose track has no line.
fn county_with_others(profile: &str, others: usize) -> Project {
    let project = project_of("");
    let mut text = "考号,学校,城乡,科类,语文,数学\n".to_owned();
    let tracks = [("理科", 60), ("文科", 55), ("艺术", others)];
    for (track, count) in tracks {
        for at in 0..count {
            let (number, score) = (text.lines().count(), 40 + at % 50);
            text += &format!("{number},甲校,城区,{track},{score},{score}\n");
        }
    }
    fs::write(project.path("2024.csv"), text).unwrap();
    let cuts = "[[cut_score]]\nsource = \"s\"\nline = \"一线\"\ntrack = \"文科\"\nscore = 120\n[[cut_score]]\nsource = \"s\"\nline = \"一线\"\ntrack = \"理科\"\nscore = 130\n";
    let head = HEAD.replace("[[cut_score]]\nsource = \"s\"\nline = \"一线\"\nscore = 150\n", cuts);
    let head = head.replace("profile = \"internal\"", &format!("profile = \"{profile}\""));
    let tables = "[[table]]\nid = \"a\"\nindicator = \"admission_rate\"\nsource = \"s\"\nby = []\n";
    fs::write(project.path("c.toml"), format!("{head}{tables}")).unwrap();
    let outcome = project.run();
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    project
}

#[test]
fn a_remark_of_a_public_release_tells_no_small_count() {
    let everything = |project: &Project| -> String {
        let names = ["report.html", "figures.csv", "release.json"];
        names.map(|name| String::from_utf8(project.bytes(name)).unwrap()).concat()
    };
    let public = everything(&county_with_others("public", 3));
    assert!(public.contains("若干名考生所在科类没有这条线") && public.contains("some candidates of tracks"));
    assert!(!public.contains("3 名考生所在") && !public.contains(",3 candidates of"), "{public}");
    assert!(everything(&county_with_others("internal", 3)).contains("3 名考生所在科类没有这条线"));
    // No table holds these counts, so that two of them could differ by few.
    assert!(everything(&county_with_others("public", 24)).contains("若干名考生所在科类没有这条线"));
}

/// The layout of means holds one measure; what is asked for beside it is not left out without a word.
#[test]
fn every_measure_that_is_asked_for_is_shown() {
    let project = made(
        "[[table]]\nid = \"a\"\nindicator = \"subject_mean\"\nsource = \"s\"\nby = [\"school\"]\nmeasures = [\"mean\", \"facility\"]\nfilter = { subject = [\"语文\"] }\n",
    );
    // 55 and (95 + 85) / 2 of 100.
    assert_eq!(
        project.unstamped_csv("a"),
        ["学校,语文 平均分（分）,语文 得分率（%）", "乙校,55.00,55.0", "甲校,90.00,90.0"]
    );
}
