//! A release on disk: whole or absent whatever happens, nothing of a person's own lost, checked and compared later.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use edugauge::lang::Lang;
use edugauge::release::{Checking, Hashed, Manifest, Problem, Record, What, diff, verify};

use crate::support::{Outcome, edugauge, files_under, names_in};

/// A county as `edugauge init` writes it.
struct County(tempfile::TempDir);

impl County {
    fn new() -> County {
        let county = County(tempfile::tempdir().unwrap());
        assert_eq!(edugauge(&["--lang", "en", "init", county.path("").to_str().unwrap()]).code, 0);
        county
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn config(&self) -> String {
        self.path("edugauge.toml").to_str().unwrap().to_owned()
    }

    fn release(&self) -> PathBuf {
        self.path("out/2024")
    }

    fn run(&self, more: &[&str]) -> Outcome {
        let config = self.config();
        edugauge(&[&["--lang", "en", "run", config.as_str()], more].concat())
    }

    fn made(self) -> County {
        let outcome = self.run(&[]);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        self
    }

    /// Changes the first score that is there.
    fn edit(&self, name: &str, from: &str, to: &str) {
        let bytes = fs::read(self.path(name)).unwrap();
        let at = bytes.windows(from.len()).position(|window| window == from.as_bytes());
        let at = at.unwrap_or_else(|| panic!("{name} holds no {from}"));
        fs::write(self.path(name), [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat())
            .unwrap();
    }
}

const CANDIDATES: &str = "data/考生_2024.csv";
const THIRD: &str = "202401003,01,112,122,234";

// ---- nothing lost ----------------------------------------------------------------------------------------

#[test]
fn a_persons_own_files_stay_and_edited_ones_are_kept_under_another_name() {
    let county = County::new().made();
    fs::write(county.path("out/2024/批注.docx"), "mine").unwrap();
    fs::create_dir(county.path("out/2024/图")).unwrap();
    fs::write(county.path("out/2024/图/a.png"), "mine too").unwrap();
    fs::write(county.path("out/2024/tables.xlsx"), "edited").unwrap();
    let outcome = county.run(&[]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.err.contains("批注.docx") && outcome.err.contains("tables.edited-"), "{}", outcome.err);
    assert_eq!(fs::read(county.path("out/2024/批注.docx")).unwrap(), b"mine");
    assert_eq!(fs::read(county.path("out/2024/图/a.png")).unwrap(), b"mine too");
    let edited = names_in(&county.release()).into_iter().find(|name| name.starts_with("tables.edited-"));
    assert_eq!(fs::read(county.release().join(edited.unwrap())).unwrap(), b"edited");
    assert!(fs::read(county.path("out/2024/tables.xlsx")).unwrap().starts_with(b"PK"));
    assert_eq!(names_in(&county.path("out")), ["2024", "2024.record.json"]);
}

#[test]
fn a_persons_file_under_the_name_of_a_new_table_is_not_written_over() {
    let county = County::new().made();
    let config = fs::read_to_string(county.config()).unwrap();
    fs::write(county.path("out/2024/table_more.csv"), "mine").unwrap();
    let more =
        "\n[[table]]\nid = \"more\"\ntitle = \"x\"\nindicator = \"subject_mean\"\nsource = \"SOURCE\"\n";
    let source = config.split("[[source]]").nth(1).unwrap().split('"').nth(1).unwrap();
    fs::write(county.config(), config.clone() + &more.replace("SOURCE", source)).unwrap();
    let outcome = county.run(&[]);
    assert_eq!((outcome.code, outcome.err.contains("EG-303")), (4, true), "{}", outcome.err);
    assert_eq!(fs::read(county.path("out/2024/table_more.csv")).unwrap(), b"mine");
}

/// What a run leaves that was killed between the two moves of a system without an exchange of folders.
#[test]
fn an_old_release_that_stepped_aside_comes_back() {
    let county = County::new().made();
    fs::write(county.release().join("mine.txt"), "mine").unwrap();
    fs::rename(county.release(), county.path("out/.2024.old-77")).unwrap();
    fs::create_dir(county.path("out/.2024.new-abc")).unwrap();
    fs::write(county.path("out/.2024.new-abc/tables.xlsx"), "half").unwrap();
    assert_eq!(county.run(&[]).code, 0);
    assert_eq!(names_in(&county.path("out")), ["2024", "2024.record.json"]);
    assert_eq!(fs::read(county.release().join("mine.txt")).unwrap(), b"mine");
}

/// The link stays, and so does everything behind it.
#[cfg(unix)]
#[test]
fn a_release_folder_that_is_a_link_is_left_alone() {
    let county = County::new().made();
    fs::rename(county.release(), county.path("elsewhere")).unwrap();
    fs::write(county.path("elsewhere/mine.txt"), "mine").unwrap();
    std::os::unix::fs::symlink(county.path("elsewhere"), county.release()).unwrap();
    let before = files_under(&county.path("elsewhere"));
    let outcome = county.run(&[]);
    assert_eq!((outcome.code, outcome.err.contains("EG-311")), (4, true), "{}", outcome.err);
    assert!(county.release().is_symlink() && files_under(&county.path("elsewhere")) == before);
}

/// Whatever a run writes beside the folder of the year, a link in its place leads to raw data.
#[cfg(unix)]
#[test]
fn links_beside_a_release_lead_nowhere() {
    for name in [".edugauge.lock", "2024.replaced", ".2024.record-new"] {
        let county = County::new().made();
        fs::create_dir(county.path("elsewhere")).unwrap();
        fs::write(county.path("elsewhere/raw.csv"), "raw").unwrap();
        let to = if name == ".edugauge.lock" { "elsewhere/raw.csv" } else { "elsewhere" };
        let link = county.path("out").join(name);
        std::os::unix::fs::symlink(county.path(to), &link).unwrap();
        let outcome = county.run(&[]);
        assert_eq!((outcome.code, outcome.err.contains("EG-311")), (4, true), "{name}: {}", outcome.err);
        assert!(link.is_symlink(), "{name}");
        assert_eq!(names_in(&county.path("elsewhere")), ["raw.csv"], "{name}");
        assert_eq!(fs::read(county.path("elsewhere/raw.csv")).unwrap(), b"raw", "{name}");
    }
    // A second name is no link that could be seen.
    let county = County::new();
    fs::write(county.path("raw.csv"), "raw").unwrap();
    fs::create_dir(county.path("out")).unwrap();
    fs::hard_link(county.path("raw.csv"), county.path("out/.edugauge.lock")).unwrap();
    assert_eq!(county.run(&[]).code, 0);
    assert_eq!(fs::read(county.path("raw.csv")).unwrap(), b"raw");
}

/// A folder that came by mail may hold a record of any kind.
#[test]
fn a_record_names_no_files_but_those_beside_its_release() {
    let county = County::new().made();
    fs::write(county.path("raw.csv"), "raw").unwrap();
    let record = county.path("out/2024.record.json");
    let mut known: serde_json::Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
    // SHA-256 of `raw`, as sha256sum gives it, and one that is not.
    let of_raw = "d7439bee24773bcbfa2d0a97947ee36227b10d1022b1a55847e928965bb6bfde";
    let names = ["../raw.csv", "../data/../raw.csv", "2024./../../raw.csv"];
    known["beside"] = [of_raw, &"0".repeat(64)]
        .iter()
        .flat_map(|hash| names.map(|file| serde_json::json!({ "file": file, "sha256": hash, "bytes": 3 })))
        .collect();
    fs::write(&record, known.to_string()).unwrap();
    assert_eq!(county.run(&[]).code, 0);
    assert_eq!(fs::read(county.path("raw.csv")).unwrap(), b"raw");
}

#[test]
fn empty_folders_of_a_persons_own_stay() {
    let county = County::new().made();
    fs::create_dir_all(county.path("out/2024/待办/甲")).unwrap();
    assert_eq!(county.run(&[]).code, 0);
    assert!(county.path("out/2024/待办/甲").is_dir());
}

/// The sample's configuration with inhabitants and a line of 2023 beside those of 2024.
fn of_both_years(config: &str) -> String {
    let before = ["population", "cut_score"].map(|name| {
        let of = config.split(&format!("[[{name}]]")).nth(1).unwrap().split("\n\n").next().unwrap();
        format!("\n\n[[{name}]]{}\n", of.replace("2024", "2023"))
    });
    format!("{config}{}", before.concat())
}

/// The years of a call are one configuration's: a second call ends at once, before it has read anything.
#[test]
fn years_of_two_configurations_do_not_mix() {
    let county = County::new();
    let config = fs::read_to_string(county.config()).unwrap();
    let both = of_both_years(&config);
    fs::write(county.config(), &both).unwrap();
    fs::write(county.path("other.toml"), both.replace("minimum_cell = 10", "minimum_cell = 12")).unwrap();
    let start = |name: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_edugauge"));
        command.args(["run", "--all-years"]).arg(county.path(name)).arg("--out").arg(county.path("out"));
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    for round in 0..4 {
        let mut runs = [start("edugauge.toml"), start("other.toml")];
        let codes = runs.each_mut().map(|run| run.wait().unwrap().code());
        assert!(codes.contains(&Some(0)), "{round}: {codes:?}");
        let of = |year: &str| Manifest::read(&county.path("out").join(year)).unwrap().config;
        assert_eq!(of("2023"), of("2024"), "{round}: {codes:?}");
    }
}

// ---- whole or absent -------------------------------------------------------------------------------------

fn binary(county: &County) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_edugauge"));
    command.args(["--lang", "en", "run", &county.config()]).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Whole: the manifest's files are there with their bytes, and no other.
#[track_caller]
fn assert_whole(release: &Path) {
    assert_whole_but_for(release, &[]);
}

/// As [`assert_whole`], with files of a person's own besides.
#[track_caller]
fn assert_whole_but_for(release: &Path, own: &[&str]) {
    let mut files = files_under(release);
    files.retain(|name, _| !own.iter().any(|own| name == Path::new(own)));
    let manifest: Manifest = serde_json::from_slice(&files[Path::new("manifest.json")]).unwrap();
    let (listed, there) = (manifest.outputs.len() + 1, files.len());
    assert_eq!(listed, there);
    for known in manifest.outputs {
        assert_eq!(Hashed::of(known.file.clone(), &files[Path::new(&known.file)]), known);
    }
}

/// A generator of numbers that are the same in every run of the test.
fn next(state: &mut u64) -> f64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 11) as f64 / (1u64 << 53) as f64
}

#[test]
fn killed_at_any_moment_a_run_leaves_the_old_release_or_the_new_one() {
    let county = County::new();
    let started = Instant::now();
    assert!(binary(&county).status().unwrap().success());
    let whole_run = started.elapsed();
    let mut state = 20_111_967;
    let (mut killed, mut ended) = (0, 0);
    fs::write(county.release().join("mine.txt"), "mine").unwrap();
    // Few rounds in `cargo test`, the long run where it is asked for.
    let rounds = if std::env::var_os("EDUGAUGE_LONG").is_some() { 500 } else { 24 };
    let two = ["202401003,01,112,122,234", "202401003,01,112,121,233"];
    for round in 0..rounds {
        county.edit(CANDIDATES, two[round % 2], two[(round + 1) % 2]);
        let mut run = binary(&county).spawn().unwrap();
        std::thread::sleep(whole_run.mul_f64(next(&mut state) * 1.1));
        run.kill().unwrap();
        match run.wait().unwrap().success() {
            true => ended += 1,
            false => killed += 1,
        }
        assert!(county.release().is_dir(), "round {round}: no release");
        assert_whole_but_for(&county.release(), &["mine.txt"]);
        assert_eq!(fs::read(county.release().join("mine.txt")).unwrap(), b"mine", "round {round}");
        // The record is there, and is the release's, or else waits to be put in its place.
        assert!(Record::beside(&county.release()).unwrap().is_of(&county.release()), "round {round}");
    }
    println!("{killed} runs were killed, {ended} ended first");
    assert!(killed > rounds / 10, "only {killed} runs were killed, {ended} ended first");
    fs::remove_file(county.release().join("mine.txt")).unwrap();
    // Other data than any release so far, so that the last run replaces one however the killed ones ended.
    county.edit(CANDIDATES, two[rounds % 2], "202401003,01,112,120,232");
    assert!(binary(&county).status().unwrap().success());
    let left = names_in(&county.path("out"));
    assert_eq!(left, ["2024", "2024.record.json", "2024.replaced"], "the next run clears up");
    assert_eq!(verify(&county.release(), &Checking::default()).unwrap().faults(), 0);
}

/// A limit on the size of files stands for a full disk: both end a write in the middle.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_release() {
    let county = County::new().made();
    let before = files_under(&county.path("out"));
    county.edit(CANDIDATES, THIRD, "202401003,01,112,121,233");
    let limited = format!(
        "trap '' XFSZ; ulimit -f 4; exec '{}' --lang en run '{}'",
        env!("CARGO_BIN_EXE_edugauge"),
        county.config()
    );
    let outcome = Command::new("sh").args(["-c", &limited]).output().unwrap();
    let said = String::from_utf8(outcome.stderr).unwrap();
    assert_eq!((outcome.status.code(), said.contains("EG-301")), (Some(4), true), "{said}");
    assert!(files_under(&county.path("out")) == before, "something of the old release changed");
}

#[test]
fn two_runs_at_once_end_with_one_release() {
    let county = County::new();
    let mut runs: Vec<_> = (0..4).map(|_| binary(&county).spawn().unwrap()).collect();
    let codes: Vec<Option<i32>> = runs.iter_mut().map(|run| run.wait().unwrap().code()).collect();
    assert!(codes.iter().all(|code| matches!(code, Some(0 | 4))) && codes.contains(&Some(0)), "{codes:?}");
    assert_whole(&county.release());
    assert_eq!(names_in(&county.path("out")), ["2024", "2024.record.json"]);
}

// ---- checked later ---------------------------------------------------------------------------------------

fn problems(county: &County) -> Vec<(Problem, String)> {
    verify(&county.release(), &Checking::default()).unwrap().problems
}

#[test]
fn a_release_as_it_was_made_is_verified_and_computed_again() {
    let county = County::new().made();
    let found = verify(&county.release(), &Checking::default()).unwrap();
    assert_eq!((found.problems.len(), found.reproduced), (0, true));
    assert!(found.outputs > 5 && found.inputs.is_some_and(|inputs| inputs >= 3), "{found:?}");
    let outcome = edugauge(&["--lang", "zh", "verify", county.release().to_str().unwrap()]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.contains("已重新计算并逐字节比较"), "{}", outcome.out);
}

#[test]
fn every_change_since_is_found() {
    let county = County::new().made();
    fs::write(county.release().join("mine.txt"), "").unwrap();
    assert_eq!(problems(&county), [(Problem::OutputExtra, "mine.txt".to_owned())]);
    fs::remove_file(county.release().join("mine.txt")).unwrap();
    fs::write(county.release().join("figures.csv"), "x").unwrap();
    fs::remove_file(county.release().join("tables.xlsx")).unwrap();
    county.edit(CANDIDATES, THIRD, "202401003,01,112,121,233");
    fs::remove_file(county.path("data/学校.csv")).unwrap();
    let found = problems(&county);
    let expected = [
        (Problem::OutputMissing, "tables.xlsx"),
        (Problem::OutputChanged, "figures.csv"),
        (Problem::InputChanged, CANDIDATES),
        (Problem::InputMissing, "data/学校.csv"),
    ];
    for (problem, file) in expected {
        assert!(found.contains(&(problem, file.to_owned())), "{problem:?} {file}: {found:?}");
    }
    let outcome = edugauge(&["--lang", "en", "verify", county.release().to_str().unwrap()]);
    assert_eq!((outcome.code, outcome.err.contains("EG-306")), (1, true), "{}", outcome.err);
    let outcome = edugauge(&["verify", "--format", "json", county.release().to_str().unwrap()]);
    let told: serde_json::Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!(told["problems"].as_array().unwrap().len(), found.len());
}

/// Where the configuration is not the one of the release and nobody named one, that is said, and how to name it;
/// inputs are not looked for where another configuration says. Named, it is one that has changed.
#[test]
fn a_configuration_that_is_not_found_is_said_so() {
    let county = County::new().made();
    let config = county.path("edugauge.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("data/", "elsewhere/")).unwrap();
    let found = verify(&county.release(), &Checking::default()).unwrap();
    let kinds: Vec<Problem> = found.problems.iter().map(|(problem, _)| *problem).collect();
    assert_eq!((kinds, found.inputs), (vec![Problem::ConfigNotFound], None));
    let outcome = edugauge(&["--lang", "en", "verify", county.release().to_str().unwrap()]);
    assert_eq!((outcome.code, outcome.out.contains("--config FILE")), (1, true), "{}", outcome.out);
    assert!(!outcome.out.contains("has changed") && !outcome.out.contains("missing"), "{}", outcome.out);
    let against = Checking { config: Some(config.clone()), ..Checking::default() };
    let named = verify(&county.release(), &against).unwrap();
    assert!(named.problems.iter().any(|(problem, _)| *problem == Problem::ConfigChanged), "{named:?}");
    fs::remove_file(&config).unwrap();
    let found = verify(&county.release(), &Checking::default()).unwrap();
    assert_eq!((found.problems.len(), found.inputs), (0, None));
    assert!(found.describe(Lang::En).contains("--config FILE"));
}

/// The hashes are those of other programs: `printf x | sha256sum`.
#[test]
fn the_hashes_are_sha_256() {
    let hashed = Hashed::of("x", b"x");
    assert_eq!(hashed.sha256, "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
}

#[test]
fn a_folder_that_is_no_release_is_refused() {
    let county = County::new();
    for command in ["verify", "diff"] {
        let folder = county.path("data").to_str().unwrap().to_owned();
        let args: Vec<&str> = match command {
            "diff" => vec!["--lang", "en", "diff", &folder, &folder],
            _ => vec!["--lang", "en", "verify", &folder],
        };
        let outcome = edugauge(&args);
        assert_eq!((outcome.code, outcome.err.contains("EG-101")), (3, true), "{}", outcome.err);
    }
    fs::write(county.path("data/manifest.json"), "{\n\"a\": 1}").unwrap();
    let outcome = edugauge(&["--lang", "en", "verify", county.path("data").to_str().unwrap()]);
    assert_eq!((outcome.code, outcome.err.contains("EG-305")), (3, true), "{}", outcome.err);
}

fn copied(county: &County, name: &str) -> PathBuf {
    let copy = county.path(name);
    fs::create_dir(&copy).unwrap();
    for (file, bytes) in files_under(&county.release()) {
        fs::write(copy.join(file), bytes).unwrap();
    }
    fs::copy(county.path("out/2024.record.json"), county.path(&format!("{name}.record.json"))).unwrap();
    copy
}

#[test]
fn a_changed_mark_shows_in_the_figures_that_it_moves_and_is_named_as_the_cause() {
    let county = County::new().made();
    let old = copied(&county, "old");
    assert_eq!(diff(&old, &county.release()).unwrap().changed, []);
    county.edit(CANDIDATES, THIRD, "202401003,01,112,121,233");
    let county = county.made();
    let difference = diff(&old, &county.release()).unwrap();
    assert!(!difference.changed.is_empty() && difference.changed.len() < difference.compared);
    for changed in &difference.changed {
        assert_eq!(changed.causes, [What::Data(CANDIDATES.to_owned())], "{changed:?}");
        assert!(changed.labels.contains(&("year".to_owned(), "2024".to_owned())), "{changed:?}");
    }
    let (old, new) = (old.to_str().unwrap().to_owned(), county.release().to_str().unwrap().to_owned());
    let outcome = edugauge(&["--lang", "zh", "diff", &old, &new]);
    assert_eq!(outcome.code, 1, "{}", outcome.err);
    assert!(outcome.out.contains(&format!("数据 {CANDIDATES}")) && outcome.err.contains("EG-307"));
    let outcome = edugauge(&["diff", "--format", "json", &old, &new]);
    assert_eq!(outcome.out.lines().count(), difference.changed.len());
}

#[test]
fn a_changed_line_is_a_cause_of_its_own_and_an_edited_file_is_unexplained() {
    let county = County::new().made();
    let old = copied(&county, "old");
    let edited = copied(&county, "edited");
    let figures = String::from_utf8(fs::read(edited.join("figures.csv")).unwrap()).unwrap();
    let row = figures.lines().find(|line| line.contains(",53.0,")).expect("53 candidates at the line");
    fs::write(edited.join("figures.csv"), figures.replace(row, &row.replace(",persons,", ",people,")))
        .unwrap();
    assert_eq!(diff(&old, &edited).unwrap().changed, [], "a unit is no figure");
    let changed = figures.replacen(",2024,", ",2025,", 1);
    fs::write(edited.join("figures.csv"), changed).unwrap();
    let difference = diff(&old, &edited).unwrap();
    assert!(difference.changed.iter().all(|changed| changed.causes == [What::Unexplained]));
    assert_eq!(difference.changed.len(), 2, "one figure is gone, one is new");
    let config = fs::read_to_string(county.config()).unwrap();
    let cut = config.split("[[cut_score]]").nth(1).unwrap().lines().find(|l| l.starts_with("score")).unwrap();
    fs::write(county.config(), config.replace(cut, "score = 201.5")).unwrap();
    let county = county.made();
    let difference = diff(&old, &county.release()).unwrap();
    let rates: Vec<_> = difference.changed.iter().filter(|c| c.indicator == "admission_rate").collect();
    assert!(!rates.is_empty() && rates.iter().all(|changed| changed.causes == [What::Settings]), "{rates:?}");
}

// ---- many counties, many years ---------------------------------------------------------------------------

#[test]
fn every_year_that_the_data_have() {
    let county = County::new();
    // The sample has inhabitants of 2024 only: 2023 is told as failed, 2024 is made all the same.
    let outcome = county.run(&["--all-years"]);
    assert_eq!((outcome.code, outcome.err.contains("EG-208")), (2, true), "{}", outcome.err);
    assert!(outcome.out.contains("1 releases made, 1 failed"), "{}", outcome.out);
    assert_eq!(names_in(&county.path("out")), ["2024", "2024.record.json"]);
    let config = fs::read_to_string(county.config()).unwrap();
    fs::write(county.config(), of_both_years(&config)).unwrap();
    let outcome = county.run(&["--all-years"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert_eq!(names_in(&county.path("out")), ["2023", "2023.record.json", "2024", "2024.record.json"]);
}

#[test]
fn one_call_for_many_counties_and_one_that_fails_stops_no_other() {
    let (good, bad) = (County::new(), County::new());
    fs::remove_file(bad.path(CANDIDATES)).unwrap();
    let outcome = edugauge(&["--lang", "zh", "run", &bad.config(), &good.config()]);
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.out.contains("共生成 1 份报表，1 份未成"), "{}", outcome.out);
    let lines: Vec<&str> = outcome.out.lines().collect();
    let good_folder = good.release().display().to_string();
    assert!(lines[0].starts_with(&format!("[2/2] 2024  {good_folder}")), "a line a release: {lines:?}");
    assert_eq!(lines[2..], [format!("  EG-101 {}", bad.config())], "which failed, and why");
    assert!(
        !outcome.err.contains("采用"),
        "how each file was read is for one release alone: {}",
        outcome.err
    );
    assert!(outcome.err.contains("EG-101") && outcome.err.contains("EG-308"), "{}", outcome.err);
    assert!(good.release().is_dir() && !bad.path("out").exists());
}

#[test]
fn counties_that_share_an_output_folder_have_folders_of_their_own() {
    let (one, two) = (County::new(), County::new());
    let region = fs::read_to_string(two.config()).unwrap();
    let line = region.lines().find(|line| line.starts_with("region")).unwrap().to_owned();
    let out = one.path("all");
    let (a, b, c) = (one.config(), two.config(), out.to_str().unwrap().to_owned());
    let outcome = edugauge(&["--lang", "en", "run", &a, &b, "--out", &c]);
    assert_eq!((outcome.code, outcome.err.contains("EG-303")), (4, true), "{}", outcome.err);
    fs::write(two.config(), region.replace(&line, "region = \"../CON\"")).unwrap();
    let outcome = edugauge(&["--lang", "en", "run", &a, &b, "--out", &c, "--format", "json"]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let mut told: Vec<serde_json::Value> =
        outcome.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let sum = serde_json::json!({"status": "summary", "made": 2, "failed": 0, "failures": []});
    assert_eq!(told.pop(), Some(sum), "the last line of the log is the summary");
    let folders: Vec<&str> = told.iter().map(|line| line["folder"].as_str().unwrap()).collect();
    assert_eq!(folders.len(), 2);
    assert!(folders.iter().all(|folder| Path::new(folder).starts_with(&out)), "{folders:?}");
    assert!(folders[1].contains("region____CON"), "{folders:?}");
}

#[test]
fn wildcards_are_for_edugauge_where_no_shell_expands_them() {
    let all = tempfile::tempdir().unwrap();
    for name in ["甲 县", "乙县", "丙县"] {
        let folder = all.path().join(name);
        assert_eq!(edugauge(&["--lang", "en", "init", folder.to_str().unwrap()]).code, 0);
    }
    fs::remove_file(all.path().join("丙县/edugauge.toml")).unwrap();
    let pattern = all.path().join("*/edugauge.toml");
    let outcome = edugauge(&["--lang", "en", "run", pattern.to_str().unwrap()]);
    assert!(outcome.code == 0 && outcome.out.contains("2 releases made, 0 failed"), "{outcome:?}");
    let none = edugauge(&["--lang", "en", "run", all.path().join("*/nothing.toml").to_str().unwrap()]);
    assert!(none.code == 3 && none.err.contains("*/nothing.toml"), "{none:?}");
}

#[test]
fn what_a_run_would_read_names_the_school_list_too() {
    let outcome = edugauge(&["--lang", "en", "run", "--dry-run", "examples/jingjiang/edugauge.toml"]);
    assert!(outcome.out.contains("data/学校.csv"), "so that --watch sees it change: {}", outcome.out);
}

#[test]
fn watching_makes_the_release_again_when_an_input_changes() {
    let county = County::new();
    let mut command = binary(&county);
    let mut run = command.arg("--watch").spawn().unwrap();
    let wait = |what: &str, done: &dyn Fn() -> bool| {
        let started = Instant::now();
        while !done() {
            assert!(started.elapsed() < Duration::from_secs(60), "{what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    let manifest = county.release().join("manifest.json");
    wait("the first release", &|| manifest.is_file());
    let first = fs::read(&manifest).unwrap();
    county.edit(CANDIDATES, THIRD, "202401003,01,112,121,233");
    wait("the second release", &|| fs::read(&manifest).is_ok_and(|bytes| bytes != first));
    run.kill().unwrap();
    run.wait().unwrap();
    assert_whole(&county.release());
}
