//! Whole releases of small examinations, read as anybody could: no small count follows from what they show.
//!
//! Schools by tracks, two years, two lines, tables by changing keys with rates, means and changes; small counts are
//! hidden in some releases and rounded in others. The reader here knows nothing of the program: he writes down what
//! the figures left to see say of the candidates of each school, track and range of scores, and tries all numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use edugauge::disclosure::{Rule, Sheet, Standing, hide, protect};
use edugauge::exam::Exam;
use edugauge::figures::{FigureRef, Figures, Status, Value};
use edugauge::indicators::change::{Comparison, with_changes};
use edugauge::indicators::{Input, compute, find};

use crate::brute_force::{Known, is_possible, once};
use crate::support::{arguments, exam, strings};

const MINIMUM: i64 = 3;
const YEARS: [i32; 2] = [2010, 2011];
/// Scores below the lower line, from it to the higher, and from that on.
const RANGES: [(i64, i64); 3] = [(0, 59), (60, 79), (80, 100)];

struct Drawn(u64);

impl Drawn {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The true counts, by year, school, track and range.
struct Small {
    schools: usize,
    tracks: usize,
    counts: [Vec<i64>; 2],
    text: String,
}

impl Small {
    fn random(drawn: &mut Drawn) -> Small {
        let (schools, tracks) = (2 + drawn.below(2) as usize, 1 + drawn.below(2) as usize);
        let mut small = Small { schools, tracks, counts: [Vec::new(), Vec::new()], text: String::new() };
        small.text = "年份,考号,学校,科类,总分\n".to_owned();
        for (at, year) in YEARS.into_iter().enumerate() {
            for cell in 0..schools * tracks * RANGES.len() {
                let count = (drawn.below(9) as i64 - 2).max(0);
                small.counts[at].push(count);
                let (school, track, range) = small.place(cell);
                let (low, high) = RANGES[range];
                for number in 0..count {
                    let score = low + drawn.below((high - low + 1) as u64) as i64;
                    writeln!(small.text, "{year},{year}{cell:02}{number:02},校{school},科{track},{score}")
                        .unwrap();
                }
            }
        }
        small
    }

    fn place(&self, cell: usize) -> (usize, usize, usize) {
        (cell / RANGES.len() / self.tracks, cell / RANGES.len() % self.tracks, cell % RANGES.len())
    }

    /// The groups that some keys make.
    fn groups(&self, [by_school, by_track]: [bool; 2]) -> Vec<(Option<String>, Option<String>)> {
        let schools: Vec<_> =
            if by_school { (0..self.schools).map(|s| Some(format!("校{s}"))).collect() } else { vec![None] };
        let tracks: Vec<_> =
            if by_track { (0..self.tracks).map(|t| Some(format!("科{t}"))).collect() } else { vec![None] };
        schools.iter().flat_map(|s| tracks.iter().map(|t| (s.clone(), t.clone()))).collect()
    }

    /// The cells of a group with at least the score that a range begins with.
    fn cells(&self, school: Option<&str>, track: Option<&str>, from: usize) -> Vec<usize> {
        let inside = |cell: &usize| {
            let (s, t, range) = self.place(*cell);
            school.is_none_or(|label| label == format!("校{s}"))
                && track.is_none_or(|label| label == format!("科{t}"))
                && range >= from
        };
        (0..self.schools * self.tracks * RANGES.len()).filter(inside).collect()
    }
}

/// A table of the release: its figures and its keys.
type Table = (Figures, Vec<String>);

fn table(exam: &Exam, id: &str, by: &[&str], total: bool, changes: bool) -> Table {
    let given =
        if id == "admission_rate" { arguments(&[("lines", &["高=80", "低=60"])]) } else { arguments(&[]) };
    let (indicator, keys, input) = (find(id).unwrap(), strings(by), Input::Exam(exam));
    let mut figures = compute(indicator, input, &keys, &given).unwrap();
    if total && !by.is_empty() {
        figures.append(compute(indicator, input, &[], &given).unwrap());
    }
    if changes {
        figures = with_changes(figures, indicator, input, &keys, &given, Comparison::default()).unwrap();
    }
    (figures, keys)
}

fn release(drawn: &mut Drawn, exam: &Exam) -> Vec<Table> {
    let keys: [&[&str]; 4] = [&["school"], &["track"], &["school", "track"], &[]];
    let mut any = |indicators: &[&str]| {
        let by = keys[drawn.below(4) as usize];
        let id = indicators[drawn.below(indicators.len() as u64) as usize];
        table(exam, id, by, drawn.below(2) == 0, drawn.below(3) == 0)
    };
    vec![
        any(&["admission_rate"]),
        any(&["admission_rate", "pass_rate"]),
        any(&["subject_mean", "admission_rate"]),
    ]
}

/// Hides and rounds. `None` where the audit refuses the release: then nothing is published.
fn published(exam: &Exam, mut tables: Vec<Table>, rule: Rule) -> Option<Vec<Table>> {
    let years = exam.by_year(&["school", "track"]).unwrap();
    let outcome = {
        let mut sheets: Vec<Sheet<'_>> = Vec::new();
        for (figures, by) in &tables {
            let standing = vec![Standing::SHOWN; figures.len()];
            sheets.push(Sheet { source: "exam", by, years: &years, figures, standing, kept: false });
        }
        protect(&sheets, &rule).ok()?
    };
    if let Some(rounded) = &outcome.rounded {
        rounded.apply(tables.iter_mut().map(|(figures, _)| figures));
    }
    for ((figures, _), hidden) in tables.iter_mut().zip(&outcome.hidden) {
        let hidden = (0..hidden.len()).filter(|at| hidden[*at]);
        hidden.for_each(|at| figures.update(at, hide));
    }
    Some(tables)
}

/// What the tables of a release count or what they add up to: keys (school, track), and from which range to below which.
/// Other counts are not promised to be safe.
fn counted(tables: &[Table]) -> BTreeSet<([bool; 2], usize, usize)> {
    let mut ends: BTreeMap<[bool; 2], BTreeSet<usize>> = BTreeMap::new();
    for (figures, by) in tables {
        for figure in figures.iter() {
            let has = |key: &str| {
                by.iter().any(|by| by == key)
                    && figures.key_index(key).is_some_and(|at| figure.group()[at].is_some())
            };
            let ends = ends.entry([has("school"), has("track")]).or_default();
            ends.extend([0, from(figures, figure), RANGES.len()]);
        }
    }
    // Where tables are by school and track, all that is summed over either is promised to be safe as well.
    if let Some(crossed) = ends.get(&[true, true]).cloned() {
        for keys in [[true, false], [false, true]] {
            ends.entry(keys).or_default().extend(&crossed);
        }
    }
    let pairs = |(keys, ends): (&[bool; 2], &BTreeSet<usize>)| {
        let (keys, ends) = (*keys, ends.clone());
        let above = move |from: usize| {
            ends.clone().into_iter().filter(move |below| *below > from).map(move |below| (keys, from, below))
        };
        (0..RANGES.len()).flat_map(above).collect::<Vec<_>>()
    };
    let all = ends.iter().flat_map(pairs);
    all.filter(|(keys, from, _)| ends[keys].contains(from)).collect()
}

fn whole(value: Option<Value>) -> Option<i64> {
    match value {
        Some(Value::Exact(ratio)) if ratio.is_integer() => Some(ratio.to_integer() as i64),
        _ => None,
    }
}

/// The range that a figure's counts begin with: the line, or the passing mark of 60 of 100.
fn from(figures: &Figures, figure: FigureRef<'_>) -> usize {
    let line = figures.key_index("line").and_then(|at| figure.group()[at].as_deref());
    match (figure.indicator(), line) {
        ("admission_rate", Some("高")) => 2,
        ("admission_rate" | "pass_rate", _) => 1,
        _ => 0,
    }
}

/// What the figures say of one year. A change and the figure of its year give that of the year before away: as if it
/// stood there with its true counts (or, rounded, as it was rounded).
fn told(small: &Small, at: usize, tables: &[Table], base: Option<i64>) -> Vec<Known> {
    let mut told: Vec<Known> = Vec::new();
    let spread = base.map_or(0, |base| base - 1);
    for (figures, _) in tables {
        let label = |figure: FigureRef<'_>, key: &str| {
            figures.key_index(key).and_then(|at| figure.group()[at].as_deref().map(str::to_owned))
        };
        for figure in
            figures.iter().filter(|f| f.year() == Some(YEARS[at]) && !f.measure().ends_with("_change"))
        {
            let (school, track) = (label(figure, "school"), label(figure, "track"));
            let cells = |from| small.cells(school.as_deref(), track.as_deref(), from);
            let truth = |cells: &[usize]| cells.iter().map(|cell| small.counts[at][*cell]).sum::<i64>();
            if figure.indicator() == "subject_mean" {
                // With all its places a mean tells how many it is of; so it is taken to tell exactly that.
                if figure.value().is_some() {
                    told.push((once(&cells(0)), truth(&cells(0)), truth(&cells(0))));
                }
                continue;
            }
            let counts = [(from(figures, figure), figure.numerator()), (0, figure.denominator())];
            for (from, count) in counts {
                if let Some(count) = whole(count) {
                    told.push((once(&cells(from)), (count - spread).max(0), count + spread));
                }
            }
            if let Some(n) = figure.n() {
                told.push((once(&cells(0)), (n as i64 - spread).max(0), n as i64 + spread));
            }
        }
        let changes =
            figures.iter().filter(|f| at == 0 && f.measure().ends_with("_change") && f.value().is_some());
        for change in changes {
            let same = |figure: &FigureRef<'_>| {
                figure.year() == change.year()
                    && figure.group() == change.group()
                    && format!("{}_change", figure.measure()) == change.measure()
                    && figure.value().is_some()
            };
            if figures.iter().any(|figure| same(&figure)) && base.is_none() {
                let (school, track) = (label(change, "school"), label(change, "track"));
                for from in [from(figures, change), 0] {
                    let cells = small.cells(school.as_deref(), track.as_deref(), from);
                    let truth = cells.iter().map(|cell| small.counts[at][*cell]).sum();
                    told.push((once(&cells), truth, truth));
                }
            }
        }
    }
    told.sort();
    told.dedup();
    told
}

/// How far apart the numbers are that a sum of cells can be, as far as is needed.
fn width(known: &[Known], cells: &[usize], truth: i64, size: usize, need: i64) -> i64 {
    let possible = |value: i64| {
        let mut known = known.to_vec();
        known.push((once(cells), value, value));
        value >= 0 && is_possible(&known, vec![(0, 60); size])
    };
    assert!(possible(truth), "the truth agrees with what is published");
    let farthest =
        |sign: i64, most: i64| (1..=most).rev().find(|by| possible(truth + sign * by)).unwrap_or(0);
    let up = farthest(1, need);
    if up >= need { up } else { up + farthest(-1, need - up) }
}

/// A hundred releases are tried at each run of the tests, a thousand with `EDUGAUGE_RELEASES=10`.
fn attack(seed: u64, releases: usize, rule: Rule) {
    let times = std::env::var("EDUGAUGE_RELEASES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let releases = releases * times;
    let mut drawn = Drawn(seed);
    let base = rule.base.map(|base| base as i64);
    let need = base.map_or(rule.protection as i64 + 1, |base| base - 1);
    let (mut attacked, mut shown, mut all, mut refused) = (0, 0, 0, 0);
    for round in 0..releases {
        let small = Small::random(&mut drawn);
        let exam = exam(&small.text, &[("total", 100)]);
        let tables = release(&mut drawn, &exam);
        let Some(tables) = published(&exam, tables, rule) else {
            refused += 1;
            continue;
        };
        let figures = || tables.iter().flat_map(|(figures, _)| figures.iter());
        shown += figures().filter(|figure| figure.value().is_some()).count();
        all += figures().filter(|f| f.value().is_some() || f.status() == Status::Suppressed).count();
        for (at, year) in YEARS.into_iter().enumerate() {
            let known = told(&small, at, &tables, base);
            for (keys, from, below) in counted(&tables) {
                for (school, track) in small.groups(keys) {
                    // All from a score on, and those between two.
                    let better = small.cells(school.as_deref(), track.as_deref(), below);
                    let mut cells = small.cells(school.as_deref(), track.as_deref(), from);
                    cells.retain(|cell| !better.contains(cell));
                    let truth: i64 = cells.iter().map(|cell| small.counts[at][*cell]).sum();
                    if truth == 0 || truth >= MINIMUM {
                        continue;
                    }
                    attacked += 1;
                    let width = width(&known, &cells, truth, small.counts[at].len(), need);
                    assert!(
                        width >= need,
                        "release {round}, {}: {truth} of {cells:?} is told up to {width} in {:?}: {known:?}",
                        year,
                        small.counts[at]
                    );
                }
            }
        }
    }
    println!("{attacked} small counts attacked; {shown} of {all} figures shown; {refused} releases refused");
    assert!(attacked > 4 * releases && shown * 5 > all * 2 && refused * 50 <= releases);
}

#[test]
fn small_counts_hidden_in_random_releases_are_not_recovered() {
    attack(71, 50, Rule { minimum_cell: MINIMUM as u64, protection: 1, whole_group: 0, base: None });
}

#[test]
fn small_counts_rounded_in_random_releases_to_base_3_are_not_recovered() {
    attack(72, 30, Rule { minimum_cell: MINIMUM as u64, protection: 1, whole_group: 0, base: Some(3) });
}

#[test]
fn small_counts_rounded_in_random_releases_to_base_5_are_not_recovered() {
    attack(73, 20, Rule { minimum_cell: MINIMUM as u64, protection: 1, whole_group: 0, base: Some(5) });
}
