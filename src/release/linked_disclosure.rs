//! Linked candidates in disclosure control: the candidates of the exit examination, told apart by where they began.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::config::{Config, LINK};
use super::headline::Told;
use super::protection::Computed;
use super::sources::Sources;
use crate::error::{Error, Result};
use crate::exam::began::by_where_they_began;
use crate::exam::{Exam, YearTally};
use crate::figures::{Figure, Figures, Value};
use crate::indicators::definition::Discloses::{Analysis, Scores, Standardised};
use crate::indicators::find;
use crate::indicators::names::own_measure_of;
use crate::number::Decimal;
use crate::tally::Tally;

/// The linked examinations by where candidates began, as far as figures tell it; `None` where none is linked.
pub fn linked_exam(sources: &Sources, tables: &mut [Computed<'_>], told: &mut Told) -> Result<Option<Exam>> {
    let Some(exam) = sources.exams.get(LINK) else { return Ok(None) };
    let of_link = tables.iter_mut().filter(|table| table.source == LINK).map(|table| &mut table.figures);
    let mut figures: Vec<_> = of_link.chain(told.all_mut()).collect();
    by_where_they_began(exam, &mut figures).map(Some)
}

/// Values of linked candidates that are no counts and sums, as their tables print them: all the digits of a value added
/// are those of how many of a school began in which band.
pub fn as_printed(figures: &mut Figures) {
    for at in 0..figures.len() {
        let row = figures.get(at);
        let Some((places, discloses)) = own_measure_of(row).filter(|of| of.linked).and_then(|measure| {
            let indicator = find(row.indicator()).ok()?;
            Some((measure.places.of(row, indicator.decimals), measure.discloses))
        }) else {
            continue;
        };
        let is_of_bands = matches!(discloses, Standardised | Analysis | Scores(_));
        if is_of_bands && row.value().is_some() {
            figures.update(at, |figure| round(figure, places));
        }
    }
}

fn round(figure: &mut Figure, places: u8) {
    let value = |value: Value| {
        Decimal::parse(value.round(places).as_bytes()).map(|decimal| Value::Exact(decimal.to_rational()))
    };
    let real = |real: f64| value(Value::Real(real)).map(Value::to_f64);
    figure.value = figure.value.and_then(value);
    figure.numerator = None;
    for number in [&mut figure.se, &mut figure.lower, &mut figure.upper] {
        *number = number.and_then(real);
    }
}

/// The source whose candidates these are: those who are linked are candidates of the exit examination.
pub fn candidates_of<'a>(config: &'a Config, source: &'a str) -> &'a str {
    match &config.content.link {
        Some(link) if source == LINK => link.exit.get_ref(),
        _ => source,
    }
}

/// Linked tables are protected together with those of the exit examination, whose candidates they must count, then.
///
/// # Errors
/// Tables of the entry examination are public already. Others are counted, as where an id stands twice that the exit examination's own reading takes for two candidates.
pub fn check_candidates(
    config: &Config,
    tables: &[Computed<'_>],
    years: &BTreeMap<&str, Arc<[YearTally]>>,
) -> Result<()> {
    let exit = candidates_of(config, LINK);
    let entry = config.content.link.as_ref().map(|link| link.entry.get_ref().as_str());
    let is_of = |source: &str| tables.iter().any(|table| table.source == source);
    if let Some(entry) = entry.filter(|entry| is_of(entry) && is_of(LINK)) {
        let zh = format!("{entry} 的表已经公布，入口人数减去相连人数会说出谁没有再考");
        let en =
            format!("tables of {entry} are public: its counts less the linked tell who did not sit the exit");
        return Err(Error::Recoverable { place: [zh, en] });
    }
    let (Some(linked), Some(exits)) = (years.get(LINK), years.get(exit).filter(|_| exit != LINK)) else {
        return Ok(());
    };
    let is_same = |own: &YearTally| {
        let of_year = exits.iter().find(|of| of.year == own.year);
        of_year.is_none_or(|of| counts_the_same(&own.tally, &of.tally))
    };
    match linked.iter().all(is_same) {
        true => Ok(()),
        false => Err(Error::Recoverable {
            place: [
                format!("{LINK} 与 {exit} 计的考生不同，如号码重复；请改正数据，或只公布其中之一的表"),
                format!(
                    "{LINK} and {exit} count different candidates, as where an id stands twice; mend the data, or publish tables of one of them only"
                ),
            ],
        }),
    }
}

fn counts_the_same(linked: &Tally, exit: &Tally) -> bool {
    let common: Vec<&str> =
        exit.keys.iter().map(String::as_str).filter(|key| linked.keys.iter().any(|k| k == key)).collect();
    let (Ok(own), Ok(theirs)) = (linked.marginal(&common), exit.marginal(&common)) else { return false };
    own.groups.len() == theirs.groups.len()
        && own.groups.iter().zip(&theirs.groups).all(|(own_group, group)| {
            own_group.labels == group.labels
                && exit.subjects.iter().zip(&group.distributions).all(|(subject, distribution)| {
                    let at = own.subject_index(&subject.id);
                    at.is_ok_and(|at| own_group.distributions[at] == *distribution)
                })
        })
}
