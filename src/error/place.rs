//! Where in an input something was found.

use std::fmt;

use super::Error;
use crate::lang::Lang;

/// A place in an input, as a person finds it in Excel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it, or `<frame>`.
    pub file: String,
    /// The physical row, the first being 1.
    pub row: Option<u64>,
    pub column: Option<ColumnPlace>,
}

/// A column by position and header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnPlace {
    /// The first being 0.
    pub index: usize,
    pub header: String,
}

impl ColumnPlace {
    /// The letters of the column in a spreadsheet: A, B, …, Z, AA, ….
    pub fn letters(&self) -> String {
        let mut letters = Vec::new();
        let mut rest = self.index + 1;
        while rest > 0 {
            rest -= 1;
            letters.push(b'A' + (rest % 26) as u8);
            rest /= 26;
        }
        letters.iter().rev().map(|b| char::from(*b)).collect()
    }
}

impl Place {
    pub fn file(file: impl Into<String>) -> Place {
        Place { file: file.into(), row: None, column: None }
    }

    pub fn at_row(mut self, row: u64) -> Place {
        self.row = Some(row);
        self
    }

    pub fn at_column(mut self, index: usize, header: impl Into<String>) -> Place {
        self.column = Some(ColumnPlace { index, header: header.into() });
        self
    }

    pub fn describe(&self, lang: Lang) -> String {
        let mut text = self.file.clone();
        if let Some(row) = self.row {
            text += &lang.pick(format!("，第 {row} 行"), format!(", row {row}"));
        }
        if let Some(column) = &self.column {
            let letters = column.letters();
            let header = &column.header;
            text +=
                &lang.pick(format!("，{letters} 列「{header}」"), format!(", column {letters} \"{header}\""));
        }
        text
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Lang::En))
    }
}

impl Error {
    /// The row, or the cell, of an input that the error speaks of.
    pub fn row_place(&self) -> Option<&Place> {
        let place = match self {
            Error::DuplicateColumn { place, .. }
            | Error::BadCell { place, .. }
            | Error::ScoreTableBroken { place, .. }
            | Error::DuplicateKey { place, .. }
            | Error::NoScoreColumn { place, .. } => place,
            _ => return None,
        };
        place.row.map(|_| place)
    }
}
