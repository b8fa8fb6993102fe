//! What a configuration may not make public: settings that hide nothing, counts of pupils in small tables, schools in
//! order; and what a reader of two releases of one year could work out.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::support::{Outcome, edugauge};

const HEAD: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n";

struct Office(tempfile::TempDir);

impl Office {
    fn new(config: &str, files: &[(&str, &str)]) -> Office {
        let office = Office(tempfile::tempdir().unwrap());
        for (name, text) in files {
            fs::write(office.path(name), text).unwrap();
        }
        fs::write(office.path("edugauge.toml"), format!("{HEAD}{config}")).unwrap();
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn of(&self, command: &str) -> Outcome {
        edugauge(&["--lang", "en", command, self.path("edugauge.toml").to_str().unwrap()])
    }

    fn figures(&self) -> String {
        fs::read_to_string(self.path("out/2024/figures.csv")).unwrap()
    }
}

const SPECIAL: &str = "年份,学段,残疾学生人数,在校学生人数\n2024,小学,1,820\n2024,初中,34,560\n";
const RATIO: &str = "[[source]]\nid = \"s\"\nkind = \"table\"\npath = \"s.csv\"\n[[table]]\nid = \"1\"\ntitle = \"t\"\nsource = \"s\"\nindicator = \"ratio\"\nby = [\"学段\"]\n[table.options]\nnumerator = \"残疾学生人数\"\ndenominator = \"在校学生人数\"\n";

#[test]
fn a_small_table_that_counts_pupils_is_not_published_unless_somebody_says_what_it_counts() {
    let files = [("s.csv", SPECIAL)];
    let outcome = Office::new(RATIO, &files).of("run");
    assert_eq!((outcome.code, outcome.err.contains("counts = \"pupils\"")), (2, true), "{}", outcome.err);
    let says = |counts: &str| RATIO.replace("path =", &format!("counts = \"{counts}\"\npath ="));
    let things = Office::new(&says("things"), &files);
    assert_eq!(things.of("run").code, 0);
    assert!(things.figures().contains(",1,"));
    let pupils = Office::new(&says("pupils"), &files);
    assert_eq!(pupils.of("run").code, 0);
    let figures = pupils.figures();
    assert!(
        figures.contains("suppressed") && !figures.contains("820") && !figures.contains("560"),
        "{figures}"
    );
    // Enough of everybody, but all but five of one group.
    let enough = SPECIAL.replace(",1,820", ",25,820");
    assert!(
        !{
            let office = Office::new(&says("pupils"), &[("s.csv", &enough)]);
            assert_eq!(office.of("run").code, 0);
            office.figures()
        }
        .contains("suppressed")
    );
    let all_but_five = SPECIAL.replace(",1,820", ",815,820");
    let office = Office::new(&says("pupils"), &[("s.csv", &all_but_five)]);
    assert_eq!(office.of("run").code, 0);
    assert!(!office.figures().contains("815"), "820 of whom 815: the other five are told");
    // An internal release asks nothing.
    let internal = format!("[disclosure]\nprofile = \"internal\"\n{RATIO}");
    assert_eq!(Office::new(&internal, &files).of("run").code, 0);
}

#[test]
fn a_public_release_that_would_hide_nothing_is_refused() {
    let say = |line: &str| Office::new(&format!("[disclosure]\n{line}\n"), &[]).of("run");
    for line in ["minimum_cell = 1", "minimum_cell = 10\nprotection = 0"] {
        let outcome = say(line);
        let told = outcome.err.contains("profile = \"internal\"");
        assert_eq!((outcome.code, told), (2, true), "{line}: {}", outcome.err);
    }
    for line in ["minimum_cell = 2", "minimum_cell = 1\nprofile = \"internal\"", "protection = 1"] {
        assert_eq!(say(line).code, 0, "{line}");
    }
}

const COMPOSITE: &str = "[[source]]\nid = \"s\"\nkind = \"table\"\npath = \"s.csv\"\n[[table]]\nid = \"1\"\ntitle = \"t\"\nsource = \"s\"\nindicator = \"composite_index\"\nby = [\"学校\"]\noptions = { weight = [\"及格率=0.6\", \"优秀率=0.4\"] }\n";

#[test]
fn schools_are_ranked_in_public_only_where_somebody_decided_so() {
    let ranked = "学校,及格率,优秀率\n甲校,90,40\n乙校,80,60\n";
    let office = |more: &str| {
        let config = match more.starts_with('[') {
            true => format!("{more}\n{COMPOSITE}"),
            false => format!("{COMPOSITE}{more}\n"),
        };
        Office::new(&config, &[("s.csv", ranked)]).of("check")
    };
    let outcome = office("");
    assert_eq!(outcome.code, 2, "{}{}", outcome.out, outcome.err);
    assert!(outcome.err.contains("rank_schools = true"), "{}", outcome.err);
    for allowed in [
        "[disclosure]\nrank_schools = true",
        "[disclosure]\nprofile = \"internal\"",
        "measures = [\"index\"]",
    ] {
        let outcome = office(allowed);
        assert!(!outcome.err.contains("rank_schools"), "{allowed}: {}", outcome.err);
    }
    let districts = COMPOSITE.replace("学校", "县区");
    let outcome = Office::new(&districts, &[("s.csv", &ranked.replace("学校", "县区"))]).of("check");
    assert!(!outcome.err.contains("rank_schools"), "districts may be ranked: {}", outcome.err);
}

#[test]
fn check_names_public_tables_of_admissions_by_school() {
    let county = tempfile::tempdir().unwrap();
    let path = |name: &str| county.path().join(name).to_str().unwrap().to_owned();
    assert_eq!(edugauge(&["init", &path("a")]).code, 0);
    let zh = edugauge(&["--lang", "zh", "check", &path("a/edugauge.toml")]);
    assert!(!zh.out.contains("按学校列出"), "{}", zh.out);
    let config = fs::read_to_string(path("a/edugauge.toml")).unwrap();
    let by_school = config.replacen("by = [\"residence\"]", "by = [\"school\"]", 1);
    fs::write(path("a/edugauge.toml"), by_school).unwrap();
    let zh = edugauge(&["--lang", "zh", "check", &path("a/edugauge.toml")]);
    assert!(zh.out.contains("公开的表 admission 按学校") && zh.out.contains("internal"), "{}", zh.out);
}

/// Schools of few pupils of one track; the rest is large.
fn scores() -> String {
    let groups = [("甲校", "物理", 40), ("甲校", "历史", 4), ("乙校", "物理", 35), ("乙校", "历史", 30)];
    let mut text = "考号,学校,科类,总分\n".to_owned();
    let mut number = 0;
    for (school, track, pupils) in groups {
        for at in 0..pupils {
            number += 1;
            text += &format!("{number:06},{school},{track},{}\n", 300 + (at * 37) % 200);
        }
    }
    text
}

fn means(by: &[&str], year: i32) -> String {
    let by: Vec<String> = by.iter().map(|key| format!("\"{key}\"")).collect();
    format!(
        "[[source]]\nid = \"s\"\npath = \"s.csv\"\n[source.steps]\ntotal = 1\n[[table]]\nid = \"{year}\"\ntitle = \"t\"\nsource = \"s\"\nindicator = \"subject_mean\"\nby = [{}]\n",
        by.join(", ")
    )
}

/// Of each group (by its labels) the number of candidates that a release shows.
fn shown(figures: &str, keys: &[&str]) -> BTreeMap<Vec<String>, i64> {
    let mut rows = csv::Reader::from_reader(figures.trim_start_matches('\u{FEFF}').as_bytes());
    let headers = rows.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name);
    let mut found = BTreeMap::new();
    for row in rows.records().map(Result::unwrap) {
        let label = |key: &&str| at(key).map_or(String::new(), |at| row[at].to_owned());
        let measure = at("measure").map(|at| row[at].to_owned());
        if let (Some("mean"), Ok(n)) = (measure.as_deref(), row[at("n").unwrap()].parse()) {
            found.insert(keys.iter().map(label).collect(), n);
        }
    }
    found
}

/// By school first, then by school and track: from the school of 44 and its track of 40 follow the four others. Both
/// releases are for the same year, and everybody has seen the first.
#[test]
fn a_release_that_takes_anothers_place_gives_nothing_away_with_it() {
    let office = Office::new(&means(&["school"], 1), &[("s.csv", &scores())]);
    assert_eq!(office.of("run").code, 0);
    let first = shown(&office.figures(), &["school"]);
    assert_eq!(first[&vec!["甲校".to_owned()]], 44, "of 44 there is nothing to hide");
    fs::write(office.path("edugauge.toml"), format!("{HEAD}{}", means(&["school", "track"], 2))).unwrap();
    let outcome = office.of("run");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let second = shown(&office.figures(), &["school", "track"]);
    let physics = second.get(&vec!["甲校".to_owned(), "物理".to_owned()]);
    assert_eq!(physics, None, "44 − 40 = 4: {second:?}");
    assert!(!second.is_empty(), "the other school is shown");
    // And so on: whatever was shown once counts.
    fs::write(office.path("edugauge.toml"), format!("{HEAD}{}", means(&["track"], 3))).unwrap();
    assert_eq!(office.of("run").code, 0);
    assert_eq!(fs::read_dir(office.path("out/2024.replaced")).unwrap().count(), 2);
}

/// Four schools whose means are far apart; 丙校 has six pupils.
fn far_apart() -> String {
    let mut text = "考号,学校,数学\n".to_owned();
    let mut number = 0;
    for (school, mean, pupils) in [("甲校", 90, 40), ("乙校", 80, 30), ("丙校", 70, 6), ("丁校", 60, 25)]
    {
        for at in 0..pupils {
            number += 1;
            text += &format!("{number},{school},{}\n", mean + at % 5 - 2);
        }
    }
    text
}

#[test]
fn hidden_schools_are_neither_ranked_nor_counted() {
    let table = "[[source]]\nid = \"s\"\nkind = \"candidates\"\npath = \"s.csv\"\n[[table]]\nid = \"1\"\ntitle = \"t\"\nsource = \"s\"\nindicator = \"rank_interval\"\nby = [\"school\"]\noptions = { minimum = \"2\", subjects = [\"mathematics\"] }\n";
    let refused = Office::new(table, &[("s.csv", &far_apart())]).of("check");
    assert_eq!(refused.code, 2, "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("rank_schools = true"), "{}", refused.err);
    for (profile, places) in [
        (
            "rank_schools = true",
            [("甲校", "1", "3"), ("乙校", "2", "3"), ("丙校", "", ""), ("丁校", "3", "3")],
        ),
        (
            "profile = \"internal\"",
            [("甲校", "1", "4"), ("乙校", "2", "4"), ("丙校", "3", "4"), ("丁校", "4", "4")],
        ),
    ] {
        let office = Office::new(&format!("[disclosure]\n{profile}\n{table}"), &[("s.csv", &far_apart())]);
        let outcome = office.of("run");
        assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
        let page = fs::read_to_string(office.path("out/2024/report.html")).unwrap();
        assert!(page.contains("mean: points") || page.contains("平均分：分"), "the places have no unit");
        let text = fs::read_to_string(office.path("out/2024/figures.csv")).unwrap();
        for (school, rank, among) in places {
            let row = text.lines().find(|line| line.contains(",rank,") && line.contains(school)).unwrap();
            let cells: Vec<&str> = row.split(',').collect();
            assert_eq!(cells[5].trim_end_matches(".0"), rank, "{profile}: {row}");
            let said = format!("ranked among {among} units");
            assert_eq!(row.contains(&said), !among.is_empty(), "{profile}: {row}");
        }
    }
}
