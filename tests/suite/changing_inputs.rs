//! Inputs that change while they are read: a release is of one version, and its record says which, or there is none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use edugauge::release::{Record, run};

use crate::support::{edugauge, repository};

const CONFIG: &str = r#"[project]
title = "t"
region = "r"
year = 2024
[[source]]
id = "exam"
path = "scores.csv"
[source.steps]
chinese = 1
mathematics = 1
[[table]]
id = "1"
title = "means"
source = "exam"
indicator = "subject_mean"
by = ["school"]
"#;

/// A file above 4 MiB, which is read block by block. Every score of a version is the same, so that any mixture of
/// two shows in the means.
fn version(score: u32) -> String {
    let rows = (0..260_000).map(|at| format!("{:08},{:02},{score},{score}\n", at, at % 20));
    std::iter::once("考号,学校,语文,数学\n".to_owned()).chain(rows).collect()
}

struct County(tempfile::TempDir);

impl County {
    fn new(scores: &str) -> County {
        let county = County(tempfile::tempdir().unwrap());
        fs::write(county.path("edugauge.toml"), CONFIG).unwrap();
        fs::write(county.path("scores.csv"), scores).unwrap();
        county
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn record(&self) -> Record {
        Record::read(&self.path("out/2024.record.json")).unwrap()
    }
}

#[test]
fn the_hash_of_an_input_is_that_of_the_bytes_that_were_counted() {
    let scores = version(88);
    let county = County::new(&scores);
    let config = county.path("edugauge.toml");
    assert_eq!(edugauge(&["run", config.to_str().unwrap()]).code, 0);
    let [input] = &county.record().inputs[..] else { panic!("one input") };
    assert_eq!(input.blake3, blake3::hash(scores.as_bytes()).to_hex().as_str());
    assert_eq!((input.file.as_str(), input.bytes), ("scores.csv", scores.len() as u64));
    // With a byte order mark, in GB18030, and in UTF-16: the hash is that of the file.
    let gb18030 = encoding_rs::GB18030.encode(&scores).0.into_owned();
    let utf16: Vec<u8> =
        "\u{FEFF}".encode_utf16().chain(scores.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [format!("\u{FEFF}{scores}").into_bytes(), gb18030, utf16] {
        fs::write(county.path("scores.csv"), &bytes).unwrap();
        let outcome = edugauge(&["run", config.to_str().unwrap()]);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        assert_eq!(county.record().inputs[0].blake3, blake3::hash(&bytes).to_hex().as_str());
    }
}

/// The hashes of every kind of input, by the hashes of whole files.
#[test]
fn every_input_of_a_release_has_the_hash_of_its_file() {
    let out = tempfile::tempdir().unwrap();
    let config = repository("examples/jingjiang/edugauge.toml");
    let options = edugauge::release::RunOptions { out: Some(out.path().to_owned()), ..Default::default() };
    let config = edugauge::release::Config::load(&config).unwrap();
    run(&config, &options, &|_, _| {}).unwrap();
    let record = Record::read(&out.path().join("2011.record.json")).unwrap();
    assert!(record.inputs.len() > 5);
    for input in &record.inputs {
        let bytes = fs::read(repository("examples/jingjiang").join(&input.file)).unwrap();
        assert_eq!(input.blake3, blake3::hash(&bytes).to_hex().as_str(), "{}", input.file);
    }
}

/// A generator of numbers that are the same in every run of the test.
fn next(state: &mut u64) -> f64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 11) as f64 / (1u64 << 53) as f64
}

/// Rounds of a test that takes long: few in `cargo test`, all of them where `EDUGAUGE_LONG` is set.
fn rounds(few: usize, all: usize) -> usize {
    if std::env::var_os("EDUGAUGE_LONG").is_some() { all } else { few }
}

fn means(release: &Path) -> Vec<String> {
    let figures = fs::read_to_string(release.join("table_1.csv")).unwrap();
    figures.lines().skip(1).flat_map(|line| line.split(',').skip(2).map(str::to_owned)).collect()
}

/// Half of the rounds put another file in the place of the one that is read, half write over it; all versions have
/// the same size, and the time of the last change is set back.
#[test]
fn a_release_is_never_of_two_versions_of_a_file_nor_told_to_be_of_another() {
    let versions = [version(64), version(88)];
    let hashes = versions.each_ref().map(|text| blake3::hash(text.as_bytes()).to_hex().to_string());
    let county = County::new(&versions[0]);
    let old = fs::metadata(county.path("scores.csv")).unwrap().modified().unwrap();
    let run = |path: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_edugauge"));
        command.args(["--lang", "en", "run"]).arg(path);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let started = Instant::now();
    assert!(run(&county.path("edugauge.toml")).wait().unwrap().success());
    let whole = started.elapsed();
    let mut state = 20_240_607;
    let (mut refused, mut made) = (0, 0);
    for round in 0..rounds(12, 60) {
        let mut running = run(&county.path("edugauge.toml"));
        std::thread::sleep(whole.mul_f64(next(&mut state)));
        let text = &versions[(round + 1) % 2];
        if round % 4 < 2 {
            fs::write(county.path("new.csv"), text).unwrap();
            fs::rename(county.path("new.csv"), county.path("scores.csv")).unwrap();
        } else {
            use std::io::Write;
            let mut file = fs::OpenOptions::new().write(true).open(county.path("scores.csv")).unwrap();
            file.write_all(text.as_bytes()).unwrap();
            file.set_modified(old).unwrap();
        }
        let mut said = String::new();
        std::io::Read::read_to_string(running.stderr.as_mut().unwrap(), &mut said).unwrap();
        match running.wait().unwrap().code() {
            Some(0) => {
                made += 1;
                let hash = &county.record().inputs[0].blake3;
                let at = hashes.iter().position(|of_version| of_version == hash);
                let expected = [["64.00", "128.00"], ["88.00", "176.00"]]
                    [at.expect("the hash of a version that there was")];
                let shown = means(&county.path("out/2024"));
                assert!(
                    !shown.is_empty() && shown.iter().all(|mean| expected.contains(&mean.as_str())),
                    "{round}: {shown:?}"
                );
            }
            code => {
                refused += 1;
                assert_eq!(code, Some(3), "{round}: {said}");
                assert!(said.contains("EG-120"), "{round}: {said}");
            }
        }
    }
    println!("{made} releases of one version, {refused} refused");
    assert!(refused > 0, "no change came while the file was read");
}

/// A file that is put in place of another while nobody looks at its bytes any more is noticed all the same.
#[test]
fn a_file_that_was_written_this_moment_is_waited_for() {
    let county = County::new(&version(70)[..200]);
    let text = version(70);
    let config = county.path("edugauge.toml");
    for rows in [10, 20, 30] {
        let lines: Vec<&str> = text.lines().take(rows).collect();
        fs::write(county.path("scores.csv"), lines.join("\n")).unwrap();
        let outcome = edugauge(&["run", config.to_str().unwrap()]);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
    }
}
