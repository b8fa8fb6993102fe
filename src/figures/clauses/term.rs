//! What fills the places of phrases, each of its own type.

use super::clause::{Clause, write_all};
use super::phrase::{Phrase, Words};
use crate::figures::key_name;
use crate::figures::label::Label;
use crate::figures::value::Value;
use crate::number::{Decimal, Rational, plain};
use crate::subjects::subject_name;

/// A number as it is written in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Numeral(Label);

impl std::fmt::Display for Numeral {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Numeral {
    /// Rounded half up to so many decimals.
    pub fn rounded(value: Rational, decimals: u8) -> Numeral {
        Numeral(crate::number::round_half_up(value, decimals).into())
    }

    /// A value as its table shows it.
    pub fn of_value(value: Value, decimals: u8) -> Numeral {
        Numeral(value.round(decimals).into())
    }

    /// A decimal where there is one, else the fraction.
    pub fn exact(value: Rational) -> Numeral {
        let decimal = plain(value);
        let is_exact = Decimal::parse(decimal.as_bytes()).is_some_and(|d| d.to_rational() == value);
        Numeral(if is_exact { decimal } else { value.to_string() }.into())
    }

    /// A double, to so many decimals.
    pub fn of_double(value: f64, decimals: usize) -> Numeral {
        Numeral(format!("{value:.decimals$}").into())
    }
}

impl From<Rational> for Numeral {
    fn from(value: Rational) -> Numeral {
        Numeral(plain(value).into())
    }
}

impl From<f64> for Numeral {
    fn from(value: f64) -> Numeral {
        Numeral(value.to_string().into())
    }
}

/// As it was written.
impl From<&str> for Numeral {
    fn from(value: &str) -> Numeral {
        Numeral(value.into())
    }
}

macro_rules! numeral_of {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Numeral {
            fn from(value: $integer) -> Numeral {
                Numeral(value.to_string().into())
            }
        }
    )*};
}
numeral_of!(i32, i64, u8, u32, u64, usize);

/// What fills a place of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// A number that was asked for: part of what was chosen.
    Chosen(Numeral),
    /// A number declared for the year: a line, a limit.
    Declared(Numeral),
    /// A number that the data gave and that counts no pupils: schools, replicates, rows.
    Found(Numeral),
    /// Pupils counted: masked wherever small counts are hidden. `None` when it is.
    Pupils(Option<Numeral>),
    /// A word of the user's: the name of a line, a column, a group.
    Name(Label),
    /// The name of a key or column that edugauge knows.
    Key(Label),
    /// A subject, by its id.
    Subject(Label),
    /// A word that is typed as it stands: an argument, a measure.
    Code(&'static str),
    Clause(Box<Clause>),
    /// Several, apart by semicolons.
    Clauses(Vec<Clause>),
    List(Vec<Term>),
}

impl Term {
    pub fn chosen(number: impl Into<Numeral>) -> Term {
        Term::Chosen(number.into())
    }

    pub fn declared(number: impl Into<Numeral>) -> Term {
        Term::Declared(number.into())
    }

    pub fn found(number: impl Into<Numeral>) -> Term {
        Term::Found(number.into())
    }

    pub fn pupils(count: impl Into<Numeral>) -> Term {
        Term::Pupils(Some(count.into()))
    }

    pub fn name(word: impl Into<Label>) -> Term {
        Term::Name(word.into())
    }

    pub fn key(key: impl Into<Label>) -> Term {
        Term::Key(key.into())
    }

    pub fn subject(id: impl Into<Label>) -> Term {
        Term::Subject(id.into())
    }

    pub(super) fn write(&self, words: Words, out: &mut String) {
        let lang = words.lang();
        match self {
            Term::Chosen(number) | Term::Declared(number) | Term::Found(number) => *out += &number.0,
            Term::Pupils(Some(count)) => *out += &count.0,
            Term::Pupils(None) => *out += lang.pick("若干", "some"),
            Term::Name(word) => *out += word,
            Term::Key(key) => *out += lang.pick(key_name(key, lang), key),
            Term::Code(code) => *out += code,
            Term::Subject(id) => *out += lang.pick(subject_name(id, lang), id),
            Term::Clause(clause) => clause.write(words, out),
            Term::Clauses(clauses) => write_all(clauses.iter(), words, out),
            Term::List(terms) => {
                for (at, term) in terms.iter().enumerate() {
                    *out += if at == 0 { "" } else { lang.pick("、", ", ") };
                    term.write(words, out);
                }
            }
        }
    }

    /// What was chosen of it; `None` where it was declared for the year or found in the data.
    pub(super) fn key_text(&self) -> Option<String> {
        match self {
            Term::Chosen(number) => Some(number.0.to_string()),
            Term::Declared(_) | Term::Found(_) | Term::Pupils(_) => None,
            // Quoted, so that no name can be taken for the end of a clause.
            Term::Name(word) => Some(format!("{:?}", word.as_str())),
            Term::Key(word) | Term::Subject(word) => Some(word.to_string()),
            Term::Code(code) => Some((*code).to_owned()),
            Term::Clause(clause) => Some(clause.key()),
            Term::Clauses(clauses) => Some(clauses.iter().map(Clause::key).collect::<Vec<_>>().join("; ")),
            Term::List(terms) => {
                let keys: Vec<String> = terms.iter().filter_map(Term::key_text).collect();
                (!keys.is_empty()).then(|| keys.join(" "))
            }
        }
    }

    /// Calls `visit` with each term that is made of no others, in the order of the words.
    pub(super) fn each_leaf<'t>(&'t self, visit: &mut impl FnMut(&'t Term)) {
        match self {
            Term::Clause(clause) => clause.each_leaf(visit),
            Term::Clauses(clauses) => clauses.iter().for_each(|clause| clause.each_leaf(visit)),
            Term::List(terms) => terms.iter().for_each(|term| term.each_leaf(visit)),
            leaf => visit(leaf),
        }
    }

    pub(super) fn masked(&self) -> Term {
        match self {
            Term::Pupils(_) => Term::Pupils(None),
            Term::Clause(clause) => Term::Clause(Box::new(clause.masked())),
            Term::Clauses(clauses) => Term::Clauses(clauses.iter().map(Clause::masked).collect()),
            Term::List(terms) => Term::List(terms.iter().map(Term::masked).collect()),
            other => other.clone(),
        }
    }
}

impl From<Clause> for Term {
    fn from(clause: Clause) -> Term {
        Term::Clause(Box::new(clause))
    }
}

impl From<&'static Phrase> for Term {
    fn from(phrase: &'static Phrase) -> Term {
        Term::from(Clause::from(phrase))
    }
}

impl<T: Into<Term>> FromIterator<T> for Term {
    fn from_iter<I: IntoIterator<Item = T>>(terms: I) -> Term {
        Term::List(terms.into_iter().map(Into::into).collect())
    }
}
