//! `edugauge cat`: exactly the accepted rows of a table of any columns.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};

use super::console::{Console, Done, Stop};
use super::options::{file_options, path as path_argument, path_of, rejects, show_values};
use super::read_options;
use crate::error::{Error, Result};
use crate::intake::{ReadOptions, Report, TableRow, each_row};
use crate::lang::{Lang, Text};
use crate::release::{describe, holds_nothing, write_rejects, written_sheets};
use crate::render::csv::Rows;
use crate::render::json::JsonRows;

/// More refused than this, in percent of the rows, and the command ends with code 1.
const ALLOWED_PERCENT: f64 = 1.0;

/// The command and its options.
pub fn command(lang: Lang) -> Command {
    let text = |zh, en| lang.pick(zh, en);
    let command = Command::new("cat")
        .about(text(
            "把任何表格中采用的行原样输出，其余列入拒收",
            "Print exactly the accepted rows of any table; list the others as rejected",
        ))
        .arg(path_argument("file").required(true).help(text("表格文件", "the table")))
        .arg(rejects(lang))
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(["csv", "json"])
                .default_value("csv")
                .help(text("输出格式", "format of the output")),
        )
        .arg(show_values(lang));
    file_options(command, lang)
}

pub fn cat(matches: &ArgMatches, console: &mut Console<'_>) -> Done {
    let file = path_of(matches, "file");
    let options = read_options::file_options(matches)?;
    let json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
    let reports = print(file, &sheets_of(file, &options, console)?, json, console)?;
    if let Some(rejects) = matches.get_one::<PathBuf>("rejects") {
        let reports: Vec<_> = reports.iter().map(|report| (file, report)).collect();
        save_rejects(rejects, &reports, matches.get_flag("show-values"), console.lang)?;
    }
    for report in reports.iter().filter(|report| !report.rejected.is_empty()) {
        for line in describe(report, console.lang) {
            writeln!(console.err, "{line}")?;
        }
    }
    Ok(reports.iter().try_for_each(|report| report.refuse_above(ALLOWED_PERCENT, ALLOWED_PERCENT))?)
}

/// How each of the sheets is read that are asked for; of several the headers are the same. Sheets that a pattern names
/// and that hold no table of several columns, as explanations do, are passed over, which is said.
fn sheets_of(
    file: &Path,
    options: &ReadOptions,
    console: &mut Console<'_>,
) -> std::result::Result<Vec<ReadOptions>, Stop> {
    let sheets = written_sheets(file, options.sheet.as_deref())?;
    let several = sheets.len() > 1;
    let (mut all, mut first) = (Vec::new(), None);
    for sheet in sheets {
        let options = ReadOptions { sheet: sheet.name.clone(), ..options.clone() };
        if several {
            let headers = match headers_of(file, &options) {
                Err(fault) if sheet.by_pattern && holds_nothing(&fault) => Vec::new(),
                headers => headers?,
            };
            if sheet.by_pattern && headers.len() < 2 {
                let sheet = sheet.of(file);
                let text = console.lang.pick(
                    format!("{sheet}：不是几列的表，未输出"),
                    format!("{sheet}: no table of several columns, not printed"),
                );
                writeln!(console.err, "{text}")?;
                continue;
            }
            let known = first.get_or_insert_with(|| headers.clone());
            if *known != headers {
                let expected = Text::new(
                    "表头与前面各张相同的工作表（不同的分开输出：--sheet 各写一张）",
                    "sheets of the same headers (print others by themselves: one --sheet each)",
                );
                let (argument, found) = ("sheet".to_owned(), sheet.of(file));
                return Err(Error::InvalidArgument { argument, found, expected }.into());
            }
        }
        all.push(options);
    }
    Ok(all)
}

fn headers_of(file: &Path, options: &ReadOptions) -> Result<Vec<String>> {
    let mut headers = Vec::new();
    each_row(file, options, &mut |row| {
        if let TableRow::Header(found) = row {
            headers = found.to_vec();
        }
        false
    })?;
    Ok(headers)
}

/// Prints the rows of sheets of the same headers, one below the other.
fn print(
    file: &Path,
    sheets: &[ReadOptions],
    json: bool,
    console: &mut Console<'_>,
) -> std::result::Result<Vec<Report>, Stop> {
    let has_header = sheets.first().is_some_and(|options| options.header_rows != Some(0));
    let mut printer = Printer::new(json, has_header, BufWriter::new(&mut *console.out));
    let mut reports = Vec::new();
    for options in sheets {
        let is_first = reports.is_empty();
        let mut written = Ok(());
        let report = each_row(file, options, &mut |row| {
            if is_first || matches!(row, TableRow::Data { .. }) {
                written = printer.take(&row);
            }
            written.is_ok()
        });
        // What a reader of the output sees first is why it stopped.
        written?;
        reports.push(report?);
    }
    printer.finish()?;
    Ok(reports)
}

enum Printer<W: Write> {
    Csv { rows: Box<Rows<W>>, header: bool },
    JsonToBegin(Option<W>),
    Json(JsonRows<W>),
}

impl<W: Write> Printer<W> {
    fn new(json: bool, header: bool, out: W) -> Printer<W> {
        match json {
            true => Printer::JsonToBegin(Some(out)),
            false => Printer::Csv { rows: Box::new(Rows::exact(out)), header },
        }
    }

    fn take(&mut self, row: &TableRow<'_>) -> io::Result<()> {
        match (&mut *self, row) {
            (Printer::Csv { header: false, .. }, TableRow::Header(_)) => Ok(()),
            (Printer::Csv { rows, .. }, TableRow::Header(headers)) => rows.write(headers.iter()),
            (Printer::Csv { rows, .. }, TableRow::Data { cells, .. }) => rows.write(cells.iter()),
            (Printer::JsonToBegin(out), TableRow::Header(headers)) => {
                if let Some(out) = out.take() {
                    *self = Printer::Json(JsonRows::begin(out, headers)?);
                }
                Ok(())
            }
            (Printer::Json(rows), TableRow::Data { row, cells }) => rows.write(*row, cells),
            (Printer::JsonToBegin(_), TableRow::Data { .. }) | (Printer::Json(_), TableRow::Header(_)) => {
                Ok(())
            }
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Printer::Csv { rows, .. } => rows.finish(),
            Printer::Json(rows) => rows.finish(),
            Printer::JsonToBegin(_) => Ok(()),
        }
    }
}

/// Writes what was not accepted of some files.
pub fn save_rejects(to: &Path, reports: &[(&Path, &Report)], show_values: bool, lang: Lang) -> Result<()> {
    let unwritable = |source| Error::Unwritable { path: to.to_owned(), source };
    let mut out = BufWriter::new(File::create(to).map_err(unwritable)?);
    write_rejects(reports, show_values, lang, &mut out, to)?;
    out.flush().map_err(unwritable)
}
