//! Cut scores and candidates that do not find each other, listed both ways.

use super::config::{Config, CutScore};
use super::notices::{Notice, Unlined};
use super::sources::{Sources, TRACK};
use crate::error::Result;
use crate::exam::{Exam, YearTally};

/// What a person should know of the cut scores of every source that was read.
pub(super) fn notices(config: &Config, sources: &Sources) -> Result<Vec<Notice>> {
    let mut notices = Vec::new();
    for (source, exam) in &sources.exams {
        let cuts = config.content.cut_scores.iter().filter(|cut| cut.source.get_ref() == source);
        let cuts: Vec<&CutScore> = cuts.collect();
        if !cuts.is_empty() {
            notices.extend(of_source(source, &cuts, groups(exam)?, config.content.project.year));
        }
    }
    Ok(notices)
}

fn groups(exam: &Exam) -> Result<Vec<Unlined>> {
    let by_track = exam.keys().iter().any(|key| key == TRACK);
    let keys: &[&str] = if by_track { &[TRACK] } else { &[] };
    let of_year = |YearTally { year, tally, .. }: &YearTally| -> Vec<Unlined> {
        let group = |group: &crate::tally::Group| Unlined {
            year: *year,
            track: group.labels.first().cloned(),
            candidates: group.distributions.iter().map(|d| d.registered()).max().unwrap_or(0),
        };
        tally.groups.iter().map(group).collect()
    };
    Ok(exam.by_year(keys)?.iter().flat_map(of_year).collect())
}

/// `latest` is the year of the configuration: where an earlier one is made, lines of the years between are in order.
fn of_source(
    source: &str,
    cuts: &[&CutScore],
    groups: Vec<Unlined>,
    latest: Option<i32>,
) -> impl Iterator<Item = Notice> {
    let fits = |cut: &CutScore, group: &Unlined| {
        let year = cut.year.is_none() || group.year.is_none() || cut.year == group.year;
        year && (cut.track.is_none() || cut.track == group.track)
    };
    let last = groups.iter().filter_map(|group| group.year).max();
    let is_later = |cut: &CutScore| cut.year > last && cut.year <= latest;
    let idle = cuts.iter().filter(|cut| !is_later(cut) && !groups.iter().any(|group| fits(cut, group)));
    let lines: Vec<String> = idle.map(|cut| name_of(cut)).collect();
    let without = groups.iter().filter(|group| !cuts.iter().any(|cut| fits(cut, group)));
    let groups: Vec<Unlined> = without.cloned().collect();
    let source = source.to_owned();
    let idle = (!lines.is_empty()).then(|| Notice::LinesWithoutCandidates { source: source.clone(), lines });
    let without = (!groups.is_empty()).then_some(Notice::CandidatesWithoutLine { source, groups });
    idle.into_iter().chain(without)
}

/// As in arguments: 2011/理科:本二.
fn name_of(cut: &CutScore) -> String {
    let year = cut.year.map_or_else(String::new, |year| format!("{year}/"));
    let track = cut.track.as_ref().map_or_else(String::new, |track| format!("{track}:"));
    format!("{year}{track}{}", cut.line)
}
