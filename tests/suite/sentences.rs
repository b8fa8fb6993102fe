//! Sentences with claims. Every expected number can be counted in the files written here.

use serde_json::Value;

use crate::support::{Project, text_of};

const HEAD: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n[[source]]\nid = \"t\"\nkind = \"table\"\npath = \"t.csv\"\ncounts = \"things\"\n[[table]]\nid = \"built\"\nindicator = \"count_by_year\"\nsource = \"t\"\nlast_years = 3\n[[table]]\nid = \"kinds\"\nindicator = \"count_by_year\"\nsource = \"t\"\nby = [\"类型\"]\nmeasures = [\"count\"]\ntotal = true\n[figure]\nn = { table = \"built\" }\nup = { table = \"built\", measure = \"change\" }\nnew = { table = \"kinds\", \"类型\" = \"新建\" }\nkinds = { table = \"kinds\", each = \"类型\" }\n";

/// Rows of each year and kind.
fn rows(counts: &[(u32, usize, usize)]) -> String {
    let of = |(year, new, rebuilt): &(u32, usize, usize)| {
        format!("新建,{year}\n").repeat(*new) + &format!("改建,{year}\n").repeat(*rebuilt)
    };
    format!("类型,年份\n{}", counts.iter().map(of).collect::<String>())
}

/// 3, 4 and 6 buildings in the years to 2024, in 2024 four new ones.
const RISING: &[(u32, usize, usize)] = &[(2022, 2, 1), (2023, 3, 1), (2024, 4, 2)];

fn project(sentences: &str, counts: &[(u32, usize, usize)]) -> Project {
    Project::new(&format!("{HEAD}{sentences}"), &[("t.csv", &rows(counts))])
}

fn sentence(zh: &str, claim: &str, otherwise: &str) -> String {
    let claim = if claim.is_empty() { String::new() } else { format!("claim = '{claim}'\n") };
    let otherwise = if otherwise.is_empty() { String::new() } else { format!("else_zh = '{otherwise}'\n") };
    format!("[[sentence]]\nsection = \"建设\"\nzh = '{zh}'\n{claim}{otherwise}")
}

/// The paragraph of a release, without its sections.
fn written(sentences: &str, counts: &[(u32, usize, usize)]) -> String {
    let made = project(sentences, counts);
    let run = made.run();
    assert_eq!(run.code, 0, "{}", run.err);
    let path = made.path("out/2024/paragraph.txt");
    let text = if path.exists() { text_of(&path) } else { String::new() };
    text.trim_start_matches('\u{feff}').replace("\r\n", "").replace("建设", "")
}

#[test]
fn cells_stand_in_sentences_as_they_are_printed() {
    let text = written(
        &sentence(
            "今年{n}个，{up:变化}个，{each kinds: \"{label}{value}个\" join \"、\"}，{n:2}，{n:余(4)}，{n:余(3)}",
            "",
            "",
        ),
        RISING,
    );
    assert_eq!(text, "今年6个，提高 2 个，新建4个、改建2个，6.00，4余，6");
}

#[test]
fn a_claim_is_decided_by_what_the_tables_print() {
    let said = |claim: &str, counts| written(&sentence("是", claim, "否"), counts);
    let falling: &[(u32, usize, usize)] = &[(2022, 5, 0), (2023, 5, 1), (2024, 3, 1)];
    for (claim, holds, otherwise) in [
        ("record(n)", "是", "否"),
        ("record(n, years = 3)", "是", "否"),
        ("rising(n, 3)", "是", "否"),
        ("falling(n, 2)", "否", "是"),
        ("reached(n, 6)", "是", "否"),
        ("within(n, 5)", "否", "是"),
        ("reached(n, new)", "是", "是"),
        ("highest(new)", "是", "是"),
        ("lowest(new)", "否", "否"),
        ("all(kinds >= 2) and not any(kinds > 4)", "是", "否"),
        ("count(kinds >= 3) >= 2 or reached(up, 2)", "是", "否"),
    ] {
        assert_eq!(said(claim, RISING), holds, "{claim}");
        assert_eq!(said(claim, falling), otherwise, "{claim}");
    }
}

#[test]
fn what_no_table_publishes_decides_nothing() {
    // The table shows three years, so that a record of five is undecided.
    let made = project(&sentence("新高", "record(n, years = 5)", "{n}个"), RISING);
    let run = made.run();
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(text_of(&made.path("out/2024/paragraph.txt")).contains("6个"));
    assert!(run.err.contains("record(n, years = 5) 无从判断"), "{}", run.err);
    assert!(run.err.contains("第 1 句") && run.err.contains("改写 else"), "{}", run.err);
    // Without an `else` nothing is written, and a negation of what is undecided is undecided.
    assert_eq!(written(&sentence("新高", "record(n, years = 5)", ""), RISING), "");
    assert_eq!(written(&sentence("不是新高", "not record(n, years = 5)", ""), RISING), "");
    // No error, no certainty.
    assert_eq!(written(&sentence("确实", "sure(kinds > 0)", "未知"), RISING), "未知");
}

#[test]
fn the_manifest_holds_the_evidence() {
    let made = project(&sentence("今年{n}个", "record(n)", ""), RISING);
    assert_eq!(made.run().code, 0);
    let manifest: Value = serde_json::from_slice(&made.bytes("manifest.json")).unwrap();
    let sentence = &manifest["sentences"][0];
    assert_eq!((&sentence["verdict"], &sentence["written"]), (&"true".into(), &"sentence".into()));
    assert_eq!(sentence["cells"], serde_json::json!(["n = 6 (built.count, value)"]));
    assert_eq!(sentence["zh"], "今年{n}个");
    let release: Value = serde_json::from_slice(&made.bytes("release.json")).unwrap();
    assert_eq!(release["sections"], serde_json::json!([["建设", ["今年6个"]]]));
    let page = text_of(&made.path("out/2024/report.html"));
    assert!(page.contains("<h2>建设</h2>") && page.contains("<p>今年6个</p>"), "{page}");
}

#[test]
fn a_row_more_changes_its_sentence() {
    let more: &[(u32, usize, usize)] = &[(2022, 2, 1), (2023, 3, 1), (2024, 5, 2)];
    assert_eq!(written(&sentence("{new}", "", ""), RISING), "4");
    assert_eq!(written(&sentence("{new}", "", ""), more), "5");
}

#[test]
fn names_claims_and_formats_that_there_are_not_are_refused_with_what_there_is() {
    let refused = |sentences: &str| {
        let run = project(sentences, RISING).run();
        assert_eq!(run.code, 2, "{}", run.err);
        run.err.chars().filter(|c| !c.is_whitespace() && *c != '│').collect::<String>()
    };
    assert!(refused(&sentence("{m}", "", "")).contains("kinds"));
    assert!(refused(&sentence("{n}", "higher(n)", "")).contains("record("));
    assert!(refused(&sentence("{n}", "record(n, years = 1)", "")).contains("record("));
    assert!(refused(&sentence("{n:高}", "", "")).contains("{名称:余(100)}"));
    assert!(refused("[figure.x]\ntable = \"build\"\n").contains("built"));
    assert!(refused("[figure.x]\ntable = \"built\"\nmeasure = \"counts\"\n").contains("count"));
    assert!(refused("[[sentence]]\nen = \"n\"\n").contains("sentence.zh"));
}

#[test]
fn what_is_hidden_is_not_said() {
    // Three pupils are too few: the table hides them, and no sentence tells them.
    let config = HEAD.replace("counts = \"things\"", "counts = \"pupils\"");
    let sentences = sentence("新建{new}", "reached(new, 1)", "") + &sentence("共{n}", "", "人数从略");
    let made = Project::new(&format!("{config}{sentences}"), &[("t.csv", &rows(&[(2024, 3, 20)]))]);
    let run = made.run();
    assert_eq!(run.code, 0, "{}", run.err);
    let path = made.path("out/2024/paragraph.txt");
    let text = if path.exists() { text_of(&path) } else { String::new() };
    assert!(!text.contains("新建"), "{text}");
    let manifest = String::from_utf8(made.bytes("manifest.json")).unwrap();
    assert!(!manifest.contains("= 3 "), "{manifest}");
    assert!(run.err.contains("new 在公开报表中隐去") || run.err.contains("new：已隐去"), "{}", run.err);
}
