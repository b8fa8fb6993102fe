//! Taylor linearisation: clusters drawn with replacement within strata (the ultimate-cluster variance).

use std::collections::BTreeMap;

/// What a stratum with a single cluster adds to the variance, which it cannot tell of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lonely {
    /// Nothing: its cluster was certain to be drawn.
    Certainty,
    /// The squared distance of its cluster from the mean of all.
    Adjust,
}

/// Which cluster each row is in, and which stratum each cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Strata {
    cluster_of_row: Vec<u32>,
    /// By stratum, its clusters.
    members: Vec<Vec<u32>>,
    /// By stratum, the number that the rows give it.
    numbers: Vec<u32>,
    clusters: usize,
    lonely: Lonely,
}

impl Strata {
    /// From the stratum and the cluster of each row. Clusters are those of their stratum: number 1 of one
    /// stratum is not number 1 of another.
    pub fn new(stratum: &[u32], cluster: &[u32], lonely: Lonely) -> Strata {
        let mut numbers: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for pair in stratum.iter().copied().zip(cluster.iter().copied()) {
            numbers.entry(pair).or_default();
        }
        let mut members: Vec<Vec<u32>> = Vec::new();
        let mut strata: Vec<u32> = Vec::new();
        for (number, ((stratum, _), of)) in numbers.iter_mut().enumerate() {
            *of = number as u32;
            if strata.last() != Some(stratum) {
                strata.push(*stratum);
                members.push(Vec::new());
            }
            if let Some(members) = members.last_mut() {
                members.push(number as u32);
            }
        }
        let pairs = stratum.iter().copied().zip(cluster.iter().copied());
        let cluster_of_row = pairs.map(|pair| numbers[&pair]).collect();
        Strata { cluster_of_row, members, numbers: strata, clusters: numbers.len(), lonely }
    }

    pub fn cluster_of_row(&self) -> &[u32] {
        &self.cluster_of_row
    }

    pub fn clusters(&self) -> usize {
        self.clusters
    }

    pub fn strata(&self) -> usize {
        self.members.len()
    }

    /// Strata with a single cluster.
    pub fn lonely(&self) -> usize {
        self.members.iter().filter(|members| members.len() == 1).count()
    }

    /// The number of the first such stratum, as the rows give it.
    pub fn first_lonely(&self) -> Option<u32> {
        let at = self.members.iter().position(|members| members.len() == 1)?;
        Some(self.numbers[at])
    }

    pub fn degrees_of_freedom(&self) -> f64 {
        self.clusters as f64 - self.members.len() as f64
    }

    /// Σ over strata of n / (n − 1) Σ (u − ū)².
    pub fn variance(&self, pulls: &[f64]) -> f64 {
        self.members.iter().map(|members| self.of_stratum(members, pulls)).sum()
    }

    fn of_stratum(&self, members: &[u32], pulls: &[f64]) -> f64 {
        let n = members.len() as f64;
        let of = |cluster: &u32| pulls[*cluster as usize];
        if let [only] = members {
            return match self.lonely {
                Lonely::Certainty => 0.0,
                Lonely::Adjust => of(only) * of(only),
            };
        }
        let mean = members.iter().map(of).sum::<f64>() / n;
        let squares: f64 = members.iter().map(|cluster| (of(cluster) - mean).powi(2)).sum();
        n / (n - 1.0) * squares
    }
}
