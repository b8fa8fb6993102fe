//! Taylor linearisation: clusters drawn within strata, with replacement or from a finite number, and within them
//! the units of a second stage.

use std::collections::{BTreeMap, BTreeSet};

use super::NOWHERE;

/// What a stratum with a single cluster adds to the variance, which it cannot tell of itself. The options of R
/// survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lonely {
    /// Nothing: the stratum is left out.
    Remove,
    /// Nothing: its cluster was certain to be drawn.
    Certainty,
    /// The squared distance of its cluster from the mean of all.
    Adjust,
    /// The mean of what the other strata add.
    Average,
}

/// Where each row was drawn, stage by stage.
pub struct Drawn<'a> {
    pub stratum: &'a [u32],
    pub cluster: &'a [u32],
    /// The units of a second stage, within their cluster.
    pub second: Option<&'a [u32]>,
    /// By stage, of each row: how many there are to draw from, or the share that is drawn.
    pub populations: Vec<&'a [f64]>,
    pub lonely: Lonely,
}

/// What is wrong with the numbers that were drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// By stage and row: another number than elsewhere in its stratum or cluster.
    Uneven { stage: usize, row: usize },
    /// By stage and row: fewer than were drawn.
    TooFew { stage: usize, row: usize },
}

/// Which unit each row is in, which cluster each unit, and which stratum each cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Units {
    of_row: Vec<u32>,
    count: usize,
    strata: Vec<Stratum>,
    clusters: usize,
    lonely: Lonely,
}

#[derive(Clone, Debug, PartialEq)]
struct Stratum {
    /// The number that the rows give it.
    number: u32,
    clusters: Vec<Cluster>,
    /// The share of its clusters that was drawn; 0 where they were drawn with replacement.
    drawn: f64,
}

#[derive(Clone, Debug, PartialEq)]
struct Cluster {
    units: std::ops::Range<usize>,
    drawn: f64,
}

impl Units {
    /// Clusters are those of their stratum, units those of their cluster: number 1 of one is not number 1 of
    /// another.
    pub fn new(drawn: &Drawn<'_>) -> Result<Units, Fault> {
        let key = |row: usize| {
            (drawn.stratum[row], drawn.cluster[row], drawn.second.map_or(0, |second| second[row]))
        };
        let mut numbers: BTreeMap<(u32, u32, u32), (u32, usize)> = BTreeMap::new();
        for row in 0..drawn.stratum.len() {
            numbers.entry(key(row)).or_insert((0, row));
        }
        let mut strata: Vec<Stratum> = Vec::new();
        let mut last = None;
        for (number, ((stratum, cluster, _), (of, _))) in numbers.iter_mut().enumerate() {
            *of = number as u32;
            if strata.last().is_none_or(|known| known.number != *stratum) {
                strata.push(Stratum { number: *stratum, clusters: Vec::new(), drawn: 0.0 });
            }
            let Some(own) = strata.last_mut() else { continue };
            match own.clusters.last_mut() {
                Some(known) if last == Some((*stratum, *cluster)) => known.units.end = number + 1,
                _ => own.clusters.push(Cluster { units: number..number + 1, drawn: 0.0 }),
            }
            last = Some((*stratum, *cluster));
        }
        let of_row = (0..drawn.stratum.len()).map(|row| numbers[&key(row)].0).collect();
        let clusters = strata.iter().map(|stratum| stratum.clusters.len()).sum();
        let mut units = Units { of_row, count: numbers.len(), strata, clusters, lonely: drawn.lonely };
        units.apply_finite_populations(drawn)?;
        Ok(units)
    }

    fn apply_finite_populations(&mut self, drawn: &Drawn<'_>) -> Result<(), Fault> {
        let mut first_row = vec![usize::MAX; self.count];
        for (row, unit) in self.of_row.iter().enumerate().rev() {
            first_row[*unit as usize] = row;
        }
        for (stage, population) in drawn.populations.iter().enumerate() {
            let shares = population.iter().all(|number| *number <= 1.0);
            for stratum in &mut self.strata {
                let all = match (stratum.clusters.first(), stratum.clusters.last()) {
                    (Some(first), Some(last)) => first.units.start..last.units.end,
                    _ => continue,
                };
                match stage {
                    0 => {
                        let n = stratum.clusters.len();
                        stratum.drawn = share(stage, population, shares, &self.of_row, &first_row, &all, n)?;
                    }
                    _ => {
                        for cluster in &mut stratum.clusters {
                            let own = cluster.units.clone();
                            let n = own.len();
                            cluster.drawn =
                                share(stage, population, shares, &self.of_row, &first_row, &own, n)?;
                        }
                    }
                }
            }
            uneven(self, stage, population)?;
        }
        Ok(())
    }

    pub fn of_row(&self) -> &[u32] {
        &self.of_row
    }

    /// How many units there are, of the last stage that counts.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn clusters(&self) -> usize {
        self.clusters
    }

    pub fn strata(&self) -> usize {
        self.strata.len()
    }

    /// Whether clusters or units were drawn from a finite number.
    pub fn is_finite(&self) -> bool {
        self.strata.iter().any(|stratum| stratum.drawn > 0.0)
    }

    /// The numbers of the strata with a single cluster that was not certain to be drawn, as the rows give them.
    pub fn lonely(&self) -> Vec<u32> {
        let single = |stratum: &&Stratum| stratum.clusters.len() == 1 && stratum.drawn < 1.0;
        self.strata.iter().filter(single).map(|stratum| stratum.number).collect()
    }

    /// Clusters less strata.
    pub fn degrees_of_freedom(&self) -> f64 {
        self.clusters as f64 - self.strata.len() as f64
    }

    /// By group: clusters less strata, of those alone that have pupils of the group with a weight.
    pub fn domain_degrees_of_freedom(&self, group: &[u32], groups: usize, weight: &[f64]) -> Vec<f64> {
        let mut place = vec![(0u32, 0u32); self.count];
        let mut number = 0;
        for (at, stratum) in self.strata.iter().enumerate() {
            for cluster in &stratum.clusters {
                place[cluster.units.clone()].fill((at as u32, number));
                number += 1;
            }
        }
        let mut seen: Vec<(BTreeSet<u32>, BTreeSet<u32>)> = vec![Default::default(); groups];
        for ((group, unit), weight) in group.iter().zip(&self.of_row).zip(weight) {
            if *group != NOWHERE && *weight > 0.0 {
                let (stratum, cluster) = place[*unit as usize];
                seen[*group as usize].0.insert(stratum);
                seen[*group as usize].1.insert(cluster);
            }
        }
        seen.iter().map(|(strata, clusters)| clusters.len() as f64 - strata.len() as f64).collect()
    }

    /// Σ over strata of (1 − f) n / (n − 1) Σ (u − ū)², and where a second stage was drawn from finite clusters
    /// f times the same within each. Särndal, Swensson & Wretman (1992), 4.3.
    pub fn variance(&self, pulls: &[f64]) -> f64 {
        let centre = pulls.iter().sum::<f64>() / self.clusters as f64;
        let (mut sum, mut known) = (0.0, 0usize);
        for stratum in &self.strata {
            if let Some(own) = self.of_stratum(stratum, pulls, centre) {
                sum += own;
                known += 1;
            }
        }
        let factor = if known == self.strata.len() { 1.0 } else { self.strata.len() as f64 / known as f64 };
        sum * factor + self.strata.iter().map(|stratum| within(stratum, pulls)).sum::<f64>()
    }

    /// `None` where the stratum leaves its part to the mean of the others.
    fn of_stratum(&self, stratum: &Stratum, pulls: &[f64], centre: f64) -> Option<f64> {
        let left = 1.0 - stratum.drawn;
        let of = |cluster: &Cluster| pulls[cluster.units.clone()].iter().sum::<f64>();
        match &stratum.clusters[..] {
            _ if left <= 0.0 => Some(0.0),
            [only] => match self.lonely {
                Lonely::Remove | Lonely::Certainty => Some(0.0),
                Lonely::Adjust => Some(left * (of(only) - centre).powi(2)),
                Lonely::Average => None,
            },
            clusters => Some(left * spread(&clusters.iter().map(of).collect::<Vec<_>>())),
        }
    }
}

/// What the second stage adds.
fn within(stratum: &Stratum, pulls: &[f64]) -> f64 {
    if stratum.drawn == 0.0 {
        return 0.0;
    }
    let of = |cluster: &Cluster| match cluster.units.len() {
        1 => 0.0,
        _ => (1.0 - cluster.drawn).max(0.0) * spread(&pulls[cluster.units.clone()]),
    };
    stratum.drawn * stratum.clusters.iter().map(of).sum::<f64>()
}

/// n / (n − 1) Σ (u − ū)².
fn spread(pulls: &[f64]) -> f64 {
    let n = pulls.len() as f64;
    let mean = pulls.iter().sum::<f64>() / n;
    n / (n - 1.0) * pulls.iter().map(|pull| (pull - mean).powi(2)).sum::<f64>()
}

/// The share of `n` in what they were drawn from, as the first row of the units gives it.
fn share(
    stage: usize,
    population: &[f64],
    shares: bool,
    of_row: &[u32],
    first_row: &[usize],
    units: &std::ops::Range<usize>,
    n: usize,
) -> Result<f64, Fault> {
    let row = units.clone().map(|unit| first_row[unit]).min().unwrap_or(0);
    debug_assert!(units.contains(&(of_row[row] as usize)));
    let share = if shares { population[row] } else { n as f64 / population[row] };
    if share > 1.0 { Err(Fault::TooFew { stage, row }) } else { Ok(share) }
}

/// Every row of a stratum (or cluster) has the number of its first.
fn uneven(units: &Units, stage: usize, population: &[f64]) -> Result<(), Fault> {
    let mut place = vec![0usize; units.count];
    let mut number = 0;
    for stratum in &units.strata {
        for cluster in &stratum.clusters {
            place[cluster.units.clone()].fill(number);
            number += usize::from(stage > 0);
        }
        number += usize::from(stage == 0);
    }
    let mut known: Vec<Option<f64>> = vec![None; number];
    for (row, (unit, value)) in units.of_row.iter().zip(population).enumerate() {
        let known = &mut known[place[*unit as usize]];
        if *known.get_or_insert(*value) != *value {
            return Err(Fault::Uneven { stage, row });
        }
    }
    Ok(())
}
