//! `edugauge tally`: counts candidates and keeps the counts.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};

use super::console::{Console, Done};
use super::options::{WEIGHT, candidates, path, path_of, reading};
use super::sources::{read_exam, sources};
use crate::indicators::check_weights;
use crate::lang::Lang;
use crate::release::keep_tally;

/// The command and its options.
pub fn command(lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    let command = Command::new("tally")
        .about(text(
            "计数并保存：以后没有考生数据也能计算、合并、比较",
            "Count candidates and keep the counts, to compute, merge and compare without the candidates",
        ))
        .arg(path("source").required(true).num_args(1..).help(text(
            "考生数据或已保存的计数表，可多个，可写成 年份=路径",
            "candidates or kept tallies, any number of files, also as YEAR=PATH",
        )))
        .arg(path("output").short('o').long("output").required(true).help(text(
            "写到哪个文件（CSV；以 .parquet 结尾则为 Parquet）",
            "the file to write (CSV, or Parquet where it ends in .parquet)",
        )))
        .arg(Arg::new(WEIGHT).long(WEIGHT).value_name("COLUMN").help(text(
            "抽样调查的权数列：保留为分组 weight（同 --column 列名=key:weight）",
            "the column of a sample's weights, kept as the key weight (as --column COLUMN=key:weight)",
        )))
        .arg(Arg::new("by").long("by").value_delimiter(',').help(text(
            "保留哪些分组字段，用逗号分开（默认全部）",
            "the keys to keep, separated by commas (all by default)",
        )));
    candidates(reading(command, lang), lang)
}

/// Writes the tally of all sources together.
pub fn tally(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let exam = read_exam(&sources(matches), matches, console)?;
    let by: Vec<&String> = matches.get_many("by").into_iter().flatten().collect();
    let at_hand = exam.keys();
    let mut keys: Vec<&str> = match by.as_slice() {
        [] => at_hand.iter().map(String::as_str).collect(),
        named => named.iter().map(|key| key.as_str()).collect(),
    };
    let is_weighted = matches.contains_id(WEIGHT);
    if is_weighted && !keys.contains(&WEIGHT) {
        keys.push(WEIGHT);
    }
    let tally = exam.tally(&keys)?;
    if is_weighted {
        check_weights(&tally, WEIGHT)?;
    }
    let to: &PathBuf = &path_of(matches, "output").to_owned();
    keep_tally(&tally, to)?;
    let (groups, candidates, to) = (tally.groups.len(), exam.len(), to.display());
    let told = console.lang.pick(
        format!("{candidates} 名考生、{groups} 组，计数表：{to}（含小人数，不得公开）"),
        format!("{candidates} candidates in {groups} groups kept in {to} (it holds small counts: not for publication)"),
    );
    Ok(writeln!(console.err, "{told}")?)
}
