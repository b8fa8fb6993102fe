//! Names are names, whatever stands in them, and what is wrong is shown where it was typed.

use std::fs;

use crate::support::{Project, edugauge};

const SCORES: &str =
    "考号,学校,科类,总分\n1,甲/一:校,理科,600\n2,甲/一:校,理科,500\n3,乙=校,文科,510\n4,乙=校,文科,400\n";

const HEAD: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n\
    [disclosure]\nprofile = \"internal\"\n[[source]]\nid = \"s\"\npath = \"s.csv\"\n";

fn project_of(rest: &str) -> Project {
    Project::new(&format!("{HEAD}{rest}"), &[("s.csv", SCORES)])
}

/// The cells of the first table.
fn table(project: &Project) -> String {
    let outcome = project.run();
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    fs::read_to_string(project.path("out/2024/table_t.csv")).unwrap()
}

fn rates(rest: &str) -> String {
    table(&project_of(&format!(
        "{rest}[[table]]\nid = \"t\"\nindicator = \"admission_rate\"\nsource = \"s\"\nrows = [\"line\"]\ncolumns = [\"quantity\"]\nshow = [\"numerator\"]\n"
    )))
}

/// Of 600, 500, 510 and 400, three reach 450 and two reach 510.
#[test]
fn lines_of_the_configuration_have_any_name() {
    let cut = |line: &str, score: u32| {
        format!("[[cut_score]]\nsource = \"s\"\nline = \"{line}\"\nscore = {score}\n")
    };
    let lines = [cut("本一/重点", 510), cut("甲:乙", 450), cut("2011/理科:a=b", 510), cut("c=,d", 450)];
    let table = rates(&lines.concat());
    for row in ["本一/重点,2", "甲:乙,3", "2011/理科:a=b,2", "\"c=,d\",3"] {
        assert!(table.contains(row), "{row} is not in\n{table}");
    }
}

#[test]
fn lines_of_a_table_have_any_name_in_each_form() {
    let of = |lines: &str| {
        let options = format!("[table.options]\nlines = {lines}\n");
        table(&project_of(&format!(
            "[[table]]\nid = \"t\"\nindicator = \"admission_rate\"\nsource = \"s\"\nby = [\"track\"]\nrows = [\"track\"]\ncolumns = [\"line\"]\nshow = [\"numerator\"]\n{options}"
        )))
    };
    let table = of("{ \"甲:乙\" = 450, \"本一/重点\" = 510 }");
    assert!(table.contains("甲:乙") && table.contains("本一/重点"), "{table}");
    assert!(
        table.contains("科类,本一/重点,甲:乙") && table.contains("理科,1,2") && table.contains("文科,1,1"),
        "{table}"
    );
    // Of a track alone: by its key, in parts, or as it is typed on a command line.
    let of_track = of("{ \"理科\" = { \"a=b\" = 450 }, \"文科\" = { \"a=b\" = 510 } }");
    let parts = "[{ line = \"a=b\", track = \"理科\", score = 450 }, { line = \"a=b\", track = \"文科\", score = 510 }]";
    assert_eq!(of(parts), of_track);
    assert!(of_track.contains("理科,2") && of_track.contains("文科,1"), "{of_track}");
    assert!(of("[\"理科:x=450\", \"文科:x=510\"]").contains("理科,2"));
}

/// The target of a school goes to the school, whatever it is called.
#[test]
fn targets_are_of_any_school() {
    let project = project_of(
        "[inputs]\ntargets = \"targets.csv\"\n[[cut_score]]\nsource = \"s\"\nline = \"线/一\"\nscore = 500\n\
         [[table]]\nid = \"t\"\nindicator = \"target_attainment\"\nsource = \"s\"\nby = [\"school\"]\n\
         rows = [\"school\"]\ncolumns = [\"quantity\"]\nshow = [\"denominator\"]\nmeasures = [\"rate\"]\n",
    );
    fs::write(project.path("targets.csv"), "学校,分数线,目标\n甲/一:校,线/一,4\n乙=校,线/一,5\n").unwrap();
    let table = table(&project);
    assert!(table.contains("甲/一:校,4") && table.contains("乙=校,5"), "{table}");
    fs::write(project.path("targets.csv"), "学校,分数线,目标\n甲/一:校,线/一,4.5\n").unwrap();
    let outcome = project.run();
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.err.contains("targets.csv") && outcome.err.contains("4.5"), "{}", outcome.err);
}

/// The third element of the list is the one that is shown.
#[test]
fn a_fault_is_shown_where_it_was_typed() {
    let project = project_of(
        "[[table]]\nid = \"t\"\nindicator = \"admission_rate\"\nsource = \"s\"\n[table.options]\nlines = [\n  \"a=1\",\n  \"b=2\",\n  \"c=高\",\n]\n",
    );
    let outcome = project.run();
    assert_eq!(outcome.code, 2, "{}", outcome.err);
    assert!(
        outcome.err.contains("c.toml 第 19 行第 3 列") && outcome.err.contains("c=高"),
        "{}",
        outcome.err
    );
    let nested = project_of(
        "[[table]]\nid = \"t\"\nindicator = \"admission_rate\"\nsource = \"s\"\n[table.options.lines]\n\"甲:乙\" = \"高\"\n",
    );
    let outcome = nested.run();
    assert_eq!(outcome.code, 2, "{}", outcome.err);
    assert!(outcome.err.contains("c.toml 第 16 行") && outcome.err.contains("甲:乙 = 高"), "{}", outcome.err);
}

/// The command line has its compact form, and says where the rest goes.
#[test]
fn the_command_line_says_how_to_write_what_it_cannot() {
    let project = project_of("");
    let file = project.path("s.csv");
    let outcome = edugauge(&[
        "--lang",
        "zh",
        "compute",
        "admission_rate",
        file.to_str().unwrap(),
        "--line",
        "本一/重点=510",
    ]);
    assert_eq!(outcome.code, 2, "{}", outcome.err);
    assert!(
        outcome.err.contains("本一/重点=510") && outcome.err.contains("[[cut_score]]"),
        "{}",
        outcome.err
    );
    let help = edugauge(&["--lang", "zh", "compute", "admission_rate", "--help"]);
    assert!(help.out.contains("[[cut_score]]"), "{}", help.out);
}
