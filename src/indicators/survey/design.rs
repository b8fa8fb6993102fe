//! How the sample was drawn, as the arguments say it.

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::arguments::Arguments;
use super::super::rows::Rows;
use super::clusters;
use super::estimates::Groups;
use super::replication::{jackknifed, refuse_idle, replicate_names, replication};
use super::report::Count;
use crate::error::{Error, Result};
use crate::figures::Clauses;
use crate::lang::Text;
use crate::number::to_f64;
use crate::stats::survey::{Design, NOWHERE, Sampling, Weights, first_unusable};

/// The sample, described once.
pub struct Sample<'a> {
    full: Cow<'a, [f64]>,
    replicates: Vec<Cow<'a, [f64]>>,
    pub design: Design,
    /// How the error is had, for the figures' method.
    pub method: Clauses,
    pub sampling: Sampling,
    df: Option<f64>,
    domain: bool,
    /// The jackknife zones, where a group's own are counted.
    zones: Option<Vec<u32>>,
    schools: Option<Vec<u32>>,
    /// The fewest pupils and schools of which figures are reported.
    pub minimum: (u64, u64),
    /// Rows that count for nothing.
    pub weightless: usize,
}

impl<'a> Sample<'a> {
    pub fn read(rows: &'a Rows<'_>, indicator: &str, arguments: &Arguments) -> Result<Sample<'a>> {
        Sample::of_strata(rows, indicator, arguments, &[])
    }

    /// As the arguments say it, each label of the columns `apart` being strata of their own.
    pub fn of_strata(
        rows: &'a Rows<'_>,
        indicator: &str,
        arguments: &Arguments,
        apart: &[&str],
    ) -> Result<Sample<'a>> {
        let full = full_weight(rows, arguments)?;
        let names = replicate_names(arguments)?;
        let replicates = match arguments.text("zone") {
            Some(zone) if names.is_empty() => jackknifed(rows, indicator, arguments, &full, zone)?,
            _ => names.iter().map(|name| rows.numbers(name)).collect::<Result<Vec<_>>>()?,
        };
        refuse_unusable(rows, arguments.text("weight"), &full, &names, &replicates)?;
        refuse_what_comes_to_nothing(arguments, !names.is_empty())?;
        let domain = arguments.text("df_of") == Some("domain");
        let zones = match arguments.text("zone") {
            Some(zone) if domain || !apart.is_empty() => Some(clusters::complete(rows, zone)?.codes),
            _ => None,
        };
        let (design, method) = match replicates.len() {
            0 => clusters::design(rows, arguments, apart)?,
            count => {
                refuse_both(arguments, domain && zones.is_none())?;
                replication(rows, indicator, arguments, count)?
            }
        };
        let sampling = match arguments.text("sampling_from") {
            Some("first") => Sampling::First,
            _ => Sampling::All,
        };
        let weightless = full.iter().filter(|weight| **weight == 0.0).count();
        let df = arguments.number("df").map(to_f64);
        let schools = arguments.text("school").map(|header| rows.labels(header)).transpose()?;
        let schools = schools.map(|column| column.codes);
        let least = |name: &str| arguments.whole(name).unwrap_or(0);
        let minimum = (least("minimum_pupils"), least("minimum_schools"));
        if minimum.1 > 0 && schools.is_none() {
            return Err(Error::MissingArgument {
                indicator: indicator.to_owned(),
                argument: "school".to_owned(),
                expected: Text::new(
                    "与 minimum_schools 同用的学校列",
                    "the schools that minimum_schools counts",
                ),
            });
        }
        let method = method.into();
        Ok(Sample {
            full,
            replicates,
            design,
            method,
            sampling,
            df,
            domain,
            zones,
            schools,
            minimum,
            weightless,
        })
    }

    pub fn weights(&self) -> Weights<'_> {
        Weights { full: &self.full, replicates: self.replicates.iter().map(|r| &**r).collect() }
    }

    /// Degrees of freedom of each group.
    pub fn degrees_of_freedom(&self, groups: &Groups) -> Vec<f64> {
        match self.domain {
            true => self.domain_degrees_of_freedom(groups),
            false => vec![self.df.unwrap_or_else(|| self.design.degrees_of_freedom()); groups.labels.len()],
        }
    }

    /// Of each group, as a sample of its own.
    pub fn domain_degrees_of_freedom(&self, groups: &Groups) -> Vec<f64> {
        let count = groups.labels.len();
        match (self.df, &self.design) {
            (Some(df), _) => vec![df; count],
            (None, Design::Linear(units)) => {
                units.domain_degrees_of_freedom(&groups.of_row, count, &self.full)
            }
            (None, Design::Replicated(_)) => self.own_zones(groups),
        }
    }

    /// The zones that have pupils of a group, less one.
    fn own_zones(&self, groups: &Groups) -> Vec<f64> {
        let count = groups.labels.len();
        let Some(zones) = &self.zones else { return vec![self.design.degrees_of_freedom(); count] };
        let weighed =
            (0..self.full.len()).filter(|row| self.full[*row] > 0.0 && groups.of_row[*row] != NOWHERE);
        let seen: HashSet<(u32, u32)> = weighed.map(|row| (groups.of_row[row], zones[row])).collect();
        let mut own = vec![-1.0; count];
        seen.iter().for_each(|(group, _)| own[*group as usize] += 1.0);
        own
    }

    pub fn weight(&self) -> &[f64] {
        &self.full
    }

    /// Pupils with a weight among the rows that are in a group, by group.
    pub fn counted(&self, groups: usize, group: impl Fn(usize) -> u32) -> Vec<Count> {
        let mut counts = vec![Count::default(); groups];
        let mut seen: HashSet<(u32, u32)> = HashSet::new();
        for (row, weight) in self.full.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            let group = group(row);
            let Some(count) = counts.get_mut(group as usize) else { continue };
            count.add(*weight);
            if let Some(schools) = &self.schools {
                count.schools += u64::from(seen.insert((group, schools[row])));
            }
        }
        counts
    }
}

fn full_weight<'a>(rows: &'a Rows<'_>, arguments: &Arguments) -> Result<Cow<'a, [f64]>> {
    match arguments.text("weight") {
        Some(header) => rows.numbers(header),
        None => Ok(Cow::Owned(vec![1.0; rows.len()])),
    }
}

/// What would be taken and come to nothing.
fn refuse_what_comes_to_nothing(arguments: &Arguments, replicates: bool) -> Result<()> {
    let beside = Text::new(
        "重复权从 zone 造出时才用；已有 replicates 时不给",
        "for replicates that are made from zone, not given beside replicates",
    );
    let zone = arguments.text("zone").is_some();
    refuse_idle(arguments, "zone", replicates, beside)?;
    refuse_idle(arguments, "half", !zone, beside)?;
    refuse_idle(arguments, "halves", !zone && arguments.text("halves") == Some("both"), beside)?;
    let jk2 = arguments.text("replication") == Some("jk2");
    let alone =
        Text::new("jk2：由 zone 造出的重复权只能如此", "jk2, as all replicates that are made from zone");
    refuse_idle(arguments, "replication", zone && !jk2, alone)?;
    let needed =
        Text::new("与重复权（replicates 或 zone）同用", "with replicate weights (replicates or zone)");
    let idle = !replicates && !zone;
    for name in ["replication", "rho", "scale", "replicate_scales"] {
        refuse_idle(arguments, name, idle, needed)?;
    }
    refuse_idle(arguments, "centre", idle && arguments.text("centre") == Some("replicates"), needed)
}

/// What replicate weights leave nothing to say about.
fn refuse_both(arguments: &Arguments, domain: bool) -> Result<()> {
    let strata = arguments.text("replication") != Some("jkn");
    let given = ["strata", "cluster", "fpc"].into_iter().filter(|name| *name != "strata" || strata);
    if let Some((name, found)) = given.filter_map(|name| Some((name, arguments.text(name)?))).next() {
        return Err(Error::InvalidArgument {
            argument: name.to_owned(),
            found: found.to_owned(),
            expected: Text::new(
                "不与重复权（replicates、zone）同时给出：两种误差只能取一种（strata 可与 jkn 同用，只数自由度）",
                "not given beside replicate weights (replicates, zone): errors come from one or the other (strata may be given with jkn, to count degrees of freedom)",
            ),
        });
    }
    if domain {
        return Err(Error::InvalidArgument {
            argument: "df_of".to_owned(),
            found: "domain".to_owned(),
            expected: Text::new(
                "只用于层与抽样单位；有重复权时用 df 直接给出自由度",
                "for strata and clusters only; with replicate weights, give the degrees of freedom as df",
            ),
        });
    }
    Ok(())
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
