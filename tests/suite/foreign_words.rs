//! Texts in two languages that stand side by side in the sources, also where they are made on the way (`format!`): no
//! word of one language in the other. What is none of either is a part of its own: codes, names, data.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use edugauge::indicators::INDICATORS;
use edugauge::indicators::definition::Kind;

use super::phrases::{NAMES, is_half_width, is_han, rust_files};

/// Names of programs, formats, studies and letters of formulas, which Chinese texts have in Latin letters.
const OTHER_NAMES: &[&str] = &[
    "Access",
    "Bell",
    "Betebenner",
    "Blinder",
    "Brennan",
    "Breslow",
    "Cohen",
    "Day",
    "Excel",
    "Feather",
    "Haenszel",
    "Jann",
    "Kitagawa",
    "Kolen",
    "Mantel",
    "Microsoft",
    "Neumark",
    "Oaxaca",
    "Office",
    "Parquet",
    "Python",
    "Stata",
    "Survey",
    "Word",
    "psych",
    "survey",
];

/// Words that are typed as they stand and are no word of the program's: file types, encodings, columns of studies,
/// units, and what the examples of errors misspell.
const TYPED: &[&str] = &[
    "Ctrl",
    "O0",
    "P8",
    "T1",
    "T2",
    "Wy",
    "Y1",
    "Y2",
    "__cause__",
    "allow",
    "be",
    "collect",
    "cov",
    "csranks",
    "docs",
    "du",
    "eg",
    "euc",
    "gz",
    "gzip",
    "ineq",
    "jis",
    "kr",
    "le",
    "lme4",
    "artanh",
    "ln",
    "log",
    "tanh",
    "lz4",
    "md",
    "minimun_cell",
    "n_h",
    "n_j",
    "nlme",
    "np",
    "numpy",
    "outside",
    "pass_rat",
    "pq",
    "pyarrow",
    "rar",
    "read_items",
    "read_score_table",
    "read_scores",
    "read_table",
    "s_x",
    "s_y",
    "sandwich",
    "scipy",
    "snappy",
    "subset",
    "svymean",
    "svyvar",
    "things",
    "treshold",
    "txt",
    "utf",
    "windows",
    "xls",
    "xlsx",
    "xz",
    "zip",
    "zstd",
];

struct Pair {
    file: String,
    /// The words between the places of the texts.
    zh: Vec<String>,
    en: Vec<String>,
}

/// Both arguments of what takes a Chinese text and an English one.
fn pairs() -> Vec<Pair> {
    let mut files = Vec::new();
    rust_files(Path::new("src"), &mut files);
    let mut found = Vec::new();
    for (file, source) in &files {
        let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for call in [".pick(", "Text::new(", "Said::of(", ".help("] {
            for (at, _) in source.match_indices(call) {
                let arguments = arguments(&source[at + call.len()..]);
                if let [zh, en] = &arguments[..] {
                    found.push(Pair { file: file.clone(), zh: words(zh), en: words(en) });
                }
            }
        }
    }
    found
}

/// The arguments of a call, each with the texts in it; those of calls within it are theirs.
fn arguments(call: &str) -> Vec<Vec<String>> {
    let mut arguments = vec![Vec::new()];
    let mut depth = 0;
    let mut rest = call.char_indices();
    while let Some((at, c)) = rest.next() {
        match c {
            '"' => {
                let mut text = String::new();
                while let Some((_, c)) = rest.next().filter(|(_, c)| *c != '"') {
                    // An escape stands between words.
                    text.push(if c == '\\' && rest.next().is_none_or(|(_, c)| c != '"') { ' ' } else { c });
                }
                arguments.last_mut().expect("one").push(text);
            }
            '\'' if call[at..].starts_with("'\"'") => drop(rest.nth(1)),
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => arguments.push(Vec::new()),
            _ => {}
        }
    }
    if arguments.last().is_some_and(Vec::is_empty) {
        arguments.pop();
    }
    arguments
}

/// A text without what is filled in.
fn words(texts: &[String]) -> Vec<String> {
    let without = |text: &String| -> String {
        let doubled = text.replace("{{", "").replace("}}", "");
        doubled.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after)).collect()
    };
    texts.iter().map(without).collect()
}

/// Words of the program: what stands by itself between quotes anywhere (ids, keys, values, commands), and the fields
/// that a configuration may name.
fn codes() -> BTreeSet<String> {
    let mut files = Vec::new();
    rust_files(Path::new("src"), &mut files);
    let is_word = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let mut codes = BTreeSet::new();
    for (_, source) in &files {
        codes.extend(source.split('"').filter(is_word).map(str::to_owned));
        let fields = source.lines().filter_map(|line| line.trim().split_once(": "));
        let names = fields.map(|(name, _)| name.rsplit(' ').next().unwrap_or_default());
        codes.extend(names.filter(is_word).map(str::to_owned));
    }
    codes
}

/// A work is cited in the language in which it was written.
fn is_citation(text: &str) -> bool {
    let cites = |(at, _): (usize, &str)| {
        let after = text[at..].chars().skip(3).take(2);
        after.filter(char::is_ascii_digit).count() == 2
    };
    ["(19", "(20", "（19", "（20"].iter().any(|year| text.match_indices(year).any(cites))
        || text.contains("检验")
}

#[test]
fn no_text_of_one_language_has_a_word_of_the_other() {
    let pairs = pairs();
    assert!(pairs.len() > 2_200, "the scanner finds {}", pairs.len());
    let codes = codes();
    let mut foreign: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Pair { file, zh, en } in &pairs {
        for text in zh.iter().filter(|text| text.contains(is_han) && !is_citation(text)) {
            let latin = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            for word in
                latin.filter(|word| word.len() > 1 && word.contains(|c: char| c.is_ascii_alphabetic()))
            {
                let known = [NAMES, OTHER_NAMES, TYPED].concat().contains(&word) || codes.contains(word);
                // PDF, DuckDB, PVMATH: no word of prose.
                let is_name = word[1..].contains(|c: char| c.is_ascii_uppercase());
                let is_number = word.starts_with(|c: char| c.is_ascii_digit());
                if !known && !is_name && !is_number {
                    foreign.entry(word.to_owned()).or_default().push(format!("{file}: {text}"));
                }
            }
        }
        // Examples quote the data of a county, whose names are Chinese in both languages.
        for text in en.iter().filter(|text| !text.contains(['=', '1', '甲'])) {
            let longest = text.split(|c: char| !is_han(c)).map(|run| run.chars().count()).max();
            if longest > Some(5) || text.contains(['，', '；', '：', '。', '（', '、']) {
                foreign.entry("Chinese".to_owned()).or_default().push(format!("{file}: {text}"));
            }
        }
    }
    assert!(foreign.is_empty(), "{foreign:#?}");
}

/// What is made on the way quotes no data of its own, so that it has nothing of the other language at all.
#[test]
fn texts_made_on_the_way_are_whole_in_their_language() {
    let mut files = Vec::new();
    rust_files(Path::new("src"), &mut files);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (file, source) in &files {
        let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for call in [".pick(", "Said::of("] {
            for (at, _) in source.match_indices(call) {
                let [zh, en] = &arguments(&source[at + call.len()..])[..] else { continue };
                seen += 1;
                for text in words(zh) {
                    let prose = super::phrases::english_in(&text);
                    let is_wrong = text.contains(is_han) && is_half_width(&text);
                    if prose.is_some() && text.contains(is_han) || is_wrong {
                        wrong.push(format!("{file}: {text}"));
                    }
                }
                let foreign = |c: char| is_han(c) || "，；：。（）「」、".contains(c);
                wrong
                    .extend(words(en).iter().filter(|t| t.contains(foreign)).map(|t| format!("{file}: {t}")));
                wrong.extend(
                    zh.iter().chain(en).filter(|t| t.contains(":?}")).map(|t| format!("{file}: {t}")),
                );
            }
        }
    }
    assert!(seen > 300, "the scanner finds {seen}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What documents say of an indicator names no argument, no choice and no measure by the word that programs use: whoever
/// reads a table in Chinese never sees them.
#[test]
fn definitions_in_chinese_name_no_argument() {
    let mut ids: BTreeSet<&str> = BTreeSet::from(["by", "where"]);
    for indicator in INDICATORS {
        ids.extend(indicator.measures.iter().map(|measure| measure.id));
        for parameter in indicator.parameters {
            ids.insert(parameter.name);
            if let Kind::Choice(choices) = parameter.kind {
                ids.extend(choices.iter().map(|(id, _)| *id));
            }
        }
    }
    // Letters and functions of formulas.
    for of_formulas in ["se", "logit"] {
        ids.remove(of_formulas);
    }
    let mut wrong = Vec::new();
    for indicator in INDICATORS {
        let said = [indicator.formula, indicator.universe, indicator.numerator, indicator.denominator];
        for text in said.into_iter().chain([indicator.aggregation]) {
            let mut words = text.zh.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            if let Some(word) = words.find(|word| word.len() > 1 && ids.contains(word)) {
                wrong.push(format!("{} ({word}): {}", indicator.id, text.zh));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
