//! Strata and clusters: how a sample without replicate weights was drawn.

use std::collections::BTreeMap;

use super::super::arguments::Arguments;
use super::super::rows::Rows;
use crate::error::{Error, Result};
use crate::figures::{Clause, Phrase, Term};
use crate::lang::Text;
use crate::records::KeyColumn;
use crate::stats::survey::{Design, Drawn, Fault, Lonely, Units};

/// The labels of a column that says how the sample was drawn: none may be missing.
pub fn complete(rows: &Rows<'_>, header: &str) -> Result<KeyColumn> {
    let column = rows.labels(header)?;
    let Some(blank) = column.labels.iter().position(String::is_empty) else { return Ok(column) };
    let row = column.codes.iter().position(|code| *code as usize == blank).unwrap_or_default();
    Err(rows.fault(row, header, "", Text::new("不留空的编号", "a label in every row")))
}

/// Several columns as one, a label for each combination that occurs.
pub fn together(rows: &Rows<'_>, headers: &[&str]) -> Result<KeyColumn> {
    let columns = headers.iter().map(|header| complete(rows, header)).collect::<Result<Vec<_>>>()?;
    if let [only] = &columns[..] {
        return Ok(only.clone());
    }
    let mut numbers: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
    let codes = |row: usize| columns.iter().map(|column| column.codes[row]).collect::<Vec<u32>>();
    for row in 0..rows.len() {
        numbers.entry(codes(row)).or_default();
    }
    numbers.values_mut().enumerate().for_each(|(number, of)| *of = number as u32);
    let label = |codes: &Vec<u32>| {
        let labels = codes.iter().zip(&columns).map(|(code, column)| column.labels[*code as usize].as_str());
        labels.collect::<Vec<_>>().join(" / ")
    };
    Ok(KeyColumn {
        name: headers.join(" / "),
        codes: (0..rows.len()).map(|row| numbers[&codes(row)]).collect(),
        labels: numbers.keys().map(label).collect(),
    })
}

/// The design of strata and clusters, and what it is called; the columns `apart` are strata too.
pub fn design(rows: &Rows<'_>, arguments: &Arguments, apart: &[&str]) -> Result<(Design, Clause)> {
    let headers = |name: &str| arguments.all(name).iter().map(String::as_str).collect::<Vec<&str>>();
    let (strata, clusters, populations) = (headers("strata"), headers("cluster"), headers("fpc"));
    let by = [apart, &strata].concat();
    let stratum = if by.is_empty() { None } else { Some(together(rows, &by)?) };
    if !apart.is_empty() && arguments.text("lonely") == Some("average") {
        return Err(Error::InvalidArgument {
            argument: "lonely".to_owned(),
            found: "average".to_owned(),
            expected: Text::new(
                "各轮、各国是独立的样本，不能用其他样本的平均；用 fail、remove、certainty 或 adjust",
                "fail, remove, certainty or adjust: cycles and countries are samples of their own, whose strata say nothing of each other",
            ),
        });
    }
    let cluster = clusters.first().map(|header| complete(rows, header)).transpose()?;
    refuse_stages(&clusters, &populations)?;
    let second = match (populations.len(), clusters.get(1)) {
        (2, Some(header)) => Some(complete(rows, header)?.codes),
        (2, None) => Some((0..rows.len() as u32).collect()),
        _ => None,
    };
    let numbers = populations.iter().map(|header| counts(rows, header)).collect::<Result<Vec<_>>>()?;
    let codes = |column: Option<&KeyColumn>, otherwise: fn(usize) -> Vec<u32>| {
        column.map_or_else(|| otherwise(rows.len()), |column| column.codes.clone())
    };
    let drawn = Drawn {
        stratum: &codes(stratum.as_ref(), |rows| vec![0; rows]),
        cluster: &codes(cluster.as_ref(), |rows| (0..rows as u32).collect()),
        second: second.as_deref(),
        populations: numbers.iter().map(Vec::as_slice).collect(),
        lonely: lonely(arguments),
    };
    let units = Units::new(&drawn).map_err(|fault| uneven(rows, &populations, &numbers, fault))?;
    let single = units.lonely();
    if let (Some(stratum), Some(first), Some("fail")) = (&stratum, single.first(), arguments.text("lonely")) {
        let label = &stratum.labels[*first as usize];
        return Err(single_cluster(&by.join(" / "), label, single.len()));
    }
    let method = method(&units, (&clusters, &strata, &populations), single.len(), arguments);
    Ok((Design::Linear(units), method))
}

fn lonely(arguments: &Arguments) -> Lonely {
    match arguments.text("lonely") {
        Some("adjust") => Lonely::Adjust,
        Some("average") => Lonely::Average,
        Some("remove") => Lonely::Remove,
        _ => Lonely::Certainty,
    }
}

/// Two stages at most, and a number to draw from for each stage that is to count.
fn refuse_stages(clusters: &[&str], populations: &[&str]) -> Result<()> {
    let fault = |argument: &str, found: &[&str], expected: Text| {
        Err(Error::InvalidArgument { argument: argument.to_owned(), found: found.join(", "), expected })
    };
    if clusters.len() > 2 || populations.len() > 2 {
        let (argument, found) = if clusters.len() > 2 { ("cluster", clusters) } else { ("fpc", populations) };
        return fault(argument, found, Text::new("至多两个阶段", "two stages at most"));
    }
    if populations.len() == 2 && clusters.is_empty() {
        let expected =
            Text::new("两阶段时给出第一阶段的 cluster", "with two stages, the cluster of the first");
        return fault("fpc", populations, expected);
    }
    if clusters.len() == 2 && populations.len() < 2 {
        return fault(
            "cluster",
            clusters,
            Text::new(
                "两阶段时 fpc 给出两列（各阶段的总数）；否则只给第一阶段：它已包含以下各阶段的误差",
                "with two stages, two columns of fpc; else the first stage alone, whose error holds that of the stages below",
            ),
        );
    }
    Ok(())
}

fn counts(rows: &Rows<'_>, header: &str) -> Result<Vec<f64>> {
    let numbers = rows.numbers(header)?.into_owned();
    match numbers.iter().position(|number| number.is_nan() || *number <= 0.0) {
        None => Ok(numbers),
        Some(row) => {
            let found = if numbers[row].is_nan() { String::new() } else { numbers[row].to_string() };
            let expected = Text::new("单位总数或抽样比", "a number of units, or the share drawn");
            Err(rows.fault(row, header, &found, expected))
        }
    }
}

fn uneven(rows: &Rows<'_>, headers: &[&str], numbers: &[Vec<f64>], fault: Fault) -> Error {
    let (stage, row, expected) = match fault {
        Fault::Uneven { stage: 0, row } => {
            (0, row, Text::new("同一层内相同的总数", "the same number in all of a stratum"))
        }
        Fault::Uneven { stage, row } => {
            (stage, row, Text::new("同一抽样单位内相同的总数", "the same number in all of a cluster"))
        }
        Fault::TooFew { stage, row } => {
            (stage, row, Text::new("不少于抽出的单位数", "no fewer than were drawn"))
        }
    };
    rows.fault(row, headers[stage], &numbers[stage][row].to_string(), expected)
}

fn single_cluster(header: &str, label: &str, count: usize) -> Error {
    Error::InvalidArgument {
        argument: "strata".to_owned(),
        found: match count {
            1 => format!("{header} = {label}"),
            _ => format!("{header} = {label}, … ({count})"),
        },
        expected: Text::new(
            "每层至少两个抽样单位；或用 lonely = certainty、adjust、average、remove 说明单一单位的层如何处理",
            "two clusters or more in every stratum; or say with lonely = certainty, adjust, average or remove what a single one means",
        ),
    }
}

fn method(
    units: &Units,
    (clusters, strata, populations): (&[&str], &[&str], &[&str]),
    single: usize,
    arguments: &Arguments,
) -> Clause {
    let by = |phrase: &'static Phrase, headers: &[&str]| {
        let names = (!headers.is_empty()).then(|| phrase.with([Term::name(headers.join(" / "))]));
        names.into_iter().collect::<Term>()
    };
    let lonely = match arguments.text("lonely") {
        Some("remove") => &REMOVED,
        Some("certainty") => &CERTAIN,
        Some("adjust") => &ADJUSTED,
        Some("average") => &AVERAGED,
        _ => &FAILED,
    };
    let single = (single > 0).then(|| SINGLE.with([Term::found(single), lonely.into()]));
    let of_domain = (arguments.text("df_of") == Some("domain")).then_some(&DF_OF_GROUP);
    // Without clusters the pupils themselves were drawn.
    let drawn = match clusters {
        [] => Term::pupils(units.clusters() as u64),
        _ => Term::found(units.clusters()),
    };
    LINEARISED.with([
        drawn,
        Term::found(units.strata()),
        by(&BY_CLUSTER, clusters),
        by(&BY_STRATA, strata),
        by(&BY_POPULATION, populations),
        single.into_iter().collect(),
        of_domain.into_iter().collect(),
    ])
}

static LINEARISED: Phrase = Phrase::new(
    "survey_linearised",
    "线性化：{} 个抽样单位，{} 层{}{}{}{}{}",
    "linearised: {} clusters in {} strata{}{}{}{}{}",
);
static BY_CLUSTER: Phrase = Phrase::new("survey_cluster", "，抽样单位列 {}", ", cluster {}");
static BY_STRATA: Phrase = Phrase::new("survey_strata", "，层列 {}", ", strata {}");
static BY_POPULATION: Phrase = Phrase::new("survey_fpc", "，总数列 {}", ", fpc {}");
static SINGLE: Phrase =
    Phrase::new("survey_single_clusters", "，{} 层只有一个抽样单位：{}", ", {} single: {}");
static REMOVED: Phrase = Phrase::new("single_removed", "不计", "remove");
static CERTAIN: Phrase = Phrase::new("single_certain", "必然抽中", "certainty");
static ADJUSTED: Phrase = Phrase::new("single_adjusted", "以总平均为中心", "adjust");
static AVERAGED: Phrase = Phrase::new("single_averaged", "取其他层的平均", "average");
static FAILED: Phrase = Phrase::new("single_failed", "没有误差", "fail");
static DF_OF_GROUP: Phrase = Phrase::new("survey_df_of_group", "，自由度按该组", ", df of the group");
