//! What share of the points of each part of the plan a group reached: 知识点得分率.

use super::difficulty::share_of;
use super::paper::{Group, Paper, few, groups, subject_of};
use super::points::{Held, Point, held, points};
use crate::error::Result;
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit as Of, Value};
use crate::indicators::arguments::{Arguments, Request};
use crate::number::{Rational, to_f64};
use crate::records::{Item, ItemSheet};
use crate::stats::items::alpha;
use crate::stats::normal_quantile;

pub const ID: &str = "knowledge_rates";
/// A part of fewer points, or of so few items, is told to be one.
const FEW_POINTS: i128 = 5;
const FEW_ITEMS: usize = 3;

pub fn knowledge_rates(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let paper = Paper::asked(sheet, request.arguments);
    let points = points(sheet, request.arguments)?;
    let of = groups(sheet, request.by)?;
    let dimension = dimension(request.arguments);
    let by = request.by.iter().filter(|key| *key != crate::exam::YEAR).cloned();
    let across = request.arguments.text("across").map(str::to_owned);
    let is_crossed = across.is_some();
    let mut figures = Figures::new(by.chain([dimension]).chain(across).collect());
    let subject = subject_of(sheet);
    let asked = Asked { sheet, arguments: request.arguments };
    let mut all: Vec<Vec<Vec<Figure>>> = of.iter().map(|_| Vec::new()).collect();
    for point in &points {
        crate::threads::check();
        match point.full {
            Some(full) => {
                for held in held(&paper, &of, point, full, request.arguments) {
                    let mut own = asked.figures(point, full, &held);
                    own.push(asked.alpha(point, &of[held.group].candidates));
                    all[held.group].push(own);
                }
            }
            None => of.iter().zip(&mut all).for_each(|(group, all)| all.push(asked.unknown(point, group))),
        }
    }
    for (group, of_points) in of.iter().zip(all) {
        for (point, own) in points.iter().zip(of_points) {
            let mut labels = group.labels.with(Some(point.label.as_str().into()));
            if is_crossed {
                labels = labels.with(point.across.as_deref().map(Into::into));
            }
            for figure in own {
                let subject = subject.clone();
                figures.push(Figure { year: group.year, group: labels.clone(), subject, ..figure });
            }
        }
    }
    Ok(figures)
}

/// The key of the parts.
pub fn dimension(arguments: &Arguments) -> String {
    arguments.text("of").unwrap_or("knowledge").to_owned()
}

struct Asked<'a> {
    sheet: &'a ItemSheet,
    arguments: &'a Arguments,
}

impl Asked<'_> {
    fn figure(&self, measure: &'static str, unit: Of, n: i128, point: &Point) -> Figure {
        let weak = point.items.len() < FEW_ITEMS
            || point.full.is_some_and(|full| full < Rational::from_integer(FEW_POINTS));
        Figure { n: Some(n as u64), ..Figure::new(ID, measure, unit) }
            .noted(few(n as usize))
            .noted(weak.then_some(&FEW_ITEMS_OF_POINT))
    }

    fn unknown(&self, point: &Point, group: &Group) -> Vec<Figure> {
        let n = group.candidates.len() as i128;
        let none = |measure, unit| {
            self.figure(measure, unit, n, point).noted(&NO_FULL_MARK).without_value(Status::MissingInput)
        };
        vec![
            none("rate", Of::Percent),
            none("gap", Of::PercentagePoints),
            none("mastery", Of::Percent),
            none("mastery_gap", Of::PercentagePoints),
            none("alpha", Of::Number),
        ]
    }

    /// How far the items of a point hang together, where there are enough of them.
    fn alpha(&self, point: &Point, candidates: &[usize]) -> Figure {
        let n = candidates.len();
        let figure = self.figure("alpha", Of::Number, n as i128, point);
        let is_choice = |(at, _): &(usize, Rational)| self.sheet.items[*at].choice.is_some();
        if n == 0 {
            return figure.without_value(Status::NoDenominator);
        }
        if point.items.len() < FEW_ITEMS || point.items.iter().any(is_choice) {
            return figure.without_value(Status::NotApplicable);
        }
        let factors = point.factors(point.unit());
        let squares = |score: &dyn Fn(usize) -> i128| {
            let both =
                candidates.iter().map(|at| score(*at)).fold([0, 0], |[x, xx], own| [x + own, xx + own * own]);
            n as i128 * both[1] - both[0] * both[0]
        };
        let of_item = |(at, factor): (&usize, &i128)| {
            squares(&|candidate| i128::from(self.sheet.scores[*at][candidate].max(0)) * factor)
        };
        let items: Vec<usize> = point.items.iter().map(|(at, _)| *at).collect();
        let parts: Vec<i128> = items.iter().zip(&factors).map(of_item).collect();
        let total = squares(&|candidate| point.score(self.sheet, &factors, candidate));
        match alpha(&parts, total) {
            Some(alpha) => figure.with_value(Value::Exact(alpha)),
            None => figure.without_value(Status::NotApplicable),
        }
    }

    fn figures(&self, point: &Point, full: Rational, held: &Held) -> Vec<Figure> {
        let n = held.reached.n;
        let hundred = Rational::from_integer(100);
        let confidence = self.arguments.confidence();
        let z = normal_quantile(0.5 + confidence / 2.0).unwrap_or(f64::NAN);
        let counted = counts_said(self.sheet, self.arguments);
        let of = |measure, unit, value: Option<Rational>, error: Option<f64>| {
            let figure = self.figure(measure, unit, n, point);
            let Some(value) = value else { return figure.without_value(Status::NoDenominator) };
            let (value, error) = (value * hundred, error.map(|error| error * 100.0));
            let near = |sign: f64| error.map(|error| to_f64(value) + sign * z * error);
            let (lower, upper) = (near(-1.0), near(1.0));
            Figure { se: error, lower, upper, confidence: error.map(|_| confidence), ..figure }
                .with_value(Value::Exact(value))
        };
        let exact = |number| Some(Value::Exact(number));
        let rate = of("rate", Of::Percent, held.rate, held.reached.error());
        let below = full * Rational::from_integer(n);
        let rate = Figure {
            numerator: exact(held.reached.sum),
            denominator: exact(below),
            method: counted.clone(),
            ..rate
        };
        let others = self.arguments.text("reference") == Some("others");
        let reference = counted.and(if others { &AGAINST_OTHERS } else { &AGAINST_ALL });
        let gap = of("gap", Of::PercentagePoints, held.gap, held.gap_error);
        let line = self.arguments.number("mastery").unwrap_or(Rational::new(3, 5));
        let mastered = counted.and(MASTERY.with([Term::chosen(line * hundred)]));
        let mastery = share_of(self.figure("mastery", Of::Percent, n, point), held.reached.masters, n);
        let mastery_gap = of("mastery_gap", Of::PercentagePoints, held.mastery_gap, None);
        let count =
            |measure, unit, value| self.figure(measure, unit, n, point).with_value(Value::Exact(value));
        vec![
            rate,
            Figure { method: reference.clone(), ..gap },
            Figure { method: mastered.clone(), ..mastery },
            Figure {
                method: mastered.and(if others { &AGAINST_OTHERS } else { &AGAINST_ALL }),
                ..mastery_gap
            },
            count("items", Of::Count, Rational::from_integer(point.items.len() as i128)),
            count("points", Of::Points, full),
        ]
    }
}

/// How an item of several points counts for each, where there is one.
pub fn counts_said(sheet: &ItemSheet, arguments: &Arguments) -> Clauses {
    let several = |item: &Item| match arguments.text("of") {
        Some("ability") => item.ability.len() > 1,
        None | Some("knowledge") => item.knowledge.len() > 1,
        _ => false,
    };
    match (sheet.items.iter().any(several), arguments.text("counts")) {
        (false, _) => Clauses::default(),
        (true, Some("equal")) => (&COUNTS_EQUALLY).into(),
        (true, Some("given")) => (&COUNTS_AS_GIVEN).into(),
        _ => (&COUNTS_IN_FULL).into(),
    }
}

static FEW_ITEMS_OF_POINT: Phrase =
    Phrase::new("few_items_of_point", "题少或分少，不稳定", "few items or points: unsteady");
static NO_FULL_MARK: Phrase =
    Phrase::new("point_without_full_mark", "有题的满分未知", "the full mark of an item is not known");
static AGAINST_ALL: Phrase =
    Phrase::new("against_all_of_year", "与全体（含本组）比", "against all, the group among them");
static AGAINST_OTHERS: Phrase = Phrase::new("against_the_others", "与其余各组比", "against the other groups");
static MASTERY: Phrase =
    Phrase::new("mastery_from", "得分率 {} % 及以上为掌握", "mastery from a rate of {} %");
static COUNTS_IN_FULL: Phrase = Phrase::new(
    "item_counts_in_full",
    "一题有几个知识点的，对每个都全计，满分合计大于全卷",
    "an item of several points counts in full for each, so that their full marks add to more than the paper",
);
static COUNTS_EQUALLY: Phrase = Phrase::new(
    "item_counts_equally",
    "一题有几个知识点的，均分",
    "an item of several points is divided equally",
);
static COUNTS_AS_GIVEN: Phrase = Phrase::new(
    "item_counts_as_given",
    "一题有几个知识点的，按细目表的分值",
    "an item of several points is divided as the plan says",
);
