//! Options as candidates chose them, and the score that they are by the key.

use std::collections::HashMap;

use super::super::text::narrow;
use crate::number::Rational;
use crate::records::{KeyColumn, ScoringRule};

/// Two marks where one was asked for, read as such by the machine.
pub const MULTIPLE: &str = "?";

/// A key by which everybody has the full mark.
pub const EVERYTHING: &str = "*";

/// Options as they are compared: capital letters, sorted, each once; empty where none was chosen.
pub fn normal(text: &str) -> String {
    let plain = narrow(text).to_uppercase();
    let plain = plain.trim();
    if matches!(plain, "" | "0" | "#" | "*" | "-" | "--" | "/" | "未选" | "无" | "空" | "未答") {
        return String::new();
    }
    if plain.contains('?') {
        return MULTIPLE.to_owned();
    }
    let mut letters: Vec<char> =
        plain.chars().filter(|c| !c.is_whitespace() && !"，,;；、/|.()[]{}'\"+&".contains(*c)).collect();
    letters.sort_unstable();
    letters.dedup();
    letters.into_iter().collect()
}

/// The options as they are compared, each distinct one once.
pub fn normal_column(key: &KeyColumn) -> KeyColumn {
    let mut codes_of: HashMap<String, u32> = HashMap::new();
    let mut labels = Vec::new();
    let mut code = |label: &String| {
        let plain = normal(label);
        *codes_of.entry(plain.clone()).or_insert_with(|| {
            labels.push(plain);
            labels.len() as u32 - 1
        })
    };
    let of: Vec<u32> = key.labels.iter().map(&mut code).collect();
    KeyColumn { name: key.name.clone(), codes: key.codes.iter().map(|at| of[*at as usize]).collect(), labels }
}

/// A key: several that are right stand apart by `|`; `*` is right whatever was chosen.
pub fn key(text: &str) -> Option<String> {
    let plain = narrow(text);
    let plain = plain.trim();
    if [EVERYTHING, "作废", "送分"].contains(&plain) {
        return Some(EVERYTHING.to_owned());
    }
    let keys: Vec<String> = plain.split('|').map(normal).filter(|key| !key.is_empty()).collect();
    let is_key = |key: &String| key.len() < 9 && key.bytes().all(|b| b.is_ascii_uppercase());
    (!keys.is_empty() && keys.iter().all(is_key)).then(|| keys.join("|"))
}

/// Whether several options are right at once, so that a part of them may be worth something.
pub fn has_several(key: &str) -> bool {
    key.split('|').any(|one| one.len() > 1)
}

/// `exact`, `half`, `per_option`, `subset = 2`.
pub fn rule(text: &str) -> Option<ScoringRule> {
    let plain = narrow(text).to_lowercase();
    let plain: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    match plain.as_str() {
        "exact" | "全对得分" | "全对" => Some(ScoringRule::Exact),
        "half" | "一半" | "半分" => Some(ScoringRule::Half),
        "per_option" | "按选项" => Some(ScoringRule::PerOption),
        other => {
            let points = other.strip_prefix("subset=").or_else(|| other.strip_prefix("部分="))?;
            let points = crate::number::Decimal::parse(points.as_bytes())?.to_rational();
            (points > Rational::from_integer(0)).then_some(ScoringRule::Subset(points))
        }
    }
}

/// What chosen options are worth; of several keys the best.
pub fn score(chosen: &str, key: &str, rule: ScoringRule, full: Rational) -> Rational {
    let none = Rational::from_integer(0);
    if key == EVERYTHING {
        return full;
    }
    if chosen.is_empty() || chosen == MULTIPLE {
        return none;
    }
    let by = |key: &str| {
        if chosen == key {
            return full;
        }
        if !chosen.chars().all(|option| key.contains(option)) {
            return none;
        }
        match rule {
            ScoringRule::Exact => none,
            ScoringRule::Half => full / Rational::from_integer(2),
            ScoringRule::Subset(points) => points.min(full),
            ScoringRule::PerOption => full * Rational::new(chosen.len() as i128, key.len() as i128),
        }
    };
    key.split('|').map(by).max().unwrap_or(none)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(number: i128) -> Rational {
        Rational::from_integer(number)
    }

    #[test]
    fn options_are_compared_sorted() {
        for (text, expected) in
            [("b,a", "AB"), ("Ｂ Ａ", "AB"), ("AAB", "AB"), ("0", ""), ("未选", ""), ("#", ""), ("A?", "?")]
        {
            assert_eq!(normal(text), expected, "{text}");
        }
        assert_eq!(key("c|A").as_deref(), Some("C|A"));
        assert_eq!(key("12.5"), None);
    }

    /// The rules of many sources: half of 新高考 5/2 is declared; of 2024, 6 = 3 + 3 or 2 + 2 + 2.
    #[test]
    fn a_part_of_the_key_is_worth_what_the_rule_says() {
        let score = |chosen, key, rule, full| score(chosen, key, rule, whole(full));
        assert_eq!(score("A", "AC", ScoringRule::Half, 6), whole(3));
        assert_eq!(score("A", "AC", ScoringRule::Subset(whole(2)), 5), whole(2));
        assert_eq!(score("AC", "ACD", ScoringRule::PerOption, 6), whole(4));
        assert_eq!(score("A", "AC", ScoringRule::Exact, 6), whole(0));
        // Whoever chooses everything has nothing.
        for rule in [ScoringRule::Half, ScoringRule::PerOption, ScoringRule::Subset(whole(2))] {
            assert_eq!(score("ABCD", "AC", rule, 6), whole(0));
            assert_eq!(score("AB", "AC", rule, 6), whole(0));
            assert_eq!(score("AC", "AC", rule, 6), whole(6));
        }
        assert_eq!(score("C", "A|C", ScoringRule::Exact, 3), whole(3));
        assert_eq!(score("", "*", ScoringRule::Exact, 3), whole(3));
        assert_eq!(score("?", "A", ScoringRule::Half, 3), whole(0));
    }
}
