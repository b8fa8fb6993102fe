//! Empty cells at the end of every row beyond those of the header.

use std::collections::BTreeMap;

/// How many empty cells the rows below a header of `width` columns have beyond it, where most have the same: programs
/// end each line with a delimiter, people clear a column.
pub(super) fn surplus<'c>(width: usize, below: impl Iterator<Item = &'c [String]>) -> usize {
    let mut counts: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    for cells in below.filter(|cells| cells.len() >= width && cells.iter().any(|cell| !cell.is_empty())) {
        let is_empty = cells[width..].iter().all(String::is_empty);
        *counts.entry(is_empty.then(|| cells.len() - width)).or_default() += 1;
    }
    let full: usize = counts.values().sum();
    let most = counts.into_iter().find(|(_, count)| 2 * count > full);
    most.and_then(|(surplus, _)| surplus).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&str]) -> usize {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.split(',').map(str::to_owned).collect()).collect();
        surplus(2, rows.iter().map(Vec::as_slice))
    }

    #[test]
    fn most_rows_have_it() {
        assert_eq!(of(&["1,2,", "3,4,", "5,6,"]), 1);
        assert_eq!(of(&["1,2,,", "3,4,,", "5,6,x,", "note", ",,"]), 2);
        assert_eq!(of(&["1,2,", "3,4", "5,6,"]), 1);
        assert_eq!(of(&["1,2,", "3,4", "5,6,", "7,8"]), 0);
        assert_eq!(of(&["1,2,x", "3,4,y", "5,6,"]), 0);
        assert_eq!(of(&[]), 0);
    }
}
