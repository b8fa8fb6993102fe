//! Bands of entry scores (同基线): candidates who began alike, and what they reached on average.

use super::super::arguments::Arguments;
use super::super::definition::{Default, Kind, Parameter};
use super::cohort::Cohort;
use super::distributions::{Scores, Side, band};
use super::estimates::Sums;
use crate::figures::{Clauses, Phrase, Term};
use crate::lang::Text;
use crate::number::Rational;

pub const BANDS: Parameter = Parameter {
    name: "bands",
    text: Text::new("入口分数怎样分段", "how entry scores are cut into bands"),
    kind: Kind::Choice(&[
        ("equal", Text::new("人数大致相等的若干段（number）", "`number` bands of about as many candidates")),
        ("distinct", Text::new("每个分数一段", "every score a band")),
        ("width", Text::new("每 width 分一段", "`width` points a band")),
    ]),
    default: Default::Value("equal"),
    many: false,
};

pub const NUMBER: Parameter = Parameter {
    name: "number",
    text: Text::new("等人数分段的段数", "of equal bands"),
    kind: Kind::Count,
    default: Default::Value("10"),
    many: false,
};

pub const WIDTH: Parameter = Parameter {
    name: "width",
    text: Text::new("按分数分段时每段几分", "points of a band of a fixed width"),
    kind: Kind::Points,
    default: Default::Value("10"),
    many: false,
};

pub const MINIMUM_BAND: Parameter = Parameter {
    name: "minimum_band",
    text: Text::new("不足此数的段与下一段合并", "a band of fewer is put together with the next lower one"),
    kind: Kind::Count,
    default: Default::Value("20"),
    many: false,
};

/// How bands are cut.
pub struct Cutting {
    rule: Rule,
    minimum: u64,
}

enum Rule {
    Equal(u64),
    Distinct,
    Width(Rational),
}

/// The bands of a cohort, the best first.
pub struct Bands {
    /// The lowest score of each band but the last, descending.
    cuts: Vec<i64>,
    /// What those of each band have at exit, in ticks.
    pub exits: Vec<Sums>,
}

impl Cutting {
    pub fn asked(arguments: &Arguments) -> Cutting {
        let rule = match arguments.text("bands") {
            Some("distinct") => Rule::Distinct,
            Some("width") => Rule::Width(arguments.number("width").unwrap_or(Rational::from_integer(10))),
            _ => Rule::Equal(arguments.whole("number").unwrap_or(10)),
        };
        Cutting { rule, minimum: arguments.whole("minimum_band").unwrap_or(20) }
    }

    /// So many bands, however small.
    pub fn equal(number: u64) -> Cutting {
        Cutting { rule: Rule::Equal(number), minimum: 1 }
    }

    pub fn method(&self) -> Clauses {
        let cut = match &self.rule {
            Rule::Distinct => (&DISTINCT).into(),
            Rule::Equal(number) => EQUAL.with([Term::chosen(*number)]),
            Rule::Width(width) => BY_WIDTH.with([Term::chosen(*width)]),
        };
        Clauses::from(cut).and(MERGED.with([Term::chosen(self.minimum)]))
    }

    pub fn of(&self, cohort: &Cohort) -> Bands {
        let scores = Scores::of(cohort, Side::Entry);
        let mut cuts = self.cuts(cohort, &scores);
        cuts.dedup();
        self.merge(&mut cuts, &scores);
        let mut exits = vec![Sums::default(); cuts.len() + 1];
        for (x, y, count) in cohort.parts().flat_map(|part| part.pairs.iter()) {
            exits[band(&cuts, x)].see(y as f64 - cohort.whole.mean_exit(), count);
        }
        Bands { cuts, exits }
    }

    fn cuts(&self, cohort: &Cohort, scores: &Scores) -> Vec<i64> {
        let descending = scores.distinct().iter().rev().map(|(score, _)| *score);
        match &self.rule {
            Rule::Distinct => {
                let mut cuts: Vec<i64> = descending.collect();
                cuts.pop();
                cuts
            }
            Rule::Equal(number) => {
                let most = scores.distinct().len() as u64;
                let number = (*number).min(most.max(1));
                let share = |at: u64| Rational::new(i128::from(at), i128::from(number));
                (1..number).map(|at| scores.cut(share(at))).collect()
            }
            Rule::Width(width) => {
                let of = |score: i64| (cohort.entry.scale.score(score) / *width).floor().to_integer();
                let mut cuts: Vec<i64> = Vec::new();
                let all: Vec<i64> = descending.collect();
                for pair in all.windows(2).filter(|pair| of(pair[0]) != of(pair[1])) {
                    cuts.push(pair[0]);
                }
                cuts
            }
        }
    }

    /// Puts small bands together with the next lower one, and the last with the one above it.
    fn merge(&self, cuts: &mut Vec<i64>, scores: &Scores) {
        let mut kept: Vec<i64> = Vec::new();
        let mut taken = 0;
        for cut in cuts.iter() {
            let reached = scores.reach(*cut);
            if reached - taken >= self.minimum {
                kept.push(*cut);
                taken = reached;
            }
        }
        if scores.n - taken < self.minimum {
            kept.pop();
        }
        *cuts = kept;
    }
}

impl Bands {
    pub fn of(&self, entry: i64) -> usize {
        band(&self.cuts, entry)
    }

    /// The lowest entry score of a band; `None` of the last.
    pub fn lowest(&self, at: usize) -> Option<i64> {
        self.cuts.get(at).copied()
    }
}

static DISTINCT: Phrase = Phrase::new("bands_distinct", "每个入口分数一段", "bands: every entry score");
static EQUAL: Phrase = Phrase::new(
    "bands_equal",
    "入口分数分为 {} 段，同分归较好的一段",
    "{} bands of entry scores, ties to the better",
);
static BY_WIDTH: Phrase =
    Phrase::new("bands_width", "入口分数每 {} 分一段", "bands of {} points of entry scores");
static MERGED: Phrase = Phrase::new(
    "small_bands_merged",
    "不足 {} 人的段与下一段合并",
    "bands under {} put together with the next",
);
