//! Groups of candidates by their total (能力组), in which equal totals may count by share.

use super::discrimination::group_size;
use crate::figures::{Clauses, Phrase, Term};
use crate::indicators::arguments::Arguments;
use crate::number::{Rational, plain};
use crate::stats::items::end;

/// Every candidate stands in a cell, and every group takes cells, whole or by share.
pub struct Ability {
    /// By candidate.
    pub cells: Vec<u32>,
    /// What the groups are called, the lowest first.
    pub labels: Vec<String>,
    /// By group, how much of each cell is its own.
    pub shares: Vec<Vec<(usize, Rational)>>,
    pub cell_count: usize,
    pub method: Clauses,
}

impl Ability {
    /// By the arguments `grouping`, `groups`, `share` and `width`; a step is worth `step` points.
    pub fn asked(totals: &[i64], step: Rational, arguments: &Arguments) -> Ability {
        if let Some(width) = arguments.number("width").filter(|width| *width > Rational::from_integer(0)) {
            return Ability::bands(totals, step, width);
        }
        if arguments.text("grouping") == Some("top_middle_bottom") {
            let share = arguments.number("share").unwrap_or(Rational::new(27, 100));
            return Ability::ends(totals, share.min(Rational::new(1, 2)));
        }
        Ability::quantiles(totals, arguments.whole("groups").unwrap_or(5).clamp(1, 100) as usize)
    }

    /// How many of a group are those of these cells.
    pub fn of_group(&self, group: usize, cells: &[i128]) -> Rational {
        let own =
            self.shares[group].iter().map(|(cell, share)| *share * Rational::from_integer(cells[*cell]));
        own.sum()
    }

    fn whole(cells: Vec<u32>, labels: Vec<String>, method: Clauses) -> Ability {
        let one = Rational::from_integer(1);
        let shares = (0..labels.len()).map(|cell| vec![(cell, one)]).collect();
        Ability { cells, cell_count: labels.len(), labels, shares, method }
    }

    fn quantiles(totals: &[i64], groups: usize) -> Ability {
        let cuts = quantile_cuts(totals, groups);
        // Totals are whole, so that a cut is as good as the whole number below it.
        let cuts: Vec<i64> = cuts.iter().map(|cut| cut.floor().to_integer() as i64).collect();
        let of = |total: &i64| cuts.partition_point(|cut| cut < total) as u32;
        let labels = (1..=groups).map(|group| group.to_string()).collect();
        let method = Clauses::from(GROUPS_OF_TOTAL.with([Term::chosen(groups)]));
        Ability::whole(totals.iter().map(of).collect(), labels, method)
    }

    fn bands(totals: &[i64], step: Rational, width: Rational) -> Ability {
        let band =
            |total: &i64| (step * Rational::from_integer(i128::from(*total)) / width).floor().to_integer();
        let mut known: Vec<i128> = totals.iter().map(band).collect();
        known.sort_unstable();
        known.dedup();
        let of = |total: &i64| known.partition_point(|one| *one < band(total)) as u32;
        let labels = known.iter().map(|one| plain(width * Rational::from_integer(*one))).collect();
        let method = Clauses::from(BANDS_OF_TOTAL.with([Term::chosen(width)]));
        Ability::whole(totals.iter().map(of).collect(), labels, method)
    }

    /// The lowest, the middle and the highest; equal totals at a cut count by the share that is needed of them.
    fn ends(totals: &[i64], share: Rational) -> Ability {
        let mut sorted = totals.to_vec();
        sorted.sort_unstable();
        let size = group_size(share, totals.len(), None);
        let labels = ["1", "2", "3"].map(str::to_owned).to_vec();
        let method = Clauses::from(ENDS_OF_TOTAL.with([Term::chosen(share * Rational::from_integer(100))]));
        let (Some(low), Some(high)) = (end(&sorted, size, false), end(&sorted, size, true)) else {
            return Ability::whole(vec![1; totals.len()], labels, method);
        };
        let of = |total: &i64| match total {
            total if *total < low.cut => 0,
            total if *total == low.cut => 1,
            total if *total > high.cut => 4,
            total if *total == high.cut => 3,
            _ => 2,
        };
        let one = Rational::from_integer(1);
        let part = |beyond: i128, tied: i128| Rational::new(size as i128 - beyond, tied);
        let (below, above) = (part(low.beyond, low.tied), part(high.beyond, high.tied));
        let shares = match low.cut == high.cut {
            false => vec![
                vec![(0, one), (1, below)],
                vec![(1, one - below), (2, one), (3, one - above)],
                vec![(3, above), (4, one)],
            ],
            true => {
                vec![vec![(0, one), (1, below)], vec![(1, one - below - above)], vec![(1, above), (4, one)]]
            }
        };
        Ability { cells: totals.iter().map(of).collect(), labels, shares, cell_count: 5, method }
    }
}

/// The cuts between `groups` groups: quantiles by interpolation (type 7).
pub fn quantile_cuts(totals: &[i64], groups: usize) -> Vec<Rational> {
    let mut sorted = totals.to_vec();
    sorted.sort_unstable();
    let Some(last) = sorted.len().checked_sub(1) else { return Vec::new() };
    let cut = |group: usize| {
        let place = Rational::new((last * group) as i128, groups as i128);
        let below = usize::try_from(place.floor().to_integer()).unwrap_or(0).min(last);
        let value = |at: usize| Rational::from_integer(i128::from(sorted[at.min(last)]));
        let share = place - place.floor();
        value(below) + share * (value(below + 1) - value(below))
    };
    (1..groups).map(cut).collect()
}

static GROUPS_OF_TOTAL: Phrase = Phrase::new(
    "groups_by_quantiles_of_total",
    "按总分分位数分 {} 组，1 为最低",
    "{} groups by quantiles of the total, 1 the lowest",
);
static BANDS_OF_TOTAL: Phrase =
    Phrase::new("groups_by_bands_of_total", "总分每 {} 分一组", "groups by bands of {} points of the total");
static ENDS_OF_TOTAL: Phrase = Phrase::new(
    "groups_by_ends_of_total",
    "低分组、高分组各占 {} %（1 低、2 中、3 高），分界同分者按份额计入",
    "bottom and top groups of {} % (1 bottom, 2 middle, 3 top), ties at the cut count by share",
);

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(of: &Ability) -> Vec<Rational> {
        let mut cells = vec![0i128; of.cell_count];
        of.cells.iter().for_each(|cell| cells[*cell as usize] += 1);
        (0..of.labels.len()).map(|group| of.of_group(group, &cells)).collect()
    }

    /// By hand: 8 candidates, 27 % is 2.16, so 3 at each end; 2 stand at or below 3 … whatever the ties are.
    #[test]
    fn ends_have_the_size_that_is_asked_for() {
        let whole = |sizes: [i128; 3]| sizes.map(Rational::from_integer).to_vec();
        let share = Rational::new(27, 100);
        for totals in
            [&[1, 2, 3, 4, 5, 6, 7, 8][..], &[1, 2, 2, 2, 3, 3, 4, 5], &[2; 8], &[1, 2, 2, 2, 2, 2, 2, 3]]
        {
            assert_eq!(sizes(&Ability::ends(totals, share)), whole([3, 2, 3]), "{totals:?}");
        }
        assert_eq!(sizes(&Ability::ends(&[1, 1, 2], Rational::new(1, 2))).len(), 3);
    }

    #[test]
    fn bands_are_called_by_their_lowest_score() {
        let half = Rational::new(1, 2);
        let of = Ability::bands(&[0, 9, 10, 25], half, Rational::from_integer(5));
        assert_eq!((of.labels.join(","), of.cells), ("0,5,10".to_owned(), vec![0, 0, 1, 2]));
    }
}
