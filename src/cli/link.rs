//! `edugauge link`: who of one examination is found in another, before anything is computed of both.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::console::{Console, Done};
use super::options::{path, path_of, reading};
use super::read_options::read_options;
use crate::error::Error;
use crate::exam::linked::Movers;
use crate::intake::{ReadOptions, read_table};
use crate::lang::Lang;
use crate::release::linking::{Linking, account_lines, linked, options_of, read_examined, write_linked};

/// More refused than this, in percent, and nothing is linked.
const ALLOWED_PERCENT: f64 = 1.0;
/// A lower match rate ends with findings.
const LOW_PERCENT: u64 = 80;

/// The command and its options.
pub fn command(lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    let mapping = |side: &'static str, zh, en| path(side).long(side).value_name("FILE").help(text(zh, en));
    let further = |name: &'static str, zh, en| {
        path(name).long(name).value_name("FILE").action(ArgAction::Append).help(text(zh, en))
    };
    let command = Command::new("link")
        .about(text(
            "查看两次考试的考生能否连上：匹配率、重复、转学、未匹配者的平均分",
            "Show who of two examinations is found in both: match rate, repeated ids, movers, means of the others",
        ))
        .arg(path("entry").required(true).help(text("入口考试的成绩", "scores of the entry examination")))
        .arg(path("exit").required(true).help(text("出口考试的成绩", "scores of the exit examination")))
        .arg(further("entry-file", "入口考试的另一个文件（可多次）", "another file of the entry examination (may be repeated)"))
        .arg(further("exit-file", "出口考试的另一个文件（可多次）", "another file of the exit examination (may be repeated)"))
        .arg(Arg::new("id").long("id").value_name("COLUMN").help(text(
            "两次考试共同的号码那一列，如 学籍号（默认取考号；姓名不行）",
            "the column of the id that both share, such as 学籍号 (by default that of the candidates' numbers; never names)",
        )))
        .arg(mapping(
            "entry-mapping",
            "入口考试的考号与 --id 的对照表",
            "a table that gives the --id of the entry examination's numbers",
        ))
        .arg(mapping(
            "exit-mapping",
            "出口考试的考号与 --id 的对照表",
            "a table that gives the --id of the exit examination's numbers",
        ))
        .arg(
            Arg::new("movers")
                .long("movers")
                .value_parser(["exit_school", "entry_school", "exclude", "stayers_only"])
                .default_value("exit_school")
                .help(text("转学的考生计入哪所学校", "which school counts those who changed it")),
        );
    let command = command.arg(path("output").short('o').long("output").value_name("FILE").help(text(
        "把相连的考生写成一张表（无号码，入口成绩列名为“入口…”），供 compute 与配置使用；是考生数据，勿公开",
        "write the linked candidates as a table (no ids, entry scores headed 入口…) for `compute` and configurations; it is candidate data, not for the public",
    )));
    reading(command, lang)
}

/// Prints the account; a low match rate is a finding.
pub fn link(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let id = matches.get_one::<String>("id").map(String::as_str);
    let table = |name: &str| {
        let path = matches.get_one::<PathBuf>(name);
        path.map(|path| read_table(path, &ReadOptions::default())).transpose()
    };
    let mappings = [table("entry-mapping")?, table("exit-mapping")?];
    let read = |at: usize, name: &str, further: &str| {
        let options = options_of(&read_options(matches, None)?, id, mappings[at].is_some())?;
        let first = read_examined(path_of(matches, name), &options, ALLOWED_PERCENT)?;
        matches
            .get_many::<PathBuf>(further)
            .into_iter()
            .flatten()
            .try_fold(first, |known, path| known.append(read_examined(path, &options, ALLOWED_PERCENT)?))
    };
    let both = [read(0, "entry", "entry-file")?, read(1, "exit", "exit-file")?];
    let movers = Movers::parse(matches.get_one::<String>("movers").map_or("exit_school", String::as_str))?;
    let tables = [&mappings[0], &mappings[1]].map(|read| read.as_ref().map(|(table, _)| table));
    let (records, account) = linked(both, tables, Linking { id, movers })?;
    if let Some(path) = matches.get_one::<PathBuf>("output") {
        write_linked(path, &records)?;
    }
    for line in account_lines(&account, console.lang) {
        writeln!(console.out, "{line}")?;
    }
    let (linked, of) = (account.linked, account.exit_scored);
    match linked * 100 < of * LOW_PERCENT {
        true => Err(Error::LowMatch { linked, of, percent: LOW_PERCENT }.into()),
        false => Ok(()),
    }
}
