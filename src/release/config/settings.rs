//! How a file is written and what its marks count as, as far as the configuration says.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::content::{Schools, Source};
use super::files::SourceFile;

/// An option of reading, as text or as a number.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Setting {
    Number(i64),
    Text(String),
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Setting::Number(number) => number.fmt(f),
            Setting::Text(text) => text.fmt(f),
        }
    }
}

/// Rules with their places in the file: a mark, a number or a text → what it counts as.
pub type PolicyRules = BTreeMap<Spanned<String>, Spanned<String>>;

type NamedSetting<'s> = (&'static str, &'s Option<Spanned<Setting>>);

/// Sources and the files of some of them are described by the same options.
macro_rules! file_settings {
    ($($of:ty),*) => {$(
        impl $of {
            /// How the files are written, by the names of the options.
            pub fn settings(&self) -> [NamedSetting<'_>; 9] {
                [
                    ("encoding", &self.encoding),
                    ("delimiter", &self.delimiter),
                    ("quote", &self.quote),
                    ("escape", &self.escape),
                    ("decimal", &self.decimal),
                    ("header_row", &self.header_row),
                    ("header_rows", &self.header_rows),
                    ("layout", &self.layout),
                    ("believe", &self.believe),
                ]
            }
        }
    )*};
}

file_settings!(Source, SourceFile);

impl Schools {
    /// As for sources.
    pub fn settings(&self) -> [NamedSetting<'_>; 4] {
        [
            ("encoding", &self.encoding),
            ("delimiter", &self.delimiter),
            ("header_row", &self.header_row),
            ("sheet", &self.sheet),
        ]
    }
}
