//! The arguments of an indicator, as text from the command line, the configuration or Python alike.

use std::collections::BTreeMap;

use super::registry::{Default, Indicator, Kind, Parameter};
use crate::error::{Error, Result};
use crate::exam::parse_year;
use crate::lang::{Text, nearest};
use crate::number::{Decimal, Rational, to_f64};
use crate::subjects::subject_id;

/// Argument names and their values, as text.
#[derive(Clone, Debug, PartialEq, Eq, std::default::Default)]
pub struct Arguments(BTreeMap<String, Vec<String>>);

/// A line that a score must reach, of one year and track or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct CutScore {
    pub year: Option<i32>,
    pub track: Option<String>,
    pub name: String,
    pub score: Rational,
}

/// The inhabitants of one year and group, or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    pub year: Option<i32>,
    pub group: Option<String>,
    pub count: Rational,
}

impl Arguments {
    pub fn new() -> Arguments {
        Arguments(BTreeMap::new())
    }

    pub fn set(&mut self, name: impl Into<String>, values: Vec<String>) {
        self.0.insert(name.into(), values);
    }

    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|name, _| keep(name));
    }

    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Refuses unknown names, surplus values and missing arguments, and fills in the defaults.
    pub fn checked(&self, indicator: &Indicator) -> Result<Arguments> {
        let known = || indicator.parameters.iter().map(|p| p.name);
        if let Some(name) = self.0.keys().find(|name| indicator.parameter(name).is_none()) {
            return Err(Error::UnknownArgument {
                indicator: indicator.id.to_owned(),
                argument: name.clone(),
                suggestion: nearest(name, known()),
                known: known().map(str::to_owned).collect(),
            });
        }
        let mut checked = Arguments::new();
        for parameter in indicator.parameters {
            if let Some(values) = self.values_of(parameter, indicator)? {
                checked.set(parameter.name, values);
            }
        }
        Ok(checked)
    }

    fn values_of(&self, parameter: &Parameter, indicator: &Indicator) -> Result<Option<Vec<String>>> {
        let given = self.0.get(parameter.name).filter(|values| !values.is_empty());
        match (given, parameter.default) {
            (Some(values), _) if values.len() > 1 && !parameter.many => Err(Error::InvalidArgument {
                argument: parameter.name.to_owned(),
                found: values.join(", "),
                expected: Text::new("一个值", "one value"),
            }),
            (Some(values), _) => {
                values.iter().try_for_each(|value| check_value(parameter, value))?;
                Ok(Some(values.iter().map(|value| canonical(parameter, value)).collect()))
            }
            (None, Default::Value(value)) => Ok(Some(vec![value.to_owned()])),
            (None, Default::Nothing) => Ok(None),
            (None, Default::Required) => Err(Error::MissingArgument {
                indicator: indicator.id.to_owned(),
                argument: parameter.name.to_owned(),
                expected: parameter.text,
            }),
        }
    }

    /// All values of an argument, none if it was not given.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(String::as_str)
    }

    /// A number that was checked to be one.
    pub fn number(&self, name: &str) -> Option<Rational> {
        parse_share(self.text(name)?)
    }

    /// All numbers of an argument that may be given several times.
    pub fn numbers(&self, name: &str) -> Vec<Rational> {
        self.all(name).iter().filter_map(|text| parse_share(text)).collect()
    }

    pub fn confidence(&self) -> f64 {
        self.number("confidence").map_or(0.95, to_f64)
    }

    pub fn cut_scores(&self, name: &str) -> Result<Vec<CutScore>> {
        self.all(name).iter().map(|text| parse_cut_score(name, text)).collect()
    }

    pub fn populations(&self, name: &str) -> Result<Vec<Population>> {
        self.all(name).iter().map(|text| parse_population(name, text)).collect()
    }
}

fn parse_number(text: &str) -> Option<Rational> {
    Decimal::parse(text.trim().as_bytes()).map(Decimal::to_rational)
}

/// A number or a fraction of two: a third of the candidates has no decimal.
fn parse_share(text: &str) -> Option<Rational> {
    let Some((above, below)) = text.split_once('/') else { return parse_number(text) };
    let below = parse_number(below).filter(|below| *below != Rational::from_integer(0))?;
    Some(parse_number(above)? / below)
}

/// Places of a share: enough for any use, and few enough that exact sums fit their integers.
const SHARE_LIMIT: i128 = 1_000_000_000;

/// Whether a value is of its parameter's kind.
///
/// # Errors
/// [`Error::InvalidArgument`], which says what was expected.
pub fn check_value(parameter: &Parameter, value: &str) -> Result<()> {
    let zero = Rational::from_integer(0);
    let one = Rational::from_integer(1);
    let number = parse_number(value);
    let (right, expected) = match parameter.kind {
        Kind::Share => (
            parse_share(value).is_some_and(|n| n > zero && n < one && *n.denom() <= SHARE_LIMIT),
            Text::new(
                "0 与 1 之间的数(至多九位小数)或分数,如 0.95、1/3",
                "a number between 0 and 1 (nine decimals at most) or a fraction, such as 0.95 or 1/3",
            ),
        ),
        Kind::Points | Kind::Threshold => {
            (number.is_some_and(|n| n > zero), Text::new("大于 0 的数", "a number above 0"))
        }
        Kind::Count => (
            number.is_some_and(|n| n >= one && n.is_integer()),
            Text::new("1 以上的整数", "a whole number from 1"),
        ),
        Kind::Choice(choices) => {
            let known = choices.iter().any(|(id, text)| *id == value || text.zh == value);
            (known, parameter.text)
        }
        Kind::CutScore => return parse_cut_score(parameter.name, value).map(drop),
        Kind::Population => return parse_population(parameter.name, value).map(drop),
        Kind::Subject | Kind::Name => (!value.trim().is_empty(), Text::new("一个名称", "a name")),
    };
    if right {
        return Ok(());
    }
    Err(Error::InvalidArgument { argument: parameter.name.to_owned(), found: value.to_owned(), expected })
}

/// The one spelling of a value: a choice by its id, a subject by its id.
fn canonical(parameter: &Parameter, value: &str) -> String {
    match parameter.kind {
        Kind::Choice(choices) => {
            let chosen = choices.iter().find(|(_, text)| text.zh == value);
            chosen.map_or(value, |(id, _)| *id).to_owned()
        }
        Kind::Subject => subject_id(value).to_owned(),
        _ => value.to_owned(),
    }
}

/// `[YEAR/][TRACK:][NAME=]SCORE`.
fn parse_cut_score(argument: &str, text: &str) -> Result<CutScore> {
    let fault = || Error::InvalidArgument {
        argument: argument.to_owned(),
        found: text.to_owned(),
        expected: Text::new(
            "[年份/][科类:][名称=]分数,如 462、本二=498、2011/理科:本二=498",
            "[YEAR/][TRACK:][NAME=]SCORE, such as 462, 本二=498, 2011/理科:本二=498",
        ),
    };
    let (head, score) = text.rsplit_once('=').unwrap_or(("", text));
    // A track may stand before a bare score: 理科:498.
    let (head, score) = match (head, score.rsplit_once(':')) {
        ("", Some((track, score))) => (format!("{track}:"), score),
        _ => (head.to_owned(), score),
    };
    let score_value = parse_number(score).ok_or_else(fault)?;
    let (year, rest) = match head.split_once('/') {
        Some((year, rest)) => (parse_year(year).map_err(|_| fault())?, rest),
        None => (None, head.as_str()),
    };
    let (track, name) = match rest.split_once(':') {
        Some((track, name)) => (Some(track.trim().to_owned()), name),
        None => (None, rest),
    };
    let name = if name.trim().is_empty() { score.trim() } else { name.trim() };
    Ok(CutScore { year, track, name: name.to_owned(), score: score_value })
}

/// `[YEAR[/GROUP]=]COUNT[万]`.
fn parse_population(argument: &str, text: &str) -> Result<Population> {
    let fault = || Error::InvalidArgument {
        argument: argument.to_owned(),
        found: text.to_owned(),
        expected: Text::new(
            "[年份[/分组]=]人数,如 683000、68.3万、2011=68.3万",
            "[YEAR[/GROUP]=]COUNT, such as 683000, 68.3万, 2011=68.3万",
        ),
    };
    let (head, count) = text.rsplit_once('=').unwrap_or(("", text));
    let count = count.trim().trim_end_matches('人');
    let (digits, factor) = match count.strip_suffix('万') {
        Some(digits) => (digits, 10_000),
        None => (count, 1),
    };
    let count = parse_number(digits).ok_or_else(fault)? * Rational::from_integer(factor);
    if count < Rational::from_integer(0) {
        return Err(fault());
    }
    let (year, group) = match head.split_once('/') {
        Some((year, group)) => (year, Some(group.trim().to_owned())),
        None => (head, None),
    };
    Ok(Population { year: parse_year(year).map_err(|_| fault())?, group, count })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> CutScore {
        parse_cut_score("lines", text).unwrap()
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
        assert!(parse_cut_score("lines", "本二=高").is_err());
        assert!(parse_cut_score("lines", "11年/本二=5").is_err());
    }

    #[test]
    fn populations_in_every_form() {
        let count = |text| parse_population("population", text).unwrap().count;
        assert_eq!(count("683000"), Rational::from_integer(683_000));
        assert_eq!(count("2011=68.3万"), Rational::from_integer(683_000));
        assert_eq!(count("68.3万人"), Rational::from_integer(683_000));
        let group = parse_population("population", "2011/城区=12万").unwrap();
        assert_eq!((group.year, group.group.as_deref()), (Some(2011), Some("城区")));
        assert!(parse_population("population", "-5").is_err());
    }
}
