//! What the TOML reader finds wrong, told as faults of a configuration.

use std::path::Path;

use super::paths;
use crate::error::{ConfigProblem, Error};
use crate::lang::nearest;

/// A fault that the TOML reader found, with the nearest known key where one is misspelt.
pub(super) fn syntax(path: &Path, text: &str, fault: &toml::de::Error) -> Error {
    let span = fault.span().unwrap_or(0..0);
    let message = fault.message();
    let mut quoted = message.split('`').skip(1).step_by(2);
    let problem = match (message.starts_with("unknown field"), quoted.next()) {
        (true, Some(key)) => {
            ConfigProblem::UnknownKey { key: key.to_owned(), suggestion: nearest(key, quoted) }
        }
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
    }
}
