//! The places that follow from the means or rates of units, and how sure they are. They are found from figures alone, so
//! that a release can find them again among those that it shows.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{ID, PUBLISHED, whole};
use crate::figures::{Clauses, Figure, FigureRef, Figures, Phrase, Status, Term, Unit, Value};
use crate::indicators::arguments::Arguments;
use crate::stats::ranks::{Family, Surely, Unit as Estimate, by_bootstrap, by_holm};

/// The measures that are given where the top is asked for stand last.
const PLACES: [&str; 5] = ["rank", "best_rank", "worst_rank", "surely_top", "possibly_top"];

/// What is said of the places.
pub fn methods(arguments: &Arguments) -> Clauses {
    let is = |name: &str, value: &str| arguments.text(name) == Some(value);
    let direction = if is("direction", "lowest") { &LOWEST_FIRST } else { &HIGHEST_FIRST };
    let family = if is("family", "simultaneous") { &SIMULTANEOUS } else { &MARGINAL };
    let within = arguments.all("within");
    let keys: Vec<Term> = within.iter().map(|key| Term::key(key.as_str())).collect();
    let within = (!keys.is_empty()).then(|| WITHIN.with([Term::List(keys)]));
    let minimum = arguments.whole("minimum").map(|minimum| MINIMUM.with([Term::chosen(minimum)]));
    let procedure = match is("procedure", "bootstrap") {
        true => BOOTSTRAP.with([
            Term::chosen(arguments.whole("replicates").unwrap_or(0)),
            Term::chosen(arguments.whole("seed").unwrap_or(0)),
        ]),
        false => (&HOLM).into(),
    };
    Clauses::from(direction).and(within).and(family).and(procedure).and(minimum)
}

/// The figures of the places of one unit, still without.
pub fn empty(statistic: &Figure, method: &Clauses, arguments: &Arguments) -> Vec<Figure> {
    let top = arguments.whole("top");
    let of_top = top.map(|top| TOP.with([Term::chosen(top)]));
    let place = |measure: &'static str| {
        let is_of_top = measure.ends_with("_top");
        let method = statistic.method.and(method.clone()).and(of_top.clone().filter(|_| is_of_top));
        Figure {
            year: statistic.year,
            group: statistic.group.clone(),
            subject: statistic.subject.clone(),
            n: statistic.n,
            told: statistic.told.clone(),
            method,
            ..Figure::new(statistic.indicator, measure, Unit::Number)
        }
    };
    PLACES.into_iter().take(if top.is_some() { 5 } else { 3 }).map(place).collect()
}

/// The figures of one unit in one subject and year, by their places in the set.
#[derive(Default)]
struct OfUnit {
    statistic: Option<usize>,
    places: Vec<usize>,
}

type Place<'a> = (Option<i32>, Option<&'a str>, Vec<Option<&'a str>>);

/// Places the units that are shown; the others are neither placed nor counted.
pub fn fill(figures: &mut Figures, arguments: &Arguments) {
    let within: Vec<usize> =
        arguments.all("within").iter().filter_map(|key| figures.key_index(key)).collect();
    let minimum = arguments.whole("minimum").unwrap_or(0);
    let mut units: BTreeMap<Place<'_>, OfUnit> = BTreeMap::new();
    for (at, figure) in
        figures.iter().enumerate().filter(|(_, figure)| [ID, PUBLISHED].contains(&figure.indicator()))
    {
        let group = figure.group().iter().map(|label| label.as_deref()).collect();
        let of = units.entry((figure.year(), figure.subject(), group)).or_default();
        match figure.measure() {
            "mean" | "rate" | "value" => of.statistic = Some(at),
            measure if PLACES.contains(&measure) => of.places.push(at),
            _ => {}
        }
    }
    // A total of all groups, or of those of some keys, is no unit beside them.
    type Ranking<'a> = (Option<i32>, Option<&'a str>, Vec<Option<&'a str>>, Vec<bool>);
    let mut rankings: BTreeMap<Ranking<'_>, Vec<(usize, &OfUnit)>> = BTreeMap::new();
    let mut found: Vec<(usize, Placed)> = Vec::new();
    for ((year, subject, group), of_unit) in &units {
        let Some(statistic) = of_unit.statistic else { continue };
        match unplaced(figures.get(statistic), of_unit, figures, group, minimum) {
            Some(why) => found.extend(of_unit.places.iter().map(|at| (*at, why.clone()))),
            None => {
                let range = within.iter().map(|at| group[*at]).collect();
                let pattern = group.iter().map(Option::is_some).collect();
                rankings.entry((*year, *subject, range, pattern)).or_default().push((statistic, of_unit));
            }
        }
    }
    for ranked in rankings.values() {
        let statistics: Vec<usize> = ranked.iter().map(|(statistic, _)| *statistic).collect();
        for ((_, of_unit), placed) in ranked.iter().zip(placed(figures, &statistics, arguments)) {
            found.extend(of_unit.places.iter().map(|at| (*at, placed.clone())));
        }
    }
    drop(rankings);
    drop(units);
    let (top, confidence) = (arguments.whole("top"), arguments.confidence());
    for (at, placed) in found {
        figures.update(at, |figure| placed.enter(figure, top, confidence));
    }
}

/// Why a unit has no place; `None` where it has.
fn unplaced(
    statistic: FigureRef<'_>,
    of_unit: &OfUnit,
    figures: &Figures,
    group: &[Option<&str>],
    minimum: u64,
) -> Option<Placed> {
    let is_hidden = |at: &usize| figures.get(*at).status() == Status::Suppressed;
    if of_unit.places.iter().any(is_hidden) {
        return Some(Placed::Hidden);
    }
    if statistic.value().is_none() {
        return Some(Placed::Without(statistic.status(), statistic.note().clone()));
    }
    let not = |why: &'static Phrase| Some(Placed::Without(Status::NotApplicable, why.into()));
    if group.iter().all(Option::is_none) {
        return not(&NO_GROUPS);
    }
    if group.contains(&Some("")) {
        return not(&NO_NAME);
    }
    match statistic.n().is_some_and(|n| n < minimum) {
        true => not(&TOO_FEW),
        false => None,
    }
}

/// The places of the units of one ranking, in their order.
fn placed(figures: &Figures, ranked: &[usize], arguments: &Arguments) -> Vec<Placed> {
    let is_lowest_first = arguments.text("direction") == Some("lowest");
    let value = |at: &usize| figures.get(*at).value().unwrap_or(Value::Real(f64::NAN));
    let is_better = |one: Value, other: Value| {
        let order = match (one, other) {
            (Value::Exact(one), Value::Exact(other)) => one.cmp(&other),
            _ => one.to_f64().total_cmp(&other.to_f64()),
        };
        order == if is_lowest_first { Ordering::Less } else { Ordering::Greater }
    };
    let values: Vec<Value> = ranked.iter().map(value).collect();
    let estimates: Vec<Estimate> = ranked
        .iter()
        .map(|at| {
            let figure = figures.get(*at);
            let own = figure.value().map_or(f64::NAN, Value::to_f64);
            Estimate { value: if is_lowest_first { -own } else { own }, se: figure.se() }
        })
        .collect();
    let among = ranked.len();
    let one = |(at, surely): (usize, Surely)| Placed::At {
        rank: 1 + values.iter().filter(|other| is_better(**other, values[at])).count(),
        best: 1 + surely.better,
        worst: among - surely.worse,
        among,
        has_error: estimates[at].se.is_some(),
    };
    surely(&estimates, arguments).into_iter().enumerate().map(one).collect()
}

fn surely(estimates: &[Estimate], arguments: &Arguments) -> Vec<Surely> {
    let confidence = arguments.confidence();
    let family = match arguments.text("family") {
        Some("simultaneous") => Family::All,
        _ => Family::OfEach,
    };
    match arguments.text("procedure") {
        Some("bootstrap") => {
            let whole = |name| arguments.whole(name).unwrap_or(1);
            let replicates = usize::try_from(whole("replicates")).unwrap_or(usize::MAX);
            by_bootstrap(estimates, family, confidence, replicates, whole("seed"))
        }
        _ => by_holm(estimates, family, confidence),
    }
}

/// What becomes of the figures of a unit's places.
#[derive(Clone)]
enum Placed {
    /// As it is.
    Hidden,
    Without(Status, Clauses),
    At {
        rank: usize,
        best: usize,
        worst: usize,
        among: usize,
        has_error: bool,
    },
}

impl Placed {
    fn enter(self, figure: &mut Figure, top: Option<u64>, confidence: f64) {
        let bare = Figure { lower: None, upper: None, confidence: None, ..figure.clone() };
        *figure = match self {
            Placed::Hidden => return,
            Placed::Without(status, note) => Figure { note, ..bare.without_value(status) },
            Placed::At { rank, best, worst, among, has_error } => {
                let note =
                    Clauses::from(AMONG.with([Term::found(among)])).and((!has_error).then_some(&NO_ERROR));
                let is_top = |place: usize| usize::from(top.is_some_and(|top| place as u64 <= top));
                let value = match figure.measure {
                    "best_rank" => best,
                    "worst_rank" => worst,
                    "surely_top" => is_top(worst),
                    "possibly_top" => is_top(best),
                    _ => rank,
                };
                let interval = (figure.measure == "rank").then_some((best as f64, worst as f64));
                Figure {
                    note,
                    lower: interval.map(|(best, _)| best),
                    upper: interval.map(|(_, worst)| worst),
                    confidence: Some(confidence),
                    ..bare.with_value(whole(value))
                }
            }
        };
    }
}

static HIGHEST_FIRST: Phrase = Phrase::new("highest_first", "高者名次在前", "the highest comes first");
static LOWEST_FIRST: Phrase = Phrase::new("lowest_first", "低者名次在前", "the lowest comes first");
static WITHIN: Phrase = Phrase::new("ranked_within", "在同一{}内", "within one {}");
static MARGINAL: Phrase =
    Phrase::new("intervals_of_each", "每个名次各自的区间", "the interval of each place by itself");
static SIMULTANEOUS: Phrase =
    Phrase::new("intervals_of_all", "所有名次同时成立的区间", "intervals of all places at once");
static HOLM: Phrase = Phrase::new(
    "differences_by_holm",
    "两两之差的 z 检验，Holm 校正",
    "z tests of the differences, adjusted by Holm",
);
static BOOTSTRAP: Phrase = Phrase::new(
    "differences_by_bootstrap",
    "最大标准化差的参数自助法，{} 次，种子 {}",
    "parametric bootstrap of the largest standardised difference, {} replicates, seed {}",
);
static MINIMUM: Phrase = Phrase::new(
    "ranked_from",
    "有成绩的不足 {} 人不排名次，也不计入单位数",
    "units of fewer than {} with a score are neither ranked nor counted",
);
static TOP: Phrase = Phrase::new("top_places", "前 {} 名", "the first {}");
static AMONG: Phrase = Phrase::new("ranked_among", "共 {} 个单位排名次", "ranked among {} units");
static NO_ERROR: Phrase = Phrase::new(
    "place_without_error",
    "误差算不出（不足 2 所学校或没有差异），名次区间为全部名次",
    "no error (fewer than 2 schools, or none that differ): the interval is all places",
);
static TOO_FEW: Phrase = Phrase::new("unit_too_small", "人数太少，不排名次", "too few to be ranked");
static NO_NAME: Phrase =
    Phrase::new("unit_without_name", "单位名称空缺，不排名次", "the unit has no name and is not ranked");
static NO_GROUPS: Phrase =
    Phrase::new("no_units", "没有分组，谈不上名次", "there are no groups to be ranked");
