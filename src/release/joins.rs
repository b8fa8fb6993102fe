//! What a person should know of candidates and schools that do not find each other.

use super::config::Config;
use super::notices::Notice;
use crate::intake::JoinReport;

/// What a person should know of a join.
pub fn notices(config: &Config, source: &str, joined: &JoinReport) -> impl Iterator<Item = Notice> {
    let candidates = joined.candidates_without_key;
    let key = config.content.schools.as_ref().map_or("school_code", |schools| schools.key.as_str());
    let source = source.to_owned();
    let unknown = (candidates > 0).then(|| Notice::CandidatesWithoutSchool {
        source: source.clone(),
        key: key.to_owned(),
        candidates,
    });
    let schools = joined.schools_without_candidates.clone();
    let without = (!schools.is_empty()).then_some(Notice::SchoolsWithoutCandidates { source, schools });
    unknown.into_iter().chain(without)
}

/// The first of a list of names.
pub fn listed(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{}{more}", names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", "))
}
