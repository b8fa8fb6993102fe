//! What an indicator publishes is covered by what its figures declare. One pupil of each worked example is moved (left
//! out, or given another score), under every convention: whatever number of a figure moves must be about candidates
//! whom the figure says that it tells of, and the words of its method never move.

use std::collections::{BTreeMap, BTreeSet};

use edugauge::exam::{Exam, YearTally};
use edugauge::figures::{FigureRef, Figures, Part, Range, Told, Unit, Value, What};
use edugauge::indicators::definition::{Discloses, Kind, Method, Whom};
use edugauge::indicators::names::measure_of;
use edugauge::indicators::{INDICATORS, Indicator, Input, compute};
use edugauge::intake::{ItemOptions, ReadOptions, read_items, read_scores, read_table};
use edugauge::number::Rational;
use edugauge::records::Mark;

use crate::support::{arguments, strings, whole, written};

type Given<'a> = Vec<(&'a str, Vec<&'a str>)>;

/// The figures of some candidates, and their tallies by all keys.
struct Computed {
    figures: Figures,
    years: Vec<YearTally>,
}

fn computed(indicator: &'static Indicator, text: &str, given: &Given<'_>) -> Option<Computed> {
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
        Method::Items(_) => {
            let (own, of) = (ReadOptions::default(), ItemOptions::default());
            let items = read_items(file.path(), &own, &of).ok()?.0;
            (compute(indicator, Input::Items(&items), &keys, &given).ok()?, Vec::new())
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
fn conventions(indicator: &'static Indicator) -> Vec<Given<'static>> {
    let given: Given<'static> =
        indicator.example.arguments.iter().map(|(name, values)| (*name, values.to_vec())).collect();
    let mut all = vec![given.clone()];
    for parameter in indicator.parameters {
        let Kind::Choice(choices) = parameter.kind else { continue };
        for (choice, _) in choices {
            let mut other: Given<'static> =
                given.iter().filter(|(name, _)| *name != parameter.name).cloned().collect();
            other.push((parameter.name, vec![choice]));
            all.push(other);
        }
    }
    all
}

/// The export without one candidate, with another score of one, with one who is absent or in another group, and with
/// two who exchange a point.
fn moved(text: &str, keys: &[&str], covariates: &[&str]) -> Vec<String> {
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let score = |row: usize, column: usize| lines[row].get(column)?.parse::<u32>().ok();
    let with = |changed: &[(usize, usize, String)]| {
        let cell = |row: usize, column: usize| {
            let new = changed.iter().find(|(at, of, _)| (*at, *of) == (row, column));
            new.map_or(lines[row][column].to_owned(), |(_, _, new)| new.clone())
        };
        let line =
            |row: usize| (0..lines[row].len()).map(|column| cell(row, column)).collect::<Vec<_>>().join(",");
        (0..lines.len()).map(line).collect::<Vec<_>>().join("\n") + "\n"
    };
    let mut all = Vec::new();
    // What stands below the header and says something of items is no pupil.
    let is_label = |row: &usize| ["满分", "答案", "知识点"].contains(&lines[*row][0]);
    for row in (1..lines.len()).filter(|row| !is_label(row)) {
        let without = text.lines().enumerate().filter(|(at, _)| *at != row).map(|(_, line)| line);
        all.push(without.collect::<Vec<_>>().join("\n") + "\n");
        for column in 1..lines[row].len() {
            let is_key = keys.contains(&lines[0][column]);
            if is_key {
                let labels: BTreeSet<&str> = lines[1..].iter().map(|line| line[column]).collect();
                let others = labels.into_iter().filter(|label| *label != lines[row][column]);
                all.extend(others.map(|label| with(&[(row, column, label.to_owned())])));
                continue;
            }
            let Some(own) = score(row, column) else { continue };
            all.push(with(&[(row, column, (own + 1).to_string())]));
            // A covariate with a mark among its numbers is one of labels: another model.
            if !covariates.contains(&lines[0][column]) {
                all.push(with(&[(row, column, "缺考".to_owned())]));
            }
            for other in (row + 1..lines.len()).take(1) {
                if let Some(theirs) = score(other, column).filter(|theirs| *theirs > 0) {
                    let exchanged = [(own + 1, row), (theirs - 1, other)];
                    all.push(with(&exchanged.map(|(score, row)| (row, column, score.to_string()))));
                }
            }
        }
    }
    all
}

/// The columns of an example's input that are labels of groups.
fn key_columns(indicator: &'static Indicator) -> Vec<&'static str> {
    let lines: Vec<Vec<&str>> =
        indicator.example.input.lines().map(|line| line.split(',').collect()).collect();
    let is_text = |column: &usize| lines[1..].iter().all(|line| line[*column].parse::<f64>().is_err());
    (1..lines[0].len()).filter(is_text).map(|column| lines[0][column]).collect()
}

type Key = (String, Option<i32>, Vec<Option<String>>, Option<String>);

fn by_key(figures: &Figures) -> BTreeMap<Key, FigureRef<'_>> {
    let key = |figure: FigureRef<'_>| {
        let group = figure.group().iter().map(|label| label.as_deref().map(str::to_owned)).collect();
        (figure.measure().to_owned(), figure.year(), group, figure.subject().map(str::to_owned))
    };
    figures.iter().map(|figure| (key(figure), figure)).collect()
}

fn numbers(figure: FigureRef<'_>) -> Vec<Option<f64>> {
    let of = |value: Option<Value>| value.map(Value::to_f64);
    vec![
        of(figure.value()),
        of(figure.numerator()),
        of(figure.denominator()),
        figure.n().map(|n| n as f64),
        figure.se(),
        figure.lower(),
        figure.upper(),
        figure.p_value(),
    ]
}

/// Whose scores a part of what is told is about, and how many are without one, in the tally of its year.
fn scores(computed: &Computed, figure: FigureRef<'_>, told: &Told, part: &Part) -> Option<Scores> {
    let of_year = computed.years.iter().find(|of| of.year == told.year.or(figure.year()))?;
    let subject = told.subject.as_deref().or(figure.subject())?;
    let tally = &of_year.tally;
    let at = tally.subject_index(subject).ok()?;
    let own = computed.figures.keys.iter().zip(figure.group());
    let own = own.filter(|(key, _)| !told.whole && tally.keys.contains(key));
    let own = own.filter_map(|(key, label)| Some((key.as_str(), label.as_deref()?)));
    let keys = part.keys.iter().map(|(key, label)| (key.as_str(), label.as_str()));
    let wanted: Vec<(&str, &str)> = own.chain(keys).collect();
    let is_in = |labels: &[String]| {
        wanted.iter().all(|(key, label)| {
            tally.keys.iter().position(|own| own == key).is_some_and(|at| labels[at] == *label)
        })
    };
    let mut scores = Scores::default();
    for group in tally.groups.iter().filter(|group| is_in(&group.labels)) {
        let distribution = &group.distributions[at];
        for (ticks, count) in distribution.counts() {
            *scores.counts.entry(tally.subjects[at].scale.score(*ticks)).or_default() += count;
        }
        for mark in Mark::ALL.into_iter().filter(|mark| *mark != Mark::Scored) {
            *scores.marks.entry(mark.id()).or_default() += distribution.marked(mark);
        }
    }
    Some(scores)
}

#[derive(Default, PartialEq)]
struct Scores {
    counts: BTreeMap<Rational, u64>,
    marks: BTreeMap<&'static str, u64>,
}

/// The count, or the sum of the scores, that a figure tells; `None` for what no tally holds.
fn value(computed: &Computed, figure: FigureRef<'_>, told: &Told) -> Option<Rational> {
    let mut sum = whole(0);
    for part in &told.parts {
        let of = scores(computed, figure, told, part)?;
        let marked = |wanted: &dyn Fn(&str) -> bool| -> u64 {
            of.marks.iter().filter(|(mark, _)| wanted(mark)).map(|(_, count)| count).sum()
        };
        let (from, below, marks) = match part.range {
            Range::Scores { from, below } => (from, below, 0),
            Range::Everybody => (None, None, marked(&|_| true)),
            Range::Marked(name) => {
                sum += whole(i128::from(marked(&|mark| mark == name)));
                continue;
            }
            _ => return None,
        };
        sum += whole(i128::from(marks));
        for (score, count) in &of.counts {
            if from.is_none_or(|from| *score >= from) && below.is_none_or(|below| *score < below) {
                let each = if told.what == What::Sum { *score } else { whole(1) };
                sum += each * whole(i128::from(*count));
            }
        }
    }
    Some(sum)
}

/// Whether anything is different about the candidates whom a figure tells of.
fn touches(before: &Computed, after: &Computed, figure: FigureRef<'_>) -> bool {
    let of = |computed: &Computed, told: &Told| -> Vec<Option<Scores>> {
        told.parts.iter().map(|part| scores(computed, figure, told, part)).collect()
    };
    figure.told().iter().any(|told| of(before, told) != of(after, told))
}

/// Numbers that a figure declares: counts and sums, those of all sides together, and means.
fn known(computed: &Computed, figure: FigureRef<'_>) -> BTreeSet<Rational> {
    let of_events = |told: &Told| {
        let counts = told.parts.iter().filter_map(|part| match part.range {
            Range::Event { count, .. } => Some(whole(i128::from(count))),
            Range::Base { count, .. } if told.parts.len() == 1 => Some(whole(i128::from(count))),
            _ => None,
        });
        counts.sum::<Rational>()
    };
    let of =
        |told: &Told| if told.is_event() { Some(of_events(told)) } else { value(computed, figure, told) };
    let told: Vec<(&Told, Rational)> =
        figure.told().iter().filter_map(|told| Some((told, of(told)?))).collect();
    let tested: BTreeMap<String, Rational> = told
        .iter()
        .filter(|(told, _)| {
            told.what == What::Count && told.parts.iter().all(|part| part.range == Range::TESTED)
        })
        .map(|(told, count)| (format!("{told:?}"), *count))
        .collect();
    let count_of = |sum: &Told| tested.get(&format!("{:?}", Told { what: What::Count, ..sum.clone() }));
    let sums = told.iter().filter(|(told, _)| told.what == What::Sum);
    let means: Vec<Rational> = sums
        .filter_map(|(told, sum)| Some(*sum / *count_of(told).filter(|count| **count != whole(0))?))
        .collect();
    let together = [tested.values().sum(), means.iter().sum()];
    let counts: Vec<Rational> =
        told.iter().filter(|(told, _)| told.what == What::Count).map(|(_, count)| *count).collect();
    let differences = |of: &[Rational]| -> Vec<Rational> {
        of.iter().flat_map(|one| of.iter().map(move |other| *one - *other)).collect()
    };
    let differences = [differences(&counts), differences(&means)].concat();
    told.iter().map(|(_, value)| *value).chain(together).chain(means).chain(differences).collect()
}

/// What a figure declares, with the values that the tallies have.
fn declared(computed: &Computed, figure: FigureRef<'_>) -> Vec<(Told, Option<Rational>)> {
    figure.told().iter().map(|told| (told.clone(), value(computed, figure, told))).collect()
}

/// Whether a measure is nothing but what it declares.
fn is_of_counts_and_sums(discloses: Discloses) -> bool {
    use Discloses::{Count, Mean, Means, Per, Share, Shares};
    matches!(discloses, Count(_) | Share { .. } | Per(_) | Mean | Means | Shares)
}

/// The whole numbers that a figure shows beside its value.
fn shown(figure: FigureRef<'_>) -> Vec<(&'static str, Rational)> {
    let whole_number = |value: Option<Value>| match value {
        Some(Value::Exact(number)) if number.is_integer() => Some(number),
        _ => None,
    };
    let n = figure.n().map(|n| whole(i128::from(n)));
    let numbers = [
        ("numerator", whole_number(figure.numerator())),
        ("denominator", whole_number(figure.denominator())),
        ("n", n),
    ];
    numbers.into_iter().filter_map(|(name, number)| Some((name, number?))).collect()
}

/// What is wrong with a figure of which a number has moved.
fn fault(
    before: &Computed,
    after: &Computed,
    was: FigureRef<'_>,
    is: FigureRef<'_>,
    method: Method,
) -> Option<String> {
    if !stays(was, is) {
        return Some(format!("the method moves: {:?}, {:?}", was.method(), is.method()));
    }
    if numbers(was) == numbers(is) || was.value().is_none() || is.value().is_none() {
        return None;
    }
    let discloses = measure_of(is.indicator(), is.measure()).unwrap().discloses;
    if !discloses.is_told_by(is) {
        return Some(format!("{discloses:?} is not told: {:?}", is.told()));
    }
    if is.told().is_empty() || matches!(method, Method::Table(_)) {
        return None;
    }
    let is_of_rows = matches!(method, Method::Rows(_));
    let events = |figure: FigureRef<'_>| {
        figure.told().iter().filter(|told| told.is_event()).cloned().collect::<Vec<_>>()
    };
    let same_events = events(was) == events(is);
    // Errors that are clustered move with the schools, whose candidates are the same together; what is as safe as the
    // fewest of a part are many says nothing of who they are; what is found again follows from figures that are shown.
    let is_found_again = measure_of(is.indicator(), is.measure()).unwrap().found_again.is_some();
    let is_error_alone = numbers(was)[..4] == numbers(is)[..4] || is.fewest().is_some() || is_found_again;
    if !is_of_rows
        && !is_error_alone
        && was.told() == is.told()
        && !touches(before, after, was)
        && !touches(before, after, is)
    {
        return Some(format!("{:?} becomes {:?}: of nobody declared", numbers(was), numbers(is)));
    }
    let same = same_events && declared(before, was) == declared(after, is);
    if !is_of_rows && is_of_counts_and_sums(discloses) && same && numbers(was)[..4] != numbers(is)[..4] {
        return Some(format!("{:?} becomes {:?}, and nothing declared moves", numbers(was), numbers(is)));
    }
    undeclared(after, is)
}

/// A number of pupils that a figure shows and does not declare.
fn undeclared(computed: &Computed, figure: FigureRef<'_>) -> Option<String> {
    let known = known(computed, figure);
    let is_of_pupils = |name: &str| match measure_of(figure.indicator(), figure.measure()).unwrap().discloses
    {
        // The other side is no number of pupils: a target, a full mark.
        Discloses::Per(_) | Discloses::Mean if figure.unit() == Unit::Percent => name != "denominator",
        Discloses::Per(_) => name != "denominator",
        // Withheld, or looked at beside the ends of other tails.
        Discloses::Tail | Discloses::Mode => name == "n",
        _ => true,
    };
    let mut shown = shown(figure).into_iter().filter(|(name, _)| is_of_pupils(name));
    let number = shown.find(|(_, number)| *number != whole(0) && !known.contains(number));
    number.map(|(name, number)| format!("{name} is {number}, which is none of {} declared", known.len()))
}

/// Their methods say by which schools, clusters and strata errors are computed, if there are enough, and with which label
/// of a covariate others are compared: nothing that counts pupils may be among it.
const COUNT_SCHOOLS: &[&str] = &[
    "gap",
    "subject_gap",
    "gap_trend",
    "random_intercept",
    "oaxaca_blinder",
    "between_school_share",
    "school_mean_spread",
    "survey_mean",
    "survey_rate",
    "survey_gap",
    "survey_quantiles",
    "survey_levels",
    "survey_total",
    "survey_ratio",
    "survey_standard_deviation",
    "survey_correlation",
    "survey_design_effect",
    "survey_average",
    "survey_trend",
    "survey_regression",
    "survey_logistic",
];

/// Whether a method stays as it is, but for counts of pupils, which no release says.
fn stays(was: FigureRef<'_>, is: FigureRef<'_>) -> bool {
    was.method().masked() == is.method().masked() || COUNT_SCHOOLS.contains(&was.indicator())
}

#[test]
fn what_moves_with_a_pupil_is_declared() {
    let mut faults: BTreeMap<(&str, String), String> = BTreeMap::new();
    let (mut seen, mut compared) = (BTreeSet::new(), 0);
    for indicator in INDICATORS.iter().filter(|indicator| indicator.is_about_pupils()) {
        let keys = key_columns(indicator);
        let named = indicator.example.arguments.iter().find(|(name, _)| *name == "covariates");
        let covariates: &[&str] = named.map_or(&[], |(_, names)| names);
        for given in conventions(indicator) {
            let Some(before) = computed(indicator, indicator.example.input, &given) else { continue };
            for text in moved(indicator.example.input, &keys, covariates) {
                let Some(after) = computed(indicator, &text, &given) else { continue };
                let (was, is) = (by_key(&before.figures), by_key(&after.figures));
                for (key, was) in &was {
                    let Some(is) = is.get(key) else { continue };
                    compared += 1;
                    seen.insert(indicator.id);
                    if let Some(fault) = fault(&before, &after, *was, *is, indicator.method) {
                        faults.entry((indicator.id, key.0.clone())).or_insert(fault);
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    let pupils = INDICATORS.iter().filter(|indicator| indicator.is_about_pupils()).count();
    assert!(seen.len() == pupils && compared > 5_000, "{} of {pupils}, {compared}", seen.len());
}

/// The definition says of each measure what it discloses; what an indicator gives tells just that, under every
/// convention.
#[test]
fn figures_tell_what_their_definitions_declare() {
    for indicator in INDICATORS {
        for given in conventions(indicator) {
            let Some(computed) = computed(indicator, indicator.example.input, &given) else { continue };
            for figure in computed.figures.iter().filter(|figure| figure.value().is_some()) {
                let discloses = measure_of(figure.indicator(), figure.measure()).unwrap().discloses;
                let of = (indicator.id, figure.measure(), &given);
                assert!(discloses.is_told_by(figure), "{of:?}: {discloses:?}, {:?}", figure.told());
            }
        }
    }
}

/// The number of each count that is told, or of events alone.
fn count(computed: &Computed, figure: FigureRef<'_>, told: &Told) -> Option<Rational> {
    let of_event = |part: &Part| match part.range {
        Range::Event { count, .. } => Some(whole(i128::from(count))),
        _ => None,
    };
    let of_base = |part: &Part| match part.range {
        Range::Base { count, .. } => Some(whole(i128::from(count))),
        _ => None,
    };
    if told.is_event() {
        let base = told.parts.iter().find_map(of_base);
        return base.or_else(|| Some(told.parts.iter().filter_map(of_event).sum()));
    }
    value(computed, figure, told)
}

/// Numerators and denominators are written where a figure is computed, what it declares where it is defined: the
/// numerator is one of the counts of whom its definition says are counted, the denominator one of those of all, n of
/// either.
#[test]
fn numerators_and_denominators_are_the_counts_that_definitions_declare() {
    let mut faults = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for indicator in INDICATORS.iter().filter(|of| matches!(of.method, Method::Exam(_) | Method::Against(..)))
    {
        for given in conventions(indicator) {
            let Some(computed) = computed(indicator, indicator.example.input, &given) else { continue };
            for figure in computed.figures.iter().filter(|figure| figure.value().is_some()) {
                let discloses = measure_of(figure.indicator(), figure.measure()).unwrap().discloses;
                let (part, all) = match discloses {
                    Discloses::Count(part) => (part, None),
                    Discloses::Share { part, whole } => (part, Some(whole)),
                    _ => continue,
                };
                let counts = |whom: Whom| -> Vec<Rational> {
                    let told =
                        figure.told().iter().filter(|told| told.what == What::Count && whom.is_of(told));
                    told.filter_map(|told| count(&computed, figure, told)).collect()
                };
                let exact = |value: Option<Value>| match value {
                    Some(Value::Exact(number)) => Some(number),
                    _ => None,
                };
                let own = exact(if all.is_some() { figure.numerator() } else { figure.value() });
                let n = figure.n().map(|n| whole(i128::from(n)));
                let mut wrong = |name: &str, number: Option<Rational>, whom: &[Whom]| {
                    let Some(number) = number else { return };
                    let of: Vec<Rational> = whom.iter().flat_map(|whom| counts(*whom)).collect();
                    if !of.contains(&number) {
                        let what = format!("{name} is {number}, {whom:?} are {of:?}, {given:?}");
                        faults.entry((indicator.id, figure.measure().to_owned())).or_insert(what);
                    }
                };
                wrong("numerator", own, &[part]);
                if let Some(all) = all {
                    wrong("denominator", exact(figure.denominator()), &[all]);
                    wrong("n", n, &[part, all]);
                }
                seen.insert(indicator.id);
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(seen.len() >= 15, "{seen:?}");
}
