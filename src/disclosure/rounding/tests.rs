//! Rounding against all solutions of small tables.

use super::super::model::Model;
use super::super::span::Row;
use super::super::tests::{Seeded, Table, sum};
use super::assign::{Assigned, Rolls, assign};

/// Rounded, with nothing fixed.
fn rounded(model: &Model, base: i64) -> Assigned {
    let none = vec![None; model.quantities.len()];
    assign(model, base, &none, &none, &mut Rolls::new()).expect("a rounding that adds up")
}

fn rows_and_truths(model: &Model) -> Vec<(Row, i64)> {
    model.quantities.iter().map(|quantity| (quantity.row.clone(), quantity.truth)).collect()
}

fn is_neighbour(rounded: i64, truth: i64, base: i64) -> bool {
    rounded % base == 0 && (rounded - truth).abs() < base
}

/// The least sum of distances of any table of neighbouring multiples of which all sums are neighbouring multiples, by
/// trying every table; `None` where there is none.
fn least_distance(model: &Model, base: i64) -> Option<i64> {
    let all = rows_and_truths(model);
    let truths: Vec<i64> = model.cells.iter().map(|cell| cell.truth).collect();
    let tables = 0..1_u32 << truths.len();
    let of_table = |table: u32| {
        let up = |at: usize| if table & (1 << at) == 0 { 0 } else { (base - truths[at] % base) % base };
        let cells: Vec<i64> = (0..truths.len())
            .map(|at| if up(at) > 0 { truths[at] + up(at) } else { truths[at] / base * base })
            .collect();
        let distances = all.iter().map(|(row, truth)| {
            let rounded = sum(row, &cells);
            is_neighbour(rounded, *truth, base).then(|| (rounded - truth).abs())
        });
        distances.sum::<Option<i64>>()
    };
    tables.filter_map(of_table).min()
}

/// What adds up in truth adds up in what is published: every sum is that of its rounded cells.
fn check(model: &Model, found: &Assigned, base: i64) -> i64 {
    let cells: Vec<i64> = found.cells.iter().map(|count| count.unwrap()).collect();
    let mut distance = 0;
    for ((row, truth), rounded) in rows_and_truths(model).into_iter().zip(&found.rounded) {
        let rounded = rounded.unwrap();
        assert_eq!(rounded, sum(&row, &cells));
        assert!(rounded % base == 0 && rounded >= 0);
        distance += (rounded - truth).abs();
    }
    distance
}

/// SmallCountRounding's vignette (Langsrud & Heldal), table 1: three rows by five columns with all totals. Rounded to
/// base 5 here, every count is a neighbouring multiple, and no other such table is nearer.
#[test]
fn the_table_of_the_vignette_of_small_count_rounding() {
    let table = Table::new(&[&[6, 0, 1, 3, 4], &[1, 2, 3, 1, 2], &[0, 1, 1, 0, 2]]);
    let totals: Vec<i64> = table.model.quantities[15..].iter().map(|quantity| quantity.truth).collect();
    assert_eq!(totals, [14, 9, 4, 7, 3, 5, 4, 8, 27], "the totals of the vignette");
    let found = rounded(&table.model, 5);
    assert_eq!(found.widened, 0);
    assert_eq!(Some(check(&table.model, &found, 5)), least_distance(&table.model, 5));
    // 5 is a multiple and stays; no count is more than 4 away.
    assert_eq!(found.rounded[20], Some(5));
}

/// By hand: 4 1 / 2 3 in base 5. Both rows, 5, and all, 10, stay; so one of each row is 5. 5 0 / 0 5 has columns of 5
/// and 5 and is 1 + 1 + 2 + 2 and 1 + 1 away; 5 0 / 5 0 has 10 and 0 and is 1 + 1 + 3 + 3 and 4 + 4 away; 0 5 / 5 0 is
/// 4 + 4 + 3 + 3 and 1 + 1 away; 0 5 / 0 5 has a column of 0 for 6, which is no neighbour.
#[test]
fn two_by_two_by_hand() {
    let table = Table::new(&[&[4, 1], &[2, 3]]);
    let found = rounded(&table.model, 5);
    let all: Vec<i64> = found.rounded.iter().map(|count| count.unwrap()).collect();
    assert_eq!(all, [5, 0, 0, 5, 5, 5, 5, 5, 10]);
}

/// Every two-way table has a rounding of neighbouring multiples (Cox 1987); ours is the nearest, by trying all.
#[test]
fn the_nearest_rounding_of_random_tables() {
    let mut seeded = Seeded(29);
    for round in 0..200 {
        let (rows, columns) = (2 + seeded.below(2) as usize, 2 + seeded.below(2) as usize);
        let base = if round % 2 == 0 { 5 } else { 3 };
        let counts: Vec<Vec<i64>> =
            (0..rows).map(|_| (0..columns).map(|_| seeded.below(19) as i64).collect()).collect();
        let slices: Vec<&[i64]> = counts.iter().map(Vec::as_slice).collect();
        let table = Table::new(&slices);
        let found = rounded(&table.model, base);
        assert_eq!(found.widened, 0, "{counts:?}");
        let least = least_distance(&table.model, base);
        assert_eq!(Some(check(&table.model, &found, base)), least, "{counts:?} in base {base}");
    }
}

/// Any table within less than the base of what is published could be the truth: every count has a range of at least
/// base − 1, by listing all tables.
#[test]
fn every_count_of_a_rounded_table_stays_unknown() {
    let mut seeded = Seeded(31);
    const BASE: i64 = 5;
    for _ in 0..40 {
        let counts: Vec<Vec<i64>> =
            (0..2).map(|_| (0..2).map(|_| seeded.below(9) as i64).collect()).collect();
        let slices: Vec<&[i64]> = counts.iter().map(Vec::as_slice).collect();
        let table = Table::new(&slices);
        let found = rounded(&table.model, BASE);
        let published: Vec<(Row, i64)> = rows_and_truths(&table.model)
            .into_iter()
            .zip(&found.rounded)
            .map(|((row, _), rounded)| (row, rounded.unwrap()))
            .collect();
        let possible = tables(15)
            .filter(|cells| published.iter().all(|(row, rounded)| (sum(row, cells) - rounded).abs() < BASE));
        let possible: Vec<[i64; 4]> = possible.collect();
        for (row, _) in &published {
            let values = || possible.iter().map(|cells| sum(row, cells));
            assert!(values().max().unwrap() - values().min().unwrap() >= BASE - 1, "{counts:?}");
        }
    }
}

/// All tables of four counts below a limit.
fn tables(limit: i64) -> impl Iterator<Item = [i64; 4]> {
    (0..limit.pow(4)).map(move |number| {
        [number, number / limit, number / limit.pow(2), number / limit.pow(3)].map(|digit| digit % limit)
    })
}

/// Causey, Cox & Ernst (1985): 2 in four of the eight cells of a cube, no two of which share more than one
/// coordinate, in base 4. Of the totals of each side, 4, every one stays, so that of any two cells one is 4 and the
/// other 0; of four cells that cannot be. What adds up still does, and that something is farther away is told.
#[test]
fn a_cube_without_a_rounding_of_neighbours_still_adds_up() {
    let cell = |x: usize, y: usize, z: usize| (4 * x + 2 * y + z) as u32;
    let truths = (0..8).map(|at: u32| if at.count_ones().is_multiple_of(2) { 2 } else { 0 });
    let mut rows: Vec<Row> = (0..8).map(|at| vec![(at, 1)]).collect();
    let all = || (0..8_usize).map(|at| (at / 4, at / 2 % 2, at % 2));
    for side in 0..2 {
        rows.push(all().filter(|at| at.0 == side).map(|(x, y, z)| (cell(x, y, z), 1)).collect());
        rows.push(all().filter(|at| at.1 == side).map(|(x, y, z)| (cell(x, y, z), 1)).collect());
        rows.push(all().filter(|at| at.2 == side).map(|(x, y, z)| (cell(x, y, z), 1)).collect());
    }
    let model = super::super::tests::model_of(truths.collect(), rows);
    assert_eq!(least_distance(&model, 4), None, "there is none");
    let found = rounded(&model, 4);
    check(&model, &found, 4);
    assert!(found.widened > 0);
}
