//! Replicate weights: as columns of the data, or made from jackknife zones.

use std::borrow::Cow;

use super::super::arguments::Arguments;
use super::clusters::{complete, together};
use super::rows::{Rows, expand};
use crate::error::{Error, Result};
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
        let expected =
            Text::new("与 zone 同用的半区列(0 或 1)", "the column of the half (0 or 1) that goes with zone");
        missing(indicator, "half", expected)
    })?;
    let (zones, halves) = (complete(rows, zone)?, complete(rows, half)?);
    let factors: Vec<f64> = halves
        .codes
        .iter()
        .enumerate()
        .map(|(row, code)| match halves.labels[*code as usize].parse::<f64>() {
            Ok(half @ (0.0 | 1.0)) => Ok(2.0 * half),
            _ => Err(rows.fault(row, half, "-", Text::new("0 或 1", "0 or 1"))),
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
) -> Result<(Design, String)> {
    let r = count as f64;
    let given = |name: &str| arguments.number(name).map(to_f64);
    let rho = given("rho");
    let made = arguments.text("zone").is_some() && arguments.all("replicates").is_empty();
    let (id, name) = match arguments.text("replication") {
        Some(id) => (id, id),
        None if arguments.text("zone").is_some() => ("jk2", "jk2"),
        None => {
            let expected = Text::new(
                "重复权怎样造出:brr、fay、jk1、jk2、jkn 或 bootstrap(数据手册有说明)",
                "how the replicate weights were made: brr, fay, jk1, jk2, jkn or bootstrap (the data's manual says)",
            );
            return Err(missing(indicator, "replication", expected));
        }
    };
    if (id == "fay") != rho.is_some() {
        return Err(Error::InvalidArgument {
            argument: "rho".to_owned(),
            found: arguments.text("rho").unwrap_or("-").to_owned(),
            expected: Text::new(
                "只在 replication = fay 时给出,且必须给出(PISA 为 0.5)",
                "given with replication = fay and only then (PISA: 0.5)",
            ),
        });
    }
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
    let rho = arguments.text("rho").map_or(String::new(), |rho| format!(" (rho {rho})"));
    let centre = if centre == Centre::Estimate { "the estimate" } else { "the replicates' mean" };
    let method = format!("{name}{rho}: {count} replicates, centred on {centre}");
    Ok((Design::Replicated(replication), method))
}

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
                "jkn 每个重复权一个系数 (n_h − 1)/n_h,或共用一个",
                "for jkn, one factor (n_h − 1)/n_h per replicate, or one for all",
            ),
        }),
    }
}
