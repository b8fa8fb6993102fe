use super::weights::{MOST_DECIMALS, MOST_WEIGHT};
use super::*;
use crate::number::Scale;
use crate::records::Mark;

fn distribution(counts: &[(i64, u64)]) -> Distribution {
    Distribution::new(counts.to_vec(), [0; Mark::COUNT])
}

fn mathematics() -> Subject {
    Subject { id: "mathematics".into(), full_mark: None, scale: Scale::of_decimals(0) }
}

/// Thousandths of weight.
fn weights() -> Weights<'static> {
    let of = [("1.5", 1500), ("2", 2000), ("0.25", 250), ("3.125", 3125), ("0.5", 500), ("0", 0)];
    Weights::of_ticks(&of, 1000)
}

/// Scores 60, 70, 70, 80, 95 with the weights 1.5, 2, 0.25, 3.125, 0.5.
fn sample<'a>(weights: &'a Weights<'a>) -> Weighted<'a> {
    let parts = [
        ("1.5", distribution(&[(60, 1)])),
        ("2", distribution(&[(70, 1)])),
        ("0.25", distribution(&[(70, 1)])),
        ("3.125", distribution(&[(80, 1)])),
        ("0.5", distribution(&[(95, 1)])),
        ("0", distribution(&[(10, 4)])),
    ];
    Weighted::of(&parts.iter().map(|(weight, part)| (*weight, part)).collect::<Vec<_>>(), weights)
}

#[test]
fn moments_are_those_of_statsmodels() {
    // By hand: 1.5·60 + 2.25·70 + 3.125·80 + 0.5·95 = 545, over 7.375.
    let weights = weights();
    let (sample, subject) = (sample(&weights), mathematics());
    assert_eq!(sample.total(), Rational::new(59, 8));
    assert_eq!(sample.mean(&subject), Some(Rational::new(545 * 8, 59)));
    assert_eq!(sample.candidates(), 5);
    // statsmodels 0.15.0, DescrStatsW([60, 70, 70, 80, 95], weights, ddof).std with ddof 0 and 1.
    let [population, free] = [0, 1].map(|lost| sample.standard_deviation(&subject, lost).unwrap());
    assert!((population - 9.480926285387795).abs() < 1e-12, "{population}");
    assert!((free - 10.197452421674889).abs() < 1e-12, "{free}");
}

#[test]
fn quantiles_are_the_lowest_score_of_their_share() {
    // By hand: cumulative weights 1.5, 3.75, 6.875, 7.375; half of the weight is 3.6875.
    let weights = weights();
    let (sample, subject) = (sample(&weights), mathematics());
    let at = |p| sample.quantile(&subject, p, false).unwrap();
    assert_eq!(at(Rational::new(1, 2)), Rational::from_integer(70));
    assert_eq!(at(Rational::from_integer(0)), Rational::from_integer(60));
    assert_eq!(at(Rational::from_integer(1)), Rational::from_integer(95));
    // 3.75 / 7.375 = 30 / 59 exactly.
    let edge = Rational::new(30, 59);
    assert_eq!(at(edge), Rational::from_integer(70));
    assert_eq!(sample.quantile(&subject, edge, true), Some(Rational::from_integer(75)));
    assert_eq!(sample.at_least(70), Rational::new(47, 8));
}

#[test]
fn the_largest_weights_of_the_most_candidates_stay_exact() {
    let one = 10i128.pow(u32::from(MOST_DECIMALS));
    let part = distribution(&[(i64::from(i32::MAX), crate::tally::plain::MOST_CANDIDATES)]);
    let weights = Weights::of_ticks(&[("1000000000", MOST_WEIGHT * one)], one);
    let sample = Weighted::of(&[("1000000000", &part)], &weights);
    assert_eq!(sample.mean(&mathematics()), Some(Rational::from_integer(i128::from(i32::MAX))));
}
