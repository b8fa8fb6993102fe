//! Disclosure control of samples: a weighted figure gives away neither the count behind it nor one beside it.

use edugauge::disclosure::{Outcome, Recoverable, Rule, Sheet, Standing, hide, protect};
use edugauge::exam::Exam;
use edugauge::figures::{FigureRef, Figures, Status, Value};
use edugauge::indicators::{INDICATORS, Input, compute};
use edugauge::intake::{ReadOptions, read_scores};
use edugauge::release::{Config, RunOptions, run};

use crate::brute_force::{Known, is_possible, once};
use crate::support::{Given, arguments, figures, only, strings, whole, written};

const RULE: Rule = Rule { minimum_cell: 10, protection: 5, whole_group: 20, base: None };

/// School, weight, candidates, and how many of these reach the line of 500.
type Sample<'a> = [(&'a str, &'a str, u32, u32)];

fn sample(schools: &Sample<'_>) -> Exam {
    let mut text = "考号,学校,权数,总分\n".to_owned();
    for (school, weight, tested, attained) in schools {
        for number in 0..*tested {
            let score = if number < *attained { 500 } else { 499 };
            text += &format!("{school}{weight}-{number},{school},{weight},{score}\n");
        }
    }
    read(&text)
}

fn read(text: &str) -> Exam {
    let options = ReadOptions {
        columns: [("权数".to_owned(), "key:weight".to_owned())].into(),
        full_marks: [("total".to_owned(), whole(750))].into(),
        ..ReadOptions::default()
    };
    Exam::from_records(read_scores(written(text).path(), &options, None).unwrap().0)
}

const LINE: (&str, &[&str]) = ("lines", &["500"]);
const WEIGHT: (&str, &[&str]) = ("weight", &["weight"]);

/// By school and of all.
fn rates(exam: &Exam, given: &Given<'_>) -> Figures {
    let mut rates = figures(exam, "admission_rate", &["school"], given);
    rates.append(figures(exam, "admission_rate", &[], given));
    rates
}

fn protected(exam: &Exam, tables: &mut [Figures], rule: Rule) -> Result<Outcome, Recoverable> {
    let years = exam.by_year(&["school", "weight"]).unwrap();
    let by = strings(&["school"]);
    let sheet = |figures| {
        let figures: &Figures = figures;
        let standing = vec![Standing::SHOWN; figures.len()];
        Sheet { source: "exam", by: &by, years: &years, figures, standing, kept: false }
    };
    let outcome = protect(&tables.iter().map(sheet).collect::<Vec<_>>(), &rule)?;
    for (figures, hidden) in tables.iter_mut().zip(&outcome.hidden) {
        let hidden = (0..hidden.len()).filter(|at| hidden[*at]);
        hidden.for_each(|at| figures.update(at, hide));
    }
    Ok(outcome)
}

fn hidden(figures: &Figures) -> Vec<&str> {
    let rows = figures.iter().filter(|figure| figure.status() == Status::Suppressed);
    rows.map(|figure| figure.group()[0].as_deref().unwrap_or("all")).collect()
}

/// All weigh 2.5: what a weighted count is divided by is no secret. 5 of 50 are hidden in both tables, and with them
/// what they would follow from, whether the other table is there or not.
#[test]
fn equal_weights_tell_what_counts_tell() {
    let exam = sample(&[("甲", "2.5", 50, 5), ("乙", "2.5", 100, 20), ("丙", "2.5", 60, 15)]);
    for given in [&[&[LINE][..], &[LINE, WEIGHT]][..], &[&[LINE, WEIGHT]], &[&[LINE]]] {
        let mut tables: Vec<Figures> = given.iter().map(|given| rates(&exam, given)).collect();
        protected(&exam, &mut tables, RULE).unwrap();
        for table in &tables {
            assert_eq!(hidden(table), ["丙", "甲"], "{table:?}");
        }
    }
}

/// 12 of 甲 and 乙 together attain, who weigh 2·5 + 5·7 = 45: each follows from both sums of all and 丙.
#[test]
fn a_count_and_a_weighted_count_are_two_equations() {
    let exam = sample(&[("甲", "2", 50, 5), ("乙", "5", 60, 7), ("丙", "3", 90, 40)]);
    let mut counts = [rates(&exam, &[LINE])];
    protected(&exam, &mut counts, RULE).unwrap();
    assert_eq!(hidden(&counts[0]), ["乙", "甲"], "12 divide in many ways");
    let mut tables = [rates(&exam, &[LINE]), rates(&exam, &[LINE, WEIGHT])];
    protected(&exam, &mut tables, RULE).unwrap();
    let shows = |table: &Figures, group: &[&str]| match group {
        [] => table.iter().any(|figure| figure.group()[0].is_none() && figure.value().is_some()),
        group => only(table, "rate", None, group).value().is_some(),
    };
    for table in &tables {
        assert!(!shows(table, &["甲", "500"]) && !shows(table, &["乙", "500"]));
    }
    let third = |table: &Figures| shows(table, &["丙", "500"]) && shows(table, &[]);
    assert!(!(third(&tables[0]) && third(&tables[1])), "two unknowns, two equations: {tables:?}");
}

/// A school of two weights, of which one has 4 candidates: the sum of weights and the number tell both.
#[test]
fn the_few_of_one_weight_do_not_follow_from_the_sum_of_weights() {
    let exam = sample(&[("甲", "2", 46, 30), ("甲", "9", 4, 2), ("乙", "2", 80, 40), ("乙", "9", 60, 30)]);
    let mut tables = [rates(&exam, &[LINE, WEIGHT])];
    protected(&exam, &mut tables, RULE).unwrap();
    assert!(hidden(&tables[0]).contains(&"甲"), "{tables:?}");
}

/// Those who weigh nothing are no part of a weighted figure, so that n is not the number tested.
#[test]
fn weights_of_zero_are_set_apart() {
    let exam = sample(&[("甲", "0", 50, 20), ("甲", "1", 30, 4), ("乙", "1", 80, 40), ("丙", "1", 70, 30)]);
    let mut tables = [rates(&exam, &[LINE, WEIGHT])];
    protected(&exam, &mut tables, RULE).unwrap();
    assert!(hidden(&tables[0]).contains(&"甲") && hidden(&tables[0]).len() >= 2, "{tables:?}");
}

/// Weights of single candidates: figures of few are hidden all the same.
#[test]
fn weights_that_all_differ_leave_the_counts_protected() {
    let mut text = "考号,学校,权数,总分\n".to_owned();
    for (school, tested, attained) in [("甲", 90, 5), ("乙", 120, 50), ("丙", 100, 40)] {
        for number in 0..tested {
            let score = if number < attained { 500 } else { 499 };
            text += &format!("{school}{number},{school},1.{number:03}{tested},{score}\n");
        }
    }
    let exam = read(&text);
    let mut tables = [rates(&exam, &[LINE]), rates(&exam, &[LINE, WEIGHT])];
    protected(&exam, &mut tables, RULE).unwrap();
    for table in &tables {
        assert!(hidden(table).contains(&"甲") && hidden(table).len() == 2, "{table:?}");
    }
}

/// Every indicator that takes a weight, over two schools of which one has 6 candidates.
#[test]
fn no_weighted_figure_of_a_handful_is_shown() {
    let exam = sample(&[("甲", "2", 4, 2), ("甲", "3", 2, 1), ("乙", "2", 40, 20), ("乙", "3", 40, 15)]);
    let weighted = INDICATORS.iter().filter(|indicator| {
        indicator.is_about_pupils()
            && indicator.parameter("weight").is_some()
            && indicator.parameter("scores").is_none()
    });
    let mut seen = 0;
    for indicator in weighted {
        let mut given: Vec<(&str, &[&str])> = vec![WEIGHT];
        given.extend(indicator.parameter("lines").map(|_| LINE));
        given.extend(indicator.parameter("quantile_type").map(|_| ("quantile_type", &["1"][..])));
        let by = strings(&["school"]);
        let before = compute(indicator, Input::Exam(&exam), &by, &arguments(&given)).unwrap();
        let mut tables = [before.clone()];
        protected(&exam, &mut tables, RULE).unwrap();
        for (figure, before) in tables[0].iter().zip(&before) {
            let is_small = before.group()[0].as_deref() == Some("甲");
            seen += usize::from(is_small);
            assert!(!is_small || figure.value().is_none() && figure.n().is_none(), "{figure:?}");
        }
    }
    assert!(seen >= 8 * 2, "{seen}");
}

// ---- brute force ------------------------------------------------------------------------------------------------

/// Counts of schools by weights, below and above the line.
struct Small {
    schools: usize,
    counts: Vec<i64>,
}

const WEIGHTS: [i64; 2] = [2, 5];

impl Small {
    fn random(seed: &mut u64) -> Small {
        let mut below = |limit: u64| {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (*seed >> 33) % limit
        };
        let schools = 2 + below(2) as usize;
        let counts = (0..schools * 4).map(|_| (below(8) as i64 - 1).max(0)).collect();
        Small { schools, counts }
    }

    fn place(cell: usize) -> (usize, usize, bool) {
        (cell / 4, cell / 2 % 2, cell % 2 == 1)
    }

    fn exam(&self) -> Exam {
        let mut text = "考号,学校,权数,总分\n".to_owned();
        for (cell, count) in self.counts.iter().enumerate() {
            let (school, weight, above) = Small::place(cell);
            for number in 0..*count {
                let score = if above { 500 } else { 400 };
                text += &format!("{cell}-{number},校{school},{},{score}\n", WEIGHTS[weight]);
            }
        }
        read(&text)
    }

    fn cells(&self, school: Option<usize>, weight: Option<usize>, side: Option<bool>) -> Vec<usize> {
        let inside = |cell: &usize| {
            let (s, w, above) = Small::place(*cell);
            school.is_none_or(|of| of == s)
                && weight.is_none_or(|of| of == w)
                && side.is_none_or(|of| of == above)
        };
        (0..self.counts.len()).filter(inside).collect()
    }

    /// What the visible figures tell: numerators of those above the line, denominators and n of all.
    fn told(&self, tables: &[(Figures, bool)]) -> Vec<Known> {
        let mut told = Vec::new();
        for (figure, is_weighted) in tables.iter().flat_map(|(f, w)| f.iter().map(move |row| (row, *w))) {
            let school = figure.group()[0].as_deref().map(|label| label["校".len()..].parse().unwrap());
            let times = |cell: usize, weighted: bool| match weighted {
                true => WEIGHTS[Small::place(cell).1],
                false => 1,
            };
            let mut add = |side: Option<bool>, weighted: bool, number: i64| {
                let cells = self.cells(school, None, side);
                let row = cells.into_iter().map(|cell| (cell, times(cell, weighted))).collect();
                told.push((row, number, number));
            };
            if let Some(number) = exact(figure.numerator()) {
                add(Some(true), is_weighted, number);
            }
            if let Some(number) = exact(figure.denominator()) {
                add(None, is_weighted, number);
            }
            if let Some(n) = figure.n() {
                add(None, false, n as i64);
            }
        }
        told
    }
}

fn exact(value: Option<Value>) -> Option<i64> {
    match value {
        Some(Value::Exact(ratio)) => Some(ratio.to_integer() as i64),
        _ => None,
    }
}

/// 400 releases of counts and weighted counts by school and of all: no small count of a school, a weight or both
/// follows by brute force over whole numbers.
#[test]
fn nothing_of_random_weighted_releases_is_recovered() {
    const RULE: Rule = Rule { minimum_cell: 3, protection: 1, whole_group: 0, base: None };
    let (mut seed, mut attacked, mut shown, mut all) = (2027, 0, 0, 0);
    for round in 0..400 {
        let small = Small::random(&mut seed);
        if small.counts.iter().sum::<i64>() == 0 {
            continue;
        }
        let exam = small.exam();
        let mut tables = vec![rates(&exam, &[LINE, WEIGHT])];
        tables.extend((round % 2 == 0).then(|| rates(&exam, &[LINE])));
        protected(&exam, &mut tables, RULE).unwrap();
        shown += tables.iter().flat_map(|t| t.iter()).filter(|figure| figure.value().is_some()).count();
        all += tables.iter().map(|t| t.len()).sum::<usize>();
        let tables: Vec<(Figures, bool)> = tables.into_iter().zip([true, false]).collect();
        let sums = small.told(&tables);
        for side in [Some(true), Some(false), None] {
            for school in (0..small.schools).map(Some).chain([None]) {
                for weight in [Some(0), Some(1), None] {
                    let cells = small.cells(school, weight, side);
                    let truth: i64 = cells.iter().map(|cell| small.counts[*cell]).sum();
                    if truth == 0 || truth >= 3 {
                        continue;
                    }
                    attacked += 1;
                    let possible = |value: i64| {
                        let mut sums = sums.clone();
                        sums.push((once(&cells), value, value));
                        let far = vec![(0, 60); small.counts.len()];
                        value >= 0 && is_possible(&sums, far)
                    };
                    let is_open = possible(truth + 2)
                        || possible(truth - 2)
                        || (possible(truth - 1) && possible(truth + 1));
                    assert!(is_open, "release {round}: {truth} is known in {:?}", small.counts);
                }
            }
        }
    }
    println!("{attacked} small counts attacked; {shown} of {all} figures shown");
    assert!(attacked > 1000 && shown > 100);
}

// ---- a whole release --------------------------------------------------------------------------------------------

/// Tables with and without weights of one sample, written as files: `figures.csv` holds no number of 甲, of whom 6
/// were tested, nor of the 3 of 乙 who attain, in any table.
#[test]
fn a_release_of_a_sample_hides_the_same_figures_with_and_without_weights() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "考号,学校,权数,总分\n".to_owned();
    let schools = [
        ("甲", "2.5", 6, 4),
        ("乙", "4", 60, 3),
        ("丙", "2.5", 80, 30),
        ("丁", "4", 90, 50),
        ("戊", "4", 70, 33),
    ];
    for (school, weight, tested, attained) in schools {
        for number in 0..tested {
            let score = if number < attained { 500 + number } else { 300 + number };
            text += &format!("{school}{number},{school},{weight},{score}\n");
        }
    }
    std::fs::write(folder.path().join("sample.csv"), text).unwrap();
    let table = |id: &str, indicator: &str, options: &str| {
        format!(
            "[[table]]\nid = \"{id}\"\nsource = \"exam\"\nindicator = \"{indicator}\"\nby = [\"school\"]\n\
             total = true\n[table.options]\n{options}\n"
        )
    };
    let weighted = "weight = \"weight\"";
    let tables = [
        table("a", "admission_rate", ""),
        table("b", "admission_rate", weighted),
        table("c", "subject_mean", ""),
        table("d", "subject_mean", weighted),
        table("e", "score_table", &format!("subject = \"total\"\nwidth = 50\n{weighted}")),
        table("f", "subject_quantiles", &format!("quantile_type = 1\n{weighted}")),
    ];
    let config = format!(
        "[project]\ntitle = \"样本\"\nregion = \"县\"\nyear = 2024\n[[source]]\nid = \"exam\"\npath = \"sample.csv\"\n\
         [source.columns]\n\"权数\" = \"key:weight\"\n[source.full_marks]\ntotal = 750\n\
         [[cut_score]]\nsource = \"exam\"\nline = \"线\"\nscore = 500\n{}",
        tables.join("")
    );
    let path = folder.path().join("edugauge.toml");
    std::fs::write(&path, config).unwrap();
    let release = run(&Config::load(&path).unwrap(), &RunOptions::default(), &|_, _| ()).unwrap();
    let of = |school: &str, indicator: &str| -> Vec<FigureRef<'_>> {
        let rows = release.figures.iter();
        let at = release.figures.key_index("school").unwrap();
        rows.filter(|row| row.group()[at].as_deref() == Some(school) && row.indicator() == indicator)
            .collect()
    };
    for indicator in ["admission_rate", "subject_mean", "score_table", "subject_quantiles"] {
        let small = of("甲", indicator);
        assert!(
            !small.is_empty() && small.iter().all(|figure| figure.value().is_none() && figure.n().is_none())
        );
    }
    let rates = of("乙", "admission_rate");
    assert_eq!(rates.len(), 2);
    assert!(rates.iter().all(|figure| figure.status() == Status::Suppressed), "{rates:?}");
    let shown = |school: &str| of(school, "subject_mean").iter().any(|figure| figure.value().is_some());
    assert!(["乙", "丙", "丁", "戊"].into_iter().any(shown), "a release that hides all proves nothing");
}
