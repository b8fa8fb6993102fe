//! Bootstrap of schools and permutation of their labels, from sums or counts per school.

use std::collections::BTreeMap;

use super::errors::{NO_ERROR, Term, cells, null, schools, shown, shown_error};
use super::recompute::Recompute;
use super::rules::{ErrorKind, Rules};
use super::sides::Side;
use super::span::Span;
use crate::figures::{Clause, Figure, Phrase, Term as Said};
use crate::stats::bootstrap::{bootstrap, permutation};

/// Completes a figure by drawing schools anew. Schools are drawn within strata: those that stand in the same
/// cells (one group or the other, one year or both), so that a school present in both years is drawn in both.
pub fn bootstrapped(figure: Figure, terms: &[Term<'_, '_>], span: Span, rules: &Rules) -> Figure {
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
    let figure = Figure { method: span.of(method(rules, numbers.len())), ..figure };
    let lost = replicates.without_value;
    let figure = figure.noted((lost > 0).then(|| LOST.with([Said::found(lost)])));
    let Some((error, interval)) = replicates.standard_error().filter(|error| *error > 0.0).zip(interval)
    else {
        return figure.noted(&NO_ERROR);
    };
    Figure {
        se: Some(shown_error(terms, error)),
        lower: Some(shown(terms, interval.lower)),
        upper: Some(shown(terms, interval.upper)),
        confidence: Some(rules.confidence),
        ..figure
    }
}

fn method(rules: &Rules, clusters: usize) -> Clause {
    BOOTSTRAP.with([
        Said::key(rules.school.as_deref().unwrap_or_default()),
        Said::found(clusters),
        Said::chosen(rules.replicates),
        Said::chosen(rules.seed),
        if rules.kind == ErrorKind::Bca { &BCA } else { &PERCENTILE }.into(),
    ])
}

static BOOTSTRAP: Phrase = Phrase::new(
    "bootstrap",
    "以{}为单位的自助法（{} 个群），重复 {} 次，种子 {}，{}",
    "bootstrap of {} ({} clusters), {} replicates, seed {}, {}",
);
static BCA: Phrase = Phrase::new("bca", "BCa 区间", "BCa");
static PERCENTILE: Phrase = Phrase::new("percentile", "百分位区间", "percentile");
static LOST: Phrase = Phrase::new(
    "replicates_without_value",
    "有 {} 次重复没有数值，未计入",
    "{} replicates had no value and are left out",
);
static ALL_RELABELLINGS: Phrase = Phrase::new(
    "permutation_of_all",
    "p 值来自学校标签的置换检验（列举全部 {} 种）",
    "p by permutation of labels (all, {})",
);
static RANDOM_RELABELLINGS: Phrase = Phrase::new(
    "permutation_at_random",
    "p 值来自学校标签的置换检验（随机 {} 次）",
    "p by permutation of labels (random, {})",
);
static SCHOOL_OF_BOTH: Phrase = Phrase::new(
    "school_in_both_groups",
    "有学校兼有两组考生，不能置换标签",
    "a school has candidates in both groups: no permutation of labels",
);
static NO_PERMUTATION: Phrase = Phrase::new(
    "relabelling_without_value",
    "有的置换没有数值，没有置换检验",
    "a relabelling has no value: no permutation test",
);

/// Replaces the p-value by that of a permutation test, if one is asked for: the groups' labels are put on the
/// schools anew.
pub fn permuted(figure: Figure, terms: &[Term<'_, '_>], rules: &Rules) -> Figure {
    let ([term], Some(count), Some(null)) = (terms, rules.permutations, null(terms)) else { return figure };
    let [first, second] = &term.measured.sides;
    let figure = Figure { p_value: None, ..figure };
    if first.by_school.keys().any(|school| second.by_school.contains_key(school)) {
        return figure.noted(&SCHOOL_OF_BOTH);
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
        return figure.noted(&NO_PERMUTATION);
    };
    let how = match test.exact {
        true => ALL_RELABELLINGS.with([Said::found(test.relabellings)]),
        false => RANDOM_RELABELLINGS.with([Said::chosen(test.relabellings)]),
    };
    Figure { p_value: Some(test.p_value), method: figure.method.and(how), ..figure }
}

fn pooled(first: &Side, second: &Side) -> Side {
    let mut pooled = first.clone();
    pooled.all.add(&second.all);
    pooled.by_school.extend(second.by_school.iter().map(|(k, v)| (k.clone(), v.clone())));
    pooled
}
