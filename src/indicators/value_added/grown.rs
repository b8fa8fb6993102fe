//! The growth percentiles of a group, and what is said of them.

/// The percentiles of a group, ascending, with how many have each.
pub struct Grown {
    percentiles: Vec<(f64, u64)>,
    n: u64,
}

impl Grown {
    pub fn new(mut percentiles: Vec<(f64, u64)>) -> Grown {
        percentiles.sort_by(|a, b| a.0.total_cmp(&b.0));
        let n = percentiles.iter().map(|(_, count)| count).sum();
        Grown { percentiles, n }
    }

    fn at(&self, place: u64) -> f64 {
        let mut before = 0;
        let found = self.percentiles.iter().find(|(_, count)| {
            before += count;
            before > place
        });
        found.map_or(f64::NAN, |(percentile, _)| *percentile)
    }

    pub fn median(&self) -> f64 {
        match self.n % 2 {
            1 => self.at(self.n / 2),
            _ => (self.at((self.n / 2).saturating_sub(1)) + self.at(self.n / 2)) / 2.0,
        }
    }

    pub fn mean(&self) -> f64 {
        self.percentiles.iter().map(|(percentile, count)| percentile * *count as f64).sum::<f64>()
            / self.n as f64
    }

    pub fn se(&self) -> Option<f64> {
        let mean = self.mean();
        let squares: f64 = self
            .percentiles
            .iter()
            .map(|(percentile, count)| (percentile - mean).powi(2) * *count as f64)
            .sum();
        let n = self.n as f64;
        (self.n > 1).then(|| (squares / (n - 1.0) / n).sqrt()).filter(|se| *se > 0.0)
    }

    pub fn at_least_half(&self) -> u64 {
        self.percentiles.iter().filter(|(percentile, _)| *percentile >= 50.0).map(|(_, count)| count).sum()
    }
}
