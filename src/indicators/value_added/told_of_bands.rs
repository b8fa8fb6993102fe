//! What figures of bands tell: how many began in which and ended in which.

use super::cohort::Cohort;
use super::levels::Levels;
use super::told::{ANY, Linked, Span};
use crate::figures::{AllTold, Part, Told, What};
use crate::number::Scale;

pub struct ToldOfBands<'a> {
    linked: &'a Linked,
    bands: usize,
    entry: Vec<Span>,
    exit: Vec<Span>,
}

impl<'a> ToldOfBands<'a> {
    pub fn of(cohort: &'a Cohort, levels: &Levels) -> ToldOfBands<'a> {
        let [entry, exit] = levels.cuts();
        let (of_entry, of_exit) = (cohort.entry.scale, cohort.exit.scale);
        let bands = levels.bands;
        ToldOfBands {
            linked: &cohort.linked,
            bands,
            entry: spans(entry, of_entry),
            exit: spans(exit, of_exit),
        }
    }

    /// These and how many are linked.
    fn beside_all(&self, own: impl IntoIterator<Item = Told>) -> AllTold {
        own.into_iter().chain(self.linked.n.iter().cloned()).collect()
    }

    pub fn cell(&self, from: usize, to: usize) -> AllTold {
        self.beside_all([self.linked.count(self.entry[from], self.exit[to])])
    }

    /// The share of those who began in a band.
    pub fn share(&self, from: usize, to: usize) -> AllTold {
        let [part, whole] = [self.exit[to], ANY].map(|exit| self.linked.count(self.entry[from], exit));
        self.beside_all([part, whole])
    }

    /// What a rate of some bands is made of.
    pub fn rate(&self, measure: &str) -> AllTold {
        let last = self.bands - 1;
        let (top, bottom) = (self.entry[0], self.entry[last]);
        let (below_top, above_bottom) = ((None, top.0), (bottom.1, None));
        let (entry, exit) = match measure {
            "keep_top" => (top, self.exit[0]),
            "to_top" => (below_top, self.exit[0]),
            "out_of_bottom" => (bottom, (self.exit[last].1, None)),
            _ => (above_bottom, self.exit[last]),
        };
        self.beside_all([self.linked.count(entry, exit), self.linked.count(entry, ANY)])
    }

    pub fn top(&self) -> AllTold {
        self.beside_all([self.linked.count(ANY, self.exit[0])])
    }

    /// Counts in which those who went from band to band have a weight.
    pub fn weighted(&self, weights: &[&dyn Fn(usize, usize) -> i64]) -> AllTold {
        let cells = || (0..self.bands).flat_map(|from| (0..self.bands).map(move |to| (from, to)));
        let told = weights.iter().map(|weight| {
            let parts = cells().filter(|(from, to)| weight(*from, *to) != 0).map(|(from, to)| {
                let times = weight(from, to);
                Part { times, ..self.linked.part(self.entry[from], self.exit[to]) }
            });
            Told { what: What::Weighted, ..Told::count_of(parts.collect()) }
        });
        self.beside_all(told)
    }
}

/// The scores of each band, the best first, from the lowest score of each but the last.
fn spans(cuts: &[i64], scale: Scale) -> Vec<Span> {
    let score = |at: usize| cuts.get(at).map(|ticks| scale.score(*ticks));
    (0..=cuts.len()).map(|band| (score(band), band.checked_sub(1).and_then(score))).collect()
}
