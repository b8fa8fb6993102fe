//! Which options a group chose of an item: everything that is said of them follows from these sums.

use std::collections::BTreeMap;

use super::ability::Ability;
use super::paper::Group;
use crate::records::{Item, KeyColumn};
use crate::stats::items::Pair;

/// The option of those who chose none.
pub const OMIT: &str = "omit";
/// Of those of whom the machine read two marks.
pub const MULTIPLE: &str = "multiple";
/// Further combinations of options together.
pub const OTHERS: &str = "others";

/// The candidates of a group, with their totals and where these put them.
pub struct Ranked<'a> {
    pub group: &'a Group,
    pub totals: Vec<i64>,
    pub ability: Ability,
}

/// Those who chose an option.
#[derive(Clone, Default)]
pub struct Chose {
    pub count: i128,
    /// Σ of their totals, and of these without the item.
    pub total: i128,
    pub rest: i128,
    /// By cell of ability.
    pub cells: Vec<i128>,
}

impl Chose {
    pub fn add(&mut self, other: &Chose) {
        self.count += other.count;
        self.total += other.total;
        self.rest += other.rest;
        self.cells.resize(self.cells.len().max(other.cells.len()), 0);
        self.cells.iter_mut().zip(&other.cells).for_each(|(own, more)| *own += more);
    }
}

/// What a group chose of an item.
pub struct Chosen<'c> {
    pub item: &'c Item,
    /// Every option that somebody chose, or that is a key.
    pub options: BTreeMap<&'c str, Chose>,
    /// Sums of the totals without the item, as the second of a pair.
    pub of_rest: Pair,
    pub all: Chose,
}

impl<'c> Chosen<'c> {
    /// One walk over the candidates: all that is said of an option follows from its sums.
    pub fn of(
        scores: &[i16],
        item: &'c Item,
        answers: &'c KeyColumn,
        several: bool,
        who: &Ranked<'_>,
    ) -> Chosen<'c> {
        let none = Chose { cells: vec![0; who.ability.cell_count], ..Chose::default() };
        let mut by_code = vec![none.clone(); answers.labels.len()];
        let (mut rest_sum, mut rest_squares) = (0i128, 0i128);
        for (place, candidate) in who.group.candidates.iter().enumerate() {
            let total = who.totals[place];
            let rest = i128::from(total - i64::from(scores[*candidate].max(0)));
            (rest_sum, rest_squares) = (rest_sum + rest, rest_squares + rest * rest);
            let own = &mut by_code[answers.codes[*candidate] as usize];
            own.count += 1;
            own.total += i128::from(total);
            own.rest += rest;
            own.cells[who.ability.cells[place] as usize] += 1;
        }
        let (mut options, mut all): (BTreeMap<&str, Chose>, Chose) = (BTreeMap::new(), none.clone());
        for (label, own) in answers.labels.iter().zip(&by_code).filter(|(_, own)| own.count > 0) {
            options.entry(said(label, several)).or_insert_with(|| none.clone()).add(own);
            all.add(own);
        }
        for one in item.key.as_deref().filter(|key| *key != "*").into_iter().flat_map(|key| key.split('|')) {
            options.entry(one).or_insert_with(|| none.clone());
        }
        let of_rest = Pair { n: all.count, y: rest_sum, yy: rest_squares, ..Pair::default() };
        Chosen { item, options, of_rest, all }
    }
}

fn said(option: &str, several: bool) -> &str {
    match option {
        "" => OMIT,
        "?" => MULTIPLE,
        option if option.chars().count() > 1 && !several => MULTIPLE,
        option => option,
    }
}

pub fn is_options(option: &str) -> bool {
    ![OMIT, MULTIPLE, OTHERS].contains(&option)
}
