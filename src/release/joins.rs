//! What a person should know of candidates and schools that do not find each other.

use super::config::Config;
use crate::intake::JoinReport;
use crate::lang::Lang;

/// What a person should know of a join.
pub fn remarks(
    config: &Config,
    source: &str,
    joined: &JoinReport,
    lang: Lang,
) -> impl Iterator<Item = String> {
    let n = joined.candidates_without_key;
    let key = config.content.schools.as_ref().map_or("school_code", |schools| schools.key.as_str());
    let unknown = (n > 0).then(|| {
        lang.pick(
            format!("数据源 {source}:{n} 名考生没有 {key},不知属于哪所学校"),
            format!("source {source}: {n} candidates have no {key}: their school is not known"),
        )
    });
    let unused = &joined.schools_without_candidates;
    let without = (!unused.is_empty()).then(|| {
        let (n, names) = (unused.len(), listed(unused));
        lang.pick(
            format!("数据源 {source}:学校表中有 {n} 所学校没有考生:{names}"),
            format!("source {source}: {n} schools of the list have no candidate: {names}"),
        )
    });
    unknown.into_iter().chain(without)
}

/// The first of a list of names.
pub fn listed(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", "))
}
