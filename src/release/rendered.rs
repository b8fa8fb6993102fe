//! The tables of a release in every format.

use super::config;
use super::output::{FIGURES, OutputFile};
use crate::error::Result;
use crate::figures::Figures;
use crate::lang::Lang;
use crate::render;
use crate::render::table::{Cover, Table};
use crate::threads;

/// In the same order on any number of threads.
pub fn files(cover: &Cover, tables: &[Table], all: &Figures, lang: Lang) -> Result<Vec<OutputFile>> {
    let stamp = cover.profile.as_deref();
    let plain = || OutputFile::new("tables.xlsx", &render::xlsx::workbook(cover, tables, lang)?);
    let accessible = || OutputFile::new("accessible.xlsx", &render::xlsx::accessible(cover, tables, lang)?);
    let texts = || -> Result<[OutputFile; 3]> {
        let report = render::html::report(cover, tables, lang)?;
        Ok([
            OutputFile::written("report.html", |out| report.write(out))?,
            OutputFile::written(FIGURES, |out| render::csv::write_figures_of_release(all, stamp, out))?,
            OutputFile::written("release.json", |out| render::json::write_tables(cover, tables, out))?,
        ])
    };
    // The longest first.
    let (accessible, (plain, texts)) = threads::both(accessible, || threads::both(plain, texts));
    let [report, figures, release] = texts?;
    let mut files = vec![plain?, report, accessible?, figures, release];
    let named: Vec<(String, &Table)> =
        tables.iter().map(|table| (format!("{}.csv", config::file_stem(&table.id)), table)).collect();
    let package = render::package::datapackage(cover, &named, (FIGURES, all), lang);
    files.push(OutputFile::new("datapackage.json", package.as_bytes())?);
    let of_tables = threads::map_each(&named, |(name, table)| -> Result<[OutputFile; 2]> {
        let stem = config::file_stem(&table.id);
        let metadata = render::described::metadata(table, lang, stamp);
        let csv = OutputFile::written(name, |out| render::csv::write_table(table, stamp, out))?;
        Ok([csv, OutputFile::new(format!("{stem}.meta.csv"), &metadata)?])
    });
    for of_table in of_tables {
        files.extend(of_table?);
    }
    Ok(files)
}
