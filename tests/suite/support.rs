//! What several modules need: files, examinations and command lines in one call each.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use edugauge::exam::Exam;
use edugauge::figures::{FigureRef, Figures, Value};
use edugauge::indicators::{self, Input, compute, find};
use edugauge::intake::{ReadOptions, read_score_table, read_scores, score_table_tally};
use edugauge::number::Rational;

/// A path from the root of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub fn written(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    file
}

/// The candidates of an export, with full marks by subject.
pub fn exam(text: &str, full_marks: &[(&str, i128)]) -> Exam {
    let full_marks = full_marks.iter().map(|(id, mark)| ((*id).to_owned(), whole(*mark))).collect();
    let options = ReadOptions { full_marks, ..ReadOptions::default() };
    Exam::from_records(read_scores(written(text).path(), &options, None).unwrap().0)
}

/// A published score table of the golden folder.
pub fn published(name: &str) -> Exam {
    let path = repository("tests/golden/score_tables").join(name);
    let rows = read_score_table(&path, &ReadOptions::default()).unwrap();
    Exam::from_tally(score_table_tally(&rows, &[], name).unwrap())
}

pub type Given<'a> = [(&'a str, &'a [&'a str])];

pub fn arguments(given: &Given<'_>) -> indicators::Given {
    let mut arguments = indicators::Given::new();
    for (name, values) in given {
        arguments.set(*name, strings(values));
    }
    arguments
}

pub fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub fn figures(exam: &Exam, id: &str, by: &[&str], given: &Given<'_>) -> Figures {
    compute(find(id).unwrap(), Input::Exam(exam), &strings(by), &arguments(given)).unwrap()
}

/// The one figure of a measure (and a subject, and a group, where they are given).
#[track_caller]
pub fn only<'a>(figures: &'a Figures, measure: &str, subject: Option<&str>, group: &[&str]) -> FigureRef<'a> {
    let labels: Vec<Option<&str>> = group.iter().map(|label| Some(*label)).collect();
    let mut found = figures.iter().filter(|figure| {
        let same_subject = subject.is_none() || figure.subject() == subject;
        let same_group = group.is_empty() || figure.group().iter().map(Option::as_deref).eq(labels.clone());
        figure.measure() == measure && same_subject && same_group
    });
    let figure = found.next().unwrap_or_else(|| panic!("no {measure} of {subject:?} {group:?}"));
    assert_eq!(found.next(), None, "{measure} of {subject:?} {group:?} is there twice");
    figure
}

pub fn whole(number: i128) -> Rational {
    Rational::from_integer(number)
}

pub fn count(number: i128) -> Option<Value> {
    Some(Value::Exact(whole(number)))
}

/// What a command wrote and how it ended.
#[derive(Debug)]
pub struct Outcome {
    pub code: u8,
    pub out: String,
    pub err: String,
}

/// Runs the command line in this process.
pub fn edugauge(args: &[&str]) -> Outcome {
    let args = std::iter::once("edugauge").chain(args.iter().copied()).map(OsString::from).collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = edugauge::cli::run(args, &mut out, &mut err);
    Outcome { code, out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

/// A folder with a configuration of the year 2024, `c.toml`, and its files.
pub struct Project(tempfile::TempDir);

impl Project {
    pub fn new(config: &str, files: &[(&str, &str)]) -> Project {
        let project = Project(tempfile::tempdir().unwrap());
        fs::write(project.path("c.toml"), config).unwrap();
        files.iter().for_each(|(name, text)| fs::write(project.path(name), text).unwrap());
        project
    }

    /// With its release made.
    pub fn made(config: &str, files: &[(&str, &str)]) -> Project {
        let project = Project::new(config, files);
        let outcome = project.run();
        assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
        project
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn call(&self, command: &str, options: &[&str]) -> Outcome {
        let config = self.path("c.toml");
        let args = ["--lang", "zh", command, config.to_str().unwrap()];
        edugauge(&[&args[..], options].concat())
    }

    pub fn run(&self) -> Outcome {
        self.call("run", &[])
    }

    /// A file of its release.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path("out/2024").join(name)).unwrap()
    }

    /// The lines of a table of its release.
    pub fn csv(&self, id: &str) -> Vec<String> {
        let text = String::from_utf8(self.bytes(&format!("table_{id}.csv"))).unwrap();
        text.trim_start_matches('\u{FEFF}').lines().map(str::to_owned).collect()
    }

    /// The lines of a table of its internal release, without the last column, which is the stamp.
    pub fn unstamped_csv(&self, id: &str) -> Vec<String> {
        let stamp = "内部资料，未作隐私保护处理，不得公开";
        let bare = |line: String| {
            let rest = line.strip_suffix(stamp).unwrap_or(&line);
            rest.strip_suffix(',').unwrap_or(rest).to_owned()
        };
        self.csv(id).into_iter().map(bare).collect()
    }
}

/// Every file under a folder by its path from there, with its bytes.
pub fn files_under(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(&current).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// The names in a folder, hidden ones included.
pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A file's text, whether it is UTF-8 or GB18030.
pub fn text_of(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(fault) => encoding_rs::GB18030
            .decode_without_bom_handling_and_without_replacement(fault.as_bytes())
            .unwrap()
            .into_owned(),
    }
}

/// The frame whose cells a CSV without quotes holds.
pub fn frame(text: &str) -> edugauge::columnar::Columns {
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let mut columns = edugauge::columnar::TextBuilder::default();
    for (at, header) in rows[0].iter().enumerate() {
        rows[1..].iter().for_each(|row| columns.push(Some(row[at]).filter(|cell| !cell.is_empty())));
        columns.end((*header).to_owned(), false);
    }
    columns.finish().unwrap()
}
