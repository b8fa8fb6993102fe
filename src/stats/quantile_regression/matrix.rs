//! Matrices of at most eight rows and columns.

use super::spline::FUNCTIONS;

pub type Row = [f64; FUNCTIONS];

pub fn product(a: &Row, b: &Row) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The inverse of the matrix of these rows, of which the leading columns count; `None` where it is singular.
pub fn inverse(rows: &[Row]) -> Option<Vec<Row>> {
    let size = rows.len();
    let mut left = rows.to_vec();
    let mut right: Vec<Row> = (0..size).map(unit).collect();
    for column in 0..size {
        let largest = |a: &usize, b: &usize| left[*a][column].abs().total_cmp(&left[*b][column].abs());
        let pivot = (column..size).max_by(largest)?;
        if left[pivot][column].abs() < 1e-13 {
            return None;
        }
        left.swap(column, pivot);
        right.swap(column, pivot);
        let scale = 1.0 / left[column][column];
        left[column].iter_mut().chain(&mut right[column]).for_each(|value| *value *= scale);
        let (own_left, own_right) = (left[column], right[column]);
        for row in (0..size).filter(|row| *row != column) {
            let times = left[row][column];
            if times != 0.0 {
                left[row].iter_mut().zip(own_left).for_each(|(value, own)| *value -= times * own);
                right[row].iter_mut().zip(own_right).for_each(|(value, own)| *value -= times * own);
            }
        }
    }
    Some(right)
}

fn unit(at: usize) -> Row {
    std::array::from_fn(|column| if column == at { 1.0 } else { 0.0 })
}

/// Rows and columns that are independent, as many as there are: those of the largest pivots, in the order given where
/// pivots are equal.
pub fn independent(rows: &[Row]) -> (Vec<usize>, Vec<usize>) {
    let mut left = rows.to_vec();
    let (mut of_rows, mut of_columns) = (Vec::new(), Vec::new());
    while of_columns.len() < FUNCTIONS {
        let mut best = (0.0, 0, 0);
        for (at, row) in left.iter().enumerate() {
            for column in (0..FUNCTIONS).filter(|column| !of_columns.contains(column)) {
                if row[column].abs() > best.0 {
                    best = (row[column].abs(), at, column);
                }
            }
        }
        let (largest, pivot, column) = best;
        if largest < 1e-9 {
            break;
        }
        of_rows.push(pivot);
        of_columns.push(column);
        let own = left[pivot];
        for row in &mut left {
            let times = row[column] / own[column];
            row.iter_mut().zip(own).for_each(|(value, own)| *value -= times * own);
            row[column] = 0.0;
        }
    }
    (of_rows, of_columns)
}
