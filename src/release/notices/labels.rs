//! Labels that the configuration names and that stand nowhere.

use std::collections::BTreeSet;

use super::Notice;
use crate::figures::{FigureRef, Figures, Status};
use crate::indicators::conditions::{UnknownWords, unknown_words};
use crate::indicators::{Given, Indicator, find};
use crate::lang::Lang;
use crate::records::SmallTable;
use crate::release::config::Table;
use crate::release::protection::Computed;
use crate::subjects::subject_id;

/// The labels of a table's `filter` and `order` that none of its figures has.
pub fn unmatched_labels(table: &Table, figures: &[&Figures], lang: Lang) -> Vec<Notice> {
    let mut notices = Vec::new();
    for (key, wanted) in &table.filter {
        let at_hand = labels(figures, key, lang);
        let is_there = |label: &&String| !at_hand.iter().any(|known| is_same(key, known, label));
        let unmatched: Vec<String> = wanted.iter().filter(is_there).cloned().collect();
        if !unmatched.is_empty() && !at_hand.is_empty() {
            let (table, key) = (table.id.clone(), key.clone());
            notices.push(Notice::LabelsUnmatched { table, key, labels: unmatched, at_hand });
        }
    }
    let keys: BTreeSet<&str> =
        figures.iter().flat_map(|figures| &figures.keys).map(String::as_str).chain(["subject"]).collect();
    let everywhere: Vec<String> = keys.into_iter().flat_map(|key| labels(figures, key, lang)).collect();
    let indicators: Vec<_> =
        table.indicator.iter().chain(&table.indicators).filter_map(|id| find(id.get_ref()).ok()).collect();
    let is_measure = |label: &str| indicators.iter().any(|indicator| indicator.measure(label).is_some());
    let is_there = |label: &&String| {
        !is_measure(label) && !everywhere.iter().any(|known| is_same("subject", known, label))
    };
    let unmatched: Vec<String> = table.order.iter().filter(is_there).cloned().collect();
    if !unmatched.is_empty() {
        let (table, key) = (table.id.clone(), "order".to_owned());
        notices.push(Notice::LabelsUnmatched { table, key, labels: unmatched, at_hand: everywhere });
    }
    notices
}

/// More words of a column than this are no closed list, and may be names of persons.
const FEW_WORDS: usize = 20;

/// The words of a table's conditions that no cell of its source has.
pub fn unmatched_words(computed: &Computed<'_>, rows: &SmallTable) -> Vec<Notice> {
    words_unmatched(computed.id, computed.indicator, &computed.arguments, rows)
}

/// The words of an indicator's conditions that no cell has; `table` is empty where there is no table of a release.
pub fn words_unmatched(table: &str, indicator: &Indicator, given: &Given, rows: &SmallTable) -> Vec<Notice> {
    let notice = |UnknownWords { column, words, at_hand }| {
        let at_hand = if at_hand.len() > FEW_WORDS { Vec::new() } else { at_hand };
        Notice::LabelsUnmatched { table: table.to_owned(), key: column, labels: words, at_hand }
    };
    unknown_words(indicator, given, rows).into_iter().map(notice).collect()
}

/// A table of which every figure that could have a value is hidden.
pub fn hidden_table(table: &str, shown: &Figures) -> Option<Notice> {
    let is_hidden = |figure: FigureRef<'_>| figure.status() == Status::Suppressed;
    let shows = shown.iter().any(|figure| figure.value().is_some());
    (!shows && shown.iter().any(is_hidden)).then(|| Notice::TableHidden { table: table.to_owned() })
}

fn labels(figures: &[&Figures], key: &str, lang: Lang) -> Vec<String> {
    let mut labels: BTreeSet<&str> = BTreeSet::new();
    for figures in figures {
        let at = figures.key_index(key);
        labels.extend(figures.iter().filter_map(|figure| match at {
            Some(at) => figure.group()[at].as_deref(),
            None if key == "subject" => figure.subject().map(|id| figures.subjects.name(id, lang)),
            None => None,
        }));
    }
    labels.into_iter().filter(|label| !label.is_empty()).map(str::to_owned).collect()
}

fn is_same(key: &str, known: &str, wanted: &str) -> bool {
    known == wanted || (key == "subject" && subject_id(known) == subject_id(wanted))
}
