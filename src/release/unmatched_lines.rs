//! Cut scores and candidates that do not find each other, listed both ways.

use super::config::{Config, CutScore};
use super::joins::listed;
use super::sources::{Sources, TRACK};
use crate::error::Result;
use crate::exam::{Exam, YearTally};
use crate::lang::Lang;

/// The candidates of a year and track, and how many they are.
struct Group {
    year: Option<i32>,
    /// Empty where it is not known; `None` where the source tells no tracks.
    track: Option<String>,
    candidates: u64,
}

/// What a person should know of the cut scores of every source that was read.
pub(super) fn remarks(config: &Config, sources: &Sources, lang: Lang) -> Result<Vec<String>> {
    let mut remarks = Vec::new();
    for (source, exam) in &sources.exams {
        let cuts = config.content.cut_scores.iter().filter(|cut| cut.source.get_ref() == source);
        let cuts: Vec<&CutScore> = cuts.collect();
        if !cuts.is_empty() {
            remarks.extend(of_source(source, &cuts, &groups(exam)?, lang));
        }
    }
    Ok(remarks)
}

fn groups(exam: &Exam) -> Result<Vec<Group>> {
    let by_track = exam.keys().iter().any(|key| key == TRACK);
    let keys: &[&str] = if by_track { &[TRACK] } else { &[] };
    let of_year = |YearTally { year, tally, .. }: &YearTally| -> Vec<Group> {
        let group = |group: &crate::tally::Group| Group {
            year: *year,
            track: group.labels.first().cloned(),
            candidates: group.distributions.iter().map(|d| d.registered()).max().unwrap_or(0),
        };
        tally.groups.iter().map(group).collect()
    };
    Ok(exam.by_year(keys)?.iter().flat_map(of_year).collect())
}

fn of_source(source: &str, cuts: &[&CutScore], groups: &[Group], lang: Lang) -> impl Iterator<Item = String> {
    let fits = |cut: &CutScore, group: &Group| {
        let year = cut.year.is_none() || group.year.is_none() || cut.year == group.year;
        year && (cut.track.is_none() || cut.track == group.track)
    };
    let idle = cuts.iter().filter(|cut| !groups.iter().any(|group| fits(cut, group)));
    let idle: Vec<String> = idle.map(|cut| name_of(cut)).collect();
    let without = groups.iter().filter(|group| !cuts.iter().any(|cut| fits(cut, group)));
    let without: Vec<String> = without.map(|group| described(group, lang)).collect();
    let idle = (!idle.is_empty()).then(|| {
        let (n, names) = (idle.len(), listed(&idle));
        lang.pick(
            format!("数据源 {source}:{n} 条分数线没有对应的考生:{names}"),
            format!("source {source}: {n} cut scores match no candidate: {names}"),
        )
    });
    let without = (!without.is_empty()).then(|| {
        let names = listed(&without);
        lang.pick(
            format!("数据源 {source}:以下考生没有分数线:{names}"),
            format!("source {source}: candidates without a cut score: {names}"),
        )
    });
    idle.into_iter().chain(without)
}

/// As in arguments: 2011/理科:本二.
fn name_of(cut: &CutScore) -> String {
    let year = cut.year.map_or_else(String::new, |year| format!("{year}/"));
    let track = cut.track.as_ref().map_or_else(String::new, |track| format!("{track}:"));
    format!("{year}{track}{}", cut.line)
}

fn described(group: &Group, lang: Lang) -> String {
    let unknown = || lang.pick("科类不明", "track not known").to_owned();
    let track = group.track.as_ref().map(|track| if track.is_empty() { unknown() } else { track.clone() });
    let year = group.year.map(|year| year.to_string());
    let place: Vec<String> = year.into_iter().chain(track).collect();
    let (place, n) = (place.join(" "), group.candidates);
    lang.pick(format!("{place}({n} 人)"), format!("{place} ({n})"))
}
