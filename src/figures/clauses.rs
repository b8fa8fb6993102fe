//! What is said of a figure: how it was computed and what was noticed. Fixed words in both languages, with typed terms
//! in their places, so that they can be compared, masked and written without being read back.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::key_name;
use super::label::Label;
use super::value::Value;
use crate::lang::Lang;
use crate::number::{Decimal, Rational, plain};
use crate::subjects::subject_name;
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
        Clause { phrase: self, terms: terms.into() }
    }
}

/// The words in which clauses are written.
#[derive(Clone, Copy)]
enum Words {
    Now(Lang),
    /// English, as it was when releases said conventions by their words alone.
    First,
}

impl Words {
    fn lang(self) -> Lang {
        match self {
            Words::Now(lang) => lang,
            Words::First => Lang::En,
        }
    }

    fn of(self, phrase: &'static Phrase) -> &'static str {
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

/// A number as it is written in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Numeral(Label);

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

    fn write(&self, words: Words, out: &mut String) {
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
    fn key_text(&self) -> Option<String> {
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

    fn each_declared<'t>(&'t self, visit: &mut impl FnMut(&'t Numeral)) {
        match self {
            Term::Declared(number) => visit(number),
            Term::Clause(clause) => clause.each_declared(visit),
            Term::Clauses(clauses) => clauses.iter().for_each(|clause| clause.each_declared(visit)),
            Term::List(terms) => terms.iter().for_each(|term| term.each_declared(visit)),
            _ => {}
        }
    }

    fn each_name(&self, visit: &mut impl FnMut(&Label)) {
        match self {
            Term::Name(name) => visit(name),
            Term::Clause(clause) => clause.each_name(visit),
            Term::Clauses(clauses) => clauses.iter().for_each(|clause| clause.each_name(visit)),
            Term::List(terms) => terms.iter().for_each(|term| term.each_name(visit)),
            _ => {}
        }
    }

    fn extent(&self) -> usize {
        match self {
            Term::Clause(clause) => clause.extent(),
            Term::Clauses(clauses) => clauses.iter().map(Clause::extent).sum(),
            Term::List(terms) => terms.iter().map(Term::extent).sum(),
            _ => 1,
        }
    }

    fn counts_pupils(&self) -> bool {
        match self {
            Term::Pupils(count) => count.is_some(),
            Term::Clause(clause) => clause.counts_pupils(),
            Term::Clauses(clauses) => clauses.iter().any(Clause::counts_pupils),
            Term::List(terms) => terms.iter().any(Term::counts_pupils),
            _ => false,
        }
    }

    fn masked(&self) -> Term {
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

impl std::hash::Hash for Clause {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
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
    fn write(&self, words: Words, out: &mut String) {
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

    fn each_declared<'c>(&'c self, visit: &mut impl FnMut(&'c Numeral)) {
        self.terms.iter().for_each(|term| term.each_declared(visit));
    }

    fn each_name(&self, visit: &mut impl FnMut(&Label)) {
        self.terms.iter().for_each(|term| term.each_name(visit));
    }

    fn extent(&self) -> usize {
        self.terms.iter().map(Term::extent).sum()
    }

    fn counts_pupils(&self) -> bool {
        self.terms.iter().any(Term::counts_pupils)
    }

    /// Several of a kind in one clause; nothing of none.
    pub fn listed(clauses: Vec<Clause>) -> Clauses {
        match clauses.len() {
            0 | 1 => clauses.into_iter().collect(),
            _ => LISTED.with([clauses.into_iter().collect()]).into(),
        }
    }

    fn masked(&self) -> Clause {
        Clause { phrase: self.phrase, terms: self.terms.iter().map(Term::masked).collect() }
    }
}

fn write_all<C: std::borrow::Borrow<Clause>>(
    clauses: impl Iterator<Item = C>,
    words: Words,
    out: &mut String,
) {
    for (at, clause) in clauses.enumerate() {
        *out += if at == 0 { "" } else { words.lang().pick("；", "; ") };
        clause.borrow().write(words, out);
    }
}

static LISTED: Phrase = Phrase::new("listed", "{}", "{}");

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

    fn each(&self) -> impl Iterator<Item = Clause> + '_ {
        let (one, some): (Option<&'static Phrase>, &[Clause]) = match &self.0 {
            Held::None => (None, &[]),
            Held::One(phrase) => (Some(phrase), &[]),
            Held::Some(clauses) => (None, clauses),
        };
        one.map(Clause::from).into_iter().chain(some.iter().cloned())
    }

    /// These and then others.
    pub fn and(&self, others: impl Into<Clauses>) -> Clauses {
        let others = others.into();
        match (&self.0, &others.0) {
            (_, Held::None) => self.clone(),
            (Held::None, _) => others,
            _ => self.each().chain(others.each()).collect(),
        }
    }

    /// These and those of the others that are not said yet.
    pub fn and_new(&self, others: impl Into<Clauses>) -> Clauses {
        others
            .into()
            .each()
            .filter(|clause| !self.contains(clause))
            .fold(self.clone(), |all, new| all.and(new))
    }

    pub fn contains(&self, clause: &Clause) -> bool {
        self.each().any(|own| own == *clause)
    }

    /// Whether a clause is this phrase, whatever its terms.
    pub fn has(&self, phrase: &Phrase) -> bool {
        self.each().any(|clause| clause.phrase.id == phrase.id)
    }

    pub fn without(&self, phrase: &Phrase) -> Clauses {
        self.each().filter(|clause| clause.phrase.id != phrase.id).collect()
    }

    /// As one term of another clause.
    pub fn as_term(&self) -> Term {
        match self.each().collect::<Vec<_>>().as_slice() {
            [clause] => clause.clone().into(),
            clauses => Term::Clauses(clauses.to_vec()),
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

    /// The numbers declared for the year, in the order of the words.
    pub fn parameters(&self) -> String {
        let mut numbers = Vec::new();
        for clause in self.each() {
            clause
                .terms
                .iter()
                .for_each(|term| term.each_declared(&mut |number| numbers.push(number.0.to_string())));
        }
        numbers.join("; ")
    }

    pub fn has_parameters(&self) -> bool {
        let mut any = false;
        self.each().for_each(|clause| clause.each_declared(&mut |_| any = true));
        any
    }

    /// The words of the user's in it, in the order of the terms.
    pub fn names(&self) -> Vec<Label> {
        let mut names = Vec::new();
        self.each().for_each(|clause| clause.each_name(&mut |name| names.push(name.clone())));
        names
    }

    /// How many terms it has: those of a wider group hold more.
    pub fn extent(&self) -> usize {
        self.each().map(|clause| clause.extent()).sum()
    }

    /// The same without any count of pupils.
    pub fn masked(&self) -> Clauses {
        match self.each().any(|clause| clause.counts_pupils()) {
            true => self.each().map(|clause| clause.masked()).collect(),
            false => self.clone(),
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

impl std::hash::Hash for Clauses {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.each().for_each(|clause| clause.hash(state));
    }
}

impl Eq for Clauses {}

/// What is written of clauses, each written once: most figures say one of few things.
pub struct Texts {
    write: fn(&Clauses) -> String,
    written: HashMap<Clauses, Arc<str>>,
}

impl Texts {
    pub fn new(write: fn(&Clauses) -> String) -> Texts {
        Texts { write, written: HashMap::new() }
    }

    /// As files for programs have it.
    pub fn english() -> Texts {
        Texts::new(|clauses| clauses.text(Lang::En))
    }

    pub fn of(&mut self, clauses: &Clauses) -> Arc<str> {
        match self.written.get(clauses) {
            Some(text) => Arc::clone(text),
            None => {
                let text: Arc<str> = (self.write)(clauses).into();
                self.written.insert(clauses.clone(), Arc::clone(&text));
                text
            }
        }
    }
}

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

impl PartialEq<&str> for Clauses {
    fn eq(&self, other: &&str) -> bool {
        self.text(Lang::En) == *other
    }
}
