//! The tables of a release in every format.

use super::output::OutputFile;
use super::{config, protection};
use crate::error::Result;
use crate::figures::Figures;
use crate::lang::Lang;
use crate::render;
use crate::render::table::{Cover, Table};

pub fn files(cover: &Cover, tables: &[Table], figures: &Figures, lang: Lang) -> Result<Vec<OutputFile>> {
    let mut files = vec![
        OutputFile { name: "tables.xlsx".to_owned(), bytes: render::xlsx::workbook(cover, tables, lang)? },
        OutputFile {
            name: "report.html".to_owned(),
            bytes: render::html::report(cover, tables, lang)?.into_bytes(),
        },
        OutputFile {
            name: "accessible.xlsx".to_owned(),
            bytes: render::xlsx::accessible(cover, tables, lang)?,
        },
        OutputFile {
            name: "figures.csv".to_owned(),
            bytes: render::csv::figures_csv_with(figures, cover.profile.as_deref()),
        },
        OutputFile {
            name: "release.json".to_owned(),
            bytes: render::json::tables_json(cover, tables).into_bytes(),
        },
    ];
    for table in tables {
        let stem = config::file_stem(&table.id);
        let metadata = render::csv::metadata(table, lang, cover.profile.as_deref());
        let bytes = match cover.profile {
            Some(_) => render::csv::csv(&protection::stamped_columns(table, lang)),
            None => render::csv::csv(table),
        };
        files.push(OutputFile { name: format!("{stem}.csv"), bytes });
        files.push(OutputFile { name: format!("{stem}.meta.csv"), bytes: metadata });
    }
    Ok(files)
}
