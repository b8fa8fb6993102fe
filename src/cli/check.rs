//! `edugauge check`: everything that is wrong with the inputs, in one pass; nothing is written.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};
use serde_json::{Value as Json, json};
use unicode_width::UnicodeWidthStr;

use super::cat::save_rejects;
use super::console::{Console, Done};
use super::options::{allow_outside, load, path as path_argument, reading, rejects, show_values, strict};
use super::read_options::read_options;
use crate::error::{Error, Result};
use crate::intake::{CellLine, cell_line};
use crate::lang::{Lang, Text};
use crate::release::notices::{Caller, block, merged};
use crate::release::{Checked, RunOptions, Scope, check as check_config, check_file, places};
use crate::render::html;
use crate::render::table::{Cell, Column, Cover, Table};

/// Of a file without a configuration, in percent of the rows and of the score cells.
const ALLOWED: [f64; 2] = [1.0, 1.0];

/// The command and its options.
pub fn command(lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    reading(Command::new("check"), lang)
        .about(text(
            "检查配置的全部输入或单个文件：不写任何结果，按原因列出问题",
            "Check all inputs of a configuration, or files: writes nothing, lists what is wrong by cause",
        ))
        .arg(
            path_argument("input")
                .required(true)
                .num_args(1..)
                .help(text("配置文件（.toml）或数据文件", "a configuration (.toml) or files of data")),
        )
        .arg(
            Arg::new("year")
                .long("year")
                .value_parser(clap::value_parser!(i32).range(1000..=9999))
                .help(text("年份（默认取配置中的）", "the year (the configuration's by default)")),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(["text", "json", "html"])
                .default_value("text")
                .help(text("输出格式", "format of the output")),
        )
        .arg(strict(lang))
        .arg(rejects(lang))
        .arg(show_values(lang))
        .arg(allow_outside(lang))
}

pub fn check(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let mut found = Vec::new();
    for path in matches.get_many::<PathBuf>("input").into_iter().flatten() {
        if path.extension().is_some_and(|extension| extension == "toml") {
            let options = RunOptions {
                year: matches.get_one::<i32>("year").copied(),
                lang: Some(console.lang),
                ..RunOptions::default()
            };
            found.extend(check_config(&load(path, matches)?, &options)?);
        } else {
            found.extend(check_file(path, &read_options(matches, None)?, ALLOWED));
        }
    }
    if let Some(to) = matches.get_one::<PathBuf>("rejects") {
        write_rejects(to, &found, matches.get_flag("show-values"), console)?;
    }
    match matches.get_one::<String>("format").map_or("text", String::as_str) {
        "json" => {
            let all: Vec<Json> = found.iter().map(as_json).collect();
            writeln!(console.out, "{:#}", Json::from(all))?;
        }
        "html" => write_page(&found, console)?,
        _ => say(&found, matches.get_flag("show-values"), console)?,
    }
    let notices = found.iter().map(|checked| checked.notices.len()).sum::<usize>();
    match found.into_iter().flat_map(|checked| checked.faults).next() {
        Some(fault) => Err(fault.into()),
        None if notices > 0 && matches.get_flag("strict") => Err(Error::Attention { notices }.into()),
        None => Ok(()),
    }
}

fn write_rejects(to: &Path, found: &[Checked], show_values: bool, console: &mut Console<'_>) -> Result<()> {
    let reports: Vec<_> = found.iter().filter_map(|checked| checked.report.as_ref()).collect();
    let files: Vec<_> = reports.iter().map(|report| (Path::new(&report.file), *report)).collect();
    save_rejects(to, &files, show_values, console.lang)
}

fn say(found: &[Checked], show_values: bool, console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    for checked in found {
        writeln!(console.out, "{}", checked.subject)?;
        if let Some(report) = &checked.report {
            let (rows, accepted) = (report.physical_rows, report.accepted);
            let (rejected, other) = (report.rejected.len(), report.non_data.len());
            let text = lang.pick(
                format!("物理行 {rows}：采用 {accepted}，拒收 {rejected}，非数据行 {other}"),
                format!("physical rows {rows}: accepted {accepted}, rejected {rejected}, not data {other}"),
            );
            writeln!(console.out, "  {text}")?;
            for places in places(report) {
                let (code, what) = (places.group.cause.code(), places.group.describe(lang));
                let rows: Vec<String> = places.rows.iter().map(u64::to_string).collect();
                let rows = rows.join(lang.pick("、", ", "));
                let rows = lang.pick(format!("（行：{rows}）"), format!(" (rows {rows})"));
                writeln!(console.out, "  {code} {what}{rows}")?;
                let column = places.group.column.as_ref().map(|column| column.index);
                if let Some(row) = places.rows.first()
                    && let Some(line) = cell_line(Path::new(&report.file), *row, column, show_values)
                {
                    write!(console.out, "{}", underlined(*row, &line))?;
                }
            }
        }
        for fault in &checked.faults {
            writeln!(console.out, "  {} {}", fault.code(), fault.message(lang))?;
        }
    }
    let faults = found.iter().map(|checked| checked.faults.len()).sum::<usize>();
    let inputs = found.iter().filter(|checked| checked.scope == Scope::Input).count();
    let text = match faults {
        0 => lang.pick(
            format!("检查了 {inputs} 项，没有使运行停下的问题"),
            format!("{inputs} inputs checked; nothing that would stop a run"),
        ),
        faults => lang.pick(
            format!("检查了 {inputs} 项，有 {faults} 处会使运行停下"),
            format!("{inputs} inputs checked; {faults} faults would stop a run"),
        ),
    };
    writeln!(console.out, "{text}")?;
    // All of files in one block; a configuration has one of its own, with the lines that mend it there.
    let (whole, files): (Vec<&Checked>, Vec<&Checked>) =
        found.iter().partition(|checked| checked.scope == Scope::Configuration);
    let of_files = merged(files.iter().flat_map(|checked| checked.notices.iter().cloned()));
    let of_whole = whole.iter().flat_map(|checked| block(&checked.notices, caller(checked), lang));
    for line in block(&of_files, Caller::CommandLine, lang).into_iter().chain(of_whole) {
        writeln!(console.out, "{line}")?;
    }
    Ok(())
}

/// A line with its number, the cell underlined; Chinese characters are two columns wide.
fn underlined(row: u64, line: &CellLine) -> String {
    let [before, cell] =
        [&line.text[..line.cell.start], &line.text[line.cell.clone()]].map(UnicodeWidthStr::width);
    let number = format!("{row:>8}");
    let (indent, line_under) = (" ".repeat(before), "─".repeat(cell.max(1)));
    format!("{number} │ {}\n{:>8} · {indent}{line_under}\n", line.text, "")
}

fn both(text: impl Fn(Lang) -> String) -> Json {
    json!({ "zh": text(Lang::Zh), "en": text(Lang::En) })
}

fn as_json(checked: &Checked) -> Json {
    let findings = checked.report.iter().flat_map(places).map(|places| {
        let group = &places.group;
        json!({
            "code": group.cause.code(),
            "cause": both(|lang| group.cause.text().get(lang).to_owned()),
            "column": group.column.as_ref().map(|c| json!({ "letters": c.letters(), "header": c.header })),
            "count": group.count,
            "first_rows": places.rows,
        })
    });
    let faults = checked.faults.iter().map(|fault| {
        json!({
            "code": fault.code(),
            "message": both(|lang| fault.message(lang)),
            "help": fault.help(Lang::En).map(|_| both(|lang| fault.help(lang).unwrap_or_default())),
        })
    });
    let rows = checked.report.as_ref().map(|report| {
        json!({
            "physical": report.physical_rows,
            "accepted": report.accepted,
            "rejected": report.rejected.len(),
            "not_data": report.non_data.len(),
        })
    });
    json!({
        "input": checked.subject,
        "rows": rows,
        "findings": findings.collect::<Vec<_>>(),
        "notices": checked.notices.iter().map(|notice| notice.as_json(caller(checked))).collect::<Vec<_>>(),
        "faults": faults.collect::<Vec<_>>(),
    })
}

const COLUMNS: [(Text, bool); 6] = [
    (Text::new("输入", "input"), false),
    (Text::new("代码", "code"), false),
    (Text::new("列", "column"), false),
    (Text::new("原因", "cause"), false),
    (Text::new("处数", "count"), true),
    (Text::new("最先几行", "first rows"), false),
];

fn caller(checked: &Checked) -> Caller<'_> {
    match checked.scope {
        Scope::Configuration => Caller::Configuration(&checked.inputs),
        Scope::Input | Scope::Table => Caller::CommandLine,
    }
}

/// The findings as one page of one table.
fn write_page(found: &[Checked], console: &mut Console<'_>) -> Done {
    let lang = console.lang;
    let mut rows = Vec::new();
    for checked in found {
        let input = || Cell::text(checked.subject.as_str());
        for fault in &checked.faults {
            let message = Cell::text(fault.message(lang));
            rows.push(vec![
                input(),
                Cell::text(fault.code()),
                Cell::Empty,
                message,
                Cell::Empty,
                Cell::Empty,
            ]);
        }
        for notice in checked.notices.iter().filter(|notice| notice.is_of_fit()) {
            let text = Cell::text(notice.text(lang));
            let count = Cell::count(notice.count());
            rows.push(vec![input(), Cell::Empty, Cell::Empty, text, count, Cell::Empty]);
        }
        for places in checked.report.iter().flat_map(places) {
            let group = &places.group;
            let column = group.column.as_ref().map(|c| format!("{} {}", c.letters(), c.header));
            let first: Vec<String> = places.rows.iter().map(u64::to_string).collect();
            rows.push(vec![
                input(),
                Cell::text(group.cause.code()),
                column.map_or(Cell::Empty, Cell::text),
                Cell::text(group.cause.text().get(lang)),
                Cell::count(group.count),
                Cell::text(first.join(", ")),
            ]);
        }
    }
    let title = lang.pick("数据检查", "Check of the inputs").to_owned();
    let table = Table {
        id: "check".to_owned(),
        title: title.clone(),
        columns: COLUMNS
            .iter()
            .map(|(h, numeric)| Column { numeric: *numeric, ..Column::text(h.get(lang)) })
            .collect(),
        rows,
        ..Table::default()
    };
    let cover = Cover { title, version: env!("CARGO_PKG_VERSION").to_owned(), ..Cover::default() };
    html::report(&cover, &[table], lang)?.write(&mut console.out)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_stands_below_the_cell_also_behind_chinese() {
        let line = CellLine { text: "＊＊,00,＊".to_owned(), cell: 7..9 };
        // Two wide characters and a comma before the cell: five columns.
        assert_eq!(underlined(12, &line), "      12 │ ＊＊,00,＊\n         ·      ──\n");
    }
}
