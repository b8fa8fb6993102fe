//! Arguments held to the definition of their indicator.

use super::arguments::Arguments;
use super::definition::{Default, Indicator, Kind, Parameter};
use super::written::{
    is_score, parse_cut_score, parse_number, parse_population, parse_share, parse_target, parse_threshold,
};
use crate::error::{Error, Result};
use crate::lang::{Text, nearest};
use crate::number::Rational;
use crate::subjects::subject_id;

impl Arguments {
    /// Refuses unknown names, surplus values and missing arguments, and fills in the defaults.
    pub fn checked(&self, indicator: &Indicator) -> Result<Arguments> {
        let known = || indicator.parameters.iter().map(|p| p.name);
        if let Some(name) = self.names().find(|name| indicator.parameter(name).is_none()) {
            return Err(Error::UnknownArgument {
                indicator: indicator.id.to_owned(),
                argument: name.to_owned(),
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
        let given = Some(self.all(parameter.name)).filter(|values| !values.is_empty());
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
}

/// Places of a share: enough for any use, and few enough that exact sums fit their integers.
const SHARE_LIMIT: i128 = 1_000_000_000;
const COUNT_LIMIT: Rational = Rational::new_raw(1_000_000_000, 1);
/// Up to here quantiles of t keep their digits.
const POSITIVE_LIMIT: Rational = Rational::new_raw(1_000_000_000_000, 1);
const REPEATS_LIMIT: Rational = Rational::new_raw(100_000, 1);

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
                "0 与 1 之间的数（至多九位小数）或分数，如 0.95、1/3",
                "a number between 0 and 1 (nine decimals at most) or a fraction, such as 0.95 or 1/3",
            ),
        ),
        Kind::Probability => (
            parse_share(value).is_some_and(|n| n >= zero && n <= one && *n.denom() <= SHARE_LIMIT),
            Text::new(
                "0 至 1 的数（至多九位小数）或分数，如 0.25、1/3",
                "a number from 0 to 1 (nine decimals at most) or a fraction, such as 0.25 or 1/3",
            ),
        ),
        Kind::Number => (number.is_some_and(|n| is_score(&n)), Text::new("一个数", "a number")),
        Kind::Positive => (
            number.is_some_and(|n| n > zero && n <= POSITIVE_LIMIT),
            Text::new("大于 0 的数（不超过 1000000000000）", "a number above 0 (1,000,000,000,000 at most)"),
        ),
        Kind::Points | Kind::Threshold => (
            number.is_some_and(|n| n > zero && is_score(&n)),
            Text::new(
                "大于 0 的数（不超过 1000000，至多九位小数）",
                "a number above 0 (1,000,000 and nine decimals at most)",
            ),
        ),
        Kind::Count => (
            number.is_some_and(|n| n >= one && n <= COUNT_LIMIT && n.is_integer()),
            Text::new("1 至 1000000000 的整数", "a whole number from 1 to 1,000,000,000"),
        ),
        Kind::Repeats => (
            number.is_some_and(|n| n >= one && n <= REPEATS_LIMIT && n.is_integer()),
            Text::new("1 至 100000 的整数", "a whole number from 1 to 100,000"),
        ),
        Kind::Choice(choices) => {
            let known = choices.iter().any(|(id, text)| *id == value || text.zh == value);
            (known, parameter.text)
        }
        Kind::Thresholds => (
            parse_threshold(value).is_some_and(|(_, n)| n > zero && is_score(&n)),
            Text::new(
                "大于 0 的数，或 科目=数（如 数学=70）",
                "a number above 0, or SUBJECT=NUMBER such as mathematics=70",
            ),
        ),
        Kind::CutScore => return parse_cut_score(parameter.name, value).map(drop),
        Kind::Population => return parse_population(parameter.name, value).map(drop),
        Kind::Target => return parse_target(parameter.name, value).map(drop),
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
        Kind::Thresholds => match value.split_once('=') {
            Some((subject, mark)) => format!("{}={}", subject_id(subject.trim()), mark.trim()),
            None => value.to_owned(),
        },
        _ => value.to_owned(),
    }
}
