//! Bootstrap of schools and permutation of their labels, from sums or counts per school.

use std::collections::BTreeMap;

use super::errors::{Term, cells, noted, null, schools, shown, shown_error};
use super::recompute::Recompute;
use super::rules::{ErrorKind, Rules};
use super::sides::Side;
use crate::figures::Figure;
use crate::stats::bootstrap::{bootstrap, permutation};

/// Completes a figure by drawing schools anew. Schools are drawn within strata: those that stand in the same
/// cells (one group or the other, one year or both), so that a school present in both years is drawn in both.
pub fn bootstrapped(figure: Figure, terms: &[Term<'_, '_>], rules: &Rules) -> Figure {
    let numbers = schools(terms);
    let mut strata: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
    for (school, number) in &numbers {
        let sides = terms.iter().flat_map(|term| term.measured.sides);
        let pattern = sides.map(|side| side.by_school.contains_key(*school)).collect();
        strata.entry(pattern).or_default().push(*number);
    }
    let strata: Vec<Vec<usize>> = strata.into_values().collect();
    let parts: Vec<(f64, Recompute)> = terms
        .iter()
        .map(|term| {
            let number = |school: &String| numbers.get(school).copied();
            (term.weight, Recompute::new(term.measured, term.measured.sides.each_ref(), number))
        })
        .collect();
    let statistic = |drawn: &[u32]| {
        parts.iter().map(|(weight, part)| Some(weight * part.value([drawn, drawn])?)).sum::<Option<f64>>()
    };
    let replicates = bootstrap(&strata, numbers.len(), rules.replicates, rules.seed, statistic);
    let interval = match rules.kind {
        ErrorKind::Bca => {
            let mut influences = vec![0.0; numbers.len()];
            cells(terms).iter().flat_map(|cell| &cell.shares).for_each(|share| {
                influences[share.cluster] += share.influence;
            });
            let observed = statistic(&vec![1; numbers.len()]);
            observed.and_then(|observed| replicates.bca_interval(observed, &influences, rules.confidence))
        }
        _ => replicates.percentile_interval(rules.confidence),
    };
    let words = if rules.kind == ErrorKind::Bca { "BCa" } else { "percentile" };
    let key = rules.school.as_deref().unwrap_or_default();
    let method = format!(
        "bootstrap of {key} ({} clusters), {} replicates, seed {}, {words}",
        numbers.len(),
        rules.replicates,
        rules.seed
    );
    let figure = Figure { method: method.into(), ..figure };
    let figure = match replicates.without_value {
        0 => figure,
        lost => noted(figure, &format!("{lost} replicates had no value and are left out")),
    };
    let Some((error, interval)) = replicates.standard_error().filter(|error| *error > 0.0).zip(interval)
    else {
        return noted(figure, "no variance or too few candidates: no error");
    };
    Figure {
        se: Some(shown_error(terms, error)),
        lower: Some(shown(terms, interval.lower)),
        upper: Some(shown(terms, interval.upper)),
        confidence: Some(rules.confidence),
        ..figure
    }
}

/// Replaces the p-value by that of a permutation test, if one is asked for: the groups' labels are put on the
/// schools anew.
pub fn permuted(figure: Figure, terms: &[Term<'_, '_>], rules: &Rules) -> Figure {
    let ([term], Some(count), Some(null)) = (terms, rules.permutations, null(terms)) else { return figure };
    let [first, second] = &term.measured.sides;
    let figure = Figure { p_value: None, ..figure };
    if first.by_school.keys().any(|school| second.by_school.contains_key(school)) {
        return noted(figure, "a school has candidates in both groups: no permutation of labels");
    }
    let order: BTreeMap<&String, usize> =
        first.by_school.keys().chain(second.by_school.keys()).enumerate().map(|(at, s)| (s, at)).collect();
    let pooled = pooled(first, second);
    let part = Recompute::new(term.measured, [&pooled, &pooled], |school| order.get(school).copied());
    let statistic = |labels: &[bool]| {
        let first: Vec<u32> = labels.iter().map(|label| u32::from(*label)).collect();
        let second: Vec<u32> = labels.iter().map(|label| u32::from(!label)).collect();
        Some(part.value([&first, &second])? - null)
    };
    let observed: Vec<bool> = (0..order.len()).map(|at| at < first.by_school.len()).collect();
    let test = statistic(&observed).and_then(|observed| {
        permutation((order.len(), first.by_school.len()), count, rules.seed, observed, statistic)
    });
    let Some(test) = test else {
        return noted(figure, "a relabelling has no value: no permutation test");
    };
    let kind = if test.exact { "all" } else { "random" };
    let method = format!("{}; p by permutation of labels ({kind}, {})", figure.method, test.relabellings);
    Figure { p_value: Some(test.p_value), method: method.into(), ..figure }
}

fn pooled(first: &Side, second: &Side) -> Side {
    let mut pooled = first.clone();
    pooled.all.add(&second.all);
    pooled.by_school.extend(second.by_school.iter().map(|(k, v)| (k.clone(), v.clone())));
    pooled
}
