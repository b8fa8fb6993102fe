//! `edugauge inspect`: how a file would be read, before anything is computed from it.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::console::{Console, Done, Stop};
use super::options::path_of;
use super::paper::{inspected, is_paper, say_paper};
use super::read_options::{given_options, pairs, read_options};
use super::sources::say_attention;
use crate::intake::{
    Mend, Pace, ReadOptions, Report, ScoreTable, Wanted, is_score_table, read_candidates, read_score_table,
    remark_on_verdicts, score_table_tally, shown_unknown_marks,
};
use crate::number::plain;
use crate::records::Mark;
use crate::release::{
    Found, Kept, Said, Written, holds_nothing, item_notices, write_mapping, written_sheets,
};
use crate::subjects::subject_name;

/// Problems listed one by one up to this many.
const SHOWN: usize = 20;

pub fn inspect(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let file = path_of(matches, "file");
    let options = read_options(matches, None)?;
    for sheet in written_sheets(file, options.sheet.as_deref())? {
        let options = ReadOptions { sheet: sheet.name.clone(), ..options.clone() };
        match inspect_sheet(matches, file, &options, console) {
            Err(Stop::Fault(fault)) if sheet.by_pattern && holds_nothing(&fault) => {
                let sheet = sheet.of(file);
                let text = console.lang.pick(
                    format!("{sheet}：没有成绩，不读"),
                    format!("{sheet}: it holds no scores and is not read"),
                );
                writeln!(console.out, "{text}")?;
            }
            done => done?,
        }
    }
    Ok(())
}

/// One sheet, or a file without any.
fn inspect_sheet(
    matches: &ArgMatches,
    file: &Path,
    options: &ReadOptions,
    console: &mut Console<'_>,
) -> Done {
    if is_paper(matches) {
        let (paper, report) = inspected(file, matches, options)?;
        say_file(&report, console)?;
        say_paper(&paper, console)?;
        say_columns(&report, console)?;
        say_problems(&report, console)?;
        return say_attention(&[], &item_notices(None, &paper), console);
    }
    if is_score_table(file, options) {
        let table = read_score_table(file, options)?;
        let given = pairs(matches, "column")?;
        write(matches, file, &Found::ScoreTable { given }, console)?;
        return say_score_table(&table, console);
    }
    let report = read_candidates(file, options, &Wanted::default(), Pace::default(), None)?.report;
    write(matches, file, &Found::Candidates(&report), console)?;
    say_file(&report, console)?;
    say_columns(&report, console)?;
    say_marks(&report, console)?;
    say_problems(&report, console)
}

/// Connects the file to the configuration, where one is named.
fn write(matches: &ArgMatches, file: &Path, found: &Found<'_>, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    let Some(config) = matches.get_one::<PathBuf>("write") else { return Ok(()) };
    let settings = given_options(matches).map(|(name, text)| (name.to_owned(), text.clone()));
    let said = Said { settings: settings.collect(), policy: pairs(matches, "policy")? };
    let Written { source, kept } = write_mapping(config, file, found, &said)?;
    let config = config.display();
    let text = lang.pick(
        format!("已写入 {config} 的数据源 {source}"),
        format!("written to the source {source} of {config}"),
    );
    writeln!(console.err, "{text}")?;
    for Kept { header, stands, found } in kept {
        let text = lang.pick(
            format!("  「{header}」= {stands} 是配置里原有的，保留；这次认作 {found}"),
            format!("  \"{header}\" = {stands} stood in the configuration and stays; found now: {found}"),
        );
        writeln!(console.err, "{text}")?;
    }
    Ok(())
}

/// A line for each track, and what is doubtful.
fn say_score_table(table: &ScoreTable, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    // What `compute` would refuse.
    score_table_tally(table, &[], &table.report.file)?;
    let doubtful = !table.report.grouped().is_empty();
    for track in &table.tracks {
        let (rows, candidates) = (track.rows.len(), track.rows.iter().map(|row| row.count).sum::<u64>());
        let labels: String = track.labels.iter().map(|label| format!(" {label}")).collect();
        let ends = track.rows.first().zip(track.rows.last()).map(|(best, worst)| {
            let best = match best.is_without_end() {
                true => {
                    lang.pick(format!("{} 及以上", plain(best.low)), format!("{} or more", plain(best.low)))
                }
                false => plain(best.high),
            };
            [best, plain(worst.low)]
        });
        let [best, worst] = ends.unwrap_or_default();
        let agree = if doubtful { "" } else { lang.pick("，累计人数无矛盾", ", its counts agree") };
        let file = &table.report.file;
        let text = lang.pick(
            format!("{file}：一分一段表{labels}，{rows} 行，{candidates} 人，分数 {best} 至 {worst}{agree}"),
            format!(
                "{file}: a score table{labels}, {rows} rows, {candidates} candidates, scores {best} to {worst}{agree}"
            ),
        );
        writeln!(console.out, "{text}")?;
    }
    if doubtful { say_problems(&table.report, console) } else { Ok(()) }
}

fn say_file(report: &Report, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    let out = &mut console.out;
    writeln!(out, "{}", report.file)?;
    let encoding =
        format!("{}{}", report.encoding.name(), lang.in_brackets(report.encoding_reason.get(lang)));
    writeln!(out, "  {}{encoding}", lang.pick("编码：", "encoding: "))?;
    if let Some(sheet) = &report.sheet {
        writeln!(out, "  {}{sheet}", lang.pick("工作表：", "sheet: "))?;
    }
    let delimiter = match report.delimiter {
        Some('\t') => lang.pick("制表符", "tab").to_owned(),
        Some(delimiter) => format!("'{delimiter}'"),
        None => "-".to_owned(),
    };
    writeln!(out, "  {}{delimiter}", lang.pick("分隔符：", "delimiter: "))?;
    if report.delimiter.is_some() {
        let quote =
            report.quote.map_or_else(|| lang.pick("无", "none").to_owned(), |quote| quote.to_string());
        writeln!(out, "  {}{quote}", lang.pick("引号：", "quote: "))?;
    }
    if let Some(row) = report.header_row {
        let (above, last) = (report.preamble, row + report.header_rows.max(1) - 1);
        let rows = if last > row { format!("{row}–{last}") } else { row.to_string() };
        let text = lang.pick(
            format!("表头：第 {rows} 行，其上 {above} 行标题"),
            format!("header: row {rows}, {above} title rows above"),
        );
        writeln!(out, "  {text}")?;
    }
    let (rows, accepted, rejected) = (report.physical_rows, report.accepted, report.rejected.len());
    let other = report.non_data.len();
    let text = lang.pick(
        format!("物理行 {rows}：采用 {accepted}，拒收 {rejected}，非数据行 {other}"),
        format!("physical rows {rows}: accepted {accepted}, rejected {rejected}, not data {other}"),
    );
    writeln!(out, "  {text}")?;
    for (row, reason) in report.non_data.iter().take(SHOWN) {
        let reason = reason.text().get(lang);
        writeln!(out, "    {}", lang.pick(format!("第 {row} 行：{reason}"), format!("row {row}: {reason}")))?;
    }
    Ok(())
}

/// First the columns that were not recognised: they are what a person should look at.
fn say_columns(report: &Report, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    let (used, unused): (Vec<_>, Vec<_>) = report.columns.iter().partition(|column| column.field.is_some());
    for (title, columns) in
        [(lang.pick("未使用的列：", "columns not used:"), unused), (lang.pick("各列：", "columns:"), used)]
    {
        if columns.is_empty() {
            continue;
        }
        writeln!(console.out, "  {title}")?;
        for column in columns {
            let (letters, header) = (column.place.letters(), &column.place.header);
            let field = column.field.as_deref().unwrap_or("-");
            writeln!(
                console.out,
                "    {letters:>3} {header} → {field}{}",
                lang.in_brackets(column.reason.get(lang))
            )?;
        }
    }
    if report.total_derived {
        let text = lang.pick("    总分由各科相加得出", "    the total is the sum of the subjects");
        writeln!(console.out, "{text}")?;
    }
    for (header, written, kept) in report.normalised.iter().take(SHOWN) {
        let text = lang.pick(
            format!("    「{header}」：「{written}」统一为「{kept}」"),
            format!("    \"{header}\": \"{written}\" made \"{kept}\""),
        );
        writeln!(console.out, "{text}")?;
    }
    Ok(())
}

fn say_marks(report: &Report, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    writeln!(console.out, "  {}", lang.pick("各科单元格：", "cells per subject:"))?;
    for subject in &report.marks {
        let counts = Mark::ALL.iter().zip(subject.counts).filter(|(_, count)| *count > 0);
        let counts: Vec<String> =
            counts.map(|(mark, count)| format!("{} {count}", mark.text().get(lang))).collect();
        writeln!(
            console.out,
            "    {}: {}",
            subject_name(&subject.subject, lang),
            counts.join(lang.pick("，", ", "))
        )?;
    }
    let seen = report.marks_seen.iter().map(|(mark, count)| format!("{mark} ×{count}"));
    let seen: Vec<String> = seen.collect();
    if !seen.is_empty() {
        writeln!(console.out, "  {}{}", lang.pick("标记：", "marks: "), seen.join(lang.pick("、", ", ")))?;
    }
    for (rule, cells) in &report.policy {
        let text = lang.pick(format!("  口径 {rule}：{cells} 格"), format!("  policy {rule}: {cells} cells"));
        writeln!(console.out, "{text}")?;
    }
    let unknown: Vec<String> =
        shown_unknown_marks(report).iter().map(|(mark, count)| format!("{mark} ×{count}")).collect();
    if !unknown.is_empty() {
        writeln!(
            console.out,
            "  {}{}",
            lang.pick("不认识的内容：", "not known: "),
            unknown.join(lang.pick("、", ", "))
        )?;
        say_rule_of_mark(report, console)?;
    }
    Ok(())
}

/// How texts in score cells are given a meaning.
fn say_rule_of_mark(report: &Report, console: &mut Console<'_>) -> Done {
    let offers = report.offered_rules();
    let remark = remark_on_verdicts(&offers, console.lang);
    let rules: Vec<String> = match offers.is_empty() {
        true => vec![console.lang.pick("--policy 文字=absent", "--policy TEXT=absent").to_owned()],
        false => offers.iter().map(Mend::as_option).collect(),
    };
    let rules = rules.join(console.lang.pick("、", ", "));
    let text = console.lang.pick(format!("    → {rules}（{remark}）"), format!("    → {rules} ({remark})"));
    Ok(writeln!(console.out, "{text}")?)
}

fn say_problems(report: &Report, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    let groups = report.grouped();
    if groups.is_empty() {
        return Ok(writeln!(console.out, "  {}", lang.pick("没有发现问题", "no problems found"))?);
    }
    writeln!(console.out, "  {}", lang.pick("问题：", "problems:"))?;
    for group in groups.iter().take(SHOWN) {
        writeln!(console.out, "    {} {}", group.cause.code(), group.describe(lang))?;
    }
    Ok(())
}
