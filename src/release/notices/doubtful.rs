//! Full marks and lines that the scores speak against: most often a number that is ten times too large or too small.

use super::Notice;
use crate::error::Result;
use crate::exam::Exam;
use crate::indicators::definition::Kind;
use crate::indicators::{Arguments, CutScore, Indicator};
use crate::number::{Rational, plain};
use crate::subjects::{TOTAL, subject_id};
use crate::tally::{Distribution, Tally};

/// Scores of fewer candidates than this speak against nothing.
const ENOUGH: u64 = 30;
/// So many scores in even steps, each reached by one candidate, are a score table more likely than candidates; so are
/// fewer in any steps where nothing else is known of the candidates.
const MANY: usize = 100;
const SOME: usize = 20;
/// The best score reaches this part of the full mark, or else the full mark is doubted.
const REACHED: Rational = Rational::new_raw(1, 3);
const TRACK: &str = "track";

/// Full marks of which the best score of many candidates does not reach a third, and totals that look like the scores
/// of a score table, taken for a candidate each.
///
/// # Errors
/// Candidates that cannot be counted.
pub fn doubtful_full_marks(source: Option<&str>, exam: &Exam) -> Result<Vec<Notice>> {
    let mut found: Vec<Notice> = Vec::new();
    for of_year in exam.by_year(&[])?.iter() {
        let tally = &of_year.tally;
        let Some(group) = tally.groups.first() else { continue };
        for (subject, scores) in tally.subjects.iter().zip(&group.distributions) {
            let is_bare = exam.keys().is_empty() && tally.subjects.len() == 1;
            if subject.id == TOTAL && is_once_each(scores, is_bare) {
                found.push(Notice::ScoresOnceEach {
                    source: source.map(str::to_owned),
                    year: of_year.year,
                    candidates: scores.tested(),
                });
            }
            let (Some(full), Some((best, _))) = (subject.full_mark, scores.counts().last()) else { continue };
            let best = subject.scale.score(scores.open_top().unwrap_or(*best));
            if scores.tested() >= ENOUGH && best < full * REACHED {
                found.push(Notice::FullMarkDoubtful {
                    source: source.map(str::to_owned),
                    subject: subject.id.clone(),
                    year: of_year.year,
                    full_mark: plain(full),
                    best: plain(best),
                });
            }
        }
    }
    Ok(found)
}

/// Whether no two candidates have the same score: so score tables look, and hardly many candidates.
fn is_once_each(scores: &Distribution, is_bare: bool) -> bool {
    let counts = scores.counts();
    let gaps = || counts.windows(2).map(|pair| pair[1].0 - pair[0].0);
    let even = || gaps().all(|gap| Some(gap) == gaps().next());
    counts.iter().all(|(_, n)| *n == 1) && (counts.len() >= MANY && even() || is_bare && counts.len() >= SOME)
}

/// Lines that an indicator is asked for and that nobody of many candidates reaches, or everybody.
///
/// # Errors
/// Candidates that cannot be counted.
pub fn doubtful_lines(
    source: Option<&str>,
    exam: &Exam,
    indicator: &Indicator,
    arguments: &Arguments,
) -> Result<Vec<Notice>> {
    let of_lines = indicator.parameters.iter().filter(|of| of.name == "lines" && of.kind == Kind::CutScore);
    let lines: Vec<&CutScore> = of_lines.flat_map(|of| arguments.cut_scores(of.name)).collect();
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let words = |name: &str| match indicator.parameter(name) {
        Some(_) => arguments.all(name).iter().map(|word| subject_id(word).to_owned()).collect(),
        None => Vec::new(),
    };
    let named: Vec<String> = [words("subjects"), words(TOTAL)].concat();
    let subjects = if named.is_empty() { vec![TOTAL.to_owned()] } else { named };
    let by_track = exam.keys().iter().any(|key| key == TRACK);
    let years = exam.by_year(if by_track { &[TRACK] } else { &[] })?;
    let mut found = Vec::new();
    for line in lines {
        // Up to 1 it is a share of the full mark.
        if line.score <= Rational::from_integer(1) || (line.track.is_some() && !by_track) {
            continue;
        }
        let of_line =
            years.iter().filter(|of| line.year.is_none() || of.year.is_none() || of.year == line.year);
        let tallies: Vec<&Tally> = of_line.map(|of_year| &of_year.tally).collect();
        let reached: Option<Vec<[u64; 2]>> =
            subjects.iter().map(|subject| reached(line, subject, &tallies)).collect();
        let reached = reached.unwrap_or_default();
        let is_of_many = |[_, tested]: &[u64; 2]| *tested >= ENOUGH;
        if reached.is_empty() || !reached.iter().all(is_of_many) {
            continue;
        }
        let all = reached.iter().all(|[attained, tested]| attained == tested);
        if all || reached.iter().all(|[attained, _]| *attained == 0) {
            let candidates = reached.iter().map(|[_, tested]| *tested).max().unwrap_or_default();
            let (source, line) = (source.map(str::to_owned), line.to_string());
            found.push(Notice::LineDoubtful { source, line, all, candidates });
        }
    }
    Ok(found)
}

/// How many reach a line in a subject, and of how many; `None` where that is not told by the scores.
fn reached(line: &CutScore, subject: &str, tallies: &[&Tally]) -> Option<[u64; 2]> {
    let mut sum = [0, 0];
    for tally in tallies {
        let at = tally.subjects.iter().position(|known| known.id == subject)?;
        let ticks = tally.subjects[at].scale.ticks_at_least(line.score);
        let fits = |label: Option<&String>| line.track.is_none() || line.track.as_ref() == label;
        let groups = tally.groups.iter().filter(|group| fits(group.labels.first()));
        for scores in groups.map(|group| &group.distributions[at]) {
            sum[0] += Distribution::at_least(scores, ticks)?;
            sum[1] += scores.tested();
        }
    }
    Some(sum)
}
