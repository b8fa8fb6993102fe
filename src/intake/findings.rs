//! One doubtful cell or one refused row, and all of one cause together.

use super::causes::Cause;
use crate::error::ColumnPlace;
use crate::lang::{Lang, Text};

/// One doubtful cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The physical row, the first being 1.
    pub row: u64,
    pub column: Option<ColumnPlace>,
    pub cause: Cause,
}

/// A row that is out of every figure, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The physical row, the first being 1.
    pub row: u64,
    pub cause: Cause,
    /// Where that is the cause.
    pub cells: Option<Cells>,
}

/// How many cells a row has and how many its header has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells {
    pub found: u32,
    pub expected: u32,
}

impl Rejected {
    /// The cause, with the numbers that it is about.
    pub fn describe(&self, lang: Lang) -> String {
        with_cells(self.cause.text(), self.cells, lang)
    }
}

/// What was found, in words, with the numbers of cells.
pub(super) fn with_cells(cause: Text, cells: Option<Cells>, lang: Lang) -> String {
    let what = cause.get(lang);
    let numbers = |Cells { found, expected }| {
        lang.pick(
            format!("(有 {found} 格,应为 {expected} 格)"),
            format!(" ({found} found, {expected} expected)"),
        )
    };
    format!("{what}{}", cells.map_or(String::new(), numbers))
}

/// All findings of one cause in one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingGroup {
    pub cause: Cause,
    pub column: Option<ColumnPlace>,
    pub count: u64,
    /// The physical row of the first.
    pub first_row: u64,
    /// Of the first, where that is the cause.
    pub cells: Option<Cells>,
}

impl FindingGroup {
    /// One line: the cause, where, how often, first at which row. It holds no pupil's data.
    pub fn describe(&self, lang: Lang) -> String {
        let what = with_cells(self.cause.text(), self.cells, lang);
        let column = self.column.as_ref().map_or(String::new(), |column| {
            let (letters, header) = (column.letters(), &column.header);
            lang.pick(format!("{letters} 列「{header}」:"), format!("column {letters} \"{header}\": "))
        });
        let (count, row) = (self.count, self.first_row);
        let where_first =
            lang.pick(format!(" ×{count},首见于第 {row} 行"), format!(" ×{count}, first at row {row}"));
        let mend = self.mend().map_or_else(String::new, |mend| {
            let mend = mend.join(lang.pick(" 或 ", " or "));
            lang.pick(format!("；改法：{mend}"), format!("; to mend it: {mend}"))
        });
        format!("{column}{what}{where_first}{mend}")
    }

    /// The options of which one settles the matter, where an option can.
    pub fn mend(&self) -> Option<Vec<String>> {
        let header = self.column.as_ref().map(|column| match column.header.as_str() {
            "" => column.letters(),
            header => header.to_owned(),
        });
        let given = || vec!["--policy total=given".to_owned()];
        match (self.cause, header) {
            (Cause::UnusedScores, Some(header)) => {
                let subject = header.as_str();
                Some(vec![
                    format!("--column {header}=subject:{subject}"),
                    format!("--column {header}=ignore"),
                ])
            }
            (Cause::TotalVoided | Cause::IncompleteTotal, _) => Some(given()),
            (Cause::NobodyScored, None) => Some(vec!["--policy total=all".to_owned()]),
            _ => None,
        }
    }
}
