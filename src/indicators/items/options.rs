//! Which options were chosen, and by whom: 选项分布.

use std::collections::BTreeMap;

use super::ability::Ability;
use super::chosen::{Chose, Chosen, MULTIPLE, OMIT, OTHERS, Ranked, is_options};
use super::difficulty::share_of;
use super::paper::{Paper, each_group, few};
use crate::error::Result;
use crate::figures::{Figure, Figures, Labels, Phrase, Status, Unit as Of, Value};
use crate::indicators::arguments::Request;
use crate::number::Rational;
use crate::records::{Item, ItemSheet, KeyColumn};
use crate::stats::items::Pair;

pub const ID: &str = "option_shares";
const COMBINATIONS: usize = 10;

pub fn option_shares(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let paper = Paper::asked(sheet, request.arguments);
    let limit = |name| request.arguments.number(name).unwrap_or_default();
    let limits = [limit("rare"), limit("often_omitted")];
    let choices: Vec<(usize, &Item, &KeyColumn)> = sheet
        .items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| Some((at, item, sheet.answers[at].as_ref()?)))
        .collect();
    let keys = &["item", "option", "ability_group", "answer_key"][..];
    let with_keys = choices.iter().any(|(_, item, _)| item.key.is_some());
    each_group(sheet, request, &keys[..3 + usize::from(with_keys)], |group, push| {
        let totals: Vec<i64> = group.candidates.iter().map(|at| paper.totals[*at]).collect();
        let ability = Ability::asked(&totals, sheet.step, request.arguments);
        let of_total = Pair::of(totals.iter().map(|total| (0, *total)));
        let who = Ranked { group, totals, ability };
        let asked = Asked { paper: &paper, who, of_total, limits, with_keys };
        for (at, item, answers) in &choices {
            asked.of_item(*at, item, answers, push);
        }
        if choices.is_empty() {
            let none =
                Figure { n: Some(group.candidates.len() as u64), ..Figure::new(ID, "share", Of::Percent) };
            let none = none.noted(&NO_OPTIONS).without_value(Status::MissingInput);
            push([None::<&str>; 3].into_iter().collect(), none);
        }
    })
}

struct Asked<'a> {
    paper: &'a Paper<'a>,
    who: Ranked<'a>,
    /// Sums of the totals, as the second of a pair.
    of_total: Pair,
    limits: [Rational; 2],
    /// Whether the key of the item is among the labels.
    with_keys: bool,
}

impl Asked<'_> {
    fn labels(&self, item: &Item, option: &str, ability: Option<&str>) -> Labels {
        let key = self.with_keys.then(|| Some(item.key.as_deref().unwrap_or_default()));
        [Some(item.id.as_str()), Some(option), ability].into_iter().chain(key).collect()
    }

    fn figure(&self, measure: &'static str, unit: Of, n: i128) -> Figure {
        Figure { n: Some(n as u64), ..Figure::new(ID, measure, unit) }.noted(few(n as usize))
    }

    fn of_item(&self, at: usize, item: &Item, answers: &KeyColumn, push: &mut dyn FnMut(Labels, Figure)) {
        let several = item.key.as_deref().is_some_and(|key| key.split('|').any(|one| one.len() > 1));
        let chosen = Chosen::of(&self.paper.sheet.scores[at], item, answers, several, &self.who);
        let n = chosen.all.count;
        let listed = listed(&chosen.options);
        for option in &listed {
            self.of_option(&chosen, option, push);
        }
        if listed.is_empty() {
            let none = self.figure("share", Of::Percent, n).without_value(Status::NoDenominator);
            let key = self.with_keys.then_some(item.key.as_deref());
            push([Some(item.id.as_str()), None, None].into_iter().chain(key).collect(), none);
        }
        let mut others = chosen.options.iter().filter(|(option, _)| !listed.contains(option)).peekable();
        if others.peek().is_some() {
            let mut together = Chose::default();
            others.for_each(|(_, own)| together.add(own));
            self.shares(&chosen, OTHERS, &together, push);
        }
        if several {
            let combinations = || chosen.options.iter().filter(|(option, _)| is_options(option));
            let mut letters: Vec<char> = combinations().flat_map(|(option, _)| option.chars()).collect();
            letters.sort_unstable();
            letters.dedup();
            for letter in letters {
                let count = combinations().filter(|(option, _)| option.contains(letter));
                let count = count.map(|(_, own)| own.count).sum();
                let figure = self.figure("letter_share", Of::Percent, n);
                push(self.labels(item, &letter.to_string(), None), share_of(figure, count, n));
            }
        }
    }

    fn of_option(&self, chosen: &Chosen<'_>, option: &str, push: &mut dyn FnMut(Labels, Figure)) {
        let (item, own, n) = (chosen.item, &chosen.options[option], chosen.all.count);
        let [with_total, with_rest] = self.shares(chosen, option, own, push);
        let key = item.key.as_deref().unwrap_or_default();
        let is_key = key == "*" || key.split('|').any(|one| one == option);
        let share = Rational::new(own.count, n.max(1));
        let why: Option<&'static Phrase> = match () {
            () if item.key.is_none() || n == 0 => None,
            () if is_key && key != "*" && self.in_top(own) < self.most_wrong_of_top(chosen) => {
                Some(&KEY_NOT_FIRST)
            }
            () if is_key && with_total.is_some_and(|r| r < 0.0) => Some(&KEY_NEGATIVE),
            () if option == OMIT && share > self.limits[1] => Some(&OFTEN_OMITTED),
            () if !is_options(option) || is_key => None,
            () if with_rest.is_some_and(|r| r > 0.0) => Some(&DISTRACTOR_POSITIVE),
            () if share < self.limits[0] && option.len() == 1 => Some(&DISTRACTOR_RARE),
            () => None,
        };
        let figure = self.figure("flagged", Of::Count, n);
        let figure = match why {
            Some(why) => figure.noted(why),
            None => figure,
        };
        let value = Value::Exact(Rational::from_integer(i128::from(why.is_some())));
        push(
            self.labels(item, option, None),
            if n == 0 { figure.without_value(Status::NoDenominator) } else { figure.with_value(value) },
        );
    }

    /// Counts and shares of an option, of all and by groups; its correlations.
    fn shares(
        &self,
        chosen: &Chosen<'_>,
        option: &str,
        own: &Chose,
        push: &mut dyn FnMut(Labels, Figure),
    ) -> [Option<f64>; 2] {
        let (n, count) = (chosen.all.count, own.count);
        let mut all = |measure: Figure| push(self.labels(chosen.item, option, None), measure);
        all(self.figure("count", Of::Persons, n).with_value(Value::Exact(Rational::from_integer(count))));
        all(share_of(self.figure("share", Of::Percent, n), count, n));
        let mean = self.figure("mean_total", Of::Points, count);
        all(match count {
            0 => mean.without_value(Status::NoDenominator),
            _ => mean.with_value(Value::Exact(self.paper.points(Rational::new(own.total, count)))),
        });
        let with = |of: &Pair, xy| Pair { n, x: count, xx: count, xy, ..*of }.correlation();
        let (with_total, with_rest) = (with(&self.of_total, own.total), with(&chosen.of_rest, own.rest));
        for (measure, r) in [("correlation", with_total), ("correlation_rest", with_rest)] {
            let figure = self.figure(measure, Of::Number, n);
            all(match r {
                Some(r) => figure.with_value(Value::Real(r)),
                None if n == 0 => figure.without_value(Status::NoDenominator),
                None => figure.without_value(Status::NotApplicable),
            });
        }
        for (group, label) in self.who.ability.labels.iter().enumerate() {
            let of = |chose: &Chose| self.who.ability.of_group(group, &chose.cells);
            let (chose, all) = (of(own), of(&chosen.all));
            let exact = |number| Some(Value::Exact(number));
            let figure = self.figure("share", Of::Percent, all.ceil().to_integer());
            let figure = Figure {
                method: self.who.ability.method.clone(),
                numerator: exact(chose),
                denominator: exact(all),
                ..figure
            };
            let figure = match all > Rational::from_integer(0) {
                true => figure.with_value(Value::Exact(chose * Rational::from_integer(100) / all)),
                false => figure.without_value(Status::NoDenominator),
            };
            push(self.labels(chosen.item, option, Some(label)), figure);
        }
        [with_total, with_rest]
    }

    fn in_top(&self, own: &Chose) -> Rational {
        self.who
            .ability
            .labels
            .len()
            .checked_sub(1)
            .map_or_else(Rational::default, |top| self.who.ability.of_group(top, &own.cells))
    }

    /// How many of the top group chose the wrong option that most of them chose.
    fn most_wrong_of_top(&self, chosen: &Chosen<'_>) -> Rational {
        let key = chosen.item.key.as_deref().unwrap_or_default();
        let is_wrong = |option: &str| is_options(option) && !key.split('|').any(|one| one == option);
        let wrong = chosen.options.iter().filter(|(option, _)| is_wrong(option));
        wrong.map(|(_, own)| self.in_top(own)).max().unwrap_or_default()
    }
}

/// Single options in their order, the most frequent combinations, then who chose none.
fn listed<'c>(chosen: &BTreeMap<&'c str, Chose>) -> Vec<&'c str> {
    let mut options: Vec<&str> = chosen.keys().copied().filter(|option| is_options(option)).collect();
    if options.len() > COMBINATIONS {
        options.sort_by_key(|option| (std::cmp::Reverse(chosen[option].count), *option));
        options.truncate(COMBINATIONS);
        options.sort_unstable();
    }
    options.extend([MULTIPLE, OMIT].iter().filter(|option| chosen.contains_key(*option)));
    options
}

static NO_OPTIONS: Phrase =
    Phrase::new("no_column_of_options", "表中没有选项列", "the sheet has no column of options");
static KEY_NOT_FIRST: Phrase = Phrase::new(
    "key_not_first_in_top_group",
    "高分组选某个错误选项的多于选答案的：先核对答案",
    "more of the top group chose a wrong option than the key: check the key first",
);
static KEY_NEGATIVE: Phrase = Phrase::new(
    "key_with_negative_correlation",
    "选答案与总分负相关：先核对答案",
    "choosing the key goes against the total: check the key first",
);
static DISTRACTOR_POSITIVE: Phrase = Phrase::new(
    "distractor_with_positive_correlation",
    "错误选项与其余题正相关",
    "a wrong option goes with the rest of the paper",
);
static DISTRACTOR_RARE: Phrase = Phrase::new(
    "distractor_rarely_chosen",
    "很少有人选的错误选项",
    "a wrong option that hardly anybody chose",
);
static OFTEN_OMITTED: Phrase = Phrase::new("option_often_omitted", "未选的多", "many chose none");
