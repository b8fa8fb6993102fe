//! What a gap lets its reader know of the pupils behind it, for disclosure control.

use super::measure::Measure;
use super::sides::{Side, Sides};
use crate::figures::{AllTold, Part, Range, Told, What};
use crate::number::Rational;

/// The candidates of a side in a range; the side is told by its labels of the group key.
fn part(side: &Side, group_key: &str, range: &Range) -> Vec<Part> {
    let part = |label: &String| Part::of(Some((group_key.to_owned(), label.clone())), *range);
    side.labels.iter().map(part).collect()
}

/// The mean of a side and its candidates.
pub fn mean(side: &Side, group_key: &str) -> AllTold {
    sum_and_count(side, group_key).into()
}

fn sum_and_count(side: &Side, group_key: &str) -> [Told; 2] {
    let count = Told::count_of(part(side, group_key, &Range::TESTED));
    [Told { what: What::Sum, ..count.clone() }, count]
}

/// What a measure of a gap rests on: the means of both sides, or how many reach a line, or how many there are.
pub fn gap(measure: Measure, sides: &Sides, group_key: &str) -> AllTold {
    let each = |of: &dyn Fn(&Side) -> Vec<Told>| sides.iter().flat_map(of).collect();
    let count = |side: &Side| Told::count_of(part(side, group_key, &Range::TESTED));
    let at = |line: Rational| {
        each(&|side| vec![Told::count_of(part(side, group_key, &Range::from(line))), count(side)])
    };
    match measure {
        Measure::RateDifference(line) | Measure::RateRatio(line) | Measure::OddsRatio(line) => at(line),
        Measure::Superiority
        | Measure::V
        | Measure::QuantileDifference(_)
        | Measure::BelowFirstMedian
        | Measure::BelowSecondMedian => each(&|side| vec![count(side)]),
        _ => each(&|side| sum_and_count(side, group_key).into()),
    }
}
