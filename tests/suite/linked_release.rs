//! Linked candidates in public releases, from outside: what a release shows, and what a reader makes of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::support::{Outcome, Project, files_under, text_of};

const HEAD: &str = r#"
[project]
title = "增值"
region = "甲县"
year = 2024
language = "en"

[disclosure]
profile = "public"

[[source]]
id = "before"
path = "entry.csv"
full_marks = { "数学" = 100 }

[[source]]
id = "after"
path = "exit.csv"
full_marks = { "数学" = 100 }

[link]
entry = "before"
exit = "after"
id = "学籍号"
"#;

/// By school, how many have an exit score, and how many of them no entry score.
const SCHOOLS: [(&str, usize, usize); 5] =
    [("甲", 60, 3), ("乙", 50, 12), ("丙", 40, 0), ("丁", 45, 2), ("戊", 70, 9)];

fn files() -> [String; 2] {
    let head = "学籍号,学校,数学\n".to_owned();
    let [mut entry, mut exit] = [head.clone(), head];
    for (at, (school, n, unlinked)) in SCHOOLS.into_iter().enumerate() {
        for k in 0..n {
            let ability = 40 + (k * 17 + at * 5) % 50;
            if k >= unlinked {
                writeln!(entry, "{at}{k:02},{school},{ability}").unwrap();
            }
            writeln!(exit, "{at}{k:02},{school},{}", (ability + at + k % 7 - 3).min(100)).unwrap();
        }
    }
    [entry, exit]
}

fn project(tables: &str) -> Project {
    let [entry, exit] = files();
    Project::new(&format!("{HEAD}{tables}"), &[("entry.csv", &entry), ("exit.csv", &exit)])
}

fn released(tables: &str) -> (Project, Vec<BTreeMap<String, String>>) {
    let project = project(tables);
    let outcome = project.run();
    assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
    let text = text_of(&project.path("out/2024/figures.csv"));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let rows = reader.deserialize().collect::<Result<_, _>>().unwrap();
    (project, rows)
}

const MATCHED: &str =
    "[[table]]\nid = \"matched\"\nsource = \"link\"\nindicator = \"match_rate\"\nby = [\"school\"]\n";
const MEANS: &str =
    "[[table]]\nid = \"means\"\nsource = \"after\"\nindicator = \"subject_mean\"\nby = [\"school\"]\n";
const VALUES: &str = "[[table]]\nid = \"values\"\nsource = \"link\"\nindicators = [\"band_value_added\", \"growth_percentile\"]\nmeasures = [\"value_added\", \"mean\"]\nby = [\"school\"]\nrows = [\"subject\", \"school\"]\ncolumns = [\"quantity\"]\n";
const CONVERSION: &str = "[[table]]\nid = \"matrix\"\nsource = \"link\"\nindicator = \"conversion\"\nmeasures = [\"count\", \"share\"]\n";

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Who of a school has an entry score and who has none are told by the match rates, by the values added beside the means
/// of the exit examination, or by both: in none of these releases are three and two pupils left over.
#[test]
fn who_could_not_be_linked_follows_from_no_two_tables() {
    for tables in
        [MATCHED.to_owned(), format!("{VALUES}{MEANS}"), format!("{MATCHED}{VALUES}{MEANS}{CONVERSION}")]
    {
        let (_, rows) = released(&tables);
        let mut known: BTreeMap<(&str, &str), f64> = BTreeMap::new();
        for row in rows.iter().filter(|row| row["status"] != "suppressed" && row["subject"] == "mathematics")
        {
            let of_exit = matches!(row["indicator"].as_str(), "match_rate" | "subject_mean");
            if let (Some(n), false) = (number(&row["n"]), row["school"].is_empty()) {
                known.insert((&row["school"], if of_exit { "exit" } else { "linked" }), n);
            }
            if row["measure"] == "match_rate" && !row["numerator"].is_empty() {
                known.insert((&row["school"], "linked"), number(&row["numerator"]).unwrap());
            }
        }
        let both = |school| Some(known.get(&(school, "exit"))? - known.get(&(school, "linked"))?);
        for (school, n, unlinked) in SCHOOLS {
            match unlinked {
                2 | 3 => assert_eq!(both(school), None, "{school} of {n}: {tables}"),
                _ => assert!(both(school).is_none_or(|told| told == unlinked as f64), "{school}: {tables}"),
            }
        }
        assert!(!known.is_empty(), "nothing is shown: {tables}");
        // The whole of 26 who could not be linked is no secret.
        if tables.contains("conversion") && !tables.contains("match_rate") {
            assert!(rows.iter().any(|row| row["measure"] == "count" && row["status"] == "ok"));
        }
    }
}

/// The digits of a value added are those of how many of a school began in which band: they are as the table prints them,
/// and the sum that they are made of is not there.
#[test]
fn values_have_the_digits_of_their_table_and_notes_no_match_rate() {
    let (project, rows) = released(VALUES);
    let values: Vec<_> = rows.iter().filter(|row| row["indicator"] == "band_value_added").collect();
    assert!(values.iter().filter(|row| !row["value"].is_empty()).count() >= 5);
    for row in values {
        assert!(row["value"].split('.').nth(1).is_none_or(|places| places.len() <= 2), "{row:?}");
        assert!(row["numerator"].is_empty(), "{row:?}");
        assert!(row["value"].is_empty() || row["note"].contains("some % matched"), "{row:?}");
    }
    // 174 of 200 are linked: no file of the release has the account, the record beside it does.
    for (path, bytes) in files_under(&project.path("out/2024")) {
        let text = String::from_utf8_lossy(&bytes);
        for word in ["exit_scored", "entry_only", "95.0 % matched"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
    assert!(text_of(&project.path("out/2024.record.json")).contains("exit_scored"));
}

/// Small cells of a matrix are hidden with those from which they would follow; the margins of the shares are its own.
#[test]
fn small_cells_of_a_matrix_are_hidden_and_follow_from_no_margin() {
    let (_, rows) = released(CONVERSION);
    let cell = |from: u8, to: u8| {
        let (from, to) = (from.to_string(), to.to_string());
        let is_cell = |row: &&BTreeMap<String, String>| {
            row["measure"] == "count" && row["entry_band"] == from && row["exit_band"] == to
        };
        number(&rows.iter().find(is_cell).unwrap()["value"])
    };
    // No pupil's exit is more than some points from the entry, so that nobody goes from the first band to the last.
    let shown: Vec<f64> = (1..4)
        .flat_map(|from| (1..4).filter_map(move |to| Some((from, to))))
        .filter_map(|(a, b)| cell(a, b))
        .collect();
    assert!(!shown.is_empty() && shown.iter().all(|count| *count == 0.0 || *count >= 5.0), "{shown:?}");
    for from in 1..4 {
        let hidden = (1..4).filter(|to| cell(from, *to).is_none()).count();
        assert_ne!(hidden, 1, "one cell of a row follows from its margin");
    }
}

fn refused(tables: &str, change: (&str, &str)) -> Outcome {
    let [entry, exit] = files();
    let config = format!("{HEAD}{tables}").replace(change.0, change.1);
    Project::new(&config, &[("entry.csv", &entry), ("exit.csv", &exit)]).run()
}

/// What would count other candidates than those of the exit examination is refused with the line that mends it.
#[test]
fn what_cannot_be_protected_is_refused_with_the_cause() {
    let by = "by = [\"school\"]";
    let ranks = "[[table]]\nid = \"r\"\nsource = \"link\"\nindicator = \"school_value_added\"\nby = [\"school\"]\nmeasures = [\"value\"]\n[table.options]\nranks = \"yes\"\n";
    let cases: [(&str, &str, &str, &str); 8] = [
        (MATCHED, "id = \"学籍号\"", "id = \"学籍号\"\nmovers = \"entry_school\"", "exit_school"),
        (MATCHED, by, "by = [\"entry_school\"]", "出口时的分组"),
        (MATCHED, "source = \"link\"", "source = \"after\"", "数据源 link 上的表"),
        (MATCHED, "match_rate", "subject_mean", "增值类指标"),
        (MATCHED, "profile = \"public\"", "method = \"rounding\"\nbase = 5", "suppression"),
        (ranks, "", "", "不按增值排名"),
        (
            MATCHED,
            by,
            "by = [\"school\"]\n[table.options]\nwhere = [{ column = \"学校\", is = [\"甲\"] }]",
            "where",
        ),
        (&format!("{MATCHED}{}", MEANS.replace("after", "before")), "", "", "没有入口考试自己的表"),
    ];
    for (tables, from, to, said) in cases {
        let outcome = refused(tables, (from, to));
        assert_eq!(outcome.code, 2, "{to}: {}{}", outcome.out, outcome.err);
        assert!(outcome.err.contains(said), "{said}: {}", outcome.err);
    }
    // With the entry tables published before, the linked ones are refused when they come.
    let [entry, exit] = files();
    let first = format!("{HEAD}{}", MEANS.replace("after", "before"));
    let project = Project::new(&first, &[("entry.csv", &entry), ("exit.csv", &exit)]);
    assert_eq!(project.run().code, 0);
    let second = format!("{HEAD}{MATCHED}");
    std::fs::write(project.path("c.toml"), second).unwrap();
    let outcome = project.run();
    assert_eq!(outcome.code, 5, "{}{}", outcome.out, outcome.err);
    assert!(outcome.err.contains("EG-401") && outcome.err.contains("before"), "{}", outcome.err);
}
