//! Figures together: what a computation gives and every later room reads.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::clauses::Clauses;
use super::label::Labels;
use super::told::AllTold;
use super::view::FigureRef;
use super::{Figure, Origin};
use crate::lang::Lang;
use crate::subjects::SubjectNames;

/// Figures of one or several indicators that share their group keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Names of the group keys and other dimensions (`school`, `line`, `score`), in order.
    pub keys: Vec<String>,
    /// What their subjects are called.
    pub subjects: SubjectNames,
    rows: Vec<Figure>,
}

impl Figures {
    pub fn new(keys: Vec<String>) -> Figures {
        Figures { keys, ..Figures::default() }
    }

    /// None yet, by the same keys and with the same names.
    pub fn none(&self) -> Figures {
        Figures { keys: self.keys.clone(), subjects: self.subjects.clone(), ..Figures::default() }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn get(&self, at: usize) -> FigureRef<'_> {
        FigureRef::new(&self.rows[at])
    }

    pub fn first(&self) -> Option<FigureRef<'_>> {
        self.iter().next()
    }

    pub fn last(&self) -> Option<FigureRef<'_>> {
        self.iter().next_back()
    }

    pub fn iter(&self) -> Iter<'_> {
        Iter { figures: self, range: 0..self.len() }
    }

    pub fn push(&mut self, figure: Figure) {
        self.rows.push(figure);
    }

    /// Changes one figure.
    pub fn update(&mut self, at: usize, change: impl FnOnce(&mut Figure)) {
        change(&mut self.rows[at]);
    }

    /// Where all of them stand in a release.
    pub fn set_origin(&mut self, origin: &Arc<Origin>) {
        self.rows.iter_mut().for_each(|figure| figure.origin = Some(Arc::clone(origin)));
    }

    /// Says all conventions anew.
    pub fn map_methods(&mut self, change: impl Fn(&Clauses) -> Clauses) {
        self.rows.iter_mut().for_each(|figure| figure.method = change(&figure.method));
    }

    /// Says all remarks anew.
    pub fn map_notes(&mut self, change: impl Fn(&Clauses) -> Clauses) {
        self.rows.iter_mut().for_each(|figure| figure.note = change(&figure.note));
    }

    /// Keeps the first keys and their labels.
    pub fn truncate_keys(&mut self, length: usize) {
        self.keys.truncate(length);
        self.rows.iter_mut().for_each(|figure| figure.group.truncate(length));
    }

    /// Each by itself.
    pub fn to_vec(&self) -> Vec<Figure> {
        self.iter().map(FigureRef::to_figure).collect()
    }

    /// Neighbours that are the same in something, run by run.
    pub fn runs<'a>(
        &'a self,
        same: impl Fn(FigureRef<'a>, FigureRef<'a>) -> bool,
    ) -> impl Iterator<Item = Vec<FigureRef<'a>>> {
        let mut left = self.iter().peekable();
        std::iter::from_fn(move || {
            let first = left.next()?;
            let mut run = vec![first];
            run.extend(std::iter::from_fn(|| left.next_if(|next| same(first, *next))));
            Some(run)
        })
    }

    /// Those at some places, in that order.
    pub fn select(&self, places: impl IntoIterator<Item = usize>) -> Figures {
        let rows = places.into_iter().map(|at| self.rows[at].clone()).collect();
        Figures { rows, ..self.none() }
    }

    pub fn shrink_to_fit(&mut self) {
        self.rows.shrink_to_fit();
    }

    /// What the subject of a figure is called; empty where it has none.
    pub fn subject_of<'a>(&'a self, figure: FigureRef<'a>, lang: Lang) -> &'a str {
        figure.subject().map_or("", |id| self.subjects.name(id, lang))
    }

    pub fn key_index(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|k| k == key)
    }

    /// Lets figures that tell the same hold it together: the same line of many groups, mostly.
    pub fn share_told(&mut self) {
        let mut known: HashSet<AllTold> = HashSet::new();
        for figure in self.rows.iter_mut().filter(|figure| !figure.told.is_empty()) {
            match known.get(&figure.told) {
                Some(told) => figure.told = told.clone(),
                None => {
                    known.insert(figure.told.clone());
                }
            }
        }
    }

    /// Appends figures, widening the keys of both to their union.
    pub fn append(&mut self, other: Figures) {
        let mut keys = self.keys.clone();
        keys.extend(other.keys.iter().filter(|k| !self.keys.contains(k)).cloned());
        self.widen(&keys);
        let mut other = other;
        other.widen(&keys);
        self.subjects.join(&other.subjects);
        match self.rows.is_empty() {
            true => self.rows = other.rows,
            false => self.rows.append(&mut other.rows),
        }
    }

    fn widen(&mut self, keys: &[String]) {
        if self.keys == keys {
            return;
        }
        let places: Vec<Option<usize>> = keys.iter().map(|k| self.key_index(k)).collect();
        // Neighbours share their labels, and go on to.
        let mut last: Option<(Labels, Labels)> = None;
        for row in &mut self.rows {
            let wide = match &last {
                Some((narrow, wide)) if narrow.is_same(&row.group) => wide.clone(),
                _ => places.iter().map(|p| p.and_then(|i| row.group[i].clone())).collect(),
            };
            let narrow = std::mem::replace(&mut row.group, wide.clone());
            last = Some((narrow, wide));
        }
        self.keys = keys.to_vec();
    }
}

impl Extend<Figure> for Figures {
    fn extend<I: IntoIterator<Item = Figure>>(&mut self, figures: I) {
        self.rows.extend(figures);
    }
}

impl<'a> IntoIterator for &'a Figures {
    type Item = FigureRef<'a>;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// Figures one after the other.
#[derive(Clone)]
pub struct Iter<'a> {
    figures: &'a Figures,
    range: Range<usize>,
}

impl<'a> Iterator for Iter<'a> {
    type Item = FigureRef<'a>;

    fn next(&mut self) -> Option<FigureRef<'a>> {
        self.range.next().map(|at| self.figures.get(at))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }

    fn nth(&mut self, n: usize) -> Option<FigureRef<'a>> {
        self.range.nth(n).map(|at| self.figures.get(at))
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.range.next_back().map(|at| self.figures.get(at))
    }
}

impl ExactSizeIterator for Iter<'_> {}
