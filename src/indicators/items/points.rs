//! Parts of the plan (points of knowledge, abilities, types), and what a group has of each.

use super::paper::{Group, Paper, Unit, units};
use crate::error::{Error, Result};
use crate::indicators::arguments::Arguments;
use crate::lang::Text;
use crate::number::{Rational, to_f64};
use crate::records::{Item, ItemSheet, Part};

/// A part of the plan: which share of which item is its own.
pub struct Point {
    pub label: String,
    /// What else its items are, where parts are crossed.
    pub across: Option<String>,
    /// Item and its weight.
    pub items: Vec<(usize, Rational)>,
    /// The points that can be had, `None` where a full mark is not known.
    pub full: Option<Rational>,
}

/// The parts of a kind, in the order of the items.
///
/// # Errors
/// A kind that the plan does not have.
pub fn points(sheet: &ItemSheet, arguments: &Arguments) -> Result<Vec<Point>> {
    let text = |name, usual| arguments.text(name).unwrap_or(usual);
    let (of, share) = (text("of", "knowledge"), text("counts", "full"));
    match arguments.text("across") {
        Some(across) => crossed(sheet, [of, across], share),
        None => points_of(sheet, of, share),
    }
}

/// Every part of one kind with every part of another that some item is both of.
fn crossed(sheet: &ItemSheet, [of, across]: [&str; 2], share: &str) -> Result<Vec<Point>> {
    let mut found: Vec<Point> = Vec::new();
    for (at, item) in sheet.items.iter().enumerate() {
        for (label, weight) in weights(item, of, share) {
            for (other, own) in weights(item, across, share) {
                let both = (at, weight * own);
                let is_same =
                    |point: &&mut Point| point.label == label && point.across.as_deref() == Some(&other);
                match found.iter_mut().find(is_same) {
                    Some(point) => point.items.push(both),
                    None => found.push(Point {
                        label: label.clone(),
                        across: Some(other),
                        items: vec![both],
                        full: None,
                    }),
                }
            }
        }
    }
    if found.is_empty() {
        return Err(not_in_plan("across", across));
    }
    found.iter_mut().for_each(|point| point.full = full(sheet, &point.items));
    Ok(found)
}

fn not_in_plan(argument: &str, found: &str) -> Error {
    Error::InvalidArgument {
        argument: argument.to_owned(),
        found: found.to_owned(),
        expected: Text::new(
            "细目表里有的一项：knowledge（知识点）、ability（能力层次）、type（题型）、question（题）、item（小题）、objective（客观、主观）或别的列的表头",
            "something that the plan says: knowledge, ability, type, question, item, objective, or the header of another column",
        ),
    }
}

/// # Errors
/// A kind that the plan does not have.
pub fn points_of(sheet: &ItemSheet, of: &str, share: &str) -> Result<Vec<Point>> {
    let mut found: Vec<Point> = Vec::new();
    if ["question", "item"].contains(&of) {
        // A choice is one question of all who had it.
        let one = Rational::from_integer(1);
        let whole = |unit: Unit| Point {
            label: unit.id,
            across: None,
            items: unit.items.into_iter().map(|at| (at, one)).collect(),
            full: None,
        };
        found.extend(units(sheet, of == "question").0.into_iter().map(whole));
    }
    for (at, item) in sheet.items.iter().enumerate() {
        for (label, weight) in weights(item, of, share) {
            match found.iter_mut().find(|point| point.label == label) {
                Some(point) => point.items.push((at, weight)),
                None => found.push(Point { label, across: None, items: vec![(at, weight)], full: None }),
            }
        }
    }
    if found.is_empty() {
        return Err(not_in_plan("of", of));
    }
    for point in &mut found {
        point.full = full(sheet, &point.items);
    }
    Ok(found)
}

/// Of a choice the best that can be had counts once.
pub fn full(sheet: &ItemSheet, items: &[(usize, Rational)]) -> Option<Rational> {
    let mut sum = Rational::from_integer(0);
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for (at, weight) in items {
        let item = &sheet.items[*at];
        let own = item.full_mark? * weight;
        match &item.choice {
            None => sum += own,
            Some(choice) => {
                let first = seen.iter().find(|(group, _)| *group == choice.group).map(|(_, first)| *first);
                if first.is_none_or(|first| first == item.question) {
                    seen.push((&choice.group, &item.question));
                    sum += own * Rational::from_integer(choice.choose as i128);
                }
            }
        }
    }
    Some(sum)
}

fn weights(item: &Item, of: &str, share: &str) -> Vec<(String, Rational)> {
    let one = Rational::from_integer(1);
    let whole = |label: String| vec![(label, one)];
    let parts = |parts: &[Part]| {
        let equal = Rational::new(1, parts.len().max(1) as i128);
        let of_part = |(label, points): &Part| {
            let given = points.zip(item.full_mark).map(|(points, full)| points / full);
            let weight = match share {
                "equal" => equal,
                "given" => given.unwrap_or(equal),
                _ => given.unwrap_or(one),
            };
            (label.clone(), weight)
        };
        parts.iter().map(of_part).collect()
    };
    match of {
        "knowledge" => parts(&item.knowledge),
        "ability" => parts(&item.ability),
        "type" => item.kind.clone().map(whole).unwrap_or_default(),
        "question" | "item" => Vec::new(),
        "objective" => {
            let name = |objective| if objective { "客观题" } else { "主观题" };
            item.objective.map(|objective| whole(name(objective).to_owned())).unwrap_or_default()
        }
        header => {
            let own = item.attributes.iter().find(|(name, _)| name == header);
            own.map(|(_, label)| whole(label.clone())).unwrap_or_default()
        }
    }
}

impl Point {
    /// All weights are whole numbers of it, so that scores are added in whole numbers.
    pub fn unit(&self) -> Rational {
        self.items.iter().fold(Rational::from_integer(1), |unit, (_, weight)| {
            crate::number::common_step(unit, *weight).unwrap_or(unit)
        })
    }

    pub fn factors(&self, unit: Rational) -> Vec<i128> {
        self.items.iter().map(|(_, weight)| (*weight / unit).to_integer()).collect()
    }

    pub fn score(&self, sheet: &ItemSheet, factors: &[i128], candidate: usize) -> i128 {
        let scores = self.items.iter().zip(factors);
        scores.map(|((at, _), factor)| i128::from(sheet.scores[*at][candidate].max(0)) * factor).sum()
    }
}

/// What a group has of a point.
#[derive(Clone, Copy)]
pub struct Reached {
    pub n: i128,
    /// Σ of the points reached.
    pub sum: Rational,
    /// Candidates at the line of mastery or above.
    pub masters: i128,
    /// Of a candidate's rate; `None` for one candidate.
    pub variance: Option<f64>,
}

impl Reached {
    pub fn of(
        paper: &Paper<'_>,
        point: &Point,
        full: Rational,
        candidates: &[usize],
        line: Rational,
    ) -> Reached {
        let step = paper.sheet.step;
        let unit = point.unit();
        let factors = point.factors(unit);
        let least = (line * full / (unit * step)).ceil().to_integer();
        let (mut sum, mut squares, mut masters) = (0i128, 0i128, 0i128);
        for candidate in candidates {
            let own = point.score(paper.sheet, &factors, *candidate);
            sum += own;
            squares += own * own;
            masters += i128::from(own >= least);
        }
        let n = candidates.len() as i128;
        let per = to_f64(unit * step / full);
        let variance = (n > 1).then(|| (n * squares - sum * sum) as f64 / (n * (n - 1)) as f64 * per * per);
        Reached { n, sum: Rational::from_integer(sum) * unit * step, masters, variance }
    }

    pub fn rate(&self, full: Rational) -> Option<Rational> {
        (self.n > 0).then(|| self.sum / (full * Rational::from_integer(self.n)))
    }

    pub fn error(&self) -> Option<f64> {
        self.variance.map(|variance| (variance / self.n as f64).sqrt())
    }

    /// The others, where these are some of them.
    fn without(&self, some: &Reached) -> (i128, Rational, i128) {
        (self.n - some.n, self.sum - some.sum, self.masters - some.masters)
    }
}

/// A group held against the reference in one point.
pub struct Held {
    pub group: usize,
    pub rate: Option<Rational>,
    pub gap: Option<Rational>,
    pub gap_error: Option<f64>,
    pub reached: Reached,
    pub mastery_gap: Option<Rational>,
}

/// Every group of every year against all of its year, or against the others.
pub fn held(
    paper: &Paper<'_>,
    of: &[Group],
    point: &Point,
    full: Rational,
    arguments: &Arguments,
) -> Vec<Held> {
    let line = arguments.number("mastery").unwrap_or(Rational::new(3, 5));
    let leave_out = arguments.text("reference") == Some("others");
    let one = |(at, group): (usize, &Group)| {
        let year: Vec<usize> = of
            .iter()
            .filter(|other| other.year == group.year)
            .flat_map(|other| other.candidates.clone())
            .collect();
        let others: Vec<usize> = of
            .iter()
            .enumerate()
            .filter(|(other, of_year)| *other != at && of_year.year == group.year)
            .flat_map(|(_, other)| other.candidates.clone())
            .collect();
        let reached = Reached::of(paper, point, full, &group.candidates, line);
        let all = Reached::of(paper, point, full, &year, line);
        let rest = Reached::of(paper, point, full, &others, line);
        let (n, sum, masters) = if leave_out { all.without(&reached) } else { (all.n, all.sum, all.masters) };
        let rate = reached.rate(full);
        let reference = (n > 0).then(|| sum / (full * Rational::from_integer(n)));
        let own_part = reached.n as f64 / all.n.max(1) as f64;
        let apart = reached.error().zip(rest.error()).map(|(a, b)| (a * a + b * b).sqrt());
        Held {
            group: at,
            gap: rate.zip(reference).map(|(own, other)| own - other),
            gap_error: apart.map(|error| if leave_out { error } else { error * (1.0 - own_part) }),
            mastery_gap: (n > 0 && reached.n > 0)
                .then(|| Rational::new(reached.masters, reached.n) - Rational::new(masters, n)),
            rate,
            reached,
        }
    };
    of.iter().enumerate().map(one).collect()
}
