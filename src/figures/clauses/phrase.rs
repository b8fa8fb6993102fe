//! Words in both languages, with places for what a figure fills in.

use std::collections::HashMap;

use super::clause::Clause;
use super::term::Term;
use crate::lang::Lang;
use crate::threads::Lazy;

/// Words in both languages with places `{}` for terms, in the order of the terms; `{0}`, `{1}` where a language has
/// another order. It stands beside the computation that it describes.
#[derive(Debug)]
pub struct Phrase {
    /// Stable while the words change: years are compared by it, and earlier releases recognised.
    pub id: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

impl Phrase {
    pub const fn new(id: &'static str, zh: &'static str, en: &'static str) -> Phrase {
        Phrase { id, zh, en }
    }

    /// The phrase with its places filled.
    pub fn with<const N: usize>(&'static self, terms: [Term; N]) -> Clause {
        Clause::new(self, terms.into())
    }
}

/// The words in which clauses are written.
#[derive(Clone, Copy)]
pub(super) enum Words {
    Now(Lang),
    /// English, as it was when releases said conventions by their words alone.
    First,
}

impl Words {
    pub fn lang(self) -> Lang {
        match self {
            Words::Now(lang) => lang,
            Words::First => Lang::En,
        }
    }

    pub fn of(self, phrase: &'static Phrase) -> &'static str {
        match self {
            Words::Now(lang) => lang.pick(phrase.zh, phrase.en),
            Words::First => FIRST.get(phrase.id).copied().unwrap_or(phrase.en),
        }
    }
}

/// Ids of phrases with the English that they had in releases up to 0.2.0, which have no column of keys. Frozen: by
/// these words such releases are recognised, whatever becomes of the phrases.
static FIRST: Lazy<HashMap<&str, &str>> =
    Lazy::new(|| include_str!("first_words.tsv").lines().filter_map(|line| line.split_once('\t')).collect());
