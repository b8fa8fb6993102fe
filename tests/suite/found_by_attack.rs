//! What the attacker of `tests/attack` once recovered, each with its smallest example.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use edugauge::release::{Config, RunOptions, run};

use crate::support::text_of;

/// A row of `figures.csv`.
type Row = BTreeMap<String, String>;

const HEAD: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nlanguage = \"zh\"\n";
const SAMPLE: &str = "[[source]]\nid = \"exam\"\nkind = \"table\"\npath = \"scores.csv\"\n";
const EXAM: &str = "[[source]]\nid = \"exam\"\npath = \"scores.csv\"\n[source.full_marks]\nchinese = 100\nmathematics = 100\n";

/// Makes the release of a year beside those that are there, and reads its figures back.
fn released(folder: &Path, scores: &str, year: i32, config: &str) -> Vec<Row> {
    std::fs::write(folder.join("scores.csv"), scores).unwrap();
    let path = folder.join("edugauge.toml");
    std::fs::write(&path, format!("{HEAD}{config}")).unwrap();
    let options = RunOptions { year: Some(year), ..RunOptions::default() };
    run(&Config::load(&path).unwrap(), &options, &|_, _| ()).unwrap();
    let text = text_of(&folder.join(format!("out/{year}/figures.csv")));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        headers.iter().zip(record.iter()).map(|(key, cell)| (key.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn table(id: &str, indicator: &str, by: &[&str], options: &str) -> String {
    format!(
        "[[table]]\nid = \"{id}\"\nindicator = \"{indicator}\"\nsource = \"exam\"\nby = {by:?}\nallow_empty = true\n[table.options]\n{options}\n"
    )
}

/// Pupils by school (a district each), sex and number, with scores in Chinese and mathematics.
fn pupils(schools: &[(&str, &str, [u32; 2])]) -> String {
    let mut text = "考号,学校,区县,性别,语文,数学\n".to_owned();
    for (school, district, sizes) in schools {
        for (sex, size) in ["男", "女"].into_iter().zip(sizes) {
            for n in 0..*size {
                let (chinese, mathematics) = (40 + n * 7 % 53, 45 + n * 11 % 47);
                writeln!(text, "{school}{sex}{n},{school},{district},{sex},{chinese},{mathematics}").unwrap();
            }
        }
    }
    text
}

/// How many stand behind a figure of a group, if it tells so.
fn told(rows: &[Row], indicator: &str, labels: &[(&str, &str)]) -> Option<u32> {
    let is_of = |row: &&Row| {
        row["indicator"] == indicator
            && labels.iter().all(|(key, label)| row.get(*key).map(String::as_str) == Some(*label))
    };
    rows.iter().find(is_of).unwrap()["n"].parse().ok()
}

const SCORES: &str = "scores = [\"数学\"]";

/// Girls of 东 are those of 甲 and 乙, as everybody knows where the schools are: 23 less 20 of 乙.
#[test]
fn schools_of_a_sample_lie_in_their_districts() {
    let scores = pupils(&[("甲", "东", [30, 3]), ("乙", "东", [25, 20]), ("丙", "西", [22, 28])]);
    let tables = [
        table("schools", "survey_mean", &["性别", "学校"], SCORES),
        table("districts", "survey_standard_deviation", &["性别", "区县"], SCORES),
    ];
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &(SAMPLE.to_owned() + &tables.concat()));
    assert_eq!(told(&rows, "survey_mean", &[("学校", "甲"), ("性别", "女")]), None);
    let of_district = told(&rows, "survey_standard_deviation", &[("区县", "东"), ("性别", "女")]);
    let of_other = told(&rows, "survey_mean", &[("学校", "乙"), ("性别", "女")]);
    assert!(of_district.is_none() || of_other.is_none(), "{of_district:?} less {of_other:?} are 3");
    assert!(rows.iter().any(|row| row["status"] == "ok"), "something is left to see");
}

/// The release before hid the 3 girls of 甲 beside 30 boys; that 甲 has 33 must not be told now.
#[test]
fn what_an_earlier_release_hid_of_a_sample_is_not_told_by_the_next() {
    let scores = pupils(&[("甲", "东", [30, 3]), ("乙", "东", [25, 20])]);
    let folder = tempfile::tempdir().unwrap();
    let first = SAMPLE.to_owned() + &table("cells", "survey_mean", &["学校", "性别"], SCORES);
    let before = released(folder.path(), &scores, 2023, &first);
    let boys = told(&before, "survey_mean", &[("学校", "甲"), ("性别", "男")]);
    assert_eq!(told(&before, "survey_mean", &[("学校", "甲"), ("性别", "女")]), None);
    assert_eq!(boys, Some(30));
    let second = SAMPLE.to_owned() + &table("schools", "survey_standard_deviation", &["学校"], SCORES);
    let now = released(folder.path(), &scores, 2024, &second);
    assert_eq!(
        told(&now, "survey_standard_deviation", &[("学校", "甲")]),
        None,
        "33 less the 30 boys are 3 girls"
    );
    assert_eq!(told(&now, "survey_standard_deviation", &[("学校", "乙")]), Some(45));
}

/// Of 甲 40 are registered for mathematics, and so for Chinese; with the 38 who have a score in Chinese, two lack one.
#[test]
fn the_same_are_registered_for_all_subjects() {
    let mut scores = "考号,学校,语文,数学\n".to_owned();
    for (school, size, absent) in [("甲", 40, 2), ("乙", 50, 0), ("丙", 60, 0)] {
        for n in 0..size {
            let chinese = if n < absent { "缺考".to_owned() } else { (40 + n * 7 % 53).to_string() };
            writeln!(scores, "{school}{n},{school},{chinese},{}", 45 + n * 11 % 47).unwrap();
        }
    }
    let tables = [
        table("taken", "participation_rate", &["school"], ""),
        table("means", "subject_mean", &["school"], "subjects = [\"chinese\"]"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &(EXAM.to_owned() + &tables.concat()));
    let of = |indicator, measure, subject| {
        told(&rows, indicator, &[("school", "甲"), ("measure", measure), ("subject", subject)])
    };
    let [absent, registered] =
        [("absent", "chinese"), ("registered", "mathematics")].map(|(m, s)| of("participation_rate", m, s));
    let tested = of("subject_mean", "mean", "chinese");
    assert_eq!(absent, None);
    assert!(registered.is_none() || tested.is_none(), "{registered:?} less {tested:?} are 2");
}

/// The sums of squares of two schools and the mean of all give both means, and a model what is the mean of few.
#[test]
fn models_are_of_as_many_as_any_other_figure() {
    let residences = |text: String| {
        let add = |line: &str| {
            let residence = if line.contains("乙,") { "乡村" } else { "城区" };
            format!("{line},{}\n", if line.starts_with("考号") { "城乡" } else { residence })
        };
        text.lines().map(add).collect::<String>()
    };
    for (few, is_hidden) in [(3, true), (30, false)] {
        // Of the girls of the urban side, who are all of 甲.
        let sexes = pupils(&[("甲", "东", [40, few]), ("乙", "东", [45, 20])]);
        let small = pupils(&[("甲", "东", [20, 15]), ("乙", "东", [0, few]), ("丙", "西", [30, 25])]);
        let cases = [
            ("between_school_share", &small, ""),
            ("random_intercept", &small, "subjects = [\"chinese\"]"),
            ("oaxaca_blinder", &sexes, "covariates = [\"sex\"]\nsubjects = [\"chinese\"]"),
        ];
        for (indicator, scores, options) in cases {
            let folder = tempfile::tempdir().unwrap();
            let config = EXAM.to_owned() + &table("one", indicator, &[], options);
            let rows = released(folder.path(), &residences(scores.clone()), 2024, &config);
            let shown = rows.iter().filter(|row| !row["value"].is_empty()).count();
            assert_eq!(shown == 0, is_hidden, "{indicator} with {few}: {rows:?}");
        }
    }
}

/// All pupils sit both subjects: 乙 has 26, 25 of them girls of whom a table of passing all tells.
#[test]
fn those_who_sit_all_subjects_are_those_who_sit_each() {
    let scores = pupils(&[("甲", "西", [30, 35]), ("乙", "东", [1, 25])]);
    let tables = [
        table("all", "pass_all_rate", &["school", "sex"], ""),
        table("districts", "pass_rate", &["district"], "subjects = [\"chinese\"]"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &(EXAM.to_owned() + &tables.concat()));
    let girls = told(&rows, "pass_all_rate", &[("school", "乙"), ("sex", "女")]);
    let all = told(&rows, "pass_rate", &[("district", "东")]);
    assert!(girls.is_none() || all.is_none(), "{all:?} less {girls:?} is one boy");
    assert_eq!(told(&rows, "pass_all_rate", &[("school", "乙"), ("sex", "男")]), None);
}

/// All 70 of 甲 have a score in Chinese, 30 of them of the arts; 29 of these have one in mathematics, so one is absent.
#[test]
fn those_registered_are_told_apart_by_all_keys() {
    let mut scores = "考号,学校,科类,语文,数学\n".to_owned();
    for (school, track, size, absent) in
        [("甲", "理科", 40, 12), ("甲", "文科", 30, 1), ("乙", "理科", 65, 0)]
    {
        for n in 0..size {
            let mathematics = if n < absent { "缺考".to_owned() } else { (45 + n * 11 % 47).to_string() };
            writeln!(scores, "{school}{track}{n},{school},{track},{},{mathematics}", 40 + n * 7 % 53)
                .unwrap();
        }
    }
    let tables = [
        table("taken", "participation_rate", &["school"], ""),
        table("means", "subject_mean", &["school", "track"], "subjects = [\"chinese\", \"mathematics\"]"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let config = format!("[checks]\ninvalid_cells_percent = 100\n{EXAM}{}", tables.concat());
    let rows = released(folder.path(), &scores, 2024, &config);
    let registered = |subject| {
        told(
            &rows,
            "participation_rate",
            &[("school", "甲"), ("measure", "registered"), ("subject", subject)],
        )
    };
    let sat = |subject, track| {
        told(&rows, "subject_mean", &[("school", "甲"), ("track", track), ("subject", subject)])
    };
    let all = registered("chinese").or(registered("mathematics"));
    let chinese = [sat("chinese", "理科"), sat("chinese", "文科")];
    let of_all = all == Some(70) && chinese == [Some(40), Some(30)];
    assert!(!of_all || sat("mathematics", "文科").is_none(), "30 less 29 are one");
    assert!(rows.iter().any(|row| row["status"] == "ok"), "something is left to see");
}

/// Pupils of weights 1 and 2: which whole numbers of them make the sums that are shown is a search without end, unless
/// one is set to it.
#[test]
fn a_release_of_weighted_pupils_comes_to_an_end() {
    let mut scores = "考号,学校,权,语文,数学\n".to_owned();
    let schools: [(u32, u32, [u32; 3]); 10] = [
        (0, 1, [10, 7, 4]),
        (0, 2, [2, 1, 0]),
        (1, 1, [0, 0, 1]),
        (1, 2, [1, 4, 14]),
        (2, 1, [2, 1, 12]),
        (2, 2, [0, 0, 1]),
        (3, 1, [9, 9, 5]),
        (3, 2, [3, 4, 0]),
        (4, 1, [1, 1, 0]),
        (4, 2, [2, 6, 10]),
    ];
    for (school, weight, counts) in schools {
        for (count, marks) in counts.into_iter().zip(["30,30", "50,50", "60,65"]) {
            for n in 0..count {
                writeln!(scores, "{school}{weight}{}{n},校{school},{weight},{marks}", marks.replace(',', ""))
                    .unwrap();
            }
        }
    }
    let source = EXAM.replace("[source.full", "[source.columns]\n\"权\" = \"key:权\"\n[source.full");
    let options = "lines = [\"中=120\", \"低=90\"]\nweight = \"权\"";
    let lines = table("lines", "admission_rate", &["school"], options)
        .replace("[table.options]", "total = true\n[table.options]");
    let config = format!("[disclosure]\nrank_schools = true\n{source}{lines}");
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let folder = tempfile::tempdir().unwrap();
        sender.send(released(folder.path(), &scores, 2024, &config).len())
    });
    let figures = receiver.recv_timeout(std::time::Duration::from_secs(240));
    assert!(figures.is_ok_and(|figures| figures > 0), "it does not end");
}

/// Everybody sits all subjects: how many a group has is one number, however many subjects and sources tell it. With 10
/// in one and 15 in another it would be 11 to 14, where nine numbers are promised.
#[test]
fn one_cohort_is_rounded_alike_in_all_subjects_and_sources() {
    let mut state = 20_261_130_u64;
    let mut drawn = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let (mut groups, mut told_twice) = (0, 0);
    for base in [3, 5, 5, 3, 5] {
        let mut scores = "考号,学校,区县,性别,语文,数学,英语\n".to_owned();
        for school in 0..9 {
            for sex in ["男", "女"] {
                for n in 0..drawn(14) {
                    let [a, b, c] = [30 + drawn(70), 30 + drawn(70), 30 + drawn(70)];
                    writeln!(scores, "{school}{sex}{n},校{school},区{},{sex},{a},{b},{c}", school % 3)
                        .unwrap();
                }
            }
        }
        let source = EXAM.replace("mathematics = 100\n", "mathematics = 100\nenglish = 100\n");
        let again = source.replace("id = \"exam\"", "id = \"again\"");
        let mut config = format!(
            "[disclosure]\nmethod = \"rounding\"\nbase = {base}\nrank_schools = true\n{source}{again}"
        );
        let subjects = ["chinese", "mathematics", "english"];
        let keys: [&[&str]; 5] =
            [&["school"], &["school", "sex"], &["district", "sex"], &["sex"], &["district"]];
        let rates = ["pass_rate", "good_rate", "excellent_rate", "low_rate"];
        for id in 0..7 {
            let [rate, by, subject] = [4, 5, 3].map(|of| drawn(of) as usize);
            let options = format!("subjects = [\"{}\"]", subjects[subject]);
            let table = table(&format!("t{id}"), rates[rate], keys[by], &options);
            let source = if id == 6 { "\"again\"" } else { "\"exam\"" };
            config += &table
                .replace("[table.options]", "total = true\n[table.options]")
                .replace("\"exam\"", source);
        }
        let folder = tempfile::tempdir().unwrap();
        let rows = released(folder.path(), &scores, 2024, &config);
        let mut of_groups: BTreeMap<Vec<String>, BTreeMap<String, Vec<&Row>>> = BTreeMap::new();
        for row in rows.iter().filter(|row| !row["n"].is_empty()) {
            let group = ["district", "school", "sex"].map(|key| row.get(key).cloned().unwrap_or_default());
            of_groups.entry(group.to_vec()).or_default().entry(row["n"].clone()).or_default().push(row);
        }
        for (group, counts) in of_groups {
            assert!(counts.len() == 1, "base {base}: {group:?} has {:?}", counts.keys());
            groups += 1;
            told_twice += usize::from(counts.values().any(|rows| rows.len() > 1));
        }
    }
    assert!(groups > 60 && told_twice > 30, "{told_twice} of {groups}");
}

/// The release that is replaced had tables of one source, the new one has tables of another source of the same file.
#[test]
fn what_a_release_showed_of_a_source_is_known_where_the_next_has_no_table_of_it() {
    let scores = pupils(&[("甲", "东", [30, 3]), ("乙", "东", [25, 20])]);
    let sources = EXAM.to_owned() + &EXAM.replace("id = \"exam\"", "id = \"again\"");
    let folder = tempfile::tempdir().unwrap();
    let cells = table("cells", "subject_mean", &["school", "sex"], "subjects = [\"chinese\"]");
    let before = released(folder.path(), &scores, 2024, &(sources.clone() + &cells));
    assert_eq!(told(&before, "subject_mean", &[("school", "甲"), ("sex", "男")]), Some(30));
    assert_eq!(told(&before, "subject_mean", &[("school", "甲"), ("sex", "女")]), None);
    let schools = table("schools", "pass_rate", &["school"], "").replace("\"exam\"", "\"again\"");
    let second = sources + &schools;
    let now = released(folder.path(), &scores, 2024, &second);
    assert_eq!(told(&now, "pass_rate", &[("school", "甲")]), None, "33 less the 30 boys are 3 girls");
    // Made again of the same, it is the same; and it can be verified.
    assert_eq!(released(folder.path(), &scores, 2024, &second), now);
    let release = folder.path().join("out/2024");
    let verified = crate::support::edugauge(&["verify", release.to_str().unwrap()]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
}

/// Beside rounded counts too: that a gap in standard deviations has no value says that a group has one pupil.
#[test]
fn that_a_figure_has_no_value_is_hidden_where_it_says_something() {
    let mut scores = "考号,学校,城乡,语文,数学\n".to_owned();
    for (school, residence, size) in
        [("甲", "城区", 30), ("甲", "乡村", 1), ("乙", "城区", 25), ("乙", "乡村", 40)]
    {
        for n in 0..size {
            writeln!(scores, "{school}{residence}{n},{school},{residence},{},50", 40 + n * 7 % 53).unwrap();
        }
    }
    for rule in ["", "method = \"rounding\"\nbase = 5\n"] {
        let gaps = table("gaps", "subject_gap", &["school"], "subjects = [\"chinese\"]");
        let config = format!("[disclosure]\n{rule}{EXAM}{gaps}");
        let folder = tempfile::tempdir().unwrap();
        let rows = released(folder.path(), &scores, 2024, &config);
        let of =
            |school| rows.iter().filter(move |row| row["school"] == school).map(|row| row["status"].as_str());
        assert!(of("甲").count() > 1 && of("甲").all(|status| status == "suppressed"), "{rows:?}");
        assert!(of("乙").any(|status| status == "ok"), "{rows:?}");
    }
}

/// Without clusters the pupils themselves were drawn: 78 less the 30, 25 and 20 who are shown are three girls.
#[test]
fn how_many_were_drawn_is_not_told_by_a_method() {
    let scores = pupils(&[("甲", "东", [30, 3]), ("乙", "东", [25, 20])]);
    let options = format!("{SCORES}\nstrata = [\"学校\"]");
    let config = SAMPLE.to_owned() + &table("cells", "survey_mean", &["学校", "性别"], &options);
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &config);
    assert_eq!(told(&rows, "survey_mean", &[("学校", "甲"), ("性别", "女")]), None);
    assert_eq!(told(&rows, "survey_mean", &[("学校", "甲"), ("性别", "男")]), Some(30));
    let release = folder.path().join("out/2024");
    for file in ["figures.csv", "release.json", "report.html", "table_cells.csv", "table_cells.meta.csv"] {
        let text = text_of(&release.join(file));
        assert!(!text.contains("78 clusters") && !text.contains("78 个抽样单位"), "{file}");
    }
}

/// Two sources of one file of which neither is scaled: the 23 of a district who passed less the 20 of 甲 are 3 of 乙.
#[test]
fn two_sources_of_one_file_have_the_same_scores() {
    let mut scores = "考号,学校,区县,语文,数学\n".to_owned();
    for (school, district, size, passed) in [("甲", "东", 40, 20), ("乙", "东", 40, 3), ("丙", "西", 50, 25)]
    {
        for n in 0..size {
            let score = if n < passed { 70 + n % 20 } else { 30 + n % 20 };
            writeln!(scores, "{school}{n},{school},{district},{score},50").unwrap();
        }
    }
    let chinese = "subjects = [\"chinese\"]";
    let tables = table("schools", "pass_rate", &["school"], chinese)
        + &table("districts", "pass_rate", &["district"], chinese).replace("\"exam\"", "\"again\"");
    let sources = EXAM.to_owned() + &EXAM.replace("id = \"exam\"", "id = \"again\"");
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &(sources + &tables));
    let passed = |key: &str, label: &str| -> Option<u32> {
        rows.iter().find(|row| row[key] == label).unwrap()["numerator"].parse().ok()
    };
    assert_eq!(passed("school", "乙"), None);
    let both = [passed("district", "东"), passed("school", "甲")];
    assert!(both.contains(&None), "{both:?}: the first less the second are 3");
    assert!(rows.iter().any(|row| row["status"] == "ok"), "something is left to see");
}

/// Which share of 29 candidates is of schools that both years have says how many they are.
#[test]
fn a_remark_says_no_share_of_few_candidates() {
    let mut scores = "年份,考号,学校,城乡,语文,数学\n".to_owned();
    for (year, school, size) in [(2023, "甲", 40), (2023, "乙", 30), (2024, "甲", 6), (2024, "丙", 23)] {
        for n in 0..size {
            writeln!(scores, "{year},{school}{n},{school},城区,{},50", 40 + n * 7 % 53).unwrap();
        }
    }
    let means = table("means", "subject_mean", &["residence"], "subjects = [\"chinese\"]")
        .replace("[table.options]", "change = true\n[table.options]");
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &(EXAM.to_owned() + &means));
    let changes = || rows.iter().filter(|row| row["measure"] == "mean_change");
    assert!(changes().any(|row| row["status"] == "not_comparable"), "{rows:?}");
    for row in changes() {
        assert!(!row["note"].contains("20.7"), "6 of 29: {row:?}");
    }
    let release = folder.path().join("out/2024");
    for file in ["release.json", "report.html", "table_means.csv"] {
        assert!(!text_of(&release.join(file)).contains("20.7 %"), "{file}");
    }
}

/// The cut that hits are counted at is the mean of six, and a note says it.
#[test]
fn hits_are_not_counted_at_the_mean_of_few() {
    let mut scores = "考号,学校,语文,数学\n".to_owned();
    for n in 0..60 {
        // Six have 120 in all, 68 to 75 of it in mathematics; all others are far from it.
        let (chinese, mathematics) = match n {
            0..6 => (48 - n + u32::from(n > 2), 72 + n - u32::from(n > 2)),
            _ if n % 2 == 0 => (80, 60 + n % 30),
            _ => (40, 30 + n % 20),
        };
        writeln!(scores, "{n},甲,{chinese},{mathematics}").unwrap();
    }
    let options = "lines = [\"高=120\"]\nderivation = \"conditional_mean\"\nminimum = 5";
    for (minimum, is_hidden) in [(10, true), (5, false)] {
        let config =
            format!("[disclosure]\nminimum_cell = {minimum}\n{EXAM}{}", table("hits", "hits", &[], options));
        let folder = tempfile::tempdir().unwrap();
        let rows = released(folder.path(), &scores, 2024, &config);
        let mut notes =
            rows.iter().filter(|row| row["subject"] == "mathematics").map(|row| row["note"].as_str());
        assert_eq!(notes.all(|note| !note.contains("subject >=")), is_hidden, "{rows:?}");
    }
}

/// Of 14 of 甲 five are at the high line and seven at the middle one alone: two are at neither, however another table
/// divides these, and where they count by weights.
#[test]
fn bands_that_are_taken_off_the_whole_leave_no_few() {
    let mut scores = "考号,学校,权,总分\n".to_owned();
    let schools: [(&str, [u32; 4], u32); 3] =
        [("甲", [5, 7, 1, 1], 1), ("乙", [8, 9, 12, 15], 2), ("丙", [9, 11, 10, 12], 1)];
    for (school, counts, weight) in schools {
        for (count, total) in counts.into_iter().zip([520, 470, 445, 300]) {
            (0..count).for_each(|n| {
                writeln!(scores, "{school}{total}{n},{school},{weight},{}", total + n % 5).unwrap();
            });
        }
    }
    let lines = "lines = [\"高=500\", \"中=450\"]";
    let source = "[disclosure]\nminimum_cell = 3\nrank_schools = true\n[[source]]\nid = \"exam\"\npath = \"scores.csv\"\n[source.columns]\n\"权\" = \"key:权\"\n[source.full_marks]\ntotal = 750\n";
    for weighted in ["", "weight = \"权\"\ndenominator = \"registered\"\n"] {
        let options = format!("{lines}\nbatch = \"exclusive\"\n{weighted}");
        let tables = [
            table("lines", "admission_rate", &["school"], &options),
            table("near", "borderline", &["school"], &format!("{lines}\nconvention = \"split\"")),
        ];
        let folder = tempfile::tempdir().unwrap();
        let rows = released(folder.path(), &scores, 2024, &(source.to_owned() + &tables.concat()));
        let of = |line: &str, column: &str| -> Option<f64> {
            let is_of = |row: &&Row| {
                row["indicator"] == "admission_rate" && row["school"] == "甲" && row["line"] == line
            };
            rows.iter().find(is_of).unwrap()[column].parse().ok()
        };
        let tested = of("高", "n").or(of("中", "n"));
        let told = [tested, of("高", "numerator"), of("中", "numerator")];
        assert!(told.contains(&None), "{told:?}: two are left");
        assert!(rows.iter().any(|row| row["school"] == "乙" && row["status"] == "ok"), "something is left");
    }
}

/// Four tables of 甲 count 12, 11, 24 and 12 of 67: eight are in none of these bands, whom a fifth table divides.
#[test]
fn bands_of_many_tables_leave_no_few() {
    let mut scores = "考号,学校,总分\n".to_owned();
    let schools: [(&str, [u32; 7]); 3] = [
        ("甲", [12, 11, 12, 12, 7, 1, 12]),
        ("乙", [22, 21, 15, 18, 23, 24, 22]),
        ("丙", [32, 31, 25, 28, 33, 34, 32]),
    ];
    for (school, counts) in schools {
        for (count, total) in counts.into_iter().zip([620, 540, 490, 460, 430, 300, 150]) {
            (0..count).for_each(|n| {
                writeln!(scores, "{school}{total}{n},{school},{}", total + n % 9).unwrap();
            });
        }
    }
    let bands = [
        ("excellent_rate", "threshold = 0.8"),
        ("good_rate", "threshold = 0.7\nbands = \"band\"\nupper = 0.8"),
        ("pass_rate", "threshold = 0.6\nbands = \"band\"\nupper = 0.7"),
        ("low_rate", "threshold = 0.3"),
    ];
    let near = table("near", "borderline", &["school"], "lines = [\"中=480\"]\nwidth = 60");
    let of_bands = bands.map(|(indicator, options)| table(indicator, indicator, &["school"], options));
    let source = "[disclosure]\nrank_schools = true\n[[source]]\nid = \"exam\"\npath = \"scores.csv\"\n[source.full_marks]\ntotal = 750\n";
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &format!("{source}{}{near}", of_bands.concat()));
    let left = |school: &str| -> Option<u32> {
        let of = |column: &str, indicator: &str| -> Option<u32> {
            let is_of = |row: &&Row| row["indicator"] == indicator && row["school"] == school;
            rows.iter().find(is_of).unwrap()[column].parse().ok()
        };
        let counts: Option<Vec<u32>> =
            bands.iter().map(|(indicator, _)| of("numerator", indicator)).collect();
        let all = bands.iter().find_map(|(indicator, _)| of("n", indicator));
        Some(all? - counts?.iter().sum::<u32>())
    };
    assert_eq!(left("甲"), None, "those in none of the bands");
    assert_eq!((left("乙"), left("丙")), (Some(47), Some(67)), "they are many");
}

/// Of 甲 29 pass everything at 0.6 and 24 at 0.9, or reach one line and the other of a sample: 5 lie between, whether
/// both tables are by school or the other one by school and sex.
#[test]
fn those_between_two_thresholds_are_no_few() {
    let mut scores = "考号,学校,性别,语文,数学\n".to_owned();
    for (school, counts) in [("甲", [24, 5, 21]), ("乙", [30, 24, 28]), ("丙", [27, 31, 22])] {
        for (count, score) in counts.into_iter().zip([92, 70, 30]) {
            for n in 0..count {
                let sex = if n % 2 == 0 { "男" } else { "女" };
                writeln!(scores, "{school}{score}{n},{school},{sex},{},{}", score + n % 7, score + n % 5)
                    .unwrap();
            }
        }
    }
    let rates = |number: usize, keys: &[&str], options: &str, kind: &str| {
        let indicator = if kind == EXAM { "pass_all_rate" } else { "survey_rate" };
        let keys: Vec<&str> =
            keys.iter().map(|key| if kind == EXAM { *key } else { in_chinese(key) }).collect();
        table(&format!("t{number}"), indicator, &keys, options)
    };
    let cases = [
        (EXAM, ["threshold = 0.6", "threshold = 0.9"]),
        (SAMPLE, ["scores = [\"数学\"]\nlines = [\"60\"]", "scores = [\"数学\"]\nlines = [\"90\"]"]),
    ];
    for (source, [low, high]) in cases {
        for keys in [&["school"][..], &["school", "sex"]] {
            let apart = table(
                "apart",
                if source == EXAM { "subject_mean" } else { "survey_mean" },
                &[],
                if source == EXAM { "" } else { SCORES },
            );
            let tables = [rates(1, &["school"], low, source), apart, rates(2, keys, high, source)];
            let folder = tempfile::tempdir().unwrap();
            let rows = released(folder.path(), &scores, 2024, &(source.to_owned() + &tables.concat()));
            let reached = |id: &str, school: &str| -> Option<u32> {
                let is_of = |row: &&Row| {
                    row["table"] == id && row.get("school").or(row.get("学校")).is_some_and(|of| of == school)
                };
                rows.iter().filter(is_of).map(count_in).sum()
            };
            let between = |school| Some(reached("t1", school)? - reached("t2", school)?);
            assert_eq!(between("甲"), None, "{keys:?} {low}: they follow");
            assert_eq!((between("乙"), between("丙")), (Some(24), Some(31)), "{keys:?} {low}: they are many");
        }
    }
}

/// How many a rate says that there are.
fn count_in(row: &Row) -> Option<u32> {
    let (rate, n): (f64, f64) = (row["value"].parse().ok()?, row["n"].parse().ok()?);
    Some((rate * n / 100.0).round() as u32)
}

fn in_chinese(key: &str) -> &'static str {
    if key == "school" { "学校" } else { "性别" }
}

/// In a release too large to be solved as a whole too: who is registered for mathematics, which nobody missed, is
/// registered for Chinese, and those who have a score in it are one to three fewer.
#[test]
fn registered_of_one_subject_less_tested_of_another_are_no_few_in_a_large_release() {
    let mut scores = "考号,学校,语文,数学\n".to_owned();
    for school in 0..400 {
        let (size, absent) = (25 + school * 7 % 20, [0, 1, 2, 3, 12][school % 5]);
        for n in 0..size {
            let chinese = if n < absent { "缺考".to_owned() } else { (40 + n * 7 % 53).to_string() };
            writeln!(scores, "{school:03}{n},校{school:03},{chinese},{}", 45 + n * 11 % 47).unwrap();
        }
    }
    for exempt in ["registered", "left_out"] {
        let options = format!("subjects = [\"mathematics\"]\nexempt = \"{exempt}\"");
        let tables = [
            table("taken", "participation_rate", &["school"], &options),
            table("means", "subject_mean", &["school"], "subjects = [\"chinese\"]"),
        ];
        let folder = tempfile::tempdir().unwrap();
        let config = format!(
            "[checks]\ninvalid_cells_percent = 100\n[disclosure]\nrank_schools = true\n{EXAM}{}",
            tables.concat()
        );
        let rows = released(folder.path(), &scores, 2024, &config);
        let [mut few, mut others] = [0, 0];
        for school in 0..400 {
            let of = |indicator, measure| {
                let label = format!("校{school:03}");
                told(&rows, indicator, &[("school", label.as_str()), ("measure", measure)])
            };
            let both = of("participation_rate", "registered").zip(of("subject_mean", "mean"));
            match [0, 1, 2, 3, 12][school % 5] {
                0 | 12 => others += usize::from(both.is_some()),
                absent => few += usize::from(both.is_some_and(|(all, tested)| all - tested == absent)),
            }
        }
        assert_eq!(few, 0, "{exempt}: schools of which the absent follow");
        assert!(others > 120, "{exempt}: of the others much is left to see: {others}");
    }
}

/// One source leaves those absent out, another of the same file counts them as zero: 40 less 38 are the absent of 甲, in
/// Chinese and in the total.
#[test]
fn two_conventions_for_those_absent_do_not_tell_how_many_they_are() {
    let mut scores = "考号,学校,语文,数学\n".to_owned();
    let schools = [("甲", 40, 2), ("乙", 50, 0), ("丙", 45, 3), ("丁", 60, 14)];
    for (school, size, absent) in schools {
        for n in 0..size {
            let chinese = if n < absent { "缺考".to_owned() } else { (40 + n * 7 % 53).to_string() };
            writeln!(scores, "{school}{n},{school},{chinese},{}", 45 + n * 11 % 47).unwrap();
        }
    }
    let zero = EXAM
        .replace("id = \"exam\"", "id = \"zero\"")
        .replace("[source.full", "[source.policy]\n\"缺考\" = \"zero\"\n[source.full");
    let rates = "subjects = [\"chinese\", \"total\"]";
    let tables = [
        table("left_out", "subject_mean", &["school"], rates),
        table("of_zero", "pass_rate", &["school"], rates).replace("\"exam\"", "\"zero\""),
    ];
    let config = format!("[checks]\ninvalid_cells_percent = 100\n{EXAM}{zero}{}", tables.concat());
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &config);
    let mut both = BTreeMap::new();
    for subject in ["chinese", "total"] {
        for (school, size, absent) in schools {
            let of = |indicator| told(&rows, indicator, &[("school", school), ("subject", subject)]);
            let numbers = [of("subject_mean"), of("pass_rate")];
            let told = [Some(size - absent), Some(size)];
            both.insert((subject, school), numbers == told);
        }
    }
    for (place, both) in both {
        let is_few = place.1 == "甲" || place.1 == "丙";
        assert!(!(is_few && both), "{place:?}: the absent follow");
        assert!(both || place.1 != "乙", "{place:?}: nobody is absent there");
    }
}

/// Of the best 20 eleven are of 甲, so that nine are of the others.
#[test]
fn a_share_of_a_whole_does_not_tell_of_the_few_of_all_other_groups() {
    let mut scores = "考号,学校,语文,数学\n".to_owned();
    for (school, size, best) in [("甲", 40, 11), ("乙", 30, 5), ("丙", 35, 4)] {
        for n in 0..size {
            let score = if n < best { 80 + n } else { 20 + n };
            writeln!(scores, "{school}{n},{school},{score},50").unwrap();
        }
    }
    let options = "edges = [20, 60]\nsubjects = [\"chinese\"]";
    let folder = tempfile::tempdir().unwrap();
    let config = EXAM.to_owned() + &table("places", "rank_bands", &["school"], options);
    let rows = released(folder.path(), &scores, 2024, &config);
    let is_first = |row: &&Row| row["school"] == "甲" && row["measure"] == "share" && row["band"] == "1-20";
    let of_first = rows.iter().find(is_first).unwrap();
    assert_eq!(of_first["status"], "suppressed", "{of_first:?}");
}

/// In a release too large to be solved as a whole too: 13 boys and 6 girls missed Chinese, which by sex is hidden. Nobody
/// missed mathematics, so who has a score in it is registered for Chinese, and by school and sex it is told how many.
#[test]
fn who_sat_another_subject_is_registered_for_this_one_in_a_large_release() {
    let mut scores = "考号,学校,性别,语文,数学\n".to_owned();
    for school in 0..300 {
        for (sex, few) in [
            ("男", [0, 1, 3, 7, 12, 20, 33, 41, 56, 60, 77, 81, 90]),
            ("女", [5, 6, 8, 13, 21, 34, 5, 6, 8, 13, 21, 34, 5]),
        ] {
            let is_missed = few.contains(&school);
            for n in 0..20 {
                let chinese =
                    if is_missed && n == 0 { "缺考".to_owned() } else { (40 + n * 7 % 53).to_string() };
                writeln!(scores, "{school:03}{sex}{n},校{school:03},{sex},{chinese},{}", 45 + n * 11 % 47)
                    .unwrap();
            }
        }
    }
    for exempt in ["registered", "left_out"] {
        let options = format!("subjects = [\"chinese\"]\nexempt = \"{exempt}\"");
        let tables = [
            table("taken", "participation_rate", &["sex"], &options)
                .replace("[table.options]", "total = true\n[table.options]"),
            table("means", "subject_mean", &["school", "sex"], "subjects = [\"chinese\", \"mathematics\"]"),
        ];
        let folder = tempfile::tempdir().unwrap();
        let config = format!("[disclosure]\nrank_schools = true\n{EXAM}{}", tables.concat());
        let rows = released(folder.path(), &scores, 2024, &config);
        let absent = |sex: &str| {
            let of = |subject: &str, school: &str| {
                told(&rows, "subject_mean", &[("school", school), ("sex", sex), ("subject", subject)])
            };
            let missed = |school| {
                let name = format!("校{school:03}");
                let both = of("mathematics", &name).zip(of("chinese", &name));
                both.map_or(0, |(all, tested)| all - tested)
            };
            (0..300).map(missed).sum::<u32>()
        };
        assert_eq!(told(&rows, "participation_rate", &[("sex", "女"), ("measure", "absent")]), None);
        let [boys, girls] = [absent("男"), absent("女")];
        assert!(19 - boys - girls >= 6, "of the girls {girls} to {} are told to have missed it", 19 - boys);
    }
}

/// From 140 on are 19 of all and 12 boys: seven girls, although the bands of the girls are others.
#[test]
fn bands_of_a_score_table_less_those_of_other_groups_leave_no_few() {
    let mut scores = "考号,性别,总分\n".to_owned();
    let boys = [(140, 12), (100, 18), (80, 17), (60, 22), (40, 40)];
    let girls = [(180, 2), (140, 5), (120, 7), (100, 13), (80, 13), (60, 20), (40, 54)];
    for (sex, bands) in [("男", &boys[..]), ("女", &girls)] {
        for (from, count) in bands {
            for n in 0..*count {
                writeln!(scores, "{sex}{from}{n},{sex},{}", from + n % 18).unwrap();
            }
        }
    }
    let tables = table("bands", "score_table", &["sex"], "width = 20")
        .replace("[table.options]", "total = true\n[table.options]");
    let folder = tempfile::tempdir().unwrap();
    let source = "[[source]]\nid = \"exam\"\npath = \"scores.csv\"\n[source.full_marks]\ntotal = 200\n";
    let rows = released(folder.path(), &scores, 2024, &(source.to_owned() + &tables));
    let reached = |sex: &str, from: &str| -> Option<f64> {
        let is_of = |row: &&Row| {
            row["measure"] == "cumulative" && row["sex"] == sex && row["score"].starts_with(from)
        };
        rows.iter().find(is_of).and_then(|row| row["value"].parse().ok())
    };
    let told = reached("", "140").zip(reached("男", "140"));
    assert!(told.is_none_or(|(all, boys)| all - boys >= 10.0), "{told:?}: few girls are left");
    assert!(rows.iter().filter(|row| row["status"] == "ok").count() > 20, "much is left to see");
}

/// Weights are 2 of girls and 1 of boys, so that a weighted count tells how many girls there are: 10 of 甲 by one subject
/// and 17 of both schools by another leave seven of 乙.
#[test]
fn weighted_counts_of_two_subjects_are_of_the_same_candidates() {
    let mut scores = "考号,学校,性别,权,语文,数学\n".to_owned();
    for (school, girls, boys) in [("甲", 10, 31), ("乙", 7, 31)] {
        for (sex, weight, count) in [("女", 2, girls), ("男", 1, boys)] {
            for n in 0..count {
                writeln!(
                    scores,
                    "{school}{sex}{n},{school},{sex},{weight},{},{}",
                    40 + n * 7 % 53,
                    45 + n * 11 % 47
                )
                .unwrap();
            }
        }
    }
    let tables = [
        table("schools", "subject_mean", &["school"], "subjects = [\"mathematics\"]\nweight = \"权\""),
        table("all", "subject_mean", &[], "subjects = [\"chinese\"]\nweight = \"权\""),
    ];
    let source = EXAM.replace("[source.full", "[source.columns]\n\"权\" = \"key:权\"\n[source.full");
    let config = format!("[disclosure]\nrank_schools = true\n{source}{}", tables.concat());
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &config);
    let girls = |school: &str| -> Option<f64> {
        let row = rows.iter().find(|row| row["measure"] == "mean" && row["school"] == school)?;
        Some(row["denominator"].parse::<f64>().ok()? - row["n"].parse::<f64>().ok()?)
    };
    let told = girls("").zip(girls("甲"));
    assert!(told.is_none() && girls("乙").is_none(), "{told:?}: the girls of 乙 follow");
}

/// The total less Chinese of the boys is their mathematics; that of 历史 is of boys alone, as no girl there sat it: four boys
/// of 物理 are left.
#[test]
fn a_total_less_another_subject_less_a_group_of_nobody_is_no_sum_of_few() {
    let mut scores = "考号,性别,科类,语文,数学,总分\n".to_owned();
    for (sex, track, size, tested) in
        [("男", "物理", 20, 4), ("男", "历史", 15, 15), ("女", "历史", 12, 0), ("女", "物理", 20, 20)]
    {
        for n in 0..size {
            let (chinese, mathematics) = (40 + n * 7 % 53, 45 + n * 11 % 47);
            let (cell, total) = match n < tested {
                true => (mathematics.to_string(), chinese + mathematics),
                false => ("缺考".to_owned(), chinese),
            };
            writeln!(scores, "{sex}{track}{n},{sex},{track},{chinese},{cell},{total}").unwrap();
        }
    }
    let tables = [
        table("sexes", "subject_mean", &["sex"], "subjects = [\"chinese\", \"total\"]"),
        table("tracks", "subject_mean", &["track"], "subjects = [\"mathematics\"]"),
        table("rates", "pass_rate", &["sex", "track"], "subjects = [\"mathematics\"]"),
    ];
    let config = format!(
        "[checks]\ninvalid_cells_percent = 100\n[disclosure]\nminimum_cell = 5\n{EXAM}total = 200\n[source.policy]\ntotal = \"given\"\n{}",
        tables.concat()
    );
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &config);
    let sum = |key: &str, label: &str, subject: &str| -> Option<f64> {
        let is_of = |row: &&Row| row["measure"] == "mean" && row[key] == label && row["subject"] == subject;
        rows.iter().find(is_of)?["numerator"].parse().ok()
    };
    let told = [("sex", "男", "total"), ("sex", "男", "chinese"), ("track", "历史", "mathematics")];
    let told = told.map(|(key, label, subject)| sum(key, label, subject));
    assert!(told.contains(&None), "{told:?}: the sum of four boys follows");
    assert!(told.iter().any(Option::is_some), "something is left to see");
}

const TOTALS: &str = "[[source]]\nid = \"exam\"\npath = \"scores.csv\"\n[source.policy]\ntotal = \"given\"\n[source.full_marks]\ntotal = 300\n";

/// Of 丙 16 of 23 reach the line, so that seven do not: also beside a table by other keys, for whose sake those with a
/// score are told apart otherwise than those at the line.
#[test]
fn those_below_a_line_are_no_few_beside_a_table_by_other_keys() {
    let mut scores = "考号,学校,科类,城乡,总分\n".to_owned();
    for (school, residence, reached, others) in
        [("甲", "城区", 30, 22), ("乙", "乡村", 25, 23), ("丙", "城区", 16, 7)]
    {
        for n in 0..reached + others {
            let total = if n < reached { 125 + n * 7 % 60 } else { 60 + n * 11 % 58 };
            let track = ["物理", "历史"][n % 2];
            writeln!(scores, "{school}{n},{school},{track},{residence},{total}").unwrap();
        }
    }
    let tables = [
        table("lines", "admission_rate", &["school"], "lines = [\"低=90\", \"中=120\"]"),
        table("gaps", "subject_gap", &["track"], "towns = \"rural\"\nuniverse = \"census\""),
    ];
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &(TOTALS.to_owned() + &tables.concat()));
    let at = |school| told(&rows, "admission_rate", &[("school", school), ("line", "中")]);
    assert_eq!(at("丙"), None, "23 less 16 are seven");
    assert_eq!(at("甲"), Some(52));
}

/// At the line of their own track are 21 of 甲, of whom 15 are of one track: six of the other.
#[test]
fn those_at_the_line_of_one_track_are_no_few_beside_bands_of_the_other() {
    let mut scores = "考号,学校,科类,总分\n".to_owned();
    for (school, of_history, of_physics) in [
        ("甲", [13, 18, 15], [12, 11, 6]),
        ("乙", [14, 16, 13], [15, 13, 12]),
        ("丙", [12, 15, 14], [14, 12, 15]),
    ] {
        for (track, line, sizes) in [("历史", 180, of_history), ("物理", 185, of_physics)] {
            for (lowest, size) in [105, 140, line + 1].into_iter().zip(sizes) {
                for n in 0..size {
                    writeln!(scores, "{school}{track}{lowest}{n},{school},{track},{}", lowest + 2 * n)
                        .unwrap();
                }
            }
        }
    }
    let tables = [
        table("lines", "admission_rate", &["school"], "lines = [\"历史:中=180\", \"物理:中=185\"]"),
        table("bands", "score_table", &["track", "school"], "width = 20"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &(TOTALS.to_owned() + &tables.concat()));
    let shown = |indicator: &str, labels: &[(&str, &str)]| {
        rows.iter().any(|row| {
            row["indicator"] == indicator
                && row["status"] == "ok"
                && labels.iter().all(|(key, label)| row[*key] == *label)
        })
    };
    let at_line = |school| shown("admission_rate", &[("school", school)]);
    let of_history = shown(
        "score_table",
        &[("school", "甲"), ("track", "历史"), ("score", "180-239"), ("measure", "share")],
    );
    assert!(!(at_line("甲") && of_history), "21 less 15 are six");
    assert!(at_line("乙") && at_line("丙"));
}

/// For mathematics 217 are registered, or 214 and three exempt, and so for the total: 216 of them have one.
#[test]
fn who_lacks_a_total_does_not_follow_from_who_is_registered_for_a_subject() {
    let mut scores = "考号,学校,语文,数学,总分\n".to_owned();
    for (school, size) in [("甲", 68), ("乙", 53), ("丙", 29), ("丁", 43), ("戊", 24)] {
        for n in 0..size {
            let (chinese, mathematics) = (40 + n * 7 % 53, 45 + n * 11 % 47);
            let (mathematics, total) = match (school, n) {
                ("甲", 0..3) => ("免考".to_owned(), chinese.to_string()),
                ("甲", 9) => (mathematics.to_string(), "缺考".to_owned()),
                _ => (mathematics.to_string(), (chinese + mathematics).to_string()),
            };
            writeln!(scores, "{school}{n},{school},{chinese},{mathematics},{total}").unwrap();
        }
    }
    let source =
        EXAM.replace("[source.full_marks]", "[source.policy]\ntotal = \"given\"\n[source.full_marks]");
    let head = format!("[disclosure]\nminimum_cell = 3\n{source}total = 200\n");
    let means = table("means", "subject_mean", &["school"], "subjects = [\"total\"]");
    for exempt in ["registered", "left_out"] {
        let options = format!("subjects = [\"mathematics\"]\nexempt = \"{exempt}\"");
        let taken = table("taken", "participation_rate", &[], &options);
        let folder = tempfile::tempdir().unwrap();
        let first = released(folder.path(), &scores, 2024, &format!("{head}{taken}"));
        assert!(first.iter().any(|row| row["measure"] == "exempt" && row["status"] == "ok"));
        // Made again with another table: what the first told is known.
        let second = released(folder.path(), &scores, 2024, &format!("{head}{means}"));
        let tested: Vec<Option<u32>> = second
            .iter()
            .filter(|row| row["indicator"] == "subject_mean")
            .map(|row| row["n"].parse().ok())
            .collect();
        assert!(tested.iter().any(Option::is_some), "something is left to see");
        assert!(tested.contains(&None), "one of 217 has no total: {tested:?}");
        let both = released(folder.path(), &scores, 2023, &format!("{head}{taken}{means}"));
        let all = told(&both, "participation_rate", &[("measure", "registered")]);
        let is_mean = |row: &&Row| row["indicator"] == "subject_mean";
        let of_all = both.iter().filter(is_mean).map(|row| row["n"].parse::<u32>().ok()).sum::<Option<u32>>();
        assert!(all.is_none() || of_all.is_none(), "{exempt}: {all:?} less {of_all:?}");
    }
}

/// 17 of the 24 boys passed both subjects, and 18 have a score in mathematics: one of them at most is below the line.
#[test]
fn who_passes_all_is_at_the_line_of_each() {
    let mut scores = "考号,学校,性别,语文,数学\n".to_owned();
    for n in 0..24 {
        let mathematics = match n {
            0..6 => "缺考".to_owned(),
            6 => "50".to_owned(),
            _ => (60 + n).to_string(),
        };
        writeln!(scores, "男{n},甲,男,{},{mathematics}", 62 + n).unwrap();
    }
    for n in 0..40 {
        writeln!(scores, "女{n},甲,女,{},{}", 50 + n, 45 + n).unwrap();
    }
    let second = EXAM.replace("id = \"exam\"", "id = \"again\"");
    let tables = [
        table("all", "pass_all_rate", &["sex"], "missing = \"fails\""),
        table("rates", "pass_rate", &["sex"], "subjects = [\"mathematics\"]"),
        table("means", "subject_mean", &["sex"], "subjects = [\"mathematics\"]"),
    ];
    let [all, rates, means] = tables;
    let of_another = rates.replace("\"exam\"", "\"again\"") + &means.replace("\"exam\"", "\"again\"");
    for tables in [format!("{EXAM}{all}{rates}{means}"), format!("{EXAM}{second}{all}{of_another}")] {
        let head = "[checks]\ninvalid_cells_percent = 100\n[disclosure]\nminimum_cell = 3\n";
        let folder = tempfile::tempdir().unwrap();
        let rows = released(folder.path(), &scores, 2024, &format!("{head}{tables}"));
        let of = |indicator| told(&rows, indicator, &[("sex", "男")]);
        assert_eq!(of("pass_rate"), None, "one of 18 is below the line");
        assert!(of("pass_all_rate").is_none() || of("subject_mean").is_none(), "{rows:?}");
        assert!(told(&rows, "pass_all_rate", &[("sex", "女")]).is_some(), "something is left to see");
    }
}

/// In district 东 all 194 registered are counted as passed or not; 87 of them are registered in school 甲, and 105 of the
/// others, of school 乙, have a score in mathematics: two were absent.
#[test]
fn those_who_failed_by_absence_are_registered() {
    let mut scores = "考号,学校,区县,语文,数学\n".to_owned();
    for (school, district, all, absent) in [("甲", "东", 87, 8), ("乙", "东", 107, 2), ("丙", "西", 90, 9)]
    {
        for n in 0..all {
            let mathematics = if n < absent { "缺考".to_owned() } else { (40 + n % 50).to_string() };
            writeln!(scores, "{school}{n},{school},{district},{},{mathematics}", 45 + n % 50).unwrap();
        }
    }
    let tables = [
        table("all", "pass_all_rate", &["district"], "missing = \"fails\"\nsubjects = [\"chinese\"]"),
        table("sat", "participation_rate", &["school"], "exempt = \"registered\"\nsubjects = [\"chinese\"]"),
        table("means", "subject_mean", &["school"], "subjects = [\"mathematics\"]"),
    ];
    let head = "[checks]\ninvalid_cells_percent = 100\n[disclosure]\nminimum_cell = 3\n";
    let folder = tempfile::tempdir().unwrap();
    let rows = released(folder.path(), &scores, 2024, &format!("{head}{EXAM}{}", tables.concat()));
    let all = told(&rows, "pass_all_rate", &[("district", "东")]);
    let registered = told(&rows, "participation_rate", &[("school", "甲"), ("measure", "registered")]);
    let has_mean = |row: &&Row| row["indicator"] == "subject_mean" && row["school"] == "乙";
    let tested = rows.iter().find(has_mean).and_then(|row| row["n"].parse::<u32>().ok());
    assert!(
        all.is_none() || registered.is_none() || tested.is_none(),
        "{all:?} - {registered:?} - {tested:?}"
    );
    assert!(all.is_some() || registered.is_some() || tested.is_some(), "something is left to see");
}
