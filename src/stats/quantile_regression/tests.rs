use std::collections::BTreeMap;

use super::*;

const PUPILS: &str = include_str!("../../../tests/golden/quantile_regression/pupils.csv");
const LOSSES: &str = include_str!("../../../tests/golden/quantile_regression/losses.csv");
const PERCENTILES: &str = include_str!("../../../tests/golden/quantile_regression/percentiles.csv");

fn number(field: &str) -> f64 {
    field.parse().unwrap()
}

/// The pupils of each set, one cell each.
fn sets() -> BTreeMap<&'static str, Vec<Cell>> {
    let mut sets: BTreeMap<&str, Vec<Cell>> = BTreeMap::new();
    for line in PUPILS.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let cell = Cell { entry: number(fields[1]), exit: number(fields[2]), count: 1 };
        sets.entry(fields[0]).or_default().push(cell);
    }
    sets
}

fn losses(set: &str) -> Vec<(f64, f64)> {
    let fields = LOSSES.lines().map(|line| line.split(',').collect::<Vec<_>>());
    fields.filter(|fields| fields[0] == set).map(|fields| (number(fields[1]), number(fields[2]))).collect()
}

/// Expected: scipy's HiGHS (`SOURCE.md`), to twelve digits.
#[test]
fn losses_are_those_of_highs() {
    for (set, cells) in sets() {
        let curves = growth_curves(&cells).unwrap();
        let expected = losses(set);
        assert_eq!(expected.len(), PREDICTIONS);
        for (fit, (tau, loss)) in curves.fits.fits.iter().zip(expected) {
            assert!((fit.tau - tau).abs() < 1e-15);
            assert!((fit.loss / loss - 1.0).abs() < 1e-10, "{set} at {tau}: {} for {loss}", fit.loss);
            assert!(fit.gap <= RELATIVE_GAP * fit.loss, "{set} at {tau}: {} of {loss}", fit.gap);
        }
    }
}

/// Expected: quantreg (`SOURCE.md`), of pupils without ties, whose solution is unique.
#[test]
fn percentiles_are_those_of_quantreg() {
    let curves = growth_curves(&sets()["decimals"]).unwrap();
    let mut pupils = 0;
    for line in PERCENTILES.lines().skip(1) {
        let fields: Vec<f64> = line.split(',').map(number).collect();
        assert_eq!(curves.percentile(fields[0], fields[1], Ties::Strict), Some(fields[2]), "{line}");
        pupils += 1;
    }
    assert_eq!(pupils, 300);
}

/// Nothing warm: where the simplex gives up, the general solver's curve is where it begins anew.
#[test]
fn the_general_solver_reaches_the_same_losses() {
    for (set, cells) in sets() {
        let cells = merged(&cells).unwrap();
        let mut entries: Vec<(f64, u64)> = cells.iter().map(|cell| (cell.entry, cell.count)).collect();
        entries.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        let spline = Spline::of(&entries);
        let entries: Vec<f64> = entries.iter().map(|of| of.0).collect();
        let problem = Problem::new(&cells, &entries, &spline);
        for (tau, loss) in losses(set).into_iter().skip(7).step_by(43) {
            let cold = cold::coefficients(&problem, tau).unwrap();
            let fit = Simplex::near(&problem, &cold).unwrap().fit(tau).unwrap();
            assert!((fit.loss / loss - 1.0).abs() < 1e-10, "{set} at {tau}: {} for {loss}", fit.loss);
        }
    }
}

/// Pupils counted together, in any order, k times over: the same curves.
#[test]
fn order_and_copies_change_nothing() {
    let cells = &sets()["whole"];
    let curves = growth_curves(cells).unwrap();
    let mut turned: Vec<Cell> = cells.iter().rev().copied().collect();
    turned.rotate_left(123);
    assert_eq!(growth_curves(&turned).unwrap(), curves);
    let copies: Vec<Cell> = cells.iter().map(|cell| Cell { count: 3, ..*cell }).collect();
    for (fit, thrice) in curves.fits.fits.iter().zip(growth_curves(&copies).unwrap().fits.fits) {
        assert!((thrice.loss / fit.loss - 3.0).abs() < 1e-9);
    }
}

/// By hand: 150 pupils of one entry score; prediction k is number ⌈150 τ⌉ of their exit scores.
#[test]
fn one_entry_score_gives_the_quantiles_of_the_exit_scores() {
    let cells = &sets()["constant"];
    let mut exits: Vec<f64> = cells.iter().map(|cell| cell.exit).collect();
    exits.sort_by(f64::total_cmp);
    let curves = growth_curves(cells).unwrap();
    // 150 × 0.005 = 0.75, 150 × 0.495 = 74.25, 150 × 0.995 = 149.25.
    for (at, number) in [(0, 1), (49, 75), (99, 150)] {
        assert_eq!(curves.predictions(7.0).unwrap()[at], exits[number - 1]);
    }
}

/// Ties bias strict percentiles downwards; half of the ties puts their mean near 50.
#[test]
fn half_of_the_ties_takes_their_bias_away() {
    let cells = &sets()["whole"];
    let curves = growth_curves(cells).unwrap();
    let mean = |ties: Ties| {
        let sum: f64 = cells.iter().map(|cell| curves.percentile(cell.entry, cell.exit, ties).unwrap()).sum();
        sum / cells.len() as f64
    };
    assert!(mean(Ties::Strict) < 49.0 && (mean(Ties::Mid) - 50.0).abs() < 0.5);
    assert!(mean(Ties::Mid) > mean(Ties::Strict));
}

#[test]
fn percentiles_are_from_1_to_99() {
    let curves = growth_curves(&sets()["decimals"]).unwrap();
    let entry = curves.fits.entries[100];
    assert_eq!(curves.percentile(entry, -1e6, Ties::Strict), Some(1.0));
    assert_eq!(curves.percentile(entry, 1e6, Ties::Strict), Some(99.0));
    assert_eq!(curves.percentile(-1.0, 50.0, Ties::Mid), None);
}

#[test]
fn no_pupils_and_no_numbers_give_no_curves() {
    assert_eq!(growth_curves(&[]), None);
    assert_eq!(growth_curves(&[Cell { entry: f64::NAN, exit: 1.0, count: 1 }]), None);
    assert_eq!(growth_curves(&[Cell { entry: 1.0, exit: 1.0, count: 0 }]), None);
}

/// All alike: the loss is 0 at every τ.
#[test]
fn pupils_without_any_spread_have_no_loss() {
    let curves = growth_curves(&[Cell { entry: 1.0, exit: 2.0, count: 40 }]).unwrap();
    assert!(curves.fits.fits.iter().all(|fit| fit.loss == 0.0));
    assert_eq!(curves.percentile(1.0, 2.0, Ties::Mid), Some(50.0));
}
