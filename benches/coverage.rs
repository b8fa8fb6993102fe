//! How often 95 % intervals of a gap cover the true one, by simulation. Usage: `cargo bench --bench coverage`;
//! prints the table of `docs/coverage.md`.
//!
//! Each county has so many schools a side of 20 to 60 candidates. A score is the school's effect, of variance ICC,
//! and the candidate's own, of variance 1 − ICC, both normal; the true gap is 0.

use edugauge::stats::clusters::{Cell, Correction, Share, clustered};
use edugauge::stats::difference::{Estimate, Moments, welch};
use edugauge::stats::random::Stream;
use rayon::prelude::*;

const SEED: u64 = 20_240_607;
const COUNTIES: u64 = 10_000;
const CONFIDENCE: f64 = 0.95;

fn main() {
    println!("| schools a side | ICC | CR2 | CR1 | Welch | mean width, CR2 : Welch |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    for (case, schools) in [8, 20, 80].into_iter().enumerate() {
        for (level, icc) in [0.05, 0.15, 0.3].into_iter().enumerate() {
            let streams = (case as u64 * 3 + level as u64) * COUNTIES..;
            let found: Vec<[Option<Estimate>; 3]> = (0..COUNTIES)
                .into_par_iter()
                .map(|county| intervals(&mut Stream::new(SEED, streams.start + county), schools, icc))
                .collect();
            let [cr2, cr1, welch] = [0, 1, 2].map(|method| percent_covered(&found, method));
            let [wide, narrow] = [0, 2].map(|method| mean_width(&found, method));
            println!("| {schools} | {icc} | {cr2:.1} | {cr1:.1} | {welch:.1} | {:.2} |", wide / narrow);
        }
    }
}

/// One county: its gap with three errors.
fn intervals(stream: &mut Stream, schools: usize, icc: f64) -> [Option<Estimate>; 3] {
    let mut sides = Vec::new();
    for side in 0..2 {
        let mut all: Vec<Vec<f64>> = Vec::new();
        for _ in 0..schools {
            let effect = icc.sqrt() * normal(stream);
            let size = 20 + stream.below(41);
            all.push((0..size).map(|_| effect + (1.0 - icc).sqrt() * normal(stream)).collect());
        }
        sides.push(Side::new(&all, side * schools));
    }
    let gap = sides[0].moments.mean - sides[1].moments.mean;
    let cells = [sides[0].cell(1.0), sides[1].cell(-1.0)];
    [
        clustered(gap, &cells, Correction::Cr2, CONFIDENCE),
        clustered(gap, &cells, Correction::Cr1, CONFIDENCE),
        welch(sides[0].moments, sides[1].moments, CONFIDENCE),
    ]
}

struct Side {
    moments: Moments,
    /// Number, candidates and sum of deviations of each school.
    schools: Vec<(usize, u64, f64)>,
}

impl Side {
    fn new(schools: &[Vec<f64>], from: usize) -> Side {
        let n = schools.iter().map(Vec::len).sum::<usize>() as u64;
        let mean = schools.iter().flatten().sum::<f64>() / n as f64;
        let squares: f64 = schools.iter().flatten().map(|score| (score - mean).powi(2)).sum();
        let of = |(at, scores): (usize, &Vec<f64>)| {
            (from + at, scores.len() as u64, scores.iter().map(|score| score - mean).sum())
        };
        Side {
            moments: Moments { n, mean, variance: squares / (n - 1) as f64 },
            schools: schools.iter().enumerate().map(of).collect(),
        }
    }

    fn cell(&self, weight: f64) -> Cell {
        let share = |&(cluster, n, sum): &(usize, u64, f64)| Share {
            cluster,
            n,
            influence: weight * sum / self.moments.n as f64,
        };
        Cell { weight, shares: self.schools.iter().map(share).collect() }
    }
}

/// Box and Muller.
fn normal(stream: &mut Stream) -> f64 {
    let (radius, angle) = ((-2.0 * stream.unit().ln()).sqrt(), 2.0 * std::f64::consts::PI * stream.unit());
    radius * angle.cos()
}

fn percent_covered(found: &[[Option<Estimate>; 3]], method: usize) -> f64 {
    let covers = |estimate: &Estimate| estimate.interval.lower <= 0.0 && estimate.interval.upper >= 0.0;
    let covered = found.iter().filter(|county| county[method].as_ref().is_some_and(covers)).count();
    100.0 * covered as f64 / found.len() as f64
}

fn mean_width(found: &[[Option<Estimate>; 3]], method: usize) -> f64 {
    let widths =
        found.iter().filter_map(|county| county[method]).map(|e| e.interval.upper - e.interval.lower);
    widths.sum::<f64>() / found.len() as f64
}
