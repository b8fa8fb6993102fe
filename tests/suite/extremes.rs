//! Extreme values of every parameter of every indicator and of every number of a configuration: a result or a
//! refusal that says what was expected, never a panic, and never for long.

use std::time::{Duration, Instant};

use edugauge::error::{Error, Result};
use edugauge::exam::Exam;
use edugauge::indicators::definition::{Kind, Method};
use edugauge::indicators::{INDICATORS, Indicator, Input, compute};
use edugauge::intake::{ItemOptions, ReadOptions, read_items, read_scores, read_table};
use edugauge::release::{Config, RunOptions, run};

use crate::support::{arguments, repository, strings, whole, written};

const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "-1",
    "2",
    "38",
    "255",
    "256",
    "300",
    "65536",
    "1000000",
    "1000001",
    "100000000",
    "2147483647",
    "2147483648",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "170141183460469231731687303715884105727",
    "1e18",
    "1e308",
    "0.5",
    "0.999999999",
    "0.9999999999999999999",
    "0.000000001",
    "0.000000000000000001",
    "1/3",
    "1/0",
    "0/1",
    "999999999/1000000000",
    "nan",
    "inf",
    "-inf",
    "",
];
const TEXTS: &[&str] =
    &["", " ", "=", ":", "/", "9999/x:y=1", "2011/=1e30", "本二=-1", "x=99999999999999999999"];

const LIMIT: Duration = Duration::from_secs(60);

/// The worked example with one argument changed; a panic fails the test by itself.
fn with(indicator: &Indicator, name: &str, value: &str) -> Result<()> {
    let file = written(indicator.example.input);
    let mut given = arguments(indicator.example.arguments);
    given.set(name, vec![value.to_owned()]);
    let full_marks = [("mathematics".to_owned(), whole(100)), ("chinese".to_owned(), whole(100))];
    let options = ReadOptions { full_marks: full_marks.into_iter().collect(), ..ReadOptions::default() };
    let by = strings(indicator.example.by);
    let exam = || Ok::<_, Error>(Exam::from_records(read_scores(file.path(), &options, None)?.0));
    let figures = match indicator.method {
        Method::Exam(_) => compute(indicator, Input::Exam(&exam()?), &by, &given),
        Method::Against(_, table) => {
            compute(indicator, Input::Against(&exam()?, &crate::catalogue::score_table(table)), &by, &given)
        }
        Method::Items(_) => {
            let own = ItemOptions::default();
            let (items, _) = read_items(file.path(), &ReadOptions::default(), &own)?;
            compute(indicator, Input::Items(&items), &by, &given)
        }
        Method::Table(_) | Method::Rows(_) => {
            let (table, _) = read_table(file.path(), &ReadOptions::default())?;
            compute(indicator, Input::Table(&table), &by, &given)
        }
    }?;
    // No figure is said to be there that is no number.
    for row in figures.iter() {
        let is_finite = row.value().is_none_or(|value| value.to_f64().is_finite());
        assert!(is_finite, "{} {name}={value}: {row:?}", indicator.id);
    }
    Ok(())
}

#[test]
fn every_parameter_of_every_indicator() {
    let mut tried = 0;
    for indicator in INDICATORS {
        for parameter in indicator.parameters {
            let texts = match parameter.kind {
                Kind::Choice(_) => &NUMBERS[..2],
                _ => NUMBERS,
            };
            for value in texts.iter().chain(TEXTS) {
                let began = Instant::now();
                let done = with(indicator, parameter.name, value);
                let what = format!("{} {}={value:?}", indicator.id, parameter.name);
                if let Err(fault) = done {
                    assert_ne!(fault.exit_code(), 70, "{what}: {fault}");
                }
                assert!(began.elapsed() < LIMIT, "{what} took {:?}", began.elapsed());
                tried += 1;
            }
        }
    }
    assert!(tried > 5_000, "{tried}");
}

const SCORES: &str = "考号,学校代码,学校,城乡类别,科类,语文,数学,总分\n";

/// A small configuration in which every number that may be written is written.
fn configuration() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let row = |n: u32| {
        let (a, b) = (60 + n * 7 % 41, 50 + n * 13 % 51);
        let school = n % 4;
        let residence = ["城区", "乡村"][(school % 2) as usize];
        format!("{n:04},00{school},校{school},{residence},理科,{a},{b},{}\n", a + b)
    };
    let rows: String = (0..120).map(row).collect();
    std::fs::write(folder.path().join("scores.csv"), SCORES.to_owned() + &rows).unwrap();
    let table = "分数,人数,累计人数\n200,3,3\n190,20,23\n150,200,223\n";
    std::fs::write(folder.path().join("province.csv"), table).unwrap();
    let text = "\
[project]
title = \"t\"
region = \"r\"
year = 2011
language = \"zh\"
[checks]
rejected_rows_percent = 1.5
invalid_cells_percent = 1.5
[disclosure]
profile = \"public\"
minimum_cell = 10
protection = 5
whole_group = 20
[[source]]
id = \"exam\"
path = \"scores.csv\"
header_row = 1
header_rows = 1
full_marks = { chinese = 100, mathematics = 100.5, total = 201 }
steps = { chinese = 1, mathematics = 0.5 }
[[source]]
id = \"province\"
kind = \"score_table\"
path = \"province.csv\"
[[population]]
year = 2011
count = 68.3
unit = \"万人\"
basis = \"常住\"
[[cut_score]]
source = \"exam\"
year = 2011
line = \"本二\"
score = 150
[headline]
source = \"exam\"
line = \"本二\"
province = [\"province\"]
top_rank = 100
gap_source = \"exam\"
[[table]]
id = \"means\"
indicator = \"subject_mean\"
source = \"exam\"
by = [\"school\"]
decimals = 2
last_years = 2
change = true
coverage = 0.9
[[table]]
id = \"gaps\"
indicator = \"subject_gap\"
source = \"exam\"
options = { confidence = 0.95 }
[[table]]
id = \"rates\"
indicator = \"pass_rate\"
source = \"exam\"
by = [\"school\"]
options = { threshold = 0.6 }
";
    (folder, text.to_owned())
}

fn run_with(folder: &std::path::Path, text: &str) -> Result<()> {
    let path = folder.join("edugauge.toml");
    std::fs::write(&path, text).unwrap();
    let options = RunOptions { out: Some(folder.join("out")), ..RunOptions::default() };
    run(&Config::load(&path)?, &options, &|_, _| {}).map(drop)
}

/// Where the numbers of a text stand: behind `= ` within a line.
fn numbers(text: &str) -> Vec<std::ops::Range<usize>> {
    let ends = |rest: &str| rest.find([',', '\n', ' ', '}']).unwrap_or(rest.len());
    let is_number = |number: &str| number.parse::<f64>().is_ok();
    let places = text.match_indices("= ").map(|(at, sign)| at + sign.len());
    places.map(|at| at..at + ends(&text[at..])).filter(|place| is_number(&text[place.clone()])).collect()
}

#[test]
fn every_number_of_a_configuration() {
    let (folder, text) = configuration();
    run_with(folder.path(), &text).unwrap();
    let places = numbers(&text);
    assert!(places.len() >= 20, "{}", places.len());
    for place in places {
        for value in NUMBERS.iter().filter(|value| !value.contains('/')) {
            let changed = [&text[..place.start], value, &text[place.end..]].concat();
            let line = changed[..place.start].lines().last().unwrap_or_default();
            let began = Instant::now();
            if let Err(fault) = run_with(folder.path(), &changed) {
                assert_ne!(fault.exit_code(), 70, "{line}{value}: {fault}");
            }
            assert!(began.elapsed() < LIMIT, "{line}{value} took {:?}", began.elapsed());
        }
    }
}

/// Each was a panic before: where it stands, and what would fit, are told.
#[test]
fn numbers_that_were_panics_are_refused_at_their_place() {
    let (folder, text) = configuration();
    for (from, to, key) in [
        ("decimals = 2", "decimals = 38", "decimals"),
        ("protection = 5", "protection = 9223372036854775807", "protection"),
        ("minimum_cell = 10", "minimum_cell = 9223372036854775807", "minimum_cell"),
        ("whole_group = 20", "whole_group = 9223372036854775807", "whole_group"),
        ("rejected_rows_percent = 1.5", "rejected_rows_percent = nan", "rejected_rows_percent"),
    ] {
        let changed = text.replacen(from, to, 1);
        let Err(Error::Config { offset, length, .. }) = run_with(folder.path(), &changed) else {
            panic!("{to} is taken");
        };
        assert_eq!(&changed[offset..offset + length], key);
    }
}

#[test]
fn an_id_of_three_hundred_letters_is_refused_before_anything_is_read() {
    let (folder, text) = configuration();
    std::fs::remove_file(folder.path().join("scores.csv")).unwrap();
    for id in ["x".repeat(300), "表".repeat(80)] {
        let changed = text.replacen("id = \"means\"", &format!("id = \"{id}\""), 1);
        assert!(matches!(run_with(folder.path(), &changed), Err(Error::Config { .. })));
    }
}

/// On the command line, where the reader of arguments or the registry refuses.
#[test]
fn numbers_of_the_command_line() {
    let scores = repository("tests/golden/workbooks/scores.xlsx").display().to_string();
    for (name, values) in [
        ("--threads", &["0", "257", "-1", "99999999999999999999"][..]),
        ("--confidence", &["0", "1", "nan", "1e308", "0.99999999999999999999"]),
        ("--header-row", &["0", "-1", "18446744073709551615", "99999999999999999999"]),
        ("--replicates", &["0", "100001", "18446744073709551616"]),
        ("--coverage", &["0", "1.5", "nan", "-1"]),
    ] {
        for value in values {
            let args =
                ["edugauge", "compute", "gap", &scores, "--change", name, value].map(Into::into).to_vec();
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let code = edugauge::cli::run(args, &mut out, &mut err);
            assert!(code > 0 && code < 70, "{name} {value}: {code} {}", String::from_utf8_lossy(&err));
        }
    }
}

/// Tables by more keys than a word has bits, and by more than anybody needs.
#[test]
fn a_release_by_very_many_keys_comes_to_an_end() {
    let released = |keys: usize| {
        let folder = tempfile::tempdir().unwrap();
        let each = |of: &dyn Fn(usize) -> String| (0..keys).map(of).collect::<String>();
        let row =
            |n: usize| format!("{n}{},{}\n", each(&|key| format!(",{}", n >> (key % 5) & 1)), 40 + n % 50);
        let rows: String = (0..64).map(row).collect();
        let text = format!("考号{},语文\n{rows}", each(&|key| format!(",键{key}")));
        std::fs::write(folder.path().join("scores.csv"), text).unwrap();
        let columns = each(&|key| format!("\"键{key}\" = \"key:k{key}\"\n"));
        let table = |key: usize| {
            format!(
                "[[table]]\nid = \"t{key}\"\nindicator = \"pass_rate\"\nsource = \"exam\"\nby = [\"k{key}\"]\n"
            )
        };
        let config = format!(
            "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\n[[source]]\nid = \"exam\"\npath = \"scores.csv\"\n[source.columns]\n{columns}[source.full_marks]\nchinese = 100\n{}",
            each(&table)
        );
        let path = folder.path().join("c.toml");
        std::fs::write(&path, config).unwrap();
        run(&Config::load(&path).unwrap(), &RunOptions::default(), &|_, _| ()).map(drop)
    };
    let started = Instant::now();
    released(34).unwrap();
    assert!(matches!(released(101), Err(Error::Recoverable { .. })));
    assert!(started.elapsed() < LIMIT, "{:?}", started.elapsed());
}
