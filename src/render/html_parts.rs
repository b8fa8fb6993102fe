//! Which columns of a table stand together on a page of paper. A browser that prints a table wider than its page
//! makes the whole document smaller, so every table fits: upright, turned, or in parts with the heads of its rows.

use super::show::{Shown, clean, grouped, shown, width};
use super::table::{Cell, Column, Table};

/// Millimetres of an A4 page between its margins, upright and turned.
const UPRIGHT: f64 = 184.0;
const TURNED: f64 = 273.0;
/// Millimetres that half a Chinese character takes, and what stands around a cell: in the type of the style sheet, 9
/// points upright and 8 points turned.
const UPRIGHT_TYPE: Type = Type { letter: 1.62, around: 3.9 };
const TURNED_TYPE: Type = Type { letter: 1.44, around: 2.7 };
/// Texts longer than this are broken: Chinese anywhere, a column of them is kept this wide.
const UNBROKEN: usize = 16;
/// The heads of rows are kept this wide at least.
const HEAD: usize = 14;

struct Type {
    letter: f64,
    around: f64,
}

/// How a table stands on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Paper {
    Upright,
    Turned,
    /// Turned, the columns of each part by number.
    Parts(Vec<Vec<usize>>),
}

pub(super) fn paper(table: &Table) -> Paper {
    let letters: Vec<usize> = (0..table.columns.len()).map(|at| letters(table, at)).collect();
    let wide = |of: &Type, at: usize| letters[at] as f64 * of.letter + of.around;
    let whole = |of: &Type| (0..letters.len()).map(|at| wide(of, at)).sum::<f64>();
    if whole(&UPRIGHT_TYPE) <= UPRIGHT {
        return Paper::Upright;
    }
    if whole(&TURNED_TYPE) <= TURNED {
        return Paper::Turned;
    }
    let heads: Vec<usize> = (0..heads(&table.columns)).collect();
    let taken: f64 = heads.iter().map(|at| wide(&TURNED_TYPE, *at)).sum();
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut left = 0.0;
    for group in groups(&table.columns, heads.len()) {
        let needed: f64 = group.iter().map(|at| wide(&TURNED_TYPE, *at)).sum();
        let fits_alone = taken + needed <= TURNED;
        for columns in if fits_alone { vec![group] } else { group.into_iter().map(|at| vec![at]).collect() } {
            let needed: f64 = columns.iter().map(|at| wide(&TURNED_TYPE, *at)).sum();
            match parts.last_mut().filter(|_| needed <= left) {
                Some(part) => {
                    part.extend(columns);
                    left -= needed;
                }
                None => {
                    parts.push(heads.iter().copied().chain(columns).collect());
                    left = TURNED - taken - needed;
                }
            }
        }
    }
    Paper::Parts(parts)
}

/// The columns at the left that say what a row is of; at least one, and not all.
fn heads(columns: &[Column]) -> usize {
    let texts = columns.iter().take_while(|column| !column.numeric && !column.arrow).count();
    texts.clamp(1, 4).min(columns.len().saturating_sub(1))
}

/// Neighbours under one header stay together.
fn groups(columns: &[Column], from: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in from..columns.len() {
        let with_last = at > from
            && !columns[at].over.is_empty()
            && columns[at - 1].over.first() == columns[at].over.first();
        match groups.last_mut().filter(|_| with_last) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}

/// How many letters wide a column is at least.
fn letters(table: &Table, at: usize) -> usize {
    let head = width(&clean(&table.columns[at].header)).min(UNBROKEN);
    let over = table.columns[at].over.last().map_or(0, |text| width(&clean(text)).min(UNBROKEN));
    let of_cell = |cell: &Cell| match shown(cell) {
        Shown::Text(text) => match width(&clean(text)) {
            long if long > UNBROKEN => UNBROKEN + 2,
            short => short,
        },
        Shown::Number(digits) => width(&grouped(digits)),
        Shown::Symbol(status) => width(status.symbol()),
        Shown::Nothing => 0,
    };
    let cells = table.rows.iter().filter_map(|row| row.get(at)).map(of_cell).max().unwrap_or(0);
    let least = if at == 0 { HEAD } else { 3 };
    head.max(over).max(cells).max(least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Value;
    use crate::number::Rational;

    fn table(subjects: usize, rates: usize) -> Table {
        let number = || Cell::number(Value::Exact(Rational::from_integer(50)), 1);
        let under = |subject: usize, rate: usize| Column {
            over: vec![format!("科目{subject}")],
            ..Column::number(format!("比率{rate}"))
        };
        let columns = (0..subjects).flat_map(|s| (0..rates).map(move |r| under(s, r)));
        let mut row = vec![Cell::text("靖江市第一初级中学")];
        row.extend((0..subjects * rates).map(|_| number()));
        Table {
            columns: [Column::text("学校")].into_iter().chain(columns).collect(),
            rows: vec![row],
            ..Table::default()
        }
    }

    #[test]
    fn narrow_tables_stand_upright_and_wider_ones_are_turned() {
        assert_eq!(paper(&table(2, 3)), Paper::Upright);
        assert_eq!(paper(&table(6, 3)), Paper::Turned);
    }

    #[test]
    fn parts_hold_every_column_once_and_the_heads_in_each() {
        let table = table(9, 5);
        let Paper::Parts(parts) = paper(&table) else { panic!("45 columns are too many for a page") };
        assert!(parts.len() > 1 && parts.iter().all(|part| part[0] == 0));
        let columns: Vec<usize> = parts.iter().flat_map(|part| part[1..].iter().copied()).collect();
        assert_eq!(columns, (1..46).collect::<Vec<_>>());
        // The five columns of a subject are never torn apart.
        assert!(parts.iter().all(|part| (part.len() - 1) % 5 == 0), "{parts:?}");
    }
}
