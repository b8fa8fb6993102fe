//! Totals that are sums of subjects: whoever adds and subtracts all sums of scores that a release publishes, of all
//! subjects, groups and totals, does not come to the sum of a few candidates in one subject.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::recovered::{Row, SOURCE, candidates, label, number, released, table, with_total};

const SUBJECTS: [&str; 3] = ["chinese", "physics", "chemistry"];
const MINIMUM: usize = 10;

/// A candidate: school, district, sex, and the subjects taken.
struct Candidate {
    labels: [(&'static str, String); 3],
    takes: [bool; 3],
}

/// An examination of that number: all take Chinese, and physics or chemistry, which few do
/// in some schools.
fn cohort(number: u64) -> Vec<Candidate> {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut below = |most: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % most
    };
    let mut all = Vec::new();
    for school in 0..5 {
        let size = 24 + below(30);
        let few = 1 + below(8);
        let physicists = match below(4) {
            0 => few,
            1 => size - few,
            _ => size / 2,
        };
        for pupil in 0..size {
            let labels = [
                ("school", format!("{school}校")),
                ("district", format!("{}片", school / 2)),
                ("sex", ["男", "女"][below(2) as usize].to_owned()),
            ];
            all.push(Candidate { labels, takes: [true, pupil < physicists, pupil >= physicists] });
        }
    }
    all
}

fn export(cohort: &[Candidate]) -> String {
    let mut text = candidates("学校,区县,性别", "语文,物理,化学,总分");
    for (row, candidate) in cohort.iter().enumerate() {
        let scores =
            [0, 1, 2].map(|subject| candidate.takes[subject].then(|| 40 + (row * 7 + subject * 13) % 53));
        let labels = candidate.labels.each_ref().map(|(_, label)| label.as_str()).join(",");
        let cells = scores.map(|score| score.map_or_else(String::new, |score| score.to_string())).join(",");
        writeln!(text, "{row},{labels},{cells},{}", scores.into_iter().flatten().sum::<usize>()).unwrap();
    }
    text
}

/// Numbers modulo a prime so large that what follows there follows.
const PRIME: i128 = (1 << 61) - 1;

fn inverse(of: i128) -> i128 {
    let (mut power, mut base, mut result) = (PRIME - 2, of.rem_euclid(PRIME), 1);
    while power > 0 {
        if power & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        power >>= 1;
    }
    result
}

type Equation = BTreeMap<usize, i128>;

/// Takes out of an equation what others, each with a leading unknown of its own, say.
fn reduced(mut equation: Equation, others: &BTreeMap<usize, Equation>) -> Equation {
    while let Some((at, weight)) =
        equation.iter().find(|(at, _)| others.contains_key(at)).map(|(a, w)| (*a, *w))
    {
        for (unknown, by) in &others[&at] {
            let new = (equation.get(unknown).unwrap_or(&0) - weight * by).rem_euclid(PRIME);
            if new == 0 {
                equation.remove(unknown)
            } else {
                equation.insert(*unknown, new)
            };
        }
    }
    equation
}

/// What is published, solved.
fn solved(equations: Vec<Equation>) -> BTreeMap<usize, Equation> {
    let mut known: BTreeMap<usize, Equation> = BTreeMap::new();
    for equation in equations {
        let left = reduced(equation, &known);
        let Some((first, weight)) = left.first_key_value().map(|(at, weight)| (*at, inverse(*weight))) else {
            continue;
        };
        let scaled = left.into_iter().map(|(at, by)| (at, by * weight % PRIME)).collect();
        known.insert(first, scaled);
    }
    known
}

/// The sums of each candidate's subjects are the unknowns; of a group it is the sum of them.
fn of_group(cohort: &[Candidate], group: &[(&str, &str)], subjects: &[usize]) -> Equation {
    let is_in = |candidate: &&Candidate| {
        group.iter().all(|(key, label)| candidate.labels.iter().any(|(own, of)| own == key && of == label))
    };
    // Those of the same labels who take the same are never told apart.
    let mut equation = Equation::new();
    for candidate in cohort.iter().filter(is_in) {
        let kind = |subject: usize| {
            let labels: Vec<&str> = candidate.labels.iter().map(|(_, label)| label.as_str()).collect();
            (labels.join("/"), subject)
        };
        for subject in subjects.iter().filter(|subject| candidate.takes[**subject]) {
            equation.insert(number_of(&kind(*subject)), 1);
        }
    }
    equation
}

fn number_of((labels, subject): &(String, usize)) -> usize {
    let digit = |label: &str| {
        label.chars().next().and_then(|c| c.to_digit(10)).map_or(usize::from(label == "女"), |d| d as usize)
    };
    labels.split('/').fold(*subject, |number, label| number * 10 + digit(label))
}

fn subjects_of(row: &Row) -> Vec<usize> {
    match SUBJECTS.iter().position(|subject| *subject == row["subject"]) {
        Some(at) => vec![at],
        None => vec![0, 1, 2],
    }
}

/// The sums of few that follow from what a release publishes.
fn recovered(number_of_exam: u64, tables: &[&[&str]]) -> (usize, usize, Vec<String>) {
    let cohort = cohort(number_of_exam);
    let text = export(&cohort);
    let tables: String = tables
        .iter()
        .enumerate()
        .map(|(at, by)| with_total(&table(&format!("t{at}"), "subject_mean", by, "")))
        .collect();
    let full_marks = "[source.full_marks]\nchinese = 100\nphysics = 100\nchemistry = 100\ntotal = 300\n";
    let release = released(&[("scores.csv", &text)], &format!("{SOURCE}{full_marks}{tables}"));
    let mut equations = Vec::new();
    let mut groups: BTreeSet<Vec<(&str, &str)>> = BTreeSet::new();
    let (mut all, mut hidden) = (0, 0);
    for row in release.of("subject_mean", "mean") {
        let keys = ["school", "district", "sex"];
        let group: Vec<(&str, &str)> =
            keys.into_iter().filter_map(|key| Some((key, label(row, key)?))).collect();
        all += 1;
        match number(row, "value") {
            Some(_) => equations.push(of_group(&cohort, &group, &subjects_of(row))),
            None => hidden += 1,
        }
        groups.insert(group);
    }
    let known = solved(equations);
    let mut found = Vec::new();
    for group in groups {
        for (subject, name) in SUBJECTS.into_iter().enumerate() {
            let taking = cohort.iter().filter(|candidate| {
                let is_of = |(key, label): &(&str, &str)| {
                    candidate.labels.iter().any(|(own, of)| own == key && of == label)
                };
                group.iter().all(is_of) && candidate.takes[subject]
            });
            let few = taking.count();
            if (1..MINIMUM).contains(&few)
                && reduced(of_group(&cohort, &group, &[subject]), &known).is_empty()
            {
                found.push(format!("exam {number_of_exam}: {group:?} {name}: {few}"));
            }
        }
    }
    (all, hidden, found)
}

#[test]
fn no_sum_of_few_follows_from_the_sums_of_all_subjects() {
    let releases = std::env::var("EDUGAUGE_RELEASES").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let (mut all, mut hidden, mut found) = (0, 0, Vec::new());
    for exam in 0..8 * releases {
        for tables in [
            &[&["school"][..]][..],
            &[&["school"], &["district", "sex"]],
            &[&["school", "sex"], &["district"]],
        ] {
            let of = recovered(exam, tables);
            (all, hidden) = (all + of.0, hidden + of.1);
            found.extend(of.2);
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    assert!(hidden > all / 50 && hidden < all * 2 / 3, "{hidden} of {all} hidden");
}
