//! Figures without a value, counted by what they lack; tables that have none at all.

use super::Notice;
use super::missing::{Known, Missing};
use crate::figures::{Figures, Status};

/// Figures that lack one thing, over all tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingFigures {
    pub lacks: Missing,
    /// Of which source, where a configuration names it.
    pub source: Option<String>,
    pub figures: u64,
    /// The tables that they stand in.
    pub tables: Vec<String>,
}

/// Adds the figures of a table to what is missing so far.
pub fn missing_figures(
    table: &str,
    source: Option<&str>,
    figures: &Figures,
    known: &Known<'_>,
    all: &mut Vec<MissingFigures>,
) {
    for lacks in figures.iter().filter_map(|figure| Missing::of(figure, known)) {
        let same = all.iter_mut().find(|one| {
            one.source.as_deref() == source
                && std::mem::discriminant(&one.lacks) == std::mem::discriminant(&lacks)
        });
        match same {
            None => all.push(MissingFigures {
                lacks,
                source: source.map(str::to_owned),
                figures: 1,
                tables: vec![table.to_owned()],
            }),
            Some(one) => {
                one.figures += 1;
                if let Ok(joined) = one.lacks.clone().joined(lacks) {
                    one.lacks = joined;
                }
                if one.tables.iter().all(|known| known != table) {
                    one.tables.push(table.to_owned());
                }
            }
        }
    }
}

/// What figures lack that are of no table.
pub fn of_figures(figures: &Figures, known: &Known<'_>) -> Vec<Notice> {
    let mut missing = Vec::new();
    missing_figures("", None, figures, known, &mut missing);
    missing.into_iter().map(Notice::FiguresMissing).collect()
}

/// A table without one value. What is hidden has one.
pub fn empty_tables(table: &str, figures: &Figures, known: &Known<'_>) -> Option<Notice> {
    let has_value = figures.iter().any(|f| matches!(f.status(), Status::Ok | Status::Suppressed));
    let lacks = || figures.iter().find_map(|figure| Missing::of(figure, known));
    (!has_value).then(|| Notice::TableEmpty { table: table.to_owned(), lacks: lacks() })
}
