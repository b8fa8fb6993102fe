//! Lines, targets and inhabitants as they are written in arguments.

use crate::error::{Error, Result};
use crate::exam::parse_year;
use crate::lang::Text;
use crate::number::{Decimal, Rational};
use crate::subjects::subject_id;

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

/// How many candidates should reach a line, of one year, group and line or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub year: Option<i32>,
    pub group: Option<String>,
    pub line: Option<String>,
    pub count: Rational,
}

/// Scores are no greater, and have no more than nine decimals, so that exact sums of them fit their integers.
const SCORE_LIMIT: Rational = Rational::new_raw(1_000_000, 1);
const PLACES_LIMIT: i128 = 1_000_000_000;
/// More than there are people.
const PEOPLE_LIMIT: Rational = Rational::new_raw(100_000_000_000, 1);

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

pub(super) fn parse_threshold(text: &str) -> Option<(Option<String>, Rational)> {
    match text.split_once('=') {
        None => Some((None, parse_share(text)?)),
        Some((subject, mark)) if !subject.trim().is_empty() => {
            Some((Some(subject_id(subject.trim()).to_owned()), parse_share(mark.trim())?))
        }
        Some(_) => None,
    }
}

/// `[YEAR/][TRACK:][NAME=]SCORE`.
pub(super) fn parse_cut_score(argument: &str, text: &str) -> Result<CutScore> {
    let fault = || Error::InvalidArgument {
        argument: argument.to_owned(),
        found: text.to_owned(),
        expected: Text::new(
            "[年份/][科类:][名称=]分数，如 462、本二=498、2011/理科:本二=498",
            "[YEAR/][TRACK:][NAME=]SCORE, such as 462, 本二=498, 2011/理科:本二=498",
        ),
    };
    let (head, score) = text.rsplit_once('=').unwrap_or(("", text));
    // A track may stand before a bare score: 理科:498.
    let (head, score) = match (head, score.rsplit_once(':')) {
        ("", Some((track, score))) => (format!("{track}:"), score),
        _ => (head.to_owned(), score),
    };
    let score_value = parse_number(score).filter(is_score).ok_or_else(fault)?;
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
pub(super) fn parse_population(argument: &str, text: &str) -> Result<Population> {
    let fault = || Error::InvalidArgument {
        argument: argument.to_owned(),
        found: text.to_owned(),
        expected: Text::new(
            "[年份[/分组]=]人数，如 683000、68.3万、2011=68.3万",
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
    if count < Rational::from_integer(0) || count > PEOPLE_LIMIT || *count.denom() > PLACES_LIMIT {
        return Err(fault());
    }
    let (year, group) = match head.split_once('/') {
        Some((year, group)) => (year, Some(group.trim().to_owned())),
        None => (head, None),
    };
    Ok(Population { year: parse_year(year).map_err(|_| fault())?, group, count })
}

/// `[YEAR/][GROUP:][LINE=]COUNT`.
pub(super) fn parse_target(argument: &str, text: &str) -> Result<Target> {
    let fault = || Error::InvalidArgument {
        argument: argument.to_owned(),
        found: text.to_owned(),
        expected: Text::new(
            "[年份/][分组:][线=]人数，如 120、本二=120、2011/甲校:本二=120",
            "[YEAR/][GROUP:][LINE=]COUNT, such as 120, 本二=120, 2011/甲校:本二=120",
        ),
    };
    let (head, count) = text.rsplit_once('=').unwrap_or(("", text));
    let (head, count) = match (head, count.rsplit_once(':')) {
        ("", Some((group, count))) => (format!("{group}:"), count),
        _ => (head.to_owned(), count),
    };
    let zero = Rational::from_integer(0);
    let count = parse_number(count)
        .filter(|n| *n >= zero && *n <= PEOPLE_LIMIT && n.is_integer())
        .ok_or_else(fault)?;
    let (year, rest) = match head.split_once('/') {
        Some((year, rest)) => (parse_year(year).map_err(|_| fault())?, rest),
        None => (None, head.as_str()),
    };
    let (group, line) = match rest.split_once(':') {
        Some((group, line)) => (Some(group.trim().to_owned()), line.trim()),
        None => (None, rest.trim()),
    };
    let line = (!line.is_empty()).then(|| line.to_owned());
    Ok(Target { year, group, line, count })
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

    #[test]
    fn targets_in_every_form() {
        let of = |text| parse_target("targets", text);
        let count = Rational::from_integer(120);
        let full =
            Target { year: Some(2011), group: Some("甲校".into()), line: Some("本二".into()), count };
        assert_eq!(of("2011/甲校:本二=120").unwrap(), full);
        assert_eq!(of("甲校:120").unwrap(), Target { year: None, line: None, ..full.clone() });
        assert_eq!(of("120").unwrap(), Target { year: None, group: None, line: None, count });
        assert!(of("本二=-1").is_err() && of("本二=1.5").is_err() && of("本二=many").is_err());
    }
}
