//! Lines, targets and inhabitants as they are written in arguments: in the compact form of the command line, under
//! their keys, or in parts.

use std::collections::BTreeMap;

use super::given::{Key, Value};
use super::lines::{CutScore, Population, Target};
use crate::exam::parse_year;
use crate::number::{Decimal, Rational};

/// Scores are no greater, and have no more than nine decimals, so that exact sums of them fit their integers.
const SCORE_LIMIT: Rational = Rational::new_raw(1_000_000, 1);
const PLACES_LIMIT: i128 = 1_000_000_000;
/// More than there are people.
const PEOPLE_LIMIT: Rational = Rational::new_raw(100_000_000_000, 1);

/// The names of the parts of a value, that of the value itself last.
type Names = &'static [&'static str];
const LINE: Names = &["year", "track", "line", "score"];
const INHABITANTS: Names = &["year", "group", "count"];
const TARGET: Names = &["year", "group", "line", "count"];
pub(super) const BAND: Names = &["name", "high", "low", "share"];
pub(super) const LINK: Names = &["subject", "earlier", "later", "error"];

/// Whether a table with this key holds the parts of one value, rather than values under their keys.
pub fn names_a_value(key: &str) -> bool {
    [LINE, INHABITANTS, TARGET, BAND, LINK].iter().any(|names| names.last() == Some(&key))
}

pub(super) fn is_score(score: &Rational) -> bool {
    *score <= SCORE_LIMIT && *score >= -SCORE_LIMIT && *score.denom() <= PLACES_LIMIT
}

pub(super) fn parse_number(text: &str) -> Option<Rational> {
    Decimal::parse(text.trim().as_bytes()).map(Decimal::to_rational)
}

/// A number or a fraction of two: a third of the candidates has no decimal.
pub(super) fn parse_share(text: &str) -> Option<Rational> {
    let Some((above, below)) = text.split_once('/') else { return parse_number(text) };
    let below = parse_number(below).filter(|below| *below != Rational::from_integer(0))?;
    Some(parse_number(above)? / below)
}

/// A line, however it was given.
pub(super) fn cut_score(value: &Value) -> Option<CutScore> {
    let line = match value {
        Value::Text(text) => {
            let (year, track, name, score) = compact(text)?;
            named_line(year, track, name, score)?
        }
        Value::Keyed(keys, score) => {
            let (year, track, name) = match &keys[..] {
                [Key::Year(year), Key::Word(track), Key::Word(name)] => {
                    (Some(*year), Some(track), name.clone())
                }
                [Key::Year(year), Key::Word(name)] => (Some(*year), None, name.clone()),
                [Key::Word(track), Key::Word(name)] => (None, Some(track), name.clone()),
                [name] => (None, None, name.to_string()),
                _ => return None,
            };
            named_line(year, track.map(String::as_str), &name, score)?
        }
        Value::Parts(parts) => {
            let parts = Parts::of(parts, LINE)?;
            named_line(
                parts.year()?,
                parts.text("track"),
                parts.text("line").unwrap_or(""),
                parts.text("score")?,
            )?
        }
        Value::CutScore(line) => line.clone(),
        _ => return None,
    };
    is_score(&line.score).then_some(line)
}

/// A line without a name is called by its score.
fn named_line(year: Option<i32>, track: Option<&str>, name: &str, score: &str) -> Option<CutScore> {
    let value = parse_number(score)?;
    let name = if name.trim().is_empty() { score.trim() } else { name.trim() };
    Some(CutScore {
        year,
        track: track.map(|track| track.trim().to_owned()),
        name: name.to_owned(),
        score: value,
    })
}

/// `[BEFORE:][NAME=]VALUE`: what stands before the value, and the value. A bare value may follow a colon: 理科:498.
pub(super) fn head_and_value(text: &str) -> (&str, &str) {
    match text.rsplit_once('=').unwrap_or(("", text)) {
        ("", bare) => bare.rfind(':').map_or(("", bare), |end| bare.split_at(end + 1)),
        found => found,
    }
}

pub(super) fn before_colon(head: &str) -> (Option<&str>, &str) {
    head.split_once(':').map_or((None, head), |(before, rest)| (Some(before), rest))
}

/// `[YEAR/][BEFORE:][NAME=]VALUE`, the form that can be typed on a command line.
fn compact(text: &str) -> Option<(Option<i32>, Option<&str>, &str, &str)> {
    let (head, value) = head_and_value(text);
    let (year, rest) = leading_year(head)?;
    let (before, name) = before_colon(rest);
    Some((year, before, name, value))
}

/// What stands before the first `/` is a year.
fn leading_year(head: &str) -> Option<(Option<i32>, &str)> {
    match head.split_once('/') {
        Some((year, rest)) => Some((parse_year(year).ok()?, rest)),
        None => Some((None, head)),
    }
}

/// Inhabitants, however they were given.
pub(super) fn population(value: &Value) -> Option<Population> {
    let population = match value {
        Value::Text(text) => {
            let (head, count) = text.rsplit_once('=').unwrap_or(("", text));
            let (year, group) = match head.split_once('/') {
                Some((year, group)) => (year, Some(group.trim().to_owned())),
                None => (head, None),
            };
            Population { year: parse_year(year).ok()?, group, count: people(count)? }
        }
        Value::Keyed(keys, count) => {
            let (year, group) = match &keys[..] {
                [Key::Year(year)] => (Some(*year), None),
                [Key::Word(word)] => match four_digits(word) {
                    Some(year) => (Some(year), None),
                    None => (None, Some(word)),
                },
                [Key::Year(year), Key::Word(group)] => (Some(*year), Some(group)),
                [Key::Word(year), Key::Word(group)] => (Some(four_digits(year)?), Some(group)),
                _ => return None,
            };
            Population { year, group: group.map(|group| group.trim().to_owned()), count: people(count)? }
        }
        Value::Parts(parts) => {
            let parts = Parts::of(parts, INHABITANTS)?;
            let group = parts.text("group").map(|group| group.trim().to_owned());
            Population { year: parts.year()?, group, count: people(parts.text("count")?)? }
        }
        Value::Population(population) => population.clone(),
        _ => return None,
    };
    let count = population.count;
    let right = count >= Rational::from_integer(0) && count <= PEOPLE_LIMIT && *count.denom() <= PLACES_LIMIT;
    right.then_some(population)
}

/// `COUNT[万][人]`.
fn people(count: &str) -> Option<Rational> {
    let count = count.trim().trim_end_matches('人');
    let (digits, factor) = match count.strip_suffix('万') {
        Some(digits) => (digits, 10_000),
        None => (count, 1),
    };
    Some(parse_number(digits)? * Rational::from_integer(factor))
}

fn four_digits(word: &str) -> Option<i32> {
    let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| is_year)
}

/// A target, however it was given.
pub(super) fn target(value: &Value) -> Option<Target> {
    let target = match value {
        Value::Text(text) => {
            let (year, group, line, count) = compact(text)?;
            aimed(year, group, Some(line), count)?
        }
        Value::Keyed(keys, count) => {
            let (year, keys) = match &keys[..] {
                [Key::Year(year), rest @ ..] => (Some(*year), rest),
                keys => (None, keys),
            };
            let (group, line) = match keys {
                [Key::Word(group)] => (Some(group.as_str()), None),
                [Key::Word(group), Key::Word(line)] => (Some(group.as_str()), Some(line.as_str())),
                _ => return None,
            };
            aimed(year, group, line, count)?
        }
        Value::Parts(parts) => {
            let parts = Parts::of(parts, TARGET)?;
            aimed(parts.year()?, parts.text("group"), parts.text("line"), parts.text("count")?)?
        }
        Value::Target(target) => target.clone(),
        _ => return None,
    };
    let count = target.count;
    (count >= Rational::from_integer(0) && count <= PEOPLE_LIMIT && count.is_integer()).then_some(target)
}

fn aimed(year: Option<i32>, group: Option<&str>, line: Option<&str>, count: &str) -> Option<Target> {
    let named = |name: Option<&str>| name.map(|name| name.trim().to_owned());
    let line = named(line).filter(|line| !line.is_empty());
    Some(Target { year, group: named(group), line, count: parse_number(count)? })
}

/// Parts by their names, none but those that there are.
pub(super) struct Parts<'a>(&'a BTreeMap<String, String>);

impl<'a> Parts<'a> {
    pub fn of(parts: &'a BTreeMap<String, String>, known: &[&str]) -> Option<Parts<'a>> {
        parts.keys().all(|name| known.contains(&name.as_str())).then_some(Parts(parts))
    }

    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).map(String::as_str)
    }

    fn year(&self) -> Option<Option<i32>> {
        self.text("year").map_or(Some(None), |year| parse_year(year).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<CutScore> {
        cut_score(&Value::Text(text.to_owned()))
    }

    fn cut(text: &str) -> CutScore {
        read(text).unwrap()
    }

    #[test]
    fn cut_scores_in_every_form() {
        let of = |n| Rational::from_integer(n);
        let full =
            CutScore {
                year: Some(2011), track: Some("理科".into()), name: "本二".into(), score: of(498)
            };
        assert_eq!(cut("2011/理科:本二=498"), full);
        assert_eq!(cut("462"), CutScore { year: None, track: None, name: "462".into(), score: of(462) });
        assert_eq!(cut("理科:498").track.as_deref(), Some("理科"));
        assert_eq!(cut("理科:498").name, "498");
        assert_eq!(cut("本二=498.5").score, Rational::new(997, 2));
        assert!(read("本二=高").is_none());
        assert!(read("11年/本二=5").is_none());
    }

    #[test]
    fn populations_in_every_form() {
        let count = |text: &str| population(&Value::Text(text.into())).unwrap().count;
        assert_eq!(count("683000"), Rational::from_integer(683_000));
        assert_eq!(count("2011=68.3万"), Rational::from_integer(683_000));
        assert_eq!(count("68.3万人"), Rational::from_integer(683_000));
        let group = population(&Value::Text("2011/城区=12万".into())).unwrap();
        assert_eq!((group.year, group.group.as_deref()), (Some(2011), Some("城区")));
        assert!(population(&Value::Text("-5".into())).is_none());
    }

    #[test]
    fn targets_in_every_form() {
        let of = |text: &str| target(&Value::Text(text.into()));
        let count = Rational::from_integer(120);
        let full =
            Target { year: Some(2011), group: Some("甲校".into()), line: Some("本二".into()), count };
        assert_eq!(of("2011/甲校:本二=120").unwrap(), full);
        assert_eq!(of("甲校:120").unwrap(), Target { year: None, line: None, ..full.clone() });
        assert_eq!(of("120").unwrap(), Target { year: None, group: None, line: None, count });
        assert!(of("本二=-1").is_none() && of("本二=1.5").is_none() && of("本二=many").is_none());
    }
}
