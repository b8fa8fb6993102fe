//! Every method of value added but quantile regression, held against the reading of the two files:
//! `cargo bench --bench value_added [-- CANDIDATES SCHOOLS]`, by default 1,000,000 candidates in 10,000 schools.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use edugauge::exam::Exam;
use edugauge::exam::linked::Movers;
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::intake::ReadOptions;
use edugauge::release::linking::{Examined, Linking, linked, read_examined};
use edugauge::stats::random::Stream;

const METHODS: &[(&str, &[(&str, &str)])] = &[
    ("match_rate", &[]),
    ("score_gain", &[]),
    ("score_gain", &[("unit", "school_mean")]),
    ("rank_gain", &[]),
    ("conversion", &[]),
    ("conversion", &[("bands", "nine")]),
    ("band_value_added", &[]),
    ("band_value_added", &[("expectation", "leave_out"), ("floor", "2.3")]),
    ("residual_gain", &[]),
    ("residual_gain", &[("form", "cubic")]),
    ("school_value_added", &[]),
    ("school_value_added", &[("context", "school_mean")]),
    ("growth_percentile", &[]),
    ("growth_percentile", &[("method", "conditional_rank")]),
    ("entry_exit", &[]),
    ("value_added_stability", &[]),
];

fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let number = |at: usize, usual: u64| numbers.get(at).copied().unwrap_or(usual);
    let (candidates, schools) = (number(0, 1_000_000), number(1, 10_000));
    let folder = std::env::temp_dir();
    let files: [PathBuf; 2] = [false, true].map(|is_exit| {
        let path = folder.join(if is_exit { "edugauge_exit.csv" } else { "edugauge_entry.csv" });
        std::fs::write(&path, side(candidates, schools, is_exit)).expect("room on the disk");
        path
    });
    let started = Instant::now();
    let sides = files.each_ref().map(|path| examined(path));
    let reading = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let (records, account) =
        linked(sides, [None, None], Linking { id: None, movers: Movers::ExitSchool }).expect("linked");
    println!("read two files: {reading:.2} s; linked {}: {:.2} s", account.linked, seconds(started));
    let exam = Exam::from_records(records);
    let mut total = 0.0;
    for (id, given) in METHODS {
        let mut arguments = Given::new();
        arguments.set("subjects", vec!["total".to_owned()]);
        given.iter().for_each(|(name, value)| arguments.set(*name, vec![(*value).to_owned()]));
        let started = Instant::now();
        let by = if *id == "value_added_stability" { vec![] } else { vec!["school".to_owned()] };
        let figures = compute(find(id).expect("an indicator"), Input::Exam(&exam), &by, &arguments);
        total += seconds(started);
        println!("{:.2} s  {id} {given:?}: {} figures", seconds(started), figures.expect("figures").len());
    }
    println!("all methods: {total:.2} s, {:.2} of the reading", total / reading);
    files.iter().for_each(|path| drop(std::fs::remove_file(path)));
}

fn seconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64()
}

fn examined(path: &Path) -> Examined {
    read_examined(path, &ReadOptions::default(), 1.0).expect("a file to read")
}

/// Four scores each, whole numbers; the exit in another order than the entry.
fn side(candidates: u64, schools: u64, is_exit: bool) -> String {
    let mut text = String::from("考号,学校,语文,数学,英语,总分\n");
    for at in 0..candidates {
        // A prime above the number of candidates: each once.
        let candidate = if is_exit { at * 1_000_003 % candidates } else { at };
        let mut of_candidate = Stream::new(1, candidate);
        let mut of_exam = Stream::new(2 + u64::from(is_exit), candidate);
        let level = (candidate % schools % 17) as f64 + 60.0 * of_candidate.unit();
        let score = |stream: &mut Stream| (20.0 + level + 40.0 * stream.unit()) as u64;
        let scores = [0; 3].map(|_| score(&mut of_exam));
        let [a, b, c] = scores;
        let total = a + b + c;
        writeln!(text, "{candidate:08},S{:05},{a},{b},{c},{total}", candidate % schools).expect("text");
    }
    text
}
