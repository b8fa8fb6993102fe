//! `edugauge link`: who of one examination is found in another, before anything is computed of both.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};

use super::console::{Console, Done};
use super::options::{path, path_of, reading};
use super::read_options::read_options;
use crate::error::Error;
use crate::exam::linked::{Account, Movers};
use crate::intake::{ReadOptions, read_table};
use crate::lang::Lang;
use crate::release::linking::{Linking, linked, options_of, read_examined, write_linked};
use crate::subjects::subject_name;

/// More refused than this, in percent, and nothing is linked.
const ALLOWED_PERCENT: f64 = 1.0;
/// A lower match rate ends with findings.
const LOW: f64 = 0.8;
/// Schools shown, those of the lowest match rates first.
const SHOWN: usize = 20;

/// The command and its options.
pub fn command(lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    let mapping = |side: &'static str, zh, en| path(side).long(side).value_name("FILE").help(text(zh, en));
    let command = Command::new("link")
        .about(text(
            "查看两次考试的考生能否连上：匹配率、重复、转学、未匹配者的平均分",
            "Show who of two examinations is found in both: match rate, repeated ids, movers, means of the others",
        ))
        .arg(path("entry").required(true).help(text("入口考试的成绩", "scores of the entry examination")))
        .arg(path("exit").required(true).help(text("出口考试的成绩", "scores of the exit examination")))
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
    let read = |at: usize, name: &str| {
        let options = options_of(&read_options(matches, None)?, id, mappings[at].is_some())?;
        read_examined(path_of(matches, name), &options, ALLOWED_PERCENT)
    };
    let both = [read(0, "entry")?, read(1, "exit")?];
    let movers = Movers::parse(matches.get_one::<String>("movers").map_or("exit_school", String::as_str))?;
    let tables = [&mappings[0], &mappings[1]].map(|read| read.as_ref().map(|(table, _)| table));
    let (records, account) = linked(both, tables, Linking { id, movers })?;
    if let Some(path) = matches.get_one::<PathBuf>("output") {
        write_linked(path, &records)?;
    }
    say(&account, console)?;
    match account.match_rate().is_some_and(|rate| rate < LOW) {
        true => Err(Error::Attention { notices: 1 }.into()),
        false => Ok(()),
    }
}

fn say(account: &Account, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    let rate = account.match_rate().unwrap_or_default() * 100.0;
    let subject = [0, 1].map(|side| subject_name(&account.subjects[side], lang));
    let mut lines = vec![
        lang.pick(
            format!(
                "匹配率 {rate:.1}%（有出口成绩 {} 人，其中入口也有成绩 {} 人）",
                account.exit_scored, account.linked
            ),
            format!(
                "match rate {rate:.1} % ({} with an exit score, {} of them with an entry score)",
                account.exit_scored, account.linked
            ),
        ),
        lang.pick(
            format!("科目：入口 {}，出口 {}", subject[0], subject[1]),
            format!("subject: {} at entry, {} at exit", subject[0], subject[1]),
        ),
    ];
    let mut counted = |zh: &str, en: &str, [entry, exit]: [u64; 2]| {
        if entry + exit > 0 {
            lines.push(lang.pick(
                format!("{zh}：入口 {entry}，出口 {exit}"),
                format!("{en}: {entry} at entry, {exit} at exit"),
            ));
        }
    };
    counted("考生", "candidates", account.candidates);
    counted("只在一边的考生", "found at one side only", [account.entry_only, account.exit_only]);
    counted("相连而无成绩（缺考等）", "matched without a score", account.without_score);
    counted("重复的号码（不用来连接）", "ids of several rows (not used)", account.repeated);
    counted("没有可用号码的考生", "candidates without an id of use", account.without_id);
    counted("对照表中没有的考生", "candidates who are not in the mapping", account.without_mapping);
    if let Some(movers) = account.movers {
        lines.push(lang.pick(format!("转学 {movers} 人"), format!("changed school: {movers}")));
    } else {
        lines.push(lang.pick(
            "两次考试没有共同的学校，不计转学".to_owned(),
            "no school is in both: nobody is counted as having changed it".to_owned(),
        ));
    }
    let mean = |at: usize| account.means[at].map_or_else(|| "—".to_owned(), |mean| format!("{mean:.2}"));
    lines.push(lang.pick(
        format!("入口平均分：相连者 {}，只在入口者 {}", mean(0), mean(1)),
        format!("entry means: linked {}, at entry only {}", mean(0), mean(1)),
    ));
    lines.push(lang.pick(
        format!("出口平均分：相连者 {}，无入口成绩者 {}", mean(2), mean(3)),
        format!("exit means: linked {}, without an entry score {}", mean(2), mean(3)),
    ));
    lines.extend(schools(account, lang));
    for line in lines {
        writeln!(console.out, "{line}")?;
    }
    Ok(())
}

/// The schools of the lowest match rates, and how many more there are.
fn schools(account: &Account, lang: Lang) -> Vec<String> {
    let mut schools: Vec<&(String, u64, u64)> =
        account.schools.iter().filter(|school| school.1 > 0).collect();
    // By cross products: shares of whole numbers, exactly.
    schools.sort_by(|a, b| (a.2 * b.1).cmp(&(b.2 * a.1)).then_with(|| a.0.cmp(&b.0)));
    let line = |(name, scored, linked): &(String, u64, u64)| {
        let rate = *linked as f64 / *scored as f64 * 100.0;
        lang.pick(
            format!("  {name}：{rate:.1}%（{linked} / {scored}）"),
            format!("  {name}: {rate:.1} % ({linked} / {scored})"),
        )
    };
    let head = lang.pick("各校匹配率（低者在前）：", "match rates of schools, the lowest first:").to_owned();
    let left = schools.len().saturating_sub(SHOWN);
    let more = (left > 0).then(|| lang.pick(format!("  ……另有 {left} 所"), format!("  … {left} more")));
    let shown = schools.into_iter().take(SHOWN).map(line);
    let mut lines: Vec<String> = std::iter::once(head).chain(shown).chain(more).collect();
    if lines.len() == 1 {
        lines.clear();
    }
    lines
}
