//! What an indicator publishes is covered by what its figures declare. One pupil of each worked example is moved (left
//! out, or given another score), under every convention: whatever number of a figure moves must be about candidates
//! whom the figure says that it tells of, and the words of its method never move.

use std::collections::{BTreeMap, BTreeSet};

use edugauge::exam::{Exam, YearTally};
use edugauge::figures::{Figure, Figures, Range, Told, Value, What};
use edugauge::indicators::registry::{Disclosure, Kind, Method};
use edugauge::indicators::{INDICATORS, Indicator, Input, compute};
use edugauge::intake::{ReadOptions, read_scores, read_table};
use edugauge::number::Rational;

use crate::support::{arguments, strings, whole, written};

type Arguments<'a> = Vec<(&'a str, Vec<&'a str>)>;

/// The figures of some candidates, and their tallies by all keys.
struct Computed {
    figures: Figures,
    years: Vec<YearTally>,
}

fn computed(indicator: &'static Indicator, text: &str, given: &Arguments<'_>) -> Option<Computed> {
    let file = written(text);
    let keys = strings(indicator.example.by);
    let given: Vec<(&str, &[&str])> = given.iter().map(|(name, values)| (*name, values.as_slice())).collect();
    let given = arguments(&given);
    let subjects = ["chinese", "mathematics", "english", "physics"];
    let full_marks = subjects.map(|subject| (subject.to_owned(), whole(150))).into();
    let options = ReadOptions { full_marks, ..ReadOptions::default() };
    let scores = || Some(Exam::from_records(read_scores(file.path(), &options, None).ok()?.0));
    let years = |exam: &Exam| {
        let keys = exam.keys();
        exam.by_year(&keys.iter().map(String::as_str).collect::<Vec<_>>()).map(|years| years.to_vec())
    };
    let (figures, years) = match indicator.method {
        Method::Table(_) | Method::Rows(_) => {
            let table = read_table(file.path(), &ReadOptions::default()).ok()?.0;
            (compute(indicator, Input::Table(&table), &keys, &given).ok()?, Vec::new())
        }
        Method::Exam(_) => {
            let exam = scores()?;
            (compute(indicator, Input::Exam(&exam), &keys, &given).ok()?, years(&exam).ok()?)
        }
        Method::Against(_, table) => {
            let (whole, exam) = (crate::catalogue::score_table(table), scores()?);
            (compute(indicator, Input::Against(&exam, &whole), &keys, &given).ok()?, years(&exam).ok()?)
        }
    };
    Some(Computed { figures, years })
}

/// The example's arguments, and these with each other choice of each convention.
fn conventions(indicator: &'static Indicator) -> Vec<Arguments<'static>> {
    let given: Arguments<'static> =
        indicator.example.arguments.iter().map(|(name, values)| (*name, values.to_vec())).collect();
    let mut all = vec![given.clone()];
    for parameter in indicator.parameters {
        let Kind::Choice(choices) = parameter.kind else { continue };
        for (choice, _) in choices {
            let mut other: Arguments<'static> =
                given.iter().filter(|(name, _)| *name != parameter.name).cloned().collect();
            other.push((parameter.name, vec![choice]));
            all.push(other);
        }
    }
    all
}

/// The export without one candidate, or with another score of one.
fn moved(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut all = Vec::new();
    for row in 1..lines.len() {
        let mut without = lines.clone();
        without.remove(row);
        all.push(without.join("\n") + "\n");
        let cells: Vec<&str> = lines[row].split(',').collect();
        for column in 1..cells.len() {
            if let Ok(score) = cells[column].parse::<u32>() {
                let mut changed: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
                changed[column] = (score + 1).to_string();
                let mut with = lines.clone();
                let changed = changed.join(",");
                with[row] = &changed;
                all.push(with.join("\n") + "\n");
            }
        }
    }
    all
}

type Key = (String, Option<i32>, Vec<Option<String>>, Option<String>);

fn by_key(figures: &Figures) -> BTreeMap<Key, &Figure> {
    let key = |figure: &Figure| {
        let group = figure.group.iter().map(|label| label.as_deref().map(str::to_owned)).collect();
        (figure.measure.to_owned(), figure.year, group, figure.subject.as_deref().map(str::to_owned))
    };
    figures.rows.iter().map(|figure| (key(figure), figure)).collect()
}

fn numbers(figure: &Figure) -> Vec<Option<f64>> {
    let of = |value: Option<Value>| value.map(Value::to_f64);
    vec![
        of(figure.value),
        of(figure.numerator),
        of(figure.denominator),
        figure.n.map(|n| n as f64),
        figure.se,
        figure.lower,
        figure.upper,
        figure.p_value,
    ]
}

/// The count, or the sum of the scores, of all whom a part of what is told is about.
fn cohort(
    computed: &Computed,
    figure: &Figure,
    told: &Told,
    range: Option<Range>,
    what: What,
) -> Option<Rational> {
    let of_year = computed.years.iter().find(|of| of.year == told.year.or(figure.year))?;
    let subject = told.subject.as_deref().or(figure.subject.as_deref())?;
    let tally = &of_year.tally;
    let at = tally.subject_index(subject).ok()?;
    let scale = tally.subjects[at].scale;
    let group: Vec<(&str, &str)> = match told.whole {
        true => Vec::new(),
        false => computed
            .figures
            .keys
            .iter()
            .zip(&figure.group)
            .filter(|(key, _)| tally.keys.contains(key))
            .filter_map(|(key, label)| Some((key.as_str(), label.as_deref()?)))
            .collect(),
    };
    let mut sum = whole(0);
    for part in &told.parts {
        let keys = part.keys.iter().map(|(key, label)| (key.as_str(), label.as_str()));
        let wanted: Vec<(&str, &str)> = group.iter().copied().chain(keys).collect();
        let is_in = |labels: &[String]| {
            wanted.iter().all(|(key, label)| {
                tally.keys.iter().position(|own| own == key).is_some_and(|at| labels[at] == *label)
            })
        };
        for of_group in tally.groups.iter().filter(|group| is_in(&group.labels)) {
            let distribution = &of_group.distributions[at];
            let (from, below) = match range.unwrap_or(part.range) {
                Range::Scores { from, below } => (from, below),
                Range::Everybody => {
                    sum += whole(i128::from(distribution.registered()));
                    continue;
                }
                Range::Marked(name) => {
                    let marks = edugauge::records::Mark::ALL.into_iter().filter(|mark| mark.id() == name);
                    sum += whole(marks.map(|mark| i128::from(distribution.marked(mark))).sum());
                    continue;
                }
                _ => (None, None),
            };
            for (ticks, count) in distribution.counts() {
                let score = scale.score(*ticks);
                if from.is_none_or(|from| score >= from) && below.is_none_or(|below| score < below) {
                    let each = if what == What::Sum { score } else { whole(1) };
                    sum += each * whole(i128::from(*count));
                }
            }
        }
    }
    Some(sum)
}

/// Whether anything is different about the candidates whom a figure tells of.
fn touches(before: &Computed, after: &Computed, figure: &Figure) -> bool {
    let of = |computed: &Computed, told: &Told| {
        let everybody = cohort(computed, figure, told, Some(Range::Everybody), What::Count);
        [cohort(computed, figure, told, Some(Range::TESTED), What::Sum), everybody]
    };
    figure.told.iter().any(|told| of(before, told) != of(after, told))
}

/// Counts that the figure declares.
fn counts(computed: &Computed, figure: &Figure) -> BTreeSet<Rational> {
    let counts = figure.told.iter().filter_map(|told| match told.is_event() {
        true => Some(
            told.parts
                .iter()
                .filter_map(|part| match part.range {
                    Range::Event { count, .. } => Some(whole(i128::from(count))),
                    _ => None,
                })
                .sum(),
        ),
        false => cohort(computed, figure, told, None, What::Count),
    });
    counts.collect()
}

/// What is wrong with a figure of which a number has moved.
fn fault(before: &Computed, after: &Computed, was: &Figure, is: &Figure, is_of_rows: bool) -> Option<String> {
    if was.method != is.method {
        return Some(format!("the method moves: {:?}, {:?}", was.method, is.method));
    }
    if numbers(was) == numbers(is) || was.value.is_none() || is.value.is_none() {
        return None;
    }
    if was.told.is_empty() && was.fewest.is_none() && was.n.is_none() {
        return Some("nothing is declared".to_owned());
    }
    if is_of_rows || was.told.is_empty() {
        return None;
    }
    let events =
        |figure: &Figure| figure.told.iter().filter(|told| told.is_event()).cloned().collect::<Vec<_>>();
    if !touches(before, after, was) && !touches(before, after, is) && events(was) == events(is) {
        return Some(format!("{:?} becomes {:?}: of nobody declared", numbers(was), numbers(is)));
    }
    // n is a count of pupils whatever the figure is.
    if was.n != is.n && is.told.iter().all(|told| told.what == What::Count) {
        let n = is.n.map(|n| whole(i128::from(n)));
        // Of all sides together, where the figure holds several against each other.
        let declared = counts(after, is);
        let is_tested = |told: &&Told| told.parts.iter().all(|part| part.range == Range::TESTED);
        let counted = |told: &&Told| told.what == What::Count;
        let sides: BTreeMap<String, &Told> = is
            .told
            .iter()
            .filter(is_tested)
            .filter(counted)
            .map(|told| (format!("{told:?}"), told))
            .collect();
        let all: Option<Rational> =
            sides.values().map(|told| cohort(after, is, told, None, What::Count)).sum();
        if !n.is_some_and(|n| declared.contains(&n) || n == whole(0) || Some(n) == all) {
            return Some(format!("n is {n:?}, declared are {:?}", counts(after, is)));
        }
    }
    None
}

/// Numbers that are no pupils' although the figures are about them, each for its reason.
const EXCEPT: &[(&str, &str)] = &[
    // The numbers of schools, clusters and strata are no counts of pupils.
    ("gap", "the method moves"),
    ("subject_gap", "the method moves"),
    ("gap_trend", "the method moves"),
    ("random_intercept", "the method moves"),
    ("oaxaca_blinder", "the method moves"),
    ("between_school_share", "the method moves"),
    ("school_mean_spread", "the method moves"),
    ("survey_mean", "the method moves"),
    ("survey_rate", "the method moves"),
    ("survey_gap", "the method moves"),
    ("survey_quantiles", "the method moves"),
    ("survey_levels", "the method moves"),
    ("survey_total", "the method moves"),
    ("survey_ratio", "the method moves"),
    ("survey_standard_deviation", "the method moves"),
    ("survey_correlation", "the method moves"),
    ("survey_design_effect", "the method moves"),
    ("survey_average", "the method moves"),
    ("survey_trend", "the method moves"),
    ("survey_regression", "the method moves"),
    ("survey_logistic", "the method moves"),
];

#[test]
fn what_moves_with_a_pupil_is_declared() {
    let mut faults: BTreeMap<(&str, String), String> = BTreeMap::new();
    let (mut seen, mut compared) = (BTreeSet::new(), 0);
    for indicator in INDICATORS.iter().filter(|indicator| indicator.disclosure == Disclosure::Pupils) {
        let is_of_rows = matches!(indicator.method, Method::Table(_) | Method::Rows(_));
        for given in conventions(indicator) {
            let Some(before) = computed(indicator, indicator.example.input, &given) else { continue };
            for text in moved(indicator.example.input) {
                let Some(after) = computed(indicator, &text, &given) else { continue };
                let (was, is) = (by_key(&before.figures), by_key(&after.figures));
                for (key, was) in &was {
                    let Some(is) = is.get(key) else { continue };
                    compared += 1;
                    seen.insert(indicator.id);
                    if let Some(fault) = fault(&before, &after, was, is, is_of_rows) {
                        let excepted =
                            |(id, words): &(&str, &str)| *id == indicator.id && fault.starts_with(words);
                        if !EXCEPT.iter().any(excepted) {
                            faults.entry((indicator.id, key.0.clone())).or_insert(fault);
                        }
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    let pupils = INDICATORS.iter().filter(|indicator| indicator.disclosure == Disclosure::Pupils).count();
    assert!(seen.len() == pupils && compared > 5_000, "{} of {pupils}, {compared}", seen.len());
}
