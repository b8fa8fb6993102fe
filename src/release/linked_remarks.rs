//! The remarks below a table of linked candidates: each once, with the subjects and groups that it is of.

use std::collections::{BTreeMap, BTreeSet};

use crate::figures::{FigureRef, Figures};
use crate::indicators::{RemarkOf, find, remark_of};
use crate::lang::Lang;
use crate::subjects::subject_rank;

/// Whether a figure is one of linked candidates.
pub(super) fn is_linked(figure: FigureRef<'_>) -> bool {
    find(figure.indicator()).is_ok_and(crate::indicators::Indicator::is_linked)
}

/// What was said, and of whom.
#[derive(Default)]
struct Of<'f> {
    subjects: BTreeSet<(usize, &'f str)>,
    groups: BTreeSet<String>,
}

/// The remarks on the figures of linked candidates. What a figure says of itself alone is in a column beside it.
pub(super) fn linked_remarks(figures: &Figures, lang: Lang) -> Vec<String> {
    let mut said: BTreeMap<String, Of<'_>> = BTreeMap::new();
    let mut all: BTreeSet<(usize, &str)> = BTreeSet::new();
    for figure in figures.iter().filter(|figure| is_linked(*figure)) {
        let subject = figure.subject().map(|id| (subject_rank(id), id));
        all.extend(subject);
        for clause in figure.note().apart() {
            let of = match remark_of(&clause) {
                RemarkOf::Figure => continue,
                RemarkOf::Group => Some(group_of(figure, lang)),
                RemarkOf::Subject => None,
            };
            let known = said.entry(clause.text(lang)).or_default();
            known.subjects.extend(subject);
            known.groups.extend(of.filter(|group| !group.is_empty()));
        }
    }
    let line = |(text, of): (String, Of<'_>)| {
        let name = |(_, id): &(usize, &str)| figures.subjects.name(id, lang).to_owned();
        let subjects = of.subjects.iter().filter(|_| of.subjects != all).map(name);
        let place: Vec<String> = subjects.chain(of.groups).collect();
        match place.is_empty() {
            true => text,
            false => format!("{}{}{text}", place.join(lang.pick("、", ", ")), lang.colon()),
        }
    };
    said.into_iter().map(line).collect()
}

fn group_of(figure: FigureRef<'_>, lang: Lang) -> String {
    let labels: Vec<&str> = figure.group().iter().flatten().map(|label| &**label).collect();
    labels.join(lang.pick("，", ", "))
}
