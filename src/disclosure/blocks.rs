//! Figures that are hidden together: they follow from each other, or nothing says how they could.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Unbounded};

use super::entries::{group_of, is_opaque};
use super::entry::Labels;
use super::hiding::{counts_pupils, discloses, shows_anything};
use super::sheet::{Rule, Sheet, Standing};
use crate::figures::{FigureRef, Figures, Label, Range};
use crate::indicators::change::{changed_measure, is_change};
use crate::number::Rational;

/// The quantities of one indicator about the same pupils in one year.
type Block<'a> = (&'static str, Option<i32>, &'a [Option<Label>], Option<&'a str>);

fn block(figure: FigureRef<'_>) -> Block<'_> {
    (figure.indicator(), figure.year(), figure.group(), figure.subject())
}

/// The block of the year before a change, of the years that the indicator has.
struct Before(BTreeMap<&'static str, BTreeSet<i32>>);

impl Before {
    fn of(figures: &Figures) -> Before {
        let mut years: BTreeMap<&'static str, BTreeSet<i32>> = BTreeMap::new();
        for figure in figures.iter() {
            years.entry(figure.indicator()).or_default().extend(figure.year());
        }
        Before(years)
    }

    fn block<'a>(&self, change: FigureRef<'a>) -> Option<Block<'a>> {
        let before = self.0.get(change.indicator())?.range(..change.year()?).next_back()?;
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
        let rows = || sheet.figures.iter().zip(&sheet.standing);
        let changes = rows().filter(|(figure, at)| at.shown && is_change(*figure) && shows_anything(*figure));
        let implied: BTreeSet<(Block<'_>, Option<&str>)> = changes
            .filter_map(|(change, _)| Some((before.block(change)?, changed_measure(change.measure()))))
            .collect();
        all.extend(rows().map(|(figure, standing)| {
            let is_of = |measure| implied.contains(&(block(figure), measure));
            let implied = !is_change(figure) && (is_of(Some(figure.measure())) || is_of(None));
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
        let rows = || sheet.figures.iter().enumerate();
        let [levels, changes] = [false, true].map(|of_changes| -> BTreeSet<Block<'_>> {
            let wanted = rows().filter(|(at, figure)| hidden[first + at] && is_change(*figure) == of_changes);
            wanted.map(|(_, figure)| block(figure)).collect()
        });
        for (at, figure) in rows().filter(|(_, figure)| shows_anything(*figure)) {
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
        first += sheet.figures.len();
    }
}

/// That a figure has no value says something of the few because of whom it has none: it is hidden with the others of
/// its block.
pub fn without_value(sheets: &[Sheet<'_>], hidden: &mut [bool]) {
    let mut first = 0;
    for sheet in sheets {
        let rows = || sheet.figures.iter().enumerate();
        let blocks: BTreeSet<Block<'_>> =
            rows().filter(|(at, _)| hidden[first + at]).map(|(_, figure)| block(figure)).collect();
        let is_without =
            |figure: FigureRef<'_>| figure.value().is_none() && counts_pupils(figure) && !is_change(figure);
        for (at, figure) in rows().filter(|(_, figure)| is_without(*figure)) {
            hidden[first + at] |= blocks.contains(&block(figure));
        }
        first += sheet.figures.len();
    }
}

/// Figures that say something of too few pupils in a way that no count tells (the parts of a decomposition, a model):
/// hidden with all others of their analysis, from which they could follow.
pub fn families(sheets: &[Sheet<'_>], hidden: &mut [bool], rule: &Rule) {
    let is_few = |count: u64| count > 0 && count < rule.minimum_cell;
    let mut first = 0;
    for sheet in sheets {
        let family = |figure: FigureRef<'_>| {
            let group = group_of(sheet.figures, sheet.by, figure);
            (figure.indicator(), figure.year(), group, figure.subject_label().cloned())
        };
        let says_too_much = |figure: FigureRef<'_>| {
            figure.fewest().is_some_and(is_few)
                || (is_opaque(sheet, figure) && figure.n().is_none_or(is_few))
                || !tells_what_it_discloses(figure)
        };
        let rows = || sheet.figures.iter().enumerate();
        let pupils = || rows().filter(|(_, figure)| counts_pupils(*figure) && shows_anything(*figure));
        let families: BTreeSet<_> =
            pupils().filter(|(_, figure)| says_too_much(*figure)).map(|(_, figure)| family(figure)).collect();
        for (at, _) in pupils().filter(|(_, figure)| families.contains(&family(*figure))) {
            hidden[first + at] = true;
        }
        first += sheet.figures.len();
    }
}

/// Whether a figure tells all that its definition declares. One that does not is not understood, and is not shown.
fn tells_what_it_discloses(figure: FigureRef<'_>) -> bool {
    figure.value().is_none() || discloses(figure).is_some_and(|declared| declared.is_told_by(figure))
}

/// The places in the order of a group's scores at which published sums begin and end.
#[derive(Default)]
struct Ends(BTreeSet<Rational>);

impl Ends {
    /// Whether this end would leave fewer than `least` candidates to one that is there.
    fn is_too_near(&self, end: Rational, least: Rational) -> bool {
        let below = self.0.range(..end).next_back();
        let above = self.0.range((Excluded(end), Unbounded)).next();
        below.is_some_and(|below| end - *below < least) || above.is_some_and(|above| *above - end < least)
    }
}

/// Sums of the scores of the best or the worst are hidden where they are of too few, or where two of them, or one and
/// the sum of all, differ by too few.
pub fn tails(sheets: &[Sheet<'_>], hidden: &mut [bool], standing: &[Standing], rule: &Rule) {
    type Group<'a> = (&'a str, Option<i32>, Option<&'a str>, Labels);
    let least = Rational::from_integer(i128::from(rule.minimum_cell));
    let mut of_groups: BTreeMap<Group<'_>, Vec<(bool, usize, BTreeSet<Rational>)>> = BTreeMap::new();
    let all = sheets.iter().flat_map(|sheet| sheet.figures.iter().map(move |figure| (sheet, figure)));
    for (at, (sheet, figure)) in all.enumerate().filter(|(at, (_, figure))| {
        (standing[*at].is_told() || standing[*at].public_before) && figure.value().is_some()
    }) {
        for told in figure.told().iter() {
            let places = told.parts.iter().filter_map(|part| match part.range {
                Range::Places { from, to } => Some([from, to]),
                _ => None,
            });
            let ends: BTreeSet<Rational> = places.flatten().collect();
            if !ends.is_empty() {
                let group = group_of(sheet.figures, sheet.by, figure);
                let year = told.year.or(figure.year());
                let of_group = of_groups.entry((sheet.source, year, figure.subject(), group)).or_default();
                let end = figure.n().map(|n| Rational::from_integer(i128::from(n)));
                let ends = ends.into_iter().chain(end.filter(|_| told.year.is_none())).collect();
                of_group.push((!standing[at].public_before, at, ends));
            }
        }
    }
    for mut figures in of_groups.into_values() {
        // What is public already stays so.
        figures.sort_by_key(|(is_new, at, _)| (*is_new, *at));
        let mut known = Ends(BTreeSet::from([Rational::from_integer(0)]));
        for (is_new, at, ends) in figures {
            let own = Ends(ends.clone());
            let too_near = |end: &Rational| known.is_too_near(*end, least) || own.is_too_near(*end, least);
            match is_new && ends.iter().any(too_near) {
                true => hidden[at] = true,
                false => known.0.extend(ends),
            }
        }
    }
}
