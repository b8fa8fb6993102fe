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
use crate::lang::Lang;
use crate::release::{describe, write_rejects};
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
    let report = print(file, &options, json, console)?;
    if let Some(rejects) = matches.get_one::<PathBuf>("rejects") {
        save_rejects(rejects, &[(file, &report)], matches.get_flag("show-values"), console.lang)?;
    }
    if !report.rejected.is_empty() {
        for line in describe(&report, console.lang) {
            writeln!(console.err, "{line}")?;
        }
    }
    Ok(report.refuse_above(ALLOWED_PERCENT, ALLOWED_PERCENT)?)
}

fn print(
    file: &Path,
    options: &ReadOptions,
    json: bool,
    console: &mut Console<'_>,
) -> std::result::Result<Report, Stop> {
    let mut printer = Printer::new(json, options.header_rows != Some(0), BufWriter::new(&mut *console.out));
    let mut written = Ok(());
    let report = each_row(file, options, &mut |row| {
        written = printer.take(&row);
        written.is_ok()
    });
    // What a reader of the output sees first is why it stopped.
    written?;
    let report = report?;
    printer.finish()?;
    Ok(report)
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
