//! How the sample was drawn, as the arguments say it.

use std::borrow::Cow;

use super::super::arguments::Arguments;
use super::rows::{Rows, expand};
use crate::error::{Error, Result};
use crate::lang::Text;
use crate::number::to_f64;
use crate::records::KeyColumn;
use crate::stats::survey::{Centre, Design, Lonely, Replication, Strata, Weights, first_unusable};

/// The sample, described once.
pub struct Sample<'a> {
    full: Cow<'a, [f64]>,
    replicates: Vec<Cow<'a, [f64]>>,
    pub design: Design,
    /// How the error is had, for the figures' method.
    pub method: String,
    df: Option<f64>,
    /// Rows that count for nothing.
    pub weightless: usize,
}

impl<'a> Sample<'a> {
    pub fn read(rows: &'a Rows<'_>, indicator: &str, arguments: &Arguments) -> Result<Sample<'a>> {
        let full = full_weight(rows, arguments)?;
        let names = replicate_names(arguments)?;
        let replicates = match arguments.text("zone") {
            Some(zone) if names.is_empty() => jackknifed(rows, indicator, arguments, &full, zone)?,
            _ => names.iter().map(|name| rows.numbers(name)).collect::<Result<Vec<_>>>()?,
        };
        refuse_unusable(rows, arguments.text("weight"), &full, &names, &replicates)?;
        let (design, method) = match replicates.len() {
            0 => linear(rows, arguments)?,
            count => replication(indicator, arguments, count)?,
        };
        let weightless = full.iter().filter(|weight| **weight == 0.0).count();
        let df = arguments.number("df").map(to_f64);
        Ok(Sample { full, replicates, design, method, df, weightless })
    }

    pub fn weights(&self) -> Weights<'_> {
        Weights { full: &self.full, replicates: self.replicates.iter().map(|r| &**r).collect() }
    }

    pub fn degrees_of_freedom(&self) -> f64 {
        self.df.unwrap_or_else(|| self.design.degrees_of_freedom())
    }

    pub fn weight(&self) -> &[f64] {
        &self.full
    }
}

fn full_weight<'a>(rows: &'a Rows<'_>, arguments: &Arguments) -> Result<Cow<'a, [f64]>> {
    match arguments.text("weight") {
        Some(header) => rows.numbers(header),
        None => Ok(Cow::Owned(vec![1.0; rows.len()])),
    }
}

fn replicate_names(arguments: &Arguments) -> Result<Vec<String>> {
    let patterns = arguments.all("replicates").iter();
    let names = patterns.map(|pattern| expand("replicates", pattern)).collect::<Result<Vec<_>>>()?;
    Ok(names.concat())
}

/// A jackknife of pairs from the zones of the IEA: in its zone's replicate a pupil of half 1 counts twice, one
/// of half 0 not at all.
fn jackknifed<'a>(
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
            Ok(0.0) => Ok(0.0),
            Ok(1.0) => Ok(2.0),
            _ => Err(rows.fault(row, half, "-", Text::new("0 或 1", "0 or 1"))),
        })
        .collect::<Result<_>>()?;
    let replicate = |zone: usize| {
        let own = zones.codes.iter().zip(full).zip(&factors);
        own.map(
            move |((code, weight), factor)| if *code as usize == zone { weight * factor } else { *weight },
        )
    };
    Ok((0..zones.labels.len()).map(|zone| Cow::Owned(replicate(zone).collect())).collect())
}

fn missing(indicator: &str, argument: &str, expected: Text) -> Error {
    Error::MissingArgument { indicator: indicator.to_owned(), argument: argument.to_owned(), expected }
}

/// The labels of a column that says how the sample was drawn: none may be missing.
fn complete(rows: &Rows<'_>, header: &str) -> Result<KeyColumn> {
    let column = rows.labels(header)?;
    let Some(blank) = column.labels.iter().position(String::is_empty) else { return Ok(column) };
    let row = column.codes.iter().position(|code| *code as usize == blank).unwrap_or_default();
    Err(rows.fault(row, header, "", Text::new("不留空的编号", "a label in every row")))
}

fn refuse_unusable(
    rows: &Rows<'_>,
    weight: Option<&str>,
    full: &[f64],
    names: &[String],
    replicates: &[Cow<'_, [f64]>],
) -> Result<()> {
    let mut columns = vec![full];
    columns.extend(replicates.iter().map(|replicate| &**replicate));
    let Some((column, row)) = first_unusable(&columns) else { return Ok(()) };
    let header = match column {
        0 => weight.unwrap_or_default(),
        replicate => names.get(replicate - 1).map_or("", String::as_str),
    };
    let value = columns[column][row];
    let found = if value.is_nan() { String::new() } else { value.to_string() };
    Err(rows.fault(row, header, &found, Text::new("0 或正的权数", "a weight of zero or above")))
}

fn linear(rows: &Rows<'_>, arguments: &Arguments) -> Result<(Design, String)> {
    let one = || vec![0; rows.len()];
    let stratum = arguments.text("strata").map(|header| complete(rows, header)).transpose()?;
    let cluster = arguments.text("cluster").map(|header| complete(rows, header)).transpose()?;
    let lonely = match arguments.text("lonely") {
        Some("adjust") => Lonely::Adjust,
        _ => Lonely::Certainty,
    };
    let cluster_codes =
        cluster.as_ref().map_or_else(|| (0..rows.len() as u32).collect(), |c| c.codes.clone());
    let strata = Strata::new(&stratum.as_ref().map_or_else(one, |s| s.codes.clone()), &cluster_codes, lonely);
    let (single, refuse) = (strata.lonely(), arguments.text("lonely") == Some("refuse"));
    if let (Some(stratum), true) = (&stratum, refuse && single > 0) {
        let label = strata.first_lonely().map_or("", |at| stratum.labels[at as usize].as_str());
        return Err(Error::InvalidArgument {
            argument: "strata".to_owned(),
            found: format!("{} = {label} (+{})", stratum.name, single - 1),
            expected: Text::new(
                "每层至少两个抽样单位;或用 lonely = certainty、adjust 说明单一单位的层如何处理",
                "two clusters or more in every stratum; or say with lonely = certainty or adjust what a single one means",
            ),
        });
    }
    let by = |name: &str, column: Option<&str>| column.map_or(String::new(), |c| format!(", {name} {c}"));
    let method = format!(
        "linearised: {} clusters in {} strata{}{}{}",
        strata.clusters(),
        strata.strata(),
        by("cluster", arguments.text("cluster")),
        by("strata", arguments.text("strata")),
        if single > 0 {
            format!(", {single} single: {}", arguments.text("lonely").unwrap_or(""))
        } else {
            String::new()
        },
    );
    Ok((Design::Linear(strata), method))
}

fn replication(indicator: &str, arguments: &Arguments, count: usize) -> Result<(Design, String)> {
    let r = count as f64;
    let given = |name: &str| arguments.number(name).map(to_f64);
    let rho = given("rho");
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
        degrees_of_freedom: r - 1.0,
    };
    let rho = arguments.text("rho").map_or(String::new(), |rho| format!(" (rho {rho})"));
    let centre = if centre == Centre::Estimate { "the estimate" } else { "the replicates' mean" };
    let method = format!("{name}{rho}: {count} replicates, centred on {centre}");
    Ok((Design::Replicated(replication), method))
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
