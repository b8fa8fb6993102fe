//! A phrase whose places are filled.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};

use super::Clauses;
use super::phrase::{Phrase, Words};
use super::term::Term;
use crate::lang::Lang;

/// A phrase whose places are filled.
#[derive(Clone, Debug)]
pub struct Clause {
    phrase: &'static Phrase,
    terms: Vec<Term>,
}

impl PartialEq for Clause {
    fn eq(&self, other: &Clause) -> bool {
        self.phrase.id == other.phrase.id && self.terms == other.terms
    }
}

impl Eq for Clause {}

impl Hash for Clause {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.phrase.id.hash(state);
        self.terms.hash(state);
    }
}

impl From<&'static Phrase> for Clause {
    fn from(phrase: &'static Phrase) -> Clause {
        Clause { phrase, terms: Vec::new() }
    }
}

impl Clause {
    pub(super) fn new(phrase: &'static Phrase, terms: Vec<Term>) -> Clause {
        Clause { phrase, terms }
    }

    pub(super) fn is(&self, phrase: &Phrase) -> bool {
        self.phrase.id == phrase.id
    }

    pub(super) fn write(&self, words: Words, out: &mut String) {
        let mut rest = words.of(self.phrase);
        let mut next = 0;
        while let Some((before, from)) = rest.split_once('{') {
            *out += before;
            let (place, after) = from.split_once('}').unwrap_or((from, ""));
            let at = place.parse().unwrap_or(next);
            next += 1;
            rest = after;
            match self.terms.get(at) {
                // 若干 is no number: it stands without the spaces of one.
                Some(Term::Pupils(None)) if words.lang() == Lang::Zh => {
                    out.truncate(out.trim_end_matches(' ').len());
                    *out += "若干";
                    rest = rest.trim_start_matches(' ');
                }
                Some(term) => term.write(words, out),
                None => {}
            }
        }
        *out += rest;
    }

    /// What was chosen: the id of the phrase with the chosen terms, never a number found in the data.
    pub fn key(&self) -> String {
        let terms: Vec<String> = self.terms.iter().filter_map(Term::key_text).collect();
        match terms.is_empty() {
            true => self.phrase.id.to_owned(),
            false => format!("{}({})", self.phrase.id, terms.join(",")),
        }
    }

    pub(super) fn each_leaf<'c>(&'c self, visit: &mut impl FnMut(&'c Term)) {
        self.terms.iter().for_each(|term| term.each_leaf(visit));
    }

    /// Several of a kind in one clause; nothing of none.
    pub fn listed(clauses: Vec<Clause>) -> Clauses {
        match clauses.len() {
            0 | 1 => clauses.into_iter().collect(),
            _ => LISTED.with([clauses.into_iter().collect()]).into(),
        }
    }

    pub(super) fn masked(&self) -> Clause {
        Clause { phrase: self.phrase, terms: self.terms.iter().map(Term::masked).collect() }
    }
}

pub(super) fn write_all<C: Borrow<Clause>>(clauses: impl Iterator<Item = C>, words: Words, out: &mut String) {
    for (at, clause) in clauses.enumerate() {
        *out += if at == 0 { "" } else { words.lang().pick("；", "; ") };
        clause.borrow().write(words, out);
    }
}

static LISTED: Phrase = Phrase::new("listed", "{}", "{}");
