//! Who is in which cells.

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

impl Ladder {
    pub fn cell(&self, cohort: u32, range: usize) -> u32 {
        self.first_cell + cohort * (self.cuts.len() as u32 + 1) + range as u32
    }

    pub fn place(&self, cell: u32) -> Option<(u32, usize)> {
        let ranges = self.cuts.len() as u32 + 1;
        let at = cell.checked_sub(self.first_cell).filter(|at| *at < ranges * self.cohorts)?;
        Some((at / ranges, (at % ranges) as usize))
    }
}
