//! Growth percentiles by quantile regression, against R's quantreg: see `growth.R`, which writes the files and times
//! quantreg. `cargo bench --bench growth -- FILE…`, each with the lines `entry,exit` of a cohort under one header.
//!
//! On two cores that others were using too (2026-11-30): quantreg 5.94 49.2 s on one core, 53.7 s on two; edugauge 2.19 s
//! on one thread, with equal sums of growth percentiles in all five grades.

use std::collections::BTreeMap;
use std::time::Instant;

use edugauge::stats::quantile_regression::{Cell, GrowthCurves, Ties, growth_curves, spline_fits};

/// Scores as they stand, so that equal ones are counted together.
fn pupils(path: &str) -> Vec<(f64, f64)> {
    let text = std::fs::read_to_string(path).expect("a file to read");
    let number = |field: &str| field.trim().parse::<f64>().expect("a score");
    let pair = |line: &str| {
        let (entry, exit) = line.split_once(',').expect("entry,exit");
        (number(entry), number(exit))
    };
    text.lines().skip(1).map(pair).collect()
}

fn cells(pupils: &[(f64, f64)]) -> Vec<Cell> {
    let mut counts: BTreeMap<(u64, u64), u64> = BTreeMap::new();
    for (entry, exit) in pupils {
        *counts.entry((entry.to_bits(), exit.to_bits())).or_default() += 1;
    }
    let cell = |((entry, exit), count): (&(u64, u64), &u64)| Cell {
        entry: f64::from_bits(*entry),
        exit: f64::from_bits(*exit),
        count: *count,
    };
    counts.iter().map(cell).collect()
}

fn sum(curves: &GrowthCurves, pupils: &[(f64, f64)], ties: Ties) -> f64 {
    let percentile =
        |(entry, exit): &(f64, f64)| curves.percentile(*entry, *exit, ties).expect("a score that is there");
    pupils.iter().map(percentile).sum()
}

fn main() {
    let mut total = 0.0;
    for path in std::env::args().skip(1).filter(|argument| argument != "--bench") {
        let pupils = pupils(&path);
        let cells = cells(&pupils);
        let started = Instant::now();
        let curves = growth_curves(&cells).expect("a proved solution");
        let (strict, mid) = (sum(&curves, &pupils, Ties::Strict), sum(&curves, &pupils, Ties::Mid));
        let seconds = started.elapsed().as_secs_f64();
        total += seconds;
        println!(
            "{path}: {} pupils, {} cells, sum of SGP {strict} (mid {mid}), {seconds:.3} s",
            pupils.len(),
            cells.len()
        );
        for fit in spline_fits(&cells, &[0.05, 0.25, 0.5, 0.75, 0.95]).expect("a proved solution").fits {
            println!("  tau {}: check loss {:.9}, proved to {:.1e}", fit.tau, fit.loss, fit.gap / fit.loss);
        }
        if std::env::var_os("SGP").is_some() {
            let list: Vec<String> = pupils
                .iter()
                .map(|(entry, exit)| {
                    curves.percentile(*entry, *exit, Ties::Strict).unwrap_or_default().to_string()
                })
                .collect();
            std::fs::write(format!("{path}.sgp"), list.join("\n") + "\n").expect("a folder to write into");
        }
    }
    println!("all: {total:.3} s on one thread");
}
