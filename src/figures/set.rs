//! Figures together: what a computation gives and every later room reads.

use std::ops::Range;
use std::sync::Arc;

use super::clauses::Clauses;
use super::columns::{Coded, Columns, Kind};
use super::label::{Label, Labels};
use super::view::FigureRef;
use super::{Figure, Origin, Status};
use crate::lang::Lang;
use crate::subjects::SubjectNames;

/// Figures of one or several indicators that share their group keys.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Names of the group keys and other dimensions (`school`, `line`, `score`), in order.
    pub keys: Vec<String>,
    /// What their subjects are called.
    pub subjects: SubjectNames,
    columns: Columns,
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
        self.columns.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn get(&self, at: usize) -> FigureRef<'_> {
        FigureRef::new(&self.columns, at)
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
        self.columns.push(figure);
    }

    /// Changes one figure.
    pub fn update(&mut self, at: usize, change: impl FnOnce(&mut Figure)) {
        let mut figure = self.columns.figure(at);
        change(&mut figure);
        self.columns.put(at, figure);
    }

    /// Where all of them stand in a release.
    pub fn set_origin(&mut self, origin: &Arc<Origin>) {
        self.columns.origins.fill(self.len(), Some(Arc::clone(origin)));
    }

    /// Says all conventions anew.
    pub fn map_methods(&mut self, change: impl Fn(&Clauses) -> Clauses) {
        self.columns.methods.map(change);
    }

    /// Says all remarks anew.
    pub fn map_notes(&mut self, change: impl Fn(&Clauses) -> Clauses) {
        self.columns.notes.map(change);
    }

    /// Keeps the first keys and their labels.
    pub fn truncate_keys(&mut self, length: usize) {
        self.keys.truncate(length);
        self.columns.groups.map(|group| group.iter().take(length).cloned().collect());
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
        let places: Vec<usize> = places.into_iter().collect();
        Figures { columns: self.columns.select(&places), ..self.none() }
    }

    pub fn shrink_to_fit(&mut self) {
        self.columns.shrink_to_fit();
    }

    pub fn kinds(&self) -> &Coded<Kind> {
        &self.columns.kinds
    }

    pub fn groups(&self) -> &Coded<Labels> {
        &self.columns.groups
    }

    pub fn subject_labels(&self) -> &Coded<Option<Label>> {
        &self.columns.subjects
    }

    pub fn methods(&self) -> &Coded<Clauses> {
        &self.columns.methods
    }

    pub fn origins(&self) -> &Coded<Option<Arc<Origin>>> {
        &self.columns.origins
    }

    pub fn statuses(&self) -> &Coded<Status> {
        &self.columns.statuses
    }

    pub fn notes(&self) -> &Coded<Clauses> {
        &self.columns.notes
    }

    /// What the subject of a figure is called; empty where it has none.
    pub fn subject_of<'a>(&'a self, figure: FigureRef<'a>, lang: Lang) -> &'a str {
        figure.subject().map_or("", |id| self.subjects.name(id, lang))
    }

    pub fn key_index(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|k| k == key)
    }

    /// Appends figures, widening the keys of both to their union.
    pub fn append(&mut self, other: Figures) {
        if self.is_empty() && self.keys.is_empty() {
            self.subjects.join(&other.subjects);
            let subjects = std::mem::take(&mut self.subjects);
            *self = Figures { subjects, ..other };
            return;
        }
        let mut keys = self.keys.clone();
        keys.extend(other.keys.iter().filter(|k| !self.keys.contains(k)).cloned());
        self.widen(&keys);
        let mut other = other;
        other.widen(&keys);
        self.subjects.join(&other.subjects);
        self.columns.append(other.columns);
    }

    fn widen(&mut self, keys: &[String]) {
        if self.keys == keys {
            return;
        }
        let places: Vec<Option<usize>> = keys.iter().map(|k| self.key_index(k)).collect();
        let widened = |group: &Labels| places.iter().map(|p| p.and_then(|i| group[i].clone())).collect();
        self.columns.groups.map(widened);
        self.keys = keys.to_vec();
    }
}

impl PartialEq for Figures {
    fn eq(&self, other: &Figures) -> bool {
        (&self.keys, &self.subjects) == (&other.keys, &other.subjects) && self.iter().eq(other.iter())
    }
}

impl Extend<Figure> for Figures {
    fn extend<I: IntoIterator<Item = Figure>>(&mut self, figures: I) {
        figures.into_iter().for_each(|figure| self.push(figure));
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
