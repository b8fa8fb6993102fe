//! Which groups are spelled out, and at which scores each is divided.
//!
//! To cross all keys that any figure uses would make more cells than any table has. Instead there is a level of cells
//! for each set of keys that hangs together, and levels are linked at the groups that they have in common: a tree,
//! made by taking one key out after the other. Each level has all the scores of those below it. Whatever the levels
//! allow, so linked, is then possible for the pupils too: where two sets of keys share groups whose counts agree, any
//! division of one goes with any division of the other. What a level does not spell out, such as how the pupils of a
//! school divide by a score that only districts name, no reader could say more of.
//!
//! That holds where the labels of keys combine freely. Where one key settles another, or nearly (schools and their
//! district), both are always taken together, and where all keys together make few cells, all are crossed.

use std::collections::{BTreeMap, BTreeSet};

use super::levels::{Keys, has};

/// Up to so many cells all keys are crossed.
pub const FEW: usize = 1_000;

/// What figures by the same keys tell of a subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Use {
    pub keys: Keys,
    /// Scores, as ticks, at which they divide their groups.
    pub cuts: BTreeSet<i64>,
    /// Whether they tell sums of scores, and those without a score.
    pub sums: bool,
    pub marks: bool,
}

/// A level of the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    pub told: Use,
    /// The level above, and the keys that both have; none for the last.
    pub wider: Option<(usize, Keys)>,
}

impl Use {
    fn add(&mut self, other: &Use) {
        self.keys |= other.keys;
        self.cuts.extend(&other.cuts);
        self.sums |= other.sums;
        self.marks |= other.marks;
    }

    fn cells(&self, groups: &dyn Fn(Keys) -> usize) -> usize {
        let further = usize::from(self.sums) + 3 * usize::from(self.marks);
        groups(self.keys) * (self.cuts.len() + 1 + further)
    }
}

/// The levels, narrow groups first. `groups` says how many groups a set of keys makes; all keys are crossed if that
/// makes no more than `few` cells.
pub fn plan(uses: &[Use], groups: &dyn Fn(Keys) -> usize, few: usize) -> Vec<Planned> {
    let crossed = tree(&crossed(uses), groups);
    if crossed.iter().map(|level| level.told.cells(groups)).sum::<usize>() <= few {
        return crossed;
    }
    let all = uses.iter().fold(0, |all, told| all | told.keys);
    let uses: Vec<Use> =
        uses.iter().map(|told| Use { keys: settled(told.keys, all, groups), ..told.clone() }).collect();
    tree(&uses, groups)
}

/// A score, or sums, of several sets of keys are told of all these keys crossed; so is who there is.
fn crossed(uses: &[Use]) -> Vec<Use> {
    let keys = |test: &dyn Fn(&Use) -> bool| {
        uses.iter().filter(|told| test(told)).fold(0, |keys, told| keys | told.keys)
    };
    let cuts: BTreeSet<i64> = uses.iter().flat_map(|told| &told.cuts).copied().collect();
    let mut crossed = vec![Use { keys: keys(&|_| true), ..Use::default() }];
    for cut in cuts {
        let keys = keys(&|told| told.cuts.contains(&cut));
        crossed.push(Use { keys, cuts: BTreeSet::from([cut]), ..Use::default() });
    }
    let (of_sums, of_marks) = (|told: &Use| told.sums, |told: &Use| told.marks);
    if uses.iter().any(of_sums) {
        crossed.push(Use { keys: keys(&of_sums), sums: true, ..Use::default() });
    }
    if uses.iter().any(of_marks) {
        crossed.push(Use { keys: keys(&of_marks), marks: true, ..Use::default() });
    }
    crossed
}

/// With the keys that these settle, or nearly: that hardly make more groups of them.
fn settled(mut keys: Keys, all: Keys, groups: &dyn Fn(Keys) -> usize) -> Keys {
    for key in (0..Keys::BITS as usize).filter(|key| has(all, *key)) {
        if keys != 0 && 4 * groups(keys | 1 << key) <= 5 * groups(keys) {
            keys |= 1 << key;
        }
    }
    keys
}

/// What is still to be placed: a use, or what a level passes on.
struct Open {
    told: Use,
    /// The levels that pass it on.
    from: Vec<usize>,
    /// Whether figures use it themselves.
    is_used: bool,
}

/// Takes one key out after the other, always the one that makes the fewest further cells.
fn tree(uses: &[Use], groups: &dyn Fn(Keys) -> usize) -> Vec<Planned> {
    let mut open: Vec<Open> =
        uses.iter().map(|told| Open { told: told.clone(), from: Vec::new(), is_used: true }).collect();
    let mut levels: Vec<Planned> = Vec::new();
    let mut keys: BTreeSet<usize> =
        (0..Keys::BITS as usize).filter(|key| open.iter().any(|one| has(one.told.keys, *key))).collect();
    while let Some(key) = keys.iter().copied().min_by_key(|key| (growth(&open, *key, groups), *key)) {
        keys.remove(&key);
        let (taken, rest): (Vec<Open>, Vec<Open>) = open.into_iter().partition(|one| has(one.told.keys, key));
        open = rest;
        let mut merged = place(taken, &mut levels);
        merged.told.keys &= !(1 << key);
        open.push(merged);
    }
    let last = place(open, &mut levels);
    link(&last, &mut levels);
    levels
}

/// The cells that a level with all uses of a key has more than they have now.
fn growth(open: &[Open], key: usize, groups: &dyn Fn(Keys) -> usize) -> i64 {
    let mut merged = Use::default();
    let mut now = 0;
    for one in open.iter().filter(|one| has(one.told.keys, key)) {
        merged.add(&one.told);
        now += one.told.cells(groups) as i64;
    }
    merged.cells(groups) as i64 - now
}

/// Makes a level of several uses, and what it passes on. What a single level passes on needs no level of its own.
fn place(taken: Vec<Open>, levels: &mut Vec<Planned>) -> Open {
    let is_used = taken.iter().any(|one| one.is_used);
    let mut merged = Open { told: Use::default(), from: Vec::new(), is_used };
    for one in taken {
        merged.told.add(&one.told);
        merged.from.extend(one.from);
    }
    if is_used || merged.from.len() > 1 {
        let from = std::mem::take(&mut merged.from);
        merged = Open { from, ..merged };
        levels.push(Planned { told: merged.told.clone(), wider: None });
        link(&merged, levels);
        merged = Open { told: merged.told, from: vec![levels.len() - 1], is_used: false };
    }
    merged
}

/// Links the levels that pass something on to the last level.
fn link(passed: &Open, levels: &mut [Planned]) {
    let Some(last) = levels.len().checked_sub(1) else { return };
    let keys = levels[last].told.keys;
    for at in passed.from.iter().filter(|at| **at != last) {
        levels[*at].wider = Some((last, levels[*at].told.keys & keys));
    }
}

/// Uses by keys, put together.
pub fn by_keys(uses: impl Iterator<Item = Use>) -> Vec<Use> {
    let mut merged: BTreeMap<Keys, Use> = BTreeMap::new();
    uses.for_each(|told| merged.entry(told.keys).or_default().add(&told));
    merged.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHOOL: Keys = 1;
    const DISTRICT: Keys = 2;
    const TRACK: Keys = 4;

    fn told(keys: Keys, cuts: &[i64]) -> Use {
        Use { keys, cuts: cuts.iter().copied().collect(), ..Use::default() }
    }

    /// `schools` in twelve districts, two tracks in each.
    fn groups(schools: usize) -> impl Fn(Keys) -> usize {
        move |keys| {
            let places = match (keys & SCHOOL, keys & DISTRICT) {
                (0, 0) => 1,
                (0, _) => 12,
                _ => schools,
            };
            places * if keys & TRACK == 0 { 1 } else { 2 }
        }
    }

    /// Keys, cuts, and the level above with what is shared.
    type Seen = (Keys, Vec<i64>, Option<(usize, Keys)>);

    fn levels(plan: &[Planned]) -> Vec<Seen> {
        plan.iter().map(|l| (l.told.keys, l.told.cuts.iter().copied().collect(), l.wider)).collect()
    }

    /// Few cells are crossed: a line of schools and tracks divides both, bands of tracks divide the tracks alone.
    #[test]
    fn few_cells_are_crossed() {
        let uses = [told(SCHOOL, &[500]), told(TRACK, &[500, 510]), told(0, &[520])];
        let plan = plan(&uses, &groups(20), FEW);
        let both = SCHOOL | TRACK;
        assert_eq!(
            levels(&plan),
            [
                (both, vec![500], Some((1, TRACK))),
                (TRACK, vec![500, 510], Some((2, 0))),
                (0, vec![500, 510, 520], None)
            ]
        );
    }

    /// Many schools are not crossed with tracks: both add up to all. A school settles its district.
    #[test]
    fn many_cells_are_linked_at_what_they_share() {
        let uses = [told(SCHOOL, &[500]), told(DISTRICT, &[400]), told(TRACK, &[510])];
        let plan = plan(&uses, &groups(600), FEW);
        let school = SCHOOL | DISTRICT;
        assert_eq!(
            levels(&plan),
            [
                (school, vec![500], Some((1, DISTRICT))),
                (DISTRICT, vec![400, 500], Some((3, 0))),
                (TRACK, vec![510], Some((3, 0))),
                (0, vec![400, 500, 510], None)
            ]
        );
    }
}
