//! Arguments as Python hands them over.

use std::collections::BTreeMap;

use pyo3::prelude::*;

use crate::indicators::Given;
use crate::indicators::given::{Key, Value};

/// The arguments of an indicator by their names.
pub type Arguments = BTreeMap<String, Vec<One>>;

/// One value: a text, a dict of parts, or keys with what stands under them.
#[derive(FromPyObject)]
pub enum One {
    Text(String),
    Parts(BTreeMap<String, String>),
    Lists(BTreeMap<String, Vec<String>>),
    Keyed((Vec<PyKey>, String)),
}

#[derive(FromPyObject)]
pub enum PyKey {
    Year(i32),
    Word(String),
}

pub fn given(arguments: Arguments) -> Given {
    let mut given = Given::new();
    for (name, values) in arguments {
        given.put(name, values.into_iter().map(value).collect());
    }
    given
}

pub fn value(one: One) -> Value {
    match one {
        One::Text(text) => Value::Text(text),
        One::Parts(parts) => Value::Parts(parts),
        One::Lists(parts) => Value::Lists(parts),
        One::Keyed((keys, text)) => Value::Keyed(keys.into_iter().map(key).collect(), text),
    }
}

fn key(key: PyKey) -> Key {
    match key {
        PyKey::Year(year) => Key::Year(year),
        PyKey::Word(word) => Key::Word(word),
    }
}
