//! Pictures and tables of linked candidates: which there are, what they show, and what is said beside them.

use std::fs;

use crate::support::Project;

/// 240 invented candidates of three schools in two classes each, of whom the later schools gain more.
fn sheet() -> String {
    let row = |at: i64| {
        let (school, class) = (at % 3, at / 3 % 2 + 1);
        let entry = 30 + (at * 37) % 60;
        let exit = entry + (at * 53) % 21 - 10 + school * 8;
        format!("{at:04},校{school},{class}班,{entry},{exit}\n")
    };
    format!("考号,学校,班级,入口,出口\n{}", (0..240).map(row).collect::<String>())
}

fn config(table: &str) -> String {
    format!(
        "[project]\ntitle = \"增值\"\nregion = \"甲县\"\nyear = 2024\n\n[disclosure]\nprofile = \"internal\"\n\n[[source]]\nid = \"s\"\npath = \"s.csv\"\nfull_marks = {{ entry = 100, exit = 120 }}\n\n[[table]]\nid = \"t\"\nsource = \"s\"\n{table}"
    )
}

fn page(table: &str) -> String {
    let made = Project::made(&config(table), &[("s.csv", &*sheet())]);
    fs::read_to_string(made.path("out/2024/report.html")).unwrap()
}

#[test]
fn every_preset_of_pictures_draws_what_suits_it() {
    for (preset, marks) in [
        ("school_value_added", "class=\"sign\""),
        ("value_added_by_school", "class=\"sign\""),
        ("value_added_by_class", "class=\"sign\""),
        ("entry_exit_by_school", "class=\"dashed\""),
        ("entry_exit_cells", "<rect"),
        ("growth_by_band", "<rect"),
        ("conversion", "<rect"),
    ] {
        let page = page(&format!("preset = \"{preset}\"\n"));
        assert!(page.contains("<svg") && page.contains(marks), "{preset}");
        assert!(page.contains("只是关联而非成因"), "{preset}: what it does not show");
        assert!(page.contains("入口与出口的相关系数"), "{preset}");
    }
}

/// A measure that never has an interval has no columns for one, and its reliability stands in the picture.
#[test]
fn reliabilities_stand_beside_the_effects() {
    let made = Project::made(&config("preset = \"school_value_added\"\n"), &[("s.csv", &*sheet())]);
    let head = made.csv("t").remove(0);
    assert_eq!(head.matches("区间下限").count(), 1, "{head}");
    assert_eq!(head.matches("判断").count(), 1, "{head}");
    let page = fs::read_to_string(made.path("out/2024/report.html")).unwrap();
    let svg = page.split("<svg").nth(1).unwrap();
    assert!(svg.contains(">可靠性</text>") && svg.contains("高于平均") && svg.contains("低于平均"), "{svg}");
}

/// Other groups than a preset's own keep the subjects apart.
#[test]
fn a_preset_by_other_groups_keeps_its_subjects() {
    let table = "preset = \"school_value_added\"\nby = [\"class\"]\n";
    let lines = Project::made(&config(table), &[("s.csv", &*sheet())]).csv("t");
    assert!(lines[0].starts_with("科目,班级,"), "{lines:?}");
}

#[test]
fn a_picture_that_the_figures_do_not_have_is_refused_with_what_fits() {
    for (chart, measures, said) in [
        ("caterpillar", "value", "lower"),
        ("caterpillar", "value", "residual_gain"),
        ("scatter", "value", "entry_exit_by_school"),
        ("heat", "value", "conversion"),
    ] {
        let table = format!(
            "indicator = \"school_value_added\"\nby = [\"school\"]\nmeasures = [\"{measures}\"]\nrows = [\"school\"]\ncolumns = [\"quantity\"]\nchart = \"{chart}\"\n"
        );
        let outcome = Project::new(&config(&table), &[("s.csv", &*sheet())]).run();
        assert_eq!(outcome.code, 2, "{chart}: {}", outcome.err);
        assert!(outcome.err.contains(said), "{chart}: {}", outcome.err);
    }
}

/// The counts of the cells are those of the file, and add up to all who are linked.
#[test]
fn cells_hold_everybody_once() {
    let table = "indicator = \"entry_exit\"\nrows = [\"entry_from\"]\ncolumns = [\"exit_from\"]\nmeasures = [\"count\"]\noptions = { width = 20 }\n";
    let lines = Project::made(&config(table), &[("s.csv", &*sheet())]).csv("t");
    let all: u64 = lines[1..]
        .iter()
        .flat_map(|line| {
            line.split(',').skip(1).filter_map(|cell| cell.parse::<u64>().ok()).collect::<Vec<_>>()
        })
        .sum();
    assert_eq!(all, 240, "{lines:?}");
}
