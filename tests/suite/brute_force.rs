//! A reader who tries all whole numbers: what hidden counts can be, given what is published. It knows nothing of the
//! program.

/// Cells, each with how often it counts (once or more), and between which numbers their sum is.
pub type Known = (Vec<(usize, i64)>, i64, i64);

/// Cells that count once each.
pub fn once(cells: &[usize]) -> Vec<(usize, i64)> {
    cells.iter().map(|cell| (*cell, 1)).collect()
}

/// Whether any whole numbers agree with all that is known: bounds are drawn together, then the narrowest cell is tried
/// with every value.
pub fn is_possible(known: &[Known], mut bounds: Vec<(i64, i64)>) -> bool {
    loop {
        let before = bounds.clone();
        for (row, low, high) in known {
            let least: i64 = row.iter().map(|(cell, times)| times * bounds[*cell].0).sum();
            let most: i64 = row.iter().map(|(cell, times)| times * bounds[*cell].1).sum();
            if least > *high || most < *low {
                return false;
            }
            for (cell, times) in row {
                let (from, to) = bounds[*cell];
                let (others_least, others_most) = (least - times * from, most - times * to);
                let lowest = -(others_most - low).div_euclid(*times);
                bounds[*cell] = (from.max(lowest), to.min((high - others_least).div_euclid(*times)));
                if bounds[*cell].0 > bounds[*cell].1 {
                    return false;
                }
            }
        }
        if bounds == before {
            break;
        }
    }
    let open = (0..bounds.len()).filter(|cell| bounds[*cell].0 < bounds[*cell].1);
    let Some(cell) = open.min_by_key(|cell| bounds[*cell].1 - bounds[*cell].0) else { return true };
    (bounds[cell].0..=bounds[cell].1).any(|value| {
        let mut bounds = bounds.clone();
        bounds[cell] = (value, value);
        is_possible(known, bounds)
    })
}
