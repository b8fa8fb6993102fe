//! Names of sheets as Excel allows them.

use std::collections::HashSet;

use crate::render::show::clean_line;
use crate::render::table::Table;

/// UTF-16 units that Excel allows in the name of a sheet.
const LONGEST: usize = 31;

/// One name per table, from its title or else its id; valid, and different from each other and from
/// `taken` also where Excel compares without regard to case.
pub(super) fn sheet_names(taken: &str, tables: &[Table]) -> Vec<String> {
    let mut used = HashSet::from([taken.to_lowercase()]);
    tables
        .iter()
        .map(|table| {
            let wanted = if table.title.trim().is_empty() { &table.id } else { &table.title };
            let base = valid(wanted, LONGEST);
            let name = first_free(base, &used);
            used.insert(name.to_lowercase());
            name
        })
        .collect()
}

/// The name itself if no one uses it, else with the lowest number that makes it different.
fn first_free(base: String, used: &HashSet<String>) -> String {
    let mut name = base.clone();
    let mut number = 1;
    while used.contains(&name.to_lowercase()) {
        number += 1;
        let suffix = format!(" ({number})");
        name = valid(&base, LONGEST - suffix.len()) + &suffix;
    }
    name
}

fn valid(name: &str, longest: usize) -> String {
    let replaced = clean_line(name).replace(['[', ']', ':', '*', '?', '/', '\\'], "-");
    let edge = |c: char| c == '\'' || c.is_whitespace();
    let name = within(replaced.trim_matches(edge), longest).trim_end_matches(edge);
    match name {
        "" => "-".to_owned(),
        // Excel keeps this name for its own log of changes.
        name if name.eq_ignore_ascii_case("history") => format!("{name}_"),
        name => name.to_owned(),
    }
}

/// The longest beginning of a text that takes at most `units` of UTF-16, as Excel counts.
pub(super) fn within(text: &str, units: usize) -> &str {
    let mut left = units;
    let end = text.char_indices().find(|(_, character)| match left.checked_sub(character.len_utf16()) {
        Some(rest) => {
            left = rest;
            false
        }
        None => true,
    });
    end.map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(titles: &[&str]) -> Vec<String> {
        let table = |title: &&str| Table {
            id: "标识".to_owned(),
            title: (*title).to_owned(),
            unit: None,
            columns: Vec::new(),
            rows: Vec::new(),
            notes: Vec::new(),
            ..Table::default()
        };
        sheet_names("目录", &titles.iter().map(table).collect::<Vec<_>>())
    }

    #[test]
    fn forbidden_characters_and_apostrophes_go() {
        assert_eq!(named(&["城区/乡村", "CON", "'x'", "a[1]:*?\\b"]), ["城区-乡村", "CON", "x", "a-1-----b"]);
        assert_eq!(named(&["", "目录", "History", " ' "]), ["标识", "目录 (2)", "History_", "-"]);
        assert_eq!(named(&["a\u{202E}b\n"]), ["ab"]);
    }

    #[test]
    fn names_equal_after_shortening_are_told_apart() {
        let long = "靖".repeat(40);
        let names = named(&[&long, &format!("{long}乙"), "Rate", "rate"]);
        assert_eq!(names[0], "靖".repeat(31));
        assert_eq!(names[1], "靖".repeat(27) + " (2)");
        assert_eq!(names[2..], ["Rate", "rate (2)"]);
    }

    #[test]
    fn shortening_leaves_no_apostrophe_at_the_end_and_splits_no_character() {
        assert_eq!(named(&[&format!("{}'b", "a".repeat(30))]), ["a".repeat(30)]);
        assert_eq!(named(&["😀".repeat(20).as_str()]), ["😀".repeat(15)]);
    }
}
