//! Headers of items: `一.1`, `三.16.2`, `16(1)`, `第5题得分`, `T3_2`, `22①`, `4A`, `单选3`.

use super::super::text::narrow;

/// What a column holds of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    Score,
    Options,
}

/// The name of an item taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemName {
    pub section: Option<String>,
    /// The number of the question, then those of its parts.
    pub path: Vec<String>,
    /// Whether the header says what the column holds.
    pub holds: Option<Holds>,
    /// 1(3分).
    pub full_mark: Option<String>,
}

impl ItemName {
    pub fn id(&self) -> String {
        self.path.join(".")
    }

    pub fn question(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }
}

const OPTIONS: [&str; 9] =
    ["标准答案", "答案", "选项", "作答", "填涂", "response", "answer", "options", "option"];
const SCORE: [&str; 5] = ["小题得分", "得分", "分数", "成绩", "score"];
const SECTIONS: [&str; 20] = [
    "客观",
    "主观",
    "单项选择",
    "多项选择",
    "单选",
    "多选",
    "选择",
    "填空",
    "解答",
    "计算",
    "作文",
    "听力",
    "阅读",
    "判断",
    "实验",
    "完形",
    "简答",
    "综合",
    "写作",
    "非选择",
];
const NUMERALS: &str = "一二三四五六七八九十";
const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

/// What a cell says that stands above the columns of one item: 得分 or 答案.
pub fn holds(cell: &str) -> Option<Holds> {
    let plain = plain(cell);
    let bare = plain.trim_matches(|c| "()[]".contains(c));
    match bare {
        _ if OPTIONS.contains(&bare) => Some(Holds::Options),
        _ if SCORE.contains(&bare) => Some(Holds::Score),
        _ => None,
    }
}

fn plain(text: &str) -> String {
    let narrow = narrow(text);
    let narrow = narrow.replace('【', "[").replace('】', "]").replace('〔', "(").replace('〕', ")");
    narrow
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(|c| match c {
            'Ⅰ' => "I".chars().collect::<Vec<_>>(),
            'Ⅱ' => "II".chars().collect(),
            'Ⅲ' => "III".chars().collect(),
            other => vec![other],
        })
        .collect()
}

/// The name of an item; `None` for any other header.
pub fn parse(header: &str) -> Option<ItemName> {
    let plain = plain(header);
    let (rest, full_mark) = without_full_mark(&plain);
    let (rest, holds) = without_suffix(rest);
    let (section, rest) = section(rest);
    let rest = rest.trim_start_matches(|c| ".、-_:·,".contains(c));
    let rest = rest.strip_prefix('第').unwrap_or(rest);
    let rest = ["小题", "题号", "题", "item", "Item", "T", "Q", "t", "q"]
        .iter()
        .find_map(|prefix| rest.strip_prefix(prefix))
        .unwrap_or(rest);
    let rest = rest.trim_end_matches('分');
    let path = path(rest)?;
    Some(ItemName { section, path, holds, full_mark })
}

/// 1(3分), 1[满分3].
fn without_full_mark(text: &str) -> (&str, Option<String>) {
    let Some(inner) = text.strip_suffix([')', ']']) else { return (text, None) };
    let Some(open) = inner.rfind(['(', '[']) else { return (text, None) };
    let said = &inner[open + 1..];
    let digits = said.strip_prefix("满分").unwrap_or(said);
    let digits = digits.strip_suffix('分').unwrap_or(digits);
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if is_number && digits != said { (&text[..open], Some(digits.to_owned())) } else { (text, None) }
}

fn without_suffix(text: &str) -> (&str, Option<Holds>) {
    let bare = text.strip_suffix([')', ']']).and_then(|inner| Some((inner, inner.rfind(['(', '['])?)));
    if let Some((inner, open)) = bare
        && let Some(found) = holds(&inner[open + 1..])
    {
        return (&text[..open], Some(found));
    }
    let lower = text.to_lowercase();
    for (words, found) in [(&OPTIONS[..], Holds::Options), (&SCORE[..], Holds::Score)] {
        let end = words.iter().find(|word| lower.len() == text.len() && lower.ends_with(**word));
        if let Some(word) = end {
            let rest = text[..text.len() - word.len()].trim_end_matches(|c| "._-:的".contains(c));
            return (rest, (!rest.is_empty()).then_some(found));
        }
    }
    (text, None)
}

/// What stands before the number: 三., 卷I, 客观题, 单选.
fn section(text: &str) -> (Option<String>, &str) {
    let volume = text.strip_prefix('第').unwrap_or(text);
    let roman: usize =
        volume.strip_prefix('卷').unwrap_or(volume).chars().take_while(|c| "IV".contains(*c)).count();
    if roman > 0 {
        let skipped = text.len() - volume.strip_prefix('卷').unwrap_or(volume).len();
        let end = skipped + roman;
        let rest = text[end..].strip_prefix('卷').unwrap_or(&text[end..]);
        return (Some(text[..end].to_owned()), rest);
    }
    let numerals: String = text.chars().take_while(|c| NUMERALS.contains(*c)).collect();
    let mut rest = &text[numerals.len()..];
    let mut found = numerals.clone();
    let after = rest.trim_start_matches(|c| "、.".contains(c));
    if let Some(word) = SECTIONS.iter().find(|word| after.starts_with(**word)) {
        let tail = &after[word.len()..];
        let tail = tail.strip_prefix('题').unwrap_or(tail);
        found += word;
        rest = tail;
    }
    if found.is_empty() { (None, text) } else { (Some(found), rest) }
}

/// `16.1`, `16(1)`, `16①`, `16_1`, `16-1`, `12a`, `(1)`, `4A`.
fn path(text: &str) -> Option<Vec<String>> {
    let mut rest = text;
    let mut path = Vec::new();
    loop {
        let bare = if path.is_empty() { rest } else { rest.trim_start_matches(['.', '_', '-', '、']) };
        let separated = bare.len() < rest.len();
        let (part, after) = part(bare, path.is_empty(), separated)?;
        path.push(part);
        rest = after.strip_prefix("小题").or_else(|| after.strip_prefix('题')).unwrap_or(after);
        if rest.is_empty() {
            return (path.len() < 5).then_some(path);
        }
    }
}

fn part(text: &str, first: bool, separated: bool) -> Option<(String, &str)> {
    let open = text.chars().next()?;
    if let Some(at) = CIRCLED.chars().position(|c| c == open) {
        return Some(((at + 1).to_string(), &text[open.len_utf8()..]));
    }
    if "([".contains(open) {
        let end = text.find([')', ']'])?;
        let inner = &text[1..end];
        let fits = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric()) && inner.len() < 4;
        return fits.then(|| (inner.to_owned(), &text[end + 1..]));
    }
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    if !digits.is_empty() && digits.len() < 4 && (first || separated) {
        let rest = &text[digits.len()..];
        let letter = rest.chars().next().filter(|c| first && c.is_ascii_uppercase());
        let number = digits.trim_start_matches('0');
        let number = if number.is_empty() { "0" } else { number };
        return Some(match letter {
            Some(letter) => (format!("{number}{letter}"), &rest[1..]),
            None => (number.to_owned(), rest),
        });
    }
    let is_letter = !first && open.is_ascii_alphabetic() && text.len() == 1;
    is_letter.then(|| (open.to_ascii_lowercase().to_string(), &text[1..]))
}

/// What Excel made of the name of an item: −1 of (1), a date of 1-2 or 8/10.
pub fn is_damaged(header: &str) -> bool {
    let plain = plain(header);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if plain.strip_prefix('-').is_some_and(|rest| is_digits(rest) && rest.len() < 4) {
        return true;
    }
    let date = plain.split("00:00").next().unwrap_or(&plain);
    let is_year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    let parts: Vec<&str> =
        date.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let numbers = parts.iter().all(|part| is_digits(part));
    let with_year = parts.len() == 3 && numbers && (is_year(parts[0]) || is_year(parts[2]));
    let in_words = numbers && parts.len() == 2 && plain.contains('月') && plain.contains('日');
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = |part: &str| MONTHS.contains(&part.to_lowercase().as_str());
    let in_english =
        parts.len() == 2 && parts.iter().any(|part| month(part)) && parts.iter().any(|part| is_digits(part));
    with_year || in_words || in_english
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_items() {
        let id = |header: &str| parse(header).map(|name| name.id());
        let cases = [
            ("1", "1"),
            ("一.1", "1"),
            ("三.16.1", "16.1"),
            ("16(1)", "16.1"),
            ("16①", "16.1"),
            ("16_1", "16.1"),
            ("16-1", "16.1"),
            ("12a", "12.a"),
            ("第5题", "5"),
            ("第5题得分", "5"),
            ("T3_2", "3.2"),
            ("Q1", "1"),
            ("题7", "7"),
            ("（1）", "1"),
            ("22．(2)", "22.2"),
            ("单选3", "3"),
            ("选择题12", "12"),
            ("卷Ⅰ3", "3"),
            ("客观题.5", "5"),
            ("4A", "4A"),
            ("1(3分)", "1"),
            ("２３（１）", "23.1"),
            ("01", "1"),
            ("二、填空题13", "13"),
        ];
        for (header, expected) in cases {
            assert_eq!(id(header).as_deref(), Some(expected), "{header}");
        }
        for header in ["考号", "总分", "客观题", "学校", "作文", "", "分数.1", "2024-01-02", "S1WantCurse"]
        {
            assert_eq!(id(header), None, "{header}");
        }
    }

    #[test]
    fn what_a_column_holds() {
        let held = |header: &str| parse(header).and_then(|name| name.holds);
        assert_eq!(held("1(答案)"), Some(Holds::Options));
        assert_eq!(held("第5题作答"), Some(Holds::Options));
        assert_eq!(held("1得分"), Some(Holds::Score));
        assert_eq!(held("1"), None);
        assert_eq!(parse("1(3分)").unwrap().full_mark.as_deref(), Some("3"));
        assert_eq!(parse("三.16.1").unwrap().section.as_deref(), Some("三"));
    }

    #[test]
    fn names_that_excel_ate() {
        for header in ["-1", "2024-01-02", "2024/1/2", "1月2日", "2-Jan", "2024-01-02 00:00:00", "8月10日"]
        {
            assert!(is_damaged(header), "{header}");
        }
        for header in ["1", "1-2", "16.1", "8/10", "一.1", "16(1)"] {
            assert!(!is_damaged(header), "{header}");
        }
    }
}
