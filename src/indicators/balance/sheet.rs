//! What both verdict sheets share: a county's mean, deviation and coefficient, item by item.

use super::super::Request;
use super::cells::{Rows, grouped, keys};
use super::sample::{Form, School, spread};
use super::schools::{Item, Layout, Part, Stage, parts};
use crate::error::Result;
use crate::figures::{Figure, Figures, Status, Unit, Value};
use crate::number::{Rational, to_f64};
use crate::records::SmallTable;

/// The dimensions of a sheet after the requested columns.
const DIMENSIONS: [&str; 3] = ["stage", "item", "school"];

/// One stage of one county.
pub struct Sheet<'a> {
    pub stage: Stage,
    pub parts: Vec<&'a Part>,
    /// A figure of the stage as a whole.
    pub place: Figure,
    by: usize,
}

impl Sheet<'_> {
    /// A figure of one item, of one school, or of both.
    pub fn at(&self, measure: &'static str, item: Option<&Item>, school: Option<&Part>) -> Figure {
        let unit = match measure {
            "mean" => Unit::PerPupil,
            "items_met" | "verdict" => Unit::Count,
            "share_meeting" | "schools_passing" => Unit::Percent,
            _ => Unit::Number,
        };
        let mut figure = Figure { measure, unit, ..self.place.clone() };
        figure.group[self.by + 1] = item.map(|item| item.name.into());
        figure.group[self.by + 2] = school.map(|part| part.name.as_str().into());
        figure
    }

    /// Mean, standard deviation and coefficient of one item over the schools.
    pub fn spread(&self, at: usize, item: &Item) -> [Figure; 3] {
        let blank: Vec<&str> =
            self.parts.iter().filter(|p| p.amounts[at].is_none()).map(|p| p.name.as_str()).collect();
        let prepared = ["mean", "standard_deviation", "cv"].map(|measure| {
            let figure = Figure {
                method: format!("enrolment_weighted; per {}", item.per).into(),
                ..self.at(measure, Some(item), None)
            };
            match blank.is_empty() {
                true => figure.without_value(Status::NoDenominator),
                false => Figure { note: format!("not given: {}", blank.join(", ")), ..figure }
                    .without_value(Status::MissingInput),
            }
        });
        let schools: Vec<School> = self.parts.iter().filter_map(|part| part.school(at)).collect();
        spread(prepared, &schools, Form::EnrolmentWeighted, item.per)
    }
}

/// 1 for a standard that is met, 0 for one that is not; the method says so.
pub fn verdict(figure: Figure, met: bool, reasons: &[String]) -> Figure {
    let words = if met { "meets the standard" } else { "does not meet the standard" };
    let verdict =
        if reasons.is_empty() { words.to_owned() } else { format!("{words}: {}", reasons.join("; ")) };
    let note = if figure.note.is_empty() { verdict } else { format!("{verdict}; {}", figure.note) };
    let value = Rational::from_integer(i128::from(met));
    Figure { note, method: "1 met, 0 not met".into(), ..figure.with_value(Value::Exact(value)) }
}

/// A coefficient with the side of the limit on which it stands; `None` where it has no value.
pub fn within(figure: &mut Figure, limit: Rational) -> Option<bool> {
    let within = figure.value?.to_f64() <= to_f64(limit);
    let side = if within { "within" } else { "above" };
    figure.note = format!("{side} the limit {}", crate::number::round_half_up(limit, 2));
    Some(within)
}

/// Calls `each` for every year, group and stage with schools; a group without any is one row with a status.
pub fn each_stage(
    table: &SmallTable,
    request: &Request<'_>,
    id: &'static str,
    items: &[Item],
    each: impl Fn(&Sheet<'_>) -> Vec<Figure>,
) -> Result<Figures> {
    let layout = Layout::read(table, request, items)?;
    let by = keys(request);
    let mut figures = Figures::new(by.iter().cloned().chain(DIMENSIONS.map(str::to_owned)).collect());
    for rows in grouped(table, request)? {
        let (parts, left_out) = parts(table, &rows, &layout, items)?;
        let place = place(id, &rows, &left_out);
        if parts.is_empty() {
            figures.rows.push(place.without_value(Status::NoDenominator));
            continue;
        }
        for stage in Stage::ALL {
            let parts: Vec<&Part> = parts.iter().filter(|part| part.stage == stage).collect();
            if parts.is_empty() {
                continue;
            }
            let mut place = Figure { n: Some(parts.len() as u64), ..place.clone() };
            place.group[by.len()] = Some(stage.label().into());
            figures.rows.extend(each(&Sheet { stage, parts, place, by: by.len() }));
        }
    }
    Ok(figures)
}

fn place(id: &'static str, rows: &Rows, left_out: &[String]) -> Figure {
    let mut group = rows.group.clone();
    group.extend([None, None, None]);
    let note = match left_out.is_empty() {
        true => String::new(),
        false => format!("left out by the standard: {}", left_out.join(", ")),
    };
    Figure { year: rows.year, group: group.into(), note, ..Figure::new(id, "verdict", Unit::Count) }
}
