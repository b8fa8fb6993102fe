//! Figures that are hidden together: they follow from each other, or nothing says how they could.

use std::collections::{BTreeMap, BTreeSet};

use super::entries::{group_of, is_opaque, shows_anything};
use super::{Rule, Sheet, Standing, counts_pupils};
use crate::figures::{Figure, Figures, Label};
use crate::indicators::change::{changed_measure, is_change};

/// The quantities of one indicator about the same pupils in one year.
type Block<'a> = (&'static str, Option<i32>, &'a [Option<Label>], Option<&'a str>);

fn block(figure: &Figure) -> Block<'_> {
    (figure.indicator, figure.year, &figure.group, figure.subject.as_deref())
}

/// The block of the year before a change, of the years that the indicator has.
struct Before(BTreeMap<&'static str, BTreeSet<i32>>);

impl Before {
    fn of(figures: &Figures) -> Before {
        let mut years: BTreeMap<&'static str, BTreeSet<i32>> = BTreeMap::new();
        for figure in &figures.rows {
            years.entry(figure.indicator).or_default().extend(figure.year);
        }
        Before(years)
    }

    fn block<'a>(&self, change: &'a Figure) -> Option<Block<'a>> {
        let before = self.0.get(change.indicator)?.range(..change.year?).next_back()?;
        let (indicator, _, group, subject) = block(change);
        Some((indicator, Some(*before), group, subject))
    }
}

/// Where each figure of all sheets stands. A change and the figure that it leads to tell the figure of the year
/// before, whether that is shown or not.
pub fn with_implied(sheets: &[Sheet<'_>]) -> Vec<Standing> {
    let mut all = Vec::new();
    for sheet in sheets {
        let before = Before::of(sheet.figures);
        let rows = || sheet.figures.rows.iter().zip(&sheet.standing);
        let changes = rows().filter(|(figure, at)| at.shown && is_change(figure) && shows_anything(figure));
        let implied: BTreeSet<(Block<'_>, Option<&str>)> = changes
            .filter_map(|(change, _)| Some((before.block(change)?, changed_measure(change.measure))))
            .collect();
        all.extend(rows().map(|(figure, standing)| {
            let is_of = |measure| implied.contains(&(block(figure), measure));
            let implied = !is_change(figure) && (is_of(Some(figure.measure)) || is_of(None));
            Standing { implied, ..*standing }
        }));
    }
    all
}

/// The quantities of one indicator about the same pupils follow from each other (a double hit is a single hit less
/// the rest): where one is hidden, all are. A change goes with the figures of both its years; these do not go with
/// it.
pub fn whole(sheets: &[Sheet<'_>], hidden: &mut [bool], standing: &[Standing]) {
    let mut first = 0;
    for sheet in sheets {
        let before = Before::of(sheet.figures);
        let rows = || sheet.figures.rows.iter().enumerate();
        let [levels, changes] = [false, true].map(|of_changes| -> BTreeSet<Block<'_>> {
            let wanted = rows().filter(|(at, figure)| hidden[first + at] && is_change(figure) == of_changes);
            wanted.map(|(_, figure)| block(figure)).collect()
        });
        for (at, figure) in rows().filter(|(_, figure)| shows_anything(figure)) {
            let of_level = levels.contains(&block(figure));
            let with_others = match is_change(figure) {
                false => of_level,
                true => {
                    let of_before = before.block(figure).is_some_and(|block| levels.contains(&block));
                    of_level || of_before || changes.contains(&block(figure))
                }
            };
            hidden[first + at] |= standing[first + at].matters() && with_others;
        }
        first += sheet.figures.rows.len();
    }
}

/// Figures that say something of too few pupils in a way that no count tells (the parts of a decomposition, a model):
/// hidden with all others of their analysis, from which they could follow.
pub fn families(sheets: &[Sheet<'_>], hidden: &mut [bool], rule: &Rule) {
    let is_few = |count: u64| count > 0 && count < rule.minimum_cell;
    let mut first = 0;
    for sheet in sheets {
        let family = |figure: &Figure| {
            let group = group_of(sheet.figures, sheet.by, figure);
            (figure.indicator, figure.year, group, figure.subject.clone())
        };
        let says_too_much = |figure: &Figure| {
            figure.fewest.is_some_and(is_few) || (is_opaque(sheet, figure) && figure.n.is_none_or(is_few))
        };
        let rows = || sheet.figures.rows.iter().enumerate();
        let pupils = || rows().filter(|(_, figure)| counts_pupils(figure) && shows_anything(figure));
        let families: BTreeSet<_> =
            pupils().filter(|(_, figure)| says_too_much(figure)).map(|(_, figure)| family(figure)).collect();
        for (at, _) in pupils().filter(|(_, figure)| families.contains(&family(figure))) {
            hidden[first + at] = true;
        }
        first += sheet.figures.rows.len();
    }
}
