//! The tables of a release in every format.

use super::config;
use super::output::OutputFile;
use crate::error::Result;
use crate::figures::Figures;
use crate::lang::Lang;
use crate::render;
use crate::render::table::{Cover, Table};
use crate::threads;

/// In the same order on any number of threads.
pub fn files(cover: &Cover, tables: &[Table], figures: &Figures, lang: Lang) -> Result<Vec<OutputFile>> {
    let file = |name: &str, bytes: Vec<u8>| OutputFile { name: name.to_owned(), bytes };
    // One workbook at a time: while it is made it takes most of the memory.
    let workbooks = || -> Result<[OutputFile; 2]> {
        let plain = render::xlsx::workbook(cover, tables, lang)?;
        Ok([
            file("tables.xlsx", plain),
            file("accessible.xlsx", render::xlsx::accessible(cover, tables, lang)?),
        ])
    };
    let texts = || -> Result<[OutputFile; 3]> {
        let report = render::html::report(cover, tables, lang)?;
        Ok([
            file("report.html", report.into_bytes()),
            file("figures.csv", render::csv::figures_csv_with(figures, cover.profile.as_deref())),
            file("release.json", render::json::tables_json(cover, tables).into_bytes()),
        ])
    };
    let (workbooks, texts) = threads::both(workbooks, texts);
    let ([plain, accessible], [report, figures, release]) = (workbooks?, texts?);
    let mut files = vec![plain, report, accessible, figures, release];
    for table in tables {
        let stem = config::file_stem(&table.id);
        let metadata = render::csv::metadata(table, lang, cover.profile.as_deref());
        let bytes = render::csv::csv(table, cover.profile.as_deref());
        files.push(OutputFile { name: format!("{stem}.csv"), bytes });
        files.push(OutputFile { name: format!("{stem}.meta.csv"), bytes: metadata });
    }
    Ok(files)
}
