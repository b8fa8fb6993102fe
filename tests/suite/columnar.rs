//! Parquet files by the command line and the configuration: what is expected is what the CSV of the same rows gives.
//! Files of other programs are in tests/python/test_columnar.py.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fs;

use edugauge::columnar::{self, Out};
use edugauge::intake::read_tally;

use crate::support::{Outcome, Project, edugauge};

const CONFIG: &str = "[project]\ntitle = \"t\"\nregion = \"r\"\nyear = 2024\nlanguage = \"zh\"\n[disclosure]\nprofile = \"internal\"\n[[source]]\nid = \"s\"\npath = \"FILE\"\n[[table]]\nid = \"m\"\nindicator = \"subject_mean\"\nmeasures = [\"mean\"]\nsource = \"s\"\nby = [\"school\"]\nrows = [\"school\"]\ncolumns = [\"subject\"]\nshow = [\"value\", \"n\"]\n";

/// Rows of candidates: whole scores, scores with decimals, marks, blanks.
fn csv(rows: usize) -> String {
    let row = |at: usize| {
        let mark = ["缺考", "", "88", "61.5"][at % 4];
        format!("{:06},{}中,{},{},{mark}\n", at + 1, at % 7 + 1, at * 7 % 121, (at * 13 % 201) as f64 / 2.0)
    };
    "考号,学校,语文,数学,英语\n".to_owned() + &(0..rows).map(row).collect::<String>()
}

/// The same rows: ids, schools and English as texts, Chinese as whole numbers, mathematics as doubles.
fn parquet(csv: &str) -> Vec<u8> {
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    let cells = |at: usize| rows[1..].iter().map(move |row| row[at]);
    let texts = |at: usize| Out::texts(cells(at).map(|cell| Some(cell).filter(|cell| !cell.is_empty())));
    let columns = [
        texts(0),
        texts(1),
        Out::Count(cells(2).map(|cell| cell.parse().ok()).collect()),
        Out::Real(cells(3).map(|cell| cell.parse().ok()).collect()),
        texts(4),
    ];
    let named = rows[0].iter().map(|header| Cow::Borrowed(*header)).zip(columns);
    columnar::parquet(&named.collect::<Vec<_>>()).unwrap()
}

/// A project with both files. More rows than are read at a time.
fn project(config: &str) -> Project {
    let text = csv(20_011);
    let project = Project::new(config, &[("a.csv", &text)]);
    fs::write(project.path("a.parquet"), parquet(&text)).unwrap();
    project
}

fn compute(project: &Project, file: &str, more: &[&str]) -> Outcome {
    let file = project.path(file);
    edugauge(&[&["compute", "subject_mean", file.to_str().unwrap(), "--by", "school"], more].concat())
}

#[test]
fn a_parquet_file_gives_the_figures_of_the_csv() {
    let project = project("");
    for threads in ["1", "3"] {
        let options = ["--format", "csv", "--threads", threads];
        let [of_csv, of_parquet] = ["a.csv", "a.parquet"].map(|file| compute(&project, file, &options));
        assert_eq!(of_csv.code, 0, "{}", of_csv.err);
        assert_eq!((of_parquet.code, of_parquet.out), (0, of_csv.out), "{}", of_parquet.err);
    }
    let path = project.path("a.parquet");
    let seen = edugauge(&["--lang", "zh", "inspect", path.to_str().unwrap()]);
    assert!(seen.out.contains("Parquet 文件") && seen.out.contains("采用 20011"), "{}{}", seen.out, seen.err);
}

#[test]
fn a_configuration_reads_parquet_and_its_tables_are_those_of_the_csv() {
    let tables = ["a.csv", "a.parquet"].map(|file| {
        let project = project(&CONFIG.replace("FILE", file));
        let outcome = project.run();
        assert_eq!(outcome.code, 0, "{}{}", outcome.out, outcome.err);
        project.unstamped_csv("m")
    });
    // Of 20,011 rows every seventh is of the first school: 2,859.
    assert!(
        tables[0].iter().any(|line| line.starts_with("1中,") && line.contains(",2859,")),
        "{:?}",
        tables[0]
    );
    assert_eq!(tables[0].iter().filter(|line| line.contains("中,")).count(), 7, "{:?}", tables[0]);
    assert_eq!(tables[0], tables[1]);
}

#[test]
fn rows_that_no_figure_has_are_refused() {
    // They used to leave a table of totals alone.
    let project = project(&CONFIG.replace("FILE", "a.csv").replace("by = [\"school\"]\n", ""));
    let outcome = project.run();
    assert_eq!(outcome.code, 2, "{}{}", outcome.out, outcome.err);
    assert!(outcome.err.contains("school") && outcome.err.contains("by"), "{}", outcome.err);
    // Before anything is read; a table with a preset too.
    let preset = "preset = \"means_and_rates\"\nsource = \"s\"\nrows = [\"schol\"]\n";
    let named = CONFIG.replace("rows = [\"school\"]", "rows = [\"schol\"]");
    let of_preset = format!("{}{preset}", &CONFIG[..CONFIG.find("indicator =").unwrap()]);
    for config in [named, of_preset] {
        let project = Project::new(&config, &[]);
        let [of_check, of_run] = ["check", "run"]
            .map(|verb| edugauge(&["--lang", "en", verb, project.path("c.toml").to_str().unwrap()]));
        assert_eq!((of_check.code, of_run.code), (2, 2), "{}{}", of_check.out, of_check.err);
        assert!(of_check.err.contains("EG-201") && of_check.err.contains("schol"), "{}", of_check.err);
        assert_eq!(of_check.err, of_run.err);
    }
}

#[test]
fn figures_and_tallies_are_written_as_parquet() {
    let project = project("");
    let [csv, kept, again] = ["a.csv", "kept.parquet", "kept.csv"].map(|file| project.path(file));
    let [csv, kept, again] = [&csv, &kept, &again].map(|path| path.to_str().unwrap());
    for to in [kept, again] {
        let outcome = edugauge(&["tally", csv, "--by", "school", "-o", to]);
        assert_eq!(outcome.code, 0, "{}", outcome.err);
    }
    assert_eq!(read_tally(kept.as_ref()).unwrap(), read_tally(again.as_ref()).unwrap());
    // It is one, and replaced only by another.
    assert_eq!(edugauge(&["tally", csv, "-o", kept]).code, 0);
    assert_ne!(edugauge(&["tally", csv, "-o", project.path("a.parquet").to_str().unwrap()]).code, 0);

    let args = ["edugauge", "compute", "subject_mean", csv, "--format", "parquet"].map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    assert_eq!(edugauge::cli::run(args.to_vec(), &mut out, &mut err), 0);
    fs::write(project.path("figures.parquet"), out).unwrap();
    let table = edugauge(&["cat", project.path("figures.parquet").to_str().unwrap()]);
    let of_csv = compute(&project, "a.csv", &["--format", "csv"]);
    let header =
        |text: &str| text.trim_start_matches('\u{feff}').lines().next().unwrap().replace("school,", "");
    assert_eq!(header(&table.out), header(&of_csv.out), "{}", table.err);
}

#[test]
fn a_parquet_file_that_is_cut_or_scribbled_on_is_refused_in_words() {
    let whole = parquet(&csv(300));
    let project = Project::new("", &[]);
    let path = project.path("b.parquet");
    let mut refused = 0;
    for at in (4..whole.len()).step_by(whole.len() / 60) {
        let mut scribbled = whole.clone();
        scribbled[at] ^= 0x55;
        for bytes in [&whole[..at], &scribbled] {
            fs::write(&path, bytes).unwrap();
            let outcome = compute(&project, "b.parquet", &["--format", "csv"]);
            // Of our own files gzip has a sum.
            assert!([0, 1, 3].contains(&outcome.code), "{at}: {} {}", outcome.code, outcome.err);
            refused += usize::from(outcome.err.contains("EG-121"));
        }
        fs::write(&path, &whole[..at]).unwrap();
        assert_eq!(compute(&project, "b.parquet", &[]).code, 3, "cut at {at}");
    }
    assert!(refused >= 60, "{refused}");
}

#[test]
fn a_score_table_is_recognised_by_its_headers() {
    let project = Project::new("", &[("a.csv", "分数,人数,累计人数\n690,31,31\n689,5,36\n")]);
    let counts = |cells: [i64; 2]| Out::Count(cells.map(Some).to_vec());
    let columns = [("分数", [690, 689]), ("人数", [31, 5]), ("累计人数", [31, 36])];
    let named = columns.map(|(header, cells)| (Cow::Borrowed(header), counts(cells)));
    fs::write(project.path("a.parquet"), columnar::parquet(&named).unwrap()).unwrap();
    let [of_csv, of_parquet] = ["a.csv", "a.parquet"].map(|file| {
        edugauge(&["compute", "subject_mean", project.path(file).to_str().unwrap(), "--format", "csv"])
    });
    assert_eq!(of_csv.code, 0, "{}", of_csv.err);
    assert_eq!((of_parquet.code, of_parquet.out), (0, of_csv.out), "{}", of_parquet.err);
}
