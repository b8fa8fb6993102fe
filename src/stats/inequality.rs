//! Inequality of holdings among units that may count unequally: spread, Gini, Theil, Atkinson, McLoone.

/// One unit: how much it holds per head, and how many heads it counts for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Holding {
    pub value: f64,
    pub weight: f64,
}

/// A measure that splits into what lies within groups and what lies between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    pub within: f64,
    pub between: f64,
}

/// Adds from the smallest to the largest with Neumaier's compensation, so that the order in which rows came
/// cannot show in any digit.
pub fn total(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut terms: Vec<f64> = terms.into_iter().collect();
    terms.sort_by(f64::total_cmp);
    let (mut sum, mut lost) = (0.0f64, 0.0f64);
    for term in terms {
        let next = sum + term;
        lost += if sum.abs() >= term.abs() { (sum - next) + term } else { (term - next) + sum };
        sum = next;
    }
    sum + lost
}

/// The root of the weighted mean of squares: `√(Σ w d² / Σ w)`, `lost` taken from the divisor.
///
/// `deviations` are `(d, w)`. `None` where the divisor is not above zero.
pub fn root_mean_square(deviations: &[(f64, f64)], lost: f64) -> Option<f64> {
    let divisor = total(deviations.iter().map(|(_, weight)| *weight)) - lost;
    let squares = total(deviations.iter().map(|(d, weight)| weight * d * d));
    (divisor > 0.0).then(|| (squares / divisor).sqrt())
}

fn weight(holdings: &[Holding]) -> f64 {
    total(holdings.iter().map(|h| h.weight))
}

/// The weighted mean; `None` without weight.
pub fn mean(holdings: &[Holding]) -> Option<f64> {
    let weight = weight(holdings);
    (weight > 0.0).then(|| total(holdings.iter().map(|h| h.weight * h.value)) / weight)
}

fn positive_mean(holdings: &[Holding]) -> Option<f64> {
    mean(holdings).filter(|mean| *mean > 0.0)
}

fn ascending(holdings: &[Holding]) -> Vec<Holding> {
    let mut sorted = holdings.to_vec();
    sorted.sort_by(|a, b| a.value.total_cmp(&b.value).then(a.weight.total_cmp(&b.weight)));
    sorted
}

/// Gini's coefficient, without the small-sample factor n / (n − 1). `None` where the mean is not above zero.
pub fn gini(holdings: &[Holding]) -> Option<f64> {
    let (mean, weight) = (positive_mean(holdings)?, weight(holdings));
    let mut before = 0.0;
    let terms = ascending(holdings).into_iter().map(|h| {
        let centre = 2.0 * before + h.weight - weight;
        before += h.weight;
        h.weight * h.value * centre
    });
    Some(total(terms) / (weight * weight * mean))
}

/// Theil's T: the mean of `(x / μ) ln(x / μ)`, nothing for those who hold nothing.
pub fn theil_t(holdings: &[Holding]) -> Option<f64> {
    let (mean, weight) = (positive_mean(holdings)?, weight(holdings));
    let term = |h: &Holding| h.weight * (h.value / mean) * (h.value / mean).ln();
    Some(total(holdings.iter().filter(|h| h.value > 0.0).map(term)) / weight)
}

/// Theil's L (mean log deviation): the mean of `ln(μ / x)`. `None` where somebody holds nothing.
pub fn theil_l(holdings: &[Holding]) -> Option<f64> {
    let mean = positive_mean(holdings)?;
    let all_hold = holdings.iter().all(|h| h.value > 0.0);
    all_hold.then(|| total(holdings.iter().map(|h| h.weight * (mean / h.value).ln())) / weight(holdings))
}

/// Theil's T of all, split: within, groups count by their share of what is held.
pub fn theil_t_parts(groups: &[Vec<Holding>]) -> Option<Parts> {
    let all: Vec<Holding> = groups.concat();
    let (overall, whole) = (positive_mean(&all)?, weight(&all));
    let held: Vec<&Vec<Holding>> = groups.iter().filter(|group| positive_mean(group).is_some()).collect();
    let parts = held.iter().map(|group| {
        let ratio = mean(group)? / overall;
        let share = weight(group) / whole * ratio;
        Some((share * theil_t(group)?, share * ratio.ln()))
    });
    let parts = parts.collect::<Option<Vec<_>>>()?;
    Some(Parts { within: total(parts.iter().map(|p| p.0)), between: total(parts.iter().map(|p| p.1)) })
}

/// Theil's L of all, split: within, groups count by their share of heads.
pub fn theil_l_parts(groups: &[Vec<Holding>]) -> Option<Parts> {
    let all: Vec<Holding> = groups.concat();
    let (overall, whole) = (positive_mean(&all)?, weight(&all));
    let parts = groups.iter().map(|group| {
        let share = weight(group) / whole;
        Some((share * theil_l(group)?, share * (overall / mean(group)?).ln()))
    });
    let parts = parts.collect::<Option<Vec<_>>>()?;
    Some(Parts { within: total(parts.iter().map(|p| p.0)), between: total(parts.iter().map(|p| p.1)) })
}

/// Atkinson's index with aversion `epsilon` > 0. `None` where the mean is not above zero, and from ε = 1 on
/// where somebody holds nothing.
pub fn atkinson(holdings: &[Holding], epsilon: f64) -> Option<f64> {
    let (mean, weight) = (positive_mean(holdings)?, weight(holdings));
    if epsilon <= 0.0 || (epsilon >= 1.0 && holdings.iter().any(|h| h.value <= 0.0)) {
        return None;
    }
    if epsilon == 1.0 {
        return Some(1.0 - (-theil_l(holdings)?).exp());
    }
    let power = 1.0 - epsilon;
    // Held against the least, a power below 0 of no holding is above 1, however strong the aversion.
    let least = holdings.iter().map(|h| h.value).fold(f64::INFINITY, f64::min);
    let unit = if power < 0.0 { least } else { mean };
    let equal = total(holdings.iter().map(|h| h.weight * (h.value / unit).powf(power))) / weight;
    Some(1.0 - unit / mean * equal.powf(1.0 / power))
}

/// The median: where half the weight is reached; the middle of two values where it is reached exactly.
pub fn median(holdings: &[Holding]) -> Option<f64> {
    let sorted = ascending(holdings);
    let half = weight(&sorted) / 2.0;
    let mut reached = 0.0;
    for (at, holding) in sorted.iter().enumerate() {
        reached += holding.weight;
        if reached == half {
            let next = sorted.get(at + 1).map_or(holding.value, |next| next.value);
            return Some((holding.value + next) / 2.0);
        }
        if reached > half {
            return Some(holding.value);
        }
    }
    None
}

/// McLoone's index: what those at or below the median hold, per what they would hold at the median.
/// 1 is equality. `None` where the median is not above zero.
pub fn mcloone(holdings: &[Holding]) -> Option<f64> {
    let median = median(holdings).filter(|median| *median > 0.0)?;
    let lower: Vec<Holding> = holdings.iter().copied().filter(|h| h.value <= median).collect();
    Some(mean(&lower)? / median)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, expected: f64, within: f64) {
        assert!(found.is_some_and(|found| (found - expected).abs() <= within), "{found:?} not {expected}");
    }

    fn equal(values: &[f64]) -> Vec<Holding> {
        values.iter().map(|value| Holding { value: *value, weight: 1.0 }).collect()
    }

    const INCOMES: [f64; 10] =
        [541.0, 1463.0, 2445.0, 3438.0, 4437.0, 5401.0, 6392.0, 8304.0, 11904.0, 22261.0];

    /// Expected: R ineq 0.2: Gini(x), Atkinson(x, .5), Theil(x), Theil(x, 1).
    #[test]
    fn agrees_with_r_ineq() {
        let holdings = equal(&INCOMES);
        near(gini(&holdings), 0.4620911, 5e-8);
        near(atkinson(&holdings, 0.5), 0.1796591, 5e-8);
        // Towards 1 − least / mean: (w / W)^(1 / (1 − ε)) is 1 but for 1e-5.
        let (least, mean) =
            (INCOMES.iter().copied().fold(f64::INFINITY, f64::min), INCOMES.iter().sum::<f64>() / 10.0);
        near(atkinson(&holdings, 1e6), 1.0 - least / mean, 1e-5);
        near(theil_t(&holdings), 0.3623412423, 5e-11);
        near(theil_l(&holdings), 0.4335946495, 5e-11);
    }

    type Measure = fn(&[Holding]) -> Option<f64>;

    /// A weight of k is k units alike.
    #[test]
    fn weights_repeat() {
        let weighted = [(3.0, 2.0), (5.0, 1.0), (9.0, 3.0)].map(|(value, weight)| Holding { value, weight });
        let repeated = equal(&[3.0, 3.0, 5.0, 9.0, 9.0, 9.0]);
        let measures: [Measure; 6] = [gini, theil_t, theil_l, median, mcloone, |h| atkinson(h, 2.0)];
        for measure in measures {
            near(measure(&weighted), measure(&repeated).unwrap(), 1e-15);
        }
    }

    #[test]
    fn theil_splits_without_remainder() {
        let groups = [equal(&INCOMES[..4]), equal(&INCOMES[4..])];
        let (t, l) = (theil_t_parts(&groups).unwrap(), theil_l_parts(&groups).unwrap());
        near(theil_t(&equal(&INCOMES)), t.within + t.between, 1e-15);
        near(theil_l(&equal(&INCOMES)), l.within + l.between, 1e-15);
    }

    #[test]
    fn nothing_held_is_no_figure() {
        assert_eq!(
            (gini(&equal(&[0.0, 0.0])), theil_t(&[]), mcloone(&equal(&[0.0, 0.0, 1.0]))),
            (None, None, None)
        );
        assert_eq!((theil_l(&equal(&[0.0, 2.0])), atkinson(&equal(&[0.0, 2.0]), 1.0)), (None, None));
        near(theil_t(&equal(&[0.0, 2.0])), 2f64.ln(), 1e-15);
        near(gini(&equal(&[0.0, 2.0])), 0.5, 1e-15);
    }
}
