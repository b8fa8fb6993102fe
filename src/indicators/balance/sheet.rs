//! What both verdict sheets share: a county's mean, deviation and coefficient, item by item.

use super::super::arguments::Request;
use super::cells::{Rows, grouped, keys};
use super::sample::{Form, School, spread};
use super::schools::{Item, Layout, LeftOut, Part, Stage, parts};
use crate::error::Result;
use crate::figures::{Clause, Clauses, Figure, Figures, Numeral, Phrase, Status, Term, Unit, Value};
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
        let without = self.parts.iter().filter(|part| part.amounts[at].is_none());
        let blank: Vec<Term> = without.map(|part| Term::name(part.name.as_str())).collect();
        let per = Term::chosen(Rational::from_integer(item.per));
        let method = Clauses::from(Form::EnrolmentWeighted.phrase()).and(PER.with([per]));
        let prepared = ["mean", "standard_deviation", "cv"].map(|measure| {
            let figure = Figure { method: method.clone(), ..self.at(measure, Some(item), None) };
            match blank.is_empty() {
                true => figure.without_value(Status::NoDenominator),
                false => {
                    let note = NOT_GIVEN.with([Term::List(blank.clone())]).into();
                    Figure { note, ..figure.without_value(Status::MissingInput) }
                }
            }
        });
        let schools: Vec<School> = self.parts.iter().filter_map(|part| part.school(at)).collect();
        spread(prepared, &schools, Form::EnrolmentWeighted, item.per)
    }
}

/// 1 for a standard that is met, 0 for one that is not for these reasons; the method says so.
pub fn verdict(figure: Figure, met: bool, reasons: Vec<Clause>) -> Figure {
    let mut reasons = reasons.into_iter();
    let verdict = match (met, reasons.next()) {
        (true, _) => Clauses::from(&MET),
        (false, None) => Clauses::from(&NOT_MET),
        (false, Some(first)) => Clauses::from(NOT_MET_FOR.with([first.into()])),
    };
    let note = verdict.and(reasons.collect::<Clauses>()).and(&figure.note);
    let value = Rational::from_integer(i128::from(met));
    Figure { note, method: (&VERDICT).into(), ..figure.with_value(Value::Exact(value)) }
}

static PER: Phrase = Phrase::new("per_pupils", "每 {} 名学生", "per {}");
static NOT_GIVEN: Phrase = Phrase::new("schools_with_blank", "未填：{}", "not given: {}");
static VERDICT: Phrase = Phrase::new("verdict", "1 为达标，0 为未达标", "1 met, 0 not met");
static MET: Phrase = Phrase::new("standard_met", "达标", "meets the standard");
static NOT_MET: Phrase = Phrase::new("standard_not_met", "未达标", "does not meet the standard");
static NOT_MET_FOR: Phrase =
    Phrase::new("standard_not_met_for", "未达标：{}", "does not meet the standard: {}");
static WITHIN: Phrase = Phrase::new("within_limit", "在限值 {} 内", "within the limit {}");
static ABOVE: Phrase = Phrase::new("above_limit", "超过限值 {}", "above the limit {}");
static LEFT_OUT: Phrase =
    Phrase::new("left_out_by_standard", "按标准不计：{}", "left out by the standard: {}");
static WITHOUT_PUPILS: Phrase =
    Phrase::new("school_without_pupils", "{}（没有小学或初中学生）", "{} (no primary or junior pupils)");

/// A coefficient with the side of the limit on which it stands; `None` where it has no value.
pub fn within(figure: &mut Figure, limit: Rational) -> Option<bool> {
    let within = figure.value?.to_f64() <= to_f64(limit);
    let side = if within { &WITHIN } else { &ABOVE };
    figure.note = side.with([Term::declared(Numeral::rounded(limit, 2))]).into();
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
            figures.push(place.without_value(Status::NoDenominator));
            continue;
        }
        for stage in Stage::ALL {
            let parts: Vec<&Part> = parts.iter().filter(|part| part.stage == stage).collect();
            if parts.is_empty() {
                continue;
            }
            let mut place = Figure { n: Some(parts.len() as u64), ..place.clone() };
            place.group[by.len()] = Some(stage.label().into());
            figures.extend(each(&Sheet { stage, parts, place, by: by.len() }));
        }
    }
    Ok(figures)
}

fn place(id: &'static str, rows: &Rows, left_out: &[LeftOut]) -> Figure {
    let mut group = rows.group.clone();
    group.extend([None, None, None]);
    let school = |school: &LeftOut| match (Term::name(school.name.as_str()), school.without_pupils) {
        (name, true) => WITHOUT_PUPILS.with([name]).into(),
        (name, false) => name,
    };
    let note = (!left_out.is_empty()).then(|| LEFT_OUT.with([left_out.iter().map(school).collect()]));
    Figure {
        year: rows.year,
        group: group.into(),
        note: note.into(),
        ..Figure::new(id, "verdict", Unit::Count)
    }
}
