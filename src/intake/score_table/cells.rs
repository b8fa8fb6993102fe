//! Scores, ranges of scores and counts as published tables write them.

use num_traits::Zero;

use super::super::ReadOptions;
use super::super::text::narrow;
use crate::number::{Decimal, Rational};
use crate::subjects::{TOTAL, find_subject};

/// Where nobody says how high the best scores are: above any full mark.
pub const NO_END: i128 = 9999;

/// A count: `31`, `31.0` as libraries write a column with gaps, `1,205`, `31人`.
pub fn count(text: &str) -> Option<u64> {
    let text = narrow(text);
    let text = text.trim().trim_end_matches('人').trim_end();
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    let mut parts = whole.split(',');
    let first = parts.next().filter(|first| !first.is_empty())?;
    let rest: Vec<&str> = parts.collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let in_threes =
        rest.iter().all(|part| part.len() == 3 && digits(part)) && (rest.is_empty() || first.len() <= 3);
    (digits(&first) && in_threes).then(|| [&[first], &rest[..]].concat().concat().parse().ok()).flatten()
}

/// What is declared of the total.
pub fn of_total(map: &std::collections::BTreeMap<String, Rational>) -> Option<Rational> {
    map.iter().find(|(subject, _)| find_subject(subject) == Some(TOTAL)).map(|(_, value)| *value)
}

/// The lowest and the highest score that a cell stands for; `previous` is the lowest of the row above.
pub fn scores(text: &str, previous: Option<Rational>, options: &ReadOptions) -> Option<(Rational, Rational)> {
    let text: String = narrow(text).chars().filter(|c| !c.is_whitespace() && *c != '分').collect();
    let number =
        |text: &str| Some(Decimal::parse(text.as_bytes())?.to_rational()).filter(|n| *n >= Rational::zero());
    let and_above = ["及以上", "以上", "+"].iter().find_map(|ending| text.strip_suffix(ending));
    if let Some(low) = and_above.or_else(|| ["≥", ">="].iter().find_map(|sign| text.strip_prefix(sign))) {
        let low = number(low)?;
        let top = of_total(&options.full_marks).unwrap_or(Rational::from_integer(NO_END));
        return Some((low, top.max(low)));
    }
    if let Some(high) = text.strip_suffix("及以下").or_else(|| text.strip_prefix('≤')) {
        return Some((Rational::zero(), number(high)?));
    }
    if let Some(high) = text.strip_suffix("以下") {
        let high = number(high)?;
        // Where the row above already holds this score, 以下 leaves it out.
        let step = of_total(&options.steps).unwrap_or_else(|| Rational::from_integer(1));
        let high = if previous == Some(high) { high - step } else { high };
        return Some((Rational::zero(), high)).filter(|_| high >= Rational::zero());
    }
    if let Some((one, other)) = text.split_once(['-', '—', '–', '~', '至']) {
        let (one, other) = (number(one)?, number(other)?);
        return Some((one.min(other), one.max(other)));
    }
    number(&text).map(|score| (score, score))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, previous: Option<i128>) -> Option<(i128, i128)> {
        let previous = previous.map(Rational::from_integer);
        let (low, high) = scores(text, previous, &ReadOptions::default())?;
        Some((low.to_integer(), high.to_integer()))
    }

    #[test]
    fn scores_and_ranges() {
        assert_eq!(of("600", None), Some((600, 600)));
        assert_eq!(of("600.0", None), Some((600, 600)));
        assert_eq!(of("689-750", None), Some((689, 750)));
        assert_eq!(of("750 — 689分", None), Some((689, 750)));
        assert_eq!(of("689分及以上", None), Some((689, NO_END)));
        assert_eq!(of("≥689", None), Some((689, NO_END)));
        assert_eq!(of("220以下", Some(220)), Some((0, 219)));
        assert_eq!(of("220以下", Some(221)), Some((0, 220)));
        assert_eq!(of("-5", None), None);
        assert_eq!(of("高分", None), None);
    }

    #[test]
    fn counts_as_they_are_written() {
        for (text, expected) in
            [("31", 31), ("31.0", 31), ("1,205", 1205), ("１，２０５", 1205), ("1,101,205人", 1_101_205)]
        {
            assert_eq!(count(text), Some(expected), "{text}");
        }
        for text in ["", "31.5", "12,05", "1205,000", ",205", "-3", "1e3", "31."] {
            assert_eq!(count(text), None, "{text}");
        }
    }
}
