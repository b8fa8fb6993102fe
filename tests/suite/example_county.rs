//! The example county gives the published figures, in whatever order, number of files or threads it is read.
//!
//! Published by 靖江市 for 2011 (examples/jingjiang/README.md): 1,967 candidates at the 本二 line, 41.7 %, 28.8 per
//! 10,000 inhabitants, 13 in the province's first hundred, teachers moved 643, 208 and 55.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use edugauge::figures::{FigureRef, Figures, Value};
use edugauge::number::Rational;
use edugauge::release::config::Profile;
use edugauge::release::{Config, Release, RunOptions, run};

use crate::support::{count, files_under, repository, text_of, whole};

const EXAMPLE: &str = "examples/jingjiang";

fn release_of(folder: &Path, profile: Profile) -> (Release, tempfile::TempDir) {
    let out = tempfile::tempdir().unwrap();
    let mut config = Config::load(&folder.join("edugauge.toml")).unwrap();
    config.content.disclosure.profile = profile;
    let options = RunOptions { out: Some(out.path().to_owned()), ..RunOptions::default() };
    (run(&config, &options, &|_, _| ()).unwrap(), out)
}

fn bytes_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (_, out) = release_of(folder, Profile::Public);
    files_under(out.path())
}

/// The figures of a table: those of an indicator whose group keys with a label are exactly these.
fn table<'a>(figures: &'a Figures, id: &str, keys: &[&str]) -> Vec<FigureRef<'a>> {
    let wanted: BTreeSet<&str> = keys.iter().copied().collect();
    let of_table = |figure: &FigureRef<'_>| {
        let labelled = figures.keys.iter().zip(figure.group()).filter(|(_, label)| label.is_some());
        figure.indicator() == id && labelled.map(|(key, _)| key.as_str()).collect::<BTreeSet<_>>() == wanted
    };
    figures.iter().filter(of_table).collect()
}

fn label<'a>(figures: &'a Figures, figure: FigureRef<'a>, key: &str) -> &'a str {
    figure.group()[figures.key_index(key).unwrap()].as_deref().unwrap()
}

#[test]
fn the_headline_is_the_published_one() {
    let (release, out) = release_of(&repository(EXAMPLE), Profile::Public);
    let headline = "本二上线人数 1967 人，上线率 41.7%，万人本 28.8；全省前100名 13 人。";
    assert_eq!(release.headlines[0], headline);
    let report = fs::read_to_string(out.path().join("2011/report.html")).unwrap();
    assert!(report.contains(&release.headlines[0]), "the report begins with the headline");
    let line = |id: &str| {
        let figures = table(&release.figures, id, &["line"]);
        let of_line =
            |f: &FigureRef<'_>| label(&release.figures, *f, "line") == "本二" && f.year() == Some(2011);
        figures.iter().copied().find(of_line).unwrap()
    };
    let (rate, per_10k) = (line("admission_rate"), line("rate_per_10k"));
    assert_eq!((rate.numerator(), rate.denominator()), (count(1_967), count(4_717)));
    assert_eq!(rate.value().map(|value| value.round(1)).as_deref(), Some("41.7"));
    assert_eq!((per_10k.numerator(), per_10k.denominator()), (count(1_967), count(683_000)));
    assert_eq!(per_10k.value().map(|value| value.round(1)).as_deref(), Some("28.8"));
}

#[test]
fn teachers_moved_as_published() {
    let (release, _out) = release_of(&repository(EXAMPLE), Profile::Public);
    let figures = table(&release.figures, "ratio", &["学段"]);
    let moved = figures.iter().filter(|figure| figure.method() == "流动教师数 / 应流动教师数");
    let moved: Vec<(&str, Option<Value>)> =
        moved.map(|figure| (label(&release.figures, *figure, "学段"), figure.numerator())).collect();
    let published = [("义务教育", count(643)), ("高中", count(208)), ("学前教育", count(55))];
    assert_eq!(moved, published);
}

/// Candidates of a file as this test reads it: no reader of edugauge is involved.
struct Plain {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Plain {
    fn read(name: &str) -> Plain {
        let bytes = fs::read(repository(EXAMPLE).join("data").join(name)).unwrap();
        let (text, _, faulty) = encoding_rs::GB18030.decode(&bytes);
        assert!(!faulty, "{name}");
        let lines = text.split("\r\n").filter(|line| !line.is_empty());
        let mut rows: Vec<Vec<String>> =
            lines.map(|line| line.split(',').map(str::to_owned).collect()).collect();
        if rows[0].iter().filter(|cell| !cell.is_empty()).count() == 1 {
            rows.remove(0);
        }
        let header = rows.remove(0);
        rows.retain(|row| row[0].bytes().all(|byte| byte.is_ascii_digit()) && !row[0].is_empty());
        Plain { header, rows }
    }

    fn at(&self, header: &str) -> usize {
        self.header.iter().position(|name| name == header).unwrap()
    }

    /// Per candidate, the cell under a header.
    fn column(&self, header: &str) -> impl Iterator<Item = &str> {
        let at = self.at(header);
        self.rows.iter().map(move |row| row[at].as_str())
    }
}

/// A score in half points: 135.5 is 271.
fn halves(cell: &str) -> Option<i128> {
    let (whole, half) = cell.strip_suffix(".5").map_or((cell, 0), |whole| (whole, 1));
    whole.parse::<i128>().ok().map(|points| 2 * points + half)
}

/// The lines of 2011 as examples/jingjiang/edugauge.toml has them.
const LINES: &[(&str, &str, i128)] = &[
    ("本一", "理科", 558),
    ("本一", "文科", 545),
    ("本二", "理科", 495),
    ("本二", "文科", 508),
    ("专科", "理科", 400),
    ("专科", "文科", 410),
];

#[test]
fn plain_counting_finds_the_same_candidates_at_the_lines() {
    let plain = Plain::read("高考_2011.csv");
    let mut expected: BTreeMap<(&str, &str), (i128, i128)> = BTreeMap::new();
    for (track, total) in plain.column("科类").zip(plain.column("总分")) {
        let Some(total) = halves(total) else { continue };
        for (line, of_track, score) in LINES.iter().filter(|(_, of_track, _)| *of_track == track) {
            let (attained, tested) = expected.entry((of_track, line)).or_default();
            *tested += 1;
            *attained += i128::from(total >= 2 * score);
        }
    }
    let (release, _out) = release_of(&repository(EXAMPLE), Profile::Internal);
    let figures = table(&release.figures, "admission_rate", &["track", "line"]);
    assert_eq!(figures.len(), LINES.len());
    for figure in figures {
        let [track, line] = ["track", "line"].map(|key| label(&release.figures, figure, key));
        let (attained, tested) = expected[&(track, line)];
        assert_eq!(
            (figure.numerator(), figure.denominator()),
            (count(attained), count(tested)),
            "{track} {line}"
        );
        assert_eq!(figure.value(), Some(Value::Exact(Rational::new(100 * attained, tested))));
    }
}

const SUBJECTS: &[(&str, &str)] = &[
    ("语文", "chinese"),
    ("数学", "mathematics"),
    ("英语", "english"),
    ("物理", "physics"),
    ("化学", "chemistry"),
    ("总分", "total"),
];

/// Sum in half points and candidates, by residence and subject.
type Plainly = BTreeMap<(String, &'static str), (i128, i128)>;

fn sums_by_residence(year: i32) -> Plainly {
    let schools = Plain::read("学校.csv");
    let residence: BTreeMap<&str, &str> =
        schools.column("学校代码").zip(schools.column("城乡类别")).collect();
    let plain = Plain::read(&format!("中考_{year}.csv"));
    let mut sums = Plainly::new();
    for (header, id) in SUBJECTS {
        for (school, cell) in plain.column("学校代码").zip(plain.column(header)) {
            let Some(score) = halves(cell) else { continue };
            let (sum, n) = sums.entry((residence[school].to_owned(), id)).or_default();
            *sum += score;
            *n += 1;
        }
    }
    sums
}

fn mean(sums: &Plainly, residence: &str, subject: &'static str) -> Rational {
    let (sum, n) = sums[&(residence.to_owned(), subject)];
    Rational::new(sum, 2 * n)
}

#[test]
fn plain_adding_finds_the_same_means() {
    let sums = sums_by_residence(2011);
    let (release, _out) = release_of(&repository(EXAMPLE), Profile::Internal);
    let figures = table(&release.figures, "subject_mean", &["residence"]);
    let means: Vec<&FigureRef<'_>> = figures.iter().filter(|figure| figure.measure() == "mean").collect();
    assert_eq!(means.len(), 3 * SUBJECTS.len());
    for figure in means {
        let residence = label(&release.figures, *figure, "residence").to_owned();
        let subject = SUBJECTS.iter().find(|(_, id)| figure.subject() == Some(id)).unwrap().1;
        let (sum, n) = sums[&(residence.clone(), subject)];
        assert_eq!(figure.numerator(), Some(Value::Exact(Rational::new(sum, 2))), "{residence} {subject}");
        assert_eq!((figure.denominator(), figure.n()), (count(n), u64::try_from(n).ok()));
        assert_eq!(figure.value(), Some(Value::Exact(Rational::new(sum, 2 * n))));
    }
}

#[test]
fn the_gap_is_narrower_than_the_year_before_in_every_subject() {
    let (release, _out) = release_of(&repository(EXAMPLE), Profile::Public);
    let (now, before) = (sums_by_residence(2011), sums_by_residence(2010));
    let gap = |sums: &Plainly, id| mean(sums, "城区", id) - mean(sums, "乡村", id);
    for (_, id) in SUBJECTS {
        let of = |measure: &str| {
            let figures = table(&release.figures, "subject_gap", &[]);
            let found = figures.iter().find(|f| f.measure() == measure && f.subject() == Some(id));
            found.unwrap().value()
        };
        let (gap_now, gap_before) = (gap(&now, id), gap(&before, id));
        assert!(whole(0) < gap_now && gap_now < gap_before, "{id}: {gap_now} is not below {gap_before}");
        assert_eq!(of("difference"), Some(Value::Exact(gap_now)), "{id}");
        assert_eq!(of("change"), Some(Value::Exact(gap_now - gap_before)), "{id}");
    }
}

#[test]
fn same_bytes_for_every_run_and_number_of_threads() {
    let folder = repository(EXAMPLE);
    let first = bytes_of(&folder);
    assert!(first.len() > 10 && first.contains_key(Path::new("2011/manifest.json")), "{:?}", first.keys());
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let again = pool.install(|| bytes_of(&folder));
        for (name, bytes) in &first {
            assert!(again.get(name) == Some(bytes), "{} differs on {threads} threads", name.display());
        }
        assert_eq!(again.len(), first.len());
    }
}

/// A copy of the example whose data files went through `change`.
fn changed(change: impl Fn(&str, Vec<String>) -> Vec<(String, Vec<String>)>) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for (path, bytes) in files_under(&repository(EXAMPLE)) {
        let name = path.to_string_lossy().into_owned();
        if path.extension().is_none_or(|extension| extension != "csv") {
            fs::create_dir_all(copy.path().join(&path).parent().unwrap()).unwrap();
            fs::write(copy.path().join(&path), bytes).unwrap();
            continue;
        }
        let text = text_of(&repository(EXAMPLE).join(&path));
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (name, lines) in change(&name, lines) {
            let target = copy.path().join(name);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, encoding_rs::GB18030.encode(&(lines.join("\r\n") + "\r\n")).0).unwrap();
        }
    }
    copy
}

/// Title and header: everything above the first row that begins with a digit.
fn head(lines: &[String]) -> usize {
    let header = lines.iter().position(|line| line.contains("学校代码")).unwrap();
    header + 1
}

/// Fisher–Yates with a fixed generator (Knuth's MMIX), so that the test is the same everywhere.
fn shuffle(lines: &mut [String]) {
    let mut state: u64 = 2011;
    for at in (1..lines.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        lines.swap(at, (state >> 33) as usize % (at + 1));
    }
}

fn is_examination(name: &str) -> bool {
    name.contains("考_20")
}

fn figures_csv(folder: &Path) -> Vec<u8> {
    bytes_of(folder).remove(Path::new("2011/figures.csv")).unwrap()
}

#[test]
fn shuffled_rows_give_the_same_figures() {
    let copy = changed(|name, mut lines| {
        if is_examination(name) {
            let head = head(&lines);
            shuffle(&mut lines[head..]);
        }
        vec![(name.to_owned(), lines)]
    });
    let name = "data/高考_2011.csv";
    assert_ne!(fs::read(copy.path().join(name)).unwrap(), fs::read(repository(EXAMPLE).join(name)).unwrap());
    assert!(figures_csv(copy.path()) == figures_csv(&repository(EXAMPLE)), "the order of rows shows");
}

#[test]
fn one_file_in_three_parts_gives_the_same_figures() {
    let copy = changed(|name, lines| {
        if !is_examination(name) {
            return vec![(name.to_owned(), lines)];
        }
        let (top, rows) = lines.split_at(head(&lines));
        let part = rows.len().div_ceil(3);
        let parts = rows.chunks(part).enumerate();
        parts.map(|(at, rows)| (name.replace(".csv", &format!("_{at}.csv")), [top, rows].concat())).collect()
    });
    let config = copy.path().join("edugauge.toml");
    let text = fs::read_to_string(&config).unwrap().replace("考_{year}.csv", "考_{year}_*.csv");
    fs::write(&config, text).unwrap();
    assert!(figures_csv(copy.path()) == figures_csv(&repository(EXAMPLE)), "the number of files shows");
}
