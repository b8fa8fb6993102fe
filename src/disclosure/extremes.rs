//! The lowest and the highest mean of schools, where a release shows the means themselves.

use std::collections::BTreeMap;

use super::entries::group_of;
use super::entry::Labels;
use super::sheet::{Sheet, Standing};
use crate::figures::{FigureRef, Status, Value};
use crate::indicators::INDICATORS;
use crate::indicators::definition::End;
use crate::indicators::names::own_measure_of;
use crate::number::Rational;

/// The keys by which schools are told apart.
const SCHOOL: [&str; 2] = ["school", "school_code"];

/// The schools of one group: their source, year, subject, and labels without the school.
type Schools<'a> = (&'a str, Option<i32>, Option<&'a str>, Labels);

/// An indicator and its measure.
type Of = (&'static str, &'static str);

/// The means of schools that a release shows, by what they are means of, as long as it shows all of them.
type Means<'a> = BTreeMap<(Of, Schools<'a>), Option<Vec<Rational>>>;

/// The lowest and the highest mean of schools say nothing new where the release shows the mean of every one of them:
/// whoever reads these can look the extremes up.
pub fn clear_published(sheets: &[Sheet<'_>], standing: &[Standing], hidden: &[bool], alone: &mut [bool]) {
    let means = published(sheets, standing, hidden);
    let rows = sheets.iter().flat_map(|sheet| sheet.figures.iter().map(move |row| (sheet, row)));
    for (at, (sheet, figure)) in rows.enumerate().filter(|(at, _)| !hidden[*at]) {
        let Some(extreme) = own_measure_of(figure).and_then(|of| of.extreme).filter(|_| alone[at]) else {
            continue;
        };
        let group = group_of(sheet.figures, sheet.by, figure);
        let schools = (sheet.source, figure.year(), figure.subject(), group);
        let Some(Some(means)) = means.get(&((extreme.indicator, extreme.measure), schools)) else { continue };
        let extreme = match extreme.end {
            End::Lowest => means.iter().min(),
            End::Highest => means.iter().max(),
        };
        if extreme.is_some_and(|extreme| figure.value() == Some(Value::Exact(*extreme))) {
            alone[at] = false;
        }
    }
}

fn published<'a>(sheets: &'a [Sheet<'a>], standing: &[Standing], hidden: &[bool]) -> Means<'a> {
    let measures = INDICATORS.iter().flat_map(|indicator| indicator.measures);
    let extremes = measures.filter_map(|measure| measure.extreme);
    let picked_from: Vec<Of> = extremes.map(|extreme| (extreme.indicator, extreme.measure)).collect();
    let mut all = Means::new();
    let mut first = 0;
    for sheet in sheets {
        let figures = sheet.figures.iter().enumerate();
        for (schools, means) in of_sheet(
            sheet,
            &picked_from,
            figures.map(|(at, figure)| (figure, standing[first + at].shown && !hidden[first + at])),
        ) {
            // One table that shows all of them is enough.
            let known = all.entry(schools).or_default();
            *known = known.take().or(means);
        }
        first += sheet.figures.len();
    }
    all
}

/// The means of schools in one table; none of a group of which it lacks one.
fn of_sheet<'a>(
    sheet: &'a Sheet<'a>,
    picked_from: &[Of],
    figures: impl Iterator<Item = (FigureRef<'a>, bool)>,
) -> Means<'a> {
    let mut means = Means::new();
    for (figure, is_shown) in figures {
        let of = (figure.indicator(), figure.measure());
        if !picked_from.contains(&of) {
            continue;
        }
        let mut group = group_of(sheet.figures, sheet.by, figure);
        let Some(school) = group.iter().position(|(key, _)| SCHOOL.contains(&key.as_str())) else { continue };
        // Those whose school is not known are no school.
        if group.remove(school).1.is_empty() {
            continue;
        }
        let schools = (sheet.source, figure.year(), figure.subject(), group);
        let of_group = means.entry((of, schools)).or_insert_with(|| Some(Vec::new()));
        match (figure.value(), figure.status()) {
            (Some(Value::Exact(mean)), _) if is_shown => of_group.iter_mut().for_each(|m| m.push(mean)),
            (None, Status::NoDenominator) => {}
            _ => *of_group = None,
        }
    }
    means
}
