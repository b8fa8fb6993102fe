//! The arguments of a table's indicators as the configuration holds them, each value with its place in the file.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use toml::Spanned;

use crate::indicators::given::{Key, Value};
use crate::indicators::{Given, TESTS, names_a_value};

/// Options by their names.
pub type Options = BTreeMap<Spanned<String>, Spanned<Written>>;

/// What stands in the file.
#[derive(Clone, Debug)]
pub enum Written {
    Text(String),
    List(Vec<Spanned<Written>>),
    Table(Vec<(String, Spanned<Written>)>),
}

/// What the options say, for the definition of an indicator to read.
pub fn given(options: &Options) -> Given {
    let mut given = Given::new();
    for (name, written) in options {
        given.put(name.get_ref().clone(), values(written).into_iter().map(|(_, value)| value).collect());
    }
    given
}

/// The values of an option, each with its place.
pub fn values(written: &Spanned<Written>) -> Vec<(Range<usize>, Value)> {
    match written.get_ref() {
        Written::Text(text) => vec![(written.span(), Value::Text(text.clone()))],
        Written::List(list) => list.iter().flat_map(element).collect(),
        Written::Table(table) if holds_tests(table) => vec![(written.span(), lists(table))],
        Written::Table(table) => {
            table.iter().flat_map(|(key, of_key)| keyed(&[key.as_str()], of_key)).collect()
        }
    }
}

/// Whether a table is a condition: `{ column = "班额", at_least = 56 }`.
fn holds_tests(table: &[(String, Spanned<Written>)]) -> bool {
    let has = |name: &str| table.iter().any(|(key, _)| key == name);
    has("column") && TESTS.into_iter().any(has)
}

fn lists(table: &[(String, Spanned<Written>)]) -> Value {
    let part = |(key, part): &(String, Spanned<Written>)| {
        let texts = match part.get_ref() {
            Written::List(list) => list.iter().map(|one| plain_text(one.get_ref())).collect(),
            one => vec![plain_text(one)],
        };
        (key.clone(), texts)
    };
    Value::Lists(table.iter().map(part).collect())
}

fn plain_text(written: &Written) -> String {
    written.text().map_or_else(|| written.plain(), str::to_owned)
}

/// In a list, `{ line = "本一", score = 510 }` holds the parts of one value.
fn element(written: &Spanned<Written>) -> Vec<(Range<usize>, Value)> {
    let Written::Table(table) = written.get_ref() else { return values(written) };
    if holds_tests(table) {
        return vec![(written.span(), lists(table))];
    }
    let has_value = table.iter().any(|(key, _)| names_a_value(key));
    let part = |(key, part): &(String, Spanned<Written>)| match part.get_ref() {
        Written::Text(text) => Some((key.clone(), text.clone())),
        _ => None,
    };
    match table.iter().map(part).collect::<Option<BTreeMap<_, _>>>().filter(|_| has_value) {
        Some(parts) => vec![(written.span(), Value::Parts(parts))],
        None => values(written),
    }
}

/// `{ 理科 = { 本二 = 498 } }`: the outer key first.
fn keyed(keys: &[&str], written: &Spanned<Written>) -> Vec<(Range<usize>, Value)> {
    match written.get_ref() {
        Written::Text(text) => {
            let key = |(at, word): (usize, &&str)| match word.parse() {
                Ok(year) if at == 0 && keys.len() > 1 && word.len() == 4 => Key::Year(year),
                _ => Key::Word((*word).to_owned()),
            };
            let keys = keys.iter().enumerate().map(key).collect();
            vec![(written.span(), Value::Keyed(keys, text.clone()))]
        }
        Written::List(list) => list.iter().flat_map(|one| keyed(keys, one)).collect(),
        Written::Table(table) => {
            table.iter().flat_map(|(key, inner)| keyed(&[keys, &[key.as_str()]].concat(), inner)).collect()
        }
    }
}

impl Written {
    /// As it stands in the file, wherever that is.
    pub fn plain(&self) -> String {
        match self {
            Written::Text(text) => format!("{text:?}"),
            Written::List(each) => {
                format!("{:?}", each.iter().map(|one| one.get_ref().plain()).collect::<Vec<_>>())
            }
            Written::Table(each) => {
                format!(
                    "{:?}",
                    each.iter().map(|(key, one)| (key, one.get_ref().plain())).collect::<Vec<_>>()
                )
            }
        }
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Written::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Written, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

/// How the reader of TOML hands over a date.
const DATE: &str = "$__toml_private_datetime";

impl<'de> Visitor<'de> for AnyValue {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, a list or a table")
    }

    fn visit_str<E>(self, text: &str) -> Result<Written, E> {
        Ok(Written::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Written, E> {
        Ok(Written::Text(truth.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Written, E> {
        Ok(Written::Text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Written, E> {
        // The shortest decimal of the double is what was written, up to 15 digits.
        Ok(Written::Text(toml::Value::Float(number).to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Written, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element()? {
            all.push(one);
        }
        Ok(Written::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Written, A::Error> {
        let mut all = Vec::new();
        while let Some(key) = table.next_key::<String>()? {
            if key == DATE {
                return Ok(Written::Text(table.next_value()?));
            }
            all.push((key, table.next_value()?));
        }
        Ok(Written::Table(all))
    }
}
