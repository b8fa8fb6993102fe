//! The customary order of groups.

use std::borrow::Cow;

use crate::figures::Figures;

/// Residence as offices list it; other labels keep their order.
const RESIDENCE: &[&str] = &["城区", "镇区", "乡村", "城市", "县镇", "农村"];

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
