//! Which options were chosen, and by whom: 选项分布.

use std::collections::BTreeMap;

use super::difficulty::share_of;
use super::paper::{Group, Paper, each_group, few};
use crate::error::Result;
use crate::figures::{Clauses, Figure, Figures, Labels, Phrase, Status, Term, Unit as Of, Value};
use crate::indicators::arguments::Request;
use crate::number::Rational;
use crate::records::{Item, ItemSheet, KeyColumn};
use crate::stats::items::Pair;

pub const ID: &str = "option_shares";
/// The option of those who chose none.
const OMIT: &str = "omit";
/// Of those of whom the machine read two marks.
const MULTIPLE: &str = "multiple";
/// Further combinations of options together.
const OTHERS: &str = "others";
const COMBINATIONS: usize = 10;

pub fn option_shares(sheet: &ItemSheet, request: &Request<'_>) -> Result<Figures> {
    let paper = Paper::asked(sheet, request.arguments);
    let groups = request.arguments.whole("groups").unwrap_or(5).clamp(1, 100) as usize;
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
        let asked = Asked { with_keys, ..Asked::new(&paper, group, groups, limits) };
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
    group: &'a Group,
    totals: Vec<i64>,
    /// Of each candidate, from 0 for the lowest.
    ability: Vec<usize>,
    groups: usize,
    method: Clauses,
    limits: [Rational; 2],
    /// Whether the key of the item is among the labels.
    with_keys: bool,
}

impl<'a> Asked<'a> {
    fn new(paper: &'a Paper<'a>, group: &'a Group, groups: usize, limits: [Rational; 2]) -> Asked<'a> {
        let totals: Vec<i64> = group.candidates.iter().map(|at| paper.totals[*at]).collect();
        let cuts = quantile_cuts(&totals, groups);
        let of = |total: &i64| {
            cuts.iter().filter(|cut| Rational::from_integer(i128::from(*total)) > **cut).count()
        };
        let ability = totals.iter().map(of).collect();
        let method = Clauses::from(GROUPS_OF_TOTAL.with([Term::chosen(groups)]));
        Asked { paper, group, totals, ability, groups, method, limits, with_keys: false }
    }

    fn labels(&self, item: &Item, option: &str, ability: Option<&str>) -> Labels {
        let key = self.with_keys.then(|| Some(item.key.as_deref().unwrap_or_default()));
        [Some(item.id.as_str()), Some(option), ability].into_iter().chain(key).collect()
    }

    fn figure(&self, measure: &'static str, unit: Of, n: usize) -> Figure {
        Figure { n: Some(n as u64), ..Figure::new(ID, measure, unit) }.noted(few(n))
    }

    fn of_item(&self, at: usize, item: &Item, answers: &KeyColumn, push: &mut dyn FnMut(Labels, Figure)) {
        let several = item.key.as_deref().is_some_and(|key| key.split('|').any(|one| one.len() > 1));
        let chosen: Vec<&str> =
            self.group.candidates.iter().map(|one| said(answers.label(*one), several)).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        chosen.iter().for_each(|option| *counts.entry(option).or_default() += 1);
        if let Some(key) = item.key.as_deref().filter(|key| *key != "*") {
            for one in key.split('|') {
                counts.entry(one).or_default();
            }
        }
        let listed = listed(&counts);
        let most_wrong_of_top = self.most_wrong_of_top(item, &chosen);
        let others: Vec<&str> = counts.keys().copied().filter(|option| !listed.contains(option)).collect();
        for option in &listed {
            let is = |one: &str| one == *option;
            let own = Chosen { at, item, option, of: chosen.iter().map(|one| is(one)).collect() };
            self.of_option(&own, most_wrong_of_top, push);
        }
        if listed.is_empty() {
            let none = self.figure("share", Of::Percent, chosen.len()).without_value(Status::NoDenominator);
            let key = self.with_keys.then_some(item.key.as_deref());
            push([Some(item.id.as_str()), None, None].into_iter().chain(key).collect(), none);
        }
        if !others.is_empty() {
            let of = chosen.iter().map(|one| others.contains(one)).collect();
            self.shares(&Chosen { at, item, option: OTHERS, of }, push);
        }
        if several {
            let mut letters: Vec<char> =
                counts.keys().filter(|one| is_options(one)).flat_map(|one| one.chars()).collect();
            letters.sort_unstable();
            letters.dedup();
            for letter in letters {
                let count = chosen.iter().filter(|one| is_options(one) && one.contains(letter)).count();
                let figure = self.figure("letter_share", Of::Percent, chosen.len());
                let label = letter.to_string();
                push(self.labels(item, &label, None), share_of(figure, count as i128, chosen.len() as i128));
            }
        }
    }

    fn of_option(&self, own: &Chosen<'_>, most_wrong: usize, push: &mut dyn FnMut(Labels, Figure)) {
        let [with_total, with_rest] = self.shares(own, push);
        let (n, count) = (own.of.len(), own.count());
        let key = own.item.key.as_deref().unwrap_or_default();
        let is_key = key == "*" || key.split('|').any(|one| one == own.option);
        let share = Rational::new(count as i128, n.max(1) as i128);
        let why: Option<&'static Phrase> = match () {
            () if own.item.key.is_none() || n == 0 => None,
            () if is_key && key != "*" && self.in_top(&own.of) < most_wrong => Some(&KEY_NOT_FIRST),
            () if is_key && with_total.is_some_and(|r| r < 0.0) => Some(&KEY_NEGATIVE),
            () if own.option == OMIT && share > self.limits[1] => Some(&OFTEN_OMITTED),
            () if !is_options(own.option) || is_key => None,
            () if with_rest.is_some_and(|r| r > 0.0) => Some(&DISTRACTOR_POSITIVE),
            () if share < self.limits[0] && own.option.len() == 1 => Some(&DISTRACTOR_RARE),
            () => None,
        };
        let figure = self.figure("flagged", Of::Count, n);
        let figure = match why {
            Some(why) => figure.noted(why),
            None => figure,
        };
        let value = Value::Exact(Rational::from_integer(i128::from(why.is_some())));
        push(
            self.labels(own.item, own.option, None),
            if n == 0 { figure.without_value(Status::NoDenominator) } else { figure.with_value(value) },
        );
    }

    /// Counts and shares of an option, of all and by groups; its correlations.
    fn shares(&self, own: &Chosen<'_>, push: &mut dyn FnMut(Labels, Figure)) -> [Option<f64>; 2] {
        let (n, count) = (own.of.len(), own.count());
        let mut all = |measure: Figure| push(self.labels(own.item, own.option, None), measure);
        all(self
            .figure("count", Of::Persons, n)
            .with_value(Value::Exact(Rational::from_integer(count as i128))));
        all(share_of(self.figure("share", Of::Percent, n), count as i128, n as i128));
        let sum: i128 = own.chose(&self.totals).map(i128::from).sum();
        let mean = self.figure("mean_total", Of::Points, count);
        all(match count {
            0 => mean.without_value(Status::NoDenominator),
            _ => mean.with_value(Value::Exact(self.paper.points(Rational::new(sum, count as i128)))),
        });
        let score =
            |place: usize| i64::from(self.paper.sheet.scores[own.at][self.group.candidates[place]].max(0));
        let pairs = own.of.iter().zip(&self.totals).map(|(chose, total)| (i64::from(*chose), *total));
        let with_total = Pair::of(pairs.clone()).correlation();
        let rest = pairs.enumerate().map(|(place, (chose, total))| (chose, total - score(place)));
        let with_rest = Pair::of(rest).correlation();
        for (measure, r) in [("correlation", with_total), ("correlation_rest", with_rest)] {
            let figure = self.figure(measure, Of::Number, n);
            all(match r {
                Some(r) => figure.with_value(Value::Real(r)),
                None if n == 0 => figure.without_value(Status::NoDenominator),
                None => figure.without_value(Status::NotApplicable),
            });
        }
        for of_total in 0..self.groups {
            let members = || (0..n).filter(|place| self.ability[*place] == of_total);
            let chose = members().filter(|place| own.of[*place]).count();
            let all = members().count();
            let figure = Figure { method: self.method.clone(), ..self.figure("share", Of::Percent, all) };
            let label = (of_total + 1).to_string();
            push(
                self.labels(own.item, own.option, Some(&label)),
                share_of(figure, chose as i128, all as i128),
            );
        }
        [with_total, with_rest]
    }

    fn in_top(&self, of: &[bool]) -> usize {
        of.iter().zip(&self.ability).filter(|(chose, group)| **chose && **group + 1 == self.groups).count()
    }

    /// How many of the top group chose the wrong option that most of them chose.
    fn most_wrong_of_top(&self, item: &Item, chosen: &[&str]) -> usize {
        let key = item.key.as_deref().unwrap_or_default();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (option, group) in chosen.iter().zip(&self.ability) {
            if *group + 1 == self.groups && is_options(option) && !key.split('|').any(|one| one == *option) {
                *counts.entry(option).or_default() += 1;
            }
        }
        counts.values().copied().max().unwrap_or(0)
    }
}

/// An option of an item, and who chose it.
struct Chosen<'a> {
    at: usize,
    item: &'a Item,
    option: &'a str,
    of: Vec<bool>,
}

impl Chosen<'_> {
    fn count(&self) -> usize {
        self.of.iter().filter(|chose| **chose).count()
    }

    fn chose<'b>(&'b self, totals: &'b [i64]) -> impl Iterator<Item = i64> + 'b {
        self.of.iter().zip(totals).filter(|(chose, _)| **chose).map(|(_, total)| *total)
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

fn is_options(option: &str) -> bool {
    ![OMIT, MULTIPLE, OTHERS].contains(&option)
}

/// Single options in their order, the most frequent combinations, then who chose none.
fn listed<'c>(counts: &BTreeMap<&'c str, usize>) -> Vec<&'c str> {
    let mut options: Vec<&str> = counts.keys().copied().filter(|option| is_options(option)).collect();
    if options.len() > COMBINATIONS {
        options.sort_by_key(|option| (std::cmp::Reverse(counts[option]), *option));
        options.truncate(COMBINATIONS);
        options.sort_unstable();
    }
    options.extend([MULTIPLE, OMIT].iter().filter(|option| counts.contains_key(*option)));
    options
}

/// The cuts between `groups` groups: quantiles by interpolation (type 7).
pub fn quantile_cuts(totals: &[i64], groups: usize) -> Vec<Rational> {
    let mut sorted = totals.to_vec();
    sorted.sort_unstable();
    let Some(last) = sorted.len().checked_sub(1) else { return Vec::new() };
    let cut = |group: usize| {
        let place = Rational::new((last * group) as i128, groups as i128);
        let below = usize::try_from(place.floor().to_integer()).unwrap_or(0).min(last);
        let value = |at: usize| Rational::from_integer(i128::from(sorted[at.min(last)]));
        let share = place - place.floor();
        value(below) + share * (value(below + 1) - value(below))
    };
    (1..groups).map(cut).collect()
}

static GROUPS_OF_TOTAL: Phrase = Phrase::new(
    "groups_by_quantiles_of_total",
    "按总分分位数分 {} 组，1 为最低",
    "{} groups by quantiles of the total, 1 the lowest",
);
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
