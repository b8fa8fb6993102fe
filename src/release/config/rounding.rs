//! Rounding of counts instead of hiding small ones, as the configuration asks for it.

use serde::Deserialize;

use super::{Config, Disclosure, Profile};
use crate::error::Result;
use crate::lang::Text;

/// How small counts are kept from being known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// They are hidden, and others with them.
    #[default]
    Suppression,
    /// All counts are rounded to multiples of a base.
    Rounding,
}

/// What counts are rounded to multiples of, unless something else is asked for.
const BASE: u64 = 5;
/// A base below this would tell counts all but exactly.
const LEAST_BASE: u64 = 3;
const MOST_BASE: u64 = 100;

impl Disclosure {
    /// What counts are rounded to multiples of, where they are.
    pub fn base(&self) -> Option<u64> {
        let base = self.base.as_ref().map_or(BASE, |base| *base.get_ref());
        (self.method == Method::Rounding && self.profile == Profile::Public).then_some(base)
    }
}

impl Config {
    /// A public release that hides nothing is an internal one.
    pub(super) fn check_protects(&self) -> Result<()> {
        let disclosure = &self.content.disclosure;
        let idle = match disclosure.protection {
            _ if disclosure.profile == Profile::Internal => return Ok(()),
            _ if disclosure.minimum_cell == 1 => ("minimum_cell", "1"),
            Some(0) if disclosure.base().is_none() => ("protection", "0"),
            _ => return Ok(()),
        };
        let (key, found) = idle;
        let at = self.text.find(key).unwrap_or(0);
        let expected = Text::new(
            "会隐去小格的值（minimum_cell 从 2 起，protection 从 1 起）；什么也不隐去的报表请写 profile = \"internal\"",
            "a value that hides something (minimum_cell from 2, protection from 1); for a release that hides nothing say profile = \"internal\"",
        );
        Err(self.bad(at..at + key.len(), found, expected))
    }

    /// A base that hides something, and only where counts are rounded to its multiples.
    pub(super) fn check_rounding(&self) -> Result<()> {
        let disclosure = &self.content.disclosure;
        let is_rounding = disclosure.method == Method::Rounding;
        if is_rounding && disclosure.protection.is_some() {
            let key = "protection";
            let at = self.text.find(key).unwrap_or(0);
            let expected = Text::new(
                "取整时不用 protection：可推出的范围由 base 决定",
                "no `protection` where counts are rounded: `base` says how wide ranges are",
            );
            return Err(self.bad(at..at + key.len(), "", expected));
        }
        if let Some(base) = &disclosure.base {
            let expected = match is_rounding {
                true if (LEAST_BASE..=MOST_BASE).contains(base.get_ref()) => return Ok(()),
                true => Text::new("3 至 100 的整数", "a whole number from 3 to 100"),
                false => {
                    Text::new("只与 method = \"rounding\" 同用", "only together with method = \"rounding\"")
                }
            };
            return Err(self.bad(base.span(), &base.get_ref().to_string(), expected));
        }
        Ok(())
    }
}
