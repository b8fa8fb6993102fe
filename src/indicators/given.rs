//! What was given for the arguments of an indicator, as it was typed: texts of the command line, values of the
//! configuration or of Python. What they mean, the definition of each parameter says (`typed`).

use std::collections::BTreeMap;

use super::lines::{CutScore, Population, Target};

/// Argument names and what was given for them.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Given(BTreeMap<String, Vec<Value>>);

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number or a name; or several parts in the compact form that can be typed on a command line.
    Text(String),
    /// A value under its keys, outermost first: no character of a key means anything.
    Keyed(Vec<Key>, String),
    /// Parts by the names that the tables of the configuration have for them.
    Parts(BTreeMap<String, String>),
    /// Parts of which each may be several: `column` and the tests of its cells.
    Lists(BTreeMap<String, Vec<String>>),
    CutScore(CutScore),
    Population(Population),
    Target(Target),
}

/// What a value stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    Year(i32),
    Word(String),
}

impl Given {
    pub fn new() -> Given {
        Given::default()
    }

    /// Texts, as they stand on the command line.
    pub fn set(&mut self, name: impl Into<String>, texts: Vec<String>) {
        self.put(name, texts.into_iter().map(Value::Text).collect());
    }

    pub fn put(&mut self, name: impl Into<String>, values: Vec<Value>) {
        self.0.insert(name.into(), values);
    }

    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|name, _| keep(name));
    }

    /// The texts of an argument, which is then no longer given.
    pub fn take(&mut self, name: &str) -> Vec<String> {
        self.0.remove(name).unwrap_or_default().iter().map(Value::to_string).collect()
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All that was given for an argument.
    pub fn all(&self, name: &str) -> &[Value] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        match self.all(name).first() {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }
}

impl Value {
    /// Whether it is this word, or one of its parts is.
    pub fn names(&self, word: &str) -> bool {
        let is_word = |text: &String| text.split(['=', ':', '/']).any(|part| part.trim() == word);
        match self {
            Value::Text(text) => text == word || is_word(text),
            Value::Keyed(keys, value) => {
                is_word(value) || keys.iter().any(|key| matches!(key, Key::Word(key) if key == word))
            }
            Value::Parts(parts) => parts.values().any(is_word),
            Value::Lists(parts) => parts.values().flatten().any(is_word),
            Value::CutScore(_) | Value::Population(_) | Value::Target(_) => false,
        }
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Key::Year(year) => year.fmt(f),
            Key::Word(word) => word.fmt(f),
        }
    }
}

/// For messages: nothing reads it.
impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Text(text) => text.fmt(f),
            Value::Keyed(keys, value) => {
                let keys: Vec<String> = keys.iter().map(Key::to_string).collect();
                write!(f, "{} = {value}", keys.join(" / "))
            }
            Value::Parts(parts) => {
                let parts: Vec<String> =
                    parts.iter().map(|(name, value)| format!("{name} = {value}")).collect();
                write!(f, "{{ {} }}", parts.join(", "))
            }
            Value::Lists(parts) => {
                let parts: Vec<String> =
                    parts.iter().map(|(name, values)| format!("{name} = {}", values.join(" | "))).collect();
                write!(f, "{{ {} }}", parts.join(", "))
            }
            Value::CutScore(line) => line.fmt(f),
            Value::Population(population) => population.count.fmt(f),
            Value::Target(target) => target.count.fmt(f),
        }
    }
}
