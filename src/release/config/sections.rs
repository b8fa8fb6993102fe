//! Which keys may stand in which section, as their types say.

use serde::de::DeserializeOwned;

use super::content::{Checks, CutScore, Headline, Population, Project, Schools, Source};
use super::files::SourceFile;
use super::inputs::Inputs;
use super::link::Link;
use super::{Disclosure, Sentence, Table};
use crate::indicators::INDICATORS;

/// The options of a table's indicators.
pub(super) const OPTIONS: &str = "[table.options]";

/// The sections in which a key may stand.
pub(super) fn sections_of(key: &str) -> Vec<&'static str> {
    let mut sections: Vec<&str> = all()
        .into_iter()
        .filter(|(_, keys)| keys.iter().any(|known| known == key))
        .map(|(id, _)| id)
        .collect();
    if INDICATORS.iter().any(|indicator| indicator.parameter(key).is_some()) {
        sections.push(OPTIONS);
    }
    sections
}

fn all() -> [(&'static str, Vec<String>); 13] {
    [
        ("[project]", keys_of::<Project>()),
        ("[checks]", keys_of::<Checks>()),
        ("[disclosure]", keys_of::<Disclosure>()),
        ("[schools]", keys_of::<Schools>()),
        ("[[source]]", keys_of::<Source>()),
        ("[[source.file]]", keys_of::<SourceFile>()),
        ("[[population]]", keys_of::<Population>()),
        ("[[cut_score]]", keys_of::<CutScore>()),
        ("[inputs]", keys_of::<Inputs>()),
        ("[headline]", keys_of::<Headline>()),
        ("[link]", keys_of::<Link>()),
        ("[[sentence]]", keys_of::<Sentence>()),
        ("[[table]]", keys_of::<Table>()),
    ]
}

/// What a section may hold: the reader lists it where it finds a key that it does not know.
fn keys_of<T: DeserializeOwned>() -> Vec<String> {
    let fault = toml::from_str::<T>("\"?\" = 0").err();
    fault.map_or_else(Vec::new, |fault| quoted(fault.message()).skip(1).map(str::to_owned).collect())
}

/// The words that a message of the reader names.
pub(super) fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}
