//! What was given becomes arguments of the types that the indicator's definition declares: the one place where a
//! value is read, whoever gave it.

use super::arguments::{Arguments, Number, Pair, Threshold, Values};
use super::condition::condition;
use super::declared::{band, linking_error};
use super::definition::{Default, Indicator, Kind, Parameter};
use super::given::{Given, Key, Value};
use super::written::{cut_score, is_score, parse_number, parse_share, population, target};
use crate::error::{Error, Result};
use crate::lang::{Text, nearest};
use crate::number::Rational;
use crate::subjects::subject_id;

impl Given {
    /// Refuses unknown names, surplus values and missing arguments, and fills in the defaults.
    pub fn typed(&self, indicator: &Indicator) -> Result<Arguments> {
        let known = || indicator.parameters.iter().map(|p| p.name);
        if let Some(name) = self.names().find(|name| indicator.parameter(name).is_none()) {
            return Err(Error::UnknownArgument {
                indicator: indicator.id.to_owned(),
                argument: name.to_owned(),
                suggestion: nearest(name, known()),
                known: known().map(str::to_owned).collect(),
            });
        }
        let mut arguments = Arguments::default();
        for parameter in indicator.parameters {
            match (self.all(parameter.name), parameter.default) {
                ([], Default::Value(value)) => {
                    arguments.set(parameter.name, typed(parameter, &[Value::Text(value.to_owned())])?);
                }
                ([], Default::Nothing) => {}
                ([], Default::Required) => {
                    return Err(Error::MissingArgument {
                        indicator: indicator.id.to_owned(),
                        argument: parameter.name.to_owned(),
                        expected: parameter.text,
                    });
                }
                (values, _) => arguments.set(parameter.name, typed(parameter, values)?),
            }
        }
        Ok(arguments)
    }
}

/// The values of one parameter.
///
/// # Errors
/// [`Error::InvalidArgument`] for the first that is not of its kind, which says what was expected.
pub fn typed(parameter: &Parameter, values: &[Value]) -> Result<Values> {
    let fault = |found: String, expected| Error::InvalidArgument {
        argument: parameter.name.to_owned(),
        found,
        expected,
    };
    if values.len() > 1 && !parameter.many {
        let found: Vec<String> = values.iter().map(Value::to_string).collect();
        return Err(fault(found.join(", "), Text::new("一个值", "one value")));
    }
    let bad = |value: &Value| fault(value.to_string(), expected(parameter, value));
    Ok(match parameter.kind {
        Kind::Choice(choices) => Values::Words(each(values, |value| chosen(choices, value), bad)?),
        Kind::Subject => {
            Values::Words(each(values, |value| Some(subject_id(&word(value)?).to_owned()), bad)?)
        }
        Kind::Name => Values::Words(each(values, word, bad)?),
        Kind::Pair => Values::Pairs(each(values, pair, bad)?),
        Kind::Weight => Values::Weights(each(values, weight, bad)?),
        Kind::Band => Values::Bands(each(values, band, bad)?),
        Kind::LinkingError => Values::LinkingErrors(each(values, linking_error, bad)?),
        Kind::Condition => Values::Conditions(each(values, condition, bad)?),
        Kind::Thresholds => Values::Thresholds(each(values, threshold, bad)?),
        Kind::CutScore => Values::CutScores(each(values, cut_score, bad)?),
        Kind::Population => Values::Populations(each(values, population, bad)?),
        Kind::Target => Values::Targets(each(values, target, bad)?),
        Kind::Share
        | Kind::Probability
        | Kind::Number
        | Kind::Positive
        | Kind::Points
        | Kind::Threshold
        | Kind::Count
        | Kind::Repeats => Values::Numbers(each(values, |value| number(parameter.kind, value), bad)?),
    })
}

fn each<T>(
    values: &[Value],
    read: impl Fn(&Value) -> Option<T>,
    bad: impl Fn(&Value) -> Error,
) -> Result<Vec<T>> {
    values.iter().map(|value| read(value).ok_or_else(|| bad(value))).collect()
}

fn chosen(choices: &[(&'static str, Text)], value: &Value) -> Option<String> {
    let Value::Text(word) = value else { return None };
    let choice = choices.iter().find(|(id, text)| id == word || text.zh == word)?;
    Some(choice.0.to_owned())
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        // Some names are written with what they stand for.
        Value::Keyed(keys, value) => match &keys[..] {
            [Key::Word(name)] => Some(format!("{name}={value}")),
            _ => None,
        },
        _ => None,
    }
}

/// `NAME=VALUE` taken apart, or a value without a name.
fn named<'a>(
    value: &'a Value,
    split: fn(&'a str) -> Option<(&'a str, &'a str)>,
) -> Option<(Option<&'a str>, &'a str)> {
    match value {
        Value::Text(text) => {
            Some(split(text).map_or((None, text.as_str()), |(name, value)| (Some(name.trim()), value)))
        }
        Value::Keyed(keys, value) => match &keys[..] {
            [Key::Word(name)] => Some((Some(name.trim()), value)),
            _ => None,
        },
        _ => None,
    }
}

fn pair(value: &Value) -> Option<Pair> {
    let (name, text) = named(value, |text| text.split_once('='))?;
    let name = name.filter(|name| !name.is_empty()).map(str::to_owned);
    (name.is_some() || !text.trim().is_empty()).then(|| Pair { name, text: text.to_owned() })
}

/// Above 0: a header may itself hold `=`, a weight does not.
fn weight(value: &Value) -> Option<(String, Number)> {
    let (header, written) = named(value, |text| text.rsplit_once('='))?;
    let header = header.filter(|header| !header.is_empty())?;
    let written = written.trim().to_owned();
    let value = parse_number(&written).filter(|weight| *weight > Rational::from_integer(0))?;
    Some((header.to_owned(), Number { value, written }))
}

fn threshold(value: &Value) -> Option<Threshold> {
    let (subject, mark) = named(value, |text| text.split_once('='))?;
    let mark = parse_share(mark.trim()).filter(|mark| *mark > Rational::from_integer(0) && is_score(mark))?;
    (subject != Some("")).then(|| (subject.map(|subject| subject_id(subject).to_owned()), mark))
}

/// Places of a share: enough for any use, and few enough that exact sums fit their integers.
const SHARE_LIMIT: i128 = 1_000_000_000;
const COUNT_LIMIT: Rational = Rational::new_raw(1_000_000_000, 1);
/// Up to here quantiles of t keep their digits.
const POSITIVE_LIMIT: Rational = Rational::new_raw(1_000_000_000_000, 1);
const REPEATS_LIMIT: Rational = Rational::new_raw(100_000, 1);

fn number(kind: Kind, value: &Value) -> Option<Number> {
    let Value::Text(written) = value else { return None };
    let (zero, one) = (Rational::from_integer(0), Rational::from_integer(1));
    let is_share = matches!(kind, Kind::Share | Kind::Probability);
    let value = if is_share { parse_share(written) } else { parse_number(written) }?;
    let right = match kind {
        Kind::Share => value > zero && value < one && *value.denom() <= SHARE_LIMIT,
        Kind::Probability => value >= zero && value <= one && *value.denom() <= SHARE_LIMIT,
        Kind::Number => is_score(&value),
        Kind::Positive => value > zero && value <= POSITIVE_LIMIT,
        Kind::Points | Kind::Threshold => value > zero && is_score(&value),
        Kind::Count => value >= one && value <= COUNT_LIMIT && value.is_integer(),
        Kind::Repeats => value >= one && value <= REPEATS_LIMIT && value.is_integer(),
        _ => false,
    };
    right.then(|| Number { value, written: written.clone() })
}

/// What a value should have been: in the form in which it was given.
fn expected(parameter: &Parameter, value: &Value) -> Text {
    let typed = matches!(value, Value::Text(_));
    match parameter.kind {
        Kind::Share => Text::new(
            "0 与 1 之间的数（至多九位小数）或分数，如 0.95、1/3",
            "a number between 0 and 1 (nine decimals at most) or a fraction, such as 0.95 or 1/3",
        ),
        Kind::Probability => Text::new(
            "0 至 1 的数（至多九位小数）或分数，如 0.25、1/3",
            "a number from 0 to 1 (nine decimals at most) or a fraction, such as 0.25 or 1/3",
        ),
        Kind::Number => Text::new("一个数", "a number"),
        Kind::Positive => {
            Text::new("大于 0 的数（不超过 1000000000000）", "a number above 0 (1,000,000,000,000 at most)")
        }
        Kind::Points | Kind::Threshold => Text::new(
            "大于 0 的数（不超过 1000000，至多九位小数）",
            "a number above 0 (1,000,000 and nine decimals at most)",
        ),
        Kind::Count => Text::new("1 至 1000000000 的整数", "a whole number from 1 to 1,000,000,000"),
        Kind::Repeats => Text::new("1 至 100000 的整数", "a whole number from 1 to 100,000"),
        Kind::Choice(_) => parameter.text,
        Kind::Thresholds => Text::new(
            "大于 0 的数，或 科目=数（如 数学=70）",
            "a number above 0, or SUBJECT=NUMBER such as mathematics=70",
        ),
        Kind::Subject | Kind::Name => Text::new("一个名称", "a name"),
        Kind::Pair => Text::new("一个名称，或 名称=名称", "a name, or NAME=NAME"),
        Kind::Weight => Text::new("表头=大于 0 的权重，每列一次", "HEADER=WEIGHT above 0, each column once"),
        Kind::Band => Text::new(
            "名称=份额:最高分-最低分 或 名称=份额:分数，如 A=15:100-86、1=5:70；或 name、share、high、low 各项",
            "NAME=SHARE:HIGH-LOW or NAME=SHARE:SCORE, such as A=15:100-86 or 1=5:70; or the parts name, share, high, low",
        ),
        Kind::LinkingError => Text::new(
            "[科目:][前一轮/后一轮=]误差，如 3.74、2018/2022=1.47；或 subject、earlier、later、error 各项",
            "[SUBJECT:][EARLIER/LATER=]ERROR, such as 3.74 or 2018/2022=1.47; or the parts subject, earlier, later, error",
        ),
        Kind::Condition => Text::new(
            "表头 条件 值，如 班额 at_least 56、状态 is 已交付|在建、日期 from 2011-01-01；或 { column = \"班额\", at_least = 56 }（at_least、at_most、is、is_not、from、until）",
            "HEADER TEST VALUE, such as 班额 at_least 56, 状态 is 已交付|在建, 日期 from 2011-01-01; or { column = \"班额\", at_least = 56 } (at_least, at_most, is, is_not, from, until)",
        ),
        Kind::CutScore if typed => Text::new(
            "[年份/][科类:][名称=]分数，如 462、本二=498、2011/理科:本二=498；名称中有 / : = 的，写在配置文件的 [[cut_score]] 里，或从 Python 用字典给出",
            "[YEAR/][TRACK:][NAME=]SCORE, such as 462, 本二=498, 2011/理科:本二=498; names with / : = go into [[cut_score]] of the configuration, or a dict in Python",
        ),
        Kind::CutScore => Text::new(
            "分数，写在名称、（科类，名称）、（年份，名称）或（年份，科类，名称）之下，如 本二 → 498；或 line、track、year、score 各项",
            "a score under its name, (track, name), (year, name) or (year, track, name), such as 本二 → 498; or the parts line, track, year, score",
        ),
        Kind::Population if typed => Text::new(
            "[年份[/分组]=]人数，如 683000、68.3万、2011=68.3万",
            "[YEAR[/GROUP]=]COUNT, such as 683000, 68.3万, 2011=68.3万",
        ),
        Kind::Population => Text::new(
            "人数（不小于 0），写在年份、分组或（年份，分组）之下；或 year、group、count 各项",
            "a count of 0 or more under a year, a group or (year, group); or the parts year, group, count",
        ),
        Kind::Target if typed => Text::new(
            "[年份/][分组:][线=]人数，如 120、本二=120、2011/甲校:本二=120；名称中有 / : = 的，写在配置文件所指的目标表里，或从 Python 用字典给出",
            "[YEAR/][GROUP:][LINE=]COUNT, such as 120, 本二=120, 2011/甲校:本二=120; names with / : = go into the table of targets that the configuration names, or a dict in Python",
        ),
        Kind::Target => Text::new(
            "人数（整数），写在分组、（分组，线）或（年份，分组，线）之下；或 year、group、line、count 各项",
            "a whole number under a group, (group, line) or (year, group, line); or the parts year, group, line, count",
        ),
    }
}
