//! What the office keeps of a release beside it, and what of that must never be in it.

use std::fs;
use std::path::{Path, PathBuf};

use edugauge::release::{Checking, Problem, Record, verify};

use crate::support::{Outcome, Project, edugauge, files_under, names_in, repository};

/// A county as `edugauge init` writes it.
struct County(tempfile::TempDir);

impl County {
    fn new() -> County {
        let county = County(tempfile::tempdir().unwrap());
        assert_eq!(edugauge(&["--lang", "en", "init", county.text("")]).code, 0);
        county
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> &'static str {
        Box::leak(self.path(name).to_str().unwrap().to_owned().into_boxed_str())
    }

    fn run(&self) -> Outcome {
        edugauge(&["--lang", "en", "run", self.text("edugauge.toml")])
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(from), "{name} holds no {from}");
        fs::write(self.path(name), text.replacen(from, to, 1)).unwrap();
    }

    fn problems(&self) -> Vec<(Problem, String)> {
        verify(&self.path("out/2024"), &Checking::default()).unwrap().problems
    }
}

/// Whoever has the folder alone learns no hash of an input, no name of one, and no row.
#[test]
fn nothing_of_the_inputs_is_in_a_public_release() {
    let county = County::new();
    let torn = "202401099,01,不清楚,122,234\r\n";
    let candidates = county.path("data/考生_2024.csv");
    let bytes = [fs::read(&candidates).unwrap(), encoding_rs::GB18030.encode(torn).0.into_owned()].concat();
    fs::write(&candidates, &bytes).unwrap();
    let outcome = county.run();
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.err.contains("2024.record.json") && outcome.err.contains("2024.rejects.csv"));
    assert_eq!(names_in(&county.path("out")), ["2024", "2024.record.json", "2024.rejects.csv"]);
    let record = Record::read(&county.path("out/2024.record.json")).unwrap();
    for (name, bytes) in files_under(&county.path("out/2024")) {
        let text = String::from_utf8_lossy(&bytes);
        for input in &record.inputs {
            let sha256 = edugauge::release::Hashed::of_file("x", &county.path(&input.file)).unwrap().sha256;
            for secret in [&input.blake3, &sha256, &input.file] {
                assert!(!text.contains(secret.as_str()), "{} holds {secret}", name.display());
            }
        }
        assert!(!text.contains("rejects"), "{}", name.display());
    }
    let account = record.accounts.iter().find(|account| account.file.ends_with("2024.csv")).unwrap();
    // The mark that nobody can read, and the total that is void beside it.
    let of = |code: &str, column: &str| (code.to_owned(), Some(column.to_owned()), 1, 122);
    let found = account.findings.iter();
    let found = found.map(|found| (found.code.clone(), found.column.clone(), found.count, found.first_row));
    let found: Vec<_> = found.collect();
    assert_eq!((account.accepted, found), (121, vec![of("EG-521", "语文"), of("EG-552", "总分")]));
    assert_eq!(county.problems(), []);
    // An old list of refused rows goes when there is none any more; what somebody wrote into it stays.
    fs::write(&candidates, &bytes[..bytes.len() - encoding_rs::GB18030.encode(torn).0.len()]).unwrap();
    fs::write(county.path("out/2024.rejects.csv"), "mine").unwrap();
    assert_eq!(county.run().code, 0);
    let names = names_in(&county.path("out"));
    assert!(!names.contains(&"2024.rejects.csv".to_owned()), "{names:?}");
    assert!(names.iter().any(|name| name.starts_with("2024.rejects.edited-")), "{names:?}");
}

#[test]
fn the_record_tells_another_release_and_a_changed_manifest() {
    let county = County::new();
    assert_eq!(county.run().code, 0);
    let record = fs::read(county.path("out/2024.record.json")).unwrap();
    let manifest = fs::read_to_string(county.path("out/2024/manifest.json")).unwrap();
    let changes = [
        ("\"profile\": \"public\"", "\"profile\": \"internal\""),
        ("\"language\": \"zh\"", "\"language\": \"en\""),
        ("\"minimum_cell\": 10", "\"minimum_cell\": 20"),
        ("\"indicator\": \"pass_rate\"", "\"indicator\": \"pass_all_rate\""),
        ("\"edugauge\": \"", "\"edugauge\": \"9"),
    ];
    for (from, to) in changes {
        assert!(manifest.contains(from), "{from}");
        fs::write(county.path("out/2024/manifest.json"), manifest.replacen(from, to, 1)).unwrap();
        let found = county.problems();
        assert!(found.contains(&(Problem::RecordOfAnother, "manifest.json".to_owned())), "{to}: {found:?}");
    }
    // Without the record, what the configuration tells is held against the manifest.
    fs::remove_file(county.path("out/2024.record.json")).unwrap();
    for ((from, to), field) in changes.iter().zip(["disclosure.profile", "language"]) {
        fs::write(county.path("out/2024/manifest.json"), manifest.replacen(from, to, 1)).unwrap();
        let found = county.problems();
        assert!(found.contains(&(Problem::ManifestWrong, field.to_owned())), "{to}: {found:?}");
    }
    fs::write(county.path("out/2024/manifest.json"), &manifest).unwrap();
    let outcome = edugauge(&["--lang", "zh", "verify", county.text("out/2024")]);
    assert!(outcome.code == 0 && outcome.out.contains("--record"), "{}{}", outcome.out, outcome.err);
    // Wherever it is kept, it can be named.
    fs::write(county.path("elsewhere.json"), &record).unwrap();
    let against = ["--record", county.text("elsewhere.json")];
    let outcome = edugauge(&["--lang", "zh", "verify", county.text("out/2024"), against[0], against[1]]);
    assert!(outcome.code == 0 && outcome.out.contains("逐字节"), "{}{}", outcome.out, outcome.err);
    let other = String::from_utf8(record).unwrap().replace("\"blake3\": \"", "\"blake3\": \"0");
    fs::write(county.path("elsewhere.json"), other).unwrap();
    let outcome = edugauge(&["--lang", "zh", "verify", county.text("out/2024"), against[0], against[1]]);
    assert_eq!((outcome.code, outcome.out.contains("输入文件已变化")), (1, true), "{}", outcome.out);
}

/// The paragraph for pasting is the part of a release that leaves it most easily.
#[test]
fn the_paragraph_of_an_internal_release_is_stamped_in_both_languages() {
    let county = County::new();
    county.change("edugauge.toml", "profile = \"public\"", "profile = \"internal\"");
    assert_eq!(county.run().code, 0);
    let paragraph = fs::read_to_string(county.path("out/2024/paragraph.txt")).unwrap();
    let first = paragraph.lines().next().unwrap();
    assert!(first.contains("内部资料") && first.contains("not for publication"), "{first}");
    assert_eq!(county.problems(), []);
}

/// A release that another program made before inputs had records: checked by the hashes in its manifest, taken into
/// account as an earlier one, and told apart from a new one.
#[test]
fn a_release_without_a_record_is_still_one() {
    let county = tempfile::tempdir().unwrap();
    for (name, bytes) in files_under(&repository("tests/data/releases/first_manifest")) {
        fs::create_dir_all(county.path().join(&name).parent().unwrap()).unwrap();
        fs::write(county.path().join(&name), bytes).unwrap();
    }
    let release = county.path().join("out/2024");
    let found = verify(&release, &Checking::default()).unwrap();
    let wrong = |found: &edugauge::release::Verification| -> Vec<Problem> {
        let problems = found.problems.iter().map(|(problem, _)| *problem);
        problems
            .filter(|problem| !matches!(problem, Problem::NotReproduced | Problem::OtherVersion))
            .collect()
    };
    assert_eq!((wrong(&found), found.inputs), (vec![], Some(3)), "{found:?}");
    let school = county.path().join("data/学校.csv");
    let bytes = fs::read(&school).unwrap();
    fs::write(&school, [&bytes[..], b"\r\n"].concat()).unwrap();
    assert_eq!(wrong(&verify(&release, &Checking::default()).unwrap()), [Problem::InputChanged]);
    fs::write(&school, bytes).unwrap();
    let config = county.path().join("edugauge.toml").to_str().unwrap().to_owned();
    assert_eq!(edugauge(&["run", &config]).code, 0);
    let manifest = fs::read_to_string(release.join("manifest.json")).unwrap();
    assert!(manifest.contains("2024/figures.csv"), "the one that it replaced counts as public: {manifest}");
    assert!(Record::beside(&release).unwrap().is_of(&release));
}

fn replaced(folder: &Path) -> Vec<PathBuf> {
    names_in(folder)
        .into_iter()
        .filter(|name| name.ends_with(".replaced"))
        .map(|name| folder.join(name))
        .collect()
}

/// The same again says nothing new; other tables of the same year do, and the ones before stay known.
#[test]
fn what_a_release_showed_stays_known_when_another_takes_its_place() {
    let county = County::new();
    assert_eq!(county.run().code, 0);
    let first = files_under(&county.path("out"));
    assert_eq!(county.run().code, 0);
    assert!(first == files_under(&county.path("out")), "the same inputs give the same bytes");
    let config = fs::read_to_string(county.path("edugauge.toml")).unwrap();
    county.change("edugauge.toml", "by = [\"residence\"]", "by = [\"school\"]");
    assert_eq!(county.run().code, 0);
    let kept = replaced(&county.path("out"));
    assert_eq!(kept.len(), 1);
    let manifest = fs::read_to_string(county.path("out/2024/manifest.json")).unwrap();
    assert!(manifest.contains("2024/figures.csv"), "{manifest}");
    assert_eq!(county.problems(), [], "and it can still be computed again");
    // Back to the first tables: both that were public count, and nothing of it is a year's release.
    fs::write(county.path("edugauge.toml"), config).unwrap();
    let outcome = county.run();
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let manifest = fs::read_to_string(county.path("out/2024/manifest.json")).unwrap();
    assert!(manifest.contains("2024.replaced/") && manifest.contains("2024/figures.csv"), "{manifest}");
    assert_eq!(county.problems(), []);
}

/// What only an earlier release had tables of is read again, and a dry run says so.
#[test]
fn a_dry_run_names_what_is_read_for_earlier_releases() {
    let scores: String = (0..60)
        .map(|n| format!("{n},校{},{}\n", n % 2, 40 + n))
        .fold("考号,学校,语文\n".to_owned(), |all, row| all + &row);
    let head = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n";
    let source = |id: &str, path: &str| format!("[[source]]\nid = \"{id}\"\npath = \"{path}\"\n");
    let sources = source("first", "first.csv") + &source("second", "second.csv");
    let table = |source: &str| {
        format!("[[table]]\nid = \"means\"\nindicator = \"subject_mean\"\nsource = \"{source}\"\n")
    };
    let config = |of: &str| format!("{head}{sources}{}", table(of));
    let project = Project::new(&config("first"), &[("first.csv", &scores), ("second.csv", &scores)]);
    assert_eq!(project.run().code, 0);
    fs::write(project.path("c.toml"), config("second")).unwrap();
    let planned = project.call("run", &["--dry-run"]);
    assert_eq!(planned.code, 0, "{}", planned.err);
    for file in ["first.csv", "second.csv"] {
        assert!(planned.out.contains(file), "{file}: {}", planned.out);
    }
    // Nobody holds an internal release.
    let internal = config("second").replace(
        "[[source]]\nid = \"first\"",
        "[disclosure]\nprofile = \"internal\"\n[[source]]\nid = \"first\"",
    );
    fs::write(project.path("c.toml"), internal).unwrap();
    let planned = project.call("run", &["--dry-run"]);
    assert!(planned.code == 0 && !planned.out.contains("first.csv"), "{planned:?}");
}

/// 40 who count now less 38 of the release before are two who were absent; nothing of that follows from today's files.
#[test]
fn a_run_says_that_an_earlier_release_counted_by_another_policy() {
    let row = |n: u32| {
        format!("{n},{},{}\n", if n < 2 { "缺考".to_owned() } else { (40 + n).to_string() }, 50 + n % 9)
    };
    let scores: String = "考号,语文,数学\n".to_owned() + &(0..40).map(row).collect::<String>();
    let config = |policy: &str| {
        format!(
            "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n[checks]\ninvalid_cells_percent = 100\n[[source]]\nid = \"exam\"\npath = \"scores.csv\"\n{policy}[[table]]\nid = \"means\"\nindicator = \"subject_mean\"\nsource = \"exam\"\n"
        )
    };
    let project = Project::new(&config(""), &[("scores.csv", &scores)]);
    assert!(!project.run().err.contains("口径或赋分"));
    fs::write(project.path("c.toml"), config("[source.policy]\n\"缺考\" = \"zero\"\n")).unwrap();
    let outcome = project.run();
    assert!(outcome.code == 0 && outcome.err.contains("means 按另一种口径或赋分"), "{}", outcome.err);
}
