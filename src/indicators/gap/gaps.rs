//! The gap in every measure, between two groups or several, by year.

use std::collections::BTreeMap;

use super::change::{Before, change};
use super::errors::level;
use super::measure::{Measure, Missing};
use super::rules::Rules;
use super::sides::{Pair, labels_at};
use super::{Comparison, comparisons};
use crate::error::{Error, Result};
use crate::exam::Exam;
use crate::figures::{Figure, Figures, Phrase, Status, Term};
use crate::indicators::arguments::Request;
use crate::indicators::grouping::grouping_keys;
use crate::indicators::lines::CutScore;
use crate::indicators::mean_and_rates::NO_FULL_MARK;
use crate::lang::Text;
use crate::number::{Rational, plain};
use crate::records::Subject;
use crate::stats::holm::holm;
use crate::tally::Tally;

/// The dimensions of the table behind the grouping keys.
const DIMENSIONS: [&str; 4] = ["first", "second", "probability", "line"];

/// Each measure by its name, with that of its change.
pub const NAMES: &[(&str, &str)] = &[
    ("difference", "difference_change"),
    ("ratio", "ratio_change"),
    ("percent", "percent_change"),
    ("cohens_d", "cohens_d_change"),
    ("hedges_g", "hedges_g_change"),
    ("superiority", "superiority_change"),
    ("v", "v_change"),
    ("quantile_difference", "quantile_difference_change"),
    ("rate_difference", "rate_difference_change"),
    ("rate_ratio", "rate_ratio_change"),
    ("odds_ratio", "odds_ratio_change"),
    ("below_first_median", "below_first_median_change"),
    ("below_second_median", "below_second_median_change"),
];

/// A measure asked for, with what it is taken at.
struct Asked<'a> {
    name: &'static str,
    change_name: &'static str,
    at: At<'a>,
}

#[derive(Clone, Copy)]
enum At<'a> {
    Nothing,
    Probability(Rational),
    Line(&'a CutScore),
}

impl Asked<'_> {
    /// # Errors
    /// A share of a full mark that is not known.
    pub fn measure(&self, subject: &Subject) -> std::result::Result<Measure, Missing> {
        Ok(match (self.name, self.at) {
            ("quantile_difference", At::Probability(p)) => Measure::QuantileDifference(p),
            ("rate_difference", At::Line(line)) => Measure::RateDifference(points(line, subject)?),
            ("rate_ratio", At::Line(line)) => Measure::RateRatio(points(line, subject)?),
            ("odds_ratio", At::Line(line)) => Measure::OddsRatio(points(line, subject)?),
            (name, _) => plain_measure(name),
        })
    }

    fn labels(&self) -> [Option<String>; 2] {
        match self.at {
            At::Nothing => [None, None],
            At::Probability(p) => [Some(plain(p)), None],
            At::Line(line) => [None, Some(line.name.clone())],
        }
    }
}

/// A measure that is taken at no probability and no line.
pub fn plain_measure(name: &str) -> Measure {
    match name {
        "ratio" => Measure::Ratio,
        "percent" => Measure::Percent,
        "cohens_d" => Measure::CohensD,
        "hedges_g" => Measure::HedgesG,
        "superiority" => Measure::Superiority,
        "v" => Measure::V,
        "below_first_median" => Measure::BelowFirstMedian,
        "below_second_median" => Measure::BelowSecondMedian,
        _ => Measure::Difference,
    }
}

/// A line in points: up to 1 it is a share of the full mark.
pub fn points(line: &CutScore, subject: &Subject) -> std::result::Result<Rational, Missing> {
    if line.score > Rational::from_integer(1) {
        return Ok(line.score);
    }
    let unknown = Missing { status: Status::MissingInput, note: Some(&NO_FULL_MARK) };
    Ok(line.score * subject.full_mark.ok_or(unknown)?)
}

/// The lines of an argument; lines by track are for groups by track, one by one.
pub fn lines(request: &Request<'_>, argument: &str) -> Result<Vec<CutScore>> {
    let lines = request.arguments.cut_scores(argument).to_vec();
    match lines.iter().find(|line| line.track.is_some()) {
        None => Ok(lines),
        Some(line) => Err(Error::InvalidArgument {
            argument: argument.to_owned(),
            found: line.track.clone().unwrap_or_default(),
            expected: Text::new(
                "不带科类的分数线，如 本二=498；各科类的线不同时，请按科类分别计算",
                "a line without a track, such as 本二=498; where tracks differ, take one track at a time",
            ),
        }),
    }
}

pub fn holds(line: &CutScore, year: Option<i32>) -> bool {
    line.year.is_none() || year.is_none() || line.year == year
}

pub fn gap(exam: &Exam, request: &Request<'_>) -> Result<Figures> {
    let rules = Rules::asked(exam, request)?;
    let pairs = pairs(request)?;
    let lines = lines(request, "lines")?;
    check_lines(request, &lines)?;
    let asked = asked(request, &lines);
    let compared = comparisons(exam, request, &rules, pairs)?;
    let by = grouping_keys(request);
    let mut figures = Figures::new(by.iter().copied().chain(DIMENSIONS).map(str::to_owned).collect());
    let mut before: BTreeMap<_, Before<'_>> = BTreeMap::new();
    for comparison in &compared {
        for asked in asked.iter() {
            if matches!(asked.at, At::Line(line) if !holds(line, comparison.year)) {
                continue;
            }
            let measured =
                asked.measure(&comparison.subject).and_then(|measure| comparison.measured(measure, &rules));
            figures.push(level(place(comparison, asked, asked.name), &measured, &rules));
            let series = (comparison.series(), asked.name, asked.labels());
            if let Some(last) = before.get(&series) {
                let figure = place(comparison, asked, asked.change_name);
                figures.push(change(figure, &measured, last, &rules));
            }
            if let Ok(measured) = measured {
                before.insert(series, Before { year: comparison.year, measured });
            }
        }
    }
    adjust(&mut figures, by.len());
    Ok(figures)
}

/// A gap in a rate that is asked for by name needs its line.
fn check_lines(request: &Request<'_>, lines: &[CutScore]) -> Result<()> {
    let of_rates = |name: &String| ["rate_difference", "rate_ratio", "odds_ratio"].contains(&name.as_str());
    match lines.is_empty() && request.arguments.all("measures").iter().any(of_rates) {
        true => Err(Error::MissingArgument {
            indicator: "gap".to_owned(),
            argument: "lines".to_owned(),
            expected: Text::new("要达到的分数线", "the line to reach"),
        }),
        false => Ok(()),
    }
}

fn place(comparison: &Comparison, asked: &Asked<'_>, name: &'static str) -> Figure {
    // Any score will do: the unit does not depend on it.
    let measure = match (asked.name, asked.at) {
        ("quantile_difference", _) => Measure::QuantileDifference(Rational::new(1, 2)),
        ("rate_difference", _) => Measure::RateDifference(Rational::new(1, 2)),
        ("rate_ratio" | "odds_ratio", _) => Measure::Ratio,
        (name, _) => plain_measure(name),
    };
    let mut figure = comparison.place(Figure::new("gap", name, measure.unit()));
    let sides = comparison.sides.each_ref().map(|side| Some(side.name()).filter(|name| !name.is_empty()));
    figure.group.extend(sides);
    figure.group.extend(asked.labels());
    figure
}

/// The measures asked for (all, if none is), each at its probabilities or lines.
fn asked<'a>(request: &Request<'_>, lines: &'a [CutScore]) -> Vec<Asked<'a>> {
    let chosen = request.arguments.all("measures");
    let mut probabilities = request.arguments.numbers("probabilities");
    if probabilities.is_empty() {
        probabilities = [10, 25, 50, 75, 90].map(|percent| Rational::new(percent, 100)).to_vec();
    }
    let mut asked = Vec::new();
    for &(name, change_name) in NAMES {
        if !chosen.is_empty() && !chosen.iter().any(|chosen| chosen == name) {
            continue;
        }
        let places: Vec<At<'_>> = match name {
            "quantile_difference" => probabilities.iter().map(|p| At::Probability(*p)).collect(),
            "rate_difference" | "rate_ratio" | "odds_ratio" => lines.iter().map(At::Line).collect(),
            _ => vec![At::Nothing],
        };
        asked.extend(places.into_iter().map(|at| Asked { name, change_name, at }));
    }
    asked
}

type Pairs = Box<dyn Fn(&[&Tally], usize) -> Result<Vec<Pair>>>;

/// Which groups are compared: two, each with a reference, or all pairs in the order of their labels.
fn pairs(request: &Request<'_>) -> Result<Pairs> {
    let compare = request.arguments.text("compare").unwrap_or_default();
    if compare == "two" {
        let pair = Pair::asked(request)?;
        return Ok(Box::new(move |tallies, at| Ok(vec![pair.among(&labels_at(tallies, at))?])));
    }
    if let Some(argument) = ["first", "second"].into_iter().find(|name| request.arguments.contains(name)) {
        return Err(Error::InvalidArgument {
            argument: argument.to_owned(),
            found: request.arguments.all(argument).join(", "),
            expected: Text::new(
                "只与 compare=two 同用；多组比较用全部标签",
                "nothing, unless compare = two: several groups are compared by all their labels",
            ),
        });
    }
    if compare == "all" {
        return Ok(Box::new(|tallies, at| {
            let labels = labels_at(tallies, at);
            if labels.len() < 2 {
                return Err(Error::InvalidArgument {
                    argument: "compare".to_owned(),
                    found: labels.join(", "),
                    expected: Text::new("至少两个组", "at least two groups"),
                });
            }
            let later = |(place, first): (usize, &String)| {
                labels[place + 1..].iter().map(|second| Pair::of(first, second)).collect::<Vec<_>>()
            };
            Ok(labels.iter().enumerate().flat_map(later).collect())
        }));
    }
    let reference = request.arguments.text("reference").ok_or_else(|| Error::MissingArgument {
        indicator: "gap".to_owned(),
        argument: "reference".to_owned(),
        expected: Text::new("作为参照的一组的标签", "the label of the group to compare with"),
    })?;
    let reference = reference.to_owned();
    Ok(Box::new(move |tallies, at| {
        let (found, others): (Vec<_>, Vec<_>) =
            labels_at(tallies, at).into_iter().partition(|label| *label == reference);
        if found.is_empty() {
            return Err(Error::InvalidArgument {
                argument: "reference".to_owned(),
                found: reference.clone(),
                expected: Text::new("数据中有的标签", "a label that the data have"),
            });
        }
        Ok(others.iter().map(|label| Pair::of(label, &reference)).collect())
    }))
}

/// Holm's adjustment over the pairs of each measure in each year, group and subject.
fn adjust(figures: &mut Figures, leading: usize) {
    let mut families: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate().filter(|(_, figure)| figure.p_value().is_some()) {
        let place = (figure.group()[..leading].to_vec(), figure.group()[leading + 2..].to_vec());
        let family = (figure.measure(), figure.year(), figure.subject_label().cloned(), place);
        families.entry(family).or_default().push(at);
    }
    for members in families.into_values().filter(|members| members.len() > 1) {
        let raw: Vec<f64> = members.iter().filter_map(|at| figures.get(*at).p_value()).collect();
        for (at, p_value) in members.iter().zip(holm(&raw)) {
            figures.update(*at, |figure| {
                figure.p_value = Some(p_value);
                figure.method = figure.method.and(HOLM.with([Term::found(raw.len())]));
            });
        }
    }
}

static HOLM: Phrase = Phrase::new("holm", "p 值经 Holm 调整（共 {} 对）", "p by Holm over {} pairs");
