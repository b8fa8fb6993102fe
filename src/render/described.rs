//! What the columns of a table are, for programs: ids, kinds, units, places.

use super::csv::{in_memory, inert, write};
use super::table::{Cell, Column, Table};
use crate::lang::Lang;

/// The form of what programs read of a release; a number that goes up when a reader of the one before would stumble.
pub const FORMAT: u32 = 1;

/// What stands in a column, from its first row to its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Whole,
    Number,
}

impl Kind {
    /// As Table Schema and CSV on the Web call it.
    pub(super) fn id(self) -> &'static str {
        match self {
            Kind::Text => "string",
            Kind::Whole => "integer",
            Kind::Number => "number",
        }
    }
}

impl Table {
    fn column(&self, at: usize) -> impl Iterator<Item = &Cell> {
        self.rows.iter().filter_map(move |row| row.get(at))
    }

    /// The kind of a column, by the numbers as they are shown.
    pub(super) fn kind(&self, at: usize) -> Kind {
        if !self.columns[at].numeric || self.column(at).any(|cell| matches!(cell, Cell::Text(_))) {
            return Kind::Text;
        }
        match self.places(at) {
            Some(0) => Kind::Whole,
            _ => Kind::Number,
        }
    }

    /// The most decimal places that a column shows; `None` where it shows no number.
    pub(super) fn places(&self, at: usize) -> Option<u8> {
        let places = self.column(at).filter_map(|cell| match cell {
            Cell::Number(number) => Some(number.decimals()),
            _ => None,
        });
        places.max()
    }
}

impl Column {
    /// Its name in a file of one header row.
    pub(super) fn name(&self) -> String {
        inert(&self.full_header()).into_owned()
    }
}

/// What the columns of a table's CSV file are: name, whether it labels or measures, unit, decimal places, what programs
/// call it, and its kind. A stamp is the name of a last, empty column.
pub fn metadata(table: &Table, lang: Lang, stamp: Option<&str>) -> Vec<u8> {
    let header = [
        lang.pick("列", "column"),
        lang.pick("类别", "kind"),
        lang.pick("单位", "unit"),
        lang.pick("小数位数", "decimals"),
        lang.pick("标识", "id"),
        lang.pick("类型", "type"),
    ];
    let rows = table.columns.iter().enumerate().map(|(at, column)| {
        let kind = if column.numeric { lang.pick("数值", "measure") } else { lang.pick("分组", "label") };
        let places = table.places(at).map_or_else(String::new, |places| places.to_string());
        let (name, unit) = (column.name(), inert(column.unit.as_deref().unwrap_or("")));
        let cells = [&*name, kind, &*unit, &*places, &*inert(&column.id), table.kind(at).id()];
        cells.map(|cell| cell.as_bytes().to_vec()).into_iter().chain(stamp.map(|_| Vec::new())).collect()
    });
    in_memory(|out| write(header.into_iter().chain(stamp).map(str::as_bytes), rows, out))
}
