//! What was once recovered from the files of public releases, each way with its smallest example: the release is made,
//! its files are read back, and whoever solves them for the hidden numbers finds a range as wide as is promised.
//!
//! The reader knows what is published and that a group which is listed has at least one pupil. He knows nothing of the
//! program.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use edugauge::release::{Config, RunOptions, run};

use crate::brute_force::{Known, is_possible, once};
use crate::support::{files_under, text_of};

/// Wider than the protection interval of 5.
const NEED: i64 = 6;
const MINIMUM: f64 = 10.0;

/// A row of `figures.csv`.
pub type Row = BTreeMap<String, String>;

pub struct Release {
    folder: tempfile::TempDir,
    rows: Vec<Row>,
}

/// A public release of some files, its tables as written in a configuration.
pub fn released(files: &[(&str, &str)], config: &str) -> Release {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let head = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n";
    std::fs::write(folder.path().join("edugauge.toml"), format!("{head}{config}")).unwrap();
    let config = Config::load(&folder.path().join("edugauge.toml")).unwrap();
    run(&config, &RunOptions::default(), &|_, _| ()).unwrap();
    let rows = rows_of(&folder.path().join("out/2024/figures.csv"));
    Release { folder, rows }
}

fn rows_of(path: &Path) -> Vec<Row> {
    let text = text_of(path);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        headers.iter().zip(record.iter()).map(|(key, cell)| (key.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

impl Release {
    pub fn of<'a>(&'a self, indicator: &'a str, measure: &'a str) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |row| row["indicator"] == indicator && row["measure"] == measure)
    }

    /// No file of the release has any of these words.
    fn says_nowhere(&self, words: &[&str]) {
        for (path, bytes) in files_under(&self.folder.path().join("out")) {
            let text = String::from_utf8_lossy(&bytes);
            words.iter().for_each(|word| assert!(!text.contains(word), "{word} in {path:?}"));
        }
    }
}

pub fn number(row: &Row, column: &str) -> Option<f64> {
    row.get(column).and_then(|cell| cell.parse().ok())
}

pub fn label<'a>(row: &'a Row, key: &str) -> Option<&'a str> {
    row.get(key).map(String::as_str).filter(|label| !label.is_empty())
}

fn is_hidden(row: &Row) -> bool {
    row["status"] == "suppressed"
}

/// How wide a sum of cells can be seen to range.
fn width(known: &[Known], cells: &[usize], truth: i64, least: &[i64]) -> i64 {
    let bounds = || least.iter().map(|least| (*least, 80)).collect::<Vec<_>>();
    let possible = |value: i64| {
        let mut known = known.to_vec();
        known.push((once(cells), value, value));
        value >= 0 && is_possible(&known, bounds())
    };
    assert!(possible(truth), "the truth agrees with what is published");
    let farthest = |sign: i64| (1..=NEED).rev().find(|by| possible(truth + sign * by)).unwrap_or(0);
    farthest(1) + farthest(-1)
}

pub fn candidates(keys: &str, subjects: &str) -> String {
    format!("考号,{keys},{subjects}\n")
}

pub const SOURCE: &str = "[[source]]\nid = \"exam\"\nkind = \"candidates\"\npath = \"scores.csv\"\n";

/// A table with a total, if it has groups, and with options.
pub fn table(id: &str, indicator: &str, by: &[&str], options: &str) -> String {
    let keys: Vec<String> = by.iter().map(|key| format!("\"{key}\"")).collect();
    let keys = keys.join(", ");
    format!(
        "[[table]]\nid = \"{id}\"\nindicator = \"{indicator}\"\nsource = \"exam\"\nby = [{keys}]\n[table.options]\n{options}\n"
    )
}

/// The same with a row for all groups together.
pub fn with_total(table: &str) -> String {
    table.replacen("[table.options]", "total = true\n[table.options]", 1)
}

/// A line in the total.
fn line(score: u32) -> String {
    format!("[[cut_score]]\nsource = \"exam\"\nyear = 2024\nline = \"线\"\nscore = {score}\n")
}

/// Of 甲 23 pass all subjects, 20 of them boys: the girls' 3 were the difference of two tables that were tied to
/// the whole alone.
#[test]
fn joint_events_add_up_at_every_shared_set_of_keys() {
    let mut text = candidates("学校,性别", "语文,数学");
    let cells = [("甲", "男", 30, 20), ("甲", "女", 25, 3), ("乙", "男", 40, 25), ("乙", "女", 35, 12)];
    for (school, sex, tested, passed) in cells {
        for n in 0..tested {
            let score = if n < passed { 90 } else { 30 };
            writeln!(text, "{school}{sex}{n},{school},{sex},{},{score}", 70 + n % 20).unwrap();
        }
    }
    let files = [("scores.csv", text.as_str())];
    let source = format!("{SOURCE}[source.full_marks]\nchinese = 100\nmathematics = 100\n");
    let tables = [
        with_total(&table("schools", "pass_all_rate", &["school"], "")),
        table("cells", "pass_all_rate", &["school", "sex"], ""),
    ];
    let release = released(&files, &(source + &tables.concat()));
    let place = |row: &Row| -> Vec<usize> {
        let inside = |at: &usize| {
            let (school, sex, ..) = cells[*at];
            label(row, "school").is_none_or(|of| of == school) && label(row, "sex").is_none_or(|of| of == sex)
        };
        (0..cells.len()).filter(inside).collect()
    };
    let mut known: Vec<Known> = Vec::new();
    for row in release.of("pass_all_rate", "rate") {
        for (column, first) in [("numerator", 0), ("n", 4)] {
            if let Some(count) = number(row, column) {
                // Those who pass, and all: those who pass and those who do not.
                let mut of = place(row);
                if first > 0 {
                    of.extend(place(row).iter().map(|at| at + 4));
                }
                known.push((once(&of), count as i64, count as i64));
            }
        }
    }
    assert!(known.len() >= 4, "something is left to see: {known:?}");
    let wide = width(&known, &[1], 3, &[0; 8]);
    assert!(wide >= NEED, "3 girls are told up to {wide}: {known:?}");
}

/// What a figure says of how it was found stayed when its numbers were hidden: "4 of 6 at the line", "candidate
/// number 4", "total in [150, 150]".
#[test]
fn methods_never_carry_what_was_found_in_the_data() {
    let mut text = candidates("学校", "语文,数学,总分");
    for (school, size) in [("甲", 6), ("乙", 60), ("丙", 80)] {
        for n in 0..size {
            let (chinese, mathematics) = (60 + (n * 7) % 41, 55 + (n * 11) % 43);
            writeln!(text, "{school}{n},{school},{chinese},{mathematics},{}", chinese + mathematics).unwrap();
        }
    }
    let files = [("scores.csv", text.as_str())];
    for method in ["suppression", "rounding"] {
        let tables = [
            table("cut", "subject_cut", &["school"], ""),
            table("mean", "subject_cut", &["school"], "derivation = \"conditional_mean\"\nminimum = 1"),
            table("share", "line_from_share", &["school"], "share = [\"0.6\"]"),
            table("hits", "hits", &["school"], ""),
        ];
        let disclosure = format!("[disclosure]\nmethod = \"{method}\"\n");
        let release = released(&files, &(disclosure + SOURCE + &line(150) + &tables.concat()));
        assert!(release.rows.iter().any(is_hidden));
        let mut methods: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
        for row in &release.rows {
            if row["indicator"] != "subject_cut" {
                methods.entry((&row["indicator"], "")).or_default().insert(&row["method"]);
            }
            if is_hidden(row) {
                assert_eq!((row["note"].as_str(), number(row, "n")), ("", None), "{row:?}");
            }
        }
        for (of, said) in methods {
            assert_eq!(said.len(), 1, "{of:?}: one convention, whatever the group: {said:?}");
        }
        release.says_nowhere(&["of 6 at", "6 at the line", "number 4", "total in [150, 150]", "取名次 4"]);
    }
}

/// Means of the best 1/40, 2/40, … of 40 gave the score of each of them, and the best .27 of 14 those of 4.
#[test]
fn tails_are_of_as_many_as_any_other_figure() {
    let mut text = candidates("学校", "数学");
    for (school, size) in [("甲", 40), ("乙", 14), ("丙", 150)] {
        (0..size).for_each(|n| writeln!(text, "{school}{n},{school},{}", 40 + (n * 13) % 57).unwrap());
    }
    let files = [("scores.csv", text.as_str())];
    let shares = ["0.27", "1/40", "2/40", "3/40", "10/40", "12/40", "20/40", "30/40", "39/40"];
    let mut tables = with_total(&table("mean", "subject_mean", &["school"], ""));
    for (at, share) in shares.iter().enumerate() {
        for side in ["top", "bottom"] {
            let more = format!("side = \"{side}\"\nshare = \"{share}\"");
            tables += &with_total(&table(&format!("{side}{at}"), "tail_mean", &["school"], &more));
        }
    }
    let release = released(&files, &(SOURCE.to_owned() + &tables));
    let mut ends: BTreeMap<Option<&str>, Vec<f64>> = BTreeMap::new();
    let mut shown = 0;
    for row in release.of("tail_mean", "mean").filter(|row| number(row, "value").is_some()) {
        let (n, counted) = (number(row, "n").unwrap(), number(row, "denominator").unwrap());
        let is_top = row["method"].contains("best");
        let end = if is_top { counted } else { n - counted };
        ends.entry(label(row, "school")).or_insert_with(|| vec![0.0, n]).push(end);
        shown += 1;
    }
    assert!(shown >= 4, "{shown}");
    for (school, mut ends) in ends {
        ends.sort_by(f64::total_cmp);
        for pair in ends.windows(2) {
            let between = pair[1] - pair[0];
            let (is_same, is_enough) = (between < 1e-6, between > MINIMUM - 1e-6);
            assert!(is_same || is_enough, "{school:?}: {between} between {pair:?}");
        }
    }
}

/// Held against the whole, the schools that are shown told the mean of the whole, and so the number and the sum of
/// the one that is hidden.
#[test]
fn figures_held_against_the_whole_tell_of_the_whole() {
    let mut text = candidates("学校", "数学");
    let schools = [("甲", 4), ("乙", 61), ("丙", 83), ("丁", 47)];
    for (at, (school, size)) in schools.into_iter().enumerate() {
        for n in 0..size {
            writeln!(text, "{school}{n},{school},{}", 41 + (n * (7 + at) + at * 5) % 53).unwrap();
        }
    }
    let files = [("scores.csv", text.as_str())];
    for held in ["mean_deviation", "mean_ratio", "above_mean_rate", "group_t_score"] {
        let tables = [table("mean", "subject_mean", &["school"], ""), table("held", held, &["school"], "")];
        let release = released(&files, &(SOURCE.to_owned() + &tables.concat()));
        let mean = |school: &str, column| {
            let of_school = |row: &&Row| label(row, "school") == Some(school);
            number(release.of("subject_mean", "mean").find(of_school).unwrap(), column)
        };
        assert_eq!(mean("甲", "value"), None);
        // The mean of the whole from any school whose both figures are shown.
        let whole = release.rows.iter().filter(|row| row["indicator"] == held).find_map(|row| {
            let own = mean(label(row, "school")?, "value")?;
            let value = number(row, "value")?;
            match held {
                "mean_deviation" => Some(own - value),
                "mean_ratio" => Some(own * 100.0 / value),
                "above_mean_rate" => Some(own * 100.0 / (value + 100.0)),
                // From one such score alone neither the mean nor the spread follows; from two, both do.
                _ => Some(own - number(row, "numerator")?),
            }
        });
        let Some(whole) = whole else { continue };
        let unknown: Vec<&str> =
            schools.iter().map(|of| of.0).filter(|school| mean(school, "value").is_none()).collect();
        assert!(unknown.len() > 1, "{held}: the mean of all, {whole}, and of all schools but 甲");
    }
}

/// Six schools of one candidate each, who together are 6: each of them has one, as each has somebody.
#[test]
fn a_group_that_is_listed_has_somebody() {
    let mut text = candidates("学校", "总分");
    for (school, size) in
        [("甲", 1), ("乙", 1), ("丙", 1), ("丁", 1), ("戊", 1), ("己", 1), ("庚", 40), ("辛", 60)]
    {
        (0..size).for_each(|n| writeln!(text, "{school}{n},{school},{}", 300 + n * 3).unwrap());
    }
    let files = [("scores.csv", text.as_str())];
    let rates = with_total(&table("rates", "admission_rate", &["school"], ""));
    let release = released(&files, &(SOURCE.to_owned() + &line(350) + &rates));
    let tested: Vec<(Option<&str>, Option<f64>)> = release
        .of("admission_rate", "rate")
        .map(|row| (label(row, "school"), number(row, "denominator")))
        .collect();
    let total = tested.iter().find(|(school, _)| school.is_none()).unwrap().1;
    let hidden = tested.iter().filter(|(school, count)| school.is_some() && count.is_none()).count();
    let shown: f64 =
        tested.iter().filter(|(school, _)| school.is_some()).filter_map(|(_, count)| *count).sum();
    if let Some(total) = total {
        let rest = total - shown - hidden as f64;
        assert!(rest >= NEED as f64, "{hidden} schools of {} candidates", total - shown);
    }
    assert!(hidden >= 6);
}

/// The same pupils sit every subject: all of mathematics less the schools of Chinese.
#[test]
fn one_cohort_sits_all_subjects() {
    let mut text = candidates("学校", "语文,数学");
    let schools = [("甲", 4), ("乙", 40), ("丙", 60)];
    for (school, size) in schools {
        (0..size)
            .for_each(|n| writeln!(text, "{school}{n},{school},{},{}", 50 + n % 40, 45 + n % 50).unwrap());
    }
    let files = [("scores.csv", text.as_str())];
    let tables = [
        table("chinese", "subject_mean", &["school"], "subjects = [\"chinese\"]"),
        table("mathematics", "subject_mean", &[], "subjects = [\"mathematics\"]"),
    ];
    let release = released(&files, &(SOURCE.to_owned() + &tables.concat()));
    assert_not_by_subtraction(&release, 4);
}

/// Two sources read one file, as raw and as scaled scores: all of one less the schools of the other.
#[test]
fn two_sources_of_one_file_count_the_same_pupils() {
    let mut text = candidates("学校", "语文,数学");
    for (school, size) in [("甲", 4), ("乙", 40), ("丙", 60)] {
        (0..size)
            .for_each(|n| writeln!(text, "{school}{n},{school},{},{}", 50 + n % 40, 45 + n % 50).unwrap());
    }
    let files = [("scores.csv", text.as_str())];
    let other = SOURCE.replace("exam", "again");
    let tables = [
        table("schools", "subject_mean", &["school"], ""),
        table("all", "pass_rate", &[], "threshold = \"60\"")
            .replace("source = \"exam\"", "source = \"again\""),
    ];
    let release = released(&files, &(SOURCE.to_owned() + &other + &tables.concat()));
    assert_not_by_subtraction(&release, 4);
}

/// No total of any subject less the schools of any subject is a small count.
fn assert_not_by_subtraction(release: &Release, small: i64) {
    let counts = |of_school: bool| {
        release
            .rows
            .iter()
            .filter(move |row| label(row, "school").is_some() == of_school)
            .filter_map(|row| Some((label(row, "school"), number(row, "n")? as i64)))
    };
    let totals: BTreeSet<i64> = counts(false).map(|(_, n)| n).collect();
    let schools: BTreeMap<Option<&str>, i64> = counts(true).collect();
    let shown: i64 = schools.values().sum();
    assert!(!totals.iter().any(|total| total - shown == small), "{totals:?} less {schools:?} are {small}");
    assert!(!totals.is_empty() || !schools.is_empty(), "something is left to see");
}

/// Equal weights: 10.714 % of 28 are 3. And the total less the boys is the girls' count.
#[test]
fn a_rate_of_equal_weights_is_a_count() {
    let mut text = "考号,学校,性别,权,数学\n".to_owned();
    for (school, sex, n, reached) in
        [("甲", "男", 28, 14), ("甲", "女", 28, 3), ("乙", "男", 40, 22), ("乙", "女", 44, 24)]
    {
        for at in 0..n {
            writeln!(text, "{school}{sex}{at},{school},{sex},10,{}", if at < reached { 80 } else { 50 })
                .unwrap();
        }
    }
    let files = [("scores.csv", text.as_str())];
    let source = "[[source]]\nid = \"exam\"\nkind = \"table\"\npath = \"scores.csv\"\n";
    let more = "scores = [\"数学\"]\nlines = [\"75\"]\nweight = \"权\"\ncluster = [\"学校\"]";
    for method in ["suppression", "rounding"] {
        let tables = [
            table("all", "survey_rate", &["学校"], more),
            table("cells", "survey_rate", &["学校", "性别"], more),
        ];
        let disclosure = format!("[disclosure]\nmethod = \"{method}\"\n");
        let release = released(&files, &(disclosure + source + &tables.concat()));
        let reached = |school: &str, sex: Option<&str>| {
            let of = |row: &&Row| label(row, "学校") == Some(school) && label(row, "性别") == sex;
            let row = release.of("survey_rate", "rate").find(of).unwrap();
            let n = match (school, sex) {
                ("甲", Some(_)) => 28.0,
                ("甲", None) => 56.0,
                (_, None) => 84.0,
                (_, Some("男")) => 40.0,
                _ => 44.0,
            };
            number(row, "value").map(|rate| (rate * n / 100.0).round())
        };
        assert_eq!(reached("甲", Some("女")), None, "{method}");
        assert!(reached("甲", None).is_none() || reached("甲", Some("男")).is_none(), "{method}: 17 less 14");
        assert!(release.of("survey_rate", "rate").any(|row| !is_hidden(row)));
    }
}

/// The most frequent score told how many have it: 1, 2, 3.
#[test]
fn the_mode_does_not_say_how_many_have_it() {
    let mut text = candidates("学校", "数学");
    for (school, size) in [("甲", 30), ("乙", 60)] {
        (0..size).for_each(|n| writeln!(text, "{school}{n},{school},{}", 40 + (n * 7) % 29).unwrap());
    }
    (0..15).for_each(|n| writeln!(text, "丙{n},丙,{}", if n < 12 { 70 } else { 60 + n }).unwrap());
    let files = [("scores.csv", text.as_str())];
    for method in ["suppression", "rounding"] {
        let disclosure = format!("[disclosure]\nmethod = \"{method}\"\n");
        let config =
            disclosure + SOURCE + &with_total(&table("quantiles", "subject_quantiles", &["school"], ""));
        let release = released(&files, &config);
        for row in release.of("subject_quantiles", "mode") {
            assert_eq!((number(row, "numerator"), row["note"].as_str()), (None, ""), "{row:?}");
            let is_common = !matches!(label(row, "school"), Some("甲" | "乙"));
            assert!(is_common || number(row, "value").is_none(), "few have it: {row:?}");
        }
    }
}

/// 4 of 甲 take physics. The total of all its 40 pupils less their other subjects is the physics of the 4.
#[test]
fn a_total_less_the_other_subjects_is_no_mean_of_few() {
    let mut text = candidates("学校", "语文,物理,总分");
    for (school, size, physicists) in [("甲", 40, 4), ("乙", 50, 30), ("丙", 60, 35)] {
        for n in 0..size {
            let chinese = 60 + (n * 7) % 37;
            let physics = (n < physicists).then(|| 50 + (n * 11) % 43);
            let cell = physics.map_or_else(|| "未选".to_owned(), |score| score.to_string());
            writeln!(text, "{school}{n},{school},{chinese},{cell},{}", chinese + physics.unwrap_or(0))
                .unwrap();
        }
    }
    let files = [("scores.csv", text.replace("未选", "").to_owned())];
    let files = [(files[0].0, files[0].1.as_str())];
    let source = format!("{SOURCE}[source.full_marks]\nchinese = 100\nphysics = 100\ntotal = 200\n");
    let release = released(&files, &(source + &table("means", "subject_mean", &["school"], "")));
    let sum = |school: &str, subject: &str| {
        let of = |row: &&Row| label(row, "school") == Some(school) && row["subject"] == subject;
        number(release.of("subject_mean", "mean").find(of).unwrap(), "numerator")
    };
    assert_eq!(sum("甲", "physics"), None);
    assert!(sum("甲", "chinese").is_none() || sum("甲", "total").is_none(), "the 4 physicists' sum follows");
}
