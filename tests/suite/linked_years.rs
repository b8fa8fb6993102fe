//! Several years of linked examinations: which are made, and how far the schools' effects agree between them.

use edugauge::figures::Status;

use crate::support::{Given, Project, exam, figures, only};

const SCHOOLS: [&str; 5] = ["甲校", "乙校", "丙校", "丁校", "戊校"];

/// What the schools add in a cohort.
fn gains(year: i32) -> [i64; 5] {
    if year % 2 == 0 { [10, 0, -10, 5, -5] } else { [12, -1, 2, 4, -8] }
}

/// Entry or exit of a cohort of 60, in which every school has 12.
fn side(exit: i32, is_exit: bool) -> String {
    let row = |at: i64| {
        let school = (at % 5) as usize;
        let entry = 30 + at * 37 % 50;
        let score = if is_exit { entry + gains(exit)[school] + at * 53 % 11 - 5 } else { entry };
        format!("{exit}{at:03},{},{score}\n", SCHOOLS[school])
    };
    format!("考号,学校,数学\n{}", (0..60).map(row).collect::<String>())
}

fn project(table: &str) -> Project {
    let config = format!(
        "[project]\ntitle = \"增值\"\nregion = \"甲县\"\nyear = 2024\n\n[disclosure]\nprofile = \"internal\"\n\n[[source]]\nid = \"before\"\npath = \"before_{{year}}.csv\"\nfull_marks = {{ \"数学\" = 100 }}\n\n[[source]]\nid = \"after\"\npath = \"after_{{year}}.csv\"\nfull_marks = {{ \"数学\" = 120 }}\n\n[link]\nentry = \"before\"\nexit = \"after\"\nyears = 2\n\n[[table]]\nid = \"t\"\nsource = \"link\"\n{table}"
    );
    let files = [
        ("before_2021.csv", side(2023, false)),
        ("before_2022.csv", side(2024, false)),
        ("after_2023.csv", side(2023, true)),
        ("after_2024.csv", side(2024, true)),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Project::new(&config, &files)
}

/// Every year of the exit has its release; the years of the entry alone have none.
#[test]
fn all_years_are_those_of_the_exit() {
    let project = project("preset = \"school_value_added\"\n");
    let outcome = project.call("run", &["--all-years"]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
    for year in ["2023", "2024"] {
        let account = format!("{year} 年两次考试相连");
        let head = outcome.out.lines().position(|line| line.contains(&account)).expect(&outcome.out);
        let line = outcome.out.lines().nth(head + 1).unwrap();
        assert!(line.contains("匹配率 100.0%（有出口成绩 60 人"), "{}", outcome.out);
    }
    for (year, linked) in [("2023", 60), ("2024", 60)] {
        let table = std::fs::read_to_string(project.path(&format!("out/{year}/table_t.csv"))).unwrap();
        assert_eq!(table.lines().filter(|line| line.starts_with("数学,")).count(), 5, "{table}");
        let record = std::fs::read_to_string(project.path(&format!("out/{year}.record.json"))).unwrap();
        let record: serde_json::Value = serde_json::from_str(&record).unwrap();
        assert_eq!(record["links"][0]["linked"], linked, "{record}");
        assert_eq!(record["links"][0]["year"].to_string(), year, "{record}");
    }
    assert!(!project.path("out/2021").exists() && !project.path("out/2022").exists());
}

/// A table of several years shows the agreement of its cohorts.
#[test]
fn the_preset_of_stability_compares_the_cohorts() {
    let project = project("preset = \"value_added_stability\"\n");
    let outcome = project.run();
    assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
    let table = std::fs::read_to_string(project.path("out/2024/table_t.csv")).unwrap();
    let line = table.lines().find(|line| line.starts_with("2024,数学,2023,")).unwrap();
    assert!(line.contains(",5"), "five schools: {line}");
    let page = std::fs::read_to_string(project.path("out/2024/report.html")).unwrap();
    assert!(page.contains("两边都有的学校 5 所") && page.contains("只是关联而非成因"), "{page}");
}

fn two(years: bool) -> String {
    let rows = |year: i32| {
        let row = move |at: i64| {
            let school = (at % 5) as usize;
            let entry = 30 + at * 37 % 50;
            let exit = entry + gains(year)[school] + at * 53 % 11 - 5;
            let label = if years { format!("{year},") } else { String::new() };
            format!("{label}{year}{at:03},{},{entry},{exit}\n", SCHOOLS[school])
        };
        (0..60).map(row).collect::<String>()
    };
    let head = if years { "年份,考号,学校,入口,出口\n" } else { "考号,学校,入口,出口\n" };
    format!("{head}{}{}", rows(2023), if years { rows(2024) } else { String::new() })
}

#[test]
fn agreement_is_the_same_from_either_order_and_needs_three_schools() {
    let given: &Given<'_> = &[("minimum", &["5"])];
    let all = exam(&two(true), &[]);
    let found = figures(&all, "value_added_stability", &[], given);
    let agreement = only(&found, "between_years", Some("exit"), &["2023"]);
    let r = agreement.value().unwrap().to_f64();
    assert!(r > 0.5 && r < 1.0 && agreement.lower().unwrap() < r && agreement.upper().unwrap() > r, "{r}");
    // Years the other way round: what was the later cohort is the earlier one.
    let swapped = two(true).replace("\n2023,", "\n2025,");
    let other = figures(&exam(&swapped, &[]), "value_added_stability", &[], given);
    let back = only(&other, "between_years", Some("exit"), &["2024"]).value().unwrap().to_f64();
    assert!((r - back).abs() < 1e-12, "{r} {back}");
    let few = two(true).replace("丙校", "").replace("丁校", "").replace("戊校", "");
    let few = figures(&exam(&few, &[]), "value_added_stability", &[], given);
    assert_eq!(only(&few, "between_years", Some("exit"), &["2023"]).status(), Status::NotApplicable);
    let one = exam(&two(false), &[]);
    let one = figures(&one, "value_added_stability", &[], given);
    let measures: Vec<&str> = one.iter().map(|figure| figure.measure()).collect();
    assert_eq!(measures, ["split_half", "split_half_correlation"], "there is no other cohort");
}
