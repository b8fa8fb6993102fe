//! What is said of figures, phrase by phrase, as it stands in the sources: each is whole in its language.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Names that Chinese texts have in Latin letters: of people, methods and letters of formulas.
pub const NAMES: &[&str] = &[
    "ANOVA",
    "BRR",
    "Byar",
    "CEEB",
    "DeLong",
    "ICC",
    "Agresti",
    "BCa",
    "CR",
    "CV",
    "Clopper",
    "Coull",
    "Fan",
    "Fay",
    "Fisher",
    "Garwood",
    "Graubard",
    "Hedges",
    "Holm",
    "Hyndman",
    "JK",
    "JKn",
    "Kish",
    "Korn",
    "Pearson",
    "REML",
    "ML",
    "Rubin",
    "Satterthwaite",
    "Welch",
    "Wilson",
    "Woodruff",
    "probit",
];

pub struct Found {
    pub id: String,
    pub zh: String,
    pub en: String,
}

/// The three texts of every `Phrase::new` in the sources.
pub fn phrases() -> Vec<Found> {
    let mut found = Vec::new();
    for source in sources() {
        for call in source.split("Phrase::new(").skip(1).filter(|call| call.trim_start().starts_with('"')) {
            let mut literals = literals(call);
            let mut next = || literals.next().expect("three literals");
            found.push(Found { id: next(), zh: next(), en: next() });
        }
    }
    found
}

fn sources() -> Vec<String> {
    let mut files = Vec::new();
    rust_files(Path::new("src"), &mut files);
    files.into_iter().map(|(_, source)| source).collect()
}

/// Both languages of every `Text::new` and of every message of an error.
fn texts() -> Vec<[String; 2]> {
    let mut found = Vec::new();
    for source in sources() {
        let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for (call, formatted) in [("Text::new(", false), ("Said::of(", true), ("said.help(", true)] {
            for call in source.split(call).skip(1).map(str::trim_start) {
                if call.starts_with('"') || (formatted && call.starts_with("format!(")) {
                    let mut literals = literals(call).filter(|text| text.chars().any(char::is_alphabetic));
                    found.push([literals.next().unwrap_or_default(), literals.next().unwrap_or_default()]);
                }
            }
        }
    }
    found
}

/// Half-width brackets and the like beside a Chinese character; a bracket behind a Latin letter is of a formula.
/// Without what a template of the user's holds in braces: its marks are those of the language of templates.
fn outside_braces(text: &str) -> String {
    let mut depth = 0;
    let is_outside = |c: &char| {
        depth += i32::from(*c == '{');
        let is_outside = depth == 0;
        depth -= i32::from(*c == '}');
        is_outside
    };
    text.chars().filter(is_outside).collect()
}

pub fn is_half_width(zh: &str) -> bool {
    let characters: Vec<char> = zh.chars().collect();
    (0..characters.len()).any(|at| {
        let beside = |at: Option<usize>| at.and_then(|at| characters.get(at)).copied().unwrap_or(' ');
        let (before, after) = (beside(at.checked_sub(1)), beside(at.checked_add(1)));
        let is_last = at + 1 == characters.len() || after == ' ';
        match characters[at] {
            '(' => is_han(before) || (is_han(after) && !before.is_ascii_alphanumeric()),
            ')' => is_han(after),
            ';' | '?' | '!' => is_han(before) || is_han(after),
            ',' | ':' => is_han(before) && is_last,
            _ => false,
        }
    })
}

/// Two words of English prose, one behind the other; commands and options are typed as they stand.
pub fn english_in(zh: &str) -> Option<String> {
    let words: Vec<&str> = zh.split(' ').collect();
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
    let pair = words.windows(2).find(|pair| pair.iter().all(is_word) && pair[0] != "edugauge");
    pair.map(|pair| pair.join(" "))
}

/// Every file of Rust below a folder, with its path.
pub fn rust_files(folder: &Path, into: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => rust_files(&path, into),
            false if path.extension().is_some_and(|end| end == "rs") => {
                into.push((path.display().to_string(), fs::read_to_string(path).expect("a source")));
            }
            false => {}
        }
    }
}

fn literals(call: &str) -> impl Iterator<Item = String> {
    let mut rest = call;
    std::iter::from_fn(move || {
        let from = rest.find('"')? + 1;
        let mut text = String::new();
        let mut characters = rest[from..].char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '"' => {
                    rest = &rest[from + at + 1..];
                    return Some(text);
                }
                '\\' => text.push(characters.next()?.1),
                c => text.push(c),
            }
        }
        None
    })
}

pub fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// What stands between the places of a phrase.
fn words(text: &str) -> String {
    text.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after)).collect()
}

#[test]
fn each_phrase_is_whole_in_its_language() {
    let phrases = phrases();
    assert!(phrases.len() > 300, "the scanner finds {}", phrases.len());
    for Found { id, zh, en } in &phrases {
        assert!(!words(en).contains(is_han), "{id}: {en}");
        let foreign = words(zh);
        let foreign = foreign.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1);
        for word in foreign {
            assert!(NAMES.contains(&word), "{id}: {word} in {zh}");
        }
        let characters: Vec<char> = zh.chars().collect();
        for pair in characters.windows(2) {
            let half = |c: char| ",;:()?!".contains(c);
            assert!(!(half(pair[0]) && is_han(pair[1]) || is_han(pair[0]) && half(pair[1])), "{id}: {zh}");
        }
    }
}

/// So are the texts of definitions, findings and errors; labels of users, which both languages quote, are short.
#[test]
fn each_text_is_whole_in_its_language() {
    let texts = texts();
    assert!(texts.len() > 1_500, "the scanner finds {}", texts.len());
    let mut wrong = Vec::new();
    for [zh, en] in &texts {
        let is_data = zh.contains("\\n") || zh.contains('\n');
        // A work is cited in the language in which it was written.
        let is_reference = zh.contains("(20") || zh.contains("(19") || zh.contains("et al");
        if !is_data && is_half_width(&outside_braces(zh)) {
            wrong.push(format!("half-width: {zh}"));
        }
        if let Some(prose) = english_in(zh).filter(|_| !is_reference && zh != en) {
            wrong.push(format!("{prose}: {zh}"));
        }
        let longest = en.split(|c: char| !is_han(c)).map(|run| run.chars().count()).max();
        if longest > Some(8) || en.contains(['，', '；', '：', '。', '（']) {
            wrong.push(format!("Chinese: {en}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), texts.len());
}

#[test]
fn each_phrase_has_the_same_places_in_both_languages_and_an_id_of_its_own() {
    let mut seen = BTreeMap::new();
    for Found { id, zh, en } in phrases() {
        let places = |text: &str| {
            let mut places: Vec<String> = text
                .split('{')
                .skip(1)
                .enumerate()
                .map(|(at, from)| match from.split_once('}') {
                    Some(("", _)) => at.to_string(),
                    Some((place, _)) => place.to_owned(),
                    None => panic!("{id}: {text}"),
                })
                .collect();
            places.sort();
            places
        };
        assert_eq!(places(&zh), places(&en), "{id}");
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(id.chars().all(plain), "{id}");
        if let Some(other) = seen.insert(id.clone(), en.clone()) {
            panic!("{id}: {other} and {en}");
        }
    }
}

/// The table is frozen: it says what releases up to 0.2.0 said, and no phrase of theirs may leave it.
#[test]
fn the_first_words_of_phrases_are_kept() {
    let table = include_str!("../../src/figures/clauses/first_words.tsv");
    assert!(table.lines().count() > 300);
    assert!(table.lines().all(|line| line.split('\t').count() == 2), "{table}");
    let ids: Vec<&str> = table.lines().filter_map(|line| line.split('\t').next()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "in order, each once");
}
