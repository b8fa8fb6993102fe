//! Headers of several levels: which cell of the head spans what.

use super::show::clean;
use super::table::Column;

/// A cell of the head of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeadCell {
    pub text: String,
    /// The level, the topmost being 0, and how many levels down it reaches.
    pub level: usize,
    pub levels: usize,
    /// The first of its columns, and how many it stands over.
    pub column: usize,
    pub columns: usize,
}

/// How many rows the head takes.
pub(super) fn depth(columns: &[Column]) -> usize {
    columns.iter().map(|column| column.over.len() + 1).max().unwrap_or(1)
}

/// Every cell of the head, level by level, from left to right.
pub(super) fn cells(columns: &[Column]) -> Vec<HeadCell> {
    let depth = depth(columns);
    let mut cells: Vec<HeadCell> = Vec::new();
    for level in 0..depth {
        let begun = cells.len();
        for (at, column) in columns.iter().enumerate().filter(|(_, column)| level <= column.over.len()) {
            let own = level == column.over.len();
            let shared = !own && at > 0 && shares(&columns[at - 1], column, level);
            if let Some(last) = cells[begun..].last_mut().filter(|_| shared) {
                last.columns += 1;
                continue;
            }
            let text = clean(if own { &column.header } else { &column.over[level] }).into_owned();
            let levels = if own { depth - level } else { 1 };
            cells.push(HeadCell { text, level, levels, column: at, columns: 1 });
        }
    }
    cells
}

/// Whether two neighbours have the same upper headers down to a level.
fn shares(one: &Column, other: &Column, level: usize) -> bool {
    one.over.len() > level && one.over[..=level] == other.over[..=level]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under(over: &[&str], header: &str) -> Column {
        Column { over: over.iter().map(|text| (*text).to_owned()).collect(), ..Column::number(header) }
    }

    fn spans(columns: &[Column]) -> Vec<(String, usize, usize, usize, usize)> {
        let cells = cells(columns).into_iter();
        cells.map(|cell| (cell.text, cell.level, cell.levels, cell.column, cell.columns)).collect()
    }

    #[test]
    fn neighbours_stand_under_one_header() {
        let columns = [
            Column::text("学校"),
            under(&["语文"], "均分"),
            under(&["语文"], "优秀率"),
            under(&["数学"], "均分"),
        ];
        let owned = |text: &str, level, levels, column, n| (text.to_owned(), level, levels, column, n);
        assert_eq!(
            spans(&columns),
            [
                owned("学校", 0, 2, 0, 1),
                owned("语文", 0, 1, 1, 2),
                owned("数学", 0, 1, 3, 1),
                owned("均分", 1, 1, 1, 1),
                owned("优秀率", 1, 1, 2, 1),
                owned("均分", 1, 1, 3, 1),
            ]
        );
    }

    #[test]
    fn like_names_under_other_names_stay_apart() {
        let columns = [under(&["甲", "语文"], "n"), under(&["乙", "语文"], "n")];
        assert!(cells(&columns).iter().all(|cell| cell.columns == 1));
        assert_eq!(depth(&columns), 3);
    }

    #[test]
    fn every_place_of_the_head_is_covered_once() {
        let columns = [under(&[], "a"), under(&["x"], "b"), under(&["x", "y"], "c"), under(&["x", "y"], "d")];
        let mut covered = vec![0; depth(&columns) * columns.len()];
        for cell in cells(&columns) {
            for level in cell.level..cell.level + cell.levels {
                (cell.column..cell.column + cell.columns)
                    .for_each(|at| covered[level * columns.len() + at] += 1);
            }
        }
        assert!(covered.iter().all(|times| *times == 1), "{covered:?}");
    }
}
