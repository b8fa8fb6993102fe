//! The customary order of groups.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::figures::{Figures, Label};

/// Residence as offices list it; other labels keep their order.
const RESIDENCE: &[&str] = &["城区", "镇区", "乡村", "城市", "县镇", "农村"];

/// The same figures in the order of tables: groups by the labels that a table lists first, or by custom.
pub fn arranged<'f>(figures: &'f Figures, listed: &[String]) -> Cow<'f, Figures> {
    let rank = |label: Option<&str>| match label {
        None => listed.len() + 1,
        Some(label) => listed.iter().position(|known| known == label).unwrap_or(listed.len()),
    };
    let is_listed = |at: usize| figures.iter().any(|f| rank(f.group()[at].as_deref()) < listed.len());
    let Some(last) = (0..figures.keys.len()).rev().find(|at| is_listed(*at)) else {
        return in_customary_order(figures);
    };
    // What stands before in the list of keys decides first; labels that are not listed keep their order.
    let mut firsts: Vec<HashMap<Option<Label>, usize>> = vec![HashMap::new(); last + 1];
    let mut places: Vec<Vec<(usize, usize)>> = Vec::with_capacity(figures.len());
    for (number, figure) in figures.iter().enumerate() {
        let labels = firsts.iter_mut().zip(figure.group());
        let place = labels
            .map(|(first, label)| (rank(label.as_deref()), *first.entry(label.clone()).or_insert(number)));
        places.push(place.collect());
    }
    let mut order: Vec<usize> = (0..figures.len()).collect();
    order.sort_by_key(|at| (figures.get(*at).year(), &places[*at]));
    Cow::Owned(figures.select(order))
}

/// The same figures, groups by residence from urban to rural.
pub fn in_customary_order(figures: &Figures) -> Cow<'_, Figures> {
    let Some(at) = figures.key_index("residence") else { return Cow::Borrowed(figures) };
    // What stands before residence among the keys still decides first; the total stays last.
    let mut places: Vec<usize> = (0..figures.len()).collect();
    places.sort_by_key(|place| {
        let figure = figures.get(*place);
        let rank = match figure.group()[at].as_deref() {
            None => RESIDENCE.len() + 1,
            Some(label) => RESIDENCE.iter().position(|known| *known == label).unwrap_or(RESIDENCE.len()),
        };
        (
            figure.year(),
            figure.group()[..at].iter().map(|l| (l.is_none(), l.clone())).collect::<Vec<_>>(),
            rank,
        )
    });
    Cow::Owned(figures.select(places))
}
