//! What the headers of score tables say.

use super::super::ReadOptions;
use super::super::aliases::{Meaning, meaning};
use super::super::text::header_key;

const SCORE: &[&str] = &[
    "分数",
    "成绩",
    "分数段",
    "分段",
    "分值",
    "总分",
    "高考分数",
    "高考成绩",
    "考分",
    "档分",
    "投档分",
    "分数区间",
    "score",
    "scores",
    "scorerange",
    "points",
];
const COUNT: &[&str] = &[
    "人数",
    "人数(人)",
    "本段人数",
    "本分人数",
    "该分人数",
    "同分人数",
    "段内人数",
    "本段",
    "分段人数",
    "考生人数",
    "考生数",
    "count",
    "counts",
    "n",
    "students",
    "candidates",
];
/// Counts only where a cumulative count stands beside them: `num` may be the number of a candidate.
const COUNT_BESIDE: &[&str] = &["num", "number", "people", "persons"];
const CUMULATIVE: &[&str] = &[
    "累计人数",
    "累计",
    "累计人数(人)",
    "累积人数",
    "累积",
    "累计数",
    "累计考生人数",
    "累计考生数",
    "合计人数",
    "cumulative",
    "cumulativecount",
    "cumulativenumber",
    "cumulativenum",
    "accumulate",
    "accumulated",
    "accumulation",
    "cumcount",
    "cum",
];
/// Headers of the place of the candidates with a score.
pub const RANKS: &[&str] =
    &["位次", "名次", "排名", "排位", "最低位次", "全省位次", "累计位次", "全省排名", "rank", "ranking"];
/// Headers of the track beside those of the catalogue.
const TRACKS: &[&str] = &["类别", "科类名称", "科别", "类型", "文理", "文理科", "category", "type"];
const PROVINCES: &[&str] = &["省份", "省", "省市", "province"];
/// What a track is called by.
const TRACK_WORDS: &[&str] = &[
    "物理", "历史", "文科", "理科", "文史", "理工", "艺术", "体育", "音乐", "美术", "舞蹈", "综合", "类",
    "physics", "history", "science", "arts", "stream", "track",
];

/// Between the upper and the lower text of a header of two rows.
pub const JOINT: char = '·';

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Score,
    Count,
    Cumulative,
}

/// What a header says of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// And the track that stands before it: 物理类人数.
    Of(Field, String),
    /// A key of the candidates.
    Label(String),
    /// Tells candidates apart, or schools: no score table has it.
    Person,
    Other,
}

/// The track of several side by side.
pub const TRACK: &str = "track";

pub fn role(header: &str, options: &ReadOptions) -> Role {
    let key = header_key(header);
    let mapped = options.columns.iter().find(|(named, _)| header_key(named) == key);
    if let Some((_, word)) = mapped {
        return match word.as_str() {
            "score" => Role::Of(Field::Score, String::new()),
            "count" => Role::Of(Field::Count, String::new()),
            "cumulative" => Role::Of(Field::Cumulative, String::new()),
            "ignore" => Role::Other,
            word => Role::Label(word.strip_prefix("key:").unwrap_or(word).to_owned()),
        };
    }
    let (upper, key) = key
        .split_once(JOINT)
        .map_or((String::new(), key.clone()), |(upper, lower)| (upper.to_owned(), lower.to_owned()));
    let exact = |words: &[&str]| words.contains(&key.as_str());
    for (field, words) in [(Field::Score, SCORE), (Field::Cumulative, CUMULATIVE), (Field::Count, COUNT)] {
        if exact(words) {
            return Role::Of(field, upper);
        }
    }
    if let Some((track, field)) = count_of(&key).filter(|(track, _)| upper.is_empty() && is_track(track)) {
        return Role::Of(field, track);
    }
    if exact(COUNT_BESIDE) {
        return Role::Of(Field::Count, format!("{BESIDE}{upper}"));
    }
    if exact(TRACKS) {
        return Role::Label(TRACK.to_owned());
    }
    if exact(PROVINCES) {
        return Role::Label("province".to_owned());
    }
    match meaning(header) {
        Some(Meaning::Identity {
            field: "candidate_id" | "name" | "school" | "school_code" | "class",
            rank: 0,
        }) => Role::Person,
        Some(Meaning::Identity {
            field: field @ ("track" | "year" | "district" | "residence" | "sex"),
            ..
        }) => Role::Label(field.to_owned()),
        _ => Role::Other,
    }
}

/// Marks a count that is one only beside a cumulative count.
pub const BESIDE: char = '\u{1}';

/// Whether a text names a track.
/// Of whom a header says that it counts them, and how: 本科累计.
pub fn count_of(header: &str) -> Option<(String, Field)> {
    let key = header_key(header);
    [(Field::Cumulative, CUMULATIVE), (Field::Count, COUNT)].into_iter().find_map(|(field, words)| {
        let chinese = words.iter().filter(|word| !word.is_ascii());
        let of = chinese.filter_map(|word| key.strip_suffix(word)).min_by_key(|of| of.len())?;
        Some((of.to_owned(), field)).filter(|(of, _)| !of.is_empty())
    })
}

pub fn is_track(text: &str) -> bool {
    TRACK_WORDS.iter().any(|word| text.contains(word))
}
