//! `rejects.csv`: every row and cell that was not accepted, with its place, its cause and its line.

use std::io::{self, Write};
use std::path::Path;

use super::config::{Config, Profile};
use super::output::OutputFile;
use crate::error::{Error, Result};
use crate::intake::{Listed, Report, Severity, with_lines};
use crate::lang::{Lang, Text};
use crate::render::csv::Rows;

const REJECTS: &str = "rejects.csv";

/// `rejects.csv` of a release, which tells rows and lines and is no part of what is published; none where every row
/// and cell was accepted.
///
/// # Errors
/// Unmasked lines asked for in a public release; a file cannot be read again.
pub fn file(
    config: &Config,
    reports: &[Report],
    show_values: bool,
    lang: Lang,
) -> Result<Option<OutputFile>> {
    if show_values && config.content.disclosure.profile == Profile::Public {
        return Err(Error::InvalidArgument {
            argument: "show-values".to_owned(),
            found: "profile = \"public\"".to_owned(),
            expected: Text::new(
                "内部资料（profile = \"internal\"）；公开的报表里不能有学生的数据",
                "an internal release (profile = \"internal\"): a public one holds no pupil's data",
            ),
        });
    }
    let refused =
        |report: &&Report| report.count(Severity::RowRejected) + report.count(Severity::CellInvalid) > 0;
    let refused: Vec<&Report> = reports.iter().filter(refused).collect();
    if refused.is_empty() {
        return Ok(None);
    }
    let files: Vec<(&Path, &Report)> =
        refused.iter().map(|report| (Path::new(&report.file), *report)).collect();
    let mut bytes = Vec::new();
    write_rejects(&files, show_values, lang, &mut bytes, Path::new(REJECTS))?;
    OutputFile::new(REJECTS, &bytes).map(Some)
}

/// Writes what was not accepted of each file; the values in the lines are masked unless `show_values`.
///
/// # Errors
/// A file cannot be read again; `out` takes no more.
pub fn write_rejects(
    reports: &[(&Path, &Report)],
    show_values: bool,
    lang: Lang,
    out: &mut dyn Write,
    name: &Path,
) -> Result<()> {
    let unwritable = |source: io::Error| Error::Unwritable { path: name.to_owned(), source };
    let mut rows = Rows::for_people(out).map_err(unwritable)?;
    rows.write(["file", "row", "column", "code", "cause", "line"]).map_err(unwritable)?;
    for (path, report) in reports {
        let mut written = Ok(());
        with_lines(path, report, show_values, &mut |entry, line| {
            written = rows.write(cells(&report.file, entry, line, lang));
            written.is_ok()
        })?;
        written.map_err(unwritable)?;
        for (more, code, cause) in beyond(report) {
            let said = lang.pick(
                format!("{}：另有 {more} 行，未逐行列出", cause.zh),
                format!("{}: {more} more rows, not listed one by one", cause.en),
            );
            let file = file_name(&report.file);
            rows.write([file, String::new(), String::new(), code.to_owned(), said, String::new()])
                .map_err(unwritable)?;
        }
    }
    rows.finish().map_err(unwritable)
}

fn cells(file: &str, entry: &Listed, line: &str, lang: Lang) -> [String; 6] {
    let column = entry.column.as_ref().map_or(String::new(), |c| format!("{} {}", c.letters(), c.header));
    let cause = entry.describe(lang);
    [file_name(file), entry.row.to_string(), column, entry.code.to_owned(), cause, line.to_owned()]
}

/// Where the file lies on this machine is no part of a release.
fn file_name(file: &str) -> String {
    Path::new(file).file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Of each cause whose rows are not listed to their end: how many more there are.
fn beyond(report: &Report) -> Vec<(u64, &'static str, Text)> {
    let rejected =
        report.rejected.beyond().map(|(more, first)| (more, first.cause.code(), first.cause.text()));
    let other = report.non_data.beyond().map(|(more, (_, reason))| (more, reason.code(), reason.text()));
    rejected.chain(other).collect()
}
