//! A paper's tables in a configuration: presets, and the parts of its plan as subjects.

use std::fs;

use crate::support::{Project, edugauge, repository};

const CONFIG: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n\n[disclosure]\nprofile = \"internal\"\n\n[[source]]\nid = \"s\"\nkind = \"KIND\"\npath = \"scores.csv\"\nPLAN\n[[table]]\nid = \"t\"\nsource = \"s\"\n";
const PLAN: &str = "题号,题型,分值,知识点\n1,单选,4,函数\n2,填空,6,几何\n3,解答,10,函数\n";

fn of_items(table: &str, plan: &str) -> String {
    CONFIG.replace("KIND", "items").replace("PLAN", plan) + table
}

/// Eight schools of six, with their scores in items 1 (of 4), 2 (of 6) and 3 (of 10).
fn candidates() -> Vec<(String, &'static str, [u32; 3])> {
    let one = |at: u32| {
        let school = at % 8;
        let residence = if school < 4 { "城区" } else { "乡村" };
        (format!("{school}中"), residence, [at * 7 % 5, at * 5 % 7, at * 3 % 11])
    };
    (0..48).map(one).collect()
}

fn sheet() -> String {
    let rows = candidates().into_iter().enumerate().map(|(at, (school, residence, [one, two, three]))| {
        format!("{at:03},{school},{residence},{one},{two},{three}\n")
    });
    "考号,学校,城乡,1,2,3\n".to_owned() + &rows.collect::<String>()
}

/// Functions are items 1 and 3: the same numbers as of an export that has their sums in a column.
#[test]
fn the_gap_of_a_point_of_knowledge_is_that_of_a_column_of_sums() {
    let files = [("scores.csv", &*sheet()), ("plan.csv", PLAN)];
    let items = Project::made(&of_items("preset = \"knowledge_gap\"\n", "plan = \"plan.csv\"\n"), &files);
    let rows = candidates().into_iter().enumerate().map(|(at, (school, residence, [one, two, three]))| {
        format!("{at:03},{school},{residence},{},{two},{}\n", one + three, one + two + three)
    });
    let sums = "考号,学校,城乡,函数,几何,总分\n".to_owned() + &rows.collect::<String>();
    let columns = "columns = { \"函数\" = \"subject:函数\", \"几何\" = \"subject:几何\" }\nfull_marks = { \"函数\" = 14, \"几何\" = 6, total = 20 }\n";
    let config = CONFIG.replace("KIND", "candidates").replace("PLAN", columns) + "preset = \"gap\"\n";
    let scores = Project::made(&config, &[("scores.csv", &sums)]);
    let [of_items, of_sums] = [items.csv("t"), scores.csv("t")];
    assert_eq!(of_items, of_sums);
    assert_eq!(of_items.len(), 4, "two points, the total and the head: {of_items:?}");
}

#[test]
fn parts_are_of_papers_and_of_what_their_plans_say() {
    let files = [("scores.csv", &*sheet()), ("plan.csv", PLAN)];
    let plan = "plan = \"plan.csv\"\n";
    let refused = |config: &str, words: &[&str]| {
        let outcome = Project::new(config, &files).run();
        assert_eq!(outcome.code, 2, "{}", outcome.err);
        // Long lines are broken where the path leaves off.
        let plain = |text: &str| text.replace(['\n', '│', ' '], "");
        let said = plain(&outcome.err);
        words.iter().for_each(|word| assert!(said.contains(&plain(word)), "{word}: {}", outcome.err));
    };
    // Without parts, the sheet has no subjects.
    refused(&of_items("indicator = \"subject_mean\"\n", plan), &["parts = \"knowledge\"", "candidates"]);
    refused(
        &of_items("indicator = \"subject_mean\"\nparts = \"knowlege\"\n", plan),
        &["knowlege", "知识点", "parts"],
    );
    refused(&of_items("indicator = \"item_difficulty\"\nparts = \"knowledge\"\n", plan), &["options", "of"]);
    let public = of_items("indicator = \"subject_mean\"\nparts = \"knowledge\"\n", plan);
    refused(&public.replace("internal", "public"), &["公开", "internal"]);
    let own = CONFIG.replace("KIND", "candidates").replace("PLAN", "")
        + "indicator = \"subject_mean\"\nparts = \"type\"\n";
    refused(&own, &["parts", "items"]);
}

#[test]
fn each_item_may_be_a_subject() {
    let files = [("scores.csv", &*sheet()), ("plan.csv", PLAN)];
    let table = "indicator = \"subject_mean\"\nparts = \"item\"\nmeasures = [\"mean\"]\nrows = [\"subject\"]\ncolumns = [\"quantity\"]\n";
    let lines = Project::made(&of_items(table, "plan = \"plan.csv\"\n"), &files).csv("t");
    let sum = |item: usize| candidates().iter().map(|one| one.2[item]).sum::<u32>();
    for item in 0..3 {
        let mean = f64::from(sum(item)) / 48.0;
        assert!(lines.iter().any(|line| line.starts_with(&format!("{},{mean:.2}", item + 1))), "{lines:?}");
    }
}

/// Who chose 22A has nothing in 22B: of the question as a whole both have one, and its full mark is that of one.
#[test]
fn a_choice_is_one_question_among_the_parts() {
    let sheet = "考号,1,22A,22B\n满分,10,10,10\n选做组,,二选一,二选一\n01,10,8,\n02,8,6,\n03,2,,9\n04,4,,5\n";
    let table = "indicator = \"knowledge_rates\"\noptions = { of = \"question\" }\nmeasures = [\"rate\", \"points\"]\nrows = [\"question\"]\ncolumns = [\"quantity\"]\n";
    let lines = Project::made(&of_items(table, ""), &[("scores.csv", sheet)]).csv("t");
    // (8 + 6 + 9 + 5) of 4 × 10.
    assert!(lines.iter().any(|line| line.starts_with("22,70.0,10")), "{lines:?}");
    assert_eq!(lines.len(), 3, "{lines:?}");
}

/// A paper without types or keys has neither column.
#[test]
fn presets_leave_out_what_the_plan_does_not_say() {
    let plain = "考号,学校,1,2\n满分,,3,6\n01,甲,3,6\n02,甲,0,3\n03,乙,3,0\n";
    let config = of_items("preset = \"paper_items\"\n", "");
    let lines = Project::made(&config, &[("scores.csv", plain)]).csv("t");
    assert!(
        lines[0].starts_with(
            "题号,满分（分）,平均分（分）,难度,标准差（分）,鉴别指数 D,题总相关,零分率（%）,满分率（%）"
        ),
        "{lines:?}"
    );
    assert!(!lines[0].contains("题型") && !lines[0].contains("预估难度"), "{lines:?}");
    assert!(lines[1].starts_with("1,3,2.00,0.667,1.41,"), "{lines:?}");
    let by_school = Project::made(&(config + "by = [\"school\"]\n"), &[("scores.csv", plain)]).csv("t");
    assert!(by_school[0].starts_with("学校,题号,满分"), "{by_school:?}");
    assert!(by_school.iter().any(|line| line.starts_with("乙,2,6,0.00,0.000,")), "{by_school:?}");
}

#[test]
fn the_example_of_a_paper_runs() {
    let names = ["edugauge.toml", "scores.csv", "plan.csv"];
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        fs::copy(repository("examples/paper").join(name), folder.path().join(name)).unwrap();
    }
    let config = folder.path().join("edugauge.toml");
    let outcome = edugauge(&["--lang", "zh", "run", config.to_str().unwrap()]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
    // Item 7, whose key is wrong, is all that needs attention.
    assert!(outcome.err.contains("1.") && !outcome.err.contains("2. "), "{}", outcome.err);
    let table =
        |id: &str| fs::read_to_string(folder.path().join(format!("out/2024/table_{id}.csv"))).unwrap();
    let head = "题号,题型,满分（分）,平均分（分）,难度,标准差（分）,鉴别指数 D,题总相关,零分率（%）,满分率（%）,预估难度,";
    assert!(table("items").trim_start_matches('\u{FEFF}').starts_with(head), "{}", table("items"));
    assert!(
        table("options").lines().any(|line| line.starts_with("7,C,D,")),
        "the key stands beside the options"
    );
    assert!(table("weak").lines().filter(|line| line.contains(",合计,")).count() == 20);
    // Points of all items but the two to choose of, a panel an item, five points by twenty schools in colours.
    let page = fs::read_to_string(folder.path().join("out/2024/report.html")).unwrap();
    let page_of = |title: &str| page.split("<section").find(|part| part.contains(title)).unwrap().to_owned();
    let items = page_of("<caption>【内部】各题指标</caption>");
    assert_eq!(items.matches("<circle").count(), 23, "{items}");
    assert_eq!(
        page_of("【内部】各题选项分布（%，按总分分组，1 为最低）</caption>")
            .matches("class=\"line\"")
            .count(),
        15,
        "the key of each stands out"
    );
    assert_eq!(page_of("<caption>【内部】各题难度曲线").matches("class=\"thin\"").count(), 23);
    assert_eq!(page_of("<caption>【内部】各校知识点得分率").matches("<rect").count(), 80);
    // Planned points and what was reached of them; no item asks for points that the plan does not give.
    assert!(table("plan").lines().any(|line| line.starts_with("几何,")));
    assert!(table("gap").lines().any(|line| line.starts_with("几何,")));
}

#[test]
fn pictures_that_a_table_does_not_have_are_refused_with_what_fits() {
    let files = [("scores.csv", &*sheet()), ("plan.csv", PLAN)];
    let plan = "plan = \"plan.csv\"\n";
    for (chart, words) in
        [("scatter", "paper_items"), ("lines", "paper_options"), ("heat", "knowledge_by_school")]
    {
        let table = format!(
            "indicator = \"knowledge_rates\"\nmeasures = [\"rate\"]\nrows = [\"knowledge\"]\ncolumns = [\"quantity\"]\nchart = \"{chart}\"\n"
        );
        let outcome = Project::new(&of_items(&table, plan), &files).run();
        assert_eq!(outcome.code, 2, "{}", outcome.err);
        assert!(outcome.err.contains(words), "{chart}: {}", outcome.err);
    }
    // A preset's own picture is left out where the table is too large for it; one that was asked for is refused.
    let many: String = (0..240).map(|at| format!("{at:03},{}中,城区,1,2,3\n", at % 120)).collect();
    let many = format!("考号,学校,城乡,1,2,3\n{many}");
    let files = [("scores.csv", &*many), ("plan.csv", PLAN)];
    let preset = of_items("preset = \"knowledge_by_school\"\n", plan);
    let made = Project::made(&preset, &files);
    assert!(!fs::read_to_string(made.path("out/2024/report.html")).unwrap().contains("<svg"));
    let asked = Project::new(&(preset + "chart = \"heat\"\n"), &files).run();
    assert_eq!(asked.code, 2, "{}", asked.err);
    assert!(asked.err.contains("100"), "{}", asked.err);
}
