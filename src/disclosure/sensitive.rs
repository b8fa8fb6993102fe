//! Which counts and sums must not become known.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::events::less;
use super::model::{Model, SumCell};
use super::rest::{self, Counted, Ranges};
use super::sheet::Rule;
use super::span::Row;
use crate::figures::What;

/// A count or sum that a reader must not be able to tell.
#[derive(Clone, Debug)]
pub struct Sensitive {
    pub row: Row,
    /// How wide the range of what is possible must be at least.
    pub need: i64,
    /// Whose it is, where it belongs to a group of a figure.
    pub place: Option<usize>,
}

/// What must not be known, and which quantities are hidden because they say it.
pub struct Primary {
    pub sensitive: Vec<Sensitive>,
    pub hidden: Vec<bool>,
}

/// What is asked of figures, by their numbers.
pub struct Asked {
    /// Those that are shares of a group.
    pub rates: BTreeSet<usize>,
    /// The table of each.
    pub tables: Vec<usize>,
}

pub fn find(model: &Model, asked: &Asked, rule: &Rule) -> Primary {
    let mut found = Finder { model, rule, seen: BTreeSet::new(), sensitive: Vec::new() };
    let mut hidden = vec![false; model.quantities.len()];
    found.own_counts(&mut hidden);
    found.parts_of_figures(&asked.rates, &mut hidden);
    found.between_counts(&asked.tables);
    found.cells();
    Primary { sensitive: found.sensitive, hidden }
}

struct Finder<'a> {
    model: &'a Model,
    rule: &'a Rule,
    seen: BTreeSet<Row>,
    sensitive: Vec<Sensitive>,
}

impl Finder<'_> {
    fn is_small(&self, count: i64) -> bool {
        count > 0 && count < self.rule.minimum_cell as i64
    }

    fn add(&mut self, row: Row, need: i64, place: Option<usize>) {
        if !row.is_empty() && self.seen.insert(row.clone()) {
            self.sensitive.push(Sensitive { row, need, place });
        }
    }

    /// Wider than the protection interval, in whole persons; as wide as rounding leaves a count that is published
    /// as zero.
    fn need(&self) -> i64 {
        match self.rule.base {
            None => self.rule.protection as i64 + 1,
            Some(base) => base as i64 - 1,
        }
    }

    fn own_counts(&mut self, hidden: &mut [bool]) {
        for (at, quantity) in self.model.quantities.iter().enumerate() {
            if quantity.what == What::Count && self.is_small(quantity.truth) {
                hidden[at] = true;
                self.add(quantity.row.clone(), self.need(), Some(quantity.place));
            }
        }
    }

    /// Within a figure: the few who are not counted, rates of a whole small group, means of few.
    fn parts_of_figures(&mut self, rates: &BTreeSet<usize>, hidden: &mut [bool]) {
        let mut pairs: BTreeSet<(usize, usize, bool)> = BTreeSet::new();
        for (figure, told) in &self.model.by_figure {
            let ordered = told.iter().flat_map(|a| told.iter().map(move |b| (*a, *b)));
            pairs.extend(ordered.filter(|(a, b)| a != b).map(|(a, b)| (a, b, rates.contains(figure))));
        }
        let model = self.model;
        for (part, whole, is_rate) in pairs {
            let (a, b) = (&model.quantities[part], &model.quantities[whole]);
            match (a.what, b.what) {
                (What::Sum, What::Count) if a.place == b.place && self.is_small(b.truth) => {
                    hidden[part] = true;
                    let need = self.need_of_sum(&a.row);
                    self.add(a.row.clone(), need, Some(a.place));
                }
                (What::Count, What::Count) => {
                    let others = b.truth - a.truth;
                    let Some(rest) = difference(&b.row, &a.row) else {
                        // Of the best 20 of all eleven are of this school: nine are not.
                        if is_rate && self.is_small(others) && model.is_within_wider(a, b) {
                            hidden[part] = true;
                            if model.is_solved_as_a_whole() {
                                self.add(less(&b.row, &a.row), self.need(), Some(a.place));
                            }
                        }
                        // Of all who are registered, whom no sum of scores spells out.
                        if model.is_solved_as_a_whole()
                            && b.everybody
                            && !a.everybody
                            && self.is_small(others)
                        {
                            hidden[whole] = true;
                            self.add(less(&b.row, &a.row), self.need(), Some(a.place));
                        }
                        continue;
                    };
                    if self.is_small(others) {
                        hidden[part] = true;
                        self.add(rest, self.need(), Some(a.place));
                    } else if is_rate && (a.truth == 0 || others == 0) && b.truth > 0 && self.is_few(b.truth)
                    {
                        hidden[part] = true;
                        self.add(a.row.clone(), self.need(), Some(a.place));
                    }
                }
                _ => {}
            }
        }
    }

    fn is_few(&self, count: i64) -> bool {
        count < self.rule.whole_group as i64
    }

    /// A sum is kept as uncertain as the score of one pupil is.
    fn need_of_sum(&self, row: &Row) -> i64 {
        let of_row =
            |sum: &SumCell| row.iter().find(|(cell, _)| *cell == sum.cell).map(|(_, weight)| *weight);
        let of = self.model.sums.iter().filter_map(|sum| Some(sum.full_mark? * of_row(sum)?.abs()));
        of.max().unwrap_or(1)
    }

    /// The few of a group between its counts: of two that lie next to each other, and what all the counts of some
    /// tables leave of each other.
    fn between_counts(&mut self, tables: &[usize]) {
        let mut of_place: BTreeMap<(usize, i64), Vec<Counted<'_>>> = BTreeMap::new();
        let model = self.model;
        let mut ranges: BTreeMap<(usize, &str), Ranges> = BTreeMap::new();
        for quantity in &model.quantities {
            let tables: BTreeSet<usize> =
                quantity.figures.iter().filter_map(|figure| tables.get(*figure).copied()).collect();
            for table in &tables {
                let subject = model.places[quantity.place].subject.as_str();
                ranges.entry((*table, subject)).or_default().extend(model.scores(&quantity.row));
            }
            match quantity.what {
                What::Count => {
                    let row = Cow::Borrowed(&quantity.row);
                    of_place.entry((quantity.place, 0)).or_default().push(Counted { row, tables });
                }
                What::Weighted => {
                    for (times, row) in by_weight(&quantity.row) {
                        if self.is_small(model.value(&row)) {
                            self.add(row.clone(), self.need(), Some(quantity.place));
                        }
                        let counted = Counted { row: Cow::Owned(row), tables: tables.clone() };
                        of_place.entry((quantity.place, times)).or_default().push(counted);
                    }
                }
                What::Sum => {}
            }
        }
        for ((place, _), mut counts) in of_place {
            counts.sort_by_key(|counted| counted.row.len());
            for (number, inner) in counts.iter().enumerate() {
                let outer = counts[number + 1..].iter().find_map(|outer| difference(&outer.row, &inner.row));
                if let Some(between) = outer
                    && self.is_small(model.value(&between))
                {
                    self.add(between, self.need(), Some(place));
                }
            }
            let subject = model.places[place].subject.as_str();
            let of_table = |table| ranges.get(&(table, subject)).cloned().unwrap_or_default();
            for left in rest::left_of_each_other(model, &counts, &of_table) {
                if self.is_small(model.value(&left)) {
                    self.add(left, self.need(), Some(place));
                }
            }
        }
    }

    /// Small cells and cohorts that no figure shows, but several figures together could.
    fn cells(&mut self) {
        let model = self.model;
        for (cell, content) in model.cells.iter().enumerate() {
            if content.is_count && self.is_small(content.truth) {
                self.add(vec![(cell as u32, 1)], self.need(), None);
            }
        }
        for cohort in model.cohorts.iter().chain(&model.marginals).chain(&model.addends) {
            if self.is_small(model.value(cohort)) {
                self.add(cohort.clone(), self.need(), None);
            }
        }
        for sum in &model.sums {
            if self.is_small(sum.tested) {
                self.add(vec![(sum.cell, 1)], sum.full_mark.unwrap_or(1), None);
            }
        }
    }
}

/// Those of each weight among weighted candidates, as counts.
fn by_weight(row: &Row) -> BTreeMap<i64, Row> {
    let mut counts: BTreeMap<i64, Row> = BTreeMap::new();
    row.iter().for_each(|(cell, times)| counts.entry(*times).or_default().push((*cell, 1)));
    counts
}

/// The cells of one row without those of another; `None` unless they are all among them.
fn difference(whole: &Row, part: &Row) -> Option<Row> {
    let mut rest = Row::with_capacity(whole.len());
    let mut parts = part.iter().peekable();
    for entry in whole {
        if parts.peek().is_some_and(|next| *next == entry) {
            parts.next();
        } else {
            rest.push(*entry);
        }
    }
    (parts.peek().is_none() && !rest.is_empty()).then_some(rest)
}
