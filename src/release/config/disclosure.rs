//! What a configuration says of disclosure control: for whom the release is, and the limits.

use serde::Deserialize;
use toml::Spanned;

use super::rounding::Method;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Small cells are hidden.
    #[default]
    Public,
    /// Nothing is hidden; every table says so.
    Internal,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Disclosure {
    pub profile: Profile,
    pub method: Method,
    /// What counts are rounded to multiples of; 5 unless given.
    pub base: Option<Spanned<u64>>,
    pub minimum_cell: u64,
    /// What a reader can tell of a hidden count must leave a range wider than this; half the minimum cell unless
    /// given.
    pub protection: Option<u64>,
    /// Rates of exactly 0 and 100 % are hidden in groups of fewer; twice the minimum cell unless given.
    pub whole_group: Option<u64>,
    /// Tables that are never hidden for the sake of others.
    pub keep: Vec<Spanned<String>>,
    /// Folders of earlier releases; those beside the release unless given.
    pub earlier: Option<Vec<String>>,
    /// Whether a public release may rank schools.
    pub rank_schools: bool,
}

impl Default for Disclosure {
    fn default() -> Disclosure {
        Disclosure {
            profile: Profile::Public,
            method: Method::default(),
            base: None,
            minimum_cell: 10,
            protection: None,
            whole_group: None,
            keep: Vec::new(),
            earlier: None,
            rank_schools: false,
        }
    }
}

impl Disclosure {
    /// All settings, wherever they stand in the file.
    pub fn described(&self) -> String {
        let keep: Vec<&String> = self.keep.iter().map(Spanned::get_ref).collect();
        let limits = (self.minimum_cell, self.protection(), self.whole_group(), self.base());
        format!("{:?} {limits:?} {keep:?} {:?}", self.profile, self.earlier)
    }

    pub fn protection(&self) -> u64 {
        self.protection.unwrap_or(self.minimum_cell / 2)
    }

    pub fn whole_group(&self) -> u64 {
        self.whole_group.unwrap_or(2 * self.minimum_cell)
    }
}
