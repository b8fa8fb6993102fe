//! Years of which only a kept tally is left: on the command line and in a yearly run.

use std::fs;
use std::path::PathBuf;

use edugauge::release::Record;

use crate::support::{Outcome, edugauge, files_under, repository};

const CONFIG: &str = r#"[project]
title = "t"
region = "r"
year = 2011
[schools]
path = "学校.csv"
[[source]]
id = "zhongkao"
path = "中考_{year}.csv"
tally = "kept/{year}.csv"
keep_tally = true
[source.full_marks]
chinese = 150
mathematics = 150
english = 150
physics = 100
chemistry = 100
total = 650
[source.steps]
chinese = 0.5
english = 0.5
mathematics = 1
physics = 1
chemistry = 1
total = 0.5
[[table]]
id = "1"
title = "gap"
source = "zhongkao"
indicator = "subject_gap"
all_years = true
[[table]]
id = "2"
title = "means"
source = "zhongkao"
indicator = "subject_mean"
by = ["school"]
all_years = true
"#;

/// The example county in a folder of its own.
struct County(tempfile::TempDir);

impl County {
    fn new(config: &str) -> County {
        let county = County(tempfile::tempdir().unwrap());
        for name in ["学校.csv", "中考_2010.csv", "中考_2011.csv"] {
            fs::copy(repository("examples/jingjiang/data").join(name), county.path(name)).unwrap();
        }
        fs::write(county.path("edugauge.toml"), config).unwrap();
        county
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn run(&self, more: &[&str]) -> Outcome {
        edugauge(&[&["--lang", "en", "run", &self.text("edugauge.toml")], more].concat())
    }

    fn figures(&self) -> String {
        fs::read_to_string(self.path("out/2011/figures.csv")).unwrap()
    }
}

#[test]
fn last_years_figures_need_no_last_years_candidates() {
    let county = County::new(CONFIG);
    assert_eq!(county.run(&["--year", "2010"]).code, 0);
    assert_eq!(county.run(&[]).code, 0);
    let with_candidates = county.figures();
    assert!(with_candidates.contains(",change,"));
    let (last, this) = (fs::read(county.path("kept/2010.csv")).unwrap(), county.path("kept/2011.csv"));
    let kept_this = fs::read(&this).unwrap();

    fs::remove_file(county.path("中考_2010.csv")).unwrap();
    fs::remove_file(&this).unwrap();
    let outcome = county.run(&[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.err.contains("2010.csv: a kept tally"), "{}", outcome.err);
    assert_eq!(county.figures(), with_candidates);
    assert_eq!(fs::read(county.path("kept/2010.csv")).unwrap(), last, "what was read is not written again");
    assert_eq!(fs::read(&this).unwrap(), kept_this);
    let record = Record::read(&county.path("out/2011.record.json")).unwrap();
    assert!(record.inputs.iter().any(|input| input.file == "kept/2010.csv"), "an input as any other");
    assert!(record.tallies.iter().any(|tally| tally.file == "kept/2011.csv"));
    let manifest = fs::read_to_string(county.path("out/2011/manifest.json")).unwrap();
    assert!(!manifest.contains("kept") && !manifest.contains("blake3"), "its hash would tell its counts");
}

#[test]
fn a_tally_is_never_kept_in_the_folder_of_releases() {
    let county = County::new(&CONFIG.replace("kept/{year}.csv", "out/kept_{year}.csv"));
    let outcome = county.run(&[]);
    assert_eq!(outcome.code, 2, "{}", outcome.err);
    assert!(outcome.err.contains("EG-201") && outcome.err.contains("not for"), "{}", outcome.err);
    assert!(!county.path("out").exists());
}

/// The same folder, spelt in other ways.
#[test]
fn however_the_folder_of_releases_is_spelt_no_tally_is_kept_in_it() {
    for spelt in ["./out/kept_{year}.csv", "kept/../out/{year}.csv", "out/2010/../../out/a_{year}.csv"] {
        let county = County::new(&CONFIG.replace("kept/{year}.csv", spelt));
        let outcome = county.run(&[]);
        assert_eq!(
            (outcome.code, outcome.err.contains("small counts")),
            (2, true),
            "{spelt}: {}",
            outcome.err
        );
        assert!(!county.path("out").exists(), "{spelt}");
    }
    let county = County::new("");
    let absolute = county.text("out/{year}.csv");
    fs::write(county.path("edugauge.toml"), CONFIG.replace("kept/{year}.csv", &absolute)).unwrap();
    assert_eq!(county.run(&[]).code, 2);
    assert!(!county.path("out").exists());
    // A release is one wherever it is.
    let county = County::new(CONFIG);
    assert_eq!(county.run(&["--out", &county.text("published"), "--year", "2010"]).code, 0);
    let within = CONFIG.replace("kept/{year}.csv", "published/2010/{year}.csv");
    fs::write(county.path("edugauge.toml"), within).unwrap();
    let outcome = county.run(&[]);
    assert_eq!((outcome.code, outcome.err.contains("small counts")), (2, true), "{}", outcome.err);
}

#[cfg(unix)]
#[test]
fn links_lead_no_tally_into_the_folder_of_releases() {
    let county = County::new(CONFIG);
    std::os::unix::fs::symlink("out", county.path("kept")).unwrap();
    let outcome = county.run(&[]);
    assert_eq!((outcome.code, outcome.err.contains("small counts")), (2, true), "{}", outcome.err);
}

/// Raw data, the configuration, a list of schools: what is not a kept tally is never replaced by one.
#[test]
fn a_tally_takes_the_place_of_a_tally_only() {
    let places =
        ["中考_{year}.csv", "./中考_{year}.csv", "out/../中考_{year}.csv", "kept/../中考_{year}.csv"];
    for tally in places {
        let county = County::new(&CONFIG.replace("kept/{year}.csv", tally));
        let before = files_under(county.0.path());
        let outcome = county.run(&[]);
        assert_eq!((outcome.code, outcome.err.contains("EG-309")), (4, true), "{tally}: {}", outcome.err);
        assert!(files_under(county.0.path()) == before, "{tally}: something was written");
    }
    let county = County::new(&CONFIG.replace("kept/{year}.csv", "list_{year}.csv"));
    fs::write(county.path("list_2011.csv"), "").unwrap();
    assert_eq!(county.run(&[]).code, 4, "an empty file is none either");
    let (raw, schools) = (county.text("中考_2011.csv"), county.text("学校.csv"));
    let before = fs::read(&schools).unwrap();
    let outcome = edugauge(&["--lang", "zh", "tally", &raw, "-o", &schools]);
    assert_eq!((outcome.code, outcome.err.contains("不是保存的计数表")), (4, true), "{}", outcome.err);
    assert_eq!(fs::read(&schools).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn a_link_to_raw_data_is_not_followed_and_one_to_a_tally_is() {
    let county = County::new(CONFIG);
    let raw = fs::read(county.path("中考_2011.csv")).unwrap();
    fs::create_dir(county.path("kept")).unwrap();
    std::os::unix::fs::symlink("../中考_2011.csv", county.path("kept/2011.csv")).unwrap();
    let outcome = county.run(&[]);
    assert_eq!((outcome.code, outcome.err.contains("EG-309")), (4, true), "{}", outcome.err);
    assert_eq!(fs::read(county.path("中考_2011.csv")).unwrap(), raw);
    assert!(county.path("kept/2011.csv").is_symlink());
    fs::remove_file(county.path("kept/2011.csv")).unwrap();
    assert_eq!(county.run(&[]).code, 0);
    fs::rename(county.path("kept/2011.csv"), county.path("elsewhere.csv")).unwrap();
    std::os::unix::fs::symlink("../elsewhere.csv", county.path("kept/2011.csv")).unwrap();
    let config = CONFIG.replace("english = 0.5", "english = 0.25");
    let before = fs::read(county.path("elsewhere.csv")).unwrap();
    fs::write(county.path("edugauge.toml"), config).unwrap();
    assert_eq!(county.run(&[]).code, 0);
    assert!(county.path("kept/2011.csv").is_symlink(), "the link stays");
    assert_ne!(
        fs::read(county.path("elsewhere.csv")).unwrap(),
        before,
        "and what it leads to is the new one"
    );
}

#[test]
fn two_sources_do_not_share_a_tally() {
    let other = CONFIG.split("[[source]]").nth(1).unwrap().split("[[table]]").next().unwrap();
    let other = format!("[[source]]{}", other.replace("id = \"zhongkao\"", "id = \"again\""));
    let (before, tables) = CONFIG.split_at(CONFIG.find("[[table]]").unwrap());
    let more = "[[table]]\nid = \"3\"\nindicator = \"subject_mean\"\nsource = \"again\"\n";
    let county = County::new(&format!("{before}{other}{tables}{more}"));
    let outcome = county.run(&[]);
    assert_eq!((outcome.code, outcome.err.contains("no other source")), (2, true), "{}", outcome.err);
    assert!(!county.path("kept").exists() && !county.path("out").exists());
}

#[test]
fn what_is_said_of_tallies_must_mean_something() {
    let faults = [
        CONFIG.replace("kept/{year}.csv", "kept.csv"),
        CONFIG.replace("tally = \"kept/{year}.csv\"\n", ""),
        CONFIG.replace("path = \"中考_{year}.csv\"", "path = \"中考_{year}.csv\"\nkind = \"score_table\""),
    ];
    for config in faults {
        let outcome = County::new(&config).run(&[]);
        assert_eq!(outcome.code, 2, "{config}\n{}", outcome.err);
        assert!(outcome.err.contains("EG-201"), "{}", outcome.err);
    }
}

#[test]
fn tallies_are_made_added_and_computed_on_the_command_line() {
    let county = County::new(CONFIG);
    let (last, this) = (county.text("2010.csv"), county.text("2011.csv"));
    let steps = ["--step", "chinese=0.5", "--step", "english=0.5", "--step", "total=0.5"];
    let schools = county.text("学校.csv");
    let make = |from: &str, to: &str, by: &str| {
        let command = ["--lang", "en", "tally", from, "-o", to, "--by", by, "--schools", &schools];
        edugauge(&[&command[..], &steps].concat())
    };
    for (year, to) in [("2010", &last), ("2011", &this)] {
        let from = format!("{year}={}", county.text(&format!("中考_{year}.csv")));
        let outcome = make(&from, to, "school_code,residence");
        assert_eq!((outcome.code, outcome.out.as_str()), (0, ""), "{}", outcome.err);
        assert!(outcome.err.contains("not for publication"), "{}", outcome.err);
    }
    let both = county.text("both.csv");
    let added = edugauge(&["tally", &last, &this, "-o", &both]);
    assert_eq!(added.code, 0, "{}", added.err);
    let from_tally = edugauge(&["compute", "subject_gap", &both, "--format", "csv"]);
    let of_year = |year: &str| format!("{year}={}", county.text(&format!("中考_{year}.csv")));
    let candidates = [
        "compute",
        "subject_gap",
        &of_year("2010"),
        &of_year("2011"),
        "--format",
        "csv",
        "--schools",
        &schools,
    ];
    let from_candidates = edugauge(&[&candidates[..], &steps].concat());
    assert_eq!((from_tally.code, from_candidates.code), (0, 0), "{}{}", from_tally.err, from_candidates.err);
    assert_eq!(from_tally.out, from_candidates.out);

    let wrong_year = edugauge(&["--lang", "en", "compute", "subject_mean", &format!("2009={last}")]);
    assert_eq!(wrong_year.code, 2);
    assert!(wrong_year.err.contains("2009 ≠ 2010"), "{}", wrong_year.err);
    let other_scale = make(&of_year("2010"), &last, "school_code");
    assert_eq!(other_scale.code, 0);
    let no_key = edugauge(&["--lang", "en", "compute", "subject_mean", &last, "--by", "residence"]);
    assert_eq!(no_key.code, 2);
    assert!(no_key.err.contains("EG-203"), "{}", no_key.err);
}
