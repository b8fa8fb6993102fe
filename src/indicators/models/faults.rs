//! Why a model has no values, in words.

use std::collections::BTreeSet;

use super::super::gap::sides::together;
use super::coding::Coded;
use super::design::Data;
use crate::figures::{Clause, Clauses, Phrase, Term};
use crate::stats::mixed::NoFit;
use crate::stats::oaxaca::Fault;

/// Why a model of schools has no fit; `term` names its covariates.
pub fn no_fit(term: impl Fn(usize) -> Term, why: NoFit) -> Clauses {
    match why {
        NoFit::Dependent(0) => (&NOBODY_LEFT).into(),
        NoFit::Dependent(at) => FOLLOWS.with([term(at - 1)]).into(),
        NoFit::TooFew => (&TOO_FEW_UNITS).into(),
        NoFit::NoVariance => (&NO_VARIANCE).into(),
    }
}

/// Why a gap cannot be split.
pub fn no_decomposition(data: &Data, sides: [&[String]; 2], fault: Fault) -> Clause {
    let group = |at: usize| match at {
        side @ (0 | 1) => {
            let own = data.units.iter().map(|(labels, _)| &labels[0]);
            let own: BTreeSet<&String> = own.filter(|label| sides[side].contains(label)).collect();
            together(own).unwrap_or_else(|| (&BOTH).into()).into()
        }
        _ => Term::from(&BOTH),
    };
    match fault {
        Fault::TooFew(at) => TOO_FEW_CANDIDATES.with([group(at)]),
        Fault::Dependent { group: at, column } => {
            let term = data.terms.get(column.wrapping_sub(1));
            DOES_NOT_VARY.with([term.map_or_else(|| Term::from(&THE_GROUP), Coded::term), group(at)])
        }
    }
}

static NOBODY_LEFT: Phrase = Phrase::new("nobody_left", "没有可计入的考生", "nobody is left");
static FOLLOWS: Phrase =
    Phrase::new("dependent_covariate", "{}可由前面的协变量推出", "{} follows from the covariates before it");
static TOO_FEW_UNITS: Phrase = Phrase::new(
    "too_few_schools_or_districts",
    "学校或区县不足两个，或每校只有一人",
    "fewer than two schools or districts, or one candidate a school",
);
static NO_VARIANCE: Phrase =
    Phrase::new("no_variance_within_schools", "校内没有差异", "no variance within schools");
static TOO_FEW_CANDIDATES: Phrase = Phrase::new(
    "no_more_candidates_than_coefficients",
    "{}的人数不多于系数个数",
    "no more candidates than coefficients in {}",
);
static DOES_NOT_VARY: Phrase =
    Phrase::new("no_variance_by_itself", "{}在{}中没有独立的变化", "{} does not vary by itself in {}");
static BOTH: Phrase = Phrase::new("both_groups", "两组", "both groups");
static THE_GROUP: Phrase = Phrase::new("the_group", "组别", "the group");
