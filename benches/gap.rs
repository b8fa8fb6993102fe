//! Bootstrap of schools: seven gaps, 3,000 schools, 2,000 replicates. `cargo bench --bench gap`.

use std::time::Instant;

use edugauge::exam::Exam;
use edugauge::indicators::{Given, Input, compute, find};
use edugauge::number::Scale;
use edugauge::records::{Mark, Subject};
use edugauge::stats::random::Stream;
use edugauge::tally::{Distribution, Group, Tally};

const SCHOOLS: usize = 3000;
const CANDIDATES: usize = 160;
const SUBJECTS: [&str; 7] =
    ["chinese", "mathematics", "english", "physics", "chemistry", "biology", "history"];

/// Scores of a school around a level of its own, counted.
fn distribution(school: usize, subject: usize) -> Distribution {
    let mut stream = Stream::new(7, (school * SUBJECTS.len() + subject) as u64);
    let level = 60.0 + 20.0 * (stream.unit() - 0.5);
    let score = |stream: &mut Stream| {
        let spread = (0..4).map(|_| stream.unit() - 0.5).sum::<f64>() * 30.0;
        (level + spread).round().clamp(0.0, 100.0) as i64
    };
    let mut scores: Vec<i64> = (0..CANDIDATES).map(|_| score(&mut stream)).collect();
    scores.sort_unstable();
    let counts = scores.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u64)).collect();
    Distribution::new(counts, [0; Mark::COUNT])
}

fn exam() -> Exam {
    let group = |school: usize| Group {
        labels: vec![
            if school.is_multiple_of(2) { "城区" } else { "乡村" }.to_owned(),
            format!("{school:05}"),
        ],
        distributions: (0..SUBJECTS.len()).map(|subject| distribution(school, subject)).collect(),
    };
    let mut groups: Vec<Group> = (0..SCHOOLS).map(group).collect();
    groups.sort_by(|a, b| a.labels.cmp(&b.labels));
    let subject = |id: &&str| Subject { id: (*id).to_owned(), full_mark: None, scale: Scale::of_decimals(0) };
    Exam::from_tally(Tally {
        keys: vec!["residence".to_owned(), "school".to_owned()],
        subjects: SUBJECTS.iter().map(subject).collect(),
        groups,
        ..Tally::default()
    })
}

fn seconds(exam: &Exam, measure: &str, error: &str) -> f64 {
    let mut arguments = Given::new();
    arguments.set("measures", vec![measure.to_owned()]);
    arguments.set("error", vec![error.to_owned()]);
    let started = Instant::now();
    let gaps = compute(find("gap").unwrap(), Input::Exam(exam), &[], &arguments).unwrap();
    assert!(gaps.len() == SUBJECTS.len() && gaps.iter().all(|figure| figure.se().is_some()));
    started.elapsed().as_secs_f64()
}

fn main() {
    let exam = exam();
    println!(
        "{SCHOOLS} schools, {} subjects, 2,000 replicates, {CANDIDATES} candidates a school",
        SUBJECTS.len()
    );
    for measure in ["difference", "hedges_g", "superiority"] {
        for error in ["linearised", "bootstrap", "bca"] {
            println!("{measure:>12} {error:>10}: {:.3} s", seconds(&exam, measure, error));
        }
    }
}
