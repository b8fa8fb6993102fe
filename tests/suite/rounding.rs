//! Releases whose counts are rounded, read back from the files that people open.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use edugauge::error::Error;
use edugauge::figures::{FigureRef, Figures, Status, Unit, Value};
use edugauge::indicators::find;
use edugauge::number::Rational;
use edugauge::release::{Config, RunOptions, run};

use crate::support::{edugauge, repository, text_of};

/// The example county with its counts rounded, its configuration changed further.
fn county(change: impl Fn(&str) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let example = repository("examples/jingjiang");
    std::fs::create_dir(folder.path().join("data")).unwrap();
    for entry in std::fs::read_dir(example.join("data")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join("data").join(path.file_name().unwrap())).unwrap();
    }
    let text = text_of(&example.join("edugauge.toml"));
    let rounded = text.replace("minimum_cell = 10", "minimum_cell = 10\nmethod = \"rounding\"");
    std::fs::write(folder.path().join("edugauge.toml"), change(&rounded)).unwrap();
    folder
}

fn release(folder: &Path, year: i32) -> Result<Figures, Error> {
    let config = Config::load(&folder.join("edugauge.toml")).unwrap();
    let options = RunOptions { year: Some(year), ..RunOptions::default() };
    run(&config, &options, &|_, _| ()).map(|release| release.figures)
}

fn is_of_pupils(figure: FigureRef<'_>) -> bool {
    find(figure.indicator()).unwrap().is_about_pupils()
}

fn whole_number(value: Option<Value>) -> Option<i64> {
    match value {
        Some(Value::Exact(number)) if number.is_integer() => Some(number.to_integer() as i64),
        _ => None,
    }
}

/// The counts of pupils that a figure shows. Numerators and denominators of what is no rate are means and the like.
fn counts(figure: FigureRef<'_>) -> Vec<i64> {
    let rate = matches!(figure.unit(), Unit::Percent | Unit::PerMille | Unit::Persons);
    let parts = [
        whole_number(figure.numerator()).filter(|_| rate || figure.unit() == Unit::Per10k),
        whole_number(figure.denominator()).filter(|_| rate),
        whole_number(figure.value()).filter(|_| figure.unit() == Unit::Persons),
        figure.n().map(|n| n as i64),
    ];
    parts.into_iter().flatten().collect()
}

/// Every count that is shown is a multiple of 5, every rate is that of the counts beside it, and nothing is hidden
/// that rounding keeps safe.
#[test]
fn all_counts_of_a_release_are_multiples() {
    let folder = county(str::to_owned);
    let figures = release(folder.path(), 2011).unwrap();
    let (mut seen, mut rates) = (0, 0);
    for figure in figures.iter().filter(|figure| is_of_pupils(*figure)) {
        for count in counts(figure) {
            assert_eq!(count % 5, 0, "{count} in {figure:?}");
            seen += 1;
        }
        if figure.indicator() == "admission_rate" && figure.measure() == "rate" {
            assert_eq!(figure.status(), Status::Ok, "{figure:?}");
            let parts = whole_number(figure.numerator()).zip(whole_number(figure.denominator())).unwrap();
            let rate = Rational::new(i128::from(parts.0) * 100, i128::from(parts.1));
            assert_eq!(figure.value(), Some(Value::Exact(rate)));
            // The interval is that of the rounded counts.
            assert!(figure.lower().unwrap() <= figure.value().unwrap().to_f64() && figure.upper().is_some());
            rates += 1;
        }
    }
    assert!(seen > 200 && rates > 20, "{seen} counts, {rates} rates");
    let manifest = text_of(&folder.path().join("out/2011/manifest.json"));
    for key in ["\"method\": \"rounding\"", "\"base\": 5", "\"rounded\"", "\"audited\""] {
        assert!(manifest.contains(key), "{key} in {manifest}");
    }
}

/// Whoever pastes the paragraph, or reads the sentences alone, is told as well: in each file that has them, and in an
/// exact release in none.
#[test]
fn the_sentences_say_that_counts_are_rounded() {
    const SAID: [&str; 2] = ["人数已取整到 5 的倍数", "Counts are rounded to multiples of 5"];
    for exact in [false, true] {
        let folder = county(|text| match exact {
            true => text.replace("method = \"rounding\"", "method = \"suppression\""),
            false => text.to_owned(),
        });
        release(folder.path(), 2011).unwrap();
        let out = folder.path().join("out/2011");
        let paragraph = text_of(&out.join("paragraph.txt"));
        assert_eq!(SAID.map(|words| paragraph.contains(words)), [!exact; 2], "{paragraph}");
        let report = text_of(&out.join("report.html"));
        let findings = report.split("<table").next().unwrap();
        assert_eq!(findings.contains(SAID[0]), !exact, "{findings}");
        assert_eq!(report.contains(SAID[0]), !exact);
        let release: serde_json::Value = serde_json::from_str(&text_of(&out.join("release.json"))).unwrap();
        let said = release["headlines"]
            .as_array()
            .unwrap()
            .iter()
            .any(|text| text.as_str().unwrap().contains(SAID[0]));
        assert_eq!(said, !exact, "{}", release["headlines"]);
        for book in ["tables.xlsx", "accessible.xlsx"] {
            let mut sheets = calamine::open_workbook_auto(out.join(book)).unwrap();
            let first = calamine::Reader::worksheet_range_at(&mut sheets, 0).unwrap().unwrap();
            let said = first.used_cells().any(|(_, _, cell)| cell.to_string().contains(SAID[0]));
            assert_eq!(said, !exact, "{book}");
        }
    }
}

/// The columns of a CSV table by header, each by the label of its row.
fn table(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let text = text_of(path);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    (headers, rows)
}

/// What adds up in truth adds up in the published files: tested and attained of tracks, of schools and of all, at each
/// line, read back from the tables as they were written; and each is less than 5 from what an internal release says.
#[test]
fn published_tables_add_up() {
    let folder = county(str::to_owned);
    release(folder.path(), 2011).unwrap();
    let internal = county(|text| text.replace("profile = \"public\"", "profile = \"internal\""));
    release(internal.path(), 2011).unwrap();
    let mut totals: BTreeMap<(String, String), Vec<i64>> = BTreeMap::new();
    for name in ["admission", "admission_by_school"] {
        let of = |folder: &Path| table(&folder.join(format!("out/2011/table_{name}.csv")));
        let ((headers, rows), (_, truths)) = (of(folder.path()), of(internal.path()));
        let at = |header: &str| headers.iter().position(|h| h == header).unwrap();
        for (header, column) in [("实考人数", at("实考人数")), ("上线人数", at("上线人数"))] {
            let mut parts: BTreeMap<String, i64> = BTreeMap::new();
            for (row, truth) in rows.iter().zip(&truths) {
                let (count, exact): (i64, i64) =
                    (row[column].parse().unwrap(), truth[column].parse().unwrap());
                assert!(count % 5 == 0 && (count - exact).abs() < 5, "{row:?} {truth:?}");
                let line = row[at("分数线")].clone();
                match row[0].as_str() {
                    "合计" => totals.entry((header.to_owned(), line)).or_default().push(count),
                    _ => *parts.entry(line).or_default() += count,
                }
            }
            for (line, sum) in parts {
                let total = totals[&(header.to_owned(), line.clone())].last();
                assert_eq!(Some(&sum), total, "{name}: {header} at {line}");
            }
        }
    }
    // The same number in two tables is the same.
    assert!(totals.len() == 6 && totals.values().all(|of| of.len() == 2 && of[0] == of[1]), "{totals:?}");
}

/// The same bytes in every run, with any number of threads, in any order of rows.
#[test]
fn rounding_is_the_same_however_it_is_run() {
    let folder = county(str::to_owned);
    release(folder.path(), 2011).unwrap();
    let first = std::fs::read(folder.path().join("out/2011/figures.csv")).unwrap();
    let path = folder.path().join("data/高考_2011.csv");
    let text = text_of(&path);
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    let config = folder.path().join("edugauge.toml");
    for threads in ["1", "3"] {
        let outcome = edugauge(&["--threads", threads, "run", config.to_str().unwrap()]);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        let again = std::fs::read(folder.path().join("out/2011/figures.csv")).unwrap();
        assert!(first == again, "{threads} threads");
    }
}

/// A number that the release of the year before has published rounded stays what it was then.
#[test]
fn what_was_rounded_before_stays_so() {
    let all_years = |text: &str| {
        text.replace("by = [\"school\"]\ntotal = true", "by = [\"school\"]\ntotal = true\nall_years = true")
    };
    let folder = county(all_years);
    let before = release(folder.path(), 2010).unwrap();
    // Other tables of the year before would round otherwise if the release did not know of the earlier one.
    let path = folder.path().join("edugauge.toml");
    let more = text_of(&path)
        .replace("by = [\"track\"]\ntotal = true", "by = [\"track\", \"sex\"]\nall_years = true");
    std::fs::write(&path, more).unwrap();
    let now = release(folder.path(), 2011).unwrap();
    let of_2010 = |figures: &Figures| -> BTreeMap<String, [Option<i64>; 2]> {
        let of_schools = figures.key_index("school").unwrap();
        let rows = figures.iter().filter(|f| f.indicator() == "admission_rate" && f.year() == Some(2010));
        let rows = rows.filter(|figure| figure.group()[of_schools].is_some());
        rows.map(|f| {
            (format!("{:?}", f.group()), [whole_number(f.numerator()), whole_number(f.denominator())])
        })
        .collect()
    };
    let (then, again) = (of_2010(&before), of_2010(&now));
    let shared: Vec<_> = then.values().zip(again.values()).collect();
    assert!(shared.len() > 10 && shared.iter().all(|(then, again)| then == again), "{then:?}\n{again:?}");
    assert!(text_of(&folder.path().join("out/2011/manifest.json")).contains("2010/figures.csv"));
}

/// Means cannot be rounded: those of few are hidden, and others with them.
#[test]
fn means_of_few_are_hidden_beside_rounded_counts() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "考号,学校,数学\n".to_owned();
    for (school, size) in [("甲", 4), ("乙", 40), ("丙", 60)] {
        (0..size).for_each(|n| writeln!(text, "{school}{n},{school},{}", 40 + n).unwrap());
    }
    std::fs::write(folder.path().join("scores.csv"), text).unwrap();
    let config = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n\
        [disclosure]\nmethod = \"rounding\"\n\
        [[source]]\nid = \"exam\"\nkind = \"candidates\"\npath = \"scores.csv\"\n\
        [source.full_marks]\nmathematics = 150\n\
        [[table]]\nid = \"means\"\nindicator = \"subject_mean\"\nsource = \"exam\"\nby = [\"school\"]\ntotal = true\n";
    std::fs::write(folder.path().join("edugauge.toml"), config).unwrap();
    let figures = release(folder.path(), 2024).unwrap();
    let means: Vec<(Option<&str>, Status, Option<u64>)> = figures
        .iter()
        .filter(|figure| figure.measure() == "mean")
        .map(|figure| (figure.group()[0].as_deref(), figure.status(), figure.n()))
        .collect();
    let hidden: Vec<_> = means.iter().filter(|(_, status, _)| *status == Status::Suppressed).collect();
    assert!(hidden.iter().any(|(school, ..)| *school == Some("甲")), "{means:?}");
    assert!(hidden.len() >= 2, "the mean of 甲 would follow: {means:?}");
    assert!(means.iter().filter_map(|(.., n)| *n).all(|n| n % 5 == 0), "{means:?}");
    assert!(means.iter().any(|(_, status, _)| *status == Status::Ok), "{means:?}");
}

/// One clear fault for each: a base that hides nothing, a base without rounding, an unknown method, a protection
/// interval where the base is one.
#[test]
fn wrong_settings_are_one_clear_fault() {
    let with = |lines: &str| {
        let lines = format!("minimum_cell = 10\n{lines}");
        county(move |text| text.replace("minimum_cell = 10\nmethod = \"rounding\"", &lines))
    };
    for (lines, expected) in [
        ("method = \"rounding\"\nbase = 1", "a whole number from 3 to 100"),
        ("method = \"rounding\"\nbase = 101", "a whole number from 3 to 100"),
        ("base = 5", "only together with method = \"rounding\""),
        ("method = \"suppression\"\nbase = 5", "only together with method = \"rounding\""),
        ("method = \"rounded\"", "rounding"),
        ("method = \"rounding\"\nprotection = 5", "no `protection` where counts are rounded"),
    ] {
        let folder = with(lines);
        let path = folder.path().join("edugauge.toml");
        let outcome = edugauge(&["--lang", "en", "run", path.to_str().unwrap()]);
        assert_eq!(outcome.code, 2, "{lines}: {}", outcome.err);
        // Lines of a message are broken where the screen ends.
        let words = outcome.err.replace("│", " ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("EG-201") && words.contains(expected), "{lines}: {words}");
        assert_eq!(outcome.err.matches("EG-").count(), 1, "{}", outcome.err);
        assert!(!folder.path().join("out").exists());
    }
}
