//! What the keys of figures are called.

use crate::lang::{Lang, Text};
use crate::subjects::catalogued_name;

/// The key of the lines at which candidates are counted.
pub const LINE: &str = "line";

/// Whether a key is a place at which a quantity is taken: what is taken at none is no total of all places.
pub fn is_place(key: &str) -> bool {
    [LINE, "probability", "level"].contains(&key)
}

/// Whether a key only says more of what another one names: what has no such label is no total.
pub fn is_description(key: &str) -> bool {
    ["type", "answer_key"].contains(&key)
}

/// The keys that the program knows; the last two are their own names.
const NAMED: [&str; 40] = [
    "school",
    "school_code",
    "class",
    "grade",
    "district",
    "track",
    "sex",
    "residence",
    "year",
    "line",
    "score",
    "probability",
    "first",
    "second",
    "level",
    "stage",
    "item",
    "term",
    "covariate",
    "kind",
    "band",
    "rank",
    "tile",
    "entry_band",
    "exit_band",
    "entry_from",
    "exit_from",
    "compared_with",
    "question",
    "option",
    "ability_group",
    "knowledge",
    "ability",
    "type",
    "objective",
    "answer_key",
    "focal",
    "row",
    "part",
    "other_term",
];

/// Whether a key is known here.
pub fn is_known(key: &str) -> bool {
    NAMED.contains(&key)
}

/// The keys of candidates, by which figures stand where somebody groups by them.
const OF_CANDIDATES: [&str; 9] =
    ["school", "school_code", "class", "grade", "district", "track", "sex", "residence", "year"];

/// Whether figures may have a key that nobody groups by: lines, bands, quantiles.
pub fn is_own_dimension(key: &str) -> bool {
    is_known(key) && !OF_CANDIDATES.contains(&key)
}

/// The key that a word stands for: its id, or its name in either language; else the word itself.
pub fn key_id(word: &str) -> &str {
    let is_named = |id: &&&str| {
        let named = [Lang::Zh, Lang::En].map(|lang| key_name(id, lang));
        named[0] == word || named[1].eq_ignore_ascii_case(word)
    };
    match NAMED.iter().find(is_named) {
        Some(id) if !NAMED.contains(&word) => id,
        _ => word,
    }
}

/// A label that is a word of the program, not of the data, as shown to people.
pub fn label_name(key: &str, label: &str, lang: Lang) -> Option<&'static str> {
    let text = match (key, label) {
        ("compared_with", subject) => return catalogued_name(subject, lang),
        ("option", "omit") => Text::new("未答", "none"),
        ("option", "multiple") => Text::new("选了几个", "several"),
        ("option", "others") => Text::new("其他组合", "other combinations"),
        _ => return None,
    };
    Some(text.get(lang))
}

/// The name of a group key or other dimension as shown to people; unknown keys are their own name.
pub fn key_name(key: &str, lang: Lang) -> &str {
    let text = match key {
        "school" => Text::new("学校", "School"),
        "school_code" => Text::new("学校代码", "School code"),
        "class" => Text::new("班级", "Class"),
        "sheet" => Text::new("工作表", "Sheet"),
        "grade" => Text::new("年级", "Grade"),
        "district" => Text::new("区县", "District"),
        "track" => Text::new("科类", "Track"),
        "sex" => Text::new("性别", "Sex"),
        "residence" => Text::new("城乡", "Residence"),
        "year" => Text::new("年份", "Year"),
        "line" => Text::new("分数线", "Line"),
        "score" => Text::new("分数", "Score"),
        "probability" => Text::new("分位", "Probability"),
        "first" => Text::new("第一组", "First group"),
        "second" => Text::new("第二组", "Second group"),
        "level" => Text::new("等级", "Level"),
        "stage" => Text::new("学段", "Stage"),
        "item" => Text::new("项目", "Item"),
        "term" => Text::new("项", "Term"),
        "covariate" => Text::new("协变量", "Covariate"),
        "kind" => Text::new("类别", "Kind"),
        "band" => Text::new("等级", "Band"),
        "rank" => Text::new("前几名", "First"),
        "tile" => Text::new("等分", "Part"),
        "entry_band" => Text::new("入口等级", "Entry band"),
        "exit_band" => Text::new("出口等级", "Exit band"),
        "entry_from" => Text::new("入口分数（起）", "Entry score from"),
        "exit_from" => Text::new("出口分数（起）", "Exit score from"),
        "compared_with" => Text::new("相比的年份或科目", "Compared with"),
        "question" => Text::new("题号", "Question"),
        "option" => Text::new("选项", "Option"),
        "ability_group" => Text::new("能力组", "Ability group"),
        "knowledge" => Text::new("知识点", "Knowledge"),
        "ability" => Text::new("能力层次", "Ability"),
        "type" => Text::new("题型", "Item type"),
        "objective" => Text::new("主客观", "Objective or constructed"),
        "answer_key" => Text::new("答案", "Correct option"),
        "row" => Text::new("行号", "Row"),
        "focal" => Text::new("比较", "Comparison"),
        other => return other,
    };
    text.get(lang)
}
