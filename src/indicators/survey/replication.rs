//! Replicate weights: as columns of the data, or made from jackknife zones.

use std::borrow::Cow;

use super::super::arguments::Arguments;
use super::super::rows::{Rows, expand};
use super::clusters::{complete, together};
use crate::error::{Error, Result};
use crate::figures::{Clause, Phrase, Term};
use crate::lang::Text;
use crate::number::to_f64;
use crate::stats::survey::{Centre, Design, Replication};

pub fn replicate_names(arguments: &Arguments) -> Result<Vec<String>> {
    let patterns = arguments.all("replicates").iter();
    let names = patterns.map(|pattern| expand("replicates", pattern)).collect::<Result<Vec<_>>>()?;
    Ok(names.concat())
}

/// A jackknife of pairs from the zones of the IEA: in its zone's replicate a pupil of half 1 counts twice, one
/// of half 0 not at all; with both halves there is a second replicate the other way round.
pub fn jackknifed<'a>(
    rows: &Rows<'_>,
    indicator: &str,
    arguments: &Arguments,
    full: &[f64],
    zone: &str,
) -> Result<Vec<Cow<'a, [f64]>>> {
    let half = arguments.text("half").ok_or_else(|| {
        let expected = Text::new(
            "与 zone 同用的半区列（0 或 1）",
            "the column of the half (0 or 1) that goes with zone",
        );
        missing(indicator, "half", expected)
    })?;
    let (zones, halves) = (complete(rows, zone)?, complete(rows, half)?);
    let factors: Vec<f64> = halves
        .codes
        .iter()
        .enumerate()
        .map(|(row, code)| match halves.labels[*code as usize].parse::<f64>() {
            Ok(half @ (0.0 | 1.0)) => Ok(2.0 * half),
            _ => Err(rows.fault(row, half, &halves.labels[*code as usize], Text::new("0 或 1", "0 or 1"))),
        })
        .collect::<Result<_>>()?;
    let replicate = |zone: usize, other: bool| {
        let own = zones.codes.iter().zip(full).zip(&factors);
        own.map(move |((code, weight), factor)| match (*code as usize == zone, other) {
            (false, _) => *weight,
            (true, false) => weight * factor,
            (true, true) => weight * (2.0 - factor),
        })
    };
    let halves: &[bool] = if both_halves(arguments) { &[false, true] } else { &[false] };
    let each = (0..zones.labels.len()).flat_map(|zone| halves.iter().map(move |other| (zone, *other)));
    Ok(each.map(|(zone, other)| Cow::Owned(replicate(zone, other).collect())).collect())
}

/// What is given though nothing comes of it is a mistake of the caller's.
pub fn refuse_idle(arguments: &Arguments, name: &str, idle: bool, expected: Text) -> Result<()> {
    match arguments.text(name) {
        Some(found) if idle => {
            Err(Error::InvalidArgument { argument: name.to_owned(), found: found.to_owned(), expected })
        }
        _ => Ok(()),
    }
}

fn both_halves(arguments: &Arguments) -> bool {
    arguments.text("halves") == Some("both")
}

fn missing(indicator: &str, argument: &str, expected: Text) -> Error {
    Error::MissingArgument { indicator: indicator.to_owned(), argument: argument.to_owned(), expected }
}

pub fn replication(
    rows: &Rows<'_>,
    indicator: &str,
    arguments: &Arguments,
    count: usize,
) -> Result<(Design, Clause)> {
    let r = count as f64;
    let given = |name: &str| arguments.number(name).map(to_f64);
    let rho = given("rho");
    let made = arguments.text("zone").is_some() && arguments.all("replicates").is_empty();
    let id = match arguments.text("replication") {
        Some(id) => id,
        None if arguments.text("zone").is_some() => "jk2",
        None => {
            let expected = Text::new(
                "重复权怎样造出：brr、fay、jk1、jk2、jkn 或 bootstrap（数据手册有说明）",
                "how the replicate weights were made: brr, fay, jk1, jk2, jkn or bootstrap (the data's manual says)",
            );
            return Err(missing(indicator, "replication", expected));
        }
    };
    if id == "fay" && rho.is_none() {
        let expected = Text::new("Fay 调整的 ρ（PISA 为 0.5）", "ρ of Fay's adjustment (PISA: 0.5)");
        return Err(missing(indicator, "rho", expected));
    }
    refuse_idle(
        arguments,
        "rho",
        id != "fay",
        Text::new("只与 replication = fay 同用", "with replication = fay alone"),
    )?;
    let usual = match id {
        "brr" => 1.0 / r,
        "fay" => 1.0 / (r * (1.0 - rho.unwrap_or(0.0)).powi(2)),
        "jk1" => (r - 1.0) / r,
        "bootstrap" => 1.0 / (r - 1.0),
        _ if made && both_halves(arguments) => 0.5,
        _ => 1.0,
    };
    let centre = match arguments.text("centre") {
        Some("replicates") => Centre::Replicates,
        _ => Centre::Estimate,
    };
    let replication = Replication {
        scale: given("scale").unwrap_or(usual),
        scales: scales(arguments, id, count)?,
        centre,
        degrees_of_freedom: degrees_of_freedom(rows, arguments, id, count, made)?,
    };
    let centre = if centre == Centre::Estimate { &THE_ESTIMATE } else { &THE_REPLICATES };
    let method = REPLICATED.with([made_by(id, arguments).into(), Term::found(count), centre.into()]);
    Ok((Design::Replicated(replication), method))
}

fn made_by(id: &str, arguments: &Arguments) -> Clause {
    match id {
        "brr" => Clause::from(&BRR),
        "fay" => FAY.with([Term::chosen(arguments.text("rho").unwrap_or_default())]),
        "jk1" => Clause::from(&JK1),
        "jk2" => Clause::from(&JK2),
        "jkn" => Clause::from(&JKN),
        _ => Clause::from(&BOOTSTRAP),
    }
}

static REPLICATED: Phrase =
    Phrase::new("survey_replicates", "{}：{} 个重复权，以{}为中心", "{}: {} replicates, centred on {}");
static BRR: Phrase = Phrase::new("brr", "平衡半样本", "brr");
static FAY: Phrase = Phrase::new("fay", "Fay 调整（ρ = {}）", "fay (rho {})");
static JK1: Phrase = Phrase::new("jk1", "刀切（JK1）", "jk1");
static JK2: Phrase = Phrase::new("jk2", "成对刀切（JK2）", "jk2");
static JKN: Phrase = Phrase::new("jkn", "分层刀切（JKn）", "jkn");
static BOOTSTRAP: Phrase = Phrase::new("bootstrap_replicates", "自助法", "bootstrap");
static THE_ESTIMATE: Phrase = Phrase::new("centred_on_estimate", "全样本估计", "the estimate");
static THE_REPLICATES: Phrase =
    Phrase::new("centred_on_replicates", "重复估计的平均", "the replicates' mean");

/// Replicates − 1; a jackknife of strata has one for each cluster, one of both halves two for each zone.
fn degrees_of_freedom(
    rows: &Rows<'_>,
    arguments: &Arguments,
    id: &str,
    count: usize,
    made: bool,
) -> Result<f64> {
    let strata = arguments.all("strata");
    if id == "jkn" && !strata.is_empty() {
        let strata = together(rows, &strata.iter().map(String::as_str).collect::<Vec<_>>())?;
        return Ok(count as f64 - strata.labels.len() as f64);
    }
    let pairs = made && both_halves(arguments);
    Ok(if pairs { count as f64 / 2.0 - 1.0 } else { count as f64 - 1.0 })
}

/// One factor per replicate: 1, or as given for jkn, once for all or each its own.
fn scales(arguments: &Arguments, id: &str, count: usize) -> Result<Vec<f64>> {
    let given: Vec<f64> = arguments.numbers("replicate_scales").into_iter().map(to_f64).collect();
    match given.len() {
        0 if id != "jkn" => Ok(vec![1.0; count]),
        1 => Ok(vec![given[0]; count]),
        len if len == count => Ok(given),
        len => Err(Error::InvalidArgument {
            argument: "replicate_scales".to_owned(),
            found: len.to_string(),
            expected: Text::new(
                "jkn 每个重复权一个系数（n_h − 1）/n_h，或共用一个",
                "for jkn, one factor (n_h − 1)/n_h per replicate, or one for all",
            ),
        }),
    }
}
