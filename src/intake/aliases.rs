//! The catalogue of identity headers, and how a header is read as a subject.

use std::collections::HashMap;

use super::text::{header_key, narrow, trim};
use crate::lang::Text;
use crate::number::{Decimal, Rational};
use crate::subjects::{SUBJECTS, entry_of, find_subject, scaled_of};
use crate::threads::Lazy;

/// Headers under which exports hold one field. Written narrow, in lower case, without spaces.
pub struct Alias {
    /// `candidate_id`, `name`, or the name of a key.
    pub field: &'static str,
    /// Any of these is the field.
    pub primary: &'static [&'static str],
    /// These are the field where no primary one is in the file, the earlier before the later.
    pub secondary: &'static [&'static str],
}

/// The catalogue.
pub const ALIASES: &[Alias] = &[
    Alias {
        field: "candidate_id",
        primary: &[
            "考号",
            "准考证号",
            "受验番号",
            "考生号",
            "准考号",
            "准考证",
            "ksh",
            "zkzh",
            "candidateid",
        ],
        secondary: &[
            "学籍号",
            "考籍号",
            "学号",
            "学生编号",
            "身份证号",
            "身份证号码",
            "xjh",
            "xh",
            "sfzh",
            "studentid",
            "studentno",
            "studentnumber",
            "rollno",
            "rollnumber",
            "registrationno",
            "indexnumber",
            "编号",
            "id",
        ],
    },
    Alias {
        field: "name",
        primary: &["姓名", "学生姓名", "考生姓名", "xm", "name", "studentname", "candidatename"],
        secondary: &[],
    },
    Alias {
        field: "school",
        primary: &["学校", "学校名称", "校名", "xx", "xxmc", "school", "schoolname"],
        secondary: &["毕业学校", "所在学校", "就读学校"],
    },
    Alias {
        field: "school_code",
        primary: &["学校代码", "学校代号", "学校编码", "学校编号", "xxdm", "schoolcode", "schoolid"],
        secondary: &["毕业学校代码"],
    },
    Alias {
        field: "class",
        primary: &["班级", "行政班", "班", "班级名称", "班号", "bj", "class", "classname"],
        secondary: &["教学班"],
    },
    Alias { field: "grade", primary: &["年级", "nj", "grade"], secondary: &[] },
    Alias { field: "sex", primary: &["性别", "xb", "sex", "gender"], secondary: &[] },
    Alias {
        field: "track",
        primary: &["科类", "首选科目", "考生类别", "kl", "track", "stream"],
        secondary: &["选科", "选科组合"],
    },
    Alias {
        field: "residence",
        primary: &["城乡", "城乡类别", "城乡分类", "城乡类型", "cx", "residence", "urbanrural"],
        secondary: &[],
    },
    Alias {
        field: "district",
        primary: &[
            "区县",
            "县区",
            "县(市、区)",
            "县市区",
            "区",
            "县",
            "所属区县",
            "qx",
            "district",
            "county",
        ],
        secondary: &["地区", "地市", "市"],
    },
    Alias { field: "year", primary: &["年份", "年度", "考试年份", "nf", "year"], secondary: &[] },
];

/// Headers of the column that names the subject, where each row is one candidate in one subject.
const SUBJECT_NAMES: &[&str] =
    &["科目", "学科", "科目名称", "学科名称", "考试科目", "km", "kmmc", "subject", "subjectname"];
/// Headers of the score beside it, the earlier before the later.
const LONG_SCORES: &[&str] = &["原始分", "原始成绩", "分数", "成绩", "得分", "考试成绩", "score", "cj", "fs"];

/// Endings of a subject's header that mean its score.
const SCORE_ENDINGS: &[&str] =
    &["原始分", "原始成绩", "裸分", "原始", "成绩", "分数", "得分", "score", "rawscore"];
/// Endings that mean its scaled mark, a subject of its own.
const SCALED_ENDINGS: &[&str] = &["等级赋分", "赋分", "等级分", "等级成绩", "scaled", "scaledscore"];
/// Endings that mean a number which is no score.
const RANK_ENDINGS: &[&str] = &[
    "等级", "名次", "排名", "班名", "校名", "级名", "区名", "市名", "县名", "班次", "校次", "级次", "位次",
    "班序", "校序", "级序", "rank", "grade",
];

/// What a header says by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Rank 0 for a primary alias, 1 and on for the secondary ones.
    Identity {
        field: &'static str,
        rank: usize,
    },
    Subject(&'static str),
    /// The column that names the subject of its row.
    SubjectName,
    NotAScore,
    Serial,
}

impl Meaning {
    /// Why the column is not read.
    pub fn ignored_because(&self) -> Text {
        match self {
            Meaning::Serial => Text::new(
                "序号或座号，不能标识考生",
                "a serial or seat number, which does not identify a candidate",
            ),
            Meaning::SubjectName => Text::new(
                "科目名称；每科一列的表里不用",
                "names of subjects, not used where each subject has its column",
            ),
            _ => Text::new("名次、等级等，不是分数", "a rank, a grade or the like, not a score"),
        }
    }
}

/// What a header says, if it is in the catalogue.
pub(super) fn meaning(header: &str) -> Option<Meaning> {
    let key = header_key(header);
    if key.is_empty() {
        return None;
    }
    if matches!(key.as_str(), "序号" | "座号" | "座位号" | "no" | "no." | "seat") {
        return Some(Meaning::Serial);
    }
    for alias in ALIASES {
        if alias.primary.contains(&key.as_str()) {
            return Some(Meaning::Identity { field: alias.field, rank: 0 });
        }
        if let Some(at) = alias.secondary.iter().position(|word| *word == key) {
            return Some(Meaning::Identity { field: alias.field, rank: at + 1 });
        }
    }
    if SUBJECT_NAMES.contains(&key.as_str()) {
        return Some(Meaning::SubjectName);
    }
    score_meaning(header, &key)
}

/// The word by which a header names a subject, as it is written, without its full mark or 成绩 behind it.
pub(super) fn subject_word(header: &str) -> Option<String> {
    let (plain, key) = (narrow(header), header_key(header));
    let plain = trim(&plain);
    if find_subject(plain).is_some() {
        return Some(plain.to_owned());
    }
    let flat = without_brackets(&key);
    let ending =
        SCORE_ENDINGS.iter().filter(|ending| flat.ends_with(**ending)).map(|ending| ending.len()).max();
    let bare = ending.map_or(&flat[..], |length| &flat[..flat.len() - length]);
    let word = [key.as_str(), &flat, bare].into_iter().find(|word| find_subject(word).is_some())?;
    // A key is in small letters.
    (!word.is_ascii()).then(|| word.to_owned())
}

/// The id of the entry scores of each subject of the catalogue.
static ENTRIES: Lazy<HashMap<&str, &'static str>> = Lazy::new(|| {
    let of = |id: &'static str| (id, &*Box::leak(entry_of(id).into_boxed_str()));
    SUBJECTS.iter().map(|subject| of(subject.id)).collect()
});

fn score_meaning(header: &str, key: &str) -> Option<Meaning> {
    if let Some(id) = find_subject(trim(&narrow(header))).or_else(|| find_subject(key)) {
        return Some(Meaning::Subject(id));
    }
    let of_entry = key.strip_prefix("入口").or_else(|| key.strip_suffix("_entry"));
    if let Some(of) = of_entry.filter(|of| !of.is_empty())
        && let Some(Meaning::Subject(id)) = score_meaning(of, of)
    {
        return ENTRIES.get(id).copied().map(Meaning::Subject);
    }
    let flat = without_brackets(key);
    let mut bare = flat.strip_prefix("原始").filter(|rest| !rest.is_empty()).unwrap_or(&flat);
    let mut scaled = false;
    let ends = |bare: &str, endings: &[&str]| {
        let length =
            endings.iter().filter(|ending| bare.ends_with(**ending)).map(|ending| ending.len()).max();
        length.filter(|length| *length < bare.len() || endings == RANK_ENDINGS)
    };
    loop {
        if let Some(length) = ends(bare, SCALED_ENDINGS) {
            (bare, scaled) = (&bare[..bare.len() - length], true);
        } else if ends(bare, RANK_ENDINGS).is_some() {
            return Some(Meaning::NotAScore);
        } else if let Some(length) = ends(bare, SCORE_ENDINGS) {
            bare = &bare[..bare.len() - length];
        } else {
            break;
        }
    }
    match find_subject(bare) {
        Some(id) if !scaled => Some(Meaning::Subject(id)),
        found if scaled => Some(found.and_then(scaled_of).map_or(Meaning::NotAScore, Meaning::Subject)),
        _ => None,
    }
}

/// How good a header is for the score of a candidate in the subject that its row names; 0 is best.
pub(super) fn long_score(header: &str) -> Option<usize> {
    let key = header_key(header);
    LONG_SCORES.iter().position(|word| *word == key)
}

/// Whether a cell is only an ending (原始分, 班名, …), as the lower rows of merged headers have them.
pub(super) fn is_ending(cell: &str) -> bool {
    let key = header_key(cell);
    let endings = [SCORE_ENDINGS, SCALED_ENDINGS, RANK_ENDINGS].concat();
    endings.iter().chain(&["班级排名", "年级排名", "学校排名"]).any(|ending| *ending == key)
}

/// 语文(150分) → 语文; 物理(赋分) → 物理赋分.
fn without_brackets(key: &str) -> String {
    match bracketed(key) {
        None => key.to_owned(),
        Some((before, inside)) if full_mark_digits(inside).is_some() => before.to_owned(),
        Some((before, inside)) => format!("{before}{inside}"),
    }
}

/// A header and what stands in brackets, or from 满分 on, behind it.
fn bracketed(key: &str) -> Option<(&str, &str)> {
    match key.split_once(['(', '[', '【']) {
        Some((before, rest)) => Some((before, rest.trim_end_matches([')', ']', '】']))),
        None => key.find("满分").filter(|at| *at > 0).map(|at| key.split_at(at)),
    }
}

/// The digits of 满分150分, 满分:150, 150分, /150 or 150.
fn full_mark_digits(inside: &str) -> Option<&str> {
    let digits = inside.trim_start_matches("满分").trim_start_matches([':', '=', '/']);
    let digits = digits.trim_end_matches('分');
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')).then_some(digits)
}

/// The full mark that a header states. A bare number is one from 20 to 1,000: 数学(100), but not 数学(2) or 数学(2024).
pub(super) fn stated_full_mark(header: &str) -> Option<Rational> {
    let key = header_key(header);
    let (_, inside) = bracketed(&key)?;
    let mark = Decimal::parse(full_mark_digits(inside)?.as_bytes())?.to_rational();
    let [least, most] = if inside.contains('分') { [1, 10_000] } else { [20, 1_000] };
    let [least, most] = [least, most].map(Rational::from_integer);
    (least..=most).contains(&mark).then_some(mark)
}

#[cfg(test)]
mod tests;
