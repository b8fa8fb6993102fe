//! What a yearly report says, from a configuration to its tables and its paragraph. Every expected number can be
//! counted in the files written here.

use serde_json::Value;

use crate::support::{Project, text_of};

const HEAD: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n";

fn project_of(config: &str, files: &[(&str, &str)]) -> Project {
    Project::new(&format!("{HEAD}{config}"), files)
}

fn made(config: &str, files: &[(&str, &str)]) -> Project {
    Project::made(&format!("{HEAD}{config}"), files)
}

fn notes_of(project: &Project, id: &str) -> String {
    let release: Value = serde_json::from_slice(&project.bytes("release.json")).unwrap();
    let tables = release["tables"].as_array().unwrap();
    let table = tables.iter().find(|table| table["id"] == id).unwrap();
    let notes = table["notes"].as_array().unwrap().iter();
    notes.map(|note| note.as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

const INTERNAL: &str = "[disclosure]\nprofile = \"internal\"\n";

fn candidates(text: &str) -> String {
    format!("考号,学校,城乡,科类,总分\n{text}")
}

#[test]
fn ranks_of_earlier_years_are_read_in_their_own_tables() {
    let ours = candidates("1,甲校,城区,理科,690\n2,甲校,城区,理科,600\n");
    // Of the province: 690 is rank 1 in 2022, 3 in 2023, 2 in 2024.
    let province = |above: &str, rest: u32| {
        format!("分数,人数,累计人数\n{above}690,1,{}\n600,9,{}\n", rest + 1, rest + 10)
    };
    let files = [
        ("s_2022.csv", ours.clone()),
        ("s_2023.csv", ours.clone()),
        ("s_2024.csv", ours),
        ("p_2022.csv", province("", 0)),
        ("p_2023.csv", province("700,2,2\n", 2)),
        ("p_2024.csv", province("700,1,1\n", 1)),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let project = made(
        &format!(
            "{INTERNAL}[[source]]\nid = \"s\"\npath = \"s_{{year}}.csv\"\n[[source]]\nid = \"p\"\nkind = \"score_table\"\npath = \"p_{{year}}.csv\"\n[[table]]\nid = \"a\"\nindicator = \"top_rank_count\"\nsource = \"s\"\nprovince = [\"p\"]\nlast_years = 3\nrows = [\"year\"]\ncolumns = [\"rank\"]\n[table.options]\nranks = [2]\n"
        ),
        &files,
    );
    let lines = project.csv("a");
    // In 2022 the 600 is second.
    assert_eq!(lines[1..], ["2022,2,", "2023,0,", "2024,1,"]);
}

#[test]
fn each_year_has_its_own_line_in_the_conventions() {
    let ours = candidates("1,甲校,城区,理科,690\n2,甲校,城区,理科,500\n");
    let files = [("s_2022.csv", ours.as_str()), ("s_2023.csv", &ours), ("s_2024.csv", &ours)];
    let line = |year: u32, score: u32| {
        format!("[[cut_score]]\nsource = \"s\"\nyear = {year}\nline = \"普高线\"\nscore = {score}\n")
    };
    let lines = [line(2022, 510), line(2023, 515), line(2024, 520)].concat();
    let table = "[[table]]\nid = \"a\"\nindicator = \"admission_rate\"\nsource = \"s\"\nlast_years = 3\n[[table]]\nid = \"b\"\nindicator = \"admission_rate\"\nsource = \"s\"\nlast_years = 3\nrows = [\"year\"]\ncolumns = [\"line\"]\n[[table]]\nid = \"c\"\nindicator = \"admission_rate\"\nsource = \"s\"\n";
    let source = "[[source]]\nid = \"s\"\npath = \"s_{year}.csv\"\n";
    let project = made(&format!("{INTERNAL}{source}{lines}{table}"), &files);
    for id in ["a", "b"] {
        let notes = notes_of(&project, id);
        for (year, score) in [(2022, 510), (2023, 515), (2024, 520)] {
            let line = format!("普高线 {year} 年（分数 ≥ {score}");
            assert!(notes.contains(&line), "{id}: {line}\n{notes}");
        }
    }
    let notes = notes_of(&project, "c");
    assert!(notes.contains("普高线（分数 ≥ 520") && !notes.contains("510"), "{notes}");
}

/// Two years of two subjects in six schools, the gap narrower in the second.
fn two_years() -> [(&'static str, String); 2] {
    let year = |rural: i32, spread: i32| {
        let rows = (0..24).map(|at| {
            let (residence, base) = if at % 2 == 0 { ("城区", 80) } else { ("乡村", rural) };
            let score = base + at % 5 + at % 6 * spread;
            format!("{at},校{},{residence},{score},{}\n", at % 6, score + 1)
        });
        format!("考号,学校,城乡,语文,数学\n{}", rows.collect::<String>())
    };
    [("g_2023.csv", year(60, 1)), ("g_2024.csv", year(70, 2))]
}

fn paragraph(options: &str) -> String {
    let files = two_years();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let project = made(
        &format!(
            "{INTERNAL}[[source]]\nid = \"g\"\npath = \"g_{{year}}.csv\"\n[source.full_marks]\nchinese = 100\nmathematics = 101\n[[cut_score]]\nsource = \"g\"\nline = \"无\"\nscore = 1\n[headline]\nsource = \"g\"\nline = \"无\"\ngap_source = \"g\"\n[[table]]\nid = \"gap\"\nindicator = \"subject_gap\"\nsource = \"g\"\n[table.options]\n{options}"
        ),
        &files,
    );
    text_of(&project.path("out/2024/paragraph.txt")) + &notes_of(&project, "gap")
}

#[test]
fn a_census_has_no_intervals_to_speak_of() {
    let census = paragraph("universe = \"census\"\n");
    assert!(census.contains("2 科中 2 科差距缩小（普查，没有抽样误差）。"), "{census}");
    assert!(census.contains("in 2 of 2 subjects (a census, without sampling error)."), "{census}");
    assert!(!census.contains("95%") && !census.contains("95 %") && !census.contains("聚类"), "{census}");
    let cohort = paragraph("confidence = 0.9\n");
    assert!(cohort.contains("超出抽样误差（90% 区间，按学校聚类）"), "{cohort}");
}

#[test]
fn a_total_of_more_than_the_filter_leaves_is_noted() {
    let ours = candidates("1,甲校,城区,文科,600\n2,甲校,城区,理科,500\n3,乙校,乡村,体育,480\n");
    let config = |filter: &str| {
        format!(
            "{INTERNAL}[[source]]\nid = \"s\"\npath = \"s.csv\"\n[[cut_score]]\nsource = \"s\"\nline = \"本二\"\nscore = 450\n[[table]]\nid = \"a\"\nindicator = \"admission_rate\"\nsource = \"s\"\nby = [\"track\"]\ntotal = true\nfilter = {{ {filter} }}\n"
        )
    };
    let files = [("s.csv", ours.as_str())];
    let project = made(&config("track = [\"文科\", \"理科\"]"), &files);
    let notes = notes_of(&project, "a");
    assert!(notes.contains("「合计」是全部科类的合计，含表中没有列出的 1 个"), "{notes}");
    let all = made(&config("track = [\"文科\", \"理科\", \"体育\"]"), &files);
    assert!(!notes_of(&all, "a").contains("「合计」"));
    // A key that the table does not have would leave out nothing.
    let refused = project_of(&config("\"选测等级\" = [\"A\"]"), &files).run();
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("filter.选测等级") && refused.err.contains("by"), "{}", refused.err);
}

const TABLE: &str = "[[source]]\nid = \"t\"\nkind = \"table\"\npath = \"t.csv\"\ncounts = \"things\"\n[[table]]\nid = \"a\"\nindicator = \"count_by_year\"\nmeasures = [\"count\"]\nsource = \"t\"\n";
const COUNTS: &str = "学段,类型,人数\n小学,流动,400\n初中,流动,243\n小学,支教,12.5\n";

#[test]
fn counts_have_no_decimals_and_margins_are_filled() {
    let table = format!(
        "{TABLE}by = [\"学段\", \"类型\"]\ntotal = true\nrows = [\"学段\"]\ncolumns = [\"类型\"]\n[table.options]\ncount = \"人数\"\n"
    );
    let project = made(&table, &[("t.csv", COUNTS)]);
    // 400 + 12.5, 243, 400 + 243.
    assert_eq!(
        project.csv("a"),
        ["学段,流动,支教,合计", "小学,400,12.5,412.5", "初中,243,,243", "合计,643,12.5,655.5"]
    );
}

#[test]
fn an_empty_register_counts_as_zero_and_is_named() {
    let files = [("t.csv", "学段,人数\n")];
    for by in ["by = [\"学段\"]\ntotal = true\n", "by = [\"学段\"]\n", ""] {
        let project = made(&format!("{TABLE}{by}[table.options]\ncount = \"人数\"\n"), &files);
        let lines = project.csv("a");
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[1].contains(",0,") && lines[1].contains("t.csv 没有一行，计为 0"), "{lines:?}");
    }
}

/// Twelve pupils in each of three schools; the school means are 61, 71 and 81.
fn three_schools() -> String {
    let rows = (0..36).map(|at| format!("{at},校{},{}\n", at % 3, 60 + at % 3 * 10 + at / 3 % 2 * 2));
    format!("考号,学校,语文\n{}", rows.collect::<String>())
}

fn spread(tables: &str) -> Vec<String> {
    let spread = "[[source]]\nid = \"s\"\npath = \"s.csv\"\n[source.full_marks]\nchinese = 100\n[[table]]\nid = \"a\"\nindicator = \"school_mean_spread\"\nsource = \"s\"\nmeasures = [\"minimum\", \"maximum\"]\nrows = [\"subject\"]\ncolumns = [\"quantity\"]\nfilter = { subject = [\"语文\"] }\n";
    let project = made(&format!("{spread}{tables}"), &[("s.csv", &three_schools())]);
    project.csv("a")
}

#[test]
fn extremes_of_published_school_means_are_published() {
    let shown = "[[table]]\nid = \"b\"\nindicator = \"subject_mean\"\nsource = \"s\"\nby = [\"school\"]\n";
    assert_eq!(spread(shown)[1], "语文,61.00,81.00");
    // Without the means themselves an extreme is news of one school; so it is where one of them is not shown.
    assert_eq!(spread("")[1], "语文,[c],[c]");
    let some = format!("{shown}filter = {{ school = [\"校0\", \"校2\"] }}\n");
    assert_eq!(spread(&some)[1], "语文,[c],[c]");
}

#[test]
fn schools_of_other_stages_are_not_missed() {
    let list = "学校,学段,片区\n甲校,高中,东\n乙校,高中,西\n丙小,小学,东\n丁小,小学,西\n";
    let config = format!(
        "{INTERNAL}[schools]\npath = \"list.csv\"\nkey = \"school\"\n[[source]]\nid = \"s\"\npath = \"s.csv\"\n[[table]]\nid = \"a\"\nindicator = \"subject_mean\"\nsource = \"s\"\nby = [\"片区\"]\n"
    );
    let ours = candidates("1,甲校,城区,文科,600\n2,甲校,城区,理科,500\n");
    let project = project_of(&config, &[("s.csv", &ours), ("list.csv", list)]);
    let said = project.run();
    assert_eq!(said.code, 0, "{}", said.err);
    let all = said.out + &said.err;
    assert!(all.contains("1 所学校没有考生：乙校") && !all.contains("丙小"), "{all}");
}

/// Three years of four schools in two districts; `校3` is not there in the first.
fn school_years() -> [(&'static str, String); 3] {
    let year = |first: i32, schools: i32| {
        let rows = (0..schools * 4).map(|at| {
            let school = at % schools;
            format!(
                "{at},校{school},{},{}\n",
                if school < 2 { "城区" } else { "乡村" },
                first + school + at % 3
            )
        });
        format!("考号,学校,城乡,语文\n{}", rows.collect::<String>())
    };
    [("s_2022.csv", year(60, 3)), ("s_2023.csv", year(62, 4)), ("s_2024.csv", year(64, 4))]
}

fn drawn(table: &str) -> Project {
    let files = school_years();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    project_of(
        &format!(
            "{INTERNAL}[[source]]\nid = \"s\"\npath = \"s_{{year}}.csv\"\n[source.full_marks]\nchinese = 100\n[[table]]\nid = \"a\"\nindicator = \"subject_mean\"\nmeasures = [\"mean\"]\nfilter = {{ subject = [\"语文\"] }}\nsource = \"s\"\n{table}"
        ),
        &files,
    )
}

fn page(project: &Project) -> String {
    let outcome = project.run();
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    text_of(&project.path("out/2024/report.html"))
}

fn refused(table: &str, word: &str) {
    let outcome = drawn(table).run();
    assert_eq!(outcome.code, 2, "{}", outcome.err);
    assert!(outcome.err.contains(word) && outcome.err.contains("chart ="), "{}", outcome.err);
}

const LINE: &str = "class=\"line\"";

#[test]
fn every_school_has_a_line_of_its_own_along_the_years() {
    let table = "by = [\"school\"]\ntotal = true\nlast_years = 3\nrows = [\"school\", \"year\"]\ncolumns = [\"subject\"]\nchart = \"trend\"\n";
    let project = drawn(table);
    let page = page(&project);
    // Three schools and the total; the fourth school lacks a year.
    assert_eq!(page.matches(LINE).count(), 4, "{page}");
    for name in ["校0", "校1", "校2", "合计"] {
        assert!(page.contains("class=\"name\"") && page.contains(&format!(">{name}</text>")), "{name}");
    }
    assert!(notes_of(&project, "a").contains("图中没有画 校3"), "{}", notes_of(&project, "a"));
    for year in ["2022", "2023", "2024"] {
        assert_eq!(page.matches(&format!(">{year}</text>")).count(), 1, "{year}");
    }
}

#[test]
fn only_years_make_a_trend() {
    refused(
        "by = [\"residence\"]\nrows = [\"residence\"]\ncolumns = [\"subject\"]\nchart = \"trend\"\n",
        "year 结尾",
    );
    refused(
        "by = [\"residence\"]\nlast_years = 3\nrows = [\"year\", \"residence\"]\ncolumns = [\"subject\"]\nchart = \"trend\"\n",
        "year 结尾",
    );
    refused("chart = \"trend\"\n", "至少一项");
}

#[test]
fn bars_are_drawn_in_the_layout_of_the_indicator_too() {
    let page = page(&drawn("by = [\"school\"]\ntotal = true\nchart = \"bars\"\n"));
    // Four schools; the total is no school.
    assert_eq!(page.matches("<rect").count(), 4, "{page}");
    let spread =
        "[[table]]\nid = \"b\"\nindicator = \"school_mean_spread\"\nsource = \"s\"\nchart = \"bars\"\n";
    refused(spread, "rows 和 columns");
}

#[test]
fn bands_end_at_the_full_mark_and_a_public_score_table_says_that_it_has_some() {
    let rows = (0..30).map(|at| format!("{at},{}\n", 735 + at % 15));
    let ours = format!("考号,总分\n{}", rows.collect::<String>());
    let table = "[[source]]\nid = \"s\"\npath = \"s.csv\"\n[source.full_marks]\ntotal = 750\n[[table]]\nid = \"a\"\ntitle = \"一分一段表\"\nindicator = \"score_table\"\nsource = \"s\"\n[table.options]\nsubject = \"total\"\n";
    let internal = made(&format!("{INTERNAL}{table}width = 20\n"), &[("s.csv", &ours)]);
    let lines = internal.csv("a");
    assert!(lines[1].starts_with("740-750,20,20,"), "{lines:?}");
    let title = |project: &Project| {
        let release: Value = serde_json::from_str(&text_of(&project.path("out/2024/release.json"))).unwrap();
        release["tables"][0]["title"].as_str().unwrap().to_owned()
    };
    assert!(title(&internal).ends_with("一分一段表"));
    let public = made(table, &[("s.csv", &ours)]);
    assert_eq!(title(&public), "一分一段表（少于 10 人的分数段与下一段合并）");
}
