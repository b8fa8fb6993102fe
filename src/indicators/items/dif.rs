//! Whether an item behaves differently for two groups at equal totals: 项目功能差异.

use std::collections::BTreeMap;

use super::paper::{Group, NONE, Paper, each_group, labels};
use crate::error::{Error, Result};
use crate::figures::{Clauses, Figure, Figures, Phrase, Status, Term, Unit as Of, Value};
use crate::indicators::arguments::{Arguments, Request};
use crate::number::{Rational, to_f64};
use crate::records::ItemSheet;
use crate::stats::ChiSquared;
use crate::stats::items::{MantelHaenszel, Pair, ScoreStratum, Stratum, mantel, mantel_haenszel};

pub const ID: &str = "item_dif";
/// Rounds of purification, at most.
const ROUNDS: usize = 30;

pub fn item_dif(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let paper = Paper::asked(sheet, request.arguments);
    let (side, pair) = sides(sheet, request.arguments)?;
    each_group(sheet, request, &["item", "focal"], |group, push| {
        let asked = Asked { paper: &paper, arguments: request.arguments, side: &side, group };
        let matching = asked.matching();
        for (at, unit) in paper.units.iter().enumerate() {
            let both = labels(Some(&unit.id)).joined(&labels(Some(&pair)));
            asked.of_unit(at, &matching).into_iter().for_each(|figure| push(both.clone(), figure));
        }
    })
}

/// Of each candidate, whether of the reference group (0) or the focal group (1), and what they are called together.
fn sides(sheet: &ItemSheet, arguments: &Arguments) -> Result<(Vec<Option<usize>>, String)> {
    let text = |name| arguments.text(name).unwrap_or_default();
    let name = crate::figures::key_id(text("compare"));
    let key = sheet.keys.iter().find(|key| key.name == name);
    let key = key.ok_or_else(|| Error::KeyNotAtHand { key: name.to_owned(), at_hand: sheet.key_names() })?;
    let wanted = [text("reference"), text("focal")];
    for (argument, label) in ["reference", "focal"].into_iter().zip(wanted) {
        if !key.labels.iter().any(|known| known == label) {
            return Err(Error::LabelNotAtHand {
                argument: argument.to_owned(),
                labels: vec![label.to_owned()],
                at_hand: key.labels.iter().filter(|label| !label.is_empty()).cloned().collect(),
            });
        }
    }
    let of = |at: usize| wanted.iter().position(|label| key.label(at) == *label);
    Ok(((0..sheet.len()).map(of).collect(), format!("{} − {}", wanted[1], wanted[0])))
}

struct Asked<'a> {
    paper: &'a Paper<'a>,
    arguments: &'a Arguments,
    side: &'a [Option<usize>],
    group: &'a Group,
}

/// What candidates are matched by: their total without the units left out, and how many rounds it took.
struct Matching {
    out: Vec<bool>,
    rounds: usize,
}

impl Asked<'_> {
    fn is(&self, name: &str, word: &str) -> bool {
        self.arguments.text(name) == Some(word)
    }

    /// Every unit, or those that are left when units that differ at 5 % are taken out until nothing changes.
    fn matching(&self) -> Matching {
        let mut out = vec![false; self.paper.units.len()];
        if !self.is("purify", "yes") {
            return Matching { out, rounds: 0 };
        }
        for rounds in 1..=ROUNDS {
            let matching = Matching { out: out.clone(), rounds };
            let differs = |at: usize| self.p_value(at, &matching).is_some_and(|p| p < 0.05);
            let next: Vec<bool> = (0..out.len()).map(differs).collect();
            if next == out {
                return matching;
            }
            out = next;
        }
        Matching { out, rounds: ROUNDS }
    }

    fn p_value(&self, at: usize, matching: &Matching) -> Option<f64> {
        let chi2 = match self.full(at) {
            Some(full) => self.rights(at, full, matching)?.chi2,
            None => mantel(&self.scores(at, matching))?.chi2,
        };
        ChiSquared::new(1.0).map(|of| of.sf(chi2))
    }

    /// The full mark of a unit that is right or wrong.
    fn full(&self, at: usize) -> Option<i32> {
        let scores = &self.paper.scores[at];
        let full = self.paper.full_steps(&self.paper.units[at]).or_else(|| scores.iter().copied().max())?;
        scores.iter().all(|score| [NONE, 0, full].contains(score)).then_some(full)
    }

    /// The candidates of both groups with the total by which they are matched; the unit itself is in it.
    fn matched(&self, at: usize, matching: &Matching) -> impl Iterator<Item = (i64, usize, i64)> + '_ {
        let own = &self.paper.scores[at];
        let less: Vec<&Vec<i32>> = (0..matching.out.len())
            .filter(|other| matching.out[*other] && *other != at)
            .map(|other| &self.paper.scores[other])
            .collect();
        self.group.candidates.iter().filter_map(move |candidate| {
            let side = self.side[*candidate]?;
            let score = own[*candidate];
            let less: i64 = less.iter().map(|unit| i64::from(unit[*candidate].max(0))).sum();
            (score != NONE).then(|| (self.paper.totals[*candidate] - less, side, i64::from(score)))
        })
    }

    fn rights(&self, at: usize, full: i32, matching: &Matching) -> Option<MantelHaenszel> {
        let mut strata: BTreeMap<i64, Stratum> = BTreeMap::new();
        for (total, side, score) in self.matched(at, matching) {
            let wrong = usize::from(score != i64::from(full));
            strata.entry(total).or_default().counts[2 * side + wrong] += 1;
        }
        let strata: Vec<Stratum> = strata.into_values().collect();
        mantel_haenszel(&strata, !self.is("correction", "no"))
    }

    fn scores(&self, at: usize, matching: &Matching) -> Vec<ScoreStratum> {
        let mut strata: BTreeMap<i64, ScoreStratum> = BTreeMap::new();
        for (total, side, score) in self.matched(at, matching) {
            let stratum = strata.entry(total).or_default();
            stratum.n[side] += 1;
            stratum.sum[side] += i128::from(score);
            stratum.squares += i128::from(score * score);
        }
        strata.into_values().collect()
    }

    fn of_unit(&self, at: usize, matching: &Matching) -> Vec<Figure> {
        let mut sizes = [0usize; 2];
        let everybody = Matching { out: vec![false; matching.out.len()], rounds: 0 };
        self.matched(at, &everybody).for_each(|(_, side, _)| sizes[side] += 1);
        let minimum = self.arguments.whole("minimum").unwrap_or(100) as usize;
        let small = (sizes[0].min(sizes[1]) < minimum).then(|| SMALL.with([Term::chosen(minimum)]));
        let method =
            self.paper.method.and(&MATCHED).and(Clauses::from((matching.rounds > 0).then_some(&PURIFIED)));
        let taken_out = matching.out[at].then_some(&TAKEN_OUT);
        let is_of_rights = self.full(at).is_some();
        let figure = |measure, n: u64| {
            let method = method.and(self.said(measure, is_of_rights));
            Figure { n: Some(n), method, ..Figure::new(ID, measure, Of::Number) }
                .noted(small.clone())
                .noted(taken_out)
        };
        let lacking = sizes.contains(&0);
        let why = if lacking { Status::NoDenominator } else { Status::NotApplicable };
        let none = |measure| figure(measure, 0).without_value(why);
        match self.full(at) {
            Some(full) => match self.rights(at, full, matching) {
                Some(found) => self.of_rights(&found, figure),
                None => ["alpha", "delta", "chi2", "class"].map(none).into(),
            },
            None => match mantel(&self.scores(at, matching)) {
                Some(found) => self.of_scores(at, found.chi2, found.difference, found.n, figure),
                None => ["smd", "smd_over_sd", "chi2", "class"].map(none).into(),
            },
        }
    }

    fn of_rights(&self, found: &MantelHaenszel, figure: impl Fn(&'static str, u64) -> Figure) -> Vec<Figure> {
        let (delta, se) = (-2.35 * found.alpha.ln(), 2.35 * found.variance.sqrt());
        let p = ChiSquared::new(1.0).map(|of| of.sf(found.chi2));
        let is_sure = p.is_some_and(|p| p < 0.05);
        let size_only = self.is("classes", "size_only");
        let class = match delta.abs() {
            size if size < 1.0 || (!size_only && !is_sure) => 1,
            size if size >= 1.5 && (size_only || (size - 1.0) / se > 1.645) => 3,
            _ => 2,
        };
        let number = |figure: Figure, value| figure.with_value(Value::Real(value));
        let chi2 = number(figure("chi2", found.n), found.chi2);
        vec![
            number(figure("alpha", found.n), found.alpha),
            Figure { se: Some(se), ..number(figure("delta", found.n), delta) },
            Figure { df: Some(1.0), p_value: p, ..chi2 },
            self.class(figure("class", found.n), class),
        ]
    }

    fn of_scores(
        &self,
        at: usize,
        chi2: f64,
        difference: f64,
        n: u64,
        figure: impl Fn(&'static str, u64) -> Figure,
    ) -> Vec<Figure> {
        let everybody = Matching { out: vec![false; self.paper.units.len()], rounds: 0 };
        let sums = Pair::of(self.matched(at, &everybody).map(|(_, _, score)| (score, 0)));
        let sd = (sums.spread_x() as f64 / (sums.n * (sums.n - 1)) as f64).sqrt();
        let (p, size) = (ChiSquared::new(1.0).map(|of| of.sf(chi2)), difference / sd);
        let is_sure = p.is_some_and(|p| p < 0.05) || self.is("classes", "size_only");
        let class = match size.abs() {
            size if size <= 0.17 || !is_sure => 1,
            size if size <= 0.25 => 2,
            _ => 3,
        };
        let step = to_f64(self.paper.sheet.step);
        let number = |figure: Figure, value| figure.with_value(Value::Real(value));
        vec![
            Figure { unit: Of::Points, ..number(figure("smd", n), difference * step) },
            number(figure("smd_over_sd", n), size),
            Figure { df: Some(1.0), p_value: p, ..number(figure("chi2", n), chi2) },
            self.class(figure("class", n), class),
        ]
    }

    /// What is said of one measure alone.
    fn said(&self, measure: &str, is_of_rights: bool) -> Option<&'static Phrase> {
        match measure {
            "chi2" if is_of_rights && self.is("correction", "no") => Some(&UNCORRECTED),
            "chi2" if is_of_rights => Some(&CORRECTED),
            "class" if self.is("classes", "size_only") => Some(&BY_SIZE),
            "class" => Some(&BY_ETS),
            _ => None,
        }
    }

    fn class(&self, figure: Figure, class: i128) -> Figure {
        Figure { unit: Of::Count, ..figure }.with_value(Value::Exact(Rational::from_integer(class)))
    }
}

static MATCHED: Phrase =
    Phrase::new("matched_by_total", "按含本题的总分匹配", "matched by the total with the item");
static PURIFIED: Phrase = Phrase::new(
    "matching_purified",
    "匹配总分去掉 p < 0.05 的题",
    "items with p < 0.05 are taken out of the matching total",
);
static TAKEN_OUT: Phrase = Phrase::new(
    "taken_out_of_matching",
    "本题不在其他题的匹配总分中",
    "not in the total that other items are matched by",
);
static CORRECTED: Phrase = Phrase::new("chi2_corrected", "χ² 有连续性校正", "χ² with continuity correction");
static UNCORRECTED: Phrase =
    Phrase::new("chi2_uncorrected", "χ² 无连续性校正", "χ² without continuity correction");
static BY_ETS: Phrase =
    Phrase::new("classes_by_ets", "等级按大小和显著性", "classes by size and significance");
static BY_SIZE: Phrase = Phrase::new("classes_by_size", "等级只按大小", "classes by size alone");
static SMALL: Phrase = Phrase::new(
    "small_group_for_dif",
    "有一组不足 {} 人，等级不可靠",
    "a group of fewer than {}: classes are unsure",
);
