//! What the TOML reader finds wrong, told as faults of a configuration.

use std::path::Path;

use super::paths;
use super::sections::{quoted, sections_of};
use crate::error::{ConfigProblem, Error};
use crate::lang::nearest;

/// A fault that the TOML reader found, with the nearest known key where one is misspelt.
pub(super) fn syntax(path: &Path, text: &str, fault: &toml::de::Error) -> Error {
    let span = fault.span().unwrap_or(0..0);
    let message = fault.message();
    let mut quoted = quoted(message);
    let problem = match (message.starts_with("unknown field"), quoted.next()) {
        (true, Some(key)) => unknown_key(key, &quoted.collect::<Vec<_>>()),
        _ => match message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
            Some(key) => ConfigProblem::Missing { key: key.to_owned() },
            None if paths::is_escape(message) => ConfigProblem::BadValue {
                found: text.get(span.clone()).unwrap_or("\\").to_owned(),
                expected: paths::IN_QUOTES,
            },
            None => ConfigProblem::Syntax { detail: message.to_owned() },
        },
    };
    Error::Config {
        file: path.display().to_string(),
        text: text.to_owned(),
        offset: span.start,
        length: span.len(),
        problem,
        more: Vec::new(),
    }
}

/// A key that is not known where it stands.
pub(super) fn unknown_key(key: &str, known: &[&str]) -> ConfigProblem {
    ConfigProblem::UnknownKey {
        key: key.to_owned(),
        suggestion: nearest(key, known.iter().copied()),
        sections: sections_of(key),
        known: known.iter().map(|key| (*key).to_owned()).collect(),
    }
}
