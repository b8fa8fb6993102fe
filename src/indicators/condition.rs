//! Conditions on the cells of a small table as they are written in arguments, and days.

use super::given::Value;
use super::written::parse_number;
use crate::number::Rational;

/// What the cells of one column must be; of several tests, all.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub column: String,
    pub tests: Vec<Test>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    AtLeast(Rational, String),
    AtMost(Rational, String),
    Is(Vec<String>),
    IsNot(Vec<String>),
    From(Days),
    Until(Days),
}

/// A day, or all days of a month or year, each as year, month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    first: (u32, u32, u32),
    last: (u32, u32, u32),
}

pub const TESTS: [&str; 6] = ["at_least", "at_most", "is", "is_not", "from", "until"];

/// A condition, however it was given: `COLUMN TEST VALUE`, or the parts `column` and tests.
pub(super) fn condition(value: &Value) -> Option<Condition> {
    match value {
        Value::Text(text) => {
            let (at, name) = TESTS
                .into_iter()
                .filter_map(|name| Some((text.find(&format!(" {name} "))?, name)))
                .min_by_key(|(at, name)| (*at, std::cmp::Reverse(name.len())))?;
            let values: Vec<String> =
                text[at + name.len() + 2..].split('|').map(|one| one.trim().to_owned()).collect();
            let column = text[..at].trim().to_owned();
            (!column.is_empty()).then_some(Condition { column, tests: vec![test(name, &values)?] })
        }
        Value::Parts(parts) => {
            let parts = parts.iter().map(|(name, value)| (name.clone(), vec![value.clone()]));
            condition(&Value::Lists(parts.collect()))
        }
        Value::Lists(parts) => {
            let [column] = &parts.get("column")?[..] else { return None };
            let tests = parts.iter().filter(|(name, _)| *name != "column");
            let tests: Vec<Test> = tests.map(|(name, values)| test(name, values)).collect::<Option<_>>()?;
            let column = column.trim().to_owned();
            (!tests.is_empty() && !column.is_empty()).then_some(Condition { column, tests })
        }
        _ => None,
    }
}

fn test(name: &str, values: &[String]) -> Option<Test> {
    if values.iter().any(|value| value.trim().is_empty()) {
        return None;
    }
    let one = || if let [one] = values { Some(one.trim()) } else { None };
    let number = || {
        let written = one()?.to_owned();
        Some((parse_number(&written)?, written))
    };
    let texts = || values.iter().map(|value| value.trim().to_owned()).collect();
    Some(match name {
        "at_least" => number().map(|(least, written)| Test::AtLeast(least, written))?,
        "at_most" => number().map(|(most, written)| Test::AtMost(most, written))?,
        "is" => Test::Is(Some(texts()).filter(|texts: &Vec<String>| !texts.is_empty())?),
        "is_not" => Test::IsNot(Some(texts()).filter(|texts: &Vec<String>| !texts.is_empty())?),
        "from" => Test::From(Days::read(one()?)?),
        "until" => Test::Until(Days::read(one()?)?),
        _ => return None,
    })
}

impl Days {
    /// `2011-09-01`, `2011/9/1`, `2011.9.1`, `2011年9月1日`, `20110901`, a month or a year of these.
    pub fn read(text: &str) -> Option<Days> {
        // A time of day behind it does not matter.
        let text = text.trim().split([' ', 'T']).next()?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = match text.len() {
            8 if digits => vec![&text[..4], &text[4..6], &text[6..]],
            _ => {
                let whole = text.strip_suffix(['日', '号', '月', '年']).unwrap_or(text);
                whole.split(['-', '/', '.', '年', '月']).collect()
            }
        };
        let number = |part: &&str| {
            let right = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u32>().ok().filter(|_| right)
        };
        let numbers: Vec<u32> = parts.iter().map(number).collect::<Option<_>>()?;
        let year = *numbers.first().filter(|year| (1000..=9999).contains(*year))?;
        let month = numbers.get(1).copied();
        let day = numbers.get(2).copied();
        if numbers.len() > 3 || month.is_some_and(|month| !(1..=12).contains(&month)) {
            return None;
        }
        let last_of = |month| last_day(year, month);
        if day.is_some_and(|day| day < 1 || day > last_of(month.unwrap_or(1))) {
            return None;
        }
        let to = month.unwrap_or(12);
        Some(Days {
            first: (year, month.unwrap_or(1), day.unwrap_or(1)),
            last: (year, to, day.unwrap_or_else(|| last_of(to))),
        })
    }

    pub fn year(self) -> i32 {
        self.first.0 as i32
    }

    pub fn first(self) -> (u32, u32, u32) {
        self.first
    }

    pub fn last(self) -> (u32, u32, u32) {
        self.last
    }

    pub fn text(self) -> String {
        let ((year, month, day), (_, to, last)) = (self.first, self.last);
        match (month == to, day == last) {
            (true, true) => format!("{year}-{month:02}-{day:02}"),
            (true, false) => format!("{year}-{month:02}"),
            _ => year.to_string(),
        }
    }
}

fn last_day(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
