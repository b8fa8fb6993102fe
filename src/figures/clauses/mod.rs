//! What is said of a figure: how it was computed and what was noticed. Fixed words in both languages, with typed terms
//! in their places, so that they can be compared, masked and written without being read back.

mod clause;
mod phrase;
mod term;
mod texts;

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

pub use clause::Clause;
use clause::write_all;
pub use phrase::Phrase;
use phrase::Words;
pub use term::{Numeral, Term};
pub use texts::Texts;

use super::label::Label;
use crate::lang::Lang;

/// What is said of a figure, clause by clause: its convention, or the remarks on it. Cheap to clone.
#[derive(Clone, Default)]
pub struct Clauses(Held);

#[derive(Clone, Default)]
enum Held {
    #[default]
    None,
    /// Most figures say one phrase, which needs no memory of its own.
    One(&'static Phrase),
    Some(Arc<[Clause]>),
}

impl Clauses {
    pub fn is_empty(&self) -> bool {
        matches!(self.0, Held::None)
    }

    fn each(&self) -> impl Iterator<Item = Cow<'_, Clause>> {
        let (one, some): (Option<&'static Phrase>, &[Clause]) = match &self.0 {
            Held::None => (None, &[]),
            Held::One(phrase) => (Some(phrase), &[]),
            Held::Some(clauses) => (None, clauses),
        };
        let one = one.map(|phrase| Cow::Owned(Clause::from(phrase)));
        one.into_iter().chain(some.iter().map(Cow::Borrowed))
    }

    /// These and then others.
    pub fn and(&self, others: impl Into<Clauses>) -> Clauses {
        let others = others.into();
        match (&self.0, &others.0) {
            (_, Held::None) => self.clone(),
            (Held::None, _) => others,
            _ => self.each().chain(others.each()).map(Cow::into_owned).collect(),
        }
    }

    /// These and those of the others that are not said yet.
    pub fn and_new(&self, others: impl Into<Clauses>) -> Clauses {
        let others = others.into();
        let new = others.each().filter(|clause| !self.contains(clause));
        new.fold(self.clone(), |all, new| all.and(new.into_owned()))
    }

    pub fn contains(&self, clause: &Clause) -> bool {
        self.each().any(|own| *own == *clause)
    }

    /// Whether a clause is this phrase, whatever its terms.
    pub fn has(&self, phrase: &Phrase) -> bool {
        self.each().any(|clause| clause.is(phrase))
    }

    /// Each of them by itself.
    pub fn apart(&self) -> Vec<Clauses> {
        self.each().map(|clause| Clauses::from(clause.into_owned())).collect()
    }

    pub fn without(&self, phrase: &Phrase) -> Clauses {
        self.each().filter(|clause| !clause.is(phrase)).map(Cow::into_owned).collect()
    }

    /// As one term of another clause.
    pub fn as_term(&self) -> Term {
        let mut clauses: Vec<Clause> = self.each().map(Cow::into_owned).collect();
        match (clauses.pop(), clauses.is_empty()) {
            (Some(clause), true) => clause.into(),
            (last, _) => Term::Clauses(clauses.into_iter().chain(last).collect()),
        }
    }

    /// In one language, clauses apart by semicolons.
    pub fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        write_all(self.each(), Words::Now(lang), &mut out);
        out
    }

    /// In the English words of the releases that said conventions by their words alone.
    pub fn as_first_worded(&self) -> String {
        let mut out = String::new();
        write_all(self.each(), Words::First, &mut out);
        out
    }

    /// What was chosen: the same in all years and editions that may be compared.
    pub fn key(&self) -> String {
        self.each().map(|clause| clause.key()).collect::<Vec<_>>().join("; ")
    }

    /// What `of` has of each term, in the order of the words.
    fn of_each_term<T>(&self, of: impl Fn(&Term) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        self.each().for_each(|clause| clause.each_leaf(&mut |term| found.extend(of(term))));
        found
    }

    /// The numbers declared for the year, in the order of the words.
    pub fn parameters(&self) -> String {
        let declared = self.of_each_term(|term| match term {
            Term::Declared(number) => Some(number.to_string()),
            _ => None,
        });
        declared.join("; ")
    }

    /// What was chosen and declared.
    pub fn identity(&self) -> String {
        format!("{} [{}]", self.key(), self.parameters())
    }

    pub fn has_parameters(&self) -> bool {
        !self.of_each_term(|term| matches!(term, Term::Declared(_)).then_some(())).is_empty()
    }

    /// The words of the user's in it, in the order of the terms.
    pub fn names(&self) -> Vec<Label> {
        self.of_each_term(|term| match term {
            Term::Name(name) => Some(name.clone()),
            _ => None,
        })
    }

    /// How many terms it has: those of a wider group hold more.
    pub fn extent(&self) -> usize {
        self.of_each_term(|_| Some(())).len()
    }

    /// The same without any count of pupils.
    pub fn masked(&self) -> Clauses {
        let counts = self.of_each_term(|term| matches!(term, Term::Pupils(Some(_))).then_some(()));
        match counts.is_empty() {
            false => self.each().map(|clause| clause.masked()).collect(),
            true => self.clone(),
        }
    }

    /// Whether both are one in memory, which says at no cost that they are equal.
    pub fn is_same(&self, other: &Clauses) -> bool {
        match (&self.0, &other.0) {
            (Held::None, Held::None) => true,
            (Held::One(one), Held::One(another)) => std::ptr::eq(*one, *another),
            (Held::Some(one), Held::Some(another)) => Arc::ptr_eq(one, another),
            _ => false,
        }
    }
}

impl PartialEq for Clauses {
    fn eq(&self, other: &Clauses) -> bool {
        self.is_same(other) || self.each().eq(other.each())
    }
}

impl FromIterator<Clause> for Clauses {
    fn from_iter<I: IntoIterator<Item = Clause>>(clauses: I) -> Clauses {
        let clauses: Arc<[Clause]> = clauses.into_iter().collect();
        Clauses(if clauses.is_empty() { Held::None } else { Held::Some(clauses) })
    }
}

impl From<&'static Phrase> for Clauses {
    fn from(phrase: &'static Phrase) -> Clauses {
        Clauses(Held::One(phrase))
    }
}

impl From<Clause> for Clauses {
    fn from(clause: Clause) -> Clauses {
        Clauses(Held::Some(Arc::new([clause])))
    }
}

impl From<&Clauses> for Clauses {
    fn from(clauses: &Clauses) -> Clauses {
        clauses.clone()
    }
}

impl<T: Into<Clauses>> From<Option<T>> for Clauses {
    fn from(clauses: Option<T>) -> Clauses {
        clauses.map(Into::into).unwrap_or_default()
    }
}

impl Hash for Clauses {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.each().for_each(|clause| clause.hash(state));
    }
}

impl Eq for Clauses {}

/// The words of files that programs read: English.
impl fmt::Display for Clauses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text(Lang::En))
    }
}

impl fmt::Debug for Clauses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text(Lang::En), f)
    }
}

impl PartialEq<str> for Clauses {
    fn eq(&self, other: &str) -> bool {
        self.text(Lang::En) == other
    }
}

impl PartialEq<&str> for Clauses {
    fn eq(&self, other: &&str) -> bool {
        self.text(Lang::En) == *other
    }
}
