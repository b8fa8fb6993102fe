//! Who is in which cells.

use super::kinship::Scores;

/// The candidates of one subject: the cells that each group of the tally is in.
pub struct People {
    pub levels: Vec<Ladder>,
    /// For each group of the tally, its cohort at each level.
    pub cohorts: Vec<Vec<u32>>,
}

/// The counts by range of a level.
pub struct Ladder {
    pub first_cell: u32,
    pub cuts: Vec<i64>,
    pub cohorts: u32,
}

impl People {
    /// The levels that are divided at a score, and the range below it.
    pub fn divided(&self, cut: i64) -> Vec<(usize, usize)> {
        let place = |(at, level): (usize, &Ladder)| Some((at, level.cuts.binary_search(&cut).ok()?));
        self.levels.iter().enumerate().filter_map(place).collect()
    }

    /// The groups of a cohort.
    pub fn groups(&self, level: usize, cohort: u32) -> impl Iterator<Item = u32> {
        let groups = self.cohorts.iter().zip(0..);
        groups.filter(move |(cohorts, _)| cohorts[level] == cohort).map(|(_, group)| group)
    }

    /// Groups that are in another cohort at as few of some levels as can be, but at one at least.
    pub fn nearest(&self, group: u32, levels: &[usize], most: usize) -> Vec<u32> {
        let ours = &self.cohorts[group as usize];
        let differing = |cohorts: &[u32]| levels.iter().filter(|at| cohorts[**at] != ours[**at]).count();
        let others = self.cohorts.iter().zip(0..).map(|(cohorts, group)| (differing(cohorts), group));
        let mut others: Vec<(usize, u32)> = others.filter(|(count, _)| *count > 0).collect();
        if others.len() > most {
            others.select_nth_unstable(most);
            others.truncate(most);
        }
        others.sort_unstable();
        others.into_iter().map(|(_, group)| group).collect()
    }
}

impl Ladder {
    pub fn cell(&self, cohort: u32, range: usize) -> u32 {
        self.first_cell + cohort * (self.cuts.len() as u32 + 1) + range as u32
    }

    /// All ranges of the cohort that a cell is a range of.
    pub fn cohort_of(&self, cell: u32) -> impl Iterator<Item = u32> + use<'_> {
        let ranges = 0..=self.cuts.len();
        let of = move |(cohort, _)| ranges.map(move |range| self.cell(cohort, range));
        self.place(cell).map(of).into_iter().flatten()
    }

    /// The scores that a cell counts.
    pub fn scores(&self, cell: u32) -> Option<Scores> {
        let (_, range) = self.place(cell)?;
        Some((range.checked_sub(1).map(|at| self.cuts[at]), self.cuts.get(range).copied()))
    }

    pub fn place(&self, cell: u32) -> Option<(u32, usize)> {
        let ranges = self.cuts.len() as u32 + 1;
        let at = cell.checked_sub(self.first_cell).filter(|at| *at < ranges * self.cohorts)?;
        Some((at / ranges, (at % ranges) as usize))
    }
}
