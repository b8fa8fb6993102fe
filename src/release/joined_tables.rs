//! Small tables of one source, file by file, put together: every file counts, and every row knows its year.

use std::collections::BTreeMap;

use super::notices::Notice;
use crate::indicators::Indicator;
use crate::intake::is_same_header;
use crate::records::SmallTable;

/// How small tables head the column of the year; the first is what an added one is called.
const YEAR_HEADERS: [&str; 3] = ["年份", "年度", "year"];

/// The files of a source of small tables, and what becomes of them.
#[derive(Default)]
pub struct Tables {
    files: Vec<(Option<i32>, SmallTable)>,
    all: SmallTable,
    /// The rows of the year reported, where other years stand beside them.
    of_year: Option<SmallTable>,
}

/// A column that other files of the source have and this one has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    pub file: String,
    pub columns: Vec<String>,
}

impl Tables {
    pub fn add(&mut self, year: Option<i32>, table: SmallTable) {
        self.files.push((year, table));
    }

    /// The rows that an indicator counts.
    pub fn rows_for(&self, indicator: &Indicator) -> &SmallTable {
        self.rows(indicator.parameter("year").is_some())
    }

    /// All rows where the indicator tells the years apart, else those of the year reported.
    pub fn rows(&self, tells_years: bool) -> &SmallTable {
        self.of_year.as_ref().filter(|_| !tells_years).unwrap_or(&self.all)
    }

    /// As `settle`, and what of it needs attention.
    pub fn notices(&mut self, year: i32) -> Vec<Notice> {
        let lacking = self.settle(year).into_iter();
        lacking.map(|Lacking { file, columns }| Notice::ColumnsLacking { file, columns }).collect()
    }

    /// Puts the files together. Files of one year each get a column of the year; where those of the year reported
    /// have one already, they tell all years themselves and stand alone.
    pub fn settle(&mut self, year: i32) -> Vec<Lacking> {
        let mut files = std::mem::take(&mut self.files);
        let tell_years = files.iter().any(|(of, table)| *of == Some(year) && year_header(table).is_some());
        if tell_years {
            files.retain(|(of, _)| of.is_none_or(|of| of == year));
        } else {
            for (of, table) in &mut files {
                if let Some(of) = *of {
                    date(table, of);
                }
            }
        }
        let several = files.iter().any(|(of, _)| of.is_some_and(|of| of != year));
        let now = |(of, _): &&(Option<i32>, SmallTable)| of.is_none_or(|of| of == year);
        self.of_year = several.then(|| joined(files.iter().filter(now).map(|(_, table)| table)));
        self.all = joined(files.iter().map(|(_, table)| table));
        lacking(&self.all.headers, files.iter().map(|(_, table)| table))
    }
}

fn year_header(table: &SmallTable) -> Option<usize> {
    YEAR_HEADERS.iter().find_map(|name| table.headers.iter().position(|header| header == name))
}

/// Gives the rows of a file their year; of one that has a column of years, those of this year are kept.
fn date(table: &mut SmallTable, year: i32) {
    let label = year.to_string();
    match year_header(table) {
        None => {
            table.headers.push(YEAR_HEADERS[0].to_owned());
            table.rows.iter_mut().for_each(|row| row.push(label.clone()));
        }
        Some(at) => {
            let is_of = |row: &[String]| crate::exam::parse_year(&row[at]).ok().flatten() == Some(year);
            let kept: Vec<bool> = table.rows.iter().map(|row| is_of(row)).collect();
            let mut keep = kept.iter();
            table.rows.retain(|_| keep.next() == Some(&true));
            let mut keep = kept.iter();
            table.row_numbers.retain(|_| keep.next() == Some(&true));
            YEAR_HEADERS[0].clone_into(&mut table.headers[at]);
        }
    }
}

fn joined<'a>(tables: impl Iterator<Item = &'a SmallTable>) -> SmallTable {
    let mut all = SmallTable::default();
    tables.for_each(|table| all.append(table));
    all
}

fn lacking<'a>(headers: &[String], tables: impl Iterator<Item = &'a SmallTable>) -> Vec<Lacking> {
    let lacks = |table: &SmallTable| {
        let columns = headers.iter().filter(|header| !header.is_empty() && !table.headers.contains(header));
        Lacking { file: table.file.clone(), columns: columns.cloned().collect() }
    };
    tables.map(lacks).filter(|lacking| !lacking.columns.is_empty()).collect()
}

/// The headers of a small table as the configuration calls them, where one file calls them otherwise than the
/// rest.
pub(super) fn renamed(mut table: SmallTable, columns: Option<&BTreeMap<String, String>>) -> SmallTable {
    for (header, name) in columns.into_iter().flatten() {
        let written = table.headers.iter_mut().find(|written| is_same_header(written, header));
        if let Some(written) = written {
            name.strip_prefix("key:").unwrap_or(name).clone_into(written);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(file: &str, headers: &[&str], rows: &[&[&str]]) -> SmallTable {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        SmallTable {
            file: file.to_owned(),
            headers: texts(headers),
            rows: rows.iter().map(|row| texts(row)).collect(),
            row_numbers: (2..).take(rows.len()).collect(),
            ..SmallTable::default()
        }
    }

    #[test]
    fn columns_are_put_together_by_their_headers() {
        let mut tables = Tables::default();
        tables.add(None, table("a.csv", &["学校", "人数"], &[&["甲", "3"]]));
        tables.add(None, table("b.csv", &["人数", "学校", "备注"], &[&["4", "乙", "x"]]));
        let lacking = tables.settle(2024);
        let all = tables.rows(true);
        assert_eq!(all.headers, ["学校", "人数", "备注"]);
        assert_eq!(all.rows, [["甲", "3", ""], ["乙", "4", "x"]]);
        assert_eq!(lacking, [Lacking { file: "a.csv".to_owned(), columns: vec!["备注".to_owned()] }]);
        assert_eq!((all.place(0).file, all.place(0).row), ("a.csv".to_owned(), Some(2)));
        assert_eq!((all.place(1).file, all.place(1).row), ("b.csv".to_owned(), Some(2)));
    }

    #[test]
    fn files_of_a_year_tell_it_and_others_stand_apart() {
        let mut tables = Tables::default();
        tables.add(Some(2023), table("a.csv", &["人数"], &[&["3"]]));
        tables.add(Some(2024), table("b.csv", &["人数"], &[&["4"]]));
        assert!(tables.settle(2024).is_empty());
        assert_eq!(tables.rows(true).rows, [["3", "2023"], ["4", "2024"]]);
        assert_eq!(tables.rows(false).rows, [["4", "2024"]]);
    }

    #[test]
    fn a_file_that_tells_all_years_stands_alone() {
        let mut tables = Tables::default();
        tables.add(Some(2023), table("a.csv", &["年度", "人数"], &[&["2023", "3"]]));
        tables.add(Some(2024), table("b.csv", &["年度", "人数"], &[&["2023", "3"], &["2024", "4"]]));
        tables.settle(2024);
        assert_eq!(tables.rows(true).rows, [["2023", "3"], ["2024", "4"]]);
    }
}
